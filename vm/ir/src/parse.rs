//! Reads the text form (see [`crate::text`]) back to a `Code`.
//!
//! Labels may be any word that ends in `:` on its own line, and the numbers before instructions are ignored, so the text
//! may be written and edited by hand. Deliberately absent: any check of what the code means (see `verify`).
use crate::code::{Code, CodeFlags, Const, Handler, Pos, Site};
use crate::fork::{Accumulator, AccumulatorKind, Fork, ForkKind, Reason};
use crate::literal;
use crate::operand;
use crate::ops::{Insn, Kind, Op, ROWS};
use crate::NOREG;
use std::collections::HashMap;
use std::fmt;

/// Why the text is not a code object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// 1-based
    pub line: usize,
    pub what: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "line {}: {}", self.line, self.what) }
}
impl std::error::Error for ParseError {}

/// Nesting allowed of constants and of code objects.
const DEPTH: usize = 200;

type Place = (usize, String);
type Result<T, E = ParseError> = std::result::Result<T, E>;

/// The code object `#0` of the text.
pub fn parse(text: &str) -> Result<Code> {
    let mut blocks: HashMap<usize, Vec<Line>> = HashMap::new();
    let mut open: Option<(usize, Vec<Line>)> = None;
    for (i, text) in text.lines().enumerate() {
        let number = i + 1;
        let mut line = Line { number, tokens: lex(text).map_err(|what| ParseError { line: number, what: what.into() })?, at: 0 };
        if line.tokens.is_empty() { continue; }
        match (&mut open, line.tokens.first()) {
            (None, Some(Token::Word(w))) if w == "code" => {
                line.at = 1;
                let id = line.number_after("#")?;
                open = Some((id, vec![line]));
            }
            (None, _) => return line.fail("'code #n name' expected"),
            (Some(_), Some(Token::Word(w))) if w == "end" => {
                if let Some((id, lines)) = open.take() {
                    if blocks.insert(id, lines).is_some() { return line.fail(format!("code #{id} is there twice")); }
                }
            }
            (Some((_, lines)), _) => lines.push(line),
        }
    }
    if let Some((id, _)) = open { return Err(ParseError { line: text.lines().count(), what: format!("code #{id} has no end") }); }
    let mut p = Parser { blocks, ops: ROWS.iter().map(|r| (r.name, r.op)).collect() };
    let code = p.code(0, 0).map_err(|e| if e.line == 0 { ParseError { line: 1, ..e } } else { e })?;
    match p.blocks.iter().next() {
        Some((id, lines)) => Err(ParseError { line: lines.first().map_or(0, |l| l.number), what: format!("no constant is code #{id}") }),
        None => Ok(code),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// without what follows its `:`, unless the word ends there
    Word(String),
    Str(Vec<u8>),
    Bytes(Vec<u8>),
    Punct(char),
}

/// `<1:2-3>` is one word; the `:` in it is no note.
fn lex(line: &str) -> Result<Vec<Token>, &'static str> {
    let mut out = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let Some(c) = rest.chars().next() else { return Ok(out) };
        if c == ';' { return Ok(out); }
        if let Some(tail) = rest.strip_prefix("b\"") {
            let (bytes, tail) = literal::unquote(tail)?;
            out.push(Token::Bytes(bytes));
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix('"') {
            let (bytes, tail) = literal::unquote(tail)?;
            out.push(Token::Str(bytes));
            rest = tail;
        } else if matches!(c, ',' | '(' | ')' | '{' | '}') {
            out.push(Token::Punct(c));
            rest = &rest[1..];
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '{' | '}' | ';' | '"')).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            rest = tail;
            match word.split_once(':') {
                Some((_, "")) if tail.starts_with('"') => {
                    rest = literal::unquote(&tail[1..])?.1;
                    out.push(Token::Word(word[..word.len() - 1].to_owned()));
                }
                Some((head, note)) if !note.is_empty() && !word.starts_with('<') => out.push(Token::Word(head.to_owned())),
                _ => out.push(Token::Word(word.to_owned())),
            }
        }
    }
}

struct Line { number: usize, tokens: Vec<Token>, at: usize }

