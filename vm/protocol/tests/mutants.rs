//! Each rule is needed: without it some program goes wrong.
//!
//! A rule that random programs find too rarely has a directed program (`litmus`), tried in all its small schedules.
//! `FORA_MODEL_MUTANT_PROGRAMS=N` (per taste), `FORA_MODEL_MUTANT_SCHEDULES=N`.

use fora_protocol::litmus;
use fora_protocol::model::Failure;
use fora_protocol::rules::{Rule, Rules};
use fora_protocol::sample::Taste;
use fora_protocol::trial::{limits, setting, Case};

/// After how many runs, and how.
fn by_chance(cases: &[(u64, Case)], rule: Rule, schedules: u64) -> Option<(u64, Failure)> {
    let mut runs = 0;
    for (seed, case) in cases {
        for schedule in 0..schedules {
            let schedule = seed * 1000 + schedule;
            runs += 1;
            if let (Err(failure), _) = case.run(schedule, Rules::without(rule), limits(schedule)) { return Some((runs, failure)) }
        }
    }
    None
}

fn directed(rule: Rule) -> Option<(&'static str, Failure)> {
    litmus::all().into_iter().find_map(|(name, program)| {
        let case = Case::new(&program).expect("short");
        let by_chance = || (0..3000).find_map(|seed| case.run(seed, Rules::without(rule), limits(seed)).0.err());
        case.explore(Rules::without(rule), 2, 1, 3000).0.err().or_else(by_chance).map(|failure| (name, failure))
    })
}

fn brief(failure: &Failure) -> String {
    match failure { Failure::Differs(_) => "a wrong answer".into(), other => format!("{other:?}") }
}

#[test]
fn each_mutant_is_caught() {
    let (programs, schedules) = (setting("FORA_MODEL_MUTANT_PROGRAMS", 300), setting("FORA_MODEL_MUTANT_SCHEDULES", 8));
    let cases: Vec<(u64, Case)> = (0..programs).flat_map(|seed| Taste::ALL.map(|t| (seed, Case::sample(seed, t))))
        .filter_map(|(seed, case)| Some((seed, case?))).collect();
    // A mutant may go out of bounds where the protocol cannot: that counts as caught, and its panic is not news.
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let mut missed = vec![];
    let mut lines = vec![];
    for &rule in Rule::ALL {
        let caught = std::panic::catch_unwind(|| by_chance(&cases, rule, schedules));
        match caught {
            Ok(Some((runs, failure))) => lines.push(format!("{rule:?}: {} after {runs} runs", brief(&failure))),
            Err(_) => lines.push(format!("{rule:?}: crash")),
            Ok(None) => match directed(rule) {
                Some((name, failure)) => lines.push(format!("{rule:?}: {} by {name}", brief(&failure))),
                None => missed.push(rule),
            },
        }
    }
    std::panic::set_hook(quiet);
    println!("{}\n{} of {} caught", lines.join("\n"), Rule::ALL.len() - missed.len(), Rule::ALL.len());
    for rule in &missed { println!("missed: {rule:?}: {}", rule.says().trim()) }
    assert!(missed.is_empty(), "{missed:?}");
}
