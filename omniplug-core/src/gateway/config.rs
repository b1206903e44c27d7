//! Configurations: the declared fields, filled and checked.

use super::call::{Issue, verdict};
use crate::Result;
use crate::json_schema::{closest, dotted, join};
use crate::manifest::Manifest;
use serde_json::{Map, Value};

/// Fills a configuration with the manifest's defaults and checks it. `null` means the default.
pub(super) fn complete(
    manifest: &Manifest,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>> {
    let mut issues = Vec::new();
    for name in given.keys().filter(|name| !manifest.config.contains_key(*name)) {
        let names = manifest.config.keys().map(String::as_str);
        let hint = match (closest(name, names), manifest.config.is_empty()) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, true) => "the plugin has no configuration".to_owned(),
            (None, false) => {
                let names: Vec<_> =
                    manifest.config.keys().map(|name| format!("`{name}`")).collect();
                format!("the plugin's fields are {}", names.join(", "))
            }
        };
        issues.push(Issue::new(path(name), "is not a field of the plugin's configuration", hint));
    }
    let mut complete = Map::new();
    for (name, field) in &manifest.config {
        let value = given.get(name).filter(|value| !value.is_null());
        if let Some(Err(message)) = value.map(|value| field.check(value)) {
            let hint = match &field.description {
                Some(text) => format!("the plugin says of it: {text}"),
                None => format!("give it a value of type `{}`", field.kind.as_str()),
            };
            issues.push(Issue::new(path(name), message, hint));
        }
        if let Some(value) = value.or(field.default.as_ref()) {
            complete.insert(name.clone(), value.clone());
        }
    }
    verdict("the configuration", &issues)?;
    Ok(complete)
}

fn path(name: &str) -> String {
    dotted(&join("/config", name))
}
