//! Files outside the scratch folders.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict};
use crate::scanner::python::value::HOLE;
use crate::scanner::rules::python::files;
use ruff_python_ast::Expr;

const OPENED: &[&str] = &[
    "open",
    "pathlib.Path().open",
    "os.open",
    "gzip.open",
    "io.FileIO",
    "os.fdopen",
    "bz2.open",
    "lzma.open",
    "file",
];
const WRITTEN: &[&str] = &[
    "pathlib.Path().write_text",
    "pathlib.Path().write_bytes",
    "pathlib.Path().touch",
    "os.mkfifo",
    "os.mknod",
];
const SAVED: &[&str] = &[
    "numpy.save",
    "numpy.savez",
    "numpy.savetxt",
    "sqlite3.connect",
    "logging.FileHandler",
    "shelve.open",
];
const COPIED: &[&str] = &[
    "shutil.copy",
    "shutil.copyfile",
    "shutil.copy2",
    "shutil.move",
    "os.rename",
    "os.replace",
    "shutil.copytree",
];

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: OPENED, rule: &files::FILE_OUTSIDE_WRITTEN, judge: opens_to_write },
    Sink { paths: WRITTEN, rule: &files::FILE_OUTSIDE_WRITTEN, judge: writes },
    Sink { paths: COPIED, rule: &files::FILE_OUTSIDE_WRITTEN, judge: copies },
    Sink { paths: OPENED, rule: &files::FIXED_TEMPORARY_PATH, judge: opens_fixed },
    Sink { paths: WRITTEN, rule: &files::FIXED_TEMPORARY_PATH, judge: fixed },
    Sink { paths: SAVED, rule: &files::FIXED_TEMPORARY_PATH, judge: fixed },
    Sink { paths: COPIED, rule: &files::FIXED_TEMPORARY_PATH, judge: copies_fixed },
    Sink { paths: OPENED, rule: &files::PATH_FROM_OUTSIDE, judge: opens_outside },
    Sink {
        paths: &[
            "pathlib.Path().read_text",
            "pathlib.Path().read_bytes",
            "flask.send_file",
            "numpy.fromfile",
        ],
        rule: &files::PATH_FROM_OUTSIDE,
        judge: opens_outside,
    },
    Sink {
        paths: &[
            "os.symlink",
            "os.link",
            "pathlib.Path().symlink_to",
            "pathlib.Path().hardlink_to",
        ],
        rule: &files::LINK_MADE,
        judge: links,
    },
    Sink {
        paths: &[
            "os.walk",
            "os.listdir",
            "os.scandir",
            "glob.glob",
            "glob.iglob",
            "pathlib.Path().rglob",
            "pathlib.Path().glob",
            "pathlib.Path().iterdir",
            "os.fwalk",
            "pathlib.Path().walk",
        ],
        rule: &files::FOLDERS_SEARCHED,
        judge: searches,
    },
    Sink { paths: OPENED, rule: &files::OWN_FILES_CHANGED, judge: own },
    Sink { paths: WRITTEN, rule: &files::OWN_FILES_CHANGED, judge: own },
    Sink { paths: OPENED, rule: &files::FILES_OF_OTHERS_CHANGED, judge: overwrites },
    Sink {
        paths: &["pathlib.Path().write_text", "pathlib.Path().write_bytes"],
        rule: &files::FILES_OF_OTHERS_CHANGED,
        judge: overwrites,
    },
    Sink {
        paths: OPENED,
        rule: &crate::scanner::rules::python::system::SYSTEM_FILE_PROBED,
        judge: device,
    },
    Sink {
        paths: &[
            "tarfile.open().extractall",
            "tarfile.TarFile().extractall",
            "tarfile.TarFile.open().extractall",
            "tarfile.open().extract",
            "tarfile.TarFile().extract",
            "*.extractall",
            "*.extract",
        ],
        rule: &files::TAR_UNPACKED,
        judge: tar,
    },
    Sink {
        paths: &[
            "zipfile.ZipFile().extractall",
            "zipfile.ZipFile().extract",
            "*.extractall",
            "shutil.unpack_archive",
            "patoolib.extract_archive",
            "py7zr.SevenZipFile().extractall",
            "rarfile.RarFile().extractall",
        ],
        rule: &files::ARCHIVE_UNPACKED,
        judge: archive,
    },
    Sink {
        paths: &["tempfile.mktemp", "os.tempnam", "os.tmpnam"],
        rule: &files::GUESSABLE_TEMPORARY_NAME,
        judge: crate::scanner::python::site::plain,
    },
];

