//! `_pickle`: Pickler, Unpickler and the four functions. `save` writes, `load` reads; here what Python sees of them.
//!
//! Pickler slots: write method of the file (UNDEF: not initialised), protocol, fix_imports, fast, dispatch_table, persistent_id, buffer_callback,
//! objects of the memo in order (a list). The memo's index is Rust memory of the object: it holds addresses of what the list keeps.
//! Unpickler slots: read and readline of the file, fix_imports, encoding, errors, buffers (iterator or None), persistent_load, memo (a list).
pub mod load;
pub mod save;

use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::modules::small::exception_of;
use crate::native::{attr, attr_set, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use save::Saver;
use rustc_hash::FxHashMap as HashMap;

pub const WRITE: usize = 0;
pub const PROTO: usize = 1;
pub const FIX: usize = 2;
pub const FAST: usize = 3;
pub const TABLE: usize = 4;
pub const PERSISTENT: usize = 5;
pub const BUFFERS: usize = 6;
pub const KEEP: usize = 7;
/// The memo's index: place of an object in the list, by address.
#[derive(Default)]
pub struct Memo(pub HashMap<u64, u32>);

const HIGHEST: i64 = 5;
fn base_error(cx: &mut Cx) -> R { let b = cx.class(T::Exception).0; exception_of(cx, "_pickle.PickleError", T::Exception, b) }
fn pickling_class(cx: &mut Cx) -> R { let b = base_error(cx)?; exception_of(cx, "_pickle.PicklingError", T::Exception, b) }
fn unpickling_class(cx: &mut Cx) -> R { let b = base_error(cx)?; exception_of(cx, "_pickle.UnpicklingError", T::Exception, b) }
fn raise(cx: &mut Cx, class: R, text: &str) -> Raised {
    let Ok(c) = class else { return Raised };
    let m = cx.str(text);
    match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r }
}
pub fn pickling_error(cx: &mut Cx, text: &str) -> Raised { let c = pickling_class(cx); raise(cx, c, text) }
pub fn unpickling_error(cx: &mut Cx, text: &str) -> Raised { let c = unpickling_class(cx); raise(cx, c, text) }

