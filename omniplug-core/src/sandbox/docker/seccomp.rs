//! The system-call filter as the daemon takes it: the same calls as in the native sandbox, by their names.
//!
//! Format: the daemon's seccomp profiles. Calls that are not listed answer `ENOSYS`, so that libraries use what they
//! used before; an elder daemon, which does not know that field, answers `EPERM`, and `ENOSYS` for those named here.

use crate::sandbox::system_calls;
use serde_json::{Value, json};

/// Calls after whose `ENOSYS` libraries fall back, while `EPERM` ends them.
const EXPECTED_MISSING: [&str; 8] = [
    "clone3",
    "io_uring_setup",
    "inotify_init1",
    "io_setup",
    "set_mempolicy",
    "get_mempolicy",
    "mbind",
    "userfaultfd",
];
/// Calls that are allowed with certain arguments only.
const CONDITIONAL: [&str; 5] = ["clone", "ioctl", "socket", "socketpair", "prctl"];
const NAMESPACES: i64 = (libc::CLONE_NEWNS
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP) as i64;
const ALLOW: &str = "SCMP_ACT_ALLOW";

/// The profile, as JSON text.
pub(super) fn profile() -> String {
    let plain: Vec<_> = system_calls::allowed()
        .map(|(name, _)| name)
        .filter(|name| !CONDITIONAL.contains(name))
        .collect();
    let argument = |index: u32, value: i64, second: i64, operation: &str| json!({"index": index, "value": value, "valueTwo": second, "op": operation});
    let when =
        |name: &str, arguments: Value| json!({"names": [name], "action": ALLOW, "args": arguments});
    let unix = argument(0, libc::AF_UNIX.into(), 0, "SCMP_CMP_EQ");
    let no_injection = [libc::TIOCSTI, libc::TIOCLINUX]
        .map(|request| argument(1, request as i64, 0, "SCMP_CMP_NE"));
    json!({
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": libc::ENOSYS,
        "syscalls": [
            {"names": plain, "action": ALLOW},
            when("clone", json!([argument(0, NAMESPACES, 0, "SCMP_CMP_MASKED_EQ")])),
            when("socket", json!([unix])),
            when("socketpair", json!([unix])),
            when("ioctl", json!(no_injection)),
            when("prctl", json!([argument(0, libc::PR_SET_PDEATHSIG.into(), 0, "SCMP_CMP_NE")])),
            {"names": EXPECTED_MISSING, "action": "SCMP_ACT_ERRNO", "errnoRet": libc::ENOSYS},
        ],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_allowed_call_is_named_once() {
        let profile: Value = serde_json::from_str(&profile()).unwrap();
        let rules = profile["syscalls"].as_array().unwrap();
        let allowed = rules.iter().filter(|rule| rule["action"] == ALLOW);
        let mut names: Vec<_> =
            allowed.flat_map(|rule| rule["names"].as_array().unwrap()).collect();
        assert_eq!(names.len(), system_calls::allowed().count());
        names.sort_by_key(|name| name.as_str());
        names.dedup();
        assert_eq!(names.len(), system_calls::allowed().count());
        for name in ["ptrace", "unshare", "mount", "io_uring_setup", "keyctl", "bpf"] {
            assert!(!names.iter().any(|known| *known == name), "{name}");
        }
    }
}