/// The path that a call is about: what a method of a path stands on, or the first argument.
pub(super) fn subject<'a>(site: &Site<'_, 'a>) -> Option<&'a Expr> {
    if site.path.starts_with("pathlib.") {
        site.subject()
    } else {
        site.argument("file", 0).or_else(|| site.first())
    }
}

/// Whether the path is certainly outside the plugin's own and scratch folders.
pub(super) fn is_elsewhere(path: &str) -> bool {
    const SCRATCH: &[&str] = &[
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/dev/null",
        "/dev/stdout",
        "/dev/stderr",
        "/plugin",
        "/scratch",
    ];
    let windows = path.get(1..3) == Some(":\\");
    let absolute = path.starts_with(['/', '~']) || windows || path.starts_with("../..");
    absolute && path.len() > 1 && !SCRATCH.iter().any(|scratch| path.starts_with(scratch))
}

/// Whether the path lies where programs keep what they can make again.
fn is_cache(path: &str) -> bool {
    path.starts_with("~/.cache/") && !path.contains("..")
}

fn writes_mode(site: &Site<'_, '_>) -> bool {
    let position = usize::from(!site.path.starts_with("pathlib."));
    let Some(mode) = site.argument("mode", position) else { return false };
    match site.text(mode) {
        Some(mode) => mode.contains(['w', 'a', 'x', '+']),
        None => flags(mode),
    }
}

/// `os.O_WRONLY | os.O_CREAT`.
fn flags(mode: &Expr) -> bool {
    match mode {
        Expr::BinOp(both) => flags(&both.left) || flags(&both.right),
        Expr::Attribute(flag) => {
            matches!(flag.attr.as_str(), "O_WRONLY" | "O_RDWR" | "O_CREAT" | "O_APPEND" | "O_TRUNC")
        }
        _ => false,
    }
}

fn opens_to_write(site: &Site<'_, '_>) -> Option<Verdict> {
    if writes_mode(site) { writes(site) } else { None }
}

fn writes(site: &Site<'_, '_>) -> Option<Verdict> {
    let path = subject(site)?;
    let sketch = site.sketch(path);
    if is_elsewhere(&sketch) {
        return if is_cache(&sketch) { site.at(Severity::Low) } else { site.plain() };
    }
    if site.origin(path).has(Origin::NETWORK) {
        site.raised(path, Severity::Medium, Severity::High)
    } else {
        None
    }
}

/// A name that anybody can take first, in a folder where everybody writes.
fn is_fixed(path: &str) -> bool {
    let mut shared = ["/tmp/", "/var/tmp/", "/dev/shm/"].iter();
    shared.any(|folder| path.starts_with(folder) && path.len() > folder.len())
        && !path.contains(HOLE)
}

fn fixed(site: &Site<'_, '_>) -> Option<Verdict> {
    if is_fixed(&site.sketch(subject(site)?)) {
        site.because(Severity::Medium, "and writes it")
    } else {
        None
    }
}

fn opens_fixed(site: &Site<'_, '_>) -> Option<Verdict> {
    if writes_mode(site) { fixed(site) } else { None }
}

fn copies_fixed(site: &Site<'_, '_>) -> Option<Verdict> {
    let target = site.argument("dst", 1)?;
    if is_fixed(&site.sketch(target)) {
        site.because(Severity::Medium, "and writes it")
    } else {
        None
    }
}

fn copies(site: &Site<'_, '_>) -> Option<Verdict> {
    let target = site.argument("dst", 1)?;
    if is_elsewhere(&site.sketch(target)) { site.plain() } else { None }
}

fn opens_outside(site: &Site<'_, '_>) -> Option<Verdict> {
    let path = subject(site)?;
    let sketch = site.sketch(path);
    if sketch.matches("../").count() > 1
        || sketch.starts_with("/etc/")
        || sketch.starts_with("/root")
        || sketch.starts_with("/boot")
    {
        return site.at(Severity::Medium);
    }
    let origin = site.origin(path);
    if origin.has(Origin::INPUT) && site.constant(path).is_none() {
        let severity = if site.path == "flask.send_file" || writes_mode(site) {
            Severity::Medium
        } else {
            Severity::Low
        };
        return site.raised(path, severity, severity);
    }
    None
}

fn links(site: &Site<'_, '_>) -> Option<Verdict> {
    let target = site.first()?;
    let sketch = site.sketch(target);
    if is_elsewhere(&sketch) || &*sketch == "/" {
        site.at(Severity::Medium)
    } else {
        site.at(Severity::Low)
    }
}

