//! A compiled pattern: its code words, checked once, and tables that make matching quick. Programs live as long as the process.
use super::op;
use super::text;
use std::collections::HashMap;
use std::sync::Mutex;

pub struct Program {
    pub code: Vec<u32>,
    /// for the code word at which a set begins: 1 + its number in `sets`
    set_at: Vec<u32>,
    /// members below 256
    sets: Vec<[u64; 4]>,
    /// first word after the INFO block
    pub body: usize,
    pub min: usize,
    pub prefix: Vec<u32>,
    /// the prefix as bytes: one per character (if all fit), and as WTF-8
    pub narrow: Option<memchr::memmem::Finder<'static>>,
    pub wide: Option<memchr::memmem::Finder<'static>>,
    /// where the set of possible first characters begins
    pub first: Option<usize>,
}

static PROGRAMS: Mutex<Option<HashMap<Vec<u32>, &'static Program>>> = Mutex::new(None);
/// The program of some code; None if the code is malformed.
pub fn program(code: &[u32]) -> Option<&'static Program> {
    let mut t = PROGRAMS.lock().ok()?;
    let t = t.get_or_insert_with(HashMap::new);
    if let Some(p) = t.get(code) { return Some(p); }
    let p: &'static Program = Box::leak(Box::new(Program::new(code.to_vec())?));
    t.insert(code.to_vec(), p);
    Some(p)
}

