//! The heatmap while a stroke is drawn: what follows the stroke cell by cell is what would be painted anew.

use crate::canvas::Canvas;
use crate::incremental::{Stroke, base, stroke};
use crate::oracle;
use crate::random::{config, devices, entries};
use proptest::prelude::*;
use std::sync::Arc;
use stipple::coverage::{CoverageSet, LiveCoverage, SessionCoverage, TILE};
use stipple::geometry::{Cell, CellRect};
use stipple::heatmap::{Backdrop, HeatInput, LivePicture, MapContext, MapKind, MapScale, Theme};
use stipple::model::{Device, Session, TargetCounts};

/// Targets of the diagram's four zones; none of them may be planned.
fn targets() -> impl Strategy<Value = Vec<Option<TargetCounts>>> {
    let counts = (0..6_u32, prop::option::of(0..400_u32))
        .prop_map(|(passes, ceiling)| TargetCounts { passes, ceiling });
    prop_oneof![Just(vec![None; 4]), prop::collection::vec(prop::option::of(counts), 4..=4)]
}

struct Plate<'a> {
    canvas: &'a Canvas,
    sessions: [&'a Session; 2],
    targets: Vec<Option<TargetCounts>>,
    map: MapKind,
}

impl Plate<'_> {
    fn set(&self, counts: [&SessionCoverage; 2]) -> CoverageSet {
        let mut set = CoverageSet::new(self.canvas.diagram.grid);
        for (session, counts) in self.sessions.into_iter().zip(counts) {
            set.push(session, counts);
        }
        set
    }

    fn input(&self, set: CoverageSet) -> HeatInput {
        HeatInput {
            set,
            zones: Arc::new(self.canvas.zones.clone()),
            backdrop: Arc::new(Backdrop::flat(&self.canvas.zones)),
            targets: self.targets.clone(),
            map: self.map,
            on: "2026-04-01".parse().unwrap(),
            signed: None,
        }
    }

    fn picture(&self, set: CoverageSet, scale: Option<MapScale>) -> LivePicture {
        let input = self.input(set);
        let scale = scale
            .unwrap_or_else(|| MapScale::new(self.map, &MapContext::of(&input.field(), None), Theme::Dark));
        let mut picture = LivePicture::new(input, scale);
        picture.make_all();
        picture
    }
}

/// A cell's pixel, and whether it is above its ceiling.
fn pixel(picture: &LivePicture, cell: Cell) -> ([u8; 4], bool) {
    let tile = picture.tile(picture.tiling().tile_of(cell));
    let place = (cell.row % TILE * TILE + cell.column % TILE) as usize;
    (tile.map_or([0; 4], |tile| tile[place]), picture.is_over(cell))
}

/// What the window's textures hold: parts are put in as they are handed out.
struct Screen {
    pixels: Vec<[u8; 4]>,
    columns: usize,
}

impl Screen {
    fn update(&mut self, picture: &mut LivePicture) {
        for part in picture.take_changed() {
            for (row, pixels) in part.rows().zip(picture.rows(part)) {
                let from = row as usize * self.columns + part.left as usize;
                self.pixels[from..from + pixels.len()].copy_from_slice(pixels);
            }
        }
    }

    fn pixel(&self, cell: Cell) -> [u8; 4] {
        self.pixels[cell.row as usize * self.columns + cell.column as usize]
    }
}

