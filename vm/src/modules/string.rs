//! `_string`: the parts of `str.format` templates, for `string.Formatter`.
use crate::cx::Cx;
use crate::fmt::text_value;
use crate::func::Module;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;
use fora_num::format::{FieldName, First, Part, Pieces};

const FUNCS: &[Def] = &[
    def("formatter_parser", "format_string, /", |cx, a| {
        let s = want(cx, a[0])?;
        let text = wtf8::shown(s.bytes());
        let out = List::new(cx);
        for p in Pieces::new(&text) {
            let p = match p { Ok(p) => p, Err(e) => return Err(cx.raise_num(e)) };
            let lit = text_value(cx, p.literal);
            let t = match p.field {
                None => cx.tuple(&[lit, Value::NONE, Value::NONE, Value::NONE]),
                Some(f) => { let (n, s) = (text_value(cx, f.name), text_value(cx, f.spec)); let c = match f.conversion { Some(c) => text_value(cx, c.encode_utf8(&mut [0; 4])), None => Value::NONE }; cx.tuple(&[lit, n, s, c]) }
            };
            out.push(cx, t);
        }
        cx.iter(out.0)
    }),
    def("formatter_field_name_split", "field_name, /", |cx, a| {
        let s = want(cx, a[0])?;
        let text = wtf8::shown(s.bytes());
        let name = match FieldName::parse(&text) { Ok(n) => n, Err(e) => return Err(cx.raise_num(e)) };
        let first = match name.first { First::Auto => cx.rt.empty_str, First::Index(i) => cx.usize(i), First::Key(k) => text_value(cx, k) };
        let rest = List::new(cx);
        for p in name {
            let (attr, v) = match p { Err(e) => return Err(cx.raise_num(e)), Ok(Part::Attribute(n)) => (true, text_value(cx, n)), Ok(Part::Index(i)) => (false, cx.usize(i)), Ok(Part::Key(k)) => (false, text_value(cx, k)) };
            let t = cx.tuple(&[Value::bool(attr), v]);
            rest.push(cx, t);
        }
        let it = cx.iter(rest.0)?;
        Ok(cx.tuple(&[first, it]))
    }),
];
fn want(cx: &mut Cx, v: Value) -> R<Str> { if v.is(T::Str) { Ok(Str(v).plain()) } else { let t = cx.type_name(v); Err(cx.type_error(format!("expected str, got {t}"))) } }
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
