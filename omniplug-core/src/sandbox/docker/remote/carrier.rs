//! Carrying frames: what goes over local descriptors into a container, and what comes back out of it.

use super::frame::{Frame, Frames, MOST_PAYLOAD};
use super::slots::{Slot, Slots, Watched};
use crate::sandbox::execution::counters::{Counters, network};
use crate::sandbox::execution::{Channel, Packet, memory_file, pipe, spawn, watch_writable};
use bollard::container::{AttachContainerResults, LogOutput};
use futures_util::StreamExt;
use rustix::fs::{FileType, fstat};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex as AsyncMutex, watch};

/// So long a pipe that nobody reads is waited for; then what should go into it is lost.
const FULL_PIPE_PATIENCE: Duration = Duration::from_secs(1);
/// The most bytes of a file that comes with a packet.
const LARGEST_FILE: usize = 2 << 30;

/// What is known of a container from its frames.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// Landlock's version, when it has said hello.
    pub(super) hello: Option<u32>,
    /// Status as `waitpid` gives it, microseconds, kibibytes; when its program has ended.
    pub(super) exit: Option<(i32, u64, u64)>,
    /// Whether nothing more comes.
    pub(super) over: bool,
}

/// One end of a container's connection.
#[derive(Debug)]
pub(super) struct Carrier {
    frames: UnboundedSender<Frame>,
    slots: Mutex<Slots>,
    counters: Mutex<Option<(Counters, [u64; 2])>>,
    told: watch::Sender<Told>,
    answers: AsyncMutex<UnboundedReceiver<bool>>,
    /// Can be read, and reads nothing, when nothing more comes.
    ended: OwnedFd,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Carrier {
    /// The carrier of a connection, and the work to do as long as it lasts.
    pub(super) fn new(
        attached: AttachContainerResults,
    ) -> io::Result<(Arc<Self>, impl Future<Output = ()> + Send + use<>)> {
        let (frames, outgoing) = unbounded_channel();
        let (answer, answers) = unbounded_channel();
        let (ended, alive) = pipe()?;
        let carrier = Arc::new(Self {
            frames,
            slots: Mutex::default(),
            counters: Mutex::default(),
            told: watch::Sender::default(),
            answers: AsyncMutex::new(answers),
            ended,
        });
        let (mut output, input) = (attached.output, attached.input);
        let own = Arc::clone(&carrier);
        let work = async move {
            let reading = async {
                let (mut frames, mut files) = (Frames::default(), HashMap::new());
                while let Some(Ok(LogOutput::StdOut { message })) = output.next().await {
                    frames.push(&message);
                    while let Some(frame) = frames.next()? {
                        own.take(frame, &mut files, &answer).await;
                    }
                }
                Ok::<(), &'static str>(())
            };
            tokio::select! {
                read = reading => if let Err(problem) = read {
                    tracing::warn!(problem, "a container's connection is given up");
                },
                () = send(outgoing, input) => {}
            }
            own.told.send_modify(|told| told.over = true);
            locked(&own.slots).clear();
            drop(alive);
        };
        Ok((carrier, work))
    }

    /// Waits until the container has said hello; nothing when it ended before.
    pub(super) async fn hello(&self) -> Option<u32> {
        let mut told = self.told.subscribe();
        let told = told.wait_for(|told| told.hello.is_some() || told.over).await.ok()?;
        told.hello
    }

    /// What is known now.
    pub(super) fn told(&self) -> Told {
        self.told.borrow().clone()
    }

    /// A descriptor that can be read when nothing more comes.
    pub(super) fn ended(&self) -> io::Result<OwnedFd> {
        self.ended.try_clone()
    }

    /// What the container's control group counted last, and its network.
    pub(super) fn counters(&self) -> Option<(Counters, [u64; 2])> {
        locked(&self.counters).clone()
    }

    /// Runs the program with descriptors.
    pub(super) fn run(self: &Arc<Self>, inside: Vec<OwnedFd>) -> io::Result<()> {
        let list = self.give(inside)?;
        self.send(Frame::new(b'X', 0, 0, list))
    }

    /// Asks whether nothing but the program is left, and has the scratch folders emptied.
    pub(super) async fn ask(&self, empties: bool) -> io::Result<bool> {
        let mut answers = self.answers.lock().await;
        self.send(Frame::new(b'A', u8::from(empties), 0, Vec::new()))?;
        answers.recv().await.ok_or_else(gone)
    }

    fn send(&self, frame: Frame) -> io::Result<()> {
        self.frames.send(frame).map_err(|_| gone())
    }

    /// Has the like of each descriptor made in the container; answers their list of slots.
    fn give(self: &Arc<Self>, descriptors: Vec<OwnedFd>) -> io::Result<Vec<u8>> {
        let mut list = vec![u8::try_from(descriptors.len()).map_err(io::Error::other)?];
        let mut passing = Vec::new();
        for descriptor in descriptors {
            let kind = FileType::from_raw_mode(fstat(&descriptor)?.st_mode);
            let slot = match kind {
                FileType::Fifo => self.give_pipe(descriptor)?,
                FileType::Socket => self.give_channel(descriptor)?,
                FileType::RegularFile => self.give_file(descriptor)?,
                _ => {
                    let slot = self.slot(Slot::Given)?;
                    self.send(Frame::new(b'N', 0, slot, Vec::new()))?;
                    slot
                }
            };
            if !matches!(kind, FileType::Fifo | FileType::Socket) {
                passing.push(slot);
            }
            list.extend(slot.to_le_bytes());
        }
        // Frames are obeyed in their order: what comes into these slots next finds them free.
        let mut slots = locked(&self.slots);
        passing.into_iter().for_each(|slot| slots.set(slot, Slot::Free));
        Ok(list)
    }

    fn slot(&self, slot: Slot) -> io::Result<u16> {
        let full = || io::Error::other("too much is open in the container at once");
        locked(&self.slots).take(slot).ok_or_else(full)
    }

    fn give_pipe(&self, writer: OwnedFd) -> io::Result<u16> {
        rustix::io::ioctl_fionbio(&writer, true)?;
        // As much as can come after the reader stopped; a smaller one serves, too.
        let _ = rustix::pipe::fcntl_setpipe_size(&writer, 1 << 20);
        let slot = self.slot(Slot::Pipe(writer))?;
        self.send(Frame::new(b'P', 0, slot, Vec::new()))?;
        Ok(slot)
    }

    fn give_channel(self: &Arc<Self>, end: OwnedFd) -> io::Result<u16> {
        let end = Arc::new(end);
        let channel = Channel::new(end.try_clone()?)?;
        let slot = self.slot(Slot::Channel { end, watched: Watched::Waiting })?;
        self.send(Frame::new(b'C', 1, slot, Vec::new()))?;
        let own = Arc::clone(self);
        spawn(async move {
            if let Err(error) = own.carry(&channel, slot).await {
                tracing::debug!(%error, "a channel into a container ended");
            }
            own.close(slot);
        })?;
        Ok(slot)
    }

    fn give_file(&self, file: OwnedFd) -> io::Result<u16> {
        let (file, slot) = (File::from(file), self.slot(Slot::Given)?);
        let mut place = 0;
        loop {
            let mut piece = vec![0; MOST_PAYLOAD];
            let count = file.read_at(&mut piece, place)?;
            piece.truncate(count);
            self.send(Frame::new(b'F', u8::from(count == 0), slot, piece))?;
            if count == 0 {
                return Ok(slot);
            }
            place += count as u64;
        }
    }

    /// Carries the packets that this host sends on a channel.
    async fn carry(self: &Arc<Self>, channel: &Channel, slot: u16) -> io::Result<()> {
        let waiting = channel.listen()?;
        loop {
            let Packet { bytes, descriptors, .. } = waiting.receive().await?;
            let mut payload = self.give(descriptors)?;
            payload.extend(bytes);
            self.send(Frame::new(b'S', 0, slot, payload))?;
        }
    }

    /// Closes a slot on both sides.
    fn close(&self, slot: u16) {
        locked(&self.slots).set(slot, Slot::Closing);
        // Where the connection is gone, so is the other side.
        let _ = self.send(Frame::new(b'Z', 0, slot, Vec::new()));
    }

    /// Takes a frame out of the container. What it should not send is ignored: it can harm its own session alone.
    async fn take(
        &self,
        frame: Frame,
        files: &mut HashMap<u16, Vec<u8>>,
        answer: &UnboundedSender<bool>,
    ) {
        let Frame { kind, flags, slot, payload } = frame;
        match kind {
            b'h' => {
                let version = payload.first().map_or(0, |version| u32::from(*version));
                self.told.send_modify(|told| told.hello = Some(version));
            }
            b'd' => self.write(slot, &payload).await,
            b'f' => {
                let file = files.entry(slot).or_default();
                if file.len() + payload.len() <= LARGEST_FILE {
                    file.extend(payload);
                }
            }
            b'p' => self.pass(slot, &payload, files.remove(&slot).filter(|_| flags & 1 == 1)),
            b'e' => self.end(slot),
            b'z' => locked(&self.slots).set(slot, Slot::Free),
            b'q' => self.sender_ended(slot),
            b'm' => self.count(&payload),
            b'a' => drop(answer.send(payload.first() == Some(&1))),
            b'x' => self.exit(&payload),
            _ => tracing::debug!(kind, "a container sent a frame of no known kind"),
        }
    }

    /// Writes into a pipe, and waits for its reader within bounds.
    async fn write(&self, slot: u16, mut bytes: &[u8]) {
        let pipe = match locked(&self.slots).get(slot) {
            Some(Slot::Pipe(pipe)) => pipe.try_clone(),
            _ => return,
        };
        let Ok(pipe) = pipe else { return };
        let mut file = File::from(pipe);
        while !bytes.is_empty() {
            match file.write(bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let free = watch_writable(file.as_fd());
                    let waited = match &free {
                        Ok(free) => tokio::time::timeout(FULL_PIPE_PATIENCE, free.writable()).await,
                        Err(_) => return,
                    };
                    if waited.is_err() {
                        return;
                    }
                }
                // Nobody reads it any more.
                Err(_) => return self.close(slot),
            }
        }
    }

