use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::manager::{Plugin, PluginFilter};
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::sandbox::Language;
use omniplug_core::{Error, Result};

/// List the installed plugins
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those with this text in name, description or tags
    text: Option<String>,
    /// Only those in this language
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    /// Only those with this extension point
    #[arg(long, value_name = "POINT")]
    extension_point: Option<ExtensionPoint>,
    /// Only those of this category
    #[arg(long)]
    category: Option<String>,
    /// Only those that are enabled
    #[arg(long, conflicts_with = "disabled")]
    enabled: bool,
    /// Only those that are disabled
    #[arg(long)]
    disabled: bool,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let filter = PluginFilter {
            language: self.language,
            extension_point: self.extension_point,
            enabled: (self.enabled || self.disabled).then_some(self.enabled),
            category: self.category,
            text: self.text,
        };
        let plugins = host::open(global).await?.list(&filter).await?;
        if self.json {
            text::print_json(&plugins);
        } else if plugins.is_empty() {
            text::print_line("note", "no plugin is installed, or none that fits");
        } else {
            let rows: Vec<_> = plugins.iter().map(row).collect();
            let head = ["NAME", "VERSION", "LANGUAGE", "STATE", "EXTENSION POINTS", "DESCRIPTION"];
            text::print(&text::table(head, &rows));
        }
        Ok(Exit::Success)
    }
}

fn row(plugin: &Plugin) -> [String; 6] {
    let manifest = &plugin.manifest;
    let points: Vec<&str> = manifest.extension_points.iter().map(|point| point.as_str()).collect();
    let state = if plugin.enabled { "enabled" } else { "disabled" };
    [
        plugin.name.clone(),
        manifest.version.to_string(),
        manifest.language.to_string(),
        state.to_owned(),
        points.join(","),
        shortened(&manifest.description, 60),
    ]
}

fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

fn language(text: &str) -> Result<Language, Error> {
    let wrong =
        || Error::new(omniplug_core::ErrorKind::InvalidInput, "the languages are `python` and `r`");
    serde_json::from_value(text.to_lowercase().into()).map_err(|_| wrong())
}
