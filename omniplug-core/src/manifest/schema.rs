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
