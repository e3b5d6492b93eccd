//! Random series: the engine's figures are those of the text.
//!
//! Strokes run level and plumb from cell corner to cell corner and areas are filled by whole cells, so that engine and
//! oracle count the same and every difference is one of figures.

use crate::agreement::assert_figures_agree;
use crate::canvas::{Canvas, entry, pen, roller};
use crate::plate::{Block, body_plate, fill, on, patch, plan, session_on, target};
use crate::random::config;
use proptest::prelude::*;
use stipple::geometry::{Point, Polyline};
use stipple::model::{
    BodySize, Device, Entry, EntryKind, Passes, Per, PerDirection, Plan, Roll, Session, ZoneId,
};

/// Height and weight of the reference body, for whom areas are as on the plate.
const REFERENCE: (f64, f64) = (165.0, 57.0);

/// A plate of 80 by 72 cells with a keep-out, two sides of different area factors, a zone of two parts, one that the
/// others leave nothing of, and cells in no zone.
pub(crate) fn mixed_plate(cells_per_mm: u32) -> Canvas {
    let patches = [
        patch("spot", "3", &[(30, 20, 50, 30)]).keep_out(),
        patch("cheek-left", "1.25", &[(8, 8, 40, 50)]),
        patch("cheek-right", "0.8", &[(40, 8, 70, 50)]),
        patch("hidden", "7", &[(10, 10, 20, 20)]),
        patch("chin", "2.000001", &[(16, 40, 64, 68), (2, 60, 10, 70)]),
    ];
    body_plate("plate", cells_per_mm, (80, 72), &patches, REFERENCE)
}

const ZONES: [&str; 6] = ["spot", "cheek-left", "cheek-right", "hidden", "chin", "elsewhere"];

/// An entry in cells; where and what it is on a raster of some resolution is found out later.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    kind: SketchKind,
    passes: Passes,
    device: usize,
    label: Option<u32>,
}

