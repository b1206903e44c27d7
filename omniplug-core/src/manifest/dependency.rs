//! What a plugin needs beside its own files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Something that a plugin needs beside its own files.
///
/// A manifest writes it as text, `"numpy>=1.20"`, which is a package; or as an object,
/// `{"name": "numpy", "version": ">=1.20", "type": "package"}`. It is always written back as an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Form")]
#[schemars(with = "Form")]
pub struct Dependency {
    /// Its name, without extras.
    pub name: String,
    /// The optional parts of a Python package to install with it, as in `excel` of `pandas[excel]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Its versions as the manifest has them, as in `>=1.20,<3`, `^1.2`, `1.2.3`; empty for any.
    #[serde(rename = "version")]
    pub requirement: String,
    /// The environments that need it, as in `python_version < "3.11"` (PEP 508); empty for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub marker: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: DependencyKind,
}

/// What a dependency is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DependencyKind {
    /// Another plugin.
    Plugin,
    /// A package of the plugin's language.
    #[default]
    Package,
    /// A program or library of the machine.
    System,
}

impl DependencyKind {
    /// The name in manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plugin => "plugin",
            Self::Package => "package",
            Self::System => "system",
        }
    }
}

/// One bound on a version: an operator and the version beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// One of `==`, `!=`, `>=`, `<=`, `>`, `<`, `~=`, `===`, `^`, `~`. A version alone has `==`.
    pub operator: &'static str,
    /// The version, as written.
    pub version: String,
}

/// Longest first, so that `>=` is not read as `>`.
const OPERATORS: [&str; 11] = ["===", "==", "!=", ">=", "<=", "~=", ">", "<", "^", "~", "="];

impl Dependency {
    /// The bounds of the requirement, all of which a version must keep; none for any version.
    ///
    /// # Errors
    /// One line that says which bound can't be read.
    pub fn bounds(&self) -> Result<Vec<Bound>, String> {
        if matches!(self.requirement.trim(), "" | "*") {
            return Ok(Vec::new());
        }
        self.requirement.split(',').map(bound).collect()
    }

    /// The requirement for a Python installer, as PEP 508 writes it, as in `pandas[excel]>=1.2,<2`.
    ///
    /// `^1.2` becomes `>=1.2,<2` and `~1.2` becomes `>=1.2,<1.3`, as Cargo reads them; a version alone
    /// becomes `==` it.
    ///
    /// # Errors
    /// One line that says what is not a Python requirement.
    pub fn to_pep508(&self) -> Result<String, String> {
        let bounds: Vec<String> =
            self.bounds()?.iter().map(Bound::to_pep440).collect::<Result<_, _>>()?;
        let mut text = self.name.clone();
        if !self.extras.is_empty() {
            text = format!("{text}[{}]", self.extras.join(","));
        }
        text.push_str(&bounds.join(","));
        if !self.marker.is_empty() {
            text = format!("{text} ; {}", self.marker);
        }
        pep508_rs::Requirement::<pep508_rs::VerbatimUrl>::from_str(&text)
            .map_err(|error| first_line(&error.message.to_string()))?;
        Ok(text)
    }

