//! Pages that hold code. Never writable and executable at once; several threads may run code while another adds some.
//!
//! One region is reserved at the start: slots first, code behind them.
//! ```text
//!  | slots: RW, one word per exit that may be linked | code: whole pages, RW while filled, then RX for good |
//! ```
//! Code is never changed once it is executable: an exit jumps through its slot, so linking a side trace is one atomic store. The
//! mapping is private: after a fork parent and child each go on with their own.
//!
//! - [C1] `base..base + reserved` is one mapping that lives until the process ends.
//! - [C2] a page of code is written only between its allotment and the mprotect that makes it executable, by the thread that holds the
//!   lock, and no one knows its address before.
//! - [C3] slot k is an aligned word in the writable part; it is read by code and written by `AtomicU64` only.
//!
//! Absent: giving code back. Traces that were replaced stay until the process ends.
#![allow(unsafe_code)] // mmap, mprotect, writing code

use crate::code::Refused;
use std::sync::atomic::{AtomicU64, Ordering::Release};
use std::sync::{Mutex, MutexGuard, TryLockError};

const PAGE: usize = 4096;

pub struct Cache { base: usize, slots: usize, reserved: usize, process: u32, used: Mutex<Used> }
struct Used { code: usize, slot: usize }

/// Something to be filled in once the place of the code is known: 32 bits at `at`, relative to their end.
#[derive(Clone, Copy)]
pub struct Fixup { pub at: usize, pub to: Target }
#[derive(Clone, Copy)]
pub enum Target { Address(usize), Slot(u32) }

impl Cache {
    /// Reserves room for `limit` bytes of code.
    pub fn new(limit: usize) -> Result<Cache, Refused> {
        let limit = limit.clamp(16 * PAGE, 1 << 30).next_multiple_of(PAGE);
        let slots = (limit / 8).next_multiple_of(PAGE); // about one slot for each 60 bytes of code; more than exits take
        let reserved = limit + slots;
        // SAFETY: a fresh anonymous mapping; [C1]
        let p = unsafe { libc::mmap(std::ptr::null_mut(), reserved, libc::PROT_NONE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE, -1, 0) };
        if p == libc::MAP_FAILED { return Err(Refused::Memory); }
        // SAFETY: [C1]
        if unsafe { libc::mprotect(p, slots, libc::PROT_READ | libc::PROT_WRITE) } != 0 {
            unsafe { libc::munmap(p, reserved) }; // SAFETY: made above, nobody knows it
            return Err(Refused::Memory);
        }
        Ok(Cache { base: p as usize, slots, reserved, process: std::process::id(), used: Mutex::new(Used { code: slots, slot: 0 }) })
    }

    pub fn slot_address(&self, slot: u32) -> usize { self.base + slot as usize * 8 }

    /// Bytes of code so far.
    pub fn size(&self) -> usize { self.lock().map_or(0, |u| u.code - self.slots) }

    /// None: in a child process whose parent forked while another thread held the lock; it may be held for ever.
    fn lock(&self) -> Option<MutexGuard<'_, Used>> {
        if std::process::id() == self.process { return Some(self.used.lock().unwrap_or_else(|p| p.into_inner())); }
        match self.used.try_lock() { Ok(u) => Some(u), Err(TryLockError::Poisoned(p)) => Some(p.into_inner()), Err(TryLockError::WouldBlock) => None }
    }
    /// Makes code executable and says where it is and which slot is its first. `slots` gives for each slot an offset in the code to
    /// start with; slots in fixups count from the first.
    pub fn publish(&self, code: &[u8], fixups: &[Fixup], slots: &[usize]) -> Result<(usize, u32), Refused> {
        let mut used = self.lock().ok_or(Refused::Busy)?;
        let size = code.len().next_multiple_of(PAGE);
        if used.code + size > self.reserved || (used.slot + slots.len()) * 8 > self.slots { return Err(Refused::Full); }
        let page = self.base + used.code;
        // not all at the same place in their pages, which would be the same few sets of the instruction cache
        let inset = if size > code.len() + 64 { (used.code / PAGE * 832) % (size - code.len()) & !63 } else { 0 };
        let at = page + inset;
        let first = used.slot as u32;
        // SAFETY: [C1]
        if unsafe { libc::mprotect(page as *mut _, size, libc::PROT_READ | libc::PROT_WRITE) } != 0 { return Err(Refused::Memory); }
        // SAFETY: [C2]
        let to = unsafe { std::slice::from_raw_parts_mut(page as *mut u8, size) };
        to.fill(0xcc);
        let to = &mut to[inset..inset + code.len()];
        to.copy_from_slice(code);
        for f in fixups {
            let target = match f.to { Target::Address(a) => a, Target::Slot(s) => self.slot_address(first + s) };
            let Ok(rel) = i32::try_from(target as i64 - (at + f.at + 4) as i64) else { return Err(Refused::Memory) };
            let Some(field) = to.get_mut(f.at..f.at + 4) else { return Err(Refused::Memory) };
            field.copy_from_slice(&rel.to_le_bytes());
        }
        for (k, &offset) in slots.iter().enumerate() { self.set_slot(first + k as u32, at + offset) }
        // SAFETY: [C1], [C2]
        if unsafe { libc::mprotect(page as *mut _, size, libc::PROT_READ | libc::PROT_EXEC) } != 0 { return Err(Refused::Memory); }
        used.code += size;
        used.slot += slots.len();
        Ok((at, first))
    }

    /// From now on the jump through this slot goes to `address`.
    pub fn set_slot(&self, slot: u32, address: usize) {
        debug_assert!((slot as usize) < self.slots / 8);
        // SAFETY: [C3]
        unsafe { AtomicU64::from_ptr(self.slot_address(slot) as *mut u64) }.store(address as u64, Release)
    }
}
