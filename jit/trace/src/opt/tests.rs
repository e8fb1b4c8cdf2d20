#![allow(unsafe_code)] // runs samples on their arenas
use super::*;
use crate::arena::Arena;
use crate::eval::{End, Outcome, Stop};
use crate::sample::{sample, Sample};

/// What a program would see after the trace has run and the interpreter has been put back.
#[derive(PartialEq, Debug)]
struct Seen { end: End, frames: Vec<(u64, u32, u32)>, raised: bool, picture: Vec<u64> }

fn seen(a: &mut Arena, t: &Trace, o: &Outcome) -> Seen {
    let e = &t.exits[o.exit as usize];
    // SAFETY: an outcome of this trace in this arena
    unsafe { a.leave(t, o) }
    let (end, extra) = match o.end { End::Return(w) => (End::Return(0), vec![w]), end => (end, vec![]) };
    Seen { end, frames: e.frames.iter().map(|f| (f.code, f.pc, f.base)).collect(), raised: e.raised, picture: a.picture(&extra) }
}
fn arena_run(a: &mut Arena, t: &Trace) -> Result<Outcome, Stop> { unsafe { a.run(t, &[], 400) } } // SAFETY: samples touch their arena only

/// Runs both; where the optimised one leaves at the loop's start the recorded one goes on from there.
fn compare(seed: u64, steps: usize, o: &Options) {
    let Sample { trace, mut arena, state } = sample(seed, steps);
    let mut stats = Stats::default();
    let opt = optimise_with(&trace, o, &mut stats);
    let shown = |t: &Trace| format!("seed {seed}, {steps} steps, {o:?}\n{trace}\n---- optimised:\n{t}");
    let Ok(out) = arena_run(&mut arena, &trace) else { return };
    let left = trace.at(out.ins).op;
    let want = seen(&mut arena, &trace, &out);
    arena.restore(&state);
    let got = arena_run(&mut arena, &opt).unwrap_or_else(|e| panic!("{e:?}\n{}", shown(&opt)));
    let mut got_seen = seen(&mut arena, &opt, &got);
    if got_seen != want && got_seen.frames.len() == 1 && got_seen.frames[0].1 == 0 && got_seen.end == End::Exit {
        let again = arena_run(&mut arena, &trace).unwrap_or_else(|e| panic!("{e:?}\n{}", shown(&opt)));
        got_seen = seen(&mut arena, &trace, &again);
    }
    if got_seen != want {
        // where the recorded trace gave up on a number's size the optimised one may go on
        if o.demand && matches!(left, Op::AddOv | Op::SubOv | Op::MulOv | Op::ShlOv) || o.small && left == Op::UnboxI { return }
        let at: Vec<_> = want.picture.iter().zip(&got_seen.picture).enumerate().filter(|(_, (a, b))| a != b).take(5).collect();
        panic!("recorded left at {:?} {left:?}, optimised at {:?} {:?}\nwant {:?} {:?} got {:?} {:?}\npicture differs: {at:x?}\n{}", out.ins, got.ins, opt.at(got.ins).op, want.end, want.frames, got_seen.end, got_seen.frames, shown(&opt));
    }
}
#[test]
fn samples_mean_the_same() {
    let from: u64 = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let count: u64 = std::env::var("SEEDS").ok().and_then(|s| s.parse().ok()).unwrap_or(500);
    for seed in from..from + count {
        let plain = Options { range: false, demand: false, sink: false, small: false, ..Options::default() };
        for o in [Options { peel: false, ..plain }, plain, Options { range: true, ..plain }, Options { sink: true, ..plain }, Options::default()] { compare(seed, 4 + seed as usize % 40, &o) }
    }
}
/// Not a check: what the optimiser costs, and makes of samples. `cargo test -p fora-trace --release figures -- --nocapture`
#[test]
fn figures() {
    let (mut ops, mut time, mut after, mut all) = (0, std::time::Duration::ZERO, 0, Stats::default());
    for seed in 0..60 {
        let s = sample(seed * 7 + 1, 160);
        if s.trace.ops.last().map(|i| i.op) != Some(Op::Back) { continue }
        ops += s.trace.ops.len();
        let mut stats = Stats::default();
        let t = std::time::Instant::now();
        let out = optimise_with(&s.trace, &Options::default(), &mut stats);
        time += t.elapsed();
        after += out.ops.len();
        all.add(&stats);
    }
    println!("{ops} ops, {after} after peeling, {:?} for each 500 ops", time * 500 / ops.max(1) as u32);
    println!("{}", crate::dump::table(&all));
}
