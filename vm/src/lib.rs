//! The virtual machine: values, heap objects, types, builtins, native modules, interpreter.
//!
//! Read in this order: `value`, `object`, `cx`, `native` (how Rust code appears in Python), `types`/`type_table`, `shape`, `class`,
//! `attr`, `abs` (protocols), `call`, `interp`.
pub mod abs;
pub mod builtins_num;
pub mod attr;
pub mod awaiting;
pub mod builtins;
pub mod builtins_io;
pub mod builtins_iter;
pub mod builtins_site;
pub mod builtins_text;
pub mod bytearray;
pub mod bytes;
pub mod bytes_methods;
pub mod call;
pub mod class;
pub mod code_cache;
pub mod codec;
pub mod codec_errors;
pub mod codec_escape;
pub mod compile;
pub mod complex;
pub mod complex_methods;
pub mod construct;
pub mod consts;
pub mod cx;
pub mod descriptors;
pub mod dict;
pub mod dict_methods;
pub mod dict_views;
pub mod exc;
pub mod exc_group;
pub mod exc_methods;
pub mod fatal;
pub mod fiber;
pub mod float;
pub mod fmt;
pub mod fmt_quick;
pub mod frames;
pub mod float_methods;
pub mod func;
pub mod gc;
pub mod gen;
pub mod gen_async;
pub mod gen_methods;
pub mod generic_alias;
pub mod hash;
pub mod import;
pub mod import_hooks;
pub mod int;
pub mod int_arith;
pub mod int_methods;
pub mod intern;
pub mod interp;
pub mod iter;
pub mod iter_methods;
pub mod list;
pub mod list_methods;
pub mod list_sort;
pub mod memoryview;
pub mod modules;
pub mod native;
pub mod num;
pub mod object;
pub mod observe;
pub mod packing;
pub mod par;
pub mod percent;
pub mod port;
pub mod range;
pub mod report;
pub mod run;
pub mod safepoint;
pub mod set;
pub mod set_methods;
pub mod shape;
pub mod slice;
pub mod sre;
pub mod statics;
pub mod stdio;
pub mod stdlib_names;
pub mod str;
pub mod suggest;
pub mod str_case;
pub mod str_methods;
pub mod str_search;
pub mod structseq;
pub mod text_args;
pub mod layout;
pub mod tier;
pub mod tuple;
pub mod type_table;
pub mod types;
pub mod types_core;
pub mod types_func;
pub mod types_trace;
pub mod types_type;
pub mod typing;
pub mod union_type;
pub mod value;
pub mod vvec;
pub mod warn;
pub mod weak;
pub mod workers;
pub mod wtf8;

pub use cx::Cx;
pub use native::{Raised, R};
pub use types::T;
pub use value::Value;

/// Finds a standard library module: path, source, whether it is a package.
pub type Stdlib = fn(&str) -> Option<(String, Vec<u8>, bool)>;
/// Options of a run, from the command line and the environment.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub optimize: u8,
    pub hash_seed: u64,
    /// finds the source of a standard library module: (path, source bytes, is_package)
    pub stdlib: Option<Stdlib>,
    /// The same, compiled while the program was built: file, Fora IR, whether a package.
    pub stdlib_code: Option<Stdlib>,
    /// Contents of a file of the library by its path.
    pub stdlib_file: Option<fn(&str) -> Option<Vec<u8>>>,
    /// Names of the library's modules, each with whether it is a package.
    pub stdlib_names: Option<fn() -> Vec<(&'static str, bool)>>,
    /// -W filters and PYTHONWARNINGS
    pub warnings: Vec<String>,
    /// -X options
    pub xoptions: Vec<String>,
    pub interactive: bool,
    /// `sys.flags` that are not at their default
    pub flags: Vec<(&'static str, i64)>,
    /// standard descriptors that were closed when the process began
    pub closed: [bool; 3],
    pub quiet: bool,
}

/// Runs exit handlers; returns the status to exit with.
pub fn at_exit(cx: &mut Cx, status: i32) -> i32 {
    // threads that are not daemons are waited for, then callbacks run
    let modules = dict::Dict(cx.rt.modules);
    if let Some(m) = cx.dict_get(modules, "threading") {
        let r = cx.lookup_attr(m, "_shutdown");
        if let Ok(Some(f)) = r { if cx.call(f, &[]).is_err() { let e = cx.take_pending(); report::unraisable(cx, e, "Exception ignored in: ", m) } }
        cx.clear_pending();
    }
    modules::atexit::run(cx);
    finalize_all(cx);
    status
}
/// What the end of the modules does in CPython: `__del__` methods and suspended generators have their last word, oldest first. Files
/// are left to `stdio::finish`, which also knows those that are still written to.
fn finalize_all(cx: &mut Cx) {
    cx.rt.finalizing.store(true, std::sync::atomic::Ordering::Relaxed);
    // finalisers may make more
    for _ in 0..16 {
        let list = cx.m.take_finalizable();
        for h in list {
            let v = Value(h.as_ptr() as u64);
            if !matches!(v.kind(), T::FileIO | T::TextIOWrapper | T::BufferedReader | T::BufferedWriter | T::BufferedRandom) || cx.class_of(v) != cx.class(v.kind()) { cx.rt.finalizers.lock().unwrap_or_else(|e| e.into_inner()).push_back(v) }
        }
        if cx.rt.finalizers.lock().unwrap_or_else(|e| e.into_inner()).is_empty() { break; }
        if safepoint::run(cx).is_err() { cx.clear_pending() }
    }
}
