//! Images: finding them in the daemon, and fetching those that are missing.

use super::daemon::Daemon;
use crate::sandbox::{Event, EventSink, Image};
use crate::{Error, ErrorKind, Result};
use bollard::query_parameters::CreateImageOptionsBuilder;
use futures_util::StreamExt;
use std::time::{Duration, Instant};

/// Between two lines about the progress of a pull.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);

/// What identifies an image, as in `sha256:…`. One that is missing is pulled where that is allowed.
pub(super) async fn find(
    daemon: &Daemon,
    image: &Image,
    pull: bool,
    events: &dyn EventSink,
) -> Result<String> {
    match id(daemon, image).await {
        Err(error) if error.kind() == ErrorKind::NotFound && pull => {
            fetch(daemon, image, events).await?;
            id(daemon, image).await.map_err(|error| missing(image, error))
        }
        found => found.map_err(|error| missing(image, error)),
    }
}

/// What identifies an image that the daemon has.
pub(super) async fn id(daemon: &Daemon, image: &Image) -> Result<String> {
    let name = reference(image);
    let call = |docker: bollard::Docker| async move { docker.inspect_image(&name).await };
    let found = daemon.call("find the image", call).await?;
    found.id.ok_or_else(|| Error::new(ErrorKind::Unavailable, "the daemon names no image"))
}

/// The name by which a daemon finds exactly this image.
fn reference(image: &Image) -> String {
    match image.digest() {
        Some(digest) => {
            let name = image.name();
            let start = name.rfind('/').map_or(0, |slash| slash + 1);
            let end = name[start..].find(':').map_or(name.len(), |colon| start + colon);
            format!("{}@{digest}", &name[..end])
        }
        None => image.name().to_owned(),
    }
}

async fn fetch(daemon: &Daemon, image: &Image, events: &dyn EventSink) -> Result<()> {
    events.event(Event::Phase(format!("pulling the image `{image}`")));
    let options = CreateImageOptionsBuilder::new().from_image(&reference(image)).build();
    let docker = daemon.client().await?;
    let mut answers = Box::pin(docker.create_image(Some(options), None, None));
    let mut told = Instant::now();
    while let Some(answer) = answers.next().await {
        let answer = answer.map_err(|error| missing(image, daemon.explain("pull it", error)))?;
        if let Some(problem) = answer.error_detail.and_then(|detail| detail.message) {
            return Err(missing(image, Error::new(ErrorKind::Unavailable, problem)));
        }
        let Some(status) = answer.status.filter(|_| told.elapsed() >= REPORT_INTERVAL) else {
            continue;
        };
        told = Instant::now();
        let detail = answer.progress_detail.unwrap_or_default();
        let part = match (detail.current, detail.total) {
            (Some(current), Some(total)) if total > 0 => {
                format!(", {} of {} MiB", current >> 20, total >> 20)
            }
            _ => String::new(),
        };
        let layer = answer.id.unwrap_or_default();
        events.event(Event::Phase(format!("pulling `{image}`: {status} {layer}{part}")));
    }
    Ok(())
}

fn missing(image: &Image, error: Error) -> Error {
    if error.kind() == ErrorKind::Unavailable && error.message().contains("does not answer") {
        return error;
    }
    let message = format!("the image `{image}` is not there: {}", error.message());
    Error::new(ErrorKind::Unavailable, message)
        .with_hint(format!("`docker pull {image}`, or name an image that the daemon has"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_image_is_asked_for_by_its_digest() {
        let digest = format!("sha256:{}", "0".repeat(64));
        let name = |text: &str| reference(&text.parse().unwrap());
        assert_eq!(name("python:3.11-slim"), "python:3.11-slim");
        assert_eq!(name(&format!("python:3.11@{digest}")), format!("python@{digest}"));
        let own = format!("localhost:5000/a/b:1@{digest}");
        assert_eq!(name(&own), format!("localhost:5000/a/b@{digest}"));
    }
}
