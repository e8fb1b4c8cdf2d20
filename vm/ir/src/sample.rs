//! Random code objects from a seed, for tests. They pass the verifier by construction: every op of the table occurs.
//!
//! Registers: parameters and locals (always bound, read and written freely), a few that may be unset, cells, and on top a
//! stretch for windows, filled anew before each use since calls overwrite it. Jumps lead to starts of such units only.
use crate::code::{Code, CodeFlags, Const, Handler, Pos, Site};
use crate::fork::{Accumulator, AccumulatorKind, Fork, ForkKind, Reason};
use crate::ops::{Insn, Kind, Op, Row, ROWS};
use crate::NOREG;

pub struct Random(pub u64);
impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    pub fn below(&mut self, n: u64) -> u64 { self.next() % n.max(1) }
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T { of[self.below(of.len() as u64) as usize] }
    pub fn coin(&mut self) -> bool { self.next() & 1 == 1 }
}

const BOUND: u16 = 8;
const LOOSE: u16 = BOUND + 3;
const CELLS: u16 = LOOSE + 2;
const TOP: u16 = CELLS + 3;
const NREGS: u16 = TOP + 24;

pub fn code(r: &mut Random, depth: u32) -> Code {
    let free = r.below(3) as usize;
    let (argcount, kwonly) = (r.below(4) as u16, r.below(3) as u16);
    let mut c = Code {
        name: name(r), qualname: name(r), filename: name(r), first_line: r.below(100) as u32, argcount, posonly: r.below(argcount as u64 + 1) as u16, kwonly,
        flags: CodeFlags::default(), nregs: NREGS, varnames: (0..BOUND + r.below(4) as u16).map(|_| name(r)).collect(),
        cellvars: (LOOSE..CELLS).map(|at| (name(r), at)).collect(), freevars: (0..free).map(|i| (name(r), CELLS + i as u16)).collect(),
        consts: vec![Const::Str(b"name".to_vec()), Const::Int(-3)], sites: vec![], insns: vec![], positions: vec![], handlers: vec![], forks: vec![],
    };
    for f in [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS, CodeFlags::NEWLOCALS] { if r.coin() { c.flags.set(f); } }
    let generator = r.coin();
    if generator { c.flags.set(r.pick(&[CodeFlags::GENERATOR, CodeFlags::COROUTINE, CodeFlags::ASYNC_GENERATOR])); }
    for _ in 0..r.below(5) { let k = constant(r, 3); c.consts.push(k); }
    let codes_from = c.consts.len();
    for _ in 0..1 + r.below(2) {
        let k = if depth == 0 { tiny() } else { code(r, depth - 1) };
        c.consts.push(Const::Code(Box::new(k)));
    }
    if generator { c.insns.push(Insn::new(Op::MakeGenerator, 0, 0, 0, 0)); }
    for at in 0..BOUND { c.insns.push(Insn::new_bc(Op::LoadInt, 0, at, r.next() as u32)); }
    for at in LOOSE..CELLS { c.insns.push(Insn::new(Op::MakeCell, 0, at, 0, 0)); }
    c.insns.push(Insn::new(Op::CopyFree, 0, CELLS, free as u16, 0));
    let mut units = vec![];
    let mut jumps = vec![];
    for _ in 0..20 + r.below(60) {
        units.push(c.insns.len());
        let row = &ROWS[r.below(ROWS.len() as u64) as usize];
        unit(r, &mut c, row, generator, codes_from, &mut jumps);
    }
    units.push(c.insns.len());
    c.insns.push(Insn::new(Op::Return, 0, 0, 0, 0));
    for pc in jumps {
        let i = c.insns[pc];
        let (f, _) = i.op().row().fields.into_iter().find(|(_, k)| k.is_jump()).unwrap();
        let later: Vec<_> = units.iter().copied().filter(|u| if i.op() == Op::Loop { *u <= pc } else { *u > pc }).collect();
        c.insns[pc] = i.with_field(f, (r.pick(&later) as i64 - pc as i64 - 1) as u32);
    }
    let len = c.insns.len() as u64;
    c.positions = (0..len).map(|i| position(r, i as u32)).collect();
    for _ in 0..r.below(4) {
        let (a, b) = (r.below(len), r.below(len));
        // Inside the prologue nothing is bound yet.
        let start = a.min(b).max(units[0] as u64);
        c.handlers.push(Handler { start: start as u32, end: a.max(b).max(start) as u32, target: r.pick(&units) as u32, reg: TOP });
    }
    for _ in 0..r.below(3) { let f = fork(r, &c); c.forks.push(f); }
    c
}

