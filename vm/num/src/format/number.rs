//! `format(int, spec)` and `format(float, spec)`, and the layout of sign, prefix, grouped digits and padding.

use super::spec::{Align, Grouping, SignOption, Spec, MAX_WIDTH};
use crate::error::{Error, Result};
use crate::float::{double_text, Layout, Mode};
use crate::int::{int_digits, int_to_str};
use dashu_int::{IBig, Sign};

/// What `n` takes from the C locale in force. The default is the "C" locale, which every Python program starts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    pub decimal_point: String,
    pub thousands_separator: String,
    /// Sizes of groups from the right; the last repeats, a 0 or an end of list after nothing stops.
    pub grouping: Vec<u8>,
}

impl Default for Locale {
    fn default() -> Self {
        Locale { decimal_point: ".".into(), thousands_separator: String::new(), grouping: Vec::new() }
    }
}

impl Locale {
    fn of(grouping: Grouping) -> Locale {
        let (separator, size) = match grouping {
            Grouping::None => return Locale::default(),
            Grouping::Comma => (",", 3),
            Grouping::Underscore => ("_", 3),
            Grouping::UnderscoreFour => ("_", 4),
        };
        Locale { thousands_separator: separator.into(), grouping: vec![size], ..Locale::default() }
    }
}

/// Digits with separators, at least `min_width` characters wide by leading zeros (which are grouped too).
fn group(digits: &str, min_width: i64, locale: &Locale) -> String {
    if digits.is_empty() {
        return String::new();
    }
    let separator: Vec<char> = locale.thousands_separator.chars().collect();
    // built from the right
    let mut reversed: Vec<char> = Vec::with_capacity(digits.len() * 4 / 3 + 1);
    let mut source = digits.chars().rev();
    let mut remaining = digits.len() as i64;
    let mut min_width = min_width;
    let mut index = 0;
    let mut first = true;
    loop {
        let size = locale.grouping.get(index).or(locale.grouping.last()).copied().unwrap_or(0);
        index += 1;
        let wanted = remaining.max(min_width).max(1);
        let unlimited = size == 0 || size == 127;
        let length = if unlimited { wanted } else { wanted.min(size as i64) };
        if !first {
            reversed.extend(separator.iter().rev());
        }
        first = false;
        let taken = remaining.clamp(0, length);
        reversed.extend(source.by_ref().take(taken as usize));
        reversed.extend(std::iter::repeat_n('0', (length - taken) as usize));
        remaining -= taken;
        min_width -= length;
        if unlimited || remaining <= 0 && min_width <= 0 {
            break;
        }
        min_width -= separator.len() as i64;
    }
    reversed.into_iter().rev().collect()
}

/// A number taken apart for layout.
pub(crate) struct Parts<'a> {
    pub negative: bool,
    pub prefix: &'a str,
    /// The digits that are grouped; empty for inf, nan and characters.
    pub digits: &'a str,
    pub has_point: bool,
    /// All after the point (or after the digits): fraction, exponent, '%'.
    pub remainder: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a float's text apart.
    pub fn of_float(text: &'a str) -> Parts<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(t) => (true, t),
            None => (false, text),
        };
        let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        let (has_point, remainder) = match rest.strip_prefix('.') {
            Some(r) => (true, r),
            None => (false, rest),
        };
        Parts { negative, prefix: "", digits, has_point, remainder }
    }

    fn sign(&self, option: SignOption) -> Option<char> {
        match (self.negative, option) {
            (true, _) => Some('-'),
            (false, SignOption::Plus) => Some('+'),
            (false, SignOption::Space) => Some(' '),
            _ => None,
        }
    }

    /// Writes the number without any padding, and returns its width.
    pub fn write_bare(&self, out: &mut String, sign: SignOption, locale: &Locale) {
        out.extend(self.sign(sign));
        out.push_str(self.prefix);
        out.push_str(&group(self.digits, 0, locale));
        if self.has_point {
            out.push_str(&locale.decimal_point);
        }
        out.push_str(self.remainder);
    }

    /// Writes the number as the spec's sign, fill, alignment and width ask.
    pub fn write(&self, spec: &Spec, locale: &Locale) -> Result<String> {
        let width = spec.width.unwrap_or(0);
        if width > MAX_WIDTH {
            return Err(Error::memory());
        }
        let sign = self.sign(spec.sign);
        let point = if self.has_point { locale.decimal_point.as_str() } else { "" };
        let fixed = sign.is_some() as usize
            + self.prefix.len()
            + point.chars().count()
            + self.remainder.chars().count();
        let zero_fill = spec.fill == '0' && spec.align == Align::AfterSign;
        let min_width = if zero_fill { width as i64 - fixed as i64 } else { 0 };
        let grouped = group(self.digits, min_width, locale);
        let missing = width.saturating_sub(fixed + grouped.chars().count());
        let (left, middle, right) = match spec.align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Centre => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        let mut out = String::with_capacity(width.max(fixed + grouped.len()));
        let fill = |out: &mut String, n: usize| out.extend(std::iter::repeat_n(spec.fill, n));
        fill(&mut out, left);
        out.extend(sign);
        out.push_str(self.prefix);
        fill(&mut out, middle);
        out.push_str(&grouped);
        out.push_str(point);
        out.push_str(self.remainder);
        fill(&mut out, right);
        Ok(out)
    }
}

