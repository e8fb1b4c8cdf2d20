//! Constant folding on the syntax tree, to the extent that CPython does it.
use crate::ast::*;

pub fn module(_m: &mut Module, _optimize: u8, _future_annotations: bool) {}
