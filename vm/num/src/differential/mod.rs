//! Comparison with a CPython 3.12 named by FORA_PYTHON, over seeded random inputs. Without that variable nothing runs.
//!
//! A case is a Python expression and our result for it, both as text (see `peer.py`'s `show`).

mod ints;
mod reals;
mod tables;
mod texts;

use crate::complex::Complex;
use crate::error::Result;
use crate::IBig;
use std::io::Write;
use std::process::{Command, Stdio};

/// SplitMix64: enough for test inputs.
struct Rng(u64);

impl Rng {
    fn new(salt: u64) -> Rng {
        let seed = std::env::var("FORA_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1u64);
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
    /// A float of any kind: bits at random, small decimals, ints, halves, and the odd ones out.
    fn float(&mut self) -> f64 {
        match self.below(10) {
            0..=2 => f64::from_bits(self.next()),
            3 => self.below(2_000_001) as f64 / 1000.0 - 1000.0,
            4 => self.below(201) as f64 - 100.0,
            5 => self.below(401) as f64 / 8.0 - 25.0,
            6 => (self.next() >> self.below(64)) as f64 * 10f64.powi(self.below(40) as i32 - 20),
            7 => (self.next() as f64 / 2f64.powi(64) - 0.5) * 2f64.powi(self.below(20) as i32 - 6),
            8 => f64::from_bits(self.next() & 0x800f_ffff_ffff_ffff | (1023 + self.below(12) as u64 - 6) << 52),
            _ => self.pick(&[
                0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.5, 1e16, 1e22, 1e23, 5e-324,
                f64::MAX, f64::MIN_POSITIVE, 1e308, 2.5, 1e-5, 0.1, 710.0, -745.2, 171.0, 1e300,
            ]),
        }
    }
    fn int(&mut self) -> IBig {
        let n = match self.below(6) {
            0 => IBig::from(self.below(21) as i64 - 10),
            1 => IBig::from(self.next() as i64),
            2 => IBig::from(self.next() as i64 >> self.below(63)),
            3 => {
                let shift = self.below(300);
                (IBig::from(self.next()) << shift) + IBig::from(self.below(3) as i64 - 1)
            }
            4 => (0..self.below(12)).fold(IBig::ONE, |n, _| n * IBig::from(self.next())),
            _ => IBig::ONE << self.below(200),
        };
        if self.below(2) == 0 {
            -n
        } else {
            n
        }
    }
}

/// Our side of `show`.
trait Show {
    fn show(&self) -> String;
}

impl Show for f64 {
    fn show(&self) -> String {
        if self.is_nan() {
            "nan".into()
        } else {
            format!("f{:016x}", self.to_bits())
        }
    }
}
impl Show for IBig {
    fn show(&self) -> String {
        crate::int::int_hex(self)
    }
}
impl Show for i64 {
    fn show(&self) -> String {
        IBig::from(*self).show()
    }
}
impl Show for bool {
    fn show(&self) -> String {
        if *self { "True" } else { "False" }.into()
    }
}
impl Show for str {
    fn show(&self) -> String {
        format!("s{}", self.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"))
    }
}
impl Show for String {
    fn show(&self) -> String {
        self.as_str().show()
    }
}
impl Show for Complex {
    fn show(&self) -> String {
        format!("c({}, {})", self.re.show(), self.im.show())
    }
}
impl<A: Show, B: Show> Show for (A, B) {
    fn show(&self) -> String {
        format!("({}, {})", self.0.show(), self.1.show())
    }
}
impl<A: Show> Show for Option<A> {
    fn show(&self) -> String {
        self.as_ref().map_or("None".into(), Show::show)
    }
}
impl<A: Show> Show for Vec<A> {
    fn show(&self) -> String {
        format!("({})", self.iter().map(Show::show).collect::<Vec<_>>().join(", "))
    }
}
impl<T: Show> Show for Result<T> {
    fn show(&self) -> String {
        match self {
            Ok(v) => v.show(),
            Err(e) => format!("!{e}").replace('\n', "\\n"),
        }
    }
}

/// `f(bits)`: a float as a Python expression.
fn py(x: f64) -> String {
    format!("f({})", x.to_bits())
}

fn py_complex(z: Complex) -> String {
    format!("complex({}, {})", py(z.re), py(z.im))
}

/// A Python string literal.
fn py_str(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' | '\'' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push('\'');
    out
}

/// Cases of one test.
#[derive(Default)]
struct Cases(Vec<(String, String)>);

impl Cases {
    fn add(&mut self, expression: impl Into<String>, ours: &(impl Show + ?Sized)) {
        self.0.push((expression.into(), ours.show()));
    }

    /// Asks Python and reports every difference.
    fn check(self) {
        let Ok(python) = std::env::var("FORA_PYTHON") else { return };
        let mut child = Command::new(python)
            .args(["-c", include_str!("peer.py")])
            .env("PYTHONHASHSEED", tables::HASH_SEED.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("FORA_PYTHON runs");
        let mut stdin = child.stdin.take().expect("piped");
        let lines: String = self.0.iter().map(|(e, _)| format!("{e}\n")).collect();
        let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
        let output = child.wait_with_output().expect("output");
        writer.join().expect("writer").expect("write");
        let text = String::from_utf8_lossy(&output.stdout);
        let answers: Vec<&str> = text.lines().collect();
        assert_eq!(answers.len(), self.0.len(), "an answer for every case");
        let wrong: Vec<String> = self
            .0
            .iter()
            .zip(&answers)
            .filter(|((_, ours), theirs)| ours != *theirs)
            .map(|((e, ours), theirs)| format!("{e}\n    python {theirs}\n    ours   {ours}"))
            .collect();
        let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
        assert!(wrong.is_empty(), "{} of {} differ:\n{shown}", wrong.len(), self.0.len());
    }
}
