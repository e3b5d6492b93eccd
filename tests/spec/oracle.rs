//! Section 3 of the specification read literally: every rule is asked about the centre of every cell.
//!
//! Lengths are whole nanometres. Files hold hundredths of a millimetre and cell centres fall on multiples of 0.1 or
//! 0.125 mm, so each rule comes down to the sign of a whole number and nothing is ever rounded: what is said here
//! about a centre on an edge, a right angle or a step of 0.01 mm is what the text says of the decimal numbers.
//! Only the sign and not the size of a product with a heading matters to the text, so a segment's own vector stands
//! for its heading.

use std::collections::BTreeMap;
use stipple::geometry::{Cell, Point};
use stipple::model::{DeviceId, Diagram, Direction, Entry, EntryKind, Passes, Session, Tip};

/// Counts of every cell, row by row, by device.
pub(crate) type Counts = BTreeMap<Option<DeviceId>, Vec<Passes>>;

/// How near to an edge a centre must lie for rounding to be an excuse.
const EDGE_MM: f64 = 1e-9;

const NM_PER_MM: f64 = 1e6;

/// 0.01 mm, below which a point of a roll is removed.
const STEP_NM: i64 = 10_000;

/// A place, or the way from one place to another, in nanometres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Nm {
    x: i64,
    y: i64,
}

impl Nm {
    fn of(p: Point) -> Self {
        Self { x: whole_nm(p.x), y: whole_nm(p.y) }
    }

    fn to(self, other: Self) -> Self {
        Self { x: other.x - self.x, y: other.y - self.y }
    }

    fn dot(self, other: Self) -> i64 {
        self.x * other.x + self.y * other.y
    }

    fn cross(self, other: Self) -> i64 {
        self.x * other.y - self.y * other.x
    }

    fn squared(self) -> i64 {
        self.dot(self)
    }

    fn length(self) -> f64 {
        (self.squared() as f64).sqrt()
    }

    fn is_within(self, r: i64) -> bool {
        self.squared() <= r * r
    }
}

/// A length in nanometres. The other tests keep to lengths that are whole ones.
fn whole_nm(mm: f64) -> i64 {
    let nm = (mm * NM_PER_MM).round();
    assert!((mm * NM_PER_MM - nm).abs() < 1e-3, "{mm} mm is not a whole number of nanometres");
    nm as i64
}

/// Number of columns and rows: section 2.
pub(crate) fn raster_size(diagram: &Diagram) -> (i32, i32) {
    let cells = |mm: f64| (mm * f64::from(diagram.grid.cells_per_mm())).ceil() as i32;
    (cells(diagram.size_mm.0), cells(diagram.size_mm.1))
}

/// All cells, row by row.
pub(crate) fn cells(diagram: &Diagram) -> impl Iterator<Item = Cell> {
    let (columns, rows) = raster_size(diagram);
    (0..rows).flat_map(move |row| (0..columns).map(move |column| Cell::new(column, row)))
}

fn centre_mm(diagram: &Diagram, cell: Cell) -> Point {
    let k = f64::from(diagram.grid.cells_per_mm());
    Point::new((f64::from(cell.column) + 0.5) / k, (f64::from(cell.row) + 0.5) / k)
}

/// The zone of a cell: the first in document order whose path holds the centre.
pub(crate) fn zone_of(diagram: &Diagram, cell: Cell) -> Option<usize> {
    diagram.zones.iter().position(|zone| zone.outline.contains(centre_mm(diagram, cell)))
}

/// A segment of a path.
#[derive(Clone, Copy, Debug)]
struct Segment {
    from: Nm,
    to: Nm,
}

impl Segment {
    fn vector(self) -> Nm {
        self.from.to(self.to)
    }

    /// `|dy| <= t |dx|` with `t = sqrt(2) - 1` says that `|dx| + |dy| <= sqrt(2) |dx|`.
    fn direction(self) -> Direction {
        let (dx, dy) = (i128::from(self.vector().x), i128::from(self.vector().y));
        let sum_squared = (dx.abs() + dy.abs()) * (dx.abs() + dy.abs());
        if sum_squared <= 2 * dx * dx {
            Direction::Horizontal
        } else if sum_squared <= 2 * dy * dy {
            Direction::Vertical
        } else if (dx > 0) != (dy > 0) {
            Direction::Rising
        } else {
            Direction::Falling
        }
    }
}

/// The shapes footprints are made of.
#[derive(Clone, Copy, Debug)]
enum Piece {
    Rectangle {
        along: Segment,
        r: i64,
    },
    Wedge {
        v: Nm,
        before: Nm,
        after: Nm,
        r: i64,
    },
    /// The half of a disc that lies on the side of its heading.
    HalfDisc {
        v: Nm,
        heading: Nm,
        r: i64,
    },
    Disc {
        v: Nm,
        r: i64,
    },
    /// All discs along a segment.
    Capsule {
        along: Segment,
        r: i64,
    },
}

