//! What a trace knows of memory: words that it has read or written and nobody has overwritten since. A load of one is answered without
//! a load, a store of what is there already is none.
//!
//! One short list per class of memory. A store drops the entries of its class that it may touch, a call those its helper's row names.
//! - [M1] Two accesses of one class do not touch each other if they name the same object and index at offsets apart; if one is of an object
//!   made in this trace and the other of an object that was there before, or is a constant, or was found while the first had not escaped;
//!   if they are of objects shown to have different shapes.
//! - [M2] An object made here has escaped once its reference was stored, passed or put where a call can find it. Until then no call touches it.
use super::emit::Emit;
use crate::ir::*;

/// `width` bytes at base + index * 8 + at, known to be `value`.
#[derive(Clone, Copy)]
struct Word { base: Ref, index: Ref, at: i64, width: u8, value: Ref }
/// Longer lists forget their oldest entry.
const LIMIT: usize = 48;

#[derive(Default)]
pub struct Memory {
    classes: [Vec<Word>; Alias::ALL.len()],
    /// objects made here, ascending; whether they have escaped; whether someone may have written them unseen, per class
    made: Vec<(Ref, bool, u32)>,
}

impl Memory {
    pub fn made(&mut self, r: Ref) { self.made.push((r, false, 0)) }
    fn find(&self, r: Ref) -> Option<usize> { self.made.binary_search_by_key(&r, |m| m.0).ok() }
    /// The value `r`, which instruction `i` makes, is where others can find it.
    pub fn escape(&mut self, i: &Ins, r: Ref) { let r = if i.op == Op::AsV { i.a } else { r }; if let Some(k) = self.find(r) { self.made[k].1 = true } }
    pub fn local(&self, r: Ref) -> bool { self.find(r).is_some_and(|k| !self.made[k].1) }
    /// A call writes these classes.
    pub fn kill(&mut self, mask: u32) {
        let Memory { classes, made } = self;
        let local = |r: Ref| made.binary_search_by_key(&r, |m| m.0).is_ok_and(|k| !made[k].1);
        for (k, c) in classes.iter_mut().enumerate() { if (mask >> k & 1 != 0 || k == 0) && k != Alias::Constant as usize { c.retain(|w| w.base != NIL && local(w.base)) } }
        for m in made { if m.1 { m.2 |= mask & !(1 << Alias::Constant as u8) } }
    }
}

/// Where an access goes: its object, index and offset, constants in the index moved to the offset.
fn place(e: &Emit, i: &Ins) -> (Ref, Ref, i64) {
    if i.a == NIL { return (NIL, NIL, i.imm) }
    let base = e.root(i.a);
    let scale = match i.op { Op::LoadX | Op::StoreX => 8, Op::LoadX8 => 1, _ => return (base, NIL, i.imm) };
    let (mut index, mut at) = (i.b, i.imm);
    loop {
        let x = *e.ins(index);
        match x.op {
            Op::ConstI => return (base, NIL, at.wrapping_add(x.imm.wrapping_mul(scale))),
            Op::Add | Op::AddOv => if let Some(c) = e.int(x.b) { at = at.wrapping_add(c.wrapping_mul(scale)); index = x.a; continue },
            Op::Sub | Op::SubOv => if let Some(c) = e.int(x.b) { at = at.wrapping_sub(c.wrapping_mul(scale)); index = x.a; continue },
            _ => {}
        }
        return (base, index, at);
    }
}
fn width(op: Op) -> u8 { match op { Op::LoadI8 | Op::LoadX8 => 1, Op::LoadI32 | Op::StoreI32 => 4, _ => 8 } }
/// What a store stores.
fn value(i: &Ins) -> Ref { if i.op == Op::StoreX { i.c } else { i.b } }

