//! Text form, codec and verifier over hand-made and random code.
use crate::codec::{decode, decode_verified, encode, CodecError};
use crate::ops::{Insn, Op, ROWS};
use crate::sample::{self, Random};
use crate::text::{print, Options};
use crate::{parse, verify, Code, Const};

const ALL: Options = Options { positions: true, source: None };

fn round_trips(c: &Code) {
    let text = print(c, &ALL);
    match parse(&text) {
        Ok(back) => assert!(&back == c, "text differs:\n{text}\n{}", print(&back, &ALL)),
        Err(e) => panic!("{e}\n{text}"),
    }
    let bytes = encode(c).unwrap();
    let back = decode(&bytes).unwrap();
    assert!(&back == c, "codec differs:\n{text}");
    assert_eq!(encode(&back).unwrap(), bytes);
}

#[test]
fn random_codes_verify_and_round_trip() {
    let mut seen = vec![false; ROWS.len()];
    for seed in 0..300 {
        let c = sample::code(&mut Random(seed), 2);
        if let Err(f) = verify(&c) { panic!("seed {seed}: {f}\n{}", print(&c, &Options::default())); }
        round_trips(&c);
        for i in &c.insns { seen[i.op() as usize] = true; }
    }
    let unseen: Vec<_> = ROWS.iter().filter(|r| !seen[r.op as usize]).map(|r| r.name).collect();
    assert!(unseen.is_empty(), "no sample has {unseen:?}");
}

