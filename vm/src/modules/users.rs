//! `pwd` and `grp`: the user and group databases.
#![allow(unsafe_code)] // libc's static records, copied at once (one thread runs Python code)
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys;
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;
use std::ffi::{CStr, CString};

static PASSWD: Spec = Spec { name: "pwd.struct_passwd", fields: &["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"], visible: 7, callable: true };
static GROUP: Spec = Spec { name: "grp.struct_group", fields: &["gr_name", "gr_passwd", "gr_gid", "gr_mem"], visible: 4, callable: true };
unsafe fn text(cx: &mut Cx, p: *const libc::c_char) -> Value { if p.is_null() { return Value::NONE; } let b = CStr::from_ptr(p).to_bytes().to_vec(); osys::fs_decode(cx, &b) }
unsafe fn passwd(cx: &mut Cx, p: *const libc::passwd) -> Value {
    let p = &*p;
    let v = [text(cx, p.pw_name), text(cx, p.pw_passwd), Value::small(p.pw_uid as i64), Value::small(p.pw_gid as i64), text(cx, p.pw_gecos), text(cx, p.pw_dir), text(cx, p.pw_shell)];
    seqtype::make(cx, &PASSWD, &v)
}
unsafe fn group(cx: &mut Cx, g: *const libc::group) -> Value {
    let g = &*g;
    let l = List::new(cx);
    let mut m = g.gr_mem;
    while !m.is_null() && !(*m).is_null() { let t = text(cx, *m); l.push(cx, t); m = m.add(1) }
    let v = [text(cx, g.gr_name), text(cx, g.gr_passwd), Value::small(g.gr_gid as i64), l.0];
    seqtype::make(cx, &GROUP, &v)
}
fn name_arg(cx: &mut Cx, f: &str, v: Value) -> R<CString> { let s = osys::text(cx, f, "", v)?; let b = osys::fs_encode(cx, s)?; match CString::new(b) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null byte")) } }
fn id_arg(cx: &mut Cx, v: Value) -> R<i64> { if v.is(T::Float) { return Err(cx.type_error("an integer is required (got type float)")); } cx.index_i64(v) }
fn getpwuid(cx: &mut Cx, a: &[Value]) -> R { let n = id_arg(cx, a[0])?; let p = if (-1..=u32::MAX as i64).contains(&n) { unsafe { libc::getpwuid(n as u32) } } else { std::ptr::null_mut() }; if p.is_null() { let m = cx.string(format!("getpwuid(): uid not found: {n}")); return Err(cx.key_error(m)); } Ok(unsafe { passwd(cx, p) }) } // SAFETY: libc's record
fn getpwnam(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, "getpwnam", a[0])?; let p = unsafe { libc::getpwnam(n.as_ptr()) }; if p.is_null() { let r = cx.repr_string(a[0])?; let m = cx.string(format!("getpwnam(): name not found: {r}")); return Err(cx.key_error(m)); } Ok(unsafe { passwd(cx, p) }) } // SAFETY: libc's record
fn getpwall(cx: &mut Cx, _: &[Value]) -> R { let l = List::new(cx); unsafe { libc::setpwent(); loop { let p = libc::getpwent(); if p.is_null() { break; } let v = passwd(cx, p); l.push(cx, v) } libc::endpwent() } Ok(l.0) } // SAFETY: libc's records
fn getgrgid(cx: &mut Cx, a: &[Value]) -> R { let n = id_arg(cx, a[0])?; let p = if (-1..=u32::MAX as i64).contains(&n) { unsafe { libc::getgrgid(n as u32) } } else { std::ptr::null_mut() }; if p.is_null() { let m = cx.string(format!("getgrgid(): gid not found: {n}")); return Err(cx.key_error(m)); } Ok(unsafe { group(cx, p) }) } // SAFETY: libc's record
fn getgrnam(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, "getgrnam", a[0])?; let p = unsafe { libc::getgrnam(n.as_ptr()) }; if p.is_null() { let r = cx.repr_string(a[0])?; let m = cx.string(format!("getgrnam(): name not found: {r}")); return Err(cx.key_error(m)); } Ok(unsafe { group(cx, p) }) } // SAFETY: libc's record
extern "C" { fn setgrent(); fn endgrent(); fn getgrent() -> *const libc::group; }
fn getgrall(cx: &mut Cx, _: &[Value]) -> R { let l = List::new(cx); unsafe { setgrent(); loop { let p = getgrent(); if p.is_null() { break; } let v = group(cx, p); l.push(cx, v) } endgrent() } Ok(l.0) } // SAFETY: libc's records
const PWD: &[Def] = &[def("getpwuid", "uidobj, /", getpwuid), def("getpwnam", "name, /", getpwnam), def("getpwall", "", getpwall)];
const GRP: &[Def] = &[def("getgrgid", "id", getgrgid), def("getgrnam", "name", getgrnam), def("getgrall", "", getgrall)];
pub fn init_pwd(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, PWD); let c = seqtype::class(cx, &PASSWD); m.set(cx, "struct_passwd", c); Ok(()) }
pub fn init_grp(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, GRP); let c = seqtype::class(cx, &GROUP); m.set(cx, "struct_group", c); Ok(()) }