/// The locale that a spec's type and grouping select.
pub(crate) fn locale_of(spec: &Spec, current: &Locale) -> Locale {
    if spec.kind == 'n' {
        current.clone()
    } else {
        Locale::of(spec.grouping)
    }
}

/// `format(n, spec)` for the int types of spec; `Spec::wants_float` tells the others apart. `limit` is
/// `sys.get_int_max_str_digits()`.
pub fn format_int(spec: &Spec, n: &IBig, type_name: &str, limit: usize, current: &Locale) -> Result<String> {
    if !matches!(spec.kind, '\0' | 'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') {
        return Err(spec.unknown_kind(type_name));
    }
    if spec.precision.is_some() {
        return Err(Error::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let locale = locale_of(spec, current);
    if spec.kind == 'c' {
        if spec.sign != SignOption::Default {
            return Err(Error::value("Sign not allowed with integer format specifier 'c'"));
        }
        if spec.alternate {
            return Err(Error::value("Alternate form (#) not allowed with integer format specifier 'c'"));
        }
        let code = i64::try_from(n)
            .map_err(|_| Error::overflow("Python int too large to convert to C long"))?;
        let c = u32::try_from(code)
            .ok()
            .filter(|&c| c <= 0x10ffff)
            .ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
        // A lone surrogate has no place in a Rust string: the caller treats one (0xd800..=0xdfff) before it comes here
        let text = char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
        let parts = Parts { negative: false, prefix: "", digits: "", has_point: false, remainder: &text };
        return parts.write(spec, &locale);
    }
    let (base, prefix) = match spec.kind {
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = if base == 10 {
        let text = int_to_str(n, limit)?;
        text.strip_prefix('-').map(str::to_owned).unwrap_or(text)
    } else {
        int_digits(n, base)
    };
    if spec.kind == 'X' {
        digits.make_ascii_uppercase();
    }
    let parts = Parts {
        negative: n.sign() == Sign::Negative,
        prefix: if spec.alternate { prefix } else { "" },
        digits: &digits,
        has_point: false,
        remainder: "",
    };
    parts.write(spec, &locale)
}

/// The digits of a float as a spec's type, precision, `#` and `z` ask, without its width and sign option.
pub(crate) fn float_body(spec: &Spec, x: f64, dot_zero: bool) -> Result<String> {
    let precision = match spec.precision {
        Some(p) if p > i32::MAX as usize => return Err(Error::value("precision too big")),
        p => p,
    };
    let mode = match spec.kind {
        'e' | 'E' => Mode::Exponent,
        'f' | 'F' | '%' => Mode::Fixed,
        '\0' if precision.is_none() => Mode::Repr,
        _ => Mode::General,
    };
    let layout = Layout {
        alternate: spec.alternate,
        dot_zero: dot_zero && spec.kind == '\0',
        no_negative_zero: spec.no_negative_zero,
        upper: matches!(spec.kind, 'E' | 'F' | 'G'),
        sign: false,
    };
    let x = if spec.kind == '%' { x * 100.0 } else { x };
    let mut text = double_text(x, mode, precision.unwrap_or(6), layout);
    if spec.kind == '%' {
        text.push('%');
    }
    Ok(text)
}

/// `format(x, spec)`.
pub fn format_float(spec: &Spec, x: f64, type_name: &str, current: &Locale) -> Result<String> {
    if !matches!(spec.kind, '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') {
        return Err(spec.unknown_kind(type_name));
    }
    let text = float_body(spec, x, true)?;
    Parts::of_float(&text).write(spec, &locale_of(spec, current))
}
