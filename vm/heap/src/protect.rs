#![allow(unsafe_code)] // page protection, a signal handler
//! `FORA_GC=protect`: finds writes that go around the barrier.
//!
//! At the end of each collection all memory in use becomes read-only, and objects are allocated in fresh blocks only. The floor of
//! every mutator then is the stamp of that moment, so each first write to an older object comes through the barrier's slow half,
//! which makes its pages writable and stamps the object anew. A write without barrier faults: the handler names the object and
//! prints a backtrace once per place, lets the write pass, and the program goes on. (A system call that writes gets EFAULT.)
//!
//! Invariants
//! - [PR1] The range that the handler unlocks lies in the region; a fault elsewhere is handed on to what was installed before.
//! - [PR2] Everything is writable while the collector runs.
//!
//! Absent: objects that share a page with one that was written lawfully are not watched until the next collection. A test mode.

use crate::header::{Header, FRESH, STAMP_SHIFT};
use crate::heap::Heap;
use crate::meta::{Table, BLOCK};
use crate::mutator::Mutator;
use crate::resolve::Resolver;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::Mutex;

const PAGE: usize = 4096;
static BASE: AtomicUsize = AtomicUsize::new(0);
static END: AtomicUsize = AtomicUsize::new(0);
static TABLE: AtomicUsize = AtomicUsize::new(0);
static CLOCK: AtomicU64 = AtomicU64::new(1);
static INSTALLED: AtomicBool = AtomicBool::new(false);
static SEEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());

fn protect(from: usize, to: usize, write: bool) {
    let prot = if write { libc::PROT_READ | libc::PROT_WRITE } else { libc::PROT_READ };
    // SAFETY: [PR1] whole pages of committed memory.
    unsafe { libc::mprotect(std::ptr::with_exposed_provenance_mut(from), to - from, prot) };
}

impl Heap {
    /// At the end of a collection.
    pub(crate) fn lock_all(&self, mutators: &mut [&mut Mutator]) {
        if !INSTALLED.swap(true, Relaxed) {
            BASE.store(self.base(), Relaxed);
            TABLE.store(self.table.table, Relaxed);
            install();
        }
        let clock = CLOCK.fetch_add(1, Relaxed) + 1;
        for m in mutators {
            m.clock = clock << STAMP_SHIFT;
            m.floor = FRESH | clock << STAMP_SHIFT;
        }
        let pool = self.pool();
        let n = pool.committed();
        END.store(self.base() + n * BLOCK, Relaxed);
        let mut from = 0;
        while from < n {
            let mut to = from;
            while to < n && !pool.is_free(to) {
                to += 1;
            }
            if to > from {
                protect(self.table.address(from), self.table.address(to - 1) + BLOCK, false);
            }
            from = to + 1;
        }
    }

    /// At the start of one [PR2].
    pub(crate) fn unlock_all(&self) {
        if INSTALLED.load(Relaxed) {
            protect(self.base(), self.base() + self.pool().committed() * BLOCK, true);
        }
    }

    /// The barrier let a write pass.
    pub(crate) fn unlock(&self, m: &Mutator, h: &Header) {
        if !INSTALLED.load(Relaxed) {
            return;
        }
        let at = std::ptr::from_ref(h).expose_provenance();
        protect(at & !(PAGE - 1), (at + self.size_of(h)).next_multiple_of(PAGE), true);
        let word = h.birth.load(Relaxed);
        let flags = word & ((1 << STAMP_SHIFT) - 1);
        h.birth.store(FRESH | (m.clock & !FRESH) | flags, Relaxed);
    }

    /// As `unlock`, for a hidden cache: the object stays old.
    pub(crate) fn unlock_hidden(&self, h: &Header) {
        if INSTALLED.load(Relaxed) {
            let at = std::ptr::from_ref(h).expose_provenance();
            protect(at & !(PAGE - 1), (at + self.size_of(h)).next_multiple_of(PAGE), true);
        }
    }
}

fn install() {
    // SAFETY: plain signal calls; the stack is leaked for the handler.
    unsafe {
        let mut a: libc::sigaction = std::mem::zeroed();
        a.sa_sigaction = on_fault as *const () as libc::sighandler_t;
        a.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER;
        libc::sigaction(libc::SIGSEGV, &a, std::ptr::null_mut());
    }
}

extern "C" fn on_fault(_: i32, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: the kernel's record of this fault.
    let at = unsafe { (*info).si_addr() }.expose_provenance();
    if at < BASE.load(Relaxed) || at >= END.load(Relaxed) {
        // SAFETY: the default action, at the same instruction again [PR1].
        unsafe { libc::signal(libc::SIGSEGV, libc::SIG_DFL) };
        return;
    }
    protect(at & !(PAGE - 1), (at & !(PAGE - 1)) + PAGE, true);
    let trace = std::backtrace::Backtrace::force_capture().to_string();
    let names: Vec<&str> = trace
        .lines()
        .filter_map(|l| l.trim().split_once(": ").map(|(_, n)| n))
        .filter(|n| n.starts_with("fora") || n.starts_with("<fora"))
        .filter(|n| !n.contains("fora_heap::protect"))
        .collect();
    let head = names.iter().take(6).copied().collect::<Vec<_>>().join(" < ");
    let mark = head.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ b as u64).wrapping_mul(0x100_0000_01b3));
    let mut seen = SEEN.lock().unwrap_or_else(|e| e.into_inner());
    if !seen.contains(&mark) {
        seen.push(mark);
        let table = Table { base: BASE.load(Relaxed), table: TABLE.load(Relaxed) };
        let blocks = (END.load(Relaxed) - table.base) / BLOCK;
        let object = Resolver::new(table, blocks).resolve(at).unwrap_or(at & !15);
        // SAFETY: in committed memory; at worst the words are not a header, and the report says something odd.
        let shape = unsafe { &*std::ptr::with_exposed_provenance::<Header>(object) }.shape();
        eprintln!("write without barrier to shape {shape} + {}: {head}", at - object);
    }
}
