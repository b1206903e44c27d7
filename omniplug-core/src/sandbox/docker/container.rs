//! What a container is made with. Here its walls are made: whatever a plugin may not do is refused by one of these
//! fields.

use super::seccomp;
use crate::sandbox::execution::Host;
use crate::sandbox::{Limits, Start};
use bollard::models::{
    ContainerCreateBody, HostConfig, HostConfigCgroupnsModeEnum, HostConfigLogConfig, Mount,
    MountBindOptions, MountBindOptionsPropagationEnum, MountType, ResourcesUlimits,
};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder with the socket over which the host hands descriptors in.
pub(super) const MEETING: &str = "/omniplug/meeting";
/// The folders that an execution may write, each a memory file system of its own.
const SCRATCH: [&str; 3] = ["/tmp", "/dev/shm", "/plugin"];
/// Files per scratch folder.
const SCRATCH_FILES: u32 = 16_384;
/// A scratch folder has at least a page.
const SMALLEST_SCRATCH: u64 = 4096;
const CPU_PERIOD_MICROSECONDS: i64 = 100_000;
/// With 0 the kernel still hands a crash to the program that `core_pattern` pipes to; with 1 it refuses both.
const NO_CORE: i64 = 1;
const STACK: i64 = 8 << 20;
const LOCKED: i64 = 64 << 10;
/// The kernel ends a container of a plugin before anything else when the machine's memory runs out.
const OOM_SCORE: i64 = 500;

/// What containers must not see: what Docker masks by itself, what tells of the hardware, and the image's own secrets.
const MASKED: [&str; 25] = [
    "/proc/asound",
    "/proc/acpi",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/proc/kmsg",
    "/sys/block",
    "/sys/bus",
    "/sys/class",
    "/sys/dev",
    "/sys/devices",
    "/sys/firmware",
    "/sys/hypervisor",
    "/sys/kernel",
    "/sys/module",
    "/sys/power",
    "/sys/fs/bpf",
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
];
const READ_ONLY: [&str; 5] =
    ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

/// The label whose value tells which host process made something.
pub(super) const HOST_LABEL: &str = "org.omniplug.host";
/// The label whose value tells on which machine, since when it runs, that host is.
pub(super) const MACHINE_LABEL: &str = "org.omniplug.machine";
const LABELS: &str = "org.omniplug.";

/// What the containers of a session are made with.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    /// What identifies the image, as in `sha256:…`.
    pub(super) image: String,
    /// The user inside, and on a local daemon's host too.
    pub(super) user: u32,
    pub(super) group: u32,
    /// The program and its arguments.
    pub(super) program: Vec<String>,
    pub(super) variables: Vec<String>,
    pub(super) limits: Limits,
    /// Folders of the host or volumes, and where they are inside, read-only.
    pub(super) folders: Vec<(Source, PathBuf)>,
    /// What it is for, in the words of whoever opened the session.
    pub(super) labels: BTreeMap<String, String>,
    pub(super) runtime: Option<String>,
}

/// Where a folder comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Host(PathBuf),
    Volume(String),
}

/// How the container's first process begins.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// It takes its descriptors over the socket in this folder of the host.
    Meeting(PathBuf),
    /// It speaks over the container's standard input and output.
    Relay,
}

/// A name that nothing else of this daemon has, as in `omniplug-umap-4026531836-812-5021-7`.
pub(super) fn new_name(labels: &BTreeMap<String, String>) -> String {
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let plugin = labels.get("plugin").map_or("session", String::as_str);
    let plugin: String = plugin.chars().take(40).map(plain).collect();
    format!("omniplug-{plugin}-{}-{serial}", Host::own())
}

/// The labels of something that this host made.
pub(super) fn labels(own: &BTreeMap<String, String>) -> HashMap<String, String> {
    let mut labels: HashMap<_, _> =
        own.iter().map(|(name, value)| (format!("{LABELS}{name}"), value.clone())).collect();
    labels.insert(HOST_LABEL.to_owned(), Host::own().to_string());
    labels.insert(MACHINE_LABEL.to_owned(), machine());
    labels
}

/// This machine since its last start (random(4)).
pub(super) fn machine() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

impl Recipe {
    /// The container for a start.
    pub(super) fn container(&self, start: Start, entry: &Entry) -> ContainerCreateBody {
        let boot = format!("{}/boot", crate::sandbox::runner::INSIDE);
        let is_relay = matches!(entry, Entry::Relay);
        let first = match entry {
            Entry::Meeting(_) => vec![boot, "connect".to_owned(), format!("{MEETING}/socket")],
            Entry::Relay => vec![boot, "relay".to_owned()],
        };
        ContainerCreateBody {
            image: Some(self.image.clone()),
            entrypoint: Some(first),
            cmd: Some(self.program.clone()),
            env: Some(self.variables.clone()),
            user: Some(format!("{}:{}", self.user, self.group)),
            working_dir: Some("/".to_owned()),
            hostname: Some("plugin".to_owned()),
            labels: Some(labels(&self.labels)),
            network_disabled: Some(true),
            tty: Some(false),
            open_stdin: Some(is_relay),
            stdin_once: Some(is_relay),
            attach_stdin: Some(is_relay),
            attach_stdout: Some(is_relay),
            host_config: Some(self.walls(start, entry)),
            ..ContainerCreateBody::default()
        }
    }

