//! Machine code for traces, x86-64 made with dynasm. Knows the trace IR (`fora_trace`) and nothing of the VM: what it must know of
//! objects, of the worker's context and of functions to call comes in a [`fora_trace::runtime::Runtime`].
//!
//! ```text
//!  Trace ──plan──▶ uses, what is folded into what ──lower──▶ bytes, exits ──cache──▶ Code, shared by all threads
//! ```
//! Files: `abi` what compiled code and its caller agree on · `cache` pages that hold code · `code` a compiled trace, entering it, reading
//! an exit, linking side traces · `lower` the compiler · `dump` code as text · `perf`, `gdb` telling other tools about the code.
//!
//! On other machines [`Jit::new`] answers [`Refused::Machine`] and everything goes on interpreted.
//! Absent: SIMD lanes; boxing of what an exit names (the recorder's side does it).
pub mod abi;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod cache;
pub mod code;
#[cfg(feature = "disassemble")]
pub mod dump;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod gdb;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod lower;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod perf;

pub use abi::{ExitState, Loc, RETURNED};
pub use code::{Code, ExitPoint, Given, Jit, Refused, Value};

#[cfg(all(test, target_arch = "x86_64", target_os = "linux"))]
mod tests;
