//! Names of hosts and services, and number conversions.
use super::address::Addr;
use crate::cx::Cx;
use crate::list::List;
use crate::modules::osys::{self, blocking, c_int, errno, opt_int};
use crate::native::{def, Def, Raised, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::ffi::{CStr, CString};

fn text_of(p: *const libc::c_char) -> String { if p.is_null() { String::new() } else { unsafe { CStr::from_ptr(p) }.to_string_lossy().into_owned() } } // SAFETY: libc's string
fn gai_error(cx: &mut Cx, e: i32) -> Raised {
    if e == libc::EAI_SYSTEM { let n = errno(); return cx.os_error(n, None); }
    let c = cx.static_get("socket.gaierror").unwrap_or(cx.class(T::OSError).0);
    let m = text_of(unsafe { libc::gai_strerror(e) }); // SAFETY: libc's string
    let m = cx.string(m);
    match cx.call(c, &[Value::small(e as i64), m]) { Ok(x) => cx.raise_value(x), Err(r) => r }
}
pub fn host_bytes(cx: &mut Cx, v: Value) -> R<Vec<u8>> {
    if let Some(s) = Str::from(v) {
        if s.is_ascii() { return Ok(s.bytes().to_vec()); }
        let e = cx.str("idna");
        let b = cx.call_method(v, "encode", &[e])?;
        return Ok(crate::bytes::get(b).to_vec());
    }
    if v.is(T::Bytes) { return Ok(crate::bytes::get(v).to_vec()); }
    let t = cx.type_name(v);
    Err(cx.type_error(format!("str, bytes or bytearray expected, not {t}")))
}
struct Info(*mut libc::addrinfo);
impl Drop for Info { fn drop(&mut self) { if !self.0.is_null() { unsafe { libc::freeaddrinfo(self.0) } } } } // SAFETY: getaddrinfo's result, once
fn lookup(cx: &mut Cx, host: Option<&CString>, port: Option<&CString>, hints: libc::addrinfo) -> R<Info> {
    let mut out: *mut libc::addrinfo = std::ptr::null_mut();
    let (h, p) = (host.map_or(std::ptr::null(), |c| c.as_ptr()), port.map_or(std::ptr::null(), |c| c.as_ptr()));
    let e = blocking(cx, || unsafe { libc::getaddrinfo(h, p, &hints, &mut out) }); // SAFETY: C strings and structs on this stack
    if e != 0 { return Err(gai_error(cx, e)); }
    Ok(Info(out))
}
fn c_string(cx: &mut Cx, b: &[u8]) -> R<CString> { match CString::new(b) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null character")) } }
fn hints(family: i32, ty: i32, proto: i32, flags: i32) -> libc::addrinfo { let mut h: libc::addrinfo = unsafe { std::mem::zeroed() }; h.ai_family = family; h.ai_socktype = ty; h.ai_protocol = proto; h.ai_flags = flags; h } // SAFETY: plain C struct
/// The first address of a host; "" is any, "<broadcast>" the broadcast address.
pub fn resolve_one(cx: &mut Cx, host: &[u8], family: i32) -> R<Addr> {
    if host == b"<broadcast>" && family == libc::AF_INET { return resolve_one(cx, b"255.255.255.255", family); }
    let c = c_string(cx, host)?;
    let r = if host.is_empty() { let p = c"0".to_owned(); lookup(cx, None, Some(&p), hints(family, libc::SOCK_DGRAM, 0, libc::AI_PASSIVE))? } else { lookup(cx, Some(&c), None, hints(family, 0, 0, 0))? };
    let i = unsafe { &*r.0 }; // SAFETY: a result has at least one entry
    Ok(Addr::from_raw(i.ai_addr, i.ai_addrlen))
}
fn getaddrinfo(cx: &mut Cx, a: &[Value]) -> R {
    let host = match a[0].opt_none() { None => None, Some(v) => { let b = host_bytes(cx, v)?; Some(c_string(cx, &b)?) } };
    let port = match a[1].opt_none() {
        None => None,
        Some(v) if v.is(T::Int) => { let n = cx.index_i64(v)?; Some(c_string(cx, n.to_string().as_bytes())?) }
        Some(v) if v.is(T::Str) || v.is(T::Bytes) => { let b = host_bytes(cx, v)?; Some(c_string(cx, &b)?) }
        Some(_) => return Err(cx.raise(T::OSError, "Int or String expected")),
    };
    let h = hints(opt_int(cx, a[2], 0)?, opt_int(cx, a[3], 0)?, opt_int(cx, a[4], 0)?, opt_int(cx, a[5], 0)?);
    let r = lookup(cx, host.as_ref(), port.as_ref(), h)?;
    let l = List::new(cx);
    let mut p = r.0;
    while !p.is_null() {
        let i = unsafe { &*p }; // SAFETY: a list of getaddrinfo's
        let ad = Addr::from_raw(i.ai_addr, i.ai_addrlen).value(cx);
        let name = { let t = text_of(i.ai_canonname); cx.string(t) };
        let t = cx.tuple(&[Value::small(i.ai_family as i64), Value::small(i.ai_socktype as i64), Value::small(i.ai_protocol as i64), name, ad]);
        l.push(cx, t);
        p = i.ai_next;
    }
    Ok(l.0)
}
fn getnameinfo(cx: &mut Cx, a: &[Value]) -> R {
    let Some(t) = Tuple::from(a[0]).map(Tuple::items) else { return Err(cx.type_error("getnameinfo() argument 1 must be a tuple")) };
    if t.len() < 2 { return Err(cx.type_error("getnameinfo(): illegal sockaddr argument")); }
    let fl = c_int(cx, a[1])?;
    let fam = if t.len() > 2 || Str::from(t[0]).is_some_and(|s| s.bytes().contains(&b':')) { libc::AF_INET6 } else { libc::AF_INET };
    let ad = Addr::parse(cx, Value::NONE, fam, a[0], "getnameinfo")?;
    let (mut h, mut s) = ([0u8; 1025], [0u8; 32]);
    let (p, l) = ad.parts();
    let e = blocking(cx, || unsafe { libc::getnameinfo(p, l, h.as_mut_ptr() as *mut libc::c_char, h.len() as u32, s.as_mut_ptr() as *mut libc::c_char, s.len() as u32, fl) }); // SAFETY: buffers on this stack
    if e != 0 { return Err(gai_error(cx, e)); }
    let cut = |b: &[u8]| String::from_utf8_lossy(&b[..b.iter().position(|c| *c == 0).unwrap_or(b.len())]).into_owned();
    let (h, s) = (cx.string(cut(&h)), cx.string(cut(&s)));
    Ok(cx.tuple(&[h, s]))
}
fn gethostbyname(cx: &mut Cx, a: &[Value]) -> R { let b = host_bytes(cx, a[0])?; let ad = resolve_one(cx, &b, libc::AF_INET)?; let v = ad.value(cx); cx.get_item(v, Value::small(0)) }
fn gethostbyname_ex(cx: &mut Cx, a: &[Value]) -> R {
    let ip = gethostbyname(cx, a)?;
    let (x, y) = (cx.list(&[]), cx.list(&[ip]));
    Ok(cx.tuple(&[a[0], x, y]))
}
fn gethostbyaddr(cx: &mut Cx, a: &[Value]) -> R {
    let ip = gethostbyname(cx, a)?;
    let t = cx.tuple(&[ip, Value::small(0)]);
    let n = getnameinfo(cx, &[t, Value::small(libc::NI_NAMEREQD as i64)])?;
    let name = cx.get_item(n, Value::small(0))?;
    let (x, y) = (cx.list(&[]), cx.list(&[ip]));
    Ok(cx.tuple(&[name, x, y]))
}
fn gethostname(cx: &mut Cx, _: &[Value]) -> R { let mut b = [0u8; 1024]; if unsafe { libc::gethostname(b.as_mut_ptr() as *mut libc::c_char, b.len() - 1) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } let n = b.iter().position(|c| *c == 0).unwrap_or(0); Ok(osys::fs_decode(cx, &b[..n])) } // SAFETY: buffer on this stack
fn service_args(cx: &mut Cx, v: Value) -> R<Option<CString>> { match v.opt() { Some(v) => { let s = osys::text(cx, "getservbyname", "2", v)?; Ok(Some(c_string(cx, s.bytes())?)) } None => Ok(None) } }
fn getservbyname(cx: &mut Cx, a: &[Value]) -> R {
    let n = osys::text(cx, "getservbyname", "1", a[0])?;
    let (n, p) = (c_string(cx, n.bytes())?, service_args(cx, a[1])?);
    let s = unsafe { libc::getservbyname(n.as_ptr(), p.as_ref().map_or(std::ptr::null(), |p| p.as_ptr())) }; // SAFETY: C strings
    if s.is_null() { return Err(cx.raise(T::OSError, "service/proto not found")); }
    Ok(Value::small(u16::from_be(unsafe { (*s).s_port } as u16) as i64)) // SAFETY: libc's record
}
fn getservbyport(cx: &mut Cx, a: &[Value]) -> R {
    let (n, p) = (c_int(cx, a[0])?, service_args(cx, a[1])?);
    if !(0..=0xffff).contains(&n) { return Err(cx.overflow_error("getservbyport: port must be 0-65535.")); }
    let s = unsafe { libc::getservbyport((n as u16).to_be() as i32, p.as_ref().map_or(std::ptr::null(), |p| p.as_ptr())) }; // SAFETY: C string
    if s.is_null() { return Err(cx.raise(T::OSError, "port/proto not found")); }
    let t = text_of(unsafe { (*s).s_name }); // SAFETY: libc's record
    Ok(cx.string(t))
}
fn getprotobyname(cx: &mut Cx, a: &[Value]) -> R {
    let n = osys::text(cx, "getprotobyname", "", a[0])?;
    let n = c_string(cx, n.bytes())?;
    let s = unsafe { libc::getprotobyname(n.as_ptr()) }; // SAFETY: C string
    if s.is_null() { return Err(cx.raise(T::OSError, "protocol not found")); }
    Ok(Value::small(unsafe { (*s).p_proto } as i64)) // SAFETY: libc's record
}
pub fn ip6_text(b: [u8; 16]) -> String { let a = std::net::Ipv6Addr::from(b); a.to_string() }
fn bad_ip(cx: &mut Cx, f: &str) -> Raised { cx.raise(T::OSError, &format!("illegal IP address string passed to {f}")) }
fn inet_aton(cx: &mut Cx, a: &[Value]) -> R {
    let s = osys::text(cx, "inet_aton", "", a[0])?;
    let c = c_string(cx, s.bytes())?;
    let mut ad: libc::in_addr = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    extern "C" { fn inet_aton(cp: *const libc::c_char, inp: *mut libc::in_addr) -> libc::c_int; }
    if unsafe { inet_aton(c.as_ptr(), &mut ad) } == 0 { return Err(bad_ip(cx, "inet_aton")); } // SAFETY: C string, struct on this stack
    Ok(crate::bytes::new(cx, &ad.s_addr.to_ne_bytes()))
}
fn inet_ntoa(cx: &mut Cx, a: &[Value]) -> R { let d = osys::bytes_like(cx, a[0])?; match <[u8; 4]>::try_from(d) { Ok(b) => Ok(cx.string(std::net::Ipv4Addr::from(b).to_string())), Err(_) => Err(cx.raise(T::OSError, "packed IP wrong length")) } }
fn inet_pton(cx: &mut Cx, a: &[Value]) -> R {
    let (f, s) = (c_int(cx, a[0])?, osys::text(cx, "inet_pton", "2", a[1])?);
    let t = s.lossy();
    match f {
        libc::AF_INET => match t.parse::<std::net::Ipv4Addr>() { Ok(i) => Ok(crate::bytes::new(cx, &i.octets())), Err(_) => Err(bad_ip(cx, "inet_pton")) },
        libc::AF_INET6 => match t.parse::<std::net::Ipv6Addr>() { Ok(i) => Ok(crate::bytes::new(cx, &i.octets())), Err(_) => Err(bad_ip(cx, "inet_pton")) },
        _ => Err(cx.os_error(libc::EAFNOSUPPORT, None)),
    }
}
fn inet_ntop(cx: &mut Cx, a: &[Value]) -> R {
    let (f, d) = (c_int(cx, a[0])?, osys::bytes_like(cx, a[1])?);
    match f {
        libc::AF_INET => match <[u8; 4]>::try_from(d) { Ok(b) => Ok(cx.string(std::net::Ipv4Addr::from(b).to_string())), Err(_) => Err(cx.value_error("invalid length of packed IP address string")) },
        libc::AF_INET6 => match <[u8; 16]>::try_from(d) { Ok(b) => Ok(cx.string(ip6_text(b))), Err(_) => Err(cx.value_error("invalid length of packed IP address string")) },
        n => Err(cx.value_error(format!("unknown address family {n}"))),
    }
}
fn swap16(cx: &mut Cx, v: Value, f: &str) -> R { let n = cx.index_i64(v)?; if n < 0 { return Err(cx.overflow_error(format!("{f}: can't convert negative Python int to C 16-bit unsigned integer"))); } if n > 0xffff { return Err(cx.overflow_error(format!("{f}: Python int too large to convert to C 16-bit unsigned integer"))); } Ok(Value::small((n as u16).to_be() as i64)) }
fn swap32(cx: &mut Cx, v: Value) -> R { let n = cx.index_i64(v)?; if n < 0 { return Err(cx.overflow_error("can't convert negative value to unsigned int")); } if n > u32::MAX as i64 { return Err(cx.overflow_error("int larger than 32 bits")); } Ok(Value::small((n as u32).to_be() as i64)) }
fn nameindex(cx: &mut Cx, _: &[Value]) -> R {
    let l = List::new(cx);
    // SAFETY: libc's array, freed after
    unsafe { let p = libc::if_nameindex(); if p.is_null() { let e = errno(); return Err(cx.os_error(e, None)); } let mut q = p; while (*q).if_index != 0 { let n = text_of((*q).if_name); let n = cx.string(n); let t = cx.tuple(&[Value::small((*q).if_index as i64), n]); l.push(cx, t); q = q.add(1) } libc::if_freenameindex(p) }
    Ok(l.0)
}
pub const FUNCS: &[Def] = &[
    def("getaddrinfo", "host, port, family=0, type=0, proto=0, flags=0", getaddrinfo), def("getnameinfo", "sockaddr, flags, /", getnameinfo), def("gethostbyname", "host, /", gethostbyname), def("gethostbyname_ex", "host, /", gethostbyname_ex), def("gethostbyaddr", "host, /", gethostbyaddr), def("gethostname", "", gethostname),
    def("getservbyname", "servicename, protocolname=?, /", getservbyname), def("getservbyport", "port, protocolname=?, /", getservbyport), def("getprotobyname", "name, /", getprotobyname), def("inet_aton", "string, /", inet_aton), def("inet_ntoa", "packed_ip, /", inet_ntoa), def("inet_pton", "af, ip, /", inet_pton), def("inet_ntop", "af, packed_ip, /", inet_ntop),
    def("htons", "integer, /", |cx, a| swap16(cx, a[0], "htons")), def("ntohs", "integer, /", |cx, a| swap16(cx, a[0], "ntohs")), def("htonl", "integer, /", |cx, a| swap32(cx, a[0])), def("ntohl", "integer, /", |cx, a| swap32(cx, a[0])), def("if_nameindex", "", nameindex),
    def("CMSG_LEN", "length, /", |cx, a| { let n = cx.index_i64(a[0])?; Ok(Value::small(unsafe { libc::CMSG_LEN(n as u32) } as i64)) }), def("CMSG_SPACE", "length, /", |cx, a| { let n = cx.index_i64(a[0])?; Ok(Value::small(unsafe { libc::CMSG_SPACE(n as u32) } as i64)) }), // SAFETY: arithmetic
];
