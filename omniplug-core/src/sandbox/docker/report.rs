//! What a daemon offers, for people.

use super::DockerOptions;
use super::daemon::Daemon;
use super::image;
use crate::sandbox::Language;
use crate::{ErrorKind, Result};
use bollard::models::{SystemInfo, SystemVersion};

/// What a daemon told of itself, and what it has of what this backend needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it is, as in `unix:///var/run/docker.sock`.
    pub address: String,
    /// Its version.
    pub version: String,
    /// The version of its interface.
    pub api_version: String,
    /// Its machine's system, as in `Debian GNU/Linux 12 (bookworm), Linux 6.1, x86_64`.
    pub machine: String,
    /// The version of its control groups, `1` or `2`.
    pub cgroup_version: String,
    /// Who makes its control groups: `cgroupfs`, `systemd`.
    pub cgroup_driver: String,
    /// The limits that it can't keep: `memory`, `swap`, `cpu`, `processes`.
    pub lacking_limits: Vec<&'static str>,
    /// What keeps containers in, as in `seccomp`, `apparmor`, `userns`, `rootless`.
    pub security: Vec<String>,
    /// The runtimes that it can make containers with, in the order of their names.
    pub runtimes: Vec<String>,
    /// The runtime that the backend uses.
    pub runtime: String,
    /// The images of the languages.
    pub images: Vec<ImageReport>,
}

/// An image of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageReport {
    /// The language.
    pub language: Language,
    /// The image's name, with the digest that it is pinned to.
    pub image: String,
    /// What identifies it, as in `sha256:…`; `None` when the daemon lacks it.
    pub id: Option<String>,
    /// Whether it is pulled where it is missing.
    pub pull: bool,
}

/// Asks a daemon.
pub(super) async fn report(daemon: &Daemon, options: &DockerOptions) -> Result<Report> {
    let asking = |docker: bollard::Docker| async move { docker.version().await };
    let version = daemon.call("tell its version", asking).await?;
    let mut images = Vec::new();
    for language in [Language::Python, Language::R] {
        let image = options.images.of(language);
        let id = match image::id(daemon, image).await {
            Ok(id) => Some(id),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        images.push(ImageReport { language, image: image.to_string(), id, pull: options.pull });
    }
    let information = daemon.information().await?;
    Ok(Report { images, ..read(daemon.address(), options, &version, information) })
}

fn read(
    address: &str,
    options: &DockerOptions,
    version: &SystemVersion,
    information: &SystemInfo,
) -> Report {
    let told = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
    let mut runtimes: Vec<String> =
        information.runtimes.iter().flat_map(|all| all.keys().cloned()).collect();
    runtimes.sort();
    let limits = [
        ("memory", information.memory_limit),
        ("swap", information.swap_limit),
        ("cpu", information.cpu_cfs_quota),
        ("processes", information.pids_limit),
    ];
    let lacking = limits.into_iter().filter(|(_, kept)| *kept != Some(true));
    Report {
        address: address.to_owned(),
        version: told(&version.version),
        api_version: told(&version.api_version),
        machine: format!(
            "{}, Linux {}, {}",
            told(&information.operating_system),
            told(&information.kernel_version),
            told(&information.architecture)
        ),
        cgroup_version: told(&information.cgroup_version.map(|version| version.to_string())),
        cgroup_driver: told(&information.cgroup_driver.map(|driver| driver.to_string())),
        lacking_limits: lacking.map(|(name, _)| name).collect(),
        security: security(information),
        runtimes,
        runtime: options.runtime.clone().unwrap_or_else(|| told(&information.default_runtime)),
        images: Vec::new(),
    }
}

/// The names in options of the form `name=seccomp,profile=default`.
fn security(information: &SystemInfo) -> Vec<String> {
    let options = information.security_options.iter().flatten();
    let names = options.filter_map(|option| option.split(',').next());
    names.map(|name| name.strip_prefix("name=").unwrap_or(name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_daemon_answers_is_read_and_what_it_leaves_out_is_unknown() {
        let information: SystemInfo = serde_json::from_value(json!({
            "OperatingSystem": "Debian", "KernelVersion": "6.1", "Architecture": "x86_64",
            "CgroupVersion": "1", "CgroupDriver": "cgroupfs",
            "MemoryLimit": true, "SwapLimit": false, "CpuCfsQuota": true,
            "SecurityOptions": ["name=seccomp,profile=default", "name=rootless"],
            "Runtimes": {"runsc": {"path": "/usr/bin/runsc"}, "runc": {"path": "runc"}},
            "DefaultRuntime": "runc",
        }))
        .unwrap();
        let version = SystemVersion { version: Some("20.10.24".into()), ..Default::default() };
        let options = DockerOptions::new("unused");
        let report = read("unix:///x", &options, &version, &information);
        assert_eq!((report.version.as_str(), report.api_version.as_str()), ("20.10.24", "unknown"));
        assert_eq!(report.machine, "Debian, Linux 6.1, x86_64");
        assert_eq!(
            (report.cgroup_version.as_str(), report.cgroup_driver.as_str()),
            ("1", "cgroupfs")
        );
        assert_eq!(report.lacking_limits, ["swap", "processes"]);
        assert_eq!(report.security, ["seccomp", "rootless"]);
        assert_eq!(report.runtimes, ["runc", "runsc"]);
        assert_eq!(report.runtime, "runc");
    }
}
