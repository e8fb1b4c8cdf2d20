//! Numbers from text and as text: scientific, engineering, and format specifications.
use super::*;

/// Why a format specification was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormatError { Spec }
/// A parsed format specification.
#[derive(Clone, Debug)]
pub struct FormatSpec { pub fill: String, pub align: char, pub sign: char, pub no_neg_zero: bool, pub zero: bool, pub width: i64, pub grouping: bool, pub prec: Option<i64>, pub kind: char }
/// Separators of the locale for `n`, else "." and ",".
pub struct Seps<'a> { pub dot: &'a str, pub sep: &'a str, pub grouping: &'a [u8] }

impl Dec {
    /// A number from ASCII text without blanks and underscores, exact; None where the form is wrong.
    pub fn parse(s: &[u8]) -> Option<Dec> {
        let (neg, s) = match s.first()? { b'-' => (true, &s[1..]), b'+' => (false, &s[1..]), _ => (false, s) };
        let lower = |n: usize| s.get(..n).map(|p| p.to_ascii_lowercase());
        if s.eq_ignore_ascii_case(b"inf") || s.eq_ignore_ascii_case(b"infinity") { return Some(Dec::inf(neg)); }
        for (name, kind) in [(&b"nan"[..], Kind::QNan), (b"snan", Kind::SNan)] {
            if lower(name.len()).as_deref() == Some(name) {
                let d = &s[name.len()..];
                if !d.iter().all(u8::is_ascii_digit) { return None; }
                let coef = if d.is_empty() { UBig::ZERO } else { UBig::from_str_radix(std::str::from_utf8(d).ok()?, 10).ok()? };
                return Some(Dec { neg, kind, exp: 0, coef });
            }
        }
        let e = s.iter().position(|c| matches!(c, b'e' | b'E'));
        let (mant, exp) = match e { Some(i) => (&s[..i], Some(&s[i + 1..])), None => (s, None) };
        let dot = mant.iter().position(|c| *c == b'.');
        let (int, frac) = match dot { Some(i) => (&mant[..i], &mant[i + 1..]), None => (mant, &b""[..]) };
        if int.is_empty() && frac.is_empty() || !int.iter().chain(frac).all(u8::is_ascii_digit) { return None; }
        let exp = match exp {
            None => 0,
            Some(x) => {
                let (n, d) = match x.first()? { b'-' => (true, &x[1..]), b'+' => (false, &x[1..]), _ => (false, x) };
                if d.is_empty() || !d.iter().all(u8::is_ascii_digit) { return None; }
                let v = d.iter().fold(0i64, |v, c| (v.saturating_mul(10).saturating_add((c - b'0') as i64)).min(4_000_000_000_000_000_000));
                if n { -v } else { v }
            }
        };
        let text = [int, frac].concat();
        let coef = if text.len() < 19 { UBig::from(text.iter().fold(0u64, |v, c| v * 10 + (c - b'0') as u64)) } else { UBig::from_str_radix(std::str::from_utf8(&text).ok()?, 10).ok()? };
        Some(Dec::new(neg, coef, exp - frac.len() as i64))
    }
    fn special_text(&self) -> Option<String> {
        let s = if self.neg { "-" } else { "" };
        let payload = if self.coef == UBig::ZERO { String::new() } else { self.coef.to_string() };
        match self.kind { Kind::Finite => None, Kind::Inf => Some(format!("{s}Infinity")), Kind::QNan => Some(format!("{s}NaN{payload}")), Kind::SNan => Some(format!("{s}sNaN{payload}")) }
    }
    pub fn to_text(&self, eng: bool, capitals: bool) -> String {
        if let Some(t) = self.special_text() { return t; }
        let int = coef_text(&self.coef);
        let left = self.exp + int.len() as i64;
        if self.exp <= 0 && left > 0 {
            // the common form: digits with a point among them
            let mut out = String::with_capacity(int.len() + 2);
            if self.neg { out.push('-') }
            out.push_str(&int[..left as usize]);
            if self.exp < 0 { out.push('.'); out.push_str(&int[left as usize..]) }
            return out;
        }
        let dot = if self.exp <= 0 && left > -6 { left } else if !eng { 1 } else if self.is_zero() { (left + 1).rem_euclid(3) - 1 } else { (left - 1).rem_euclid(3) + 1 };
        let n = int.len() as i64;
        let zeros = |k: i64| "0".repeat(k.max(0) as usize);
        let (a, b) = if dot <= 0 { ("0".to_string(), format!(".{}{int}", zeros(-dot))) } else if dot >= n { (format!("{int}{}", zeros(dot - n)), String::new()) } else { (int[..dot as usize].to_string(), format!(".{}", &int[dot as usize..])) };
        let e = if left == dot { String::new() } else { format!("{}{:+}", if capitals { 'E' } else { 'e' }, left - dot) };
        format!("{}{a}{b}{e}", if self.neg { "-" } else { "" })
    }
    /// The text of a format specification; `c` for its rounding, `capitals` for its exponents.
    pub fn format(&self, spec: &FormatSpec, c: &Ctx, capitals: bool, seps: &Seps) -> String {
        let mut kind = spec.kind;
        let upper = kind.is_ascii_uppercase();
        let plain = kind == '\0';
        if plain { kind = if capitals { 'G' } else { 'g' } }
        if kind == 'n' { kind = 'g' }
        let upper = if plain { capitals } else { upper };
        let sign_of = |neg: bool| if neg { "-" } else { match spec.sign { '+' => "+", ' ' => " ", _ => "" } };
        if self.is_special() {
            let mut body = self.abs().special_text().unwrap_or_default();
            if kind == '%' { body.push('%') }
            let s = FormatSpec { zero: false, ..spec.clone() };
            let s = if spec.zero { FormatSpec { align: '>', fill: " ".into(), ..s } } else { s };
            return pad(&s, sign_of(self.neg), &body);
        }
        let mut d = self.clone();
        if kind == '%' { d.exp += 2 }
        let max = |c: &Ctx| Ctx { prec: MAX_PREC, emax: MAX_EMAX, emin: MIN_EMIN, ..*c };
        if let Some(p) = spec.prec {
            match kind {
                'e' | 'E' => d = d.round_digits(p + 1, &max(c)),
                'f' | 'F' | '%' => d = d.rescale(-p, c.round).0,
                _ => if d.digits() > p { d = d.round_digits(p.max(1), &max(c)) },
            }
        }
        if d.is_zero() && d.exp > 0 && matches!(kind, 'f' | 'F' | '%') { d.exp = 0 }
        let neg = d.neg && !(spec.no_neg_zero && d.is_zero());
        let int = d.coef.to_string();
        let n = int.len() as i64;
        let left = d.exp + n;
        let dot = match kind {
            'e' | 'E' => if d.is_zero() && spec.prec.is_some() { 1 - spec.prec.unwrap_or(0) } else { 1 },
            'f' | 'F' | '%' => left,
            _ => if d.exp <= 0 && left > -6 { left } else { 1 },
        };
        let (a, b) = if dot < 0 { ("0".to_string(), format!("{}{int}", "0".repeat(-dot as usize))) } else if dot > n { (format!("{int}{}", "0".repeat((dot - n) as usize)), String::new()) } else { let i = &int[..dot as usize]; (if i.is_empty() { "0".into() } else { i.to_string() }, int[dot as usize..].to_string()) };
        let e = left - dot;
        let mut tail = if b.is_empty() { String::new() } else { format!("{}{b}", seps.dot) };
        if e != 0 || matches!(kind, 'e' | 'E') { tail += &format!("{}{e:+}", if upper { 'E' } else { 'e' }) }
        if kind == '%' { tail.push('%') }
        let sign = sign_of(neg);
        let min = if spec.zero { spec.width - (sign.len() as i64) - tail.chars().count() as i64 } else { 0 };
        let a = if spec.grouping || spec.kind == 'n' { group(&a, min, seps) } else if (a.len() as i64) < min { format!("{}{a}", "0".repeat((min - a.len() as i64) as usize)) } else { a };
        pad(spec, sign, &format!("{a}{tail}"))
    }
    /// Rounded to `n` significant digits.
    fn round_digits(&self, n: i64, c: &Ctx) -> Dec {
        if self.is_zero() { return self.clone(); }
        let mut d = self.rescale(self.adjusted() + 1 - n, c.round).0;
        if d.digits() > n { d = d.rescale(d.adjusted() + 1 - n, c.round).0 }
        d
    }
}
fn coef_text(c: &UBig) -> String { match u64::try_from(c) { Ok(n) => n.to_string(), Err(_) => match u128::try_from(c) { Ok(n) => n.to_string(), Err(_) => c.to_string() } } }
fn group(a: &str, min: i64, seps: &Seps) -> String {
    if seps.sep.is_empty() || seps.grouping.is_empty() { return if (a.len() as i64) < min { format!("{}{a}", "0".repeat((min - a.len() as i64) as usize)) } else { a.to_string() }; }
    let mut digits: Vec<u8> = a.bytes().collect();
    let mut parts: Vec<String> = vec![];
    let (mut min, mut gi) = (min, 0);
    let width = seps.sep.chars().count() as i64;
    loop {
        let g = seps.grouping[gi.min(seps.grouping.len() - 1)] as usize;
        if g == 0 || g == 127 { break; }
        let want = (digits.len() as i64).max(min).max(1).min(g as i64);
        let take = digits.split_off(digits.len() - (want as usize).min(digits.len()));
        parts.push(format!("{}{}", "0".repeat(want as usize - take.len()), String::from_utf8_lossy(&take)));
        min -= want;
        if digits.is_empty() && min <= 0 { break; }
        min -= width;
        gi += 1;
    }
    parts.reverse();
    parts.join(seps.sep)
}
fn pad(spec: &FormatSpec, sign: &str, body: &str) -> String {
    let len = (sign.chars().count() + body.chars().count()) as i64;
    let n = (spec.width - len).max(0) as usize;
    let fill = |k: usize| spec.fill.repeat(k);
    match spec.align { '<' => format!("{sign}{body}{}", fill(n)), '^' => format!("{}{sign}{body}{}", fill(n / 2), fill(n - n / 2)), '=' => format!("{sign}{}{body}", fill(n)), _ => format!("{}{sign}{body}", fill(n)) }
}
impl FormatSpec {
    pub fn parse(s: &str) -> Result<FormatSpec, FormatError> {
        let c: Vec<char> = s.chars().collect();
        let mut i = 0;
        let mut f = FormatSpec { fill: " ".into(), align: '>', sign: '-', no_neg_zero: false, zero: false, width: 0, grouping: false, prec: None, kind: '\0' };
        let mut aligned = false;
        let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '=' | '^'));
        if is_align(c.get(1)) { f.fill = c[0].to_string(); f.align = c[1]; i = 2; aligned = true } else if is_align(c.first()) { f.align = c[0]; i = 1; aligned = true }
        if let Some(s @ ('+' | '-' | ' ')) = c.get(i) { f.sign = *s; i += 1 }
        if c.get(i) == Some(&'z') { f.no_neg_zero = true; i += 1 }
        if c.get(i) == Some(&'0') { if aligned { return Err(FormatError::Spec); } f.zero = true; f.align = '='; f.fill = "0".into(); i += 1 }
        let number = |i: &mut usize| -> Result<Option<i64>, FormatError> { let a = *i; let mut v = 0i64; while let Some(d) = c.get(*i).and_then(|c| c.to_digit(10)) { v = v * 10 + d as i64; if v > 1 << 40 { return Err(FormatError::Spec); } *i += 1 } Ok(if *i > a { Some(v) } else { None }) };
        if let Some(w) = number(&mut i)? { f.width = w }
        if c.get(i) == Some(&',') { f.grouping = true; i += 1 }
        if c.get(i) == Some(&'.') { i += 1; match number(&mut i)? { Some(p) if p < 1 << 31 => f.prec = Some(p), _ => return Err(FormatError::Spec) } }
        if let Some(k @ ('E' | 'F' | 'G' | 'e' | 'f' | 'g' | '%' | 'n')) = c.get(i) { if *k == 'n' && f.grouping { return Err(FormatError::Spec); } f.kind = *k; i += 1 }
        if i != c.len() { return Err(FormatError::Spec); }
        Ok(f)
    }
}
