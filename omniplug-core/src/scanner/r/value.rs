//! What is known of a value: its text or numbers, the functions it may be, and where it comes from.

use super::syntax::Id;
use std::ops::{BitOr, BitOrAssign};
use std::rc::Rc;

/// Stands in a text for what is not known of it.
pub(super) const HOLE: char = '\u{0}';
/// A text longer than this is not followed.
pub(super) const LONGEST_TEXT: usize = 1 << 15;
/// A vector of more elements is not followed.
pub(super) const MOST_ELEMENTS: usize = 1 << 13;
/// Elements of a list beyond these are not looked at when any of them may be meant.
const MOST_JOINED: usize = 64;
const MOST_FUNCTIONS: usize = 16;
const DEEPEST_LIST: u8 = 8;
/// Texts of which a value may be any.
const MOST_EITHER: usize = 16;

/// Where a value comes from, or what it is. A set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Traits(u32);

impl Traits {
    /// Chosen by whoever calls the plugin: its arguments, the command line, the keyboard.
    pub(super) const INPUT: Self = Self(1);
    /// Environment variables.
    pub(super) const ENVIRONMENT: Self = Self(1 << 1);
    /// The content of a file.
    pub(super) const FILE: Self = Self(1 << 2);
    /// Came over the network.
    pub(super) const NETWORK: Self = Self(1 << 3);
    /// All of the environment, or a file that holds secrets.
    pub(super) const SECRET: Self = Self(1 << 4);
    /// Decoded from another form: base64, hexadecimal, character codes.
    pub(super) const DECODED: Self = Self(1 << 5);
    /// Text that was parsed, so that evaluating it runs the text.
    pub(super) const PARSED: Self = Self(1 << 6);
    /// A parameter of a function.
    pub(super) const PARAMETER: Self = Self(1 << 7);
    /// An environment in which base functions are found by name.
    pub(super) const NAMESPACE: Self = Self(1 << 8);
    /// Put together from pieces.
    pub(super) const ASSEMBLED: Self = Self(1 << 9);
    /// A path below the session's temporary folder.
    pub(super) const TEMPORARY: Self = Self(1 << 10);
    /// Quoted for the shell or for a database.
    pub(super) const QUOTED: Self = Self(1 << 11);
    /// Names of files in a folder.
    pub(super) const LISTING: Self = Self(1 << 12);
    /// A connection to somewhere else.
    pub(super) const CONNECTION: Self = Self(1 << 13);
    /// The names of all there is in the caller's or the machine's state.
    pub(super) const MACHINE: Self = Self(1 << 14);

    /// A file that was downloaded.
    pub(super) const FETCHED: Self = Self(1 << 15);
    /// A parameter whose name says that it is code or a command.
    pub(super) const CODE: Self = Self(1 << 16);
    /// Code of the file turned into text.
    pub(super) const DEPARSED: Self = Self(1 << 17);

    /// A folder in which packages, or R itself, lie.
    pub(super) const LIBRARY: Self = Self(1 << 18);

    /// Names of all there is in an environment, and what was picked from them.
    pub(super) const NAMES: Self = Self(1 << 19);

    /// Objects as R saved them, which may hold functions.
    pub(super) const UNSERIALIZED: Self = Self(1 << 20);

    /// The message of an error, a warning or another condition.
    pub(super) const MESSAGE: Self = Self(1 << 21);

    /// The frame of a function further up than the caller.
    pub(super) const FRAME: Self = Self(1 << 22);

    /// Cells of a table, which are data and no code.
    pub(super) const CELLS: Self = Self(1 << 23);

    /// What somebody else chose, or what only exists on the host.
    pub(super) const FOREIGN: Self =
        Self(Self::INPUT.0 | Self::ENVIRONMENT.0 | Self::FILE.0 | Self::NETWORK.0);
    /// What follows a value through a function that is not known.
    pub(super) const FOLLOWS: Self = Self(
        Self::FOREIGN.0
            | Self::SECRET.0
            | Self::DECODED.0
            | Self::PARAMETER.0
            | Self::LISTING.0
            | Self::MACHINE.0
            | Self::NAMES.0
            | Self::UNSERIALIZED.0
            | Self::MESSAGE.0
            | Self::CELLS.0
            | Self::CODE.0,
    );
    /// What somebody outside of the machine chose, or what nobody is meant to read.
    pub(super) const CHOSEN: Self =
        Self(Self::INPUT.0 | Self::NETWORK.0 | Self::DECODED.0 | Self::SECRET.0);

