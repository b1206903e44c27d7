//! What an execution sees: its file system, as a list of steps that build it.
//!
//! The root is an empty memory file system. Into it go, read-only, the system's program and library folders,
//! the interpreter's, the session's, and a dozen files of `/etc`; then private scratch folders, four devices
//! and the process list of the own namespace. Nothing else of the host has a name inside.

use super::super::runner::{self, INSIDE};
use super::super::{Limits, Mount, SessionSpec};
use crate::sandbox::execution::exists;
use crate::{Error, ErrorKind, Result};
use std::collections::BTreeSet;
use std::ffi::{CStr, CString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

/// The folder in which an execution starts.
pub(super) const WORK: &CStr = c"/plugin";

/// The folders that an execution may write, each a memory file system of its own.
pub(super) const SCRATCH: [&CStr; 3] = [c"/tmp", c"/dev/shm", WORK];
/// The devices that it may use.
pub(super) const DEVICES: [&CStr; 5] =
    [c"/dev/null", c"/dev/zero", c"/dev/full", c"/dev/random", c"/dev/urandom"];

/// A scratch folder has at least a page.
const SMALLEST_SCRATCH: u64 = 4096;
/// Files per scratch folder.
const SCRATCH_FILES: u32 = 16_384;
/// Program and library folders of a system, links or folders, each shown where it exists.
const SYSTEM: [&str; 7] = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];
/// What programs need of `/etc`; everything else there stays hidden, `shadow` first of all.
const SETTINGS: [&str; 9] = [
    "alternatives",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "R",
    "fonts",
    "nix",
];
/// Parts of `/proc` that tell of the host or its hardware.
const HIDDEN_FILES: [&str; 6] =
    ["kcore", "keys", "timer_list", "sched_debug", "kmsg", "sysrq-trigger"];
const HIDDEN_FOLDERS: [&str; 4] = ["acpi", "scsi", "asound", "fs"];

const USERS: &str = "plugin:x:1000:1000:plugin:/tmp:/usr/sbin/nologin\n";
const GROUPS: &str = "plugin:x:1000:\n";
const HOSTS: &str = "127.0.0.1 localhost plugin\n::1 localhost\n";
const NAME_SERVICES: &str = "passwd: files\ngroup: files\nhosts: files\n";

/// One step of building the file system. Paths are relative to the new root.
#[derive(Debug)]
pub(super) enum Step {
    Directory(CString),
    File {
        path: CString,
        content: &'static [u8],
    },
    Symlink {
        target: CString,
        path: CString,
    },
    /// Puts the tree of this number in place.
    Attach {
        tree: usize,
        path: CString,
    },
    Scratch {
        path: CString,
        options: CString,
    },
    Processes(CString),
    HideFile(CString),
    HideFolder(CString),
}

/// A folder or file of the host to put in place.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) source: CString,
    /// Whether it is a device node, which needs no further flags.
    pub(super) device: bool,
}

/// A file system to build.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) steps: Vec<Step>,
    pub(super) trees: Vec<Tree>,
    made: BTreeSet<PathBuf>,
    shown: Vec<PathBuf>,
}

impl View {
    /// The view of a session: system folders of `root`, the interpreter's folders, and what the spec names.
    pub(super) fn new(
        root: &Path,
        interpreter: &[PathBuf],
        runner: &Path,
        spec: &SessionSpec,
    ) -> Result<Self> {
        let mut view = Self::default();
        view.system(root)?;
        // Before the rest, which may lie below: a virtual environment in `/tmp`.
        view.private(&spec.limits)?;
        for folder in interpreter {
            let below = folder.strip_prefix("/").unwrap_or(folder);
            let canonical = exists(&root.join(below))?;
            view.show(&canonical, folder)?;
            if root == Path::new("/") {
                view.show(&canonical, &canonical)?;
            }
        }
        view.show(&exists(&spec.release)?, Path::new(runner::RELEASE))?;
        view.show(runner, Path::new(INSIDE))?;
        for Mount { source, target } in &spec.mounts {
            if let Some(shown) = view.shown.iter().find(|shown| target.starts_with(shown)) {
                let (target, shown) = (target.display(), shown.display());
                let message =
                    format!("`{target}` can't be mounted below `{shown}`, which is shown");
                return Err(Error::new(ErrorKind::InvalidInput, message)
                    .with_hint("mount at a path of its own, as in `/omniplug/data`"));
            }
            view.show(&exists(source)?, target)?;
        }
        Ok(view)
    }