impl Piece {
    fn holds(self, c: Nm) -> bool {
        match self {
            Self::Rectangle { along, r } => {
                let (d, a_c) = (along.vector(), along.from.to(c));
                (0..=d.squared()).contains(&a_c.dot(d)) && is_beside(a_c, d, r)
            }
            Self::Wedge { v, before, after, r } => {
                let v_c = v.to(c);
                v_c.is_within(r) && v_c.dot(before) >= 0 && v_c.dot(after) <= 0
            }
            Self::HalfDisc { v, heading, r } => v.to(c).is_within(r) && v.to(c).dot(heading) >= 0,
            Self::Disc { v, r } => v.to(c).is_within(r),
            Self::Capsule { along, r } => {
                let (d, a_c) = (along.vector(), along.from.to(c));
                if a_c.dot(d) <= 0 {
                    a_c.is_within(r)
                } else if a_c.dot(d) >= d.squared() {
                    along.to.to(c).is_within(r)
                } else {
                    is_beside(a_c, d, r)
                }
            }
        }
    }

    /// How far inside `c` lies, in mm: the least room that any of the piece's rules leaves. Below zero outside.
    fn depth_mm(self, c: Nm) -> f64 {
        let nm = match self {
            Self::Rectangle { along, r } => {
                let d = along.vector();
                let ends = room_ahead(along.from, d, c).min(room_ahead(along.to, reversed(d), c));
                ends.min(room_beside(along.from.to(c), d, r))
            }
            Self::Wedge { v, before, after, r } => {
                room_in_disc(v, c, r).min(room_ahead(v, before, c)).min(room_ahead(v, reversed(after), c))
            }
            Self::HalfDisc { v, heading, r } => room_in_disc(v, c, r).min(room_ahead(v, heading, c)),
            Self::Disc { v, r } => room_in_disc(v, c, r),
            Self::Capsule { along, r } => {
                let (d, a_c) = (along.vector(), along.from.to(c));
                if a_c.dot(d) > 0 && a_c.dot(d) < d.squared() {
                    room_beside(a_c, d, r)
                } else {
                    room_in_disc(along.from, c, r).max(room_in_disc(along.to, c, r))
                }
            }
        };
        nm / NM_PER_MM
    }
}

/// Whether something `a_c` away from a point of a line along `d` is no farther than `r` from the line.
fn is_beside(a_c: Nm, d: Nm, r: i64) -> bool {
    let (cross, r) = (i128::from(a_c.cross(d)), i128::from(r));
    cross * cross <= r * r * i128::from(d.squared())
}

fn reversed(v: Nm) -> Nm {
    Nm { x: -v.x, y: -v.y }
}

// The rooms divide a whole number, which is exact, by a length: a difference of two roots would lose it.

fn room_ahead(v: Nm, heading: Nm, c: Nm) -> f64 {
    v.to(c).dot(heading) as f64 / heading.length()
}

fn room_beside(a_c: Nm, d: Nm, r: i64) -> f64 {
    if a_c.cross(d) == 0 {
        return r as f64;
    }
    let (cross, wide) = (i128::from(a_c.cross(d)), i128::from(r));
    let room = wide * wide * i128::from(d.squared()) - cross * cross;
    room as f64 / (wide as f64 * d.length() + cross.abs() as f64) / d.length()
}

fn room_in_disc(v: Nm, c: Nm, r: i64) -> f64 {
    if v == c {
        return r as f64;
    }
    (r * r - v.to(c).squared()) as f64 / (r as f64 + v.to(c).length())
}

/// The footprint of one sweep or brush: its pieces in the order in which they give direction, and their directions.
type Footprint = Vec<(Piece, Direction)>;

/// The points of a roll that are kept.
fn kept_points(path: &[Point]) -> Vec<Nm> {
    let mut kept: Vec<Nm> = Vec::new();
    for p in path.iter().map(|&p| Nm::of(p)) {
        let is_too_close = kept.last().is_some_and(|last| last.to(p).squared() < STEP_NM * STEP_NM);
        if !is_too_close {
            kept.push(p);
        }
    }
    kept
}

/// The segments of every sweep.
fn sweeps(points: &[Nm]) -> Vec<Vec<Segment>> {
    let mut sweeps: Vec<Vec<Segment>> = Vec::new();
    for pair in points.windows(2) {
        let segment = Segment { from: pair[0], to: pair[1] };
        match sweeps.last_mut() {
            // The first segment's heading is the sweep's reference.
            Some(sweep) if segment.vector().dot(sweep[0].vector()) >= 0 => sweep.push(segment),
            _ => sweeps.push(vec![segment]),
        }
    }
    sweeps
}

