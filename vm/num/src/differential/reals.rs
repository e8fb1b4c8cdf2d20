//! Floats, complex numbers and the functions on them.

use super::{py, py_complex, py_str, Cases, Rng, Show};
use crate::complex::*;
use crate::error::Result;
use crate::float::*;
use crate::math::*;
use crate::IBig;

#[test]
fn text() {
    let mut rng = Rng::new(10);
    let mut c = Cases::default();
    for _ in 0..10000 {
        let x = rng.float();
        let p = py(x);
        c.add(format!("repr({p})"), &float_repr(x));
        c.add(format!("{p}.hex()"), &float_hex(x));
        let digits = rng.below(660) as i64 - 330;
        c.add(format!("round({p}, {digits})"), &float_round(x, digits));
        let digits = rng.below(40) as i64 - 20;
        c.add(format!("round({p}, {digits})"), &float_round(x, digits));
    }
    let alphabet = ["0", "1", "9", ".", "e", "E", "-", "+", "_", "inf", "nan", "INFINITY", " ", "٣", "x", "5"];
    for _ in 0..10000 {
        let length = rng.below(8);
        let text: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        let ours = parse_float_or(&text, || super::ints::python_repr(&text));
        c.add(format!("float({})", py_str(&text)), &ours);
        let alphabet = ["0x", "1", ".", "f", "A", "p", "-", "+", "inf", "nan", " ", "8", "1023", "1074", "0000000000000001"];
        let text: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        c.add(format!("float.fromhex({})", py_str(&text)), &float_fromhex(&text));
        let text = format!("0x{:x}.{:x}{:x}p{}", rng.below(9), rng.next(), rng.next(), rng.below(2200) as i64 - 1130);
        c.add(format!("float.fromhex('{text}')"), &float_fromhex(&text));
    }
    c.check();
}

fn power(r: Result<PowResult>, x: f64, y: f64) -> String {
    match r {
        Ok(PowResult::Float(r)) => r.show(),
        Ok(PowResult::Complex) => Complex::new(x, 0.0).pow(Complex::new(y, 0.0)).show(),
        Err(e) => Err::<f64, _>(e).show(),
    }
}

/// Text that is shown already.
struct Shown(String);
impl Show for Shown {
    fn show(&self) -> String {
        self.0.clone()
    }
}

#[test]
fn arithmetic() {
    let mut rng = Rng::new(11);
    let mut c = Cases::default();
    for _ in 0..10000 {
        let (x, y) = (rng.float(), rng.float());
        let (p, q) = (py(x), py(y));
        c.add(format!("divmod({p}, {q})"), &float_divmod(x, y));
        c.add(format!("{p} // {q}"), &float_floordiv(x, y));
        c.add(format!("{p} % {q}"), &float_mod(x, y));
        c.add(format!("{p} ** {q}"), &Shown(power(float_pow(x, y), x, y)));
        c.add(format!("math.pow({p}, {q})"), &math_pow(x, y));
        c.add(format!("math.fmod({p}, {q})"), &math_fmod(x, y));
        c.add(format!("math.remainder({p}, {q})"), &math_remainder(x, y));
        c.add(format!("math.atan2({p}, {q})"), &math_atan2(x, y));
        c.add(format!("math.nextafter({p}, {q})"), &math_nextafter(x, y));
        let steps = IBig::from(rng.next() >> rng.below(64));
        c.add(format!("math.nextafter({p}, {q}, steps={steps})"), &math_nextafter_steps(x, y, &steps));
        let e = rng.below(4400) as i64 - 2200;
        c.add(format!("math.ldexp({p}, {e})"), &math_ldexp(x, e));
        c.add(format!("math.frexp({p})[0]"), &math_frexp(x).0);
        c.add(format!("math.frexp({p})[1]"), &(math_frexp(x).1 as i64));
        c.add(format!("math.modf({p})"), &math_modf(x));
        c.add(format!("math.ulp({p})"), &math_ulp(x));
        c.add(format!("math.isclose({p}, {q}, rel_tol=0.1)"), &math_isclose(x, y, 0.1, 0.0));
        c.add(format!("(math.degrees({p}), math.radians({p}))"), &(math_degrees(x), math_radians(x)));
    }
    c.check();
}

