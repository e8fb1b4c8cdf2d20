//! What a trace needs of the runtime beside the helpers it names: offsets in the worker's context and the functions behind ops that are
//! no calls by name. One value, given by the VM's side; evaluator and back ends read it.
//!
//! - [T1] The offsets name words inside the context that a trace is entered with, which outlives the trace's run.
//! - [T2] The functions take the context first and keep its invariants; objects do not move.

/// Offsets are in bytes from the context's address.
#[derive(Clone, Copy)]
pub struct Runtime {
    /// 32 bits, not 0 when this worker's attention is wanted
    pub poll: i32,
    /// 64 bits, the pending exception's word, 0 (UNDEF) if none
    pub pending: i32,
    /// 64 bits; an object whose birth word is below has a write rule
    pub floor: i32,
    /// 64 bits; where the next small object begins and where the run of free memory ends; both 0: always call `alloc`
    pub bump: (i32, i32),
    /// 64 bits; with `fresh` OR-ed to it the birth word of a new object. Free memory of the run is zero.
    pub clock: i32,
    pub fresh: u64,
    /// first word of an object: shape, bytes with the header, scan kind
    pub word0: fn(u32, u32, u8) -> u64,
    /// shape number of boxed floats; their f64 follows the header
    pub float_shape: u32,
    /// The value of an int that has more than 63 bits.
    pub big: unsafe extern "C" fn(cx: *mut u8, i: i64) -> u64,
    /// The value of a float that has no inline form.
    pub float: unsafe extern "C" fn(cx: *mut u8, f: f64) -> u64,
    /// A fresh object, payload UNDEF: `imm` as in the op `Alloc`. Never fails.
    pub alloc: unsafe extern "C" fn(cx: *mut u8, imm: u64) -> u64,
    /// `Sync`'s first half: puts the frames of an exit where the interpreter has them (registers of frames other than the first become UNDEF;
    /// `gens` are the words of the frames that have one, in order). The registers that the exit names are stored afterwards.
    pub frames: unsafe extern "C" fn(cx: *mut u8, base: *mut u64, exit: *const crate::ir::Exit, gens: *const u64),
    /// The write rule for an object below the floor: 1 to go on and write, 0 to leave.
    pub barrier: unsafe extern "C" fn(cx: *mut u8, obj: u64) -> u64,
    /// Tests only: shape of big ints whose i64 follows the header. With it `UnboxI` takes them too, so that a trace that boxes an int
    /// between iterations and one that keeps it unboxed leave at the same place. 0 elsewhere.
    pub wide_shape: u32,
    /// Tests only: the evaluator calls a store to an object below the floor undefined.
    pub check: bool,
}
/// Of an object's header: where its shape (32 bits) and birth word (64 bits) are.
pub const SHAPE: usize = 0;
pub const BIRTH: usize = 8;
