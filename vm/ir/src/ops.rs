//! The op table. One row per op: its operands, what it may do, and what it means. Encoder, decoder, text form, verifier,
//! interpreter dispatch and the trace recorder expand from this table, so a new row breaks the build wherever an answer is owed.
//!
//! ```text
//!  63           48 47           32 31           16 15    8 7      0
//! ┌───────────────┬───────────────┬───────────────┬───────┬────────┐
//! │       c       │       b       │       a       │   d   │   op   │
//! └───────────────┴───────────────┴───────────────┴───────┴────────┘
//!   bc = b | c<<16 (32 bits)          dc = c | d<<16 (24 bits)
//! ```
//!
//! Operand kinds ([`Kind`]) say what stands in each field; `_` is unused (zero). Wide kinds fill two fields: the bc ones are
//! written in column b, the dc ones in both columns. [`crate::operand`] reads and writes fields and answers which registers an instruction touches.
//!
//! Effects: `Pure` no effect, never raises · `Raise` may raise, runs no Python code · `Alloc` allocates fresh objects only ·
//! `Call` may run arbitrary Python code, read and write the heap and raise · `Ctl` control flow · `End` control never reaches
//! the next instruction.
//!
//! Registers: `0..nparams` parameters in order (positional-only, positional, keyword-only, *args, **kwargs), then other
//! locals, cells, temporaries. A variable captured by an inner scope holds a cell object in its register. An unbound local
//! holds UNDEF; only the kinds that say so read UNDEF: the front end proves a local bound or emits CheckLocal.

use crate::operand::Field;

/// What stands in one field of an instruction. A window is a run of registers that begins at the named one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// unused
    None,
    // ---- registers
    /// written; UNDEF if the instruction's `RU` operand is
    W,
    /// read
    R,
    /// read, a value or a cell (`__classcell__`)
    RAny,
    /// read and written
    RW,
    /// read, may be UNDEF; beside a jump operand it is bound where the jump is not taken
    RU,
    /// read, or NOREG
    Ropt,
    /// read, must hold a cell
    RCell,
    /// read, may be UNDEF, holds a cell afterwards
    WCell,
    /// read, may be UNDEF; execution goes on only if it is not
    Check,
    /// read, may be UNDEF; UNDEF afterwards
    Del,
    /// UNDEF afterwards
    Undef,
    // ---- windows read; n is the instruction's last `N` operand
    /// n registers
    WinN,
    /// n pairs
    WinPairs,
    /// two registers
    Win2,
    /// three registers
    Win3,
    /// callee, n arguments; the call may overwrite every register from the window on
    WinCall,
    /// callee, n arguments, names tuple; overwritten as `WinCall`
    WinCallKw,
    /// function, self or UNDEF, n arguments; overwritten as `WinCall`
    WinMethod,
    /// function, self or UNDEF, n arguments, names tuple; overwritten as `WinCall`
    WinMethodKw,
    /// callee, tuple, dict or UNDEF; overwritten as `WinCall`
    WinCallEx,
    /// exit function, self or UNDEF
    WinExit,
    /// one register per bit of the `Parts` operand
    WinParts,
    /// as many as the `Intr` operand's intrinsic takes
    WinIntr,
    // ---- windows written
    /// n registers
    OutN,
    /// n registers, each a cell
    OutCells,
    /// n + 1 + d registers
    OutStar,
    /// two registers
    Out2,
    /// two registers, the second may be UNDEF
    OutMethod,
    // ---- numbers
    /// count
    N,
    /// signed 16-bit immediate
    I,
    /// signed 32-bit immediate in bc
    I32,
    // ---- constants, names, places
    /// index in bc of a constant that is no code
    K,
    /// index of a code constant
    KCode,
    /// index of a string constant
    KStr,
    /// index in dc of a [`crate::code::Site`]
    Site,
    /// the same in bc
    SiteBC,
    /// signed offset in bc relative to the next instruction
    Jmp,
    /// the same in dc
    J24,
    // ---- small enumerations
    /// 1: the in-place form
    InPlace,
    /// bit k: argument k (of the first eight) is what a generator expression or a call of `map`, `zip`, … has just made: nobody else has it
    Temps,
    /// conversion of an f-string field
    Conv,
    /// builtin exception class
    Exc,
    /// special method
    Special,
    /// what is awaited
    Await,
    /// bit set of a function's parts
    Parts,
    /// [`crate::code::Intrinsic`]
    Intr,
}

