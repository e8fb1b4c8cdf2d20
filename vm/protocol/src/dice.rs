//! Where the model's choices come from: a seed, or a search through all of them.

pub trait Dice {
    /// A number below `n`, which is not 0.
    fn pick(&mut self, n: usize) -> usize;
    fn chance(&mut self, percent: usize) -> bool;
}

/// SplitMix64.
#[derive(Clone)]
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
}

impl Dice for Seeded {
    fn pick(&mut self, n: usize) -> usize { (self.next() % n as u64) as usize }
    fn chance(&mut self, percent: usize) -> bool { self.pick(100) < percent }
}

/// One path through a tree of choices; `advance` moves to the next, depth first.
#[derive(Default)]
pub struct Trail { path: Vec<(usize, usize)>, at: usize }

impl Trail {
    /// `false`: all paths were taken.
    pub fn advance(&mut self) -> bool {
        self.path.truncate(self.at);
        self.at = 0;
        while let Some((choice, n)) = self.path.pop() {
            if choice + 1 < n {
                self.path.push((choice + 1, n));
                return true;
            }
        }
        false
    }
}

impl Dice for Trail {
    fn pick(&mut self, n: usize) -> usize {
        if n == 1 { return 0 }
        if self.at == self.path.len() { self.path.push((0, n)) }
        let (choice, expected) = self.path[self.at];
        assert_eq!(n, expected, "a run is not a function of its choices");
        self.at += 1;
        choice
    }
    fn chance(&mut self, _: usize) -> bool { self.pick(2) == 1 }
}

impl<D: Dice> Dice for &mut D {
    fn pick(&mut self, n: usize) -> usize { (**self).pick(n) }
    fn chance(&mut self, percent: usize) -> bool { (**self).chance(percent) }
}
