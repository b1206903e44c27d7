//! Functions that find others by name, and text that becomes code.

use super::apply::{bind_elements, callee_of, functions_of};
use super::checks;
use super::invocation::Invocation;
use super::machine::Machine;
use super::syntax::{Id, Kind};
use super::value::{Callee, Traits, Value};
use std::rc::Rc;

/// What a function that finds or makes code gives; `None` for any other function.
pub(super) fn reflect(machine: &mut Machine<'_>, call: &Invocation) -> Option<Value> {
    match &*call.name {
        "get" | "get0" | "mget" | "dynGet" | "getFunction" | "match.fun" | "getFromNamespace"
        | "getAnywhere" | "as.name" | "as.symbol" | "sym" | "ensym" | "getMethod"
        | "findFunction" | ".Primitive" | "fget" | "env_get" | "selectMethod" | "getS3method" => {
            Some(lookup(machine, call, call.arguments.first().map(|actual| &actual.value)?))
        }
        "::" | ":::" => {
            let [package, name, ..] = call.arguments.as_slice() else { return None };
            Some(Value::named(Some(package.value.known()?), name.value.known()?))
        }
        "...elt" => {
            let place = call.arguments.first()?.value.number().map(|number| number as usize);
            Some(machine.dots(machine.node(call.node).scope, place))
        }
        "getNativeSymbolInfo" => Some(call.arguments.first()?.value.clone()),
        "getExportedValue" => {
            let (package, name) = (call.value("ns")?.clone(), call.value("name")?);
            Some(qualify(lookup(machine, call, name), package.known()))
        }
        "as.formula" | "formula" => {
            let text = call.arguments.first()?.value.clone();
            let runs = text.known().is_some_and(|text| text.contains('('));
            runs.then(|| text.with(Traits::PARSED))
        }
        "parse" | "str2lang" | "str2expression" | "parse_expr" | "parse_exprs" | "parse_quo" => {
            Some(parsed(call))
        }
        "eval" | "evalq" | "eval_tidy" | "eval_bare" | "eval.parent" => {
            Some(evaluated(machine, call))
        }
        "quote" | "expression" | "bquote" | "substitute" | "expr" | "enquote" | "rlang::expr" => {
            let value = call.arguments.first().map(|actual| actual.value.clone())?;
            Some(Value { traits: value.traits.only(Traits::PARSED), ..value })
        }
        "as.function" => Some(call.arguments.first()?.value.element()),
        "assign" | "delayedAssign" | "makeActiveBinding" | "env_poke" => {
            assign(machine, call);
            None
        }
        "list2env" | "attach" => {
            let list = call.arguments.first()?.value.clone();
            bind_elements(machine, call, &list);
            Some(list)
        }
        "import" | "import_builtins" | "import_from_path" | "import_main" => module(machine, call),
        "library" | "require" | "attachNamespace" | "requireNamespace" => {
            attach(machine, call);
            None
        }
        name => environment(call, name),
    }
}

/// The environments in which base functions are found.
fn environment(call: &Invocation, name: &str) -> Option<Value> {
    let first = || call.arguments.first().map(|actual| &actual.value);
    match name {
        "baseenv" | "base_env" => Some(Value::text("base").with(Traits::NAMESPACE)),
        "globalenv" | "topenv" | "global_env" | "parent.env" | "sys.function" | "pos.to.env" => {
            Some(Value::of(Traits::NAMESPACE))
        }
        "environment" | "fn_env" => {
            let package = |callee: &Callee| match callee {
                Callee::Named { package: Some(package), .. } => Some(Value::text(package.clone())),
                _ => None,
            };
            let Some(function) = first() else { return Some(Value::default()) };
            let own = function.functions.iter().find_map(package).unwrap_or_default();
            Some(own.with(Traits::NAMESPACE))
        }
        "asNamespace" | "getNamespace" | "loadNamespace" | "as.environment" | "ns_env"
        | "pkg_env" | ".getNamespace" => {
            let package = first()?.known().map(|name| name.trim_start_matches("package:"));
            let mut value = package.map(Value::text).unwrap_or_default();
            value.elements.clone_from(&first()?.elements);
            Some(value.with(Traits::NAMESPACE))
        }
        _ => None,
    }
}

/// `environment$name`: the function of that name.
pub(super) fn from_namespace(
    machine: &mut Machine<'_>,
    id: Id,
    object: Id,
    name: &Rc<str>,
) -> Value {
    let package = machine.values[object].known().map(str::to_owned);
    let own = machine.scopes.find(0, name).cloned();
    if machine.reporting {
        checks::reached(machine, id, name);
    }
    own.unwrap_or_else(|| Value::named(package.as_deref(), name))
}

