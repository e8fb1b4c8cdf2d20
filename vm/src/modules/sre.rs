//! `_sre`: Pattern, Match, Scanner and Template objects over the matcher in `sre`.
use crate::bytes::{buffer_opt, Buf};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::{attr, def, def_class, Def, R};
use crate::object::{Slots, Tuple};
use crate::sre::engine::{State, NONE};
use crate::sre::program::{program, Program};
use crate::sre::text::{self, Narrow, Wide};
use crate::str::Str;
use crate::str_methods::join_items;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use crate::wtf8;

// Pattern: pattern, flags, code (bytes of little-endian words), groups, groupindex (dict), names by group (tuple)
const PATTERN: usize = 0;
const FLAGS: usize = 1;
const CODE: usize = 2;
const GROUPS: usize = 3;
const INDEX: usize = 4;
const NAMES: usize = 5;
/// number of the program in TABLE
const PROGRAM: usize = 6;
// Match: string, pattern, pos, endpos, spans (tuple of 2 * (groups + 1) character indices, -1 unset), lastindex (0 none)
const M_STRING: usize = 0;
const M_RE: usize = 1;
const M_POS: usize = 2;
const M_END: usize = 3;
const M_SPANS: usize = 4;
const M_LAST: usize = 5;

static TABLE: std::sync::RwLock<Vec<&'static Program>> = std::sync::RwLock::new(Vec::new());
thread_local! { /// what this thread has seen of TABLE, so that matching takes no lock
    static SEEN: std::cell::RefCell<Vec<&'static Program>> = const { std::cell::RefCell::new(Vec::new()) }; }
fn compiled(p: Value) -> &'static Program {
    let n = Slots(p).int(PROGRAM) as usize;
    SEEN.with_borrow_mut(|seen| {
        if n >= seen.len() { *seen = match TABLE.read() { Ok(t) => t.clone(), Err(e) => e.into_inner().clone() } }
        seen[n]
    })
}
fn groups(p: Value) -> usize { Slots(p).int(GROUPS) as usize }

/// A subject: its bytes, how they read, and how byte offsets become indices.
struct Subject { value: Value, buf: Buf, wide: bool, text: bool,
    /// the last conversion, to go on from: (byte offset, character index)
    seen: std::cell::Cell<(usize, usize)> }
