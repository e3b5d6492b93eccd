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
    RenameNew(PathBuf, PathBuf),
    Exchange(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
    CreateFolder(PathBuf),
    List(PathBuf),
}

/// A disk in memory. Bytes are safe once their file is synced, names once their folder is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// Links, by where they lead.
    links: BTreeMap<PathBuf, PathBuf>,
    folders: BTreeSet<PathBuf>,
    /// Which file each name stands for, as programs see it.
    names: BTreeMap<PathBuf, usize>,
    /// The same as a power cut would leave it if nothing of what follows had been stored.
    safe_names: BTreeMap<PathBuf, usize>,
    /// What happened to names since their folders were synced, one atomic change after another.
    changes: Vec<Vec<(PathBuf, Option<usize>)>>,
    files: Vec<Stored>,
    /// Whether files cannot change places, as on many disks.
    is_plain: bool,
}

#[derive(Clone, Debug, Default)]
struct Stored {
    bytes: Vec<u8>,
    is_safe: bool,
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

/// What a power cut left.
#[derive(Debug)]
pub(crate) struct Left<'a> {
    names: &'a BTreeMap<PathBuf, usize>,
    files: &'a [Stored],
    /// The file whose bytes had not been made safe, and what there is of them.
    torn: Option<(usize, &'a [u8])>,
}

impl Left<'_> {
    /// The bytes of a file, if it is there.
    pub(crate) fn get(&self, path: &Path) -> Option<&[u8]> {
        self.names.get(path).map(|file| self.bytes(*file))
    }

    /// Every name with its bytes.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        self.names.iter().map(|(path, file)| (path.as_path(), self.bytes(*file)))
    }

    fn bytes(&self, file: usize) -> &[u8] {
        match self.torn {
            Some((torn, bytes)) if torn == file => bytes,
            _ => &self.files[file].bytes,
        }
    }
}

impl Memory {
    /// A disk on which files cannot change places.
    pub(crate) fn plain() -> Self {
        let disk = Self::default();
        disk.state().is_plain = true;
        disk
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Puts a file there as another program would, safe against power cuts.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let mut state = self.state();
        state.files.push(Stored { bytes: bytes.to_vec(), is_safe: true });
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

    /// Shows everything that could be found after a power cut now: any choice of the changes of names that were not
    /// made safe, and of a file that was not synced any choice of `blocks` parts, the others zeros or cut off.
    /// Returns how many states there are.
    pub(crate) fn after_power_cut(&self, blocks: usize, mut look: impl FnMut(&Left<'_>)) -> u64 {
        let state = self.state();
        let mut count = 0;
        for choice in 0..1_u32 << state.changes.len() {
            let mut names = state.safe_names.clone();
            for (i, change) in state.changes.iter().enumerate() {
                if choice >> i & 1 == 1 {
                    apply(&mut names, change);
                }
            }
            let mut torn: Vec<usize> =
                names.values().copied().filter(|file| !state.files[*file].is_safe).collect();
            torn.dedup();
            assert!(torn.len() <= 1, "this disk tears one file at a time");
            let mut show = |torn: Option<(usize, &[u8])>| {
                look(&Left { names: &names, files: &state.files, torn });
                count += 1;
            };
            match torn.first() {
                None => show(None),
                Some(file) => each_part(&state.files[*file].bytes, blocks, |part| show(Some((*file, part)))),
            }
        }
        count
    }
}

/// Everything that could be left of bytes that were not synced: any choice of blocks, and each with zeros to the end
/// or cut off behind the last block.
fn each_part(bytes: &[u8], blocks: usize, mut show: impl FnMut(&[u8])) {
    let size = bytes.len().div_ceil(blocks).max(1);
    let count = bytes.len().div_ceil(size);
    for choice in 0..1_u32 << count {
        let mut part = vec![0; bytes.len()];
        for i in (0..count).filter(|i| choice >> i & 1 == 1) {
            let range = i * size..((i + 1) * size).min(bytes.len());
            part[range.clone()].copy_from_slice(&bytes[range]);
        }
        show(&part);
        let end = (u32::BITS - choice.leading_zeros()) as usize * size;
        if end < bytes.len() {
            show(&part[..end]);
        }
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

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.state().is_plain {
            return Err(ErrorKind::Unsupported.into());
        }
        if self.state().names.contains_key(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.is_plain {
            return Err(ErrorKind::Unsupported.into());
        }
        let a = *state.names.get(one).ok_or(ErrorKind::NotFound)?;
        let b = *state.names.get(other).ok_or(ErrorKind::NotFound)?;
        state.change(vec![(one.to_owned(), Some(b)), (other.to_owned(), Some(a))]);
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
        let State { safe_names, changes, .. } = &mut *state;
        let is_here =
            |(name, _): &(PathBuf, Option<usize>)| name.parent() == Some(path) || path == Path::new(".");
        changes.retain(|change| {
            let here = change.iter().any(is_here);
            if here {
                apply(safe_names, change);
            }
            !here
        });
        Ok(())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.state().folders.insert(path.to_owned());
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        let found: Vec<PathBuf> =
            state.names.keys().filter(|name| name.parent() == Some(folder)).cloned().collect();
        let there = !found.is_empty() || state.folders.contains(folder);
        if there { Ok(found) } else { Err(ErrorKind::NotFound.into()) }
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
        self.disk.state().files[self.file].is_safe = true;
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
    /// It is full after so many bytes, and says so.
    FullAfter(usize),
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

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.watch.ask(Call::RenameNew(from.to_owned(), to.to_owned()))?;
        self.inner.rename_new(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.watch.ask(Call::Exchange(one.to_owned(), other.to_owned()))?;
        self.inner.exchange(one, other)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.watch.ask(Call::Remove(path.to_owned()))?;
        self.inner.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.watch.ask(Call::SyncFolder(path.to_owned()))?;
        self.inner.sync_folder(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.watch.ask(Call::CreateFolder(path.to_owned()))?;
        self.inner.create_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.watch.ask(Call::List(folder.to_owned()))?;
        self.inner.list(folder)
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
            Ok(Reaction::FullAfter(most)) => {
                self.inner.write_all(&bytes[..most.min(bytes.len())])?;
                Err(ErrorKind::StorageFull.into())
            }
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
