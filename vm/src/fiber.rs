//! A fiber: the register stack and the frames of one thread of Python execution.
//!
//! [FB1] registers of a frame are `base .. base + nregs`, all inside the mapping; everything at or above the top frame's end is dead.
//! [FB2] frames are a mapping of `Frame` records; `frames[0..len]` are live. Both mappings are reserved, not committed.
#![allow(unsafe_code)] // raw mappings: [FB1] [FB2]
use crate::value::Value;

/// One activation. Registers live on the register stack; everything else a frame needs is here.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Frame {
    pub base: *mut Value,
    /// next instruction (saved while a callee runs)
    pub pc: *const fora_ir::Insn,
    pub code: Value,
    pub func: Value,
    /// exception being handled when the frame was entered
    pub handled: Value,
    /// locals mapping (class body, exec) or UNDEF
    pub locals: Value,
    /// generator whose frame this is, or UNDEF; for Init the new instance
    pub gen: Value,
    /// frame object, once someone asked for it
    pub object: Value,
    /// register of the caller that receives the result
    pub ret: u16,
    pub kind: FrameKind,
    /// a trace or profile function knows that the frame has begun (`observe`)
    pub announced: bool,
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum FrameKind {
    /// called by Python code: the result goes to the caller's register
    Call,
    /// called by native code: the interpreter loop returns to it
    Entry,
    /// a generator expression run by a native that takes every item
    Eager,
    /// a copy of the frame that a task was forked from; it ends with its fork
    Task,
    /// `__init__`: its result must be None; the caller's register already holds the instance
    Init,
    /// generator resumed by a ForIter op: a yield sets the loop's item, the end leaves the loop
    GenFor,
    /// generator resumed by a YieldFrom op
    GenSend,
    /// generator resumed by native code (`next`, `send`, `throw`)
    GenEntry,
}
pub struct Fiber { regs: *mut Value, regs_end: *mut Value, frames: *mut Frame, frames_bytes: usize, cap: usize, pub len: usize, /// first free register slot
    pub top: *mut Value,
    /// while a native called by the top frame runs: end of its arguments, and the number of frames then
    window: *mut Value, window_len: usize, window_sp: usize, window_callee: Value,
    /// activations of the interpreter loop on the native stack
    pub entries: u32,
    /// the outermost of them runs the main program, whose native callers hold no values of their own
    pub main: bool }

