//! Ints, and the crossings between int and float.

use super::{py, py_str, Cases, Rng, Show};
use crate::error::Error;
use crate::float::*;
use crate::int::*;
use crate::IBig;
use std::cmp::Ordering;

#[test]
fn arithmetic() {
    let mut rng = Rng::new(1);
    let mut c = Cases::default();
    for _ in 0..3000 {
        let (a, b, m) = (rng.int(), rng.int(), rng.int());
        c.add(format!("divmod({a}, {b})"), &int_divmod(&a, &b));
        c.add(format!("({a}) // ({b})"), &int_floordiv(&a, &b));
        c.add(format!("({a}) % ({b})"), &int_mod(&a, &b));
        c.add(format!("({a}) / ({b})"), &int_true_div(&a, &b));
        c.add(format!("float({a})"), &int_to_float(&a));
        c.add(format!("pow({a}, {b}, {m})"), &int_mod_pow(&a, &b, &m));
        let shift = IBig::from(rng.below(220) as i64 - 20);
        c.add(format!("({a}) << ({shift})"), &int_shl(&a, &shift));
        c.add(format!("({a}) >> ({shift})"), &int_shr(&a, &shift));
        c.add(format!("math.gcd({a}, {b})"), &int_gcd(&a, &b));
        c.add(format!("math.lcm({a}, {b})"), &int_lcm(&a, &b));
        c.add(format!("math.isqrt({a})"), &int_isqrt(&a));
        c.add(format!("({a}).bit_length()"), &(int_bit_length(&a) as i64));
        c.add(format!("({a}).bit_count()"), &(int_bit_count(&a) as i64));
        let digits = IBig::from(rng.below(60) as i64 - 50);
        c.add(format!("round({a}, {digits})"), &int_round(&a, &digits));
        let e = IBig::from(rng.below(40) as i64);
        c.add(format!("({a}) ** ({e})"), &int_pow(&a, &e));
        let (x, y) = (rng.next() as i64 >> rng.below(63), rng.next() as i64 >> rng.below(63));
        if y != 0 {
            c.add(format!("({x}) // ({y})"), &i64_floordiv(x, y));
            c.add(format!("({x}) % ({y})"), &i64_mod(x, y));
        }
        c.add(format!("({x}) / ({y})"), &int_true_div_i64(x, y));
        c.add(format!("math.gcd({x}, {y})"), &IBig::from(i64_gcd(x, y)));
        let s = rng.below(70) as u32;
        c.add(format!("(lambda r: r if -2**63 <= r < 2**63 and ({s} < 63 or r == 0) else None)(({x}) << {s})"), &i64_shl(x, s));
        c.add(format!("({x}) >> {s}"), &i64_shr(x, s as u64));
    }
    for n in 0..60i64 {
        c.add(format!("math.factorial({n})"), &int_factorial(&n.into()));
        for k in [0, 1, 2, n / 2, n - 1, n, n + 1] {
            c.add(format!("math.comb({n}, {k})"), &int_comb(&n.into(), &k.into()));
            c.add(format!("math.perm({n}, {k})"), &int_perm(&n.into(), &k.into()));
        }
    }
    let big = IBig::ONE << 70;
    c.add("math.comb(2**70, 5)", &int_comb(&big, &5.into()));
    c.add("math.comb(2**70, 2**69)", &int_comb(&big, &(&big >> 1)));
    c.add("math.perm(2**70, 2**69)", &int_perm(&big, &(&big >> 1)));
    c.add("math.perm(2**70, 12)", &int_perm(&big, &12.into()));
    c.add("math.factorial(-1)", &int_factorial(&IBig::NEG_ONE));
    c.add("math.factorial(2**70)", &int_factorial(&big));
    c.check();
}

#[test]
fn bytes() {
    let mut rng = Rng::new(2);
    let mut c = Cases::default();
    for _ in 0..3000 {
        let n = rng.int();
        let length = rng.below(20);
        for (order, name) in [(Order::Little, "little"), (Order::Big, "big")] {
            for signed in [false, true] {
                let word = signed.show();
                let made = int_to_bytes(&n, length, order, signed);
                let hex = made.as_ref().map(|b| b.iter().map(|b| format!("{b:02x}")).collect::<String>());
                let hex = hex.map_err(Error::clone);
                c.add(format!("({n}).to_bytes({length}, '{name}', signed={word}).hex()"), &hex);
                if let (Ok(bytes), Ok(hex)) = (made, hex) {
                    let back = int_from_bytes(&bytes, order, !signed);
                    let other = (!signed).show();
                    c.add(format!("int.from_bytes(bytes.fromhex('{hex}'), '{name}', signed={other})"), &back);
                }
            }
        }
    }
    c.check();
}

