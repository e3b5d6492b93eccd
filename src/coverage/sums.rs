//! Running sums of one tile: sessions come in and leave again, and the sums are exact.

use super::tile::{Plane, TILE_CELLS, Tile};
use super::visits::Visits;
use crate::model::{Direction, PerDirection};
use jiff::civil::Date;

/// The sums of some planes, cell by cell.
#[derive(Clone, Debug)]
pub(super) struct SumPlane {
    sums: Sums,
    /// The largest of them.
    most: u32,
}

/// As narrow as the sums allow: they are read far more often than they change their width.
#[derive(Clone, Debug)]
pub(super) enum Sums {
    Short(Box<[u16; TILE_CELLS]>),
    Long(Box<[u32; TILE_CELLS]>),
}

/// The most a short sum can hold.
const SHORT: u32 = u16::MAX as u32;

/// So many planes are added at once, because waiting for memory takes longer than adding.
const AT_ONCE: usize = 4;

impl Default for SumPlane {
    fn default() -> Self {
        Self { sums: Sums::Short(Box::new([0; TILE_CELLS])), most: 0 }
    }
}

impl SumPlane {
    pub(super) const fn sums(&self) -> &Sums {
        &self.sums
    }

    pub(super) const fn most(&self) -> u32 {
        self.most
    }

    /// The sum at a place of the tile.
    pub(super) fn at(&self, place: usize) -> u32 {
        match &self.sums {
            Sums::Short(sums) => sums.get(place).copied().unwrap_or(0).into(),
            Sums::Long(sums) => sums.get(place).copied().unwrap_or(0),
        }
    }

    /// Adds planes.
    pub(super) fn add(&mut self, planes: &[&Plane]) {
        for some in planes.chunks(AT_ONCE) {
            self.make_room(some);
            match (&mut self.sums, some) {
                (Sums::Short(sums), &[a, b, c, d]) => add_four(sums, [a, b, c, d]),
                (Sums::Short(sums), some) => some.iter().for_each(|plane| add_short(sums, plane)),
                (Sums::Long(sums), some) => some.iter().for_each(|plane| add_long(sums, plane)),
            }
            // An upper bound for the next, which is all that making room asks for.
            self.most += some.len() as u32 * u32::from(u8::MAX);
        }
        self.settle();
    }

    /// Takes a plane out that was added before.
    pub(super) fn subtract(&mut self, plane: &Plane) {
        match &mut self.sums {
            Sums::Short(sums) => {
                for (sum, &count) in sums.iter_mut().zip(plane) {
                    *sum = sum.wrapping_sub(u16::from(count));
                }
            }
            Sums::Long(sums) => {
                for (sum, &count) in sums.iter_mut().zip(plane) {
                    *sum = sum.wrapping_sub(u32::from(count));
                }
            }
        }
        self.settle();
    }

    /// Adds other sums.
    fn join(&mut self, other: &Self) {
        if self.most + other.most > SHORT {
            self.lengthen();
        }
        match (&mut self.sums, &other.sums) {
            (Sums::Short(sums), Sums::Short(more)) => {
                sums.iter_mut().zip(more.iter()).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
            }
            (Sums::Long(sums), Sums::Short(more)) => {
                sums.iter_mut().zip(more.iter()).for_each(|(sum, more)| *sum += u32::from(*more));
            }
            (Sums::Long(sums), Sums::Long(more)) => {
                sums.iter_mut().zip(more.iter()).for_each(|(sum, more)| *sum += *more);
            }
            // Sums are only long when the largest of them has made these long as well.
            (Sums::Short(_), Sums::Long(_)) => {}
        }
        self.settle();
    }

    /// Makes the sums long if they would not hold these planes as well.
    fn make_room(&mut self, planes: &[&Plane]) {
        let room = |most: u32, planes: u32| most + planes * u32::from(u8::MAX) <= SHORT;
        if !room(self.most, planes.len() as u32) {
            self.settle();
            if self.most + planes.iter().map(|plane| most_of(plane)).sum::<u32>() > SHORT {
                self.lengthen();
            }
        }
    }

    /// Finds the largest sum, and makes the sums short if they can be.
    fn settle(&mut self) {
        self.most = match &self.sums {
            Sums::Short(sums) => sums.iter().copied().fold(0, u16::max).into(),
            Sums::Long(sums) => sums.iter().copied().fold(0, u32::max),
        };
        if let (Sums::Long(long), true) = (&self.sums, self.most <= SHORT) {
            let mut short = Box::new([0; TILE_CELLS]);
            short.iter_mut().zip(long.iter()).for_each(|(short, &long)| *short = long as u16);
            self.sums = Sums::Short(short);
        }
    }

    fn lengthen(&mut self) {
        if let Sums::Short(short) = &self.sums {
            let mut long = Box::new([0; TILE_CELLS]);
            long.iter_mut().zip(short.iter()).for_each(|(long, &short)| *long = u32::from(short));
            self.sums = Sums::Long(long);
        }
    }
}

fn add_four(sums: &mut [u16; TILE_CELLS], planes: [&Plane; AT_ONCE]) {
    let [a, b, c, d] = planes;
    for ((((sum, &a), &b), &c), &d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let four = u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d);
        *sum = sum.wrapping_add(four);
    }
}

fn add_short(sums: &mut [u16; TILE_CELLS], plane: &Plane) {
    for (sum, &count) in sums.iter_mut().zip(plane) {
        *sum = sum.wrapping_add(u16::from(count));
    }
}

