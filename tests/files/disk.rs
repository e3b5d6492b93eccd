//! A disk in memory that knows what a power cut would leave of it, and a watch that writes down every call and can
//! make any of them fail or lie.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use stipple::store::{Vfs, VfsFile};

/// One call to a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Resolve(PathBuf),
    Read(PathBuf),
    Create(PathBuf, Option<PathBuf>),
    Write(PathBuf),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
}

/// A disk in memory. Bytes are safe once their file is synced, names once their folder is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// Links, by where they lead.
    links: BTreeMap<PathBuf, PathBuf>,
    /// Which file each name stands for, as programs see it.
    names: BTreeMap<PathBuf, usize>,
    /// The same as it was when folders were last synced.
    safe_names: BTreeMap<PathBuf, usize>,
    /// What happened to names since then, one atomic change after another.
    changes: Vec<Vec<(PathBuf, Option<usize>)>>,
    files: Vec<Stored>,
}

#[derive(Clone, Debug, Default)]
struct Stored {
    bytes: Vec<u8>,
    /// The bytes when the file was last synced; none before it was.
    safe: Option<Vec<u8>>,
}

impl State {
    fn change(&mut self, change: Vec<(PathBuf, Option<usize>)>) {
        apply(&mut self.names, &change);
        self.changes.push(change);
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &[(PathBuf, Option<usize>)]) {
    for (path, file) in change {
        match file {
            Some(file) => names.insert(path.clone(), *file),
            None => names.remove(path),
        };
    }
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Puts a file there as another program would, safe against power cuts.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let mut state = self.state();
        state.files.push(Stored { bytes: bytes.to_vec(), safe: Some(bytes.to_vec()) });
        let file = state.files.len() - 1;
        state.names.insert(path.into(), file);
        state.safe_names.insert(path.into(), file);
    }

    /// Takes a file away as another program would.
    pub(crate) fn delete(&self, path: &str) {
        let mut state = self.state();
        state.names.remove(Path::new(path));
        state.safe_names.remove(Path::new(path));
    }

    pub(crate) fn link(&self, from: &str, to: &str) {
        self.state().links.insert(from.into(), to.into());
    }

    pub(crate) fn get(&self, path: &str) -> Option<Vec<u8>> {
        self.read(Path::new(path)).ok()
    }

    /// Every name there is.
    pub(crate) fn all(&self) -> Vec<String> {
        self.state().names.keys().map(|path| path.display().to_string()).collect()
    }

    /// Everything that could be found in a file's place after a power cut now: any choice of the changes of names
    /// that were not made safe, and of every file that was not synced all, half or none of it.
    pub(crate) fn after_power_cut(&self, path: &str) -> BTreeSet<Option<Vec<u8>>> {
        let state = self.state();
        let mut found = BTreeSet::new();
        for choice in 0..1_u32 << state.changes.len() {
            let mut names = state.safe_names.clone();
            for (i, change) in state.changes.iter().enumerate() {
                if choice >> i & 1 == 1 {
                    apply(&mut names, change);
                }
            }
            match names.get(Path::new(path)).map(|&file| &state.files[file]) {
                None => found.insert(None),
                Some(Stored { safe: Some(safe), bytes }) if safe == bytes => found.insert(Some(safe.clone())),
                Some(Stored { safe, bytes }) => {
                    found.extend([Some(bytes.clone()), Some(bytes[..bytes.len() / 2].to_vec())]);
                    found.insert(Some(safe.clone().unwrap_or_default()))
                }
            };
        }
        found
    }
}

