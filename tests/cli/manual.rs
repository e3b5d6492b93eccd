//! Completions and the manual page.

use crate::sample::{answer, run};
use std::io::Write;
use std::process::{Command, Stdio};

const COMMANDS: [&str; 13] = [
    "demo",
    "stats",
    "goals",
    "render",
    "report",
    "note",
    "export",
    "import",
    "erase",
    "check",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_shell_gets_completions_for_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answer(["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("with-held"), "{shell}");
    }
    assert_eq!(run(["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn bash_takes_its_completions() {
    let Ok(mut bash) = Command::new("bash").args(["-n", "-s"]).stdin(Stdio::piped()).spawn() else {
        eprintln!("skipped: there is no bash");
        return;
    };
    bash.stdin.take().unwrap().write_all(answer(["completions", "bash"]).as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn the_manual_has_a_part_for_every_command_and_examples() {
    let page = answer(["man"]);
    assert!(page.contains(".TH stipple 1"));
    for command in COMMANDS {
        assert!(page.contains(&format!(".SH \"STIPPLE {}\"", command.to_uppercase())), "{command}");
    }
    assert!(page.matches("Examples:").count() >= COMMANDS.len(), "{page}");
}
