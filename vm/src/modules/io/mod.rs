//! `_io`: files, buffers, text streams. One file per class; `base` has what they share, `open` makes stacks of them.
//!
//! All classes keep their state in value slots; buffers are `store::Store`s (leaf objects). Slot 0 of every stream is the base
//! class's closed mark. Absent: `_WindowsConsoleIO`, `_BytesIOBuffer`.
pub mod base;
pub mod buffered;
pub mod bytesio;
pub mod fileio;
pub mod newline;
pub mod open;
pub mod random;
pub mod registry;
pub mod store;
pub mod stringio;
pub mod text;
pub mod text_codec;
pub mod text_new;
pub mod text_seek;

use crate::class::{cflags, make_class, Class, NewClass};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{Raised, R};
use crate::types::T;
use crate::value::Value;

pub const DEFAULT_BUFFER: usize = 8192;

/// The class UnsupportedOperation, made on first use.
pub fn unsupported_class(cx: &mut Cx) -> R {
    if let Some(c) = cx.static_get("io.UnsupportedOperation") { return Ok(c); }
    let (n, d) = (cx.intern("UnsupportedOperation"), cx.dict());
    let (k, m) = (cx.intern("__module__"), cx.intern("io"));
    d.set_str(cx, k, m);
    let (meta, a, b) = (cx.class(T::Type), cx.class(T::OSError).0, cx.class(T::ValueError).0);
    let c = make_class(cx, NewClass { meta, name: n, qualname: n, bases: &[a, b], dict: d, kind: T::BaseException, flags: cflags::DICT | cflags::BASE | cflags::HEAP | cflags::WEAK, slots: &[] })?;
    cx.static_set("io.UnsupportedOperation", c.0);
    Ok(c.0)
}
/// Raises UnsupportedOperation.
#[cold]
pub fn unsupported(cx: &mut Cx, msg: &str) -> Raised {
    let c = match unsupported_class(cx) { Ok(c) => c, Err(e) => return e };
    let m = cx.str(msg);
    match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r }
}
/// Makes the classes ready for use by natives: runs once, before the first stream is made.
pub fn prepare(cx: &mut Cx) {
    if cx.static_get("io.ready").is_some() { return; }
    cx.static_set("io.ready", Value::TRUE);
    for t in [T::FileIO, T::BufferedReader, T::BufferedWriter, T::BufferedRandom, T::TextIOWrapper] { cx.class(t).set_flag(cflags::HAS_DEL) }
}
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    prepare(cx);
    m.add_functions(cx, open::FUNCS);
    // one object: `io.open is open`
    let b = crate::dict::Dict(cx.rt.builtins);
    if let Some(f) = cx.dict_get(b, "open") { m.set(cx, "open", f) }
    m.set(cx, "DEFAULT_BUFFER_SIZE", Value::small(DEFAULT_BUFFER as i64));
    let u = unsupported_class(cx)?;
    m.set(cx, "UnsupportedOperation", u);
    for t in [T::BlockingIOError, T::IOBase, T::RawIOBase, T::BufferedIOBase, T::TextIOBase, T::FileIO, T::BytesIO, T::StringIO, T::BufferedReader, T::BufferedWriter, T::BufferedRWPair, T::BufferedRandom, T::TextIOWrapper, T::IncrementalNewlineDecoder] {
        let c = cx.class(t);
        m.set(cx, t.name(), c.0);
    }
    Ok(())
}
/// The class of a stream made by natives: (see `prepare`).
pub fn class(cx: &mut Cx, t: T) -> Class { prepare(cx); cx.class(t) }
