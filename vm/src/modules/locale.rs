//! `_locale`.
#![allow(unsafe_code)] // libc locale calls; their strings are copied at once
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys::{self, c_int};
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::ffi::{CStr, CString};

unsafe fn text(cx: &mut Cx, p: *const libc::c_char) -> Value { let b = CStr::from_ptr(p).to_bytes().to_vec(); osys::fs_decode(cx, &b) }
fn error(cx: &mut Cx, m: &str) -> crate::native::Raised { let c = cx.static_get("locale.Error").unwrap_or(cx.class(T::Exception).0); let m = cx.str(m); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } }
fn c_str(cx: &mut Cx, s: Str) -> R<CString> { let b = osys::fs_encode(cx, s)?; match CString::new(b) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null character")) } }
fn setlocale(cx: &mut Cx, a: &[Value]) -> R {
    let cat = c_int(cx, a[0])?;
    if !(0..=12).contains(&cat) { return Err(error(cx, "invalid locale category")); }
    let p = match a[1].opt_none() { None => unsafe { libc::setlocale(cat, std::ptr::null()) }, Some(v) => { let s = osys::text(cx, "setlocale", "2", v)?; let c = c_str(cx, s)?; unsafe { libc::setlocale(cat, c.as_ptr()) } } }; // SAFETY: C string
    if p.is_null() { return Err(error(cx, "unsupported locale setting")); }
    Ok(unsafe { text(cx, p) }) // SAFETY: libc's string
}
fn localeconv(cx: &mut Cx, _: &[Value]) -> R {
    let d = cx.dict();
    // SAFETY: libc's record, copied at once
    unsafe {
        let l = &*libc::localeconv();
        for (k, p) in [("decimal_point", l.decimal_point), ("thousands_sep", l.thousands_sep), ("int_curr_symbol", l.int_curr_symbol), ("currency_symbol", l.currency_symbol), ("mon_decimal_point", l.mon_decimal_point), ("mon_thousands_sep", l.mon_thousands_sep), ("positive_sign", l.positive_sign), ("negative_sign", l.negative_sign)] { let v = text(cx, p); cx.dict_set(d, k, v) }
        for (k, n) in [("int_frac_digits", l.int_frac_digits), ("frac_digits", l.frac_digits), ("p_cs_precedes", l.p_cs_precedes), ("p_sep_by_space", l.p_sep_by_space), ("n_cs_precedes", l.n_cs_precedes), ("n_sep_by_space", l.n_sep_by_space), ("p_sign_posn", l.p_sign_posn), ("n_sign_posn", l.n_sign_posn)] { cx.dict_set(d, k, Value::small(n as i64)) }
        for (k, p) in [("grouping", l.grouping), ("mon_grouping", l.mon_grouping)] {
            let out = List::new(cx);
            let mut q = p;
            while *q != 0 { out.push(cx, Value::small(*q as i64)); if *q == libc::c_char::MAX { break; } q = q.add(1) }
            if out.len() > 0 && *q == 0 { out.push(cx, Value::small(0)) }
            cx.dict_set(d, k, out.0)
        }
    }
    Ok(d.0)
}
fn nl_langinfo(cx: &mut Cx, a: &[Value]) -> R { let n = c_int(cx, a[0])?; if !CONSTS.iter().any(|c| c.1 == n as i64 && c.1 > 100) { return Err(cx.value_error("unsupported langinfo constant")); } if n == libc::CODESET { return Ok(cx.str("UTF-8")); } Ok(unsafe { text(cx, libc::nl_langinfo(n)) }) } // SAFETY: libc's string
fn strcoll(cx: &mut Cx, a: &[Value]) -> R { let (x, y) = (osys::text(cx, "strcoll", "1", a[0])?, osys::text(cx, "strcoll", "2", a[1])?); let (x, y) = (c_str(cx, x)?, c_str(cx, y)?); Ok(Value::small(unsafe { libc::strcoll(x.as_ptr(), y.as_ptr()) } as i64)) } // SAFETY: C strings
fn strxfrm(cx: &mut Cx, a: &[Value]) -> R { let x = osys::text(cx, "strxfrm", "", a[0])?; c_str(cx, x)?; Ok(a[0]) }
fn same(_: &mut Cx, a: &[Value]) -> R { Ok(a[0]) }
fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
const FUNCS: &[Def] = &[
    def("setlocale", "category, locale=None, /", setlocale), def("localeconv", "", localeconv), def("nl_langinfo", "key, /", nl_langinfo), def("strcoll", "os1, os2, /", strcoll), def("strxfrm", "string, /", strxfrm), def("getencoding", "", |cx, _| Ok(cx.str("UTF-8"))),
    def("gettext", "msg, /", same), def("dgettext", "domain, msg, /", |_, a| Ok(a[1])), def("dcgettext", "domain, msg, category, /", |_, a| Ok(a[1])), def("textdomain", "domain, /", |cx, a| Ok(if a[0].is_none() { cx.str("messages") } else { a[0] })), def("bindtextdomain", "domain, dir, /", |_, a| Ok(a[1])), def("bind_textdomain_codeset", "domain, codeset, /", none),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    let c = crate::modules::small::exception(cx, "locale.Error", T::Exception)?;
    m.set(cx, "Error", c);
    // the C library starts in the "C" locale: texts are UTF-8 in any case, and collation and numbers follow when a script asks
    unsafe { libc::setlocale(libc::LC_CTYPE, c"".as_ptr()) }; // SAFETY: C string
    Ok(())
}
const CONSTS: &[(&str, i64)] = &[
    ("ABDAY_1", 131072), ("ABDAY_2", 131073), ("ABDAY_3", 131074), ("ABDAY_4", 131075), ("ABDAY_5", 131076), ("ABDAY_6", 131077), ("ABDAY_7", 131078),
    ("ABMON_1", 131086), ("ABMON_10", 131095), ("ABMON_11", 131096), ("ABMON_12", 131097), ("ABMON_2", 131087), ("ABMON_3", 131088), ("ABMON_4", 131089),
    ("ABMON_5", 131090), ("ABMON_6", 131091), ("ABMON_7", 131092), ("ABMON_8", 131093), ("ABMON_9", 131094), ("ALT_DIGITS", 131119), ("AM_STR", 131110),
    ("CHAR_MAX", 127), ("CODESET", 14), ("CRNCYSTR", 262159), ("DAY_1", 131079), ("DAY_2", 131080), ("DAY_3", 131081), ("DAY_4", 131082), ("DAY_5", 131083),
    ("DAY_6", 131084), ("DAY_7", 131085), ("D_FMT", 131113), ("D_T_FMT", 131112), ("ERA", 131116), ("ERA_D_FMT", 131118), ("ERA_D_T_FMT", 131120),
    ("ERA_T_FMT", 131121), ("LC_ALL", 6), ("LC_COLLATE", 3), ("LC_CTYPE", 0), ("LC_MESSAGES", 5), ("LC_MONETARY", 4), ("LC_NUMERIC", 1), ("LC_TIME", 2),
    ("MON_1", 131098), ("MON_10", 131107), ("MON_11", 131108), ("MON_12", 131109), ("MON_2", 131099), ("MON_3", 131100), ("MON_4", 131101), ("MON_5", 131102),
    ("MON_6", 131103), ("MON_7", 131104), ("MON_8", 131105), ("MON_9", 131106), ("NOEXPR", 327681), ("PM_STR", 131111), ("RADIXCHAR", 65536),
    ("THOUSEP", 65537), ("T_FMT", 131114), ("T_FMT_AMPM", 131115), ("YESEXPR", 327680), ("_DATE_FMT", 131180),
];
