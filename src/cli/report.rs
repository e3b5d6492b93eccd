//! The printable report.

use super::args::{PaperName, Report};
use super::{Failure, chosen};
use crate::export::Progress;
use crate::export::report::{Paper, ReportOptions, report as make};
use crate::model::Atlas;
use crate::store;

pub(super) fn report(args: &Report, atlas: &Atlas) -> Result<String, Failure> {
    let chosen = chosen::read(&args.choice)?;
    let mut diagrams = Vec::with_capacity(args.diagrams.len());
    for id in &args.diagrams {
        diagrams.push(chosen::diagram(&chosen, atlas, id)?.id.clone());
    }
    let options = ReportOptions {
        paper: match args.paper {
            PaperName::A4 => Paper::A4,
            PaperName::Letter => Paper::Letter,
        },
        named: args.client.named(),
        without: args.without.clone(),
        diagrams,
        printed: args.printed,
    };
    let bytes = make(&chosen, atlas, &options, &Progress::default())?;
    store::replace(&args.out, &bytes)?;
    Ok(format!("Wrote {}\n", args.out.display()))
}
