//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`: hash objects over the RustCrypto crates.
//!
//! The running state of a hash object is plain data inside a heap object.
#![allow(unsafe_code)] // typed access to that data: [HS1]
use crate::bytes::{buffer, new as bytes};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use digest::{Digest, ExtendableOutput, Update, XofReader};

#[derive(Clone)]
enum H { Md5(md5::Md5), Sha1(sha1::Sha1), Sha224(sha2::Sha224), Sha256(sha2::Sha256), Sha384(sha2::Sha384), Sha512(sha2::Sha512), S224(sha3::Sha3_224), S256(sha3::Sha3_256), S384(sha3::Sha3_384), S512(sha3::Sha3_512), Shake128(sha3::Shake128), Shake256(sha3::Shake256), B2b(super::blake2::Blake), B2s(super::blake2::Blake) }
/// name, block size, digest size
fn describe(h: &H) -> (&'static str, i64, i64) {
    match h {
        H::Md5(_) => ("md5", 64, 16), H::Sha1(_) => ("sha1", 64, 20), H::Sha224(_) => ("sha224", 64, 28), H::Sha256(_) => ("sha256", 64, 32), H::Sha384(_) => ("sha384", 128, 48), H::Sha512(_) => ("sha512", 128, 64),
        H::S224(_) => ("sha3_224", 144, 28), H::S256(_) => ("sha3_256", 136, 32), H::S384(_) => ("sha3_384", 104, 48), H::S512(_) => ("sha3_512", 72, 64), H::Shake128(_) => ("shake_128", 168, 0), H::Shake256(_) => ("shake_256", 136, 0),
        H::B2b(b) => ("blake2b", 128, b.size() as i64), H::B2s(b) => ("blake2s", 64, b.size() as i64),
    }
}
fn feed(h: &mut H, d: &[u8]) {
    macro_rules! each { ($($v:ident)*) => { match h { $(H::$v(x) => Update::update(x, d),)* H::B2b(x) | H::B2s(x) => x.update(d) } } }
    each!(Md5 Sha1 Sha224 Sha256 Sha384 Sha512 S224 S256 S384 S512 Shake128 Shake256)
}
fn finish(h: &H, n: usize) -> Vec<u8> {
    macro_rules! each { ($($v:ident)*) => { match h {
        $(H::$v(x) => x.clone().finalize().to_vec(),)*
        H::Shake128(x) => { let mut v = vec![0; n]; x.clone().finalize_xof().read(&mut v); v }
        H::Shake256(x) => { let mut v = vec![0; n]; x.clone().finalize_xof().read(&mut v); v }
        H::B2b(x) | H::B2s(x) => x.digest(),
    } } }
    each!(Md5 Sha1 Sha224 Sha256 Sha384 Sha512 S224 S256 S384 S512)
}
fn start(name: &str) -> Option<H> {
    Some(match name { "md5" => H::Md5(Digest::new()), "sha1" => H::Sha1(Digest::new()), "sha224" => H::Sha224(Digest::new()), "sha256" => H::Sha256(Digest::new()), "sha384" => H::Sha384(Digest::new()), "sha512" => H::Sha512(Digest::new()),
        "sha3_224" => H::S224(Digest::new()), "sha3_256" => H::S256(Digest::new()), "sha3_384" => H::S384(Digest::new()), "sha3_512" => H::S512(Digest::new()), "shake_128" => H::Shake128(Default::default()), "shake_256" => H::Shake256(Default::default()), _ => return None })
}
/// Puts a state into the heap. [HS1] `H` is plain data without pointers or drop; slot 0 is a bytes object that begins with one,
/// 16-aligned, and that no program sees.
fn keep(cx: &mut Cx, h: H) -> R { let b = crate::bytes::zeroed(cx, std::mem::size_of::<H>())?; unsafe { std::ptr::write(b.ptr::<u8>().add(32) as *mut H, h) } Ok(b) } // SAFETY: fresh, [HS1]
fn with<V>(v: Value, f: impl FnOnce(&mut H) -> V) -> V { let b = Slots(v).get(0); f(unsafe { &mut *(b.ptr::<u8>().add(32) as *mut H) }) } // SAFETY: [HS1]
fn input(cx: &mut Cx, v: Value) -> R<crate::bytes::Buf> {
    if v.is(T::Str) { return Err(cx.type_error("Strings must be encoded before hashing")); }
    match crate::bytes::buffer_opt(cx, v)? { Some(b) => Ok(b), None => Err(cx.type_error("object supporting the buffer API required")) }
}
fn create(cx: &mut Cx, t: T, mut h: H, data: Value) -> R {
    if let Some(d) = data.opt() { let b = input(cx, d)?; feed(&mut h, &b); }
    let k = keep(cx, h)?;
    Ok(Slots::new(cx, t, &[k]))
}
fn length(cx: &mut Cx, v: Value) -> R<usize> { match v.opt() { None => Ok(0), Some(v) => { let n = cx.index_i64(v)?; if n < 0 { return Err(cx.value_error("value must be positive")); } if n >= 1 << 29 { return Err(cx.value_error("length is too large")); } Ok(n as usize) } } }
fn digest_of(cx: &mut Cx, a: &[Value]) -> R<Vec<u8>> {
    let shake = with(a[0], |h| matches!(h, H::Shake128(_) | H::Shake256(_)));
    let n = match a.get(1) { Some(v) if shake => { if v.is_undef() { return Err(cx.type_error("digest() missing required argument 'length' (pos 1)")); } length(cx, *v)? } _ => 0 };
    Ok(with(a[0], |h| finish(h, n)))
}
fn to_hex(b: &[u8]) -> String { b.iter().map(|c| format!("{c:02x}")).collect() }
pub const METHODS: &[Def] = &[
    def("update", "obj, /", |cx, a| { let b = input(cx, a[1])?; cx.write(a[0]); with(a[0], |h| feed(h, &b)); Ok(Value::NONE) }),
    def("digest", "", |cx, a| { let d = digest_of(cx, a)?; Ok(bytes(cx, &d)) }),
    def("hexdigest", "", |cx, a| { let d = digest_of(cx, a)?; Ok(cx.string(to_hex(&d))) }),
    def("copy", "", |cx, a| { let t = a[0].kind(); let h = with(a[0], |h| h.clone()); create(cx, t, h, Value::UNDEF) }),
    attr("name", |cx, a| { let n = with(a[0], |h| describe(h).0); Ok(cx.str(n)) }),
    attr("block_size", |_, a| Ok(Value::small(with(a[0], |h| describe(h).1)))),
    attr("digest_size", |_, a| Ok(Value::small(with(a[0], |h| describe(h).2)))),
    attr("_capacity_bits", |cx, a| { let (n, b, _) = with(a[0], |h| describe(h)); if n.starts_with("sh") && n.contains('_') { Ok(Value::small(1600 - 8 * b)) } else { let t = cx.type_name(a[0]); let k = cx.intern("_capacity_bits"); Err(cx.attribute_error(a[0], k, &format!("'{t}' object has no attribute '_capacity_bits'"))) } }),
    def("__repr__", "", |cx, a| { let n = with(a[0], |h| describe(h).0); let t = cx.type_name(a[0]); Ok(cx.string(format!("<{n} {t} object @ {:#x}>", a[0].0))) }),
];
pub const SHAKE: &[Def] = &[
    def("update", "obj, /", |cx, a| { let b = input(cx, a[1])?; cx.write(a[0]); with(a[0], |h| feed(h, &b)); Ok(Value::NONE) }),
    def("digest", "length", |cx, a| { let d = digest_of(cx, a)?; Ok(bytes(cx, &d)) }),
    def("hexdigest", "length", |cx, a| { let d = digest_of(cx, a)?; Ok(cx.string(to_hex(&d))) }),
    def("copy", "", |cx, a| { let t = a[0].kind(); let h = with(a[0], |h| h.clone()); create(cx, t, h, Value::UNDEF) }),
    attr("name", |cx, a| { let n = with(a[0], |h| describe(h).0); Ok(cx.str(n)) }),
    attr("block_size", |_, a| Ok(Value::small(with(a[0], |h| describe(h).1)))),
    attr("digest_size", |_, _| Ok(Value::small(0))),
];
macro_rules! makers { ($table:ident $($name:literal $t:ident),*) => { const $table: &[Def] = &[$(def($name, "string=b'', *, usedforsecurity=True", |cx, a| { match start($name) { Some(h) => create(cx, T::$t, h, a[0]), None => Ok(Value::NONE) } })),*]; } }
makers!(MD5 "md5" Md5Type);
makers!(SHA1 "sha1" Sha1Type);
makers!(SHA2 "sha224" Sha224Type, "sha256" Sha256Type, "sha384" Sha384Type, "sha512" Sha512Type);
fn types(cx: &mut Cx, m: Module, rows: &[(&str, T)]) { for (n, t) in rows { let c = cx.class(*t).0; m.set(cx, n, c) } }
pub fn init_md5(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, MD5); types(cx, m, &[("MD5Type", T::Md5Type)]); Ok(()) }
pub fn init_sha1(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, SHA1); types(cx, m, &[("SHA1Type", T::Sha1Type)]); Ok(()) }
pub fn init_sha2(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, SHA2); types(cx, m, &[("SHA224Type", T::Sha224Type), ("SHA256Type", T::Sha256Type), ("SHA384Type", T::Sha384Type), ("SHA512Type", T::Sha512Type)]); Ok(()) }
pub fn init_sha3(cx: &mut Cx, m: Module) -> R<()> { types(cx, m, &[("sha3_224", T::Sha3a), ("sha3_256", T::Sha3b), ("sha3_384", T::Sha3c), ("sha3_512", T::Sha3d), ("shake_128", T::Shake128), ("shake_256", T::Shake256)]); let s = cx.str("generic 64-bit"); m.set(cx, "implementation", s); Ok(()) }
pub const NEW_SHA3A: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Sha3a, H::S224(Digest::new()), a[1]))];
pub const NEW_SHA3B: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Sha3b, H::S256(Digest::new()), a[1]))];
pub const NEW_SHA3C: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Sha3c, H::S384(Digest::new()), a[1]))];
pub const NEW_SHA3D: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Sha3d, H::S512(Digest::new()), a[1]))];
pub const NEW_SHAKE128: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Shake128, H::Shake128(Default::default()), a[1]))];
pub const NEW_SHAKE256: &[Def] = &[def_new("data=b'', /, *, usedforsecurity=True", |cx, a| create(cx, T::Shake256, H::Shake256(Default::default()), a[1]))];

