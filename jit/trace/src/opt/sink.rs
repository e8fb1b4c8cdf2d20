//! Allocation sinking: an object that only exits would ever see is not made on the way. Its stores become what is known of its words, and an
//! exit that names it names a `Sunk` with the words of that moment; whoever takes the exit makes the object.
//!
//! Carried by the loop (`p = Point(p.x + 1, p.y)`), such an object becomes one phi for each word.
//!
//! An object must be made if its reference goes where others could find it (a store into anything but another sunk object, a call, a `Sync`, the
//! registers that `Link`, `Return` or an unpeeled `Back` leave behind), or if a load from it is left over, or a store at an index that is not constant.
use crate::ir::*;

const NOBODY: u32 = u32::MAX;
/// Objects of more words are made.
const WORDS: usize = 16;

/// A candidate: an `Alloc`, or a phi of candidates.
struct Object { imm: i64, phi: bool, /// it must be made
    out: bool, /// an untagged word is stored
    raw: bool, /// classes of memory that its words are of
    classes: u32, /// the candidates that it was stored into
    into: Vec<u32>, /// those it is a phi of, and the phis of it
    mates: Vec<u32> }

pub fn sink(t: &Trace) -> Trace {
    let n = t.ops.len();
    if !t.ops.iter().any(|i| i.op == Op::Alloc) { return t.clone() }
    let head = t.ops.iter().position(|i| i.op == Op::Head);
    let last = t.ops[n - 1];
    let next = |i: &Ins| t.args_of(&last)[i.imm as usize];
    // which candidate a value is
    let mut who = vec![NOBODY; n];
    let mut objects: Vec<Object> = vec![];
    for (k, i) in t.ops.iter().enumerate() {
        let imm = match i.op {
            Op::Alloc => i.imm,
            Op::Phi if i.ty == Ty::R && t.at(i.a).op == Op::Alloc => t.at(i.a).imm,
            Op::AsV => { who[k] = who[i.a.0 as usize]; continue }
            _ => continue,
        };
        who[k] = objects.len() as u32;
        objects.push(Object { imm, raw: false, classes: 0, phi: i.op == Op::Phi, out: (alloc_parts(imm).1 as usize).saturating_sub(16) / 8 > WORDS, into: vec![], mates: vec![] });
    }
    // what forces them to be made
    for (k, i) in t.ops.iter().enumerate() {
        let made = |objects: &mut Vec<Object>, r: Ref| if r != NIL && who[r.0 as usize] != NOBODY { objects[who[r.0 as usize] as usize].out = true };
        match i.op {
            Op::StoreV | Op::StoreI => {
                let base = who[i.a.0 as usize];
                let (base, value) = (if base == NOBODY { None } else { Some(base as usize) }, who[i.b.0 as usize]);
                let inside = base.is_some_and(|b| !objects[b].phi && i.imm % 8 == 0 && i.imm >= PAYLOAD && i.imm + 8 <= alloc_parts(objects[b].imm).1 as i64);
                if let Some(b) = base { objects[b].raw |= i.op == Op::StoreI; objects[b].classes |= 1 << i.alias as u8 }
                // an older object in a younger one: no cycles
                if !inside || value != NOBODY && base.is_some_and(|b| value as usize >= b) { made(&mut objects, i.a); made(&mut objects, i.b) }
                else if value != NOBODY { objects[value as usize].into.extend(base.map(|b| b as u32)) }
            }
            Op::AsV | Op::Barrier => {}
            Op::StoreI32 if shape_store(t, i) && who[i.a.0 as usize] != NOBODY && !objects[who[i.a.0 as usize] as usize].phi => {}
            Op::Phi => {
                let (me, next) = (who[k], next(i));
                if me == NOBODY { made(&mut objects, i.a); made(&mut objects, next); continue }
                let (first, next) = (who[i.a.0 as usize], who[next.0 as usize]);
                if next == NOBODY || objects[next as usize].phi || objects[next as usize].imm != objects[me as usize].imm { objects[me as usize].out = true }
                // all or none of the three
                for x in [first, next] { if x != NOBODY { objects[x as usize].mates.push(me); objects[me as usize].mates.push(x); objects[me as usize].classes |= objects[x as usize].classes } }
            }
            Op::Back if head.is_some() => {}
            _ => {
                for r in [i.a, i.b, i.c] { made(&mut objects, r) }
                if i.op.row().args { for r in t.args_of(i) { made(&mut objects, *r) } }
                if matches!(i.op, Op::Sync | Op::Link | Op::Return | Op::Back) { let e = &t.exits[i.at as usize]; for (_, r) in &e.regs { made(&mut objects, *r) } for f in &e.frames { made(&mut objects, f.gen) } }
            }
        }
    }
    // an object in another's word is made if that one is, or is carried
    let carried: Vec<u32> = (0..objects.len() as u32).filter(|k| objects[*k as usize].phi).collect();
    let mut held = vec![false; objects.len()];
    for c in &carried { for x in objects[*c as usize].mates.clone() { held[x as usize] = true; if objects[x as usize].raw { objects[*c as usize].out = true } } }
    loop {
        let mut changed = false;
        for k in 0..objects.len() {
            if objects[k].out { continue }
            let o = &objects[k];
            if o.into.iter().any(|x| objects[*x as usize].out || held[*x as usize]) || o.mates.iter().any(|x| objects[*x as usize].out) { objects[k].out = true; changed = true }
        }
        if !changed { break }
    }
    for w in &mut who { if *w != NOBODY && objects[*w as usize].out { *w = NOBODY } }
    if who.iter().all(|w| *w == NOBODY) { return t.clone() }
    Sinker { t, who, objects, head: head.unwrap_or(n) }.rewrite()
}

