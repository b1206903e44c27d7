//! JSON text, read strictly, with the line of every value.

use super::Problem;
use crate::json_schema::{dotted, join, shorten};
use jsonc_parser::ast::{ObjectPropName, Value as Node};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// JSON with the line of every value in it.
#[derive(Debug)]
pub(super) struct Source {
    /// The value; of keys that stand twice, the last.
    pub(super) value: Value,
    /// Keys that stand twice or too deep.
    pub(super) duplicates: Vec<Problem>,
    lines: HashMap<String, usize>,
}

impl Source {
    /// Reads JSON text; comments, trailing commas and the like are problems.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let value: Value = serde_json::from_str(text).map_err(|error| syntax(text, &error))?;
        let mut lines = Lines::new(text);
        // `serde_json` has judged the text; this second reading only finds where things stand.
        let ast = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        if let Some(node) = ast.ok().and_then(|ast| ast.value) {
            lines.visit(&node, "", lines.at(node.start()));
        }
        Ok(Self { value, duplicates: lines.duplicates, lines: lines.found })
    }

    /// The line of a place, or of the nearest place around it that the file has.
    pub(super) fn line(&self, pointer: &str) -> usize {
        let mut place = pointer;
        loop {
            match (self.lines.get(place), place.rfind('/')) {
                (Some(line), _) => return *line,
                (None, Some(end)) => place = &place[..end],
                (None, None) => return 1,
            }
        }
    }

    /// A problem with the value at a place.
    pub(super) fn problem(&self, pointer: &str, message: String, hint: String) -> Problem {
        let value = self.value.pointer(pointer).map(|value| match value {
            Value::String(text) => shorten(text, 80),
            other => shorten(&other.to_string(), 80),
        });
        Problem { field: dotted(pointer), line: self.line(pointer), value, message, hint }
    }

    /// Takes out the top-level fields that are `null`, which other tools write for what is absent.
    pub(super) fn drop_nulls(&mut self) {
        if let Value::Object(fields) = &mut self.value {
            *fields = std::mem::take(fields)
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .collect::<Map<_, _>>();
        }
    }
}

/// The longest pointer to a value, in bytes. One is kept for each value: a long name above many would fill
/// the memory.
const POINTER: usize = 300;

struct Lines {
    starts: Vec<usize>,
    found: HashMap<String, usize>,
    duplicates: Vec<Problem>,
    has_too_deep: bool,
}

impl Lines {
    fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: ends.map(|(end, _)| end + 1).collect(),
            found: HashMap::new(),
            duplicates: Vec::new(),
            has_too_deep: false,
        }
    }

    /// Tells the first place that is too deep; there may be very many.
    fn too_deep(&mut self, pointer: &str, line: usize) {
        if !std::mem::replace(&mut self.has_too_deep, true) {
            self.duplicates.push(Problem {
                field: shorten(&dotted(pointer), 100),
                line,
                value: None,
                message: format!("stands under names of more than {POINTER} bytes together"),
                hint: "choose shorter names or nest values less deeply".into(),
            });
        }
    }

    fn at(&self, offset: usize) -> usize {
        1 + self.starts.partition_point(|start| *start <= offset)
    }

    fn visit(&mut self, node: &Node<'_>, pointer: &str, line: usize) {
        if pointer.len() > POINTER {
            return self.too_deep(pointer, line);
        }
        match node {
            Node::Object(object) => {
                for property in &object.properties {
                    let name = match &property.name {
                        ObjectPropName::String(text) => text.value.as_ref(),
                        ObjectPropName::Word(word) => word.value,
                    };
                    let (place, line) = (join(pointer, name), self.at(property.name.start()));
                    if let Some(first) = self.found.get(&place) {
                        self.duplicates.push(Problem {
                            field: dotted(&place),
                            line,
                            value: None,
                            message: format!("stands twice; it is on line {first} already"),
                            hint: "keep one of them".into(),
                        });
                    }
                    self.visit(&property.value, &place, line);
                }
            }
            Node::Array(array) => {
                for (index, element) in array.elements.iter().enumerate() {
                    self.visit(element, &format!("{pointer}/{index}"), self.at(element.start()));
                }
            }
            _ => {}
        }
        self.found.insert(pointer.to_owned(), line);
    }
}

