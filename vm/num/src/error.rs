//! The error every function of this crate returns: a Python exception kind and CPython's exact message.
//!
//! Absent on purpose: exception objects. The VM turns an `Error` into one.

use std::borrow::Cow;
use std::fmt;

/// Which Python exception class the caller must raise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Value,
    Type,
    Overflow,
    ZeroDivision,
    Memory,
    Index,
}

impl Kind {
    /// The Python class name.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Value => "ValueError",
            Kind::Type => "TypeError",
            Kind::Overflow => "OverflowError",
            Kind::ZeroDivision => "ZeroDivisionError",
            Kind::Memory => "MemoryError",
            Kind::Index => "IndexError",
        }
    }
}

/// A Python exception that has not been raised yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    pub kind: Kind,
    pub message: Cow<'static, str>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Error {
        Error { kind, message: message.into() }
    }
    pub fn value(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::Value, message)
    }
    pub fn typ(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::Type, message)
    }
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::Overflow, message)
    }
    pub fn zero_division(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::ZeroDivision, message)
    }
    pub fn memory() -> Error {
        Error::new(Kind::Memory, "")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.class(), self.message)
    }
}

impl std::error::Error for Error {}
