//! How is JSON taken into plain types so that one value of a wrong kind spoils nothing but itself?

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Values that a file may hold: beyond, memory would not be bounded. The largest catalogue that OVH serves has half a million.
const MOST: u32 = 8_000_000;
/// How many values an object counts as: it takes as much room even where it is empty.
const OF_OBJECT: u32 = 4;

/// What stands for a field; `null` is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Given<T> {
    /// Nothing.
    #[default]
    Missing,
    /// Something of another kind.
    Wrong,
    /// This.
    Is(T),
}

impl<T> Given<T> {
    /// What it is, unless missing or wrong.
    pub(super) fn get(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Missing | Self::Wrong => None,
        }
    }

    /// Whether something of another kind stands there.
    pub(super) fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong)
    }
}

impl<T> Given<Vec<T>> {
    /// The elements; none where the list is missing or wrong.
    pub(super) fn list(&self) -> &[T] {
        self.get().map_or(&[], Vec::as_slice)
    }
}

/// A text; borrowed from the input unless something in it is escaped.
pub(super) type Text<'de> = Cow<'de, str>;

/// What is known while a file is read: how much may still come, where the reader is, and what was of another kind.
#[derive(Debug)]
pub(super) struct Room {
    left: Cell<u32>,
    path: RefCell<Vec<Step>>,
    wrong: RefCell<Vec<Wrong>>,
}

/// A step from a value into it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// To the value of a name.
    Name(&'static str),
    /// To an element, from 0.
    At(usize),
}

/// Values of one name that are of another kind than they have to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    /// The name.
    pub(super) kind: &'static str,
    /// Where the first of them is, as `plans[3].pricings[5].price`.
    pub(super) path: String,
    /// The list of the top level that it is in, and the element there.
    pub(super) element: Option<(&'static str, usize)>,
    /// How many they are.
    pub(super) count: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: Cell::new(MOST), path: RefCell::default(), wrong: RefCell::default() }
    }
}

impl Room {
    /// Whether nothing more may come.
    pub(super) fn is_used_up(&self) -> bool {
        self.left.get() == 0
    }

    /// What was of another kind, one a name.
    pub(super) fn wrong(&self) -> Vec<Wrong> {
        self.wrong.borrow().clone()
    }

    /// Reads a value that is a step further in.
    pub(super) fn within<T>(&self, step: Step, read: impl FnOnce() -> T) -> T {
        self.path.borrow_mut().push(step);
        let value = read();
        self.path.borrow_mut().pop();
        value
    }

    /// Keeps that the value here is of another kind.
    pub(super) fn is_wrong(&self) {
        let path = self.path.borrow();
        let name = |step: &Step| if let Step::Name(name) = step { Some(*name) } else { None };
        let kind = path.iter().rev().find_map(name).unwrap_or("");
        let mut all = self.wrong.borrow_mut();
        if let Some(known) = all.iter_mut().find(|known| known.kind == kind) {
            known.count += 1;
            return;
        }
        let mut text = String::new();
        for step in path.iter() {
            match step {
                Step::Name(name) if text.is_empty() => text += name,
                Step::Name(name) => text.extend([".", name]),
                Step::At(at) => text.extend(["[", &at.to_string(), "]"]),
            }
        }
        let element = match path.get(..2) {
            Some([Step::Name(list), Step::At(at)]) => Some((*list, *at)),
            _ => None,
        };
        all.push(Wrong { kind, path: text, element, count: 1 });
    }

    fn take<E: de::Error>(&self, values: u32) -> Result<(), E> {
        let left = self.left.get().saturating_sub(values);
        self.left.set(left);
        if left == 0 { Err(E::custom("too many values")) } else { Ok(()) }
    }
}

