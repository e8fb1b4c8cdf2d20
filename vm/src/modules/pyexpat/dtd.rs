//! Document type declarations, and the references that they give a meaning to.
use super::scan::{fail, find, is_space, name_char, name_end, newlines, char_at, text, Code, Event, Fail, Model, Res};
use std::collections::HashMap;

#[derive(Clone, Debug, Default)]
pub struct Entity { pub value: Option<String>, pub system: Option<String>, pub public: Option<String>, pub notation: Option<String>, /// it is being expanded
    pub open: bool }
#[derive(Debug, Default)]
pub struct Dtd {
    pub general: HashMap<String, Entity>,
    pub parameter: HashMap<String, Entity>,
    /// element → attributes: name, type, default
    attributes: HashMap<String, Vec<(String, String, Option<String>)>>,
    pub standalone: bool,
    /// there are declarations outside that may not have been read
    pub external: bool,
    /// declarations no longer count
    unsure: bool,
}
impl Dtd {
    /// Undefined entities may be defined elsewhere.
    pub fn lax(&self) -> bool { self.external && !self.standalone }
    pub fn open(&mut self, name: &str) { if let Some(e) = self.general.get_mut(name) { e.open = true } }
    pub fn close(&mut self, name: &str) { if let Some(e) = self.general.get_mut(name) { e.open = false } }
    pub fn kind(&self, element: &str, name: &str) -> Option<String> { self.attributes.get(element)?.iter().find(|a| a.0 == name).map(|a| a.1.clone()) }
    pub fn defaults(&self, element: &str) -> Vec<(String, String)> { self.attributes.get(element).map_or(vec![], |l| l.iter().filter_map(|a| Some((a.0.clone(), a.2.clone()?))).collect()) }
}
pub enum Ref { Char(char), Entity(String) }
/// The reference at `i`, and where it ends. None: it does not.
pub fn reference(t: &[u8], i: usize) -> Res<Option<(Ref, usize)>> {
    if t.get(i + 1) == Some(&b'#') {
        let hex = t.get(i + 2) == Some(&b'x');
        let from = i + if hex { 3 } else { 2 };
        let mut k = from;
        while k < t.len() && if hex { t[k].is_ascii_hexdigit() } else { t[k].is_ascii_digit() } { k += 1 }
        if k >= t.len() { return Ok(None); }
        if k == from || t[k] != b';' { return fail(Code::InvalidToken, k); }
        let n = u32::from_str_radix(&text(&t[from..k]), if hex { 16 } else { 10 }).unwrap_or(u32::MAX);
        let c = char::from_u32(n).filter(|c| (*c >= ' ' || matches!(c, '\t' | '\n' | '\r')) && !matches!(c, '\u{fffe}' | '\u{ffff}'));
        return match c { Some(c) => Ok(Some((Ref::Char(c), k + 1))), None => fail(Code::BadCharRef, i) };
    }
    let k = name_end(t, i + 1);
    if k >= t.len() { return Ok(None); }
    if k == i + 1 || t[k] != b';' { return fail(Code::InvalidToken, k); }
    let c = match &t[i + 1..k] { b"lt" => '<', b"gt" => '>', b"amp" => '&', b"quot" => '"', b"apos" => '\'', n => return Ok(Some((Ref::Entity(text(n)), k + 1))) };
    Ok(Some((Ref::Char(c), k + 1)))
}
/// An attribute's value with its references resolved and white space made spaces. `base`: where it stands.
pub fn attribute_value(d: &mut Dtd, t: &[u8], base: usize, out: &mut String, depth: usize) -> Res<()> {
    if depth > 64 || out.len() > 64 << 20 { return fail(Code::Amplification, base); }
    let mut i = 0;
    while i < t.len() {
        match t[i] {
            b'&' => match reference(t, i).map_err(|f| Fail { at: f.at.map(|a| if depth == 0 { a + base } else { base }), ..f })? {
                None => return fail(Code::InvalidToken, if depth == 0 { base + t.len() } else { base }),
                Some((Ref::Char(c), k)) => { out.push(c); i = k }
                Some((Ref::Entity(n), k)) => {
                    let at = if depth == 0 { base + i } else { base };
                    let Some(e) = d.general.get(&n).cloned() else { if d.lax() { i = k; continue; } return fail(Code::UndefinedEntity, at) };
                    if e.open { return fail(Code::RecursiveEntityRef, at); }
                    if e.notation.is_some() { return fail(Code::BinaryEntityRef, at); }
                    let Some(v) = e.value else { return fail(Code::AttributeExternalEntityRef, at) };
                    if v.contains('<') { return fail(Code::InvalidToken, at); }
                    d.open(&n);
                    let r = attribute_value(d, v.as_bytes(), at, out, depth + 1);
                    d.close(&n);
                    r?;
                    i = k
                }
            },
            b'\r' if t.get(i + 1) == Some(&b'\n') => { out.push(' '); i += 2 }
            b if is_space(b) => { out.push(' '); i += 1 }
            _ => { let c = char_at(t, i).unwrap_or('\u{fffd}'); out.push(c); i += c.len_utf8() }
        }
    }
    Ok(())
}
/// End of the declaration `<!DOCTYPE` at `i`. None: it is not complete.
pub fn end_of_doctype(t: &[u8], i: usize) -> Option<usize> {
    let (mut k, mut inside) = (i + 9, false);
    loop {
        match *t.get(k)? {
            b'"' | b'\'' => { let q = t[k]; k += 1; while *t.get(k)? != q { k += 1 } }
            b'<' if inside && t[k..].starts_with(b"<!--") => k = find(t, k + 4, b"-->")? + 2,
            b'<' if inside && t[k..].starts_with(b"<?") => k = find(t, k + 2, b"?>")? + 1,
            b'[' => inside = true,
            b']' => inside = false,
            b'>' if !inside => return Some(k + 1),
            _ => {}
        }
        k += 1;
    }
}
/// Event, its place, the text it stands for.
type Events = Vec<(Event, usize, usize, usize)>;
/// The declaration at `i..end`: its events, up to an error if there is one.
pub fn doctype(d: &mut Dtd, t: &[u8], i: usize, end: usize, parameters: bool) -> (Events, Option<Fail>) {
    let mut p = Parser { d, t, at: i + 9, end, events: vec![], parameters, depth: 0, base: None, token: i };
    let r = p.doctype(i);
    (p.events, r.err())
}
/// An external subset, or a parameter entity's text.
pub fn subset(d: &mut Dtd, t: &[u8], i: usize, end: usize, parameters: bool) -> (Events, Option<Fail>) {
    let mut p = Parser { d, t, at: i, end, events: vec![], parameters, depth: 0, base: None, token: i };
    let r = p.declarations(true);
    (p.events, r.err())
}
struct Parser<'a> { d: &'a mut Dtd, t: &'a [u8], at: usize, end: usize, events: Events, parameters: bool, depth: usize, /// place of the reference whose text this is
    base: Option<usize>, /// the last token that was read
    token: usize }
