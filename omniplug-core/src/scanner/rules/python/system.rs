//! Machine code, staying after the end, and looking at what confines the code.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static CTYPES: Rule = Rule {
    id: "PY801",
    name: "ctypes",
    language: RuleLanguage::Python,
    group: Group::NativeCode,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 111,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "Calls machine code or touches raw memory",
    explanation: "Nothing of Python's checks holds there.",
    remedy: "Use a package that wraps the library.",
    example: Example {
        bad: "import ctypes\nlibrary = ctypes.CDLL(\"libc.so.6\")\n",
        good: "import ctypes\nnumber = ctypes.c_int(3)\n",
    },
};

pub(in crate::scanner) static LIBRARY_LOADED: Rule = Rule {
    id: "PY802",
    name: "library-loaded",
    language: RuleLanguage::Python,
    group: Group::NativeCode,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 114,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "Loads or builds a native library while it runs",
    explanation: "Machine code is not seen by any check.",
    remedy: "Ship the library as a package.",
    example: Example {
        bad: "import cffi\nlibrary = cffi.FFI().dlopen(name)\n",
        good: "names = catalogue.dlopen_names\n",
    },
};

pub(in crate::scanner) static EXECUTABLE_MEMORY: Rule = Rule {
    id: "PY803",
    name: "executable-memory",
    language: RuleLanguage::Python,
    group: Group::NativeCode,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 94,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "Makes memory that can be executed",
    explanation: "That is how machine code is smuggled in as data.",
    remedy: "Remove it.",
    example: Example {
        bad: "import mmap\nroom = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n",
        good: "import mmap\nroom = mmap.mmap(-1, 4096, prot=mmap.PROT_READ)\n",
    },
};

pub(in crate::scanner) static STARTUP_FILE: Rule = Rule {
    id: "PY811",
    name: "startup-file",
    language: RuleLanguage::Python,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Names a file that other programs run by themselves",
    explanation: "Shell profiles, schedules, services and `sitecustomize` run what is written there.",
    remedy: "Remove it.",
    example: Example {
        bad: "open(\"/home/user/.bashrc\", \"a\").write(\"x\")\n",
        good: "note = \"bashrc\"\n",
    },
};

pub(in crate::scanner) static EXIT_HOOK: Rule = Rule {
    id: "PY812",
    name: "exit-hook",
    language: RuleLanguage::Python,
    group: Group::Persistence,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Leaves something to run later",
    explanation: "It runs when nobody looks any more.",
    remedy: "Use `with` or `finally`.",
    example: Example {
        bad: "import atexit, os\natexit.register(os.remove, \"a\")\n",
        good: "atexit = None\n",
    },
};

pub(in crate::scanner) static DAEMON: Rule = Rule {
    id: "PY813",
    name: "daemon",
    language: RuleLanguage::Python,
    group: Group::Persistence,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Takes itself out of its session",
    explanation: "A process that leaves its session lives on after its host.",
    remedy: "Remove it.",
    example: Example { bad: "import os\nos.setsid()\n", good: "import os\nprint(os.getsid(0))\n" },
};

pub(in crate::scanner) static REGISTRY_CHANGED: Rule = Rule {
    id: "PY814",
    name: "registry-changed",
    language: RuleLanguage::Python,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Changes the registry of Windows",
    explanation: "Programs start from there by themselves.",
    remedy: "Remove it.",
    example: Example {
        bad: "import winreg\nwinreg.SetValueEx(key, \"a\", 0, 1, \"b\")\n",
        good: "winreg = None\n",
    },
};

pub(in crate::scanner) static SYSTEM_FILE_PROBED: Rule = Rule {
    id: "PY821",
    name: "system-file-probed",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 497,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "Looks at files of the kernel or the container",
    explanation: "That is how code finds out where it is and how to get out.",
    remedy: "Remove it.",
    example: Example {
        bad: "text = open(\"/proc/self/status\").read()\n",
        good: "text = open(\"process/self.txt\").read()\n",
    },
};

pub(in crate::scanner) static FRAMES_WALKED: Rule = Rule {
    id: "PY822",
    name: "frames-walked",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 497,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Walks frames or objects of other code",
    explanation: "Variables of the host, such as its secrets, are in there.",
    remedy: "Pass what is needed as arguments.",
    example: Example {
        bad: "import sys\ncaller = sys._getframe(1).f_back.f_globals\n",
        good: "import traceback\ntext = traceback.format_exc()\n",
    },
};

pub(in crate::scanner) static ABRUPT_END: Rule = Rule {
    id: "PY823",
    name: "abrupt-end",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 705,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Ends the process without its clean-up",
    explanation: "What watches the process does not see why it ended.",
    remedy: "Raise an exception.",
    example: Example { bad: "import os\nos._exit(0)\n", good: "raise SystemExit(0)\n" },
};

