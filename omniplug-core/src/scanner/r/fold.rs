//! Constants through R's functions on text and numbers.

use super::invocation::{Actual, Invocation};
use super::value::{HOLE, LONGEST_TEXT, MOST_ELEMENTS, Traits, Value};
use std::rc::Rc;

mod decode;
mod pattern;
mod text;

/// R's own constants.
pub(super) fn constant(name: &str) -> Option<Value> {
    let letters = |first: u8| {
        let all = (first..first + 26).map(|letter| Rc::from((letter as char).to_string()));
        Value::vector(all.collect())
    };
    match name {
        "letters" => Some(letters(b'a')),
        "LETTERS" => Some(letters(b'A')),
        "pi" => Some(Value::numbers(vec![std::f64::consts::PI])),
        "T" | "F" => Some(Value { logical: Some(name == "T"), ..Value::default() }),
        _ => None,
    }
}

/// What a function without a model gives: what its arguments come from.
pub(super) fn unknown(arguments: &[Actual]) -> Value {
    let mut traits = Traits::default();
    for actual in arguments {
        traits |= actual.value.traits.only(Traits::FOLLOWS);
    }
    Value::of(traits)
}

/// What an operator gives.
pub(super) fn operator(name: &str, operands: &[&Value]) -> Value {
    let folded = match operands {
        [left, right] => arithmetic(name, left, right),
        [only] if name == "-" => {
            only.numbers.as_ref().map(|all| Value::numbers(all.iter().map(|one| -one).collect()))
        }
        [only] if matches!(name, "!") => {
            only.logical.map(|logical| Value { logical: Some(!logical), ..Value::default() })
        }
        [only] if matches!(name, "!!" | "!!!" | "+") => Some((*only).clone()),
        _ => None,
    };
    let comparison = matches!(name, "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||" | "%in%");
    folded.unwrap_or_else(|| {
        let mut traits = Traits::default();
        for operand in operands.iter().filter(|_| !comparison) {
            traits |= operand.traits.only(Traits::FOLLOWS);
        }
        let texts = matches!(name, "%+%" | "%s+%" | "+").then(|| joined_texts(operands)).flatten();
        Value { texts, ..Value::of(traits) }
    })
}

/// `"a" %+% "b"`, as several packages define it.
fn joined_texts(operands: &[&Value]) -> Option<Rc<[Rc<str>]>> {
    let parts: Option<String> = operands.iter().map(|operand| operand.pattern()).collect();
    parts.map(|text| Rc::from([Rc::from(text)]))
}

fn arithmetic(name: &str, left: &Value, right: &Value) -> Option<Value> {
    let (left, right) = (left.numbers.as_ref()?, right.numbers.as_ref()?);
    if name == ":" {
        return range(*left.first()?, *right.first()?);
    }
    let compute: fn(f64, f64) -> f64 = match name {
        "+" => |a, b| a + b,
        "-" => |a, b| a - b,
        "*" => |a, b| a * b,
        "/" => |a, b| a / b,
        "^" | "**" => f64::powf,
        "%%" => f64::rem_euclid,
        "%/%" => |a, b| (a / b).floor(),
        _ => return None,
    };
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let length = left.len().max(right.len());
    let each = (0..length).map(|at| compute(left[at % left.len()], right[at % right.len()]));
    Some(Value::numbers(each.collect()))
}

fn range(from: f64, to: f64) -> Option<Value> {
    let length = (to - from).abs();
    if length.is_nan() || length >= MOST_ELEMENTS as f64 {
        return None;
    }
    let step = if to < from { -1.0 } else { 1.0 };
    let each = (0..=length as usize).map(|at| from + step * at as f64);
    Some(Value::numbers(each.collect()))
}

