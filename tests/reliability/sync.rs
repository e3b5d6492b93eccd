//! Rooms that change the same session: P20, in law and with a real sync engine.

use crate::documents::session;
use crate::merge_laws::{copies, hold_for, strangers};
use crate::{Fault, Outcome, Scale, arbitrary, hold};
use jiff::Timestamp;
use proptest::test_runner::TestRunner;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use stipple::model::{EntryId, Series, SeriesId, Session};
use stipple::store::{
    Disk, Expected, Generations, SeriesFolder, merge_sessions, put_away, read_session, series_text,
};

pub(crate) fn laws(scale: Scale) -> Outcome {
    let cases = scale.of(60, 50_000);
    let mut runner = TestRunner::new(arbitrary::config(cases as u32));
    let broken = |e: &dyn std::fmt::Display| Fault::Broken(e.to_string());
    runner.run(&copies(), |(_, copies)| hold_for(&copies)).map_err(|e| broken(&e))?;
    runner.run(&strangers(), |all| hold_for(&all)).map_err(|e| broken(&e))?;
    Ok(format!("{} cases of three copies: commutative, associative, idempotent", 2 * cases))
}

/// A node of Syncthing that talks to one other on this machine, and to nobody else.
struct Node {
    home: PathBuf,
    folder: PathBuf,
    port: u16,
    id: String,
    running: Option<Child>,
}

/// How long something may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(90);

impl Node {
    fn new(root: &Path, name: &str) -> Result<Self, Fault> {
        let (home, folder) = (root.join(name), root.join(format!("{name}-library")));
        std::fs::create_dir_all(folder.join(".stfolder")).unwrap();
        let made = Command::new("syncthing")
            .args(["generate", "--no-default-folder", "--home"])
            .arg(&home)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let made = made.map_err(|e| Fault::Skipped(format!("Syncthing cannot be started: {e}")))?;
        if !made.success() {
            return Err(Fault::Skipped("this version of Syncthing generates no keys".to_owned()));
        }
        let said = Command::new("syncthing").args(["--device-id", "--home"]).arg(&home).output().unwrap();
        let id = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Ok(Self { home, folder, port, id, running: None })
    }

    /// Tells it of the other, and nothing else: no discovery, no relays, no reports.
    fn know(&self, other: &Self) {
        let device = |node: &Self| {
            format!(r#"<device id="{}"><address>tcp://127.0.0.1:{}</address></device>"#, node.id, node.port)
        };
        let config = format!(
            r#"<configuration version="35"><folder id="lib" path="{}" type="sendreceive" rescanIntervalS="2" fsWatcherEnabled="true" fsWatcherDelayS="1"><maxConflicts>10</maxConflicts><device id="{}"/><device id="{}"/></folder>{}{}<gui enabled="false"></gui><options><listenAddress>tcp://127.0.0.1:{}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><reconnectionIntervalS>2</reconnectionIntervalS><crashReportingEnabled>false</crashReportingEnabled><urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH></options></configuration>"#,
            self.folder.display(),
            self.id,
            other.id,
            device(self),
            device(other),
            self.port
        );
        std::io::Write::write_all(
            &mut std::fs::File::create(self.home.join("config.xml")).unwrap(),
            config.as_bytes(),
        )
        .unwrap();
    }

    fn start(&mut self) {
        let mut command = Command::new("syncthing");
        command.args(["serve", "--no-browser", "--no-restart", "--no-upgrade", "--home"]).arg(&self.home);
        // Without a process that watches over it, which a kill would leave behind.
        command.env("STMONITORED", "yes").env("HOME", &self.home).stdout(Stdio::null()).stderr(Stdio::null());
        self.running = command.spawn().ok();
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap_or_default();
            child.wait().unwrap();
        }
    }

    fn series(&self) -> PathBuf {
        self.folder.join("series")
    }

    fn file(&self) -> PathBuf {
        self.series().join("sessions/2026-03-02-s1.json")
    }

    /// The session as it is here, if it is.
    fn session(&self) -> Option<Session> {
        read_session(&self.file()).ok().map(|loaded| loaded.value)
    }

    /// Takes entries out of the session here, but for some.
    fn keep_entries(&self, keep: &[u64]) {
        let mut loaded = read_session(&self.file()).unwrap();
        let mut session = session(1);
        session.entries.retain(|entry| keep.contains(&entry.id.0));
        loaded.value.entries = session.entries;
        let expected = Expected::Content(loaded.hash);
        SeriesFolder::save_session(&Disk, &self.file(), &loaded.value, expected, None).unwrap();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop();
    }
}

fn until(what: &str, mut holds: impl FnMut() -> bool) -> Result<(), Fault> {
    let began = Instant::now();
    while !holds() {
        hold(began.elapsed() < PATIENCE, || format!("not so after {PATIENCE:?}: {what}"))?;
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

fn ids(session: &Session) -> Vec<u64> {
    let mut ids: Vec<u64> = session.entries.iter().map(|entry: &stipple::model::Entry| entry.id.0).collect();
    ids.sort_unstable();
    ids
}

pub(crate) fn two_rooms(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let (mut one, mut other) = (Node::new(root, "one")?, Node::new(root, "other")?);
    one.know(&other);
    other.know(&one);
    let series = Series::new(SeriesId::new("c1").unwrap(), "A series");
    std::fs::create_dir_all(one.series().join("sessions")).unwrap();
    let text = series_text(&series).unwrap();
    let mut file = std::fs::File::create(SeriesFolder::series_path(&one.series())).unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    let mut first = session(1);
    first.entries.retain(|entry| entry.id == EntryId(1));
    SeriesFolder::save_session(&Disk, &one.file(), &first, Expected::Nothing, None).unwrap();
    one.start();
    other.start();
    until("the session comes to the other room", || other.session().is_some())?;
    one.stop();
    other.stop();
    one.keep_entries(&[1, 2, 3]);
    other.keep_entries(&[1, 4]);
    one.start();
    other.start();
    let copies = |node: &Node| SeriesFolder::read(&node.series()).copies;
    until("both rooms have the copy", || copies(&one).len() == 1 && copies(&other).len() == 1)?;
    let found = SeriesFolder::read(&one.series());
    hold(found.sessions.len() == 1, || format!("{} sessions instead of one", found.sessions.len()))?;
    let (own, copy) = (found.sessions[0].session.as_ref().unwrap(), copies(&one).remove(0));
    let theirs = copy.session.unwrap();
    let merged = merge_sessions(None, &own.value, &theirs.value).unwrap().value;
    hold(ids(&merged) == [1, 2, 3, 4], || format!("the merged session has {:?}", ids(&merged)))?;
    let (generations, now) = (Generations::in_state(root), Timestamp::now());
    let expected = Expected::Content(own.hash);
    SeriesFolder::save_session(&Disk, &one.file(), &merged, expected, Some((&generations, now))).unwrap();
    put_away(&Disk, &copy.path, &one.file(), theirs.hash, &generations, now).unwrap();
    let same = || std::fs::read(one.file()).ok() == std::fs::read(other.file()).ok();
    until("both rooms have the merged session alone", || {
        same() && copies(&one).is_empty() && copies(&other).is_empty()
    })?;
    hold(other.session().is_some_and(|session| ids(&session) == [1, 2, 3, 4]), || {
        "entries are lost".to_owned()
    })?;
    Ok("two nodes of Syncthing, one session changed in both: the copy found and merged, 0 entries lost"
        .to_owned())
}
