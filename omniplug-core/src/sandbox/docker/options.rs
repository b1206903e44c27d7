//! What the backend is made with.

use crate::sandbox::Images;
use std::env;
use std::path::PathBuf;

/// What a `DockerSandbox` is made with.
#[derive(Debug, Clone)]
pub struct DockerOptions {
    /// Where the daemon is: `unix:///run/docker.sock`, `tcp://host:2375`. Without, the usual socket.
    pub host: Option<String>,
    /// The folder with `ca.pem`, `cert.pem` and `key.pem` to speak TLS with; without, TCP goes in the clear.
    pub tls_folder: Option<PathBuf>,
    /// Whether the daemon sees neither this host's files nor its processes, as one in another machine: plugins are
    /// copied to it then, and everything goes over its own connection. One that is reached by TCP is always taken for
    /// such a one.
    pub remote: bool,
    /// The images of sessions that name none.
    pub images: Images,
    /// The runtime that makes containers, as the daemon calls it: `runc`, `runsc`, `kata`. Without, the
    /// daemon's own choice.
    pub runtime: Option<String>,
    /// Whether an image that the daemon lacks is pulled.
    pub pull: bool,
    /// The folder of the host in which the runner's files are kept. It is made where it is missing.
    pub runner_root: PathBuf,
}

impl DockerOptions {
    /// Options with the daemon of `DOCKER_HOST`, taken for one elsewhere where `OMNIPLUG_DOCKER_REMOTE` is `1`, spoken to by TLS with the certificates of `DOCKER_CERT_PATH` where
    /// `DOCKER_TLS_VERIFY` is set, as Docker's own command reads them.
    pub fn new(runner_root: impl Into<PathBuf>) -> Self {
        let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
        let tls_folder =
            variable("DOCKER_TLS_VERIFY").map(|_| match variable("DOCKER_CERT_PATH") {
                Some(folder) => PathBuf::from(folder),
                None => PathBuf::from(variable("HOME").unwrap_or_default()).join(".docker"),
            });
        Self {
            host: variable("DOCKER_HOST").map(|host| host.to_string_lossy().into_owned()),
            tls_folder,
            remote: variable("OMNIPLUG_DOCKER_REMOTE").is_some_and(|value| value == "1"),
            images: Images::default(),
            runtime: None,
            pull: true,
            runner_root: runner_root.into(),
        }
    }
}
