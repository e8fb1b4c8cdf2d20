//! Decimal text of a float: the shortest form, the exact forms, and Python's layout of either.
//!
//! The digits come from std (`{:e}` is the shortest round trip, `{:.Ne}` and `{:.N}` are exact with ties to even);
//! this file only lays them out as CPython's `PyOS_double_to_string` does.

/// Decimal digits and exponent: the value is 0.d1d2d3... * 10**point. Sign and non-finite values are the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// ASCII digits without leading zeros; "0" for zero.
    pub digits: String,
    /// Where the decimal point stands, counted from the first digit. 1 for zero.
    pub point: i32,
}

/// No f64 has more significant digits than this, nor more digits after the point than `MAX_FRACTION`.
const MAX_SIGNIFICANT: usize = 768;
const MAX_FRACTION: usize = 1075;

fn split_exponent(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(first.len() + rest.len());
    digits.push_str(first);
    digits.push_str(rest);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    Digits { digits, point: exponent + 1 }
}

/// Shortest digits that read back as `x`. `x` must be finite; its sign is ignored.
pub fn shortest_digits(x: f64) -> Digits {
    let d = split_exponent(&format!("{:e}", x.abs()));
    // Of two shortest texts equally near, std takes the greater and CPython the even one. x lies midway only if it has
    // exactly one digit more; its digits after the point are as many as its binary digits there.
    let odd = d.digits.bytes().last().is_some_and(|b| b & 1 == 1);
    if odd && fraction_bits(x) == d.digits.len() as i32 + 1 - d.point {
        let even = significant_digits(x, d.digits.len());
        if format!("0.{}e{}", even.digits, even.point).parse() == Ok(x.abs()) {
            return even;
        }
    }
    d
}

/// Binary digits after the point; 0 or less for an integer.
fn fraction_bits(x: f64) -> i32 {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7ff) as i32;
    let (m, e) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    -(e + m.trailing_zeros() as i32)
}

/// Exactly `n` significant digits (n >= 1), correctly rounded, ties to even; zeros are not stripped.
pub fn significant_digits(x: f64, n: usize) -> Digits {
    let n = n.max(1);
    let kept = n.min(MAX_SIGNIFICANT);
    let mut d = split_exponent(&format!("{:.*e}", kept - 1, x.abs()));
    for _ in kept..n {
        d.digits.push('0');
    }
    d
}

/// |x| as in `%.{n}f`, correctly rounded, ties to even.
pub fn fixed_digits(x: f64, n: usize) -> String {
    let kept = n.min(MAX_FRACTION);
    let mut text = format!("{:.*}", kept, x.abs());
    text.extend(std::iter::repeat_n('0', n - kept));
    text
}

fn push_exponent(out: &mut String, exponent: i32, upper: bool) {
    out.push(if upper { 'E' } else { 'e' });
    out.push(if exponent < 0 { '-' } else { '+' });
    let e = exponent.unsigned_abs();
    if e < 10 {
        out.push('0');
    }
    out.push_str(&e.to_string());
}

/// Which C-like conversion to use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// `e`: one digit, point, `precision` digits, exponent.
    Exponent,
    /// `f`: `precision` digits after the point.
    Fixed,
    /// `g`: `precision` significant digits, trailing zeros dropped.
    General,
    /// `r`: shortest digits, exponent from 1e16 on. `precision` is ignored.
    Repr,
}

/// Options of `double_text`; the defaults are what `repr(float)` uses less its ".0".
#[derive(Clone, Copy, Default, Debug)]
pub struct Layout {
    /// `#`: keep the point and, in `General`, the trailing zeros.
    pub alternate: bool,
    /// Add ".0" to what would look like an int.
    pub dot_zero: bool,
    /// `z`: no minus sign on a result that is all zeros.
    pub no_negative_zero: bool,
    /// 'E', 'INF', 'NAN'.
    pub upper: bool,
    /// Always show a sign.
    pub sign: bool,
}

/// CPython's `PyOS_double_to_string`: the text of any float, signed ("-0.0", "inf", "nan" included).
pub fn double_text(x: f64, mode: Mode, precision: usize, layout: Layout) -> String {
    let mut out = String::with_capacity(24);
    if x.is_nan() {
        if layout.sign {
            out.push('+');
        }
        out.push_str(if layout.upper { "NAN" } else { "nan" });
        return out;
    }
    let negative = x.is_sign_negative();
    let push_sign = |out: &mut String, shown_zero: bool| {
        if negative && !(layout.no_negative_zero && shown_zero) {
            out.push('-');
        } else if layout.sign {
            out.push('+');
        }
    };
    if x.is_infinite() {
        push_sign(&mut out, false);
        out.push_str(if layout.upper { "INF" } else { "inf" });
        return out;
    }
    if mode == Mode::Fixed {
        let text = fixed_digits(x, precision);
        let zero = layout.no_negative_zero && text.bytes().all(|b| matches!(b, b'0' | b'.'));
        push_sign(&mut out, zero);
        out.push_str(&text);
        if precision == 0 && layout.dot_zero {
            out.push_str(".0");
        } else if precision == 0 && layout.alternate {
            out.push('.');
        }
        return out;
    }
    let mut d = match mode {
        Mode::Repr => shortest_digits(x),
        Mode::Exponent => significant_digits(x, precision.saturating_add(1)),
        _ => significant_digits(x, precision.max(1)),
    };
    let significant = precision.max(1) as i64;
    if mode == Mode::General {
        let kept = d.digits.trim_end_matches('0').len().max(1);
        d.digits.truncate(kept);
    }
    push_sign(&mut out, d.digits.bytes().all(|b| b == b'0'));
    let point = d.point as i64;
    let exponent_form = match mode {
        Mode::Exponent => true,
        // ".0" needs one digit of the precision
        Mode::General => point <= -4 || point > significant - layout.dot_zero as i64,
        _ => point <= -4 || point > 16,
    };
    // How many digits the text must show, padding with zeros (only `#` with `g` asks for more than there are).
    let wanted = if mode == Mode::General && layout.alternate { significant as usize } else { 0 };
    if exponent_form {
        let (first, rest) = d.digits.split_at(1);
        out.push_str(first);
        let zeros = wanted.saturating_sub(d.digits.len());
        if !rest.is_empty() || zeros > 0 || layout.alternate {
            out.push('.');
            out.push_str(rest);
            out.extend(std::iter::repeat_n('0', zeros));
        }
        push_exponent(&mut out, d.point - 1, layout.upper);
        return out;
    }
    let count = d.digits.len() as i64;
    let mut shown = count.max(point);
    if point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-point) as usize));
        out.push_str(&d.digits);
    } else if point >= count {
        out.push_str(&d.digits);
        out.extend(std::iter::repeat_n('0', (point - count) as usize));
        if layout.dot_zero {
            out.push_str(".0");
            shown += 1;
        } else if layout.alternate {
            out.push('.');
        }
    } else {
        let (whole, fraction) = d.digits.split_at(point as usize);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
    if wanted as i64 > shown {
        out.extend(std::iter::repeat_n('0', (wanted as i64 - shown) as usize));
    }
    out
}

/// `repr(x)`.
pub fn float_repr(x: f64) -> String {
    double_text(x, Mode::Repr, 0, Layout { dot_zero: true, ..Layout::default() })
}
