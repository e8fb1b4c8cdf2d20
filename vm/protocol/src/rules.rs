//! The rules of the protocol that the model can do without, one row each. Doing without one is a mutant.

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Rule { $($(#[doc = $doc])* $name,)* }
        impl Rule {
            pub const ALL: &'static [Rule] = &[$(Rule::$name,)*];
            pub fn says(self) -> &'static str { match self { $(Rule::$name => concat!($($doc),*),)* } }
        }
    };
}

rules! {
    // promotion
    /// only a clean latent is promoted
    CleanGate,
    /// registers that the body writes are cleared in the child's copy
    ClearRegisters,
    /// each iteration and operand starts a new bound
    BoundPerIteration,
    /// the record stands before the child can be taken
    RecordBeforePublish,
    /// records stand in ascending order of bounds
    RecordOrder,
    /// the child's base lies above all that its parent made so far
    BaseAboveParent,
    /// a prefix is granted at the join, not at birth
    PrefixAtJoin,
    // writes
    /// the fast path compares with the floor, not only with the base
    Floor,
    /// latents count for the floor
    FloorSeesLatents,
    /// a write older than the base waits for the prefix
    WaitPrefix,
    /// each task passed on the way up has its own prefix
    WaitPrefixOfAll,
    /// step 2: own forks that can see the object are cancelled
    CancelOwn,
    /// step 2: own latents that can see the object are dirtied
    DirtyOwn,
    /// step 3: younger forks of the ancestors are cancelled
    CancelAncestors,
    /// step 3: latents of the ancestors are dirtied
    DirtyAncestors,
    /// all forks that can see the object are cancelled, not only the youngest
    CancelAll,
    /// a permission ends at the safepoint: the check is made at every write
    PermissionEnds,
    // cancelling
    /// the writer waits until the cancelled have stopped
    CancelWaits,
    /// children of the cancelled are cancelled
    CancelRecurses,
    /// a cancelled task does not become done
    DoneFailsUnderCancel,
    /// a cancelled range is run again
    RangeGivenBack,
    // accumulators
    /// reading an object with a buffered view flushes it first
    ReadFlushes,
    /// writing an object with a buffered view flushes it first
    WriteFlushes,
    /// a flush takes the views of the ancestors along
    FlushAncestors,
    /// to forks that did not register the object, a flush is a write
    FlushCancels,
    /// accumulating is an ordinary write towards forks that did not register the object
    AccumulateCancels,
    /// only the leftmost task accumulates on the object itself
    AccumulateWaits,
    /// merging goes through the barrier
    MergeThroughBarrier,
    /// a merge that raises discards the child and runs its range again
    RaisingMergeDiscards,
    /// no merge is made before it is known that none will raise
    MergeAllOrNothing,
    /// before a task changes what is older than its base, all that it buffered is settled
    SettleBeforePassing,
    /// a task that takes part in what lies above it moves its clock above that of those it waited for
    PassClock,
    // joining
    /// the clock of the joined moves that of the joiner
    JoinClock,
    /// children are joined in program order
    JoinOrder,
    /// views are merged at the join, not when the child is done
    MergeAtJoin,
    /// what a speculative task read from outside is checked
    Validate,
    /// a reading is checked where it can still be undone
    ValidationMoves,
    /// output is kept until the join
    DeferOutput,
    /// output of the joined is appended
    JoinOutput,
    /// only assigned registers are adopted
    AssignedBits,
    /// registers of the joined are adopted
    AdoptRegisters,
    /// an exception of a child waits for its turn
    ExceptionOrder,
    /// leaving a loop early cancels the younger children
    LeavingCancels,
    /// early exits of a child end the loop of its parent
    AdoptExit,
    /// effects happen on the head only
    EffectsOnHead,
}

/// The rules in force.
#[derive(Clone, Copy, Debug)]
pub struct Rules(u64);

impl Rules {
    pub fn all() -> Rules { Rules(u64::MAX) }
    pub fn without(rule: Rule) -> Rules { Rules(!(1 << rule as u8)) }
    pub fn has(self, rule: Rule) -> bool { self.0 >> rule as u8 & 1 == 1 }
    pub fn lacks(self, rule: Rule) -> bool { !self.has(rule) }
}
