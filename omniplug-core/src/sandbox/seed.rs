//! Where an execution's random numbers begin.

use crate::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// Where an execution's random numbers begin. It is recorded, so that an execution can be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed {
    value: u64,
    given: bool,
}

impl Seed {
    /// The largest seed: every number up to it is exact in JSON, in R and in other languages without integers
    /// of 64 bits.
    pub const MAX: u64 = (1 << 53) - 1;

    /// The caller's own seed: what the plugin draws repeats with it.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) beyond [`MAX`](Self::MAX).
    pub fn given(value: u64) -> Result<Self> {
        if value > Self::MAX {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("the seed `{value}` is larger than `{}`", Self::MAX),
            )
            .with_hint("take a smaller number"));
        }
        Ok(Self { value, given: true })
    }

    /// A seed from the operating system.
    ///
    /// # Errors
    /// [`Sandbox`](ErrorKind::Sandbox) when the system gives no random numbers.
    pub fn fresh() -> Result<Self> {
        let drawn = getrandom::u64().map_err(|error| {
            Error::new(ErrorKind::Sandbox, "the system gives no random numbers").with_source(error)
        })?;
        Ok(Self { value: drawn & Self::MAX, given: false })
    }

    /// The number.
    pub fn value(self) -> u64 {
        self.value
    }

    /// Whether the caller chose it.
    pub fn is_given(self) -> bool {
        self.given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_one_that_every_language_holds_exactly() {
        assert_eq!(Seed::given(Seed::MAX).unwrap().value(), Seed::MAX);
        assert_eq!(Seed::given(Seed::MAX + 1).unwrap_err().kind(), ErrorKind::InvalidInput);
        let (one, two) = (Seed::fresh().unwrap(), Seed::fresh().unwrap());
        assert!(one != two && one.value() <= Seed::MAX && !one.is_given());
    }
}
