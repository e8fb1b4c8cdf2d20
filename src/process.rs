//! What the process was given by whoever started it, and the thread that runs Python.
//!
//! [PR1] `look` runs before `main`, alone; it asks the kernel and writes atomics, nothing else.
//! [PR2] signal masks are plain data on this stack.
#![allow(unsafe_code)] // runs before main, and blocks signals: [PR1] [PR2]
use std::io::Result;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::{Builder, JoinHandle};

static CLOSED: [AtomicBool; 3] = [AtomicBool::new(false), AtomicBool::new(false), AtomicBool::new(false)];
/// Rust opens /dev/null in place of closed standard descriptors before `main`; Python must know that they were closed.
extern "C" fn look() { for (fd, c) in CLOSED.iter().enumerate() { c.store(unsafe { libc::fcntl(fd as i32, libc::F_GETFD) } < 0, Relaxed) } } // SAFETY: no memory involved
#[used]
#[link_section = ".init_array"]
static LOOK: extern "C" fn() = look;
/// Standard descriptors that were closed when the process began.
pub fn closed() -> [bool; 3] { [0, 1, 2].map(|i| CLOSED[i].load(Relaxed)) }

/// Starts the thread that runs Python. This one only waits for it, with all signals blocked: those sent to the process are delivered
/// there, where they interrupt system calls.
pub fn spawn_main(stack: usize, f: impl FnOnce() -> i32 + Send + 'static) -> Result<JoinHandle<i32>> {
    // SAFETY: [PR2]
    unsafe {
        let (mut all, mut old): (libc::sigset_t, libc::sigset_t) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut old);
        let h = Builder::new().name("main".into()).stack_size(stack).spawn(move || { libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut()); f() });
        if h.is_err() { libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut()); }
        h
    }
}
