//! `%` formatting: the conversions in a template, and the text of one converted value.
//!
//! Templates are read lazily, because Python reports a broken conversion only after it has formatted the ones before.
//! Fetching arguments (`%(key)s`, `*`) is the caller's part.

use crate::error::{Error, Result};
use crate::float::{double_text, Layout, Mode};
use crate::int::{int_digits, int_to_str};
use dashu_int::{IBig, Sign};

/// A width or precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    Given(usize),
    /// `*`: the next argument, to be set by `Conversion::set_width` or `set_precision`.
    Next,
}

/// One `%` conversion.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Conversion<'a> {
    /// Text between the parentheses of `%(key)s`.
    pub key: Option<&'a str>,
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// ` `
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    pub width: Option<Amount>,
    pub precision: Option<Amount>,
    /// The conversion letter.
    pub kind: char,
    /// Index of the letter in the template, in characters.
    pub index: usize,
}

impl Conversion<'_> {
    /// Sets a `*` width: a negative one means left alignment.
    pub fn set_width(&mut self, n: i64) {
        self.left |= n < 0;
        self.width = Some(Amount::Given(n.unsigned_abs() as usize));
    }
    /// Sets a `*` precision: a negative one means 0.
    pub fn set_precision(&mut self, n: i64) {
        self.precision = Some(Amount::Given(n.max(0) as usize));
    }
    fn width(&self) -> usize {
        match self.width {
            Some(Amount::Given(n)) => n,
            _ => 0,
        }
    }
    fn precision(&self) -> Option<usize> {
        match self.precision {
            Some(Amount::Given(n)) => Some(n),
            _ => None,
        }
    }
    /// The error of a letter that is no conversion.
    pub fn unsupported(&self) -> Error {
        let c = self.kind as u32;
        let shown = if (31..128).contains(&c) { self.kind } else { '?' };
        Error::value(format!("unsupported format character '{shown}' (0x{c:x}) at index {}", self.index))
    }
}

/// A piece of a `%` template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintfPiece<'a> {
    Literal(&'a str),
    Conversion(Conversion<'a>),
}

/// Iterator over the pieces of a `%` template.
pub struct PrintfPieces<'a> {
    text: &'a str,
    /// Byte and character position.
    at: usize,
    index: usize,
    failed: bool,
}

impl<'a> PrintfPieces<'a> {
    pub fn new(text: &'a str) -> Self {
        PrintfPieces { text, at: 0, index: 0, failed: false }
    }

    fn next_char(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        self.index += 1;
        Some(c)
    }

    fn amount(&mut self, c: &mut char, limit: usize, message: &'static str) -> Result<Option<Amount>> {
        let incomplete = || Error::value("incomplete format");
        if *c == '*' {
            *c = self.next_char().ok_or_else(incomplete)?;
            return Ok(Some(Amount::Next));
        }
        let mut value: Option<usize> = None;
        while let Some(d) = c.to_digit(10) {
            let v = value.unwrap_or(0);
            if v > (limit - d as usize) / 10 {
                return Err(Error::value(message));
            }
            value = Some(v * 10 + d as usize);
            *c = self.next_char().ok_or_else(incomplete)?;
        }
        Ok(value.map(Amount::Given))
    }

    fn conversion(&mut self) -> Result<Conversion<'a>> {
        let incomplete = || Error::value("incomplete format");
        let mut conversion = Conversion::default();
        let mut c = self.next_char().ok_or_else(incomplete)?;
        if c == '(' {
            let start = self.at;
            let mut depth = 1;
            while depth > 0 {
                match self.next_char() {
                    Some('(') => depth += 1,
                    Some(')') => depth -= 1,
                    Some(_) => {}
                    None => return Err(Error::value("incomplete format key")),
                }
            }
            conversion.key = Some(&self.text[start..self.at - 1]);
            c = self.next_char().ok_or_else(incomplete)?;
        }
        loop {
            match c {
                '-' => conversion.left = true,
                '+' => conversion.plus = true,
                ' ' => conversion.space = true,
                '#' => conversion.alternate = true,
                '0' => conversion.zero = true,
                _ => break,
            }
            c = self.next_char().ok_or_else(incomplete)?;
        }
        conversion.width = self.amount(&mut c, isize::MAX as usize, "width too big")?;
        if c == '.' {
            c = self.next_char().ok_or_else(incomplete)?;
            let given = self.amount(&mut c, i32::MAX as usize, "precision too big")?;
            conversion.precision = Some(given.unwrap_or(Amount::Given(0)));
        }
        if matches!(c, 'h' | 'l' | 'L') {
            c = self.next_char().ok_or_else(incomplete)?;
        }
        conversion.kind = c;
        conversion.index = self.index - 1;
        Ok(conversion)
    }
}

