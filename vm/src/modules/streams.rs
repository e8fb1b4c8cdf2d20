//! What the compression modules share: a table of streams that objects name by number, and the loop of a decompressor.
//! A stream that has ended is dropped.
use crate::bytes::new as bytes;
use crate::cx::Cx;
use crate::native::R;
use crate::object::Slots;
use crate::value::Value;
use std::sync::Mutex;

pub struct Table<S>(Mutex<Vec<Option<S>>>);
impl<S> Table<S> {
    pub const fn new() -> Table<S> { Table(Mutex::new(Vec::new())) }
    pub fn with<V>(&self, f: impl FnOnce(&mut Vec<Option<S>>) -> V) -> V { match self.0.lock() { Ok(mut t) => f(&mut t), Err(e) => f(&mut e.into_inner()) } }
    /// The number of a new stream.
    pub fn add(&self, s: S) -> Value { self.with(|t| { t.push(Some(s)); Value::small(t.len() as i64 - 1) }) }
    /// Runs `f` on stream `n`; None if it has ended.
    pub fn on<V>(&self, n: Value, f: impl FnOnce(&mut S) -> V) -> Option<V> { self.with(|t| t.get_mut(n.as_small().unwrap_or(-1) as usize).and_then(|s| s.as_mut()).map(f)) }
    pub fn take(&self, n: Value) -> Option<S> { self.with(|t| t.get_mut(n.as_small().unwrap_or(-1) as usize).and_then(|s| s.take())) }
}
/// One step of a decoder: bytes consumed, bytes produced, at the end.
pub trait Push { fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<(usize, usize, bool), String>; }

/// Slots of a decompressor.
pub const STREAM: usize = 0;
pub const UNUSED: usize = 1;
const PENDING: usize = 2;
pub const EOF: usize = 3;
pub const NEEDS: usize = 4;
pub fn init(cx: &mut Cx, stream: Value) -> [Value; 5] { let e = bytes(cx, &[]); [stream, e, e, Value::FALSE, Value::TRUE] }
/// `decompress(data, max_length)`; an Err within is the decoder's message.
pub fn decompress<S: Push>(cx: &mut Cx, table: &Table<S>, o: Value, data: &[u8], max: i64) -> R<Result<Value, String>> {
    let s = Slots(o);
    if s.get(EOF).is_true() { return Err(cx.eof_error("End of stream already reached")); }
    let max = if max < 0 { usize::MAX } else { max as usize };
    let mut input = crate::bytes::get(s.get(PENDING)).to_vec();
    input.extend_from_slice(data);
    let run = |d: &mut S| -> Result<(Vec<u8>, usize, bool), String> {
        let (mut out, mut at, mut chunk) = (vec![], 0, 16 << 10);
        while out.len() < max {
            let n = chunk.min(max - out.len());
            let base = out.len();
            out.resize(base + n, 0);
            let (c, p, end) = d.step(&input[at..], &mut out[base..])?;
            out.truncate(base + p);
            at += c;
            if end { return Ok((out, at, true)); }
            if c == 0 && p == 0 { break; }
            chunk = (chunk * 2).min(4 << 20);
        }
        Ok((out, at, false))
    };
    let (out, at, end) = match table.on(s.get(STREAM), run) { Some(Ok(r)) => r, Some(Err(m)) => return Ok(Err(m)), None => return Ok(Err("Invalid data stream".into())) };
    let rest = bytes(cx, &input[at.min(input.len())..]);
    let none = bytes(cx, &[]);
    if end { table.take(s.get(STREAM)); s.set(cx, UNUSED, rest); s.set(cx, PENDING, none); s.set(cx, EOF, Value::TRUE); s.set(cx, NEEDS, Value::FALSE) }
    else { let full = out.len() >= max; s.set(cx, PENDING, rest); s.set(cx, NEEDS, Value::bool(!full && at >= input.len())) }
    Ok(Ok(bytes(cx, &out)))
}
