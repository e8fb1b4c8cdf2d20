//! Telling the user about an exception that nobody caught, in CPython's words: tracebacks with the failing part of the line marked,
//! chained exceptions, groups as trees, notes, suggestions.
use crate::cx::Cx;
use crate::exc::Exc;
use crate::func::CodeV;
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::collections::HashMap;

const MAX_DEPTH: usize = 10;
const MAX_WIDTH: usize = 15;
/// The innermost frames shown.
const LIMIT: usize = 1000;
const CAUSE: &str = "The above exception was the direct cause of the following exception:\n";
const CONTEXT: &str = "During handling of the above exception, another exception occurred:\n";

/// Text of a str with lone surrogates escaped.
fn shown(s: Str) -> String {
    match s.as_str() { Some(t) => t.to_string(), None => s.code_points().map(|c| char::from_u32(c).map_or_else(|| format!("\\u{c:04x}"), String::from)).collect() }
}
struct Report { out: String, depth: usize, need_close: bool, seen: Vec<u64>, files: HashMap<String, Option<Vec<String>>> }

impl Report {
    fn indent(&mut self) { for _ in 0..2 * self.depth { self.out.push(' ') } }
    /// Indentation and, inside a group, the bar.
    fn margin(&mut self) { self.indent(); if self.depth > 0 { self.out.push_str("| ") } }
    fn line(&mut self, s: &str) { self.margin(); self.out.push_str(s) }

