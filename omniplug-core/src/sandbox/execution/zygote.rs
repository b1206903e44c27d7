//! A zygote: the first process of a warm sandbox. It has loaded the plugin, and forks a process for every
//! execution, ahead of it.
//!
//! What the plugin's file does when it is loaded owns the zygote. So nothing that the zygote says is believed
//! where it matters to others: that an execution's processes are gone is looked up from outside, scratch
//! folders are emptied from outside, and a zygote that is late, grows or computes on its own is ended.
//! [`runner`](crate::sandbox::runner) has the packets that both sides exchange.

use super::channel::{Channel, Packet};
use super::hearing::{Gauge, Hearing, Pipes, Stop, deadline};
use super::listener::Listener;
use super::memory_file;
use super::parting;
use super::process::Remains;
use super::running::{End, Running, Starter, Used, unprepared};
use super::watched::is_readable;
use crate::Result;
use crate::payload::wire;
use crate::sandbox::{Control, Limits, Logs, Seed, Start, Usage};
use serde::Deserialize;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

/// A zygote that does not answer within this time is ended.
const PATIENCE: Duration = Duration::from_secs(10);
/// So much processor time may pass between two executions.
const IDLE_TIME: Duration = Duration::from_secs(1);
/// A sandbox that holds more than this part of its memory limit between executions, beyond what it held
/// when the plugin was loaded, begins anew. Results that the host still maps count there.
const MOST_HELD: u64 = 4;

/// How loading ended.
pub(crate) enum Loaded {
    /// Executions can be forked.
    Warm(Box<Zygote>),
    /// They can't, for this reason.
    Cold(String),
    /// Time, memory or patience ran out.
    Stopped(Box<Remains>),
}

/// What a zygote says when it has loaded the plugin.
#[derive(Deserialize)]
struct Report {
    warm: bool,
    #[serde(default)]
    reason: String,
}

/// A process that waits for one request.
struct Spare {
    /// Its number on this host.
    process: Option<i32>,
    channel: Channel,
    /// Can be read when it has ended.
    ended: OwnedFd,
}

/// What the sandbox had used when its present execution was made ready.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    used: Used,
    memory_kills: u64,
    has_own_peak: bool,
    /// Whether the group counts all that is recorded.
    is_counted: bool,
}

/// What a zygote says of an execution that is over; nothing, where it was not asked yet.
#[derive(Default)]
struct Farewell {
    end: End,
    cpu_time: Duration,
    peak_memory: u64,
}

/// A zygote. Dropping it ends it with all its executions.
pub(crate) struct Zygote {
    running: Box<dyn Running>,
    control: Channel,
    /// What loading printed, which belongs to every execution.
    logs: Logs,
    spare: Option<Spare>,
    /// Whether requests carry tables.
    tables: bool,
    memory_after_loading: u64,
    mark: Mark,
    /// Whether processes of an execution, which can't run any more, are still to be collected.
    is_parting: bool,
}

impl std::fmt::Debug for Zygote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zygote").field("running", &self.running).finish_non_exhaustive()
    }
}

impl Zygote {
    /// Starts an interpreter and lets it load the plugin.
    pub(crate) async fn load(
        starter: &dyn Starter,
        limits: &Limits,
        control: &Control,
        started: Instant,
    ) -> Result<Loaded> {
        let order = load_order(starter)?;
        let (channel, inside) = Channel::pair().map_err(unprepared)?;
        let (pipes, inner) = Pipes::new().map_err(unprepared)?;
        let nothing = std::fs::File::open("/dev/null").map_err(unprepared)?;
        let inside = vec![nothing.into(), inner.stdout, inner.stderr, inside];
        let running = starter.start(Start::Warm, inside).await?;
        let ended = running.ended().map_err(unprepared)?;
        channel.send(b"L", &[order.as_fd()]).map_err(unprepared)?;
        let zygote = Self {
            running,
            control: channel,
            logs: Logs::default(),
            spare: None,
            tables: false,
            memory_after_loading: 0,
            mark: Mark::default(),
            is_parting: false,
        };
        let hearing = Hearing::new(pipes, ended).map_err(unprepared)?;
        zygote.await_report(hearing, limits, control, started).await
    }

