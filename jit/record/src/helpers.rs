//! Functions of the runtime that traces call, one row each, and what they may do.
//!
//! A row is either *loud*: it may run Python code, so `Sync` comes before it; or *quiet*: it looks at its arguments, and where it would have to run
//! Python code, it does nothing and answers [`NOT`] (or 2 where it answers with a truth); the trace is left before the instruction then.
//!
//! [HP1] `cx` is the context of the thread that runs the trace. [HP2] words that a trace hands over are values: live, or UNDEF where the row says so.
#![allow(unsafe_code)] // the border to compiled code: [HP1] [HP2]
use fora_ir::Insn;
use fora_trace::ir::{Alias, Effect, Helper, Ty};
use fora_vm::abs::{Bin, Cmp};
use fora_vm::class::{Class, D};
use fora_vm::cx::Cx;
use fora_vm::dict::Dict;
use fora_vm::func::Native;
use fora_vm::interp::{self, slow};
use fora_vm::list::List;
use fora_vm::native::R;
use fora_vm::object::{Method, Tuple};
use fora_vm::str::Str;
use fora_vm::types::T;
use fora_vm::value::Value;
use std::sync::OnceLock;

/// "Not without Python code": no value.
pub const NOT: u64 = 0x2c;
const MAYBE: i64 = 2;

