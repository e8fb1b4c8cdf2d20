//! _operator: the operators as functions; itemgetter, attrgetter, methodcaller.
use crate::abs::{Bin, Cmp};
use crate::class::D;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn is_sequence(cx: &mut Cx, v: Value) -> bool { !v.is(T::Dict) && cx.special(v, D::GetItem).is_some() }
fn concat(cx: &mut Cx, a: &[Value], inplace: bool) -> R {
    if !is_sequence(cx, a[0]) || !is_sequence(cx, a[1]) { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("'{t}' object can't be concatenated"))); }
    if inplace { cx.inplace(Bin::Add, a[0], a[1]) } else { cx.binary(Bin::Add, a[0], a[1]) }
}
fn count_of(cx: &mut Cx, a: &[Value]) -> R {
    let it = iterate(cx, a[0])?;
    let mut n = 0;
    while let Some(v) = cx.next(it)? { if cx.eq(v, a[1])? { n += 1 } }
    Ok(Value::small(n))
}
fn iterate(cx: &mut Cx, v: Value) -> R { let r = cx.iter(v); match r { Ok(i) => Ok(i), Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); let t = cx.type_name(v); return Err(cx.type_error(format!("argument of type '{t}' is not iterable"))); } Err(e) } } }
fn index_of(cx: &mut Cx, a: &[Value]) -> R {
    let it = iterate(cx, a[0])?;
    let mut n = 0;
    while let Some(v) = cx.next(it)? { if cx.eq(v, a[1])? { return Ok(Value::small(n)); } n += 1 }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}
