//! The reference evaluator: what each op means, on real memory. Slow and plain; back ends are compared with it.
//!
//! Invariants that the `unsafe` here stands on
//! - [E1] The trace is verified: operands are earlier and of their row's types ([I1]–[I5] in `verify`).
//! - [E2] Addresses that the trace computes are its maker's promise: bases are live objects, offsets inside them, words of the access's size aligned.
//! - [E3] `cx`, `base` and `Runtime` are what [T1] and [T2] say; registers that the trace names are above `base` and there.
//! - [E4] A helper's address is that of an `extern "C"` function of its row's signature. Integer and float arguments travel in registers of
//!   their own kind on the machines we run on, so a call that fills all six and eight of them reaches any such function.
//!
//! Absent: rebuilding frames (only registers), and anything of a tier.
#![allow(unsafe_code)] // the memory a trace works on is raw addresses: [E1]-[E4]
use crate::ir::*;
use crate::runtime::{self, Runtime};
use crate::tag;

/// A value of a trace.
#[derive(Clone, Copy, Debug)]
pub enum Val { Nil, I(i64), F(f64), B(bool), R(u64), V(u64), /// an object not made; the instruction says what it is
    Sunk(Ref) }
impl Val {
    pub fn word(self) -> u64 { match self { Val::Nil | Val::Sunk(_) => 0, Val::I(i) => i as u64, Val::F(f) => f.to_bits(), Val::B(b) => b as u64, Val::R(w) | Val::V(w) => w } }
    fn of(ty: Ty, w: u64) -> Val { match ty { Ty::None => Val::Nil, Ty::I => Val::I(w as i64), Ty::F => Val::F(f64::from_bits(w)), Ty::B => Val::B(w & 0xff != 0), Ty::R => Val::R(w), Ty::V => Val::V(w) } }
}
/// How a run ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// the instruction that left, and its exit
    pub ins: Ref,
    pub exit: u32,
    pub end: End,
    /// values in the order of `Trace::values_of`
    pub values: Vec<Val>,
}
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum End { Exit, Link(i64), Return(u64) }
/// Why there is no outcome.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Stop { /// it went round often enough
    Fuel, /// the op's row excludes these operands
    Undefined(Ref) }

/// Runs a trace. `loops` bounds how often it goes back.
///
/// # Safety
/// [E1]–[E4] hold.
pub unsafe fn run(t: &Trace, rt: &Runtime, cx: *mut u8, base: *mut u64, inherited: &[Val], loops: usize) -> Result<Outcome, Stop> {
    run_in(t, rt, cx, base, inherited, loops, &mut vec![Val::Nil; t.ops.len()])
}
/// As `run`, with the place where values are kept: one for each instruction, where a collector finds them.
///
/// # Safety
/// [E1]–[E4] hold.
pub unsafe fn run_in(t: &Trace, rt: &Runtime, cx: *mut u8, base: *mut u64, inherited: &[Val], loops: usize, values: &mut [Val]) -> Result<Outcome, Stop> {
    let mut m = Machine { t, rt, cx, base, inherited, values };
    let (mut pc, mut left, mut head) = (0, loops, None);
    loop {
        let i = &t.ops[pc];
        match m.step(Ref(pc as u32), i)? {
            Step::Value(v) => m.values[pc] = v,
            Step::Exit(end) => return Ok(Outcome { ins: Ref(pc as u32), exit: i.at, end, values: m.named(&t.exits[i.at as usize]) }),
            Step::Back => {
                if left == 0 { return Err(Stop::Fuel) }
                left -= 1;
                pc = match head {
                    Some(h) => { let next: Vec<Val> = t.args_of(i).iter().map(|r| m.get(*r)).collect(); for (k, v) in next.into_iter().enumerate() { m.values[h + 1 + k] = v } h + 1 + i.args.1 as usize }
                    None => { m.sync(&t.exits[i.at as usize]); 0 }
                };
                continue;
            }
        }
        if i.op == Op::Head { head = Some(pc) }
        pc += 1;
    }
}

