#![allow(unsafe_code)] // plays the VM
//! Binary trees on the bare heap, and the price of a short-lived allocation. `trees [depth [nursery KiB]]`
use fora_heap::*;
use std::time::Instant;

struct NoRoots;
impl Hooks for NoRoots {
    fn trace(&mut self, _: &mut Marker) {}
}

unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
    // SAFETY: the mutator is valid and nothing else uses it.
    unsafe { collect(&mut *m, &mut NoRoots, data.cast(), full) }
}

fn tree(m: &mut Mutator, depth: u32) -> u64 {
    let (l, r) = if depth == 0 { (1, 1) } else { (tree(m, depth - 1), tree(m, depth - 1)) };
    let Some(h) = m.alloc(1, 32, SCAN_WORDS, 0) else { std::process::exit(3) };
    let p = h.as_ptr().cast::<u64>();
    // SAFETY: the payload is two words.
    unsafe {
        p.add(2).write(l);
        p.add(3).write(r);
    }
    h.as_ptr().expose_provenance() as u64
}

fn size(o: u64) -> u64 {
    if o == 1 {
        return 0;
    }
    let p = std::ptr::with_exposed_provenance::<u64>(o as usize);
    // SAFETY: a node of `tree`.
    unsafe { 1 + size(*p.add(2)) + size(*p.add(3)) }
}

#[inline(never)]
fn run(m: &mut Mutator, depth: u32) {
    let t = Instant::now();
    let long = tree(m, depth);
    let mut nodes = size(long);
    for d in (4..=depth).step_by(2) {
        for _ in 0..1u64 << (depth - d + 4) {
            let t = tree(m, d);
            nodes += size(t);
        }
    }
    assert_eq!(size(long), (2 << depth) - 1);
    let ms = t.elapsed().as_secs_f64() * 1e3;
    println!("trees depth {depth}: {ms:.0} ms, {:.2} ns per node built and visited", ms * 1e6 / nodes as f64);
    println!("{:?}", m.heap().stats());
}

#[inline(never)]
fn short_lived(m: &mut Mutator) {
    let n = 50_000_000u64;
    let t = Instant::now();
    for i in 0..n {
        let Some(h) = m.alloc(1, 32, SCAN_LEAF, 0) else { std::process::exit(3) };
        std::hint::black_box(h);
        // SAFETY: the payload is two words.
        unsafe { h.as_ptr().cast::<u64>().add(2).write(i) }
    }
    println!("short-lived 32 bytes: {:.2} ns", t.elapsed().as_secs_f64() * 1e9 / n as f64);
}

fn main() {
    let depth = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(18);
    let mut config = Config::from_env();
    if let Some(kib) = std::env::args().nth(2).and_then(|a| a.parse::<usize>().ok()) {
        config.nursery = kib << 10;
    }
    let Some(heap) = Heap::new(config) else { std::process::exit(2) };
    let mut m = Mutator::new(heap);
    let top = 0u64;
    // SAFETY: `hook` scans this thread's stack up to `top`, where all references are.
    unsafe { m.set_hook(hook, (&raw const top).cast_mut().cast()) }
    short_lived(&mut m);
    run(&mut m, depth);
}