impl Program {
    fn new(code: Vec<u32>) -> Option<Program> {
        let mut p = Program { set_at: vec![0; code.len()], code, sets: vec![], body: 0, min: 0, prefix: vec![], narrow: None, wide: None, first: None };
        if p.code.first() == Some(&op::INFO) {
            let (skip, flags) = (*p.code.get(1)? as usize, *p.code.get(2)?);
            p.min = *p.code.get(3)? as usize;
            p.body = 1 + skip;
            if flags & 1 != 0 { let n = *p.code.get(5)? as usize; p.prefix = p.code.get(7..7 + n)?.to_vec(); }
            else if flags & 4 != 0 { p.first = Some(5); }
        }
        if !p.prefix.is_empty() {
            if p.prefix.iter().all(|c| *c < 256) { let n: Vec<u8> = p.prefix.iter().map(|c| *c as u8).collect(); p.narrow = Some(memchr::memmem::Finder::new(&n).into_owned()); }
            p.wide = Some(memchr::memmem::Finder::new(&crate::wtf8::from_points(p.prefix.iter().copied())).into_owned());
        }
        if let Some(f) = p.first { p.set_end(f)?; p.add_set(f); }
        let (body, end) = (p.body, p.code.len());
        if p.code.last() != Some(&op::SUCCESS) { return None; }
        p.check(body, end)?;
        Some(p)
    }
    /// Walks the code `at..end`, so that the matcher never leaves it: every jump must lie inside.
    fn check(&mut self, mut at: usize, end: usize) -> Option<()> {
        while at < end {
            let o = self.code[at];
            at += 1;
            match o {
                op::FAILURE | op::SUCCESS | op::ANY | op::ANY_ALL | op::MAX_UNTIL | op::MIN_UNTIL => {}
                op::AT | op::CATEGORY | op::LITERAL | op::NOT_LITERAL | op::MARK | op::GROUPREF | op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE | op::GROUPREF_UNI_IGNORE
                | op::LITERAL_IGNORE | op::NOT_LITERAL_IGNORE | op::LITERAL_LOC_IGNORE | op::NOT_LITERAL_LOC_IGNORE | op::LITERAL_UNI_IGNORE | op::NOT_LITERAL_UNI_IGNORE => { if at >= end { return None; } at += 1 }
                op::JUMP => { self.target(at, self.code.len())?; at += 1 }
                op::IN | op::IN_IGNORE | op::IN_LOC_IGNORE | op::IN_UNI_IGNORE => { let t = self.target(at, end)?; if self.set_end(at + 1)? > t { return None; } self.add_set(at + 1); at = t }
                op::BRANCH => {
                    loop {
                        let skip = *self.code.get(at)? as usize;
                        if skip == 0 { at += 1; break; }
                        let t = self.target(at, end)?;
                        self.check(at + 1, t)?;
                        at = t;
                    }
                }
                op::ASSERT | op::ASSERT_NOT => { let t = self.target(at, end)?; self.check(at + 2, t)?; at = t }
                op::ATOMIC_GROUP => { let t = self.target(at, end)?; self.check(at + 1, t)?; at = t }
                op::REPEAT | op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT | op::POSSESSIVE_REPEAT_ONE => { let t = self.target(at, end)?; if t < at + 3 { return None; } self.check(at + 3, t)?; at = t }
                op::GROUPREF_EXISTS => { let skip = *self.code.get(at + 1)? as usize; if at + skip > end { return None; } at += 2 }
                op::INFO => at = self.target(at, end)?,
                _ => return None,
            }
        }
        Some(())
    }
    fn target(&self, at: usize, end: usize) -> Option<usize> { let t = at + *self.code.get(at)? as usize; if t <= end && t > at { Some(t) } else { None } }
    /// One past the FAILURE that ends the set at `at`.
    fn set_end(&self, mut at: usize) -> Option<usize> {
        loop {
            let o = *self.code.get(at)?;
            at += match o { op::FAILURE => return Some(at + 1), op::NEGATE => 1, op::LITERAL | op::CATEGORY => 2, op::RANGE | op::RANGE_UNI_IGNORE => 3, op::CHARSET => 9, op::BIGCHARSET => 2 + 64 + 8 * *self.code.get(at + 1)? as usize, _ => return None };
        }
    }
    fn add_set(&mut self, at: usize) {
        if self.set_at[at] != 0 { return; }
        let mut bits = [0u64; 4];
        for c in 0..256u32 { if self.slow_set(at, c) { bits[c as usize / 64] |= 1 << (c % 64) } }
        self.sets.push(bits);
        self.set_at[at] = self.sets.len() as u32;
    }
    /// Is `c` in the set that begins at `at`?
    #[inline(always)]
    pub fn in_set(&self, at: usize, c: u32) -> bool {
        if c < 256 { let n = self.set_at[at] as usize; if n > 0 { return self.sets[n - 1][c as usize / 64] >> (c % 64) & 1 == 1; } }
        self.slow_set(at, c)
    }
    fn slow_set(&self, mut at: usize, c: u32) -> bool {
        let code = &self.code;
        let mut ok = true;
        loop {
            match code[at] {
                op::LITERAL => { if c == code[at + 1] { return ok; } at += 2 }
                op::CATEGORY => { if text::category(code[at + 1], c) { return ok; } at += 2 }
                op::RANGE => { if code[at + 1] <= c && c <= code[at + 2] { return ok; } at += 3 }
                op::RANGE_UNI_IGNORE => { if code[at + 1] <= c && c <= code[at + 2] { return ok; } let u = text::upper(c); if code[at + 1] <= u && u <= code[at + 2] { return ok; } at += 3 }
                op::CHARSET => { if c < 256 && code[at + 1 + c as usize / 32] >> (c % 32) & 1 == 1 { return ok; } at += 9 }
                op::BIGCHARSET => {
                    let blocks = code[at + 1] as usize;
                    if c < 65536 {
                        let b = (code[at + 2 + c as usize / 1024] >> (c as usize / 256 % 4 * 8) & 255) as usize;
                        let k = c as usize & 255;
                        if b < blocks && code[at + 66 + b * 8 + k / 32] >> (k % 32) & 1 == 1 { return ok; }
                    }
                    at += 66 + 8 * blocks;
                }
                op::NEGATE => { ok = !ok; at += 1 }
                _ => return !ok,
            }
        }
    }
}
