//! The JSON schema of the file, made from the types.

use super::Manifest;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The JSON schema (draft 2020-12) of `manifest.json`.
///
/// The schema says which fields there are and what their values look like; [`Manifest::check`] checks more
/// than it can say, and only warns of fields that it does not name.
pub fn schema() -> Value {
    SchemaSettings::draft2020_12()
        .for_deserialize()
        .into_generator()
        .into_root_schema_for::<Manifest>()
        .to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `OMNIPLUG_BLESS=1` to write the file anew.
    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/manifest.schema.json");
        let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
        if std::env::var_os("OMNIPLUG_BLESS").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == text, "`{path}` is stale; run this test with OMNIPLUG_BLESS=1");
    }
}
