//! The data's figure, zones and strokes as a diagram and sessions. A pixel is a cell of one millimetre, so that
//! centres lie where the data has them.

use crate::data::{Outcome, Run};
use std::sync::Arc;
use stipple::coverage::{SessionCoverage, TILE, Tile, ZoneMap};
use stipple::geometry::{Cell, Grid, Outline, Point, Polyline};
use stipple::model::{
    Device, DeviceId, DeviceKind, Diagram, DiagramId, DiagramView, Direction, Entry, EntryId, EntryKind,
    Extra, Passes, Roll, SeriesId, Session, SessionId, Side, Tip, Zone, ZoneId,
};

/// A diagram made of masks.
pub(crate) struct Canvas {
    pub(crate) diagram: Diagram,
    pub(crate) zones: Arc<ZoneMap>,
    /// 255 in the figure, 0 outside.
    pub(crate) figure: Vec<u8>,
}

/// A stroke of the data.
pub(crate) struct Line {
    pub(crate) path: Polyline,
    pub(crate) radius: f64,
}

impl Canvas {
    /// The canvas of the data, laid out `times` by `times`.
    pub(crate) fn read(run: &Run, times: usize) -> Outcome<Self> {
        let (columns, rows) = (run.size("w")?, run.size("h")?);
        let (mask, zone_of) = (run.bytes("figure.u8")?, run.bytes("zones.u8")?);
        let (width, height) = (columns * times, rows * times);
        let size_mm = (width as f64, height as f64);
        let grid = Grid::new(size_mm.0, size_mm.1, 1)?;
        let zones = u8::try_from(run.size("zones")?)?;
        let place = |cell: Cell| cell.row as usize % rows * columns + cell.column as usize % columns;
        let of = |values: &[u8], cell| values.get(place(cell)).copied().unwrap_or(0);
        // Zones are numbered from 1 there.
        let zone_at = |cell| of(&zone_of, cell).checked_sub(1);
        let map = ZoneMap::from_cells(grid, zones, zone_at, |cell| of(&mask, cell) > 0);
        let cells =
            (0..grid.rows()).flat_map(|row| (0..grid.columns()).map(move |column| Cell::new(column, row)));
        let figure = cells.map(|cell| of(&mask, cell)).collect();
        Ok(Self { diagram: diagram(size_mm, grid, zones)?, zones: Arc::new(map), figure })
    }
}

/// A diagram whose zones have no edges of their own: they come as a map.
fn diagram(size_mm: (f64, f64), grid: Grid, zones: u8) -> Outcome<Diagram> {
    let outline = Outline::from_svg(&format!("M0 0H{}V{}H0Z", size_mm.0, size_mm.1))?;
    let zone = |n: u8| -> Outcome<Zone> {
        Ok(Zone {
            id: ZoneId::new(&format!("zone-{n}"))?,
            name: format!("Zone {n}"),
            side: Side::Middle,
            keep_out: false,
            snomed: None,
            area_factor_millionths: 1_000_000,
            area_source: String::new(),
            outline: outline.clone(),
        })
    };
    Ok(Diagram {
        id: DiagramId::new("canvas")?,
        title: "Canvas".to_owned(),
        view: DiagramView::Front,
        figure: None,
        size_mm,
        grid,
        midline_x_mm: None,
        zones: (1..=zones).map(zone).collect::<Outcome<_>>()?,
        silhouette: outline.clone(),
        svg: Arc::from(format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"/>"#,
            size_mm.0, size_mm.1
        )),
        reference_surface_m2: None,
    })
}

/// The strokes of the data.
pub(crate) fn lines(run: &Run) -> Outcome<Vec<Line>> {
    let (points, radii) = (run.numbers("points.f32")?, run.numbers("radius.f32")?);
    let each = run.size("p")? * 2;
    let lines = points.chunks_exact(each).zip(radii);
    lines.map(|(line, radius)| Ok(Line { path: path(line)?, radius })).collect()
}

