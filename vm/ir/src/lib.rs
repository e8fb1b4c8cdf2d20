//! Fora IR: the register bytecode between the front end and everything that runs code.
//!
//! Read in this order: [`ops`] (the one table of ops), [`code`] (what a function is), [`fork`] (the latent-fork
//! structure that later becomes parallelism), [`operand`] (what an instruction reads and writes). Expanded from the table:
//! [`text`] and [`parse`] (the form that `fora dump ir` prints, and back), [`verify`], [`codec`] (the form that is cached and sent).

/// A tiny flag-set type: enough for code flags without a dependency.
macro_rules! bitflags_lite {
    ($(#[$m:meta])* pub struct $name:ident: $t:ty { $($(#[$fm:meta])* $flag:ident = $v:expr),* $(,)? }) => {
        $(#[$m])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
        pub struct $name(pub $t);
        impl $name {
            $($(#[$fm])* pub const $flag: $name = $name($v);)*
            pub const fn has(self, f: $name) -> bool { self.0 & f.0 == f.0 }
            pub fn set(&mut self, f: $name) { self.0 |= f.0 }
            /// Every flag with its name.
            pub const ALL: &'static [(&'static str, $name)] = &[$((stringify!($flag), $name($v))),*];
        }
    };
}

/// A plain enum with the list of its values, their names and the way back from a number.
macro_rules! enum_table {
    ($(#[$m:meta])* pub enum $name:ident: $t:ident { $($(#[$fm:meta])* $v:ident = $n:literal),* $(,)? }) => {
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr($t)]
        pub enum $name { $($(#[$fm])* $v = $n),* }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$v),*];
            pub const NAMES: &'static [&'static str] = &[$(stringify!($v)),*];
            /// The value numbered `n`, if there is one (numbers are dense, from 0).
            pub fn from_number(n: u64) -> Option<$name> { usize::try_from(n).ok().and_then(|n| Self::ALL.get(n).copied()) }
            pub fn name(self) -> &'static str { Self::NAMES[self as usize] }
        }
    };
}

pub mod code;
pub mod codec;
mod flow;
pub mod fork;
mod literal;
pub mod operand;
pub mod ops;
pub mod parse;
pub mod region;
pub mod text;
pub mod verify;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use code::{Code, CodeFlags, Const, Handler, Pos, Site};
pub use codec::{content_hash, decode, decode_verified, encode, CodecError};
pub use fork::{Accumulator, AccumulatorKind, Fork, ForkKind};
pub use operand::{Access, Field, Window};
pub use ops::{Insn, Kind, Op};
pub use parse::{parse, ParseError};
pub use region::{live_at, live_table, region, Region};
pub use text::print;
pub use verify::{verify, Fault};

/// "No register" where a register operand is optional.
pub const NOREG: u16 = 0xffff;
