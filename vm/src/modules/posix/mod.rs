//! `posix`: what `os` stands on. `stat` file status, `files` paths and descriptors, `dir` listings, `process` processes, `info` the system.
pub mod consts;
pub mod dir;
pub mod files;
pub mod fsops;
pub mod info;
pub mod process;
pub mod spawn;
pub mod stat;

use crate::cx::Cx;
use crate::func::Module;
use crate::modules::seqtype;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    for f in [stat::FUNCS, files::FUNCS, fsops::FUNCS, dir::FUNCS, process::FUNCS, spawn::FUNCS, info::FUNCS] { m.add_functions(cx, f) }
    for (n, v) in consts::CONSTS { let v = cx.int(*v); m.set(cx, n, v) }
    for (n, s) in [("stat_result", &stat::STAT), ("statvfs_result", &stat::STATVFS), ("times_result", &process::TIMES), ("uname_result", &info::UNAME), ("terminal_size", &info::TERMSIZE), ("sched_param", &process::SCHED_PARAM), ("waitid_result", &process::WAITID)] { let c = seqtype::class(cx, s); m.set(cx, n, c) }
    let (d, e) = (cx.class(T::DirEntry).0, cx.class(T::OSError).0);
    m.set(cx, "DirEntry", d);
    m.set(cx, "error", e);
    let env = info::environ(cx)?;
    m.set(cx, "environ", env);
    let mut v = VVec::new();
    for n in consts::HAVE { let s = cx.str(n); v.push(s) }
    let l = cx.list(&v);
    m.set(cx, "_have_functions", l);
    for (name, table) in [("pathconf_names", consts::PATHCONF), ("confstr_names", consts::CONFSTR), ("sysconf_names", consts::SYSCONF)] {
        let d = cx.dict();
        for (k, n) in table { cx.dict_set(d, k, Value::small(*n)) }
        m.set(cx, name, d.0);
    }
    Ok(())
}
