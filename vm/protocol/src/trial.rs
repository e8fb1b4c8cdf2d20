//! Trying a program: many schedules against the reference.

use crate::dice::{Seeded, Trail};
use crate::model::{Counts, Failure, Limits, Model};
use crate::program::{Code, Observed, Program};
use crate::reference;
use crate::rules::Rules;
use crate::sample::{self, Taste};

/// A program, flattened, with what it must do.
pub struct Case { pub code: Code, pub expected: Observed }

impl Case {
    /// `None`: it runs too long to be of use.
    pub fn new(program: &Program) -> Option<Case> {
        let expected = reference::run(program, 600)?;
        Some(Case { code: program.flatten(), expected })
    }
    pub fn sample(seed: u64, taste: Taste) -> Option<Case> { Case::new(&sample::program(seed, taste)) }

    /// One run at random.
    pub fn run(&self, seed: u64, rules: Rules, limits: Limits) -> (Result<(), Failure>, Counts) {
        let mut model = Model::new(&self.code, rules, limits, Seeded(seed));
        let end = model.run();
        (end.and_then(|()| self.compare(model.result())), model.counts)
    }

    fn compare(&self, seen: Option<Observed>) -> Result<(), Failure> {
        if seen.as_ref() == Some(&self.expected) { return Ok(()) }
        Err(Failure::Differs(format!("{seen:?} for {:?}", self.expected)))
    }

    /// All runs with so many promotions and preemptions, at most `most` of them: how many there were, whether that is all of them.
    pub fn explore(&self, rules: Rules, promotions: usize, preemptions: usize, most: u64) -> (Result<(), Failure>, u64, bool) {
        let limits = Limits { lag: 1, ..Limits::default() };
        let mut trail = Trail::default();
        for runs in 1.. {
            let mut model = Model::new(&self.code, rules, limits, &mut trail);
            let end = model.run_bounded(promotions, preemptions);
            let end = end.and_then(|()| self.compare(model.result()));
            if end.is_err() { return (end, runs, false) }
            if !trail.advance() { return (Ok(()), runs, true) }
            if runs >= most { break }
        }
        (Ok(()), most, false)
    }
}

/// Limits that differ from seed to seed, where the protocol leaves a choice.
pub fn limits(seed: u64) -> Limits {
    let mut dice = Seeded(seed ^ 0x11_17);
    let n = dice.next();
    Limits {
        restamp: n & 3 != 0,
        defer: n & 0x200 != 0,
        promote_parked: n & 4 != 0,
        promote_percent: [10, 25, 25, 50][(n >> 3 & 3) as usize],
        retract_percent: [10, 50][(n >> 5 & 1) as usize],
        tasks: [3, 8, 8, 12][(n >> 6 & 3) as usize],
        ..Limits::default()
    }
}

/// A number from the environment: seeds and sizes of long runs.
pub fn setting(name: &str, default: u64) -> u64 { std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default) }