    /// Passes a packet on, with its file and with what tells of its sender's end.
    fn pass(&self, slot: u16, packet: &[u8], file: Option<Vec<u8>>) {
        let mut slots = locked(&self.slots);
        let Some(Slot::Channel { end, watched }) = slots.get(slot) else {
            return;
        };
        let mut given = Vec::new();
        if matches!(watched, Watched::Waiting)
            && let Ok((hears, tells)) = pipe()
        {
            given.push(hears);
            *watched = Watched::Told(tells);
        }
        if let Some(file) = file {
            // The rest is about its first descriptor, which a channel's later packets have for their file.
            given = memory_file::sealed(|sealed| sealed.write_all(&file)).into_iter().collect();
        }
        let given: Vec<_> = given.iter().map(AsFd::as_fd).collect();
        if let Err(error) = crate::sandbox::execution::send_packet(end.as_fd(), packet, &given) {
            tracing::debug!(%error, "a packet out of a container has no receiver");
        }
    }

    /// Nothing more comes from a pipe or channel.
    fn end(&self, slot: u16) {
        let is_open =
            matches!(locked(&self.slots).get(slot), Some(Slot::Pipe(_) | Slot::Channel { .. }));
        if is_open {
            self.close(slot);
        }
    }

    fn sender_ended(&self, slot: u16) {
        if let Some(Slot::Channel { watched, .. }) = locked(&self.slots).get(slot)
            && let Watched::Told(tells) = std::mem::replace(watched, Watched::Over)
        {
            // Its reader may be gone; then nobody wants to know.
            let _ = File::from(tells).write_all(b"q");
        }
    }

