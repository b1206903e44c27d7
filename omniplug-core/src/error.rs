//! The one error type of the public interface.

use std::fmt;
use std::time::Duration;

/// A specialised result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a caller can do about an error. A kind exists only where the reaction differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The manifest of a plugin is wrong; its author mends it.
    InvalidManifest,
    /// The package is damaged or hostile; nothing of it was kept.
    InvalidPackage,
    /// An argument, a configuration, a parameter or a plugin's input is wrong; the caller mends it.
    InvalidInput,
    /// The plugin, release, execution or file does not exist.
    NotFound,
    /// It exists already, or it is in use.
    Conflict,
    /// The plugin is disabled.
    Disabled,
    /// The host's policy forbids it.
    Refused,
    /// A dependency can't be had: not found, not permitted, or its installation failed.
    Dependency,
    /// This machine lacks something that is needed: an interpreter, a kernel feature, a service.
    Unavailable,
    /// Too much runs or waits already; the same call succeeds later:
    /// [`retry_after`](Error::retry_after) says when.
    Busy,
    /// The store can't be read or written.
    Storage,
    /// The sandbox failed for a reason that is not the plugin's.
    Sandbox,
}

impl ErrorKind {
    /// The kind's stable name in `snake_case`, as in records and bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidManifest => "invalid_manifest",
            Self::InvalidPackage => "invalid_package",
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Disabled => "disabled",
            Self::Refused => "refused",
            Self::Dependency => "dependency",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
            Self::Storage => "storage",
            Self::Sandbox => "sandbox",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error of any operation of this library.
///
/// It is opaque: a [kind](ErrorKind) to react to, one line of text, a remedy where there is one, and the
/// error beneath it as [`source`](std::error::Error::source). [`Display`](fmt::Display) prints the line and,
/// on a line of its own, the remedy behind `hint: `.
///
/// ```
/// use omniplug_core::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::NotFound, "no plugin `pca` is installed")
///     .with_hint("`omniplug list` names the installed ones");
/// assert_eq!(error.kind(), ErrorKind::NotFound);
/// assert_eq!(
///     error.to_string(),
///     "no plugin `pca` is installed\nhint: `omniplug list` names the installed ones"
/// );
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    retry_after: Option<Duration>,
}

impl Error {
    /// Makes an error of a kind with a message: one lower-case line without a final full stop, values in
    /// backticks.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, hint: None, source: None, retry_after: None }))
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the error beneath this one.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds when the same call may succeed.
    #[must_use]
    pub fn with_retry_after(mut self, time: Duration) -> Self {
        self.0.retry_after = Some(time);
        self
    }

    /// Puts what was being done in front of the message: `context: message`.
    #[must_use]
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        self.0.message = format!("{context}: {}", self.0.message);
        self
    }

    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message without the remedy.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The message and, behind it, those of the errors beneath, without the remedy.
    pub fn full_message(&self) -> String {
        let mut text = self.0.message.clone();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        text
    }

    /// The remedy, where there is one.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// How long to wait before the same call may succeed, as far as that is known: of what is
    /// [`Busy`](ErrorKind::Busy).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("hint", &self.0.hint)
            .field("source", &self.0.source)
            .finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full_message())?;
        match &self.0.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

/// Turns an input or output error into an [`Error`] that names what was done to which path.
pub(crate) trait PathContext<T> {
    /// `verb` is what was being done, as in ``read `/x/y` ``.
    fn at(self, kind: ErrorKind, verb: &str, path: &std::path::Path) -> Result<T>;
}

impl<T> PathContext<T> for std::io::Result<T> {
    fn at(self, kind: ErrorKind, verb: &str, path: &std::path::Path) -> Result<T> {
        self.map_err(|error| {
            Error::new(kind, format!("can't {verb} `{}`", path.display())).with_source(error)
        })
    }
}
