//! Times tight loops in machine code, as the optimiser would hand them over: `cargo run -p fora-jit --example loops [folder for the bytes]`.
#![allow(unsafe_code)] // runs code on an arena of its own
use fora_jit::*;
use fora_trace::{arena::Arena, parse::parse, tag};


fn time(jit: &Jit, name: &str, text: &str, a: &mut Arena, per: u64) {
    let t = parse(text, &[]).unwrap_or_else(|e| panic!("{e}\n{text}"));
    fora_trace::verify::verify(&t).unwrap_or_else(|e| panic!("{e}\n{t}"));
    let t0 = std::time::Instant::now();
    let code = jit.compile(&t, Given::default()).unwrap();
    let c = t0.elapsed();
    // SAFETY: code lives as long as the process
    if let Some(to) = std::env::args().nth(1) { std::fs::write(format!("{to}/{name}.bin"), unsafe { std::slice::from_raw_parts(code.bytes.0 as *const u8, code.bytes.1) }).expect("a folder"); }
    let mut best = 1e9f64;
    for _ in 0..5 {
        let t0 = std::time::Instant::now();
        let (base, mut out) = (a.registers.as_mut_ptr(), ExitState::new());
        let o = unsafe { code.enter(a.cx(), base, &mut out) }; // SAFETY: the trace touches the arena only
        best = best.min(t0.elapsed().as_nanos() as f64);
        std::hint::black_box(o);
    }
    println!("{name}: {:.3} ns per iteration; compiled in {c:?}, {} bytes", best / per as f64, code.bytes.1);
}
fn main() {
    let jit = Jit::new(Arena::RUNTIME, 1 << 20).expect("a machine that is known");
    let mut a = Arena::new(16);
    let items: Vec<u64> = (0..1000).map(|i| tag::small(i)).collect();
    let list = a.list(&items);
    let floats: Vec<u64> = (0..1000).map(|i| tag::inline(i as f64 + 0.5).unwrap()).collect();
    let flist = a.list(&floats);
    let frame = "frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=16";
    let e = |n: u32, r: &str| format!("exit {n}\n {frame}\n {r}\n");
    a.registers[0] = tag::small(100_000_000);
    time(&jit, "sum", &format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\ni %z = ConstI 0\ni %1 = ConstI 1\nHead\ni %i = Phi %z 0\ni %s = Phi %z 1\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %t = AddOv %s %i ?2\ni %j = AddOv %i %1 ?3\nPoll ?4\nBack(%j %t)\n{}{}{}{}{}", e(0, ""), e(1, "r1=%i r2=%s"), e(2, "r1=%i r2=%s"), e(3, "r1=%i r2=%t"), e(4, "r1=%j r2=%t")), &mut a, 100_000_000);
    // sum of a list's items: for x in l: s += x, ten thousand times round
    a.registers[1] = list;
    a.registers[0] = tag::small(100_000_000);
    time(&jit, "items", &format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\nv %a = Reg 1\nr %l = GuardShape %a 10 ?0\ni %z = ConstI 0\ni %1 = ConstI 1\ni %m = ConstI 1000\nHead\ni %i = Phi %z 0\ni %s = Phi %z 1\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %k = FloorMod %i %m\ni %len = LoadI.ListLen %l +16\nb %d = LtU %k %len\nGuardTrue %d ?1\nr %st = LoadR.ListItems %l +24\nv %x = LoadX.ListData %st %k +16\ni %xi = UnboxI %x ?5\ni %t = AddOv %s %xi ?2\ni %j = AddOv %i %1 ?3\nPoll ?4\nBack(%j %t)\n{}{}{}{}{}{}", e(0, ""), e(1, "r1=%i r2=%s"), e(2, "r1=%i r2=%s r3=%x"), e(3, "r1=%i r2=%t"), e(4, "r1=%j r2=%t"), e(5, "r1=%i r2=%s r3=%x")), &mut a, 100_000_000);
    a.registers[1] = flist;
    a.registers[0] = tag::small(1000);
    time(&jit, "floats", &format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\nv %a = Reg 1\nr %l = GuardShape %a 10 ?0\ni %z = ConstI 0\nf %zf = ConstF 0.0\nf %h = ConstF 1.25\ni %1 = ConstI 1\ni %len = LoadI.ListLen %l +16\nr %st = LoadR.ListItems %l +24\nHead\ni %i = Phi %z 0\nf %s = Phi %zf 1\nb %c = Lt %i %n\nGuardTrue %c ?1\nb %d = LtU %i %len\nGuardTrue %d ?1\nv %x = LoadX.ListData %st %i +16\nf %xi = UnboxF %x ?5\nf %y = MulF %xi %h\nf %t = AddF %s %y\ni %j = AddOv %i %1 ?3\nPoll ?4\nBack(%j %t)\n{}{}{}{}{}{}", e(0, ""), e(1, "r1=%i r2=%s"), e(2, "r1=%i r2=%s r3=%x"), e(3, "r1=%i r2=%t"), e(4, "r1=%j r2=%t"), e(5, "r1=%i r2=%s r3=%x")), &mut a, 1000);
    // leibniz: s += f / (2i + 1); f = -f
    a.registers[0] = tag::small(50_000_000);
    time(&jit, "leibniz", &format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\ni %z = ConstI 0\nf %zf = ConstF 0.0\nf %of = ConstF 1.0\ni %1 = ConstI 1\ni %2 = ConstI 2\nHead\ni %i = Phi %z 0\nf %s = Phi %zf 1\nf %f = Phi %of 2\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %a = MulOv %i %2 ?1\ni %b = AddOv %a %1 ?1\nf %bf = IToF %b\nf %q = DivF %f %bf\nf %t = AddF %s %q\nf %g = NegF %f\ni %j = AddOv %i %1 ?3\nPoll ?4\nBack(%j %t %g)\n{}{}{}{}{}", e(0, ""), e(1, "r1=%i r2=%s r3=%f"), e(2, "r1=%i r2=%s"), e(3, "r1=%i r2=%t r3=%g"), e(4, "r1=%j r2=%t r3=%g")), &mut a, 50_000_000);
    // sieve: while j < n: l[j] = False; j += p
    let big: Vec<u64> = (0..20_000).map(|_| tag::TRUE).collect();
    let sieve = a.list(&big);
    a.registers[1] = sieve;
    a.registers[0] = tag::small(20_000);
    a.registers[2] = tag::small(1);
    time(&jit, "sieve", &format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\nv %a = Reg 1\nr %l = GuardShape %a 10 ?0\nv %2 = Reg 2\ni %p = UnboxI %2 ?0\ni %z = ConstI 0\nv %no = ConstV 0xc\ni %len = LoadI.ListLen %l +16\nr %st = LoadR.ListItems %l +24\nBarrier %st ?0\nHead\ni %i = Phi %z 0\nb %c = Lt %i %n\nGuardTrue %c ?1\nb %d = LtU %i %len\nGuardTrue %d ?1\nStoreX.ListData %st %i %no +16\ni %j = AddOv %i %p ?1\nPoll ?4\nBack(%j)\n{}{}{}{}{}", e(0, ""), e(1, "r1=%i"), e(2, "r1=%i"), e(3, "r1=%i"), e(4, "r1=%j")), &mut a, 20_000);
}
