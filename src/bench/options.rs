//! The options of `fora bench`.

use std::path::PathBuf;
use std::time::Duration;

pub const HELP: &str = "\
Usage: fora bench [OPTIONS] [PART OF A PROGRAM'S NAME …]

Runs benches/programs/*.py under this fora and every other Python found, in turn, and compares.

  --runs N          runs of each program under each interpreter (3); medians count
  --start-runs N    runs of each start-up row (20)
  --start-up        the start-up rows only; --no-start-up leaves them out
  --filter S        programs whose name holds S (may be given again)
  --size X          factor on the work of each program (1)
  --with PATH       one more interpreter (may be given again)
  --peers LIST      only peers whose label holds one of these, e.g. --peers 3.13,pypy; `none` for fora alone
  --by cpu|wall     what ratios are made of (cpu: user and system time of the process; wall with --workers or --pool)
  --workers N,M     this fora once with each number of workers, e.g. --workers 1,2
  --pool            also benches/peers/pool_X.py, written for two processes by hand, beside par_X.py
  --programs DIR    where the programs are
  --timeout S       seconds a run may take (300)
  --json FILE       write every sample and the sums
  --list            name the programs and stop
";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    Cpu,
    Wall,
}

pub struct Options {
    pub runs: usize,
    pub start_runs: usize,
    pub start_up: bool,
    pub start_up_only: bool,
    pub filters: Vec<String>,
    pub size: Option<String>,
    pub with: Vec<PathBuf>,
    pub peers: Option<Vec<String>>,
    pub by: By,
    /// Numbers of workers to run this fora with; empty: as it is.
    pub workers: Vec<u32>,
    pub pool: bool,
    pub programs: Option<PathBuf>,
    pub timeout: Duration,
    pub json: Option<PathBuf>,
    pub list: bool,
}

impl Options {
    /// `None` if help was asked for.
    pub fn parse(args: Vec<String>) -> Result<Option<Options>, String> {
        let mut o = Options {
            runs: 3,
            start_runs: 20,
            start_up: true,
            start_up_only: false,
            filters: Vec::new(),
            size: None,
            with: Vec::new(),
            peers: None,
            by: By::Cpu,
            workers: Vec::new(),
            pool: false,
            programs: None,
            timeout: Duration::from_secs(300),
            json: None,
            list: false,
        };
        let mut by = None;
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let (flag, inline) = match arg.split_once('=') {
                Some((flag, value)) if flag.starts_with("--") => (flag.to_string(), Some(value.to_string())),
                _ => (arg, None),
            };
            let mut value = || inline.clone().or_else(|| args.next()).ok_or(format!("{flag} needs a value"));
            match flag.as_str() {
                "-h" | "--help" => return Ok(None),
                "--list" => o.list = true,
                "--start-up" => o.start_up_only = true,
                "--no-start-up" => o.start_up = false,
                "--runs" => o.runs = number(&value()?, "--runs")?,
                "--start-runs" => o.start_runs = number(&value()?, "--start-runs")?,
                "--filter" => o.filters.push(value()?),
                "--size" => {
                    let text = value()?;
                    let size: f64 = text.parse().map_err(|_| format!("--size: {text} is not a number"))?;
                    if !(size > 0.0 && size.is_finite()) {
                        return Err(format!("--size: {text} is not a size"));
                    }
                    o.size = Some(text);
                }
                "--with" => o.with.push(PathBuf::from(value()?)),
                "--peers" => o.peers = Some(value()?.split(',').map(str::to_string).collect()),
                "--by" => {
                    by = Some(match value()?.as_str() {
                        "cpu" => By::Cpu,
                        "wall" => By::Wall,
                        other => return Err(format!("--by: cpu or wall, not {other}")),
                    })
                }
                "--workers" => {
                    for n in value()?.split(',') {
                        o.workers.push(number(n, "--workers")? as u32);
                    }
                }
                "--pool" => o.pool = true,
                "--programs" => o.programs = Some(PathBuf::from(value()?)),
                "--timeout" => o.timeout = Duration::from_secs(number(&value()?, "--timeout")? as u64),
                "--json" => o.json = Some(PathBuf::from(value()?)),
                other if other.starts_with('-') => return Err(format!("unknown option {other} (--help lists them)")),
                _ => o.filters.push(flag),
            }
        }
        o.by = by.unwrap_or(if o.pool || !o.workers.is_empty() { By::Wall } else { By::Cpu });
        Ok(Some(o))
    }
}

fn number(text: &str, flag: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("{flag}: {text} is not a positive number")),
    }
}
