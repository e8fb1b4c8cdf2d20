//! Reading a pickle.
//!
//! From a file no byte is read beyond the end of the pickle: what is read at once is a frame, a line, or what an instruction asks for.
use super::{unpickling_error, ENCODING, ERRORS, READ, READLINE, U_BUFFERS, U_FIX, U_MEMO, U_PERSISTENT};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::modules::osys::import_attr;
use crate::native::{Raised, R};
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// Bytes yet to be read: all of them, or what a file has given so far.
struct Source { own: Vec<u8>, whole: Option<&'static [u8]>, at: usize, read: Value, line: Value }
impl Source {
    fn all(&self) -> &[u8] { match self.whole { Some(w) => w, None => &self.own } }
    fn left(&self) -> usize { self.all().len() - self.at }
    /// Makes sure that `n` more bytes are there; false at the end.
    fn fill(&mut self, cx: &mut Cx, n: usize) -> R<bool> {
        if self.left() >= n { return Ok(true); }
        if self.read.is_undef() { return Ok(false); }
        if self.at == self.own.len() { self.own.clear(); self.at = 0 }
        let want = n - self.left();
        let b = cx.call(self.read, &[Value::small(want as i64)])?;
        let d = crate::bytes::buffer(cx, b)?;
        if !b.is(T::Bytes) { let t = cx.type_name(b); if d.is_empty() { return Err(cx.type_error(format!("read() returned non-bytes object ({t})"))); } }
        self.own.extend_from_slice(&d);
        Ok(self.left() >= n)
    }
    fn take(&mut self, cx: &mut Cx, n: usize) -> R<&[u8]> {
        if n > (1 << 46) { return Err(cx.memory_error()); }
        if !self.fill(cx, n)? { return Err(unpickling_error(cx, "pickle data was truncated")); }
        self.at += n;
        Ok(&self.all()[self.at - n..self.at])
    }
    fn line(&mut self, cx: &mut Cx) -> R<Vec<u8>> {
        loop {
            if let Some(i) = memchr::memchr(b'\n', &self.all()[self.at..]) { let s = self.all()[self.at..self.at + i].to_vec(); self.at += i + 1; return Ok(s); }
            let before = self.left();
            if !self.line.is_undef() { let b = cx.call(self.line, &[])?; let d = crate::bytes::buffer(cx, b)?; self.own.extend_from_slice(&d) }
            if self.left() == before { return Err(unpickling_error(cx, "pickle data was truncated")); }
        }
    }
    fn byte(&mut self, cx: &mut Cx) -> R<u8> { Ok(self.take(cx, 1)?[0]) }
    fn u16(&mut self, cx: &mut Cx) -> R<usize> { let b = self.take(cx, 2)?; Ok(u16::from_le_bytes([b[0], b[1]]) as usize) }
    fn u32(&mut self, cx: &mut Cx) -> R<usize> { let b = self.take(cx, 4)?; Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize) }
    fn u64(&mut self, cx: &mut Cx) -> R<usize> { let b = self.take(cx, 8)?; let mut a = [0; 8]; a.copy_from_slice(b); Ok(u64::from_le_bytes(a) as usize) }
}
struct Loader { src: Source, stack: VVec, marks: Vec<usize>, memo: List, proto: u8, fix: bool, encoding: Value, errors: Value, buffers: Value, me: Value, persistent: Value }

