//! Python packages: checked requirements, installed once from wheels.

use super::cache::Building;
use super::environments::Environment;
use super::refusal::refused;
use super::{cache, installer};
use crate::error::PathContext;
use crate::hex::hex;
use crate::manifest::Dependency;
use crate::sandbox::{Event, EventSink, Interpreter, Mount};
use crate::{ErrorKind, Result};
use pep508_rs::{Requirement, VerbatimUrl, VersionOrUrl};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where an environment is seen inside a sandbox.
const INSIDE: &str = "/omniplug/environment";

/// The longest requirement that is read, in bytes.
const LENGTH: usize = 1000;

/// Changes when environments are built in another way, so that older ones are not used any more.
const GENERATION: &str = "omniplug python environment 1";

/// Prepares the environment of dependencies.
pub(super) async fn prepare(
    root: &Path,
    wanted: &[&Dependency],
    interpreter: &Interpreter,
    events: &dyn EventSink,
) -> Result<Environment> {
    let requirements = parse_all(wanted)?;
    let digest = digest(&requirements, interpreter);
    let place = root.join(&digest);
    if !place.is_dir() {
        fs::create_dir_all(root).at(ErrorKind::Storage, "create", root)?;
        let lock = cache::lock(root, &digest, events).await?;
        if !place.is_dir() {
            let building = Building::begin(root, &digest, lock)?;
            build(building, &place, &requirements, interpreter, events).await?;
        }
    }
    Ok(Environment {
        packages: installed(&place).at(ErrorKind::Storage, "read", &place)?,
        digest: Some(digest),
        mounts: vec![Mount { source: place, target: PathBuf::from(INSIDE) }],
        library_paths: vec![PathBuf::from(INSIDE)],
    })
}

/// Installs into a fresh folder and moves it to its place when it is whole.
async fn build(
    building: Building,
    place: &Path,
    requirements: &BTreeSet<String>,
    interpreter: &Interpreter,
    events: &dyn EventSink,
) -> Result<()> {
    let folder = building.folder();
    let list = folder.join("requirements.txt");
    let text: String = requirements.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&list, text).at(ErrorKind::Storage, "write", &list)?;
    let built = folder.join(installer::TARGET);
    fs::create_dir(&built).at(ErrorKind::Storage, "create", &built)?;
    let names: Vec<_> = requirements.iter().map(String::as_str).collect();
    let names = names.join("`, `");
    events.event(Event::Phase(format!("installing `{names}`")));
    installer::install(folder, requirements, interpreter, events).await?;
    building.publish(installer::TARGET, place.to_owned()).await
}

/// Parses requirements into their normal form, sorted and without repetition.
fn parse_all(wanted: &[&Dependency]) -> Result<BTreeSet<String>> {
    wanted
        .iter()
        .map(|dependency| {
            let text =
                dependency.to_pep508().map_err(|why| refused(&dependency.to_string(), &why))?;
            parse(&text)
        })
        .collect()
}

/// Parses one requirement by PEP 508 into its normal form: name, extras, versions, marker.
///
/// Addresses and paths would fetch from anywhere. The installer's file format knows more than PEP 508: options,
/// variables of the host (`${HOME}`), comments, continued lines; what could be taken for one is refused.
fn parse(text: &str) -> Result<String> {
    let fault = if text.len() > LENGTH {
        Some("it is too long")
    } else if text.chars().any(char::is_control) {
        Some("it has a control character or a line end")
    } else if text.contains('@') || text.contains("://") {
        Some("it names an address; packages come from the index only")
    } else if text.contains(['/', '\\']) || text.starts_with('.') {
        Some("it names a path; packages come from the index only")
    } else if text.starts_with('-') || text.contains(" -") {
        Some("it holds an option of the installer")
    } else if text.contains(['$', '%', '#', '`']) {
        Some("it has a character that has no place in a requirement")
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(refused(text, fault));
    }
    let parsed = Requirement::<VerbatimUrl>::from_str(text).map_err(|error| {
        let reason = error.message.to_string();
        refused(text, "it is no requirement as PEP 508 defines it").with_source(reason)
    })?;
    let mut extras: Vec<_> = parsed.extras.iter().map(ToString::to_string).collect();
    extras.sort();
    extras.dedup();
    let mut normal = parsed.name.to_string();
    if !extras.is_empty() {
        normal = format!("{normal}[{}]", extras.join(","));
    }
    if let Some(VersionOrUrl::VersionSpecifier(versions)) = &parsed.version_or_url {
        let mut versions: Vec<_> = versions.iter().map(ToString::to_string).collect();
        versions.sort();
        normal += &versions.join(",");
    }
    if let Some(marker) = parsed.marker.try_to_string() {
        normal = format!("{normal} ; {marker}");
    }
    Ok(normal)
}

