//! Random programs. Those whose loops the recogniser would refuse are not made: in a body a register that it writes is read only
//! after it was written in the same iteration, and the arguments of a group are not among its results.

use crate::dice::{Dice, Seeded};
use crate::program::*;

/// What a program is mostly made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taste {
    Mixed,
    /// accumulators and their aliases
    Accumulators,
    /// files, output, exceptions and early exits
    Effects,
    /// new objects put where others find them, and changed when found
    Sharing,
}

impl Taste { pub const ALL: [Taste; 4] = [Taste::Mixed, Taste::Accumulators, Taste::Effects, Taste::Sharing]; }

const FREE: [Reg; 6] = [0, 1, 2, 3, 4, 5];
const FUNCS: usize = 4;

struct Cook { dice: Seeded, taste: Taste, func: usize }

/// Where code is being written.
#[derive(Clone)]
struct Scope {
    readable: u16,
    writable: u16,
    depth: u32,
    in_loop: bool,
    accs: Vec<Reg>,
    vars: Vec<Reg>,
}

pub fn program(seed: u64, taste: Taste) -> Program {
    let mut funcs = vec![];
    let mut dice = Seeded(seed ^ 0x5eed_0000 ^ (taste as u64) << 56);
    for func in 0..FUNCS {
        let mut cook = Cook { dice: dice.clone(), taste, func };
        let mut body = vec![];
        let mut scope = Scope { readable: 0, writable: mask(FREE), depth: 0, in_loop: false, accs: vec![], vars: vec![] };
        let size = if func == 0 {
            let kinds = [(0, Kind::Cell), (1, Kind::Cell), (2, Kind::List), (4, if cook.dice.chance(50) { Kind::Dict } else { Kind::Cell })];
            for (r, kind) in kinds { body.push(Stmt::Do(Act::New(r, kind))) }
            body.push(Stmt::Do(Act::Int(3, 1)));
            scope.readable = mask([0, 1, 2, 3, 4]);
            if taste == Taste::Accumulators {
                // Aliases: what accumulates can also be reached through cells.
                for (cell, r) in [(0, 2), (1, 4)] { body.push(Stmt::Do(Act::Set(cell, 0, r))) }
                body.push(Stmt::Do(Act::Change { on: 4, change: Change::Upsert(3, 3), known: false }));
            }
            9
        } else {
            scope.readable = mask(PARAMS);
            3 + cook.dice.pick(5)
        };
        cook.block(&mut body, &mut scope, size);
        let result = cook.any(scope.readable).unwrap_or(0);
        body.push(Stmt::Return(result));
        funcs.push(body);
        dice = Seeded(cook.dice.next());
    }
    Program { funcs }
}

impl Cook {
    fn any(&mut self, regs: u16) -> Option<Reg> {
        let all: Vec<Reg> = (0..REGS as Reg).filter(|r| regs >> r & 1 == 1).collect();
        (!all.is_empty()).then(|| all[self.dice.pick(all.len())])
    }
    fn some(&mut self, regs: u16, n: usize) -> Vec<Reg> {
        let mut all: Vec<Reg> = (0..REGS as Reg).filter(|r| regs >> r & 1 == 1).collect();
        while all.len() > n { let at = self.dice.pick(all.len()); all.swap_remove(at); }
        all
    }
    fn small(&mut self) -> i64 { self.dice.pick(5) as i64 }
    fn args(&mut self, readable: u16) -> [Reg; 3] { [(); 3].map(|_| self.any(readable).unwrap_or(0)) }
    fn callee(&mut self, dst: Reg, readable: u16) -> Callee {
        let func = self.func + 1 + self.dice.pick(FUNCS - 1 - self.func);
        Callee { dst, func, args: self.args(readable) }
    }
    fn kind(&mut self) -> Kind { [Kind::Cell, Kind::Cell, Kind::List, Kind::Dict][self.dice.pick(4)] }

    fn block(&mut self, out: &mut Vec<Stmt>, scope: &mut Scope, budget: usize) {
        for _ in 0..budget {
            let mut made = vec![];
            self.stmt(&mut made, scope);
            // What others could notice often happens in some iterations only.
            let guard = match (&made[..], scope.vars.last()) {
                ([Stmt::Do(Act::Set(..) | Act::Change { .. } | Act::Print(_) | Act::WriteFile(..))] | [Stmt::Break | Stmt::Raise(_)], Some(&var)) => {
                    (self.dice.chance(50) || matches!(made[0], Stmt::Break | Stmt::Raise(_))).then_some(var)
                }
                ([Stmt::Raise(_) | Stmt::Return(_)], None) => self.any(scope.readable),
                _ => None,
            };
            match guard {
                Some(reg) => {
                    let (is, negate) = (self.dice.pick(4) as i64, matches!(made[0], Stmt::Do(_)) && self.dice.chance(50));
                    out.push(Stmt::If { reg, is, negate, then: made });
                }
                None => out.append(&mut made),
            }
        }
    }

