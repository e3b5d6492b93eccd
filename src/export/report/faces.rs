//! The fonts of the report: those that come with the program, and the system's own for letters these lack.

use super::ReportError;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride};
use parley::{FontContext, LayoutContext};
use resvg::usvg::fontdb;
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the fonts that come with the program are called here, so that none of the system's is taken for them.
const OWN: &str = "Report";

/// The fonts that have every letter of a report.
pub(super) struct Faces {
    pub(super) fonts: FontContext,
    pub(super) layouts: LayoutContext<()>,
    /// Families in the order they are asked for a letter.
    pub(super) families: Vec<String>,
}

impl Faces {
    /// The fonts for a text. The system's are looked through only for letters that the program's own lack; which of
    /// them is taken depends on nothing but which there are.
    ///
    /// # Errors
    ///
    /// When no font has a letter of it.
    pub(super) fn for_text(text: &str) -> Result<Self, ReportError> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let fonts = FontContext { collection: Collection::new(options), ..FontContext::default() };
        let mut faces = Self { fonts, layouts: LayoutContext::new(), families: Vec::new() };
        for data in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
            let named = FontInfoOverride { family_name: Some(OWN), ..FontInfoOverride::default() };
            faces.fonts.collection.register_fonts(Blob::new(Arc::new(data)), Some(named));
        }
        faces.families.push(OWN.to_owned());
        let mut missing: BTreeSet<char> = text.chars().filter(|c| needs_glyph(*c)).collect();
        missing.retain(|c| !has(notosans::REGULAR_TTF, 0, *c));
        if !missing.is_empty() {
            faces.add_system_fonts(&mut missing);
        }
        if missing.is_empty() {
            Ok(faces)
        } else {
            Err(ReportError::NoFont { letters: missing.into_iter().collect() })
        }
    }

    /// Takes the font that has most of what is missing, until all is there or no font has more of it.
    fn add_system_fonts(&mut self, missing: &mut BTreeSet<char>) {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        let mut upright: Vec<&fontdb::FaceInfo> = database
            .faces()
            .filter(|face| face.style == fontdb::Style::Normal && face.weight == fontdb::Weight::NORMAL)
            .collect();
        // The order in which a system lists its fonts means nothing. Noto goes with the program's own.
        upright.sort_by_key(|face| {
            let family = face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
            (
                !family.starts_with("Noto Sans"),
                !family.contains("Sans"),
                family,
                face.post_script_name.clone(),
            )
        });
        while !missing.is_empty() {
            let count = |face: &fontdb::FaceInfo| {
                let counted = database.with_face_data(face.id, |data, index| {
                    missing.iter().filter(|c| has(data, index, **c)).count()
                });
                counted.unwrap_or(0)
            };
            let counted = upright.iter().map(|face| (count(face), *face));
            // The first of those that have most.
            let best = counted.reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((_, face)) = best.filter(|(found, _)| *found > 0) else { return };
            let data = database.with_face_data(face.id, |data, index| {
                missing.retain(|c| !has(data, index, *c));
                data.to_vec()
            });
            self.add(data.unwrap_or_default(), face.index);
            upright.retain(|other| other.id != face.id);
        }
    }

    fn add(&mut self, data: Vec<u8>, index: u32) {
        let registered = self.fonts.collection.register_fonts(Blob::new(Arc::new(data)), None);
        let family = registered.iter().find(|(_, fonts)| fonts.iter().any(|font| font.index() == index));
        if let Some(name) = family.and_then(|(id, _)| self.fonts.collection.family_name(*id)) {
            self.families.push(name.to_owned());
        }
    }
}

/// Whether a font draws a letter.
fn has(data: &[u8], index: u32, letter: char) -> bool {
    FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(letter).is_some())
}

/// Whether a letter is drawn at all. Spaces are, and those that only steer the letters around them are not.
fn needs_glyph(letter: char) -> bool {
    let steers = matches!(
        u32::from(letter),
        0xad | 0x34f | 0x61c | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
            | 0xfe00..=0xfe0f | 0xe_0000..=0xe_0fff
    );
    !letter.is_control() && !letter.is_whitespace() && !steers
}

/// A text of one line that a font can draw: control characters are spaces, and what stands for no character at all
/// is left out.
pub(super) fn printable(text: &str) -> String {
    let letters = text.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'));
    letters.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_no_font_are_named_instead_of_drawn_as_boxes() {
        assert!(Faces::for_text("Zoë Ångström, Ωμέγα, Юлия\u{200d}").is_ok());
        // A letter for private use, which no font can promise to have.
        let error = Faces::for_text("a\u{10fff0}b").err().unwrap();
        assert!(error.to_string().contains("U+10FFF0"), "{error}");
    }

    #[test]
    fn what_cannot_be_printed_is_no_obstacle() {
        assert_eq!(printable("a\u{0}b\tc\u{feff}"), "a b c");
    }
}
