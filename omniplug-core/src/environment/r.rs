//! R packages: what the runtime has, and what is missing.

use super::environments::{Environment, no_start};
use super::refusal::refused;
use crate::error::PathContext;
use crate::manifest::Dependency;
use crate::sandbox::{Interpreter, Origin};
use crate::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::env;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// How long R may take to list its packages.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Prints each installed package and its version behind a mark, so that nothing else is taken for one.
const LIST: &str = r#"p <- utils::installed.packages()[, c("Package", "Version"), drop = FALSE]; cat(paste0("omniplug:", p[, 1L], "=", p[, 2L], "\n"), sep = "")"#;

/// Whether a version, the first, keeps a bound with the second.
type Comparison = fn(&[u64], &[u64]) -> bool;

/// One package that is asked for.
#[derive(Debug)]
struct Wanted {
    name: String,
    conditions: Vec<Condition>,
}

#[derive(Debug)]
struct Condition {
    text: String,
    holds: Comparison,
    version: Vec<u64>,
}

/// Finds the packages in the interpreter's library; one error names all that are missing or do not fit.
pub(super) async fn prepare(
    wanted: &[&Dependency],
    interpreter: &Interpreter,
) -> Result<Environment> {
    let wanted = wanted.iter().map(|dependency| parse(dependency)).collect::<Result<Vec<_>>>()?;
    let packages = match interpreter.system.as_deref() {
        Some(system) => check(&wanted, &system.packages, Some(&system.origin))?,
        None => check(&wanted, &installed(interpreter).await?, None)?,
    };
    Ok(Environment { packages, ..Environment::default() })
}

/// Checks a dependency's name and bounds.
fn parse(dependency: &Dependency) -> Result<Wanted> {
    let Dependency { name, extras, marker, .. } = dependency;
    let shown = dependency.to_string();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if !plain || !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.ends_with('.') {
        return Err(refused(&shown, "it has no name of an R package"));
    }
    if !extras.is_empty() || !marker.is_empty() {
        return Err(refused(&shown, "R packages have no extras and no markers"));
    }
    let bounds = dependency.bounds().map_err(|why| refused(&shown, &why))?;
    let conditions = bounds.iter().map(|bound| {
        let holds = comparison(bound.operator)
            .ok_or_else(|| refused(&shown, "R versions are compared with `>= > == != < <=`"))?;
        let version = numbers(&bound.version)
            .ok_or_else(|| refused(&shown, "R versions are numbers, as in `1.2-3`"))?;
        let text = format!("{}{}", bound.operator, bound.version);
        Ok(Condition { text, holds, version })
    });
    Ok(Wanted { name: name.clone(), conditions: conditions.collect::<Result<_>>()? })
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        ">=" => |a, b| a >= b,
        ">" => |a, b| a > b,
        "==" => |a, b| a == b,
        "!=" => |a, b| a != b,
        "<" => |a, b| a < b,
        "<=" => |a, b| a <= b,
        _ => return None,
    })
}

/// The numbers of a version, `1.2-3` as in R's `package_version`: compared one after another.
fn numbers(version: &str) -> Option<Vec<u64>> {
    version.split(['.', '-']).map(|part| part.parse().ok()).collect()
}

