//! The C library's mathematics, called as CPython calls it, so that results have the same bits on the same machine.
//!
//! std links libm on every Unix target; `f64::sin` and its kind may be folded at compile time or lowered to
//! other code, hence the direct declarations.
//!
//! Invariants:
//! - `[L1]` every function declared here is a pure C99 function of its scalar arguments (plus `errno` and the
//!   floating-point flags, both per thread), with no memory of ours involved. `lgamma`, which writes the global
//!   `signgam`, is deliberately absent, as are functions with out-pointers other than `frexp`/`modf`.
//! - `[L2]` out-pointers passed to `frexp` and `modf` point to a live local.

#![allow(unsafe_code)] // foreign functions: see [L1]

mod c {
    use std::ffi::c_int;
    #[link(name = "m")]
    extern "C" {
        pub fn sin(x: f64) -> f64;
        pub fn cos(x: f64) -> f64;
        pub fn tan(x: f64) -> f64;
        pub fn asin(x: f64) -> f64;
        pub fn acos(x: f64) -> f64;
        pub fn atan(x: f64) -> f64;
        pub fn sinh(x: f64) -> f64;
        pub fn cosh(x: f64) -> f64;
        pub fn tanh(x: f64) -> f64;
        pub fn asinh(x: f64) -> f64;
        pub fn acosh(x: f64) -> f64;
        pub fn atanh(x: f64) -> f64;
        pub fn exp(x: f64) -> f64;
        pub fn exp2(x: f64) -> f64;
        pub fn expm1(x: f64) -> f64;
        pub fn log(x: f64) -> f64;
        pub fn log2(x: f64) -> f64;
        pub fn log10(x: f64) -> f64;
        pub fn log1p(x: f64) -> f64;
        pub fn erf(x: f64) -> f64;
        pub fn erfc(x: f64) -> f64;
        pub fn pow(x: f64, y: f64) -> f64;
        pub fn atan2(y: f64, x: f64) -> f64;
        pub fn hypot(x: f64, y: f64) -> f64;
        pub fn fmod(x: f64, y: f64) -> f64;
        pub fn nextafter(x: f64, y: f64) -> f64;
        pub fn fma(x: f64, y: f64, z: f64) -> f64;
        pub fn ldexp(x: f64, e: c_int) -> f64;
        pub fn frexp(x: f64, e: *mut c_int) -> f64;
        pub fn modf(x: f64, whole: *mut f64) -> f64;
    }
}

macro_rules! plain {
    ($($name:ident($($arg:ident),+);)*) => {$(
        #[inline]
        pub fn $name($($arg: f64),+) -> f64 {
            // SAFETY: [L1]
            unsafe { c::$name($($arg),+) }
        }
    )*};
}

plain! {
    sin(x); cos(x); tan(x); asin(x); acos(x); atan(x); sinh(x); cosh(x); tanh(x); asinh(x); acosh(x); atanh(x);
    exp(x); exp2(x); expm1(x); log(x); log2(x); log10(x); log1p(x); erf(x); erfc(x);
    pow(x, y); atan2(x, y); hypot(x, y); fmod(x, y); nextafter(x, y); fma(x, y, z);
}

/// Looked up by name: a link may prefer the cbrt of compiler_builtins, which has other last bits.
pub fn cbrt(x: f64) -> f64 {
    type F = unsafe extern "C" fn(f64) -> f64;
    static CBRT: std::sync::OnceLock<Option<F>> = std::sync::OnceLock::new();
    let f = CBRT.get_or_init(|| {
        // SAFETY: a query by name; libm's cbrt has this type
        unsafe {
            let p = libc::dlsym(libc::RTLD_DEFAULT, c"cbrt".as_ptr());
            if p.is_null() { None } else { Some(std::mem::transmute::<*mut libc::c_void, F>(p)) }
        }
    });
    match f {
        // SAFETY: [L1]
        Some(f) => unsafe { f(x) },
        None => x.cbrt(),
    }
}

/// The square root, correctly rounded by definition.
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

#[inline]
pub fn ldexp(x: f64, e: i32) -> f64 {
    // SAFETY: [L1]
    unsafe { c::ldexp(x, e) }
}

/// (m, e) with x == m * 2**e and 0.5 <= |m| < 1 for finite non-zero x. `e` is 0 where C leaves it unspecified.
#[inline]
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let mut e = 0;
    // SAFETY: [L1] [L2]
    let m = unsafe { c::frexp(x, &mut e) };
    (m, e)
}

/// (fraction, whole part), both with the sign of x.
#[inline]
pub fn modf(x: f64) -> (f64, f64) {
    let mut whole = 0.0;
    // SAFETY: [L1] [L2]
    let fraction = unsafe { c::modf(x, &mut whole) };
    (fraction, whole)
}

/// Value of `errno` that says "argument outside the domain".
pub const EDOM: i32 = libc::EDOM;
/// Value of `errno` that says "result outside the range".
pub const ERANGE: i32 = libc::ERANGE;

/// Reads this thread's `errno`.
#[inline]
pub fn errno() -> i32 {
    // SAFETY: [L1] the location is this thread's own and always valid
    unsafe { *libc::__errno_location() }
}

/// Writes this thread's `errno`.
#[inline]
pub fn set_errno(value: i32) {
    // SAFETY: [L1] the location is this thread's own and always valid
    unsafe { *libc::__errno_location() = value }
}
