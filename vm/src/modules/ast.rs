//! _fora_ast: source text to nested tuples, from which the packed module `_ast` makes its nodes.
//!
//! A node is `(name, (line, column, end line, end column) or None, [fields…])`; a list of nodes is a list.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::value::Value;
use crate::vvec::VVec;
use fora_front::tree::Tree;

fn value(cx: &mut Cx, t: &Tree) -> Value {
    match t {
        Tree::None => Value::NONE,
        Tree::Int(n) => cx.int(*n),
        Tree::Str(s) => { let v = cx.str(s); cx.intern_value(v) }
        Tree::Const(c) => crate::consts::value_of(cx, c),
        Tree::List(v) => { let v = values(cx, v); cx.list(&v) }
        Tree::Node(n, pos, fields) => {
            let mut out = VVec::with_capacity(3);
            let name = cx.str(n);
            out.push(cx.intern_value(name));
            let p = match pos {
                Some(p) => { let v = [p.line, p.col, p.end_line, p.end_col].map(|x| Value::small(x as i64)); cx.tuple(&v) }
                None => Value::NONE,
            };
            out.push(p);
            let fields = values(cx, fields);
            let list = cx.list(&fields);
            out.push(list);
            cx.tuple(&out)
        }
    }
}
fn values(cx: &mut Cx, v: &[Tree]) -> VVec {
    let mut out = VVec::with_capacity(v.len());
    for t in v { let x = value(cx, t); out.push(x) }
    out
}

fn parse(cx: &mut Cx, a: &[Value]) -> R {
    let (bytes, is_str) = match Str::from(a[0]) {
        Some(s) => (s.bytes().to_vec(), true),
        None => (crate::bytes::buffer(cx, a[0])?.bytes().to_vec(), false),
    };
    let file = Str::from(a[1]).map_or_else(|| "<unknown>".to_string(), |s| s.lossy().into_owned());
    let mode = match Str::from(a[2]).and_then(|s| s.as_str()) { Some("eval") => fora_front::Mode::Eval, Some("single") => fora_front::Mode::Single, _ => fora_front::Mode::Exec };
    match fora_front::syntax_tree(&bytes, &file, mode, &fora_front::Options { is_str, ..Default::default() }) {
        Ok(t) => Ok(value(cx, &t)),
        Err(e) => Err(crate::compile::syntax_error(cx, &e)),
    }
}
const FUNCS: &[Def] = &[def("parse", "source, filename, mode, /", parse)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