    async fn await_report(
        mut self,
        mut hearing: Hearing,
        limits: &Limits,
        control: &Control,
        started: Instant,
    ) -> Result<Loaded> {
        let quiet = Control { cancel: control.cancel.clone(), ..Control::default() };
        let mut listener = Listener::new(limits, &quiet);
        let waiting = self.control.listen().map_err(unprepared)?;
        let deadline = deadline(started, limits.timeout);
        let stop = hearing.listen(&mut listener, Some(&waiting), self.gauge(), deadline).await;
        hearing.drain(&mut listener, Some(&waiting));
        drop(waiting);
        let report = listener.packet.take();
        match (stop, report) {
            (Stop::Replied | Stop::Ended, Some(packet)) => match read_report(&packet) {
                Some(Report { warm: true, .. }) => {}
                Some(Report { reason, .. }) => return Ok(Loaded::Cold(reason)),
                None => return Ok(Loaded::Cold("what it said of itself is not understood".into())),
            },
            (Stop::Replied | Stop::Ended, None) => {
                return Ok(Loaded::Cold("its interpreter ends while the plugin is loaded".into()));
            }
            _ => {
                let usage = Usage { wall_time: started.elapsed(), ..Usage::default() };
                let killed = self.gauge().has_killed();
                let out_of_memory = self.running.end().await?.out_of_memory || killed;
                let remains = Remains::new(listener, stop, End::Unknown, usage, out_of_memory);
                return Ok(Loaded::Stopped(Box::new(remains)));
            }
        }
        self.logs = listener.logs;
        self.memory_after_loading = self.memory();
        match self.make_ready().await {
            Ok(()) => Ok(Loaded::Warm(Box::new(self))),
            Err(error) => Ok(Loaded::Cold(format!("no process could be forked ahead: {error}"))),
        }
    }

