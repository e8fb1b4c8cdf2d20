//! Code objects as data: constants, instructions, positions, handlers. No heap values: this form travels and is cached.
use crate::fork::Fork;
use crate::ops::Insn;

/// A constant. `Code` constants are functions' bodies.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// Decimal digits with optional sign, outside i64.
    BigInt(String),
    /// Compared and encoded by bits (nan and -0.0 are kept).
    Float(u64),
    Complex(u64, u64),
    /// WTF-8: UTF-8 in which surrogates may occur, three bytes each (pairs of them too: Python keeps them apart).
    Str(Vec<u8>),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Code(Box<Code>),
}

/// Where an instruction came from. Lines are 1-based; columns are 0-based UTF-8 byte offsets in the line; 0 line: no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pos { pub line: u32, pub col: u32, pub end_line: u32, pub end_col: u32 }

/// A named site: the static half of an inline cache. Every instruction with a `Site` operand has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site { /// index in `consts` of the name (a Str)
    pub name: u32 }

/// One row of the exception table, innermost first: an exception raised at `start <= pc < end` lands at `target` with
/// the exception in register `reg`, and becomes the exception being handled (sys.exc_info). Whoever leaves the handler
/// normally, or by return, break or continue, executes SetHandled for the enclosing one. In generators, SetHandled follows each Yield
/// inside a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler { pub start: u32, pub end: u32, pub target: u32, pub reg: u16 }

bitflags_lite! {
    /// Properties of a code object.
    pub struct CodeFlags: u32 {
        OPTIMIZED = 0x1, NEWLOCALS = 0x2, VARARGS = 0x4, VARKEYWORDS = 0x8, NESTED = 0x10, GENERATOR = 0x20,
        COROUTINE = 0x80, ITERABLE_COROUTINE = 0x100, ASYNC_GENERATOR = 0x200,
        FUTURE_ANNOTATIONS = 0x100_0000,
        // ours
        MODULE = 0x1000_0000, CLASS_BODY = 0x2000_0000, HAS_DOC = 0x4000_0000,
    }
}

/// One function body, class body, module or expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub name: String,
    pub qualname: String,
    pub filename: String,
    pub first_line: u32,
    /// positional parameters, positional-only ones included
    pub argcount: u16,
    pub posonly: u16,
    pub kwonly: u16,
    pub flags: CodeFlags,
    /// registers in all
    pub nregs: u16,
    /// names of registers `0..names.len()`: parameters first (argcount, kwonly, *args, **kwargs), then other locals, then
    /// free variables. Temporaries have none.
    pub varnames: Vec<String>,
    /// captured variables of this scope and the register that holds each cell
    pub cellvars: Vec<(String, u16)>,
    /// variables of enclosing scopes, in closure order, and the register each cell is copied to
    pub freevars: Vec<(String, u16)>,
    pub consts: Vec<Const>,
    pub sites: Vec<Site>,
    pub insns: Vec<Insn>,
    /// one per instruction
    pub positions: Vec<Pos>,
    pub handlers: Vec<Handler>,
    pub forks: Vec<Fork>,
}

enum_table! {
/// Intrinsics: rare operations that need no op of their own. Operands are registers from the window on.
pub enum Intrinsic: u16 {
    /// `[value]`: sys.displayhook(value) (interactive mode)
    PrintExpr = 0,
    /// `[name]` → typing.TypeVar(name)
    TypeVar = 1,
    /// `[name, bound thunk]` bound evaluated lazily
    TypeVarBound = 2,
    /// `[name, constraints thunk]`
    TypeVarConstraints = 3,
    /// `[name]`
    ParamSpec = 4,
    /// `[name]`
    TypeVarTuple = 5,
    /// `[name, type params tuple or None, value thunk]` → TypeAliasType
    TypeAlias = 6,
    /// `[type params tuple]` → typing.Generic[...]
    SubscriptGeneric = 7,
    /// `[function, type params tuple]` sets __type_params__, returns the function
    SetTypeParams = 8,
    /// `[exception]` in a generator body: StopIteration → RuntimeError("generator raised StopIteration") chained; others as is
    StopIterationError = 9,
}
}

impl Intrinsic {
    pub fn from_u16(n: u16) -> Option<Intrinsic> { Intrinsic::from_number(n as u64) }
    /// Registers it takes.
    pub const fn arity(self) -> u16 {
        match self {
            Intrinsic::PrintExpr | Intrinsic::TypeVar | Intrinsic::ParamSpec | Intrinsic::TypeVarTuple | Intrinsic::SubscriptGeneric | Intrinsic::StopIterationError => 1,
            Intrinsic::TypeVarBound | Intrinsic::TypeVarConstraints | Intrinsic::SetTypeParams => 2,
            Intrinsic::TypeAlias => 3,
        }
    }
}

impl Code {
    /// Parameters in all, `*args` and `**kwargs` included: registers `0..nparams()`.
    pub fn nparams(&self) -> u16 {
        self.argcount + self.kwonly + self.flags.has(CodeFlags::VARARGS) as u16 + self.flags.has(CodeFlags::VARKEYWORDS) as u16
    }
    pub fn is_generator_like(&self) -> bool {
        self.flags.has(CodeFlags::GENERATOR) || self.flags.has(CodeFlags::COROUTINE) || self.flags.has(CodeFlags::ASYNC_GENERATOR)
    }
}
