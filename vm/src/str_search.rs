//! str: finding, counting, replacing, splitting, stripping.
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::str_methods::me;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

pub const METHODS: &[Def] = &[
    def("find", "sub, start=None, end=None, /", |cx, a| Ok(Value::small(find(cx, a, false)?.map_or(-1, |i| i as i64)))),
    def("rfind", "sub, start=None, end=None, /", |cx, a| Ok(Value::small(find(cx, a, true)?.map_or(-1, |i| i as i64)))),
    def("index", "sub, start=None, end=None, /", |cx, a| match find(cx, a, false)? { Some(i) => Ok(Value::small(i as i64)), None => Err(cx.value_error("substring not found")) }),
    def("rindex", "sub, start=None, end=None, /", |cx, a| match find(cx, a, true)? { Some(i) => Ok(Value::small(i as i64)), None => Err(cx.value_error("substring not found")) }),
    def("count", "sub, start=None, end=None, /", count),
    def("startswith", "prefix, start=None, end=None, /", |cx, a| has_affix(cx, a, false)),
    def("endswith", "suffix, start=None, end=None, /", |cx, a| has_affix(cx, a, true)),
    def("removeprefix", "prefix, /", |cx, a| { let p = cx.want_str(a[1], "removeprefix() argument")?; let s = me(a); let n = p.byte_len(); Ok(if s.bytes().starts_with(p.bytes()) { s.sub(cx, n, s.byte_len()) } else { s.0 }) }),
    def("removesuffix", "suffix, /", |cx, a| { let p = cx.want_str(a[1], "removesuffix() argument")?; let s = me(a); let n = p.byte_len(); Ok(if s.bytes().ends_with(p.bytes()) { s.sub(cx, 0, s.byte_len() - n) } else { s.0 }) }),
    def("replace", "old, new, count=-1, /", replace),
    def("split", "sep=None, maxsplit=-1", |cx, a| split(cx, a, false)),
    def("rsplit", "sep=None, maxsplit=-1", |cx, a| split(cx, a, true)),
    def("splitlines", "keepends=False", splitlines),
    def("partition", "sep, /", |cx, a| partition(cx, a, false)),
    def("rpartition", "sep, /", |cx, a| partition(cx, a, true)),
    def("strip", "chars=None, /", |cx, a| strip(cx, a, true, true, "strip")),
    def("lstrip", "chars=None, /", |cx, a| strip(cx, a, true, false, "lstrip")),
    def("rstrip", "chars=None, /", |cx, a| strip(cx, a, false, true, "rstrip")),
];

