//! bytes: immutable byte strings. Exact instances hold their data inline; subclass instances refer to an exact one.
//! Layout: header, length word (len << 1 | 1), hash word, data at 32 — subclass: header, the plain bytes value.
#![allow(unsafe_code)] // raw data: [O1]
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use fora_heap::SCAN_LEAF;
pub fn new(cx: &mut Cx, b: &[u8]) -> Value {
    let o = cx.alloc_raw(T::Bytes as u32, 32 + b.len(), SCAN_LEAF);
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (b.len() as u64) << 1 | 1; std::ptr::copy_nonoverlapping(b.as_ptr(), o.ptr::<u8>().add(32), b.len()); } // SAFETY: fresh
    o
}
/// Fallible and zeroed, for sizes that come from the program.
pub fn zeroed(cx: &mut Cx, n: usize) -> R {
    if n > (1 << 46) { return Err(cx.memory_error()); }
    let o = cx.try_alloc(T::Bytes as u32, 32 + n, SCAN_LEAF)?;
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (n as u64) << 1 | 1 }; // SAFETY: fresh
    Ok(o)
}
/// The data of a bytes object (subclass instances too); valid while the object is reachable.
pub fn get(v: Value) -> &'static [u8] {
    assert!(v.is_ref() && v.kind() == T::Bytes);
    let v = if v.is_exact(T::Bytes) { v } else { Value(unsafe { *(v.ptr::<u8>().add(16) as *const u64) }) }; // SAFETY: [O1]
    unsafe { std::slice::from_raw_parts(v.ptr::<u8>().add(32), (*(v.ptr::<u8>().add(16) as *const u64) >> 1) as usize) } // SAFETY: [O1]
}
pub fn init_subclass(v: Value, plain: Value) { assert!(v.kind() == T::Bytes && !v.is_exact(T::Bytes)); unsafe { *(v.ptr::<u8>().add(16) as *mut u64) = plain.0 } } // SAFETY: fresh