    /// Whether it has any of these.
    pub(super) fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// It without these.
    pub(super) fn without(self, these: Self) -> Self {
        Self(self.0 & !these.0)
    }

    /// Only these of it.
    pub(super) fn only(self, these: Self) -> Self {
        Self(self.0 & these.0)
    }
}

impl BitOr for Traits {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Traits {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A function that a value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Callee {
    /// One that the file doesn't define, with its package where that is said.
    Named { package: Option<Rc<str>>, name: Rc<str> },
    /// The function node of the file.
    Closure(Id),
}

/// What is known of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Value {
    /// The elements of a character vector; [`HOLE`] for unknown parts.
    pub(super) texts: Option<Rc<[Rc<str>]>>,
    /// The elements of a numeric vector.
    pub(super) numbers: Option<Rc<[f64]>>,
    pub(super) logical: Option<bool>,
    pub(super) functions: Vec<Callee>,
    /// The elements of a list, and of a vector with names or functions in it.
    pub(super) elements: Option<Rc<Vec<Element>>>,
    pub(super) traits: Traits,
    /// How deep lists nest in it.
    pub(super) depth: u8,
}

/// A named or unnamed element of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    pub(super) name: Option<Rc<str>>,
    pub(super) value: Value,
}

/// Texts that are the first, and those of the second that are others.
fn either(first: Option<Rc<[Rc<str>]>>, second: Option<&Rc<[Rc<str>]>>) -> Option<Rc<[Rc<str>]>> {
    let (Some(own), Some(other)) = (&first, second) else {
        return first.or_else(|| second.cloned());
    };
    if own.len() >= MOST_EITHER || other.iter().all(|text| own.contains(text)) {
        return first;
    }
    let new = other.iter().filter(|text| !own.contains(text));
    Some(own.iter().chain(new).take(MOST_EITHER).cloned().collect())
}

/// A list that is the first or the second, element by element where they are few.
fn lists(
    first: Option<Rc<Vec<Element>>>,
    second: Option<&Rc<Vec<Element>>>,
) -> Option<Rc<Vec<Element>>> {
    let (Some(own), Some(other)) = (&first, second) else {
        return first.or_else(|| second.cloned());
    };
    let few = own.len().max(other.len()) <= MOST_EITHER;
    if !few || Rc::ptr_eq(own, other) {
        return first;
    }
    let mut joined = own.to_vec();
    for (at, element) in other.iter().enumerate() {
        match joined.get_mut(at) {
            Some(own) => own.value = std::mem::take(&mut own.value).join(&element.value),
            None => joined.push(element.clone()),
        }
    }
    Some(Rc::new(joined))
}

impl Value {
    pub(super) fn text(text: impl Into<Rc<str>>) -> Self {
        Self::vector(vec![text.into()])
    }

    /// A character vector, unless it is too large to follow.
    pub(super) fn vector(texts: Vec<Rc<str>>) -> Self {
        let size: usize = texts.iter().map(|text| text.len()).sum();
        let follows = size <= LONGEST_TEXT && texts.len() <= MOST_ELEMENTS;
        Self { texts: follows.then(|| texts.into()), ..Self::default() }
    }

    pub(super) fn numbers(numbers: Vec<f64>) -> Self {
        let follows = numbers.len() <= MOST_ELEMENTS;
        Self { numbers: follows.then(|| numbers.into()), ..Self::default() }
    }

    pub(super) fn of(traits: Traits) -> Self {
        Self { traits, ..Self::default() }
    }

    pub(super) fn named(package: Option<&str>, name: &str) -> Self {
        let callee = Callee::Named { package: package.map(Into::into), name: name.into() };
        Self { functions: vec![callee], ..Self::default() }
    }

    pub(super) fn list(elements: Vec<Element>) -> Self {
        let depth = elements.iter().map(|element| element.value.depth).max().unwrap_or_default();
        let mut joined = Self::default();
        for element in &elements {
            joined.traits |= element.value.traits.without(Traits::ASSEMBLED);
        }
        if depth < DEEPEST_LIST && elements.len() <= MOST_ELEMENTS {
            joined.depth = depth + 1;
            joined.elements = Some(elements.into());
        }
        joined
    }

