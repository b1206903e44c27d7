//! A container of a daemon on this host: descriptors go over a socket in a mounted folder, and the host sees the
//! container's processes and counters itself.

use super::removal::Made;
use super::starter::{Ending, after_end, ending};
use crate::sandbox::execution::counters::Counters;
use crate::sandbox::execution::{
    Channel, End, Ended, Meter, Running, Scratch, Used, is_readable, unprepared, watch,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use rustix::net::{
    AddressFamily, SocketAddrUnix, SocketFlags, SocketType, accept_with, bind, listen, socket_with,
};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::fs;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// How long the first process of a container that was started may take to come to the socket.
const MEETING_TIMEOUT: Duration = Duration::from_secs(30);
/// How often it is looked meanwhile whether the container still runs.
const LOOK_INTERVAL: Duration = Duration::from_millis(250);
/// A killed container that is not gone by then hangs.
const END_TIMEOUT: Duration = Duration::from_secs(30);

/// A socket in a folder of its own, which one container can reach.
#[derive(Debug)]
pub(super) struct Meeting {
    folder: TempDir,
    socket: OwnedFd,
}

impl Meeting {
    /// Makes the folder below `root`, with what tells programs inside who they are.
    pub(super) fn new(root: &Path, user: u32, group: u32) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let folder = tempfile::Builder::new().prefix("meeting-").tempdir_in(root)?;
        let open = fs::File::open(folder.path())?;
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = socket_with(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None)?;
        // A socket's path is short, the folder's may be long.
        let path = format!("/proc/self/fd/{}/socket", open.as_raw_fd());
        bind(&socket, &SocketAddrUnix::new(path)?)?;
        // The container's user is nobody here. Others don't reach it: the home belongs to its user alone.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711))?;
        fs::set_permissions(folder.path().join("socket"), fs::Permissions::from_mode(0o666))?;
        let users = format!("plugin:x:{user}:{group}:plugin:/tmp:/usr/sbin/nologin\n");
        for (name, text) in [("passwd", users), ("group", format!("plugin:x:{group}:\n"))] {
            fs::write(folder.path().join(name), text)?;
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o644))?;
        }
        listen(&socket, 1)?;
        Ok(Self { folder, socket })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Hands descriptors to the first process of a container. Answers Landlock's version and what is seen of it.
    pub(super) async fn hand_over(
        self,
        made: Arc<Made>,
        inside: &[OwnedFd],
    ) -> Result<(LocalRunning, u32)> {
        let (channel, process) = self.accept(&made).await?;
        let handle = pidfd_open(process, PidfdFlags::NONBLOCK).map_err(io::Error::from);
        let handle = handle.map_err(unprepared)?;
        let hello = channel.receive(MEETING_TIMEOUT).await.map_err(unprepared)?;
        let version = match hello.bytes.as_slice() {
            [b'H', version] => u32::from(*version),
            _ => return Err(unprepared(io::Error::other("the first process says no hello"))),
        };
        let process = process.as_raw_nonzero().get();
        let running = LocalRunning {
            counters: Counters::of_process(process),
            handle,
            made,
            process,
            scratch: Scratch::of(hello.descriptors),
            last: Mutex::new(Last::default()),
        };
        let given: Vec<BorrowedFd<'_>> = inside.iter().map(AsFd::as_fd).collect();
        channel.send(b"X", &given).map_err(unprepared)?;
        Ok((running, version))
    }

    async fn accept(&self, made: &Made) -> Result<(Channel, Pid)> {
        let waiting = self.socket.as_fd().try_clone_to_owned().and_then(watch);
        let waiting = waiting.map_err(unprepared)?;
        let begun = tokio::time::Instant::now();
        loop {
            // Whether somebody is there is asked again after each wait, so that a wait may end early.
            let _ = tokio::time::timeout(LOOK_INTERVAL, waiting.readable()).await;
            match accept_with(&self.socket, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK) {
                Ok(connection) => return meet(connection),
                Err(error) if error == rustix::io::Errno::AGAIN => {}
                Err(error) => return Err(unprepared(error.into())),
            }
            let Ending { end, message, .. } = ending(made).await?;
            if let Some(end) = end {
                return Err(not_begun(end, &message));
            }
            if begun.elapsed() > MEETING_TIMEOUT {
                return Err(Error::new(ErrorKind::Sandbox, "the container's first process does not come to the host")
                    .with_hint("if the daemon sees other files than this process, set `OMNIPLUG_DOCKER_REMOTE=1`"));
            }
        }
    }
}

fn meet(connection: OwnedFd) -> Result<(Channel, Pid)> {
    let peer = rustix::net::sockopt::socket_peercred(&connection);
    let peer = peer.map_err(|error| unprepared(error.into()))?;
    Ok((Channel::new(connection).map_err(unprepared)?, peer.pid))
}

