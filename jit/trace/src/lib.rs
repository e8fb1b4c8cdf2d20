//! Tracing: the recorder, the trace IR with its verifier and text form, the optimiser, and the evaluator that defines what a trace means.
//! No machine code: that is made behind [`Target`].
//!
//! Not built yet. What stands here are the two seams, so that the direction of dependence is fixed: `jit` and `gpu` implement
//! them, and nothing in this crate names either. The interpreter's side of the border is `fora_vm::tier`.

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

/// Walks a trace op by op for a target. It becomes one method per row of the trace op table, without a default, so that
/// a new op breaks the build of every target that does not lower it.
pub trait Lower {
    /// A row of the trace op table with its operands.
    type Op;
    /// Where the target keeps the result: a machine register, a lane vector, a PTX name.
    type Place;
    fn op(&mut self, op: &Self::Op) -> Self::Place;
}
