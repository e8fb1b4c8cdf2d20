//! The machine under test: loom's or shuttle's.

#[cfg(loom)]
use loom as lib;
#[cfg(not(loom))]
use shuttle as lib;

use fora_task::{Gate, Memory, Word};
use lib::sync::atomic::{fence, AtomicU64, Ordering};
use lib::sync::{Condvar, Mutex};

/// The machine that the checker provides.
pub struct M;
/// The same without fences: tests that must fail use it.
pub struct NoFence;

pub struct Atom(AtomicU64);
pub struct Door(Mutex<()>, Condvar);

impl Memory for M {
    type Word = Atom;
    type Gate = Door;
    fn fence() { fence(Ordering::SeqCst) }
    fn pause(_: u32) { lib::thread::yield_now() }
}

impl Memory for NoFence {
    type Word = Atom;
    type Gate = Door;
    fn fence() {}
    fn pause(_: u32) { lib::thread::yield_now() }
}

impl Word for Atom {
    fn new(value: u64) -> Self { Atom(AtomicU64::new(value)) }
    fn load(&self, order: Ordering) -> u64 { self.0.load(order) }
    fn store(&self, value: u64, order: Ordering) { self.0.store(value, order) }
    fn compare_exchange(&self, current: u64, new: u64) -> Result<u64, u64> {
        self.0.compare_exchange(current, new, Ordering::AcqRel, Ordering::Acquire)
    }
    fn fetch_or(&self, bits: u64, order: Ordering) -> u64 { self.0.fetch_or(bits, order) }
    fn fetch_add(&self, n: u64, order: Ordering) -> u64 { self.0.fetch_add(n, order) }
    fn fetch_sub(&self, n: u64, order: Ordering) -> u64 { self.0.fetch_sub(n, order) }
}

impl Gate for Door {
    fn new() -> Self { Door(Mutex::new(()), Condvar::new()) }
    fn wait_while(&self, closed: &mut dyn FnMut() -> bool) {
        let mut held = self.0.lock().unwrap();
        while closed() {
            held = self.1.wait(held).unwrap();
        }
    }
    fn open(&self, change: &mut dyn FnMut()) {
        let held = self.0.lock().unwrap();
        change();
        drop(held);
        self.1.notify_all();
    }
}

pub type Thread = lib::thread::JoinHandle<()>;
pub fn spawn(f: impl FnOnce() + Send + 'static) -> Thread { lib::thread::spawn(f) }

/// All interleavings.
#[cfg(loom)]
pub fn check(f: impl Fn() + Send + Sync + 'static) {
    let runs = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let count = runs.clone();
    loom::model(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        f()
    });
    println!("{} interleavings", runs.load(std::sync::atomic::Ordering::Relaxed));
}

#[cfg(not(loom))]
pub fn runs(default: usize) -> usize { std::env::var("FORA_TASK_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(default) }

/// Random schedules: uniform ones, and ones with few changes of priority.
#[cfg(not(loom))]
pub fn check(f: impl Fn() + Send + Sync + 'static) {
    let f = std::sync::Arc::new(f);
    let g = f.clone();
    shuttle::check_random(move || g(), runs(400));
    shuttle::check_pct(move || f(), runs(400), 3);
}
