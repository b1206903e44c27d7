//! A sandbox whose sessions are all warm, to give to the suites that open sessions of their own.

use async_trait::async_trait;
use omniplug_core::Result;
use omniplug_core::sandbox::{
    EventSink, Image, Interpreter, Isolation, Language, Sandbox, Session, SessionSpec, Start,
};

/// Opens warm sessions of another sandbox, whatever is asked for.
#[derive(Debug)]
pub struct Warm<S>(pub S);

#[async_trait]
impl<S: Sandbox> Sandbox for Warm<S> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    async fn probe(&self) -> Result<Isolation> {
        self.0.probe().await
    }

    async fn interpreter(
        &self,
        language: Language,
        image: Option<&Image>,
        events: &dyn EventSink,
    ) -> Result<Interpreter> {
        self.0.interpreter(language, image, events).await
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        self.0.open(SessionSpec { start: Start::Warm, ..spec }).await
    }
}
