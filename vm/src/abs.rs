//! Protocols: what `len()`, `iter()`, `==`, `+`, `x[i]`, `hash()`, `repr()` … mean for any object.
use crate::class::{cflags, Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::native::{Raised, R};
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use dashu_int::IBig;

/// Binary operators, in the order of the dunders from `Add` on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Bin { Add, Sub, Mul, MatMul, TrueDiv, FloorDiv, Mod, DivMod, Pow, LShift, RShift, And, Xor, Or }
pub const BIN_SYMBOL: [&str; 14] = ["+", "-", "*", "@", "/", "//", "%", "divmod()", "** or pow()", "<<", ">>", "&", "^", "|"];
const BIN_D: [D; 14] = [D::Add, D::Sub, D::Mul, D::MatMul, D::TrueDiv, D::FloorDiv, D::Mod, D::DivMod, D::Pow, D::LShift, D::RShift, D::And, D::Xor, D::Or];
const BIN_R: [D; 14] = [D::RAdd, D::RSub, D::RMul, D::RMatMul, D::RTrueDiv, D::RFloorDiv, D::RMod, D::RDivMod, D::RPow, D::RLShift, D::RRShift, D::RAnd, D::RXor, D::ROr];
const BIN_I: [Option<D>; 14] = [Some(D::IAdd), Some(D::ISub), Some(D::IMul), Some(D::IMatMul), Some(D::ITrueDiv), Some(D::IFloorDiv), Some(D::IMod), None, Some(D::IPow), Some(D::ILShift), Some(D::IRShift), Some(D::IAnd), Some(D::IXor), Some(D::IOr)];
/// Comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Cmp { Lt, Le, Eq, Ne, Gt, Ge }
const CMP_D: [D; 6] = [D::Lt, D::Le, D::Eq, D::Ne, D::Gt, D::Ge];
const CMP_R: [D; 6] = [D::Gt, D::Ge, D::Eq, D::Ne, D::Lt, D::Le];
pub const CMP_SYMBOL: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];
impl Cmp {
    pub fn holds<V: PartialOrd>(self, a: V, b: V) -> bool { match self { Cmp::Lt => a < b, Cmp::Le => a <= b, Cmp::Eq => a == b, Cmp::Ne => a != b, Cmp::Gt => a > b, Cmp::Ge => a >= b } }
    pub fn of_ordering(self, o: std::cmp::Ordering) -> bool { match self { Cmp::Lt => o.is_lt(), Cmp::Le => o.is_le(), Cmp::Eq => o.is_eq(), Cmp::Ne => o.is_ne(), Cmp::Gt => o.is_gt(), Cmp::Ge => o.is_ge() } }
}

