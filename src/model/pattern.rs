//! Patterns over zone ids.

use super::ZoneId;
use std::fmt;

/// A zone id in which `*` stands for any run of characters, such as `cheek-*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ZonePattern(String);

impl ZonePattern {
    /// The pattern of this text. Any text is a pattern; one without `*` is a zone's own id.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pattern as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the pattern covers the whole of `zone`'s id.
    pub fn matches(&self, zone: &ZoneId) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or("");
        let Some(mut rest) = zone.as_str().strip_prefix(first) else { return false };
        let Some(last) = parts.next_back() else { return rest.is_empty() };
        // Taking each middle part at its first place leaves the most for those after it.
        for part in parts {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

impl fmt::Display for ZonePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        let hits = |pattern: &str, id: &str| ZonePattern::new(pattern).matches(&ZoneId::new(id).unwrap());
        assert!(hits("*", "nose"));
        assert!(hits("cheek-*", "cheek-left"));
        assert!(hits("*-left", "cheek-left"));
        assert!(hits("*-back-*", "upper-back-left"));
        assert!(hits("c*k*t", "cheek-left"));
        assert!(hits("nose", "nose"));
        assert!(!hits("nose", "nose-tip"));
        assert!(!hits("nose", "a-nose"));
        assert!(!hits("cheek-*", "cheek"));
        assert!(!hits("a*a", "a"));
        assert!(!hits("", "nose"));
        assert!(hits("**", "nose"));
    }
}
