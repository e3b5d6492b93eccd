//! Two care records in one.

use super::pick::{Picker, Sides, merge_list};
use crate::model::{Care, Numbing};

pub(super) fn merge_care(picker: &mut Picker, sides: Sides<&Care>) -> Care {
    Care {
        consent: picker.pick("care.consent", sides.map(|care| &care.consent)),
        consent_scope: picker.pick("care.consent_scope", sides.map(|care| &care.consent_scope)),
        consent_date: picker.pick("care.consent_date", sides.map(|care| &care.consent_date)),
        cleansed: picker.pick("care.cleansed", sides.map(|care| &care.cleansed)),
        numbing: merge_numbing(picker, sides.map(|care| &care.numbing)),
        products: merge_list(sides.map(|care| &care.products), Clone::clone),
        endpoint: picker.pick("care.endpoint", sides.map(|care| &care.endpoint)),
        pain: picker.pick("care.pain", sides.map(|care| &care.pain)),
        aftercare: merge_list(sides.map(|care| &care.aftercare), Clone::clone),
        extra: picker.extra("care", sides.map(|care| &care.extra)),
    }
}

fn merge_numbing(picker: &mut Picker, sides: Sides<&Option<Numbing>>) -> Option<Numbing> {
    let none = Numbing::default();
    let full = sides.map(|numbing| numbing.as_ref().unwrap_or(&none));
    let merged = Numbing {
        agent: picker.pick("care.numbing.agent", full.map(|numbing| &numbing.agent)),
        grams: picker.pick("care.numbing.grams", full.map(|numbing| &numbing.grams)),
        minutes: picker.pick("care.numbing.minutes", full.map(|numbing| &numbing.minutes)),
        since: picker.pick("care.numbing.since", full.map(|numbing| &numbing.since)),
        occluded: picker.pick("care.numbing.occluded", full.map(|numbing| &numbing.occluded)),
        extra: picker.extra("care.numbing", full.map(|numbing| &numbing.extra)),
    };
    // An empty record says less than a field of it, and more than none.
    let there = sides.map(Option::is_some);
    let stays = there.settled(|a, b| a == b).copied().unwrap_or(true);
    (stays || merged != none).then_some(merged)
}
