//! Finds statements in Python source by name: which lines a `def`, `class` or assignment takes up.
//!
//! Only as much of the lexer as that needs: strings, comments, brackets and backslashes, so that a line can be told
//! to begin a logical line or to continue one. No tokens, no grammar.

use std::ops::Range;

/// Per physical line: its indentation if it begins a logical line that is neither blank nor a comment.
pub struct Lines<'a> {
    pub text: Vec<&'a str>,
    /// Whether the line begins inside a string.
    pub quoted: Vec<bool>,
    starts: Vec<Option<usize>>,
}

impl<'a> Lines<'a> {
    pub fn new(source: &'a str) -> Self {
        let text: Vec<&str> = source.split_inclusive('\n').collect();
        let mut starts = Vec::with_capacity(text.len());
        let mut quoted = Vec::with_capacity(text.len());
        let mut depth = 0usize;
        let mut triple: Option<u8> = None;
        let mut joined = false;
        for line in &text {
            let body = line.trim_start_matches([' ', '\t']);
            // These never begin a line inside brackets; an f-string that reuses its quotes can leave the depth wrong.
            if triple.is_none() && ["def ", "class ", "@", "async def "].iter().any(|w| body.starts_with(w)) {
                depth = 0;
            }
            let fresh = depth == 0 && triple.is_none() && !joined;
            let blank = body.trim_end().is_empty() || body.starts_with('#');
            quoted.push(triple.is_some());
            starts.push((fresh && !blank).then(|| line.len() - body.len()));
            joined = scan(line.as_bytes(), &mut depth, &mut triple);
        }
        Lines { text, quoted, starts }
    }

    /// The lines of the statement `name` (`Class.method` for nested ones, `name#2` for the second of that name),
    /// decorators included, trailing blank lines and comments not.
    pub fn find(&self, name: &str) -> Option<Range<usize>> {
        let (name, nth) = match name.split_once('#') {
            Some((n, k)) => (n, k.parse().ok()?),
            None => (name, 1usize),
        };
        let mut range = 0..self.text.len();
        let mut parts = name.split('.').peekable();
        let mut outer: Option<usize> = None;
        let mut inner = 0;
        while let Some(part) = parts.next() {
            let last = parts.peek().is_none();
            let nth = if last { nth } else { 1 };
            let line = range
                .filter(|&i| self.starts[i] == Some(inner))
                .filter(|&i| names(self.text[i].trim_start(), part, last))
                .nth(nth - 1)?;
            outer = self.starts[line];
            range = line..self.end(line);
            inner = range.clone().skip(1).find_map(|i| self.starts[i]).unwrap_or(inner);
        }
        let mut start = range.start;
        while start > 0 && self.starts[start - 1] == outer && self.text[start - 1].trim_start().starts_with('@') {
            start -= 1;
        }
        Some(start..range.end)
    }

    /// The line after the last of the statement that begins at `line`.
    fn end(&self, line: usize) -> usize {
        let own = self.starts[line].unwrap_or(0);
        let mut end = line + 1;
        let mut next = line + 1;
        while next < self.text.len() {
            match self.starts[next] {
                Some(indent) if indent <= own => break,
                Some(_) => end = next + 1,
                // A continuation belongs to the statement before it; a blank line or comment to what follows.
                None if !self.fresh(next) => end = next + 1,
                None => {}
            }
            next += 1;
        }
        end
    }

    fn fresh(&self, line: usize) -> bool {
        let body = self.text[line].trim();
        self.starts[line].is_some() || body.is_empty() || body.starts_with('#')
    }
}

/// Whether a statement that begins so is the one called `name`; only classes if `any` is false. Of a chain `a = b = 0` no name counts.
fn names(body: &str, name: &str, any: bool) -> bool {
    let body = body.strip_prefix("async ").unwrap_or(body);
    let class = body.strip_prefix("class ");
    let body = class.or_else(|| body.strip_prefix("def ")).unwrap_or(body);
    match body.strip_prefix(name) {
        Some(_) if class.is_none() && !any => false,
        Some(rest) if rest.starts_with(['(', ':', '[']) => true,
        Some(rest) => match rest.trim_start().strip_prefix('=') {
            Some(value) => {
                let value = value.trim_start();
                let word = value.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(value.len());
                !value[word..].starts_with(" = ")
            }
            None => false,
        },
        None => false,
    }
}

/// Runs over one line; true if it ends in a backslash.
fn scan(line: &[u8], depth: &mut usize, triple: &mut Option<u8>) -> bool {
    let mut i = 0;
    let mut quote: Option<u8> = None;
    while i < line.len() {
        let c = line[i];
        let three = line.len() > i + 2 && line[i + 1] == c && line[i + 2] == c;
        match (*triple, quote, c) {
            (Some(_), _, b'\\') | (_, Some(_), b'\\') => i += 1,
            (Some(q), _, _) if c == q && three => {
                *triple = None;
                i += 2;
            }
            (Some(_), _, _) => {}
            (None, Some(q), _) => {
                if c == q || c == b'\n' {
                    quote = None;
                }
            }
            (None, None, b'"' | b'\'') if three => {
                *triple = Some(c);
                i += 2;
            }
            (None, None, b'"' | b'\'') => quote = Some(c),
            (None, None, b'#') => return false,
            (None, None, b'(' | b'[' | b'{') => *depth += 1,
            (None, None, b')' | b']' | b'}') => *depth = depth.saturating_sub(1),
            (None, None, b'\\') => return true,
            _ => {}
        }
        i += 1;
    }
    false
}
