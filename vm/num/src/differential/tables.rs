//! Hashes, the random generator, and every code point's properties.

use super::{py, py_complex, py_str, Cases, Rng, Show};
use crate::complex::Complex;
use crate::hash::*;
use crate::random::Twister;
use crate::unicode as u;
use crate::IBig;

/// PYTHONHASHSEED of the peer.
pub(super) const HASH_SEED: u32 = 4711;

#[test]
fn hashes() {
    let mut rng = Rng::new(30);
    let mut c = Cases::default();
    let secret = Secret::from_seed(HASH_SEED);
    for _ in 0..5000 {
        let x = rng.float();
        if !x.is_nan() {
            c.add(format!("hash({})", py(x)), &hash_float(x, 0));
            let y = rng.below(50) as f64 / 4.0;
            let z = Complex::new(x, y);
            c.add(format!("hash({})", py_complex(z)), &hash_complex(x, y, 0));
        }
        let n = rng.int();
        c.add(format!("hash({n})"), &hash_int(&n));
        if let Ok(n) = i64::try_from(&n) {
            c.add(format!("hash({n})"), &hash_i64(n));
        }
        let items: Vec<i64> = (0..rng.below(6)).map(|_| rng.next() as i64 >> rng.below(64)).collect();
        let text = items.iter().map(|n| format!("{n}, ")).collect::<String>();
        let hashes: Vec<i64> = items.iter().map(|n| hash_i64(*n)).collect();
        c.add(format!("hash(({text}))"), &hash_tuple(hashes.iter().copied()));
        let mut distinct = items.clone();
        distinct.sort_unstable();
        distinct.dedup();
        c.add(format!("hash(frozenset([{text}]))"), &hash_frozenset(distinct.iter().map(|n| hash_i64(*n))));
        let text: String = (0..rng.below(20)).map(|_| rng.pick(&['a', 'b', 'z', ' '])).collect();
        let wide = rng.pick(&["", "é", "日", "\u{1F600}", "ÿ"]);
        let text = text + wide;
        c.add(format!("hash({})", py_str(&text)), &secret.hash_str(&text));
        let points: Vec<u32> = text.chars().map(|c| c as u32).collect();
        assert_eq!(secret.hash_code_points(&points), secret.hash_str(&text));
        c.add(format!("hash({}.encode())", py_str(&text)), &secret.hash_bytes(text.as_bytes()));
    }
    c.check();
}

#[test]
fn random() {
    let mut rng = Rng::new(31);
    let mut c = Cases::default();
    for _ in 0..40 {
        let seed = rng.int();
        let mut t = Twister::from_int(&seed);
        let v: Vec<f64> = (0..700).map(|_| t.random()).collect();
        c.add(format!("seeded({seed}, 'random')"), &v);
        let state: Vec<i64> = Twister::from_int(&seed).state().iter().map(|w| *w as i64).collect();
        c.add(format!("random.Random({seed}).getstate()[1]"), &state);
        for k in [1, 5, 31, 32, 33, 53, 63, 64, 65, 200] {
            let mut t = Twister::from_int(&seed);
            let v: Vec<IBig> = (0..3).map(|_| t.bits(k).into()).collect();
            c.add(format!("seeded({seed}, 'getrandbits', {k})"), &v);
        }
        let mut t = Twister::from_int(&seed);
        let v: Vec<i64> = (0..3).map(|_| t.below(1000) as i64).collect();
        c.add(format!("seeded({seed}, 'randrange', 1000)"), &v);
    }
    let t = Twister::from_int(&5.into());
    assert_eq!(Twister::from_state(&t.state()).as_ref(), Some(&t));
    c.check();
}

fn words(text: &[u32]) -> String {
    text.iter().map(|c| format!("{c:x}")).collect::<Vec<_>>().join(" ")
}

fn properties(c: u32) -> String {
    let flags = [
        u::is_alpha(c), u::is_lower(c), u::is_upper(c), u::is_printable(c), u::is_space(c), u::is_identifier([c]),
        u::is_identifier([0x61, c]), u::is_decimal(c), u::is_digit(c), u::is_numeric(c), u::is_alnum(c), u::mirrored(c),
        u::is_linebreak(c),
    ];
    let flags: String = flags.iter().map(|b| if *b { '1' } else { '0' }).collect();
    let mixed = [0x1100, c, 0x301, 0x323, c];
    let forms = ["NFC", "NFD", "NFKC", "NFKD"].map(|f| {
        words(&u::Form::from_name(f).map(|f| u::normalize(f, &mixed)).unwrap_or_default())
    });
    let mut all = vec![
        flags,
        u::category(c).to_owned(),
        u::bidirectional(c).to_owned(),
        u::east_asian_width(c).to_owned(),
        u::combining(c).to_string(),
        u::numeric_value(c).show(),
        u::decomposition(c),
        words(&u::upper(&[c])),
        words(&u::lower(&[c])),
        words(&u::title(&[c])),
        words(&u::casefold(&[c])),
        words(&u::swapcase(&[c])),
        words(&u::lower(&[0x61, c, 0x3a3, c])),
        words(&u::lower(&[c, 0x3a3, c, 0x61])),
        words(&u::title(&[c, 0x41, 0x62, c])),
    ];
    all.extend(forms);
    all.join(" ")
}

#[test]
fn unicode() {
    let mut c = Cases::default();
    if std::env::var_os("FORA_PYTHON").is_some() {
        // two thirds of the code space is unassigned or private: look at its edges only
        for start in (0..0x32000).chain(0xe0000..0xe1000).chain(0x10ffc0..0x110000).step_by(64) {
            let text: Vec<String> = (start..start + 64).map(properties).collect();
            c.add(format!("props({start})"), &text.join("|"));
        }
    }
    c.check();
}
