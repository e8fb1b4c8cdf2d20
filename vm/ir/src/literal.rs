//! Literals of the text form: quoted strings, bytes, floats, plain names. Each writer has its reader beside it.
//!
//! Strings are UTF-8 with surrogates: what is valid prints as characters, a surrogate as `\u{d800}`, any other byte as `\x..`.

/// Can `s` stand unquoted?
pub fn is_plain(s: &str) -> bool { !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '<' | '>')) }

/// `s` as it stands in the text: unquoted if it can be.
pub fn name(s: &str) -> String { if is_plain(s) { s.to_owned() } else { quote(s.as_bytes()) } }

/// Is `bytes` UTF-8 in which surrogates may occur, three bytes each? (Pairs of them too: Python keeps them apart.)
pub fn is_wtf8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) => return true,
            Err(e) => {
                let at = e.valid_up_to();
                let [0xed, 0xa0..=0xbf, 0x80..=0xbf, tail @ ..] = &rest[at..] else { return false };
                rest = tail;
            }
        }
    }
}

pub fn quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in Pieces(bytes) {
        match chunk {
            Piece::Char('\n') => out.push_str("\\n"),
            Piece::Char('\t') => out.push_str("\\t"),
            Piece::Char('\r') => out.push_str("\\r"),
            Piece::Char('"') => out.push_str("\\\""),
            Piece::Char('\\') => out.push_str("\\\\"),
            // Line and direction marks would break the line or the reader's eye.
            Piece::Char(c) if c.is_control() || matches!(c, '\u{85}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') => {
                out.push_str(&format!("\\u{{{:x}}}", c as u32));
            }
            Piece::Char(c) => out.push(c),
            Piece::Surrogate(s) => out.push_str(&format!("\\u{{{s:x}}}")),
            Piece::Byte(b) => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push('"');
    out
}

pub fn quote_bytes(bytes: &[u8]) -> String {
    let mut out = String::from("b\"");
    for &b in bytes {
        match b {
            b'"' | b'\\' => { out.push('\\'); out.push(b as char) }
            b'\n' => out.push_str("\\n"),
            b' '..=b'~' => out.push(b as char),
            _ => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push('"');
    out
}

enum Piece { Char(char), Surrogate(u32), Byte(u8) }
struct Pieces<'a>(&'a [u8]);

impl Iterator for Pieces<'_> {
    type Item = Piece;
    fn next(&mut self) -> Option<Piece> {
        let &first = self.0.first()?;
        let width = match first { 0..=0x7f => 1, 0xc2..=0xdf => 2, 0xe0..=0xef => 3, 0xf0..=0xf4 => 4, _ => 0 };
        if let Some(head) = self.0.get(..width) {
            if let Some(c) = std::str::from_utf8(head).ok().and_then(|s| s.chars().next()) {
                self.0 = &self.0[width..];
                return Some(Piece::Char(c));
            }
            if let &[0xed, x @ 0xa0..=0xbf, y @ 0x80..=0xbf] = head {
                self.0 = &self.0[3..];
                return Some(Piece::Surrogate(0xd000 | (x as u32 & 0x3f) << 6 | (y as u32 & 0x3f)));
            }
        }
        self.0 = &self.0[1..];
        Some(Piece::Byte(first))
    }
}

/// Reads the string whose opening quote is behind us; returns its bytes and what follows the closing quote.
pub fn unquote(text: &str) -> Result<(Vec<u8>, &str), &'static str> {
    let mut out = Vec::new();
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => return Ok((out, &text[i + 1..])),
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => out.push(b'\n'),
                Some('t') => out.push(b'\t'),
                Some('r') => out.push(b'\r'),
                Some(c @ ('"' | '\\')) => out.push(c as u8),
                Some('x') => {
                    let mut v = 0;
                    for _ in 0..2 { v = v * 16 + chars.next().and_then(|(_, c)| c.to_digit(16)).ok_or("two hexadecimal digits expected after \\x")?; }
                    out.push(v as u8);
                }
                Some('u') => {
                    if chars.next().map(|(_, c)| c) != Some('{') { return Err("'{' expected after \\u"); }
                    let mut v = 0u32;
                    loop {
                        match chars.next().map(|(_, c)| c) {
                            Some('}') => break,
                            Some(c) => v = v.checked_mul(16).and_then(|v| Some(v + c.to_digit(16)?)).ok_or("bad \\u{...}")?,
                            None => return Err("unclosed \\u{"),
                        }
                    }
                    match char::from_u32(v) {
                        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                        None if v < 0x10000 => out.extend_from_slice(&[0xed, 0x80 | (v >> 6 & 0x3f) as u8, 0x80 | (v & 0x3f) as u8]),
                        None => return Err("\\u{...} beyond the last character"),
                    }
                }
                _ => return Err("unknown escape"),
            },
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Err("unclosed string")
}

/// A float by its bits: the shortest decimal that reads back, `inf`, or `nan#bits`.
pub fn float(bits: u64) -> String {
    let f = f64::from_bits(bits);
    if f.is_nan() { format!("nan#{bits:x}") } else { format!("{f:?}") }
}

pub fn parse_float(s: &str) -> Option<u64> {
    match s.strip_prefix("nan#") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => s.parse::<f64>().ok().map(f64::to_bits),
    }
}
