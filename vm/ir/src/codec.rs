//! The binary form of a code object: what the compile cache stores and workers send.
//!
//! ```text
//! "FOIR" · version u8 · table fingerprint u64 LE · strings · codes (nested before enclosing) 
//! strings = count, then length and bytes of each        all counts and numbers: LEB128 varints,
//! insn    = op byte, then each operand by its kind      signed ones zigzag
//!           (0xff and 8 bytes where bits are set that the op does not use)
//! position = 0 same as before | 1 + 2*zigzag(line delta) + spans lines, col, [end_line - line,] end_col
//! ```
//!
//! Deterministic: equal codes have equal bytes, so the hash of the bytes names the content. The fingerprint covers the op
//! table and the enumerations: a cache written by another table is refused, not misread.
//! Decoding trusts nothing: [C1] every read is bounds-checked, [C2] memory is at most a constant times the input,
//! [C3] nesting is bounded (dropping a deep tree would overflow the stack as surely as reading one), [C4] nothing panics.
//! Deliberately absent: whether the code makes sense. Bytes from outside go through [`decode_verified`].
use crate::code::{Code, CodeFlags, Const, Handler, Pos, Site};
use crate::fork::{Accumulator, AccumulatorKind, Fork, ForkKind, Reason};
use crate::operand::{self, Field};
use crate::ops::{Insn, Kind, Op, Row, ROWS};
use crate::parse::put;
use crate::verify::{verify, Fault};
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

const MAGIC: &[u8; 4] = b"FOIR";
/// Of the layout around the instructions; the fingerprint covers the rest.
const VERSION: u8 = 2;
const HEADER: usize = 4 + 1 + 8;
/// Op byte of an instruction stored raw. No op has this number.
const RAW: u8 = 0xff;
const _: () = assert!(ROWS_FIT);
const ROWS_FIT: bool = (Op::Intrinsic as usize) < RAW as usize;
/// Code objects nested in each other, and tuples in each other, at most.
const CODE_DEPTH: u32 = 1000;
const CONST_DEPTH: u32 = 250;
/// Items reserved at once from a count alone.
const RESERVE: usize = 64;

/// Why bytes are no code object, or a code object cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// no such format at all
    NotIr,
    /// written by another version of the format, or with another op table: compile again
    Stale,
    Truncated,
    Malformed(&'static str),
    /// nested beyond what the format allows (encoding too)
    TooDeep,
    /// decoded, but the verifier refuses it
    Invalid(Box<Fault>),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::NotIr => f.write_str("not compiled code"),
            CodecError::Stale => f.write_str("compiled by another version"),
            CodecError::Truncated => f.write_str("compiled code is cut short"),
            CodecError::Malformed(what) => write!(f, "compiled code is damaged: {what}"),
            CodecError::TooDeep => f.write_str("code nested too deeply"),
            CodecError::Invalid(fault) => write!(f, "compiled code is invalid: {fault}"),
        }
    }
}
impl std::error::Error for CodecError {}

type Result<T> = std::result::Result<T, CodecError>;

/// Hash of everything that gives instruction words their meaning.
pub fn fingerprint() -> u64 {
    static HASH: OnceLock<u64> = OnceLock::new();
    *HASH.get_or_init(|| {
        let mut h = blake3::Hasher::new();
        let mut say = |s: &str| { h.update(s.as_bytes()); h.update(b"\0"); };
        for r in ROWS { say(&format!("{} {:?} {:?} {}", r.name, r.fields, r.effect, r.doc)); }
        let names = [operand::IN_PLACE, operand::CONVERSIONS, operand::EXCEPTIONS, operand::SPECIALS, operand::AWAITED, operand::PARTS,
            crate::code::Intrinsic::NAMES, Reason::NAMES, AccumulatorKind::NAMES];
        for list in names { for n in list { say(n); } say(""); }
        for (n, f) in CodeFlags::ALL { say(&format!("{n} {}", f.0)); }
        let mut first = [0; 8];
        first.copy_from_slice(&h.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first)
    })
}

/// The name of the content: BLAKE3 of the encoding.
pub fn content_hash(encoded: &[u8]) -> [u8; 32] { *blake3::hash(encoded).as_bytes() }

pub fn encode(code: &Code) -> Result<Vec<u8>> {
    let mut e = Encoder { out: Vec::new(), strings: HashMap::new(), order: Vec::new(), done: 0 };
    e.tree(code)?;
    let mut out = Vec::with_capacity(HEADER + e.out.len() * 2);
    out.extend_from_slice(MAGIC);
    out.push(VERSION);
    out.extend_from_slice(&fingerprint().to_le_bytes());
    varint(&mut out, e.order.len() as u64);
    for s in &e.order {
        varint(&mut out, s.len() as u64);
        out.extend_from_slice(s);
    }
    varint(&mut out, e.done);
    out.extend_from_slice(&e.out);
    Ok(out)
}