fn add_long(sums: &mut [u32; TILE_CELLS], plane: &Plane) {
    for (sum, &count) in sums.iter_mut().zip(plane) {
        *sum += u32::from(count);
    }
}

/// The largest count of a plane.
fn most_of(plane: &Plane) -> u32 {
    plane.iter().copied().fold(0, u8::max).into()
}

/// The counts of one device in one session in one tile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer<'a> {
    /// Another number than that of any other session at hand.
    pub(super) session: usize,
    /// The session's date.
    pub(super) day: Date,
    /// The device's density per pass.
    pub(super) density: Option<f64>,
    /// The counts.
    pub(super) tile: &'a Tile,
}

/// The passes of the devices of one density, all directions together.
#[derive(Clone, Debug)]
struct Group {
    density: Option<f64>,
    /// How many layers are in it.
    layers: u32,
    /// None while it is the only group: then the sums by direction say it.
    passes: Option<SumPlane>,
}

/// The sums of one tile.
#[derive(Clone, Debug, Default)]
pub(super) struct SumTile {
    /// How many layers are in it.
    layers: u32,
    planes: PerDirection<Option<SumPlane>>,
    groups: Vec<Group>,
    visits: Option<Box<Visits>>,
}

impl SumTile {
    /// Whether nothing is left in it.
    pub(super) const fn is_empty(&self) -> bool {
        self.layers == 0
    }

    /// The sums of every direction that has any.
    pub(super) fn planes(&self) -> impl Iterator<Item = (Direction, &SumPlane)> {
        self.planes.iter().filter_map(|(direction, plane)| Some((direction, plane.as_ref()?)))
    }

    /// Who was there when, where that is kept.
    pub(super) fn visits(&self) -> Option<&Visits> {
        self.visits.as_deref()
    }

    /// The densities per pass of the devices that painted here, in no order.
    pub(super) fn densities(&self) -> impl Iterator<Item = Option<f64>> {
        self.groups.iter().map(|group| group.density)
    }

    /// The planes that add up to the passes by devices of one density.
    pub(super) fn passes_of(&self, density: Option<f64>) -> impl Iterator<Item = &SumPlane> {
        let group = self.groups.iter().find(|group| group.density == density);
        let own = group.and_then(|group| group.passes.as_ref());
        let all = group.filter(|_| own.is_none()).map(|_| self.planes().map(|(_, plane)| plane));
        own.into_iter().chain(all.into_iter().flatten())
    }

    /// Sessions come in, one behind the other. `keeps_visits`: whether to note who was there when.
    pub(super) fn enter(&mut self, layers: &[Layer<'_>], keeps_visits: bool) {
        self.join_groups(layers);
        self.layers += layers.len() as u32;
        for direction in Direction::ALL {
            let planes: Vec<&Plane> = layers.iter().filter_map(|layer| layer.tile.plane(direction)).collect();
            if !planes.is_empty() {
                let sums = self.planes.get_mut(direction);
                sums.get_or_insert_default().add(&planes);
                // Zeros are left by an eraser, and are no reason to have sums.
                sums.take_if(|sums| sums.most == 0);
            }
        }
        if keeps_visits {
            let visits = self.visits.get_or_insert_default();
            layers.chunk_by(|a, b| a.session == b.session).for_each(|session| visits.enter(session));
        }
    }

    /// A session that came in before leaves again.
    pub(super) fn leave(&mut self, layers: &[Layer<'_>]) {
        for &Layer { density, tile, .. } in layers {
            self.leave_group(density, tile);
            self.layers = self.layers.saturating_sub(1);
            for (direction, plane) in tile.planes() {
                let sums = self.planes.get_mut(direction);
                if let Some(sums) = sums {
                    sums.subtract(plane);
                }
                sums.take_if(|sums| sums.most == 0);
            }
        }
        if let Some(visits) = &mut self.visits {
            visits.leave(layers);
        }
    }

    /// Notes the densities of layers before they are added to the sums by direction.
    fn join_groups(&mut self, layers: &[Layer<'_>]) {
        for &Layer { density, .. } in layers {
            match self.groups.iter_mut().find(|group| group.density == density) {
                Some(group) => group.layers += 1,
                None => self.groups.push(Group { density, layers: 1, passes: None }),
            }
        }
        if self.groups.len() < 2 {
            return;
        }
        if let Some(first) = self.groups.first_mut().filter(|first| first.passes.is_none()) {
            // It was the only one, so that everything so far is its own.
            let passes = first.passes.insert(SumPlane::default());
            self.planes.0.iter().flatten().for_each(|plane| passes.join(plane));
        }
        for group in &mut self.groups {
            let own = layers.iter().filter(|layer| layer.density == group.density);
            let planes: Vec<&Plane> =
                own.flat_map(|layer| layer.tile.planes().map(|(_, plane)| plane)).collect();
            group.passes.get_or_insert_default().add(&planes);
        }
    }

    fn leave_group(&mut self, density: Option<f64>, tile: &Tile) {
        for group in self.groups.iter_mut().filter(|group| group.density == density) {
            group.layers = group.layers.saturating_sub(1);
            if let Some(passes) = &mut group.passes {
                tile.planes().for_each(|(_, plane)| passes.subtract(plane));
            }
        }
        self.groups.retain(|group| group.layers > 0);
        if let [only] = self.groups.as_mut_slice() {
            only.passes = None;
        }
    }
}
