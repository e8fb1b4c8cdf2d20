//! Simplification of one instruction by its operands: rules as rows, then what constants give, then what `Fact`s say.
//!
//! Floats: only rules that hold for every float, -0.0, infinities and nans included; operands of float ops are never exchanged, because
//! of two nans the first is the result.
use super::emit::Emit;
use crate::eval::{pure, Pure, Val};
use crate::ir::*;
use crate::tag;
use std::sync::LazyLock;

/// What has become of an instruction.
pub enum Fold { /// nothing
    No, /// a value that is there
    Is(Ref), /// it was a guard that holds, or a store of no effect
    Gone, /// another instruction, to be looked at again
    Again(Ins) }

/// What an operand must be.
#[derive(Clone, Copy)]
enum P { Any, /// the int, bool or float bits
    Is(i64), /// a power of two from 2 up
    Pow2, /// any constant int
    Const, /// a and b are one
    Same, /// made by this op; its first operand is then `T::Inner`
    By(Op), }
/// What comes of it.
#[derive(Clone, Copy)]
enum T { A, B, C, Inner, Int(i64), Bool(bool), /// op applied to the inner operand
    Of(Op), /// op applied to a and a constant computed from the constant b
    With(Op, fn(i64) -> i64), /// as the function says
    Do(fn(&mut Emit, &Ins) -> Fold), }
struct Rule(Op, P, P, T);