impl Cx {
    // ---- truth, identity, comparison ---------------------------------------------------------------------------------
    #[inline]
    pub fn truth(&mut self, v: Value) -> R<bool> {
        if v.is_small() { return Ok(v.small_unchecked() != 0); }
        if v.is_bool() || v.is_none() { return Ok(v.is_true()); }
        if v.is_inline_float() { return Ok(v.inline_float() != 0.0); }
        if v.is_ref() { match v.exact() { Some(T::Str) => return Ok(!Str(v).is_empty()), Some(T::List) => return Ok(List(v).len() != 0), Some(T::Dict) => return Ok(Dict(v).len() != 0), Some(T::Tuple) => return Ok(Tuple(v).len() != 0), Some(T::Set | T::FrozenSet) => return Ok(Set(v).len() != 0), Some(T::Bytes) => return Ok(!crate::bytes::get(v).is_empty()), _ => {} } }
        if let Some(r) = self.call_special(v, D::Bool, &[])? { if r.is_bool() { return Ok(r.is_true()); } let t = self.type_name(r); return Err(self.type_error(format!("__bool__ should return bool, returned {t}"))); }
        if self.special(v, D::Len).is_some() { return Ok(self.len(v)? != 0); }
        Ok(true)
    }
    /// `a is b`: value types compare by value.
    #[inline(always)]
    pub fn is(&self, a: Value, b: Value) -> bool { a == b || (a.is_ref() && b.is_ref() && is_slow(a, b)) }
    /// Identity or `==`, as containers compare.
    #[inline]
    pub fn eq(&mut self, a: Value, b: Value) -> R<bool> {
        if a == b { return Ok(true); }
        self.eq_values(a, b)
    }
    /// `bool(a == b)` without the identity shortcut.
    pub fn eq_values(&mut self, a: Value, b: Value) -> R<bool> {
        if Value::both_small(a, b) { return Ok(a == b); }
        if let (Some(x), Some(y)) = (Str::exact(a), Str::exact(b)) { return Ok(x.eq(y)); }
        let r = self.compare(Cmp::Eq, a, b)?;
        self.truth(r)
    }
    pub fn lt(&mut self, a: Value, b: Value) -> R<bool> {
        if Value::both_small(a, b) { return Ok(a.small_unchecked() < b.small_unchecked()); }
        if a.is_inline_float() && b.is_inline_float() { return Ok(a.inline_float() < b.inline_float()); }
        if let (Some(x), Some(y)) = (Str::exact(a), Str::exact(b)) { return Ok(x.bytes() < y.bytes()); }
        let r = self.compare(Cmp::Lt, a, b)?;
        self.truth(r)
    }
    /// Rich comparison `a op b`.
    pub fn compare(&mut self, op: Cmp, a: Value, b: Value) -> R {
        if let Some(b) = crate::int::compare(op, a, b) { return Ok(Value::bool(b)); }
        self.check_stack_in(" in comparison")?;
        let (ca, cb) = (self.class_of(a), self.class_of(b));
        let mut tried = false;
        if ca != cb && cb.is_subclass_of(ca.0) {
            if let Some(f) = cb.dunder(self, CMP_R[op as usize]) { tried = true; let r = self.call_comparison(f, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(r); } }
        }
        if let Some(f) = ca.dunder(self, CMP_D[op as usize]) { let r = self.call_comparison(f, a, &[b])?; if r != Value::NOT_IMPLEMENTED { return Ok(r); } }
        if !tried { if let Some(f) = cb.dunder(self, CMP_R[op as usize]) { let r = self.call_comparison(f, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(r); } } }
        match op {
            Cmp::Eq => Ok(Value::bool(self.is(a, b))),
            Cmp::Ne => Ok(Value::bool(!self.is(a, b))),
            _ => { let (x, y) = (self.type_name(a), self.type_name(b)); Err(self.type_error(format!("'{}' not supported between instances of '{x}' and '{y}'", CMP_SYMBOL[op as usize]))) }
        }
    }
    /// As `call_unbound`, but a method that cannot be bound is one that does not know the other operand.
    #[inline]
    fn call_comparison(&mut self, f: Value, o: Value, args: &[Value]) -> R {
        if matches!(f.exact(), Some(T::SlotWrapper | T::Function | T::MethodDescriptor)) { return self.call_unbound(f, o, args); }
        let c = self.class_of(o);
        match self.descr_get(f, o, c.0) { Ok(b) => self.call(b, args), Err(_) => { self.clear_pending(); Ok(Value::NOT_IMPLEMENTED) } }
    }
    // ---- arithmetic -------------------------------------------------------------------------------------------------
    pub fn binary(&mut self, op: Bin, a: Value, b: Value) -> R { match self.binary_opt(op, a, b)? { Some(r) => Ok(r), None => Err(self.bad_operands(op, false, a, b)) } }
    /// None where neither operand knows how.
    pub fn binary_opt(&mut self, op: Bin, a: Value, b: Value) -> R<Option<Value>> {
        if let Some(v) = crate::int::binary(self, op, a, b)? { return Ok(Some(v)); }
        let (ca, cb) = (self.class_of(a), self.class_of(b));
        let f = ca.dunder(self, BIN_D[op as usize]);
        let g = if ca != cb { cb.dunder(self, BIN_R[op as usize]) } else { None };
        let mut g_done = false;
        if let Some(g) = g {
            // sequences concatenate and repeat only after the other operand's number methods were asked
            let late = matches!(op, Bin::Add | Bin::Mul) && matches!(ca.kind(), T::List | T::Tuple | T::Str | T::Bytes | T::ByteArray) && f.is_some_and(|f| f.is_exact(T::SlotWrapper));
            if late { g_done = true; let r = self.call_unbound(g, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(Some(r)); } }
            else if cb.is_subclass_of(ca.0) && ca.dunder(self, BIN_R[op as usize]) != Some(g) { g_done = true; let r = self.call_unbound(g, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(Some(r)); } }
        }
        if let Some(f) = f { let r = self.call_unbound(f, a, &[b])?; if r != Value::NOT_IMPLEMENTED { return Ok(Some(r)); } }
        if let Some(g) = g { if !g_done { let r = self.call_unbound(g, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(Some(r)); } } }
        Ok(None)
    }
    pub fn inplace(&mut self, op: Bin, a: Value, b: Value) -> R {
        if matches!(op, Bin::Add | Bin::Mul) && matches!(a.exact(), Some(T::List | T::ByteArray)) { let cb = self.class_of(b); if cb != self.class_of(a) { if let Some(g) = cb.dunder(self, BIN_R[op as usize]) { if !g.is_exact(T::SlotWrapper) { let r = self.call_unbound(g, b, &[a])?; if r != Value::NOT_IMPLEMENTED { return Ok(r); } } } } }
        if let Some(d) = BIN_I[op as usize] { if let Some(r) = self.call_special(a, d, &[b])? { if r != Value::NOT_IMPLEMENTED { return Ok(r); } } }
        match self.binary_opt(op, a, b)? { Some(r) => Ok(r), None => Err(self.bad_operands(op, true, a, b)) }
    }
    #[cold]
    fn bad_operands(&mut self, op: Bin, inplace: bool, a: Value, b: Value) -> Raised {
        let (x, y) = (self.type_name(a), self.type_name(b));
        if op == Bin::Add && !inplace && a.is(T::Str) { return self.type_error(format!("can only concatenate str (not \"{y}\") to str")); }
        if op == Bin::Add && a.is(T::List) && !inplace { return self.type_error(format!("can only concatenate list (not \"{y}\") to list")); }
        if op == Bin::Add && a.is(T::Tuple) { return self.type_error(format!("can only concatenate tuple (not \"{y}\") to tuple")); }
        if op == Bin::Mul { for (p, q) in [(a, &y), (b, &x)] { if (p.is(T::Str) || p.is(T::List) || p.is(T::Tuple) || p.is(T::Bytes)) && !(inplace && false) { return self.type_error(format!("can't multiply sequence by non-int of type '{q}'")); } } }
        let s = if inplace { match op { Bin::Pow => "**=".into(), _ => format!("{}=", BIN_SYMBOL[op as usize]) } } else { BIN_SYMBOL[op as usize].to_string() };
        self.type_error(format!("unsupported operand type(s) for {s}: '{x}' and '{y}'"))
    }
    pub fn unary(&mut self, d: D, v: Value) -> R {
        if let Some(r) = self.call_special(v, d, &[])? { return Ok(r); }
        let (t, s) = (self.type_name(v), match d { D::Neg => "unary -", D::Pos => "unary +", D::Invert => "unary ~", _ => "abs()" });
        Err(self.type_error(format!("bad operand type for {s}: '{t}'")))
    }
    // ---- numbers ------------------------------------------------------------------------------------------------------
    /// `operator.index(v)` as an int value.
    pub fn index(&mut self, v: Value) -> R {
        if v.is_small() || v.is_exact(T::Int) { return Ok(v); }
        if v.is_bool() { return Ok(Value::small(v.is_true() as i64)); }
        if v.is(T::Int) { return Ok(crate::int::plain(self, v)); }
        if let Some(r) = self.call_special(v, D::Index, &[])? {
            if r.is_small() || r.is_exact(T::Int) { return Ok(r); }
            if r.is(T::Int) {
                let t = self.type_name(r);
                crate::warn::warn(self, T::DeprecationWarning, &format!("__index__ returned non-int (type {t}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."))?;
                return Ok(crate::int::plain(self, r));
            }
            let t = self.type_name(r); return Err(self.type_error(format!("__index__ returned non-int (type {t})"))); }
        let t = self.type_name(v);
        Err(self.type_error(format!("'{t}' object cannot be interpreted as an integer")))
    }
    /// index as i64; OverflowError ("Python int too large to convert to C ssize_t") outside.
    pub fn index_i64(&mut self, v: Value) -> R<i64> {
        let i = self.index(v)?;
        match crate::int::to_i64(i) { Some(n) => Ok(n), None => Err(self.overflow_error("Python int too large to convert to C ssize_t")) }
    }
    /// index clamped to i64 (slice bounds).
    pub fn index_clamped(&mut self, v: Value) -> R<i64> { let i = self.index(v)?; Ok(crate::int::to_i64(i).unwrap_or(if crate::int::is_negative(i) { i64::MIN } else { i64::MAX })) }
    /// Any int as IBig.
    pub fn to_ibig(&mut self, v: Value) -> R<IBig> { let i = self.index(v)?; Ok(crate::int::to_ibig(i)) }
    /// Float value of a real number (`__float__`, `__index__`).
    pub fn as_f64(&mut self, v: Value) -> R<f64> {
        if v.is_inline_float() { return Ok(v.inline_float()); }
        if let Some(i) = v.as_small() { return Ok(i as f64); }
        if v.is(T::Float) { return Ok(crate::float::get(v)); }
        if v.is(T::Int) { return crate::int::to_f64(self, v); }
        if let Some(r) = self.call_special(v, D::Float, &[])? { if r.is(T::Float) { return Ok(crate::float::get(r)); } let (t, rt) = (self.type_name(v), self.type_name(r)); return Err(self.type_error(format!("{t}.__float__ returned non-float (type {rt})"))); }
        if self.special(v, D::Index).is_some() { let i = self.index(v)?; return crate::int::to_f64(self, i); }
        let t = self.type_name(v);
        Err(self.type_error(format!("must be real number, not {t}")))
    }
    // ---- containers -----------------------------------------------------------------------------------------------------
    pub fn len(&mut self, v: Value) -> R<usize> {
        match v.exact() { Some(T::List) => return Ok(List(v).len()), Some(T::Str) => return Ok(Str(v).len()), Some(T::Tuple) => return Ok(Tuple(v).len()), Some(T::Dict) => return Ok(Dict(v).len()), Some(T::Set | T::FrozenSet) => return Ok(Set(v).len()), Some(T::Bytes) => return Ok(crate::bytes::get(v).len()), _ => {} }
        let Some(r) = self.call_special(v, D::Len, &[])? else { let t = self.type_name(v); return Err(self.type_error(format!("object of type '{t}' has no len()"))) };
        let n = self.index(r)?;
        match crate::int::to_i64(n) { Some(n) if n >= 0 => Ok(n as usize), Some(_) => Err(self.value_error("__len__() should return >= 0")), None => Err(if crate::int::is_negative(n) { self.value_error("__len__() should return >= 0") } else { self.overflow_error("cannot fit 'int' into an index-sized integer") }) }
    }
    /// Estimate for preallocation (`operator.length_hint`), 0 if unknown.
    pub fn length_hint(&mut self, v: Value) -> R<usize> {
        if self.special(v, D::Len).is_some() { let r = self.len(v); return Ok(self.catch(r, T::TypeError)?.unwrap_or(0)); }
        let r = self.call_special(v, D::LengthHint, &[]);
        match self.catch(r, T::TypeError)? { Some(Some(n)) if n != Value::NOT_IMPLEMENTED => { let n = self.index_i64(n)?; if n < 0 { return Err(self.value_error("__length_hint__() should return >= 0")); } Ok(n as usize) } _ => Ok(0) }
    }
    pub fn get_item(&mut self, o: Value, k: Value) -> R {
        match o.exact() {
            Some(T::List) => if let Some(i) = k.as_small() { let l = List(o); let n = l.len() as i64; let j = if i < 0 { i + n } else { i }; return match l.get(j as usize) { Some(v) if j >= 0 => Ok(v), _ => Err(self.index_error("list index out of range")) }; },
            Some(T::Tuple) => if let Some(i) = k.as_small() { let t = Tuple(o).items(); let n = t.len() as i64; let j = if i < 0 { i + n } else { i }; return if j >= 0 && j < n { Ok(t[j as usize]) } else { Err(self.index_error("tuple index out of range")) }; },
            Some(T::Str) => if let Some(i) = k.as_small() { let t = Str(o); let n = t.len() as i64; let j = if i < 0 { i + n } else { i }; if j < 0 || j >= n { return Err(self.index_error("string index out of range")); } return Ok(if t.is_ascii() { self.rt.ascii[t.bytes()[j as usize] as usize] } else { let c = t.char_at(j as usize); Str::from_code_point(self, c) }); },
            Some(T::Dict) => return match Dict(o).get(self, k)? { Some(v) => Ok(v), None => Err(self.key_error(k)) },
            Some(T::ByteArray) => if let Some(i) = k.as_small() { let b = crate::bytearray::ByteArray(o).bytes(); if let Some(j) = crate::slice::item_index(i, b.len()) { return Ok(Value::small(b[j] as i64)); } },
            Some(T::Bytes) => if let Some(i) = k.as_small() { let b = crate::bytes::get(o); if let Some(j) = crate::slice::item_index(i, b.len()) { return Ok(Value::small(b[j] as i64)); } },
            _ => {}
        }
        if let Some(r) = self.call_special(o, D::GetItem, &[k])? { return Ok(r); }
        if let Some(c) = Class::from(o) { return crate::types_core::class_getitem(self, c, k); }
        let t = self.type_name(o);
        Err(self.type_error(format!("'{t}' object is not subscriptable")))
    }
    pub fn set_item(&mut self, o: Value, k: Value, v: Value) -> R<()> {
        match o.exact() {
            Some(T::List) => if let Some(i) = k.as_small() { let l = List(o); let n = l.len() as i64; let j = if i < 0 { i + n } else { i }; if j < 0 || j >= n { return Err(self.index_error("list assignment index out of range")); } l.set(self, j as usize, v); return Ok(()); },
            Some(T::Dict) => return Dict(o).set(self, k, v),
            Some(T::ByteArray) => if let (Some(i), Some(c @ 0..=255)) = (k.as_small(), v.as_small()) {
                let b = crate::bytearray::ByteArray(o);
                if let Some(j) = crate::slice::item_index(i, b.len()) { b.bytes_mut(self)[j] = c as u8; return Ok(()); }
            },
            _ => {}
        }
        if self.call_special(o, D::SetItem, &[k, v])?.is_some() { return Ok(()); }
        self.numbered(o, k)?;
        let t = self.type_name(o);
        Err(self.type_error(format!("'{t}' object does not support item assignment")))
    }
    pub fn del_item(&mut self, o: Value, k: Value) -> R<()> {
        if self.call_special(o, D::DelItem, &[k])?.is_some() { return Ok(()); }
        let t = self.type_name(o);
        let not = if self.numbered(o, k)? { "doesn't" } else { "does not" };
        Err(self.type_error(format!("'{t}' object {not} support item deletion")))
    }
    /// An item of something that has no mapping slot: does CPython take the key for an index? It does where the type has any sequence
    /// slot, and then complains of the index first, and in other words.
    fn numbered(&mut self, o: Value, k: Value) -> R<bool> {
        const PLAIN: &[&str] = &["int", "float", "complex", "bool", "NoneType", "object", "type", "function", "builtin_function_or_method", "method", "generator", "coroutine", "slice", "ellipsis", "NotImplementedType", "types.GenericAlias"];
        let t = self.type_name(o);
        if PLAIN.contains(&t.as_ref()) || t.ends_with("iterator") || self.special(k, D::Index).is_none() { return Ok(false); }
        let i = self.index(k)?;
        if crate::int::to_i64(i).is_none() { let t = self.type_name(k); return Err(self.index_error(format!("cannot fit '{t}' into an index-sized integer"))); }
        Ok(true)
    }
    pub fn contains(&mut self, o: Value, v: Value) -> R<bool> {
        match o.exact() {
            Some(T::Dict) => return Ok(Dict(o).get(self, v)?.is_some()),
            // not the hashable copy that `{…} in s` makes: only keys that hash without Python code
            Some(T::Set | T::FrozenSet) if v.is_small() || Str::exact(v).is_some() || Tuple::exact(v).is_some() => return Set(o).contains(self, v),
            Some(T::Tuple) => { for x in Tuple(o).items() { if self.eq(*x, v)? { return Ok(true); } } return Ok(false); }
            Some(T::List) => return Ok(crate::list_methods::position(self, List(o), v, 0, usize::MAX)?.is_some()),
            Some(T::Str) => if let Some(s) = Str::exact(v) {
                let (hay, b) = (Str(o).bytes(), s.bytes());
                return Ok(if let [c] = b { memchr::memchr(*c, hay).is_some() } else { crate::wtf8::find(hay, b).is_some() });
            },
            _ => {}
        }
        if let Some(f) = self.special(o, D::Contains) {
            if f.is_none() { let t = self.type_name(o); return Err(self.type_error(format!("'{t}' object is not a container"))); }
            let r = self.call_unbound(f, o, &[v])?;
            return self.truth(r);
        }
        let r = self.iter(o);
        let it = match r { Ok(i) => i, Err(e) => { if self.pending_is(T::TypeError) { self.clear_pending(); let t = self.type_name(o); return Err(self.type_error(format!("argument of type '{t}' is not iterable"))); } return Err(e); } };
        while let Some(x) = self.next(it)? { if self.eq(x, v)? { return Ok(true); } }
        Ok(false)
    }
    // ---- iteration --------------------------------------------------------------------------------------------------------
    pub fn iter(&mut self, v: Value) -> R {
        if let Some(i) = crate::iter::iter_fast(self, v) { return Ok(i); }
        if let Some(f) = self.special(v, D::Iter) {
            if !f.is_none() {
                if self.class_of(v).has(cflags::ITERSELF) { crate::par::split::share(v); return Ok(v); }
                let it = self.call_unbound(f, v, &[])?;
                if self.special(it, D::Next).is_none() { let t = self.type_name(it); return Err(self.type_error(format!("iter() returned non-iterator of type '{t}'"))); }
                return Ok(it);
            }
        } else if self.special(v, D::GetItem).is_some() && !v.is(T::Dict) { return Ok(Slots::new(self, T::SeqIter, &[v, Value::small(0)])); }
        let t = self.type_name(v);
        Err(self.type_error(format!("'{t}' object is not iterable")))
    }
    /// Next item; None at the end. Native iterators answer without a StopIteration object where they can (`iter_fast`).
    pub fn next(&mut self, it: Value) -> R<Option<Value>> {
        if let Some(r) = crate::iter::next_fast(self, it) { return r; }
        if it.is_exact(T::Generator) {
            // without a StopIteration to be made and caught; a value returned is dropped
            let r = crate::gen::resume(self, crate::gen::Generator(it), Value::NONE);
            return match r { Ok(crate::gen::Step::Yield(v)) => Ok(Some(v)), Ok(crate::gen::Step::Return(_)) => Ok(None), Err(e) => Err(e) };
        }
        let r = match self.special(it, D::Next) { Some(f) => self.call_unbound(f, it, &[]), None => { let t = self.type_name(it); return Err(self.type_error(format!("'{t}' object is not an iterator"))) } };
        self.catch(r, T::StopIteration)
    }
    /// All items.
    pub fn collect(&mut self, v: Value) -> R<VVec> {
        if let Some(l) = List::exact(v) { return Ok(l.to_vvec()); }
        if let Some(t) = Tuple::exact(v) { return Ok(VVec::from_slice(t.items())); }
        if self.par.on && v.is_ref() { let mut out = VVec::new(); if crate::par::eager::run(self, v, crate::par::eager::Mode::Any, &mut |_, x| { out.push(x); Ok(()) })? { return Ok(out); } }
        let it = self.iter(v)?;
        let mut out = VVec::with_capacity(self.length_hint(v)?.min(1 << 20));
        while let Some(x) = self.next(it)? { out.push(x) }
        Ok(out)
    }
    pub fn for_each(&mut self, v: Value, mut f: impl FnMut(&mut Cx, Value) -> R<()>) -> R<()> {
        let it = self.iter(v)?;
        while let Some(x) = self.next(it)? { f(self, x)? }
        Ok(())
    }
    // ---- hash, text ---------------------------------------------------------------------------------------------------------
    #[inline]
    pub fn hash(&mut self, v: Value) -> R<i64> {
        if let Some(s) = Str::exact(v) { return Ok(s.hash()); }
        if let Some(i) = v.as_small() { return Ok(crate::int::hash_small(i)); }
        self.hash_slow(v)
    }
    fn hash_slow(&mut self, v: Value) -> R<i64> {
        let f = self.special(v, D::Hash);
        match f {
            Some(f) if !f.is_none() => {
                let h = self.call_unbound(f, v, &[])?;
                if !h.is(T::Int) { return Err(self.type_error("__hash__ method should return an integer")); }
                Ok(match crate::int::to_i64(h) { Some(-1) => -2, Some(n) => n, None => crate::int::hash(h) })
            }
            _ => { let t = self.type_name(v); Err(self.type_error(format!("unhashable type: '{t}'"))) }
        }
    }
    pub fn repr(&mut self, v: Value) -> R<Str> {
        self.check_stack_in(" while getting the repr of an object")?;
        if self.repr_stack.len() > MAX_REPRS { return Err(self.recursion_error("maximum recursion depth exceeded while getting the repr of an object")); }
        match self.call_special(v, D::Repr, &[])? { Some(r) => match Str::from(r) { Some(s) => Ok(s), None => { let t = self.type_name(r); Err(self.type_error(format!("__repr__ returned non-string (type {t})"))) } }, None => { let t = self.type_name(v); let s = format!("<{t} object at {:#x}>", v.0); Ok(Str::new(self, &s)) } }
    }
    /// str(v)
    pub fn str_of(&mut self, v: Value) -> R<Str> {
        if let Some(s) = crate::fmt_quick::str_of(self, v) { return Ok(Str(s)); }
        self.check_stack_in(" while getting the str of an object")?;
        match self.call_special(v, D::Str, &[])? { Some(r) => match Str::from(r) { Some(s) => Ok(s), None => { let t = self.type_name(r); Err(self.type_error(format!("__str__ returned non-string (type {t})"))) } }, None => self.repr(v) }
    }
    /// repr as Rust text, for building other reprs.
    pub fn repr_string(&mut self, v: Value) -> R<String> { Ok(self.repr(v)?.lossy().into_owned()) }
    /// format(v, spec)
    pub fn format(&mut self, v: Value, spec: Value) -> R<Str> {
        if Str(spec).is_empty() { if let Some(s) = Str::exact(v) { return Ok(s); } }
        match self.call_special(v, D::Format, &[spec])? { Some(r) => match Str::from(r) { Some(s) => Ok(s), None => { let t = self.type_name(r); Err(self.type_error(format!("__format__ must return a str, not {t}"))) } }, None => { let t = self.type_name(v); Err(self.type_error(format!("Type {t} doesn't define __format__"))) } }
    }
    // ---- classes --------------------------------------------------------------------------------------------------------------
    /// isinstance(v, c): c a class, a tuple of them, a union, or anything with `__instancecheck__`.
    pub fn is_instance(&mut self, v: Value, c: Value) -> R<bool> {
        let vc = self.class_of(v);
        if vc.0 == c { return Ok(true); }
        if c.is(T::Type) && self.class_of(c) == self.class(T::Type) { if vc.is_subclass_of(c) { return Ok(true); } return crate::types_core::instance_by_class_attr(self, v, c); }
        let c = if c.is_exact(T::UnionType) { crate::object::Slots(c).get(0) } else { c };
        if let Some(t) = Tuple::from(c) { self.check_stack()?; for x in t.items() { if self.is_instance(v, *x)? { return Ok(true); } } return Ok(false); }
        if let Some(r) = self.call_special(c, D::InstanceCheck, &[v])? { return self.truth(r); }
        crate::types_core::abstract_is_instance(self, v, c)
    }
    pub fn is_subclass(&mut self, d: Value, c: Value) -> R<bool> {
        if c.is(T::Type) && self.class_of(c) == self.class(T::Type) { if d == c { return Ok(true); } if let Some(x) = Class::from(d) { return Ok(x.is_subclass_of(c)); } }
        let c = if c.is_exact(T::UnionType) { crate::object::Slots(c).get(0) } else { c };
        if let Some(t) = Tuple::from(c) { self.check_stack()?; for x in t.items() { if self.is_subclass(d, *x)? { return Ok(true); } } return Ok(false); }
        if let Some(r) = self.call_special(c, D::SubclassCheck, &[d])? { return self.truth(r); }
        crate::types_core::abstract_is_subclass(self, d, c)
    }
    /// Enters `v`'s repr; false if it is already under way (print `...`). Pair with `repr_leave`.
    pub fn repr_enter(&mut self, v: Value) -> bool { if self.repr_stack.contains(&v) { false } else { self.repr_stack.push(v); true } }
    pub fn repr_leave(&mut self) { self.repr_stack.pop(); }
}
/// Containers within containers that a repr may be inside of: what the depth of its C stack leaves CPython.
const MAX_REPRS: usize = 1_496;
fn is_slow(a: Value, b: Value) -> bool {
    // boxed floats and big ints are values, not objects, to `is`
    match (a.exact(), b.exact()) { (Some(T::Float), Some(T::Float)) => crate::float::get(a).to_bits() == crate::float::get(b).to_bits(), (Some(T::Int), Some(T::Int)) => crate::int::cmp(a, b).is_eq(), _ => false }
}