impl<'a> Iterator for PrintfPieces<'a> {
    type Item = Result<PrintfPiece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.at >= self.text.len() {
            return None;
        }
        let rest = &self.text[self.at..];
        if !rest.starts_with('%') {
            let end = rest.find('%').unwrap_or(rest.len());
            self.at += end;
            self.index += rest[..end].chars().count();
            return Some(Ok(PrintfPiece::Literal(&rest[..end])));
        }
        self.at += 1;
        self.index += 1;
        let piece = self.conversion().map(PrintfPiece::Conversion);
        self.failed = piece.is_err();
        Some(piece)
    }
}

/// Lays out a converted number: `text` may begin with a sign, then with a two-character prefix if `prefixed`.
fn lay_out(conversion: &Conversion, text: &str, prefixed: bool, fill_zero: bool) -> Result<String> {
    let width = conversion.width();
    if width > super::spec::MAX_WIDTH {
        return Err(Error::memory());
    }
    let (sign, body) = match text.as_bytes().first() {
        Some(b'-') => ("-", &text[1..]),
        Some(b'+') => ("+", &text[1..]),
        _ if conversion.plus => ("+", text),
        _ if conversion.space => (" ", text),
        _ => ("", text),
    };
    let (prefix, digits) = body.split_at(if prefixed { 2 } else { 0 });
    let missing = width.saturating_sub(sign.len() + body.len());
    let mut out = String::with_capacity(width.max(text.len() + 1));
    let fill = |out: &mut String, c| out.extend(std::iter::repeat_n(c, missing));
    if !conversion.left && !fill_zero {
        fill(&mut out, ' ');
    }
    out.push_str(sign);
    out.push_str(prefix);
    if !conversion.left && fill_zero {
        fill(&mut out, '0');
    }
    out.push_str(digits);
    if conversion.left {
        fill(&mut out, ' ');
    }
    Ok(out)
}

/// `%d %i %u %o %x %X` of an int. `limit` is `sys.get_int_max_str_digits()`.
pub fn printf_int(conversion: &Conversion, n: &IBig, limit: usize) -> Result<String> {
    let precision = conversion.precision().unwrap_or(0);
    if precision > i32::MAX as usize - 3 {
        return Err(Error::overflow("precision too large"));
    }
    let (mut digits, prefix) = match conversion.kind {
        'o' => (int_digits(n, 8), "0o"),
        'x' => (int_digits(n, 16), "0x"),
        'X' => (int_digits(n, 16).to_ascii_uppercase(), "0X"),
        _ => {
            let text = int_to_str(n, limit)?;
            (text.strip_prefix('-').map(str::to_owned).unwrap_or(text), "")
        }
    };
    if digits.len() < precision {
        digits.insert_str(0, &"0".repeat(precision - digits.len()));
    }
    let prefixed = conversion.alternate && !prefix.is_empty();
    let sign = if n.sign() == Sign::Negative { "-" } else { "" };
    let text = format!("{sign}{}{digits}", if prefixed { prefix } else { "" });
    lay_out(conversion, &text, prefixed, conversion.zero)
}

/// `%e %E %f %F %g %G` of a float.
pub fn printf_float(conversion: &Conversion, x: f64) -> Result<String> {
    let mode = match conversion.kind {
        'e' | 'E' => Mode::Exponent,
        'f' | 'F' => Mode::Fixed,
        _ => Mode::General,
    };
    let layout = Layout {
        alternate: conversion.alternate,
        upper: conversion.kind.is_ascii_uppercase(),
        ..Layout::default()
    };
    let text = double_text(x, mode, conversion.precision().unwrap_or(6), layout);
    lay_out(conversion, &text, false, conversion.zero)
}

/// `%s %r %a` of the text that str, repr or ascii gave.
pub fn printf_text(conversion: &Conversion, text: &str) -> Result<String> {
    let mut shown = text;
    if let Some(precision) = conversion.precision() {
        if let Some((end, _)) = text.char_indices().nth(precision) {
            shown = &text[..end];
        }
    }
    pad_text(conversion, shown)
}

fn pad_text(conversion: &Conversion, shown: &str) -> Result<String> {
    let width = conversion.width();
    if width > super::spec::MAX_WIDTH {
        return Err(Error::memory());
    }
    let missing = width.saturating_sub(shown.chars().count());
    let spaces = std::iter::repeat_n(' ', missing);
    let mut out = String::with_capacity(shown.len() + missing);
    if conversion.left {
        out.push_str(shown);
        out.extend(spaces);
    } else {
        out.extend(spaces);
        out.push_str(shown);
    }
    Ok(out)
}

/// `%c` of a code point. Precision is ignored.
pub fn printf_char(conversion: &Conversion, code: i64) -> Result<String> {
    let c = u32::try_from(code)
        .ok()
        .filter(|&c| c <= 0x10ffff)
        .ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
    // A lone surrogate has no place in a Rust string: the caller treats one (0xd800..=0xdfff) before it comes here
    let c = char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
    pad_text(conversion, c.encode_utf8(&mut [0; 4]))
}
