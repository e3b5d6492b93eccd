//! Which passes count: by who treated, by device, by needle length and by direction.

use super::SessionCoverage;
use crate::geometry::Cell;
use crate::model::{Device, DeviceId, Direction, PerDirection, Session};

/// A choice of passes. The usual one lets all of them through.
///
/// It is a matter of what is looked at: sessions stay sessions, so that targets and days don't change with it, and a
/// pass that does not come through counts as one that was never made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassFilter {
    /// Only sessions of this practitioner.
    pub practitioner: Option<String>,
    /// Only devices of this name.
    pub device: Option<String>,
    /// Only devices with needles of this length in mm.
    pub needle_mm: Option<f64>,
    /// The directions that are left out.
    pub left_out: PerDirection<bool>,
}

impl PassFilter {
    /// Lets every pass through.
    pub const ALL: Self = Self {
        practitioner: None,
        device: None,
        needle_mm: None,
        left_out: PerDirection([false; Direction::ALL.len()]),
    };

    /// Whether every pass comes through.
    pub fn is_all(&self) -> bool {
        *self == Self::ALL
    }

    /// Whether passes of a session that come from this device, or from none, come through as far as their direction
    /// does.
    pub fn takes(&self, session: &Session, device: Option<&DeviceId>) -> bool {
        let practitioner = session.practitioner.as_deref();
        if self.practitioner.as_deref().is_some_and(|wanted| practitioner != Some(wanted)) {
            return false;
        }
        let device = device.and_then(|id| session.device(id));
        let named = |device: &Device| self.device.as_ref().is_none_or(|name| device.name == *name);
        let long = |device: &Device| self.needle_mm.is_none_or(|mm| device.needle_length_mm == Some(mm));
        match device {
            Some(device) => named(device) && long(device),
            None => self.device.is_none() && self.needle_mm.is_none(),
        }
    }

    /// Whether any direction is left out.
    fn leaves_out(&self) -> bool {
        self.left_out.0.contains(&true)
    }

    /// The choice in a few words: `Derma roller, 1.5 mm, without rising`. Empty for all passes.
    pub fn words(&self) -> String {
        let needles = self.needle_mm.map(|mm| format!("{mm} mm"));
        let mut parts: Vec<String> =
            self.practitioner.iter().chain(&self.device).cloned().chain(needles).collect();
        let out = self.left_out.iter().filter(|(_, out)| **out).map(|(direction, _)| direction.name());
        let out: Vec<&str> = out.collect();
        if !out.is_empty() {
            parts.push(format!("without {}", out.join(", ")));
        }
        parts.join(", ")
    }
}

impl SessionCoverage {
    /// The passes of a session that come through a filter. Tiles that lose nothing stay shared.
    #[must_use]
    pub fn through(&self, session: &Session, filter: &PassFilter) -> Self {
        if filter.is_all() {
            return self.clone();
        }
        let taken = self.layers().filter(|(device, _)| filter.takes(session, *device));
        let layers = taken.map(|(device, layer)| {
            let layer =
                if filter.leaves_out() { layer.without(filter.left_out).into() } else { layer.clone() };
            (device.cloned(), layer)
        });
        Self::from_layers(self.grid(), layers.collect())
    }

    /// The counts of a cell that come through a filter, all devices together.
    pub fn counts_through(&self, session: &Session, filter: &PassFilter, cell: Cell) -> PerDirection<u32> {
        let mut sum = PerDirection::<u32>::default();
        for (_, layer) in self.layers().filter(|(device, _)| filter.takes(session, *device)) {
            for (direction, &count) in layer.counts(cell).iter() {
                if !*filter.left_out.get(direction) {
                    *sum.get_mut(direction) += u32::from(count);
                }
            }
        }
        sum
    }
}
