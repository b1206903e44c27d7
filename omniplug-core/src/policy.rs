//! The host's rules: how much an execution may use, what plugins are granted, how isolated they must be, what a
//! scan may find.

use crate::manifest::{Permissions, Resources, Runtime};
use crate::sandbox::pool::Concurrency;
use crate::sandbox::{Grade, Image, Images, Limits};
use crate::scanner::ScanPolicy;
use crate::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// The host's rules. The default suits a workstation: it grants nothing that leaves the sandbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// What an execution may use when its manifest says nothing; in a container [`ContainerPolicy::limits`] instead.
    pub limits: Limits,
    /// The most that a manifest or a call may ask for. A manifest that asks for more is refused rather than
    /// run with less than it needs.
    pub ceilings: Limits,
    /// The least isolation to accept.
    pub least_grade: Grade,
    /// What is granted beyond reading the input and returning a result, which every plugin may.
    pub grants: Vec<Grant>,
    /// How many executions run at once and how many wait.
    pub concurrency: Concurrency,
    /// Whether records keep parameters, metadata and data of calls. They may hold what nobody should read.
    pub keep_inputs: bool,
    /// What a scan may find in a plugin that is installed or run from its source.
    pub scan: ScanPolicy,
    /// The rules of containers, where they are the sandbox.
    pub containers: ContainerPolicy,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            ceilings: Limits {
                memory: 8 << 30,
                cpus: 8.0,
                processes: 1000,
                open_files: 4096,
                file_size: 4 << 30,
                scratch: 1 << 30,
                output: 1 << 30,
                log: 16 << 20,
                timeout: Duration::from_secs(24 * 3600),
            },
            least_grade: Grade::default(),
            grants: Vec::new(),
            concurrency: Concurrency::default(),
            keep_inputs: false,
            scan: ScanPolicy::default(),
            containers: ContainerPolicy::default(),
        }
    }
}

/// The rules of containers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContainerPolicy {
    /// The image of each language.
    pub images: Images,
    /// The images that a manifest may ask for instead. One with a digest is that very image, whatever its name
    /// stands for by now.
    pub allowed_images: Vec<Image>,
    /// Whether an image that the daemon lacks is pulled.
    pub pull: bool,
    /// The runtime that makes containers, as the daemon calls it: `runc`, `runsc`, `kata`. Without, the daemon's
    /// own choice.
    pub runtime: Option<String>,
    /// What an execution may use when its manifest says nothing.
    pub limits: Limits,
}

impl Default for ContainerPolicy {
    fn default() -> Self {
        Self {
            images: Images::default(),
            allowed_images: Vec::new(),
            pull: true,
            runtime: None,
            limits: Limits { memory: 512 << 20, cpus: 0.5, ..Limits::default() },
        }
    }
}

/// A permission that a host must grant before a plugin that asks for it can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// To reach the network. No sandbox opens it yet: a plugin that is granted it is only told so.
    Network,
    /// To keep files of its own.
    FileSystem,
    /// To compute on a graphics processor.
    Gpu,
}

impl Grant {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Network, Self::FileSystem, Self::Gpu];

    /// The name in manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::FileSystem => "file_system",
            Self::Gpu => "gpu",
        }
    }

    fn is_asked(self, permissions: &Permissions) -> bool {
        permissions.names().contains(&self.as_str())
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Grant {
    type Err = Error;

    /// Reads the name in manifests; any other text is an [`InvalidInput`](ErrorKind::InvalidInput) error.
    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == text).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("no permission to grant is called `{}`", text.escape_debug()),
            )
            .with_hint("the permissions to grant are `network`, `file_system` and `gpu`")
        })
    }
}

