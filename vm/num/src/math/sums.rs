//! Sums of floats: `math.fsum`, the compensated `sum` of 3.12, and `math.sumprod`.
//!
//! `Sum` and `SumProd` are automata: the VM feeds terms, and where an automaton cannot go on it hands out what it has
//! and the VM continues with `+` and `*` on objects, exactly where CPython would.

use super::norm::{full_sum, product};
use crate::error::{Error, Result};

/// State of `math.fsum`: partial sums that do not overlap, smallest first.
#[derive(Clone, Debug, Default)]
pub struct FSum {
    partials: Vec<f64>,
    special: f64,
    inf: f64,
}

impl FSum {
    pub fn add(&mut self, term: f64) -> Result<()> {
        let mut x = term;
        let mut kept = 0;
        for j in 0..self.partials.len() {
            let mut y = self.partials[j];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let hi = x + y;
            let lo = y - (hi - x);
            if lo != 0.0 {
                self.partials[kept] = lo;
                kept += 1;
            }
            x = hi;
        }
        self.partials.truncate(kept);
        if x != 0.0 {
            if !x.is_finite() {
                if term.is_finite() {
                    return Err(Error::overflow("intermediate overflow in fsum"));
                }
                if term.is_infinite() {
                    self.inf += term;
                }
                self.special += term;
                self.partials.clear();
            } else {
                self.partials.push(x);
            }
        }
        Ok(())
    }

    pub fn finish(&self) -> Result<f64> {
        if self.special != 0.0 {
            if self.inf.is_nan() {
                return Err(Error::value("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let mut rest = self.partials.iter().rev().copied();
        let Some(mut hi) = rest.next() else { return Ok(0.0) };
        let mut lo = 0.0;
        let mut below = None;
        for y in rest.by_ref() {
            let x = hi;
            hi = x + y;
            lo = y - (hi - x);
            if lo != 0.0 {
                below = rest.next();
                break;
            }
        }
        // Round half to even across the partials: a tail on the same side as lo decides a tie.
        if below.is_some_and(|b| (lo < 0.0 && b < 0.0) || (lo > 0.0 && b > 0.0)) {
            let y = lo * 2.0;
            let x = hi + y;
            if y == x - hi {
                hi = x;
            }
        }
        Ok(hi)
    }
}

/// `math.fsum`.
pub fn fsum(terms: impl IntoIterator<Item = f64>) -> Result<f64> {
    let mut s = FSum::default();
    for t in terms {
        s.add(t)?;
    }
    s.finish()
}

/// State of `sum()`.
///
/// Start with `Sum::Int(start)` for an exact int start that fits, `Sum::float(start)` for an exact float start, else
/// with `Sum::Objects`. Feed every item; on `Next::Leave` take `value()`, add the item with the object's `+`, and go
/// on from the result: from an `Int` state an exact float result continues as `Sum::float(result)`, everything else
/// as `Sum::Objects` (also an int that overflowed: CPython does not come back to its fast paths).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sum {
    Int(i64),
    Float { sum: f64, compensation: f64 },
    /// Add with the objects' own `+`.
    Objects,
}

/// What became of a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// It is in the sum.
    Taken,
    /// It is not: see `Sum`.
    Leave,
}

impl Sum {
    pub fn float(start: f64) -> Sum {
        Sum::Float { sum: start, compensation: 0.0 }
    }

    /// Feeds an exact int or a bool that fits i64. (A larger one always leaves: use `Next::Leave`'s rule.) In the
    /// `Float` state an int subclass counts as well, in the `Int` state it must leave.
    #[inline]
    pub fn int(&mut self, n: i64) -> Next {
        match self {
            Sum::Int(total) => match total.checked_add(n) {
                Some(t) => {
                    *total = t;
                    Next::Taken
                }
                None => Next::Leave,
            },
            Sum::Float { sum, .. } => {
                *sum += n as f64;
                Next::Taken
            }
            Sum::Objects => Next::Leave,
        }
    }

    /// Feeds an exact float.
    #[inline]
    pub fn add_float(&mut self, x: f64) -> Next {
        match self {
            Sum::Float { sum, compensation } => {
                let t = *sum + x;
                *compensation += if sum.abs() >= x.abs() { (*sum - t) + x } else { (x - t) + *sum };
                *sum = t;
                Next::Taken
            }
            _ => Next::Leave,
        }
    }

    /// The float total, with the compensation unless that is not finite; None in other states.
    #[inline]
    pub fn float_total(&self) -> Option<f64> {
        match *self {
            Sum::Float { sum, compensation } => Some(if compensation != 0.0 && compensation.is_finite() {
                sum + compensation
            } else {
                sum
            }),
            _ => None,
        }
    }

    /// The int total; None in other states.
    pub fn int_total(&self) -> Option<i64> {
        match *self {
            Sum::Int(n) => Some(n),
            _ => None,
        }
    }
}

/// A factor given to `SumProd`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Term {
    /// An exact int that fits i64.
    Int(i64),
    Bool(bool),
    /// An exact int that does not fit i64, as a float if it fits one.
    Big(Option<f64>),
    /// An exact float.
    Float(f64),
    /// Anything else.
    Object,
}

/// What to do with a pair after `SumProd::pair`, or at the end after `SumProd::finish`: first add `int` and then
/// `float` to the object total if they are given (the total starts as int 0), then, if `pair` is set, add p * q.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProdNext {
    pub int: Option<i64>,
    pub float: Option<f64>,
    pub pair: bool,
}