use P::{Any, By, Const, Is, Pow2, Same};
const F_ONE: i64 = 0x3ff0_0000_0000_0000;
const F_MINUS_ZERO: i64 = i64::MIN;
static RULES: &[Rule] = &[
    // ints
    Rule(Op::Add, Any, Is(0), T::A), Rule(Op::Sub, Any, Is(0), T::A), Rule(Op::Sub, Any, Same, T::Int(0)), Rule(Op::Sub, Any, Const, T::With(Op::Add, i64::wrapping_neg)),
    Rule(Op::AddOv, Any, Is(0), T::A), Rule(Op::SubOv, Any, Is(0), T::A), Rule(Op::SubOv, Any, Same, T::Int(0)), Rule(Op::SubOv, Any, Const, T::Do(sub_const)),
    Rule(Op::Add, By(Op::Add), Const, T::Do(add_twice)), Rule(Op::AddOv, By(Op::AddOv), Const, T::Do(add_twice)),
    Rule(Op::Mul, Any, Is(1), T::A), Rule(Op::Mul, Any, Is(0), T::Int(0)), Rule(Op::Mul, Any, Pow2, T::With(Op::Shl, |m| m.trailing_zeros() as i64)),
    Rule(Op::MulOv, Any, Is(1), T::A), Rule(Op::MulOv, Any, Is(0), T::Int(0)),
    Rule(Op::FloorDiv, Any, Is(1), T::A), Rule(Op::FloorDiv, Any, Pow2, T::With(Op::Shr, |d| d.trailing_zeros() as i64)), Rule(Op::FloorDiv, Any, Is(-1), T::Do(negate)),
    Rule(Op::FloorMod, Any, Is(1), T::Int(0)), Rule(Op::FloorMod, Any, Is(-1), T::Int(0)), Rule(Op::FloorMod, Any, Pow2, T::With(Op::And, |d| d - 1)),
    Rule(Op::And, Any, Is(0), T::Int(0)), Rule(Op::And, Any, Is(-1), T::A), Rule(Op::And, Any, Same, T::A), Rule(Op::And, By(Op::And), Const, T::Do(and_twice)),
    Rule(Op::Or, Any, Is(0), T::A), Rule(Op::Or, Any, Is(-1), T::Int(-1)), Rule(Op::Or, Any, Same, T::A),
    Rule(Op::Xor, Any, Is(0), T::A), Rule(Op::Xor, Any, Same, T::Int(0)),
    Rule(Op::Shl, Any, Is(0), T::A), Rule(Op::ShlOv, Any, Is(0), T::A), Rule(Op::Shr, Any, Is(0), T::A), Rule(Op::ShrU, Any, Is(0), T::A),
    Rule(Op::Lt, Any, Same, T::Bool(false)), Rule(Op::Le, Any, Same, T::Bool(true)), Rule(Op::Eq, Any, Same, T::Bool(true)), Rule(Op::LtU, Any, Same, T::Bool(false)), Rule(Op::LtU, Any, Is(0), T::Bool(false)),
    Rule(Op::Eq, By(Op::BToI), Is(0), T::Of(Op::Not)), Rule(Op::Eq, By(Op::BToI), Is(1), T::Inner),
    // bools
    Rule(Op::Not, By(Op::Not), Any, T::Inner), Rule(Op::GuardTrue, By(Op::Not), Any, T::Of(Op::GuardFalse)), Rule(Op::GuardFalse, By(Op::Not), Any, T::Of(Op::GuardTrue)),
    Rule(Op::GuardTrue, Is(1), Any, T::Do(gone)), Rule(Op::GuardFalse, Is(0), Any, T::Do(gone)),
    Rule(Op::GuardTrue, Any, Any, T::Do(known_truth)), Rule(Op::GuardFalse, Any, Any, T::Do(known_truth)), Rule(Op::Not, Any, Any, T::Do(known_not)),
    Rule(Op::SelectI, Is(0), Any, T::C), Rule(Op::SelectI, Is(1), Any, T::B), Rule(Op::SelectF, Is(0), Any, T::C), Rule(Op::SelectF, Is(1), Any, T::B),
    Rule(Op::SelectI, Any, Any, T::Do(select)), Rule(Op::SelectF, Any, Any, T::Do(select)),
    Rule(Op::Same, Any, Same, T::Bool(true)), Rule(Op::Same, Any, Any, T::Do(same)),
    // floats
    Rule(Op::AddF, Any, Is(F_MINUS_ZERO), T::A), Rule(Op::SubF, Any, Is(0), T::A), Rule(Op::MulF, Any, Is(F_ONE), T::A), Rule(Op::DivF, Any, Is(F_ONE), T::A), Rule(Op::DivF, Any, Any, T::Do(reciprocal)),
    Rule(Op::NegF, By(Op::NegF), Any, T::Inner), Rule(Op::AbsF, By(Op::NegF), Any, T::Of(Op::AbsF)), Rule(Op::AbsF, By(Op::AbsF), Any, T::A), Rule(Op::FloorF, By(Op::FloorF), Any, T::A), Rule(Op::FloorF, By(Op::IToF), Any, T::A),
    // types
    Rule(Op::AsV, By(Op::AsR), Any, T::Inner), Rule(Op::AsV, By(Op::GuardRef), Any, T::Inner), Rule(Op::AsV, By(Op::GuardShape), Any, T::Inner), Rule(Op::AsR, By(Op::AsV), Any, T::Inner),
    Rule(Op::IsInt, Any, Any, T::Do(is_int)),
    Rule(Op::UnboxI, Any, Any, T::Do(unbox)), Rule(Op::UnboxF, Any, Any, T::Do(unbox)), Rule(Op::UnboxB, Any, Any, T::Do(unbox)), Rule(Op::GuardRef, Any, Any, T::Do(unbox)), Rule(Op::AsR, Any, Any, T::Do(unbox)),
    Rule(Op::BoxI, Any, Any, T::Do(rebox)), Rule(Op::BoxF, Any, Any, T::Do(rebox)), Rule(Op::BoxB, Any, Any, T::Do(rebox)),
    Rule(Op::TagI, Any, Any, T::Do(tagged)), Rule(Op::TagF, Any, Any, T::Do(tagged)),
    Rule(Op::GuardShape, Any, Any, T::Do(shape)), Rule(Op::GuardClass, Any, Any, T::Do(class)), Rule(Op::GuardSame, Any, Any, T::Do(guard_same)), Rule(Op::GuardNot, Any, Any, T::Do(guard_not)),
    // addresses
    Rule(Op::LoadX, Any, Const, T::Do(plain_load)), Rule(Op::StoreX, Any, Const, T::Do(plain_store)),
];
/// Where each op's rules are.
static FIRST: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| { let mut v = vec![vec![]; ROWS.len()]; for (k, r) in RULES.iter().enumerate() { v[r.0 as usize].push(k as u8) } v });

