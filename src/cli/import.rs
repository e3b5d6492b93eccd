//! `stipple import`: archives come into a library.

use super::{Answer, Failure};
use crate::export::{
    ImportPlan, Limits, RecordPlan, SeriesPlan, SessionPlan, Writer, import, plan_import, read_archive,
};
use crate::store::{Difference, Library, MergeReport, StoreError};
use crate::wording;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The archive, as `export --format zip` writes it, or a ZIP of a series folder
    pub archive: PathBuf,
    /// The library folder that takes it in
    #[arg(long, value_name = "DIR")]
    pub library: PathBuf,
    /// Only say what would come in, what is there already and what differs
    #[arg(long)]
    pub dry_run: bool,
}

/// Takes an archive into a library, or says what that would do.
pub(super) fn take_in(arguments: &Import) -> Result<Answer, Failure> {
    let failed = |e| StoreError::io("opening the archive", &arguments.archive, e);
    let file = fs_err::File::open(&arguments.archive).map_err(failed)?;
    let contents = read_archive(std::io::BufReader::new(file), &arguments.archive, Limits::default())
        .map_err(|e| Failure::new(format!("{e}: {}", arguments.archive.display())))?;
    let mut answer = String::new();
    if !contents.is_checked {
        answer.push_str("The archive has no list of its files, so that damage could not be looked for.\n");
    }
    for name in &contents.ignored {
        writeln!(answer, "Left in the archive: {}", super::one_line(name))?;
    }
    let library = Library::new(arguments.library.clone());
    let plan = plan_import(contents, &library)?;
    describe(&plan, &mut answer)?;
    if arguments.dry_run {
        answer.push_str("Nothing was written: this was a dry run.\n");
        return Ok(answer.into());
    }
    if !plan.is_change() {
        answer.push_str("Nothing was written: all of it is there already.\n");
        return Ok(answer.into());
    }
    let state = super::state_folder()?;
    let writer = Writer { library: &library, state: &state, now: jiff::Timestamp::now() };
    let done = import(&plan, writer)?;
    for folder in &done.folders {
        writeln!(answer, "Took it into {}", folder.display())?;
    }
    writeln!(answer, "Wrote {}", wording::count(done.written, "file"))?;
    Ok(answer.into())
}

/// Says what a plan would do.
fn describe(plan: &ImportPlan, answer: &mut String) -> Result<(), Failure> {
    for series in &plan.series {
        let place = match &series.folder {
            None => "comes in".to_owned(),
            Some(folder) => format!("is there already: {}", folder.display()),
        };
        writeln!(answer, "{}: {place}", super::one_line(&series.title))?;
        describe_series(series, answer)?;
    }
    Ok(())
}

fn describe_series(series: &SeriesPlan, answer: &mut String) -> Result<(), Failure> {
    if let Some(report) = series.record.report() {
        answer.push_str("  series: merged\n");
        describe_report(report, answer)?;
    }
    for SessionPlan { session, record } in &series.sessions {
        let date = wording::date(session.started_at.date(), None);
        let entries = wording::count(session.entries.len(), "entry");
        match record {
            RecordPlan::New(_) => writeln!(answer, "  session of {date}: comes in, {entries}")?,
            RecordPlan::Held => writeln!(answer, "  session of {date}: there already, {entries}")?,
            RecordPlan::Merge { report, .. } => {
                let tally = report.entries;
                writeln!(
                    answer,
                    "  session of {date}: merged; entries in both {}, only here {}, only in the archive {}",
                    tally.both, tally.first, tally.second
                )?;
                describe_report(report, answer)?;
            }
        }
    }
    Ok(())
}

fn describe_report(report: &MergeReport, answer: &mut String) -> Result<(), Failure> {
    for difference in &report.differences {
        let text = match difference {
            Difference::Field { field, kept, other } => {
                format!("{field} differs: kept `{kept}`, not `{other}`")
            }
            Difference::Entry { id, others } => {
                let others: Vec<String> = others.iter().map(ToString::to_string).collect();
                format!(
                    "different entries have the number {id}: all are kept, as {id} and {}",
                    others.join(", ")
                )
            }
            Difference::Device { id, kept, .. } => {
                format!(
                    "device {id} differs: `{kept}` keeps the id, what was done with others stays with them"
                )
            }
        };
        writeln!(answer, "    {}", super::one_line(&text))?;
    }
    Ok(())
}