impl Subject {
    fn new(cx: &mut Cx, p: Value, v: Value) -> R<Subject> {
        let pattern = Slots(p).get(PATTERN);
        if let Some(s) = Str::from(v) {
            if !pattern.is(T::Str) && !pattern.is_none() { return Err(cx.type_error("cannot use a bytes pattern on a string-like object")); }
            return Ok(Subject { value: v, buf: Buf::Ref(s.bytes()), wide: !s.is_ascii(), text: true, seen: Default::default() });
        }
        match buffer_opt(cx, v)? {
            Some(b) => { if pattern.is(T::Str) { return Err(cx.type_error("cannot use a string pattern on a bytes-like object")); } Ok(Subject { value: v, buf: b, wide: false, text: false, seen: Default::default() }) }
            None => { let t = cx.type_name(v); Err(cx.type_error(format!("expected string or bytes-like object, got '{t}'"))) }
        }
    }
    fn len(&self) -> usize { if self.wide { Str(self.value).len() } else { self.buf.len() } }
    fn offset(&self, i: usize) -> usize { if self.wide { Str(self.value).plain().offset(i) } else { i } }
    fn index(&self, o: usize) -> usize {
        if !self.wide { return o; }
        let (b, c) = self.seen.get();
        let d = self.buf.bytes();
        let n = if o >= b { c + wtf8::count(&d[b..o]) } else if b - o < o { c - wtf8::count(&d[o..b]) } else { wtf8::count(&d[..o]) };
        self.seen.set((o, n));
        n
    }
    /// The part between byte offsets.
    fn part(&self, cx: &mut Cx, a: usize, b: usize) -> Value {
        if self.text { return Str(self.value).plain().sub(cx, a, b.max(a)); }
        if a == 0 && b == self.buf.len() && self.value.is_exact(T::Bytes) { return self.value; }
        crate::bytes::new(cx, self.buf.get(a..b).unwrap_or(&[]))
    }
    fn range(&self, cx: &mut Cx, pos: Value, end: Value) -> R<(usize, usize)> {
        let n = self.len() as i64;
        let p = match pos.opt() { Some(v) => cx.index_clamped(v)?.clamp(0, n), None => 0 };
        let e = match end.opt() { Some(v) => cx.index_clamped(v)?.clamp(0, n), None => n };
        Ok((p as usize, e as usize))
    }
    fn search(&self, s: &mut State, from: usize, limit: usize, advance: bool) -> bool { if self.wide { s.search(Wide(self.buf.bytes()), from, limit, advance) } else { s.search(Narrow(self.buf.bytes()), from, limit, advance) } }
    fn match_at(&self, s: &mut State, from: usize, limit: usize, all: bool, advance: bool) -> bool { if self.wide { s.match_at(Wide(self.buf.bytes()), from, limit, all, advance) } else { s.match_at(Narrow(self.buf.bytes()), from, limit, all, advance) } }
}
fn span(s: &State, g: usize) -> Option<(usize, usize)> {
    if g == 0 { return Some((s.start, s.end)); }
    match (s.marks.get(2 * g - 2), s.marks.get(2 * g - 1)) { (Some(&a), Some(&b)) if a != NONE && b != NONE => Some((a, b)), _ => None }
}
/// The Match object of a state that matched; `pos`, `end`: the range searched, in characters.
fn make_match(cx: &mut Cx, p: Value, x: &Subject, s: &State, pos: usize, end: usize) -> Value {
    let mut spans = VVec::with_capacity(2 * groups(p) + 2);
    for g in 0..=groups(p) { match span(s, g) { Some((a, b)) => { let i = x.index(a); let j = x.index(b); spans.push(Value::small(i as i64)); spans.push(Value::small(j as i64)) } None => { spans.push(Value::small(-1)); spans.push(Value::small(-1)) } } }
    if x.wide { x.seen.set((s.start, spans[0].small_unchecked() as usize)) }
    let t = cx.tuple(&spans);
    Slots::new(cx, T::SreMatch, &[x.value, p, Value::small(pos as i64), Value::small(end as i64), t, Value::small(s.last_index as i64)])
}
fn one(cx: &mut Cx, a: &[Value], how: u8) -> R {
    let (p, v) = (a[0], a[1]);
    let x = Subject::new(cx, p, v)?;
    let (pos, end) = x.range(cx, a[2], a[3])?;
    if pos > end { return Ok(Value::NONE); }
    let mut s = State::new(compiled(p), groups(p));
    let (from, limit) = (x.offset(pos), x.offset(end));
    let ok = match how { 0 => x.match_at(&mut s, from, limit, false, false), 1 => x.match_at(&mut s, from, limit, true, false), _ => x.search(&mut s, from, limit, false) };
    Ok(if ok { make_match(cx, p, &x, &s, pos, end) } else { Value::NONE })
}
/// All matches in turn; `f` may stop with false.
fn each(cx: &mut Cx, p: Value, x: &Subject, from: usize, limit: usize, mut f: impl FnMut(&mut Cx, &State) -> R<bool>) -> R<()> {
    let mut s = State::new(compiled(p), groups(p));
    let (mut at, mut advance) = (from, false);
    while at <= limit && x.search(&mut s, at, limit, advance) {
        let (b, e) = (s.start, s.end);
        if !f(cx, &s)? { break; }
        advance = e == b;
        at = e;
    }
    Ok(())
}
fn findall(cx: &mut Cx, a: &[Value]) -> R {
    let p = a[0];
    let x = Subject::new(cx, p, a[1])?;
    let (pos, end) = x.range(cx, a[2], a[3])?;
    let out = List::new(cx);
    if pos > end { return Ok(out.0); }
    let n = groups(p);
    each(cx, p, &x, x.offset(pos), x.offset(end), |cx, s| {
        let v = match n {
            0 => x.part(cx, s.start, s.end),
            1 => match span(s, 1) { Some((a, b)) => x.part(cx, a, b), None => x.part(cx, 0, 0) },
            _ => { let mut t = VVec::with_capacity(n); for g in 1..=n { let v = match span(s, g) { Some((a, b)) => x.part(cx, a, b), None => x.part(cx, 0, 0) }; t.push(v) } cx.tuple(&t) }
        };
        out.push(cx, v);
        Ok(true)
    })?;
    Ok(out.0)
}
fn joined(cx: &mut Cx, x: &Subject, parts: &[Value]) -> R {
    if x.text { let e = Str(cx.rt.empty_str); return join_items(cx, e, parts); }
    let mut v = vec![];
    for p in parts { match buffer_opt(cx, *p)? { Some(b) => v.extend_from_slice(&b), None => { let t = cx.type_name(*p); return Err(cx.type_error(format!("sequence item 0: expected a bytes-like object, {t} found"))) } } }
    Ok(crate::bytes::new(cx, &v))
}
/// The Template of a replacement, or the replacement itself where it is literal.
fn template(cx: &mut Cx, p: Value, repl: Value) -> R {
    let literal = match Str::from(repl) { Some(s) => memchr::memchr(b'\\', s.bytes()).is_none(), None => match buffer_opt(cx, repl)? { Some(b) => memchr::memchr(b'\\', &b).is_none(), None => false } };
    if literal { return Ok(repl); }
    let n = cx.intern("re");
    let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?;
    let t = cx.call_method(m, "_compile_template", &[p, repl])?;
    Ok(t)
}
/// Appends a template's text for the current match. Slots of a Template: list [literal, group, literal, …].
fn expand(cx: &mut Cx, t: Value, out: &mut VVec, mut group: impl FnMut(&mut Cx, usize) -> R) -> R<()> {
    let items = List::of(Slots(t).get(0));
    for i in 0..items.len() {
        let Some(v) = items.get(i) else { break };
        if i % 2 == 0 { if !v.is_none() { out.push(v) } continue; }
        let g = v.as_small().unwrap_or(0) as usize;
        let v = group(cx, g)?;
        if !v.is_none() { out.push(v) }
    }
    Ok(())
}
fn sub(cx: &mut Cx, a: &[Value], count_too: bool) -> R {
    let (p, repl) = (a[0], a[1]);
    let x = Subject::new(cx, p, a[2])?;
    let max = cx.ssize_arg(a[3], 0)?;
    let function = crate::builtins_text::callable(cx, repl);
    let filter = if function { repl } else { template(cx, p, repl)? };
    let tmpl = filter.is_ref() && filter.kind() == T::SreTemplate;
    let (mut out, mut i, mut n) = (VVec::new(), 0usize, 0i64);
    let limit = x.buf.len();
    let len = x.len();
    each(cx, p, &x, 0, limit, |cx, s| {
        let (b, e) = (s.start, s.end);
        if i < b { let v = x.part(cx, i, b); out.push(v) }
        if tmpl { expand(cx, filter, &mut out, |cx, g| Ok(match span(s, g) { Some((a, b)) => x.part(cx, a, b), None => Value::NONE }))? }
        else if function {
            let m = make_match(cx, p, &x, s, 0, len);
            let v = cx.call(filter, &[m])?;
            if !v.is_none() { out.push(v) }
        } else { out.push(filter) }
        i = e;
        n += 1;
        Ok(max <= 0 || n < max)
    })?;
    let r = if n == 0 { x.part(cx, 0, limit) } else {
        if i < limit { let v = x.part(cx, i, limit); out.push(v) }
        joined(cx, &x, &out)?
    };
    if count_too { return Ok(cx.tuple(&[r, Value::small(n)])); }
    Ok(r)
}
fn split(cx: &mut Cx, a: &[Value]) -> R {
    let p = a[0];
    let x = Subject::new(cx, p, a[1])?;
    let max = cx.ssize_arg(a[2], 0)?;
    let out = List::new(cx);
    let (mut last, mut n) = (0, 0);
    let limit = x.buf.len();
    if max >= 0 {
        each(cx, p, &x, 0, limit, |cx, s| {
            let v = x.part(cx, last, s.start);
            out.push(cx, v);
            for g in 1..=groups(p) { let v = match span(s, g) { Some((a, b)) => x.part(cx, a, b), None => Value::NONE }; out.push(cx, v) }
            last = s.end;
            n += 1;
            Ok(max == 0 || n < max)
        })?;
    }
    let v = x.part(cx, last, limit);
    out.push(cx, v);
    Ok(out.0)
}
// Scanner: pattern, string, next position, end, must advance, first position, matches found ahead (list), how many of them are used
fn scanner(cx: &mut Cx, a: &[Value]) -> R {
    let x = Subject::new(cx, a[0], a[1])?;
    let (pos, end) = x.range(cx, a[2], a[3])?;
    Ok(Slots::new(cx, T::SreScanner, &[a[0], a[1], Value::small(pos as i64), Value::small(end as i64), Value::FALSE, Value::small(pos as i64)]))
}
fn scan(cx: &mut Cx, v: Value, search: bool) -> R {
    let s = Slots(v);
    if s.get(2).is_none() { return Ok(Value::NONE); }
    if let Some(l) = List::from(s.get(6)) { let k = s.int(7) as usize; if let Some(m) = l.get(k) { s.set_int(cx, 7, k as i64 + 1); return Ok(m); } s.set(cx, 6, Value::UNDEF); }
    let p = s.get(0);
    let x = Subject::new(cx, p, s.get(1))?;
    let (pos, end, first) = (s.int(2) as usize, s.int(3) as usize, s.int(5) as usize);
    if pos > end { s.set(cx, 2, Value::NONE); return Ok(Value::NONE); }
    let (mut at, limit) = (x.offset(pos), x.offset(end));
    if x.wide { x.seen.set((at, pos)) }
    let mut st = State::new(compiled(p), groups(p));
    // a text with wide characters: work ahead, so that finding byte offsets does not dominate
    let batch = if x.wide && search { 64 } else { 1 };
    let list = List::new(cx);
    let mut advance = s.get(4).is_true();
    while list.len() < batch {
        let ok = if search { x.search(&mut st, at, limit, advance) } else { x.match_at(&mut st, at, limit, false, advance) };
        if !ok { s.set(cx, 2, Value::NONE); break; }
        let m = make_match(cx, p, &x, &st, first, end);
        list.push(cx, m);
        advance = st.start == st.end;
        at = st.end;
        let next = x.index(at);
        s.set_int(cx, 2, next as i64);
        s.set(cx, 4, Value::bool(advance));
        if at > limit { break; }
    }
    let Some(m) = list.get(0) else { return Ok(Value::NONE) };
    if list.len() > 1 {
        s.set(cx, 6, list.0);
        s.set_int(cx, 7, 1);
        // the end found ahead is only reached after the queue
        if s.get(2).is_none() { let e = x.len() as i64 + 1; s.set_int(cx, 2, e); }
    } else if s.get(2).is_none() { let e = x.len() as i64 + 1; s.set_int(cx, 2, e); }
    Ok(m)
}

