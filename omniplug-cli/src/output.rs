//! Writing a plugin's result.

use crate::folder::{Division, RESULT};
use crate::format::Format;
use crate::{parquet, text};
use arrow_array::RecordBatch;
use omniplug_core::payload::{Payload, csv};
use omniplug_core::{Error, ErrorKind, Result};
use serde_json::Value;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::str::FromStr;

/// Where a result goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Standard output, as JSON.
    Stdout,
    /// A file, in the form of its ending.
    File(String, Format),
    /// A folder, in which each table is a file.
    Folder(String),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" {
            return Ok(Self::Stdout);
        }
        if text.ends_with('/') {
            return Ok(Self::Folder(text.to_owned()));
        }
        Format::of(text).map(|format| Self::File(text.to_owned(), format)).ok_or_else(|| {
            "its name must end in `.json`, `.csv`, `.tsv` or `.parquet`, that of a folder in `/`".into()
        })
    }
}

impl Target {
    /// Looks whether there is a folder for the file, before a plugin works for it.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is none.
    pub(crate) fn check(&self) -> Result<()> {
        let path = match self {
            Self::Stdout => return Ok(()),
            Self::File(path, _) | Self::Folder(path) => path,
        };
        if folder_of(path).is_dir() {
            return Ok(());
        }
        let folder = folder_of(path).display();
        Err(Error::new(
            ErrorKind::NotFound,
            format!("can't write `{path}`: there is no folder `{folder}`"),
        )
        .with_hint("make the folder first"))
    }

    /// The file of a name in a folder.
    pub(crate) fn in_folder(folder: &Path, name: &str, format: Format) -> Self {
        let path = folder.join(format!("{name}.{}", format.ending()));
        Self::File(path.display().to_string(), format)
    }

    /// Writes a result; its tables have the form `tables` in a folder. A file is complete or as it was before.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when the result is no table and the file is to be one, and
    /// [`Storage`](ErrorKind::Storage) when it can't be written.
    pub(crate) fn write(&self, data: &Payload, tables: Format) -> Result<()> {
        match self {
            Self::Stdout => text::print(&json(data)),
            Self::File(path, Format::Json) => replace(path, |file| whole(file, &json(data)))?,
            Self::File(path, format) => {
                let table = only_table(data)?;
                replace(path, |file| write_table(file, table, *format))?;
            }
            Self::Folder(path) => write_folder(path, data, tables)?,
        }
        Ok(())
    }
}

fn json(data: &Payload) -> String {
    format!("{:#}\n", records(data))
}

/// The data with tables as lists of records.
pub(crate) fn records(data: &Payload) -> Value {
    data.to_json_records()
}

fn only_table(data: &Payload) -> Result<&RecordBatch> {
    let [table] = data.tables() else {
        let count = data.tables().len();
        let hint = match count {
            0 => "write it to a `.json` file",
            _ => "write it to a folder, whose name ends in `/`, or to a `.json` file",
        };
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("the result holds {count} tables, and this file takes exactly one"),
        )
        .with_hint(hint));
    };
    if data.as_table().is_none() {
        text::print_line(
            "warning",
            "only the table of the result is written; a folder or a `.json` file takes all",
        );
    }
    Ok(table)
}

fn write_table(file: &mut File, table: &RecordBatch, format: Format) -> Result<()> {
    match format {
        Format::Json => whole(file, &json(&Payload::from_table(table.clone())?)),
        Format::Parquet => parquet::write(table, file),
        text => {
            let mut writer = BufWriter::new(file);
            csv::write(table, &mut writer, &text.csv_options())?;
            writer.flush().map_err(unwritable)
        }
    }
}

fn write_folder(folder: &str, data: &Payload, format: Format) -> Result<()> {
    if let Err(error) = fs::create_dir(folder)
        && !Path::new(folder).is_dir()
    {
        return Err(Error::new(ErrorKind::Storage, format!("can't make the folder `{folder}`"))
            .with_source(error));
    }
    let division = Division::new(data, format);
    for (name, table) in division.names.iter().zip(data.tables()) {
        replace(&format!("{folder}{name}"), |file| write_table(file, table, format))?;
    }
    replace(&format!("{folder}{RESULT}"), |file| whole(file, &format!("{:#}\n", division.result)))
}

fn whole(file: &mut File, text: &str) -> Result<()> {
    file.write_all(text.as_bytes()).map_err(unwritable)
}

fn unwritable(error: io::Error) -> Error {
    Error::new(ErrorKind::Storage, "writing failed").with_source(error)
}

fn folder_of(path: &str) -> &Path {
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes a file beside the old one, then renames it.
fn replace(path: &str, write: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    let unwritten = |error: Error| error.context(format!("can't write `{path}`"));
    // The mode of a usual file, from which the umask is taken.
    let mut file = tempfile::Builder::new()
        .prefix(".omniplug-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder_of(path))
        .map_err(|error| unwritten(unwritable(error)))?;
    write(file.as_file_mut()).map_err(unwritten)?;
    file.as_file().sync_all().map_err(|error| unwritten(unwritable(error)))?;
    file.persist(path).map_err(|error| unwritten(unwritable(error.error)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unknown_ending_is_refused_before_anything_runs() {
        assert!("result.xlsx".parse::<Target>().is_err());
        assert_eq!("-".parse(), Ok(Target::Stdout));
        assert_eq!("a.tsv".parse(), Ok(Target::File("a.tsv".into(), Format::Tsv)));
        assert_eq!("results/".parse(), Ok(Target::Folder("results/".into())));
    }

    #[test]
    fn an_error_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv").display().to_string();
        fs::write(&path, "old").unwrap();
        let target: Target = path.parse().unwrap();
        assert!(target.write(&Payload::from_json(json!([1, 2])).unwrap(), Format::Csv).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let target: Target = path.replace(".csv", ".json").parse().unwrap();
        target.write(&Payload::from_json(json!([1, 2])).unwrap(), Format::Csv).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
