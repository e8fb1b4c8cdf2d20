//! posix_spawn, and the fork_exec of `_posixsubprocess`.
//!
//! [SP1] between fork and exec the child calls only async-signal-safe functions on memory prepared before the fork — unless a
//! `preexec_fn` is given, which runs Python code in the child as CPython does.
#![allow(unsafe_code)] // [SP1]
use super::process::{c_list, env_list, pointers};
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::{self, c_int, errno};
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use std::ffi::CString;

fn posix_spawn(cx: &mut Cx, a: &[Value], search: bool) -> R {
    crate::modules::io::registry::settle(cx, None)?;
    let name = if search { "posix_spawnp" } else { "posix_spawn" };
    let p = osys::path(cx, name, a[0])?;
    if !a[1].is(T::List) && !a[1].is(T::Tuple) { return Err(cx.type_error(format!("{name}: argv must be a tuple or list"))); }
    let args = c_list(cx, a[1])?;
    if args.is_empty() { return Err(cx.value_error(format!("{name}: argv must not be empty"))); }
    let env = if a[2].is_none() { None } else { Some(env_list(cx, a[2])?) };
    enum Act { Open(i32, CString, i32, u32), Close(i32), Dup2(i32, i32) }
    let mut acts = vec![];
    if let Some(v) = a[3].opt_none() {
        for x in cx.collect(v)?.iter() {
            let Some(t) = Tuple::from(*x).map(Tuple::items) else { return Err(cx.type_error("Each file_actions element must be a non-empty tuple")) };
            let Some(k) = t.first() else { return Err(cx.type_error("Each file_actions element must be a non-empty tuple")) };
            match (c_int(cx, *k)?, &t[1..]) {
                (0, [f, p, o, m]) => { let p = super::process::c_text(cx, *p)?; acts.push(Act::Open(c_int(cx, *f)?, p, c_int(cx, *o)?, c_int(cx, *m)? as u32)) }
                (1, [f]) => acts.push(Act::Close(c_int(cx, *f)?)),
                (2, [f, g]) => acts.push(Act::Dup2(c_int(cx, *f)?, c_int(cx, *g)?)),
                (0..=2, _) => return Err(cx.type_error("A file_actions element has the wrong number of items")),
                _ => return Err(cx.type_error("Unknown file_actions identifier")),
            }
        }
    }
    let setpgroup = match a[4].opt() { Some(v) => Some(c_int(cx, v)?), None => None };
    let (resetids, setsid) = (osys::opt_bool(cx, a[5], false)?, osys::opt_bool(cx, a[6], false)?);
    let sigs = |cx: &mut Cx, v: Value| -> R<Option<libc::sigset_t>> { match v.opt() { None => Ok(None), Some(v) => { let mut s: libc::sigset_t = unsafe { std::mem::zeroed() }; for x in cx.collect(v)?.iter() { let n = c_int(cx, *x)?; unsafe { libc::sigaddset(&mut s, n) }; } Ok(Some(s)) } } }; // SAFETY: set on this stack
    let (mask, def) = (sigs(cx, a[7])?, sigs(cx, a[8])?);
    // SAFETY: libc objects on this stack, C strings alive
    let (e, pid) = unsafe {
        let mut fa: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        let mut at: libc::posix_spawnattr_t = std::mem::zeroed();
        libc::posix_spawn_file_actions_init(&mut fa);
        libc::posix_spawnattr_init(&mut at);
        for x in &acts { match x { Act::Open(f, p, o, m) => libc::posix_spawn_file_actions_addopen(&mut fa, *f, p.as_ptr(), *o, *m), Act::Close(f) => libc::posix_spawn_file_actions_addclose(&mut fa, *f), Act::Dup2(f, g) => libc::posix_spawn_file_actions_adddup2(&mut fa, *f, *g) }; }
        let mut flags = 0;
        if let Some(g) = setpgroup { libc::posix_spawnattr_setpgroup(&mut at, g); flags |= libc::POSIX_SPAWN_SETPGROUP }
        if resetids { flags |= libc::POSIX_SPAWN_RESETIDS }
        if setsid { flags |= 0x80 }
        if let Some(s) = mask { libc::posix_spawnattr_setsigmask(&mut at, &s); flags |= libc::POSIX_SPAWN_SETSIGMASK }
        if let Some(s) = def { libc::posix_spawnattr_setsigdefault(&mut at, &s); flags |= libc::POSIX_SPAWN_SETSIGDEF }
        libc::posix_spawnattr_setflags(&mut at, flags as libc::c_short);
        let (av, mut pid) = (pointers(&args), 0);
        let ev = env.as_ref().map(|e| pointers(e));
        let ep = ev.as_ref().map_or(environ_ptr(), |v| v.as_ptr());
        let f = if search { libc::posix_spawnp } else { libc::posix_spawn };
        let e = f(&mut pid, p.ptr(), &fa, &at, av.as_ptr() as *const *mut libc::c_char, ep as *const *mut libc::c_char);
        libc::posix_spawn_file_actions_destroy(&mut fa);
        libc::posix_spawnattr_destroy(&mut at);
        (e, pid)
    };
    if e != 0 { return Err(cx.os_error(e, Some(p.value))); }
    Ok(Value::small(pid as i64))
}
extern "C" { static environ: *const *const libc::c_char; }
fn environ_ptr() -> *const *const libc::c_char { unsafe { environ } } // SAFETY: the C library's variable
const SIG: &str = "path, argv, env, /, *, file_actions=(), setpgroup=?, resetids=False, setsid=False, setsigmask=?, setsigdef=?, scheduler=?";
pub const FUNCS: &[Def] = &[def("posix_spawn", SIG, |cx, a| posix_spawn(cx, a, false)), def("posix_spawnp", SIG, |cx, a| posix_spawn(cx, a, true))];

