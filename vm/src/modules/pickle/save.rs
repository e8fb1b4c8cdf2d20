//! Writing a pickle, byte for byte as CPython's own pickler does.
use super::{pickling_error, Memo};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::modules::osys::{import, import_attr};
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use rustc_hash::FxHashMap as HashMap;

const BATCH: usize = 1000;
const FRAME_TARGET: usize = 64 << 10;
const FRAME_MIN: usize = 4;

pub struct Saver {
    pub out: Vec<u8>,
    proto: i64,
    fix: bool,
    pub fast: bool,
    framing: bool,
    /// where the header of the open frame is
    frame: Option<usize>,
    pub memo: HashMap<u64, u32>,
    /// what the memo knows, in order: keeps the objects where they are
    pub keep: List,
    pub table: Value,
    pub persistent: Value,
    pub reducer: Value,
    buffers: Value,
}
impl Saver {
    pub fn new(cx: &mut Cx, proto: i64, fix: bool, buffers: Value) -> Saver {
        Saver { out: vec![], proto, fix, fast: false, framing: false, frame: None, memo: Memo::default().0, keep: List::new(cx), table: Value::UNDEF, persistent: Value::UNDEF, reducer: Value::UNDEF, buffers }
    }
    fn bin(&self) -> bool { self.proto > 0 }
    pub fn dump(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        if self.proto >= 2 { self.out.extend_from_slice(&[0x80, self.proto as u8]) }
        self.framing = self.proto >= 4;
        self.save(cx, v, false)?;
        self.put(b".");
        self.commit();
        self.framing = false;
        Ok(())
    }
    fn put(&mut self, b: &[u8]) {
        if self.framing && self.frame.is_none() { self.frame = Some(self.out.len()); self.out.extend_from_slice(&[0; 9]) }
        self.out.extend_from_slice(b)
    }
    fn commit(&mut self) {
        let Some(at) = self.frame.take() else { return };
        let n = self.out.len() - at - 9;
        if n >= FRAME_MIN { self.out[at] = 0x95; self.out[at + 1..at + 9].copy_from_slice(&(n as u64).to_le_bytes()) } else { self.out.drain(at..at + 9); }
    }
    /// A header and bytes; many bytes stand outside of frames.
    fn put_long(&mut self, head: &[u8], b: &[u8]) {
        if b.len() < FRAME_TARGET { self.put(head); self.put(b); return; }
        let framing = self.framing;
        self.commit();
        self.framing = false;
        self.put(head);
        self.put(b);
        self.framing = framing;
    }
    fn memoize(&mut self, cx: &mut Cx, v: Value) {
        if self.fast { return; }
        let n = self.keep.len();
        self.keep.push(cx, v);
        self.memo.insert(v.0, n as u32);
        if self.proto >= 4 { self.put(&[0x94]) }
        else if !self.bin() { let s = format!("p{n}\n"); self.put(s.as_bytes()) }
        else if n < 256 { self.put(&[b'q', n as u8]) } else { let b = (n as u32).to_le_bytes(); self.put(&[b'r', b[0], b[1], b[2], b[3]]) }
    }
    fn known(&self, v: Value) -> Option<u32> { self.memo.get(&v.0).copied() }
    fn get(&mut self, n: u32) {
        if !self.bin() { let s = format!("g{n}\n"); self.put(s.as_bytes()) }
        else if n < 256 { self.put(&[b'h', n as u8]) } else { let b = n.to_le_bytes(); self.put(&[b'j', b[0], b[1], b[2], b[3]]) }
    }
    fn save(&mut self, cx: &mut Cx, v: Value, pid: bool) -> R<()> {
        self.save_object(cx, v, pid)?;
        if self.framing { if let Some(at) = self.frame { if self.out.len() - at - 9 >= FRAME_TARGET { self.commit() } } }
        Ok(())
    }
    fn save_object(&mut self, cx: &mut Cx, v: Value, pid: bool) -> R<()> {
        if !pid && !self.persistent.is_undef() {
            let id = cx.call(self.persistent, &[v])?;
            if !id.is_none() {
                if self.bin() { self.save(cx, id, true)?; self.put(b"Q") } else { let s = cx.str_of(id)?; if !s.is_ascii() { return Err(pickling_error(cx, "persistent IDs in protocol 0 must be ASCII strings")); } self.put(b"P"); self.put(s.bytes()); self.put(b"\n") }
                return Ok(());
            }
        }
        if v.is_none() { self.put(b"N"); return Ok(()); }
        if v.is_bool() { if self.proto >= 2 { self.put(if v.is_true() { &[0x88] } else { &[0x89] }) } else { self.put(if v.is_true() { b"I01\n" } else { b"I00\n" }) } return Ok(()); }
        let kind = v.exact();
        match kind {
            Some(T::Int) => return self.int(cx, v),
            Some(T::Float) => {
                let f = crate::float::get(v);
                if self.bin() { let b = f.to_be_bytes(); self.put(b"G"); self.put(&b) } else { let r = cx.repr_string(v)?; self.put(b"F"); self.put(r.as_bytes()); self.put(b"\n") }
                return Ok(());
            }
            _ => {}
        }
        if let Some(n) = self.known(v) { self.get(n); return Ok(()); }
        match kind { Some(T::Bytes) => return self.bytes(cx, v), Some(T::Str) => return self.text(cx, v), _ => {} }
        cx.check_stack_in(" while pickling an object")?;
        match kind {
            Some(T::Dict) => { self.open(b"}", b"(d"); self.memoize(cx, v); return self.pairs(cx, Dict(v)); }
            Some(T::Set) => return self.set(cx, v),
            Some(T::FrozenSet) => return self.frozen(cx, v),
            Some(T::List) => { self.open(b"]", b"(l"); self.memoize(cx, v); return self.items(cx, List(v)); }
            Some(T::Tuple) => return self.tuple(cx, v),
            Some(T::ByteArray) => return self.bytearray(cx, v),
            Some(T::PickleBuffer) => return self.buffer(cx, v),
            _ => {}
        }
        if !self.reducer.is_undef() {
            let r = cx.call(self.reducer, &[v])?;
            if r != Value::NOT_IMPLEMENTED { return self.reduced(cx, r, v); }
        }
        let class = cx.class_of(v);
        if class == cx.class(T::Type) { return self.a_type(cx, v); }
        if class == cx.class(T::Function) { return self.global(cx, v, None); }
        let table = if self.table.is_undef() { let t = import_attr(cx, "copyreg", "dispatch_table")?; self.table = t; t } else { self.table };
        let f = match Dict::exact(table) { Some(d) => d.get(cx, class.0)?, None => match cx.get_item(table, class.0) { Ok(f) => Some(f), Err(e) => { if !cx.pending_is(T::KeyError) { return Err(e); } cx.clear_pending(); None } } };
        if let Some(f) = f { let r = cx.call(f, &[v])?; return self.reduced(cx, r, v); }
        if class.is_subclass_of(cx.class(T::Type).0) { return self.global(cx, v, None); }
        let r = match cx.lookup_attr(v, "__reduce_ex__")? {
            Some(f) => cx.call(f, &[Value::small(self.proto)])?,
            None => match cx.lookup_attr(v, "__reduce__")? { Some(f) => cx.call(f, &[])?, None => { let t = cx.type_name(v); let r = cx.repr_string(v)?; return Err(pickling_error(cx, &format!("can't pickle '{t}' object: {r}"))); } },
        };
        self.reduced(cx, r, v)
    }
    fn open(&mut self, bin: &[u8], text: &[u8]) { if self.bin() { self.put(bin) } else { self.put(text) } }
    fn int(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        if let Some(i) = v.as_small().filter(|i| *i >= i32::MIN as i64 && *i <= i32::MAX as i64) {
            if !self.bin() { let s = format!("I{i}\n"); self.put(s.as_bytes()) }
            else if (0..256).contains(&i) { self.put(&[b'K', i as u8]) }
            else if (0..65536).contains(&i) { self.put(&[b'M', i as u8, (i >> 8) as u8]) }
            else { let b = (i as i32).to_le_bytes(); self.put(&[b'J', b[0], b[1], b[2], b[3]]) }
            return Ok(());
        }
        if self.proto < 2 { let s = cx.repr_string(v)?; self.put(b"L"); self.put(s.as_bytes()); self.put(b"L\n"); return Ok(()); }
        let b = match crate::int::to_i64(v) {
            Some(i) => { let all = i.to_le_bytes(); let mut n = 8; while n > 1 && (all[n - 1] == 0 && all[n - 2] < 128 || all[n - 1] == 255 && all[n - 2] >= 128) { n -= 1 } all[..n].to_vec() }
            None => signed_bytes(&crate::int::to_ibig(v)),
        };
        if b.len() < 256 { self.put(&[0x8a, b.len() as u8]); self.put(&b) } else { let n = (b.len() as u32).to_le_bytes(); self.put_long(&[0x8b, n[0], n[1], n[2], n[3]], &b) }
        Ok(())
    }
    fn bytes(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let d = crate::bytes::get(v);
        if self.proto < 3 {
            if d.is_empty() { let (c, e) = (cx.class(T::Bytes).0, cx.tuple(&[])); let t = cx.tuple(&[c, e]); return self.reduced(cx, t, v); }
            let f = import_attr(cx, "codecs", "encode")?;
            let l = cx.intern("latin1");
            let s = cx.call_method(v, "decode", &[l])?;
            let args = cx.tuple(&[s, l]);
            let t = cx.tuple(&[f, args]);
            return self.reduced(cx, t, v);
        }
        let n = d.len();
        if n < 256 { self.put(&[b'C', n as u8]); self.put(d) } else { let h = self.length(b'B', 0x8e, n); self.put_long(&h, d) }
        self.memoize(cx, v);
        Ok(())
    }
    fn length(&self, short: u8, long: u8, n: usize) -> Vec<u8> { let mut h = vec![]; if n <= u32::MAX as usize { h.push(short); h.extend_from_slice(&(n as u32).to_le_bytes()) } else { h.push(long); h.extend_from_slice(&(n as u64).to_le_bytes()) } h }
    fn bytearray(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let d = crate::bytearray::ByteArray::of(v).bytes();
        if self.proto < 5 {
            let c = cx.class(T::ByteArray).0;
            let args = if d.is_empty() { cx.tuple(&[]) } else { let b = crate::bytes::new(cx, d); cx.tuple(&[b]) };
            let t = cx.tuple(&[c, args]);
            return self.reduced(cx, t, v);
        }
        let mut h = vec![0x96];
        h.extend_from_slice(&(d.len() as u64).to_le_bytes());
        self.put_long(&h, d);
        self.memoize(cx, v);
        Ok(())
    }
    fn buffer(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        if self.proto < 5 { return Err(pickling_error(cx, "PickleBuffer can only be pickled with protocol >= 5")); }
        let m = cx.get_attr_str(v, "_view")?;
        let c = cx.get_attr_str(m, "contiguous")?;
        if !cx.truth(c)? { return Err(pickling_error(cx, "PickleBuffer can not be pickled when pointing to a non-contiguous buffer")); }
        let readonly = { let r = cx.get_attr_str(m, "readonly")?; cx.truth(r)? };
        let inside = if self.buffers.is_none() { true } else { let r = cx.call(self.buffers, &[v])?; cx.truth(r)? };
        if !inside { self.put(&[0x97]); if readonly { self.put(&[0x98]) } return Ok(()); }
        let b = cx.call_method(m, "tobytes", &[])?;
        if readonly { return self.bytes(cx, b); }
        let a = crate::bytearray::ByteArray::new(cx, crate::bytes::get(b))?;
        self.bytearray(cx, a.0)
    }
    fn text(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let d = Str(v).bytes();
        if !self.bin() {
            let mut s = Vec::with_capacity(d.len() + 2);
            s.push(b'V');
            for c in Str(v).code_points() {
                match c { 0 | 10 | 13 | 26 | 92 => s.extend_from_slice(format!("\\u{c:04x}").as_bytes()), c if c < 256 => s.push(c as u8), c if c < 0x10000 => s.extend_from_slice(format!("\\u{c:04x}").as_bytes()), c => s.extend_from_slice(format!("\\U{c:08x}").as_bytes()) }
            }
            s.push(b'\n');
            self.put(&s);
        } else if self.proto >= 4 && d.len() < 256 { self.put(&[0x8c, d.len() as u8]); self.put(d) }
        else { let h = self.length(b'X', 0x8d, d.len()); self.put_long(&h, d) }
        self.memoize(cx, v);
        Ok(())
    }
    fn tuple(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let t = Tuple(v).items();
        if t.is_empty() { self.open(b")", b"(t"); return Ok(()); }
        if t.len() <= 3 && self.proto >= 2 {
            for x in t { self.save(cx, *x, false)? }
            // it may hold itself
            if let Some(n) = self.known(v) { for _ in t { self.put(b"0") } self.get(n); return Ok(()); }
            self.put(&[0x84 + t.len() as u8]);
        } else {
            self.put(b"(");
            for x in t { self.save(cx, *x, false)? }
            if let Some(n) = self.known(v) { if self.bin() { self.put(b"1") } else { for _ in 0..t.len() + 1 { self.put(b"0") } } self.get(n); return Ok(()); }
            self.put(b"t");
        }
        self.memoize(cx, v);
        Ok(())
    }
    fn items(&mut self, cx: &mut Cx, l: List) -> R<()> {
        if !self.bin() { let mut i = 0; while let Some(x) = l.get(i) { self.save(cx, x, false)?; self.put(b"a"); i += 1 } return Ok(()); }
        if l.len() == 1 { if let Some(x) = l.get(0) { self.save(cx, x, false)?; self.put(b"a") } return Ok(()); }
        let mut i = 0;
        while i < l.len() {
            self.put(b"(");
            let end = i + BATCH;
            while i < end { let Some(x) = l.get(i) else { break }; self.save(cx, x, false)?; i += 1 }
            self.put(b"e");
        }
        Ok(())
    }
    fn pairs(&mut self, cx: &mut Cx, d: Dict) -> R<()> {
        let n = d.len();
        let (mut row, mut done) = (0, 0);
        let batch = if self.bin() && n > 1 { BATCH } else { 1 };
        while done < n {
            if batch > 1 { self.put(b"(") }
            let mut k = 0;
            while k < batch && row < d.fill() {
                if let Some((key, x)) = d.entry(row) {
                    self.save(cx, key, false)?;
                    self.save(cx, x, false)?;
                    if d.len() != n { return Err(cx.runtime_error("dictionary changed size during iteration")); }
                    k += 1;
                }
                row += 1;
            }
            done += k.max(1);
            if k == 0 { break; }
            self.put(if batch > 1 { b"u" } else { b"s" });
        }
        Ok(())
    }
    /// What an iterator gives, for a list or a dict that is built anew.
    fn batched(&mut self, cx: &mut Cx, it: Value, pairs: bool) -> R<()> {
        let one = |s: &mut Saver, cx: &mut Cx, x: Value| -> R<()> {
            if !pairs { return s.save(cx, x, false); }
            let Some([k, v]) = Tuple::from(x).map(|t| t.items()) else { return Err(cx.type_error("dict items iterator must return 2-tuples")) };
            s.save(cx, *k, false)?;
            s.save(cx, *v, false)
        };
        let (single, many): (&[u8], &[u8]) = if pairs { (b"s", b"u") } else { (b"a", b"e") };
        let mut ahead = cx.next(it)?;
        while let Some(first) = ahead {
            if !self.bin() { one(self, cx, first)?; self.put(single); ahead = cx.next(it)?; continue; }
            let Some(second) = cx.next(it)? else { one(self, cx, first)?; self.put(single); return Ok(()) };
            self.put(b"(");
            one(self, cx, first)?;
            let (mut n, mut cur) = (1, Some(second));
            while let Some(x) = cur {
                one(self, cx, x)?;
                n += 1;
                cur = if n == BATCH { None } else { cx.next(it)? };
            }
            self.put(many);
            if n < BATCH { return Ok(()); }
            ahead = cx.next(it)?;
        }
        Ok(())
    }
    fn set(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let items = Set(v).to_vvec();
        if self.proto < 4 {
            let (c, l) = (cx.class(T::Set).0, cx.list(&items));
            let args = cx.tuple(&[l]);
            let t = cx.tuple(&[c, args]);
            return self.reduced(cx, t, v);
        }
        self.put(&[0x8f]);
        self.memoize(cx, v);
        for part in items.chunks(BATCH) { self.put(b"("); for x in part { self.save(cx, *x, false)? } self.put(&[0x90]) }
        Ok(())
    }
    fn frozen(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let items = Set(v).to_vvec();
        if self.proto < 4 {
            let (c, l) = (cx.class(T::FrozenSet).0, cx.list(&items));
            let args = cx.tuple(&[l]);
            let t = cx.tuple(&[c, args]);
            return self.reduced(cx, t, v);
        }
        self.put(b"(");
        for x in items.iter() { self.save(cx, *x, false)? }
        if let Some(n) = self.known(v) { self.put(b"1"); self.get(n); return Ok(()); }
        self.put(&[0x91]);
        self.memoize(cx, v);
        Ok(())
    }
    fn a_type(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        for x in [Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS] {
            if v == cx.class_of(x).0 { let args = cx.tuple(&[x]); let ty = cx.class(T::Type).0; let t = cx.tuple(&[ty, args]); return self.reduced(cx, t, v); }
        }
        self.global(cx, v, None)
    }
    fn global(&mut self, cx: &mut Cx, v: Value, name: Option<Value>) -> R<()> {
        let name = match name { Some(n) => n, None => match cx.lookup_attr(v, "__qualname__")? { Some(n) => n, None => cx.get_attr_str(v, "__name__")? } };
        let Some(text) = Str::from(name).map(|s| s.lossy().into_owned()) else { return Err(pickling_error(cx, "a global's name must be a str")) };
        let parts: Vec<&str> = text.split('.').collect();
        if parts.contains(&"<locals>") { let n = cx.repr_string(name)?; return Err(cx.raise(T::AttributeError, &format!("Can't pickle local object {n}"))); }
        let module_name = self.module_of(cx, v, &parts)?;
        let shown = Str(module_name).lossy().into_owned();
        let module = match load_module(cx, &shown) {
            Ok(m) => m,
            Err(_) => { if !cx.pending_is(T::Exception) { return Err(crate::native::Raised); } cx.clear_pending(); let (r, m) = (cx.repr_string(v)?, cx.repr_string(module_name)?); return Err(pickling_error(cx, &format!("Can't pickle {r}: import of module {m} failed"))); }
        };
        let (mut parent, mut found) = (module, module);
        for p in &parts {
            parent = found;
            match cx.lookup_attr(found, p)? { Some(x) => found = x, None => { let r = cx.repr_string(v)?; return Err(pickling_error(cx, &format!("Can't pickle {r}: attribute lookup {text} on {shown} failed"))); } }
        }
        if found != v { let r = cx.repr_string(v)?; return Err(pickling_error(cx, &format!("Can't pickle {r}: it's not the same object as {shown}.{text}"))); }
        if self.proto >= 2 {
            let reg = import_attr(cx, "copyreg", "_extension_registry")?;
            if let Some(d) = Dict::from(reg).filter(|d| d.len() > 0) {
                let key = cx.tuple(&[module_name, name]);
                if let Some(c) = d.get(cx, key)? {
                    let n = cx.index_i64(c)? as u32;
                    let b = n.to_le_bytes();
                    if n < 256 { self.put(&[0x82, b[0]]) } else if n < 65536 { self.put(&[0x83, b[0], b[1]]) } else { self.put(&[0x84, b[0], b[1], b[2], b[3]]) }
                    return Ok(());
                }
            }
        }
        if self.proto >= 4 {
            self.save(cx, module_name, false)?;
            self.save(cx, name, false)?;
            self.put(&[0x93]);
        } else if parent != module {
            let getattr = import_attr(cx, "builtins", "getattr")?;
            let last = cx.intern(parts[parts.len() - 1]);
            let args = cx.tuple(&[parent, last]);
            let t = cx.tuple(&[getattr, args]);
            return self.reduced(cx, t, Value::UNDEF).map(|_| self.memoize(cx, v));
        } else {
            let (mut m, mut n) = (shown, text);
            if self.fix {
                if let Some((a, b)) = old_name(cx, &m, &n)? { m = a; n = b }
            }
            if self.proto < 3 && !(m.is_ascii() && n.is_ascii()) { let r = cx.repr_string(v)?; return Err(pickling_error(cx, &format!("can't pickle global identifier '{m}.{n}' using pickle protocol {}: {r}", self.proto))); }
            let s = format!("c{m}\n{n}\n");
            self.put(s.as_bytes());
        }
        self.memoize(cx, v);
        Ok(())
    }
    fn module_of(&mut self, cx: &mut Cx, v: Value, parts: &[&str]) -> R {
        if let Some(m) = cx.lookup_attr(v, "__module__")? { if !m.is_none() { if Str::from(m).is_none() { let r = cx.repr_string(v)?; return Err(pickling_error(cx, &format!("Can't pickle {r}: its __module__ is no str"))); } return Ok(m); } }
        let modules = Dict(cx.rt.modules);
        for i in 0..modules.fill() {
            let Some((k, m)) = modules.entry(i) else { continue };
            let Some(name) = Str::from(k).map(|s| s.lossy().into_owned()) else { continue };
            if name == "__main__" || name == "__mp_main__" || m.is_none() { continue; }
            let mut x = Some(m);
            for p in parts { x = match x { Some(o) => match cx.lookup_attr(o, p) { Ok(r) => r, Err(_) => { cx.clear_pending(); None } }, None => None } }
            if x == Some(v) { return Ok(k); }
        }
        Ok(cx.intern("__main__"))
    }
    /// What `__reduce__` gave: a name, or how to build the object.
    fn reduced(&mut self, cx: &mut Cx, r: Value, v: Value) -> R<()> {
        if r.is_ref() && r.is(T::Str) { return self.global(cx, v, Some(r)); }
        let Some(t) = Tuple::from(r).map(|t| t.items()) else { return Err(pickling_error(cx, "__reduce__ must return a string or tuple")) };
        if !(2..=6).contains(&t.len()) { return Err(pickling_error(cx, "tuple returned by __reduce__ must contain 2 through 6 elements")); }
        let part = |i: usize| t.get(i).copied().filter(|x| !x.is_none());
        let (f, args) = (t[0], t[1]);
        if !callable(cx, f) { return Err(pickling_error(cx, "first item of the tuple returned by __reduce__ must be callable")); }
        let Some(list) = Tuple::from(args).map(|t| t.items()) else { return Err(pickling_error(cx, "second item of the tuple returned by __reduce__ must be a tuple")) };
        for (i, n) in [(3, "fourth"), (4, "fifth")] {
            if let Some(x) = part(i) { if cx.special(x, crate::class::D::Next).is_none() { let ty = cx.type_name(x); return Err(pickling_error(cx, &format!("{n} element of the tuple returned by __reduce__ must be an iterator, not {ty}"))); } }
        }
        if let Some(x) = part(5) { if !callable(cx, x) { let ty = cx.type_name(x); return Err(pickling_error(cx, &format!("sixth element of the tuple returned by __reduce__ must be a function, not {ty}"))); } }
        let known = if self.proto >= 2 { match cx.lookup_attr(f, "__name__")? { Some(n) => Str::from(n).and_then(|s| s.as_str()).unwrap_or(""), None => "" } } else { "" };
        match known {
            "__newobj_ex__" => {
                let [c, a, k] = list else { let n = list.len(); return Err(pickling_error(cx, &format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {n}"))) };
                self.right_class(cx, *c, v, "__newobj_ex__")?;
                if Tuple::from(*a).is_none() { let ty = cx.type_name(*a); return Err(pickling_error(cx, &format!("second item from NEWOBJ_EX argument tuple must be a tuple, not {ty}"))); }
                let Some(kw) = Dict::from(*k) else { let ty = cx.type_name(*k); return Err(pickling_error(cx, &format!("third item from NEWOBJ_EX argument tuple must be a dict, not {ty}"))) };
                if self.proto >= 4 { for x in [*c, *a, *k] { self.save(cx, x, false)? } self.put(&[0x92]) }
                else {
                    let partial = import_attr(cx, "functools", "partial")?;
                    let new = cx.get_attr_str(*c, "__new__")?;
                    let mut all = crate::vvec::VVec::from_slice(&[new, *c]);
                    all.extend(Tuple(*a).items());
                    let p = cx.call_dict(partial, &all, kw.0)?;
                    self.save(cx, p, false)?;
                    let none = cx.tuple(&[]);
                    self.save(cx, none, false)?;
                    self.put(b"R");
                }
            }
            "__newobj__" => {
                let Some((c, rest)) = list.split_first() else { return Err(pickling_error(cx, "__newobj__ arglist is empty")) };
                if cx.lookup_attr(*c, "__new__")?.is_none() { return Err(pickling_error(cx, "args[0] from __newobj__ args has no __new__")); }
                self.right_class(cx, *c, v, "__newobj__")?;
                self.save(cx, *c, false)?;
                let rest = cx.tuple(rest);
                self.save(cx, rest, false)?;
                self.put(&[0x81]);
            }
            _ => { self.save(cx, f, false)?; self.save(cx, args, false)?; self.put(b"R") }
        }
        if !v.is_undef() {
            // built while its own parts were written
            if let Some(n) = self.known(v) { self.put(b"0"); self.get(n); return Ok(()); }
            self.memoize(cx, v);
        }
        if let Some(it) = part(3) { self.batched(cx, it, false)? }
        if let Some(it) = part(4) { self.batched(cx, it, true)? }
        if let Some(state) = part(2) {
            match part(5) {
                None => { self.save(cx, state, false)?; self.put(b"b") }
                Some(set) => { self.save(cx, set, false)?; self.save(cx, v, false)?; self.save(cx, state, false)?; if self.proto >= 2 { self.put(&[0x86]) } else { return Err(pickling_error(cx, "a state setter needs protocol 2")) } self.put(b"R0") }
            }
        }
        Ok(())
    }
    fn right_class(&self, cx: &mut Cx, c: Value, v: Value, whose: &str) -> R<()> {
        if v.is_undef() { return Ok(()); }
        let own = cx.get_attr_str(v, "__class__")?;
        if own != c { return Err(pickling_error(cx, &format!("args[0] from {whose} args has the wrong class"))); }
        Ok(())
    }
}
fn callable(cx: &mut Cx, f: Value) -> bool { f.is_ref() && (cx.special(f, crate::class::D::Call).is_some() || matches!(f.kind(), T::Function | T::Method | T::Native | T::Type)) }
/// The module of this name, with all of its parents imported.
pub fn load_module(cx: &mut Cx, name: &str) -> R { import(cx, name) }
/// Module and name in Python 2, if they differ.
fn old_name(cx: &mut Cx, m: &str, n: &str) -> R<Option<(String, String)>> {
    let names = import_attr(cx, "_compat_pickle", "REVERSE_NAME_MAPPING")?;
    let (a, b) = (cx.str(m), cx.str(n));
    let key = cx.tuple(&[a, b]);
    if let Some(t) = Dict::of(names).get(cx, key)? { if let Some([x, y]) = Tuple::from(t).map(|t| t.items()) { return Ok(Some((Str(*x).lossy().into_owned(), Str(*y).lossy().into_owned()))); } }
    let modules = import_attr(cx, "_compat_pickle", "REVERSE_IMPORT_MAPPING")?;
    Ok(Dict::of(modules).get(cx, a)?.and_then(Str::from).map(|s| (s.lossy().into_owned(), n.to_string())))
}
/// Two's complement, little endian, as short as it can be.
fn signed_bytes(i: &dashu_int::IBig) -> Vec<u8> {
    use dashu_int::{IBig, Sign};
    let negative = i.sign() == Sign::Negative;
    // -x - 1 has the bits of x turned over
    let m = if negative { -(i.clone() + IBig::ONE) } else { i.clone() };
    let (_, m) = m.into_parts();
    let mut b = m.to_le_bytes().to_vec();
    if b.is_empty() { b.push(0) }
    if b[b.len() - 1] >= 128 { b.push(0) }
    if negative { for x in &mut b { *x = !*x } }
    b
}
#[allow(dead_code)]
fn _slots(_: Slots) {}
