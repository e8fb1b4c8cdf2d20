//! Compiled modules, kept between runs: Fora IR files in the user's cache folder.
//!
//! An entry's name is a hash of the source, its path and the optimise level; its folder that of the program that compiled
//! (`fora` binary, op table), so another build never reads it. An entry is the IR's bytes and a checksum: what is damaged,
//! foreign or cut short is compiled again. Written to a temporary name and renamed; a folder that cannot be written is no
//! error. Code whose compilation warned is not kept, so that it warns again.
//! `FORA_CACHE=off` keeps nothing, `FORA_CACHE=DIR` keeps it there; else `$XDG_CACHE_HOME/fora` or `~/.cache/fora`.
//! Deliberately absent: the script itself, `exec` and `compile` (their texts rarely come again).
use crate::cx::Cx;
use crate::func::CodeV;
use crate::native::R;
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// Sources shorter than this compile faster than a file is opened.
const WORTH: usize = 400;
/// A build's folder that nobody wrote for this long goes when another build makes its own.
const KEEP: Duration = Duration::from_secs(14 * 24 * 3600);
/// Builds kept at most, besides the running one.
const BUILDS: usize = 7;
const SUM: usize = 16;

static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Compiles a module, or takes what an earlier run compiled.
pub fn compile(cx: &mut Cx, src: &[u8], file: &str) -> R<CodeV> {
    let fresh = |cx: &mut Cx| crate::compile::compile_source(cx, src, file, crate::compile::Mode::Exec, Default::default());
    if src.len() < WORTH { return fresh(cx); }
    let Some(folder) = FOLDER.get_or_init(folder) else { return fresh(cx) };
    let entry = folder.join(name(src, file, cx.rt.options.optimize));
    if let Some(code) = read(&entry) { return Ok(CodeV::new(cx, code)); }
    let o = fora_front::Options { optimize: cx.rt.options.optimize, ..Default::default() };
    match fora_front::compile_with_warnings(src, file, crate::compile::Mode::Exec, &o) {
        Ok((code, warnings)) if warnings.is_empty() => {
            if let Ok(bytes) = fora_ir::codec::encode(&code) { write(folder, &entry, &bytes) }
            Ok(CodeV::new(cx, code))
        }
        // warnings and errors are raised where every other compilation raises them
        _ => fresh(cx),
    }
}

fn digest(parts: &[&[u8]]) -> u128 {
    let mut h = SipHasher13::new();
    for p in parts {
        h.write_usize(p.len());
        h.write(p);
    }
    h.finish128().as_u128()
}
fn name(src: &[u8], file: &str, optimize: u8) -> String { format!("{:032x}", digest(&[src, file.as_bytes(), &[optimize]])) }

/// This build's folder, made if need be.
fn folder() -> Option<PathBuf> {
    let root = match std::env::var_os("FORA_CACHE") {
        Some(v) if v == "off" || v == "0" || v.is_empty() => return None,
        Some(v) => PathBuf::from(v),
        None => match std::env::var_os("XDG_CACHE_HOME").filter(|v| Path::new(v).is_absolute()) {
            Some(v) => PathBuf::from(v).join("fora"),
            None => PathBuf::from(std::env::var_os("HOME").filter(|v| !v.is_empty())?).join(".cache/fora"),
        },
    };
    let exe = std::env::current_exe().ok()?;
    let meta = exe.metadata().ok()?;
    let made = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let build = digest(&[&made.as_nanos().to_le_bytes(), &meta.len().to_le_bytes(), &fora_ir::codec::fingerprint().to_le_bytes()]);
    Some(root.join(format!("ir-{build:032x}")))
}

fn read(entry: &Path) -> Option<fora_ir::Code> {
    let bytes = std::fs::read(entry).ok()?;
    let (sum, body) = bytes.split_at_checked(SUM)?;
    if digest(&[body]).to_le_bytes() != sum { return None; }
    fora_ir::codec::decode(body).ok()
}

/// Best effort: whatever fails, the next run compiles again.
fn write(folder: &Path, entry: &Path, body: &[u8]) {
    if !folder.is_dir() {
        if std::fs::create_dir_all(folder).is_err() { return; }
        prune(folder);
    }
    let part = folder.join(format!(".{}-{:x}", std::process::id(), digest(&[body]) as u64));
    let mut bytes = digest(&[body]).to_le_bytes().to_vec();
    bytes.extend_from_slice(body);
    if std::fs::write(&part, bytes).is_err() || std::fs::rename(&part, entry).is_err() { let _ = std::fs::remove_file(&part); }
}
/// Removes the folders of builds that have not been used for long, and all but the newest few.
fn prune(mine: &Path) {
    let Some(entries) = mine.parent().and_then(|p| std::fs::read_dir(p).ok()) else { return };
    let mut builds: Vec<(Duration, PathBuf)> = entries
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().starts_with("ir-") && e.path() != mine)
        .filter_map(|e| Some((e.metadata().ok()?.modified().ok()?.elapsed().unwrap_or_default(), e.path())))
        .collect();
    builds.sort();
    for (i, (age, path)) in builds.iter().enumerate() {
        if i >= BUILDS || *age > KEEP { let _ = std::fs::remove_dir_all(path); }
    }
}
