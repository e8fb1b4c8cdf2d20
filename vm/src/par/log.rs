//! Output of a task, kept until everything before it in the program has been written.
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;

/// Bytes for the standard streams, in the order they were written.
#[derive(Default)]
pub struct Log { pub entries: Vec<(Stream, Vec<u8>)>, pub bytes: usize }
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream { Out, Err, /// a file of the program's
    File(Value), /// it is flushed
    Flush(Value) }
/// A task with this much unwritten output waits for its turn.
const CAP: usize = 64 << 20;

impl Log {
    pub fn write(&mut self, s: Stream, b: &[u8]) {
        self.bytes += b.len();
        match self.entries.last_mut() { Some((t, v)) if *t == s => v.extend_from_slice(b), _ => self.entries.push((s, b.to_vec())) }
    }
    pub fn append(&mut self, other: &mut Log) {
        self.bytes += other.bytes;
        other.bytes = 0;
        for (s, b) in other.entries.drain(..) { match self.entries.last_mut() { Some((t, v)) if *t == s => v.extend_from_slice(&b), _ => self.entries.push((s, b)) } }
    }
    pub fn trace(&self, mark: &mut dyn FnMut(Value)) { for (s, _) in &self.entries { if let Stream::File(v) | Stream::Flush(v) = s { mark(*v) } } }
    pub fn full(&self) -> bool { self.bytes >= CAP }
}
/// Text that a task writes to one of the original standard streams, or to a file that was open before it: kept if the task is not the head.
/// True: taken.
pub fn take(cx: &mut Cx, file: Value, text: &[u8], surrogates: bool) -> bool { record(cx, file, text, surrogates, false) }
/// The same for a flush. The standard streams are flushed when they are.
pub fn take_flush(cx: &mut Cx, file: Value) -> bool { record(cx, file, b"", false, true) }
fn record(cx: &mut Cx, file: Value, text: &[u8], surrogates: bool, flush: bool) -> bool {
    let Some(t) = cx.par.task.clone() else { return false };
    if cx.par.direct { return false; }
    let sys = crate::dict::Dict(cx.rt.sys);
    let s = if cx.dict_get(sys, "__stdout__") == Some(file) { Stream::Out } else if cx.dict_get(sys, "__stderr__") == Some(file) { Stream::Err } else {
        // what it writes may not be able to fail, and must not be the task's own
        if surrogates || super::apart::is(&t) || super::stamp(file) != super::EXEMPT || t.committed.load(std::sync::atomic::Ordering::Relaxed) || !crate::modules::io::text::takes_all(cx, file) { return false; }
        if flush { Stream::Flush(file) } else { Stream::File(file) }
    };
    if cx.par.log.full() && !t.is_head() { super::rule::need_head(cx); }
    cx.par.log.write(s, text);
    true
}
/// A file that tasks know of is about to be closed, or to become another: they may have seen it as it was.
pub fn disturb(cx: &mut Cx, file: Value) {
    if !cx.par.armed || super::stamp(file) != super::EXEMPT { return; }
    super::set_stamp(file, 0);
    super::rule::write(cx, file);
    own_stream(file)
}
/// The head is about to reach outside: what it and those it belongs to have written so far goes out first.
#[allow(unsafe_code)]
pub fn flush(cx: &mut Cx, t: &std::sync::Arc<super::task::Task>) {
    let mut chain = vec![];
    let mut a = Some(t);
    while let Some(x) = a { chain.push(x.owner); a = x.parent.as_ref(); }
    let was = std::mem::replace(&mut cx.par.direct, true);
    // the outermost owner is the program itself, which keeps no log
    for owner in chain.iter().rev() {
        let mut log = unsafe { std::mem::take(&mut (**owner).par.log) }; // SAFETY: the owner stands still in the join of the task below it
        if write_out(cx, &mut log).is_err() { cx.clear_pending() }
    }
    let mut log = std::mem::take(&mut cx.par.log);
    if write_out(cx, &mut log).is_err() { cx.clear_pending() }
    cx.par.direct = was;
}
/// A standard output stream: tasks never write to it themselves, so that writes by the program need not be known to them. To be called again when
/// it gets new buffers.
pub fn own_stream(s: Value) {
    use super::{set_stamp, EXEMPT};
    let inner = |v: Value| {
        if !v.is_ref() { return; }
        set_stamp(v, EXEMPT);
        for i in 0..crate::shape::payload_slots(v.kind()) {
            let x = crate::object::Slots(v).get(i);
            if x.is_ref() && matches!(x.exact(), Some(T::Bytes | T::FileIO)) { set_stamp(x, EXEMPT) }
        }
    };
    inner(s);
    if s.is(T::TextIOWrapper) { inner(crate::modules::io::text::buffer(s)) }
}
/// A joined task's output: written if the program itself joins it, else kept on.
pub fn merge(cx: &mut Cx, log: &mut Log) -> R<()> {
    if cx.par.task.is_some() { cx.par.log.append(log); return Ok(()); }
    write_out(cx, log)
}
fn write_out(cx: &mut Cx, log: &mut Log) -> R<()> {
    let sys = crate::dict::Dict(cx.rt.sys);
    for (s, b) in log.entries.drain(..) {
        let f = match s { Stream::Out => cx.dict_get(sys, "__stdout__").unwrap_or(Value::NONE), Stream::Err => cx.dict_get(sys, "__stderr__").unwrap_or(Value::NONE), Stream::File(f) | Stream::Flush(f) => f };
        if let Stream::Flush(f) = s { crate::modules::io::text::flush(cx, f)?; continue; }
            if f.is(crate::types::T::TextIOWrapper) { crate::modules::io::text::write(cx, f, &b, true)? }
    }
    log.bytes = 0;
    Ok(())
}
