//! Decoders of backslash escapes: unicode_escape, raw_unicode_escape, and the bytes form of `codecs.escape_decode`.
use crate::codec_errors::on_decode;
use crate::cx::Cx;
use crate::native::R;
use crate::str::Str;
use crate::wtf8;

/// Hex digits from `at`, at most `n`: value and count.
fn hex(data: &[u8], at: usize, n: usize) -> (u32, usize) {
    let (mut v, mut k) = (0u32, 0);
    while k < n { match data.get(at + k).and_then(|c| (*c as char).to_digit(16)) { Some(d) => v = v << 4 | d, None => break } k += 1; }
    (v, k)
}
pub fn unicode_escape(cx: &mut Cx, mut data: &[u8], errors: Option<Str>, last: bool) -> R<(Vec<u8>, usize)> {
    let name = "unicodeescape";
    let mut warned = false;
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while i < data.len() {
        let c = data[i];
        if c != b'\\' { wtf8::push(&mut out, c as u32); i += 1; continue; }
        let start = i;
        let Some(&e) = data.get(i + 1) else {
            if !last { return Ok((out, start)); }
            i = on_decode(cx, errors, name, &mut data, start, start + 1, "\\ at end of string", &mut out)?;
            continue;
        };
        i += 2;
        match e {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(e),
            b'a' => out.push(7), b'b' => out.push(8), b't' => out.push(9), b'n' => out.push(10), b'v' => out.push(11), b'f' => out.push(12), b'r' => out.push(13),
            b'0'..=b'7' => {
                let mut v = (e - b'0') as u32;
                for _ in 0..2 { match data.get(i) { Some(d @ b'0'..=b'7') => { v = v * 8 + (d - b'0') as u32; i += 1 } _ => break } }
                if v > 0o377 && !warned { warned = true; crate::warn::warn(cx, crate::types::T::DeprecationWarning, &format!("invalid octal escape sequence '\\{v:o}'"))?; }
                wtf8::push(&mut out, v);
            }
            b'x' | b'u' | b'U' => {
                let (n, what) = match e { b'x' => (2, "truncated \\xXX escape"), b'u' => (4, "truncated \\uXXXX escape"), _ => (8, "truncated \\UXXXXXXXX escape") };
                let (v, k) = hex(data, i, n);
                if k < n {
                    if !last && i + k == data.len() { return Ok((out, start)); }
                    i = on_decode(cx, errors, name, &mut data, start, i + k, what, &mut out)?;
                } else if v > 0x10ffff { i = on_decode(cx, errors, name, &mut data, start, i + n, "illegal Unicode character", &mut out)?; }
                else { wtf8::push(&mut out, v); i += n; }
            }
            b'N' => {
                let close = if data.get(i) == Some(&b'{') { memchr::memchr(b'}', &data[i..]).map(|k| i + k) } else { None };
                match close {
                    Some(k) if k > i + 1 => match std::str::from_utf8(&data[i + 1..k]).ok().and_then(crate::modules::unicodedata::code_of) {
                        Some(c) => { wtf8::push(&mut out, c); i = k + 1; }
                        None => i = on_decode(cx, errors, name, &mut data, start, k + 1, "unknown Unicode character name", &mut out)?,
                    },
                    _ => {
                        if !last && (i >= data.len() || data[i] == b'{' && memchr::memchr(b'}', &data[i..]).is_none()) { return Ok((out, start)); }
                        let end = if data.get(i) == Some(&b'{') { match close { Some(k) => k + 1, None => data.len() } } else { i };
                        i = on_decode(cx, errors, name, &mut data, start, end, "malformed \\N character escape", &mut out)?;
                    }
                }
            }
            _ => {
                if !warned { warned = true; crate::warn::warn(cx, crate::types::T::DeprecationWarning, &format!("invalid escape sequence '\\{}'", e as char))?; }
                out.push(b'\\');
                wtf8::push(&mut out, e as u32);
            }
        }
    }
    Ok((out, i))
}
pub fn raw_unicode_escape(cx: &mut Cx, mut data: &[u8], errors: Option<Str>, last: bool) -> R<(Vec<u8>, usize)> {
    let name = "rawunicodeescape";
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while i < data.len() {
        let c = data[i];
        if c != b'\\' { wtf8::push(&mut out, c as u32); i += 1; continue; }
        let start = i;
        let Some(&e) = data.get(i + 1) else { if !last { return Ok((out, start)); } out.push(b'\\'); i += 1; continue };
        if e != b'u' && e != b'U' { out.push(b'\\'); wtf8::push(&mut out, e as u32); i += 2; continue; }
        i += 2;
        let (n, what) = if e == b'u' { (4, "truncated \\uXXXX escape") } else { (8, "truncated \\UXXXXXXXX escape") };
        let (v, k) = hex(data, i, n);
        if k < n {
            if !last && i + k == data.len() { return Ok((out, start)); }
            i = on_decode(cx, errors, name, &mut data, start, i + k, what, &mut out)?;
        } else if v > 0x10ffff { i = on_decode(cx, errors, name, &mut data, start, i + n, "\\Uxxxxxxxx out of range", &mut out)?; }
        else { wtf8::push(&mut out, v); i += n; }
    }
    Ok((out, i))
}
/// Escapes of bytes literals, for `codecs.escape_decode`.
pub fn bytes_escape(cx: &mut Cx, data: &[u8], errors: &str) -> R<Vec<u8>> {
    let mut warned = false;
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while i < data.len() {
        let c = data[i];
        i += 1;
        if c != b'\\' { out.push(c); continue; }
        let Some(&e) = data.get(i) else { return Err(cx.value_error("Trailing \\ in string")) };
        i += 1;
        match e {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(e),
            b'a' => out.push(7), b'b' => out.push(8), b't' => out.push(9), b'n' => out.push(10), b'v' => out.push(11), b'f' => out.push(12), b'r' => out.push(13),
            b'0'..=b'7' => {
                let mut v = (e - b'0') as u32;
                for _ in 0..2 { match data.get(i) { Some(d @ b'0'..=b'7') => { v = v * 8 + (d - b'0') as u32; i += 1 } _ => break } }
                if v > 0o377 && !warned { warned = true; crate::warn::warn(cx, crate::types::T::DeprecationWarning, &format!("invalid octal escape sequence '\\{v:o}'"))?; }
                out.push(v as u8);
            }
            b'x' => {
                let (v, k) = hex(data, i, 2);
                if k == 2 { out.push(v as u8); i += 2; continue; }
                let at = i - 2;
                i += k;
                match errors { "strict" => return Err(cx.value_error(format!("invalid \\x escape at position {at}"))), "replace" => out.push(b'?'), "ignore" => {} _ => return Err(cx.value_error(format!("decoding error; unknown error handling code: {errors}"))) }
            }
            _ => {
                if !warned { warned = true; crate::warn::warn(cx, crate::types::T::DeprecationWarning, &format!("invalid escape sequence '\\{}'", e as char))?; }
                out.push(b'\\');
                out.push(e);
            }
        }
    }
    Ok(out)
}
