//! Writing a plugin's result.

use crate::input::Format;
use crate::text;
use omniplug_core::payload::{Payload, csv};
use omniplug_core::{Error, ErrorKind, Result};
use serde_json::Value;
use std::fs::Permissions;
use std::io::Write;
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
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" {
            return Ok(Self::Stdout);
        }
        Format::of(text)
            .map(|format| Self::File(text.to_owned(), format))
            .ok_or_else(|| "its name must end in `.json`, `.csv` or `.tsv`".into())
    }
}

impl Target {
    /// Looks whether there is a folder for the file, before a plugin works for it.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is none.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::File(path, _) if !folder_of(path).is_dir() => Err(Error::new(
                ErrorKind::NotFound,
                format!("can't write `{path}`: there is no folder `{}`", folder_of(path).display()),
            )
            .with_hint("make the folder first")),
            _ => Ok(()),
        }
    }

    /// The file of a name in a folder.
    pub(crate) fn in_folder(folder: &Path, name: &str, format: Format) -> Self {
        let path = folder.join(format!("{name}.{}", format.ending()));
        Self::File(path.display().to_string(), format)
    }

    /// Writes a result. A file is complete or as it was before.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when the result is no table and the file is to be one, and
    /// [`Storage`](ErrorKind::Storage) when it can't be written.
    pub(crate) fn write(&self, data: &Payload) -> Result<()> {
        match self {
            Self::Stdout => text::print(&json(data)),
            Self::File(path, Format::Json) => replace(path, json(data).as_bytes())?,
            Self::File(path, format) => replace(path, &table(data, *format)?)?,
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

fn table(data: &Payload, format: Format) -> Result<Vec<u8>> {
    let [table] = data.tables() else {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!(
                "the result holds {} tables, and this file takes exactly one",
                data.tables().len()
            ),
        )
        .with_hint("write it to a `.json` file"));
    };
    if data.as_table().is_none() {
        text::print_line(
            "warning",
            "only the table of the result is written; a `.json` file takes all",
        );
    }
    let mut bytes = Vec::new();
    csv::write(table, &mut bytes, &format.csv_options())?;
    Ok(bytes)
}

fn folder_of(path: &str) -> &Path {
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes a file beside the old one, then renames it.
fn replace(path: &str, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path);
    let path = Path::new(path);
    let write = || -> std::io::Result<()> {
        // The mode of a usual file, from which the umask is taken.
        let mut file = tempfile::Builder::new()
            .prefix(".omniplug-")
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| {
        Error::new(ErrorKind::Storage, format!("can't write `{}`", path.display()))
            .with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fs;

    #[test]
    fn an_unknown_ending_is_refused_before_anything_runs() {
        assert!("result.xlsx".parse::<Target>().is_err());
        assert_eq!("-".parse(), Ok(Target::Stdout));
        assert_eq!("a.tsv".parse(), Ok(Target::File("a.tsv".into(), Format::Tsv)));
    }

    #[test]
    fn an_error_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv").display().to_string();
        fs::write(&path, "old").unwrap();
        let target: Target = path.parse().unwrap();
        assert!(target.write(&Payload::from_json(json!([1, 2])).unwrap()).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let target: Target = path.replace(".csv", ".json").parse().unwrap();
        target.write(&Payload::from_json(json!([1, 2])).unwrap()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
