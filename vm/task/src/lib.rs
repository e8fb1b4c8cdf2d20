//! The concurrent core of tasks: which task is where, who may touch it, and who has to be woken.
//!
//! Everything that two workers can race for about a task is here and nothing else is: one atomic word per task ([`TaskWord`]),
//! one word per worker that says what it runs ([`Slot`]), and the bell that idle workers sleep on ([`Bell`]). What a task *is*
//! (its stack, forks, views, log) belongs to the VM and is passed along by the transitions below: whoever wins a transition
//! owns the task's plain data until the next one.
//!
//! ```text
//! QUEUED ──start──▶ RUNNING ◀──unpark── PARKED        finish: RUNNING ─▶ DONE      collect: DONE ─▶ JOINED
//!    │                 └──────park────────▲
//!    ├──await_done (nobody began it)──▶ RETRACTED     QUEUED, PARKED, DONE + CANCEL ──settle──▶ CANCELLED
//!    └──◀── requeue (lease ran out; attempt + 1) ──   RUNNING + CANCEL ──drop_running (its own worker)──▶ CANCELLED
//! ```
//!
//! The crate is generic over [`Memory`], three names for what the machine offers, so that the same code runs on the real
//! machine, under loom (all interleavings and reorderings of small cases) and under shuttle (random schedules of large ones).
//!
//! Absent on purpose: deques (a crate), fibers, the fork records and the rules for writes (the VM), clocks and time-outs.

mod bell;
mod memory;
mod slot;
mod word;

pub use bell::{Bell, Ticket};
pub use memory::{Gate, Memory, Native, Word};
pub use slot::{quiesce, Cancelled, Slot, TaskId};
pub use word::{Attempt, Join, Prefix, Snapshot, State, TaskWord};
