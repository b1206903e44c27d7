//! Compiling schemas that may be hostile.

use super::shorten;
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

/// Patterns may compile to this many bytes.
const PATTERN_BYTES: usize = 1 << 20;

/// A schema may have this many parts with its references followed.
const MAX_PARTS: usize = 20_000;

/// A schema may be this deep with its references followed.
const MAX_DEPTH: usize = 150;

/// Compiles a schema that must be complete in itself.
///
/// # Errors
/// One line that says what is not a schema, a reference that leads out of it included.
pub(crate) fn compile(schema: &Value) -> Result<Validator, String> {
    let mut walk = Walk { root: schema, parts: 0, path: Vec::new(), loops: 0 };
    walk.visit(schema, 0)?;
    jsonschema::options()
        .offline()
        .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES))
        .build(schema)
        .map_err(|error| {
            let place = error.instance_path().to_string();
            let text = shorten(&error.to_string(), 200);
            match place.as_str() {
                "" => format!("is not a JSON schema: {text}"),
                _ => format!("is not a JSON schema: at `{place}`: {text}"),
            }
        })
}

/// Walks a schema with its references followed, as a validator does, and refuses what leads out of it, and
/// what is small as text but endless to apply: references that double at every step, or chains of them, and
/// keywords that judge everything beneath them a second time.
struct Walk<'a> {
    root: &'a Value,
    parts: usize,
    path: Vec<&'a str>,
    /// References that lead back to where they stand in. One is linear in the value's size; two can double
    /// the work with every level of it.
    loops: usize,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, schema: &'a Value, depth: usize) -> Result<(), String> {
        self.parts += 1;
        if self.parts > MAX_PARTS || depth > MAX_DEPTH {
            return Err("is too large or too deep with its references followed".into());
        }
        match schema {
            Value::Array(items) => items.iter().try_for_each(|item| self.visit(item, depth + 1)),
            Value::Object(map) => map.iter().try_for_each(|(key, value)| {
                let text = value.as_str();
                match (key.as_str(), text) {
                    ("$ref", Some(target)) => self.follow(target, depth),
                    ("$dynamicRef" | "$recursiveRef", Some(_)) => {
                        Err(format!("has `{key}`; only `$ref` is supported"))
                    }
                    ("unevaluatedProperties" | "unevaluatedItems", _) => Err(format!(
                        "has `{key}`, which is not supported; use `additionalProperties` or `items`"
                    )),
                    // It would change what the references inside it mean.
                    ("$id" | "id", Some(_)) if depth > 0 && is_schema(map) => {
                        Err(format!("has `{key}` inside it"))
                    }
                    _ => self.visit(value, depth + 1),
                }
            }),
            _ => Ok(()),
        }
    }

    fn follow(&mut self, target: &'a str, depth: usize) -> Result<(), String> {
        // A reference to where it stands ends when the value does.
        if self.path.contains(&target) {
            self.loops += 1;
            if self.loops > 1 {
                return Err("refers to itself in more than one place".into());
            }
            return Ok(());
        }
        let place = target.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
        let Some(schema) = place else {
            let target = shorten(target, 100);
            return Err(format!("refers to `{target}`, which is not a place inside it"));
        };
        self.path.push(target);
        let result = self.visit(schema, depth + 1);
        self.path.pop();
        result
    }
}

/// Whether an object can be a schema that other schemas refer into, and not a value with an `id`.
fn is_schema(map: &serde_json::Map<String, Value>) -> bool {
    map.contains_key("$id")
        || ["$ref", "$defs", "definitions", "properties", "allOf", "anyOf", "oneOf", "not", "items"]
            .iter()
            .any(|keyword| map.contains_key(*keyword))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json_schema::{Finding, findings};
    use serde_json::json;

    fn find(schema: &Value, value: &Value) -> Vec<Finding> {
        findings(&compile(schema).unwrap(), value, 100)
    }

    #[test]
    fn references_must_stay_inside() {
        for target in ["file:///etc/passwd", "http://example.org/s.json", "other.json"] {
            let error = compile(&json!({"properties": {"a": {"$ref": target}}})).unwrap_err();
            assert!(error.contains("not a place inside it"), "{error}");
        }
        assert!(compile(&json!({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}})).is_ok());
    }

    #[test]
    fn references_that_double_or_chain_without_end_are_refused() {
        for copies in [1, 2] {
            let mut places = serde_json::Map::new();
            for step in 0..1000 {
                let next = json!({"$ref": format!("#/$defs/a{}", step + 1)});
                places.insert(format!("a{step}"), json!({"allOf": vec![next; copies]}));
            }
            places.insert("a1000".into(), json!({}));
            let error = compile(&json!({"$ref": "#/$defs/a0", "$defs": places})).unwrap_err();
            assert!(error.contains("too deep"), "{error}");
        }
        let mut places = serde_json::Map::new();
        for step in 0..30 {
            let next = json!({"$ref": format!("#/$defs/a{}", step + 1)});
            places.insert(format!("a{step}"), json!({"allOf": [next, next]}));
        }
        places.insert("a30".into(), json!({}));
        assert!(compile(&json!({"$ref": "#/$defs/a0", "$defs": places})).is_err());
    }

    #[test]
    fn what_doubles_with_every_level_of_a_value_is_refused() {
        let twice = json!({"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}});
        assert!(compile(&twice).unwrap_err().contains("more than one place"));
        let mutual = json!({"$ref": "#/$defs/a", "$defs": {
            "a": {"properties": {"x": {"$ref": "#/$defs/b"}}},
            "b": {"properties": {"x": {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]}}},
        }});
        assert!(compile(&mutual).unwrap_err().contains("more than one place"));
        let again = json!({"anyOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false});
        assert!(compile(&again).unwrap_err().contains("unevaluatedProperties"));
    }

    #[test]
    fn a_schema_may_refer_to_itself_but_not_rename_its_parts() {
        let tree = json!({"properties": {"child": {"$ref": "#"}, "n": {"type": "integer"}}});
        assert_eq!(find(&tree, &json!({"child": {"child": {"n": "x"}}})).len(), 1);
        let renamed = json!({"$defs": {"a": {"$id": "http://example.org/a", "$ref": "#/$defs/b"}}});
        assert!(compile(&renamed).is_err());
        let with_id = json!({"properties": {"id": {"type": "string"}}, "default": {"id": "x"}});
        assert!(compile(&with_id).is_ok());
    }

    #[test]
    fn patterns_that_could_take_for_ever_are_refused_or_linear() {
        assert!(compile(&json!({"pattern": "(a)\\1"})).is_err());
        assert!(compile(&json!({"pattern": "((a{1000}){1000}){1000}"})).is_err());
        let evil = json!({"pattern": "^(a+)+$"});
        assert_eq!(find(&evil, &json!("a".repeat(50_000) + "!")).len(), 1);
    }
}
