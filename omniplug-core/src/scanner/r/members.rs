//! Members and elements of values.

use super::machine::{Machine, has_holes};
use super::syntax::{Argument, Id, Kind};
use super::value::{Callee, Traits, Value};
use super::{fold, reflection};
use std::rc::Rc;

/// Members of members beyond this are nobody's function.
const LONGEST_NAME: usize = 120;
/// Names of which a member may have any.
const MOST_NAMES: usize = 16;

impl Machine<'_> {
    pub(super) fn member(&mut self, id: Id, object: Id, name: &Rc<str>) -> Value {
        let given = matches!(&self.node(object).kind, Kind::Name(name) if is_request(name));
        let mut value = self.plain_member(id, object, name);
        if given && value.functions.is_empty() {
            value.traits |= Traits::INPUT;
        }
        if &**name == "message" && value.functions.is_empty() {
            value.traits |= Traits::MESSAGE;
        }
        value
    }

    fn plain_member(&mut self, id: Id, object: Id, name: &Rc<str>) -> Value {
        let holder = &self.values[object];
        if let Some(field) = holder.field(name) {
            return field;
        }
        if holder.traits.any(Traits::NAMESPACE) {
            return reflection::from_namespace(self, id, object, name);
        }
        let mut value = Value::of(holder.traits.only(Traits::FOLLOWS));
        for function in &holder.functions {
            if let Callee::Named { package, name: outer } = function
                && outer.len() < LONGEST_NAME
            {
                let joined = format!("{outer}${name}");
                value.add_functions(&[Callee::Named {
                    package: package.clone(),
                    name: joined.into(),
                }]);
            }
        }
        value
    }

    pub(super) fn index(&mut self, id: Id, object: Id, arguments: &[Argument]) -> Value {
        let wanted = arguments.first().and_then(|argument| argument.value);
        let Some(wanted) = wanted else { return self.values[object].clone() };
        if let Some(name) = self.values[wanted].known() {
            let name: Rc<str> = name.into();
            return self.member(id, object, &name);
        }
        if self.values[object].traits.any(Traits::NAMESPACE) {
            if self.reporting {
                reflection::computed_member(self, id, wanted);
            }
            // A name that a function of the file puts together may be any of a few.
            let names = self.values[wanted].patterns();
            let known = names.iter().filter(|name| !has_holes(name)).take(MOST_NAMES);
            let found: Vec<Value> = known.map(|name| self.member(id, object, name)).collect();
            if let Some(any) = found.into_iter().reduce(|one, other| one.join(&other)) {
                return any;
            }
        }
        if let Some(chosen) = self.chosen_by_text(wanted) {
            return chosen;
        }
        fold::index(&self.values[object], &self.values[wanted])
    }

    /// `x[x == "text"]` is the text, whatever else there is.
    fn chosen_by_text(&self, wanted: Id) -> Option<Value> {
        let Kind::Operator { name, operands } = &self.node(wanted).kind else { return None };
        let text = || operands.iter().find_map(|id| self.values[*id].known());
        (&**name == "==").then(text).flatten().map(Value::text)
    }
}

/// What a plugin, a Shiny application or a web service is handed, and reads with `$`.
fn is_request(name: &str) -> bool {
    matches!(name, "input" | "inputs" | "request" | "req" | "user_input" | "payload")
}
