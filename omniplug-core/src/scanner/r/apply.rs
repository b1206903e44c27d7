//! Functions that call the functions they are given.

use super::invocation::{Actual, Invocation};
use super::machine::Machine;
use super::value::{Callee, Element, Traits, Value};
use std::rc::Rc;

/// Calls what a function like `do.call`, `sapply` or `Reduce` would call; what it returns, or `None` for any other function.
pub(super) fn apply(machine: &mut Machine<'_>, call: &Invocation) -> Option<Value> {
    match &*call.name {
        "do.call" | "do.call.rlang" | "exec" | "invoke" | "call" | "call2" | "lang" => {
            Some(by_name(machine, call))
        }
        "as.call" => Some(as_call(machine, call)),
        "lapply" | "sapply" | "vapply" | "Map" | "mapply" | "Filter" | "Reduce" | "Position"
        | "Find" | "outer" | "apply" | "tapply" | "rapply" | "eapply" | "map" | "map_chr"
        | "map_lgl" | "map_int" | "map_dbl" | "map_df" | "map2" | "pmap" | "imap" | "walk"
        | "walk2" | "pwalk" | "iwalk" | "keep" | "reduce" | "accumulate" | "mclapply"
        | "parLapply" | "parSapply" | "clusterApply" | "clusterCall" | "clusterMap"
        | "future_lapply" | "future_map" | "aggregate" | "by" | "ave" | "sapply2" | "llply"
        | "ldply" | "optim" | "optimize" | "uniroot" | "nlm" | "integrate" | "later" | "r"
        | "r_bg" | "partial" | "Recall" | "forceAndCall" => Some(over(machine, call)),
        "identity" | "force" | "I" | "invisible" | "local" | "suppressWarnings"
        | "suppressMessages" | "try" | "isolate" | "print" | "with" | "within" | "Vectorize"
        | "memoise" | "compose" | "Compose" | "Negate" | "as_function" | "match.fun2"
        | "cmpfun" | "possibly" | "safely" | "quietly" | "new_function" => {
            Some(passes(machine, call))
        }
        "tryCatch" | "withCallingHandlers" | "try_fetch" => Some(handled(machine, call)),
        "switch" | "ifelse" | "if_else" | "coalesce" => {
            let choices = call.arguments.iter().skip(1).map(|actual| actual.value.clone());
            choices.reduce(|one, other| one.join(&other))
        }
        "return" => {
            let value = passes(machine, call);
            machine.scopes.give_back(machine.node(call.node).scope, value.clone());
            Some(value)
        }
        "list" | "alist" | "pairlist" | "list2" | "as.list" | "structure" | "setNames"
        | "append" => Some(list(call)),
        "c" if call.arguments.iter().any(|actual| !actual.value.functions.is_empty()) => {
            Some(list(call))
        }
        _ => None,
    }
}

/// The functions that a value names: those it is, or those that its texts name.
pub(super) fn functions_of(value: &Value) -> Vec<Callee> {
    let mut functions = value.functions.clone();
    for text in value.texts.iter().flat_map(|texts| texts.iter()).take(16) {
        functions.extend(callee_of(text));
    }
    functions
}

/// The function of a text like `system` or `base::system`.
pub(super) fn callee_of(text: &str) -> Option<Callee> {
    let text = text.trim().trim_matches('`');
    if matches!(text, "::" | ":::") {
        return Some(Callee::Named { package: None, name: text.into() });
    }
    let (package, name) = match text.split_once("::") {
        Some((package, name)) => (Some(package), name.trim_start_matches(':')),
        None => (None, text),
    };
    let plain = |part: &str| {
        let letter = |character: char| character.is_alphanumeric() || "._<-[$".contains(character);
        !part.is_empty() && part.len() < 64 && part.chars().all(letter)
    };
    (plain(name) && package.is_none_or(plain))
        .then(|| Callee::Named { package: package.map(Rc::from), name: name.into() })
}

fn by_name(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let by_parameter = ["what", "name", ".fn", ".f", "fn"];
    let what = by_parameter.iter().find_map(|name| call.named(name)).or_else(|| call.place(0));
    let Some(what) = what.map(|what| what.value.clone()) else { return Value::default() };
    let spreads = matches!(&*call.name, "do.call" | "invoke");
    let mut rest: Vec<Actual> = Vec::new();
    let named = by_parameter.iter().any(|name| call.named(name).is_some());
    let mut skip = usize::from(!named);
    for actual in &call.arguments {
        let name = actual.name.as_deref();
        if name.is_none() && skip > 0 {
            skip -= 1;
        } else if name.is_some_and(|name| by_parameter.contains(&name)) || name == Some("quote") {
        } else if spreads && matches!(name, None | Some("args" | ".x")) {
            rest.extend(spread(actual));
        } else {
            rest.push(actual.clone());
        }
    }
    call_all(machine, &functions_of(&what), &rest, call, what.functions.is_empty())
}

