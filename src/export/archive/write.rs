//! Writing archives.

use super::super::{Cancelled, Chosen, Named, Progress};
use super::{FORMAT, MANIFEST, VERSION};
use crate::store::{SeriesFolder, series_text, session_text, slug};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It is not wanted any more.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A record could not be written, which one that was read or checked rules out.
    #[error("the record could not be written: {0}")]
    Record(#[from] serde_json::Error),
    /// The archive could not be put together.
    #[error("the archive could not be put together: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The archive could not be put together.
    #[error("the archive could not be put together: {0}")]
    Io(#[from] std::io::Error),
}

/// A series with its chosen sessions as the bytes of an archive.
///
/// # Errors
///
/// When it is not wanted any more, or larger than archives can be.
pub fn archive(chosen: &Chosen, named: Named, progress: &Progress) -> Result<Vec<u8>, PackError> {
    let series = named.strip_series(&chosen.series);
    let root = slug(&series.title);
    let mut files = vec![(format!("{root}/series.json"), series_text(&series)?)];
    let mut taken = BTreeSet::new();
    for (_, session) in &chosen.sessions {
        let path = SeriesFolder::session_path(Path::new(&root), session);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // Ids that begin alike on one day are told apart by counting; what counts is the id inside.
        let names = std::iter::once(stem.clone()).chain((2_u32..).map(|n| format!("{stem}-{n}")));
        let name = names.into_iter().find(|name| !taken.contains(name)).unwrap_or(stem);
        files.push((format!("{root}/sessions/{name}.json"), session_text(&named.strip_session(session))?));
        taken.insert(name);
    }
    let list: Vec<_> = files
        .iter()
        .map(|(path, text)| {
            let hash = blake3::hash(text.as_bytes()).to_hex();
            json!({ "path": path, "bytes": text.len(), "blake3": hash.as_str() })
        })
        .collect();
    let manifest = json!({
        "format": FORMAT,
        "version": VERSION,
        "program": concat!("stipple ", env!("CARGO_PKG_VERSION")),
        "series": series.id.as_str(),
        "client": named.name(),
        "files": list,
    });
    // Nothing of when, where and by whom it was made.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let first = (MANIFEST.to_owned(), format!("{manifest:#}\n"));
    for (done, (path, text)) in std::iter::once(&first).chain(&files).enumerate() {
        progress.reached(done, files.len() + 1)?;
        out.start_file(path.as_str(), options)?;
        out.write_all(text.as_bytes())?;
    }
    progress.reached(1, 1)?;
    Ok(out.finish()?.into_inner())
}
