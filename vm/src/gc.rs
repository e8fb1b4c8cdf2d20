//! What the collector needs of the VM: precise roots, weak references, finalisers.
//!
//! [G1] every `Value` outside the heap and the native stack is traced here.
#![allow(unsafe_code)] // the collect hook gets raw pointers: [G1]
use crate::cx::Cx;
use crate::shape;
use crate::value::Value;
use fora_heap::{Header, Hooks, Marker, Mutator};

struct VmHooks { cx: *mut Cx }

impl Hooks for VmHooks {
    fn trace(&mut self, m: &mut Marker) {
        // SAFETY: the worker stands in its allocation slow path; nothing else runs
        let cx = unsafe { &mut *self.cx };
        let mut all = crate::modules::thread::contexts();
        if !all.contains(&self.cx) { all.push(self.cx) }
        for c in all {
            let cx = unsafe { &mut *c }; // SAFETY: every context stands still in a pause
            for v in [cx.pending, cx.handled, cx.tstate, cx.par.overlay, cx.par.gathered, cx.par.stopped, cx.observer.trace, cx.observer.profile] { m.word(v.0) }
            for v in &cx.repr_stack { m.word(v.0) }
            for e in cx.stubs.iter_mut() { if e.1.key != 0 { *e = (Value::UNDEF, crate::func::Ic::EMPTY) } }
            for e in cx.method_cache.iter_mut() { if e.0 != 0 { *e = (0, Value::UNDEF, Value::UNDEF) } }
            for g in &cx.par.watched { m.word(g.0.0) }
            crate::par::trap::trace(&cx.par.recs, &mut |v| m.word(v.0));
            cx.par.log.trace(&mut |v| m.word(v.0));
            for f in &cx.par.folds { f.trace(&mut |v| m.word(v.0)) }
            // cancelled tasks, whose part their parent still has to do
            for (_, t) in cx.par.recs.iter().flat_map(|r| &r.children) { t.trace(&mut |v| m.word(v.0)) }
            let (lo, hi) = cx.fiber.live();
            m.conservative(lo, hi);
            let mut end = hi as *mut Value;
            for i in 0..cx.fiber.len {
                let f = cx.fiber.frame(i);
                for v in [f.code, f.func, f.handled, f.locals, f.gen, f.object] { m.word(v.0) }
                end = end.max(f.base.wrapping_add(crate::func::CodeV(f.code).ir().nregs as usize));
            }
            // registers of waiting frames that lie above the running one's are dead. What they refer to goes, so they go, too: a frame
            // that is saved as a whole would save them
            // SAFETY: [FB1] registers of frames on the fiber
            unsafe { std::ptr::write_bytes(hi as *mut Value, 0, end.offset_from(hi as *mut Value) as usize) }
        }
        let rt = cx.rt;
        for v in rt.ascii { m.word(v.0) }
        for v in [rt.empty_str, rt.empty_tuple, rt.empty_bytes, rt.memory_error, rt.modules, rt.builtins, rt.sys] { m.word(v.0) }
        for v in &rt.dunder_names { m.word(v.0) }
        m.word(rt.statics_owner.0);
        rt.interned.each(&mut |v| m.word(v.0));
        rt.statics.each(&mut |v| m.word(v.0));
        for v in rt.finalizers.lock().unwrap_or_else(|e| e.into_inner()).iter() { m.word(v.0) }
        crate::weak::each_callback(&mut |v| m.word(v.0));
        shape::trace(&mut |v| m.word(v.0));
        rt.tier.roots(&mut |w| m.word(w));
        crate::par::task::trace(&mut |v| m.word(v.0));
    }
    fn weak(&mut self, live: &dyn Fn(*const Header) -> bool) { crate::weak::clear_dead(unsafe { &mut *self.cx }, live) } // SAFETY: as above
    fn dead_owned(&mut self, h: *mut Header) { crate::weak::drop_owned(Value(h as u64)) }
    fn finalize(&mut self, h: *mut Header) {
        let cx = unsafe { &mut *self.cx }; // SAFETY: as above
        cx.rt.finalizers.lock().unwrap_or_else(|e| e.into_inner()).push_back(Value(h as u64));
        crate::safepoint::wake_head(cx);
    }
}
/// Installed as the mutator's collect hook.
///
/// # Safety
/// `m` is the first field of the `Cx` given as `data`.
pub unsafe fn hook(m: *mut Mutator, data: *mut (), full: bool) {
    let cx = data as *mut Cx;
    let hi = (*cx).stack_hi as *const u64;
    fora_heap::collect(&mut *m, &mut VmHooks { cx }, hi, full);
}
/// A full collection now (gc.collect()).
pub fn collect_now(cx: &mut Cx) { let hi = cx.fiber.native_top().unwrap_or(cx.stack_hi); collect_below(cx, hi) }
/// As `collect_now`, for a native that was called by Python code and holds no values itself.
pub fn collect_alone(cx: &mut Cx) {
    let here = 0u8;
    let hi = if cx.fiber.native_top().is_some() { &here as *const u8 as usize & !7 } else { cx.stack_hi };
    collect_below(cx, hi)
}
/// As `collect_now`, for an instruction of the main program's own frames that holds no values but those in registers.
pub fn collect_frames(cx: &mut Cx) {
    let here = 0u8;
    let alone = cx.fiber.main && cx.fiber.entries == 1 && cx.fiber.native_top().is_none();
    let hi = if alone { &here as *const u8 as usize & !7 } else { cx.stack_hi };
    collect_below(cx, hi)
}
#[inline(never)]
fn collect_below(cx: &mut Cx, hi: usize) {
    // what earlier calls left behind must not keep objects alive
    cx.fiber.clear_dead();
    clear_temporaries(cx);
    scrub();
    let hi = hi as *const u64;
    let p: *mut Cx = cx;
    unsafe { fora_heap::collect(&mut (*p).m, &mut VmHooks { cx: p }, hi, true) } // SAFETY: as `hook`; above `hi` there are no values that the frames do not hold
}
/// Empties temporaries that no instruction reads any more: under reference counts their values would be gone. Named variables stay.
fn clear_temporaries(cx: &mut Cx) {
    // a fork may want what the code alone does not
    if cx.par.armed { return; }
    for i in 0..cx.fiber.len {
        let f = *cx.fiber.frame(i);
        let code = crate::func::CodeV(f.code);
        let ir = code.ir();
        let pc = ((f.pc as usize - code.raw().insns as usize) / 8) as u32;
        let mut keep = vec![false; ir.nregs as usize];
        keep[..ir.varnames.len()].fill(true);
        let mut mark = |r: u16| if let Some(k) = keep.get_mut(r as usize) { *k = true };
        for (_, r) in ir.cellvars.iter().chain(&ir.freevars) { mark(*r) }
        // every frame stands inside the instruction before `pc`, which has not written its results yet [I2]
        for r in fora_ir::live_at(ir, pc.saturating_sub(1)) { mark(r) }
        // registers that the next frame has taken over are its own
        let end = if i + 1 < cx.fiber.len { cx.fiber.frame(i + 1).base } else { cx.fiber.top };
        for (r, k) in keep.iter().enumerate() {
            let p = f.base.wrapping_add(r);
            if !k && p < end { unsafe { *p = Value::UNDEF } } // SAFETY: [FB1] a register of the frame, dead by the IR's own account
        }
    }
}
/// Overwrites the stack below this frame.
#[inline(never)]
fn scrub() { let mut a = [0u64; 4096]; std::hint::black_box(&mut a); }
