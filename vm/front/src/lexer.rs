//! Source text to tokens, all at once. The first fault ends the list with an `Error` token; the parser reports it when it
//! gets there, or when it fails earlier (a tokenizer's fault has precedence, as in CPython).
use crate::ast::{Interner, Span, Sym};
use crate::error::{Category, ErrorKind, Fault};
use crate::token::{keyword, Token, T};

const MAX_LEVEL: usize = 200;
const MAX_INDENT: usize = 100;
const TAB: u32 = 8;

/// An f-string being read. `depths`: bracket depth just inside each open field.
struct FString { quote: u8, triple: bool, raw: bool, start: u32, depths: Vec<usize>, spec: Vec<bool>, middle: bool }

/// A warning with the offset it points at.
pub struct RawWarning { pub category: Category, pub msg: String, pub span: Span, pub line_only: bool }

pub struct Lexed {
    pub tokens: Vec<Token>,
    pub fault: Option<Box<Fault>>,
    /// brackets open at the end: character and offset
    pub open: Vec<(u8, u32)>,
    pub warnings: Vec<RawWarning>,
}

pub struct Lexer<'a> {
    src: &'a [u8],
    text: &'a str,
    pos: usize,
    names: &'a mut Interner,
    out: Vec<Token>,
    parens: Vec<(u8, u32, u32)>,
    indents: Vec<(u32, u32)>,
    fstrings: Vec<FString>,
    warnings: Vec<RawWarning>,
    line: u32,
}

type Lex = Result<(), Box<Fault>>;

pub fn tokenize(text: &str, names: &mut Interner) -> Lexed {
    let mut lx = Lexer {
        src: text.as_bytes(), text, pos: 0, names, out: Vec::with_capacity(text.len() / 4 + 8), parens: vec![], indents: vec![(0, 0)],
        fstrings: vec![], warnings: vec![], line: 1,
    };
    let fault = lx.run().err();
    if let Some(f) = &fault {
        let at = f.span.start.max(lx.out.last().map_or(0, |t| t.end));
        lx.push(T::Error, at as usize, at as usize);
    }
    Lexed { tokens: lx.out, fault, open: lx.parens.iter().map(|p| (p.0, p.1)).collect(), warnings: lx.warnings }
}

fn ident_start(c: u8) -> bool { c.is_ascii_alphabetic() || c == b'_' || c >= 0x80 }
fn ident_part(c: u8) -> bool { c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80 }

impl<'a> Lexer<'a> {
    #[inline]
    fn at(&self, i: usize) -> u8 { self.src.get(i).copied().unwrap_or(0) }
    #[inline]
    fn cur(&self) -> u8 { self.at(self.pos) }
    fn eof(&self) -> bool { self.pos >= self.src.len() }

    #[inline]
    fn push(&mut self, kind: T, start: usize, end: usize) {
        self.out.push(Token { kind, level: self.parens.len() as u16, sym: Sym(0), start: start as u32, end: end as u32 });
    }

    /// A fault as the tokenizer words it: it points at the last character consumed before `cur`.
    fn fault<X>(&self, msg: impl Into<String>, cur: usize) -> Result<X, Box<Fault>> {
        let mut p = cur.saturating_sub(1);
        while p > 0 && !self.text.is_char_boundary(p) { p -= 1; }
        Err(Fault::lexical(ErrorKind::SyntaxError, msg, p as u32))
    }

    fn run(&mut self) -> Lex {
        loop {
            if self.parens.is_empty() && self.fstrings.is_empty() && self.line_start()? { return Ok(()); }
            loop {
                if self.fstrings.last().is_some_and(|f| f.middle) {
                    self.fstring_middle()?;
                    continue;
                }
                if self.token()? { break; }
            }
            if self.eof() {
                if !self.parens.is_empty() || !self.fstrings.is_empty() { return self.end_in_brackets(); }
                self.finish();
                return Ok(());
            }
        }
    }

    fn end_in_brackets(&mut self) -> Lex {
        if let Some(f) = self.fstrings.last() {
            if self.parens.is_empty() { return self.unterminated_fstring(f.start, f.triple, self.src.len()); }
        }
        let Some(&(c, at, _)) = self.parens.last() else { return Ok(()) };
        let mut f = Fault::lexical(ErrorKind::SyntaxError, format!("'{}' was never closed", c as char), at).zero_end();
        f.incomplete = true;
        f.soft = true;
        Err(f)
    }