#[test]
fn anything_round_trips() {
    // Invalid code too: raw words, wild places, positions that do not match.
    for seed in 0..300 {
        let mut r = Random(seed);
        let mut c = sample::code(&mut r, 0);
        for i in &mut c.insns {
            match r.below(4) {
                0 => *i = Insn(r.next()),
                1 => *i = Insn(r.next() & !0xff | i.0 & 0xff),
                _ => {}
            }
        }
        for h in &mut c.handlers { h.target = r.next() as u32; h.reg = r.next() as u16; }
        if r.coin() { c.positions.truncate(3); } else { c.positions.extend_from_within(..2); }
        c.nregs = r.next() as u16;
        c.flags.0 = r.next() as u32;
        c.consts.push(Const::Str((0..20).map(|_| r.next() as u8).collect()));
        c.consts.push(Const::Tuple(vec![Const::Code(Box::new(sample::tiny())), Const::BigInt("no number".into())]));
        round_trips(&c);
        let _ = verify(&c);
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let mut r = Random(1);
    let originals: Vec<Vec<u8>> = (0..20).map(|seed| encode(&sample::code(&mut Random(seed), 0)).unwrap()).collect();
    let (mut refused, rounds) = (0, 100_000);
    for n in 0..rounds {
        let mut bytes = originals[n % originals.len()].clone();
        for _ in 0..1 + r.below(3) {
            let at = r.below(bytes.len() as u64) as usize;
            match r.below(4) {
                0 => bytes.truncate(at.max(1)),
                1 => { bytes.insert(at, r.next() as u8) }
                2 => { bytes.remove(at); if bytes.is_empty() { bytes.push(0) } }
                _ => bytes[at] = r.next() as u8,
            }
        }
        refused += decode_verified(&bytes).is_err() as usize;
    }
    assert!(refused > rounds / 10);
}

#[test]
fn codec_refuses() {
    let c = sample::tiny();
    let good = encode(&c).unwrap();
    for n in 0..good.len() { assert!(decode(&good[..n]).is_err()); }
    let with = |at: usize, b: u8| { let mut v = good.clone(); v[at] ^= b; decode(&v) };
    assert_eq!(with(0, 1), Err(CodecError::NotIr));
    assert_eq!(with(4, 1), Err(CodecError::Stale));
    assert_eq!(with(5, 1), Err(CodecError::Stale));
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(decode(&longer), Err(CodecError::Malformed("bytes behind the end")));
    let mut deep = Const::None;
    for _ in 0..300 { deep = Const::Tuple(vec![deep]); }
    assert_eq!(encode(&Code { consts: vec![deep], ..c }), Err(CodecError::TooDeep));
}

const FACT: &str = r#"
code #0 fact
  qualname fact
  file "fact.py" line 1
  args 1 posonly 0 kwonly 0 regs 6
  flags OPTIMIZED|NEWLOCALS
  names n
  const k0 "fact"
  const k1 (1 2.5 "a; b" b"\x00" code#1)
  site s0 k0:fact
  insns
    ; 2 |     if n < 2:
       0  JNotLtI       r0:n, 2, more          <2:7-12>
          LoadInt       r1, 1                  <2:21-22>
          Return        r1                     <2:14-22>
    more:
          LoadGlobal    r3, s0:fact
          SubI          r4, r0, 1
    body:
          Call          r2, r3..r4, 1
          Mul           r1, r0, r2, inplace
          Return        r1
    caught:
          Reraise       r5
  handler body..caught -> caught, r5
  fork group caught (more body r3  body body r4) live r0:n acc Add r0 s0 body verdict Yields 3
end
code #1 "<lambda>"
  args 0 posonly 0 kwonly 0 regs 1
  file "" line 0
  flags 0x0
  insns
    raw 0x6
    LoadUndef r0
    RaiseBare
end
"#;

#[test]
fn text_by_hand() {
    let c = parse(FACT).unwrap();
    round_trips(&c);
    assert_eq!(c.insns[0].target(0), Some(3));
    assert_eq!(c.handlers[0].start, 5);
    assert_eq!(crate::text::insn(&c, 5), "Call             r2, r3..r4, 1");
    let shown = print(&c, &Options { positions: false, source: Some("def fact(n):\n    if n < 2: return 1\n") });
    assert!(shown.contains("    ; 2 |     if n < 2: return 1\n       0  JNotLtI          r0:n, 2, L3\n"), "{shown}");
    for (broken, why) in [("Mul ", "no op is named 'Mull'"), ("-> caught", "no label caughtl"), ("names", "unknown word 'namesl'"), ("regs", "'regs' expected")] {
        let text = FACT.replacen(broken.trim_end(), &format!("{}l", broken.trim_end()), 1);
        let e = parse(&text).unwrap_err();
        assert!(e.what.contains(why), "{e}");
    }
}

/// What the verifier says of a body with 4 registers, one parameter, a constant "x" and a site.
fn says(flags: &str, body: &str, tail: &str) -> String {
    let text = format!("code #0 f\nqualname f\nfile \"f.py\" line 1\nargs 1 posonly 0 kwonly 0 regs 4\nflags {flags}\nnames p q\nconst k0 \"x\"\nconst k1 5\nsite s0 k0\ninsns\n{body}\n{tail}\nend\n");
    let code = parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    match verify(&code) { Ok(()) => "ok".into(), Err(f) => f.to_string().replace("f (f.py:1): ", "") }
}

#[test]
fn verifier() {
    let cases: &[(&str, &str, &str, &str)] = &[
        ("0x0", "Return r0", "", "ok"),
        ("0x0", "Return r1", "", "pc 0 Return: reads r1 (q), which may be unset here"),
        ("0x0", "Return r9", "", "pc 0 Return: r9 of 4 registers"),
        ("0x0", "CheckLocal r1\nReturn r1", "", "ok"),
        ("0x0", "DelLocal r0\nReturn r0", "", "pc 1 Return: reads r0 (p), which may be unset here"),
        ("0x0", "Move r2, r1\nReturn r2", "", "pc 1 Return: reads r2, which may be unset here"),
        ("0x0", "Move r2, r0\nReturn r2", "", "ok"),
        ("0x0", "JumpIfUndef r1, L\nReturn r1\nL:\nReturn r0", "", "ok"),
        ("0x0", "JumpIfTrue r0, L\nLoadInt r1, 1\nL:\nReturn r1", "", "pc 2 Return: reads r1 (q), which may be unset here"),
        ("0x0", "JumpIfTrue r0, L\nLoadInt r1, 1\nReturn r1\nL:\nReturn r0", "", "ok"),
        ("0x0", "L:\nLoadInt r1, 1\nLoop L", "", "ok"),
        ("0x0", "L:\nJump L", "", "pc 0 Jump: jumps to 0: Loop goes backward, everything else forward"),
        ("0x0", "Jump @7", "", "pc 0 Jump: jumps to 7, of 1 instructions"),
        ("0x0", "Jump L\nL:\n", "", "pc 0 Jump: jumps to 1, of 1 instructions"),
        ("0x0", "LoadInt r1, 1", "", "pc 0 LoadInt: control runs off the end of the code"),
        ("0x0", "", "", "no instructions"),
        ("0x0", "ForIter r1, r0, L\nReturn r1\nL:\nReturn r1", "", "pc 2 Return: reads r1 (q), which may be unset here"),
        ("0x0", "LoadConst r1, k2\nReturn r1", "", "pc 0 LoadConst: k2 of 2 constants"),
        ("0x0", "MakeFunction r1, k0, r2..none\nReturn r1", "", "pc 0 MakeFunction: k0 is not code"),
        ("0x0", "ImportName r1, k1, r2\nReturn r1", "", "pc 0 ImportName: k1 is not a string"),
        ("0x0", "LoadGlobal r1, s0\nLoadGlobal r1, s0\nReturn r1", "", "pc 1 LoadGlobal: s0 has another user"),
        ("0x0", "LoadGlobal r1, s1\nReturn r1", "", "pc 0 LoadGlobal: s1 of 1 sites"),
        ("0x0", "BuildTuple r1, r2..r4, 3\nReturn r1", "", "pc 0 BuildTuple: the window of 3 registers from r2 is outside the 4 registers"),
        ("0x0", "BuildTuple r1, r0..r1, 2\nReturn r1", "", "pc 0 BuildTuple: reads r1 (q), which may be unset here"),
        ("0x0", "LoadMethod r1, r0, s0\nCallMethod r1, r1..r2, 0\nReturn r1", "", "ok"),
        ("0x0", "LoadMethod r1, r0, s0\nReturn r2", "", "pc 1 Return: reads r2, which may be unset here"),
        ("0x0", "Move r1, r0\nMove r2, r0\nCall r1, r1, 0\nReturn r2", "", "pc 3 Return: reads r2, which may be unset here"),
        ("0x0", "LoadCell r1, r0\nReturn r1", "", "pc 0 LoadCell: needs a cell in r0 (p), which holds a value"),
        ("0x0", "MakeCell r0\nNeg r1, r0\nReturn r1", "", "pc 1 Neg: reads r0 (p) as a value, but it holds a cell"),
        ("0x0", "MakeCell r0\nLoadCell r1, r0\nReturn r1", "", "ok"),
        ("0x0", "CopyFree r1, 1\nReturn r0", "", "pc 0 CopyFree: 1 cells copied of 0 free variables"),
        ("0x0", "Add r1, r0, r0, #2\nReturn r1", "", "pc 0 Add: InPlace 2 of 2"),
        ("0x0", "raw 0xff\nReturn r0", "", "pc 0: no op has number 255"),
        ("0x0", "raw 0xff00\nReturn r0", "", "pc 0 Nop: a bit is set in an unused field"),
        ("0x0", "MakeGenerator\nReturn r0", "", "pc 0 MakeGenerator: MakeGenerator is the first op of generators, coroutines and async generators, and of nothing else"),
        ("GENERATOR", "Return r0", "", "pc 0 Return: MakeGenerator is the first op of generators, coroutines and async generators, and of nothing else"),
        ("GENERATOR", "MakeGenerator\nYield r1, r0\nReturn r1", "", "ok"),
        ("0x0", "Yield r1, r0\nReturn r1", "", "pc 0 Yield: outside generators and coroutines"),
        ("VARARGS|VARKEYWORDS", "Return r0", "", "3 parameters but 2 names"),
        ("0x0", "A:\nNeg r1, r0\nReturn r1\nH:\nReturn r2", "handler A..H -> H, r2", "ok"),
        ("0x0", "A:\nNeg r1, r0\nReturn r1\nH:\nReturn r1", "handler A..H -> H, r2", "pc 2 Return: reads r1 (q), which may be unset here"),
        ("0x0", "A:\nReturn r0\nH:\nReturn r1", "handler A..H -> H, r5", "handler 0: r5 of 4 registers"),
        ("0x0", "A:\nReturn r0\nH:\nReturn r1", "handler H..A -> H, r1", "handler 0: range 1..0 of 2 instructions"),
        ("0x0", "Return r0", "handler @0..@1 -> @1, r1", "handler 0: target 1 of 1 instructions"),
        ("0x0", "A:\nLoadInt r1, 1\nReturn r1\nB:\nReturn r0", "fork loop A B r0 r1", "fork at 0: its head is not a ForIter"),
        ("0x0", "A:\nForIter r1, r0, B\nLoop A\nB:\nReturn r0", "fork loop A B r0 r1", "ok"),
        ("0x0", "A:\nForIter r1, r0, B\nLoop A\nB:\nReturn r0", "fork loop A B r1 r1", "fork at 0: item and iterator are not those of its ForIter"),
        ("0x0", "A:\nReturn r0", "fork while A @1 live r4", "fork at 0: a register in its lists does not exist"),
        ("0x0", "A:\nReturn r0", "fork while A @1 acc Add - s3 A", "fork at 0: an accumulator's place, register or site does not exist"),
    ];
    for (flags, body, tail, expected) in cases { assert_eq!(says(flags, body, tail), *expected, "{body}\n{tail}"); }
}

#[test]
fn fields() {
    for (f, v) in [(crate::Field::DC, 0xab_cdef), (crate::Field::BC, 0x89ab_cdef), (crate::Field::A, 0x1234), (crate::Field::D, 0x7f)] {
        let i = Insn::new(Op::Nop, 0, 0, 0, 0).with_field(f, v);
        assert_eq!((i.field(f), i.with_field(f, 0).0), (v, 0));
    }
    assert_eq!(Insn::new_dc(Op::JLt, 0, 0, 0xff_ffff).target(5), Some(5));
}

#[test]
fn regions() {
    // Whatever a random walk through the stretch reads before it writes is live at its start, and what it writes is listed.
    for seed in 0..200 {
        let mut r = Random(seed);
        let c = sample::code(&mut r, 0);
        let start = r.below(c.insns.len() as u64) as u32;
        let end = start + 1 + r.below(c.insns.len() as u64 - start as u64) as u32;
        let facts = crate::region(&c, start..end);
        for _ in 0..20 {
            let (mut pc, mut mine) = (start as usize, vec![]);
            for _ in 0..100 {
                if !(start as usize..end as usize).contains(&pc) { break; }
                let i = c.insns[pc];
                i.for_each_register(|r, a| if a.is_read() && !mine.contains(&r) { assert!(facts.live_in.contains(&r), "seed {seed} pc {pc} r{r}") });
                let row = i.op().row();
                let handler = c.handlers.iter().find(|h| h.start as usize <= pc && pc < h.end as usize).filter(|_| row.may_raise());
                match (handler, i.target(pc)) {
                    (Some(h), _) if r.below(4) == 0 => { mine.push(h.reg); assert!(facts.written.contains(&h.reg)); pc = h.target as usize }
                    (_, Some(t)) if row.ends() || r.coin() => pc = t as usize,
                    _ if row.ends() => break,
                    _ => {
                        i.for_each_register(|r, a| if a.is_write() { mine.push(r); assert!(facts.written.contains(&r)) });
                        pc += 1;
                    }
                }
            }
        }
    }
    let c = parse(FACT).unwrap();
    assert_eq!(crate::region(&c, 0..9), crate::Region { live_in: vec![0], written: vec![1, 2, 3, 4, 5] });
}
