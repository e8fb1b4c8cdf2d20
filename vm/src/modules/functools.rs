//! _functools: reduce, partial, cmp_to_key, and the cache behind lru_cache.
use crate::abs::Cmp;
use crate::attr;
use crate::class::D;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{attr_set, def, def_class, def_new, member, Def, R};
use crate::object::{Method, Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    if cx.par.on && pure(a[0]) && a[2].opt().is_none_or(|v| v.is_small() || v.is_inline_float()) {
        use crate::par::eager;
        let mut acc = a[2].opt();
        if eager::run(cx, a[1], eager::Mode::Number, &mut |cx, v| { acc = Some(match acc { None => v, Some(x) => cx.call(a[0], &[x, v])? }); Ok(()) })? {
            return match acc { Some(v) => Ok(v), None => Err(cx.type_error("reduce() of empty iterable with no initial value")) };
        }
    }
    let r = cx.iter(a[1]);
    let it = match r { Ok(i) => i, Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); return Err(cx.type_error("reduce() arg 2 must support iteration")); } return Err(e); } };
    let mut acc = a[2].opt();
    while let Some(v) = cx.next(it)? { acc = Some(match acc { None => v, Some(x) => cx.call(a[0], &[x, v])? }) }
    match acc { Some(v) => Ok(v), None => Err(cx.type_error("reduce() of empty iterable with no initial value")) }
}
/// Whether `f` of two numbers is arithmetic that never raises: `operator.add`, `lambda a, b: a * b`.
fn pure(f: Value) -> bool {
    use fora_ir::Op;
    if f.is_exact(T::Native) {
        let n = crate::func::Native(f).raw();
        return matches!(n.def.name, "add" | "mul" | "sub" | "iadd" | "imul") && crate::str::Str::from(n.owner).is_some_and(|s| s.as_str() == Some("_operator")) || matches!(n.def.name, "min" | "max") && crate::str::Str::from(n.owner).is_some_and(|s| s.as_str() == Some("builtins"));
    }
    if !f.is_exact(T::Function) { return false; }
    let c = crate::func::Function(f).code();
    c.info().simple && c.info().nparams == 2 && matches!(&c.ir().insns[..], [o, r] if matches!(o.op(), Op::Add | Op::Sub | Op::Mul) && o.b() < 2 && o.c() < 2 && r.op() == Op::Return && r.a() == o.a())
}
fn callable(cx: &mut Cx, f: Value) -> bool { matches!(f.kind(), T::Function | T::Native | T::Method | T::Type) || cx.special(f, D::Call).is_some() }

