//! Whatever a map shows, neighbouring steps stay apart: as they are, printed in grey, and without green cones.

use super::colour::Rgb;
use super::legend::{Legend, LegendBar};
use super::map::MapKind;
use super::scale::{MapContext, MapScale};
use super::skin::SkinTone;
use super::tokens::Theme;
use crate::model::TargetCounts;

/// The least difference of two colours that is seen when they touch, in units of CIELAB (Mahy, Van Eycken and
/// Oosterlinck, Color Research and Application 1994).
const SEEN: f64 = 2.3;

/// How linear sRGB looks to a deuteranope: Machado, Oliveira and Fernandes, A Physiologically-based Model for
/// Simulation of Color Vision Deficiency, IEEE Transactions on Visualization and Computer Graphics 2009, table 1,
/// severity 1.
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

/// CIELAB of linear sRGB, for the white of the standard's screen (IEC 61966-2-1, CIE 15).
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// How far two colours are apart: in grey, and to a deuteranope.
fn apart(a: Rgb, b: Rgb) -> (f64, f64) {
    let grey = |colour: Rgb| lab([colour.luminance(); 3]);
    let seen = |colour: Rgb| {
        let rgb = colour.linear();
        lab(DEUTERANOPIA.map(|row| row.iter().zip(rgb).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0)))
    };
    (distance(grey(a), grey(b)), distance(seen(a), seen(b)))
}

fn assert_apart(a: Rgb, b: Rgb, what: &str) {
    let (grey, seen) = apart(a, b);
    assert!(grey >= SEEN, "{what}: {a:?} and {b:?} differ by {grey} in grey");
    assert!(seen >= SEEN, "{what}: {a:?} and {b:?} differ by {seen} to a deuteranope");
}

/// A usual plan: four passes each way in up to four sessions, 28 days apart, with a roller of 192 needles.
fn context(sessions: usize, passes: u32) -> MapContext {
    MapContext {
        sessions,
        target: Some(TargetCounts { passes, ceiling: Some(passes * 3 / 2) }),
        interval_days: Some(28),
        on: jiff::civil::date(2026, 3, 2),
        hottest: passes,
        density_per_pass: Some(15.3),
        signed: Some((8, "session 2 minus session 1".to_owned())),
    }
}

/// The colours that a legend names: its fields, or those at the values below its ramp.
fn named(legend: &Legend) -> Vec<Rgb> {
    match &legend.bar {
        LegendBar::Steps(colours) => colours.clone(),
        LegendBar::Ramp(samples) => {
            let last = (samples.len() - 1) as f64;
            let in_ramp =
                legend.ticks.iter().filter(|tick| legend.hatched_from.is_none_or(|from| tick.at <= from));
            in_ramp.map(|tick| samples[(tick.at * last).round() as usize]).collect()
        }
    }
}

#[test]
fn neighbours_on_every_legend_are_told_apart() {
    for theme in [Theme::Light, Theme::Dark] {
        for map in MapKind::ALL {
            for (sessions, passes) in [(1, 4), (1, 12), (4, 16), (4, 64)] {
                let scale = MapScale::new(map, &context(sessions, passes), theme);
                let colours = named(&scale.legend);
                assert!(colours.len() >= 2 || (map == MapKind::Sessions && sessions == 1), "{map:?}");
                for [a, b] in colours.array_windows() {
                    assert_apart(*a, *b, &format!("{map:?}, {theme:?}, {passes} passes in {sessions}"));
                }
            }
        }
    }
}

#[test]
fn more_and_less_are_told_apart_without_green_cones() {
    let scale = MapScale::new(MapKind::Difference, &context(2, 16), Theme::Light);
    let LegendBar::Ramp(samples) = &scale.legend.bar else { panic!("a ramp") };
    // In grey both sides are alike, which the signs on the legend are for.
    for (less, more) in samples.iter().zip(samples.iter().rev()).take(samples.len() / 2 - 4) {
        assert!(apart(*less, *more).1 >= SEEN, "{less:?} and {more:?}");
    }
}

#[test]
fn the_first_passes_are_told_apart_on_every_skin() {
    for theme in [Theme::Light, Theme::Dark] {
        let scale = MapScale::new(MapKind::Passes, &context(1, 4), theme);
        for tone in SkinTone::ALL {
            let painted = |passes: u16| {
                let (colour, opacity) = scale.colour(passes);
                let on = tone.skin();
                let t = f64::from(opacity) / 255.0;
                let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
                Rgb(mix(on.0, colour.0), mix(on.1, colour.1), mix(on.2, colour.2))
            };
            for passes in 1..8 {
                let what = format!("{passes} and one more on {}, {theme:?}", tone.name());
                let (a, b) = (painted(passes), painted(passes + 1));
                assert!(apart(a, b).1 >= SEEN, "{what}: {a:?} and {b:?}");
            }
        }
    }
}

#[test]
fn the_simulation_is_the_published_one() {
    // A red and a green that a deuteranope takes for nearly the same, and a blue that stays apart.
    let (red, green, blue) = (Rgb::hex(0xb9_6b00), Rgb::hex(0x84_8000), Rgb::hex(0x00_5fb9));
    assert!(apart(red, green).1 < apart(red, blue).1 / 4.0, "{:?} {:?}", apart(red, green), apart(red, blue));
    let white = [1.0; 3];
    for row in DEUTERANOPIA {
        let sum: f64 = row.iter().zip(white).map(|(m, c)| m * c).sum();
        assert!((sum - 1.0).abs() < 1e-5, "white stays white");
    }
}
