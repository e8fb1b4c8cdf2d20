//! _collections: defaultdict, OrderedDict, _count_elements, _tuplegetter. deque is in `deque.rs`.
use crate::abs::{Bin, Cmp};
use crate::attr;
use crate::class::{add_methods, cflags, make_class, Class, NewClass, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{attr_set, def, def_class, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::shape;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

// ---- defaultdict: a dict class with one native `__slots__` entry, default_factory --------------------------------------------
fn factory(o: Value) -> Value { attr::slot(o, shape::info(o.shape()), 0).opt().unwrap_or(Value::NONE) }
fn dd_init(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    let f = args.first().copied().unwrap_or(Value::NONE);
    if !f.is_none() && cx.special(f, D::Call).is_none() && !matches!(f.kind(), T::Function | T::Native | T::Method | T::Type) { return Err(cx.type_error("first argument must be callable or None")); }
    cx.set_attr_str(a[0], "default_factory", f)?;
    let d = Dict::of(a[0]);
    let rest = args.get(1..).unwrap_or(&[]);
    if rest.len() > 1 { return Err(cx.type_error(format!("dict expected at most 1 argument, got {}", rest.len()))); }
    if let Some(m) = rest.first() { crate::dict_methods::update_from(cx, d, *m)? }
    crate::dict_methods::merge_dict(cx, d, Dict::of(a[2]))?;
    Ok(Value::NONE)
}
fn dd_missing(cx: &mut Cx, a: &[Value]) -> R {
    let f = factory(a[0]);
    if f.is_none() { return Err(cx.key_error(a[1])); }
    let v = cx.call(f, &[])?;
    cx.set_item(a[0], a[1], v)?;
    Ok(v)
}
fn dict_repr(cx: &mut Cx, d: Value) -> R<Str> { let f = cx.class(T::Dict).dunder(cx, D::Repr).unwrap_or(Value::UNDEF); let r = cx.call(f, &[d])?; Ok(Str::of(r)) }
fn dd_repr(cx: &mut Cx, a: &[Value]) -> R {
    let base = dict_repr(cx, a[0])?;
    let f = factory(a[0]);
    let fr = if f.is_none() { Str::new(cx, "None") } else if cx.repr_enter(a[0]) { let r = cx.repr(f); cx.repr_leave(); r? } else { Str::new(cx, "...") };
    let mut out = cx.class_of(a[0]).name().into_owned().into_bytes();
    out.push(b'(');
    out.extend(fr.bytes());
    out.extend(b", ");
    out.extend(base.bytes());
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn dd_copy(cx: &mut Cx, a: &[Value]) -> R { let c = cx.class_of(a[0]).0; cx.call(c, &[factory(a[0]), a[0]]) }
fn dd_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let f = factory(a[0]);
    let args = if f.is_none() { cx.tuple(&[]) } else { cx.tuple(&[f]) };
    let items = cx.call_method(a[0], "items", &[])?;
    let it = cx.iter(items)?;
    let c = cx.class_of(a[0]).0;
    Ok(cx.tuple(&[c, args, Value::NONE, Value::NONE, it]))
}
fn dd_or(cx: &mut Cx, x: Value, y: Value, this: Value) -> R {
    if !x.is(T::Dict) || !y.is(T::Dict) { return Ok(Value::NOT_IMPLEMENTED); }
    let c = cx.class_of(this).0;
    let new = cx.call(c, &[factory(this), x])?;
    cx.call_method(new, "update", &[y])?;
    Ok(new)
}
const DEFAULTDICT: &[Def] = &[
    def("__init__", "*args, **kwargs", dd_init), def("__missing__", "key, /", dd_missing).doc("__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n"),
    def("__repr__", "/", dd_repr), def("copy", "/", dd_copy).doc("D.copy() -> a shallow copy of D."), def("__copy__", "/", dd_copy), def("__reduce__", "/", dd_reduce),
    def("__or__", "value, /", |cx, a| dd_or(cx, a[0], a[1], a[0])), def("__ror__", "value, /", |cx, a| dd_or(cx, a[1], a[0], a[0])),
];

// ---- OrderedDict --------------------------------------------------------------------------------------------------------------
fn od(v: Value) -> Dict { Dict::of(v) }
/// Is item assignment of this instance plain dict's?
fn plain_set(cx: &mut Cx, v: Value) -> bool { v.is_exact(T::OrderedDict) || { let d = cx.class(T::Dict); cx.special(v, D::SetItem) == d.dunder(cx, D::SetItem) } }
fn od_set(cx: &mut Cx, o: Value, plain: bool, k: Value, v: Value) -> R<()> { if plain { od(o).set(cx, k, v) } else { cx.set_item(o, k, v) } }
/// MutableMapping.update.
fn od_update(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    if args.len() > 1 { return Err(cx.type_error(format!("update() takes at most 1 positional argument ({} given)", args.len()))); }
    if let Some(o) = args.first() { od_merge(cx, a[0], *o)? }
    if let Some(kw) = Dict::from(a[2]) { let plain = plain_set(cx, a[0]); let mut i = 0; while i < kw.fill() { if let Some((k, v)) = kw.entry(i) { od_set(cx, a[0], plain, k, v)? } i += 1 } }
    Ok(Value::NONE)
}
fn od_merge(cx: &mut Cx, this: Value, o: Value) -> R<()> {
    let plain = plain_set(cx, this);
    if o.is_exact(T::Dict) || o.is_exact(T::OrderedDict) {
        let src = Dict::of(o).copy(cx);
        let mut i = 0;
        while i < src.fill() { if let Some((k, v)) = src.entry(i) { od_set(cx, this, plain, k, v)? } i += 1 }
        return Ok(());
    }
    if cx.lookup_attr(o, "keys")?.is_some() {
        let keys = cx.call_method(o, "keys", &[])?;
        let it = cx.iter(keys)?;
        while let Some(k) = cx.next(it)? { let v = cx.get_item(o, k)?; od_set(cx, this, plain, k, v)? }
        return Ok(());
    }
    let pairs = match cx.lookup_attr(o, "items")? { Some(f) => cx.call(f, &[])?, None => o };
    let it = cx.iter(pairs)?;
    while let Some(p) = cx.next(it)? {
        let items = cx.collect(p)?;
        if items.len() != 2 { return Err(if items.len() < 2 { cx.value_error(format!("need more than {} value{} to unpack", items.len(), if items.len() == 1 { "" } else { "s" })) } else { cx.value_error("too many values to unpack (expected 2)") }); }
        od_set(cx, this, plain, items[0], items[1])?;
    }
    Ok(())
}
pub fn is_ordered(cx: &mut Cx, v: Value) -> bool { let c = cx.class(T::OrderedDict).0; v.is(T::Dict) && cx.class_of(v).is_subclass_of(c) }
fn od_popitem(cx: &mut Cx, a: &[Value]) -> R {
    let last = match a[1].opt() { Some(v) => cx.truth(v)?, None => true };
    let d = od(a[0]);
    let row = if last { d.last() } else { d.first(cx) };
    let Some((i, (k, _))) = row.and_then(|i| Some((i, d.entry(i)?))) else { let m = cx.str("dictionary is empty"); return Err(cx.key_error(m)) };
    let v = if last { d.pop_row(cx, i) } else { d.remove_row(cx, i) };
    Ok(cx.tuple(&[k, v]))
}
fn od_move(cx: &mut Cx, a: &[Value]) -> R {
    let last = match a[2].opt() { Some(v) => cx.truth(v)?, None => true };
    let d = od(a[0]);
    let h = cx.hash(a[1])?;
    let Some(i) = d.find(cx, a[1], h)? else { return Err(cx.key_error(a[1])) };
    let end = if last { d.last() } else { d.first(cx) };
    if end == Some(i) { return Ok(Value::NONE); }
    let Some((k, _)) = d.entry(i) else { return Ok(Value::NONE) };
    let v = d.remove_row(cx, i);
    if last { d.push(cx, k, h, v) } else { d.push_front(cx, k, h, v) }
    Ok(Value::NONE)
}
fn od_copy(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]).0;
    let new = cx.call(c, &[])?;
    if a[0].is_exact(T::OrderedDict) { crate::dict_methods::merge_dict(cx, od(new), od(a[0]))?; return Ok(new); }
    let it = cx.iter(a[0])?;
    while let Some(k) = cx.next(it)? { let v = cx.get_item(a[0], k)?; cx.set_item(new, k, v)? }
    Ok(new)
}
fn od_cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let Some(y) = Dict::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let mut same = crate::dict_methods::equal(cx, od(a[0]), y)?;
    if same && is_ordered(cx, a[1]) {
        let (p, q) = (crate::dict_methods::rows_list(cx, od(a[0])), crate::dict_methods::rows_list(cx, y));
        let r = crate::list_methods::compare(cx, p, q, Cmp::Eq)?;
        same = r.is_true();
    }
    Ok(Value::bool(same == (op == Cmp::Eq)))
}
fn od_repr(cx: &mut Cx, a: &[Value]) -> R {
    let name = cx.class_of(a[0]).name();
    if od(a[0]).len() == 0 { return Ok(cx.string(format!("{name}()"))); }
    if !cx.repr_enter(a[0]) { return Ok(cx.str("...")); }
    let d = if a[0].is_exact(T::OrderedDict) { Ok(od(a[0]).copy(cx)) } else { cx.call_method(a[0], "items", &[]).and_then(|items| { let d = Dict::new(cx); crate::dict_methods::merge_pairs(cx, d, items)?; Ok(d) }) };
    let r = d.and_then(|d| cx.repr(d.0));
    cx.repr_leave();
    let r = r?;
    let mut out = name.into_owned().into_bytes();
    out.push(b'(');
    out.extend(r.bytes());
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn od_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]).0;
    let state = cx.call_method(a[0], "__getstate__", &[])?;
    let items = cx.call_method(a[0], "items", &[])?;
    let it = cx.iter(items)?;
    let e = cx.tuple(&[]);
    Ok(cx.tuple(&[c, e, state, Value::NONE, it]))
}
fn od_fromkeys(cx: &mut Cx, a: &[Value]) -> R {
    let v = a[2].opt().unwrap_or(Value::NONE);
    let d = cx.call(a[0], &[])?;
    cx.for_each(a[1], |cx, k| cx.set_item(d, k, v))?;
    Ok(d)
}
fn od_or(cx: &mut Cx, x: Value, y: Value, this: Value) -> R {
    if !x.is(T::Dict) || !y.is(T::Dict) { return Ok(Value::NOT_IMPLEMENTED); }
    let c = cx.class_of(this).0;
    let new = cx.call(c, &[x])?;
    od_merge(cx, new, y)?;
    Ok(new)
}
fn od_pop(cx: &mut Cx, a: &[Value]) -> R { match od(a[0]).remove(cx, a[1])? { Some(v) => Ok(v), None => match a[2].opt() { Some(v) => Ok(v), None => if a[0].is_exact(T::OrderedDict) { Err(cx.key_error(a[1])) } else { match cx.call_special(a[0], D::Missing, &[a[1]])? { Some(v) => Ok(v), None => Err(cx.key_error(a[1])) } } } } }
fn od_setdefault(cx: &mut Cx, a: &[Value]) -> R {
    let v = a[2].opt().unwrap_or(Value::NONE);
    if let Some(x) = od(a[0]).get(cx, a[1])? { return Ok(x); }
    cx.set_item(a[0], a[1], v)?;
    Ok(v)
}
pub const ORDERED: &[Def] = &[
    def("__init__", "*args, **kwargs", od_update), def("update", "*args, **kwargs", od_update), def("popitem", "last=True", od_popitem).doc("Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false."),
    def("move_to_end", "key, last=True", od_move).doc("Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist."),
    def("pop", "key, default=<unrepresentable>", od_pop).doc("od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError."), def("setdefault", "key, default=None", od_setdefault).doc("Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default."), def("copy", "/", od_copy).doc("od.copy() -> a shallow copy of od"),
    def("__eq__", "value, /", |cx, a| od_cmp(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| od_cmp(cx, a, Cmp::Ne)), def("__repr__", "/", od_repr), def("__reduce__", "/", od_reduce),
    def("__or__", "value, /", |cx, a| od_or(cx, a[0], a[1], a[0])), def("__ror__", "value, /", |cx, a| od_or(cx, a[1], a[0], a[0])), def("__ior__", "value, /", |cx, a| { od_merge(cx, a[0], a[1])?; Ok(a[0]) }),
    def_class("fromkeys", "iterable, value=None", od_fromkeys).doc("Create a new ordered dictionary with keys from iterable and values set to value."),
];

// ---- _count_elements, _tuplegetter ----------------------------------------------------------------------------------------------
fn count_elements(cx: &mut Cx, a: &[Value]) -> R {
    let (m, one) = (a[0], Value::small(1));
    let it = cx.iter(a[1])?;
    let dict = cx.class(T::Dict);
    let get = cx.intern("get");
    let plain = m.is(T::Dict) && cx.class_of(m).lookup(cx, get) == dict.lookup(cx, get) && cx.special(m, D::SetItem) == dict.dunder(cx, D::SetItem);
    if plain {
        let d = Dict::of(m);
        while let Some(k) = cx.next(it)? {
            let h = cx.hash(k)?;
            match d.find(cx, k, h)? {
                None => d.push(cx, k, h, one),
                Some(i) => {
                    let v = d.value_at(i);
                    if let Some(n) = v.as_small() { let w = cx.int(n + 1); d.set_value_at(cx, i, w) } else { let w = cx.binary(Bin::Add, v, one)?; d.set_hash(cx, k, h, w)? }
                }
            }
        }
        return Ok(Value::NONE);
    }
    let f = cx.get_attr_str(m, "get")?;
    while let Some(k) = cx.next(it)? { let old = cx.call(f, &[k, Value::small(0)])?; let new = cx.binary(Bin::Add, old, one)?; cx.set_item(m, k, new)? }
    Ok(Value::NONE)
}
/// Slots: index, doc.
pub fn tuplegetter_get(cx: &mut Cx, g: Value, o: Value) -> R {
    let i = Slots(g).int(0);
    let Some(t) = Tuple::from(o) else { let n = cx.type_name(o); return Err(cx.type_error(format!("descriptor for index '{i}' for tuple subclasses doesn't apply to '{n}' object"))) };
    match t.items().get(i as usize) { Some(v) => Ok(*v), None => Err(cx.index_error("tuple index out of range")) }
}
pub const TUPLEGETTER: &[Def] = &[
    def_new("index, doc, /", |cx, a| { let i = cx.index_i64(a[1])?; Ok(Slots::new_of(cx, a[0], T::TupleGetter, &[Value::small(i), a[2]])) }),
    def("__get__", "instance, owner=None, /", |cx, a| if a[1].is_none() { Ok(a[0]) } else { tuplegetter_get(cx, a[0], a[1]) }),
    def("__set__", "instance, value, /", |cx, _| Err(cx.raise(T::AttributeError, "can't set attribute"))),
    def("__delete__", "instance, /", |cx, _| Err(cx.raise(T::AttributeError, "can't delete attribute"))),
    attr_set("__doc__", |_, a| Ok(Slots(a[0]).get(1)), |cx, a| { Slots(a[0]).set(cx, 1, a[1].opt().unwrap_or(Value::NONE)); Ok(Value::NONE) }),
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let t = cx.tuple(&[s.get(0), s.get(1)]); let c = cx.class_of(a[0]).0; Ok(cx.tuple(&[c, t])) }),
    def("__repr__", "/", |cx, a| { let s = Slots(a[0]); let d = cx.repr(s.get(1))?.lossy(); Ok(cx.string(format!("_tuplegetter({}, {d})", s.int(0)))) }),
];
const FUNCS: &[Def] = &[def("_count_elements", "mapping, iterable, /", count_elements).doc("Count elements in the iterable, updating the mapping")];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let (name, df, module, d) = (cx.intern("defaultdict"), cx.intern("default_factory"), cx.intern("collections"), Dict::new(cx));
    let (meta, base) = (cx.class(T::Type), cx.class(T::Dict).0);
    let c: Class = make_class(cx, NewClass { meta, name, qualname: name, bases: &[base], dict: d, kind: T::Dict, flags: cflags::IMMUTABLE | cflags::BASE | cflags::WEAK | cflags::MAPPING, slots: &[df] })?;
    add_methods(cx, c, DEFAULTDICT);
    let doc = cx.str("defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.");
    for (k, v) in [("__module__", module), ("__doc__", doc)] { cx.dict_set(d, k, v) }
    m.set(cx, "defaultdict", c.0);
    for t in [T::OrderedDict, T::Deque, T::DequeIter, T::DequeRevIter, T::TupleGetter] { let c = cx.class(t).0; m.set(cx, t.name(), c) }
    Ok(())
}