/// State of `math.sumprod`.
#[derive(Clone, Debug)]
pub struct SumProd {
    int_path: bool,
    int_used: bool,
    int_total: i64,
    float_path: bool,
    float_used: bool,
    hi: f64,
    lo: f64,
    tiny: f64,
}

impl Default for SumProd {
    fn default() -> Self {
        SumProd {
            int_path: true,
            int_used: false,
            int_total: 0,
            float_path: true,
            float_used: false,
            hi: 0.0,
            lo: 0.0,
            tiny: 0.0,
        }
    }
}

impl SumProd {
    fn leave_int(&mut self, next: &mut ProdNext) {
        self.int_path = false;
        if self.int_used {
            next.int = Some(self.int_total);
            self.int_used = false;
        }
    }

    fn leave_float(&mut self, next: &mut ProdNext) {
        self.float_path = false;
        if self.float_used {
            let last = full_sum(self.lo, self.tiny);
            next.float = Some(full_sum(self.hi, last.hi).hi);
            self.float_used = false;
        }
    }

    /// Feeds a pair.
    pub fn pair(&mut self, p: Term, q: Term) -> ProdNext {
        let mut next = ProdNext::default();
        if self.int_path {
            if let (Term::Int(p), Term::Int(q)) = (p, q) {
                if let Some(t) = p.checked_mul(q).and_then(|pq| self.int_total.checked_add(pq)) {
                    self.int_total = t;
                    self.int_used = true;
                    return next;
                }
            }
            self.leave_int(&mut next);
        }
        if self.float_path {
            let as_float = |t: Term| match t {
                Term::Float(x) => Some(x),
                Term::Int(n) => Some(n as f64),
                Term::Bool(b) => Some(b as u8 as f64),
                Term::Big(x) => x,
                Term::Object => None,
            };
            let one_float = matches!(p, Term::Float(_)) || matches!(q, Term::Float(_));
            if let (true, Some(x), Some(y)) = (one_float, as_float(p), as_float(q)) {
                let pr = product(x, y);
                let sm = full_sum(self.hi, pr.hi);
                let r1 = full_sum(self.lo, pr.lo);
                let r2 = full_sum(r1.hi, sm.lo);
                if sm.hi.is_finite() {
                    self.tiny = self.tiny + r1.lo + r2.lo;
                    self.hi = sm.hi;
                    self.lo = r2.hi;
                    self.float_used = true;
                    return next;
                }
            }
            self.leave_float(&mut next);
        }
        next.pair = true;
        next
    }

    /// Ends the sum.
    pub fn finish(&mut self) -> ProdNext {
        let mut next = ProdNext::default();
        if self.int_path {
            self.leave_int(&mut next);
        }
        if self.float_path {
            self.leave_float(&mut next);
        }
        next
    }
}
