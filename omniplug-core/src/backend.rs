//! Which sandbox runs plugins.

use crate::policy::Policy;
use crate::sandbox::docker::{DockerOptions, DockerSandbox};
use crate::sandbox::native::{NativeOptions, NativeSandbox};
use crate::sandbox::{Grade, Isolation, Sandbox};
use crate::storage::Home;
use crate::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::env;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The variable that names the backend of hosts that name none.
const VARIABLE: &str = "OMNIPLUG_SANDBOX";

/// A sandbox to run plugins in, or how to choose one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    /// Linux's own means, by this library.
    #[default]
    Native,
    /// Containers of a Docker daemon.
    Docker,
    /// The strongest of them that has the policy's least isolation; the native one where they are equal. Each is tried
    /// once, when the library is opened.
    Auto,
}

impl Backend {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Native, Self::Docker, Self::Auto];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Docker => "docker",
            Self::Auto => "auto",
        }
    }

    /// What `OMNIPLUG_SANDBOX` names, else the native one.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when it names none.
    pub fn from_environment() -> Result<Self> {
        match env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            Some(value) => value.to_string_lossy().parse(),
            None => Ok(Self::default()),
        }
    }

    /// The sandboxes to choose from, best first where they are equal. Nothing is tried yet.
    pub(crate) fn candidates(self, home: &Home, policy: &Policy) -> Vec<Candidate> {
        let native = || {
            let options = NativeOptions::new(home.runner());
            Candidate::Other(Arc::new(NativeSandbox::new(options)))
        };
        match self {
            Self::Native => vec![native()],
            Self::Docker => vec![Candidate::docker(home, policy)],
            Self::Auto => vec![native(), Candidate::docker(home, policy)],
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Backend {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|backend| backend.as_str() == text).ok_or_else(|| {
            let what = format!("no sandbox is called `{}`", text.escape_debug());
            Error::new(ErrorKind::InvalidInput, what)
                .with_hint(format!("use `native`, `docker` or `auto`, also in `{VARIABLE}`"))
        })
    }
}

/// A sandbox that may be chosen.
#[derive(Debug, Clone)]
pub(crate) enum Candidate {
    /// Containers, which have more to tell about themselves.
    Docker(Arc<DockerSandbox>),
    /// Any other.
    Other(Arc<dyn Sandbox>),
}

impl Candidate {
    fn docker(home: &Home, policy: &Policy) -> Self {
        let rules = &policy.containers;
        let options = DockerOptions {
            images: rules.images.clone(),
            runtime: rules.runtime.clone(),
            pull: rules.pull,
            ..DockerOptions::new(home.runner())
        };
        Self::Docker(Arc::new(DockerSandbox::new(options)))
    }

    /// The sandbox itself.
    pub(crate) fn sandbox(&self) -> Arc<dyn Sandbox> {
        match self {
            Self::Docker(docker) => Arc::clone(docker) as Arc<dyn Sandbox>,
            Self::Other(sandbox) => Arc::clone(sandbox),
        }
    }
}

/// A choice, with what it was made by.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) sandbox: Arc<dyn Sandbox>,
    pub(crate) reason: String,
}

/// Chooses among candidates: a single one is taken as it is, of several the strongest by trying.
///
/// # Errors
/// [`Unavailable`](ErrorKind::Unavailable) when none has the least isolation, with what each has.
pub(crate) async fn choose(candidates: &[Candidate], least: Grade) -> Result<Choice> {
    if let [only] = candidates {
        return Ok(Choice { sandbox: only.sandbox(), reason: "it was asked for".to_owned() });
    }
    let mut tried = Vec::new();
    for candidate in candidates {
        let sandbox = candidate.sandbox();
        let isolation = sandbox.probe().await;
        tried.push((sandbox, isolation));
    }
    let choice = strongest(tried, least)?;
    tracing::info!(sandbox = choice.sandbox.name(), reason = choice.reason, "chose a sandbox");
    Ok(choice)
}

