//! The seam to a compiler: what the interpreter tells it.
//!
//! Called on cold edges only, so that a program that never gets hot pays nothing. Today there is one such edge, the safepoint.
//! The tracing compiler brings the next ones with its counters: a loop header, a function entry or an exit that ran often.
//! Absent: any idea of traces or machine code. This crate names no compiler; the command installs one in `Rt::tier`.
use crate::cx::Cx;

pub trait Tier: Sync {
    /// The worker's poll flag was set and it stands at a safepoint: every register and pc is in its frame.
    fn safepoint(&self, cx: &mut Cx);
}

/// No compiler: everything is interpreted.
pub struct NullTier;
impl Tier for NullTier { fn safepoint(&self, _: &mut Cx) {} }
