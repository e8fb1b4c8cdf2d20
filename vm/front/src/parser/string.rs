//! Literals: numbers, strings with their escapes, f-strings.
use super::*;
use fora_ir::Const;
use num_bigint::BigInt;

/// Value of a numeric literal. An error carries the number of digits of a decimal one that is too long.
pub fn number(raw: &str) -> Result<Const, usize> {
    let clean: std::borrow::Cow<str> = if raw.contains('_') { raw.replace('_', "").into() } else { raw.into() };
    let s = clean.as_ref();
    let b = s.as_bytes();
    if b.len() > 2 && b[0] == b'0' {
        let radix = match b[1] { b'x' | b'X' => 16, b'o' | b'O' => 8, b'b' | b'B' => 2, _ => 0 };
        if radix != 0 {
            return Ok(match i64::from_str_radix(&s[2..], radix) {
                Ok(n) => Const::Int(n),
                Err(_) => Const::BigInt(BigInt::parse_bytes(s[2..].as_bytes(), radix).unwrap_or_default().to_string()),
            });
        }
    }
    if let Some(im) = s.strip_suffix(['j', 'J']) {
        return Ok(Const::Complex(0f64.to_bits(), im.parse::<f64>().unwrap_or(0.0).to_bits()));
    }
    if s.contains(['.', 'e', 'E']) { return Ok(Const::Float(s.parse::<f64>().unwrap_or(0.0).to_bits())); }
    if let Ok(n) = s.parse::<i64>() { return Ok(Const::Int(n)); }
    let t = s.trim_start_matches('0');
    if t.len() > 4300 { return Err(t.len()); }
    Ok(if t.is_empty() { Const::Int(0) } else { Const::BigInt(t.to_string()) })
}

/// Appends a code point in WTF-8 (surrogates take three bytes).
pub fn push_wtf8(out: &mut Vec<u8>, cp: u32) {
    match char::from_u32(cp) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[0xe0 | (cp >> 12) as u8, 0x80 | (cp >> 6 & 0x3f) as u8, 0x80 | (cp & 0x3f) as u8]),
    }
}

/// What the pieces of a literal have in common.
struct Piece { bytes: bool, unicode: bool }

impl<'a> Parser<'a> {
    pub(super) fn number(&mut self, t: Token) -> Res<Const> {
        let raw = self.slice(t.span());
        match number(raw) {
            Ok(c) => Ok(c),
            Err(digits) => {
                let msg = format!("Exceeds the limit (4300 digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.");
                let mut f = Fault::syntax(msg, Span::new(t.start, t.start));
                f.no_end = true;
                Err(f)
            }
        }
    }

    /// `strings`: adjacent literals, f-strings among them.
    pub(super) fn strings(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first_raw = self.slice(self.tok().span());
        let mut values: Vec<Expr> = vec![];
        let mut text: Vec<u8> = vec![];
        let mut text_span: Option<Span> = None;
        let mut kind: Option<Piece> = None;
        let mut joined = false;
        let mut bytes_first: Option<bool> = None;
        loop {
            let t = self.tok();
            match t.kind {
                T::String => {
                    self.bump();
                    let raw = self.slice(t.span());
                    let q = raw.find(['"', '\'']).unwrap_or(0);
                    let prefix = &raw.as_bytes()[..q];
                    let has = |c: u8| prefix.iter().any(|x| x.eq_ignore_ascii_case(&c));
                    let bytes = has(b'b');
                    if *bytes_first.get_or_insert(bytes) != bytes {
                        return self.mixed();
                    }
                    if kind.is_none() { kind = Some(Piece { bytes, unicode: first_raw.starts_with('u') }); }
                    let body = &raw[q..];
                    let n = if body.len() >= 6 && (body.starts_with("\"\"\"") || body.starts_with("'''")) { 3 } else { 1 };
                    let inner = body.get(n..body.len().saturating_sub(n)).unwrap_or("");
                    let at = t.start + (q + n) as u32;
                    self.decode(inner, at, bytes, has(b'r'), false, t.span(), &mut text)?;
                    text_span = Some(text_span.map_or(t.span(), |s| s.to(t.span())));
                }
                T::FStart => {
                    if *bytes_first.get_or_insert(false) {
                        return self.mixed();
                    }
                    if kind.is_none() { kind = Some(Piece { bytes: false, unicode: false }); }
                    joined = true;
                    self.fstring(&mut values, &mut text, &mut text_span)?;
                }
                _ => break,
            }
        }
        let span = self.span_from(start);
        let k = kind.unwrap_or(Piece { bytes: false, unicode: false });
        if !joined {
            let c = if k.bytes { Const::Bytes(text) } else { Const::Str(text) };
            return Ok(Expr::new(span, ExprKind::Const(c, k.unicode)));
        }
        if !text.is_empty() {
            values.push(Expr::new(text_span.unwrap_or(span), ExprKind::Const(Const::Str(text), k.unicode)));
        }
        Ok(Expr::new(span, ExprKind::Joined(values)))
    }
    /// Bytes beside text: reported at the token after the literals.
    fn mixed<X>(&mut self) -> Res<X> {
        let mut depth = 0;
        loop {
            match self.peek() {
                T::FStart => depth += 1,
                T::FEnd => depth -= 1,
                T::String => {}
                T::End | T::Error => break,
                _ if depth > 0 => {}
                _ => break,
            }
            self.bump();
        }
        self.fail("cannot mix bytes and nonbytes literals")
    }