/// `vector[places]`.
pub(super) fn index(vector: &Value, places: &Value) -> Value {
    let any = || vector.element();
    let Some(places) = places.numbers.as_deref() else { return any() };
    if places.iter().all(|place| *place <= -1.0) {
        return without(vector, places).unwrap_or_else(any);
    }
    if places.iter().any(|place| *place < 1.0) {
        return any();
    }
    let place = |place: &f64| *place as usize - 1;
    if let Some(texts) = &vector.texts {
        let chosen = places.iter().map(|at| texts.get(place(at)).cloned());
        let chosen: Option<Vec<Rc<str>>> = chosen.collect();
        return chosen.map_or_else(any, |chosen| Value::vector(chosen).with(vector.traits));
    }
    if let Some(numbers) = &vector.numbers {
        let chosen: Option<Vec<f64>> =
            places.iter().map(|at| numbers.get(place(at)).copied()).collect();
        return chosen.map_or_else(any, |chosen| Value::numbers(chosen).with(vector.traits));
    }
    match (&vector.elements, places) {
        (Some(elements), [one]) => {
            elements.get(place(one)).map_or_else(any, |element| element.value.clone())
        }
        _ => any(),
    }
}

/// Places that are left out at once.
const MOST_LEFT_OUT: usize = 64;

/// `x[-place]`: the elements at other places.
fn without(vector: &Value, places: &[f64]) -> Option<Value> {
    if places.len() > MOST_LEFT_OUT {
        return None;
    }
    let stays = |at: usize| !places.iter().any(|place| -*place as usize == at + 1);
    let value = match (&vector.texts, &vector.numbers) {
        (Some(texts), _) => {
            let texts = texts.iter().enumerate().filter(|(at, _)| stays(*at));
            Value::vector(texts.map(|(_, text)| text.clone()).collect())
        }
        (None, Some(numbers)) => {
            let numbers = numbers.iter().enumerate().filter(|(at, _)| stays(*at));
            Value::numbers(numbers.map(|(_, number)| *number).collect())
        }
        (None, None) => return None,
    };
    Some(value.with(vector.traits))
}

/// What a function on text or numbers gives; `None` for any other function.
pub(super) fn call(call: &Invocation) -> Option<Value> {
    let value = match &*call.name {
        "c" | "unlist" | "as.character" | "as.vector" | "flatten" | "rapply" => combine(call),
        "as.integer" | "as.numeric" | "as.double" => combine(call),
        "paste" | "paste0" | "str_c" | "file.path" | "glue" | "str_glue" | "stri_paste"
        | "path" => text::paste(call),
        "sprintf" | "gettextf" => text::sprintf(call),
        "grep" => text::found(call),
        "strrep" | "str_dup" => text::repeat(call),
        "names" | "attr" | "comment" | "levels" | "factor" | "as.factor" | "unique" => {
            described(call)
        }
        "length" | "nchar" => return Some(text::length(call)),
        "seq_along" | "seq_len" | "seq" | "seq.int" => sequence(call),
        "regexpr" | "gregexpr" | "regexec" => pattern::search(call),
        "regmatches"
        | "str_extract"
        | "str_extract_all"
        | "stri_extract_first_regex"
        | "stri_extract_all_regex"
        | "str_match" => pattern::matched(call),
        "rev" => reverse(call),
        "toupper" | "tolower" | "casefold" | "trimws" | "str_to_lower" | "str_to_upper"
        | "noquote" | "make.names" | "match.arg" | "str_trim" | "basename" | "enc2utf8"
        | "enc2native" => text::each(call),
        "strsplit" | "str_split" | "stri_reverse" | "chartr" | "sub" | "gsub" | "substr"
        | "substring" | "str_sub" | "str_replace" | "str_replace_all" | "str_remove_all"
        | "str_rev" => text::cut(call),
        "intToUtf8" | "rawToChar" | "as.raw" | "utf8ToInt" | "charToRaw" | "strtoi"
        | "as.hexmode" | "bitwXor" | "xor" | "base64decode" | "base64_dec" | "base64_decode"
        | "base64Decode" | "URLdecode" | "url_decode" | "hex2raw" | "hex_decode"
        | "memDecompress" | "gunzip" | "aes_cbc_decrypt" | "decrypt_string" | "data_decrypt"
        | "rot" | "caesar" | "hex2bin" | "curl_unescape" | "unhex" | "brotli_decompress"
        | "simple_decrypt" | "aes_gcm_decrypt" => {
            return Some(decode::decode(call));
        }
        _ => return None,
    };
    Some(value.unwrap_or_default().with(call.traits().only(carried(&call.name))))
}

