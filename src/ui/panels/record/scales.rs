//! Kinds of observations and the scales they are measured on.

/// A kind of observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Its name in files.
    pub(super) name: String,
    /// Its name on the screen.
    pub(super) title: String,
    /// Its scale in files; empty where none is set up.
    pub(super) scale: &'static str,
    /// The highest value.
    pub(super) most: u8,
    /// What the values mean, from 0 on; empty where they mean nothing but themselves.
    pub(super) words: &'static [&'static str],
}

/// The usual kinds: name, scale, highest value, words.
type Usual = (&'static str, &'static str, u8, &'static [&'static str]);

const GRADES: &[&str] = &["none", "slight", "mild", "moderate", "severe"];

const USUAL: [Usual; 4] = [
    ("erythema", "CEA 0-4", 4, &["clear", "almost clear", "mild", "moderate", "severe"]),
    ("swelling", "0-4", 4, GRADES),
    ("scaling", "0-4", 4, GRADES),
    ("pain", "NRS 0-10", 10, &[]),
];

/// The highest value of a kind that has no scale.
const MOST: u8 = 10;

impl Kind {
    /// The kind of this name.
    pub(super) fn named(name: &str) -> Self {
        let usual = USUAL.iter().find(|(usual, ..)| *usual == name);
        let (_, scale, most, words) = usual.copied().unwrap_or(("", "", MOST, &[]));
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        Self { name: name.to_owned(), title: format!("{first}{}", letters.as_str()), scale, most, words }
    }

    /// The usual kinds, and then those that were used besides.
    pub(super) fn all<'a>(used: impl Iterator<Item = &'a str>) -> Vec<Self> {
        let mut kinds: Vec<Self> = USUAL.iter().map(|(name, ..)| Self::named(name)).collect();
        for name in used {
            if !kinds.iter().any(|kind| kind.name == name) {
                kinds.push(Self::named(name));
            }
        }
        kinds
    }

    /// The scale as it stands on the screen.
    pub(super) fn scale_words(&self) -> String {
        if self.scale.is_empty() { format!("0 – {}", self.most) } else { self.scale.replace('-', " – ") }
    }

    /// How far up its scale a value is, as a place among four grounds; none at the bottom.
    pub(super) fn ground(&self, value: f64) -> Option<usize> {
        let quarter = (value / f64::from(self.most) * 4.0).ceil();
        (quarter >= 1.0).then(|| (quarter as usize - 1).min(3))
    }

    /// What a value means.
    pub(super) fn meaning(&self, value: u8) -> &'static str {
        self.words.get(usize::from(value)).copied().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_on_the_ground_of_their_quarter() {
        let erythema = Kind::named("erythema");
        let grounds: Vec<_> = (0..=4).map(|value| erythema.ground(f64::from(value))).collect();
        assert_eq!(grounds, [None, Some(0), Some(1), Some(2), Some(3)]);
        let pain = Kind::named("pain");
        assert_eq!((pain.ground(1.0), pain.ground(5.0), pain.ground(10.0)), (Some(0), Some(1), Some(3)));
        assert_eq!(erythema.meaning(1), "almost clear");
        assert_eq!(erythema.scale_words(), "CEA 0 – 4");
    }

    #[test]
    fn own_kinds_come_after_the_usual_ones() {
        let kinds = Kind::all(["itch", "pain", "itch"].into_iter());
        let titles: Vec<&str> = kinds.iter().map(|kind| kind.title.as_str()).collect();
        assert_eq!(titles, ["Erythema", "Swelling", "Scaling", "Pain", "Itch"]);
    }
}