/// Decodes without verifying: for bytes that this installation wrote (a cache under its own control).
pub fn decode(bytes: &[u8]) -> Result<Code> {
    let mut r = Reader { bytes, at: 0 };
    if r.take(4)? != MAGIC { return Err(CodecError::NotIr); }
    if r.byte()? != VERSION || r.take(8)? != fingerprint().to_le_bytes() { return Err(CodecError::Stale); }
    let n = r.count()?;
    let mut strings = Vec::with_capacity(n.min(RESERVE));
    for _ in 0..n {
        let len = r.varint()?;
        strings.push(r.take(usize::try_from(len).map_err(|_| CodecError::Truncated)?)?);
    }
    let n = r.count()?;
    let mut d = Decoder { r, strings, codes: Vec::with_capacity(n.min(RESERVE)), budget: bytes.len() as u64 * 256 + 65536 };
    for _ in 0..n {
        let code = d.code()?;
        d.codes.push(Some(code));
    }
    let root = d.codes.pop().flatten();
    if d.r.at != bytes.len() { return Err(CodecError::Malformed("bytes behind the end")); }
    match root {
        Some((code, _)) if d.codes.iter().all(Option::is_none) => Ok(code),
        _ => Err(CodecError::Malformed("a code object that nothing uses")),
    }
}

/// Decodes and verifies: for bytes from anywhere.
pub fn decode_verified(bytes: &[u8]) -> Result<Code> {
    let code = decode(bytes)?;
    verify(&code).map_err(|f| CodecError::Invalid(Box::new(f)))?;
    Ok(code)
}

fn varint(out: &mut Vec<u8>, mut v: u64) {
    while v >= 0x80 {
        out.push(v as u8 | 0x80);
        v >>= 7;
    }
    out.push(v as u8);
}
const fn zigzag(v: i64) -> u64 { (v << 1 ^ v >> 63) as u64 }
const fn unzigzag(v: u64) -> i64 { (v >> 1) as i64 ^ -((v & 1) as i64) }

/// Constants' tags.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Tag { None, True, False, Ellipsis, Int, BigInt, Float, Complex, Str, Bytes, Tuple, FrozenSet, Code }
const TAGS: [Tag; 13] = [Tag::None, Tag::True, Tag::False, Tag::Ellipsis, Tag::Int, Tag::BigInt, Tag::Float, Tag::Complex, Tag::Str, Tag::Bytes, Tag::Tuple, Tag::FrozenSet, Tag::Code];

struct Encoder<'a> { out: Vec<u8>, strings: HashMap<&'a [u8], u32>, order: Vec<&'a [u8]>, /// codes written
    done: u64 }

impl<'a> Encoder<'a> {
    fn num(&mut self, v: u64) { varint(&mut self.out, v) }
    fn string(&mut self, s: &'a [u8]) {
        let next = self.order.len() as u32;
        let id = *self.strings.entry(s).or_insert(next);
        if id == next { self.order.push(s); }
        self.num(id as u64);
    }

    /// Writes nested codes, then this one; answers its depth.
    fn tree(&mut self, code: &'a Code) -> Result<u32> {
        let mut ids = Vec::new();
        let mut depth = 1;
        for k in &code.consts { self.nested(k, &mut ids, &mut depth, 0)?; }
        if depth > CODE_DEPTH { return Err(CodecError::TooDeep); }
        self.code(code, &mut ids.into_iter());
        self.done += 1;
        Ok(depth)
    }
    fn nested(&mut self, k: &'a Const, ids: &mut Vec<u64>, depth: &mut u32, nesting: u32) -> Result<()> {
        if nesting > CONST_DEPTH { return Err(CodecError::TooDeep); }
        match k {
            Const::Code(c) => {
                *depth = (*depth).max(1 + self.tree(c)?);
                ids.push(self.done - 1);
            }
            Const::Tuple(items) | Const::FrozenSet(items) => for k in items { self.nested(k, ids, depth, nesting + 1)?; },
            Const::None | Const::True | Const::False | Const::Ellipsis | Const::Int(_) | Const::BigInt(_) | Const::Float(_) | Const::Complex(..) | Const::Str(_) | Const::Bytes(_) => {}
        }
        Ok(())
    }

