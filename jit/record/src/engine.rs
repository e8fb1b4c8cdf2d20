//! Running traces: by the evaluator or as machine code, and what the runtime does for both.
#![allow(unsafe_code)] // the border to compiled code: [HP1] [HP2] of helpers.rs
use crate::helpers::context;
use crate::leave;
use crate::traces::{self, Compiled};
use fora_trace::eval::{self, End, Val};
use fora_trace::ir::*;
use fora_trace::runtime::Runtime;
use fora_vm::cx::Cx;
use fora_vm::layout;
use fora_vm::types::T;
use fora_vm::value::Value;

/// What a trace is run by.
pub enum Code { Evaluated, Native(fora_jit::Code) }
/// How a run ended.
pub struct Left { pub trace: &'static Compiled, /// number among its exit points
    pub point: u32, pub exit: u32, pub ins: Ref, pub values: Vec<Val> }

pub fn runtime() -> &'static Runtime {
    static RUNTIME: std::sync::OnceLock<Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| Runtime { poll: layout::CX_POLL as i32, pending: layout::CX_PENDING as i32, floor: layout::CX_FLOOR as i32, bump: (layout::CX_CURSOR as i32, layout::CX_LIMIT as i32), clock: layout::CX_CLOCK as i32, fresh: fora_heap::FRESH, word0: |shape, bytes, scan| fora_heap::word0(shape, bytes.div_ceil(16) as u16, scan, 0), float_shape: T::Float as u32, big, float, alloc, frames: leave::frames, barrier, wide_shape: 0, check: false })
}
unsafe extern "C" fn big(cx: *mut u8, i: i64) -> u64 { context(cx).int(i).0 }
unsafe extern "C" fn float(cx: *mut u8, f: f64) -> u64 { fora_vm::float::boxed(context(cx), f).0 }
unsafe extern "C" fn alloc(cx: *mut u8, imm: u64) -> u64 { let (s, b, k) = alloc_parts(imm as i64); context(cx).alloc_raw(s, b as usize, k).0 }
unsafe extern "C" fn barrier(cx: *mut u8, o: u64) -> u64 {
    let cx = context(cx);
    if cx.par.armed { return 0; }
    cx.write(Value(o));
    1
}

/// Values of a trace that the evaluator runs: on the native stack, where the collector looks.
const VALUES: usize = 8192;

/// Where a run ended: the trace, its exit point, the exit, the instruction.
#[derive(Clone, Copy)]
pub struct Place { pub trace: &'static Compiled, pub point: u32, pub exit: u32, pub ins: Ref }
/// Runs a trace in the top frame until it is left; afterwards frames and registers are the interpreter's.
#[inline]
pub fn run(cx: &mut Cx, c: &'static Compiled, base: *mut u64) -> Option<Place> {
    match &c.code {
        Code::Evaluated => { let l = evaluate(cx, c, base)?; leave::leave(cx, base, &l); Some(Place { trace: l.trace, point: l.point, exit: l.exit, ins: l.ins }) }
        Code::Native(n) => native(cx, n, base),
    }
}
#[inline(never)]
fn evaluate(cx: &mut Cx, c: &'static Compiled, base: *mut u64) -> Option<Left> {
    let mut values = [Val::Nil; VALUES];
    let mut c = c;
    let mut inherited: Vec<Val> = vec![];
    let p: *mut Cx = cx;
    loop {
        if c.t.ops.len() > VALUES { return None; }
        // SAFETY: [HP1]; the trace was verified
        let o = match unsafe { eval::run_in(&c.t, runtime(), p as *mut u8, base, &inherited, usize::MAX, &mut values) } { Ok(o) => o, Err(e) => { debug_assert!(false, "{e:?}"); return None; } };
        match o.end {
            End::Exit => if let Some(s) = c.side(o.exit) {
                // what the side trace takes over stays on the stack
                let n = s.t.inherited.len();
                inherited = o.values[..n].to_vec();
                for (k, v) in inherited.iter().enumerate() { values[VALUES - 1 - k] = *v }
                c = s;
                continue;
            },
            End::Link(_) | End::Return(_) => {}
        }
        return Some(Left { trace: c, point: o.exit, exit: o.exit, ins: o.ins, values: o.values });
    }
}
thread_local! { static OUT: std::cell::UnsafeCell<fora_jit::ExitState> = const { std::cell::UnsafeCell::new(fora_jit::ExitState::new()) }; }
fn native(cx: &mut Cx, n: &fora_jit::Code, base: *mut u64) -> Option<Place> {
    let out = OUT.with(|o| o.get());
    // SAFETY: [HP1]; one run at a time fills it, when it ends
    let (r, out) = unsafe { let r = n.enter(cx as *mut Cx as *mut u8, base, &mut *out); (r, &*out) };
    if r == fora_jit::RETURNED { return None; }
    let (trace, point) = (traces::get((r >> 32) as u32)?, r as u32);
    let Code::Native(n) = &trace.code else { return None };
    let e = n.exits.get(point as usize)?;
    let plan = trace.exits[point as usize].plan.get_or_init(|| leave::Plan::of(&trace.t, e));
    leave::quick(cx, base, &trace.t.exits[e.at as usize], plan, out);
    Some(Place { trace, point, exit: e.at, ins: e.ins })
}
