//! The format spec mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::error::{Error, Result};
use crate::unicode::decimal_value;

/// Where a value stands in its field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Centre,
    /// `=`: padding between sign and digits.
    AfterSign,
}

impl Align {
    fn from_char(c: char) -> Option<Align> {
        Some(match c {
            '<' => Align::Left,
            '>' => Align::Right,
            '^' => Align::Centre,
            '=' => Align::AfterSign,
            _ => return None,
        })
    }
}

/// How a non-negative number shows its sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignOption {
    /// Not given.
    Default,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// ` `
    Space,
}

/// The thousands separator asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    None,
    /// `,` every three digits.
    Comma,
    /// `_` every three digits.
    Underscore,
    /// `_` every four digits: bases 2, 8 and 16.
    UnderscoreFour,
}

/// A parsed format spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub fill: char,
    pub align: Align,
    pub sign: SignOption,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    pub width: Option<usize>,
    pub grouping: Grouping,
    pub precision: Option<usize>,
    /// The type letter; '\0' when there is none.
    pub kind: char,
}

/// Which defaults a spec starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Number,
    Text,
}

/// Reads decimal digits of any script at the start of `rest`: (value, characters used as bytes).
/// `Ok(None)` if there are none.
pub(crate) fn leading_integer(rest: &str) -> Result<Option<(usize, usize)>> {
    let mut value = 0usize;
    let mut used = 0;
    for c in rest.chars() {
        let Some(d) = decimal_value(c as u32) else { break };
        if value > (isize::MAX as usize - d as usize) / 10 {
            return Err(Error::value("Too many decimal digits in format string"));
        }
        value = value * 10 + d as usize;
        used += c.len_utf8();
    }
    Ok((used > 0).then_some((value, used)))
}

impl Spec {
    /// The spec of an empty text for a number (`>` aligned).
    pub fn number() -> Spec {
        Spec::default_of(Family::Number)
    }

    fn default_of(family: Family) -> Spec {
        Spec {
            fill: ' ',
            align: if family == Family::Number { Align::Right } else { Align::Left },
            sign: SignOption::Default,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: Grouping::None,
            precision: None,
            kind: '\0',
        }
    }

    /// Parses a spec for an int, float or complex. `type_name` is the formatted object's class name, for messages.
    pub fn parse_number(text: &str, type_name: &str) -> Result<Spec> {
        Spec::parse(text, type_name, Family::Number)
    }

    /// Parses a spec for a str.
    pub fn parse_text(text: &str, type_name: &str) -> Result<Spec> {
        Spec::parse(text, type_name, Family::Text)
    }

    fn parse(text: &str, type_name: &str, family: Family) -> Result<Spec> {
        let mut spec = Spec::default_of(family);
        let mut rest = text;
        let mut fill_given = false;
        let mut align_given = false;
        let mut chars = rest.chars();
        let (first, second) = (chars.next(), chars.next());
        match (first, second, first.and_then(Align::from_char), second.and_then(Align::from_char)) {
            (Some(fill), Some(mark), _, Some(align)) => {
                spec.fill = fill;
                spec.align = align;
                (fill_given, align_given) = (true, true);
                rest = &rest[fill.len_utf8() + mark.len_utf8()..];
            }
            (Some(_), _, Some(align), _) => {
                spec.align = align;
                align_given = true;
                rest = &rest[1..];
            }
            _ => {}
        }
        let sign = match rest.chars().next() {
            Some('+') => Some(SignOption::Plus),
            Some('-') => Some(SignOption::Minus),
            Some(' ') => Some(SignOption::Space),
            _ => None,
        };
        if let Some(sign) = sign {
            spec.sign = sign;
            rest = &rest[1..];
        }
        if let Some(r) = rest.strip_prefix('z') {
            spec.no_negative_zero = true;
            rest = r;
        }
        if let Some(r) = rest.strip_prefix('#') {
            spec.alternate = true;
            rest = r;
        }
        if !fill_given {
            if let Some(r) = rest.strip_prefix('0') {
                spec.fill = '0';
                if !align_given && family == Family::Number {
                    spec.align = Align::AfterSign;
                }
                rest = r;
            }
        }
        if let Some((width, used)) = leading_integer(rest)? {
            spec.width = Some(width);
            rest = &rest[used..];
        }
        let both = || Error::value("Cannot specify both ',' and '_'.");
        if let Some(r) = rest.strip_prefix(',') {
            spec.grouping = Grouping::Comma;
            rest = r;
        }
        if let Some(r) = rest.strip_prefix('_') {
            if spec.grouping != Grouping::None {
                return Err(both());
            }
            spec.grouping = Grouping::Underscore;
            rest = r;
        }
        if rest.starts_with(',') && spec.grouping == Grouping::Underscore {
            return Err(both());
        }
        if let Some(r) = rest.strip_prefix('.') {
            let (precision, used) =
                leading_integer(r)?.ok_or_else(|| Error::value("Format specifier missing precision"))?;
            spec.precision = Some(precision);
            rest = &r[used..];
        }
        let mut chars = rest.chars();
        if let Some(kind) = chars.next() {
            if chars.next().is_some() {
                return Err(Error::value(format!(
                    "Invalid format specifier '{text}' for object of type '{type_name}'"
                )));
            }
            spec.kind = kind;
        }
        spec.check_grouping(family)?;
        Ok(spec)
    }

    fn check_grouping(&mut self, family: Family) -> Result<()> {
        if self.grouping == Grouping::None {
            return Ok(());
        }
        let kind = match (self.kind, family) {
            ('\0', Family::Text) => 's',
            (kind, _) => kind,
        };
        match kind {
            'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0' => return Ok(()),
            'b' | 'o' | 'x' | 'X' if self.grouping == Grouping::Underscore => {
                self.grouping = Grouping::UnderscoreFour;
                return Ok(());
            }
            _ => {}
        }
        let separator = if self.grouping == Grouping::Comma { ',' } else { '_' };
        Err(Error::value(if (33..128).contains(&(kind as u32)) {
            format!("Cannot specify '{separator}' with '{kind}'.")
        } else {
            format!("Cannot specify '{separator}' with '\\x{:x}'.", kind as u32)
        }))
    }

    /// The error of a type letter that `type_name` does not have.
    pub fn unknown_kind(&self, type_name: &str) -> Error {
        let kind = self.kind;
        Error::value(if (33..128).contains(&(kind as u32)) {
            format!("Unknown format code '{kind}' for object of type '{type_name}'")
        } else {
            format!("Unknown format code '\\x{:x}' for object of type '{type_name}'", kind as u32)
        })
    }

    /// Whether an int with this spec is to be converted with `float(n)` and given to `format_float`.
    pub fn wants_float(&self) -> bool {
        matches!(self.kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')
    }
}

/// A text so wide cannot be built; what would is a MemoryError.
pub(crate) const MAX_WIDTH: usize = 1 << 34;

/// Pads `body`, of `chars` characters, to the spec's width.
pub(crate) fn pad(out: &mut String, body: &str, chars: usize, spec: &Spec) -> Result<()> {
    let total = spec.width.unwrap_or(0);
    if total > MAX_WIDTH {
        return Err(Error::memory());
    }
    let missing = total.saturating_sub(chars);
    let left = match spec.align {
        Align::Left => 0,
        Align::Centre => missing / 2,
        Align::Right | Align::AfterSign => missing,
    };
    out.extend(std::iter::repeat_n(spec.fill, left));
    out.push_str(body);
    out.extend(std::iter::repeat_n(spec.fill, missing - left));
    Ok(())
}
