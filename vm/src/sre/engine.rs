//! The backtracking matcher.
//!
//! One loop runs code forwards; whatever may have to be tried or undone later is pushed on `stack`. A failure pops: undo entries
//! restore a word and popping goes on, alternatives resume. A greedy or lazy run of one-character items is a single entry.
//! Assertions and atomic groups run nested, on the part of the stack above theirs.
use super::op;
use super::program::Program;
use super::text::{self, Text};
use super::MAXREPEAT;

pub const NONE: usize = usize::MAX;

#[derive(Clone, Copy)]
struct Repeat { /// the word after REPEAT
    at: usize, count: i64, last: usize, outer: u32 }
const TOP: u32 = u32::MAX;

#[derive(Clone, Copy)]
enum Entry {
    /// goes on at `pc`
    Try { pc: usize, i: usize, rep: u32, reps: u32 },
    Branch { at: usize, i: usize, rep: u32, reps: u32 },
    /// greedy run: gives back one item at a time down to `low`
    Greedy { pc: usize, low: usize, i: usize, rep: u32, reps: u32 },
    /// lazy run: takes one more item
    Lazy { at: usize, left: u32, i: usize, rep: u32, reps: u32 },
    /// lazy group repeat: runs the body once more
    Body { rep: u32, i: usize, reps: u32 },
    Mark { n: u32, old: usize },
    Last { old: usize },
    Count { rep: u32, count: i64, last: usize },
}

pub struct State<'p> {
    p: &'p Program,
    /// byte offsets, two per group; NONE where unset
    pub marks: Vec<usize>,
    /// number of the last group that closed, 0 for none
    pub last_index: usize,
    pub start: usize,
    pub end: usize,
    stack: Vec<Entry>,
    reps: Vec<Repeat>,
    limit: usize,
    all: bool,
    /// a match must not end here (nor be empty there)
    advance_from: usize,
}

