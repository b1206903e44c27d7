//! The attack suite against the native sandbox, with control groups and without.
//!
//! Each attack is a test of its own, `<mode>::<language>::<name>`. They run one after the other in a process,
//! since each compares what the process holds of the host before and after.

#![expect(clippy::expect_used, reason = "a suite ends where its own means fail")]

use libtest_mimic::{Arguments, Failed, Trial};
use omniplug_core::sandbox::native::NativeSandbox;
use omniplug_core::sandbox::{Enforcement, Language, Sandbox};
use omniplug_tests::attacks::{Attack, Ground, Traces, all};
use omniplug_tests::fixture::{Fixture, native};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What the attacks of a process share, and the lock that keeps them apart.
struct Stage {
    runtime: tokio::runtime::Runtime,
    grouped: NativeSandbox,
    watched: NativeSandbox,
    ground: Ground,
    warm: Vec<(bool, Language)>,
}

impl Stage {
    fn new() -> Self {
        Self {
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
            grouped: native(true),
            watched: native(false),
            ground: Ground::new(),
            warm: Vec::new(),
        }
    }

    /// Runs an attack and compares what is left. The first execution of a sandbox keeps some things for the
    /// later ones, so it is another's.
    fn run(&mut self, attack: &Attack, groups: bool) -> Result<(), Failed> {
        let Self { runtime, grouped, watched, ground, warm } = self;
        let sandbox = if groups { &*grouped } else { &*watched };
        if !warm.contains(&(groups, attack.language)) {
            let code = match attack.language {
                Language::Python => "def execute(given): return 1",
                Language::R => "execute <- function(given) 1",
            };
            let fixture = Fixture::new(attack.language, code);
            let outcome = runtime.block_on(fixture.run(sandbox, serde_json::json!({})));
            let kept = outcome.isolation.memory_limit == Enforcement::Cgroup;
            if groups && !kept {
                println!("no control groups here: the limits of `{}` are watched", attack.title());
            }
            warm.push((groups, attack.language));
        }
        let before = Traces::now();
        runtime.block_on(attack.run(sandbox, ground))?;
        let after = Traces::now();
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
    let modes = [("grouped", true), ("watched", false)].into_iter();
    let trials = modes
        .filter(|(_, grouped)| !grouped || groups || root)
        .flat_map(|(mode, grouped)| all().map(move |attack| (mode, grouped, attack)))
        .map(|(mode, grouped, attack)| {
            let stage = Arc::clone(&stage);
            let run = move || {
                let stage = stage.get_or_init(|| Mutex::new(Stage::new()));
                stage.lock().unwrap_or_else(PoisonError::into_inner).run(attack, grouped)
            };
            Trial::test(format!("{mode}::{}", attack.title()), run)
                .with_ignored_flag(grouped && !groups)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