#[test]
fn functions() {
    let mut rng = Rng::new(12);
    let mut c = Cases::default();
    type Function = fn(f64) -> Result<f64>;
    let table: [(&str, Function); 25] = [
        ("acos", math_acos), ("acosh", math_acosh), ("asin", math_asin), ("asinh", math_asinh), ("atan", math_atan),
        ("atanh", math_atanh), ("cbrt", math_cbrt), ("cos", math_cos), ("cosh", math_cosh), ("exp", math_exp),
        ("exp2", math_exp2), ("expm1", math_expm1), ("sin", math_sin), ("sinh", math_sinh), ("sqrt", math_sqrt),
        ("tan", math_tan), ("tanh", math_tanh), ("erf", math_erf), ("erfc", math_erfc), ("log1p", math_log1p),
        ("log", math_log), ("log2", math_log2), ("log10", math_log10), ("gamma", math_gamma), ("lgamma", math_lgamma),
    ];
    for _ in 0..3000 {
        let x = rng.float();
        for (name, function) in table {
            c.add(format!("math.{name}({})", py(x)), &function(x));
        }
        let n = rng.int();
        c.add(format!("math.log({n})"), &math_log_int(&n));
        let n = n.pow(1 + rng.below(20));
        c.add(format!("math.log2({})", n.show()), &math_log2_int(&n));
        c.add(format!("math.log10({})", n.show()), &math_log10_int(&n));
    }
    c.check();
}

#[test]
fn sums() {
    let mut rng = Rng::new(13);
    let mut c = Cases::default();
    for _ in 0..5000 {
        let wild = rng.below(4) == 0;
        let n = rng.below(8);
        let v: Vec<f64> = (0..n)
            .map(|_| if wild { rng.float() } else { (rng.next() as f64 / 2f64.powi(63) - 1.0) * 10f64.powi(rng.below(30) as i32) })
            .collect();
        let w: Vec<f64> = v.iter().map(|_| rng.float()).collect();
        let list = |v: &[f64]| format!("[{}]", v.iter().map(|x| py(*x)).collect::<Vec<_>>().join(", "));
        let (p, q) = (list(&v), list(&w));
        c.add(format!("math.fsum({p})"), &fsum(v.iter().copied()));
        c.add(format!("math.hypot(*{p})"), &math_hypot(&v));
        c.add(format!("math.dist({p}, {q})"), &math_dist(&v, &w));
        let mut s = Sum::float(0.0);
        v.iter().for_each(|x| assert_eq!(s.add_float(*x), Next::Taken));
        let more = rng.below(1000) as i64;
        s.int(more);
        c.add(format!("sum({p} + [{more}], 0.0)"), &s.float_total());
        let mut s = SumProd::default();
        let mut total = Some(0.0);
        let mut plain = false;
        let mut take = |next: ProdNext, p: f64, q: f64| {
            total = total.map(|t: f64| t + next.float.unwrap_or(0.0) + if next.pair { p * q } else { 0.0 });
            plain |= next.float.is_some() || next.pair;
        };
        for (a, b) in v.iter().zip(&w) {
            let next = s.pair(Term::Float(*a), Term::Float(*b));
            take(next, *a, *b);
        }
        take(s.finish(), 0.0, 0.0);
        if plain {
            c.add(format!("math.sumprod({p}, {q})"), &total);
        }
    }
    c.check();
}

/// `sum` and `sumprod` over ints and floats as a VM would drive the automata.
#[test]
fn mixed_sums() {
    #[derive(Clone, Copy)]
    enum Item {
        Int(i64),
        Float(f64),
    }
    let mut rng = Rng::new(16);
    let mut c = Cases::default();
    let item = |rng: &mut Rng| match rng.below(8) {
        0..=3 => Item::Int(rng.below(100) as i64 - 50),
        4 => Item::Int((rng.next() >> 1) as i64),
        5 => Item::Float(rng.float()),
        _ => Item::Float(rng.below(1000) as f64 / 10.0),
    };
    let text = |v: &[Item]| {
        let items = v.iter().map(|i| match i {
            Item::Int(n) => n.to_string(),
            Item::Float(x) => py(*x),
        });
        format!("[{}]", items.collect::<Vec<_>>().join(", "))
    };
    for _ in 0..10000 {
        let n = rng.below(9);
        let v: Vec<Item> = (0..n).map(|_| item(&mut rng)).collect();
        let w: Vec<Item> = (0..n).map(|_| item(&mut rng)).collect();
        let mut s = Sum::Int(0);
        let mut object: Option<Number> = None;
        for i in &v {
            let next = match *i {
                Item::Int(n) => s.int(n),
                Item::Float(x) => s.add_float(x),
            };
            if next == Next::Leave {
                let so_far = object.take().unwrap_or_else(|| Number::of_sum(&s));
                let sum = so_far.add(match *i {
                    Item::Int(n) => Number::Int(n.into()),
                    Item::Float(x) => Number::Float(x),
                });
                s = match (s, &sum) {
                    (Sum::Int(_), Number::Float(x)) => Sum::float(*x),
                    _ => {
                        object = Some(sum);
                        Sum::Objects
                    }
                };
            }
        }
        c.add(format!("sum({})", text(&v)), &object.unwrap_or_else(|| Number::of_sum(&s)));
        let mut s = SumProd::default();
        let mut total = Number::Int(IBig::ZERO);
        let term = |i: &Item| match *i {
            Item::Int(n) => (Term::Int(n), Number::Int(n.into())),
            Item::Float(x) => (Term::Float(x), Number::Float(x)),
        };
        let mut take = |next: ProdNext, pair: Option<Number>| {
            let parts = [next.int.map(|n| Number::Int(n.into())), next.float.map(Number::Float), pair.filter(|_| next.pair)];
            for part in parts.into_iter().flatten() {
                total = total.clone().add(part);
            }
        };
        for (a, b) in v.iter().zip(&w) {
            let ((p, a), (q, b)) = (term(a), term(b));
            let next = s.pair(p, q);
            take(next, Some(a.mul(b)));
        }
        take(s.finish(), None);
        c.add(format!("math.sumprod({}, {})", text(&v), text(&w)), &total);
    }
    c.check();
}

