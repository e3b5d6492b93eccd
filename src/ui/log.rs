//! A log for finding out what went wrong: what was done and what failed, never for whom.

use crate::store::create_folder;
use std::path::Path;
use tracing_appender::rolling::{RollingFileAppender, Rotation};

/// Days that are kept.
const DAYS: usize = 7;

/// Starts a file a day in the `log` folder. Without it, when the folder cannot be written, the program runs all the
/// same.
pub(super) fn start(state: &Path) {
    let folder = state.join("log");
    if create_folder(&folder).is_err() {
        return;
    }
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("stipple")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder);
    let Ok(appender) = appender else { return };
    let subscriber = tracing_subscriber::fmt().with_writer(appender).with_ansi(false).with_target(false);
    // Refused only where there is one already.
    subscriber.try_init().unwrap_or_default();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // The place alone: the message could hold what a file says.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
        usual(panic);
    }));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
}
