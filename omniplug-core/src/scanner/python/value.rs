//! Constants.

/// The most bytes of a computed text, and of all that a computed list holds.
pub(super) const MOST: usize = 1 << 20;

/// What a part stands for that is not known.
pub(super) const HOLE: char = '\u{fffc}';

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Str(String),
    Bytes(Vec<u8>),
    Int(i64),
    Float(f64),
    Bool(bool),
    None,
    List(Vec<Value>),
}

impl Value {
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Str(text) => Some(text),
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => None,
        }
    }

    /// Text or bytes as bytes.
    pub(super) fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Str(text) => Some(text.into_bytes()),
            Self::Bytes(bytes) => Some(bytes),
            Self::List(items) => items.iter().map(Self::byte).collect(),
            _ => None,
        }
    }

    fn byte(&self) -> Option<u8> {
        self.int().and_then(|number| u8::try_from(number).ok())
    }

    pub(super) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(yes) => Some(i64::from(*yes)),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Str(text) => !text.is_empty(),
            Self::Bytes(bytes) => !bytes.is_empty(),
            Self::Int(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
            Self::Bool(yes) => *yes,
            Self::None => false,
            Self::List(items) => !items.is_empty(),
        }
    }

    /// As Python's `str` shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Str(text) => text.clone(),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::None => "None".to_owned(),
            Self::List(items) => items.iter().map(Self::shown).collect::<Vec<_>>().join(" "),
        }
    }

    /// The elements that a loop over it sees.
    pub(super) fn items(self) -> Option<Vec<Self>> {
        match self {
            Self::List(items) => Some(items),
            Self::Str(text) => Some(text.chars().map(|letter| Self::Str(letter.into())).collect()),
            Self::Bytes(bytes) => {
                Some(bytes.into_iter().map(|byte| Self::Int(byte.into())).collect())
            }
            _ => None,
        }
    }

    /// The bytes of texts in it, and one for each element.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Str(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::List(items) => items.iter().map(|item| 1 + item.size()).sum(),
            _ => 0,
        }
    }

    /// Itself, unless it has grown too large.
    pub(super) fn bounded(self) -> Option<Self> {
        (self.size() <= MOST).then_some(self)
    }

    /// All of them, unless one is not known or they are too large together.
    pub(super) fn all(values: impl Iterator<Item = Option<Self>>) -> Option<Vec<Self>> {
        let mut room = Room::default();
        values.map(|value| room.take(value?)).collect()
    }
}

/// What is left of the room that a list has.
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST)
    }
}

impl Room {
    /// The value, unless it does not fit any more.
    pub(super) fn take(&mut self, value: Value) -> Option<Value> {
        self.0 = self.0.checked_sub(1 + value.size())?;
        Some(value)
    }
}
