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
use std::cell::Cell;
use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

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
    // The reader panics at some kinds of damage.
    quietly(|| table(file)).unwrap_or_else(|| Err(damaged("what it says of its parts is wrong")))
}

fn table(file: File) -> Result<Payload> {
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

/// What `work` answers, or nothing when it panics, of which nothing is printed.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    thread_local!(static IS_QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                loud(info);
            }
        }));
    });
    IS_QUIET.set(true);
    let answer = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    IS_QUIET.set(false);
    answer
}

/// Looks at what the file says of its columns.
fn check(metadata: &ParquetMetaData) -> Result<()> {
    let columns = || metadata.row_groups().iter().flat_map(|group| group.columns());
    for column in columns() {
        let codec = match column.compression() {
            Compression::GZIP(_) => "gzip",
            Compression::BROTLI(_) => "brotli",
            Compression::LZO => "lzo",
            _ => continue,
        };
        let name = column.column_path().string();
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("column `{name}` is compressed with `{codec}`, which is not read here"),
        )
        .with_hint("write the file with `snappy`, `zstd` or `lz4`, or without compression"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::types::Int32Type;
    use arrow_array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array,
        Int64Array, LargeStringArray, ListArray, StructArray, TimestampMicrosecondArray,
        TimestampNanosecondArray, UInt8Array,
    };
    use parquet::basic::{GzipLevel, ZstdLevel};
    use parquet::file::metadata::RowGroupMetaData;
    use parquet::schema::types::{SchemaDescriptor, Type};
    use std::io::{Seek, SeekFrom};
    use std::sync::Arc;

    fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn sample() -> RecordBatch {
        let labels: DictionaryArray<Int32Type> = [Some("u"), None, Some("v")].into_iter().collect();
        let zoned = TimestampMicrosecondArray::from(vec![Some(0), None, Some(-1)]);
        table(vec![
            ("f", Arc::new(Float64Array::from(vec![Some(0.1), None, Some(f64::INFINITY)]))),
            ("i", Arc::new(Int64Array::from(vec![i64::MIN, 0, i64::MAX]))),
            ("u", Arc::new(UInt8Array::from(vec![Some(0), None, Some(255)]))),
            ("b", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
            ("s", Arc::new(LargeStringArray::from(vec![Some("é€"), None, Some("")]))),
            ("c", Arc::new(labels)),
            ("z", Arc::new(zoned.with_timezone("Europe/Berlin"))),
            ("n", Arc::new(TimestampNanosecondArray::from(vec![Some(1), None, Some(-1)]))),
            ("d", Arc::new(Date32Array::from(vec![Some(0), Some(-1), None]))),
        ])
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file
    }

    fn written(table: &RecordBatch, properties: WriterProperties) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut bytes, table.schema(), Some(properties)).unwrap();
        writer.write(table).unwrap();
        writer.close().unwrap();
        bytes
    }

    fn compressed(table: &RecordBatch, codec: Compression) -> Vec<u8> {
        written(table, WriterProperties::builder().set_compression(codec).build())
    }

    #[test]
    fn every_type_reads_back_as_it_was_written() {
        let mut bytes = Vec::new();
        write(&sample(), &mut bytes).unwrap();
        assert_eq!(read(file(&bytes)).unwrap().as_table(), Some(&sample()));
    }

    #[test]
    fn common_compressions_and_several_row_groups_are_read() {
        let level = ZstdLevel::default();
        for codec in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::ZSTD(level),
            Compression::LZ4_RAW,
        ] {
            let properties = WriterProperties::builder().set_compression(codec);
            let bytes = written(&sample(), properties.set_max_row_group_row_count(Some(2)).build());
            assert_eq!(read(file(&bytes)).unwrap().as_table(), Some(&sample()), "{codec}");
        }
        let empty = sample().slice(0, 0);
        let bytes = compressed(&empty, Compression::SNAPPY);
        assert_eq!(read(file(&bytes)).unwrap().as_table(), Some(&empty));
    }

    #[test]
    fn columns_that_plugins_cannot_be_given_are_named_with_a_remedy() {
        let price = Arc::new(Decimal128Array::from(vec![1]));
        let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)])]);
        let inner = table(vec![("x", Arc::new(Int64Array::from(vec![1])))]);
        for (column, name, remedy) in [
            (price as ArrayRef, "Decimal128", "cast it to `Float64`"),
            (Arc::new(list), "List", "leave it out"),
            (Arc::new(StructArray::from(inner)), "Struct", "a column of its own"),
        ] {
            let error =
                read(file(&compressed(&table(vec![("price", column)]), Compression::SNAPPY)))
                    .unwrap_err();
            let start = format!("column `price` has the type `{name}");
            assert!(error.message().starts_with(&start), "{error}");
            assert!(error.hint().unwrap().contains(remedy), "{error}");
        }
    }

    #[test]
    fn unknown_compressions_are_refused_before_data_is_read() {
        let bytes = compressed(&sample(), Compression::SNAPPY);
        let builder = ParquetRecordBatchReaderBuilder::try_new(file(&bytes)).unwrap();
        let mut metadata = builder.metadata().as_ref().clone().into_builder();
        let groups = metadata.take_row_groups().into_iter().map(|group| {
            let column = group.column(0).clone().into_builder();
            let column = column.set_compression(Compression::GZIP(GzipLevel::default()));
            let columns = vec![column.build().unwrap()];
            let described = SchemaDescriptor::new(Arc::new(
                Type::group_type_builder("x")
                    .with_fields(vec![group.column(0).column_descr().self_type_ptr()])
                    .build()
                    .unwrap(),
            ));
            let group = RowGroupMetaData::builder(Arc::new(described));
            group.set_column_metadata(columns).build().unwrap()
        });
        let groups = groups.collect();
        let error = check(&metadata.set_row_groups(groups).build()).unwrap_err();
        assert!(error.message().starts_with("column `f` is compressed with `gzip`"), "{error}");
        assert!(error.hint().unwrap().contains("`zstd`"));
    }

    #[test]
    fn other_files_are_no_parquet() {
        for bytes in [&b""[..], b"x,y\n1,2\n", b"PAR1", b"PAR1PAR1", &[0; 100]] {
            let error = read(file(bytes)).unwrap_err();
            assert!(error.message().starts_with("it is no valid Parquet file: "), "{error}");
        }
    }

    /// Random damage anywhere must end in an error or in a table, never in a panic.
    #[test]
    fn random_damage_is_survived() {
        let sound = compressed(&sample(), Compression::SNAPPY);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let mut survived = 0;
        for _ in 0..3_000 {
            let mut bytes = sound.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                bytes[at] = random(256) as u8;
            }
            survived += usize::from(read(file(&bytes)).is_ok());
        }
        assert!(survived > 100, "the damage reaches no depth: {survived}");
    }
}