    /// Newline, pending dedents and the end marker.
    fn finish(&mut self) {
        let n = self.src.len();
        if self.out.last().is_some_and(|t| t.kind != T::Newline && t.kind != T::Dedent && t.kind != T::Indent) { self.push(T::Newline, n, n); }
        while self.indents.len() > 1 {
            self.indents.pop();
            self.push(T::Dedent, n, n);
        }
        self.push(T::End, n, n);
    }

    /// Blank lines, indentation. True at the end of input.
    fn line_start(&mut self) -> Result<bool, Box<Fault>> {
        loop {
            let begin = self.pos;
            let (mut col, mut alt) = (0u32, 0u32);
            loop {
                match self.cur() {
                    b' ' if !self.eof() => { col += 1; alt += 1; }
                    b'\t' => { col = (col / TAB + 1) * TAB; alt += 1; }
                    0x0c => { col = 0; alt = 0; }
                    b'\\' if matches!(self.at(self.pos + 1), b'\n' | b'\r') => {
                        // the indentation of the first line of a continued blank counts
                        self.continuation()?;
                        if self.eof() { break; }
                        let keep = (col, alt);
                        while matches!(self.cur(), b' ' | b'\t' | 0x0c) { self.pos += 1; }
                        if keep != (0, 0) { (col, alt) = keep; } else {
                            (col, alt) = (0, 0);
                            let s = self.pos;
                            let mut k = s;
                            while k > 0 && matches!(self.at(k - 1), b' ' | b'\t') { k -= 1; }
                            col += (s - k) as u32;
                            alt += (s - k) as u32;
                        }
                        continue;
                    }
                    _ => break,
                }
                self.pos += 1;
            }
            if self.eof() { self.finish(); return Ok(true); }
            match self.cur() {
                b'#' => { self.comment(); if self.eof() { self.finish(); return Ok(true); } self.newline_chars(); continue; }
                b'\n' | b'\r' => { self.newline_chars(); continue; }
                _ => {}
            }
            let &(top, alt_top) = self.indents.last().unwrap_or(&(0, 0));
            if col == top {
                if alt != alt_top { return self.tab_error(); }
            } else if col > top {
                if self.indents.len() + 1 > MAX_INDENT {
                    return Err(Fault::lexical(ErrorKind::IndentationError, "too many levels of indentation", self.pos as u32));
                }
                if alt <= alt_top { return self.tab_error(); }
                self.indents.push((col, alt));
                self.push(T::Indent, begin, self.pos);
            } else {
                while self.indents.last().is_some_and(|&(c, _)| c > col) {
                    self.indents.pop();
                    self.push(T::Dedent, self.pos, self.pos);
                }
                let &(c, a) = self.indents.last().unwrap_or(&(0, 0));
                if c != col {
                    let e = self.line_end(self.pos);
                    return Err(Fault::lexical(ErrorKind::IndentationError, "unindent does not match any outer indentation level", e as u32).zero_end().soft());
                }
                if a != alt { return self.tab_error(); }
            }
            return Ok(false);
        }
    }

    fn tab_error<X>(&self) -> Result<X, Box<Fault>> {
        let mut s = self.pos;
        while s > 0 && !matches!(self.src[s - 1], b'\n' | b'\r') { s -= 1; }
        Err(Fault::lexical(ErrorKind::TabError, "inconsistent use of tabs and spaces in indentation", s as u32).zero_end().soft())
    }
    fn line_end(&self, mut i: usize) -> usize {
        while i < self.src.len() && !matches!(self.src[i], b'\n' | b'\r') { i += 1; }
        i
    }

    fn comment(&mut self) { self.pos = self.line_end(self.pos); }

    fn newline_chars(&mut self) {
        if self.cur() == b'\r' { self.pos += 1; if self.cur() == b'\n' { self.pos += 1; } } else { self.pos += 1; }
        self.line += 1;
    }

