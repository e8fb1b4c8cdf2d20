//! `_bz2`: BZ2Compressor and BZ2Decompressor over `bzip2` (its pure Rust back end).
use super::streams::{self, Push, Table};
use crate::bytes::{buffer, new as bytes};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use bzip2::{Action, Compress, Compression, Decompress, Status};

static COMPS: Table<Compress> = Table::new();
static DECOMPS: Table<Decompress> = Table::new();
impl Push for Decompress {
    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<(usize, usize, bool), String> {
        let (i, o) = (self.total_in(), self.total_out());
        let r = self.decompress(input, out).map_err(|_| "Invalid data stream".to_string())?;
        Ok(((self.total_in() - i) as usize, (self.total_out() - o) as usize, r == Status::StreamEnd))
    }
}
fn run(c: &mut Compress, mut input: &[u8], action: Action) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() / 2 + 1024);
    loop {
        if out.capacity() - out.len() < 1024 { out.reserve(out.len().max(8192)) }
        let before = c.total_in();
        let r = c.compress_vec(input, &mut out, action);
        input = &input[((c.total_in() - before) as usize).min(input.len())..];
        match r { Ok(Status::StreamEnd) | Err(_) => break, Ok(_) => if action == Action::Run && input.is_empty() { break; } }
    }
    out
}
fn level(cx: &mut Cx, v: Value) -> R<u32> {
    let n = match v.opt() { Some(v) => cx.index_i64(v)?, None => 9 };
    if !(1..=9).contains(&n) { return Err(cx.value_error("compresslevel must be between 1 and 9")); }
    Ok(n as u32)
}
pub const COMPRESSOR: &[Def] = &[
    def_new("compresslevel=9, /", |cx, a| { let n = level(cx, a[1])?; let s = COMPS.add(Compress::new(Compression::new(n), 0)); Ok(Slots::new_of(cx, a[0], T::Bz2Compressor, &[s])) }),
    def("compress", "data, /", |cx, a| { let d = buffer(cx, a[1])?; match COMPS.on(Slots(a[0]).get(0), |c| run(c, &d, Action::Run)) { Some(v) => Ok(bytes(cx, &v)), None => Err(cx.value_error("Compressor has been flushed")) } }),
    def("flush", "", |cx, a| match COMPS.take(Slots(a[0]).get(0)) { Some(mut c) => { let v = run(&mut c, &[], Action::Finish); Ok(bytes(cx, &v)) } None => Err(cx.value_error("Repeated call to flush()")) }),
    def("__reduce__", "", |cx, a| { let t = cx.type_name(a[0]); Err(cx.type_error(format!("cannot pickle '{t}' object"))) }),
];
pub const DECOMPRESSOR: &[Def] = &[
    def_new("", |cx, a| { let n = DECOMPS.add(Decompress::new(false)); let init = streams::init(cx, n); Ok(Slots::new_of(cx, a[0], T::Bz2Decompressor, &init)) }),
    def("decompress", "data, max_length=-1", |cx, a| {
        let d = buffer(cx, a[1])?;
        let max = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => -1 };
        match streams::decompress(cx, &DECOMPS, a[0], &d, max)? { Ok(v) => Ok(v), Err(m) => Err(cx.raise(T::OSError, &m)) }
    }),
    attr("eof", |_, a| Ok(Slots(a[0]).get(streams::EOF))), attr("needs_input", |_, a| Ok(Slots(a[0]).get(streams::NEEDS))), attr("unused_data", |_, a| Ok(Slots(a[0]).get(streams::UNUSED))),
    def("__reduce__", "", |cx, a| { let t = cx.type_name(a[0]); Err(cx.type_error(format!("cannot pickle '{t}' object"))) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    for (n, t) in [("BZ2Compressor", T::Bz2Compressor), ("BZ2Decompressor", T::Bz2Decompressor)] { let c = cx.class(t).0; m.set(cx, n, c) }
    Ok(())
}
