//! What `type()` says of a built-in type's attributes, and the text signatures `inspect` reads.
//!
//! CPython has five kinds of descriptors for attributes written in C: a slot (`wrapper_descriptor`), a method, a class method, a
//! computed attribute (getset) and a struct member. Here all are rows of tables of natives; which kind a row shows itself as
//! follows from the two tables below. Absent: signatures of natives as such, they are the rows' own text.
use crate::class::Class;
use crate::func::NativeObj;
use crate::native::DefKind;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Special methods with a slot in the type object: name, signature without self, what it does.
const SLOTS: &[(&str, &str, &str)] = &[
    ("__init__", "*args, **kwargs", "Initialize self.  See help(type(self)) for accurate signature."), ("__del__", "", ""), ("__repr__", "", "Return repr(self)."), ("__str__", "", "Return str(self)."), ("__hash__", "", "Return hash(self)."),
    ("__call__", "*args, **kwargs", "Call self as a function."), ("__getattribute__", "name, /", "Return getattr(self, name)."), ("__getattr__", "name, /", ""), ("__setattr__", "name, value, /", "Implement setattr(self, name, value)."), ("__delattr__", "name, /", "Implement delattr(self, name)."),
    ("__lt__", "value, /", "Return self<value."), ("__le__", "value, /", "Return self<=value."), ("__eq__", "value, /", "Return self==value."), ("__ne__", "value, /", "Return self!=value."), ("__gt__", "value, /", "Return self>value."), ("__ge__", "value, /", "Return self>=value."),
    ("__iter__", "", "Implement iter(self)."), ("__next__", "", "Implement next(self)."), ("__get__", "instance, owner=None, /", "Return an attribute of instance, which is of type owner."), ("__set__", "instance, value, /", "Set an attribute of instance to value."), ("__delete__", "instance, /", "Delete an attribute of instance."),
    ("__await__", "", "Return an iterator to be used in await expression."), ("__aiter__", "", "Return an awaitable, that resolves in asynchronous iterator."), ("__anext__", "", "Return a value or raise StopAsyncIteration."),
    ("__add__", "value, /", "Return self+value."), ("__radd__", "value, /", "Return value+self."), ("__sub__", "value, /", "Return self-value."), ("__rsub__", "value, /", "Return value-self."), ("__mul__", "value, /", "Return self*value."), ("__rmul__", "value, /", "Return value*self."),
    ("__mod__", "value, /", "Return self%value."), ("__rmod__", "value, /", "Return value%self."), ("__divmod__", "value, /", "Return divmod(self, value)."), ("__rdivmod__", "value, /", "Return divmod(value, self)."), ("__pow__", "value, mod=None, /", "Return pow(self, value, mod)."), ("__rpow__", "value, mod=None, /", "Return pow(value, self, mod)."),
    ("__neg__", "", "-self"), ("__pos__", "", "+self"), ("__abs__", "", "abs(self)"), ("__bool__", "", "True if self else False"), ("__invert__", "", "~self"), ("__lshift__", "value, /", "Return self<<value."), ("__rlshift__", "value, /", "Return value<<self."), ("__rshift__", "value, /", "Return self>>value."), ("__rrshift__", "value, /", "Return value>>self."),
    ("__and__", "value, /", "Return self&value."), ("__rand__", "value, /", "Return value&self."), ("__xor__", "value, /", "Return self^value."), ("__rxor__", "value, /", "Return value^self."), ("__or__", "value, /", "Return self|value."), ("__ror__", "value, /", "Return value|self."), ("__int__", "", "int(self)"), ("__float__", "", "float(self)"),
    ("__iadd__", "value, /", "Return self+=value."), ("__isub__", "value, /", "Return self-=value."), ("__imul__", "value, /", "Return self*=value."), ("__imod__", "value, /", "Return self%=value."), ("__ipow__", "value, /", "Return self**=value."), ("__ilshift__", "value, /", "Return self<<=value."), ("__irshift__", "value, /", "Return self>>=value."),
    ("__iand__", "value, /", "Return self&=value."), ("__ixor__", "value, /", "Return self^=value."), ("__ior__", "value, /", "Return self|=value."), ("__floordiv__", "value, /", "Return self//value."), ("__rfloordiv__", "value, /", "Return value//self."), ("__truediv__", "value, /", "Return self/value."), ("__rtruediv__", "value, /", "Return value/self."),
    ("__ifloordiv__", "value, /", "Return self//=value."), ("__itruediv__", "value, /", "Return self/=value."), ("__index__", "", "Return self converted to an integer, if self is suitable for use as an index into a list."), ("__matmul__", "value, /", "Return self@value."), ("__rmatmul__", "value, /", "Return value@self."), ("__imatmul__", "value, /", "Return self@=value."),
    ("__len__", "", "Return len(self)."), ("__getitem__", "key, /", "Return self[key]."), ("__setitem__", "key, value, /", "Set self[key] to value."), ("__delitem__", "key, /", "Delete self[key]."), ("__contains__", "key, /", "Return key in self."),
    ("__buffer__", "flags, /", "Return a buffer object that exposes the underlying memory of the object."), ("__release_buffer__", "buffer, /", "Release the buffer object that exposes the underlying memory of the object."),
];
/// Slots of these types that CPython also lists as methods, and then those win.
fn listed_as_method(t: T, name: &str) -> bool { matches!((t, name), (T::List | T::Dict, "__getitem__") | (T::Dict | T::Set | T::FrozenSet, "__contains__")) }

