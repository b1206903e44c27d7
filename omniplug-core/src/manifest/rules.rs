//! Rules that the schema can't say, and those that it says in worse words.

use super::check::Report;
use super::source::Source;
use super::{
    ByteSize, ConfigField, ConfigType, Dependency, DependencyKind, EntryPoint, ExtensionPoint, Host,
};
use crate::json_schema;
use crate::sandbox::{Image, Language};
use semver::{Version, VersionReq};
use serde::Deserialize;
use serde_json::Value;

/// Applies all rules. Values of a wrong type are left to the schema.
pub(super) fn check(source: &Source, report: &mut Report) {
    let mut rules = Rules { source, report };
    rules.name();
    rules.versions();
    rules.entry_point();
    rules.links();
    rules.dependencies();
    rules.hosts();
    rules.config();
    rules.parameters();
    rules.resources();
}

struct Rules<'a> {
    source: &'a Source,
    report: &'a mut Report,
}

impl Rules<'_> {
    fn error(&mut self, pointer: &str, message: impl Into<String>, hint: impl Into<String>) {
        let problem = self.source.problem(pointer, message.into(), hint.into());
        self.report.errors.push(problem);
    }

    fn warning(&mut self, pointer: &str, message: &str, hint: &str) {
        let problem = self.source.problem(pointer, message.into(), hint.into());
        self.report.warnings.push(problem);
    }

    fn text(&self, pointer: &str) -> Option<String> {
        Some(self.source.value.pointer(pointer)?.as_str()?.to_owned())
    }

    fn language(&self) -> Option<Language> {
        Language::deserialize(self.source.value.get("language")?).ok()
    }

    fn name(&mut self) {
        let Some(name) = self.text("/name") else {
            return;
        };
        let hint = "choose a name of letters, digits, spaces, `-` and `_`";
        if name.chars().any(|c| c.is_control() || c == '/' || c == '\\') {
            self.error("/name", "has a control character or a path separator", hint);
        } else if name.trim() != name || name.is_empty() || matches!(name.as_str(), "." | "..") {
            self.error("/name", "is empty, only dots, or has spaces around it", hint);
        }
    }

    fn versions(&mut self) {
        let mut read = Vec::new();
        for field in ["/version", "/min_platform_version", "/max_platform_version"] {
            let Some(text) = self.text(field) else {
                read.push(None);
                continue;
            };
            match Version::parse(&text) {
                Ok(version) => read.push(Some(version)),
                Err(error) => {
                    read.push(None);
                    let message = format!("is not a semantic version: {error}");
                    let hint = "write three numbers with dots, as in `1.0.0` or `2.1.0-beta.1`";
                    self.error(field, message, hint);
                }
            }
        }
        if let [_, Some(least), Some(greatest)] = read.as_slice()
            && least > greatest
        {
            self.error(
                "/max_platform_version",
                format!("is below `min_platform_version`, `{least}`"),
                "swap them",
            );
        }
    }

    fn entry_point(&mut self) {
        let Some(text) = self.text("/entry_point") else {
            return;
        };
        let fits = text
            .parse::<EntryPoint>()
            .and_then(|entry| self.language().map_or(Ok(()), |language| entry.fits(language)));
        if let Err(message) = fits {
            let example = match self.language() {
                Some(Language::R) => "`main.R` or `main.R:Name`",
                _ => "`main.py` or `main.py:Name`",
            };
            let hint = format!("write a path inside the plugin's folder, as in {example}");
            self.error("/entry_point", says(&message), hint);
        }
    }

    fn links(&mut self) {
        for field in ["/homepage", "/repository", "/documentation"] {
            let is_link = |text: &str| {
                (text.starts_with("https://") || text.starts_with("http://"))
                    && !text.chars().any(|c| c.is_control() || c.is_whitespace())
            };
            if self.text(field).is_some_and(|text| !is_link(&text)) {
                self.error(field, "is not a web address", "begin it with `https://`");
            }
        }
    }

    fn dependencies(&mut self) {
        let list = self.source.value.get("dependencies").and_then(Value::as_array);
        let mut names: Vec<(DependencyKind, String)> = Vec::new();
        for (index, value) in list.into_iter().flatten().enumerate() {
            let pointer = format!("/dependencies/{index}");
            let read = match value {
                Value::String(text) => text.parse::<Dependency>(),
                // The schema has the better words for an object whose fields are of the wrong type.
                Value::Object(_) => {
                    Dependency::deserialize(value).map_err(|error| error.to_string())
                }
                _ => continue,
            };
            match read.and_then(|dependency| self.fits(&dependency).map(|()| dependency)) {
                Err(message) if message.contains("did not match any variant") => {}
                Err(message) => {
                    let hint = "write `name`, `name>=1.0` or `name>=1.0,<2`";
                    self.error(&pointer, says(&message), hint);
                }
                Ok(dependency) => {
                    let key = (dependency.kind, dependency.name.to_lowercase());
                    if names.contains(&key) && dependency.marker.is_empty() {
                        self.warning(&pointer, "is named twice", "keep one entry for it");
                    }
                    names.push(key);
                }
            }
        }
    }

    fn fits(&self, dependency: &Dependency) -> Result<(), String> {
        match (dependency.kind, self.language()) {
            (DependencyKind::Package, Some(Language::Python)) => dependency.to_pep508().map(drop),
            (DependencyKind::Package, Some(Language::R)) if !dependency.extras.is_empty() => {
                Err("has extras, which packages of R do not have".into())
            }
            (DependencyKind::Plugin, _) if !dependency.requirement.is_empty() => {
                VersionReq::parse(&dependency.requirement)
                    .map(drop)
                    .map_err(|error| format!("is not a range of semantic versions: {error}"))
            }
            _ => Ok(()),
        }
    }

    fn hosts(&mut self) {
        let permissions = self.source.value.get("permissions");
        let entries: Vec<(String, &Value)> = match permissions {
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(index, entry)| (format!("/permissions/{index}"), entry))
                .collect(),
            Some(object) => vec![("/permissions".into(), object)],
            None => return,
        };
        for (pointer, entry) in entries {
            let hosts = entry.pointer("/network/hosts").and_then(Value::as_array);
            for (index, host) in hosts.into_iter().flatten().enumerate() {
                if let Some(Err(message)) = host.as_str().map(str::parse::<Host>) {
                    let hint = "write `name` or `name:port`, as in `api.example.org:443`";
                    self.error(&format!("{pointer}/network/hosts/{index}"), says(&message), hint);
                }
            }
        }
    }

    fn config(&mut self) {
        let fields = self.source.value.get("config").and_then(Value::as_object);
        for (name, value) in fields.into_iter().flatten() {
            let pointer = json_schema::join("/config", name);
            if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
                let hint = "give it a name of 1 to 100 characters";
                self.error(&pointer, "has no name that a field can have", hint);
            }
            if let Some(kind) = value.get("type").and_then(Value::as_str)
                && ConfigType::deserialize(Value::from(kind)).is_err()
            {
                self.unknown_type(&format!("{pointer}/type"), kind);
            }
            let Ok(field) = ConfigField::deserialize(value) else {
                continue;
            };
            if field.kind == ConfigType::Select && field.options.is_none() {
                let hint = "add `\"options\": [\"a\", \"b\"]`";
                self.error(&pointer, "is a `select` without `options`", hint);
            }
            if let Some(Err(message)) = field.default.as_ref().map(|value| field.check(value)) {
                let hint = "make the default a value that the field takes";
                self.error(&format!("{pointer}/default"), message, hint);
            }
            let options = field.options.iter().flatten().enumerate();
            for (index, _) in options.filter(|(_, option)| !field.kind.accepts(option)) {
                let message = format!("is not of type `{}`", field.kind.as_str());
                let place = format!("{pointer}/options/{index}");
                self.error(&place, message, "make all options of the field's type");
            }
        }
    }

    fn unknown_type(&mut self, pointer: &str, kind: &str) {
        let names = ["string", "integer", "number", "boolean", "array", "object", "select"];
        let all = names.map(|name| format!("`{name}`")).join(", ");
        let hint = match json_schema::closest(kind, names) {
            Some(name) => format!("did you mean `{name}`? choose one of {all}"),
            None => format!("choose one of {all}"),
        };
        self.error(pointer, "is not a type of configuration", hint);
    }

    fn parameters(&mut self) {
        let Some(schemas) = self.source.value.get("parameters").and_then(Value::as_object) else {
            return;
        };
        let points = match self.source.value.get("extension_points") {
            Some(list) => Vec::<ExtensionPoint>::deserialize(list).ok(),
            None => Some(vec![ExtensionPoint::Analysis]),
        };
        for (name, schema) in schemas {
            let pointer = json_schema::join("/parameters", name);
            let Ok(point) = name.parse::<ExtensionPoint>() else {
                let names = ExtensionPoint::ALL.map(ExtensionPoint::as_str);
                let hint = match json_schema::closest(name, names) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => {
                        "write `{\"analysis\": {…schema…}}`, with the point's name first".into()
                    }
                };
                self.error(&pointer, "is not an extension point", hint);
                continue;
            };
            if points.as_ref().is_some_and(|points| !points.contains(&point)) {
                let hint = "add the point to `extension_points` or leave the schema out";
                self.warning(&pointer, "is for a point that the plugin does not serve", hint);
            }
            if schema.is_object() {
                self.parameter_schema(&pointer, schema);
            }
        }
    }

    fn parameter_schema(&mut self, pointer: &str, schema: &Value) {
        if let Err(message) = json_schema::compile(schema) {
            let hint =
                "write a JSON schema that needs no other file, as in `{\"type\": \"object\"}`";
            return self.error(pointer, message, hint);
        }
        if schema.get("type").is_some_and(|kind| kind != "object") {
            let hint = "parameters are an object; write `\"type\": \"object\"`";
            self.error(&format!("{pointer}/type"), "can't be what parameters are", hint);
        }
        // With the whole schema around a default, so that references still lead somewhere.
        let mut alone = schema.clone();
        if let Value::Object(map) = &mut alone {
            map.remove("required");
            map.remove("minProperties");
        }
        let Ok(validator) = json_schema::compile(&alone) else {
            return;
        };
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let Some(default) = property.get("default") else {
                continue;
            };
            let value = serde_json::json!({ name: default });
            let place =
                format!("{}/default", json_schema::join(&format!("{pointer}/properties"), name));
            let found = json_schema::findings(&validator, &value, 10);
            let at = json_schema::join("", name);
            if let Some(finding) = found.into_iter().find(|f| f.pointer.starts_with(&at)) {
                self.error(&place, finding.message, finding.hint);
            }
        }
    }

    fn resources(&mut self) {
        for field in ["/resources/memory", "/resources/output"] {
            if let Some(Err(message)) = self.text(field).map(|text| text.parse::<ByteSize>()) {
                self.error(field, says(&message), "write bytes or a size as in `512MiB`");
            }
        }
        for field in ["/runtime/python", "/runtime/r"] {
            if let Some(Err(error)) = self.text(field).map(|text| VersionReq::parse(&text)) {
                let message = format!("is not a range of versions: {error}");
                self.error(field, message, "write it as in `>=3.9, <3.14`");
            }
        }
        const IMAGE: &str = "/runtime/image";
        if let Some(Err(_)) = self.text(IMAGE).map(|text| text.parse::<Image>()) {
            let hint = "write it as in `python:3.11-slim` or `python:3.11-slim@sha256:…`";
            self.error(IMAGE, "is no name of an image".to_owned(), hint);
        }
    }
}

/// Makes a message that begins with a value read on after "which".
fn says(message: &str) -> String {
    let verbs = ["is ", "has ", "names ", "ends ", "points ", "does ", "its "];
    if verbs.iter().any(|verb| message.starts_with(verb)) {
        message.to_owned()
    } else {
        format!("is wrong: {message}")
    }
}
