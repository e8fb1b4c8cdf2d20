//! Ranges of ints: overflow and index checks that cannot fail go, those that an invariant bound decides move out of the loop.
//!
//! Each int has an interval; a guard narrows it for what follows. A phi that its loop increases (or decreases) by a constant starts from
//! what it began with, and the walk over the body has to confirm that; any phi then gets the union of its two sides, and a second walk
//! changes the trace:
//!
//! ```text
//! AddOv that stays within 64 bits           → Add
//! compare that the intervals decide         → a constant, its guard goes
//! i < n passed, n <= len known, i >= 0      → the check i <u len goes
//! the same, n and len do not change         → `n <= len` is asked once, before the loop, by the exit at the loop's head
//! ```
use crate::ir::*;

type Range = (i64, i64);
const ALL: Range = (i64::MIN, i64::MAX);
const SMALL: Range = (crate::tag::SMALL_MIN, crate::tag::SMALL_MAX);
/// Lengths, far above any.
const LENGTH: Range = (0, 1 << 48);
/// Facts `x < y` that are looked through for one check.
const FACTS: usize = 32;

pub fn range(t: &Trace, small: bool) -> Trace {
    let head = t.ops.iter().position(|i| i.op == Op::Head).unwrap_or(t.ops.len());
    let phis = t.ops.iter().skip(head + 1).take_while(|i| i.op == Op::Phi).count();
    let mut w = Walk { t: t.clone(), head, small, range: vec![ALL; t.ops.len()], less: vec![], before: vec![], change: false };
    w.walk(0, head);
    w.settle();
    let start = w.range.clone();
    let less = w.less.clone();
    if phis > 0 {
        // what the loop's counters are taken for; confirmed by a walk or given up
        let back = t.ops[t.ops.len() - 1];
        let next: Vec<Ref> = t.args_of(&back).to_vec();
        let mut assumed: Vec<Range> = (0..phis).map(|k| w.step(head + 1 + k, next[k])).collect();
        let mut confirmed = false;
        for _ in 0..3 {
            w.body(&start, &less, &assumed);
            confirmed = true;
            for k in 0..phis { if t.ops[head + 1 + k].ty == Ty::I && !within(w.range[next[k].0 as usize], assumed[k]) { assumed[k] = ALL; confirmed = false } }
            if confirmed { break }
        }
        if !confirmed { assumed = vec![ALL; phis]; w.body(&start, &less, &assumed) }
        // the union of both sides; once more, for phis that others become
        let unite = |w: &Walk, assumed: &mut Vec<Range>| for k in 0..phis { let (a, b) = (start[t.ops[head + 1 + k].a.0 as usize], w.range[next[k].0 as usize]); assumed[k] = (a.0.min(b.0), a.1.max(b.1)) };
        unite(&w, &mut assumed);
        w.body(&start, &less, &assumed);
        unite(&w, &mut assumed);
        w.range = vec![ALL; t.ops.len()];
        w.less = vec![];
        w.change = true;
        w.walk(0, head);
        w.settle();
        let (start, less) = (w.range.clone(), w.less.clone());
        w.body(&start, &less, &assumed);
    } else {
        w.range = vec![ALL; t.ops.len()];
        w.less.clear();
        w.change = true;
        w.walk(0, head);
        if head < t.ops.len() { let (start, less) = (w.range.clone(), w.less.clone()); w.body(&start, &less, &[]) }
    }
    w.finish()
}
fn within(a: Range, b: Range) -> bool { a.0 >= b.0 && a.1 <= b.1 }

struct Walk { t: Trace, head: usize, small: bool, range: Vec<Range>,
    /// passed guards `x < y`
    less: Vec<(Ref, Ref)>,
    /// instructions to go before the `Head`; they name each other as if they were there
    before: Vec<Ins>,
    change: bool }

