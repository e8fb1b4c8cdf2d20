//! Text of numbers and strings for the format specs that programs use most, written straight into the result.
//!
//! Everything here answers `None` for what it does not know; fora-num's formatter, which knows all, is asked then. Both give the same text.
//! Absent: locales, signs other than `-`, `#`, `z`, grouping by `_`, exponents.
use crate::cx::Cx;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Longest text made here.
const MAX: usize = 128;
/// Text that is built from its end.
struct Back { b: [u8; MAX], at: usize }
impl Back {
    fn new() -> Back { Back { b: [0; MAX], at: MAX } }
    #[inline(always)]
    fn put(&mut self, c: u8) { self.at -= 1; self.b[self.at] = c }
    fn text(&self) -> &[u8] { &self.b[self.at..] }
    fn len(&self) -> usize { MAX - self.at }
    #[inline]
    fn decimal(&mut self, mut n: u64) {
        while n >= 100 { let r = (n % 100) as u8; n /= 100; self.put(b'0' + r % 10); self.put(b'0' + r / 10); }
        if n >= 10 { self.put(b'0' + (n % 10) as u8); n /= 10; }
        self.put(b'0' + n as u8);
    }
    fn grouped(&mut self, mut n: u64) {
        let mut k = 0;
        loop {
            if k == 3 { self.put(b','); k = 0; }
            self.put(b'0' + (n % 10) as u8);
            n /= 10;
            k += 1;
            if n == 0 { return; }
        }
    }
    fn power_of_two(&mut self, mut n: u64, shift: u32, upper: bool) {
        let digits = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        loop { self.put(digits[(n & ((1 << shift) - 1)) as usize]); n >>= shift; if n == 0 { return; } }
    }
    /// `|x|` with `places` decimals, correctly rounded (halves to even): the mantissa times a power of ten is an exact 128-bit integer.
    fn fixed(&mut self, x: f64, places: usize, group: bool) -> Option<()> {
        let bits = x.to_bits();
        let (e, m) = (((bits >> 52) & 0x7ff) as i32, bits & ((1 << 52) - 1));
        let (m, e) = if e == 0 { (m, -1074) } else { (m | 1 << 52, e - 1075) };
        if places > 15 || e == 972 { return None; }
        let scale = 10u64.pow(places as u32);
        let v = m as u128 * scale as u128;
        let q = if e >= 0 { if e > 10 || places > 0 { return None; } v << e } else {
            let s = -e as u32;
            // v < 2^103: beyond that shift nothing is left
            if s >= 126 { 0 } else { let (q, r, half) = (v >> s, v & ((1 << s) - 1), 1u128 << (s - 1)); if r > half || r == half && q & 1 == 1 { q + 1 } else { q } }
        };
        let q = u64::try_from(q).ok()?;
        let (whole, mut part) = (q / scale, q % scale);
        if places > 0 { for _ in 0..places { self.put(b'0' + (part % 10) as u8); part /= 10; } self.put(b'.'); }
        if group { self.grouped(whole) } else { self.decimal(whole) }
        Some(())
    }
}
/// Decimal text of a small int.
pub fn int_text(cx: &mut Cx, i: i64) -> Value {
    if (0..10).contains(&i) { return cx.rt.ascii[b'0' as usize + i as usize]; }
    let mut t = Back::new();
    t.decimal(i.unsigned_abs());
    if i < 0 { t.put(b'-') }
    Str::from_ascii(cx, t.text())
}
/// Appends `x` with `places` decimals as `%.*f` shows it; false if it is not of the common kind.
pub fn push_fixed(out: &mut Vec<u8>, x: f64, places: usize) -> bool {
    let mut t = Back::new();
    if !x.is_finite() || t.fixed(x, places, false).is_none() { return false; }
    if x.is_sign_negative() { t.put(b'-') }
    out.extend_from_slice(t.text());
    true
}

