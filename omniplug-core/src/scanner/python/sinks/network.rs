//! Connections, requests, and what they carry away.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::checks::paths::is_unremarkable;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::rules::python::network;
use ruff_python_ast::Expr;

const OPENED: &[&str] = &[
    "urllib.request.urlopen",
    "urllib.request.urlretrieve",
    "urllib.request.URLopener",
    "urllib.request.FancyURLopener",
    "urllib.urlopen",
    "urllib.urlretrieve",
    "urllib.URLopener",
    "urllib.FancyURLopener",
    "urllib.request.build_opener().open",
    "wget.download",
    "urllib.request.URLopener().retrieve",
    "urllib.request.URLopener().open",
    "urllib.request.FancyURLopener().open",
    "urllib.request.FancyURLopener().retrieve",
    "urllib.request.OpenerDirector().open",
    "urllib.URLopener().open",
    "urllib.URLopener().retrieve",
];
const REQUESTS: &[&str] = &[
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
    "requests.Session().put",
    "requests.Session().request",
    "requests.session().get",
    "requests.session().post",
    "requests.Session().delete",
    "requests.Session().head",
    "requests.Session().options",
    "requests.Session().patch",
    "requests.session().delete",
    "requests.session().put",
    "requests.session().request",
    "requests.Request",
    "httpx.get",
    "httpx.post",
    "httpx.put",
    "httpx.patch",
    "httpx.delete",
    "httpx.head",
    "httpx.options",
    "httpx.request",
    "httpx.stream",
    "httpx.Client().get",
    "httpx.Client().post",
    "httpx.AsyncClient().get",
    "httpx.AsyncClient().post",
    "aiohttp.ClientSession().get",
    "aiohttp.ClientSession().post",
    "aiohttp.ClientSession().request",
    "aiohttp.request",
    "urllib3.PoolManager().request",
    "urllib3.request",
    "http.client.HTTPConnection",
    "http.client.HTTPSConnection",
    "http.client.HTTPConnection().request",
    "http.client.HTTPSConnection().request",
    "httplib2.Http().request",
    "pycurl.Curl",
    "httplib.HTTPConnection",
    "websocket.create_connection",
    "websockets.connect",
    "websocket.WebSocketApp",
    "treq.get",
    "grequests.get",
    "requests.api.get",
    "requests.api.post",
    "pooch.retrieve",
    "tornado.httpclient.AsyncHTTPClient().fetch",
    "urllib3.HTTPConnectionPool",
    "urllib3.connectionpool.HTTPConnectionPool",
    "curl_cffi.requests.get",
];
const SENT: &[&str] = &[
    "socket.socket().send",
    "socket.socket().sendall",
    "socket.socket().sendto",
    "socket.create_connection().sendall",
    "socket.create_connection().send",
    "ssl.wrap_socket().send",
    "websocket.create_connection().send",
    "smtplib.SMTP().sendmail",
    "smtplib.SMTP().send_message",
    "smtplib.SMTP_SSL().sendmail",
    "ftplib.FTP().storbinary",
    "ftplib.FTP().storlines",
    "telnetlib.Telnet().write",
    "boto3.client().put_object",
    "boto3.client().upload_file",
];

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &[
            "socket.socket().connect",
            "socket.socket().connect_ex",
            "socket.create_connection",
            "asyncio.open_connection",
            "socket.socket().sendto",
            "telnetlib3.open_connection",
            "asyncio.open_unix_connection",
            "trio.open_tcp_stream",
            "anyio.connect_tcp",
            "socks.socksocket().connect",
            "asyncore.dispatcher().connect",
            "scapy.all.send",
            "scapy.all.sr1",
            "socket.socketpair().connect",
        ],
        rule: &network::SOCKET_OPENED,
        judge: connects,
    },
    Sink {
        paths: &["socket.socket", "socket.fromfd"],
        rule: &network::SOCKET_OPENED,
        judge: makes_socket,
    },
    Sink { paths: OPENED, rule: &network::URL_OPENED, judge: opens_url },
    Sink { paths: &["urllib.request.Request"], rule: &network::URL_OPENED, judge: asks_in_clear },
    Sink { paths: REQUESTS, rule: &network::HTTP_REQUEST, judge: requests },
    Sink { paths: REQUESTS, rule: &network::REQUEST_WITHOUT_TIMEOUT, judge: no_timeout },
    Sink {
        paths: &["httpx.Client", "httpx.AsyncClient"],
        rule: &network::REQUEST_WITHOUT_TIMEOUT,
        judge: no_timeout,
    },
    Sink { paths: OPENED, rule: &network::DATA_SENT_OUT, judge: sends_out },
    Sink { paths: REQUESTS, rule: &network::DATA_SENT_OUT, judge: sends_out },
    Sink { paths: SENT, rule: &network::DATA_SENT_OUT, judge: sends_out },
    Sink {
        paths: &["urllib.request.Request", "requests.Request"],
        rule: &network::DATA_SENT_OUT,
        judge: sends_out,
    },
    Sink {
        paths: &[
            "socket.gethostbyname",
            "socket.getaddrinfo",
            "socket.gethostbyname_ex",
            "dns.resolver.resolve",
            "dns.resolver.query",
        ],
        rule: &network::NAME_LOOKUP_WITH_DATA,
        judge: looks_up,
    },
    Sink { paths: &["os.dup2", "os.dup"], rule: &network::REVERSE_SHELL, judge: duplicates },
];

