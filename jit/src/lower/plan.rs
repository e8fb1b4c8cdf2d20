//! What is known of a trace before code is made: which instructions do anything, which are made part of another one, where each value
//! is used last, and whether a call lies in between.
//!
//! Positions: instruction i reads its operands at 2i. Its exit, if it leaves after its result is made, reads at 2i+1 ([`late`]),
//! else at 2i. A value may give its register to the result of i if its last use is at 2i or before.
//!
//! *Folding*: an instruction with one user and no effect is made where its user is, as a part of it: a compare in front of a guard or a
//! select, a load in front of arithmetic, an addition in an address. Its operands are then used there.
//! *Alias*: `AsV`, `AsR`, `Raw`, `BToI`, `GuardRef` and `GuardShape` give the word of their operand, so they are names for it.

use crate::abi::Loc;
use fora_trace::ir::{Op, OpEffect, Ref, Trace, NIL};

pub const NONE: u32 = u32::MAX;

pub struct Plan {
    /// the instruction whose word this one's is
    pub same: Vec<u32>,
    pub dead: Vec<bool>,
    /// made as a part of its user
    pub folded: Vec<bool>,
    /// guards that are made as a part of the `UnboxB` before them
    pub early: Vec<bool>,
    /// last position that needs the value; 2 * length for what is live around the loop
    pub last: Vec<u32>,
    /// (value, position) of every operand use, in order of values
    uses: Vec<(u32, u32)>,
    first_use: Vec<u32>,
    /// instructions by the position where they are last needed
    pub expire: Vec<(u32, u32)>,
    /// instructions that call, and those that divide by more than a shift
    calls: Vec<u32>,
    divisions: Vec<u32>,
    pub head: Option<u32>,
    /// phis of the loop
    pub phis: std::ops::Range<u32>,
    /// words of constants, those that a side trace inherits among them
    pub konst: Vec<Option<u64>>,
    pub broken: Option<&'static str>,
}

/// Leaves after its result is made.
pub fn late(op: Op) -> bool {
    matches!(op, Op::AddOv | Op::SubOv | Op::MulOv | Op::ShlOv | Op::FToI | Op::UnboxI | Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN)
}
pub fn is_call(op: Op) -> bool { matches!(op, Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN) }
pub fn is_compare(op: Op) -> bool { matches!(op, Op::IsInt | Op::Lt | Op::Le | Op::Eq | Op::LtU | Op::Not | Op::Same | Op::LtF | Op::LeF | Op::EqF) }
fn is_alias(op: Op) -> bool { matches!(op, Op::AsV | Op::AsR | Op::Raw | Op::BToI | Op::GuardRef | Op::GuardShape) }
/// Does nothing if nobody wants its result.
fn idle(op: Op) -> bool {
    match op.row().effect {
        OpEffect::Pure | OpEffect::Load | OpEffect::Alloc => true,
        OpEffect::Guard | OpEffect::Store | OpEffect::Call => false,
        OpEffect::Ctl => op == Op::Phi,
    }
}
/// The exit that the instruction may leave by.
pub fn exit_of(t: &Trace, i: u32) -> Option<u32> {
    let ins = &t.ops[i as usize];
    if !ins.op.row().at || matches!(ins.op, Op::Alloc | Op::Back) { return None; }
    if is_call(ins.op) && !t.helpers.get(ins.imm as usize).is_some_and(|h| h.raises) { return None; }
    Some(ins.at)
}
/// The values of an exit in order: registers, generators, what sunk objects are made of.
pub fn exit_values(t: &Trace, at: u32) -> Vec<Ref> { t.exits.get(at as usize).map_or(vec![], |e| t.values_of(e)) }
fn constant(t: &Trace, i: u32) -> Option<u64> {
    let ins = &t.ops[i as usize];
    match ins.op {
        Op::ConstI | Op::ConstF | Op::ConstV | Op::ConstR => Some(ins.imm as u64),
        Op::ConstB => Some((ins.imm != 0) as u64),
        _ => None,
    }
}
/// May the load be an operand in memory of this user? 0: no; else the operand is number n - 1.
fn takes_memory(t: &Trace, user: u32, load: u32) -> bool {
    let u = &t.ops[user as usize];
    let l = Ref(load);
    let op = t.ops[load as usize].op;
    let other = if u.a == l { u.b } else { u.a };
    match u.op {
        Op::Add | Op::Mul | Op::And | Op::Or | Op::Xor | Op::AddOv | Op::MulOv => op == Op::LoadI && u.a != u.b && constant(t, other.0).is_none(),
        Op::Sub | Op::SubOv => op == Op::LoadI && u.b == l && u.a != l,
        Op::Lt | Op::Le | Op::LtU => op == Op::LoadI && u.a != u.b,
        Op::Eq => u.a != u.b && (op == Op::LoadI || op == Op::LoadI32 && constant(t, other.0).is_some_and(|c| c <= i32::MAX as u64)),
        Op::Same => matches!(op, Op::LoadV | Op::LoadX) && u.a != u.b,
        Op::GuardSame | Op::GuardNot => matches!(op, Op::LoadV | Op::LoadX),
        Op::AddF | Op::MulF => op == Op::LoadF && u.a != u.b,
        Op::SubF | Op::DivF => op == Op::LoadF && u.b == l && u.a != l,
        Op::SqrtF => op == Op::LoadF,
        Op::IToF => op == Op::LoadI,
        _ => false,
    }
}

