//! The Python half of the standard library, packed into the binary. `build/` makes the blob and describes its layout.
//!
//! An unused library costs nothing: the blob lies in read-only data that is mapped on demand, the index is inside it and
//! searched where it lies, and a file is decompressed when it is asked for. Nothing is cached here: the import system
//! keeps what it compiled.
//!
//! Absent on purpose: importing, compiling, user files. numpy and pandas come here later as ordinary packages.

use std::borrow::Cow;

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lib.blob"));

/// What every path of a packed file begins with; no file of the machine lies there.
pub const ROOT: &str = "<fora>/lib/";

const RECORD: usize = 28;
const PACKAGE: u32 = 1;
const DATA: u32 = 2;

/// One module of the library.
#[derive(Debug, Clone)]
pub struct Module {
    /// Dotted name, as imported.
    pub name: String,
    /// Goes into `__file__`, tracebacks and `linecache`: `<fora>/lib/json/__init__.py`.
    pub path: String,
    pub is_package: bool,
    /// UTF-8 source text.
    pub source: Cow<'static, [u8]>,
}

#[derive(Clone, Copy)]
struct Record {
    name: &'static str,
    path: &'static str,
    packed: &'static [u8],
    size: usize,
    flags: u32,
}

/// The module of this dotted name.
pub fn find(name: &str) -> Option<Module> {
    let record = search(name).filter(|r| r.flags & DATA == 0)?;
    Some(Module {
        name: record.name.to_string(),
        path: format!("{ROOT}{}", record.path),
        is_package: record.flags & PACKAGE != 0,
        source: Cow::Owned(unpack(record)?),
    })
}

/// Whether `find` would answer, without decompressing: `Some(is_package)`.
pub fn exists(name: &str) -> Option<bool> {
    search(name).filter(|r| r.flags & DATA == 0).map(|r| r.flags & PACKAGE != 0)
}

/// The file behind a virtual path, module or data: for `linecache`, `inspect.getsource` and `importlib.resources`.
pub fn file(path: &str) -> Option<Vec<u8>> {
    let path = path.strip_prefix(ROOT)?;
    let record = match path.strip_suffix(".py") {
        Some(stem) => search(&stem.strip_suffix("/__init__").unwrap_or(stem).replace('/', "."))?,
        None => search(path)?,
    };
    if record.path != path {
        return None;
    }
    unpack(record)
}

/// The names of all modules, sorted, each with whether it is a package.
pub fn list() -> impl Iterator<Item = (&'static str, bool)> {
    (0..count()).filter_map(record).filter(|r| r.flags & DATA == 0).map(|r| (r.name, r.flags & PACKAGE != 0))
}

/// The paths of all files, modules and data, each below [`ROOT`].
pub fn paths() -> impl Iterator<Item = &'static str> {
    (0..count()).filter_map(record).map(|r| r.path)
}

fn search(name: &str) -> Option<Record> {
    let (mut low, mut high) = (0, count());
    while low < high {
        let mid = low + (high - low) / 2;
        let found = record(mid)?;
        match found.name.cmp(name) {
            std::cmp::Ordering::Equal => return Some(found),
            std::cmp::Ordering::Less => low = mid + 1,
            std::cmp::Ordering::Greater => high = mid,
        }
    }
    None
}

fn count() -> usize {
    word(0).unwrap_or(0)
}

fn record(index: usize) -> Option<Record> {
    let at = 4 + index * RECORD;
    let text = |at: usize| {
        let start = word(at)?;
        let len = usize::from(u16::from_le_bytes(BLOB.get(at + 4..at + 6)?.try_into().ok()?));
        std::str::from_utf8(BLOB.get(start..start + len)?).ok()
    };
    let start = word(at + 12)?;
    Some(Record {
        name: text(at)?,
        path: text(at + 6)?,
        packed: BLOB.get(start..start + word(at + 16)?)?,
        size: word(at + 20)?,
        flags: u32::try_from(word(at + 24)?).ok()?,
    })
}

fn word(at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(BLOB.get(at..at + 4)?.try_into().ok()?)).ok()
}

fn unpack(record: Record) -> Option<Vec<u8>> {
    lz4_flex::block::decompress(record.packed, record.size).ok()
}

#[cfg(test)]
mod tests;
