//! Files that a plugin has no business with.

use crate::scanner::python::value::HOLE;
use crate::scanner::rules::python::{files, system};
use crate::scanner::{Rule, Severity};
use ruff_python_ast::{Expr, ExprCall};

/// Keys, passwords, histories and what browsers and wallets keep.
const PRIVATE: &[&str] = &[
    "/etc/shadow",
    "/etc/passwd",
    "/etc/gshadow",
    "/etc/sudoers",
    "/etc/ssl/private",
    "/etc/krb5.keytab",
    "/root/",
    ".ssh/",
    "/.ssh",
    ".aws/",
    "/.aws",
    ".gnupg",
    ".netrc",
    ".pgpass",
    ".git-credentials",
    ".docker/config",
    ".kube/config",
    "id_rsa",
    "id_ed25519",
    "id_ecdsa",
    "id_dsa",
    ".bash_history",
    ".zsh_history",
    ".python_history",
    ".pypirc",
    ".npmrc",
    ".my.cnf",
    "login data",
    "/cookies",
    "wallet.dat",
    "key4.db",
    "key3.db",
    "logins.json",
    "cookies.sqlite",
    ".config/gcloud",
    "/.azure",
    "ntuser.dat",
    "local state",
    ".mozilla/firefox",
    "google-chrome",
    "google/chrome",
    "discord/local",
    ".electrum",
    ".bitcoin",
    "metamask",
    "/run/secrets",
    "keychain",
    ".cargo/credentials",
    "application_default_credentials",
    "/etc/security",
    "config/sam",
    "/.env",
    ".terraform.d",
    ".local/share/keyrings",
    "/.password-store",
    ".mysql_history",
    "authorized_keys",
    "known_hosts",
    ".vault-token",
    "exodus",
    "leveldb",
];
/// Files that other programs run or obey by themselves.
const STARTUP: &[&str] = &[
    ".bashrc",
    ".bash_profile",
    ".profile",
    ".zshrc",
    ".zprofile",
    ".zshenv",
    ".bash_logout",
    "/etc/profile",
    "/etc/cron",
    "/crontab",
    "/var/spool/cron",
    "/etc/systemd",
    ".config/systemd",
    "systemd/system",
    "systemd/user",
    "/etc/init.d",
    "/etc/rc.local",
    "launchagents",
    "launchdaemons",
    "/autostart",
    "sitecustomize",
    "usercustomize",
    "/etc/ld.so.preload",
    "/etc/ld.so.conf",
    "programs\\startup",
    "programs/startup",
    "currentversion\\run",
    ".rprofile",
    ".git/hooks",
    "profile_default/startup",
    ".xinitrc",
    ".xprofile",
    "/etc/environment",
    "/etc/hosts.allow",
    "/etc/pam.d",
    "/etc/udev",
    "/etc/modules",
    ".pam_environment",
    ".inputrc",
    ".vimrc",
    ".config/fish",
    "rprofile.site",
    ".jupyter/",
    "conftest_startup",
    "pip.conf",
    "pip/pip.conf",
    "/usr/bin/",
    "/usr/local/bin/",
    "/usr/lib/",
    "/etc/hosts",
    "/etc/resolv.conf",
];
/// Files of the kernel and the container that tell where code runs.
const PROBED: &[&str] = &[
    "/proc/",
    "/sys/",
    "/.dockerenv",
    "docker.sock",
    "containerd.sock",
    "/run/.containerenv",
    "/dev/mem",
    "/dev/kmem",
    "/dev/kmsg",
    "/dev/port",
    "release_agent",
    "core_pattern",
    "/var/run/secrets/kubernetes",
    "/dev/kvm",
    "/dev/fuse",
    "/dev/sd",
    "/dev/nvme",
    "/var/log/",
    "/etc/os-release",
    "/etc/machine-id",
    "/var/lib/docker",
    "/dev/tty",
    "/dev/input",
    "/dev/pts",
    "/dev/vda",
];
/// What scientific code asks about the machine.
const ORDINARY: &[&str] = &[
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/loadavg",
    "/proc/self/statm",
    "/proc/self/stat",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_",
    "/etc/os-release",
    "/dev/tty",
    "/sys/devices/system/node",
    "/usr/bin/env",
    "/usr/lib/",
    "/usr/local/lib",
    "/usr/local/bin/",
    "/usr/bin/",
    "/etc/hosts",
    "/sys/class/",
];

