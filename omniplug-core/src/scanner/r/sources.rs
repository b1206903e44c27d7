//! Where values come from: the keyboard, files, the environment, the network.

use super::invocation::{Actual, Invocation};
use super::machine::Machine;
use super::syntax::Kind;
use super::value::{Callee, HOLE, Traits, Value};
use crate::scanner::r::checks::{names, paths};
use std::rc::Rc;

/// What a name without a definition gives.
pub(super) fn name(name: &str) -> Option<Value> {
    match name {
        ".GlobalEnv" => Some(Value::of(Traits::NAMESPACE)),
        ".BaseNamespaceEnv" => Some(Value::text("base").with(Traits::NAMESPACE)),
        "input" | "user_input" | "request" | "payload" => Some(Value::of(Traits::INPUT)),
        "..." => Some(Value::of(Traits::PARAMETER)),
        _ => None,
    }
}

/// Where a parameter comes from, by the function's name and its own.
pub(super) fn parameter(function: Option<&str>, name: &str) -> Traits {
    let entry =
        matches!(function, Some("execute" | "run_plugin" | "plugin_main" | "handler" | "handle"));
    let named = matches!(
        name,
        "user_input" | "payload" | "untrusted" | "user_code" | "user_expr" | "user_cmd"
    );
    let code = matches!(
        name,
        "code"
            | "cmd"
            | "command"
            | "commands"
            | "expr"
            | "expression"
            | "script"
            | "text"
            | "txt"
            | "str"
            | "string"
            | "s"
            | "x"
            | "src"
            | "input"
            | "inputs"
            | "request"
            | "req"
            | "rule"
            | "formula"
            | "job"
            | "task"
            | "args"
            | "params"
    );
    let named = if entry || named { Traits::INPUT } else { Traits::default() };
    Traits::PARAMETER | named | if code { Traits::CODE } else { Traits::default() }
}