    fn system(&mut self, root: &Path) -> Result<()> {
        for name in SYSTEM {
            let (source, target) = (root.join(name), Path::new("/").join(name));
            match std::fs::symlink_metadata(&source) {
                Ok(metadata) if metadata.is_symlink() => {
                    let link =
                        std::fs::read_link(&source).map_err(|error| unreadable(&source, error))?;
                    self.steps
                        .push(Step::Symlink { target: text(&link)?, path: relative(&target)? });
                }
                Ok(metadata) if metadata.is_dir() => self.show(&source, &target)?,
                _ => {}
            }
        }
        self.directory(Path::new("/etc"))?;
        for name in SETTINGS {
            let source = root.join("etc").join(name);
            if let Ok(canonical) = source.canonicalize() {
                self.show(&canonical, &Path::new("/etc").join(name))?;
            }
        }
        let generated = [
            (c"etc/passwd", USERS),
            (c"etc/group", GROUPS),
            (c"etc/hosts", HOSTS),
            (c"etc/nsswitch.conf", NAME_SERVICES),
        ];
        self.steps.extend(generated.map(|(path, content)| Step::File {
            path: path.to_owned(),
            content: content.as_bytes(),
        }));
        Ok(())
    }

    /// Shows a folder or file of the host read-only, unless a folder above it is shown already.
    fn show(&mut self, source: &Path, target: &Path) -> Result<()> {
        if self.shown.iter().any(|shown| target.starts_with(shown)) {
            return Ok(());
        }
        if source.is_dir() {
            self.directory(target)?;
        } else {
            self.directory(target.parent().unwrap_or(Path::new("/")))?;
            self.steps.push(Step::File { path: relative(target)?, content: b"" });
        }
        self.attach(source, target, false)?;
        self.shown.push(target.to_owned());
        Ok(())
    }

    fn attach(&mut self, source: &Path, target: &Path, device: bool) -> Result<()> {
        self.steps.push(Step::Attach { tree: self.trees.len(), path: relative(target)? });
        self.trees.push(Tree { source: text(source)?, device });
        Ok(())
    }

    fn private(&mut self, limits: &Limits) -> Result<()> {
        // A size of 0 would mean no bound at all.
        let size = limits.scratch.max(SMALLEST_SCRATCH);
        let options = CString::new(format!("size={size},nr_inodes={SCRATCH_FILES},mode=1777"));
        let options = options.map_err(|error| Error::new(ErrorKind::Sandbox, error.to_string()))?;
        self.directory(Path::new("/dev"))?;
        for device in DEVICES {
            let path = Path::new(std::ffi::OsStr::from_bytes(device.to_bytes()));
            self.steps.push(Step::File { path: relative(path)?, content: b"" });
            self.attach(source_of(path), path, true)?;
        }
        for path in SCRATCH {
            let path = Path::new(std::ffi::OsStr::from_bytes(path.to_bytes()));
            self.directory(path)?;
            self.steps.push(Step::Scratch { path: relative(path)?, options: options.clone() });
        }
        let links = [
            (c"/proc/self/fd", c"dev/fd"),
            (c"/proc/self/fd/0", c"dev/stdin"),
            (c"/proc/self/fd/1", c"dev/stdout"),
            (c"/proc/self/fd/2", c"dev/stderr"),
        ];
        self.steps.extend(links.map(|(target, path)| Step::Symlink {
            target: target.to_owned(),
            path: path.to_owned(),
        }));
        self.directory(Path::new("/proc"))?;
        self.steps.push(Step::Processes(c"proc".to_owned()));
        for name in HIDDEN_FILES {
            self.steps.push(Step::HideFile(relative(&Path::new("/proc").join(name))?));
        }
        for name in HIDDEN_FOLDERS {
            self.steps.push(Step::HideFolder(relative(&Path::new("/proc").join(name))?));
        }
        Ok(())
    }