fn find(cx: &mut Cx, a: &[Value], last: bool) -> R<Option<usize>> {
    let s = me(a);
    let (start, end) = cx.bounds(a[2], a[3], s.len())?;
    let n = cx.want_str(a[1], "")?;
    if start > end { return Ok(None); }
    let (x, y) = (s.offset(start), s.offset(end));
    let h = &s.bytes()[x..y];
    let at = if last { wtf8::rfind(h, n.bytes()) } else { wtf8::find(h, n.bytes()) };
    Ok(at.map(|i| start + if s.is_ascii() { i } else { wtf8::count(&h[..i]) }))
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    let (start, end) = cx.bounds(a[2], a[3], s.len())?;
    let n = cx.want_str(a[1], "")?;
    if start > end { return Ok(Value::small(0)); }
    if n.is_empty() { return Ok(Value::small((end - start + 1) as i64)); }
    let h = &s.bytes()[s.offset(start)..s.offset(end)];
    Ok(Value::small(wtf8::count_of(h, n.bytes()) as i64))
}
fn has_affix(cx: &mut Cx, a: &[Value], end: bool) -> R {
    let s = me(a);
    let (from, to) = cx.bounds(a[2], a[3], s.len())?;
    let test = |p: Str| from <= to && { let h = &s.bytes()[s.offset(from)..s.offset(to)]; if end { h.ends_with(p.bytes()) } else { h.starts_with(p.bytes()) } };
    if let Some(p) = Str::from(a[1]) { return Ok(Value::bool(test(p))); }
    let name = if end { "endswith" } else { "startswith" };
    let Some(t) = Tuple::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("{name} first arg must be str or a tuple of str, not {t}"))) };
    for v in t.items() {
        let Some(p) = Str::from(*v) else { let t = cx.type_name(*v); return Err(cx.type_error(format!("tuple for {name} must only contain str, not {t}"))) };
        if test(p) { return Ok(Value::TRUE); }
    }
    Ok(Value::FALSE)
}
fn replace(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    let old = cx.want_str(a[1], "replace() argument 1")?;
    let new = cx.want_str(a[2], "replace() argument 2")?;
    let n = cx.ssize_arg(a[3], -1)?;
    let max = if n < 0 { usize::MAX } else { n as usize };
    if max == 0 || old.eq(new) { return Ok(s.0); }
    if old.byte_len() == 1 && new.byte_len() == 1 && s.is_ascii() && max == usize::MAX {
        let (b, x, y) = (s.bytes(), old.bytes()[0], new.bytes()[0]);
        let Some(first) = memchr::memchr(x, b) else { return Ok(s.0) };
        return Str::ascii_with(cx, b.len(), |out| { out.copy_from_slice(b); for c in out[first..].iter_mut() { if *c == x { *c = y } } });
    }
    match replaced(cx, s.bytes(), old.bytes(), new.bytes(), max, true)? { Some(v) => Ok(Str::from_wtf8(cx, &v).0), None => Ok(s.0) }
}
/// None where nothing changes. With an empty `old`, `new` goes between characters (`wide`) or bytes.
pub fn replaced(cx: &mut Cx, b: &[u8], old: &[u8], new: &[u8], max: usize, wide: bool) -> R<Option<Vec<u8>>> {
    if old.is_empty() {
        let spots = if wide { wtf8::count(b) } else { b.len() } + 1;
        let n = spots.min(max);
        let mut out = cx.try_vec(new.len().saturating_mul(n).saturating_add(b.len()))?;
        let (mut i, mut done) = (0, 0);
        loop {
            if done < n { out.extend_from_slice(new); done += 1; } else { out.extend_from_slice(&b[i..]); break; }
            if i >= b.len() { break; }
            let k = if wide { crate::str::wtf8_len(b[i]) } else { 1 };
            out.extend_from_slice(&b[i..i + k]);
            i += k;
        }
        return Ok(Some(out));
    }
    let Some(first) = wtf8::find(b, old) else { return Ok(None) };
    let finder = memchr::memmem::Finder::new(old);
    let mut out = if new.len() > old.len() {
        let n = finder.find_iter(b).take(max).count();
        cx.try_vec((new.len() - old.len()).saturating_mul(n).saturating_add(b.len()))?
    } else { Vec::with_capacity(b.len()) };
    let (mut from, mut at, mut n) = (0, Some(first), 0);
    while let Some(i) = at {
        out.extend_from_slice(&b[from..i]);
        out.extend_from_slice(new);
        from = i + old.len();
        n += 1;
        if n == max { break; }
        at = if old.len() == 1 { memchr::memchr(old[0], &b[from..]) } else { finder.find(&b[from..]) }.map(|i| i + from);
    }
    out.extend_from_slice(&b[from..]);
    Ok(Some(out))
}
fn split(cx: &mut Cx, a: &[Value], right: bool) -> R {
    let s = me(a);
    let max = cx.ssize_arg(a[2], -1)?;
    let max = if max < 0 { usize::MAX } else { max as usize };
    let b = s.bytes();
    let out = List::new(cx);
    match a[1].opt_none() {
        None => {
            let kind = if s.is_ascii() { Space::Ascii } else { Space::Wide };
            if right { spaces_back(b, kind, max, |x, y| { let v = s.sub(cx, x, y); out.push(cx, v) }); reverse(cx, out) }
            else { spaces(b, kind, max, |x, y| { let v = s.sub(cx, x, y); out.push(cx, v) }) }
        }
        Some(sep) => {
            let Some(sep) = Str::from(sep) else { let t = cx.type_name_or_none(sep); return Err(cx.type_error(format!("must be str or None, not {t}"))) };
            let n = sep.bytes();
            if n.is_empty() { return Err(cx.value_error("empty separator")); }
            if right { pieces_back(b, n, max, |x, y| { let v = s.sub(cx, x, y); out.push(cx, v) }); reverse(cx, out) }
            else { pieces(b, n, max, |x, y| { let v = s.sub(cx, x, y); out.push(cx, v) }) }
        }
    }
    Ok(out.0)
}
pub fn reverse(cx: &mut Cx, l: List) {
    let n = l.len();
    for i in 0..n / 2 { if let (Some(x), Some(y)) = (l.get(i), l.get(n - 1 - i)) { l.set(cx, i, y); l.set(cx, n - 1 - i, x) } }
}
/// What counts as white space where a text is split.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Space { /// a str's
    Wide, /// a str's, all ASCII
    Ascii, /// bytes'
    Bytes }