pub(in crate::scanner) static LOADER_ENVIRONMENT: Rule = Rule {
    id: "PY824",
    name: "loader-environment",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 427,
    aliases: &[],
    capability: Some(Capability::Environment),
    title: "Sets a variable that makes other programs load code",
    explanation: "`LD_PRELOAD`, `PYTHONSTARTUP` and `PATH` decide what runs.",
    remedy: "Remove it.",
    example: Example {
        bad: "import os\nos.environ[\"LD_PRELOAD\"] = \"/tmp/x.so\"\n",
        good: "import os\nos.environ[\"OMP_NUM_THREADS\"] = \"1\"\n",
    },
};

pub(in crate::scanner) static RESOURCES_EXHAUSTED: Rule = Rule {
    id: "PY825",
    name: "resources-exhausted",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 400,
    aliases: &[],
    capability: None,
    title: "Takes memory, threads or processes without bound",
    explanation: "The machine stops for everybody.",
    remedy: "Bound the loop.",
    example: Example { bad: "room = \"x\" * 10**12\n", good: "room = \"x\" * 1000\n" },
};

pub(in crate::scanner) static ENVIRONMENT_READ: Rule = Rule {
    id: "PY826",
    name: "environment-read",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Info,
    confidence: Confidence::Medium,
    cwe: 526,
    aliases: &[],
    capability: Some(Capability::Environment),
    title: "Reads environment variables",
    explanation: "Hosts keep secrets there.",
    remedy: "Take settings from the configuration that the host hands over.",
    example: Example {
        bad: "import os\nvalue = os.environ[\"HOME_PAGE\"]\n",
        good: "environ = {}\nvalue = environ[\"HOME_PAGE\"]\n",
    },
};

pub(in crate::scanner) static SECRET_VARIABLE_READ: Rule = Rule {
    id: "PY827",
    name: "secret-variable-read",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 526,
    aliases: &[],
    capability: Some(Capability::Environment),
    title: "Reads an environment variable that holds a secret, or all of them",
    explanation: "Hosts keep keys there; a plugin has no use for the lot.",
    remedy: "Take settings from the configuration that the host hands over.",
    example: Example {
        bad: "import os\nkey = os.environ[\"AWS_SECRET_ACCESS_KEY\"]\n",
        good: "import os\nkey = os.environ[\"OMP_NUM_THREADS\"]\n",
    },
};

pub(in crate::scanner) static KERNEL_CALL: Rule = Rule {
    id: "PY828",
    name: "kernel-call",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 250,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "Talks to the kernel past the usual functions",
    explanation: "Tracing, namespaces, mounts and devices lead out of a sandbox.",
    remedy: "Remove it.",
    example: Example {
        bad: "import os\nos.unshare(os.CLONE_NEWUSER)\n",
        good: "import os\nos.sync()\n",
    },
};

pub(in crate::scanner) static TRACING_HOOK: Rule = Rule {
    id: "PY829",
    name: "tracing-hook",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 497,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Sets a hook on what the interpreter does",
    explanation: "Tracing and audit hooks see everything that other code does, and can stop it.",
    remedy: "Remove it.",
    example: Example {
        bad: "import sys\nsys.settrace(spy)\n",
        good: "import sys\nsys.getrecursionlimit()\n",
    },
};

pub(in crate::scanner) static WATCHER_LOOKED_FOR: Rule = Rule {
    id: "PY830",
    name: "watcher-looked-for",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 693,
    aliases: &[],
    capability: None,
    title: "Tells whether somebody watches, or where the code had better do nothing",
    explanation: "Hostile code does nothing where it is debugged or tried in a virtual machine.",
    remedy: "Do the same everywhere, and say why the code ends.",
    example: Example {
        bad: "import sys\nif sys.gettrace() is not None:\n    raise SystemExit\n",
        good: "import os\nworkers = min(4, os.cpu_count() or 1)\n",
    },
};

pub(in crate::scanner) static INHERITED_DESCRIPTOR: Rule = Rule {
    id: "PY831",
    name: "inherited-descriptor",
    language: RuleLanguage::Python,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 403,
    aliases: &[],
    capability: None,
    title: "Uses or closes a descriptor that it did not open",
    explanation: "What the program that runs the code left open is in reach: its pipes, its files, its connections.",
    remedy: "Open what is needed by its name.",
    example: Example {
        bad: "import os\nanswer = os.read(3, 4096)\n",
        good: "import os\nos.write(1, b\"done\")\n",
    },
};