    pub(super) fn with(mut self, traits: Traits) -> Self {
        self.traits |= traits;
        self
    }

    /// The one text that it is, holes included.
    pub(super) fn pattern(&self) -> Option<&str> {
        match self.texts.as_deref() {
            Some([text]) => Some(text),
            _ => None,
        }
    }

    /// The one text that it is, fully known.
    pub(super) fn known(&self) -> Option<&str> {
        self.pattern().filter(|text| !text.contains(HOLE))
    }

    /// All texts that it holds, also inside a list, with holes.
    pub(super) fn patterns(&self) -> Vec<Rc<str>> {
        let own = self.texts.iter().flat_map(|texts| texts.iter());
        let elements = self.elements.iter().flat_map(|elements| elements.iter());
        let inner = elements.flat_map(|element| element.value.texts.iter());
        own.chain(inner.flat_map(|texts| texts.iter())).take(MOST_JOINED).cloned().collect()
    }

    /// How much there is of it.
    pub(super) fn size(&self) -> usize {
        let texts = self.texts.iter().flat_map(|texts| texts.iter()).map(|text| text.len() + 1);
        texts.sum::<usize>() + self.numbers.as_ref().map_or(0, |numbers| numbers.len())
    }

    /// Whether every part of it is known.
    pub(super) fn is_constant(&self) -> bool {
        let texts =
            self.texts.as_ref().is_some_and(|all| !all.iter().any(|text| text.contains(HOLE)));
        texts || self.numbers.is_some() || self.logical.is_some()
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self.numbers.as_deref() {
            Some([number]) => Some(*number),
            _ => None,
        }
    }

    /// Whether it is `FALSE`, `F` or 0.
    pub(super) fn is_false(&self) -> bool {
        self.logical == Some(false) || self.number() == Some(0.0)
    }

    /// Whether it is `TRUE`, `T` or 1.
    pub(super) fn is_true(&self) -> bool {
        self.logical == Some(true) || self.number() == Some(1.0)
    }

    /// What it is when it may also be something else.
    pub(super) fn join(mut self, other: &Self) -> Self {
        self.texts = either(self.texts, other.texts.as_ref());
        self.numbers = self.numbers.or_else(|| other.numbers.clone());
        self.logical = if self.logical == other.logical { self.logical } else { None };
        let flat = self.depth <= 1 && other.depth <= 1;
        self.elements = match flat {
            true => lists(self.elements, other.elements.as_ref()),
            false => self.elements.or_else(|| other.elements.clone()),
        };
        self.depth = self.depth.max(other.depth);
        self.traits |= other.traits;
        self.add_functions(&other.functions);
        self
    }

    pub(super) fn add_functions(&mut self, functions: &[Callee]) {
        for function in functions {
            if self.functions.len() < MOST_FUNCTIONS && !self.functions.contains(function) {
                self.functions.push(function.clone());
            }
        }
    }

    /// Any of its elements.
    pub(super) fn element(&self) -> Self {
        let mut any = Self::of(self.traits);
        any.functions.clone_from(&self.functions);
        for element in self.elements.iter().flat_map(|elements| elements.iter()).take(MOST_JOINED) {
            any = any.join(&element.value);
        }
        if let Some(texts) = &self.texts {
            any.texts = Some(texts.iter().take(MOST_EITHER).cloned().collect());
        }
        if let Some(first) = self.numbers.as_ref().and_then(|numbers| numbers.first()) {
            any.numbers = Some(Rc::from([*first]));
        }
        any
    }

    /// The element of a name, as in `x$name`.
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        let elements = self.elements.as_ref()?;
        let found = elements.iter().rev().find(|element| element.name.as_deref() == Some(name));
        found.map(|element| element.value.clone())
    }

    /// It with another value for one of its names.
    pub(super) fn with_field(&self, name: &str, value: Value) -> Self {
        let mut elements = self.elements.as_deref().cloned().unwrap_or_default();
        if elements.len() > 256 {
            return self.clone();
        }
        elements.retain(|element| element.name.as_deref() != Some(name));
        elements.push(Element { name: Some(name.into()), value });
        let mut changed = Self::list(elements);
        changed.functions.clone_from(&self.functions);
        changed.traits |= self.traits;
        changed
    }
}
