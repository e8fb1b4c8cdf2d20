//! Methods of `Decimal` and their doubles on `Context`.
use super::context::{add_status, arg, current, round_index, Env};
use super::value::{exact, of_f64, of_int, operand, operand_or, to_dec, wrap, wrap_of};
use super::is_decimal;
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use dashu_int::{IBig, UBig};
use fora_num::decimal::{cond, Ctx, Dec, FormatSpec, Kind, Round, Seps, ROUNDS};

type Un = fn(&Dec, &Ctx, &mut u32) -> Dec;
type Bi = fn(&Dec, &Dec, &Ctx, &mut u32) -> Dec;

fn done(cx: &mut Cx, env: &Env, st: u32, d: Dec) -> R { add_status(cx, env, st)?; wrap(cx, d) }
fn unary(cx: &mut Cx, env: &Env, d: &Dec, f: Un) -> R { let mut st = 0; let r = f(d, &env.c, &mut st); done(cx, env, st, r) }
fn binary(cx: &mut Cx, env: &Env, a: &Dec, b: &Dec, f: Bi) -> R { let mut st = 0; let r = f(a, b, &env.c, &mut st); done(cx, env, st, r) }
/// operator of Decimal and Decimal or int
fn op(cx: &mut Cx, a: Value, b: Value, f: Bi) -> R {
    let (Some(x), Some(y)) = (operand(a), operand(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let env = current(cx)?;
    binary(cx, &env, &x, &y, f)
}
fn op1(cx: &mut Cx, a: &[Value], f: Un) -> R { let env = current(cx)?; unary(cx, &env, &to_dec(a[0]), f) }
/// method(self, context=None), method(self, other, context=None)
fn m1(cx: &mut Cx, a: &[Value], f: Un) -> R { let env = arg(cx, a[1])?; unary(cx, &env, &to_dec(a[0]), f) }
fn m2(cx: &mut Cx, a: &[Value], f: Bi) -> R { let env = arg(cx, a[2])?; let y = operand_or(cx, a[1])?; binary(cx, &env, &to_dec(a[0]), &y, f) }
/// Context.method(x), Context.method(a, b)
fn c1(cx: &mut Cx, a: &[Value], f: Un) -> R { let env = Env::of(a[0]); let x = operand_or(cx, a[1])?; unary(cx, &env, &x, f) }
fn c2(cx: &mut Cx, a: &[Value], f: Bi) -> R { let env = Env::of(a[0]); let (x, y) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?); binary(cx, &env, &x, &y, f) }

fn new(cx: &mut Cx, a: &[Value]) -> R {
    let env = arg(cx, a[2])?;
    let v = match a[1].opt() { Some(v) => v, None => return wrap_of(cx, a[0], Dec::small(false, 0, 0)) };
    if v.is_exact(T::Decimal) && a[0] == cx.class(T::Decimal).0 { return Ok(v); }
    let d = exact(cx, v, &env)?;
    wrap_of(cx, a[0], d)
}
fn from_float(cx: &mut Cx, a: &[Value]) -> R {
    let d = super::value::from_float(cx, a[1])?;
    let v = wrap(cx, d)?;
    if a[0] == cx.class(T::Decimal).0 { Ok(v) } else { cx.call(a[0], &[v]) }
}
fn divmod(cx: &mut Cx, env: &Env, a: &Dec, b: &Dec) -> R {
    let mut st = 0;
    let (q, r) = a.divmod(b, &env.c, &mut st);
    add_status(cx, env, st)?;
    let (q, r) = (wrap(cx, q)?, wrap(cx, r)?);
    Ok(cx.tuple(&[q, r]))
}
fn op_divmod(cx: &mut Cx, a: Value, b: Value) -> R { let (Some(x), Some(y)) = (operand(a), operand(b)) else { return Ok(Value::NOT_IMPLEMENTED) }; let env = current(cx)?; divmod(cx, &env, &x, &y) }
fn power(cx: &mut Cx, env: &Env, a: &Dec, b: &Dec, m: Option<Dec>) -> R {
    let mut st = 0;
    let r = match m { Some(m) => a.pow_mod(b, &m, &env.c, &mut st), None => a.pow(b, &env.c, &mut st) };
    done(cx, env, st, r)
}
fn op_pow(cx: &mut Cx, a: Value, b: Value, m: Value) -> R {
    let (Some(x), Some(y)) = (operand(a), operand(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let m = match m.opt_none() { None => None, Some(m) => match operand(m) { Some(m) => Some(m), None => return Ok(Value::NOT_IMPLEMENTED) } };
    let env = current(cx)?;
    power(cx, &env, &x, &y, m)
}

// ---- comparison -------------------------------------------------------------------------------------------------------------------
fn compare(cx: &mut Cx, a: &[Value], o: Cmp) -> R {
    let env = current(cx)?;
    let eq = matches!(o, Cmp::Eq | Cmp::Ne);
    let (mut x, v) = (to_dec(a[0]), a[1]);
    let float = |cx: &mut Cx, f: f64| -> R<Dec> { if eq { add_quietly(cx, &env, cond::FLOAT_OPERATION) } else { add_status(cx, &env, cond::FLOAT_OPERATION)? } Ok(of_f64(f)) };
    let y = if let Some(y) = operand(v) { y }
        else if v.is(T::Float) { float(cx, crate::float::get(v))? }
        else if v.is(T::Complex) {
            if !eq { return Ok(Value::NOT_IMPLEMENTED); }
            let (re, im) = (cx.get_attr_str(v, "real")?, cx.get_attr_str(v, "imag")?);
            if crate::float::get(im) != 0.0 { return Ok(Value::bool(o == Cmp::Ne)); }
            float(cx, crate::float::get(re))?
        }
        else if v.is_ref() && !matches!(v.kind(), T::Str | T::Tuple | T::List | T::Dict | T::Bytes) && is_rational(cx, v)? {
            // self * denominator against numerator, both exact
            let (n, d) = (cx.get_attr_str(v, "numerator")?, cx.get_attr_str(v, "denominator")?);
            if !n.is(T::Int) || !d.is(T::Int) { return Ok(Value::NOT_IMPLEMENTED); }
            if x.is_finite() { x = x.mul_exact(&of_int(d)) }
            of_int(n)
        } else { return Ok(Value::NOT_IMPLEMENTED); };
    if x.is_nan() || y.is_nan() {
        if !eq || x.kind == Kind::SNan || y.kind == Kind::SNan { add_status(cx, &env, cond::INVALID_OPERATION)? }
        return Ok(Value::bool(o == Cmp::Ne));
    }
    Ok(Value::bool(o.of_ordering(x.order(&y))))
}
fn add_quietly(cx: &mut Cx, env: &Env, st: u32) { let s = crate::object::Slots(env.obj); let old = s.int(super::context::STATUS); s.set_int(cx, super::context::STATUS, old | st as i64) }
fn is_rational(cx: &mut Cx, v: Value) -> R<bool> { match cx.static_get("decimal.Rational") { Some(c) => cx.is_instance(v, c), None => Ok(false) } }
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let d = to_dec(a[0]);
    if d.kind == Kind::SNan { return Err(cx.type_error("Cannot hash a signaling NaN value")); }
    let h = d.hash().unwrap_or((a[0].0 >> 4) as i64);
    Ok(cx.int(h))
}

// ---- conversion ---------------------------------------------------------------------------------------------------------------------
fn whole(cx: &mut Cx, d: &Dec, round: Round) -> R {
    if d.is_nan() { return Err(cx.value_error("cannot convert NaN to integer")); }
    if d.is_inf() { return Err(cx.overflow_error("cannot convert Infinity to integer")); }
    if d.exp > 1 << 32 && !d.is_zero() { return Err(cx.memory_error()); }
    let r = if d.exp >= 0 { d.clone() } else { d.rescale(0, round).0 };
    let n = IBig::from(r.trunc());
    Ok(cx.bigint(if d.neg { -n } else { n }))
}
fn to_float(cx: &mut Cx, v: Value) -> R<f64> {
    let d = to_dec(v);
    if d.kind == Kind::SNan { return Err(cx.value_error("cannot convert signaling NaN to float")); }
    if d.is_nan() { return Ok(if d.neg { -f64::NAN } else { f64::NAN }); }
    Ok(fora_num::float::parse_float(&d.to_text(false, true)).unwrap_or(f64::NAN))
}
fn ratio(cx: &mut Cx, a: &[Value]) -> R {
    let d = to_dec(a[0]);
    if d.is_nan() { return Err(cx.value_error("cannot convert NaN to integer ratio")); }
    if d.is_inf() { return Err(cx.overflow_error("cannot convert Infinity to integer ratio")); }
    let (mut n, mut m) = if d.exp >= 0 { (d.trunc(), UBig::ONE) } else { (d.coef.clone(), fora_num::decimal::pow10(-d.exp)) };
    if n == UBig::ZERO { m = UBig::ONE }
    let g = dashu_int::ops::Gcd::gcd(&n, &m);
    if g > UBig::ONE { n /= &g; m /= &g }
    let n = IBig::from(n);
    let (n, m) = (cx.bigint(if d.neg { -n } else { n }), cx.bigint(IBig::from(m)));
    Ok(cx.tuple(&[n, m]))
}
fn as_tuple(cx: &mut Cx, a: &[Value]) -> R {
    let d = to_dec(a[0]);
    let exp = match d.kind { Kind::Finite => cx.int(d.exp), Kind::Inf => cx.str("F"), Kind::QNan => cx.str("n"), Kind::SNan => cx.str("N") };
    let text = d.coef.to_string();
    let digits = if d.is_nan() && text == "0" { cx.rt.empty_tuple } else { let v: crate::vvec::VVec = text.bytes().map(|b| Value::small((b - b'0') as i64)).collect(); cx.tuple(&v) };
    let c = cx.static_get("decimal.DecimalTuple").unwrap_or(Value::NONE);
    cx.call(c, &[Value::small(d.neg as i64), digits, exp])
}
fn round(cx: &mut Cx, a: &[Value]) -> R {
    let d = to_dec(a[0]);
    let Some(n) = a[1].opt() else { return whole(cx, &d, Round::HalfEven) };
    if !n.is(T::Int) { return Err(cx.type_error("optional arg must be an integer")); }
    let Some(n) = crate::int::to_i64(n) else { return Err(cx.overflow_error("Python int too large to convert to C ssize_t")) };
    let env = current(cx)?;
    let unit = Dec::small(false, 1, n.checked_neg().unwrap_or(i64::MAX / 4).clamp(-(1 << 61), 1 << 61));
    binary(cx, &env, &d, &unit, Dec::quantize)
}
fn text(cx: &mut Cx, v: Value, eng: bool) -> R { let env = current(cx)?; let t = to_dec(v).to_text(eng, env.capitals()); Ok(cx.string(t)) }
fn repr(cx: &mut Cx, a: &[Value]) -> R { let env = current(cx)?; let t = to_dec(a[0]).to_text(false, env.capitals()); Ok(cx.string(format!("Decimal('{t}')"))) }
fn format(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { return Err(cx.type_error("format arg must be str")) };
    let env = current(cx)?;
    let d = to_dec(a[0]);
    let Ok(spec) = FormatSpec::parse(&s.lossy()) else { return Err(cx.value_error("invalid format string")) };
    if spec.width > 1 << 31 { return Err(cx.memory_error()); }
    // a number whose digits would fill memory
    if matches!(spec.kind, 'f' | 'F' | '%') && d.is_finite() && !d.is_zero() && d.exp.abs() > 1 << 32 { return Err(cx.memory_error()); }
    let (mut dot, mut sep, mut groups) = (".".to_string(), ",".to_string(), vec![3u8]);
    if spec.kind == 'n' {
        let f = crate::modules::osys::import_attr(cx, "_locale", "localeconv")?;
        let l = cx.call(f, &[])?;
        let get = |cx: &mut Cx, k: &str| -> R { let k = cx.str(k); cx.get_item(l, k) };
        let (p, t, g) = (get(cx, "decimal_point")?, get(cx, "thousands_sep")?, get(cx, "grouping")?);
        dot = cx.str_of(p)?.lossy().into_owned();
        sep = cx.str_of(t)?.lossy().into_owned();
        groups = cx.collect(g)?.iter().map(|v| v.as_small().unwrap_or(0).clamp(0, 127) as u8).collect();
        if groups.len() > 1 && groups.last() == Some(&0) { groups.pop(); }
    }
    if let Some(o) = a[2].opt_none() {
        let Some(o) = crate::dict::Dict::from(o) else { return Err(cx.type_error("optional argument must be a dict")) };
        let text = |cx: &mut Cx, k: &str| -> R<Option<String>> { match cx.dict_get(o, k) { None => Ok(None), Some(v) => match Str::from(v) { Some(s) => Ok(Some(s.lossy().into_owned())), None => Err(cx.type_error("bad argument type for built-in operation")) } } };
        if let Some(s) = text(cx, "decimal_point")? { dot = s }
        if let Some(s) = text(cx, "thousands_sep")? { sep = s }
        if let Some(s) = text(cx, "grouping")? { groups = s.into_bytes() }
        if dot.is_empty() || dot.chars().count() > 1 { return Err(cx.value_error("invalid override dict")); }
    }
    let t = d.format(&spec, &env.c, env.capitals(), &Seps { dot: &dot, sep: &sep, grouping: &groups });
    Ok(cx.string(t))
}

// ---- methods with a rounding, three operands, or a plain answer -------------------------------------------------------------------------
fn with_rounding(cx: &mut Cx, env: &mut Env, v: Value) -> R<()> { if let Some(v) = v.opt_none() { env.c.round = ROUNDS[round_index(cx, v)?.clamp(0, 7) as usize] } Ok(()) }
fn quantize(cx: &mut Cx, a: &[Value]) -> R {
    let mut env = arg(cx, a[3])?;
    with_rounding(cx, &mut env, a[2])?;
    let y = operand_or(cx, a[1])?;
    binary(cx, &env, &to_dec(a[0]), &y, Dec::quantize)
}
fn integral(cx: &mut Cx, a: &[Value], exact: bool) -> R {
    let mut env = arg(cx, a[2])?;
    with_rounding(cx, &mut env, a[1])?;
    let mut st = 0;
    let r = to_dec(a[0]).to_integral(exact, &env.c, &mut st);
    done(cx, &env, st, r)
}
fn fma(cx: &mut Cx, env: &Env, x: &Dec, y: &Dec, z: &Dec) -> R { let mut st = 0; let r = x.fma(y, z, &env.c, &mut st); done(cx, env, st, r) }
fn copy_sign(a: &Dec, b: &Dec, _: &Ctx, _: &mut u32) -> Dec { a.clone().with_sign(b.neg) }
fn total(a: &Dec, b: &Dec, _: &Ctx, _: &mut u32) -> Dec { a.compare_total(b) }
fn total_mag(a: &Dec, b: &Dec, _: &Ctx, _: &mut u32) -> Dec { a.compare_total_mag(b) }
fn exact_integral(d: &Dec, c: &Ctx, st: &mut u32) -> Dec { d.to_integral(true, c, st) }
fn plain_integral(d: &Dec, c: &Ctx, st: &mut u32) -> Dec { d.to_integral(false, c, st) }
fn copy_abs(d: &Dec, _: &Ctx, _: &mut u32) -> Dec { d.abs() }
fn copy_negate(d: &Dec, _: &Ctx, _: &mut u32) -> Dec { d.clone().with_sign(!d.neg) }
fn same(d: &Dec, _: &Ctx, _: &mut u32) -> Dec { d.clone() }
/// answers about one number in a context
fn test(name: &str, d: &Dec, c: &Ctx) -> bool {
    match name { "is_finite" => d.is_finite(), "is_infinite" => d.is_inf(), "is_nan" => d.is_nan(), "is_qnan" => d.kind == Kind::QNan, "is_snan" => d.kind == Kind::SNan, "is_signed" => d.neg, "is_zero" => d.is_zero(), "is_normal" => d.is_normal(c), "is_subnormal" => d.is_subnormal(c), _ => true }
}
macro_rules! ops { ($($name:literal $rname:literal $f:path;)*) => { &[$(def($name, "value, /", |cx, a| op(cx, a[0], a[1], $f)), def($rname, "value, /", |cx, a| op(cx, a[1], a[0], $f))),*] } }
macro_rules! methods1 { ($($name:literal $f:path;)*) => { &[$(def($name, "context=None", |cx, a| m1(cx, a, $f))),*] } }
macro_rules! methods2 { ($($name:literal $f:path;)*) => { &[$(def($name, "other, context=None", |cx, a| m2(cx, a, $f))),*] } }
macro_rules! context1 { ($($name:literal $f:path;)*) => { &[$(def($name, "x, /", |cx, a| c1(cx, a, $f))),*] } }
macro_rules! context2 { ($($name:literal $f:path;)*) => { &[$(def($name, "a, b", |cx, a| c2(cx, a, $f))),*] } }
macro_rules! tests { ($($name:literal),*) => { &[$(def($name, "", |_, a| Ok(Value::bool(test($name, &to_dec(a[0]), &Ctx::MAX))))),*] } }
macro_rules! context_tests { ($($name:literal),*) => { &[$(def($name, "x, /", |cx, a| { let x = operand_or(cx, a[1])?; Ok(Value::bool(test($name, &x, &Env::of(a[0]).c))) })),*] } }
pub const OPERATORS: &[Def] = ops! { "__add__" "__radd__" Dec::add; "__sub__" "__rsub__" Dec::sub; "__mul__" "__rmul__" Dec::mul; "__truediv__" "__rtruediv__" Dec::div; "__floordiv__" "__rfloordiv__" Dec::div_int; "__mod__" "__rmod__" Dec::rem; };
pub const UNARY: &[Def] = methods1! { "exp" Dec::exp_; "ln" Dec::ln; "log10" Dec::log10; "next_minus" Dec::next_minus; "next_plus" Dec::next_plus; "normalize" Dec::reduce; "sqrt" Dec::sqrt; "logical_invert" Dec::logical_invert; "logb" Dec::logb; };
pub const BINARY: &[Def] = methods2! { "compare" Dec::compare; "compare_signal" Dec::compare_signal; "compare_total" total; "compare_total_mag" total_mag; "copy_sign" copy_sign; "max" Dec::max; "max_mag" Dec::max_mag; "min" Dec::min; "min_mag" Dec::min_mag; "next_toward" Dec::next_toward; "remainder_near" Dec::rem_near;
    "logical_and" Dec::logical_and; "logical_or" Dec::logical_or; "logical_xor" Dec::logical_xor; "rotate" Dec::rotate; "scaleb" Dec::scaleb; "shift" Dec::shift; };
pub const TESTS: &[Def] = tests!("is_canonical", "is_finite", "is_infinite", "is_nan", "is_qnan", "is_snan", "is_signed", "is_zero");
pub const METHODS: &[Def] = &[
    def_new("value='0', context=None", new).doc("Construct a new Decimal object. 'value' can be an integer, string, tuple,\nor another Decimal object. If no value is given, return Decimal('0')."), def_class("from_float", "f, /", from_float),
    def("__divmod__", "value, /", |cx, a| op_divmod(cx, a[0], a[1])), def("__rdivmod__", "value, /", |cx, a| op_divmod(cx, a[1], a[0])),
    def("__pow__", "value, mod=None, /", |cx, a| op_pow(cx, a[0], a[1], a[2])), def("__rpow__", "value, mod=None, /", |cx, a| op_pow(cx, a[1], a[0], a[2])),
    def("__neg__", "", |cx, a| op1(cx, a, Dec::minus)), def("__pos__", "", |cx, a| op1(cx, a, Dec::plus)), def("__abs__", "", |cx, a| op1(cx, a, Dec::absolute)), def("__bool__", "", |_, a| Ok(Value::bool(!to_dec(a[0]).is_zero()))),
    def("__lt__", "value, /", |cx, a| compare(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| compare(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| compare(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| compare(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| compare(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| compare(cx, a, Cmp::Ge)),
    def("__hash__", "", hash), def("__str__", "", |cx, a| text(cx, a[0], false)), def("__repr__", "", repr), def("__format__", "fmtarg, override=None, /", format),
    def("__int__", "", |cx, a| whole(cx, &to_dec(a[0]), Round::Down)), def("__trunc__", "", |cx, a| whole(cx, &to_dec(a[0]), Round::Down)), def("__floor__", "", |cx, a| whole(cx, &to_dec(a[0]), Round::Floor)), def("__ceil__", "", |cx, a| whole(cx, &to_dec(a[0]), Round::Ceiling)), def("__round__", "ndigits=?, /", round),
    def("__float__", "", |cx, a| { let f = to_float(cx, a[0])?; Ok(cx.float(f)) }), def("__complex__", "", |cx, a| { let f = to_float(cx, a[0])?; let (f, c) = (cx.float(f), cx.class(T::Complex).0); cx.call(c, &[f]) }),
    def("__reduce__", "", |cx, a| { let t = to_dec(a[0]).to_text(false, true); let (c, s) = (cx.class_of(a[0]).0, cx.string(t)); let args = cx.tuple(&[s]); Ok(cx.tuple(&[c, args])) }),
    def("__copy__", "", |_, a| Ok(a[0])), def("__deepcopy__", "memo, /", |_, a| Ok(a[0])), def("__sizeof__", "", |_, a| Ok(Value::small(48 + to_dec(a[0]).digits() / 2))),
    attr("real", |_, a| Ok(a[0])), attr("imag", |cx, _| wrap(cx, Dec::small(false, 0, 0))), def("conjugate", "", |_, a| Ok(a[0])), def("canonical", "", |_, a| Ok(a[0])), def("radix", "", |cx, _| wrap(cx, Dec::small(false, 10, 0))),
    def("adjusted", "", |cx, a| { let d = to_dec(a[0]); let n = if d.is_finite() { d.adjusted() } else { 0 }; Ok(cx.int(n)) }), def("as_tuple", "", as_tuple), def("as_integer_ratio", "", ratio),
    def("copy_abs", "", |cx, a| wrap(cx, to_dec(a[0]).abs())), def("copy_negate", "", |cx, a| { let d = to_dec(a[0]); let n = !d.neg; wrap(cx, d.with_sign(n)) }),
    def("is_normal", "context=None", |cx, a| { let e = arg(cx, a[1])?; Ok(Value::bool(to_dec(a[0]).is_normal(&e.c))) }), def("is_subnormal", "context=None", |cx, a| { let e = arg(cx, a[1])?; Ok(Value::bool(to_dec(a[0]).is_subnormal(&e.c))) }),
    def("number_class", "context=None", |cx, a| { let e = arg(cx, a[1])?; let t = to_dec(a[0]).number_class(&e.c); Ok(cx.str(t)) }), def("to_eng_string", "context=None", |cx, a| { let e = arg(cx, a[1])?; let t = to_dec(a[0]).to_text(true, e.capitals()); Ok(cx.string(t)) }),
    def("same_quantum", "other, context=None", |cx, a| { arg(cx, a[2])?; let y = operand_or(cx, a[1])?; Ok(Value::bool(to_dec(a[0]).same_quantum(&y))) }),
    def("quantize", "exp, rounding=None, context=None", quantize), def("to_integral", "rounding=None, context=None", |cx, a| integral(cx, a, false)), def("to_integral_value", "rounding=None, context=None", |cx, a| integral(cx, a, false)), def("to_integral_exact", "rounding=None, context=None", |cx, a| integral(cx, a, true)),
    def("fma", "other, third, context=None", |cx, a| { let e = arg(cx, a[3])?; let (y, z) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?); fma(cx, &e, &to_dec(a[0]), &y, &z) }),
];
pub const CONTEXT_UNARY: &[Def] = context1! { "abs" Dec::absolute; "exp" Dec::exp_; "ln" Dec::ln; "log10" Dec::log10; "minus" Dec::minus; "next_minus" Dec::next_minus; "next_plus" Dec::next_plus; "normalize" Dec::reduce; "plus" Dec::plus; "to_integral" plain_integral; "to_integral_exact" exact_integral; "to_integral_value" plain_integral; "sqrt" Dec::sqrt;
    "logb" Dec::logb; "logical_invert" Dec::logical_invert; "copy_abs" copy_abs; "copy_negate" copy_negate; "copy_decimal" same; };
pub const CONTEXT_BINARY: &[Def] = context2! { "add" Dec::add; "compare" Dec::compare; "compare_signal" Dec::compare_signal; "divide" Dec::div; "divide_int" Dec::div_int; "max" Dec::max; "max_mag" Dec::max_mag; "min" Dec::min; "min_mag" Dec::min_mag; "multiply" Dec::mul; "next_toward" Dec::next_toward; "quantize" Dec::quantize; "remainder" Dec::rem; "remainder_near" Dec::rem_near; "subtract" Dec::sub;
    "compare_total" total; "compare_total_mag" total_mag; "copy_sign" copy_sign; "logical_and" Dec::logical_and; "logical_or" Dec::logical_or; "logical_xor" Dec::logical_xor; "rotate" Dec::rotate; "scaleb" Dec::scaleb; "shift" Dec::shift; };
pub const CONTEXT_TESTS: &[Def] = context_tests!("is_finite", "is_infinite", "is_nan", "is_normal", "is_qnan", "is_signed", "is_snan", "is_subnormal", "is_zero");
fn need_decimal(cx: &mut Cx, v: Value) -> R { if is_decimal(v) { Ok(v) } else { Err(cx.type_error("argument must be a Decimal")) } }
pub const CONTEXT_METHODS: &[Def] = &[
    def("divmod", "a, b", |cx, a| { let e = Env::of(a[0]); let (x, y) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?); divmod(cx, &e, &x, &y) }),
    def("power", "a, b, modulo=None", |cx, a| { let e = Env::of(a[0]); let (x, y) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?); let m = match a[3].opt_none() { Some(m) => Some(operand_or(cx, m)?), None => None }; power(cx, &e, &x, &y, m) }),
    def("fma", "a, b, c", |cx, a| { let e = Env::of(a[0]); let (x, y, z) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?, operand_or(cx, a[3])?); fma(cx, &e, &x, &y, &z) }),
    def("same_quantum", "a, b", |cx, a| { let (x, y) = (operand_or(cx, a[1])?, operand_or(cx, a[2])?); Ok(Value::bool(x.same_quantum(&y))) }),
    def("number_class", "x, /", |cx, a| { let x = operand_or(cx, a[1])?; let t = x.number_class(&Env::of(a[0]).c); Ok(cx.str(t)) }),
    def("to_sci_string", "x, /", |cx, a| { let x = operand_or(cx, a[1])?; let t = x.to_text(false, Env::of(a[0]).capitals()); Ok(cx.string(t)) }), def("to_eng_string", "x, /", |cx, a| { let x = operand_or(cx, a[1])?; let t = x.to_text(true, Env::of(a[0]).capitals()); Ok(cx.string(t)) }),
    def("radix", "", |cx, _| wrap(cx, Dec::small(false, 10, 0))), def("canonical", "x, /", |cx, a| need_decimal(cx, a[1])), def("is_canonical", "x, /", |cx, a| { need_decimal(cx, a[1])?; Ok(Value::TRUE) }),
];
