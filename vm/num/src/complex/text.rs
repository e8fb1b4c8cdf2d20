//! `repr(complex)` and `complex(str)`.

use super::Complex;
use crate::error::{Error, Result};
use crate::float::{double_text, float_prefix, normalise_number_text, without_underscores, Layout, Mode};

/// `repr(z)`.
pub fn complex_repr(z: Complex) -> String {
    let plain = Layout::default();
    if z.re == 0.0 && z.re.is_sign_positive() {
        return format!("{}j", double_text(z.im, Mode::Repr, 0, plain));
    }
    let re = double_text(z.re, Mode::Repr, 0, plain);
    let im = double_text(z.im, Mode::Repr, 0, Layout { sign: true, ..plain });
    format!("({re}{im}j)")
}

/// `complex(text)`. `repr` gives Python's repr of the argument, for the message about misplaced underscores.
pub fn parse_complex(text: &str, repr: impl FnOnce() -> String) -> Result<Complex> {
    let mut text = normalise_number_text(text);
    if text.contains('_') {
        text = without_underscores(&text)
            .ok_or_else(|| Error::value(format!("could not convert string to complex: {}", repr())))?;
    }
    parse_plain(&text).ok_or_else(|| Error::value("complex() arg is a malformed string"))
}

fn parse_plain(text: &str) -> Option<Complex> {
    let space = |c: char| matches!(c, ' ' | '\t'..='\r');
    let text = text.trim_matches(space);
    if let Some(inner) = text.strip_prefix('(') {
        let inner = inner.trim_start_matches(space);
        let inner = inner.strip_suffix(')')?.trim_end_matches(space);
        return parse_bare(inner);
    }
    parse_bare(text)
}

fn unit(rest: &str) -> Option<&str> {
    rest.strip_prefix(['j', 'J'])
}

/// A sign alone, as in "1-j".
fn sign_only(rest: &str) -> (f64, &str) {
    match rest.as_bytes().first() {
        Some(b'+') => (1.0, &rest[1..]),
        Some(b'-') => (-1.0, &rest[1..]),
        _ => (1.0, rest),
    }
}

fn parse_bare(text: &str) -> Option<Complex> {
    let finish = |z: Complex, rest: &str| rest.is_empty().then_some(z);
    let Some((first, used)) = float_prefix(text) else {
        let (sign, rest) = sign_only(text);
        return finish(Complex::new(0.0, sign), unit(rest)?);
    };
    let rest = &text[used..];
    if rest.starts_with(['+', '-']) {
        let (im, rest) = match float_prefix(rest) {
            Some((im, used)) => (im, &rest[used..]),
            None => sign_only(rest),
        };
        return finish(Complex::new(first, im), unit(rest)?);
    }
    match unit(rest) {
        Some(rest) => finish(Complex::new(0.0, first), rest),
        None => finish(Complex::new(first, 0.0), rest),
    }
}
