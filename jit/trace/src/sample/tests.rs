#![allow(unsafe_code)] // runs samples on their arenas
use super::*;
use crate::{eval::Stop, parse::parse, verify::verify};

#[test]
fn samples_are_valid_and_run() {
    let (mut ends, mut far) = (std::collections::BTreeMap::new(), 0);
    for seed in 0..2000 {
        let mut s = sample(seed, 4 + seed as usize % 40);
        verify(&s.trace).unwrap_or_else(|f| panic!("seed {seed}: {f}\n{}", s.trace));
        let text = s.trace.to_string();
        assert_eq!(parse(&text, helpers()).unwrap_or_else(|e| panic!("{e}")).to_string(), text);
        // SAFETY: a sample's trace touches its arena only
        match unsafe { s.arena.run(&s.trace, &[], 100) } {
            Ok(o) => { *ends.entry(s.trace.at(o.ins).op.row().name).or_insert(0) += 1; let k = s.arena.registers[0]; far += (k > tag::small(8)) as i32 }
            Err(Stop::Undefined(r)) => { panic!("seed {seed}: {r:?}\n{text}") }
            Err(Stop::Fuel) => panic!("seed {seed} does not end {:x?}\n{text}", s.arena.registers),
        }
    }
    println!("{ends:?} {far} went far");
    assert!(ends.len() > 12 && far > 100);
}
