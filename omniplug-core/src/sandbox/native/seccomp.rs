//! The system-call filter.
//!
//! Two programs are stacked; the kernel takes the stricter answer. The first lists the `system_calls` that plugins
//! may make and answers `ENOSYS` to everything else, which is what libraries expect from an older kernel: they fall
//! back (libc from `clone3` to `clone`). The list is by number, so calls through the x32 table, and calls that a later
//! kernel adds, are outside it. The second refuses listed calls with certain arguments: new namespaces, sockets of
//! families other than `AF_UNIX`, terminal injection, staying alive without the host.

use crate::sandbox::system_calls;
use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Operation,
    SeccompCondition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// `clone` flags that make a namespace.
const NAMESPACE_FLAGS: &[i32] = &[
    libc::CLONE_NEWNS,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWCGROUP,
];

/// Compiles the two programs.
///
/// Without `anonymous_files`, `memfd_create` and shared anonymous memory are refused too: where no control
/// group counts their pages, they would escape the memory limit.
pub(super) fn programs(
    anonymous_files: bool,
) -> Result<Vec<BpfProgram>, seccompiler::BackendError> {
    let allowed = system_calls::allowed()
        .map(|(_, number)| number)
        .filter(|number| anonymous_files || *number != libc::SYS_memfd_create)
        .map(|number| (number, Vec::new()))
        .collect();
    Ok(vec![
        compile(allowed, SeccompAction::Errno(libc::ENOSYS as u32), SeccompAction::Allow)?,
        compile(
            refused_arguments(anonymous_files)?,
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EPERM as u32),
        )?,
    ])
}

fn compile(
    rules: BTreeMap<c_long, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> Result<BpfProgram, seccompiler::BackendError> {
    let architecture = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, otherwise, matched, architecture)?.try_into()
}

fn refused_arguments(
    anonymous_files: bool,
) -> Result<BTreeMap<c_long, Vec<SeccompRule>>, seccompiler::BackendError> {
    let when = |argument, length, operation, value| {
        SeccompRule::new(vec![SeccompCondition::new(argument, length, operation, value)?])
    };
    let namespaces = NAMESPACE_FLAGS
        .iter()
        .map(|flag| when(0, Length::Qword, Operation::MaskedEq(*flag as u64), *flag as u64))
        .collect::<Result<_, _>>()?;
    let injections = [libc::TIOCSTI, libc::TIOCLINUX]
        .iter()
        .map(|request| when(1, Length::Dword, Operation::Eq, *request))
        .collect::<Result<_, _>>()?;
    let families = vec![when(0, Length::Dword, Operation::Ne, libc::AF_UNIX as u64)?];
    let outliving = when(0, Length::Dword, Operation::Eq, libc::PR_SET_PDEATHSIG as u64)?;
    let mut refused = BTreeMap::from([
        (libc::SYS_clone, namespaces),
        (libc::SYS_ioctl, injections),
        (libc::SYS_socket, families.clone()),
        // It makes sockets of the family, and loads its module, before it finds that there are no pairs.
        (libc::SYS_socketpair, families),
        (libc::SYS_prctl, vec![outliving]),
    ]);
    if !anonymous_files {
        let shared = (libc::MAP_SHARED | libc::MAP_ANONYMOUS) as u64;
        let memory = when(3, Length::Dword, Operation::MaskedEq(shared), shared)?;
        refused.insert(libc::SYS_mmap, vec![memory]);
    }
    Ok(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_programs_compile_and_fit_the_kernels_bound() {
        for anonymous_files in [true, false] {
            let programs = programs(anonymous_files).unwrap();
            assert_eq!(programs.len(), 2);
            assert!(programs.iter().all(|program| program.len() < 4096));
        }
    }

    #[test]
    fn what_must_stay_out_is_not_listed() {
        #[rustfmt::skip]
        let forbidden = [
    libc::SYS_ptrace, libc::SYS_process_vm_readv, libc::SYS_mount, libc::SYS_umount2,
    libc::SYS_unshare, libc::SYS_setns, libc::SYS_clone3, libc::SYS_io_uring_setup,
    libc::SYS_keyctl, libc::SYS_add_key, libc::SYS_request_key, libc::SYS_bpf,
    libc::SYS_perf_event_open, libc::SYS_userfaultfd, libc::SYS_shmget, libc::SYS_msgget,
    libc::SYS_semget, libc::SYS_pidfd_getfd, libc::SYS_open_by_handle_at, libc::SYS_chroot,
    libc::SYS_pivot_root, libc::SYS_open_tree, libc::SYS_move_mount, libc::SYS_mount_setattr,
    libc::SYS_fsopen, libc::SYS_personality, libc::SYS_syslog, libc::SYS_memfd_secret,
    libc::SYS_fanotify_init, libc::SYS_quotactl, libc::SYS_inotify_add_watch, libc::SYS_io_setup,
    libc::SYS_vmsplice,
];
        for call in forbidden {
            assert!(system_calls::allowed().all(|(_, number)| number != call), "{call}");
        }
    }
}
