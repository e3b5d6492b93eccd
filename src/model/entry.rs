//! One thing logged in a session.

use super::{DeviceId, DiagramId, EntryId, Extra, FieldError, Passes, ZoneId};
use crate::geometry::{Polyline, Rect, Ring};

/// One thing logged in a session. Entries act in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number inside the session.
    pub id: EntryId,
    /// The diagram it was painted on; one the atlas does not know is kept and counts nowhere.
    pub diagram: DiagramId,
    /// The device it was done with; none for an eraser.
    pub device: Option<DeviceId>,
    /// When it was logged, in ms since the session began.
    pub at_ms: Option<u64>,
    /// The practitioner's own count of passes while it was done, to tell overlap inside a pass from the plan.
    pub pass: Option<u32>,
    /// What was done.
    pub kind: EntryKind,
    /// Fields this version does not know.
    pub extra: Extra,
    /// Fields inside its passes by direction that this version does not know.
    pub passes_extra: Extra,
}

/// The five ways to log.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryKind {
    /// A stroke of a device along a path.
    Roll(Roll),
    /// A painted area.
    Shade {
        /// Middle of the brush.
        path: Polyline,
        /// Width of the brush in mm.
        width_mm: f64,
        /// What every cell in it gets.
        passes: Passes,
    },
    /// A whole zone.
    Zone {
        /// Which zone; one the diagram does not have is kept and counts nowhere.
        zone: ZoneId,
        /// What every cell of it gets.
        passes: Passes,
    },
    /// An area inside a lasso.
    Region {
        /// The lasso.
        ring: Ring,
        /// What every cell inside gets.
        passes: Passes,
    },
    /// An area in which all counts of the session so far are set back to zero.
    Erase {
        /// Middle of the eraser.
        path: Polyline,
        /// Width of the eraser in mm.
        width_mm: f64,
    },
}

/// A stroke of a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    /// Middle of the device.
    pub path: Polyline,
    /// Width of the strip in mm, if other than the device's.
    pub width_mm: Option<f64>,
    /// How many passes each sweep counts.
    pub passes: u8,
    /// When each point was reached, in ms from the first; empty or one a point.
    pub times_ms: Vec<u32>,
}

impl Entry {
    /// Checks widths and times against their bounds.
    ///
    /// # Errors
    ///
    /// The first field that is out of them.
    pub fn check(&self) -> Result<(), FieldError> {
        match &self.kind {
            EntryKind::Roll(roll) => {
                super::device::check_width(roll.width_mm)?;
                let (times, points) = (roll.times_ms.len(), roll.path.points().len());
                if times != 0 && times != points {
                    let problem = format!("must have one time for each of the {points} points");
                    return Err(FieldError::new("times_ms", format!("a list of {times}"), problem));
                }
                Ok(())
            }
            EntryKind::Shade { width_mm, .. } | EntryKind::Erase { width_mm, .. } => {
                super::device::check_width(Some(*width_mm))
            }
            EntryKind::Zone { .. } | EntryKind::Region { .. } => Ok(()),
        }
    }

    /// Number of points it holds.
    pub fn points(&self) -> usize {
        match &self.kind {
            EntryKind::Roll(Roll { path, .. })
            | EntryKind::Shade { path, .. }
            | EntryKind::Erase { path, .. } => path.points().len(),
            EntryKind::Region { ring, .. } => ring.points().len(),
            EntryKind::Zone { .. } => 0,
        }
    }

    /// The box around its path or ring, without the width of the device; none for a zone.
    pub fn bounds(&self) -> Option<Rect> {
        match &self.kind {
            EntryKind::Roll(Roll { path, .. })
            | EntryKind::Shade { path, .. }
            | EntryKind::Erase { path, .. } => Some(path.bounds()),
            EntryKind::Region { ring, .. } => Some(ring.bounds()),
            EntryKind::Zone { .. } => None,
        }
    }
}

impl EntryKind {
    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Roll(_) => "roll",
            Self::Shade { .. } => "shade",
            Self::Zone { .. } => "zone",
            Self::Region { .. } => "region",
            Self::Erase { .. } => "erase",
        }
    }
}
