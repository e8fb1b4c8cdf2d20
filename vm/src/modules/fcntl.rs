//! `fcntl` and `termios`.
#![allow(unsafe_code)] // fcntl, ioctl, tcsetattr with buffers on this stack
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys::{self, c_int, errno, fd_of, opt_int};
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;

fn fcntl(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, cmd) = (fd_of(cx, a[0])?, c_int(cx, a[1])?);
    match a[2].opt() {
        Some(v) if !v.is(T::Int) => {
            let d = if let Some(s) = crate::str::Str::from(v) { s.bytes() } else { osys::bytes_like(cx, v)? };
            if d.len() > 1024 { return Err(cx.value_error("fcntl string arg too long")); }
            let mut b = [0u8; 1032];
            b[..d.len()].copy_from_slice(d);
            let p = b.as_mut_ptr();
            osys::retry(cx, || unsafe { libc::fcntl(fd, cmd, p) as isize })?; // SAFETY: buffer on this stack
            Ok(crate::bytes::new(cx, &b[..d.len()]))
        }
        v => { let n = match v { Some(v) => cx.index_i64(v)?, None => 0 }; let r = osys::retry(cx, || unsafe { libc::fcntl(fd, cmd, n) as isize })?; Ok(Value::small(r as i64)) } // SAFETY: no memory involved
    }
}
fn ioctl(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, req) = (fd_of(cx, a[0])?, cx.index_i64(a[1])?);
    match a[2].opt() {
        Some(v) if !v.is(T::Int) => {
            let mutate = osys::opt_bool(cx, a[3], true)?;
            let text = crate::str::Str::from(v);
            let d = if let Some(s) = text { s.bytes() } else { osys::bytes_like(cx, v)? };
            if d.len() > 1024 { return Err(cx.value_error("ioctl string arg too long")); }
            let mut b = [0u8; 1032];
            b[..d.len()].copy_from_slice(d);
            let n = d.len();
            let p = b.as_mut_ptr();
            let r = osys::retry(cx, || unsafe { libc::ioctl(fd, req as libc::c_ulong, p) as isize })?; // SAFETY: buffer on this stack
            if mutate && !v.is(T::Bytes) && text.is_none() { let mv = osys::writable(cx, "ioctl", v)?; osys::fill(cx, mv, &b[..n])?; return Ok(Value::small(r as i64)); }
            Ok(crate::bytes::new(cx, &b[..n]))
        }
        v => { let n = match v { Some(v) => cx.index_i64(v)?, None => 0 }; let r = osys::retry(cx, || unsafe { libc::ioctl(fd, req as libc::c_ulong, n) as isize })?; Ok(Value::small(r as i64)) } // SAFETY: as the caller asks
    }
}
fn flock(cx: &mut Cx, a: &[Value]) -> R { let (fd, op) = (fd_of(cx, a[0])?, c_int(cx, a[1])?); osys::retry(cx, || unsafe { libc::flock(fd, op) as isize })?; Ok(Value::NONE) } // SAFETY: no memory involved
fn lockf(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, op) = (fd_of(cx, a[0])?, c_int(cx, a[1])?);
    let mut l: libc::flock = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    l.l_type = if op == libc::LOCK_UN { libc::F_UNLCK } else if op & libc::LOCK_SH != 0 { libc::F_RDLCK } else if op & libc::LOCK_EX != 0 { libc::F_WRLCK } else { return Err(cx.value_error("unrecognized lockf argument")) } as i16;
    if let Some(v) = a[2].opt() { l.l_len = cx.index_i64(v)? }
    if let Some(v) = a[3].opt() { l.l_start = cx.index_i64(v)? }
    l.l_whence = opt_int(cx, a[4], 0)? as i16;
    let cmd = if op & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
    osys::retry(cx, || unsafe { libc::fcntl(fd, cmd, &l) as isize })?; // SAFETY: struct on this stack
    Ok(Value::NONE)
}
const FCNTL: &[Def] = &[def("fcntl", "fd, cmd, arg=0, /", fcntl), def("ioctl", "fd, request, arg=0, mutate_flag=True, /", ioctl), def("flock", "fd, operation, /", flock), def("lockf", "fd, cmd, len=0, start=0, whence=0, /", lockf)];
pub fn init_fcntl(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FCNTL); for (n, v) in FCNTL_CONSTS { let v = cx.int(*v); m.set(cx, n, v) } Ok(()) }

