//! Whole manifests, good and bad.

use super::*;
use crate::manifest::{ConfigType, DependencyKind, ExtensionPoint};
use serde_json::json;

const OLDER: &str = include_str!("../../testdata/manifest/older.json");
const MANY: &str = include_str!("../../testdata/manifest/many_problems.json");

fn with(more: &Value) -> Checked {
    let mut fields = json!({
        "name": "Example", "version": "1.0.0", "author": "A", "description": "D",
        "language": "python", "entry_point": "main.py",
    });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    Manifest::check(&fields.to_string())
}

#[test]
fn a_manifest_of_the_older_format_loads_whole() {
    let Parsed { manifest, warnings } = Manifest::parse(OLDER).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(manifest.name, "Sample Quality Report");
    assert_eq!(manifest.version.to_string(), "2.3.1");
    assert_eq!(manifest.entry_point.name(), Some("QualityReport"));
    assert_eq!(manifest.extension_points.len(), 3);
    assert_eq!(manifest.dependencies.len(), 5);
    assert_eq!(manifest.dependencies[0].requirement, ">=1.20");
    assert_eq!(manifest.dependencies[3].kind, DependencyKind::Plugin);
    assert_eq!(manifest.permissions.names().len(), 5);
    let names: Vec<_> = manifest.config.keys().map(String::as_str).collect();
    assert_eq!(names, ["limit", "label", "method", "skip", "draw", "rows"]);
    assert_eq!(manifest.config["limit"].kind, ConfigType::Number);
    assert!(manifest.min_platform_version.is_some());
    let stored = serde_json::to_string(&manifest).unwrap();
    assert_eq!(Manifest::parse(&stored).unwrap().manifest, manifest);
}

#[test]
fn all_problems_are_named_at_once_with_their_lines() {
    let checked = Manifest::check(MANY);
    assert_eq!(checked.manifest, None);
    let found: Vec<(usize, &str)> =
        checked.errors.iter().map(|problem| (problem.line, problem.field.as_str())).collect();
    assert_eq!(
        found,
        [
            (1, "description"),
            (2, "name"),
            (3, "version"),
            (4, "author"),
            (5, "language"),
            (6, "entry_point"),
            (10, "dependencies[1]"),
            (11, "dependencies[2].name"),
            (12, "dependencies[3].type"),
            (14, "permissions[1]"),
            (17, "config.bins.type"),
            (22, "config.mode.default"),
            (25, "extension_points[1]"),
            (27, "parameters.analysis"),
            (33, "resources.memory"),
            (34, "resources.cpus"),
            (36, "homepage"),
        ],
        "{:#?}",
        checked.errors
    );
    assert!(checked.errors.iter().all(|problem| !problem.hint.is_empty()));
    assert_eq!(checked.warnings.len(), 1);
    assert_eq!(checked.warnings[0].line, 7);
    assert!(checked.warnings[0].hint.contains("`dependencies`"));
    let hint = |field: &str| {
        let problem = checked.errors.iter().find(|problem| problem.field == field);
        problem.unwrap().hint.clone()
    };
    assert!(hint("language").contains("did you mean `python`?"));
    assert!(hint("permissions[1]").contains("did you mean `network`?"));
    assert!(hint("config.bins.type").contains("did you mean `integer`?"));
    assert!(hint("extension_points[1]").contains("did you mean `analysis`?"));
    let error = Manifest::parse(MANY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidManifest);
    assert!(
        error
            .message()
            .starts_with("the manifest has 17 problems:\n- line 1: `description` is missing")
    );
    assert!(
        error.message().contains("line 3: `version` is `1.0`, which is not a semantic version")
    );
}

