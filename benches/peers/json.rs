//! 100,000 strokes in 1,000 files of sessions: text to sessions, and sessions to text.

use crate::canvas::{path, session};
use crate::data::{Answer, Outcome, Run, on_threads};
use rayon::prelude::*;
use serde::Deserialize;
use std::path::Path;
use stipple::model::{DiagramId, Direction, EntryKind, Passes, Session, SessionId, Tip};
use stipple::store::{CheckLine, Loaded, session_from, session_text};

/// The strokes as the data has them.
#[derive(Deserialize)]
struct Doc {
    sessions: Vec<DocSession>,
}

#[derive(Deserialize)]
struct DocSession {
    id: u32,
    strokes: Vec<DocStroke>,
}

#[derive(Deserialize)]
struct DocStroke {
    r: f64,
    d: usize,
    t: u64,
    p: Vec<[f64; 2]>,
}

pub(crate) fn all(run: &Run) -> Outcome {
    let doc: Doc = serde_json::from_slice(&run.bytes("strokes.json")?)?;
    let sessions: Vec<Session> = doc.sessions.iter().map(as_session).collect::<Outcome<_>>()?;
    drop(doc);
    let texts: Vec<String> = sessions.iter().map(session_text).collect::<Result<_, _>>()?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let read = |text: &String| session_from(text.as_bytes(), Path::new("session.json"));
    for (text, session) in texts.iter().zip(&sessions) {
        let Loaded { value, check, .. } = read(text)?;
        if value != *session || check != CheckLine::Good {
            return Err("a session does not come back as it was written".into());
        }
    }
    for threads in [1, 2] {
        let name = format!("whole files, {threads} thread{}", if threads == 1 { "" } else { "s" });
        let ms = on_threads(threads, || run.clock(|| texts.par_iter().map(read).all(|read| read.is_ok())))?;
        Answer::new("json-parse", &name, &ms).with("bytes", bytes).print()?;
        let write = || {
            sessions.par_iter().map(session_text).map(|text| text.map_or(0, |text| text.len())).sum::<usize>()
        };
        let ms = on_threads(threads, || run.clock(write))?;
        for item in ["json-write", "json-flat-write"] {
            Answer::new(item, &name, &ms).with("bytes", bytes).print()?;
        }
    }
    Ok(())
}

/// A session with its strokes, and in every tenth what a newer program might have written.
fn as_session(from: &DocSession) -> Outcome<Session> {
    let kind = |stroke: &DocStroke| -> Outcome<EntryKind> {
        let direction = Direction::ROLLED.get(stroke.d).copied().unwrap_or(Direction::Undirected);
        let (path, width_mm) = (path(stroke.p.as_flattened())?, 2.0 * stroke.r);
        Ok(EntryKind::Shade { path, width_mm, passes: Passes::of(direction, 1) })
    };
    let kinds = from.strokes.iter().map(kind).collect::<Outcome<Vec<_>>>()?;
    let mut session = session(&DiagramId::new("body-front")?, Tip::Flat, kinds)?;
    session.id = SessionId::new(&format!("session-{}", from.id))?;
    let began = from.strokes.first().map_or(0, |stroke| stroke.t);
    for (entry, stroke) in session.entries.iter_mut().zip(&from.strokes) {
        entry.at_ms = Some(stroke.t - began);
    }
    if from.id.is_multiple_of(10) {
        session.extra.push("room".to_owned(), "{ \"floor\": 2, \"number\": \"214\" }".to_owned());
        if let Some(entry) = session.entries.first_mut() {
            entry.extra.push("pressure".to_owned(), "[0.25, 0.5, 0.75]".to_owned());
        }
    }
    Ok(session)
}
