//! Arguments to the command line or the window, and the exit status; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    match stipple::cli::run(std::env::args_os()) {
        stipple::cli::Request::Done(status) => status,
        stipple::cli::Request::Window(path) => window(path),
    }
}

#[cfg(feature = "gui")]
fn window(path: Option<std::path::PathBuf>) -> ExitCode {
    stipple::ui::run(path).unwrap_or_else(|problem| report(&problem))
}

#[cfg(not(feature = "gui"))]
fn window(_: Option<std::path::PathBuf>) -> ExitCode {
    report("this build has no window; `stipple --help` lists what it can do")
}

/// Says what is wrong where there is no window to say it in.
fn report(problem: &str) -> ExitCode {
    use std::io::Write;
    writeln!(std::io::stderr().lock(), "stipple: {problem}").unwrap_or_default();
    ExitCode::FAILURE
}
