//! The system-call filter.
//!
//! Two programs are stacked; the kernel takes the stricter answer. The first lists what interpreters and
//! numerical libraries need and answers `ENOSYS` to everything else, which is what libraries expect from an
//! older kernel: they fall back (libc from `clone3` to `clone`). The list is by number, so calls through the
//! x32 table, and calls that a later kernel adds, are outside it. The second refuses listed calls with certain
//! arguments: new namespaces, sockets of families other than `AF_UNIX`, terminal injection, staying alive
//! without the host.
//!
//! Some harmless-looking calls are left out on purpose: `inotify` tells what the host and other executions do
//! with the files that all of them see, asynchronous input and output (`io_setup`) draws on one number for
//! the whole machine, and `vmsplice` keeps memory that no process is charged for.

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Operation,
    SeccompCondition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// Calls that every architecture has.
#[rustfmt::skip]
const ALLOWED: &[c_long] = &[
    // Files and directories.
    libc::SYS_read, libc::SYS_write, libc::SYS_readv, libc::SYS_writev, libc::SYS_pread64,
    libc::SYS_pwrite64, libc::SYS_preadv, libc::SYS_pwritev, libc::SYS_preadv2, libc::SYS_pwritev2,
    libc::SYS_openat, libc::SYS_openat2, libc::SYS_close, libc::SYS_close_range, libc::SYS_lseek,
    libc::SYS_fstat, libc::SYS_statx, libc::SYS_statfs, libc::SYS_fstatfs, libc::SYS_faccessat,
    libc::SYS_faccessat2, libc::SYS_readlinkat, libc::SYS_getdents64, libc::SYS_mkdirat,
    libc::SYS_unlinkat, libc::SYS_linkat, libc::SYS_symlinkat, libc::SYS_renameat2,
    libc::SYS_mknodat, libc::SYS_fchmod, libc::SYS_fchmodat, libc::SYS_fchmodat2, libc::SYS_fchown,
    libc::SYS_fchownat, libc::SYS_utimensat, libc::SYS_truncate, libc::SYS_ftruncate,
    libc::SYS_fallocate, libc::SYS_fsync, libc::SYS_fdatasync, libc::SYS_sync_file_range,
    libc::SYS_fadvise64, libc::SYS_readahead, libc::SYS_flock, libc::SYS_fcntl, libc::SYS_ioctl,
    libc::SYS_dup, libc::SYS_dup3, libc::SYS_umask, libc::SYS_getcwd, libc::SYS_chdir,
    libc::SYS_fchdir, libc::SYS_copy_file_range, libc::SYS_sendfile, libc::SYS_splice,
    libc::SYS_getxattr, libc::SYS_lgetxattr, libc::SYS_fgetxattr, libc::SYS_listxattr,
    libc::SYS_llistxattr, libc::SYS_flistxattr, libc::SYS_memfd_create,
    // Memory.
    libc::SYS_brk, libc::SYS_mmap, libc::SYS_munmap, libc::SYS_mremap, libc::SYS_mprotect,
    libc::SYS_madvise, libc::SYS_msync, libc::SYS_mincore, libc::SYS_mlock, libc::SYS_mlock2,
    libc::SYS_munlock, libc::SYS_mlockall, libc::SYS_munlockall, libc::SYS_membarrier,
    libc::SYS_pkey_alloc, libc::SYS_pkey_free, libc::SYS_pkey_mprotect, libc::SYS_mseal,
    // Processes and threads.
    libc::SYS_clone, libc::SYS_execve, libc::SYS_execveat, libc::SYS_exit, libc::SYS_exit_group,
    libc::SYS_wait4, libc::SYS_waitid, libc::SYS_kill, libc::SYS_tkill, libc::SYS_tgkill,
    libc::SYS_pidfd_open, libc::SYS_pidfd_send_signal, libc::SYS_getpid, libc::SYS_getppid,
    libc::SYS_gettid, libc::SYS_getpgid, libc::SYS_setpgid, libc::SYS_getsid, libc::SYS_setsid,
    libc::SYS_getuid, libc::SYS_geteuid, libc::SYS_getgid, libc::SYS_getegid, libc::SYS_getresuid,
    libc::SYS_getresgid, libc::SYS_getgroups, libc::SYS_setuid, libc::SYS_setgid,
    libc::SYS_setreuid, libc::SYS_setregid, libc::SYS_setresuid, libc::SYS_setresgid,
    libc::SYS_setfsuid, libc::SYS_setfsgid, libc::SYS_setgroups, libc::SYS_capget, libc::SYS_capset,
    libc::SYS_prctl, libc::SYS_set_tid_address, libc::SYS_set_robust_list,
    libc::SYS_get_robust_list, libc::SYS_rseq, libc::SYS_futex, libc::SYS_futex_waitv,
    libc::SYS_sched_yield, libc::SYS_sched_getaffinity, libc::SYS_sched_setaffinity,
    libc::SYS_sched_getparam, libc::SYS_sched_setparam, libc::SYS_sched_getscheduler,
    libc::SYS_sched_setscheduler, libc::SYS_sched_getattr, libc::SYS_sched_setattr,
    libc::SYS_sched_get_priority_max, libc::SYS_sched_get_priority_min,
    libc::SYS_sched_rr_get_interval, libc::SYS_getpriority, libc::SYS_setpriority,
    libc::SYS_ioprio_get, libc::SYS_ioprio_set, libc::SYS_getrlimit, libc::SYS_setrlimit,
    libc::SYS_prlimit64, libc::SYS_getrusage, libc::SYS_times, libc::SYS_getcpu, libc::SYS_seccomp,
    libc::SYS_landlock_create_ruleset, libc::SYS_landlock_add_rule,
    libc::SYS_landlock_restrict_self,
    // Signals and time.
    libc::SYS_rt_sigaction, libc::SYS_rt_sigprocmask, libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigpending, libc::SYS_rt_sigsuspend, libc::SYS_rt_sigtimedwait,
    libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo, libc::SYS_sigaltstack,
    libc::SYS_signalfd4, libc::SYS_restart_syscall, libc::SYS_nanosleep, libc::SYS_clock_nanosleep,
    libc::SYS_clock_gettime, libc::SYS_clock_getres, libc::SYS_gettimeofday, libc::SYS_getitimer,
    libc::SYS_setitimer, libc::SYS_timer_create, libc::SYS_timer_settime, libc::SYS_timer_gettime,
    libc::SYS_timer_getoverrun, libc::SYS_timer_delete, libc::SYS_timerfd_create,
    libc::SYS_timerfd_settime, libc::SYS_timerfd_gettime,
    // Waiting and talking among the sandbox's own processes.
    libc::SYS_ppoll, libc::SYS_pselect6, libc::SYS_epoll_create1, libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait, libc::SYS_epoll_pwait2, libc::SYS_eventfd2, libc::SYS_pipe2,
    libc::SYS_socket, libc::SYS_socketpair, libc::SYS_bind, libc::SYS_listen, libc::SYS_accept,
    libc::SYS_accept4, libc::SYS_connect, libc::SYS_shutdown, libc::SYS_getsockname,
    libc::SYS_getpeername, libc::SYS_getsockopt, libc::SYS_setsockopt, libc::SYS_sendto,
    libc::SYS_recvfrom, libc::SYS_sendmsg, libc::SYS_recvmsg, libc::SYS_sendmmsg,
    libc::SYS_recvmmsg,
    // About the system.
    libc::SYS_uname, libc::SYS_sysinfo, libc::SYS_getrandom,
];

