//! `front dump FILE`: the IR of a source file. `front check FILE…`: compiles each, one line per failure. `front err`: reads
//! snippets separated by NUL from standard input and prints kind, line, column, end and message of each.
use fora_front::{compile, compile_with_warnings, Mode, Options};
use fora_ir::Code;
use std::io::Read;

fn dump(c: &Code) { println!("{}", fora_ir::text::print(c, &fora_ir::text::Options { positions: true, ..Default::default() })); }
fn verify(c: &Code) -> Result<(), String> { fora_ir::verify::verify(c).map_err(|f| f.to_string()) }

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(|s| s.as_str()) {
        Some("dump") => {
            let src = std::fs::read(&args[1]).unwrap();
            match compile_with_warnings(&src, &args[1], Mode::Exec, &Options::default()) {
                Ok((c, w)) => { dump(&c); for w in w { println!("{w:?}"); } if let Err(m) = verify(&c) { println!("BAD IR {m}"); } }
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
