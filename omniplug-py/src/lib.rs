//! The native half of the Python package `omniplug`; the Python half, with all that users see, is in `python/omniplug`.
//!
//! Each verb converts its arguments in, makes a `Call` of the facade's future, and converts the answer
//! out as plain dictionaries. A call is waited for on the caller's thread, or posted to a mailbox that an event loop or an
//! iterator empties. No thread of the runtime needs the interpreter for that, so neither can hold up the other.

mod answer;
mod call;
mod columns;
mod error;
mod event;
mod executions;
mod hooks;
mod host;
mod mailbox;
mod options;
mod payload;
mod request;
mod rules;
mod runtime;
mod table;
mod value;

/// The module `omniplug._native`.
#[pyo3::pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use crate::call::Call;
    #[pymodule_export]
    use crate::columns::Column;
    #[pymodule_export]
    use crate::executions::Executions;
    #[pymodule_export]
    use crate::host::{Host, Opening};
    #[pymodule_export]
    use crate::mailbox::Mailbox;
    #[pymodule_export]
    use crate::rules::rules;
    #[pymodule_export]
    use crate::table::Table;
}