pub const PATTERNS: &[Def] = &[
    def("match", "string, pos=0, endpos=9223372036854775807", |cx, a| one(cx, a, 0)),
    def("fullmatch", "string, pos=0, endpos=9223372036854775807", |cx, a| one(cx, a, 1)),
    def("search", "string, pos=0, endpos=9223372036854775807", |cx, a| one(cx, a, 2)),
    def("findall", "string, pos=0, endpos=9223372036854775807", findall),
    def("finditer", "string, pos=0, endpos=9223372036854775807", |cx, a| { let s = scanner(cx, a)?; let f = cx.get_attr_str(s, "search")?; Ok(Slots::new(cx, T::CallIter, &[f, Value::NONE])) }),
    def("scanner", "string, pos=0, endpos=9223372036854775807", scanner),
    def("sub", "repl, string, count=0", |cx, a| sub(cx, a, false)),
    def("subn", "repl, string, count=0", |cx, a| sub(cx, a, true)),
    def("split", "string, maxsplit=0", split),
    def("__copy__", "", |_, a| Ok(a[0])),
    def("__deepcopy__", "memo, /", |_, a| Ok(a[0])),
    def("__repr__", "", pattern_repr),
    def("__hash__", "", |cx, a| { let s = Slots(a[0]); let h = cx.hash(s.get(PATTERN))?; let v = h ^ s.int(FLAGS) ^ (s.int(GROUPS) << 1) ^ crate::hash::hash_bytes(crate::bytes::get(s.get(CODE))); Ok(cx.int(if v == -1 { -2 } else { v })) }),
    def("__eq__", "value, /", |cx, a| Ok(match same(cx, a)? { Some(b) => Value::bool(b), None => Value::NOT_IMPLEMENTED })),
    def("__ne__", "value, /", |cx, a| Ok(match same(cx, a)? { Some(b) => Value::bool(!b), None => Value::NOT_IMPLEMENTED })),
    def_class("__class_getitem__", "key, /", |cx, a| crate::generic_alias::new(cx, a[0], a[1])),
    attr("pattern", |_, a| Ok(Slots(a[0]).get(PATTERN))),
    attr("flags", |_, a| Ok(Slots(a[0]).get(FLAGS))),
    attr("groups", |_, a| Ok(Slots(a[0]).get(GROUPS))),
    attr("groupindex", |cx, a| { let d = Slots(a[0]).get(INDEX); Ok(Slots::new(cx, T::MappingProxy, &[d])) }),
];
fn same(cx: &mut Cx, a: &[Value]) -> R<Option<bool>> {
    if !a[1].is_ref() || a[1].kind() != T::SrePattern { return Ok(None); }
    if a[0] == a[1] { return Ok(Some(true)); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    if x.int(FLAGS) != y.int(FLAGS) || x.get(PATTERN).is(T::Str) != y.get(PATTERN).is(T::Str) || crate::bytes::get(x.get(CODE)) != crate::bytes::get(y.get(CODE)) { return Ok(Some(false)); }
    Ok(Some(cx.eq(x.get(PATTERN), y.get(PATTERN))?))
}
fn pattern_repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut flags = s.int(FLAGS);
    if s.get(PATTERN).is(T::Str) && flags & (4 | 32 | 256) == 32 { flags &= !32 }
    let mut names = vec![];
    for (n, bit) in [("re.TEMPLATE", 1), ("re.IGNORECASE", 2), ("re.LOCALE", 4), ("re.MULTILINE", 8), ("re.DOTALL", 16), ("re.UNICODE", 32), ("re.VERBOSE", 64), ("re.DEBUG", 128), ("re.ASCII", 256)] { if flags & bit != 0 { names.push(n.to_string()); flags &= !bit } }
    if flags != 0 { names.push(format!("0x{flags:x}")) }
    let r = cx.repr(s.get(PATTERN))?;
    let r = Str::of(r.slice(cx, 0, r.len().min(200))).lossy().into_owned();
    Ok(cx.string(if names.is_empty() { format!("re.compile({r})") } else { format!("re.compile({r}, {})", names.join("|")) }))
}

