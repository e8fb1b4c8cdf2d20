//! Dates and times as text: ISO 8601 out and in, and `strftime` around `time.strftime`.
use super::calendar::{from_iso, IsoError, Point};
use crate::cx::Cx;
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::fmt::Write;

/// What a text can be wrong in: its form, or the numbers of an ISO week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bad { Form, Iso(IsoError, i64) }

/// Reads bytes with a 0 behind the last, as the grammar below is written.
#[derive(Clone, Copy)]
struct Reader<'a> { s: &'a [u8], i: usize }
impl Reader<'_> {
    fn at(&self, i: usize) -> u8 { self.s.get(i).copied().unwrap_or(0) }
    fn take(&mut self) -> u8 { let c = self.at(self.i); self.i += 1; c }
    fn digits(&mut self, n: usize) -> Option<i64> {
        let mut v = 0;
        for _ in 0..n { let c = self.at(self.i); if !c.is_ascii_digit() { return None; } v = v * 10 + (c - b'0') as i64; self.i += 1 }
        Some(v)
    }
}
/// A date of 7, 8 or 10 characters: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www-D`, `YYYYWww`, …
pub fn parse_date(s: &[u8]) -> Result<Point, Bad> {
    let mut r = Reader { s, i: 0 };
    let year = r.digits(4).ok_or(Bad::Form)?;
    let sep = r.at(r.i) == b'-';
    if sep { r.i += 1 }
    if r.at(r.i) == b'W' {
        r.i += 1;
        let week = r.digits(2).ok_or(Bad::Form)?;
        let day = if r.i < s.len() { if sep && r.take() != b'-' { return Err(Bad::Form); } r.digits(1).ok_or(Bad::Form)? } else { 1 };
        return match from_iso(year, week, day) { Ok((y, m, d)) => Ok(Point::date(y, m, d)), Err(e) => Err(Bad::Iso(e, match e { IsoError::Year => year, IsoError::Week => week, IsoError::Day => day })) };
    }
    let month = r.digits(2).ok_or(Bad::Form)?;
    if sep && r.take() != b'-' { return Err(Bad::Form); }
    let day = r.digits(2).ok_or(Bad::Form)?;
    Ok(Point::date(year, month, day))
}
/// `HH[:MM[:SS[.ffffff]]]` from `a` to `b`; true where something follows.
fn clock(s: &[u8], a: usize, b: usize) -> Option<([i64; 4], bool)> {
    let mut v = [0; 4];
    let mut r = Reader { s, i: a };
    let mut separated = true;
    for i in 0..3 {
        v[i] = r.digits(2)?;
        let c = r.take();
        if i == 0 { separated = c == b':' }
        if r.i >= b { return Some((v, c != 0)); }
        if separated && c == b':' { if i == 2 { return None; } continue; }
        if c == b'.' || c == b',' { if i < 2 { return None; } break; }
        if separated { return None; }
        r.i -= 1;
    }
    let n = (b - r.i.min(b)).min(6);
    v[3] = r.digits(n)? * 10i64.pow(6 - n as u32);
    while r.at(r.i).is_ascii_digit() { r.i += 1 }
    Some((v, r.at(r.i) != 0))
}
/// A time and its offset in microseconds, if it has one.
pub fn parse_time(s: &[u8]) -> Option<(Point, Option<i64>)> {
    let zone = s.iter().skip(1).position(|c| matches!(c, b'+' | b'-' | b'Z')).map_or(s.len(), |i| i + 1);
    let zone = if matches!(s.first(), Some(b'+' | b'-' | b'Z')) { 0 } else { zone };
    let (v, more) = clock(s, 0, zone)?;
    let t = Point { hour: v[0], minute: v[1], second: v[2], us: v[3], ..Point::default() };
    if zone == s.len() { return if more { None } else { Some((t, None)) }; }
    if s[zone] == b'Z' { return if zone + 1 == s.len() { Some((t, Some(0))) } else { None }; }
    let (z, more) = clock(s, zone + 1, s.len())?;
    if more { return None; }
    let us = (z[0] * 3600 + z[1] * 60 + z[2]) * 1_000_000 + z[3];
    Some((t, Some(if s[zone] == b'-' { -us } else { us })))
}
/// Where the date of a date and time ends.
pub fn separator(s: &[u8]) -> Option<usize> {
    let digit = |i: usize| s.get(i).is_some_and(u8::is_ascii_digit);
    if s.len() == 7 { return Some(7); }
    if s.get(4) == Some(&b'-') {
        if s.get(5) != Some(&b'W') { return Some(10); }
        if s.len() < 8 { return None; }
        if s.len() > 8 && s[8] == b'-' {
            if s.len() == 9 { return None; }
            return Some(if s.len() > 10 && digit(10) { 8 } else { 10 });
        }
        return Some(8);
    }
    if s.get(4) != Some(&b'W') { return Some(8); }
    let mut end = 7;
    while digit(end) { end += 1 }
    Some(if end < 9 { end } else if end % 2 == 0 { 7 } else { 8 })
}

