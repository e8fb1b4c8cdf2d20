//! Between fora-num and the VM: its errors as exceptions, the number text limit, formatting of numbers.
use crate::cx::Cx;
use crate::native::{Raised, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use fora_num::error::{Error, Kind};
use fora_num::format::Locale;
use std::sync::atomic::{AtomicUsize, Ordering};

static MAX_STR_DIGITS: AtomicUsize = AtomicUsize::new(fora_num::int::DEFAULT_MAX_STR_DIGITS);
/// `sys.get_int_max_str_digits()`; 0: no limit.
pub fn max_str_digits() -> usize { MAX_STR_DIGITS.load(Ordering::Relaxed) }
pub fn set_max_str_digits(n: usize) { MAX_STR_DIGITS.store(n, Ordering::Relaxed) }
/// The C locale in force.
pub fn locale() -> Locale { Locale::default() }

impl Cx {
    /// Raises the exception that `e` describes.
    #[cold]
    pub fn num_error(&mut self, e: Error) -> Raised {
        match e.kind {
            Kind::Value => self.value_error(&e.message),
            Kind::Type => self.type_error(&e.message),
            Kind::ZeroDivision => self.zero_division(&e.message),
            Kind::Index => self.index_error(&e.message),
            Kind::Memory => self.memory_error(),
            Kind::Overflow => {
                if e.message == "(34, 'Numerical result out of range')" { let m = self.str("Numerical result out of range"); return self.raise_args(T::OverflowError, &[Value::small(34), m]); }
                self.overflow_error(&e.message)
            }
        }
    }
    /// A fora-num result as ours.
    #[inline]
    pub fn num<V>(&mut self, r: Result<V, Error>) -> R<V> { match r { Ok(v) => Ok(v), Err(e) => Err(self.num_error(e)) } }
}

/// The text of a format spec for a number; lone surrogates become replacement characters (they can only be fill).
pub fn spec_text(spec: Value) -> std::borrow::Cow<'static, str> { Str::of(spec).lossy() }
pub fn check_spec(cx: &mut Cx, spec: Value) -> R<()> {
    if spec.is(T::Str) { return Ok(()); }
    let t = cx.type_name(spec);
    Err(cx.type_error(format!("__format__() argument must be str, not {t}")))
}
