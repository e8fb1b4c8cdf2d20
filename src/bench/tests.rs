use super::options::{By, Options};
use super::*;
use std::process::Command;

fn parse(words: &[&str]) -> Result<Option<Options>, String> {
    Options::parse(words.iter().map(|w| w.to_string()).collect())
}

#[test]
fn medians_and_means() {
    assert_eq!(median(vec![]), None);
    assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
    assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
    assert_eq!(geometric_mean(&[]), None);
    assert!((geometric_mean(&[2.0, 8.0]).unwrap() - 4.0).abs() < 1e-12);
}

#[test]
fn options_are_read() {
    let o = parse(&["--runs=5", "--size", "0.5", "--by", "wall", "--filter", "fib", "par_"]).unwrap().unwrap();
    assert_eq!((o.runs, o.size.as_deref(), o.by == By::Wall), (5, Some("0.5"), true));
    assert_eq!(o.filters, ["fib", "par_"]);
    let o = parse(&["--workers", "1,2", "--pool"]).unwrap().unwrap();
    assert_eq!((o.workers, o.pool, o.by == By::Wall), (vec![1, 2], true, true));
    assert!(parse(&["--help"]).unwrap().is_none());
    for bad in [&["--runs", "0"][..], &["--size", "x"], &["--size", "-1"], &["--nope"], &["--json"], &["--by", "x"], &["--workers", "1,0"]] {
        assert!(parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_process_is_measured() {
    let mut command = Command::new("sh");
    command.args(["-c", "echo out; echo err >&2"]);
    let (sample, said) = measure::run(command, Duration::from_secs(10)).unwrap();
    assert_eq!(said, b"out\n");
    assert!(sample.wall > 0.0 && sample.rss > 0);
}

#[test]
fn troubles_are_told() {
    let limit = Duration::from_millis(100);
    assert!(measure::run(Command::new("/no/such/program"), limit).unwrap_err().starts_with("cannot start"));
    let mut fails = Command::new("sh");
    fails.args(["-c", "echo why >&2; exit 3"]);
    assert_eq!(measure::run(fails, Duration::from_secs(10)).unwrap_err(), "exit status 3: why");
    let mut sleeps = Command::new("sleep");
    sleeps.arg("10");
    assert!(measure::run(sleeps, limit).unwrap_err().starts_with("no end"));
}

#[test]
fn programs_by_hand_stand_beside() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    assert!(peers::twin(&programs.join("par_primes.py")).is_some());
    assert!(peers::twin(&programs.join("par_seq_chain.py")).is_none());
    assert!(peers::twin(&programs.join("fib.py")).is_none());
}
