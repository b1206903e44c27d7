//! Functions that are dangerous to hand out by name.

/// Functions that start programs, run text or load machine code.
pub(in crate::scanner::r) fn starts_things(name: &str) -> bool {
    matches!(
        name,
        "system"
            | "system2"
            | "shell"
            | "shell.exec"
            | "dyn.load"
            | "mcfork"
            | "py_run_string"
            | "sourceCpp"
            | "cppFunction"
            | "assignInNamespace"
            | "socketConnection"
            | "install.packages"
    )
}

/// Functions of R that no package gives another meaning.
pub(in crate::scanner::r) fn is_own(name: &str) -> bool {
    matches!(
        name,
        "system" | "system2" | "shell.exec" | "dyn.load" | "eval" | "do.call" | "socketConnection"
    )
}

/// Those, and functions that are dangerous with the wrong arguments, or ordinary as a variable's name.
pub(super) fn is_dangerous(name: &str) -> bool {
    starts_things(name)
        || matches!(
            name,
            "pipe"
                | "eval"
                | "evalq"
                | "source"
                | "sys.source"
                | "unlink"
                | "file.remove"
                | "download.file"
                | "unserialize"
                | "str2lang"
                | "str2expression"
                | "parse"
                | "url"
                | "Sys.setenv"
                | "Sys.chmod"
                | "file.rename"
                | "quit"
                | "writeLines"
                | ".Internal"
                | "readRDS"
                | "Sys.getenv"
        )
}

/// Words of a text that runs as R code, or that was decoded, which give it away.
pub(super) fn gives_away(text: &str) -> bool {
    const CALLS: &[&str] = &[
        "system(",
        "system2(",
        "shell(",
        "unlink(",
        "file.remove(",
        "download.file(",
        "source(",
        "dyn.load(",
        "socketConnection(",
        "eval(",
        "pipe(",
        "Sys.getenv(",
        "Sys.setenv(",
        "readLines(",
        "install.packages(",
        "http://",
        "https://",
        "/bin/sh",
        "/bin/bash",
        "/etc/",
        "base64",
        "powershell",
        "cmd.exe",
        "quit(",
    ];
    CALLS.iter().any(|call| text.contains(call)) || super::command::is_hostile(text)
}