impl Space {
    #[inline(always)]
    fn at(self, b: &[u8], i: usize) -> (bool, usize) { match self { Space::Ascii => (wtf8::ascii_space(b[i]), 1), Space::Bytes => (matches!(b[i], 9..=13 | 32), 1), Space::Wide => { let (c, k) = crate::str::decode(b, i); (wtf8::is_space(c), k) } } }
    /// For the character that ends at `e` (> 0): is it space, where does it start.
    #[inline(always)]
    fn before(self, b: &[u8], e: usize) -> (bool, usize) {
        if self != Space::Wide { return (self.at(b, e - 1).0, e - 1); }
        match wtf8::last(&b[..e]) { Some((c, i)) => (wtf8::is_space(c), i), None => (false, 0) }
    }
}
/// Splits at runs of white space.
pub fn spaces(b: &[u8], kind: Space, max: usize, mut f: impl FnMut(usize, usize)) {
    let (mut i, mut n) = (0, 0);
    loop {
        while i < b.len() { let (sp, k) = kind.at(b, i); if !sp { break; } i += k; }
        if i >= b.len() { return; }
        let start = i;
        if n == max { f(start, b.len()); return; }
        while i < b.len() { let (sp, k) = kind.at(b, i); if sp { break; } i += k; }
        f(start, i);
        n += 1;
    }
}
/// As `spaces` from the right; pieces come last first.
pub fn spaces_back(b: &[u8], kind: Space, max: usize, mut f: impl FnMut(usize, usize)) {
    let (mut e, mut n) = (b.len(), 0);
    loop {
        while e > 0 { let (sp, i) = kind.before(b, e); if !sp { break; } e = i; }
        if e == 0 { return; }
        if n == max { f(0, e); return; }
        let end = e;
        while e > 0 { let (sp, i) = kind.before(b, e); if sp { break; } e = i; }
        f(e, end);
        n += 1;
    }
}
pub fn pieces(b: &[u8], sep: &[u8], max: usize, mut f: impl FnMut(usize, usize)) {
    let mut from = 0;
    if sep.len() == 1 {
        for i in memchr::memchr_iter(sep[0], b).take(max) { f(from, i); from = i + 1; }
    } else {
        for i in memchr::memmem::find_iter(b, sep).take(max) { f(from, i); from = i + sep.len(); }
    }
    f(from, b.len());
}
pub fn pieces_back(b: &[u8], sep: &[u8], max: usize, mut f: impl FnMut(usize, usize)) {
    let (mut to, mut n) = (b.len(), 0);
    while n < max { let Some(i) = wtf8::rfind(&b[..to], sep) else { break }; f(i + sep.len(), to); to = i; n += 1; }
    f(0, to);
}
fn splitlines(cx: &mut Cx, a: &[Value]) -> R {
    let keep = match a[1].opt() { Some(v) => cx.truth(v)?, None => false };
    let s = me(a);
    let out = List::new(cx);
    wtf8::lines(s.bytes(), |x, y, z| { let v = s.sub(cx, x, if keep { z } else { y }); out.push(cx, v) });
    Ok(out.0)
}
fn partition(cx: &mut Cx, a: &[Value], right: bool) -> R {
    let s = me(a);
    let sep = cx.want_str(a[1], "")?;
    if sep.is_empty() { return Err(cx.value_error("empty separator")); }
    let e = cx.rt.empty_str;
    let b = s.bytes();
    Ok(match if right { wtf8::rfind(b, sep.bytes()) } else { wtf8::find(b, sep.bytes()) } {
        Some(i) => { let x = s.sub(cx, 0, i); let y = s.sub(cx, i + sep.byte_len(), b.len()); cx.tuple(&[x, sep.0, y]) }
        None => if right { cx.tuple(&[e, e, s.0]) } else { cx.tuple(&[s.0, e, e]) },
    })
}
fn strip(cx: &mut Cx, a: &[Value], left: bool, right: bool, name: &str) -> R {
    let s = me(a);
    let b = s.bytes();
    let (x, y) = match a[1].opt_none() {
        None if s.is_ascii() => {
            let (mut x, mut y) = (0, b.len());
            if left { while x < y && wtf8::ascii_space(b[x]) { x += 1 } }
            if right { while y > x && wtf8::ascii_space(b[y - 1]) { y -= 1 } }
            (x, y)
        }
        None => wtf8::strip(b, left, right, wtf8::is_space),
        Some(c) => {
            if !c.is(T::Str) { return Err(cx.type_error(format!("{name} arg must be None or str"))); }
            let set = Str(c);
            if s.is_ascii() && set.is_ascii() {
                let set = set.bytes();
                let (mut x, mut y) = (0, b.len());
                if left { while x < y && set.contains(&b[x]) { x += 1 } }
                if right { while y > x && set.contains(&b[y - 1]) { y -= 1 } }
                (x, y)
            }
            else if set.byte_len() == 1 { let k = set.bytes()[0] as u32; wtf8::strip(b, left, right, |c| c == k) }
            else { let set: Vec<u32> = set.code_points().collect(); wtf8::strip(b, left, right, |c| set.contains(&c)) }
        }
    };
    Ok(s.sub(cx, x, y))
}
