//! The configuration that a plugin declares.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// One field of a plugin's configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ConfigField {
    /// What its value is.
    #[serde(rename = "type")]
    pub kind: ConfigType,
    /// The value when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// What it does, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub description: Option<String>,
    /// The values to choose from; any of the type when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1000))]
    pub options: Option<Vec<Value>>,
}

/// What the value of a configuration field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfigType {
    /// Text.
    #[serde(alias = "str", alias = "text")]
    String,
    /// A whole number.
    #[serde(alias = "int")]
    Integer,
    /// A number.
    #[serde(alias = "float", alias = "double", alias = "numeric")]
    Number,
    /// `true` or `false`.
    #[serde(alias = "bool", alias = "logical")]
    Boolean,
    /// A list.
    #[serde(alias = "list")]
    Array,
    /// Names with values.
    #[serde(alias = "dict")]
    Object,
    /// One of the field's options.
    #[serde(alias = "enum", alias = "choice")]
    Select,
}

impl JsonSchema for ConfigType {
    fn schema_name() -> Cow<'static, str> {
        "ConfigType".into()
    }

    /// Derived schemas leave out the other names of a variant.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What the value of a configuration field is.",
            "type": "string",
            "enum": [
                "string", "integer", "number", "boolean", "array", "object", "select",
                "str", "text", "int", "float", "double", "numeric", "bool", "logical",
                "list", "dict", "enum", "choice",
            ],
        })
    }
}

impl ConfigType {
    /// The name in manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Select => "select",
        }
    }

    /// Whether a value is of this type. A `select` leaves that to its options. A number without a fraction,
    /// as in `3.0`, is an integer too.
    pub fn accepts(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => {
                value.is_i64()
                    || value.is_u64()
                    || value.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
            Self::Select => true,
        }
    }
}

impl ConfigField {
    /// Checks a value against the type and the options.
    ///
    /// # Errors
    /// One line that says what would be right.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if !self.kind.accepts(value) {
            return Err(format!("is not of type `{}`", self.kind.as_str()));
        }
        match &self.options {
            Some(options) if !options.contains(value) => {
                let names: Vec<_> = options.iter().map(|option| format!("`{option}`")).collect();
                Err(format!("is none of the options {}", names.join(", ")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_of_python_and_r_mean_the_types() {
        for (name, kind) in [
            ("int", ConfigType::Integer),
            ("float", ConfigType::Number),
            ("str", ConfigType::String),
            ("bool", ConfigType::Boolean),
            ("list", ConfigType::Array),
            ("dict", ConfigType::Object),
            ("select", ConfigType::Select),
        ] {
            let read: ConfigType = serde_json::from_value(json!(name)).unwrap();
            assert_eq!(read, kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn the_schema_has_exactly_the_names_that_are_read() {
        let schema = schemars::schema_for!(ConfigType).to_value();
        let names = schema["enum"].as_array().unwrap();
        assert!(names.iter().all(|name| ConfigType::deserialize(name).is_ok()));
        assert_eq!(names.len(), 19);
    }

    #[test]
    fn a_value_must_be_of_the_type_and_among_the_options() {
        let field: ConfigField =
            serde_json::from_value(json!({"type": "integer", "options": [1, 2]})).unwrap();
        assert_eq!(field.check(&json!(2)), Ok(()));
        assert_eq!(field.check(&json!("2")), Err("is not of type `integer`".into()));
        assert_eq!(field.check(&json!(3)), Err("is none of the options `1`, `2`".into()));
        assert!(ConfigType::Integer.accepts(&json!(3.0)));
        assert!(!ConfigType::Integer.accepts(&json!(3.5)));
        assert!(!ConfigType::Number.accepts(&json!(true)));
    }
}
