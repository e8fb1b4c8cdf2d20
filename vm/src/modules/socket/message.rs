//! `sendmsg`, `recvmsg`, `recvmsg_into`: data in several buffers, with ancillary data such as file descriptors.
#![allow(unsafe_code)] // messages whose parts lie on this stack or in stores kept on it
use super::{family, wait_call, Addr};
use crate::cx::Cx;
use crate::list::List;
use crate::modules::io::store::Store;
use crate::modules::osys::{self, c_int, opt_int};
use crate::native::R;
use crate::object::Tuple;
use crate::value::Value;

fn space(n: usize) -> usize { unsafe { libc::CMSG_SPACE(n as u32) as usize } } // SAFETY: arithmetic
fn message() -> libc::msghdr { unsafe { std::mem::zeroed() } } // SAFETY: plain C struct
pub fn sendmsg(cx: &mut Cx, a: &[Value]) -> R {
    let mut data: Vec<u8> = vec![];
    for v in cx.collect(a[1])?.iter() { data.extend_from_slice(osys::bytes_like(cx, *v)?) }
    let mut parts: Vec<(i32, i32, Vec<u8>)> = vec![];
    if let Some(v) = a[2].opt() {
        for item in cx.collect(v)?.iter() {
            let Some([level, kind, d]) = Tuple::from(*item).map(Tuple::items) else { return Err(cx.type_error("[sendmsg() ancillary data items] must be sequences of length 3")) };
            let (l, k) = (c_int(cx, *level)?, c_int(cx, *kind)?);
            parts.push((l, k, osys::bytes_like(cx, *d)?.to_vec()))
        }
    }
    let flags = opt_int(cx, a[3], 0)?;
    let to = match a[4].opt_none() { Some(v) => Some(Addr::parse(cx, a[0], family(a[0]), v, "sendmsg")?), None => None };
    let room: usize = parts.iter().map(|p| space(p.2.len())).sum();
    let mut control = vec![0u64; room.div_ceil(8)];
    let mut iov = libc::iovec { iov_base: data.as_mut_ptr() as *mut libc::c_void, iov_len: data.len() };
    let mut m = message();
    m.msg_iov = &mut iov;
    m.msg_iovlen = 1;
    if room > 0 {
        m.msg_control = control.as_mut_ptr() as *mut libc::c_void;
        m.msg_controllen = room as _;
        // SAFETY: the buffer has room for all headers, in this order
        unsafe {
            let mut h = libc::CMSG_FIRSTHDR(&m);
            for (level, kind, d) in &parts {
                if h.is_null() { return Err(cx.runtime_error("unexpected NULL result from CMSG_FIRSTHDR/CMSG_NXTHDR")); }
                (*h).cmsg_level = *level;
                (*h).cmsg_type = *kind;
                (*h).cmsg_len = libc::CMSG_LEN(d.len() as u32) as _;
                std::ptr::copy_nonoverlapping(d.as_ptr(), libc::CMSG_DATA(h), d.len());
                h = libc::CMSG_NXTHDR(&m, h);
            }
        }
    }
    if let Some(t) = &to { let (p, n) = t.parts(); m.msg_name = p as *mut libc::c_void; m.msg_namelen = n }
    let p = &m as *const libc::msghdr as usize;
    let n = wait_call(cx, a[0], libc::POLLOUT, None, |f| unsafe { libc::sendmsg(f, p as *const libc::msghdr, flags) })?; // SAFETY: all parts are on this stack
    Ok(Value::small(n as i64))
}
/// What came, into a fresh store: how many bytes, and the parts of the answer behind the data.
fn receive(cx: &mut Cx, s: Value, b: Store, room: i64, flags: i32) -> R<(usize, [Value; 3])> {
    let room = room as usize;
    let mut control = vec![0u64; room.div_ceil(8)];
    let mut iov = libc::iovec { iov_base: b.ptr() as *mut libc::c_void, iov_len: b.cap() };
    let mut from = Addr::empty();
    let mut m = message();
    let (name, len) = { let (p, n) = from.out(); (p, unsafe { *n }) }; // SAFETY: on this stack
    m.msg_name = name as *mut libc::c_void;
    m.msg_namelen = len;
    m.msg_iov = &mut iov;
    m.msg_iovlen = 1;
    m.msg_control = control.as_mut_ptr() as *mut libc::c_void;
    m.msg_controllen = room as _;
    let p = &mut m as *mut libc::msghdr as usize;
    let n = wait_call(cx, s, libc::POLLIN, None, |f| unsafe { libc::recvmsg(f, p as *mut libc::msghdr, flags) })? as usize; // SAFETY: all parts are on this stack, the data in the store
    from.len = m.msg_namelen;
    let list = List::new(cx);
    let end = control.as_ptr() as usize + (m.msg_controllen as usize).min(room);
    let mut h = if m.msg_controllen as usize >= std::mem::size_of::<libc::cmsghdr>() { unsafe { libc::CMSG_FIRSTHDR(&m) } } else { std::ptr::null_mut() }; // SAFETY: as filled in by the system
    while !h.is_null() {
        // SAFETY: the header lies within the buffer, its data is cut at the buffer's end
        let (level, kind, bytes) = unsafe {
            let d = libc::CMSG_DATA(h) as usize;
            let n = ((*h).cmsg_len as usize).saturating_sub(libc::CMSG_LEN(0) as usize).min(end.saturating_sub(d));
            ((*h).cmsg_level, (*h).cmsg_type, std::slice::from_raw_parts(d as *const u8, n).to_vec())
        };
        let d = crate::bytes::new(cx, &bytes);
        let t = cx.tuple(&[Value::small(level as i64), Value::small(kind as i64), d]);
        list.push(cx, t);
        h = unsafe { libc::CMSG_NXTHDR(&m, h) }; // SAFETY: as above
    }
    let name = if from.len == 0 { Value::NONE } else { from.value(cx) };
    Ok((n, [list.0, Value::small(m.msg_flags as i64), name]))
}
pub fn recvmsg(cx: &mut Cx, a: &[Value]) -> R {
    let (n, room, flags) = (cx.index_i64(a[1])?, match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 0 }, opt_int(cx, a[3], 0)?);
    if n < 0 { return Err(cx.value_error("negative buffer size in recvmsg()")); }
    if !(0..=i32::MAX as i64).contains(&room) { return Err(cx.value_error("invalid ancillary data buffer length")); }
    let b = Store::new(cx, n as usize)?;
    let (k, [list, flags, name]) = receive(cx, a[0], b, room, flags)?;
    let d = crate::bytes::new(cx, &b.all()[..k.min(b.cap())]);
    Ok(cx.tuple(&[d, list, flags, name]))
}
pub fn recvmsg_into(cx: &mut Cx, a: &[Value]) -> R {
    let given = cx.collect(a[1])?;
    let mut views = crate::vvec::VVec::new();
    let mut total = 0;
    for v in given.iter() { let m = osys::writable(cx, "recvmsg_into", *v)?; total += cx.len(m)?; views.push(m) }
    let (room, flags) = (match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 0 }, opt_int(cx, a[3], 0)?);
    if !(0..=i32::MAX as i64).contains(&room) { return Err(cx.value_error("invalid ancillary data buffer length")); }
    let b = Store::new(cx, total)?;
    let (k, [list, flags, name]) = receive(cx, a[0], b, room, flags)?;
    let mut at = 0;
    for i in 0..views.len() {
        let n = cx.len(views[i])?.min(k.saturating_sub(at));
        osys::fill(cx, views[i], &b.all()[at..at + n])?;
        at += n;
    }
    Ok(cx.tuple(&[Value::small(k as i64), list, flags, name]))
}