fn protocol(cx: &mut Cx, v: Value) -> R<i64> {
    let n = match v.opt_none() { Some(v) => cx.index_i64(v)?, None => 4 };
    if n < 0 { return Ok(HIGHEST); }
    if n > HIGHEST { return Err(cx.value_error(format!("pickle protocol must be <= {HIGHEST}"))); }
    Ok(n)
}
fn flag(cx: &mut Cx, v: Value) -> R<bool> { match v.opt() { Some(v) => cx.truth(v), None => Ok(true) } }
fn callback(cx: &mut Cx, v: Value, proto: i64) -> R {
    match v.opt_none() { Some(f) => if proto < 5 { Err(cx.value_error("buffer_callback needs protocol >= 5")) } else { Ok(f) }, None => Ok(Value::NONE) }
}
fn dumps_with(cx: &mut Cx, v: Value, proto: Value, fix: Value, buffers: Value) -> R<Vec<u8>> {
    let p = protocol(cx, proto)?;
    let f = flag(cx, fix)?;
    let b = callback(cx, buffers, p)?;
    let mut s = Saver::new(cx, p, f && p < 3, b);
    s.dump(cx, v)?;
    Ok(s.out)
}
fn dumps(cx: &mut Cx, a: &[Value]) -> R { let b = dumps_with(cx, a[0], a[1], a[2], a[3])?; Ok(crate::bytes::new(cx, &b)) }
fn writer(cx: &mut Cx, file: Value) -> R { match cx.lookup_attr(file, "write")? { Some(w) => Ok(w), None => Err(cx.type_error("file must have a 'write' attribute")) } }
fn dump(cx: &mut Cx, a: &[Value]) -> R {
    protocol(cx, a[2])?;
    let w = writer(cx, a[1])?;
    let b = dumps_with(cx, a[0], a[2], a[3], a[4])?;
    let b = crate::bytes::new(cx, &b);
    cx.call(w, &[b])?;
    Ok(Value::NONE)
}
fn pickler_init(cx: &mut Cx, a: &[Value]) -> R {
    let me = a[0];
    let p = protocol(cx, a[2])?;
    let f = flag(cx, a[3])?;
    let b = callback(cx, a[4], p)?;
    let w = writer(cx, a[1])?;
    let s = Slots(me);
    let keep = List::new(cx).0;
    for (i, v) in [(WRITE, w), (PROTO, Value::small(p)), (FIX, Value::bool(f && p < 3)), (FAST, Value::small(0)), (TABLE, Value::UNDEF), (PERSISTENT, Value::UNDEF), (BUFFERS, b), (KEEP, keep)] { s.set(cx, i, v) }
    if !crate::weak::own(cx, me, Box::<Memo>::default()) { return Err(cx.memory_error()); }
    // a class may bring its own
    if !me.is_exact(T::Pickler) { if let Some(t) = cx.lookup_attr(me, "dispatch_table")? { Slots(me).set(cx, TABLE, t) } }
    Ok(Value::NONE)
}
fn ready(cx: &mut Cx, me: Value) -> R<()> {
    if Slots(me).get(WRITE).is_undef() { let t = cx.type_name(me); return Err(pickling_error(cx, &format!("Pickler.__init__() was not called by {t}.__init__()"))); }
    Ok(())
}
fn pickler_dump(cx: &mut Cx, a: &[Value]) -> R {
    let me = a[0];
    ready(cx, me)?;
    let s = Slots(me);
    let mut w = Saver::new(cx, s.int(PROTO), s.get(FIX).is_true(), s.get(BUFFERS));
    w.fast = s.int(FAST) != 0;
    w.keep = List(s.get(KEEP));
    if let Some(m) = crate::weak::owned::<Memo>(me) { w.memo = std::mem::take(&mut m.0) }
    if let Some(t) = s.get(TABLE).opt() { w.table = t }
    w.persistent = if let Some(f) = s.get(PERSISTENT).opt() { f } else if !me.is_exact(T::Pickler) { cx.lookup_attr(me, "persistent_id")?.unwrap_or(Value::UNDEF) } else { Value::UNDEF };
    if !me.is_exact(T::Pickler) { w.reducer = cx.lookup_attr(me, "reducer_override")?.unwrap_or(Value::UNDEF) }
    let r = w.dump(cx, a[1]);
    cx.write(me);
    if let Some(m) = crate::weak::owned::<Memo>(me) { m.0 = std::mem::take(&mut w.memo) }
    r?;
    let b = crate::bytes::new(cx, &w.out);
    cx.call(Slots(me).get(WRITE), &[b])?;
    Ok(Value::NONE)
}
fn clear_memo(cx: &mut Cx, a: &[Value]) -> R {
    cx.write(a[0]);
    if let Some(m) = crate::weak::owned::<Memo>(a[0]) { m.0.clear() }
    let l = List::new(cx).0;
    Slots(a[0]).set(cx, KEEP, l);
    Ok(Value::NONE)
}
/// The memo as CPython shows it: place and object by address.
fn memo_dict(cx: &mut Cx, a: &[Value]) -> R {
    ready(cx, a[0])?;
    let d = cx.dict();
    let items = List(Slots(a[0]).get(KEEP)).to_vvec();
    for (i, v) in items.iter().enumerate() { let k = cx.int((v.0 & (u64::MAX >> 2)) as i64); let t = cx.tuple(&[Value::small(i as i64), *v]); d.set(cx, k, t)? }
    Ok(d.0)
}
fn set_memo(cx: &mut Cx, a: &[Value]) -> R {
    let src = a[1];
    if src.is_undef() { return Err(cx.type_error("attribute deletion is not supported")); }
    let Some(d) = crate::dict::Dict::from(src) else { let t = cx.type_name(src); return Err(cx.type_error(format!("'memo' attribute must be a PicklerMemoProxy object or dict, not {t}"))) };
    let mut pairs = crate::vvec::VVec::new();
    for i in 0..d.fill() { if let Some((_, v)) = d.entry(i) { pairs.push(v) } }
    clear_memo(cx, a)?;
    let mut rows = vec![];
    for p in pairs.iter() {
        let Some([n, o]) = crate::object::Tuple::from(*p).map(|t| t.items()) else { return Err(cx.type_error("'memo' values must be 2-item tuples")) };
        rows.push((cx.index_i64(*n)?, *o));
    }
    rows.sort_by_key(|r| r.0);
    let keep = List(Slots(a[0]).get(KEEP));
    for (n, o) in rows {
        while (keep.len() as i64) < n { keep.push(cx, Value::NONE) }
        keep.push(cx, o);
        cx.write(a[0]);
        if let Some(m) = crate::weak::owned::<Memo>(a[0]) { m.0.insert(o.0, n as u32); }
    }
    Ok(Value::NONE)
}
fn slot_attr(cx: &mut Cx, v: Value, i: usize, name: &str) -> R { match Slots(v).get(i).opt() { Some(x) => Ok(x), None => { let t = cx.type_name(v); Err(cx.raise(T::AttributeError, &format!("'{t}' object has no attribute '{name}'"))) } } }
pub const PICKLER: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::Pickler, &[Value::UNDEF, Value::small(4), Value::FALSE, Value::small(0), Value::UNDEF, Value::UNDEF, Value::NONE, Value::UNDEF]))),
    def("__init__", "file, protocol=None, fix_imports=True, buffer_callback=None", pickler_init),
    def("dump", "obj, /", pickler_dump), def("clear_memo", "", clear_memo), def("__sizeof__", "", |cx, _| Ok(cx.usize(200))),
    attr_set("memo", memo_dict, set_memo),
    attr_set("bin", |_, a| Ok(Value::small((Slots(a[0]).int(PROTO) > 0) as i64)), |_, _| Ok(Value::NONE)),
    attr_set("fast", |_, a| Ok(Slots(a[0]).get(FAST)), |cx, a| { let n = cx.index_i64(a[1])?; Slots(a[0]).set_int(cx, FAST, n); Ok(Value::NONE) }),
    attr_set("dispatch_table", |cx, a| slot_attr(cx, a[0], TABLE, "dispatch_table"), |cx, a| { Slots(a[0]).set(cx, TABLE, a[1]); Ok(Value::NONE) }),
    attr_set("persistent_id", |cx, a| slot_attr(cx, a[0], PERSISTENT, "persistent_id"), |cx, a| { Slots(a[0]).set(cx, PERSISTENT, a[1]); Ok(Value::NONE) }),
];

