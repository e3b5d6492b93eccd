//! The calls that the system sees: P6.

use crate::{Fault, Outcome, Scale, hold};
use std::path::Path;
use std::process::Command;

/// Runs a command under strace. Returns the lines it wrote down.
pub(crate) fn traced(kinds: &str, command: &[&str]) -> Result<Vec<String>, Fault> {
    let out = tempfile::NamedTempFile::new().unwrap();
    let ran = Command::new("strace")
        .args(["-f", "-qq", "-y", "-s", "16", "-e", kinds, "-o"])
        .arg(out.path())
        .args(command)
        .output();
    let ran = ran.map_err(|e| Fault::Skipped(format!("strace cannot be started: {e}")))?;
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    if said.contains("Operation not permitted") {
        return Err(Fault::Skipped("strace is not allowed here".to_owned()));
    }
    hold(ran.status.success(), || said)?;
    Ok(std::fs::read_to_string(out.path()).unwrap().lines().map(str::to_owned).collect())
}

/// What a line of the trace does to which of the files in a folder, in a few words; none for other calls.
fn call(line: &str, folder: &Path) -> Option<String> {
    let text = line.split_once(' ').map(|(_, call)| call.trim_start())?;
    let (name, rest) = text.split_once('(')?;
    let folder = folder.to_str()?;
    if !rest.contains(folder) || rest.contains("ENOENT") {
        return None;
    }
    let which = |part: &str| {
        if part.contains("stipple-unfinished") {
            "beside"
        } else if part.contains("a.json") {
            "file"
        } else {
            "folder"
        }
    };
    match name {
        "openat" if rest.contains("O_CREAT") => {
            let is_right = rest.contains("O_EXCL") && rest.contains("0600");
            Some(format!("create {}{}", which(rest), if is_right { "" } else { " carelessly" }))
        }
        "write" | "fsync" | "fdatasync" | "unlink" | "unlinkat" => Some(format!("{name} {}", which(rest))),
        "read" if rest.contains("= 0") => None,
        "read" => Some(format!("read {}", which(rest))),
        "rename" | "renameat" | "renameat2" => {
            let flag = if rest.contains("RENAME_EXCHANGE") { "exchange" } else { "rename" };
            Some(format!("{flag} {}", which(rest)))
        }
        _ => None,
    }
}

pub(crate) fn order_of_calls(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("a.json");
    std::io::Write::write_all(&mut std::fs::File::create(&file).unwrap(), b"{\"old\": 1}\n").unwrap();
    let exe = std::env::current_exe().unwrap();
    let kinds = "trace=openat,read,write,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat";
    let command = [exe.to_str().unwrap(), "worker", "once", place.path().to_str().unwrap()];
    let lines = traced(kinds, &command)?;
    let found: Vec<String> = lines.iter().filter_map(|line| call(line, place.path())).collect();
    let wanted = [
        "read file",
        "read file",
        "create beside",
        "write beside",
        "fsync beside",
        "read beside",
        "read file",
        "exchange beside",
        "read beside",
        "unlink beside",
        "fsync folder",
    ];
    hold(found == wanted, || format!("the trace is {found:?}"))?;
    Ok(format!("{} calls, exactly in order", wanted.len()))
}
