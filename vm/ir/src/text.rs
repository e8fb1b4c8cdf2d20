//! The text form of a code object: what `fora dump ir` prints. [`crate::parse`] reads it back to an equal `Code`.
//!
//! ```text
//! code #0 fact
//!   qualname fact
//!   file "fact.py" line 1
//!   args 1 posonly 0 kwonly 0 regs 6
//!   flags OPTIMIZED|NEWLOCALS
//!   names n
//!   const k0 1
//!   site s0 k1:fact
//!   insns
//!     ; 2 |     if n < 2:
//!       0  JNotLtI       r0:n, 2, L3            <2:7-12>
//!       1  LoadInt       r1, 1                  <2:21-22>
//!       2  Return        r1                     <2:14-22>
//!     L3:
//!     …
//!   handler L3..L9 -> L9, r2
//! end
//! ```
//!
//! Line by line: `;` begins a comment, what follows `:` in a word is for the reader only (names of registers, sites and
//! constants), labels stand for places, `<line:col-end_line:end_col>` is a position (end_line left out where it is the same).
//! Nested code objects follow the one that has them among its constants, as `code#n` there.
//! Exact for every `Code`; an instruction whose unused bits are not zero prints as `raw 0x…`.
use crate::code::{Code, CodeFlags, Const, Pos};
use crate::fork::{Fork, ForkKind};
use crate::literal;
use crate::operand;
use crate::ops::{Insn, Kind, Op};
use crate::NOREG;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What to show.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Print positions; without them the text reads back with empty positions.
    pub positions: bool,
    /// The source, to show each line above its instructions.
    pub source: Option<&'a str>,
}

/// The text of `code` and everything nested in it.
pub fn print(code: &Code, options: &Options) -> String {
    let lines = options.source.map(|s| s.split('\n').map(|l| l.trim_end_matches('\r')).collect());
    let mut p = Printer { out: String::new(), positions: options.positions, lines, next: 1 };
    p.code(code, 0);
    p.out
}

/// One instruction as the text form shows it, without its position.
pub fn insn(code: &Code, pc: usize) -> String { code.insns.get(pc).map_or_else(String::new, |&i| operation(code, pc, i).0) }

struct Printer<'a> {
    out: String,
    positions: bool,
    lines: Option<Vec<&'a str>>,
    /// number of the next nested code
    next: usize,
}

/// Width of the operand column, and of everything before the comment.
const NAME_WIDTH: usize = 16;
const TEXT_WIDTH: usize = 50;

// Writing to a String cannot fail, hence the ignored results.
impl Printer<'_> {
    fn code<'c>(&mut self, code: &'c Code, number: usize) {
        let mut nested = Vec::new();
        let o = &mut self.out;
        let _ = writeln!(o, "code #{number} {}", literal::name(&code.name));
        let _ = writeln!(o, "  qualname {}", literal::name(&code.qualname));
        let _ = writeln!(o, "  file {} line {}", literal::quote(code.filename.as_bytes()), code.first_line);
        let _ = writeln!(o, "  args {} posonly {} kwonly {} regs {}", code.argcount, code.posonly, code.kwonly, code.nregs);
        let _ = writeln!(o, "  flags {}", flags(code.flags));
        if !code.varnames.is_empty() {
            let names: Vec<_> = code.varnames.iter().map(|n| literal::name(n)).collect();
            let _ = writeln!(o, "  names {}", names.join(" "));
        }
        for (n, r) in &code.cellvars { let _ = writeln!(o, "  cell {} r{r}", literal::name(n)); }
        for (n, r) in &code.freevars { let _ = writeln!(o, "  free {} r{r}", literal::name(n)); }
        for (i, c) in code.consts.iter().enumerate() {
            let _ = write!(o, "  const k{i} ");
            constant(o, c, &mut self.next, &mut nested);
            if let Const::Code(c) = c { let _ = write!(o, "  ; {}", literal::name(&c.qualname)); }
            o.push('\n');
        }
        for (i, s) in code.sites.iter().enumerate() { let _ = writeln!(o, "  site s{i} k{}{}", s.name, const_note(code, s.name)); }
        self.insns(code);
        let o = &mut self.out;
        for h in &code.handlers {
            let at = |pc| place(code, pc as i64);
            let _ = writeln!(o, "  handler {}..{} -> {}, {}", at(h.start), at(h.end), at(h.target), register(code, h.reg));
        }
        for f in &code.forks { fork(o, code, f); }
        o.push_str("end\n");
        for (n, c) in nested {
            self.out.push('\n');
            self.code(c, n);
        }
    }

    fn insns(&mut self, code: &Code) {
        self.out.push_str("  insns\n");
        let places = labels(code);
        let mut line = 0;
        for (pc, &i) in code.insns.iter().enumerate() {
            let pos = code.positions.get(pc).copied();
            let now = pos.unwrap_or_default().line;
            if let (Some(lines), true) = (&self.lines, now != line && now != 0) {
                let _ = writeln!(self.out, "    ; {now} | {}", lines.get(now as usize - 1).unwrap_or(&""));
            }
            if now != 0 { line = now; }
            if places.contains(&(pc as u32)) { let _ = writeln!(self.out, "    L{pc}:"); }
            let (text, note) = operation(code, pc, i);
            let mut all = format!("    {pc:>4}  {text}");
            if self.positions {
                if let Some(p) = pos { let _ = write!(all, "{}{}", pad(&all, TEXT_WIDTH), position(p)); }
            }
            if !note.is_empty() { let _ = write!(all, "{}; {note}", pad(&all, TEXT_WIDTH)); }
            self.out.push_str(all.trim_end());
            self.out.push('\n');
        }
        let end = code.insns.len();
        if places.contains(&(end as u32)) { let _ = writeln!(self.out, "    L{end}:"); }
        // Positions are one per instruction; what is not is shown, so that it reads back the same.
        if self.positions && code.positions.len() != end {
            let _ = writeln!(self.out, "  positions {}", code.positions.len());
            for p in code.positions.iter().skip(end) { let _ = writeln!(self.out, "  position {}", position(*p)); }
        }
    }
}

