#![allow(unsafe_code)] // walks bump runs
//! From any word to the object it points into, if any: conservative roots and checks.
//!
//! Old objects are found by looking back in the mark bits of the last collection; young ones by walking the holes of their
//! block once and noting the object starts. Both want the tables as they were before this collection clears them,
//! which is why all roots are gathered first (see `collect`).
//!
//! Invariants
//! - [V1] A resolver is used only while no mutator runs and before the tables change; its notes stay true so long.

use crate::header::Header;
use crate::holes;
use crate::meta::{granule_of, Kind, Table, BLOCK, BLOCK_SHIFT, MARK_WORDS};
use std::collections::HashMap;
use std::sync::atomic::Ordering::Relaxed;

type Starts = [u64; MARK_WORDS];

pub struct Resolver {
    pub table: Table,
    /// Bytes of committed memory from the base.
    pub span: usize,
    young: HashMap<usize, Box<Starts>>,
}

impl Resolver {
    pub fn new(table: Table, committed: usize) -> Resolver {
        Resolver { table, span: committed << BLOCK_SHIFT, young: HashMap::new() }
    }

    /// Start of the object that `at` points into.
    pub fn resolve(&mut self, at: usize) -> Option<usize> {
        if at.wrapping_sub(self.table.base) >= self.span {
            return None;
        }
        let block = self.table.block_of(at);
        // SAFETY: [R2] within the committed span.
        let meta = unsafe { self.table.meta(block) };
        match meta.kind() {
            Kind::Free => None,
            Kind::Small => {
                let granule = granule_of(at);
                let young = self.young_starts(block);
                let mut w = granule >> 6;
                let keep = u64::MAX >> (63 - (granule & 63));
                let mut bits = (meta.marks[w].load(Relaxed) | young[w]) & keep;
                while bits == 0 {
                    w = w.checked_sub(1)?;
                    bits = meta.marks[w].load(Relaxed) | young[w];
                }
                let start = self.table.address(block) + (w * 64 + 63 - bits.leading_zeros() as usize) * 16;
                // SAFETY: [B1], [A1]: an object starts here.
                let h = unsafe { &*std::ptr::with_exposed_provenance::<Header>(start) };
                (at < start + h.granules() * 16).then_some(start)
            }
            Kind::LargeHead | Kind::LargeBody => {
                let (head, meta) = if meta.kind() == Kind::LargeBody {
                    let head = block - meta.link.load(Relaxed) as usize;
                    // SAFETY: [B4].
                    (head, unsafe { self.table.meta(head) })
                } else {
                    (block, meta)
                };
                let start = self.table.address(head);
                (at < start + meta.size.load(Relaxed)).then_some(start)
            }
        }
    }

    /// Starts of the objects allocated in a small block since the last collection.
    pub fn young_starts(&mut self, block: usize) -> &Starts {
        let table = self.table;
        self.young.entry(block).or_insert_with(|| {
            let mut bits = Box::new([0u64; MARK_WORDS]);
            // SAFETY: [R2] the caller came here through a committed address.
            let meta = unsafe { table.meta(block) };
            if !meta.open.load(Relaxed) {
                return bits;
            }
            let base = table.address(block);
            // SAFETY: [V1] the marks are those the block was opened with.
            unsafe {
                holes::each(table, block, &mut |from, to| {
                    let mut g = from;
                    while g < to {
                        // SAFETY: [E1], [A1] a header or the zero that ends the run.
                        let h = &*std::ptr::with_exposed_provenance::<Header>(base + g * 16);
                        if h.word0 == 0 || h.granules() == 0 {
                            break;
                        }
                        bits[g >> 6] |= 1 << (g & 63);
                        g += h.granules();
                    }
                });
            }
            bits
        })
    }

    /// Calls `f` with each object that is marked or was allocated since.
    pub fn each_object(&mut self, f: &mut dyn FnMut(usize, bool)) {
        for block in 0..self.span / BLOCK {
            // SAFETY: [R2] within the committed span.
            let meta = unsafe { self.table.meta(block) };
            match meta.kind() {
                Kind::Free | Kind::LargeBody => {}
                Kind::LargeHead => f(self.table.address(block), meta.marked(0)),
                Kind::Small => {
                    let young = if meta.open.load(Relaxed) { *self.young_starts(block) } else { [0; MARK_WORDS] };
                    for (w, (mark, new)) in meta.marks.iter().zip(young).enumerate() {
                        let mark = mark.load(Relaxed);
                        let mut bits = mark | new;
                        while bits != 0 {
                            let i = bits.trailing_zeros() as usize;
                            bits &= bits - 1;
                            f(self.table.address(block) + (w * 64 + i) * 16, mark >> i & 1 != 0);
                        }
                    }
                }
            }
        }
    }

    /// Calls `f` with each marked object; some of those that are marked meanwhile too.
    pub fn each_marked(&mut self, f: &mut dyn FnMut(usize)) {
        for block in 0..self.span / BLOCK {
            // SAFETY: [R2] within the committed span.
            let meta = unsafe { self.table.meta(block) };
            if !matches!(meta.kind(), Kind::Small | Kind::LargeHead) {
                continue;
            }
            for (w, mark) in meta.marks.iter().enumerate() {
                let mut bits = mark.load(Relaxed);
                while bits != 0 {
                    f(self.table.address(block) + (w * 64 + bits.trailing_zeros() as usize) * 16);
                    bits &= bits - 1;
                }
            }
        }
    }
}