// ---- blake2 -----------------------------------------------------------------------------------------------------------------------------
const BLAKE_SIG: &str = "data=b'', /, *, digest_size=0, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True";
fn blake(cx: &mut Cx, a: &[Value], wide: bool) -> R {
    let (max_out, max_key, max_salt) = if wide { (64, 64, 16) } else { (32, 32, 8) };
    let int = |cx: &mut Cx, v: Value, d: i64| -> R<i64> { match v.opt() { Some(v) => cx.index_i64(v), None => Ok(d) } };
    let size = int(cx, a[2], max_out)?;
    if size < 1 || size > max_out { return Err(cx.value_error(format!("digest_size for {} must be between 1 and {max_out} bytes, here it is {size}", if wide { "Blake2b" } else { "Blake2s" }))); }
    let part = |cx: &mut Cx, v: Value| -> R<Vec<u8>> { match v.opt() { Some(v) => Ok(buffer(cx, v)?.bytes().to_vec()), None => Ok(vec![]) } };
    let (key, salt, person) = (part(cx, a[3])?, part(cx, a[4])?, part(cx, a[5])?);
    if key.len() > max_key { return Err(cx.value_error(format!("maximum key length is {max_key} bytes"))); }
    if salt.len() > max_salt { return Err(cx.value_error(format!("maximum salt length is {max_salt} bytes"))); }
    if person.len() > max_salt { return Err(cx.value_error(format!("maximum person length is {max_salt} bytes"))); }
    let tree = [int(cx, a[6], 1)?, int(cx, a[7], 1)?, int(cx, a[8], 0)?, int(cx, a[9], 0)?, int(cx, a[10], 0)?, int(cx, a[11], 0)?];
    if !(0..=255).contains(&tree[0]) { return Err(cx.value_error("fanout must be between 0 and 255")); }
    if !(1..=255).contains(&tree[1]) { return Err(cx.value_error("depth must be between 1 and 255")); }
    for (v, max, what) in [(tree[2], u32::MAX as i64, "leaf_size"), (tree[3], if wide { i64::MAX } else { (1 << 48) - 1 }, "node_offset"), (tree[4], 255, "node_depth"), (tree[5], max_out, "inner_size")] {
        if v < 0 || v > max { return Err(if what == "node_offset" && v >= 0 { cx.overflow_error("value too large") } else if what == "leaf_size" && v >= 0 { cx.overflow_error("leaf_size is too large") } else if what == "node_depth" { cx.value_error("node_depth must be between 0 and 255") } else if what == "inner_size" { cx.value_error(format!("inner_size must be between 0 and is {max_out}")) } else { cx.value_error("value must be positive") }); }
    }
    let last = match a[12].opt() { Some(v) => cx.truth(v)?, None => false };
    let b = super::blake2::Blake::new(wide, size as usize, &key, &salt, &person, tree, last);
    create(cx, if wide { T::Blake2b } else { T::Blake2s }, if wide { H::B2b(b) } else { H::B2s(b) }, a[1])
}
pub const NEW_B2B: &[Def] = &[def_new(BLAKE_SIG, |cx, a| blake(cx, a, true))];
pub const NEW_B2S: &[Def] = &[def_new(BLAKE_SIG, |cx, a| blake(cx, a, false))];
pub fn init_blake2(cx: &mut Cx, m: Module) -> R<()> {
    types(cx, m, &[("blake2b", T::Blake2b), ("blake2s", T::Blake2s)]);
    for (t, p, n) in [(T::Blake2b, "BLAKE2B", [16, 16, 64, 64]), (T::Blake2s, "BLAKE2S", [8, 8, 32, 32])] {
        let c = cx.class(t);
        for (k, v) in ["SALT_SIZE", "PERSON_SIZE", "MAX_KEY_SIZE", "MAX_DIGEST_SIZE"].iter().zip(n) { m.set(cx, &format!("{p}_{k}"), Value::small(v)); let name = cx.intern(k); c.set_attr_raw(cx, name, Value::small(v)) }
    }
    Ok(())
}
/// The hash of some bytes by an algorithm's name, for other native modules.
pub fn hash_by_name(name: &str, d: &[u8]) -> Option<Vec<u8>> { let mut h = start(name)?; feed(&mut h, d); Some(finish(&h, 0)) }

