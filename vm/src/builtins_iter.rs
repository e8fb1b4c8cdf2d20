//! Built-in functions about iterables: sum, min, max, sorted, any, all, len, iter, next, hash.
use crate::abs::{Bin, Cmp};
use crate::class::D;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use fora_num::math::{Next, Sum};

fn sum(cx: &mut Cx, a: &[Value]) -> R {
    let start = a[1].opt().unwrap_or(Value::small(0));
    if start.is(T::Str) { return Err(cx.type_error("sum() can't sum strings [use ''.join(seq) instead]")); }
    if start.is(T::Bytes) { return Err(cx.type_error("sum() can't sum bytes [use b''.join(seq) instead]")); }
    if start.is(T::ByteArray) { return Err(cx.type_error("sum() can't sum bytearray [use b''.join(seq) instead]")); }
    if let (Some(l), Some(s)) = (List::exact(a[0]), start.as_small()) {
        if l.seen() == crate::list::INT {
            // |items| < 2^62: an i128 cannot overflow
            let t = l.items().iter().fold(s as i128, |t, v| t + v.small_unchecked() as i128);
            if let Ok(t) = i64::try_from(t) { return Ok(cx.int(t)); }
            return Ok(cx.bigint(dashu_int::IBig::from(t)));
        }
    }
    let mut acc = start;
    let mut state = fresh(acc);
    let mut step = |cx: &mut Cx, v: Value| -> R<()> {
        let taken = match state {
            Sum::Objects => Next::Leave,
            Sum::Int(_) => match v.as_small().or(if v.is_bool() { Some(v.is_true() as i64) } else if v.is_exact(T::Int) { crate::int::to_i64(v) } else { None }) { Some(i) => state.int(i), None => Next::Leave },
            Sum::Float { .. } => if v.is_inline_float() || v.is_exact(T::Float) { state.add_float(crate::float::get(v)) } else if v.is(T::Int) { match crate::int::to_i64(v) { Some(i) => state.int(i), None => Next::Leave } } else { Next::Leave },
        };
        if taken == Next::Leave {
            let was_int = matches!(state, Sum::Int(_));
            if let Some(f) = state.float_total() { acc = cx.float(f) } else if let Some(i) = state.int_total() { acc = cx.int(i) }
            acc = cx.binary(Bin::Add, acc, v)?;
            state = if was_int && (acc.is_inline_float() || acc.is_exact(T::Float)) { Sum::float(crate::float::get(acc)) } else { Sum::Objects };
        }
        Ok(())
    };
    let plain = a[1].is_undef() || start.is_small() || start.is_inline_float();
    if !plain || !crate::par::eager::run(cx, a[0], crate::par::eager::Mode::Number, &mut step)? { let it = cx.iter(a[0])?; while let Some(v) = cx.next(it)? { step(cx, v)? } }
    Ok(if let Some(f) = state.float_total() { cx.float(f) } else if let Some(i) = state.int_total() { cx.int(i) } else { acc })
}
fn fresh(v: Value) -> Sum {
    if let Some(i) = v.as_small() { return Sum::Int(i); }
    if v.is_exact(T::Int) { return match crate::int::to_i64(v) { Some(i) => Sum::Int(i), None => Sum::Objects }; }
    if v.is_inline_float() || v.is_exact(T::Float) { return Sum::float(crate::float::get(v)); }
    Sum::Objects
}
fn min_max(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let name = if op == Cmp::Lt { "min" } else { "max" };
    let args = crate::call::star(a[0]);
    let (key, default) = (a[1].opt_none(), a[2].opt());
    if args.is_empty() { return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0"))); }
    if args.len() > 1 && default.is_some() { return Err(cx.type_error(format!("Cannot specify a default for {name}() with multiple positional arguments"))); }
    let mut best: Option<(Value, Value)> = None;
    let take = |cx: &mut Cx, v: Value, best: &mut Option<(Value, Value)>, k: Option<Value>| -> R<()> {
        let k = match (k, key) { (Some(k), _) => k, (None, Some(f)) => cx.call(f, &[v])?, (None, None) => v };
        match best {
            None => *best = Some((v, k)),
            Some((_, b)) => {
                let b = *b;
                let better = if op == Cmp::Lt { cx.lt(k, b)? } else if Value::both_small(k, b) { k.small_unchecked() > b.small_unchecked() } else if k.is_inline_float() && b.is_inline_float() { k.inline_float() > b.inline_float() } else { let r = cx.compare(op, k, b)?; cx.truth(r)? };
                if better { *best = Some((v, k)) }
            }
        }
        Ok(())
    };
    if args.len() > 1 { for v in args { take(cx, *v, &mut best, None)? } }
    else if key.is_none() && crate::par::eager::run(cx, args[0], crate::par::eager::Mode::Number, &mut |cx, v| take(cx, v, &mut best, None))? {}
    else if match key { Some(f) => crate::par::eager::each_keyed(cx, f, args[0], &mut |cx, v, k| take(cx, v, &mut best, Some(k)))?, None => false } {}
    else { let it = cx.iter(args[0])?; while let Some(v) = cx.next(it)? { take(cx, v, &mut best, None)? } }
    match best.map(|b| b.0).or(default) { Some(v) => Ok(v), None => Err(cx.value_error(format!("{name}() iterable argument is empty"))) }
}
fn sorted(cx: &mut Cx, a: &[Value]) -> R {
    let l = crate::list_methods::from_iterable(cx, a[0])?;
    let rev = match a[2].opt() { None => false, Some(v) => crate::list_methods::reverse_flag(cx, v)? };
    crate::list_sort::sort(cx, l, a[1].opt_none(), rev)?;
    Ok(l.0)
}
fn any_all(cx: &mut Cx, v: Value, stop: bool) -> R {
    let mut found = false;
    match crate::par::eager::run(cx, v, crate::par::eager::Mode::Truth(stop), &mut |cx, x| if cx.truth(x)? == stop { found = true; Err(crate::native::Raised) } else { Ok(()) }) {
        Err(_) if found => return Ok(Value::bool(stop)),
        Err(e) => return Err(e),
        Ok(true) => return Ok(Value::bool(!stop)),
        Ok(false) => {}
    }
    let it = cx.iter(v)?;
    while let Some(x) = cx.next(it)? { if cx.truth(x)? == stop { return Ok(Value::bool(stop)); } }
    Ok(Value::bool(!stop))
}
fn iter(cx: &mut Cx, a: &[Value]) -> R {
    match a[1].opt() {
        None => cx.iter(a[0]),
        Some(s) => {
            if cx.special(a[0], D::Call).is_none() && !matches!(a[0].kind(), T::Function | T::Native | T::Method | T::Type) { return Err(cx.type_error("iter(object, sentinel): object must be callable")); }
            Ok(Slots::new(cx, T::CallIter, &[a[0], s]))
        }
    }
}
fn next(cx: &mut Cx, a: &[Value]) -> R {
    let it = a[0];
    if cx.par.on && it.is_exact(T::Generator) {
        let mut found = None;
        match crate::par::eager::run(cx, it, crate::par::eager::Mode::First, &mut |_, x| { found = Some(x); Err(crate::native::Raised) }) {
            Err(e) => return match found { Some(x) => Ok(x), None => Err(e) },
            Ok(true) => return match a[1].opt() { Some(d) => Ok(d), None => Err(cx.stop_iteration(Value::UNDEF)) },
            Ok(false) => {}
        }
    }
    if a[1].is_undef() {
        // the StopIteration of a Python `__next__` keeps its value
        if let Some(r) = crate::iter::next_fast(cx, it) { return match r? { Some(v) => Ok(v), None => Err(cx.stop_iteration(Value::UNDEF)) }; }
        return match cx.special(it, D::Next) { Some(f) => cx.call_unbound(f, it, &[]), None => { let t = cx.type_name(it); Err(cx.type_error(format!("'{t}' object is not an iterator"))) } };
    }
    if crate::iter::next_fast_kind(it) || cx.special(it, D::Next).is_some() { return Ok(cx.next(it)?.unwrap_or(a[1])); }
    let t = cx.type_name(it);
    Err(cx.type_error(format!("'{t}' object is not an iterator")))
}
pub const FUNCS: &[Def] = &[
    def("sum", "iterable, /, start=0", sum).doc("Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types."),
    def("min", "*args, key=None, default=None", |cx, a| min_max(cx, a, Cmp::Lt)).doc("min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the smallest argument."),
    def("max", "*args, key=None, default=None", |cx, a| min_max(cx, a, Cmp::Gt)).doc("max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the largest argument."),
    def("sorted", "iterable, /, *, key=None, reverse=False", sorted).doc("Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order."),
    def("any", "iterable, /", |cx, a| any_all(cx, a[0], true)).doc("Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False."),
    def("all", "iterable, /", |cx, a| any_all(cx, a[0], false)).doc("Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True."),
    def("len", "obj, /", |cx, a| { let n = cx.len(a[0])?; Ok(cx.usize(n)) }).doc("Return the number of items in a container."),
    def("iter", "object, sentinel=<unrepresentable>, /", iter).doc("iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.  In the first form, the argument must\nsupply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel."),
    def("next", "iterator, default=<unrepresentable>, /", next).doc("next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration."),
    def("hash", "obj, /", |cx, a| { let h = cx.hash(a[0])?; Ok(cx.int(h)) }).doc("Return the hash value for the given object.\n\nTwo objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true."),
];
