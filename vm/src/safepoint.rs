//! What happens when a worker's poll flag is set: pauses, promotion, cancellation, and on the head finalisers and signals.
#![allow(unsafe_code)] // contexts of other threads, in a pause: [TH2] of modules/thread.rs
use crate::cx::Cx;
use crate::native::R;
use std::sync::atomic::Ordering::Relaxed;
/// In a pause: there is something for a head to do. (Who becomes head later asks by itself: `wake`.)
pub fn wake_head(cx: &mut Cx) {
    let all = crate::modules::thread::contexts();
    let mut any = false;
    for c in all { let c = unsafe { &*c }; if c.head { any = true; c.m.poll.fetch_or(crate::weak::POLL_VM, Relaxed); } } // SAFETY: every context stands still in a pause
    if !any || cx.head { cx.m.poll.fetch_or(crate::weak::POLL_VM, Relaxed); }
}
/// Makes a context look for finalisers, weak callbacks and signals at its next safepoint: after it has become head.
pub fn wake(cx: &mut Cx) { cx.m.poll.fetch_or(crate::weak::POLL_VM, Relaxed); }
/// Stops for a collection; on the head also runs what has waited for it.
pub fn run(cx: &mut Cx) -> R<()> {
    fora_heap::safepoint(&mut cx.m);
    if crate::par::sample::on() { crate::par::sample::note(cx) }
    if cx.par.on { crate::par::pool::poll(cx) }
    if !cx.head { cx.m.poll.fetch_and(!crate::weak::POLL_VM, Relaxed); return Ok(()); }
    cx.m.poll.fetch_and(fora_heap::POLL_STOP | crate::observe::POLL_OBSERVE | if crate::par::pool::forced() { crate::par::pool::POLL_PAR } else { 0 }, Relaxed);
    while let Some(o) = { let o = cx.rt.finalizers.lock().unwrap_or_else(|e| e.into_inner()).pop_front(); o } {
        if crate::gen::Generator::from(o).is_some() { crate::gen::finalize(cx, o); continue; }
        let (p, h) = (cx.pending, cx.handled);
        cx.pending = crate::Value::UNDEF;
        if cx.call_special(o, crate::class::D::Del, &[]).is_err() { let e = cx.take_pending(); let what = cx.class_of(o).dunder(cx, crate::class::D::Del).unwrap_or(o); crate::report::unraisable(cx, e, "Exception ignored in: ", what) }
        cx.pending = p;
        cx.handled = h;
    }
    crate::weak::run_callbacks(cx);
    cx.rt.tier.safepoint(cx);
    cx.rt.port.poll(cx);
    crate::modules::thread::yield_if_wanted(cx);
    crate::modules::signal::run_pending(cx)
}
