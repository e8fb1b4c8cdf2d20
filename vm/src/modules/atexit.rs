//! `atexit`: callbacks run last to first when the main program is over.
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;

fn list(cx: &mut Cx) -> List { List(cx.static_once("atexit", |cx| List::new(cx).0)) }
fn register(cx: &mut Cx, a: &[Value]) -> R {
    if !matches!(a[0].kind(), T::Function | T::Native | T::Method | T::Type) && cx.special(a[0], crate::class::D::Call).is_none() { return Err(cx.type_error("the first argument must be callable")); }
    let t = cx.tuple(&[a[0], a[1], a[2]]);
    list(cx).push(cx, t);
    Ok(a[0])
}
fn unregister(cx: &mut Cx, a: &[Value]) -> R {
    let l = list(cx);
    let mut i = 0;
    while i < l.len() {
        let Some(t) = l.get(i).and_then(Tuple::from) else { i += 1; continue };
        if cx.eq(t.items()[0], a[0])? { if i < l.len() { l.remove(cx, i); } } else { i += 1 }
    }
    Ok(Value::NONE)
}
/// Runs and forgets all callbacks; their errors are reported and ignored.
pub fn run(cx: &mut Cx) {
    let l = list(cx);
    while l.len() > 0 {
        let Some(t) = l.pop(cx).and_then(Tuple::from) else { continue };
        let (f, args, kw) = (t.items()[0], t.items()[1], t.items()[2]);
        if cx.call_dict(f, crate::call::star(args), kw).is_err() {
            let e = cx.take_pending();
            if !cx.class_of(e).is_subclass_of(cx.class(T::SystemExit).0) { crate::report::unraisable(cx, e, "Exception ignored in atexit callback: ", f) }
        }
    }
}
const FUNCS: &[Def] = &[
    def("register", "func, /, *args, **kwargs", register), def("unregister", "func, /", unregister), def("_clear", "", |cx, _| { list(cx).clear(cx); Ok(Value::NONE) }),
    def("_ncallbacks", "", |cx, _| { let n = list(cx).len(); cx.usize_ok(n) }), def("_run_exitfuncs", "", |cx, _| { run(cx); Ok(Value::NONE) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