macro_rules! ty { (I) => { Ty::I }; (F) => { Ty::F }; (B) => { Ty::B }; (R) => { Ty::R }; (V) => { Ty::V }; (N) => { Ty::None } }
macro_rules! helpers { ($($id:ident $name:literal ($($a:ident)*) -> $r:ident $effect:expr, $raises:literal, $f:expr;)*) => {
    /// Rows by name.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(u16)]
    pub enum H { $($id),* }
    /// All rows, indexed by `H`.
    pub fn rows() -> &'static [Helper] {
        static ROWS: OnceLock<Vec<Helper>> = OnceLock::new();
        ROWS.get_or_init(|| vec![$(Helper { name: $name, address: $f as *const () as usize, context: true, args: &[$(ty!($a)),*], result: ty!($r), effect: $effect, raises: $raises }),*])
    }
} }
/// What quiet writers may change.
const CONTENTS: u32 = Alias::ListLen.bit() | Alias::ListMeta.bit() | Alias::ListItems.bit() | Alias::ListData.bit() | Alias::DictMeta.bit() | Alias::DictValues.bit() | Alias::Iter.bit() | Alias::Version.bit() | Alias::Birth.bit();
const LISTS: u32 = Alias::ListLen.bit() | Alias::ListMeta.bit() | Alias::ListItems.bit() | Alias::ListData.bit() | Alias::Birth.bit();
const DICTS: u32 = Alias::DictMeta.bit() | Alias::DictValues.bit() | Alias::Version.bit() | Alias::Birth.bit();
const ITERATORS: u32 = Alias::Iter.bit() | Alias::Birth.bit();
use Effect::*;
helpers! {
    Binary "binary" (I I V V) -> V Any, true, binary;
    QBinary "q_binary" (I I V V) -> V Alloc, true, q_binary;
    Unary "unary" (I V) -> V Any, true, unary;
    QUnary "q_unary" (I V) -> V Alloc, true, q_unary;
    Compare "compare" (I V V) -> V Any, true, compare;
    CompareTruth "compare_truth" (I V V) -> I Any, true, compare_truth;
    QCompare "q_compare" (I V V) -> I Alloc, true, q_compare;
    Truth "truth" (V) -> I Any, true, truth;
    QTruth "q_truth" (V) -> I Read, false, q_truth;
    Contains "contains" (V V) -> I Any, true, contains;
    QContains "q_contains" (V V) -> I Alloc, true, q_contains;
    Same "same" (V V) -> B Pure, false, same;
    GetItem "get_item" (V V) -> V Any, true, get_item;
    QGetItem "q_get_item" (V V) -> V Alloc, true, q_get_item;
    SetItem "set_item" (V V V) -> I Any, true, set_item;
    QSetItem "q_set_item" (V V V) -> I Write(CONTENTS), true, q_set_item;
    Iter "iter" (V) -> V Any, true, iter;
    QIter "q_iter" (V) -> V Alloc, true, q_iter;
    Next "next" (V) -> V Any, true, next;
    QNext "q_next" (V) -> V Write(ITERATORS), true, q_next;
    Single "single" (I) -> V Any, true, single;
    RegOf "reg_of" (I) -> V Read, false, reg_of;
    Call0 "call0" (V) -> V Any, true, call0;
    Call1 "call1" (V V) -> V Any, true, call1;
    Call2 "call2" (V V V) -> V Any, true, call2;
    Call3 "call3" (V V V V) -> V Any, true, call3;
    Call4 "call4" (V V V V V) -> V Any, true, call4;
    QCall0 "q_call0" (V) -> V Alloc, true, q_call0;
    QCall1 "q_call1" (V V) -> V Alloc, true, q_call1;
    QCall2 "q_call2" (V V V) -> V Alloc, true, q_call2;
    QCall3 "q_call3" (V V V V) -> V Alloc, true, q_call3;
    QCall4 "q_call4" (V V V V V) -> V Alloc, true, q_call4;
    WCall1 "w_call1" (V V) -> V Write(CONTENTS), true, w_call1;
    WCall2 "w_call2" (V V V) -> V Write(CONTENTS), true, w_call2;
    WCall3 "w_call3" (V V V V) -> V Write(CONTENTS), true, w_call3;
    Len "len" (V) -> I Read, false, len;
    Append "append" (R V) -> N Write(LISTS), true, append;
    MapAdd "map_add" (V V V) -> I Write(DICTS), true, q_set_item;
    List0 "list0" () -> R Alloc, false, list0;
    List1 "list1" (V) -> R Alloc, false, list1;
    List2 "list2" (V V) -> R Alloc, false, list2;
    List3 "list3" (V V V) -> R Alloc, false, list3;
    List4 "list4" (V V V V) -> R Alloc, false, list4;
    Map0 "map0" () -> R Alloc, false, map0;
    Format "q_format" (V I V) -> V Alloc, true, q_format;
    Text2 "text2" (V V) -> V Alloc, true, text2;
    Text3 "text3" (V V V) -> V Alloc, true, text3;
    Text4 "text4" (V V V V) -> V Alloc, true, text4;
    Slice "q_slice" (V V V) -> V Alloc, true, q_slice;
    Bind "bind" (V V) -> V Alloc, false, bind;
    BuildSlice "build_slice" (V V V) -> V Alloc, false, build_slice;
    StoreSlice "q_store_slice" (V V V V) -> I Write(LISTS), true, q_store_slice;
    SetAdd "q_set_add" (V V) -> I Write(CONTENTS), true, q_set_add;
    DelItem "q_del_item" (V V) -> I Write(CONTENTS), true, q_del_item;
    Function "make_function" (V V I V V) -> V Alloc, false, make_function;
    ExcMatch "q_exc_match" (V V) -> I Read, false, q_exc_match;
    Map1 "q_map1" (V V) -> V Alloc, true, q_map1;
    Map2 "q_map2" (V V V V) -> V Alloc, true, q_map2;
    ToTuple "list_to_tuple" (V) -> V Alloc, false, list_to_tuple;
    Finished "finished" (R) -> N Write(ITERATORS), false, finished;
    Iterate "iterate" (I) -> N Write(Alias::Context.bit() | Alias::Birth.bit()), false, iterate;
    ForkIdle "q_fork" (R I) -> I Write(Alias::Birth.bit()), false, q_fork;
    ForkNextIdle "q_fork_next" (I) -> I Write(Alias::Birth.bit()), false, q_fork_next;
    ExhaustedIdle "q_exhausted" (I) -> I Write(Alias::Birth.bit()), false, q_exhausted;
    Unarmed "q_unarmed" () -> I Write(Alias::Birth.bit()), false, q_unarmed;
    IsKey "q_is_key" (I) -> I Write(Alias::Birth.bit()), false, q_is_key;
    StoreGlobal "store_global" (R I V I) -> N Write(DICTS), false, store_global;
    UndefCount "exhaust" (R) -> N Write(ITERATORS), false, exhaust;
}

