//! Text that becomes code inside of functions that take expressions.

use super::code::runs_text;
use crate::scanner::Severity;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::r::value::Traits;
use crate::scanner::rules::r::code as rules;

/// `mutate(table, x = !!parse_expr(text))`: what was parsed is put into an expression that runs.
pub(in crate::scanner::r) fn injects(machine: &mut Machine<'_>, id: Id, operand: Id) {
    let Kind::Operator { name, operands } = &machine.node(operand).kind else { return };
    let [inner] = operands.as_slice() else { return };
    let value = machine.values[*inner].clone();
    if &**name == "!" && value.traits.any(Traits::PARSED) {
        let arguments = vec![Actual { name: None, value: value.clone(), node: Some(*inner) }];
        let (package, name) = (None, "!!".into());
        let call = Invocation { package, name, arguments, node: id, indirect: false };
        runs_text(machine, &call, &value);
    }
}

/// `as.formula("y ~ f(x)")`: a model that is fitted calls what stands there.
pub(super) fn formulas(machine: &mut Machine<'_>, call: &Invocation) {
    let texts = call.arguments.first().map(|first| first.value.patterns()).unwrap_or_default();
    for text in texts.iter().filter(|text| text.contains('(')) {
        if let Some((severity, message)) = machine.worst_of_text(text)
            && severity >= Severity::Medium
        {
            let message = format!("a formula is made of text: {message}");
            machine.report(call.node, &rules::EVALUATED_TEXT, Severity::Medium, message);
            return;
        }
    }
}