fn terror(cx: &mut Cx) -> crate::native::Raised {
    let e = errno();
    let t = std::io::Error::from_raw_os_error(e).to_string();
    let t = cx.string(t.split(" (os").next().unwrap_or("").to_string());
    let c = cx.static_get("termios.error").unwrap_or(cx.class(T::OSError).0);
    match cx.call(c, &[Value::small(e as i64), t]) { Ok(x) => cx.raise_value(x), Err(r) => r }
}
fn tcgetattr(cx: &mut Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, a[0])?;
    let mut t: libc::termios = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::tcgetattr(fd, &mut t) } < 0 { return Err(terror(cx)); } // SAFETY: on this stack
    let cc = List::new(cx);
    for (i, c) in t.c_cc.iter().enumerate() { let v = if t.c_lflag & libc::ICANON == 0 && (i == libc::VMIN || i == libc::VTIME) { Value::small(*c as i64) } else { crate::bytes::new(cx, &[*c]) }; cc.push(cx, v) }
    let (i, o) = unsafe { (libc::cfgetispeed(&t), libc::cfgetospeed(&t)) }; // SAFETY: on this stack
    Ok(cx.list(&[Value::small(t.c_iflag as i64), Value::small(t.c_oflag as i64), Value::small(t.c_cflag as i64), Value::small(t.c_lflag as i64), Value::small(i as i64), Value::small(o as i64), cc.0]))
}
fn tcsetattr(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, when) = (fd_of(cx, a[0])?, c_int(cx, a[1])?);
    let v = match List::from(a[2]) { Some(l) if l.len() == 7 => l.to_vvec(), _ => return Err(cx.type_error("tcsetattr, arg 3: must be 7 element list")) };
    let mut t: libc::termios = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::tcgetattr(fd, &mut t) } < 0 { return Err(terror(cx)); } // SAFETY: on this stack
    t.c_iflag = cx.index_i64(v[0])? as u32;
    t.c_oflag = cx.index_i64(v[1])? as u32;
    t.c_cflag = cx.index_i64(v[2])? as u32;
    t.c_lflag = cx.index_i64(v[3])? as u32;
    let (i, o) = (cx.index_i64(v[4])? as u32, cx.index_i64(v[5])? as u32);
    let cc = match List::from(v[6]) { Some(l) if l.len() == t.c_cc.len() => l.to_vvec(), _ => { let n = t.c_cc.len(); return Err(cx.type_error(format!("tcsetattr: attributes[6] must be {n} element list"))) } };
    for (k, x) in cc.iter().enumerate() { t.c_cc[k] = if x.is(T::Bytes) && crate::bytes::get(*x).len() == 1 { crate::bytes::get(*x)[0] } else if x.is(T::Int) { cx.index_i64(*x)? as u8 } else { return Err(cx.type_error("tcsetattr: elements of attributes must be characters or integers")) } }
    unsafe { libc::cfsetispeed(&mut t, i); libc::cfsetospeed(&mut t, o) }; // SAFETY: on this stack
    if unsafe { libc::tcsetattr(fd, when, &t) } < 0 { return Err(terror(cx)); } // SAFETY: on this stack
    Ok(Value::NONE)
}
fn two(cx: &mut Cx, a: &[Value], f: unsafe extern "C" fn(i32, i32) -> i32) -> R { let (fd, n) = (fd_of(cx, a[0])?, c_int(cx, a[1])?); if unsafe { f(fd, n) } < 0 { return Err(terror(cx)); } Ok(Value::NONE) } // SAFETY: no memory involved
const TERMIOS: &[Def] = &[
    def("tcgetattr", "fd, /", tcgetattr), def("tcsetattr", "fd, when, attributes, /", tcsetattr), def("tcsendbreak", "fd, duration, /", |cx, a| two(cx, a, libc::tcsendbreak)), def("tcflush", "fd, queue, /", |cx, a| two(cx, a, libc::tcflush)), def("tcflow", "fd, action, /", |cx, a| two(cx, a, libc::tcflow)),
    def("tcdrain", "fd, /", |cx, a| { let fd = fd_of(cx, a[0])?; if unsafe { libc::tcdrain(fd) } < 0 { return Err(terror(cx)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("tcgetwinsize", "fd, /", |cx, a| { let fd = fd_of(cx, a[0])?; let mut w: libc::winsize = unsafe { std::mem::zeroed() }; if unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &mut w) } < 0 { return Err(terror(cx)); } Ok(cx.tuple(&[Value::small(w.ws_row as i64), Value::small(w.ws_col as i64)])) }), // SAFETY: on this stack
];
pub fn init_termios(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, TERMIOS);
    for (n, v) in TERMIOS_CONSTS { let v = cx.int(*v); m.set(cx, n, v) }
    let c = crate::modules::small::exception(cx, "termios.error", T::Exception)?;
    m.set(cx, "error", c);
    Ok(())
}
const FCNTL_CONSTS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1), ("DN_ATTRIB", 32), ("DN_CREATE", 4), ("DN_DELETE", 8), ("DN_MODIFY", 2), ("DN_MULTISHOT", 2147483648), ("DN_RENAME", 16),
    ("FASYNC", 8192), ("FD_CLOEXEC", 1), ("FICLONE", 1074041865), ("FICLONERANGE", 1075876877), ("F_ADD_SEALS", 1033), ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030), ("F_EXLCK", 4), ("F_GETFD", 1), ("F_GETFL", 3), ("F_GETLEASE", 1025), ("F_GETLK", 5), ("F_GETLK64", 5), ("F_GETOWN", 9),
    ("F_GETPIPE_SZ", 1032), ("F_GETSIG", 11), ("F_GET_SEALS", 1034), ("F_NOTIFY", 1026), ("F_OFD_GETLK", 36), ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38),
    ("F_RDLCK", 0), ("F_SEAL_GROW", 4), ("F_SEAL_SEAL", 1), ("F_SEAL_SHRINK", 2), ("F_SEAL_WRITE", 8), ("F_SETFD", 2), ("F_SETFL", 4), ("F_SETLEASE", 1024),
    ("F_SETLK", 6), ("F_SETLK64", 6), ("F_SETLKW", 7), ("F_SETLKW64", 7), ("F_SETOWN", 8), ("F_SETPIPE_SZ", 1031), ("F_SETSIG", 10), ("F_SHLCK", 8),
    ("F_UNLCK", 2), ("F_WRLCK", 1), ("LOCK_EX", 2), ("LOCK_MAND", 32), ("LOCK_NB", 4), ("LOCK_READ", 64), ("LOCK_RW", 192), ("LOCK_SH", 1), ("LOCK_UN", 8),
    ("LOCK_WRITE", 128),
];
const TERMIOS_CONSTS: &[(&str, i64)] = &[
    ("B0", 0), ("B1000000", 4104), ("B110", 3), ("B115200", 4098), ("B1152000", 4105), ("B1200", 9), ("B134", 4), ("B150", 5), ("B1500000", 4106),
    ("B1800", 10), ("B19200", 14), ("B200", 6), ("B2000000", 4107), ("B230400", 4099), ("B2400", 11), ("B2500000", 4108), ("B300", 7), ("B3000000", 4109),
    ("B3500000", 4110), ("B38400", 15), ("B4000000", 4111), ("B460800", 4100), ("B4800", 12), ("B50", 1), ("B500000", 4101), ("B57600", 4097),
    ("B576000", 4102), ("B600", 8), ("B75", 2), ("B921600", 4103), ("B9600", 13), ("BRKINT", 2), ("BS0", 0), ("BS1", 8192), ("BSDLY", 8192), ("CBAUD", 4111),
    ("CBAUDEX", 4096), ("CDSUSP", 25), ("CEOF", 4), ("CEOL", 0), ("CEOT", 4), ("CERASE", 127), ("CFLUSH", 15), ("CIBAUD", 269418496), ("CINTR", 3),
    ("CKILL", 21), ("CLNEXT", 22), ("CLOCAL", 2048), ("CQUIT", 28), ("CR0", 0), ("CR1", 512), ("CR2", 1024), ("CR3", 1536), ("CRDLY", 1536), ("CREAD", 128),
    ("CRPRNT", 18), ("CRTSCTS", 2147483648), ("CS5", 0), ("CS6", 16), ("CS7", 32), ("CS8", 48), ("CSIZE", 48), ("CSTART", 17), ("CSTOP", 19), ("CSTOPB", 64),
    ("CSUSP", 26), ("CWERASE", 23), ("ECHO", 8), ("ECHOCTL", 512), ("ECHOE", 16), ("ECHOK", 32), ("ECHOKE", 2048), ("ECHONL", 64), ("ECHOPRT", 1024),
    ("EXTA", 14), ("EXTB", 15), ("FF0", 0), ("FF1", 32768), ("FFDLY", 32768), ("FIOASYNC", 21586), ("FIOCLEX", 21585), ("FIONBIO", 21537), ("FIONCLEX", 21584),
    ("FIONREAD", 21531), ("FLUSHO", 4096), ("HUPCL", 1024), ("ICANON", 2), ("ICRNL", 256), ("IEXTEN", 32768), ("IGNBRK", 1), ("IGNCR", 128), ("IGNPAR", 4),
    ("IMAXBEL", 8192), ("INLCR", 64), ("INPCK", 16), ("IOCSIZE_MASK", 1073676288), ("IOCSIZE_SHIFT", 16), ("ISIG", 1), ("ISTRIP", 32), ("IUCLC", 512),
    ("IXANY", 2048), ("IXOFF", 4096), ("IXON", 1024), ("NCC", 8), ("NCCS", 32), ("NL0", 0), ("NL1", 256), ("NLDLY", 256), ("NOFLSH", 128), ("N_MOUSE", 2),
    ("N_PPP", 3), ("N_SLIP", 1), ("N_STRIP", 4), ("N_TTY", 0), ("OCRNL", 8), ("OFDEL", 128), ("OFILL", 64), ("OLCUC", 2), ("ONLCR", 4), ("ONLRET", 32),
    ("ONOCR", 16), ("OPOST", 1), ("PARENB", 256), ("PARMRK", 8), ("PARODD", 512), ("PENDIN", 16384), ("TAB0", 0), ("TAB1", 2048), ("TAB2", 4096),
    ("TAB3", 6144), ("TABDLY", 6144), ("TCFLSH", 21515), ("TCGETA", 21509), ("TCGETS", 21505), ("TCIFLUSH", 0), ("TCIOFF", 2), ("TCIOFLUSH", 2), ("TCION", 3),
    ("TCOFLUSH", 1), ("TCOOFF", 0), ("TCOON", 1), ("TCSADRAIN", 1), ("TCSAFLUSH", 2), ("TCSANOW", 0), ("TCSBRK", 21513), ("TCSBRKP", 21541), ("TCSETA", 21510),
    ("TCSETAF", 21512), ("TCSETAW", 21511), ("TCSETS", 21506), ("TCSETSF", 21508), ("TCSETSW", 21507), ("TCXONC", 21514), ("TIOCCONS", 21533),
    ("TIOCEXCL", 21516), ("TIOCGETD", 21540), ("TIOCGICOUNT", 21597), ("TIOCGLCKTRMIOS", 21590), ("TIOCGPGRP", 21519), ("TIOCGSERIAL", 21534),
    ("TIOCGSOFTCAR", 21529), ("TIOCGWINSZ", 21523), ("TIOCINQ", 21531), ("TIOCLINUX", 21532), ("TIOCMBIC", 21527), ("TIOCMBIS", 21526), ("TIOCMGET", 21525),
    ("TIOCMIWAIT", 21596), ("TIOCMSET", 21528), ("TIOCM_CAR", 64), ("TIOCM_CD", 64), ("TIOCM_CTS", 32), ("TIOCM_DSR", 256), ("TIOCM_DTR", 2), ("TIOCM_LE", 1),
    ("TIOCM_RI", 128), ("TIOCM_RNG", 128), ("TIOCM_RTS", 4), ("TIOCM_SR", 16), ("TIOCM_ST", 8), ("TIOCNOTTY", 21538), ("TIOCNXCL", 21517), ("TIOCOUTQ", 21521),
    ("TIOCPKT", 21536), ("TIOCPKT_DATA", 0), ("TIOCPKT_DOSTOP", 32), ("TIOCPKT_FLUSHREAD", 1), ("TIOCPKT_FLUSHWRITE", 2), ("TIOCPKT_NOSTOP", 16),
    ("TIOCPKT_START", 8), ("TIOCPKT_STOP", 4), ("TIOCSCTTY", 21518), ("TIOCSERCONFIG", 21587), ("TIOCSERGETLSR", 21593), ("TIOCSERGETMULTI", 21594),
    ("TIOCSERGSTRUCT", 21592), ("TIOCSERGWILD", 21588), ("TIOCSERSETMULTI", 21595), ("TIOCSERSWILD", 21589), ("TIOCSER_TEMT", 1), ("TIOCSETD", 21539),
    ("TIOCSLCKTRMIOS", 21591), ("TIOCSPGRP", 21520), ("TIOCSSERIAL", 21535), ("TIOCSSOFTCAR", 21530), ("TIOCSTI", 21522), ("TIOCSWINSZ", 21524),
    ("TOSTOP", 256), ("VDISCARD", 13), ("VEOF", 4), ("VEOL", 11), ("VEOL2", 16), ("VERASE", 2), ("VINTR", 0), ("VKILL", 3), ("VLNEXT", 15), ("VMIN", 6),
    ("VQUIT", 1), ("VREPRINT", 12), ("VSTART", 8), ("VSTOP", 9), ("VSUSP", 10), ("VSWTC", 7), ("VSWTCH", 7), ("VT0", 0), ("VT1", 16384), ("VTDLY", 16384),
    ("VTIME", 5), ("VWERASE", 14), ("XCASE", 4), ("XTABS", 6144),
];
