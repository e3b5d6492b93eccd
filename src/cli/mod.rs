//! The command line: the same engine without a window.
//!
//! Answers go to standard output; a failed run says in one line on standard error what went wrong, where and what
//! to do, and ends with status 1. Wrong usage ends with status 2.

mod args;
mod chosen;
mod commands;
mod erase;
mod export;
mod import;
mod manual;
mod note;
mod progress;
mod render;
mod report;
mod stats;
mod table;

use crate::model::Atlas;
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

pub use args::Arguments;
use args::Command;

/// What the arguments ask for.
#[derive(Debug)]
pub enum Request {
    /// Open the window, with a folder or file if one is named.
    Window(Option<PathBuf>),
    /// It is done; the program ends with this status.
    Done(ExitCode),
}

/// Why a command failed: one line that says what, where and what to do.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// What a command answers: text, or a file that was asked for on standard output.
pub(crate) struct Answer(Vec<u8>);

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<Vec<u8>> for Answer {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// Reads the arguments and does what they say, or tells the caller to open the window.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Request {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; everything else is wrong usage, for which clap says 2.
            error.print().unwrap_or_default();
            return Request::Done(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)));
        }
    };
    if let Some(Command::Export(export)) = &arguments.command
        && let Some(problem) = export.misuse()
    {
        let error = Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, problem);
        error.print().unwrap_or_default();
        return Request::Done(ExitCode::from(2));
    }
    let Some(command) = arguments.command else { return Request::Window(arguments.path) };
    match execute(&command) {
        Ok((answer, good)) => match std::io::stdout().lock().write_all(&answer.0) {
            // A reader that has seen enough, such as `head`, is no failure.
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
                fail(&format!("writing the answer failed: {e}"))
            }
            _ => Request::Done(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        },
        Err(Failure(message)) => fail(&message),
    }
}

/// The folder with earlier versions and locks.
fn state_folder() -> Result<PathBuf, Failure> {
    let folders = directories::ProjectDirs::from("", "", "stipple");
    let folders =
        folders.ok_or_else(|| Failure::new("the system names no home folder for earlier versions"))?;
    Ok(folders.state_dir().unwrap_or_else(|| folders.data_dir()).to_owned())
}

/// A message as one line, whatever names and values are in it: a space for every control character.
fn one_line(message: &str) -> String {
    message.replace(char::is_control, " ")
}

fn fail(message: &str) -> Request {
    // If even this cannot be written, the status still says it.
    writeln!(std::io::stderr().lock(), "stipple: {}", one_line(message)).unwrap_or_default();
    Request::Done(ExitCode::FAILURE)
}

/// The answer of a command, and whether what it looked at is as it should be.
fn execute(command: &Command) -> Result<(Answer, bool), Failure> {
    let atlas = Atlas::builtin()?;
    let (text, good) = match command {
        Command::Demo(demo) => (commands::demo(demo, &atlas)?, true),
        Command::Stats(stats) => (commands::stats(stats, &atlas)?, true),
        Command::Goals(goals) => commands::goals(goals, &atlas)?,
        Command::Render(render) => (render::render(render, &atlas)?, true),
        Command::Note(arguments) => return Ok((note::note(arguments, &atlas)?, true)),
        Command::Report(args) => (report::report(args, &atlas)?, true),
        Command::Export(arguments) => return Ok((export::export(arguments, &atlas)?, true)),
        Command::Import(arguments) => return Ok((import::take_in(arguments)?, true)),
        Command::Erase(arguments) => return Ok((erase::run(arguments)?, true)),
        Command::Check(check) => commands::check(check, &atlas)?,
        Command::Schema(schema) => (commands::schema(schema)?, true),
        Command::Completions(arguments) => return Ok((manual::completions(arguments), true)),
        Command::Man => return Ok((manual::man()?, true)),
    };
    Ok((text.into(), good))
}
