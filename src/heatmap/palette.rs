//! The colour tables of the maps. Stops are equally far apart and joined in `OKLab`; all fall in lightness from
//! the drawing's skin to ink, except days since, where dark is recent, and differences, which do so to both sides
//! of the middle.

use super::colour::Rgb;
use super::map::MapKind;

const fn stops<const N: usize>(codes: [u32; N]) -> [Rgb; N] {
    let mut out = [Rgb(0, 0, 0); N];
    let mut rest: &mut [Rgb] = &mut out;
    let mut codes: &[u32] = &codes;
    while let ([slot, slots @ ..], [code, tail @ ..]) = (rest, codes) {
        *slot = Rgb::hex(*code);
        rest = slots;
        codes = tail;
    }
    out
}

const PASSES: [Rgb; 9] = stops([
    0xea_e285, 0xbd_d07f, 0x92_bc7c, 0x5d_a986, 0x36_908b, 0x0d_778b, 0x12_5b84, 0x22_3f74, 0x29_235d,
]);
const SESSIONS: [Rgb; 9] = stops([
    0xb5_e5e8, 0x9a_d1d5, 0x7f_bcc3, 0x66_a8b1, 0x4f_949f, 0x37_808d, 0x24_6c7a, 0x11_5866, 0x00_4553,
]);
const DAYS: [Rgb; 9] = stops([
    0x4a_2156, 0x66_2d63, 0x84_3a6c, 0xa2_4a71, 0xba_6073, 0xd0_7777, 0xe2_927a, 0xef_ae84, 0xf7_cc96,
]);
const DIRECTIONS: [Rgb; 4] = stops([0xd8_dda8, 0x88_b286, 0x36_8378, 0x04_4f66]);
const DENSITY: [Rgb; 9] = stops([
    0xf4_e38f, 0xd5_c890, 0xb7_af8f, 0x7f_9e94, 0x72_8190, 0x57_6a80, 0x3d_5370, 0x25_3d61, 0x10_2652,
]);
const GAP: [Rgb; 9] = stops([
    0xf4_d397, 0xe8_be7e, 0xdc_a966, 0xcf_944f, 0xc1_813d, 0xb2_6d29, 0xa1_5b1c, 0x8f_4a11, 0x7e_3a06,
]);

const DIVERGING: [Rgb; 9] = stops([
    0x1e_588d, 0x4d_7ca7, 0x7b_a0c0, 0xae_c4d6, 0xe3_e9ed, 0xd3_bda7, 0xbb_926f, 0xa0_693d, 0x84_4000,
]);

/// Colour of a planned place without a gap.
pub(super) const AT_TARGET: Rgb = Rgb::hex(0xec_e7e0);

/// The stops of a map's colour table.
pub(super) const fn stops_of(map: MapKind) -> &'static [Rgb] {
    match map {
        MapKind::Passes => &PASSES,
        MapKind::Sessions => &SESSIONS,
        MapKind::DaysSince => &DAYS,
        MapKind::Directions => &DIRECTIONS,
        MapKind::Density => &DENSITY,
        MapKind::Gap => &GAP,
        MapKind::Difference | MapKind::Asymmetry => &DIVERGING,
    }
}

/// The colour of a map at `t` from 0 to 1 along its table.
pub(super) fn colour_at(map: MapKind, t: f64) -> Rgb {
    let stops = stops_of(map);
    let at = t.clamp(0.0, 1.0) * (stops.len().saturating_sub(1)) as f64;
    let below = at.floor() as usize;
    let (a, b) = (stops.get(below), stops.get(below + 1));
    match (a, b) {
        (Some(a), Some(b)) => a.mix(*b, at - at.floor()),
        (Some(last), None) => *last,
        _ => Rgb(0, 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_rises_or_falls_evenly_in_lightness() {
        for map in MapKind::ALL {
            let lightness: Vec<f64> =
                (0..=32).map(|i| colour_at(map, f64::from(i) / 32.0).to_oklab()[0]).collect();
            let sign = if map == MapKind::DaysSince { 1.0 } else { -1.0 };
            for (i, [a, b]) in lightness.array_windows().enumerate() {
                let sign = if map.is_signed() && i < 16 { -sign } else { sign };
                assert!((b - a) * sign > 0.0, "{map:?}");
            }
        }
    }

    #[test]
    fn stops_are_met_exactly() {
        assert_eq!(colour_at(MapKind::Passes, 0.0), Rgb::hex(0xea_e285));
        assert_eq!(colour_at(MapKind::Passes, 0.5), Rgb::hex(0x36_908b));
        assert_eq!(colour_at(MapKind::Directions, 1.0), Rgb::hex(0x04_4f66));
    }
}