/// What executing an op may do; see the module text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect { Pure, Raise, Alloc, Call, Ctl, End }

/// Calls `$m!` with every row of the table: `Name (d a b c) Effect "meaning";`
#[macro_export]
macro_rules! for_each_op { ($m:path) => { $m! {
    // ---- moves and constants -------------------------------------------------------------------------------------
    Nop (_ _ _ _) Pure "does nothing";
    Move (_ W RU _) Pure "a := b (UNDEF is copied too)";
    LoadConst (_ W K _) Pure "a := consts[bc]";
    LoadInt (_ W I32 _) Pure "a := the int bc";
    LoadUndef (_ Undef _ _) Pure "a := UNDEF (optional window slots, unbinding)";
    CheckLocal (_ Check _ _) Raise "raises UnboundLocalError (NameError for a free variable) naming the local if a is UNDEF";
    DelLocal (_ Del _ _) Raise "del of a plain local: CheckLocal, then a := UNDEF";
    MakeCell (_ WCell _ _) Alloc "a := new cell holding a (which may be UNDEF)";
    CopyFree (_ OutCells N _) Pure "registers a.. := the b cells of the running function's closure";
    LoadCell (_ W RCell _) Raise "a := contents of cell b; NameError/UnboundLocalError if empty";
    StoreCell (_ RCell R _) Call "contents of cell a := b";
    DelCell (_ RCell _ _) Raise "empties cell a; raises if it is empty";
    // ---- names ----------------------------------------------------------------------------------------------------
    LoadGlobal (_ W SiteBC _) Call "a := global, else builtin";
    StoreGlobal (_ R SiteBC _) Call "global := a";
    DelGlobal (_ _ SiteBC _) Call "del global; NameError";
    LoadName (_ W SiteBC _) Call "class body, exec, eval: locals mapping, else global, else builtin";
    StoreName (_ RAny SiteBC _) Call "into the locals mapping";
    DelName (_ _ SiteBC _) Call "from the locals mapping; NameError";
    LoadClassCell (Site W RCell Site) Call "class body: a := locals mapping[site name] if present, else contents of cell b";
    LoadClassGlobal (_ W SiteBC _) Call "inside a class's type-parameter scope: locals mapping, else global, else builtin";
    LoadLocals (_ W _ _) Alloc "a := the frame's locals mapping (class body, module, exec)";
    SetupAnnotations (_ _ _ _) Call "creates __annotations__ in the locals mapping if absent";
    LoadBuildClass (_ W _ _) Raise "a := builtins.__build_class__";
    LoadBuiltinExc (_ W Exc _) Pure "a := exception class: 0 AssertionError, 1 StopAsyncIteration, 2 BaseException, 3 StopIteration, 4 NotImplementedError";
    // ---- arithmetic: d = 1 for the in-place form (a += …) ------------------------------------------------------------
    Add (InPlace W R R) Call "a := b + c";
    Sub (InPlace W R R) Call "a := b - c";
    Mul (InPlace W R R) Call "a := b * c";
    TrueDiv (InPlace W R R) Call "a := b / c";
    FloorDiv (InPlace W R R) Call "a := b // c";
    Mod (InPlace W R R) Call "a := b % c";
    Pow (InPlace W R R) Call "a := b ** c";
    LShift (InPlace W R R) Call "a := b << c";
    RShift (InPlace W R R) Call "a := b >> c";
    And (InPlace W R R) Call "a := b & c";
    Or (InPlace W R R) Call "a := b | c";
    Xor (InPlace W R R) Call "a := b ^ c";
    MatMul (InPlace W R R) Call "a := b @ c";
    AddI (InPlace W R I) Call "a := b + immediate int c";
    SubI (InPlace W R I) Call "a := b - immediate int c";
    MulI (InPlace W R I) Call "a := b * immediate int c";
    FloorDivI (InPlace W R I) Call "a := b // immediate int c";
    ModI (InPlace W R I) Call "a := b % immediate int c";
    LShiftI (InPlace W R I) Call "a := b << immediate int c";
    RShiftI (InPlace W R I) Call "a := b >> immediate int c";
    AndI (InPlace W R I) Call "a := b & immediate int c";
    Neg (_ W R _) Call "a := -b";
    Pos (_ W R _) Call "a := +b";
    Invert (_ W R _) Call "a := ~b";
    Not (_ W R _) Call "a := not b";
    Truth (_ W R _) Call "a := bool(b)";
    // ---- comparison -----------------------------------------------------------------------------------------------
    Lt (_ W R R) Call "a := b < c";
    Le (_ W R R) Call "a := b <= c";
    Gt (_ W R R) Call "a := b > c";
    Ge (_ W R R) Call "a := b >= c";
    Eq (_ W R R) Call "a := b == c";
    Ne (_ W R R) Call "a := b != c";
    Is (_ W R R) Pure "a := b is c";
    IsNot (_ W R R) Pure "a := b is not c";
    In (_ W R R) Call "a := b in c";
    NotIn (_ W R R) Call "a := b not in c";
    // Fused compare and branch. The Not forms exist because `not a < b` is not `a >= b` (nan, rich comparison).
    JLt (J24 R R J24) Call "if a < b goto";
    JLe (J24 R R J24) Call "if a <= b goto";
    JGt (J24 R R J24) Call "if a > b goto";
    JGe (J24 R R J24) Call "if a >= b goto";
    JEq (J24 R R J24) Call "if a == b goto";
    JNe (J24 R R J24) Call "if a != b goto";
    JNotLt (J24 R R J24) Call "if not a < b goto";
    JNotLe (J24 R R J24) Call "if not a <= b goto";
    JNotGt (J24 R R J24) Call "if not a > b goto";
    JNotGe (J24 R R J24) Call "if not a >= b goto";
    JNotEq (J24 R R J24) Call "if not a == b goto";
    JNotNe (J24 R R J24) Call "if not a != b goto";
    JLtI (J24 R I J24) Call "if a < immediate int b goto";
    JLeI (J24 R I J24) Call "if a <= immediate int b goto";
    JGtI (J24 R I J24) Call "if a > immediate int b goto";
    JGeI (J24 R I J24) Call "if a >= immediate int b goto";
    JEqI (J24 R I J24) Call "if a == immediate int b goto";
    JNeI (J24 R I J24) Call "if a != immediate int b goto";
    JNotLtI (J24 R I J24) Call "if not a < immediate int b goto";
    JNotLeI (J24 R I J24) Call "if not a <= immediate int b goto";
    JNotGtI (J24 R I J24) Call "if not a > immediate int b goto";
    JNotGeI (J24 R I J24) Call "if not a >= immediate int b goto";
    JNotEqI (J24 R I J24) Call "if not a == immediate int b goto";
    JNotNeI (J24 R I J24) Call "if not a != immediate int b goto";
    JIs (J24 R R J24) Ctl "if a is b goto";
    JIsNot (J24 R R J24) Ctl "if a is not b goto";
    JIn (J24 R R J24) Call "if a in b goto";
    JNotIn (J24 R R J24) Call "if a not in b goto";
    // ---- control --------------------------------------------------------------------------------------------------
    Jump (_ _ Jmp _) End "goto (forward)";
    Loop (_ _ Jmp _) End "goto a loop head (backward): safepoint poll, hotness counter";
    JumpIfTrue (_ R Jmp _) Call "if a goto";
    JumpIfFalse (_ R Jmp _) Call "if not a goto";
    JumpIfNone (_ R Jmp _) Ctl "if a is None goto";
    JumpIfNotNone (_ R Jmp _) Ctl "if a is not None goto";
    JumpIfUndef (_ RU Jmp _) Ctl "if a is UNDEF goto";
    Return (_ RAny _ _) End "returns a from the frame";
    GetIter (_ W R _) Call "a := iter(b)";
    ForIter (J24 W R J24) Call "a := next of iterator b; goto when exhausted (a is then unchanged). It is the head of its loop";
    Fork (N _ I32 _) Ctl "fork bc of the code begins here: the loop whose head comes next, or a group's first operand. d = 1: the source shows that nobody else has the loop's iterator";
    ForkNext (_ _ I32 _) Ctl "the next operand of group bc begins here: joins the task that took it over, if one did";
    TaskEnd (_ _ _ _) End "a task's operands are evaluated. In the code of forked groups only, never emitted";
    FreshCell (_ WCell N _) Alloc "a := a new empty cell, if the loop whose iterator is in register b may be split now or a holds none: the variable belongs to the iteration";
    LeaveFork (_ N _ _) Ctl "the loop whose iterator is in register a is left by the jump or return that comes next";
    LeaveLoop (_ R _ _) Call "a loop over the result of a call is left early: closes iterator a if it is a generator that nothing else knows";
    // ---- attributes and items -------------------------------------------------------------------------------------
    LoadAttr (Site W R Site) Call "a := b.name";
    StoreAttr (Site R R Site) Call "a.name := b";
    DelAttr (Site R _ Site) Call "del a.name";
    LoadMethod (Site OutMethod R Site) Call "a, a+1 := function, b when b.name is a method of b's type; else b.name, UNDEF";
    LoadSpecial (_ OutMethod R Special) Call "as LoadMethod for a special method looked up on b's type. c: 0 __enter__ 1 __exit__ 2 __aenter__ 3 __aexit__; TypeError as CPython words it";
    LoadIndex (_ W R R) Call "a := b[c]";
    LoadIndexI (_ W R I) Call "a := b[immediate int c]";
    StoreIndex (_ R R R) Call "a[b] := c";
    DelIndex (_ R R _) Call "del a[b]";
    LoadSlice (_ W R Win2) Call "a := b[c : c+1] (two registers, None where absent)";
    StoreSlice (_ R R Win2) Call "a[c : c+1] := b";
    BuildSlice (_ W WinN N) Alloc "a := slice(b, b+1[, b+2]); c = 2 or 3";
    // ---- displays -------------------------------------------------------------------------------------------------
    BuildTuple (_ W WinN N) Alloc "a := tuple of the c registers from b";
    BuildList (_ W WinN N) Alloc "a := list of the c registers from b";
    BuildSet (_ W WinN N) Call "a := set of the c registers from b";
    BuildMap (_ W WinPairs N) Call "a := dict of c key, value pairs from b";
    BuildString (_ W WinN N) Alloc "a := concatenation of the c strings from b";
    FormatValue (Conv W R Ropt) Call "a := format(conv(b), c or ''); d: 0 none, 1 !s, 2 !r, 3 !a";
    ListAppend (_ R R _) Alloc "list a (a fresh list of this display) appends b";
    ListExtend (_ R R _) Call "list a extends by iterable b; TypeError 'Value after * must be an iterable, not X'";
    SetAdd (_ R R _) Call "set a adds b";
    SetUpdate (_ R R _) Call "set a adds all of iterable b";
    MapAdd (_ R R R) Call "dict a: a[b] := c";
    MapUpdate (_ R R _) Call "dict display **b: a.update(b); TypeError 'X object is not a mapping'";
    MapMerge (_ R R R) Call "call keywords **b into dict a: TypeError on a repeated key; c is the callee, for the message";
    ListToTuple (_ W R _) Alloc "a := tuple(list b)";
    Unpack (_ R OutN N) Call "the c registers from b := items of iterable a, exactly c";
    UnpackEx (N R OutStar N) Call "b.. := c items before the star, a list of the rest, d items after it";
    // ---- calls: the callee's frame begins at its first argument, in place -------------------------------------------
    Call (Temps W WinCall N) Call "a := [b](c positional args from b+1)";
    CallKw (_ W WinCallKw N) Call "the same with keywords: c args from b+1, the last ones named by the tuple of names in register b+1+c";
    CallMethod (Temps W WinMethod N) Call "after LoadMethod at b: c positional args from b+2";
    CallMethodKw (_ W WinMethodKw N) Call "the same with keywords: names tuple in b+2+c";
    CallEx (_ W WinCallEx _) Call "a := [b](*[b+1], **[b+2]); b+1 a tuple or any iterable (TypeError names the callee: f() argument after * must be an iterable, not X), b+2 a dict or UNDEF";
    // ---- functions, classes, imports ---------------------------------------------------------------------------------
    MakeFunction (Parts W KCode WinParts) Alloc "a := function of code consts[b]; d flags which of these stand at c.. in order: 1 defaults tuple, 2 kw-defaults dict, 4 annotations dict, 8 closure tuple";
    ImportName (_ W KStr Win2) Call "a := __import__(consts[b], globals, locals, fromlist=[c+1], level=[c])";
    ImportFrom (Site W R Site) Call "a := from module b import name";
    ImportStar (_ R _ _) Call "from a import * into the locals mapping";
    // ---- exceptions ---------------------------------------------------------------------------------------------------
    Raise (_ R Ropt _) End "raise a [from b]";
    RaiseBare (_ _ _ _) End "raise: re-raises the exception being handled";
    Reraise (_ R _ _) End "raises a again, its traceback kept (end of finally, unmatched except)";
    SetHandled (_ Ropt _ _) Pure "the exception being handled := a (NOREG: what it was at the frame's entry)";
    ExcMatch (_ W R R) Call "a := bool, exception b matches class or tuple c; TypeError as CPython's";
    ExcGroupMatch (_ Out2 R R) Call "except*: a, a+1 := (matching subgroup or None), (rest or None) of b by class or tuple c";
    ExcGroupReraise (_ W R R) Call "except*: a := exception to raise at the end (or None), from original b and list c of raised and unhandled ones";
    WithExit (_ W R WinExit) Call "a := [c]([c+1] if bound,) called with type(b), b, b.__traceback__; [c],[c+1] come from LoadSpecial";
    // ---- generators and coroutines ---------------------------------------------------------------------------------
    MakeGenerator (_ _ _ _) Alloc "first op of a generator, coroutine or async generator: moves the frame into the object and returns it";
    Yield (_ W R _) Ctl "yields b; a := the value sent in";
    YieldFrom (_ RW R _) Call "delegates to iterator b: sends a; while it yields, yields on and runs again with a := value sent in; at its end a := its return value";
    GetYieldFromIter (_ W R _) Call "a := b if a generator (or a coroutine where allowed), else iter(b)";
    GetAwaitable (Await W R _) Call "a := b's awaitable iterator; d: 0 await, 1 __aenter__, 2 __aexit__ (for the message)";
    GetAIter (_ W R _) Call "a := b.__aiter__()";
    GetANext (_ W R _) Call "a := awaitable of b.__anext__()";
    AsyncGenWrap (_ W R _) Alloc "async generator: a := b wrapped, to be told from an awaited value";
    // ---- pattern matching -------------------------------------------------------------------------------------------
    MatchSequence (_ W R _) Pure "a := bool, b is a sequence for match";
    MatchMapping (_ W R _) Pure "a := bool, b is a mapping for match";
    MatchKeys (_ W R R) Call "a := tuple of b's values for the keys in tuple c, or None";
    MatchClass (_ W Win3 N) Call "a := tuple of attributes or None; b subject, b+1 class, b+2 tuple of keyword names; c positional patterns";
    GetLen (_ W R _) Call "a := len(b)";
    // ---- the rest -----------------------------------------------------------------------------------------------------
    Intrinsic (_ W Intr WinIntr) Call "a := intrinsic number b (see code::Intrinsic) on the registers from c";
} } }

