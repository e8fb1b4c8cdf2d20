//! Algorithms on WTF-8 text: iteration, counting, searching, splitting. No values, no context.
//!
//! WTF-8 here is UTF-8 in which lone surrogates appear as three bytes; two surrogates next to each other stay two code points.
//! It is self-synchronising and sorts like code points, so searching and comparing work on the bytes.
use crate::str::{decode, encode, wtf8_len};
use std::borrow::Cow;

/// Iterator over code points.
#[derive(Clone)]
pub struct Points<'a> { b: &'a [u8], i: usize }
impl Iterator for Points<'_> {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> { if self.i >= self.b.len() { return None; } let (c, n) = decode(self.b, self.i); self.i += n; Some(c) }
    fn size_hint(&self) -> (usize, Option<usize>) { let n = self.b.len() - self.i; (n / 4, Some(n)) }
}
pub fn points(b: &[u8]) -> Points<'_> { Points { b, i: 0 } }
/// (byte offset, code point)
pub fn indices(b: &[u8]) -> impl Iterator<Item = (usize, u32)> + '_ {
    let mut i = 0;
    std::iter::from_fn(move || { if i >= b.len() { return None; } let (c, n) = decode(b, i); let at = i; i += n; Some((at, c)) })
}
#[inline]
pub fn count(b: &[u8]) -> usize { b.iter().map(|&c| (c & 0xc0 != 0x80) as usize).sum() }
pub fn push(out: &mut Vec<u8>, c: u32) { if c < 0x80 { out.push(c as u8) } else { let mut buf = [0; 4]; let n = encode(c, &mut buf); out.extend_from_slice(&buf[..n]) } }
pub fn from_points(p: impl IntoIterator<Item = u32>) -> Vec<u8> { let mut out = vec![]; for c in p { push(&mut out, c) } out }
/// The last code point of a text that is not empty, and where it starts.
pub fn last(b: &[u8]) -> Option<(u32, usize)> {
    let mut i = b.len().checked_sub(1)?;
    while i > 0 && b[i] & 0xc0 == 0x80 { i -= 1 }
    Some((decode(b, i).0, i))
}
/// Byte offset of character `n`, or the end.
pub fn offset(b: &[u8], n: usize) -> usize { let mut at = 0; for _ in 0..n { if at >= b.len() { break; } at += wtf8_len(b[at]); } at }

pub fn find(h: &[u8], n: &[u8]) -> Option<usize> {
    match n.len() { 0 => Some(0), 1 => memchr::memchr(n[0], h), m if m > h.len() => None, _ if h.len() < 64 => short_find(h, n), _ => memchr::memmem::find(h, n) }
}
/// Setting up a searcher costs more than scanning a short text.
fn short_find(h: &[u8], n: &[u8]) -> Option<usize> {
    let (first, end) = (n[0], h.len() - n.len());
    let mut i = 0;
    while i <= end { match memchr::memchr(first, &h[i..=end]) { None => return None, Some(k) => { i += k; if &h[i..i + n.len()] == n { return Some(i); } i += 1; } } }
    None
}
pub fn rfind(h: &[u8], n: &[u8]) -> Option<usize> { match n.len() { 0 => Some(h.len()), 1 => memchr::memrchr(n[0], h), _ => memchr::memmem::rfind(h, n) } }
/// Occurrences of `n` (not empty) that do not overlap.
pub fn count_of(h: &[u8], n: &[u8]) -> usize { if n.len() == 1 { memchr::memchr_iter(n[0], h).count() } else { memchr::memmem::find_iter(h, n).count() } }

#[inline(always)]
pub fn ascii_space(c: u8) -> bool { matches!(c, 9..=13 | 0x1c..=0x20) }
pub fn is_space(c: u32) -> bool { fora_num::unicode::is_space(c) }

/// Byte range left after stripping characters for which `f` holds.
pub fn strip(b: &[u8], left: bool, right: bool, f: impl Fn(u32) -> bool) -> (usize, usize) {
    let (mut s, mut e) = (0, b.len());
    if left { while s < e { let (c, n) = decode(b, s); if !f(c) { break; } s += n; } }
    if right { while s < e { let Some((c, i)) = last(&b[s..e]) else { break }; if !f(c) { break; } e = s + i; } }
    (s, e)
}
/// Calls `f(start, end, end with terminator)` for each line.
pub fn lines(b: &[u8], mut f: impl FnMut(usize, usize, usize)) {
    let (mut start, mut i) = (0, 0);
    while i < b.len() {
        // most bytes are neither control characters nor of a longer sequence
        if b[i] >= 0x20 && b[i] < 0x80 { i += 1; continue; }
        let (c, n) = decode(b, i);
        let brk = match c { 10..=13 | 0x1c..=0x1e => true, 0..=0x7f => false, _ => fora_num::unicode::is_linebreak(c) };
        if brk {
            let mut next = i + n;
            if c == 13 && b.get(next) == Some(&10) { next += 1 }
            f(start, i, next);
            start = next;
            i = next;
        } else { i += n }
    }
    if start < b.len() { f(start, b.len(), b.len()) }
}

// ---- for algorithms that want `&str` ------------------------------------------------------------------------------------
/// First of the 2048 private code points that stand for lone surrogates in `shown` text.
const STAND_IN: u32 = 0x10f800;
/// The text as UTF-8; lone surrogates become stand-ins that `hidden` turns back.
pub fn shown(b: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(b) { Ok(s) => s.into(), Err(_) => points(b).map(|c| char::from_u32(if (0xd800..0xe000).contains(&c) { STAND_IN + c - 0xd800 } else { c }).unwrap_or('\u{fffd}')).collect::<String>().into() }
}
/// Undoes `shown`.
pub fn hidden(s: &str) -> Vec<u8> { from_points(s.chars().map(|c| if c as u32 >= STAND_IN { c as u32 - STAND_IN + 0xd800 } else { c as u32 })) }
/// The first `n` characters.
pub fn cut(b: &[u8], n: usize) -> &[u8] {
    let starts = b.iter().enumerate().filter(|(_, c)| **c & 0xc0 != 0x80);
    starts.map(|(i, _)| i).nth(n).map_or(b, |end| &b[..end])
}