fn length_hint(cx: &mut Cx, a: &[Value]) -> R {
    let d = match a[1].opt() { Some(v) => { if !v.is(T::Int) { let t = cx.type_name(v); return Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer"))); } cx.index_i64(v)? } None => 0 };
    let o = a[0];
    if cx.special(o, D::Len).is_some() { let r = cx.len(o); if let Some(n) = cx.catch(r, T::TypeError)? { return Ok(cx.usize(n)); } }
    let r = cx.call_special(o, D::LengthHint, &[]);
    match cx.catch(r, T::TypeError)?.flatten() {
        Some(n) if n != Value::NOT_IMPLEMENTED => {
            if !n.is(T::Int) { let t = cx.type_name(n); return Err(cx.type_error(format!("__length_hint__ must be an integer, not {t}"))); }
            let n = cx.index_i64(n)?;
            if n < 0 { return Err(cx.value_error("__length_hint__() should return >= 0")); }
            Ok(cx.int(n))
        }
        _ => Ok(cx.int(d)),
    }
}
fn compare_digest(cx: &mut Cx, a: &[Value]) -> R {
    let (x, y) = match (Str::from(a[0]), Str::from(a[1])) {
        (Some(x), Some(y)) => { if !x.is_ascii() || !y.is_ascii() { return Err(cx.type_error("comparing strings with non-ASCII characters is not supported")); } (x.bytes().to_vec(), y.bytes().to_vec()) }
        _ => match (crate::bytes::buffer_opt(cx, a[0])?, crate::bytes::buffer_opt(cx, a[1])?) { (Some(x), Some(y)) => (x.bytes().to_vec(), y.bytes().to_vec()), _ => { let (t, u) = (cx.type_name(a[0]), cx.type_name(a[1])); return Err(cx.type_error(format!("unsupported operand types(s) or combination of types: '{t}' and '{u}'"))); } },
    };
    Ok(Value::bool(x.len() == y.len() && x.iter().zip(&y).fold(0, |d, (p, q)| d | (p ^ q)) == 0))
}

// ---- itemgetter: items (tuple) ----------------------------------------------------------------------------------------------
fn itemgetter_call(cx: &mut Cx, a: &[Value]) -> R {
    let items = Tuple::of(Slots(a[0]).get(0)).items();
    if let [k] = items { return cx.get_item(a[1], *k); }
    let mut out = VVec::with_capacity(items.len());
    for k in items { let v = cx.get_item(a[1], *k)?; out.push(v) }
    Ok(cx.tuple(&out))
}
fn list_repr(cx: &mut Cx, this: Value, t: T, items: &[Value], kw: Option<Dict>) -> R {
    if !cx.repr_enter(this) { return Ok(cx.string(format!("operator.{}(...)", t.name()))); }
    let r = (|| -> R<Vec<u8>> {
        let mut out = format!("operator.{}(", t.name()).into_bytes();
        for (i, v) in items.iter().enumerate() { if i > 0 { out.extend(b", ") } out.extend(cx.repr(*v)?.bytes()) }
        if let Some(d) = kw { let mut i = 0; while i < d.fill() { if let Some((k, v)) = d.entry(i) { out.extend(b", "); out.extend(Str::of(k).bytes()); out.push(b'='); out.extend(cx.repr(v)?.bytes()) } i += 1 } }
        out.push(b')');
        Ok(out)
    })();
    cx.repr_leave();
    let out = r?;
    Ok(Str::from_wtf8(cx, &out).0)
}
fn reduce_args(cx: &mut Cx, v: Value) -> R { let c = cx.class_of(v).0; let t = Slots(v).get(0); Ok(cx.tuple(&[c, t])) }
pub const ITEMGETTER: &[Def] = &[
    def_new("item, /, *items", |cx, a| { let mut v = VVec::from_slice(&[a[1]]); v.extend(crate::call::star(a[2])); let t = cx.tuple(&v); Ok(Slots::new_of(cx, a[0], T::ItemGetter, &[t])) }).doc("itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])"),
    def("__call__", "obj, /", itemgetter_call), def("__repr__", "/", |cx, a| list_repr(cx, a[0], T::ItemGetter, Tuple::of(Slots(a[0]).get(0)).items(), None)), def("__reduce__", "/", |cx, a| reduce_args(cx, a[0])),
];
// ---- attrgetter: names as given (tuple), paths (tuple of tuples of interned names) ---------------------------------------------
fn attrgetter_new(cx: &mut Cx, a: &[Value]) -> R {
    let mut names = VVec::from_slice(&[a[1]]);
    names.extend(crate::call::star(a[2]));
    let mut paths = VVec::new();
    for n in names.iter() {
        let Some(s) = Str::from(*n) else { return Err(cx.type_error("attribute name must be a string")) };
        let mut parts = VVec::new();
        match s.as_str() {
            Some(text) => for p in text.split('.') { let p = cx.intern(p); parts.push(p) },
            None => { let p = cx.intern_value(*n); parts.push(p) }
        }
        let t = cx.tuple(&parts);
        paths.push(t);
    }
    let (n, p) = (cx.tuple(&names), cx.tuple(&paths));
    Ok(Slots::new_of(cx, a[0], T::AttrGetter, &[n, p]))
}
fn follow(cx: &mut Cx, mut o: Value, path: Value) -> R { for n in Tuple::of(path).items() { o = cx.get_attr(o, *n)? } Ok(o) }
fn attrgetter_call(cx: &mut Cx, a: &[Value]) -> R {
    let paths = Tuple::of(Slots(a[0]).get(1)).items();
    if let [p] = paths { return follow(cx, a[1], *p); }
    let mut out = VVec::with_capacity(paths.len());
    for p in paths { let v = follow(cx, a[1], *p)?; out.push(v) }
    Ok(cx.tuple(&out))
}
pub const ATTRGETTER: &[Def] = &[
    def_new("attr, /, *attrs", attrgetter_new).doc("attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last)."),
    def("__call__", "obj, /", attrgetter_call), def("__repr__", "/", |cx, a| list_repr(cx, a[0], T::AttrGetter, Tuple::of(Slots(a[0]).get(0)).items(), None)), def("__reduce__", "/", |cx, a| reduce_args(cx, a[0])),
];
// ---- methodcaller: name, args (tuple), keywords (dict) -----------------------------------------------------------------------------
fn methodcaller_new(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    let Some(n) = args.first().copied() else { return Err(cx.type_error("methodcaller needs at least one argument, the method name")) };
    if !n.is(T::Str) { return Err(cx.type_error("method name must be a string")); }
    let (n, t) = (cx.intern_value(n), cx.tuple(&args[1..]));
    Ok(Slots::new_of(cx, a[0], T::MethodCaller, &[n, t, a[2]]))
}
fn methodcaller_call(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (args, kw) = (Tuple::of(s.get(1)).items(), Dict::of(s.get(2)));
    if kw.len() == 0 { let n = Str(s.get(0)); if let Some(n) = n.as_str() { return cx.call_method(a[1], n, args); } }
    let f = cx.get_attr(a[1], s.get(0))?;
    cx.call_dict(f, args, kw.0)
}
fn methodcaller_repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut items = VVec::from_slice(&[s.get(0)]);
    items.extend(Tuple::of(s.get(1)).items());
    list_repr(cx, a[0], T::MethodCaller, &items, Some(Dict::of(s.get(2))))
}
fn methodcaller_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut items = VVec::from_slice(&[s.get(0)]);
    items.extend(Tuple::of(s.get(1)).items());
    let c = cx.class_of(a[0]).0;
    if Dict::of(s.get(2)).len() == 0 { let t = cx.tuple(&items); return Ok(cx.tuple(&[c, t])); }
    let p = cx.class(T::Partial).0;
    let f = cx.call_dict(p, &[c, s.get(0)], s.get(2))?;
    Ok(cx.tuple(&[f, s.get(1)]))
}
pub const METHODCALLER: &[Def] = &[
    def_new("*args, **kwargs", methodcaller_new).doc("methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1)."),
    def("__call__", "obj, /", methodcaller_call), def("__repr__", "/", methodcaller_repr), def("__reduce__", "/", methodcaller_reduce),
];

macro_rules! binary { ($($n:literal $op:ident $s:literal),*) => { [$(def($n, "a, b, /", |cx, a| cx.binary(Bin::$op, a[0], a[1])).doc($s)),*] } }
macro_rules! inplace { ($($n:literal $op:ident $s:literal),*) => { [$(def($n, "a, b, /", |cx, a| cx.inplace(Bin::$op, a[0], a[1])).doc($s)),*] } }
macro_rules! compare { ($($n:literal $op:ident $s:literal),*) => { [$(def($n, "a, b, /", |cx, a| cx.compare(Cmp::$op, a[0], a[1])).doc($s)),*] } }
macro_rules! unary { ($($n:literal $op:ident $s:literal),*) => { [$(def($n, "a, /", |cx, a| cx.unary(D::$op, a[0])).doc($s)),*] } }
const BINARY: &[Def] = &binary!("add" Add "Same as a + b.", "sub" Sub "Same as a - b.", "mul" Mul "Same as a * b.", "matmul" MatMul "Same as a @ b.", "truediv" TrueDiv "Same as a / b.", "floordiv" FloorDiv "Same as a // b.", "mod" Mod "Same as a % b.", "pow" Pow "Same as a ** b.", "lshift" LShift "Same as a << b.", "rshift" RShift "Same as a >> b.", "and_" And "Same as a & b.", "xor" Xor "Same as a ^ b.", "or_" Or "Same as a | b.");
const INPLACE: &[Def] = &inplace!("iadd" Add "Same as a += b.", "isub" Sub "Same as a -= b.", "imul" Mul "Same as a *= b.", "imatmul" MatMul "Same as a @= b.", "itruediv" TrueDiv "Same as a /= b.", "ifloordiv" FloorDiv "Same as a //= b.", "imod" Mod "Same as a %= b.", "ipow" Pow "Same as a **= b.", "ilshift" LShift "Same as a <<= b.", "irshift" RShift "Same as a >>= b.", "iand" And "Same as a &= b.", "ixor" Xor "Same as a ^= b.", "ior" Or "Same as a |= b.");
const COMPARE: &[Def] = &compare!("lt" Lt "Same as a < b.", "le" Le "Same as a <= b.", "eq" Eq "Same as a == b.", "ne" Ne "Same as a != b.", "gt" Gt "Same as a > b.", "ge" Ge "Same as a >= b.");
const UNARY: &[Def] = &unary!("neg" Neg "Same as -a.", "pos" Pos "Same as +a.", "inv" Invert "Same as ~a.", "invert" Invert "Same as ~a.", "abs" Abs "Same as abs(a).");
const FUNCS: &[Def] = &[
    def("truth", "a, /", |cx, a| Ok(Value::bool(cx.truth(a[0])?))).doc("Return True if a is true, False otherwise."), def("not_", "a, /", |cx, a| Ok(Value::bool(!cx.truth(a[0])?))).doc("Same as not a."),
    def("is_", "a, b, /", |cx, a| Ok(Value::bool(cx.is(a[0], a[1])))).doc("Same as a is b."), def("is_not", "a, b, /", |cx, a| Ok(Value::bool(!cx.is(a[0], a[1])))).doc("Same as a is not b."),
    def("index", "a, /", |cx, a| cx.index(a[0])).doc("Same as a.__index__()"), def("concat", "a, b, /", |cx, a| concat(cx, a, false)).doc("Same as a + b, for a and b sequences."), def("iconcat", "a, b, /", |cx, a| concat(cx, a, true)).doc("Same as a += b, for a and b sequences."),
    def("contains", "a, b, /", |cx, a| Ok(Value::bool(cx.contains(a[0], a[1])?))).doc("Same as b in a (note reversed operands)."), def("countOf", "a, b, /", count_of).doc("Return the number of items in a which are, or which equal, b."), def("indexOf", "a, b, /", index_of).doc("Return the first index of b in a."),
    def("getitem", "a, b, /", |cx, a| cx.get_item(a[0], a[1])).doc("Same as a[b]."), def("setitem", "a, b, c, /", |cx, a| { cx.set_item(a[0], a[1], a[2])?; Ok(Value::NONE) }).doc("Same as a[b] = c."), def("delitem", "a, b, /", |cx, a| { cx.del_item(a[0], a[1])?; Ok(Value::NONE) }).doc("Same as del a[b]."),
    def("length_hint", "obj, default=0, /", length_hint).doc("Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount."),
    def("call", "obj, /, *args, **kwargs", |cx, a| cx.call_dict(a[0], crate::call::star(a[1]), a[2])).doc("Same as obj(*args, **kwargs)."), def("_compare_digest", "a, b, /", compare_digest),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    for t in [FUNCS, BINARY, INPLACE, COMPARE, UNARY] { m.add_functions(cx, t) }
    for t in [T::ItemGetter, T::AttrGetter, T::MethodCaller] { let c = cx.class(t).0; m.set(cx, t.name(), c) }
    Ok(())
}
