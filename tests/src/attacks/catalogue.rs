//! How the catalogues of both languages are written.

use omniplug_core::sandbox::Limits;
use omniplug_core::sandbox::Status::{
    self, Failure, OutOfMemory, OutputTooLarge, Success, Timeout,
};
use std::time::Duration;

/// Makes a catalogue from lines of `name: statuses, check` and, where they differ, the change of the limits. The
/// code is the file of that name.
macro_rules! attacks {
    ($language:ident in $folder:literal $ending:literal;
     $($name:ident: $expected:expr, $check:expr $(, $limits:expr)?;)+) => {
        &[$(Attack {
            name: stringify!($name),
            language: Language::$language,
            code: include_str!(concat!($folder, "/", stringify!($name), $ending)),
            limits: attacks!(@limits $($limits)?),
            expected: $expected,
            check: $check,
        }),+]
    };
    (@limits) => { |_| {} };
    (@limits $limits:expr) => { $limits };
}
pub(super) use attacks;

pub(super) const OK: &[Status] = &[Success];
pub(super) const FAILED: &[Status] = &[Failure];
/// Where a warm session's plugin, which is not process 1, ends otherwise than a cold one's.
pub(super) const OK_OR_FAILED: &[Status] = &[Success, Failure];
pub(super) const LATE: &[Status] = &[Timeout];
pub(super) const MEMORY: &[Status] = &[OutOfMemory];
pub(super) const OUTPUT: &[Status] = &[OutputTooLarge];

/// For code that never ends by itself.
pub(super) fn soon(limits: &mut Limits) {
    limits.timeout = Duration::from_millis(1500);
}
