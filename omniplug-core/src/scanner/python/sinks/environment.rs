//! Environment variables: read as a whole, read for their secrets, set for other programs.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::rules::python::system;
use ruff_python_ast::Expr;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &["os.putenv", "os.environ.setdefault", "os.environ.__setitem__"],
        rule: &system::LOADER_ENVIRONMENT,
        judge: sets_variable,
    },
    Sink { paths: &["os.environ.update"], rule: &system::LOADER_ENVIRONMENT, judge: updates },
    Sink {
        paths: &["os.environ.get", "os.getenv", "os.environ.pop", "os.environb.get"],
        rule: &system::SECRET_VARIABLE_READ,
        judge: secret_variable,
    },
    Sink {
        paths: &[
            "os.environ.items",
            "os.environ.values",
            "os.environ.copy",
            "os.environ.keys",
            "os.environb.items",
            "os.environb.copy",
        ],
        rule: &system::SECRET_VARIABLE_READ,
        judge: whole,
    },
    Sink {
        paths: &[
            "dict",
            "json.dumps",
            "str",
            "repr",
            "list",
            "print",
            "pprint.pprint",
            "json.dump",
        ],
        rule: &system::SECRET_VARIABLE_READ,
        judge: whole_inside,
    },
    Sink {
        paths: &["os.environ.get", "os.getenv", "os.environ.pop", "os.environb.get"],
        rule: &system::ENVIRONMENT_READ,
        judge: plain,
    },
];

/// Variables that decide what other programs load and run.
pub(in crate::scanner::python) fn loads(name: &str) -> Option<Severity> {
    match name {
        "LD_PRELOAD"
        | "LD_AUDIT"
        | "PYTHONSTARTUP"
        | "DYLD_INSERT_LIBRARIES"
        | "BASH_ENV"
        | "PROMPT_COMMAND"
        | "PYTHONINSPECT"
        | "PYTHONHOME"
        | "GIT_SSH_COMMAND"
        | "PERL5OPT"
        | "NODE_OPTIONS"
        | "RUBYOPT"
        | "R_PROFILE"
        | "R_PROFILE_USER"
        | "JAVA_TOOL_OPTIONS"
        | "PYTHONBREAKPOINT"
        | "FLASK_DEBUG"
        | "WERKZEUG_DEBUG_PIN"
        | "SSL_CERT_FILE"
        | "REQUESTS_CA_BUNDLE"
        | "PYTHONHTTPSVERIFY"
        | "CURL_CA_BUNDLE" => Some(Severity::High),
        "LD_LIBRARY_PATH"
        | "PYTHONPATH"
        | "PATH"
        | "HTTP_PROXY"
        | "HTTPS_PROXY"
        | "http_proxy"
        | "https_proxy"
        | "PIP_INDEX_URL"
        | "PIP_EXTRA_INDEX_URL"
        | "R_LIBS"
        | "HOME" => Some(Severity::Medium),
        _ => None,
    }
}

fn sets_variable(site: &Site<'_, '_>) -> Option<Verdict> {
    let name = site.text(site.first()?)?;
    site.because(loads(&name)?, format!("called `{name}`"))
}

fn updates(site: &Site<'_, '_>) -> Option<Verdict> {
    let keywords = site
        .call
        .arguments
        .keywords
        .iter()
        .filter_map(|keyword| keyword.arg.as_ref())
        .map(|name| name.to_string());
    let keys = match site.first() {
        Some(Expr::Dict(dict)) => {
            dict.items.iter().filter_map(|item| site.text(item.key.as_ref()?)).collect()
        }
        _ => Vec::new(),
    };
    keywords.chain(keys).find_map(|name| site.because(loads(&name)?, format!("called `{name}`")))
}

/// Whether a variable of that name holds a secret.
pub(in crate::scanner::python) fn is_secret(name: &str) -> bool {
    let name = name.to_uppercase();
    [
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "PASSWD",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "CREDENTIAL",
        "PRIVATE_KEY",
        "DATABASE_URL",
        "SSH_AUTH_SOCK",
    ]
    .iter()
    .any(|word| name.contains(word))
}

fn secret_variable(site: &Site<'_, '_>) -> Option<Verdict> {
    let name = site.text(site.first()?)?;
    if is_secret(&name) { site.because(Severity::Medium, format!("called `{name}`")) } else { None }
}

fn whole(site: &Site<'_, '_>) -> Option<Verdict> {
    site.at(if site.path.ends_with("copy") || site.path.ends_with("keys") {
        Severity::Low
    } else {
        Severity::Medium
    })
}

fn whole_inside(site: &Site<'_, '_>) -> Option<Verdict> {
    let whole = |expr: &Expr| matches!(expr, Expr::Attribute(_) | Expr::Name(_));
    let first = site.first().filter(|expr| whole(expr))?;
    let paths = site.paths(first);
    let environment =
        paths.iter().any(|path| matches!(path.as_str(), "os.environ" | "os.environb"));
    let copied = site.path == "dict" && !site.call.arguments.keywords.is_empty();
    if !environment {
        return None;
    }
    site.at(if copied { Severity::Low } else { Severity::Medium })
}
