//! Source bytes to text: byte-order mark, encoding cookie, null bytes; and offsets to lines and columns.
use crate::ast::Span;
use crate::error::{CompileError, ErrorKind, Fault};
use fora_ir::Pos;

/// Decoded source with its line starts.
pub struct Source { pub text: String, pub lines: Vec<u32>, pub filename: String, pub first_line: u32 }

/// 0x80 to 0x9f of Windows-1252.
const CP1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// Upper half of KOI8-R.
const KOI8_R: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

fn latin9(b: u8) -> char {
    match b { 0xa4 => '€', 0xa6 => 'Š', 0xa8 => 'š', 0xb4 => 'Ž', 0xb8 => 'ž', 0xbc => 'Œ', 0xbd => 'œ', 0xbe => 'Ÿ', b => b as char }
}

/// The encoding that a comment in the first two lines names.
fn cookie(src: &[u8]) -> Option<String> {
    for (i, line) in src.split(|&b| b == b'\n').take(2).enumerate() {
        let t: &[u8] = { let k = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0c)).unwrap_or(line.len()); &line[k..] };
        if t.first() != Some(&b'#') {
            if i == 0 && !(t.is_empty() || t == b"\r") { return None; }
            continue;
        }
        let mut from = 0;
        while let Some(p) = t[from..].windows(6).position(|w| w == b"coding") {
            let mut j = from + p + 6;
            from = j;
            if !matches!(t.get(j), Some(b':' | b'=')) { continue; }
            j += 1;
            while matches!(t.get(j), Some(b' ' | b'\t')) { j += 1; }
            let s = j;
            while t.get(j).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.')) { j += 1; }
            if j > s { return Some(String::from_utf8_lossy(&t[s..j]).to_ascii_lowercase().replace('_', "-")); }
        }
    }
    None
}

