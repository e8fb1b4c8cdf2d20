//! Async generators: the awaitables of `__anext__`, `asend`, `athrow` and `aclose`.
//!
//! A value that the generator yields arrives wrapped (AsyncGenWrap op); everything else it hands out is an awaited object's and passes
//! through to the event loop.
use crate::class::D;
use crate::cx::Cx;
use crate::exc::Exc;
use crate::gen::{self, Generator, Step};
use crate::gen_methods::throw_args;
use crate::native::{attr, attr_set, def, def_class, Def, Raised, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const HOOKED: usize = 1;
const RUNNING: usize = 2;
const CLOSED: usize = 4;
/// ASend slots: generator, value to send, state. AThrow slots: generator, exception args tuple or None (aclose), state.
const GEN: usize = 0;
const ARG: usize = 1;
const STATE: usize = 2;
const INIT: i64 = 0;
const ITER: i64 = 1;
const DONE: i64 = 2;

fn flag(g: Generator, f: usize) -> bool { g.raw().aflags & f != 0 }
fn set(cx: &mut Cx, g: Generator, f: usize, on: bool) { g.update(cx, |o| if on { o.aflags |= f } else { o.aflags &= !f }) }
/// Tells the event loop about the generator at its first use.
fn first_use(cx: &mut Cx, g: Generator) -> R<()> {
    if flag(g, HOOKED) { return Ok(()); }
    set(cx, g, HOOKED, true);
    if let Some(f) = cx.static_get("asyncgen_firstiter") { if !f.is_none() { cx.call(f, &[g.0])?; } }
    Ok(())
}
fn new_send(cx: &mut Cx, g: Value, v: Value) -> R { first_use(cx, Generator(g))?; Ok(Slots::new(cx, T::AsyncGenASend, &[g, v, Value::small(INIT)])) }
fn ag_anext(cx: &mut Cx, a: &[Value]) -> R { new_send(cx, a[0], Value::NONE) }
fn ag_asend(cx: &mut Cx, a: &[Value]) -> R { new_send(cx, a[0], a[1]) }
fn ag_athrow(cx: &mut Cx, a: &[Value]) -> R { crate::gen_methods::warn_args(cx, &a[1..], "athrow")?; first_use(cx, Generator(a[0]))?; let t = cx.tuple(&[a[1], a[2].opt().unwrap_or(Value::NONE), a[3].opt().unwrap_or(Value::NONE)]); Ok(Slots::new(cx, T::AsyncGenAThrow, &[a[0], t, Value::small(INIT)])) }
fn ag_aclose(cx: &mut Cx, a: &[Value]) -> R { first_use(cx, Generator(a[0]))?; Ok(Slots::new(cx, T::AsyncGenAThrow, &[a[0], Value::NONE, Value::small(INIT)])) }

/// What one step of the generator means to the awaiting coroutine.
fn outcome(cx: &mut Cx, g: Generator, r: R<Step>) -> R {
    match r {
        Ok(Step::Yield(v)) => {
            if v.is_exact(T::AsyncGenWrapped) { set(cx, g, RUNNING, false); let x = Slots(v).get(0); return Err(cx.stop_iteration(x)); }
            Ok(v)
        }
        Ok(Step::Return(_)) => { set(cx, g, RUNNING, false); set(cx, g, CLOSED, true); Err(cx.raise_args(T::StopAsyncIteration, &[])) }
        Err(e) => { set(cx, g, RUNNING, false); if cx.pending_is(T::StopAsyncIteration) || cx.pending_is(T::GeneratorExit) { set(cx, g, CLOSED, true) } Err(e) }
    }
}
fn reuse(cx: &mut Cx, what: &str) -> Raised { cx.runtime_error(format!("cannot reuse already awaited {what}")) }
fn asend_step(cx: &mut Cx, a: &[Value], v: Value) -> R {
    let s = Slots(a[0]);
    let g = Generator(s.get(GEN));
    let v = match s.int(STATE) {
        DONE => return Err(reuse(cx, "__anext__()/asend()")),
        INIT => {
            if flag(g, RUNNING) { return Err(cx.runtime_error("anext(): asynchronous generator is already running")); }
            if v.is_none() { s.get(ARG) } else { v }
        }
        _ => v,
    };
    if s.int(STATE) == INIT {
        if g.raw().state == gen::CREATED && !v.is_none() { return Err(cx.type_error("can't send non-None value to a just-started async generator")); }
        s.set_int(cx, STATE, ITER);
        set(cx, g, RUNNING, true);
    }
    let r = gen::resume(cx, g, v);
    let r = outcome(cx, g, r);
    if r.is_err() { s.set_int(cx, STATE, DONE) }
    r
}
fn asend_next(cx: &mut Cx, a: &[Value]) -> R { asend_step(cx, a, Value::NONE) }
fn asend_send(cx: &mut Cx, a: &[Value]) -> R { asend_step(cx, a, a[1]) }
fn asend_throw(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let g = Generator(s.get(GEN));
    if s.int(STATE) == DONE { return Err(reuse(cx, "__anext__()/asend()")); }
    if s.int(STATE) == INIT { if flag(g, RUNNING) { s.set_int(cx, STATE, DONE); return Err(cx.runtime_error("anext(): asynchronous generator is already running")); } s.set_int(cx, STATE, ITER); set(cx, g, RUNNING, true); }
    let e = crate::gen_methods::throw_args_warned(cx, &a[1..], "throw")?;
    let r = gen::throw(cx, g, e);
    let r = outcome(cx, g, r);
    if r.is_err() { s.set_int(cx, STATE, DONE) }
    r
}
fn close_awaitable(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set_int(cx, STATE, DONE); Ok(Value::NONE) }

fn athrow_step(cx: &mut Cx, a: &[Value], v: Value) -> R {
    let s = Slots(a[0]);
    let g = Generator(s.get(GEN));
    let closing = s.get(ARG).is_none();
    if s.int(STATE) == DONE { return Err(reuse(cx, "aclose()/athrow()")); }
    let r = if s.int(STATE) == INIT {
        if flag(g, RUNNING) { s.set_int(cx, STATE, DONE); let w = if closing { "aclose" } else { "athrow" }; return Err(cx.runtime_error(format!("{w}(): asynchronous generator is already running"))); }
        if flag(g, CLOSED) || g.raw().state == gen::FINISHED { s.set_int(cx, STATE, DONE); if closing { return Err(cx.stop_iteration(Value::NONE)); } return Err(cx.raise_args(T::StopAsyncIteration, &[])); }
        if !v.is_none() { return Err(cx.runtime_error("can't send non-None value to a just-started coroutine")); }
        s.set_int(cx, STATE, ITER);
        set(cx, g, RUNNING, true);
        if closing {
            set(cx, g, CLOSED, true);
            if g.raw().state == gen::CREATED { gen::finished(cx, g.0); set(cx, g, RUNNING, false); s.set_int(cx, STATE, DONE); return Err(cx.stop_iteration(Value::NONE)); }
            let e = Exc::new(cx, T::GeneratorExit, &[]).0;
            gen::throw(cx, g, e)
        } else {
            let args = crate::object::Tuple(s.get(ARG)).items();
            let e = match throw_args(cx, args) { Ok(e) => e, Err(x) => { set(cx, g, RUNNING, false); s.set_int(cx, STATE, DONE); return Err(x); } };
            gen::throw(cx, g, e)
        }
    } else { gen::resume(cx, g, v) };
    finish_throw(cx, s, g, closing, r)
}
fn finish_throw(cx: &mut Cx, s: Slots, g: Generator, closing: bool, r: R<Step>) -> R {
    if !closing { let r = outcome(cx, g, r); if r.is_err() { s.set_int(cx, STATE, DONE) } return r; }
    match r {
        Ok(Step::Yield(v)) if v.is_exact(T::AsyncGenWrapped) => { set(cx, g, RUNNING, false); s.set_int(cx, STATE, DONE); Err(cx.runtime_error("async generator ignored GeneratorExit")) }
        Ok(Step::Yield(v)) => Ok(v),
        Ok(Step::Return(_)) => { set(cx, g, RUNNING, false); s.set_int(cx, STATE, DONE); Err(cx.stop_iteration(Value::NONE)) }
        Err(e) => { set(cx, g, RUNNING, false); s.set_int(cx, STATE, DONE); if cx.pending_is(T::StopAsyncIteration) || cx.pending_is(T::GeneratorExit) { cx.clear_pending(); return Err(cx.stop_iteration(Value::NONE)); } Err(e) }
    }
}
fn athrow_next(cx: &mut Cx, a: &[Value]) -> R { athrow_step(cx, a, Value::NONE) }
fn athrow_send(cx: &mut Cx, a: &[Value]) -> R { athrow_step(cx, a, a[1]) }
fn athrow_throw(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let g = Generator(s.get(GEN));
    if s.int(STATE) == DONE { return Err(reuse(cx, "aclose()/athrow()")); }
    let e = crate::gen_methods::throw_args_warned(cx, &a[1..], "throw")?;
    if s.int(STATE) == INIT { s.set_int(cx, STATE, ITER); set(cx, g, RUNNING, true) }
    let r = gen::throw(cx, g, e);
    let closing = s.get(ARG).is_none();
    finish_throw(cx, s, g, closing, r)
}
fn g(a: &[Value]) -> Generator { Generator(a[0]) }
pub const ASYNC_GENERATOR: &[Def] = &[
    def("__aiter__", "", |_, a| Ok(a[0])), def("__anext__", "", ag_anext), def("asend", "val, /", ag_asend), def("athrow", "typ, val=None, tb=None, /", ag_athrow), def("aclose", "", ag_aclose),
    def("__repr__", "", |cx, a| { let q = Str(g(a).raw().qualname).lossy(); Ok(cx.string(format!("<async_generator object {q} at {:#x}>", a[0].0))) }),
    attr("ag_running", |_, a| Ok(Value::bool(flag(g(a), RUNNING)))), attr("ag_suspended", |_, a| Ok(Value::bool(g(a).raw().state == gen::SUSPENDED))), attr("ag_code", |_, a| Ok(g(a).raw().code)), attr("ag_frame", |cx, a| crate::types_func::generator_frame(cx, g(a))), attr("ag_await", |_, a| Ok(g(a).delegate().unwrap_or(Value::NONE))),
    attr_set("__name__", |_, a| Ok(g(a).raw().name), |cx, a| { let v = a[1]; g(a).update(cx, |o| o.name = v); Ok(Value::NONE) }), attr_set("__qualname__", |_, a| Ok(g(a).raw().qualname), |cx, a| { let v = a[1]; g(a).update(cx, |o| o.qualname = v); Ok(Value::NONE) }), def_class("__class_getitem__", "item, /", |cx, a| crate::types_type::generic_alias(cx, a[0], a[1])),
];
fn me(_: &mut Cx, a: &[Value]) -> R { Ok(a[0]) }
pub const ASEND: &[Def] = &[def("__await__", "", me), def("__next__", "", asend_next), def("send", "arg, /", asend_send), def("throw", "typ, val=None, tb=None, /", asend_throw), def("close", "", close_awaitable)];
pub const ATHROW: &[Def] = &[def("__await__", "", me), def("__next__", "", athrow_next), def("send", "arg, /", athrow_send), def("throw", "typ, val=None, tb=None, /", athrow_throw), def("close", "", close_awaitable)];

/// `anext(it, default)`: slots: awaitable, default, iterator in use.
fn anext_iter(cx: &mut Cx, s: Slots) -> R {
    let it = s.get(2);
    if !it.is_undef() { return Ok(it); }
    let mut it = crate::awaiting::get_awaitable(cx, s.get(0), 0)?;
    if it.is_exact(T::Coroutine) { it = Slots::new(cx, T::CoroutineWrapper, &[it]) }
    s.set(cx, 2, it);
    Ok(it)
}
fn anext_result(cx: &mut Cx, s: Slots, r: R) -> R { match r { Err(e) => if cx.pending_is(T::StopAsyncIteration) { cx.clear_pending(); let d = s.get(1); Err(cx.stop_iteration(d)) } else { Err(e) }, ok => ok } }
fn anext_next(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); let it = anext_iter(cx, s)?; let f = match cx.special(it, D::Next) { Some(f) => f, None => return Err(cx.type_error("anext_awaitable: not an iterator")) }; let r = cx.call_unbound(f, it, &[]); anext_result(cx, s, r) }
fn anext_send(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); let it = anext_iter(cx, s)?; let r = cx.call_method(it, "send", &[a[1]]); anext_result(cx, s, r) }
fn anext_throw(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); let it = anext_iter(cx, s)?; let args: crate::vvec::VVec = a[1..].iter().copied().filter(|v| !v.is_undef()).collect(); let r = cx.call_method(it, "throw", &args); anext_result(cx, s, r) }
fn anext_close(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); let it = anext_iter(cx, s)?; cx.call_method(it, "close", &[]) }
pub const ANEXT_AWAITABLE: &[Def] = &[def("__await__", "", me), def("__next__", "", anext_next), def("send", "arg, /", anext_send), def("throw", "typ, val=None, tb=None, /", anext_throw), def("close", "", anext_close)];