pub(super) fn is_local(address: &str) -> bool {
    ["127.0.0.1", "localhost", "::1", "0.0.0.0"].iter().any(|local| address.contains(local))
}

fn connects(site: &Site<'_, '_>) -> Option<Verdict> {
    let address = site.call.arguments.args.last().map(|expr| site.sketch(expr)).unwrap_or_default();
    if is_local(&address) { site.at(Severity::Low) } else { site.plain() }
}

fn makes_socket(site: &Site<'_, '_>) -> Option<Verdict> {
    let raw = site.call.arguments.args.iter().any(|expr| {
        site.paths(expr).iter().any(|path| {
            matches!(
                path.as_str(),
                "socket.SOCK_RAW" | "socket.AF_PACKET" | "socket.AF_NETLINK" | "socket.AF_VSOCK"
            )
        })
    });
    site.at(if raw { Severity::High } else { Severity::Low })
}

/// An address that is known, encrypted and not a bare number.
fn is_ordinary(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://").or(address.strip_prefix("sftp://")) else {
        return is_local(address) && address.starts_with("http");
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    !host.contains(HOLE)
        && !host.split('.').all(|part| part.parse::<u8>().is_ok())
        && !host.is_empty()
}

fn opens_url(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(expr) = site.first().or_else(|| site.keyword("url")) else { return site.plain() };
    let address = site.sketch(expr);
    if is_ordinary(&address) {
        return site.because(Severity::Low, "at a constant address");
    }
    if let Some(path) = address.strip_prefix("file://")
        && !path.contains(HOLE)
        && is_unremarkable(path)
    {
        return site.because(Severity::Low, "that is a file");
    }
    site.plain()
}

/// A request that is only made ready tells where it goes: that it goes there in the clear.
fn asks_in_clear(site: &Site<'_, '_>) -> Option<Verdict> {
    let address = site.sketch(url(site)?);
    let clear = ["http://", "ftp://", "file:"].iter().any(|scheme| address.starts_with(scheme));
    if clear && !is_local(&address) { site.plain() } else { None }
}

fn url<'a>(site: &Site<'_, 'a>) -> Option<&'a Expr> {
    let position = usize::from(site.path.ends_with("request") || site.path == "requests.Request");
    site.argument("url", position).or_else(|| site.first())
}

fn requests(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with("pycurl") {
        return site.at(Severity::Medium);
    }
    let Some(expr) = url(site) else { return site.at(Severity::Low) };
    let address = site.sketch(expr);
    let sends =
        site.path.ends_with("post") || site.path.ends_with("put") || site.path.ends_with("patch");
    let payload = ["data", "json", "files", "content"].iter().find_map(|name| site.keyword(name));
    let carries = payload.is_some_and(|expr| site.constant(expr).is_none());
    if site.path.starts_with("http.client.") || site.path.starts_with("pycurl") {
        return site.at(Severity::Medium);
    }
    if is_ordinary(&address) && !(sends && carries) {
        return site.at(Severity::Low);
    }
    site.at(Severity::Medium)
}

fn no_timeout(site: &Site<'_, '_>) -> Option<Verdict> {
    let bandit =
        |module: &str| site.path.starts_with(module) && site.path.matches('.').count() == 1;
    match site.keyword("timeout") {
        None if bandit("requests.") && !site.path.ends_with(".request") => site.plain(),
        Some(expr) if expr.is_none_literal_expr() && (bandit("requests.") || bandit("httpx.")) => {
            site.plain()
        }
        _ => None,
    }
}

/// What is sent: not headers, where keys from the environment belong.
fn sends_out(site: &Site<'_, '_>) -> Option<Verdict> {
    let told = Origin::ENVIRONMENT;
    let mut sent: Vec<&Expr> =
        ["data", "json", "files", "params", "content", "body", "fields", "cookies"]
            .iter()
            .filter_map(|name| site.keyword(name))
            .collect();
    let positional = &site.call.arguments.args;
    if SENT.contains(&site.path) {
        sent.extend(positional.iter());
    } else {
        sent.extend(positional.iter().skip(1));
        let address =
            url(site).filter(|expr| site.sketch(expr).trim_start_matches(HOLE).contains(HOLE));
        sent.extend(address);
    }
    sent.into_iter().find_map(|expr| {
        let origin = site.origin(expr);
        let stolen = origin.has(told) || origin.has(Origin::FILE) || origin.has(Origin::IDENTITY);
        if stolen { site.because(Severity::High, origin.said().unwrap_or_default()) } else { None }
    })
}

fn looks_up(site: &Site<'_, '_>) -> Option<Verdict> {
    let name = site.sketch(site.first()?);
    let hole = name.contains(HOLE) && name.trim_matches(HOLE).contains('.');
    if hole { site.plain() } else { None }
}

fn duplicates(site: &Site<'_, '_>) -> Option<Verdict> {
    let first = site.first()?;
    let socket = site.paths(first).iter().any(|path| path.starts_with("socket."))
        || site.names.imports("socket");
    let stream = site.argument("fd2", 1).and_then(|expr| site.constant(expr));
    let standard = site.path == "os.dup2" && !matches!(stream, Some(Value::Int(3..)));
    if socket && standard { site.plain() } else { None }
}
