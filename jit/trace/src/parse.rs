//! Reads the text form of traces (`text` shows it). Names of values are free: `%i` is as good as `%3`; a name may be given again.
use crate::ir::*;
use std::collections::HashMap;

/// Says the line, counted from 1, and what is wrong with it.
pub fn parse(text: &str, helpers: &'static [Helper]) -> Result<Trace, String> {
    let mut p = Parser { t: Trace { helpers, ..Trace::default() }, names: HashMap::new() };
    for (n, line) in text.lines().enumerate() {
        let line = line.split(';').next().unwrap_or("").trim();
        if !line.is_empty() { p.line(line).map_err(|e| format!("line {}: {e}: {line}", n + 1))? }
    }
    Ok(p.t)
}

struct Parser { t: Trace, names: HashMap<String, Ref> }
impl Parser {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "inherit" => for w in &words[1..] { self.t.inherited.push(ty(w)?) },
            "root" => self.t.roots.push(number(words.get(1).ok_or("a word")?)? as u64),
            "exit" => {
                if words.get(1).and_then(|w| w.trim_end_matches(':').parse().ok()) != Some(self.t.exits.len()) { return Err("exits are numbered from 0".into()) }
                self.t.exits.push(Exit { raised: words.get(2) == Some(&"raised"), ..Exit::default() });
            }
            "frame" => {
                let mut f = FrameState { code: 0, func: 0, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 0 };
                for w in &words[1..] {
                    let (k, v) = w.split_once('=').ok_or("name=value")?;
                    if k == "gen" { f.gen = self.operand(v)?; continue }
                    let n = number(v)?;
                    match k { "code" => f.code = n as u64, "func" => f.func = n as u64, "pc" => f.pc = n as u32, "base" => f.base = n as u32, "ret" => f.ret = n as u16, "kind" => f.kind = n as u16, "size" => f.size = n as u16, _ => return Err(format!("no field {k}")) }
                }
                self.t.exits.last_mut().ok_or("no exit")?.frames.push(f);
            }
            w if w.starts_with('r') && w.contains('=') => for w in words {
                let (k, v) = w.split_once('=').ok_or("register=value")?;
                let (k, v) = (number(k.trim_start_matches('r'))? as u32, self.operand(v)?);
                self.t.exits.last_mut().ok_or("no exit")?.regs.push((k, v));
            },
            _ => self.ins(line)?,
        }
        Ok(())
    }
    fn operand(&self, w: &str) -> Result<Ref, String> { if w == "_" { Ok(NIL) } else { self.names.get(w).copied().ok_or_else(|| format!("no value {w}")) } }
    fn ins(&mut self, line: &str) -> Result<(), String> {
        let (result, text) = match line.split_once(" = ") { Some((l, r)) => (l.split_once(' '), r), None => (None, line) };
        let text = text.replace('(', " ( ").replace(')', " ) ");
        let mut words = text.split_whitespace().peekable();
        let name = words.next().ok_or("an op")?;
        let (name, alias) = name.split_once('.').unwrap_or((name, ""));
        let row = ROWS.iter().find(|r| r.name == name).ok_or("no such op")?;
        let mut i = Ins::new(row.op);
        if row.at { i.at = NO_EXIT }
        if let Some((t, _)) = result { i.ty = ty(t)? }
        if row.alias { i.alias = *Alias::ALL.iter().find(|a| format!("{a:?}") == alias).ok_or("a class of memory")? }
        if i.is_call() { let h = words.next().ok_or("a helper")?; i.imm = self.t.helpers.iter().position(|x| x.name == h).ok_or("no such helper")? as i64 }
        let mut operands = [NIL; 3];
        for (k, slot) in row.operands.iter().zip(&mut operands) { if *k != '_' { *slot = self.operand(words.next().ok_or("an operand")?)? } }
        [i.a, i.b, i.c] = operands;
        if row.imm && !i.is_call() {
            let mut word = || words.next().ok_or("an immediate");
            i.imm = match i.op {
                Op::ConstF => { let w = word()?; if w.starts_with("0x") { number(w)? } else { w.parse::<f64>().map_err(|e| e.to_string())?.to_bits() as i64 } }
                Op::ConstB => (word()? == "true") as i64,
                Op::Alloc | Op::Sunk => { let mut f = [0; 3]; for x in &mut f { *x = number(word()?.split_once('=').ok_or("name=value")?.1)? } alloc_imm(f[0] as u32, f[1] as u32, f[2] as u8) }
                _ => number(word()?)?,
            };
        }
        if words.peek() == Some(&"(") {
            words.next();
            i.args.0 = self.t.args.len() as u32;
            loop { match words.next().ok_or("a closing parenthesis")? { ")" => break, w => { let r = self.operand(w)?; self.t.args.push(r); i.args.1 += 1 } } }
        }
        if let Some(w) = words.peek().and_then(|w| w.strip_prefix('?')) { i.at = w.parse().map_err(|_| "an exit")?; words.next(); }
        if let Some(w) = words.next() { return Err(format!("{w} is too much")) }
        let r = self.t.push(i);
        if let Some((_, n)) = result { self.names.insert(n.trim().to_string(), r); }
        Ok(())
    }
}
fn ty(w: &str) -> Result<Ty, String> { match w { "i" | "f" | "b" | "r" | "v" => Ok(Ty::of(w.chars().next().unwrap_or('_'))), _ => Err(format!("no type {w}")) } }
fn number(w: &str) -> Result<i64, String> {
    let w = w.strip_prefix('+').unwrap_or(w);
    let n = if let Some(h) = w.strip_prefix("0x") { u64::from_str_radix(h, 16).map(|n| n as i64) } else if let Some(b) = w.strip_prefix("0b") { u64::from_str_radix(b, 2).map(|n| n as i64) } else { w.parse() };
    n.map_err(|_| format!("no number: {w}"))
}
