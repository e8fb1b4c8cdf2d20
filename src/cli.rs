//! The command line: what people know from `python`, under `fora run` and bare `fora`. Every flag is a row of [`FLAGS`].
use crate::repl;
use fora_vm::{run, Cx};
use std::ffi::OsString;

/// Native stack of the main program: address space only, touched as recursion goes deeper.
const STACK: usize = 512 << 20;
/// Where the packed standard library stands in sys.path.
const LIB: &str = "<fora>/lib";

/// A flag: spelling, whether it takes a value, what it does.
struct Flag { name: &'static str, value: bool, help: &'static str }
const FLAGS: &[Flag] = &[
    Flag { name: "-c", value: true, help: "run the program text that follows; ends the options" },
    Flag { name: "-m", value: true, help: "run a library module as a script; ends the options" },
    Flag { name: "-i", value: false, help: "go on interactively after the script" },
    Flag { name: "-O", value: false, help: "leave out assert statements (-OO: docstrings too)" },
    Flag { name: "-V", value: false, help: "print the version of Python and exit (also --version); -VV: that of fora too" },
    Flag { name: "-h", value: false, help: "print this help and exit (also -? and --help; --help-env: environment variables; --help-all)" },
    Flag { name: "-u", value: false, help: "do not buffer stdout and stderr" },
    Flag { name: "-q", value: false, help: "no greeting in the interactive mode" },
    Flag { name: "-B", value: false, help: "accepted; fora writes no .pyc files" },
    Flag { name: "-b", value: false, help: "warn when bytes are compared with or turned into str (-bb: an error)" },
    Flag { name: "-d", value: false, help: "accepted" },
    Flag { name: "-E", value: false, help: "ignore PYTHON* environment variables" },
    Flag { name: "-I", value: false, help: "isolated: -E, and neither the script's folder nor the environment's packages in sys.path" },
    Flag { name: "-P", value: false, help: "do not put the script's folder in sys.path" },
    Flag { name: "-s", value: false, help: "no user packages" },
    Flag { name: "-S", value: false, help: "no packages of the active virtual environment" },
    Flag { name: "-x", value: false, help: "skip the first line of the source" },
    Flag { name: "-v", value: false, help: "accepted" },
    Flag { name: "-W", value: true, help: "warning filter, as in python" },
    Flag { name: "-X", value: true, help: "implementation option, as in python" },
    Flag { name: "--check-hash-based-pycs", value: true, help: "accepted: always, default or never" },
    Flag { name: "--jit", value: true, help: "compile what runs often: off (default), on, eager or eval (default: FORA_JIT)" },
    Flag { name: "--workers", value: true, help: "how many cores to use (default: FORA_WORKERS, else 1)" },
];
const COMMANDS: &str = "  run [options] SCRIPT args   run a script (the word `run` may be left out)
  dump ir FILE                print the Fora IR of a source file
  dump trace|asm FILE [arg]   run a script; print the traces recorded, or their machine code, to stderr
  explain SCRIPT args         run a script, then show what ran in parallel and why not
  bench [options]             compare with the Python interpreters found
  (nothing)                   interactive mode, or the program on stdin
";

