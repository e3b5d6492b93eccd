//! Names of things. Each kind has a type of its own, so that a zone cannot stand where a diagram should.

use std::fmt;
use std::sync::Arc;

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {} letters, digits, `-`, `_` or `.`", Self::MAX_LENGTH)]
pub struct IdError;

impl IdError {
    /// The longest id, in characters.
    pub const MAX_LENGTH: usize = 64;

    fn check(text: &str) -> Result<(), Self> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len());
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if fits && text.bytes().all(plain) { Ok(()) } else { Err(Self) }
    }
}

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// # Guarantees
        ///
        /// 1 to [`IdError::MAX_LENGTH`] ASCII letters, digits, `-`, `_` or `.`. Cheap to clone.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id of this text.
            ///
            /// # Errors
            ///
            /// When the text is empty, too long or has other characters.
            pub fn new(text: &str) -> Result<Self, IdError> {
                IdError::check(text).map(|()| Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )+};
}

text_id! {
    /// A series, for ever; new ones are UUIDv7.
    SeriesId;
    /// A session, for ever; new ones are UUIDv7.
    SessionId;
    /// A device inside its session.
    DeviceId;
    /// A diagram of the atlas, such as `face-front`.
    DiagramId;
    /// A zone of a diagram, such as `cheek-left`.
    ZoneId;
}

macro_rules! fresh_id {
    ($($name:ident)+) => {$(
        impl $name {
            /// A new id, unlike any other, that sorts by the time it was made.
            pub fn fresh() -> Self {
                Self(uuid::Uuid::now_v7().to_string().into())
            }
        }
    )+};
}

fresh_id! { SeriesId SessionId }

impl SessionId {
    /// The first eight hexadecimal digits, which stand in the session's file name.
    pub fn short(&self) -> String {
        self.0.chars().filter(char::is_ascii_hexdigit).take(8).collect::<String>().to_ascii_lowercase()
    }
}

/// An entry inside its session, counted up as they are logged and never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u64);

impl EntryId {
    /// From here on numbers were given by merging copies of a session, not by logging: to entries that were logged
    /// in different copies under the same number. Such a number holds the old one and counts the entries that had it:
    /// `4000000000011001` is another entry 11.
    pub const RENUMBERED: u64 = 4_000_000_000_000_000;

    /// How many entries that were logged under one number can be told apart.
    pub const MAX_VARIANTS: u64 = 1000;

    /// The largest number that can be told apart from others like it; a program that counts has no larger ones.
    const MAX_LOGGED: u64 = 4_999_999_999_999;

    /// The number the entry was logged under.
    pub const fn logged_as(self) -> u64 {
        let logged = match self.0.checked_sub(Self::RENUMBERED) {
            Some(renumbered) => renumbered / Self::MAX_VARIANTS,
            None => self.0,
        };
        if logged > Self::MAX_LOGGED { Self::MAX_LOGGED } else { logged }
    }

    /// The number of the first (0), second and further entries that were logged under the same one; none for too many.
    pub const fn of_variant(logged: u64, variant: u64) -> Option<Self> {
        match variant {
            0 => Some(Self(logged)),
            1..Self::MAX_VARIANTS if logged <= Self::MAX_LOGGED => {
                Some(Self(Self::RENUMBERED + logged * Self::MAX_VARIANTS + variant))
            }
            _ => None,
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_leave_a_folder() {
        for bad in ["", "a/b", "a\\b", "a b", "ü", &"x".repeat(65)] {
            assert_eq!(ZoneId::new(bad), Err(IdError), "{bad}");
        }
        assert!(SessionId::new("019ab3c4-5a10-7e33-8f00-6b1de2c90a77").is_ok());
    }

    #[test]
    fn the_short_form_is_eight_hex_digits() {
        let id = SessionId::new("019AB3C4-5a10-7e33-8f00-6b1de2c90a77").unwrap();
        assert_eq!(id.short(), "019ab3c4");
        assert_ne!(SessionId::fresh(), SessionId::fresh());
    }
}
