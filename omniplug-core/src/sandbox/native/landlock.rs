//! The Landlock ruleset of an execution.
//!
//! Mounts decide what can be seen. Landlock says the same a second time, in another mechanism: read and
//! execute everywhere, write in the scratch folders and to four devices, no TCP, and no signal or abstract
//! socket beyond the execution's own processes.

#![expect(unsafe_code, reason = "the system call that tells the ABI")]

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetError, Scope,
};
use std::ffi::{CStr, CString};
use std::os::fd::OwnedFd;

/// A rule that the child adds when its file system is built: a path inside and the rights beneath it.
pub(super) struct Rule {
    pub(super) path: CString,
    pub(super) access: u64,
}

/// The highest ABI that this crate knows and the kernel has, 0 for none.
pub(super) fn abi() -> u32 {
    const LANDLOCK_CREATE_RULESET_VERSION: u32 = 1;
    // SAFETY: with this flag the call reads no memory; it answers the ABI's number.
    let answer = unsafe {
        libc::syscall(
            libc::SYS_landlock_create_ruleset,
            std::ptr::null::<u8>(),
            0_usize,
            LANDLOCK_CREATE_RULESET_VERSION,
        )
    };
    u32::try_from(answer).unwrap_or(0)
}

fn known_abi() -> ABI {
    match abi() {
        0 => ABI::Unsupported,
        1 => ABI::V1,
        2 => ABI::V2,
        3 => ABI::V3,
        4 => ABI::V4,
        5 => ABI::V5,
        _ => ABI::V6,
    }
}

/// An empty ruleset that handles every right of the kernel's ABI; without rules it denies all of them.
pub(super) fn ruleset() -> Result<Option<OwnedFd>, RulesetError> {
    let abi = known_abi();
    if abi == ABI::Unsupported {
        return Ok(None);
    }
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .scope(Scope::from_all(abi))?
        .create()?;
    Ok(ruleset.into())
}

/// The rules for a view whose scratch folders and devices are named.
pub(super) fn rules(scratch: &[&CStr], devices: &[&CStr]) -> Vec<Rule> {
    let abi = known_abi();
    let read = AccessFs::from_read(abi);
    let write = (AccessFs::from_all(abi) & !BitFlags::from(AccessFs::Execute)).bits();
    let device = (AccessFs::ReadFile | AccessFs::WriteFile).bits();
    let rule = |path: &CStr, access| Rule { path: path.to_owned(), access };
    std::iter::once(rule(c"/", read.bits()))
        .chain(scratch.iter().map(|path| rule(path, write)))
        .chain(devices.iter().map(|path| rule(path, device)))
        .collect()
}