/// The words of `values`, which are those of exit `e`: boxed, and objects not made before made now.
///
/// # Safety
/// [E3]; what is boxed may be collected unless it is found conservatively.
pub unsafe fn words(t: &Trace, rt: &Runtime, cx: *mut u8, e: &Exit, values: &[Val]) -> Vec<u64> {
    let named = t.values_of(e);
    let mut made: Vec<(Ref, u64)> = vec![];
    let words: Vec<u64> = values.iter().map(|v| match *v {
        Val::Nil => tag::UNDEF,
        Val::I(i) => box_int(rt, cx, i),
        Val::F(f) => box_float(rt, cx, f),
        Val::B(b) => tag::bool(b),
        Val::R(w) | Val::V(w) => w,
        Val::Sunk(r) => match made.iter().find(|m| m.0 == r) { Some(m) => m.1, None => { let w = (rt.alloc)(cx, t.at(r).imm as u64); made.push((r, w)); w } }, // SAFETY: [E3]
    }).collect();
    for (r, object) in made {
        for (k, a) in t.args_of(t.at(r)).iter().enumerate() {
            let w = match named.iter().position(|n| n == a) { Some(p) if *a != NIL => words[p], _ => tag::UNDEF };
            *((object as i64 + PAYLOAD) as *mut u64).add(k) = w; // SAFETY: a payload that `alloc` just made, as long as the Sunk says [E2]
        }
    }
    words
}
unsafe fn box_int(rt: &Runtime, cx: *mut u8, i: i64) -> u64 { if tag::fits(i) { tag::small(i) } else { (rt.big)(cx, i) } } // SAFETY: [E3]
unsafe fn box_float(rt: &Runtime, cx: *mut u8, f: f64) -> u64 { match tag::inline(f) { Some(w) => w, None => (rt.float)(cx, f) } } // SAFETY: [E3]

/// Calls a helper.
///
/// # Safety
/// [E4]; arguments are of the types that the helper's row names.
pub unsafe fn call(h: &Helper, cx: *mut u8, args: &[Val]) -> Val {
    let (mut ints, mut floats, mut ni, mut nf) = ([0u64; 6], [0f64; 8], 0, 0);
    if h.context { ints[0] = cx as u64; ni = 1 }
    for a in args { match a { Val::F(f) => { floats[nf] = *f; nf += 1 } v => { ints[ni] = v.word(); ni += 1 } } }
    let ([a, b, c, d, e, g], [p, q, r, s, t, u, v, w]) = (ints, floats);
    type Words<T> = unsafe extern "C" fn(u64, u64, u64, u64, u64, u64, f64, f64, f64, f64, f64, f64, f64, f64) -> T;
    match h.result {
        Ty::F => { let f: Words<f64> = std::mem::transmute(h.address); Val::F(f(a, b, c, d, e, g, p, q, r, s, t, u, v, w)) } // SAFETY: [E4]
        ty => { let f: Words<u64> = std::mem::transmute(h.address); Val::of(ty, f(a, b, c, d, e, g, p, q, r, s, t, u, v, w)) } // SAFETY: [E4]
    }
}

/// Runs instruction `k` alone, given the values of those before: for who makes a trace while it runs. False when it leaves.
///
/// # Safety
/// As for `run`; `k` is not a `Back`.
pub(crate) unsafe fn single(t: &Trace, rt: &Runtime, cx: *mut u8, base: *mut u64, values: &mut Vec<Val>, k: Ref) -> Result<bool, Stop> {
    values.resize(t.ops.len(), Val::Nil);
    let s = Machine { t, rt, cx, base, inherited: &[], values }.step(k, t.at(k)); // SAFETY: the caller's
    Ok(match s? { Step::Value(v) => { values[k.0 as usize] = v; true } _ => false })
}

enum Step { Value(Val), Exit(End), Back }
struct Machine<'a> { t: &'a Trace, rt: &'a Runtime, cx: *mut u8, base: *mut u64, inherited: &'a [Val], values: &'a mut [Val] }

