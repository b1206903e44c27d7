//! JSON schemas: compiling them safely, and saying what a value does wrong in plain words.
//!
//! Schemas come from manifests and are hostile: no reference leaves the schema, and patterns run on an engine
//! whose time is linear in the text.

mod compile;

pub(crate) use compile::compile;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// What a value does wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The place, as a JSON pointer.
    pub(crate) pointer: String,
    /// The sort of it.
    pub(crate) sort: Sort,
    /// What is wrong, without the value.
    pub(crate) message: String,
    /// What would be right.
    pub(crate) hint: String,
}

/// The sort of a finding, for those who treat some apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A field, named here, is missing.
    Missing(String),
    /// A field that the schema does not know; the pointer leads to it.
    Unknown,
    /// Anything else.
    Other,
}

/// Says what a value does wrong, at most `limit` findings, in the validator's order.
pub(crate) fn findings(validator: &Validator, value: &Value, limit: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for error in validator.iter_errors(value) {
        describe(&error, &mut found);
        if found.len() >= limit {
            found.truncate(limit);
            break;
        }
    }
    found
}

/// Shortens a text to a number of characters, with `…` in place of the rest, and escapes what would break
/// the line.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let mut short = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            short.push('…');
            break;
        }
        if character.is_control() {
            short.extend(character.escape_debug());
        } else {
            short.push(character);
        }
    }
    short
}

/// Appends a name to a JSON pointer.
pub(crate) fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A JSON pointer in the form that people write: `/config/bins/options/0` becomes `config.bins.options[0]`.
pub(crate) fn dotted(pointer: &str) -> String {
    let mut text = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        if !text.is_empty() && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            text = format!("{text}[{part}]");
        } else {
            let dot = if text.is_empty() { "" } else { "." };
            text = format!("{text}{dot}{}", shorten(&part, 100));
        }
    }
    text
}

/// The closest of some names to a word, where one is close enough to be meant.
pub(crate) fn closest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = shorten(word, 100).to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&word, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.84)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn describe(error: &ValidationError<'_>, found: &mut Vec<Finding>) {
    let pointer = error.instance_path().to_string();
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            if let Some(branch) = best_branch(context, error) {
                branch.iter().for_each(|error| describe(error, found));
                return;
            }
            let (message, hint) = match choices(context) {
                Some(options) => among(error.instance(), &options),
                None => ("has none of the forms that are allowed here".to_owned(), forms(context)),
            };
            found.push(Finding { pointer, sort: Sort::Other, message, hint });
        }
        Kind::AdditionalProperties { unexpected } => {
            found.extend(unexpected.iter().map(|name| Finding {
                pointer: join(&pointer, name),
                sort: Sort::Unknown,
                message: "is not a field that is known here".into(),
                hint: "leave it out".into(),
            }));
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default().to_owned();
            found.push(Finding {
                pointer: join(&pointer, &name),
                sort: Sort::Missing(name),
                message: "is missing".into(),
                hint: "add it".into(),
            });
        }
        Kind::PropertyNames { error } => {
            let name = error.instance().as_str().unwrap_or_default().to_owned();
            let mut inner = Vec::new();
            describe(error, &mut inner);
            found.extend(inner.into_iter().map(|finding| Finding {
                pointer: join(&pointer, &name),
                message: format!("has a name that {}", finding.message),
                ..finding
            }));
        }
        kind => {
            let (message, hint) = words(kind, error);
            found.push(Finding { pointer, sort: Sort::Other, message, hint });
        }
    }
}

/// The branch that was probably meant: the only one whose errors are not about the type of the whole value.
fn best_branch<'a>(
    context: &'a [Vec<ValidationError<'static>>],
    whole: &ValidationError<'_>,
) -> Option<&'a [ValidationError<'static>]> {
    let depth = whole.instance_path().to_string().len();
    let meant = |branch: &&Vec<ValidationError<'static>>| {
        !branch.is_empty()
            && !branch.iter().any(|error| {
                error.instance_path().to_string().len() == depth
                    && matches!(error.kind(), Kind::Type { .. })
            })
    };
    let mut meant = context.iter().filter(meant);
    match (meant.next(), meant.next()) {
        (Some(branch), None) => Some(branch),
        _ => None,
    }
}