/// `environment[[name]]` with a name that isn't known.
pub(super) fn computed_member(machine: &mut Machine<'_>, id: Id, wanted: Id) {
    let value = machine.values[wanted].clone();
    checks::computed_name(machine, id, &value, "[[");
}

fn lookup(machine: &mut Machine<'_>, call: &Invocation, wanted: &Value) -> Value {
    let scope = machine.node(call.node).scope;
    let mut found = Value::of(wanted.traits.only(Traits::FOREIGN | Traits::DECODED));
    for callee in functions_of(wanted) {
        let own = match &callee {
            Callee::Named { package: None, name } => machine.scopes.find(scope, name).cloned(),
            _ => None,
        };
        match own {
            Some(own) => {
                found = found.join(&own);
                if matches!(&callee, Callee::Named { name, .. } if checks::names::is_own(name)) {
                    found.add_functions(&[callee]);
                }
            }
            None => found.add_functions(&[callee]),
        }
    }
    let package = call.value("ns").and_then(Value::known);
    qualify(found, package)
}

fn qualify(mut value: Value, package: Option<&str>) -> Value {
    for function in &mut value.functions {
        if let (Callee::Named { package: own @ None, .. }, Some(package)) = (function, package) {
            *own = Some(package.into());
        }
    }
    value
}

/// What parsing gives: the texts, marked as code.
fn parsed(call: &Invocation) -> Value {
    let text = match &*call.name {
        "parse" => call.argument("text").or_else(|| call.argument("file")),
        _ => call.arguments.first(),
    };
    let Some(text) = text.map(|actual| &actual.value) else { return Value::of(Traits::PARSED) };
    let mut value = text.clone().with(Traits::PARSED);
    if value.functions.iter().any(|callee| matches!(callee, Callee::Named { .. })) {
        value.traits |= Traits::CODE;
    }
    value.functions.clear();
    if &*call.name == "parse" && call.argument("text").is_none() {
        value.texts = None;
        value.traits |= Traits::FILE;
    }
    value
}

/// What evaluating gives: a function where the code is only its name.
fn evaluated(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let Some(code) = call.arguments.first().map(|actual| actual.value.clone()) else {
        return Value::default();
    };
    if !code.traits.any(Traits::PARSED) {
        return Value { traits: code.traits.only(Traits::FOLLOWS), ..code };
    }
    let mut value = Value::of(code.traits.only(Traits::FOREIGN | Traits::DECODED));
    if let Some(callee) = code.known().and_then(callee_of) {
        let text = code.known().unwrap_or_default();
        let own = machine.scopes.find(machine.node(call.node).scope, text).cloned();
        value = own.unwrap_or_default().join(&value);
        value.add_functions(&[callee]);
    }
    value
}

fn assign(machine: &mut Machine<'_>, call: &Invocation) {
    let name = call.arguments.first().and_then(|actual| actual.value.known().map(Rc::<str>::from));
    let value = call.argument("value").or_else(|| call.argument("fun")).or_else(|| call.place(1));
    let (Some(name), Some(value)) = (name, value) else { return };
    let mut value = value.value.clone();
    if &*call.name == "makeActiveBinding" {
        value.functions.retain(|function| matches!(function, Callee::Named { .. }));
    }
    let scope = machine.node(call.node).scope;
    machine.scopes.assign(scope, &name, value.clone(), true);
    if call.arguments.len() > 2 {
        machine.scopes.assign(0, &name, value.clone(), true);
    }
    let holder = call.value("envir").is_some().then(|| call.argument("envir")).flatten();
    let holder = holder.or_else(|| call.place(2)).and_then(|actual| actual.node);
    if let Some(Kind::Name(holder)) = holder.map(|id| &machine.node(id).kind) {
        let old = machine.scopes.find(scope, holder).cloned().unwrap_or_default();
        machine.scopes.assign(scope, holder, old.with_field(&name, value), true);
    }
}

/// A Python module that reticulate imports.
fn module(machine: &Machine<'_>, call: &Invocation) -> Option<Value> {
    let reticulate =
        call.package.as_deref() == Some("reticulate") || machine.attached.contains("reticulate");
    let name = match &*call.name {
        "import_builtins" | "import_main" => "builtins",
        _ => call.arguments.first()?.value.known()?,
    };
    reticulate.then(|| Value::named(Some("python"), name))
}

fn attach(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(first) = call.arguments.first() else { return };
    let name = match first.node.map(|id| &machine.node(id).kind) {
        Some(Kind::Name(name) | Kind::Text(name)) => name.clone(),
        _ => return,
    };
    machine.attached.insert(name);
}