fn sweep_footprint(sweep: &[Segment], is_first: bool, tip: Tip, r: i64) -> Footprint {
    let mut pieces = Footprint::new();
    for &along in sweep {
        pieces.push((Piece::Rectangle { along, r }, along.direction()));
    }
    for pair in sweep.windows(2) {
        let (before, after) = (pair[0].vector(), pair[1].vector());
        pieces.push((Piece::Wedge { v: pair[0].to, before, after, r }, pair[0].direction()));
    }
    let (start, end) = (sweep[0], sweep[sweep.len() - 1]);
    if tip == Tip::Round && is_first {
        let heading = reversed(start.vector());
        pieces.push((Piece::HalfDisc { v: start.from, heading, r }, start.direction()));
    }
    if tip == Tip::Round {
        pieces.push((Piece::HalfDisc { v: end.to, heading: end.vector(), r }, end.direction()));
    }
    pieces
}

fn roll_footprints(path: &[Point], tip: Tip, r: i64) -> Vec<Footprint> {
    let points = kept_points(path);
    if let [p] = points[..] {
        return vec![vec![(Piece::Disc { v: p, r }, Direction::Undirected)]];
    }
    let sweeps = sweeps(&points);
    sweeps.iter().enumerate().map(|(i, sweep)| sweep_footprint(sweep, i == 0, tip, r)).collect()
}

/// A brush has no direction of its own; that of its pieces is never looked at.
fn brush_footprint(path: &[Point], r: i64) -> Footprint {
    let points: Vec<Nm> = path.iter().map(|&p| Nm::of(p)).collect();
    if let [p] = points[..] {
        return vec![(Piece::Disc { v: p, r }, Direction::Undirected)];
    }
    let segments = points.windows(2).map(|pair| Segment { from: pair[0], to: pair[1] });
    segments.map(|along| (Piece::Capsule { along, r }, Direction::Undirected)).collect()
}

fn is_covered(footprint: &Footprint, c: Nm) -> bool {
    footprint.iter().any(|(piece, _)| piece.holds(c))
}

/// How often a ring winds around a place.
fn winding(ring: &[Nm], c: Nm) -> i32 {
    let mut turns = 0;
    for (i, &a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        // On which side of the side from `a` to `b` the place lies; a level side is never crossed.
        let side = a.to(b).cross(a.to(c));
        if a.y <= c.y && b.y > c.y && side > 0 {
            turns += 1;
        } else if b.y <= c.y && a.y > c.y && side < 0 {
            turns -= 1;
        }
    }
    turns
}

/// An entry, made ready to be asked about centres.
enum Paint {
    Roll { sweeps: Vec<Footprint>, passes: u8 },
    Shade { brush: Footprint, passes: Passes },
    Zone { zone: usize, passes: Passes },
    Region { ring: Vec<Nm>, passes: Passes },
    Erase { brush: Footprint },
}

/// What an entry paints on a diagram; nothing if it belongs to another or to a zone the diagram does not have.
fn paint(session: &Session, entry: &Entry, diagram: &Diagram) -> Option<Paint> {
    if entry.diagram != diagram.id {
        return None;
    }
    let radius = |width_mm: f64| whole_nm(width_mm / 2.0);
    Some(match &entry.kind {
        EntryKind::Roll(roll) => {
            let device = session.devices.iter().find(|device| Some(&device.id) == entry.device.as_ref())?;
            let r = radius(roll.width_mm.or(device.width_mm)?);
            let sweeps = roll_footprints(roll.path.points(), device.tip, r);
            Paint::Roll { sweeps, passes: roll.passes }
        }
        EntryKind::Shade { path, width_mm, passes } => {
            Paint::Shade { brush: brush_footprint(path.points(), radius(*width_mm)), passes: *passes }
        }
        EntryKind::Zone { zone, passes } => {
            let zone = diagram.zones.iter().position(|known| known.id == *zone)?;
            Paint::Zone { zone, passes: *passes }
        }
        EntryKind::Region { ring, passes } => {
            let ring = ring.points().iter().map(|&p| Nm::of(p)).collect();
            Paint::Region { ring, passes: *passes }
        }
        EntryKind::Erase { path, width_mm } => {
            Paint::Erase { brush: brush_footprint(path.points(), radius(*width_mm)) }
        }
    })
}

fn add(counts: &mut Passes, more: Passes) {
    for (direction, &n) in more.iter() {
        let count = counts.get_mut(direction);
        *count = count.saturating_add(n);
    }
}

