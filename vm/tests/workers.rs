//! Several contexts run the same Python functions at the same time, over shared objects that nobody writes, with collections in
//! between; each must get what one context alone gets afterwards. Run as `workers SEED THREADS COPIES` it does one round; without
//! arguments it runs a few rounds as child processes (the heap's test modes are read at the start of a process).
use fora_vm::dict::Dict;
use fora_vm::str::Str;
use fora_vm::{workers, Cx, Value};
use std::sync::{Barrier, Mutex};

/// Making a class is a write to its bases: the fork protocol lets one task at a time do it.
static CLASSES: Mutex<()> = Mutex::new(());

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let [seed, threads, copies] = &args[..] { return round(seed.parse().unwrap_or(1), threads.parse().unwrap_or(4), copies.parse().unwrap_or(2)); }
    let Ok(exe) = std::env::current_exe() else { return };
    for seed in ["1", "2", "3"] {
        let gc = if seed == "1" { "stress:200" } else { "stress:3000,verify" };
        let r = std::process::Command::new(&exe).args([seed, "4", "3"]).env("FORA_GC", std::env::var("FORA_GC").unwrap_or(gc.into())).env("FORA_SEED", seed).status();
        assert!(r.as_ref().is_ok_and(|s| s.success()), "seed {seed}: {r:?}");
    }
    println!("workers: ok");
}
fn function(cx: &mut Cx, name: &str) -> Value {
    let d = fora_vm::run::main_module(cx).dict();
    let k = cx.intern(name);
    Dict(d.0).get_str(cx, k).unwrap_or(Value::NONE)
}
fn call(cx: &mut Cx, f: &str, i: usize, n: i64) -> String {
    let f = function(cx, f);
    match cx.call(f, &[Value::small(i as i64), Value::small(n)]) {
        Ok(v) => Str::of(v).lossy().into_owned(),
        Err(_) => { fora_vm::run::report(cx); "raised".into() }
    }
}
/// All jobs in an order that depends on the seed; what each gave, by number.
fn all(cx: &mut Cx, jobs: usize, classes: usize, seed: u64) -> Vec<String> {
    let n = jobs + classes;
    let mut out = vec![String::new(); n];
    let step = [1, 7, 11, 13, 17, 19][seed as usize % 6];
    let step = if n % step == 0 { 1 } else { step };
    for k in 0..n {
        let i = (k * step + seed as usize) % n;
        out[i] = if i < jobs { call(cx, "call", i, i as i64 % 23) } else {
            let guard = cx.m.native(|| CLASSES.lock().unwrap_or_else(|e| e.into_inner()));
            let r = call(cx, "call_serial", i - jobs, i as i64);
            drop(guard);
            r
        };
    }
    out
}
fn round(seed: u64, threads: usize, copies: usize) {
    let cx = fora_vm::run::boot(fora_vm::Options::default(), &[], &[]);
    let source = include_str!("workers.py").replace("COPIES", &copies.to_string());
    assert!(fora_vm::run::run_main(cx, source.as_bytes(), "workers.py").is_ok(), "{}", fora_vm::run::report(cx));
    let (jobs, classes) = (copies * 8, copies);
    fora_vm::modules::thread::register_main(cx);
    workers::begin();
    let barrier = &Barrier::new(threads);
    let got: Vec<Vec<String>> = std::thread::scope(|s| {
        let handles: Vec<_> = (0..threads).map(|t| std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(s, move || {
            let cx = Cx::worker(1000);
            cx.head = false;
            cx.m.native(|| barrier.wait());
            let out = all(cx, jobs, classes, seed * 31 + (t / 2) as u64);
            Cx::retire(cx);
            out
        })).collect();
        cx.m.native(|| handles.into_iter().map(|h| match h { Ok(h) => h.join().unwrap_or_default(), Err(_) => vec![] }).collect())
    });
    workers::end();
    let want = all(cx, jobs, classes, 0);
    for (t, out) in got.iter().enumerate() {
        assert_eq!(out.len(), want.len(), "thread {t}");
        for (i, (a, b)) in out.iter().zip(&want).enumerate() { assert_eq!(a, b, "seed {seed}, thread {t}, job {i}"); assert_ne!(a, "raised") }
    }
}
