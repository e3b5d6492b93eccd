//! `stipple import`: archives come into a library.

use super::{Answer, Failure};
use crate::export::{Limits, PlanLine, Writer, import, plan_import, read_archive};
use crate::store::{Library, StoreError};
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
    for remark in contents.remarks() {
        writeln!(answer, "{}", super::one_line(&remark))?;
    }
    let library = Library::new(arguments.library.clone());
    let plan = plan_import(contents, &library)?;
    for PlanLine { depth, text } in plan.lines() {
        writeln!(answer, "{}{}", "  ".repeat(depth), super::one_line(&text))?;
    }
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
