//! Unicode 15.0 as CPython 3.12's `str` methods and `unicodedata` see it.
//!
//! Code points are `u32`, because a Python str may hold lone surrogates.
//! Absent: character names.

mod case;
mod normal;
#[allow(clippy::all)]
mod tables;

pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub use normal::{is_normalized, normalize, Form};

use tables as t;

/// (category, bidirectional class, East Asian width, combining class, decimal, digit, flags, and what to add for
/// upper, lower and title case). 255 stands for no digit.
pub struct Record(u8, u8, u8, u8, u8, u8, u16, i32, i32, i32);

/// (code point, start and length in `DECOMPOSED`, tag, whether composition excludes it).
pub struct Decomposition(u32, u16, u8, u8, bool);

/// The code points of WTF-8 text (UTF-8 that may hold lone surrogates). Ill-formed bytes give arbitrary ones.
pub fn code_points(text: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (&lead, tail) = rest.split_first()?;
        let (mut c, more) = match lead {
            0..=0x7f => (lead as u32, 0),
            0x80..=0xdf => (lead as u32 & 0x1f, 1),
            0xe0..=0xef => (lead as u32 & 0x0f, 2),
            _ => (lead as u32 & 0x07, 3),
        };
        let more = more.min(tail.len());
        for &b in &tail[..more] {
            c = c << 6 | b as u32 & 0x3f;
        }
        rest = &tail[more..];
        Some(c)
    })
}

/// Appends a code point to WTF-8 text. A high and a low surrogate in succession stay two code points.
pub fn push_code_point(out: &mut Vec<u8>, c: u32) {
    match c {
        0..=0x7f => out.push(c as u8),
        0x80..=0x7ff => out.extend([0xc0 | (c >> 6) as u8, 0x80 | (c & 0x3f) as u8]),
        0x800..=0xffff => {
            out.extend([0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]);
        }
        _ => out.extend([
            0xf0 | (c >> 18 & 0x7) as u8,
            0x80 | (c >> 12 & 0x3f) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
    }
}

#[inline]
fn record(c: u32) -> &'static Record {
    let block = t::FIRST.get(c as usize / t::BLOCK).copied().unwrap_or(0) as usize;
    let number = t::SECOND.get(block * t::BLOCK + c as usize % t::BLOCK).copied().unwrap_or(0);
    &t::RECORDS[number as usize]
}

#[inline]
fn has(c: u32, flag: u16) -> bool {
    record(c).6 & flag != 0
}

/// `str.isalpha` of one character.
pub fn is_alpha(c: u32) -> bool {
    has(c, t::ALPHA)
}
/// `str.islower` of one character.
pub fn is_lower(c: u32) -> bool {
    has(c, t::LOWER)
}
/// `str.isupper` of one character.
pub fn is_upper(c: u32) -> bool {
    has(c, t::UPPER)
}
/// A title-case letter such as U+01C5.
pub fn is_title(c: u32) -> bool {
    has(c, t::TITLE)
}
/// `str.isprintable` of one character: repr leaves it as it is.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 0x7f {
        return c >= 0x20;
    }
    has(c, t::PRINTABLE)
}
/// `str.isspace` of one character: what `split` and `strip` mean.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 0x80 {
        return matches!(c, 9..=13 | 0x1c..=0x20);
    }
    has(c, t::SPACE)
}
/// Where `str.splitlines` splits.
pub fn is_linebreak(c: u32) -> bool {
    has(c, t::LINEBREAK)
}
/// A character that may begin an identifier ('_' included).
pub fn is_id_start(c: u32) -> bool {
    has(c, t::ID_START)
}
/// A character that may follow in an identifier.
pub fn is_id_continue(c: u32) -> bool {
    has(c, t::ID_CONTINUE)
}
/// `str.isidentifier`.
pub fn is_identifier(text: impl IntoIterator<Item = u32>) -> bool {
    let mut text = text.into_iter();
    text.next().is_some_and(is_id_start) && text.all(is_id_continue)
}
/// `str.isdecimal` of one character.
pub fn is_decimal(c: u32) -> bool {
    record(c).4 != 255
}
/// `str.isdigit` of one character.
pub fn is_digit(c: u32) -> bool {
    record(c).5 != 255
}
/// `str.isnumeric` of one character.
pub fn is_numeric(c: u32) -> bool {
    numeric_value(c).is_some()
}
/// `str.isalnum` of one character.
pub fn is_alnum(c: u32) -> bool {
    is_alpha(c) || is_digit(c) || is_numeric(c)
}

/// `unicodedata.decimal`.
#[inline]
pub fn decimal_value(c: u32) -> Option<u8> {
    if c < 0x80 {
        return (c as u8).is_ascii_digit().then(|| c as u8 - b'0');
    }
    Some(record(c).4).filter(|&d| d != 255)
}
/// `unicodedata.digit`.
pub fn digit_value(c: u32) -> Option<u8> {
    Some(record(c).5).filter(|&d| d != 255)
}
/// `unicodedata.numeric`.
pub fn numeric_value(c: u32) -> Option<f64> {
    if let Some(d) = decimal_value(c) {
        return Some(d as f64);
    }
    let i = t::NUMERICS.binary_search_by_key(&c, |e| e.0).ok()?;
    Some(t::NUMERICS[i].1)
}
/// `unicodedata.category`.
pub fn category(c: u32) -> &'static str {
    t::CATEGORIES[record(c).0 as usize]
}
/// `unicodedata.bidirectional`.
pub fn bidirectional(c: u32) -> &'static str {
    t::BIDI[record(c).1 as usize]
}
/// `unicodedata.east_asian_width`.
pub fn east_asian_width(c: u32) -> &'static str {
    t::WIDTHS[record(c).2 as usize]
}
/// `unicodedata.combining`.
pub fn combining(c: u32) -> u8 {
    record(c).3
}
/// `unicodedata.mirrored`.
pub fn mirrored(c: u32) -> bool {
    has(c, t::MIRRORED)
}
/// `unicodedata.decomposition`.
pub fn decomposition(c: u32) -> String {
    let Some((d, points)) = normal::raw_decomposition(c) else { return String::new() };
    let mut words: Vec<String> = Vec::new();
    if d.3 != 0 {
        words.push(t::TAGS[d.3 as usize].to_owned());
    }
    words.extend(points.iter().map(|p| format!("{p:04X}")));
    words.join(" ")
}

#[cfg(test)]
mod tests;