    fn recursive(&mut self, cx: &mut Cx, e: Value) {
        if cx.check_stack().is_err() { cx.clear_pending(); return; }
        self.seen.push(e.0);
        if let Some(x) = Exc::from(e) {
            let (cause, context) = (x.raw().cause, x.raw().context);
            if cause.is_ref() { if !self.seen.contains(&cause.0) { self.chained(cx, cause, CAUSE) } }
            else if context.is_ref() && !x.raw().suppress.is_true() && !self.seen.contains(&context.0) { self.chained(cx, context, CONTEXT) }
        }
        if cx.class_of(e).is_subclass_of(cx.class(T::BaseExceptionGroup).0) { self.group(cx, e) } else { self.exception(cx, e) }
    }
    fn chained(&mut self, cx: &mut Cx, e: Value, sentence: &str) {
        let close = std::mem::replace(&mut self.need_close, false);
        self.recursive(cx, e);
        self.need_close = close;
        self.line("\n");
        self.line(sentence);
        self.line("\n");
    }
    fn group(&mut self, cx: &mut Cx, e: Value) {
        if self.depth > MAX_DEPTH { self.line("... (max_group_depth is 10)\n"); return; }
        if self.depth == 0 { self.depth = 1 }
        self.exception(cx, e);
        let members = crate::exc_group::members(e);
        let n = if members.len() > MAX_WIDTH { MAX_WIDTH + 1 } else { members.len() };
        self.need_close = false;
        for (i, m) in members.iter().take(n).enumerate() {
            let last = i + 1 == n;
            if last { self.need_close = true }
            let truncated = i >= MAX_WIDTH;
            self.indent();
            self.out.push_str(if i == 0 { "+-" } else { "  " });
            let title = if truncated { "...".to_string() } else { (i + 1).to_string() };
            self.out.push_str(&format!("+---------------- {title} ----------------\n"));
            self.depth += 1;
            if truncated { let k = members.len() - MAX_WIDTH; self.line(&format!("and {k} more exception{}\n", if k == 1 { "" } else { "s" })) } else { self.recursive(cx, *m) }
            if last && self.need_close { self.indent(); self.out.push_str("+------------------------------------\n"); self.need_close = false; }
            self.depth -= 1;
        }
        if self.depth == 1 { self.depth = 0 }
    }
    fn exception(&mut self, cx: &mut Cx, e: Value) {
        let Some(x) = Exc::from(e) else { let t = cx.type_name(e); self.line(&format!("TypeError: print_exception(): Exception expected for value, {t} found\n")); return };
        let tb = x.raw().traceback;
        if tb.is_ref() {
            if cx.class_of(e).is_subclass_of(cx.class(T::BaseExceptionGroup).0) {
                if self.depth == 1 { self.indent(); self.out.push_str("+ ") } else { self.margin() }
                self.out.push_str("Exception Group Traceback (most recent call last):\n");
            } else { self.line("Traceback (most recent call last):\n") }
            self.traceback(cx, tb);
        }
        let notes = cx.lookup_attr(e, "__notes__").unwrap_or_else(|_| { cx.clear_pending(); None });
        let mut value = Some(e);
        if matches!(cx.lookup_attr(e, "print_file_and_line"), Ok(Some(_))) { if let Some(msg) = self.syntax(cx, e) { value = Some(msg) } }
        cx.clear_pending();
        self.message(cx, e, value);
        if value == Some(e) { if let Some(s) = crate::suggest::suggestion(cx, e) { self.out.push_str(&s) } }
        self.out.push('\n');
        if let Some(n) = notes { self.notes(cx, n) }
    }
    fn message(&mut self, cx: &mut Cx, e: Value, value: Option<Value>) {
        let c = cx.class_of(e);
        self.margin();
        let module = cx.lookup_attr(c.0, "__module__").unwrap_or(None);
        cx.clear_pending();
        match module.and_then(Str::from) { None => self.out.push_str("<unknown>."), Some(s) => { let s = shown(s); if s != "builtins" && s != "__main__" { self.out.push_str(&s); self.out.push('.') } } }
        let q = Str::from(c.raw().qualname).map_or_else(|| "<unknown>".to_string(), shown);
        self.out.push_str(&q);
        let Some(v) = value.filter(|v| !v.is_none()) else { return };
        match cx.str_of(v) { Ok(s) => if !s.is_empty() { self.out.push_str(": "); self.out.push_str(&shown(s)) }, Err(_) => { cx.clear_pending(); self.out.push_str(": <exception str() failed>") } }
    }
    fn notes(&mut self, cx: &mut Cx, notes: Value) {
        if !(notes.is(T::List) || notes.is(T::Tuple)) {
            let r = match cx.repr_string(notes) { Ok(s) => s, Err(_) => { cx.clear_pending(); "<__notes__ repr() failed>".into() } };
            self.line(&r);
            self.out.push('\n');
            return;
        }
        let Ok(items) = cx.collect(notes) else { cx.clear_pending(); return };
        for n in items.iter() {
            let s = match cx.str_of(*n) { Ok(s) => shown(s), Err(_) => { cx.clear_pending(); "<note str() failed>".into() } };
            for l in s.split_inclusive('\n') { self.line(l) }
            self.out.push('\n');
        }
    }
    /// File, line, text and caret of a SyntaxError; its bare message.
    fn syntax(&mut self, cx: &mut Cx, e: Value) -> Option<Value> {
        let get = |cx: &mut Cx, n: &str| { let r = cx.lookup_attr(e, n); r.unwrap_or_else(|_| { cx.clear_pending(); None }) };
        let num = |v: Option<Value>| v.and_then(|v| if v.is(T::Int) { crate::int::to_i64(v) } else { None });
        let msg = get(cx, "msg")?;
        let file = get(cx, "filename").filter(|f| !f.is_none());
        let line = num(get(cx, "lineno"))?;
        let offset = num(get(cx, "offset")).unwrap_or(-1);
        let end_line = num(get(cx, "end_lineno")).unwrap_or(line);
        let mut end = num(get(cx, "end_offset")).unwrap_or(-1);
        let text = get(cx, "text").and_then(Str::from);
        let file = match file { Some(f) => match cx.str_of(f) { Ok(s) => shown(s), Err(_) => { cx.clear_pending(); "<string>".into() } }, None => "<string>".into() };
        self.line(&format!("  File \"{file}\", line {line}\n"));
        if let Some(t) = text { let t = shown(t); let n = t.chars().count() as i64; end = if end_line > line { n } else { end.min(n + 1) }; if cx.class_of(e).is_subclass_of(cx.class(T::IndentationError).0) { end = -1 } self.caret_text(&t, offset, end) }
        Some(msg)
    }
    fn caret_text(&mut self, text: &str, offset: i64, end: i64) {
        let carets = if end > 0 && end > offset { end - offset } else { 1 };
        let mut offset = offset - 1;
        let mut t: Vec<char> = text.chars().collect();
        let lead = t.iter().take_while(|c| matches!(c, ' ' | '\t' | '\x0c')).count();
        t.drain(..lead);
        offset -= lead as i64;
        let mut len = t.len() as i64;
        if t.last() == Some(&'\n') { len -= 1 }
        offset = offset.min(len);
        loop {
            let Some(nl) = t.iter().position(|c| *c == '\n') else { break };
            if nl as i64 >= offset { break; }
            t.drain(..=nl);
            len -= nl as i64 + 1;
            offset -= nl as i64 + 1;
        }
        self.margin();
        self.out.push_str("    ");
        self.out.extend(t.iter());
        if t.get(len.max(0) as usize) != Some(&'\n') { self.out.push('\n') }
        if offset < 0 { return; }
        self.margin();
        self.out.push_str("    ");
        for _ in 0..offset { self.out.push(' ') }
        for _ in 0..carets { self.out.push('^') }
        self.out.push('\n');
    }
    // ---- tracebacks ----------------------------------------------------------------------------------------------------------
    fn traceback(&mut self, cx: &mut Cx, tb: Value) {
        let mut depth = 0;
        let mut t = tb;
        while t.is_ref() { depth += 1; t = Slots(t).get(0); }
        let mut t = tb;
        while depth > LIMIT { depth -= 1; t = Slots(t).get(0); }
        let mut last: Option<(String, i64, String)> = None;
        let mut count = 0;
        while t.is_ref() {
            let s = Slots(t);
            let code = CodeV(Slots(s.get(1)).get(0));
            let ir = code.ir();
            let (file, name) = (Str::from(code.raw().filename).map_or_else(|| ir.filename.clone(), shown), Str::from(code.raw().name).map_or_else(|| ir.name.clone(), shown));
            let key = (file, crate::types_trace::tb_line(t), name);
            if last.as_ref() != Some(&key) { self.repeated(count); count = 0; last = Some(key.clone()) }
            count += 1;
            if count <= 3 { self.frame(cx, &key.0, key.1, &key.2, ir.positions.get(crate::types_trace::tb_index(t))) }
            t = s.get(0);
        }
        self.repeated(count);
    }
    fn repeated(&mut self, count: usize) {
        if count <= 3 { return; }
        let n = count - 3;
        self.line(&format!("  [Previous line repeated {n} more time{}]\n", if n == 1 { "" } else { "s" }));
    }
    fn frame(&mut self, cx: &mut Cx, file: &str, line: i64, name: &str, pos: Option<&fora_ir::Pos>) {
        self.line(&format!("  File \"{file}\", line {line}, in {name}\n"));
        let Some(src) = self.source_line(cx, file, line) else { return };
        let chars: Vec<char> = src.chars().collect();
        let lead = chars.iter().take_while(|c| matches!(c, ' ' | '\t' | '\x0c')).count();
        self.margin();
        self.out.push_str("    ");
        self.out.extend(chars[lead..].iter());
        self.out.push('\n');
        let Some(p) = pos else { return };
        if p.line == 0 || p.end_line == 0 || (p.line, p.col) == (p.end_line, p.end_col) { return; }
        let to_chars = |byte: u32| src.char_indices().take_while(|(i, _)| *i < byte as usize).count();
        let start = to_chars(p.col);
        let (mut end, mut mark) = (to_chars(p.end_col), None);
        if p.line == p.end_line {
            let (a, b) = (p.col as usize, p.end_col as usize);
            if let Some(seg) = src.get(a..b.min(src.len())) {
                if let Some((x, y)) = fora_front::anchors(seg) { let count = |n: usize| seg.char_indices().take_while(|(i, _)| *i < n).count(); mark = Some((start + count(x), start + count(y))) }
            }
        } else { end = chars.iter().rposition(|c| !matches!(c, ' ' | '\t' | '\x0c')).map_or(0, |i| i + 1); }
        if mark.is_none() && end as i64 - start as i64 == chars.len() as i64 - lead as i64 { return; }
        self.margin();
        self.out.push_str("    ");
        for i in lead..end {
            let c = if i < start { ' ' } else { match mark { None => '^', Some((a, b)) => if i >= a && i < b { '^' } else { '~' } } };
            self.out.push(c);
            if chars.get(i).is_some_and(|c| !c.is_ascii() && matches!(fora_num::unicode::east_asian_width(*c as u32), "W" | "F")) { self.out.push(c) }
        }
        self.out.push('\n');
    }
    fn source_line(&mut self, cx: &mut Cx, file: &str, line: i64) -> Option<String> {
        if !self.files.contains_key(file) { let s = source_lines(cx, file); self.files.insert(file.to_string(), s); }
        self.files.get(file)?.as_ref()?.get(usize::try_from(line - 1).ok()?).cloned()
    }
}
/// Source bytes of a file by the name that code objects carry: a packed library file or one on disk.
pub fn source_bytes(cx: &mut Cx, file: &str) -> Option<Vec<u8>> {
    if let Some(rest) = file.strip_prefix("<fora>/lib/") {
        let stem = rest.strip_suffix(".py")?;
        let name = stem.strip_suffix("/__init__").unwrap_or(stem).replace('/', ".");
        return cx.rt.options.stdlib.and_then(|f| f(&name)).map(|m| m.1);
    }
    if file.starts_with('<') && file.ends_with('>') { return None; }
    if let Ok(b) = std::fs::read(file) { return Some(b); }
    // the folder may have moved: look for the same name on sys.path
    let tail = file.rsplit('/').next()?;
    let path = cx.dict_get(crate::dict::Dict(cx.rt.sys), "path").and_then(crate::list::List::from)?;
    for i in 0..path.len() {
        let Some(d) = path.get(i).and_then(Str::from) else { continue };
        let d = d.lossy();
        if d.is_empty() || d.starts_with('<') { continue; }
        if let Ok(b) = std::fs::read(std::path::Path::new(&*d).join(tail)) { return Some(b); }
    }
    None
}
fn source_lines(cx: &mut Cx, file: &str) -> Option<Vec<String>> {
    let b = source_bytes(cx, file)?;
    let b = b.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&b);
    let latin = b.split(|c| *c == b'\n').take(2).any(|l| { let l = String::from_utf8_lossy(l); l.trim_start().starts_with('#') && l.contains("coding") && (l.contains("latin") || l.contains("8859-1")) });
    let text = if latin { b.iter().map(|c| *c as char).collect() } else { String::from_utf8_lossy(b).into_owned() };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(text.strip_suffix('\n').unwrap_or(&text).split('\n').map(String::from).collect())
}
/// One line of a source file.
pub fn line_of_file(cx: &mut Cx, file: &str, line: i64) -> Option<String> { source_lines(cx, file)?.get(usize::try_from(line - 1).ok()?).cloned() }
/// The text that `print_exception` prints.
pub fn format_exception(cx: &mut Cx, e: Value) -> String {
    let saved = cx.take_pending();
    let mut r = Report { out: String::new(), depth: 0, need_close: false, seen: vec![], files: HashMap::new() };
    r.recursive(cx, e);
    cx.pending = saved;
    r.out
}
/// Prints traceback and exception to sys.stderr as `python` does at top level.
pub fn print_exception(cx: &mut Cx, e: Value) {
    let out = crate::stdio::get(cx, "stdout");
    let saved = cx.take_pending();
    if !out.is_none() && crate::stdio::flush(cx, out).is_err() { cx.clear_pending() }
    cx.pending = saved;
    let s = format_exception(cx, e);
    crate::stdio::eprint(cx, &s);
}
/// The text that a traceback alone prints.
pub fn format_traceback(cx: &mut Cx, tb: Value) -> String {
    let mut r = Report { out: String::new(), depth: 0, need_close: false, seen: vec![], files: HashMap::new() };
    r.line("Traceback (most recent call last):\n");
    r.traceback(cx, tb);
    r.out
}
/// An exception in a finaliser or callback, where nobody could catch it: goes to sys.unraisablehook. `what` is the hook's
/// err_msg with ": ", or "Exception ignored in: " for none.
pub fn unraisable(cx: &mut Cx, e: Value, what: &str, o: Value) {
    let hook = cx.dict_get(crate::dict::Dict(cx.rt.sys), "unraisablehook");
    match hook { Some(h) if !h.is_none() && !h.is_exact(T::Native) => {}, _ => return unraisable_default(cx, e, what, o) }
    let Some(hook) = hook else { return };
    let saved = cx.take_pending();
    let msg = what.trim_end_matches(": ");
    let msg = if msg == "Exception ignored in" { Value::NONE } else { cx.str(msg) };
    let (t, tb) = (cx.class_of(e).0, Exc::from(e).map_or(Value::NONE, |x| x.raw().traceback));
    let none = |v: Value| if v.is_undef() { Value::NONE } else { v };
    let args = crate::structseq::record(cx, "sys.UnraisableHookArgs", &[("exc_type", t), ("exc_value", e), ("exc_traceback", none(tb)), ("err_msg", msg), ("object", none(o))]);
    if cx.call(hook, &[args]).is_err() { let e2 = cx.take_pending(); unraisable_default(cx, e2, "Exception ignored in sys.unraisablehook: ", hook) }
    cx.pending = saved;
}
/// What the hook does by itself.
pub fn unraisable_default(cx: &mut Cx, e: Value, what: &str, o: Value) {
    let saved = cx.take_pending();
    let mut text = String::new();
    if o.is_undef() || o.is_none() { text.push_str(what.trim_end_matches(": ").trim_end_matches(" in")); text.push_str(":\n") }
    else { let r = match cx.repr_string(o) { Ok(s) => s, Err(_) => { cx.clear_pending(); "<object repr() failed>".into() } }; text.push_str(&format!("{what}{r}\n")) }
    if let Some(x) = Exc::from(e) {
        let tb = x.raw().traceback;
        if tb.is_ref() { text.push_str(&format_traceback(cx, tb)) }
        let mut r = Report { out: String::new(), depth: 0, need_close: false, seen: vec![], files: HashMap::new() };
        r.message(cx, e, Some(e));
        text.push_str(&r.out);
        text.push('\n');
    }
    cx.pending = saved;
    crate::stdio::eprint(cx, &text);
}
