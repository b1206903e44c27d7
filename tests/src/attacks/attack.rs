//! One attack and its verdict.

use super::Ground;
use crate::fixture::{Fixture, request, small_limits};
use omniplug_core::sandbox::{
    Control, Language, Limits, Outcome, Sandbox, SessionSpec, Start, Status,
};
use serde_json::{Value, json};
use std::time::Duration;

/// A hostile plugin and what must become of it.
#[derive(Debug)]
pub struct Attack {
    /// Its name, which is its file's.
    pub name: &'static str,
    /// Its language.
    pub language: Language,
    /// Its only file.
    pub code: &'static str,
    /// Changes the small limits that all attacks have.
    pub limits: fn(&mut Limits),
    /// How it may end.
    pub expected: &'static [Status],
    /// What else must hold.
    pub check: Check,
}

/// What must hold of an outcome beside its status.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Nothing more.
    Anything,
    /// Where it succeeded, everything that it tried reads `denied`.
    Denied,
    /// Where it succeeded, this text is its data.
    Returns(&'static str),
    /// Where it did not succeed, the failure's kind or message has this part.
    Fails(&'static str),
    /// Where it succeeded, the number or each number of the list at that key is at least and at most these.
    Counts(&'static str, u64, u64),
    /// Where it succeeded, a warning has this part.
    Warns(&'static str),
    /// All processes together used at most this part of the wall time as processor time, where a control
    /// group keeps the limit.
    Processors(f64),
}

impl Attack {
    /// The language and the name, as in `python::lesson_shadow`.
    pub fn title(&self) -> String {
        format!("{}::{}", self.language, self.name)
    }

    /// Runs the attack in a session of its own, then a harmless plugin in another, and says what is wrong. In a
    /// warm session it comes twice: the second must find the place as the first did.
    ///
    /// # Errors
    /// A text that names the wrong status, what came through, or what no longer works.
    pub async fn run(
        &self,
        sandbox: &dyn Sandbox,
        start: Start,
        ground: &Ground,
    ) -> Result<(), String> {
        for outcome in self.attack(sandbox, start, ground).await? {
            self.judge(&outcome).map_err(|wrong| format!("{wrong}\n{outcome:#?}"))?;
            if format!("{outcome:?}").contains(ground.secret()) {
                return Err(format!("it read the secret\n{outcome:#?}"));
            }
        }
        ground.check()?;
        harmless(sandbox, self.language).await
    }

    async fn attack(
        &self,
        sandbox: &dyn Sandbox,
        start: Start,
        ground: &Ground,
    ) -> Result<Vec<Outcome>, String> {
        let fixture = Fixture::new(self.language, self.code);
        match self.language {
            Language::Python => fixture.write("probe.py", include_str!("python/probe.py")),
            Language::R => fixture.write("probe.R", include_str!("r/probe.R")),
        }
        let mut limits = Limits { timeout: Duration::from_secs(10), ..small_limits() };
        (self.limits)(&mut limits);
        let spec = SessionSpec { limits, start, ..fixture.spec() };
        let session = sandbox.open(spec).await.map_err(|error| error.to_string())?;
        let mut outcomes = Vec::new();
        for _ in 0..if start == Start::Warm { 2 } else { 1 } {
            let mut input = ground.describe();
            input["backend"] = json!(sandbox.name());
            let request = request(input);
            let outcome = session.execute(request, &Control::default()).await;
            outcomes.push(outcome.map_err(|error| error.to_string())?);
        }
        session.close().await.map_err(|error| error.to_string())?;
        Ok(outcomes)
    }

    fn judge(&self, outcome: &Outcome) -> Result<(), String> {
        if !self.expected.contains(&outcome.status) {
            return Err(format!("it ended as `{}`, not as {:?}", outcome.status, self.expected));
        }
        if (outcome.status == Status::Success) != outcome.reply.is_some()
            || outcome.reply.is_some() == outcome.failure.is_some()
        {
            return Err("status, reply and failure disagree".into());
        }
        self.check.judge(outcome)
    }
}

impl Check {
    fn judge(self, outcome: &Outcome) -> Result<(), String> {
        let data = outcome.reply.as_ref().map(|reply| reply.data.to_json());
        match (self, data, &outcome.failure) {
            (Self::Denied, Some(data), _) => match managed(&data) {
                found if found.is_empty() => Ok(()),
                found => Err(format!("it got through: {}", found.join(", "))),
            },
            (Self::Returns(text), Some(data), _) if data != json!(text) => {
                Err(format!("it answered `{data}`"))
            }
            (Self::Fails(part), _, Some(failure))
                if !failure.kind.contains(part) && !failure.message.contains(part) =>
            {
                Err(format!("its failure does not tell of `{part}`"))
            }
            (Self::Counts(key, least, most), Some(data), _) => {
                let numbers = data.get(key).map(numbers).unwrap_or_default();
                let fits = |number: &f64| (least as f64..=most as f64).contains(number);
                if !numbers.is_empty() && numbers.iter().all(fits) {
                    return Ok(());
                }
                Err(format!("`{key}` is {numbers:?}, not from {least} to {most}"))
            }
            (Self::Warns(part), Some(_), _) => {
                let mut warnings = outcome.reply.iter().flat_map(|reply| &reply.warnings);
                let found = warnings.any(|warning| warning.contains(part));
                found.then_some(()).ok_or_else(|| format!("no warning tells of `{part}`"))
            }
            (Self::Processors(most), _, _) => processors(outcome, most),
            _ => Ok(()),
        }
    }
}

fn processors(outcome: &Outcome, most: f64) -> Result<(), String> {
    use omniplug_core::sandbox::Enforcement;

    let usage = &outcome.usage;
    let used = usage.cpu_time.as_secs_f64() / usage.wall_time.as_secs_f64();
    if outcome.isolation.cpu_limit == Enforcement::Cgroup && used > most {
        return Err(format!("it used {used:.2} processors"));
    }
    Ok(())
}

/// The places of a result that don't read `denied`.
fn managed(data: &Value) -> Vec<String> {
    match data {
        Value::Object(object) if !object.is_empty() => object
            .iter()
            .flat_map(|(key, value)| managed(value).into_iter().map(move |found| (key, found)))
            .map(|(key, found)| format!("{key}: {found}"))
            .collect(),
        Value::String(text) if text.starts_with("denied") => Vec::new(),
        other => vec![other.to_string()],
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_f64).collect(),
        other => other.as_f64().into_iter().collect(),
    }
}

/// Runs a plugin that must work, and looks for what an earlier one may have left.
async fn harmless(sandbox: &dyn Sandbox, language: Language) -> Result<(), String> {
    let code = match language {
        Language::Python => include_str!("python/harmless.py"),
        Language::R => include_str!("r/harmless.R"),
    };
    let outcome = Fixture::new(language, code).run(sandbox, json!({})).await;
    let answer = outcome.reply.as_ref().map(|reply| reply.data.to_json());
    if answer == Some(json!("nothing is left")) {
        return Ok(());
    }
    Err(format!("the next execution does not work: {outcome:#?}"))
}
