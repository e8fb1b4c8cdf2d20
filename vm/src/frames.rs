//! Looking at live frames from native code: sys._getframe, locals(), super().
#![allow(unsafe_code)] // registers of live frames: [FB1]
use crate::cx::Cx;
use crate::fiber::Frame;
use crate::func::{CodeV, Function};
use crate::value::Value;
/// The frame below frame `i`, as the program sees it.
pub fn below(cx: &Cx, i: usize) -> Option<usize> { (0..i).rev().find(|i| !CodeV(cx.fiber.frame(*i).code).info().hidden) }
/// The frame that is `depth` below the innermost.
pub fn nth(cx: &Cx, depth: usize) -> Option<usize> { let mut i = below(cx, cx.fiber.len)?; for _ in 0..depth { i = below(cx, i)? } Some(i) }
/// Register `i` of a live frame.
pub fn register(f: &Frame, i: u16) -> Value { assert!((i as usize) < CodeV(f.code).ir().nregs as usize); unsafe { *f.base.add(i as usize) } } // SAFETY: [FB1]
/// Globals of the innermost Python frame.
pub fn globals(cx: &mut Cx) -> Option<Value> { if cx.fiber.len == 0 { None } else { Some(Function(cx.fiber.last().func).raw().globals) } }
/// locals() of the innermost Python frame.
pub fn locals(cx: &mut Cx) -> Option<Value> { if cx.fiber.len == 0 { return None; } let f = *cx.fiber.last(); Some(crate::interp::names::locals_dict(cx, &f)) }
