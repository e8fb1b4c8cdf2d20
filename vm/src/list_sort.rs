//! Sorting lists: CPython's merge sort (powersort merges), so that the order of comparisons, hence every visible effect and the
//! result under inconsistent orders (NaN, sets), is the same. Homogeneous ints, floats without NaN and strs, whose order is total
//! and whose comparisons nobody sees, go to the standard library's sort.
//!
//! What is sorted is a permutation: `u32` indices into the fixed array of keys, so that no value is ever out of the collector's sight.
use crate::cx::Cx;
use crate::list::{self, List};
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// `list.sort(key=key, reverse=reverse)`
pub fn sort(cx: &mut Cx, l: List, key: Option<Value>, reverse: bool) -> R<()> {
    if key.is_none() && l.seen() == list::INT {
        let m = l.items_mut(cx)?;
        // tagged small ints order as their words do
        m.sort_unstable_by_key(|v| v.0 as i64);
        if reverse { m.reverse() }
        return Ok(());
    }
    let items = l.take(cx);
    let r = sorted_items(cx, items, key, reverse);
    let changed = l.touched();
    l.clear(cx);
    l.restore(cx, items);
    r?;
    if changed { return Err(cx.value_error("list modified during sort")); }
    Ok(())
}
/// Sorts a list that no Python code can reach.
fn sorted_items(cx: &mut Cx, items: List, key: Option<Value>, reverse: bool) -> R<()> {
    let n = items.len();
    if n >= u32::MAX as usize { return Err(cx.memory_error()); }
    let keys = match key {
        None => items.to_vvec(),
        Some(f) => { let mut k = VVec::with_capacity(n); let all = items.to_vvec(); if !crate::par::eager::each_call(cx, f, &all, crate::par::eager::Mode::Any, &mut |_, x| { k.push(x); Ok(()) })? { for i in 0..n { let v = items.get(i).unwrap_or(Value::NONE); let x = cx.call(f, &[v])?; k.push(x) } } k }
    };
    if n < 2 { return Ok(()); }
    let mut order: Vec<u32> = (0..n as u32).collect();
    let r = match total_order(&keys, &mut order, reverse) {
        true => Ok(()),
        false => {
            // stability in reverse: sort the reversed list, reverse the result
            if reverse { order.reverse() }
            let homo = keys.iter().all(|k| Tuple::exact(*k).is_some_and(|t| t.len() > 0));
            let r = Sorter { cx, keys: &keys, a: &mut order, tmp: vec![], min_gallop: 7, pending: vec![], tuples: homo }.sort();
            if reverse { order.reverse() }
            r
        }
    };
    let old = items.to_vvec();
    let m = items.items_mut(cx)?;
    for (to, from) in m.iter_mut().zip(&order) { *to = old[*from as usize] }
    r
}
/// Sorts where order and comparisons are beyond doubt; false: not such keys.
fn total_order(keys: &[Value], order: &mut Vec<u32>, reverse: bool) -> bool {
    fn run<K: Copy>(keys: &[Value], order: &mut Vec<u32>, reverse: bool, get: impl Fn(Value) -> K, cmp: impl Fn(&K, &K) -> std::cmp::Ordering) {
        let mut v: Vec<(K, u32)> = keys.iter().enumerate().map(|(i, k)| (get(*k), i as u32)).collect();
        if reverse { v.sort_by(|a, b| cmp(&b.0, &a.0)) } else { v.sort_by(|a, b| cmp(&a.0, &b.0)) }
        order.clear();
        order.extend(v.iter().map(|x| x.1));
    }
    if keys[0].is_small() {
        if !keys.iter().all(|k| k.is_small()) { return false; }
        run(keys, order, reverse, |k| k.small_unchecked(), |a, b| a.cmp(b));
        return true;
    }
    match keys[0].exact() {
        Some(T::Float) => {
            if !keys.iter().all(|k| k.is_inline_float() || (k.is_exact(T::Float) && !crate::float::get(*k).is_nan())) { return false; }
            run(keys, order, reverse, crate::float::get, |a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
            true
        }
        Some(T::Str) => {
            if !keys.iter().all(|k| k.is_exact(T::Str)) { return false; }
            run(keys, order, reverse, |k| Str(k).bytes(), |a, b| a.cmp(b));
            true
        }
        _ => false,
    }
}
/// `a < b` as sort compares; `tuples`: all keys are non-empty tuples.
#[inline]
fn less(cx: &mut Cx, tuples: bool, a: Value, b: Value) -> R<bool> {
    if tuples {
        let (x, y) = (Tuple(a).items(), Tuple(b).items());
        let mut i = 0;
        while i < x.len() && i < y.len() { if x[i] == y[i] || cx.eq(x[i], y[i])? { i += 1; } else { break; } }
        if i >= x.len() || i >= y.len() { return Ok(x.len() < y.len()); }
        return cx.lt(x[i], y[i]);
    }
    cx.lt(a, b)
}

struct Run { base: usize, len: usize, power: u32 }
struct Sorter<'a> { cx: &'a mut Cx, keys: &'a [Value], a: &'a mut Vec<u32>, tmp: Vec<u32>, min_gallop: usize, pending: Vec<Run>, tuples: bool }
impl Sorter<'_> {
    #[inline]
    fn lt(&mut self, x: u32, y: u32) -> R<bool> { less(self.cx, self.tuples, self.keys[x as usize], self.keys[y as usize]) }
    fn sort(&mut self) -> R<()> {
        let n = self.a.len();
        let minrun = { let (mut m, mut r) = (n, 0); while m >= 64 { r |= m & 1; m >>= 1; } m + r };
        let (mut lo, mut left) = (0, n);
        while left > 0 {
            let (mut run, descending) = self.count_run(lo, lo + left)?;
            if descending { self.a[lo..lo + run].reverse() }
            if run < minrun {
                let force = left.min(minrun);
                self.binary_sort(lo, lo + force, lo + run)?;
                run = force;
            }
            self.found_new_run(run, n)?;
            self.pending.push(Run { base: lo, len: run, power: 0 });
            lo += run;
            left -= run;
        }
        while self.pending.len() > 1 {
            let k = self.pending.len() - 2;
            let k = if k > 0 && self.pending[k - 1].len < self.pending[k + 1].len { k - 1 } else { k };
            self.merge_at(k)?;
        }
        Ok(())
    }
    /// Length of the run at `lo` and whether it is strictly descending.
    fn count_run(&mut self, lo: usize, hi: usize) -> R<(usize, bool)> {
        if lo + 1 == hi { return Ok((1, false)); }
        let descending = self.lt(self.a[lo + 1], self.a[lo])?;
        let mut n = 2;
        while lo + n < hi {
            if self.lt(self.a[lo + n], self.a[lo + n - 1])? != descending { break; }
            n += 1;
        }
        Ok((n, descending))
    }
    fn binary_sort(&mut self, lo: usize, hi: usize, start: usize) -> R<()> {
        for s in start.max(lo + 1)..hi {
            let pivot = self.a[s];
            let (mut l, mut r) = (lo, s);
            while l < r { let p = l + ((r - l) >> 1); if self.lt(pivot, self.a[p])? { r = p } else { l = p + 1 } }
            self.a.copy_within(l..s, l + 1);
            self.a[l] = pivot;
        }
        Ok(())
    }
    /// Powersort: merges until the new run's boundary power fits on the stack.
    fn found_new_run(&mut self, n2: usize, total: usize) -> R<()> {
        if let Some(p) = self.pending.last() {
            let power = power(p.base, p.len, n2, total);
            while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power { let k = self.pending.len() - 2; self.merge_at(k)? }
            if let Some(p) = self.pending.last_mut() { p.power = power }
        }
        Ok(())
    }
    fn merge_at(&mut self, i: usize) -> R<()> {
        let (mut sa, mut na) = (self.pending[i].base, self.pending[i].len);
        let (sb, mut nb) = (self.pending[i + 1].base, self.pending[i + 1].len);
        self.pending[i].len = na + nb;
        self.pending.remove(i + 1);
        let k = self.gallop_right(self.a[sb], Side::A, sa, na, 0)?;
        sa += k;
        na -= k;
        if na == 0 { return Ok(()); }
        nb = self.gallop_left(self.a[sa + na - 1], Side::A, sb, nb, nb - 1)?;
        if nb == 0 { return Ok(()); }
        if na <= nb { self.merge_lo(sa, na, sb, nb) } else { self.merge_hi(sa, na, sb, nb) }
    }
    fn at(&self, side: Side, i: usize) -> u32 { match side { Side::A => self.a[i], Side::Tmp => self.tmp[i] } }
    /// Where in the sorted `n` items at `base` to insert `key`, left of equal ones; `hint` is a guess.
    fn gallop_left(&mut self, key: u32, side: Side, base: usize, n: usize, hint: usize) -> R<usize> {
        let (mut last, mut ofs) = (0isize, 1isize);
        let h = hint as isize;
        let at = |s: &Self, i: isize| s.at(side, (base as isize + i) as usize);
        if { let x = at(self, h); self.lt(x, key)? } {
            let max = n as isize - h;
            while ofs < max { let x = at(self, h + ofs); if self.lt(x, key)? { last = ofs; ofs = (ofs << 1) + 1; } else { break; } }
            ofs = ofs.min(max);
            last += h;
            ofs += h;
        } else {
            let max = h + 1;
            while ofs < max { let x = at(self, h - ofs); if self.lt(x, key)? { break; } last = ofs; ofs = (ofs << 1) + 1; }
            ofs = ofs.min(max);
            (last, ofs) = (h - ofs, h - last);
        }
        last += 1;
        while last < ofs { let m = last + ((ofs - last) >> 1); let x = at(self, m); if self.lt(x, key)? { last = m + 1 } else { ofs = m } }
        Ok(ofs as usize)
    }
    /// As `gallop_left`, right of equal ones.
    fn gallop_right(&mut self, key: u32, side: Side, base: usize, n: usize, hint: usize) -> R<usize> {
        let (mut last, mut ofs) = (0isize, 1isize);
        let h = hint as isize;
        let at = |s: &Self, i: isize| s.at(side, (base as isize + i) as usize);
        if { let x = at(self, h); self.lt(key, x)? } {
            let max = h + 1;
            while ofs < max { let x = at(self, h - ofs); if self.lt(key, x)? { last = ofs; ofs = (ofs << 1) + 1; } else { break; } }
            ofs = ofs.min(max);
            (last, ofs) = (h - ofs, h - last);
        } else {
            let max = n as isize - h;
            while ofs < max { let x = at(self, h + ofs); if self.lt(key, x)? { break; } last = ofs; ofs = (ofs << 1) + 1; }
            ofs = ofs.min(max);
            last += h;
            ofs += h;
        }
        last += 1;
        while last < ofs { let m = last + ((ofs - last) >> 1); let x = at(self, m); if self.lt(key, x)? { ofs = m } else { last = m + 1 } }
        Ok(ofs as usize)
    }
    /// Merges the adjacent runs, `na <= nb`; run A waits in `tmp`. On an error every index is back in place.
    fn merge_lo(&mut self, sa: usize, na: usize, sb: usize, nb: usize) -> R<()> {
        self.tmp.clear();
        self.tmp.extend_from_slice(&self.a[sa..sa + na]);
        let (mut pa, mut na, mut pb, mut nb, mut dest) = (0, na, sb, nb, sa);
        let r = self.merge_lo_loop(&mut pa, &mut na, &mut pb, &mut nb, &mut dest);
        // what is left of A, then (B's last item before A's last when A has one left and no error)
        match r {
            Ok(true) => { self.a.copy_within(pb..pb + nb, dest); self.a[dest + nb] = self.tmp[pa]; Ok(()) }
            Ok(false) => { let t = std::mem::take(&mut self.tmp); self.a[dest..dest + na].copy_from_slice(&t[pa..pa + na]); self.tmp = t; Ok(()) }
            Err(e) => { let t = std::mem::take(&mut self.tmp); self.a[dest..dest + na].copy_from_slice(&t[pa..pa + na]); self.tmp = t; Err(e) }
        }
    }
    /// True: one A item is left and belongs behind all of B; false: B is used up.
    fn merge_lo_loop(&mut self, pa: &mut usize, na: &mut usize, pb: &mut usize, nb: &mut usize, dest: &mut usize) -> R<bool> {
        self.a[*dest] = self.a[*pb]; *dest += 1; *pb += 1; *nb -= 1;
        if *nb == 0 { return Ok(false); }
        if *na == 1 { return Ok(true); }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut acount, mut bcount) = (0usize, 0usize);
            loop {
                if self.lt(self.a[*pb], self.tmp[*pa])? {
                    self.a[*dest] = self.a[*pb]; *dest += 1; *pb += 1; bcount += 1; acount = 0; *nb -= 1;
                    if *nb == 0 { return Ok(false); }
                    if bcount >= min_gallop { break; }
                } else {
                    self.a[*dest] = self.tmp[*pa]; *dest += 1; *pa += 1; acount += 1; bcount = 0; *na -= 1;
                    if *na == 1 { return Ok(true); }
                    if acount >= min_gallop { break; }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= (min_gallop > 1) as usize;
                self.min_gallop = min_gallop;
                let k = self.gallop_right(self.a[*pb], Side::Tmp, *pa, *na, 0)?;
                acount = k;
                if k > 0 {
                    self.a[*dest..*dest + k].copy_from_slice(&self.tmp[*pa..*pa + k]);
                    *dest += k; *pa += k; *na -= k;
                    if *na == 1 { return Ok(true); }
                    if *na == 0 { return Ok(false); } // only an inconsistent order gets here
                }
                self.a[*dest] = self.a[*pb]; *dest += 1; *pb += 1; *nb -= 1;
                if *nb == 0 { return Ok(false); }
                let k = self.gallop_left(self.tmp[*pa], Side::A, *pb, *nb, 0)?;
                bcount = k;
                if k > 0 {
                    self.a.copy_within(*pb..*pb + k, *dest);
                    *dest += k; *pb += k; *nb -= k;
                    if *nb == 0 { return Ok(false); }
                }
                self.a[*dest] = self.tmp[*pa]; *dest += 1; *pa += 1; *na -= 1;
                if *na == 1 { return Ok(true); }
                if acount < 7 && bcount < 7 { break; }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
    /// Merges the adjacent runs, `na >= nb`, from the right; run B waits in `tmp`.
    fn merge_hi(&mut self, sa: usize, na: usize, sb: usize, nb: usize) -> R<()> {
        self.tmp.clear();
        self.tmp.extend_from_slice(&self.a[sb..sb + nb]);
        // all one past: dest, end of A, end of B
        let mut s = Hi { dest: sb + nb, pa: sa + na, na, pb: nb, nb };
        let r = self.merge_hi_loop(&mut s);
        match r {
            Ok(true) => { let d = s.dest - s.na; self.a.copy_within(s.pa - s.na..s.pa, d); self.a[d - 1] = self.tmp[s.pb - 1]; Ok(()) }
            Ok(false) => { let t = std::mem::take(&mut self.tmp); self.a[s.dest - s.nb..s.dest].copy_from_slice(&t[s.pb - s.nb..s.pb]); self.tmp = t; Ok(()) }
            Err(e) => { let t = std::mem::take(&mut self.tmp); self.a[s.dest - s.nb..s.dest].copy_from_slice(&t[s.pb - s.nb..s.pb]); self.tmp = t; Err(e) }
        }
    }
    /// True: one B item is left and belongs before all of A; false: A is used up.
    fn merge_hi_loop(&mut self, s: &mut Hi) -> R<bool> {
        s.dest -= 1; s.pa -= 1; s.na -= 1;
        self.a[s.dest] = self.a[s.pa];
        if s.na == 0 { return Ok(false); }
        if s.nb == 1 { return Ok(true); }
        let mut min_gallop = self.min_gallop;
        let base_a = s.pa - s.na;
        loop {
            let (mut acount, mut bcount) = (0usize, 0usize);
            loop {
                if self.lt(self.tmp[s.pb - 1], self.a[s.pa - 1])? {
                    s.dest -= 1; s.pa -= 1;
                    self.a[s.dest] = self.a[s.pa];
                    acount += 1; bcount = 0; s.na -= 1;
                    if s.na == 0 { return Ok(false); }
                    if acount >= min_gallop { break; }
                } else {
                    s.dest -= 1; s.pb -= 1;
                    self.a[s.dest] = self.tmp[s.pb];
                    bcount += 1; acount = 0; s.nb -= 1;
                    if s.nb == 1 { return Ok(true); }
                    if bcount >= min_gallop { break; }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= (min_gallop > 1) as usize;
                self.min_gallop = min_gallop;
                let k = s.na - self.gallop_right(self.tmp[s.pb - 1], Side::A, base_a, s.na, s.na - 1)?;
                acount = k;
                if k > 0 {
                    s.dest -= k; s.pa -= k;
                    self.a.copy_within(s.pa..s.pa + k, s.dest);
                    s.na -= k;
                    if s.na == 0 { return Ok(false); }
                }
                s.dest -= 1; s.pb -= 1;
                self.a[s.dest] = self.tmp[s.pb];
                s.nb -= 1;
                if s.nb == 1 { return Ok(true); }
                let k = s.nb - self.gallop_left(self.a[s.pa - 1], Side::Tmp, 0, s.nb, s.nb - 1)?;
                bcount = k;
                if k > 0 {
                    s.dest -= k; s.pb -= k;
                    self.a[s.dest..s.dest + k].copy_from_slice(&self.tmp[s.pb..s.pb + k]);
                    s.nb -= k;
                    if s.nb == 1 { return Ok(true); }
                    if s.nb == 0 { return Ok(false); } // only an inconsistent order gets here
                }
                s.dest -= 1; s.pa -= 1;
                self.a[s.dest] = self.a[s.pa];
                s.na -= 1;
                if s.na == 0 { return Ok(false); }
                if acount < 7 && bcount < 7 { break; }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}
struct Hi { dest: usize, pa: usize, na: usize, pb: usize, nb: usize }
#[derive(Clone, Copy)]
enum Side { A, Tmp }
/// Powersort's node power of the boundary between the run at `s1` (length `n1`) and the next (length `n2`) among `n` items.
fn power(s1: usize, n1: usize, n2: usize, n: usize) -> u32 {
    let mut result = 0;
    let mut a = 2 * s1 + n1;
    let mut b = a + n1 + n2;
    loop {
        result += 1;
        if a >= n { a -= n; b -= n; } else if b >= n { return result; }
        a <<= 1;
        b <<= 1;
    }
}
