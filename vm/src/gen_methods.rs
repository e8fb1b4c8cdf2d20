//! Methods of generators and coroutines.
use crate::cx::Cx;
use crate::exc::Exc;
use crate::gen::{self, Generator, Step};
use crate::native::{attr, attr_set, def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// throw(e) into any iterator that a generator delegates to.
pub fn throw_into(cx: &mut Cx, it: Value, e: Value) -> R<Step> {
    let exit = cx.class(T::GeneratorExit).0;
    let is_exit = cx.class_of(e).is_subclass_of(exit);
    if let Some(g) = Generator::from(it) {
        if !it.is_exact(T::AsyncGenerator) {
            if is_exit { close(cx, g)?; cx.raise_value(e); return Err(crate::native::Raised); }
            return gen::throw(cx, g, e);
        }
    }
    if is_exit {
        if let Some(c) = cx.lookup_attr(it, "close")? { cx.call(c, &[])?; }
        cx.raise_value(e);
        return Err(crate::native::Raised);
    }
    match cx.lookup_attr(it, "throw")? {
        Some(t) => match cx.call(t, &[e]) {
            Ok(v) => Ok(Step::Yield(v)),
            Err(r) => if cx.pending_is(T::StopIteration) { let p = cx.take_pending(); Ok(Step::Return(stop_value(p))) } else { Err(r) },
        },
        None => { cx.raise_value(e); Err(crate::native::Raised) }
    }
}
/// `value` of a StopIteration instance.
pub fn stop_value(e: Value) -> Value { match Exc::from(e) { Some(x) => { let v = x.raw().fields[0]; if v.is_undef() { Value::NONE } else { v } } None => Value::NONE } }
fn result(cx: &mut Cx, s: Step) -> R { match s { Step::Yield(v) => Ok(v), Step::Return(v) => Err(cx.stop_iteration(v)) } }
pub fn close(cx: &mut Cx, g: Generator) -> R<()> {
    match g.raw().state {
        gen::FINISHED => return Ok(()),
        gen::CREATED => { gen::finished(cx, g.0); return Ok(()); }
        _ => {}
    }
    let e = Exc::new(cx, T::GeneratorExit, &[]);
    // unlike one that is thrown, it is raised here, where the caller may be handling something
    cx.raise_value(e.0);
    cx.clear_pending();
    match gen::throw(cx, g, e.0) {
        Ok(Step::Yield(_)) => { let w = gen::what(g); Err(cx.runtime_error(format!("{w} ignored GeneratorExit"))) }
        Ok(Step::Return(_)) => Ok(()),
        Err(r) => if cx.pending_is(T::GeneratorExit) || cx.pending_is(T::StopIteration) { cx.clear_pending(); Ok(()) } else { Err(r) },
    }
}
/// The exception instance that `throw(type, value, tb)` arguments mean.
pub fn throw_args(cx: &mut Cx, a: &[Value]) -> R {
    let (t, v) = (a[0], a.get(1).and_then(|v| v.opt_none()));
    let e = if let Some(c) = crate::class::Class::from(t) {
        if !c.is_subclass_of(cx.class(T::BaseException).0) { return Err(cx.type_error("exceptions must be classes or instances deriving from BaseException, not type")); }
        // what goes wrong while it is made is thrown instead
        match v { Some(v) if cx.class_of(v).is_subclass_of(t) => v, _ => create(cx, t, v).unwrap_or_else(|_| cx.take_pending()) }
    } else if t.is(T::BaseException) { if v.is_some() { return Err(cx.type_error("instance exception may not have a separate value")); } t } else { let n = cx.type_name(t); return Err(cx.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {n}"))) };
    if let Some(tb) = a.get(2).and_then(|v| v.opt_none()) { if !tb.is(T::Traceback) { return Err(cx.type_error("throw() third argument must be a traceback object")); } if let Some(x) = Exc::from(e) { x.update(cx, |o| o.traceback = tb) } }
    Ok(e)
}
fn create(cx: &mut Cx, t: Value, v: Option<Value>) -> R {
    let e = match v { Some(v) => match crate::object::Tuple::from(v) { Some(args) => cx.call(t, args.items())?, None => cx.call(t, &[v])? }, None => cx.call(t, &[])? };
    if e.is(T::BaseException) { return Ok(e); }
    let (c, k) = (cx.repr_string(t)?, cx.type_name(e));
    Err(cx.type_error(format!("calling {c} should have returned an instance of BaseException, not {k}")))
}
/// As `throw_args`, for the methods that warn of more than one argument.
pub fn throw_args_warned(cx: &mut Cx, a: &[Value], method: &str) -> R {
    warn_args(cx, a, method)?;
    throw_args(cx, a)
}
pub fn warn_args(cx: &mut Cx, a: &[Value], method: &str) -> R<()> {
    if a.iter().filter(|v| !v.is_undef()).count() < 2 { return Ok(()); }
    crate::warn::warn(cx, T::DeprecationWarning, &format!("the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."))
}
fn g_next(cx: &mut Cx, a: &[Value]) -> R { let s = gen::resume(cx, Generator(a[0]), Value::NONE)?; result(cx, s) }
fn g_send(cx: &mut Cx, a: &[Value]) -> R {
    let g = Generator(a[0]);
    if g.raw().state == gen::CREATED && !a[1].is_none() { let w = gen::what(g); return Err(cx.type_error(format!("can't send non-None value to a just-started {w}"))); }
    let s = gen::resume(cx, g, a[1])?;
    result(cx, s)
}
fn g_throw(cx: &mut Cx, a: &[Value]) -> R { let e = throw_args_warned(cx, &a[1..], "throw")?; let s = gen::throw(cx, Generator(a[0]), e)?; result(cx, s) }
fn g_close(cx: &mut Cx, a: &[Value]) -> R { close(cx, Generator(a[0]))?; Ok(Value::NONE) }
fn g_repr(cx: &mut Cx, a: &[Value]) -> R { let g = Generator(a[0]); let (t, q) = (cx.type_name(a[0]), Str(g.raw().qualname).lossy()); Ok(cx.string(format!("<{t} object {q} at {:#x}>", a[0].0))) }
fn g_running(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(Generator(a[0]).raw().state == gen::RUNNING)) }
fn g_suspended(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(Generator(a[0]).raw().state == gen::SUSPENDED)) }
fn g_code(_: &mut Cx, a: &[Value]) -> R { Ok(Generator(a[0]).raw().code) }
fn g_frame(cx: &mut Cx, a: &[Value]) -> R { crate::types_func::generator_frame(cx, Generator(a[0])) }
fn g_delegate(_: &mut Cx, a: &[Value]) -> R { Ok(Generator(a[0]).delegate().unwrap_or(Value::NONE)) }
fn g_name(_: &mut Cx, a: &[Value]) -> R { Ok(Generator(a[0]).raw().name) }
fn g_set_name(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::Str) { return Err(cx.type_error("__name__ must be set to a string object")); } let v = a[1]; Generator(a[0]).update(cx, |o| o.name = v); Ok(Value::NONE) }
fn g_qualname(_: &mut Cx, a: &[Value]) -> R { Ok(Generator(a[0]).raw().qualname) }
fn g_set_qualname(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::Str) { return Err(cx.type_error("__qualname__ must be set to a string object")); } let v = a[1]; Generator(a[0]).update(cx, |o| o.qualname = v); Ok(Value::NONE) }
pub const GENERATOR: &[Def] = &[
    def("__iter__", "", |_, a| Ok(a[0])), def("__next__", "", g_next), def("send", "arg, /", g_send), def("throw", "typ, val=None, tb=None, /", g_throw), def("close", "", g_close), def("__del__", "", g_close), def("__repr__", "", g_repr),
    attr("gi_running", g_running), attr("gi_suspended", g_suspended), attr("gi_code", g_code), attr("gi_frame", g_frame), attr("gi_yieldfrom", g_delegate), attr_set("__name__", g_name, g_set_name), attr_set("__qualname__", g_qualname, g_set_qualname),
];
fn c_await(cx: &mut Cx, a: &[Value]) -> R { Ok(crate::object::Slots::new(cx, T::CoroutineWrapper, &[a[0]])) }
pub const COROUTINE: &[Def] = &[
    def("send", "arg, /", g_send), def("throw", "typ, val=None, tb=None, /", g_throw), def("close", "", g_close), def("__del__", "", g_close), def("__repr__", "", g_repr), def("__await__", "", c_await),
    attr("cr_running", g_running), attr("cr_suspended", g_suspended), attr("cr_code", g_code), attr("cr_frame", g_frame), attr("cr_await", g_delegate), attr("cr_origin", |_, a| Ok(Some(Generator(a[0]).raw().origin).filter(|o| o.is(T::Tuple)).unwrap_or(Value::NONE))), attr_set("__name__", g_name, g_set_name), attr_set("__qualname__", g_qualname, g_set_qualname),
];
fn w_next(cx: &mut Cx, a: &[Value]) -> R { let g = crate::object::Slots(a[0]).get(0); g_next(cx, &[g]) }
fn w_send(cx: &mut Cx, a: &[Value]) -> R { let g = crate::object::Slots(a[0]).get(0); g_send(cx, &[g, a[1]]) }
fn w_throw(cx: &mut Cx, a: &[Value]) -> R { let g = crate::object::Slots(a[0]).get(0); g_throw(cx, &[g, a[1], a[2], a[3]]) }
fn w_close(cx: &mut Cx, a: &[Value]) -> R { let g = crate::object::Slots(a[0]).get(0); g_close(cx, &[g]) }
pub const COROUTINE_WRAPPER: &[Def] = &[def("__next__", "", w_next), def("send", "arg, /", w_send), def("throw", "typ, val=None, tb=None, /", w_throw), def("close", "", w_close)];
