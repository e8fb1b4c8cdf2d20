//! Operands of an instruction as the op table describes them: fields, windows, registers read and written, jump targets.
//!
//! Everything here matches on [`Kind`], never on `Op`: a new op needs nothing, a new kind breaks the build here.
//! Deliberately absent: any check of ranges (see `verify`).
use crate::code::Intrinsic;
use crate::ops::{Insn, Kind, Row};

/// A field of the instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field { D, A, B, C, BC, DC }

/// How a register is touched. `ReadAny`: a value or a cell (windows, for closure tuples); `Read`: a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access { Read, ReadAny, ReadUndef, ReadCell, Write, WriteCell, WriteUndef, WriteMaybeUndef }

impl Access {
    pub const fn is_read(self) -> bool { matches!(self, Access::Read | Access::ReadAny | Access::ReadUndef | Access::ReadCell) }
    pub const fn is_write(self) -> bool { !self.is_read() }
}

/// A run of registers that an instruction reads or writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    pub first: u16,
    pub len: u32,
    pub written: bool,
    /// index in the window of the register that may be UNDEF
    pub optional: Option<u32>,
    /// a call: every register from `first` on may be overwritten
    pub clobbers: bool,
}

/// Values of the small enumerations, for the text form and for range checks. `Parts` is a bit set over its names.
pub const IN_PLACE: &[&str] = &["plain", "inplace"];
pub const CONVERSIONS: &[&str] = &["none", "!s", "!r", "!a"];
pub const EXCEPTIONS: &[&str] = &["AssertionError", "StopAsyncIteration", "BaseException", "StopIteration", "NotImplementedError"];
pub const SPECIALS: &[&str] = &["__enter__", "__exit__", "__aenter__", "__aexit__"];
pub const AWAITED: &[&str] = &["await", "aenter", "aexit"];
pub const PARTS: &[&str] = &["defaults", "kwdefaults", "annotations", "closure"];

impl Kind {
    /// The names of an enumeration's values; None for kinds that are no enumeration (`Parts` is a set, not listed here).
    pub fn names(self) -> Option<&'static [&'static str]> {
        match self {
            Kind::InPlace => Some(IN_PLACE),
            Kind::Conv => Some(CONVERSIONS),
            Kind::Exc => Some(EXCEPTIONS),
            Kind::Special => Some(SPECIALS),
            Kind::Await => Some(AWAITED),
            Kind::Intr => Some(Intrinsic::NAMES),
            Kind::None | Kind::W | Kind::R | Kind::RAny | Kind::RW | Kind::RU | Kind::Ropt | Kind::RCell | Kind::WCell | Kind::Check | Kind::Del | Kind::Undef
            | Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
            | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutCells | Kind::OutStar | Kind::Out2
            | Kind::OutMethod | Kind::N | Kind::I | Kind::I32 | Kind::K | Kind::KCode | Kind::KStr | Kind::Site | Kind::SiteBC | Kind::Jmp
            | Kind::J24 | Kind::Parts | Kind::Temps => None,
        }
    }
    const fn is_bc(self) -> bool { matches!(self, Kind::I32 | Kind::K | Kind::SiteBC | Kind::Jmp) }
    const fn is_dc(self) -> bool { matches!(self, Kind::Site | Kind::J24) }
    /// Signed operands are sign-extended by [`Insn::operand`].
    pub const fn is_signed(self) -> bool { matches!(self, Kind::I | Kind::I32 | Kind::Jmp | Kind::J24) }
    pub const fn is_jump(self) -> bool { matches!(self, Kind::Jmp | Kind::J24) }
}

/// The operands of a row in the order a, b, c, d, wide ones once. Unused columns come out as `Kind::None`.
pub const fn fields(d: Kind, a: Kind, b: Kind, c: Kind) -> [(Field, Kind); 4] {
    [
        (Field::A, a),
        (if b.is_bc() { Field::BC } else { Field::B }, b),
        (if c.is_dc() { Field::DC } else { Field::C }, c),
        (Field::D, if d.is_dc() { Kind::None } else { d }),
    ]
}

impl Row {
    /// Does control ever reach the instruction behind this one?
    pub const fn ends(&self) -> bool { matches!(self.effect, crate::ops::Effect::End) }
    pub const fn may_raise(&self) -> bool { !matches!(self.effect, crate::ops::Effect::Pure) }
}

impl Field {
    /// Bits of the field in the word: (shift, width) of its low part. `DC` also has d as its high part.
    const fn span(self) -> (u32, u32) {
        match self {
            Field::D => (8, 8),
            Field::A => (16, 16),
            Field::B => (32, 16),
            Field::C | Field::DC => (48, 16),
            Field::BC => (32, 32),
        }
    }
    /// Width in bits.
    pub const fn width(self) -> u32 {
        match self { Field::D => 8, Field::A | Field::B | Field::C => 16, Field::DC => 24, Field::BC => 32 }
    }
}

