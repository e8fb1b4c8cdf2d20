//! The math module.
use crate::abs::Bin;
use crate::class::D;
use crate::cx::Cx;
use crate::func::Module;
use crate::int::{self, big, from_ibig};
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use fora_num::int as ni;
use fora_num::math::{self as nm, FSum, SumProd, Term};

type Fun = fn(f64) -> fora_num::error::Result<f64>;
fn real(cx: &mut Cx, x: Value, f: Fun) -> R { let x = cx.as_f64(x)?; let r = f(x); let v = cx.num(r)?; Ok(cx.float(v)) }
macro_rules! reals { ($($name:ident $f:path;)*) => { $( fn $name(cx: &mut Cx, a: &[Value]) -> R { real(cx, a[0], $f) } )* } }
reals! {
    acos nm::math_acos; acosh nm::math_acosh; asin nm::math_asin; asinh nm::math_asinh; atan nm::math_atan; atanh nm::math_atanh; cbrt nm::math_cbrt; cos nm::math_cos; cosh nm::math_cosh; exp nm::math_exp; exp2 nm::math_exp2;
    expm1 nm::math_expm1; sin nm::math_sin; sinh nm::math_sinh; sqrt nm::math_sqrt; tan nm::math_tan; tanh nm::math_tanh; erf nm::math_erf; erfc nm::math_erfc; log1p nm::math_log1p; gamma nm::math_gamma; lgamma nm::math_lgamma;
}
fn fabs(cx: &mut Cx, a: &[Value]) -> R { let f = cx.as_f64(a[0])?.abs(); Ok(cx.float(f)) }
fn degrees(cx: &mut Cx, a: &[Value]) -> R { let f = nm::math_degrees(cx.as_f64(a[0])?); Ok(cx.float(f)) }
fn radians(cx: &mut Cx, a: &[Value]) -> R { let f = nm::math_radians(cx.as_f64(a[0])?); Ok(cx.float(f)) }
fn ulp(cx: &mut Cx, a: &[Value]) -> R { let f = nm::math_ulp(cx.as_f64(a[0])?); Ok(cx.float(f)) }
fn isfinite(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(cx.as_f64(a[0])?.is_finite())) }
fn isinf(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(cx.as_f64(a[0])?.is_infinite())) }
fn isnan(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(cx.as_f64(a[0])?.is_nan())) }
fn two(cx: &mut Cx, a: &[Value]) -> R<(f64, f64)> { Ok((cx.as_f64(a[0])?, cx.as_f64(a[1])?)) }
fn atan2(cx: &mut Cx, a: &[Value]) -> R { let (y, x) = two(cx, a)?; let f = nm::math_atan2(y, x); Ok(cx.float(f)) }
fn copysign(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = two(cx, a)?; Ok(cx.float(x.copysign(y))) }
fn fmod(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = two(cx, a)?; let f = cx.num(nm::math_fmod(x, y))?; Ok(cx.float(f)) }
fn remainder(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = two(cx, a)?; let f = cx.num(nm::math_remainder(x, y))?; Ok(cx.float(f)) }
fn pow(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = two(cx, a)?; let f = cx.num(nm::math_pow(x, y))?; Ok(cx.float(f)) }
fn frexp(cx: &mut Cx, a: &[Value]) -> R { let (m, e) = nm::math_frexp(cx.as_f64(a[0])?); let m = cx.float(m); Ok(cx.tuple(&[m, Value::small(e as i64)])) }
fn modf(cx: &mut Cx, a: &[Value]) -> R { let (f, w) = nm::math_modf(cx.as_f64(a[0])?); let (f, w) = (cx.float(f), cx.float(w)); Ok(cx.tuple(&[f, w])) }
fn ldexp(cx: &mut Cx, a: &[Value]) -> R {
    let x = cx.as_f64(a[0])?;
    if !a[1].is(T::Int) { return Err(cx.type_error("Expected an int as second argument to ldexp.")); }
    let e = cx.index_clamped(a[1])?;
    let f = cx.num(nm::math_ldexp(x, e))?;
    Ok(cx.float(f))
}
fn nextafter(cx: &mut Cx, a: &[Value]) -> R {
    let (x, y) = two(cx, a)?;
    let f = match a[2].opt_none() { None => nm::math_nextafter(x, y), Some(s) => { let s = cx.index(s)?; cx.num(nm::math_nextafter_steps(x, y, &big(s)))? } };
    Ok(cx.float(f))
}
/// (rel_tol, abs_tol) with their checks.
pub fn tolerances(cx: &mut Cx, rel: Value, abs: Value) -> R<(f64, f64)> {
    let r = match rel.opt() { Some(v) => cx.as_f64(v)?, None => 1e-9 };
    let b = match abs.opt() { Some(v) => cx.as_f64(v)?, None => 0.0 };
    if r < 0.0 || b < 0.0 { return Err(cx.value_error("tolerances must be non-negative")); }
    Ok((r, b))
}
fn isclose(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = two(cx, a)?; let (r, b) = tolerances(cx, a[2], a[3])?; Ok(Value::bool(nm::math_isclose(x, y, r, b))) }
fn logarithm(cx: &mut Cx, x: Value, f: Fun, g: fn(&dashu_int::IBig) -> fora_num::error::Result<f64>) -> R<f64> {
    if x.is(T::Int) && !x.is_small() { return cx.num(g(&big(x))); }
    if x.is_small() { return cx.num(f(x.small_unchecked() as f64)); }
    let x = cx.as_f64(x)?;
    cx.num(f(x))
}
fn log(cx: &mut Cx, a: &[Value]) -> R {
    let x = logarithm(cx, a[0], nm::math_log, nm::math_log_int)?;
    let Some(b) = a[1].opt() else { return Ok(cx.float(x)) };
    let b = logarithm(cx, b, nm::math_log, nm::math_log_int)?;
    let f = cx.num(nm::math_log_base(x, b))?;
    Ok(cx.float(f))
}
fn log2(cx: &mut Cx, a: &[Value]) -> R { let f = logarithm(cx, a[0], nm::math_log2, nm::math_log2_int)?; Ok(cx.float(f)) }
fn log10(cx: &mut Cx, a: &[Value]) -> R { let f = logarithm(cx, a[0], nm::math_log10, nm::math_log10_int)?; Ok(cx.float(f)) }
fn floor(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is_inline_float() { return int::from_f64(cx, a[0].inline_float().floor()); }
    if a[0].is_small() { return Ok(a[0]); }
    if let Some(r) = cx.call_special(a[0], D::Floor, &[])? { return Ok(r); }
    let f = cx.as_f64(a[0])?.floor();
    int::from_f64(cx, f)
}
fn ceil(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is_inline_float() { return int::from_f64(cx, a[0].inline_float().ceil()); }
    if a[0].is_small() { return Ok(a[0]); }
    if let Some(r) = cx.call_special(a[0], D::Ceil, &[])? { return Ok(r); }
    let f = cx.as_f64(a[0])?.ceil();
    int::from_f64(cx, f)
}
fn trunc(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is_inline_float() { return int::from_f64(cx, a[0].inline_float()); }
    match cx.call_special(a[0], D::Trunc, &[])? { Some(r) => Ok(r), None => { let t = cx.type_name(a[0]); Err(cx.type_error(format!("type {t} doesn't define __trunc__ method"))) } }
}
fn floats(cx: &mut Cx, v: &[Value]) -> R<Vec<f64>> { let mut out = Vec::with_capacity(v.len()); for x in v { out.push(cx.as_f64(*x)?) } Ok(out) }
fn hypot(cx: &mut Cx, a: &[Value]) -> R { let v = floats(cx, Tuple(a[0]).items())?; let f = nm::math_hypot(&v); Ok(cx.float(f)) }
fn dist(cx: &mut Cx, a: &[Value]) -> R {
    let (p, q) = (cx.collect(a[0])?, cx.collect(a[1])?);
    if p.len() != q.len() { return Err(cx.value_error("both points must have the same number of dimensions")); }
    let (p, q) = (floats(cx, &p)?, floats(cx, &q)?);
    match nm::math_dist(&p, &q) { Some(f) => Ok(cx.float(f)), None => Err(cx.value_error("both points must have the same number of dimensions")) }
}
fn fsum(cx: &mut Cx, a: &[Value]) -> R {
    let mut s = FSum::default();
    cx.for_each(a[0], |cx, x| { let f = cx.as_f64(x)?; cx.num(s.add(f)) })?;
    let f = cx.num(s.finish())?;
    Ok(cx.float(f))
}
fn prod(cx: &mut Cx, a: &[Value]) -> R {
    let mut total = a[1].opt().unwrap_or(Value::small(1));
    let it = cx.iter(a[0])?;
    while let Some(x) = cx.next(it)? { total = cx.binary(Bin::Mul, total, x)?; }
    Ok(total)
}
fn term(cx: &mut Cx, v: Value) -> Term {
    if v.is_bool() { return Term::Bool(v.is_true()); }
    if v.is_inline_float() || v.is_exact(T::Float) { return Term::Float(crate::float::get(v)); }
    if v.is_small() || v.is_exact(T::Int) { return match int::to_i64(v) { Some(i) => Term::Int(i), None => { let r = int::to_f64(cx, v); if r.is_err() { cx.clear_pending() } Term::Big(r.ok()) } }; }
    Term::Object
}
fn sumprod(cx: &mut Cx, a: &[Value]) -> R {
    let (p, q) = (cx.iter(a[0])?, cx.iter(a[1])?);
    let mut total = Value::small(0);
    let mut s = SumProd::default();
    loop {
        let (x, y) = (cx.next(p)?, cx.next(q)?);
        let (next, pair) = match (x, y) {
            (None, None) => (s.finish(), None),
            (Some(x), Some(y)) => { let (m, n) = (term(cx, x), term(cx, y)); (s.pair(m, n), Some((x, y))) }
            _ => return Err(cx.value_error("Inputs are not the same length")),
        };
        if let Some(i) = next.int { let v = cx.int(i); total = cx.binary(Bin::Add, total, v)?; }
        if let Some(f) = next.float { let v = cx.float(f); total = cx.binary(Bin::Add, total, v)?; }
        let Some((x, y)) = pair else { return Ok(total) };
        if next.pair { let v = cx.binary(Bin::Mul, x, y)?; total = cx.binary(Bin::Add, total, v)?; }
    }
}
// ---- integers ------------------------------------------------------------------------------------------------------------------
fn gcd(cx: &mut Cx, a: &[Value]) -> R {
    let mut r = Value::small(0);
    for x in Tuple(a[0]).items() {
        let x = cx.index(*x)?;
        r = if Value::both_small(r, x) { cx.int_u64(ni::i64_gcd(r.small_unchecked(), x.small_unchecked())) } else { let g = ni::int_gcd(&big(r), &big(x)); from_ibig(cx, g) };
    }
    Ok(r)
}
fn lcm(cx: &mut Cx, a: &[Value]) -> R {
    let mut r = Value::small(1);
    for x in Tuple(a[0]).items() { let x = cx.index(*x)?; let l = ni::int_lcm(&big(r), &big(x)); r = from_ibig(cx, l); }
    Ok(r)
}
fn isqrt(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index(a[0])?; let r = ni::int_isqrt(&big(n)); let r = cx.num(r)?; Ok(from_ibig(cx, r)) }
fn factorial(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index(a[0])?; let r = ni::int_factorial(&big(n)); let r = cx.num(r)?; Ok(from_ibig(cx, r)) }
fn comb(cx: &mut Cx, a: &[Value]) -> R { let (n, k) = (cx.index(a[0])?, cx.index(a[1])?); let r = ni::int_comb(&big(n), &big(k)); let r = cx.num(r)?; Ok(from_ibig(cx, r)) }
fn perm(cx: &mut Cx, a: &[Value]) -> R {
    let Some(k) = a[1].opt_none() else { return factorial(cx, a) };
    let (n, k) = (cx.index(a[0])?, cx.index(k)?);
    let r = ni::int_perm(&big(n), &big(k));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
const FUNCS: &[Def] = &[
    def("acos", "x, /", acos), def("acosh", "x, /", acosh), def("asin", "x, /", asin), def("asinh", "x, /", asinh), def("atan", "x, /", atan), def("atan2", "y, x, /", atan2), def("atanh", "x, /", atanh), def("cbrt", "x, /", cbrt), def("ceil", "x, /", ceil),
    def("comb", "n, k, /", comb), def("copysign", "x, y, /", copysign), def("cos", "x, /", cos), def("cosh", "x, /", cosh), def("degrees", "x, /", degrees), def("dist", "p, q, /", dist), def("erf", "x, /", erf), def("erfc", "x, /", erfc), def("exp", "x, /", exp),
    def("exp2", "x, /", exp2), def("expm1", "x, /", expm1), def("fabs", "x, /", fabs), def("factorial", "n, /", factorial), def("floor", "x, /", floor), def("fmod", "x, y, /", fmod), def("frexp", "x, /", frexp), def("fsum", "seq, /", fsum), def("gamma", "x, /", gamma),
    def("gcd", "*integers", gcd), def("hypot", "*coordinates", hypot), def("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", isclose), def("isfinite", "x, /", isfinite), def("isinf", "x, /", isinf), def("isnan", "x, /", isnan), def("isqrt", "n, /", isqrt),
    def("lcm", "*integers", lcm), def("ldexp", "x, i, /", ldexp), def("lgamma", "x, /", lgamma), def("log", "x, base=?, /", log), def("log10", "x, /", log10), def("log1p", "x, /", log1p), def("log2", "x, /", log2), def("modf", "x, /", modf),
    def("nextafter", "x, y, /, *, steps=None", nextafter), def("perm", "n, k=None, /", perm), def("pow", "x, y, /", pow), def("prod", "iterable, /, *, start=1", prod), def("radians", "x, /", radians), def("remainder", "x, y, /", remainder), def("sin", "x, /", sin),
    def("sinh", "x, /", sinh), def("sqrt", "x, /", sqrt), def("sumprod", "p, q, /", sumprod), def("tan", "x, /", tan), def("tanh", "x, /", tanh), def("trunc", "x, /", trunc), def("ulp", "x, /", ulp),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, f) in [("pi", std::f64::consts::PI), ("e", std::f64::consts::E), ("tau", std::f64::consts::TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] { let v = cx.float(f); m.set(cx, n, v) }
    Ok(())
}
