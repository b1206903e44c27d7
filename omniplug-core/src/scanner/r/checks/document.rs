//! Documents and texts that hold code among prose.

use super::code::runs_text;
use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::sources::is_far;
use crate::scanner::r::value::{Traits, Value};
use crate::scanner::rules::r::code as rules;

/// `glue("{code}")`: the code in the braces of constant texts.
pub(super) fn interpolates(machine: &mut Machine<'_>, call: &Invocation) {
    for text in call.arguments.iter().flat_map(|actual| actual.value.patterns()) {
        for code in braced(&text).into_iter().filter(|code| code.contains('(')) {
            let Some((severity, message)) = machine.worst_of_text(code) else { continue };
            if severity >= Severity::Medium {
                let message = format!("text is run as code: {message}");
                machine.report(call.node, &rules::EVALUATED_TEXT, Severity::High, message);
                return;
            }
        }
    }
}

/// What stands in the outermost braces of a text.
fn braced(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => {
                depth += 1;
                start = if depth == 1 { at + 1 } else { start };
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.extend(text.get(start..at));
                }
            }
            _ => {}
        }
    }
    found
}

/// `knit(text = …)`: the chunks of a constant text.
pub(super) fn knits(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(document) = call.named("text").map(|actual| actual.value.clone()) else {
        return renders(machine, call);
    };
    let texts = document.texts.iter().flat_map(|texts| texts.iter()).cloned();
    let whole = texts.collect::<Vec<_>>().join("\n");
    let chunks = whole.split("```{r").skip(1).filter_map(|chunk| chunk.split_once('\n'));
    let inline = whole.split("`r ").skip(1).filter_map(|code| code.split('`').next());
    let chunks = chunks.filter_map(|(_, code)| code.split("```").next());
    let code: Vec<&str> = chunks.chain(inline).collect();
    let traits = document.traits | Traits::PARSED;
    runs_text(machine, call, &Value::text(code.join("\n")).with(traits));
}

/// `render(file)`: a document holds code, which runs.
pub(super) fn renders(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(document) = call.argument("input").or_else(|| call.place(0)) else { return };
    let document = &document.value;
    let far = is_far(document) || document.traits.any(Traits::FETCHED | Traits::INPUT);
    let fetched = document.patterns().iter().any(|path| machine.fetched.contains(path));
    // In a library one function hands the caller's file to another.
    if (far || fetched) && !machine.is_library() {
        let what = "the code of a document from outside is run";
        machine.report_call(call, &rules::SOURCED_CODE, Severity::Medium, what);
    }
}