    fn code(&mut self, c: &'a Code, ids: &mut std::vec::IntoIter<u64>) {
        for s in [&c.name, &c.qualname, &c.filename] { self.string(s.as_bytes()); }
        for n in [c.first_line, c.argcount as u32, c.posonly as u32, c.kwonly as u32, c.flags.0, c.nregs as u32] { self.num(n as u64); }
        self.num(c.varnames.len() as u64);
        for n in &c.varnames { self.string(n.as_bytes()); }
        for list in [&c.cellvars, &c.freevars] {
            self.num(list.len() as u64);
            for (n, r) in list { self.string(n.as_bytes()); self.num(*r as u64); }
        }
        self.num(c.consts.len() as u64);
        for k in &c.consts { self.constant(k, ids); }
        self.num(c.sites.len() as u64);
        for s in &c.sites { self.num(s.name as u64); }
        self.num(c.insns.len() as u64);
        for &i in &c.insns { self.insn(i); }
        self.num(c.positions.len() as u64);
        let mut last = Pos::default();
        for &p in &c.positions { self.position(last, p); last = p; }
        self.num(c.handlers.len() as u64);
        for h in &c.handlers { for n in [h.start, h.end, h.target, h.reg as u32] { self.num(n as u64); } }
        self.num(c.forks.len() as u64);
        for f in &c.forks { self.fork(f); }
    }

    fn constant(&mut self, k: &'a Const, ids: &mut std::vec::IntoIter<u64>) {
        let mut tag = |t: Tag| self.out.push(t as u8);
        match k {
            Const::None => tag(Tag::None),
            Const::True => tag(Tag::True),
            Const::False => tag(Tag::False),
            Const::Ellipsis => tag(Tag::Ellipsis),
            Const::Int(i) => { tag(Tag::Int); self.num(zigzag(*i)) }
            Const::BigInt(s) => { tag(Tag::BigInt); self.string(s.as_bytes()) }
            Const::Float(b) => { tag(Tag::Float); self.out.extend_from_slice(&b.to_le_bytes()) }
            Const::Complex(re, im) => {
                tag(Tag::Complex);
                for b in [re, im] { self.out.extend_from_slice(&b.to_le_bytes()); }
            }
            Const::Str(s) => { tag(Tag::Str); self.string(s) }
            Const::Bytes(s) => { tag(Tag::Bytes); self.string(s) }
            Const::Tuple(items) | Const::FrozenSet(items) => {
                tag(if matches!(k, Const::Tuple(_)) { Tag::Tuple } else { Tag::FrozenSet });
                self.num(items.len() as u64);
                for k in items { self.constant(k, ids); }
            }
            Const::Code(_) => {
                tag(Tag::Code);
                // Written before, in this same order.
                let id = ids.next().unwrap_or(u64::MAX);
                self.num(id)
            }
        }
    }

    fn insn(&mut self, i: Insn) {
        let Some(op) = Op::from_u8(i.op_byte()).filter(|_| i.is_canonical()) else {
            self.out.push(RAW);
            self.out.extend_from_slice(&i.0.to_le_bytes());
            return;
        };
        self.out.push(op as u8);
        for (f, k) in op.row().fields {
            if k == Kind::None { continue; }
            let v = i.operand(f, k);
            if f == Field::D { self.out.push(v as u8) } else { self.num(if k.is_signed() { zigzag(v) } else { v as u64 }) }
        }
    }

    fn position(&mut self, last: Pos, p: Pos) {
        if p == last { return self.out.push(0); }
        let spans = p.end_line != p.line;
        self.num(1 + 2 * zigzag(p.line as i64 - last.line as i64) + spans as u64);
        self.num(p.col as u64);
        if spans { self.num(p.end_line.wrapping_sub(p.line) as u64); }
        self.num(p.end_col as u64);
    }

    fn fork(&mut self, f: &Fork) {
        match &f.kind {
            ForkKind::Loop { head, exit, iter, item } => for n in [0, *head, *exit, *iter as u32, *item as u32] { self.num(n as u64); },
            ForkKind::While { head, exit } => for n in [1, *head, *exit] { self.num(n as u64); },
            ForkKind::Group { operands, join } => {
                for n in [2, *join, operands.len() as u32] { self.num(n as u64); }
                for (s, e, r) in operands { for n in [*s, *e, *r as u32] { self.num(n as u64); } }
            }
        }
        for list in [&f.live_in, &f.written] {
            self.num(list.len() as u64);
            for r in list { self.num(*r as u64); }
        }
        self.num(f.global_writes.len() as u64);
        for s in &f.global_writes { self.num(*s as u64); }
        self.num(f.accumulators.len() as u64);
        for a in &f.accumulators { for n in [a.kind as u32, a.reg as u32, a.site, a.pc] { self.num(n as u64); } }
        match f.verdict {
            None => self.num(0),
            Some((r, line)) => { self.num(1 + r as u64); self.num(line as u64) }
        }
    }
}