    fn continuation(&mut self) -> Lex {
        let start = self.pos;
        self.pos += 1;
        if matches!(self.cur(), b'\n' | b'\r') && !self.eof() {
            self.newline_chars();
            if self.eof() {
                if !self.parens.is_empty() { return self.end_in_brackets(); }
                return Err(Fault::lexical(ErrorKind::SyntaxError, "unexpected EOF while parsing", start as u32 + 1).zero_end().incomplete().soft());
            }
            return Ok(());
        }
        if self.eof() && !self.parens.is_empty() { return self.end_in_brackets(); }
        if self.eof() { return Err(Fault::lexical(ErrorKind::SyntaxError, "unexpected EOF while parsing", start as u32 + 1).zero_end().incomplete().soft()); }
        Err(Fault::lexical(ErrorKind::SyntaxError, "unexpected character after line continuation character", start as u32 + 1).zero_end().soft())
    }

    /// One token. True after a logical line's end or at the end of input.
    fn token(&mut self) -> Result<bool, Box<Fault>> {
        loop {
            match self.cur() {
                b' ' | b'\t' | 0x0c => self.pos += 1,
                b'\\' => self.continuation()?,
                _ => break,
            }
        }
        if self.eof() { return Ok(true); }
        let start = self.pos;
        let c = self.src[start];
        match c {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => return self.name(start),
            b'0'..=b'9' => { self.number(start)?; return Ok(false); }
            b'.' if self.at(start + 1).is_ascii_digit() => { self.number(start)?; return Ok(false); }
            b'"' | b'\'' => { self.string(start, start)?; return Ok(false); }
            b'#' => {
                self.comment();
                return Ok(self.eof());
            }
            b'\n' | b'\r' => {
                self.newline_chars();
                if self.parens.is_empty() {
                    self.push(T::Newline, start, self.pos);
                    return Ok(true);
                }
                return Ok(false);
            }
            _ => {}
        }
        self.operator(start, c)?;
        Ok(false)
    }

    fn operator(&mut self, start: usize, c: u8) -> Lex {
        let (c1, c2) = (self.at(start + 1), self.at(start + 2));
        use T::*;
        let (kind, n) = match (c, c1, c2) {
            (b'*', b'*', b'=') => (DStarEq, 3),
            (b'/', b'/', b'=') => (DSlashEq, 3),
            (b'<', b'<', b'=') => (LShiftEq, 3),
            (b'>', b'>', b'=') => (RShiftEq, 3),
            (b'.', b'.', b'.') => (Ellipsis, 3),
            (b'*', b'*', _) => (DStar, 2),
            (b'/', b'/', _) => (DSlash, 2),
            (b'<', b'<', _) => (LShift, 2),
            (b'>', b'>', _) => (RShift, 2),
            (b'=', b'=', _) => (EqEqual, 2),
            (b'!', b'=', _) => (NotEqual, 2),
            (b'<', b'>', _) => (NotEqual, 2),
            (b'<', b'=', _) => (LessEqual, 2),
            (b'>', b'=', _) => (GreaterEqual, 2),
            (b'+', b'=', _) => (PlusEq, 2),
            (b'-', b'=', _) => (MinusEq, 2),
            (b'*', b'=', _) => (StarEq, 2),
            (b'/', b'=', _) => (SlashEq, 2),
            (b'%', b'=', _) => (PercentEq, 2),
            (b'&', b'=', _) => (AmperEq, 2),
            (b'|', b'=', _) => (VBarEq, 2),
            (b'^', b'=', _) => (CaretEq, 2),
            (b'@', b'=', _) => (AtEq, 2),
            (b'-', b'>', _) => (Arrow, 2),
            (b':', b'=', _) if !self.at_field_level() => (Walrus, 2),
            (b'(', ..) => (LPar, 1),
            (b')', ..) => (RPar, 1),
            (b'[', ..) => (LSqb, 1),
            (b']', ..) => (RSqb, 1),
            (b'{', ..) => (LBrace, 1),
            (b'}', ..) => (RBrace, 1),
            (b':', ..) => (Colon, 1),
            (b',', ..) => (Comma, 1),
            (b';', ..) => (Semi, 1),
            (b'+', ..) => (Plus, 1),
            (b'-', ..) => (Minus, 1),
            (b'*', ..) => (Star, 1),
            (b'/', ..) => (Slash, 1),
            (b'|', ..) => (VBar, 1),
            (b'&', ..) => (Amper, 1),
            (b'<', ..) => (Less, 1),
            (b'>', ..) => (Greater, 1),
            (b'=', ..) => (Equal, 1),
            (b'.', ..) => (Dot, 1),
            (b'%', ..) => (Percent, 1),
            (b'~', ..) => (Tilde, 1),
            (b'^', ..) => (Caret, 1),
            (b'@', ..) => (At, 1),
            (b'!', ..) => (Bang, 1),
            _ => {
                if c >= 0x20 && c < 0x7f {
                    // `$`, `?`, `` ` `` are tokens that no rule accepts
                    self.pos = start + 1;
                    self.push(T::Unknown, start, start + 1);
                    return Ok(());
                }
                return self.fault(format!("invalid non-printable character U+{:04X}", c), start + 1);
            }
        };
        self.pos = start + n;
        match kind {
            LPar | LSqb | LBrace => {
                if self.parens.len() >= MAX_LEVEL { return self.fault("too many nested parentheses", start + 1); }
                self.push(kind, start, start + 1);
                self.parens.push((c, start as u32, self.line));
                return Ok(());
            }
            RPar | RSqb | RBrace => {
                self.close(c, start)?;
                self.push(kind, start, start + 1);
                if let Some(f) = self.fstrings.last_mut() {
                    if c == b'}' && f.depths.last() == Some(&(self.parens.len() + 1)) {
                        f.depths.pop();
                        f.spec.pop();
                        f.middle = true;
                    }
                }
                return Ok(());
            }
            Colon if self.at_field_level() => {
                self.push(kind, start, start + 1);
                if let Some(f) = self.fstrings.last_mut() {
                    f.middle = true;
                    if let Some(s) = f.spec.last_mut() { *s = true; }
                }
                return Ok(());
            }
            _ => {}
        }
        self.push(kind, start, start + n);
        Ok(())
    }

