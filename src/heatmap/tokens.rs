//! The colours of everything, light and dark, in one table.

use super::colour::Rgb;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Theme {
    /// Its colours.
    pub const fn tokens(self) -> &'static Tokens {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident: $light:literal, $dark:literal;)+) => {
        /// The colours of a theme, by what they are for.
        #[derive(Clone, Debug)]
        pub struct Tokens {
            $($(#[$doc])* pub $name: Rgb,)+
        }

        const LIGHT: Tokens = Tokens { $($name: Rgb::hex($light),)+ };
        const DARK: Tokens = Tokens { $($name: Rgb::hex($dark),)+ };
    };
}

tokens! {
    /// Ground behind a diagram and of the window.
    ground: 0xF1_EDE7, 0x17_1513;
    /// Bars and side panels.
    panel: 0xFA_F8F5, 0x20_1E1B;
    /// Popups, tooltips, text fields, the selected segment.
    raised: 0xFF_FFFF, 0x2A_2724;
    /// Track of segmented controls, ground of thumbnails.
    sunken: 0xF0_ECE6, 0x19_1715;
    /// Row, button or tab under the pointer.
    hover: 0xEF_EAE3, 0x2B_2825;
    /// Button held down, track of bars, ground of side tags.
    pressed: 0xE6_E0D7, 0x34_302C;
    /// Hairlines.
    hair: 0xE5_DFD7, 0x32_2E2A;
    /// Outline of buttons, fields and cards.
    edge: 0xD3_CBC0, 0x47_413B;
    /// Outline of an empty check box and of open marks.
    mark: 0x8A_8176, 0x7F_776D;
    /// Text, and icons of active controls.
    text: 0x28_241F, 0xEC_E7E0;
    /// Second text, resting icons.
    text_2: 0x66_5E55, 0xAD_A499;
    /// Hints, units, axis labels, keys.
    text_3: 0x70_685E, 0x9C_9388;
    /// What is off; nothing that must be read.
    faint: 0xB9_B0A5, 0x5B_544D;
    /// The one accent: primary button, selection, focus, met.
    accent: 0x1D_6570, 0x62_B4BC;
    /// The accent under the pointer.
    accent_hover: 0x17_545D, 0x7A_C3CA;
    /// Ground of what is selected.
    accent_soft: 0xDC_E9EA, 0x1D_3639;
    /// Text and icons on that ground.
    accent_text: 0x17_545D, 0x8F_D0D6;
    /// Text and icons on the accent.
    on_accent: 0xFF_FFFF, 0x0E_2023;
    /// What wants a look: not met, gap, due; with a mark or a word, never alone.
    note: 0x97_550F, 0xDF_A45C;
    /// Ground of such a thing.
    note_soft: 0xF7_EADA, 0x38_2A1A;
    /// Ground of an observation that is a quarter up its scale; its digit stands in it.
    scale_1: 0xF5_E4CB, 0x40_321F;
    /// Half way up.
    scale_2: 0xEB_CB9F, 0x6A_5130;
    /// Three quarters up.
    scale_3: 0xDD_A96A, 0x9C_7642;
    /// At the end of the scale.
    scale_4: 0xC4_833E, 0xD3_9E5C;
    /// Refused, cannot save, delete.
    stop: 0x9E_3527, 0xE8_907F;
    /// Ground of such a thing.
    stop_soft: 0xF8_E4E0, 0x3B_211C;
    /// Marks on the heatmap; the same in both themes.
    ink: 0x1B_1815, 0x1B_1815;
    /// Casing of those marks; the same in both themes.
    paper: 0xFF_FFFF, 0xFF_FFFF;
    /// Multiplied into the drawing.
    figure_tint: 0xFF_FFFF, 0xBD_B6AF;
    /// Under popups; its strength is in `shadow_alpha`.
    shadow: 0x28_1E14, 0x00_0000;
}

impl Theme {
    /// Strength of the shadow under popups, 0 to 255.
    pub const fn shadow_alpha(self) -> u8 {
        match self {
            Self::Light => 41,
            Self::Dark => 128,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::colour::contrast;
    use super::*;

    #[test]
    fn text_can_be_read_and_marks_be_seen() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = theme.tokens();
            let text = [
                (t.text, t.panel),
                (t.text, t.ground),
                (t.text, t.accent_soft),
                (t.text_2, t.panel),
                (t.text_2, t.ground),
                (t.text_2, t.raised),
                (t.text_2, t.sunken),
                (t.text_2, t.hover),
                (t.text_2, t.pressed),
                (t.text_2, t.accent_soft),
                (t.text_3, t.panel),
                (t.text_3, t.ground),
                (t.text_3, t.raised),
                (t.accent_text, t.accent_soft),
                (t.accent_text, t.panel),
                (t.on_accent, t.accent),
                (t.note, t.panel),
                (t.note, t.ground),
                (t.note, t.raised),
                (t.note, t.note_soft),
                (t.stop, t.panel),
                (t.stop, t.stop_soft),
            ];
            for (i, (fore, back)) in text.into_iter().enumerate() {
                assert!(contrast(fore, back) >= 4.5, "{theme:?} text pair {i}: {}", contrast(fore, back));
            }
            let marks = [
                (t.accent, t.panel),
                (t.accent, t.ground),
                (t.mark, t.panel),
                (t.mark, t.ground),
                (t.mark, t.raised),
            ];
            for (i, (fore, back)) in marks.into_iter().enumerate() {
                assert!(contrast(fore, back) >= 3.0, "{theme:?} mark pair {i}");
            }
        }
    }
}
