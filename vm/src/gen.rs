//! Generators and coroutines.
use crate::native::Def;
use crate::value::Value;
#[repr(C)]
pub struct GeneratorObj { pub hdr: fora_heap::Header, pub regs: Value }
pub const GENERATOR: &[Def] = &[];
pub const COROUTINE: &[Def] = &[];
pub const ASYNC_GENERATOR: &[Def] = &[];
pub const COROUTINE_WRAPPER: &[Def] = &[];
pub const ASEND: &[Def] = &[];
pub const ATHROW: &[Def] = &[];
pub const ANEXT_AWAITABLE: &[Def] = &[];