// ---- partial: function, args (tuple), keywords (dict) ------------------------------------------------------------------------
fn partial_new(cx: &mut Cx, a: &[Value]) -> R {
    let all = crate::call::star(a[1]);
    let Some(mut f) = all.first().copied() else { return Err(cx.type_error("type 'partial' takes at least one argument")) };
    let mut args = VVec::new();
    let kw = Dict::new(cx);
    let partial = cx.class(T::Partial).0;
    if f.is(T::Partial) && (cx.class_of(f).0 == partial || cx.class_of(f).0 == a[0]) {
        if attr::instance_dict(cx, f).len() == 0 {
            let p = Slots(f);
            args.extend(Tuple::of(p.get(1)).items());
            crate::dict_methods::merge_dict(cx, kw, Dict::of(p.get(2)))?;
            f = p.get(0);
        }
    }
    if !callable(cx, f) { return Err(cx.type_error("the first argument must be callable")); }
    args.extend(&all[1..]);
    crate::dict_methods::merge_dict(cx, kw, Dict::of(a[2]))?;
    let t = cx.tuple(&args);
    Ok(Slots::new_of(cx, a[0], T::Partial, &[f, t, kw.0]))
}
fn partial_call(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (given, more) = (crate::call::star(a[1]), Dict::of(a[2]));
    let mut args = VVec::from_slice(Tuple::of(s.get(1)).items());
    args.extend(given);
    let kw = Dict::of(s.get(2));
    let kw = if more.len() == 0 { kw } else if kw.len() == 0 { more } else { let d = kw.copy(cx); crate::dict_methods::merge_dict(cx, d, more)?; d };
    cx.call_dict(s.get(0), &args, kw.0)
}
fn partial_repr(cx: &mut Cx, a: &[Value]) -> R {
    if !cx.repr_enter(a[0]) { return Ok(cx.str("...")); }
    let r = partial_text(cx, a[0]);
    cx.repr_leave();
    let out = r?;
    Ok(Str::from_wtf8(cx, &out).0)
}
fn partial_text(cx: &mut Cx, p: Value) -> R<Vec<u8>> {
    let s = Slots(p);
    let mut out = cx.type_name(p).into_owned().into_bytes();
    out.push(b'(');
    out.extend(cx.repr(s.get(0))?.bytes());
    for v in Tuple::of(s.get(1)).items() { out.extend(b", "); out.extend(cx.repr(*v)?.bytes()) }
    let kw = Dict::of(s.get(2));
    let mut i = 0;
    while i < kw.fill() {
        if let Some((k, v)) = kw.entry(i) { out.extend(b", "); out.extend(cx.str_of(k)?.bytes()); out.push(b'='); out.extend(cx.repr(v)?.bytes()) }
        i += 1;
    }
    out.push(b')');
    Ok(out)
}
fn partial_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let d = attr::instance_dict(cx, a[0]);
    let d = if d.len() == 0 { Value::NONE } else { d.0 };
    let (f, state) = (cx.tuple(&[s.get(0)]), cx.tuple(&[s.get(0), s.get(1), s.get(2), d]));
    let c = cx.class_of(a[0]).0;
    Ok(cx.tuple(&[c, f, state]))
}
fn partial_setstate(cx: &mut Cx, a: &[Value]) -> R {
    let Some([f, args, kw, d]) = Tuple::from(a[1]).map(|t| t.items()).and_then(|t| <&[Value; 4]>::try_from(t).ok()) else { return Err(cx.type_error("invalid partial state")) };
    if !callable(cx, *f) || !args.is(T::Tuple) || !(kw.is_none() || kw.is(T::Dict)) { return Err(cx.type_error("invalid partial state")); }
    let args = if args.is_exact(T::Tuple) { *args } else { cx.tuple(Tuple::of(*args).items()) };
    let kw = if kw.is_none() { Dict::new(cx) } else if kw.is_exact(T::Dict) { Dict(*kw) } else { Dict::of(*kw).copy(cx) };
    let s = Slots(a[0]);
    s.set(cx, 0, *f);
    s.set(cx, 1, args);
    s.set(cx, 2, kw.0);
    let d = match Dict::from(*d) { Some(d) => d, None => Dict::new(cx) };
    attr::set_instance_dict(cx, a[0], d);
    Ok(Value::NONE)
}
pub const PARTIAL: &[Def] = &[
    def_new("*args, **keywords", partial_new).doc("partial(func, *args, **keywords) - new function with partial application\nof the given arguments and keywords.\n"),
    def("__call__", "/, *args, **kwargs", partial_call), def("__repr__", "/", partial_repr), def("__reduce__", "/", partial_reduce), def("__setstate__", "state, /", partial_setstate),
    member("func", |_, a| Ok(Slots(a[0]).get(0))).doc("function object to use in future partial calls"), member("args", |_, a| Ok(Slots(a[0]).get(1))).doc("tuple of arguments to future partial calls"), member("keywords", |_, a| Ok(Slots(a[0]).get(2))).doc("dictionary of keyword arguments to future partial calls"),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem),
];

