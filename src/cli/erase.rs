//! `stipple erase`: a series goes, with every earlier version that is kept of it.

use super::{Answer, Failure, one_line};
use crate::model::Moment;
use crate::store::{Disk, ErasePlan, erase, plan_erase};
use crate::wording;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// The series folder
    pub series: PathBuf,
    /// Do it; without this it only says what would be erased
    #[arg(long)]
    pub yes: bool,
}

/// Erases a series, or says what that would do.
pub(super) fn run(arguments: &Erase) -> Result<Answer, Failure> {
    let state = super::state_folder()?;
    let plan = plan_erase(&arguments.series, &state)?;
    let mut answer = String::new();
    describe(&plan, &mut answer)?;
    if arguments.yes {
        let done = erase(&Disk, &plan, &state, Moment::from(&jiff::Zoned::now()))?;
        writeln!(answer, "Erased {}.", wording::count(done.removed, "file"))?;
    } else {
        answer.push_str("Nothing was erased: add --yes to do it.\n");
    }
    Ok(answer.into())
}

/// Says what a plan would do.
fn describe(plan: &ErasePlan, answer: &mut String) -> Result<(), Failure> {
    let title = plan.title.as_deref().unwrap_or("a series that cannot be read");
    writeln!(answer, "{}: {}", one_line(title), plan.folder.display())?;
    let files = wording::count(plan.files.len(), "file");
    writeln!(
        answer,
        "  {files} of the series, {} and lock",
        wording::count(plan.kept.len(), "earlier version")
    )?;
    for path in &plan.foreign {
        writeln!(answer, "  stays, not a file of this program: {}", one_line(&path.display().to_string()))?;
    }
    for path in &plan.elsewhere {
        writeln!(answer, "  stays, a copy elsewhere: {}", one_line(&path.display().to_string()))?;
    }
    answer.push_str(
        "  not reached: reports, pictures and archives that were exported, backups, and what a sync\n",
    );
    answer.push_str("  engine keeps on other machines\n");
    Ok(())
}
