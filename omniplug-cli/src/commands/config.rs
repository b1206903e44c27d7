use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, input, text};
use clap::Args;
use omniplug_core::Result;
use omniplug_core::manager::Plugin;
use serde_json::{Map, Value};

/// Show or change a plugin's configuration
#[derive(Debug, Args)]
pub(crate) struct Config {
    /// Its name or id
    plugin: String,
    /// Fields to set; a value is JSON where it can be, else text
    #[arg(value_name = "NAME=VALUE", value_parser = input::assignment)]
    set: Vec<(String, Value)>,
    /// Give a field its default back; may be repeated
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// Print the configuration as JSON
    #[arg(long)]
    json: bool,
}

impl Config {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let omniplug = host::open(global).await?;
        let mut changes = Map::from_iter(self.set);
        changes.extend(self.unset.into_iter().map(|name| (name, Value::Null)));
        let plugin = if changes.is_empty() {
            omniplug.show(&self.plugin).await?
        } else {
            omniplug.configure(&self.plugin, changes).await?
        };
        if self.json {
            text::print_json(&effective(&plugin));
        } else if plugin.manifest.config.is_empty() {
            text::print_line("note", "this plugin has no configuration");
        } else {
            let head = ["NAME", "TYPE", "VALUE", "SET", "DESCRIPTION"];
            text::print(&text::table(head, &rows(&plugin)));
        }
        Ok(Exit::Success)
    }
}

/// Every field with its value, set or default.
fn effective(plugin: &Plugin) -> Map<String, Value> {
    let value = |name: &String| plugin.configuration.get(name).cloned();
    let fields = plugin.manifest.config.iter();
    fields
        .map(|(name, field)| {
            let value = value(name).or_else(|| field.default.clone()).unwrap_or_default();
            (name.clone(), value)
        })
        .collect()
}

/// Every field with its value on one line.
pub(super) fn summary(plugin: &Plugin) -> String {
    let fields = effective(plugin);
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    fields.join(" ")
}

fn rows(plugin: &Plugin) -> Vec<[String; 5]> {
    let values = effective(plugin);
    let row = |name: &String, field: &omniplug_core::manifest::ConfigField| {
        let set = if plugin.configuration.contains_key(name) { "yes" } else { "default" };
        [
            name.clone(),
            field.kind.as_str().to_owned(),
            values.get(name).map(Value::to_string).unwrap_or_default(),
            set.to_owned(),
            field.description.clone().unwrap_or_default(),
        ]
    };
    plugin.manifest.config.iter().map(|(name, field)| row(name, field)).collect()
}
