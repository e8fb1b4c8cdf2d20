//! Case conversion of whole texts, with the mappings that change the number of characters and the final sigma.

use super::{has, is_lower, is_title, is_upper, record, tables as t};

#[derive(Clone, Copy)]
enum Case {
    Lower,
    Title,
    Upper,
}

fn push_mapped(out: &mut Vec<u32>, c: u32, case: Case) {
    let r = record(c);
    if r.6 & t::SPECIAL_CASE != 0 {
        if let Ok(i) = t::SPECIAL.binary_search_by_key(&c, |e| e.0) {
            let (_, lower, title, upper) = t::SPECIAL[i];
            let text = match case {
                Case::Lower => lower,
                Case::Title => title,
                Case::Upper => upper,
            };
            out.extend(text.chars().map(|c| c as u32));
            return;
        }
    }
    let delta = match case {
        Case::Lower => r.8,
        Case::Title => r.9,
        Case::Upper => r.7,
    };
    out.push(c.wrapping_add_signed(delta));
}

const CAPITAL_SIGMA: u32 = 0x3a3;

/// Lower case of the capital sigma at `i`: final if a cased letter precedes and none follows.
fn lower_sigma(text: &[u32], i: usize) -> u32 {
    let letter = |c: Option<&u32>| c.is_some_and(|&c| has(c, t::CASED));
    let ignored = |c: &&u32| has(**c, t::IGNORABLE);
    let before = letter(text[..i].iter().rev().find(|c| !ignored(c)));
    let after = letter(text[i + 1..].iter().find(|c| !ignored(c)));
    if before && !after {
        0x3c2
    } else {
        0x3c3
    }
}

fn push_lower(out: &mut Vec<u32>, text: &[u32], i: usize) {
    if text[i] == CAPITAL_SIGMA {
        out.push(lower_sigma(text, i));
    } else {
        push_mapped(out, text[i], Case::Lower);
    }
}

/// `str.lower`.
pub fn lower(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    (0..text.len()).for_each(|i| push_lower(&mut out, text, i));
    out
}

/// `str.upper`.
pub fn upper(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    text.iter().for_each(|&c| push_mapped(&mut out, c, Case::Upper));
    out
}

/// `str.casefold`.
pub fn casefold(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for &c in text {
        let fold = if has(c, t::SPECIAL_FOLD) {
            t::FOLDS.binary_search_by_key(&c, |e| e.0).ok().map(|i| t::FOLDS[i].1)
        } else {
            None
        };
        match fold {
            Some(fold) => out.extend(fold.chars().map(|c| c as u32)),
            None => push_mapped(&mut out, c, Case::Lower),
        }
    }
    out
}

/// `str.capitalize`.
pub fn capitalize(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (i, &c) in text.iter().enumerate() {
        if i == 0 {
            push_mapped(&mut out, c, Case::Title);
        } else {
            push_lower(&mut out, text, i);
        }
    }
    out
}

/// `str.title`.
pub fn title(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    let mut inside = false;
    for (i, &c) in text.iter().enumerate() {
        if inside {
            push_lower(&mut out, text, i);
        } else {
            push_mapped(&mut out, c, Case::Title);
        }
        inside = is_cased(c);
    }
    out
}

/// `str.swapcase`.
pub fn swapcase(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (i, &c) in text.iter().enumerate() {
        if is_upper(c) {
            push_lower(&mut out, text, i);
        } else if is_lower(c) {
            push_mapped(&mut out, c, Case::Upper);
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether `str.title` takes `c` for part of a word. The CASED flag alone says nothing of ignorable characters.
fn is_cased(c: u32) -> bool {
    has(c, t::CASED) || is_upper(c) || is_lower(c) || is_title(c)
}
