//! Certificates, versions of TLS, and servers.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::names::Names;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::Value;
use crate::scanner::rules::python::transport;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &[
            "requests.get",
            "requests.post",
            "requests.put",
            "requests.patch",
            "requests.delete",
            "requests.head",
            "requests.options",
            "requests.request",
            "requests.Session().get",
            "requests.Session().post",
            "requests.Session().request",
            "httpx.get",
            "httpx.post",
            "httpx.put",
            "httpx.patch",
            "httpx.delete",
            "httpx.head",
            "httpx.options",
            "httpx.request",
            "httpx.stream",
            "httpx.Client",
            "httpx.AsyncClient",
            "aiohttp.ClientSession().get",
            "aiohttp.ClientSession().post",
            "aiohttp.TCPConnector",
            "aiohttp.request",
            "jwt.decode",
            "*.get",
            "*.post",
            "*.put",
            "*.request",
            "urllib3.PoolManager",
            "urllib3.HTTPSConnectionPool",
            "urllib3.ProxyManager",
            "urllib3.connectionpool.HTTPSConnectionPool",
            "urllib3.connection_from_url",
            "urllib3.proxy_from_url",
            "urllib3.poolmanager.PoolManager",
            "urllib3.poolmanager.ProxyManager",
            "urllib3.connectionpool.connection_from_url",
            "urllib3.poolmanager.proxy_from_url",
            "boto3.client",
            "requests.Session().send",
            "ssl.wrap_socket",
            "*.wrap_socket",
            "aiohttp.ClientSession().ws_connect",
            "websocket.create_connection",
        ],
        rule: &transport::CERTIFICATE_NOT_CHECKED,
        judge: unchecked,
    },
    Sink {
        paths: &["urllib3.disable_warnings", "requests.packages.urllib3.disable_warnings"],
        rule: &transport::CERTIFICATE_NOT_CHECKED,
        judge: quiet,
    },
    Sink {
        paths: &["ssl._create_unverified_context", "ssl._create_stdlib_context"],
        rule: &transport::UNVERIFIED_CONTEXT,
        judge: plain,
    },
    Sink {
        paths: &[
            "ssl.wrap_socket",
            "ssl.SSLContext",
            "OpenSSL.SSL.Context",
            "pyOpenSSL.SSL.Context",
            "ssl.SSLContext().wrap_socket",
            "ssl.get_server_certificate",
            "*.wrap_socket",
        ],
        rule: &transport::OLD_TLS_VERSION,
        judge: version,
    },
    Sink { paths: &["ssl.wrap_socket"], rule: &transport::NO_TLS_VERSION, judge: no_version },
    Sink {
        paths: &[
            "*.run",
            "flask.Flask().run",
            "*.run_server",
            "uvicorn.run",
            "werkzeug.serving.run_simple",
            "werkzeug.debug.DebuggedApplication",
            "dash.Dash().run_server",
            "flask.Flask().config.update",
            "fastapi.FastAPI",
            "starlette.applications.Starlette",
            "tornado.web.Application",
            "bottle.run",
        ],
        rule: &transport::DEBUG_SERVER,
        judge: debug,
    },
    Sink { paths: &["logging.config.listen"], rule: &transport::LOGGING_SERVER, judge: plain },
    Sink {
        paths: &[
            "socket.socket().bind",
            "socket.socket().listen",
            "http.server.HTTPServer",
            "http.server.ThreadingHTTPServer",
            "socketserver.TCPServer",
            "socketserver.UDPServer",
            "socketserver.ThreadingTCPServer",
            "xmlrpc.server.SimpleXMLRPCServer",
            "asyncio.start_server",
            "wsgiref.simple_server.make_server",
            "socket.create_server",
            "websockets.serve",
            "aiohttp.web.run_app",
            "uvicorn.run",
            "flask.Flask().run",
            "SimpleHTTPServer.test",
            "twisted.internet.reactor.listenTCP",
            "bottle.run",
            "waitress.serve",
            "tornado.web.Application().listen",
            "paramiko.Transport().start_server",
            "asyncio.start_unix_server",
            "debugpy.listen",
            "rpdb.set_trace",
            "remote_pdb.set_trace",
            "pydevd.settrace",
            "pydevd_pycharm.settrace",
            "ptvsd.enable_attach",
            "cherrypy.quickstart",
            "rpyc.utils.server.ThreadedServer",
        ],
        rule: &transport::SERVER_STARTED,
        judge: plain,
    },
    Sink {
        paths: &[
            "wsgiref.handlers.CGIHandler",
            "twisted.web.twcgi.CGIScript",
            "twisted.web.twcgi.CGIDirectory",
        ],
        rule: &transport::CGI_HANDLER,
        judge: plain,
    },
    Sink {
        paths: &[
            "socket.socket().bind",
            "asyncio.start_server",
            "uvicorn.run",
            "flask.Flask().run",
            "http.server.HTTPServer",
            "socketserver.TCPServer",
            "socket.create_server",
        ],
        rule: &transport::BOUND_TO_ALL_INTERFACES,
        judge: binds_all,
    },
];

