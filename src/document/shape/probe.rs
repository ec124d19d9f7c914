//! What does a type ask for when it is read? A deserializer that goes one way into it and notes what
//! is wanted at the end; or reads a value there by the rules of scenario files.

use std::cell::RefCell;
use std::fmt;

use ron::extensions::Extensions;
use serde::de::{self, DeserializeSeed, Visitor};

/// One part of the way from a type into what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Into a field of a struct.
    Field(&'static str),
    /// Into any value of a list.
    Item,
    /// Into a part of a tuple: values that can stand before it.
    Part(Vec<String>),
    /// Into any key of a map.
    Key,
    /// Into any value of a map: a key that can stand there.
    Value(String),
    /// Into what a variant holds.
    Variant(&'static str),
}

/// What is wanted at the end of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A struct of these fields.
    Fields(&'static [&'static str]),
    /// One of these.
    OneOf(&'static [&'static str]),
    List,
    /// So many values.
    Tuple(usize),
    Map,
    YesNo,
    /// A whole number.
    Whole,
    /// A text; what the reader calls it.
    Text(String),
    /// Anything; what the reader calls it.
    Any(String),
    /// Nothing more: a variant that is its name.
    Nothing,
}

/// What is done at the end of the way.
#[derive(Clone, Copy)]
pub(super) enum End<'p> {
    /// It is noted what is wanted.
    Note(&'p RefCell<Option<Wanted>>),
    /// This value is read; it is noted what is wrong with it, or that nothing is.
    Read(&'p str, &'p RefCell<Option<Result<(), ron::Error>>>),
}

/// Goes the way into a type; see the module.
#[derive(Clone, Copy)]
pub(super) struct Probe<'p> {
    pub(super) way: &'p [Turn],
    pub(super) end: End<'p>,
}

/// Why a run ended: always, since no run yields a value.
#[derive(Debug)]
pub(super) struct Stopped {
    /// Fields that a group read by its own rules knows.
    pub(super) fields: Option<&'static [&'static str]>,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the way ends here")
    }
}

impl std::error::Error for Stopped {}

impl de::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { fields: None }
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self { fields: Some(expected) }
    }
}

fn stop<T>() -> Result<T, Stopped> {
    Err(Stopped { fields: None })
}

/// What a visitor says it expects.
struct Expecting<'v, V>(&'v V);

impl<'de, V: Visitor<'de>> fmt::Display for Expecting<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

impl<'p> Probe<'p> {
    /// The next turn, and what goes on behind it; `None` at the end.
    fn turn(self) -> Option<(&'p Turn, Self)> {
        let (first, way) = self.way.split_first()?;
        Some((first, Self { way, ..self }))
    }

    /// At the end: notes what is wanted, or reads the value with `read`.
    fn ends<'de, V: Visitor<'de>>(
        self,
        wanted: impl FnOnce(&V) -> Wanted,
        visitor: V,
        read: impl FnOnce(&mut ron::Deserializer<'de>, V) -> Result<V::Value, ron::Error>,
    ) -> Result<V::Value, Stopped>
    where
        'p: 'de,
    {
        match self.end {
            End::Note(note) => {
                note.replace(Some(wanted(&visitor)));
                stop()
            }
            End::Read(text, note) => {
                let mut done =
                    ron::Deserializer::from_str_with_options(text, &options()).map_err(|e| e.code);
                let result = match &mut done {
                    Ok(reader) => {
                        read(reader, visitor).and_then(|value| reader.end().map(|()| value))
                    }
                    Err(error) => Err(error.clone()),
                };
                note.replace(Some(result.as_ref().map(drop).map_err(Clone::clone)));
                stop()
            }
        }
    }
}

/// Forwards methods that want a leaf.
macro_rules! leaves {
    ($($method:ident => $wanted:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
            self.ends($wanted, visitor, |reader, visitor| reader.$method(visitor))
        })*
    };
}

fn whole<V>(_: &V) -> Wanted {
    Wanted::Whole
}

fn text<'de, V: Visitor<'de>>(visitor: &V) -> Wanted {
    Wanted::Text(Expecting(visitor).to_string())
}

fn any<'de, V: Visitor<'de>>(visitor: &V) -> Wanted {
    Wanted::Any(Expecting(visitor).to_string())
}

