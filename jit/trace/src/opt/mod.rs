//! The optimiser: a recorded trace in, an equivalent one out; a recorded loop comes out peeled.
//!
//! ```text
//! recorded ──▶ emit (fold, equal instructions, guards, memory) ──▶ peel ──▶ count ──▶ range ──▶ demand ──▶ dead ──▶ sink ──▶ narrow ──▶ barrier ──▶ dead
//! ```
//!
//! Equivalent: run from the same state, it leaves in a state from which the interpreter comes to the same. It may stay where the recorded
//! trace left (an int of 64 bits need not be boxed between two rounds), and leave earlier (a check moved out of the loop).
//!
//! One file per pass, each a function from trace to trace that keeps it valid; debug builds verify after each. All take time linear in the trace.
mod barrier;
mod count;
mod dead;
mod demand;
mod emit;
mod fold;
mod memory;
mod narrow;
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
pub struct Pass { pub name: &'static str, pub ops_in: usize, pub ops_out: usize, pub guards_in: usize, pub guards_out: usize, pub nanos: u64 }
/// What the passes did, in order.
#[derive(Clone, Debug, Default)]
pub struct Stats { pub passes: Vec<Pass> }
impl Stats {
    /// Adds what the passes did to another trace.
    pub fn add(&mut self, other: &Stats) {
        for p in &other.passes {
            match self.passes.iter_mut().find(|q| q.name == p.name) {
                Some(q) => { q.ops_in += p.ops_in; q.ops_out += p.ops_out; q.guards_in += p.guards_in; q.guards_out += p.guards_out; q.nanos += p.nanos }
                None => self.passes.push(*p),
            }
        }
    }
}

pub fn optimise(t: &Trace, o: &Options) -> Trace { optimise_with(t, o, &mut Stats::default()) }

/// As `optimise`; says what each pass did.
pub fn optimise_with(t: &Trace, o: &Options, stats: &mut Stats) -> Trace {
    let mut run = |name: &'static str, t: &Trace, pass: &dyn Fn(&Trace) -> Trace| {
        let start = std::time::Instant::now();
        let out = pass(t);
        let nanos = start.elapsed().as_nanos() as u64;
        if cfg!(debug_assertions) { if let Err(f) = crate::verify::verify(&out) { panic!("after {name}: {f}\n{out}") } }
        stats.passes.push(Pass { name, ops_in: t.ops.len(), ops_out: out.ops.len(), guards_in: guards(t), guards_out: guards(&out), nanos });
        out
    };
    // what has a loop already has been through here
    if t.ops.iter().any(|i| i.op == Op::Head) { return t.clone() }
    let loops = o.peel && t.inherited.is_empty() && t.ops.last().is_some_and(|i| i.op == Op::Back);
    let t = if loops { run("peel", t, &|t| through(t, true)) } else { run("emit", t, &|t| through(t, false)) };
    let t = if o.range { run("count", &t, &count::count) } else { t };
    let t = if o.range { run("range", &t, &|t| range::range(t, o.small)) } else { t };
    let t = if o.demand { run("demand", &t, &demand::demand) } else { t };
    let t = run("dead", &t, &dead::dead);
    let t = if o.sink { run("sink", &t, &sink::sink) } else { t };
    let t = run("narrow", &t, &narrow::narrow);
    let t = run("barrier", &t, &barrier::barrier);
    run("dead", &t, &dead::dead)
}
/// One pass by name, for tests: `emit` covers folding, equal instructions and memory.
pub fn pass(name: &str, t: &Trace) -> Option<Trace> {
    Some(match name {
        "emit" => dead::dead(&through(t, false)),
        "peel" => dead::dead(&through(t, true)),
        "count" => dead::dead(&count::count(t)),
        "range" => dead::dead(&range::range(t, true)),
        "demand" => dead::dead(&demand::demand(t)),
        "sink" => dead::dead(&sink::sink(t)),
        "narrow" => dead::dead(&narrow::narrow(t)),
        "barrier" => dead::dead(&barrier::barrier(t)),
        "dead" => dead::dead(t),
        _ => return None,
    })
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