struct Simple { fill: u8, align: u8, zero: bool, width: usize, comma: bool, places: Option<usize>, kind: u8 }
fn parse(b: &[u8]) -> Option<Simple> {
    let aligns = |c: u8| matches!(c, b'<' | b'>' | b'^');
    let mut s = Simple { fill: b' ', align: 0, zero: false, width: 0, comma: false, places: None, kind: 0 };
    let mut i = 0;
    if b.len() >= 2 && aligns(b[1]) { if !b[0].is_ascii() { return None; } s.fill = b[0]; s.align = b[1]; i = 2 }
    else if !b.is_empty() && aligns(b[0]) { s.align = b[0]; i = 1 }
    if b.get(i) == Some(&b'0') { if s.align != 0 { return None; } s.zero = true; i += 1 }
    let number = |i: &mut usize| { let mut n = 0usize; let from = *i; while let Some(c @ b'0'..=b'9') = b.get(*i) { n = n * 10 + (c - b'0') as usize; *i += 1; if n > 99 { return None; } } if *i == from { Some(None) } else { Some(Some(n)) } };
    s.width = number(&mut i)?.unwrap_or(0);
    if b.get(i) == Some(&b',') { s.comma = true; i += 1 }
    if b.get(i) == Some(&b'.') { i += 1; s.places = Some(number(&mut i)??); }
    if let Some(k) = b.get(i) { s.kind = *k; i += 1 }
    if i != b.len() || s.zero && s.comma { return None; }
    Some(s)
}
/// `format(v, spec)` of small ints, floats and ASCII strings.
pub fn format(cx: &mut Cx, v: Value, spec: Value) -> Option<Value> {
    let s = parse(Str::exact(spec)?.bytes())?;
    let mut t = Back::new();
    if let Some(i) = v.as_small() {
        if s.places.is_some() { if s.kind != b'f' { return None; } return float(cx, i as f64, i.unsigned_abs() < 1 << 53, &s); }
        let n = i.unsigned_abs();
        match (s.kind, s.comma) {
            (0 | b'd', false) => t.decimal(n),
            (0 | b'd', true) => t.grouped(n),
            (b'x', false) => t.power_of_two(n, 4, false),
            (b'X', false) => t.power_of_two(n, 4, true),
            (b'o', false) => t.power_of_two(n, 3, false),
            (b'b', false) => t.power_of_two(n, 1, false),
            _ => return None,
        }
        return Some(finish(cx, t, i < 0, &s));
    }
    if v.is_inline_float() { return float(cx, v.inline_float(), true, &s); }
    let text = Str::exact(v)?;
    if !text.is_ascii() || s.zero || s.comma || !matches!(s.kind, 0 | b's') { return None; }
    let b = text.bytes();
    let b = &b[..b.len().min(s.places.unwrap_or(b.len()))];
    if b.len() >= s.width { return Some(if b.len() == text.byte_len() { v } else { Str::from_ascii(cx, b) }); }
    let gap = s.width - b.len();
    let left = match s.align { b'>' => gap, b'^' => gap / 2, _ => 0 };
    Str::ascii_with(cx, s.width, |o| { o[..left].fill(s.fill); o[left..left + b.len()].copy_from_slice(b); o[left + b.len()..].fill(s.fill); }).ok()
}
fn float(cx: &mut Cx, x: f64, exact: bool, s: &Simple) -> Option<Value> {
    if !exact || !matches!(s.kind, b'f' | b'F' | b'%') { return None; }
    let mut t = Back::new();
    let x = if s.kind == b'%' { t.put(b'%'); x * 100.0 } else { x };
    if !x.is_finite() { return None; }
    t.fixed(x, s.places.unwrap_or(6), s.comma)?;
    Some(finish(cx, t, x < 0.0, s))
}
/// Sign and padding of a number.
fn finish(cx: &mut Cx, mut t: Back, negative: bool, s: &Simple) -> Value {
    if s.zero { while t.len() + (negative as usize) < s.width { t.put(b'0') } }
    if negative { t.put(b'-') }
    let gap = s.width.saturating_sub(t.len());
    if gap == 0 { return Str::from_ascii(cx, t.text()); }
    let left = match s.align { b'<' => 0, b'^' => gap / 2, _ => gap };
    let mut out = [s.fill; 2 * MAX];
    out[left..left + t.len()].copy_from_slice(t.text());
    Str::from_ascii(cx, &out[..s.width])
}
/// Would `str(v)` of an exact built-in be answered without the class's `__str__`?
#[inline]
pub fn str_of(cx: &mut Cx, v: Value) -> Option<Value> {
    if let Some(i) = v.as_small() { return Some(int_text(cx, i)); }
    if v.is_exact(T::Str) { return Some(v); }
    None
}
