//! BLAKE2b and BLAKE2s with all parameters (RFC 7693): the crates leave out the tree parameters that `hashlib` offers.

const IV64: [u64; 8] = [0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179];
const IV32: [u32; 8] = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const SIGMA: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3], [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9], [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
#[derive(Clone)]
pub struct Blake { wide: bool, h: [u64; 8], buf: [u8; 128], fill: usize, count: u128, size: usize, last_node: bool }
impl Blake {
    /// `tree`: fanout, depth, leaf size, node offset, node depth, inner size.
    pub fn new(wide: bool, size: usize, key: &[u8], salt: &[u8], person: &[u8], tree: [i64; 6], last_node: bool) -> Blake {
        let mut p = vec![size as u8, key.len() as u8, tree[0] as u8, tree[1] as u8];
        p.extend((tree[2] as u32).to_le_bytes());
        if wide { p.extend((tree[3] as u64).to_le_bytes()) } else { p.extend(&(tree[3] as u64).to_le_bytes()[..6]) }
        p.push(tree[4] as u8);
        p.push(tree[5] as u8);
        if wide { p.resize(32, 0) }
        let n = if wide { 16 } else { 8 };
        for x in [salt, person] { let from = p.len(); p.extend_from_slice(x); p.resize(from + n, 0); }
        let mut h = [0u64; 8];
        for i in 0..8 { h[i] = if wide { IV64[i] ^ word(&p[i * 8..], 8) } else { IV32[i] as u64 ^ word(&p[i * 4..], 4) } }
        let mut b = Blake { wide, h, buf: [0; 128], fill: 0, count: 0, size, last_node };
        if !key.is_empty() { b.buf[..key.len()].copy_from_slice(key); b.fill = b.block(); }
        b
    }
    pub fn size(&self) -> usize { self.size }
    fn block(&self) -> usize { if self.wide { 128 } else { 64 } }
    pub fn update(&mut self, mut d: &[u8]) {
        let n = self.block();
        while !d.is_empty() {
            if self.fill == n { let b = self.buf; self.count += n as u128; self.compress(&b, false); self.fill = 0; }
            let k = (n - self.fill).min(d.len());
            self.buf[self.fill..self.fill + k].copy_from_slice(&d[..k]);
            self.fill += k;
            d = &d[k..];
        }
    }
    pub fn digest(&self) -> Vec<u8> {
        let mut s = self.clone();
        s.count += s.fill as u128;
        let mut b = s.buf;
        b[s.fill..].fill(0);
        s.compress(&b, true);
        let mut out: Vec<u8> = if s.wide { s.h.iter().flat_map(|w| w.to_le_bytes()).collect() } else { s.h.iter().flat_map(|w| (*w as u32).to_le_bytes()).collect() };
        out.truncate(s.size);
        out
    }
    fn compress(&mut self, b: &[u8], last: bool) {
        if self.wide {
            let m: [u64; 16] = std::array::from_fn(|i| word(&b[i * 8..], 8));
            let mut v: [u64; 16] = std::array::from_fn(|i| if i < 8 { self.h[i] } else { IV64[i - 8] });
            v[12] ^= self.count as u64;
            v[13] ^= (self.count >> 64) as u64;
            if last { v[14] = !v[14]; if self.last_node { v[15] = !v[15] } }
            for r in 0..12 { round(&SIGMA[r % 10], |a, b, c, d, x, y| {
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[x]); v[d] = (v[d] ^ v[a]).rotate_right(32); v[c] = v[c].wrapping_add(v[d]); v[b] = (v[b] ^ v[c]).rotate_right(24);
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[y]); v[d] = (v[d] ^ v[a]).rotate_right(16); v[c] = v[c].wrapping_add(v[d]); v[b] = (v[b] ^ v[c]).rotate_right(63);
            }) }
            for i in 0..8 { self.h[i] ^= v[i] ^ v[i + 8] }
        } else {
            let m: [u32; 16] = std::array::from_fn(|i| word(&b[i * 4..], 4) as u32);
            let mut v: [u32; 16] = std::array::from_fn(|i| if i < 8 { self.h[i] as u32 } else { IV32[i - 8] });
            v[12] ^= self.count as u32;
            v[13] ^= (self.count >> 32) as u32;
            if last { v[14] = !v[14]; if self.last_node { v[15] = !v[15] } }
            for s in &SIGMA { round(s, |a, b, c, d, x, y| {
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[x]); v[d] = (v[d] ^ v[a]).rotate_right(16); v[c] = v[c].wrapping_add(v[d]); v[b] = (v[b] ^ v[c]).rotate_right(12);
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[y]); v[d] = (v[d] ^ v[a]).rotate_right(8); v[c] = v[c].wrapping_add(v[d]); v[b] = (v[b] ^ v[c]).rotate_right(7);
            }) }
            for i in 0..8 { self.h[i] ^= (v[i] ^ v[i + 8]) as u64 }
        }
    }
}
fn word(b: &[u8], n: usize) -> u64 { b[..n].iter().rev().fold(0, |w, c| w << 8 | *c as u64) }
fn round(s: &[usize; 16], mut g: impl FnMut(usize, usize, usize, usize, usize, usize)) {
    g(0, 4, 8, 12, s[0], s[1]);
    g(1, 5, 9, 13, s[2], s[3]);
    g(2, 6, 10, 14, s[4], s[5]);
    g(3, 7, 11, 15, s[6], s[7]);
    g(0, 5, 10, 15, s[8], s[9]);
    g(1, 6, 11, 12, s[10], s[11]);
    g(2, 7, 8, 13, s[12], s[13]);
    g(3, 4, 9, 14, s[14], s[15]);
}
