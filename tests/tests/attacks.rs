//! The attack suite against the native sandbox, with control groups and without, and against containers of a daemon on
//! this host and of one as if it were elsewhere; in cold sessions and in warm ones.
//!
//! Each attack is a test of its own, `<mode>::<language>::<name>`. They run one after the other in a process,
//! since each compares what the process holds of the host before and after.

#![expect(clippy::expect_used, reason = "a suite ends where its own means fail")]

use libtest_mimic::{Arguments, Failed, Trial};
use omniplug_core::sandbox::{Enforcement, Language, Sandbox, Start};
use omniplug_tests::attacks::{Attack, Ground, Traces, all};
use omniplug_tests::fixture::{Fixture, docker, native};
use omniplug_tests::skip;
use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::runtime::Runtime;

/// How the attacks of a mode are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mode {
    name: &'static str,
    place: Place,
    start: Start,
}

/// Where plugins run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// In the native sandbox, with control groups.
    Grouped,
    /// The same without.
    Watched,
    /// In containers of a daemon on this host.
    Here,
    /// In containers of the same daemon, as if it were elsewhere.
    Elsewhere,
}

const MODES: [Mode; 7] = [
    Mode { name: "grouped", place: Place::Grouped, start: Start::Cold },
    Mode { name: "watched", place: Place::Watched, start: Start::Cold },
    Mode { name: "grouped_warm", place: Place::Grouped, start: Start::Warm },
    Mode { name: "watched_warm", place: Place::Watched, start: Start::Warm },
    Mode { name: "docker", place: Place::Here, start: Start::Cold },
    Mode { name: "docker_warm", place: Place::Here, start: Start::Warm },
    Mode { name: "docker_elsewhere_warm", place: Place::Elsewhere, start: Start::Warm },
];

/// What the attacks of a process share, and the lock that keeps them apart.
struct Stage {
    runtime: Runtime,
    sandboxes: HashMap<Place, Arc<dyn Sandbox>>,
    ground: Ground,
    used: Vec<(Mode, Language)>,
}

impl Stage {
    fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let mut sandboxes: HashMap<Place, Arc<dyn Sandbox>> = HashMap::new();
        sandboxes.insert(Place::Grouped, Arc::new(native(true)));
        sandboxes.insert(Place::Watched, Arc::new(native(false)));
        for (place, remote) in [(Place::Here, false), (Place::Elsewhere, true)] {
            if let Some(sandbox) = runtime.block_on(docker(remote)) {
                sandboxes.insert(place, Arc::new(sandbox));
            }
        }
        Self { runtime, sandboxes, ground: Ground::new(), used: Vec::new() }
    }

    /// Runs an attack and compares what is left. The first execution of a sandbox keeps some things for the
    /// later ones, so it is another's.
    fn run(&mut self, attack: &Attack, mode: Mode) -> Result<(), Failed> {
        let Self { runtime, sandboxes, ground, used } = self;
        let Some(sandbox) = sandboxes.get(&mode.place) else {
            skip::skip(mode.name, "no daemon answers that has the tests' images");
            return Ok(());
        };
        if !used.contains(&(mode, attack.language)) {
            let code = match attack.language {
                Language::Python => "def execute(given): return 1",
                Language::R => "execute <- function(given) 1",
            };
            let fixture = Fixture::new(attack.language, code);
            let isolation = runtime.block_on(fixture.used(sandbox.as_ref(), mode.start));
            let kept = isolation.memory_limit == Enforcement::Cgroup;
            if mode.place == Place::Grouped && !kept {
                println!("no control groups here: the limits of `{}` are watched", attack.title());
            }
            used.push((mode, attack.language));
        }
        let before = Traces::settled();
        runtime.block_on(attack.run(sandbox.as_ref(), mode.start, ground))?;
        let after = Traces::back_to(&before);
        let in_container = matches!(mode.place, Place::Here | Place::Elsewhere);
        if after.is_back_to(&before, if in_container { 2 } else { 0 }) {
            return Ok(());
        }
        Err(format!("it left something:\nbefore {before:#?}\nafter {after:#?}").into())
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let stage: Arc<OnceLock<Mutex<Stage>>> = Arc::default();
    // An ordinary user without a delegated group has only the watched mode; it is run once then.
    let available = native(true);
    let runtime = Runtime::new().expect("a runtime");
    let groups = runtime
        .block_on(available.probe())
        .is_ok_and(|isolation| isolation.memory_limit == Enforcement::Cgroup);
    drop(runtime);
    // Control groups are root's, so that only root can miss them.
    let root = rustix::process::geteuid().is_root();
    if !groups && !root {
        println!("an ordinary user may make no control groups here: every attack is watched");
    }
    let trials = MODES
        .into_iter()
        .filter(|mode| mode.place != Place::Grouped || groups || root)
        // Who may speak with the daemon is root on its host.
        .filter(|mode| root || matches!(mode.place, Place::Grouped | Place::Watched))
        .flat_map(|mode| all().map(move |attack| (mode, attack)))
        // The walls of containers are the same wherever their daemon is; only who starts programs in them differs.
        .filter(|(mode, attack)| {
            mode.place != Place::Elsewhere || attack.name.starts_with("lesson_")
        })
        .map(|(mode, attack)| {
            let stage = Arc::clone(&stage);
            let run = move || {
                let stage = stage.get_or_init(|| Mutex::new(Stage::new()));
                stage.lock().unwrap_or_else(PoisonError::into_inner).run(attack, mode)
            };
            Trial::test(format!("{}::{}", mode.name, attack.title()), run)
                .with_ignored_flag(mode.place == Place::Grouped && !groups)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
