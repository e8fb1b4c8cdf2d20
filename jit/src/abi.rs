//! What compiled code and its caller agree on: the state handed out at an exit. Places of words in the worker's context and functions that
//! the code calls are `fora_trace::runtime`'s, the tagging of values is `fora_trace::tag`'s.

/// Result of [`crate::Code::enter`] when the entered frame has returned; its value is `ExitState::result`. Any other result is the
/// trace's number shifted by 32 and the number of the exit point.
pub const RETURNED: u64 = u64::MAX;
/// Spill slots of a frame; a trace that needs more is refused.
pub const SPILLS: usize = 128;

/// Registers and spill slots as they were when a trace was left. Registers by their hardware numbers.
#[repr(C)]
pub struct ExitState {
    pub gpr: [u64; 16],
    /// low halves
    pub xmm: [u64; 16],
    /// of [`RETURNED`]
    pub result: u64,
    pub spill: [u64; SPILLS],
}
impl ExitState {
    pub const fn new() -> ExitState { ExitState { gpr: [0; 16], xmm: [0; 16], result: 0, spill: [0; SPILLS] } }
}
impl Default for ExitState { fn default() -> Self { Self::new() } }

/// Where a value is when a trace is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loc {
    Gpr(u8),
    Xmm(u8),
    Spill(u16),
    Const(u64),
    /// nowhere: a `Sunk`, which whoever takes the exit makes
    Sunk,
}