#[test]
fn literals() {
    let mut rng = Rng::new(3);
    let mut c = Cases::default();
    let alphabet = ["0", "1", "7", "9", "a", "F", "z", "_", "x", "X", "o", "b", "-", "+", " ", "٣", "\u{2003}", "é", "."];
    for _ in 0..20000 {
        let length = rng.below(7);
        let text: String = (0..length).map(|_| rng.pick(&alphabet)).collect();
        let base = rng.pick(&[0, 2, 8, 10, 10, 16, 36, 7, 1, 37]);
        let ours = parse_int_or(&text, base, 4300, || python_repr(&text));
        c.add(format!("int({}, {base})", py_str(&text)), &ours);
    }
    for n in [4299usize, 4300, 4301, 9000] {
        for base in [10, 16, 7] {
            let text = "1".repeat(n);
            let ours = parse_int_or(&text, base, 4300, || python_repr(&text));
            c.add(format!("int('1' * {n}, {base})"), &ours);
        }
        let big = IBig::from(10).pow(n) - IBig::ONE;
        c.add(format!("str(10 ** {n} - 1)"), &int_to_str(&big, 4300));
        c.add(format!("str(-10 ** {n} + 1)"), &int_to_str(&-big, 4300));
    }
    for _ in 0..500 {
        let n = rng.int();
        c.add(format!("(hex({n}), oct({n}), bin({n}), str({n}))"),
            &vec![int_hex(&n), int_oct(&n), int_bin(&n), int_to_str(&n, 0).unwrap_or_default()]);
    }
    c.check();
}

/// repr of the texts that these tests make.
pub(super) fn python_repr(text: &str) -> String {
    let mut out = String::from("'");
    for ch in text.chars() {
        match ch {
            '\\' | '\'' => out.extend(['\\', ch]),
            c if crate::unicode::is_printable(c as u32) => out.push(c),
            c if (c as u32) < 0x100 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push_str(&format!("\\u{:04x}", c as u32)),
        }
    }
    out.push('\'');
    out
}

#[test]
fn crossings() {
    let mut rng = Rng::new(4);
    let mut c = Cases::default();
    for _ in 0..5000 {
        let x = rng.float();
        let p = py(x);
        c.add(format!("int({p})"), &float_to_int(x));
        c.add(format!("{p}.is_integer()"), &float_is_integer(x));
        c.add(format!("{p}.as_integer_ratio()"), &float_as_integer_ratio(x));
        c.add(format!("math.floor({p})"), &float_floor(x));
        c.add(format!("math.ceil({p})"), &float_ceil(x));
        c.add(format!("round({p})"), &float_round_int(x));
        let mut n = rng.int();
        if x.is_finite() && rng.below(2) == 0 {
            n = float_to_int(x).unwrap_or_default() + IBig::from(rng.below(3) as i64 - 1);
        }
        let order = int_cmp_float(&n, x);
        let signs = |o: Option<Ordering>| vec![o == Some(Ordering::Less), o == Some(Ordering::Equal), o == Some(Ordering::Greater)];
        c.add(format!("({n} < {p}, {n} == {p}, {n} > {p})"), &signs(order));
        if let Ok(n) = i64::try_from(&n) {
            assert_eq!(int_cmp_float_i64(n, x), order, "{n} {x}");
        }
        let n = IBig::from(rng.next()) << rng.below(1000);
        let d = IBig::from(rng.next()) << rng.below(1100);
        c.add(format!("{n} / {d}"), &int_true_div(&n, &d));
        c.add(format!("float({n})"), &int_to_float(&n));
        let n = (IBig::from(rng.next() | 1 << 63) << 80) + IBig::from(rng.below(2));
        let n = (n >> 91 << 91) + (IBig::ONE << 90) + IBig::from(rng.below(2)); // ties and near ties
        c.add(format!("float({n})"), &int_to_float(&n));
        c.add(format!("{n} / 2**1150"), &int_true_div(&n, &(IBig::ONE << 1150)));
        c.add(format!("{n} / 3"), &int_true_div(&n, &3.into()));
    }
    c.check();
}
