//! Who was in a tile on which day, one bit a cell: what a sum cannot say once a session has left it again.

use super::sums::Layer;
use super::tile::{Plane, TILE, TILE_CELLS};
use jiff::civil::Date;

/// Which cells of a tile have a pass: a row a number, a cell a bit, the first lowest.
pub(super) type Mask = [u64; TILE as usize];

/// The sessions that were in a tile.
#[derive(Clone, Debug)]
pub(super) struct Visits {
    /// How many sessions touched each cell.
    sessions: Box<[u16; TILE_CELLS]>,
    /// The cells of each, in order of their days.
    stays: Vec<(Date, Box<Mask>)>,
}

impl Default for Visits {
    fn default() -> Self {
        Self { sessions: Box::new([0; TILE_CELLS]), stays: Vec::new() }
    }
}

impl Visits {
    /// A session comes in.
    pub(super) fn enter(&mut self, layers: &[Layer<'_>]) {
        let Some(day) = layers.first().map(|layer| layer.day) else { return };
        let mask = Box::new(mask_of_layers(layers));
        self.count(&mask, u16::saturating_add);
        let at = self.stays.partition_point(|(other, _)| *other <= day);
        self.stays.insert(at, (day, mask));
    }

    /// A session that came in before leaves again.
    pub(super) fn leave(&mut self, layers: &[Layer<'_>]) {
        let Some(day) = layers.first().map(|layer| layer.day) else { return };
        let mask = mask_of_layers(layers);
        // Which of two equal ones goes makes no difference.
        if let Some(at) = self.stays.iter().position(|(other, cells)| *other == day && **cells == mask) {
            self.stays.remove(at);
            self.count(&mask, u16::saturating_sub);
        }
    }

    fn count(&mut self, mask: &Mask, f: impl Fn(u16, u16) -> u16) {
        let (rows, _) = self.sessions.as_chunks_mut::<{ TILE as usize }>();
        for (row, bits) in rows.iter_mut().zip(mask) {
            for (sum, bit) in row.iter_mut().zip(0_u32..) {
                *sum = f(*sum, (*bits >> bit & 1) as u16);
            }
        }
    }

    /// How many sessions touched each cell.
    pub(super) const fn sessions(&self) -> &[u16; TILE_CELLS] {
        &self.sessions
    }
}

/// Stays from the last to the first, with one more among them.
fn from_last<'a>(
    stays: &'a [(Date, Box<Mask>)],
    more: Option<(Date, &'a Mask)>,
) -> impl Iterator<Item = (Date, &'a Mask)> {
    let at = more.map_or(0, |(day, _)| stays.partition_point(|(other, _)| *other <= day));
    let (before, behind) = stays.split_at_checked(at).unwrap_or_default();
    let stay = |(day, mask): &'a (Date, Box<Mask>)| (*day, &**mask);
    behind.iter().rev().map(stay).chain(more).chain(before.iter().rev().map(stay))
}

/// Writes the value of the last day on which each cell was touched; cells never touched are left alone.
pub(super) fn write_latest(
    visits: Option<&Visits>,
    more: Option<(Date, &Mask)>,
    value_of: impl Fn(Date) -> u16,
    out: &mut [u16; TILE_CELLS],
) {
    let (rows, _) = out.as_chunks_mut::<{ TILE as usize }>();
    let mut open = [u64::MAX; TILE as usize];
    for (day, mask) in from_last(visits.map_or(&[], |visits| &visits.stays), more) {
        let value = value_of(day);
        let mut left = 0;
        for ((row, open), bits) in rows.iter_mut().zip(&mut open).zip(mask) {
            let mut fresh = *bits & *open;
            *open &= !bits;
            left |= *open;
            while fresh != 0 {
                if let Some(cell) = row.get_mut(fresh.trailing_zeros() as usize) {
                    *cell = value;
                }
                fresh &= fresh - 1;
            }
        }
        if left == 0 {
            return;
        }
    }
}

fn mask_of_layers(layers: &[Layer<'_>]) -> Mask {
    mask_of(layers.iter().flat_map(|layer| layer.tile.planes().map(|(_, plane)| plane)))
}

/// The cells that have a count in any of the planes.
pub(super) fn mask_of<'a>(planes: impl Iterator<Item = &'a Plane>) -> Mask {
    let mut mask = [0; TILE as usize];
    for plane in planes {
        let (eights, _) = plane.as_chunks::<8>();
        for (bits, row) in mask.iter_mut().zip(eights.chunks_exact(TILE as usize / 8)) {
            for (eight, at) in row.iter().zip((0..).step_by(8)) {
                *bits |= bits_of(*eight) << at;
            }
        }
    }
    mask
}

/// One bit for each of eight counts that is not zero.
fn bits_of(counts: [u8; 8]) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let counts = u64::from_le_bytes(counts);
    // The highest bit of each byte says whether any of its bits is set.
    let set = (((counts & LOW) + LOW) | counts) & !LOW;
    // Multiplying brings the eight of them together in the highest byte.
    (set >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_counts_are_eight_bits() {
        for n in 0..=u8::MAX {
            let counts: [u8; 8] = std::array::from_fn(|i| if n >> i & 1 == 1 { n.max(1) } else { 0 });
            assert_eq!(bits_of(counts), u64::from(n), "{counts:?}");
        }
        assert_eq!(bits_of([0x80, 1, 0, 0xff, 0, 0, 0x7f, 0]), 0b0100_1011);
    }
}