impl Parser<'_> {
    fn fail<V>(&self, code: Code) -> Res<V> { fail(code, self.base.unwrap_or(self.at)) }
    fn peek(&self) -> u8 { if self.at < self.end { self.t[self.at] } else { 0 } }
    fn starts(&self, s: &[u8]) -> bool { self.t[self.at..self.end].starts_with(s) }
    fn space(&mut self) -> bool { let from = self.at; while self.at < self.end && is_space(self.t[self.at]) { self.at += 1 } self.at > from }
    fn must_space(&mut self) -> Res<()> { if self.space() { Ok(()) } else { self.fail(Code::InvalidToken) } }
    fn name(&mut self) -> Res<String> { let k = name_end(self.t, self.at).min(self.end); if k == self.at { return self.fail(Code::Syntax); } let n = text(&self.t[self.at..k]); self.token = self.at; self.at = k; Ok(n) }
    fn nmtoken(&mut self) -> Res<String> { let from = self.at; while let Some(c) = char_at(self.t, self.at).filter(|c| name_char(*c) && self.at < self.end) { self.at += c.len_utf8() } if self.at == from { return self.fail(Code::Syntax); } Ok(text(&self.t[from..self.at])) }
    fn literal(&mut self) -> Res<&[u8]> {
        let q = self.peek();
        if q != b'"' && q != b'\'' { return self.fail(Code::Syntax); }
        self.token = self.at;
        let from = self.at + 1;
        let Some(n) = self.t[from..self.end].iter().position(|b| *b == q) else { return self.fail(Code::UnclosedToken) };
        self.at = from + n + 1;
        Ok(&self.t[from..from + n])
    }
    fn push(&mut self, e: Event, from: usize) { self.push_at(e, from, from) }
    fn push_at(&mut self, e: Event, place: usize, from: usize) { let (place, from, to) = match self.base { Some(b) => (b, b, b), None => (place, from, self.at) }; self.events.push((e, place, from, to)) }
    /// `SYSTEM "…"` or `PUBLIC "…" "…"`; the system part may be left out where `lax`.
    fn external(&mut self, lax: bool) -> Res<(Option<String>, Option<String>)> {
        if self.starts(b"SYSTEM") { self.at += 6; self.must_space()?; let s = text(self.literal()?); return Ok((Some(s), None)); }
        if self.starts(b"PUBLIC") {
            self.at += 6;
            self.must_space()?;
            let p = text(self.literal()?).split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            let spaced = self.space();
            if matches!(self.peek(), b'"' | b'\'') { if !spaced { return self.fail(Code::Syntax); } let s = text(self.literal()?); return Ok((Some(s), Some(p))); }
            if lax { return Ok((None, Some(p))); }
            return self.fail(Code::Syntax);
        }
        self.fail(Code::Syntax)
    }
    fn doctype(&mut self, start: usize) -> Res<()> {
        self.must_space()?;
        let name = self.name()?;
        let spaced = self.space();
        let (mut system, mut public) = (None, None);
        if matches!(self.peek(), b'S' | b'P') && spaced { (system, public) = self.external(false)?; self.space(); }
        let internal = self.peek() == b'[';
        let outside = system.is_some();
        if outside { self.d.external = true }
        let head = self.at;
        if outside && !self.parameters && !self.d.standalone { let t = self.token; self.events.push((Event::NotStandalone, t, t, t)) }
        self.events.push((Event::StartDoctype { name, system: system.clone(), public: public.clone(), internal }, head, start, head));
        if internal {
            self.at += 1;
            self.declarations(false)?;
            if self.peek() != b']' { return self.fail(Code::Syntax); }
            self.at += 1;
            self.space();
        }
        if self.peek() != b'>' { return self.fail(Code::Syntax); }
        let from = self.at;
        self.at += 1;
        if outside {
            if self.parameters {
                self.events.push((Event::External { context: None, system, public }, from, from, from));
                if !self.d.standalone { self.events.push((Event::NotStandalone, from, from, from)) }
            }
        }
        self.push(Event::EndDoctype, from);
        Ok(())
    }
    fn declarations(&mut self, outer: bool) -> Res<()> {
        loop {
            let from = self.at;
            if self.space() { self.push(Event::Other, from) }
            if self.at >= self.end { return Ok(()); }
            let from = self.at;
            match self.peek() {
                b']' if !outer || self.starts(b"]]>") => return Ok(()),
                b'%' => self.parameter_reference()?,
                b'<' if self.starts(b"<!--") => { let Some(k) = find(self.t, self.at + 4, b"-->") else { return self.fail(Code::UnclosedToken) }; let c = newlines(&self.t[self.at + 4..k]); self.at = k + 3; self.push(Event::Comment(c), from) }
                b'<' if self.starts(b"<?") => {
                    let Some(k) = find(self.t, self.at, b"?>") else { return self.fail(Code::UnclosedToken) };
                    self.at += 2;
                    let target = self.name()?;
                    self.space();
                    let data = newlines(&self.t[self.at.min(k)..k]);
                    self.at = k + 2;
                    self.push(Event::Pi { target, data }, from)
                }
                b'<' if self.starts(b"<!ENTITY") => { self.at += 8; self.entity(from)? }
                b'<' if self.starts(b"<!ELEMENT") => { self.at += 9; self.element(from)? }
                b'<' if self.starts(b"<!ATTLIST") => { self.at += 9; self.attlist(from)? }
                b'<' if self.starts(b"<!NOTATION") => { self.at += 10; self.notation(from)? }
                b'<' if self.starts(b"<![") => {
                    self.at += 3;
                    self.space();
                    let word = if self.peek() == b'%' { let n = { self.at += 1; self.name()? }; self.at += 1; self.d.parameter.get(&n).and_then(|e| e.value.clone()).unwrap_or_default().trim().to_string() } else { self.name()? };
                    self.space();
                    if self.peek() != b'[' { return self.fail(Code::Syntax); }
                    self.at += 1;
                    if word == "INCLUDE" { self.declarations(true)?; if !self.starts(b"]]>") { return self.fail(Code::Syntax); } self.at += 3 }
                    else {
                        let mut open = 1;
                        while open > 0 { if self.at >= self.end { return self.fail(Code::UnclosedToken); } if self.starts(b"<![") { open += 1; self.at += 3 } else if self.starts(b"]]>") { open -= 1; self.at += 3 } else { self.at += 1 } }
                    }
                }
                _ => return self.fail(if self.peek() == b'<' || self.peek() == b'&' { Code::InvalidToken } else { Code::Syntax }),
            }
        }
    }
    fn parameter_reference(&mut self) -> Res<()> {
        let from = self.at;
        self.at += 1;
        let k = name_end(self.t, self.at);
        if k == self.at || self.t.get(k) != Some(&b';') { self.at = k; return self.fail(Code::InvalidToken); }
        let name = text(&self.t[self.at..k]);
        self.at = k + 1;
        if !self.parameters {
            // nothing behind the reference is known, so what follows may have been declared there already
            self.d.external = true;
            self.d.unsure = !self.d.standalone;
            if !self.d.standalone { self.push(Event::NotStandalone, from) } else { self.push(Event::Other, from) }
            return Ok(());
        }
        let e = self.d.parameter.get(&name).cloned();
        match e {
            Some(Entity { value: Some(v), open: false, .. }) if self.depth < 32 => {
                if let Some(e) = self.d.parameter.get_mut(&name) { e.open = true }
                let mut p = Parser { d: self.d, t: v.as_bytes(), at: 0, end: v.len(), events: vec![], parameters: self.parameters, depth: self.depth + 1, base: Some(self.base.unwrap_or(from)), token: 0 };
                let r = p.declarations(true);
                let events = p.events;
                self.events.extend(events);
                if let Some(e) = self.d.parameter.get_mut(&name) { e.open = false }
                r
            }
            Some(Entity { open: true, .. }) => { self.at = from; self.fail(Code::RecursiveEntityRef) }
            Some(e) => { self.d.external = true; self.push(Event::External { context: Some(name), system: e.system, public: e.public }, from); Ok(()) }
            _ => { self.d.external = true; self.push(Event::Skipped { name, parameter: true }, from); Ok(()) }
        }
    }
    fn close(&mut self) -> Res<()> { self.space(); if self.peek() != b'>' { return self.fail(Code::Syntax); } self.at += 1; Ok(()) }
    fn entity(&mut self, from: usize) -> Res<()> {
        self.must_space()?;
        let parameter = self.peek() == b'%';
        if parameter { self.at += 1; self.must_space()? }
        let name = self.name()?;
        self.must_space()?;
        let mut e = Entity::default();
        if matches!(self.peek(), b'"' | b'\'') {
            let base = self.at + 1;
            let raw = newlines(self.literal()?);
            e.value = Some(self.entity_value(&raw, base)?)
        } else {
            (e.system, e.public) = self.external(false)?;
            let spaced = self.space();
            if !parameter && self.starts(b"NDATA") { if !spaced { return self.fail(Code::Syntax); } self.at += 5; self.must_space()?; e.notation = Some(self.name()?) }
        }
        self.close()?;
        let (value, system, public, notation) = (e.value.clone(), e.system.clone(), e.public.clone(), e.notation.clone());
        let unsure = self.d.unsure;
        let table = if parameter { &mut self.d.parameter } else { &mut self.d.general };
        let fresh = !unsure && !table.contains_key(&name);
        if fresh { table.insert(name.clone(), e); }
        if fresh { let t = self.token; self.push_at(Event::EntityDecl { name, parameter, value, system, public, notation }, t, from) } else { self.push(Event::Other, from) }
        Ok(())
    }
    /// Character and parameter references of an entity's text are resolved where it is declared, others where it is used.
    fn entity_value(&mut self, raw: &str, base: usize) -> Res<String> {
        let t = raw.as_bytes();
        let (mut out, mut i) = (String::new(), 0);
        while i < t.len() {
            match t[i] {
                b'&' if t.get(i + 1) == Some(&b'#') => match reference(t, i).map_err(|f| Fail { at: f.at.map(|a| a + base), ..f })? { Some((Ref::Char(c), k)) => { out.push(c); i = k } _ => return fail(Code::InvalidToken, base + i) },
                b'&' => { let k = name_end(t, i + 1); if k == i + 1 || t.get(k) != Some(&b';') { return fail(Code::InvalidToken, base + k); } out.push_str(&raw[i..=k]); i = k + 1 }
                b'%' => {
                    let k = name_end(t, i + 1);
                    if k == i + 1 || t.get(k) != Some(&b';') { return fail(Code::InvalidToken, base + k); }
                    if let Some(v) = self.d.parameter.get(&raw[i + 1..k]).and_then(|e| e.value.clone()) { out.push_str(&v) }
                    i = k + 1
                }
                _ => { let c = char_at(t, i).unwrap_or('\u{fffd}'); out.push(c); i += c.len_utf8() }
            }
        }
        Ok(out)
    }
    fn element(&mut self, from: usize) -> Res<()> {
        self.must_space()?;
        let name = self.name()?;
        self.must_space()?;
        let model = if self.starts(b"EMPTY") { self.token = self.at; self.at += 5; Model::Group(1, 0, vec![]) } else if self.starts(b"ANY") { self.token = self.at; self.at += 3; Model::Group(2, 0, vec![]) } else { self.group(0)? };
        self.close()?;
        let t = self.token;
        self.push_at(Event::ElementDecl { name, model }, t, from);
        Ok(())
    }
    fn quantifier(&mut self) -> u8 { let q = match self.peek() { b'?' => 1, b'*' => 2, b'+' => 3, _ => 0 }; if q > 0 { self.at += 1 } q }
    fn group(&mut self, depth: usize) -> Res<Model> {
        if self.peek() != b'(' || depth > 200 { return self.fail(Code::Syntax); }
        self.at += 1;
        self.space();
        let mut items = vec![];
        if self.starts(b"#PCDATA") {
            self.at += 7;
            loop {
                self.space();
                match self.peek() { b'|' => { self.at += 1; self.space(); let n = self.name()?; items.push(Model::Leaf(4, 0, n)) } b')' => break, _ => return self.fail(Code::Syntax) }
            }
            self.token = self.at;
            self.at += 1;
            let q = if self.peek() == b'*' { self.at += 1; 2 } else if items.is_empty() { 0 } else { return self.fail(Code::Syntax) };
            return Ok(Model::Group(3, q, items));
        }
        let mut by = 0;
        loop {
            self.space();
            if self.peek() == b'(' { let g = self.group(depth + 1)?; items.push(g) } else { let n = self.name()?; let q = self.quantifier(); items.push(Model::Leaf(4, q, n)) }
            self.space();
            match self.peek() { b')' => break, c @ (b'|' | b',') if by == 0 || by == c => { by = c; self.at += 1 } _ => return self.fail(Code::Syntax) }
        }
        self.token = self.at;
        self.at += 1;
        let q = self.quantifier();
        Ok(Model::Group(if by == b'|' { 5 } else { 6 }, q, items))
    }
    fn attlist(&mut self, mut from: usize) -> Res<()> {
        self.must_space()?;
        let element = self.name()?;
        loop {
            let spaced = self.space();
            if self.peek() == b'>' { self.at += 1; break; }
            if !spaced { return self.fail(Code::InvalidToken); }
            let name = self.name()?;
            self.must_space()?;
            let list = |p: &mut Self, names: bool| -> Res<String> {
                p.at += 1;
                let mut v = vec![];
                loop { p.space(); v.push(if names { p.name()? } else { p.nmtoken()? }); p.space(); match p.peek() { b'|' => p.at += 1, b')' => { p.at += 1; break; } _ => return p.fail(Code::Syntax) } }
                Ok(format!("({})", v.join("|")))
            };
            let kind = if self.peek() == b'(' { list(self, false)? } else {
                let n = self.name()?;
                match n.as_str() {
                    "CDATA" | "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS" => n,
                    "NOTATION" => { self.must_space()?; if self.peek() != b'(' { return self.fail(Code::Syntax); } format!("NOTATION{}", list(self, true)?) }
                    _ => return self.fail(Code::Syntax),
                }
            };
            self.must_space()?;
            let (mut default, mut required) = (None, false);
            self.token = self.at;
            if self.starts(b"#REQUIRED") { self.at += 9; required = true }
            else if self.starts(b"#IMPLIED") { self.at += 8 }
            else {
                if self.starts(b"#FIXED") { self.at += 6; self.must_space()?; required = true }
                let base = self.at + 1;
                let raw = self.literal()?.to_vec();
                let mut out = String::new();
                attribute_value(self.d, &raw, base, &mut out, 0)?;
                if kind != "CDATA" { out = out.split(' ').filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ") }
                default = Some(out)
            }
            if self.d.unsure { from = self.at; continue; }
            let known = self.d.attributes.entry(element.clone()).or_default();
            if !known.iter().any(|a| a.0 == name) { known.push((name.clone(), kind.clone(), default.clone())) }
            let t = self.token;
            self.push_at(Event::AttlistDecl { element: element.clone(), name, kind, default, required }, t, from);
            from = self.at
        }
        Ok(())
    }
    fn notation(&mut self, from: usize) -> Res<()> {
        self.must_space()?;
        let name = self.name()?;
        self.must_space()?;
        let (system, public) = self.external(true)?;
        self.close()?;
        let t = if system.is_some() { self.token } else { self.at - 1 };
        self.push_at(Event::NotationDecl { name, system, public }, t, from);
        Ok(())
    }
}
