//! Async generators and their awaitables.
use crate::native::Def;
pub const ASYNC_GENERATOR: &[Def] = &[];
pub const ASEND: &[Def] = &[];
pub const ATHROW: &[Def] = &[];
pub const ANEXT_AWAITABLE: &[Def] = &[];