// ---- _hashlib: what CPython takes from OpenSSL ------------------------------------------------------------------------------------------
fn openssl(cx: &mut Cx, name: &str, data: Value) -> R {
    let h = match name { "blake2b512" | "blake2b" => H::B2b(super::blake2::Blake::new(true, 64, &[], &[], &[], [1, 1, 0, 0, 0, 0], false)), "blake2s256" | "blake2s" => H::B2s(super::blake2::Blake::new(false, 32, &[], &[], &[], [1, 1, 0, 0, 0, 0], false)),
        n => match start(&n.replace("sha3-", "sha3_")) { Some(h) => h, None => return Err(unsupported(cx, name)) } };
    let xof = matches!(h, H::Shake128(_) | H::Shake256(_));
    create(cx, if xof { T::HashXof } else { T::HashOpenssl }, h, data)
}
fn unsupported(cx: &mut Cx, name: &str) -> crate::native::Raised {
    match cx.static_get("_hashlib.Unsupported") { Some(c) => { let m = cx.string(format!("unsupported hash type {name}")); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error("unsupported hash type") }
}
fn hmac(name: &str, key: &[u8], parts: &[&[u8]]) -> Option<Vec<u8>> {
    let h = start(name)?;
    let n = describe(&h).1 as usize;
    let mut k = if key.len() > n { hash_by_name(name, key)? } else { key.to_vec() };
    k.resize(n, 0);
    let mut inner = h.clone();
    feed(&mut inner, &k.iter().map(|b| b ^ 0x36).collect::<Vec<u8>>());
    for p in parts { feed(&mut inner, p) }
    let mut outer = h;
    feed(&mut outer, &k.iter().map(|b| b ^ 0x5c).collect::<Vec<u8>>());
    feed(&mut outer, &finish(&inner, 0));
    Some(finish(&outer, 0))
}
fn digest_name(cx: &mut Cx, v: Value) -> R<String> {
    if let Some(s) = crate::str::Str::from(v) { return Ok(s.lossy().to_lowercase()); }
    match cx.lookup_attr(v, "__name__")? { Some(n) if n.is(T::Str) => Ok(crate::str::Str::of(n).lossy().trim_start_matches("openssl_").to_string()), _ => Err(unsupported(cx, "")) }
}
fn pbkdf2(cx: &mut Cx, a: &[Value]) -> R {
    let name = cx.want_str(a[0], "pbkdf2_hmac() argument 'hash_name'")?.lossy().to_lowercase();
    let (pass, salt) = (buffer(cx, a[1])?, buffer(cx, a[2])?);
    let rounds = cx.index_i64(a[3])?;
    let Some(h) = start(&name) else { return Err(unsupported(cx, &name)) };
    let size = describe(&h).2 as usize;
    if rounds < 1 { return Err(cx.value_error("iteration value must be greater than 0.")); }
    let len = match a[4].opt_none() { Some(v) => cx.index_i64(v)?, None => size as i64 };
    if len < 1 { return Err(cx.value_error("key length must be greater than 0.")); }
    let mut out = vec![];
    let mut block = 1u32;
    while out.len() < len as usize {
        let Some(mut u) = hmac(&name, &pass, &[&salt, &block.to_be_bytes()]) else { return Err(unsupported(cx, &name)) };
        let mut t = u.clone();
        for _ in 1..rounds { u = hmac(&name, &pass, &[&u]).unwrap_or_default(); for (x, y) in t.iter_mut().zip(&u) { *x ^= y } }
        out.extend(t);
        block += 1;
    }
    out.truncate(len as usize);
    Ok(bytes(cx, &out))
}
macro_rules! openssl_rows { ($($fname:literal $name:literal),*) => { const OPENSSL: &[Def] = &[$(def($fname, "string=b'', *, usedforsecurity=True", |cx, a| openssl(cx, $name, a[0]))),*]; } }
openssl_rows!("openssl_md5" "md5", "openssl_sha1" "sha1", "openssl_sha224" "sha224", "openssl_sha256" "sha256", "openssl_sha384" "sha384", "openssl_sha512" "sha512", "openssl_sha3_224" "sha3_224", "openssl_sha3_256" "sha3_256", "openssl_sha3_384" "sha3_384", "openssl_sha3_512" "sha3_512", "openssl_shake_128" "shake_128", "openssl_shake_256" "shake_256");
const HASHLIB: &[Def] = &[
    def("new", "name, string=b'', *, usedforsecurity=True", |cx, a| { let n = cx.want_str(a[0], "new() argument 'name'")?.lossy().to_lowercase(); openssl(cx, &n, a[1]) }),
    def("get_fips_mode", "", |_, _| Ok(Value::small(0))),
    def("pbkdf2_hmac", "hash_name, password, salt, iterations, dklen=None", pbkdf2),
    def("hmac_digest", "key, msg, digest", |cx, a| { let (k, m) = (buffer(cx, a[0])?, buffer(cx, a[1])?); let n = digest_name(cx, a[2])?; match hmac(&n, &k, &[&m]) { Some(d) => Ok(bytes(cx, &d)), None => Err(unsupported(cx, &n)) } }),
    def("hmac_new", "key, msg=b'', digestmod=None", |cx, a| { let n = match a[2].opt_none() { Some(d) => digest_name(cx, d)?, None => return Err(cx.type_error("Missing required parameter 'digestmod'.")) }; Err(unsupported(cx, &n)) }),
    def("compare_digest", "a, b, /", |cx, a| {
        if let (Some(x), Some(y)) = (crate::str::Str::from(a[0]), crate::str::Str::from(a[1])) {
            if !x.is_ascii() || !y.is_ascii() { return Err(cx.type_error("comparing strings with non-ASCII characters is not supported")); }
            return Ok(Value::bool(x.bytes() == y.bytes()));
        }
        match (crate::bytes::buffer_opt(cx, a[0])?, crate::bytes::buffer_opt(cx, a[1])?) { (Some(x), Some(y)) => Ok(Value::bool(x.bytes() == y.bytes())), _ => { let (x, y) = (cx.type_name(a[0]), cx.type_name(a[1])); Err(cx.type_error(format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'"))) } }
    }),
];
pub fn init_hashlib(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, OPENSSL);
    m.add_functions(cx, HASHLIB);
    types(cx, m, &[("HASH", T::HashOpenssl), ("HASHXOF", T::HashXof)]);
    let e = match cx.static_get("_hashlib.Unsupported") { Some(e) => e, None => super::new_exception(cx, "_hashlib", "UnsupportedDigestmodError", T::ValueError)? };
    cx.static_set("_hashlib.Unsupported", e);
    m.set(cx, "UnsupportedDigestmodError", e);
    let mut v = crate::vvec::VVec::new();
    for n in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "blake2b", "blake2s"] { let s = cx.intern(n); v.push(s) }
    let f = crate::set::frozen_from(cx, &v);
    m.set(cx, "openssl_md_meth_names", f);
    Ok(())
}
