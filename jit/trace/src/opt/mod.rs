//! The optimiser: a recorded trace in, an equivalent one out; a recorded loop comes out peeled.
//!
//! ```text
//! recorded ──▶ emit (fold, equal instructions, guards, memory) ──▶ peel ──▶ range ──▶ demand ──▶ dead ──▶ sink ──▶ barrier ──▶ dead
//! ```
//!
//! Equivalent: run from the same state, it leaves in a state from which the interpreter comes to the same. It may stay where the recorded
//! trace left (an int of 64 bits need not be boxed between two rounds), and leave earlier (a check moved out of the loop).
//!
//! One file per pass, each a function from trace to trace that keeps it valid; debug builds verify after each. All take time linear in the trace.
mod barrier;
mod dead;
mod demand;
mod emit;
mod fold;
mod memory;
mod peel;
mod range;
mod sink;

use crate::ir::*;

/// Which passes run. All, unless a test or a person at a dump wants otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub peel: bool,
    pub range: bool,
    pub demand: bool,
    pub sink: bool,
    /// what was an int in 63 bits when it was unboxed counts as such
    pub small: bool,
}
impl Default for Options { fn default() -> Options { Options { peel: true, range: true, demand: true, sink: true, small: true } } }

/// What a pass did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pass { pub name: &'static str, pub ops_in: usize, pub ops_out: usize, pub guards_in: usize, pub guards_out: usize }
/// What the passes did, in order.
#[derive(Clone, Debug, Default)]
pub struct Stats { pub passes: Vec<Pass> }

pub fn optimise(t: &Trace, o: &Options) -> Trace { optimise_with(t, o, &mut Stats::default()) }

/// As `optimise`; says what each pass did.
pub fn optimise_with(t: &Trace, o: &Options, stats: &mut Stats) -> Trace {
    let mut run = |name: &'static str, t: &Trace, pass: &dyn Fn(&Trace) -> Trace| {
        let out = pass(t);
        if cfg!(debug_assertions) { if let Err(f) = crate::verify::verify(&out) { panic!("after {name}: {f}\n{out}") } }
        stats.passes.push(Pass { name, ops_in: t.ops.len(), ops_out: out.ops.len(), guards_in: guards(t), guards_out: guards(&out) });
        out
    };
    let first = run("emit", t, &|t| through(t, false));
    let t = if o.peel && first.ops.last().is_some_and(|i| i.op == Op::Back && i.at != NO_EXIT) && t.inherited.is_empty() { run("peel", t, &|t| through(t, true)) } else { first };
    let t = if o.range { run("range", &t, &|t| range::range(t, o.small)) } else { t };
    let t = if o.demand { run("demand", &t, &demand::demand) } else { t };
    let t = run("dead", &t, &dead::dead);
    let t = if o.sink { run("sink", &t, &sink::sink) } else { t };
    let t = run("barrier", &t, &barrier::barrier);
    run("dead", &t, &dead::dead)
}
/// Sends every instruction through `emit`; closes the loop by peeling if wanted.
fn through(t: &Trace, peel: bool) -> Trace {
    let mut e = emit::Emit::new(t);
    for i in &t.ops {
        if i.op == Op::Back && peel { let at = i.at; return peel::peel(e, at) }
        let r = e.source(*i, t.args_of(i));
        e.map.push(r);
    }
    e.out
}
/// Instructions that may leave the trace.
pub fn guards(t: &Trace) -> usize { t.ops.iter().filter(|i| i.op.row().effect == OpEffect::Guard).count() }

#[cfg(test)]
mod tests;