/// Attributes that are members of CPython's structs: type, names.
const MEMBERS: &[(&str, &str)] = &[
    ("AttributeError", "name obj"), ("BaseException", "__suppress_context__"), ("BaseExceptionGroup", "message exceptions"), ("ImportError", "msg name path name_from"), ("NameError", "name"), ("OSError", "errno strerror filename filename2"), ("StopIteration", "value"), ("SystemExit", "code"),
    ("SyntaxError", "msg filename lineno offset text end_lineno end_offset print_file_and_line"), ("UnicodeDecodeError", "encoding object start end reason"), ("UnicodeEncodeError", "encoding object start end reason"), ("UnicodeTranslateError", "encoding object start end reason"),
    ("BufferedRandom", "raw"), ("BufferedReader", "raw"), ("BufferedWriter", "raw"), ("TextIOWrapper", "encoding buffer line_buffering write_through"), ("ContextVar", "name"), ("GenericAlias", "__origin__ __args__ __unpacked__"), ("UnionType", "__args__"), ("Match", "string re pos endpos"), ("Pattern", "pattern flags groups"),
    ("ReferenceType", "__callback__"), ("SimpleNamespace", "__dict__"), ("async_generator", "ag_running"), ("coroutine", "cr_origin"), ("builtin_function_or_method", "__module__"), ("classmethod", "__func__ __wrapped__"), ("staticmethod", "__func__ __wrapped__"),
    ("classmethod_descriptor", "__objclass__ __name__"), ("method_descriptor", "__objclass__ __name__"), ("wrapper_descriptor", "__objclass__ __name__"), ("getset_descriptor", "__objclass__ __name__"), ("member_descriptor", "__objclass__ __name__"), ("method-wrapper", "__self__"),
    ("Pickler", "bin fast dispatch_table"), ("SemLock", "handle kind maxvalue name"),
    ("code", "co_argcount co_posonlyargcount co_kwonlyargcount co_stacksize co_flags co_nlocals co_consts co_names co_filename co_name co_qualname co_firstlineno co_linetable co_exceptiontable"), ("complex", "real imag"), ("defaultdict", "default_factory"), ("frame", "f_trace_lines"),
    ("function", "__closure__ __doc__ __globals__ __module__ __builtins__"), ("method", "__func__ __self__"), ("module", "__dict__"), ("partial", "func args keywords"), ("property", "fget fset fdel __doc__"), ("range", "start stop step"), ("slice", "start stop step"),
    ("super", "__thisclass__ __self__ __self_class__"), ("timedelta", "days seconds microseconds"), ("traceback", "tb_frame tb_lasti"), ("type", "__basicsize__ __itemsize__ __flags__ __weakrefoffset__ __base__ __dictoffset__"),
];
/// Natives that have no signature in CPython, being older than its generator of them: type (or `builtins`), names; after a `!`
/// the names of the only ones that have.
const UNSIGNED: &[(&str, &str)] = &[
    ("builtins", "__build_class__ breakpoint max min"), ("str", "__getnewargs__ count endswith find format format_map index rfind rindex startswith"), ("range", "__reduce__ __reversed__ count index"), ("slice", "indices __reduce__"), ("type", "__prepare__"), ("property", "__set_name__ deleter getter setter"),
    ("bytes", "__getnewargs__ capitalize count endswith find index isalnum isalpha isascii isdigit islower isspace istitle isupper lower rfind rindex startswith swapcase title upper"),
    ("bytearray", "__alloc__ capitalize count endswith find index isalnum isalpha isascii isdigit islower isspace istitle isupper lower rfind rindex startswith swapcase title upper"),
    ("dict", "__sizeof__ clear copy items keys update values"), ("dict_keys", "__reversed__ isdisjoint"), ("dict_items", "__reversed__ isdisjoint"), ("dict_values", "__reversed__"), ("mappingproxy", "__reversed__ copy get items keys values"), ("int", "__ceil__ __floor__ __trunc__ conjugate"),
    ("set", "__contains__ __sizeof__ add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update"),
    ("frozenset", "__contains__ __sizeof__ copy difference intersection isdisjoint issubset issuperset symmetric_difference union"), ("generator", "close send throw"), ("coroutine", "close send throw"), ("async_generator", "aclose asend athrow"), ("memoryview", "__enter__ __exit__"), ("module", "__dir__"),
    ("deque", "!"), ("OrderedDict", "copy update"), ("defaultdict", "!"), ("RLock", "!"), ("Struct", "__sizeof__ pack pack_into"), ("code", "__sizeof__ co_lines co_positions"), ("frame", "__sizeof__ clear"), ("GenericAlias", "!"), ("_lru_cache_wrapper", "__copy__ __deepcopy__"), ("BufferedRWPair", "!"),
    ("date", "! fromtimestamp"), ("datetime", "! now"), ("time", "!"), ("timedelta", "!"), ("timezone", "!"), ("tzinfo", "! __reduce__"), ("ReferenceType", "!"),
    ("BaseException", "__setstate__ add_note with_traceback"), ("BaseExceptionGroup", "derive split subgroup"),
];
/// The same of every type that has them, but for those where it counts as an ordinary method.
const UNSIGNED_ANYWHERE: &str = "__length_hint__ __setstate__ __class_getitem__ __init_subclass__ __subclasshook__";
/// Types without a signature.
const UNSIGNED_TYPES: &str = "Context Struct mappingproxy traceback deque timedelta timezone _lru_cache_wrapper _grouper _tee_dataobject repeat GenericAlias ProxyType ReferenceType type int str bytes bytearray dict bool range slice classmethod staticmethod super zip map filter set frozenset";

