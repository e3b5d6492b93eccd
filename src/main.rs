//! Arguments to the command line or the window, and the exit status; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    match stipple::cli::run(std::env::args_os()) {
        stipple::cli::Request::Done(status) => status,
        stipple::cli::Request::Window(path) => window(path),
    }
}

fn window(_path: Option<std::path::PathBuf>) -> ExitCode {
    ExitCode::SUCCESS
}