pub fn fold(e: &mut Emit, i: &Ins) -> Fold {
    if let Some(v) = constant(e, i) { return Fold::Again(v) }
    // constants to the right, else the older operand to the left
    if matches!(i.op, Op::Add | Op::AddOv | Op::Mul | Op::MulOv | Op::And | Op::Or | Op::Xor | Op::Eq | Op::Same) {
        let (ca, cb) = (e.ins(i.a).is_const(), e.ins(i.b).is_const());
        if ca && !cb || ca == cb && i.a > i.b { return Fold::Again(Ins { a: i.b, b: i.a, ..*i }) }
    }
    for k in &FIRST[i.op as usize] {
        let r = &RULES[*k as usize];
        if !matches(e, r.1, i.a, i) || !matches(e, r.2, i.b, i) { continue }
        match r.3 {
            T::A => return Fold::Is(i.a), T::B => return Fold::Is(i.b), T::C => return Fold::Is(i.c),
            T::Inner => return Fold::Is(e.ins(i.a).a),
            T::Int(n) => return Fold::Again(Ins::new(Op::ConstI).imm(n)),
            T::Bool(b) => return Fold::Again(Ins::new(Op::ConstB).imm(b as i64)),
            T::Of(op) => return Fold::Again(Ins { at: i.at, ..Ins::new(op).a(e.ins(i.a).a) }),
            T::With(op, f) => { let c = f(e.int(i.b).unwrap_or(0)); let c = e.constant(Op::ConstI, c); return Fold::Again(Ins::new(op).ab(i.a, c)) }
            T::Do(f) => match f(e, i) { Fold::No => {} done => return done },
        }
    }
    Fold::No
}
fn matches(e: &Emit, p: P, r: Ref, i: &Ins) -> bool {
    match p {
        Any => true,
        Same => i.a == i.b,
        _ if r == NIL => false,
        Is(n) => { let c = e.ins(r); matches!(c.op, Op::ConstI | Op::ConstB | Op::ConstF) && c.imm == n }
        Pow2 => e.int(r).is_some_and(|n| n >= 2 && n & n - 1 == 0),
        Const => e.int(r).is_some(),
        By(op) => e.ins(r).op == op,
    }
}
/// The result of a pure op on constants, by the evaluator.
fn constant(e: &Emit, i: &Ins) -> Option<Ins> {
    if i.a == NIL || !matches!(i.op.row().effect, OpEffect::Pure | OpEffect::Guard) { return None }
    let mut v = [Val::Nil; 3];
    for (v, r) in v.iter_mut().zip([i.a, i.b, i.c]) {
        if r == NIL { break }
        let c = e.ins(r);
        *v = match c.op { Op::ConstI => Val::I(c.imm), Op::ConstF => Val::F(f64::from_bits(c.imm as u64)), Op::ConstB => Val::B(c.imm != 0), Op::ConstV => Val::V(c.imm as u64), _ => return None };
    }
    match pure(i.op, v[0], v[1], v[2]) {
        Pure::Is(Val::I(n)) => Some(Ins::new(Op::ConstI).imm(n)),
        Pure::Is(Val::F(f)) => Some(Ins::new(Op::ConstF).imm(f.to_bits() as i64)),
        Pure::Is(Val::B(b)) => Some(Ins::new(Op::ConstB).imm(b as i64)),
        _ => None,
    }
}
fn gone(_: &mut Emit, _: &Ins) -> Fold { Fold::Gone }
fn make(op: Op, imm: i64) -> Fold { Fold::Again(Ins::new(op).imm(imm)) }
fn sub_const(e: &mut Emit, i: &Ins) -> Fold {
    match e.int(i.b) { Some(c) if c != i64::MIN => { let c = e.constant(Op::ConstI, -c); Fold::Again(Ins { op: Op::AddOv, b: c, ..*i }) } _ => Fold::No }
}
/// (x + c) + d: one sum of constants, where overflow of the whole is overflow of the parts.
fn add_twice(e: &mut Emit, i: &Ins) -> Fold {
    if !e.near(i.a) { return Fold::No }
    let inner = *e.ins(i.a);
    let (Some(c), Some(d)) = (e.int(inner.b), e.int(i.b)) else { return Fold::No };
    let sum = if i.op == Op::Add { c.wrapping_add(d) } else { match c.checked_add(d) { Some(s) if (c < 0) == (d < 0) => s, _ => return Fold::No } };
    let s = e.constant(Op::ConstI, sum);
    Fold::Again(Ins { a: inner.a, b: s, ..*i })
}
fn and_twice(e: &mut Emit, i: &Ins) -> Fold {
    if !e.near(i.a) { return Fold::No }
    let inner = *e.ins(i.a);
    let (Some(c), Some(d)) = (e.int(inner.b), e.int(i.b)) else { return Fold::No };
    let m = e.constant(Op::ConstI, c & d);
    Fold::Again(Ins { a: inner.a, b: m, ..*i })
}
fn negate(e: &mut Emit, i: &Ins) -> Fold { let z = e.constant(Op::ConstI, 0); Fold::Again(Ins::new(Op::Sub).ab(z, i.a)) }
/// Division by a power of two is multiplication by another.
fn reciprocal(e: &mut Emit, i: &Ins) -> Fold {
    let c = *e.ins(i.b);
    let (f, bits) = (f64::from_bits(c.imm as u64), c.imm as u64);
    if c.op != Op::ConstF || bits << 12 != 0 || !(1e-300..1e300).contains(&f.abs()) { return Fold::No }
    let r = e.constant(Op::ConstF, (1.0 / f).to_bits() as i64);
    Fold::Again(Ins::new(Op::MulF).ab(i.a, r))
}
fn known_truth(e: &mut Emit, i: &Ins) -> Fold { if e.fact(i.a).truth == if i.op == Op::GuardTrue { 1 } else { 2 } { Fold::Gone } else { Fold::No } }
fn known_not(e: &mut Emit, i: &Ins) -> Fold { match e.fact(i.a).truth { 0 => Fold::No, t => make(Op::ConstB, (t == 2) as i64) } }
fn select(e: &mut Emit, i: &Ins) -> Fold {
    match e.fact(i.a).truth { 1 => return Fold::Is(i.b), 2 => return Fold::Is(i.c), _ => {} }
    if i.b == i.c { return Fold::Is(i.b) }
    if e.ins(i.a).op == Op::Not { return Fold::Again(Ins { a: e.ins(i.a).a, b: i.c, c: i.b, ..*i }) }
    Fold::No
}
fn is_int(e: &mut Emit, i: &Ins) -> Fold {
    let c = e.fact(i.a).classes;
    if c & 0xaa == 0 { make(Op::ConstB, 0) } else if c & 0x55 == 0 { make(Op::ConstB, 1) } else { Fold::No }
}
fn unbox(e: &mut Emit, i: &Ins) -> Fold {
    let f = *e.fact(i.a);
    if f.typed != NIL && e.ins(f.typed).ty == i.ty && (i.op != Op::GuardRef || e.is_object(f.typed)) { return Fold::Is(f.typed) }
    let Some(w) = f.word else { return Fold::No };
    match i.op {
        Op::UnboxI if tag::is_small(w) => make(Op::ConstI, tag::int(w)),
        Op::UnboxF if tag::is_float(w) => make(Op::ConstF, tag::float(w).to_bits() as i64),
        Op::UnboxB if tag::is_bool(w) => make(Op::ConstB, (w == tag::TRUE) as i64),
        Op::GuardRef | Op::AsR if tag::is_ref(w) && e.ins(i.a).op == Op::ConstV => make(Op::ConstR, w as i64),
        _ => Fold::No,
    }
}
/// A box of what was unboxed: the value that there was. Constants have their word.
fn rebox(e: &mut Emit, i: &Ins) -> Fold {
    let x = *e.ins(i.a);
    match x.op {
        Op::UnboxI | Op::UnboxF | Op::UnboxB => Fold::Is(x.a),
        Op::ConstI if tag::fits(x.imm) => make(Op::ConstV, tag::small(x.imm) as i64),
        Op::ConstF => tag::inline(f64::from_bits(x.imm as u64)).map_or(Fold::No, |w| make(Op::ConstV, w as i64)),
        Op::ConstB => make(Op::ConstV, tag::bool(x.imm != 0) as i64),
        _ => Fold::No,
    }
}
/// A tagged form of a constant, or of what was unboxed from a word that had one.
fn tagged(e: &mut Emit, i: &Ins) -> Fold {
    let x = *e.ins(i.a);
    match x.op {
        Op::UnboxI | Op::UnboxF if e.fact(x.a).classes & !(if i.op == Op::TagI { 0xaa } else { 0x44 }) == 0 => Fold::Is(x.a),
        Op::ConstI | Op::ConstF => rebox(e, i),
        _ => Fold::No,
    }
}
fn shape(e: &mut Emit, i: &Ins) -> Fold {
    let f = *e.fact(i.a);
    if f.shape == (i.imm as u32, e.shapes) { return Fold::Is(f.shaped) }
    let v = *e.ins(i.a);
    if v.op == Op::AsV && e.shape_of(v.a) == Some(i.imm as u32) { return Fold::Is(v.a) }
    Fold::No
}
fn class(e: &mut Emit, i: &Ins) -> Fold { if e.fact(i.a).classes & !(i.imm as u8) == 0 { Fold::Gone } else { Fold::No } }
fn truth_guard(i: &Ins, b: Ref, wanted: bool) -> Fold { Fold::Again(Ins { at: i.at, ..Ins::new(if wanted { Op::GuardTrue } else { Op::GuardFalse }).a(b) }) }
/// Is the value the word, as a bool of the trace; None if nothing better is known than the compare.
fn is_word(e: &mut Emit, v: Ref, w: u64) -> Option<Result<bool, Ins>> {
    let f = *e.fact(v);
    if let Some(x) = f.word { return Some(Ok(x == w)) }
    if f.classes >> (w & 7) & 1 == 0 { return Some(Ok(false)) }
    let x = *e.ins(v);
    match x.op {
        Op::BoxB => Some(Err(if w == tag::TRUE { Ins::new(Op::Not).a(x.a) } else if w == tag::FALSE { Ins::new(Op::Not).a(x.a) } else { return Some(Ok(false)) })),
        Op::BoxI if tag::is_small(w) => { let c = e.constant(Op::ConstI, tag::int(w)); Some(Err(Ins::new(Op::Eq).ab(x.a, c))) }
        Op::AsV if w == tag::UNDEF && e.ins(x.a).op == Op::Alloc => Some(Ok(false)),
        _ => None,
    }
}
fn guard_same(e: &mut Emit, i: &Ins) -> Fold {
    let w = i.imm as u64;
    match is_word(e, i.a, w) {
        Some(Ok(true)) => Fold::Gone,
        Some(Err(_)) if e.ins(i.a).op == Op::BoxB => { let b = e.ins(i.a).a; truth_guard(i, b, w == tag::TRUE) }
        Some(Err(test)) => { let b = e.emit(test); truth_guard(i, b, true) }
        Some(Ok(false)) | None => Fold::No,
    }
}
fn guard_not(e: &mut Emit, i: &Ins) -> Fold {
    let w = i.imm as u64;
    match is_word(e, i.a, w) {
        Some(Ok(false)) => Fold::Gone,
        Some(Err(_)) if e.ins(i.a).op == Op::BoxB => { let b = e.ins(i.a).a; truth_guard(i, b, w == tag::FALSE) }
        Some(Err(test)) => { let b = e.emit(test); truth_guard(i, b, false) }
        Some(Ok(true)) => Fold::No,
        // a reference is no UNDEF
        None if w == tag::UNDEF && { let t = e.fact(i.a).typed; t != NIL && (e.ins(t).ty != Ty::R || e.is_object(t)) } => Fold::Gone,
        None => Fold::No,
    }
}
fn same(e: &mut Emit, i: &Ins) -> Fold {
    let (a, b) = (*e.ins(i.a), *e.ins(i.b));
    if a.op == Op::BoxB && b.op == Op::BoxB { let x = e.emit(Ins::new(Op::BToI).a(a.a)); let y = e.emit(Ins::new(Op::BToI).a(b.a)); return Fold::Again(Ins::new(Op::Eq).ab(x, y)) }
    if e.fact(i.a).classes & e.fact(i.b).classes == 0 { return make(Op::ConstB, 0) }
    let Some(w) = e.fact(i.b).word else { return Fold::No };
    match is_word(e, i.a, w) {
        Some(Ok(t)) => make(Op::ConstB, t as i64),
        Some(Err(_)) if a.op == Op::BoxB && w == tag::TRUE => Fold::Is(a.a),
        Some(Err(test)) => Fold::Again(test),
        None => Fold::No,
    }
}
/// A constant index is an offset.
fn plain_load(e: &mut Emit, i: &Ins) -> Fold {
    match offset(e, i) { Some(at) => Fold::Again(Ins { op: Op::LoadV, b: NIL, imm: at, ..*i }), None => Fold::No }
}
fn plain_store(e: &mut Emit, i: &Ins) -> Fold {
    match offset(e, i) { Some(at) => Fold::Again(Ins { op: Op::StoreV, b: i.c, c: NIL, imm: at, ..*i }), None => Fold::No }
}
fn offset(e: &Emit, i: &Ins) -> Option<i64> { let at = e.int(i.b)?.checked_mul(8)?.checked_add(i.imm)?; (at.unsigned_abs() < 1 << 30).then_some(at) }

#[cfg(test)]
mod tests;