    /// One f-string from its start token; literal text collects in `text`, fields go to `values`.
    fn fstring(&mut self, values: &mut Vec<Expr>, text: &mut Vec<u8>, text_span: &mut Option<Span>) -> Res<()> {
        self.bump();
        self.fields(T::FEnd, values, text, text_span)?;
        self.bump();
        Ok(())
    }
    fn fields(&mut self, end: T, values: &mut Vec<Expr>, text: &mut Vec<u8>, text_span: &mut Option<Span>) -> Res<()> {
        loop {
            let t = self.tok();
            match t.kind {
                T::FMiddle => {
                    self.bump();
                    let raw = self.slice(t.span());
                    let spec = t.sym.0 & 2 != 0;
                    self.decode(raw, t.start, false, t.sym.0 & 1 != 0, !spec, t.span(), text)?;
                    *text_span = Some(text_span.map_or(t.span(), |s| s.to(t.span())));
                }
                T::LBrace => {
                    let f = self.field(text, text_span)?;
                    if !text.is_empty() {
                        let s = text_span.take().unwrap_or(t.span());
                        values.push(Expr::new(s, ExprKind::Const(Const::Str(std::mem::take(text)), false)));
                    }
                    *text_span = None;
                    values.push(f);
                }
                k if k == end => return Ok(()),
                T::FEnd => return self.fail("f-string: expecting '}', or format specs"),
                _ => return self.invalid(),
            }
        }
    }

    /// `{value!conversion:spec}`; with `=`, the source text joins the literal before it.
    fn field(&mut self, text: &mut Vec<u8>, text_span: &mut Option<Span>) -> Res<Expr> {
        self.enter()?;
        let r = self.field_inner(text, text_span);
        self.leave();
        r
    }
    fn field_inner(&mut self, text: &mut Vec<u8>, text_span: &mut Option<Span>) -> Res<Expr> {
        let open = self.bump();
        match self.peek() {
            T::Equal => return self.fail("f-string: valid expression required before '='"),
            T::Bang => return self.fail("f-string: valid expression required before '!'"),
            T::Colon => return self.fail("f-string: valid expression required before ':'"),
            T::RBrace => return self.fail("f-string: valid expression required before '}'"),
            _ => {}
        }
        if !(starts_expr(self.peek()) || matches!(self.peek(), T::Star | T::Yield | T::Error)) {
            return self.fail("f-string: expecting a valid expression after '{'");
        }
        let first = self.p;
        let value = if self.building { self.field_expr()? } else if self.peek() == T::Yield { self.yield_expr()? } else { self.star_exprs().map_err(|f| self.field_fault(f, first))? };
        let debug = self.eat(T::Equal);
        let mut conversion = 0u8;
        let mut debug_end = self.tok().start;
        if !matches!(self.peek(), T::Bang | T::Colon | T::RBrace) {
            if let Some(f) = self.lex_fault() { return Err(f); }
            if debug { return self.fail("f-string: expecting '!', or ':', or '}'"); }
            let r: Res<()> = self.stuck(&value);
            return match r {
                Err(f) if f.generic => self.fail("f-string: expecting '=', or '!', or ':', or '}'"),
                Err(f) => Err(f),
                Ok(()) => self.invalid(),
            };
        }
        if self.peek() == T::Bang {
            let bang = self.bump();
            debug_end = bang.start;
            let t = self.tok();
            if t.kind != T::Name {
                if matches!(t.kind, T::Colon | T::RBrace) { return self.fail("f-string: missing conversion character"); }
                return self.fail("f-string: invalid conversion character");
            }
            if t.start != bang.end { return self.fail_at("f-string: conversion type must come right after the exclamanation mark", Span::new(bang.start, t.end)); }
            let s = self.slice(t.span());
            if !matches!(s, "s" | "r" | "a") { return self.fail_at(format!("f-string: invalid conversion character '{s}': expected 's', 'r', or 'a'"), t.span()); }
            conversion = s.as_bytes()[0];
            self.bump();
            if !matches!(self.peek(), T::Colon | T::RBrace) { return self.fail("f-string: expecting ':' or '}'"); }
        }
        let mut spec = None;
        if self.peek() == T::Colon {
            let colon = self.bump();
            let mut vals = vec![];
            let mut txt = vec![];
            let mut sp = None;
            self.fields(T::RBrace, &mut vals, &mut txt, &mut sp)?;
            if !txt.is_empty() { vals.push(Expr::new(sp.unwrap_or(colon.span()), ExprKind::Const(Const::Str(txt), false))); }
            let span = Span::new(colon.start, self.tok().start);
            spec = Some(Expr::new(span, ExprKind::Joined(vals)));
        }
        self.expect(T::RBrace)?;
        if debug {
            let src = self.slice(Span::new(open.end, debug_end));
            text.extend_from_slice(strip_comments(src).as_bytes());
            *text_span = Some(text_span.unwrap_or(open.span()));
            if conversion == 0 && spec.is_none() { conversion = b'r'; }
        }
        Ok(Expr::new(self.span_from(open.start), ExprKind::Formatted(Box::new(Formatted { value, conversion, spec }))))
    }
    /// Where CPython's grammar gives up on a field whose expression is broken: after its longest prefix that is an expression,
    /// or at its first token if there is none.
    fn field_fault(&self, f: Box<Fault>, first: usize) -> Box<Fault> {
        if !f.generic { return f; }
        let mut k = self.p;
        let floor = self.toks.get(first).map_or(0, |t| t.level);
        // the innermost bracket that is still open swallows everything before it
        if self.toks.get(k).is_some_and(|t| t.level > floor) || (k > first && self.toks[k - 1].level > floor) { k = first; }
        while k > first {
            let t = self.toks[k - 1].kind;
            let ends = matches!(t, T::Name | T::Number | T::String | T::FEnd | T::RPar | T::RSqb | T::RBrace | T::None | T::True | T::False | T::Ellipsis);
            if ends { break; }
            k -= 1;
        }
        let at = self.toks.get(k).map_or(f.span, |t| t.span());
        Fault::syntax(if k == first { "f-string: expecting a valid expression after '{'" } else { "f-string: expecting '=', or '!', or ':', or '}'" }, at)
    }

