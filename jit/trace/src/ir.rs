//! The trace IR: a straight line of typed SSA instructions, perhaps with one loop, and the exits by which it can be left.
//!
//! A recorded trace is one pass from its anchor (a loop's head, a function's entry or another trace's exit) to its end. The optimiser
//! turns it into *prologue, `Head`, phis, body, `Back`* by peeling the first pass. An instruction's number is its place; operands
//! point backwards, but for `Back`, whose arguments feed the phis.
//!
//! An exit says how to rebuild the interpreter: for each frame its code, place and registers. Registers that the trace has not changed
//! are not named; they are still where the interpreter left them. Values are named by instruction, boxed on the way out: an object that
//! only exits name is never made on the main path (allocation sinking).
//!
//! Absent: addresses of the VM's functions (`Helper` rows carry them) and anything of a machine.
use std::fmt;

/// An instruction by number; `NIL` is no operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref(pub u32);
pub const NIL: Ref = Ref(u32::MAX);
/// `Ins::at` of a `Back` that has a `Head` and names no exit.
pub const NO_EXIT: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Default)]
#[repr(u8)]
pub enum Ty { #[default] None, I, F, B, R, V }

/// Classes of memory. Two accesses of different classes never touch the same word. `Any` meets all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Alias {
    Any, 
    /// shape word of a header
    Shape, 
    /// birth word of a header
    Birth,
    ListLen, ListMeta, ListItems, 
    /// items of lists, in their storage
    ListData,
    /// parts of an object that never change after it is made: tuples, strings, functions, ranges, code
    Constant,
    /// an instance's attribute slots
    Attr, 
    Cell, 
    DictMeta, DictValues,
    /// version words of dicts and classes
    Version,
    /// state of native iterators
    Iter,
    /// the worker's context
    Context,
    /// the register stack
    Register,
}

impl Alias {
    pub const ALL: [Alias; 16] = [Alias::Any, Alias::Shape, Alias::Birth, Alias::ListLen, Alias::ListMeta, Alias::ListItems, Alias::ListData, Alias::Constant, Alias::Attr,
        Alias::Cell, Alias::DictMeta, Alias::DictValues, Alias::Version, Alias::Iter, Alias::Context, Alias::Register];
    /// The class's bit in `Effect::Write`; all bits for `Any`.
    pub const fn bit(self) -> u32 { match self { Alias::Any => !0, a => 1 << a as u8 } }
}

/// What a helper does: the trace op table's `Call` ops ask here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// same answer for same arguments; may be moved, merged, dropped
    Pure,
    /// reads memory, writes nothing; may be dropped
    Read,
    /// makes fresh objects only; may collect
    Alloc,
    /// writes memory of these classes (bits by `Alias`), runs no Python code; may collect
    Write(u32),
    /// may do anything; `Sync` came before
    Any,
}

/// A function of the runtime that traces call. Arguments in order of `args`; a helper that takes the worker's context has it first, unnamed.
#[derive(Debug)]
pub struct Helper {
    pub name: &'static str,
    /// address of an `extern "C"` function
    pub address: usize,
    pub context: bool,
    pub args: &'static [Ty],
    pub result: Ty,
    pub effect: Effect,
    /// may fail: then `cx.pending` is set, the result is meaningless, and the trace is left by the call's exit
    pub raises: bool,
}

macro_rules! define_ops {
    ($($name:ident ($a:tt $b:tt $c:tt) $($extra:ident)* -> $res:tt $effect:ident $lanes:ident $text:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $text] $name),* }
        /// A row of the table as data.
        pub struct Row { pub op: Op, pub name: &'static str, pub operands: [char; 3], pub result: char, pub effect: OpEffect, pub lanes: Lanes, pub imm: bool, pub at: bool, pub alias: bool, pub args: bool, pub text: &'static str }
        pub static ROWS: &[Row] = &[$(Row { op: Op::$name, name: stringify!($name), operands: [kind(stringify!($a)), kind(stringify!($b)), kind(stringify!($c))], result: kind(stringify!($res)),
            effect: OpEffect::$effect, lanes: Lanes::$lanes, imm: has(&[$(stringify!($extra)),*], "imm"), at: has(&[$(stringify!($extra)),*], "at"), alias: has(&[$(stringify!($extra)),*], "alias"), args: has(&[$(stringify!($extra)),*], "args"), text: $text }),*];
    };
}
/// First letter of a type in the table; `*` for any.
const fn kind(s: &str) -> char { match s.as_bytes() { b"any" => '*', b => b[0] as char } }
const fn has(list: &[&str], what: &str) -> bool {
    let mut i = 0;
    while i < list.len() { let (a, b) = (list[i].as_bytes(), what.as_bytes()); let mut same = a.len() == b.len(); let mut k = 0; while same && k < a.len() { same = a[k] == b[k]; k += 1; } if same { return true; } i += 1; }
    false
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpEffect { Pure, Guard, Load, Store, Alloc, Call, Ctl }
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lanes { Uniform, Varying, No }
crate::for_each_trace_op!(define_ops);
impl Op { pub fn row(self) -> &'static Row { &ROWS[self as usize] } }

/// One instruction. Fields that its row does not name are NIL or 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ins { pub op: Op, pub ty: Ty, pub alias: Alias, pub a: Ref, pub b: Ref, pub c: Ref, pub imm: i64, /// index of the exit
    pub at: u32, /// start and length of its arguments
    pub args: (u32, u16) }

/// A frame as an exit rebuilds it. The first is the one that the trace was entered in; its `base` is 0.
#[derive(Clone, PartialEq, Debug)]
pub struct FrameState {
    /// words of the code object and of the function (kept alive by the trace)
    pub code: u64, 
    pub func: u64,
    /// instruction to go on with
    pub pc: u32,
    /// its registers begin so many registers above the entered frame's
    pub base: u32,
    /// register of its caller for the result; meaning of `kind` is the interpreter's `FrameKind`
    pub ret: u16, 
    pub kind: u16,
    /// generator or new instance that the frame has, NIL if none
    pub gen: Ref,
    /// number of registers that the frame has
    pub size: u16,
}
/// How the interpreter looks when the trace is left here.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Exit {
    pub frames: Vec<FrameState>,
    /// (register counted from the entered frame's base, its value), ascending. Values of any type: boxed on the way out. Registers of frames
    /// other than the first that are not named hold UNDEF.
    pub regs: Vec<(u32, Ref)>,
    /// an exception is pending: a helper of this exit's instruction raised, and `pc` is past that instruction
    pub raised: bool,
}

