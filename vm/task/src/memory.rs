//! What the protocol needs from the machine: an atomic word, a full fence, a gate to block at, and a pause.
//!
//! [`Native`] is the real thing. Tests bring their own: loom's and shuttle's have the same shape.

use std::sync::atomic::{fence, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// An atomic 64-bit word.
pub trait Word: Send + Sync {
    fn new(value: u64) -> Self;
    fn load(&self, order: Ordering) -> u64;
    fn store(&self, value: u64, order: Ordering);
    /// Succeeds with acquire and release, fails with acquire: the protocol has no use for weaker ones.
    fn compare_exchange(&self, current: u64, new: u64) -> Result<u64, u64>;
    fn fetch_or(&self, bits: u64, order: Ordering) -> u64;
    fn fetch_add(&self, n: u64, order: Ordering) -> u64;
    fn fetch_sub(&self, n: u64, order: Ordering) -> u64;
}

/// Where a thread can block.
pub trait Gate: Send + Sync {
    fn new() -> Self;
    /// Blocks while `closed()` holds. It is evaluated with the gate's lock held.
    fn wait_while(&self, closed: &mut dyn FnMut() -> bool);
    /// Runs `change` with the lock held and wakes all that wait.
    fn open(&self, change: &mut dyn FnMut());
}

/// A machine.
pub trait Memory: 'static {
    type Word: Word;
    type Gate: Gate;
    /// Sequentially consistent fence.
    fn fence();
    /// Lets others run. `spins` says how often in a row this was called.
    fn pause(spins: u32);
}

/// The machine that the program runs on.
pub struct Native;

impl Memory for Native {
    type Word = AtomicU64;
    type Gate = NativeGate;
    #[inline]
    fn fence() { fence(Ordering::SeqCst) }
    fn pause(spins: u32) {
        // A poked worker answers within a microsecond unless it was descheduled; then spinning only keeps it from its core.
        if spins < 200 { std::hint::spin_loop() } else { std::thread::yield_now() }
    }
}

impl Word for AtomicU64 {
    #[inline]
    fn new(value: u64) -> Self { AtomicU64::new(value) }
    #[inline]
    fn load(&self, order: Ordering) -> u64 { AtomicU64::load(self, order) }
    #[inline]
    fn store(&self, value: u64, order: Ordering) { AtomicU64::store(self, value, order) }
    #[inline]
    fn compare_exchange(&self, current: u64, new: u64) -> Result<u64, u64> {
        AtomicU64::compare_exchange(self, current, new, Ordering::AcqRel, Ordering::Acquire)
    }
    #[inline]
    fn fetch_or(&self, bits: u64, order: Ordering) -> u64 { AtomicU64::fetch_or(self, bits, order) }
    #[inline]
    fn fetch_add(&self, n: u64, order: Ordering) -> u64 { AtomicU64::fetch_add(self, n, order) }
    #[inline]
    fn fetch_sub(&self, n: u64, order: Ordering) -> u64 { AtomicU64::fetch_sub(self, n, order) }
}

/// Mutex and condition variable. No user code runs under the lock, so a poisoned one is still good.
pub struct NativeGate {
    lock: Mutex<()>,
    opened: Condvar,
}

impl Gate for NativeGate {
    fn new() -> Self { NativeGate { lock: Mutex::new(()), opened: Condvar::new() } }
    fn wait_while(&self, closed: &mut dyn FnMut() -> bool) {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        while closed() {
            held = self.opened.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }
    fn open(&self, change: &mut dyn FnMut()) {
        let held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        change();
        drop(held);
        self.opened.notify_all();
    }
}
