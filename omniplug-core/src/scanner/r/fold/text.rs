//! Text put together and cut apart.

use super::{follows, pattern};
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::value::{Element, HOLE, LONGEST_TEXT, Traits, Value};
use std::rc::Rc;

const MOST_ROWS: usize = 256;

/// `paste`, `paste0`, `file.path` and their like, with holes for what isn't known.
pub(super) fn paste(call: &Invocation) -> Option<Value> {
    let own = |name: &str| call.named(name).and_then(|actual| actual.value.known());
    let separator = match &*call.name {
        "paste" => own("sep").unwrap_or(" "),
        "file.path" | "path" => "/",
        _ => own("sep").unwrap_or_default(),
    };
    let collapse = call.named("collapse").map(|actual| actual.value.known().unwrap_or_default());
    let part =
        |actual: &&Actual| !matches!(actual.name.as_deref(), Some("sep" | "collapse" | "fsep"));
    let parts: Vec<Vec<Rc<str>>> =
        call.arguments.iter().filter(part).map(|actual| texts(&actual.value)).collect();
    let rows = parts.iter().map(Vec::len).max()?;
    if rows > MOST_ROWS && parts.len() > 1 {
        return None;
    }
    let row = |at: usize| {
        let cells = parts.iter().filter(|part| !part.is_empty());
        cells.map(|part| &*part[at % part.len()]).collect::<Vec<&str>>().join(separator)
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let rows = match collapse {
        Some(between) => vec![rows.join(between)],
        None => rows,
    };
    let glued = matches!(&*call.name, "glue" | "str_glue");
    let rows: Vec<String> =
        if glued { rows.iter().map(|row| without_braces(row)).collect() } else { rows };
    let rows: Vec<String> = rows.iter().map(|row| squeeze(row)).collect();
    let length: usize = rows.iter().map(String::len).sum();
    if length > LONGEST_TEXT {
        return None;
    }
    let several = call.arguments.iter().filter(part).count() > 1 || collapse.is_some();
    let assembled = if several { Traits::ASSEMBLED } else { Traits::default() };
    Some(Value::vector(rows.into_iter().map(Rc::from).collect()).with(assembled))
}

/// One hole where there are several: nothing is known of either.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != HOLE || !out.ends_with(HOLE) {
            out.push(letter);
        }
    }
    out
}

