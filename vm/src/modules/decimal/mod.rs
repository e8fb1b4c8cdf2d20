//! `_decimal`: the Python types over `fora_num::decimal`. A `Decimal` is immutable; a `Context` keeps settings, traps and flags in
//! its slots, and the current one is in a context variable, so each thread and task has its own.
mod context;
mod methods;
mod value;
pub use context::{MANAGER, METHODS as CONTEXT, SIGNALS_DEFS};
pub use methods::{BINARY, CONTEXT_BINARY, CONTEXT_METHODS, CONTEXT_TESTS, CONTEXT_UNARY, METHODS, OPERATORS, TESTS, UNARY};

use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::import_attr;
use crate::native::{def, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use context::{keep_class, new_exact, Settings};
use fora_num::decimal::{cond, MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, ROUND_NAMES};

pub fn is_decimal(v: Value) -> bool { v.is_ref() && v.kind() == T::Decimal }
const FUNCS: &[Def] = &[def("getcontext", "", context::getcontext), def("setcontext", "context, /", context::setcontext), def("localcontext", "ctx=None, **kwargs", context::localcontext)];

fn class(cx: &mut Cx, m: Module, name: &'static str, bases: &[Value]) -> R {
    let d = cx.dict();
    let (module, n) = (cx.intern("decimal"), cx.intern(name));
    cx.dict_set(d, "__module__", module);
    let (b, t) = (cx.tuple(bases), cx.class(T::Type).0);
    let c = cx.call(t, &[n, b, d.0])?;
    keep_class(cx, name, c);
    m.set(cx, name, c);
    Ok(c)
}
/// A second import (after the first was taken out of sys.modules) gives the same classes.
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    if let Some(d) = cx.static_get("decimal.names").and_then(crate::dict::Dict::from) {
        for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { m.dict().set(cx, k, v)? } }
        return Ok(());
    }
    fill(cx, m)?;
    let d = m.dict().copy(cx);
    cx.static_set("decimal.names", d.0);
    Ok(())
}
fn fill(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, t) in [("Decimal", T::Decimal), ("Context", T::DecContext)] { let c = cx.class(t).0; m.set(cx, n, c) }
    let arithmetic = cx.class(T::ArithmeticError).0;
    let (zero, type_error) = (cx.class(T::ZeroDivisionError).0, cx.class(T::TypeError).0);
    let e = class(cx, m, "DecimalException", &[arithmetic])?;
    class(cx, m, "Clamped", &[e])?;
    let invalid = class(cx, m, "InvalidOperation", &[e])?;
    class(cx, m, "DivisionByZero", &[e, zero])?;
    let (inexact, rounded, subnormal) = (class(cx, m, "Inexact", &[e])?, class(cx, m, "Rounded", &[e])?, class(cx, m, "Subnormal", &[e])?);
    class(cx, m, "Overflow", &[inexact, rounded])?;
    class(cx, m, "Underflow", &[inexact, rounded, subnormal])?;
    class(cx, m, "FloatOperation", &[e, type_error])?;
    for n in ["ConversionSyntax", "DivisionImpossible", "InvalidContext"] { class(cx, m, n, &[invalid])?; }
    class(cx, m, "DivisionUndefined", &[invalid, zero])?;
    // the dict of signals is a MutableMapping over the native half
    let mapping = import_attr(cx, "collections.abc", "MutableMapping")?;
    let (n, module, mixin, d, slots) = (cx.intern("SignalDict"), cx.intern("abc"), cx.class(T::DecSignals).0, cx.dict(), cx.tuple(&[]));
    cx.dict_set(d, "__module__", module);
    cx.dict_set(d, "__slots__", slots);
    let (bases, meta) = (cx.tuple(&[mixin, mapping]), cx.class_of(mapping).0);
    let sd = cx.call(meta, &[n, bases, d.0])?;
    cx.static_set("decimal.SignalDict", sd);
    let named = import_attr(cx, "collections", "namedtuple")?;
    let (tn, fields, module, k) = (cx.str("DecimalTuple"), cx.str("sign digits exponent"), cx.str("decimal"), cx.intern("module"));
    let dt = cx.call_kw(named, &[tn, fields, module], &[k])?;
    cx.static_set("decimal.DecimalTuple", dt);
    m.set(cx, "DecimalTuple", dt);
    let number = import_attr(cx, "numbers", "Number")?;
    let c = cx.class(T::Decimal).0;
    cx.call_method(number, "register", &[c])?;
    let r = import_attr(cx, "numbers", "Rational")?;
    cx.static_set("decimal.Rational", r);
    let basic = cond::IEEE_INVALID | cond::DIVISION_BY_ZERO | cond::OVERFLOW;
    for (name, key, s) in [
        ("DefaultContext", "decimal.DefaultContext", Settings { prec: 28, round: 6, traps: basic }), ("BasicContext", "decimal.BasicContext", Settings { prec: 9, round: 4, traps: basic | cond::UNDERFLOW | cond::CLAMPED }),
        ("ExtendedContext", "decimal.ExtendedContext", Settings { prec: 9, round: 6, traps: 0 }),
    ] { let c = new_exact(cx, &s); cx.static_set(key, c); m.set(cx, name, c) }
    let name = cx.str("decimal_context");
    let var = Slots::new(cx, T::ContextVar, &[name]);
    cx.static_set("decimal.context", var);
    for n in ROUND_NAMES { let v = cx.intern(n); m.set(cx, n, v) }
    for (n, v) in [("MAX_PREC", MAX_PREC), ("MAX_EMAX", MAX_EMAX), ("MIN_EMIN", MIN_EMIN), ("MIN_ETINY", MIN_ETINY)] { let v = cx.int(v); m.set(cx, n, v) }
    for n in ["HAVE_THREADS", "HAVE_CONTEXTVAR"] { m.set(cx, n, Value::TRUE) }
    for (n, v) in [("__version__", "1.70"), ("__libmpdec_version__", "2.5.1"), ("__doc__", "C decimal arithmetic module")] { let v = cx.str(v); m.set(cx, n, v) }
    Ok(())
}
