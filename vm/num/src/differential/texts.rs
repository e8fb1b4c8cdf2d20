//! The formatting languages.

use super::{py, py_complex, py_str, Cases, Rng, Show};
use crate::complex::Complex;
use crate::error::{Error, Result};
use crate::float::int_to_float;
use crate::format::*;
use crate::IBig;

fn random_spec(rng: &mut Rng) -> String {
    let mut s = String::new();
    let mut maybe = |rng: &mut Rng, odds: usize, from: &[&str]| {
        if rng.below(odds) == 0 {
            s.push_str(rng.pick(from));
        }
    };
    maybe(rng, 4, &["*", "é", "0", "<", "\u{1F600}"]);
    maybe(rng, 2, &["<", ">", "^", "="]);
    maybe(rng, 3, &["+", "-", " "]);
    maybe(rng, 8, &["z"]);
    maybe(rng, 4, &["#"]);
    maybe(rng, 4, &["0"]);
    maybe(rng, 2, &["1", "5", "10", "23", "٣"]);
    maybe(rng, 4, &[",", "_"]);
    maybe(rng, 40, &[",", "_"]);
    maybe(rng, 3, &[".0", ".1", ".3", ".12", ".20", ".", ".400"]);
    maybe(rng, 2, &["d", "b", "o", "x", "X", "n", "c", "e", "E", "f", "F", "g", "G", "%", "s", "y", "é"]);
    maybe(rng, 60, &["q", "99999999999999999999"]);
    s
}

fn as_int(spec: &str, n: &IBig) -> Result<String> {
    let spec = Spec::parse_number(spec, "int")?;
    if spec.wants_float() {
        return format_float(&spec, int_to_float(n)?, "int", &Locale::default());
    }
    format_int(&spec, n, "int", 4300, &Locale::default())
}

#[test]
fn specs() {
    let mut rng = Rng::new(20);
    let mut c = Cases::default();
    let locale = Locale::default();
    for _ in 0..30000 {
        let text = random_spec(&mut rng);
        if text.is_empty() {
            continue;
        }
        let spec = py_str(&text);
        let x = rng.float();
        let ours = Spec::parse_number(&text, "float").and_then(|s| format_float(&s, x, "float", &locale));
        c.add(format!("format({}, {spec})", py(x)), &ours);
        let n = match rng.below(3) {
            0 => IBig::from(32 + rng.below(600)),
            _ if text.ends_with('c') => IBig::from(rng.below(0xd800)),
            _ => rng.int(),
        };
        c.add(format!("format({n}, {spec})"), &as_int(&text, &n));
        let z = Complex::new(rng.float(), rng.float());
        let ours = Spec::parse_number(&text, "complex").and_then(|s| format_complex(&s, z.re, z.im, "complex", &locale));
        c.add(format!("format({}, {spec})", py_complex(z)), &ours);
        let word = rng.pick(&["", "a", "héllo", "日本語テキスト", "a\u{1F600}b"]);
        let ours = Spec::parse_text(&text, "str").and_then(|s| format_str(&s, word, "str"));
        c.add(format!("format({}, {spec})", py_str(word)), &ours);
    }
    c.check();
}

enum Arg<'a> {
    Int(&'a IBig),
    Float(f64),
    Text(&'a str),
}

/// `template % (arg,)`, with "7" for every `*`.
fn printf(template: &str, arg: &Arg) -> Result<String> {
    let mut out = String::new();
    for piece in PrintfPieces::new(template) {
        match piece? {
            PrintfPiece::Literal(text) => out.push_str(text),
            PrintfPiece::Conversion(c) if c.kind == '%' => out.push('%'),
            PrintfPiece::Conversion(c) => out.push_str(&match (c.kind, arg) {
                ('d' | 'i' | 'u' | 'o' | 'x' | 'X', Arg::Int(n)) => printf_int(&c, n, 4300)?,
                ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Arg::Float(x)) => printf_float(&c, *x)?,
                ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Arg::Int(n)) => printf_float(&c, int_to_float(n)?)?,
                ('s', Arg::Text(t)) => printf_text(&c, t)?,
                ('c', Arg::Int(n)) => printf_char(&c, i64::try_from(*n).unwrap_or(-1))?,
                ('d' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 's' | 'c' | 'r' | 'a', _) => {
                    return Err(Error::value("skip"))
                }
                _ => return Err(c.unsupported()),
            }),
        }
    }
    Ok(out)
}

