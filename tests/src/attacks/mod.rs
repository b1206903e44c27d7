//! The attack suite: hostile plugins, what each must end as, and what must not be left of it.
//!
//! An attack is one file in `python/` or `r/`, named as the attack. Attacks that probe answer a dictionary
//! in which everything that they tried must read `denied`. The names that start with `lesson_` are
//! what attacks on prototypes of this sandbox once managed.
//!
//! ```no_run
//! # async fn certify(sandbox: &dyn omniplug_core::sandbox::Sandbox) {
//! use omniplug_tests::attacks::{Ground, all};
//!
//! let ground = Ground::new();
//! for attack in all() {
//!     if let Err(wrong) = attack.run(sandbox, &ground).await {
//!         eprintln!("{}: {wrong}", attack.title());
//!     }
//! }
//! # }
//! ```

mod attack;
mod ground;
mod python;
mod r;
mod traces;

pub use attack::{Attack, Check};
pub use ground::Ground;
pub use traces::Traces;

/// All attacks, Python's first.
pub fn all() -> impl Iterator<Item = &'static Attack> {
    python::ATTACKS.iter().chain(r::ATTACKS)
}
