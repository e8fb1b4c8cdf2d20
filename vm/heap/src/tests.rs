#![allow(unsafe_code)] // plays the VM: reads and writes payloads
//! The heap against a shadow model, and one test per promise.

use crate::*;
use std::collections::{HashMap, HashSet};
use std::ptr::NonNull;

type Obj = NonNull<Header>;

fn heap(words: &str, reserve: usize) -> &'static Heap {
    let mut config = Config { reserve, nursery: 256 << 10, ..Config::default() };
    config.apply(words);
    Heap::new(config).expect("address space")
}

fn small_reserve() -> usize {
    if cfg!(miri) { 4 << 20 } else { 64 << 20 }
}

fn payload(o: Obj, i: usize) -> *mut u64 {
    unsafe { o.as_ptr().cast::<u64>().add(2 + i) }
}

fn get(o: Obj, i: usize) -> u64 {
    unsafe { *payload(o, i) }
}

fn put(m: &mut Mutator, o: Obj, i: usize, w: u64) {
    let h = unsafe { o.as_ref() };
    if !may_write(h, m.floor) {
        barrier_slow(m, h);
    }
    unsafe { *payload(o, i) = w }
}

fn addr(o: Obj) -> u64 {
    o.as_ptr().expose_provenance() as u64
}

/// A VM with nothing but roots and logs.
#[derive(Default)]
struct Vm {
    roots: Vec<u64>,
    maybe: Vec<usize>,
    weak: Vec<u64>,
    finalized: Vec<u32>,
    dropped: Vec<u32>,
}

impl Hooks for Vm {
    fn trace(&mut self, marker: &mut Marker) {
        marker.words(&self.roots);
        for &at in &self.maybe {
            marker.maybe(at);
        }
    }
    fn weak(&mut self, live: &dyn Fn(*const Header) -> bool) {
        self.weak.retain(|&w| live(std::ptr::with_exposed_provenance(w as usize)));
    }
    fn dead_owned(&mut self, h: *mut Header) {
        self.dropped.push(unsafe { (*h).shape() });
    }
    fn finalize(&mut self, h: *mut Header) {
        self.finalized.push(unsafe { (*h).shape() });
        self.roots.push(h.expose_provenance() as u64);
    }
}

impl Vm {
    fn collect(&mut self, m: &mut Mutator, full: bool) {
        collect(m, self, std::ptr::null(), full);
    }

    fn objects(&self, m: &Mutator) -> usize {
        let mut n = 0;
        m.heap().each_object(&mut |_| n += 1);
        n
    }
}

struct Rng(u64);
impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % n as u64) as usize
    }
}

/// What an object should look like: `words[i]` is a node or a tagged number.
struct Node {
    at: Obj,
    words: Vec<Result<usize, u64>>,
}

struct Shadow {
    nodes: HashMap<usize, Node>,
    roots: Vec<usize>,
    next: usize,
}

impl Shadow {
    fn reachable(&self) -> HashSet<usize> {
        let mut seen: HashSet<usize> = HashSet::new();
        let mut todo = self.roots.clone();
        while let Some(n) = todo.pop() {
            if seen.insert(n) {
                todo.extend(self.nodes[&n].words.iter().filter_map(|w| w.ok()));
            }
        }
        seen
    }

    fn check(&self) {
        for n in self.reachable() {
            let node = &self.nodes[&n];
            assert_eq!(unsafe { node.at.as_ref() }.shape(), n as u32);
            for (i, w) in node.words.iter().enumerate() {
                let want = match w {
                    Ok(n) => addr(self.nodes[n].at),
                    Err(w) => *w,
                };
                assert_eq!(get(node.at, i), want, "node {n} word {i}");
            }
        }
    }
}

