//! Files: where they are, what is deleted, who may use them.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static SENSITIVE_FILE: Rule = Rule {
    id: "R601",
    name: "sensitive-file",
    language: RuleLanguage::R,
    group: Group::FileSystem,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 22,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "a file that holds secrets is touched",
    explanation: "Passwords, keys and histories of the host or its user are no input of a plugin.",
    remedy: "Take what is needed as input.",
    example: Example {
        bad: "keys <- readLines(\"~/.ssh/id_rsa\")\n",
        good: "rows <- readLines(\"rows.txt\")\n",
    },
};

pub(in crate::scanner) static WRITE_OUTSIDE: Rule = Rule {
    id: "R602",
    name: "write-outside",
    language: RuleLanguage::R,
    group: Group::FileSystem,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 73,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "a file outside the scratch folder is written",
    explanation: "A fixed place on the host's disk, or one above the working folder, is not the plugin's.",
    remedy: "Write below `tempdir()` or return the result.",
    example: Example {
        bad: "writeLines(\"x\", \"/opt/data/x.txt\")\n",
        good: "writeLines(\"x\", file.path(tempdir(), \"x.txt\"))\n",
    },
};

pub(in crate::scanner) static DELETION: Rule = Rule {
    id: "R603",
    name: "deletion",
    language: RuleLanguage::R,
    group: Group::Deletion,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 73,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "files are deleted",
    explanation: "A folder deleted with all that is in it does not come back.",
    remedy: "Delete only what `tempfile()` named.",
    example: Example {
        bad: "unlink(\"/home\", recursive = TRUE)\n",
        good: "path <- tempfile()\nunlink(path)\n",
    },
};

pub(in crate::scanner) static PERMISSIONS: Rule = Rule {
    id: "R604",
    name: "permissions",
    language: RuleLanguage::R,
    group: Group::Permissions,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 732,
    aliases: &["B103"],
    capability: Some(Capability::FileWrite),
    title: "a file becomes writable for all, or runs as its owner",
    explanation: "Others can then change the file, or run it with rights that they do not have.",
    remedy: "Use `0600` or `0644`.",
    example: Example {
        bad: "Sys.chmod(\"run.sh\", \"777\")\n",
        good: "Sys.chmod(\"run.sh\", \"644\")\n",
    },
};

pub(in crate::scanner) static ARCHIVE: Rule = Rule {
    id: "R605",
    name: "archive-extraction",
    language: RuleLanguage::R,
    group: Group::Archives,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 22,
    aliases: &["B202"],
    capability: Some(Capability::FileWrite),
    title: "an archive is unpacked",
    explanation: "Names in an archive can lead out of the folder, and a small archive can fill the disk.",
    remedy: "List the names first, and unpack below `tempdir()`.",
    example: Example {
        bad: "untar(path, exdir = \"/\")\n",
        good: "names <- untar(path, list = TRUE)\n",
    },
};

pub(in crate::scanner) static SHARED_TEMPORARY_FILE: Rule = Rule {
    id: "R606",
    name: "shared-temporary-file",
    language: RuleLanguage::R,
    group: Group::TemporaryFiles,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 377,
    aliases: &["B108"],
    capability: Some(Capability::FileWrite),
    title: "a file with a fixed name is written to the shared temporary folder",
    explanation: "Others can make a file of that name first, or replace it.",
    remedy: "Use `tempfile()`.",
    example: Example {
        bad: "writeLines(\"x\", \"/tmp/result.txt\")\n",
        good: "writeLines(\"x\", tempfile())\n",
    },
};

pub(in crate::scanner) static FOLDER_SEARCH: Rule = Rule {
    id: "R607",
    name: "folder-search",
    language: RuleLanguage::R,
    group: Group::FileSystem,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "the host's folders are searched",
    explanation: "The names of files tell what the host and its user do; they are no input of a plugin.",
    remedy: "Take the paths as input.",
    example: Example {
        bad: "found <- list.files(\"/home\", recursive = TRUE)\n",
        good: "found <- list.files(\"data\")\n",
    },
};
