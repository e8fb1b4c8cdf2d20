//! The garbage-collected heap: a non-moving mark-region collector with sticky mark bits.
//!
//! It names nothing of the VM: it sees headers and 64-bit words. Objects never move, so native code may hold plain
//! pointers; the collector finds them by scanning native stacks conservatively, interior pointers included.
//!
//! | file        | idea                                                              |
//! |-------------|-------------------------------------------------------------------|
//! | `header`    | the 16 bytes before every object; the barrier's compare           |
//! | `barrier`   | the barrier's slow half: remembered set, fork rule                |
//! | `region`    | one reserved range of addresses                                   |
//! | `meta`      | the block table: marks, fill                                      |
//! | `holes`     | what lies free between the objects of a block                     |
//! | `pool`      | which blocks are free                                             |
//! | `mutator`   | bump allocation                                                   |
//! | `resolve`   | from any word to the object it points into                        |
//! | `mark`      | roots and marking                                                 |
//! | `collect`   | one collection, step by step                                      |
//! | `stop`      | several threads: who runs, who waits                              |
//! | `verify`    | the whole-heap verifier                                           |
//! | `heap`      | the heap, its budgets and statistics                              |
//! | `protect`   | a test mode that finds missing barriers                            |
//! | `config`    | `FORA_GC`                                                         |
//!
//! Rules for the VM
//! 1. A write of a reference into an object needs `may_write` first, else `barrier_slow`, with no safepoint (allocation,
//!    poll, call into Python) between the check and the write. An object allocated since the last safepoint needs none.
//! 2. `SCAN_WORDS` payloads hold references to object starts, tagged words (low 3 bits not zero), words below 2^40, or
//!    addresses outside the heap.
//! 3. References live in objects, in what `Hooks::trace` reports, or on a native stack; never in malloc'd memory only.
//! 4. Flag bit 0x80 belongs to the heap, and so does bit 0 of `Mutator::poll`.
//! 5. A large object (`granules() == 0`) keeps its size in the block table: ask `Heap::size_of`.
//!
//! Absent: reference counts, moving, threads of its own, finalisation policy.

mod barrier;
mod collect;
mod config;
mod header;
mod heap;
mod holes;
mod mark;
mod meta;
mod mutator;
#[cfg(not(miri))]
mod protect;
mod pool;
mod region;
mod resolve;
mod stop;
mod verify;

#[cfg(test)]
mod tests;

pub use barrier::{barrier_slow, remember};
pub use collect::{collect, Hooks, Roots};
pub use config::{Config, NURSERY};
pub use header::*;
pub use heap::{Heap, Stats};
pub use mark::Marker;
pub use mutator::{CollectHook, Mutator};
pub use stop::{safepoint, with_spilled, AT_SAFEPOINT, NATIVE, POLL_STOP, RUNNING};
