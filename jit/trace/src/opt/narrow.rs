//! A box whose guard wants it tagged need not be made where it would not be: `BoxF` and the `GuardClass` behind it that lets inline floats
//! pass become one `TagF`, which never allocates, and ints alike. What had to be asked again after a box (barriers) then need not be.
use crate::ir::*;

pub fn narrow(t: &Trace) -> Trace {
    let n = t.ops.len();
    let mut t = t.clone();
    // a box is named first by the guard: nothing between needs the value
    let mut first = vec![u32::MAX; n];
    let mut seen = vec![false; t.exits.len()];
    for k in 0..n {
        let i = t.ops[k];
        let mut name = |r: Ref| if r != NIL && first[r.0 as usize] == u32::MAX { first[r.0 as usize] = k as u32 };
        for r in [i.a, i.b, i.c] { name(r) }
        if i.op.row().args { for r in t.args_of(&i) { name(*r) } }
        if i.op.row().at && i.at != NO_EXIT && !std::mem::replace(&mut seen[i.at as usize], true) { let e = &t.exits[i.at as usize]; for (_, r) in &e.regs { name(*r) } for f in &e.frames { name(f.gen) } }
    }
    let mut now: Vec<Ref> = (0..n as u32).map(Ref).collect();
    let mut changed = false;
    let head = t.ops.iter().position(|i| i.op == Op::Head).unwrap_or(n);
    for k in 0..n {
        let mut i = t.ops[k];
        for r in [&mut i.a, &mut i.b, &mut i.c] { if *r != NIL { *r = now[r.0 as usize] } }
        if i.op == Op::GuardClass {
            let v = t.ops[k].a;
            let x = t.ops[v.0 as usize];
            let tag = match (x.op, i.imm) { (Op::BoxI, 0xaa) => Some(Op::TagI), (Op::BoxF, 0x44) => Some(Op::TagF), _ => None };
            if let (Some(op), true, true) = (tag, first[v.0 as usize] == k as u32, (v.0 as usize > head) == (k > head)) {
                i = Ins::new(op).a(x.a).exit(i.at);
                now[v.0 as usize] = Ref(k as u32);
                t.ops[v.0 as usize] = Ins::new(Op::ConstB); // nobody's any more
                changed = true;
            }
        }
        t.ops[k] = i;
    }
    if !changed { return t }
    // every name of such a box comes behind its guard
    for r in &mut t.args { if *r != NIL { *r = now[r.0 as usize] } }
    for e in &mut t.exits { for (_, r) in &mut e.regs { *r = now[r.0 as usize] } for f in &mut e.frames { if f.gen != NIL { f.gen = now[f.gen.0 as usize] } } }
    t
}
