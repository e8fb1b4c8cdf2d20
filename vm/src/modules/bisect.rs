//! _bisect.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;

/// Insertion point of `x` in `seq[lo:hi]`; right of equal items or left of them.
fn search(cx: &mut Cx, seq: Value, x: Value, lo: Value, hi: Value, key: Option<Value>, right: bool) -> R<i64> {
    let mut lo = match lo.opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    let mut hi = match hi.opt_none() { Some(v) => cx.index_i64(v)?, None => -1 };
    if lo < 0 { return Err(cx.value_error("lo must be non-negative")); }
    if hi == -1 { hi = cx.len(seq)? as i64 }
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        let m = cx.int(mid);
        let mut v = cx.get_item(seq, m)?;
        if let Some(k) = key { v = cx.call(k, &[v])? }
        if right { if cx.lt(x, v)? { hi = mid } else { lo = mid + 1 } } else if cx.lt(v, x)? { lo = mid + 1 } else { hi = mid }
    }
    Ok(lo)
}
fn find(cx: &mut Cx, a: &[Value], right: bool) -> R { let i = search(cx, a[0], a[1], a[2], a[3], a[4].opt_none(), right)?; Ok(cx.int(i)) }
fn insort(cx: &mut Cx, a: &[Value], right: bool) -> R {
    let key = a[4].opt_none();
    let x = match key { Some(k) => cx.call(k, &[a[1]])?, None => a[1] };
    let i = search(cx, a[0], x, a[2], a[3], key, right)?;
    if a[0].is_exact(T::List) { let l = crate::list::List(a[0]); let at = (i as usize).min(l.len()); l.insert(cx, at, a[1]) } else { let at = cx.int(i); cx.call_method(a[0], "insert", &[at, a[1]])?; }
    Ok(Value::NONE)
}
const SIG: &str = "a, x, lo=0, hi=None, *, key=None";
const FUNCS: &[Def] = &[
    def("bisect_right", SIG, |cx, a| find(cx, a, true)).doc("Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order."),
    def("bisect_left", SIG, |cx, a| find(cx, a, false)), def("insort_right", SIG, |cx, a| insort(cx, a, true)), def("insort_left", SIG, |cx, a| insort(cx, a, false)),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
