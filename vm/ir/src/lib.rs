//! Fora IR: the register bytecode between the front end and everything that runs code.
//!
//! Read in this order: [`ops`] (the one table of ops), [`code`] (what a function is), [`fork`] (the latent-fork
//! structure that later becomes parallelism). The text form, verifier and codec all expand from the op table.
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
        }
    };
}

pub mod code;
pub mod fork;
pub mod ops;

pub use code::{Code, CodeFlags, Const, Handler, Pos, Site};
pub use fork::{Accumulator, AccumulatorKind, Fork, ForkKind};
pub use ops::{Insn, Op};

/// "No register" where a register operand is optional.
pub const NOREG: u16 = 0xffff;