/// A Python int or float.
#[derive(Clone)]
enum Number {
    Int(IBig),
    Float(f64),
}

impl Number {
    fn of_sum(s: &Sum) -> Number {
        match s.int_total() {
            Some(n) => Number::Int(n.into()),
            None => Number::Float(s.float_total().unwrap_or(f64::NAN)),
        }
    }
    fn float(&self) -> f64 {
        match self {
            Number::Int(n) => int_to_float(n).unwrap_or(f64::NAN),
            Number::Float(x) => *x,
        }
    }
    fn add(self, other: Number) -> Number {
        match (&self, &other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a + b),
            _ => Number::Float(self.float() + other.float()),
        }
    }
    fn mul(self, other: Number) -> Number {
        match (&self, &other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a * b),
            _ => Number::Float(self.float() * other.float()),
        }
    }
}

impl Show for Number {
    fn show(&self) -> String {
        match self {
            Number::Int(n) => n.show(),
            Number::Float(x) => x.show(),
        }
    }
}

#[test]
fn complex_numbers() {
    let mut rng = Rng::new(14);
    let mut c = Cases::default();
    for _ in 0..6000 {
        let a = Complex::new(rng.float(), rng.float());
        let b = match rng.below(3) {
            0 => Complex::new(rng.below(20) as f64 - 10.0, 0.0),
            _ => Complex::new(rng.float(), rng.float()),
        };
        let (p, q) = (py_complex(a), py_complex(b));
        c.add(format!("repr({p})"), &complex_repr(a));
        c.add(format!("{p} * {q}"), &a.mul(b));
        c.add(format!("{p} / {q}"), &a.div(b));
        c.add(format!("{p} ** {q}"), &a.pow(b));
        // With a NaN and no infinity CPython 3.12.1 looks at whatever errno was before
        if !a.re.is_nan() && !a.im.is_nan() {
            c.add(format!("abs({p})"), &a.abs());
        }
    }
    let alphabet = ["1", "2.5", "j", "J", "+", "-", "(", ")", " ", "inf", "nan", "e5", "_", "1_0"];
    for _ in 0..10000 {
        let length = rng.below(7);
        let text: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        let ours = parse_complex(&text, || super::ints::python_repr(&text));
        c.add(format!("complex({})", py_str(&text)), &ours);
    }
    c.check();
}

#[test]
fn complex_functions() {
    let mut rng = Rng::new(15);
    let mut c = Cases::default();
    type Function = fn(Complex) -> Result<Complex>;
    let table: [(&str, Function); 16] = [
        ("sqrt", |z| Ok(csqrt(z))), ("acos", |z| Ok(cacos(z))), ("acosh", |z| Ok(cacosh(z))),
        ("asin", |z| Ok(casin(z))), ("asinh", |z| Ok(casinh(z))), ("atan", catan), ("atanh", catanh), ("cos", ccos),
        ("cosh", ccosh), ("exp", cexp), ("log", clog), ("log10", clog10), ("sin", csin), ("sinh", csinh),
        ("tan", ctan), ("tanh", ctanh),
    ];
    let parts = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 1.0, 2.0, f64::INFINITY, f64::NAN, 1e308, -1e308, 5e-324, 709.5, -710.0, 1e-200];
    let mut inputs: Vec<Complex> = parts.iter().flat_map(|&a| parts.iter().map(move |&b| Complex::new(a, b))).collect();
    inputs.extend((0..3000).map(|_| Complex::new(rng.float(), rng.float())));
    for z in inputs {
        let p = py_complex(z);
        for (name, function) in table {
            c.add(format!("cmath.{name}({p})"), &function(z));
        }
        c.add(format!("cmath.polar({p})"), &polar(z));
        c.add(format!("cmath.rect({}, {})", py(z.re), py(z.im)), &rect(z.re, z.im));
        let w = Complex::new(rng.float(), rng.float());
        c.add(format!("cmath.log({p}, {})", py_complex(w)), &clog_base(z, w));
        c.add(format!("cmath.isclose({p}, {}, rel_tol=0.5)", py_complex(w)), &cisclose(z, w, 0.5, 0.0));
    }
    c.check();
}
