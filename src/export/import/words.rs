//! What a plan would do, in words.

use super::super::archive::Contents;
use super::plan::{ImportPlan, RecordPlan, SeriesPlan, SessionPlan};
use crate::store::{Difference, MergeReport};
use crate::wording;

/// A line about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// What it belongs to: 0 for a series, 1 for its records, 2 for what differs in one.
    pub depth: usize,
    /// The words. Names in them are as they stand in the files.
    pub text: String,
}

impl Contents {
    /// What has to be said of the archive before it is taken in, in sentences.
    pub fn remarks(&self) -> Vec<String> {
        let unchecked = "The archive has no list of its files, so that damage could not be looked for.";
        let unchecked = (!self.is_checked).then(|| unchecked.to_owned());
        let left = self.ignored.iter().map(|name| format!("Left in the archive: {name}"));
        unchecked.into_iter().chain(left).collect()
    }
}

impl ImportPlan {
    /// What it would do, series by series.
    pub fn lines(&self) -> Vec<PlanLine> {
        let mut lines = Vec::new();
        for series in &self.series {
            let place = match &series.folder {
                None => "comes in".to_owned(),
                Some(folder) => format!("is there already: {}", folder.display()),
            };
            lines.push(PlanLine { depth: 0, text: format!("{}: {place}", series.title) });
            describe(series, &mut lines);
        }
        lines
    }
}

fn describe(series: &SeriesPlan, lines: &mut Vec<PlanLine>) {
    if let Some(report) = series.record.report() {
        lines.push(PlanLine { depth: 1, text: "series: merged".to_owned() });
        lines.extend(differences(report));
    }
    for SessionPlan { session, record } in &series.sessions {
        let date = wording::date(session.started_at.date(), None);
        let entries = wording::count(session.entries.len(), "entry");
        let what = match record {
            RecordPlan::New(_) => format!("comes in, {entries}"),
            RecordPlan::Held => format!("there already, {entries}"),
            RecordPlan::Merge { report, .. } => {
                let tally = report.entries;
                format!(
                    "merged; entries in both {}, only here {}, only in the archive {}",
                    tally.both, tally.first, tally.second
                )
            }
        };
        lines.push(PlanLine { depth: 1, text: format!("session of {date}: {what}") });
        lines.extend(record.report().into_iter().flat_map(differences));
    }
}

fn differences(report: &MergeReport) -> impl Iterator<Item = PlanLine> {
    let text = |difference: &Difference| match difference {
        Difference::Field { field, kept, other } => format!("{field} differs: kept `{kept}`, not `{other}`"),
        Difference::Entry { id, others } => {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            format!("different entries have the number {id}: all are kept, as {id} and {}", others.join(", "))
        }
        Difference::Device { id, kept, .. } => {
            format!("device {id} differs: `{kept}` keeps the id, what was done with others stays with them")
        }
    };
    report.differences.iter().map(move |difference| PlanLine { depth: 2, text: text(difference) })
}