impl Plan {
    /// `inherited`: where the values of the exit are that a side trace hangs on.
    pub fn new(t: &Trace, inherited: &[Loc]) -> Plan {
        let n = t.ops.len();
        let mut p = Plan { same: (0..n as u32).collect(), dead: vec![false; n], folded: vec![false; n], early: vec![false; n], last: vec![0; n], uses: Vec::with_capacity(n * 3), first_use: vec![0; n + 1], expire: vec![], calls: vec![], divisions: vec![], head: None, phis: 0..0, konst: (0..n as u32).map(|i| constant(t, i)).collect(), broken: None };
        if t.exits.iter().any(|e| t.values_of(e).iter().any(|r| r.0 as usize >= n)) { p.broken = Some("exit names what is not there"); return p; }
        let mut epoch = vec![0u32; n];
        let mut now = 0;
        for (i, ins) in t.ops.iter().enumerate() {
            for r in [ins.a, ins.b, ins.c].into_iter().chain(if ins.op.row().args { t.args_of(ins) } else { &[] }.iter().copied()) {
                if r != NIL && ins.op != Op::Sunk && (r.0 as usize >= n || r.0 as usize >= i && ins.op != Op::Back) { p.broken = Some("operand out of order"); return p; }
            }
            if ins.op.row().at && exit_of(t, i as u32).is_some() && ins.at as usize >= t.exits.len() { p.broken = Some("exit"); return p; }
            if ins.op == Op::Inherit {
                match inherited.get(ins.imm as usize) {
                    None | Some(Loc::Sunk) => { p.broken = Some("inherits what is not there"); return p; }
                    Some(Loc::Const(c)) => p.konst[i] = Some(*c),
                    Some(l) => if let Some(k) = (0..i).find(|&k| t.ops[k].op == Op::Inherit && inherited.get(t.ops[k].imm as usize) == Some(l)) { p.same[i] = p.same[k]; }
                }
                if p.head.is_some() { p.broken = Some("inherits in its loop"); return p; }
            }
            if is_alias(ins.op) { p.same[i] = p.same[ins.a.0 as usize]; }
            epoch[i] = now;
            if matches!(ins.op.row().effect, OpEffect::Store | OpEffect::Call) { now += 1; }
            if is_call(ins.op) || ins.op == Op::Sync { p.calls.push(i as u32); }
            if matches!(ins.op, Op::FloorDiv | Op::FloorMod) && !p.konst[ins.b.0 as usize].is_some_and(|c| c.is_power_of_two()) { p.divisions.push(i as u32); }
            if ins.op == Op::Head && p.head.is_none() {
                p.head = Some(i as u32);
                now += 1;
                let end = t.ops[i + 1..].iter().take_while(|x| x.op == Op::Phi).count();
                p.phis = i as u32 + 1..(i + 1 + end) as u32;
            }
        }
        let mut count = vec![0u32; n];
        let mut user = vec![NONE; n];
        let mut place: Vec<u32> = (0..n as u32).collect();
        let mut has_memory = vec![false; n];
        let mut next = NONE; // the instruction made after this one
        let add = |p: &mut Plan, count: &mut [u32], user: &mut [u32], r: Ref, by: u32, pos: u32, operand: bool| {
            if r == NIL { return; }
            let v = p.same[r.0 as usize] as usize;
            count[v] += 1;
            user[v] = if operand && p.same[r.0 as usize] == r.0 { by } else { NONE };
            p.last[v] = p.last[v].max(pos);
            if operand { p.uses.push((v as u32, pos)); }
        };
        for i in (0..n as u32).rev() {
            let ins = &t.ops[i as usize];
            let k = i as usize;
            p.last[k] = p.last[k].max(2 * i + 1);
            if p.same[k] != i && !matches!(ins.op, Op::GuardRef | Op::GuardShape) { continue; } // its uses are its operand's
            if ins.op == Op::Sunk || count[k] == 0 && idle(ins.op) { p.dead[k] = true; continue; }
            // is it part of its user?
            if count[k] == 1 && user[k] != NONE {
                let u = user[k] as usize;
                let same_side = p.head.map_or(true, |h| (i < h) == (place[u] < h));
                let uop = t.ops[u].op;
                let fold = same_side && if is_compare(ins.op) {
                    matches!(uop, Op::GuardTrue | Op::GuardFalse) || matches!(uop, Op::SelectI | Op::SelectF) && t.ops[u].a.0 == i || uop == Op::Not && p.folded[u]
                } else if matches!(ins.op, Op::LoadI | Op::LoadI32 | Op::LoadF | Op::LoadV | Op::LoadX) {
                    !has_memory[u] && takes_memory(t, u as u32, i) && epoch[k] == epoch[place[u] as usize] && { has_memory[u] = true; true }
                } else if matches!(ins.op, Op::Add | Op::Sub) {
                    matches!(uop, Op::LoadX | Op::LoadX8 | Op::StoreX) && t.ops[u].b.0 == i && !(uop == Op::StoreX && t.ops[u].c.0 == i)
                        && constant(t, ins.b.0).is_some_and(|c| (c as i64).unsigned_abs() < 1 << 24) && constant(t, ins.a.0).is_none() && t.ops[u].imm.unsigned_abs() < 1 << 30
                } else { false };
                if fold { p.folded[k] = true; place[k] = place[u]; }
            }
            if ins.op == Op::UnboxB && count[k] == 1 && user[k] == next && matches!(t.ops[next as usize].op, Op::GuardTrue | Op::GuardFalse) { p.early[next as usize] = true; }
            if !p.folded[k] { next = i; }
            let pos = 2 * place[k];
            if let Some(at) = exit_of(t, i) {
                let when = if late(ins.op) { pos + 1 } else { pos };
                for r in exit_values(t, at) { add(&mut p, &mut count, &mut user, r, i, when, false) }
            } else if ins.op == Op::Back && ins.args.1 == 0 && p.head.is_none() {
                for r in exit_values(t, ins.at) { add(&mut p, &mut count, &mut user, r, i, pos, false) }
            }
            if ins.op.row().args { for &r in t.args_of(ins) { add(&mut p, &mut count, &mut user, r, i, pos, true); } }
            if ins.op == Op::Phi {
                if let Some(h) = p.head { add(&mut p, &mut count, &mut user, ins.a, i, 2 * h, true); }
                if let Some(v) = Some(p.same[ins.a.0 as usize] as usize) { user[v] = NONE; }
            } else { for r in [ins.a, ins.b, ins.c] { add(&mut p, &mut count, &mut user, r, i, pos, true) } }
        }
        // arguments of Back are not folded into it, and what the loop uses from before it lives through it
        if let Some(h) = p.head { for v in 0..h as usize { if p.last[v] > 2 * h + 1 { p.last[v] = 2 * n as u32; } } }
        p.uses.sort_unstable();
        let mut at = 0;
        for v in 0..=n { while at < p.uses.len() && (p.uses[at].0 as usize) < v { at += 1; } p.first_use[v] = at as u32; }
        p.expire = (0..n).filter(|&v| !p.dead[v] && !p.folded[v] && p.same[v] == v as u32).map(|v| (p.last[v], v as u32)).collect();
        p.expire.sort_unstable();
        p
    }
    fn uses_of(&self, v: u32) -> &[(u32, u32)] { &self.uses[self.first_use[v as usize] as usize..self.first_use[v as usize + 1] as usize] }
    /// Distance to the next use as an operand; around the loop if need be. Large: only exits want it.
    pub fn next_use(&self, v: u32, pos: u32, end: u32) -> u32 {
        let u = self.uses_of(v);
        let k = u.partition_point(|x| x.1 < pos);
        if let Some(x) = u.get(k) { return x.1 - pos; }
        if let Some(h) = self.head { if v < h && pos > 2 * h { let k = u.partition_point(|x| x.1 <= 2 * h); if let Some(x) = u.get(k) { return end - pos + (x.1 - 2 * h); } } }
        NONE - 1
    }
    /// Does a call lie between `pos` and the value's last use?
    pub fn crosses_call(&self, v: u32, pos: u32) -> bool { self.crosses(&self.calls, v, pos) }
    /// Does a division?
    pub fn crosses_division(&self, v: u32, pos: u32) -> bool { self.crosses(&self.divisions, v, pos) }
    fn crosses(&self, list: &[u32], v: u32, pos: u32) -> bool {
        let last = self.last[v as usize];
        let k = list.partition_point(|c| 2 * c <= pos);
        if list.get(k).is_some_and(|c| 2 * c < last) { return true; }
        // live around the loop: everything in it
        self.head.is_some_and(|h| v < h && pos >= 2 * h && last as usize == 2 * self.dead.len() && list.last().is_some_and(|c| *c > h))
    }
    /// The value's word if it is a constant.
    pub fn constant(&self, v: Ref) -> Option<u64> { self.konst[self.same[v.0 as usize] as usize] }
    /// Is the int known not to be negative? `trust`: phis taken for it while it is found out, `depth`: how far to look.
    pub fn positive(&self, t: &Trace, v: Ref, trust: &mut Vec<u32>, depth: u32) -> bool {
        let k = self.same[v.0 as usize];
        if let Some(c) = self.konst[k as usize] { return c as i64 >= 0; }
        if depth == 0 { return false; }
        let i = &t.ops[k as usize];
        let mut both = |p: &Plan| p.positive(t, i.a, trust, depth - 1) && p.positive(t, i.b, trust, depth - 1);
        match i.op {
            Op::LoadI32 | Op::LoadI8 | Op::LoadX8 => true,
            Op::And => both(self) || self.positive(t, i.a, trust, depth - 1) || self.positive(t, i.b, trust, depth - 1),
            Op::Or | Op::Xor | Op::AddOv | Op::MulOv | Op::FloorDiv => both(self),
            Op::FloorMod => self.konst[i.b.0 as usize].is_some_and(|c| c as i64 > 0),
            Op::Shr => self.positive(t, i.a, trust, depth - 1),
            Op::ShrU => self.konst[i.b.0 as usize].is_some_and(|c| c & 63 > 0),
            Op::Phi => {
                if trust.contains(&k) { return true; }
                let Some(back) = t.ops.last().filter(|b| b.op == Op::Back) else { return false };
                let Some(&next) = t.args_of(back).get(i.imm as usize) else { return false };
                if !self.positive(t, i.a, trust, depth - 1) { return false; }
                trust.push(k);
                let yes = self.positive(t, next, trust, depth - 1);
                if !yes { trust.clear(); }
                yes
            }
            _ => false,
        }
    }
}