/// A path through places written as x, y, x, y.
pub(crate) fn path(numbers: &[f64]) -> Outcome<Polyline> {
    let (points, _) = numbers.as_chunks::<2>();
    Ok(Polyline::new(points.iter().map(|[x, y]| Point::new(*x, *y)).collect())?)
}

impl Line {
    /// As a painted area of one undirected pass.
    pub(crate) fn shade(&self) -> EntryKind {
        let passes = Passes::of(Direction::Undirected, 1);
        EntryKind::Shade { path: self.path.clone(), width_mm: 2.0 * self.radius, passes }
    }

    /// As a roll.
    pub(crate) fn roll(&self) -> EntryKind {
        let width_mm = Some(2.0 * self.radius);
        EntryKind::Roll(Roll { path: self.path.clone(), width_mm, passes: 1, times_ms: Vec::new() })
    }
}

/// A session in which entries were made on a diagram with one device.
pub(crate) fn session(
    diagram: &DiagramId,
    tip: Tip,
    kinds: impl IntoIterator<Item = EntryKind>,
) -> Outcome<Session> {
    let id = SessionId::new("session")?;
    let mut session = Session::new(id, SeriesId::new("series")?, "2026-03-02T10:05:00+01:00".parse()?);
    let device = device(tip)?;
    let entry = |(i, kind)| Entry {
        id: EntryId(i),
        diagram: diagram.clone(),
        device: Some(device.id.clone()),
        at_ms: None,
        pass: None,
        kind,
        extra: Extra::default(),
        passes_extra: Extra::default(),
    };
    session.entries = (1..).zip(kinds).map(entry).collect();
    session.devices = vec![device];
    Ok(session)
}

/// The sessions of the data with their counts: each has its share of the strokes, in order.
pub(crate) fn counted_sessions(run: &Run, canvas: &Canvas) -> Outcome<Vec<(Session, SessionCoverage)>> {
    let lines = lines(run)?;
    let count = |lines: &[Line]| {
        let session = session(&canvas.diagram.id, Tip::Round, lines.iter().map(Line::shade))?;
        let coverage = SessionCoverage::of(&session, &canvas.diagram, &canvas.zones);
        Ok((session, coverage))
    };
    lines.chunks(lines.len() / run.size("sessions")?).map(count).collect()
}

fn device(tip: Tip) -> Outcome<Device> {
    let mut device = Device::new(DeviceId::new("d1")?, "Roller", DeviceKind::Roller);
    device.tip = tip;
    device.width_mm = Some(20.0);
    Ok(device)
}

/// Writes all passes of a coverage, one byte a cell, as the other programs do; nothing outside the figure.
pub(crate) fn write_out(coverage: &SessionCoverage, figure: &[u8], out: &mut [u8]) {
    out.fill(0);
    let columns = coverage.grid().columns() as usize;
    for (_, layer) in coverage.layers() {
        for index in layer.painted_tiles() {
            let cells = layer.tiling().cells_of(index);
            let width = cells.width() as usize;
            for (_, plane) in layer.tile(index).into_iter().flat_map(Tile::planes) {
                for (row, counts) in cells.rows().zip(plane.chunks_exact(TILE as usize)) {
                    let from = row as usize * columns + cells.left as usize;
                    let (Some(out), Some(mask)) =
                        (out.get_mut(from..from + width), figure.get(from..from + width))
                    else {
                        continue;
                    };
                    for ((out, count), mask) in out.iter_mut().zip(counts).zip(mask) {
                        *out = out.saturating_add(count & mask);
                    }
                }
            }
        }
    }
}

/// The share of cells that differ.
pub(crate) fn differing(a: &[u8], b: &[u8]) -> f64 {
    let different = a.iter().zip(b).filter(|(a, b)| a != b).count() + a.len().abs_diff(b.len());
    different as f64 / b.len().max(1) as f64
}
