//! `zlib`: compression over `flate2` (miniz_oxide), checksums.
//!
//! Compressed bytes differ from those of the C library (both are valid); everything else agrees.
//! Streams live in a table and are named by number in their objects.
use crate::bytes::{buffer, new as bytes};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::sync::Mutex;

fn error(cx: &mut Cx, msg: &str) -> Raised { match cx.static_get("zlib.error") { Some(c) => { let m = cx.str(msg); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error(msg) } }
pub fn mask32(cx: &mut Cx, v: Value) -> R<u32> { let i = cx.to_ibig(v)?; let m = i & dashu_int::IBig::from(u32::MAX); Ok(u32::try_from(&m).unwrap_or(0)) }
pub fn crc32(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let start = match a[1].opt() { Some(v) => mask32(cx, v)?, None => 0 };
    let mut h = crc32fast::Hasher::new_with_initial(start);
    h.update(&d);
    Ok(Value::small(h.finalize() as i64))
}
fn adler32(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let start = match a[1].opt() { Some(v) => mask32(cx, v)?, None => 1 };
    Ok(Value::small(adler(start, &d) as i64))
}
fn adler(start: u32, d: &[u8]) -> u32 { let (mut x, mut y) = (start & 0xffff, start >> 16); for c in d.chunks(5552) { for b in c { x += *b as u32; y += x } x %= 65521; y %= 65521; } y << 16 | x }

/// Container around the deflate data.
#[derive(Clone, Copy, PartialEq)]
enum Wrap { Raw, Zlib, Gzip, /// zlib or gzip, told by the first bytes
    Auto }
fn wrap_of(cx: &mut Cx, wbits: i64, read: bool) -> R<Wrap> {
    Ok(match wbits { -15..=-8 => Wrap::Raw, 8..=15 => Wrap::Zlib, 0 if read => Wrap::Zlib, 24..=31 => Wrap::Gzip, 40..=47 if read => Wrap::Auto, _ => return Err(if read { error(cx, "Error -2 while preparing to decompress data: inconsistent stream state") } else { cx.value_error("Invalid initialization option") }) })
}
struct Comp { c: Compress, wrap: Wrap, crc: crc32fast::Hasher, total: u32, header: bool, level: i64 }
impl Comp {
    fn new(level: i64, wrap: Wrap) -> Comp { let l = if level < 0 { 6 } else { level as u32 }; Comp { c: Compress::new(Compression::new(l.min(9)), wrap == Wrap::Zlib), wrap, crc: crc32fast::Hasher::new(), total: 0, header: false, level } }
    fn run(&mut self, d: &[u8], flush: FlushCompress) -> Vec<u8> {
        let mut out = Vec::with_capacity(d.len() / 2 + 64);
        if self.wrap == Wrap::Gzip {
            if !self.header { self.header = true; out.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, if self.level == 9 { 2 } else if self.level == 1 { 4 } else { 0 }, 3]); }
            self.crc.update(d);
            self.total = self.total.wrapping_add(d.len() as u32);
        }
        let mut at = 0;
        loop {
            if out.capacity() - out.len() < 64 { out.reserve(out.len().max(4096)) }
            let (i0, o0) = (self.c.total_in(), self.c.total_out());
            let r = self.c.compress_vec(&d[at..], &mut out, flush);
            at += (self.c.total_in() - i0) as usize;
            let wrote = self.c.total_out() - o0;
            match r { Ok(Status::StreamEnd) | Err(_) => break, Ok(_) => {} }
            if at >= d.len() && out.len() < out.capacity() && (flush == FlushCompress::None || wrote == 0 || flush != FlushCompress::Finish) { break; }
        }
        if flush == FlushCompress::Finish && self.wrap == Wrap::Gzip { out.extend(self.crc.clone().finalize().to_le_bytes()); out.extend(self.total.to_le_bytes()); }
        out
    }
}
struct Decomp { d: Option<Decompress>, wrap: Wrap, head: Vec<u8>, tail: Vec<u8>, eof: bool, crc: crc32fast::Hasher, total: u32, /// deflate data is over, the gzip trailer is read
    trailing: bool, any: bool }