/// The context of a trace.
pub fn context(cx: *mut u8) -> &'static mut Cx { unsafe { &mut *(cx as *mut Cx) } } // SAFETY: [HP1]
fn word(r: R) -> u64 { r.map_or(0, |v| v.0) }
fn maybe(r: R<bool>) -> i64 { r.map_or(0, |b| b as i64) }
const BINS: [Bin; 14] = [Bin::Add, Bin::Sub, Bin::Mul, Bin::MatMul, Bin::TrueDiv, Bin::FloorDiv, Bin::Mod, Bin::DivMod, Bin::Pow, Bin::LShift, Bin::RShift, Bin::And, Bin::Xor, Bin::Or];
const CMPS: [Cmp; 6] = [Cmp::Lt, Cmp::Le, Cmp::Eq, Cmp::Ne, Cmp::Gt, Cmp::Ge];
const UNARY: [D; 3] = [D::Neg, D::Pos, D::Invert];
pub fn unary_code(d: D) -> i64 { UNARY.iter().position(|u| *u == d).unwrap_or(0) as i64 }

/// Nothing that is done with it alone runs Python code.
pub fn scalar(v: Value) -> bool { !v.is_undef() && (!v.is_ref() || matches!(v.exact(), Some(T::Str | T::Int | T::Float | T::Bytes | T::Complex))) }
/// Hashed and compared without Python code.
pub fn quiet_key(v: Value) -> bool { scalar(v) || Tuple::exact(v).is_some_and(|t| t.items().len() <= 8 && t.items().iter().all(|x| scalar(*x) || Tuple::exact(*x).is_some_and(|t| t.items().len() <= 8 && t.items().iter().all(|x| scalar(*x))))) }
fn flat(v: Value) -> bool { match v.exact() { Some(T::List) => List(v).items().iter().take(64).all(|x| scalar(*x)) && List(v).len() <= 64, Some(T::Tuple) => Tuple(v).items().len() <= 64 && Tuple(v).items().iter().all(|x| scalar(*x)), _ => false } }
pub fn quiet_binary(op: Bin, x: Value, y: Value) -> bool {
    if scalar(x) && scalar(y) { return true; }
    let sequence = |v: Value| matches!(v.exact(), Some(T::List | T::Tuple));
    match op { Bin::Add => sequence(x) && x.is_ref() && y.is_ref() && x.shape() == y.shape(), Bin::Mul => sequence(x) && y.is_small() || x.is_small() && sequence(y), Bin::Mod => Str::exact(x).is_some() && flat(y), _ => false }
}
pub fn quiet_compare(x: Value, y: Value) -> bool { (scalar(x) || flat(x)) && (scalar(y) || flat(y)) }
pub fn quiet_truth(v: Value) -> bool { scalar(v) || matches!(v.exact(), Some(T::List | T::Dict | T::Tuple | T::Set | T::FrozenSet)) }
pub fn quiet_contains(o: Value, v: Value) -> bool { match o.exact() { Some(T::Dict | T::Set | T::FrozenSet) => quiet_key(v), Some(T::Str) => Str::exact(v).is_some(), Some(T::Bytes | T::Range) => v.is_small(), Some(T::List | T::Tuple) => scalar(v) && flat(o), _ => false } }
pub fn quiet_get(o: Value, k: Value) -> bool { match o.exact() { Some(T::Dict) => quiet_key(k), Some(T::List | T::Tuple | T::Str | T::Bytes | T::ByteArray) => k.is_small() || k.is_exact(T::Slice) && flat_slice(k), Some(T::Range | T::PyArray | T::Deque) => k.is_small(), _ => false } }
fn flat_slice(k: Value) -> bool { let s = fora_vm::object::Slots(k); (0..3).all(|i| s.get(i).is_small() || s.get(i).is_none()) }
pub fn quiet_set(o: Value, k: Value, v: Value) -> bool { match o.exact() { Some(T::Dict) => quiet_key(k), Some(T::List) => k.is_small(), Some(T::ByteArray) => k.is_small() && v.is_small(), Some(T::PyArray) => k.is_small() && scalar(v), Some(T::Deque) => k.is_small(), _ => false } }
pub fn quiet_iter(v: Value) -> bool { v.is_ref() && matches!(v.exact(), Some(T::List | T::Tuple | T::Range | T::Dict | T::DictItems | T::DictValues | T::DictKeys | T::Str | T::Bytes | T::ByteArray | T::Set | T::FrozenSet)) || quiet_iterator(v) }
/// A native iterator whose steps run no Python code.
pub fn quiet_iterator(v: Value) -> bool {
    if !v.is_ref() { return false; }
    match v.exact() {
        Some(T::PartIter | T::ListIter | T::TupleIter | T::RangeIter | T::ListRevIter | T::LongRangeIter | T::StrIter | T::StrAsciiIter | T::BytesIter | T::ByteArrayIter | T::DictKeyIter | T::DictValueIter | T::DictItemIter | T::DictRevKeyIter | T::DictRevValueIter | T::DictRevItemIter | T::SetIter | T::Count | T::Repeat | T::DequeIter | T::ArrayIter) => true,
        Some(T::Enumerate) => quiet_iterator(fora_vm::object::Slots(v).get(0)),
        Some(T::Zip) => Tuple::exact(fora_vm::object::Slots(v).get(0)).is_some_and(|t| t.items().iter().all(|x| quiet_iterator(*x))),
        _ => false,
    }
}
/// Natives that keep to themselves when all arguments are scalars.
pub fn quiet_native(f: Value) -> bool {
    match f.exact() {
        Some(T::Native | T::MethodDescriptor | T::SlotWrapper) => {}
        Some(T::Type) => return matches!(Class(f).kind(), T::Int | T::Float | T::Str | T::Bool | T::Bytes | T::Complex | T::Range) && !Class(f).has(fora_vm::class::cflags::HEAP),
        _ => return false,
    }
    let n = Native(f).raw();
    if fora_vm::par::effect::reaches_out(n.def.name, n.owner) { return false; }
    let Some(m) = Str::from(n.owner).and_then(|s| s.as_str()) else { return Class::from(n.owner).is_some_and(|c| matches!(c.kind(), T::Int | T::Float | T::Str | T::Bytes | T::Complex) && !c.has(fora_vm::class::cflags::HEAP)) };
    match m {
        "math" | "cmath" | "_operator" => true,
        "builtins" => matches!(n.def.name, "abs" | "ord" | "chr" | "min" | "max" | "len" | "divmod" | "pow" | "round" | "hash" | "bin" | "hex" | "oct" | "isinstance" | "callable" | "repr" | "ascii" | "id" | "format"),
        _ => false,
    }
}
/// Methods of containers that run no Python code for arguments that are keys (or, of lists and deques, anything).
pub fn container_method(f: Value, this: Value, args: &[Value]) -> bool {
    if !f.is_exact(T::MethodDescriptor) { return false; }
    let n = Native(f).raw();
    if !this.is_ref() { return false; }
    match this.exact() {
        Some(T::List) => match n.def.name { "append" | "clear" | "copy" | "reverse" => true, "pop" => args.iter().all(|a| a.is_small()), "insert" => args.first().is_some_and(|a| a.is_small()), "extend" => args.iter().all(|a| matches!(a.exact(), Some(T::List | T::Tuple | T::Str | T::Range))), _ => false },
        Some(T::Deque) => match n.def.name { "append" | "appendleft" | "pop" | "popleft" | "clear" => true, _ => false },
        Some(T::Dict) => match n.def.name { "get" | "pop" | "setdefault" => args.first().is_some_and(|k| quiet_key(*k)), "keys" | "values" | "items" | "copy" | "clear" => true, _ => false },
        Some(T::Set) => match n.def.name { "add" | "discard" | "remove" => args.first().is_some_and(|k| quiet_key(*k)), "copy" | "clear" => true, _ => false },
        Some(T::ByteArray) => match n.def.name { "append" => args.iter().all(|a| a.is_small()), _ => false },
        Some(T::Str) => n.def.name == "join" && args.iter().all(|a| flat(*a)),
        _ => false,
    }
}