pub fn iso_date(out: &mut String, p: Point) { let _ = write!(out, "{:04}-{:02}-{:02}", p.year, p.month, p.day); }
/// `spec`: CPython's timespec. None where there is no such.
pub fn iso_time(out: &mut String, p: Point, spec: &str) -> Option<()> {
    let spec = if spec == "auto" { if p.us == 0 { "seconds" } else { "microseconds" } } else { spec };
    let _ = match spec {
        "hours" => write!(out, "{:02}", p.hour),
        "minutes" => write!(out, "{:02}:{:02}", p.hour, p.minute),
        "seconds" => write!(out, "{:02}:{:02}:{:02}", p.hour, p.minute, p.second),
        "milliseconds" => write!(out, "{:02}:{:02}:{:02}.{:03}", p.hour, p.minute, p.second, p.us / 1000),
        "microseconds" => write!(out, "{:02}:{:02}:{:02}.{:06}", p.hour, p.minute, p.second, p.us),
        _ => return None,
    };
    Some(())
}
/// `+HH:MM[:SS[.ffffff]]` of an offset in microseconds.
pub fn offset_text(us: i64, sep: &str) -> String {
    let (sign, a) = (if us < 0 { '-' } else { '+' }, us.abs());
    let (s, us) = (a / 1_000_000, a % 1_000_000);
    let mut out = format!("{sign}{:02}{sep}{:02}", s / 3600, s / 60 % 60);
    if s % 60 != 0 || us != 0 { let _ = write!(out, "{sep}{:02}", s % 60); }
    if us != 0 { let _ = write!(out, ".{us:06}"); }
    out
}
/// `strftime` of `obj`: what time's own does not know is put into the format first.
pub fn wrap_strftime(cx: &mut Cx, obj: Value, p: Point, format: Str, timetuple: Value, tzarg: Value) -> R {
    let f = format.bytes();
    let mut out = Vec::with_capacity(f.len());
    let mut i = 0;
    while i < f.len() {
        if f[i] != b'%' { out.push(f[i]); i += 1; continue; }
        match f.get(i + 1) {
            None => { out.push(b'%'); i += 1 }
            Some(b'z') => { out.extend(super::zone::offset_for(cx, obj, "", tzarg)?.into_bytes()); i += 2 }
            Some(b':') => if f.get(i + 2) == Some(&b'z') { out.extend(super::zone::offset_for(cx, obj, ":", tzarg)?.into_bytes()); i += 3 } else { out.extend_from_slice(b"%:"); i += 2 },
            Some(b'Z') => {
                let tz = cx_tzinfo(obj);
                if !tz.is_none() {
                    let name = super::zone::call_tzname(cx, tz, tzarg)?;
                    // a percent sign in the name is no format
                    if !name.is_none() {
                        let (one, two) = (cx.str("%"), cx.str("%%"));
                        let r = cx.call_method(name, "replace", &[one, two])?;
                        match Str::from(r) { Some(s) => out.extend_from_slice(s.bytes()), None => return Err(cx.type_error("tzname.replace() did not return a string")) }
                    }
                }
                i += 2
            }
            Some(b'f') => { out.extend(format!("{:06}", p.us).into_bytes()); i += 2 }
            Some(c) => { out.push(b'%'); out.push(*c); i += 2 }
        }
    }
    let f = Str::from_wtf8(cx, &out).0;
    let strftime = crate::modules::osys::import_attr(cx, "time", "strftime")?;
    cx.call(strftime, &[f, timetuple])
}
fn cx_tzinfo(obj: Value) -> Value { match obj.kind() { T::DateTime | T::Time => super::tz_of(obj), _ => Value::NONE } }