fn pad(s: &str, width: usize) -> String { " ".repeat(width.saturating_sub(s.chars().count()).max(2)) }

fn flags(f: CodeFlags) -> String {
    let mut rest = f.0;
    let mut names = Vec::new();
    for (n, v) in CodeFlags::ALL {
        if f.has(*v) { names.push(n.to_string()); rest &= !v.0; }
    }
    if rest != 0 || names.is_empty() { names.push(format!("{rest:#x}")); }
    names.join("|")
}

fn position(p: Pos) -> String {
    if p.line == p.end_line { format!("<{}:{}-{}>", p.line, p.col, p.end_col) } else { format!("<{}:{}-{}:{}>", p.line, p.col, p.end_line, p.end_col) }
}

/// Places inside the code that the text names: targets, handler ranges, forks.
fn labels(code: &Code) -> BTreeSet<u32> {
    let mut all = BTreeSet::new();
    let len = code.insns.len() as i64;
    let mut add = |pc: i64| if (0..=len).contains(&pc) { all.insert(pc as u32); };
    for (pc, i) in code.insns.iter().enumerate() {
        if Op::from_u8(i.op_byte()).is_some() { if let Some(t) = i.target(pc) { add(t); } }
    }
    for h in &code.handlers { for pc in [h.start, h.end, h.target] { add(pc as i64); } }
    for f in &code.forks {
        match &f.kind {
            ForkKind::Loop { head, exit, .. } | ForkKind::While { head, exit } => { add(*head as i64); add(*exit as i64) }
            ForkKind::Group { operands, join } => {
                for (s, e, _) in operands { add(*s as i64); add(*e as i64) }
                add(*join as i64);
            }
        }
        for a in &f.accumulators { add(a.pc as i64); }
    }
    all
}

/// A label, or `@pc` outside the code.
fn place(code: &Code, pc: i64) -> String { if (0..=code.insns.len() as i64).contains(&pc) { format!("L{pc}") } else { format!("@{pc}") } }

fn register(code: &Code, r: u16) -> String {
    match code.varnames.get(r as usize) {
        _ if r == NOREG => "-".to_owned(),
        Some(n) => format!("r{r}:{}", literal::name(n)),
        None => format!("r{r}"),
    }
}

/// `:name` if constant `k` is a string that is short enough to help.
fn const_note(code: &Code, k: u32) -> String {
    match code.consts.get(k as usize) {
        Some(Const::Str(s)) if s.len() <= 60 => match std::str::from_utf8(s) { Ok(s) => format!(":{}", literal::name(s)), Err(_) => String::new() },
        _ => String::new(),
    }
}

fn constant<'c>(o: &mut String, c: &'c Const, next: &mut usize, nested: &mut Vec<(usize, &'c Code)>) {
    let _ = match c {
        Const::None => write!(o, "None"),
        Const::True => write!(o, "True"),
        Const::False => write!(o, "False"),
        Const::Ellipsis => write!(o, "Ellipsis"),
        Const::Int(i) => write!(o, "{i}"),
        Const::BigInt(s) => write!(o, "big {}", literal::quote(s.as_bytes())),
        Const::Float(b) => write!(o, "{}", literal::float(*b)),
        Const::Complex(re, im) => write!(o, "complex {} {}", literal::float(*re), literal::float(*im)),
        Const::Str(s) => write!(o, "{}", literal::quote(s)),
        Const::Bytes(b) => write!(o, "{}", literal::quote_bytes(b)),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            let (open, close) = if matches!(c, Const::Tuple(_)) { ('(', ')') } else { ('{', '}') };
            o.push(open);
            for (i, item) in items.iter().enumerate() {
                if i > 0 { o.push(' '); }
                constant(o, item, next, nested);
            }
            o.push(close);
            Ok(())
        }
        Const::Code(c) => {
            nested.push((*next, c));
            *next += 1;
            write!(o, "code#{}", *next - 1)
        }
    };
}

