//! Output of a task, kept until everything before it in the program has been written.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;

/// Bytes for the standard streams, in the order they were written.
#[derive(Default)]
pub struct Log { pub entries: Vec<(Stream, Vec<u8>)>, pub bytes: usize }
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream { Out, Err }
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
    pub fn full(&self) -> bool { self.bytes >= CAP }
}
/// Text that a task writes to one of the original standard streams: kept if the task is not the head. True: taken.
pub fn take(cx: &mut Cx, file: Value, text: &[u8]) -> bool {
    let Some(t) = cx.par.task.clone() else { return false };
    let sys = crate::dict::Dict(cx.rt.sys);
    let s = if cx.dict_get(sys, "__stdout__") == Some(file) { Stream::Out } else if cx.dict_get(sys, "__stderr__") == Some(file) { Stream::Err } else { return false };
    if cx.par.log.full() && !t.is_head() { super::rule::need_head(cx); }
    cx.par.log.write(s, text);
    true
}
/// A joined task's output: written if the program itself joins it, else kept on.
pub fn merge(cx: &mut Cx, log: &mut Log) -> R<()> {
    if cx.par.task.is_some() { cx.par.log.append(log); return Ok(()); }
    let sys = crate::dict::Dict(cx.rt.sys);
    for (s, b) in log.entries.drain(..) {
        let f = cx.dict_get(sys, if s == Stream::Out { "__stdout__" } else { "__stderr__" }).unwrap_or(Value::NONE);
            if f.is(crate::types::T::TextIOWrapper) { crate::modules::io::text::write(cx, f, &b, true)? }
    }
    log.bytes = 0;
    Ok(())
}