/// The arguments that a list of arguments stands for.
fn spread(actual: &Actual) -> Vec<Actual> {
    match &actual.value.elements {
        Some(elements) => {
            let each = elements.iter().take(64);
            let to_actual = |element: &Element| Actual {
                name: element.name.clone(),
                value: element.value.clone(),
                node: None,
            };
            each.map(to_actual).collect()
        }
        None => vec![Actual { name: None, value: actual.value.clone(), node: None }],
    }
}

fn as_call(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let Some(elements) = call.arguments.first().map(spread) else { return Value::default() };
    let Some((what, rest)) = elements.split_first() else { return Value::default() };
    call_all(machine, &what.value.functions.clone(), rest, call, true)
}

/// Calls the function among the arguments with elements of the others.
fn over(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let parameter = |actual: &&Actual| {
        matches!(actual.name.as_deref(), Some("FUN" | "f" | ".f" | "fun" | "func" | "fn"))
    };
    let callable = |actual: &&Actual| {
        let functions = &actual.value.functions;
        actual.name.is_none() && !functions.is_empty() && actual.value.elements.is_none()
    };
    let arguments = &call.arguments;
    let usual = call.argument("FUN").or_else(|| call.argument("f")).or_else(|| call.place(1));
    let function = usual.filter(|actual| !actual.value.functions.is_empty());
    let what = arguments.iter().find(parameter).or(function);
    let what = what.or_else(|| arguments.iter().find(callable)).or(usual);
    let Some(what) = what else { return Value::default() };
    let mut rest: Vec<Actual> = Vec::new();
    for actual in arguments.iter().filter(|actual| !std::ptr::eq(*actual, what)).take(16) {
        let own =
            matches!(actual.name.as_deref(), Some("X" | ".x" | "x" | "USE.NAMES" | "simplify"));
        let name = if own { None } else { actual.name.clone() };
        rest.push(Actual { name, value: actual.value.element(), node: None });
    }
    if reduces(&call.name) {
        // What was reached so far and what comes next may each be any of them.
        let any = rest.iter().map(|actual| actual.value.clone());
        let value = any.reduce(|one, other| one.join(&other)).unwrap_or_default();
        rest = vec![Actual { name: None, value, node: None }; 2];
    }
    let functions = functions_of(&what.value);
    if let Some(text) = pasted(&functions, &call.name, arguments) {
        return text;
    }
    if let Some(texts) = each_text(machine, &functions, call) {
        return texts;
    }
    let by_text = what.value.functions.is_empty();
    let mut result = call_all(machine, &functions, &rest, call, by_text);
    let own = functions.iter().all(|function| matches!(function, Callee::Closure(_)));
    if let (true, [so_far, _]) = (own && reduces(&call.name), rest.as_mut_slice()) {
        // The next step begins with what this one gave. Only of the file's functions, which call no others here:
        // of those that do, each level would double the calls.
        so_far.value = std::mem::take(&mut so_far.value).join(&result);
        result = call_all(machine, &functions, &rest, call, by_text).join(&result);
    }
    if matches!(&*call.name, "partial") {
        result.add_functions(&functions);
    }
    if matches!(&*call.name, "Reduce" | "reduce") {
        // Of one element, that is what is left.
        let any = arguments.iter().filter(|actual| !std::ptr::eq(*actual, what));
        any.for_each(|actual| result.add_functions(&actual.value.element().functions));
    }
    result
}

/// Whether a function is called with what it gave before.
fn reduces(name: &str) -> bool {
    matches!(name, "Reduce" | "reduce" | "accumulate")
}