/// The error of a container that ended before its interpreter ran.
pub(super) fn not_begun(end: End, message: &str) -> Error {
    let why = match end {
        End::Exited(121) => "its first process can't reach the host's socket".to_owned(),
        End::Exited(122) => "its first process can't restrict itself with Landlock".to_owned(),
        End::Exited(124) => "its interpreter can't be executed".to_owned(),
        _ if !message.is_empty() => message.to_owned(),
        End::Exited(code) => format!("its first process ended with status {code}"),
        End::Signalled(signal) => format!("its first process was ended by signal {signal}"),
        End::Unknown => "nobody can tell why".to_owned(),
    };
    Error::new(ErrorKind::Sandbox, format!("the container did not begin: {why}"))
        .with_hint("`omniplug doctor` tells what the daemon offers")
}

/// What was last read from counters that go with the container.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    used: Used,
    memory_kills: u64,
}

/// A container of this host. Dropping it ends and removes it.
#[derive(Debug)]
pub(super) struct LocalRunning {
    made: Arc<Made>,
    process: i32,
    handle: OwnedFd,
    counters: Option<Counters>,
    scratch: Scratch,
    last: Mutex<Last>,
}

impl LocalRunning {
    /// Reads the counters, and keeps what they tell for when they are gone.
    fn read(&self) -> Last {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = &self.counters {
            let used = counters.used();
            if used.cpu_time.is_some() {
                let network = network(self.process).unwrap_or(last.used.network);
                let peak_memory = used.peak_memory.or(last.used.peak_memory);
                *last = Last {
                    used: Used { network, peak_memory, ..used },
                    memory_kills: counters.memory_kills(),
                };
            }
        }
        *last
    }

    fn kill(&self) -> io::Result<()> {
        Ok(pidfd_send_signal(&self.handle, Signal::KILL)?)
    }
}

impl Drop for LocalRunning {
    fn drop(&mut self) {
        // Where this user may not, the daemon does when the container is removed.
        let _ = self.kill();
    }
}

#[async_trait]
impl Running for LocalRunning {
    fn ended(&self) -> io::Result<OwnedFd> {
        self.handle.try_clone()
    }

    fn process(&self) -> Option<i32> {
        Some(self.process)
    }

    fn meter(&self) -> &dyn Meter {
        self
    }

    async fn is_alone(&self) -> io::Result<bool> {
        crate::sandbox::execution::is_alone(self.process)
    }

    async fn empty_scratch(&self) -> io::Result<()> {
        self.scratch.empty()
    }

    async fn end(&mut self) -> Result<Ended> {
        self.read();
        let by_itself = is_readable(&self.handle);
        if !by_itself && self.kill().is_err() {
            self.made.kill().await?;
        }
        let ended = watch(self.ended().map_err(unprepared)?).map_err(unprepared)?;
        let ended = tokio::time::timeout(END_TIMEOUT, ended.readable()).await;
        drop(ended.map_err(|_| stuck())?.map_err(unprepared)?);
        let Last { used, memory_kills } = self.read();
        let mut out_of_memory = memory_kills > 0;
        let (mut end, mut lost) = (End::Unknown, false);
        if by_itself {
            let ending = after_end(&self.made).await?;
            out_of_memory |= ending.out_of_memory;
            end = ending.end.unwrap_or(End::Unknown);
            lost = ending.is_from_outside() && !out_of_memory;
        }
        Ok(Ended { end, used, out_of_memory, lost })
    }
}

impl Meter for LocalRunning {
    fn keeps_memory(&self) -> bool {
        true
    }

    fn memory_kills(&self) -> u64 {
        self.read().memory_kills
    }

    fn memory(&self, _: u64) -> u64 {
        self.counters.as_ref().and_then(Counters::memory).unwrap_or_default()
    }

    fn memory_limit(&self) -> Option<u64> {
        self.counters.as_ref()?.memory_limit()
    }

    fn used(&self) -> Used {
        self.read().used
    }

    fn forget_peak(&self) -> bool {
        self.counters.as_ref().is_some_and(Counters::forget_peak)
    }
}

/// Bytes received and sent in the network of a process (proc(5)), its own loop apart.
fn network(process: i32) -> Option<[u64; 2]> {
    let text = fs::read_to_string(format!("/proc/{process}/net/dev")).ok()?;
    Some(crate::sandbox::execution::counters::network(&text))
}

fn stuck() -> Error {
    Error::new(ErrorKind::Sandbox, "the container was killed and does not end")
        .with_hint("look at the daemon's log")
}
