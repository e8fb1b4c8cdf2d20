//! `BufferedReader`, `BufferedWriter`: one layout, which `BufferedRandom` has too.
//!
//! Slots: closed mark · raw stream · read store, read position, read end · write store, bytes waiting · buffer size · flags.
//! The raw stream stands `rend - rpos` bytes after what the caller sees; nothing waits to be written while bytes are read ahead.
#![allow(unsafe_code)] // hands store memory to read(2) ([OS1], [ST1])
use super::base::{self, size_arg};
use super::store::Store;
use super::{fileio, registry, unsupported, DEFAULT_BUFFER};
use crate::cx::Cx;
use crate::exc::Exc;
use crate::modules::osys;
use crate::native::{attr, attr_set, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;

pub const RAW: usize = 1;
pub const RBUF: usize = 2;
pub const RPOS: usize = 3;
pub const REND: usize = 4;
const WBUF: usize = 5;
pub const WLEN: usize = 6;
const SIZE: usize = 7;
const FLAGS: usize = 8;
/// identity of the thread inside an operation, 0 if none: kept only once there are several threads
const BUSY: usize = 9;
pub const NSLOTS: usize = 10;
pub const FAST: i64 = 1;
const DETACHED: i64 = 2;
const OK: i64 = 4;

pub fn alloc(cx: &mut Cx, cls: Value, t: T) -> Value { super::prepare(cx); Slots::new_of(cx, cls, t, &ZERO) }
pub fn alloc_plain(cx: &mut Cx, t: T) -> Value { Slots::new(cx, t, &ZERO) }
const ZERO: [Value; NSLOTS] = [Value::UNDEF, Value::NONE, Value::UNDEF, Value::small(0), Value::small(0), Value::UNDEF, Value::small(0), Value::small(0), Value::small(0), Value::small(0)];

pub fn init(cx: &mut Cx, s: Value, raw: Value, size: i64) -> R<()> {
    let o = Slots(s);
    o.set_int(cx, FLAGS, 0);
    if size <= 0 { return Err(cx.value_error("buffer size must be strictly positive")); }
    if size > 1 << 46 { return Err(cx.memory_error()); }
    for i in [RPOS, REND, WLEN] { o.set_int(cx, i, 0) }
    o.set(cx, RBUF, Value::UNDEF);
    o.set(cx, WBUF, Value::UNDEF);
    o.set(cx, RAW, raw);
    o.set_int(cx, SIZE, size);
    o.set_int(cx, FLAGS, OK | if raw.is_exact(T::FileIO) { FAST } else { 0 });
    if s.kind() != T::BufferedReader { registry::add(s) }
    Ok(())
}
#[inline]
pub fn raw(s: Value) -> Value { Slots(s).get(RAW) }
#[inline]
fn fast(s: Value) -> bool { Slots(s).int(FLAGS) & FAST != 0 }
pub fn ahead(s: Value) -> usize { (Slots(s).int(REND) - Slots(s).int(RPOS)) as usize }
/// Bytes read ahead.
pub fn buffered(s: Value) -> &'static [u8] { match Store::from(Slots(s).get(RBUF)) { Some(b) => &b.all()[Slots(s).int(RPOS) as usize..Slots(s).int(REND) as usize], None => &[] } }
#[inline]
pub fn skip(cx: &mut Cx, s: Value, n: usize) { let p = Slots(s).int(RPOS); Slots(s).set_int(cx, RPOS, p + n as i64) }
pub fn check(cx: &mut Cx, s: Value) -> R<()> {
    let f = Slots(s).int(FLAGS);
    if f & OK != 0 { return Ok(()); }
    Err(if f & DETACHED != 0 { cx.value_error("raw stream has been detached") } else { cx.value_error("I/O operation on uninitialized object") })
}
pub fn is_closed(cx: &mut Cx, s: Value) -> R<bool> { if fast(s) { Ok(fileio::fd(raw(s)) < 0) } else { check(cx, s)?; base::is_closed(cx, raw(s)) } }
pub fn check_open(cx: &mut Cx, s: Value, what: &str) -> R<()> { check(cx, s)?; if is_closed(cx, s)? { return Err(cx.value_error(what)); } Ok(()) }

// ---- one thread at a time ----------------------------------------------------------------------------------------------
/// Waits until no other thread is inside an operation of `s`. To be ended by `leave`.
#[inline]
fn enter(cx: &mut Cx, s: Value) -> R<bool> { if crate::modules::thread::several() { enter_slow(cx, s)?; return Ok(true); } Ok(false) }
#[cold]
fn enter_slow(cx: &mut Cx, s: Value) -> R<()> {
    let me = crate::modules::thread::ident() as i64;
    if Slots(s).int(BUSY) == me { let r = cx.repr_string(s)?; return Err(cx.runtime_error(format!("reentrant call inside {r}"))); }
    crate::modules::thread_types::wait_for(cx, None, |_| Slots(s).int(BUSY) == 0)?;
    Slots(s).set_int(cx, BUSY, me);
    Ok(())
}
#[inline]
fn leave(cx: &mut Cx, s: Value, entered: bool) { if entered { Slots(s).set_int(cx, BUSY, 0); crate::modules::thread_types::wake_all() } }
// ---- the raw stream ----------------------------------------------------------------------------------------------------
/// One raw read of up to n bytes into store `b` at `at`. None: would block.
fn raw_read(cx: &mut Cx, s: Value, b: Store, at: usize, n: usize) -> R<Option<usize>> {
    if fast(s) { cx.write(b.0); return fileio::read_into(cx, raw(s), unsafe { b.ptr().add(at) }, n); } // SAFETY: [ST1] at + n <= cap, by callers
    let (ba, mvc) = (cx.class(T::ByteArray).0, cx.class(T::MemoryView).0);
    let arr = cx.call(ba, &[Value::small(n as i64)])?;
    let mv = cx.call(mvc, &[arr])?;
    let r = cx.call_method(raw(s), "readinto", &[mv])?;
    if r.is_none() { return Ok(None); }
    let k = match cx.index_i64(r) { Ok(k) => k, Err(_) => return Err(bad_readinto(cx)) };
    if k < 0 || k as usize > n { return Err(base::os_text(cx, &format!("raw readinto() returned invalid length {k} (should have been between 0 and {n})"))); }
    let bytes = cx.call_method(mv, "tobytes", &[])?;
    cx.call_method(mv, "release", &[])?;
    b.put(cx, at, &crate::bytes::get(bytes)[..k as usize]);
    Ok(Some(k as usize))
}
/// OSError whose cause is the pending exception.
#[cold]
fn bad_readinto(cx: &mut Cx) -> crate::native::Raised {
    let cause = cx.take_pending();
    let r = base::os_text(cx, "raw readinto() failed");
    if let Some(x) = Exc::from(cx.pending) { x.update(cx, |o| { o.cause = cause; o.context = cause; o.suppress = Value::TRUE }) }
    r
}
fn raw_write(cx: &mut Cx, s: Value, d: &[u8]) -> R<Option<usize>> {
    if fast(s) { return fileio::write_some(cx, raw(s), d); }
    let b = crate::bytes::new(cx, d);
    let mvc = cx.class(T::MemoryView).0;
    let mv = cx.call(mvc, &[b])?;
    let r = cx.call_method(raw(s), "write", &[mv])?;
    if r.is_none() { return Ok(None); }
    let k = cx.index_i64(r)?;
    if k < 0 || k as usize > d.len() { return Err(base::os_text(cx, &format!("raw write() returned invalid length {k} (should have been between 0 and {})", d.len()))); }
    Ok(Some(k as usize))
}
fn raw_seek(cx: &mut Cx, s: Value, off: i64, how: i32) -> R<i64> {
    if fast(s) { return fileio::seek_to(cx, raw(s), off, how); }
    let o = cx.int(off);
    let r = cx.call_method(raw(s), "seek", &[o, Value::small(how as i64)])?;
    let n = cx.index_i64(r)?;
    if n < 0 { return Err(base::os_text(cx, &format!("Raw stream returned invalid position {n}"))); }
    Ok(n)
}
fn raw_tell(cx: &mut Cx, s: Value) -> R<i64> {
    if fast(s) { return fileio::seek_to(cx, raw(s), 0, libc::SEEK_CUR); }
    let r = cx.call_method(raw(s), "tell", &[])?;
    let n = cx.index_i64(r)?;
    if n < 0 { return Err(base::os_text(cx, &format!("Raw stream returned invalid position {n}"))); }
    Ok(n)
}
// ---- reading -----------------------------------------------------------------------------------------------------------
/// Before reading: what was written goes out first.
fn turn_to_read(cx: &mut Cx, s: Value) -> R<()> { if Slots(s).int(WLEN) > 0 { flush_write(cx, s)? } Ok(()) }
/// Fills the empty read buffer with one raw read. None: would block.
pub fn fill(cx: &mut Cx, s: Value) -> R<Option<usize>> {
    turn_to_read(cx, s)?;
    let o = Slots(s);
    let b = match Store::from(o.get(RBUF)) { Some(b) => b, None => { let n = o.int(SIZE) as usize; let b = Store::new(cx, n)?; o.set(cx, RBUF, b.0); b } };
    o.set_int(cx, RPOS, 0);
    o.set_int(cx, REND, 0);
    let r = raw_read(cx, s, b, 0, b.cap())?;
    if let Some(n) = r { o.set_int(cx, REND, n as i64) }
    Ok(r)
}
pub fn read_all(cx: &mut Cx, s: Value) -> R { let b = enter(cx, s)?; let r = read_all_now(cx, s); leave(cx, s, b); r }
fn read_all_now(cx: &mut Cx, s: Value) -> R {
    turn_to_read(cx, s)?;
    let mut out = buffered(s).to_vec();
    let n = ahead(s);
    skip(cx, s, n);
    if fast(s) {
        return match fileio::read_all(cx, raw(s))? { None => Ok(if out.is_empty() { Value::NONE } else { crate::bytes::new(cx, &out) }), Some(b) => { if out.is_empty() { return Ok(b); } out.extend_from_slice(crate::bytes::get(b)); Ok(crate::bytes::new(cx, &out)) } };
    }
    if let Some(f) = cx.lookup_attr(raw(s), "readall")? {
        let b = cx.call(f, &[])?;
        if b.is_none() { return Ok(if out.is_empty() { b } else { crate::bytes::new(cx, &out) }); }
        if !b.is(T::Bytes) { return Err(cx.type_error("readall() should return bytes")); }
        out.extend_from_slice(crate::bytes::get(b));
        return Ok(crate::bytes::new(cx, &out));
    }
    loop {
        let b = cx.call_method(raw(s), "read", &[])?;
        if b.is_none() { if out.is_empty() { return Ok(b); } break; }
        if !b.is(T::Bytes) { return Err(cx.type_error("read() should return bytes")); }
        let d = crate::bytes::get(b);
        if d.is_empty() { break; }
        out.extend_from_slice(d);
    }
    Ok(crate::bytes::new(cx, &out))
}
/// Exactly `n` bytes unless the stream ends (shorter) or would block (shorter; None if nothing came).
pub fn read_n(cx: &mut Cx, s: Value, n: usize) -> R { let b = enter(cx, s)?; let r = read_n_now(cx, s, n); leave(cx, s, b); r }
fn read_n_now(cx: &mut Cx, s: Value, n: usize) -> R {
    let have = buffered(s);
    if n <= have.len() { let v = crate::bytes::new(cx, &have[..n]); skip(cx, s, n); return Ok(v); }
    turn_to_read(cx, s)?;
    let out = Store::new(cx, n)?;
    let have = buffered(s);
    out.put(cx, 0, have);
    let mut got = have.len();
    skip(cx, s, got);
    let size = Slots(s).int(SIZE) as usize;
    while got < n {
        let r = if n - got >= size { raw_read(cx, s, out, got, (n - got) / size * size)? } else {
            match fill(cx, s)? { Some(_) => { let d = buffered(s); let k = d.len().min(n - got); out.put(cx, got, &d[..k]); skip(cx, s, k); Some(k) } None => None }
        };
        match r { None => { if got == 0 { return Ok(Value::NONE); } break; } Some(0) => break, Some(k) => got += k }
    }
    if got == n { return Ok(out.0); }
    Ok(crate::bytes::new(cx, &out.all()[..got]))
}
pub fn read1(cx: &mut Cx, s: Value, n: i64) -> R { let b = enter(cx, s)?; let r = read1_now(cx, s, n); leave(cx, s, b); r }
fn read1_now(cx: &mut Cx, s: Value, n: i64) -> R {
    let n = if n < 0 { Slots(s).int(SIZE) as usize } else { n as usize };
    if n == 0 { return Ok(crate::bytes::new(cx, b"")); }
    let have = buffered(s);
    if !have.is_empty() { let k = have.len().min(n); let v = crate::bytes::new(cx, &have[..k]); skip(cx, s, k); return Ok(v); }
    turn_to_read(cx, s)?;
    let out = Store::new(cx, n)?;
    let k = raw_read(cx, s, out, 0, n)?.unwrap_or(0);
    if k == n { return Ok(out.0); }
    Ok(crate::bytes::new(cx, &out.all()[..k]))
}
pub fn readline(cx: &mut Cx, s: Value, limit: i64) -> R { let b = enter(cx, s)?; let r = readline_now(cx, s, limit); leave(cx, s, b); r }
fn readline_now(cx: &mut Cx, s: Value, limit: i64) -> R {
    let mut out: Vec<u8> = vec![];
    loop {
        let room = if limit < 0 { usize::MAX } else { limit as usize - out.len() };
        let d = buffered(s);
        let d = &d[..d.len().min(room)];
        if let Some(i) = memchr(b'\n', d) {
            let v = if out.is_empty() { crate::bytes::new(cx, &d[..=i]) } else { out.extend_from_slice(&d[..=i]); crate::bytes::new(cx, &out) };
            skip(cx, s, i + 1);
            return Ok(v);
        }
        out.extend_from_slice(d);
        let k = d.len();
        skip(cx, s, k);
        if k == room || !matches!(fill(cx, s)?, Some(1..)) { return Ok(crate::bytes::new(cx, &out)); }
    }
}
pub fn memchr(c: u8, d: &[u8]) -> Option<usize> {
    // SAFETY: the slice's own bounds
    unsafe { let p = libc::memchr(d.as_ptr() as *const libc::c_void, c as i32, d.len()); if p.is_null() || d.is_empty() { None } else { Some(p as usize - d.as_ptr() as usize) } }
}
fn read(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let n = size_arg(cx, a[1])?;
    if n < -1 { return Err(cx.value_error("read length must be non-negative or -1")); }
    check_open(cx, a[0], "read of closed file")?;
    if n == -1 { read_all(cx, a[0]) } else { read_n(cx, a[0], n as usize) }
}
/// What `readinto1` takes: the bytes read ahead, and one raw read where more than a buffer is still wanted or there was nothing.
fn read_once(cx: &mut Cx, s: Value, n: usize) -> R {
    let have = buffered(s);
    let k = have.len().min(n);
    if k == 0 || n - k <= Slots(s).int(SIZE) as usize { return read1(cx, s, if k == 0 { n as i64 } else { k as i64 }); }
    let mut out = have.to_vec();
    skip(cx, s, k);
    let more = read1(cx, s, (n - k) as i64)?;
    out.extend_from_slice(crate::bytes::get(more));
    Ok(crate::bytes::new(cx, &out))
}
fn readinto(cx: &mut Cx, a: &[Value], one: bool) -> R {
    check_open(cx, a[0], if one { "readinto1 of closed file" } else { "readinto of closed file" })?;
    let mv = osys::writable(cx, if one { "readinto1" } else { "readinto" }, a[1])?;
    let n = cx.len(mv)?;
    if n == 0 { return Ok(Value::small(0)); }
    let b = if one { read_once(cx, a[0], n)? } else { read_n(cx, a[0], n)? };
    if b.is_none() { return Ok(b); }
    let d = crate::bytes::get(b);
    osys::fill(cx, mv, d)?;
    Ok(Value::small(d.len() as i64))
}
fn peek(cx: &mut Cx, a: &[Value]) -> R {
    check_open(cx, a[0], "peek of closed file")?;
    let b = enter(cx, a[0])?;
    let r = turn_to_read(cx, a[0]).and_then(|_| if ahead(a[0]) == 0 { fill(cx, a[0]).map(|_| ()) } else { Ok(()) });
    leave(cx, a[0], b);
    r?;
    let d = buffered(a[0]);
    Ok(crate::bytes::new(cx, d))
}
fn next(cx: &mut Cx, a: &[Value]) -> R {
    check_open(cx, a[0], "I/O operation on closed file.")?;
    let l = if matches!(a[0].exact(), Some(T::BufferedReader | T::BufferedRandom)) { readline(cx, a[0], -1)? } else { cx.call_method(a[0], "readline", &[])? };
    if !l.is(T::Bytes) { let t = cx.type_name(l); return Err(base::os_text(cx, &format!("readline() should have returned a bytes object, not '{t}'"))); }
    if crate::bytes::get(l).is_empty() { return Err(cx.stop_iteration(Value::UNDEF)); }
    Ok(l)
}
// ---- writing -----------------------------------------------------------------------------------------------------------
#[cold]
fn would_block(cx: &mut Cx, written: usize) -> crate::native::Raised {
    let (n, m, w) = (Value::small(libc::EAGAIN as i64), cx.str("write could not complete without blocking"), Value::small(written as i64));
    let c = cx.class(T::BlockingIOError).0;
    match cx.call(c, &[n, m, w]) { Ok(e) => { if let Some(x) = Exc::from(e) { if x.raw().fields[4].is_undef() { x.update(cx, |o| o.fields[4] = w) } } cx.raise_value(e) } Err(r) => r }
}
/// Before writing: gives back what was read ahead.
fn turn_to_write(cx: &mut Cx, s: Value) -> R<()> {
    let n = ahead(s);
    Slots(s).set_int(cx, RPOS, 0);
    Slots(s).set_int(cx, REND, 0);
    if n > 0 { raw_seek(cx, s, -(n as i64), libc::SEEK_CUR)?; }
    Ok(())
}
pub fn flush_write(cx: &mut Cx, s: Value) -> R<()> {
    let o = Slots(s);
    let Some(b) = Store::from(o.get(WBUF)) else { return Ok(()) };
    loop {
        let n = o.int(WLEN) as usize;
        if n == 0 { return Ok(()); }
        match raw_write(cx, s, &b.all()[..n])? {
            None => return Err(would_block(cx, 0)),
            Some(k) => { let now = o.int(WLEN) as usize; let k = k.min(now); b.shift(cx, k, now); o.set_int(cx, WLEN, (now - k) as i64) }
        }
    }
}
pub fn write(cx: &mut Cx, s: Value, d: &[u8]) -> R<()> { let b = enter(cx, s)?; let r = write_now(cx, s, d); leave(cx, s, b); r }
fn write_now(cx: &mut Cx, s: Value, d: &[u8]) -> R<()> {
    let o = Slots(s);
    if ahead(s) > 0 { turn_to_write(cx, s)? }
    let size = o.int(SIZE) as usize;
    let used = o.int(WLEN) as usize;
    if d.len() <= size - used.min(size) && d.len() < size { return keep(cx, s, d); }
    if used > 0 {
        if let Err(e) = flush_write(cx, s) {
            if !cx.pending_is(T::BlockingIOError) { return Err(e); }
            let room = size - o.int(WLEN) as usize;
            if room >= d.len() { cx.clear_pending(); return keep(cx, s, d); }
            keep(cx, s, &d[..room])?;
            cx.clear_pending();
            return Err(would_block(cx, room));
        }
    }
    let mut at = 0;
    while d.len() - at > size {
        match raw_write(cx, s, &d[at..])? {
            Some(k) => at += k,
            None => { let k = (d.len() - at).min(size); keep(cx, s, &d[at..at + k])?; if at + k < d.len() { return Err(would_block(cx, at + k)); } return Ok(()); }
        }
    }
    keep(cx, s, &d[at..])
}
fn keep(cx: &mut Cx, s: Value, d: &[u8]) -> R<()> {
    if d.is_empty() { return Ok(()); }
    let o = Slots(s);
    let b = match Store::from(o.get(WBUF)) { Some(b) => b, None => { let n = o.int(SIZE) as usize; let b = Store::new(cx, n)?; o.set(cx, WBUF, b.0); b } };
    let n = o.int(WLEN) as usize;
    b.put(cx, n, d);
    o.set_int(cx, WLEN, (n + d.len()) as i64);
    Ok(())
}
fn py_write(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let d = osys::bytes_like(cx, a[1])?;
    if is_closed(cx, a[0])? { return Err(cx.value_error("write to closed file")); }
    write(cx, a[0], d)?;
    cx.usize_ok(d.len())
}
pub fn flush(cx: &mut Cx, s: Value) -> R {
    check(cx, s)?;
    if is_closed(cx, s)? { return Err(cx.value_error("flush of closed file")); }
    if s.kind() == T::BufferedReader { if fast(s) { return Ok(Value::NONE); } return cx.call_method(raw(s), "flush", &[]); }
    let b = enter(cx, s)?;
    let r = flush_write(cx, s).and_then(|_| if ahead(s) > 0 { turn_to_write(cx, s) } else { Ok(()) });
    leave(cx, s, b);
    r?;
    if !fast(s) { cx.call_method(raw(s), "flush", &[])?; }
    Ok(Value::NONE)
}
// ---- both --------------------------------------------------------------------------------------------------------------
pub fn tell(cx: &mut Cx, s: Value) -> R<i64> { let n = raw_tell(cx, s)?; let w = Slots(s).int(WLEN); Ok((n - ahead(s) as i64 + w).max(0)) }
pub fn seek(cx: &mut Cx, s: Value, off: i64, how: i32) -> R<i64> { let b = enter(cx, s)?; let r = seek_now(cx, s, off, how); leave(cx, s, b); r }
fn seek_now(cx: &mut Cx, s: Value, off: i64, how: i32) -> R<i64> {
    if how <= 1 && s.kind() != T::BufferedWriter && Slots(s).int(WLEN) == 0 && ahead(s) > 0 {
        // inside what is buffered?
        let cur = raw_tell(cx, s)?;
        let here = cur - ahead(s) as i64;
        let target = if how == 0 { off } else { here + off };
        let (lo, hi) = (here - Slots(s).int(RPOS), cur);
        if target >= lo && target <= hi { Slots(s).set_int(cx, RPOS, target - lo); return Ok(target); }
    }
    if Slots(s).int(WLEN) > 0 { flush_write(cx, s)? }
    let off = if how == 1 { off - ahead(s) as i64 } else { off };
    let n = raw_seek(cx, s, off, how)?;
    Slots(s).set_int(cx, RPOS, 0);
    Slots(s).set_int(cx, REND, 0);
    Ok(n)
}
fn py_seek(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let how = osys::opt_int(cx, a[2], 0)?;
    if !(0..=4).contains(&how) { return Err(cx.value_error(format!("whence value {how} unsupported"))); }
    check_open(cx, a[0], "seek of closed file")?;
    if !fast(a[0]) || !fileio::is_seekable(cx, raw(a[0]))? {
        let r = cx.call_method(raw(a[0]), "seekable", &[])?;
        if r != Value::TRUE { return Err(unsupported(cx, "File or stream is not seekable.")); }
    }
    let off = cx.index_i64(a[1])?;
    let n = seek(cx, a[0], off, how)?;
    Ok(cx.int(n))
}
fn truncate(cx: &mut Cx, a: &[Value]) -> R {
    check_open(cx, a[0], "truncate of closed file")?;
    if a[0].kind() != T::BufferedReader { flush(cx, a[0])?; }
    let w = cx.call_method(a[0], "writable", &[])?;
    if !cx.truth(w)? { return Err(unsupported(cx, "truncate")); }
    let pos = match a[1].opt_none() { Some(v) => v, None => { let n = tell(cx, a[0])?; cx.int(n) } };
    cx.call_method(raw(a[0]), "truncate", &[pos])
}
pub fn close(cx: &mut Cx, s: Value) -> R {
    check(cx, s)?;
    if is_closed(cx, s)? { return Ok(Value::NONE); }
    let plain = matches!(s.exact(), Some(T::BufferedReader | T::BufferedWriter | T::BufferedRandom));
    let r = if plain { flush(cx, s) } else { cx.call_method(s, "flush", &[]) };
    registry::remove(s);
    let first = if r.is_err() { cx.take_pending() } else { Value::UNDEF };
    let c = if fast(s) { fileio::close(cx, raw(s)) } else { cx.call_method(raw(s), "close", &[]) };
    Slots(s).set(cx, RBUF, Value::UNDEF);
    Slots(s).set_int(cx, RPOS, 0);
    Slots(s).set_int(cx, REND, 0);
    Slots(s).set_int(cx, WLEN, 0);
    if first.is_ref() {
        if c.is_err() { let e = cx.take_pending(); if let Some(x) = Exc::from(e) { if e != first { x.update(cx, |o| o.context = first) } } cx.pending = e; return Err(crate::native::Raised); }
        cx.pending = first;
        return Err(crate::native::Raised);
    }
    c
}
fn detach(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    cx.call_method(a[0], "flush", &[])?;
    let r = raw(a[0]);
    registry::remove(a[0]);
    Slots(a[0]).set(cx, RAW, Value::NONE);
    Slots(a[0]).set_int(cx, FLAGS, DETACHED);
    Ok(r)
}
fn del(cx: &mut Cx, a: &[Value]) -> R {
    if Slots(a[0]).int(FLAGS) & OK == 0 { return Ok(Value::NONE); }
    let c = is_closed(cx, a[0]);
    if !c.unwrap_or(true) && cx.call_method(a[0], "close", &[]).is_err() { cx.clear_pending() }
    cx.clear_pending();
    Ok(Value::NONE)
}
fn forward(cx: &mut Cx, s: Value, name: &str) -> R { check(cx, s)?; cx.call_method(raw(s), name, &[]) }
fn forward_attr(cx: &mut Cx, s: Value, name: &str) -> R { check(cx, s)?; cx.get_attr_str(raw(s), name) }
fn size_param(cx: &mut Cx, v: Value) -> R<i64> { match v.opt() { Some(v) => { if v.is(T::Float) { return Err(cx.type_error("'float' object cannot be interpreted as an integer")); } cx.index_i64(v) } None => Ok(DEFAULT_BUFFER as i64) } }
fn init_reader(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set_int(cx, FLAGS, 0); base::check_readable(cx, a[1])?; let n = size_param(cx, a[2])?; init(cx, a[0], a[1], n)?; Ok(Value::NONE) }
fn init_writer(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set_int(cx, FLAGS, 0); base::check_writable(cx, a[1])?; let n = size_param(cx, a[2])?; init(cx, a[0], a[1], n)?; Ok(Value::NONE) }
pub fn init_random(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set_int(cx, FLAGS, 0); base::check_seekable(cx, a[1])?; base::check_readable(cx, a[1])?; base::check_writable(cx, a[1])?; let n = size_param(cx, a[2])?; init(cx, a[0], a[1], n)?; Ok(Value::NONE) }

pub const COMMON: &[Def] = &[
    def("detach", "", detach),
    def("close", "", |cx, a| close(cx, a[0])),
    def("flush", "", |cx, a| flush(cx, a[0])),
    def("seekable", "", |cx, a| forward(cx, a[0], "seekable")),
    def("fileno", "", |cx, a| forward(cx, a[0], "fileno")),
    def("isatty", "", |cx, a| forward(cx, a[0], "isatty")),
    def("tell", "", |cx, a| { check(cx, a[0])?; let n = tell(cx, a[0])?; Ok(cx.int(n)) }),
    def("seek", "target, whence=0, /", py_seek),
    def("truncate", "pos=None, /", truncate),
    def("__repr__", "", |cx, a| base::repr_named(cx, a[0], "")),
    def("__del__", "", del),
    def("__getstate__", "", base::no_pickle),
    def("__reduce_ex__", "protocol, /", base::no_pickle),
    def("__sizeof__", "", |_, a| Ok(Value::small(96 + Slots(a[0]).int(SIZE)))),
    def("_dealloc_warn", "source, /", |_, _| Ok(Value::NONE)),
    attr("raw", |cx, a| { check(cx, a[0])?; Ok(raw(a[0])) }),
    attr("closed", |cx, a| { check(cx, a[0])?; Ok(Value::bool(is_closed(cx, a[0])?)) }),
    attr("name", |cx, a| forward_attr(cx, a[0], "name")),
    attr("mode", |cx, a| forward_attr(cx, a[0], "mode")),
    attr_set("_finalizing", |_, _| Ok(Value::FALSE), |_, _| Ok(Value::NONE)),
];
pub const READ: &[Def] = &[
    def("read", "size=-1, /", read),
    def("read1", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size_arg(cx, a[1])?; check_open(cx, a[0], "read of closed file")?; read1(cx, a[0], n) }),
    def("peek", "size=0, /", peek),
    def("readinto", "buffer, /", |cx, a| readinto(cx, a, false)),
    def("readinto1", "buffer, /", |cx, a| readinto(cx, a, true)),
    def("readline", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size_arg(cx, a[1])?; check_open(cx, a[0], "readline of closed file")?; readline(cx, a[0], n) }),
    def("readable", "", |cx, a| { forward(cx, a[0], "readable") }),
    def("__next__", "", next),
];
pub const WRITE: &[Def] = &[def("write", "buffer, /", py_write), def("writable", "", |cx, a| forward(cx, a[0], "writable"))];
pub const READER: &[Def] = &[def_new("*args, **kwargs", |cx, a| Ok(alloc(cx, a[0], T::BufferedReader))), def("__init__", "raw, buffer_size=DEFAULT_BUFFER_SIZE", init_reader)];
pub const WRITER: &[Def] = &[def_new("*args, **kwargs", |cx, a| Ok(alloc(cx, a[0], T::BufferedWriter))), def("__init__", "raw, buffer_size=DEFAULT_BUFFER_SIZE", init_writer)];
