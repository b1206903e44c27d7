//! Speaking with the daemon: connecting, calls that end, errors in this library's words.

use super::DockerOptions;
use crate::{Error, ErrorKind, Result};
use bollard::errors::Error as DockerError;
use bollard::models::SystemInfo;
use bollard::{API_DEFAULT_VERSION, Docker};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;

const DEFAULT_HOST: &str = "unix:///var/run/docker.sock";
/// How long a call may take; making a container waits for disks.
const CALL_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a daemon that went away is awaited, and how long between two looks.
const RECOVERY_TIMEOUT: Duration = Duration::from_secs(60);
const RECOVERY_PAUSE: Duration = Duration::from_millis(200);
/// Security options of daemons whose containers have users other than the host's.
const OWN_USERS: [&str; 2] = ["name=userns", "name=rootless"];
/// Words of answers that a daemon gives while it stops or has lost touch with what runs its containers.
const PASSING: [&str; 7] = [
    "context canceled",
    "shutting down",
    "transport is closing",
    "ttrpc: closed",
    "connection refused",
    "error while dialing",
    "daemon is not ready",
];

/// A daemon. It is connected to when it is first spoken to, and may go and come back.
#[derive(Debug)]
pub(super) struct Daemon {
    address: String,
    tls_folder: Option<PathBuf>,
    remote: AtomicBool,
    client: OnceCell<Docker>,
    information: OnceCell<SystemInfo>,
}

impl Daemon {
    pub(super) fn new(options: &DockerOptions) -> Self {
        let address = options.host.clone().unwrap_or_else(|| DEFAULT_HOST.to_owned());
        Self {
            remote: AtomicBool::new(options.remote || !address.starts_with("unix://")),
            address,
            tls_folder: options.tls_folder.clone(),
            client: OnceCell::new(),
            information: OnceCell::new(),
        }
    }

    /// Where it is.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Whether it shares neither files nor processes nor users with this host; known when its information is.
    pub(super) fn is_remote(&self) -> bool {
        self.remote.load(Ordering::Relaxed)
    }

    /// What it told of itself when it was first asked.
    pub(super) async fn information(&self) -> Result<&SystemInfo> {
        let asking = || async {
            let told = self.call("tell of itself", |docker| async move { docker.info().await });
            let told = told.await?;
            // With users of its own it can't read what belongs to ours, nor give us what belongs to its.
            let options = told.security_options.iter().flatten();
            if options.into_iter().any(|option| OWN_USERS.iter().any(|own| option.contains(own))) {
                self.remote.store(true, Ordering::Relaxed);
            }
            Ok(told)
        };
        self.information.get_or_try_init(asking).await
    }

    /// Makes a call. `doing` ends the sentence "the Docker daemon can't …".
    pub(super) async fn call<T, F>(
        &self,
        doing: &str,
        call: impl FnOnce(Docker) -> F + Send,
    ) -> Result<T>
    where
        F: Future<Output = Result<T, DockerError>> + Send,
    {
        let docker = self.client().await?;
        match tokio::time::timeout(CALL_TIMEOUT, call(docker)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.explain(doing, error)),
            Err(_) => Err(self.explain(doing, DockerError::RequestTimeoutError)),
        }
    }

    /// Waits until it answers again.
    pub(super) async fn recover(&self) -> Result<()> {
        let begun = tokio::time::Instant::now();
        loop {
            let answer = self.call("answer", |docker| async move { docker.ping().await }).await;
            match answer {
                Ok(_) => return Ok(()),
                Err(error) if begun.elapsed() >= RECOVERY_TIMEOUT => return Err(error),
                Err(_) => tokio::time::sleep(RECOVERY_PAUSE).await,
            }
        }
    }

    /// The connection, with the version of the interface that both sides speak.
    pub(super) async fn client(&self) -> Result<Docker> {
        let connecting = || async {
            let docker = self.connect().map_err(|error| self.explain("be reached", error))?;
            let agreed = tokio::time::timeout(CALL_TIMEOUT, docker.negotiate_version()).await;
            agreed
                .unwrap_or(Err(DockerError::RequestTimeoutError))
                .map_err(|error| self.explain("be reached", error))
        };
        self.client.get_or_try_init(connecting).await.cloned()
    }

    fn connect(&self) -> Result<Docker, DockerError> {
        let (address, seconds) = (self.address.as_str(), CALL_TIMEOUT.as_secs());
        if address.starts_with("unix://") {
            return Docker::connect_with_unix(address, seconds, API_DEFAULT_VERSION);
        }
        match &self.tls_folder {
            Some(folder) => Docker::connect_with_ssl(
                address,
                &folder.join("key.pem"),
                &folder.join("cert.pem"),
                &folder.join("ca.pem"),
                seconds,
                API_DEFAULT_VERSION,
            ),
            None => Docker::connect_with_http(address, seconds, API_DEFAULT_VERSION),
        }
    }

    /// The error of a call: [`Unavailable`](ErrorKind::Unavailable) where trying again may help.
    pub(super) fn explain(&self, doing: &str, error: DockerError) -> Error {
        if let DockerError::DockerResponseServerError { status_code, message } = &error {
            let is_passing = PASSING.iter().any(|words| message.contains(words));
            let kind = match status_code {
                404 => ErrorKind::NotFound,
                _ if is_passing => ErrorKind::Unavailable,
                _ => ErrorKind::Sandbox,
            };
            let message = message.trim().replace('\n', " ");
            return Error::new(kind, format!("the Docker daemon can't {doing}: {message}"))
                .with_hint("`omniplug doctor` tells what the daemon offers");
        }
        let message = format!("the Docker daemon at `{}` does not answer", self.address);
        Error::new(ErrorKind::Unavailable, message).with_source(error).with_hint(
            "start it, join the group that may use it, or name another in `DOCKER_HOST`; \
             `omniplug doctor` tells more",
        )
    }
}
