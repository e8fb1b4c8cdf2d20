//! Compiles whole source trees and checks every code object: verifier, text form and back, codec and back, facts of forks.
//!
//!     cargo run -p fora-front --example corpus -- [--no-text] DIR_OR_FILE...
//!
//! Prints each failure and a summary with times. The exit status says whether anything but a syntax error was found.
use fora_front::{compile, Mode, Options};
use fora_ir::{codec, text, Code, Const, ForkKind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Tally { files: usize, bytes: usize, codes: usize, insns: usize, forks: usize, open_forks: usize, encoded: usize, refused: usize, faults: usize, compile: Duration, verify: Duration, encode: Duration, decode: Duration, text: Duration }

static NOW: Mutex<String> = Mutex::new(String::new());

fn main() {
    let mut text = true;
    let mut files = Vec::new();
    for a in std::env::args().skip(1) {
        if a == "--no-text" { text = false } else { collect(Path::new(&a), &mut files) }
    }
    files.sort();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if let Ok(f) = NOW.try_lock() { eprintln!("PANIC in {f}"); }
        before(info);
    }));
    let mut t = Tally::default();
    // Deep expressions recurse; the main thread's stack is small in places.
    let run = move || {
        for f in &files { one(f, text, &mut t); }
        t
    };
    let t = match std::thread::Builder::new().stack_size(256 << 20).spawn(run).map(std::thread::JoinHandle::join) {
        Ok(Ok(t)) => t,
        _ => std::process::exit(2),
    };
    let rate = |d: Duration| t.bytes as f64 / 1e6 / d.as_secs_f64().max(1e-9);
    println!("{} files, {} bytes, {} codes, {} instructions, {} forks ({} splittable), {} refused, {} faults", t.files, t.bytes, t.codes, t.insns, t.forks, t.open_forks, t.refused, t.faults);
    for (what, d) in [("compile", t.compile), ("verify", t.verify), ("encode", t.encode), ("decode", t.decode), ("text", t.text)] {
        println!("{what:8} {:9.1} ms  {:7.1} MB of source/s", d.as_secs_f64() * 1e3, rate(d));
    }
    println!("encoded {} bytes ({:.2} per byte of source, {:.2} per instruction)", t.encoded, t.encoded as f64 / t.bytes.max(1) as f64, t.encoded as f64 / t.insns.max(1) as f64);
    std::process::exit((t.faults > 0) as i32);
}

fn collect(at: &Path, into: &mut Vec<PathBuf>) {
    if at.is_dir() {
        if let Ok(d) = std::fs::read_dir(at) { for e in d.flatten() { collect(&e.path(), into); } }
    } else if at.extension().is_some_and(|e| e == "py") {
        into.push(at.to_owned());
    }
}

fn timed<T>(total: &mut Duration, f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let v = f();
    *total += start.elapsed();
    v
}

fn one(path: &Path, with_text: bool, t: &mut Tally) {
    let name = path.display().to_string();
    let Ok(source) = std::fs::read(path) else { return };
    if let Ok(mut now) = NOW.lock() { now.clone_from(&name); }
    t.files += 1;
    t.bytes += source.len();
    let code = match timed(&mut t.compile, || compile(&source, &name, Mode::Exec, &Options::default())) {
        Ok(c) => c,
        Err(e) => {
            t.refused += 1;
            return println!("REFUSED {name}: {e}");
        }
    };
    let mut fault = |what: String| {
        t.faults += 1;
        println!("FAULT {name}: {what}");
    };
    for f in timed(&mut t.verify, || fora_ir::verify::faults(&code)) { fault(f.to_string()); }
    match timed(&mut t.encode, || codec::encode(&code)) {
        Err(e) => fault(format!("encode: {e}")),
        Ok(bytes) => {
            t.encoded += bytes.len();
            match timed(&mut t.decode, || codec::decode(&bytes)) {
                Err(e) => fault(format!("decode: {e}")),
                Ok(back) => if back != code { fault("codec gives another code".into()) },
            }
        }
    }
    if with_text {
        let shown = timed(&mut t.text, || text::print(&code, &text::Options { positions: true, source: None }));
        match timed(&mut t.text, || fora_ir::parse(&shown)) {
            Err(e) => fault(format!("text: {e}")),
            Ok(back) => if back != code { fault("text gives another code".into()) },
        }
    }
    each(&code, &mut |c| {
        t.codes += 1;
        t.insns += c.insns.len();
        t.forks += c.forks.len();
        t.open_forks += c.forks.iter().filter(|f| f.verdict.is_none()).count();
        for what in facts(c) {
            t.faults += 1;
            println!("FAULT {name}: {}: {what}", c.qualname);
        }
    });
}

fn each(c: &Code, f: &mut impl FnMut(&Code)) {
    f(c);
    fn inside(k: &Const, f: &mut impl FnMut(&Code)) {
        match k {
            Const::Code(c) => each(c, f),
            Const::Tuple(v) | Const::FrozenSet(v) => v.iter().for_each(|k| inside(k, f)),
            _ => {}
        }
    }
    for k in &c.consts { inside(k, f); }
}

/// Double entry: a splittable loop must list what its code reads from outside, and the named registers it writes.
fn facts(c: &Code) -> Vec<String> {
    let mut out = Vec::new();
    for f in c.forks.iter().filter(|f| f.verdict.is_none()) {
        let ForkKind::Loop { head, exit, iter, item } = &f.kind else { continue };
        let real = fora_ir::region(c, *head..*exit);
        let name = |r: u16| c.varnames.get(r as usize).map_or_else(|| format!("r{r}"), |n| format!("r{r} ({n})"));
        for r in real.live_in.iter().filter(|r| *r != iter && !f.live_in.contains(r)) { out.push(format!("loop at {head}: reads {}, which is not in live_in", name(*r))); }
        for r in real.written.iter().filter(|r| *r != item && (**r as usize) < c.varnames.len() && !f.written.contains(r)) {
            out.push(format!("loop at {head}: writes {}, which is not in written", name(*r)));
        }
    }
    out
}