pub const READ: usize = 0;
pub const READLINE: usize = 1;
pub const U_FIX: usize = 2;
pub const ENCODING: usize = 3;
pub const ERRORS: usize = 4;
pub const U_BUFFERS: usize = 5;
pub const U_PERSISTENT: usize = 6;
pub const U_MEMO: usize = 7;
fn buffers(cx: &mut Cx, v: Value) -> R { match v.opt_none() { Some(b) => cx.iter(b), None => Ok(Value::NONE) } }
fn unpickler_init(cx: &mut Cx, a: &[Value]) -> R {
    let (read, line) = (cx.lookup_attr(a[1], "read")?, cx.lookup_attr(a[1], "readline")?);
    let (Some(read), Some(line)) = (read, line) else { return Err(cx.type_error("file must have 'read' and 'readline' attributes")) };
    let fix = flag(cx, a[2])?;
    let (e, r) = (cx.intern("ASCII"), cx.intern("strict"));
    let b = buffers(cx, a[5])?;
    let memo = List::new(cx).0;
    let s = Slots(a[0]);
    for (i, v) in [(READ, read), (READLINE, line), (U_FIX, Value::bool(fix)), (ENCODING, a[3].opt().unwrap_or(e)), (ERRORS, a[4].opt().unwrap_or(r)), (U_BUFFERS, b), (U_MEMO, memo)] { s.set(cx, i, v) }
    Ok(Value::NONE)
}
fn unpickler_load(cx: &mut Cx, a: &[Value]) -> R {
    let me = a[0];
    if Slots(me).get(READ).is_undef() { let t = cx.type_name(me); return Err(unpickling_error(cx, &format!("Unpickler.__init__() was not called by {t}.__init__()"))); }
    load::from_file(cx, me)
}
pub const UNPICKLER: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::Unpickler, &[Value::UNDEF; 8]))),
    def("__init__", "file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()", unpickler_init),
    def("load", "", unpickler_load), def("find_class", "module_name, global_name, /", load::find_class), def("__sizeof__", "", |cx, _| Ok(cx.usize(200))),
    attr_set("persistent_load", |cx, a| slot_attr(cx, a[0], U_PERSISTENT, "persistent_load"), |cx, a| { Slots(a[0]).set(cx, U_PERSISTENT, a[1]); Ok(Value::NONE) }),
    attr_set("memo", |cx, a| { let d = cx.dict(); let l = List(slot_attr(cx, a[0], U_MEMO, "memo")?).to_vvec(); for (i, v) in l.iter().enumerate() { if !v.is_undef() { d.set(cx, Value::small(i as i64), *v)? } } Ok(d.0) },
        |cx, a| {
            let Some(d) = crate::dict::Dict::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {t}"))) };
            let l = List::new(cx);
            for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { let k = cx.index_i64(k)?; if !(0..1 << 24).contains(&k) { return Err(cx.value_error("memo key must be positive integers.")); } while l.len() as i64 <= k { l.push(cx, Value::UNDEF) } l.set(cx, k as usize, v) } }
            Slots(a[0]).set(cx, U_MEMO, l.0);
            Ok(Value::NONE)
        }),
];
fn loads(cx: &mut Cx, a: &[Value]) -> R {
    let fix = flag(cx, a[1])?;
    let b = buffers(cx, a[4])?;
    let (e, r) = (cx.intern("ASCII"), cx.intern("strict"));
    load::from_bytes(cx, a[0], fix, a[2].opt().unwrap_or(e), a[3].opt().unwrap_or(r), b)
}
fn load_function(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class(T::Unpickler).0;
    let u = Slots::new_of(cx, c, T::Unpickler, &[Value::UNDEF; 8]);
    unpickler_init(cx, &[u, a[0], a[1], a[2], a[3], a[4]])?;
    load::from_file(cx, u)
}