// ---- cmp_to_key: comparison function, object (UNDEF: none yet) -------------------------------------------------------------------
fn key_cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is(T::KeyWrapper) { return Err(cx.type_error("other argument must be K instance")); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    let (Some(p), Some(q)) = (x.get(1).opt(), y.get(1).opt()) else { return Err(cx.raise(T::AttributeError, "object")) };
    let r = cx.call(x.get(0), &[p, q])?;
    cx.compare(op, r, Value::small(0))
}
pub const KEY: &[Def] = &[
    def("__call__", "obj", |cx, a| Ok(Slots::new(cx, T::KeyWrapper, &[Slots(a[0]).get(0), a[1]]))),
    def("__lt__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| key_cmp(cx, a, Cmp::Ge)),
    attr_set("obj", |cx, a| match Slots(a[0]).get(1).opt() { Some(v) => Ok(v), None => Err(cx.raise(T::AttributeError, "obj")) }, |cx, a| { Slots(a[0]).set(cx, 1, a[1]); Ok(Value::NONE) }),
];

// ---- lru_cache: function, maxsize (-1: unbounded), typed, info type, cache (dict in order of use), hits, misses -------------------
const MAX: usize = 1;
const CACHE: usize = 4;
const HITS: usize = 5;
const MISSES: usize = 6;
fn lru_new(cx: &mut Cx, a: &[Value]) -> R {
    if !callable(cx, a[1]) { return Err(cx.type_error("the first argument must be callable")); }
    let max = if a[2].is_none() { -1 } else if crate::list_methods::is_index(cx, a[2]) { cx.index_i64(a[2])?.clamp(0, crate::value::SMALL_MAX) } else { return Err(cx.type_error("maxsize should be integer or None")) };
    let typed = cx.truth(a[3])?;
    let d = Dict::new(cx);
    Ok(Slots::new_of(cx, a[0], T::LruCache, &[a[1], Value::small(max), Value::bool(typed), a[4], d.0, Value::small(0), Value::small(0)]))
}
fn key(cx: &mut Cx, args: &[Value], kw: Dict, typed: bool) -> Value {
    if !typed && kw.len() == 0 {
        if let [v] = args { if v.is_small() || matches!(v.exact(), Some(T::Int | T::Str)) { return *v; } }
        return cx.tuple(args);
    }
    let mut k = VVec::from_slice(args);
    if kw.len() > 0 {
        let mark = cx.static_once("functools.kwd_mark", |cx| cx.alloc_type(T::Object));
        k.push(mark);
        for i in 0..kw.fill() { if let Some((n, v)) = kw.entry(i) { k.push(n); k.push(v) } }
    }
    if typed {
        for v in args { let c = cx.class_of(*v).0; k.push(c) }
        for i in 0..kw.fill() { if let Some((_, v)) = kw.entry(i) { let c = cx.class_of(v).0; k.push(c) } }
    }
    cx.tuple(&k)
}
fn bump(cx: &mut Cx, s: Slots, i: usize) { let n = s.int(i); s.set_int(cx, i, n + 1) }
fn lru_call(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (args, kw) = (crate::call::star(a[1]), Dict::of(a[2]));
    let max = s.int(MAX);
    if max == 0 { bump(cx, s, MISSES); return cx.call_dict(s.get(0), args, kw.0); }
    let k = key(cx, args, kw, s.get(2).is_true());
    let h = cx.hash(k)?;
    let cache = Dict::of(s.get(CACHE));
    if let Some(i) = cache.find(cx, k, h)? {
        let v = cache.value_at(i);
        bump(cx, s, HITS);
        if max > 0 && cache.last() != Some(i) { if let Some((k, _)) = cache.entry(i) { cache.remove_row(cx, i); cache.push(cx, k, h, v) } }
        return Ok(v);
    }
    bump(cx, s, MISSES);
    let v = cx.call_dict(s.get(0), args, kw.0)?;
    let cache = Dict::of(s.get(CACHE));
    if max < 0 { cache.set_hash(cx, k, h, v)?; return Ok(v); }
    // the call may have filled the same key
    if cache.find(cx, k, h)?.is_some() { return Ok(v); }
    if cache.len() as i64 >= max { if let Some(i) = cache.first(cx) { cache.remove_row(cx, i); } }
    cache.push(cx, k, h, v);
    Ok(v)
}
fn lru_info(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let max = if s.int(MAX) < 0 { Value::NONE } else { s.get(MAX) };
    let n = Dict::of(s.get(CACHE)).len() as i64;
    cx.call(s.get(3), &[s.get(HITS), s.get(MISSES), max, Value::small(n)])
}
fn lru_clear(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    Dict::of(s.get(CACHE)).clear(cx);
    s.set_int(cx, HITS, 0);
    s.set_int(cx, MISSES, 0);
    Ok(Value::NONE)
}
pub const LRU: &[Def] = &[
    def_new("user_function, maxsize, typed, cache_info_type", lru_new).doc("Create a cached callable that wraps another function."),
    def("__call__", "/, *args, **kwargs", lru_call), def("cache_info", "/", lru_info).doc("Report cache statistics"), def("cache_clear", "/", lru_clear).doc("Clear the cache and cache statistics"),
    def("__get__", "instance, owner=None, /", |cx, a| Ok(if a[1].is_none() { a[0] } else { Method::new(cx, a[0], a[1]) })),
    def("__reduce__", "/", |cx, a| cx.get_attr_str(a[0], "__qualname__")), def("__copy__", "/", |_, a| Ok(a[0])), def("__deepcopy__", "memo, /", |_, a| Ok(a[0])),
];

const FUNCS: &[Def] = &[
    def("reduce", "function, iterable, initial=<unrepresentable>, /", reduce).doc("reduce(function, iterable[, initial], /) -> value\n\nApply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5)."),
    def("cmp_to_key", "mycmp", |cx, a| Ok(Slots::new(cx, T::KeyWrapper, &[a[0], Value::UNDEF]))).doc("Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects."),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for t in [T::Partial, T::LruCache] { let c = cx.class(t).0; m.set(cx, t.name(), c) }
    Ok(())
}
