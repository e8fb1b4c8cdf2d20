//! Normalisation forms NFC, NFD, NFKC and NFKD.

use super::{combining, tables as t, Decomposition};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A normalisation form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    /// The form of that name; None: ValueError "invalid normalization form".
    pub fn from_name(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }
    fn compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }
    fn composed(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }
}

const S: u32 = 0xac00;
const L: u32 = 0x1100;
const V: u32 = 0x1161;
const T: u32 = 0x11a7;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const L_COUNT: u32 = 19;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

pub(super) fn raw_decomposition(c: u32) -> Option<(&'static Decomposition, &'static [u32])> {
    let i = t::DECOMPOSITIONS.binary_search_by_key(&c, |d| d.0).ok()?;
    let d = &t::DECOMPOSITIONS[i];
    Some((d, &t::DECOMPOSED[d.1 as usize..d.1 as usize + d.2 as usize]))
}

fn decompose(out: &mut Vec<u32>, c: u32, compatible: bool) {
    if c < 0x80 {
        out.push(c);
        return;
    }
    if (S..S + S_COUNT).contains(&c) {
        let i = c - S;
        out.push(L + i / (V_COUNT * T_COUNT));
        out.push(V + i % (V_COUNT * T_COUNT) / T_COUNT);
        if i % T_COUNT != 0 {
            out.push(T + i % T_COUNT);
        }
        return;
    }
    match raw_decomposition(c) {
        Some((d, points)) if d.3 == 0 || compatible => {
            points.iter().for_each(|&p| decompose(out, p, compatible));
        }
        _ => out.push(c),
    }
}

fn pairs() -> &'static HashMap<(u32, u32), u32> {
    static PAIRS: OnceLock<HashMap<(u32, u32), u32>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let composable = t::DECOMPOSITIONS.iter().filter(|d| d.3 == 0 && d.2 == 2 && !d.4);
        composable.map(|d| ((t::DECOMPOSED[d.1 as usize], t::DECOMPOSED[d.1 as usize + 1]), d.0)).collect()
    })
}

fn compose_pair(a: u32, b: u32) -> Option<u32> {
    if (L..L + L_COUNT).contains(&a) && (V..V + V_COUNT).contains(&b) {
        return Some(S + ((a - L) * V_COUNT + (b - V)) * T_COUNT);
    }
    if (S..S + S_COUNT).contains(&a) && (a - S) % T_COUNT == 0 && (T + 1..T + T_COUNT).contains(&b) {
        return Some(a + (b - T));
    }
    pairs().get(&(a, b)).copied()
}

/// Sorts runs of combining marks by class, stably.
fn order(text: &mut [u32]) {
    let mut i = 0;
    while i < text.len() {
        if combining(text[i]) == 0 {
            i += 1;
            continue;
        }
        let start = i;
        while i < text.len() && combining(text[i]) != 0 {
            i += 1;
        }
        text[start..i].sort_by_key(|&c| combining(c));
    }
}

fn compose(text: &[u32]) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(text.len());
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    for &c in text {
        let class = combining(c);
        if let Some(s) = starter {
            let adjacent = s + 1 == out.len();
            if adjacent || (last_class != 0 && last_class < class) {
                if let Some(pair) = compose_pair(out[s], c) {
                    out[s] = pair;
                    continue;
                }
            }
        }
        if class == 0 {
            starter = Some(out.len());
        }
        last_class = class;
        out.push(c);
    }
    out
}

/// `unicodedata.normalize`.
pub fn normalize(form: Form, text: &[u32]) -> Vec<u32> {
    if text.iter().all(|&c| c < 0x80) {
        return text.to_vec();
    }
    let mut out = Vec::with_capacity(text.len());
    text.iter().for_each(|&c| decompose(&mut out, c, form.compatible()));
    order(&mut out);
    if form.composed() {
        compose(&out)
    } else {
        out
    }
}

/// `unicodedata.is_normalized`.
pub fn is_normalized(form: Form, text: &[u32]) -> bool {
    normalize(form, text) == text
}
