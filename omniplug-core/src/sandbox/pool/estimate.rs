//! How long things take, as far as it was seen.

use crate::{Error, ErrorKind};
use std::time::Duration;

/// What to come back after when nothing was measured yet.
const UNKNOWN: Duration = Duration::from_secs(1);

/// The bounds of what a caller is told.
const SOONEST: Duration = Duration::from_millis(100);
const LATEST: Duration = Duration::from_secs(3600);

/// A mean of durations in which newer ones count for more.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mean(Option<f64>);

impl Mean {
    /// How much the newest counts.
    const WEIGHT: f64 = 0.2;

    pub(super) fn add(&mut self, time: Duration) {
        let new = time.as_secs_f64();
        self.0 = Some(self.0.map_or(new, |old| old + Self::WEIGHT * (new - old)));
    }

    /// How long so many take, one after the other in each of several places; nothing when that is not known.
    pub(super) fn of(self, count: usize, places: usize) -> Option<Duration> {
        let seconds = self.0? * count as f64 / places.max(1) as f64;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// The refusal of a call that there is no room for.
pub(super) fn busy(message: String, estimate: Option<Duration>) -> Error {
    let after = estimate.unwrap_or(UNKNOWN).clamp(SOONEST, LATEST);
    Error::new(ErrorKind::Busy, message)
        .with_hint(format!(
            "try again in about {:.1} s, or allow more at once in the policy's `concurrency`",
            after.as_secs_f64()
        ))
        .with_retry_after(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_follows_what_is_new() {
        let mut mean = Mean::default();
        assert_eq!(mean.of(1, 1), None);
        mean.add(Duration::from_secs(10));
        assert_eq!(mean.of(6, 4), Some(Duration::from_secs(15)));
        (0..50).for_each(|_| mean.add(Duration::from_secs(1)));
        let now = mean.of(1, 1).unwrap();
        assert!(now < Duration::from_millis(1001), "{now:?}");
    }

    #[test]
    fn a_refusal_says_when_to_come_back() {
        let error = busy("full".into(), Some(Duration::from_secs(3)));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
        assert!(error.hint().is_some_and(|hint| hint.contains("3.0 s")), "{error}");
        assert_eq!(busy("full".into(), Some(Duration::MAX)).retry_after(), Some(LATEST));
        assert_eq!(busy("full".into(), None).retry_after(), Some(UNKNOWN));
    }
}