/// `sapply(texts, toupper)`: what a function gives for each of a few known elements, where it is one text each.
///
/// The calls are judged once, with any of the elements; these only tell their values.
fn each_text(machine: &mut Machine<'_>, functions: &[Callee], call: &Invocation) -> Option<Value> {
    let [function] = functions else { return None };
    let known = |actual: &&Actual| actual.value.texts.is_some() || actual.value.numbers.is_some();
    let over = call.arguments.iter().find(known)?.value.clone();
    let each = match &*call.name {
        "sapply" | "vapply" | "lapply" | "map" | "map_chr" | "mapply" | "Map" | "imap" => {
            machine.each(function, &over, call.node)?
        }
        "Reduce" | "reduce" => {
            vec![machine.reduced(function, &over, call.node)?]
        }
        _ => return None,
    };
    let texts = each.iter().map(|value| value.known().map(Rc::from));
    let texts: Vec<Rc<str>> = texts.collect::<Option<_>>()?;
    let mut traits = call.traits().only(Traits::FOLLOWS) | Traits::ASSEMBLED;
    each.iter().for_each(|value| traits |= value.traits);
    Some(Value::vector(texts).with(traits))
}

/// `Reduce(paste0, texts)`: the texts in one.
fn pasted(functions: &[Callee], name: &str, arguments: &[Actual]) -> Option<Value> {
    let joins =
        |function: &Callee| matches!(function, Callee::Named { name, .. } if &**name == "paste0");
    let all = arguments.iter().find_map(|actual| actual.value.texts.as_ref());
    let reduces = matches!(name, "Reduce" | "reduce") && functions.iter().any(joins);
    all.filter(|_| reduces).map(|all| Value::text(all.concat()).with(Traits::ASSEMBLED))
}

fn call_all(
    machine: &mut Machine<'_>,
    functions: &[Callee],
    arguments: &[Actual],
    call: &Invocation,
    indirect: bool,
) -> Value {
    let mut result = Value::default();
    for function in functions {
        let value = machine.invoke(function, arguments.to_vec(), call.node, indirect);
        result = value.join(&result);
    }
    let own = call.traits().only(Traits::FOLLOWS);
    result.with(own)
}

/// What a function gives back that gives back what it was given.
fn passes(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let first = call
        .arguments
        .iter()
        .find(|actual| matches!(actual.name.as_deref(), None | Some("expr" | "x" | "FUN" | ".f")));
    let bind = matches!(&*call.name, "with" | "within");
    if let (true, Some(first)) = (bind, first) {
        bind_elements(machine, call, &first.value);
        return call.arguments.last().map(|last| last.value.clone()).unwrap_or_default();
    }
    first.map(|actual| actual.value.clone()).unwrap_or_default()
}

/// What an expression gives, or what a handler makes of the condition that it is handed.
fn handled(machine: &mut Machine<'_>, call: &Invocation) -> Value {
    let mut result = passes(machine, call);
    let handlers = call.arguments.iter().filter(|actual| {
        actual.name.as_deref().is_some_and(|name| !matches!(name, "expr" | "finally"))
    });
    for handler in handlers.flat_map(|actual| &actual.value.functions).take(8) {
        let condition = Actual { value: Value::of(Traits::MESSAGE), ..Actual::default() };
        let mut given = machine.invoke(handler, vec![condition], call.node, false);
        if !given.traits.any(Traits::PARSED) {
            // The condition itself is no code.
            given.traits = given.traits.without(Traits::MESSAGE);
        }
        result = result.join(&given);
    }
    result
}

/// Makes the elements of a list names of the scope, as `with` and `list2env` do.
pub(super) fn bind_elements(machine: &mut Machine<'_>, call: &Invocation, list: &Value) {
    let scope = machine.node(call.node).scope;
    for element in list.elements.iter().flat_map(|elements| elements.iter()) {
        if let (Some(name), false) = (&element.name, element.value.functions.is_empty()) {
            machine.scopes.assign(scope, name, element.value.clone(), true);
        }
    }
}

pub(super) fn list(call: &Invocation) -> Value {
    if &*call.name == "structure" && call.arguments.len() > 1 {
        return structured(call);
    }
    if matches!(&*call.name, "as.list" | "structure" | "setNames") {
        return call.arguments.first().map(|actual| actual.value.clone()).unwrap_or_default();
    }
    let element =
        |actual: &Actual| Element { name: actual.name.clone(), value: actual.value.clone() };
    Value::list(call.arguments.iter().map(element).collect())
}

/// `structure(x, name = value)`: the value with attributes, which are read like elements.
fn structured(call: &Invocation) -> Value {
    let mut arguments = call.arguments.iter();
    let mut value = arguments.next().map(|actual| actual.value.clone()).unwrap_or_default();
    for actual in arguments.take(16) {
        if let Some(name) =
            actual.name.as_deref().filter(|name| !matches!(*name, "class" | "names"))
        {
            value =
                Value { elements: value.with_field(name, actual.value.clone()).elements, ..value };
        }
    }
    value
}
