//! Whether several contexts run Python code at the same time.
//!
//! A scheduler calls `begin` before the first task leaves its context and `end` when no context but its own runs Python code any
//! more. In between, what one context fills in may be read by another at any moment: inline caches are then written once, while
//! they are empty, and never changed ([WK1]); alone, a context overwrites them as it likes.
//!
//! [WK1] the words of an inline cache whose key another thread may have read do not change while `concurrent()`.
//! [WK2] a lock of the VM is never held across a safepoint: nothing under it allocates in the heap or runs Python code.
use std::sync::atomic::{AtomicBool, Ordering::{Acquire, SeqCst}};

static CONCURRENT: AtomicBool = AtomicBool::new(false);
/// Called by the only context that runs, before it hands anything to another one.
pub fn begin() { CONCURRENT.store(true, SeqCst) }
/// Called by the only context that still runs, after it has seen the others stop.
pub fn end() { CONCURRENT.store(false, SeqCst) }
#[inline(always)]
pub fn concurrent() -> bool { CONCURRENT.load(Acquire) }