struct Reader<'a> { bytes: &'a [u8], at: usize }

impl<'a> Reader<'a> {
    #[inline]
    fn byte(&mut self) -> Result<u8> {
        let b = *self.bytes.get(self.at).ok_or(CodecError::Truncated)?;
        self.at += 1;
        Ok(b)
    }
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(n).ok_or(CodecError::Truncated)?;
        let s = self.bytes.get(self.at..end).ok_or(CodecError::Truncated)?;
        self.at = end;
        Ok(s)
    }
    #[inline]
    fn varint(&mut self) -> Result<u64> {
        let b = self.byte()?;
        if b < 0x80 { return Ok(b as u64); }
        let mut v = (b & 0x7f) as u64;
        for shift in (7..64).step_by(7) {
            let b = self.byte()?;
            if shift == 63 && b > 1 { break; }
            v |= ((b & 0x7f) as u64) << shift;
            if b < 0x80 { return Ok(v); }
        }
        Err(CodecError::Malformed("a number beyond 64 bits"))
    }
    fn u16(&mut self) -> Result<u16> { u16::try_from(self.varint()?).map_err(|_| CodecError::Malformed("a number beyond 16 bits")) }
    fn u32(&mut self) -> Result<u32> { u32::try_from(self.varint()?).map_err(|_| CodecError::Malformed("a number beyond 32 bits")) }
    fn u64(&mut self) -> Result<u64> { Ok(u64::from_le_bytes(self.take(8)?.try_into().map_err(|_| CodecError::Truncated)?)) }
    /// A count of things that take a byte or more each: never more than what is left [C2].
    fn count(&mut self) -> Result<usize> {
        let n = self.varint()?;
        if n > (self.bytes.len() - self.at) as u64 { Err(CodecError::Truncated) } else { Ok(n as usize) }
    }
}

struct Decoder<'a> {
    r: Reader<'a>,
    strings: Vec<&'a [u8]>,
    /// codes decoded and not used yet, with their depths
    codes: Vec<Option<(Code, u32)>>,
    /// bytes of strings that may still be copied: one reference can stand for a long string [C2]
    budget: u64,
}

