//! "Did you mean": the nearest name to one that was not found, by CPython's measure.
use crate::cx::Cx;
use crate::exc::Exc;
use crate::func::{CodeV, Function};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const MAX_CANDIDATES: usize = 750;
const MAX_LEN: usize = 40;
const MOVE: usize = 2;
const CASE: usize = 1;

fn substitution(a: u8, b: u8) -> usize {
    if a & 31 != b & 31 { return MOVE; }
    if a == b { return 0; }
    if a.eq_ignore_ascii_case(&b) { CASE } else { MOVE }
}
/// Weighted edit distance; `limit + 1` or more where it is beyond the limit.
fn distance(a: &[u8], b: &[u8], limit: usize) -> usize {
    if a == b { return 0; }
    let pre = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (mut a, mut b) = (&a[pre..], &b[pre..]);
    let post = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    a = &a[..a.len() - post];
    b = &b[..b.len() - post];
    if a.is_empty() || b.is_empty() { return (a.len() + b.len()) * MOVE; }
    if a.len() > MAX_LEN || b.len() > MAX_LEN { return limit + 1; }
    if b.len() < a.len() { std::mem::swap(&mut a, &mut b) }
    if (b.len() - a.len()) * MOVE > limit { return limit + 1; }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (j, y) in b.iter().enumerate() {
        let mut diagonal = j * MOVE;
        result = diagonal;
        let mut least = usize::MAX;
        for (i, x) in a.iter().enumerate() {
            let s = diagonal + substitution(*y, *x);
            diagonal = row[i];
            let insert_delete = result.min(diagonal) + MOVE;
            result = insert_delete.min(s);
            row[i] = result;
            least = least.min(result);
        }
        if least > limit { return limit + 1; }
    }
    result
}
/// The best of `names` for `wrong`.
fn nearest(names: &[String], wrong: &str) -> Option<String> {
    if names.len() >= MAX_CANDIDATES { return None; }
    let mut best: Option<(usize, &String)> = None;
    for n in names {
        if n == wrong { continue; }
        let mut limit = (wrong.len() + n.len() + 3) * MOVE / 6;
        if let Some((d, _)) = best { limit = limit.min(d.saturating_sub(1)) }
        let d = distance(wrong.as_bytes(), n.as_bytes(), limit);
        if d > limit { continue; }
        if best.is_none_or(|b| d < b.0) { best = Some((d, n)) }
    }
    best.map(|b| b.1.clone())
}
fn dir(cx: &mut Cx, o: Value) -> Option<Vec<String>> {
    let r = cx.call_special(o, crate::class::D::Dir, &[]);
    let v = match r { Ok(Some(v)) => v, _ => { cx.clear_pending(); return None } };
    let Ok(mut v) = cx.collect(v) else { cx.clear_pending(); return None };
    if !v.iter().all(|x| x.is(T::Str)) { return None; }
    v.sort_by(|a, b| Str(*a).bytes().cmp(Str(*b).bytes()));
    Some(v.iter().map(|x| Str(*x).lossy().into_owned()).collect())
}
fn text(v: Value) -> Option<String> { Str::from(v).map(|s| s.lossy().into_owned()) }
fn keys(d: Value) -> Vec<String> {
    let Some(d) = crate::dict::Dict::from(d) else { return vec![] };
    (0..d.fill()).filter_map(|i| d.entry(i)).filter_map(|(k, _)| text(k)).collect()
}
/// What to add to the exception's last line, or nothing.
pub fn suggestion(cx: &mut Cx, e: Value) -> Option<String> {
    let x = Exc::from(e)?;
    let c = cx.class_of(e);
    let is = |cx: &Cx, t: T| c.is_subclass_of(cx.class(t).0);
    let f = x.raw().fields;
    if is(cx, T::AttributeError) {
        let (wrong, obj) = (text(f[0])?, f[1].opt()?);
        let names = dir(cx, obj)?;
        return nearest(&names, &wrong).map(|s| format!(". Did you mean: '{s}'?"));
    }
    if is(cx, T::NameError) {
        let wrong = text(f[0])?;
        let found = name_candidate(cx, x, &wrong);
        let module = crate::stdlib_names::is_stdlib(&wrong);
        return match (found, module) {
            (Some(s), false) => Some(format!(". Did you mean: '{s}'?")),
            (None, true) => Some(format!(". Did you forget to import '{wrong}'?")),
            (Some(s), true) => Some(format!(". Did you mean: '{s}'? Or did you forget to import '{wrong}'?")),
            (None, false) => None,
        };
    }
    if is(cx, T::ImportError) {
        let (module, wrong) = (text(f[1])?, text(f[3])?);
        let m = cx.dict_get(crate::dict::Dict(cx.rt.modules), &module)?;
        let names = dir(cx, m)?;
        return nearest(&names, &wrong).map(|s| format!(". Did you mean: '{s}'?"));
    }
    None
}
fn name_candidate(cx: &mut Cx, x: Exc, wrong: &str) -> Option<String> {
    let mut tb = x.raw().traceback;
    if !tb.is_ref() { return None; }
    while Slots(tb).get(0).is_ref() { tb = Slots(tb).get(0); }
    let fo = Slots(tb).get(1);
    let code = CodeV(Slots(fo).get(0));
    let func = Slots(fo).get(1);
    let ir = code.ir();
    let mut names: Vec<String> = ir.varnames.iter().filter(|n| !n.starts_with('.')).cloned().collect();
    for (n, _) in ir.cellvars.iter().chain(&ir.freevars) { if !names.contains(n) { names.push(n.clone()) } }
    if let Some(Ok(l)) = Some(crate::types_trace::frame_locals(cx, fo)) {
        if let Some(this) = crate::dict::Dict::from(l).and_then(|d| cx.dict_get(d, "self")) { match cx.lookup_attr(this, wrong) { Ok(Some(_)) => return Some(format!("self.{wrong}")), Ok(None) => {} Err(_) => cx.clear_pending() } }
    } else { cx.clear_pending() }
    if ir.flags.has(fora_ir::CodeFlags::OPTIMIZED) || !names.is_empty() { if let Some(s) = nearest(&names, wrong) { return Some(s); } }
    if !func.is(T::Function) { return None; }
    let (g, b) = (Function(func).raw().globals, Function(func).raw().builtins);
    if let Some(s) = nearest(&keys(g), wrong) { return Some(s); }
    nearest(&keys(b), wrong)
}