impl<'de, 'p: 'de> de::Deserializer<'de> for Probe<'p> {
    type Error = Stopped;

    leaves! {
        deserialize_bool => |_| Wanted::YesNo;
        deserialize_i8 => whole;
        deserialize_i16 => whole;
        deserialize_i32 => whole;
        deserialize_i64 => whole;
        deserialize_i128 => whole;
        deserialize_u8 => whole;
        deserialize_u16 => whole;
        deserialize_u32 => whole;
        deserialize_u64 => whole;
        deserialize_u128 => whole;
        deserialize_f32 => any;
        deserialize_f64 => any;
        deserialize_char => text;
        deserialize_str => text;
        deserialize_string => text;
        deserialize_bytes => text;
        deserialize_byte_buf => text;
        deserialize_identifier => text;
        deserialize_unit => |_| Wanted::Nothing;
        deserialize_ignored_any => any;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Item, rest)) => visitor.visit_seq(Parts { before: &[], then: Some(rest) }),
            Some((Turn::Field(name), rest)) => {
                visitor.visit_map(OneEntry { key: Key::Name(name), then: rest })
            }
            _ => self.ends(any, visitor, |reader, visitor| reader.deserialize_any(visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        match self.end {
            End::Read(..) if self.way.is_empty() => {
                self.ends(any, visitor, |reader, visitor| reader.deserialize_option(visitor))
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        self.ends(|_| Wanted::Nothing, visitor, |r, v| r.deserialize_unit_struct(name, v))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Item, rest)) => visitor.visit_seq(Parts { before: &[], then: Some(rest) }),
            _ => self.ends(|_| Wanted::List, visitor, |r, v| r.deserialize_seq(v)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Part(before), rest)) => {
                visitor.visit_seq(Parts { before, then: Some(rest) })
            }
            _ => {
                self.ends(|_| Wanted::Tuple(length), visitor, |r, v| r.deserialize_tuple(length, v))
            }
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Key, rest)) => visitor.visit_map(OneEntry { key: Key::Asked, then: rest }),
            Some((Turn::Value(key), rest)) => {
                visitor.visit_map(OneEntry { key: Key::Given(key), then: rest })
            }
            _ => self.ends(|_| Wanted::Map, visitor, |r, v| r.deserialize_map(v)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Field(name), rest)) => {
                visitor.visit_map(OneEntry { key: Key::Name(name), then: rest })
            }
            _ => self.ends(
                |_| Wanted::Fields(fields),
                visitor,
                |r, v| r.deserialize_struct(name, fields, v),
            ),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        match self.turn() {
            Some((Turn::Variant(variant), rest)) => {
                visitor.visit_enum(OneVariant { variant, rest })
            }
            _ => self.ends(
                |_| Wanted::OneOf(variants),
                visitor,
                |r, v| r.deserialize_enum(name, variants, v),
            ),
        }
    }
}

/// Values that are given, then the one that the way goes into.
struct Parts<'p> {
    before: &'p [String],
    then: Option<Probe<'p>>,
}

impl<'de, 'p: 'de> de::SeqAccess<'de> for Parts<'p> {
    type Error = Stopped;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Stopped> {
        if let Some((first, rest)) = self.before.split_first() {
            self.before = rest;
            return given(first, seed).map(Some);
        }
        match self.then.take() {
            Some(probe) => seed.deserialize(probe).map(Some),
            None => Ok(None),
        }
    }
}

/// A value that can stand before the one that is looked for.
fn given<'de, T: DeserializeSeed<'de>>(text: &'de str, seed: T) -> Result<T::Value, Stopped> {
    let reader = ron::Deserializer::from_str_with_options(text, &options());
    let stopped = |_no_value: ()| Stopped { fields: None };
    let mut reader = reader.map_err(drop).map_err(stopped)?;
    seed.deserialize(&mut reader).map_err(drop).map_err(stopped)
}

#[derive(Clone, Copy)]
enum Key<'p> {
    /// A field.
    Name(&'static str),
    /// A key of a map, as RON.
    Given(&'p str),
    /// The key is what is looked for.
    Asked,
}

/// One entry of a struct or map.
struct OneEntry<'p> {
    key: Key<'p>,
    then: Probe<'p>,
}

impl<'de, 'p: 'de> de::MapAccess<'de> for OneEntry<'p> {
    type Error = Stopped;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Stopped> {
        match self.key {
            Key::Name(name) => seed.deserialize(de::value::StrDeserializer::new(name)).map(Some),
            Key::Given(key) => given(key, seed).map(Some),
            Key::Asked => seed.deserialize(self.then).map(Some),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stopped> {
        seed.deserialize(self.then)
    }
}

/// One variant of an enum.
struct OneVariant<'p> {
    variant: &'static str,
    rest: Probe<'p>,
}

impl<'de, 'p: 'de> de::EnumAccess<'de> for OneVariant<'p> {
    type Error = Stopped;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Stopped> {
        let name = de::value::StrDeserializer::new(self.variant);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de, 'p: 'de> de::VariantAccess<'de> for OneVariant<'p> {
    type Error = Stopped;

    fn unit_variant(self) -> Result<(), Stopped> {
        if let End::Note(note) = self.rest.end {
            note.replace(Some(Wanted::Nothing));
        }
        stop()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Stopped> {
        seed.deserialize(self.rest)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        de::Deserializer::deserialize_tuple(self.rest, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        de::Deserializer::deserialize_struct(self.rest, self.variant, fields, visitor)
    }
}
