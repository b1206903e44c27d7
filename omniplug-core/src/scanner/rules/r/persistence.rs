//! What stays, what runs by itself, and what looks at the machine.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static DANGEROUS_HOOK: Rule = Rule {
    id: "R801",
    name: "dangerous-hook",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "loading, leaving or a hook starts something dangerous",
    explanation: "The code runs without being called: when the package is loaded, when an object is collected, when the session ends.",
    remedy: "Do it in a function that the user calls.",
    example: Example {
        bad: ".onLoad <- function(lib, pkg) system(\"touch loaded\")\n",
        good: ".onLoad <- function(lib, pkg) invisible(NULL)\n",
    },
};

pub(in crate::scanner) static SESSION_HOOK: Rule = Rule {
    id: "R802",
    name: "session-hook",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "a function runs when the session starts or ends",
    explanation: "`.First` and `.Last` run without being called.",
    remedy: "Use `on.exit` in the function that needs it.",
    example: Example {
        bad: ".Last <- function() cat(\"bye\")\n",
        good: "work <- function() { on.exit(cat(\"done\")); 1 }\n",
    },
};

pub(in crate::scanner) static FINALIZER: Rule = Rule {
    id: "R803",
    name: "finalizer",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "a function runs when an object is collected",
    explanation: "It runs at a moment that nobody chose, `onexit = TRUE` also when the session ends.",
    remedy: "Use `on.exit`.",
    example: Example {
        bad: "reg.finalizer(globalenv(), function(e) cat(\"x\"), onexit = TRUE)\n",
        good: "work <- function() { on.exit(cat(\"x\")); 1 }\n",
    },
};

pub(in crate::scanner) static TASK_CALLBACK: Rule = Rule {
    id: "R804",
    name: "task-callback",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "a function runs after every command",
    explanation: "It sees every expression and every result of the session.",
    remedy: "Remove it.",
    example: Example {
        bad: "addTaskCallback(function(expr, value, ok, visible) TRUE)\n",
        good: "callback <- function(x) x\n",
    },
};

pub(in crate::scanner) static PACKAGE_HOOK: Rule = Rule {
    id: "R805",
    name: "package-hook",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "a function runs when another package is loaded",
    explanation: "It runs without being called and can change that package.",
    remedy: "Ask for the package where it is needed.",
    example: Example {
        bad: "setHook(\"before.plot.new\", spy)\n",
        good: "plot_both <- function(x) plot(x)\n",
    },
};

pub(in crate::scanner) static ERROR_HANDLER: Rule = Rule {
    id: "R806",
    name: "error-handler",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "code runs at every error of the session",
    explanation: "`options(error = )` and its like run for errors of others too.",
    remedy: "Use `tryCatch` around the call.",
    example: Example { bad: "options(error = quote(report()))\n", good: "options(digits = 3)\n" },
};

pub(in crate::scanner) static NAMESPACE_CHANGED: Rule = Rule {
    id: "R807",
    name: "namespace-changed",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 913,
    aliases: &[],
    capability: None,
    title: "a function of another package is replaced",
    explanation: "All code of the session then calls the replacement, the runner of the host included.",
    remedy: "Write a function of an own name.",
    example: Example {
        bad: "assignInNamespace(\"print.default\", function(x) x, \"base\")\n",
        good: "print.mine <- function(x, ...) cat(\"mine\")\n",
    },
};

pub(in crate::scanner) static TRACED: Rule = Rule {
    id: "R808",
    name: "function-traced",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 913,
    aliases: &[],
    capability: None,
    title: "code is put into a function of another package",
    explanation: "`trace` runs the code at each call of the function, with its arguments in sight.",
    remedy: "Remove it.",
    example: Example {
        bad: "trace(\"readline\", quote(cat(\"x\")))\n",
        good: "traced <- sum(diag(matrix(1:4, 2)))\n",
    },
};

pub(in crate::scanner) static START_UP_FILE: Rule = Rule {
    id: "R809",
    name: "start-up-file",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "a file that runs by itself is written",
    explanation: "Profiles of R and of the shell, keys and timetables run code long after the plugin has ended.",
    remedy: "Remove it.",
    example: Example {
        bad: "cat(\"x()\", file = \"~/.Rprofile\", append = TRUE)\n",
        good: "cat(\"x\", file = file.path(tempdir(), \"notes.txt\"))\n",
    },
};

pub(in crate::scanner) static SANDBOX_PROBE: Rule = Rule {
    id: "R810",
    name: "sandbox-probe",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "the machine or what confines the code is looked at",
    explanation: "`/proc`, `/sys`, control groups and container marks tell where the code runs and how to leave.",
    remedy: "Remove it.",
    example: Example {
        bad: "limits <- readLines(\"/proc/self/cgroup\")\n",
        good: "cores <- parallel::detectCores()\n",
    },
};

pub(in crate::scanner) static LOADER_VARIABLE: Rule = Rule {
    id: "R811",
    name: "loader-variable",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 426,
    aliases: &[],
    capability: Some(Capability::Environment),
    title: "an environment variable that loads code is set",
    explanation: "`LD_PRELOAD`, `R_PROFILE_USER` and their like load code into every program that is started later.",
    remedy: "Remove it.",
    example: Example {
        bad: "Sys.setenv(LD_PRELOAD = \"x.so\")\n",
        good: "Sys.setenv(TZ = \"UTC\")\n",
    },
};

pub(in crate::scanner) static SCHEDULED: Rule = Rule {
    id: "R812",
    name: "scheduled-job",
    language: RuleLanguage::R,
    group: Group::Persistence,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "a job is put into the system's timetable",
    explanation: "It runs long after the plugin has ended.",
    remedy: "Remove it.",
    example: Example {
        bad: "cronR::cron_add(command, \"daily\")\n",
        good: "days <- seq(Sys.Date(), by = \"day\", length.out = 3)\n",
    },
};

pub(in crate::scanner) static FRAMES_WALKED: Rule = Rule {
    id: "R813",
    name: "frames-walked",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Low,
    confidence: Confidence::Low,
    cwe: 913,
    aliases: &[],
    capability: None,
    title: "the frames of callers are read or changed",
    explanation: "The variables of functions that called, the runner of the host included, are in reach.",
    remedy: "Pass values as arguments.",
    example: Example { bad: "frames <- sys.frames()\n", good: "here <- environment()\n" },
};

pub(in crate::scanner) static ENVIRONMENT_KEPT: Rule = Rule {
    id: "R814",
    name: "environment-kept",
    language: RuleLanguage::R,
    group: Group::Exfiltration,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 526,
    aliases: &[],
    capability: Some(Capability::Environment),
    title: "the whole environment is read, or a secret of it is kept",
    explanation: "Environment variables hold keys and passwords, which others read in results and files.",
    remedy: "Read the one variable that is needed, and keep it out of files.",
    example: Example {
        bad: "saveRDS(Sys.getenv(), \"settings.rds\")\n",
        good: "language <- Sys.getenv(\"LANG\")\n",
    },
};

pub(in crate::scanner) static RESOURCES_EXHAUSTED: Rule = Rule {
    id: "R815",
    name: "resources-exhausted",
    language: RuleLanguage::R,
    group: Group::SandboxProbing,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 400,
    aliases: &[],
    capability: None,
    title: "memory or time is taken without bound",
    explanation: "The machine stops for everybody, or the plugin waits until nobody looks.",
    remedy: "Bound the loop and what it makes.",
    example: Example { bad: "room <- numeric(1e12)\n", good: "room <- numeric(1000)\n" },
};
