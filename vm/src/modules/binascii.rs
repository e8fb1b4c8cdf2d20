//! `binascii`: hexadecimal, base64, uuencode, quoted-printable, checksums.
use crate::bytes::{ascii_buffer, buffer, new as bytes};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, Raised, R};
use crate::types::T;
use crate::value::Value;

fn error(cx: &mut Cx, msg: &str) -> Raised { raise(cx, "binascii.Error", msg) }
fn raise(cx: &mut Cx, class: &'static str, msg: &str) -> Raised { match cx.static_get(class) { Some(c) => { let m = cx.str(msg); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error(msg) } }
const B64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
fn table() -> &'static [u8; 256] {
    static T: std::sync::OnceLock<[u8; 256]> = std::sync::OnceLock::new();
    T.get_or_init(|| { let mut t = [255; 256]; for (i, c) in B64.iter().enumerate() { t[*c as usize] = i as u8 } t })
}
fn truth(cx: &mut Cx, v: Value, default: bool) -> R<bool> { match v.opt() { Some(v) => cx.truth(v), None => Ok(default) } }

fn a2b_base64(cx: &mut Cx, a: &[Value]) -> R {
    let d = ascii_buffer(cx, a[0])?;
    let strict = truth(cx, a[1], false)?;
    let t = table();
    let mut out = Vec::with_capacity(d.len() * 3 / 4);
    let (mut quad, mut left, mut pads, mut started) = (0u32, 0u8, 0, false);
    if strict && d.first() == Some(&b'=') { return Err(error(cx, "Leading padding not allowed")); }
    for (i, &c) in d.iter().enumerate() {
        if c == b'=' {
            started = true;
            if quad >= 2 && { pads += 1; quad + pads >= 4 } {
                if strict && i + 1 < d.len() { return Err(error(cx, "Excess data after padding")); }
                return Ok(bytes(cx, &out));
            }
            continue;
        }
        let v = t[c as usize];
        if v == 255 { if strict { return Err(error(cx, "Only base64 data is allowed")); } continue; }
        if strict && started { return Err(error(cx, "Discontinuous padding not allowed")); }
        pads = 0;
        match quad {
            0 => { quad = 1; left = v; }
            1 => { quad = 2; out.push(left << 2 | v >> 4); left = v & 15; }
            2 => { quad = 3; out.push(left << 4 | v >> 2); left = v & 3; }
            _ => { quad = 0; out.push(left << 6 | v); left = 0; }
        }
    }
    if quad != 0 {
        let n = out.len() / 3 * 4 + 1;
        return Err(if quad == 1 { error(cx, &format!("Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4")) } else { error(cx, "Incorrect padding") });
    }
    Ok(bytes(cx, &out))
}
fn b2a_base64(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let newline = truth(cx, a[1], true)?;
    let mut out = cx.try_vec(d.len() / 3 * 4 + 5)?;
    for c in d.chunks(3) {
        let w = (c[0] as u32) << 16 | (*c.get(1).unwrap_or(&0) as u32) << 8 | *c.get(2).unwrap_or(&0) as u32;
        out.push(B64[(w >> 18) as usize]);
        out.push(B64[(w >> 12 & 63) as usize]);
        out.push(if c.len() > 1 { B64[(w >> 6 & 63) as usize] } else { b'=' });
        out.push(if c.len() > 2 { B64[(w & 63) as usize] } else { b'=' });
    }
    if newline { out.push(b'\n') }
    Ok(bytes(cx, &out))
}
fn unhexlify(cx: &mut Cx, a: &[Value]) -> R {
    let d = ascii_buffer(cx, a[0])?;
    if d.len() % 2 != 0 { return Err(error(cx, "Odd-length string")); }
    let mut out = Vec::with_capacity(d.len() / 2);
    for p in d.chunks(2) { match ((p[0] as char).to_digit(16), (p[1] as char).to_digit(16)) { (Some(h), Some(l)) => out.push((h << 4 | l) as u8), _ => return Err(error(cx, "Non-hexadecimal digit found")) } }
    Ok(bytes(cx, &out))
}
fn hexlify(cx: &mut Cx, a: &[Value]) -> R { let d = buffer(cx, a[0])?; let s = crate::bytes_methods::hex(cx, &d, a[1], a[2])?; Ok(bytes(cx, crate::str::Str::of(s).bytes())) }
fn a2b_uu(cx: &mut Cx, a: &[Value]) -> R {
    let d = ascii_buffer(cx, a[0])?;
    let first = d.first().copied().unwrap_or(0);
    let n = (first.wrapping_sub(32) & 63) as usize;
    let mut out = Vec::with_capacity(n);
    let (mut bits, mut have, mut i) = (0u32, 0, 1);
    while out.len() < n {
        let c = d.get(i).copied().unwrap_or(0);
        i += 1;
        let v = if matches!(c, b'\n' | b'\r') || i > d.len() { 0 } else { if !(32..=96).contains(&c) { return Err(error(cx, "Illegal char")); } (c - 32) & 63 };
        bits = bits << 6 | v as u32;
        have += 6;
        if have >= 8 { have -= 8; out.push((bits >> have) as u8); bits &= (1 << have) - 1; }
    }
    for c in d.iter().skip(i) { if !matches!(c, b' ' | 96 | b'\n' | b'\r') { return Err(error(cx, "Trailing garbage")); } }
    Ok(bytes(cx, &out))
}
fn b2a_uu(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let backtick = truth(cx, a[1], false)?;
    if d.len() > 45 { return Err(error(cx, "At most 45 bytes at once")); }
    let c = |v: u32| if v == 0 && backtick { b'`' } else { v as u8 + 32 };
    let mut out = vec![c(d.len() as u32)];
    for p in d.chunks(3) { let w = (p[0] as u32) << 16 | (*p.get(1).unwrap_or(&0) as u32) << 8 | *p.get(2).unwrap_or(&0) as u32; for s in [18, 12, 6, 0] { out.push(c(w >> s & 63)) } }
    out.push(b'\n');
    Ok(bytes(cx, &out))
}
fn a2b_qp(cx: &mut Cx, a: &[Value]) -> R {
    let d = ascii_buffer(cx, a[0])?;
    let header = truth(cx, a[1], false)?;
    let hex = |c: Option<&u8>| c.and_then(|c| (*c as char).to_digit(16));
    let mut out = vec![];
    let mut i = 0;
    while i < d.len() {
        match d[i] {
            b'=' => {
                i += 1;
                if i >= d.len() { break; }
                if d[i] == b'\n' || d[i] == b'\r' { while i < d.len() && d[i] != b'\n' { i += 1 } i += 1; }
                else if d[i] == b'=' { out.push(b'='); i += 1; }
                else if let (Some(h), Some(l)) = (hex(d.get(i)), hex(d.get(i + 1))) { out.push((h << 4 | l) as u8); i += 2; }
                else { out.push(b'=') }
            }
            b'_' if header => { out.push(b' '); i += 1; }
            c => { out.push(c); i += 1; }
        }
    }
    Ok(bytes(cx, &out))
}
fn b2a_qp(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let (tabs, text, header) = (truth(cx, a[1], false)?, truth(cx, a[2], true)?, truth(cx, a[3], false)?);
    const MAX: usize = 76;
    let n = d.len();
    let crlf = memchr::memchr(b'\n', &d).is_some_and(|i| i > 0 && d[i - 1] == b'\r');
    let mut out: Vec<u8> = vec![];
    let (mut i, mut line) = (0, 0usize);
    let hex = |out: &mut Vec<u8>, c: u8| out.extend(format!("={c:02X}").bytes());
    let brk = |out: &mut Vec<u8>| { if crlf { out.push(b'\r') } out.push(b'\n'); };
    while i < n {
        let c = d[i];
        let at = |k: usize| d.get(k).copied();
        let quote = c > 126 || c == b'=' || (header && c == b'_') || (c == b'.' && line == 0 && (i + 1 == n || matches!(at(i + 1), Some(b'\n' | b'\r' | 0))))
            || (!text && matches!(c, b'\r' | b'\n')) || (matches!(c, b'\t' | b' ') && i + 1 == n) || (c < 33 && !matches!(c, b'\r' | b'\n' | b'\t' | b' ')) || (c < 33 && !matches!(c, b'\r' | b'\n') && (tabs || (header && c != b' ' && false)));
        let quote = quote || (c == b' ' && tabs) ;
        if quote {
            if line + 3 >= MAX { out.push(b'='); brk(&mut out); line = 0; }
            hex(&mut out, c);
            i += 1;
            line += 3;
        } else if text && (c == b'\n' || (c == b'\r' && at(i + 1) == Some(b'\n'))) {
            line = 0;
            // trailing white space before the break is quoted
            if let Some(l @ (b' ' | b'\t')) = out.last().copied() { out.pop(); hex(&mut out, l); }
            brk(&mut out);
            i += if c == b'\r' { 2 } else { 1 };
        } else {
            if i + 1 != n && at(i + 1) != Some(b'\n') && line + 1 >= MAX { out.push(b'='); brk(&mut out); line = 0; }
            line += 1;
            out.push(if header && c == b' ' { b'_' } else { c });
            i += 1;
        }
    }
    Ok(bytes(cx, &out))
}
fn crc_hqx(cx: &mut Cx, a: &[Value]) -> R {
    let d = buffer(cx, a[0])?;
    let mut crc = (crate::modules::zlib::mask32(cx, a[1])? & 0xffff) as u16;
    for b in d.iter() { crc ^= (*b as u16) << 8; for _ in 0..8 { crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } } }
    Ok(Value::small(crc as i64))
}
const FUNCS: &[Def] = &[
    def("a2b_base64", "data, /, *, strict_mode=False", a2b_base64),
    def("b2a_base64", "data, /, *, newline=True", b2a_base64),
    def("a2b_hex", "hexstr, /", unhexlify),
    def("unhexlify", "hexstr, /", unhexlify),
    def("b2a_hex", "data, sep=None, bytes_per_sep=1", hexlify),
    def("hexlify", "data, sep=None, bytes_per_sep=1", hexlify),
    def("a2b_uu", "data, /", a2b_uu),
    def("b2a_uu", "data, /, *, backtick=False", b2a_uu),
    def("a2b_qp", "data, header=False", a2b_qp),
    def("b2a_qp", "data, quotetabs=False, istext=True, header=False", b2a_qp),
    def("crc32", "data, crc=0, /", crate::modules::zlib::crc32),
    def("crc_hqx", "data, crc, /", crc_hqx),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let e = match cx.static_get("binascii.Error") { Some(e) => e, None => super::new_exception(cx, "binascii", "Error", T::ValueError)? };
    cx.static_set("binascii.Error", e);
    m.set(cx, "Error", e);
    let e = super::new_exception(cx, "binascii", "Incomplete", T::Exception)?;
    m.set(cx, "Incomplete", e);
    Ok(())
}