/// What a function gives whose result comes from elsewhere; `None` for any other function.
pub(super) fn source(machine: &mut Machine<'_>, call: &Invocation) -> Option<Value> {
    let follows = call.traits().only(Traits::FOLLOWS);
    let value = match &*call.name {
        "readline" | "commandArgs" | "menu" => Value::of(Traits::INPUT),
        "Sys.getenv" => environment(call),
        "getwd" | "path.expand" if call.arguments.is_empty() => Value::text(HOLE.to_string()),
        "normalizePath" | "path.expand" | "path_expand" | "normalize_path" => {
            call.arguments.first().map(|actual| actual.value.clone())?
        }
        "file" if call.argument("description").and_then(|d| d.value.known()) == Some("stdin") => {
            Value::of(Traits::INPUT)
        }
        "stdin" => Value::of(Traits::INPUT),
        "file" | "gzfile" | "bzfile" | "xzfile" => keeps(call, Traits::default()),
        "url" | "curl" | "gzcon" => keeps(call, Traits::CONNECTION | of_location(call)),
        "textConnection" => keeps(call, Traits::PARSED),
        "rawConnection" => keeps(call, Traits::default()),
        "socketConnection" | "make.socket" | "socketAccept" | "curl_fetch_memory" | "getURL"
        | "GET" | "POST" | "getURLContent" | "req_perform" | "read.socket" | "httpGET"
        | "postForm" => Value::of(Traits::NETWORK | follows),
        "content" | "resp_body_string" | "resp_body_json" | "resp_body_raw" | "fromJSON" => {
            Value::of(follows | of_location(call))
        }
        "read_excel" | "read.xlsx" | "read_tsv" | "read_delim" | "read_parquet" | "dbGetQuery"
        | "dbReadTable" | "dbFetch" | "readLines" | "readRDS" | "read_rds" | "qread"
        | "loadRDS" | "unserializeJSON" | "scan" | "readChar" | "readBin" | "read_file"
        | "read_lines" | "read.table" | "read.csv" | "read.csv2" | "read.delim" | "fread"
        | "read_csv" | "unserialize" | "dget" | "read.dcf" | "file.show" | "read_yaml"
        | "read_json" => read(call),
        "list.files" | "dir" | "Sys.glob" | "list.dirs" | "dir_ls" => listing(call),
        "tempfile" | "tempdir" | "file_temp" | "local_tempfile" => Value::of(Traits::TEMPORARY),
        ".libPaths" | "find.package" | "path.package" => Value::of(Traits::LIBRARY),
        "Sys.info" | "sessionInfo" | "R.Version" => Value::of(Traits::MACHINE),
        "system" | "system2" | "shell" | "system_intern" => Value::of(Traits::FILE | follows),
        "serialize" | "deparse" | "deparse1" | "expr_text" | "as_label" | "expr_deparse"
        | "quo_text" | "safeDeparse" => deparsed(call),
        "builtins" | "apropos" | "getNamespaceExports" => Value::of(Traits::NAMES),
        "ls" | "objects" if of_base(call) => Value::of(Traits::NAMES),
        "ls" | "objects" => Value::default(),
        "download.file" | "curl_download" | "GET_file" | "multi_download" => {
            fetched(machine, call);
            return None;
        }
        "add_headers"
        | "authenticate"
        | "req_headers"
        | "req_auth_bearer_token"
        | "new_handle"
        | "handle_setheaders"
        | "req_auth_basic"
        | "oauth_app"
        | "config" => Value::of(call.traits().only(Traits::SECRET | Traits::FILE | Traits::INPUT)),
        "shQuote" | "dQuote_shell" | "dbQuoteIdentifier" | "dbQuoteLiteral" | "dbQuoteString"
        | "sqlInterpolate" | "glue_sql" | "SQL" | "build_sql" | "sQuote_sql" => {
            Value::of(follows | Traits::QUOTED)
        }
        "conditionMessage" | "geterrmessage" => Value::of(follows | Traits::MESSAGE),
        "stop" | "warning" | "message" | "simpleError" | "simpleWarning" | "simpleMessage"
        | "simpleCondition" => Value::of(follows | Traits::MESSAGE),
        "parent.frame" | "sys.frame" | "caller_env" => frame(call)?,
        "length" | "nrow" | "ncol" | "dim" | "is.null" | "exists" | "nchar" | "file.exists"
        | "is.character" | "is.function" | "inherits" | "identical" | "nzchar" | "is.na"
        | "missing" | "as.numeric" | "as.integer" | "as.double" | "as.logical" | "isTRUE"
        | "dir.exists" | "all" | "any" | "which" | "sum" | "mean" | "max" | "min" | "grepl" => {
            number_like(call)?
        }
        _ => return None,
    };
    Some(value)
}

/// The text of code: of a name that stands for itself it is known.
fn deparsed(call: &Invocation) -> Value {
    let functions = call.arguments.first().map(|first| first.value.functions.as_slice());
    match functions {
        Some([Callee::Named { package: None, name }]) if names::starts_things(name) => {
            Value::text(name.clone()).with(Traits::DEPARSED | Traits::ASSEMBLED)
        }
        _ => Value::of(Traits::DEPARSED),
    }
}

/// Whether names of R's own functions are asked for.
fn of_base(call: &Invocation) -> bool {
    let own = ["base", "package:base", "utils", "package:utils", "parallel", "package:parallel"];
    call.arguments.iter().any(|actual| actual.value.known().is_some_and(|name| own.contains(&name)))
}

/// Numbers stay known, and nothing else follows: no command fits into a number.
fn number_like(call: &Invocation) -> Option<Value> {
    match &*call.name {
        "as.integer" | "as.numeric" | "as.double" | "nchar" | "length" => None,
        _ => Some(Value::default()),
    }
}

fn environment(call: &Invocation) -> Value {
    let Some(names) = call.value("x") else {
        return Value::of(Traits::ENVIRONMENT | Traits::SECRET);
    };
    let harmless = matches!(
        names.known(),
        Some(
            "HOME"
                | "USER"
                | "PATH"
                | "R_HOME"
                | "TMPDIR"
                | "TMP"
                | "TEMP"
                | "LANG"
                | "TZ"
                | "R_LIBS"
        )
    );
    match names.known() {
        Some("HOME") => Value::text("~").with(Traits::ENVIRONMENT),
        Some("TMPDIR" | "TMP" | "TEMP") => Value::of(Traits::TEMPORARY),
        Some(name) if !harmless && is_secret(name) => {
            Value::of(Traits::ENVIRONMENT | Traits::SECRET)
        }
        _ => Value::of(Traits::ENVIRONMENT),
    }
}