impl Machine<'_> {
    fn get(&self, r: Ref) -> Val { self.values[r.0 as usize] } // [E1]
    fn or_nil(&self, r: Ref) -> Val { if r == NIL { Val::Nil } else { self.get(r) } }
    fn int(&self, r: Ref) -> i64 { self.get(r).word() as i64 }
    fn bool(&self, r: Ref) -> bool { self.get(r).word() != 0 }
    fn word(&self, r: Ref) -> u64 { self.get(r).word() }
    fn index(&self, a: Ref, b: Ref, scale: i64) -> i64 { self.int(a).wrapping_add(self.int(b).wrapping_mul(scale)) }
    fn named(&self, e: &Exit) -> Vec<Val> { self.t.values_of(e).into_iter().map(|r| self.get(r)).collect() }
    /// Registers that `e` names, into memory.
    unsafe fn sync(&mut self, e: &Exit) {
        let w = words(self.t, self.rt, self.cx, e, &self.named(e));
        for ((r, _), w) in e.regs.iter().zip(w) { *self.base.add(*r as usize) = w } // SAFETY: [E3]
    }
    unsafe fn load<T: Copy>(&self, address: i64) -> T { *(address as *const T) } // SAFETY: [E2]
    unsafe fn store<T>(&self, address: i64, v: T) { *(address as *mut T) = v } // SAFETY: [E2]
    unsafe fn shape(&self, w: u64) -> u32 { self.load((w as usize + runtime::SHAPE) as i64) } // SAFETY: a reference is a live object [E2]

    // SAFETY of the whole: each op as its row says, on the operands of [E1]; memory [E2], context and registers [E3], calls [E4].
    unsafe fn step(&mut self, me: Ref, i: &Ins) -> Result<Step, Stop> {
        use Val::*;
        let leave = Ok(Step::Exit(End::Exit));
        macro_rules! guard { ($v:expr) => { match $v { Some(v) => v, None => return leave } } }
        macro_rules! defined { ($t:expr) => { if !$t { return Err(Stop::Undefined(me)) } } }
        let (a, b, c) = (i.a, i.b, i.c);
        if self.rt.check && a != NIL && i.op.row().effect == OpEffect::Store && i.op != Op::Barrier {
            let (birth, floor): (u64, u64) = (self.load((self.word(a) as usize + runtime::BIRTH) as i64), *(self.cx.offset(self.rt.floor as isize) as *const u64));
            defined!(birth >= floor);
        }
        let guarded = |ok: bool| if ok { Ok(Step::Value(Nil)) } else { Ok(Step::Exit(End::Exit)) };
        Ok(Step::Value(match i.op {
            Op::ConstI => I(i.imm), Op::ConstF => F(f64::from_bits(i.imm as u64)), Op::ConstB => B(i.imm != 0), Op::ConstV => V(i.imm as u64), Op::ConstR => R(i.imm as u64),
            Op::Reg => V(*self.base.add(i.imm as usize)),
            Op::Inherit => self.inherited.get(i.imm as usize).copied().unwrap_or(Nil),
            Op::Phi => self.get(a),
            Op::IsInt => B(tag::is_small(self.word(a))),
            Op::UnboxI => { let w = self.word(a); I(guard!(if tag::is_small(w) { Some(tag::int(w)) } else if self.rt.wide_shape != 0 && tag::is_ref(w) && self.shape(w) == self.rt.wide_shape { Some(self.load(w as i64 + PAYLOAD)) } else { None })) }
            Op::UnboxF => { let w = self.word(a); F(guard!(if tag::is_float(w) { Some(tag::float(w)) } else if tag::is_ref(w) && self.shape(w) == self.rt.float_shape { Some(self.load(w as i64 + PAYLOAD)) } else { None })) }
            Op::UnboxB => { let w = self.word(a); B(guard!(tag::is_bool(w).then_some(w == tag::TRUE))) }
            Op::GuardRef => { let w = self.word(a); R(guard!(tag::is_ref(w).then_some(w))) }
            Op::GuardShape => { let w = self.word(a); R(guard!((tag::is_ref(w) && self.shape(w) == i.imm as u32).then_some(w))) }
            Op::GuardSame => return guarded(self.word(a) == i.imm as u64),
            Op::GuardNot => return guarded(self.word(a) != i.imm as u64),
            Op::GuardClass => return guarded(i.imm >> (self.word(a) & 7) & 1 == 1),
            Op::GuardTrue => return guarded(self.bool(a)),
            Op::GuardFalse => return guarded(!self.bool(a)),
            Op::BoxI => V(box_int(self.rt, self.cx, self.int(a))),
            Op::BoxF => V(box_float(self.rt, self.cx, f64::from_bits(self.word(a)))),
            Op::TagI => { let x = self.int(a); V(guard!(tag::fits(x).then(|| tag::small(x)))) }
            Op::TagF => V(guard!(tag::inline(f64::from_bits(self.word(a))))),
            Op::BoxB => V(tag::bool(self.bool(a))),
            Op::AsV => V(self.word(a)), Op::AsR => R(self.word(a)),
            Op::Add | Op::Sub | Op::Mul | Op::AddOv | Op::SubOv | Op::MulOv | Op::FloorDiv | Op::FloorMod | Op::And | Op::Or | Op::Xor | Op::Shl | Op::ShlOv | Op::Shr | Op::ShrU | Op::Lt | Op::Le | Op::Eq | Op::LtU | Op::Not | Op::BToI | Op::Same | Op::SelectI | Op::SelectF | Op::AddF | Op::SubF | Op::MulF | Op::DivF | Op::NegF | Op::AbsF | Op::SqrtF | Op::FloorF | Op::LtF | Op::LeF | Op::EqF | Op::IToF | Op::FToI =>
                match pure(i.op, self.get(a), self.or_nil(b), self.or_nil(c)) { Pure::Is(v) => v, Pure::Leaves => return leave, Pure::Undefined | Pure::Other => return Err(Stop::Undefined(me)) },
            Op::LoadI => I(self.load(self.int(a) + i.imm)),
            Op::LoadI32 => I(self.load::<u32>(self.int(a) + i.imm) as i64),
            Op::LoadI8 => I(self.load::<u8>(self.int(a) + i.imm) as i64),
            Op::LoadF => F(self.load(self.int(a) + i.imm)),
            Op::LoadV => V(self.load(self.int(a) + i.imm)),
            Op::LoadR => R(self.load(self.int(a) + i.imm)),
            Op::LoadX => V(self.load(self.index(a, b, 8) + i.imm)),
            Op::LoadX8 => I(self.load::<u8>(self.index(a, b, 1) + i.imm) as i64),
            Op::StoreI | Op::StoreV => { self.store(self.int(a) + i.imm, self.word(b)); Nil }
            Op::StoreI32 => { self.store(self.int(a) + i.imm, self.word(b) as u32); Nil }
            Op::StoreX => { self.store(self.index(a, b, 8) + i.imm, self.word(c)); Nil }
            Op::Barrier => {
                let o = self.word(a);
                let (birth, floor): (u64, u64) = (self.load((o as usize + runtime::BIRTH) as i64), *(self.cx.offset(self.rt.floor as isize) as *const u64));
                return guarded(birth >= floor || (self.rt.barrier)(self.cx, o) != 0);
            }
            Op::Alloc => R((self.rt.alloc)(self.cx, i.imm as u64)),
            Op::Sunk => Sunk(me),
            Op::Raw => V(self.word(a)),
            Op::CxI => I(self.load(self.cx as i64 + i.imm)),
            Op::SetCxI => { self.store(self.cx as i64 + i.imm, self.int(b)); Nil }
            Op::SaveReg => { *self.base.add(i.imm as usize) = self.word(b); Nil }
            Op::Sync => {
                let e = &self.t.exits[i.at as usize];
                let gens: Vec<u64> = e.frames.iter().filter(|f| f.gen != NIL).map(|f| self.word(f.gen)).collect();
                (self.rt.frames)(self.cx, self.base, e, gens.as_ptr());
                self.sync(e);
                Nil
            }
            Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN => {
                let h = &self.t.helpers[i.imm as usize];
                let args: Vec<Val> = self.t.args_of(i).iter().map(|r| self.get(*r)).collect();
                let v = call(h, self.cx, &args);
                if h.raises && *(self.cx.offset(self.rt.pending as isize) as *const u64) != 0 { return leave }
                v
            }
            Op::Poll => return guarded(*(self.cx.offset(self.rt.poll as isize) as *const u32) == 0),
            Op::Head => Nil,
            Op::Back => return Ok(Step::Back),
            Op::Leave => return leave,
            Op::Link => return Ok(Step::Exit(End::Link(i.imm))),
            Op::Return => return Ok(Step::Exit(End::Return(self.word(b)))),
        }))
    }
}
/// What a pure op, or a guard that depends on its operands' values alone, makes of them.
pub enum Pure { Is(Val), Leaves, Undefined, /// not such an op
    Other }