    /// Directly inside a replacement field, where `:` and `!` belong to the field.
    fn at_field_level(&self) -> bool {
        self.fstrings.last().is_some_and(|f| f.depths.last() == Some(&self.parens.len()))
    }

    fn close(&mut self, c: u8, start: usize) -> Lex {
        if let Some(f) = self.fstrings.last() {
            // a bracket opened outside the field must not be closed inside it
            if let Some(&d) = f.depths.last() {
                if self.parens.len() == d && c != b'}' {
                    return self.fault(format!("f-string: unmatched '{}'", c as char), start + 1);
                }
            }
        }
        let Some(&(open, _, line)) = self.parens.last() else {
            return self.fault(format!("unmatched '{}'", c as char), start + 1);
        };
        let right = match open { b'(' => b')', b'[' => b']', _ => b'}' };
        if right != c {
            if line != self.line {
                return self.fault(format!("closing parenthesis '{}' does not match opening parenthesis '{}' on line {line}", c as char, open as char), start + 1);
            }
            return self.fault(format!("closing parenthesis '{}' does not match opening parenthesis '{}'", c as char, open as char), start + 1);
        }
        self.parens.pop();
        Ok(())
    }

    fn name(&mut self, start: usize) -> Result<bool, Box<Fault>> {
        let mut i = start;
        let mut ascii = true;
        while i < self.src.len() && ident_part(self.src[i]) {
            ascii &= self.src[i] < 0x80;
            i += 1;
        }
        let s = &self.src[start..i];
        if matches!(self.at(i), b'"' | b'\'') && s.len() <= 2 {
            let l = [s[0].to_ascii_lowercase(), s.get(1).map_or(0, |c| c.to_ascii_lowercase())];
            match &l {
                [b'r', 0] | [b'b', 0] | [b'u', 0] | b"rb" | b"br" => { self.string(start, i)?; return Ok(false); }
                [b'f', 0] | b"fr" | b"rf" => { self.fstring_start(start, i, s.len() == 2)?; return Ok(false); }
                _ => {}
            }
        }
        self.pos = i;
        if ascii {
            if let Some(k) = keyword(s) {
                self.push(k, start, i);
                return Ok(false);
            }
            let sym = self.names.intern(&self.text[start..i]);
            self.push(T::Name, start, i);
            if let Some(t) = self.out.last_mut() { t.sym = sym; }
            return Ok(false);
        }
        let text = &self.text[start..i];
        for (k, (off, ch)) in text.char_indices().enumerate() {
            let ok = if k == 0 { ch == '_' || unicode_ident::is_xid_start(ch) } else { unicode_ident::is_xid_continue(ch) };
            if !ok && !matches!(ch, '\u{b7}' if k > 0) {
                let p = start + off;
                let msg = if printable(ch) { format!("invalid character '{ch}' (U+{:04X})", ch as u32) } else { format!("invalid non-printable character U+{:04X}", ch as u32) };
                return Err(Fault::lexical(ErrorKind::SyntaxError, msg, p as u32));
            }
        }
        let norm: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
        let sym = self.names.intern(&norm);
        self.push(T::Name, start, i);
        if let Some(t) = self.out.last_mut() { t.sym = sym; }
        Ok(false)
    }

