//! Interleavings of the transitions of fora-task.
//!
//! `scenarios` are small cases, each about one race. Under `--cfg loom` all their interleavings and the reorderings of the memory
//! model are tried; in a plain run shuttle tries random ones (orderings are then all sequentially consistent). `miniature` is a
//! whole small scheduler under shuttle, and on real threads.
//!
//! `FORA_TASK_RUNS=N` sets how many random schedules each test tries. Shuttle prints the schedule of a failure.

mod machine;
mod scenarios;

#[cfg(not(loom))]
mod miniature;