impl Vfs for Memory {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let state = self.state();
        let target = state.links.get(path).map_or(path, PathBuf::as_path);
        if state.names.contains_key(target) { Ok(target.to_owned()) } else { Err(ErrorKind::NotFound.into()) }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.state();
        let file = state.names.get(path).ok_or(ErrorKind::NotFound)?;
        Ok(state.files[*file].bytes.clone())
    }

    fn create_new(&self, path: &Path, _: Option<&Path>) -> io::Result<Box<dyn VfsFile>> {
        let mut state = self.state();
        if state.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        state.files.push(Stored::default());
        let file = state.files.len() - 1;
        state.change(vec![(path.to_owned(), Some(file))]);
        Ok(Box::new(Open { disk: self.clone(), file }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let file = *state.names.get(from).ok_or(ErrorKind::NotFound)?;
        state.change(vec![(from.to_owned(), None), (to.to_owned(), Some(file))]);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.names.get(path).ok_or(ErrorKind::NotFound)?;
        state.change(vec![(path.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        // All names of these tests lie in one folder; syncing another one makes nothing safe.
        let is_here = |name: &PathBuf| name.parent() == Some(path) || path == Path::new(".");
        if state.names.keys().all(is_here) {
            state.safe_names = state.names.clone();
            state.changes.clear();
        }
        Ok(())
    }
}

/// A file of [`Memory`] being written.
struct Open {
    disk: Memory,
    file: usize,
}

impl VfsFile for Open {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.state().files[self.file].bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        let stored = &mut state.files[self.file];
        stored.safe = Some(stored.bytes.clone());
        Ok(())
    }
}

/// What a watched disk does about a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reaction {
    /// What it was asked to.
    Obey,
    /// It says why not.
    Fail(ErrorKind),
    /// It says that it wrote, and wrote only so many bytes.
    WriteOnly(usize),
    /// It says that it wrote, and flipped a bit of the byte at a place.
    Flip(usize),
}

type Hook = dyn FnMut(usize, &Call) -> Reaction + Send;

/// A disk whose calls are written down, each after a hook was asked what to do about it.
pub(crate) struct Watched {
    inner: Box<dyn Vfs>,
    watch: Arc<Watch>,
}

struct Watch {
    calls: Mutex<Vec<Call>>,
    hook: Mutex<Box<Hook>>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl Watched {
    pub(crate) fn new(
        inner: impl Vfs + 'static,
        hook: impl FnMut(usize, &Call) -> Reaction + Send + 'static,
    ) -> Self {
        let watch = Watch { calls: Mutex::default(), hook: Mutex::new(Box::new(hook)) };
        Self { inner: Box::new(inner), watch: Arc::new(watch) }
    }

    /// The calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.watch.calls.lock().unwrap().clone()
    }
}

impl Watch {
    fn ask(&self, call: Call) -> io::Result<Reaction> {
        let mut calls = self.calls.lock().unwrap();
        let reaction = (self.hook.lock().unwrap())(calls.len(), &call);
        calls.push(call);
        if let Reaction::Fail(kind) = reaction { Err(kind.into()) } else { Ok(reaction) }
    }
}

impl Vfs for Watched {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.watch.ask(Call::Resolve(path.to_owned()))?;
        self.inner.resolve(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.watch.ask(Call::Read(path.to_owned()))?;
        self.inner.read(path)
    }

    fn create_new(&self, path: &Path, like: Option<&Path>) -> io::Result<Box<dyn VfsFile>> {
        self.watch.ask(Call::Create(path.to_owned(), like.map(Path::to_owned)))?;
        let inner = self.inner.create_new(path, like)?;
        Ok(Box::new(WatchedFile { inner, path: path.to_owned(), watch: Arc::clone(&self.watch) }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.watch.ask(Call::Rename(from.to_owned(), to.to_owned()))?;
        self.inner.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.watch.ask(Call::Remove(path.to_owned()))?;
        self.inner.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.watch.ask(Call::SyncFolder(path.to_owned()))?;
        self.inner.sync_folder(path)
    }
}

struct WatchedFile {
    inner: Box<dyn VfsFile>,
    path: PathBuf,
    watch: Arc<Watch>,
}

impl VfsFile for WatchedFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.watch.ask(Call::Write(self.path.clone())) {
            Ok(Reaction::WriteOnly(most)) => self.inner.write_all(&bytes[..most.min(bytes.len())]),
            Ok(Reaction::Flip(at)) => {
                let mut bytes = bytes.to_vec();
                bytes[at] ^= 1;
                self.inner.write_all(&bytes)
            }
            Ok(_) => self.inner.write_all(bytes),
            Err(error) => {
                // A write that fails has mostly stored something by then.
                self.inner.write_all(&bytes[..bytes.len() / 2])?;
                Err(error)
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.watch.ask(Call::Sync(self.path.clone()))?;
        self.inner.sync()
    }
}
