//! Machine code as text, under the instructions of the trace that it was made for.
//!
//! ```text
//! %12 i = AddOv %4 %9 ?3
//!     0059  add rdx,rcx
//!     005c  jo .0d7
//! ```
#![allow(unsafe_code)] // reads published code
use crate::Code;
use iced_x86::{Decoder, DecoderOptions, Formatter, Instruction, NasmFormatter, OpKind};
use std::fmt::Write;

/// The code of a trace without its constants; `line` gives an instruction of the trace as text.
pub fn text(code: &Code, line: &dyn Fn(usize) -> String) -> String {
    // SAFETY: [J1]; published code is readable and does not change
    let bytes = unsafe { std::slice::from_raw_parts(code.bytes.0 as *const u8, code.bytes.1) };
    let mut out = String::new();
    let mut format = NasmFormatter::new();
    let o = format.options_mut();
    o.set_hex_prefix("0x");
    o.set_hex_suffix("");
    let mut decoder = Decoder::with_ip(64, bytes, 0, DecoderOptions::NONE);
    let (mut marks, mut i) = (code.marks.iter().peekable(), Instruction::default());
    let end = code.pool as usize;
    while decoder.can_decode() && decoder.position() < end {
        let at = decoder.position() as u32;
        while let Some((_, r)) = marks.next_if(|m| m.0 <= at) {
            let _ = writeln!(out, "{}", line(r.0 as usize));
        }
        if at == code.cold { let _ = writeln!(out, "; out of line, exits"); }
        decoder.decode_out(&mut i);
        let mut s = String::new();
        if i.op0_kind() == OpKind::NearBranch64 {
            let _ = write!(s, "{:?} .{:04x}", i.mnemonic(), i.near_branch_target());
            s.make_ascii_lowercase();
        } else { format.format(&i, &mut s); }
        let _ = writeln!(out, "    {at:04x}  {s}");
    }
    out
}
