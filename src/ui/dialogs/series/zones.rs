//! Names of zones, to choose from and to see what a pattern covers.

use super::plan::pattern;
use crate::model::{Atlas, Figure, Side, Zone, ZonePattern};
use crate::ui::widgets::{Menu, tip_with};
use crate::wording;
use egui::Response;
use std::collections::BTreeSet;

/// Number of zones that a pattern covers on the diagrams of a figure, each counted once.
pub(super) fn matching(text: &str, atlas: &Atlas, figure: Option<Figure>) -> usize {
    names(text, atlas, figure).len()
}

fn names(text: &str, atlas: &Atlas, figure: Option<Figure>) -> BTreeSet<String> {
    let pattern = pattern(text);
    let zones = atlas.for_figure(figure).flat_map(|diagram| &diagram.zones);
    zones.filter(|zone| pattern.matches(&zone.id)).map(|zone| zone.id.as_str().to_owned()).collect()
}

/// Says in a tooltip which zones a pattern covers.
pub(super) fn explain(field: &Response, text: &str, atlas: &Atlas, figure: Option<Figure>) {
    if !field.hovered() || text.trim().is_empty() {
        return;
    }
    let names = names(text, atlas, figure);
    let list: Vec<&str> = names.iter().map(String::as_str).collect();
    tip_with(field.clone(), &wording::count(list.len(), "zone"), "", &list.join(", "));
}

/// A pattern of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    words: String,
    pattern: String,
}

/// Patterns for the zones of a diagram that are treated: both sides together where one pattern covers just them,
/// and each alone.
fn offers(zones: &[Zone]) -> Vec<Offer> {
    let mut offers = Vec::new();
    for zone in zones.iter().filter(|zone| !zone.keep_out) {
        if zone.side == Side::Left
            && let Some(both) = both_sides(zone, zones)
        {
            offers.push(Offer { words: zone.name.clone(), pattern: both });
        }
        offers.push(Offer { words: zone.full_name(), pattern: zone.id.as_str().to_owned() });
    }
    offers
}

/// The pattern of both sides of a zone, if it covers nothing else of the diagram.
fn both_sides(left: &Zone, zones: &[Zone]) -> Option<String> {
    let text = format!("{}-*", left.id.as_str().strip_suffix("-left")?);
    let pattern = ZonePattern::new(text.as_str());
    let mut covered = zones.iter().filter(|zone| pattern.matches(&zone.id));
    let alike = covered.clone().all(|zone| zone.name == left.name);
    (alike && covered.any(|zone| zone.side == Side::Right)).then_some(text)
}

/// Opens below a button; returns the pattern that was chosen.
pub(super) fn menu(button: &Response, now: &str, atlas: &Atlas, figure: Option<Figure>) -> Option<String> {
    let mut chosen = None;
    Menu::below_scrolled(button, 300.0, 320.0, |menu| {
        if menu.choice("All zones", "*", now.trim() == "*") {
            chosen = Some("*".to_owned());
        }
        let mut seen = BTreeSet::new();
        for diagram in atlas.for_figure(figure) {
            let offers = offers(&diagram.zones);
            let new: Vec<&Offer> = offers.iter().filter(|offer| seen.insert(offer.pattern.clone())).collect();
            if new.is_empty() {
                continue;
            }
            menu.separator();
            menu.head(&diagram.title_for(figure));
            for offer in new {
                if menu.choice(&offer.words, &offer.pattern, now.trim() == offer.pattern) {
                    chosen = Some(offer.pattern.clone());
                }
            }
        }
    });
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offered_patterns_cover_what_they_say() {
        let atlas = Atlas::builtin().unwrap();
        for diagram in atlas.diagrams() {
            for offer in offers(&diagram.zones) {
                let pattern = ZonePattern::new(offer.pattern.as_str());
                let covered: Vec<&Zone> =
                    diagram.zones.iter().filter(|zone| pattern.matches(&zone.id)).collect();
                let expected = if offer.pattern.ends_with('*') { 2 } else { 1 };
                assert_eq!(covered.len(), expected, "{} {offer:?}", diagram.id);
                assert!(covered.iter().all(|zone| !zone.keep_out), "{offer:?}");
                assert!(covered.iter().all(|zone| offer.words.starts_with(&zone.name)), "{offer:?}");
            }
        }
    }

    #[test]
    fn zones_on_several_diagrams_count_once() {
        let atlas = Atlas::builtin().unwrap();
        assert_eq!(matching(" cheek-* ", &atlas, None), 2);
        assert_eq!(matching("breast-*", &atlas, Some(Figure::Male)), 0);
        assert_eq!(matching("nowhere", &atlas, None), 0);
    }
}
