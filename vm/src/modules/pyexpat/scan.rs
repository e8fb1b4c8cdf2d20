//! An XML scanner that is fed in pieces and hands out one event at a time, with the errors and positions of expat.
//!
//! It works on UTF-8; `feed` decodes. What is not complete yet stays in the buffer until more comes or the input ends. A document type
//! declaration is read as a whole (`dtd`). Absent: validation; expat does none either.
use super::dtd::Dtd;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

/// expat's error numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code { Syntax = 2, NoElements = 3, InvalidToken = 4, UnclosedToken = 5, PartialChar = 6, TagMismatch = 7, DuplicateAttribute = 8, JunkAfterDocElement = 9, UndefinedEntity = 11, RecursiveEntityRef = 12, AsyncEntity = 13, BadCharRef = 14, BinaryEntityRef = 15, AttributeExternalEntityRef = 16, MisplacedXmlPi = 17, UnclosedCdataSection = 20, UnboundPrefix = 27, XmlDecl = 30, ReservedPrefixXml = 38, ReservedPrefixXmlns = 39, ReservedNamespaceUri = 40, Amplification = 43 }
/// An error, and where in the current input (None: where the last event was).
#[derive(Clone, Copy, Debug)]
pub struct Fail { pub code: Code, pub at: Option<usize> }
pub type Res<V> = Result<V, Fail>;
pub fn fail<V>(code: Code, at: usize) -> Res<V> { Err(Fail { code, at: Some(at) }) }

#[derive(Clone, Debug)]
pub enum Model { Leaf(u8, u8, String), Group(u8, u8, Vec<Model>) }
#[derive(Clone, Debug)]
pub enum Event {
    Start { name: String, attrs: Vec<(String, String)>, specified: usize },
    End { name: String },
    Text(String),
    Comment(String),
    Pi { target: String, data: String },
    XmlDecl { version: Option<String>, encoding: Option<String>, standalone: i64 },
    StartCdata, EndCdata,
    StartDoctype { name: String, system: Option<String>, public: Option<String>, internal: bool },
    EndDoctype,
    ElementDecl { name: String, model: Model },
    AttlistDecl { element: String, name: String, kind: String, default: Option<String>, required: bool },
    EntityDecl { name: String, parameter: bool, value: Option<String>, system: Option<String>, public: Option<String>, notation: Option<String> },
    NotationDecl { name: String, system: Option<String>, public: Option<String> },
    StartNs { prefix: Option<String>, uri: Option<String> },
    EndNs { prefix: Option<String> },
    NotStandalone,
    External { context: Option<String>, system: Option<String>, public: Option<String> },
    Skipped { name: String, parameter: bool },
    /// an internal entity's reference, where the program wants to see it unexpanded
    Reference,
    /// markup without an event of its own
    Other,
}
/// An event with its text as it stands in the input, for default handlers.
#[derive(Clone, Debug)]
pub struct Item { pub event: Event, pub raw: String, pub line: usize, pub column: usize, pub byte: usize }

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State { Prolog, Content, Epilog, Over }
struct Input { text: Arc<Vec<u8>>, at: usize, entity: Option<String>, depth: usize }
#[derive(Clone)]
pub enum Encoding { Utf8, Utf16 { big: bool }, Latin1, Ascii, Table(Vec<char>) }
pub struct Scanner {
    raw: Vec<u8>,
    encoding: Option<Encoding>,
    /// the decoded rest is not text in its encoding
    broken: bool,
    last: bool,
    inputs: Vec<Input>,
    /// bytes dropped from the front of the document
    dropped: usize,
    /// line, column of `upto` in the document's buffer
    line: usize, column: usize, upto: usize,
    begun: bool,
    pub state: State,
    tags: Vec<(String, String)>,
    queue: VecDeque<Item>,
    dtd: Arc<Mutex<Dtd>>,
    /// separator of namespace and name
    pub separator: Option<char>,
    pub separated: bool,
    pub prefixes: bool,
    scopes: Vec<(usize, Vec<(String, Option<String>)>)>,
    /// internal entities are expanded
    pub expand: bool,
    pub parameters: bool,
    cdata: bool,
    /// an external entity: content without one root, or a DTD's external subset
    fragment: bool,
    subset: bool,
    expanded: usize, fed: usize,
    /// of the last event or error
    base_state: (usize, usize, usize),
}
/// What feeding found out.
pub enum Fed { Fine, /// the document names an encoding that the scanner does not know
    Unknown(String) }