impl Walk {
    fn of(&self, r: Ref) -> Range { self.range.get(r.0 as usize).copied().unwrap_or(ALL) }
    fn int(&self, r: Ref) -> Option<i64> { let i = self.t.at(r); (i.op == Op::ConstI).then_some(i.imm) }
    /// First guess for phi `p` with the next value `s`.
    fn step(&self, p: usize, s: Ref) -> Range {
        if self.t.ops[p].ty != Ty::I { return ALL }
        let (base, c) = self.offset(s);
        let first = self.of(self.t.ops[p].a);
        if base.0 as usize != p { ALL } else if c >= 0 { (first.0, i64::MAX) } else { (i64::MIN, first.1) }
    }
    /// A value as another one plus a constant.
    fn offset(&self, r: Ref) -> (Ref, i64) {
        let i = self.t.at(r);
        match i.op { Op::Add | Op::AddOv => match self.int(i.b) { Some(c) => (i.a, c), None => (r, 0) }, _ => (r, 0) }
    }
    fn body(&mut self, start: &[Range], less: &[(Ref, Ref)], phis: &[Range]) {
        self.range.copy_from_slice(start);
        self.less.clear();
        self.less.extend_from_slice(less);
        for (k, p) in phis.iter().enumerate() { self.range[self.head + 1 + k] = *p }
        self.walk(self.head + 1 + phis.len(), self.t.ops.len());
    }
    fn walk(&mut self, from: usize, to: usize) {
        for k in from..to {
            let i = self.t.ops[k];
            self.range[k] = self.result(&i);
            match i.op {
                Op::GuardTrue | Op::GuardFalse => self.guard(k, &i),
                _ if self.change => self.simplify(k, &i),
                _ => {}
            }
        }
    }
    /// At the end of the prologue: what its guards have shown holds for what was computed before them too.
    fn settle(&mut self) {
        for k in 0..self.head {
            let (now, new) = (self.range[k], self.result(&self.t.ops[k]));
            let both = (now.0.max(new.0), now.1.min(new.1));
            if both.0 <= both.1 { self.range[k] = both }
        }
    }
    /// Interval of an instruction's result.
    fn result(&self, i: &Ins) -> Range {
        let r = |x: Ref| self.of(x);
        let wide = |lo: i128, hi: i128, checked: bool| if checked { (lo.max(i64::MIN as i128) as i64, hi.min(i64::MAX as i128) as i64) } else if lo >= i64::MIN as i128 && hi <= i64::MAX as i128 { (lo as i64, hi as i64) } else { ALL };
        let ordered = |(lo, hi): Range| if lo <= hi { (lo, hi) } else { ALL };
        match i.op {
            Op::ConstI => (i.imm, i.imm),
            Op::UnboxI if self.small => SMALL,
            Op::Add | Op::AddOv => { let (a, b) = (r(i.a), r(i.b)); ordered(wide(a.0 as i128 + b.0 as i128, a.1 as i128 + b.1 as i128, i.op == Op::AddOv)) }
            Op::Sub | Op::SubOv => { let (a, b) = (r(i.a), r(i.b)); ordered(wide(a.0 as i128 - b.1 as i128, a.1 as i128 - b.0 as i128, i.op == Op::SubOv)) }
            Op::Mul | Op::MulOv => { let (lo, hi) = product(r(i.a), r(i.b)); ordered(wide(lo, hi, i.op == Op::MulOv)) }
            Op::Shl | Op::ShlOv => match self.int(i.b) { Some(c) if (0..63).contains(&c) => { let (lo, hi) = product(r(i.a), (1 << c, 1 << c)); ordered(wide(lo, hi, i.op == Op::ShlOv)) } _ => ALL },
            Op::And => { let (a, b) = (r(i.a), r(i.b)); match (a.0 >= 0, b.0 >= 0) { (true, true) => (0, a.1.min(b.1)), (true, false) => (0, a.1), (false, true) => (0, b.1), _ => ALL } }
            Op::Or | Op::Xor => { let (a, b) = (r(i.a), r(i.b)); if a.0 >= 0 && b.0 >= 0 { (0, (u64::MAX >> (a.1 | b.1).leading_zeros().min(63)) as i64) } else { ALL } }
            Op::Shr => match self.int(i.b) { Some(c) if (0..64).contains(&c) => { let a = r(i.a); (a.0 >> c, a.1 >> c) } _ => ALL },
            Op::ShrU => match self.int(i.b) { Some(c) if (1..64).contains(&c) => { let a = r(i.a); (0, if a.0 >= 0 { a.1 >> c } else { (u64::MAX >> c) as i64 }) } _ => ALL },
            Op::FloorMod => match self.int(i.b) { Some(d) if d > 0 => (0, d - 1), Some(d) if d < 0 => (d + 1, 0), _ => ALL },
            Op::FloorDiv => match self.int(i.b) { Some(d) if d > 0 => { let a = r(i.a); (a.0.div_euclid(d), a.1.div_euclid(d)) } _ => ALL },
            Op::BToI => (0, 1),
            Op::SelectI => { let (a, b) = (r(i.b), r(i.c)); (a.0.min(b.0), a.1.max(b.1)) }
            Op::LoadI if i.alias == Alias::ListLen => LENGTH,
            Op::LoadI8 | Op::LoadX8 => (0, 255),
            Op::LoadI32 => (0, u32::MAX as i64),
            _ => ALL,
        }
    }
    /// What a compare gives, if the intervals decide it.
    fn decided(&self, c: &Ins) -> Option<bool> {
        if !matches!(c.op, Op::Lt | Op::Le | Op::Eq | Op::LtU) { return None }
        let (a, b) = (self.of(c.a), self.of(c.b));
        match c.op {
            Op::Lt => if a.1 < b.0 { Some(true) } else if a.0 >= b.1 { Some(false) } else { None },
            Op::Le => if a.1 <= b.0 { Some(true) } else if a.0 > b.1 { Some(false) } else { None },
            Op::Eq => if a.0 == a.1 && a == b { Some(true) } else if a.1 < b.0 || b.1 < a.0 { Some(false) } else { None },
            Op::LtU => if a.0 >= 0 && a.1 < b.0 { Some(true) } else if a.0 >= 0 && b.0 >= 0 && a.0 >= b.1 || a.1 < 0 && b.0 >= 0 { Some(false) } else { None },
            _ => None,
        }
    }
    fn simplify(&mut self, k: usize, i: &Ins) {
        let (a, b) = if i.b == NIL || i.ty == Ty::None { (ALL, ALL) } else { (self.of(i.a), self.of(i.b)) };
        let fits = |lo: i128, hi: i128| lo >= i64::MIN as i128 && hi <= i64::MAX as i128;
        let plain = match i.op {
            Op::AddOv if fits(a.0 as i128 + b.0 as i128, a.1 as i128 + b.1 as i128) => Op::Add,
            Op::SubOv if fits(a.0 as i128 - b.1 as i128, a.1 as i128 - b.0 as i128) => Op::Sub,
            Op::MulOv if { let (lo, hi) = product(a, b); fits(lo, hi) } => Op::Mul,
            Op::ShlOv if b.0 >= 0 && b.1 < 63 && { let (lo, hi) = product(a, (1, 1 << b.1)); fits(lo, hi) } => Op::Shl,
            Op::Lt | Op::Le | Op::Eq | Op::LtU => { if let Some(t) = self.decided(i) { self.t.ops[k] = Ins::new(Op::ConstB).imm(t as i64) } return }
            _ => return,
        };
        self.t.ops[k] = Ins { op: plain, at: 0, ..*i };
    }
    fn guard(&mut self, k: usize, g: &Ins) {
        let c = *self.t.at(g.a);
        let truth = g.op == Op::GuardTrue;
        if self.change {
            let known = match c.op { Op::ConstB => Some(c.imm != 0), _ => self.decided(&c) };
            if known == Some(truth) || truth && c.op == Op::LtU && (self.below(c.a, c.b) || k > self.head && self.hoist(&c)) { self.remove(k) }
        }
        if !matches!(c.op, Op::Lt | Op::Le | Op::Eq | Op::LtU) { return }
        // as x < y or x <= y
        let (x, y, strict) = match (c.op, truth) { (Op::Lt, true) => (c.a, c.b, true), (Op::Lt, false) => (c.b, c.a, false), (Op::Le, true) => (c.a, c.b, false), (Op::Le, false) => (c.b, c.a, true),
            (Op::Eq, true) => { self.narrow(c.a, c.b, false); (c.b, c.a, false) } (Op::LtU, true) if self.of(c.b).0 >= 0 => { let r = &mut self.range[c.a.0 as usize]; r.0 = r.0.max(0); (c.a, c.b, true) } _ => return };
        self.narrow(x, y, strict);
        if strict && self.less.len() < FACTS { self.less.push((x, y)) }
    }
    /// x <= y, or x < y, from here on.
    fn narrow(&mut self, x: Ref, y: Ref, strict: bool) {
        let (a, b, d) = (self.of(x), self.of(y), strict as i64);
        let (hi, lo) = (a.1.min(b.1.saturating_sub(d)), b.0.max(a.0.saturating_add(d)));
        // an empty interval: what follows is never reached, so that nothing need be said of it
        if a.0 <= hi { self.range[x.0 as usize].1 = hi }
        if lo <= b.1 { self.range[y.0 as usize].0 = lo }
    }
    /// Is 0 <= x < y by a passed guard?
    fn below(&self, x: Ref, y: Ref) -> bool {
        let (base, c) = self.offset(x);
        if self.of(x).0 < 0 { return false }
        self.less.iter().any(|(a, b)| *b == y && (*a == x || *a == base && c <= 0))
    }
    /// The index check `c` of the body, asked once before the loop for all rounds. True if that could be done.
    fn hoist(&mut self, c: &Ins) -> bool {
        let end = self.t.ops[self.t.ops.len() - 1].at;
        let outside = |r: Ref| (r.0 as usize) < self.head;
        if end == NO_EXIT || !outside(c.b) || outside(c.a) || self.of(c.a).0 < 0 { return false }
        let (base, d) = self.offset(c.a);
        let bound = self.less.iter().find_map(|(a, n)| if !outside(*n) { None } else if *a == c.a { Some((*n, 0)) } else if *a == base { Some((*n, d)) } else { None });
        let Some((n, d)) = bound else { return false };
        // x + d < n + d <= y, where n + d is an int; beyond its type nothing is won
        let (lo, hi) = self.of(n);
        if lo.checked_add(d).is_none() || hi.checked_add(d).is_none() { return false }
        let mut put = |i: Ins| { self.before.push(i); Ref((self.head + self.before.len() - 1) as u32) };
        let sum = if d == 0 { n } else { let d = put(Ins::new(Op::ConstI).imm(d)); put(Ins::new(Op::Add).ab(n, d)) };
        let le = put(Ins::new(Op::Le).ab(sum, c.b));
        put(Ins::new(Op::GuardTrue).a(le).exit(end));
        true
    }
    /// A guard that holds: nobody names its place, and what is there is left out with the dead code.
    fn remove(&mut self, k: usize) { self.t.ops[k] = Ins::new(Op::ConstB) }
    fn finish(self) -> Trace { before_head(self.t, self.head, self.before) }
}
/// Puts instructions before the `Head`; they name each other as if they were there already.
pub fn before_head(mut t: Trace, head: usize, before: Vec<Ins>) -> Trace {
    if before.is_empty() { return t }
    let n = before.len() as u32;
    let name = |r: &mut Ref| if *r != NIL && r.0 as usize >= head { r.0 += n };
    for i in &mut t.ops[head..] { name(&mut i.a); name(&mut i.b); name(&mut i.c) }
    for i in head..t.ops.len() { let i = t.ops[i]; for r in &mut t.args[i.args.0 as usize..i.args.0 as usize + i.args.1 as usize] { name(r) } }
    // exits of the prologue name nothing behind the head
    for e in &mut t.exits { for (_, r) in &mut e.regs { name(r) } for f in &mut e.frames { name(&mut f.gen) } }
    t.ops.splice(head..head, before);
    t
}
fn product(a: Range, b: Range) -> (i128, i128) {
    let all = [a.0 as i128 * b.0 as i128, a.0 as i128 * b.1 as i128, a.1 as i128 * b.0 as i128, a.1 as i128 * b.1 as i128];
    all.iter().fold((i128::MAX, i128::MIN), |(lo, hi), x| (lo.min(*x), hi.max(*x)))
}