/// Appends what `row` needs, and it.
fn unit(r: &mut Random, c: &mut Code, row: &'static Row, generator: bool, codes_from: usize, jumps: &mut Vec<usize>) {
    let op = row.op;
    if op == Op::MakeGenerator || op == Op::CopyFree || (matches!(op, Op::Yield | Op::YieldFrom) && !generator) { return; }
    let mut i = Insn::new(op, 0, 0, 0, 0);
    let mut target = None;
    for (f, k) in row.fields {
        let w = f.width();
        let v = match k {
            Kind::None => continue,
            // A copy may be of an unset register: it goes to one that may be unset.
            Kind::W if op == Op::Move => BOUND as u64 + r.below((LOOSE - BOUND) as u64),
            Kind::W | Kind::R | Kind::RAny | Kind::RW => r.below(BOUND as u64),
            Kind::RU | Kind::Check | Kind::Del | Kind::Undef => BOUND as u64 + r.below((LOOSE - BOUND) as u64),
            Kind::Ropt => if r.coin() { NOREG as u64 } else { r.below(BOUND as u64) },
            Kind::RCell | Kind::WCell => LOOSE as u64 + r.below((CELLS - LOOSE) as u64),
            Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
            | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutCells | Kind::OutStar | Kind::Out2
            | Kind::OutMethod => { target = Some((f, k)); TOP as u64 }
            Kind::N => r.below(5),
            Kind::I | Kind::I32 => r.next(),
            Kind::K => r.below(codes_from as u64),
            Kind::KCode => codes_from as u64 + r.below((c.consts.len() - codes_from) as u64),
            Kind::KStr => 0,
            Kind::Site | Kind::SiteBC => { c.sites.push(Site { name: 0 }); c.sites.len() as u64 - 1 }
            Kind::Jmp | Kind::J24 => 0,
            Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Intr => r.below(k.names().unwrap().len() as u64),
            Kind::Parts | Kind::Temps => r.below(16),
        };
        i = i.with_field(f, (v & ((1u64 << w) - 1)) as u32);
    }
    if let Some(w) = target.and_then(|(f, k)| i.window(f, k)) {
        for at in 0..w.len {
            let op = if w.optional == Some(at) { Op::LoadUndef } else { Op::LoadInt };
            if !w.written { c.insns.push(Insn::new(op, 0, w.first + at as u16, 0, 0)); }
        }
    }
    if row.fields.iter().any(|(_, k)| k.is_jump()) { jumps.push(c.insns.len()); }
    c.insns.push(i);
}

/// The smallest valid code.
pub fn tiny() -> Code {
    Code {
        name: "f".into(), qualname: "f".into(), filename: "f.py".into(), first_line: 1, argcount: 1, posonly: 0, kwonly: 0, flags: CodeFlags::OPTIMIZED,
        nregs: 1, varnames: vec!["x".into()], cellvars: vec![], freevars: vec![], consts: vec![], sites: vec![],
        insns: vec![Insn::new(Op::Return, 0, 0, 0, 0)], positions: vec![Pos { line: 1, col: 10, end_line: 1, end_col: 11 }], handlers: vec![], forks: vec![],
    }
}