#[test]
fn the_new_fields_load() {
    let checked = with(&json!({
        "$schema": "manifest.schema.json",
        "max_platform_version": "3.0.0",
        "parameters": {"analysis": {"type": "object", "properties": {
            "k": {"$ref": "#/$defs/k", "default": 2},
        }, "$defs": {"k": {"type": "integer"}}}},
        "resources": {"memory": "1GiB", "cpus": 1.5, "timeout": 60, "processes": 8, "output": 1000},
        "runtime": {"python": ">=3.9, <3.14", "image": "python:3.12-slim"},
        "permissions": [{"network": {"hosts": ["api.example.org:443"]}}],
        "license": "MIT", "homepage": "https://example.org", "repository": "https://example.org/r",
        "documentation": "https://example.org/d", "changelog": "First.",
        "breaking_changes": ["`k` is required"],
    }));
    assert_eq!(checked.errors, []);
    assert_eq!(checked.warnings, []);
    let manifest = checked.manifest.unwrap();
    assert_eq!(manifest.resources.memory.unwrap().0, 1 << 30);
    assert!(manifest.parameters_at(ExtensionPoint::Analysis).is_some());
}

#[test]
fn each_wrong_value_is_one_problem_at_its_field() {
    for (more, field) in [
        (json!({"name": "x".repeat(101)}), "name"),
        (json!({"name": " x"}), "name"),
        (json!({"name": "a\u{0}b"}), "name"),
        (json!({"version": "v1.0.0"}), "version"),
        (json!({"version": 1.0}), "version"),
        (json!({"entry_point": "main.R"}), "entry_point"),
        (json!({"entry_point": "a\\b.py"}), "entry_point"),
        (
            json!({"min_platform_version": "2.0.0", "max_platform_version": "1.0.0"}),
            "max_platform_version",
        ),
        (json!({"tags": "one"}), "tags"),
        (json!({"tags": [1]}), "tags[0]"),
        (json!({"tags": vec!["t"; 101]}), "tags"),
        (json!({"dependencies": ["numpy>=x y"]}), "dependencies[0]"),
        (
            json!({"dependencies": [{"name": "p", "version": "one", "type": "plugin"}]}),
            "dependencies[0]",
        ),
        (json!({"dependencies": [3]}), "dependencies[0]"),
        (json!({"permissions": "network"}), "permissions"),
        (json!({"permissions": [{"network": {"hosts": []}}]}), "permissions[0].network.hosts"),
        (json!({"permissions": {"network": {"hosts": ["a b"]}}}), "permissions.network.hosts[0]"),
        (json!({"config": []}), "config"),
        (json!({"config": {"a": {}}}), "config.a.type"),
        (json!({"config": {"a": {"type": "select"}}}), "config.a"),
        (json!({"config": {"a": {"type": "int", "default": "x"}}}), "config.a.default"),
        (json!({"config": {"a": {"type": "int", "options": [1, "x"]}}}), "config.a.options[1]"),
        (json!({"extension_points": []}), "extension_points"),
        (json!({"parameters": {"type": "object"}}), "parameters.type"),
        (
            json!({"parameters": {"analysis": {"$ref": "file:///etc/passwd"}}}),
            "parameters.analysis",
        ),
        (json!({"parameters": {"analysis": {"type": "array"}}}), "parameters.analysis.type"),
        (
            json!({"parameters": {"analysis": {"properties": {"k": {"type": "integer", "default": "x"}}}}}),
            "parameters.analysis.properties.k.default",
        ),
        (json!({"resources": {"timeout": 0}}), "resources.timeout"),
        (json!({"resources": {"memory": 0}}), "resources.memory"),
        (json!({"runtime": {"python": "three"}}), "runtime.python"),
        (json!({"runtime": {"image": "a b"}}), "runtime.image"),
        (json!({"homepage": "file:///etc/passwd"}), "homepage"),
        (json!({"author": null}), "author"),
    ] {
        let checked = with(&more);
        let fields: Vec<_> = checked.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, [field], "{more}: {:#?}", checked.errors);
        assert_eq!(checked.manifest, None);
    }
}