fn strongest(tried: Vec<(Arc<dyn Sandbox>, Result<Isolation>)>, least: Grade) -> Result<Choice> {
    let told: Vec<String> = tried
        .iter()
        .map(|(sandbox, isolation)| match isolation {
            Ok(isolation) => format!("`{}` has `{}`", sandbox.name(), isolation.grade),
            Err(error) => format!("`{}` can't run: {}", sandbox.name(), error.message()),
        })
        .collect();
    let reason = told.join("; ");
    let mut best: Option<(Arc<dyn Sandbox>, Grade)> = None;
    for (sandbox, isolation) in tried {
        let grade = isolation.map(|isolation| isolation.grade).ok();
        let stronger = |grade: &Grade| {
            *grade >= least && best.as_ref().is_none_or(|(_, so_far)| grade > so_far)
        };
        if let Some(grade) = grade.filter(stronger) {
            best = Some((sandbox, grade));
        }
    }
    match best {
        Some((sandbox, _)) => Ok(Choice { sandbox, reason }),
        None => Err(Error::new(
            ErrorKind::Unavailable,
            format!("no sandbox here has the isolation `{least}`: {reason}"),
        )
        .with_hint("`omniplug doctor` tells what each of them lacks")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{
        Enforcement, EventSink, Image, Interpreter, Language, Session, SessionSpec,
    };
    use async_trait::async_trait;

    /// A sandbox with a grade, or none that runs.
    #[derive(Debug)]
    struct Graded(&'static str, Option<Grade>);

    #[async_trait]
    impl Sandbox for Graded {
        fn name(&self) -> &'static str {
            self.0
        }

        async fn probe(&self) -> Result<Isolation> {
            let broken = || Error::new(ErrorKind::Unavailable, "it is broken");
            Ok(Isolation {
                backend: self.0.into(),
                grade: self.1.ok_or_else(broken)?,
                namespaces: Vec::new(),
                landlock: 0,
                seccomp: true,
                memory_limit: Enforcement::None,
                cpu_limit: Enforcement::None,
                process_limit: Enforcement::None,
                missing: Vec::new(),
            })
        }

        async fn interpreter(
            &self,
            _: Language,
            _: Option<&Image>,
            _: &dyn EventSink,
        ) -> Result<Interpreter> {
            Err(Error::new(ErrorKind::Unavailable, "nobody asks"))
        }

        async fn open(&self, _: SessionSpec) -> Result<Box<dyn Session>> {
            Err(Error::new(ErrorKind::Unavailable, "nobody asks"))
        }
    }

    async fn chosen(one: Option<Grade>, two: Option<Grade>, least: Grade) -> Result<Choice> {
        let sandboxes = [Graded("one", one), Graded("two", two)];
        let candidates = sandboxes.map(|sandbox| Candidate::Other(Arc::new(sandbox)));
        choose(&candidates, least).await
    }

    #[tokio::test]
    async fn the_strongest_is_chosen_and_of_equals_the_first() {
        use Grade::{Full, Reduced, Virtualized};
        for (one, two, name) in [
            (Some(Full), Some(Full), "one"),
            (Some(Full), Some(Virtualized), "two"),
            (Some(Reduced), Some(Full), "two"),
            (None, Some(Full), "two"),
            (Some(Full), None, "one"),
        ] {
            let choice = chosen(one, two, Full).await.unwrap();
            assert_eq!(choice.sandbox.name(), name, "{one:?} {two:?}");
        }
        let choice = chosen(Some(Full), None, Full).await.unwrap();
        assert_eq!(choice.reason, "`one` has `full`; `two` can't run: it is broken");
    }

    #[tokio::test]
    async fn where_none_is_strong_enough_it_is_told_what_each_has() {
        let error = chosen(Some(Grade::Full), None, Grade::Virtualized).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert_eq!(
            error.message(),
            "no sandbox here has the isolation `virtualized`: `one` has `full`; `two` can't run: it is broken"
        );
    }

    #[test]
    fn names_are_read_and_others_refused() {
        for backend in Backend::ALL {
            assert_eq!(backend.as_str().parse::<Backend>().unwrap(), backend);
        }
        let error = "podman".parse::<Backend>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