const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];
pub fn is_space(b: u8) -> bool { matches!(b, b' ' | b'\t' | b'\n' | b'\r') }
fn name_start(c: char) -> bool { c.is_ascii_alphabetic() || c == '_' || c == ':' || matches!(c as u32, 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x2ff | 0x370..=0x37d | 0x37f..=0x1fff | 0x200c..=0x200d | 0x2070..=0x218f | 0x2c00..=0x2fef | 0x3001..=0xd7ff | 0xf900..=0xfdcf | 0xfdf0..=0xfffd | 0x10000..=0xeffff) }
pub fn name_char(c: char) -> bool { name_start(c) || c.is_ascii_digit() || c == '-' || c == '.' || matches!(c as u32, 0xb7 | 0x300..=0x36f | 0x203f..=0x2040) }
/// The character at `i` of valid UTF-8.
pub fn char_at(t: &[u8], i: usize) -> Option<char> {
    let b = *t.get(i)?;
    if b < 0x80 { return Some(b as char); }
    let n = if b >= 0xf0 { 4 } else if b >= 0xe0 { 3 } else { 2 };
    std::str::from_utf8(t.get(i..i + n)?).ok()?.chars().next()
}
/// End of the name that begins at `i`; Ok(i) if none does.
pub fn name_end(t: &[u8], i: usize) -> usize {
    let mut k = i;
    while let Some(c) = char_at(t, k) { if if k == i { name_start(c) } else { name_char(c) } { k += c.len_utf8() } else { break } }
    k
}
pub fn text(t: &[u8]) -> String { String::from_utf8_lossy(t).into_owned() }
pub fn newlines(s: &[u8]) -> String { if s.contains(&b'\r') { text(s).replace("\r\n", "\n").replace('\r', "\n") } else { text(s) } }
fn allowed(c: char) -> bool { !(c < ' ' && !matches!(c, '\t' | '\n' | '\r') || c == '\u{fffe}' || c == '\u{ffff}') }
pub fn find(t: &[u8], from: usize, what: &[u8]) -> Option<usize> { t.get(from..)?.windows(what.len()).position(|w| w == what).map(|p| p + from) }
/// A token is not complete.
struct Partial;
enum Stop { Partial, Fail(Fail) }
impl From<Fail> for Stop { fn from(f: Fail) -> Stop { Stop::Fail(f) } }
impl From<Partial> for Stop { fn from(_: Partial) -> Stop { Stop::Partial } }

