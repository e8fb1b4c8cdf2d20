//! Directed programs, each about one thing that can go wrong. They are small enough to be tried in all schedules with few promotions
//! and preemptions. Registers: `r` is mostly a result, `c` and `o` are shared objects, `i` and `j` count.

use crate::program::{Act::*, Change, Kind, Program, Reg, Stmt, Stmt::*};

const R: Reg = 0;
const C: Reg = 1;
const O: Reg = 2;
const I: Reg = 3;
const J: Reg = 4;
const X: Reg = 5;
const P: Reg = 6;
const Q: Reg = 7;

fn new(r: Reg, kind: Kind) -> Stmt { Do(New(r, kind)) }
fn int(r: Reg, k: i64) -> Stmt { Do(Int(r, k)) }
fn get(x: Reg, o: Reg) -> Stmt { Do(Get(x, o, 0)) }
fn set(o: Reg, v: Reg) -> Stmt { Do(Set(o, 0, v)) }
fn digest(x: Reg, o: Reg) -> Stmt { Do(Digest(x, o)) }
fn print(x: Reg) -> Stmt { Do(Print(x)) }
fn push(on: Reg, v: Reg) -> Stmt { Do(crate::program::Act::Change { on, change: Change::Append(v), known: true }) }
/// An append that nobody recognises, by another name for instance.
fn push_plain(on: Reg, v: Reg) -> Stmt { Do(crate::program::Act::Change { on, change: Change::Append(v), known: false }) }
fn put(on: Reg, k: Reg, v: Reg) -> Stmt { Do(crate::program::Act::Change { on, change: Change::Upsert(k, v), known: true }) }
fn bump(on: Reg, f: u8, v: Reg) -> Stmt { Do(crate::program::Act::Change { on, change: Change::Bump(f, v), known: true }) }
fn when(reg: Reg, is: i64, then: Vec<Stmt>) -> Stmt { If { reg, is, negate: false, then } }
fn times(var: Reg, times: i64, accs: &[Reg], written: &[Reg], body: Vec<Stmt>) -> Stmt {
    Loop { var, times, accs: accs.to_vec(), written: written.to_vec(), body }
}
fn callee(dst: Reg, func: usize, args: [Reg; 3]) -> crate::program::Callee { crate::program::Callee { dst, func, args } }
fn main(body: Vec<Stmt>) -> Program { Program { funcs: vec![body] } }

fn start(rest: Vec<Stmt>) -> Program { main([vec![new(R, Kind::List), new(C, Kind::Cell)], rest].concat()) }

