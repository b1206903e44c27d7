//! Text for people: errors, tables, sizes and times, without what could steer a terminal.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use omniplug_core::Error;
use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal, Write};

/// Prints an error to standard error, with its remedy and the time after which to try again.
pub(crate) fn print_error(error: &Error) {
    error_lines(error).iter().for_each(|(label, text)| print_line(label, text));
}

fn error_lines(error: &Error) -> Vec<(&'static str, String)> {
    let mut lines = vec![("error", error.full_message())];
    lines.extend(error.hint().map(|hint| ("hint", hint.to_owned())));
    lines.extend(error.retry_after().map(|time| ("retry_after", seconds(time.as_secs_f64()))));
    lines
}

/// Prints `label: text` to standard error, the label coloured on a terminal.
pub(crate) fn print_line(label: &str, text: &str) {
    let colour = match label {
        "error" => "\x1b[1;31m",
        "warning" => "\x1b[1;33m",
        _ => "\x1b[1;36m",
    };
    let mut stderr = io::stderr().lock();
    let text = clean(text);
    // When standard error is gone there is nobody left to tell.
    let _ = if stderr.is_terminal() && env::var_os("NO_COLOR").is_none() {
        writeln!(stderr, "{colour}{label}:\x1b[0m {text}")
    } else {
        writeln!(stderr, "{label}: {text}")
    };
}

/// Prints to standard output, on a terminal without what could steer it. A reader that went away early is
/// no error.
pub(crate) fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let text = if stdout.is_terminal() { clean(text) } else { Cow::Borrowed(text) };
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints text that is clean already, with its colours.
pub(crate) fn print_clean(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints a value as JSON with indentation.
pub(crate) fn print_json<T: serde::Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => print(&(text + "\n")),
        Err(error) => print_line("error", &format!("the answer is not JSON: {error}")),
    }
}

/// Text of a plugin without control characters, which could steer the terminal; lines and tabs stay.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(steers) {
        Cow::Owned(text.replace(steers, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Aligned columns under a head line; nothing when there are no rows.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> =
        rows.iter().map(|row| row.each_ref().map(|cell| one_line(cell))).collect();
    let mut widths = head.map(|cell| cell.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let head = head.map(str::to_owned);
    for row in std::iter::once(&head).chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn one_line(cell: &str) -> String {
    clean(cell).replace(['\n', '\t'], " ")
}

/// Bytes for people.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let mut size = count as f64;
    let mut unit = "B";
    for next in UNITS {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = next;
    }
    if unit == "B" { format!("{count} B") } else { format!("{size:.1} {unit}") }
}

/// Seconds for people.
pub(crate) fn seconds(time: f64) -> String {
    match time {
        time if time < 1.0 => format!("{:.1} ms", time * 1000.0),
        time if time < 120.0 => format!("{time:.2} s"),
        time => format!("{:.1} min", time / 60.0),
    }
}

/// A time in the local time zone.
pub(crate) fn time(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use omniplug_core::ErrorKind;
    use std::time::Duration;

    #[test]
    fn a_plugin_cannot_steer_the_terminal() {
        assert_eq!(clean("a\x1b[2Jb\r\u{9b}c\n\td"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\n\td");
        assert_eq!(clean("µ ok"), "µ ok");
    }

    #[test]
    fn columns_are_aligned_and_rows_stay_lines() {
        let rows = [["a".to_owned(), "x\ny".to_owned()], ["longer".to_owned(), "z".to_owned()]];
        assert_eq!(table(["N", "TEXT"], &rows), "N       TEXT\na       x y\nlonger  z\n");
    }

    #[test]
    fn an_error_is_told_with_its_remedy_and_the_time_to_come_back() {
        let error = Error::new(ErrorKind::Busy, "4 calls wait already").with_hint("allow more");
        assert_eq!(
            error_lines(&error.with_retry_after(Duration::from_millis(2500))),
            [
                ("error", "4 calls wait already".to_owned()),
                ("hint", "allow more".to_owned()),
                ("retry_after", "2.50 s".to_owned()),
            ]
        );
    }

    #[test]
    fn sizes_and_times_have_their_units() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(bytes(5 << 30), "5.0 GiB");
        assert_eq!(seconds(0.0123), "12.3 ms");
        assert_eq!(seconds(2.0), "2.00 s");
    }
}