#[derive(Clone, Debug)]
enum SketchKind {
    Fill(Block),
    Zone(&'static str),
    /// Cells from corner to corner, the width in cells, and 0 for an eraser, 1 for a shade, else a roll.
    Stroke(Vec<(i32, i32)>, i32, u8),
}

fn stroke() -> impl Strategy<Value = SketchKind> {
    let step = (any::<bool>(), -40..=40);
    let path = ((-4..84, -4..76), prop::collection::vec(step, 0..=5));
    (path, 2..=24, 0..8_u8).prop_map(|((start, steps), width, tool)| {
        let mut path = vec![start];
        let (mut x, mut y) = start;
        for (is_level, cells) in steps {
            (x, y) = if is_level { (x + cells, y) } else { (x, y + cells) };
            path.push((x, y));
        }
        SketchKind::Stroke(path, width, tool)
    })
}

pub(crate) fn sketch() -> impl Strategy<Value = Sketch> {
    let block = (-5..80, -5..72, 1..60, 1..60).prop_map(|(x, y, w, h)| (x, y, x + w, y + h));
    let kind = prop_oneof![
        3 => block.prop_map(SketchKind::Fill),
        2 => prop::sample::select(ZONES.to_vec()).prop_map(SketchKind::Zone),
        6 => stroke(),
    ];
    let count = || prop_oneof![4 => Just(0_u8), 6 => 1..4_u8, 1 => 100..=255_u8];
    let passes = [count(), count(), count(), count(), count()].prop_map(PerDirection);
    let label = prop::option::weighted(0.8, 1..3_u32);
    (kind, passes, 0..4_usize, label).prop_map(|(kind, passes, device, label)| Sketch {
        kind,
        passes,
        device,
        label,
    })
}

impl Sketch {
    /// The entry on a raster. Where a device is asked for, there is one; other paint may have none.
    pub(crate) fn entry(&self, canvas: &Canvas, devices: &[Device]) -> Entry {
        let k = f64::from(canvas.diagram.grid.cells_per_mm());
        let any = devices.get(self.device).map(|device| device.id.as_str());
        match &self.kind {
            SketchKind::Fill(block) => fill(canvas, any, *block, self.passes),
            SketchKind::Zone(zone) => {
                let zone = ZoneId::new(zone).unwrap();
                on(canvas, entry(any, EntryKind::Zone { zone, passes: self.passes }))
            }
            SketchKind::Stroke(path, width, tool) => {
                let points = path.iter().map(|&(x, y)| Point::new(f64::from(x) / k, f64::from(y) / k));
                let path = Polyline::new(points.collect()).unwrap();
                let width_mm = f64::from(*width) / k;
                let roll = |path| {
                    let passes = 1 + self.passes.0[0] % 3;
                    Roll { path, width_mm: Some(width_mm), passes, times_ms: Vec::new() }
                };
                let entry = match tool {
                    0 => entry(None, EntryKind::Erase { path, width_mm }),
                    1 => entry(any, EntryKind::Shade { path, width_mm, passes: self.passes }),
                    _ => {
                        let device = &devices[self.device % devices.len()];
                        entry(Some(device.id.as_str()), EntryKind::Roll(roll(path)))
                    }
                };
                on(canvas, Entry { pass: self.label, ..entry })
            }
        }
    }
}

/// Devices whose density is measured, follows from their geometry or is not known. Few densities, so that some are
/// shared.
fn devices() -> impl Strategy<Value = Vec<Device>> {
    let device = (any::<bool>(), 0..12_u8).prop_map(|(is_flat, density)| {
        let mut device = if is_flat { roller("d", 20.0) } else { pen("d", 5.0) };
        device.density_per_pass = [Some(10.0), Some(4.0), Some(0.0), Some(15.28), Some(13.3), None]
            .get(usize::from(density))
            .copied()
            .flatten();
        if density > 5 {
            device.needles = Some(192);
            device.drum_diameter_mm = Some(20.0);
            device.strokes_per_s = Some(110.0);
            device.glide_cm_per_s = Some(5.0);
        }
        device
    });
    prop::collection::vec(device, 1..=3).prop_map(|devices| {
        let named = ["d1", "d2", "d3"].into_iter().zip(devices);
        named.map(|(id, device)| Device { id: crate::canvas::device_id(id), ..device }).collect()
    })
}

/// A session: devices, entries, and days and hours since the session before.
pub(crate) type Visit = (Vec<Device>, Vec<Sketch>, u8);

/// A series, its sessions in time order; two may be on the same day.
pub(crate) fn visits(most: usize) -> impl Strategy<Value = Vec<Visit>> {
    let visit = (devices(), prop::collection::vec(sketch(), 0..=7), 0..3_u8);
    prop::collection::vec(visit, 1..=most)
}

pub(crate) fn sessions_of(canvas: &Canvas, visits: &[Visit]) -> Vec<Session> {
    let mut day = 1;
    let mut sessions = Vec::new();
    // At 5 cells per mm a centre on the edge of a stroke would be counted as rounding has it.
    let is_binary = canvas.diagram.grid.cells_per_mm().is_power_of_two();
    for (hour, (devices, sketches, days)) in (6..).zip(visits) {
        day += days;
        let exact =
            sketches.iter().filter(|sketch| is_binary || !matches!(sketch.kind, SketchKind::Stroke(..)));
        let entries = exact.map(|sketch| sketch.entry(canvas, devices)).collect();
        sessions.push(session_on(day, hour, devices, entries));
    }
    sessions
}

pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let zones = vec!["*", "cheek-*", "*-left", "chin", "spot", "nose", "ch*", "hidden", "*e*t"];
    let one = (prop::sample::select(zones), 0..9_u32, prop::option::of(0..6_u32), any::<bool>());
    let one = one.prop_map(|(zones, passes, more, per_session)| {
        let per = if per_session { Per::Session } else { Per::Series };
        target(zones, passes, more.map(|more| passes + more), per)
    });
    (prop::option::of(1..=5_u32), prop::collection::vec(one, 0..=3))
        .prop_map(|(sessions, targets)| Plan { sessions, ..plan(1, targets) })
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn figures_of_any_series_are_those_of_the_text(
        k in prop::sample::select(vec![2_u32, 4, 5, 8]),
        visits in visits(4),
        plan in prop::option::weighted(0.8, plans()),
    ) {
        let canvas = mixed_plate(k);
        assert_figures_agree(&canvas, &sessions_of(&canvas, &visits), plan.as_ref(), 1.0);
    }

    #[test]
    fn figures_of_clients_of_any_size_are_those_of_the_text(
        visits in visits(2), plan in plans(), height_cm in 100..220_u32, weight_kg in 30..150_u32,
    ) {
        let canvas = mixed_plate(4);
        let size = BodySize { height_cm: f64::from(height_cm), weight_kg: f64::from(weight_kg) };
        let surface = |cm: f64, kg: f64| (cm * kg / 3600.0).sqrt();
        let scale = surface(size.height_cm, size.weight_kg) / surface(REFERENCE.0, REFERENCE.1);
        crate::agreement::assert_close(canvas.diagram.body_scale(Some(size)), scale);
        assert_figures_agree(&canvas, &sessions_of(&canvas, &visits), Some(&plan), scale);
    }
}