/// The values to choose from, where every branch is nothing but values.
fn choices<'a>(context: &'a [Vec<ValidationError<'static>>]) -> Option<Vec<&'a Value>> {
    let mut all = Vec::new();
    for branch in context {
        let [.., last] = branch.as_slice() else {
            return None;
        };
        match last.kind() {
            Kind::Constant { expected_value } => all.push(expected_value.as_ref()),
            Kind::Enum { options } => all.extend(options.as_array().into_iter().flatten()),
            _ => return None,
        }
    }
    Some(all)
}

fn among(given: &Value, options: &[&Value]) -> (String, String) {
    let names: Vec<String> = options.iter().map(|v| format!("`{}`", bare(v))).collect();
    let words = options.iter().filter_map(|option| option.as_str());
    let close = given.as_str().and_then(|word| closest(word, words));
    let all = shorten(&names.join(", "), 500);
    let hint = match close {
        Some(name) => format!("did you mean `{name}`? choose one of {all}"),
        None => format!("choose one of {all}"),
    };
    ("is none of the values to choose from".to_owned(), hint)
}

fn forms(context: &[Vec<ValidationError<'static>>]) -> String {
    let mut hints: Vec<String> = Vec::new();
    for error in context.iter().flatten() {
        let (_, hint) = words(error.kind(), error);
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints.join("; or ")
}

fn words(kind: &Kind, error: &ValidationError<'_>) -> (String, String) {
    let pair = |message: &str, hint: String| (message.to_owned(), hint);
    match kind {
        Kind::Type { kind } => {
            let types = match kind {
                TypeKind::Single(one) => article(&one.to_string()),
                TypeKind::Multiple(many) => many
                    .iter()
                    .map(|one| article(&one.to_string()))
                    .collect::<Vec<_>>()
                    .join(" or "),
            };
            (format!("is not {types}"), format!("make it {types}"))
        }
        Kind::Enum { options } => {
            let options: Vec<&Value> = options.as_array().into_iter().flatten().collect();
            among(error.instance(), &options)
        }
        Kind::Constant { expected_value } => pair(
            "is not the only value that is allowed",
            format!("make it `{}`", shorten(&bare(expected_value), 200)),
        ),
        Kind::Minimum { limit } => pair("is too small", format!("make it at least {limit}")),
        Kind::Maximum { limit } => pair("is too large", format!("make it at most {limit}")),
        Kind::ExclusiveMinimum { limit } => {
            pair("is too small", format!("make it more than {limit}"))
        }
        Kind::ExclusiveMaximum { limit } => {
            pair("is too large", format!("make it less than {limit}"))
        }
        Kind::MinLength { limit: 1 } => pair("is empty", "write something there".into()),
        Kind::MinLength { limit } => {
            pair("is too short", format!("give it at least {limit} characters"))
        }
        Kind::MaxLength { limit } => {
            pair("is too long", format!("give it at most {limit} characters"))
        }
        Kind::MinItems { limit: 1 } => pair("is empty", "put an entry there".into()),
        Kind::MinItems { limit } => {
            pair("has too few entries", format!("give it at least {limit}"))
        }
        Kind::MaxItems { limit } => {
            pair("has too many entries", format!("give it at most {limit}"))
        }
        Kind::MinProperties { limit } => {
            pair("has too few fields", format!("give it at least {limit}"))
        }
        Kind::MaxProperties { limit } => {
            pair("has too many fields", format!("give it at most {limit}"))
        }
        Kind::UniqueItems => pair("has an entry twice", "leave out the second".into()),
        Kind::FalseSchema => pair("is not allowed here", "leave it out".into()),
        Kind::Pattern { pattern } => pair(
            "does not have the form that is asked for",
            format!("write it so that `{}` matches it", shorten(pattern, 200)),
        ),
        Kind::MultipleOf { multiple_of } => {
            pair("is not a multiple of the step", format!("make it a multiple of {multiple_of}"))
        }
        _ => (
            format!("breaks the rule `{}`", kind.keyword()),
            shorten(&error.masked_with("the value").to_string(), 200),
        ),
    }
}

fn article(kind: &str) -> String {
    match kind {
        "array" => "a list".into(),
        "object" => "an object".into(),
        "string" => "text".into(),
        "integer" => "a whole number".into(),
        "boolean" => "`true` or `false`".into(),
        "null" => "`null`".into(),
        other => format!("a {other}"),
    }
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn find(schema: &Value, value: &Value) -> Vec<Finding> {
        findings(&compile(schema).unwrap(), value, 100)
    }

    #[test]
    fn each_finding_names_its_place_and_the_remedy() {
        let schema = json!({
            "type": "object", "required": ["k"], "additionalProperties": false,
            "properties": {"m": {"enum": ["zscore", "minmax"]}, "n": {"type": "integer", "minimum": 1}},
        });
        let found = find(&schema, &json!({"m": "zscor", "n": 0, "x": 1}));
        let by = |pointer: &str| found.iter().find(|f| f.pointer == pointer).unwrap();
        assert_eq!(found.len(), 4);
        assert!(by("/m").hint.starts_with("did you mean `zscore`?"));
        assert_eq!(by("/n").hint, "make it at least 1");
        assert_eq!(by("/k").sort, Sort::Missing("k".into()));
        assert_eq!(by("/x").sort, Sort::Unknown);
    }

    #[test]
    fn of_several_forms_the_one_of_the_values_type_is_meant() {
        let schema = json!({"anyOf": [
            {"type": "string"},
            {"type": "object", "required": ["name"]},
        ]});
        assert_eq!(find(&schema, &json!({}))[0].pointer, "/name");
        let whole = &find(&schema, &json!(7))[0];
        assert_eq!(whole.pointer, "");
        assert_eq!(whole.hint, "make it text; or make it an object");
    }

    #[test]
    fn pointers_are_written_for_people() {
        assert_eq!(dotted("/config/bins/options/0"), "config.bins.options[0]");
        assert_eq!(dotted(&join("/a", "x/y")), "a.x/y");
        assert_eq!(dotted(""), "");
    }
}
