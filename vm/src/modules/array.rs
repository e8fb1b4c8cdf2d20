//! array.array. Slots: bytes (a private bytearray: it brings growth and buffer exports), typecode, item size.
use super::itertools::GENERIC;
use crate::abs::Cmp;
use crate::bytearray::ByteArray;
use crate::bytes::{buffer_opt, register_exporter, Export, Exporter};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::slice;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const CODES: &str = "bBuhHiIlLqQfd";
fn size_of(code: u8) -> Option<usize> { Some(match code { b'b' | b'B' => 1, b'h' | b'H' => 2, b'i' | b'I' | b'f' | b'u' => 4, b'l' | b'L' | b'q' | b'Q' | b'd' => 8, _ => return None }) }
fn format_of(code: u8) -> &'static str { match code { b'u' => "w", _ => CODES.find(code as char).map_or("B", |i| &CODES[i..i + 1]) } }

#[derive(Clone, Copy)]
struct Arr(Slots);
impl Arr {
    fn of(v: Value) -> Arr { assert!(v.is(T::PyArray)); Arr(Slots(v)) }
    fn from(v: Value) -> Option<Arr> { if v.is(T::PyArray) { Some(Arr(Slots(v))) } else { None } }
    fn new(cx: &mut Cx, cls: Value, code: u8) -> R<Arr> { let b = ByteArray::new(cx, &[])?; Ok(Arr(Slots(Slots::new_of(cx, cls, T::PyArray, &[b.0, Value::small(code as i64), Value::small(size_of(code).unwrap_or(1) as i64)])))) }
    fn like(cx: &mut Cx, o: Arr) -> R<Arr> { let c = cx.class(T::PyArray).0; Arr::new(cx, c, o.code()) }
    fn value(self) -> Value { self.0 .0 }
    fn store(self) -> ByteArray { ByteArray::of(self.0.get(0)) }
    fn code(self) -> u8 { self.0.int(1) as u8 }
    fn size(self) -> usize { self.0.int(2) as usize }
    fn len(self) -> usize { self.store().len() / self.size() }
    fn bytes(self) -> &'static [u8] { self.store().bytes() }
    fn raw(self, i: usize) -> Option<&'static [u8]> { self.bytes().get(i * self.size()..(i + 1) * self.size()) }
    fn get(self, cx: &mut Cx, i: usize) -> R<Option<Value>> { match self.raw(i) { Some(b) => item(cx, self.code(), b).map(Some), None => Ok(None) } }
    /// Replaces items `a..b` by raw items.
    fn splice(self, cx: &mut Cx, a: usize, b: usize, with: &[u8]) -> R<()> {
        let k = self.size();
        let r = self.store().splice(cx, a * k, b * k, with);
        if r.is_err() && cx.pending_is(T::BufferError) { cx.clear_pending(); return Err(cx.buffer_error("cannot resize an array that is exporting buffers")); }
        r
    }
    fn push(self, cx: &mut Cx, v: Value) -> R<()> { let b = pack(cx, self.code(), v)?; let n = self.len(); self.splice(cx, n, n, &b[..self.size()]) }
    fn set(self, cx: &mut Cx, i: usize, v: Value) -> R<()> {
        let b = pack(cx, self.code(), v)?;
        let k = self.size();
        let s = self.store();
        if let Some(d) = s.bytes_mut(cx).get_mut(i * k..(i + 1) * k) { d.copy_from_slice(&b[..k]); Ok(()) } else { Err(cx.index_error("array assignment index out of range")) }
    }
}
fn item(cx: &mut Cx, code: u8, b: &[u8]) -> R {
    let mut w = [0u8; 8];
    w[..b.len()].copy_from_slice(b);
    let u = u64::from_le_bytes(w);
    Ok(match code {
        b'b' => Value::small(u as i8 as i64), b'h' => Value::small(u as i16 as i64), b'i' => Value::small(u as i32 as i64), b'l' | b'q' => cx.int(u as i64),
        b'B' | b'H' | b'I' => Value::small(u as i64), b'L' | b'Q' => cx.int_u64(u),
        b'f' => cx.float(f32::from_bits(u as u32) as f64), b'd' => cx.float(f64::from_bits(u)),
        _ => { let c = u as u32; if c > 0x10ffff { return Err(cx.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]"))); } Str::from_code_point(cx, c) }
    })
}
/// An item's bytes, in the first `size` of eight; errors in CPython's words.
fn pack(cx: &mut Cx, code: u8, v: Value) -> R<[u8; 8]> {
    match code {
        b'f' => { let f = cx.as_f64(v)?; let mut w = [0; 8]; w[..4].copy_from_slice(&(f as f32).to_le_bytes()); return Ok(w); }
        b'd' => { let f = cx.as_f64(v)?; return Ok(f.to_le_bytes()); }
        b'u' => { let c = match Str::from(v) { Some(s) if s.len() == 1 => s.char_at(0), _ => return Err(cx.type_error("array item must be unicode character")) }; let mut w = [0; 8]; w[..4].copy_from_slice(&c.to_le_bytes()); return Ok(w); }
        _ => {}
    }
    let i = cx.index(v)?;
    let n = crate::int::to_i64(i);
    if matches!(code, b'I' | b'L' | b'Q') {
        if crate::int::is_negative(i) { return Err(cx.overflow_error(if code == b'Q' { "can't convert negative int to unsigned" } else { "can't convert negative value to unsigned int" })); }
        let Ok(u) = u64::try_from(&crate::int::to_ibig(i)) else { return Err(cx.overflow_error(if code == b'Q' { "int too big to convert" } else { "Python int too large to convert to C unsigned long" })) };
        if code == b'I' && u > u32::MAX as u64 { return Err(cx.overflow_error("unsigned int is greater than maximum")); }
        return Ok(u.to_le_bytes());
    }
    let Some(n) = n else { return Err(cx.overflow_error(if code == b'q' { "int too big to convert" } else { "Python int too large to convert to C long" })) };
    // b, h and H are parsed as C's short, short and int before their own range is looked at
    let (lo, hi, name, name_hi) = match code {
        b'b' => if n < -32768 || n > 32767 { (-32768, 32767, "signed short integer", "signed short integer") } else { (-128, 127, "signed char", "signed char") },
        b'B' => (0, 255, "unsigned byte integer", "unsigned byte integer"),
        b'h' => (-32768, 32767, "signed short integer", "signed short integer"),
        b'H' => if n < i32::MIN as i64 || n > i32::MAX as i64 { (i32::MIN as i64, i32::MAX as i64, "signed integer", "signed integer") } else { (0, 65535, "unsigned short", "unsigned short") },
        b'i' => (i32::MIN as i64, i32::MAX as i64, "signed integer", "signed integer"),
        _ => (i64::MIN, i64::MAX, "", ""),
    };
    if n > hi { return Err(cx.overflow_error(format!("{name_hi} is greater than maximum"))); }
    if n < lo { return Err(cx.overflow_error(format!("{name} is less than minimum"))); }
    Ok(n.to_le_bytes())
}
fn array_new(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    if a[0] == cx.class(T::PyArray).0 && Dict::of(a[2]).len() > 0 { return Err(cx.type_error("array.array() takes no keyword arguments")); }
    if args.is_empty() { return Err(cx.type_error("array() takes at least 1 argument (0 given)")); }
    if args.len() > 2 { return Err(cx.type_error(format!("array() takes at most 2 arguments ({} given)", args.len()))); }
    let c = match Str::from(args[0]) { Some(s) if s.len() == 1 => s.char_at(0), _ => { let t = cx.type_name(args[0]); return Err(cx.type_error(format!("array() argument 1 must be a unicode character, not {t}"))); } };
    let code = u8::try_from(c).ok().filter(|c| size_of(*c).is_some());
    if let (Some(init), Some(k)) = (args.get(1), u8::try_from(c).ok()) {
        if k != b'u' {
            if init.is(T::Str) { return Err(cx.type_error(format!("cannot use a str to initialize an array with typecode '{}'", k as char))); }
            if Arr::from(*init).is_some_and(|x| x.code() == b'u') { return Err(cx.type_error(format!("cannot use a unicode array to initialize an array with typecode '{}'", k as char))); }
        }
    }
    let Some(code) = code else { return Err(cx.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")) };
    let x = Arr::new(cx, a[0], code)?;
    if let Some(init) = args.get(1).copied() {
        if init.is(T::Bytes) || init.is(T::ByteArray) { from_bytes(cx, x, init)? }
        else if let Some(s) = Str::from(init) { from_unicode(cx, x, s)? }
        else if let Some(y) = Arr::from(init).filter(|y| y.code() == code) { let b = y.bytes().to_vec(); x.splice(cx, 0, 0, &b)? }
        else { let it = cx.iter(init)?; while let Some(v) = cx.next(it)? { x.push(cx, v)? } }
    }
    Ok(x.value())
}
fn from_bytes(cx: &mut Cx, x: Arr, v: Value) -> R<()> {
    let Some(b) = buffer_opt(cx, v)? else { let t = cx.type_name(v); return Err(cx.type_error(format!("a bytes-like object is required, not '{t}'"))) };
    if b.len() % x.size() != 0 { return Err(cx.value_error("bytes length not a multiple of item size")); }
    let n = x.len();
    let b = b.bytes().to_vec();
    x.splice(cx, n, n, &b)
}
fn from_unicode(cx: &mut Cx, x: Arr, s: Str) -> R<()> { let b: Vec<u8> = s.code_points().flat_map(|c| c.to_le_bytes()).collect(); let n = x.len(); x.splice(cx, n, n, &b) }
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let name = cx.class_of(a[0]).name();
    let code = x.code() as char;
    if x.len() == 0 { return Ok(cx.string(format!("{name}('{code}')"))); }
    let v = if code == 'u' { to_unicode(cx, a)? } else { to_list(cx, x)?.0 };
    let mut out = format!("{name}('{code}', ").into_bytes();
    out.extend(cx.repr(v)?.bytes());
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn to_list(cx: &mut Cx, x: Arr) -> R<List> { let l = List::with_capacity(cx, x.len())?; let mut i = 0; while let Some(v) = x.get(cx, i)? { l.push(cx, v); i += 1 } Ok(l) }
fn to_unicode(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    if x.code() != b'u' { return Err(cx.value_error("tounicode() may only be called on unicode type arrays")); }
    let mut out = vec![];
    for c in x.bytes().chunks_exact(4) { let c = u32::from_le_bytes([c[0], c[1], c[2], c[3]]); if c > 0x10ffff { return Err(cx.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]"))); } let mut b = [0; 4]; let n = crate::str::encode(c, &mut b); out.extend(&b[..n]) }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn index_of(cx: &mut Cx, x: Arr, k: Value, msg: &str) -> R<usize> { let i = crate::list_methods::index_arg(cx, k)?; match slice::item_index(i, x.len()) { Some(i) => Ok(i), None => Err(cx.index_error(msg)) } }
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    if a[1].is(T::Slice) {
        let s = slice::resolve(cx, a[1], x.len())?;
        let y = Arr::like(cx, x)?;
        let mut b = Vec::with_capacity(s.count * x.size());
        for i in 0..s.count { if let Some(r) = x.raw(s.at(i)) { b.extend_from_slice(r) } }
        y.splice(cx, 0, 0, &b)?;
        return Ok(y.value());
    }
    if !crate::list_methods::is_index(cx, a[1]) { return Err(cx.type_error("array indices must be integers")); }
    let i = index_of(cx, x, a[1], "array index out of range")?;
    Ok(x.get(cx, i)?.unwrap_or(Value::NONE))
}
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    if a[1].is(T::Slice) {
        let Some(y) = Arr::from(a[2]) else { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("can only assign array (not \"{t}\") to array slice"))) };
        if y.code() != x.code() { return Err(cx.type_error("bad argument type for built-in operation")); }
        let b = y.bytes().to_vec();
        let s = slice::resolve(cx, a[1], x.len())?;
        if s.step == 1 { x.splice(cx, s.start as usize, s.start as usize + s.count, &b)?; return Ok(Value::NONE); }
        if y.len() != s.count { return Err(cx.value_error(format!("attempt to assign array of size {} to extended slice of size {}", y.len(), s.count))); }
        let k = x.size();
        let st = x.store();
        let d = st.bytes_mut(cx);
        for i in 0..s.count { d[s.at(i) * k..(s.at(i) + 1) * k].copy_from_slice(&b[i * k..(i + 1) * k]) }
        return Ok(Value::NONE);
    }
    if !crate::list_methods::is_index(cx, a[1]) { return Err(cx.type_error("array indices must be integers")); }
    let i = index_of(cx, x, a[1], "array assignment index out of range")?;
    x.set(cx, i, a[2])?;
    Ok(Value::NONE)
}
fn del_item(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    if a[1].is(T::Slice) {
        let s = slice::resolve(cx, a[1], x.len())?.ascending();
        let mut keep: Vec<u8> = vec![];
        let mut k = 0;
        for i in 0..x.len() { if k < s.count && i == s.at(k) { k += 1 } else if let Some(r) = x.raw(i) { keep.extend_from_slice(r) } }
        let n = x.len();
        x.splice(cx, 0, n, &keep)?;
        return Ok(Value::NONE);
    }
    if !crate::list_methods::is_index(cx, a[1]) { return Err(cx.type_error("array indices must be integers")); }
    let i = index_of(cx, x, a[1], "array assignment index out of range")?;
    x.splice(cx, i, i + 1, &[])?;
    Ok(Value::NONE)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let Some(y) = Arr::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = Arr::of(a[0]);
    if x.len() != y.len() && matches!(op, Cmp::Eq | Cmp::Ne) { return Ok(Value::bool(op == Cmp::Ne)); }
    let mut i = 0;
    while let (Some(v), Some(w)) = (x.get(cx, i)?, y.get(cx, i)?) {
        if !cx.eq_values(v, w)? { return match op { Cmp::Eq => Ok(Value::FALSE), Cmp::Ne => Ok(Value::TRUE), _ => cx.compare(op, v, w) }; }
        i += 1;
    }
    Ok(Value::bool(op.holds(x.len(), y.len())))
}
fn find(cx: &mut Cx, x: Arr, v: Value, from: usize, to: usize) -> R<Option<usize>> {
    let mut i = from;
    while i < to { match x.get(cx, i)? { Some(w) => if cx.eq_values(w, v)? { return Ok(Some(i)); }, None => break } i += 1 }
    Ok(None)
}
fn extend(cx: &mut Cx, x: Arr, v: Value) -> R<()> {
    if let Some(y) = Arr::from(v) {
        if y.code() != x.code() { return Err(cx.type_error("can only extend with array of same kind")); }
        let (n, b) = (x.len(), y.bytes().to_vec());
        return x.splice(cx, n, n, &b);
    }
    cx.for_each(v, |cx, w| x.push(cx, w))
}
fn add(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let Some(y) = Arr::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can only append array (not \"{t}\") to array"))) };
    if x.code() != y.code() { return Err(cx.type_error("bad argument type for built-in operation")); }
    let b = [x.bytes(), y.bytes()].concat();
    let z = Arr::like(cx, x)?;
    z.splice(cx, 0, 0, &b)?;
    Ok(z.value())
}
fn iadd(cx: &mut Cx, a: &[Value]) -> R {
    if Arr::from(a[1]).is_none() { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can only extend with array (not \"{t}\")"))); }
    extend(cx, Arr::of(a[0]), a[1])?;
    Ok(a[0])
}
fn repeated(cx: &mut Cx, x: Arr, n: usize) -> R<Vec<u8>> { match x.bytes().len().checked_mul(n) { Some(t) if t < 1 << 40 => { cx.try_vec(t)?; Ok(x.bytes().repeat(n)) } _ => Err(cx.memory_error()) } }
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let Some(n) = crate::list_methods::repeat_count(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let b = repeated(cx, x, n)?;
    let z = Arr::like(cx, x)?;
    z.splice(cx, 0, 0, &b)?;
    Ok(z.value())
}
fn imul(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let Some(n) = crate::list_methods::repeat_count(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let b = repeated(cx, x, n)?;
    let m = x.len();
    x.splice(cx, 0, m, &b)?;
    Ok(a[0])
}
fn byteswap(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let st = x.store();
    for c in st.bytes_mut(cx).chunks_exact_mut(x.size()) { c.reverse() }
    Ok(Value::NONE)
}
fn reduce_ex(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let proto = cx.index_i64(a[1])?;
    let c = cx.class_of(a[0]).0;
    let code = cx.str(&(x.code() as char).to_string());
    let d = cx.lookup_attr(a[0], "__dict__")?.unwrap_or(Value::NONE);
    if proto < 3 { let l = to_list(cx, x)?; let t = cx.tuple(&[code, l.0]); return Ok(cx.tuple(&[c, t, d])); }
    let m = crate::import::load_dotted(cx, "array")?;
    let f = cx.get_attr_str(m, "_array_reconstructor")?;
    let format = match x.code() { b'b' => 1, b'B' => 0, b'u' => 20, b'f' => 14, b'd' => 16, k => match (k.is_ascii_lowercase(), x.size()) { (false, 2) => 2, (true, 2) => 4, (false, 4) => 6, (true, 4) => 8, (false, _) => 10, (true, _) => 12 } };
    let b = crate::bytes::new(cx, x.bytes());
    let t = cx.tuple(&[c, code, Value::small(format), b]);
    Ok(cx.tuple(&[f, t, d]))
}
/// Rebuilds an array from items in a machine format (see `reduce_ex`), of either byte order.
fn reconstructor(cx: &mut Cx, a: &[Value]) -> R {
    let code = match Str::from(a[1]) { Some(s) if s.len() == 1 => s.char_at(0), _ => { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("_array_reconstructor() argument 2 must be a unicode character, not {t}"))); } };
    let array = cx.class(T::PyArray).0;
    match crate::class::Class::from(a[0]) { Some(c) if c.is_subclass_of(array) => {} Some(c) => { let n = c.name(); return Err(cx.type_error(format!("{n} is not a subtype of array.array"))); } None => { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("first argument must be a type object, not {t}"))); } }
    let Some(code) = u8::try_from(code).ok().filter(|c| size_of(*c).is_some()) else { return Err(cx.value_error("second argument must be a valid type code")) };
    let format = cx.index_i64(a[2])?;
    if !(0..=21).contains(&format) { return Err(cx.value_error("third argument must be a valid machine format code.")); }
    if !a[3].is(T::Bytes) { let t = cx.type_name(a[3]); return Err(cx.type_error(format!("fourth argument should be bytes, not {t}"))); }
    let b = crate::bytes::get(a[3]);
    let (size, big, signed, kind) = match format { 0 => (1, false, false, 'i'), 1 => (1, false, true, 'i'), 2..=13 => { let k = (format - 2) as usize; ([2, 4, 8][k / 4], k % 2 == 1, k % 4 >= 2, 'i') } 14 | 15 => (4, format == 15, true, 'f'), 16 | 17 => (8, format == 17, true, 'd'), 18 | 19 => (2, format == 19, false, 'u'), _ => (4, format == 21, false, 'u') };
    if b.len() % size != 0 { return Err(cx.value_error("bytes length not a multiple of item size")); }
    let code_str = cx.str(&(code as char).to_string());
    let x = cx.call(a[0], &[code_str])?;
    let x = Arr::of(x);
    if size == 2 && kind == 'u' {
        let units: Vec<u16> = b.chunks_exact(2).map(|c| if big { u16::from_be_bytes([c[0], c[1]]) } else { u16::from_le_bytes([c[0], c[1]]) }).collect();
        for c in char::decode_utf16(units) { let c = match c { Ok(c) => c as u32, Err(e) => e.unpaired_surrogate() as u32 }; let v = Str::from_code_point(cx, c); x.push(cx, v)? }
        return Ok(x.value());
    }
    for c in b.chunks_exact(size) {
        let mut w = c.to_vec();
        if big { w.reverse() }
        let mut n = [0u8; 8];
        n[..size].copy_from_slice(&w);
        let u = u64::from_le_bytes(n);
        let v = match kind {
            'f' => cx.float(f32::from_bits(u as u32) as f64), 'd' => cx.float(f64::from_bits(u)), 'u' => Str::from_code_point(cx, (u as u32).min(0x10ffff)),
            _ if signed => { let sh = 64 - size * 8; cx.int((u as i64) << sh >> sh) } _ => cx.int_u64(u),
        };
        x.push(cx, v)?;
    }
    Ok(x.value())
}
fn tofile(cx: &mut Cx, a: &[Value]) -> R {
    let b = Arr::of(a[0]).bytes().to_vec();
    for c in b.chunks(64 * 1024) { let v = crate::bytes::new(cx, c); cx.call_method(a[1], "write", &[v])?; }
    Ok(Value::NONE)
}
fn fromfile(cx: &mut Cx, a: &[Value]) -> R {
    let x = Arr::of(a[0]);
    let n = cx.index_i64(a[2])?;
    if n < 0 { return Err(cx.value_error("negative count")); }
    let Some(want) = (n as usize).checked_mul(x.size()) else { return Err(cx.memory_error()) };
    let k = cx.usize(want);
    let b = cx.call_method(a[1], "read", &[k])?;
    if !b.is(T::Bytes) { return Err(cx.type_error("read() didn't return bytes")); }
    let short = crate::bytes::get(b).len() != want;
    from_bytes(cx, x, b)?;
    if short { return Err(cx.eof_error("read() didn't return enough bytes")); }
    Ok(Value::NONE)
}
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", array_new).doc("array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type."),
    def("__repr__", "/", repr), def("__len__", "/", |_, a| Ok(Value::small(Arr::of(a[0]).len() as i64))), def("__getitem__", "key, /", get_item), def("__setitem__", "key, value, /", set_item), def("__delitem__", "key, /", del_item),
    def("__iter__", "/", |cx, a| Ok(Slots::new(cx, T::ArrayIter, &[a[0], Value::small(0)]))),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__contains__", "key, /", |cx, a| Ok(Value::bool(find(cx, Arr::of(a[0]), a[1], 0, usize::MAX)?.is_some()))),
    def("__add__", "value, /", add), def("__iadd__", "value, /", iadd), def("__mul__", "value, /", mul), def("__rmul__", "value, /", mul), def("__imul__", "value, /", imul),
    def("__buffer__", "flags, /", |cx, a| crate::memoryview::from_object(cx, a[0])),
    def("append", "v, /", |cx, a| { Arr::of(a[0]).push(cx, a[1])?; Ok(Value::NONE) }).doc("Append new value v to the end of the array."), def("extend", "bb, /", |cx, a| { extend(cx, Arr::of(a[0]), a[1])?; Ok(Value::NONE) }).doc("Append items to the end of the array."),
    def("insert", "i, v, /", |cx, a| { let x = Arr::of(a[0]); let i = cx.index_i64(a[1])?; let b = pack(cx, x.code(), a[2])?; let n = x.len() as i64; let i = if i < 0 { (i + n).max(0) } else { i.min(n) } as usize; x.splice(cx, i, i, &b[..x.size()])?; Ok(Value::NONE) }).doc("Insert a new item v into the array before position i."),
    def("pop", "i=-1, /", |cx, a| { let x = Arr::of(a[0]); let i = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => -1 }; if x.len() == 0 { return Err(cx.index_error("pop from empty array")); } let Some(i) = slice::item_index(i, x.len()) else { return Err(cx.index_error("pop index out of range")) }; let v = x.get(cx, i)?.unwrap_or(Value::NONE); x.splice(cx, i, i + 1, &[])?; Ok(v) }).doc("Return the i-th element and delete it from the array.\n\ni defaults to -1."),
    def("remove", "v, /", |cx, a| { let x = Arr::of(a[0]); match find(cx, x, a[1], 0, usize::MAX)? { Some(i) => { x.splice(cx, i, i + 1, &[])?; Ok(Value::NONE) } None => Err(cx.value_error("array.remove(x): x not in array")) } }).doc("Remove the first occurrence of v in the array."),
    def("index", "v, start=0, stop=9223372036854775807, /", |cx, a| { let x = Arr::of(a[0]); let (s, e) = slice::clamp_range(cx, a[2], a[3], x.len())?; match find(cx, x, a[1], s, e)? { Some(i) => Ok(cx.usize(i)), None => Err(cx.value_error("array.index(x): x not in array")) } }).doc("Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present."),
    def("count", "v, /", |cx, a| { let x = Arr::of(a[0]); let (mut n, mut i) = (0, 0); while let Some(w) = x.get(cx, i)? { if cx.eq_values(w, a[1])? { n += 1 } i += 1 } Ok(Value::small(n)) }).doc("Return number of occurrences of v in the array."),
    def("reverse", "/", |cx, a| { let x = Arr::of(a[0]); let k = x.size(); let v: Vec<u8> = x.bytes().chunks_exact(k).rev().flatten().copied().collect(); let st = x.store(); st.bytes_mut(cx).copy_from_slice(&v); Ok(Value::NONE) }).doc("Reverse the order of the items in the array."),
    def("byteswap", "/", byteswap).doc("Byteswap all items of the array."), def("tolist", "/", |cx, a| Ok(to_list(cx, Arr::of(a[0]))?.0)).doc("Convert array to an ordinary list with the same items."), def("tobytes", "/", |cx, a| Ok(crate::bytes::new(cx, Arr::of(a[0]).bytes()))).doc("Convert the array to an array of machine values and return the bytes representation."),
    def("tounicode", "/", to_unicode).doc("Extends this array with data from the unicode string ustr."),
    def("frombytes", "buffer, /", |cx, a| { from_bytes(cx, Arr::of(a[0]), a[1])?; Ok(Value::NONE) }).doc("Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method."),
    def("fromunicode", "ustr, /", |cx, a| { let Some(s) = Str::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("fromunicode() argument must be str, not {t}"))) }; let x = Arr::of(a[0]); if x.code() != b'u' { return Err(cx.value_error("fromunicode() may only be called on unicode type arrays")); } from_unicode(cx, x, s)?; Ok(Value::NONE) }),
    def("fromlist", "list, /", |cx, a| {
        let x = Arr::of(a[0]);
        let Some(l) = List::from(a[1]) else { return Err(cx.type_error("arg must be list")) };
        let (n, items) = (x.len(), l.to_vvec());
        for v in items.iter() { if let Err(e) = x.push(cx, *v) { let p = cx.take_pending(); let m = x.len(); let _ = x.splice(cx, n, m, &[]); cx.pending = p; return Err(e); } }
        Ok(Value::NONE)
    }).doc("Append items to array from list."),
    def("tofile", "f, /", tofile).doc("Write all items (as machine values) to the file object f."), def("fromfile", "f, n, /", fromfile).doc("Read n objects from the file object f and append them to the end of the array."),
    def("buffer_info", "/", |cx, a| { let x = Arr::of(a[0]); let (p, n) = (cx.int_u64(x.bytes().as_ptr() as u64), Value::small(x.len() as i64)); Ok(cx.tuple(&[p, n])) }).doc("Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."),
    def("__copy__", "/", |cx, a| { let x = Arr::of(a[0]); let z = Arr::like(cx, x)?; let b = x.bytes().to_vec(); z.splice(cx, 0, 0, &b)?; Ok(z.value()) }), def("__deepcopy__", "unused, /", |cx, a| { let x = Arr::of(a[0]); let z = Arr::like(cx, x)?; let b = x.bytes().to_vec(); z.splice(cx, 0, 0, &b)?; Ok(z.value()) }),
    def("__reduce_ex__", "value, /", reduce_ex), def("__sizeof__", "/", |_, a| Ok(Value::small(80 + Arr::of(a[0]).bytes().len() as i64))),
    attr("typecode", |cx, a| { let c = Arr::of(a[0]).code() as char; Ok(cx.str(&c.to_string())) }), attr("itemsize", |_, a| Ok(Value::small(Arr::of(a[0]).size() as i64))), GENERIC,
];
pub fn iter_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let i = s.int(1);
    match Arr::of(s.get(0)).get(cx, i as usize)? { Some(v) => { s.set_int(cx, 1, i + 1); Ok(Some(v)) } None => crate::iter::finish(cx, it) }
}
fn export(_: &mut Cx, v: Value) -> R<Export> { let x = Arr::of(v); let e = x.store().export(); Ok(Export { itemsize: x.size(), format: format_of(x.code()), ..e }) }
fn hold(cx: &mut Cx, v: Value, n: i64) { Arr::of(v).store().hold(cx, n) }
const FUNCS: &[Def] = &[def("_array_reconstructor", "arraytype, typecode, mformat_code, items, /", reconstructor).doc("Internal. Used for pickling support.")];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    register_exporter(Exporter { kind: T::PyArray, export, hold });
    m.add_functions(cx, FUNCS);
    let (c, codes) = (cx.class(T::PyArray).0, cx.str(CODES));
    for (k, v) in [("array", c), ("ArrayType", c), ("typecodes", codes)] { m.set(cx, k, v) }
    // MutableSequence.register(array), as CPython does at start
    if let Ok(abc) = crate::import::load_dotted(cx, "collections.abc") { if let Ok(ms) = cx.get_attr_str(abc, "MutableSequence") { if cx.call_method(ms, "register", &[c]).is_err() { cx.clear_pending() } } else { cx.clear_pending() } } else { cx.clear_pending() }
    Ok(())
}