/// Does it give an object a shape that is constant?
fn shape_store(t: &Trace, i: &Ins) -> bool { i.op == Op::StoreI32 && i.alias == Alias::Shape && i.imm == crate::runtime::SHAPE as i64 && t.at(i.b).op == Op::ConstI }
fn shaped(imm: i64, shape: i64) -> i64 { imm & !0xffff_ffff | shape & 0xffff_ffff }

struct Sinker<'a> { t: &'a Trace, who: Vec<u32>, objects: Vec<Object>, head: usize }
/// A word of an object: as the old trace names it. Objects among them are looked up when an exit wants them.
type Words = Vec<Ref>;

impl Sinker<'_> {
    fn object(&self, r: Ref) -> Option<usize> { if r == NIL || self.who[r.0 as usize] == NOBODY { None } else { Some(self.who[r.0 as usize] as usize) } }
    fn strip(&self, r: Ref) -> Ref { if r == NIL { return r } let i = self.t.at(r); if matches!(i.op, Op::BoxI | Op::BoxF | Op::BoxB | Op::TagI | Op::TagF) { i.a } else { r } }
    /// The words of every object made from `from` to `to`, and its shape with what belongs to it, as they are at the end.
    fn words(&self, from: usize, to: usize) -> (Vec<Words>, Vec<i64>) {
        let mut kinds: Vec<i64> = self.objects.iter().map(|o| o.imm).collect();
        let mut all: Vec<Words> = self.objects.iter().map(|o| vec![NIL; (alloc_parts(o.imm).1 as usize).saturating_sub(16) / 8]).collect();
        for i in &self.t.ops[from..to] {
            match (i.op, self.object(i.a)) { (Op::StoreV, Some(o)) => all[o][(i.imm as usize - 16) / 8] = i.b, (Op::StoreI32, Some(o)) => kinds[o] = shaped(kinds[o], self.t.at(i.b).imm), _ => {} }
        }
        (all, kinds)
    }
    fn rewrite(self) -> Trace {
        let t = self.t;
        let n = t.ops.len();
        let ((first, kinds), (later, later_kinds)) = (self.words(0, self.head.min(n)), self.words(self.head.min(n), n));
        let last = t.ops[n - 1];
        let phis: Vec<usize> = t.ops.iter().enumerate().skip(self.head + 1).take_while(|(_, i)| i.op == Op::Phi).map(|(k, _)| k).collect();
        // (first, next) of each word of each carried object
        let mut kind: Vec<i64> = self.objects.iter().map(|o| o.imm).collect();
        let mut sides: Vec<(usize, Vec<(Ref, Ref)>)> = vec![];
        for k in &phis {
            let Some(o) = self.object(Ref(*k as u32)) else { continue };
            let i = &t.ops[*k];
            let next = t.args_of(&last)[i.imm as usize];
            let (Some(a), Some(b)) = (self.object(i.a), self.object(next)) else { return t.clone() };
            if kinds[a] != later_kinds[b] { return t.clone() }
            kind[o] = kinds[a];
            let mut pairs = vec![];
            for (x, y) in first[a].iter().zip(&later[b]) {
                if (*x == NIL) != (*y == NIL) { return t.clone() } // rare: nothing is sunk
                let (sx, sy) = (self.strip(*x), self.strip(*y));
                pairs.push(if *x == NIL { (NIL, NIL) } else if t.at(sx).ty == t.at(sy).ty { (sx, sy) } else { (*x, *y) });
            }
            sides.push((o, pairs));
        }
        let mut out = Trace { ops: Vec::with_capacity(n + 8), args: Vec::with_capacity(t.args.len()), exits: vec![], roots: t.roots.clone(), helpers: t.helpers, inherited: t.inherited.clone() };
        // new names of old values; words of objects now, in new names or as objects
        let mut name = vec![NIL; n];
        let mut now: Vec<Vec<Word>> = self.objects.iter().map(|o| vec![Word::Undef; (alloc_parts(o.imm).1 as usize).saturating_sub(16) / 8]).collect();
        let mut sunk: Vec<Ref> = vec![NIL; self.objects.len()];
        let mut place = vec![NO_EXIT; t.exits.len()];
        let mut extra: Vec<(Ref, Ref)> = vec![]; // first and next of phis that are new here, old names
        for k in 0..n {
            let mut i = t.ops[k];
            let new = |name: &[Ref], r: Ref| if r == NIL { NIL } else { name[r.0 as usize] };
            match i.op {
                Op::Alloc if self.object(Ref(k as u32)).is_some() => { let o = self.who[k] as usize; now[o].fill(Word::Undef); sunk[o] = NIL; kind[o] = i.imm; continue }
                Op::StoreI32 if self.object(i.a).is_some() => { if let Some(o) = self.object(i.a) { kind[o] = shaped(kind[o], t.at(i.b).imm); forget(&mut sunk, &now, o) } continue }
                Op::AsV if self.who[k] != NOBODY => continue,
                Op::Barrier if self.object(i.a).is_some() => continue,
                Op::StoreV | Op::StoreI => if let Some(o) = self.object(i.a) {
                    let w = match self.object(i.b) {
                        Some(p) => Word::Object(p),
                        None if i.op == Op::StoreI => Word::Value(out.push(Ins::new(Op::Raw).a(new(&name, i.b)))),
                        None => Word::Value(new(&name, self.strip(i.b))),
                    };
                    now[o][(i.imm as usize - 16) / 8] = w;
                    forget(&mut sunk, &now, o);
                    continue;
                },
                Op::Phi => {
                    if self.who[k] == NOBODY { i.a = new(&name, i.a); i.imm = out.ops.len() as i64; name[k] = out.push(i) }
                    if phis.last() == Some(&k) {
                        for (o, pairs) in &sides {
                            for (w, (x, y)) in pairs.iter().enumerate() {
                                if *x == NIL { now[*o][w] = Word::Undef; continue }
                                // it may be carried already
                                let have = phis.iter().find(|p| self.who[**p] == NOBODY && t.ops[**p].a == *x && t.args_of(&last)[t.ops[**p].imm as usize] == *y).map(|p| name[*p]);
                                let r = have.unwrap_or_else(|| { extra.push((*x, *y)); let ty = t.at(*x).ty; let a = new(&name, *x); out.push(Ins::new(Op::Phi).a(a).ty(ty)) });
                                now[*o][w] = Word::Value(r);
                            }
                            sunk[*o] = NIL;
                        }
                        let h = out.ops.iter().position(|i| i.op == Op::Head).unwrap_or(0);
                        for (n, p) in out.ops[h + 1..].iter_mut().enumerate() { p.imm = n as i64 }
                    }
                    continue;
                }
                _ => {}
            }
            (i.a, i.b, i.c) = (new(&name, i.a), new(&name, i.b), new(&name, i.c));
            if i.op.row().args {
                let start = out.args.len() as u32;
                if i.op == Op::Back && self.head < n {
                    for p in &phis { if self.who[*p] == NOBODY { out.args.push(new(&name, t.args_of(&last)[t.ops[*p].imm as usize])) } }
                    for (_, y) in &extra { out.args.push(new(&name, *y)) }
                    i.at = NO_EXIT;
                } else { for r in t.args_of(&t.ops[k]) { out.args.push(new(&name, *r)) } }
                i.args = (start, (out.args.len() as u32 - start) as u16);
            }
            if i.op.row().at && i.at != NO_EXIT {
                let e = &t.exits[i.at as usize];
                let mut named = |r: Ref, out: &mut Trace| match self.object(r) { Some(o) => make(&self.objects, &kind, &now, &mut sunk, o, out), None => new(&name, r) };
                let regs: Vec<(u32, Ref)> = e.regs.iter().map(|(k, r)| (*k, named(*r, &mut out))).collect();
                let frames: Vec<FrameState> = e.frames.iter().map(|f| FrameState { gen: if f.gen == NIL { NIL } else { named(f.gen, &mut out) }, ..f.clone() }).collect();
                let old = place[i.at as usize];
                let same = old != NO_EXIT && out.exits[old as usize].regs == regs && out.exits[old as usize].frames == frames;
                if !same { out.exits.push(Exit { frames, regs, raised: e.raised }); place[i.at as usize] = out.exits.len() as u32 - 1 }
                i.at = place[i.at as usize];
            }
            name[k] = out.push(i);
        }
        out
    }
}
#[derive(Clone, Copy, PartialEq)]
enum Word { Undef, Value(Ref), Object(usize) }

/// The `Sunk` for an object as it is now.
fn make(objects: &[Object], kind: &[i64], now: &[Vec<Word>], sunk: &mut [Ref], o: usize, out: &mut Trace) -> Ref {
    if sunk[o] != NIL { return sunk[o] }
    let words: Vec<Ref> = now[o].iter().map(|w| match w { Word::Undef => NIL, Word::Value(r) => *r, Word::Object(p) => if *p == o { NIL } else { make(objects, kind, now, sunk, *p, out) } }).collect();
    let class = Alias::ALL.iter().copied().find(|a| objects[o].classes == 1 << *a as u8).unwrap_or(Alias::Any);
    let mut i = Ins::new(Op::Sunk).imm(kind[o]).class(class);
    i.args = (out.args.len() as u32, words.len() as u16);
    out.args.extend(words);
    sunk[o] = out.push(i);
    sunk[o]
}
/// Object `o` has changed: what stands for it, and for those that hold it, is no longer so.
fn forget(sunk: &mut [Ref], now: &[Vec<Word>], o: usize) {
    sunk[o] = NIL;
    for k in 0..now.len() { if sunk[k] != NIL && now[k].contains(&Word::Object(o)) { forget(sunk, now, k) } }
}
