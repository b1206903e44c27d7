//! A package or folder on its way in: staged and checked, not installed yet.

use super::local::{LocalManager, blocking};
use crate::manifest::{Dependency, DependencyKind, Manifest};
use crate::package::{self, Unpacked};
use crate::sandbox::{Control, Event};
use crate::storage::{Plugin, Staging};
use crate::{Error, ErrorKind, Result};
use semver::VersionReq;
use std::path::Path;

/// A release whose files lie in a staging folder, with a manifest that this host accepts.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) staging: Staging,
    pub(super) unpacked: Unpacked,
    pub(super) manifest: Manifest,
    pub(super) warnings: Vec<String>,
}

impl LocalManager {
    /// Stages a package or an author's folder and checks all that can be checked without running anything.
    pub(super) async fn stage(&self, path: &Path, control: &Control) -> Result<Source> {
        let phase = format!("reading `{}`", path.display());
        control.events.event(Event::Phase(phase));
        let staging = self.home.stage()?;
        let (path, into) = (path.to_owned(), staging.folder().to_owned());
        let limits = self.archive_limits.clone();
        let (unpacked, parsed) = blocking(move || {
            let unpacked = if path.is_dir() {
                package::copy_folder(&path, &into, &limits)?
            } else {
                package::unpack(&path, &into, &limits)?
            };
            Ok((unpacked, Manifest::load(&into)?))
        })
        .await?;
        let manifest = parsed.manifest;
        let mut warnings: Vec<String> = parsed.warnings.iter().map(ToString::to_string).collect();
        self.policy.check_permissions(&manifest.permissions)?;
        self.policy.limits_for(&manifest.resources, None)?;
        warnings.extend(self.check_platform(&manifest)?);
        self.check_entry_point(&manifest, staging.folder())?;
        self.check_plugin_dependencies(&manifest).await?;
        Ok(Source { staging, unpacked, manifest, warnings })
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
        let refuse = |word: &str, bound: &semver::Version| {
            Error::new(
                ErrorKind::Refused,
                format!("the plugin needs platform version `{bound}` or {word}; this is `{version}`"),
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
    manifest
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Plugin)
}

fn check_dependency(dependency: &Dependency, found: Option<&Plugin>) -> Result<()> {
    let (name, requirement) = (&dependency.name, &dependency.requirement);
    let error = |message: String| Err(Error::new(ErrorKind::Dependency, message));
    match found {
        None => error(format!("it needs the plugin `{name}`, which is not installed"))
            .map_err(|error| error.with_hint(format!("install `{name}` first"))),
        Some(plugin) if !satisfies(&plugin.manifest.version, requirement)? => error(format!(
            "it needs the plugin `{name}` `{requirement}`, and `{}` is installed",
            plugin.manifest.version
        ))
        .map_err(|error| error.with_hint(format!("install another version of `{name}`"))),
        Some(_) => Ok(()),
    }
}

/// Whether a plugin's version is in a range; an empty range holds every version.
pub(super) fn satisfies(version: &semver::Version, requirement: &str) -> Result<bool> {
    if requirement.trim().is_empty() {
        return Ok(true);
    }
    let range = VersionReq::parse(requirement).map_err(|error| {
        Error::new(ErrorKind::Dependency, format!("`{requirement}` is not a range of versions"))
            .with_hint("write it as in `>=1.2, <2`")
            .with_source(error)
    })?;
    Ok(range.matches(version))
}
