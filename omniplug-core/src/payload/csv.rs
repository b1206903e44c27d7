//! Tables as CSV and TSV files.
//!
//! The first line names the columns. A field that is empty, `NA`, `NaN` or `null` is a missing value. The type
//! of a column is the narrowest that all of its values have: whole numbers of 64 bits, floats, `true`/`false`,
//! dates (`2024-05-01`), timestamps (`2024-05-01T12:00:00`), else text. The text is UTF-8; a byte order
//! mark is skipped.

use crate::{Error, ErrorKind, Result};
use arrow_array::RecordBatch;
use arrow_csv::reader::Format;
use arrow_csv::{ReaderBuilder, WriterBuilder};
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use regex::Regex;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

const MISSING: &str = "^(NA|NaN|null)?$";

/// How a file is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The byte between two fields.
    pub delimiter: u8,
}

impl Options {
    /// Fields divided by commas.
    pub fn csv() -> Self {
        Self { delimiter: b',' }
    }

    /// Fields divided by tabs.
    pub fn tsv() -> Self {
        Self { delimiter: b'\t' }
    }

    /// What a file's name says: tabs for `.tsv` and `.tab`, commas for `.csv`, nothing for others.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::csv()),
            "tsv" | "tab" => Some(Self::tsv()),
            _ => None,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::csv()
    }
}

/// Reads a table. The whole file is held in memory; limit the reader where its size is not known.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when it can't be read, is not UTF-8, has no header, a column
/// without a name or a name twice, or a line with more or fewer fields than the header.
pub fn read(mut reader: impl Read, options: &Options) -> Result<RecordBatch> {
    let mut bytes = Vec::new();
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| invalid("can't read the table").with_source(error))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    check_text(bytes)?;
    let format = format(options)?;
    let (schema, rows) =
        format.infer_schema(bytes, None).map_err(|error| malformed(&error, options))?;
    check_header(&schema, options)?;
    let schema = Schema::new(schema.fields().iter().map(|field| usable(field)).collect::<Vec<_>>());
    // A value may look like a date or a number and be none (`2024-02-31`): then its column is text.
    let without_dates = with_text(&schema, |kind| kind.is_temporal());
    let text_only = with_text(&schema, |_| true);
    let table = parse(bytes, schema, rows, &format)
        .or_else(|_| parse(bytes, without_dates, rows, &format))
        .or_else(|_| parse(bytes, text_only, rows, &format));
    table.map_err(|error| malformed(&error, options))
}

/// Writes a table with a header. Floats have all the digits that tell them apart; missing values are empty.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when the writer fails or a column has a type without a text form.
pub fn write(table: &RecordBatch, writer: impl Write, options: &Options) -> Result<()> {
    let mut writer =
        WriterBuilder::new().with_header(true).with_delimiter(options.delimiter).build(writer);
    writer.write(table).map_err(|error| invalid("can't write the table").with_source(error))
}

fn format(options: &Options) -> Result<Format> {
    let missing =
        Regex::new(MISSING).map_err(|error| invalid("can't read tables").with_source(error))?;
    let format = Format::default().with_header(true).with_delimiter(options.delimiter);
    Ok(format.with_null_regex(missing))
}

fn parse(
    bytes: &[u8],
    schema: Schema,
    rows: usize,
    format: &Format,
) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(schema);
    let builder = ReaderBuilder::new(Arc::clone(&schema)).with_format(format.clone());
    let mut batches = builder.with_batch_size(rows.max(1)).build_buffered(bytes)?;
    batches.next().unwrap_or_else(|| Ok(RecordBatch::new_empty(schema)))
}

fn check_text(bytes: &[u8]) -> Result<()> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err(invalid(format!("line {line} of the table is not UTF-8"))
            .with_hint("save the file as UTF-8"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(invalid("the table is empty").with_hint("its first line names the columns"));
    }
    Ok(())
}