    /// Escapes. `fmiddle`: doubled braces stand for one.
    #[allow(clippy::too_many_arguments)]
    fn decode(&mut self, s: &str, at: u32, bytes: bool, raw: bool, fmiddle: bool, token: Span, out: &mut Vec<u8>) -> Res<()> {
        let b = s.as_bytes();
        if bytes { if let Some(_bad) = b.iter().position(|c| *c >= 0x80) { return self.fail_at("bytes can only contain ASCII literal characters", token); } }
        let mut i = 0;
        let mut run = 0; // start of the text not copied yet
        while i < b.len() {
            match b[i] {
                b'\r' => {
                    out.extend_from_slice(&b[run..i]);
                    out.push(b'\n');
                    i += if b.get(i + 1) == Some(&b'\n') { 2 } else { 1 };
                    run = i;
                }
                c @ (b'{' | b'}') if fmiddle && b.get(i + 1) == Some(&c) => {
                    out.extend_from_slice(&b[run..=i]);
                    i += 2;
                    run = i;
                }
                b'\\' if !raw => {
                    out.extend_from_slice(&b[run..i]);
                    i = self.escape(s, i, at, bytes, fmiddle, token, out)?;
                    run = i;
                }
                _ => i += 1,
            }
        }
        out.extend_from_slice(&b[run..]);
        Ok(())
    }

