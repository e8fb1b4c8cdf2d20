//! `format(str, spec)`.

use super::spec::{pad, Align, SignOption, Spec};
use crate::error::{Error, Result};

/// `format(text, spec)`; `spec` comes from `Spec::parse_text`.
pub fn format_str(spec: &Spec, text: &str, type_name: &str) -> Result<String> {
    if !matches!(spec.kind, 's' | '\0') {
        return Err(spec.unknown_kind(type_name));
    }
    match spec.sign {
        SignOption::Default => {}
        SignOption::Space => return Err(Error::value("Space not allowed in string format specifier")),
        _ => return Err(Error::value("Sign not allowed in string format specifier")),
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in string format specifier"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed in string format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value("'=' alignment not allowed in string format specifier"));
    }
    let mut shown = text;
    if let Some(precision) = spec.precision {
        if let Some((end, _)) = text.char_indices().nth(precision) {
            shown = &text[..end];
        }
    }
    if spec.width.is_none() {
        return Ok(shown.to_owned());
    }
    let mut out = String::new();
    pad(&mut out, shown, shown.chars().count(), spec)?;
    Ok(out)
}
