//! What a path is about.

/// Whether a path leads to passwords, keys or histories.
pub(in crate::scanner::r) fn is_secret(path: &str) -> bool {
    const SIGNS: &[&str] = &[
        "/etc/shadow",
        "/etc/passwd",
        "/etc/sudoers",
        "/etc/gshadow",
        "/.ssh",
        ".ssh/",
        "id_rsa",
        "id_ed25519",
        ".aws/credentials",
        ".netrc",
        ".pgpass",
        ".git-credentials",
        ".docker/config.json",
        ".kube/config",
        ".gnupg",
        ".bash_history",
        ".Rhistory",
        "/root/",
        "Login Data",
        "cookies.sqlite",
        ".mozilla",
        "wallet.dat",
        ".npmrc",
        ".pypirc",
        "credentials.json",
        "/var/run/secrets",
        "/run/secrets",
        "config/gcloud",
        "System32/config",
        "/dev/mem",
        ".Renviron",
        "/etc/hosts",
        "/etc/krb5",
        "/var/log/auth",
    ];
    let path = path.replace('\\', "/");
    path.len() < 300
        && !path.contains(char::is_whitespace)
        && SIGNS.iter().any(|sign| path.contains(sign))
}

/// Whether reading the file is what is bad about it.
pub(super) fn is_strictly_secret(path: &str) -> bool {
    ["/etc/passwd", "/etc/sudoers", "/etc/shadow", "id_rsa", ".Renviron"]
        .iter()
        .any(|sign| path.contains(sign))
}

/// Whether a path tells about the machine or what confines the code.
pub(super) fn is_probe(path: &str) -> bool {
    const STARTS: &[&str] = &[
        "/proc/",
        "/sys/",
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/.dockerenv",
        "/dev/kmem",
    ];
    STARTS.iter().any(|start| path.starts_with(start)) || matches!(path, "/proc" | "/sys")
}

/// Whether a file runs by itself once it is written.
pub(super) fn runs_by_itself(path: &str) -> bool {
    const SIGNS: &[&str] = &[
        ".Rprofile",
        "Rprofile.site",
        ".Renviron",
        "Renviron.site",
        ".bashrc",
        ".bash_profile",
        ".profile",
        ".zshrc",
        "/etc/cron",
        "/var/spool/cron",
        "cron.d",
        "/etc/systemd",
        "systemd/user",
        ".config/autostart",
        "LaunchAgents",
        "LaunchDaemons",
        "authorized_keys",
        "/etc/profile",
        "/etc/rc.local",
        "/etc/init.d",
        "ld.so.preload",
        "Start Menu",
        "Startup/",
        ".pth",
        "sitecustomize",
        ".git/hooks",
        "/etc/passwd",
        "/etc/sudoers",
        "/etc/ld.so",
        "crontab",
    ];
    let path = path.replace('\\', "/");
    path.len() < 300
        && !path.contains(char::is_whitespace)
        && SIGNS.iter().any(|sign| path.contains(sign))
}

/// Whether a path lies at a fixed place of the host, or above the working folder. A plugin's own folder is neither.
pub(super) fn is_outside(path: &str) -> bool {
    if path.starts_with("/plugin/") && !path.contains("..") {
        return false;
    }
    let drive =
        path.get(1..).is_some_and(|rest| rest.starts_with(":/")) || path.starts_with("\\\\");
    path.starts_with('/')
        || path.starts_with("~/")
        || path == "~"
        || path.starts_with("../..")
        || drive
}

/// Whether a path lies in the temporary folder that all share.
pub(super) fn is_shared_temporary(path: &str) -> bool {
    ["/tmp/", "/var/tmp/", "/dev/shm/"].iter().any(|start| path.starts_with(start))
}

/// Whether a path is a place that holds far more than a plugin's own files.
pub(super) fn is_root(path: &str) -> bool {
    let bare = path.trim_end_matches(['*', '/', '\u{0}']);
    let system = [
        "/home", "/etc", "/usr", "/var", "/root", "/opt", "/bin", "/lib", "/srv", "/mnt", "/boot",
        "C:", "/Users",
    ];
    (bare.is_empty() && !path.is_empty() && path.starts_with(['/', '*']))
        || matches!(bare, "~" | "." | ".." | "../..")
        || system.iter().any(|start| bare == *start || bare.starts_with(&format!("{start}/")))
        || bare.starts_with("~/")
}

/// What scientific code asks about the machine.
pub(in crate::scanner::r) fn is_ordinary_probe(path: &str) -> bool {
    ["/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/loadavg", "/sys/devices/system/cpu"]
        .iter()
        .any(|known| path.starts_with(known))
}
