//! Hashing of strings and bytes: CPython's keyed SipHash. Numbers are in fora-num.
use fora_num::hash::Secret;
use std::sync::OnceLock;

static SECRET: OnceLock<Secret> = OnceLock::new();

/// Sets the key for the process, before the first string is hashed.
pub fn seed(seed: u64) { let _ = SECRET.set(Secret::from_seed(seed as u32)); }
#[inline(always)]
fn secret() -> Secret { *SECRET.get_or_init(Secret::default) }
/// Hash of a string's text, as CPython's for the process's hash seed.
pub fn hash_wtf8(b: &[u8], ascii: bool) -> i64 {
    if ascii { return secret().hash_bytes(b); }
    let points: Vec<u32> = crate::wtf8::points(b).collect();
    secret().hash_code_points(&points)
}
/// Hash of bytes (and of read-only memoryviews).
pub fn hash_bytes(b: &[u8]) -> i64 { secret().hash_bytes(b) }
