//! exp, ln, log10 and powers. The first three are correctly rounded: they are computed with more digits until those decide.
use super::*;
use dashu_int::ops::{DivRemEuclid, UnsignedAbs};
use dashu_int::IBig;

fn big(n: &UBig) -> IBig { IBig::from(n.clone()) }
fn floor_div(a: &IBig, b: &IBig) -> IBig { let (q, _) = a.clone().div_rem_euclid(b.clone()); q }
/// a / b to the nearest, ties to even; b > 0
fn nearest(a: &IBig, b: &IBig) -> IBig {
    let (q, r) = a.clone().div_rem_euclid(b.clone());
    let r2: IBig = IBig::from(r) * 2;
    let odd = q.clone().unsigned_abs().bit(0);
    if r2 > *b || r2 == *b && odd { q + 1 } else { q }
}
/// x / 2**n to the nearest, ties to even
fn rshift(x: &IBig, n: usize) -> IBig { nearest(x, &IBig::from(UBig::ONE << n)) }
fn p10(n: i64) -> IBig { IBig::from(pow10(n)) }
/// Terms of a series whose argument is below 2**-l that suffice for m's digits.
fn terms(m: &IBig, l: usize) -> i64 { let digits = m.clone().unsigned_abs().bit_len() * 302 / 1000 + 1; (10 * digits / (3 * l) + 2) as i64 }
/// M * log(x / M), where x is near M or above; the error is a few units.
fn ilog(x: &IBig, m: &IBig, l: usize) -> IBig {
    let mut y: IBig = x - m;
    let mut r = 0usize;
    loop {
        let a = IBig::from(y.clone().unsigned_abs());
        let cond = if r <= l { (a << (l - r)) >= *m } else { (a >> (r - l)) >= *m };
        if !cond { break; }
        let s = dashu_int::ops::SquareRoot::sqrt(&(m * (m + rshift(&y, r))).unsigned_abs());
        y = nearest(&((m * &y) << 1usize), &(m + IBig::from(s)));
        r += 1;
    }
    let t = terms(m, l);
    let yshift = rshift(&y, r);
    let mut w = nearest(m, &IBig::from(t));
    for k in (1..t).rev() { w = nearest(m, &IBig::from(k)) - nearest(&(&yshift * &w), m) }
    nearest(&(w * y), m)
}
/// floor(10**p * log10(e))-like constants: 10**p * ln(10), by way of log(10**p').
fn ln10(p: i64) -> IBig { nearest(&ilog_of_ten(p + 4), &p10(4)) }
fn ilog_of_ten(p: i64) -> IBig {
    // ln 10 = 3 ln 2 + ln 1.25 with ln 2 = 2 atanh(1/3), ln 1.25 = 2 atanh(1/9)
    let guard = 10;
    let m = p10(p + guard);
    let atanh = |k: i64| { let kk = IBig::from(k * k); let mut term = floor_div(&m, &IBig::from(k)); let mut sum = term.clone(); let mut i = 3i64; loop { term = floor_div(&term, &kk); if term == IBig::ZERO { break; } sum += floor_div(&term, &IBig::from(i)); i += 2 } sum };
    nearest(&(atanh(3) * 6 + atanh(9) * 2), &p10(guard))
}
/// 10**p * ln(c * 10**e), error below 1 or so
fn dlog(c: &UBig, e: i64, p: i64) -> IBig {
    let p = p + 2;
    let l = digits(c);
    let f = e + l - (e + l >= 1) as i64;
    let log_d = if p > 0 {
        let k = e + p - f;
        let x = if k >= 0 { big(&scale_up(c, k)) } else { nearest(&big(c), &p10(-k)) };
        ilog(&x, &p10(p), 8)
    } else { IBig::ZERO };
    let f_log = if f != 0 {
        let extra = digits(&UBig::from(f.unsigned_abs())) - 1;
        if p + extra >= 0 { nearest(&(IBig::from(f) * ln10(p + extra)), &p10(extra)) } else { IBig::ZERO }
    } else { IBig::ZERO };
    nearest(&(f_log + log_d), &IBig::from(100))
}
/// 10**p * log10(c * 10**e)
fn dlog10(c: &UBig, e: i64, p: i64) -> IBig {
    let p = p + 2;
    let l = digits(c);
    let f = e + l - (e + l >= 1) as i64;
    let (log_d, log_ten) = if p > 0 {
        let m = p10(p);
        let k = e + p - f;
        let x = if k >= 0 { big(&scale_up(c, k)) } else { nearest(&big(c), &p10(-k)) };
        let d = ilog(&x, &m, 8);
        (nearest(&(d * &m), &ln10(p)), IBig::from(f) * m)
    } else { (IBig::ZERO, nearest(&IBig::from(f), &p10(-p))) };
    nearest(&(log_ten + log_d), &IBig::from(100))
}
/// m * exp(x / m)
fn iexp(x: &IBig, m: &IBig, l: usize) -> IBig {
    let r = { let a = (IBig::from(x.clone().unsigned_abs()) << l) / m; a.unsigned_abs().bit_len() };
    let t = terms(m, l);
    let mut y = nearest(x, &IBig::from(t));
    let mshift: IBig = m << r;
    for i in (1..t).rev() { y = nearest(&(x * (&mshift + &y)), &(&mshift * IBig::from(i))) }
    for k in (0..r).rev() { let ms: IBig = m << (k + 2); y = nearest(&(&y * (&y + &ms)), &ms) }
    m + y
}
/// (d, f) with exp(c * 10**e) = d * 10**f, d of p + 1 digits or so, error below 1
fn dexp(c: &IBig, e: i64, p: i64) -> (IBig, i64) {
    let p = p + 2;
    let extra = (e + digits(&c.clone().unsigned_abs()) - 1).max(0);
    let q = p + extra;
    let shift = e + q;
    let cshift = if shift >= 0 { c * p10(shift) } else { floor_div(c, &p10(-shift)) };
    let (quot, rem) = cshift.div_rem_euclid(ln10(q));
    let rem = nearest(&IBig::from(rem), &p10(extra));
    let quot = i64::try_from(&quot).unwrap_or(i64::MAX / 4);
    (nearest(&iexp(&rem, &p10(p), 8), &IBig::from(1000)), quot - p + 3)
}
fn undecided(n: &IBig, p: i64) -> bool {
    let u = n.clone().unsigned_abs();
    let unit = pow10((digits(&u) - p - 1).max(0)) * UBig::from(5u8);
    u % unit == UBig::ZERO
}
impl Dec {
    pub fn exp_(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        if self.is_inf() { return if self.neg { Dec::small(false, 0, 0) } else { self.clone() }; }
        if self.is_zero() { return Dec::one(); }
        if c.prec > MEMORY { return Dec::no_memory(st); }
        let half = Ctx { round: Round::HalfEven, ..*c };
        let (p, adj) = (c.prec, self.adjusted());
        let len = |n: i128| n.to_string().len() as i64;
        let r = if !self.neg && adj > len((c.emax as i128 + 1) * 3) { Dec::small(false, 1, c.emax + 1) }
            else if self.neg && adj > len((-(c.etiny() as i128) + 1) * 3) { Dec::small(false, 1, c.etiny() - 1) }
            else if !self.neg && adj < -p { Dec::new(false, pow10(p) + UBig::ONE, -p) }
            else if self.neg && adj < -p - 1 { Dec::new(false, pow10(p + 1) - UBig::ONE, -p - 1) }
            else {
                let n = if self.neg { -big(&self.coef) } else { big(&self.coef) };
                let mut extra = 3;
                loop {
                    let (d, f) = dexp(&n, self.exp, p + extra);
                    if !undecided(&d, p) { break Dec::new(false, d.unsigned_abs(), f); }
                    extra += 3;
                }
            };
        let r = r.finish(&half, st);
        *st |= cond::INEXACT | cond::ROUNDED;
        r
    }
    pub fn ln(&self, c: &Ctx, st: &mut u32) -> Dec { self.log(c, st, dlog, 2.31) }
    pub fn log10(&self, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_finite() && !self.neg && !self.is_zero() {
            // an exact power of ten
            let n = self.digits();
            if self.coef == pow10(n - 1) { let e = self.exp + n - 1; return Dec::small(e < 0, e.unsigned_abs(), 0).finish(c, st); }
        }
        self.log(c, st, dlog10, 1.0)
    }
    fn log(&self, c: &Ctx, st: &mut u32, f: fn(&UBig, i64, i64) -> IBig, per_digit: f64) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        if self.is_zero() { return Dec::inf(true); }
        if self.is_inf() && !self.neg { return self.clone(); }
        if self.neg { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if self.cmp_abs(&Dec::one()).is_eq() { return Dec::small(false, 0, 0); }
        if c.prec > MEMORY { return Dec::no_memory(st); }
        // where the first digit of the result stands, at least
        let adj = self.adjusted();
        let bound = if adj >= 1 { digits(&UBig::from((adj as f64 * per_digit) as u64)) - 1 }
            else if adj <= -2 { digits(&UBig::from(((-1 - adj) as f64 * per_digit) as u64)) - 1 }
            else {
                // near one: ln(x) is about x - 1
                let d = self.sub(&Dec::one(), &Ctx::MAX, &mut 0).abs();
                (d.adjusted() - 2).min(0)
            };
        let mut places = c.prec - bound + 2;
        loop {
            let n = f(&self.coef, self.exp, places);
            if n != IBig::ZERO && !undecided(&n, c.prec) {
                let neg = n < IBig::ZERO;
                return Dec::new(neg, n.unsigned_abs(), -places).finish(&Ctx { round: Round::HalfEven, ..*c }, st);
            }
            places += 3;
        }
    }
    pub fn pow(&self, e: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, e, c, st) { return n; }
        let whole = e.is_integer();
        let neg = whole && self.neg && e.is_odd();
        if self.is_zero() {
            if e.is_zero() { return Dec::invalid(st, cond::INVALID_OPERATION); }
            return if e.neg { Dec::inf(neg) } else { Dec::small(neg, 0, 0) };
        }
        if self.neg && (!whole || e.is_inf()) { return Dec::invalid(st, cond::INVALID_OPERATION); }
        let size = if self.is_inf() { std::cmp::Ordering::Greater } else { self.cmp_abs(&Dec::one()) };
        if e.is_inf() {
            if size.is_eq() && c.prec > MEMORY { return Dec::no_memory(st); }
            if size.is_eq() { *st |= cond::INEXACT | cond::ROUNDED; return Dec::new(neg, pow10(c.prec - 1), 1 - c.prec); }
            return if size.is_gt() == !e.neg { Dec::inf(neg) } else { Dec::small(neg, 0, 0) };
        }
        if self.is_inf() { return if e.is_zero() { Dec::small(neg, 1, 0) } else if e.neg { Dec::small(neg, 0, 0) } else { Dec::inf(neg) }; }
        if e.is_zero() { return Dec::small(neg, 1, 0); }
        if size.is_eq() {
            let shift = if whole {
                if e.neg { return Dec::small(neg, 1, 0); }
                let n = if self.exp == 0 { Some(0) } else if e.adjusted() > 19 { None } else { i64::try_from(&e.trunc()).ok() }.and_then(|n| n.checked_mul(-self.exp)).unwrap_or(i64::MAX);
                if n > c.prec - 1 { *st |= cond::ROUNDED; c.prec - 1 } else { n }
            } else { *st |= cond::INEXACT | cond::ROUNDED; c.prec - 1 };
            if shift > MEMORY { return Dec::no_memory(st); }
            return Dec::new(neg, pow10(shift), -shift);
        }
        if let Some(r) = self.pow_out_of_bounds(e, neg, c) { return r.finish(c, st); }
        if whole { return self.pow_int(e, neg, c, st); }
        let work = Ctx { prec: self.digits().max(c.prec) + 23, round: Round::HalfEven, clamp: false, ..*c };
        let work = Ctx { emax: MAX_EMAX, emin: MIN_EMIN, ..work };
        let mut quiet = 0;
        let l = self.ln(&work, &mut quiet);
        let m = l.mul(e, &work, &mut quiet);
        let r = m.exp_(&Ctx { emax: c.emax, emin: c.emin, ..work }, st);
        let r = if r.is_inf() { Dec::small(false, 1, MAX_EMAX + 10) } else if r.is_finite() && r.cmp_abs(&Dec::one()).is_eq() { Dec::new(false, pow10(c.prec - 1), 1 - c.prec) } else { r };
        r.finish(c, st)
    }
    /// A stand-in for results that are certainly too large or too small.
    fn pow_out_of_bounds(&self, e: &Dec, neg: bool, c: &Ctx) -> Option<Dec> {
        let log = { let a = self.adjusted(); if a == 0 || a == -1 { return if e.adjusted() > 40 { let up = self.cmp_abs(&Dec::one()).is_gt() != e.neg; if self.digits() < 20 { Some(if up { Dec::small(neg, 1, MAX_EMAX + 10) } else { Dec::small(neg, 1, MIN_ETINY - 10) }) } else { None } } else { None }; } if a > 0 { a as f64 } else { (a + 1) as f64 } };
        let ed = e.adjusted();
        if ed > 40 { return Some(if (log > 0.0) != e.neg { Dec::small(neg, 1, MAX_EMAX + 10) } else { Dec::small(neg, 1, MIN_ETINY - 10) }); }
        let est = log * 10f64.powi(ed as i32) * if e.neg { -1.0 } else { 1.0 };
        if est > c.emax as f64 * 1.01 + 10.0 { return Some(Dec::small(neg, 1, MAX_EMAX + 10)); }
        if est < c.etiny() as f64 * 1.01 - 10.0 { return Some(Dec::small(neg, 1, MIN_ETINY - 10)); }
        None
    }
    fn pow_int(&self, e: &Dec, neg: bool, c: &Ctx, st: &mut u32) -> Dec {
        let mut work = Ctx { prec: c.prec + e.digits() + e.exp + 2, round: Round::HalfEven, clamp: false, ..*c };
        let base = if e.neg { work.prec += 1; Dec::one().div(self, &work, st) } else { self.clone() };
        let n = e.trunc();
        let mut r = base.clone();
        let mut seen = 0;
        for i in (0..n.bit_len().saturating_sub(1)).rev() {
            r = r.mul(&r, &work, &mut seen);
            if n.bit(i) { r = r.mul(&base, &work, &mut seen) }
            if seen & (cond::OVERFLOW | cond::CLAMPED) != 0 { break; }
        }
        *st |= seen;
        r.neg = neg;
        if r.is_inf() { r = Dec::small(neg, 1, MAX_EMAX + 10) }
        r.finish(c, st)
    }
    /// `pow(a, b, m)` of whole numbers.
    pub fn pow_mod(&self, e: &Dec, m: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        for d in [self, e, m] { if d.kind == Kind::SNan { return nan1(d, c, st).unwrap_or_else(Dec::nan); } }
        for d in [self, e, m] { if d.is_nan() { return nan1(d, c, st).unwrap_or_else(Dec::nan); } }
        if !self.is_integer() || !e.is_integer() || !m.is_integer() || e.neg && !e.is_zero() || m.is_zero() || m.adjusted() >= c.prec || self.is_zero() && e.is_zero() { return Dec::invalid(st, cond::INVALID_OPERATION); }
        let neg = self.neg && e.is_odd();
        let modulus = m.trunc();
        let ring = |b: UBig, x: &UBig| { let mut r = UBig::ONE % &modulus; let mut b = b % &modulus; for i in 0..x.bit_len() { if x.bit(i) { r = r * &b % &modulus } b = &b * &b % &modulus } r };
        let ten = |n: i64| ring(UBig::from(10u8), &UBig::from(n.max(0) as u64));
        let base = if self.exp >= 0 { &self.coef * ten(self.exp) % &modulus } else { self.trunc() % &modulus };
        Dec::new(neg, ring(base, &e.trunc()), 0).finish(c, st)
    }
}
