//! Listing, showing and configuring.

use super::means::{ANSWER, Author, TELL, data, fails, names, object, run};
use omniplug_core::manager::PluginFilter;
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::sandbox::Language;
use omniplug_core::{ErrorKind, Omniplug};
use serde_json::{Value, json};

/// The list is in the order of the names, however they were installed.
pub async fn a_list_is_in_the_order_of_names(omniplug: &Omniplug) {
    assert!(names(omniplug).await.is_empty());
    for name in ["middle", "zulu", "alpha"] {
        Author::new(name, ANSWER).install(omniplug).await;
    }
    assert_eq!(names(omniplug).await, ["alpha", "middle", "zulu"]);
}

/// Each field of a filter lets through what fits, and all of them what fits all.
pub async fn a_list_has_what_its_filter_lets_through(omniplug: &Omniplug) {
    let first = json!({
        "description": "Scales Columns", "category": "Preprocessing", "tags": ["Numbers"],
        "extension_points": ["preprocessing", "analysis"],
    });
    Author::new("first", ANSWER).with(first).install(omniplug).await;
    let second = json!({"description": "Reads files", "category": "analysis"});
    Author::new("second", ANSWER).with(second).install(omniplug).await;
    omniplug.disable("second").await.expect("it can be disabled");
    let all = PluginFilter::default;
    let text = |text: &str| PluginFilter { text: Some(text.into()), ..all() };
    let point = |point| PluginFilter { extension_point: Some(point), ..all() };
    let category = |text: &str| PluginFilter { category: Some(text.into()), ..all() };
    let language = |language| PluginFilter { language: Some(language), ..all() };
    let enabled = |enabled| PluginFilter { enabled: Some(enabled), ..all() };
    let cases: [(PluginFilter, &[&str]); 16] = [
        (all(), &["first", "second"]),
        (language(Language::Python), &["first", "second"]),
        (language(Language::R), &[]),
        (point(ExtensionPoint::Analysis), &["first"]),
        (point(ExtensionPoint::DataImport), &["second"]),
        (point(ExtensionPoint::Visualization), &[]),
        (enabled(true), &["first"]),
        (enabled(false), &["second"]),
        (category("preprocessing"), &["first"]),
        (category("pre"), &[]),
        (text("IRS"), &["first"]),
        (text("scales col"), &["first"]),
        (text("numbers"), &["first"]),
        (text("%"), &[]),
        (PluginFilter { enabled: Some(true), ..text("s") }, &["first"]),
        (PluginFilter { enabled: Some(false), ..text("numbers") }, &[]),
    ];
    for (filter, expected) in cases {
        let plugins = omniplug.list(&filter).await.expect("the manager answers");
        let names: Vec<_> = plugins.iter().map(|plugin| plugin.name.as_str()).collect();
        assert_eq!(names, expected, "{filter:?}");
    }
}

/// What is shown, by id and name, is what installing answered; the list has the same.
pub async fn a_plugin_is_shown_as_it_was_installed(omniplug: &Omniplug) {
    let installed = Author::new("answer", ANSWER).with(fields()).install(omniplug).await;
    let listed = omniplug.list(&PluginFilter::default()).await.expect("the manager answers");
    let by_name = omniplug.show("answer").await.expect("it is there");
    let by_id = omniplug.show(&installed.id).await.expect("it is there");
    let json = |plugin| serde_json::to_value(plugin).expect("a plugin is JSON");
    let [listed] = listed.as_slice() else {
        assert_eq!(listed.len(), 1, "{listed:#?}");
        return;
    };
    for shown in [listed, &by_name, &by_id] {
        assert_eq!(json(shown), json(&installed));
    }
}

fn fields() -> Value {
    json!({"config": {
        "count": {"type": "integer", "default": 1},
        "method": {"type": "string", "default": "a", "options": ["a", "b"]},
        "note": {"type": "string"},
    }})
}

async fn configure(omniplug: &Omniplug, changes: Value) -> Value {
    let plugin = omniplug.configure("teller", object(changes)).await;
    Value::Object(plugin.expect("it can be configured").configuration)
}

/// The configuration that the plugin is given.
async fn given(omniplug: &Omniplug) -> Value {
    let told = data(&run(omniplug, "teller").await);
    told.pointer("/context/config").cloned().expect("the plugin is told its configuration")
}

/// Fields that were set are kept, the others have their defaults.
pub async fn a_configuration_is_kept_and_filled_with_defaults(omniplug: &Omniplug) {
    Author::new("teller", TELL).with(fields()).install(omniplug).await;
    assert_eq!(given(omniplug).await, json!({"count": 1, "method": "a"}));
    let changes = json!({"count": 2, "note": "x"});
    assert_eq!(configure(omniplug, changes.clone()).await, changes);
    let kept = omniplug.show("teller").await.expect("it is there").configuration;
    assert_eq!(Value::Object(kept), changes);
    assert_eq!(given(omniplug).await, json!({"count": 2, "method": "a", "note": "x"}));
}

/// Fields that are not named stay, and `null` gives a field its default back.
pub async fn a_configuration_changes_field_by_field(omniplug: &Omniplug) {
    Author::new("teller", TELL).with(fields()).install(omniplug).await;
    configure(omniplug, json!({"count": 2, "note": "x"})).await;
    let changed = configure(omniplug, json!({"method": "b", "count": null})).await;
    assert_eq!(changed, json!({"method": "b", "note": "x"}));
    assert_eq!(given(omniplug).await, json!({"count": 1, "method": "b", "note": "x"}));
    let changed = configure(omniplug, json!({"note": null, "count": null})).await;
    assert_eq!(changed, json!({"method": "b"}));
    assert_eq!(configure(omniplug, json!({})).await, json!({"method": "b"}));
}

/// A change of which one field is wrong changes nothing.
pub async fn a_wrong_configuration_changes_nothing(omniplug: &Omniplug) {
    Author::new("teller", TELL).with(fields()).install(omniplug).await;
    configure(omniplug, json!({"count": 2})).await;
    for wrong in [
        json!({"method": "b", "nonsense": 1}),
        json!({"method": "b", "nonsense": null}),
        json!({"method": "b", "count": "3"}),
        json!({"method": "b", "count": 1.5}),
        json!({"count": 3, "method": "c"}),
        json!({"count": 3, "note": ["x"]}),
    ] {
        fails(omniplug.configure("teller", object(wrong)).await, ErrorKind::InvalidInput);
        let kept = omniplug.show("teller").await.expect("it is there").configuration;
        assert_eq!(Value::Object(kept), json!({"count": 2}));
    }
}
