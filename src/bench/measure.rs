//! One process, measured: wall time, CPU time, peak memory, and what it printed.
//!
//! Standard output goes to an unlinked temporary file, so that nothing has to be read while the clock runs. Peak memory
//! is the kernel's `ru_maxrss` of exactly this child; on Linux it counts the parent's peak up to the moment of `exec`,
//! which is what [`floor`] measures.
//!
//! [B1] `wait4` and `waitid` get the id of a child that this module started and has not reaped, and pointers to
//! zeroed structs that live on this function's stack for the whole call.
//! [B2] The watchdog signals a child only under the lock and before `done` is set; `done` is set while the child is
//! still a zombie (`WNOWAIT`), so the id cannot yet belong to another process.
#![allow(unsafe_code)] // wait4 is the only call that gives one child's resource usage; std has no form of it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Seconds, and KiB of peak resident memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub wall: f64,
    pub user: f64,
    pub system: f64,
    pub rss: u64,
}

/// Runs `command` to its end. An error if it cannot start, exceeds `timeout`, or ends otherwise than by status 0.
pub fn run(mut command: Command, timeout: Duration) -> Result<(Sample, Vec<u8>), String> {
    let mut out = scratch()?;
    let mut err = scratch()?;
    let clone = |f: &File| f.try_clone().map_err(|e| format!("temporary file: {e}"));
    command.stdin(Stdio::null()).stdout(clone(&out)?).stderr(clone(&err)?);
    // The surroundings' settings (PYTHONPATH, PYTHONUNBUFFERED, PYTHONOPTIMIZE, …) are not to be measured.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONHASHSEED", "0");
    let start = Instant::now();
    let child = command.spawn().map_err(|e| format!("cannot start: {e}"))?;
    let id = child.id() as libc::pid_t;
    let state = Arc::new((Mutex::new(false), Condvar::new()));
    let watch = std::thread::spawn({
        let state = state.clone();
        move || watchdog(id, timeout, &state)
    });
    // SAFETY: [B1]
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: [B1]
        let rc = unsafe { libc::waitid(libc::P_PID, id as libc::id_t, &mut info, libc::WEXITED | libc::WNOWAIT) };
        if rc == 0 || std::io::Error::last_os_error().raw_os_error() != Some(libc::EINTR) {
            break;
        }
    }
    let wall = start.elapsed().as_secs_f64();
    if let Ok(mut done) = state.0.lock() {
        *done = true;
    }
    state.1.notify_all();
    // SAFETY: [B1]
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    let mut status: libc::c_int = 0;
    // SAFETY: [B1]
    let reaped = unsafe { libc::wait4(id, &mut status, 0, &mut usage) };
    drop(child);
    let killed = watch.join().unwrap_or(false);
    if reaped != id {
        return Err(format!("wait4: {}", std::io::Error::last_os_error()));
    }
    if killed {
        return Err(format!("no end after {} s", timeout.as_secs()));
    }
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    let sample = Sample {
        wall,
        user: seconds(usage.ru_utime),
        system: seconds(usage.ru_stime),
        rss: usage.ru_maxrss.max(0) as u64,
    };
    if !libc::WIFEXITED(status) || libc::WEXITSTATUS(status) != 0 {
        let how = if libc::WIFSIGNALED(status) {
            format!("killed by signal {}", libc::WTERMSIG(status))
        } else {
            format!("exit status {}", libc::WEXITSTATUS(status))
        };
        let text = String::from_utf8_lossy(&contents(&mut err)?).into_owned();
        let last = text.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("").to_string();
        return Err(format!("{how}: {last}"));
    }
    Ok((sample, contents(&mut out)?))
}

/// True if the time ran out and the child was killed.
fn watchdog(id: libc::pid_t, timeout: Duration, state: &(Mutex<bool>, Condvar)) -> bool {
    let Ok(done) = state.0.lock() else { return false };
    let Ok((done, wait)) = state.1.wait_timeout_while(done, timeout, |done| !*done) else { return false };
    if wait.timed_out() && !*done {
        // SAFETY: [B2]
        unsafe { libc::kill(id, libc::SIGKILL) };
        return true;
    }
    false
}

/// Peak memory of a process that does nothing, started from here, in KiB.
pub fn floor() -> u64 {
    run(Command::new("/bin/true"), Duration::from_secs(10)).map_or(0, |(sample, _)| sample.rss)
}

/// A file of our own that has no name any more.
fn scratch() -> Result<File, String> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("fora-bench-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    let explain = |e| format!("{}: {e}", path.display());
    let file = File::options().read(true).write(true).create_new(true).open(&path).map_err(explain)?;
    std::fs::remove_file(&path).map_err(explain)?;
    Ok(file)
}

fn contents(file: &mut File) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.read_to_end(&mut out))
        .map_err(|e| format!("temporary file: {e}"))?;
    Ok(out)
}
