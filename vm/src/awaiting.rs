//! await, async for, async generators.
use crate::class::D;
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
pub fn get_awaitable(cx: &mut Cx, v: Value, why: u8) -> R {
    if v.is_exact(T::Coroutine) { return Ok(v); }
    if v.is_exact(T::Generator) && crate::gen::Generator(v).code().ir().flags.has(fora_ir::CodeFlags::ITERABLE_COROUTINE) { return Ok(v); }
    match cx.call_special(v, D::Await, &[])? {
        Some(it) => {
            if it.is_exact(T::Coroutine) { return Err(cx.type_error("__await__() returned a coroutine")); }
            if cx.special(it, D::Next).is_none() { let t = cx.type_name(it); return Err(cx.type_error(format!("__await__() returned non-iterator of type '{t}'"))); }
            Ok(it)
        }
        None => {
            let t = cx.type_name(v);
            Err(match why { 1 => cx.type_error(format!("'async with' received an object from __aenter__ that does not implement __await__: {t}")), 2 => cx.type_error(format!("'async with' received an object from __aexit__ that does not implement __await__: {t}")), _ => cx.type_error(format!("object {t} can't be used in 'await' expression")) })
        }
    }
}
pub fn get_aiter(cx: &mut Cx, v: Value) -> R {
    let Some(it) = cx.call_special(v, D::AIter, &[])? else { let t = cx.type_name(v); return Err(cx.type_error(format!("'async for' requires an object with __aiter__ method, got {t}"))) };
    if cx.special(it, D::ANext).is_none() { let t = cx.type_name(it); return Err(cx.type_error(format!("'async for' received an object from __aiter__ that does not implement __anext__: {t}"))); }
    Ok(it)
}
pub fn get_anext(cx: &mut Cx, v: Value) -> R {
    let Some(a) = cx.call_special(v, D::ANext, &[])? else { let t = cx.type_name(v); return Err(cx.type_error(format!("'async for' requires an iterator with __anext__ method, got {t}"))) };
    match get_awaitable(cx, a, 0) {
        Ok(v) => Ok(v),
        Err(e) => if cx.pending_is(T::TypeError) { let c = cx.take_pending(); let t = cx.type_name(a); let r = cx.type_error(format!("'async for' received an invalid object from __anext__: {t}")); let p = cx.pending; if let Some(x) = crate::exc::Exc::from(p) { x.update(cx, |o| { o.cause = c; o.suppress = Value::TRUE }) } Err(r) } else { Err(e) },
    }
}