/// A type that takes one kind of JSON value; any other is read past and is `None`.
pub(super) trait Loose<'de>: Sized {
    fn text(_: Text<'de>) -> Option<Self> {
        None
    }

    fn truth(_: bool) -> Option<Self> {
        None
    }

    fn whole(_: i128) -> Option<Self> {
        None
    }

    /// A number that is not written as a whole one, or is beyond 64 bits.
    fn number(_: f64) -> Option<Self> {
        None
    }

    fn list<A: SeqAccess<'de>>(mut list: A, _: &Room) -> Result<Option<Self>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn map<A: MapAccess<'de>>(mut map: A, _: &Room) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Reads a [`Given`].
pub(super) struct Seed<'r, T> {
    room: &'r Room,
    makes: PhantomData<T>,
}

impl<'r, T> Seed<'r, T> {
    pub(super) fn new(room: &'r Room) -> Self {
        Self { room, makes: PhantomData }
    }
}

impl<'de, T: Loose<'de>> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = Given<T>;

    fn deserialize<D: de::Deserializer<'de>>(self, input: D) -> Result<Given<T>, D::Error> {
        self.room.take(1)?;
        input.deserialize_any(self)
    }
}

impl<T> Seed<'_, T> {
    fn given(&self, value: Option<T>) -> Given<T> {
        if value.is_none() {
            self.room.is_wrong();
        }
        value.map_or(Given::Wrong, Given::Is)
    }
}

impl<'de, T: Loose<'de>> Visitor<'de> for Seed<'_, T> {
    type Value = Given<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Given<T>, E> {
        Ok(Given::Missing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Given<T>, E> {
        Ok(self.given(T::truth(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Given<T>, E> {
        Ok(self.given(T::whole(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Given<T>, E> {
        Ok(self.given(T::whole(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Given<T>, E> {
        Ok(self.given(T::number(number)))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Given<T>, E> {
        Ok(self.given(T::text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Given<T>, E> {
        Ok(self.given(T::text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Given<T>, A::Error> {
        Ok(self.given(T::list(list, self.room)?))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Given<T>, A::Error> {
        self.room.take(OF_OBJECT)?;
        Ok(self.given(T::map(map, self.room)?))
    }
}

impl<'de> Loose<'de> for Text<'de> {
    fn text(text: Self) -> Option<Self> {
        Some(text)
    }
}

impl Loose<'_> for bool {
    fn truth(truth: bool) -> Option<Self> {
        Some(truth)
    }
}

/// Whole numbers; `12.0` is one.
impl Loose<'_> for i128 {
    fn whole(number: i128) -> Option<Self> {
        Some(number)
    }

    fn number(number: f64) -> Option<Self> {
        /// Beyond it not every whole number is a float.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as Self)
    }
}

impl<'de, T: Loose<'de>> Loose<'de> for Vec<Given<T>> {
    fn list<A: SeqAccess<'de>>(mut list: A, room: &Room) -> Result<Option<Self>, A::Error> {
        let mut elements = Self::new();
        let mut next = |at| room.within(Step::At(at), || list.next_element_seed(Seed::new(room)));
        while let Some(element) = next(elements.len())? {
            elements.push(element);
        }
        Ok(Some(elements))
    }
}

/// The name of a field, borrowed where it can be.
pub(super) struct Name<'de>(pub(super) Text<'de>);

impl<'de> de::Deserialize<'de> for Name<'de> {
    fn deserialize<D: de::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Taken;
        impl<'de> Visitor<'de> for Taken {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        input.deserialize_str(Taken)
    }
}

/// An object of which some fields are wanted, each by its name; all others are read past.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $field:ident: $key:literal => $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(super) struct $name<'de> {
            $($(#[$of])* pub(super) $field: Given<$type>,)*
            pub(super) borrows: std::marker::PhantomData<&'de str>,
        }

        impl<'de> Loose<'de> for $name<'de> {
            fn map<A: MapAccess<'de>>(mut map: A, room: &Room) -> Result<Option<Self>, A::Error> {
                let mut object = Self::default();
                while let Some(Name(name)) = map.next_key()? {
                    match &*name {
                        $($key => {
                            let value = || map.next_value_seed(Seed::new(room));
                            object.$field = room.within(Step::Name($key), value)?;
                        })*
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(Some(object))
            }
        }
    };
}
pub(super) use object;
