//! Exceptions: layout and raising. Constructors and attributes of each class are in `exc_methods.rs`.
#![allow(unsafe_code)] // raw layout: [O1] [O2]
use crate::cx::Cx;
use crate::native::Raised;
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use crate::view;
use fora_heap::Header;

/// `fields`: per class, in order. OSError: errno strerror filename filename2 characters_written · ImportError: msg name path name_from · SyntaxError: msg filename lineno
/// offset text end_lineno end_offset print_file_and_line · UnicodeError: encoding object start end reason · StopIteration: value ·
/// SystemExit: code · NameError: name · AttributeError: name obj · ExceptionGroup: message exceptions
#[repr(C)]
pub struct ExcObj { pub hdr: Header, pub args: Value, pub cause: Value, pub context: Value, pub traceback: Value, pub suppress: Value, pub fields: [Value; 8] }
view!(Exc, ExcObj, T::BaseException);

impl Exc {
    pub fn raw(self) -> &'static ExcObj { self.obj() }
    pub fn update(self, cx: &mut Cx, f: impl FnOnce(&mut ExcObj)) { cx.write(self.0); unsafe { f(self.obj_mut()) } } // SAFETY: [O2]
    pub fn args(self) -> &'static [Value] { Tuple(self.obj().args).items() }
    /// A fresh exception of built-in class `t` with these args; fields are set as the class's `__init__` would from args.
    pub fn new(cx: &mut Cx, t: T, args: &[Value]) -> Exc {
        let a = cx.tuple(args);
        let e = Exc(cx.alloc_type(t));
        unsafe { e.obj_mut().args = a; e.obj_mut().suppress = Value::FALSE; } // SAFETY: fresh
        crate::exc_methods::fill(cx, e, t);
        e
    }
}
macro_rules! raisers { ($($name:ident $t:ident)*) => { impl Cx { $(
    #[cold]
    pub fn $name(&mut self, msg: impl AsRef<str>) -> Raised { self.raise(T::$t, msg.as_ref()) }
)* } } }
raisers! { type_error TypeError value_error ValueError index_error IndexError overflow_error OverflowError zero_division ZeroDivisionError runtime_error RuntimeError
    not_implemented NotImplementedError lookup_error LookupError buffer_error BufferError assertion_error AssertionError recursion_error RecursionError system_error SystemError eof_error EOFError reference_error ReferenceError }
impl Cx {
    /// Raises a new exception of a built-in class with one message argument. Returns the proof to put in Err.
    #[cold]
    pub fn raise(&mut self, t: T, msg: &str) -> Raised { let m = self.str(msg); self.raise_args(t, &[m]) }
    #[cold]
    pub fn raise_args(&mut self, t: T, args: &[Value]) -> Raised { let e = Exc::new(self, t, args); self.raise_value(e.0) }
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised { self.raise_args(T::KeyError, &[key]) }
    #[cold]
    pub fn stop_iteration(&mut self, v: Value) -> Raised {
        let e = if v.is_undef() || v.is_none() { Exc::new(self, T::StopIteration, &[]) } else { Exc::new(self, T::StopIteration, &[v]) };
        e.update(self, |o| o.fields[0] = if v.is_undef() { Value::NONE } else { v });
        self.raise_value(e.0)
    }
    #[cold]
    pub fn memory_error(&mut self) -> Raised { let e = self.rt.memory_error; self.raise_value(e) }
    #[cold]
    pub fn attribute_error(&mut self, obj: Value, name: Value, msg: &str) -> Raised {
        let m = self.str(msg);
        let e = Exc::new(self, T::AttributeError, &[m]);
        e.update(self, |o| { o.fields[0] = name; o.fields[1] = obj });
        self.raise_value(e.0)
    }
    #[cold]
    pub fn attribute_error_plain(&mut self, msg: &str) -> Raised { self.raise(T::AttributeError, msg) }
    #[cold]
    pub fn name_error(&mut self, t: T, name: Value, msg: &str) -> Raised {
        let m = self.str(msg);
        let e = Exc::new(self, t, &[m]);
        if t == T::NameError { e.update(self, |o| o.fields[0] = name) }
        self.raise_value(e.0)
    }
    /// OSError (or the subclass for the errno) for an I/O error.
    #[cold]
    pub fn os_error(&mut self, errno: i32, filename: Option<Value>) -> Raised {
        let t = crate::exc_methods::os_class(errno as i64);
        let text = unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)) }.to_string_lossy().into_owned(); // SAFETY: strerror returns a valid C string
        let (n, s) = (Value::small(errno as i64), self.str(&text));
        let e = Exc::new(self, t, &[n, s]);
        e.update(self, |o| { o.fields[0] = n; o.fields[1] = s; o.fields[2] = filename.and_then(|f| f.opt_none()).unwrap_or(Value::UNDEF) });
        self.raise_value(e.0)
    }
    pub fn io_error(&mut self, e: &std::io::Error, filename: Option<Value>) -> Raised { self.os_error(e.raw_os_error().unwrap_or(libc::EIO), filename) }
    /// Is the pending exception an instance of built-in class `t`?
    pub fn pending_is(&mut self, t: T) -> bool { let p = self.pending; p.is_ref() && self.class_of(p).is_subclass_of(self.class(t).0) }
    /// Takes the pending exception, leaving none.
    pub fn take_pending(&mut self) -> Value { std::mem::replace(&mut self.pending, Value::UNDEF) }
    pub fn clear_pending(&mut self) { self.pending = Value::UNDEF }
    /// Ok(Some), or Ok(None) where exactly `t` (or a subclass) was raised.
    pub fn catch<V>(&mut self, r: crate::native::R<V>, t: T) -> crate::native::R<Option<V>> {
        match r { Ok(v) => Ok(Some(v)), Err(e) => if self.pending_is(t) { self.clear_pending(); Ok(None) } else { Err(e) } }
    }
    /// Makes `e` (an exception instance) the pending one; its context becomes the exception being handled.
    #[cold]
    pub fn raise_value(&mut self, e: Value) -> Raised {
        let h = self.handled;
        if h.is_ref() && h != e {
            // break a cycle as CPython does: if e is already in h's context chain, cut it there
            let mut o = h;
            // (the chain may be a cycle without e: a second pointer at half speed notices)
            let (mut slow, mut step) = (h, false);
            while let Some(x) = Exc::from(o) {
                let c = x.raw().context;
                if c == e { x.update(self, |o| o.context = Value::UNDEF); break; }
                o = c;
                if o == slow { break; }
                if step { slow = Exc::from(slow).map_or(Value::UNDEF, |s| s.raw().context) }
                step = !step;
            }
            if let Some(x) = Exc::from(e) { x.update(self, |o| o.context = h) }
        }
        self.pending = e;
        Raised
    }
}
