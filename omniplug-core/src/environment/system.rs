//! Programs and libraries of the machine that a plugin uses.

use super::refusal::refused;
use crate::manifest::Dependency;
use crate::{Error, ErrorKind, Result};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Where a sandbox sees the system's libraries, besides the folder of the machine's architecture.
const LIBRARIES: &[&str] = &["/usr/local/lib", "/usr/lib", "/usr/lib64", "/lib", "/lib64"];

/// Where a sandbox sees the system's programs.
const FOLDERS: &[&str] =
    &["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/// The programs and libraries (`tar`, `libcurl`) that are in none of the system's folders. A version that is
/// asked for is not checked: programs have no common way to tell theirs.
pub(super) fn missing(wanted: &[&Dependency]) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for dependency in wanted {
        let name = dependency.name.trim();
        let plain =
            name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
        if !plain || name.starts_with(['-', '.']) || name.is_empty() {
            return Err(refused(name, "a system dependency is the name of a program or library"));
        }
        let program = FOLDERS.iter().any(|folder| is_program(&Path::new(folder).join(name)));
        if !program && !is_library(name) {
            missing.push(name.to_owned());
        }
    }
    Ok(missing)
}

/// The error that names all that is missing.
pub(super) fn error(missing: &[String]) -> Error {
    let (names, words) = (missing.join("`, `"), missing.join(" "));
    Error::new(
        ErrorKind::Dependency,
        format!("the plugin needs what this machine lacks: `{names}`"),
    )
    .with_hint(format!(
        "install it with the system's package manager, as in `apt-get install {words}`"
    ))
}

/// Whether a folder of libraries has `name.so` or `libname.so`, with whatever version behind it.
fn is_library(name: &str) -> bool {
    let own = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let starts = [format!("{name}.so"), format!("lib{name}.so")];
    let folders = LIBRARIES.iter().copied().chain([own.as_str()]);
    folders.filter_map(|folder| Path::new(folder).read_dir().ok()).flatten().any(|entry| {
        entry.is_ok_and(|entry| {
            let file = entry.file_name();
            starts.iter().any(|start| file.to_string_lossy().starts_with(start.as_str()))
        })
    })
}

fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = missing(&wanted.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(found, ["no-such-program", "libno-such"]);
        assert!(error(&found).message().contains("`no-such-program`, `libno-such`"));
        for name in ["/bin/sh", "../sh", "", "-x", "a b"] {
            assert!(missing(&[&system(name)]).is_err(), "{name}");
        }
    }
}
