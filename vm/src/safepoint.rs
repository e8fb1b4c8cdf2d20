//! What happens when a worker's poll flag is set: finalisers, signals; later promotion requests.
use crate::cx::Cx;
use crate::native::R;
use std::sync::atomic::Ordering::Relaxed;
pub fn run(cx: &mut Cx) -> R<()> {
    cx.m.poll.store(0, Relaxed);
    while let Some(o) = cx.rt_mut().finalizers.pop() {
        let (p, h) = (cx.pending, cx.handled);
        cx.pending = crate::Value::UNDEF;
        if cx.call_special(o, crate::class::D::Del, &[]).is_err() { let e = cx.take_pending(); crate::report::unraisable(cx, e, "Exception ignored in: ", o) }
        cx.pending = p;
        cx.handled = h;
    }
    crate::weak::run_callbacks(cx);
    cx.rt.tier.safepoint(cx);
    cx.rt.port.poll(cx);
    crate::modules::thread::yield_if_wanted(cx);
    crate::modules::signal::run_pending(cx)
}