fn check_header(schema: &Schema, options: &Options) -> Result<()> {
    let mut seen = HashSet::new();
    for (index, field) in schema.fields().iter().enumerate() {
        let name = field.name();
        if name.trim().is_empty() {
            return Err(invalid(format!("column {} of the table has no name", index + 1))
                .with_hint("the first line names all columns"));
        }
        if !seen.insert(name) {
            return Err(invalid(format!("the table has two columns `{name}`"))
                .with_hint("rename one of them in the first line"));
        }
    }
    if schema.fields().iter().all(|field| field.name().trim().parse::<f64>().is_ok()) {
        return Err(invalid("the first line of the table holds numbers only")
            .with_hint("add a first line that names the columns"));
    }
    let other = if options.delimiter == b',' { '\t' } else { ',' };
    match schema.fields().first() {
        Some(field) if schema.fields().len() == 1 && field.name().contains(other) => Err(invalid(
            format!("the table's only column is called `{}`", field.name()),
        )
        .with_hint("its fields seem to be divided otherwise: commas in `.csv`, tabs in `.tsv`")),
        _ => Ok(()),
    }
}

/// The inferred type in a form that plugins can be given.
fn usable(field: &Field) -> Field {
    let kind = match field.data_type() {
        // Nothing but missing values.
        DataType::Null => DataType::Float64,
        DataType::Timestamp(unit, zone) if *unit != TimeUnit::Nanosecond => {
            DataType::Timestamp(TimeUnit::Microsecond, zone.clone())
        }
        kind => kind.clone(),
    };
    Field::new(field.name(), kind, true)
}

fn with_text(schema: &Schema, replaced: impl Fn(&DataType) -> bool) -> Schema {
    let fields = schema.fields().iter().map(|field| {
        let kind = field.data_type();
        let kind = if replaced(kind) { DataType::Utf8 } else { kind.clone() };
        Field::new(field.name(), kind, true)
    });
    Schema::new(fields.collect::<Vec<_>>())
}

