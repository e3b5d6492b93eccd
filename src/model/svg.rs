//! What the program needs to know of a drawing's SVG: its size, its silhouette and the outlines of its zones.
//!
//! Read straight from the text and not from a rendered tree: path data keeps its full precision that way, so
//! that a cell's zone does not depend on how a renderer rounds.

use crate::geometry::Outline;
use resvg::usvg::roxmltree::{Document, Node};

/// The four groups of a drawing, in the order they are painted.
const GROUPS: [&str; 4] = ["figure", "shade", "lines", "zones"];

/// The geometry of a drawing, in mm.
pub(super) struct Drawing {
    /// Width and height of the viewBox.
    pub(super) size_mm: (f64, f64),
    /// The figure's outer edge.
    pub(super) silhouette: Outline,
    /// Id and outline of every zone, in document order.
    pub(super) zones: Vec<(String, Outline)>,
}

/// Reads a drawing.
///
/// # Errors
///
/// What breaks the contract, and where in the drawing.
pub(super) fn read(svg: &str) -> Result<Drawing, String> {
    let document = Document::parse(svg).map_err(|e| format!("is no XML: {e}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("the root element is `{}`, not `svg`", root.tag_name().name()));
    }
    refuse_outside_references(&document)?;
    let size_mm = view_box(root)?;
    let groups: Vec<&str> = children(root, "g").filter_map(|g| g.attribute("id")).collect();
    if groups != GROUPS {
        return Err(format!("its groups are {groups:?}, not {GROUPS:?}"));
    }
    let group = |name| children(root, "g").find(|g| g.attribute("id") == Some(name)).into_iter();
    let silhouette = group("figure")
        .flat_map(|g| children(g, "path"))
        .find(|path| path.attribute("id") == Some("silhouette"))
        .ok_or("its group `figure` has no path `silhouette`")?;
    let zones = group("zones").flat_map(|g| children(g, "path")).map(|path| {
        let id = path.attribute("id").ok_or_else(|| format!("a zone at {} has no id", place(path)))?;
        Ok((id.to_owned(), outline(path)?))
    });
    Ok(Drawing { size_mm, silhouette: outline(silhouette)?, zones: zones.collect::<Result<_, String>>()? })
}

fn children<'a, 'i: 'a>(parent: Node<'a, 'i>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    parent.children().filter(move |node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)))
}

fn place(node: Node<'_, '_>) -> String {
    let position = node.document().text_pos_at(node.range().start);
    format!("line {}, column {}", position.row, position.col)
}

fn outline(path: Node<'_, '_>) -> Result<Outline, String> {
    let id = path.attribute("id").unwrap_or_default();
    // A moved path would be painted elsewhere than it is counted.
    if path.ancestors().any(|node| node.has_attribute("transform")) {
        return Err(format!("path `{id}` at {} is under a transform", place(path)));
    }
    let d = path.attribute("d").ok_or_else(|| format!("path `{id}` at {} has no d", place(path)))?;
    Outline::from_svg(d).map_err(|e| format!("path `{id}` at {} {e}", place(path)))
}

fn view_box(root: Node<'_, '_>) -> Result<(f64, f64), String> {
    let text = root.attribute("viewBox").ok_or("it has no viewBox")?;
    let numbers: Vec<f64> = text.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [x, y, width, height] if x == 0.0 && y == 0.0 && width > 0.0 && height > 0.0 => Ok((width, height)),
        _ => Err(format!("its viewBox is `{text}`, not `0 0 WIDTH HEIGHT`")),
    }
}

/// A drawing is data: nothing in it may run or point outside itself.
fn refuse_outside_references(document: &Document<'_>) -> Result<(), String> {
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        if matches!(name, "script" | "image" | "foreignObject") {
            return Err(format!("`{name}` at {} is not allowed", place(node)));
        }
        for attribute in node.attributes() {
            let outside = attribute.name() == "href" && !attribute.value().starts_with('#');
            if outside || attribute.name().starts_with("on") {
                return Err(format!("attribute `{}` at {} is not allowed", attribute.name(), place(node)));
            }
        }
    }
    Ok(())
}
