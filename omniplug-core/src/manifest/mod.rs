//! The manifest: what a plugin says about itself in `manifest.json`.
//!
//! ```
//! use omniplug_core::manifest::Manifest;
//!
//! let parsed = Manifest::parse(r#"{
//!     "name": "Data Normalizer",
//!     "version": "1.0.0",
//!     "author": "A. Author",
//!     "description": "Scales the columns of a table",
//!     "language": "python",
//!     "entry_point": "main.py:Normalizer",
//!     "dependencies": ["numpy>=1.20"]
//! }"#)?;
//! assert_eq!(parsed.manifest.slug(), "data-normalizer");
//! assert!(parsed.warnings.is_empty());
//! # Ok::<(), omniplug_core::Error>(())
//! ```
//!
//! Every problem of a manifest is found at once, each with its field, value, line and remedy:
//! [`Manifest::check`]. The JSON schema of the file is [`schema`], kept beside the source in
//! `schema/manifest.schema.json`.

mod check;
mod config;
mod dependency;
mod entry_point;
mod extension_point;
mod model;
mod permissions;
mod problem;
mod resources;
mod rules;
mod schema;
mod source;

pub use check::{Checked, MAX_BYTES, Parsed};
pub use config::{ConfigField, ConfigType};
pub use dependency::{Bound, Dependency, DependencyKind};
pub use entry_point::EntryPoint;
pub use extension_point::ExtensionPoint;
pub use model::Manifest;
pub use permissions::{Host, Network, Permissions};
pub use problem::Problem;
pub use resources::{ByteSize, Resources, Runtime};
pub use schema::schema;

/// The name of the file in a plugin's folder.
pub const FILE_NAME: &str = "manifest.json";