    fn walls(&self, start: Start, entry: &Entry) -> HostConfig {
        let limits = &self.limits;
        // A zygote is one process more than the plugin's own, and so is a relay.
        let more = i64::from(start == Start::Warm) + i64::from(matches!(entry, Entry::Relay));
        HostConfig {
            memory: Some(signed(limits.memory)),
            memory_swap: Some(signed(limits.memory)),
            cpu_period: Some(CPU_PERIOD_MICROSECONDS),
            cpu_quota: Some(((limits.cpus * CPU_PERIOD_MICROSECONDS as f64) as i64).max(1000)),
            pids_limit: Some(i64::from(limits.processes).saturating_add(more)),
            ulimits: Some(self.resources()),
            oom_score_adj: Some(OOM_SCORE),
            network_mode: Some("none".to_owned()),
            ipc_mode: Some("private".to_owned()),
            cgroupns_mode: Some(HostConfigCgroupnsModeEnum::PRIVATE),
            cap_drop: Some(vec!["ALL".to_owned()]),
            security_opt: Some(vec![
                "no-new-privileges:true".to_owned(),
                format!("seccomp={}", seccomp::profile()),
            ]),
            readonly_rootfs: Some(true),
            masked_paths: Some(masked(entry)),
            readonly_paths: Some(READ_ONLY.map(str::to_owned).into()),
            tmpfs: Some(self.scratch()),
            mounts: Some(self.mounts(entry)),
            log_config: Some(HostConfigLogConfig { typ: Some("none".to_owned()), config: None }),
            runtime: self.runtime.clone(),
            init: Some(false),
            ..HostConfig::default()
        }
    }

    fn scratch(&self) -> HashMap<String, String> {
        let size = self.limits.scratch.max(SMALLEST_SCRATCH);
        let owner = format!(",uid={},gid={}", self.user, self.group);
        let options = format!(
            "rw,nosuid,nodev,noexec,size={size},nr_inodes={SCRATCH_FILES},mode=1777{owner}"
        );
        SCRATCH.map(|path| (path.to_owned(), options.clone())).into()
    }

    fn resources(&self) -> Vec<ResourcesUlimits> {
        let limits = &self.limits;
        let all = [
            ("core", NO_CORE),
            ("nofile", limits.open_files.into()),
            ("fsize", signed(limits.file_size)),
            ("stack", STACK),
            ("memlock", LOCKED),
            ("msgqueue", 0),
        ];
        let limit = |(name, value): (&str, i64)| ResourcesUlimits {
            name: Some(name.to_owned()),
            soft: Some(value),
            hard: Some(value),
        };
        all.into_iter().map(limit).collect()
    }

    fn mounts(&self, entry: &Entry) -> Vec<Mount> {
        let folders = self.folders.iter().map(|(source, target)| match source {
            Source::Host(path) => bind(path, target),
            Source::Volume(name) => Mount {
                typ: Some(MountType::VOLUME),
                source: Some(name.clone()),
                target: Some(target.to_string_lossy().into_owned()),
                read_only: Some(true),
                ..Mount::default()
            },
        });
        let meeting = match entry {
            Entry::Meeting(folder) => vec![
                bind(folder, Path::new(MEETING)),
                bind(&folder.join("passwd"), Path::new("/etc/passwd")),
                bind(&folder.join("group"), Path::new("/etc/group")),
            ],
            Entry::Relay => Vec::new(),
        };
        folders.chain(meeting).collect()
    }
}

/// Where no files of this host can be mounted, the image's own users are hidden.
fn masked(entry: &Entry) -> Vec<String> {
    let users: &[&str] = match entry {
        Entry::Meeting(_) => &[],
        Entry::Relay => &["/etc/passwd", "/etc/group"],
    };
    MASKED.iter().chain(users).map(|path| (*path).to_owned()).collect()
}

fn bind(source: &Path, target: &Path) -> Mount {
    Mount {
        typ: Some(MountType::BIND),
        source: Some(source.to_string_lossy().into_owned()),
        target: Some(target.to_string_lossy().into_owned()),
        read_only: Some(true),
        bind_options: Some(MountBindOptions {
            propagation: Some(MountBindOptionsPropagationEnum::RPRIVATE),
            ..MountBindOptions::default()
        }),
        ..Mount::default()
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe() -> Recipe {
        Recipe {
            image: "sha256:0".into(),
            user: 1000,
            group: 1000,
            program: vec!["/usr/bin/python3".into()],
            variables: Vec::new(),
            limits: Limits { scratch: 0, cpus: 0.5, ..Limits::default() },
            folders: vec![(Source::Host("/a".into()), "/omniplug/a".into())],
            labels: BTreeMap::from([("plugin".to_owned(), "Ümap/1".to_owned())]),
            runtime: None,
        }
    }

    #[test]
    fn names_are_plain_and_never_the_same() {
        let labels = recipe().labels;
        let (one, two) = (new_name(&labels), new_name(&labels));
        assert!(one.starts_with("omniplug-_map_1-") && one != two, "{one}");
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    }

    #[test]
    fn nothing_is_left_open() {
        let body = recipe().container(Start::Warm, &Entry::Meeting("/m".into()));
        let host = body.host_config.unwrap();
        assert_eq!(body.user.as_deref(), Some("1000:1000"));
        assert_eq!(host.network_mode.as_deref(), Some("none"));
        assert_eq!(host.cap_drop, Some(vec!["ALL".to_owned()]));
        assert_eq!(host.readonly_rootfs, Some(true));
        assert_eq!((host.memory, host.cpu_quota), (host.memory_swap, Some(50_000)));
        assert_eq!(host.pids_limit, Some(101));
        assert!(host.privileged.is_none() && host.devices.is_none() && host.cap_add.is_none());
        assert!(host.mounts.unwrap().iter().all(|mount| mount.read_only == Some(true)));
        assert!(host.tmpfs.unwrap().values().all(|options| options.contains("size=4096,")));
    }
}
