//! Skin tones of the drawings.

use super::colour::Rgb;

/// Skin tone of a drawing. It changes the drawing only; counts and maps stay the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SkinTone {
    /// Very light.
    Porcelain,
    /// Light, as the drawings come.
    #[default]
    Light,
    /// Between light and medium.
    Beige,
    /// Medium.
    Tan,
    /// Dark.
    Brown,
    /// Very dark.
    Deep,
}

impl SkinTone {
    /// All tones, from light to dark.
    pub const ALL: [Self; 6] =
        [Self::Porcelain, Self::Light, Self::Beige, Self::Tan, Self::Brown, Self::Deep];

    /// Its name on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Porcelain => "Porcelain",
            Self::Light => "Light",
            Self::Beige => "Beige",
            Self::Tan => "Tan",
            Self::Brown => "Brown",
            Self::Deep => "Deep",
        }
    }

    /// The tone that stands for a Fitzpatrick skin type, `I` to `VI`; only a start, the user may choose another.
    pub fn of_skin_type(skin_type: &str) -> Option<Self> {
        let place = ["I", "II", "III", "IV", "V", "VI"].iter().position(|t| *t == skin_type.trim())?;
        Self::ALL.get(place).copied()
    }

    /// Colour of the flat skin.
    pub const fn skin(self) -> Rgb {
        let [skin, ..] = self.colours();
        skin
    }

    /// Colours of the drawing's classes, in the order of [`CLASSES`].
    const fn colours(self) -> [Rgb; 9] {
        let codes = match self {
            Self::Porcelain => [
                0xf4_e6dd, 0xdd_c3b5, 0xb6_9384, 0xff_faf6, 0xca_968c, 0x58_443a, 0x72_534a, 0x8c_6b60,
                0x68_483b,
            ],
            Self::Light => [
                0xec_dacd, 0xd7_b8a6, 0xb2_8a76, 0xf9_eee6, 0xc7_8c7e, 0x58_443a, 0x71_4d40, 0x8a_6455,
                0x68_483b,
            ],
            Self::Beige => [
                0xdf_bfa4, 0xcb_a081, 0xa9_7756, 0xed_d3bc, 0xbb_785d, 0x45_352d, 0x6d_4025, 0x84_5438,
                0x52_382e,
            ],
            Self::Tan => [
                0xc5_967a, 0xb4_7c5b, 0x97_5836, 0xd3_a991, 0xa7_583c, 0x39_2b24, 0x64_2a0b, 0x78_3b1d,
                0x44_2e25,
            ],
            Self::Brown => [
                0x96_6648, 0x89_5230, 0x73_3811, 0xaa_7d62, 0x7f_3716, 0x28_1d18, 0x4c_1400, 0x5b_2200,
                0x30_1f19,
            ],
            Self::Deep => [
                0x5d_3f31, 0x56_3120, 0x48_1f0c, 0x6f_5449, 0x51_1c0f, 0x1d_1410, 0x2e_0700, 0x38_1002,
                0x24_1611,
            ],
        };
        let [a, b, c, d, e, f, g, h, i] = codes;
        [
            Rgb::hex(a),
            Rgb::hex(b),
            Rgb::hex(c),
            Rgb::hex(d),
            Rgb::hex(e),
            Rgb::hex(f),
            Rgb::hex(g),
            Rgb::hex(h),
            Rgb::hex(i),
        ]
    }

    /// The style sheet that paints a drawing in this tone.
    pub(super) fn style_sheet(self) -> String {
        let rules = CLASSES.iter().zip(self.colours());
        rules.map(|(class, colour)| [".", class, "{fill:", &colour.css(), "}"].concat()).collect()
    }
}

/// The classes of the drawings that have a colour of the skin.
const CLASSES: [&str; 9] =
    ["skin", "shade-1", "shade-2", "light-1", "lip", "hair", "line", "line-fine", "eye"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_go_from_light_to_dark() {
        for [lighter, darker] in SkinTone::ALL.array_windows() {
            assert!(lighter.skin().luminance() > darker.skin().luminance());
        }
        assert_eq!(SkinTone::of_skin_type("VI"), Some(SkinTone::Deep));
        assert_eq!(SkinTone::of_skin_type("seven"), None);
    }
}
