//! Time of single operations: what the programs of `programs/` are made of. `cargo bench -p fora-benches [NAME]`.
//!
//! A row of Python is the body of a loop of `REPEAT` rounds in a function that is called from Rust; its time is that of the whole loop,
//! so rows are compared with each other and with `empty`. The rows of the heap are Rust calls.
//!
//! Absent: baselines kept in the repository. Criterion keeps the last run under `target/criterion` and says what changed.
use criterion::{Criterion, Throughput};
use fora_vm::compile::{compile_source, Flags, Mode};
use fora_vm::func::Function;
use fora_vm::{Cx, Options, Value, T};
use std::hint::black_box;
use std::time::Duration;

const REPEAT: u64 = 1000;
/// name, statements before the loop, body of the loop
const ROWS: &[(&str, &str, &str)] = &[
    ("empty", "", "pass"),
    ("int add", "a = 3; b = 4", "a + b"),
    ("float multiply", "a = 1.5; b = 2.5", "a * b"),
    ("compare and jump", "a = 3", "if a < 2: pass"),
    ("attribute load", "o = Object()", "o.x"),
    ("attribute store", "o = Object()", "o.x = 1"),
    ("global load", "", "Object"),
    ("call", "f = nothing", "f(1)"),
    ("call with default", "f = default", "f(1)"),
    ("method call", "o = Object()", "o.method()"),
    ("native call", "l = [1]", "len(l)"),
    ("native method", "s = 'abc'", "s.find('b')"),
    ("instance", "", "Object()"),
    ("list index", "l = [1, 2, 3]", "l[1]"),
    ("list append and pop", "l = []", "l.append(1); l.pop()"),
    ("tuple", "a = 1", "(a, a)"),
    ("dict get", "d = {'a': 1}", "d['a']"),
    ("dict set", "d = {}", "d['a'] = 1"),
    ("string concat", "a = 'abc'; b = 'def'", "a + b"),
    ("string index", "s = 'abc'", "s[1]"),
    ("string format", "i = 12345", "f'{i:>8}'"),
    ("generator next", "g = forever()", "next(g)"),
    ("exception", "", "try: raise ValueError\n        except ValueError: pass"),
    ("comprehension of 10", "l = range(10)", "[x for x in l]"),
];
const PRELUDE: &str = "
class Object:
    def __init__(self): self.x = 1
    def method(self): pass
def nothing(a): pass
def default(a, b=2): pass
def forever():
    while True: yield 1
";

fn main() {
    let cx = fora_vm::run::boot(Options::default(), &["ops".to_string()], &[]);
    let mut criterion = Criterion::default().without_plots().sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(600)).configure_from_args();
    python(cx, &mut criterion);
    heap(cx, &mut criterion);
    criterion.final_summary();
}
/// The function made from a row, kept alive by the module it is a global of.
fn function(cx: &mut Cx, number: usize, setup: &str, body: &str) -> Option<Value> {
    let source = format!("{PRELUDE}\ndef row{number}():\n    {}\n    for _ in range({REPEAT}):\n        {body}\n", if setup.is_empty() { "pass" } else { setup });
    let code = compile_source(cx, source.as_bytes(), "<row>", Mode::Exec, Flags::default()).ok()?;
    let globals = fora_vm::run::main_module(cx).dict();
    let module = Function::new(cx, code, globals.0);
    fora_vm::interp::bind::run_code(cx, module, Value::UNDEF).ok()?;
    cx.dict_get(globals, &format!("row{number}"))
}
fn python(cx: &mut Cx, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("python");
    group.throughput(Throughput::Elements(REPEAT));
    for (number, (name, setup, body)) in ROWS.iter().enumerate() {
        let Some(f) = function(cx, number, setup, body) else { eprintln!("row {name} does not run"); continue };
        group.bench_function(*name, |b| b.iter(|| black_box(cx.call(f, &[]).is_ok())));
    }
    group.finish();
}
fn heap(cx: &mut Cx, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("heap");
    group.throughput(Throughput::Elements(REPEAT));
    group.bench_function("allocation of 32 bytes", |b| b.iter(|| for _ in 0..REPEAT { black_box(cx.alloc(T::Array as u32, 32)); }));
    group.bench_function("write barrier", |b| {
        let o = cx.alloc(T::Array as u32, 32);
        b.iter(|| for _ in 0..REPEAT { cx.write(black_box(o)) })
    });
    group.finish();
}
