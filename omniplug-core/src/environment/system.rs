//! Programs and libraries of the machine that a plugin uses.

use super::refusal::refused;
use crate::manifest::Dependency;
use crate::sandbox::inquiry::{LIBRARIES, PROGRAMS};
use crate::sandbox::{Origin, System};
use crate::{Error, ErrorKind, Result};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Checks that the programs and libraries (`tar`, `libcurl`) are in the folders of the host or of another system. A
/// version that is asked for is not checked: programs have no common way to tell theirs.
///
/// # Errors
/// [`Dependency`](ErrorKind::Dependency) that names all that are missing.
pub(super) fn check(wanted: &[&Dependency], system: Option<&System>) -> Result<()> {
    let mut missing = Vec::new();
    for dependency in wanted {
        let name = dependency.name.trim();
        let plain =
            name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
        if !plain || name.starts_with(['-', '.']) || name.is_empty() {
            return Err(refused(name, "a system dependency is the name of a program or library"));
        }
        let found = match system {
            None => is_here(name),
            Some(System { programs, libraries, .. }) => {
                programs.contains(name) || libraries.iter().any(|file| is_library(name, file))
            }
        };
        if !found {
            missing.push(name.to_owned());
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(error(&missing, system)) }
}

/// The error that names all that is missing.
fn error(missing: &[String], system: Option<&System>) -> Error {
    let (names, words) = (missing.join("`, `"), missing.join(" "));
    let place = system.map_or("this machine".to_owned(), |system| system.origin.to_string());
    let hint = match system.map(|system| &system.origin) {
        Some(Origin::Image { name, .. }) => {
            format!("use an image that has it, made `FROM {name}` with its package manager")
        }
        _ => {
            format!("install it with the system's package manager, as in `apt-get install {words}`")
        }
    };
    let what = format!("the plugin needs what {place} lacks: `{names}`");
    Error::new(ErrorKind::Dependency, what).with_hint(hint)
}

/// Whether the host has a program or library.
fn is_here(name: &str) -> bool {
    let own = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let folders = LIBRARIES.iter().copied().chain([own.as_str()]);
    let mut files = folders.filter_map(|folder| Path::new(folder).read_dir().ok()).flatten();
    PROGRAMS.iter().any(|folder| is_program(&Path::new(folder).join(name)))
        || files.any(|file| {
            file.is_ok_and(|file| is_library(name, &file.file_name().to_string_lossy()))
        })
}

/// Whether a file is `name.so` or `libname.so`, with whatever version behind it.
fn is_library(name: &str, file: &str) -> bool {
    let after = |text: &str| file.strip_prefix(text).is_some_and(|rest| rest.starts_with(".so"));
    after(name) || after(&format!("lib{name}"))
}

fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn system(name: &str) -> Dependency {
        Dependency {
            name: name.to_owned(),
            extras: Vec::new(),
            requirement: String::new(),
            marker: String::new(),
            kind: crate::manifest::DependencyKind::System,
        }
    }

    #[test]
    fn what_is_missing_is_named_and_paths_are_refused() {
        let wanted = ["sh", "no-such-program", "libc", "libno-such", "tar"].map(system);
        let error = check(&wanted.iter().collect::<Vec<_>>(), None).unwrap_err();
        assert_eq!(
            error.message(),
            "the plugin needs what this machine lacks: `no-such-program`, `libno-such`"
        );
        assert!(check(&[&wanted[0], &wanted[2], &wanted[4]], None).is_ok());
        for name in ["/bin/sh", "../sh", "", "-x", "a b"] {
            let error = check(&[&system(name)], None).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidManifest, "{name}");
        }
    }

    #[test]
    fn another_system_has_what_it_told_of() {
        let image = System {
            origin: Origin::Image { name: "a:1".into(), digest: "sha256:0".into() },
            platform: String::new(),
            packages: BTreeMap::new(),
            programs: BTreeSet::from(["curl".to_owned()]),
            libraries: BTreeSet::from(["libxml2.so.2".to_owned(), "libcurly.so".to_owned()]),
        };
        let names = ["curl", "xml2", "libxml2"].map(system);
        assert!(check(&names.iter().collect::<Vec<_>>(), Some(&image)).is_ok());
        let error = check(&[&system("sh"), &system("libcurl")], Some(&image)).unwrap_err();
        let told = "the plugin needs what the image `a:1` lacks: `sh`, `libcurl`";
        assert_eq!(error.message(), told);
        assert!(error.hint().unwrap().contains("FROM a:1"), "{error}");
    }
}
