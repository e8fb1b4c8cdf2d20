//! Comparison, neighbours, logic on digits, exponents.
use super::*;
use std::cmp::Ordering;

impl Dec {
    /// Order of the absolute values of two numbers that are no NaNs.
    pub fn cmp_abs(&self, o: &Dec) -> Ordering {
        match (self.is_inf(), o.is_inf()) { (true, true) => return Ordering::Equal, (true, false) => return Ordering::Greater, (false, true) => return Ordering::Less, _ => {} }
        match (self.is_zero(), o.is_zero()) { (true, true) => return Ordering::Equal, (true, false) => return Ordering::Less, (false, true) => return Ordering::Greater, _ => {} }
        if self.exp == o.exp { return self.coef.cmp(&o.coef); }
        match self.adjusted().cmp(&o.adjusted()) {
            Ordering::Equal => if self.exp > o.exp { scale_up(&self.coef, self.exp - o.exp).cmp(&o.coef) } else { self.coef.cmp(&scale_up(&o.coef, o.exp - self.exp)) },
            d => d,
        }
    }
    /// Order of two numbers that are no NaNs.
    pub fn order(&self, o: &Dec) -> Ordering {
        let (zs, zo) = (self.is_zero(), o.is_zero());
        if zs && zo { return Ordering::Equal; }
        if zs { return if o.neg { Ordering::Greater } else { Ordering::Less }; }
        if zo { return if self.neg { Ordering::Less } else { Ordering::Greater }; }
        match (self.neg, o.neg) { (false, true) => Ordering::Greater, (true, false) => Ordering::Less, (false, false) => self.cmp_abs(o), (true, true) => o.cmp_abs(self) }
    }
    fn of_order(o: Ordering) -> Dec { Dec::small(o.is_lt(), o.is_ne() as u64, 0) }
    pub fn compare(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { match nans(self, o, c, st) { Some(n) => n, None => Dec::of_order(self.order(o)) } }
    pub fn compare_signal(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        match nans(self, o, c, st) { Some(n) => { *st |= cond::INVALID_OPERATION; n } None => Dec::of_order(self.order(o)) }
    }
    pub fn total_order(&self, o: &Dec) -> Ordering {
        if self.neg != o.neg { return if self.neg { Ordering::Less } else { Ordering::Greater }; }
        let rank = |d: &Dec| match d.kind { Kind::Finite | Kind::Inf => 0, Kind::SNan => 1, Kind::QNan => 2 };
        let r = rank(self).cmp(&rank(o)).then_with(|| if self.is_nan() { self.coef.cmp(&o.coef) } else { self.cmp_abs(o).then(self.exp.cmp(&o.exp)) });
        if self.neg { r.reverse() } else { r }
    }
    pub fn compare_total(&self, o: &Dec) -> Dec { Dec::of_order(self.total_order(o)) }
    pub fn compare_total_mag(&self, o: &Dec) -> Dec { Dec::of_order(self.abs().total_order(&o.abs())) }
    fn pick(&self, o: &Dec, c: &Ctx, st: &mut u32, mag: bool, max: bool) -> Dec {
        if self.is_nan() || o.is_nan() {
            // one quiet NaN gives way to a number
            if self.kind == Kind::QNan && !o.is_nan() { return o.clone().finish(c, st); }
            if o.kind == Kind::QNan && !self.is_nan() { return self.clone().finish(c, st); }
            if let Some(n) = nans(self, o, c, st) { return n; }
        }
        let r = if mag { self.cmp_abs(o) } else { self.order(o) };
        let r = if mag && r.is_eq() { self.order(o) } else { r };
        let r = if r.is_eq() { self.total_order(o) } else { r };
        let first = if max { r.is_ge() } else { r.is_lt() };
        if first { self } else { o }.clone().finish(c, st)
    }
    pub fn max(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.pick(o, c, st, false, true) }
    pub fn min(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.pick(o, c, st, false, false) }
    pub fn max_mag(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.pick(o, c, st, true, true) }
    pub fn min_mag(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.pick(o, c, st, true, false) }
    fn neighbour(&self, c: &Ctx, up: bool) -> Dec {
        if self.is_inf() { return if self.neg == up { if c.prec > MEMORY { Dec::inf(self.neg) } else { Dec::max_coef(self.neg, c) } } else { self.clone() }; }
        let c = Ctx { round: if up { Round::Ceiling } else { Round::Floor }, ..*c };
        let mut quiet = 0;
        let near = self.clone().finish(&c, &mut quiet);
        if near.is_special() || !near.order(self).is_eq() { return near; }
        let tiny = Dec::small(!up, 1, c.etiny() - 1);
        self.add(&tiny, &c, &mut quiet)
    }
    pub fn next_plus(&self, c: &Ctx, st: &mut u32) -> Dec { match nan1(self, c, st) { Some(n) => n, None => self.neighbour(c, true) } }
    pub fn next_minus(&self, c: &Ctx, st: &mut u32) -> Dec { match nan1(self, c, st) { Some(n) => n, None => self.neighbour(c, false) } }
    pub fn next_toward(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        let d = self.order(o);
        if d.is_eq() { return self.clone().with_sign(o.neg); }
        let r = self.neighbour(c, d.is_lt());
        if r.is_inf() { *st |= cond::OVERFLOW | cond::ROUNDED | cond::INEXACT }
        else if r.adjusted() < c.emin { *st |= cond::UNDERFLOW | cond::SUBNORMAL | cond::ROUNDED | cond::INEXACT; if r.is_zero() { *st |= cond::CLAMPED } }
        r
    }
    pub fn logb(&self, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nan1(self, c, st) { return n; }
        if self.is_inf() { return Dec::inf(false); }
        if self.is_zero() { *st |= cond::DIVISION_BY_ZERO; return Dec::inf(true); }
        let e = self.adjusted();
        Dec::small(e < 0, e.unsigned_abs(), 0).finish(c, st)
    }
    /// The number as a machine integer, if it is one.
    pub fn to_i64(&self) -> Option<i64> { if !self.is_integer() || self.adjusted() > 20 { return None; } let n = i64::try_from(&self.trunc()).ok()?; Some(if self.neg { -n } else { n }) }
    pub fn scaleb(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        let limit = 2 * (c.emax + c.prec);
        let n = match o.to_i64() { Some(n) if o.exp == 0 && n.abs() <= limit => n, _ => return Dec::invalid(st, cond::INVALID_OPERATION) };
        if self.is_inf() { return self.clone(); }
        let mut d = self.clone();
        d.exp = d.exp.saturating_add(n);
        d.finish(c, st)
    }
    fn moved(&self, o: &Dec, c: &Ctx, st: &mut u32, rotate: bool) -> Dec {
        if let Some(n) = nans(self, o, c, st) { return n; }
        let n = match o.to_i64() { Some(n) if o.exp == 0 && n.abs() <= c.prec => n, _ => return Dec::invalid(st, cond::INVALID_OPERATION) };
        if self.is_inf() { return self.clone(); }
        if c.prec > MEMORY { return if n == 0 || self.is_zero() { self.clone() } else { Dec::no_memory(st) }; }
        let whole = pow10(c.prec);
        let kept = if self.digits() > c.prec { &self.coef % &whole } else { self.coef.clone() };
        let coef = if !rotate { if n >= 0 { scale_up(&kept, n) % &whole } else { scale_down(&kept, -n).0 } }
            else { let n = if n < 0 { n + c.prec } else { n }; let (hi, lo) = kept.div_rem(&pow10(c.prec - n)); scale_up(&lo, n) + hi };
        Dec::new(self.neg, coef, self.exp)
    }
    pub fn shift(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.moved(o, c, st, false) }
    pub fn rotate(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.moved(o, c, st, true) }
    /// The digits of a logical operand, lowest first.
    fn bits(&self, c: &Ctx) -> Option<Vec<u8>> {
        if self.is_special() || self.neg || self.exp != 0 { return None; }
        let t = self.coef.to_string();
        if !t.bytes().all(|b| b == b'0' || b == b'1') { return None; }
        Some(t.bytes().rev().take(c.prec as usize).map(|b| b - b'0').collect())
    }
    fn of_bits(b: &[u8]) -> Dec { let t: String = b.iter().rev().map(|b| (b'0' + b) as char).collect(); Dec::new(false, UBig::from_str_radix(if t.is_empty() { "0" } else { &t }, 10).unwrap_or(UBig::ZERO), 0) }
    fn logic(&self, o: &Dec, c: &Ctx, st: &mut u32, f: fn(u8, u8) -> u8) -> Dec {
        match (self.bits(c), o.bits(c)) {
            (Some(a), Some(b)) => { let n = a.len().max(b.len()); let r: Vec<u8> = (0..n).map(|i| f(a.get(i).copied().unwrap_or(0), b.get(i).copied().unwrap_or(0))).collect(); Dec::of_bits(&r) }
            _ => Dec::invalid(st, cond::INVALID_OPERATION),
        }
    }
    pub fn logical_and(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.logic(o, c, st, |a, b| a & b) }
    pub fn logical_or(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.logic(o, c, st, |a, b| a | b) }
    pub fn logical_xor(&self, o: &Dec, c: &Ctx, st: &mut u32) -> Dec { self.logic(o, c, st, |a, b| a ^ b) }
    pub fn logical_invert(&self, c: &Ctx, st: &mut u32) -> Dec {
        let Some(a) = self.bits(c) else { return Dec::invalid(st, cond::INVALID_OPERATION) };
        if c.prec > 100_000_000 { *st |= cond::MALLOC_ERROR; return Dec::nan(); }
        let r: Vec<u8> = (0..c.prec as usize).map(|i| 1 - a.get(i).copied().unwrap_or(0)).collect();
        Dec::of_bits(&r)
    }
    pub fn same_quantum(&self, o: &Dec) -> bool { if self.is_special() || o.is_special() { self.is_nan() && o.is_nan() || self.is_inf() && o.is_inf() } else { self.exp == o.exp } }
    pub fn number_class(&self, c: &Ctx) -> &'static str {
        match self.kind {
            Kind::QNan => "NaN", Kind::SNan => "sNaN",
            Kind::Inf => if self.neg { "-Infinity" } else { "+Infinity" },
            Kind::Finite => match (self.neg, self.is_zero(), self.is_subnormal(c)) { (true, true, _) => "-Zero", (false, true, _) => "+Zero", (true, _, true) => "-Subnormal", (false, _, true) => "+Subnormal", (true, ..) => "-Normal", _ => "+Normal" },
        }
    }
    /// Python's hash; None for NaNs.
    pub fn hash(&self) -> Option<i64> {
        const P: u128 = (1 << 61) - 1;
        if self.is_nan() { return None; }
        if self.is_inf() { return Some(if self.neg { -314_159 } else { 314_159 }); }
        let power = |mut b: u128, mut e: u64| { let mut r = 1u128; while e > 0 { if e & 1 == 1 { r = r * b % P } b = b * b % P; e >>= 1 } r };
        // 10 to the -1 in the field of P elements
        let inv = power(10, (P - 2) as u64);
        let e = if self.exp >= 0 { power(10, self.exp as u64) } else { power(inv, self.exp.unsigned_abs()) };
        let m = u128::try_from(&(&self.coef % UBig::from(P))).unwrap_or(0);
        let h = (m * e % P) as i64;
        let h = if self.neg { -h } else { h };
        Some(if h == -1 { -2 } else { h })
    }
}
