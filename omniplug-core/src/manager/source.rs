//! A package or folder on its way in: staged and checked, not installed yet.

use super::gate::Scan;
use super::local::LocalManager;
use crate::background::background;
use crate::manifest::{Bound, Dependency, DependencyKind, Manifest, Problem};
use crate::package::{self, Unpacked};
use crate::sandbox::{Control, Event};
use crate::storage::{Plugin, Staging};
use crate::{Error, ErrorKind, Result};
use semver::{Version, VersionReq};
use std::path::Path;

/// A release whose files lie in a staging folder, with a manifest that this host accepts.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) staging: Staging,
    pub(super) unpacked: Unpacked,
    pub(super) manifest: Manifest,
    pub(super) warnings: Vec<String>,
    pub(super) scan: Scan,
}

impl LocalManager {
    /// Stages a package or an author's folder and checks all that can be checked without running anything.
    pub(super) async fn stage(&self, path: &Path, control: &Control) -> Result<Source> {
        let phase = format!("reading `{}`", path.display());
        control.events.event(Event::Phase(phase));
        let staging = self.home.stage()?;
        let (path, into) = (path.to_owned(), staging.folder().to_owned());
        let limits = self.archive_limits.clone();
        let (unpacked, parsed) = background(ErrorKind::Storage, move || {
            let unpacked = if path.is_dir() {
                package::copy_folder(&path, &into, &limits)?
            } else {
                package::unpack(&path, &into, &limits)?
            };
            Ok((unpacked, Manifest::load(&into)?))
        })
        .await?;
        let manifest = parsed.manifest;
        let mut warnings: Vec<String> = parsed.warnings.iter().map(Problem::headline).collect();
        self.policy.check_permissions(&manifest.permissions)?;
        self.policy.limits_for(&manifest.resources, None)?;
        self.policy.image_for(&manifest.runtime)?;
        warnings.extend(self.check_platform(&manifest)?);
        self.check_entry_point(&manifest, staging.folder())?;
        self.check_plugin_dependencies(&manifest).await?;
        let scan = self.scan(staging.folder(), control).await?;
        warnings.extend(scan.warnings());
        Ok(Source { staging, unpacked, manifest, warnings, scan })
    }

    fn check_entry_point(&self, manifest: &Manifest, folder: &Path) -> Result<()> {
        let file = manifest.entry_point.file();
        if folder.join(file).is_file() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::InvalidPackage,
            format!("the entry point `{file}` is not among the package's files"),
        )
        .with_hint("correct `entry_point` in `manifest.json`, or add the file"))
    }

    /// Checks the platform's version; answers with a warning when this host does not state one.
    fn check_platform(&self, manifest: &Manifest) -> Result<Option<String>> {
        let (least, most) = (&manifest.min_platform_version, &manifest.max_platform_version);
        let Some(version) = &self.platform_version else {
            let is_named = least.is_some() || most.is_some();
            return Ok(is_named.then(|| {
                "the manifest names platform versions, and this host does not state its own: \
                 they were not checked"
                    .to_owned()
            }));
        };
        let refuse = |word: &str, bound: &Version| {
            Error::new(
                ErrorKind::Refused,
                format!(
                    "the plugin needs platform version `{bound}` or {word}; this is `{version}`"
                ),
            )
            .with_hint("look for a release of the plugin that is made for this platform")
        };
        match (least, most) {
            (Some(least), _) if version < least => Err(refuse("later", least)),
            (_, Some(most)) if version > most => Err(refuse("earlier", most)),
            _ => Ok(None),
        }
    }

    async fn check_plugin_dependencies(&self, manifest: &Manifest) -> Result<()> {
        for dependency in plugin_dependencies(manifest) {
            let found = self.database.plugin_named(&dependency.name).await?;
            check_dependency(dependency, found.as_ref())?;
        }
        Ok(())
    }
}

/// What a manifest depends on that is a plugin itself.
pub(super) fn plugin_dependencies(manifest: &Manifest) -> impl Iterator<Item = &Dependency> {
    manifest.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Plugin)
}

fn check_dependency(dependency: &Dependency, found: Option<&Plugin>) -> Result<()> {
    let (name, requirement) = (&dependency.name, &dependency.requirement);
    let Some(plugin) = found else {
        return Err(Error::new(
            ErrorKind::Dependency,
            format!("it needs the plugin `{name}`, which is not installed"),
        )
        .with_hint(format!("install `{name}` first")));
    };
    let version = &plugin.manifest.version;
    if satisfies(version, dependency)? {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Dependency,
        format!("it needs the plugin `{name}` `{requirement}`, and `{version}` is installed"),
    )
    .with_hint(format!("install another version of `{name}`")))
}

/// Whether a plugin's version keeps every bound of a dependency.
pub(super) fn satisfies(version: &Version, dependency: &Dependency) -> Result<bool> {
    let unreadable = || {
        Error::new(
            ErrorKind::Dependency,
            format!("`{}` is not a range of plugin versions", dependency.requirement),
        )
        .with_hint("write it as in `>=1.2, <2`")
    };
    for bound in dependency.bounds().map_err(|_| unreadable())? {
        if !keeps(version, &bound).ok_or_else(unreadable)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn keeps(version: &Version, bound: &Bound) -> Option<bool> {
    let text = &bound.version;
    let matches = |range: String| Some(VersionReq::parse(&range).ok()?.matches(version));
    match bound.operator {
        "==" | "===" => matches(format!("={text}")),
        "!=" => matches(format!("={text}")).map(|is| !is),
        // PEP 440: `~=1.4.2` is `>=1.4.2` within 1.4, `~=1.4` is `>=1.4` within 1.
        "~=" if text.split('.').count() > 2 => matches(format!("~{text}")),
        "~=" => {
            let major: u64 = text.split('.').next()?.parse().ok()?;
            matches(format!(">={text}, <{}", major.checked_add(1)?))
        }
        operator => matches(format!("{operator}{text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bounds_hold_as_their_operators_say() {
        for (requirement, inside, outside) in [
            ("", "0.0.1", None),
            ("1.5.0", "1.5.0", Some("1.5.1")),
            (">=1.2, <2", "1.9.9", Some("2.0.0")),
            ("!=1.3.0", "1.3.1", Some("1.3.0")),
            ("^1.2", "1.9.0", Some("2.0.0")),
            ("~1.2", "1.2.9", Some("1.3.0")),
            ("~=1.4.2", "1.4.9", Some("1.5.0")),
            ("~=0.4", "0.9.0", Some("1.0.0")),
        ] {
            let dependency = json!({"name": "x", "version": requirement, "type": "plugin"});
            let dependency: Dependency = serde_json::from_value(dependency).unwrap();
            let satisfies = |version: &str| satisfies(&version.parse().unwrap(), &dependency);
            assert!(satisfies(inside).unwrap(), "{inside} {requirement}");
            if let Some(outside) = outside {
                assert!(!satisfies(outside).unwrap(), "{outside} {requirement}");
            }
        }
    }
}