/// Everything the child needs, prepared before the fork.
struct Child { exec: Vec<CString>, argv: Vec<CString>, env: Option<Vec<CString>>, cwd: Option<CString>, keep: Vec<i32>, close_fds: bool, p2c: (i32, i32), c2p: (i32, i32), err: (i32, i32), report: (i32, i32), restore: bool, setsid: bool, pgid: i32, gid: Option<u32>, groups: Option<Vec<u32>>, uid: Option<u32>, umask: i32 }
/// fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, process_group, gid, extra_groups, uid, umask, preexec_fn, allow_vfork)
fn fork_exec(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[0]);
    crate::modules::io::registry::settle_all_first(cx, fork_exec)?;
    if args.len() != 23 { let n = args.len(); return Err(cx.type_error(format!("fork_exec expected 23 arguments, got {n}"))); }
    let argv = c_list(cx, args[0])?;
    let exec = c_list(cx, args[1])?;
    let close_fds = cx.truth(args[2])?;
    let mut keep = vec![];
    let Some(fds) = Tuple::from(args[3]) else { return Err(cx.type_error("fds_to_keep must be a tuple")) };
    let mut last = -1;
    for x in fds.items() { let n = cx.index_i64(*x)?; if n <= last || n > i32::MAX as i64 { return Err(cx.value_error("bad value(s) in fds_to_keep")); } last = n; keep.push(n as i32) }
    let cwd = match args[4].opt_none() { Some(v) => Some(super::process::c_text(cx, v)?), None => None };
    let env = match args[5].opt_none() { Some(v) => Some(c_list(cx, v)?), None => None };
    let mut n = [0i32; 8];
    for i in 0..8 { n[i] = c_int(cx, args[6 + i])? }
    let (restore, setsid, pgid) = (cx.truth(args[14])?, cx.truth(args[15])?, c_int(cx, args[16])?);
    let id = |cx: &mut Cx, v: Value| -> R<Option<u32>> { match v.opt_none() { Some(v) => Ok(Some(cx.index_i64(v)? as u32)), None => Ok(None) } };
    let gid = id(cx, args[17])?;
    let groups = match args[18].opt_none() { Some(v) => { let mut g = vec![]; for x in cx.collect(v)?.iter() { g.push(cx.index_i64(*x)? as u32) } Some(g) } None => None };
    let uid = id(cx, args[19])?;
    let umask = c_int(cx, args[20])?;
    let pre = args[21];
    let c = Child { exec, argv, env, cwd, keep, close_fds, p2c: (n[0], n[1]), c2p: (n[2], n[3]), err: (n[4], n[5]), report: (n[6], n[7]), restore, setsid, pgid, gid, groups, uid, umask };
    let (av, ev) = (pointers(&c.argv), c.env.as_ref().map(|e| pointers(e)));
    if !pre.is_none() { super::process::run_hooks(cx, "fork.before", true) }
    let quiet = if pre.is_none() { None } else { crate::par::pool::quiet_threads(cx) };
    let pid = unsafe { libc::fork() }; // SAFETY: [SP1]
    let e = errno();
    drop(quiet);
    if pid == 0 {
        if !pre.is_none() { super::process::after_fork_child(cx) }
        child(cx, &c, &av, ev.as_deref(), pre);
    }
    if !pre.is_none() { super::process::run_hooks(cx, "fork.parent", false) }
    if pid < 0 { return Err(cx.os_error(e, None)); }
    Ok(Value::small(pid as i64))
}
/// Runs in the child; never returns.
fn child(cx: &mut Cx, c: &Child, av: &[*const libc::c_char], ev: Option<&[*const libc::c_char]>, pre: Value) -> ! {
    let mut stage = "noexec";
    // SAFETY: [SP1]
    unsafe {
        let mut go = || -> Result<(), ()> {
            let ok = |r: i32| if r < 0 { Err(()) } else { Ok(()) };
            for fd in &c.keep { if *fd != c.report.1 { super::files::set_inheritable(*fd, true); } }
            for fd in [c.p2c.1, c.c2p.0, c.err.0] { if fd != -1 { ok(libc::close(fd))? } }
            let (mut c2pw, mut errw) = (c.c2p.1, c.err.1);
            libc::close(c.report.0);
            if c2pw == 0 { c2pw = libc::dup(c2pw); ok(c2pw)?; super::files::set_inheritable(c2pw, false); }
            while errw == 0 || errw == 1 { errw = libc::dup(errw); ok(errw)?; super::files::set_inheritable(errw, false); }
            for (fd, to) in [(c.p2c.0, 0), (c2pw, 1), (errw, 2)] { if fd == to { ok(super::files::set_inheritable(fd, true))? } else if fd != -1 { ok(libc::dup2(fd, to))? } }
            if let Some(d) = &c.cwd { ok(libc::chdir(d.as_ptr()))? }
            if c.umask >= 0 { libc::umask(c.umask as u32); }
            if c.restore { for s in [libc::SIGPIPE, libc::SIGXFSZ] { libc::signal(s, libc::SIG_DFL); } }
            if c.setsid { ok(libc::setsid())? }
            if c.pgid >= 0 { ok(libc::setpgid(0, c.pgid))? }
            if let Some(g) = &c.groups { ok(libc::setgroups(g.len(), g.as_ptr()))? }
            if let Some(g) = c.gid { ok(libc::setregid(g, g))? }
            if let Some(u) = c.uid { ok(libc::setreuid(u, u))? }
            stage = "";
            Ok(())
        };
        if go().is_err() { report(c.report.1, "OSError", errno(), stage) }
        if !pre.is_none() && cx.call(pre, &[]).is_err() { report(c.report.1, "SubprocessError", 0, "Exception occurred in preexec_fn.") }
        if c.close_fds { close_others(&c.keep, c.report.1) }
        let mut saved = 0;
        for e in &c.exec {
            match ev { Some(v) => libc::execve(e.as_ptr(), av.as_ptr(), v.as_ptr()), None => libc::execv(e.as_ptr(), av.as_ptr()) };
            let n = errno();
            if n != libc::ENOENT && n != libc::ENOTDIR && saved == 0 { saved = n }
        }
        report(c.report.1, "OSError", if saved != 0 { saved } else { errno() }, "")
    }
}
unsafe fn close_others(keep: &[i32], report: i32) {
    let mut from = 3u32;
    let mut list: Vec<i32> = keep.to_vec();
    list.push(report);
    list.sort_unstable();
    for k in list { if k < from as i32 { continue; } if k as u32 > from { close_range(from, k as u32 - 1) } from = k as u32 + 1 }
    close_range(from, u32::MAX);
}
unsafe fn close_range(a: u32, b: u32) {
    if libc::syscall(libc::SYS_close_range, a, b, 0) == 0 { return; }
    let max = libc::sysconf(libc::_SC_OPEN_MAX).clamp(256, 65536) as u32;
    for f in a..=b.min(max) { libc::close(f as i32); }
}
/// Tells the parent what went wrong, as `subprocess` reads it, and ends the child.
unsafe fn report(fd: i32, class: &str, e: i32, text: &str) -> ! {
    let msg = format!("{class}:{:x}:{text}", e);
    libc::write(fd, msg.as_ptr() as *const libc::c_void, msg.len());
    libc::_exit(255)
}
const SUB: &[Def] = &[def("fork_exec", "*args", fork_exec)];
/// `_posixsubprocess`
pub fn init_subprocess(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, SUB); Ok(()) }
