//! The latent-fork structure of a finished code object.
use crate::lower::View;
use crate::source::Source;
use fora_ir::Fork;

/// A call group noted while lowering: code ranges of the operands with their result registers.
pub(crate) struct GroupRec { pub operands: Vec<(u32, u32, u16)>, pub join: u32 }

pub(crate) fn analyse(_src: &Source, _v: &View) -> Vec<Fork> { vec![] }