impl Line {
    fn fail<T>(&self, what: impl Into<String>) -> Result<T> { Err(ParseError { line: self.number, what: what.into() }) }
    fn done(&self) -> bool { self.at >= self.tokens.len() }
    fn peek(&self) -> Option<&Token> { self.tokens.get(self.at) }
    fn next(&mut self) -> Result<Token> {
        match self.tokens.get(self.at) {
            Some(t) => { self.at += 1; Ok(t.clone()) }
            None => self.fail("the line ends too early"),
        }
    }
    fn word(&mut self) -> Result<String> {
        match self.next()? { Token::Word(w) => Ok(w), t => self.fail(format!("a word expected, not {t:?}")) }
    }
    /// A name, quoted or not.
    fn name(&mut self) -> Result<String> {
        match self.next()? {
            Token::Word(w) => Ok(w),
            Token::Str(s) => String::from_utf8(s).or_else(|_| self.fail("the name is not UTF-8")),
            t => self.fail(format!("a name expected, not {t:?}")),
        }
    }
    fn keyword(&mut self, k: &str) -> Result<()> {
        let w = self.word()?;
        if w == k { Ok(()) } else { self.fail(format!("'{k}' expected, not '{w}'")) }
    }
    fn skip_comma(&mut self) { if self.peek() == Some(&Token::Punct(',')) { self.at += 1; } }
    fn convert<T: std::str::FromStr>(&self, s: &str) -> Result<T> { s.parse().or_else(|_| self.fail(format!("number expected, or too big: '{s}'"))) }
    fn number<T: std::str::FromStr>(&mut self) -> Result<T> { let w = self.word()?; self.convert(&w) }
    /// A number behind a prefix: `k3`, `s0`, `#1`.
    fn number_after<T: std::str::FromStr>(&mut self, prefix: &str) -> Result<T> {
        let w = self.word()?;
        match w.strip_prefix(prefix) { Some(n) => self.convert(n), None => self.fail(format!("'{prefix}' and a number expected, not '{w}'")) }
    }
    /// `r3`, `r3..r5` (the first counts) or `-`.
    fn register(&mut self) -> Result<u16> {
        let w = self.word()?;
        if w == "-" { return Ok(NOREG); }
        match w.strip_prefix('r') { Some(n) => self.convert(n.split("..").next().unwrap_or(n)), None => self.fail(format!("a register expected, not '{w}'")) }
    }
    fn place(&mut self) -> Result<Place> { Ok((self.number, self.word()?)) }
    fn is_register(&self) -> bool {
        matches!(self.peek(), Some(Token::Word(w)) if w == "-" || w.strip_prefix('r').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())))
    }
    fn position(&mut self) -> Result<Pos> {
        let w = self.word()?;
        let parts = || -> Option<Pos> {
            let (start, end) = w.strip_prefix('<')?.strip_suffix('>')?.split_once('-')?;
            let (line, col) = start.split_once(':')?;
            let line = line.parse().ok()?;
            let (end_line, end_col) = match end.split_once(':') { Some((l, c)) => (l.parse().ok()?, c), None => (line, end) };
            Some(Pos { line, col: col.parse().ok()?, end_line, end_col: end_col.parse().ok()? })
        };
        match parts() { Some(p) => Ok(p), None => self.fail(format!("position expected, not '{w}'")) }
    }
}

