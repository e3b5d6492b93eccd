//! Diagrams and their zones.

use super::{Client, DiagramId, ZoneId};
use crate::geometry::{Grid, Outline};
use std::borrow::Cow;
use std::sync::Arc;

/// A picture with a millimetre coordinate system, a silhouette and zones.
///
/// # Guarantees
///
/// Zones have different ids and stand in the order of the drawing, in which the first that claims a cell has it.
#[derive(Debug)]
pub struct Diagram {
    /// Its id.
    pub id: DiagramId,
    /// What people call it.
    pub title: String,
    /// From where the figure is seen.
    pub view: DiagramView,
    /// The body it shows; none fits any client.
    pub figure: Option<Figure>,
    /// Width and height in mm.
    pub size_mm: (f64, f64),
    /// Its coverage raster.
    pub grid: Grid,
    /// The vertical line that parts left from right, in mm; none in side views.
    pub midline_x_mm: Option<f64>,
    /// The zones in drawing order.
    pub zones: Vec<Zone>,
    /// The figure's outer edge.
    pub silhouette: Outline,
    /// The drawing.
    pub svg: Arc<str>,
    /// Body surface of the reference body in m2 (Mosteller), on diagrams whose areas grow with the client's.
    pub reference_surface_m2: Option<f64>,
}

/// A named part of a diagram.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Its id.
    pub id: ZoneId,
    /// What people call it, without its side.
    pub name: String,
    /// On which side of the client it is.
    pub side: Side,
    /// Whether it is not to be treated.
    pub keep_out: bool,
    /// SNOMED CT code of the structure, where there is one.
    pub snomed: Option<String>,
    /// True skin area over flat picture area, in millionths: whole numbers, so that sums over zones are exact.
    pub area_factor_millionths: u64,
    /// Where the area factor comes from.
    pub area_source: String,
    /// Its edge.
    pub outline: Outline,
}

/// The client's own side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The client's left.
    Left,
    /// The client's right.
    Right,
    /// Neither.
    Middle,
}

/// The body a diagram shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// A female body.
    Female,
    /// A male body.
    Male,
}

impl Figure {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Its name on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Female, Self::Male].into_iter().find(|figure| figure.name() == name)
    }
}

/// From where the figure is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiagramView {
    /// From the front: the client's left is on the picture's right.
    Front,
    /// From behind: the client's left is on the picture's left.
    Back,
    /// The client's left side.
    Left,
    /// The client's right side.
    Right,
    /// From above, with the nose at the top: the client's left is on the picture's left.
    Top,
}

impl DiagramView {
    /// The one of this name in the atlas.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "front" => Self::Front,
            "back" => Self::Back,
            "left" => Self::Left,
            "right" => Self::Right,
            "top" => Self::Top,
            _ => return None,
        })
    }
}

/// Height and weight, from which body surface is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BodySize {
    /// Height in cm.
    pub height_cm: f64,
    /// Weight in kg.
    pub weight_kg: f64,
}

impl BodySize {
    /// Height and weight of a client, if both are known.
    pub fn of_client(client: &Client) -> Option<Self> {
        Some(Self { height_cm: client.height_cm?, weight_kg: client.weight_kg? })
    }

    /// Body surface in m2: `sqrt(cm * kg / 3600)` (Mosteller 1987).
    pub fn surface_m2(self) -> f64 {
        (self.height_cm * self.weight_kg / 3600.0).sqrt()
    }
}

impl Diagram {
    /// The most zones: a zone map keeps one byte a cell.
    pub const MAX_ZONES: usize = 250;

    /// What it is called among those that a series uses: one without a figure of its own shows the bodies of both,
    /// under the same titles.
    pub fn title_for(&self, series: Option<Figure>) -> Cow<'_, str> {
        match (series, self.figure) {
            (None, Some(figure)) => {
                let rest = self.title.strip_prefix("Body ").unwrap_or(&self.title);
                Cow::Owned(format!("{} {rest}", figure.title()))
            }
            _ => Cow::Borrowed(&self.title),
        }
    }

    /// The zone of this id and its place in drawing order.
    pub fn zone(&self, id: &ZoneId) -> Option<(usize, &Zone)> {
        self.zones.iter().enumerate().find(|(_, zone)| zone.id == *id)
    }

    /// By how much every area on this diagram is multiplied for a client of this size: 1 on faces and where the
    /// size is not known.
    pub fn body_scale(&self, size: Option<BodySize>) -> f64 {
        match (self.reference_surface_m2, size) {
            (Some(reference), Some(size)) => size.surface_m2() / reference,
            _ => 1.0,
        }
    }

    /// Whether clients of this figure use it.
    pub fn fits(&self, figure: Option<Figure>) -> bool {
        match (self.figure, figure) {
            (Some(mine), Some(asked)) => mine == asked,
            _ => true,
        }
    }

    /// Pairs of zones of the same name on the left and on the right, as places in drawing order.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let of_side = |side| self.zones.iter().enumerate().filter(move |(_, zone)| zone.side == side);
        of_side(Side::Left)
            .filter_map(|(left, zone)| {
                let mut twins = of_side(Side::Right).filter(|(_, other)| other.name == zone.name);
                twins.next().map(|(right, _)| (left, right))
            })
            .collect()
    }

    /// The zone of the same name on the other side; none for one in the middle.
    pub fn twin(&self, zone: usize) -> Option<usize> {
        let both = self.pairs().into_iter().find(|(left, right)| *left == zone || *right == zone)?;
        Some(if both.0 == zone { both.1 } else { both.0 })
    }

    /// Whether the client's left is on the picture's right, as when looking at someone.
    pub const fn is_facing(&self) -> bool {
        matches!(self.view, DiagramView::Front)
    }
}

impl Zone {
    /// True skin area over flat picture area.
    pub fn area_factor(&self) -> f64 {
        self.area_factor_millionths as f64 / 1e6
    }

    /// Name and side in a sentence: `Cheek (left)`.
    pub fn full_name(&self) -> String {
        match self.side {
            Side::Left => format!("{} (left)", self.name),
            Side::Right => format!("{} (right)", self.name),
            Side::Middle => self.name.clone(),
        }
    }
}
