//! `format(complex, spec)`.

use super::number::{float_body, locale_of, Locale, Parts};
use super::spec::{pad, Align, SignOption, Spec};
use crate::error::{Error, Result};

/// `format(complex(re, im), spec)`.
pub fn format_complex(spec: &Spec, re: f64, im: f64, type_name: &str, current: &Locale) -> Result<String> {
    if !matches!(spec.kind, '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') {
        return Err(spec.unknown_kind(type_name));
    }
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(Error::value("precision too big"));
    }
    if spec.fill == '0' {
        return Err(Error::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let bare = spec.kind == '\0';
    let only_imaginary = bare && re == 0.0 && re.is_sign_positive();
    let parens = bare && !only_imaginary;
    let locale = locale_of(spec, current);
    let mut body = String::new();
    if parens {
        body.push('(');
    }
    let mut sign = spec.sign;
    if !only_imaginary {
        let text = float_body(spec, re, false)?;
        Parts::of_float(&text).write_bare(&mut body, sign, &locale);
        sign = SignOption::Plus;
    }
    let text = float_body(spec, im, false)?;
    Parts::of_float(&text).write_bare(&mut body, sign, &locale);
    body.push('j');
    if parens {
        body.push(')');
    }
    let mut out = String::new();
    pad(&mut out, &body, body.chars().count(), spec)?;
    Ok(out)
}