fn random_graph(words: &str, seed: u64, steps: usize) {
    let mut m = Mutator::new(heap(words, small_reserve()));
    let mut vm = Vm::default();
    let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut s = Shadow { nodes: HashMap::new(), roots: Vec::new(), next: 1 };
    for step in 0..steps {
        match rng.below(100) {
            0..=59 => {
                let words = match rng.below(200) {
                    0 => rng.below(if cfg!(miri) { 6_000 } else { 20_000 }),
                    1..=9 => rng.below(600),
                    _ => rng.below(8),
                };
                let leaf = rng.below(4) == 0;
                let scan = if leaf { SCAN_LEAF } else { SCAN_WORDS };
                let at = m.alloc(s.next as u32, HEADER + words * 8, scan, 0).expect("memory");
                let mut node = Node { at, words: Vec::new() };
                for i in 0..words {
                    assert_eq!(get(at, i), 0, "fresh memory is zero");
                    let w = if leaf { Err(rng.below(1 << 30) as u64 * 8) } else { Err(i as u64 * 2 + 1) };
                    if let Err(w) = w {
                        put(&mut m, at, i, w);
                    }
                    node.words.push(w);
                }
                s.nodes.insert(s.next, node);
                s.roots.push(s.next);
                s.next += 1;
            }
            60..=84 if s.roots.len() > 1 => {
                let from = s.roots[rng.below(s.roots.len())];
                let to = s.roots[rng.below(s.roots.len())];
                let node = &s.nodes[&from];
                if unsafe { node.at.as_ref() }.scan() == SCAN_WORDS && !node.words.is_empty() {
                    let i = rng.below(node.words.len());
                    put(&mut m, node.at, i, addr(s.nodes[&to].at));
                    s.nodes.get_mut(&from).expect("node").words[i] = Ok(to);
                }
            }
            85..=97 if !s.roots.is_empty() => {
                let i = rng.below(s.roots.len());
                s.roots.swap_remove(i);
            }
            98 | 99 => {
                let full = rng.below(3) == 0;
                vm.roots = s.roots.iter().map(|n| addr(s.nodes[n].at)).collect();
                let live = s.reachable();
                vm.collect(&mut m, full);
                m.heap().verify().expect("whole");
                s.check();
                s.nodes.retain(|n, _| live.contains(n));
                if full {
                    assert_eq!(vm.objects(&m), live.len(), "step {step}");
                }
            }
            _ => {}
        }
        if s.roots.len() > 300 {
            s.roots.truncate(100);
        }
    }
}

#[test]
fn graph_matches_shadow() {
    let (seeds, steps) = if cfg!(miri) { (1, 600) } else { (6, 20_000) };
    for seed in 1..=seeds {
        random_graph("verify", seed, steps);
    }
}

#[test]
fn graph_matches_shadow_with_poison() {
    let (seeds, steps) = if cfg!(miri) { (1, 300) } else { (4, 10_000) };
    for seed in 1..=seeds {
        random_graph("stress:1000000,verify", 100 + seed, steps);
    }
}

#[test]
fn layout_for_compiled_code() {
    assert_eq!((Mutator::CURSOR, Mutator::LIMIT, Mutator::CLOCK, Mutator::FLOOR, Mutator::POLL), (0, 8, 16, 24, 32));
    assert_eq!(size_of::<Header>(), 16);
    assert_eq!(crate::meta::META, 576);
}

#[test]
fn interior_pointers_keep_objects() {
    let mut m = Mutator::new(heap("", small_reserve()));
    let mut vm = Vm::default();
    for bytes in [24, 200, 1000, 9000, 20_000, 100_000] {
        let objects: Vec<Obj> =
            (0..5).map(|i| m.alloc(i + 1, bytes, SCAN_LEAF, 0).expect("memory")).collect();
        for full in [false, true, true] {
            // Young the first time, old afterwards.
            vm.maybe = vec![addr(objects[1]) as usize + bytes - 1, addr(objects[3]) as usize];
            vm.collect(&mut m, full);
            let mut seen = Vec::new();
            m.heap().each_object(&mut |h| seen.push(unsafe { (*h).shape() }));
            seen.sort_unstable();
            assert_eq!(seen, [2, 4], "{bytes} bytes");
        }
        vm.maybe.clear();
        vm.collect(&mut m, true);
        assert_eq!(vm.objects(&m), 0);
    }
}

