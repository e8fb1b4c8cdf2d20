//! `Context`, the current one, signals and their dicts.
use super::value::{exact, from_float, to_dec, wrap};
use crate::cx::Cx;
use crate::modules::contextvars;
use crate::native::{attr_set, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use fora_num::decimal::{cond, Ctx, Dec, ROUNDS, ROUND_NAMES, MAX_EMAX, MAX_PREC, MIN_EMIN};

pub const PREC: usize = 0;
pub const EMAX: usize = 1;
pub const EMIN: usize = 2;
pub const ROUND: usize = 3;
pub const CAPITALS: usize = 4;
pub const CLAMP: usize = 5;
pub const TRAPS: usize = 6;
pub const STATUS: usize = 7;
const FLAG_DICT: usize = 8;
const TRAP_DICT: usize = 9;

/// Signals in the order of the dicts: name, condition bits.
pub const SIGNALS: [(&str, u32); 9] = [("InvalidOperation", cond::IEEE_INVALID), ("FloatOperation", cond::FLOAT_OPERATION), ("DivisionByZero", cond::DIVISION_BY_ZERO), ("Overflow", cond::OVERFLOW), ("Underflow", cond::UNDERFLOW), ("Subnormal", cond::SUBNORMAL), ("Inexact", cond::INEXACT), ("Rounded", cond::ROUNDED), ("Clamped", cond::CLAMPED)];
/// Conditions that InvalidOperation stands for.
pub const CONDITIONS: [(&str, u32); 5] = [("InvalidOperation", cond::INVALID_OPERATION), ("ConversionSyntax", cond::CONVERSION_SYNTAX), ("DivisionImpossible", cond::DIVISION_IMPOSSIBLE), ("DivisionUndefined", cond::DIVISION_UNDEFINED), ("InvalidContext", cond::INVALID_CONTEXT)];
const BAD_SIGNAL: &str = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";
const BAD_ROUND: &str = "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]";

/// A context in use: the object and its settings.
#[derive(Clone, Copy)]
pub struct Env { pub obj: Value, pub c: Ctx }
impl Env {
    pub fn of(obj: Value) -> Env {
        let s = Slots(obj);
        Env { obj, c: Ctx { prec: s.int(PREC), emax: s.int(EMAX), emin: s.int(EMIN), round: ROUNDS[s.int(ROUND).clamp(0, 7) as usize], clamp: s.int(CLAMP) != 0 } }
    }
    pub fn capitals(&self) -> bool { Slots(self.obj).int(CAPITALS) != 0 }
}
pub fn is_context(v: Value) -> bool { v.is_ref() && v.kind() == T::DecContext }
/// The exception class of a signal or condition.
pub fn class_of(cx: &mut Cx, name: &'static str) -> Value { cx.static_get(name_key(name)).unwrap_or(Value::NONE) }
fn name_key(name: &'static str) -> &'static str {
    match name {
        "InvalidOperation" => "decimal.InvalidOperation", "FloatOperation" => "decimal.FloatOperation", "DivisionByZero" => "decimal.DivisionByZero", "Overflow" => "decimal.Overflow", "Underflow" => "decimal.Underflow", "Subnormal" => "decimal.Subnormal",
        "Inexact" => "decimal.Inexact", "Rounded" => "decimal.Rounded", "Clamped" => "decimal.Clamped", "ConversionSyntax" => "decimal.ConversionSyntax", "DivisionImpossible" => "decimal.DivisionImpossible", "DivisionUndefined" => "decimal.DivisionUndefined",
        "InvalidContext" => "decimal.InvalidContext", _ => "decimal.DecimalException",
    }
}
pub fn keep_class(cx: &mut Cx, name: &'static str, c: Value) { cx.static_set(name_key(name), c) }
/// Notes conditions in the context; raises those that are trapped.
#[inline]
pub fn add_status(cx: &mut Cx, env: &Env, st: u32) -> R<()> {
    if st == 0 { return Ok(()); }
    let s = Slots(env.obj);
    let old = s.int(STATUS);
    if old | st as i64 != old { s.set_int(cx, STATUS, old | st as i64) }
    let hit = st & s.int(TRAPS) as u32;
    if hit != 0 { return Err(raise(cx, hit)); }
    Ok(())
}
#[cold]
fn raise(cx: &mut Cx, hit: u32) -> Raised {
    if hit & cond::MALLOC_ERROR != 0 { return cx.memory_error(); }
    let mut list = VVec::new();
    for (n, bit) in CONDITIONS.iter().chain(&SIGNALS[1..]) { if hit & bit != 0 { let c = class_of(cx, n); list.push(c) } }
    let first = SIGNALS.iter().find(|(_, b)| hit & b != 0).map_or("InvalidOperation", |s| s.0);
    let (c, l) = (class_of(cx, first), cx.list(&list));
    match cx.call(c, &[l]) { Ok(e) => cx.raise_value(e), Err(r) => r }
}

// ---- making and finding contexts -------------------------------------------------------------------------------------------------
pub struct Settings { pub prec: i64, pub round: i64, pub traps: u32 }
pub fn new_exact(cx: &mut Cx, s: &Settings) -> Value { Slots::new(cx, T::DecContext, &[Value::small(s.prec), Value::small(999_999), Value::small(-999_999), Value::small(s.round), Value::small(1), Value::small(0), Value::small(s.traps as i64), Value::small(0)]) }
pub fn copy(cx: &mut Cx, v: Value) -> Value { let s = Slots(v); let init: Vec<Value> = (0..8).map(|i| s.get(i)).collect(); Slots::new(cx, T::DecContext, &init) }
fn default_context(cx: &mut Cx) -> Value { cx.static_get("decimal.DefaultContext").unwrap_or(Value::NONE) }
fn fresh(cx: &mut Cx, template: Value) -> Value { let c = copy(cx, template); Slots(c).set_int(cx, STATUS, 0); c }
pub fn current(cx: &mut Cx) -> R<Env> {
    let var = cx.static_get("decimal.context").unwrap_or(Value::NONE);
    let v = contextvars::var_get(cx, &[var, Value::NONE])?;
    if is_context(v) { return Ok(Env::of(v)); }
    let d = default_context(cx);
    let c = fresh(cx, d);
    contextvars::var_set(cx, &[var, c])?;
    Ok(Env::of(c))
}
/// The context argument of a method (UNDEF or None: the current one).
pub fn arg(cx: &mut Cx, v: Value) -> R<Env> {
    match v.opt_none() { None => current(cx), Some(v) if is_context(v) => Ok(Env::of(v)), Some(_) => Err(cx.type_error("optional argument must be a context")) }
}
pub fn setcontext(cx: &mut Cx, a: &[Value]) -> R {
    if !is_context(a[0]) { return Err(cx.type_error("argument must be a context")); }
    // the templates are never made current themselves
    let mut c = a[0];
    for n in ["decimal.DefaultContext", "decimal.BasicContext", "decimal.ExtendedContext"] { if cx.static_get(n) == Some(c) { c = fresh(cx, c); break; } }
    let var = cx.static_get("decimal.context").unwrap_or(Value::NONE);
    contextvars::var_set(cx, &[var, c])?;
    Ok(Value::NONE)
}
pub fn getcontext(cx: &mut Cx, _: &[Value]) -> R { Ok(current(cx)?.obj) }
pub fn localcontext(cx: &mut Cx, a: &[Value]) -> R {
    let global = current(cx)?.obj;
    let from = match a[0].opt_none() { None => global, Some(v) if is_context(v) => v, Some(_) => return Err(cx.type_error("optional argument must be a context")) };
    let local = copy(cx, from);
    if let Some(d) = crate::dict::Dict::from(a[1]) {
        for i in 0..d.fill() {
            let Some((k, v)) = d.entry(i) else { continue };
            let name = Str(k).lossy();
            if !["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"].contains(&name.as_ref()) { return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for this function"))); }
            if v.is_none() { continue; }
            set_named(cx, local, &name, v)?;
        }
    }
    Ok(Slots::new(cx, T::DecManager, &[local, global]))
}
pub const MANAGER: &[Def] = &[
    def("__enter__", "", |cx, a| { let l = Slots(a[0]).get(0); setcontext(cx, &[l])?; Ok(l) }),
    def("__exit__", "*args", |cx, a| { let g = Slots(a[0]).get(1); setcontext(cx, &[g])?; Ok(Value::FALSE) }),
];

// ---- settings ----------------------------------------------------------------------------------------------------------------------
pub fn round_index(cx: &mut Cx, v: Value) -> R<i64> {
    match Str::from(v).and_then(|s| ROUND_NAMES.iter().position(|n| n.as_bytes() == s.bytes())) { Some(i) => Ok(i as i64), None => Err(cx.type_error(BAD_ROUND)) }
}
fn ssize(cx: &mut Cx, v: Value) -> R<i64> {
    if !v.is(T::Int) { return Err(cx.type_error("an integer is required")); }
    match crate::int::to_i64(v) { Some(n) => Ok(n), None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")) }
}
fn set_range(cx: &mut Cx, o: Value, v: Value, slot: usize, low: i64, high: i64, msg: &str) -> R {
    let n = ssize(cx, v)?;
    if !(low..=high).contains(&n) { return Err(cx.value_error(msg)); }
    Slots(o).set_int(cx, slot, n);
    Ok(Value::NONE)
}
fn bits_of(cx: &mut Cx, key: Value) -> R<u32> {
    for (n, b) in SIGNALS { if class_of(cx, n) == key { return Ok(b); } }
    let m = cx.str(BAD_SIGNAL);
    Err(cx.raise_args(T::KeyError, &[m]))
}
/// Signals from a list, or from a dict of all nine.
fn signal_bits(cx: &mut Cx, v: Value) -> R<u32> {
    if v.is_ref() && v.kind() == T::DecSignals { return Ok(dict_bits(v)); }
    let mut bits = 0;
    if let Some(d) = crate::dict::Dict::from(v) {
        let bad = |cx: &mut Cx| { let m = cx.str("invalid signal dict"); cx.raise_args(T::KeyError, &[m]) };
        if d.len() != SIGNALS.len() { return Err(bad(cx)); }
        for (n, b) in SIGNALS { let c = class_of(cx, n); match d.get(cx, c)? { Some(x) => if cx.truth(x)? { bits |= b }, None => return Err(bad(cx)) } }
        return Ok(bits);
    }
    Err(cx.type_error("argument must be a signal dict"))
}
fn list_bits(cx: &mut Cx, v: Value) -> R<u32> {
    if !v.is(T::List) { return signal_bits(cx, v); }
    let items = crate::list::List(v).to_vvec();
    let mut bits = 0;
    for k in items.iter() {
        let mut found = None;
        for (n, b) in SIGNALS { if class_of(cx, n) == *k { found = Some(b) } }
        for (n, b) in CONDITIONS { if found.is_none() && class_of(cx, n) == *k { found = Some(b) } }
        match found { Some(b) => bits |= b, None => { let m = cx.str(BAD_SIGNAL); return Err(cx.raise_args(T::KeyError, &[m])) } }
    }
    Ok(bits)
}
fn set_named(cx: &mut Cx, o: Value, name: &str, v: Value) -> R {
    match name {
        "prec" => set_range(cx, o, v, PREC, 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]"),
        "Emin" => set_range(cx, o, v, EMIN, MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]"),
        "Emax" => set_range(cx, o, v, EMAX, 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]"),
        "rounding" => { let i = round_index(cx, v)?; Slots(o).set_int(cx, ROUND, i); Ok(Value::NONE) }
        "capitals" => set_range(cx, o, v, CAPITALS, 0, 1, "valid values for capitals are 0 or 1"),
        "clamp" => set_range(cx, o, v, CLAMP, 0, 1, "valid values for clamp are 0 or 1"),
        "flags" => { let b = list_bits(cx, v)?; Slots(o).set_int(cx, STATUS, b as i64); Ok(Value::NONE) }
        _ => { let b = list_bits(cx, v)?; Slots(o).set_int(cx, TRAPS, b as i64); Ok(Value::NONE) }
    }
}
fn no_delete(cx: &mut Cx, v: Value) -> R<()> { if v.is_undef() { Err(cx.attribute_error_plain("context attributes cannot be deleted")) } else { Ok(()) } }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let d = default_context(cx);
    let s = Slots(d);
    let init: Vec<Value> = (0..8).map(|i| s.get(i)).collect();
    let o = Slots::new_of(cx, a[0], T::DecContext, &init);
    Slots(o).set_int(cx, STATUS, 0);
    // flags and traps take lists here
    for (i, n) in ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"].iter().enumerate() { if let Some(v) = a[i + 1].opt_none() { set_named(cx, o, n, v)?; } }
    Ok(o)
}
fn names(bits: u32) -> String {
    // by bit, as libmpdec writes them
    let mut v: Vec<(u32, &str)> = SIGNALS.iter().filter(|(_, b)| bits & b != 0).map(|(n, b)| (b & b.wrapping_neg(), *n)).collect();
    v.sort();
    v.iter().map(|p| p.1).collect::<Vec<_>>().join(", ")
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let t = format!("Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])", s.int(PREC), ROUND_NAMES[s.int(ROUND).clamp(0, 7) as usize], s.int(EMIN), s.int(EMAX), s.int(CAPITALS), s.int(CLAMP), names(s.int(STATUS) as u32), names(s.int(TRAPS) as u32));
    Ok(cx.string(t))
}
fn class_list(cx: &mut Cx, bits: u32) -> Value {
    let mut l = VVec::new();
    for (n, b) in SIGNALS { if bits & b != 0 { let c = class_of(cx, n); l.push(c) } }
    cx.list(&l)
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (f, t) = (class_list(cx, s.int(STATUS) as u32), class_list(cx, s.int(TRAPS) as u32));
    let r = cx.str(ROUND_NAMES[s.int(ROUND).clamp(0, 7) as usize]);
    let args = cx.tuple(&[s.get(PREC), r, s.get(EMIN), s.get(EMAX), s.get(CAPITALS), s.get(CLAMP), f, t]);
    let c = cx.class_of(a[0]).0;
    Ok(cx.tuple(&[c, args]))
}
fn signal_dict(cx: &mut Cx, o: Value, slot: usize) -> R {
    let d = Slots(o).get(slot);
    if !d.is_undef() { return Ok(d); }
    let c = cx.static_get("decimal.SignalDict").unwrap_or(Value::NONE);
    let which = if slot == FLAG_DICT { STATUS } else { TRAPS };
    let d = Slots::new_of(cx, c, T::DecSignals, &[o, Value::small(which as i64)]);
    Slots(o).set(cx, slot, d);
    Ok(d)
}
fn create_decimal(cx: &mut Cx, a: &[Value]) -> R {
    let env = Env::of(a[0]);
    let mut st = 0;
    let v = a[1].opt().unwrap_or(Value::small(0));
    let d = match Str::from(v) {
        Some(s) => match super::value::parse_text(s, false) {
            Some(d) => { let room = env.c.prec - env.c.clamp as i64; if d.is_nan() && d.coef != fora_num::UBig::ZERO && d.digits() > room { st |= cond::CONVERSION_SYNTAX; Dec::nan() } else { d.finish(&env.c, &mut st) } }
            None => { st |= cond::CONVERSION_SYNTAX; Dec::nan() }
        },
        None => { let d = exact(cx, v, &env)?; if d.is_nan() && d.coef != fora_num::UBig::ZERO && d.digits() > env.c.prec - env.c.clamp as i64 { st |= cond::CONVERSION_SYNTAX; Dec::nan() } else { d.finish(&env.c, &mut st) } }
    };
    add_status(cx, &env, st)?;
    wrap(cx, d)
}
fn create_from_float(cx: &mut Cx, a: &[Value]) -> R {
    let env = Env::of(a[0]);
    let d = from_float(cx, a[1])?;
    let mut st = 0;
    let d = d.finish(&env.c, &mut st);
    add_status(cx, &env, st)?;
    wrap(cx, d)
}
fn apply(cx: &mut Cx, a: &[Value]) -> R {
    let env = Env::of(a[0]);
    if !super::is_decimal(a[1]) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("conversion from {t} to Decimal is not supported"))); }
    let mut st = 0;
    let d = to_dec(a[1]).finish(&env.c, &mut st);
    add_status(cx, &env, st)?;
    wrap(cx, d)
}
macro_rules! setting { ($name:literal $slot:ident) => { attr_set($name, |cx, a| { let n = Slots(a[0]).int($slot); Ok(cx.int(n)) }, |cx, a| { no_delete(cx, a[1])?; set_named(cx, a[0], $name, a[1]) }) } }
pub const METHODS: &[Def] = &[
    def_new("prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None", new).doc("The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more."),
    setting!("prec" PREC), setting!("Emin" EMIN), setting!("Emax" EMAX), setting!("capitals" CAPITALS), setting!("clamp" CLAMP),
    attr_set("rounding", |cx, a| Ok(cx.intern(ROUND_NAMES[Slots(a[0]).int(ROUND).clamp(0, 7) as usize])), |cx, a| { no_delete(cx, a[1])?; set_named(cx, a[0], "rounding", a[1]) }),
    attr_set("flags", |cx, a| signal_dict(cx, a[0], FLAG_DICT), |cx, a| { no_delete(cx, a[1])?; let b = signal_bits(cx, a[1])?; Slots(a[0]).set_int(cx, STATUS, b as i64); Ok(Value::NONE) }),
    attr_set("traps", |cx, a| signal_dict(cx, a[0], TRAP_DICT), |cx, a| { no_delete(cx, a[1])?; let b = signal_bits(cx, a[1])?; Slots(a[0]).set_int(cx, TRAPS, b as i64); Ok(Value::NONE) }),
    def("Etiny", "", |cx, a| { let n = Env::of(a[0]).c.etiny(); Ok(cx.int(n)) }), def("Etop", "", |cx, a| { let n = Env::of(a[0]).c.etop(); Ok(cx.int(n)) }),
    def("clear_flags", "", |cx, a| { Slots(a[0]).set_int(cx, STATUS, 0); Ok(Value::NONE) }), def("clear_traps", "", |cx, a| { Slots(a[0]).set_int(cx, TRAPS, 0); Ok(Value::NONE) }),
    def("copy", "", |cx, a| Ok(copy(cx, a[0]))), def("__copy__", "", |cx, a| Ok(copy(cx, a[0]))), def("__repr__", "", repr), def("__reduce__", "", reduce),
    def("create_decimal", "num='0', /", create_decimal), def("create_decimal_from_float", "f, /", create_from_float), def("_apply", "x, /", apply),
];

// ---- SignalDict: slot 0 the context, slot 1 which of its words ---------------------------------------------------------------------
fn dict_bits(v: Value) -> u32 { let s = Slots(v); if s.get(0).is_undef() { 0 } else { Slots(s.get(0)).int(s.int(1) as usize) as u32 } }
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    live(cx, a[0])?;
    let b = bits_of(cx, a[1])?;
    let on = cx.truth(a[2])?;
    let s = Slots(a[0]);
    let old = dict_bits(a[0]);
    Slots(s.get(0)).set_int(cx, s.int(1) as usize, if on { old | b } else { old & !b } as i64);
    Ok(Value::NONE)
}
fn keys(cx: &mut Cx) -> Value { let mut l = VVec::new(); for (n, _) in SIGNALS { let c = class_of(cx, n); l.push(c) } cx.tuple(&l) }
fn as_dict(cx: &mut Cx, v: Value) -> R { let d = cx.dict(); let bits = dict_bits(v); for (n, b) in SIGNALS { let c = class_of(cx, n); d.set(cx, c, Value::bool(bits & b != 0))?; } Ok(d.0) }
/// A dict that belongs to no context is of no use.
fn live(cx: &mut Cx, v: Value) -> R<()> { if Slots(v).get(0).is_undef() { Err(cx.value_error("invalid signal dict")) } else { Ok(()) } }
fn signals_eq(cx: &mut Cx, a: &[Value], want: bool) -> R {
    live(cx, a[0])?;
    if a[1].is_ref() && a[1].kind() == T::DecSignals { live(cx, a[1])?; return Ok(Value::bool((dict_bits(a[0]) == dict_bits(a[1])) == want)); }
    if let Some(d) = crate::dict::Dict::from(a[1]) {
        if d.len() == 0 { return Err(cx.value_error("invalid signal dict")); }
        let b = signal_bits(cx, a[1]);
        return match cx.catch(b, T::KeyError)? { Some(b) => Ok(Value::bool((dict_bits(a[0]) == b) == want)), None => Ok(Value::NOT_IMPLEMENTED) };
    }
    Ok(Value::NOT_IMPLEMENTED)
}
pub const SIGNALS_DEFS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::DecSignals, &[Value::UNDEF, Value::small(TRAPS as i64)]))),
    def("__getitem__", "key, /", |cx, a| { live(cx, a[0])?; let b = bits_of(cx, a[1])?; Ok(Value::bool(dict_bits(a[0]) & b != 0)) }), def("__setitem__", "key, value, /", set_item), def("__delitem__", "key, /", |cx, _| Err(cx.value_error("signal keys cannot be deleted"))),
    def("__len__", "", |cx, a| { live(cx, a[0])?; Ok(Value::small(SIGNALS.len() as i64)) }), def("__iter__", "", |cx, a| { live(cx, a[0])?; let k = keys(cx); cx.iter(k) }), def("copy", "", |cx, a| { live(cx, a[0])?; as_dict(cx, a[0]) }),
    def("__eq__", "value, /", |cx, a| signals_eq(cx, a, true)), def("__ne__", "value, /", |cx, a| signals_eq(cx, a, false)),
    def("__repr__", "", |cx, a| { live(cx, a[0])?; let bits = dict_bits(a[0]); let t: Vec<String> = SIGNALS.iter().map(|(n, b)| format!("<class 'decimal.{n}'>:{}", if bits & b != 0 { "True" } else { "False" })).collect(); Ok(cx.string(format!("{{{}}}", t.join(", ")))) }),
];
