//! Reading the arguments that text and byte methods share: slice bounds, counts, slices, repetition.
use crate::cx::Cx;
use crate::native::{Raised, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

impl Cx {
    /// The Python exception of an error from fora-num.
    #[cold]
    pub fn raise_num(&mut self, e: fora_num::Error) -> Raised {
        use fora_num::Kind::*;
        match e.kind {
            Value => self.value_error(&e.message), Type => self.type_error(&e.message), Overflow => self.overflow_error(&e.message), ZeroDivision => self.zero_division(&e.message), Memory => self.memory_error(), Index => self.index_error(&e.message),
        }
    }
    /// The str argument called `what` of the error message "`what` must be str, not …".
    pub fn want_str(&mut self, v: Value, what: &str) -> R<Str> {
        match Str::from(v) { Some(s) => Ok(s.plain()), None => { let t = self.type_name_or_none(v); Err(self.type_error(if what.is_empty() { format!("must be str, not {t}") } else { format!("{what} must be str, not {t}") })) } }
    }
    /// Type name as messages of argument checks give it: None is "None".
    pub fn type_name_or_none(&mut self, v: Value) -> std::borrow::Cow<'static, str> { if v.is_none() { "None".into() } else { self.type_name(v) } }
    /// A bound of a slice-like argument: UNDEF and None give `default`.
    pub fn slice_bound(&mut self, v: Value, default: i64) -> R<i64> {
        if v.is_undef() || v.is_none() { return Ok(default); }
        if let Some(i) = v.as_small() { return Ok(i); }
        if v.is(T::Int) || self.special(v, crate::class::D::Index).is_some() { return self.index_clamped(v); }
        Err(self.type_error("slice indices must be integers or None or have an __index__ method"))
    }
    /// `start, end` arguments against a length: (start, end), start may exceed end.
    pub fn bounds(&mut self, start: Value, end: Value, len: usize) -> R<(usize, usize)> {
        let n = len as i64;
        let (s, e) = (self.slice_bound(start, 0)?, self.slice_bound(end, i64::MAX)?);
        let fix = |i: i64| if i < 0 { (i + n).max(0) } else { i };
        Ok((fix(s) as usize, fix(e).min(n) as usize))
    }
    /// A slice object against a length: (start, step, count).
    pub fn slice_of(&mut self, slice: Value, len: usize) -> R<(usize, i64, usize)> {
        let (a, b, c) = { let s = Slots(slice); (s.get(0), s.get(1), s.get(2)) };
        let n = len as i64;
        let step = self.slice_bound(c, 1)?;
        if step == 0 { return Err(self.value_error("slice step cannot be zero")); }
        let step = step.max(-i64::MAX);
        let start = self.slice_bound(a, if step < 0 { i64::MAX } else { 0 })?;
        let stop = self.slice_bound(b, if step < 0 { i64::MIN } else { i64::MAX })?;
        let fix = |i: i64| if i < 0 { let j = i.saturating_add(n); if j < 0 { if step < 0 { -1 } else { 0 } } else { j } } else if i >= n { if step < 0 { n - 1 } else { n } } else { i };
        let (start, stop) = (fix(start), fix(stop));
        let count = if step > 0 { if start < stop { (stop - start - 1) / step + 1 } else { 0 } } else if stop < start { (start - stop - 1) / -step + 1 } else { 0 };
        Ok((start.max(0) as usize, step, count as usize))
    }
    /// Argument of a sequence repetition; negative counts are 0.
    pub fn repeat_count(&mut self, v: Value) -> R<usize> {
        let i = self.index(v)?;
        match crate::int::to_i64(i) { Some(n) => Ok(n.max(0) as usize), None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")) }
    }
    /// An index argument: IndexError where it does not fit.
    pub fn item_index(&mut self, v: Value) -> R<i64> {
        if let Some(i) = v.as_small() { return Ok(i); }
        let i = self.index(v)?;
        match crate::int::to_i64(i) { Some(n) => Ok(n), None => { let t = self.type_name(v); Err(self.index_error(format!("cannot fit '{t}' into an index-sized integer"))) } }
    }
    /// An empty byte vector with room for `n`; MemoryError where that is out of reach.
    pub fn try_vec(&mut self, n: usize) -> R<Vec<u8>> {
        let mut v = Vec::new();
        if n > (1 << 46) || v.try_reserve_exact(n).is_err() { return Err(self.memory_error()); }
        Ok(v)
    }
    /// Optional count such as `maxsplit`: UNDEF gives -1.
    pub fn ssize_arg(&mut self, v: Value, default: i64) -> R<i64> { if v.is_undef() { Ok(default) } else { self.index_i64(v) } }
}
