//! The GDB JIT interface: with `FORA_GDB=1` every trace is a small ELF image in memory that a debugger is told of, with a symbol and the
//! frame's shape, so that backtraces go through compiled code.
//!
//! - [D1] `__jit_debug_descriptor` is changed only under `LOCK`; entries and images are never freed.
#![allow(unsafe_code)] // the interface is two symbols and a linked list that the debugger reads

use std::sync::{LazyLock, Mutex};

#[repr(C)]
struct Entry { next: *mut Entry, previous: *mut Entry, image: *const u8, size: u64 }
#[repr(C)]
struct Descriptor { version: u32, action: u32, relevant: *mut Entry, first: *mut Entry }

#[no_mangle]
static mut __jit_debug_descriptor: Descriptor = Descriptor { version: 1, action: 0, relevant: std::ptr::null_mut(), first: std::ptr::null_mut() };
/// The debugger has a breakpoint here.
#[no_mangle]
#[inline(never)]
extern "C" fn __jit_debug_register_code() { std::hint::black_box(()); }

static LOCK: Mutex<()> = Mutex::new(());
static ON: LazyLock<bool> = LazyLock::new(|| std::env::var_os("FORA_GDB").is_some_and(|v| v != "0"));

/// There is code now.
pub fn note(at: usize, size: usize, id: u32, name: &str) {
    if !*ON { return; }
    let image: &'static [u8] = image(at as u64, size as u64, &format!("fora_trace_{id} {name}")).leak();
    let Ok(_held) = LOCK.lock() else { return };
    // SAFETY: [D1]
    unsafe {
        let d = &raw mut __jit_debug_descriptor;
        let e = Box::leak(Box::new(Entry { next: (*d).first, previous: std::ptr::null_mut(), image: image.as_ptr(), size: image.len() as u64 }));
        if !e.next.is_null() { (*e.next).previous = e; }
        (*d).first = e;
        (*d).relevant = e;
        (*d).action = 1; // registered
        __jit_debug_register_code();
    }
}

/// An ELF file without code: the section `.text` says where it is.
fn image(at: u64, size: u64, name: &str) -> Vec<u8> {
    let names = b"\0.text\0.eh_frame\0.symtab\0.strtab\0.shstrtab\0";
    let (eh, symbols, strings) = (frame(at, size), [[0u8; 24].as_slice(), &symbol(1, at, size)].concat(), [b"\0", name.as_bytes(), b"\0"].concat());
    let mut out = vec![0u8; 64];
    let mut place = |bytes: &[u8]| { out.resize(out.len().next_multiple_of(8), 0); let at = out.len() as u64; out.extend_from_slice(bytes); at };
    let (o_eh, o_symbols, o_strings, o_names) = (place(&eh), place(&symbols), place(&strings), place(names));
    out.resize(out.len().next_multiple_of(8), 0);
    let headers = out.len() as u64;
    // name, type, flags, address, offset, size, link, info, alignment, entry size
    let mut section = |name: u32, ty: u32, flags: u64, address: u64, offset: u64, size: u64, link: u32, info: u32, entry: u64| {
        for w in [name, ty] { out.extend(w.to_le_bytes()) }
        for w in [flags, address, offset, size] { out.extend(w.to_le_bytes()) }
        for w in [link, info] { out.extend(w.to_le_bytes()) }
        for w in [8, entry] { out.extend(u64::to_le_bytes(w)) }
    };
    section(0, 0, 0, 0, 0, 0, 0, 0, 0);
    section(1, 8, 2 | 4, at, 0, size, 0, 0, 0); // .text: NOBITS, ALLOC | EXEC
    section(7, 1, 2, 0, o_eh, eh.len() as u64, 0, 0, 0); // .eh_frame
    section(17, 2, 0, 0, o_symbols, symbols.len() as u64, 4, 1, 24); // .symtab, names in section 4
    section(25, 3, 0, 0, o_strings, strings.len() as u64, 0, 0, 0); // .strtab
    section(33, 3, 0, 0, o_names, names.len() as u64, 0, 0, 0); // .shstrtab
    // the file's header: 64 bits, little endian, executable, x86-64
    let mut h = vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for w in [2u16, 62] { h.extend(w.to_le_bytes()) }
    h.extend(1u32.to_le_bytes());
    for w in [0u64, 0, headers] { h.extend(w.to_le_bytes()) }
    h.extend(0u32.to_le_bytes());
    for w in [64u16, 0, 0, 64, 6, 5] { h.extend(w.to_le_bytes()) }
    out[..64].copy_from_slice(&h);
    out
}
fn symbol(name: u32, at: u64, size: u64) -> [u8; 24] {
    let mut s = [0u8; 24];
    s[..4].copy_from_slice(&name.to_le_bytes());
    s[4] = 1 << 4 | 2; // global function
    s[6..8].copy_from_slice(&1u16.to_le_bytes());
    s[8..16].copy_from_slice(&at.to_le_bytes());
    s[16..].copy_from_slice(&size.to_le_bytes());
    s
}
/// How to get to the caller's registers from anywhere in a trace (after the prologue).
fn frame(at: u64, size: u64) -> Vec<u8> {
    let cfa = crate::lower::FRAME_SIZE + 56;
    let mut program = vec![0x0c, 7]; // def_cfa rsp, …
    let mut n = cfa;
    loop { let b = (n & 0x7f) as u8; n >>= 7; if n == 0 { program.push(b); break } program.push(b | 0x80) }
    // return address at cfa-8, then rbx rbp r12..r15 as pushed; numbers are DWARF's
    for (k, r) in [16u8, 3, 6, 12, 13, 14, 15].into_iter().enumerate() { program.extend([0x80 | r, k as u8 + 1]) }
    let pad = |mut v: Vec<u8>| { v.resize(v.len().next_multiple_of(8), 0); v };
    let mut cie = vec![0, 0, 0, 0, 1, 0, 1, 0x78, 16]; // id, version, no augmentation, code align 1, data align -8, return address 16
    cie.extend(&program);
    while (cie.len() + 4) % 8 != 0 { cie.push(0) }
    let mut out = (cie.len() as u32).to_le_bytes().to_vec();
    out.extend(cie);
    let back = out.len() as u32 + 4;
    let mut fde = back.to_le_bytes().to_vec();
    fde.extend(at.to_le_bytes());
    fde.extend(size.to_le_bytes());
    while (fde.len() + 4) % 8 != 0 { fde.push(0) }
    out.extend((fde.len() as u32).to_le_bytes());
    out.extend(fde);
    out.extend([0; 4]);
    pad(out)
}
