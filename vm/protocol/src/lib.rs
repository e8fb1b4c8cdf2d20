//! The protocol by which one sequential program runs as many tasks, as an executable model; tests only, no part of the VM.
//!
//! Programs of a small language run in two ways: by a plain evaluator (`reference`), and by the `model`, in which loops and call
//! groups are split into tasks at random moments and the tasks are interleaved at random. What an observer sees (the heap, the
//! output, the exception, the files) must be the same. Every rule can be switched off (`rules`); the tests demand that this shows.
//!
//! Read `rules`, then `model/barrier`, `accumulate`, `forks`, `join`. Change a rule of the VM only together with the model.
//!
//! What the model showed beyond the first design of the protocol:
//!
//! * A task that changes anything older than itself can no longer be discarded alone. So before it does, *all* that it buffered must
//!   be settled, not only what concerns the object at hand: its views are merged (one may turn out to raise), and what it read from
//!   outside is checked by the head or handed to the nearest ancestor that can still be discarded. (`SettleBeforePassing`,
//!   `ValidationMoves`.) Flushing the object's own view is a special case.
//! * If one of several merges would raise, none may be made. (`MergeAllOrNothing`.)
//! * Once its view is gone, a task sees objects through the accumulator that are younger than its fork: those that the pieces before
//!   it made. Its clock must pass theirs, or it takes them for young enough to write while its own forks read them. So: whenever a
//!   task passes its base, `clock := max(clock, clock of the parent + 1)`, down the chain. (`PassClock`.)
//! * For the same reason a flush is a write to the flusher's own forks that did not register the object: the view had kept them from
//!   it. They are cancelled, latents dirtied. (`FlushCancels`.)
//! * Settling is one step: first all that can wait or fail, then all that changes something. Tried again half done it leaves a task that
//!   has passed and still buffers.
//! * It does not matter whether a task that waits promotes, whether an object that was written is re-stamped, and whether an
//!   accumulation that would wait is buffered instead: the model varies them.
//!
//! Absent: memory ordering (see `fora-task`), machines, costs.

pub mod dice;
pub mod litmus;
pub mod model;
pub mod program;
pub mod reference;
pub mod rules;
pub mod sample;
pub mod shrink;
pub mod trial;