    /// Empties the scratch folders and has the process of the next execution forked.
    pub(crate) async fn make_ready(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_parting) {
            self.clear().await?;
        }
        let held = self.memory().saturating_sub(self.memory_after_loading);
        let meter = self.running.meter();
        let limit = meter.memory_limit().unwrap_or(u64::MAX);
        if held > limit / MOST_HELD {
            return Err(io::Error::other("it holds too much memory between executions"));
        }
        self.running.empty_scratch().await?;
        let meter = self.running.meter();
        let (used, has_own_peak) = (meter.used(), meter.forget_peak());
        self.mark = Mark {
            used,
            memory_kills: meter.memory_kills(),
            has_own_peak,
            is_counted: has_own_peak && used.cpu_time.is_some(),
        };
        let (channel, inside) = Channel::pair()?;
        self.control.send(&[b'F', u8::from(self.tables)], &[inside.as_fd()])?;
        drop(inside);
        let mut packet = channel.receive(PATIENCE).await?;
        if packet.bytes != b"W" {
            return Err(io::Error::other("it forked no process"));
        }
        let ended = self.running.sender_ended(&mut packet)?;
        self.spare = Some(Spare { process: packet.process, channel, ended });
        Ok(())
    }

    /// Runs one request in the process that was forked ahead. Gives the zygote back when it can go on.
    pub(crate) async fn execute(
        mut self: Box<Self>,
        request: &OwnedFd,
        starter: &dyn Starter,
        (limits, control): (&Limits, &Control),
        started: Instant,
    ) -> Result<(Remains, Option<Box<Self>>)> {
        let Some(Spare { process, channel, ended }) = self.spare.take() else {
            return Ok((Remains::lost(), None));
        };
        let (pipes, inner) = Pipes::new().map_err(unprepared)?;
        starter.give(&[&inner.stdout, &inner.stderr, &inner.reply]).map_err(unprepared)?;
        let given = [request, &inner.reply, &inner.stdout, &inner.stderr].map(AsFd::as_fd);
        if channel.send(b"E", &given).is_err() {
            self.running.end().await?;
            return Ok((Remains::lost(), None));
        }
        drop(inner);
        let mut hearing = Hearing::new(pipes, ended).map_err(unprepared)?;
        let waiting = channel.listen().map_err(unprepared)?;
        let mut listener = Listener::new(limits, control);
        listener.repeat(&self.logs);
        let deadline = deadline(started, limits.timeout);
        let stop = hearing.listen(&mut listener, Some(&waiting), self.gauge(), deadline).await;
        let is_full = stop == Stop::Timeout && self.gauge().is_full();
        self.is_parting = stop == Stop::Replied
            && self.mark.is_counted
            && process.zip(self.running.process()).is_some_and(|(process, parent)| {
                hearing.kill();
                parting::is_over(process, parent)
            });
        let farewell = match stop {
            _ if self.is_parting => Ok(Farewell::default()),
            Stop::Replied | Stop::Ended => self.clear().await,
            _ => Err(io::Error::other("it was ended")),
        };
        let ended = match &farewell {
            Ok(_) => None,
            Err(_) => Some(self.running.end().await?),
        };
        hearing.drain(&mut listener, Some(&waiting));
        let usage = self.account(farewell.as_ref().ok(), listener.watched_peak, started);
        let out_of_memory =
            is_full || self.gauge().has_killed() || ended.is_some_and(|ended| ended.out_of_memory);
        let lost = stop == Stop::Ended && ended.is_some_and(|ended| ended.lost);
        let (end, zygote) = match farewell {
            Ok(farewell) => (farewell.end, Some(self)),
            Err(error) => {
                tracing::debug!(%error, "a zygote was ended");
                (End::Unknown, None)
            }
        };
        let remains = Remains::new(listener, stop, end, usage, out_of_memory);
        Ok((Remains { lost, ..remains }, zygote))
    }

    /// Has everything but the zygote ended, and looks whether that is so.
    async fn clear(&self) -> io::Result<Farewell> {
        self.control.send(b"K", &[])?;
        let packet = self.control.receive(PATIENCE).await?;
        let farewell = read_farewell(&packet.bytes)
            .ok_or_else(|| io::Error::other("what it said of its end is not understood"))?;
        if !self.running.is_alone().await? {
            return Err(io::Error::other("it left processes of an execution alive"));
        }
        Ok(farewell)
    }

    /// Ends it, and waits until it is gone.
    pub(crate) async fn close(mut self: Box<Self>) -> Result<()> {
        self.running.end().await.map(drop)
    }

    fn gauge(&self) -> Gauge<'_> {
        Gauge {
            meter: self.running.meter(),
            earlier_kills: self.mark.memory_kills,
            earlier: self.mark.used,
        }
    }

    fn account(&self, farewell: Option<&Farewell>, watched_peak: u64, started: Instant) -> Usage {
        let used = self.running.meter().used().since(self.mark.used);
        let told = farewell.map_or(Duration::ZERO, |farewell| farewell.cpu_time);
        let told_peak = farewell.map_or(0, |farewell| farewell.peak_memory);
        let peak = used.peak_memory.filter(|_| self.mark.has_own_peak);
        Used {
            cpu_time: used.cpu_time.or(Some(told)),
            peak_memory: peak.or(Some(watched_peak.max(told_peak))),
            ..used
        }
        .usage(started.elapsed())
    }

    /// Says that requests carry tables: what reads them is loaded before the next fork.
    pub(crate) fn expect_tables(&mut self) {
        self.tables = true;
    }

    /// The memory that the sandbox holds, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        self.running.meter().memory(u64::MAX)
    }

    /// Whether it and the process that waits for the next request live.
    pub(crate) fn is_alive(&self) -> bool {
        !self.running.ended().is_ok_and(|ended| is_readable(&ended))
            && self.spare.as_ref().is_some_and(|spare| !is_readable(&spare.ended))
    }

    /// Whether it lives, waits with a process for the next request, and did not compute meanwhile.
    pub(crate) fn is_ready(&self) -> bool {
        let used = self.running.meter().used().since(self.mark.used);
        let idle = used.cpu_time.is_none_or(|time| time < IDLE_TIME);
        idle && self.is_alive()
    }
}

fn load_order(starter: &dyn Starter) -> Result<OwnedFd> {
    let spec = starter.spec();
    let order = wire::encode_load(&wire::Load {
        language: spec.language,
        entry_point: &spec.entry_point,
        library_paths: &spec.library_paths,
        output_limit: spec.limits.output,
        cpu_seconds: spec.limits.cpu_seconds(),
        seed: Seed::fresh()?,
    })?;
    memory_file::sealed(|file| order.write_to(file)).map_err(unprepared)
}

fn read_report(packet: &Packet) -> Option<Report> {
    serde_json::from_slice(packet.bytes.strip_prefix(b"R")?).ok()
}

/// `D`, the status as `waitpid` gives it, microseconds of processor time, kibibytes of memory.
fn read_farewell(bytes: &[u8]) -> Option<Farewell> {
    let rest = bytes.strip_prefix(b"D")?;
    let (status, rest) = rest.split_first_chunk::<4>()?;
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let (memory, _) = rest.split_first_chunk::<8>()?;
    let end = End::of_status(i32::from_ne_bytes(*status));
    Some(Farewell {
        end,
        cpu_time: Duration::from_micros(u64::from_ne_bytes(*time)),
        peak_memory: u64::from_ne_bytes(*memory).saturating_mul(1024),
    })
}
