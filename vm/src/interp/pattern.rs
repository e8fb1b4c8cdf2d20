//! `match`: what sequence, mapping and class patterns ask of the subject.
use crate::class::{cflags, Class};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn has_flag(cx: &Cx, v: Value, flag: u64) -> bool { cx.class_of(v).mro().iter().any(|c| Class(*c).has(flag)) }
pub fn is_sequence(cx: &mut Cx, v: Value) -> bool { matches!(v.kind(), T::List | T::Tuple | T::Range | T::MemoryView | T::Deque | T::PyArray) || (!matches!(v.kind(), T::Str | T::Bytes | T::ByteArray) && has_flag(cx, v, cflags::SEQUENCE)) }
pub fn is_mapping(cx: &mut Cx, v: Value) -> bool { v.is(T::Dict) || v.is(T::MappingProxy) || has_flag(cx, v, cflags::MAPPING) }
/// Values for the keys, or None where one is missing.
pub fn keys(cx: &mut Cx, v: Value, keys: Value) -> R {
    let keys = Tuple(keys).items();
    for (i, k) in keys.iter().enumerate() { for j in &keys[..i] { if cx.eq(*k, *j)? { let r = cx.repr_string(*k)?; return Err(cx.value_error(format!("mapping pattern checks duplicate key ({r})"))); } } }
    let mut out = VVec::new();
    if let Some(d) = Dict::exact(v) {
        for k in keys { match d.get(cx, *k)? { Some(x) => out.push(x), None => return Ok(Value::NONE) } }
    } else {
        let get = cx.get_attr_str(v, "get")?;
        let dummy = cx.alloc_type(T::Object);
        for k in keys { let x = cx.call(get, &[*k, dummy])?; if x == dummy { return Ok(Value::NONE); } out.push(x) }
    }
    Ok(cx.tuple(&out))
}
/// Attributes for a class pattern, or None.
pub fn class(cx: &mut Cx, v: Value, c: Value, names: Value, npos: usize) -> R {
    let Some(cl) = Class::from(c) else { return Err(cx.type_error("called match pattern must be a class")) };
    if !cx.is_instance(v, c)? { return Ok(Value::NONE); }
    let names = Tuple(names).items();
    let mut out = VVec::new();
    let mut seen = VVec::new();
    if npos > 0 {
        let args = cx.lookup_attr(c, "__match_args__")?;
        let (items, self_match): (VVec, bool) = match args {
            Some(a) => match Tuple::from(a) { Some(t) => (VVec::from_slice(t.items()), false), None => { let (n, t) = (cl.name(), cx.type_name(a)); return Err(cx.type_error(format!("{n}.__match_args__ must be a tuple (got {t})"))) } },
            None => (VVec::new(), matches!(cl.kind(), T::Int | T::Float | T::Str | T::Bytes | T::ByteArray | T::List | T::Tuple | T::Dict | T::Set | T::FrozenSet) || cl == cx.class(T::Bool)),
        };
        let allowed = if self_match { 1 } else { items.len() };
        if npos > allowed { let n = cl.name(); return Err(cx.type_error(format!("{n}() accepts {allowed} positional sub-pattern{} ({npos} given)", if allowed == 1 { "" } else { "s" }))); }
        if self_match { out.push(v) } else {
            for a in items[..npos].iter() {
                if !a.is(T::Str) { let t = cx.type_name(*a); return Err(cx.type_error(format!("__match_args__ elements must be strings (got {t})"))); }
                let k = cx.intern_value(*a);
                if seen.contains(&k) { let (n, s) = (cl.name(), Str(k).lossy()); return Err(cx.type_error(format!("{n}() got multiple sub-patterns for attribute '{s}'"))); }
                seen.push(k);
                let r = cx.get_attr(v, k);
                match cx.catch(r, T::AttributeError)? { Some(x) => out.push(x), None => return Ok(Value::NONE) }
            }
        }
    }
    for k in names {
        if seen.contains(k) { let (n, s) = (cl.name(), Str(*k).lossy()); return Err(cx.type_error(format!("{n}() got multiple sub-patterns for attribute '{s}'"))); }
        seen.push(*k);
        let name = cx.intern_value(*k);
        let r = cx.get_attr(v, name);
        match cx.catch(r, T::AttributeError)? { Some(x) => out.push(x), None => return Ok(Value::NONE) }
    }
    Ok(cx.tuple(&out))
}