struct Parser { blocks: HashMap<usize, Vec<Line>>, ops: HashMap<&'static str, Op> }

impl Parser {
    fn code(&mut self, id: usize, depth: usize) -> Result<Code> {
        let Some(lines) = self.blocks.remove(&id) else { return Err(ParseError { line: 0, what: format!("code #{id} is missing, or used twice") }) };
        if depth > DEPTH { return Err(ParseError { line: lines.first().map_or(0, |l| l.number), what: "code objects nested too deeply".into() }); }
        let mut code = Code {
            name: String::new(), qualname: String::new(), filename: String::new(), first_line: 0, argcount: 0, posonly: 0, kwonly: 0,
            flags: CodeFlags::default(), nregs: 0, varnames: vec![], cellvars: vec![], freevars: vec![], consts: vec![], sites: vec![],
            insns: vec![], positions: vec![], handlers: vec![], forks: vec![],
        };
        let mut labels: HashMap<String, u32> = HashMap::new();
        let mut jumps: Vec<(usize, operand::Field, Kind, Place)> = vec![];
        let mut rest = Vec::new();
        let mut in_insns = false;
        for mut line in lines {
            if line.at > 0 {
                // The head line: `code #n` is behind us.
                code.name = line.name()?;
                if !line.done() { return line.fail("the line goes on where it should end"); }
                continue;
            }
            let word = match line.peek() { Some(Token::Word(w)) => w.clone(), _ => return line.fail("a word expected") };
            match word.as_str() {
                "code" => return line.fail("'code' inside a code: 'end' is missing"),
                "handler" | "fork" | "positions" | "position" => {
                    in_insns = false;
                    rest.push(line);
                    continue;
                }
                "insns" => { line.at += 1; in_insns = true }
                _ if in_insns => {
                    if let (Some(label), 1) = (word.strip_suffix(':'), line.tokens.len()) {
                        if labels.insert(label.to_owned(), code.insns.len() as u32).is_some() { return line.fail(format!("label {label} is there twice")); }
                        continue;
                    }
                    if word.bytes().all(|b| b.is_ascii_digit()) { line.at += 1; }
                    let i = self.insn(&mut line, code.insns.len(), &mut jumps)?;
                    code.insns.push(i);
                    code.positions.push(if line.done() { Pos::default() } else { line.position()? });
                }
                _ => self.header(&mut code, &mut line, depth)?,
            }
            if !line.done() { return line.fail("the line goes on where it should end"); }
        }
        let find = |(line, word): Place| -> Result<i64> {
            if let Some(&pc) = labels.get(&word) { return Ok(pc as i64); }
            match word.strip_prefix('@').and_then(|n| n.parse().ok()) { Some(pc) => Ok(pc), None => Err(ParseError { line, what: format!("no label {word}") }) }
        };
        for (pc, field, kind, place) in jumps {
            let line = place.0;
            let offset = find(place)? - pc as i64 - 1;
            code.insns[pc] = put(code.insns[pc], field, kind, offset).ok_or_else(|| ParseError { line, what: "the jump is too far".into() })?;
        }
        for mut line in rest {
            tail(&mut code, &mut line, &find)?;
            if !line.done() { return line.fail("the line goes on where it should end"); }
        }
        Ok(code)
    }

    fn header(&mut self, code: &mut Code, line: &mut Line, depth: usize) -> Result<()> {
        match line.word()?.as_str() {
            "qualname" => code.qualname = line.name()?,
            "file" => {
                code.filename = line.name()?;
                line.keyword("line")?;
                code.first_line = line.number()?;
            }
            "args" => {
                code.argcount = line.number()?;
                line.keyword("posonly")?;
                code.posonly = line.number()?;
                line.keyword("kwonly")?;
                code.kwonly = line.number()?;
                line.keyword("regs")?;
                code.nregs = line.number()?;
            }
            "flags" => for w in line.word()?.split('|') {
                match (CodeFlags::ALL.iter().find(|(n, _)| *n == w), w.strip_prefix("0x").map(|h| u32::from_str_radix(h, 16))) {
                    (Some((_, f)), _) => code.flags.set(*f),
                    (None, Some(Ok(bits))) => code.flags.0 |= bits,
                    _ => return line.fail(format!("unknown flag '{w}'")),
                }
            },
            "names" => while !line.done() { code.varnames.push(line.name()?); },
            "cell" => code.cellvars.push((line.name()?, line.register()?)),
            "free" => code.freevars.push((line.name()?, line.register()?)),
            "const" => {
                numbered(line, "k", code.consts.len())?;
                let c = self.constant(line, depth, 0)?;
                code.consts.push(c);
            }
            "site" => {
                numbered(line, "s", code.sites.len())?;
                code.sites.push(Site { name: line.number_after("k")? });
            }
            w => return line.fail(format!("unknown word '{w}'")),
        }
        Ok(())
    }

