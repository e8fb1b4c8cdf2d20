//! `front dump FILE`: the IR of a source file. `front check FILE…`: compiles each, one line per failure. `front err`: reads
//! snippets separated by NUL from standard input and prints kind, line, column, end and message of each.
use fora_front::{compile, compile_with_warnings, Mode, Options};
use fora_ir::{Code, Const, Op};
use std::io::Read;

fn dump(c: &Code, indent: usize) {
    let pad = " ".repeat(indent);
    println!("{pad}code {} args {} posonly {} kwonly {} flags {:#x} regs {} vars {:?} cells {:?} frees {:?}", c.qualname, c.argcount, c.posonly, c.kwonly, c.flags.0, c.nregs, c.varnames, c.cellvars, c.freevars);
    for (pc, i) in c.insns.iter().enumerate() {
        let row = i.op().row();
        use fora_ir::ops::Kind::*;
        let mut s = String::new();
        for (k, v) in [(row.d, i.d() as u16), (row.a, i.a()), (row.b, i.b()), (row.c, i.c())] {
            match k {
                None => {}
                W | R | RW => s += &format!(" r{v}"),
                Ropt => s += &if v == 0xffff { " -".to_string() } else { format!(" r{v}") },
                Win => s += &format!(" r{v}.."),
                N | Id => s += &format!(" {v}"),
                I => s += &format!(" #{}", v as i16),
                _ => {}
            }
        }
        for k in [row.b, row.c] {
            match k {
                K => s += &format!(" {:?}", short(&c.consts[i.bc() as usize])),
                K16 => s += &format!(" {:?}", short(&c.consts[i.b() as usize])),
                I32 => s += &format!(" #{}", i.bc() as i32),
                SiteBC => s += &format!(" {:?}", short(&c.consts[c.sites[i.bc() as usize].name as usize])),
                Site => s += &format!(" {:?}", short(&c.consts[c.sites[i.dc() as usize].name as usize])),
                Jmp => s += &format!(" -> {}", pc as i64 + 1 + i.jump32() as i64),
                J24 => s += &format!(" -> {}", pc as i64 + 1 + i.jump24() as i64),
                _ => {}
            }
        }
        let p = c.positions[pc];
        println!("{pad}{pc:4} {:<14}{s:<40} ; {}:{}-{}:{}", row.name, p.line, p.col, p.end_line, p.end_col);
    }
    for h in &c.handlers { println!("{pad}  handler {}..{} -> {} r{}", h.start, h.end, h.target, h.reg); }
    for f in &c.forks { println!("{pad}  fork {f:?}"); }
    for k in &c.consts { if let Const::Code(c) = k { dump(c, indent + 2); } }
}
fn short(c: &Const) -> String {
    match c { Const::Code(c) => format!("<code {}>", c.name), Const::Str(s) => String::from_utf8_lossy(s).into_owned(), c => format!("{c:?}") }
}

/// Everything the interpreter relies on.
fn verify(c: &Code) -> Result<(), String> {
    let n = c.insns.len();
    let bad = |pc: usize, m: &str| Err(format!("{}: pc {pc}: {m}", c.qualname));
    for (pc, i) in c.insns.iter().enumerate() {
        let row = i.op().row();
        use fora_ir::ops::Kind::*;
        for (k, v) in [(row.a, i.a()), (row.b, i.b()), (row.c, i.c())] {
            let is_reg = matches!(k, W | R | RW) || k == Ropt && v != 0xffff;
            if is_reg && v >= c.nregs { return bad(pc, "register out of range"); }
        }
        for k in [row.b, row.c] {
            let t = match k { Jmp => pc as i64 + 1 + i.jump32() as i64, J24 => pc as i64 + 1 + i.jump24() as i64, _ => continue };
            if t < 0 || t as usize >= n { return bad(pc, "jump out of range"); }
            if (t <= pc as i64) != (i.op() == Op::Loop) { return bad(pc, "jump direction"); }
        }
    }
    if !matches!(c.insns.last().map(|i| i.op()), Some(Op::Return | Op::Reraise | Op::Raise | Op::RaiseBare | Op::Jump | Op::Loop)) { return bad(n, "falls off the end"); }
    for h in &c.handlers { if h.start >= h.end || h.target as usize >= n || h.end as usize > n || h.reg >= c.nregs { return bad(h.start as usize, "handler"); } }
    for k in &c.consts { if let Const::Code(c) = k { verify(c)?; } }
    Ok(())
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(|s| s.as_str()) {
        Some("dump") => {
            let src = std::fs::read(&args[1]).unwrap();
            match compile_with_warnings(&src, &args[1], Mode::Exec, &Options::default()) {
                Ok((c, w)) => { dump(&c, 0); for w in w { println!("{w:?}"); } verify(&c).unwrap() }
                Err(e) => println!("{e:?}"),
            }
        }
        Some("check") => {
            let start = std::time::Instant::now();
            let mut bytes = 0;
            for f in &args[1..] {
                let src = std::fs::read(f).unwrap();
                bytes += src.len();
                match compile(&src, f, Mode::Exec, &Options::default()) {
                    Ok(c) => if let Err(m) = verify(&c) { println!("{f}: BAD IR {m}") },
                    Err(e) => println!("{f}:{}:{}: {:?}: {}", e.line, e.col, e.kind, e.msg),
                }
            }
            let t = start.elapsed().as_secs_f64();
            println!("{} files, {:.1} MB, {:.2} s, {:.1} MB/s", args.len() - 1, bytes as f64 / 1e6, t, bytes as f64 / 1e6 / t);
        }
        _ => {
            let mut s = Vec::new();
            std::io::stdin().read_to_end(&mut s).unwrap();
            for part in s.split(|b| *b == 0) {
                match compile(part, "<string>", Mode::Exec, &Options::default()) {
                    Ok(_) => println!("ok"),
                    Err(e) => println!("{:?}|{}|{}|{}|{}|{}", e.kind, e.line, e.col, e.end_line, e.end_col, e.msg.replace('\n', "\\n")),
                }
            }
        }
    }
}
