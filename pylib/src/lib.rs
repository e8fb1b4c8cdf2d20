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

const RECORD: usize = 40;
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

/// LZ4 data and the size of what it unpacks to.
type Block = (&'static [u8], usize);

#[derive(Clone, Copy)]
struct Record {
    name: &'static str,
    path: &'static str,
    text: Block,
    code: Block,
    flags: u32,
}

/// The module of this dotted name.
pub fn find(name: &str) -> Option<Module> {
    let record = search(name).filter(|r| r.flags & DATA == 0)?;
    Some(Module {
        name: record.name.to_string(),
        path: format!("{ROOT}{}", record.path),
        is_package: record.flags & PACKAGE != 0,
        source: Cow::Owned(unpack(record.text)?),
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
    unpack(record.text)
}

/// The module's path, Fora IR (`fora_ir::codec`'s bytes, compiled without -O) and whether it is a package; None too in
/// debug builds, which do not compile it. Bytes of an older op table do not decode: fall back on [`find`].
pub fn code(name: &str) -> Option<(String, Vec<u8>, bool)> {
    let record = search(name).filter(|r| r.flags & DATA == 0 && r.code.1 != 0)?;
    Some((format!("{ROOT}{}", record.path), unpack(record.code)?, record.flags & PACKAGE != 0))
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
    let block = |at: usize| {
        let start = word(at)?;
        Some((BLOB.get(start..start + word(at + 4)?)?, word(at + 8)?))
    };
    Some(Record {
        name: text(at)?,
        path: text(at + 6)?,
        text: block(at + 12)?,
        code: block(at + 24)?,
        flags: u32::try_from(word(at + 36)?).ok()?,
    })
}

fn word(at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(BLOB.get(at..at + 4)?.try_into().ok()?)).ok()
}

fn unpack((packed, size): Block) -> Option<Vec<u8>> {
    if size == 0 {
        return Some(Vec::new());
    }
    lz4_flex::block::decompress(packed, size).ok()
}

#[cfg(test)]
mod tests;