/// What an environment is kept under: the requirements and the interpreter that they are installed for. Systems with
/// the same platform and interpreter share it, whatever else distinguishes them.
fn digest(requirements: &BTreeSet<String>, interpreter: &Interpreter) -> String {
    let mut hash = Sha256::new();
    let Interpreter { abi, version, system, .. } = interpreter;
    hash.update(format!("{GENERATION}\n{abi}\n{version}\n"));
    if let Some(system) = system {
        hash.update(format!("{}\n", system.platform));
    }
    for line in requirements {
        hash.update(format!("{line}\n"));
    }
    hex(hash.finalize())
}

/// The packages in an environment as `name==version`, from the names of their `.dist-info` folders
/// (packaging.python.org, "Recording installed projects").
fn installed(place: &Path) -> std::io::Result<Vec<String>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(place)? {
        let name = entry?.file_name();
        let release = name.to_str().and_then(|name| name.strip_suffix(".dist-info"));
        // A wheel may bring a folder of any name; no package is called like that.
        let release = release.filter(|release| release.chars().all(|c| c.is_ascii_graphic()));
        if let Some((name, version)) = release.and_then(|release| release.rsplit_once('-')) {
            packages.push(format!("{}=={version}", name.to_lowercase().replace('_', "-")));
        }
    }
    packages.sort();
    Ok(packages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Language;
    use semver::Version;

    fn interpreter(version: &str, abi: &str) -> Interpreter {
        Interpreter {
            language: Language::Python,
            executable: PathBuf::from("python3"),
            version: Version::parse(version).unwrap(),
            abi: abi.to_owned(),
            system: None,
        }
    }

    #[test]
    fn requirements_have_one_normal_form() {
        for (text, normal) in [
            ("NumPy >= 1.20 , < 3", "numpy<3,>=1.20"),
            ("numpy<3,>=1.20", "numpy<3,>=1.20"),
            ("scikit_learn", "scikit-learn"),
            ("pandas[html, Excel]==2.*", "pandas[excel,html]==2.*"),
            ("tomli ; python_version<'3.11'", "tomli ; python_full_version < '3.11'"),
        ] {
            assert_eq!(parse(text).unwrap(), normal);
        }
    }

    #[test]
    fn tricks_are_refused() {
        for text in [
            "",
            "six @ https://example.org/six.whl",
            "six@file:///tmp/six",
            "git+https://example.org/six",
            "https://example.org/six.whl",
            "./six",
            "/tmp/six.whl",
            "..",
            "six.whl",
            "six-1.0.tar.gz",
            "-r other.txt",
            "-e .",
            "--index-url=https://example.org",
            "six --hash=sha256:00",
            "six --index-url x",
            "six\n--index-url x",
            "six==${HOME}",
            "six==%PATH%",
            "six # comment",
            "six \\",
            "six==1.0==2.0 x",
            "six>=not.a.version",
            "six;",
            "six ; os_name == '${HOME}'",
            "six[",
        ] {
            assert!(parse(text).is_err(), "{text:?} gave {:?}", parse(text));
        }
    }

    #[test]
    fn installed_packages_are_told_without_what_would_reach_a_terminal() {
        let place = tempfile::tempdir().unwrap();
        for name in ["Six_Seven-1.16.0.dist-info", "a\u{1b}[31m-1.dist-info", "six_seven"] {
            fs::create_dir(place.path().join(name)).unwrap();
        }
        assert_eq!(installed(place.path()).unwrap(), ["six-seven==1.16.0"]);
    }

    #[test]
    fn the_digest_is_of_requirements_and_interpreter() {
        let one: Dependency = "six>=1".parse().unwrap();
        let two: Dependency = "attrs".parse().unwrap();
        let ab = parse_all(&[&one, &two]).unwrap();
        let ba = parse_all(&[&two, &one, &two]).unwrap();
        let here = interpreter("3.11.7", "cpython-311");
        assert_eq!(digest(&ab, &here), digest(&ba, &here));
        let single = parse_all(&[&one]).unwrap();
        assert_ne!(digest(&ab, &here), digest(&single, &here));
        assert_ne!(digest(&ab, &here), digest(&ab, &interpreter("3.11.8", "cpython-311")));
        assert_ne!(digest(&ab, &here), digest(&ab, &interpreter("3.11.7", "cpython-311d")));
    }
}
