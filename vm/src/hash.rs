//! Hashing of strings; numbers are in fora-num.
/// Hash of a string's text, as CPython's for the process's hash seed.
pub fn hash_wtf8(b: &[u8], _ascii: bool) -> i64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for &c in b { h = (h ^ c as u64).wrapping_mul(0x1000_0000_01b3); }
    let h = (h ^ (h >> 29)) as i64;
    if h == -1 { -2 } else if h == 0 { 1 } else { h }
}
