//! Where the time goes, for `fora explain`: a clock ticks, and the running contexts note at their next safepoint which forks they are in.
//!
//! All frames count, so a loop's share holds that of what it calls. Loops that cannot be split are seen as well: nothing is compiled
//! differently. What a native does without a safepoint is put down to where the next safepoint is.
#![allow(unsafe_code)] // contexts of other threads: atomics only
use super::site::Site;
use super::{pool, rule};
use crate::cx::Cx;
use crate::func::CodeV;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

static ON: AtomicBool = AtomicBool::new(false);
static NOW: AtomicU64 = AtomicU64::new(0);
/// Ticks noted, of all contexts.
static NOTED: AtomicU64 = AtomicU64::new(0);

/// Before the program starts: it is to be sampled.
pub fn enable() { ON.store(true, Relaxed) }
#[inline]
pub fn on() -> bool { ON.load(Relaxed) }
pub fn noted() -> u64 { NOTED.load(Relaxed) }

/// Starts the clock.
pub fn start(cx: &mut Cx) {
    let main = cx as *mut Cx as usize;
    let _ = std::thread::Builder::new().name("clock".into()).spawn(move || while on() {
        std::thread::sleep(std::time::Duration::from_millis(1));
        NOW.fetch_add(1, Relaxed);
        unsafe { (*(main as *const Cx)).m.poll.fetch_or(pool::POLL_PAR, Relaxed); } // SAFETY: the main context is never freed; an atomic
        pool::raise();
    });
}
/// No more samples.
pub fn stop() { ON.store(false, Relaxed) }
/// The context has done nothing for a while.
pub fn skip(cx: &mut Cx) { cx.par.sampled = NOW.load(Relaxed) }
/// At a safepoint.
#[cold]
pub fn note(cx: &mut Cx) {
    let now = NOW.load(Relaxed);
    let ticks = now.wrapping_sub(cx.par.sampled);
    cx.par.sampled = now;
    if ticks == 0 { return; }
    NOTED.fetch_add(ticks, Relaxed);
    let mut seen: Vec<*const Site> = vec![];
    for i in 0..cx.fiber.len {
        let f = cx.fiber.frame(i);
        for s in CodeV(f.code).info().sites {
            // recursion counts once
            if rule::waits_inside(s, f) && !seen.contains(&(s as *const Site)) { seen.push(s); s.samples.fetch_add(ticks, Relaxed); }
        }
    }
}