/// The packages that R's library has, with their versions; the base packages count.
async fn installed(interpreter: &Interpreter) -> Result<BTreeMap<String, String>> {
    let mut command = Command::new(&interpreter.executable);
    let kept = ["PATH", "HOME", "TMPDIR"];
    command
        .args(["--no-echo", "--vanilla", "-e", LIST])
        .env_clear()
        .envs(kept.iter().filter_map(|name| Some((name, env::var_os(name)?))))
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let child = command.spawn().map_err(|error| no_start(&interpreter.executable, error))?;
    let program = &interpreter.executable;
    let failed = |what: &str| {
        let what = format!("`{}` {what} when it was asked for its packages", program.display());
        Error::new(ErrorKind::Unavailable, what)
            .with_hint("run `R --vanilla -e 'installed.packages()'` to see what is wrong")
    };
    let output = tokio::time::timeout(TIMEOUT, child.wait_with_output())
        .await
        .map_err(|_| failed("did not answer"))?
        .at(ErrorKind::Unavailable, "run", program)?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let text: String = text.chars().take(2000).collect();
        return Err(failed("failed").with_source(text));
    }
    Ok(read(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads what R printed. A package that is in several libraries is loaded from the first in the search path.
fn read(text: &str) -> BTreeMap<String, String> {
    let mut packages = BTreeMap::new();
    for line in text.lines() {
        let package = line.strip_prefix("omniplug:").and_then(|line| line.split_once('='));
        if let Some((name, version)) = package {
            packages.entry(name.to_owned()).or_insert_with(|| version.to_owned());
        }
    }
    packages
}

/// The packages that are asked for as `name==version`, or one error that names all that do not fit.
fn check(
    wanted: &[Wanted],
    installed: &BTreeMap<String, String>,
    origin: Option<&Origin>,
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for package in wanted {
        let name = &package.name;
        let problem = match installed.get(name) {
            None => Some(format!("`{name}` is not installed")),
            Some(version) => {
                found.push(format!("{name}=={version}"));
                misfit(package, version)
            }
        };
        if let Some(problem) = problem {
            problems.push(problem);
            names.push(name);
        }
    }
    if problems.is_empty() {
        found.sort();
        found.dedup();
        return Ok(found);
    }
    names.sort_unstable();
    names.dedup();
    let place = origin.map(|origin| format!(" in {origin}")).unwrap_or_default();
    let what = format!("R packages are missing{place}: {}", problems.join(", "));
    Err(Error::new(ErrorKind::Dependency, what).with_hint(remedy(&names, origin)))
}

/// How to get packages, where R's library is.
fn remedy(names: &[&str], origin: Option<&Origin>) -> String {
    let debian: Vec<_> =
        names.iter().map(|name| format!("r-cran-{}", name.to_lowercase())).collect();
    let (debian, names) = (debian.join(" "), names.join("\", \""));
    let install = format!("`install.packages(c(\"{names}\"), lib = .Library)`");
    match origin {
        None => format!(
            "in R as the administrator, into the system's library: {install}; on Debian and Ubuntu `apt-get install {debian}`"
        ),
        Some(Origin::Root(folder)) => format!(
            "install them there, as in `chroot {} apt-get install {debian}`, or in its R {install}",
            folder.display()
        ),
        Some(Origin::Image { name, .. }) => format!(
            "use an image that has them, made `FROM {name}` with `RUN Rscript -e '{}'`, or from Debian's with `RUN apt-get install {debian}`",
            install.trim_matches('`')
        ),
    }
}

/// What is wrong with an installed version, if anything.
fn misfit(package: &Wanted, version: &str) -> Option<String> {
    let own = numbers(version);
    let broken = package.conditions.iter().find(|condition| {
        !own.as_ref().is_some_and(|own| (condition.holds)(own, &condition.version))
    })?;
    let (name, wanted) = (&package.name, &broken.text);
    Some(format!("`{name}` has version `{version}`, it must be `{wanted}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(texts: &[&str]) -> Vec<Wanted> {
        let parsed = texts.iter().map(|text| parse(&text.parse().unwrap()).unwrap());
        parsed.collect()
    }

    #[test]
    fn versions_are_compared_as_r_does() {
        let installed = BTreeMap::from([
            ("MASS".to_owned(), "7.3-58.2".to_owned()),
            ("base".to_owned(), "4.2.2".to_owned()),
        ]);
        let fitting = ["MASS>=7.3-9", "base", "MASS > 7.3, < 8", "base==4.2.2"];
        let found = check(&wanted(&fitting), &installed, None).unwrap();
        assert_eq!(found, ["MASS==7.3-58.2", "base==4.2.2"]);
        let missing = wanted(&["base>=4.10", "none", "data.table"]);
        let error = check(&missing, &installed, None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Dependency);
        assert_eq!(
            error.message(),
            "R packages are missing: `base` has version `4.2.2`, it must be `>=4.10`, \
             `none` is not installed, `data.table` is not installed"
        );
        let hint = error.hint().unwrap();
        assert!(hint.contains(r#"install.packages(c("base", "data.table", "none")"#), "{hint}");
        assert!(hint.contains("r-cran-data.table"), "{hint}");
    }

    #[test]
    fn what_an_image_lacks_is_told_with_what_to_do_about_the_image() {
        let image = Origin::Image { name: "r-base:4.3.0".into(), digest: "sha256:0".into() };
        let error = check(&wanted(&["R6"]), &BTreeMap::new(), Some(&image)).unwrap_err();
        assert_eq!(
            error.message(),
            "R packages are missing in the image `r-base:4.3.0`: `R6` is not installed"
        );
        let hint = error.hint().unwrap();
        assert!(hint.contains("FROM r-base:4.3.0") && hint.contains("c(\"R6\")"), "{hint}");
    }

    #[test]
    fn what_r_does_not_know_is_refused() {
        for text in ["a_b", "1a", "a>=x", "a^1.2", "a[b]", "a ; x"] {
            assert!(parse(&text.parse().unwrap()).is_err(), "{text}");
        }
    }
}
