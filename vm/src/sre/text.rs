//! Reading the subject: one byte per character (bytes, ASCII text), or WTF-8. And the character classes.
use crate::str::decode;
use fora_num::unicode as u;

pub trait Text: Copy {
    /// Whether a character may take more than one byte.
    const WIDE: bool;
    fn bytes(&self) -> &[u8];
    /// The character at `i` (in range) and its length.
    fn next(&self, i: usize) -> (u32, usize);
    /// The character before `i` (> 0) and where it starts.
    fn prev(&self, i: usize) -> (u32, usize);
}
#[derive(Clone, Copy)]
pub struct Narrow<'a>(pub &'a [u8]);
#[derive(Clone, Copy)]
pub struct Wide<'a>(pub &'a [u8]);
impl Text for Narrow<'_> {
    const WIDE: bool = false;
    #[inline(always)]
    fn bytes(&self) -> &[u8] { self.0 }
    #[inline(always)]
    fn next(&self, i: usize) -> (u32, usize) { (self.0[i] as u32, 1) }
    #[inline(always)]
    fn prev(&self, i: usize) -> (u32, usize) { (self.0[i - 1] as u32, i - 1) }
}
impl Text for Wide<'_> {
    const WIDE: bool = true;
    #[inline(always)]
    fn bytes(&self) -> &[u8] { self.0 }
    #[inline(always)]
    fn next(&self, i: usize) -> (u32, usize) { let c = self.0[i]; if c < 128 { (c as u32, 1) } else { decode(self.0, i) } }
    #[inline(always)]
    fn prev(&self, i: usize) -> (u32, usize) { let mut j = i - 1; while j > 0 && self.0[j] & 0xc0 == 0x80 { j -= 1 } (decode(self.0, j).0, j) }
}

pub fn lower_ascii(c: u32) -> u32 { if c < 128 { (c as u8).to_ascii_lowercase() as u32 } else { c } }
/// Lower case; of a longer mapping its first character, as CPython.
pub fn lower(c: u32) -> u32 { if c < 128 { return lower_ascii(c); } u::lower(&[c]).first().copied().unwrap_or(c) }
pub fn upper(c: u32) -> u32 {
    if c < 128 { return (c as u8).to_ascii_uppercase() as u32; }
    u::upper(&[c]).first().copied().unwrap_or(c)
}
pub fn word_ascii(c: u32) -> bool { c < 128 && ((c as u8).is_ascii_alphanumeric() || c == '_' as u32) }
pub fn word(c: u32) -> bool { if c < 128 { word_ascii(c) } else { u::is_alnum(c) } }
/// Categories, in the order of `re._constants`.
pub fn category(code: u32, c: u32) -> bool {
    match code {
        0 => c < 128 && (c as u8).is_ascii_digit(),
        1 => !category(0, c),
        2 => matches!(c, 9..=13 | 32),
        3 => !category(2, c),
        4 | 8 => word_ascii(c),
        5 | 9 => !word_ascii(c),
        6 => c == 10,
        7 => c != 10,
        10 => u::is_decimal(c),
        11 => !u::is_decimal(c),
        12 => u::is_space(c),
        13 => !u::is_space(c),
        14 => word(c),
        15 => !word(c),
        16 => u::is_linebreak(c),
        17 => !u::is_linebreak(c),
        _ => false,
    }
}
