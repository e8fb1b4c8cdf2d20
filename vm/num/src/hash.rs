//! CPython's hashes: numbers modulo 2**61 - 1, tuples, frozensets, and keyed SipHash-1-3 for str and bytes.

use crate::libm;
use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, Sign};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// 2**61 - 1.
pub const MODULUS: u64 = (1 << 61) - 1;
/// `hash(math.inf)`.
pub const HASH_INF: i64 = 314159;
/// Multiplier of the imaginary part in a complex hash.
pub const HASH_IMAG: i64 = 1000003;

/// -1 is C's error mark, hence no hash.
#[inline]
fn settle(h: i64) -> i64 {
    if h == -1 {
        -2
    } else {
        h
    }
}

/// `hash(n)`.
#[inline]
pub fn hash_i64(n: i64) -> i64 {
    let h = (n.unsigned_abs() % MODULUS) as i64;
    settle(if n < 0 { -h } else { h })
}

/// `hash(n)`.
pub fn hash_int(n: &IBig) -> i64 {
    let h = (n.unsigned_abs() % MODULUS) as i64;
    settle(if n.sign() == Sign::Negative { -h } else { h })
}

/// `hash(x)`. CPython hashes a NaN by its object's address: `nan` is the caller's answer for that.
pub fn hash_float(x: f64, nan: i64) -> i64 {
    if !x.is_finite() {
        return match x {
            x if x.is_nan() => nan,
            x if x > 0.0 => HASH_INF,
            _ => -HASH_INF,
        };
    }
    if x.abs() < 1e18 && x == x.trunc() {
        return hash_i64(x as i64);
    }
    let (m, mut e) = libm::frexp(x);
    let negative = m < 0.0;
    let mut m = m.abs();
    let mut h = 0u64; // 28 bits of m at a time, from the top
    while m != 0.0 {
        h = (h << 28 & MODULUS) | h >> (61 - 28);
        m *= 268435456.0;
        e -= 28;
        let y = m as u64;
        m -= y as f64;
        h += y;
        if h >= MODULUS {
            h -= MODULUS;
        }
    }
    // multiply by 2**e: a rotation, as 2**61 is 1
    let e = e.rem_euclid(61) as u32;
    h = (h << e & MODULUS) | h >> (61 - e);
    settle(if negative { -(h as i64) } else { h as i64 })
}

/// `hash(complex(re, im))`, with the caller's answers for NaN parts.
pub fn hash_complex(re: f64, im: f64, nan: i64) -> i64 {
    let h = hash_float(im, nan).wrapping_mul(HASH_IMAG).wrapping_add(hash_float(re, nan));
    settle(h)
}

/// Hash of a pointer-like identity: `object.__hash__`.
pub fn hash_pointer(address: u64) -> i64 {
    settle(address.rotate_right(4) as i64)
}

const P1: u64 = 11400714785074694791;
const P2: u64 = 14029467366897019727;
const P5: u64 = 2870177450012600261;

/// Hash of a tuple from the hashes of its items, fed one by one.
#[derive(Clone, Copy, Debug)]
pub struct TupleHash {
    acc: u64,
    len: u64,
}

impl Default for TupleHash {
    fn default() -> Self {
        TupleHash { acc: P5, len: 0 }
    }
}

impl TupleHash {
    #[inline]
    pub fn add(&mut self, item: i64) {
        self.acc = self.acc.wrapping_add((item as u64).wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
        self.len += 1;
    }
    #[inline]
    pub fn finish(self) -> i64 {
        let h = self.acc.wrapping_add(self.len ^ (P5 ^ 3527539));
        if h == u64::MAX {
            1546275796
        } else {
            h as i64
        }
    }
}

/// `hash(tuple)` from its items' hashes.
pub fn hash_tuple(items: impl IntoIterator<Item = i64>) -> i64 {
    let mut t = TupleHash::default();
    items.into_iter().for_each(|h| t.add(h));
    t.finish()
}

/// `hash(frozenset)` from its items' hashes, in any order.
pub fn hash_frozenset(items: impl IntoIterator<Item = i64>) -> i64 {
    let mut h = 0u64;
    let mut len = 0u64;
    for item in items {
        let x = item as u64;
        h ^= ((x ^ 89869747) ^ (x << 16)).wrapping_mul(3644798167);
        len += 1;
    }
    h ^= len.wrapping_add(1).wrapping_mul(1927868237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h.wrapping_mul(69069).wrapping_add(907133923);
    if h == u64::MAX {
        590923713
    } else {
        h as i64
    }
}

/// The key of str and bytes hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Secret {
    pub k0: u64,
    pub k1: u64,
}

impl Secret {
    /// The key that `PYTHONHASHSEED=seed` gives; 0 turns randomisation off.
    pub fn from_seed(seed: u32) -> Secret {
        if seed == 0 {
            return Secret::default();
        }
        let mut bytes = [0u8; 16];
        let mut x = seed;
        for b in &mut bytes {
            x = x.wrapping_mul(214013).wrapping_add(2531011);
            *b = (x >> 16) as u8;
        }
        let [lo, hi] = [&bytes[..8], &bytes[8..]].map(|half| {
            half.iter().rev().fold(0u64, |word, &b| word << 8 | b as u64)
        });
        Secret { k0: lo, k1: hi }
    }

    /// `hash(bytes)`, and the hash of a str's buffer.
    pub fn hash_bytes(self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut h = SipHasher13::new_with_keys(self.k0, self.k1);
        h.write(bytes);
        settle(h.finish() as i64)
    }

    /// `hash(str)`.
    pub fn hash_str(self, text: &str) -> i64 {
        if text.is_ascii() {
            return self.hash_bytes(text.as_bytes());
        }
        let widest = text.chars().max().unwrap_or('\0') as u32;
        self.hash_wide(text.chars().map(|c| c as u32), widest)
    }

    /// `hash(str)` of text given as WTF-8.
    pub fn hash_wtf8(self, text: &[u8]) -> i64 {
        match std::str::from_utf8(text) {
            Ok(text) => self.hash_str(text),
            Err(_) => self.hash_code_points(&crate::unicode::code_points(text).collect::<Vec<_>>()),
        }
    }

    /// `hash(str)` of text given as code points, lone surrogates included.
    pub fn hash_code_points(self, text: &[u32]) -> i64 {
        let widest = text.iter().copied().max().unwrap_or(0);
        self.hash_wide(text.iter().copied(), widest)
    }

    /// Hashes the buffer CPython would hold: one, two or four bytes per code point, by the widest.
    fn hash_wide(self, points: impl Iterator<Item = u32>, widest: u32) -> i64 {
        let buffer: Vec<u8> = match widest {
            0..=0xff => points.map(|c| c as u8).collect(),
            0x100..=0xffff => points.flat_map(|c| (c as u16).to_le_bytes()).collect(),
            _ => points.flat_map(u32::to_le_bytes).collect(),
        };
        self.hash_bytes(&buffer)
    }
}
