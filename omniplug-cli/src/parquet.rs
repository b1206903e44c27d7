//! Tables as Parquet files.

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use omniplug_core::payload::Payload;
use omniplug_core::{Error, ErrorKind, Result};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use std::fmt::Display;
use std::fs::File;
use std::io::Write;

/// Rows that are read at once.
const ROWS: usize = 1 << 16;
/// The most bytes that a table may take in memory.
const LARGEST: u64 = 4 << 30;

/// Reads a file as one table, a piece of a row group at a time.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when it is no Parquet file, or a damaged one; when a column has a type
/// that plugins can't be given or a compression that is unknown here, which is told before data is read; when
/// it takes more than 4 GiB.
pub(crate) fn read(file: File) -> Result<Payload> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
    let schema = builder.schema().clone();
    Payload::from_table(RecordBatch::new_empty(schema.clone()))?;
    check(builder.metadata())?;
    let (mut pieces, mut size) = (Vec::new(), 0_u64);
    for piece in builder.with_batch_size(ROWS).build().map_err(damaged)? {
        let piece = piece.map_err(damaged)?;
        size = size.saturating_add(piece.get_array_memory_size() as u64);
        check_size(size)?;
        pieces.push(piece);
    }
    Payload::from_table(concat_batches(&schema, &pieces).map_err(damaged)?)
}

/// Writes a table, compressed with Snappy, which all readers know.
///
/// # Errors
/// [`Storage`](ErrorKind::Storage) when the writer fails.
pub(crate) fn write(table: &RecordBatch, writer: impl Write + Send) -> Result<()> {
    let failed = |error: parquet::errors::ParquetError| {
        Error::new(ErrorKind::Storage, "can't write the table").with_source(error)
    };
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer =
        ArrowWriter::try_new(writer, table.schema(), Some(properties)).map_err(failed)?;
    writer.write(table).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(())
}

/// Looks at what the file says of its columns.
fn check(metadata: &ParquetMetaData) -> Result<()> {
    let columns = || metadata.row_groups().iter().flat_map(|group| group.columns());
    for column in columns() {
        let codec = column.compression();
        if let Compression::GZIP(_) | Compression::BROTLI(_) | Compression::LZO = codec {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("column `{}` is compressed with {codec}", column.column_path().string()),
            )
            .with_hint("write the file with `snappy`, `zstd` or `lz4`, or without compression"));
        }
    }
    check_size(
        columns()
            .map(|column| column.uncompressed_size().unsigned_abs())
            .fold(0, u64::saturating_add),
    )
}

fn check_size(size: u64) -> Result<()> {
    if size <= LARGEST {
        return Ok(());
    }
    let limit = LARGEST >> 30;
    Err(Error::new(
        ErrorKind::InvalidInput,
        format!("the table takes more than {limit} GiB in memory"),
    )
    .with_hint("split it, or leave out columns that the plugin does not need"))
}

fn damaged(error: impl Display) -> Error {
    let detail = error.to_string();
    let detail =
        detail.trim_start_matches("Parquet error: ").trim_start_matches("Parquet argument error: ");
    Error::new(ErrorKind::InvalidInput, format!("it is no valid Parquet file: {detail}"))
        .with_hint("use `--input-format` when the file has another form")
}
