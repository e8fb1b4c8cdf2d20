//! The trace op table. One row per op: operands, result, effect, lanes class, meaning. Verifier, text form, evaluator, optimiser and every
//! `Lower` expand from it or match on it without a catch-all arm, so a new row breaks the build wherever an answer is owed.
//!
//! Operands `a b c` name earlier instructions of the type given; `imm` is a 64-bit immediate, `at` the exit taken by a guard (an index
//! into `Trace::exits`), `alias` the class of memory a load or store touches, `args` a run in `Trace::args`.
//!
//! Types: `i` i64, not tagged · `f` f64 · `b` bool (0 or 1) · `r` reference to a heap object, known not to be anything else · `v` tagged
//! value, anything · `_` none.
//!
//! Effects: `Pure` · `Guard` may leave the trace, else pure · `Load` reads memory of `alias` · `Store` writes it · `Alloc` makes an object;
//! may collect, so every reference must be where the collector looks · `Call` as its helper's row says · `Ctl` shape of the trace.
//!
//! Lanes: `Uniform` same answer in each lane if the operands are · `Varying` one lane, one answer · `No` not for lanes.

/// Calls `$m!` with every row: `Name (a b c) extra -> result Effect Lanes "meaning";`
#[macro_export]
macro_rules! for_each_trace_op { ($m:path) => { $m! {
    // ---- where values come from ----------------------------------------------------------------------------------
    ConstI (_ _ _) imm -> i Pure Uniform "the int imm";
    ConstF (_ _ _) imm -> f Pure Uniform "the float with bits imm";
    ConstB (_ _ _) imm -> b Pure Uniform "false if imm is 0";
    ConstV (_ _ _) imm -> v Pure Uniform "the value with word imm; the trace keeps it alive";
    ConstR (_ _ _) imm -> r Pure Uniform "the object at imm; the trace keeps it alive";
    Reg (_ _ _) imm -> v Load Varying "register imm of the frame that the trace was entered in";
    Inherit (_ _ _) imm -> any Pure Varying "the imm-th live value of the exit that this side trace hangs on";
    Phi (any _ _) imm -> any Ctl Varying "at the loop's head: first a, then what `Back` hands over as its imm-th argument";
    // ---- what a value is ------------------------------------------------------------------------------------------
    IsInt (v _ _) none -> b Pure Varying "a is a small int";
    UnboxI (v _ _) at -> i Guard Varying "the small int a; leaves if a is none";
    UnboxF (v _ _) at -> f Guard Varying "the float a, inline or boxed; leaves if a is none";
    UnboxB (v _ _) at -> b Guard Varying "the bool a; leaves if a is none";
    GuardRef (v _ _) at -> r Guard Varying "a, which is a reference; leaves if not";
    GuardShape (v _ _) imm at -> r Guard Varying "a, a reference whose shape number is imm; leaves if not";
    GuardSame (v _ _) imm at -> _ Guard Varying "leaves unless a is the word imm (a constant, None, UNDEF); kept alive";
    GuardNot (v _ _) imm at -> _ Guard Varying "leaves if a is the word imm (UNDEF, None)";
    GuardClass (v _ _) imm at -> _ Guard Varying "leaves unless a's low three bits are among the set imm";
    GuardTrue (b _ _) at -> _ Guard Varying "leaves unless a";
    GuardFalse (b _ _) at -> _ Guard Varying "leaves if a";
    BoxI (i _ _) none -> v Alloc Varying "a as a value; makes a big int if it has more than 63 bits";
    BoxF (f _ _) none -> v Alloc Varying "a as a value; boxed where it has no inline form";
    TagI (i _ _) at -> v Guard Varying "a as a tagged word; leaves if it has more than 63 bits";
    TagF (f _ _) at -> v Guard Varying "a in its inline form; leaves if it has none";
    BoxB (b _ _) none -> v Pure Varying "True or False";
    AsV (r _ _) none -> v Pure Varying "the same word";
    AsR (v _ _) none -> r Pure Varying "the same word; a was shown to be a reference, or UNDEF where the layout says so";
    // ---- ints --------------------------------------------------------------------------------------------------------
    Add (i i _) none -> i Pure Varying "a + b, wrapping";
    Sub (i i _) none -> i Pure Varying "a - b, wrapping";
    Mul (i i _) none -> i Pure Varying "a * b, wrapping";
    AddOv (i i _) at -> i Guard Varying "a + b; leaves on overflow of 64 bits";
    SubOv (i i _) at -> i Guard Varying "a - b; leaves on overflow";
    MulOv (i i _) at -> i Guard Varying "a * b; leaves on overflow";
    FloorDiv (i i _) none -> i Pure Varying "floor(a / b); b is not 0, and not -1 with the least a";
    FloorMod (i i _) none -> i Pure Varying "a - b * floor(a / b); b as there";
    And (i i _) none -> i Pure Varying "a & b";
    Or (i i _) none -> i Pure Varying "a | b";
    Xor (i i _) none -> i Pure Varying "a ^ b";
    Shl (i i _) none -> i Pure Varying "a << b, bits lost; b in 0..=63";
    ShlOv (i i _) at -> i Guard Varying "a << b; leaves if b is not in 0..=63 or bits would be lost";
    Shr (i i _) none -> i Pure Varying "a >> b, arithmetic; b in 0..=63";
    ShrU (i i _) none -> i Pure Varying "a >> b, zeros come in; b in 0..=63";
    Lt (i i _) none -> b Pure Varying "a < b";
    Le (i i _) none -> b Pure Varying "a <= b";
    Eq (i i _) none -> b Pure Varying "a == b";
    LtU (i i _) none -> b Pure Varying "a < b, both read as unsigned: an index check in one compare";
    // ---- bools -------------------------------------------------------------------------------------------------------
    Not (b _ _) none -> b Pure Varying "not a";
    BToI (b _ _) none -> i Pure Varying "0 or 1";
    Same (v v _) none -> b Pure Varying "a and b are the same word";
    SelectI (b i i) none -> i Pure Varying "b if a else c";
    SelectF (b f f) none -> f Pure Varying "b if a else c";
    // ---- floats ------------------------------------------------------------------------------------------------------
    AddF (f f _) none -> f Pure Varying "a + b";
    SubF (f f _) none -> f Pure Varying "a - b";
    MulF (f f _) none -> f Pure Varying "a * b";
    DivF (f f _) none -> f Pure Varying "a / b; the trace has guarded that b is not 0";
    NegF (f _ _) none -> f Pure Varying "-a";
    AbsF (f _ _) none -> f Pure Varying "the magnitude of a";
    SqrtF (f _ _) none -> f Pure Varying "square root, correctly rounded";
    FloorF (f _ _) none -> f Pure Varying "towards minus infinity";
    LtF (f f _) none -> b Pure Varying "a < b; false with a nan";
    LeF (f f _) none -> b Pure Varying "a <= b; false with a nan";
    EqF (f f _) none -> b Pure Varying "a == b; false with a nan";
    IToF (i _ _) none -> f Pure Varying "a, rounded to nearest, ties to even";
    FToI (f _ _) at -> i Guard Varying "a, cut towards zero; leaves if that is no i64";
    // ---- memory ------------------------------------------------------------------------------------------------------
    // The address is a + imm, or a + b*8 + imm. A load of type r or v of freshly made objects forwards what was stored.
    LoadI (r _ _) imm alias -> i Load Varying "64 bits at a + imm";
    LoadI32 (r _ _) imm alias -> i Load Varying "32 bits at a + imm, zero-extended";
    LoadI8 (r _ _) imm alias -> i Load Varying "8 bits at a + imm, zero-extended";
    LoadF (r _ _) imm alias -> f Load Varying "a float at a + imm";
    LoadV (r _ _) imm alias -> v Load Varying "a value at a + imm";
    LoadR (r _ _) imm alias -> r Load Varying "a reference at a + imm";
    LoadX (r i _) imm alias -> v Load Varying "a value at a + b*8 + imm";
    LoadX8 (r i _) imm alias -> i Load Varying "8 bits at a + b + imm, zero-extended";
    StoreI (r i _) imm alias -> _ Store Varying "64 bits b at a + imm";
    StoreI32 (r i _) imm alias -> _ Store Varying "low 32 bits of b at a + imm";
    StoreV (r v _) imm alias -> _ Store Varying "value b at a + imm";
    StoreX (r i v) imm alias -> _ Store Varying "value c at a + b*8 + imm";
    Barrier (r _ _) at -> _ Call No "may a be written? If its birth word is below the floor the write rule runs; leaves if that asks for it (the write is then done by the interpreter)";
    Alloc (_ _ _) imm at -> r Alloc No "a fresh object, payload UNDEF; imm = shape | bytes << 32 | scan << 60. at: where execution would stand if it is sunk";
    Sunk (_ _ _) imm alias args -> r Pure No "an object that is not made here but by whoever takes an exit that names it: imm as Alloc's, args the payload's words from the first (NIL is UNDEF; types as in exits, boxed then). alias the class of memory that its words are of, Any if of several. Only exits and other Sunks name it; it costs no code";
    Raw (i _ _) none -> v Pure No "the word a, untagged, for a Sunk's payload; only Sunks name it";
    // ---- the machine --------------------------------------------------------------------------------------------------
    CxI (_ _ _) imm alias -> i Load Uniform "64 bits at imm in the worker's context";
    SetCxI (_ i _) imm alias -> _ Store No "64 bits b at imm in the worker's context";
    SaveReg (_ v _) imm -> _ Store No "register imm of the entered frame := b, so that others can see it";
    Sync (_ _ _) at -> _ Store No "puts the frames and registers of exit `at` where the interpreter has them: comes before a call that may look at them";
    CallI (_ _ _) imm args at -> i Call No "helper imm; leaves with a pending exception if the helper raises";
    CallF (_ _ _) imm args at -> f Call No "the same";
    CallB (_ _ _) imm args at -> b Call No "the same";
    CallV (_ _ _) imm args at -> v Call No "the same";
    CallR (_ _ _) imm args at -> r Call No "the same";
    CallN (_ _ _) imm args at -> _ Call No "the same, no result";
    Poll (_ _ _) at -> _ Guard No "leaves if someone asks for this worker's attention";
    // ---- shape of the trace ---------------------------------------------------------------------------------------------
    Head (_ _ _) none -> _ Ctl Uniform "the loop begins: what is above ran once, `Phi`s follow";
    Back (_ _ _) args at -> _ Ctl Uniform "to `Head`; args are the next values of the phis, in order. Without a `Head`: the registers that exit `at` names are stored and the trace begins again";
    Leave (_ _ _) at -> _ Ctl Uniform "leaves by exit `at`, always";
    Link (_ _ _) imm at -> _ Ctl Uniform "leaves by exit `at` and goes on in trace imm";
    Return (_ v _) at -> _ Ctl Uniform "the entered frame returns b; `at` is the exit for the frames and registers to be given up";
} } }