    fn stmt(&mut self, out: &mut Vec<Stmt>, scope: &mut Scope) {
        let (Some(a), Some(b)) = (self.any(scope.readable), self.any(scope.readable)) else {
            if let Some(w) = self.any(scope.writable) {
                out.push(Stmt::Do(Act::New(w, self.kind())));
                scope.readable |= 1 << w;
            }
            return;
        };
        let w = self.any(scope.writable);
        let acc = (!scope.accs.is_empty()).then(|| scope.accs[self.dice.pick(scope.accs.len())]);
        let mut define = |scope: &mut Scope, w: Reg, act: Act| {
            out.push(Stmt::Do(act));
            scope.readable |= 1 << w;
        };
        let mut roll = self.dice.pick(100);
        match self.taste {
            Taste::Mixed => {}
            Taste::Accumulators => match self.dice.pick(100) {
                0..=29 => roll = 54,
                30..=44 => roll = 48,
                45..=49 => roll = 40,
                50..=74 => roll = 72 + self.dice.pick(28),
                _ => {}
            },
            Taste::Effects => match self.dice.pick(100) {
                0..=14 => roll = 61,
                15..=24 => roll = 64,
                25..=34 => roll = 72 + self.dice.pick(28),
                35..=39 => roll = 68,
                _ => {}
            },
            Taste::Sharing => match (self.dice.pick(100), w) {
                (0..=11, Some(w)) => {
                    define(scope, w, Act::New(w, Kind::Cell));
                    let on = acc.unwrap_or(a);
                    let change = if self.dice.chance(60) { Change::Append(w) } else { Change::Upsert(b, w) };
                    out.push(Stmt::Do(if self.dice.chance(60) { Act::Change { on, change, known: true } } else { Act::Set(a, 0, w) }));
                    return;
                }
                (12..=23, Some(w)) => {
                    let on = acc.unwrap_or(a);
                    define(scope, w, if self.dice.chance(60) { Act::Last(w, on) } else { Act::Get(w, a, 0) });
                    out.push(Stmt::Do(if self.dice.chance(50) { Act::Set(w, 1, b) } else { Act::Print(w) }));
                    return;
                }
                (24..=29, _) => roll = 40,
                (30..=34, Some(w)) => {
                    define(scope, w, Act::Get(w, a, 1));
                    return;
                }
                (35..=59, _) => roll = 72 + self.dice.pick(28),
                _ => {}
            },
        }
        match (roll, w) {
            (0..=6, Some(w)) => { let kind = self.kind(); define(scope, w, Act::New(w, kind)) }
            (7..=10, Some(w)) => { let k = self.small(); define(scope, w, Act::Int(w, k)) }
            (11..=17, Some(w)) => define(scope, w, Act::Add(w, a, b)),
            (18..=29, Some(w)) => { let f = self.dice.pick(3) as u8; define(scope, w, Act::Get(w, a, f)) }
            (30..=42, _) => out.push(Stmt::Do(Act::Set(if self.dice.chance(25) { acc.unwrap_or(a) } else { a }, self.dice.pick(2) as u8, b))),
            (43..=49, Some(w)) => {
                let o = if self.dice.chance(60) { acc.unwrap_or(a) } else { a };
                let act = if self.dice.chance(50) { Act::Digest(w, o) } else { Act::Last(w, o) };
                define(scope, w, act)
            }
            (50..=59, _) => {
                let on = if self.dice.chance(85) { acc.unwrap_or(a) } else { a };
                let change = match self.dice.pick(5) {
                    0 | 1 => Change::Append(b),
                    2 => Change::Upsert(a, b),
                    _ => Change::Bump(self.dice.pick(3) as u8, if self.dice.chance(60) { scope.vars.last().copied().unwrap_or(b) } else { b }),
                };
                out.push(Stmt::Do(Act::Change { on, change, known: self.dice.chance(75) }))
            }
            (60..=62, _) => out.push(Stmt::Do(Act::Print(a))),
            (63..=64, w) => match w {
                Some(w) if self.dice.chance(65) => { let f = self.dice.pick(FILES) as u8; define(scope, w, Act::ReadFile(w, f)) }
                _ => out.push(Stmt::Do(Act::WriteFile(self.dice.pick(FILES) as u8, a))),
            },
            (65..=67, _) if scope.in_loop => out.push(Stmt::Break),
            (68, _) => out.push(Stmt::Raise(self.small())),
            (69, _) if scope.depth > 0 => out.push(Stmt::If { reg: a, is: self.small(), negate: false, then: vec![Stmt::Return(b)] }),
            (70..=79, Some(w)) if self.func + 1 < FUNCS => {
                let callee = self.callee(w, scope.readable);
                out.push(Stmt::Call { callee, catch: self.dice.chance(35) });
                scope.readable |= 1 << w;
            }
            (80..=87, Some(_)) if self.func + 1 < FUNCS => {
                let n = 2 + self.dice.pick(2);
                let results = self.some(scope.writable, n);
                let args = scope.readable & !mask(results.iter().copied());
                if results.len() < 2 || args == 0 { return }
                out.push(Stmt::Group(results.iter().map(|&dst| self.callee(dst, args)).collect()));
                scope.readable |= mask(results);
            }
            (70..=99, Some(_)) if scope.depth < 2 => {
                let n = 2 + self.dice.pick(3);
                let written = self.some(scope.writable, n);
                let var = written[self.dice.pick(written.len())];
                let outer = scope.readable & !mask(written.iter().copied());
                let n = self.dice.pick(3);
                let mut accs = self.some(outer, n);
                if self.taste == Taste::Accumulators && self.dice.chance(80) {
                    accs.extend([2, 4, 6, 7].iter().filter(|&&r| outer >> r & 1 == 1));
                }
                if self.dice.chance(50) { accs.extend(scope.accs.iter().filter(|&&r| outer >> r & 1 == 1)) }
                accs.sort_unstable();
                accs.dedup();
                let mut inner = Scope {
                    readable: outer | 1 << var,
                    writable: mask(written.iter().copied()) & !(1 << var),
                    depth: scope.depth + 1,
                    in_loop: true,
                    accs: accs.clone(),
                    vars: scope.vars.iter().copied().filter(|v| outer >> v & 1 == 1).chain([var]).collect(),
                };
                let mut body = vec![];
                let size = 2 + self.dice.pick(5);
                self.block(&mut body, &mut inner, size);
                out.push(Stmt::Loop { var, times: 1 + self.dice.pick(4) as i64, accs, written, body });
            }
            _ => {}
        }
    }
}
