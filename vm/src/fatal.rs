//! Ends of the process that are not Python exceptions.
#![allow(unsafe_code)] // getrlimit
pub fn out_of_memory() -> ! { eprintln!("fora: out of memory"); std::process::exit(1) }
pub fn address_space_limited() -> bool {
    // SAFETY: plain query
    unsafe { let mut r: libc::rlimit = std::mem::zeroed(); libc::getrlimit(libc::RLIMIT_AS, &mut r) == 0 && r.rlim_cur != libc::RLIM_INFINITY }
}
