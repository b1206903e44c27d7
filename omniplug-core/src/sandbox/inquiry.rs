//! Asking an interpreter about itself, and the system around it.

use super::{Interpreter, Language, Origin, System};
use crate::{Error, ErrorKind, Result};
use semver::Version;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a system keeps its programs.
pub(crate) const PROGRAMS: &[&str] =
    &["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/// Where a system keeps its libraries, besides the folder of the machine's architecture.
pub(crate) const LIBRARIES: &[&str] =
    &["/usr/local/lib", "/usr/lib", "/usr/lib64", "/lib", "/lib64"];

/// What Python tells of itself: a line for each fact, its name before a tabulator.
const PYTHON: &str = "\
import sys, sysconfig, os
def tell(name, value):
    print(name, value, sep='\\t')
tell('program', sys.executable)
tell('version', '.'.join(map(str, sys.version_info[:3])))
tell('abi', sysconfig.get_config_var('SOABI') or sys.implementation.cache_tag)
for path in dict.fromkeys([sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix,
                           os.path.dirname(os.path.realpath(sys.executable))]):
    tell('folder', path)
";

/// What R tells of itself, in the same form.
const R: &str = "\
tell <- function(name, value) if (length(value)) cat(paste0(name, '\\t', value, '\\n'), sep = '')
tell('version', paste(R.version$major, R.version$minor, sep = '.'))
tell('abi', R.version$platform)
tell('home', R.home())
tell('search', Sys.getenv('LD_LIBRARY_PATH'))
tell('library', .libPaths())
tell('share', R.home('share'))
tell('include', R.home('include'))
tell('documents', R.home('doc'))
";

/// What Python tells of its system. Nothing but a run of musl's loader tells its version, and musl is 1.2 since 2020.
const PYTHON_SYSTEM: &str = "
try:
    libc = 'manylinux_' + os.confstr('CS_GNU_LIBC_VERSION').split()[1].replace('.', '_')
except (ValueError, AttributeError):
    libc = 'musllinux_1_2'
machine = os.uname().machine
tell('platform', libc + '_' + machine)
def files(folders):
    for folder in folders:
        try:
            yield from os.scandir(folder)
        except OSError:
            pass
for entry in files(programs):
    if entry.is_file() and os.access(entry.path, os.X_OK):
        tell('program_file', entry.name)
for entry in files(libraries + ['/usr/lib/' + machine + '-linux-gnu']):
    if '.so' in entry.name:
        tell('library_file', entry.name)
";

/// What R tells of its system.
const R_SYSTEM: &str = "
packages <- utils::installed.packages()[, c('Package', 'Version'), drop = FALSE]
tell('package', paste(packages[, 1L], packages[, 2L], sep = '\\t'))
found <- list.files(programs, full.names = TRUE)
tell('program_file', basename(found[file.access(found, 1L) == 0L & !dir.exists(found)]))
own <- paste0('/usr/lib/', R.version$arch, '-linux-gnu')
tell('library_file', list.files(c(libraries, own), pattern = '[.]so'))
";

/// An interpreter with all that a sandbox needs to run it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) interpreter: Interpreter,
    /// The folders that it was installed in.
    pub(crate) folders: Vec<PathBuf>,
    /// The program to execute, followed by the arguments that come before the runner.
    pub(crate) command: Vec<String>,
    /// Variables that the interpreter needs.
    pub(crate) variables: Vec<(String, String)>,
}

/// The arguments with which an interpreter tells about itself and, with `system`, about the system that it is in.
pub(crate) fn arguments(language: Language, system: bool) -> Vec<String> {
    let (options, question, and_system): (&[&str], _, _) = match language {
        Language::Python => (&["-I", "-c"], PYTHON, PYTHON_SYSTEM),
        Language::R => {
            (&["--no-echo", "--no-save", "--no-restore", "--no-init-file", "-e"], R, R_SYSTEM)
        }
    };
    let question = match (system, language) {
        (false, _) => question.to_owned(),
        (true, Language::Python) => {
            format!("{question}programs = {PROGRAMS:?}\nlibraries = {LIBRARIES:?}\n{and_system}")
        }
        (true, Language::R) => {
            let vector = |folders| format!("{folders:?}").replace('[', "c(").replace(']', ")");
            let (programs, libraries) = (vector(PROGRAMS), vector(LIBRARIES));
            format!("{question}programs <- {programs}\nlibraries <- {libraries}\n{and_system}")
        }
    };
    options.iter().map(|option| (*option).to_owned()).chain([question]).collect()
}

/// Reads what `program` told of itself, and of its system where it came from an `origin` other than the host.
///
/// # Errors
/// [`Unavailable`](ErrorKind::Unavailable) when something is missing in the answer.
pub(crate) fn read(
    language: Language,
    program: &Path,
    answer: &str,
    origin: Option<Origin>,
) -> Result<Found> {
    let answer = Answer(answer.lines().filter_map(|line| line.split_once('\t')).collect());
    let found = match language {
        Language::Python => answer.python(),
        Language::R => answer.r(program),
    };
    let mut found = found.ok_or_else(|| unclear(program))?;
    found.interpreter.system = origin.map(|origin| Arc::new(answer.system(origin)));
    Ok(found)
}