fn syntax(text: &str, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let rest: String = line.chars().skip(error.column().saturating_sub(1)).collect();
    let has = |start: &str| rest.starts_with(start) || line.trim_start().starts_with(start);
    let hint = if text.trim().is_empty() {
        "the file is empty; write a JSON object with at least `name` and `version`"
    } else if message.starts_with("recursion limit") {
        "nest values less deeply"
    } else if error.is_eof() {
        "the file ends too early; close every `{`, `[` and `\"`"
    } else if message.starts_with("trailing comma") {
        "JSON has no comma after the last entry; leave it out"
    } else if has("//") || has("/*") || has("#") {
        "JSON has no comments; leave them out"
    } else if has("'") {
        "JSON has texts in double quotes"
    } else if ["NaN", "Infinity", "-Infinity", "None", "True", "False"]
        .iter()
        .any(|w| rest.starts_with(w))
    {
        "JSON has `true`, `false`, `null` and finite numbers only"
    } else {
        "mend the JSON there; most editors mark the place"
    };
    Problem {
        field: String::new(),
        line: error.line().max(1),
        value: None,
        message: format!("is not JSON: {message} (column {})", error.column()),
        hint: hint.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_the_line_of_its_name() {
        let source = Source::read("{\n \"a\": 1,\n \"b\": [\n  2,\n  {\"c\":\n 3}]\n}").unwrap();
        for (pointer, line) in [("", 1), ("/a", 2), ("/b", 3), ("/b/0", 4), ("/b/1/c", 5)] {
            assert_eq!(source.line(pointer), line, "{pointer}");
        }
        assert_eq!(source.line("/b/1/missing"), 5);
    }

    #[test]
    fn a_name_that_stands_twice_is_found() {
        let source = Source::read("{\"a\": 1,\n\"x\": {\"b\": 1,\n\"b\": 2}}").unwrap();
        assert_eq!(source.duplicates.len(), 1);
        assert_eq!(source.duplicates[0].field, "x.b");
        assert_eq!(source.duplicates[0].line, 3);
        assert!(source.duplicates[0].message.contains("line 2"));
    }

    #[test]
    fn a_long_name_above_many_values_is_refused_and_fills_no_memory() {
        let text = format!("{{\"{}\": [{}0]}}", "x".repeat(100_000), "0,".repeat(100_000));
        let source = Source::read(&text).unwrap();
        assert_eq!(source.lines.len(), 1);
        assert_eq!(source.duplicates.len(), 1);
        assert!(source.duplicates[0].message.contains("more than 300 bytes"));
    }

    #[test]
    fn what_is_not_json_is_answered_with_line_and_remedy() {
        for (text, line, remedy) in [
            ("", 1, "empty"),
            ("{\n\"a\": 1,\n}", 3, "comma"),
            ("{\n// note\n\"a\": 1}", 2, "comments"),
            ("{'a': 1}", 1, "double quotes"),
            ("{\"a\": NaN}", 1, "finite"),
            ("{\"a\":\n True}", 2, "`true`"),
            ("{\"a\": [1, 2", 1, "too early"),
            ("{\"a\" 1}", 1, "mend"),
        ] {
            let problem = Source::read(text).unwrap_err();
            assert_eq!(problem.line, line, "{text}");
            assert!(problem.hint.contains(remedy), "{text}: {}", problem.hint);
        }
        let deep = Source::read(&"[".repeat(100_000)).unwrap_err();
        assert!(deep.hint.contains("less deeply"));
    }
}
