//! Sums, products, quotients, remainders, square root, and rounding to an exponent.
use super::*;

/// Aligns two finite numbers to one exponent. A number too small to matter but for rounding is replaced by a tiny one.
fn align(a: &Dec, b: &Dec, prec: i64) -> (UBig, UBig, i64) {
    if a.exp == b.exp { return (a.coef.clone(), b.coef.clone(), a.exp); }
    let (hi, lo, swapped) = if a.exp > b.exp { (a, b, false) } else { (b, a, true) };
    let (mut lc, mut le) = (lo.coef.clone(), lo.exp);
    let hl = digits(&hi.coef);
    let floor = hi.exp + (-1).min(hl - prec - 2);
    if digits(&lc) + le - 1 < floor { lc = if lo.coef == UBig::ZERO { UBig::ZERO } else { UBig::ONE }; le = floor }
    let hc = scale_up(&hi.coef, hi.exp - le);
    if swapped { (lc, hc, le) } else { (hc, lc, le) }
}
impl Dec {
    pub fn plus(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        let neg = if self.is_zero() { self.neg && c.round == Round::Floor } else { self.neg };
        self.clone().with_sign(neg).finish(c, st)
    }
    pub fn minus(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        let neg = if self.is_zero() { !self.neg && c.round == Round::Floor } else { !self.neg };
        self.clone().with_sign(neg).finish(c, st)
    }
    pub fn absolute(&self, c: &Ctx, st: &mut u32) -> Dec { if self.neg { self.minus(c, st) } else { self.plus(c, st) } }
    pub fn add(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.add_signed(o, o.neg, c, st) }
    pub fn sub(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.add_signed(o, !o.neg, c, st) }
    fn add_signed(&self, o: &Dec, oneg: bool, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_special() || o.is_special() {
            if let Some(n) = nans(self, o, c, st) { return n; }
            if self.is_inf() { if o.is_inf() && self.neg != oneg { return Dec::invalid(st, cond::INVALID_OPERATION); } return self.clone(); }
            return Dec::inf(oneg);
        }
        if c.prec > MEMORY && !self.is_zero() && !o.is_zero() && (self.exp - o.exp).abs() > MEMORY { return Dec::no_memory(st); }
        self.add_exact(o, oneg, c).finish(c, st)
    }
    /// The sum before rounding (or a number that rounds to the same).
    fn add_exact(&self, o: &Dec, oneg: bool, c: &Ctx) -> Dec {
        let exp = self.exp.min(o.exp);
        let floor = c.round == Round::Floor;
        match (self.is_zero(), o.is_zero()) {
            (true, true) => return Dec::new(if self.neg == oneg { self.neg } else { floor }, UBig::ZERO, exp),
            (true, false) => { let e = exp.max(o.exp - c.prec - 1); return Dec::new(oneg, scale_up(&o.coef, o.exp - e), e.min(o.exp)); }
            (false, true) => { let e = exp.max(self.exp - c.prec - 1); return Dec::new(self.neg, scale_up(&self.coef, self.exp - e), e.min(self.exp)); }
            _ => {}
        }
        let (a, b, e) = align(self, o, c.prec);
        if self.neg == oneg { return Dec::new(oneg, a + b, e); }
        match a.cmp(&b) {
            std::cmp::Ordering::Equal => Dec::new(floor, UBig::ZERO, exp),
            std::cmp::Ordering::Greater => Dec::new(self.neg, a - b, e),
            std::cmp::Ordering::Less => Dec::new(oneg, b - a, e),
        }
    }
    /// The exact product of finite numbers.
    pub fn mul_exact(&self, o: &Dec) -> Dec { Dec::new(self.neg != o.neg, &self.coef * &o.coef, self.exp + o.exp) }
    pub fn mul(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_special() || o.is_special() {
            if let Some(n) = nans(self, o, c, st) { return n; }
            if self.is_zero() || o.is_zero() { return Dec::invalid(st, cond::INVALID_OPERATION); }
            return Dec::inf(self.neg != o.neg);
        }
        self.mul_exact(o).finish(c, st)
    }
    pub fn fma(&self, o: &Dec, third: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_special() || o.is_special() {
            if let Some(n) = nans(self, o, c, st) { if third.kind != Kind::SNan || self.kind == Kind::SNan || o.kind == Kind::SNan { return n; } *st |= cond::INVALID_OPERATION; let mut t = third.clone(); t.kind = Kind::QNan; return t.finish(c, st); }
            let p = self.mul(o, c, st);
            if p.is_nan() { return p; }
            return p.add(third, c, st);
        }
        if third.is_special() { return Dec::new(self.neg != o.neg, UBig::ONE, 0).add(third, c, st); }
        self.mul_exact(o).add(third, c, st)
    }
    pub fn div(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        let neg = self.neg != o.neg;
        if self.is_special() || o.is_special() {
            if let Some(n) = nans(self, o, c, st) { return n; }
            if self.is_inf() { return if o.is_inf() { Dec::invalid(st, cond::INVALID_OPERATION) } else { Dec::inf(neg) }; }
            *st |= cond::CLAMPED;
            return Dec::new(neg, UBig::ZERO, c.etiny());
        }
        if o.is_zero() {
            if self.is_zero() { return Dec::invalid(st, cond::DIVISION_UNDEFINED); }
            *st |= cond::DIVISION_BY_ZERO;
            return Dec::inf(neg);
        }
        if self.is_zero() { return Dec::new(neg, UBig::ZERO, self.exp - o.exp).finish(c, st); }
        if c.prec > MEMORY { return self.div_exact(o, c, st); }
        let shift = o.digits() - self.digits() + c.prec + 1;
        let mut exp = self.exp - o.exp - shift;
        let (q, r) = if shift >= 0 { scale_up(&self.coef, shift).div_rem(&o.coef) } else { self.coef.clone().div_rem(&scale_up(&o.coef, -shift)) };
        let mut q = q;
        if r != UBig::ZERO { if &q % 5u8 == 0 { q += UBig::ONE } }
        else { let ideal = self.exp - o.exp; while exp < ideal { let (x, d) = (&q).div_rem(UBig::from(10u8)); if d != UBig::ZERO { break; } q = x; exp += 1 } }
        Dec::new(neg, q, exp).finish(c, st)
    }
    /// A quotient in a context of more digits than memory holds: exact or nothing.
    fn div_exact(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        let g = dashu_int::ops::Gcd::gcd(&self.coef, &o.coef);
        let (n, mut d) = (&self.coef / &g, &o.coef / &g);
        let (mut twos, mut fives) = (0i64, 0i64);
        while !d.bit(0) { d >>= 1usize; twos += 1 }
        let five = UBig::from(5u8);
        loop { let (q, r) = (&d).div_rem(&five); if r != UBig::ZERO { break; } d = q; fives += 1 }
        if d != UBig::ONE { return Dec::no_memory(st); }
        let k = twos.max(fives);
        let mut coef = n * (UBig::ONE << (k - twos) as usize) * UBig::from(5u8).pow((k - fives) as usize);
        let (mut exp, ideal) = (self.exp - o.exp - k, self.exp - o.exp);
        while exp < ideal { let (q, r) = (&coef).div_rem(UBig::from(10u8)); if r != UBig::ZERO { break; } coef = q; exp += 1 }
        Dec::new(self.neg != o.neg, coef, exp).finish(c, st)
    }
    /// Quotient towards zero and remainder of finite numbers; None where the quotient has too many digits.
    fn divide(&self, o: &Dec, c: &Ctx) -> Option<(Dec, Dec)> {
        let neg = self.neg != o.neg;
        let ideal = self.exp.min(o.exp);
        let diff = self.adjusted() - o.adjusted();
        if self.is_zero() || diff <= -2 { return Some((Dec::small(neg, 0, 0), if self.is_zero() { Dec::new(self.neg, UBig::ZERO, ideal) } else if self.exp - ideal > c.prec + 2 + digits(&self.coef) { self.clone() } else { Dec::new(self.neg, scale_up(&self.coef, self.exp - ideal), ideal) })); }
        if diff > c.prec || diff > MEMORY { return None; }
        let (a, b) = if self.exp >= o.exp { (scale_up(&self.coef, self.exp - o.exp), o.coef.clone()) } else { (self.coef.clone(), scale_up(&o.coef, o.exp - self.exp)) };
        let (q, r) = a.div_rem(&b);
        if digits(&q) > c.prec { return None; }
        Some((Dec::new(neg, q, 0), Dec::new(self.neg, r, ideal)))
    }
    pub fn div_int(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        let neg = self.neg != o.neg;
        if self.is_inf() { return if o.is_inf() { Dec::invalid(st, cond::INVALID_OPERATION) } else { Dec::inf(neg) }; }
        if o.is_inf() { return Dec::small(neg, 0, 0); }
        if o.is_zero() { if self.is_zero() { return Dec::invalid(st, cond::DIVISION_UNDEFINED); } *st |= cond::DIVISION_BY_ZERO; return Dec::inf(neg); }
        match self.divide(o, c) { Some((q, _)) => q.finish(c, st), None => Dec::invalid(st, cond::DIVISION_IMPOSSIBLE) }
    }
    pub fn rem(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        if self.is_inf() { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if o.is_inf() { return self.clone().finish(c, st); }
        if o.is_zero() { return Dec::invalid(st, if self.is_zero() { cond::DIVISION_UNDEFINED } else { cond::INVALID_OPERATION }); }
        match self.divide(o, c) { Some((_, r)) => r.finish(c, st), None => Dec::invalid(st, cond::DIVISION_IMPOSSIBLE) }
    }
    pub fn divmod(&self, o: &Dec, c: &Ctx, st: &mut u32) -> (Dec, Dec) {
        if let Some(n) = nans(self, o, c, st) { return (n.clone(), n); }
        let neg = self.neg != o.neg;
        if self.is_inf() { let q = if o.is_inf() { Dec::nan() } else { Dec::inf(neg) }; *st |= cond::INVALID_OPERATION; return (q, Dec::nan()); }
        if o.is_inf() { return (Dec::small(neg, 0, 0), self.clone().finish(c, st)); }
        if o.is_zero() {
            if self.is_zero() { let n = Dec::invalid(st, cond::DIVISION_UNDEFINED); return (n.clone(), n); }
            *st |= cond::DIVISION_BY_ZERO | cond::INVALID_OPERATION;
            return (Dec::inf(neg), Dec::nan());
        }
        match self.divide(o, c) { Some((q, r)) => (q.finish(c, st), r.finish(c, st)), None => { let n = Dec::invalid(st, cond::DIVISION_IMPOSSIBLE); (n.clone(), n) } }
    }
    pub fn rem_near(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        if self.is_inf() { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if o.is_inf() { return self.clone().finish(c, st); }
        if o.is_zero() { return Dec::invalid(st, if self.is_zero() { cond::DIVISION_UNDEFINED } else { cond::INVALID_OPERATION }); }
        let ideal = self.exp.min(o.exp);
        if self.is_zero() { return Dec::new(self.neg, UBig::ZERO, ideal).finish(c, st); }
        let diff = self.adjusted() - o.adjusted();
        if diff > c.prec { return Dec::invalid(st, cond::DIVISION_IMPOSSIBLE); }
        if diff <= -2 { let e = ideal.max(self.exp - c.prec - 1).min(self.exp); return Dec::new(self.neg, scale_up(&self.coef, self.exp - e), e).finish(c, st); }
        let (a, b) = if self.exp >= o.exp { (scale_up(&self.coef, self.exp - o.exp), o.coef.clone()) } else { (self.coef.clone(), scale_up(&o.coef, o.exp - self.exp)) };
        let (mut q, mut r) = a.div_rem(&b);
        let mut neg = self.neg;
        let twice = (&r << 1usize).cmp(&b);
        if twice.is_gt() || twice.is_eq() && q.bit(0) { r = b - r; neg = !neg; q += UBig::ONE }
        if digits(&q) > c.prec { return Dec::invalid(st, cond::DIVISION_IMPOSSIBLE); }
        Dec::new(neg, r, ideal).finish(c, st)
    }
    pub fn sqrt(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        if self.is_inf() { return if self.neg { Dec::invalid(st, cond::INVALID_OPERATION) } else { self.clone() }; }
        if self.is_zero() { return Dec::new(self.neg, UBig::ZERO, self.exp.div_euclid(2)).finish(c, st); }
        if self.neg { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if c.prec > MEMORY {
            // exact or nothing
            let x = if self.exp & 1 != 0 { &self.coef * UBig::from(10u8) } else { self.coef.clone() };
            let n = dashu_int::ops::SquareRoot::sqrt(&x);
            return if &n * &n == x { Dec::new(false, n, self.exp >> 1).finish(c, st) } else { Dec::no_memory(st) };
        }
        let prec = c.prec + 1;
        let mut e = self.exp >> 1;
        let (mut x, l) = if self.exp & 1 != 0 { (&self.coef * UBig::from(10u8), (self.digits() >> 1) + 1) } else { (self.coef.clone(), (self.digits() + 1) >> 1) };
        let shift = prec - l;
        let mut exact = true;
        if shift >= 0 { x *= pow10(2 * shift) } else { let (q, rest) = scale_down(&x, -2 * shift); x = q; exact = rest == Rest::Zero }
        e -= shift;
        let mut n = dashu_int::ops::SquareRoot::sqrt(&x);
        exact = exact && &n * &n == x;
        if exact { if shift >= 0 { n /= pow10(shift) } else { n *= pow10(-shift) } e += shift }
        else if &n % 5u8 == 0 { n += UBig::ONE }
        Dec::new(false, n, e).finish(&Ctx { round: Round::HalfEven, ..*c }, st)
    }
    /// The number with exponent `exp`, rounded. No limit is checked.
    pub fn rescale(&self, exp: i64, round: Round) -> (Dec, Rest) {
        if self.is_zero() { return (Dec::new(self.neg, UBig::ZERO, exp), Rest::Zero); }
        if self.exp >= exp { return (Dec::new(self.neg, scale_up(&self.coef, self.exp - exp), exp), Rest::Zero); }
        let mut r = self.clone();
        let rest = r.cut(exp - self.exp, round);
        r.exp = exp;
        (r, rest)
    }
    pub fn quantize(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_special() || o.is_special() {
            if let Some(n) = nans(self, o, c, st) { return n; }
            return if self.is_inf() && o.is_inf() { self.clone() } else { Dec::invalid(st, cond::INVALID_OPERATION) };
        }
        if o.exp > c.emax || o.exp < c.etiny() { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if self.is_zero() { return Dec::new(self.neg, UBig::ZERO, o.exp).finish(c, st); }
        let adj = self.adjusted();
        if adj > c.emax || adj - o.exp + 1 > c.prec { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if self.exp - o.exp > MEMORY { return Dec::no_memory(st); }
        let (r, rest) = self.rescale(o.exp, c.round);
        if r.adjusted() > c.emax || r.digits() > c.prec { return Dec::invalid(st, cond::INVALID_OPERATION); }
        if !r.is_zero() && r.adjusted() < c.emin { *st |= cond::SUBNORMAL }
        if r.exp > self.exp { *st |= cond::ROUNDED; if rest != Rest::Zero { *st |= cond::INEXACT } }
        let mut inner = 0;
        let r = r.finish(c, &mut inner);
        *st |= inner & cond::CLAMPED;
        r
    }
    pub fn to_integral(&self, exact: bool, c: &Ctx, st: &mut u32) -> Dec {
        if self.is_special() { return match nan1(self, c, st) { Some(n) => n, None => self.clone() }; }
        if self.exp >= 0 { return self.clone(); }
        if self.is_zero() { return Dec::new(self.neg, UBig::ZERO, 0); }
        let (r, rest) = self.rescale(0, c.round);
        if exact { *st |= cond::ROUNDED; if rest != Rest::Zero { *st |= cond::INEXACT } }
        r
    }
    /// Without trailing zeros.
    pub fn reduce(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        let mut d = self.plus(c, st).with_sign(self.neg);
        if d.is_inf() { return d; }
        if d.is_zero() { return Dec::new(d.neg, UBig::ZERO, 0); }
        let top = if c.clamp { c.etop() } else { c.emax };
        let ten = UBig::from(10u8);
        while d.exp < top { let (q, r) = (&d.coef).div_rem(&ten); if r != UBig::ZERO { break; } d.coef = q; d.exp += 1 }
        d
    }
}
