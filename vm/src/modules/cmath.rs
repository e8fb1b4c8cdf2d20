//! The cmath module.
use crate::complex_methods::{from_object, make};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::value::Value;
use fora_num::complex::{self as nc, Complex};

macro_rules! total { ($($name:ident $f:ident;)*) => { $( fn $name(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; Ok(make(cx, nc::$f(z))) } )* } }
macro_rules! partial { ($($name:ident $f:ident;)*) => { $( fn $name(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; let w = cx.num(nc::$f(z))?; Ok(make(cx, w)) } )* } }
total! { acos cacos; acosh cacosh; asin casin; asinh casinh; sqrt csqrt; }
partial! { atan catan; atanh catanh; cos ccos; cosh ccosh; exp cexp; log10 clog10; sin csin; sinh csinh; tan ctan; tanh ctanh; }
fn log(cx: &mut Cx, a: &[Value]) -> R {
    let z = from_object(cx, a[0])?;
    let r = match a[1].opt() { None => nc::clog(z), Some(b) => { let b = from_object(cx, b)?; nc::clog_base(z, b) } };
    let w = cx.num(r)?;
    Ok(make(cx, w))
}
fn phase(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; Ok(cx.float(nc::phase(z))) }
fn polar(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; let (r, p) = cx.num(nc::polar(z))?; let (r, p) = (cx.float(r), cx.float(p)); Ok(cx.tuple(&[r, p])) }
fn rect(cx: &mut Cx, a: &[Value]) -> R { let (r, p) = (cx.as_f64(a[0])?, cx.as_f64(a[1])?); let z = cx.num(nc::rect(r, p))?; Ok(make(cx, z)) }
fn isclose(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = (from_object(cx, a[0])?, from_object(cx, a[1])?); let (r, b) = super::math::tolerances(cx, a[2], a[3])?; Ok(Value::bool(nc::cisclose(x, y, r, b))) }
fn isfinite(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; Ok(Value::bool(z.re.is_finite() && z.im.is_finite())) }
fn isinf(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; Ok(Value::bool(z.re.is_infinite() || z.im.is_infinite())) }
fn isnan(cx: &mut Cx, a: &[Value]) -> R { let z = from_object(cx, a[0])?; Ok(Value::bool(z.re.is_nan() || z.im.is_nan())) }
const FUNCS: &[Def] = &[
    def("acos", "z, /", acos), def("acosh", "z, /", acosh), def("asin", "z, /", asin), def("asinh", "z, /", asinh), def("atan", "z, /", atan), def("atanh", "z, /", atanh), def("cos", "z, /", cos), def("cosh", "z, /", cosh), def("exp", "z, /", exp),
    def("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", isclose), def("isfinite", "z, /", isfinite), def("isinf", "z, /", isinf), def("isnan", "z, /", isnan), def("log", "z, base=?, /", log), def("log10", "z, /", log10), def("phase", "z, /", phase), def("polar", "z, /", polar),
    def("rect", "r, phi, /", rect), def("sin", "z, /", sin), def("sinh", "z, /", sinh), def("sqrt", "z, /", sqrt), def("tan", "z, /", tan), def("tanh", "z, /", tanh),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, f) in [("pi", std::f64::consts::PI), ("e", std::f64::consts::E), ("tau", std::f64::consts::TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] { let v = cx.float(f); m.set(cx, n, v) }
    for (n, z) in [("infj", Complex::new(0.0, f64::INFINITY)), ("nanj", Complex::new(0.0, f64::NAN))] { let v = make(cx, z); m.set(cx, n, v) }
    Ok(())
}