#[test]
fn old_objects_need_the_barrier_and_get_it() {
    let mut m = Mutator::new(heap("verify", small_reserve()));
    let mut vm = Vm::default();
    let old = m.alloc(1, 32, SCAN_WORDS, 0).expect("memory");
    assert!(may_write(unsafe { old.as_ref() }, m.floor));
    vm.roots = vec![addr(old)];
    vm.collect(&mut m, false);
    assert!(!may_write(unsafe { old.as_ref() }, m.floor), "survivors with references lose FRESH");
    let new = m.alloc(2, 32, SCAN_WORDS, 0).expect("memory");
    put(&mut m, old, 0, addr(new));
    assert!(may_write(unsafe { old.as_ref() }, m.floor));
    vm.collect(&mut m, false);
    assert_eq!((get(old, 0), vm.objects(&m)), (addr(new), 2));
    assert_eq!(m.heap().stats().remembered, 1);
    // A write that goes round the barrier is found.
    let lost = m.alloc(3, 32, SCAN_WORDS, 0).expect("memory");
    unsafe { *payload(old, 0) = addr(lost) }
    assert!(m.heap().verify().is_err_and(|e| e.contains("round the barrier")));
}

#[test]
fn finalisers_run_once_outermost_first_then_weak_references_go() {
    let mut m = Mutator::new(heap("", small_reserve()));
    let mut vm = Vm::default();
    let inner = m.alloc(2, 32, SCAN_WORDS, FLAG_FINALIZE | FLAG_WEAK).expect("memory");
    let outer = m.alloc(1, 32, SCAN_WORDS, FLAG_FINALIZE | FLAG_OWNS).expect("memory");
    put(&mut m, outer, 0, addr(inner));
    vm.weak = vec![addr(inner)];
    vm.collect(&mut m, false);
    assert_eq!((&vm.finalized[..], vm.weak.len(), vm.dropped.len()), (&[1, 2][..], 1, 0));
    vm.roots.clear();
    vm.collect(&mut m, true);
    assert_eq!((vm.finalized.len(), vm.weak.len(), &vm.dropped[..]), (2, 0, &[1][..]));
    assert_eq!(vm.objects(&m), 0);
}

#[test]
fn exhaustion_is_an_answer_and_leaves_room_to_report() {
    let (memory, size) = if cfg!(miri) { (4 << 20, 64 << 10) } else { (4 << 20, 1024) };
    let most = memory / size;
    let h = heap("", memory);
    let mut m = Mutator::new(h);
    let mut vm = Vm::default();
    unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
        unsafe { (*data.cast::<Vm>()).collect(&mut *m, full) }
    }
    let data: *mut Vm = &mut vm;
    unsafe { m.set_hook(hook, data.cast()) }
    let mut last = 0;
    let mut count = 0;
    // what fills the memory is not scanned: under Miri that is what takes the time
    while let Some(o) = m.alloc(1, 32, SCAN_WORDS, 0) {
        put(&mut m, o, 0, last);
        last = addr(o);
        unsafe { (*data).roots = vec![last] }
        let Some(filling) = m.alloc(2, size, SCAN_LEAF, 0) else { break };
        put(&mut m, o, 1, addr(filling));
        count += 1;
        assert!(count < most * 5 / 4);
    }
    assert!(count > most / 2, "{count}");
    assert!(m.alloc(1, usize::MAX, SCAN_LEAF, 0).is_none());
    assert!(m.alloc(1, usize::MAX - 40, SCAN_LEAF, 0).is_none());
    assert!(m.alloc(1, 1 << 30, SCAN_LEAF, 0).is_none());
    for _ in 0..20 {
        assert!(m.alloc(2, 256, SCAN_WORDS, 0).is_some(), "reserve");
    }
    unsafe { (*data).roots.clear() }
    for _ in 0..if cfg!(miri) { 1000 } else { 20_000 } {
        assert!(m.alloc(1, 1024, SCAN_WORDS, 0).is_some());
    }
    assert!(h.stats().peak <= h.reserved());
}

#[test]
fn garbage_is_reused() {
    let mut m = Mutator::new(heap("", small_reserve()));
    let mut vm = Vm::default();
    unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
        unsafe { (*data.cast::<Vm>()).collect(&mut *m, full) }
    }
    let data: *mut Vm = &mut vm;
    unsafe { m.set_hook(hook, data.cast()) }
    for i in 0..if cfg!(miri) { 2_000 } else { 300_000 } {
        let bytes = [24, 48, 100, 300, 5000, 40_000][if i % 50 == 0 { i / 50 % 6 } else { i % 3 }];
        assert!(m.alloc(1, bytes, SCAN_WORDS, 0).is_some());
    }
    let stats = m.heap().stats();
    assert!(stats.peak < 2 << 20, "{stats:?}");
}