/// A trace. `Default` is the empty one.
#[derive(Clone, Default)]
pub struct Trace {
    pub ops: Vec<Ins>,
    pub args: Vec<Ref>,
    pub exits: Vec<Exit>,
    /// words of heap objects that the code or exits name
    pub roots: Vec<u64>,
    /// rows that `Call` ops index
    pub helpers: &'static [Helper],
    /// types of the inherited values of a side trace, by `Inherit`'s number
    pub inherited: Vec<Ty>,
}
impl Ins {
    /// An instruction with no operands; the type is the row's, None where the row leaves it open.
    pub const fn new(op: Op) -> Ins {
        let ty = Ty::of(ROWS[op as usize].result);
        Ins { op, ty, alias: Alias::Any, a: NIL, b: NIL, c: NIL, imm: 0, at: 0, args: (0, 0) }
    }
    pub const fn a(mut self, a: Ref) -> Ins { self.a = a; self }
    pub const fn ab(mut self, a: Ref, b: Ref) -> Ins { self.a = a; self.b = b; self }
    pub const fn abc(mut self, a: Ref, b: Ref, c: Ref) -> Ins { self.a = a; self.b = b; self.c = c; self }
    pub const fn imm(mut self, imm: i64) -> Ins { self.imm = imm; self }
    pub const fn exit(mut self, at: u32) -> Ins { self.at = at; self }
    pub const fn class(mut self, alias: Alias) -> Ins { self.alias = alias; self }
    pub const fn ty(mut self, ty: Ty) -> Ins { self.ty = ty; self }
    pub fn is_const(&self) -> bool { matches!(self.op, Op::ConstI | Op::ConstF | Op::ConstB | Op::ConstV | Op::ConstR) }
    pub fn is_call(&self) -> bool { matches!(self.op, Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN) }
}
impl Ty {
    /// Type by its letter in the op table; None for `_` and `*`.
    pub const fn of(letter: char) -> Ty { match letter { 'i' => Ty::I, 'f' => Ty::F, 'b' => Ty::B, 'r' => Ty::R, 'v' => Ty::V, _ => Ty::None } }
    pub const fn letter(self) -> char { match self { Ty::None => '_', Ty::I => 'i', Ty::F => 'f', Ty::B => 'b', Ty::R => 'r', Ty::V => 'v' } }
}
/// Taking `Alloc`'s immediate apart: shape, bytes with the header, scan kind.
pub const fn alloc_parts(imm: i64) -> (u32, u32, u8) { (imm as u32, (imm as u64 >> 32) as u32 & 0xfff_ffff, (imm as u64 >> 60) as u8) }
pub const fn alloc_imm(shape: u32, bytes: u32, scan: u8) -> i64 { (shape as u64 | (bytes as u64) << 32 | (scan as u64) << 60) as i64 }
/// Where an object's payload begins.
pub const PAYLOAD: i64 = 16;

impl Trace {
    /// What whoever takes an exit must be given: the values of `regs` in order, the `gen`s of the frames that have one, then the
    /// arguments (not NIL) of each `Sunk` among all these, in order of appearance, a `Sunk` that appears again only once. Places that hold
    /// a `Sunk` are of no type and the machine leaves them out. A side trace may inherit all of them
    /// but the `Sunk`s, which it makes itself if it wants them.
    pub fn values_of(&self, e: &Exit) -> Vec<Ref> {
        let mut out: Vec<Ref> = e.regs.iter().map(|r| r.1).chain(e.frames.iter().map(|f| f.gen).filter(|g| *g != NIL)).collect();
        let (mut k, mut seen) = (0, vec![]);
        while k < out.len() {
            let i = self.at(out[k]);
            if i.op == Op::Sunk && !seen.contains(&out[k]) { seen.push(out[k]); out.extend(self.args_of(i).iter().filter(|r| **r != NIL)); }
            k += 1;
        }
        out
    }
    pub fn push(&mut self, i: Ins) -> Ref { self.ops.push(i); Ref(self.ops.len() as u32 - 1) }
    pub fn at(&self, r: Ref) -> &Ins { &self.ops[r.0 as usize] }
    pub fn args_of(&self, i: &Ins) -> &[Ref] { &self.args[i.args.0 as usize..i.args.0 as usize + i.args.1 as usize] }
}
impl fmt::Debug for Ref { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { if *self == NIL { f.write_str("_") } else { write!(f, "%{}", self.0) } } }