impl Source {
    /// Decodes. `is_str`: the bytes come from a Python str, so cookies do not count.
    pub fn decode(bytes: &[u8], filename: &str, first_line: u32, is_str: bool) -> Result<Source, Box<CompileError>> {
        let fail = |kind, msg: String, line| {
            Box::new(CompileError { kind, msg, filename: filename.into(), line, col: 0, end_line: line, end_col: 0, text: None, incomplete: false })
        };
        let (bytes, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") { Some(rest) => (rest, true), None => (bytes, false) };
        if bytes.contains(&0) {
            return Err(fail(ErrorKind::SyntaxError, "source code string cannot contain null bytes".into(), 0));
        }
        let enc = if is_str { None } else { cookie(bytes) };
        let text = match enc.as_deref() {
            None | Some("utf-8" | "utf8") => String::from_utf8(bytes.to_vec()).map_err(|e| {
                let at = e.utf8_error().valid_up_to();
                let line = 1 + bytes[..at].iter().filter(|&&b| b == b'\n').count() as u32;
                let b = bytes.get(at).copied().unwrap_or(0);
                if enc.is_none() && !is_str {
                    let msg = format!("Non-UTF-8 code starting with '\\x{b:02x}' in file {filename} on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details");
                    fail(ErrorKind::SyntaxError, msg, line)
                } else {
                    let why = if b & 0xc0 == 0x80 || b > 0xf4 { "invalid start byte" } else if e.utf8_error().error_len().is_none() { "unexpected end of data" } else { "invalid continuation byte" };
                    fail(ErrorKind::SyntaxError, format!("(unicode error) 'utf-8' codec can't decode byte 0x{b:02x} in position {at}: {why}"), line)
                }
            })?,
            Some(e) if bom => return Err(fail(ErrorKind::SyntaxError, format!("encoding problem: {e} with BOM"), 0)),
            Some("latin-1" | "iso-8859-1" | "iso8859-1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "iso-latin-1") => bytes.iter().map(|&b| b as char).collect(),
            Some("iso-8859-15" | "iso8859-15" | "latin9" | "latin-9" | "l9") => bytes.iter().map(|&b| latin9(b)).collect(),
            Some("cp1252" | "windows-1252" | "1252") => bytes.iter().map(|&b| if (0x80..0xa0).contains(&b) { CP1252.chars().nth(b as usize - 0x80).unwrap_or('\u{fffd}') } else { b as char }).collect(),
            Some("koi8-r") => bytes.iter().map(|&b| if b < 0x80 { b as char } else { KOI8_R.chars().nth(b as usize - 0x80).unwrap_or('\u{fffd}') }).collect(),
            Some("ascii" | "us-ascii") => {
                if let Some(at) = bytes.iter().position(|b| *b >= 0x80) {
                    return Err(fail(ErrorKind::SyntaxError, format!("(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)", bytes[at]), 0));
                }
                String::from_utf8_lossy(bytes).into_owned()
            }
            Some(other) => return Err(fail(ErrorKind::SyntaxError, format!("unknown encoding: {other}"), 0)),
        };
        Ok(Source::new(text, filename, first_line))
    }

    pub fn new(text: String, filename: &str, first_line: u32) -> Source {
        let b = text.as_bytes();
        let mut lines = vec![0u32];
        let mut i = 0;
        while i < b.len() {
            match b[i] {
                b'\n' => lines.push(i as u32 + 1),
                b'\r' if b.get(i + 1) != Some(&b'\n') => lines.push(i as u32 + 1),
                _ => {}
            }
            i += 1;
        }
        Source { text, lines, filename: filename.into(), first_line: first_line.max(1) }
    }

    /// 0-based index of the line that holds `off`.
    pub fn line_index(&self, off: u32) -> usize {
        match self.lines.binary_search(&off) { Ok(i) => i, Err(i) => i - 1 }
    }
    /// 1-based line number as reported.
    pub fn line(&self, off: u32) -> u32 { self.line_index(off) as u32 + self.first_line }

    /// The line with its newline.
    pub fn line_text(&self, index: usize) -> &str {
        let s = self.lines.get(index).copied().unwrap_or(self.text.len() as u32) as usize;
        let e = self.lines.get(index + 1).map_or(self.text.len(), |&x| x as usize);
        self.text.get(s..e).unwrap_or("")
    }

    /// Position of a span; `hint` is the line index last found.
    pub fn pos(&self, s: Span, hint: &mut usize) -> Pos {
        let a = self.near(s.start, *hint);
        *hint = a;
        let b = self.near(s.end, a);
        Pos { line: a as u32 + self.first_line, col: s.start - self.lines[a], end_line: b as u32 + self.first_line, end_col: s.end - self.lines[b] }
    }
    fn near(&self, off: u32, hint: usize) -> usize {
        let holds = |i: usize| self.lines.get(i).is_some_and(|&s| s <= off) && self.lines.get(i + 1).is_none_or(|&e| off < e);
        if holds(hint) { hint } else if holds(hint + 1) { hint + 1 } else { self.line_index(off) }
    }
    /// Characters from the start of its line to `off`, plus one.
    pub fn char_col(&self, off: u32) -> u32 {
        let s = self.lines[self.line_index(off)] as usize;
        let mut e = (off as usize).min(self.text.len());
        while !self.text.is_char_boundary(e) { e -= 1; }
        1 + self.text.get(s..e).map_or(0, |t| t.chars().count()) as u32
    }

    pub fn error(&self, f: &Fault) -> CompileError {
        let n = self.text.len() as u32;
        let (s, e) = (f.span.start.min(n), f.span.end.min(n));
        let li = self.line_index(s);
        let line = self.line(s);
        let mut text = self.line_text(li).to_string();
        if text.ends_with("\r\n") { text.truncate(text.len() - 2); text.push('\n'); }
        if f.no_col {
            return CompileError { kind: f.kind, msg: f.msg.clone(), filename: self.filename.clone(), line, col: 0, end_line: line, end_col: 0, text: Some(text), incomplete: f.incomplete };
        }
        let col = self.char_col(s);
        // a newline, also the one that the end of the text stands for, is one column wide
        let newline = f.span.end == s + 1 && (s == n || matches!(self.text.as_bytes()[s as usize], b'\n' | b'\r'));
        let (end_line, end_col) = if f.zero_end { (line, 0) } else if f.no_end { (line, col) } else if newline { (line, col + 1) } else { (self.line(e), self.char_col(e)) };
        CompileError { kind: f.kind, msg: f.msg.clone(), filename: self.filename.clone(), line, col, end_line, end_col, text: Some(text), incomplete: f.incomplete }
    }
}