impl<'p> State<'p> {
    pub fn new(p: &'p Program, groups: usize) -> State<'p> { State { p, marks: vec![NONE; groups * 2], last_index: 0, start: 0, end: 0, stack: vec![], reps: vec![], limit: 0, all: false, advance_from: NONE } }
    fn reset(&mut self) {
        // filling no bytes at a dangling address is a slow masked store in some C libraries
        if !self.marks.is_empty() { self.marks.fill(NONE) }
        self.last_index = 0; self.stack.clear(); self.reps.clear(); }
    fn attempt<X: Text>(&mut self, t: X, at: usize) -> bool {
        self.start = at;
        let r = self.run(t, self.p.body, at, TOP, true);
        match r { Some(e) => { self.end = e; true } None => false }
    }
    /// Matches at `at`; `all`: up to `limit` exactly. `advance`: not an empty match.
    pub fn match_at<X: Text>(&mut self, t: X, at: usize, limit: usize, all: bool, advance: bool) -> bool {
        (self.limit, self.all, self.advance_from) = (limit, all, if advance { at } else { NONE });
        self.reset();
        at <= limit && self.attempt(t, at)
    }
    /// The first match from `from` on.
    pub fn search<X: Text>(&mut self, t: X, from: usize, limit: usize, advance: bool) -> bool {
        (self.limit, self.all, self.advance_from) = (limit, false, if advance { from } else { NONE });
        if from > limit || limit - from < self.p.min { return false; }
        self.reset();
        let p = self.p;
        let b = t.bytes();
        if !p.prefix.is_empty() {
            let Some(finder) = (if X::WIDE { &p.wide } else { &p.narrow }) else { return false };
            let needle = finder.needle();
            let mut i = from;
            loop {
                match if needle.len() == 1 { memchr::memchr(needle[0], &b[i..limit]) } else { finder.find(&b[i..limit]) } {
                    None => return false,
                    Some(k) => { i += k; if self.attempt(t, i) { return true; } self.reset(); self.advance_from = NONE; i += t.next(i).1; if i > limit { return false; } }
                }
            }
        }
        if let Some(f) = p.first {
            let mut i = from;
            while i < limit {
                let (c, n) = t.next(i);
                if p.in_set(f, c) { if self.attempt(t, i) { return true; } self.reset(); }
                self.advance_from = NONE;
                i += n;
            }
            return false;
        }
        let anchored = p.code.get(p.body) == Some(&op::AT) && matches!(p.code.get(p.body + 1), Some(0 | 2));
        let literal = if p.code.get(p.body) == Some(&op::LITERAL) { Some(p.code[p.body + 1]) } else { None };
        let mut i = from;
        loop {
            if literal.is_none_or(|l| i < limit && t.next(i).0 == l) { if self.attempt(t, i) { return true; } self.reset(); }
            self.advance_from = NONE;
            if anchored || i >= limit { return false; }
            i += t.next(i).1;
        }
    }

    fn set_mark(&mut self, n: usize, i: usize) {
        let Some(old) = self.marks.get(n).copied() else { return };
        self.stack.push(Entry::Mark { n: n as u32, old });
        self.marks[n] = i;
        if n & 1 == 1 { self.stack.push(Entry::Last { old: self.last_index }); self.last_index = n / 2 + 1; }
    }
    fn group(&self, n: usize) -> Option<(usize, usize)> { match (self.marks.get(2 * n), self.marks.get(2 * n + 1)) { (Some(&a), Some(&b)) if a != NONE && b != NONE && b >= a => Some((a, b)), _ => None } }
    /// Undoes everything above `base`, forgetting the alternatives.
    fn unwind(&mut self, base: usize) { while self.stack.len() > base { if let Some(e) = self.stack.pop() { self.undo(e) } } }
    #[inline(always)]
    fn undo(&mut self, e: Entry) {
        match e {
            Entry::Mark { n, old } => self.marks[n as usize] = old,
            Entry::Last { old } => self.last_index = old,
            Entry::Count { rep, count, last } => if let Some(r) = self.reps.get_mut(rep as usize) { r.count = count; r.last = last },
            _ => {}
        }
    }
    /// Forgets the alternatives above `base`, keeping what undoes.
    fn commit(&mut self, base: usize) {
        let mut k = base;
        for j in base..self.stack.len() { if matches!(self.stack[j], Entry::Mark { .. } | Entry::Last { .. } | Entry::Count { .. }) { self.stack[k] = self.stack[j]; k += 1; } }
        self.stack.truncate(k);
    }
    /// Does the one-character item at `pc` take `c`?
    #[inline(always)]
    fn item(&self, pc: usize, c: u32) -> bool {
        let code = &self.p.code;
        match code[pc] {
            op::LITERAL => c == code[pc + 1],
            op::NOT_LITERAL => c != code[pc + 1],
            op::ANY => c != 10,
            op::ANY_ALL => true,
            op::IN => self.p.in_set(pc + 2, c),
            op::CATEGORY => text::category(code[pc + 1], c),
            op::IN_IGNORE => self.p.in_set(pc + 2, text::lower_ascii(c)),
            op::IN_LOC_IGNORE => self.p.in_set(pc + 2, text::lower_ascii(c)) || (c < 128 && self.p.in_set(pc + 2, text::upper(c))),
            op::IN_UNI_IGNORE => self.p.in_set(pc + 2, text::lower(c)),
            op::LITERAL_IGNORE => text::lower_ascii(c) == code[pc + 1],
            op::LITERAL_LOC_IGNORE => text::lower_ascii(c) == text::lower_ascii(code[pc + 1]),
            op::LITERAL_UNI_IGNORE => text::lower(c) == code[pc + 1],
            op::NOT_LITERAL_IGNORE => text::lower_ascii(c) != code[pc + 1],
            op::NOT_LITERAL_LOC_IGNORE => text::lower_ascii(c) != text::lower_ascii(code[pc + 1]),
            op::NOT_LITERAL_UNI_IGNORE => text::lower(c) != code[pc + 1],
            _ => false,
        }
    }
    /// Takes up to `max` items from `i`: how many, and where it stops.
    fn many<X: Text>(&self, t: X, pc: usize, mut i: usize, max: u32) -> (u32, usize) {
        let max = if max == MAXREPEAT { u32::MAX } else { max };
        let code = &self.p.code;
        let mut n = 0;
        if !X::WIDE {
            let b = t.bytes();
            let stop = i.saturating_add(max as usize).min(self.limit);
            let from = i;
            match code[pc] {
                op::ANY_ALL => i = stop,
                op::ANY => i = memchr::memchr(10, &b[i..stop]).map_or(stop, |k| i + k),
                op::NOT_LITERAL if code[pc + 1] < 256 => i = memchr::memchr(code[pc + 1] as u8, &b[i..stop]).map_or(stop, |k| i + k),
                op::IN => while i < stop && self.p.in_set(pc + 2, b[i] as u32) { i += 1 },
                _ => while i < stop && self.item(pc, b[i] as u32) { i += 1 },
            }
            return ((i - from).min(u32::MAX as usize) as u32, i);
        }
        while n < max && i < self.limit { let (c, k) = t.next(i); if !self.item(pc, c) { break; } i += k; n += 1; }
        (n, i)
    }
    fn at<X: Text>(&self, t: X, code: u32, i: usize) -> bool {
        let b = t.bytes();
        let edge = |word: fn(u32) -> bool| {
            if self.limit == 0 { return false; }
            let (x, y) = (i > 0 && word(t.prev(i).0), i < self.limit && word(t.next(i).0));
            x != y
        };
        match code {
            0 | 2 => i == 0,
            1 => i == 0 || b[i - 1] == 10,
            3 | 8 => edge(text::word_ascii),
            4 | 9 => self.limit != 0 && !edge(text::word_ascii),
            5 => i == self.limit || (i + 1 == self.limit && b[i] == 10),
            6 => i == self.limit || b[i] == 10,
            7 => i == self.limit,
            10 => edge(text::word),
            11 => self.limit != 0 && !edge(text::word),
            _ => false,
        }
    }
    /// Runs from `pc` at `i`; where the match ends, or None with everything above the entry's stack height undone.
    fn run<X: Text>(&mut self, t: X, mut pc: usize, mut i: usize, mut rep: u32, top: bool) -> Option<usize> {
        let p = self.p;
        let code: &[u32] = &p.code;
        let base = self.stack.len();
        loop {
            // forwards: leaves with `break` on failure
            loop {
                let o = code[pc];
                pc += 1;
                match o {
                    op::SUCCESS => {
                        if top && ((self.all && i != self.limit) || i == self.advance_from) { break; }
                        return Some(i);
                    }
                    op::LITERAL => { if i >= self.limit { break; } let (c, n) = t.next(i); if c != code[pc] { break; } pc += 1; i += n; }
                    op::MARK => { self.set_mark(code[pc] as usize, i); pc += 1; }
                    op::ANY => { if i >= self.limit { break; } let (c, n) = t.next(i); if c == 10 { break; } i += n; }
                    op::ANY_ALL => { if i >= self.limit { break; } i += t.next(i).1; }
                    op::IN | op::IN_IGNORE | op::IN_LOC_IGNORE | op::IN_UNI_IGNORE => { if i >= self.limit { break; } let (c, n) = t.next(i); if !self.item(pc - 1, c) { break; } pc += code[pc] as usize; i += n; }
                    op::NOT_LITERAL | op::CATEGORY | op::LITERAL_IGNORE | op::LITERAL_LOC_IGNORE | op::LITERAL_UNI_IGNORE | op::NOT_LITERAL_IGNORE | op::NOT_LITERAL_LOC_IGNORE | op::NOT_LITERAL_UNI_IGNORE => {
                        if i >= self.limit { break; }
                        let (c, n) = t.next(i);
                        if !self.item(pc - 1, c) { break; }
                        pc += 1;
                        i += n;
                    }
                    op::AT => { if !self.at(t, code[pc], i) { break; } pc += 1; }
                    op::JUMP | op::INFO => pc += code[pc] as usize,
                    op::BRANCH => match self.branch(t, pc, i, rep) { Some(next) => pc = next, None => break },
                    op::REPEAT_ONE => {
                        let (tail, min, max) = (pc + code[pc] as usize, code[pc + 1], code[pc + 2]);
                        let item = pc + 3;
                        let from = i;
                        let (n, e) = self.many(t, item, i, max);
                        if n < min { break; }
                        i = e;
                        pc = tail;
                        if n > min {
                            let low = if min == 0 { from } else if !X::WIDE { from + min as usize } else { let mut k = from; for _ in 0..min { k += t.next(k).1 } k };
                            // step back to where the tail can begin
                            if code[tail] == op::LITERAL {
                                let want = code[tail + 1];
                                while i > low && !(i < self.limit && t.next(i).0 == want) { i = t.prev(i).1 }
                                if i == low { if !(i < self.limit && t.next(i).0 == want) { break; } continue; }
                            }
                            self.stack.push(Entry::Greedy { pc: tail, low, i, rep, reps: self.reps.len() as u32 });
                        }
                    }
                    op::MIN_REPEAT_ONE => {
                        let (tail, min, max) = (pc + code[pc] as usize, code[pc + 1], code[pc + 2]);
                        let (n, e) = if min == 0 { (0, i) } else { self.many(t, pc + 3, i, min) };
                        if n < min { break; }
                        i = e;
                        let left = if max == MAXREPEAT { MAXREPEAT } else { max - n };
                        if left > 0 { self.stack.push(Entry::Lazy { at: pc, left, i, rep, reps: self.reps.len() as u32 }); }
                        pc = tail;
                    }
                    op::POSSESSIVE_REPEAT_ONE => {
                        let (tail, min, max) = (pc + code[pc] as usize, code[pc + 1], code[pc + 2]);
                        let (n, e) = self.many(t, pc + 3, i, max);
                        if n < min { break; }
                        i = e;
                        pc = tail;
                    }
                    op::REPEAT => {
                        self.reps.push(Repeat { at: pc, count: -1, last: NONE, outer: rep });
                        rep = (self.reps.len() - 1) as u32;
                        pc += code[pc] as usize;
                    }
                    op::MAX_UNTIL | op::MIN_UNTIL => {
                        let Some(&r) = self.reps.get(rep as usize) else { break };
                        let count = r.count + 1;
                        let (min, max) = (code[r.at + 1] as i64, code[r.at + 2]);
                        if count < min {
                            self.stack.push(Entry::Count { rep, count: r.count, last: r.last });
                            self.reps[rep as usize].count = count;
                            pc = r.at + 3;
                            continue;
                        }
                        let more = (max == MAXREPEAT || count < max as i64) && i != r.last;
                        if o == op::MAX_UNTIL {
                            if more {
                                self.stack.push(Entry::Try { pc, i, rep: r.outer, reps: self.reps.len() as u32 });
                                self.stack.push(Entry::Count { rep, count: r.count, last: r.last });
                                let x = &mut self.reps[rep as usize];
                                (x.count, x.last) = (count, i);
                                pc = r.at + 3;
                                continue;
                            }
                        } else if more { self.stack.push(Entry::Body { rep, i, reps: self.reps.len() as u32 }); }
                        rep = r.outer;
                    }
                    op::POSSESSIVE_REPEAT => {
                        let (tail, min, max) = (pc + code[pc] as usize + 1, code[pc + 1], code[pc + 2]);
                        let (mut n, mut last) = (0u32, NONE);
                        let mut ok = true;
                        while n < max || max == MAXREPEAT {
                            if n >= min && i == last { break; }
                            last = i;
                            let here = self.stack.len();
                            match self.run(t, pc + 3, i, TOP, false) { Some(e) => { self.commit(here); i = e; n = n.saturating_add(1) } None => { ok = n >= min; break } }
                        }
                        if !ok { break; }
                        pc = tail;
                    }
                    op::ATOMIC_GROUP => {
                        let here = self.stack.len();
                        match self.run(t, pc + 1, i, TOP, false) { Some(e) => { self.commit(here); i = e } None => break }
                        pc += code[pc] as usize;
                    }
                    op::ASSERT => {
                        let Some(from) = back(t, i, code[pc + 1]) else { break };
                        let here = self.stack.len();
                        if self.run(t, pc + 2, from, TOP, false).is_none() { break; }
                        self.commit(here);
                        pc += code[pc] as usize;
                    }
                    op::ASSERT_NOT => {
                        if let Some(from) = back(t, i, code[pc + 1]) {
                            let here = self.stack.len();
                            if self.run(t, pc + 2, from, TOP, false).is_some() { self.unwind(here); break; }
                        }
                        pc += code[pc] as usize;
                    }
                    op::GROUPREF => { let Some((a, b)) = self.group(code[pc] as usize) else { break }; let d = t.bytes(); if self.limit - i < b - a || d[a..b] != d[i..i + b - a] { break; } i += b - a; pc += 1; }
                    op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE | op::GROUPREF_UNI_IGNORE => {
                        let Some((mut a, b)) = self.group(code[pc] as usize) else { break };
                        let low = if o == op::GROUPREF_UNI_IGNORE { text::lower } else { text::lower_ascii };
                        let mut same = true;
                        while a < b {
                            if i >= self.limit { same = false; break; }
                            let ((c, n), (d, m)) = (t.next(a), t.next(i));
                            if low(c) != low(d) { same = false; break; }
                            a += n;
                            i += m;
                        }
                        if !same { break; }
                        pc += 1;
                    }
                    op::GROUPREF_EXISTS => { if self.group(code[pc] as usize).is_some() { pc += 2 } else { pc += code[pc + 1] as usize } }
                    _ => break,
                }
            }
            // failure: the youngest alternative
            loop {
                if self.stack.len() <= base { return None; }
                let Some(e) = self.stack.pop() else { return None };
                match e {
                    Entry::Try { pc: p2, i: j, rep: r, reps } => { self.reps.truncate(reps as usize); (pc, i, rep) = (p2, j, r); break; }
                    Entry::Branch { at, i: j, rep: r, reps } => {
                        self.reps.truncate(reps as usize);
                        if let Some(next) = self.branch(t, at, j, r) { (pc, i, rep) = (next, j, r); break; }
                    }
                    Entry::Greedy { pc: tail, low, i: j, rep: r, reps } => {
                        self.reps.truncate(reps as usize);
                        let mut j = t.prev(j).1;
                        if code[tail] == op::LITERAL { let want = code[tail + 1]; while j > low && t.next(j).0 != want { j = t.prev(j).1 } }
                        if j > low { self.stack.push(Entry::Greedy { pc: tail, low, i: j, rep: r, reps }); }
                        (pc, i, rep) = (tail, j, r);
                        break;
                    }
                    Entry::Lazy { at, left, i: j, rep: r, reps } => {
                        self.reps.truncate(reps as usize);
                        if j >= self.limit { continue; }
                        let (c, n) = t.next(j);
                        if !self.item(at + 3, c) { continue; }
                        let left = if left == MAXREPEAT { left } else { left - 1 };
                        if left > 0 { self.stack.push(Entry::Lazy { at, left, i: j + n, rep: r, reps }); }
                        (pc, i, rep) = (at + code[at] as usize, j + n, r);
                        break;
                    }
                    Entry::Body { rep: r, i: j, reps } => {
                        self.reps.truncate(reps as usize);
                        let Some(&x) = self.reps.get(r as usize) else { continue };
                        self.stack.push(Entry::Count { rep: r, count: x.count, last: x.last });
                        let y = &mut self.reps[r as usize];
                        (y.count, y.last) = (x.count + 1, j);
                        (pc, i, rep) = (x.at + 3, j, r);
                        break;
                    }
                    e => self.undo(e),
                }
            }
        }
    }
    /// The first alternative at or after `at` that may match at `i`; the rest is pushed.
    fn branch<X: Text>(&mut self, t: X, mut at: usize, i: usize, rep: u32) -> Option<usize> {
        let code: &[u32] = &self.p.code;
        loop {
            let skip = code[at] as usize;
            if skip == 0 { return None; }
            let o = code[at + 1];
            let plausible = match o { op::LITERAL | op::IN => i < self.limit && self.item(at + 1, t.next(i).0), _ => true };
            let next = at + skip;
            if plausible {
                if code[next] != 0 { self.stack.push(Entry::Branch { at: next, i, rep, reps: self.reps.len() as u32 }); }
                return Some(at + 1);
            }
            at = next;
        }
    }
}
/// `n` characters before `i`.
fn back<X: Text>(t: X, mut i: usize, n: u32) -> Option<usize> { if !X::WIDE { return i.checked_sub(n as usize); } for _ in 0..n { if i == 0 { return None; } i = t.prev(i).1 } Some(i) }
