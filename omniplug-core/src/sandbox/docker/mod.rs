//! The Docker sandbox: sessions in containers of a local or remote daemon.

mod options;

pub use options::DockerOptions;