const MIB: usize = 1 << 20;
fn reserve(mut bytes: usize) -> (*mut u8, usize) {
    loop {
        // SAFETY: plain anonymous mapping
        let p = unsafe { libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE, -1, 0) };
        if p != libc::MAP_FAILED { return (p as *mut u8, bytes); }
        bytes /= 2;
        if bytes < MIB { crate::fatal::out_of_memory() }
    }
}
impl Fiber {
    pub fn new() -> Fiber { if crate::fatal::address_space_limited() { Fiber::sized(64, 32) } else { Fiber::sized(2048, 1024) } }
    /// For threads that Python code starts.
    pub fn small() -> Fiber { if crate::fatal::address_space_limited() { Fiber::sized(8, 4) } else { Fiber::sized(256, 128) } }
    /// Gives the mappings back; the fiber must not be used after.
    pub fn release(&mut self) {
        // SAFETY: our own mappings, whole
        unsafe { libc::munmap(self.regs as *mut libc::c_void, self.regs_end as usize - self.regs as usize); libc::munmap(self.frames as *mut libc::c_void, self.frames_bytes); }
    }
    fn sized(regs: usize, frames: usize) -> Fiber {
        let (r, rb) = reserve(regs * MIB);
        let (f, fb) = reserve(frames * MIB);
        Fiber { regs: r as *mut Value, regs_end: unsafe { (r as *mut Value).add(rb / 8) }, frames: f as *mut Frame, frames_bytes: fb, cap: fb / std::mem::size_of::<Frame>(), len: 0, top: r as *mut Value, window: std::ptr::null_mut(), window_len: 0, window_sp: 0, window_callee: Value::UNDEF, entries: 0, main: false } // SAFETY: end of the mapping
    }
    #[inline(always)]
    pub fn room(&self, base: *mut Value, n: usize) -> bool { (self.regs_end as usize) - (base as usize) > (n + 64) * 8 && self.len + 1 < self.cap }
    #[inline(always)]
    pub fn push(&mut self, f: Frame) { unsafe { *self.frames.add(self.len) = f } self.len += 1 } // SAFETY: [FB2] `room` was asked
    #[inline(always)]
    pub fn last(&self) -> &'static mut Frame { debug_assert!(self.len > 0); unsafe { &mut *self.frames.add(self.len - 1) } } // SAFETY: [FB2]
    #[inline(always)]
    pub fn frame(&self, i: usize) -> &'static mut Frame { assert!(i < self.len); unsafe { &mut *self.frames.add(i) } } // SAFETY: [FB2]
    #[inline(always)]
    pub fn pop(&mut self) { self.len -= 1 }
    /// A native is about to be called with arguments that end here (null: it is over).
    #[inline(always)]
    pub fn window(&mut self, end: *mut Value, callee: Value) { let here = 0u8; self.window = end; self.window_callee = callee; self.window_len = self.len; self.window_sp = (&here as *const u8 as usize + 7) & !7 }
    /// Where the native stack above holds nothing that the frames do not: the loop of the main program stands right there, calling the
    /// native that runs, and keeps all values in registers.
    pub fn native_top(&self) -> Option<usize> { if self.main && self.entries == 1 && !self.window.is_null() && self.window_len == self.len { Some(self.window_sp) } else { None } }
    /// The native that Python code of the main program has just called, where nothing else stands between.
    pub fn called(&self) -> Option<Value> { self.native_top().map(|_| self.window_callee) }
    /// Forgets temporaries of the top frame that lie above the arguments of the native that runs: they are dead.
    pub fn clear_dead(&mut self) {
        if self.window.is_null() || self.window_len != self.len || self.window >= self.top { return; }
        unsafe { std::ptr::write_bytes(self.window, 0, (self.top as usize - self.window as usize) / 8) } // SAFETY: [FB1] inside the top frame's registers
    }
    /// Index of the frame whose registers begin at `base`, from the top down.
    pub fn find(&self, base: *mut Value) -> Option<usize> { (0..self.len).rev().find(|i| self.frame(*i).base == base) }
    /// The bottom of the register stack.
    pub fn regs_start(&self) -> *mut Value { self.regs }
    /// All live registers, for the collector.
    pub fn live(&self) -> (*const u64, *const u64) { (self.regs as *const u64, self.top as *const u64) }
}
/// Lowest usable address of this thread's native stack, with room left to raise and unwind.
pub fn stack_limit() -> usize {
    let here = 0u8;
    let here = &here as *const u8 as usize;
    // SAFETY: plain pthread queries on the current thread
    unsafe {
        let mut attr: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attr) != 0 { return here.saturating_sub(4 * MIB); }
        let (mut addr, mut size) = (std::ptr::null_mut(), 0usize);
        libc::pthread_attr_getstack(&attr, &mut addr, &mut size);
        libc::pthread_attr_destroy(&mut attr);
        addr as usize + (256 * 1024).min(size / 4)
    }
}
/// Highest address of this thread's native stack: where conservative scanning ends.
pub fn stack_top() -> usize {
    unsafe { // SAFETY: as above
        let mut attr: libc::pthread_attr_t = std::mem::zeroed();
        let (mut addr, mut size) = (std::ptr::null_mut(), 0usize);
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attr) == 0 { libc::pthread_attr_getstack(&attr, &mut addr, &mut size); libc::pthread_attr_destroy(&mut attr); }
        addr as usize + size
    }
}
