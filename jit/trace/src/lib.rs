//! Tracing: the trace IR with its verifier and text form, the optimiser, and the evaluator that defines what a trace means.
//! No machine code: that is made behind [`Target`]. The recorder, which knows the VM, is the crate `fora-record`.
pub mod arena;
pub mod dump;
pub mod eval;
pub mod ir;
pub mod ops;
pub mod opt;
pub mod parse;
pub mod runtime;
pub mod sample;
pub mod tag;
pub mod text;
pub mod verify;

/// Turns a finished trace into something that can be entered. One per kind of machine: x86-64, SIMD lanes, PTX lanes, and
/// the reference evaluator, which is a target like the others so that one test suite covers them all.
pub trait Target {
    /// A verified trace.
    type Trace;
    /// What the interpreter enters.
    type Entry;
    /// A row of the reasons table: why this target does not take the trace. Shown to the user, never an error.
    type Reason;
    fn finish(&self, trace: &Self::Trace) -> Result<Self::Entry, Self::Reason>;
}