#[test]
fn conversions() {
    let mut rng = Rng::new(21);
    let mut c = Cases::default();
    for _ in 0..30000 {
        let mut t = String::from(rng.pick(&["", "x", "é%%"]));
        t.push('%');
        let flags = rng.below(4);
        (0..flags).for_each(|_| t.push(rng.pick(&['-', '+', ' ', '#', '0'])));
        t.push_str(rng.pick(&["", "", "5", "12", "30"]));
        t.push_str(rng.pick(&["", "", ".", ".0", ".3", ".10", ".99999999999"]));
        t.push_str(rng.pick(&["", "", "", "l"]));
        t.push_str(rng.pick(&["d", "i", "u", "o", "x", "X", "e", "E", "f", "F", "g", "G", "c", "s", "y", "", "é"]));
        t.push_str(rng.pick(&["", "z"]));
        let n = match rng.below(3) {
            0 => IBig::from(rng.below(1200)),
            _ => rng.int(),
        };
        let x = rng.float();
        let word = rng.pick(&["", "a", "héllo", "日本語テキスト"]);
        for (arg, text) in [(Arg::Int(&n), format!("{n}")), (Arg::Float(x), py(x)), (Arg::Text(word), py_str(word))] {
            let ours = printf(&t, &arg);
            let surrogate = matches!(&arg, Arg::Int(n) if (0xd800..=0xdfff).any(|s| **n == IBig::from(s)));
            if !surrogate && ours != Err(Error::value("skip")) && !(t.ends_with(['c']) && int_to_float(&n).is_err()) {
                c.add(format!("{} % ({text},)", py_str(&t)), &ours);
            }
        }
    }
    c.check();
}

#[test]
fn templates() {
    let mut rng = Rng::new(22);
    let mut c = Cases::default();
    let alphabet = ["{", "}", "{", "}", "{{", "}}", "a", "é", "0", "!", "!r", ":", ".", "[", "]", ">5", "{}"];
    for _ in 0..30000 {
        let length = rng.below(9);
        let text: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        let pieces: Result<Vec<Piece>> = Pieces::new(&text).collect();
        let ours: Result<Vec<Shown>> = pieces.map(|p| p.iter().map(Shown::of).collect());
        c.add(format!("tuple(_string.formatter_parser({}))", py_str(&text)), &ours);
        let alphabet = ["a", "0", "12", ".", "[", "]", "x", "é", "٣"];
        let name: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        let ours = FieldName::parse(&name).and_then(|name| {
            let first = match name.first {
                First::Auto => "s".to_owned(),
                First::Index(n) => (n as i64).show(),
                First::Key(k) => k.show(),
            };
            let mut parts = vec![Shown(first)];
            for part in name {
                parts.push(Shown(match part? {
                    Part::Attribute(a) => format!("(True, {})", a.show()),
                    Part::Index(n) => format!("(False, {})", (n as i64).show()),
                    Part::Key(k) => format!("(False, {})", k.show()),
                }));
            }
            Ok(parts)
        });
        c.add(format!("field_names({})", py_str(&name)), &ours);
    }
    c.check();
}

/// Text that is shown already.
struct Shown(String);

impl Shown {
    /// As `_string.formatter_parser` gives a piece.
    fn of(piece: &Piece) -> Shown {
        Shown(match &piece.field {
            None => format!("({}, None, None, None)", piece.literal.show()),
            Some(f) => format!(
                "({}, {}, {}, {})",
                piece.literal.show(),
                f.name.show(),
                f.spec.show(),
                f.conversion.map(|c| c.to_string()).show()
            ),
        })
    }
}

impl Show for Shown {
    fn show(&self) -> String {
        self.0.clone()
    }
}
