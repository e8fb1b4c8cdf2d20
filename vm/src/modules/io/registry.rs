//! Streams with unwritten data at exit. Weak: a stream that dies is forgotten (its finaliser flushes it).
//!
//! [RG1] addresses here are live objects: `forget_dead` runs in every collection before memory is reused.
#![allow(unsafe_code)] // process-wide list: [RG1]
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use std::sync::Mutex;

static OPEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());
fn lock() -> std::sync::MutexGuard<'static, Vec<u64>> { OPEN.lock().unwrap_or_else(|e| e.into_inner()) }

pub fn add(v: Value) { lock().push(v.0) }
pub fn remove(v: Value) { let mut o = lock(); if let Some(i) = o.iter().rposition(|x| *x == v.0) { o.swap_remove(i); } }
pub fn forget_dead(live: &dyn Fn(*const fora_heap::Header) -> bool) { lock().retain(|a| live(*a as *const fora_heap::Header)) }
/// Bytes a registered stream still keeps from its file, and that file's descriptor.
fn unwritten(v: Value) -> Option<i32> {
    use super::{buffered, fileio, text};
    let (own, b) = if v.kind() == T::TextIOWrapper { (crate::object::Slots(v).int(text::PLEN), text::buffer(v)) } else { (0, v) };
    if !matches!(b.kind(), T::BufferedWriter | T::BufferedRandom) { return None; }
    let raw = buffered::raw(b);
    if own + crate::object::Slots(b).int(buffered::WLEN) == 0 || !raw.is(T::FileIO) { return None; }
    Some(fileio::fd(raw)).filter(|f| *f >= 0)
}
/// Reference counting closes a file the moment its last user lets go. Before somebody looks at a file (or at all files: None) that a stream
/// still keeps bytes from, a collection finds out whether that stream is still in use; if not, its finaliser writes them.
pub fn settle(cx: &mut Cx, file: Option<(u64, u64)>) -> R<()> {
    if !kept(file) { return Ok(()); }
    crate::gc::collect_now(cx);
    crate::safepoint::run(cx)
}
/// `settle(None)` at the very start of native `f`, before it holds values.
#[inline(never)]
pub fn settle_all_first(cx: &mut Cx, f: crate::native::NativeFn) -> R<()> {
    if !kept(None) { return Ok(()); }
    let direct = cx.fiber.called().is_some_and(|c| c.is_exact(T::Native) && crate::func::Native(c).raw().f as usize == f as usize);
    if direct { crate::gc::collect_alone(cx) } else { crate::gc::collect_now(cx) }
    crate::safepoint::run(cx)
}
/// Is there any stream to write?
pub fn any() -> bool { !lock().is_empty() }
/// The same before a module is looked for: what a script wrote may be its source.
pub fn settle_import(cx: &mut Cx) -> R<()> {
    if !kept(None) { return Ok(()); }
    crate::gc::collect_frames(cx);
    crate::safepoint::run(cx)
}
/// The same at the very start of native `f`, which takes a path: where Python code called it directly it holds no values yet, so the
/// collection need not look at the native stack, where earlier calls have left theirs.
pub fn settle_first(cx: &mut Cx, f: crate::native::NativeFn, path: Value) -> R<()> {
    let Some(callee) = cx.fiber.called() else { return Ok(()) };
    if !callee.is_exact(T::Native) || crate::func::Native(callee).raw().f as usize != f as usize || lock().is_empty() || !kept(None) { return Ok(()); }
    let Some(p) = crate::str::Str::from(path).and_then(|s| std::ffi::CString::new(s.bytes()).ok()) else { return Ok(()) };
    let mut s: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::stat(p.as_ptr(), &mut s) } != 0 || !kept(Some((s.st_dev, s.st_ino))) { return Ok(()); } // SAFETY: C string, struct on this stack
    crate::gc::collect_alone(cx);
    crate::safepoint::run(cx)
}
/// Does a stream keep bytes from the file? A function of its own, so that no stream's address stays on the stack.
#[allow(unsafe_code)] // fstat into memory of this stack
#[inline(never)]
fn kept(file: Option<(u64, u64)>) -> bool {
    lock().iter().any(|a| match (unwritten(Value(*a)), file) {
        (None | Some(0..=2), _) => false,
        (Some(_), None) => true,
        (Some(f), Some((dev, ino))) => { let mut s: libc::stat = unsafe { std::mem::zeroed() }; unsafe { libc::fstat(f, &mut s) == 0 && s.st_dev == dev && s.st_ino == ino } } // SAFETY: on this stack
    })
}
/// At exit: flushes text streams first, then what they wrote into. Errors are nobody's business any more.
pub fn flush_all(cx: &mut Cx) {
    for text in [true, false] {
        let list: Vec<u64> = lock().clone();
        for a in list {
            let v = Value(a);
            if (v.kind() == T::TextIOWrapper) != text || super::base::is_closed(cx, v).unwrap_or(true) { cx.clear_pending(); continue; }
            if cx.call_method(v, "flush", &[]).is_err() { cx.clear_pending() }
        }
    }
}
