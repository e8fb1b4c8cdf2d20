//! `_json`: reading and writing JSON, as the `json` package drives it.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{Module, Native};
use crate::list::List;
use crate::native::{attr, def, def_new, Def, NativeFn, Raised, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use crate::wtf8;
use std::collections::HashMap;

// ---- strings ------------------------------------------------------------------------------------------------------------------------
fn quote(out: &mut Vec<u8>, s: Str, ascii: bool) {
    let b = s.bytes();
    out.push(b'"');
    let (mut i, mut plain) = (0, 0);
    while i < b.len() {
        let c = b[i];
        if c >= 0x20 && c != b'"' && c != b'\\' && (c < 0x7f || !ascii) { i += 1; continue; }
        out.extend_from_slice(&b[plain..i]);
        let (p, n) = crate::str::decode(b, i);
        match p {
            0x22 => out.extend(b"\\\""), 0x5c => out.extend(b"\\\\"), 8 => out.extend(b"\\b"), 9 => out.extend(b"\\t"), 10 => out.extend(b"\\n"), 12 => out.extend(b"\\f"), 13 => out.extend(b"\\r"),
            0x10000.. => { let d = p - 0x10000; out.extend(format!("\\u{:04x}\\u{:04x}", 0xd800 + (d >> 10), 0xdc00 + (d & 0x3ff)).bytes()) }
            _ => out.extend(format!("\\u{p:04x}").bytes()),
        }
        i += n;
        plain = i;
    }
    out.extend_from_slice(&b[plain..]);
    out.push(b'"');
}
fn encode_ascii(cx: &mut Cx, a: &[Value]) -> R { encode_basestring(cx, a[0], true) }
fn encode_plain(cx: &mut Cx, a: &[Value]) -> R { encode_basestring(cx, a[0], false) }
fn encode_basestring(cx: &mut Cx, v: Value, ascii: bool) -> R {
    let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("first argument must be a string, not {t}"))) };
    let mut out = Vec::with_capacity(s.byte_len() + 2);
    quote(&mut out, s, ascii);
    Ok(Str::from_wtf8(cx, &out).0)
}