#[test]
fn fields_that_are_not_known_and_points_that_are_not_served_only_warn() {
    let checked = with(&json!({
        "licence": "MIT", "config": {"a": {"type": "int", "defualt": 1}},
        "parameters": {"integration": {}},
    }));
    assert!(checked.manifest.is_some(), "{:#?}", checked.errors);
    let fields: Vec<_> = checked.warnings.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields.len(), 3);
    assert!(fields.contains(&"licence") && fields.contains(&"config.a.defualt"));
    assert!(checked.warnings.iter().any(|problem| problem.hint.contains("`license`")));
    assert!(checked.warnings.iter().any(|problem| problem.hint.contains("`default`")));
}

#[test]
fn optional_fields_that_are_null_count_as_absent() {
    let checked = with(&json!({"author_email": null, "tags": null, "config": null}));
    assert!(checked.manifest.is_some(), "{:#?}", checked.errors);
}

#[test]
fn a_mark_of_byte_order_is_passed_over_and_other_roots_are_refused() {
    assert!(Manifest::parse(&format!("\u{feff}{OLDER}")).is_ok());
    for text in ["[]", "3", "null", "\"x\""] {
        assert_eq!(Manifest::check(text).errors.len(), 1, "{text}");
    }
    let huge = format!("\"{}\"", "x".repeat(MAX_BYTES));
    assert!(Manifest::check(&huge).errors[0].message.contains("1 MiB"));
    let twice = OLDER.replacen("\"language\"", "\"name\": \"x\",\n  \"language\"", 1);
    assert_eq!(Manifest::check(&twice).errors[0].line, 7);
}

#[test]
fn only_a_regular_file_of_text_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    let kind = || Manifest::load(folder.path()).unwrap_err();
    assert_eq!(kind().kind(), ErrorKind::NotFound);
    std::fs::write(&path, OLDER).unwrap();
    assert!(Manifest::load(folder.path()).is_ok());
    std::fs::write(&path, b"{\n\"name\": \"\xff\"}").unwrap();
    assert!(kind().message().contains("not UTF-8 on line 2"));
    std::fs::write(&path, vec![b' '; MAX_BYTES + 1]).unwrap();
    assert!(kind().message().contains("more than 1 MiB"));
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", &path).unwrap();
    assert!(kind().message().contains("symbolic link"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(kind().message().contains("regular file"));
}

/// All places in a value, as JSON pointers.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| places(value, &json_schema::join(pointer, name), found)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &format!("{pointer}/{index}"), found)),
        _ => {}
    }
}

#[test]
fn whatever_stands_anywhere_there_is_either_a_manifest_or_a_remedy() {
    let whole: Value = serde_json::from_str(OLDER).unwrap();
    let mut all = Vec::new();
    places(&whole, "", &mut all);
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("\u{0}/../é:[;(@"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"": {"$ref": "#"}}),
        json!("x".repeat(30_000)),
    ];
    for pointer in &all {
        for value in &wrong {
            let mut mutated = whole.clone();
            *mutated.pointer_mut(pointer).unwrap() = value.clone();
            let checked = Manifest::check(&serde_json::to_string_pretty(&mutated).unwrap());
            assert_eq!(checked.manifest.is_some(), checked.errors.is_empty(), "{pointer} {value}");
            for problem in &checked.errors {
                assert!(!problem.hint.is_empty() && problem.line > 0, "{pointer}: {problem:?}");
                assert!(!problem.message.contains("did not match any variant"), "{problem:?}");
                assert!(problem.headline().lines().count() == 1, "{problem:?}");
            }
        }
    }
}

#[test]
fn text_that_is_cut_off_anywhere_is_one_problem() {
    for end in (0..OLDER.trim_end().len()).filter(|end| OLDER.is_char_boundary(*end)) {
        let checked = Manifest::check(&OLDER[..end]);
        assert_eq!(checked.errors.len(), 1, "cut off at {end}");
    }
}
