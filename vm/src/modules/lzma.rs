//! `_lzma`: LZMACompressor and LZMADecompressor over `lzma-rust2`. Compressed bytes differ from those of liblzma (both are valid).
//! Absent: raw streams with filters other than the last one being LZMA1 or LZMA2.
use super::streams::{self, Push, Table};
use crate::bytes::{buffer, new as bytes};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use lzma_rust2::{Action, CheckType, FilterConfig, FilterType, Lzma2Options, Lzma2Stream, Lzma2Writer, LzmaOptions, LzmaStream, LzmaWriter, Status, XzOptions, XzStream, XzWriter};
use std::io::Write;

const FILTER_LZMA1: i64 = 0x4000_0000_0000_0001;
const FILTER_LZMA2: i64 = 0x21;
enum Comp { Xz(XzWriter<Vec<u8>>), Alone(LzmaWriter<Vec<u8>>), Raw2(Lzma2Writer<Vec<u8>>) }
enum Decomp { Auto, Xz(XzStream), Alone(LzmaStream), Raw2(Lzma2Stream) }
static COMPS: Table<Box<Comp>> = Table::new();
static DECOMPS: Table<Box<Decomp>> = Table::new();
fn error(cx: &mut Cx, msg: &str) -> Raised { match cx.static_get("lzma.LZMAError") { Some(c) => { let m = cx.str(msg); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error(msg) } }

impl Push for Box<Decomp> {
    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<(usize, usize, bool), String> {
        if matches!(**self, Decomp::Auto) {
            let Some(first) = input.first() else { return Ok((0, 0, false)) };
            **self = if *first == 0xfd { Decomp::Xz(XzStream::new(false)) } else { Decomp::Alone(LzmaStream::new_mem_limit(u32::MAX, None)) };
        }
        let fresh = match &**self { Decomp::Xz(x) => x.total_in() < 6, Decomp::Alone(x) => x.total_in() < 13, _ => false };
        let wrong = |_| if fresh { "Input format not supported by decoder".to_string() } else { "Corrupt input data".to_string() };
        let r = match &mut **self { Decomp::Auto => return Ok((0, 0, false)), Decomp::Xz(x) => x.process(input, out, Action::Run).map_err(wrong)?, Decomp::Alone(x) => x.process(input, out, Action::Run).map_err(wrong)?, Decomp::Raw2(x) => x.process(input, out, Action::Run).map_err(wrong)? };
        let end = r.status == Status::StreamEnd;
        // a plain LZMA decoder takes all of its input and keeps what it did not need
        let back = match &**self { Decomp::Alone(x) if end => x.unused_input().len(), _ => 0 };
        Ok((r.bytes_consumed - back.min(r.bytes_consumed), r.bytes_produced, end))
    }
}
/// Options of an LZMA filter's dict, or of a preset.
fn options(cx: &mut Cx, spec: Option<Dict>, preset: i64) -> R<LzmaOptions> {
    let get = |cx: &mut Cx, d: Dict, k: &str| -> R<Option<i64>> { match cx.dict_get(d, k) { Some(v) => Ok(Some(cx.index_i64(v)?)), None => Ok(None) } };
    let preset = match spec { Some(d) => get(cx, d, "preset")?.unwrap_or(preset), None => preset };
    if !(0..=9).contains(&(preset & 0x1f)) || preset & !0x8000_001f != 0 { return Err(error(cx, "Invalid or unsupported options")); }
    let mut o = LzmaOptions::with_preset((preset & 0x1f) as u32);
    if let Some(d) = spec {
        if let Some(n) = get(cx, d, "dict_size")? { if !(4096..=1 << 30).contains(&n) { return Err(error(cx, "Invalid or unsupported options")); } o.dict_size = n as u32 }
        for (k, limit) in [("lc", 4), ("lp", 4), ("pb", 4)] {
            let Some(n) = get(cx, d, k)? else { continue };
            if !(0..=limit).contains(&n) { return Err(error(cx, "Invalid or unsupported options")); }
            match k { "lc" => o.lc = n as u32, "lp" => o.lp = n as u32, _ => o.pb = n as u32 }
        }
        if let Some(n) = get(cx, d, "nice_len")? { o.nice_len = n.clamp(8, 273) as u32 }
        if let Some(n) = get(cx, d, "depth")? { o.depth_limit = n.clamp(0, 1000) as i32 }
    }
    Ok(o)
}
/// The chain of a filters argument: pre-filters, and the LZMA filter's id and options.
fn chain(cx: &mut Cx, v: Value) -> R<(Vec<FilterConfig>, i64, LzmaOptions)> {
    let items = cx.collect(v)?;
    let mut pre = vec![];
    for (i, f) in items.iter().enumerate() {
        let Some(d) = Dict::from(*f) else { return Err(cx.type_error("Filter specifier must be a dict or dict-like object")) };
        let Some(id) = cx.dict_get(d, "id") else { return Err(cx.value_error("Filter specifier must have an \"id\" entry")) };
        let id = cx.index_i64(id)?;
        if id == FILTER_LZMA1 || id == FILTER_LZMA2 {
            if i + 1 != items.len() { return Err(error(cx, "Invalid or unsupported options")); }
            let o = options(cx, Some(d), 6)?;
            return Ok((pre, id, o));
        }
        let filter_type = match id { 3 => FilterType::Delta, 4 => FilterType::BcjX86, 5 => FilterType::BcjPpc, 6 => FilterType::BcjIa64, 7 => FilterType::BcjArm, 8 => FilterType::BcjArmThumb, 9 => FilterType::BcjSparc, _ => return Err(cx.value_error(format!("Invalid filter ID: {id}"))) };
        let property = match cx.dict_get(d, if id == 3 { "dist" } else { "start_offset" }) { Some(v) => cx.index_i64(v)? as u32, None => (id == 3) as u32 };
        pre.push(FilterConfig { filter_type, property });
    }
    Err(error(cx, "Invalid or unsupported options"))
}
fn int(cx: &mut Cx, v: Value, default: i64) -> R<i64> { match v.opt_none() { Some(v) => cx.index_i64(v), None => Ok(default) } }
fn new_compressor(cx: &mut Cx, a: &[Value]) -> R {
    let (format, check) = (int(cx, a[1], 1)?, int(cx, a[2], -1)?);
    let (preset, filters) = (a[3].opt_none(), a[4].opt_none());
    if preset.is_some() && filters.is_some() { return Err(cx.value_error("Cannot specify both preset and filter chain")); }
    if format != 1 && check != -1 && check != 0 { return Err(cx.value_error("Integrity checks are only supported by FORMAT_XZ")); }
    if format == 3 && filters.is_none() { return Err(cx.value_error("Must specify filters for FORMAT_RAW")); }
    let preset = match preset { Some(p) => cx.index_i64(p)?, None => 6 };
    let (pre, id, lzma) = match filters { Some(f) => chain(cx, f)?, None => (vec![], if format == 2 { FILTER_LZMA1 } else { FILTER_LZMA2 }, options(cx, None, preset)?) };
    let fail = "Internal error";
    let comp = match (format, id) {
        (1, FILTER_LZMA2) => {
            let check_type = match check { -1 | 4 => CheckType::Crc64, 0 => CheckType::None, 1 => CheckType::Crc32, 10 => CheckType::Sha256, _ => return Err(error(cx, "Unsupported integrity check")) };
            XzWriter::new(vec![], XzOptions { lzma_options: lzma, check_type, block_size: None, filters: pre }).ok().map(Comp::Xz)
        }
        (2, FILTER_LZMA1) if pre.is_empty() => LzmaWriter::new_use_header(vec![], &lzma, None).ok().map(Comp::Alone),
        (3, FILTER_LZMA1) if pre.is_empty() => LzmaWriter::new_no_header(vec![], &lzma, true).ok().map(Comp::Alone),
        (3, FILTER_LZMA2) if pre.is_empty() => Some(Comp::Raw2(Lzma2Writer::new(vec![], Lzma2Options { lzma_options: lzma, ..Default::default() }))),
        (1..=3, _) => return Err(error(cx, "Invalid or unsupported options")),
        _ => return Err(cx.value_error(format!("Invalid container format: {format}"))),
    };
    let Some(comp) = comp else { return Err(error(cx, fail)) };
    let n = COMPS.add(Box::new(comp));
    Ok(Slots::new_of(cx, a[0], T::LzmaCompressor, &[n]))
}
fn feed(c: &mut Comp, d: &[u8]) -> Option<Vec<u8>> {
    match c { Comp::Xz(w) => { w.write_all(d).ok()?; Some(std::mem::take(w.inner_mut())) } Comp::Alone(w) => { w.write_all(d).ok()?; Some(std::mem::take(w.inner_mut())) } Comp::Raw2(w) => { w.write_all(d).ok()?; Some(std::mem::take(w.inner_mut())) } }
}
fn finish(c: Comp) -> Option<Vec<u8>> { match c { Comp::Xz(w) => w.finish().ok(), Comp::Alone(w) => w.finish().ok(), Comp::Raw2(w) => w.finish().ok() } }
fn result(cx: &mut Cx, v: Option<Vec<u8>>) -> R { match v { Some(v) => Ok(bytes(cx, &v)), None => Err(error(cx, "Internal error")) } }
pub const COMPRESSOR: &[Def] = &[
    def_new("format=1, check=-1, preset=None, filters=None", new_compressor),
    def("compress", "data, /", |cx, a| { let d = buffer(cx, a[1])?; match COMPS.on(Slots(a[0]).get(0), |c| feed(c, &d)) { Some(v) => result(cx, v), None => Err(cx.value_error("Compressor has been flushed")) } }),
    def("flush", "", |cx, a| match COMPS.take(Slots(a[0]).get(0)) { Some(c) => { let v = finish(*c); result(cx, v) } None => Err(cx.value_error("Repeated call to flush()")) }),
];
fn new_decompressor(cx: &mut Cx, a: &[Value]) -> R {
    let format = int(cx, a[1], 0)?;
    if format == 3 { if !a[2].is_undef() && !a[2].is_none() { return Err(cx.value_error("Cannot specify memory limit with FORMAT_RAW")); } if a[3].opt_none().is_none() { return Err(cx.value_error("Must specify filters for FORMAT_RAW")); } }
    else if a[3].opt_none().is_some() { return Err(cx.value_error("Cannot specify filters except with FORMAT_RAW")); }
    let d = match format {
        0 => Decomp::Auto,
        1 => Decomp::Xz(XzStream::new(false)),
        2 => Decomp::Alone(LzmaStream::new_mem_limit(u32::MAX, None)),
        3 => {
            let (pre, id, o) = chain(cx, a[3])?;
            if !pre.is_empty() { return Err(error(cx, "Invalid or unsupported options")); }
            if id == FILTER_LZMA2 { Decomp::Raw2(Lzma2Stream::new(o.dict_size)) } else { match LzmaStream::new(u64::MAX, o.lc, o.lp, o.pb, o.dict_size, None) { Ok(s) => Decomp::Alone(s), Err(_) => return Err(error(cx, "Invalid or unsupported options")) } }
        }
        _ => return Err(cx.value_error(format!("Invalid container format: {format}"))),
    };
    let n = DECOMPS.add(Box::new(d));
    let i = streams::init(cx, n);
    let check = Value::small(if format >= 2 { 0 } else { 16 });
    Ok(Slots::new_of(cx, a[0], T::LzmaDecompressor, &[i[0], i[1], i[2], i[3], i[4], check]))
}
pub const DECOMPRESSOR: &[Def] = &[
    def_new("format=0, memlimit=None, filters=None", new_decompressor),
    def("decompress", "data, max_length=-1", |cx, a| {
        let d = buffer(cx, a[1])?;
        let max = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => -1 };
        let s = Slots(a[0]);
        if s.get(streams::EOF).is_true() { return Err(cx.eof_error("Already at end of stream")); }
        let n = s.get(streams::STREAM);
        let r = streams::decompress(cx, &DECOMPS, a[0], &d, max)?;
        let check = DECOMPS.on(n, |d| match &**d { Decomp::Xz(x) => x.check_type().map(|c| c as i64), Decomp::Auto => None, _ => Some(0) }).flatten();
        if let Some(c) = check { s.set_int(cx, 5, c) } else if s.get(streams::EOF).is_true() && s.int(5) == 16 { s.set_int(cx, 5, if d.first() == Some(&0xfd) { d.get(7).map_or(4, |b| (*b & 15) as i64) } else { 0 }) }
        match r { Ok(v) => Ok(v), Err(m) => Err(error(cx, &m)) }
    }),
    attr("check", |_, a| Ok(Slots(a[0]).get(5))), attr("eof", |_, a| Ok(Slots(a[0]).get(streams::EOF))), attr("needs_input", |_, a| Ok(Slots(a[0]).get(streams::NEEDS))), attr("unused_data", |_, a| Ok(Slots(a[0]).get(streams::UNUSED))),
];
fn dict_byte(size: u32) -> u8 { (0..40u8).find(|b| (2u64 | (*b as u64 & 1)) << (b / 2 + 11) >= size as u64).unwrap_or(40) }
fn encode_properties(cx: &mut Cx, a: &[Value]) -> R {
    let l = cx.list(&[a[0]]);
    let Some(d) = Dict::from(a[0]) else { return Err(cx.type_error("Filter specifier must be a dict or dict-like object")) };
    if cx.dict_get(d, "id") == Some(Value::small(3)) { let n = match cx.dict_get(d, "dist") { Some(v) => cx.index_i64(v)?, None => 1 }; return Ok(bytes(cx, &[(n - 1) as u8])); }
    let (_, id, o) = chain(cx, l)?;
    if id == FILTER_LZMA2 { return Ok(bytes(cx, &[dict_byte(o.dict_size)])); }
    let mut v = vec![((o.pb * 5 + o.lp) * 9 + o.lc) as u8];
    v.extend(o.dict_size.to_le_bytes());
    Ok(bytes(cx, &v))
}
fn decode_properties(cx: &mut Cx, a: &[Value]) -> R {
    let id = cx.index_i64(a[0])?;
    let b = buffer(cx, a[1])?;
    let d = cx.dict();
    let idv = cx.int(id);
    cx.dict_set(d, "id", idv);
    match (id, b.bytes()) {
        (FILTER_LZMA1, [p, w @ ..]) if w.len() == 4 && *p < 225 => {
            let size = u32::from_le_bytes([w[0], w[1], w[2], w[3]]);
            for (k, n) in [("dict_size", size as i64), ("lc", (*p % 9) as i64), ("lp", (*p / 9 % 5) as i64), ("pb", (*p / 45) as i64)] { cx.dict_set(d, k, Value::small(n)) }
        }
        (FILTER_LZMA2, [n]) if *n <= 40 => { let size = if *n == 40 { u32::MAX as i64 } else { (2 | (*n as i64 & 1)) << (*n / 2 + 11) }; cx.dict_set(d, "dict_size", Value::small(size)) }
        (3, [n]) => cx.dict_set(d, "dist", Value::small(*n as i64 + 1)),
        (4..=9, []) => {}
        _ => return Err(error(cx, "Invalid or unsupported options")),
    }
    Ok(d.0)
}
const FUNCS: &[Def] = &[
    def("is_check_supported", "check_id, /", |cx, a| { let n = cx.index_i64(a[0])?; Ok(Value::bool(matches!(n, 0 | 1 | 4 | 10))) }),
    def("_encode_filter_properties", "filter, /", encode_properties), def("_decode_filter_properties", "filter_id, encoded_props, /", decode_properties),
];
const CONSTS: &[(&str, i64)] = &[("CHECK_CRC32", 1), ("CHECK_CRC64", 4), ("CHECK_ID_MAX", 15), ("CHECK_NONE", 0), ("CHECK_SHA256", 10), ("CHECK_UNKNOWN", 16), ("FILTER_ARM", 7), ("FILTER_ARMTHUMB", 8), ("FILTER_DELTA", 3), ("FILTER_IA64", 6), ("FILTER_LZMA1", FILTER_LZMA1), ("FILTER_LZMA2", FILTER_LZMA2), ("FILTER_POWERPC", 5), ("FILTER_SPARC", 9), ("FILTER_X86", 4),
    ("FORMAT_ALONE", 2), ("FORMAT_AUTO", 0), ("FORMAT_RAW", 3), ("FORMAT_XZ", 1), ("MF_BT2", 18), ("MF_BT3", 19), ("MF_BT4", 20), ("MF_HC3", 3), ("MF_HC4", 4), ("MODE_FAST", 1), ("MODE_NORMAL", 2), ("PRESET_DEFAULT", 6), ("PRESET_EXTREME", 2_147_483_648)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { let v = cx.int(*v); m.set(cx, n, v) }
    let e = match cx.static_get("lzma.LZMAError") { Some(e) => e, None => super::new_exception(cx, "_lzma", "LZMAError", T::Exception)? };
    cx.static_set("lzma.LZMAError", e);
    m.set(cx, "LZMAError", e);
    for (n, t) in [("LZMACompressor", T::LzmaCompressor), ("LZMADecompressor", T::LzmaDecompressor)] { let c = cx.class(t).0; m.set(cx, n, c) }
    Ok(())
}