    fn checked(self) -> Result<Self, String> {
        let is_name = |name: &str| {
            name.len() <= 100
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                && name.starts_with(|c: char| c.is_ascii_alphanumeric())
                && name.ends_with(|c: char| c.is_ascii_alphanumeric())
        };
        // Plugins have names for people; what the machine has may be called `libstdc++`.
        let free = |name: &str| {
            (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control)
        };
        let fits = match self.kind {
            DependencyKind::Package => is_name(&self.name),
            DependencyKind::Plugin | DependencyKind::System => free(&self.name),
        };
        if !fits {
            return Err("has no name of a package before its version".into());
        }
        if let Some(extra) = self.extras.iter().find(|extra| !is_name(extra)) {
            return Err(format!("`{}` is not an extra", extra.escape_debug()));
        }
        if self.marker.len() > 500 || self.marker.chars().any(char::is_control) {
            return Err("has a marker that is too long or has control characters".into());
        }
        self.bounds()?;
        Ok(self)
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn bound(text: &str) -> Result<Bound, String> {
    let text = text.trim();
    let operator = OPERATORS.into_iter().find(|sign| text.starts_with(sign));
    let version = text[operator.map_or(0, str::len)..].trim();
    let is_version = (1..=100).contains(&version.len())
        && version.starts_with(|c: char| c.is_ascii_alphanumeric())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || ".-+*!_".contains(c));
    if !is_version {
        return Err(format!("`{}` is not a bound on a version", text.escape_debug()));
    }
    Ok(Bound {
        operator: match operator {
            None | Some("=") => "==",
            Some(sign) => sign,
        },
        version: version.to_owned(),
    })
}

impl Bound {
    fn to_pep440(&self) -> Result<String, String> {
        let kept = match self.operator {
            "^" => |numbers: &[u64]| {
                let first = numbers.iter().position(|number| *number > 0);
                first.unwrap_or(numbers.len().saturating_sub(1))
            },
            "~" => |numbers: &[u64]| usize::from(numbers.len() > 1),
            sign => return Ok(format!("{sign}{}", self.version)),
        };
        let numbers: Vec<u64> =
            self.version.split('.').map(str::parse).collect::<Result<_, _>>().map_err(|_| {
                format!("`{}{}` is not made of numbers", self.operator, self.version)
            })?;
        let mut end: Vec<u64> = numbers.iter().copied().take(kept(&numbers) + 1).collect();
        if let Some(last) = end.last_mut() {
            *last = last.saturating_add(1);
        }
        let end: Vec<String> = end.iter().map(u64::to_string).collect();
        Ok(format!(">={},<{}", self.version, end.join(".")))
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Form {
    Text(#[schemars(length(min = 1, max = 500))] String),
    Object(Object),
}

#[derive(Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Object {
    #[schemars(length(min = 1, max = 200))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 500))]
    version: Option<String>,
    #[serde(default, rename = "type")]
    kind: DependencyKind,
    #[serde(default)]
    #[schemars(length(max = 100))]
    extras: Vec<String>,
    #[serde(default)]
    #[schemars(length(max = 500))]
    marker: String,
}

impl TryFrom<Form> for Dependency {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        match form {
            Form::Text(text) => text.parse(),
            Form::Object(object) => {
                let (name, mut extras) = split_extras(object.name.trim())?;
                extras.extend(object.extras);
                Self {
                    name,
                    extras,
                    requirement: object.version.unwrap_or_default().trim().to_owned(),
                    marker: object.marker.trim().to_owned(),
                    kind: object.kind,
                }
                .checked()
            }
        }
    }
}

impl FromStr for Dependency {
    type Err = String;

    /// Reads a package with its versions: `numpy`, `numpy>=1.20,<3`, `pandas[excel]`, `dplyr (>= 1.0)`. The
    /// error is one line that says what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.contains('@') || text.contains("://") {
            return Err("points at a place; packages come from the registry by name".into());
        }
        let (text, marker) = text.split_once(';').unwrap_or((text, ""));
        let text = text.trim();
        let end =
            text.find(|c: char| "[=!<>~^(".contains(c) || c.is_whitespace()).unwrap_or(text.len());
        let (name, rest) = match text[end..].trim_start().strip_prefix('[') {
            Some(extras) => {
                let close = extras.find(']').ok_or("has `[` without `]`")?;
                let name = format!("{}[{}]", text[..end].trim(), &extras[..close]);
                (name, &extras[close + 1..])
            }
            None => (text[..end].trim().to_owned(), &text[end..]),
        };
        let rest = rest.trim();
        let requirement = match rest.strip_prefix('(') {
            Some(inner) => inner.strip_suffix(')').ok_or("has `(` without `)`")?,
            None => rest,
        };
        let (name, extras) = split_extras(&name)?;
        Self {
            name,
            extras,
            requirement: requirement.trim().to_owned(),
            marker: marker.trim().to_owned(),
            kind: DependencyKind::Package,
        }
        .checked()
    }
}

fn split_extras(text: &str) -> Result<(String, Vec<String>), String> {
    let Some((name, extras)) = text.split_once('[') else {
        return Ok((text.to_owned(), Vec::new()));
    };
    let extras = extras.strip_suffix(']').ok_or("has `[` without `]`")?;
    let extras = extras.split(',').map(|extra| extra.trim().to_owned());
    Ok((name.trim().to_owned(), extras.collect()))
}

