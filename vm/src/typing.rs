//! Type parameters at run time (PEP 695). The objects are Python's: the packed module `_typing` makes them.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Function;
use crate::native::R;
use crate::value::Value;
use fora_ir::code::Intrinsic;

/// One of the intrinsics of type parameters; those that take fewer than three values ignore the rest.
pub fn intrinsic(cx: &mut Cx, k: Intrinsic, args: [Value; 3]) -> R {
    let [name, a, b] = args;
    let none = Value::NONE;
    let globals = Dict(Function(cx.fiber.last().func).raw().globals);
    let module = cx.dict_get(globals, "__name__").unwrap_or(none);
    match k {
        Intrinsic::TypeVar => made(cx, "_made_typevar", &[module, name]),
        Intrinsic::TypeVarBound => made(cx, "_made_typevar", &[module, name, a]),
        Intrinsic::TypeVarConstraints => made(cx, "_made_typevar", &[module, name, none, a]),
        Intrinsic::ParamSpec => made(cx, "_made_paramspec", &[module, name]),
        Intrinsic::TypeVarTuple => made(cx, "_made_typevartuple", &[module, name]),
        Intrinsic::TypeAlias => made(cx, "_made_alias", &[module, name, a, b]),
        Intrinsic::SubscriptGeneric => made(cx, "_made_generic", &[name]),
        Intrinsic::SetTypeParams => {
            Function(name).update(cx, |o| o.type_params = a);
            Ok(name)
        }
        Intrinsic::PrintExpr | Intrinsic::StopIterationError => Err(cx.system_error("not an intrinsic of type parameters")),
    }
}

fn made(cx: &mut Cx, function: &str, args: &[Value]) -> R {
    let module = crate::import::load_dotted(cx, "_typing")?;
    let f = cx.get_attr_str(module, function)?;
    cx.call(f, args)
}

fn union(cx: &mut Cx, a: &[Value]) -> R { crate::union_type::union(cx, a[0], a[1]) }
/// `_type_union`: what `_typing`'s aliases answer to `|`.
pub fn init(cx: &mut Cx, m: crate::func::Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
const FUNCS: &[crate::native::Def] = &[crate::native::def("union", "a, b, /", union)];
