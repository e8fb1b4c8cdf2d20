#![allow(unsafe_code)] // spills registers, reaches other threads' mutators
//! Stopping the world: which mutators exist, what they are doing, and how a collector waits for them.
//!
//! ```text
//!            native()                    safepoint(), poll set
//!  NATIVE <------------> RUNNING <------------------------------> AT_SAFEPOINT
//! ```
//!
//! Invariants
//! - [S1] A mutator that is not RUNNING touches no object, and everything it refers to lies between its saved stack
//!   pointer and `stack_hi`, or is a root that the VM traces.
//! - [S2] The collector sets `stopping`, then reads states; a mutator sets RUNNING, then reads `stopping`, and steps
//!   back if it is set. Both are sequentially consistent, so at least one of the two sees the other.
//! - [S3] A mutator waits for as long as `stopping` is set, and looks again under the lock each time it is woken, still
//!   not RUNNING: so a thread that is woken late sits out the next pause as well.
//! - [S4] `mutators` changes only under the lock and outside pauses. A mutator that never registered takes part only as
//!   the collector; that is enough for a program with one thread.
//!
//! Absent: threads of the collector's own. Start-up stays free.

use crate::mutator::Mutator;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard};

/// Runs Python code, may touch objects.
pub const RUNNING: u32 = 0;
/// Runs foreign code that touches no object.
pub const NATIVE: u32 = 1;
/// Waits for a pause to end.
pub const AT_SAFEPOINT: u32 = 2;

/// A mutator's address; valid while registered [A4].
#[derive(Clone, Copy, PartialEq, Eq)]
struct Member(*mut Mutator);

// SAFETY: only the atomics of a foreign mutator are touched outside pauses; inside one its thread stands still [S1].
unsafe impl Send for Member {}

/// Set in `Mutator::poll` while a pause is wanted. The other bits are the VM's.
pub const POLL_STOP: u32 = 1;

#[derive(Default)]
struct Inner {
    mutators: Vec<Member>,
}

/// The part of the heap that knows its mutators.
pub struct Stop {
    stopping: AtomicBool,
    inner: Mutex<Inner>,
    changed: Condvar,
}

impl Stop {
    pub fn new() -> Stop {
        Stop { stopping: AtomicBool::new(false), inner: Mutex::new(Inner::default()), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn wait<'a>(&self, guard: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        self.changed.wait(guard).unwrap_or_else(|e| e.into_inner())
    }

    /// Begins a pause. False if another mutator's collection ran instead; then that one is over.
    ///
    /// The caller's registers are spilled and its `sp` saved.
    pub fn begin(&self, m: &Mutator) -> bool {
        let mut inner = self.lock();
        if self.stopping.load(SeqCst) {
            drop(inner);
            self.sit_out(m, AT_SAFEPOINT);
            return false;
        }
        self.stopping.store(true, SeqCst);
        let me: *const Mutator = m;
        for other in inner.mutators.iter().filter(|o| !std::ptr::eq(o.0, me)) {
            // SAFETY: [A4]; only an atomic is touched.
            unsafe { (*other.0).poll.fetch_or(POLL_STOP, SeqCst) };
        }
        while inner.mutators.iter().any(|o| {
            // SAFETY: as above.
            !std::ptr::eq(o.0, me) && unsafe { (*o.0).state.load(SeqCst) } == RUNNING
        }) {
            inner = self.wait(inner);
        }
        true
    }

    /// Ends the pause.
    pub fn end(&self) {
        let inner = self.lock();
        for other in &inner.mutators {
            // SAFETY: [A4].
            unsafe { (*other.0).poll.fetch_and(!POLL_STOP, SeqCst) };
        }
        self.stopping.store(false, SeqCst);
        drop(inner);
        self.changed.notify_all();
    }

    /// The registered mutators other than `m`. For the collector, in a pause.
    pub fn others(&self, m: *const Mutator) -> Vec<*mut Mutator> {
        self.lock().mutators.iter().map(|o| o.0).filter(|o| !std::ptr::eq(*o, m)).collect()
    }

    /// Waits until no pause is on, in `state`, then runs again.
    fn sit_out(&self, m: &Mutator, state: u32) {
        let mut inner = self.lock();
        m.state.store(state, SeqCst);
        self.changed.notify_all();
        // [S3]
        while self.stopping.load(SeqCst) {
            inner = self.wait(inner);
        }
        m.state.store(RUNNING, SeqCst);
    }
}

/// Goes to a safepoint: waits out a pause that was asked for. For poll slow paths.
#[cold]
#[inline(never)]
pub fn safepoint(m: &mut Mutator) {
    let stop = &m.heap().stop;
    if stop.stopping.load(SeqCst) {
        with_spilled(&mut |sp| {
            m.sp.store(sp.addr(), Relaxed);
            stop.sit_out(m, AT_SAFEPOINT);
        });
    }
}

impl Mutator {
    /// Makes other threads' collections wait for this mutator, and scan its stack from where it stopped up to
    /// `stack_hi`.
    ///
    /// # Safety
    /// The mutator stays where it is until [`Mutator::unregister`]; `stack_hi` is the high end of this thread's stack.
    pub unsafe fn register(&mut self, stack_hi: *const u64) {
        self.stack_hi.store(stack_hi.expose_provenance(), Relaxed);
        let stop = &self.heap().stop;
        let mut inner = stop.lock();
        while stop.stopping.load(SeqCst) {
            inner = stop.wait(inner);
        }
        inner.mutators.push(Member(self));
    }

