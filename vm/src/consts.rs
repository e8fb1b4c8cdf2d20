//! Constants of the IR as values.
use crate::cx::Cx;
use crate::func::CodeV;
use crate::str::Str;
use crate::value::Value;
use crate::vvec::VVec;
use fora_ir::Const;

pub fn value_of(cx: &mut Cx, c: &Const) -> Value {
    match c {
        Const::None => Value::NONE,
        Const::True => Value::TRUE,
        Const::False => Value::FALSE,
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(i) => cx.int(*i),
        Const::BigInt(s) => match s.parse::<dashu_int::IBig>() { Ok(i) => cx.bigint(i), Err(_) => Value::small(0) },
        Const::Float(b) => cx.float(f64::from_bits(*b)),
        Const::Complex(r, i) => crate::complex::new(cx, f64::from_bits(*r), f64::from_bits(*i)),
        Const::Str(b) => { let s = Str::from_wtf8(cx, b).0; if b.len() <= 40 && b.iter().all(|c| c.is_ascii_alphanumeric() || *c == b'_') { cx.intern_value(s) } else { s } }
        Const::Bytes(b) => crate::bytes::new(cx, b),
        Const::Tuple(t) => { let v: VVec = { let mut v = VVec::new(); for x in t { let y = value_of(cx, x); v.push(y) } v }; cx.tuple(&v) }
        Const::FrozenSet(t) => { let mut v = VVec::new(); for x in t { let y = value_of(cx, x); v.push(y) } crate::set::frozen_from(cx, &v) }
        Const::Code(c) => CodeV::new(cx, (**c).clone()).0,
    }
}
