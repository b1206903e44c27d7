//! What a package depends on, compared with advisories in the OSV format (<https://ossf.github.io/osv-schema/>).

mod advisory;
mod check;
mod collect;
mod cvss;
mod database;
mod fetch;
mod look_alike;
mod matching;
mod python;
mod r;
mod read;
mod version;
mod well_known;

pub(super) use check::audit;
pub use database::AdvisorySource;
