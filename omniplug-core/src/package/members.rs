//! The members of an archive, one after another.

use super::header::{BLOCK, Header};
use super::names::{EntryPath, invalid, show};
use super::stream::TarStream;
use super::{ArchiveLimits, pax};
use crate::Result;
use std::path::Path;

/// The largest long name or extended header that is read into memory, in bytes.
const EXTENSION: u64 = 64 << 10;

/// A file or folder of an archive, checked.
#[derive(Debug)]
pub(super) struct Member {
    /// Its path.
    pub(super) path: EntryPath,
    /// Whether it is a folder.
    pub(super) folder: bool,
    /// The size of a file, in bytes.
    pub(super) size: u64,
    /// Whether a file is executable.
    pub(super) executable: bool,
}

/// What was said about the next member in front of it.
#[derive(Debug, Default)]
struct Announced {
    long_name: Option<Vec<u8>>,
    extended: Option<Vec<u8>>,
}

/// Reads the members of an archive, one after another.
#[derive(Debug)]
pub(super) struct Members {
    stream: TarStream,
    limits: ArchiveLimits,
    /// The current member, for messages: ``after `x` ``.
    place: String,
    /// Bytes of the current body that are not yet read.
    body: u64,
    /// Bytes that fill the current body up to a block.
    padding: usize,
}

impl Members {
    /// Opens an archive.
    pub(super) fn open(archive: &Path, limits: &ArchiveLimits) -> Result<Self> {
        Ok(Self {
            stream: TarStream::open(archive, limits)?,
            limits: limits.clone(),
            place: "at the start".to_owned(),
            body: 0,
            padding: 0,
        })
    }

    /// The next member, after the body of the one before was read to its end. `None` at the end marker.
    pub(super) fn next(&mut self) -> Result<Option<Member>> {
        let mut announced = Announced::default();
        loop {
            let Some(header) = self.header()? else {
                if announced.long_name.is_some() || announced.extended.is_some() {
                    let place = &self.place;
                    return Err(invalid(format!(
                        "the archive ends {place} with a header that describes a missing entry"
                    )));
                }
                return Ok(None);
            };
            match header.kind {
                b'L' => {
                    let name = self.extension(&header)?;
                    let name = name.strip_suffix(b"\0").unwrap_or(&name).to_vec();
                    announce(&mut announced.long_name, name)?;
                }
                b'x' => {
                    let records = self.extension(&header)?;
                    announce(&mut announced.extended, records)?;
                }
                b'g' => self.global(&header)?,
                b'K' => return Err(self.long_link(&header)),
                _ => {
                    if let Some(member) = self.member(&header, announced)? {
                        return Ok(Some(member));
                    }
                    announced = Announced::default();
                }
            }
        }
    }

    /// Reads a part of the current body; 0 at its end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let wanted = usize::try_from(self.body).map_or(buffer.len(), |body| body.min(buffer.len()));
        let part = buffer.get_mut(..wanted).unwrap_or_default();
        let read = self.stream.fill(part)?;
        if read < wanted {
            return Err(self.cut_short());
        }
        self.body -= read as u64;
        Ok(read)
    }

    /// Checks what is behind the end marker. Returns the SHA-256 of the whole file.
    pub(super) fn finish(self) -> Result<String> {
        self.stream.finish()
    }

    /// Reads the next header; `None` for the end marker.
    fn header(&mut self) -> Result<Option<Header>> {
        let mut block = [0; BLOCK];
        let padding = block.get_mut(..self.padding).unwrap_or_default();
        if self.stream.fill(padding)? < self.padding {
            return Err(self.cut_short());
        }
        if self.stream.fill(&mut block)? < BLOCK {
            return Err(self.cut_short());
        }
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let header = Header::parse(&block, &self.place)?;
        self.place = format!("after `{}`", show(&header.path));
        self.body = header.size;
        let over = usize::try_from(header.size % BLOCK as u64).unwrap_or_default();
        self.padding = (BLOCK - over) % BLOCK;
        Ok(Some(header))
    }

    /// Reads the body of a long name or extended header.
    fn extension(&mut self, header: &Header) -> Result<Vec<u8>> {
        let size = header.size;
        if size > EXTENSION {
            return Err(invalid(format!(
                "the extension header `{}` has {size} bytes, the limit is {EXTENSION}",
                show(&header.path)
            )));
        }
        let mut body = vec![0; usize::try_from(size).unwrap_or_default()];
        self.read(&mut body)?;
        Ok(body)
    }

    /// Reads a global extended header, as `git archive` writes one for a comment. It may not change members.
    fn global(&mut self, header: &Header) -> Result<()> {
        let records = self.extension(header)?;
        if pax::parse(&records, &header.path)? == pax::Extended::default() {
            return Ok(());
        }
        let name = show(&header.path);
        Err(invalid(format!("the global header `{name}` gives a path or size for all entries")))
    }

    /// Checks a member; `None` for the archive's own root folder.
    fn member(&mut self, header: &Header, announced: Announced) -> Result<Option<Member>> {
        let long_name = announced.long_name;
        let raw = long_name.as_deref().unwrap_or(&header.path);
        let extended = match &announced.extended {
            Some(records) => pax::parse(records, raw)?,
            None => pax::Extended::default(),
        };
        let shown = show(raw);
        if long_name.is_some() && extended.path.is_some() {
            return Err(invalid(format!("entry `{shown}` is given two long names")));
        }
        let raw = extended.path.as_deref().unwrap_or(raw);
        let shown = show(raw);
        self.place = format!("after `{shown}`");
        let folder = header.is_folder(raw)?;
        let size = header.size;
        if extended.size.is_some_and(|other| other != size) {
            return Err(invalid(format!("entry `{shown}` is given two different sizes")));
        }
        if folder && size > 0 {
            return Err(invalid(format!("entry `{shown}` is a folder with data")));
        }
        if size > self.limits.file_size {
            let limit = self.limits.file_size;
            return Err(invalid(format!(
                "entry `{shown}` has {size} bytes, the limit for a file is {limit}"
            )));
        }
        let path = EntryPath::parse(raw, folder, &self.limits)?;
        Ok(path.map(|path| Member { path, folder, size, executable: header.executable }))
    }

    fn long_link(&self, header: &Header) -> crate::Error {
        invalid(format!("the archive holds a link with a long target (`{}`)", show(&header.path)))
            .with_hint("a package holds regular files and folders only; pack the files themselves")
    }

    fn cut_short(&self) -> crate::Error {
        let place = &self.place;
        invalid(format!("the archive is cut short {place}: the rest or the end marker is missing"))
            .with_hint("fetch the package again, or make it with `omniplug pack`")
    }
}

/// Keeps what a header says about the next member; one may not say it twice.
fn announce(slot: &mut Option<Vec<u8>>, value: Vec<u8>) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(first) => Err(invalid(format!(
            "two headers in a row describe the same entry (`{}`)",
            show(&first)
        ))),
    }
}
