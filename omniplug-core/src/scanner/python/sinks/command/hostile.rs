//! What the text of a command gives away.

/// Parts of commands that have no place in science.
const HOSTILE: &[&str] = &[
    "/dev/tcp/",
    "/dev/udp/",
    "nc -e",
    "ncat -e",
    "nc -l",
    "bash -i",
    "sh -i",
    "rm -rf /",
    "rm -rf ~",
    "rm -rf $home",
    "rm -rf *",
    "rm -fr /",
    "rm -rf --no-preserve-root",
    ":(){",
    "mkfs",
    "of=/dev/",
    "> /dev/sd",
    "authorized_keys",
    "/etc/shadow",
    "/etc/sudoers",
    "chmod +s",
    "chmod u+s",
    "chmod 4755",
    "useradd",
    "visudo",
    "powershell -e",
    "-encodedcommand",
    "-enc ",
    "downloadstring",
    "invoke-expression",
    "certutil -urlcache",
    "bitsadmin",
    "mshta",
    "regsvr32",
    "schtasks /create",
    "reg add",
    "net user",
    "systemctl enable",
    "insmod",
    "nsenter",
    "--privileged",
    "docker.sock",
    "xmrig",
    "stratum+tcp",
    "history -c",
    "mkfifo",
    "ld_preload",
    "shutdown",
    "vssadmin",
    "crontab",
    "base64 -d",
    "base64 --decode",
    "import socket",
    "launchctl load",
    "tcpdump",
    ".bashrc",
    "id_rsa",
    "/etc/passwd",
    "169.254.169.254",
    "socat",
    "release_agent",
    "core_pattern",
    "iptables -f",
    "setenforce",
    "pkill -9",
    "killall",
    "kill -9 -1",
    "openssl enc",
    "bash -c",
    "eval $(",
    "python -c \"import",
    "python3 -c \"import",
    "nohup",
    "&& rm ",
    "; rm ",
];

/// Whether a command fetches a script and runs it.
pub(in crate::scanner::python) fn fetches_and_runs(text: &str) -> bool {
    hostile(text) == Some(FETCHES)
}

const FETCHES: &str = "that fetches and runs a script";

/// What makes the text of a command hostile.
pub(in crate::scanner::python) fn hostile(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let fetches = ["curl ", "wget ", "iwr "].iter().any(|program| text.contains(program));
    let pipes = [
        "| sh",
        "|sh",
        "| bash",
        "|bash",
        "| python",
        "|python",
        "| sudo",
        "&& sh ",
        "; sh ",
        "&& bash",
        "; bash",
        "&& python",
        "-o- |",
        "&& chmod",
        "; chmod",
        "$(",
    ]
    .iter()
    .any(|pipe| text.contains(pipe));
    if fetches && pipes {
        return Some(FETCHES);
    }
    if fetches
        && (text.contains("--data")
            || text.contains(" -d ")
            || text.contains("-f ")
            || text.contains("--post"))
    {
        return Some("that sends data away");
    }
    HOSTILE.iter().any(|part| text.contains(part)).then_some("that has a part of hostile commands")
}