/// `glue` puts values where braces are.
fn without_braces(text: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_usize);
    for letter in text.chars() {
        match letter {
            '{' => {
                depth += 1;
                if depth == 1 {
                    out.push(HOLE);
                }
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The texts of a value, a hole where nothing is known.
fn texts(value: &Value) -> Vec<Rc<str>> {
    if let Some(texts) = &value.texts {
        return texts.to_vec();
    }
    match value.numbers.as_deref() {
        Some([number]) => vec![number.to_string().into()],
        _ => match &value.elements {
            Some(elements) if value.functions.is_empty() => elements
                .iter()
                .take(MOST_ROWS)
                .flat_map(|element| texts_of_element(&element.value))
                .collect(),
            _ => vec![HOLE.to_string().into()],
        },
    }
}

fn texts_of_element(value: &Value) -> Vec<Rc<str>> {
    match &value.texts {
        Some(texts) => texts.to_vec(),
        None => vec![HOLE.to_string().into()],
    }
}

/// `sprintf`: each conversion takes the next argument.
pub(super) fn sprintf(call: &Invocation) -> Option<Value> {
    let format = call.named("fmt").or_else(|| call.place(0))?;
    let mut arguments = call.arguments.iter().filter(|actual| !std::ptr::eq(*actual, format));
    let mut out = String::new();
    let mut rest = format.value.pattern()?.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        let conversion = rest.by_ref().find(|next| next.is_alphabetic() || *next == '%');
        match conversion {
            Some('%') => out.push('%'),
            _ => match arguments.next() {
                Some(actual) => out.push_str(texts(&actual.value).first().map_or("", |text| text)),
                None => out.push(HOLE),
            },
        }
    }
    follows(&out).then(|| Value::text(out).with(Traits::ASSEMBLED))
}

/// `nchar(text)` and `length(vector)`, where they are known.
pub(super) fn length(call: &Invocation) -> Value {
    let Some(first) = call.arguments.first().map(|actual| &actual.value) else {
        return Value::default();
    };
    let known = match &*call.name {
        "nchar" => first.known().map(|text| text.chars().count()),
        _ if first.is_constant() => {
            let texts = first.texts.as_ref().map(|texts| texts.len());
            texts.or_else(|| first.numbers.as_ref().map(|numbers| numbers.len()))
        }
        _ => None,
    };
    known.map(|length| Value::numbers(vec![length as f64])).unwrap_or_default()
}

/// `strrep(text, times)`.
pub(super) fn repeat(call: &Invocation) -> Option<Value> {
    let text = call.arguments.first()?.value.pattern()?;
    let times = call.arguments.get(1)?.value.number()?;
    let short = times >= 0.0 && times * text.len() as f64 <= LONGEST_TEXT as f64;
    short.then(|| Value::text(text.repeat(times as usize)))
}

/// A function of each text.
pub(super) fn each(call: &Invocation) -> Option<Value> {
    let texts = call.arguments.first()?.value.texts.clone()?;
    let change = |text: &Rc<str>| -> Rc<str> {
        match &*call.name {
            "toupper" | "str_to_upper" => text.to_uppercase().into(),
            "tolower" | "str_to_lower" | "casefold" => text.to_lowercase().into(),
            "trimws" | "str_trim" => text.trim().into(),
            "basename" => text.rsplit('/').next().unwrap_or_default().into(),
            _ => text.clone(),
        }
    };
    Some(Value::vector(texts.iter().map(change).collect()))
}

/// Text that is cut, turned round or changed letter by letter.
pub(super) fn cut(call: &Invocation) -> Option<Value> {
    match &*call.name {
        "strsplit" | "str_split" => split(call),
        "chartr" => translate(call),
        "substr" | "substring" | "str_sub" => part(call),
        "stri_reverse" | "str_rev" => {
            let text = call.arguments.first()?.value.known()?;
            Some(Value::text(text.chars().rev().collect::<String>()).with(Traits::ASSEMBLED))
        }
        _ => replace(call),
    }
}

fn split(call: &Invocation) -> Option<Value> {
    let text = call.arguments.first()?.value.known()?;
    let by = call.arguments.get(1)?.value.known()?;
    let parts: Vec<Rc<str>> = match by {
        "" => text.chars().map(|letter| Rc::from(letter.to_string())).collect(),
        _ => text.split(by).map(Rc::from).collect(),
    };
    Some(Value::list(vec![Element { name: None, value: Value::vector(parts) }]))
}

fn translate(call: &Invocation) -> Option<Value> {
    let (old, new) = (call.value("old")?.known()?, call.value("new")?.known()?);
    let (old, new): (Vec<char>, Vec<char>) = (spread(old), spread(new));
    let text = call.value("x")?.known()?;
    let change = |letter: char| {
        let at = old.iter().position(|one| *one == letter);
        at.and_then(|at| new.get(at).copied()).unwrap_or(letter)
    };
    Some(Value::text(text.chars().map(change).collect::<String>()).with(Traits::DECODED))
}

/// `a-e` as `abcde`.
fn spread(ranges: &str) -> Vec<char> {
    let all: Vec<char> = ranges.chars().take(1024).collect();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < all.len() {
        if at + 2 < all.len()
            && all[at + 1] == '-'
            && all[at] <= all[at + 2]
            && all[at + 2].is_ascii()
        {
            out.extend(all[at]..=all[at + 2]);
            at += 3;
        } else {
            out.push(all[at]);
            at += 1;
        }
    }
    out
}

fn part(call: &Invocation) -> Option<Value> {
    let text = call.arguments.first()?.value.known()?;
    let starts = call.arguments.get(1)?.value.numbers.clone()?;
    let stops = call.arguments.get(2).and_then(|actual| actual.value.numbers.clone());
    let letters: Vec<char> = text.chars().collect();
    let piece = |at: usize| -> Rc<str> {
        let start = (starts[at] as usize).max(1) - 1;
        let stop = stops.as_ref().map_or(letters.len(), |stops| stops[at % stops.len()] as usize);
        let stop = stop.min(letters.len());
        letters.get(start..stop.max(start)).unwrap_or_default().iter().collect::<String>().into()
    };
    let bounded = starts.len().saturating_mul(letters.len()) <= LONGEST_TEXT * 8;
    let known = stops.as_ref().is_none_or(|stops| !stops.is_empty());
    (bounded && known).then(|| Value::vector((0..starts.len()).map(piece).collect()))
}

/// `sub` and `gsub`.
fn replace(call: &Invocation) -> Option<Value> {
    let stringr = call.name.starts_with("str_");
    let place = |formal: &str, place: usize| match stringr {
        true => call.arguments.get(place).map(|actual| &actual.value),
        false => call.value(formal),
    };
    let text = place("x", 0)?.known()?;
    let pattern = place("pattern", 1)?.known()?;
    let new = place("replacement", 2).map_or(Some(""), Value::known)?;
    let fixed = pattern::flag(call, "fixed");
    if pattern.is_empty() {
        return None;
    }
    let pattern = pattern::compiled(pattern, fixed, pattern::flag(call, "ignore.case"))?;
    let once = matches!(&*call.name, "sub" | "str_replace");
    let replaced = pattern::replaced(text, &pattern, new, once)?;
    Some(Value::text(replaced).with(Traits::ASSEMBLED))
}

/// `grep("^name$", x, value = TRUE)`: what a pattern without signs finds is the pattern.
pub(super) fn found(call: &Invocation) -> Option<Value> {
    let is_value = call.named("value").is_some_and(|actual| actual.value.is_true());
    let pattern = call.arguments.first()?.value.known()?;
    let text = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let plain = text.chars().all(|letter| letter.is_alphanumeric() || "._".contains(letter));
    (is_value && plain).then(|| Value::text(text))
}