// ---- Match ------------------------------------------------------------------------------------------------------------------------
fn m_span(m: Value, g: usize) -> (i64, i64) { let t = Tuple(Slots(m).get(M_SPANS)).items(); (t[2 * g].small_unchecked(), t[2 * g + 1].small_unchecked()) }
fn m_group(cx: &mut Cx, m: Value, g: usize, default: Value) -> R {
    let (a, b) = m_span(m, g);
    if a < 0 { return Ok(default); }
    let v = Slots(m).get(M_STRING);
    if let Some(s) = Str::from(v) { let n = s.len(); let s = s.plain(); return Ok(s.slice(cx, (a as usize).min(n), (b as usize).min(n))); }
    let x = crate::bytes::buffer(cx, v)?;
    let (i, j) = ((a as usize).min(x.len()), (b as usize).min(x.len()));
    if i == 0 && j == x.len() && v.is_exact(T::Bytes) { return Ok(v); }
    Ok(crate::bytes::new(cx, &x[i..j.max(i)]))
}
fn m_index(cx: &mut Cx, m: Value, key: Value) -> R<usize> {
    let re = Slots(m).get(M_RE);
    let n = if key.is(T::Int) || cx.special(key, crate::class::D::Index).is_some() { cx.index_clamped(key)? } else {
        let r = Dict(Slots(re).get(INDEX)).get(cx, key);
        match cx.catch(r, T::TypeError)? { Some(Some(v)) => v.as_small().unwrap_or(-1), _ => -1 }
    };
    if n < 0 || n as usize > groups(re) { return Err(cx.index_error("no such group")); }
    Ok(n as usize)
}
fn m_groups(m: Value) -> usize { groups(Slots(m).get(M_RE)) }
fn which(cx: &mut Cx, a: &[Value]) -> R<usize> { match a[1].opt() { Some(k) => m_index(cx, a[0], k), None => Ok(0) } }
pub const MATCH: &[Def] = &[
    def("group", "*args", |cx, a| {
        let k = Tuple(a[1]).items();
        match k.len() {
            0 => m_group(cx, a[0], 0, Value::NONE),
            1 => { let g = m_index(cx, a[0], k[0])?; m_group(cx, a[0], g, Value::NONE) }
            _ => { let mut v = VVec::new(); for k in k { let g = m_index(cx, a[0], *k)?; let x = m_group(cx, a[0], g, Value::NONE)?; v.push(x) } Ok(cx.tuple(&v)) }
        }
    }),
    def("__getitem__", "key, /", |cx, a| { let g = m_index(cx, a[0], a[1])?; m_group(cx, a[0], g, Value::NONE) }),
    def("groups", "default=None", |cx, a| { let d = a[1].opt().unwrap_or(Value::NONE); let mut v = VVec::new(); for g in 1..=m_groups(a[0]) { let x = m_group(cx, a[0], g, d)?; v.push(x) } Ok(cx.tuple(&v)) }),
    def("groupdict", "default=None", |cx, a| {
        let d = a[1].opt().unwrap_or(Value::NONE);
        let index = Dict(Slots(Slots(a[0]).get(M_RE)).get(INDEX));
        let out = Dict::new(cx);
        for i in 0..index.fill() { if let Some((k, n)) = index.entry(i) { let x = m_group(cx, a[0], n.as_small().unwrap_or(0) as usize, d)?; out.set(cx, k, x)? } }
        Ok(out.0)
    }),
    def("start", "group=0, /", |cx, a| { let g = which(cx, a)?; Ok(Value::small(m_span(a[0], g).0)) }),
    def("end", "group=0, /", |cx, a| { let g = which(cx, a)?; Ok(Value::small(m_span(a[0], g).1)) }),
    def("span", "group=0, /", |cx, a| { let g = which(cx, a)?; let (x, y) = m_span(a[0], g); Ok(cx.tuple(&[Value::small(x), Value::small(y)])) }),
    def("expand", "template", |cx, a| {
        let re = Slots(a[0]).get(M_RE);
        let n = cx.intern("re");
        let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?;
        let t = cx.call_method(m, "_compile_template", &[re, a[1]])?;
        let mut out = VVec::new();
        expand(cx, t, &mut out, |cx, g| m_group(cx, a[0], g, Value::NONE))?;
        let s = Slots(a[0]).get(M_STRING);
        let x = Subject::new(cx, re, s)?;
        joined(cx, &x, &out)
    }),
    def("__copy__", "", |_, a| Ok(a[0])),
    def("__deepcopy__", "memo, /", |_, a| Ok(a[0])),
    def_class("__class_getitem__", "key, /", |cx, a| crate::generic_alias::new(cx, a[0], a[1])),
    def("__repr__", "", |cx, a| { let (x, y) = m_span(a[0], 0); let g = m_group(cx, a[0], 0, Value::NONE)?; let g = cx.repr(g)?; let cut = crate::wtf8::cut(g.bytes(), 50); let mut v = format!("<re.Match object; span=({x}, {y}), match=").into_bytes(); v.extend_from_slice(cut); v.push(b'>'); Ok(Str::from_wtf8(cx, &v).0) }),
    attr("string", |_, a| Ok(Slots(a[0]).get(M_STRING))),
    attr("re", |_, a| Ok(Slots(a[0]).get(M_RE))),
    attr("pos", |_, a| Ok(Slots(a[0]).get(M_POS))),
    attr("endpos", |_, a| Ok(Slots(a[0]).get(M_END))),
    attr("lastindex", |_, a| Ok(match Slots(a[0]).int(M_LAST) { 0 => Value::NONE, n => Value::small(n) })),
    attr("lastgroup", |_, a| { let n = Slots(a[0]).int(M_LAST) as usize; Ok(if n == 0 { Value::NONE } else { match Tuple::from(Slots(Slots(a[0]).get(M_RE)).get(NAMES)) { Some(t) => t.items().get(n).copied().unwrap_or(Value::NONE), None => Value::NONE } }) }),
    attr("regs", |cx, a| { let mut v = VVec::new(); for g in 0..=m_groups(a[0]) { let (x, y) = m_span(a[0], g); let t = cx.tuple(&[Value::small(x), Value::small(y)]); v.push(t) } Ok(cx.tuple(&v)) }),
];
pub const SCANNER: &[Def] = &[
    def("search", "", |cx, a| scan(cx, a[0], true)),
    def("match", "", |cx, a| scan(cx, a[0], false)),
    attr("pattern", |_, a| Ok(Slots(a[0]).get(0))),
];
fn code_point(cx: &mut Cx, v: Value) -> R<u32> { Ok(cx.index_clamped(v)?.clamp(0, u32::MAX as i64) as u32) }
const FUNCS: &[Def] = &[
    def("compile", "pattern, flags, code, groups, groupindex, indexgroup", |cx, a| {
        let code = cx.collect(a[2])?;
        let mut words = Vec::with_capacity(code.len());
        for c in code.iter() { let n = cx.index_i64(*c)?; match u32::try_from(n) { Ok(n) => words.push(n), Err(_) => return Err(cx.overflow_error("regular expression code size limit exceeded")) } }
        let Some(p) = program(&words) else { return Err(cx.runtime_error("invalid SRE code")) };
        let n = { let mut t = match TABLE.write() { Ok(t) => t, Err(e) => e.into_inner() }; match t.iter().position(|x| std::ptr::eq(*x, p)) { Some(i) => i, None => { t.push(p); t.len() - 1 } } };
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        let b = crate::bytes::new(cx, &bytes);
        let (flags, groups) = (cx.index_i64(a[1])?, cx.index_i64(a[3])?);
        Ok(Slots::new(cx, T::SrePattern, &[a[0], Value::small(flags), b, Value::small(groups), a[4], a[5], Value::small(n as i64)]))
    }),
    def("template", "pattern, template, /", |cx, a| { let v = cx.collect(a[1])?; let l = cx.list(&v); Ok(Slots::new(cx, T::SreTemplate, &[l])) }),
    def("getcodesize", "", |_, _| Ok(Value::small(4))),
    def("ascii_iscased", "character, /", |cx, a| { let c = code_point(cx, a[0])?; Ok(Value::bool(c < 128 && (c as u8).is_ascii_alphabetic())) }),
    def("unicode_iscased", "character, /", |cx, a| { let c = code_point(cx, a[0])?; Ok(Value::bool(text::lower(c) != c || text::upper(c) != c)) }),
    def("ascii_tolower", "character, /", |cx, a| { let c = code_point(cx, a[0])?; Ok(Value::small(text::lower_ascii(c) as i64)) }),
    def("unicode_tolower", "character, /", |cx, a| { let c = code_point(cx, a[0])?; Ok(Value::small(text::lower(c) as i64)) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    m.set(cx, "MAGIC", Value::small(crate::sre::MAGIC));
    m.set(cx, "CODESIZE", Value::small(4));
    m.set(cx, "MAXREPEAT", Value::small(u32::MAX as i64));
    m.set(cx, "MAXGROUPS", Value::small((i32::MAX / 2) as i64));
    let v = cx.str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ");
    m.set(cx, "copyright", v);
    Ok(())
}
