//! Constants of calls: the functions and methods that put text together.

use super::decode;
use super::fold::{Context, join_path};
use super::names::Names;
use super::path::Path;
use super::value::{HOLE, MOST, Value};
use ruff_python_ast::{Expr, ExprAttribute, ExprCall};

impl<'a> Names<'a> {
    pub(super) fn fold_call(&self, call: &'a ExprCall, context: Context<'_>) -> Option<Value> {
        let arguments = &call.arguments.args;
        if let Expr::Attribute(method) = &*call.func
            && let Some(base) = self.fold(&method.value, context)
        {
            let values = Value::all(arguments.iter().map(|expr| self.part(expr, context)));
            if method.attr.as_str() == "format" {
                let Value::Str(text) = base else { return None };
                return self.format(&text, &values?, call, context);
            }
            return of_method(base, &method.attr, values?);
        }
        let mut targets = self.paths_at(&call.func, context);
        targets.find_map(|path| self.of_function(&path, arguments, context))
    }

    fn paths_at(&self, expr: &'a Expr, context: Context<'_>) -> impl Iterator<Item = Path> {
        let targets = self.paths(expr, context.scope, context.depth);
        targets.into_iter().map(|target| target.path)
    }

    /// Attributes whose values are known, as in `string.ascii_letters`.
    pub(super) fn fold_attribute(
        &self,
        attribute: &'a ExprAttribute,
        context: Context<'_>,
    ) -> Option<Value> {
        if attribute.attr.as_str() == "parent" {
            return self.fold(&attribute.value, context);
        }
        let places = self.attributes.get(attribute.attr.as_str());
        if let (Some([place]), Expr::Name(_)) = (places.map(Vec::as_slice), &*attribute.value) {
            return self.fold(place.expr, Context::new(place.scope, context.depth));
        }
        let paths = self.paths_of_attribute(attribute, context);
        paths.iter().find_map(|path| {
            Some(match path.as_str() {
                "string.ascii_lowercase" => Value::Str(('a'..='z').collect()),
                "string.ascii_uppercase" => Value::Str(('A'..='Z').collect()),
                "string.ascii_letters" => Value::Str(('a'..='z').chain('A'..='Z').collect()),
                "string.digits" => Value::Str(('0'..='9').collect()),
                "os.sep" => Value::Str("/".to_owned()),
                "os.name" => Value::Str("posix".to_owned()),
                "sys.executable" => Value::Str("python".to_owned()),
                path if path.starts_with("stat.S_I") => Value::Int(mode_bits(path)?),
                _ => return None,
            })
        })
    }

    fn paths_of_attribute(
        &self,
        attribute: &'a ExprAttribute,
        context: Context<'_>,
    ) -> Vec<String> {
        self.paths_at(&attribute.value, context)
            .map(|base| format!("{}.{}", &*base, attribute.attr))
            .collect()
    }