pub fn all() -> Vec<(&'static str, Program)> {
    let reader = vec![get(X, P), new(O, Kind::Cell), set(O, X), Return(X)];
    let writer = vec![int(I, 3), get(X, P), set(P, I), Return(X)];
    vec![
        ("own objects only", start(vec![
            times(I, 3, &[R], &[O, X], vec![new(O, Kind::Cell), set(O, I), get(X, O), push(R, X)]),
            Return(R),
        ])),
        ("each writes what the next reads", start(vec![
            times(I, 3, &[R], &[X, J], vec![get(X, C), Do(Add(J, X, I)), set(C, J), push(R, X)]),
            Return(R),
        ])),
        ("the last writes", start(vec![
            times(I, 3, &[R], &[X], vec![get(X, C), when(I, 2, vec![set(C, I)]), push(R, X)]),
            Return(R),
        ])),
        ("the first writes", start(vec![
            int(J, 7),
            times(I, 3, &[R], &[X], vec![get(X, C), when(I, 0, vec![set(C, J)]), push(R, X)]),
            Return(R),
        ])),
        ("published while unfinished", start(vec![
            times(I, 3, &[R], &[X, O, J], vec![
                get(X, C), new(O, Kind::Cell), when(I, 0, vec![set(C, O), set(O, I), int(J, 5), set(O, J)]), get(X, X), push(R, X),
            ]),
            Return(R),
        ])),
        ("accumulated by another name", start(vec![
            set(C, R),
            times(I, 3, &[R], &[X, J], vec![push(R, I), get(J, C), when(I, 1, vec![push_plain(J, I), digest(X, J), print(X)])]),
            Return(R),
        ])),
        ("written beside a buffer", start(vec![
            times(I, 4, &[C], &[X], vec![
                bump(C, 1, I), when(I, 2, vec![set(C, I), bump(C, 1, I), digest(X, C), print(X)]),
            ]),
            digest(X, C), Return(X),
        ])),
        ("read through two buffers", start(vec![
            times(I, 3, &[C], &[J, X], vec![
                bump(C, 1, I), times(J, 2, &[C], &[X], vec![bump(C, 1, J), when(J, 1, vec![digest(X, C), print(X)])]),
            ]),
            digest(X, C), Return(X),
        ])),
        ("an inner loop that did not register", start(vec![
            times(I, 2, &[C], &[J, X], vec![bump(C, 1, I), times(J, 2, &[], &[X], vec![digest(X, C), print(X), bump(C, 1, J)])]),
            digest(X, C), Return(X),
        ])),
        ("order of first insertions", main(vec![
            new(R, Kind::Dict), times(I, 4, &[R], &[X], vec![int(X, 9), put(R, I, X), when(I, 2, vec![put(R, X, I)])]), Return(R),
        ])),
        ("a merge that raises", start(vec![
            set(C, R),
            times(I, 3, &[C, R], &[X], vec![push(R, I), print(I), when(I, 1, vec![bump(C, 0, I)]), push(R, I)]),
            Return(R),
        ])),
        ("a write after something that will raise", start(vec![
            set(C, R), new(O, Kind::Cell),
            times(I, 3, &[C], &[X], vec![when(I, 1, vec![bump(C, 0, I)]), when(I, 2, vec![set(O, I)])]),
            Return(R),
        ])),
        ("of two merges the second raises", start(vec![
            new(O, Kind::Cell), set(O, R),
            times(I, 2, &[C, O], &[X], vec![when(I, 1, vec![bump(O, 0, I)]), bump(C, 1, I), get(X, O)]),
        ])),
        ("found in a buffer's object", start(vec![
            times(I, 2, &[R], &[O, J, X, Q], vec![
                when(I, 0, vec![times(J, 4, &[], &[], vec![]), new(O, Kind::Cell), push(R, O)]),
                when(I, 1, vec![
                    Do(Last(Q, R)), times(J, 2, &[], &[X], vec![get(X, Q), print(X), when(J, 0, vec![set(Q, I)])]),
                ]),
            ]),
        ])),
        ("seen by forks when a buffer is flushed", main(vec![
            new(R, Kind::Dict),
            times(I, 2, &[R], &[O, J, X, Q], vec![
                times(J, 2, &[], &[X, Q], vec![Do(Last(Q, R)), get(X, Q), print(X), set(Q, I)]),
                times(J, 1, &[R], &[O], vec![new(O, Kind::Cell), put(R, I, O)]),
            ]),
        ])),
        ("leaving by break", start(vec![
            int(X, 0), times(I, 4, &[R], &[X], vec![push(R, I), int(X, 7), print(I), when(I, 1, vec![Break])]), Return(X),
        ])),
        ("raising out of a call", Program { funcs: vec![
            vec![new(R, Kind::List), Call { callee: callee(X, 1, [R, R, R]), catch: true }, digest(J, R), Return(J)],
            vec![times(I, 3, &[P], &[], vec![push(P, I), print(I), when(I, 1, vec![Raise(1)])]), Return(P)],
        ] }),
        ("two that raise", start(vec![times(I, 3, &[R], &[], vec![push(R, I), when(I, 1, vec![Raise(1)]), when(I, 2, vec![Raise(2)])])])),
        ("assigned in the middle", start(vec![
            int(X, 9), times(I, 3, &[R], &[X], vec![when(I, 1, vec![Do(Add(X, I, I))]), push(R, I)]), Return(X),
        ])),
        ("nested, own objects", start(vec![
            times(I, 2, &[R], &[O, J, X], vec![new(O, Kind::Cell), times(J, 2, &[], &[], vec![set(O, J)]), get(X, O), push(R, X)]),
            Return(R),
        ])),
        ("nested, an old object", start(vec![
            times(I, 2, &[], &[J, X], vec![times(J, 2, &[R], &[X], vec![get(X, C), push(R, X), when(J, 1, vec![set(C, J)])])]),
            Return(R),
        ])),
        ("a grandchild writes", start(vec![
            int(O, 5),
            times(I, 2, &[R], &[J, X], vec![get(X, C), times(J, 2, &[], &[], vec![when(J, 1, vec![set(C, O)])]), push(R, X)]),
            Return(R),
        ])),
        ("a grandchild publishes", start(vec![
            int(O, 5),
            times(I, 2, &[R], &[J, X, Q], vec![
                get(X, C), get(X, X), times(J, 2, &[], &[Q], vec![new(Q, Kind::Cell), when(J, 1, vec![set(C, Q)])]),
                get(X, C), set(X, O), push(R, X),
            ]),
            Return(R),
        ])),
        ("a group: read, write", Program { funcs: vec![
            vec![new(C, Kind::Cell), Group(vec![callee(R, 1, [C; 3]), callee(X, 2, [C; 3]), callee(J, 1, [C; 3])]), Do(Add(R, X, J)), Return(R)],
            reader.clone(), writer.clone(),
        ] }),
        ("a group: write, read", Program { funcs: vec![
            vec![new(C, Kind::Cell), Group(vec![callee(X, 2, [C; 3]), callee(R, 1, [C; 3])]), Do(Add(R, R, X)), Return(R)],
            reader.clone(), writer.clone(),
        ] }),
        ("a group in a loop", Program { funcs: vec![
            vec![
                new(R, Kind::List), new(C, Kind::Cell),
                times(I, 2, &[R], &[X, J], vec![Group(vec![callee(X, 1, [C, I, I]), callee(J, 2, [C, I, I])]), push(R, J)]),
                Return(R),
            ],
            vec![get(X, P), Return(X)],
            vec![get(X, P), when(Q, 1, vec![set(P, Q)]), Return(X)],
        ] }),
        ("a file read too early", start(vec![
            times(I, 3, &[R], &[X], vec![Do(ReadFile(X, 0)), push(R, X), when(I, 0, vec![Do(WriteFile(0, C))])]), Return(R),
        ])),
        ("an effect after a stale reading", start(vec![
            int(O, 4),
            times(I, 3, &[R], &[X], vec![Do(ReadFile(X, 0)), set(C, X), when(I, 0, vec![Do(WriteFile(0, O))])]), Return(R),
        ])),
        ("a write after a stale reading, inside", start(vec![
            int(O, 4),
            times(I, 2, &[R], &[J, X, Q], vec![
                when(I, 0, vec![Do(WriteFile(0, O))]),
                new(Q, Kind::List), times(J, 2, &[], &[X], vec![Do(ReadFile(X, 0)), push_plain(Q, X)]), digest(X, Q), push(R, X),
            ]),
            Return(R),
        ])),
    ]
}
