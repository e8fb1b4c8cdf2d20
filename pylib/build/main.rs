//! Packs the Python half of the standard library: `lib.list` says which file comes from which release of `rustpython-pylib`,
//! `edits/` what is changed in it, `overlay/` holds the files that are ours altogether (they win).
//!
//! ```text
//! blob:   count:u32 | count records, sorted by name | names and paths | compressed files
//! record: name:u32,u16 | path:u32,u16 | text:u32, packed:u32, size:u32 | code:u32, packed:u32, size:u32 | flags:u32
//!         (40 bytes, little endian)
//! flags:  1 package   2 data file (its name is its path)
//! ```
//! Offsets count from the start of the blob. Every file is its own LZ4 block, so importing one module reads only that one.
//! In optimised builds each module has its Fora IR beside its text; in debug builds, whose front end would take half a minute
//! for it, those sizes are 0.

mod edit;
mod scan;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const RELEASES: [(&str, &str); 3] = [("0.4.0", lib4::LIB_PATH), ("0.5.0", lib5::LIB_PATH), ("0.6.0", lib6::LIB_PATH)];
const RECORD: usize = 40;
const PACKAGE: u32 = 1;
const DATA: u32 = 2;

fn main() {
    let here = PathBuf::from(env("CARGO_MANIFEST_DIR"));
    for watched in ["lib.list", "edits", "overlay", "build"] {
        println!("cargo::rerun-if-changed={}", here.join(watched).display());
    }
    let blob = match gather(&here).and_then(|files| pack(&files)) {
        Ok(blob) => blob,
        Err(e) => {
            println!("cargo::error={e}");
            return;
        }
    };
    let out = Path::new(&env("OUT_DIR")).join("lib.blob");
    if let Err(e) = fs::write(&out, blob) {
        println!("cargo::error={}: {e}", out.display());
    }
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn release(version: &str) -> Result<&'static str, String> {
    RELEASES.iter().find(|r| r.0 == version).map(|r| r.1).ok_or_else(|| format!("no release {version}"))
}

/// Everything that is packed, by its path below the library's root.
fn gather(here: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut wanted: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut files = BTreeMap::new();
    let list = read(&here.join("lib.list"))?;
    for line in list.lines() {
        let words: Vec<&str> = line.split('#').next().unwrap_or("").split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            ["skip", names @ ..] => {
                for name in names {
                    let inside = format!("{name}/");
                    let before = wanted.len();
                    wanted.retain(|path, _| path != name && !path.starts_with(&inside));
                    if wanted.len() == before {
                        return Err(format!("lib.list: nothing to skip: {name}"));
                    }
                }
            }
            ["all", version] => {
                let root = release(version)?;
                for path in walk(Path::new(root))? {
                    wanted.insert(path, root);
                }
            }
            ["copy", version, from, to] => {
                files.insert((*to).to_string(), read(&Path::new(release(version)?).join(from))?);
            }
            ["take", version, names @ ..] => {
                let root = release(version)?;
                for name in names {
                    let below = walk(&Path::new(root).join(name)).unwrap_or_default();
                    if Path::new(root).join(name).is_file() {
                        wanted.insert((*name).to_string(), root);
                    } else if below.is_empty() {
                        return Err(format!("lib.list: {version} has no {name}"));
                    }
                    for path in below {
                        wanted.insert(format!("{name}/{path}"), root);
                    }
                }
            }
            _ => return Err(format!("lib.list: not a line of it: {line}")),
        }
    }
    for (path, root) in &wanted {
        let mut text = read(&Path::new(root).join(path))?;
        let edits = here.join("edits").join(format!("{path}.edit"));
        if edits.exists() {
            let other = |version: &str| read(&Path::new(release(version)?).join(path));
            text = edit::apply(&text, &read(&edits)?, &other).map_err(|e| format!("{}: {e}", edits.display()))?;
        }
        files.insert(path.clone(), text);
    }
    for path in walk(&here.join("edits"))? {
        let target = path.strip_suffix(".edit").unwrap_or_default();
        if !files.contains_key(target) {
            return Err(format!("edits/{path}: the file it edits is not packed"));
        }
    }
    for path in walk(&here.join("overlay"))? {
        let text = read(&here.join("overlay").join(&path))?;
        files.insert(path, text);
    }
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The files below a folder, as paths relative to it.
fn walk(root: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        let at = root.join(&folder);
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries {
            let entry = entry.map_err(|e| format!("{}: {e}", at.display()))?;
            let path = folder.join(entry.file_name());
            match entry.path() {
                p if p.is_dir() && entry.file_name() != "__pycache__" => open.push(path),
                p if p.is_file() => found.push(path.to_string_lossy().replace('\\', "/")),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

fn pack(files: &BTreeMap<String, String>) -> Result<Vec<u8>, String> {
    let mut entries: Vec<(String, &str, &str, u32)> = Vec::new();
    for (path, text) in files {
        let (name, flags) = match path.strip_suffix(".py") {
            Some(stem) => match stem.strip_suffix("/__init__") {
                Some(package) => (package.replace('/', "."), PACKAGE),
                None => (stem.replace('/', "."), 0),
            },
            None => (path.clone(), DATA),
        };
        entries.push((name, path, text, flags));
    }
    entries.sort();
    let mut names: Vec<u8> = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let names_at = 4 + entries.len() * RECORD;
    let names_len: usize = entries.iter().map(|e| e.0.len() + e.1.len()).sum();
    let mut blob = small(entries.len())?.to_le_bytes().to_vec();
    for (name, path, text, flags) in &entries {
        for word in [name.as_str(), path] {
            blob.extend(small(names_at + names.len())?.to_le_bytes());
            blob.extend(u16::try_from(word.len()).map_err(|_| format!("name too long: {word}"))?.to_le_bytes());
            names.extend(word.as_bytes());
        }
        let code = if flags & DATA == 0 { compile(path, text)? } else { Vec::new() };
        for part in [text.as_bytes(), &code] {
            let packed = if part.is_empty() { Vec::new() } else { lz4_flex::block::compress(part) };
            blob.extend(small(names_at + names_len + data.len())?.to_le_bytes());
            blob.extend(small(packed.len())?.to_le_bytes());
            blob.extend(small(part.len())?.to_le_bytes());
            data.extend(packed);
        }
        blob.extend(flags.to_le_bytes());
    }
    blob.extend(names);
    blob.extend(data);
    Ok(blob)
}

/// The module's Fora IR, as imports without -O would compile it.
fn compile(path: &str, text: &str) -> Result<Vec<u8>, String> {
    if env("PROFILE") != "release" {
        return Ok(Vec::new());
    }
    let file = format!("<fora>/lib/{path}");
    let code = fora_front::compile(text.as_bytes(), &file, fora_front::Mode::Exec, &fora_front::Options::default())
        .map_err(|e| format!("{path}:{}: {}", e.line, e.msg))?;
    fora_ir::codec::encode(&code).map_err(|e| format!("{path}: {e}"))
}

fn small(n: usize) -> Result<u32, String> {
    u32::try_from(n).map_err(|_| "the library is larger than 4 GiB".to_string())
}
