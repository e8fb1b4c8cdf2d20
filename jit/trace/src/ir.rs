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

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Ty { None, I, F, B, R, V }

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
impl Trace {
    pub fn push(&mut self, i: Ins) -> Ref { self.ops.push(i); Ref(self.ops.len() as u32 - 1) }
    pub fn at(&self, r: Ref) -> &Ins { &self.ops[r.0 as usize] }
    pub fn args_of(&self, i: &Ins) -> &[Ref] { &self.args[i.args.0 as usize..i.args.0 as usize + i.args.1 as usize] }
}
impl fmt::Debug for Ref { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { if *self == NIL { f.write_str("_") } else { write!(f, "%{}", self.0) } } }
