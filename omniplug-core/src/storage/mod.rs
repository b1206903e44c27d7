//! What is installed and what ran: a database for rows and a home folder for files.
//!
//! | in the home folder | what it holds |
//! | --- | --- |
//! | `omniplug.db` | the embedded database, unless another URL is given |
//! | `releases/<sha256>/` | the files of one release, never changed |
//! | `environments/` | the packages that releases depend on |
//! | `runner/` | what runs inside a sandbox |
//! | `staging/<id>/` | an installation or a folder's run under way |
//! | `lock` | held shared by installations under way, exclusively by the sweep of what crashed ones left |
//! | `open.lock` | held exclusively while a process opens the home |
//!
//! Files come before rows: a release's folder is complete and on disk before the one transaction that makes
//! the plugin exist, and its rows go before its folder does. So a crash at any moment leaves the plugin
//! there or not there, and what it left beside is swept when the home is opened next.

mod database;
mod error;
mod events;
mod executions;
mod home;
mod host;
mod plugins;
mod statistics;

pub(crate) use database::{Database, now};
pub use events::{Action, LifecycleEvent};
pub(crate) use executions::Finish;
pub use executions::{Digest, ExecutionFilter, ExecutionRecord};
pub use home::Home;
pub(crate) use home::Staging;
pub use plugins::{Plugin, Release};
pub use statistics::Statistics;
