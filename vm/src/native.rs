//! Native functions: how Rust code appears in Python.
//!
//! A native is `fn(cx, args) -> R`. Its signature is text, as `inspect` would show it without self: `"x, y=0, /, *, key=None"`.
//! The dispatcher binds a call to it, so `args` always has one value per parameter in the order written (`self` first in methods);
//! an optional parameter that was not given is UNDEF (the default's text is only for display); `*args` arrives as a tuple and
//! `**kw` as a dict. A method's `self` is checked to have the layout of the type that defines it.
use crate::cx::Cx;
use crate::value::Value;

/// Proof that an exception is pending in the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised;
/// Result of everything that may raise a Python exception.
pub type R<V = Value> = Result<V, Raised>;
pub type NativeFn = fn(&mut Cx, &[Value]) -> R;

#[derive(Clone, Copy)]
pub enum DefKind {
    /// method of a type (args[0] is self) or, in a module's table, a function
    Func,
    Static,
    /// args[0] is the class
    Class,
    /// attribute: getter gets [self]; setter [self, value], value UNDEF to delete
    Attr(Option<NativeFn>),
    /// `__new__`: args[0] is the class to make an instance of
    New,
}

/// A row of a method or function table.
#[derive(Clone, Copy)]
pub struct Def { pub name: &'static str, pub sig: &'static str, pub f: NativeFn, pub kind: DefKind, pub doc: &'static str }

impl Def {
    pub const fn doc(mut self, doc: &'static str) -> Def { self.doc = doc; self }
}
/// Method of a type (sig without self), or function of a module.
pub const fn def(name: &'static str, sig: &'static str, f: NativeFn) -> Def { Def { name, sig, f, kind: DefKind::Func, doc: "" } }
pub const fn def_static(name: &'static str, sig: &'static str, f: NativeFn) -> Def { Def { name, sig, f, kind: DefKind::Static, doc: "" } }
pub const fn def_class(name: &'static str, sig: &'static str, f: NativeFn) -> Def { Def { name, sig, f, kind: DefKind::Class, doc: "" } }
/// `__new__`: args[0] = class, then the sig's parameters.
pub const fn def_new(sig: &'static str, f: NativeFn) -> Def { Def { name: "__new__", sig, f, kind: DefKind::New, doc: "" } }
/// Read-only attribute.
pub const fn attr(name: &'static str, get: NativeFn) -> Def { Def { name, sig: "", f: get, kind: DefKind::Attr(None), doc: "" } }
/// Attribute that can be set (value UNDEF: deleted).
pub const fn attr_set(name: &'static str, get: NativeFn, set: NativeFn) -> Def { Def { name, sig: "", f: get, kind: DefKind::Attr(Some(set)), doc: "" } }

/// A parsed signature. Parameters in the order of the text.
#[derive(Debug)]
pub struct Sig {
    pub names: Vec<&'static str>,
    pub kinds: Vec<ParamKind>,
    pub required: Vec<bool>,
    /// positional parameters required / possible (positional-only included)
    pub min_pos: usize,
    pub max_pos: usize,
    pub has_star: bool,
    pub has_kw: bool,
    /// no star parameters, only positional ones required, at most eight: what a call without keywords lacks is UNDEF at the end
    pub plain: bool,
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind { PosOnly, Pos, KwOnly, Star, StarStar }

impl Sig {
    /// Parses signature text. `first`: a leading parameter (`self`, `cls`) that the text leaves out.
    pub fn parse(text: &'static str, first: Option<&'static str>) -> Sig {
        let mut s = Sig { names: vec![], kinds: vec![], required: vec![], min_pos: 0, max_pos: 0, has_star: false, has_kw: false, plain: false };
        if let Some(f) = first { s.names.push(f); s.kinds.push(ParamKind::PosOnly); s.required.push(true); }
        let mut kwonly = false;
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            if part == "/" { for k in s.kinds.iter_mut() { if *k == ParamKind::Pos { *k = ParamKind::PosOnly; } } continue; }
            if part == "*" { kwonly = true; continue; }
            let (kind, name, req) = if let Some(n) = part.strip_prefix("**") { (ParamKind::StarStar, n, false) }
                else if let Some(n) = part.strip_prefix('*') { kwonly = true; (ParamKind::Star, n, false) }
                else { let (n, d) = match part.split_once('=') { Some((n, _)) => (n, true), None => (part, false) }; (if kwonly { ParamKind::KwOnly } else { ParamKind::Pos }, n, !d) };
            s.names.push(name); s.kinds.push(kind); s.required.push(req);
        }
        for i in 0..s.names.len() {
            match s.kinds[i] {
                ParamKind::PosOnly | ParamKind::Pos => { s.max_pos += 1; if s.required[i] { s.min_pos += 1; } }
                ParamKind::Star => s.has_star = true,
                ParamKind::StarStar => s.has_kw = true,
                ParamKind::KwOnly => {}
            }
        }
        s.plain = !s.has_star && !s.has_kw && s.names.len() <= 8 && (0..s.names.len()).all(|i| !s.required[i] || s.kinds[i] != ParamKind::KwOnly);
        s
    }
}

/// Read-only attribute of the kind CPython keeps as a C struct member: its error says so.
pub const fn member(name: &'static str, get: NativeFn) -> Def { attr_set(name, get, |cx, _| Err(cx.raise(crate::types::T::AttributeError, "readonly attribute"))) }
