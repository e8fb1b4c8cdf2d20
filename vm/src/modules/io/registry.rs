//! Streams with unwritten data at exit. Weak: a stream that dies is forgotten (its finaliser flushes it).
//!
//! [RG1] addresses here are live objects: `forget_dead` runs in every collection before memory is reused.
#![allow(unsafe_code)] // process-wide list: [RG1]
use crate::cx::Cx;
use crate::types::T;
use crate::value::Value;
use std::sync::Mutex;

static OPEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());
fn lock() -> std::sync::MutexGuard<'static, Vec<u64>> { OPEN.lock().unwrap_or_else(|e| e.into_inner()) }

pub fn add(v: Value) { lock().push(v.0) }
pub fn remove(v: Value) { let mut o = lock(); if let Some(i) = o.iter().rposition(|x| *x == v.0) { o.swap_remove(i); } }
pub fn forget_dead(live: &dyn Fn(*const fora_heap::Header) -> bool) { lock().retain(|a| live(*a as *const fora_heap::Header)) }
/// At exit: flushes text streams first, then what they wrote into. Errors are nobody's business any more.
pub fn flush_all(cx: &mut Cx) {
    for text in [true, false] {
        let list: Vec<u64> = lock().clone();
        for a in list {
            let v = Value(a);
            if (v.kind() == T::TextIOWrapper) != text || super::base::is_closed(cx, v).unwrap_or(true) { cx.clear_pending(); continue; }
            if cx.call_method(v, "flush", &[]).is_err() { cx.clear_pending() }
        }
    }
}