    // ---- numbers ---------------------------------------------------------------------------------------------------

    fn number(&mut self, start: usize) -> Lex {
        let mut i = start;
        let kind;
        if self.at(i) == b'0' && matches!(self.at(i + 1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B') {
            let base = self.at(i + 1).to_ascii_lowercase();
            let (word, ok): (&str, fn(u8) -> bool) = match base {
                b'x' => ("hexadecimal", |c| c.is_ascii_hexdigit()),
                b'o' => ("octal", |c| (b'0'..=b'7').contains(&c)),
                _ => ("binary", |c| c == b'0' || c == b'1'),
            };
            i += 2;
            loop {
                if self.at(i) == b'_' { i += 1; }
                if !ok(self.at(i)) {
                    let c = self.at(i);
                    if c.is_ascii_digit() { return self.fault(format!("invalid digit '{}' in {word} literal", c as char), i + 1); }
                    return self.fault(format!("invalid {word} literal"), i);
                }
                while ok(self.at(i)) { i += 1; }
                if self.at(i) != b'_' { break; }
            }
            let c = self.at(i);
            if c.is_ascii_digit() { return self.fault(format!("invalid digit '{}' in {word} literal", c as char), i + 1); }
            kind = word;
        } else {
            let mut float = false;
            let mut imag = false;
            if self.at(i) == b'0' {
                // zeros, then possibly a float or an error
                let mut nonzero = false;
                loop {
                    if self.at(i) == b'_' {
                        i += 1;
                        if !self.at(i).is_ascii_digit() { return self.fault("invalid decimal literal", i); }
                    }
                    if self.at(i) != b'0' { break; }
                    i += 1;
                }
                let zeros_end = i;
                if self.at(i).is_ascii_digit() { nonzero = true; i = self.decimal_tail(i)?; }
                match self.at(i) {
                    b'.' | b'e' | b'E' | b'j' | b'J' => {}
                    _ if nonzero => {
                        let _ = zeros_end;
                        let mut f = Fault::syntax("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers", Span::new(start as u32, zeros_end as u32));
                        f.lexical = true;
                        return Err(f);
                    }
                    _ => {}
                }
            } else if self.at(i) != b'.' {
                i = self.decimal_tail(i)?;
            }
            if self.at(i) == b'.' {
                float = true;
                i += 1;
                if self.at(i).is_ascii_digit() { i = self.decimal_tail(i)?; }
            }
            if matches!(self.at(i), b'e' | b'E') {
                let mut j = i + 1;
                if matches!(self.at(j), b'+' | b'-') {
                    j += 1;
                    if !self.at(j).is_ascii_digit() { return self.fault("invalid decimal literal", j); }
                }
                if self.at(j).is_ascii_digit() {
                    float = true;
                    i = self.decimal_tail(j)?;
                }
            }
            if matches!(self.at(i), b'j' | b'J') { imag = true; i += 1; }
            kind = if imag { "imaginary" } else { let _ = float; "decimal" };
        }
        // what follows must not look like a part of the number
        let c = self.at(i);
        if c < 0x80 && ident_start(c) {
            let rest = &self.src[i..];
            let kw = |k: &str| rest.starts_with(k.as_bytes());
            let allowed = match c {
                b'a' => kw("and"),
                b'e' => kw("else"),
                b'f' => kw("for"),
                b'i' => kw("if") || kw("in") || kw("is"),
                b'n' => kw("not"),
                b'o' => kw("or"),
                _ => false,
            };
            if allowed {
                self.warnings.push(RawWarning { category: Category::SyntaxWarning, msg: format!("invalid {kind} literal"), span: Span::new(start as u32, i as u32), line_only: true });
            } else {
                return self.fault(format!("invalid {kind} literal"), i);
            }
        }
        self.pos = i;
        self.push(T::Number, start, i);
        Ok(())
    }

    /// Digits with single underscores; starts on a digit.
    fn decimal_tail(&mut self, mut i: usize) -> Result<usize, Box<Fault>> {
        loop {
            while self.at(i).is_ascii_digit() { i += 1; }
            if self.at(i) != b'_' { return Ok(i); }
            i += 1;
            if !self.at(i).is_ascii_digit() { return self.fault("invalid decimal literal", i); }
        }
    }

    // ---- strings ---------------------------------------------------------------------------------------------------

    fn string(&mut self, start: usize, quote_at: usize) -> Lex {
        let q = self.at(quote_at);
        let triple = self.at(quote_at + 1) == q && self.at(quote_at + 2) == q;
        let mut i = quote_at + if triple { 3 } else { 1 };
        let n = self.src.len();
        let first_line = self.line;
        loop {
            if i >= n {
                return self.unterminated(start, quote_at, triple, first_line, n);
            }
            let c = self.src[i];
            if c == q {
                if !triple { i += 1; break; }
                if self.at(i + 1) == q && self.at(i + 2) == q { i += 3; break; }
                i += 1;
            } else if c == b'\\' {
                i += 1;
                match self.at(i) {
                    b'\r' if self.at(i + 1) == b'\n' => { i += 2; self.line += 1; }
                    b'\n' | b'\r' if i < n => { i += 1; self.line += 1; }
                    _ => i += 1,
                }
            } else if c == b'\n' || c == b'\r' {
                if !triple { return self.unterminated(start, quote_at, false, first_line, i); }
                if c == b'\r' && self.at(i + 1) == b'\n' { i += 1; }
                i += 1;
                self.line += 1;
            } else {
                i += 1;
            }
        }
        self.pos = i;
        self.push(T::String, start, i);
        Ok(())
    }

    fn unterminated(&mut self, start: usize, quote: usize, triple: bool, first: u32, _at: usize) -> Lex {
        // a quote that would have ended the f-string around it: a brace is missing
        if self.fstrings.last().is_some_and(|f| f.triple == triple && f.quote == self.at(quote)) {
            return Err(Fault::lexical(ErrorKind::SyntaxError, "f-string: expecting '}'", start as u32).soft());
        }
        if triple {
            let mut last = self.line;
            if !self.src.is_empty() && matches!(self.src[self.src.len() - 1], b'\n' | b'\r') { last -= 1; }
            return Err(Fault::lexical(ErrorKind::SyntaxError, format!("unterminated triple-quoted string literal (detected at line {})", last.max(first)), start as u32).incomplete());
        }
        Err(Fault::lexical(ErrorKind::SyntaxError, format!("unterminated string literal (detected at line {})", self.line), start as u32))
    }

    fn unterminated_fstring(&self, start: u32, triple: bool, _at: usize) -> Lex {
        if triple {
            let mut last = self.line;
            if !self.src.is_empty() && matches!(self.src[self.src.len() - 1], b'\n' | b'\r') { last = last.saturating_sub(1).max(1); }
            return Err(Fault::lexical(ErrorKind::SyntaxError, format!("unterminated triple-quoted f-string literal (detected at line {last})"), start).incomplete().soft());
        }
        Err(Fault::lexical(ErrorKind::SyntaxError, format!("unterminated f-string literal (detected at line {})", self.line), start).soft())
    }

    fn fstring_start(&mut self, start: usize, quote_at: usize, raw: bool) -> Lex {
        let q = self.at(quote_at);
        let triple = self.at(quote_at + 1) == q && self.at(quote_at + 2) == q;
        self.pos = quote_at + if triple { 3 } else { 1 };
        if self.fstrings.len() >= 150 { return self.fault("too many nested f-strings", start + 1); }
        self.push(T::FStart, start, self.pos);
        if let Some(t) = self.out.last_mut() { t.sym = Sym(raw as u32); }
        self.fstrings.push(FString { quote: q, triple, raw, start: start as u32, depths: vec![], spec: vec![], middle: true });
        Ok(())
    }

    /// The literal text of an f-string up to a field or its end.
    fn fstring_middle(&mut self) -> Lex {
        let Some(f) = self.fstrings.last() else { return Ok(()) };
        let (q, triple, raw, fstart, nested) = (f.quote, f.triple, f.raw, f.start, f.depths.len());
        let in_spec = f.spec.last().copied().unwrap_or(false);
        let start = self.pos;
        let n = self.src.len();
        let mut i = start;
        let flag = Sym(raw as u32 | (in_spec as u32) << 1);
        macro_rules! middle { ($end:expr) => { if $end > start {
            self.push(T::FMiddle, start, $end);
            if let Some(t) = self.out.last_mut() { t.sym = flag; }
        } } }
        loop {
            if i >= n { return self.unterminated_fstring(fstart, triple, n); }
            let c = self.src[i];
            if c == q && (!triple || (self.at(i + 1) == q && self.at(i + 2) == q)) {
                if nested > 0 {
                    // the string ends inside a format specification; the parser says so
                    let base = f.depths.first().copied().unwrap_or(1) - 1;
                    self.parens.truncate(base);
                }
                middle!(i);
                let e = i + if triple { 3 } else { 1 };
                self.push(T::FEnd, i, e);
                self.pos = e;
                self.fstrings.pop();
                return Ok(());
            }
            match c {
                b'{' => {
                    if self.at(i + 1) == b'{' && !in_spec { i += 2; continue; }
                    middle!(i);
                    self.pos = i + 1;
                    if self.parens.len() >= MAX_LEVEL { return self.fault("too many nested parentheses", i + 1); }
                    if nested >= 3 { return self.fault("f-string: expressions nested too deeply", i + 1); }
                    self.push(T::LBrace, i, i + 1);
                    self.parens.push((b'{', i as u32, self.line));
                    let depth = self.parens.len();
                    if let Some(f) = self.fstrings.last_mut() {
                        f.depths.push(depth);
                        f.spec.push(false);
                        f.middle = false;
                    }
                    return Ok(());
                }
                b'}' => {
                    if nested == 0 {
                        if self.at(i + 1) == b'}' { i += 2; continue; }
                        return Err(Fault::lexical(ErrorKind::SyntaxError, "f-string: single '}' is not allowed", i as u32));
                    }
                    middle!(i);
                    self.pos = i + 1;
                    self.parens.pop();
                    self.push(T::RBrace, i, i + 1);
                    if let Some(f) = self.fstrings.last_mut() {
                        f.depths.pop();
                        f.spec.pop();
                    }
                    return Ok(());
                }
                b'\\' => {
                    i += 1;
                    match self.at(i) {
                        b'{' | b'}' => {}
                        b'N' if !raw && self.at(i + 1) == b'{' => {
                            while i < n && !matches!(self.src[i], b'}' | b'\n') && self.src[i] != q { i += 1; }
                            if self.at(i) == b'}' { i += 1; }
                        }
                        b'\r' if self.at(i + 1) == b'\n' => { i += 2; self.line += 1; }
                        b'\n' | b'\r' => { i += 1; self.line += 1; }
                        _ => { i += 1; }
                    }
                }
                b'\n' | b'\r' => {
                    if !triple {
                        if in_spec {
                            return Err(Fault::lexical(ErrorKind::SyntaxError, "f-string: newlines are not allowed in format specifiers for single quoted f-strings", i as u32));
                        }
                        return self.unterminated_fstring(fstart, false, i);
                    }
                    if c == b'\r' && self.at(i + 1) == b'\n' { i += 1; }
                    i += 1;
                    self.line += 1;
                }
                _ => i += 1,
            }
        }
    }
}

/// Near enough to `str.isprintable` for wording a message.
fn printable(c: char) -> bool {
    !(c.is_control() || (c.is_whitespace() && c != ' ') || matches!(c as u32, 0xad | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe000..=0xf8ff | 0xfff0..=0xfffb | 0xe0000..=0x10ffff))
}