// ---- PickleBuffer ----------------------------------------------------------------------------------------------------------
/// Slot: a memoryview of the object, or UNDEF once released.
fn raw_view(cx: &mut Cx, v: Value) -> R { match Slots(v).get(0).opt() { Some(m) => Ok(m), None => Err(cx.value_error("operation forbidden on released PickleBuffer object")) } }
pub const BUFFER: &[Def] = &[
    def_new("object, /", |cx, a| { let m = crate::memoryview::from_object(cx, a[1])?; Ok(Slots::new(cx, T::PickleBuffer, &[m])) }),
    def("raw", "", |cx, a| { let m = raw_view(cx, a[0])?; let c = cx.get_attr_str(m, "contiguous")?; if !cx.truth(c)? { return Err(cx.buffer_error("cannot extract raw buffer from non-contiguous buffer")); } let b = cx.intern("B"); cx.call_method(m, "cast", &[b]) }),
    def("release", "", |cx, a| { Slots(a[0]).set(cx, 0, Value::UNDEF); Ok(Value::NONE) }),
    def("__buffer__", "flags, /", |cx, a| raw_view(cx, a[0])),
    attr("_view", |cx, a| raw_view(cx, a[0])),
];
const FUNCS: &[Def] = &[
    def("dump", "obj, file, protocol=None, *, fix_imports=True, buffer_callback=None", dump), def("dumps", "obj, protocol=None, *, fix_imports=True, buffer_callback=None", dumps),
    def("load", "file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()", load_function), def("loads", "data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()", loads),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let (a, b, c) = (base_error(cx)?, pickling_class(cx)?, unpickling_class(cx)?);
    for (n, v) in [("PickleError", a), ("PicklingError", b), ("UnpicklingError", c)] { m.set(cx, n, v) }
    for (n, t) in [("Pickler", T::Pickler), ("Unpickler", T::Unpickler), ("PickleBuffer", T::PickleBuffer)] { let c = cx.class(t).0; m.set(cx, n, c) }
    crate::bytes::register_exporter(crate::bytes::Exporter { kind: T::PickleBuffer, export: |cx, v| { let m = raw_view(cx, v)?; crate::memoryview::flat_export(cx, m) }, hold: |_, _, _| () });
    Ok(())
}
