//! Frames between this host and the boot program of a container; `boot/relay.c` says what each means.

/// Bytes of a frame before its payload.
const HEAD: usize = 8;
/// The most bytes of a payload; the boot program takes no more.
pub(super) const MOST_PAYLOAD: usize = 32 << 10;
/// A container whose first process says that more comes is not believed.
const LARGEST: usize = 256 << 10;

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) slot: u16,
    pub(super) payload: Vec<u8>,
}

impl Frame {
    pub(super) fn new(kind: u8, flags: u8, slot: u16, payload: Vec<u8>) -> Self {
        Self { kind, flags, slot, payload }
    }

    /// Appends it to what is sent.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        to.extend((self.payload.len() as u32).to_le_bytes());
        to.extend([self.kind, self.flags]);
        to.extend(self.slot.to_le_bytes());
        to.extend(&self.payload);
    }
}

/// Takes frames out of what comes.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    start: usize,
}

impl Frames {
    /// Adds what came.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole frame.
    ///
    /// # Errors
    /// Where no container of ours sends so: the stream can't be followed any further.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, &'static str> {
        let rest = self.bytes.get(self.start..).unwrap_or_default();
        let Some((head, rest)) = rest.split_first_chunk::<HEAD>() else {
            return Ok(None);
        };
        let [a, b, c, d, kind, flags, low, high] = *head;
        let size = u32::from_le_bytes([a, b, c, d]) as usize;
        if size > LARGEST {
            return Err("a frame is too large");
        }
        let Some(payload) = rest.get(..size) else {
            return Ok(None);
        };
        let frame = Frame::new(kind, flags, u16::from_le_bytes([low, high]), payload.to_vec());
        self.start += HEAD + size;
        Ok(Some(frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_whole_however_they_are_cut() {
        let sent = [
            Frame::new(b'd', 0, 7, b"hello".to_vec()),
            Frame::new(b'e', 1, 0x1234, Vec::new()),
            Frame::new(b'd', 0, 1, vec![9; 70_000]),
        ];
        let mut bytes = Vec::new();
        sent.iter().for_each(|frame| frame.write(&mut bytes));
        for piece in [1, 3, 1000, bytes.len()] {
            let mut frames = Frames::default();
            let mut came = Vec::new();
            for part in bytes.chunks(piece) {
                frames.push(part);
                while let Some(frame) = frames.next().unwrap() {
                    came.push(frame);
                }
            }
            assert_eq!(came, sent);
        }
    }

    #[test]
    fn a_frame_of_an_absurd_size_is_refused() {
        let mut frames = Frames::default();
        frames.push(&[255, 255, 255, 255, b'd', 0, 0, 0]);
        assert!(frames.next().is_err());
    }
}
