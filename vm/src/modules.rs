//! Native modules: the table of names and how each is filled.
//!
//! To add a module: write `modules/NAME.rs` with `pub fn init(cx, m: Module) -> R<()>`, declare it here and add its row.
pub mod cmath;
pub mod bz2;
pub mod datetime;
pub mod lzma;
pub mod streams;
pub mod decimal;
pub mod abc;
pub mod errno;
pub mod io;
pub mod math;
pub mod pyexpat;
pub mod random;
pub mod osys;
pub mod posix;
pub mod resource;
pub mod seqtype;
pub mod signal;
pub mod thread;
pub mod sys;
pub mod binascii;
pub mod blake2;
pub mod codecs;
pub mod csv;
pub mod hashes;
pub mod json;
pub mod sre;
pub mod string;
pub mod structs;
pub mod unicodedata;
pub mod traceback;
pub mod warnings;
pub mod zlib;
pub mod syslog;
pub mod time;
pub mod weakref;
pub mod marshal;
pub mod socket;
pub mod array;
pub mod ast;
pub mod bisect;
pub mod collections;
pub mod deque;
pub mod functools;
pub mod heapq;
pub mod operator;
pub mod itertools;
pub mod itertools_comb;
pub mod itertools_group;
pub mod itertools_pickle;
pub mod atexit;
pub mod contextvars;
pub mod fault;
pub mod fcntl;
pub mod gc_module;
pub mod locale;
pub mod lsprof;
pub mod select;
pub mod small;
pub mod thread_types;
pub mod users;
pub mod imp;
pub mod mmap;
pub mod multiprocessing;
pub mod apart;
pub mod pickle;

use crate::cx::Cx;
use crate::func::Module;
use crate::native::R;

pub type Init = fn(&mut Cx, Module) -> R<()>;
/// Rows: module name, initialiser (run at first import).
pub const TABLE: &[(&str, Init)] = &[
    ("cmath", cmath::init),
    ("math", math::init),
    ("_fora_traceback", traceback::init),
    ("_warnings", warnings::init),
    ("_random", random::init),
    ("_abc", abc::init),
    ("itertools", itertools::init),
    ("_imp", imp::init),
    ("_collections", collections::init),
    ("_functools", functools::init),
    ("_operator", operator::init),
    ("_heapq", heapq::init),
    ("_bisect", bisect::init),
    ("array", array::init),
    ("_fora_ast", ast::init),
    ("_lsprof", lsprof::init),
    ("pyexpat", pyexpat::init),
    ("syslog", syslog::init),
    ("_io", io::init),
    ("unicodedata", unicodedata::init),
    ("_codecs", codecs::init),
    ("binascii", binascii::init),
    ("_json", json::init),
    ("_csv", csv::init),
    ("zlib", zlib::init),
    ("_md5", hashes::init_md5),
    ("_hashlib", hashes::init_hashlib),
    ("_sha1", hashes::init_sha1),
    ("_sha2", hashes::init_sha2),
    ("_sha3", hashes::init_sha3),
    ("_blake2", hashes::init_blake2),
    ("_sre", sre::init),
    ("_string", string::init),
    ("_struct", structs::init),
    ("_posixsubprocess", posix::spawn::init_subprocess),
    ("_signal", signal::init),
    ("_weakref", weakref::init),
    ("errno", errno::init),
    ("posix", posix::init),
    ("resource", resource::init),
    ("time", time::init),
    ("_contextvars", contextvars::init),
    ("_imp", small::init_imp),
    ("_locale", locale::init),
    ("_opcode", small::init_opcode),
    ("_thread", thread_types::init),
    ("_tracemalloc", small::init_tracemalloc),
    ("_socket", socket::init),
    ("atexit", atexit::init),
    ("marshal", marshal::init),
    ("faulthandler", fault::init),
    ("fcntl", fcntl::init_fcntl),
    ("gc", gc_module::init),
    ("grp", users::init_grp),
    ("pwd", users::init_pwd),
    ("select", select::init),
    ("termios", fcntl::init_termios),
    ("_datetime", datetime::init),
    ("_decimal", decimal::init),
    ("_bz2", bz2::init),
    ("_lzma", lzma::init),
    ("mmap", mmap::init),
    ("_multiprocessing", multiprocessing::init),
    ("_pickle", pickle::init),
    ("_fora_apart", apart::init),
    ("_posixshmem", multiprocessing::init_shm),
];

/// A new exception class `module.name` derived from built-in `base`, for native modules.
pub fn new_exception(cx: &mut Cx, module: &str, name: &str, base: crate::types::T) -> R {
    let d = crate::dict::Dict::new(cx);
    let m = cx.intern(module);
    cx.dict_set(d, "__module__", m);
    let (n, b) = (cx.intern(name), cx.class(base).0);
    let bases = cx.tuple(&[b]);
    let t = cx.class(crate::types::T::Type).0;
    cx.call(t, &[n, bases, d.0])
}
