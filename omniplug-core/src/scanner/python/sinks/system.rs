//! Machine code, staying after the end, and what confines the code.

use super::lookup::{Sink, is_dangerous};
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::Value;
use crate::scanner::rules::python::system;
use ruff_python_ast::Expr;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &[
            "ctypes.CDLL",
            "ctypes.PyDLL",
            "ctypes.WinDLL",
            "ctypes.OleDLL",
            "ctypes.cdll.LoadLibrary",
            "ctypes.windll.LoadLibrary",
            "ctypes.pydll.LoadLibrary",
            "ctypes.LibraryLoader",
            "ctypes.memmove",
            "ctypes.memset",
            "ctypes.string_at",
            "ctypes.wstring_at",
            "ctypes.util.find_library",
            "ctypes.CFUNCTYPE",
            "ctypes.PYFUNCTYPE",
            "ctypes.dlopen",
            "ctypes.cast",
            "ctypes.c_char.from_address",
            "ctypes.c_long.from_address",
            "ctypes.c_void_p.from_address",
            "ctypes.py_object.from_address",
            "ctypes.c_int.from_address",
            "ctypes.c_ubyte.from_address",
            "ctypes.c_ssize_t.from_address",
            "ctypes.c_uint8.from_address",
            "ctypes.c_byte.from_address",
        ],
        rule: &system::CTYPES,
        judge: machine_code,
    },
    Sink {
        paths: &[
            "cffi.FFI().dlopen",
            "cffi.FFI",
            "cffi.FFI().verify",
            "cffi.verifier.Verifier",
            "numpy.ctypeslib.load_library",
            "sys.setdlopenflags",
            "_ctypes.dlopen",
            "ctypes.dlopen",
            "cppyy.load_library",
            "importlib.machinery.ExtensionFileLoader",
            "_imp.create_dynamic",
            "imp.load_dynamic",
            "distutils.ccompiler.new_compiler",
            "torch.utils.cpp_extension.load",
            "torch.utils.cpp_extension.load_inline",
            "torch.ops.load_library",
            "scipy.weave.inline",
            "cppimport.imp",
            "sqlite3.connect().enable_load_extension",
            "*.enable_load_extension",
            "*.load_extension",
            "tensorflow.load_op_library",
            "llvmlite.binding.load_library_permanently",
            "pycparser.parse_file",
            "jpype.startJVM",
            "numpy.f2py.compile",
            "pyximport.install",
            "cython.inline",
            "Cython.inline",
        ],
        rule: &system::LIBRARY_LOADED,
        judge: library,
    },
    Sink { paths: &["mmap.mmap"], rule: &system::EXECUTABLE_MEMORY, judge: executable },
    Sink {
        paths: &[
            "ctypes.windll.kernel32.VirtualAlloc",
            "ctypes.windll.kernel32.CreateThread",
            "ctypes.windll.kernel32.VirtualProtect",
            "ctypes.windll.kernel32.CreateRemoteThread",
            "ctypes.CDLL().mprotect",
            "ctypes.cdll.LoadLibrary().mprotect",
        ],
        rule: &system::EXECUTABLE_MEMORY,
        judge: plain,
    },
    Sink {
        paths: &[
            "ctypes.CDLL().ptrace",
            "ctypes.CDLL().syscall",
            "ctypes.CDLL().mount",
            "ctypes.CDLL().unshare",
            "ctypes.CDLL().setns",
            "ctypes.CDLL().prctl",
            "ctypes.CDLL().system",
            "ctypes.CDLL().execve",
            "ctypes.cdll.LoadLibrary().system",
            "ctypes.cdll.msvcrt.system",
            "ctypes.CDLL().popen",
            "ctypes.CDLL().fork",
        ],
        rule: &system::KERNEL_CALL,
        judge: plain,
    },
    Sink {
        paths: &[
            "os.unshare",
            "os.setns",
            "os.pivot_root",
            "os.mount",
            "fcntl.ioctl",
            "os.chroot",
            "os.memfd_create",
            "os.ptrace",
            "os.sched_setaffinity",
            "os.nice",
            "os.setpriority",
            "resource.setrlimit",
            "prctl.set_name",
            "setproctitle.setproctitle",
            "os.pidfd_open",
            "os.mknod",
            "os.fexecve",
        ],
        rule: &system::KERNEL_CALL,
        judge: kernel,
    },
    Sink {
        paths: &[
            "atexit.register",
            "weakref.finalize",
            "signal.signal",
            "threading.Timer",
            "sched.scheduler().enter",
            "signal.setitimer",
            "signal.alarm",
            "schedule.every",
        ],
        rule: &system::EXIT_HOOK,
        judge: hook,
    },
    Sink {
        paths: &[
            "os.setsid",
            "os.setpgrp",
            "os.setpgid",
            "daemon.DaemonContext",
            "python_daemon.DaemonContext",
            "os.daemon",
        ],
        rule: &system::DAEMON,
        judge: plain,
    },
    Sink {
        paths: &[
            "winreg.SetValueEx",
            "winreg.CreateKey",
            "winreg.CreateKeyEx",
            "_winreg.SetValueEx",
            "winreg.SetValue",
            "winreg.DeleteKey",
            "winreg.OpenKey",
            "_winreg.OpenKey",
        ],
        rule: &system::REGISTRY_CHANGED,
        judge: plain,
    },
    Sink {
        paths: &["crontab.CronTab", "dbus.SystemBus", "win32serviceutil.InstallService"],
        rule: &system::STARTUP_FILE,
        judge: plain,
    },
    Sink {
        paths: &["gc.get_objects", "gc.get_referrers", "gc.get_referents"],
        rule: &system::FRAMES_WALKED,
        judge: objects,
    },
    Sink {
        paths: &[
            "sys._getframe",
            "inspect.currentframe",
            "inspect.stack",
            "sys._current_frames",
            "inspect.getouterframes",
            "sys._current_exceptions",
        ],
        rule: &system::FRAMES_WALKED,
        judge: frames,
    },
    Sink {
        paths: &["os.read", "os.write", "os.fdopen", "open", "os.closerange", "socket.socket"],
        rule: &system::INHERITED_DESCRIPTOR,
        judge: inherited,
    },
    Sink {
        paths: &["time.sleep", "sys.setrecursionlimit"],
        rule: &system::RESOURCES_EXHAUSTED,
        judge: exhausts,
    },
    Sink {
        paths: &["sys.gettrace", "sys.getprofile"],
        rule: &system::WATCHER_LOOKED_FOR,
        judge: plain,
    },
    Sink {
        paths: &[
            "os._exit",
            "os.abort",
            "faulthandler._sigsegv",
            "signal.raise_signal",
            "faulthandler._sigabrt",
            "ctypes._sigsegv",
        ],
        rule: &system::ABRUPT_END,
        judge: ends,
    },
];

