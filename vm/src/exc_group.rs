//! Exception groups: construction, split, subgroup, derive.
use crate::class::{Class, D};
use crate::cx::Cx;
use crate::exc::Exc;
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// How deep groups may nest for split and subgroup.
const MAX_NESTING: usize = 1499;
fn is_group(v: Value, cx: &Cx) -> bool { Exc::from(v).is_some() && cx.class_of(v).is_subclass_of(cx.class(T::BaseExceptionGroup).0) }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let v = Tuple(a[1]).items();
    if v.len() != 2 { return Err(cx.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", v.len()))); }
    if !v[0].is(T::Str) { let t = cx.type_name(v[0]); return Err(cx.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {t}"))); }
    if !is_sequence(cx, v[1]) { return Err(cx.type_error("second argument (exceptions) must be a sequence")); }
    let items = cx.collect(v[1])?;
    if items.is_empty() { return Err(cx.value_error("second argument (exceptions) must be a non-empty sequence")); }
    let exception = cx.class(T::Exception).0;
    let mut base = false;
    for (i, e) in items.iter().enumerate() {
        if Exc::from(*e).is_none() { return Err(cx.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))); }
        base |= !cx.class_of(*e).is_subclass_of(exception);
    }
    let mut cls = Class(a[0]);
    if cls == cx.class(T::BaseExceptionGroup) { if !base { cls = cx.class(T::ExceptionGroup); } }
    else if cls == cx.class(T::ExceptionGroup) { if base { return Err(cx.type_error("Cannot nest BaseExceptions in an ExceptionGroup")); } }
    else if base && cls.is_subclass_of(exception) { let n = cls.name(); return Err(cx.type_error(format!("Cannot nest BaseExceptions in '{n}'"))); }
    let excs = if v[1].is_exact(T::Tuple) { v[1] } else { cx.tuple(&items) };
    let e = Exc(cx.alloc_instance(cls.0));
    e.update(cx, |o| { o.args = a[1]; o.suppress = Value::FALSE; o.fields[0] = v[0]; o.fields[1] = excs });
    Ok(e.0)
}
fn is_sequence(cx: &mut Cx, v: Value) -> bool { !v.is(T::Dict) && cx.special(v, D::GetItem).is_some() && !v.is(T::Type) }
fn message(_: &mut Cx, a: &[Value]) -> R { Ok(Exc::of(a[0]).raw().fields[0]) }
fn exceptions(_: &mut Cx, a: &[Value]) -> R { Ok(Exc::of(a[0]).raw().fields[1]) }
/// The members of a group.
pub fn members(g: Value) -> &'static [Value] { match Tuple::from(Exc::of(g).raw().fields[1]) { Some(t) => t.items(), None => &[] } }
fn str(cx: &mut Cx, a: &[Value]) -> R {
    let (m, n) = (cx.str_of(Exc::of(a[0]).raw().fields[0])?.lossy(), members(a[0]).len());
    Ok(cx.string(format!("{m} ({n} sub-exception{})", if n == 1 { "" } else { "s" })))
}
fn derive(cx: &mut Cx, a: &[Value]) -> R { let (c, m) = (cx.class(T::BaseExceptionGroup).0, Exc::of(a[0]).raw().fields[0]); cx.call(c, &[m, a[1]]) }
/// A group like `orig` of other members, with its traceback, cause, context and notes; None for no members.
fn subset(cx: &mut Cx, orig: Value, excs: &[Value]) -> R {
    if excs.is_empty() { return Ok(Value::NONE); }
    let l = cx.list(excs);
    let g = cx.call_method(orig, "derive", &[l])?;
    if !is_group(g, cx) { return Err(cx.type_error("derive must return an instance of BaseExceptionGroup")); }
    let o = Exc(orig).raw();
    let (tb, c, x) = (o.traceback, o.cause, o.context);
    let s = o.suppress;
    Exc(g).update(cx, |o| { o.traceback = tb; o.cause = c; o.context = x; if c.is_ref() { o.suppress = s } });
    if let Some(notes) = cx.lookup_attr(orig, "__notes__")? { if notes.is(T::List) || notes.is(T::Tuple) { let v = cx.collect(notes)?; let l = cx.list(&v); cx.set_attr_str(g, "__notes__", l)?; } }
    Ok(g)
}
/// What decides whether an exception belongs to the match.
#[derive(Clone, Copy)]
enum Matcher<'a> { Class(Value), Call(Value), Ids(&'a [Value]) }
fn matches(cx: &mut Cx, m: Matcher, e: Value) -> R<bool> {
    match m {
        Matcher::Class(c) => { let k = cx.class_of(e); Ok(match Tuple::from(c) { Some(t) => t.items().iter().any(|c| k.is_subclass_of(*c)), None => k.is_subclass_of(c) }) }
        Matcher::Call(f) => { let r = cx.call(f, &[e])?; cx.truth(r) }
        Matcher::Ids(l) => Ok(!is_group(e, cx) && l.contains(&e)),
    }
}
/// (match, rest), either of which may be None.
fn split_by(cx: &mut Cx, e: Value, m: Matcher, depth: usize) -> R<(Value, Value)> {
    cx.check_stack()?;
    if depth > MAX_NESTING { return Err(cx.recursion_error("maximum recursion depth exceeded in exceptiongroup_split_recursive")); }
    if matches(cx, m, e)? { return Ok((e, Value::NONE)); }
    if !is_group(e, cx) { return Ok((Value::NONE, e)); }
    let (mut yes, mut no) = (VVec::new(), VVec::new());
    for x in members(e) { let (a, b) = split_by(cx, *x, m, depth + 1)?; if !a.is_none() { yes.push(a) } if !b.is_none() { no.push(b) } }
    let y = subset(cx, e, &yes)?;
    let n = subset(cx, e, &no)?;
    Ok((y, n))
}
fn matcher(cx: &mut Cx, v: Value) -> R<Matcher<'static>> {
    let base = cx.class(T::BaseException).0;
    let class = |v: Value| Class::from(v).is_some_and(|c| c.is_subclass_of(base));
    if v.is(T::Function) || !v.is(T::Type) && !v.is(T::Tuple) && cx.special(v, D::Call).is_some() || v.is(T::Native) || v.is(T::Method) { return Ok(Matcher::Call(v)); }
    if class(v) || Tuple::from(v).is_some_and(|t| t.items().iter().all(|c| class(*c))) { return Ok(Matcher::Class(v)); }
    Err(cx.type_error("expected a function, exception type or tuple of exception types"))
}
fn split(cx: &mut Cx, a: &[Value]) -> R { let m = matcher(cx, a[1])?; let (y, n) = split_by(cx, a[0], m, 0)?; Ok(cx.tuple(&[y, n])) }
fn subgroup(cx: &mut Cx, a: &[Value]) -> R { let m = matcher(cx, a[1])?; Ok(split_by(cx, a[0], m, 0)?.0) }
fn class_getitem(cx: &mut Cx, a: &[Value]) -> R { cx.call_generic_alias(a[0], a[1]) }
impl Cx {
    /// `types.GenericAlias(origin, args)`, where that type is loaded.
    fn call_generic_alias(&mut self, origin: Value, args: Value) -> R {
        let Some(t) = crate::types::rows().iter().find(|r| r.name == "GenericAlias").map(|r| r.t) else { return Err(self.type_error("'type' object is not subscriptable")) };
        let c = self.class(t).0;
        self.call(c, &[origin, args])
    }
}
pub const GROUP: &[Def] = &[
    def_new("*args, **kwargs", new), def("__init__", "*args, **kwargs", crate::exc_methods::base_init), def("__str__", "", str), def("derive", "excs, /", derive), def("split", "matcher_value, /", split), def("subgroup", "matcher_value, /", subgroup),
    def_class("__class_getitem__", "object, /", class_getitem), attr("message", message), attr("exceptions", exceptions),
];
fn leaves(cx: &mut Cx, e: Value, out: &mut VVec) -> R<()> {
    cx.check_stack()?;
    if is_group(e, cx) { for x in members(e) { leaves(cx, *x, out)? } } else { out.push(e) }
    Ok(())
}
/// The part of group `orig` whose leaves are those of `keep` (exceptions and groups); None if there are none.
pub fn projection(cx: &mut Cx, orig: Value, keep: &[Value]) -> R {
    let mut l = VVec::new();
    for e in keep { if !e.is_none() { leaves(cx, *e, &mut l)? } }
    Ok(split_by(cx, orig, Matcher::Ids(&l), 0)?.0)
}