/// What text keeps through a function: all that follows, and that it was put together.
fn carried(name: &str) -> Traits {
    let kept = Traits::FOLLOWS
        | Traits::DEPARSED
        | Traits::FETCHED
        | Traits::ASSEMBLED
        | Traits::QUOTED
        | Traits::LIBRARY
        | Traits::TEMPORARY;
    match name {
        "as.integer" | "as.numeric" | "as.double" => Traits::DECODED,
        "c" | "unlist" | "as.character" => kept | Traits::PARSED,
        _ => kept,
    }
}

/// The elements of all arguments in one vector.
fn combine(call: &Invocation) -> Option<Value> {
    let plain = |actual: &&Actual| actual.name.as_deref() != Some("use.names");
    let arguments: Vec<&Actual> = call.arguments.iter().filter(plain).collect();
    if let [only] = arguments.as_slice() {
        let flat = only.value.elements.is_some() && only.value.texts.is_none();
        return Some(if flat { Value::vector(only.value.patterns()) } else { only.value.clone() });
    }
    let numbers = arguments.iter().map(|actual| actual.value.numbers.as_deref());
    if let Some(all) = numbers.collect::<Option<Vec<&[f64]>>>() {
        return Some(Value::numbers(all.concat()));
    }
    let texts = arguments.iter().map(|actual| actual.value.texts.as_deref());
    if texts.clone().all(|text| text.is_none()) {
        return None;
    }
    let unknown: Rc<[Rc<str>]> = Rc::from([Rc::from(HOLE.to_string())]);
    let size: usize = texts.clone().map(|text| text.map_or(1, <[_]>::len)).sum();
    if size > MOST_ELEMENTS {
        return None;
    }
    let all = texts.flat_map(|text| text.unwrap_or(&unknown).to_vec());
    Some(Value::vector(all.collect()))
}

/// `names(x)`, `attr(x, "name")`, `comment(x)`: what is kept beside a value; `levels` and `factor` keep the texts.
fn described(call: &Invocation) -> Option<Value> {
    let first = &call.arguments.first()?.value;
    match &*call.name {
        "names" => {
            let elements = first.elements.as_ref()?;
            Some(Value::vector(
                elements.iter().filter_map(|element| element.name.clone()).collect(),
            ))
        }
        "attr" => first.field(call.arguments.get(1)?.value.known()?),
        "comment" => first.field("comment"),
        _ => Some(first.clone()),
    }
}

/// `seq_along(x)`, `seq_len(n)`, `seq(a, b)`.
fn sequence(call: &Invocation) -> Option<Value> {
    let first = &call.arguments.first()?.value;
    let count = |value: &Value| {
        let texts = value.texts.as_ref().map(|texts| texts.len());
        texts.or_else(|| value.numbers.as_ref().map(|numbers| numbers.len()))
    };
    match (&*call.name, call.arguments.get(1)) {
        ("seq_along", _) => range(1.0, count(first)? as f64),
        ("seq" | "seq.int", Some(last)) if call.arguments.len() == 2 => {
            range(first.number()?, last.value.number()?)
        }
        ("seq_len" | "seq" | "seq.int", None) => range(1.0, first.number()?),
        _ => None,
    }
}

fn reverse(call: &Invocation) -> Option<Value> {
    let value = &call.arguments.first()?.value;
    if let Some(texts) = &value.texts {
        return Some(Value::vector(texts.iter().rev().cloned().collect()));
    }
    let numbers = value.numbers.as_ref()?;
    Some(Value::numbers(numbers.iter().rev().copied().collect()))
}

/// Whether a text is still short enough to follow.
fn follows(text: &str) -> bool {
    text.len() <= LONGEST_TEXT
}