    /// Makes a folder and those above it, each once.
    fn directory(&mut self, path: &Path) -> Result<()> {
        if let Some(wrong) = path.components().find(|part| matches!(part, Component::ParentDir)) {
            let message = format!("`{}` holds `{}`", path.display(), wrong.as_os_str().display());
            return Err(Error::new(ErrorKind::InvalidInput, message)
                .with_hint("give the sandbox absolute paths without `..`"));
        }
        let mut above: Vec<_> = path.ancestors().filter(|path| path.parent().is_some()).collect();
        above.reverse();
        for folder in above {
            if self.made.insert(folder.to_owned()) {
                self.steps.push(Step::Directory(relative(folder)?));
            }
        }
        Ok(())
    }

    /// Says what a step does, for the error of one that failed.
    pub(super) fn describe(&self, step: usize) -> String {
        let show = |path: &CStr| path.to_string_lossy().into_owned();
        match self.steps.get(step) {
            Some(Step::Attach { tree, path }) => {
                let source =
                    self.trees.get(*tree).map(|tree| show(&tree.source)).unwrap_or_default();
                format!("show `{source}` as `/{}`", show(path))
            }
            Some(Step::Directory(path)) => format!("make the folder `/{}`", show(path)),
            Some(Step::File { path, .. }) => format!("make the file `/{}`", show(path)),
            Some(Step::Symlink { path, .. }) => format!("make the link `/{}`", show(path)),
            Some(Step::Scratch { path, .. }) => {
                format!("mount scratch memory on `/{}`", show(path))
            }
            Some(Step::Processes(_)) => "mount `/proc`".into(),
            Some(Step::HideFile(path) | Step::HideFolder(path)) => {
                format!("hide `/{}`", show(path))
            }
            None => "build the file system".into(),
        }
    }
}

/// Where a device comes from. `/dev/full` reads as `/dev/zero` does, but can't be mapped: shared memory
/// made of `/dev/zero` is nobody's where no control group counts it.
fn source_of(device: &Path) -> &Path {
    if device == Path::new("/dev/zero") { Path::new("/dev/full") } else { device }
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Sandbox, format!("can't read `{}`", path.display())).with_source(error)
}

fn text(path: &Path) -> Result<CString> {
    CString::new(path.as_os_str().as_bytes()).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, format!("`{}` holds a null byte", path.display()))
            .with_source(error)
    })
}

/// The path below the root that is being built.
fn relative(path: &Path) -> Result<CString> {
    let below = path.strip_prefix("/").map_err(|_| {
        let message = format!("`{}` is no absolute path", path.display());
        Error::new(ErrorKind::InvalidInput, message).with_hint("mount at an absolute path")
    })?;
    text(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        View::default()
    }

    #[test]
    fn a_folder_is_made_once_after_those_above_it() {
        let mut view = view();
        view.directory(Path::new("/a/b")).unwrap();
        view.directory(Path::new("/a/c")).unwrap();
        let made: Vec<_> = view
            .steps
            .iter()
            .map(|step| match step {
                Step::Directory(path) => path.to_str().unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(made, ["a", "a/b", "a/c"]);
    }

    #[test]
    fn what_lies_in_a_shown_folder_is_not_shown_again() {
        let mut view = view();
        view.show(Path::new("/usr"), Path::new("/usr")).unwrap();
        view.show(Path::new("/usr/lib"), Path::new("/usr/lib")).unwrap();
        assert_eq!(view.trees.len(), 1);
    }

    #[test]
    fn scratch_of_size_0_stays_bounded() {
        let mut view = view();
        view.private(&Limits { scratch: 0, ..Limits::default() }).unwrap();
        let bounded = view.steps.iter().filter(|step| match step {
            Step::Scratch { options, .. } => options.to_str().unwrap().starts_with("size=4096,"),
            _ => false,
        });
        assert_eq!(bounded.count(), SCRATCH.len());
    }

    #[test]
    fn a_target_that_climbs_or_is_relative_is_refused() {
        for target in ["/a/../b", "a"] {
            let error = view().show(Path::new("/usr"), Path::new(target)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{target}");
        }
    }
}