    /// Ends what `register` began. What it had to tell the collector passes to `heir`, which runs on this thread.
    pub fn unregister(&mut self, heir: Option<&mut Mutator>) {
        let me: *mut Mutator = self;
        let stop = &self.heap().stop;
        loop {
            let mut inner = stop.lock();
            if !stop.stopping.load(SeqCst) {
                inner.mutators.retain(|o| !std::ptr::eq(o.0, me));
                break;
            }
            drop(inner);
            safepoint(self);
        }
        self.retire();
        if let Some(heir) = heir {
            heir.remembered.objects.append(&mut self.remembered.objects);
            heir.owned.append(&mut self.owned);
            heir.finalizable.append(&mut self.finalizable);
        } else if !(self.remembered.objects.is_empty() && self.owned.is_empty() && self.finalizable.is_empty()) {
            let mut old = self.heap().old();
            old.owned.append(&mut self.owned);
            old.finalizable.append(&mut self.finalizable);
            if !self.remembered.objects.is_empty() {
                self.heap().force_full.store(true, Relaxed);
            }
            self.remembered.objects.clear();
        }
    }

    /// For the child of a process fork, where only this thread goes on: drops all other mutators. What they had noted
    /// since the last collection is lost, so the next one is full; objects only they knew to own memory leak it.
    ///
    /// # Safety
    /// The other registered mutators' threads do not exist in this process.
    pub unsafe fn forget_others(&mut self) {
        let me: *mut Mutator = self;
        self.heap().stop.lock().mutators.retain(|o| std::ptr::eq(o.0, me));
        self.heap().force_full.store(true, Relaxed);
    }

    /// Runs code that touches no object (a blocking system call, say). Collections do not wait for it.
    pub fn native<R>(&mut self, f: impl FnOnce() -> R) -> R {
        let mut f = Some(f);
        let mut result = None;
        with_spilled(&mut |sp| {
            let stop = &self.heap().stop;
            self.sp.store(sp.addr(), Relaxed);
            self.state.store(NATIVE, SeqCst);
            if stop.stopping.load(SeqCst) {
                drop(stop.lock());
                stop.changed.notify_all();
            }
            result = f.take().map(|f| f());
            self.state.store(RUNNING, SeqCst);
            // [S2]
            if stop.stopping.load(SeqCst) {
                stop.sit_out(self, NATIVE);
            }
        });
        // The closure above ran exactly once.
        result.unwrap_or_else(|| std::process::abort())
    }
}

/// Calls `f` with all callee-saved registers stored in memory at or above the address it is given.
#[inline(never)]
pub fn with_spilled(f: &mut dyn FnMut(*const u64)) {
    let mut regs = [0u64; 12];
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: stores six registers into the array.
    unsafe {
        std::arch::asm!(
            "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
            "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
            in(reg) regs.as_mut_ptr(), options(nostack, preserves_flags)
        );
    }
    #[cfg(all(target_arch = "aarch64", not(miri)))]
    // SAFETY: stores twelve registers into the array.
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{0}]", "stp x21, x22, [{0}, #16]", "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]", "stp x27, x28, [{0}, #64]", "str x29, [{0}, #80]",
            in(reg) regs.as_mut_ptr(), options(nostack, preserves_flags)
        );
    }
    f(regs.as_ptr());
    std::hint::black_box(&mut regs);
}
