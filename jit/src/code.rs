//! A compiled trace: entering it, reading what an exit names, linking side traces.
//!
//! - [J1] a [`Code`] is made by [`Jit::compile`] only, and its code lives as long as the process (cache [C1]).
#![allow(unsafe_code)] // calls compiled code

use crate::abi::{ExitState, Loc};
use fora_trace::ir::{Ref, Trace, Ty};
use fora_trace::runtime::Runtime;

/// Why there is no code. Nothing has changed: the program goes on interpreted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// no back end for this machine
    Machine,
    /// no memory, or the system does not let us have executable pages
    Memory,
    /// the cache is full; it stays full
    Full,
    /// another thread is adding code; worth another try
    Busy,
    /// more values live at once than a frame has room for
    Values,
    /// a helper with more arguments than registers, or no address
    Helper,
    /// the trace breaks a rule of the IR; a bug
    Broken(&'static str),
}

/// A value that an exit names.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Value { pub of: Ref, pub ty: Ty, pub loc: Loc }

/// A place where a trace can be left. Several may go to the same exit of the trace.
#[derive(Clone, Debug)]
pub struct ExitPoint {
    /// index into `Trace::exits`
    pub at: u32,
    /// the instruction that leaves
    pub ins: Ref,
    /// those of `Trace::values_of`, in that order
    pub values: Vec<Value>,
    /// how many of `values` are registers and generators; the others are what sunk objects are made of
    pub inherited: usize,
    pub(crate) slot: u32,
}

/// A compiled trace.
#[derive(Debug)]
pub struct Code {
    pub id: u32,
    /// the function to be called; of a side trace: none
    pub entry: usize,
    /// where other traces jump to
    pub body: usize,
    /// address and length of all its bytes
    pub bytes: (usize, usize),
    /// (offset, instruction) where the code of each begins, ascending
    pub marks: Vec<(u32, Ref)>,
    /// where code out of line begins, and constants
    pub cold: u32,
    pub pool: u32,
    /// by the low half of the result of `enter`
    pub exits: Vec<ExitPoint>,
}
impl Code {
    /// Runs the trace. Result: [`crate::RETURNED`], or the number of the trace that was left << 32 | index into its `exits`.
    /// # Safety
    /// `cx` and `base` are as the trace's makers meant them: the worker's context, and the registers of the frame the trace was recorded
    /// for, with the values that its anchor promises.
    #[inline]
    pub unsafe fn enter(&self, cx: *mut u8, base: *mut u64, out: &mut ExitState) -> u64 {
        let f: unsafe extern "C" fn(*mut u8, *mut u64, *mut ExitState) -> u64 = std::mem::transmute(self.entry); // SAFETY: [J1]
        f(cx, base, out)
    }
    /// Word of value k of an exit point: i64, float bits, 0 or 1, address or tagged word as its type says.
    pub fn value(&self, exit: u32, k: usize, out: &ExitState) -> Option<u64> {
        Some(match self.exits.get(exit as usize)?.values.get(k)?.loc {
            Loc::Gpr(r) => out.gpr[r as usize & 15],
            Loc::Xmm(r) => out.xmm[r as usize & 15],
            Loc::Spill(s) => *out.spill.get(s as usize)?,
            Loc::Const(c) => c,
            Loc::Sunk => return None,
        })
    }
}

/// The compiler with its code cache. Shared by all threads.
pub struct Jit {
    pub runtime: Runtime,
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    pub(crate) inner: crate::lower::Machine,
}

/// What a trace is compiled with, besides itself.
#[derive(Clone, Copy, Default)]
pub struct Given<'a> {
    /// number of the trace: comes back from `enter`
    pub id: u32,
    /// for profilers and debuggers
    pub name: &'a str,
    /// a side trace: it hangs on this exit point of this code
    pub parent: Option<(&'a Code, u32)>,
    /// body of the trace that `Link` names, if it is compiled
    pub body_of: Option<&'a dyn Fn(i64) -> Option<usize>>,
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
impl Jit {
    /// `limit`: most bytes of code.
    pub fn new(runtime: Runtime, limit: usize) -> Result<Jit, Refused> {
        Ok(Jit { inner: crate::lower::Machine::new(&runtime, limit)?, runtime })
    }
    pub fn compile(&self, trace: &Trace, given: Given) -> Result<Code, Refused> { crate::lower::compile(self, trace, given) }
    /// From now on who leaves `code` at `exit` goes on in `side`, which was compiled with that parent.
    pub fn link(&self, code: &Code, exit: u32, side: &Code) {
        if let Some(e) = code.exits.get(exit as usize) { self.inner.cache.set_slot(e.slot, side.body) }
    }
    /// Bytes of code so far.
    pub fn size(&self) -> usize { self.inner.cache.size() }
}
#[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
impl Jit {
    pub fn new(_: Runtime, _: usize) -> Result<Jit, Refused> { Err(Refused::Machine) }
    pub fn compile(&self, _: &Trace, _: Given) -> Result<Code, Refused> { Err(Refused::Machine) }
    pub fn link(&self, _: &Code, _: u32, _: &Code) {}
    pub fn size(&self) -> usize { 0 }
}
