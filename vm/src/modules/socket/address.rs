//! Socket addresses: (host, port), (host, port, flow, scope), paths.
use super::names;
use crate::cx::Cx;
use crate::modules::osys;
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// A C socket address and its length.
pub struct Addr { pub store: libc::sockaddr_storage, pub len: libc::socklen_t }
impl Addr {
    pub fn empty() -> Addr { Addr { store: unsafe { std::mem::zeroed() }, len: std::mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t } } // SAFETY: plain C struct
    pub fn parts(&self) -> (*const libc::sockaddr, libc::socklen_t) { (&self.store as *const _ as *const libc::sockaddr, self.len) }
    /// For calls that write an address.
    pub fn out(&mut self) -> (*mut libc::sockaddr, *mut libc::socklen_t) { self.len = std::mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t; (&mut self.store as *mut _ as *mut libc::sockaddr, &mut self.len) }
    pub fn from_raw(p: *const libc::sockaddr, len: libc::socklen_t) -> Addr { let mut a = Addr::empty(); let n = (len as usize).min(std::mem::size_of::<libc::sockaddr_storage>()); unsafe { std::ptr::copy_nonoverlapping(p as *const u8, &mut a.store as *mut _ as *mut u8, n) }; a.len = len; a } // SAFETY: libc's address of that length
    pub fn parse(cx: &mut Cx, sock: Value, family: i32, v: Value, func: &str) -> R<Addr> {
        let _ = sock;
        let mut a = Addr::empty();
        match family {
            libc::AF_INET | libc::AF_INET6 => {
                let six = family == libc::AF_INET6;
                let Some(t) = Tuple::from(v).map(Tuple::items) else { let n = cx.type_name(v); return Err(cx.type_error(format!("{func}(): AF_INET{} address must be tuple, not {n}", if six { "6" } else { "" }))) };
                if t.len() < 2 || t.len() > if six { 4 } else { 2 } { return Err(cx.type_error(if six { format!("{func}(): AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])") } else { "AF_INET address must be a pair (host, port)".to_string() })); }
                let port = cx.index_i64(t[1])?;
                if !(0..=0xffff).contains(&port) { return Err(cx.overflow_error(format!("{func}(): port must be 0-65535."))); }
                let host = names::host_bytes(cx, t[0])?;
                a = names::resolve_one(cx, &host, family)?;
                // SAFETY: the storage is large enough for both forms
                unsafe {
                    if six {
                        let s = &mut *(&mut a.store as *mut _ as *mut libc::sockaddr_in6);
                        s.sin6_port = (port as u16).to_be();
                        if let Some(f) = t.get(2) { s.sin6_flowinfo = (cx.index_i64(*f)? as u32).to_be() }
                        if let Some(f) = t.get(3) { s.sin6_scope_id = cx.index_i64(*f)? as u32 }
                    } else { (*(&mut a.store as *mut _ as *mut libc::sockaddr_in)).sin_port = (port as u16).to_be() }
                }
                Ok(a)
            }
            libc::AF_UNIX => {
                let b = if let Some(s) = Str::from(v) { osys::fs_encode(cx, s)? } else if v.is(T::Bytes) { crate::bytes::get(v).to_vec() } else { osys::bytes_like(cx, v)?.to_vec() };
                if b.len() >= 108 { return Err(cx.raise(T::OSError, "AF_UNIX path too long")); }
                // SAFETY: 108 bytes of path fit the storage
                unsafe {
                    let s = &mut *(&mut a.store as *mut _ as *mut libc::sockaddr_un);
                    s.sun_family = libc::AF_UNIX as libc::sa_family_t;
                    for (i, c) in b.iter().enumerate() { s.sun_path[i] = *c as libc::c_char }
                }
                a.len = (2 + b.len() + if b.first() == Some(&0) || b.is_empty() { 0 } else { 1 }) as libc::socklen_t;
                Ok(a)
            }
            _ => Err(cx.raise(T::OSError, &format!("{func}(): unsupported address family"))),
        }
    }
    pub fn value(&self, cx: &mut Cx) -> Value {
        if self.len < 2 { return Value::NONE; }
        // SAFETY: the family says which form the storage has
        unsafe {
            match self.store.ss_family as i32 {
                libc::AF_INET => { let s = &*(&self.store as *const _ as *const libc::sockaddr_in); let h = std::net::Ipv4Addr::from(u32::from_be(s.sin_addr.s_addr)); let h = cx.string(h.to_string()); cx.tuple(&[h, Value::small(u16::from_be(s.sin_port) as i64)]) }
                libc::AF_INET6 => {
                    let s = &*(&self.store as *const _ as *const libc::sockaddr_in6);
                    let h = cx.string(names::ip6_text(s.sin6_addr.s6_addr));
                    cx.tuple(&[h, Value::small(u16::from_be(s.sin6_port) as i64), Value::small(u32::from_be(s.sin6_flowinfo) as i64), Value::small(s.sin6_scope_id as i64)])
                }
                libc::AF_UNIX => {
                    let s = &*(&self.store as *const _ as *const libc::sockaddr_un);
                    let n = (self.len as usize).saturating_sub(2).min(108);
                    let b: Vec<u8> = s.sun_path[..n].iter().map(|c| *c as u8).collect();
                    if b.first() == Some(&0) { return crate::bytes::new(cx, &b); }
                    let n = b.iter().position(|c| *c == 0).unwrap_or(n);
                    osys::fs_decode(cx, &b[..n])
                }
                f => { let b: Vec<u8> = std::slice::from_raw_parts((&self.store as *const _ as *const u8).add(2), (self.len as usize).saturating_sub(2)).to_vec(); let d = crate::bytes::new(cx, &b); cx.tuple(&[Value::small(f as i64), d]) }
            }
        }
    }
}