// ---- scanner ------------------------------------------------------------------------------------------------------------------------
/// Nesting at which CPython gives up, from a script's top level.
const C_LIMIT: u32 = 1497;
struct Scan { text: Str, b: &'static [u8], strict: bool, object_hook: Value, pairs_hook: Value, parse_float: Value, parse_int: Value, parse_constant: Value, depth: u32, keys: HashMap<&'static [u8], usize>, key_values: VVec }
fn index_of(s: Str, at: usize) -> i64 { if s.is_ascii() { at as i64 } else { wtf8::count(&s.bytes()[..at.min(s.byte_len())]) as i64 } }
fn fail(cx: &mut Cx, s: Str, msg: &str, at: usize) -> Raised {
    let go = |cx: &mut Cx| -> R<Raised> {
        let n = cx.intern("json.decoder");
        let e = cx.intern("JSONDecodeError");
        let list = cx.tuple(&[e]);
        let m = crate::import::import(cx, n, cx.rt.builtins, list, 0)?;
        let c = cx.get_attr(m, e)?;
        let (t, i) = (cx.str(msg), Value::small(index_of(s, at)));
        let e = cx.call(c, &[t, s.0, i])?;
        Ok(cx.raise_value(e))
    };
    match go(cx) { Ok(r) | Err(r) => r }
}
fn stop(cx: &mut Cx, s: Str, at: usize) -> Raised { cx.stop_iteration(Value::small(index_of(s, at))) }
/// The string whose text begins at byte `at` (after the quote): value and the byte after the closing quote.
fn scan_string(cx: &mut Cx, text: Str, at: usize, strict: bool) -> R<(Value, usize)> {
    let b = text.bytes();
    let mut out: Option<Vec<u8>> = None;
    let (mut i, mut plain) = (at, at);
    loop {
        while i < b.len() && b[i] != b'"' && b[i] != b'\\' && (b[i] >= 0x20 || !strict) { i += 1 }
        let Some(&c) = b.get(i) else { return Err(fail(cx, text, "Unterminated string starting at", at - 1)) };
        if c == b'"' {
            return Ok((match out { None => text.sub(cx, at, i), Some(mut o) => { o.extend_from_slice(&b[plain..i]); Str::from_wtf8(cx, &o).0 } }, i + 1));
        }
        if c != b'\\' { return Err(fail(cx, text, "Invalid control character at", i)); }
        let o = out.get_or_insert_with(Vec::new);
        o.extend_from_slice(&b[plain..i]);
        let Some(&e) = b.get(i + 1) else { return Err(fail(cx, text, "Unterminated string starting at", at - 1)) };
        i += 2;
        match e {
            b'"' | b'\\' | b'/' => o.push(e),
            b'b' => o.push(8), b'f' => o.push(12), b'n' => o.push(10), b'r' => o.push(13), b't' => o.push(9),
            b'u' => {
                let hex = |i: usize| { let mut v = 0; for k in 0..4 { v = v << 4 | (*b.get(i + k)? as char).to_digit(16)?; } Some(v) };
                let Some(mut v) = hex(i).filter(|_| i + 4 < b.len()) else { return Err(fail(cx, text, "Invalid \\uXXXX escape", i - 1)) };
                i += 4;
                if (0xd800..0xdc00).contains(&v) && b.get(i) == Some(&b'\\') && b.get(i + 1) == Some(&b'u') && i + 6 < b.len() {
                    if let Some(w) = hex(i + 2).filter(|w| (0xdc00..0xe000).contains(w)) { v = 0x10000 + ((v - 0xd800) << 10) + (w - 0xdc00); i += 6; }
                }
                wtf8::push(o, v);
            }
            _ => return Err(fail(cx, text, "Invalid \\escape", i - 2)),
        }
        plain = i;
    }
}
impl Scan {
    fn space(&self, mut i: usize) -> usize { while matches!(self.b.get(i), Some(b' ' | b'\t' | b'\n' | b'\r')) { i += 1 } i }
    fn value(&mut self, cx: &mut Cx, i: usize) -> R<(Value, usize)> {
        let Some(&c) = self.b.get(i) else { return Err(stop(cx, self.text, i)) };
        let rest = &self.b[i..];
        match c {
            b'"' => return scan_string(cx, self.text, i + 1, self.strict),
            b'{' => { self.deep(cx, "object")?; let r = self.object(cx, i + 1); self.depth -= 1; return r; }
            b'[' => { self.deep(cx, "array")?; let r = self.array(cx, i + 1); self.depth -= 1; return r; }
            b'n' if rest.starts_with(b"null") => return Ok((Value::NONE, i + 4)),
            b't' if rest.starts_with(b"true") => return Ok((Value::TRUE, i + 4)),
            b'f' if rest.starts_with(b"false") => return Ok((Value::FALSE, i + 5)),
            b'N' if rest.starts_with(b"NaN") => return self.constant(cx, "NaN", i + 3),
            b'I' if rest.starts_with(b"Infinity") => return self.constant(cx, "Infinity", i + 8),
            b'-' if rest.starts_with(b"-Infinity") => return self.constant(cx, "-Infinity", i + 9),
            _ => {}
        }
        self.number(cx, i)
    }
    fn deep(&mut self, cx: &mut Cx, what: &str) -> R<()> {
        self.depth += 1;
        if self.depth > C_LIMIT || cx.check_stack().is_err() { cx.clear_pending(); return Err(cx.recursion_error(format!("maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"))); }
        Ok(())
    }
    fn constant(&mut self, cx: &mut Cx, name: &str, next: usize) -> R<(Value, usize)> { let n = cx.intern(name); Ok((cx.call(self.parse_constant, &[n])?, next)) }
    fn number(&mut self, cx: &mut Cx, start: usize) -> R<(Value, usize)> {
        let b = self.b;
        let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
        let mut i = start;
        if b.get(i) == Some(&b'-') { i += 1 }
        match b.get(i) { Some(b'1'..=b'9') => { while digit(i) { i += 1 } } Some(b'0') => i += 1, _ => return Err(stop(cx, self.text, start)) }
        let mut float = false;
        if b.get(i) == Some(&b'.') && digit(i + 1) { float = true; i += 2; while digit(i) { i += 1 } }
        if matches!(b.get(i), Some(b'e' | b'E')) {
            let mut k = i + 1;
            if matches!(b.get(k), Some(b'+' | b'-')) { k += 1 }
            if digit(k) { while digit(k) { k += 1 } float = true; i = k; }
        }
        let t = std::str::from_utf8(&b[start..i]).unwrap_or("");
        if float {
            if self.parse_float == cx.class(T::Float).0 { let f = fora_num::float::parse_float_ascii(t).unwrap_or(f64::NAN); return Ok((cx.float(f), i)); }
            let s = cx.str(t);
            return Ok((cx.call(self.parse_float, &[s])?, i));
        }
        if self.parse_int == cx.class(T::Int).0 && t.len() <= 18 { return Ok((Value::small(t.parse().unwrap_or(0)), i)); }
        let s = cx.str(t);
        Ok((cx.call(self.parse_int, &[s])?, i))
    }
    fn key(&mut self, cx: &mut Cx, i: usize) -> R<(Value, usize)> {
        // the same key again is the same object
        let b = self.b;
        if let Some(n) = memchr::memchr2(b'"', b'\\', &b[i..]) {
            let k = &b[i..i + n];
            if b[i + n] == b'"' && k.len() < 64 { if let Some(j) = self.keys.get(k) { return Ok((self.key_values[*j], i + n + 1)); } }
        }
        let (v, next) = scan_string(cx, self.text, i, self.strict)?;
        if next - i <= 64 && self.keys.len() < 10000 && Str(v).byte_len() + 1 == next - i { self.keys.insert(&b[i..next - 1], self.key_values.len()); self.key_values.push(v); }
        Ok((v, next))
    }
    fn object(&mut self, cx: &mut Cx, i: usize) -> R<(Value, usize)> {
        let pairs = if self.pairs_hook.is_none() { None } else { Some(List::new(cx)) };
        let dict = Dict::new(cx);
        let mut i = self.space(i);
        if self.b.get(i) != Some(&b'}') {
            loop {
                if self.b.get(i) != Some(&b'"') { return Err(fail(cx, self.text, "Expecting property name enclosed in double quotes", i)); }
                let (k, n) = self.key(cx, i + 1)?;
                i = self.space(n);
                if self.b.get(i) != Some(&b':') { return Err(fail(cx, self.text, "Expecting ':' delimiter", i)); }
                i = self.space(i + 1);
                let (v, n) = self.value(cx, i)?;
                match pairs { Some(l) => { let t = cx.tuple(&[k, v]); l.push(cx, t) } None => dict.set(cx, k, v)? }
                i = self.space(n);
                match self.b.get(i) { Some(b'}') => break, Some(b',') => i = self.space(i + 1), _ => return Err(fail(cx, self.text, "Expecting ',' delimiter", i)) }
            }
        }
        if let Some(l) = pairs { return Ok((cx.call(self.pairs_hook, &[l.0])?, i + 1)); }
        if !self.object_hook.is_none() { return Ok((cx.call(self.object_hook, &[dict.0])?, i + 1)); }
        Ok((dict.0, i + 1))
    }
    fn array(&mut self, cx: &mut Cx, i: usize) -> R<(Value, usize)> {
        let out = List::new(cx);
        let mut i = self.space(i);
        if self.b.get(i) != Some(&b']') {
            loop {
                let (v, n) = self.value(cx, i)?;
                out.push(cx, v);
                i = self.space(n);
                match self.b.get(i) { Some(b']') => break, Some(b',') => i = self.space(i + 1), _ => return Err(fail(cx, self.text, "Expecting ',' delimiter", i)) }
            }
        }
        Ok((out.0, i + 1))
    }
}
const CONTEXT: [&str; 6] = ["strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"];
pub const SCANNER: &[Def] = &[
    def_new("context", |cx, a| {
        let mut v = VVec::new();
        for n in CONTEXT { let x = cx.get_attr_str(a[1], n)?; v.push(x) }
        let strict = cx.truth(v[0])?;
        v[0] = Value::bool(strict);
        Ok(Slots::new_of(cx, a[0], T::JsonScanner, &v))
    }),
    def("__call__", "string, idx", |cx, a| {
        let Some(text) = Str::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("first argument must be a string, not {t}"))) };
        let text = text.plain();
        let i = cx.index_i64(a[2])?;
        if i < 0 { return Err(cx.value_error("idx cannot be negative")); }
        if i as usize > text.len() { return Err(cx.stop_iteration(Value::small(i))); }
        let s = Slots(a[0]);
        let mut scan = Scan { text, b: text.bytes(), strict: s.get(0).is_true(), object_hook: s.get(1), pairs_hook: s.get(2), parse_float: s.get(3), parse_int: s.get(4), parse_constant: s.get(5), depth: 0, keys: HashMap::new(), key_values: VVec::new() };
        let (v, n) = scan.value(cx, text.offset(i as usize))?;
        let n = Value::small(index_of(text, n));
        Ok(cx.tuple(&[v, n]))
    }),
    attr("strict", |_, a| Ok(Slots(a[0]).get(0))), attr("object_hook", |_, a| Ok(Slots(a[0]).get(1))), attr("object_pairs_hook", |_, a| Ok(Slots(a[0]).get(2))),
    attr("parse_float", |_, a| Ok(Slots(a[0]).get(3))), attr("parse_int", |_, a| Ok(Slots(a[0]).get(4))), attr("parse_constant", |_, a| Ok(Slots(a[0]).get(5))),
];

