//! `_fora_apart`: what process pools ask of the scheduler. See `par::apart`.
use crate::cx::Cx;
use crate::func::{Function, Module};
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::par::apart;
use crate::types::T;
use crate::value::Value;

/// A function that a worker would find by its name, with nothing of its own but what its module has.
fn suits(cx: &mut Cx, f: Value) -> bool {
    if !f.is_ref() || f.kind() != T::Function || cx.class_of(f) != cx.class(T::Function) { return false; }
    let r = Function(f).raw();
    let flags = crate::func::CodeV(r.code).ir().flags;
    if Tuple::from(r.closure).is_some_and(|t| t.len() > 0) || crate::func::CodeV(r.code).info().generator { return false; }
    let _ = flags;
    true
}
const FUNCS: &[Def] = &[
    def("watch", "list, /", |cx, a| { if let Some(l) = List::from(a[0]) { apart::watch(cx, l)? } Ok(Value::NONE) }),
    def("end", "list, /", |cx, a| { if let Some(l) = List::from(a[0]) { apart::end(cx, l) } Ok(Value::NONE) }),
    // run(token, function, f, chunks): function(f, chunks) apart, or NotImplemented
    def("run", "token, function, f, chunks, /", |cx, a| { if !suits(cx, a[2]) { return Ok(Value::NOT_IMPLEMENTED); } Ok(apart::run(cx, a[0], a[1], &a[2..4])?.unwrap_or(Value::NOT_IMPLEMENTED)) }),
    def("plain", "value, /", |cx, a| Ok(Value::bool(apart::plain(cx, a[0], false)))),
    def("own", "value, /", |cx, a| Ok(Value::bool(apart::plain(cx, a[0], true)))),
    // does nothing, but not in a call that runs apart
    def("here", "", |_, _| Ok(Value::NONE)),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