    fn constant(&mut self, line: &mut Line, depth: usize, nesting: usize) -> Result<Const> {
        if nesting > DEPTH { return line.fail("constants nested too deeply"); }
        Ok(match line.next()? {
            Token::Str(s) => Const::Str(s),
            Token::Bytes(b) => Const::Bytes(b),
            Token::Punct(open @ ('(' | '{')) => {
                let close = if open == '(' { ')' } else { '}' };
                let mut items = Vec::new();
                while line.peek() != Some(&Token::Punct(close)) { items.push(self.constant(line, depth, nesting + 1)?); }
                line.at += 1;
                if open == '(' { Const::Tuple(items) } else { Const::FrozenSet(items) }
            }
            Token::Punct(c) => return line.fail(format!("a constant expected, not '{c}'")),
            Token::Word(w) => match w.as_str() {
                "None" => Const::None,
                "True" => Const::True,
                "False" => Const::False,
                "Ellipsis" => Const::Ellipsis,
                "big" => Const::BigInt(line.name()?),
                "complex" => Const::Complex(float(line)?, float(line)?),
                w => {
                    if let Some(id) = w.strip_prefix("code#") {
                        let id = line.convert(id)?;
                        Const::Code(Box::new(self.code(id, depth + 1).map_err(|e| if e.line == 0 { ParseError { line: line.number, ..e } } else { e })?))
                    } else if let Ok(i) = w.parse() {
                        Const::Int(i)
                    } else if let Some(bits) = literal::parse_float(w) {
                        Const::Float(bits)
                    } else {
                        return line.fail(format!("a constant expected, not '{w}'"));
                    }
                }
            },
        })
    }

