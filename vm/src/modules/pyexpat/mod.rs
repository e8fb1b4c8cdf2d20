//! pyexpat: the parser objects behind `xml.parsers.expat`, `xml.etree`, `xml.dom` and `xml.sax`.
//!
//! `scan` reads, `dtd` knows declarations; here events become calls of handlers, one at a time, so that a handler may change the others or ask
//! for positions. The scanner is the object's Rust memory ([W3] of weak.rs). Absent: `UseForeignDTD` beyond being called, suspension.
mod dtd;
mod scan;
#[cfg(test)]
mod tests;

use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::{attr, attr_set, def, Def, NativeFn, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use scan::{Encoding, Event, Fed, Item, Model, Scanner};

const HANDLERS: usize = 0;
const BUFFER: usize = 1;
const LINE: usize = 2;
const COLUMN: usize = 3;
const BYTE: usize = 4;
const ERROR: usize = 5;
const BASE: usize = 6;
const INTERN: usize = 7;
/// bits: see `FLAGS`
const FLAGS: usize = 8;
const SIZE: usize = 9;
const CONTEXT: usize = 10;
const USED: usize = 11;
const BUFFER_TEXT: i64 = 1;
const ORDERED: i64 = 2;
const SPECIFIED: i64 = 4;
const PREFIXES: i64 = 8;
const PARAMETERS: i64 = 16;
const BEGUN: i64 = 32;
const FINAL: i64 = 64;

/// Handlers by number.
const NAMES: [&str; 23] = ["StartElementHandler", "EndElementHandler", "CharacterDataHandler", "ProcessingInstructionHandler", "CommentHandler", "StartCdataSectionHandler", "EndCdataSectionHandler", "DefaultHandler", "DefaultHandlerExpand", "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "ElementDeclHandler", "AttlistDeclHandler", "EntityDeclHandler", "UnparsedEntityDeclHandler", "NotationDeclHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler", "NotStandaloneHandler", "ExternalEntityRefHandler", "SkippedEntityHandler", "XmlDeclHandler", ""];
const START: usize = 0;
const END: usize = 1;
const TEXT: usize = 2;
const PI: usize = 3;
const COMMENT: usize = 4;
const DEFAULT: usize = 7;
const EXPAND: usize = 8;

fn handler(o: Value, n: usize) -> Option<Value> { List(Slots(o).get(HANDLERS)).get(n).filter(|v| !v.is_none()) }
fn get<const N: usize>(_: &mut Cx, a: &[Value]) -> R { Ok(List(Slots(a[0]).get(HANDLERS)).get(N).unwrap_or(Value::NONE)) }
fn set<const N: usize>(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("Cannot delete attribute")); }
    if N == TEXT { flush(cx, a[0])? }
    List(Slots(a[0]).get(HANDLERS)).set(cx, N, a[1]);
    if N == DEFAULT || N == EXPAND { let e = handler(a[0], DEFAULT).is_none(); scanner(cx, a[0])?.expand = e }
    Ok(Value::NONE)
}
fn scanner(cx: &mut Cx, o: Value) -> R<&'static mut Scanner> {
    cx.write(o);
    match crate::weak::owned::<Scanner>(o) { Some(s) => Ok(s), None => Err(cx.runtime_error("parser without state")) }
}
fn flag(o: Value, f: i64) -> bool { Slots(o).int(FLAGS) & f != 0 }
fn set_flag(cx: &mut Cx, o: Value, f: i64, on: bool) { let n = Slots(o).int(FLAGS); Slots(o).set_int(cx, FLAGS, if on { n | f } else { n & !f }) }
fn get_flag<const F: i64>(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(flag(a[0], F))) }
fn put_flag<const F: i64>(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("Cannot delete attribute")); }
    let on = cx.truth(a[1])?;
    if F == BUFFER_TEXT && !on { flush(cx, a[0])? }
    set_flag(cx, a[0], F, on);
    if F == PREFIXES { scanner(cx, a[0])?.prefixes = on }
    Ok(Value::NONE)
}
fn slot<const N: usize>(_: &mut Cx, a: &[Value]) -> R { Ok(Slots(a[0]).get(N).opt().unwrap_or(Value::NONE)) }
fn set_size(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("Cannot delete attribute")); }
    if !a[1].is(T::Int) { return Err(cx.type_error("buffer_size must be an integer")); }
    let Some(n) = crate::int::to_i64(a[1]).filter(|n| *n <= i32::MAX as i64) else { return Err(cx.value_error("buffer_size must not be greater than 2147483647")) };
    if n <= 0 { return Err(cx.value_error("buffer_size must be greater than zero")); }
    flush(cx, a[0])?;
    Slots(a[0]).set_int(cx, SIZE, n);
    Ok(Value::NONE)
}
// ---- text that is gathered -----------------------------------------------------------------------------------------------------------
/// Tells of buffered text.
fn flush(cx: &mut Cx, o: Value) -> R<()> {
    let l = List(Slots(o).get(BUFFER));
    if l.len() == 0 { return Ok(()); }
    let e = cx.rt.empty_str;
    let all = cx.call_method(e, "join", &[l.0])?;
    let fresh = List::new(cx).0;
    Slots(o).set(cx, BUFFER, fresh);
    Slots(o).set_int(cx, USED, 0);
    if let Some(h) = handler(o, TEXT) { cx.call(h, &[all])?; }
    Ok(())
}
fn characters(cx: &mut Cx, o: Value, s: &str) -> R<()> {
    let v = cx.str(s);
    if !flag(o, BUFFER_TEXT) { if let Some(h) = handler(o, TEXT) { cx.call(h, &[v])?; } return Ok(()); }
    let (size, n) = (Slots(o).int(SIZE), s.len() as i64);
    if Slots(o).int(USED) + n > size { flush(cx, o)?; if n > size { if let Some(h) = handler(o, TEXT) { cx.call(h, &[v])?; } return Ok(()); } }
    List(Slots(o).get(BUFFER)).push(cx, v);
    let used = Slots(o).int(USED) + n;
    Slots(o).set_int(cx, USED, used);
    Ok(())
}
// ---- events ----------------------------------------------------------------------------------------------------------------------------
fn opt(cx: &mut Cx, s: &Option<String>) -> Value { match s { Some(s) => cx.str(s), None => Value::NONE } }
/// Names occur often: each as one object.
fn name(cx: &mut Cx, o: Value, s: &str) -> R {
    let v = cx.str(s);
    let Some(d) = Dict::from(Slots(o).get(INTERN)) else { return Ok(v) };
    if let Some(k) = d.get(cx, v)? { return Ok(k); }
    d.set(cx, v, v)?;
    Ok(v)
}
fn model(cx: &mut Cx, o: Value, m: &Model) -> R {
    cx.check_stack()?;
    Ok(match m {
        Model::Leaf(t, q, n) => { let (n, e) = (name(cx, o, n)?, cx.rt.empty_tuple); cx.tuple(&[Value::small(*t as i64), Value::small(*q as i64), n, e]) }
        Model::Group(t, q, items) => { let mut v = VVec::new(); for i in items { let x = model(cx, o, i)?; v.push(x) } let c = cx.tuple(&v); cx.tuple(&[Value::small(*t as i64), Value::small(*q as i64), Value::NONE, c]) }
    })
}
/// Number and arguments of the handler for an event.
fn arguments(cx: &mut Cx, o: Value, e: &Event, args: &mut VVec) -> R<Option<usize>> {
    let base = Slots(o).get(BASE).opt().unwrap_or(Value::NONE);
    macro_rules! push { ($($v:expr),*) => {{ $(let v = $v; args.push(v);)* }} }
    Ok(Some(match e {
        Event::Start { name: n, attrs, specified } => {
            let n = name(cx, o, n)?;
            let upto = if flag(o, SPECIFIED) { *specified } else { attrs.len() };
            let (mut list, d) = (VVec::new(), Dict::new(cx));
            for (k, v) in &attrs[..upto.min(attrs.len())] { let (k, v) = (name(cx, o, k)?, cx.str(v)); if flag(o, ORDERED) { list.push(k); list.push(v) } else { d.set(cx, k, v)? } }
            let a = if flag(o, ORDERED) { cx.list(&list) } else { d.0 };
            push!(n, a);
            START
        }
        Event::End { name: n } => { push!(name(cx, o, n)?); END }
        Event::Comment(s) => { push!(cx.str(s)); COMMENT }
        Event::Pi { target, data } => { push!(name(cx, o, target)?, cx.str(data)); PI }
        Event::StartCdata => 5,
        Event::EndCdata => 6,
        Event::StartDoctype { name: n, system, public, internal } => { push!(name(cx, o, n)?, opt(cx, system), opt(cx, public), Value::small(*internal as i64)); 9 }
        Event::EndDoctype => 10,
        Event::ElementDecl { name: n, model: m } => { push!(name(cx, o, n)?, model(cx, o, m)?); 11 }
        Event::AttlistDecl { element, name: n, kind, default, required } => { push!(name(cx, o, element)?, name(cx, o, n)?, cx.str(kind), opt(cx, default), Value::small(*required as i64)); 12 }
        Event::EntityDecl { name: n, parameter, value, system, public, notation } => {
            if let (Some(t), Some(_)) = (notation, handler(o, 14)) { push!(name(cx, o, n)?, base, opt(cx, system), opt(cx, public), name(cx, o, t)?); return Ok(Some(14)); }
            push!(name(cx, o, n)?, Value::small(*parameter as i64), opt(cx, value), base, opt(cx, system), opt(cx, public), opt(cx, notation));
            13
        }
        Event::NotationDecl { name: n, system, public } => { push!(name(cx, o, n)?, base, opt(cx, system), opt(cx, public)); 15 }
        Event::StartNs { prefix, uri } => { push!(opt(cx, prefix), opt(cx, uri)); 16 }
        Event::EndNs { prefix } => { push!(opt(cx, prefix)); 17 }
        Event::NotStandalone => 18,
        Event::External { context, system, public } => { push!(opt(cx, context), base, opt(cx, system), opt(cx, public)); 19 }
        Event::Skipped { name: n, parameter } => { push!(name(cx, o, n)?, Value::small(*parameter as i64)); 20 }
        Event::XmlDecl { version, encoding, standalone } => { push!(opt(cx, version), opt(cx, encoding), Value::small(*standalone)); 21 }
        Event::Text(_) | Event::Reference | Event::Other => return Ok(None),
    }))
}
fn tell(cx: &mut Cx, o: Value, i: Item) -> R<()> {
    if let (Event::Text(s), true) = (&i.event, handler(o, TEXT).is_some()) { return characters(cx, o, s); }
    let mut args = VVec::new();
    let which = arguments(cx, o, &i.event, &mut args)?;
    if let Some(h) = which.and_then(|n| handler(o, n)) {
        flush(cx, o)?;
        let r = cx.call(h, &args)?;
        if matches!(which, Some(18 | 19)) {
            let ok = cx.truth(r)?;
            if !ok { let code = if which == Some(18) { 22 } else { 21 }; return Err(raise(cx, o, code, i.line, i.column, i.byte)); }
        }
        return Ok(());
    }
    let Some(h) = handler(o, EXPAND).or_else(|| handler(o, DEFAULT)) else { return Ok(()) };
    // what the declaration consists of is seen in pieces
    let raw = if matches!(i.event, Event::StartDoctype { .. }) { i.raw.clone() } else { String::new() };
    if !raw.is_empty() { for p in pieces(&raw) { flush(cx, o)?; let v = cx.str(p); cx.call(h, &[v])?; } return Ok(()); }
    if i.raw.is_empty() { return Ok(()); }
    flush(cx, o)?;
    let v = cx.str(&i.raw);
    cx.call(h, &[v])?;
    Ok(())
}
/// Words, literals and spaces of the head of a document type declaration.
fn pieces(s: &str) -> Vec<&str> {
    let (mut out, mut rest) = (vec![], s);
    while let Some(c) = rest.chars().next() {
        let n = if c.is_whitespace() { rest.find(|c: char| !c.is_whitespace()) } else if c == '"' || c == '\'' { rest[1..].find(c).map(|n| n + 2) } else { rest.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').filter(|n| *n > 0) }.unwrap_or(rest.len());
        let (a, b) = rest.split_at(n.min(rest.len()));
        out.push(a);
        rest = b
    }
    out
}
#[cold]
fn raise(cx: &mut Cx, o: Value, code: i64, line: usize, column: usize, byte: usize) -> crate::native::Raised {
    let s = Slots(o);
    s.set_int(cx, ERROR, code);
    for (i, v) in [(LINE, line), (COLUMN, column), (BYTE, byte)] { s.set_int(cx, i, v as i64) }
    let text = format!("{}: line {line}, column {column}", message(code));
    let Some(class) = cx.static_get("pyexpat.error") else { return cx.value_error(text) };
    let m = cx.string(text);
    let e = match cx.call(class, &[m]) { Ok(e) => e, Err(r) => return r };
    for (k, v) in [("code", code), ("offset", column as i64), ("lineno", line as i64)] { if let Err(r) = cx.set_attr_str(e, k, Value::small(v)) { return r; } }
    cx.raise_value(e)
}
// ---- methods ---------------------------------------------------------------------------------------------------------------------------
fn run(cx: &mut Cx, o: Value) -> R {
    loop {
        let s = scanner(cx, o)?;
        match s.next() {
            Ok(None) => break,
            Ok(Some(i)) => {
                let p = Slots(o);
                for (k, v) in [(LINE, i.line), (COLUMN, i.column), (BYTE, i.byte)] { p.set_int(cx, k, v as i64) }
                tell(cx, o, i)?
            }
            Err(f) => {
                let (line, column, byte) = s.place(f.at);
                flush(cx, o)?;
                set_flag(cx, o, FINAL, true);
                return Err(raise(cx, o, f.code as i64, line, column, byte));
            }
        }
    }
    let s = scanner(cx, o)?;
    if s.over() { let (l, c, b) = s.place(None); for (k, v) in [(LINE, l), (COLUMN, c), (BYTE, b)] { Slots(o).set_int(cx, k, v as i64) } }
    flush(cx, o)?;
    Ok(Value::small(1))
}
/// The characters of a single-byte encoding that Python knows.
fn table(cx: &mut Cx, name: &str) -> R<Encoding> {
    let all: Vec<u8> = (0..=255).collect();
    let (b, n, h) = (crate::bytes::new(cx, &all), cx.str(name), cx.str("replace"));
    let s = cx.call_method(b, "decode", &[n, h])?;
    let chars: Vec<char> = Str::from(s).map_or(vec![], |s| s.lossy().chars().collect());
    if chars.len() != 256 { return Err(cx.value_error("multi-byte encodings are not supported")); }
    Ok(Encoding::Table(chars))
}
fn parse(cx: &mut Cx, a: &[Value]) -> R {
    let o = a[0];
    let last = match a[2].opt() { Some(v) => cx.truth(v)?, None => false };
    if flag(o, FINAL) { let (l, c, b) = (Slots(o).int(LINE), Slots(o).int(COLUMN), Slots(o).int(BYTE)); return Err(raise(cx, o, 36, l as usize, c as usize, b as usize)); }
    let data = match Str::from(a[1]) {
        Some(s) => {
            // text has been decoded already, whatever it says of its encoding
            if !flag(o, BEGUN) { scanner(cx, o)?.set_encoding(Encoding::Utf8) }
            s.bytes().to_vec()
        }
        None => crate::bytes::buffer(cx, a[1])?.bytes().to_vec(),
    };
    set_flag(cx, o, BEGUN, true);
    if last { set_flag(cx, o, FINAL, true) }
    if let Fed::Unknown(n) = scanner(cx, o)?.feed(&data, last) {
        match table(cx, &n) {
            Ok(t) => { let s = scanner(cx, o)?; s.set_encoding(t); s.resume() }
            Err(e) => return Err(e),
        }
    }
    run(cx, o)
}
fn parse_file(cx: &mut Cx, a: &[Value]) -> R {
    let Some(read) = cx.lookup_attr(a[1], "read")? else { return Err(cx.type_error("argument must have 'read' attribute")) };
    loop {
        let d = cx.call(read, &[Value::small(2048)])?;
        let n = match Str::from(d) { Some(s) => s.len(), None => match crate::bytes::buffer_opt(cx, d)? { Some(b) => b.bytes().len(), None => { let t = cx.type_name(d); return Err(cx.type_error(format!("read() did not return a bytes object (type={t})"))) } } };
        let r = parse(cx, &[a[0], d, Value::bool(n == 0)])?;
        if n == 0 { return Ok(r); }
    }
}
fn encoding_of(cx: &mut Cx, v: Value) -> R<Option<Encoding>> {
    let Some(v) = v.opt_none() else { return Ok(None) };
    let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("ParserCreate() argument 'encoding' must be str or None, not {t}"))) };
    let n = s.lossy().into_owned();
    match Encoding::named(&n) { Some(e) => Ok(Some(e)), None => table(cx, &n).map(Some) }
}
fn make(cx: &mut Cx, s: Scanner, intern: Value, flags: i64) -> R {
    let none = vec![Value::NONE; NAMES.len()];
    let (h, b) = (cx.list(&none), List::new(cx).0);
    let z = Value::small(0);
    let o = Slots::new(cx, T::XmlParser, &[h, b, Value::small(1), z, z, z, Value::UNDEF, intern, Value::small(flags), Value::small(8192), Value::NONE, z]);
    if !crate::weak::own(cx, o, Box::new(s)) { return Err(cx.memory_error()); }
    Ok(o)
}
fn create(cx: &mut Cx, a: &[Value]) -> R {
    let e = encoding_of(cx, a[0])?;
    let separator = match a[1].opt_none() {
        None => None,
        Some(v) => {
            let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("ParserCreate() argument 'namespace_separator' must be str or None, not {t}"))) };
            let t = s.lossy().into_owned();
            let mut it = t.chars();
            let c = it.next();
            if it.next().is_some() { return Err(cx.value_error("namespace_separator must be at most one character, omitted, or None")); }
            Some(c.filter(|c| *c != '\0'))
        }
    };
    let intern = match a[2].opt() { None => Dict::new(cx).0, Some(v) if v.is_none() => Value::NONE, Some(v) if v.is(T::Dict) => v, Some(_) => return Err(cx.type_error("intern must be a dictionary")) };
    make(cx, Scanner::new(e, separator), intern, 0)
}
fn create_external(cx: &mut Cx, a: &[Value]) -> R {
    let context = match a[1].opt_none() { None => None, Some(v) => match Str::from(v) { Some(s) => Some(s.lossy().into_owned()), None => return Err(cx.type_error("ExternalEntityParserCreate() argument 1 must be str or None")) } };
    let e = encoding_of(cx, a[2])?;
    let s = scanner(cx, a[0])?.child(e, context.as_deref());
    let (intern, flags) = (Slots(a[0]).get(INTERN), Slots(a[0]).int(FLAGS) & !(BEGUN | FINAL));
    let o = make(cx, s, intern, flags)?;
    let all = List(Slots(a[0]).get(HANDLERS)).to_vvec();
    let l = cx.list(&all);
    Slots(o).set(cx, HANDLERS, l);
    for i in [BASE, SIZE] { let v = Slots(a[0]).get(i); Slots(o).set(cx, i, v) }
    Ok(o)
}
fn set_base(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::Str) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("SetBase() argument must be str, not {t}"))); } Slots(a[0]).set(cx, BASE, a[1]); Ok(Value::NONE) }
fn parameters(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[1])?; if flag(a[0], BEGUN) { return Ok(Value::small(0)); } set_flag(cx, a[0], PARAMETERS, n != 0); scanner(cx, a[0])?.parameters = n != 0; Ok(Value::small(1)) }
fn foreign(cx: &mut Cx, a: &[Value]) -> R { if flag(a[0], BEGUN) { return Err(raise(cx, a[0], 26, 1, 0, 0)); } Ok(Value::NONE) }
const fn pair(name: &'static str, get: NativeFn, set: NativeFn) -> Def { attr_set(name, get, set) }
macro_rules! handlers { ($($n:literal)*) => { [$(pair(NAMES[$n], get::<$n>, set::<$n>)),*] } }
const ATTRIBUTES: [Def; 22] = handlers!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21);
pub const PARSER_HANDLERS: &[Def] = &ATTRIBUTES;
pub const PARSER: &[Def] = &[
    def("Parse", "data, isfinal=False, /", parse), def("ParseFile", "file, /", parse_file), def("SetBase", "base, /", set_base), def("GetBase", "", slot::<BASE>), def("GetInputContext", "", slot::<CONTEXT>), def("ExternalEntityParserCreate", "context, encoding=None, /", create_external), def("SetParamEntityParsing", "flag, /", parameters), def("UseForeignDTD", "flag=True, /", foreign),
    attr_set("buffer_text", get_flag::<BUFFER_TEXT>, put_flag::<BUFFER_TEXT>), attr_set("ordered_attributes", get_flag::<ORDERED>, put_flag::<ORDERED>), attr_set("specified_attributes", get_flag::<SPECIFIED>, put_flag::<SPECIFIED>), attr_set("namespace_prefixes", get_flag::<PREFIXES>, put_flag::<PREFIXES>), attr_set("buffer_size", slot::<SIZE>, set_size), attr("buffer_used", slot::<USED>), attr("intern", slot::<INTERN>),
    attr("CurrentLineNumber", slot::<LINE>), attr("CurrentColumnNumber", slot::<COLUMN>), attr("CurrentByteIndex", slot::<BYTE>), attr("ErrorLineNumber", slot::<LINE>), attr("ErrorColumnNumber", slot::<COLUMN>), attr("ErrorByteIndex", slot::<BYTE>), attr("ErrorCode", slot::<ERROR>),
];
// ---- the module ------------------------------------------------------------------------------------------------------------------------
const ERRORS: &[(&str, &str)] = &[
    ("NO_MEMORY", "out of memory"), ("SYNTAX", "syntax error"), ("NO_ELEMENTS", "no element found"), ("INVALID_TOKEN", "not well-formed (invalid token)"), ("UNCLOSED_TOKEN", "unclosed token"), ("PARTIAL_CHAR", "partial character"), ("TAG_MISMATCH", "mismatched tag"), ("DUPLICATE_ATTRIBUTE", "duplicate attribute"), ("JUNK_AFTER_DOC_ELEMENT", "junk after document element"), ("PARAM_ENTITY_REF", "illegal parameter entity reference"),
    ("UNDEFINED_ENTITY", "undefined entity"), ("RECURSIVE_ENTITY_REF", "recursive entity reference"), ("ASYNC_ENTITY", "asynchronous entity"), ("BAD_CHAR_REF", "reference to invalid character number"), ("BINARY_ENTITY_REF", "reference to binary entity"), ("ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"), ("MISPLACED_XML_PI", "XML or text declaration not at start of entity"), ("UNKNOWN_ENCODING", "unknown encoding"), ("INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"), ("UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    ("EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"), ("NOT_STANDALONE", "document is not standalone"), ("UNEXPECTED_STATE", "unexpected parser state - please send a bug report"), ("ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"), ("FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"), ("CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"), ("UNBOUND_PREFIX", "unbound prefix"), ("UNDECLARING_PREFIX", "must not undeclare prefix"), ("INCOMPLETE_PE", "incomplete markup in parameter entity"), ("XML_DECL", "XML declaration not well-formed"),
    ("TEXT_DECL", "text declaration not well-formed"), ("PUBLICID", "illegal character(s) in public id"), ("SUSPENDED", "parser suspended"), ("NOT_SUSPENDED", "parser not suspended"), ("ABORTED", "parsing aborted"), ("FINISHED", "parsing finished"), ("SUSPEND_PE", "cannot suspend in external parameter entity"), ("RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"), ("RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"), ("RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    ("INVALID_ARGUMENT", "invalid argument"), ("NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"), ("AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
];
fn message(code: i64) -> &'static str { usize::try_from(code - 1).ok().and_then(|i| ERRORS.get(i)).map_or("unknown error", |e| e.1) }
fn error_string(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[0])?; if n < 1 || n as usize > ERRORS.len() { return Ok(Value::NONE); } Ok(cx.str(message(n))) }
const FUNCS: &[Def] = &[def("ParserCreate", "encoding=None, namespace_separator=None, intern=<unrepresentable>", create), def("ErrorString", "code, /", error_string)];
fn part(cx: &mut Cx, m: Module, short: &str, doc: &str) -> Module {
    let sub = Module::new(cx, &format!("pyexpat.{short}"));
    let d = cx.str(doc);
    sub.set(cx, "__doc__", d);
    m.set(cx, short, sub.0);
    let (mods, k) = (Dict(cx.rt.modules), format!("pyexpat.{short}"));
    cx.dict_set(mods, &k, sub.0);
    sub
}
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let e = match cx.static_get("pyexpat.error") { Some(e) => e, None => super::new_exception(cx, "xml.parsers.expat", "ExpatError", T::Exception)? };
    cx.static_set("pyexpat.error", e);
    m.set(cx, "error", e);
    m.set(cx, "ExpatError", e);
    let c = cx.class(T::XmlParser).0;
    m.set(cx, "XMLParserType", c);
    for (k, v) in [("EXPAT_VERSION", "expat_2.5.0"), ("native_encoding", "UTF-8")] { let v = cx.str(v); m.set(cx, k, v) }
    for (k, v) in [("XML_PARAM_ENTITY_PARSING_NEVER", 0), ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1), ("XML_PARAM_ENTITY_PARSING_ALWAYS", 2)] { m.set(cx, k, Value::small(v)) }
    let v = cx.tuple(&[Value::small(2), Value::small(5), Value::small(0)]);
    m.set(cx, "version_info", v);
    let mut f = VVec::new();
    for (k, n) in [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_CONTEXT_BYTES", 1024), ("XML_NS", 0), ("XML_BLAP_MAX_AMP", 100), ("XML_BLAP_ACT_THRES", 8388608)] { let k = cx.str(k); let t = cx.tuple(&[k, Value::small(n)]); f.push(t) }
    let f = cx.list(&f);
    m.set(cx, "features", f);
    let errors = part(cx, m, "errors", "Constants used to describe error conditions.");
    let (codes, messages) = (Dict::new(cx), Dict::new(cx));
    for (i, (k, text)) in ERRORS.iter().enumerate() {
        let (t, n) = (cx.str(text), Value::small(i as i64 + 1));
        errors.set(cx, &format!("XML_ERROR_{k}"), t);
        codes.set(cx, t, n)?;
        messages.set(cx, n, t)?
    }
    errors.set(cx, "codes", codes.0);
    errors.set(cx, "messages", messages.0);
    let model = part(cx, m, "model", "Constants used to interpret content model information.");
    for (k, n) in [("CTYPE_EMPTY", 1), ("CTYPE_ANY", 2), ("CTYPE_MIXED", 3), ("CTYPE_NAME", 4), ("CTYPE_CHOICE", 5), ("CTYPE_SEQ", 6), ("CQUANT_NONE", 0), ("CQUANT_OPT", 1), ("CQUANT_REP", 2), ("CQUANT_PLUS", 3)] { model.set(cx, &format!("XML_{k}"), Value::small(n)) }
    Ok(())
}
