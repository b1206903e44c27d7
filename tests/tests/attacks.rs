//! The attack suite against the native sandbox, with control groups and without, in cold sessions and in warm ones.
//!
//! Each attack is a test of its own, `<mode>::<language>::<name>`. They run one after the other in a process,
//! since each compares what the process holds of the host before and after.

#![expect(clippy::expect_used, reason = "a suite ends where its own means fail")]

use libtest_mimic::{Arguments, Failed, Trial};
use omniplug_core::sandbox::native::NativeSandbox;
use omniplug_core::sandbox::{Enforcement, Language, Sandbox, Start};
use omniplug_tests::attacks::{Attack, Ground, Traces, all};
use omniplug_tests::fixture::{Fixture, native};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How the attacks of a mode are run: with control groups or without, in cold or in warm sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mode {
    name: &'static str,
    grouped: bool,
    start: Start,
}

const MODES: [Mode; 4] = [
    Mode { name: "grouped", grouped: true, start: Start::Cold },
    Mode { name: "watched", grouped: false, start: Start::Cold },
    Mode { name: "grouped_warm", grouped: true, start: Start::Warm },
    Mode { name: "watched_warm", grouped: false, start: Start::Warm },
];

/// What the attacks of a process share, and the lock that keeps them apart.
struct Stage {
    runtime: tokio::runtime::Runtime,
    grouped: NativeSandbox,
    watched: NativeSandbox,
    ground: Ground,
    used: Vec<(Mode, Language)>,
}

impl Stage {
    fn new() -> Self {
        Self {
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
            grouped: native(true),
            watched: native(false),
            ground: Ground::new(),
            used: Vec::new(),
        }
    }

    /// Runs an attack and compares what is left. The first execution of a sandbox keeps some things for the
    /// later ones, so it is another's.
    fn run(&mut self, attack: &Attack, mode: Mode) -> Result<(), Failed> {
        let Self { runtime, grouped, watched, ground, used } = self;
        let sandbox = if mode.grouped { &*grouped } else { &*watched };
        if !used.contains(&(mode, attack.language)) {
            let code = match attack.language {
                Language::Python => "def execute(given): return 1",
                Language::R => "execute <- function(given) 1",
            };
            let fixture = Fixture::new(attack.language, code);
            let isolation = runtime.block_on(fixture.used(sandbox, mode.start));
            let kept = isolation.memory_limit == Enforcement::Cgroup;
            if mode.grouped && !kept {
                println!("no control groups here: the limits of `{}` are watched", attack.title());
            }
            used.push((mode, attack.language));
        }
        let before = Traces::settled();
        runtime.block_on(attack.run(sandbox, mode.start, ground))?;
        let after = Traces::back_to(&before);
        if before == after {
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
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
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
        .filter(|mode| !mode.grouped || groups || root)
        .flat_map(|mode| all().map(move |attack| (mode, attack)))
        .map(|(mode, attack)| {
            let stage = Arc::clone(&stage);
            let run = move || {
                let stage = stage.get_or_init(|| Mutex::new(Stage::new()));
                stage.lock().unwrap_or_else(PoisonError::into_inner).run(attack, mode)
            };
            Trial::test(format!("{}::{}", mode.name, attack.title()), run)
                .with_ignored_flag(mode.grouped && !groups)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