/// One op.
macro_rules! define_ops { ($($name:ident ($d:tt $a:tt $b:tt $c:tt) $eff:ident $doc:literal;)*) => {
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
    #[repr(u8)]
    pub enum Op { $(#[doc = $doc] $name),* }
    /// Static facts of an op.
    #[derive(Debug)]
    pub struct Row { pub op: Op, pub name: &'static str, pub d: Kind, pub a: Kind, pub b: Kind, pub c: Kind, /// a, b, c, d, wide operands once
        pub fields: [(Field, Kind); 4], pub effect: Effect, pub doc: &'static str }
    /// All rows, indexed by `op as usize`.
    pub static ROWS: &[Row] = &[$(Row { op: Op::$name, name: stringify!($name), d: kind!($d), a: kind!($a), b: kind!($b), c: kind!($c), fields: crate::operand::fields(kind!($d), kind!($a), kind!($b), kind!($c)), effect: Effect::$eff, doc: $doc }),*];
    impl Op {
        /// The op numbered `n`, if there is one.
        pub fn from_u8(n: u8) -> Option<Op> { ROWS.get(n as usize).map(|r| r.op) }
        pub fn row(self) -> &'static Row { &ROWS[self as usize] }
    }
} }
macro_rules! kind { (_) => { Kind::None }; ($k:ident) => { Kind::$k } }
for_each_op!(define_ops);

/// One 64-bit instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Insn(pub u64);

impl Insn {
    pub const fn new(op: Op, d: u8, a: u16, b: u16, c: u16) -> Insn {
        Insn(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }
    /// `bc` form.
    pub const fn new_bc(op: Op, d: u8, a: u16, bc: u32) -> Insn { Insn(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (bc as u64) << 32) }
    /// `dc` form; `dc` must fit in 24 bits (two's complement if signed).
    pub const fn new_dc(op: Op, a: u16, b: u16, dc: u32) -> Insn { Insn::new(op, (dc >> 16) as u8, a, b, dc as u16) }
    #[inline(always)]
    pub fn op(self) -> Op { debug_assert!((self.0 as u8 as usize) < ROWS.len()); ROWS[self.0 as u8 as usize].op }
    #[inline(always)]
    pub const fn op_byte(self) -> u8 { self.0 as u8 }
    #[inline(always)]
    pub const fn d(self) -> u8 { (self.0 >> 8) as u8 }
    #[inline(always)]
    pub const fn a(self) -> u16 { (self.0 >> 16) as u16 }
    #[inline(always)]
    pub const fn b(self) -> u16 { (self.0 >> 32) as u16 }
    #[inline(always)]
    pub const fn c(self) -> u16 { (self.0 >> 48) as u16 }
    #[inline(always)]
    pub const fn bc(self) -> u32 { (self.0 >> 32) as u32 }
    /// 24-bit unsigned `dc`.
    #[inline(always)]
    pub const fn dc(self) -> u32 { (self.0 >> 48) as u32 | ((self.0 >> 8) as u32 & 0xff) << 16 }
    /// 24-bit signed `dc`.
    #[inline(always)]
    pub const fn jump24(self) -> i32 { ((self.dc() << 8) as i32) >> 8 }
    /// 32-bit signed `bc`.
    #[inline(always)]
    pub const fn jump32(self) -> i32 { self.bc() as i32 }
}

impl std::fmt::Debug for Insn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = Op::from_u8(self.op_byte()).map_or("?", |o| o.row().name);
        write!(f, "{name} d={} a={} b={} c={}", self.d(), self.a(), self.b(), self.c())
    }
}