/// The error of a program that gave no answer.
pub(crate) fn unclear(program: &Path) -> Error {
    Error::new(ErrorKind::Unavailable, format!("`{}` did not tell what it is", program.display()))
        .with_hint("name a Python 3 program in `OMNIPLUG_PYTHON`, an R program in `OMNIPLUG_R`")
}

/// Facts by their names, in the order in which they were told.
struct Answer<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Answer<'a> {
    fn all(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| *own == name).map(|(_, value)| *value)
    }

    fn one(&self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }

    fn python(&self) -> Option<Found> {
        let executable = self.one("program")?;
        Some(Found {
            interpreter: Interpreter {
                language: Language::Python,
                executable: PathBuf::from(executable),
                version: Version::parse(self.one("version")?).ok()?,
                abi: self.one("abi")?.to_owned(),
                system: None,
            },
            folders: self.all("folder").map(PathBuf::from).collect(),
            command: vec![executable.to_owned(), "-I".into(), "-B".into()],
            variables: Vec::new(),
        })
    }

    fn r(&self, program: &Path) -> Option<Found> {
        let (home, share) = (self.one("home")?, self.one("share")?);
        let (include, documents) = (self.one("include")?, self.one("documents")?);
        let libraries: Vec<_> = self.all("library").collect();
        let variables = [
            ("R_HOME", home),
            ("R_SHARE_DIR", share),
            ("R_INCLUDE_DIR", include),
            ("R_DOC_DIR", documents),
            ("LD_LIBRARY_PATH", self.one("search").unwrap_or_default()),
            ("R_LIBS", &libraries.join(":")),
        ];
        let folders =
            [home, share, include, documents].into_iter().chain(libraries.iter().copied());
        Some(Found {
            interpreter: Interpreter {
                language: Language::R,
                executable: program.to_owned(),
                version: Version::parse(self.one("version")?).ok()?,
                abi: self.one("abi")?.to_owned(),
                system: None,
            },
            folders: folders.map(PathBuf::from).collect(),
            command: vec![
                format!("{home}/bin/exec/R"),
                "--no-echo".into(),
                "--no-restore".into(),
                "--vanilla".into(),
            ],
            variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        })
    }

    fn system(&self, origin: Origin) -> System {
        let named = |name| self.all(name).map(str::to_owned).collect();
        let mut packages = BTreeMap::new();
        for (name, version) in self.all("package").filter_map(|package| package.split_once('\t')) {
            // A package that is in several libraries is loaded from the first in the search path.
            packages.entry(name.to_owned()).or_insert_with(|| version.to_owned());
        }
        System {
            origin,
            platform: self.one("platform").unwrap_or_default().to_owned(),
            packages,
            programs: named("program_file"),
            libraries: named("library_file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skip::skip;

    fn here() -> Option<Origin> {
        Some(Origin::Root("/".into()))
    }

    /// What a program of this machine answers.
    fn asked(language: Language, program: &str) -> Option<Found> {
        let output =
            std::process::Command::new(program).args(arguments(language, true)).output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let answer = String::from_utf8(output.stdout).unwrap();
        Some(read(language, Path::new(program), &answer, here()).unwrap())
    }

    #[test]
    fn python_tells_of_itself_and_its_system() {
        let Some(found) = asked(Language::Python, "python3") else {
            return skip("inquiry of Python", "there is no python3");
        };
        assert!(found.interpreter.executable.is_absolute() && !found.folders.is_empty());
        let system = found.interpreter.system.unwrap();
        assert!(system.platform.contains("linux_"), "{}", system.platform);
        assert!(system.platform.ends_with(std::env::consts::ARCH), "{}", system.platform);
        assert!(system.programs.contains("sh") && system.packages.is_empty());
        assert!(system.libraries.iter().any(|name| name.starts_with("libc.so")));
    }

    #[test]
    fn r_tells_of_itself_and_its_packages() {
        let Some(found) = asked(Language::R, "R") else {
            return skip("inquiry of R", "there is no R");
        };
        let version = found.interpreter.version.to_string();
        let system = found.interpreter.system.unwrap();
        assert_eq!(system.packages["stats"], version);
        assert!(system.programs.contains("sh"));
        assert!(system.libraries.iter().any(|name| name.starts_with("libc.so")));
        assert!(found.variables.iter().all(|(_, value)| !value.contains('\n')));
    }

    #[test]
    fn noise_is_no_answer() {
        for answer in ["", "hello", "program\t/python", "program\t/p\nversion\tx\nabi\tb"] {
            let error = read(Language::Python, Path::new("py"), answer, None).unwrap_err();
            assert!(error.message().contains("`py` did not tell"), "{error}");
        }
    }
}