pub fn from_bytes(cx: &mut Cx, data: Value, fix: bool, encoding: Value, errors: Value, buffers: Value) -> R {
    let b = if data.is_ref() && data.kind() == T::Bytes { data } else { let d = crate::bytes::buffer(cx, data)?.to_vec(); crate::bytes::new(cx, &d) };
    let src = Source { own: vec![], whole: Some(crate::bytes::get(b)), at: 0, read: Value::UNDEF, line: Value::UNDEF };
    let memo = List::new(cx);
    let mut l = Loader { src, stack: VVec::new(), marks: vec![], memo, proto: 0, fix, encoding, errors, buffers, me: Value::UNDEF, persistent: Value::UNDEF };
    let r = l.run(cx);
    // the bytes are read in place
    std::hint::black_box(b);
    r
}
pub fn from_file(cx: &mut Cx, u: Value) -> R {
    let s = Slots(u);
    let src = Source { own: vec![], whole: None, at: 0, read: s.get(READ), line: s.get(READLINE) };
    let plain = u.is_exact(T::Unpickler);
    let persistent = if let Some(f) = s.get(U_PERSISTENT).opt() { f } else if plain { Value::UNDEF } else { cx.lookup_attr(u, "persistent_load")?.unwrap_or(Value::UNDEF) };
    let s = Slots(u);
    let mut l = Loader { src, stack: VVec::new(), marks: vec![], memo: List(s.get(U_MEMO)), proto: 0, fix: s.get(U_FIX).is_true(), encoding: s.get(ENCODING), errors: s.get(ERRORS), buffers: s.get(U_BUFFERS), me: if plain { Value::UNDEF } else { u }, persistent };
    l.run(cx)
}
/// `Unpickler.find_class`
pub fn find_class(cx: &mut Cx, a: &[Value]) -> R {
    let (Some(m), Some(n)) = (Str::from(a[1]), Str::from(a[2])) else { return Err(cx.type_error("find_class() arguments must be str")) };
    let fix = Slots(a[0]).get(U_FIX).is_true();
    lookup(cx, &m.lossy(), &n.lossy(), fix, 4)
}
fn lookup(cx: &mut Cx, module: &str, name: &str, fix: bool, proto: u8) -> R {
    let (mut m, mut n) = (module.to_string(), name.to_string());
    if proto < 3 && fix {
        let names = import_attr(cx, "_compat_pickle", "NAME_MAPPING")?;
        let (a, b) = (cx.str(module), cx.str(name));
        let key = cx.tuple(&[a, b]);
        if let Some([x, y]) = Dict::of(names).get(cx, key)?.and_then(Tuple::from).map(|t| t.items()) { m = Str(*x).lossy().into_owned(); n = Str(*y).lossy().into_owned() }
        else { let modules = import_attr(cx, "_compat_pickle", "IMPORT_MAPPING")?; if let Some(x) = Dict::of(modules).get(cx, a)?.and_then(Str::from) { m = x.lossy().into_owned() } }
    }
    let mut x = super::save::load_module(cx, &m)?;
    let module = x;
    let parts: Vec<&str> = if proto >= 4 { n.split('.').collect() } else { vec![&n] };
    for p in parts {
        if p == "<locals>" { return Err(cx.raise(T::AttributeError, &format!("Can't get local attribute '{n}' on {}", m))); }
        match cx.lookup_attr(x, p)? { Some(v) => x = v, None => { let r = cx.repr_string(module)?; let n = { let v = cx.str(&n); cx.repr_string(v)? }; return Err(cx.raise(T::AttributeError, &format!("Can't get attribute {n} on {r}"))); } }
    }
    Ok(x)
}
impl Loader {
    fn underflow(&self, cx: &mut Cx) -> Raised { if self.marks.last().is_some_and(|m| *m == self.stack.len()) { unpickling_error(cx, "unexpected MARK found") } else { unpickling_error(cx, "unpickling stack underflow") } }
    fn floor(&self) -> usize { self.marks.last().copied().unwrap_or(0) }
    fn pop(&mut self, cx: &mut Cx) -> R { if self.stack.len() <= self.floor() { return Err(self.underflow(cx)); } Ok(self.stack.pop().unwrap_or(Value::NONE)) }
    fn top(&mut self, cx: &mut Cx) -> R { if self.stack.len() <= self.floor() { return Err(self.underflow(cx)); } Ok(self.stack[self.stack.len() - 1]) }
    /// What was pushed since the last mark.
    fn marked(&mut self, cx: &mut Cx) -> R<VVec> {
        let Some(m) = self.marks.pop() else { return Err(unpickling_error(cx, "could not find MARK")) };
        let v = VVec::from_slice(&self.stack[m..]);
        self.stack.truncate(m);
        Ok(v)
    }
    fn get(&mut self, cx: &mut Cx, n: usize) -> R<()> {
        match self.memo.get(n).filter(|v| !v.is_undef()) { Some(v) => { self.stack.push(v); Ok(()) } None => Err(unpickling_error(cx, &format!("Memo value not found at index {n}"))) }
    }
    fn put(&mut self, cx: &mut Cx, n: usize) -> R<()> {
        let v = self.top(cx)?;
        if n > self.memo.len() + (1 << 24) { return Err(cx.memory_error()); }
        while self.memo.len() < n { self.memo.push(cx, Value::UNDEF) }
        if n == self.memo.len() { self.memo.push(cx, v) } else { self.memo.set(cx, n, v) }
        Ok(())
    }
    fn number(&mut self, cx: &mut Cx) -> R<usize> {
        let s = self.src.line(cx)?;
        match std::str::from_utf8(&s).ok().and_then(|s| s.trim().parse::<i64>().ok()) { Some(n) if n >= 0 => Ok(n as usize), Some(_) => Err(cx.value_error("negative PUT argument")), None => { let t = String::from_utf8_lossy(&s).into_owned(); Err(cx.value_error(format!("invalid literal for int() with base 10: '{t}'"))) } }
    }
    fn class(&mut self, cx: &mut Cx, m: Value, n: Value) -> R {
        if self.me.is_undef() { return lookup(cx, &Str(m).lossy(), &Str(n).lossy(), self.fix, self.proto); }
        cx.call_method(self.me, "find_class", &[m, n])
    }
    fn old_text(&mut self, cx: &mut Cx, b: &[u8]) -> R {
        let v = crate::bytes::new(cx, b);
        if Str::from(self.encoding).and_then(|s| s.as_str()) == Some("bytes") { return Ok(v); }
        cx.call_method(v, "decode", &[self.encoding, self.errors])
    }
    fn run(&mut self, cx: &mut Cx) -> R {
        loop {
            if !self.src.fill(cx, 1)? { return Err(cx.eof_error("Ran out of input")); }
            let op = self.src.byte(cx)?;
            if op == b'.' { return self.pop(cx); }
            self.step(cx, op)?
        }
    }
    fn step(&mut self, cx: &mut Cx, op: u8) -> R<()> {
        let v = match op {
            b'(' => { self.marks.push(self.stack.len()); return Ok(()); }
            b'0' => { if self.marks.last() == Some(&self.stack.len()) { self.marks.pop(); } else { self.pop(cx)?; } return Ok(()); }
            b'1' => { self.marked(cx)?; return Ok(()); }
            b'2' => self.top(cx)?,
            b'N' => Value::NONE, 0x88 => Value::TRUE, 0x89 => Value::FALSE,
            b'K' => Value::small(self.src.byte(cx)? as i64),
            b'M' => Value::small(self.src.u16(cx)? as i64),
            b'J' => Value::small(self.src.u32(cx)? as u32 as i32 as i64),
            b'I' => {
                let s = self.src.line(cx)?;
                match &s[..] { b"00" => Value::FALSE, b"01" => Value::TRUE, _ => self.decimal(cx, &s)? }
            }
            b'L' => { let mut s = self.src.line(cx)?; if s.last() == Some(&b'L') { s.pop(); } self.decimal(cx, &s)? }
            0x8a => { let n = self.src.byte(cx)? as usize; let b = self.src.take(cx, n)?.to_vec(); signed(cx, &b) }
            0x8b => { let n = self.src.u32(cx)?; if n > i32::MAX as usize { return Err(unpickling_error(cx, "LONG pickle has negative byte count")); } let b = self.src.take(cx, n)?.to_vec(); signed(cx, &b) }
            b'G' => { let b = self.src.take(cx, 8)?; let mut a = [0; 8]; a.copy_from_slice(b); cx.float(f64::from_be_bytes(a)) }
            b'F' => { let s = self.src.line(cx)?; let t = cx.str(&String::from_utf8_lossy(&s)); let f = cx.class(T::Float).0; let r = cx.call(f, &[t]); match r { Ok(v) => v, Err(_) => { cx.clear_pending(); return Err(cx.value_error("could not convert string to float")); } } }
            0x8c => { let n = self.src.byte(cx)? as usize; self.text(cx, n)? }
            b'X' => { let n = self.src.u32(cx)?; self.text(cx, n)? }
            0x8d => { let n = self.src.u64(cx)?; self.text(cx, n)? }
            b'V' => { let s = self.src.line(cx)?; let b = crate::bytes::new(cx, &s); let e = cx.intern("raw-unicode-escape"); cx.call_method(b, "decode", &[e])? }
            b'C' => { let n = self.src.byte(cx)? as usize; let b = self.src.take(cx, n)?; crate::bytes::new(cx, b) }
            b'B' => { let n = self.src.u32(cx)?; let b = self.src.take(cx, n)?; crate::bytes::new(cx, b) }
            0x8e => { let n = self.src.u64(cx)?; let b = self.src.take(cx, n)?; crate::bytes::new(cx, b) }
            0x96 => { let n = self.src.u64(cx)?; let b = self.src.take(cx, n)?.to_vec(); crate::bytearray::ByteArray::new(cx, &b)?.0 }
            b'U' => { let n = self.src.byte(cx)? as usize; let b = self.src.take(cx, n)?.to_vec(); self.old_text(cx, &b)? }
            b'T' => { let n = self.src.u32(cx)?; if n > i32::MAX as usize { return Err(unpickling_error(cx, "BINSTRING pickle has negative byte count")); } let b = self.src.take(cx, n)?.to_vec(); self.old_text(cx, &b)? }
            b'S' => {
                let s = self.src.line(cx)?;
                let t: &[u8] = s.trim_ascii_end();
                if t.len() < 2 || t[0] != t[t.len() - 1] || !matches!(t[0], b'\'' | b'"') { return Err(unpickling_error(cx, "the STRING opcode argument must be quoted")); }
                let f = import_attr(cx, "codecs", "escape_decode")?;
                let b = crate::bytes::new(cx, &t[1..t.len() - 1]);
                let pair = cx.call(f, &[b])?;
                let b = cx.get_item(pair, Value::small(0))?;
                let b = crate::bytes::get(b).to_vec();
                self.old_text(cx, &b)?
            }
            0x80 => { let p = self.src.byte(cx)?; if p > 5 { return Err(cx.value_error(format!("unsupported pickle protocol: {p}"))); } self.proto = p; return Ok(()); }
            0x95 => { let n = self.src.u64(cx)?; if n > (1 << 46) { return Err(cx.overflow_error("FRAME length exceeds system's maximum of 9223372036854775807 bytes")); } if !self.src.fill(cx, n)? { return Err(unpickling_error(cx, "pickle data was truncated")); } return Ok(()); }
            b']' => List::new(cx).0, b'}' => Dict::new(cx).0, b')' => cx.tuple(&[]), 0x8f => Set::new(cx).0,
            b'l' => { let v = self.marked(cx)?; cx.list(&v) }
            b't' => { let v = self.marked(cx)?; cx.tuple(&v) }
            0x85..=0x87 => {
                let n = (op - 0x84) as usize;
                if self.stack.len() < self.floor() + n { return Err(self.underflow(cx)); }
                let at = self.stack.len() - n;
                let t = cx.tuple(&self.stack[at..]);
                self.stack.truncate(at);
                t
            }
            b'd' => { let v = self.marked(cx)?; let d = Dict::new(cx); if v.len() % 2 != 0 { return Err(unpickling_error(cx, "odd number of items for DICT")); } for p in v.chunks(2) { d.set(cx, p[0], p[1])? } d.0 }
            0x91 => { let v = self.marked(cx)?; let l = cx.list(&v); let c = cx.class(T::FrozenSet).0; cx.call(c, &[l])? }
            b'a' => { let x = self.pop(cx)?; let l = self.top(cx)?; match List::exact(l) { Some(l) => l.push(cx, x), None => { cx.call_method(l, "append", &[x])?; } } return Ok(()); }
            b'e' => {
                let v = self.marked(cx)?;
                let l = self.top(cx)?;
                if let Some(l) = List::exact(l) { return l.extend_slice(cx, &v); }
                if let Some(f) = cx.lookup_attr(l, "extend")? { let items = cx.list(&v); cx.call(f, &[items])?; return Ok(()); }
                let f = cx.get_attr_str(l, "append")?;
                for x in v.iter() { cx.call(f, &[*x])?; }
                return Ok(());
            }
            b's' => { let x = self.pop(cx)?; let k = self.pop(cx)?; let d = self.top(cx)?; match Dict::exact(d) { Some(d) => d.set(cx, k, x)?, None => cx.set_item(d, k, x)? } return Ok(()); }
            b'u' => {
                let v = self.marked(cx)?;
                let d = self.top(cx)?;
                if v.len() % 2 != 0 { return Err(unpickling_error(cx, "odd number of items for SETITEMS")); }
                for p in v.chunks(2) { match Dict::exact(d) { Some(d) => d.set(cx, p[0], p[1])?, None => cx.set_item(d, p[0], p[1])? } }
                return Ok(());
            }
            0x90 => { let v = self.marked(cx)?; let s = self.top(cx)?; if s.is_exact(T::Set) { for x in v.iter() { Set(s).add(cx, *x)?; } } else { let f = cx.get_attr_str(s, "add")?; for x in v.iter() { cx.call(f, &[*x])?; } } return Ok(()); }
            b'g' => { let n = self.number(cx)?; return self.get(cx, n); }
            b'h' => { let n = self.src.byte(cx)? as usize; return self.get(cx, n); }
            b'j' => { let n = self.src.u32(cx)?; return self.get(cx, n); }
            b'p' => { let n = self.number(cx)?; return self.put(cx, n); }
            b'q' => { let n = self.src.byte(cx)? as usize; return self.put(cx, n); }
            b'r' => { let n = self.src.u32(cx)?; return self.put(cx, n); }
            0x94 => { let n = self.memo.len(); return self.put(cx, n); }
            b'c' => { let (m, n) = (self.src.line(cx)?, self.src.line(cx)?); let (m, n) = (cx.str(&String::from_utf8_lossy(&m)), cx.str(&String::from_utf8_lossy(&n))); self.class(cx, m, n)? }
            0x93 => { let n = self.pop(cx)?; let m = self.pop(cx)?; if !n.is(T::Str) || !m.is(T::Str) { return Err(unpickling_error(cx, "STACK_GLOBAL requires str")); } self.class(cx, m, n)? }
            b'R' => { let args = self.pop(cx)?; let f = self.pop(cx)?; let Some(t) = Tuple::from(args) else { return Err(cx.type_error("argument list must be a tuple")) }; cx.call(f, t.items())? }
            0x81 => { let args = self.pop(cx)?; let c = self.pop(cx)?; self.new_object(cx, c, args, Value::UNDEF, "NEWOBJ")? }
            0x92 => { let kw = self.pop(cx)?; let args = self.pop(cx)?; let c = self.pop(cx)?; self.new_object(cx, c, args, kw, "NEWOBJ_EX")? }
            b'i' => { let (m, n) = (self.src.line(cx)?, self.src.line(cx)?); let (m, n) = (cx.str(&String::from_utf8_lossy(&m)), cx.str(&String::from_utf8_lossy(&n))); let v = self.marked(cx)?; let c = self.class(cx, m, n)?; self.instance(cx, c, &v)? }
            b'o' => { let v = self.marked(cx)?; let Some((c, rest)) = v.split_first() else { return Err(self.underflow(cx)) }; self.instance(cx, *c, rest)? }
            b'b' => { let state = self.pop(cx)?; let o = self.top(cx)?; return build(cx, o, state); }
            b'P' => { let s = self.src.line(cx)?; let id = cx.str(&String::from_utf8_lossy(&s)); self.from_id(cx, id)? }
            b'Q' => { let id = self.pop(cx)?; self.from_id(cx, id)? }
            0x82 => { let n = self.src.byte(cx)? as usize; self.extension(cx, n)? }
            0x83 => { let n = self.src.u16(cx)?; self.extension(cx, n)? }
            0x84 => { let n = self.src.u32(cx)?; self.extension(cx, n)? }
            0x97 => {
                if self.buffers.is_none() { return Err(unpickling_error(cx, "pickle stream refers to out-of-band data but no *buffers* argument was given")); }
                match cx.next(self.buffers)? { Some(b) => b, None => return Err(unpickling_error(cx, "not enough out-of-band buffers")) }
            }
            0x98 => { let b = self.pop(cx)?; let m = crate::memoryview::from_object(cx, b)?; let r = cx.get_attr_str(m, "readonly")?; if cx.truth(r)? { b } else { cx.call_method(m, "toreadonly", &[])? } }
            _ => {
                let shown = if (32..127).contains(&op) && op != b'\'' && op != b'\\' { (op as char).to_string() } else { format!("\\x{op:02x}") };
                return Err(unpickling_error(cx, &format!("invalid load key, '{shown}'.")));
            }
        };
        self.stack.push(v);
        Ok(())
    }
    fn decimal(&mut self, cx: &mut Cx, s: &[u8]) -> R { let t = cx.str(&String::from_utf8_lossy(s)); let i = cx.class(T::Int).0; cx.call(i, &[t, Value::small(0)]) }
    fn text(&mut self, cx: &mut Cx, n: usize) -> R {
        let b = self.src.take(cx, n)?;
        if b.is_ascii() { return Ok(Str::from_ascii(cx, b)); }
        if std::str::from_utf8(b).is_ok() { return Ok(Str::from_wtf8(cx, b).0); }
        let b = crate::bytes::new(cx, b);
        let (e, h) = (cx.intern("utf-8"), cx.intern("surrogatepass"));
        cx.call_method(b, "decode", &[e, h])
    }
    fn new_object(&mut self, cx: &mut Cx, c: Value, args: Value, kw: Value, op: &str) -> R {
        if !c.is_ref() || !c.is(T::Type) { let t = cx.type_name(c); return Err(unpickling_error(cx, &format!("{op} class argument must be a type, not {t}"))); }
        let Some(t) = Tuple::from(args) else { let ty = cx.type_name(args); return Err(unpickling_error(cx, &format!("{op} args argument must be a tuple, not {ty}"))) };
        let new = cx.get_attr_str(c, "__new__")?;
        let mut all = VVec::from_slice(&[c]);
        all.extend(t.items());
        if kw.is_undef() { return cx.call(new, &all); }
        if Dict::from(kw).is_none() { let ty = cx.type_name(kw); return Err(unpickling_error(cx, &format!("NEWOBJ_EX kwargs argument must be a dict, not {ty}"))); }
        cx.call_dict(new, &all, kw)
    }
    fn instance(&mut self, cx: &mut Cx, c: Value, args: &[Value]) -> R {
        if args.is_empty() && c.is(T::Type) && cx.lookup_attr(c, "__getinitargs__")?.is_none() { let new = cx.get_attr_str(c, "__new__")?; return cx.call(new, &[c]); }
        cx.call(c, args)
    }
    fn from_id(&mut self, cx: &mut Cx, id: Value) -> R {
        if self.persistent.is_undef() { return Err(unpickling_error(cx, "A load persistent id instruction was encountered, but no persistent_load function was specified.")); }
        cx.call(self.persistent, &[id])
    }
    fn extension(&mut self, cx: &mut Cx, code: usize) -> R {
        if code == 0 { return Err(unpickling_error(cx, "EXT specifies code <= 0")); }
        let cache = import_attr(cx, "copyreg", "_extension_cache")?;
        let key = Value::small(code as i64);
        if let Some(v) = Dict::of(cache).get(cx, key)? { return Ok(v); }
        let names = import_attr(cx, "copyreg", "_inverted_registry")?;
        let Some([m, n]) = Dict::of(names).get(cx, key)?.and_then(Tuple::from).map(|t| t.items()) else { return Err(cx.value_error(format!("unregistered extension code {code}"))) };
        let v = self.class(cx, *m, *n)?;
        Dict::of(cache).set(cx, key, v)?;
        Ok(v)
    }
}
fn signed(cx: &mut Cx, b: &[u8]) -> Value {
    if b.len() <= 8 {
        let mut a = [if b.last().is_some_and(|x| *x >= 128) { 255 } else { 0 }; 8];
        a[..b.len()].copy_from_slice(b);
        return cx.int(i64::from_le_bytes(a));
    }
    use dashu_int::{IBig, UBig};
    let negative = b[b.len() - 1] >= 128;
    let bits: Vec<u8> = if negative { b.iter().map(|x| !x).collect() } else { b.to_vec() };
    let m = IBig::from(UBig::from_le_bytes(&bits));
    cx.bigint(if negative { -m - IBig::ONE } else { m })
}
/// Gives an object its state.
fn build(cx: &mut Cx, o: Value, state: Value) -> R<()> {
    if let Some(f) = cx.lookup_attr(o, "__setstate__")? { cx.call(f, &[state])?; return Ok(()); }
    let (mut state, mut slots) = (state, Value::NONE);
    if let Some([a, b]) = Tuple::exact(state).map(|t| t.items()) { state = *a; slots = *b }
    if !state.is_none() {
        let Some(d) = Dict::from(state) else { return Err(unpickling_error(cx, "state is not a dictionary")) };
        let mut pairs = VVec::new();
        for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { pairs.push(k); pairs.push(v) } }
        // attributes with ordinary names need no dict of their own
        let plain = crate::attr::has_dict(cx, o) && crate::func::Module::from(o).is_none() && pairs.chunks(2).all(|p| p[0].is_exact(T::Str));
        let dict = if plain { Value::NONE } else { cx.get_attr_str(o, "__dict__")? };
        for p in pairs.chunks(2) {
            if plain { let k = cx.intern_value(p[0]); crate::attr::own_set(cx, o, k, p[1]); continue; }
            cx.set_item(dict, p[0], p[1])?
        }
    }
    if !slots.is_none() {
        let Some(d) = Dict::from(slots) else { return Err(unpickling_error(cx, "slot state is not a dictionary")) };
        let mut pairs = VVec::new();
        for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { pairs.push(k); pairs.push(v) } }
        for p in pairs.chunks(2) { cx.set_attr(o, p[0], p[1])? }
    }
    Ok(())
}