/// Counts of one cell by device.
type CellCounts = BTreeMap<Option<DeviceId>, Passes>;

impl Paint {
    fn act(&self, device: Option<&DeviceId>, diagram: &Diagram, cell: Cell, counts: &mut CellCounts) {
        let c = Nm::of(centre_mm(diagram, cell));
        let own = counts.entry(device.cloned()).or_default();
        match self {
            Self::Roll { sweeps, passes } => {
                for sweep in sweeps {
                    if let Some((_, direction)) = sweep.iter().find(|(piece, _)| piece.holds(c)) {
                        add(own, Passes::of(*direction, *passes));
                    }
                }
            }
            Self::Shade { brush, passes } if is_covered(brush, c) => add(own, *passes),
            Self::Zone { zone, passes } if zone_of(diagram, cell) == Some(*zone) => add(own, *passes),
            Self::Region { ring, passes } if winding(ring, c) != 0 => add(own, *passes),
            Self::Erase { brush } if is_covered(brush, c) => counts.clear(),
            Self::Shade { .. } | Self::Zone { .. } | Self::Region { .. } | Self::Erase { .. } => {}
        }
    }
}

/// The counts of a session on a diagram, for every device and cell.
pub(crate) fn evaluate(session: &Session, diagram: &Diagram) -> Counts {
    let paints: Vec<_> = session
        .entries
        .iter()
        .filter_map(|entry| Some((entry.device.as_ref(), paint(session, entry, diagram)?)))
        .collect();
    let (columns, rows) = raster_size(diagram);
    let mut all = Counts::new();
    for (i, cell) in cells(diagram).enumerate() {
        let mut counts = CellCounts::new();
        for (device, paint) in &paints {
            paint.act(*device, diagram, cell, &mut counts);
        }
        for (device, passes) in counts.into_iter().filter(|(_, passes)| passes.total() > 0) {
            let raster =
                all.entry(device).or_insert_with(|| vec![Passes::default(); (columns * rows) as usize]);
            raster[i] = passes;
        }
    }
    all
}

/// What rounding may change about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    /// Nothing.
    None,
    /// Its centre is covered for certain, but lies on the edge between two pieces of a sweep.
    Direction,
    /// Its centre lies on the edge of a footprint.
    Count,
}

/// What rounding may change about a cell: its centre must lie within 1e-9 mm of an edge.
pub(crate) fn doubt(session: &Session, diagram: &Diagram, cell: Cell) -> Doubt {
    let c = Nm::of(centre_mm(diagram, cell));
    let doubt_of = |entry: &Entry| match paint(session, entry, diagram) {
        Some(Paint::Roll { sweeps, .. }) => {
            sweeps.iter().map(|sweep| footprint_doubt(sweep, c)).max().unwrap_or(Doubt::None)
        }
        Some(Paint::Shade { brush, .. } | Paint::Erase { brush }) => footprint_doubt(&brush, c),
        Some(Paint::Region { ring, .. }) => ring_doubt(&ring, c),
        Some(Paint::Zone { .. }) | None => Doubt::None,
    };
    session.entries.iter().map(doubt_of).max().unwrap_or(Doubt::None)
}

fn footprint_doubt(footprint: &Footprint, c: Nm) -> Doubt {
    // Nearer than any two different edges of the tests come to each other by chance.
    const AROUND: [(i64, i64); 8] =
        [(10, 3), (3, 10), (-3, 10), (-10, 3), (-10, -3), (-3, -10), (3, -10), (10, -3)];
    let mut is_on_edge = false;
    for (piece, _) in footprint {
        let depth = piece.depth_mm(c);
        if depth > EDGE_MM {
            return if is_on_edge { Doubt::Direction } else { Doubt::None };
        }
        is_on_edge |= depth >= -EDGE_MM;
    }
    let is_inside = || AROUND.iter().all(|(x, y)| is_covered(footprint, Nm { x: c.x + x, y: c.y + y }));
    match is_on_edge {
        false => Doubt::None,
        // Pieces meet without a gap, whatever rounding makes of each of them alone.
        true if is_inside() => Doubt::Direction,
        true => Doubt::Count,
    }
}

fn ring_doubt(ring: &[Nm], c: Nm) -> Doubt {
    let sides = ring.iter().enumerate().map(|(i, &from)| Segment { from, to: ring[(i + 1) % ring.len()] });
    // A capsule of no width is the side itself: its depth is the distance from it, below zero.
    let is_near = |along: Segment| Piece::Capsule { along, r: 0 }.depth_mm(c).abs() <= EDGE_MM;
    if sides.into_iter().any(is_near) { Doubt::Count } else { Doubt::None }
}
