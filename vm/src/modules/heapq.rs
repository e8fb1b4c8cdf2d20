//! _heapq: binary heaps in lists, with the sifting order of CPython (it decides which of several equal items comes first).
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::native::{def, Def, Raised, R};
use crate::value::Value;

fn heap(cx: &mut Cx, v: Value, who: &str) -> R<List> { match List::from(v) { Some(l) => Ok(l), None => { let t = cx.type_name(v); Err(cx.type_error(format!("{who} must be list, not {t}"))) } } }
#[cold]
fn changed(cx: &mut Cx) -> Raised { cx.runtime_error("list changed size during iteration") }
/// Does `a` go above `b`?
fn above(cx: &mut Cx, a: Value, b: Value, max: bool) -> R<bool> { if max { cx.lt(b, a) } else { cx.lt(a, b) } }
fn at(cx: &mut Cx, l: List, i: usize) -> R { match l.get(i) { Some(v) => Ok(v), None => Err(changed(cx)) } }
/// Moves the item at `pos` up, not past `start`.
fn sift_down(cx: &mut Cx, l: List, start: usize, mut pos: usize, max: bool) -> R<()> {
    let n = l.len();
    if pos >= n { return Err(cx.index_error("index out of range")); }
    let item = at(cx, l, pos)?;
    while pos > start {
        let parent = (pos - 1) >> 1;
        let p = at(cx, l, parent)?;
        let up = above(cx, item, p, max)?;
        if l.len() != n { return Err(changed(cx)); }
        if !up { break; }
        let (x, y) = (at(cx, l, pos)?, at(cx, l, parent)?);
        l.set(cx, parent, x);
        l.set(cx, pos, y);
        pos = parent;
    }
    Ok(())
}
/// Moves the item at `pos` down to a leaf, then up to its place.
fn sift_up(cx: &mut Cx, l: List, mut pos: usize, max: bool) -> R<()> {
    let (n, start) = (l.len(), pos);
    if pos >= n { return Err(cx.index_error("index out of range")); }
    let limit = n >> 1;
    while pos < limit {
        let mut child = 2 * pos + 1;
        if child + 1 < n {
            let (a, b) = (at(cx, l, child)?, at(cx, l, child + 1)?);
            let left = above(cx, a, b, max)?;
            if l.len() != n { return Err(changed(cx)); }
            if !left { child += 1 }
        }
        let (x, y) = (at(cx, l, child)?, at(cx, l, pos)?);
        l.set(cx, child, y);
        l.set(cx, pos, x);
        pos = child;
    }
    sift_down(cx, l, start, pos, max)
}
fn push(cx: &mut Cx, a: &[Value]) -> R { let l = heap(cx, a[0], "heappush() argument 1")?; l.push(cx, a[1]); let n = l.len() - 1; sift_down(cx, l, 0, n, false)?; Ok(Value::NONE) }
fn pop(cx: &mut Cx, a: &[Value], max: bool) -> R {
    let l = heap(cx, a[0], if max { "_heappop_max() argument" } else { "heappop() argument" })?;
    let Some(last) = l.pop(cx) else { return Err(cx.index_error("index out of range")) };
    let Some(first) = l.get(0) else { return Ok(last) };
    l.set(cx, 0, last);
    sift_up(cx, l, 0, max)?;
    Ok(first)
}
fn replace(cx: &mut Cx, a: &[Value], max: bool) -> R {
    let l = heap(cx, a[0], if max { "_heapreplace_max() argument 1" } else { "heapreplace() argument 1" })?;
    let Some(first) = l.get(0) else { return Err(cx.index_error("index out of range")) };
    l.set(cx, 0, a[1]);
    sift_up(cx, l, 0, max)?;
    Ok(first)
}
fn pushpop(cx: &mut Cx, a: &[Value]) -> R {
    let l = heap(cx, a[0], "heappushpop() argument 1")?;
    let Some(top) = l.get(0) else { return Ok(a[1]) };
    if !cx.lt(top, a[1])? { return Ok(a[1]); }
    let Some(top) = l.get(0) else { return Err(cx.index_error("index out of range")) };
    l.set(cx, 0, a[1]);
    sift_up(cx, l, 0, false)?;
    Ok(top)
}
fn heapify(cx: &mut Cx, a: &[Value], max: bool) -> R {
    let l = heap(cx, a[0], if max { "_heapify_max() argument" } else { "heapify() argument" })?;
    let n = l.len();
    if n > 2500 {
        // large heaps: visit children soon after their parents' siblings
        let m = n >> 1;
        let leftmost = { (1usize << (usize::BITS - 1 - (m + 1).leading_zeros())) - 1 };
        let mhalf = m >> 1;
        for i in (mhalf..leftmost).rev() {
            let mut j = i;
            loop { sift_up(cx, l, j, max)?; if j & 1 == 0 { break; } j >>= 1; }
        }
        for i in (leftmost..m).rev() {
            let mut j = i;
            loop { sift_up(cx, l, j, max)?; if j & 1 == 0 { break; } j >>= 1; }
        }
        return Ok(Value::NONE);
    }
    for i in (0..n >> 1).rev() { sift_up(cx, l, i, max)? }
    Ok(Value::NONE)
}
const FUNCS: &[Def] = &[
    def("heappush", "heap, item, /", push).doc("Push item onto heap, maintaining the heap invariant."), def("heappop", "heap, /", |cx, a| pop(cx, a, false)).doc("Pop the smallest item off the heap, maintaining the heap invariant."),
    def("heapreplace", "heap, item, /", |cx, a| replace(cx, a, false)), def("heappushpop", "heap, item, /", pushpop), def("heapify", "heap, /", |cx, a| heapify(cx, a, false)).doc("Transform list into a heap, in-place, in O(len(heap)) time."),
    def("_heappop_max", "heap, /", |cx, a| pop(cx, a, true)), def("_heapreplace_max", "heap, item, /", |cx, a| replace(cx, a, true)), def("_heapify_max", "heap, /", |cx, a| heapify(cx, a, true)),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); let a = cx.str("Heap queues"); m.set(cx, "__about__", a); Ok(()) }
