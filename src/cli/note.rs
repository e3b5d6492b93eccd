//! `stipple note`: a session as the sentences of a record.

use super::args::ClientWords;
use super::{Answer, Failure, chosen};
use crate::export::{NoteFacts, NoteTemplate, Placeholder};
use crate::model::Atlas;
use crate::store::{self, StoreError};
use clap::Args;
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Arguments of `note`.
#[derive(Debug, Args)]
pub struct Note {
    /// The series folder
    pub series: PathBuf,
    /// The session: its number from 1 in time order, or its id; the last one unless given
    #[arg(long, value_name = "N|ID")]
    pub session: Option<String>,
    /// A file with the sentences and their placeholders; the usual ones without it
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// What of the client's identity goes along
    #[arg(long, value_enum, default_value_t = ClientWords::Reference)]
    pub client: ClientWords,
    /// The file to write; one that is there is replaced. Standard output without it
    #[arg(long, value_name = "FILE.txt")]
    pub out: Option<PathBuf>,
}

/// A template is no longer than this, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The placeholders with what they stand for, below the help.
pub(super) fn help() -> String {
    let mut help = String::from(
        "A template is text with placeholders. A sentence whose placeholders all stand for nothing is left out.\n\n\
         Placeholders:\n",
    );
    for (_, name, meaning) in Placeholder::ALL {
        // Writing to a string cannot fail.
        writeln!(help, "  {:<15} {meaning}", format!("{{{name}}}")).unwrap_or_default();
    }
    help.push_str(
        "\nExamples:\n  stipple note sample/acne-scars-face --session 2\n  stipple note sample/acne-scars-face \
         --template my-note.txt --client none",
    );
    help
}

/// Puts a session into sentences.
pub(super) fn note(arguments: &Note, atlas: &Atlas) -> Result<Answer, Failure> {
    let template = match &arguments.template {
        Some(path) => {
            let wrong = |error| Failure::new(format!("{}, {error}", path.display()));
            NoteTemplate::parse(&read(path)?).map_err(wrong)?
        }
        None => NoteTemplate::parse(NoteTemplate::USUAL)?,
    };
    let (all, number) = chosen::one(&arguments.series, arguments.session.as_deref())?;
    let facts = NoteFacts::of(&all, number, atlas);
    let text = facts.map(|facts| template.fill(&facts, arguments.client.named())).unwrap_or_default();
    match &arguments.out {
        None => Ok(text.into()),
        Some(out) => {
            store::replace(out, text.as_bytes())?;
            Ok(format!("Wrote {}\n", out.display()).into())
        }
    }
}

/// Reads a template, which is no longer than one would write.
fn read(path: &Path) -> Result<String, Failure> {
    let failed = |e| StoreError::io("reading the template", path, e);
    let mut bytes = Vec::new();
    let file = fs_err::File::open(path).map_err(failed)?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::new(format!(
            "{} is longer than {LONGEST} bytes; that is no template",
            path.display()
        )));
    }
    let text = String::from_utf8(bytes);
    text.map_err(|e| Failure::new(format!("{} is not UTF-8 text: {e}", path.display())))
}
