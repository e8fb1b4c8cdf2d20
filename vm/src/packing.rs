//! One item of `struct` and memoryview formats: bytes to a value and back.
use crate::class::D;
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;

/// Native size of a format letter (which is its alignment too); 0: no item has it.
pub fn native_size(code: u8) -> usize {
    match code { b'c' | b'b' | b'B' | b'?' | b's' | b'p' | b'x' => 1, b'h' | b'H' | b'e' => 2, b'i' | b'I' | b'f' => 4, b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8, _ => 0 }
}
/// Standard size (`<`, `>`, `=`, `!`).
pub fn standard_size(code: u8) -> usize { match code { b'l' | b'L' => 4, b'n' | b'N' | b'P' => 0, _ => native_size(code) } }
pub fn is_signed(code: u8) -> bool { matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n') }

/// The value of an item (`d` is exactly its bytes).
pub fn unpack(cx: &mut Cx, code: u8, big: bool, d: &[u8]) -> Value {
    let word = |d: &[u8]| { let mut w = 0u64; if big { for b in d { w = w << 8 | *b as u64 } } else { for b in d.iter().rev() { w = w << 8 | *b as u64 } } w };
    match code {
        b'c' => crate::bytes::new(cx, d),
        b'?' => Value::bool(d.iter().any(|b| *b != 0)),
        b'e' => { let f = half_to_f64(word(d) as u16); cx.float(f) }
        b'f' => cx.float(f32::from_bits(word(d) as u32) as f64),
        b'd' => cx.float(f64::from_bits(word(d))),
        c if is_signed(c) => { let s = 64 - 8 * d.len() as u32; cx.int(((word(d) << s) as i64) >> s) }
        _ => cx.int_u64(word(d)),
    }
}
/// Why a value cannot be packed.
pub enum Bad { /// an exception is pending
    Raised, NotInt, NotFloat, NotBytes, Range, TooLarge }
/// Writes `v` as an item that fills `out`.
pub fn pack(cx: &mut Cx, code: u8, big: bool, v: Value, out: &mut [u8]) -> Result<(), Bad> {
    let put = |out: &mut [u8], w: u64| { let n = out.len(); if big { out.copy_from_slice(&w.to_be_bytes()[8 - n..]) } else { out.copy_from_slice(&w.to_le_bytes()[..n]) } };
    match code {
        b'c' => { if !v.is(T::Bytes) || crate::bytes::get(v).len() != out.len() { return Err(Bad::NotBytes); } out.copy_from_slice(crate::bytes::get(v)) }
        b'?' => { let t = cx.truth(v).map_err(|_| Bad::Raised)?; out[0] = t as u8 }
        b'e' | b'f' | b'd' => {
            let r = cx.as_f64(v);
            let Some(x) = cx.catch(r, T::TypeError).map_err(|_| Bad::Raised)? else { return Err(Bad::NotFloat) };
            match code {
                b'd' => put(out, x.to_bits()),
                b'f' => { let f = x as f32; if f.is_infinite() && x.is_finite() { return Err(Bad::TooLarge); } put(out, f.to_bits() as u64) }
                _ => match f64_to_half(x) { Some(h) => put(out, h as u64), None => return Err(Bad::TooLarge) },
            }
        }
        _ => {
            let i = if v.is(T::Int) { crate::int::plain(cx, v) } else if cx.special(v, D::Index).is_some() { cx.index(v).map_err(|_| Bad::Raised)? } else { return Err(Bad::NotInt) };
            let bits = 8 * out.len() as u32;
            let w = match crate::int::to_i64(i) {
                Some(n) => {
                    let fits = if is_signed(code) { bits == 64 || (n >> (bits - 1)) == 0 || (n >> (bits - 1)) == -1 } else { n >= 0 && (bits == 64 || n >> bits == 0) };
                    if !fits && !(code == b'P' && n < 0) { return Err(Bad::Range); }
                    n as u64
                }
                None => match u64::try_from(&crate::int::to_ibig(i)) { Ok(n) if !is_signed(code) && bits == 64 => n, _ => return Err(Bad::Range) },
            };
            put(out, w)
        }
    }
    Ok(())
}
pub fn half_to_f64(h: u16) -> f64 {
    let (s, e, m) = (if h >> 15 == 1 { -1.0 } else { 1.0 }, (h >> 10 & 31) as i32, (h & 0x3ff) as f64);
    match e { 0 => s * m * 2f64.powi(-24), 31 => if m == 0.0 { s * f64::INFINITY } else { f64::NAN.copysign(s) }, _ => s * (1.0 + m / 1024.0) * 2f64.powi(e - 15) }
}
/// Round half to even; None on overflow.
pub fn f64_to_half(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000u16 } else { 0 };
    let a = x.abs();
    if x.is_nan() { return Some(sign | 0x7e00); }
    if a.is_infinite() { return Some(sign | 0x7c00); }
    if a >= 65520.0 { return None; }
    if a < 2f64.powi(-14) { return Some(sign | (a * 2f64.powi(24)).round_ties_even() as u16); }
    let e = ((a.to_bits() >> 52) as i32) - 1023;
    let m = (a / 2f64.powi(e - 10)).round_ties_even() as u32; // 1024 ..= 2048
    Some(sign | (((e + 15) as u32) << 10).wrapping_add(m - 1024) as u16)
}
/// `int` → the error of memoryview assignment.
pub fn memoryview_error(cx: &mut Cx, b: Bad, format: &str) -> R<()> {
    Err(match b {
        Bad::Raised => crate::native::Raised,
        Bad::Range | Bad::TooLarge => cx.value_error(format!("memoryview: invalid value for format '{format}'")),
        _ => cx.type_error(format!("memoryview: invalid type for format '{format}'")),
    })
}