fn row(table: &[(&str, &str)], owner: &str, name: &str) -> bool { table.iter().any(|r| r.0 == owner && has(r.1, name)) }
fn unsigned(owner: &str, name: &str) -> bool { UNSIGNED.iter().any(|r| r.0 == owner && match r.1.strip_prefix('!') { Some(but) => !has(but, name), None => has(r.1, name) }) }
fn has(words: &str, name: &str) -> bool { words.split(' ').any(|w| w == name) }
fn slot(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> { SLOTS.iter().find(|s| s.0 == name) }

/// The type of the descriptor for method `name` of built-in type `t`.
pub fn method_type(t: T, name: &str) -> T { if name.starts_with("__") && slot(name).is_some() && !listed_as_method(t, name) { T::SlotWrapper } else { T::MethodDescriptor } }
/// Does attribute `name` of the type called `owner` show itself as a member?
pub fn is_member(owner: &str, name: &str) -> bool { row(MEMBERS, owner, name) }

/// `__text_signature__` of a native function or descriptor of type `t`.
pub fn text_signature(n: &NativeObj, t: T) -> Option<String> {
    let (name, sig) = (n.def.name, n.def.sig);
    if t == T::SlotWrapper { let s = slot(name)?; return Some(dressed("$self", if s.1.starts_with('*') { "/, *args, **kwargs" } else { s.1 })); }
    if n.is_new { return Some("($type, *args, **kwargs)".into()); }
    let owner = Class::from(n.owner).map_or("builtins".into(), |c| c.name());
    if has(UNSIGNED_ANYWHERE, name) || unsigned(&owner, name) && (n.owner.is(T::Type) || Str::from(n.owner).is_some_and(|m| m.bytes() == b"builtins")) { return None; }
    let first = match n.def.kind { DefKind::Static => "", DefKind::Class => "$type", _ if n.owner.is(T::Type) => "$self", _ => "$module" };
    Some(dressed(first, &sig.replace("=?", "=<unrepresentable>").replace("9223372036854775807", "sys.maxsize")))
}
/// A first parameter is positional-only, so is what stands before a slash already.
fn dressed(first: &str, sig: &str) -> String {
    let sig = sig.trim();
    match (first, sig) { ("", s) => format!("({s})"), (f, "" | "/") => format!("({f}, /)"), (f, s) if has_slash(s) => format!("({f}, {s})"), (f, s) => format!("({f}, /, {s})") }
}
fn has_slash(sig: &str) -> bool { sig.split(',').any(|p| p.trim() == "/") }
/// `__text_signature__` of a built-in class: what making an instance takes.
pub fn class_signature(c: Class) -> Option<String> {
    if has(UNSIGNED_TYPES, &c.name()) { return None; }
    if c.kind() == T::Object && c.mro().len() == 1 { return Some("()".into()); }
    let of = |name: &str| -> Option<&'static str> { let d = c.dict(); (0..d.fill()).find_map(|i| d.entry(i).filter(|(k, _)| Str::from(*k).is_some_and(|k| k.bytes() == name.as_bytes())).and_then(|(_, v)| crate::func::Native::from(v)).map(|n| n.raw().def.sig)) };
    let plain = |s: &&str| !s.starts_with('*') && !s.contains("=?");
    of("__new__").filter(plain).or_else(|| of("__init__").filter(plain)).map(|s| format!("({})", s.replace("=<unrepresentable>", "").replace("buffer_size=8192", "buffer_size=DEFAULT_BUFFER_SIZE")))
}
/// `__doc__` of a native.
pub fn doc(n: &NativeObj, t: T) -> Option<&'static str> {
    if !n.def.doc.is_empty() && !n.is_new { return Some(n.def.doc); }
    if n.is_new { return Some("Create and return a new object.  See help(type) for accurate signature."); }
    if t == T::SlotWrapper { return slot(n.def.name).map(|s| s.2).filter(|d| !d.is_empty()); }
    None
}
/// The native behind a built-in function, a descriptor, or either bound to an object.
pub fn native_of(v: Value) -> Value { match crate::object::Method::from(v) { Some(m) => m.func(), None => v } }
