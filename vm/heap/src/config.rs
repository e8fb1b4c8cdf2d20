//! How the heap is told to behave: size, budgets, and the test modes of `FORA_GC`.
//!
//! `FORA_GC` is a list of words separated by commas:
//!
//! | word        | effect                                                                                        |
//! |-------------|-----------------------------------------------------------------------------------------------|
//! | `stress`    | collect at about every 64th allocation, poison what is freed, check roots                     |
//! | `stress:N`  | the same at about every Nth allocation, jittered from `FORA_SEED`                             |
//! | `verify`    | run the whole-heap verifier before and after every collection                                 |
//! | `full`      | every collection is full                                                                      |
//! | `protect`   | memory is read-only after a collection: writes without barrier are reported (see `protect`)        |
//! | `off`       | never collect                                                                                 |
//! | `log`       | a line on stderr for every collection                                                         |
//! | `nursery:N` | at least N KiB are allocated between two collections                                          |
//!
//! Unknown words are ignored: a test mode must not be able to break a user's program.

/// Options of a heap.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address space to reserve, in bytes.
    pub reserve: usize,
    /// Least bytes allocated between two collections.
    pub nursery: usize,
    /// Mean number of allocations between two collections in stress mode.
    pub stress: Option<u32>,
    /// Seed of the jitter.
    pub seed: u64,
    /// Verify before and after each collection.
    pub verify: bool,
    /// Only full collections.
    pub full: bool,
    /// Report writes that go around the barrier.
    pub protect: bool,
    /// No collections.
    pub off: bool,
    /// A line on stderr for every collection.
    pub log: bool,
}

/// Least bytes between collections, unless told otherwise.
pub const NURSERY: usize = 3 << 20;

impl Default for Config {
    fn default() -> Config {
        Config {
            reserve: if cfg!(miri) { 4 << 20 } else { 256 << 30 },
            nursery: NURSERY,
            stress: None,
            seed: 1,
            verify: false,
            full: false,
            protect: false,
            off: false,
            log: false,
        }
    }
}

impl Config {
    /// The defaults, changed by `FORA_GC` and `FORA_SEED`.
    pub fn from_env() -> Config {
        let mut config = Config::default();
        if let Some(seed) = std::env::var("FORA_SEED").ok().and_then(|s| s.trim().parse().ok()) {
            config.seed = seed;
        }
        if let Ok(words) = std::env::var("FORA_GC") {
            config.apply(&words);
        }
        config
    }

    /// Applies one `FORA_GC` value.
    pub fn apply(&mut self, words: &str) {
        for word in words.split(',') {
            let (name, arg) = word.trim().split_once(':').unwrap_or((word.trim(), ""));
            match name {
                "stress" => self.stress = Some(arg.parse().unwrap_or(64).max(1)),
                "verify" => self.verify = true,
                "full" => self.full = true,
                "protect" => self.protect = cfg!(not(miri)),
                "off" => self.off = true,
                "log" => self.log = true,
                "nursery" => self.nursery = arg.parse().map_or(self.nursery, |k: usize| k.clamp(64, 1 << 30) << 10),
                _ => {}
            }
        }
    }
}
