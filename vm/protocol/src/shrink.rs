//! Makes a failing program small: leaves out statements while it still fails.

use crate::program::*;

/// Whether the recogniser would take its loops and groups: no register is carried from one iteration or operand to the next.
pub fn is_valid(program: &Program) -> bool {
    program.funcs.iter().all(|f| block(f, u16::MAX, u16::MAX).is_some())
}

/// `readable`, `writable`: registers; gives what is readable afterwards.
fn block(stmts: &[Stmt], mut readable: u16, writable: u16) -> Option<u16> {
    let reads = |readable: u16, regs: &[Reg]| regs.iter().all(|r| readable >> r & 1 == 1).then_some(());
    for stmt in stmts {
        let defined = match stmt {
            Stmt::Do(act) => {
                let (read, write) = match *act {
                    Act::New(w, _) | Act::Int(w, _) | Act::ReadFile(w, _) => (vec![], Some(w)),
                    Act::Add(w, a, b) => (vec![a, b], Some(w)),
                    Act::Get(w, o, _) | Act::Digest(w, o) | Act::Last(w, o) => (vec![o], Some(w)),
                    Act::Set(o, _, v) => (vec![o, v], None),
                    Act::Print(a) | Act::WriteFile(_, a) => (vec![a], None),
                    Act::Change { on, change: Change::Append(v) | Change::Bump(_, v), .. } => (vec![on, v], None),
                    Act::Change { on, change: Change::Upsert(k, v), .. } => (vec![on, k, v], None),
                };
                reads(readable, &read)?;
                mask(write)
            }
            Stmt::If { reg, then, .. } => {
                reads(readable, &[*reg])?;
                block(then, readable, writable)?;
                0
            }
            Stmt::Loop { var, accs, written, body, .. } => {
                let all = mask(written.iter().copied().chain([*var]));
                if all & !writable != 0 { return None }
                let outer = readable & !all;
                reads(outer, accs)?;
                block(body, outer | 1 << var, all & !(1 << var))?;
                0
            }
            Stmt::Call { callee, .. } => {
                reads(readable, &callee.args)?;
                1 << callee.dst
            }
            Stmt::Group(operands) => {
                let results = mask(operands.iter().map(|c| c.dst));
                for callee in operands { reads(readable & !results, &callee.args)? }
                results
            }
            Stmt::Return(r) => { reads(readable, &[*r])?; 0 }
            Stmt::Break | Stmt::Raise(_) => 0,
        };
        if defined & !writable != 0 { return None }
        readable |= defined;
    }
    Some(readable)
}

/// Every program that is one statement, or one nesting, or one round simpler.
fn simpler(stmts: &[Stmt]) -> Vec<Vec<Stmt>> {
    let mut all = vec![];
    for (n, stmt) in stmts.iter().enumerate() {
        let with = |new: Vec<Stmt>| [&stmts[..n], &new, &stmts[n + 1..]].concat();
        all.push(with(vec![]));
        match stmt {
            Stmt::If { reg, is, negate, then } => {
                all.push(with(then.clone()));
                all.extend(simpler(then).into_iter().map(|then| with(vec![Stmt::If { reg: *reg, is: *is, negate: *negate, then }])));
            }
            Stmt::Loop { var, times, accs, written, body } => {
                let again = |times, accs: Vec<Reg>, body| Stmt::Loop { var: *var, times, accs, written: written.clone(), body };
                if *times > 1 { all.push(with(vec![again(times - 1, accs.clone(), body.clone())])) }
                for a in 0..accs.len() {
                    let mut fewer = accs.clone();
                    fewer.remove(a);
                    all.push(with(vec![again(*times, fewer, body.clone())]));
                }
                all.extend(simpler(body).into_iter().map(|body| with(vec![again(*times, accs.clone(), body)])));
            }
            Stmt::Group(operands) if operands.len() > 1 => {
                for k in 0..operands.len() {
                    let mut fewer = operands.clone();
                    fewer.remove(k);
                    all.push(with(vec![Stmt::Group(fewer)]));
                }
            }
            _ => {}
        }
    }
    all
}

pub fn shrink(mut program: Program, fails: impl Fn(&Program) -> bool) -> Program {
    'again: loop {
        for f in 0..program.funcs.len() {
            for body in simpler(&program.funcs[f]) {
                let mut smaller = program.clone();
                smaller.funcs[f] = body;
                if is_valid(&smaller) && fails(&smaller) {
                    program = smaller;
                    continue 'again;
                }
            }
        }
        return program;
    }
}