fn machine_code(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "ctypes.util.find_library" | "ctypes.CFUNCTYPE" | "ctypes.PYFUNCTYPE" | "ctypes.cast" => {
            site.at(Severity::Low)
        }
        _ => site.plain(),
    }
}

fn library(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "cffi.FFI" | "distutils.ccompiler.new_compiler" | "jpype.startJVM" => {
            site.at(Severity::Low)
        }
        "*.load_extension" if !site.names.imports("sqlite3") => None,
        _ => site.plain(),
    }
}

fn executable(site: &Site<'_, '_>) -> Option<Verdict> {
    let protection = site.keyword("prot")?;
    if mentions(protection, "PROT_EXEC")
        || site.constant(protection).and_then(|value| value.int()).is_some_and(|bits| bits & 4 != 0)
    {
        return site.plain();
    }
    None
}

fn mentions(expr: &Expr, name: &str) -> bool {
    match expr {
        Expr::BinOp(both) => mentions(&both.left, name) || mentions(&both.right, name),
        Expr::Attribute(attribute) => attribute.attr.as_str() == name,
        Expr::Name(known) => known.id.as_str() == name,
        _ => false,
    }
}

fn kernel(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "os.sched_setaffinity" | "os.nice" | "os.setpriority" => site.at(Severity::Low),
        "resource.setrlimit" | "os.pidfd_open" | "fcntl.ioctl" | "setproctitle.setproctitle" => {
            site.at(Severity::Medium)
        }
        _ => site.plain(),
    }
}

fn hook(site: &Site<'_, '_>) -> Option<Verdict> {
    let arguments = &site.call.arguments;
    let all = arguments.args.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.value));
    let paths: Vec<String> = all.flat_map(|expr| site.paths(expr)).collect();
    if paths.iter().any(|path| is_dangerous(path)) {
        return site.because(Severity::High, "that runs code or a command");
    }
    let ignores = site.path == "signal.signal" && paths.iter().any(|path| path == "signal.SIG_IGN");
    let ends = paths.iter().any(|path| {
        matches!(
            path.as_str(),
            "signal.SIGTERM" | "signal.SIGXCPU" | "signal.SIGINT" | "signal.SIGHUP"
        )
    });
    match site.path {
        "signal.signal" if ignores && ends => {
            site.because(Severity::Medium, "and stays when it is told to end")
        }
        "signal.signal" | "signal.setitimer" | "signal.alarm" | "threading.Timer" => {
            site.at(Severity::Info)
        }
        _ => site.plain(),
    }
}

fn objects(site: &Site<'_, '_>) -> Option<Verdict> {
    site.at(if site.path == "gc.get_referents" { Severity::Low } else { Severity::Medium })
}

fn frames(site: &Site<'_, '_>) -> Option<Verdict> {
    site.at(if site.path.starts_with("sys._current") { Severity::Medium } else { Severity::Low })
}

/// A descriptor by its number is one that somebody else opened; the first three are everybody's.
fn inherited(site: &Site<'_, '_>) -> Option<Verdict> {
    let descriptor = match site.path {
        "socket.socket" => site.keyword("fileno")?,
        _ => site.first()?,
    };
    let others = match site.constant(descriptor)? {
        Value::Int(number) => number > 2 || site.path == "os.closerange",
        _ => false,
    };
    if others { site.plain() } else { None }
}

/// Hours of sleep, and more calls inside one another than a stack holds.
fn exhausts(site: &Site<'_, '_>) -> Option<Verdict> {
    let most = if site.path == "time.sleep" { 3600.0 } else { 1_000_000.0 };
    let number = match site.constant(site.first()?)? {
        Value::Int(number) => number as f64,
        Value::Float(number) => number,
        _ => return None,
    };
    if number >= most { site.plain() } else { None }
}

fn ends(site: &Site<'_, '_>) -> Option<Verdict> {
    site.at(Severity::Medium)
}