fn searches(site: &Site<'_, '_>) -> Option<Verdict> {
    let sketch = site.sketch(subject(site)?);
    let root = sketch.split('*').next().unwrap_or_default().trim_end_matches('/');
    let whole = sketch.starts_with('/') && root.is_empty() || sketch.starts_with("C:\\");
    let private = [
        "/home", "/root", "/etc", "/Users", "/mnt", "/media", "/proc", "/sys", "/var", "/run",
        "/dev",
    ];
    let private = root == "~"
        || root.starts_with("~/")
        || private.iter().any(|folder| root.starts_with(folder));
    if whole || private { site.plain() } else { None }
}

fn own(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.ends_with("open") && !writes_mode(site) {
        return None;
    }
    let path = subject(site)?;
    let named = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "__file__");
    let itself = named(path)
        || site.paths(path).iter().any(|path| {
            path == "__file__" || path == "inspect.getfile()" || path == "inspect.getsourcefile()"
        })
        || matches!(path, Expr::Call(call) if call.arguments.args.first().is_some_and(named));
    let sketch = site.sketch(path);
    let beside = [".py", ".pyc", ".pth", ".so"].iter().any(|ending| sketch.ends_with(ending))
        && site.origin(path).has(Origin::CODE);
    let script = matches!(path, Expr::Subscript(_))
        && site.paths(path).iter().any(|path| path == "sys.argv[]")
        && site.text(path).is_none()
        && is_first(path);
    if itself
        || beside
        || script
        || sketch.ends_with("sitecustomize.py")
        || sketch.ends_with(".pth") && is_elsewhere(&sketch)
    {
        site.plain()
    } else {
        None
    }
}

fn is_first(expr: &Expr) -> bool {
    matches!(expr, Expr::Subscript(subscript) if matches!(&*subscript.slice, Expr::NumberLiteral(number) if number.value == ruff_python_ast::Number::Int(ruff_python_ast::Int::ZERO)))
}

/// A file that was looked for is written under its own name.
fn overwrites(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.ends_with("open") && !writes_mode(site) {
        return None;
    }
    let path = subject(site)?;
    let sketch = site.sketch(path);
    let same = sketch.ends_with(HOLE) && !is_cache(&sketch);
    if same && site.origin(path).has(Origin::LISTING) { site.at(Severity::Medium) } else { None }
}

fn device(site: &Site<'_, '_>) -> Option<Verdict> {
    let sketch = site.sketch(subject(site)?);
    let quiet = [
        "/dev/null",
        "/dev/urandom",
        "/dev/random",
        "/dev/stdin",
        "/dev/stdout",
        "/dev/stderr",
        "/dev/shm",
        "/dev/zero",
        "/dev/fd",
        "/dev/clipboard",
    ];
    let device =
        sketch.starts_with("/dev/") && !quiet.iter().any(|known| sketch.starts_with(known));
    if device { site.at(Severity::High) } else { None }
}

fn tar(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with('*')
        && !site.names.modules.contains("tarfile")
        && !site.names.modules.iter().any(|module| module.starts_with("tarfile."))
    {
        return None;
    }
    let one = site.path.ends_with(".extract");
    let filter = site
        .keyword("filter")
        .and_then(|expr| site.text(expr).or_else(|| site.paths(expr).first().cloned()));
    if filter.is_some_and(|filter| {
        matches!(filter.as_str(), "data" | "tar")
            || filter.ends_with("data_filter")
            || filter.ends_with("tar_filter")
    }) {
        return None;
    }
    match site.keyword("members") {
        Some(Expr::Call(_)) => site.at(Severity::Low),
        Some(_) => site.at(Severity::Medium),
        None if one => {
            if site.path.starts_with('*') {
                None
            } else {
                site.at(Severity::Low)
            }
        }
        None => site.plain(),
    }
}

fn archive(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with('*') {
        return if site.names.imports("zipfile") { site.at(Severity::Low) } else { None };
    }
    let one = site.path.ends_with("extract");
    if site.path.starts_with("zipfile.") {
        // It keeps names inside of the folder itself.
        let folder = site.argument("path", usize::from(one)).map(|path| site.sketch(path));
        let elsewhere = folder.is_some_and(|path| is_elsewhere(&path) || path == "/");
        return site.at(if elsewhere { Severity::Medium } else { Severity::Low });
    }
    site.at(if one { Severity::Low } else { Severity::Medium })
}