fn name(r: &mut Random) -> String { r.pick(&["x", "n", "acc", ".0", "<lambda>", "a b", "Größe", "", "r1", "insns", "code", "\"", "handler", "end", "\u{2028}", "C.<locals>.f"]).into() }

fn position(r: &mut Random, i: u32) -> Pos {
    match r.below(4) {
        0 => Pos::default(),
        1 => Pos { line: u32::MAX, col: r.next() as u32, end_line: 0, end_col: r.next() as u32 },
        _ => Pos { line: i / 3 + 1, col: r.below(80) as u32, end_line: i / 3 + 1 + r.below(2) as u32, end_col: r.below(80) as u32 },
    }
}

pub fn constant(r: &mut Random, depth: u32) -> Const {
    let bits = [0, 1 << 63, f64::NAN.to_bits(), f64::NAN.to_bits() | 7, f64::INFINITY.to_bits(), f64::NEG_INFINITY.to_bits(), 1.5f64.to_bits(), 1, 1e300f64.to_bits()];
    match r.below(if depth == 0 { 10 } else { 12 }) {
        0 => Const::None,
        1 => Const::True,
        2 => Const::False,
        3 => Const::Ellipsis,
        4 => Const::Int(r.pick(&[0, 1, -1, i64::MIN, i64::MAX, 1 << 40])),
        5 => Const::BigInt(r.pick(&["123456789012345678901234567890", "-99999999999999999999"]).into()),
        6 => Const::Float(r.pick(&bits)),
        7 => Const::Complex(r.pick(&bits), r.pick(&bits)),
        8 => Const::Str(r.pick(&[&b"name"[..], b"", b"a \"b\"\n\\ ; # \t\r", "ß\u{1F40D}\u{7f}\u{feff}".as_bytes(), b"x\xed\xa0\x80y\xed\xb0\x80", b"\xed\xb0\x80\xed\xa0\x80"]).to_vec()),
        9 => Const::Bytes((0..r.below(20)).map(|_| r.next() as u8).collect()),
        10 => Const::Tuple((0..r.below(4)).map(|_| constant(r, depth - 1)).collect()),
        _ => Const::FrozenSet((0..r.below(4)).map(|_| constant(r, depth - 1)).collect()),
    }
}

fn fork(r: &mut Random, c: &Code) -> Fork {
    let len = c.insns.len() as u64;
    let head = c.insns.iter().position(|i| i.op() == Op::ForIter);
    let kind = match (r.below(3), head) {
        (0, Some(pc)) => ForkKind::Loop { head: pc as u32, exit: c.insns[pc].target(pc).unwrap() as u32, iter: c.insns[pc].b(), item: c.insns[pc].a() },
        (1, _) => ForkKind::While { head: 0, exit: 1 + r.below(len) as u32 },
        _ => {
            let mut cuts: Vec<u32> = (0..5).map(|_| r.below(len) as u32).collect();
            cuts.sort_unstable();
            ForkKind::Group { operands: vec![(cuts[0], cuts[1], 0), (cuts[2], cuts[3], 1)], join: cuts[4] }
        }
    };
    let site = |r: &mut Random| r.below(c.sites.len() as u64) as u32;
    Fork {
        kind, live_in: (0..r.below(3)).map(|n| n as u16).collect(), written: (0..r.below(3)).map(|n| n as u16).collect(),
        global_writes: if c.sites.is_empty() { vec![] } else { (0..r.below(3)).map(|_| site(r)).collect() },
        accumulators: (0..r.below(3)).map(|_| Accumulator {
            kind: r.pick(AccumulatorKind::ALL), reg: if r.coin() && !c.sites.is_empty() { NOREG } else { 2 }, site: if c.sites.is_empty() { 0 } else { site(r) }, pc: r.below(len) as u32,
        }).collect(),
        verdict: r.coin().then(|| (r.pick(Reason::ALL), 7)),
    }
}