    /// Reads names and texts, each with a null byte behind.
    fn count(&self, payload: &[u8]) {
        let text = String::from_utf8_lossy(payload);
        let mut parts = text.split('\0');
        let mut texts = BTreeMap::new();
        while let (Some(name), Some(text)) = (parts.next(), parts.next()) {
            texts.insert(name.to_owned(), text.to_owned());
        }
        let network = texts.remove("dev").map(|text| network(&text)).unwrap_or_default();
        *locked(&self.counters) = Some((Counters::of_texts(texts), network));
    }

    fn exit(&self, payload: &[u8]) {
        let mut numbers = payload.chunks_exact(8).filter_map(|number| number.try_into().ok());
        let mut number = || numbers.next().map(u64::from_le_bytes);
        if let (Some(status), Some(time), Some(memory)) = (number(), number(), number()) {
            self.told.send_modify(|told| told.exit = Some((status as i32, time, memory)));
        }
    }
}

/// Sends frames, many with one write.
async fn send(
    mut frames: UnboundedReceiver<Frame>,
    mut input: std::pin::Pin<Box<dyn AsyncWrite + Send>>,
) {
    const MOST: usize = 256 << 10;
    let mut bytes = Vec::new();
    while let Some(frame) = frames.recv().await {
        frame.write(&mut bytes);
        while bytes.len() < MOST
            && let Ok(frame) = frames.try_recv()
        {
            frame.write(&mut bytes);
        }
        if input.write_all(&bytes).await.is_err() || input.flush().await.is_err() {
            return;
        }
        bytes.clear();
    }
}

fn gone() -> io::Error {
    io::Error::other("the container's connection has ended")
}