    fn insn(&self, line: &mut Line, pc: usize, jumps: &mut Vec<(usize, operand::Field, Kind, Place)>) -> Result<Insn> {
        let name = line.word()?;
        if name == "raw" {
            let w = line.word()?;
            return match w.strip_prefix("0x").map(|h| u64::from_str_radix(h, 16)) { Some(Ok(word)) => Ok(Insn(word)), _ => line.fail("0x… expected after raw") };
        }
        let Some(&op) = self.ops.get(name.as_str()) else { return line.fail(format!("no op is named '{name}'")) };
        let mut insn = Insn::new(op, 0, 0, 0, 0);
        for (n, (f, k)) in op.row().fields.into_iter().filter(|(_, k)| *k != Kind::None).enumerate() {
            // An enumeration in the last place is left out where it is 0; a position or the end of the line follows then.
            let absent = match line.peek() { None => true, Some(Token::Word(w)) => w.starts_with('<'), Some(_) => false };
            if absent && f == operand::Field::D && k != Kind::N { continue; }
            if n > 0 {
                if line.peek() != Some(&Token::Punct(',')) { return line.fail("',' expected before the next operand"); }
                line.skip_comma();
            }
            let value: i64 = match k {
                Kind::None => continue,
                Kind::W | Kind::R | Kind::RAny | Kind::RW | Kind::RU | Kind::Ropt | Kind::RCell | Kind::WCell | Kind::Check | Kind::Del | Kind::Undef
                | Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
                | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutCells | Kind::OutStar | Kind::Out2
                | Kind::OutMethod => line.register()? as i64,
                Kind::N | Kind::I | Kind::I32 => line.number()?,
                Kind::K | Kind::KCode | Kind::KStr => line.number_after("k")?,
                Kind::Site | Kind::SiteBC => line.number_after("s")?,
                Kind::Jmp | Kind::J24 => {
                    jumps.push((pc, f, k, line.place()?));
                    0
                }
                Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Parts | Kind::Temps | Kind::Intr => {
                    let w = line.word()?;
                    let names = k.names().unwrap_or(operand::PARTS);
                    if let Some(n) = w.strip_prefix('#') {
                        line.convert(n)?
                    } else if k == Kind::Parts {
                        let mut set = 0;
                        for part in w.split('|') {
                            match names.iter().position(|n| *n == part) { Some(bit) => set |= 1 << bit, None => return line.fail(format!("'{part}' is none of {names:?}")) }
                        }
                        set
                    } else {
                        match names.iter().position(|n| *n == w) { Some(n) => n as i64, None => return line.fail(format!("'{w}' is none of {names:?}")) }
                    }
                }
            };
            match put(insn, f, k, value) { Some(i) => insn = i, None => return line.fail(format!("{value} does not fit operand {}", n + 1)) }
        }
        Ok(insn)
    }
}

/// `value` in the field, if it fits.
pub(crate) fn put(i: Insn, f: operand::Field, k: Kind, value: i64) -> Option<Insn> {
    let w = f.width();
    let range = if k.is_signed() { -(1i64 << (w - 1))..1i64 << (w - 1) } else { 0..1i64 << w };
    range.contains(&value).then(|| i.with_field(f, value as u32))
}

fn float(line: &mut Line) -> Result<u64> {
    let w = line.word()?;
    match literal::parse_float(&w) { Some(b) => Ok(b), None => line.fail(format!("a float expected, not '{w}'")) }
}

fn numbered(line: &mut Line, prefix: &str, expected: usize) -> Result<()> {
    let n: usize = line.number_after(prefix)?;
    if n == expected { Ok(()) } else { line.fail(format!("{prefix}{expected} expected, not {prefix}{n}")) }
}

/// Handlers, forks and odd positions: lines that refer to labels.
fn tail(code: &mut Code, line: &mut Line, find: &dyn Fn(Place) -> Result<i64>) -> Result<()> {
    let pc = |p: Place| -> Result<u32> {
        let number = p.0;
        u32::try_from(find(p)?).map_err(|_| ParseError { line: number, what: "place out of range".into() })
    };
    match line.word()?.as_str() {
        "handler" => {
            let range = line.word()?;
            let Some((start, end)) = range.split_once("..") else { return line.fail("start..end expected") };
            let (start, end) = (pc((line.number, start.into()))?, pc((line.number, end.into()))?);
            line.keyword("->")?;
            let target = pc(line.place()?)?;
            line.skip_comma();
            code.handlers.push(Handler { start, end, target, reg: line.register()? });
        }
        "positions" => code.positions.truncate(line.number()?),
        "position" => code.positions.push(line.position()?),
        "fork" => {
            let kind = match line.word()?.as_str() {
                "loop" => ForkKind::Loop { head: pc(line.place()?)?, exit: pc(line.place()?)?, iter: line.register()?, item: line.register()? },
                "while" => ForkKind::While { head: pc(line.place()?)?, exit: pc(line.place()?)? },
                "group" => {
                    let join = pc(line.place()?)?;
                    let mut operands = Vec::new();
                    if line.next()? != Token::Punct('(') { return line.fail("'(' expected before the operands"); }
                    while line.peek() != Some(&Token::Punct(')')) { operands.push((pc(line.place()?)?, pc(line.place()?)?, line.register()?)); }
                    line.at += 1;
                    ForkKind::Group { operands, join }
                }
                w => return line.fail(format!("loop, while or group expected, not '{w}'")),
            };
            let mut f = Fork { kind, live_in: vec![], written: vec![], global_writes: vec![], accumulators: vec![], verdict: None };
            while !line.done() {
                match line.word()?.as_str() {
                    "verdict" => {
                        let w = line.word()?;
                        let Some(i) = Reason::NAMES.iter().position(|n| *n == w) else { return line.fail(format!("no reason is named '{w}'")) };
                        f.verdict = Some((Reason::ALL[i], line.number()?));
                    }
                    "live" => while line.is_register() { f.live_in.push(line.register()?); },
                    "written" => while line.is_register() { f.written.push(line.register()?); },
                    "globals" => while matches!(line.peek(), Some(Token::Word(w)) if w.strip_prefix('s').is_some_and(|n| n.parse::<u32>().is_ok())) {
                        f.global_writes.push(line.number_after("s")?);
                    },
                    "acc" => {
                        let w = line.word()?;
                        let Some(i) = AccumulatorKind::NAMES.iter().position(|n| *n == w) else { return line.fail(format!("no accumulator is named '{w}'")) };
                        f.accumulators.push(Accumulator { kind: AccumulatorKind::ALL[i], reg: line.register()?, site: line.number_after("s")?, pc: pc(line.place()?)? });
                    }
                    w => return line.fail(format!("unknown word '{w}' in a fork")),
                }
            }
            code.forks.push(f);
        }
        w => return line.fail(format!("unknown word '{w}'")),
    }
    Ok(())
}