/// May they touch each other? [M1]
fn meet(e: &Emit, a: &Word, b: &Word) -> bool {
    if a.base == b.base {
        if a.index != b.index { return true }
        return a.at < b.at.wrapping_add(b.width as i64) && b.at < a.at.wrapping_add(a.width as i64);
    }
    if a.base == NIL || b.base == NIL { return true }
    let apart = |x: Ref, y: Ref| e.ins(x).op == Op::Alloc && (y < x || e.ins(y).op == Op::Alloc || matches!(e.ins(y).op, Op::ConstR | Op::ConstV) || e.memory.local(x));
    if apart(a.base, b.base) || apart(b.base, a.base) { return false }
    let shape = |r: Ref| { let f = e.fact(r); if f.shape.1 == e.shapes { Some(f.shape.0) } else { None } };
    !matches!((shape(a.base), shape(b.base)), (Some(x), Some(y)) if x != y)
}
/// The value that a load would give, if it is known.
pub fn answer(e: &mut Emit, i: &Ins) -> Option<Ref> {
    let (base, index, at) = place(e, i);
    let w = width(i.op);
    let known = e.memory.classes[i.alias as usize].iter().rev().find(|k| (k.base, k.index, k.at, k.width) == (base, index, at, w)).map(|k| k.value);
    let v = match known {
        Some(v) => v,
        // [M2] an object made here is UNDEF where nothing was stored
        None if base != NIL && index == NIL && at >= PAYLOAD && matches!(i.op, Op::LoadV | Op::LoadX) => {
            let k = e.memory.find(base)?;
            let word = Word { base, index, at, width: w, value: NIL };
            if e.memory.made[k].2 & (1 << i.alias as u8 | 1 << Alias::Any as u8 | DIRTY) != 0 || e.memory.classes[i.alias as usize].iter().any(|k| meet(e, k, &word)) { return None }
            return Some(e.constant(Op::ConstV, 0));
        }
        None => return None,
    };
    let (have, want) = (e.ins(v).ty, i.ty);
    Some(match (have, want) {
        _ if have == want => v,
        (Ty::R, Ty::V) => e.emit(Ins::new(Op::AsV).a(v)),
        (Ty::V, Ty::R) => e.emit(Ins::new(Op::AsR).a(v)),
        _ => return None,
    })
}
/// In an object's mark of classes: some store to it has been forgotten or went to a place that is not known.
const DIRTY: u32 = 1 << 31;

fn remember(e: &mut Emit, class: Alias, w: Word) {
    let list = &mut e.memory.classes[class as usize];
    if list.len() >= LIMIT { let old = list.remove(0); if let Some(k) = e.memory.find(old.base) { e.memory.made[k].2 |= DIRTY } }
    e.memory.classes[class as usize].push(w);
}
/// After a load that was made.
pub fn loaded(e: &mut Emit, r: Ref) {
    let i = *e.ins(r);
    let (base, index, at) = place(e, &i);
    remember(e, i.alias, Word { base, index, at, width: width(i.op), value: r });
}
/// Before a store: true if it stores what is there. Otherwise what it may touch is forgotten, and what it stores known.
pub fn stored(e: &mut Emit, i: &Ins) -> bool {
    let (base, index, at) = place(e, i);
    let w = Word { base, index, at, width: width(i.op), value: value(i) };
    let class = i.alias as usize;
    if e.memory.classes[class].iter().any(|k| (k.base, k.index, k.at, k.width) == (base, index, at, w.width) && (k.value == w.value || w.width == 8 && e.ins(w.value).op == Op::AsV && e.ins(w.value).a == k.value)) { return true }
    e.memory.escape(&e.out.ops[w.value.0 as usize].clone(), w.value);
    for c in 0..Alias::ALL.len() {
        if c != class && c != 0 && class != 0 { continue }
        let mut list = std::mem::take(&mut e.memory.classes[c]);
        list.retain(|k| !meet(e, k, &w));
        e.memory.classes[c] = list;
    }
    // an object made here that may be the one written is no longer known to be UNDEF elsewhere
    if index != NIL || e.memory.find(base).is_none() {
        for k in 0..e.memory.made.len() {
            let m = e.memory.made[k];
            let other = Word { base: m.0, index: NIL, at: i64::MIN, width: 1, value: NIL };
            if m.0 == base || m.1 && meet(e, &Word { index: NIL, at: i64::MIN, ..w }, &other) { e.memory.made[k].2 |= 1 << class }
        }
    } else if let Some(k) = e.memory.find(base) { if i.op == Op::StoreI32 || i.op == Op::StoreI || class == 0 { e.memory.made[k].2 |= 1 << class } }
    // a narrow store's value is not what a narrow load gives
    if i.op != Op::StoreI32 || e.int(w.value).is_some_and(|v| (0..1 << 32).contains(&v)) { remember(e, i.alias, w) }
    false
}