// ---- encoder ------------------------------------------------------------------------------------------------------------------------
// slots: markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
struct Enc { out: Vec<u8>, markers: Value, default: Value, encoder: Value, /// 0 call it, 1 ASCII, 2 plain
    fast: u8, key_sep: Str, item_sep: Str, sort: bool, skip: bool, nan: bool, depth: u32 }
fn is_native(v: Value, f: NativeFn) -> bool { Native::exact(v).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, f)) }
impl Enc {
    fn text(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        match self.fast { 1 => quote(&mut self.out, Str(v), true), 2 => quote(&mut self.out, Str(v), false), _ => { let r = cx.call(self.encoder, &[v])?; let Some(s) = Str::from(r) else { let t = cx.type_name(r); return Err(cx.type_error(format!("encoder() must return a string, not {t}"))) }; self.out.extend_from_slice(s.bytes()) } }
        Ok(())
    }
    fn float(&self, cx: &mut Cx, x: f64) -> R<String> {
        if x.is_finite() { return Ok(fora_num::float::float_repr(x)); }
        if !self.nan { let v = cx.float(x); let r = cx.repr_string(v)?; return Err(cx.value_error(format!("Out of range float values are not JSON compliant: {r}"))); }
        Ok(if x.is_nan() { "NaN" } else if x > 0.0 { "Infinity" } else { "-Infinity" }.to_string())
    }
    fn int(&self, cx: &mut Cx, v: Value) -> R<String> {
        let p = crate::int::plain(cx, v);
        if let Some(i) = p.as_small() { return Ok(i.to_string()); }
        let limit = cx.int_digits_limit();
        match fora_num::int::int_to_str(&crate::int::to_ibig(p), limit) { Ok(s) => Ok(s), Err(e) => Err(cx.raise_num(e)) }
    }
    fn enter(&mut self, cx: &mut Cx, v: Value) -> R<Value> {
        let Some(d) = Dict::from(self.markers) else { return Ok(Value::UNDEF) };
        let id = cx.int_u64(v.0);
        if d.get(cx, id)?.is_some() { return Err(cx.value_error("Circular reference detected")); }
        d.set(cx, id, v)?;
        Ok(id)
    }
    fn leave(&mut self, cx: &mut Cx, id: Value) -> R<()> { if let (Some(d), false) = (Dict::from(self.markers), id.is_undef()) { d.remove(cx, id)?; } Ok(()) }
    fn value(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        if v.is_none() { self.out.extend(b"null"); return Ok(()); }
        if v.is_bool() { self.out.extend_from_slice(if v.is_true() { b"true" } else { b"false" }); return Ok(()); }
        if v.is(T::Str) { return self.text(cx, v); }
        if v.is(T::Int) { let s = self.int(cx, v)?; self.out.extend(s.bytes()); return Ok(()); }
        if v.is(T::Float) { let s = self.float(cx, crate::float::get(v))?; self.out.extend(s.bytes()); return Ok(()); }
        self.depth += 1;
        if self.depth >= C_LIMIT || cx.check_stack().is_err() { cx.clear_pending(); return Err(cx.recursion_error("maximum recursion depth exceeded while encoding a JSON object")); }
        if v.is(T::List) || v.is(T::Tuple) { self.array(cx, v)?; } else if v.is(T::Dict) { self.object(cx, v)?; } else {
            let id = self.enter(cx, v)?;
            let w = cx.call(self.default, &[v])?;
            self.value(cx, w)?;
            self.leave(cx, id)?;
        }
        self.depth -= 1;
        Ok(())
    }
    fn array(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let items = cx.collect(v)?;
        if items.is_empty() { self.out.extend(b"[]"); return Ok(()); }
        let id = self.enter(cx, v)?;
        self.out.push(b'[');
        for (i, x) in items.iter().enumerate() {
            if i > 0 { self.out.extend_from_slice(self.item_sep.bytes()) }
            self.value(cx, *x)?;
        }
        self.out.push(b']');
        self.leave(cx, id)
    }
    fn object(&mut self, cx: &mut Cx, v: Value) -> R<()> {
        let mut pairs = VVec::new();
        if Dict::exact(v).is_some() && !self.sort {
            let d = Dict(v);
            for i in 0..d.fill() { if let Some((k, x)) = d.entry(i) { pairs.push(k); pairs.push(x) } }
        } else {
            let items = cx.call_method(v, "items", &[])?;
            let items = cx.collect(items)?;
            let l = cx.list(&items);
            if self.sort { cx.call_method(l, "sort", &[])?; }
            for t in List(l).to_vvec().iter() { let p = cx.collect(*t)?; if p.len() != 2 { return Err(cx.value_error("items must return 2-tuples")); } pairs.push(p[0]); pairs.push(p[1]) }
        }
        if pairs.is_empty() { self.out.extend(b"{}"); return Ok(()); }
        let id = self.enter(cx, v)?;
        self.out.push(b'{');
        let mut first = true;
        for p in pairs.chunks(2) {
            let (k, x) = (p[0], p[1]);
            let key = if k.is(T::Str) { k } else if k.is(T::Float) { let s = self.float(cx, crate::float::get(k))?; cx.string(s) } else if k.is_bool() { cx.str(if k.is_true() { "true" } else { "false" }) } else if k.is_none() { cx.str("null") } else if k.is(T::Int) { let s = self.int(cx, k)?; cx.string(s) } else if self.skip { continue } else { let t = cx.type_name(k); return Err(cx.type_error(format!("keys must be str, int, float, bool or None, not {t}"))) };
            if !first { self.out.extend_from_slice(self.item_sep.bytes()) }
            first = false;
            self.text(cx, key)?;
            self.out.extend_from_slice(self.key_sep.bytes());
            self.value(cx, x)?;
        }
        self.out.push(b'}');
        self.leave(cx, id)
    }
}
pub const ENCODER: &[Def] = &[
    def_new("markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan", |cx, a| {
        if !a[1].is_none() && !a[1].is(T::Dict) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("make_encoder() argument 1 must be dict or None, not {t}"))); }
        let mut v = VVec::from_slice(&a[1..10]);
        for i in 6..9 { let t = cx.truth(v[i])?; v[i] = Value::bool(t); }
        cx.want_str(v[4], "make_encoder() argument 5")?;
        cx.want_str(v[5], "make_encoder() argument 6")?;
        Ok(Slots::new_of(cx, a[0], T::JsonEncoder, &v))
    }),
    def("__call__", "obj, _current_indent_level", |cx, a| {
        let s = Slots(a[0]);
        let e = s.get(2);
        let fast = if is_native(e, encode_ascii) { 1 } else if is_native(e, encode_plain) { 2 } else { 0 };
        let mut enc = Enc { out: vec![], markers: s.get(0), default: s.get(1), encoder: e, fast, key_sep: Str::of(s.get(4)), item_sep: Str::of(s.get(5)), sort: s.get(6).is_true(), skip: s.get(7).is_true(), nan: s.get(8).is_true(), depth: 0 };
        enc.value(cx, a[1])?;
        let t = Str::from_wtf8(cx, &enc.out).0;
        Ok(cx.tuple(&[t]))
    }),
    attr("markers", |_, a| Ok(Slots(a[0]).get(0))), attr("default", |_, a| Ok(Slots(a[0]).get(1))), attr("encoder", |_, a| Ok(Slots(a[0]).get(2))), attr("indent", |_, a| Ok(Slots(a[0]).get(3))),
    attr("key_separator", |_, a| Ok(Slots(a[0]).get(4))), attr("item_separator", |_, a| Ok(Slots(a[0]).get(5))), attr("sort_keys", |_, a| Ok(Slots(a[0]).get(6))), attr("skipkeys", |_, a| Ok(Slots(a[0]).get(7))),
];
const FUNCS: &[Def] = &[
    def("encode_basestring_ascii", "string, /", encode_ascii),
    def("encode_basestring", "string, /", encode_plain),
    def("scanstring", "string, end, strict=True, /", |cx, a| {
        let Some(text) = Str::from(a[0]) else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("first argument must be a string, not {t}"))) };
        let text = text.plain();
        let i = cx.index_i64(a[1])?;
        let strict = match a[2].opt() { Some(v) => cx.truth(v)?, None => true };
        if i < 0 || i as usize > text.len() { return Err(cx.value_error("end is out of bounds")); }
        let (v, n) = scan_string(cx, text, text.offset(i as usize).max(1), strict)?;
        let n = Value::small(index_of(text, n));
        Ok(cx.tuple(&[v, n]))
    }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let (s, e) = (cx.class(T::JsonScanner).0, cx.class(T::JsonEncoder).0);
    m.set(cx, "make_scanner", s);
    m.set(cx, "make_encoder", e);
    Ok(())
}
