//! What a Docker daemon offers, as checks.

use super::{Check, State};
use crate::sandbox::docker::{ImageReport, Report};

/// The oldest version of the daemon's interface that has what containers are made with.
const OLDEST_API: (u32, u32) = (1, 41);

/// What each part of a daemon's answer means for the sandbox.
pub(super) fn checks(report: &Report) -> Vec<Check> {
    let mut checks =
        vec![daemon(report), control_groups(report), security(report), runtime(report)];
    checks.extend(report.images.iter().map(image));
    checks
}

fn daemon(report: &Report) -> Check {
    let Report { address, version, api_version, machine, .. } = report;
    let detail = format!("{version} (API {api_version}) at `{address}`, on {machine}");
    let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or(0);
    let mut parts = api_version.split('.');
    if (number(parts.next()), number(parts.next())) >= OLDEST_API {
        return Check::new("docker daemon", State::Ok, detail);
    }
    let (major, minor) = OLDEST_API;
    Check::new("docker daemon", State::Fail, detail)
        .with_remedy(format!("use Docker 20.10 or later, whose API is {major}.{minor} or later"))
}

fn control_groups(report: &Report) -> Check {
    const NAME: &str = "docker limits";
    let Report { cgroup_version, cgroup_driver, lacking_limits, .. } = report;
    let detail = format!("control groups version {cgroup_version} by `{cgroup_driver}`");
    if lacking_limits.is_empty() {
        return Check::new(NAME, State::Ok, detail);
    }
    let lacking = lacking_limits.join(", ");
    Check::new(NAME, State::Warn, format!("{detail}; not limited: {lacking}")).with_remedy(
        "enable the controllers on the daemon's machine: `cgroup_enable=memory swapaccount=1` on its \
         kernel's command line; for a rootless daemon, delegate them to its user",
    )
}

fn security(report: &Report) -> Check {
    const NAME: &str = "docker security";
    let has = |name: &str| report.security.iter().any(|option| option == name);
    let users = match (has("rootless"), has("userns")) {
        (true, _) => "the daemon is not root",
        (false, true) => "users of containers are others on its machine",
        (false, false) => "users of containers are those of its machine",
    };
    let detail = format!("{}; {users}", report.security.join(", "));
    if has("seccomp") {
        return Check::new(NAME, State::Ok, detail);
    }
    Check::new(NAME, State::Warn, format!("no system-call filter; {detail}"))
        .with_remedy("use a daemon that was built with seccomp, and a kernel with `CONFIG_SECCOMP`")
}

fn runtime(report: &Report) -> Check {
    const NAME: &str = "docker runtime";
    let Report { runtime, runtimes, .. } = report;
    let detail = format!("`{runtime}` of {}", runtimes.join(", "));
    // Names with a dot are programs that the daemon looks for itself.
    if runtimes.contains(runtime) || runtime.contains('.') {
        return Check::new(NAME, State::Ok, detail);
    }
    Check::new(NAME, State::Fail, format!("the daemon has no `{runtime}`, it has {}", runtimes.join(", ")))
        .with_remedy(format!(
            "install it and name it under `runtimes` in the daemon's `daemon.json`, or choose another than `{runtime}`"
        ))
}

fn image(report: &ImageReport) -> Check {
    let name = format!("docker image `{}`", report.language);
    let image = &report.image;
    match (&report.id, report.pull) {
        (Some(id), _) => Check::new(&name, State::Ok, format!("`{image}` is {id}")),
        (None, true) => {
            Check::new(&name, State::Warn, format!("`{image}` is pulled when it is first needed"))
                .with_remedy(format!("`docker pull {image}` does it now"))
        }
        (None, false) => Check::new(&name, State::Warn, format!("`{image}` is missing"))
            .with_remedy(format!("`docker pull {image}`, or name an image that the daemon has")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Language;

    fn report() -> Report {
        Report {
            address: "unix:///var/run/docker.sock".into(),
            version: "20.10.24".into(),
            api_version: "1.41".into(),
            machine: "Debian, Linux 6.1, x86_64".into(),
            cgroup_version: "2".into(),
            cgroup_driver: "systemd".into(),
            lacking_limits: Vec::new(),
            security: vec!["seccomp".into()],
            runtimes: vec!["runc".into()],
            runtime: "runc".into(),
            images: Vec::new(),
        }
    }

    fn find(report: &Report, name: &str) -> Check {
        checks(report).into_iter().find(|check| check.name == name).unwrap()
    }

    #[test]
    fn a_usual_daemon_is_well() {
        assert!(checks(&report()).iter().all(|check| check.state == State::Ok));
    }

    #[test]
    fn what_is_wrong_has_its_remedy() {
        let old = Report { api_version: "1.39".into(), ..report() };
        let limits = Report { lacking_limits: vec!["swap"], ..report() };
        let filter = Report { security: Vec::new(), ..report() };
        let runtime = Report { runtime: "runsc".into(), ..report() };
        for (report, name, state, detail) in [
            (old, "docker daemon", State::Fail, "1.39"),
            (limits, "docker limits", State::Warn, "swap"),
            (filter, "docker security", State::Warn, "no system-call filter"),
            (runtime, "docker runtime", State::Fail, "no `runsc`, it has runc"),
        ] {
            let check = find(&report, name);
            assert_eq!(check.state, state, "{name}");
            assert!(check.detail.contains(detail) && check.remedy.is_some(), "{check:?}");
        }
    }

    #[test]
    fn an_image_is_there_or_is_pulled_or_is_missing() {
        let image = |id: Option<&str>, pull| ImageReport {
            language: Language::R,
            image: "r-base:4.3.0".into(),
            id: id.map(str::to_owned),
            pull,
        };
        let images = vec![image(Some("sha256:0"), true), image(None, true), image(None, false)];
        let checks = checks(&Report { images, ..report() });
        let told = checks.iter().filter(|check| check.name == "docker image `r`");
        let told: Vec<_> = told.map(|check| (check.state, check.detail.as_str())).collect();
        assert_eq!(
            told,
            [
                (State::Ok, "`r-base:4.3.0` is sha256:0"),
                (State::Warn, "`r-base:4.3.0` is pulled when it is first needed"),
                (State::Warn, "`r-base:4.3.0` is missing"),
            ]
        );
    }
}
