//! The machine's own time zone, through the C library.
#![allow(unsafe_code)] // localtime_r over memory on this stack
use super::calendar::Point;
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;

/// Local fields of a time_t, seconds east of UTC, name of the zone.
pub fn fields(cx: &mut Cx, t: i64) -> R<(Point, i64, Value)> {
    let mut tm: libc::tm = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let p = unsafe { libc::localtime_r(&t, &mut tm) }; // SAFETY: on this stack
    if p.is_null() { let e = crate::modules::osys::errno(); return Err(if e == libc::EOVERFLOW { cx.overflow_error("timestamp out of range for platform time_t") } else { cx.os_error(if e == 0 { libc::EINVAL } else { e }, None) }); }
    let name = if tm.tm_zone.is_null() { Value::UNDEF } else { let z = unsafe { std::ffi::CStr::from_ptr(tm.tm_zone) }.to_bytes().to_vec(); crate::modules::osys::fs_decode(cx, &z) }; // SAFETY: C string of libc's
    let p = Point { year: tm.tm_year as i64 + 1900, month: tm.tm_mon as i64 + 1, day: tm.tm_mday as i64, hour: tm.tm_hour as i64, minute: tm.tm_min as i64, second: tm.tm_sec as i64, us: 0, fold: 0 };
    Ok((p, tm.tm_gmtoff, name))
}
