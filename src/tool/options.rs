//! What can be set for the tools.

use crate::model::{DeviceId, Direction, Passes, PerDirection};

/// Direction of the Roll tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DirectionMode {
    /// Follows the hand.
    #[default]
    Auto,
    /// Holds the stroke to straight lines in one direction, so that it is the one that is counted.
    Fixed(Direction),
}

impl DirectionMode {
    /// All modes, in the order of the context bar.
    pub const ALL: [Self; 5] = [
        Self::Auto,
        Self::Fixed(Direction::Horizontal),
        Self::Fixed(Direction::Vertical),
        Self::Fixed(Direction::Rising),
        Self::Fixed(Direction::Falling),
    ];

    /// The next one, around.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|mode| *mode == self).unwrap_or(0);
        Self::ALL.into_iter().cycle().nth(at + 1).unwrap_or_default()
    }
}

/// Passes that an area gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreaOptions {
    /// How many in each chosen direction.
    pub passes: u8,
    /// The chosen directions; none stands for undirected passes.
    pub directions: PerDirection<bool>,
}

impl Default for AreaOptions {
    fn default() -> Self {
        Self { passes: 1, directions: PerDirection::default() }
    }
}

impl AreaOptions {
    /// Four passes in each of the four directions.
    pub const FOUR_BY_FOUR: Self =
        Self { passes: 4, directions: PerDirection([true, true, true, true, false]) };

    /// The next choice of directions, around: none, each of the four alone, all four.
    pub fn turn(&mut self) {
        let on = |direction: &Direction| *self.directions.get(*direction);
        let chosen: Vec<Direction> = Direction::ROLLED.into_iter().filter(on).collect();
        let mut next = PerDirection::default();
        match chosen.as_slice() {
            [] => *next.get_mut(Direction::Horizontal) = true,
            [Direction::Falling] => next = Self::FOUR_BY_FOUR.directions,
            [one] => {
                let after = Direction::ROLLED.into_iter().skip_while(|direction| direction != one).nth(1);
                if let Some(direction) = after {
                    *next.get_mut(direction) = true;
                }
            }
            _ => {}
        }
        self.directions = next;
    }

    /// The passes by direction.
    pub fn passes(&self) -> Passes {
        let mut passes = Passes::default();
        for direction in Direction::ROLLED {
            if *self.directions.get(direction) {
                *passes.get_mut(direction) = self.passes;
            }
        }
        if passes.total() == 0 { Passes::of(Direction::Undirected, self.passes) } else { passes }
    }
}

/// What is set for the tools.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolOptions {
    /// The device in hand.
    pub device: Option<DeviceId>,
    /// Passes a sweep of the Roll tool counts.
    pub passes: u8,
    /// Direction of the Roll tool.
    pub direction: DirectionMode,
    /// Whether every stroke is repeated on the other side of the midline.
    pub mirror: bool,
    /// The practitioner's own count of passes.
    pub pass: u32,
    /// Width of the Shade tool in mm.
    pub shade_width_mm: f64,
    /// Width of the Erase tool in mm.
    pub erase_width_mm: f64,
    /// Passes of Shade, Zone and Region.
    pub area: AreaOptions,
    /// Whether the Region tool takes corners, a click each, instead of a lasso.
    pub corners: bool,
    /// How steady the hand is made, in percent.
    pub steadiness: u8,
}

impl Default for ToolOptions {
    fn default() -> Self {
        Self {
            device: None,
            passes: 1,
            direction: DirectionMode::Auto,
            mirror: false,
            pass: 1,
            shade_width_mm: 12.0,
            erase_width_mm: 8.0,
            area: AreaOptions::default(),
            corners: false,
            steadiness: 0,
        }
    }
}

impl ToolOptions {
    /// The widest and narrowest brush that can be set, in mm.
    pub const WIDTHS_MM: std::ops::RangeInclusive<f64> = 1.0..=500.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_direction_means_undirected() {
        let mut area = AreaOptions { passes: 3, ..AreaOptions::default() };
        assert_eq!(area.passes(), Passes::of(Direction::Undirected, 3));
        *area.directions.get_mut(Direction::Rising) = true;
        assert_eq!(area.passes(), Passes::of(Direction::Rising, 3));
    }

    #[test]
    fn directions_of_areas_go_around() {
        let mut area = AreaOptions::default();
        let mut seen = Vec::new();
        for _ in 0..6 {
            seen.push(area.directions.0);
            area.turn();
        }
        assert_eq!(area, AreaOptions::default());
        let on: Vec<usize> = seen.iter().map(|on| on.iter().filter(|on| **on).count()).collect();
        assert_eq!(on, [0, 1, 1, 1, 1, 4]);
        assert_eq!(AreaOptions::FOUR_BY_FOUR.passes().total(), 16);
    }

    #[test]
    fn directions_go_around() {
        let mut mode = DirectionMode::Auto;
        for _ in DirectionMode::ALL {
            mode = mode.next();
        }
        assert_eq!(mode, DirectionMode::Auto);
    }
}
