use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::Result;
use omniplug_core::manager::Plugin;

/// Show one plugin
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name or id
    plugin: String,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let plugin = host::open(global).await?.show(&self.plugin).await?;
        if self.json {
            text::print_json(&plugin);
        } else {
            text::print(&text::clean(&describe(&plugin)));
        }
        Ok(Exit::Success)
    }
}

fn describe(plugin: &Plugin) -> String {
    let (manifest, release) = (&plugin.manifest, &plugin.release);
    let points: Vec<&str> = manifest.extension_points.iter().map(|point| point.as_str()).collect();
    let mut text = format!("{} {}\n{}\n\n", plugin.name, manifest.version, manifest.description);
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{label:<18}{value}\n"));
        }
    };
    line("id", &plugin.id);
    line("state", if plugin.enabled { "enabled" } else { "disabled" });
    line("author", &manifest.author);
    line("language", manifest.language.as_str());
    line("category", manifest.category.as_deref().unwrap_or_default());
    line("tags", &manifest.tags.join(", "));
    line("extension points", &points.join(", "));
    line("permissions", &manifest.permissions.names().join(", "));
    line("license", manifest.license.as_deref().unwrap_or_default());
    line("homepage", manifest.homepage.as_deref().unwrap_or_default());
    line("packages", &release.packages.join(", "));
    line("release", &release.sha256);
    line("files", &format!("{}, {}", release.files, text::bytes(release.size)));
    line("installed", &text::time(plugin.installed_at));
    line("changed", &text::time(plugin.updated_at));
    line("configuration", &super::config::summary(plugin));
    text
}