impl Policy {
    /// Checks that everything a manifest asks for is granted.
    ///
    /// # Errors
    /// [`Refused`](ErrorKind::Refused) that names what is not.
    pub fn check_permissions(&self, permissions: &Permissions) -> Result<()> {
        let refused: Vec<&str> = Grant::ALL
            .into_iter()
            .filter(|grant| grant.is_asked(permissions) && !self.grants.contains(grant))
            .map(Grant::as_str)
            .collect();
        if refused.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Refused,
            format!("the plugin asks for `{}`, which this host does not grant", refused.join("`, `")),
        )
        .with_hint("grant it in the policy (`--grant` on the command line) if you trust the plugin with it"))
    }

    /// The names of the permissions that an execution has: those asked for that need no grant or have one.
    pub fn granted(&self, permissions: &Permissions) -> Vec<&'static str> {
        let is_denied = |name: &str| {
            let needed = Grant::ALL.into_iter().find(|grant| grant.as_str() == name);
            needed.is_some_and(|grant| !self.grants.contains(&grant))
        };
        let mut names = permissions.names();
        names.retain(|name| !is_denied(name));
        names
    }

    /// The same rules with the limits of containers in force.
    pub(crate) fn in_containers(self) -> Self {
        Self { limits: self.containers.limits.clone(), ..self }
    }

    /// The image that a manifest asks for, with the digest that this policy pins it to; nothing where it asks for
    /// none.
    ///
    /// # Errors
    /// [`Refused`](ErrorKind::Refused) when it is not among the allowed ones.
    pub fn image_for(&self, runtime: &Runtime) -> Result<Option<Image>> {
        let Some(asked) = &runtime.image else {
            return Ok(None);
        };
        let allowed = self.containers.allowed_images.iter().find(|image| image.covers(asked));
        let Some(allowed) = allowed else {
            return Err(Error::new(
                ErrorKind::Refused,
                format!("the plugin asks for the image `{asked}`, which this host does not allow"),
            )
            .with_hint("add it to `containers.allowed_images` in the policy if you trust it"));
        };
        Ok(Some(if allowed.digest().is_some() { allowed } else { asked }.clone()))
    }

    /// The limits of an execution: what its manifest asks for, this policy's where it is silent.
    /// `timeout` is the call's, which goes before both.
    ///
    /// # Errors
    /// [`Refused`](ErrorKind::Refused) when something is above the ceiling.
    pub fn limits_for(&self, resources: &Resources, timeout: Option<Duration>) -> Result<Limits> {
        let asked = Limits {
            memory: resources.memory.map_or(self.limits.memory, |size| size.0),
            cpus: resources.cpus.unwrap_or(self.limits.cpus),
            processes: resources.processes.unwrap_or(self.limits.processes),
            output: resources.output.map_or(self.limits.output, |size| size.0),
            timeout: timeout
                .or(resources.timeout.map(Duration::from_secs))
                .unwrap_or(self.limits.timeout),
            ..self.limits.clone()
        };
        let ceilings = &self.ceilings;
        below("bytes of memory", asked.memory, ceilings.memory)?;
        below("processors", asked.cpus, ceilings.cpus)?;
        below("processes", asked.processes, ceilings.processes)?;
        below("bytes of output", asked.output, ceilings.output)?;
        below("seconds", asked.timeout.as_secs_f64(), ceilings.timeout.as_secs_f64())?;
        if asked.timeout.is_zero() {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "a timeout of `0` leaves no time to run",
            )
            .with_hint("give a positive number of seconds"));
        }
        Ok(asked)
    }
}

fn below<T: Copy + PartialOrd + fmt::Display>(what: &str, asked: T, ceiling: T) -> Result<()> {
    if asked <= ceiling {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Refused,
        format!("`{asked}` {what} are asked for, and the policy's ceiling is `{ceiling}`"),
    )
    .with_hint("ask for less, or raise the ceiling in the host's policy"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn permissions(names: &[&str]) -> Permissions {
        serde_json::from_value(json!(names)).unwrap()
    }

    #[test]
    fn denies_by_default_what_leaves_the_sandbox() {
        let policy = Policy::default();
        let error = policy.check_permissions(&permissions(&["read_data", "network", "gpu"]));
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(error.message().contains("`network`, `gpu`"), "{error}");
        assert!(policy.check_permissions(&permissions(&["read_data", "write_data"])).is_ok());
    }

    #[test]
    fn tells_a_plugin_only_what_it_asked_for_and_was_granted() {
        let policy = Policy { grants: vec![Grant::Network, Grant::Gpu], ..Policy::default() };
        let asked = permissions(&["read_data", "network", "file_system"]);
        assert_eq!(policy.granted(&asked), ["read_data", "network"]);
    }

    #[test]
    fn a_call_goes_before_the_manifest_and_the_manifest_before_the_policy() {
        let policy = Policy::default();
        let resources: Resources =
            serde_json::from_value(json!({"memory": "1GiB", "timeout": 60})).unwrap();
        let limits = policy.limits_for(&resources, None).unwrap();
        assert_eq!(limits.memory, 1 << 30);
        assert_eq!(limits.timeout, Duration::from_secs(60));
        assert_eq!(limits.processes, policy.limits.processes);
        let limits = policy.limits_for(&resources, Some(Duration::from_secs(5))).unwrap();
        assert_eq!(limits.timeout, Duration::from_secs(5));
    }

    #[test]
    fn an_image_is_denied_unless_it_is_allowed_and_runs_as_it_is_pinned() {
        let asking =
            |image: &str| Runtime { image: Some(image.parse().unwrap()), ..Runtime::default() };
        let mut policy = Policy::default();
        assert_eq!(policy.image_for(&Runtime::default()).unwrap(), None);
        let error = policy.image_for(&asking("python:3.12")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(error.message().contains("`python:3.12`"), "{error}");
        let pinned: Image = format!("python:3.12@sha256:{}", "a".repeat(64)).parse().unwrap();
        policy.containers.allowed_images = vec![pinned.clone(), "r-base:4.4.1".parse().unwrap()];
        assert_eq!(policy.image_for(&asking("python:3.12")).unwrap(), Some(pinned));
        let other = format!("r-base:4.4.1@sha256:{}", "b".repeat(64));
        assert_eq!(policy.image_for(&asking(&other)).unwrap(), asking(&other).image);
        assert!(policy.image_for(&asking("python:3.13")).is_err());
    }

    #[test]
    fn refuses_what_is_above_a_ceiling() {
        let policy = Policy::default();
        for resources in
            [json!({"memory": "1TiB"}), json!({"cpus": 512}), json!({"output": "2GiB"})]
        {
            let resources: Resources = serde_json::from_value(resources).unwrap();
            let error = policy.limits_for(&resources, None).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
        }
        assert!(policy.limits_for(&Resources::default(), Some(Duration::ZERO)).is_err());
    }
}
