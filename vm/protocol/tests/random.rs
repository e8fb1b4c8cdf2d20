//! Random programs under random schedules: the answer is the sequential one.
//!
//! `FORA_MODEL_PROGRAMS=N` (per taste), `FORA_MODEL_SCHEDULES=N` (per program), `FORA_MODEL_SEED=N` (of the first program).

use fora_protocol::model::Counts;
use fora_protocol::rules::Rules;
use fora_protocol::sample::{self, Taste};
use fora_protocol::shrink::{is_valid, shrink};
use fora_protocol::trial::{limits, setting, Case};

/// Programs that once found a gap in the rules.
const ONCE_WRONG: [(u64, Taste); 5] =
    [(2802, Taste::Accumulators), (117598, Taste::Mixed), (321359, Taste::Sharing), (323230, Taste::Accumulators), (324215, Taste::Accumulators)];

#[test]
fn what_was_wrong_once() {
    for (seed, taste) in ONCE_WRONG {
        let case = Case::sample(seed, taste).expect("short");
        for schedule in (0..300).chain(seed * 1000..seed * 1000 + 12) {
            assert_eq!(case.run(schedule, Rules::all(), limits(schedule)).0, Ok(()), "{taste:?} {seed}, schedule {schedule}");
        }
    }
}

#[test]
fn every_schedule_gives_the_sequential_answer() {
    let (programs, schedules) = (setting("FORA_MODEL_PROGRAMS", 1500), setting("FORA_MODEL_SCHEDULES", 12));
    let first = setting("FORA_MODEL_SEED", 0);
    let (mut counts, mut tried, mut runs) = (Counts::default(), 0, 0);
    for taste in Taste::ALL {
        for seed in first..first + programs {
            assert!(is_valid(&sample::program(seed, taste)), "{taste:?} {seed}");
            let Some(case) = Case::sample(seed, taste) else { continue };
            tried += 1;
            for schedule in 0..schedules {
                let schedule = seed * 1000 + schedule;
                let (end, c) = case.run(schedule, Rules::all(), limits(schedule));
                counts += c;
                runs += 1;
                if let Err(failure) = end {
                    let small = shrink(sample::program(seed, taste), |p| Case::new(p).is_some_and(|c| {
                        (0..500).any(|s| c.run(s, Rules::all(), limits(s)).0.is_err())
                    }));
                    let lines: String = small.funcs.iter().enumerate().flat_map(|(n, f)| f.iter().map(move |s| format!("{n}: {s:?}\n"))).collect();
                    let case = Case::new(&small).expect("short");
                    if let Some((s, e)) = (0..500).find_map(|s| Some((s, case.run(s, Rules::all(), limits(s)).0.err()?))) {
                        println!("schedule {s}, {:?}: {e:?}", limits(s));
                    }
                    panic!("{taste:?} program {seed} schedule {schedule}: {failure:?}; made smaller:\n{lines}");
                }
            }
        }
    }
    println!("{tried} programs, {runs} runs, {counts:?}, seeds from {first}");
    assert!(runs < 1000 || counts.promoted > runs && counts.cancelled > 0 && counts.discarded > 0, "the tries exercise nothing: {counts:?}");
}