fn malformed(error: &ArrowError, options: &Options) -> Error {
    let detail = match error {
        ArrowError::CsvError(detail) | ArrowError::ParseError(detail) => detail.clone(),
        other => other.to_string(),
    };
    let mut detail =
        detail.trim_start_matches("Encountered unequal lengths between records on CSV file. ");
    detail = detail.trim_end_matches('.');
    let divider = if options.delimiter == b'\t' { "tab" } else { "comma" };
    invalid(format!("the table is malformed: {detail}")).with_hint(format!(
        "each line needs as many fields as the first; a field that holds a {divider} stands in double quotes"
    ))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Payload;

    fn table(text: &str) -> RecordBatch {
        read(text.as_bytes(), &Options::csv()).unwrap()
    }

    fn json(text: &str) -> String {
        Payload::from_table(table(text)).unwrap().to_json().to_string()
    }

    fn problem(text: &str) -> String {
        read(text.as_bytes(), &Options::csv()).unwrap_err().message().to_owned()
    }

    #[test]
    fn infers_the_type_of_each_column() {
        let text = "i,f,b,d,t,s\n1,1.5,true,2024-05-01,2024-05-01T12:00:00,x\n-2,1e3,FALSE,1969-12-31,1969-12-31T23:59:59.5,1\n";
        assert_eq!(
            json(text),
            r#"{"i":[1,-2],"f":[1.5,1000.0],"b":[true,false],"d":["2024-05-01","1969-12-31"],"t":["2024-05-01T12:00:00","1969-12-31T23:59:59.5"],"s":["x","1"]}"#
        );
    }

    #[test]
    fn missing_values_leave_the_type_alone() {
        let text = "x,y,z\n1,,a\nNA,2.5,NA\nnull,NaN,\n";
        let expected = r#"{"x":[1,null,null],"y":[null,2.5,null],"z":["a",null,null]}"#;
        assert_eq!(json(text), expected);
        assert_eq!(json("x,y\nNA,\n,NaN\n"), r#"{"x":[null,null],"y":[null,null]}"#);
    }

    #[test]
    fn a_late_text_makes_the_column_text() {
        let mut text = String::from("x,y\n");
        for row in 0..100_001 {
            text.push_str(&format!("{row},1\n"));
        }
        text.push_str("late,1\n");
        let table = table(&text);
        assert_eq!(table.num_rows(), 100_002);
        assert_eq!(table.schema().field(0).data_type(), &DataType::Utf8);
        assert_eq!(table.schema().field(1).data_type(), &DataType::Int64);
    }

    #[test]
    fn what_only_looks_like_a_date_or_number_is_text() {
        assert_eq!(json("d,n\n2024-02-31,1\n"), r#"{"d":["2024-02-31"],"n":[1]}"#);
        let digits = "123456789012345678901234567890";
        assert_eq!(json(&format!("n\n{digits}\n")), format!(r#"{{"n":["{digits}"]}}"#));
    }

    #[test]
    fn times_keep_all_their_digits() {
        for (time, written) in [
            ("2024-05-01T12:00:00.123456789", "2024-05-01T12:00:00.123456789"),
            ("2024-05-01 12:00:00.5", "2024-05-01T12:00:00.5"),
            // Beyond what nanoseconds of 64 bits reach.
            ("1066-10-14T09:00:00.123456789", "1066-10-14T09:00:00.123456789"),
        ] {
            assert_eq!(json(&format!("t\n{time}\n")), format!(r#"{{"t":["{written}"]}}"#));
        }
    }

    #[test]
    fn a_byte_order_mark_quotes_and_line_ends_are_understood() {
        let text = "\u{feff}\"x\",y\r\n\"a,\"\"b\"\"\nc\",1\r\n";
        assert_eq!(json(text), r#"{"x":["a,\"b\"\nc"],"y":[1]}"#);
        let tabs = read("x\ty\n1\ta,b\n".as_bytes(), &Options::tsv()).unwrap();
        assert_eq!(tabs.num_columns(), 2);
    }

    #[test]
    fn a_header_alone_is_a_table_without_rows() {
        assert_eq!(json("x,y\n"), r#"{"x":[],"y":[]}"#);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(problem(""), "the table is empty");
        assert_eq!(problem("x,,z\n1,2,3\n"), "column 2 of the table has no name");
        assert_eq!(problem("x,y,x\n1,2,3\n"), "the table has two columns `x`");
        assert_eq!(problem("1,2\n3,4\n"), "the first line of the table holds numbers only");
        assert!(problem("x\ty\n1\t2\n").contains("only column is called"));
        assert!(problem("x,y\n1,2\n3\n").contains("line 3"), "{}", problem("x,y\n1,2\n3\n"));
        assert!(problem("x,y\n1,2\n3,4,5\n").contains("line 3"));
        let error = read(&b"x\na\n\xff\n"[..], &Options::csv()).unwrap_err();
        assert_eq!(error.message(), "line 3 of the table is not UTF-8");
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let text = "x,s,d\n0.1,\"a,b\",2024-05-01\n1.7976931348623157e308,,\n5e-324,\"\"\"\",1969-12-31\n0.30000000000000004,é,\n";
        let first = table(text);
        let mut written = Vec::new();
        write(&first, &mut written, &Options::csv()).unwrap();
        assert_eq!(read(written.as_slice(), &Options::csv()).unwrap(), first);
    }

    #[test]
    fn the_ending_of_a_name_tells_the_delimiter() {
        assert_eq!(Options::of_path(Path::new("a/b.CSV")), Some(Options::csv()));
        assert_eq!(Options::of_path(Path::new("b.tsv")), Some(Options::tsv()));
        assert_eq!(Options::of_path(Path::new("b.json")), None);
    }
}