/// Whether a variable's name says that it holds a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["SECRET", "TOKEN", "PASSWORD", "PASSWD", "API_KEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL"]
        .iter()
        .any(|part| name.contains(part))
}

fn keeps(call: &Invocation, traits: Traits) -> Value {
    let first = call.argument("description").or_else(|| call.arguments.first());
    first.map(|actual| actual.value.clone()).unwrap_or_default().with(traits)
}

/// Whether any argument is an address on the network.
pub(super) fn of_location(call: &Invocation) -> Traits {
    let far = call.arguments.iter().any(|actual| is_far(&actual.value));
    if far { Traits::NETWORK } else { Traits::default() }
}

/// Whether a value is an address on the network, or a connection to one.
pub(super) fn is_far(value: &Value) -> bool {
    let address = |text: &Rc<str>| {
        ["http://", "https://", "ftp://", "ftps://"].iter().any(|scheme| text.starts_with(scheme))
    };
    value.traits.any(Traits::CONNECTION | Traits::NETWORK)
        || value.texts.iter().flat_map(|texts| texts.iter()).take(8).any(address)
}

fn reads_cells(name: &str) -> bool {
    matches!(
        name,
        "read.table"
            | "read.csv"
            | "read.csv2"
            | "read.delim"
            | "fread"
            | "read_csv"
            | "read_tsv"
            | "read_delim"
            | "read_excel"
            | "read.xlsx"
            | "read_parquet"
            | "read_yaml"
            | "read_json"
            | "dbGetQuery"
            | "dbReadTable"
            | "dbFetch"
    )
}

fn read(call: &Invocation) -> Value {
    let mut traits = call.traits().only(Traits::FOLLOWS.without(Traits::PARAMETER));
    traits |= of_location(call);
    if !traits.any(Traits::NETWORK | Traits::INPUT) {
        traits |= Traits::FILE;
    }
    let patterns = call.arguments.iter().flat_map(|actual| actual.value.patterns());
    if patterns.into_iter().any(|path| paths::is_secret(&path)) {
        traits |= Traits::SECRET;
    }
    let unserializes =
        ["readRDS", "read_rds", "qread", "loadRDS", "unserialize", "unserializeJSON", "dget"];
    if unserializes.contains(&&*call.name) {
        traits |= Traits::UNSERIALIZED;
    }
    if reads_cells(&call.name) {
        traits |= Traits::CELLS;
    }
    Value::of(traits)
}

/// A frame further up than the caller's own, or one that is counted from the top.
fn frame(call: &Invocation) -> Option<Value> {
    let number = call.arguments.first().and_then(|first| first.value.number());
    let far = match &*call.name {
        "parent.frame" | "caller_env" => number.is_some_and(|number| number >= 2.0),
        _ => number.is_some_and(|number| number >= 0.0),
    };
    far.then(|| Value::of(Traits::FRAME))
}

/// The files of a folder: its path and what isn't known.
fn listing(call: &Invocation) -> Value {
    let folder = call.argument("path").or_else(|| call.place(0));
    let unknown = HOLE.to_string();
    let folder = folder.map_or(".", |actual| actual.value.pattern().unwrap_or(&unknown));
    let temporary = call.traits().only(Traits::TEMPORARY);
    let path: Rc<str> = format!("{}/{HOLE}", folder.trim_end_matches('/')).into();
    Value::text(path).with(Traits::LISTING | temporary)
}

/// Notes the file that a download makes.
fn fetched(machine: &mut Machine<'_>, call: &Invocation) {
    let place =
        |actual: &&Actual| matches!(actual.name.as_deref(), Some("destfile" | "destination"));
    let target = call.arguments.iter().find(place).or_else(|| call.place(1));
    let Some(target) = target else { return };
    let scope = machine.node(call.node).scope;
    if let Some(Kind::Name(name)) = target.node.map(|id| &machine.node(id).kind) {
        let marked = target.value.clone().with(Traits::FETCHED);
        machine.scopes.assign(scope, name, marked, true);
    }
    for path in target.value.patterns() {
        machine.fetched.insert(path);
    }
}
