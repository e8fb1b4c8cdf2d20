//! `time`.
#![allow(unsafe_code)] // libc clocks and calendars over memory on this stack
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::{self, blocking, c_int, errno};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

static STRUCT_TIME: Spec = Spec { name: "time.struct_time", fields: &["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"], visible: 9, callable: true };
const NS: i64 = 1_000_000_000;

pub fn clock_ns(id: libc::clockid_t) -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(id, &mut t) }; // SAFETY: struct on this stack
    t.tv_sec * NS + t.tv_nsec
}
fn secs(cx: &mut Cx, ns: i64) -> Value {
    // as CPython: exact for whole seconds, else one division
    let f = if ns % NS == 0 { (ns / NS) as f64 } else { ns as f64 / 1e9 };
    cx.float(f)
}
/// Nanoseconds of a number of seconds, rounded towards infinity on ties away (ceiling as `sleep` does).
pub fn to_ns(cx: &mut Cx, v: Value) -> R<i64> {
    let over = |cx: &mut Cx| cx.overflow_error("timestamp too large to convert to C _PyTime_t");
    if v.is(T::Float) {
        let f = crate::float::get(v);
        if f.is_nan() { return Err(cx.value_error("Invalid value NaN (not a number)")); }
        let n = (f * 1e9).ceil();
        if !(-9.2e18..9.2e18).contains(&n) { return Err(over(cx)); }
        return Ok(n as i64);
    }
    if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("'{t}' object cannot be interpreted as an integer"))); }
    let i = cx.index(v)?;
    match crate::int::to_i64(i).and_then(|n| n.checked_mul(NS)) { Some(n) => Ok(n), None => Err(over(cx)) }
}
fn sleep(cx: &mut Cx, a: &[Value]) -> R {
    let ns = to_ns(cx, a[0])?;
    if ns < 0 { return Err(cx.value_error("sleep length must be non-negative")); }
    let end = clock_ns(libc::CLOCK_MONOTONIC).saturating_add(ns);
    let t = libc::timespec { tv_sec: end / NS, tv_nsec: end % NS };
    loop {
        let e = blocking(cx, || unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &t, std::ptr::null_mut()) }); // SAFETY: struct on this stack
        match e { 0 => return Ok(Value::NONE), libc::EINTR => crate::modules::signal::run_pending(cx)?, e => return Err(cx.os_error(e, None)) }
    }
}
/// time_t of an optional seconds argument (rounded down).
fn time_arg(cx: &mut Cx, v: Value) -> R<i64> {
    let Some(v) = v.opt_none() else { return Ok(clock_ns(libc::CLOCK_REALTIME).div_euclid(NS)) };
    if v.is(T::Float) {
        let f = crate::float::get(v);
        if f.is_nan() { return Err(cx.value_error("Invalid value NaN (not a number)")); }
        let f = f.floor();
        if !(-9.2e18..9.2e18).contains(&f) { return Err(cx.overflow_error("timestamp out of range for platform time_t")); }
        return Ok(f as i64);
    }
    let i = cx.index(v)?;
    match crate::int::to_i64(i) { Some(n) => Ok(n), None => Err(cx.overflow_error("timestamp out of range for platform time_t")) }
}
fn broken_down(cx: &mut Cx, t: i64, local: bool) -> R<libc::tm> {
    let mut tm: libc::tm = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let p = unsafe { if local { libc::localtime_r(&t, &mut tm) } else { libc::gmtime_r(&t, &mut tm) } }; // SAFETY: on this stack
    if p.is_null() { let e = errno(); return Err(cx.os_error(if e == 0 { libc::EINVAL } else { e }, None)); }
    Ok(tm)
}
fn struct_time(cx: &mut Cx, tm: &libc::tm) -> Value {
    let zone = if tm.tm_zone.is_null() { Value::NONE } else { let z = unsafe { std::ffi::CStr::from_ptr(tm.tm_zone) }.to_bytes().to_vec(); osys::fs_decode(cx, &z) }; // SAFETY: C string of libc's
    let mut v = VVec::new();
    for n in [tm.tm_year as i64 + 1900, tm.tm_mon as i64 + 1, tm.tm_mday as i64, tm.tm_hour as i64, tm.tm_min as i64, tm.tm_sec as i64, (tm.tm_wday as i64 + 6) % 7, tm.tm_yday as i64 + 1, tm.tm_isdst as i64] { v.push(Value::small(n)) }
    v.push(zone);
    v.push(Value::small(tm.tm_gmtoff));
    seqtype::make(cx, &STRUCT_TIME, &v)
}
fn gmtime(cx: &mut Cx, a: &[Value]) -> R { let t = time_arg(cx, a[0])?; let mut tm = broken_down(cx, t, false)?; tm.tm_zone = c"UTC".as_ptr(); Ok(struct_time(cx, &tm)) }
fn localtime(cx: &mut Cx, a: &[Value]) -> R { let t = time_arg(cx, a[0])?; let tm = broken_down(cx, t, true)?; Ok(struct_time(cx, &tm)) }
/// A tm from a tuple argument. The C string it may hold is kept by the second value.
fn tm_of(cx: &mut Cx, v: Value, func: &str) -> R<(libc::tm, Option<std::ffi::CString>)> {
    let Some(t) = Tuple::from(v) else { return Err(cx.type_error("Tuple or struct_time argument required")) };
    let items = t.items();
    if items.len() != 9 { return Err(cx.type_error(format!("{func}(): illegal time tuple argument"))); }
    let mut n = [0i32; 9];
    for (i, x) in items.iter().enumerate() { n[i] = c_int(cx, *x)? }
    let mut tm: libc::tm = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if n[0] < i32::MIN + 1900 { return Err(cx.overflow_error("year out of range")); }
    tm.tm_year = n[0] - 1900;
    tm.tm_mon = n[1].wrapping_sub(1);
    (tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec) = (n[2], n[3], n[4], n[5]);
    tm.tm_wday = (n[6].wrapping_add(1)) % 7;
    tm.tm_yday = n[7].wrapping_sub(1);
    tm.tm_isdst = n[8];
    let mut keep = None;
    let cls = seqtype::class(cx, &STRUCT_TIME);
    if cx.class_of(v).0 == cls {
        let z = cx.get_attr_str(v, "tm_zone")?;
        if let Some(s) = Str::from(z) { if let Ok(c) = std::ffi::CString::new(s.bytes()) { tm.tm_zone = c.as_ptr(); keep = Some(c) } }
        let o = cx.get_attr_str(v, "tm_gmtoff")?;
        if !o.is_none() { tm.tm_gmtoff = cx.index_i64(o)? }
    }
    Ok((tm, keep))
}
fn check_tm(cx: &mut Cx, tm: &mut libc::tm) -> R<()> {
    if tm.tm_mon == -1 { tm.tm_mon = 0 } else if !(0..=11).contains(&tm.tm_mon) { return Err(cx.value_error("month out of range")); }
    if tm.tm_mday == 0 { tm.tm_mday = 1 } else if !(0..=31).contains(&tm.tm_mday) { return Err(cx.value_error("day of month out of range")); }
    if !(0..=23).contains(&tm.tm_hour) { return Err(cx.value_error("hour out of range")); }
    if !(0..=59).contains(&tm.tm_min) { return Err(cx.value_error("minute out of range")); }
    if !(0..=61).contains(&tm.tm_sec) { return Err(cx.value_error("seconds out of range")); }
    if tm.tm_wday < 0 { return Err(cx.value_error("day of week out of range")); }
    if tm.tm_yday == -1 { tm.tm_yday = 0 } else if !(0..=365).contains(&tm.tm_yday) { return Err(cx.value_error("day of year out of range")); }
    Ok(())
}
fn tm_or_now(cx: &mut Cx, v: Value, func: &str) -> R<(libc::tm, Option<std::ffi::CString>)> {
    match v.opt() {
        None => { let t = time_arg(cx, Value::NONE)?; Ok((broken_down(cx, t, true)?, None)) }
        Some(v) => { let (mut tm, k) = tm_of(cx, v, func)?; check_tm(cx, &mut tm)?; Ok((tm, k)) }
    }
}
fn strftime(cx: &mut Cx, a: &[Value]) -> R {
    let f = osys::text(cx, "strftime", "1", a[0])?;
    let (mut tm, _keep) = tm_or_now(cx, a[1], "strftime")?;
    tm.tm_isdst = tm.tm_isdst.clamp(-1, 1);
    let bytes = osys::fs_encode(cx, f)?;
    // libc knows nothing of NUL: pieces between them are formatted alone
    let mut out = vec![];
    for (i, piece) in bytes.split(|c| *c == 0).enumerate() {
        if i > 0 { out.push(0) }
        if piece.is_empty() { continue; }
        let Ok(c) = std::ffi::CString::new(piece) else { continue };
        let mut size = 1024;
        loop {
            let mut buf = vec![0u8; size];
            let n = unsafe { libc::strftime(buf.as_mut_ptr() as *mut libc::c_char, size, c.as_ptr(), &tm) }; // SAFETY: buffer of that size, C string
            if n > 0 || size >= 256 * piece.len().max(4) { out.extend_from_slice(&buf[..n]); break; }
            size *= 4;
        }
    }
    Ok(osys::fs_decode(cx, &out))
}
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
fn asctime_of(cx: &mut Cx, t: &libc::tm) -> Value {
    let s = format!("{} {}{:>3} {:02}:{:02}:{:02} {}", DAYS[t.tm_wday.rem_euclid(7) as usize], MONTHS[t.tm_mon.rem_euclid(12) as usize], t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, 1900 + t.tm_year as i64);
    cx.string(s)
}
fn asctime(cx: &mut Cx, a: &[Value]) -> R { let (tm, _k) = tm_or_now(cx, a[0], "asctime")?; Ok(asctime_of(cx, &tm)) }
fn ctime(cx: &mut Cx, a: &[Value]) -> R { let t = time_arg(cx, a[0])?; let tm = broken_down(cx, t, true)?; Ok(asctime_of(cx, &tm)) }
fn mktime(cx: &mut Cx, a: &[Value]) -> R {
    let (mut tm, _k) = tm_of(cx, a[0], "mktime")?;
    tm.tm_wday = -1;
    let t = unsafe { libc::mktime(&mut tm) }; // SAFETY: struct on this stack
    if t == -1 && tm.tm_wday == -1 { return Err(cx.overflow_error("mktime argument out of range")); }
    Ok(cx.float(t as f64))
}
fn strptime(cx: &mut Cx, a: &[Value]) -> R {
    let f = osys::import_attr(cx, "_strptime", "_strptime_time")?;
    let args: VVec = a.iter().copied().filter(|v| !v.is_undef()).collect();
    cx.call(f, &args)
}
extern "C" { fn tzset(); }
fn zones(cx: &mut Cx, m: Module) {
    // the offsets in January and July of this year tell standard time from summer time
    unsafe { tzset() }; // SAFETY: one thread runs Python code
    let year = 365 * 24 * 3600 + 6 * 3600;
    let now = clock_ns(libc::CLOCK_REALTIME) / NS / year * year;
    let at = |t: i64| { let mut tm: libc::tm = unsafe { std::mem::zeroed() }; unsafe { libc::localtime_r(&t, &mut tm) }; let z = if tm.tm_zone.is_null() { "UTC".to_string() } else { unsafe { std::ffi::CStr::from_ptr(tm.tm_zone) }.to_string_lossy().into_owned() }; (-tm.tm_gmtoff, z) }; // SAFETY: struct on this stack, libc's string
    let (jan, july) = (at(now), at(now + year / 2));
    let (std, dst) = if jan.0 < july.0 { (july.clone(), jan.clone()) } else { (jan.clone(), july.clone()) };
    let v = [("timezone", Value::small(std.0)), ("altzone", Value::small(dst.0)), ("daylight", Value::small((jan.0 != july.0) as i64))];
    for (k, v) in v { m.set(cx, k, v) }
    let (a, b) = (cx.str(&std.1), cx.str(&dst.1));
    let t = cx.tuple(&[a, b]);
    m.set(cx, "tzname", t);
}
fn py_tzset(cx: &mut Cx, _: &[Value]) -> R { let m = osys::import(cx, "time")?; if let Some(m) = Module::from(m) { zones(cx, m) } Ok(Value::NONE) }
fn clock_arg(cx: &mut Cx, v: Value) -> R<libc::clockid_t> { c_int(cx, v) }
fn gettime(cx: &mut Cx, v: Value) -> R<i64> {
    let id = clock_arg(cx, v)?;
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    if unsafe { libc::clock_gettime(id, &mut t) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: struct on this stack
    Ok(t.tv_sec * NS + t.tv_nsec)
}
fn clock_getres(cx: &mut Cx, a: &[Value]) -> R {
    let id = clock_arg(cx, a[0])?;
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    if unsafe { libc::clock_getres(id, &mut t) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: struct on this stack
    Ok(cx.float(t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9))
}
fn settime(cx: &mut Cx, id: Value, ns: i64) -> R {
    let id = clock_arg(cx, id)?;
    let t = libc::timespec { tv_sec: ns.div_euclid(NS), tv_nsec: ns.rem_euclid(NS) };
    if unsafe { libc::clock_settime(id, &t) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: struct on this stack
    Ok(Value::NONE)
}
fn clock_info(cx: &mut Cx, a: &[Value]) -> R {
    let n = osys::text(cx, "get_clock_info", "1", a[0])?;
    let (imp, mono, adj, id) = match n.as_str() {
        Some("time") => ("clock_gettime(CLOCK_REALTIME)", false, true, libc::CLOCK_REALTIME),
        Some("monotonic" | "perf_counter") => ("clock_gettime(CLOCK_MONOTONIC)", true, false, libc::CLOCK_MONOTONIC),
        Some("process_time") => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, libc::CLOCK_PROCESS_CPUTIME_ID),
        Some("thread_time") => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, libc::CLOCK_THREAD_CPUTIME_ID),
        _ => return Err(cx.value_error("unknown clock")),
    };
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_getres(id, &mut t) }; // SAFETY: struct on this stack
    let o = crate::object::Slots::new(cx, T::SimpleNamespace, &[]);
    let (i, r) = (cx.str(imp), cx.float(t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9));
    for (k, v) in [("implementation", i), ("monotonic", Value::bool(mono)), ("adjustable", Value::bool(adj)), ("resolution", r)] { cx.set_attr_str(o, k, v)?; }
    Ok(o)
}
macro_rules! clock { ($secs:literal $ns:literal $id:ident) => { [def($secs, "", |cx, _| { let n = clock_ns(libc::$id); Ok(secs(cx, n)) }), def($ns, "", |cx, _| { let n = clock_ns(libc::$id); Ok(cx.int(n)) })] } }
const CLOCKS: [[Def; 2]; 5] = [clock!("time" "time_ns" CLOCK_REALTIME), clock!("monotonic" "monotonic_ns" CLOCK_MONOTONIC), clock!("perf_counter" "perf_counter_ns" CLOCK_MONOTONIC), clock!("process_time" "process_time_ns" CLOCK_PROCESS_CPUTIME_ID), clock!("thread_time" "thread_time_ns" CLOCK_THREAD_CPUTIME_ID)];
static CLOCK_DEFS: [[Def; 2]; 5] = CLOCKS;
const FUNCS: &[Def] = &[
    def("sleep", "seconds, /", sleep), def("gmtime", "seconds=None, /", gmtime), def("localtime", "seconds=None, /", localtime), def("mktime", "t, /", mktime), def("asctime", "t=?, /", asctime), def("ctime", "seconds=None, /", ctime),
    def("strftime", "format, t=?, /", strftime), def("strptime", "string, format='%a %b %d %H:%M:%S %Y', /", strptime), def("tzset", "", py_tzset), def("get_clock_info", "name, /", clock_info), def("clock_getres", "clk_id, /", clock_getres),
    def("clock_gettime", "clk_id, /", |cx, a| { let n = gettime(cx, a[0])?; Ok(secs(cx, n)) }), def("clock_gettime_ns", "clk_id, /", |cx, a| { let n = gettime(cx, a[0])?; Ok(cx.int(n)) }),
    def("clock_settime", "clk_id, time, /", |cx, a| { let n = to_ns(cx, a[1])?; settime(cx, a[0], n) }), def("clock_settime_ns", "clk_id, time, /", |cx, a| { let n = cx.index_i64(a[1])?; settime(cx, a[0], n) }),
    def("pthread_getcpuclockid", "thread_id, /", |cx, a| { let t = cx.index_i64(a[0])?; let mut c = 0; let e = unsafe { libc::pthread_getcpuclockid(t as libc::pthread_t, &mut c) }; if e != 0 { return Err(cx.os_error(e, None)); } Ok(Value::small(c as i64)) }), // SAFETY: as the caller promises
];
const CONSTS: &[(&str, i64)] = &[("CLOCK_REALTIME", 0), ("CLOCK_MONOTONIC", 1), ("CLOCK_PROCESS_CPUTIME_ID", 2), ("CLOCK_THREAD_CPUTIME_ID", 3), ("CLOCK_MONOTONIC_RAW", 4), ("CLOCK_BOOTTIME", 7), ("CLOCK_TAI", 11), ("_STRUCT_TM_ITEMS", 11)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    for pair in &CLOCK_DEFS { m.add_functions(cx, pair) }
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    let c = seqtype::class(cx, &STRUCT_TIME);
    m.set(cx, "struct_time", c);
    zones(cx, m);
    Ok(())
}
