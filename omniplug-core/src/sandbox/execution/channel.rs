//! Packets with descriptors, between the host and the processes of a session.

use super::watched;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, UCred, recvmsg, sendmsg, socketpair,
};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;
use tokio::io::unix::AsyncFd;

/// The most bytes of a packet that comes out of a sandbox.
const LONGEST_PACKET: usize = 64 << 10;
/// The most descriptors of a packet.
const MOST_DESCRIPTORS: usize = 5;

/// What came out of a sandbox.
#[derive(Debug)]
pub(crate) struct Packet {
    pub(crate) bytes: Vec<u8>,
    pub(crate) descriptors: Vec<OwnedFd>,
    /// The sender's process number on the host, which the kernel tells.
    pub(crate) process: Option<i32>,
}

impl Packet {
    /// A descriptor that can be read when the process that sent it has ended.
    pub(crate) fn sender(&self) -> io::Result<OwnedFd> {
        let process = self.process.and_then(Pid::from_raw);
        let process = process.ok_or_else(|| io::Error::other("nobody sent it"))?;
        Ok(pidfd_open(process, PidfdFlags::NONBLOCK)?)
    }
}

/// The host's end of a pair of sockets that keeps the bounds of packets.
#[derive(Debug)]
pub(crate) struct Channel(OwnedFd);

impl Channel {
    /// The host's end, and the other one. Both close on execution.
    pub(crate) fn pair() -> io::Result<(Self, OwnedFd)> {
        let (host, inside) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        Ok((Self::new(host)?, inside))
    }

    /// An end of such a pair, which hears from then on who sends.
    pub(crate) fn new(socket: OwnedFd) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&socket, true)?;
        rustix::net::sockopt::set_socket_passcred(&socket, true)?;
        Ok(Self(socket))
    }

    /// Sends a packet. It is never waited for: packets are small and few.
    pub(crate) fn send(&self, bytes: &[u8], descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        send_packet(self.0.as_fd(), bytes, descriptors)
    }

    /// Waits for packets on the runtime that this is called on.
    pub(crate) fn listen(&self) -> io::Result<Waiting<'_>> {
        Ok(Waiting(watched::borrowed(self.0.as_fd())?))
    }

    /// Waits for one packet, at most so long.
    pub(crate) async fn receive(&self, at_most: Duration) -> io::Result<Packet> {
        let waiting = self.listen()?;
        let packet = tokio::time::timeout(at_most, waiting.receive()).await;
        packet.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

/// Sends a packet with descriptors on a socket of such a pair.
pub(crate) fn send_packet(
    socket: BorrowedFd<'_>,
    bytes: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut attached = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !attached.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(io::Error::other("too many descriptors for one packet"));
    }
    sendmsg(socket, &[IoSlice::new(bytes)], &mut attached, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// A channel while a runtime watches it.
#[derive(Debug)]
pub(crate) struct Waiting<'a>(AsyncFd<BorrowedFd<'a>>);

impl Waiting<'_> {
    /// Waits for the next packet. Giving up loses nothing.
    pub(crate) async fn receive(&self) -> io::Result<Packet> {
        loop {
            let mut ready = self.0.readable().await?;
            let taken = ready.try_io(|socket| take(socket.get_ref().as_fd()));
            if let Ok(packet) = taken {
                return packet;
            }
        }
    }

    /// Takes the next packet, if one is there.
    pub(crate) fn take(&self) -> io::Result<Packet> {
        take(self.0.get_ref().as_fd())
    }
}

/// Takes the next packet, if one is there. The end of the channel is an error.
fn take(socket: BorrowedFd<'_>) -> io::Result<Packet> {
    let mut bytes = vec![0; LONGEST_PACKET];
    let mut space = [MaybeUninit::uninit();
        rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS), ScmCredentials(1))];
    let mut attached = RecvAncillaryBuffer::new(&mut space);
    let received = recvmsg(
        socket,
        &mut [IoSliceMut::new(&mut bytes)],
        &mut attached,
        RecvFlags::CMSG_CLOEXEC | RecvFlags::DONTWAIT,
    )?;
    if received.bytes == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.truncate(received.bytes);
    let (mut descriptors, mut process) = (Vec::new(), None);
    for message in attached.drain() {
        match message {
            RecvAncillaryMessage::ScmRights(given) => descriptors.extend(given),
            RecvAncillaryMessage::ScmCredentials(UCred { pid, .. }) => {
                process = Some(pid.as_raw_nonzero().get());
            }
            _ => {}
        }
    }
    Ok(Packet { bytes, descriptors, process })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsRawFd;

    #[tokio::test]
    async fn packets_keep_their_bounds_and_carry_descriptors_and_the_sender() {
        let (host, inside) = Channel::pair().unwrap();
        rustix::io::ioctl_fionbio(&inside, true).unwrap();
        let inside = Channel(inside);
        let null = OwnedFd::from(std::fs::File::open("/dev/null").unwrap());
        inside.send(b"one", &[null.as_fd()]).unwrap();
        inside.send(b"two", &[]).unwrap();
        let first = host.receive(Duration::from_secs(5)).await.unwrap();
        assert_eq!(first.bytes, b"one");
        assert_ne!(first.descriptors[0].as_raw_fd(), null.as_raw_fd());
        assert_eq!(first.process, Some(std::process::id() as i32));
        assert_eq!(host.receive(Duration::from_secs(5)).await.unwrap().bytes, b"two");
        let nothing = host.receive(Duration::from_millis(10)).await.unwrap_err();
        assert_eq!(nothing.kind(), io::ErrorKind::TimedOut);
        drop(inside);
        let end = host.receive(Duration::from_secs(5)).await.unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::UnexpectedEof);
    }
}
