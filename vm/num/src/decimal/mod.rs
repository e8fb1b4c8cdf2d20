//! Decimal floating point: General Decimal Arithmetic with the results and conditions of CPython's `decimal`.
//!
//! A number is sign, coefficient and exponent; coefficients of up to 38 digits need no memory of their own. Operations take a
//! context and add the conditions that occurred to a status word. `arith` the operations · `power` transcendental ones ·
//! `misc` comparison, neighbours, logic · `text` in and out. Absent: traps, which belong to whoever keeps the context.
mod arith;
mod misc;
mod power;
mod text;
#[cfg(test)]
mod tests;
pub use text::{FormatError, FormatSpec, Seps};

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::UBig;

pub const MAX_PREC: i64 = 999_999_999_999_999_999;
pub const MAX_EMAX: i64 = 999_999_999_999_999_999;
pub const MIN_EMIN: i64 = -999_999_999_999_999_999;
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

/// More digits than this are not tried: an operation that needs them runs out of memory.
const MEMORY: i64 = 1 << 31;
/// Conditions, with libmpdec's bits.
pub mod cond {
    pub const CLAMPED: u32 = 1;
    pub const CONVERSION_SYNTAX: u32 = 2;
    pub const DIVISION_BY_ZERO: u32 = 4;
    pub const DIVISION_IMPOSSIBLE: u32 = 8;
    pub const DIVISION_UNDEFINED: u32 = 0x10;
    pub const INEXACT: u32 = 0x40;
    pub const INVALID_CONTEXT: u32 = 0x80;
    pub const INVALID_OPERATION: u32 = 0x100;
    pub const MALLOC_ERROR: u32 = 0x200;
    pub const OVERFLOW: u32 = 0x800;
    pub const ROUNDED: u32 = 0x1000;
    pub const SUBNORMAL: u32 = 0x2000;
    pub const UNDERFLOW: u32 = 0x4000;
    pub const FLOAT_OPERATION: u32 = 0x400;
    /// all that the signal InvalidOperation stands for
    pub const IEEE_INVALID: u32 = CONVERSION_SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | 0x20 | INVALID_CONTEXT | INVALID_OPERATION | MALLOC_ERROR;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Round { Up, Down, Ceiling, Floor, HalfUp, HalfDown, HalfEven, FiveUp }
pub const ROUND_NAMES: [&str; 8] = ["ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"];
pub const ROUNDS: [Round; 8] = [Round::Up, Round::Down, Round::Ceiling, Round::Floor, Round::HalfUp, Round::HalfDown, Round::HalfEven, Round::FiveUp];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ctx { pub prec: i64, pub emax: i64, pub emin: i64, pub round: Round, pub clamp: bool }
impl Ctx {
    pub const MAX: Ctx = Ctx { prec: MAX_PREC, emax: MAX_EMAX, emin: MIN_EMIN, round: Round::HalfEven, clamp: false };
    pub fn etiny(&self) -> i64 { self.emin - (self.prec - 1) }
    pub fn etop(&self) -> i64 { self.emax - (self.prec - 1) }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind { Finite, Inf, QNan, SNan }
/// A number. For NaNs the coefficient is the payload (0: none).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dec { pub neg: bool, pub kind: Kind, pub exp: i64, pub coef: UBig }

/// What is cut off below a place: nothing, less than half, half, more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest { Zero, Low, Half, High }

const SMALL: [u128; 39] = { let mut t = [1u128; 39]; let mut i = 1; while i < 39 { t[i] = t[i - 1] * 10; i += 1; } t };
/// 10 ** n
pub fn pow10(n: i64) -> UBig { if n < 39 { UBig::from(SMALL[n.max(0) as usize]) } else { UBig::from(5u8).pow(n as usize) << n as usize } }
/// Number of decimal digits; 1 for zero.
pub fn digits(c: &UBig) -> i64 {
    if let Ok(n) = u128::try_from(c) {
        if n == 0 { return 1; }
        let guess = (128 - n.leading_zeros()) as usize * 1233 >> 12;
        return guess as i64 + (guess < 39 && n >= SMALL[guess]) as i64;
    }
    // log10(2) is known well enough for any coefficient that fits in memory
    let bits = c.bit_len() as f64;
    let low = ((bits - 1.0) * std::f64::consts::LOG10_2).floor() as i64;
    let high = (bits * std::f64::consts::LOG10_2).floor() as i64;
    if low == high { return low + 1; }
    if *c >= pow10(high) { high + 1 } else { high }
}
/// c * 10**n, c / 10**n
pub fn scale_up(c: &UBig, n: i64) -> UBig { if n <= 0 || *c == UBig::ZERO { c.clone() } else { c * pow10(n) } }
pub fn scale_down(c: &UBig, n: i64) -> (UBig, Rest) {
    if n <= 0 { return (c.clone(), Rest::Zero); }
    if *c == UBig::ZERO { return (UBig::ZERO, Rest::Zero); }
    if n > digits(c) { return (UBig::ZERO, Rest::Low); }
    let p = pow10(n);
    let (q, r) = c.div_rem(&p);
    let rest = if r == UBig::ZERO { Rest::Zero } else { match (r << 1usize).cmp(&p) { std::cmp::Ordering::Less => Rest::Low, std::cmp::Ordering::Equal => Rest::Half, std::cmp::Ordering::Greater => Rest::High } };
    (q, rest)
}
fn rounds_up(q: &UBig, rest: Rest, neg: bool, round: Round) -> bool {
    if rest == Rest::Zero { return false; }
    match round {
        Round::Down => false,
        Round::Up => true,
        Round::Ceiling => !neg,
        Round::Floor => neg,
        Round::HalfUp => matches!(rest, Rest::Half | Rest::High),
        Round::HalfDown => rest == Rest::High,
        Round::HalfEven => rest == Rest::High || rest == Rest::Half && q.bit(0),
        Round::FiveUp => q % 5u8 == 0,
    }
}

impl Dec {
    pub fn new(neg: bool, coef: UBig, exp: i64) -> Dec { Dec { neg, kind: Kind::Finite, exp, coef } }
    pub fn small(neg: bool, n: u64, exp: i64) -> Dec { Dec::new(neg, UBig::from(n), exp) }
    pub fn one() -> Dec { Dec::small(false, 1, 0) }
    pub fn inf(neg: bool) -> Dec { Dec { neg, kind: Kind::Inf, exp: 0, coef: UBig::ZERO } }
    pub fn nan() -> Dec { Dec { neg: false, kind: Kind::QNan, exp: 0, coef: UBig::ZERO } }
    pub fn is_finite(&self) -> bool { self.kind == Kind::Finite }
    pub fn is_special(&self) -> bool { self.kind != Kind::Finite }
    pub fn is_inf(&self) -> bool { self.kind == Kind::Inf }
    pub fn is_nan(&self) -> bool { matches!(self.kind, Kind::QNan | Kind::SNan) }
    pub fn is_zero(&self) -> bool { self.kind == Kind::Finite && self.coef == UBig::ZERO }
    pub fn digits(&self) -> i64 { digits(&self.coef) }
    pub fn adjusted(&self) -> i64 { self.exp + self.digits() - 1 }
    pub fn with_sign(mut self, neg: bool) -> Dec { self.neg = neg; self }
    pub fn abs(&self) -> Dec { self.clone().with_sign(false) }
    pub fn is_integer(&self) -> bool { self.is_finite() && (self.exp >= 0 || self.is_zero() || -self.exp < self.digits() && scale_down(&self.coef, -self.exp).1 == Rest::Zero) }
    /// The value as a whole number (towards zero) if it is finite.
    pub fn trunc(&self) -> UBig { if self.exp >= 0 { scale_up(&self.coef, self.exp) } else { scale_down(&self.coef, -self.exp).0 } }
    pub fn is_odd(&self) -> bool { self.is_finite() && (self.exp < 0 && self.trunc().bit(0) || self.exp == 0 && self.coef.bit(0)) }
    pub fn is_subnormal(&self, c: &Ctx) -> bool { self.is_finite() && !self.is_zero() && self.adjusted() < c.emin }
    pub fn is_normal(&self, c: &Ctx) -> bool { self.is_finite() && !self.is_zero() && self.adjusted() >= c.emin }
    /// The NaN of an invalid operation.
    fn invalid(st: &mut u32, why: u32) -> Dec { *st |= why; Dec::nan() }
    fn no_memory(st: &mut u32) -> Dec { Dec::invalid(st, cond::MALLOC_ERROR) }
    fn max_coef(neg: bool, c: &Ctx) -> Dec { Dec::new(neg, pow10(c.prec) - UBig::ONE, c.etop()) }
    /// Rounds to `n` digits fewer.
    fn cut(&mut self, n: i64, round: Round) -> Rest {
        let (q, rest) = scale_down(&self.coef, n);
        self.coef = if rounds_up(&q, rest, self.neg, round) { q + UBig::ONE } else { q };
        self.exp += n;
        rest
    }
    /// The result as the context allows it.
    pub fn finish(mut self, c: &Ctx, st: &mut u32) -> Dec {
        match self.kind {
            Kind::Finite => {}
            Kind::Inf => return Dec::inf(self.neg),
            _ => { let room = c.prec - c.clamp as i64; if self.coef != UBig::ZERO && self.digits() > room { self.coef %= pow10(room) } self.exp = 0; return self; }
        }
        self.check_exp(c, st);
        if self.kind == Kind::Finite {
            let n = self.digits();
            if n > c.prec {
                let rest = self.cut(n - c.prec, c.round);
                *st |= cond::ROUNDED;
                if rest != Rest::Zero { *st |= cond::INEXACT }
                if self.digits() > c.prec { self.coef /= UBig::from(10u8); self.exp += 1; self.check_exp(c, st) }
            }
        }
        self
    }
    fn check_exp(&mut self, c: &Ctx, st: &mut u32) {
        let adj = self.adjusted();
        if adj > c.emax {
            if self.is_zero() { self.exp = if c.clamp { c.etop() } else { c.emax }; *st |= cond::CLAMPED; return; }
            let cap = match c.round { Round::Down | Round::FiveUp => true, Round::Ceiling => self.neg, Round::Floor => !self.neg, _ => false };
            *self = if cap { if c.prec > MEMORY { Dec::no_memory(st) } else { Dec::max_coef(self.neg, c) } } else { Dec::inf(self.neg) };
            *st |= cond::OVERFLOW | cond::INEXACT | cond::ROUNDED;
        } else if c.clamp && self.exp > c.etop() {
            let n = self.exp - c.etop();
            if n > MEMORY && !self.is_zero() { *self = Dec::no_memory(st); return; }
            self.coef = scale_up(&self.coef, n);
            self.exp -= n;
            *st |= cond::CLAMPED;
            if !self.is_zero() && adj < c.emin { *st |= cond::SUBNORMAL }
        } else if adj < c.emin {
            let etiny = c.etiny();
            if self.is_zero() { if self.exp < etiny { self.exp = etiny; *st |= cond::CLAMPED } return; }
            *st |= cond::SUBNORMAL;
            if self.exp < etiny {
                let rest = self.cut(etiny - self.exp, c.round);
                self.exp = etiny;
                *st |= cond::ROUNDED;
                if rest != Rest::Zero { *st |= cond::INEXACT | cond::UNDERFLOW; if self.is_zero() { *st |= cond::CLAMPED } }
            }
        }
    }
}
/// The NaN that an operation on these gives, if one is a NaN.
fn nans(a: &Dec, b: &Dec, c: &Ctx, st: &mut u32) -> Option<Dec> {
    if !a.is_nan() && !b.is_nan() { return None; }
    let pick = if a.kind == Kind::SNan { a } else if b.kind == Kind::SNan { b } else if a.is_nan() { a } else { b };
    if pick.kind == Kind::SNan { *st |= cond::INVALID_OPERATION }
    let mut r = pick.clone();
    r.kind = Kind::QNan;
    Some(r.finish(c, st))
}
fn nan1(a: &Dec, c: &Ctx, st: &mut u32) -> Option<Dec> { nans(a, a, c, st) }