impl Decoder<'_> {
    fn string(&mut self) -> Result<Vec<u8>> {
        let s = *usize::try_from(self.r.varint()?).ok().and_then(|i| self.strings.get(i)).ok_or(CodecError::Malformed("no such string"))?;
        self.budget = self.budget.checked_sub(s.len() as u64).ok_or(CodecError::Malformed("strings repeated too often"))?;
        Ok(s.to_vec())
    }
    fn name(&mut self) -> Result<String> { String::from_utf8(self.string()?).map_err(|_| CodecError::Malformed("a name is not UTF-8")) }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let n = self.r.count()?;
        // Lists nest: each may reserve little until its items are really there.
        let mut out = Vec::with_capacity(n.min(RESERVE));
        for _ in 0..n { out.push(item(self)?); }
        Ok(out)
    }

    fn code(&mut self) -> Result<(Code, u32)> {
        let (name, qualname, filename) = (self.name()?, self.name()?, self.name()?);
        let first_line = self.r.u32()?;
        let (argcount, posonly, kwonly) = (self.r.u16()?, self.r.u16()?, self.r.u16()?);
        let flags = CodeFlags(self.r.u32()?);
        let nregs = self.r.u16()?;
        let varnames = self.list(Self::name)?;
        let cellvars = self.list(|d| Ok((d.name()?, d.r.u16()?)))?;
        let freevars = self.list(|d| Ok((d.name()?, d.r.u16()?)))?;
        let mut depth = 1;
        let consts = self.list(|d| d.constant(&mut depth, 0))?;
        if depth > CODE_DEPTH { return Err(CodecError::TooDeep); }
        let sites = self.list(|d| Ok(Site { name: d.r.u32()? }))?;
        let insns = self.list(|d| insn(&mut d.r))?;
        let mut last = Pos::default();
        let positions = self.list(|d| { last = position(&mut d.r, last)?; Ok(last) })?;
        let handlers = self.list(|d| Ok(Handler { start: d.r.u32()?, end: d.r.u32()?, target: d.r.u32()?, reg: d.r.u16()? }))?;
        let forks = self.list(Self::fork)?;
        Ok((Code { name, qualname, filename, first_line, argcount, posonly, kwonly, flags, nregs, varnames, cellvars, freevars, consts, sites, insns, positions, handlers, forks }, depth))
    }

    fn constant(&mut self, depth: &mut u32, nesting: u32) -> Result<Const> {
        if nesting > CONST_DEPTH { return Err(CodecError::TooDeep); }
        let tag = *TAGS.get(self.r.byte()? as usize).ok_or(CodecError::Malformed("unknown constant"))?;
        Ok(match tag {
            Tag::None => Const::None,
            Tag::True => Const::True,
            Tag::False => Const::False,
            Tag::Ellipsis => Const::Ellipsis,
            Tag::Int => Const::Int(unzigzag(self.r.varint()?)),
            Tag::BigInt => Const::BigInt(self.name()?),
            Tag::Float => Const::Float(self.r.u64()?),
            Tag::Complex => Const::Complex(self.r.u64()?, self.r.u64()?),
            Tag::Str => Const::Str(self.string()?),
            Tag::Bytes => Const::Bytes(self.string()?),
            Tag::Tuple => Const::Tuple(self.list(|d| d.constant(depth, nesting + 1))?),
            Tag::FrozenSet => Const::FrozenSet(self.list(|d| d.constant(depth, nesting + 1))?),
            Tag::Code => {
                let id = usize::try_from(self.r.varint()?).unwrap_or(usize::MAX);
                let (c, below) = self.codes.get_mut(id).and_then(Option::take).ok_or(CodecError::Malformed("a nested code that is not there, or used twice"))?;
                *depth = (*depth).max(below + 1);
                Const::Code(Box::new(c))
            }
        })
    }

    fn fork(&mut self) -> Result<Fork> {
        let kind = match self.r.varint()? {
            0 => ForkKind::Loop { head: self.r.u32()?, exit: self.r.u32()?, iter: self.r.u16()?, item: self.r.u16()? },
            1 => ForkKind::While { head: self.r.u32()?, exit: self.r.u32()? },
            2 => {
                let join = self.r.u32()?;
                ForkKind::Group { operands: self.list(|d| Ok((d.r.u32()?, d.r.u32()?, d.r.u16()?)))?, join }
            }
            _ => return Err(CodecError::Malformed("unknown fork")),
        };
        let live_in = self.list(|d| d.r.u16())?;
        let written = self.list(|d| d.r.u16())?;
        let global_writes = self.list(|d| d.r.u32())?;
        let accumulators = self.list(|d| {
            let kind = AccumulatorKind::from_number(d.r.varint()?).ok_or(CodecError::Malformed("unknown accumulator"))?;
            Ok(Accumulator { kind, reg: d.r.u16()?, site: d.r.u32()?, pc: d.r.u32()? })
        })?;
        let verdict = match self.r.varint()? {
            0 => None,
            n => Some((Reason::from_number(n - 1).ok_or(CodecError::Malformed("unknown reason"))?, self.r.u32()?)),
        };
        Ok(Fork { kind, live_in, written, global_writes, accumulators, verdict })
    }
}

fn insn(r: &mut Reader) -> Result<Insn> {
    let b = r.byte()?;
    if b == RAW { return Ok(Insn(r.u64()?)); }
    let op = Op::from_u8(b).ok_or(CodecError::Malformed("unknown op"))?;
    let row: &Row = op.row();
    let mut i = Insn::new(op, 0, 0, 0, 0);
    for (f, k) in row.fields {
        if k == Kind::None { continue; }
        let v = if f == Field::D { r.byte()? as i64 } else {
            let raw = r.varint()?;
            if k.is_signed() { unzigzag(raw) } else { i64::try_from(raw).unwrap_or(i64::MAX) }
        };
        i = put(i, f, k, v).ok_or(CodecError::Malformed("an operand does not fit"))?;
    }
    Ok(i)
}

fn position(r: &mut Reader, last: Pos) -> Result<Pos> {
    let head = r.varint()?;
    if head == 0 { return Ok(last); }
    let bad = CodecError::Malformed("a position out of range");
    let line = u32::try_from((last.line as i64).saturating_add(unzigzag((head - 1) >> 1))).map_err(|_| bad)?;
    let col = r.u32()?;
    let end_line = if (head - 1) & 1 == 1 { line.wrapping_add(r.u32()?) } else { line };
    Ok(Pos { line, col, end_line, end_col: r.u32()? })
}
