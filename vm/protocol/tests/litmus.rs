//! The directed programs in all schedules with up to two promotions and one preemption.
//!
//! `FORA_MODEL_LITMUS=N` schedules each at most, `FORA_MODEL_PROMOTIONS`, `FORA_MODEL_PREEMPTIONS`.

use fora_protocol::litmus;
use fora_protocol::rules::Rules;
use fora_protocol::trial::{limits, setting, Case};

#[test]
fn all_small_schedules() {
    let most = setting("FORA_MODEL_LITMUS", 4000);
    let (promotions, preemptions) = (setting("FORA_MODEL_PROMOTIONS", 2) as usize, setting("FORA_MODEL_PREEMPTIONS", 1) as usize);
    let (mut total, mut complete) = (0, 0);
    let programs = litmus::all();
    for (name, program) in &programs {
        let case = Case::new(program).expect("short");
        let (end, runs, all) = case.explore(Rules::all(), promotions, preemptions, most);
        assert_eq!(end, Ok(()), "{name}, schedule {runs}");
        println!("{name}: {runs} schedules{}", if all { ", all there are" } else { "" });
        (total, complete) = (total + runs, complete + all as usize);
    }
    println!("{} programs, {complete} exhausted, {total} schedules", programs.len());
}

#[test]
fn many_random_schedules() {
    for (name, program) in litmus::all() {
        let case = Case::new(&program).expect("short");
        for seed in 0..setting("FORA_MODEL_LITMUS", 4000) / 10 {
            assert_eq!(case.run(seed, Rules::all(), limits(seed)).0, Ok(()), "{name}, seed {seed}");
        }
    }
}