pub fn pure(op: Op, a: Val, b: Val, c: Val) -> Pure {
    use Val::*;
    let (x, y, t) = (a.word() as i64, b.word() as i64, a.word() != 0);
    let (f, g) = (f64::from_bits(a.word()), f64::from_bits(b.word()));
    macro_rules! guard { ($v:expr) => { match $v { Some(v) => v, None => return Pure::Leaves } } }
    macro_rules! defined { ($t:expr) => { if !$t { return Pure::Undefined } } }
    Pure::Is(match op {
        Op::Add => I(x.wrapping_add(y)), Op::Sub => I(x.wrapping_sub(y)), Op::Mul => I(x.wrapping_mul(y)),
        Op::AddOv => I(guard!(x.checked_add(y))), Op::SubOv => I(guard!(x.checked_sub(y))), Op::MulOv => I(guard!(x.checked_mul(y))),
        Op::FloorDiv => { defined!(y != 0 && !(y == -1 && x == i64::MIN)); I(floor_div(x, y)) }
        Op::FloorMod => { defined!(y != 0 && !(y == -1 && x == i64::MIN)); I(floor_mod(x, y)) }
        Op::And => I(x & y), Op::Or => I(x | y), Op::Xor => I(x ^ y),
        Op::Shl => { let n = y; defined!((0..64).contains(&n)); I(x << n) }
        Op::ShlOv => { let n = y; I(guard!(((0..64).contains(&n) && x << n >> n == x).then(|| x << n))) }
        Op::Shr => { let n = y; defined!((0..64).contains(&n)); I(x >> n) }
        Op::ShrU => { let n = y; defined!((0..64).contains(&n)); I((x as u64 >> n) as i64) }
        Op::Lt => B(x < y), Op::Le => B(x <= y), Op::Eq => B(x == y), Op::LtU => B((x as u64) < y as u64),
        Op::Not => B(!t), Op::BToI => I(t as i64), Op::Same => B(a.word() == b.word()),
        Op::SelectI | Op::SelectF => if t { b } else { c },
        Op::AddF => F(f + g), Op::SubF => F(f - g), Op::MulF => F(f * g), Op::DivF => F(f / g),
        Op::NegF => F(-f), Op::AbsF => F(f.abs()), Op::SqrtF => F(f.sqrt()), Op::FloorF => F(f.floor()),
        Op::LtF => B(f < g), Op::LeF => B(f <= g), Op::EqF => B(f == g),
        Op::IToF => F(x as f64),
        Op::FToI => { I(guard!((f >= -9223372036854775808.0 && f < 9223372036854775808.0).then_some(f as i64))) }
        _ => return Pure::Other, // the evaluator lists the ops that it leaves to this
    })
}

/// Quotient rounded down; `y` is not 0 and the quotient fits.
pub fn floor_div(x: i64, y: i64) -> i64 { let q = x / y; if x % y != 0 && (x < 0) != (y < 0) { q - 1 } else { q } }
/// What is left, of the sign of `y`.
pub fn floor_mod(x: i64, y: i64) -> i64 { let r = x % y; if r != 0 && (r < 0) != (y < 0) { r + y } else { r } }

#[cfg(test)]
mod tests;
