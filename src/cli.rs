//! The command line: what people know from `python`, under `fora run` and bare `fora`.
use std::ffi::OsString;

/// Native stack of the main program: address space only, touched as recursion goes deeper.
const STACK: usize = 512 << 20;

pub fn main(args: Vec<OsString>) -> i32 {
    let args: Vec<String> = args.into_iter().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    if args.first().is_some_and(|a| a == "bench") { return crate::bench::main(args[1..].to_vec()); }
    let run = move || run(args);
    for size in [STACK, STACK / 8, STACK / 64] {
        let run = run.clone();
        if let Ok(h) = std::thread::Builder::new().name("main".into()).stack_size(size).spawn(run) {
            return h.join().unwrap_or(134);
        }
    }
    eprintln!("fora: cannot start: no memory for the main stack");
    1
}

fn run(mut args: Vec<String>) -> i32 {
    if args.first().is_some_and(|a| a == "run") { args.remove(0); }
    else if args.first().is_some_and(|a| a == "dump") { return crate::dump::main(&args[1..]); }
    let options = fora_vm::Options { stdlib: Some(stdlib), ..Default::default() };
    match args.first().map(|s| s.as_str()) {
        Some("-c") if args.len() > 1 => {
            let src = args[1].clone();
            let mut argv = vec!["-c".to_string()];
            argv.extend_from_slice(&args[2..]);
            let cx = fora_vm::run::boot(options, &argv, &[String::new(), "<fora>/lib".into()]);
            let r = fora_vm::run::run_main(cx, src.as_bytes(), "<string>");
            fora_vm::run::status(cx, r)
        }
        Some(file) => {
            let src = match std::fs::read(file) { Ok(s) => s, Err(e) => { eprintln!("fora: can't open file '{file}': [Errno {}] {e}", e.raw_os_error().unwrap_or(0)); return 2; } };
            let dir = std::path::Path::new(file).parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let cx = fora_vm::run::boot(options, &args, &[dir, "<fora>/lib".into()]);
            let m = fora_vm::run::main_module(cx);
            let f = cx.str(file);
            m.set(cx, "__file__", f);
            let r = fora_vm::run::run_main(cx, &src, file);
            fora_vm::run::status(cx, r)
        }
        None => { eprintln!("usage: fora [run] SCRIPT"); 2 }
    }
}

fn stdlib(name: &str) -> Option<(String, Vec<u8>, bool)> { fora_pylib::find(name).map(|m| (m.path, m.source.into_owned(), m.is_package)) }
