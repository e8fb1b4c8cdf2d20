//! The generator expression that runs a native iterator for a consumer: `list(map(f, xs))` runs as `list(x for x in map(f, xs))`.
//!
//! Its frame is seen by nobody: tracebacks, `sys._getframe` and warnings pass over it (`frames::below`). Each place that calls a consumer has a code object of
//! its own, so that what is learned about its loop is about that place.
use super::{pool, site::Site, site::Why, split};
use crate::cx::Cx;
use crate::func::{CodeV, Function};
use crate::gen::Generator;
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;
use std::collections::HashMap;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::Mutex;

/// Name of such code. No program can give it to its own.
pub const NAME: &str = "<items of>";

/// Functions, by the code and instruction that call the consumer.
static PLACES: Mutex<Option<HashMap<(u64, usize), u64>>> = Mutex::new(None);

/// Whether a call of `f` is worth a thought: natives are quick.
pub fn python(f: Value) -> bool { f.is_ref() && !matches!(f.kind(), T::Native | T::Type) && !f.is_exact(T::Partial) || f.is_ref() && f.is_exact(T::Partial) && python(Slots(f).get(0)) }
/// Whether a step of this iterator calls Python functions.
pub fn calls(it: Value) -> bool {
    if !it.is_ref() { return false; }
    match it.exact() {
        Some(T::Map) => python(Slots(it).get(0)) || Tuple::exact(Slots(it).get(1)).is_some_and(|t| t.items().iter().any(|x| calls(*x))),
        Some(T::Filter) => python(Slots(it).get(0)) || calls(Slots(it).get(1)),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_some_and(|t| t.items().iter().any(|x| calls(*x))),
        Some(T::Enumerate) => calls(Slots(it).get(0)),
        _ => false,
    }
}
/// A generator over the items of `it`, which nobody else has. None: not worth it.
pub fn over(cx: &mut Cx, it: Value) -> R<Option<Generator>> {
    if cx.fiber.len == 0 || cx.traced() || !split::anonymous(it, true) { return Ok(None); }
    let Some(n) = split::left(it) else { return Ok(None) };
    if n < 2 { return Ok(None); }
    let func = place(cx)?;
    if let Some(s) = Function(func).code().info().sites.first() {
        if !pool::forced() {
            let skip = s.skip.load(Relaxed);
            if skip > 0 { s.skip.store(skip - 1, Relaxed); return Ok(None); }
            let cost = s.cost.load(Relaxed);
            if cost != 0 && n.saturating_mul(cost) < super::enter::LEAST { s.because(Why::Small); if n < 1000 { s.skip.store(7, Relaxed) } return Ok(None); }
        }
    }
    let g = cx.call(func, &[it])?;
    Ok(g.is_exact(T::Generator).then_some(Generator(g)))
}
/// The function of the place where the top frame stands.
fn place(cx: &mut Cx) -> R {
    let f = *cx.fiber.last();
    let at = crate::interp::unwind::lasti(&f);
    let key = (f.code.0, at);
    let lock = || PLACES.lock().unwrap_or_else(|e| e.into_inner());
    if let Some(v) = lock().as_ref().and_then(|m| m.get(&key)) { return Ok(Value(*v)); }
    let code = CodeV(f.code);
    let Some(mut ir) = template(cx)? else { return Err(cx.system_error("no code")) };
    let p = code.ir().positions.get(at).copied().unwrap_or_default();
    ir.positions.iter_mut().for_each(|x| *x = p);
    ir.first_line = p.line;
    ir.filename = code.ir().filename.clone();
    ir.name = NAME.into();
    let c = CodeV::new(cx, ir);
    let func = Function::new(cx, c, Function(f.func).raw().globals);
    super::task::keep(func.0);
    // one that another thread made meanwhile stays
    Ok(Value(*lock().get_or_insert_with(HashMap::new).entry(key).or_insert(func.0 .0)))
}
/// The generator expression itself, compiled once.
fn template(cx: &mut Cx) -> R<Option<fora_ir::Code>> {
    static CODE: std::sync::OnceLock<Option<fora_ir::Code>> = std::sync::OnceLock::new();
    if let Some(c) = CODE.get() { return Ok(c.clone()); }
    let module = crate::compile::compile_source(cx, b"(x for x in ())\n", "<items>", crate::compile::Mode::Exec, Default::default())?;
    let code = module.ir().consts.iter().find_map(|c| match c { fora_ir::Const::Code(c) => Some((**c).clone()), _ => None });
    Ok(CODE.get_or_init(|| code).clone())
}
/// Whether this is such a loop.
pub fn is(s: &Site) -> bool { s.hidden }