fn map() -> impl Strategy<Value = MapKind> {
    prop_oneof![2 => Just(MapKind::Passes), 2 => Just(MapKind::Gap), 3 => prop::sample::select(&MapKind::ALL[..])]
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_picture_that_follows_strokes_is_the_one_painted_anew(
        devices in devices(), earlier in entries(0..=3), entries in entries(0..=4), targets in targets(),
        strokes in prop::collection::vec(stroke(), 1..=3), map in map(), every in 1..4_usize,
        only_one in any::<bool>()
    ) {
        let canvas = Canvas::new(4);
        let (before, session) = (base(&devices, earlier), base(&devices, entries));
        let plate = Plate { canvas: &canvas, sessions: [&before, &session], targets, map };
        let earlier = if only_one { SessionCoverage::new(canvas.diagram.grid) } else { canvas.count(&before) };
        let mut counts = canvas.count(&session);
        let mut picture = plate.picture(plate.set([&earlier, &counts]), None);
        let columns = canvas.diagram.grid.columns() as usize;
        let pixels = vec![[0; 4]; columns * canvas.diagram.grid.rows() as usize];
        let mut screen = Screen { pixels, columns };
        screen.update(&mut picture);
        for stroke in strokes {
            counts = draw(&plate, &devices, &stroke, &earlier, counts, &mut picture, &mut screen, every)?;
        }
        // Something else changes in a part of the raster.
        let less = canvas.count(&Session { entries: session.entries.iter().skip(1).cloned().collect(), ..session.clone() });
        let mut mixed = counts;
        let part = CellRect::new(5, 3, 70, 66);
        mixed.restore(&less, part);
        picture.renew(plate.set([&earlier, &mixed]), part);
        screen.update(&mut picture);
        let anew = plate.picture(plate.set([&earlier, &mixed]), Some(picture.scale().clone()));
        for cell in oracle::cells(&canvas.diagram) {
            prop_assert_eq!(pixel(&picture, cell), pixel(&anew, cell), "{:?} renewed", cell);
            prop_assert_eq!(screen.pixel(cell), pixel(&anew, cell).0, "{:?} on the screen", cell);
        }
    }

    #[test]
    fn a_picture_that_becomes_that_of_other_sessions_is_the_one_painted_anew(
        devices in devices(), earlier in entries(0..=3), entries in entries(0..=4), other in entries(0..=3),
        targets in targets(), map in map(), stroke in stroke(), draws in any::<bool>()
    ) {
        let canvas = Canvas::new(4);
        let [before, session, other] = [earlier, entries, other].map(|entries| base(&devices, entries));
        let plate = Plate { canvas: &canvas, sessions: [&before, &session], targets, map };
        let counts = [&before, &session, &other].map(|session| canvas.count(session));
        let set = plate.set([&counts[0], &counts[1]]);
        let mut picture = plate.picture(set.clone(), None);
        let columns = canvas.diagram.grid.columns() as usize;
        let pixels = vec![[0; 4]; columns * canvas.diagram.grid.rows() as usize];
        let mut screen = Screen { pixels, columns };
        screen.update(&mut picture);
        if draws {
            // A stroke that is not in the sets to come is gone afterwards.
            let mut live = LiveCoverage::new(counts[1].clone(), stroke.entry(&devices, 1).device);
            let mut draft = stroke.draft(&devices, &canvas);
            for &p in &stroke.path {
                draft.push(p);
                live.follow(&draft, &mut picture);
            }
            screen.update(&mut picture);
        }
        let mut input = plate.input(set);
        input.zones = Arc::clone(picture.zones());
        input.backdrop = Arc::clone(picture.backdrop());
        let scale = picture.scale().clone();
        // The first leaves, the third comes in, and then all is as it was.
        let mut changed = input.set.clone();
        changed.remove(&before, &counts[0]);
        changed.push(&other, &counts[2]);
        for set in [changed, input.set.clone()] {
            let other = HeatInput { set: set.clone(), ..input.clone() };
            prop_assert!(picture.change_to(other, &scale));
            screen.update(&mut picture);
            let anew = plate.picture(set, Some(scale.clone()));
            for cell in oracle::cells(&canvas.diagram) {
                prop_assert_eq!(pixel(&picture, cell), pixel(&anew, cell), "{:?}", cell);
                prop_assert_eq!(screen.pixel(cell), pixel(&anew, cell).0, "{:?} on the screen", cell);
            }
        }
        let same = HeatInput { set: input.set.clone(), ..input.clone() };
        prop_assert!(picture.change_to(same, &scale));
        prop_assert!(picture.take_changed().is_empty(), "nothing has changed");
        let another = input.on.tomorrow().unwrap();
        let another = HeatInput { on: another, ..input };
        prop_assert!(!picture.change_to(another, &scale), "another day is another picture");
    }
}

/// Draws a stroke and compares the picture now and then. Returns the counts with it.
#[expect(clippy::too_many_arguments, reason = "a test's loop, taken out of it")]
fn draw(
    plate: &Plate<'_>,
    devices: &[Device],
    stroke: &Stroke,
    earlier: &SessionCoverage,
    counts: SessionCoverage,
    picture: &mut LivePicture,
    screen: &mut Screen,
    every: usize,
) -> Result<SessionCoverage, TestCaseError> {
    let mut live = LiveCoverage::new(counts, stroke.entry(devices, 1).device);
    let mut draft = stroke.draft(devices, plate.canvas);
    for (i, &p) in stroke.path.iter().enumerate() {
        draft.push(p);
        live.follow(&draft, picture);
        if i % every == 0 || i + 1 == stroke.path.len() {
            let now = || plate.set([earlier, live.counts()]);
            if picture.is_unsettled() {
                picture.settle(now());
            }
            screen.update(picture);
            let anew = plate.picture(now(), Some(picture.scale().clone()));
            for cell in oracle::cells(&plate.canvas.diagram) {
                prop_assert_eq!(pixel(picture, cell), pixel(&anew, cell), "{:?} at point {}", cell, i);
                prop_assert_eq!(screen.pixel(cell), pixel(&anew, cell).0, "{:?} on the screen", cell);
            }
        }
    }
    Ok(live.into_counts())
}