    /// One escape at `i`; returns the index after it.
    #[allow(clippy::too_many_arguments)]
    fn escape(&mut self, s: &str, i: usize, at: u32, bytes: bool, fmiddle: bool, token: Span, out: &mut Vec<u8>) -> Res<usize> {
        let b = s.as_bytes();
        let c = b.get(i + 1).copied().unwrap_or(0);
        let simple = match c {
            b'\n' => return Ok(i + 2),
            b'\r' => return Ok(if b.get(i + 2) == Some(&b'\n') { i + 3 } else { i + 2 }),
            b'\\' => b'\\',
            b'\'' => b'\'',
            b'"' => b'"',
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'v' => 11,
            b'0'..=b'7' => {
                let mut v = 0u32;
                let mut k = i + 1;
                while k < i + 4 && b.get(k).is_some_and(|d| (b'0'..=b'7').contains(d)) { v = v * 8 + (b[k] - b'0') as u32; k += 1; }
                if v > 255 {
                    let o = &s[i..k];
                    self.warn_escape(format!("invalid octal escape sequence '{o}'"), at + i as u32, token);
                }
                if bytes { out.push(v as u8) } else { push_wtf8(out, v) }
                return Ok(k);
            }
            b'x' => {
                let d: Option<u32> = b.get(i + 2..i + 4).and_then(|h| std::str::from_utf8(h).ok()).filter(|h| h.bytes().all(|x| x.is_ascii_hexdigit())).and_then(|h| u32::from_str_radix(h, 16).ok());
                let Some(v) = d else {
                    if bytes {
                        let _ = out;
                        return self.fail_at(format!("(value error) invalid \\x escape at position {i}"), token);
                    }
                    let end = (i + 2..i + 4).take_while(|&k| b.get(k).is_some_and(|x| x.is_ascii_hexdigit())).last().unwrap_or(i + 1);
                    return self.unicode_error(i, end, "truncated \\xXX escape", s, token);
                };
                if bytes { out.push(v as u8) } else { push_wtf8(out, v) }
                return Ok(i + 4);
            }
            b'u' | b'U' if !bytes => {
                let n = if c == b'u' { 4 } else { 8 };
                let end = (i + 2..i + 2 + n).take_while(|&k| b.get(k).is_some_and(|x| x.is_ascii_hexdigit())).last().unwrap_or(i + 1);
                if end != i + 1 + n {
                    return self.unicode_error(i, end, if n == 4 { "truncated \\uXXXX escape" } else { "truncated \\UXXXXXXXX escape" }, s, token);
                }
                let v = u32::from_str_radix(&s[i + 2..i + 2 + n], 16).unwrap_or(u32::MAX);
                if v > 0x10ffff { return self.unicode_error(i, end, "illegal Unicode character", s, token); }
                push_wtf8(out, v);
                return Ok(i + 2 + n);
            }
            b'N' if !bytes => {
                if b.get(i + 2) == Some(&b'{') {
                    if let Some(len) = s[i + 3..].find('}') {
                        if len > 0 {
                            let name = &s[i + 3..i + 3 + len];
                            if let Some(ch) = unicode_names2::character(name) { push_wtf8(out, ch as u32); return Ok(i + 4 + len); }
                            return self.unicode_error(i, i + 3 + len, "unknown Unicode character name", s, token);
                        }
                    }
                    let end = s[i..].find('}').map_or(s.len() - 1, |k| i + k);
                    return self.unicode_error(i, end, "malformed \\N character escape", s, token);
                }
                return self.unicode_error(i, i + 1, "malformed \\N character escape", s, token);
            }
            b'{' | b'}' if fmiddle => {
                self.warn_escape(format!("invalid escape sequence '\\{}'", c as char), at + i as u32, token);
                out.push(b'\\');
                return Ok(i + 1);
            }
            _ => {
                let ch = s[i + 1..].chars().next().unwrap_or(' ');
                self.warn_escape(format!("invalid escape sequence '\\{ch}'"), at + i as u32, token);
                out.push(b'\\');
                return Ok(i + 1);
            }
        };
        out.push(simple);
        Ok(i + 2)
    }
    /// Only the first bad escape of a literal is mentioned, at the line where the literal begins.
    fn warn_escape(&mut self, msg: String, _at: u32, token: Span) {
        if self.warnings.last().is_some_and(|w| w.span == token) { return; }
        self.warnings.push(RawWarning { category: Category::SyntaxWarning, msg, span: token, line_only: false });
    }
    fn unicode_error<X>(&mut self, start: usize, end: usize, why: &str, s: &str, token: Span) -> Res<X> {
        // positions count the bytes of the form in which non-ASCII characters are written as \UXXXXXXXX
        let widen = |k: usize| s.get(..k).map_or(k, |t| t.chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum());
        let (a, z) = (widen(start), widen(end));
        if a == z {
            return self.fail_at(format!("(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position {a}: {why}"), token);
        }
        self.fail_at(format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {a}-{z}: {why}"), token)
    }
}

/// The text of a `=` field: comments are dropped.
fn strip_comments(s: &str) -> String {
    if !s.contains('#') { return s.replace("\r\n", "\n"); }
    let mut out = String::with_capacity(s.len());
    let mut quote: Option<char> = None;
    let mut in_comment = false;
    for c in s.chars() {
        if in_comment {
            if c == '\n' { in_comment = false; out.push(c); }
            continue;
        }
        match quote {
            Some(q) => { if c == q { quote = None; } out.push(c); }
            None if c == '#' => in_comment = true,
            None => { if c == '"' || c == '\'' { quote = Some(c); } out.push(c); }
        }
    }
    out
}
