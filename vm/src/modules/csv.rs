//! `_csv`: reader, writer and dialects.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::{attr, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use crate::wtf8;

const MINIMAL: i64 = 0;
const ALL: i64 = 1;
const NONNUMERIC: i64 = 2;
const NONE: i64 = 3;
const STRINGS: i64 = 4;
const NOTNULL: i64 = 5;
const NAMES: [&str; 8] = ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

#[cold]
fn error(cx: &mut Cx, msg: impl AsRef<str>) -> Raised { match cx.static_get("_csv.Error") { Some(c) => { let m = cx.str(msg.as_ref()); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error(msg) } }

// ---- dialects: slots in the order of NAMES -------------------------------------------------------------------------------------------
/// `given`: dialect (UNDEF or None), then a value or UNDEF per name.
fn dialect(cx: &mut Cx, class: Value, given: &[Value]) -> R {
    let mut base = given[0].opt_none();
    if let Some(b) = base { if b.is(T::Str) { base = Some(named(cx, b)?) } }
    let mut v = VVec::new();
    for (i, n) in NAMES.iter().enumerate() {
        let x = match given[i + 1].opt() { Some(x) => x, None => match base { Some(b) => cx.lookup_attr(b, n)?.unwrap_or(Value::UNDEF), None => Value::UNDEF } };
        v.push(x);
    }
    let one = |cx: &mut Cx, x: Value, n: &str, none: bool, default: Value| -> R {
        if x.is_undef() { return Ok(default); }
        if none && x.is_none() { return Ok(x); }
        let Some(s) = Str::from(x) else { let t = cx.type_name(x); return Err(cx.type_error(format!("\"{n}\" must be string{}, not {t}", if none { " or None" } else { "" }))) };
        if s.len() != 1 { return Err(cx.type_error(format!("\"{n}\" must be a 1-character string"))); }
        Ok(x)
    };
    let flag = |cx: &mut Cx, x: Value, default: bool| -> R { Ok(Value::bool(if x.is_undef() { default } else { cx.truth(x)? })) };
    let (comma, quote) = (cx.intern(","), cx.intern("\""));
    v[0] = one(cx, v[0], "delimiter", false, comma)?;
    v[1] = flag(cx, v[1], true)?;
    v[2] = one(cx, v[2], "escapechar", true, Value::NONE)?;
    v[3] = if v[3].is_undef() { cx.str("\r\n") } else if v[3].is_none() { return Err(cx.type_error("lineterminator must be set")) } else if v[3].is(T::Str) { v[3] } else { return Err(cx.type_error("\"lineterminator\" must be a string")) };
    let quote_given = !v[4].is_undef();
    v[4] = one(cx, v[4], "quotechar", true, quote)?;
    v[5] = if v[5].is_undef() { Value::small(if quote_given && v[4].is_none() { NONE } else { MINIMAL }) } else if v[5].is_small() { v[5] } else if v[5].is(T::Int) { Value::small(cx.index_i64(v[5])?) } else { return Err(cx.type_error("\"quoting\" must be an integer")) };
    v[6] = flag(cx, v[6], false)?;
    v[7] = flag(cx, v[7], false)?;
    let mut q = v[5].as_small().unwrap_or(-1);
    if !(MINIMAL..=NOTNULL).contains(&q) { return Err(cx.type_error("bad \"quoting\" value")); }
    if v[4].is_none() && given[6].is_undef() { q = NONE; v[5] = Value::small(q); }
    if q != NONE && v[4].is_none() { return Err(cx.type_error("quotechar must be set if quoting enabled")); }
    Ok(Slots::new_of(cx, class, T::CsvDialect, &v))
}
fn registry(cx: &mut Cx) -> Dict { Dict(cx.static_once("_csv.dialects", |cx| Dict::new(cx).0)) }
fn named(cx: &mut Cx, name: Value) -> R { let d = registry(cx); let r = d.get(cx, name)?; match r { Some(v) => Ok(v), None => Err(error(cx, "unknown dialect")) } }
const SIG: &str = "dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, quotechar=None, quoting=None, skipinitialspace=None, strict=None";
pub const DIALECT: &[Def] = &[
    def_new(SIG, |cx, a| { if a[1].is_ref() && a[1].is_exact(T::CsvDialect) && a[2..10].iter().all(|v| v.is_undef()) { return Ok(a[1]); } dialect(cx, a[0], &a[1..10]) }),
    attr("delimiter", |_, a| Ok(Slots(a[0]).get(0))), attr("doublequote", |_, a| Ok(Slots(a[0]).get(1))), attr("escapechar", |_, a| Ok(Slots(a[0]).get(2))), attr("lineterminator", |_, a| Ok(Slots(a[0]).get(3))),
    attr("quotechar", |_, a| Ok(Slots(a[0]).get(4))), attr("quoting", |_, a| Ok(Slots(a[0]).get(5))), attr("skipinitialspace", |_, a| Ok(Slots(a[0]).get(6))), attr("strict", |_, a| Ok(Slots(a[0]).get(7))),
];
/// A dialect from `dialect, **fmtparams` of reader, writer and register_dialect.
fn from_kwargs(cx: &mut Cx, base: Value, kw: Value) -> R {
    let class = cx.class(T::CsvDialect).0;
    let mut v = VVec::new();
    v.push(base);
    v.resize(9, Value::UNDEF);
    let mut base = base;
    if let Some(d) = Dict::from(kw) {
        for i in 0..d.fill() {
            let Some((k, x)) = d.entry(i) else { continue };
            let name = Str::of(k).lossy();
            if name == "dialect" && v[0].is_undef() { v[0] = x; base = x; continue; }
            match NAMES.iter().position(|n| *n == name) { Some(p) => v[p + 1] = x, None => return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for this function"))) }
        }
        if v[1..].iter().all(|x| x.is_undef()) && base.is_ref() && base.is_exact(T::CsvDialect) { return Ok(base); }
    }
    if base.is(T::Str) { let b = named(cx, base)?; if v[1..].iter().all(|x| x.is_undef()) { return if b.is_exact(T::CsvDialect) { Ok(b) } else { v[0] = b; dialect(cx, class, &v) }; } v[0] = b; }
    dialect(cx, class, &v)
}
/// A dialect's values, ready to use. Characters are code points; `NO` stands for none.
#[derive(Clone, Copy)]
struct D { delimiter: u32, double: bool, escape: u32, quote: u32, quoting: i64, skip: bool, strict: bool, end: Str }
const NO: u32 = u32::MAX;
fn values(d: Value) -> D {
    let s = Slots(d);
    let c = |i| Str::from(s.get(i)).map_or(NO, |x| x.char_at(0));
    D { delimiter: c(0), double: s.get(1).is_true(), escape: c(2), end: Str::of(s.get(3)), quote: c(4), quoting: s.int(5), skip: s.get(6).is_true(), strict: s.get(7).is_true() }
}

// ---- reader: slots iterator, dialect, line number --------------------------------------------------------------------------------------
#[derive(PartialEq, Clone, Copy)]
enum S { StartRecord, StartField, Escaped, InField, InQuoted, EscapeInQuoted, QuoteInQuoted, EatNewline, AfterEscapedNewline }
struct Reading { d: D, fields: List, field: Vec<u8>, chars: i64, numeric: bool, limit: i64 }
fn limit(cx: &Cx) -> i64 { cx.static_get("_csv.limit").and_then(|v| v.as_small()).unwrap_or(131072) }
impl Reading {
    fn add(&mut self, cx: &mut Cx, c: u32) -> R<()> {
        if self.chars >= self.limit { let n = self.limit; return Err(error(cx, format!("field larger than field limit ({n})"))); }
        self.chars += 1;
        wtf8::push(&mut self.field, c);
        Ok(())
    }
    fn save(&mut self, cx: &mut Cx) -> R<()> {
        let s = Str::from_wtf8(cx, &self.field).0;
        self.field.clear();
        self.chars = 0;
        let v = if self.numeric { self.numeric = false; let f = cx.class(T::Float).0; cx.call(f, &[s])? } else { s };
        self.fields.push(cx, v);
        Ok(())
    }
    /// One character, or the end of a line (None).
    fn step(&mut self, cx: &mut Cx, s: S, c: Option<u32>) -> R<S> {
        let d = self.d;
        let newline = matches!(c, Some(10 | 13));
        Ok(match s {
            S::StartRecord => match c { None => S::StartRecord, Some(_) if newline => S::EatNewline, _ => return self.step(cx, S::StartField, c) },
            S::StartField => match c {
                None => { self.save(cx)?; S::StartRecord }
                Some(_) if newline => { self.save(cx)?; S::EatNewline }
                Some(c) if c == d.quote && d.quoting != NONE => S::InQuoted,
                Some(c) if c == d.escape => S::Escaped,
                Some(32) if d.skip => S::StartField,
                Some(c) if c == d.delimiter => { self.save(cx)?; S::StartField }
                Some(c) => { if d.quoting == NONNUMERIC { self.numeric = true } self.add(cx, c)?; S::InField }
            },
            S::Escaped => match c { Some(c) => { self.add(cx, c)?; if newline { S::AfterEscapedNewline } else { S::InField } } None => { self.add(cx, 10)?; S::InField } },
            S::AfterEscapedNewline => { if c.is_none() { return Ok(S::AfterEscapedNewline); } return self.step(cx, S::InField, c) }
            S::InField => match c {
                None => { self.save(cx)?; S::StartRecord }
                Some(_) if newline => { self.save(cx)?; S::EatNewline }
                Some(c) if c == d.escape => S::Escaped,
                Some(c) if c == d.delimiter => { self.save(cx)?; S::StartField }
                Some(c) => { self.add(cx, c)?; S::InField }
            },
            S::InQuoted => match c {
                None => S::InQuoted,
                Some(c) if c == d.escape => S::EscapeInQuoted,
                Some(c) if c == d.quote && d.quoting != NONE => if d.double { S::QuoteInQuoted } else { S::InField },
                Some(c) => { self.add(cx, c)?; S::InQuoted }
            },
            S::EscapeInQuoted => { self.add(cx, c.unwrap_or(10))?; S::InQuoted }
            S::QuoteInQuoted => match c {
                Some(c) if d.quoting != NONE && c == d.quote => { self.add(cx, c)?; S::InQuoted }
                Some(c) if c == d.delimiter => { self.save(cx)?; S::StartField }
                None => { self.save(cx)?; S::StartRecord }
                Some(_) if newline => { self.save(cx)?; S::EatNewline }
                Some(c) if !d.strict => { self.add(cx, c)?; S::InField }
                _ => { let (x, y) = (char::from_u32(d.delimiter).unwrap_or('?'), char::from_u32(d.quote).unwrap_or('?')); return Err(error(cx, format!("'{x}' expected after '{y}'"))) }
            },
            S::EatNewline => match c { None => S::StartRecord, Some(_) if newline => S::EatNewline, _ => return Err(error(cx, "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?")) },
        })
    }
    /// A run of ordinary characters of an unquoted or quoted field: how many bytes were taken.
    fn run(&mut self, b: &[u8], quoted: bool) -> usize {
        let d = self.d;
        let n = b.iter().take((self.limit - self.chars).max(0) as usize).take_while(|c| { let c = **c as u32; c < 128 && c != d.delimiter && c != d.escape && c != d.quote && (quoted || c != 10 && c != 13) }).count();
        self.field.extend_from_slice(&b[..n]);
        self.chars += n as i64;
        n
    }
}
pub const READER: &[Def] = &[
    def("__next__", "", |cx, a| {
        let s = Slots(a[0]);
        let it = s.get(0);
        let limit = limit(cx);
        let mut r = Reading { d: values(s.get(1)), fields: List::new(cx), field: vec![], chars: 0, numeric: false, limit };
        let mut st = S::StartRecord;
        loop {
            let Some(line) = cx.next(it)? else {
                if !r.field.is_empty() || st == S::InQuoted {
                    if r.d.strict { return Err(error(cx, "unexpected end of data")); }
                    r.save(cx)?;
                    break;
                }
                return Err(cx.stop_iteration(Value::UNDEF));
            };
            let Some(text) = Str::from(line) else { let t = cx.type_name(line); return Err(error(cx, format!("iterator should return strings, not {t} (the file should be opened in text mode)"))) };
            let n = s.int(2) + 1;
            s.set_int(cx, 2, n);
            let b = text.bytes();
            let mut i = 0;
            while i < b.len() {
                if st == S::InField || st == S::InQuoted { let k = r.run(&b[i..], st == S::InQuoted); i += k; if i >= b.len() { break; } }
                let (c, n) = crate::str::decode(b, i);
                st = r.step(cx, st, Some(c))?;
                i += n;
            }
            st = r.step(cx, st, None)?;
            if st == S::StartRecord { break; }
        }
        Ok(r.fields.0)
    }),
    attr("dialect", |_, a| Ok(Slots(a[0]).get(1))),
    attr("line_num", |_, a| Ok(Slots(a[0]).get(2))),
];

// ---- writer: slots write method, dialect ------------------------------------------------------------------------------------------------
fn row(cx: &mut Cx, w: Value, seq: Value) -> R {
    let it = cx.iter(seq);
    let it = match it { Ok(i) => i, Err(_) => if cx.pending_is(T::TypeError) { cx.clear_pending(); let t = cx.type_name(seq); return Err(error(cx, format!("iterable expected, not {t}"))) } else { return Err(Raised) } };
    let d = values(Slots(w).get(1));
    let end: Vec<u32> = d.end.code_points().collect();
    let mut out: Vec<u8> = vec![];
    let (mut n, mut blank) = (0, false);
    while let Some(f) = cx.next(it)? {
        let mut quoted = match d.quoting {
            NONNUMERIC => !is_number(cx, f), ALL => true, STRINGS => f.is(T::Str), NOTNULL => !f.is_none(), _ => false,
        };
        let text = if f.is_none() { Str(cx.rt.empty_str) } else { cx.str_of(f)? };
        let b = text.bytes();
        let mut body: Vec<u8> = Vec::with_capacity(b.len() + 2);
        for c in text.code_points() {
            if c == d.delimiter || c == d.escape || c == d.quote || end.contains(&c) {
                let mut escape = d.quoting == NONE;
                if !escape {
                    if c == d.quote { if d.double { wtf8::push(&mut body, d.quote) } else { escape = true } } else if c == d.escape { escape = true }
                    if !escape { quoted = true }
                }
                if escape { if d.escape == NO { return Err(error(cx, "need to escape, but no escapechar set")); } wtf8::push(&mut body, d.escape) }
            }
            wtf8::push(&mut body, c);
        }
        if n > 0 { wtf8::push(&mut out, d.delimiter) }
        if quoted { wtf8::push(&mut out, d.quote) }
        out.extend(body);
        if quoted { wtf8::push(&mut out, d.quote) }
        n += 1;
        blank = n == 1 && out.is_empty();
    }
    if n > 0 && blank {
        if d.quoting == NONE { return Err(error(cx, "single empty field record must be quoted")); }
        wtf8::push(&mut out, d.quote);
        wtf8::push(&mut out, d.quote);
    }
    out.extend_from_slice(d.end.bytes());
    let s = Str::from_wtf8(cx, &out).0;
    cx.call(Slots(w).get(0), &[s])
}
fn is_number(cx: &mut Cx, v: Value) -> bool { use crate::class::D as N; v.is(T::Int) || v.is(T::Float) || v.is(T::Complex) || (v.is_ref() && (cx.special(v, N::Index).is_some() || cx.special(v, N::Int).is_some() || cx.special(v, N::Float).is_some())) }
pub const WRITER: &[Def] = &[
    def("writerow", "row, /", |cx, a| row(cx, a[0], a[1])),
    def("writerows", "rows, /", |cx, a| { let it = cx.iter(a[1])?; while let Some(r) = cx.next(it)? { row(cx, a[0], r)?; } Ok(Value::NONE) }),
    attr("dialect", |_, a| Ok(Slots(a[0]).get(1))),
];
const FUNCS: &[Def] = &[
    def("reader", "iterable, dialect=None, /, **fmtparams", |cx, a| { let it = cx.iter(a[0])?; let d = from_kwargs(cx, a[1], a[2])?; Ok(Slots::new(cx, T::CsvReader, &[it, d, Value::small(0)])) }),
    def("writer", "fileobj, dialect=None, /, **fmtparams", |cx, a| {
        let d = from_kwargs(cx, a[1], a[2])?;
        let w = match cx.lookup_attr(a[0], "write")? { Some(w) if crate::builtins_text::callable(cx, w) => w, _ => return Err(cx.type_error("argument 1 must have a \"write\" method")) };
        Ok(Slots::new(cx, T::CsvWriter, &[w, d]))
    }),
    def("register_dialect", "name, dialect=None, /, **fmtparams", |cx, a| { if !a[0].is(T::Str) { return Err(cx.type_error("dialect name must be a string")); } let d = from_kwargs(cx, a[1], a[2])?; let r = registry(cx); r.set(cx, a[0], d)?; Ok(Value::NONE) }),
    def("unregister_dialect", "name", |cx, a| { let r = registry(cx); let x = r.remove(cx, a[0])?; if x.is_none() { return Err(error(cx, "unknown dialect")); } Ok(Value::NONE) }),
    def("get_dialect", "name", |cx, a| named(cx, a[0])),
    def("list_dialects", "", |cx, _| { let r = registry(cx); let l = List::new(cx); for i in 0..r.fill() { if let Some((k, _)) = r.entry(i) { l.push(cx, k) } } Ok(l.0) }),
    def("field_size_limit", "limit=None", |cx, a| {
        let old = limit(cx);
        if let Some(v) = a[0].opt() { if !v.is(T::Int) { return Err(cx.type_error("limit must be an integer")); } let n = cx.index_i64(v)?; cx.static_set("_csv.limit", Value::small(n)) }
        Ok(Value::small(old))
    }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in [("QUOTE_MINIMAL", MINIMAL), ("QUOTE_ALL", ALL), ("QUOTE_NONNUMERIC", NONNUMERIC), ("QUOTE_NONE", NONE), ("QUOTE_STRINGS", STRINGS), ("QUOTE_NOTNULL", NOTNULL)] { m.set(cx, n, Value::small(v)) }
    for (n, t) in [("Dialect", T::CsvDialect), ("Reader", T::CsvReader), ("Writer", T::CsvWriter)] { let c = cx.class(t).0; m.set(cx, n, c) }
    let v = cx.str("1.0");
    m.set(cx, "__version__", v);
    let e = super::new_exception(cx, "_csv", "Error", T::Exception)?;
    cx.static_set("_csv.Error", e);
    m.set(cx, "Error", e);
    let d = registry(cx).0;
    m.set(cx, "_dialects", d);
    Ok(())
}