impl Insn {
    /// Raw contents of a field.
    pub const fn field(self, f: Field) -> u32 {
        match f {
            Field::D => self.d() as u32,
            Field::A => self.a() as u32,
            Field::B => self.b() as u32,
            Field::C => self.c() as u32,
            Field::BC => self.bc(),
            Field::DC => self.dc(),
        }
    }
    /// The same instruction with a field replaced; bits that do not fit are dropped.
    pub const fn with_field(self, f: Field, v: u32) -> Insn {
        let (shift, width) = f.span();
        let mask = ((1u64 << width) - 1) << shift;
        let word = self.0 & !mask | ((v as u64) << shift) & mask;
        match f {
            Field::DC => Insn(word & !0xff00 | ((v as u64 >> 16) & 0xff) << 8),
            Field::D | Field::A | Field::B | Field::C | Field::BC => Insn(word),
        }
    }
    /// A field's value, sign-extended if its kind is signed.
    pub const fn operand(self, f: Field, k: Kind) -> i64 {
        let raw = self.field(f);
        if !k.is_signed() { return raw as i64; }
        let gap = 32 - f.width();
        (((raw << gap) as i32) >> gap) as i64
    }
    /// No bit set outside the fields that the op uses? (The op byte must be valid.)
    pub fn is_canonical(self) -> bool {
        let row = self.op().row();
        let mut rest = Insn(self.0 & !0xff);
        for (f, k) in row.fields {
            if k != Kind::None { rest = rest.with_field(f, 0); }
        }
        rest.0 == 0
    }
    /// Where the jump operand leads, if there is one. It may lie outside the code.
    pub fn target(self, pc: usize) -> Option<i64> {
        let (f, k) = self.op().row().fields.into_iter().find(|(_, k)| k.is_jump())?;
        Some(pc as i64 + 1 + self.operand(f, k))
    }
    /// The instruction's count: the `N` operand in b or c (0 if none).
    fn count(self) -> u32 {
        let row = self.op().row();
        if row.c == Kind::N { self.c() as u32 } else if row.b == Kind::N { self.b() as u32 } else { 0 }
    }
    /// The window that begins in field `f`, if its kind is a window.
    pub fn window(self, f: Field, k: Kind) -> Option<Window> {
        let n = self.count();
        let (len, written, optional, clobbers) = match k {
            Kind::WinN => (n, false, None, false),
            Kind::WinPairs => (2 * n, false, None, false),
            Kind::Win2 => (2, false, None, false),
            Kind::Win3 => (3, false, None, false),
            Kind::WinCall => (1 + n, false, None, true),
            Kind::WinCallKw => (2 + n, false, None, true),
            Kind::WinMethod => (2 + n, false, Some(1), true),
            Kind::WinMethodKw => (3 + n, false, Some(1), true),
            Kind::WinCallEx => (3, false, Some(2), true),
            Kind::WinExit => (2, false, Some(1), false),
            Kind::WinParts => ((self.d()).count_ones(), false, None, false),
            Kind::WinIntr => (Intrinsic::from_u16(self.b()).map_or(0, |i| i.arity() as u32), false, None, false),
            Kind::OutN | Kind::OutCells => (n, true, None, false),
            Kind::OutStar => (n + 1 + self.d() as u32, true, None, false),
            Kind::Out2 => (2, true, None, false),
            Kind::OutMethod => (2, true, Some(1), false),
            Kind::None | Kind::W | Kind::R | Kind::RAny | Kind::RW | Kind::RU | Kind::Ropt | Kind::RCell | Kind::WCell | Kind::Check | Kind::Del | Kind::Undef
            | Kind::N | Kind::I | Kind::I32 | Kind::K | Kind::KCode | Kind::KStr | Kind::Site | Kind::SiteBC | Kind::Jmp | Kind::J24
            | Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Parts | Kind::Temps | Kind::Intr => return None,
        };
        Some(Window { first: self.field(f) as u16, len, written, optional, clobbers })
    }
    /// Calls `f` with every register the instruction touches: reads first, then writes. A call's clobbering is not listed
    /// (see [`Insn::clobbers_from`]). Windows must lie inside the register file: the sum saturates otherwise.
    pub fn for_each_register(self, mut f: impl FnMut(u16, Access)) {
        let fields = self.op().row().fields;
        let copies = fields.iter().any(|&(_, k)| k == Kind::RU);
        for writes in [false, true] {
            for (field, k) in fields {
                let r = self.field(field) as u16;
                let mut touch = |a: Access| if a.is_write() == writes { f(r, a) };
                match k {
                    Kind::R => touch(Access::Read),
                    Kind::RAny => touch(Access::ReadAny),
                    Kind::W => touch(if copies { Access::WriteMaybeUndef } else { Access::Write }),
                    Kind::RW => { touch(Access::Read); touch(Access::Write) }
                    Kind::RU | Kind::Check => touch(Access::ReadUndef),
                    Kind::Ropt => if r != crate::NOREG { touch(Access::Read) },
                    Kind::RCell => touch(Access::ReadCell),
                    Kind::WCell => { touch(Access::ReadUndef); touch(Access::WriteCell) }
                    Kind::Del => { touch(Access::ReadUndef); touch(Access::WriteUndef) }
                    Kind::Undef => touch(Access::WriteUndef),
                    Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
                    | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutCells | Kind::OutStar | Kind::Out2
                    | Kind::OutMethod => {
                        let Some(w) = self.window(field, k) else { continue };
                        if w.written != writes { continue; }
                        for i in 0..w.len {
                            let maybe = w.optional == Some(i);
                            f(w.first.saturating_add(i as u16), match (w.written, maybe) {
                                (false, false) => Access::ReadAny,
                                (false, true) => Access::ReadUndef,
                                (true, false) => if k == Kind::OutCells { Access::WriteCell } else { Access::Write },
                                (true, true) => Access::WriteMaybeUndef,
                            });
                        }
                    }
                    Kind::None | Kind::N | Kind::I | Kind::I32 | Kind::K | Kind::KCode | Kind::KStr | Kind::Site | Kind::SiteBC | Kind::Jmp | Kind::J24
                    | Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Parts | Kind::Temps | Kind::Intr => {}
                }
            }
        }
    }
    /// The first register that a call may overwrite, if this is a call.
    pub fn clobbers_from(self) -> Option<u16> {
        self.op().row().fields.into_iter().find_map(|(f, k)| self.window(f, k).filter(|w| w.clobbers).map(|w| w.first))
    }
}
