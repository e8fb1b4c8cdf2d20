//! The recorder: Fora IR under way in the interpreter becomes trace IR. Knows the VM's layouts; implements `fora_vm::tier::Tier`.
//!
//! | file | holds |
//! |---|---|
//! | `tier` | what the interpreter calls: hot loops, entering, hot exits |
//! | `rec` | the recorder: registers as values, exits, guards |
//! | `ops/` | what each op becomes |
//! | `helpers` | functions that traces call, one row each |
//! | `engine` | running a trace, by the evaluator or as machine code |
//! | `leave` | frames and registers as an exit describes them |
//! | `traces` | all traces, their exits' counters, roots |
//! | `reasons` | why something is not compiled |
//!
//! Parallel execution: a trace recorded where forks are looked at counts iterations as the interpreter does, and leaves where a record begins
//! or ends. Absent: entering it there. A task that is given up unwinds, and compiled code cannot be unwound; until helpers hand that
//! over, such contexts interpret (`slow::way_back`).
mod engine;
mod helpers;
mod leave;
mod ops;
mod reasons;
mod rec;
mod tier;
mod traces;

pub use reasons::Reason;
pub use tier::{install, loops, report, show};
