//! Entering Python functions: binding arguments to parameter registers, pushing frames.
#![allow(unsafe_code)] // register windows: [FB1]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::{Frame, FrameKind};
use crate::func::{CodeInfo, CodeV, Function};
use crate::native::{Raised, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::value::Value;
use crate::vvec::VVec;
use fora_ir::CodeFlags;

/// Pushes a frame for `f` whose parameters already stand in registers `base..`; `nset` of them are set, the rest is cleared.
#[inline(always)]
pub fn push(cx: &mut Cx, f: Function, base: *mut Value, nset: usize, ret: u16, kind: FrameKind) -> R<()> {
    let code = f.code();
    let n = code.ir().nregs as usize;
    if !cx.fiber.room(base, n) || cx.fiber.len as u32 >= cx.recursion_limit { return Err(too_deep(cx)); }
    // SAFETY: [FB1] room was asked
    unsafe { if n > nset { std::ptr::write_bytes(base.add(nset), 0, n - nset) } }
    let pc = code.raw().insns;
    let handled = cx.handled;
    cx.fiber.push(Frame { base, pc, code: code.0, func: f.0, handled, locals: Value::UNDEF, gen: Value::UNDEF, object: Value::UNDEF, ret, kind, announced: false });
    cx.fiber.top = unsafe { base.add(n) }; // SAFETY: [FB1]
    Ok(())
}
#[cold]
pub fn too_deep(cx: &mut Cx) -> Raised { let l = cx.recursion_limit; cx.recursion_limit = l + 50; let e = cx.recursion_error("maximum recursion depth exceeded"); cx.recursion_limit = l; e }

/// Binds `args` (the last `names.len()` are keywords) to `f`'s parameters at `base`; returns how many registers it set.
/// `args` may overlap the window.
#[inline]
pub fn bind(cx: &mut Cx, f: Function, base: *mut Value, args: &[Value], names: &[Value]) -> R<usize> {
    let code = f.code();
    let info = code.info();
    if info.simple && names.is_empty() && args.len() == info.nparams as usize {
        unsafe { std::ptr::copy(args.as_ptr(), base, args.len()) } // SAFETY: [FB1]
        return Ok(args.len());
    }
    if info.positional { if let Some(n) = bind_positional(f, info, base, args, names) { return Ok(n); } }
    bind_slow(cx, f, code, base, args, names)
}
/// The usual case with defaults or keywords: no star parameters, keyword names interned. None: not that, or an error to be raised.
fn bind_positional(f: Function, info: &CodeInfo, base: *mut Value, args: &[Value], names: &[Value]) -> Option<usize> {
    const MAX: usize = 12;
    let (n, npos) = (info.nparams as usize, args.len() - names.len());
    if npos > n || n > MAX { return None; }
    let mut regs = [Value::UNDEF; MAX];
    for i in 0..MAX { if i < npos { regs[i] = args[i] } }
    let first = info.ir.posonly as usize;
    for (k, name) in names.iter().enumerate() {
        let i = first + info.params[first.min(n)..].iter().position(|p| *p == name.0)?;
        if !regs[i].is_undef() { return None; }
        regs[i] = args[npos + k];
    }
    if args.len() < n {
        let d = Tuple::from(f.raw().defaults)?.items();
        let without = n.checked_sub(d.len())?;
        for i in npos..n { if regs[i].is_undef() { if i < without { return None; } regs[i] = d[i - without]; } }
    }
    for i in 0..MAX { if i < n { unsafe { *base.add(i) = regs[i] } } } // SAFETY: [FB1]
    Some(n)
}
#[inline(never)]
fn bind_slow(cx: &mut Cx, f: Function, code: CodeV, base: *mut Value, args: &[Value], names: &[Value]) -> R<usize> {
    let ir = code.ir();
    let (nargs, nkw, npos) = (ir.argcount as usize, ir.kwonly as usize, args.len() - names.len());
    let nparams = code.info().nparams as usize;
    let kept = VVec::from_slice(args);
    let mut regs = VVec::new();
    regs.resize(nparams, Value::UNDEF);
    let take = npos.min(nargs);
    regs[..take].copy_from_slice(&kept[..take]);
    let mut next = nargs + nkw;
    if ir.flags.has(CodeFlags::VARARGS) { let t = cx.tuple(&kept[take..npos]); regs[next] = t; next += 1; }
    let kwargs = if ir.flags.has(CodeFlags::VARKEYWORDS) { let d = Dict::new(cx); regs[next] = d.0; Some(d) } else { None };
    let posonly = ir.posonly as usize;
    for (k, name) in names.iter().enumerate() {
        let v = kept[npos + k];
        let text = Str(*name).as_str().unwrap_or("\u{fffd}");
        match (posonly..nargs + nkw).find(|i| ir.varnames[*i] == text) {
            Some(i) => { if !regs[i].is_undef() { let q = fname(f); return Err(cx.type_error(format!("{q}() got multiple values for argument '{text}'"))); } regs[i] = v; }
            None => match kwargs {
                Some(d) => d.set(cx, *name, v)?,
                None => {
                    let q = fname(f);
                    let bad: Vec<&str> = (0..posonly).map(|i| ir.varnames[i].as_str()).filter(|n| names.iter().any(|m| Str(*m).as_str() == Some(n))).collect();
                    if !bad.is_empty() { return Err(cx.type_error(format!("{q}() got some positional-only arguments passed as keyword arguments: '{}'", bad.join(", ")))); }
                    return Err(cx.type_error(format!("{q}() got an unexpected keyword argument '{text}'")));
                }
            },
        }
    }
    // keywords are looked at first
    if npos > nargs && !ir.flags.has(CodeFlags::VARARGS) { return Err(too_many(cx, f, npos, &regs, names)); }
    if npos < nargs {
        let defaults = match Tuple::from(f.raw().defaults) { Some(t) => t.items(), None => &[] };
        let first = nargs.saturating_sub(defaults.len());
        let lacking: Vec<&str> = (0..first).filter(|i| regs[*i].is_undef()).map(|i| ir.varnames[i].as_str()).collect();
        if !lacking.is_empty() { return Err(lacks(cx, f, &lacking, "positional")); }
        for i in first.max(take)..nargs { if regs[i].is_undef() { regs[i] = defaults[i - first]; } }
    }
    if nkw > 0 {
        let kd = Dict::from(f.raw().kwdefaults);
        let mut lacking = vec![];
        for i in nargs..nargs + nkw {
            if regs[i].is_undef() {
                let name = cx.intern(&ir.varnames[i]);
                match kd.and_then(|d| d.get_str(cx, name)) { Some(v) => regs[i] = v, None => lacking.push(ir.varnames[i].as_str()) }
            }
        }
        if !lacking.is_empty() { return Err(lacks(cx, f, &lacking, "keyword-only")); }
    }
    unsafe { std::ptr::copy_nonoverlapping(regs.as_ptr(), base, nparams) } // SAFETY: [FB1]
    Ok(nparams)
}
fn fname(f: Function) -> String { Str(f.raw().qualname).lossy().into_owned() }
#[cold]
fn lacks(cx: &mut Cx, f: Function, names: &[&str], what: &str) -> Raised {
    let list = match names { [a] => format!("'{a}'"), [a, b] => format!("'{a}' and '{b}'"), _ => { let (last, init) = names.split_last().unwrap_or((&"", &[])); format!("{}, and '{last}'", init.iter().map(|n| format!("'{n}'")).collect::<Vec<_>>().join(", ")) } };
    let q = fname(f);
    cx.type_error(format!("{q}() missing {} required {what} argument{}: {list}", names.len(), if names.len() == 1 { "" } else { "s" }))
}
#[cold]
fn too_many(cx: &mut Cx, f: Function, given: usize, regs: &[Value], names: &[Value]) -> Raised {
    let ir = f.code().ir();
    let n = ir.argcount as usize;
    let nd = Tuple::from(f.raw().defaults).map_or(0, |t| t.len());
    let plural = if nd > 0 { true } else { n != 1 };
    let takes = if nd > 0 { format!("from {} to {n}", n - nd) } else { n.to_string() };
    let _ = regs;
    let nkw = ir.kwonly as usize;
    let kw_given = names.iter().filter(|m| (n..n + nkw).any(|i| Str(**m).as_str() == Some(&ir.varnames[i]))).count();
    let extra = if kw_given > 0 { format!(" positional argument{} (and {kw_given} keyword-only argument{})", if given == 1 { "" } else { "s" }, if kw_given == 1 { "" } else { "s" }) } else { String::new() };
    let q = fname(f);
    cx.type_error(format!("{q}() takes {takes} positional argument{} but {given}{extra} {} given", if plural { "s" } else { "" }, if given == 1 && kw_given == 0 { "was" } else { "were" }))
}
/// Calls a Python function from native code: runs it to its end.
pub fn call_function(cx: &mut Cx, f: Value, args: &[Value], names: &[Value]) -> R {
    cx.check_stack()?;
    let f = Function(f);
    let base = cx.fiber.top;
    if !cx.fiber.room(base, f.code().ir().nregs as usize + args.len()) { return Err(too_deep(cx)); }
    let n = bind(cx, f, base, args, names)?;
    push(cx, f, base, n, 0, FrameKind::Entry)?;
    super::run(cx)
}
/// Runs module, class-body or exec code: a function without parameters, with a locals mapping (or UNDEF).
pub fn run_code(cx: &mut Cx, f: Function, locals: Value) -> R {
    cx.check_stack()?;
    let base = cx.fiber.top;
    push(cx, f, base, 0, 0, FrameKind::Entry)?;
    cx.fiber.last().locals = locals;
    super::run(cx)
}