    fn of_function(
        &self,
        path: &str,
        arguments: &'a [Expr],
        context: Context<'_>,
    ) -> Option<Value> {
        let value = |index: usize| self.part(arguments.get(index)?, context);
        let bytes = || value(0)?.into_bytes();
        Some(match path {
            "chr" => Value::Str(char::from_u32(u32::try_from(value(0)?.int()?).ok()?)?.into()),
            "ord" => Value::Int(i64::from(u32::from(value(0)?.into_text()?.chars().next()?))),
            "str" | "repr" | "os.fspath" | "os.path.abspath" | "os.path.realpath"
            | "os.path.normpath" | "os.path.expanduser" | "os.path.expandvars"
            | "pathlib.PurePath" | "pathlib.PosixPath"
                if arguments.len() == 1 =>
            {
                Value::Str(value(0)?.shown())
            }
            "str" | "codecs.decode" if arguments.len() > 1 => {
                recode(value(0)?, &value(1)?.into_text()?)?
            }
            "codecs.encode" => recode(value(0)?, &value(1)?.into_text()?)?,
            "int" => match arguments {
                [_] => match value(0)? {
                    Value::Str(text) => Value::Int(text.trim().parse().ok()?),
                    other => Value::Int(other.int()?),
                },
                _ => {
                    let text = value(0)?.into_text()?;
                    let digits = text
                        .trim_start_matches("0x")
                        .trim_start_matches("0b")
                        .trim_start_matches("0o");
                    let radix =
                        u32::try_from(value(1)?.int()?).ok().filter(|r| (2..=36).contains(r))?;
                    Value::Int(i64::from_str_radix(digits, radix).ok()?)
                }
            },
            "bytes" | "bytearray" | "memoryview" => Value::Bytes(bytes()?),
            "list" | "tuple" | "iter" | "set" => Value::List(value(0)?.items()?),
            "reversed" => Value::List(value(0)?.items()?.into_iter().rev().collect()),
            "len" => Value::Int(i64::try_from(value(0)?.items()?.len()).ok()?),
            "enumerate" => numbered(value(0)?.items()?),
            "zip" => pairs(value(0)?.items()?, value(1)?.items()?),
            "range" => range(arguments.len(), value(0)?.int()?, value(1).and_then(|v| v.int()))?,
            "map" => {
                let items = value(1)?.items()?;
                let known = self
                    .paths_at(arguments.first()?, context)
                    .find(|path| matches!(path.as_str(), "chr" | "str" | "int" | "ord"))?;
                let each = items.into_iter().map(|item| simple(&known, item));
                Value::List(each.collect::<Option<_>>()?)
            }
            "base64.b64decode"
            | "base64.urlsafe_b64decode"
            | "base64.standard_b64decode"
            | "base64.decodebytes"
            | "binascii.a2b_base64"
            | "base64.decodestring" => Value::Bytes(decode::base64(&bytes()?)?),
            "base64.b32decode" => Value::Bytes(decode::base32(&bytes()?)?),
            "base64.b16decode" | "binascii.unhexlify" | "binascii.a2b_hex" | "bytes.fromhex"
            | "bytearray.fromhex" => Value::Bytes(decode::hex(&bytes()?)?),
            "base64.b85decode" => Value::Bytes(decode::base85(&bytes()?)?),
            "base64.a85decode" => Value::Bytes(decode::ascii85(&bytes()?)?),
            "zlib.decompress" | "gzip.decompress" => Value::Bytes(decode::inflate(&bytes()?)?),
            "os.path.join" | "pathlib.Path" | "posixpath.join" | "pathlib.PurePosixPath" => {
                let parts = Value::all((0..arguments.len()).map(value))?;
                let join = |all: String, part: &Value| join_path(&all, &part.shown());
                Value::Str(parts.iter().fold(String::new(), join))
            }
            "pathlib.Path.home" => Value::Str("~".to_owned()),
            // Where it is, the user says.
            "tempfile.gettempdir" if context.holes => Value::Str(format!("/tmp/{HOLE}")),
            "tempfile.gettempdir" => Value::Str("/tmp".to_owned()),
            "os.getenv" | "os.environ.get" if matches!(value(0)?, Value::Str(name) if name == "HOME" || name == "USERPROFILE") => {
                Value::Str("~".to_owned())
            }
            "shlex.split" => Value::List(words(&value(0)?.into_text()?)),
            "shlex.quote" | "pipes.quote" if context.holes => value(0)?,
            "urllib.parse.unquote" | "urllib.parse.unquote_plus" => {
                Value::Str(decode::percent(&value(0)?.into_text()?))
            }
            "html.unescape" => Value::Str(decode::entities(&value(0)?.into_text()?)),
            _ => return None,
        })
    }

    /// As `str.format` does it, without widths.
    fn format(
        &self,
        text: &str,
        values: &[Value],
        call: &'a ExprCall,
        context: Context<'_>,
    ) -> Option<Value> {
        let mut result = String::new();
        let mut next = 0;
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            result.push_str(&rest[..at]);
            let bracket = &rest[at..=at];
            let after = &rest[at + 1..];
            if after.starts_with(bracket) {
                result.push_str(bracket);
                rest = &after[1..];
                continue;
            }
            let end = after.find('}').filter(|_| bracket == "{")?;
            let field = after[..end].split([':', '!', '.', '[']).next().unwrap_or_default();
            let value = if field.is_empty() {
                next += 1;
                values.get(next - 1).cloned()
            } else if let Ok(index) = field.parse::<usize>() {
                values.get(index).cloned()
            } else {
                call.arguments
                    .find_keyword(field)
                    .and_then(|keyword| self.part(&keyword.value, context))
            };
            let hole = context.holes.then(|| HOLE.to_string());
            result.push_str(&value.map(|value| value.shown()).or(hole)?);
            if result.len() > MOST {
                return None;
            }
            rest = &after[end + 1..];
        }
        result.push_str(rest);
        Some(Value::Str(result))
    }
}

fn simple(function: &str, item: Value) -> Option<Value> {
    Some(match function {
        "chr" => Value::Str(char::from_u32(u32::try_from(item.int()?).ok()?)?.into()),
        "int" => match item {
            Value::Str(text) => Value::Int(text.trim().parse().ok()?),
            other => Value::Int(other.int()?),
        },
        "ord" => Value::Int(i64::from(u32::from(item.into_text()?.chars().next()?))),
        _ => Value::Str(item.shown()),
    })
}

fn words(text: &str) -> Vec<Value> {
    text.split_whitespace()
        .map(|word| Value::Str(word.trim_matches(['"', '\'']).to_owned()))
        .collect()
}

fn numbered(items: Vec<Value>) -> Value {
    let number = |(index, item): (usize, Value)| {
        Value::List(vec![Value::Int(i64::try_from(index).unwrap_or(0)), item])
    };
    Value::List(items.into_iter().enumerate().map(number).collect())
}

fn pairs(left: Vec<Value>, right: Vec<Value>) -> Value {
    Value::List(
        left.into_iter().zip(right).map(|(left, right)| Value::List(vec![left, right])).collect(),
    )
}