fn unchecked(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with('*')
        && !["requests", "httpx", "aiohttp", "urllib3", "ssl"]
            .iter()
            .any(|module| site.names.imports(module))
    {
        return None;
    }
    let off = |name: &str| {
        site.constant_keyword(name).is_some_and(|value| !value.is_true() && value != Value::None)
    };
    let none = site.keyword("cert_reqs").is_some_and(|expr| {
        site.paths(expr).iter().any(|path| {
            path.ends_with("CERT_NONE")
                || (path.ends_with("CERT_OPTIONAL") && site.path.starts_with("urllib3."))
        }) || site.text(expr).is_some_and(|text| matches!(text.as_str(), "CERT_NONE" | "NONE"))
    });
    let off = off("verify")
        || off("verify_ssl")
        || none
        || off("check_hostname")
        || (off("ssl") && site.path.contains("aiohttp"));
    if off { site.plain() } else { None }
}

fn quiet(site: &Site<'_, '_>) -> Option<Verdict> {
    site.because(Severity::Low, "or silences the warning about it")
}

fn version(site: &Site<'_, '_>) -> Option<Verdict> {
    let old = |path: &String| {
        ["SSLv2", "SSLv3", "TLSv1", "TLSv1_1", "SSLv23"].iter().any(|old| {
            path.strip_suffix(old).is_some_and(|rest| {
                rest.ends_with("PROTOCOL_")
                    || rest.ends_with(old)
                    || rest.ends_with("_METHOD")
                    || rest.ends_with('.')
            })
        }) || path.ends_with("SSLv2_METHOD")
            || path.ends_with("SSLv3_METHOD")
            || path.ends_with("TLSv1_METHOD")
            || path.ends_with("TLSv1_1_METHOD")
            || path.ends_with("SSLv23_METHOD")
    };
    let keywords =
        ["ssl_version", "method", "protocol"].iter().filter_map(|name| site.keyword(name));
    let mut all = site.call.arguments.args.iter().chain(keywords);
    if all.any(|expr| site.paths(expr).iter().any(old)) { site.plain() } else { None }
}

fn no_version(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.keyword("ssl_version").is_none() { site.plain() } else { None }
}

/// Whether the module makes a web server with a debugger.
pub(in crate::scanner::python) fn is_web(names: &Names<'_>) -> bool {
    ["flask", "dash", "werkzeug", "quart", "bottle"].iter().any(|module| names.imports(module))
}

fn debug(site: &Site<'_, '_>) -> Option<Verdict> {
    let on = ["debug", "use_debugger", "DEBUG", "evalex"]
        .iter()
        .any(|name| site.constant_keyword(name) == Some(Value::Bool(true)));
    if !on {
        return None;
    }
    match site.path.split('.').next() {
        Some("*") if !is_web(site.names) => None,
        // They show their insides to visitors, and run nothing of theirs.
        Some("fastapi" | "starlette" | "tornado") => site.at(Severity::Medium),
        _ => site.plain(),
    }
}

fn binds_all(site: &Site<'_, '_>) -> Option<Verdict> {
    let host = site.first().or_else(|| site.keyword("host"))?;
    let Value::List(parts) = site.constant(host)? else { return None };
    let all = matches!(parts.first(), Some(Value::Str(host)) if host.is_empty() || host == "::");
    if all { site.plain() } else { None }
}
