//! The latent-fork structure: where a run may later be split into tasks, computed by the front end.
//!
//! A fork is either a *loop* (its iterations are the operands) or a *call group* (independent operands of one expression
//! or consecutive statements). The protocol that uses it is described in ARCHITECTURE.md; the interpreter of a single worker ignores it.

enum_table! {
/// Why a loop or group is not a fork. Rows of the reasons table; texts for the user are beside it.
pub enum Reason: u8 {
    /// a local written by the body is read before it is written in the next iteration and is no recognised accumulator
    CarriedLocal = 0,
    /// the iterable is not a fresh iterator over range/list/tuple/str/dict view/enumerate/zip as far as the source tells
    Iterable = 1,
    /// yield or await in the body
    Yields = 2,
    /// `while` loop
    WhileLoop = 3,
    /// uses locals(), exec, eval without arguments or sets a trace function
    ReifiesFrame = 4,
    /// a loop variable or written local lives in a cell
    Captured = 5,
    /// break or return leaves the loop early (windows only)
    EarlyExit = 6,
    /// an operand writes what another reads
    OperandsConflict = 7,
    /// the body deletes a local or a global that it did not bind
    Deletes = 8,
}
}

/// A recognised accumulator of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accumulator {
    pub kind: AccumulatorKind,
    /// the local it lives in (the list, the counter, …), or NOREG if it is the global named by `site`
    pub reg: u16,
    pub site: u32,
    /// pc of the accumulating instruction
    pub pc: u32,
}

enum_table! {
/// How an accumulator combines.
pub enum AccumulatorKind: u8 { ListAppend = 0, ListExtend = 1, StoreIndex = 2, IndexAdd = 3, SetAdd = 4, Add = 5, Mul = 6, Min = 7, Max = 8, Last = 9, BitOr = 10, BitAnd = 11, BitXor = 12, Print = 13, Sub = 14,
    /// as `Min` and `Max`, but of equal ones the last
    MinLast = 15, MaxLast = 16,
    /// assigned wherever the minimum or maximum is whose accumulator has the same `pc`
    Arg = 17,
    /// a variable in a cell that each iteration makes anew; after the loop the last one counts
    Cell = 18,
    /// no accumulator: the fork relies on the global `site` being the builtin of that name
    Known = 19,
    /// `d[k] = d.get(k, 0) + x`
    GetAdd = 20 }
}
impl AccumulatorKind {
    /// The last iteration that assigned it counts.
    pub fn replaces(self) -> bool { matches!(self, AccumulatorKind::Last | AccumulatorKind::Cell) }
    /// It is a note about the loop and no variable.
    pub fn is_note(self) -> bool { matches!(self, AccumulatorKind::Print | AccumulatorKind::Known) }
    /// Its value at the start does not matter to a task.
    pub fn starts_empty(self) -> bool { self.replaces() || self == AccumulatorKind::Arg }
}

#[derive(Clone, Debug, PartialEq)]
pub enum ForkKind {
    /// ForIter at `head`; the loop's code is `head..exit`; `iter` holds the iterator, `item` the item
    Loop { head: u32, exit: u32, iter: u16, item: u16 },
    /// operands' code ranges in evaluation order with the register that receives each result (NOREG: a global); all joined at `join`
    Group { operands: Vec<(u32, u32, u16)>, join: u32 },
    /// a while loop: listed so that explain can name it; never split
    While { head: u32, exit: u32 },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    pub kind: ForkKind,
    /// registers whose value at the head (group start) the body reads: copied into a promoted task, all others are cleared
    pub live_in: Vec<u16>,
    /// registers that the body writes
    pub written: Vec<u16>,
    /// names (sites) of globals that the body assigns
    pub global_writes: Vec<u32>,
    pub accumulators: Vec<Accumulator>,
    /// None: splittable as far as the front end can tell
    pub verdict: Option<(Reason, u32 /* line at fault */)>,
}

impl Fork {
    /// Its first instruction.
    pub fn start(&self) -> u32 {
        match &self.kind { ForkKind::Loop { head, .. } | ForkKind::While { head, .. } => *head, ForkKind::Group { operands, .. } => operands.first().map_or(0, |o| o.0) }
    }
}