impl Scanner {
    pub fn new(encoding: Option<Encoding>, separator: Option<Option<char>>) -> Scanner {
        Scanner { raw: vec![], encoding, broken: false, last: false, inputs: vec![Input { text: Arc::default(), at: 0, entity: None, depth: 0 }], dropped: 0, line: 1, column: 0, upto: 0, begun: false, state: State::Prolog, tags: vec![], queue: VecDeque::new(), dtd: Arc::default(), separated: separator.is_some(), separator: separator.flatten(), prefixes: false, scopes: vec![], expand: true, parameters: false, cdata: false, fragment: false, subset: false, expanded: 0, fed: 0, base_state: (1, 0, 0) }
    }
    /// A scanner for an external entity of this document; no `context`: its external subset.
    pub fn child(&self, encoding: Option<Encoding>, context: Option<&str>) -> Scanner {
        let mut s = Scanner::new(encoding, if self.separated { Some(self.separator) } else { None });
        (s.dtd, s.prefixes, s.expand, s.parameters, s.fragment, s.subset) = (self.dtd.clone(), self.prefixes, self.expand, self.parameters, true, context.is_none());
        if context.is_some() { s.state = State::Content; s.scopes = self.scopes.clone() }
        s
    }
    fn dtd(&self) -> MutexGuard<'_, Dtd> { self.dtd.lock().unwrap_or_else(|e| e.into_inner()) }
    pub fn set_encoding(&mut self, e: Encoding) { self.encoding = Some(e) }
    /// Takes more input.
    pub fn feed(&mut self, data: &[u8], last: bool) -> Fed {
        self.raw.extend_from_slice(data);
        self.fed += data.len();
        self.last |= last;
        if self.encoding.is_none() {
            if self.raw.len() < 4 && !last { return Fed::Fine; }
            match self.sniff() { Ok(Some(e)) => self.encoding = Some(e), Ok(None) => return Fed::Fine, Err(name) => return Fed::Unknown(name) }
        }
        self.decode();
        Fed::Fine
    }
    pub fn resume(&mut self) { self.decode() }
    /// The encoding that the first bytes tell. None: more of them are needed. Err: a name that is not known here.
    fn sniff(&mut self) -> Result<Option<Encoding>, String> {
        let r = &self.raw;
        if r.starts_with(&[0xef, 0xbb, 0xbf]) { self.raw.drain(..3); return Ok(Some(Encoding::Utf8)); }
        if r.starts_with(&[0xfe, 0xff]) { self.raw.drain(..2); return Ok(Some(Encoding::Utf16 { big: true })); }
        if r.starts_with(&[0xff, 0xfe]) { self.raw.drain(..2); return Ok(Some(Encoding::Utf16 { big: false })); }
        if r.starts_with(&[0]) { return Ok(Some(Encoding::Utf16 { big: true })); }
        if r.starts_with(b"<\0") { return Ok(Some(Encoding::Utf16 { big: false })); }
        if r.len() < 5 && b"<?xml".starts_with(r) && !self.last { return Ok(None); }
        if !r.starts_with(b"<?xml") { return Ok(Some(Encoding::Utf8)); }
        let Some(end) = find(r, 0, b"?>") else { return Ok(if self.last || r.len() > 1 << 16 { Some(Encoding::Utf8) } else { None }) };
        let decl = &r[..end];
        let Some(i) = find(decl, 0, b"encoding") else { return Ok(Some(Encoding::Utf8)) };
        let rest = text(&decl[i + 8..]);
        let Some(v) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { return Ok(Some(Encoding::Utf8)) };
        let q = match v.chars().next() { Some(q @ ('"' | '\'')) => q, _ => return Ok(Some(Encoding::Utf8)) };
        let name = v[1..].split(q).next().unwrap_or("");
        match Encoding::named(name) { Some(e) => Ok(Some(e)), None => Err(name.to_string()) }
    }
    fn decode(&mut self) {
        if self.broken { return; }
        let raw = std::mem::take(&mut self.raw);
        let out = Arc::make_mut(&mut self.inputs[0].text);
        match self.encoding.clone().unwrap_or(Encoding::Utf8) {
            Encoding::Utf8 => match std::str::from_utf8(&raw) {
                Ok(_) => out.extend_from_slice(&raw),
                Err(e) => {
                    let n = e.valid_up_to();
                    out.extend_from_slice(&raw[..n]);
                    if e.error_len().is_some() { self.broken = true } else { self.raw = raw[n..].to_vec() }
                }
            },
            Encoding::Latin1 => for b in raw { let mut u = [0; 4]; out.extend_from_slice((b as char).encode_utf8(&mut u).as_bytes()) },
            Encoding::Ascii => for b in raw { if b < 128 { out.push(b) } else { self.broken = true; break; } },
            Encoding::Table(t) => for b in raw { let mut u = [0; 4]; match t.get(b as usize) { Some(c) if *c != '\u{fffd}' => out.extend_from_slice(c.encode_utf8(&mut u).as_bytes()), _ => { self.broken = true; break; } } },
            Encoding::Utf16 { big } => {
                let unit = |i: usize| if big { u16::from_be_bytes([raw[i], raw[i + 1]]) } else { u16::from_le_bytes([raw[i], raw[i + 1]]) };
                let mut i = 0;
                while i + 1 < raw.len() {
                    let (a, mut n) = (unit(i), 2);
                    let c = if (0xd800..0xdc00).contains(&a) {
                        if i + 3 >= raw.len() { break; }
                        n = 4;
                        let b = unit(i + 2);
                        if (0xdc00..0xe000).contains(&b) { char::from_u32(0x10000 + ((a as u32 - 0xd800) << 10) + (b as u32 - 0xdc00)) } else { None }
                    } else { char::from_u32(a as u32) };
                    let Some(c) = c else { self.broken = true; break };
                    let mut u = [0; 4];
                    out.extend_from_slice(c.encode_utf8(&mut u).as_bytes());
                    i += n;
                }
                if !self.broken { self.raw = raw[i..].to_vec() }
            }
        }
    }
    // ---- positions -----------------------------------------------------------------------------------------------------------------
    /// Moves the position to offset `to` of the document.
    fn mark(&mut self, to: usize) {
        let t = self.inputs[0].text.clone();
        let mut i = self.upto;
        let to = to.min(t.len());
        while i < to {
            match t[i] {
                b'\n' => { if !(i > 0 && t[i - 1] == b'\r') { self.line += 1; } self.column = 0 }
                b'\r' => { self.line += 1; self.column = 0 }
                b if b & 0xc0 != 0x80 => self.column += 1,
                _ => {}
            }
            i += 1;
        }
        self.upto = self.upto.max(to);
    }
    /// Line, column and byte of the place of an error, or of the last event.
    pub fn place(&mut self, at: Option<usize>) -> (usize, usize, usize) {
        if self.inputs.len() == 1 { if let Some(at) = at { self.mark(at); self.base_state = (self.line, self.column, self.dropped + at.max(self.upto)); return self.base_state; } }
        self.base_state
    }
    fn item(&mut self, event: Event, from: usize, to: usize) -> Item {
        if self.inputs.len() == 1 { self.mark(from); self.base_state = (self.line, self.column, self.dropped + from) }
        let (line, column, byte) = self.base_state;
        let top = self.inputs.last().map(|i| text(i.text.get(from..to).unwrap_or(&[]))).unwrap_or_default();
        Item { event, raw: top, line, column, byte }
    }
    /// Drops what has been read of the document.
    fn compact(&mut self) {
        if self.inputs.len() == 1 && self.inputs[0].at > 1 << 16 {
            let n = self.inputs[0].at;
            self.mark(n);
            let cr = self.inputs[0].text[n - 1] == b'\r';
            if cr { return; }
            Arc::make_mut(&mut self.inputs[0].text).drain(..n);
            self.inputs[0].at = 0;
            self.dropped += n;
            self.upto -= n;
        }
    }
    // ---- the next event ------------------------------------------------------------------------------------------------------------
    /// None: more input is needed, or it is over.
    pub fn next(&mut self) -> Res<Option<Item>> {
        loop {
            if let Some(i) = self.queue.pop_front() { self.base_state = (i.line, i.column, i.byte); return Ok(Some(i)); }
            self.compact();
            let (at, len) = { let i = &self.inputs[self.inputs.len() - 1]; (i.at, i.text.len()) };
            if at >= len && self.inputs.len() > 1 {
                if let Some(i) = self.inputs.pop() { if i.depth != self.tags.len() { return Err(Fail { code: Code::AsyncEntity, at: None }); } if let Some(n) = i.entity { self.dtd().close(&n) } }
                continue;
            }
            if self.encoding.is_none() { return Ok(None); }
            if at >= len {
                if self.broken { return fail(Code::InvalidToken, at); }
                if !self.last { return Ok(None); }
                if !self.raw.is_empty() { return fail(self.cut(), at); }
                if self.cdata { return fail(Code::UnclosedCdataSection, at); }
                return match self.state {
                    State::Over => Ok(None),
                    State::Epilog => { self.state = State::Over; self.place(Some(at)); Ok(None) }
                    _ if self.fragment && self.tags.is_empty() => { self.state = State::Over; Ok(None) }
                    State::Content if self.fragment => fail(Code::AsyncEntity, at),
                    _ => fail(Code::NoElements, at),
                };
            }
            let r = if self.subset { self.whole_subset() } else if self.cdata { self.cdata_part() } else { match self.state { State::Content => self.content(), _ => self.misc() } };
            match r {
                Ok(Some(i)) => return Ok(Some(i)),
                Ok(None) => {}
                Err(Stop::Fail(f)) => return Err(f),
                Err(Stop::Partial) => {
                    if self.inputs.len() > 1 { return Err(Fail { code: if self.cdata { Code::UnclosedCdataSection } else { Code::UnclosedToken }, at: None }); }
                    if self.broken { return fail(Code::InvalidToken, len); }
                    if !self.last { return Ok(None); }
                    if !self.raw.is_empty() { return fail(self.cut(), at); }
                    return fail(if self.cdata { Code::UnclosedCdataSection } else { Code::UnclosedToken }, at);
                }
            }
        }
    }
    /// What it is called that the last character is not complete.
    fn cut(&self) -> Code { if matches!(self.encoding, Some(Encoding::Utf16 { .. })) { Code::UnclosedToken } else { Code::PartialChar } }
    fn top(&self) -> &Input { &self.inputs[self.inputs.len() - 1] }
    fn go(&mut self, to: usize) { if let Some(i) = self.inputs.last_mut() { i.at = to } }
    /// White space, comments, instructions and the document type, before and after the root.
    fn misc(&mut self) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        let first = !std::mem::replace(&mut self.begun, true);
        if is_space(t[i]) {
            let mut k = i;
            while k < t.len() && is_space(t[k]) { k += 1 }
            let item = self.item(Event::Other, i, k);
            self.go(k);
            return Ok(Some(item));
        }
        if t[i] != b'<' {
            let c = char_at(t, i).unwrap_or('\u{ffff}');
            let token = name_char(c) || matches!(c, '#' | '%' | '\'' | '"' | '(' | ')' | ',' | '>' | '[' | ']' | '|' | '+' | '*' | '?');
            let mut k = i;
            while let Some(c) = char_at(t, k).filter(|c| name_char(*c)) { k += c.len_utf8() }
            if k > i && self.state == State::Prolog && matches!(t.get(k), Some(b'<' | b'&')) { return Err(Fail { code: Code::InvalidToken, at: Some(k) }.into()); }
            return Err(Fail { code: if !token { Code::InvalidToken } else if self.state == State::Epilog { Code::JunkAfterDocElement } else { Code::Syntax }, at: Some(i) }.into());
        }
        match t.get(i + 1) {
            None => { if first { self.begun = false } Err(Stop::Partial) }
            Some(b'?') => { let r = self.instruction(first); if first && matches!(r, Err(Stop::Partial)) { self.begun = false } r }
            Some(b'!') => {
                if t[i..].starts_with(b"<!--") { return self.comment(); }
                if b"<!--".starts_with(&t[i..]) || b"<!DOCTYPE".starts_with(&t[i..]) { return Err(Stop::Partial); }
                if self.state == State::Prolog && t[i..].starts_with(b"<!DOCTYPE") { return self.doctype(); }
                let k = name_end(t, i + 2);
                Err(Fail { code: if k > i + 2 { if self.state == State::Epilog { Code::JunkAfterDocElement } else { Code::Syntax } } else { Code::InvalidToken }, at: Some(if k > i + 2 { i } else { i + 2 }) }.into())
            }
            Some(_) if name_start(char_at(t, i + 1).unwrap_or(' ')) => {
                if self.state == State::Epilog { return Err(Fail { code: Code::JunkAfterDocElement, at: Some(i) }.into()); }
                self.state = State::Content;
                self.content()
            }
            Some(_) => Err(Fail { code: Code::InvalidToken, at: Some(i + 1) }.into()),
        }
    }
    fn comment(&mut self) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        let Some(k) = find(t, i + 4, b"--") else { check(t, i + 4, t.len())?; return Err(Stop::Partial) };
        check(t, i + 4, k)?;
        match t.get(k + 2) { None => return Err(Stop::Partial), Some(b'>') => {} Some(_) => return Err(Fail { code: Code::InvalidToken, at: Some(k + 2) }.into()) }
        let e = Event::Comment(newlines(&t[i + 4..k]));
        let item = self.item(e, i, k + 3);
        self.go(k + 3);
        Ok(Some(item))
    }
    fn instruction(&mut self, first: bool) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        let n = name_end(t, i + 2);
        if n >= t.len() { return Err(Stop::Partial); }
        if n == i + 2 { return Err(Fail { code: Code::InvalidToken, at: Some(n) }.into()); }
        let target = text(&t[i + 2..n]);
        let Some(k) = find(t, n, b"?>") else { check(t, n, t.len())?; return Err(Stop::Partial) };
        if !is_space(t[n]) && n != k { return Err(Fail { code: Code::InvalidToken, at: Some(n) }.into()); }
        check(t, n, k)?;
        if target == "xml" {
            if !(first && self.inputs.len() == 1 && self.dropped == 0 && i == 0) { return Err(Fail { code: Code::MisplacedXmlPi, at: Some(i) }.into()); }
            let e = match declaration(&text(&t[n..k])) { Ok(e) => e, Err(at) => return Err(Fail { code: Code::XmlDecl, at: Some(n + at) }.into()) };
            if let Event::XmlDecl { standalone: 1, .. } = e { self.dtd().standalone = true }
            let item = self.item(e, i, k + 2);
            self.go(k + 2);
            return Ok(Some(item));
        }
        if target.eq_ignore_ascii_case("xml") { return Err(Fail { code: Code::InvalidToken, at: Some(n) }.into()); }
        let mut d = n;
        while d < k && is_space(t[d]) { d += 1 }
        let e = Event::Pi { target, data: newlines(&t[d..k]) };
        let item = self.item(e, i, k + 2);
        self.go(k + 2);
        Ok(Some(item))
    }
    fn doctype(&mut self) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        let end = super::dtd::end_of_doctype(t, i).ok_or(Stop::Partial)?;
        let parsed = super::dtd::doctype(&mut self.dtd(), t, i, end, self.parameters);
        // what stands before an error is told first
        let (events, error) = parsed;
        for (e, at, from, to) in events { let mut item = self.item(e, at, at); item.raw = text(&t[from..to]); self.queue.push_back(item) }
        if let Some(f) = error { self.go(end); if self.queue.is_empty() { return Err(f.into()); } return Err(f.into()); }
        self.go(end);
        Ok(None)
    }
    /// An external subset, once it is there as a whole.
    fn whole_subset(&mut self) -> Result<Option<Item>, Stop> {
        if !self.last { return Err(Stop::Partial); }
        let (mut i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        if t[i..].starts_with(b"<?xml") && t.get(i + 5).is_some_and(|b| is_space(*b)) { i = find(t, i, b"?>").map_or(t.len(), |k| k + 2) }
        let (events, error) = super::dtd::subset(&mut self.dtd(), t, i, t.len(), true);
        for (e, at, from, to) in events { let mut item = self.item(e, at, at); item.raw = text(&t[from..to]); self.queue.push_back(item) }
        self.go(t.len());
        match error { Some(f) => Err(f.into()), None => Ok(None) }
    }
    fn cdata_part(&mut self) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        if t[i..].starts_with(b"]]>") { self.cdata = false; let item = self.item(Event::EndCdata, i, i + 3); self.go(i + 3); return Ok(Some(item)); }
        if b"]]>".starts_with(&t[i..]) { return Err(Stop::Partial); }
        let k = find(t, i, b"]]>").unwrap_or_else(|| { let mut k = t.len(); while k > i && t[k - 1] == b']' { k -= 1 } k });
        if k == i { return Err(Stop::Partial); }
        self.text_run(i, k)
    }
    /// Text from `i`, at most to `k`: up to a line's end, or that end.
    fn text_run(&mut self, i: usize, k: usize) -> Result<Option<Item>, Stop> {
        let t = self.top().text.clone();
        let t = &t[..];
        if t[i] == b'\n' || t[i] == b'\r' {
            if t[i] == b'\r' && i + 1 >= t.len() && !self.last && self.inputs.len() == 1 { return Err(Stop::Partial); }
            let n = if t[i..].starts_with(b"\r\n") { 2 } else { 1 };
            let item = self.item(Event::Text("\n".into()), i, i + n);
            self.go(i + n);
            return Ok(Some(item));
        }
        // what has to be converted comes in pieces
        let k = if self.inputs.len() == 1 && !matches!(self.encoding, Some(Encoding::Utf8)) { k.min(i + 1024) } else { k };
        let mut e = i;
        while e < k && t[e] != b'\n' && t[e] != b'\r' {
            let c = char_at(t, e).unwrap_or('\u{ffff}');
            if !allowed(c) { if e == i { return Err(Fail { code: Code::InvalidToken, at: Some(e) }.into()); } break; }
            e += c.len_utf8();
        }
        let item = self.item(Event::Text(text(&t[i..e])), i, e);
        self.go(e);
        Ok(Some(item))
    }
    fn content(&mut self) -> Result<Option<Item>, Stop> {
        let (i, t) = (self.top().at, self.top().text.clone());
        let t = &t[..];
        if self.fragment && self.inputs.len() == 1 && i == 0 && self.dropped == 0 && t.starts_with(b"<?xml") && t.get(5).is_some_and(|b| is_space(*b)) {
            let k = find(t, 0, b"?>").ok_or(Stop::Partial)?;
            self.go(k + 2);
            return Ok(None);
        }
        match t[i] {
            b'<' => match t.get(i + 1) {
                None => Err(Stop::Partial),
                Some(b'/') => self.end_tag(i),
                Some(b'?') => self.instruction(false),
                Some(b'!') => {
                    if t[i..].starts_with(b"<!--") { return self.comment(); }
                    if t[i..].starts_with(b"<![CDATA[") { self.cdata = true; let item = self.item(Event::StartCdata, i, i + 9); self.go(i + 9); return Ok(Some(item)); }
                    if b"<!--".starts_with(&t[i..]) || b"<![CDATA[".starts_with(&t[i..]) { return Err(Stop::Partial); }
                    let same = b"<![CDATA[".iter().zip(&t[i..]).take_while(|(a, b)| a == b).count().max(b"<!--".iter().zip(&t[i..]).take_while(|(a, b)| a == b).count());
                    Err(Fail { code: Code::InvalidToken, at: Some(i + same) }.into())
                }
                Some(_) => self.start_tag(i),
            },
            b'&' => self.reference(i),
            _ => {
                let mut k = i;
                while k < t.len() && t[k] != b'<' && t[k] != b'&' {
                    if t[k] == b']' {
                        if t[k..].starts_with(b"]]>") { if k == i { return Err(Fail { code: Code::InvalidToken, at: Some(k + 2) }.into()); } break; }
                        if b"]]>".starts_with(&t[k..]) && !(self.last && self.inputs.len() == 1) && self.inputs.len() == 1 { if k == i { return Err(Stop::Partial); } break; }
                    }
                    k += 1;
                }
                self.text_run(i, k)
            }
        }
    }
    fn end_tag(&mut self, i: usize) -> Result<Option<Item>, Stop> {
        let t = self.top().text.clone();
        let t = &t[..];
        let n = name_end(t, i + 2);
        let mut k = n;
        while k < t.len() && is_space(t[k]) { k += 1 }
        if k >= t.len() { return Err(Stop::Partial); }
        if n == i + 2 || t[k] != b'>' { return Err(Fail { code: Code::InvalidToken, at: Some(if n == i + 2 { n } else { k }) }.into()); }
        let floor = self.top().depth;
        if self.tags.len() <= floor { return Err(Fail { code: if self.inputs.len() > 1 || self.fragment { Code::AsyncEntity } else { Code::TagMismatch }, at: Some(i) }.into()); }
        let given = &t[i + 2..n];
        if self.tags.last().is_none_or(|(raw, _)| raw.as_bytes() != given) { return Err(Fail { code: Code::TagMismatch, at: Some(i + 2) }.into()); }
        let item = self.close(i, k + 1);
        self.go(k + 1);
        Ok(Some(item))
    }
    /// The innermost element ends.
    fn close(&mut self, from: usize, to: usize) -> Item {
        let name = self.tags.pop().map(|t| t.1).unwrap_or_default();
        let item = self.item(Event::End { name }, from, to);
        if self.scopes.last().is_some_and(|s| s.0 > self.tags.len()) {
            if let Some((_, list)) = self.scopes.pop() { for (p, _) in list.into_iter().rev() { let e = self.item(Event::EndNs { prefix: if p.is_empty() { None } else { Some(p) } }, from, from); self.queue.push_back(e) } }
        }
        if self.tags.is_empty() && !self.fragment { self.state = State::Epilog }
        item
    }
    fn start_tag(&mut self, i: usize) -> Result<Option<Item>, Stop> {
        let t = self.top().text.clone();
        let t = &t[..];
        let invalid = |at: usize| -> Stop { if at >= t.len() { Stop::Partial } else { Fail { code: Code::InvalidToken, at: Some(at) }.into() } };
        let n = name_end(t, i + 1);
        if n == i + 1 { return Err(invalid(n)); }
        let raw = text(&t[i + 1..n]);
        if self.separated && (raw.ends_with(':') || raw.starts_with(':') || raw.matches(':').count() > 1) { return Err(invalid(n)); }
        let mut found: Vec<(usize, String, usize, usize)> = vec![];
        let (mut k, empty);
        k = n;
        loop {
            let before = k;
            while k < t.len() && is_space(t[k]) { k += 1 }
            match t.get(k) {
                None => return Err(Stop::Partial),
                Some(b'>') => { empty = false; k += 1; break; }
                Some(b'/') => { if t.get(k + 1) != Some(&b'>') { return Err(invalid(k + 1)); } empty = true; k += 2; break; }
                Some(_) if before == k => return Err(invalid(k)),
                Some(_) => {}
            }
            let e = name_end(t, k);
            if e == k { return Err(invalid(k)); }
            let name = text(&t[k..e]);
            let mut v = e;
            while v < t.len() && is_space(t[v]) { v += 1 }
            if t.get(v) != Some(&b'=') { return Err(invalid(v)); }
            v += 1;
            while v < t.len() && is_space(t[v]) { v += 1 }
            let Some(q @ (b'"' | b'\'')) = t.get(v).copied() else { return Err(invalid(v)) };
            let mut z = v + 1;
            loop {
                match t.get(z) {
                    None => return Err(Stop::Partial),
                    Some(b) if *b == q => break,
                    Some(b'<') => return Err(invalid(z)),
                    Some(_) => { let c = char_at(t, z).unwrap_or('\u{ffff}'); if !allowed(c) { return Err(invalid(z)); } z += c.len_utf8() }
                }
            }
            found.push((k, name, v + 1, z));
            k = z + 1;
        }
        // the values, after the whole tag is known to be one
        let mut attrs: Vec<(String, String)> = vec![];
        for (at, name, from, to) in &found {
            if attrs.iter().any(|a| a.0 == *name) { return Err(Fail { code: Code::DuplicateAttribute, at: Some(*at) }.into()); }
            let kind = self.dtd().kind(&raw, name);
            let mut out = String::new();
            let d = self.dtd.clone();
            super::dtd::attribute_value(&mut d.lock().unwrap_or_else(|e| e.into_inner()), &t[*from..*to], *from, &mut out, 0)?;
            if kind.is_some_and(|k| k != "CDATA") { out = out.split(' ').filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ") }
            attrs.push((name.clone(), out))
        }
        let specified = attrs.len();
        let defaults = self.dtd().defaults(&raw);
        for (name, value) in defaults { if !attrs.iter().any(|a| a.0 == name) { attrs.push((name, value)) } }
        let mut name = raw.clone();
        let mut specified = specified;
        let mut decls = vec![];
        if self.separated {
            let mut rest = vec![];
            for (k, (n, v)) in attrs.into_iter().enumerate() {
                let prefix = if n == "xmlns" { Some("") } else { n.strip_prefix("xmlns:") };
                match prefix {
                    Some(p) => {
                        let bad = match p { "xml" if v != XML_NS => Some(Code::ReservedPrefixXml), "xmlns" => Some(Code::ReservedPrefixXmlns), _ if v == XML_NS && p != "xml" || v == "http://www.w3.org/2000/xmlns/" => Some(Code::ReservedNamespaceUri), _ if v.is_empty() && !p.is_empty() => Some(Code::UnboundPrefix), _ => None };
                        if let Some(code) = bad { return Err(Fail { code, at: Some(i) }.into()); }
                        if k < specified.max(found.len()) && k < found.len() { specified -= 1 }
                        decls.push((p.to_string(), if v.is_empty() { None } else { Some(v) }))
                    }
                    None => rest.push((n, v)),
                }
            }
            if !decls.is_empty() { self.scopes.push((self.tags.len() + 1, decls.clone())) }
            name = self.expanded(&raw, true, i)?;
            attrs = vec![];
            for (n, v) in rest {
                let x = self.expanded(&n, false, i)?;
                if attrs.iter().any(|a: &(String, String)| a.0 == x) { return Err(Fail { code: Code::DuplicateAttribute, at: Some(i) }.into()); }
                attrs.push((x, v))
            }
        }
        for (p, u) in decls { let e = self.item(Event::StartNs { prefix: if p.is_empty() { None } else { Some(p) }, uri: u }, i, i); self.queue.push_back(e) }
        let item = self.item(Event::Start { name: name.clone(), attrs, specified }, i, k);
        self.queue.push_back(item);
        self.tags.push((raw, name));
        if empty { let e = self.close(k, k); let tail: Vec<Item> = { let n = self.queue.iter().rev().take_while(|q| matches!(q.event, Event::EndNs { .. })).count(); let at = self.queue.len() - n; self.queue.split_off(at).into() }; self.queue.push_back(e); self.queue.extend(tail) }
        self.go(k);
        Ok(None)
    }
    /// A name with its namespace in front.
    fn expanded(&self, raw: &str, element: bool, at: usize) -> Res<String> {
        let (prefix, local) = match raw.split_once(':') { Some((p, l)) => (p, l), None if element => ("", raw), None => return Ok(raw.to_string()) };
        if prefix == "xmlns" { return fail(Code::ReservedPrefixXmlns, at); }
        let uri = if prefix == "xml" { Some(XML_NS.to_string()) } else { self.scopes.iter().rev().flat_map(|s| s.1.iter()).find(|d| d.0 == prefix).and_then(|d| d.1.clone()) };
        let Some(uri) = uri else { return if prefix.is_empty() { Ok(raw.to_string()) } else { fail(Code::UnboundPrefix, at) } };
        let mut s = uri;
        if let Some(c) = self.separator { s.push(c) }
        s.push_str(local);
        if self.prefixes && !prefix.is_empty() { if let Some(c) = self.separator { s.push(c); s.push_str(prefix) } }
        Ok(s)
    }
    fn reference(&mut self, i: usize) -> Result<Option<Item>, Stop> {
        let t = self.top().text.clone();
        let t = &t[..];
        let r = super::dtd::reference(t, i)?;
        let Some((r, k)) = r else { return Err(Stop::Partial) };
        match r {
            super::dtd::Ref::Char(c) => { let mut s = String::new(); s.push(c); let item = self.item(Event::Text(s), i, k); self.go(k); Ok(Some(item)) }
            super::dtd::Ref::Entity(name) => {
                let (found, lax) = { let d = self.dtd(); (d.general.get(&name).cloned(), d.lax()) };
                let Some(e) = found else {
                    if !lax { return Err(Fail { code: Code::UndefinedEntity, at: Some(i) }.into()); }
                    let item = self.item(Event::Skipped { name, parameter: false }, i, k);
                    self.go(k);
                    return Ok(Some(item));
                };
                if e.open { return Err(Fail { code: Code::RecursiveEntityRef, at: Some(i) }.into()); }
                if e.notation.is_some() { return Err(Fail { code: Code::BinaryEntityRef, at: Some(i) }.into()); }
                match e.value {
                    Some(v) if self.expand => {
                        self.item(Event::Other, i, k);
                        self.go(k);
                        self.expanded += v.len();
                        if self.expanded > 8 << 20 && self.expanded / self.fed.max(1) >= 100 { return Err(Fail { code: Code::Amplification, at: Some(i) }.into()); }
                        self.dtd().open(&name);
                        let depth = self.tags.len();
                        self.inputs.push(Input { text: Arc::new(v.into_bytes()), at: 0, entity: Some(name), depth });
                        Ok(None)
                    }
                    Some(_) => { let item = self.item(Event::Reference, i, k); self.go(k); Ok(Some(item)) }
                    None => { let item = self.item(Event::External { context: Some(name), system: e.system, public: e.public }, i, k); self.go(k); Ok(Some(item)) }
                }
            }
        }
    }
    /// Whether everything was read.
    pub fn over(&self) -> bool { self.state == State::Over }
}
const XML_NS: &str = "http://www.w3.org/XML/1998/namespace";
impl Encoding {
    pub fn named(name: &str) -> Option<Encoding> {
        Some(match name.to_ascii_lowercase().as_str() { "utf-8" => Encoding::Utf8, "us-ascii" => Encoding::Ascii, "iso-8859-1" => Encoding::Latin1, "utf-16" | "utf-16be" => Encoding::Utf16 { big: true }, "utf-16le" => Encoding::Utf16 { big: false }, _ => return None })
    }
}
/// Characters that no document may hold.
fn check(t: &[u8], from: usize, to: usize) -> Res<()> {
    let mut i = from;
    while i < to { let Some(c) = char_at(t, i) else { break }; if !allowed(c) { return fail(Code::InvalidToken, i); } i += c.len_utf8() }
    Ok(())
}
/// What `<?xml …?>` says; Err: how far it could be read.
fn declaration(s: &str) -> Result<Event, usize> {
    let (mut version, mut encoding, mut standalone) = (None, None, -1);
    let mut rest = s;
    let at = |r: &str| s.len() - r.len();
    let mut stage = 0;
    loop {
        let r = rest.trim_start_matches(SPACES);
        if r.is_empty() { break; }
        if r.len() == rest.len() { return Err(at(rest)); }
        let n = r.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(r.len());
        let name = &r[..n];
        let v = r[n..].trim_start_matches(SPACES).strip_prefix('=').ok_or(at(r))?.trim_start_matches(SPACES);
        let q = v.chars().next().filter(|q| *q == '"' || *q == '\'').ok_or(at(v))?;
        let end = v[1..].find(q).ok_or(at(v))?;
        let value = &v[1..1 + end];
        match name {
            "version" if stage == 0 => { version = Some(value.to_string()); stage = 1 }
            "encoding" if stage == 1 => { encoding = Some(value.to_string()); stage = 2 }
            "standalone" if stage == 1 || stage == 2 => { standalone = match value { "yes" => 1, "no" => 0, _ => return Err(at(v) + 1) }; stage = 3 }
            _ => return Err(at(r)),
        }
        rest = &v[end + 2..];
    }
    if version.is_none() { return Err(s.len()); }
    Ok(Event::XmlDecl { version, encoding, standalone })
}
