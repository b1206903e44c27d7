//! The manifest as data.

use super::{ConfigField, Dependency, EntryPoint, ExtensionPoint, Permissions, Resources, Runtime};
use crate::sandbox::Language;
use indexmap::IndexMap;
use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a plugin says about itself in `manifest.json`.
///
/// Fields that are not [`Option`]s, lists or maps are required. [`Manifest::check`] reads one and finds all
/// that is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Manifest {
    /// The JSON schema that an editor checks this file with.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub schema: Option<String>,
    /// The name for people, up to 100 characters.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The version, as Semantic Versioning 2.0 writes it.
    #[schemars(with = "String")]
    pub version: Version,
    /// Who made it.
    #[schemars(length(min = 1, max = 200))]
    pub author: String,
    /// How to reach who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 254))]
    pub author_email: Option<String>,
    /// What it does.
    #[schemars(length(min = 1, max = 10_000))]
    pub description: String,
    /// The language, which chooses its runner.
    pub language: Language,
    /// Where its code begins: `file` or `file:Name`.
    pub entry_point: EntryPoint,
    /// Where to file it in a list, in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub category: Option<String>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100), inner(length(min = 1, max = 100)))]
    pub tags: Vec<String>,
    /// The places where a host may call it; `analysis` when absent.
    #[serde(default = "analysis")]
    #[schemars(length(min = 1, max = 100))]
    pub extension_points: Vec<ExtensionPoint>,
    /// What it needs beside its own files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub dependencies: Vec<Dependency>,
    /// What it asks its host for.
    #[serde(default)]
    pub permissions: Permissions,
    /// Its configuration: names and what their values are, in the author's order.
    #[serde(default, with = "ordered", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "BTreeMap<String, ConfigField>", extend("maxProperties" = 1000))]
    pub config: IndexMap<String, ConfigField>,
    /// The least version of the host's platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub min_platform_version: Option<Version>,
    /// The greatest version of the host's platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub max_platform_version: Option<Version>,
    /// What the parameters of a call are: a JSON schema per extension point.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<ExtensionPoint, serde_json::Map<String, Value>>")]
    pub parameters: BTreeMap<ExtensionPoint, Value>,
    /// What it asks for per execution.
    #[serde(default)]
    pub resources: Resources,
    /// The versions of its language and the image that it runs with.
    #[serde(default)]
    pub runtime: Runtime,
    /// Its licence, as an SPDX expression or in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub license: Option<String>,
    /// Its page on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub homepage: Option<String>,
    /// Where its source is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub repository: Option<String>,
    /// Where it is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub documentation: Option<String>,
    /// What this version changes, as text or as a link to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 20_000))]
    pub changelog: Option<String>,
    /// What users of an older version must change, one entry each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100), inner(length(min = 1, max = 2000)))]
    pub breaking_changes: Vec<String>,
}

fn analysis() -> Vec<ExtensionPoint> {
    vec![ExtensionPoint::Analysis]
}

impl Manifest {
    /// The name in a form that is safe in file names and addresses: lower-case ASCII letters, digits and
    /// single hyphens, never empty. Different names may have the same slug.
    pub fn slug(&self) -> String {
        let mut slug = String::new();
        for character in self.name.chars() {
            if character.is_ascii_alphanumeric() {
                slug.push(character.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        if slug.is_empty() { "plugin" } else { slug }.to_owned()
    }

    /// The JSON schema of the parameters at an extension point, where the manifest has one.
    pub fn parameters_at(&self, point: ExtensionPoint) -> Option<&Value> {
        self.parameters.get(&point)
    }
}

/// A map in the author's order, which the field's own order of names would lose.
mod ordered {
    use super::{ConfigField, IndexMap};
    use serde::de::{MapAccess, Visitor};
    use serde::{Deserializer, Serializer};
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(
        map: &IndexMap<String, ConfigField>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<IndexMap<String, ConfigField>, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = IndexMap<String, ConfigField>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of configuration fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut fields = IndexMap::new();
                while let Some((name, field)) = access.next_entry()? {
                    fields.insert(name, field);
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn named(name: &str) -> Manifest {
        serde_json::from_value(json!({
            "name": name, "version": "1.0.0", "author": "A", "description": "D",
            "language": "python", "entry_point": "main.py",
            "config": {"b": {"type": "int"}, "a": {"type": "str"}},
        }))
        .unwrap()
    }

    #[test]
    fn a_slug_is_safe_in_a_file_name() {
        for (name, slug) in [
            ("Data Normalizer", "data-normalizer"),
            ("  a -- b!", "a-b"),
            ("PCA_2", "pca-2"),
            ("正規化", "plugin"),
            ("..", "plugin"),
        ] {
            assert_eq!(named(name).slug(), slug);
        }
    }

    #[test]
    fn the_order_of_the_configuration_survives_and_the_default_point_is_analysis() {
        let manifest = named("x");
        let text = serde_json::to_string(&manifest).unwrap();
        let again: Manifest = serde_json::from_str(&text).unwrap();
        assert_eq!(again, manifest);
        assert_eq!(again.config.keys().collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(again.extension_points, [ExtensionPoint::Analysis]);
    }
}
