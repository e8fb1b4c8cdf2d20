//! The table of built-in types. A row gives the type its number `T::X`; the shape with the same number is the shape of its exact
//! instances. Native modules' types (deque, partial, islice, …) are rows too: the number is how Rust code recognises them.
//!
//! Row: `Id "name" "module" base layout flags methods;`
//! layout: bytes of the object including its 16-byte header, 0 = inherits its base's. Every word after the header is scanned
//! by the collector unless flag LEAF stands (then it must hold no references), so raw words must be < 2^40, or have a low tag bit,
//! or be addresses outside the heap.
//! flags: DICT instances have attributes · BASE may be subclassed from Python · LEAF · ITERSELF (`__iter__` returns self)

use crate::native::Def;

pub mod flags {
    pub const DICT: u32 = 1;
    pub const BASE: u32 = 2;
    pub const LEAF: u32 = 4;
    pub const ITERSELF: u32 = 8;
    /// instances can be weakly referenced
    pub const WEAK: u32 = 16;
    pub const NONE: u32 = 0;
    /// cannot be made by calling the type
    pub const NONEW: u32 = 32;
}

/// One row, for the bootstrap.
pub struct Row { pub t: T, pub name: &'static str, pub module: &'static str, pub base: T, pub size: usize, pub flags: u32, pub methods: &'static [&'static [Def]] }

macro_rules! define_types { ($($id:ident $name:literal $module:literal $base:ident $size:expr, $flags:expr, [$($methods:expr),*];)*) => {
    /// Number of a built-in type.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
    #[repr(u16)]
    pub enum T { $($id),* }
    impl T {
        pub const COUNT: usize = [$(T::$id),*].len();
        const ALL: [T; T::COUNT] = [$(T::$id),*];
        /// The type whose layout instances have: the nearest row upwards that states a size.
        pub const LAYOUT: [T; T::COUNT] = {
            const SIZES: [usize; T::COUNT] = [$($size),*];
            const BASES: [T; T::COUNT] = [$(T::$base),*];
            let mut out = T::ALL;
            let mut i = 0;
            while i < T::COUNT { let mut t = i; while SIZES[t] == 0 { t = BASES[t] as usize; } out[i] = T::ALL[t]; i += 1; }
            out
        };
        pub const SIZE: [usize; T::COUNT] = {
            const SIZES: [usize; T::COUNT] = [$($size),*];
            let mut out = SIZES;
            let mut i = 0;
            while i < T::COUNT { out[i] = SIZES[T::LAYOUT[i] as usize]; i += 1; }
            out
        };
        /// Exact instances have no attributes of their own: they are their layout and nothing else.
        pub const BARE: [bool; T::COUNT] = {
            use $crate::types::flags::*;
            const FLAGS: [u32; T::COUNT] = [$($flags),*];
            const BASES: [T; T::COUNT] = [$(T::$base),*];
            let _ = (BASE, LEAF, ITERSELF, WEAK, NONEW);
            let mut out = [true; T::COUNT];
            let mut i = 0;
            while i < T::COUNT { let mut t = i; loop { if FLAGS[t] & DICT != 0 { out[i] = false; } if t == BASES[t] as usize { break; } t = BASES[t] as usize; } i += 1; }
            out
        };
        #[inline(always)]
        pub fn from_index(i: usize) -> T { T::ALL[i] }
        pub fn name(self) -> &'static str { [$($name),*][self as usize] }
        pub fn module(self) -> &'static str { [$($module),*][self as usize] }
    }
    pub fn rows() -> Vec<Row> {
        use $crate::types::flags::*;
        let _ = (DICT, BASE, LEAF, ITERSELF, WEAK, NONEW);
        vec![$(Row { t: T::$id, name: $name, module: $module, base: T::$base, size: $size, flags: $flags, methods: &[$($methods),*] }),*]
    }
} }
pub(crate) use define_types;
pub use crate::type_table::{rows, T};