impl fmt::Display for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.extras.is_empty() {
            write!(f, "[{}]", self.extras.join(","))?;
        }
        if !self.requirement.is_empty() {
            write!(f, " {}", self.requirement)?;
        }
        if !self.marker.is_empty() {
            write!(f, " ; {}", self.marker)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: serde_json::Value) -> Dependency {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn text_is_a_package_with_its_versions() {
        for (text, name, requirement) in [
            ("numpy", "numpy", ""),
            ("numpy>=1.20", "numpy", ">=1.20"),
            ("numpy >= 1.20, <3", "numpy", ">= 1.20, <3"),
            ("dplyr (>= 1.0)", "dplyr", ">= 1.0"),
            ("data.table", "data.table", ""),
            ("scikit-learn~=1.4", "scikit-learn", "~=1.4"),
            ("pandas==2.*", "pandas", "==2.*"),
        ] {
            let dependency: Dependency = text.parse().unwrap();
            assert_eq!(dependency.name, name);
            assert_eq!(dependency.requirement, requirement);
            assert_eq!(dependency.kind, DependencyKind::Package);
        }
    }

    #[test]
    fn names_end_in_a_letter_or_digit() {
        for text in ["numpy-", "numpy- >=1", "numpy.==1", "pandas[excel_]>=2", "pandas_[excel]"] {
            assert!(text.parse::<Dependency>().is_err(), "{text}");
        }
    }

    #[test]
    fn extras_and_markers_are_kept() {
        let text = "pandas[excel, html]>=2 ; python_version < \"3.12\"";
        let dependency: Dependency = text.parse().unwrap();
        assert_eq!(dependency.extras, ["excel", "html"]);
        assert_eq!(
            dependency.to_pep508().unwrap(),
            "pandas[excel,html]>=2 ; python_version < \"3.12\""
        );
        let written = serde_json::to_value(&dependency).unwrap();
        assert_eq!(read(written), dependency);
    }

    #[test]
    fn an_object_names_its_type_and_may_leave_out_the_version() {
        let plugin = read(json!({"name": "Data Normalizer", "version": "^1.2", "type": "plugin"}));
        assert_eq!(plugin.kind, DependencyKind::Plugin);
        let package = read(json!({"name": "scipy"}));
        assert_eq!(package.kind, DependencyKind::Package);
        assert_eq!(package.requirement, "");
        let system = read(json!({"name": "libstdc++", "version": null, "type": "system"}));
        assert_eq!(system.name, "libstdc++");
    }

    #[test]
    fn operators_of_semantic_versions_are_translated_for_python() {
        for (requirement, python) in [
            ("^1.2", "a>=1.2,<2"),
            ("^0.3.1", "a>=0.3.1,<0.4"),
            ("^0.0.5", "a>=0.0.5,<0.0.6"),
            ("^0", "a>=0,<1"),
            ("~1.2.3", "a>=1.2.3,<1.3"),
            ("~1", "a>=1,<2"),
            ("1.2.3", "a==1.2.3"),
            ("=1.2", "a==1.2"),
            (">=1, !=1.5", "a>=1,!=1.5"),
            ("*", "a"),
            ("", "a"),
        ] {
            let dependency = read(json!({"name": "a", "version": requirement}));
            assert_eq!(dependency.to_pep508().unwrap(), python, "{requirement}");
        }
    }

    #[test]
    fn what_is_no_dependency_is_refused() {
        for text in [
            "",
            " ",
            ">=1.0",
            "numpy>=",
            "numpy>=1.0,",
            "numpy 1.0 beta",
            "-r other.txt",
            "numpy @ https://example.org/numpy.whl",
            "git+https://example.org/x",
            "../local",
            "numpy[excel",
            "dplyr (>= 1.0",
            "--index-url",
            "numpy>=1;\u{7}",
            "a b>=1",
        ] {
            assert!(text.parse::<Dependency>().is_err(), "{text:?} was taken");
        }
        assert!("numpy>=one.two!".parse::<Dependency>().unwrap().to_pep508().is_err());
    }
}
