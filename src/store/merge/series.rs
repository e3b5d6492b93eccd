//! Two copies of a series' own file in one. Its sessions are merged one by one.

use super::pick::{Picker, Ranked, Sides, merge_list};
use super::{MergeError, MergeReport, Merged};
use crate::model::{Client, Plan, Series, Target};
use std::cmp::Ordering;

/// Makes one of two copies of a series; `base` is what both once were, if that is known.
///
/// # Errors
///
/// When they are not of the same series.
pub fn merge_series(
    base: Option<&Series>,
    first: &Series,
    second: &Series,
) -> Result<Merged<Series>, MergeError> {
    for other in std::iter::once(second).chain(base) {
        if other.id != first.id {
            let (what, first, second) = ("series", first.id.to_string(), other.id.to_string());
            return Err(MergeError::Unlike { what, first, second });
        }
    }
    let sides = Sides { base, first, second };
    let mut picker = Picker::default();
    let value = Series {
        id: first.id.clone(),
        title: picker.pick("title", sides.map(|series| &series.title)),
        client: merge_client(&mut picker, sides.map(|series| &series.client)),
        figure: picker.pick("figure", sides.map(|series| &series.figure)),
        indication: picker.pick("indication", sides.map(|series| &series.indication)),
        plan: merge_plan(&mut picker, sides.map(|series| &series.plan)),
        notes: picker.pick("notes", sides.map(|series| &series.notes)),
        extra: picker.extra("", sides.map(|series| &series.extra)),
    };
    let report = MergeReport { differences: picker.differences, ..MergeReport::default() };
    Ok(Merged { value, report })
}

fn merge_client(picker: &mut Picker, sides: Sides<&Client>) -> Client {
    Client {
        name: picker.pick("client.name", sides.map(|client| &client.name)),
        reference: picker.pick("client.reference", sides.map(|client| &client.reference)),
        height_cm: picker.pick("client.height_cm", sides.map(|client| &client.height_cm)),
        weight_kg: picker.pick("client.weight_kg", sides.map(|client| &client.weight_kg)),
        skin_type: picker.pick("client.skin_type", sides.map(|client| &client.skin_type)),
        extra: picker.extra("client", sides.map(|client| &client.extra)),
    }
}

fn merge_plan(picker: &mut Picker, sides: Sides<&Option<Plan>>) -> Option<Plan> {
    let there = sides.map(Option::is_some);
    if let Some(settled) = sides.settled(|a, b| a == b) {
        return (*settled).clone();
    }
    if let Sides { first: false, .. } | Sides { second: false, .. } = there {
        // A plan that one copy dropped while the other changed it stays; it can be dropped again.
        return sides.first.clone().or_else(|| sides.second.clone());
    }
    let none = Plan::default();
    let sides = Sides { base: sides.base.filter(|plan| plan.is_some()), ..sides };
    let sides = sides.map(|plan| plan.as_ref().unwrap_or(&none));
    Some(Plan {
        sessions: picker.pick("plan.sessions", sides.map(|plan| &plan.sessions)),
        interval_days: picker.pick("plan.interval_days", sides.map(|plan| &plan.interval_days)),
        targets: picker.pick("plan.targets", sides.map(|plan| &plan.targets)),
        goals: merge_list(sides.map(|plan| &plan.goals), |goal| goal.text.clone()),
        extra: picker.extra("plan", sides.map(|plan| &plan.extra)),
    })
}

/// The last of several targets that match a zone holds, so that a list of them is one thing.
impl Ranked for Vec<Target> {
    fn rank(&self, other: &Self) -> Ordering {
        let key = |targets: &Self| (targets.len(), targets.text(), format!("{targets:?}"));
        key(self).cmp(&key(other))
    }

    fn text(&self) -> String {
        let one = |target: &Target| {
            let ceiling = target.ceiling.map(|n| format!(", ceiling {n}")).unwrap_or_default();
            format!("{} {} per {}{ceiling}", target.zones, target.passes, target.per.name())
        };
        self.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}
