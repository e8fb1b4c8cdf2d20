//! The edit language of `edits/`: what is changed in one file of the library, without repeating that file.
//!
//! ```text
//! # comment
//! graft 0.5.0 NAME [after OTHER]   take the statement NAME from another release of this file
//! wrap NAME FUNCTION               move NAME into a function of no arguments that makes it a global when called
//! drop NAME                        remove the statement NAME
//! def NAME                         put the block in its place
//! after NAME                       put the block after it
//! before NAME
//! lines A-B                        put the block in place of these lines (numbers of the release's file, 1-based)
//! insert A                         put the block after line A (0: at the top)
//! append                           put the block at the end
//! swap OLD ~> NEW                  in every line that no other step touches; OLD must occur; \n in NEW is a new line
//! ```
//! A block follows its step and runs up to a line that is only `%%`. Steps name the file as released: their order does not
//! matter and they may not overlap. Every failure is an error of the build.

use crate::scan::Lines;

/// Gives the text of this file in another release.
pub type Other<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

struct Patch {
    from: usize,
    to: usize,
    text: String,
}

pub fn apply(source: &str, script: &str, other: &Other) -> Result<String, String> {
    let lines = Lines::new(source);
    let mut patches: Vec<Patch> = Vec::new();
    let mut swaps: Vec<(String, String)> = Vec::new();
    let mut input = script.lines();
    while let Some(step) = input.next() {
        let words: Vec<&str> = step.split_whitespace().collect();
        let (verb, args) = match words.split_first() {
            Some((v, a)) if !v.starts_with('#') => (*v, a),
            _ => continue,
        };
        let place = |name: &str| lines.find(name).ok_or_else(|| format!("no statement {name}"));
        let mut block = || {
            let mut text = String::new();
            for line in input.by_ref() {
                if line == "%%" {
                    return Ok(text);
                }
                text.push_str(line);
                text.push('\n');
            }
            Err(format!("block without end after: {step}"))
        };
        let (from, to, text) = match (verb, args) {
            ("drop", [name]) => {
                let r = place(name)?;
                (r.start, r.end, String::new())
            }
            ("wrap", [name, function]) => {
                let r = place(name)?;
                let mut text = format!("def {function}():\n    global {name}\n");
                for i in r.clone() {
                    let plain = lines.quoted[i] || lines.text[i].trim().is_empty();
                    text.push_str(if plain { "" } else { "    " });
                    text.push_str(lines.text[i]);
                }
                (r.start, r.end, text)
            }
            ("def", [name]) => {
                let r = place(name)?;
                (r.start, r.end, block()?)
            }
            ("after", [name]) => {
                let r = place(name)?;
                (r.end, r.end, block()?)
            }
            ("before", [name]) => {
                let r = place(name)?;
                (r.start, r.start, block()?)
            }
            ("append", []) => (lines.text.len(), lines.text.len(), block()?),
            ("insert", [n]) => {
                let n = number(n, lines.text.len())?;
                (n, n, block()?)
            }
            ("lines", [span]) => {
                let (a, b) = span.split_once('-').unwrap_or((span, span));
                let (a, b) = (number(a, lines.text.len())?, number(b, lines.text.len())?);
                if a == 0 || a > b {
                    return Err(format!("bad range: {step}"));
                }
                (a - 1, b, block()?)
            }
            ("graft", [release, name, rest @ ..]) => {
                let theirs = other(release)?;
                let theirs = Lines::new(&theirs);
                let r = theirs.find(name).ok_or_else(|| format!("no {name} in {release}"))?;
                let text = theirs.text[r].concat();
                match (rest, lines.find(name)) {
                    (["after", at], _) => {
                        let at = place(at)?.end;
                        (at, at, format!("\n\n{text}"))
                    }
                    (_, Some(r)) => (r.start, r.end, text),
                    (_, None) => (lines.text.len(), lines.text.len(), format!("\n\n{text}")),
                }
            }
            ("swap", _) => {
                let rest = step.trim_start().trim_start_matches("swap ");
                let (old, new) = rest.split_once(" ~> ").or_else(|| rest.strip_suffix(" ~>").map(|o| (o, ""))).ok_or("swap without ~>")?;
                swaps.push((old.to_string(), new.replace("\\n", "\n")));
                continue;
            }
            _ => return Err(format!("not a step: {step}")),
        };
        patches.push(Patch { from, to, text });
    }
    patches.sort_by_key(|p| (p.from, p.to));
    if let Some(w) = patches.windows(2).find(|w| w[1].from < w[0].to) {
        return Err(format!("steps overlap at line {}", w[1].from + 1));
    }
    let mut used = vec![false; swaps.len()];
    let mut out = String::with_capacity(source.len());
    let mut next = 0;
    let mut keep = |out: &mut String, lines: &[&str]| {
        for line in lines {
            let mut line = (*line).to_string();
            for (k, (old, new)) in swaps.iter().enumerate() {
                if line.contains(old.as_str()) {
                    used[k] = true;
                    line = line.replace(old.as_str(), new);
                }
            }
            out.push_str(&line);
        }
    };
    for p in &patches {
        keep(&mut out, &lines.text[next..p.from.max(next)]);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&p.text);
        next = p.to;
    }
    keep(&mut out, &lines.text[next..]);
    match used.iter().position(|u| !u) {
        Some(k) => Err(format!("nothing to swap: {}", swaps[k].0)),
        None => Ok(out),
    }
}

fn number(word: &str, max: usize) -> Result<usize, String> {
    word.parse().ok().filter(|n| *n <= max).ok_or_else(|| format!("not a line of this file: {word}"))
}