enum Fail { Data(&'static str) }
/// Length of a gzip header, None if it is not all there.
fn gzip_header(b: &[u8]) -> Result<Option<usize>, Fail> {
    if b.len() < 10 { return if b.len() >= 2 && b[..2] != [0x1f, 0x8b] { Err(Fail::Data("incorrect header check")) } else { Ok(None) }; }
    if b[..2] != [0x1f, 0x8b] { return Err(Fail::Data("incorrect header check")); }
    if b[2] != 8 { return Err(Fail::Data("unknown compression method")); }
    let f = b[3];
    let mut i = 10;
    if f & 4 != 0 { if b.len() < i + 2 { return Ok(None); } i += 2 + u16::from_le_bytes([b[i], b[i + 1]]) as usize; }
    for bit in [8, 16] { if f & bit != 0 { match b.get(i..).and_then(|r| memchr::memchr(0, r)) { Some(k) => i += k + 1, None => return Ok(None) } } }
    if f & 2 != 0 { i += 2 }
    Ok(if b.len() < i { None } else { Some(i) })
}
impl Decomp {
    fn new(wrap: Wrap) -> Decomp { Decomp { d: None, wrap, head: vec![], tail: vec![], eof: false, crc: crc32fast::Hasher::new(), total: 0, trailing: false, any: false } }
    /// Output (at most `max`) and the input that was not used.
    fn run(&mut self, input: &[u8], max: usize) -> Result<(Vec<u8>, Vec<u8>), Fail> {
        let mut out = vec![];
        let joined;
        let mut d: &[u8] = input;
        if self.d.is_none() {
            self.head.extend_from_slice(input);
            if self.wrap == Wrap::Auto { match self.head.first() { None => return Ok((out, vec![])), Some(0x1f) => self.wrap = Wrap::Gzip, _ => self.wrap = Wrap::Zlib } }
            match self.wrap {
                Wrap::Gzip => match gzip_header(&self.head)? { None => return Ok((out, vec![])), Some(n) => { joined = self.head.split_off(n); self.head.clear(); d = &joined; self.d = Some(Decompress::new(false)); } },
                w => {
                    if w == Wrap::Zlib {
                        if self.head.len() < 2 { return Ok((out, vec![])); }
                        if (self.head[0] as u32 * 256 + self.head[1] as u32) % 31 != 0 { return Err(Fail::Data("incorrect header check")); }
                        if self.head[0] & 15 != 8 { return Err(Fail::Data("unknown compression method")); }
                    }
                    joined = std::mem::take(&mut self.head);
                    d = &joined;
                    self.d = Some(Decompress::new(w == Wrap::Zlib));
                }
            }
        }
        let Some(z) = self.d.as_mut() else { return Ok((out, vec![])) };
        let mut at = 0;
        while !self.trailing && !self.eof {
            let room = max.saturating_sub(out.len()).min((d.len() * 3).clamp(1024, 1 << 20));
            if room == 0 { break; }
            let old = out.len();
            out.resize(old + room, 0);
            let (i0, o0) = (z.total_in(), z.total_out());
            let r = z.decompress(&d[at..], &mut out[old..], FlushDecompress::None);
            at += (z.total_in() - i0) as usize;
            let n = (z.total_out() - o0) as usize;
            out.truncate(old + n);
            self.any = true;
            match r {
                Err(_) => return Err(Fail::Data(if self.wrap == Wrap::Zlib && z.total_in() > 2 && false { "incorrect data check" } else { "invalid block type" })),
                Ok(Status::StreamEnd) => if self.wrap == Wrap::Gzip { self.trailing = true } else { self.eof = true },
                Ok(_) => if n == 0 && (at >= d.len() || matches!(r, Ok(Status::BufError))) { break; },
            }
        }
        if self.wrap == Wrap::Gzip { self.crc.update(&out); self.total = self.total.wrapping_add(out.len() as u32); }
        if self.trailing && !self.eof {
            let n = (8 - self.tail.len()).min(d.len() - at);
            self.tail.extend_from_slice(&d[at..at + n]);
            at += n;
            if self.tail.len() == 8 {
                if self.tail[..4] != self.crc.clone().finalize().to_le_bytes() { return Err(Fail::Data("incorrect data check")); }
                if self.tail[4..] != self.total.to_le_bytes() { return Err(Fail::Data("incorrect length check")); }
                self.eof = true;
            }
        }
        Ok((out, d[at..].to_vec()))
    }
}
/// A table of streams; a stream that has ended is dropped.
struct Table<S>(Mutex<Vec<Option<S>>>);
impl<S> Table<S> { fn with<V>(&self, f: impl FnOnce(&mut Vec<Option<S>>) -> V) -> V { match self.0.lock() { Ok(mut t) => f(&mut t), Err(e) => f(&mut e.into_inner()) } } }
static COMPS: Table<Comp> = Table(Mutex::new(Vec::new()));
static DECOMPS: Table<Decomp> = Table(Mutex::new(Vec::new()));
fn int(cx: &mut Cx, v: Value, default: i64) -> R<i64> { match v.opt() { Some(v) => cx.index_i64(v), None => Ok(default) } }

fn compress(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let (level, wbits) = (int(cx, a[1], -1)?, int(cx, a[2], 15)?);
    if !(-1..=9).contains(&level) { return Err(error(cx, "Bad compression level")); }
    let w = wrap_of(cx, wbits, false)?;
    let out = Comp::new(level, w).run(&d, FlushCompress::Finish);
    Ok(bytes(cx, &out))
}
fn data_error(cx: &mut Cx, f: Fail) -> Raised { let Fail::Data(m) = f; error(cx, &format!("Error -3 while decompressing data: {m}")) }
fn decompress(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let wbits = int(cx, a[1], 15)?;
    int(cx, a[2], 16384)?;
    let w = wrap_of(cx, wbits, true)?;
    let mut z = Decomp::new(w);
    match z.run(&d, usize::MAX) {
        Ok((out, _)) if z.eof => Ok(bytes(cx, &out)),
        Ok(_) => Err(error(cx, "Error -5 while decompressing data: incomplete or truncated stream")),
        Err(f) => Err(data_error(cx, f)),
    }
}
fn flush_mode(cx: &mut Cx, m: i64) -> R<FlushCompress> { Ok(match m { 0 => FlushCompress::None, 1 => FlushCompress::Partial, 2 => FlushCompress::Sync, 3 => FlushCompress::Full, 4 => FlushCompress::Finish, _ => return Err(error(cx, "Error -2 while flushing: inconsistent stream state")) }) }
/// Slot 0: number of the stream.
pub const COMPRESS: &[Def] = &[
    def("compress", "data, /", |cx, a| { let d = buffer(cx, a[1])?; let n = Slots(a[0]).int(0) as usize; cx.write(a[0]); let out = COMPS.with(|t| t[n].as_mut().map(|c| c.run(&d, FlushCompress::None))); match out { Some(v) => Ok(bytes(cx, &v)), None => Err(error(cx, "Error -2 while compressing data: inconsistent stream state")) } }),
    def("flush", "mode=4, /", |cx, a| {
        let m = int(cx, a[1], 4)?;
        let f = flush_mode(cx, m)?;
        if m == 0 { return Ok(bytes(cx, &[])); }
        let n = Slots(a[0]).int(0) as usize;
        cx.write(a[0]);
        let out = COMPS.with(|t| { let v = t[n].as_mut().map(|c| c.run(&[], f)); if m == 4 { t[n] = None } v });
        match out { Some(v) => Ok(bytes(cx, &v)), None => Err(error(cx, "Error -2 while flushing: inconsistent stream state")) }
    }),
    def("copy", "", |cx, _| Err(cx.not_implemented("copying a compression object"))),
];
/// Slots: stream, unused_data, unconsumed_tail, eof, (_ZlibDecompressor only) needs_input, pending input.
fn inflate(cx: &mut Cx, o: Value, d: &[u8], max: usize) -> R<Value> {
    let n = Slots(o).int(0) as usize;
    cx.write(o);
    let r = DECOMPS.with(|t| { let r = t[n].as_mut().map(|z| (z.run(d, max), z.eof)); if matches!(r, Some((_, true))) { t[n] = None } r });
    match r {
        Some((Ok((out, rest)), eof)) => {
            let rest = bytes(cx, &rest);
            let e = bytes(cx, &[]);
            if eof { let old = crate::bytes::get(Slots(o).get(1)); let mut v = old.to_vec(); v.extend_from_slice(crate::bytes::get(rest)); let u = bytes(cx, &v); Slots(o).set(cx, 1, u); Slots(o).set(cx, 2, e); Slots(o).set(cx, 3, Value::TRUE); }
            else { Slots(o).set(cx, 2, rest) }
            Ok(bytes(cx, &out))
        }
        Some((Err(f), _)) => Err(data_error(cx, f)),
        None => Err(error(cx, "inconsistent stream state")),
    }
}
fn new_stream(cx: &mut Cx, wbits: i64) -> R<i64> { let w = wrap_of(cx, wbits, true)?; Ok(DECOMPS.with(|t| { t.push(Some(Decomp::new(w))); t.len() as i64 - 1 })) }
pub const DECOMPRESS: &[Def] = &[
    def("decompress", "data, /, max_length=0", |cx, a| {
        let d = buffer(cx, a[1])?;
        let max = int(cx, a[2], 0)?;
        if max < 0 { return Err(cx.value_error("max_length must be non-negative")); }
        if Slots(a[0]).get(3).is_true() { let mut v = crate::bytes::get(Slots(a[0]).get(1)).to_vec(); v.extend_from_slice(&d); let u = bytes(cx, &v); Slots(a[0]).set(cx, 1, u); return Ok(bytes(cx, &[])); }
        inflate(cx, a[0], &d, if max == 0 { usize::MAX } else { max as usize })
    }),
    def("flush", "length=16384, /", |cx, a| { let n = int(cx, a[1], 16384)?; if n <= 0 { return Err(cx.value_error("length must be greater than zero")); } let t = crate::bytes::get(Slots(a[0]).get(2)).to_vec(); if Slots(a[0]).get(3).is_true() { return Ok(bytes(cx, &[])); } inflate(cx, a[0], &t, usize::MAX) }),
    attr("unused_data", |_, a| Ok(Slots(a[0]).get(1))),
    attr("unconsumed_tail", |_, a| Ok(Slots(a[0]).get(2))),
    attr("eof", |_, a| Ok(Slots(a[0]).get(3))),
];
pub const DECOMPRESSOR: &[Def] = &[
    def_new("wbits=15, zdict=None", |cx, a| { let w = int(cx, a[1], 15)?; let n = new_stream(cx, w)?; let e = bytes(cx, &[]); Ok(Slots::new_of(cx, a[0], T::ZlibDecompressor, &[Value::small(n), e, e, Value::FALSE, Value::TRUE])) }),
    def("decompress", "data, max_length=-1", |cx, a| {
        let s = Slots(a[0]);
        if s.get(3).is_true() { return Err(cx.eof_error("End of stream already reached")); }
        let d = buffer(cx, a[1])?;
        let max = int(cx, a[2], -1)?;
        let mut v = crate::bytes::get(s.get(2)).to_vec();
        v.extend_from_slice(&d);
        let r = inflate(cx, a[0], &v, if max < 0 { usize::MAX } else { max as usize })?;
        let full = max >= 0 && crate::bytes::get(r).len() as i64 >= max;
        s.set(cx, 4, Value::bool(!s.get(3).is_true() && crate::bytes::get(s.get(2)).is_empty() && !full));
        Ok(r)
    }),
    attr("unused_data", |_, a| Ok(Slots(a[0]).get(1))),
    attr("eof", |_, a| Ok(Slots(a[0]).get(3))),
    attr("needs_input", |_, a| Ok(Slots(a[0]).get(4))),
];
const FUNCS: &[Def] = &[
    def("crc32", "data, value=0, /", crc32),
    def("adler32", "data, value=1, /", adler32),
    def("compress", "data, /, level=-1, wbits=15", compress),
    def("decompress", "data, /, wbits=15, bufsize=16384", decompress),
    def("compressobj", "level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None", |cx, a| {
        let (level, wbits) = (int(cx, a[0], -1)?, int(cx, a[2], 15)?);
        if !(-1..=9).contains(&level) || int(cx, a[1], 8)? != 8 { return Err(cx.value_error("Invalid initialization option")); }
        let w = wrap_of(cx, wbits, false)?;
        let n = COMPS.with(|t| { t.push(Some(Comp::new(level, w))); t.len() as i64 - 1 });
        Ok(Slots::new(cx, T::ZlibCompress, &[Value::small(n)]))
    }),
    def("decompressobj", "wbits=15, zdict=b''", |cx, a| { let w = int(cx, a[0], 15)?; let n = new_stream(cx, w)?; let e = bytes(cx, &[]); Ok(Slots::new(cx, T::ZlibDecompress, &[Value::small(n), e, e, Value::FALSE])) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let e = match cx.static_get("zlib.error") { Some(e) => e, None => super::new_exception(cx, "zlib", "error", T::Exception)? };
    cx.static_set("zlib.error", e);
    m.set(cx, "error", e);
    for (n, v) in [("MAX_WBITS", 15), ("DEFLATED", 8), ("DEF_MEM_LEVEL", 8), ("DEF_BUF_SIZE", 16384), ("Z_BEST_SPEED", 1), ("Z_BEST_COMPRESSION", 9), ("Z_DEFAULT_COMPRESSION", -1), ("Z_NO_COMPRESSION", 0), ("Z_FILTERED", 1), ("Z_HUFFMAN_ONLY", 2), ("Z_RLE", 3), ("Z_FIXED", 4), ("Z_DEFAULT_STRATEGY", 0), ("Z_NO_FLUSH", 0), ("Z_PARTIAL_FLUSH", 1), ("Z_SYNC_FLUSH", 2), ("Z_FULL_FLUSH", 3), ("Z_FINISH", 4), ("Z_BLOCK", 5), ("Z_TREES", 6)] { m.set(cx, n, Value::small(v)) }
    for (n, v) in [("ZLIB_VERSION", "1.2.13"), ("ZLIB_RUNTIME_VERSION", "1.2.13"), ("__version__", "1.0")] { let s = cx.str(v); m.set(cx, n, s) }
    let c = cx.class(T::ZlibDecompressor).0;
    m.set(cx, "_ZlibDecompressor", c);
    Ok(())
}