/// Calls that only x86-64 has, the elder siblings of those above.
#[rustfmt::skip]
#[cfg(target_arch = "x86_64")]
const ALLOWED_HERE: &[c_long] = &[
    libc::SYS_open, libc::SYS_creat, libc::SYS_stat, libc::SYS_lstat, libc::SYS_newfstatat,
    libc::SYS_access, libc::SYS_readlink, libc::SYS_getdents, libc::SYS_mkdir, libc::SYS_rmdir,
    libc::SYS_unlink, libc::SYS_link, libc::SYS_symlink, libc::SYS_rename, libc::SYS_renameat,
    libc::SYS_mknod, libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown, libc::SYS_utime,
    libc::SYS_utimes, libc::SYS_futimesat, libc::SYS_dup2, libc::SYS_pipe, libc::SYS_poll,
    libc::SYS_select, libc::SYS_epoll_create, libc::SYS_epoll_wait, libc::SYS_eventfd,
    libc::SYS_signalfd, libc::SYS_fork, libc::SYS_vfork, libc::SYS_getpgrp,
    libc::SYS_pause, libc::SYS_alarm, libc::SYS_time, libc::SYS_arch_prctl,
];
/// Calls that this architecture names differently.
#[cfg(not(target_arch = "x86_64"))]
const ALLOWED_HERE: &[c_long] = &[libc::SYS_newfstatat, libc::SYS_renameat];

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
    let allowed = ALLOWED
        .iter()
        .chain(ALLOWED_HERE)
        .filter(|call| anonymous_files || **call != libc::SYS_memfd_create)
        .map(|call| (*call, Vec::new()))
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
            assert!(!ALLOWED.contains(&call) && !ALLOWED_HERE.contains(&call), "{call}");
        }
    }
}