/// A constant for a comment: one line, not long.
fn short(c: &Const) -> String {
    if let Const::Code(c) = c { return format!("code {}", literal::name(&c.qualname)); }
    let mut s = String::new();
    constant(&mut s, c, &mut 0, &mut Vec::new());
    if s.chars().count() > 60 { s = s.chars().take(57).collect::<String>() + "..."; }
    s
}

/// An instruction and the comment that explains it.
fn operation(code: &Code, pc: usize, i: Insn) -> (String, String) {
    let Some(op) = Op::from_u8(i.op_byte()).filter(|_| i.is_canonical()) else { return (format!("raw {:#018x}", i.0), String::new()) };
    let row = op.row();
    let mut operands = Vec::new();
    let mut note = String::new();
    for (f, k) in row.fields {
        let v = i.operand(f, k);
        let text = match k {
            Kind::None => continue,
            Kind::W | Kind::R | Kind::RAny | Kind::RW | Kind::RU | Kind::Ropt | Kind::RCell | Kind::WCell | Kind::Check | Kind::Del | Kind::Undef => register(code, v as u16),
            Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
            | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutCells | Kind::OutStar | Kind::Out2
            | Kind::OutMethod => match i.window(f, k) {
                Some(w) if w.len == 1 => format!("r{v}.."),
                Some(w) if w.len > 1 => format!("r{v}..r{}", v + w.len as i64 - 1),
                _ => format!("r{v}..none"),
            },
            Kind::N | Kind::I | Kind::I32 => v.to_string(),
            Kind::K | Kind::KCode | Kind::KStr => {
                if let Some(c) = code.consts.get(v as usize) { note = short(c); }
                format!("k{v}")
            }
            Kind::Site | Kind::SiteBC => match code.sites.get(v as usize) {
                Some(s) => format!("s{v}{}", const_note(code, s.name)),
                None => format!("s{v}"),
            },
            Kind::Jmp | Kind::J24 => place(code, pc as i64 + 1 + v),
            // The last operand, and nothing to say when it is 0.
            Kind::InPlace | Kind::Conv | Kind::Await | Kind::Parts | Kind::Temps if v == 0 => continue,
            Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Intr => {
                k.names().and_then(|n| n.get(v as usize)).map_or_else(|| format!("#{v}"), |n| n.to_string())
            }
            Kind::Parts if v < 1 << operand::PARTS.len() => {
                let set: Vec<_> = operand::PARTS.iter().enumerate().filter(|(bit, _)| v >> bit & 1 == 1).map(|(_, n)| *n).collect();
                set.join("|")
            }
            Kind::Parts | Kind::Temps => format!("#{v}"),
        };
        operands.push(text);
    }
    (format!("{:<NAME_WIDTH$} {}", row.name, operands.join(", ")).trim_end().to_owned(), note)
}

fn fork(o: &mut String, code: &Code, f: &Fork) {
    let at = |pc: u32| place(code, pc as i64);
    let reg = |r: u16| register(code, r);
    let _ = match &f.kind {
        ForkKind::Loop { head, exit, iter, item } => write!(o, "  fork loop {} {} {} {}", at(*head), at(*exit), reg(*iter), reg(*item)),
        ForkKind::While { head, exit } => write!(o, "  fork while {} {}", at(*head), at(*exit)),
        ForkKind::Group { operands, join } => {
            let _ = write!(o, "  fork group {} (", at(*join));
            for (i, (s, e, r)) in operands.iter().enumerate() { let _ = write!(o, "{}{} {} {}", if i > 0 { "  " } else { "" }, at(*s), at(*e), reg(*r)); }
            write!(o, ")")
        }
    };
    if let Some((reason, line)) = f.verdict { let _ = write!(o, " verdict {} {line}", reason.name()); }
    for (word, regs) in [("live", &f.live_in), ("written", &f.written)] {
        if regs.is_empty() { continue; }
        let _ = write!(o, " {word}");
        for r in regs { let _ = write!(o, " {}", reg(*r)); }
    }
    if !f.global_writes.is_empty() {
        o.push_str(" globals");
        for s in &f.global_writes { let _ = write!(o, " s{s}{}", code.sites.get(*s as usize).map_or_else(String::new, |s| const_note(code, s.name))); }
    }
    for a in &f.accumulators { let _ = write!(o, " acc {} {} s{} {}", a.kind.name(), reg(a.reg), a.site, at(a.pc)); }
    o.push('\n');
}
