//! `str.format` templates: pieces of a template, and the parts of a field name.
//!
//! Both are read lazily, because Python formats what precedes an error before it reports the error.
//! Looking up arguments, attributes and items, and expanding a nested spec (two levels at most:
//! "Max string recursion exceeded"), is the caller's part.

use super::spec::leading_integer;
use crate::error::{Error, Result};

/// A replacement field `{name!conversion:spec}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    pub name: &'a str,
    /// `r`, `s`, `a`, or what stands there instead (see `conversion_error`).
    pub conversion: Option<char>,
    pub spec: &'a str,
    /// The spec has fields of its own, to be expanded with the same arguments first.
    pub nested: bool,
}

/// Literal text, then a field or nothing. `string.Formatter().parse` yields just these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub literal: &'a str,
    pub field: Option<Field<'a>>,
}

/// Iterator over the pieces of a template.
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str) -> Self {
        Pieces { text, at: 0 }
    }

    fn next_char(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn piece(&mut self) -> Result<Piece<'a>> {
        let start = self.at;
        let rest = &self.text[start..];
        let Some(found) = rest.find(['{', '}']) else {
            self.at = self.text.len();
            return Ok(Piece { literal: rest, field: None });
        };
        let mark = rest.as_bytes()[found];
        self.at = start + found + 1;
        let following = self.text.as_bytes().get(self.at).copied();
        if mark == b'}' && following != Some(b'}') {
            return Err(Error::value("Single '}' encountered in format string"));
        }
        if following.is_none() {
            return Err(Error::value("Single '{' encountered in format string"));
        }
        if following == Some(mark) {
            let literal = &self.text[start..self.at];
            self.at += 1;
            return Ok(Piece { literal, field: None });
        }
        let literal = &rest[..found];
        Ok(Piece { literal, field: Some(self.field()?) })
    }

    fn field(&mut self) -> Result<Field<'a>> {
        let start = self.at;
        let mut end = '\0';
        while let Some(c) = self.next_char() {
            end = c;
            match c {
                '{' => return Err(Error::value("unexpected '{' in field name")),
                '[' => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find(']').unwrap_or(rest.len());
                }
                '}' | ':' | '!' => break,
                _ => {}
            }
        }
        if !matches!(end, '}' | ':' | '!') {
            return Err(Error::value("expected '}' before end of string"));
        }
        let name = &self.text[start..self.at - 1];
        let mut field = Field { name, conversion: None, spec: "", nested: false };
        if end == '}' {
            return Ok(field);
        }
        if end == '!' {
            let conversion = self
                .next_char()
                .ok_or_else(|| Error::value("end of string while looking for conversion specifier"))?;
            field.conversion = Some(conversion);
            match self.next_char() {
                Some('}') => return Ok(field),
                Some(':') | None => {}
                Some(_) => return Err(Error::value("expected ':' after conversion specifier")),
            }
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.next_char() {
            match c {
                '{' => {
                    field.nested = true;
                    depth += 1;
                }
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = &self.text[start..self.at - 1];
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err(Error::value("unmatched '{' in format spec"))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.at = self.text.len();
        }
        Some(piece)
    }
}

/// The error of a conversion other than `r`, `s` and `a`.
pub fn conversion_error(c: char) -> Error {
    Error::value(if (33..127).contains(&(c as u32)) {
        format!("Unknown conversion specifier {c}")
    } else {
        format!("Unknown conversion specifier \\x{:x}", c as u32)
    })
}

/// What a field name begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// Empty: the next positional argument (`AutoNumber` makes it an index).
    Auto,
    Index(usize),
    Key(&'a str),
}

/// What follows the first part of a field name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[7]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
}

fn whole_integer(text: &str) -> Result<Option<usize>> {
    Ok(leading_integer(text)?.filter(|&(_, used)| used == text.len()).map(|(n, _)| n))
}

/// A field name: its first part, and an iterator over the rest.
pub struct FieldName<'a> {
    pub first: First<'a>,
    rest: &'a str,
}

impl<'a> FieldName<'a> {
    pub fn parse(name: &'a str) -> Result<FieldName<'a>> {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, rest) = name.split_at(end);
        let first = match whole_integer(first)? {
            _ if first.is_empty() => First::Auto,
            Some(n) => First::Index(n),
            None => First::Key(first),
        };
        Ok(FieldName { first, rest })
    }
}

impl<'a> Iterator for FieldName<'a> {
    type Item = Result<Part<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mark = self.rest.chars().next()?;
        let after = &self.rest[mark.len_utf8()..];
        let (name, rest) = match mark {
            '.' => after.split_at(after.find(['.', '[']).unwrap_or(after.len())),
            '[' => match after.split_once(']') {
                Some(split) => split,
                None => return Some(Err(Error::value("Missing ']' in format string"))),
            },
            _ => {
                let message = "Only '.' or '[' may follow ']' in format field specifier";
                return Some(Err(Error::value(message)));
            }
        };
        self.rest = rest;
        let index = if mark == '[' { whole_integer(name) } else { Ok(None) };
        Some(match index {
            Err(e) => Err(e),
            _ if name.is_empty() => Err(Error::value("Empty attribute in format string")),
            _ if mark == '.' => Ok(Part::Attribute(name)),
            Ok(Some(n)) => Ok(Part::Index(n)),
            Ok(None) => Ok(Part::Key(name)),
        })
    }
}

/// Numbers the empty field names of one `str.format` call, nested specs included.
#[derive(Clone, Debug, Default)]
pub struct AutoNumber {
    manual: Option<bool>,
    next: usize,
}

impl AutoNumber {
    /// Turns `First::Auto` into an index, and refuses a mix of `{}` and `{0}`.
    pub fn resolve<'a>(&mut self, first: First<'a>) -> Result<First<'a>> {
        let automatic = match first {
            First::Key(_) => return Ok(first),
            First::Auto => true,
            First::Index(_) => false,
        };
        let manual = *self.manual.get_or_insert(!automatic);
        if manual && automatic {
            return Err(Error::value(
                "cannot switch from manual field specification to automatic field numbering",
            ));
        }
        if !manual && !automatic {
            return Err(Error::value(
                "cannot switch from automatic field numbering to manual field specification",
            ));
        }
        if automatic {
            self.next += 1;
            return Ok(First::Index(self.next - 1));
        }
        Ok(first)
    }
}
