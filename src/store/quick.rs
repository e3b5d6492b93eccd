//! Reading JSON the way the files mostly are, several times faster than the careful way.
//!
//! It reads objects, lists, short numbers and plain texts itself and hands every other value to `serde_json`. It
//! stops at the first thing it does not expect, right or wrong, and says nothing about it: then the careful way reads
//! the file, or says what is wrong with it. What it does accept, it reads as the careful way would.

use super::decimal;
use super::read::{MAX_NESTING, too_deep};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;
use std::fmt;

/// The document in a text, if it is plain.
pub(super) fn parse<'de, T: serde::Deserialize<'de>>(text: &'de [u8]) -> Option<T> {
    let mut quick = Quick { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut quick).ok()?;
    quick.skip_space();
    (quick.at == text.len()).then_some(value)
}

/// Something that the careful way has to look at.
#[derive(Debug)]
struct Unusual;

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something unusual")
    }
}

impl std::error::Error for Unusual {}

impl Error for Unusual {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A place in a text.
struct Quick<'de> {
    text: &'de [u8],
    at: usize,
    /// Objects and lists that are open.
    depth: usize,
}

impl<'de> Quick<'de> {
    fn rest(&self) -> &'de [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.get(self.at) {
            self.at += 1;
        }
    }

    /// The next byte that is no space, which stays where it is.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.text.get(self.at).copied()
    }

    /// Goes over a sign, and any space before it.
    #[inline]
    fn expect(&mut self, sign: u8) -> Result<(), Unusual> {
        if self.peek() != Some(sign) {
            return Err(Unusual);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes on to the next item of an object or list; false at its end.
    #[inline]
    fn next_item(&mut self, first: bool, end: u8) -> Result<bool, Unusual> {
        // As nearly every comma is written.
        if !first && self.rest().starts_with(b", ") {
            self.at += 2;
            return Ok(true);
        }
        if self.peek() == Some(end) {
            return Ok(false);
        }
        if !first {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// What stands between two signs.
    fn enclosed<T>(
        &mut self,
        signs: [u8; 2],
        inside: impl FnOnce(&mut Self) -> Result<T, Unusual>,
    ) -> Result<T, Unusual> {
        let [start, end] = signs;
        self.expect(start)?;
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(Unusual);
        }
        let value = inside(self)?;
        self.depth -= 1;
        self.expect(end)?;
        Ok(value)
    }

    /// The text of any value.
    fn raw(&mut self) -> Result<&'de RawValue, Unusual> {
        let mut values = serde_json::Deserializer::from_slice(self.rest()).into_iter();
        let raw: &RawValue = values.next().and_then(Result::ok).ok_or(Unusual)?;
        self.at += values.byte_offset();
        match too_deep(raw.get().as_bytes(), MAX_NESTING.saturating_sub(self.depth)) {
            Some(_) => Err(Unusual),
            None => Ok(raw),
        }
    }

    /// A text without escapes; none if there is something else.
    fn plain_text(&mut self) -> Option<&'de str> {
        let inside = self.rest().strip_prefix(b"\"")?;
        let end = inside.iter().position(|b| matches!(b, b'"' | b'\\' | ..b' '))?;
        let (text, after) = inside.split_at_checked(end)?;
        let text = after.starts_with(b"\"").then(|| str::from_utf8(text).ok())??;
        self.at += end + 2;
        Some(text)
    }
}

/// Passes what `serde_json` makes of the next value on.
macro_rules! careful {
    ($self:ident.$method:ident($($argument:expr),*)) => {
        $self.raw()?.$method($($argument),*).map_err(|_: serde_json::Error| Unusual)
    };
}

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = Unusual;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        match self.peek() {
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'-' | b'0'..=b'9') => self.deserialize_f64(visitor),
            _ => careful!(self.deserialize_any(visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        if self.peek() != Some(b'n') {
            return visitor.visit_some(self);
        }
        careful!(self.deserialize_option(visitor))
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.skip_space();
        match decimal::read(self.rest()) {
            Some((number, length)) => {
                self.at += length;
                visitor.visit_f64(number)
            }
            None => careful!(self.deserialize_f64(visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.skip_space();
        match self.plain_text() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => careful!(self.deserialize_str(visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.deserialize_str(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.enclosed(*b"{}", |quick| visitor.visit_map(Items { quick, first: true }))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.enclosed(*b"[]", |quick| visitor.visit_seq(Items { quick, first: true }))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unusual> {
        careful!(self.deserialize_newtype_struct(name, visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
        struct enum identifier ignored_any
    }
}

/// The items of an object or a list that is open.
struct Items<'a, 'de> {
    quick: &'a mut Quick<'de>,
    first: bool,
}

impl Items<'_, '_> {
    #[inline]
    fn next(&mut self, end: u8) -> Result<bool, Unusual> {
        let first = std::mem::replace(&mut self.first, false);
        self.quick.next_item(first, end)
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unusual;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unusual> {
        if self.next(b'}')? { seed.deserialize(&mut *self.quick).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unusual> {
        self.quick.expect(b':')?;
        seed.deserialize(&mut *self.quick)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unusual;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unusual> {
        if self.next(b']')? { seed.deserialize(&mut *self.quick).map(Some) } else { Ok(None) }
    }

    /// At most how many items there are, if they hold no lists.
    fn size_hint(&self) -> Option<usize> {
        let rest = self.quick.rest();
        let inside = rest.get(..memchr::memchr(b']', rest)?)?;
        Some(memchr::memchr_iter(b',', inside).count() + 1)
    }
}
