//! What is seen of a container elsewhere.

use super::carrier::Carrier;
use crate::sandbox::docker::removal::Made;
use crate::sandbox::docker::starter::after_end;
use crate::sandbox::execution::counters::Counters;
use crate::sandbox::execution::{
    End, Ended, Meter, Packet, Running, Used, is_readable, unprepared, watch,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

/// A killed container whose connection does not end by then hangs.
const END_TIMEOUT: Duration = Duration::from_secs(30);

/// How long is waited for the first counts of a container that is to be killed.
const COUNTING_TIMEOUT: Duration = Duration::from_millis(500);

/// A container elsewhere. Dropping it removes it.
#[derive(Debug)]
pub(super) struct RemoteRunning {
    made: Arc<Made>,
    carrier: Arc<Carrier>,
}

impl RemoteRunning {
    pub(super) fn new(made: Arc<Made>, carrier: Arc<Carrier>) -> Self {
        Self { made, carrier }
    }

    fn counters(&self) -> Option<Counters> {
        self.carrier.counters().map(|(counters, _)| counters)
    }
}

#[async_trait]
impl Running for RemoteRunning {
    fn ended(&self) -> io::Result<OwnedFd> {
        self.carrier.ended()
    }

    fn process(&self) -> Option<i32> {
        None
    }

    fn sender_ended(&self, packet: &mut Packet) -> io::Result<OwnedFd> {
        packet.descriptors.pop().ok_or_else(|| io::Error::other("nobody tells of its end"))
    }

    fn meter(&self) -> &dyn Meter {
        self
    }

    async fn is_alone(&self) -> io::Result<bool> {
        self.carrier.ask(false).await
    }

    async fn empty_scratch(&self) -> io::Result<()> {
        match self.carrier.ask(true).await? {
            true => Ok(()),
            false => Err(io::Error::other("the scratch folders can't be emptied")),
        }
    }

    async fn end(&mut self) -> Result<Ended> {
        let over = self.carrier.ended().map_err(unprepared)?;
        let by_itself = is_readable(&over) || self.carrier.told().exit.is_some();
        if !by_itself {
            if self.carrier.counters().is_none() {
                // They come before the answer. One that does not answer is killed all the same.
                let asked = tokio::time::timeout(COUNTING_TIMEOUT, self.carrier.ask(false)).await;
                tracing::trace!(?asked, "what a container used was asked for");
            }
            self.made.kill().await?;
        }
        let over = watch(over).map_err(unprepared)?;
        let ended = tokio::time::timeout(END_TIMEOUT, over.readable()).await;
        drop(ended.map_err(|_| stuck())?.map_err(unprepared)?);
        let mut used = self.used();
        let mut out_of_memory = self.memory_kills() > 0;
        if let Some((status, microseconds, kibibytes)) = self.carrier.told().exit {
            used.cpu_time = used.cpu_time.or(Some(Duration::from_micros(microseconds)));
            used.peak_memory = used.peak_memory.or(Some(kibibytes.saturating_mul(1024)));
            return Ok(Ended { end: End::of_status(status), used, out_of_memory, lost: false });
        }
        let (mut end, mut lost) = (End::Unknown, false);
        if by_itself {
            let ending = after_end(&self.made).await?;
            out_of_memory |= ending.out_of_memory;
            end = ending.end.unwrap_or(End::Unknown);
            // The boot program never ends before it told how its program did.
            lost = !out_of_memory;
        }
        Ok(Ended { end, used, out_of_memory, lost })
    }
}

impl Meter for RemoteRunning {
    fn keeps_memory(&self) -> bool {
        true
    }

    fn memory_kills(&self) -> u64 {
        self.counters().map_or(0, |counters| counters.memory_kills())
    }

    fn memory(&self, _: u64) -> u64 {
        self.counters().and_then(|counters| counters.memory()).unwrap_or_default()
    }

    fn memory_limit(&self) -> Option<u64> {
        self.counters()?.memory_limit()
    }

    fn used(&self) -> Used {
        match self.carrier.counters() {
            Some((counters, network)) => Used { network, ..counters.used() },
            None => Used::default(),
        }
    }

    fn forget_peak(&self) -> bool {
        false
    }
}

fn stuck() -> Error {
    Error::new(ErrorKind::Sandbox, "the container was killed and its connection does not end")
        .with_hint("look at the daemon's log")
}
