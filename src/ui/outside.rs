//! Other programs of the system: the one that shows a PDF file, the one that shows a folder.

use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Hands a file or folder to the program that the user has for it. Returns once that is done.
pub type Opener = Arc<dyn Fn(&Path) -> Result<(), OutsideError> + Send + Sync>;

/// Why no other program showed something.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// There is none for it.
    #[error("this system has no program that shows it")]
    NoProgram,
    /// The system does not start it.
    #[error("the system does not start the program that shows it: {0}")]
    Refused(#[from] io::Error),
}

/// What hands files to other programs, the first that is there. No shell comes in between.
const OPENERS: &[&[&str]] = if cfg!(target_os = "macos") {
    &[&["open"]]
} else if cfg!(windows) {
    &[&["explorer"]]
} else {
    &[&["xdg-open"], &["gio", "open"]]
};

/// How long the program that hands over may take before it is taken for the one that shows.
const PATIENCE: Duration = Duration::from_secs(3);

/// Hands a file or folder, by its whole path, to the program that the user has for it.
///
/// # Errors
///
/// When there is none, or the system does not start it.
pub fn open(path: &Path) -> Result<(), OutsideError> {
    // A path from the root is never taken for an option.
    let path = std::path::absolute(path)?;
    for words in OPENERS {
        let [program, arguments @ ..] = words else { continue };
        let mut command = Command::new(program);
        command.args(arguments).arg(&path);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            Ok(child) => return wait(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(OutsideError::NoProgram)
}

/// Waits until the file is handed over. What is still running then shows it itself.
fn wait(mut child: Child) -> Result<(), OutsideError> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        match child.try_wait()? {
            // The one of Windows never says that it succeeded.
            Some(status) if status.success() || cfg!(windows) => return Ok(()),
            Some(_) => return Err(OutsideError::NoProgram),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    // Somebody has to take note of its end, or the system keeps its number for ever.
    let noted = move || child.wait().map(|_| ()).unwrap_or_default();
    std::thread::Builder::new().name("stipple-viewer".to_owned()).spawn(noted)?;
    Ok(())
}