/// What tells a virtual machine from one of metal.
const VIRTUAL: &[&str] = &["/sys/class/dmi", "/sys/devices/virtual/dmi", "/sys/hypervisor"];

/// What is said of a path.
pub(super) type Said = (&'static Rule, Severity);

/// Whether the text is a path and nothing else.
fn is_path(text: &str) -> bool {
    let words = text.split_whitespace().count();
    text.len() < 300
        && !text.contains("://")
        && (words == 1 || words <= 3 && text.contains(['/', '\\']) || words == 2 && text.len() < 14)
        && !text.contains(['\n', '(', '<', '>', '=', '|', '`', '"', '\''])
}

pub(super) fn path(text: &str) -> Option<Said> {
    let likely = text.contains(['/', '\\', '.', '~'])
        || text.starts_with("id_")
        || text.eq_ignore_ascii_case("login data")
        || text.eq_ignore_ascii_case("local state");
    if !likely || !is_path(text) {
        return None;
    }
    let text = text.trim_matches(HOLE).to_lowercase();
    let text = text.as_str();
    if matches!(text, ".ssh" | ".aws") {
        return Some((&files::PRIVATE_FILE, Severity::Medium));
    }
    let has = |known: &[&str]| known.iter().any(|part| text.contains(part));
    if text.len() < 5 {
        return None;
    }
    if VIRTUAL.iter().any(|known| text.starts_with(known)) {
        return Some((&system::SYSTEM_FILE_PROBED, Severity::Medium));
    }
    if ORDINARY.iter().any(|known| text.starts_with(known)) {
        return Some((&system::SYSTEM_FILE_PROBED, Severity::Low))
            .filter(|_| text.starts_with("/proc") || text.starts_with("/sys"));
    }
    let rooted = text.starts_with(['/', '~', '.']) || text.contains(['/', '\\']);
    if has(STARTUP) && (rooted || text.ends_with(".py")) {
        return Some((&system::STARTUP_FILE, Severity::High));
    }
    if PROBED.iter().any(|known| {
        text.starts_with(known)
            || known.ends_with(".sock") && text.contains(known)
            || text.ends_with(known)
    }) {
        return Some((&system::SYSTEM_FILE_PROBED, Severity::Medium));
    }
    if has(PRIVATE)
        && (rooted
            || text.starts_with("id_")
            || matches!(
                text,
                "login data"
                    | "local state"
                    | "wallet.dat"
                    | "cookies.sqlite"
                    | "logins.json"
                    | "key4.db"
            ))
    {
        return Some((&files::PRIVATE_FILE, Severity::High));
    }
    None
}

/// Whether the path is none of those.
pub(in crate::scanner::python) fn is_unremarkable(text: &str) -> bool {
    path(text).is_none_or(|(_, severity)| severity < Severity::Medium)
}

/// Whether a call asks for a file or for what it holds, so that a text in it is a path, wherever it stands.
pub(in crate::scanner::python) fn asks_for_file(call: &ExprCall) -> bool {
    const ASKS: &[&str] = &[
        "open",
        "exists",
        "lexists",
        "isfile",
        "is_file",
        "isdir",
        "is_dir",
        "islink",
        "access",
        "stat",
        "lstat",
        "listdir",
        "readlink",
        "read_text",
        "read_bytes",
    ];
    match &*call.func {
        Expr::Attribute(method) => ASKS.contains(&method.attr.as_str()),
        Expr::Name(function) => ASKS.contains(&function.id.as_str()),
        _ => false,
    }
}