#[cfg(not(miri))]
#[test]
fn stacks_are_roots_under_stress() {
    struct NoRoots;
    impl Hooks for NoRoots {
        fn trace(&mut self, _: &mut Marker) {}
    }
    unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
        unsafe { collect(&mut *m, &mut NoRoots, data.cast(), full) }
    }
    fn tree(m: &mut Mutator, depth: u32) -> Obj {
        let (l, r) = if depth == 0 { (1, 1) } else { (addr(tree(m, depth - 1)), addr(tree(m, depth - 1))) };
        let o = m.alloc(depth + 1, 32, SCAN_WORDS, 0).expect("memory");
        put(m, o, 0, l);
        put(m, o, 1, r);
        o
    }
    fn size(o: u64) -> usize {
        if o == 1 {
            return 1;
        }
        let o = unsafe { Obj::new_unchecked(std::ptr::with_exposed_provenance_mut(o as usize)) };
        1 + size(get(o, 0)) + size(get(o, 1))
    }
    #[inline(never)]
    fn run(m: &mut Mutator) {
        for depth in 0..10 {
            let t = tree(m, depth);
            assert_eq!(size(addr(t)), (2 << (depth + 1)) - 1);
        }
    }
    let top = 0u64;
    let mut m = Mutator::new(heap("stress:7,verify", small_reserve()));
    unsafe { m.set_hook(hook, (&raw const top).cast_mut().cast()) }
    run(&mut m);
    assert!(m.heap().stats().collections() > 100);
}

#[test]
fn native_code_does_not_return_into_a_pause() {
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
    let h = heap("", small_reserve());
    let step = AtomicU32::new(0);
    let wait_for = |n| {
        while step.load(SeqCst) < n {
            std::thread::yield_now();
        }
    };
    std::thread::scope(|s| {
        s.spawn(|| {
            let top = 0u64;
            let mut m = Mutator::new(h);
            unsafe { m.register(&raw const top) }
            step.store(1, SeqCst);
            m.native(|| wait_for(2));
            assert_eq!(step.load(SeqCst), 3, "returned inside the pause");
            m.unregister(None);
        });
        let m = Mutator::new(h);
        wait_for(1);
        assert!(h.stop.begin(&m));
        step.store(2, SeqCst);
        for _ in 0..if cfg!(miri) { 20 } else { 2000 } {
            std::thread::yield_now();
        }
        step.store(3, SeqCst);
        h.stop.end();
    });
}

#[cfg(not(miri))]
#[test]
fn threads_stop_for_each_other() {
    struct NoRoots;
    impl Hooks for NoRoots {
        fn trace(&mut self, _: &mut Marker) {}
    }
    unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
        unsafe { collect(&mut *m, &mut NoRoots, data.cast(), full) }
    }
    let h = heap("verify", 256 << 20);
    std::thread::scope(|s| {
        for t in 0..3u32 {
            s.spawn(move || {
                let top = 0u64;
                let mut m = Mutator::new(h);
                unsafe {
                    m.set_hook(hook, (&raw const top).cast_mut().cast());
                    m.register(&raw const top);
                }
                for round in 0..60u64 {
                    let mut list = 1;
                    for i in 0..1000u64 {
                        let o = m.alloc(t + 1, 32, SCAN_WORDS, 0).expect("memory");
                        put(&mut m, o, 0, i << 3 | 1);
                        put(&mut m, o, 1, list);
                        list = std::hint::black_box(addr(o));
                        if i % 100 == 0 {
                            if m.poll.load(std::sync::atomic::Ordering::Relaxed) != 0 {
                                safepoint(&mut m);
                            }
                            m.native(std::thread::yield_now);
                        }
                    }
                    for i in (0..1000u64).rev() {
                        let o = unsafe { Obj::new_unchecked(std::ptr::with_exposed_provenance_mut(list as usize)) };
                        assert_eq!(get(o, 0), i << 3 | 1, "thread {t} round {round}");
                        list = get(o, 1);
                    }
                }
                m.unregister(None);
            });
        }
    });
    assert!(h.stats().collections() > 3);
}
