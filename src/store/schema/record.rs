//! A macro for records that keep what they do not know.

use crate::model::Extra;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// One member of a record while it is read.
pub(in crate::store) struct Member<T> {
    value: Option<T>,
    seen: bool,
}

impl<T> Default for Member<T> {
    fn default() -> Self {
        Self { value: None, seen: false }
    }
}

impl<'de, T: Deserialize<'de>> Member<T> {
    /// Reads the member's value; `null` counts as absent, a second time as a mistake.
    pub(in crate::store) fn read<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if std::mem::replace(&mut self.seen, true) {
            return Err(A::Error::duplicate_field(name));
        }
        self.value = map.next_value()?;
        Ok(())
    }

    /// What was read.
    pub(in crate::store) fn take(self) -> Option<T> {
        self.value
    }
}

/// A member's name, borrowed from the text where it stands there as it is.
pub(in crate::store) struct Name<'de>(pub(in crate::store) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Reads a member this version does not know, letter by letter.
pub(super) fn read_unknown<'de, A: MapAccess<'de>>(
    name: String,
    map: &mut A,
    extra: &mut Extra,
) -> Result<(), A::Error> {
    if extra.contains(&name) {
        return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
    }
    let json: Box<RawValue> = map.next_value()?;
    extra.push(name, on_one_line(json.get()));
    Ok(())
}

/// Writes back the members this version does not know.
pub(super) fn write_unknown<M: SerializeMap>(extra: &Extra, map: &mut M) -> Result<(), M::Error> {
    use serde::ser::Error as _;
    for (name, json) in extra.iter() {
        let json = RawValue::from_string(json.to_owned()).map_err(M::Error::custom)?;
        map.serialize_entry(name, &json)?;
    }
    Ok(())
}

/// The same JSON without line breaks, so that an entry keeps its one line. Nothing inside strings is touched.
fn on_one_line(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped, mut after_break) = (false, false, false);
    for c in json.chars() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if matches!(c, '\n' | '\r') || (after_break && c.is_ascii_whitespace()) {
            if !after_break {
                out.push(' ');
            }
            after_break = true;
            continue;
        } else {
            in_string = c == '"';
        }
        after_break = false;
        out.push(c);
    }
    out
}

/// Defines a record: a JSON object whose members may all be absent, with a place for unknown ones.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $key:literal => $field:ident: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, schemars::JsonSchema)]
        pub(in crate::store) struct $name {
            $(
                $(#[$field_doc])*
                #[schemars(rename = $key)]
                pub(in crate::store) $field: Option<$type>,
            )*
            #[schemars(skip)]
            pub(in crate::store) extra: $crate::model::Extra,
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A>(self, mut map: A) -> Result<Self::Value, A::Error>
                    where
                        A: serde::de::MapAccess<'de>,
                    {
                        $(let mut $field = $crate::store::schema::Member::<$type>::default();)*
                        let mut extra = $crate::model::Extra::default();
                        while let Some($crate::store::schema::Name(name)) = map.next_key()? {
                            match &*name {
                                $($key => $field.read($key, &mut map)?,)*
                                _ => $crate::store::schema::record::read_unknown(
                                    name.into_owned(), &mut map, &mut extra,
                                )?,
                            }
                        }
                        Ok($name { $($field: $field.take(),)* extra })
                    }
                }
                deserializer.deserialize_map(Visitor)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if let Some(value) = &self.$field {
                        map.serialize_entry($key, value)?;
                    }
                )*
                $crate::store::schema::record::write_unknown(&self.extra, &mut map)?;
                map.end()
            }
        }
    };
}

pub(super) use record;

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn line_breaks_go_and_strings_stay() {
        assert_eq!(
            on_one_line("{\n  \"a\": [1,\r\n 2],\n  \"b\\\" \\n\": \"x  y\"\n}"),
            "{ \"a\": [1, 2], \"b\\\" \\n\": \"x  y\" }"
        );
        assert_eq!(on_one_line("1.50e-0"), "1.50e-0");
    }
}
