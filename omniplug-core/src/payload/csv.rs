//! Reading and writing tables as CSV and TSV.

use crate::Result;
use arrow_array::RecordBatch;
use std::io::Read;

/// How a file is written.
#[derive(Debug, Clone)]
pub struct Options {
    /// What separates fields.
    pub delimiter: u8,
}
impl Default for Options {
    fn default() -> Self {
        Self { delimiter: b',' }
    }
}
/// Reads.
pub fn read(_reader: impl Read, _options: &Options) -> Result<RecordBatch> {
    Err(crate::Error::new(crate::ErrorKind::InvalidInput, "not yet"))
}