fn range(count: usize, first: i64, second: Option<i64>) -> Option<Value> {
    let (start, end) = match count {
        1 => (0, first),
        2 => (first, second?),
        _ => return None,
    };
    (end.checked_sub(start)? <= 20_000).then(|| Value::List((start..end).map(Value::Int).collect()))
}

fn mode_bits(path: &str) -> Option<i64> {
    let shift = match path.as_bytes().get("stat.S_IR".len()).copied() {
        Some(b'U') => 6,
        Some(b'G') => 3,
        Some(b'O') => 0,
        _ => return None,
    };
    let bits = match path.get("stat.S_I".len()..path.len() - 3) {
        Some("RWX") => 7,
        Some("R") => 4,
        Some("W") => 2,
        Some("X") => 1,
        _ => return None,
    };
    match path {
        "stat.S_IRWXU" => Some(0o700),
        "stat.S_IRWXG" => Some(0o070),
        "stat.S_IRWXO" => Some(0o007),
        _ => Some(bits << shift),
    }
}

fn recode(value: Value, codec: &str) -> Option<Value> {
    let codec = codec.to_ascii_lowercase().replace(['-', '_'], "");
    Some(match codec.as_str() {
        "rot13" => Value::Str(decode::rot13(&value.into_text()?)),
        "hex" | "hexcodec" => Value::Bytes(decode::hex(&value.into_bytes()?)?),
        "base64" | "base64codec" => Value::Bytes(decode::base64(&value.into_bytes()?)?),
        "zlib" | "zlibcodec" => Value::Bytes(decode::inflate(&value.into_bytes()?)?),
        _ => Value::Str(value.into_text()?),
    })
}

fn of_method(base: Value, method: &str, values: Vec<Value>) -> Option<Value> {
    let text = |index: usize| values.get(index).cloned().and_then(Value::into_text);
    let letters = |index: usize| text(index).unwrap_or_else(|| " \t\n\r".to_owned());
    Some(match (base, method) {
        (base, "encode" | "decode") => match text(0) {
            Some(codec) => recode(base, &codec)?,
            None if method == "encode" => Value::Bytes(base.into_bytes()?),
            None => Value::Str(base.into_text()?),
        },
        (Value::Str(glue), "join") => {
            let parts = values.into_iter().next()?.items()?;
            grown(0, parts.len(), glue.len())?;
            Value::Str(parts.iter().map(Value::shown).collect::<Vec<_>>().join(&glue))
        }
        (Value::Bytes(glue), "join") => {
            let parts = values.into_iter().next()?.items()?;
            grown(0, parts.len(), glue.len())?;
            let parts = parts.into_iter().map(Value::into_bytes).collect::<Option<Vec<_>>>()?;
            Value::Bytes(parts.join(&glue[..]))
        }
        (Value::Bytes(bytes), "hex") => {
            Value::Str(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
        (Value::Str(all), "replace") => {
            let (from, to) = (text(0)?, text(1)?);
            grown(all.len(), all.matches(&*from).count(), to.len())?;
            Value::Str(all.replace(&*from, &to))
        }
        (Value::Str(all), "lower" | "casefold") => Value::Str(all.to_lowercase()),
        (Value::Str(all), "upper") => Value::Str(all.to_uppercase()),
        (Value::Str(all), "swapcase") => Value::Str(all.chars().map(swapped).collect()),
        (Value::Str(all), "strip") => {
            Value::Str(all.trim_matches(|c| letters(0).contains(c)).to_owned())
        }
        (Value::Str(all), "lstrip") => {
            Value::Str(all.trim_start_matches(|c| letters(0).contains(c)).to_owned())
        }
        (Value::Str(all), "rstrip") => {
            Value::Str(all.trim_end_matches(|c| letters(0).contains(c)).to_owned())
        }
        (Value::Str(all), "removeprefix") => {
            Value::Str(all.strip_prefix(&text(0)?).unwrap_or(&all).to_owned())
        }
        (Value::Str(all), "removesuffix") => {
            Value::Str(all.strip_suffix(&text(0)?).unwrap_or(&all).to_owned())
        }
        (Value::Str(all), "split") => match text(0) {
            Some(separator) if !separator.is_empty() => {
                Value::List(all.split(&separator).map(|part| Value::Str(part.to_owned())).collect())
            }
            Some(_) => return None,
            None => Value::List(
                all.split_whitespace().map(|part| Value::Str(part.to_owned())).collect(),
            ),
        },
        (Value::Str(all), "joinpath") => values
            .iter()
            .fold(Value::Str(all), |all, part| Value::Str(join_path(&all.shown(), &part.shown()))),
        (Value::Str(all), "expanduser" | "resolve" | "absolute" | "as_posix" | "format_map") => {
            Value::Str(all)
        }
        _ => return None,
    })
}

/// Nothing where a text that gets longer by a length so many times grows too large.
fn grown(length: usize, times: usize, by: usize) -> Option<()> {
    (length.checked_add(times.checked_mul(by)?)? <= 2 * MOST).then_some(())
}

fn swapped(letter: char) -> char {
    if letter.is_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
}
