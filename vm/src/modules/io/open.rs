//! `open` and the module's other functions: mode text to a stack of streams.
use super::text_new::{self, Args};
use super::{buffered, fileio, DEFAULT_BUFFER};
use crate::cx::Cx;
use crate::modules::osys;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

#[derive(Default)]
struct Mode { creating: bool, reading: bool, writing: bool, appending: bool, updating: bool, text: bool, binary: bool, raw: String }
fn parse(cx: &mut Cx, mode: Str) -> R<Mode> {
    let t = mode.lossy();
    let mut m = Mode::default();
    let mut seen = String::new();
    for c in t.chars() {
        match c { 'x' => m.creating = true, 'r' => m.reading = true, 'w' => m.writing = true, 'a' => m.appending = true, '+' => m.updating = true, 't' => m.text = true, 'b' => m.binary = true, _ => return Err(cx.value_error(format!("invalid mode: '{t}'"))) }
        if seen.contains(c) { return Err(cx.value_error(format!("invalid mode: '{t}'"))); }
        seen.push(c);
    }
    for (f, c) in [(m.creating, 'x'), (m.reading, 'r'), (m.writing, 'w'), (m.appending, 'a'), (m.updating, '+')] { if f { m.raw.push(c) } }
    if m.text && m.binary { return Err(cx.value_error("can't have text and binary mode at once")); }
    if m.creating as u8 + m.reading as u8 + m.writing as u8 + m.appending as u8 > 1 { return Err(cx.value_error("must have exactly one of create/read/write/append mode")); }
    Ok(m)
}
fn str_or_none(cx: &mut Cx, arg: &str, v: Value) -> R<Option<Value>> {
    match v.opt_none() { None => Ok(None), Some(v) if v.is(T::Str) => Ok(Some(v)), Some(v) => { let t = cx.type_name(v); Err(cx.type_error(format!("open() argument '{arg}' must be str or None, not {t}"))) } }
}
/// open(file, mode, buffering, encoding, errors, newline, closefd, opener)
pub fn open(cx: &mut Cx, a: &[Value]) -> R {
    super::prepare(cx);
    super::registry::settle_first(cx, open, a[0])?;
    let mode_v = match a[1].opt() { Some(m) => osys::text(cx, "open", "'mode'", m)?.0, None => cx.intern("r") };
    let buffering = match a[2].opt() { Some(v) => osys::c_int(cx, v)?, None => -1 };
    let (encoding, errors, newline) = (str_or_none(cx, "encoding", a[3])?, str_or_none(cx, "errors", a[4])?, str_or_none(cx, "newline", a[5])?);
    let closefd = osys::opt_bool(cx, a[6], true)?;
    let file = if a[0].is(T::Int) { a[0] } else { path_or_fd(cx, a[0])? };
    let m = parse(cx, Str(mode_v))?;
    if m.binary {
        if encoding.is_some() { return Err(cx.value_error("binary mode doesn't take an encoding argument")); }
        if errors.is_some() { return Err(cx.value_error("binary mode doesn't take an errors argument")); }
        if newline.is_some() { return Err(cx.value_error("binary mode doesn't take a newline argument")); }
        if buffering == 1 { warn_line_buffering(cx)? }
    }
    let raw_mode = cx.str(&m.raw);
    let unbuffered = buffering == 0 && m.binary;
    let raw = if unbuffered { let c = cx.class(T::FileIO).0; fileio::alloc(cx, c) } else { fileio::alloc_plain(cx) };
    fileio::init(cx, raw, file, Str(raw_mode), closefd, a[7])?;
    let r = stack(cx, raw, &m, mode_v, buffering, Args { encoding, errors, newline, ..Args::default() });
    if r.is_err() {
        let e = cx.take_pending();
        if fileio::fd(raw) >= 0 && fileio::close(cx, raw).is_err() { cx.clear_pending() }
        cx.pending = e;
    }
    r
}
fn path_or_fd(cx: &mut Cx, v: Value) -> R {
    if v.is(T::Str) || v.is(T::Bytes) { return Ok(v); }
    if cx.special(v, crate::class::D::Fspath).is_none() {
        if cx.special(v, crate::class::D::Index).is_some() { return cx.index(v); }
        let t = cx.type_name(v);
        return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {t}")));
    }
    osys::fspath(cx, v)
}
fn warn_line_buffering(cx: &mut Cx) -> R<()> {
    let w = osys::import_attr(cx, "warnings", "warn")?;
    let (m, c) = (cx.str("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"), cx.class(T::RuntimeWarning).0);
    cx.call(w, &[m, c, Value::small(1)])?;
    Ok(())
}
fn stack(cx: &mut Cx, raw: Value, m: &Mode, mode: Value, buffering: i32, mut args: Args) -> R {
    let mut line = buffering == 1 && !m.binary;
    let mut size = buffering as i64;
    if buffering < 0 {
        // only a character device can be a terminal: regular files are spared the question
        size = -1;
        let f = fileio::fd(raw);
        if is_tty(f) { line = !m.binary }
    }
    if buffering == 1 || size < 0 { size = if fileio::blksize(raw) > 1 { fileio::blksize(raw) as i64 } else { DEFAULT_BUFFER as i64 } }
    if buffering < -1 { return Err(cx.value_error("invalid buffering size")); }
    if size == 0 { if m.binary { return Ok(raw); } return Err(cx.value_error("can't have unbuffered text I/O")); }
    let t = if m.updating { T::BufferedRandom } else if m.creating || m.writing || m.appending { T::BufferedWriter } else { T::BufferedReader };
    if m.updating && !fileio::is_seekable(cx, raw)? { return Err(super::unsupported(cx, "File or stream is not seekable.")); }
    let buf = if m.binary { let c = cx.class(t).0; buffered::alloc(cx, c, t) } else { buffered::alloc_plain(cx, t) };
    buffered::init(cx, buf, raw, size)?;
    if m.binary { return Ok(buf); }
    args.line_buffering = line;
    let w = text_new::wrap(cx, buf, args)?;
    super::base::set_own(cx, w, "mode", mode);
    // what is written to it goes through the logs of tasks
    if cx.par.on && !m.updating && !m.reading { crate::par::log::own_stream(w) }
    Ok(w)
}
#[allow(unsafe_code)] // isatty takes no memory
fn is_tty(fd: i32) -> bool {
    // SAFETY: stat buffer on this stack ([OS1]); a regular file is never a terminal
    unsafe { let mut st: libc::stat = std::mem::zeroed(); libc::fstat(fd, &mut st) == 0 && st.st_mode & libc::S_IFMT == libc::S_IFCHR && libc::isatty(fd) == 1 }
}
fn text_encoding(cx: &mut Cx, a: &[Value]) -> R { if a[0].is_none() { Ok(cx.intern(if text_new::utf8_mode() { "utf-8" } else { "locale" })) } else { Ok(a[0]) } }
fn open_code(cx: &mut Cx, a: &[Value]) -> R {
    if !a[0].is(T::Str) { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("open_code() argument 'path' must be str, not {t}"))); }
    let m = cx.intern("rb");
    open(cx, &[a[0], m, Value::UNDEF, Value::UNDEF, Value::UNDEF, Value::UNDEF, Value::UNDEF, Value::UNDEF])
}
pub const OPEN: Def = def("open", "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None", open);
pub const FUNCS: &[Def] = &[OPEN, def("open_code", "path", open_code), def("text_encoding", "encoding, stacklevel=2, /", text_encoding)];