unsafe extern "C" fn binary(cx: *mut u8, op: i64, inplace: i64, x: u64, y: u64) -> u64 { word(slow::binary(context(cx), BINS[op as usize % 14], Value(x), Value(y), inplace != 0)) }
unsafe extern "C" fn q_binary(cx: *mut u8, op: i64, inplace: i64, x: u64, y: u64) -> u64 { let (o, x, y) = (BINS[op as usize % 14], Value(x), Value(y)); if !quiet_binary(o, x, y) || inplace != 0 && x.is_exact(T::List) { return NOT; } word(slow::binary(context(cx), o, x, y, inplace != 0)) }
unsafe extern "C" fn unary(cx: *mut u8, d: i64, x: u64) -> u64 { word(slow::unary(context(cx), UNARY[d as usize % 3], Value(x))) }
unsafe extern "C" fn q_unary(cx: *mut u8, d: i64, x: u64) -> u64 { if !scalar(Value(x)) { return NOT; } word(slow::unary(context(cx), UNARY[d as usize % 3], Value(x))) }
unsafe extern "C" fn compare(cx: *mut u8, op: i64, x: u64, y: u64) -> u64 { word(slow::compare(context(cx), CMPS[op as usize % 6], Value(x), Value(y))) }
unsafe extern "C" fn compare_truth(cx: *mut u8, op: i64, x: u64, y: u64) -> i64 { maybe(slow::compare_truth(context(cx), CMPS[op as usize % 6], Value(x), Value(y))) }
unsafe extern "C" fn q_compare(cx: *mut u8, op: i64, x: u64, y: u64) -> i64 { let (x, y) = (Value(x), Value(y)); if !quiet_compare(x, y) { return MAYBE; } maybe(slow::compare_truth(context(cx), CMPS[op as usize % 6], x, y)) }
unsafe extern "C" fn truth(cx: *mut u8, x: u64) -> i64 { maybe(context(cx).truth(Value(x))) }
unsafe extern "C" fn q_truth(cx: *mut u8, x: u64) -> i64 { let x = Value(x); if !quiet_truth(x) { return MAYBE; } maybe(context(cx).truth(x)) }
unsafe extern "C" fn contains(cx: *mut u8, o: u64, v: u64) -> i64 { maybe(context(cx).contains(Value(o), Value(v))) }
unsafe extern "C" fn q_contains(cx: *mut u8, o: u64, v: u64) -> i64 { let (o, v) = (Value(o), Value(v)); if !quiet_contains(o, v) { return MAYBE; } maybe(context(cx).contains(o, v)) }
unsafe extern "C" fn same(cx: *mut u8, x: u64, y: u64) -> u64 { context(cx).is(Value(x), Value(y)) as u64 }
unsafe extern "C" fn get_item(cx: *mut u8, o: u64, k: u64) -> u64 { word(context(cx).get_item(Value(o), Value(k))) }
unsafe extern "C" fn q_get_item(cx: *mut u8, o: u64, k: u64) -> u64 { let (o, k) = (Value(o), Value(k)); if !quiet_get(o, k) { return NOT; } word(context(cx).get_item(o, k)) }
unsafe extern "C" fn set_item(cx: *mut u8, o: u64, k: u64, v: u64) -> i64 { maybe(context(cx).set_item(Value(o), Value(k), Value(v)).map(|_| true)) }
unsafe extern "C" fn q_set_item(cx: *mut u8, o: u64, k: u64, v: u64) -> i64 { let (o, k, v) = (Value(o), Value(k), Value(v)); if !quiet_set(o, k, v) { return MAYBE; } maybe(context(cx).set_item(o, k, v).map(|_| true)) }
unsafe extern "C" fn iter(cx: *mut u8, v: u64) -> u64 { word(context(cx).iter(Value(v))) }
unsafe extern "C" fn q_iter(cx: *mut u8, v: u64) -> u64 { let v = Value(v); if !quiet_iter(v) { return NOT; } word(context(cx).iter(v)) }
/// UNDEF at the end.
unsafe extern "C" fn next(cx: *mut u8, it: u64) -> u64 { match context(cx).next(Value(it)) { Ok(Some(v)) => v.0, _ => 0 } }
unsafe extern "C" fn q_next(cx: *mut u8, it: u64) -> u64 { let it = Value(it); if !quiet_iterator(it) { return NOT; } match context(cx).next(it) { Ok(Some(v)) => v.0, _ => 0 } }
/// Executes the instruction before the top frame's pc as the interpreter does; register `dest` then.
unsafe extern "C" fn single(cx: *mut u8, dest: i64) -> u64 {
    let cx = context(cx);
    let f = cx.fiber.last();
    let at: *const Insn = f.pc.sub(1);
    f.pc = at;
    let r = interp::single(cx);
    let f = cx.fiber.last();
    if r.is_err() { f.pc = at.add(1); return 0; }
    if dest < 0 { 0 } else { (*f.base.add(dest as usize)).0 }
}
unsafe extern "C" fn reg_of(cx: *mut u8, reg: i64) -> u64 { (*context(cx).fiber.last().base.add(reg as usize)).0 }
fn call(cx: *mut u8, f: u64, args: &[u64]) -> u64 {
    let args = values(args);
    let (cx, f) = (context(cx), Value(f));
    if matches!(f.exact(), Some(T::Native | T::MethodDescriptor | T::SlotWrapper)) && f.is_ref() { return word(cx.call_native(f, args, &[])); }
    if let Some(c) = Class::from(f) { if !c.has(fora_vm::class::cflags::HEAP) { match fora_vm::construct::call(cx, c, args) { Ok(Some(v)) => return v.0, Ok(None) => {} Err(_) => return 0 } } }
    word(cx.call(f, args))
}
fn values(w: &[u64]) -> &[Value] { unsafe { std::slice::from_raw_parts(w.as_ptr() as *const Value, w.len()) } } // SAFETY: `Value` is transparent; [HP2]
fn quietly(cx: *mut u8, f: u64, args: &[u64]) -> u64 { if args.iter().all(|a| scalar(Value(*a))) { call(cx, f, args) } else { NOT } }
fn on_container(cx: *mut u8, f: u64, args: &[u64]) -> u64 { if container_method(Value(f), Value(args[0]), values(&args[1..])) { call(cx, f, args) } else { NOT } }
unsafe extern "C" fn call0(cx: *mut u8, f: u64) -> u64 { call(cx, f, &[]) }
unsafe extern "C" fn call1(cx: *mut u8, f: u64, a: u64) -> u64 { call(cx, f, &[a]) }
unsafe extern "C" fn call2(cx: *mut u8, f: u64, a: u64, b: u64) -> u64 { call(cx, f, &[a, b]) }
unsafe extern "C" fn call3(cx: *mut u8, f: u64, a: u64, b: u64, c: u64) -> u64 { call(cx, f, &[a, b, c]) }
unsafe extern "C" fn call4(cx: *mut u8, f: u64, a: u64, b: u64, c: u64, d: u64) -> u64 { call(cx, f, &[a, b, c, d]) }
unsafe extern "C" fn q_call0(cx: *mut u8, f: u64) -> u64 { quietly(cx, f, &[]) }
unsafe extern "C" fn q_call1(cx: *mut u8, f: u64, a: u64) -> u64 { quietly(cx, f, &[a]) }
unsafe extern "C" fn q_call2(cx: *mut u8, f: u64, a: u64, b: u64) -> u64 { quietly(cx, f, &[a, b]) }
unsafe extern "C" fn q_call3(cx: *mut u8, f: u64, a: u64, b: u64, c: u64) -> u64 { quietly(cx, f, &[a, b, c]) }
unsafe extern "C" fn q_call4(cx: *mut u8, f: u64, a: u64, b: u64, c: u64, d: u64) -> u64 { quietly(cx, f, &[a, b, c, d]) }
unsafe extern "C" fn w_call1(cx: *mut u8, f: u64, a: u64) -> u64 { on_container(cx, f, &[a]) }
unsafe extern "C" fn w_call2(cx: *mut u8, f: u64, a: u64, b: u64) -> u64 { on_container(cx, f, &[a, b]) }
unsafe extern "C" fn w_call3(cx: *mut u8, f: u64, a: u64, b: u64, c: u64) -> u64 { on_container(cx, f, &[a, b, c]) }
/// Number of items, -1 where that is asked of Python code.
unsafe extern "C" fn len(_: *mut u8, v: u64) -> i64 {
    let v = Value(v);
    match v.exact() { Some(T::List) => List(v).len() as i64, Some(T::Tuple) => Tuple(v).items().len() as i64, Some(T::Dict) => Dict(v).len() as i64, Some(T::Str) => Str(v).len() as i64, Some(T::Set | T::FrozenSet) => fora_vm::set::Set(v).len() as i64, Some(T::Bytes) => fora_vm::bytes::get(v).len() as i64, _ => -1 }
}
unsafe extern "C" fn append(cx: *mut u8, l: u64, v: u64) { List(Value(l)).push(context(cx), Value(v)) }
unsafe extern "C" fn list0(cx: *mut u8) -> u64 { context(cx).list(&[]).0 }
unsafe extern "C" fn list1(cx: *mut u8, a: u64) -> u64 { context(cx).list(values(&[a])).0 }
unsafe extern "C" fn list2(cx: *mut u8, a: u64, b: u64) -> u64 { context(cx).list(values(&[a, b])).0 }
unsafe extern "C" fn list3(cx: *mut u8, a: u64, b: u64, c: u64) -> u64 { context(cx).list(values(&[a, b, c])).0 }
unsafe extern "C" fn list4(cx: *mut u8, a: u64, b: u64, c: u64, d: u64) -> u64 { context(cx).list(values(&[a, b, c, d])).0 }
unsafe extern "C" fn map0(cx: *mut u8) -> u64 { context(cx).dict().0.0 }
unsafe extern "C" fn q_format(cx: *mut u8, v: u64, conv: i64, spec: u64) -> u64 { if !scalar(Value(v)) || !(spec == 0 || Str::exact(Value(spec)).is_some()) { return NOT; } word(slow::format_value(context(cx), Value(v), conv as u8, Value(spec))) }
unsafe extern "C" fn text2(cx: *mut u8, a: u64, b: u64) -> u64 { word(slow::build_string(context(cx), values(&[a, b]))) }
unsafe extern "C" fn text3(cx: *mut u8, a: u64, b: u64, c: u64) -> u64 { word(slow::build_string(context(cx), values(&[a, b, c]))) }
unsafe extern "C" fn text4(cx: *mut u8, a: u64, b: u64, c: u64, d: u64) -> u64 { word(slow::build_string(context(cx), values(&[a, b, c, d]))) }
pub fn quiet_slice(o: Value, a: Value, b: Value) -> bool { matches!(o.exact(), Some(T::Str | T::List | T::Tuple | T::Bytes)) && [a, b].iter().all(|v| v.is_small() || v.is_none()) }
unsafe extern "C" fn q_slice(cx: *mut u8, o: u64, a: u64, b: u64) -> u64 { let (o, a, b) = (Value(o), Value(a), Value(b)); if !quiet_slice(o, a, b) { return NOT; } word(slow::load_slice(context(cx), o, a, b)) }
unsafe extern "C" fn bind(cx: *mut u8, f: u64, this: u64) -> u64 { Method::bind(context(cx), Value(f), Value(this)).0 }
/// The iterator has run out.
unsafe extern "C" fn exhaust(cx: *mut u8, it: u64) { fora_vm::object::Slots(Value(it)).set(context(cx), 0, Value::UNDEF) }
unsafe extern "C" fn build_slice(cx: *mut u8, a: u64, b: u64, c: u64) -> u64 { slow::slice(context(cx), Value(a), Value(b), Value(c)).0 }
/// `o[a:b] = v` of lists.
unsafe extern "C" fn q_store_slice(cx: *mut u8, o: u64, a: u64, b: u64, v: u64) -> i64 { let (o, v) = (Value(o), Value(v)); if !quiet_store_slice(o, Value(a), Value(b), v) { return MAYBE; } maybe(slow::store_slice(context(cx), o, Value(a), Value(b), v).map(|_| true)) }
pub fn quiet_store_slice(o: Value, a: Value, b: Value, v: Value) -> bool { o.is_exact(T::List) && v.is_exact(T::List) && [a, b].iter().all(|v| v.is_small() || v.is_none()) }
unsafe extern "C" fn q_set_add(cx: *mut u8, s: u64, v: u64) -> i64 { if !Value(s).is_exact(T::Set) || !quiet_key(Value(v)) { return MAYBE; } maybe(slow::set_add(context(cx), Value(s), Value(v)).map(|_| true)) }
pub fn quiet_del(o: Value, k: Value) -> bool { match o.exact() { Some(T::Dict) => quiet_key(k), Some(T::List) => k.is_small(), _ => false } }
unsafe extern "C" fn q_del_item(cx: *mut u8, o: u64, k: u64) -> i64 { if !quiet_del(Value(o), Value(k)) { return MAYBE; } maybe(context(cx).del_item(Value(o), Value(k)).map(|_| true)) }
/// Two parts at most.
unsafe extern "C" fn make_function(cx: *mut u8, code: u64, globals: u64, flags: i64, a: u64, b: u64) -> u64 { let mut parts = [Value(a), Value(b)]; word(slow::make_function(context(cx), Value(code), Value(globals), flags as u8, parts.as_mut_ptr())) }
pub fn quiet_match(cx: &Cx, t: Value) -> bool { let base = cx.class(T::BaseException).0; let ok = |v: Value| Class::from(v).is_some_and(|c| c.is_subclass_of(base)); match Tuple::from(t) { Some(t) => t.items().iter().all(|x| ok(*x)), None => ok(t) } }
unsafe extern "C" fn q_exc_match(cx: *mut u8, e: u64, t: u64) -> i64 { let cx = context(cx); if !quiet_match(cx, Value(t)) { return MAYBE; } maybe(slow::exc_match(cx, Value(e), Value(t))) }
unsafe extern "C" fn q_map1(cx: *mut u8, k: u64, v: u64) -> u64 { if !quiet_key(Value(k)) { return NOT; } word(slow::build_map(context(cx), values(&[k, v]))) }
unsafe extern "C" fn q_map2(cx: *mut u8, k: u64, v: u64, l: u64, w: u64) -> u64 { if !quiet_key(Value(k)) || !quiet_key(Value(l)) { return NOT; } word(slow::build_map(context(cx), values(&[k, v, l, w]))) }
unsafe extern "C" fn list_to_tuple(cx: *mut u8, l: u64) -> u64 { let cx = context(cx); let v = List(Value(l)).to_vvec(); cx.tuple(&v).0 }
/// A generator's frame ended.
unsafe extern "C" fn finished(cx: *mut u8, g: u64) { fora_vm::gen::finished(context(cx), Value(g)) }
// ---- loops that may be given away: `par::enter`. Frames are counted from the entered one, registers from its first.
fn frame(cx: &Cx, depth: i64) -> u32 { cx.entered.1 + depth as u32 }
fn idle(yes: bool) -> i64 { if yes { 0 } else { MAYBE } }
/// The next iteration of the loop over the iterator in register `reg`.
unsafe extern "C" fn iterate(cx: *mut u8, reg: i64) { let cx = context(cx); if cx.par.key == cx.entered.0.wrapping_add(reg as usize) { cx.iterate() } }
unsafe extern "C" fn q_fork(cx: *mut u8, code: u64, n: i64) -> i64 { idle(fora_vm::par::enter::fork_idle(context(cx), fora_vm::func::CodeV(Value(code)), n as u32)) }
unsafe extern "C" fn q_fork_next(cx: *mut u8, depth: i64) -> i64 { let cx = context(cx); idle(!(cx.par.armed && cx.par.top >= frame(cx, depth))) }
unsafe extern "C" fn q_exhausted(cx: *mut u8, depth: i64) -> i64 { let cx = context(cx); idle(fora_vm::par::enter::exhausted_idle(cx, frame(cx, depth))) }
unsafe extern "C" fn q_unarmed(cx: *mut u8) -> i64 { idle(!context(cx).par.armed) }
/// Leaves where the loop over `reg` has a record.
unsafe extern "C" fn q_is_key(cx: *mut u8, reg: i64) -> i64 { let cx = context(cx); idle(cx.par.key != cx.entered.0.wrapping_add(reg as usize)) }
unsafe extern "C" fn store_global(cx: *mut u8, d: u64, row: i64, v: u64, depth: i64) { let cx = context(cx); let d = Dict(Value(d)); if cx.par.gtop == frame(cx, depth) + 1 { d.set_value_noted(cx, row as usize, Value(v)) } else { d.set_value_at(cx, row as usize, Value(v)) } }