enum Program { Script(String), Command(String), Module(String), Stdin, Interactive }
struct Args { program: Program, argv: Vec<String>, interactive: bool, optimize: u8, quiet: bool, isolated: bool, no_env: bool, safe_path: bool, no_site: bool, unbuffered: bool, skip_first: bool, flags: Vec<(&'static str, i64)>, warnings: Vec<String>, xoptions: Vec<String> }

impl Args {
    /// One more of a flag that `sys.flags` counts.
    fn flag(&mut self, name: &'static str) { match self.flags.iter_mut().find(|f| f.0 == name) { Some(f) => f.1 += 1, None => self.flags.push((name, 1)) } }
    fn all_flags(&self) -> Vec<(&'static str, i64)> {
        let mut v = self.flags.clone();
        for f in v.iter_mut() { if f.0 != "verbose" && f.0 != "debug" && f.0 != "bytes_warning" { f.1 = 1 } }
        for (on, name) in [(self.interactive, "inspect"), (self.interactive, "interactive"), (self.quiet, "quiet"), (self.isolated, "isolated"), (self.no_env, "ignore_environment"), (self.safe_path, "safe_path"), (self.no_site, "no_site")] { if on { v.push((name, 1)) } }
        v
    }
}
pub fn main(args: Vec<OsString>) -> i32 {
    let args: Vec<String> = args.into_iter().skip(1).map(surrogate_free).collect();
    match args.first().map(|s| s.as_str()) {
        Some("bench") => return crate::bench::main(args[1..].to_vec()),
        Some("explain") => return crate::explain::main(args[1..].to_vec()),
        Some("dump") => return crate::dump::main(&args[1..]),
        _ => {}
    }
    launch(args)
}
/// Runs what the arguments say, on a thread with a large stack.
pub fn launch(args: Vec<String>) -> i32 {
    let go = move || start(args);
    for size in [STACK, STACK / 8, STACK / 64] {
        let go = go.clone();
        if let Ok(h) = crate::process::spawn_main(size, go) { let status = h.join().unwrap_or(134); fora_record::report(); return status; }
    }
    eprintln!("fora: cannot start: no memory for the main stack");
    1
}
/// The script that the arguments name, as code objects name it.
pub fn script(args: &[String]) -> Option<String> { match parse(args.to_vec()).ok()?.program { Program::Script(f) => Some(absolute(&f)), _ => None } }
fn surrogate_free(a: OsString) -> String { a.to_string_lossy().into_owned() }

fn usage() -> String {
    let mut s = String::from("usage: fora [run] [option] ... [-c cmd | -m mod | file | -] [arg] ...\n\n");
    s.push_str(COMMANDS);
    s.push_str("\noptions:\n");
    for f in FLAGS { s.push_str(&format!("  {:<8} {}\n", if f.value { format!("{} arg", f.name) } else { f.name.to_string() }, f.help)) }
    s.push_str("\nenvironment: FORA_WORKERS (how many cores to use), FORA_JIT (off, on, eager or eval); more of it: fora --help-env\n");
    s
}
/// Environment variables and what they do.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("FORA_WORKERS", "how many cores to use, 1 to 1024 (--workers)"), ("FORA_JIT", "compile what runs often: off, on, eager or eval (--jit)"), ("FORA_CACHE", "off, or a folder for compiled modules"),
    ("PYTHONPATH", "folders, separated by ':', that go before the library in sys.path"), ("PYTHONHASHSEED", "random, or a number from 0 to 4294967295"), ("PYTHONINTMAXSTRDIGITS", "most digits of an int turned into a str or back (-X int_max_str_digits)"),
    ("PYTHONIOENCODING", "encoding[:errors] of stdin, stdout and stderr"), ("PYTHONUTF8", "1: UTF-8 mode (-X utf8)"), ("PYTHONUNBUFFERED", "do not buffer stdout and stderr (-u)"), ("PYTHONOPTIMIZE", "leave out assert statements (-O)"),
    ("PYTHONINSPECT", "go on interactively after the script (-i)"), ("PYTHONWARNINGS", "warning filters, separated by ',' (-W)"), ("PYTHONDEVMODE", "development mode (-X dev)"), ("PYTHONFAULTHANDLER", "show the Python stack on fatal signals (-X faulthandler)"),
    ("PYTHONSAFEPATH", "do not put the script's folder in sys.path (-P)"), ("PYTHONNOUSERSITE", "no user packages (-s)"), ("PYTHONBREAKPOINT", "what breakpoint() calls; 0: nothing"), ("VIRTUAL_ENV", "the active virtual environment, whose packages are found"),
];
fn environment() -> String { let mut s = String::from("environment variables:\n"); for (n, h) in ENVIRONMENT { s.push_str(&format!("  {n:<22} {h}\n")) } s }
fn version(full: bool) { if full { println!("Python 3.12.1 (fora {})", env!("CARGO_PKG_VERSION")) } else { println!("Python 3.12.1") } }
/// A number of workers as a flag or the environment gives it.
fn workers(what: &str, given: &str) -> Result<u32, i32> {
    match given.parse::<u32>() { Ok(n) if (1..=1024).contains(&n) => Ok(n), _ => { eprintln!("fora: {what} wants a number from 1 to 1024, not {given:?}"); Err(2) } }
}
/// Parses; Err is the exit status after something was printed.
fn parse(args: Vec<String>) -> Result<Args, i32> {
    let mut jit = std::env::var("FORA_JIT").unwrap_or_default();
    let o = parse_with(args, &mut jit)?;
    fora_record::install(&jit).map_err(|e| { eprintln!("fora: {e}"); 2 })?;
    Ok(o)
}
fn parse_with(mut args: Vec<String>, jit: &mut String) -> Result<Args, i32> {
    if args.first().is_some_and(|a| a == "run") { args.remove(0); }
    let mut o = Args { program: Program::Interactive, argv: vec![], interactive: false, optimize: 0, quiet: false, isolated: false, no_env: false, safe_path: false, no_site: false, unbuffered: false, skip_first: false, flags: vec![], warnings: vec![], xoptions: vec![] };
    if let Ok(v) = std::env::var("FORA_WORKERS") { fora_vm::par::pool::request(workers("FORA_WORKERS", &v)?) }
    let mut i = 0;
    while i < args.len() {
        let a = args[i].clone();
        if a == "--jit" || a.starts_with("--jit=") {
            match a.strip_prefix("--jit=") { Some(v) => *jit = v.to_string(), None => { i += 1; *jit = args.get(i).cloned().unwrap_or_default(); } }
            i += 1;
            continue;
        }
        if a == "-" { o.program = if o.interactive || std::io::IsTerminal::is_terminal(&std::io::stdin()) { Program::Interactive } else { Program::Stdin }; o.argv = args[i..].to_vec(); return Ok(o); }
        match a.as_str() {
            "--version" => { version(false); return Err(0); }
            "--help" => { print!("{}", usage()); return Err(0); }
            "--help-env" => { print!("{}", environment()); return Err(0); }
            "--help-all" => { print!("{}\n{}", usage(), environment()); return Err(0); }
            "--check-hash-based-pycs" => {
                i += 2;
                match args.get(i - 1).map(String::as_str) {
                    Some("always" | "default" | "never") => continue,
                    Some(_) => eprintln!("--check-hash-based-pycs must be one of 'default', 'always', or 'never'"),
                    None => eprintln!("Argument expected for the --check-hash-based-pycs option"),
                }
                eprint!("{}Try `python -h' for more information.\n", first_line());
                return Err(2);
            }
            "--" => { i += 1; break; }
            _ => {}
        }
        if !a.starts_with('-') { break; }
        if a == "--workers" || a.starts_with("--workers=") {
            let given = match a.strip_prefix("--workers=") { Some(v) => v.to_string(), None => { i += 1; args.get(i).cloned().unwrap_or_default() } };
            fora_vm::par::pool::request(workers("--workers", &given)?);
            i += 1;
            continue;
        }
        if a.starts_with("--") { eprintln!("unknown option {a}\n{}Try `python -h' for more information.", first_line()); return Err(2); }
        let letters: Vec<char> = a[1..].chars().collect();
        let mut k = 0;
        while k < letters.len() {
            let name = format!("-{}", letters[k]);
            let name = if name == "-?" { "-h".into() } else { name };
            let Some(f) = FLAGS.iter().find(|f| f.name == name) else { eprintln!("Unknown option: {name}\n{}Try `python -h' for more information.", first_line()); return Err(2); };
            k += 1;
            let mut value = String::new();
            if f.value {
                value = letters[k..].iter().collect();
                k = letters.len();
                if value.is_empty() { i += 1; match args.get(i) { Some(v) => value = v.clone(), None => { eprintln!("Argument expected for the {name} option\n{}Try `python -h' for more information.", first_line()); return Err(2); } } }
            }
            match f.name {
                "-c" => { o.program = Program::Command(value); o.argv = vec!["-c".into()]; o.argv.extend_from_slice(&args[i + 1..]); return Ok(o); }
                "-m" => { o.program = Program::Module(value); o.argv = vec!["-m".into()]; o.argv.extend_from_slice(&args[i + 1..]); return Ok(o); }
                "-i" => o.interactive = true,
                "-O" => o.optimize = (o.optimize + 1).min(2),
                "-V" => { version(letters[k..].contains(&'V') || args[i + 1..].iter().any(|a| a == "-V" || a == "--version")); return Err(0); }
                "-h" => { print!("{}", usage()); return Err(0); }
                "-u" => o.unbuffered = true,
                "-q" => o.quiet = true,
                "-E" => o.no_env = true,
                "-I" => { o.isolated = true; o.no_env = true; o.safe_path = true; o.flag("no_user_site"); }
                "-s" => o.flag("no_user_site"),
                "-b" => o.flag("bytes_warning"),
                "-d" => o.flag("debug"),
                "-v" => o.flag("verbose"),
                "-P" => o.safe_path = true,
                "-S" => o.no_site = true,
                "-x" => o.skip_first = true,
                "-W" => o.warnings.push(value),
                "-X" => { match value.as_str() { "utf8" | "utf8=1" => o.flag("utf8_mode"), "dev" => { o.flag("dev_mode"); o.warnings.insert(0, "default".into()) } "warn_default_encoding" => o.flag("warn_default_encoding"), _ => {} } o.xoptions.push(value) }
                _ => {}
            }
        }
        i += 1;
    }
    if i < args.len() { o.program = Program::Script(args[i].clone()); o.argv = args[i..].to_vec(); } else { o.argv = vec![String::new()]; if !o.interactive && !std::io::IsTerminal::is_terminal(&std::io::stdin()) { o.program = Program::Stdin } }
    Ok(o)
}
fn first_line() -> &'static str { "usage: fora [run] [option] ... [-c cmd | -m mod | file | -] [arg] ...\n" }
fn env(o: &Args, name: &str) -> Option<String> { if o.no_env { None } else { std::env::var(name).ok().filter(|v| !v.is_empty()) } }

/// sys.path: the script's folder, PYTHONPATH, the packed library, packages of the active virtual environment.
fn search_path(o: &Args) -> Vec<String> {
    let mut path = vec![];
    if !o.safe_path {
        match &o.program {
            Program::Script(f) => { let p = std::fs::canonicalize(f).unwrap_or_else(|_| f.into()); if p.is_dir() || is_zip_file(&p) { path.push(absolute(f)) } else { path.push(p.parent().map(|d| d.to_string_lossy().into_owned()).unwrap_or_default()) } }
            Program::Module(_) => path.push(std::env::current_dir().map(|d| d.to_string_lossy().into_owned()).unwrap_or_default()),
            _ => path.push(String::new()),
        }
    }
    if let Some(p) = env(o, "PYTHONPATH") { for d in p.split(':') { path.push(if d.is_empty() { std::env::current_dir().map(|d| d.to_string_lossy().into_owned()).unwrap_or_default() } else { absolute(d) }) } }
    path.push(LIB.into());
    if !o.no_site && !o.isolated {
        if let Some(venv) = env(o, "VIRTUAL_ENV") {
            if let Ok(rd) = std::fs::read_dir(std::path::Path::new(&venv).join("lib")) { for e in rd.flatten() { let p = e.path().join("site-packages"); if p.is_dir() { path.push(p.to_string_lossy().into_owned()) } } }
        }
    }
    path
}
/// What to do instead of running these tools, unless some folder of the path has one.
fn not_ours(module: &str, path: &[String]) -> Option<String> {
    if path.iter().any(|p| { let p = std::path::Path::new(p).join(module); p.is_dir() || p.with_extension("py").is_file() }) { return None; }
    let make = "`python3.12 -m venv DIR` of CPython makes a virtual environment";
    match module {
        "venv" => Some(format!("no module venv: {make}, and fora uses its packages while it is active (`. DIR/bin/activate`)")),
        "pip" | "ensurepip" => Some(format!("no module {module}: {make}, its `DIR/bin/pip install NAME` installs, and fora uses its pure-Python packages while it is active (`. DIR/bin/activate`)")),
        _ => None,
    }
}
fn hash_seed(o: &Args) -> Result<u64, i32> {
    match env(o, "PYTHONHASHSEED").as_deref() {
        None | Some("random") => Ok(0),
        Some(s) => match s.parse::<u32>() { Ok(n) => Ok(n as u64), Err(_) => { eprintln!("Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]"); Err(1) } },
    }
}
fn start(args: Vec<String>) -> i32 {
    let mut o = match parse(args) { Ok(o) => o, Err(s) => return s };
    if o.optimize == 0 { if let Some(v) = env(&o, "PYTHONOPTIMIZE") { o.optimize = v.parse().unwrap_or(1).min(2) } }
    if env(&o, "PYTHONINSPECT").is_some() && std::io::IsTerminal::is_terminal(&std::io::stdin()) { o.interactive = true }
    let seed = match hash_seed(&o) { Ok(s) => s, Err(s) => return s };
    if env(&o, "PYTHONUTF8").as_deref() == Some("1") { o.flag("utf8_mode") }
    if env(&o, "PYTHONNOUSERSITE").is_some() { o.flag("no_user_site") }
    if env(&o, "PYTHONSAFEPATH").is_some() { o.safe_path = true }
    if env(&o, "PYTHONDEVMODE").is_some() { o.flag("dev_mode") }
    if env(&o, "PYTHONHASHSEED").as_deref() == Some("0") { o.flags.push(("hash_randomization", 0)) }
    if let Err(s) = max_str_digits(&o) { return s; }
    if o.unbuffered { std::env::set_var("PYTHONUNBUFFERED", "1") }
    let mut warnings: Vec<String> = env(&o, "PYTHONWARNINGS").map(|w| w.split(',').map(str::to_string).collect()).unwrap_or_default();
    warnings.append(&mut o.warnings);
    if let Some(f) = o.flags.iter().find(|f| f.0 == "bytes_warning") { warnings.push(if f.1 > 1 { "error::BytesWarning".into() } else { "default::BytesWarning".into() }) }
    // a script that cannot be read is reported before anything is made
    let mut source = None;
    if let Program::Script(f) = &o.program {
        match read_script(f) { Ok(s) => source = s, Err(s) => return s }
    }
    let path = search_path(&o);
    if let Program::Module(m) = &o.program { if let Some(text) = not_ours(m, &path) { eprintln!("fora: {text}"); return 1; } }
    let options = fora_vm::Options { optimize: o.optimize, hash_seed: seed, stdlib: Some(stdlib), stdlib_code: Some(fora_pylib::code), stdlib_file: Some(fora_pylib::file), stdlib_names: Some(|| fora_pylib::list().collect()), warnings, xoptions: o.xoptions.clone(), flags: o.all_flags(), closed: crate::process::closed(), interactive: matches!(o.program, Program::Interactive) || o.interactive, quiet: o.quiet };
    let faults = o.xoptions.iter().any(|x| x == "faulthandler" || x == "dev") || env(&o, "PYTHONFAULTHANDLER").is_some() || env(&o, "PYTHONDEVMODE").is_some();
    let cx = run::boot(options, &o.argv, &path);
    if faults { fora_vm::modules::fault::enable(cx, 2) }
    // as CPython: given -W options, the Python module is there from the start and reads them
    if !cx.rt.options.warnings.is_empty() && run::import(cx, "warnings").is_err() { cx.clear_pending() }
    let r = match &o.program {
        Program::Command(c) => { let c = format!("{c}\n"); run::run_main(cx, c.as_bytes(), "<string>") }
        Program::Module(m) => run::run_module(cx, m),
        Program::Script(f) => { let f = &absolute(f); match source { Some(s) => { set_file(cx, f); let s = if o.skip_first { s.iter().position(|c| *c == b'\n').map_or(vec![], |i| s[i..].to_vec()) } else { s }; run::run_main(cx, &s, f) } None => run::run_path(cx, f) } },
        Program::Stdin => { let mut s = vec![]; if let Err(e) = std::io::Read::read_to_end(&mut std::io::stdin(), &mut s) { eprintln!("fora: cannot read the program on stdin: {e}"); return 1; } run::run_main(cx, &s, "<stdin>") }
        Program::Interactive => { let s = repl::run(cx, o.quiet); return run::finish(cx, s); }
    };
    // a program may ask for it while it runs
    if o.interactive || (std::io::IsTerminal::is_terminal(&std::io::stdin()) && env(&o, "PYTHONINSPECT").is_some()) {
        if r.is_err() { run::report(cx); }
        let s = repl::run(cx, true);
        return run::finish(cx, s);
    }
    run::status(cx, r)
}
/// The limit on digits in conversions between int and str, from -X or the environment.
fn max_str_digits(o: &Args) -> Result<(), i32> {
    let bad = |what: &str| { eprintln!("Fatal Python error: config_init_int_max_str_digits: {what}: invalid limit; must be >= 640 or 0 for unlimited.\nPython runtime state: preinitialized\n\nCurrent thread 0x0000000000000000 (most recent call first):\n  <no Python frame>"); Err(1) };
    let given = |v: &str| v.parse::<i32>().ok().filter(|n| *n == 0 || *n >= 640);
    if let Some(v) = env(o, "PYTHONINTMAXSTRDIGITS") { match given(&v) { Some(n) => fora_vm::num::set_max_str_digits(n as usize), None => return bad("PYTHONINTMAXSTRDIGITS") } }
    if let Some(x) = o.xoptions.iter().rfind(|x| x.as_str() == "int_max_str_digits" || x.starts_with("int_max_str_digits=")) {
        match x.split_once('=').and_then(|(_, v)| given(v)) { Some(n) => fora_vm::num::set_max_str_digits(n as usize), None => return bad("-X int_max_str_digits") }
    }
    Ok(())
}
/// The script's name as tracebacks and `__file__` show it.
fn absolute(f: &str) -> String { if f.starts_with('/') { f.into() } else { std::env::current_dir().map(|d| d.join(f).to_string_lossy().into_owned()).unwrap_or_else(|_| f.into()) } }
/// A path without `.` and `..`, by its text alone.
fn tidy(p: &str) -> String {
    let mut parts: Vec<&str> = vec![];
    for c in p.split('/') { match c { "" | "." => {} ".." => { parts.pop(); } c => parts.push(c) } }
    format!("/{}", parts.join("/"))
}
fn set_file(cx: &mut Cx, f: &str) { let m = run::main_module(cx); let v = cx.str(f); m.set(cx, "__file__", v); }
/// The script's text; None: a folder or zip archive with a `__main__`.
fn read_script(f: &str) -> Result<Option<Vec<u8>>, i32> {
    let p = std::path::Path::new(f);
    if p.is_dir() {
        if p.join("__main__.py").is_file() { return Ok(None); }
        eprintln!("fora: can't find '__main__' module in '{}'", tidy(&absolute(f)));
        return Err(1);
    }
    match std::fs::read(p) {
        // an archive with a __main__.py in it
        Ok(s) if is_zip(&s) => Ok(None),
        Ok(s) => Ok(Some(s)),
        Err(e) => {
            let n = e.raw_os_error().unwrap_or(0);
            let text = e.to_string();
            let text = text.split(" (os error").next().unwrap_or("").to_string();
            eprintln!("fora: can't open file '{}': [Errno {n}] {text}", std::env::current_dir().map(|d| d.join(f).to_string_lossy().into_owned()).unwrap_or_else(|_| f.into()));
            Err(2)
        }
    }
}
pub fn stdlib(name: &str) -> Option<(String, Vec<u8>, bool)> { fora_pylib::find(name).map(|m| (m.path, m.source.into_owned(), m.is_package)) }
/// Do these bytes end as a zip archive does (whatever stands before it)?
fn is_zip(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(22 + 65535)..];
    (0..tail.len().saturating_sub(21)).rev().any(|i| tail[i..].starts_with(b"PK\x05\x06") && usize::from(u16::from_le_bytes([tail[i + 20], tail[i + 21]])) == tail.len() - i - 22)
}
fn is_zip_file(p: &std::path::Path) -> bool { std::fs::read(p).is_ok_and(|b| is_zip(&b)) }
