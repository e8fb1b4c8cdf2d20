//! The Mersenne Twister MT19937 as `random.Random` uses it (Matsumoto and Nishimura's 2002 seeding).

use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, UBig};

const N: usize = 624;
const M: usize = 397;

/// Generator state: 624 words and the position in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twister {
    words: [u32; N],
    index: usize,
}

impl Twister {
    /// `random.Random(n)` for an int seed; its sign does not count.
    pub fn from_int(n: &IBig) -> Twister {
        let bytes = n.unsigned_abs().to_le_bytes();
        let mut key: Vec<u32> = bytes
            .chunks(4)
            .map(|c| c.iter().rev().fold(0u32, |w, &b| w << 8 | b as u32))
            .collect();
        while key.len() > 1 && key.last() == Some(&0) {
            key.pop();
        }
        if key.is_empty() {
            key.push(0);
        }
        Twister::from_key(&key)
    }

    /// `init_by_array`; an empty key counts as [0].
    pub fn from_key(key: &[u32]) -> Twister {
        let key = if key.is_empty() { &[0][..] } else { key };
        let mut w = [0u32; N];
        w[0] = 19650218;
        for i in 1..N {
            w[i] = 1812433253u32.wrapping_mul(w[i - 1] ^ w[i - 1] >> 30).wrapping_add(i as u32);
        }
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30).wrapping_mul(1664525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j = (j + 1) % key.len();
            if i == N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        for _ in 0..N - 1 {
            w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30).wrapping_mul(1566083941)).wrapping_sub(i as u32);
            i += 1;
            if i == N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        w[0] = 0x8000_0000;
        Twister { words: w, index: N }
    }

    /// `getstate()[1]`: 624 words, then the position.
    pub fn state(&self) -> Vec<u32> {
        let mut out = self.words.to_vec();
        out.push(self.index as u32);
        out
    }

    /// `setstate`; None if `state` is not 625 numbers ("state vector is the wrong size") or the position is no
    /// position ("invalid state").
    pub fn from_state(state: &[u32]) -> Option<Twister> {
        let (&index, words) = state.split_last()?;
        let words: [u32; N] = words.try_into().ok()?;
        (index as usize <= N).then_some(Twister { words, index: index as usize })
    }

    fn refill(&mut self) {
        let w = &mut self.words;
        for k in 0..N {
            let y = (w[k] & 0x8000_0000) | (w[(k + 1) % N] & 0x7fff_ffff);
            w[k] = w[(k + M) % N] ^ y >> 1 ^ if y & 1 != 0 { 0x9908_b0df } else { 0 };
        }
        self.index = 0;
    }

    /// The next 32 bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.index >= N {
            self.refill();
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    /// `random()`: 53 random bits in [0, 1).
    #[inline]
    pub fn random(&mut self) -> f64 {
        let a = (self.next_u32() >> 5) as f64;
        let b = (self.next_u32() >> 6) as f64;
        (a * 67108864.0 + b) * (1.0 / 9007199254740992.0)
    }

    /// `getrandbits(k)` for k <= 64.
    #[inline]
    pub fn bits_u64(&mut self, k: u32) -> u64 {
        match k {
            0 => 0,
            1..=32 => (self.next_u32() >> (32 - k)) as u64,
            _ => {
                let low = self.next_u32() as u64;
                let k = (k - 32).min(32);
                low | ((self.next_u32() >> (32 - k)) as u64) << 32
            }
        }
    }

    /// `getrandbits(k)`.
    pub fn bits(&mut self, k: usize) -> UBig {
        if k <= 64 {
            return UBig::from(self.bits_u64(k as u32));
        }
        let mut bytes = Vec::with_capacity(k / 8 + 8);
        let mut left = k;
        while left > 0 {
            let mut r = self.next_u32();
            if left < 32 {
                r >>= 32 - left;
            }
            bytes.extend_from_slice(&r.to_le_bytes());
            left = left.saturating_sub(32);
        }
        UBig::from_le_bytes(&bytes)
    }

    /// `random.Random()._randbelow(n)`: uniform in 0..n by rejection. n must be positive.
    pub fn below(&mut self, n: u64) -> u64 {
        let k = 64 - n.leading_zeros();
        loop {
            let r = self.bits_u64(k);
            if r < n {
                return r;
            }
        }
    }
}

#[cfg(test)]
mod tests;
