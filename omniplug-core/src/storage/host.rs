//! Which process wrote a row, and whether it still lives.

use std::fs;

/// This process as `boot/pid/start`: boot and start time tell it from a later process with the same number.
pub(super) fn this() -> String {
    identity(std::process::id()).unwrap_or_else(|| format!("?/{}/?", std::process::id()))
}

/// Whether the process of such a text still lives on this machine.
pub(super) fn is_alive(host: &str) -> bool {
    let pid = host.split('/').nth(1).and_then(|pid| pid.parse().ok());
    pid.and_then(identity).is_some_and(|found| found == host)
}

fn identity(pid: u32) -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command in parentheses may hold spaces; the start time is field 22, so the 20th after it.
    let start = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?;
    Some(format!("{}/{pid}/{start}", boot.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_living_from_the_dead() {
        assert!(is_alive(&this()));
        let mut other: Vec<String> = this().split('/').map(str::to_owned).collect();
        other[2] = "1".into();
        assert!(!is_alive(&other.join("/")));
        assert!(!is_alive("nonsense"));
    }
}
