//! Constructors, attributes and texts of the built-in exception classes.
//!
//! What a class keeps besides args lies in `ExcObj::fields`, in the order that exc.rs lists. An absent field (UNDEF) reads as None.
use crate::class::{Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::func::Native;
use crate::list::List;
use crate::native::{attr_set, def, def_new, Def, NativeFn, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

const fn seen(v: Value) -> Value { if v.is_undef() { Value::NONE } else { v } }
fn set_fields(cx: &mut Cx, e: Exc, v: &[Value]) { e.update(cx, |o| for (i, x) in v.iter().enumerate() { o.fields[i] = *x }) }
fn get_field<const I: usize>(_: &mut Cx, a: &[Value]) -> R { Ok(seen(Exc::of(a[0]).raw().fields[I])) }
fn set_field<const I: usize>(cx: &mut Cx, a: &[Value]) -> R { Exc::of(a[0]).update(cx, |o| o.fields[I] = a[1]); Ok(Value::NONE) }
fn set_index<const I: usize>(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("can't delete numeric/char attribute")); }
    if !a[1].is(T::Int) { return Err(cx.type_error("an integer is required")); }
    let n = cx.index_i64(a[1])?;
    let v = cx.int(n);
    Exc::of(a[0]).update(cx, |o| o.fields[I] = v);
    Ok(Value::NONE)
}
const fn field<const I: usize>(name: &'static str) -> Def { attr_set(name, get_field::<I>, set_field::<I>) }
/// The plain instance dict if it has entries.
fn own_dict(cx: &mut Cx, e: Value) -> Option<Dict> { let d = crate::attr::instance_dict(cx, e); if d.len() == 0 { None } else { Some(d) } }

// ---- BaseException ----------------------------------------------------------------------------------------------------------
fn fresh(cx: &mut Cx, cls: Value, args: Value) -> Exc {
    let e = Exc(cx.alloc_instance(cls));
    e.update(cx, |o| { o.args = args; o.suppress = Value::FALSE });
    e
}
fn base_new(cx: &mut Cx, a: &[Value]) -> R { Ok(fresh(cx, a[0], a[1]).0) }
fn no_keywords(cx: &mut Cx, e: Value, kw: Value) -> R<()> {
    if Dict(kw).len() == 0 { return Ok(()); }
    let t = cx.type_name(e);
    Err(cx.type_error(format!("{t}() takes no keyword arguments")))
}
pub fn base_init(cx: &mut Cx, a: &[Value]) -> R {
    no_keywords(cx, a[0], a[2])?;
    Exc::of(a[0]).update(cx, |o| o.args = a[1]);
    Ok(Value::NONE)
}
fn base_str(cx: &mut Cx, a: &[Value]) -> R {
    let e = Exc::of(a[0]);
    match e.args() { [] => Ok(cx.rt.empty_str), [v] => Ok(cx.str_of(*v)?.0), _ => { let t = e.raw().args; Ok(cx.str_of(t)?.0) } }
}
fn base_repr(cx: &mut Cx, a: &[Value]) -> R {
    let e = Exc::of(a[0]);
    let name = cx.class_of(a[0]).name();
    let s = match e.args() { [v] => format!("({})", cx.repr_string(*v)?), _ => { let t = e.raw().args; cx.repr_string(t)? } };
    Ok(cx.string(format!("{name}{s}")))
}
fn with_traceback(cx: &mut Cx, a: &[Value]) -> R { set_traceback(cx, a)?; Ok(a[0]) }
fn add_note(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Str) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("note must be a str, not '{t}'"))); }
    let notes = match cx.lookup_attr(a[0], "__notes__")? { Some(n) => n, None => { let l = cx.list(&[]); cx.set_attr_str(a[0], "__notes__", l)?; l } };
    let Some(l) = List::from(notes) else { return Err(cx.type_error("Cannot add note: __notes__ is not a list")) };
    l.push(cx, a[1]);
    Ok(Value::NONE)
}
fn get_args(_: &mut Cx, a: &[Value]) -> R { Ok(Exc::of(a[0]).raw().args) }
fn set_args(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("args may not be deleted")); }
    let t = if a[1].is_exact(T::Tuple) { a[1] } else { let v = cx.collect(a[1])?; cx.tuple(&v) };
    Exc::of(a[0]).update(cx, |o| o.args = t);
    Ok(Value::NONE)
}
fn get_traceback(_: &mut Cx, a: &[Value]) -> R { Ok(seen(Exc::of(a[0]).raw().traceback)) }
fn set_traceback(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("__traceback__ may not be deleted")); }
    if !a[1].is_none() && !a[1].is(T::Traceback) { return Err(cx.type_error("__traceback__ must be a traceback or None")); }
    Exc::of(a[0]).update(cx, |o| o.traceback = if a[1].is_none() { Value::UNDEF } else { a[1] });
    Ok(Value::NONE)
}
fn chained(cx: &mut Cx, v: Value, attr: &str, what: &str) -> R {
    if v.is_undef() { return Err(cx.type_error(format!("{attr} may not be deleted"))); }
    if v.is_none() { return Ok(Value::UNDEF); }
    if Exc::from(v).is_none() { return Err(cx.type_error(format!("exception {what} must be None or derive from BaseException"))); }
    Ok(v)
}
fn get_context(_: &mut Cx, a: &[Value]) -> R { Ok(seen(Exc::of(a[0]).raw().context)) }
fn set_context(cx: &mut Cx, a: &[Value]) -> R { let v = chained(cx, a[1], "__context__", "context")?; Exc::of(a[0]).update(cx, |o| o.context = v); Ok(Value::NONE) }
fn get_cause(_: &mut Cx, a: &[Value]) -> R { Ok(seen(Exc::of(a[0]).raw().cause)) }
fn set_cause(cx: &mut Cx, a: &[Value]) -> R { let v = chained(cx, a[1], "__cause__", "cause")?; Exc::of(a[0]).update(cx, |o| { o.cause = v; o.suppress = Value::TRUE }); Ok(Value::NONE) }
fn get_suppress(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(Exc::of(a[0]).raw().suppress.is_true())) }
fn set_suppress(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("can't delete numeric/char attribute")); }
    if !a[1].is_bool() { return Err(cx.type_error("attribute value type must be bool")); }
    Exc::of(a[0]).update(cx, |o| o.suppress = a[1]);
    Ok(Value::NONE)
}
fn base_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let (c, args) = (cx.class_of(a[0]).0, Exc::of(a[0]).raw().args);
    match own_dict(cx, a[0]) { Some(d) => Ok(cx.tuple(&[c, args, d.0])), None => Ok(cx.tuple(&[c, args])) }
}
fn setstate(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_none() { return Ok(Value::NONE); }
    let Some(d) = Dict::from(a[1]) else { return Err(cx.type_error("state is not a dictionary")) };
    let mut i = 0;
    while i < d.fill() { if let Some((k, v)) = d.entry(i) { if !k.is(T::Str) { return Err(cx.type_error("attribute name must be string")); } let k = cx.intern_value(k); cx.set_attr(a[0], k, v)?; } i += 1; }
    Ok(Value::NONE)
}
pub const BASE: &[Def] = &[
    def_new("*args, **kwargs", base_new), def("__init__", "*args, **kwargs", base_init), def("__str__", "", base_str), def("__repr__", "", base_repr), def("__reduce__", "", base_reduce), def("__setstate__", "state, /", setstate),
    def("with_traceback", "tb, /", with_traceback), def("add_note", "note, /", add_note), attr_set("args", get_args, set_args), attr_set("__traceback__", get_traceback, set_traceback), attr_set("__context__", get_context, set_context),
    attr_set("__cause__", get_cause, set_cause), attr_set("__suppress_context__", get_suppress, set_suppress),
];
// ---- StopIteration, SystemExit, KeyError, NameError, AttributeError ---------------------------------------------------------------
fn stop_fields(args: &[Value]) -> Value { args.first().copied().unwrap_or(Value::NONE) }
fn stop_init(cx: &mut Cx, a: &[Value]) -> R { base_init(cx, a)?; let v = stop_fields(Tuple(a[1]).items()); set_fields(cx, Exc(a[0]), &[v]); Ok(Value::NONE) }
pub const STOP_ITERATION: &[Def] = &[def("__init__", "*args, **kwargs", stop_init), field::<0>("value")];
fn exit_field(args: Value) -> Value { match Tuple(args).items() { [] => Value::NONE, [v] => *v, _ => args } }
fn exit_init(cx: &mut Cx, a: &[Value]) -> R { base_init(cx, a)?; let v = exit_field(a[1]); set_fields(cx, Exc(a[0]), &[v]); Ok(Value::NONE) }
pub const SYSTEM_EXIT: &[Def] = &[def("__init__", "*args, **kwargs", exit_init), field::<0>("code")];
fn key_str(cx: &mut Cx, a: &[Value]) -> R { match Exc::of(a[0]).args() { [v] => Ok(cx.repr(*v)?.0), _ => base_str(cx, a) } }
pub const KEY_ERROR: &[Def] = &[def("__str__", "", key_str)];
/// Takes the keywords `names` out of `kw`; others are an error.
fn keywords<const N: usize>(cx: &mut Cx, kw: Value, names: [&str; N], what: &str) -> R<[Value; N]> {
    let mut out = [Value::UNDEF; N];
    let d = Dict(kw);
    for i in 0..d.fill() {
        let Some((k, v)) = d.entry(i) else { continue };
        let k = Str(k).lossy();
        match names.iter().position(|n| *n == k) { Some(j) => out[j] = v, None => return Err(cx.type_error(format!("'{k}' is an invalid keyword argument for {what}()"))) }
    }
    Ok(out)
}
fn name_init(cx: &mut Cx, a: &[Value]) -> R {
    let [name] = keywords(cx, a[2], ["name"], "NameError")?;
    Exc::of(a[0]).update(cx, |o| { o.args = a[1]; o.fields[0] = name });
    Ok(Value::NONE)
}
pub const NAME_ERROR: &[Def] = &[def("__init__", "*args, **kwargs", name_init), field::<0>("name")];
fn attribute_init(cx: &mut Cx, a: &[Value]) -> R {
    let [name, obj] = keywords(cx, a[2], ["name", "obj"], "AttributeError")?;
    Exc::of(a[0]).update(cx, |o| { o.args = a[1]; o.fields[0] = name; o.fields[1] = obj });
    Ok(Value::NONE)
}
fn attribute_state(cx: &mut Cx, a: &[Value]) -> R {
    let e = Exc::of(a[0]);
    let d = Dict::new(cx);
    if let Some(own) = own_dict(cx, a[0]) { for i in 0..own.fill() { if let Some((k, v)) = own.entry(i) { d.set(cx, k, v)? } } }
    if let Some(n) = e.raw().fields[0].opt() { cx.dict_set(d, "name", n) }
    cx.dict_set(d, "args", e.raw().args);
    Ok(d.0)
}
fn attribute_reduce(cx: &mut Cx, a: &[Value]) -> R { let s = attribute_state(cx, a)?; let (c, args) = (cx.class_of(a[0]).0, Exc(a[0]).raw().args); Ok(cx.tuple(&[c, args, s])) }
pub const ATTRIBUTE_ERROR: &[Def] = &[def("__init__", "*args, **kwargs", attribute_init), def("__getstate__", "", attribute_state), def("__reduce__", "", attribute_reduce), field::<0>("name"), field::<1>("obj")];
// ---- ImportError: msg name path name_from -----------------------------------------------------------------------------------------
fn import_msg(args: &[Value]) -> Value { match args { [v] => *v, _ => Value::UNDEF } }
fn import_init(cx: &mut Cx, a: &[Value]) -> R {
    let [name, path, from] = keywords(cx, a[2], ["name", "path", "name_from"], "ImportError")?;
    let msg = import_msg(Tuple(a[1]).items());
    Exc::of(a[0]).update(cx, |o| o.args = a[1]);
    set_fields(cx, Exc(a[0]), &[msg, name, path, from]);
    Ok(Value::NONE)
}
fn import_str(cx: &mut Cx, a: &[Value]) -> R { let m = Exc::of(a[0]).raw().fields[0]; if m.is_exact(T::Str) { Ok(m) } else { base_str(cx, a) } }
fn import_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let (c, args, f) = (cx.class_of(a[0]).0, Exc::of(a[0]).raw().args, Exc(a[0]).raw().fields);
    let own = own_dict(cx, a[0]);
    if f[1].is_undef() && f[2].is_undef() { return match own { Some(d) => Ok(cx.tuple(&[c, args, d.0])), None => Ok(cx.tuple(&[c, args])) }; }
    let d = Dict::new(cx);
    if let Some(own) = own { for i in 0..own.fill() { if let Some((k, v)) = own.entry(i) { d.set(cx, k, v)? } } }
    for (i, n) in [(1, "name"), (2, "path")] { if let Some(v) = f[i].opt() { cx.dict_set(d, n, v) } }
    Ok(cx.tuple(&[c, args, d.0]))
}
pub const IMPORT_ERROR: &[Def] = &[def("__init__", "*args, **kwargs", import_init), def("__str__", "", import_str), def("__reduce__", "", import_reduce), field::<0>("msg"), field::<1>("name"), field::<2>("path"), field::<3>("name_from")];
// ---- OSError: errno strerror filename filename2 characters_written ------------------------------------------------------------------
/// The subclass of OSError for an errno.
pub fn os_class(errno: i64) -> T {
    match errno as i32 {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => T::BlockingIOError, libc::EPIPE | libc::ESHUTDOWN => T::BrokenPipeError, libc::ECHILD => T::ChildProcessError,
        libc::ECONNABORTED => T::ConnectionAbortedError, libc::ECONNREFUSED => T::ConnectionRefusedError, libc::ECONNRESET => T::ConnectionResetError, libc::EEXIST => T::FileExistsError,
        libc::ENOENT => T::FileNotFoundError, libc::EINTR => T::InterruptedError, libc::EISDIR => T::IsADirectoryError, libc::ENOTDIR => T::NotADirectoryError,
        libc::EACCES | libc::EPERM => T::PermissionError, libc::ESRCH => T::ProcessLookupError, libc::ETIMEDOUT => T::TimeoutError, _ => T::OSError,
    }
}
fn has_native(cx: &mut Cx, c: Class, d: D, f: NativeFn) -> bool {
    let Some(v) = c.dunder(cx, d) else { return false };
    let v = if v.is_exact(T::StaticMethod) { Slots(v).get(0) } else { v };
    Native::from(v).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, f))
}
/// Does `__init__` (overridden) do the work, rather than `__new__`?
fn os_in_init(cx: &mut Cx, c: Class) -> bool { !has_native(cx, c, D::Init, os_init) && has_native(cx, c, D::New, os_new) }
fn os_fill(cx: &mut Cx, e: Exc, args: Value) -> R<()> {
    let v = Tuple(args).items();
    let mut kept = args;
    if (2..=5).contains(&v.len()) {
        let at = |i: usize| v.get(i).copied().unwrap_or(Value::UNDEF);
        let mut f = [at(0), at(1), Value::UNDEF, Value::UNDEF, Value::UNDEF];
        if let Some(name) = at(2).opt_none() {
            let blocking = cx.class_of(e.0) == cx.class(T::BlockingIOError);
            if blocking && (name.is(T::Int) || name.is(T::Float) || cx.special(name, D::Index).is_some()) { let n = cx.index_i64(name)?; f[4] = cx.int(n); }
            else { f[2] = name; f[3] = at(4).opt_none().unwrap_or(Value::UNDEF); kept = cx.tuple(&v[..2]); }
        }
        set_fields(cx, e, &f);
    }
    e.update(cx, |o| o.args = kept);
    Ok(())
}
fn os_new(cx: &mut Cx, a: &[Value]) -> R {
    let mut cls = Class(a[0]);
    if os_in_init(cx, cls) { let t = cx.tuple(&[]); return Ok(fresh(cx, cls.0, t).0); }
    if Dict(a[2]).len() != 0 { let n = cls.name(); return Err(cx.type_error(format!("{n}() takes no keyword arguments"))); }
    let v = Tuple(a[1]).items();
    if cls == cx.class(T::OSError) && (2..=5).contains(&v.len()) && v[0].is(T::Int) { if let Some(n) = crate::int::to_i64(v[0]) { cls = cx.class(os_class(n)); } }
    let e = fresh(cx, cls.0, a[1]);
    os_fill(cx, e, a[1])?;
    Ok(e.0)
}
fn os_init(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    if !os_in_init(cx, c) { return Ok(Value::NONE); }
    no_keywords(cx, a[0], a[2])?;
    os_fill(cx, Exc::of(a[0]), a[1])?;
    Ok(Value::NONE)
}
fn os_str(cx: &mut Cx, a: &[Value]) -> R {
    let f = Exc::of(a[0]).raw().fields;
    if f[2].is_undef() && (f[0].is_undef() || f[1].is_undef()) { return base_str(cx, a); }
    let (n, s) = (cx.str_of(seen(f[0]))?.lossy(), cx.str_of(seen(f[1]))?.lossy());
    let mut out = format!("[Errno {n}] {s}");
    if !f[2].is_undef() { let r = cx.repr_string(f[2])?; out.push_str(&format!(": {r}")); if !f[3].is_undef() { let r = cx.repr_string(f[3])?; out.push_str(&format!(" -> {r}")); } }
    Ok(cx.string(out))
}
fn os_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let (c, mut args, f) = (cx.class_of(a[0]).0, Exc::of(a[0]).raw().args, Exc(a[0]).raw().fields);
    let v = Tuple(args).items();
    if v.len() == 2 && !f[2].is_undef() { args = if f[3].is_undef() { cx.tuple(&[v[0], v[1], f[2]]) } else { cx.tuple(&[v[0], v[1], f[2], Value::NONE, f[3]]) } }
    match own_dict(cx, a[0]) { Some(d) => Ok(cx.tuple(&[c, args, d.0])), None => Ok(cx.tuple(&[c, args])) }
}
fn get_written(cx: &mut Cx, a: &[Value]) -> R { match Exc::of(a[0]).raw().fields[4].opt() { Some(v) => Ok(v), None => Err(cx.raise(T::AttributeError, "characters_written")) } }
fn set_written(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { if Exc::of(a[0]).raw().fields[4].is_undef() { return Err(cx.raise(T::AttributeError, "characters_written")); } return set_field::<4>(cx, a); }
    let n = cx.index_i64(a[1])?;
    let v = cx.int(n);
    Exc::of(a[0]).update(cx, |o| o.fields[4] = v);
    Ok(Value::NONE)
}
pub const OS_ERROR: &[Def] = &[
    def_new("*args, **kwargs", os_new), def("__init__", "*args, **kwargs", os_init), def("__str__", "", os_str), def("__reduce__", "", os_reduce),
    field::<0>("errno"), field::<1>("strerror"), field::<2>("filename"), field::<3>("filename2"), attr_set("characters_written", get_written, set_written),
];
// ---- SyntaxError: msg filename lineno offset text end_lineno end_offset print_file_and_line ---------------------------------------------
fn syntax_fill(cx: &mut Cx, e: Exc, v: &[Value]) -> R<()> {
    let Some(msg) = v.first() else { return Ok(()) };
    set_fields(cx, e, &[*msg]);
    if v.len() != 2 { return Ok(()); }
    let info = if v[1].is(T::Tuple) { VVec::from_slice(Tuple(v[1]).items()) } else { cx.collect(v[1])? };
    if info.len() < 4 { return Err(cx.type_error(format!("function takes at least 4 arguments ({} given)", info.len()))); }
    if info.len() > 6 { return Err(cx.type_error(format!("function takes at most 6 arguments ({} given)", info.len()))); }
    let at = |i: usize| info.get(i).copied().unwrap_or(Value::UNDEF);
    set_fields(cx, e, &[*msg, at(0), at(1), at(2), at(3), at(4), at(5)]);
    if info.len() == 5 { return Err(cx.type_error("end_offset must be provided when end_lineno is provided")); }
    Ok(())
}
fn syntax_init(cx: &mut Cx, a: &[Value]) -> R { base_init(cx, a)?; syntax_fill(cx, Exc(a[0]), Tuple(a[1]).items())?; Ok(Value::NONE) }
fn syntax_str(cx: &mut Cx, a: &[Value]) -> R {
    let f = Exc::of(a[0]).raw().fields;
    let msg = cx.str_of(seen(f[0]))?.lossy();
    let file = Str::from(f[1]).map(|s| { let s = s.lossy(); s.rsplit('/').next().unwrap_or("").to_string() });
    let line = if f[2].is_small() || f[2].is_exact(T::Int) { Some(crate::int_methods::text(cx, f[2])?) } else { None };
    let out = match (file, line) { (Some(f), Some(l)) => format!("{msg} ({f}, line {l})"), (Some(f), None) => format!("{msg} ({f})"), (None, Some(l)) => format!("{msg} (line {l})"), (None, None) => msg.into_owned() };
    Ok(cx.string(out))
}
pub const SYNTAX_ERROR: &[Def] = &[
    def("__init__", "*args, **kwargs", syntax_init), def("__str__", "", syntax_str), field::<0>("msg"), field::<1>("filename"), field::<2>("lineno"), field::<3>("offset"), field::<4>("text"), field::<5>("end_lineno"), field::<6>("end_offset"), field::<7>("print_file_and_line"),
];
// ---- UnicodeError: encoding object start end reason --------------------------------------------------------------------------------------
fn unicode_args(cx: &mut Cx, kind: T, e: Exc, v: &[Value]) -> R<()> {
    let name = kind.name();
    let translate = kind == T::UnicodeTranslateError;
    let want = if translate { 4 } else { 5 };
    if v.len() != want { return Err(cx.type_error(format!("function takes exactly {want} arguments ({} given)", v.len()))); }
    let _ = name;
    let mut out = [Value::NONE; 5];
    out[want.abs_diff(5)..].copy_from_slice(v);
    let base = want.abs_diff(5);
    let bad = |cx: &mut Cx, i: usize, what: &str| { let t = cx.type_name(out[i]); cx.type_error(format!("argument {} must be {what}, not {t}", i + 1 - base)) };
    if !translate && !out[0].is(T::Str) { return Err(bad(cx, 0, "str")); }
    if kind != T::UnicodeDecodeError && !out[1].is(T::Str) { return Err(bad(cx, 1, "str")); }
    for i in [2, 3] { if !out[i].is(T::Int) && cx.special(out[i], D::Index).is_none() { let t = cx.type_name(out[i]); return Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer"))); } }
    if !out[4].is(T::Str) { return Err(bad(cx, 4, "str")); }
    if kind == T::UnicodeDecodeError && !out[1].is(T::Bytes) {
        if !(out[1].is(T::ByteArray) || out[1].is(T::MemoryView) || cx.special(out[1], D::Buffer).is_some()) { let t = cx.type_name(out[1]); return Err(cx.type_error(format!("a bytes-like object is required, not '{t}'"))); }
        let c = cx.class(T::Bytes).0;
        out[1] = cx.call(c, &[out[1]])?;
    }
    for i in [2, 3] { let n = cx.index_i64(out[i])?; out[i] = cx.int(n); }
    set_fields(cx, e, &out);
    Ok(())
}
fn unicode_init<const K: u16>(cx: &mut Cx, a: &[Value]) -> R { base_init(cx, a)?; unicode_args(cx, T::from_index(K as usize), Exc(a[0]), Tuple(a[1]).items())?; Ok(Value::NONE) }
fn unicode_str<const K: u16>(cx: &mut Cx, a: &[Value]) -> R {
    let f = Exc::of(a[0]).raw().fields;
    let kind = T::from_index(K as usize);
    if f[1].is_undef() { return Ok(cx.rt.empty_str); }
    let (reason, enc) = (cx.str_of(seen(f[4]))?.lossy(), cx.str_of(seen(f[0]))?.lossy());
    let (start, end) = (crate::int::to_i64(f[2]).unwrap_or(0), crate::int::to_i64(f[3]).unwrap_or(0));
    let one = end == start + 1 && start >= 0;
    let (verb, unit, lead) = match kind { T::UnicodeDecodeError => ("decode", "byte", format!("'{enc}' codec ")), T::UnicodeEncodeError => ("encode", "character", format!("'{enc}' codec ")), _ => ("translate", "character", String::new()) };
    let shown = if kind == T::UnicodeDecodeError { if f[1].is(T::Bytes) { crate::bytes::get(f[1]).get(start as usize).map(|b| format!("0x{b:02x}")) } else { None } }
        else { Str::from(f[1]).filter(|s| start >= 0 && (start as usize) < s.len()).map(|s| match s.char_at(start as usize) { c @ 0..=0xff => format!("'\\x{c:02x}'"), c @ 0x100..=0xffff => format!("'\\u{c:04x}'"), c => format!("'\\U{c:08x}'") }) };
    let out = match shown { Some(c) if one => format!("{lead}can't {verb} {unit} {c} in position {start}: {reason}"), _ => format!("{lead}can't {verb} {unit}s in position {start}-{}: {reason}", end - 1) };
    Ok(cx.string(out))
}
macro_rules! unicode_table { ($name:ident $t:ident) => {
    pub const $name: &[Def] = &[def("__init__", "*args, **kwargs", unicode_init::<{ T::$t as u16 }>), def("__str__", "", unicode_str::<{ T::$t as u16 }>), field::<0>("encoding"), field::<1>("object"), attr_set("start", get_field::<2>, set_index::<2>), attr_set("end", get_field::<3>, set_index::<3>), field::<4>("reason")];
} }
unicode_table!(UNICODE_DECODE UnicodeDecodeError);
unicode_table!(UNICODE_ENCODE UnicodeEncodeError);
unicode_table!(UNICODE_TRANSLATE UnicodeTranslateError);

/// Sets the fields of a fresh exception of built-in class `t` from its args, as its `__init__` would; never raises.
pub fn fill(cx: &mut Cx, e: Exc, t: T) {
    let args = e.raw().args;
    let v = Tuple(args).items();
    match t {
        T::StopIteration => set_fields(cx, e, &[stop_fields(v)]),
        T::SystemExit => set_fields(cx, e, &[exit_field(args)]),
        T::ImportError | T::ModuleNotFoundError => set_fields(cx, e, &[import_msg(v)]),
        T::SyntaxError | T::IndentationError | T::TabError => { if syntax_fill(cx, e, v).is_err() { cx.clear_pending() } }
        T::UnicodeDecodeError | T::UnicodeEncodeError | T::UnicodeTranslateError => { if !v.is_empty() && unicode_args(cx, t, e, v).is_err() { cx.clear_pending() } }
        T::ExceptionGroup | T::BaseExceptionGroup => set_fields(cx, e, &v[..v.len().min(2)]),
        T::OSError | T::BlockingIOError | T::ChildProcessError | T::ConnectionError | T::BrokenPipeError | T::ConnectionAbortedError | T::ConnectionRefusedError | T::ConnectionResetError | T::FileExistsError | T::FileNotFoundError
        | T::InterruptedError | T::IsADirectoryError | T::NotADirectoryError | T::PermissionError | T::ProcessLookupError | T::TimeoutError => { if v.len() >= 2 && os_fill(cx, e, args).is_err() { cx.clear_pending() } }
        _ => {}
    }
}
