//! The interpreters to compare with: this `fora`, then CPython and PyPy as found on PATH and under pyenv's folder, then
//! what `--with` names. Each is asked who it is; one of each minor version and
//! kind of build (with profile or without, which is worth a fifth of the speed) is kept, PATH and `/usr/bin` before pyenv.

use super::options::Options;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Peer {
    /// `fora`, `cpython-3.13.0`, `pypy-7.3.11`, or the file name `--with` gave.
    pub label: String,
    pub path: PathBuf,
    /// What it says about itself, for the heading: language version, and how it was built where it says so.
    pub about: String,
    kind: Kind,
    workers: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fora,
    Other,
    /// The reference, on programs written for several processes by hand.
    Pool,
}

impl Peer {
    /// `fora run SCRIPT …`, `python SCRIPT …`.
    ///
    /// None: this peer has no form of that program.
    pub fn script(&self, args: &[String]) -> Option<Command> {
        let mut command = Command::new(&self.path);
        if self.kind == Kind::Fora {
            command.arg("run");
        }
        if self.kind == Kind::Pool {
            let (program, rest) = args.split_first()?;
            command.arg(twin(Path::new(program))?).args(rest);
        } else {
            command.args(args);
        }
        self.environment(&mut command);
        Some(command)
    }

    pub fn command(&self, args: &[String]) -> Option<Command> {
        let mut command = Command::new(&self.path);
        command.args(args);
        self.environment(&mut command);
        (self.kind != Kind::Pool).then_some(command)
    }

    fn environment(&self, command: &mut Command) {
        if let Some(n) = self.workers {
            command.env("FORA_WORKERS", n.to_string());
        }
    }

    /// The one whose output is taken to be right.
    pub fn is_reference(&self) -> bool {
        self.label.starts_with("cpython-3.12")
    }
}

/// `peers/pool_X.py` beside the folder of `par_X.py`.
pub fn twin(program: &Path) -> Option<PathBuf> {
    let name = program.file_name()?.to_str()?.strip_prefix("par_")?;
    let path = program.parent()?.parent()?.join("peers").join(format!("pool_{name}"));
    path.is_file().then_some(path)
}

/// A line of facts that every Python 3 can print: label, what it is, where it really is.
const ASK: &str = r#"
import sys
name = sys.implementation.name
v = getattr(sys, "pypy_version_info", sys.version_info)
about = "Python %d.%d.%d" % sys.version_info[:3]
if name == "cpython":
    try:
        import sysconfig
        pgo = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
        # distributions optimise with a profile in ways of their own, which the configuration does not show
        by = "built by the distribution" if sys.executable.startswith(("/usr/bin/", "/bin/")) else "built without profile"
        about += ", built with profile" if pgo else ", " + by
    except Exception:
        pass
print("%s-%d.%d.%d|%s|%s" % (name, v[0], v[1], v[2], about, sys.executable))
"#;

pub fn find(options: &Options) -> Result<Vec<Peer>, String> {
    let fora = std::env::current_exe().map_err(|e| format!("cannot find this binary: {e}"))?;
    let about = format!("version {}", env!("CARGO_PKG_VERSION"));
    let own = |label: String, workers| Peer { label, path: fora.clone(), about: about.clone(), kind: Kind::Fora, workers };
    let mut out = match options.workers.as_slice() {
        [] => vec![own("fora".to_string(), None)],
        several => several.iter().map(|n| own(format!("fora, {n} worker{}", if *n == 1 { "" } else { "s" }), Some(*n))).collect(),
    };
    let ours = out.len();
    let wanted = |label: &str| match &options.peers {
        None => true,
        Some(parts) => parts.iter().any(|p| label.contains(p.as_str())),
    };
    let mut seen = HashSet::new();
    for candidate in candidates() {
        let Some(peer) = ask(&candidate) else { continue };
        let minor = peer.label.rsplit_once('.').map_or(peer.label.clone(), |(start, _)| start.to_string());
        let build = peer.about.rsplit_once(", ").map(|(_, build)| build.to_string());
        if wanted(&peer.label) && seen.insert((minor, build)) {
            out.push(peer);
        }
    }
    if let Some(tail) = out.get_mut(ours..) {
        tail.sort_by(|a, b| key(&b.label).cmp(&key(&a.label)));
    }
    for path in &options.with {
        out.push(named(path)?);
    }
    if options.pool {
        let reference = out.iter().find(|p| p.is_reference()).map(|p| p.path.clone());
        let path = reference.ok_or("--pool needs CPython 3.12 among the peers")?;
        out.push(Peer { label: "two processes".to_string(), path, about: "CPython 3.12, by hand".to_string(), kind: Kind::Pool, workers: None });
    }
    Ok(out)
}

/// CPython by descending version, then the rest.
fn key(label: &str) -> (bool, Vec<u32>) {
    let (name, version) = label.rsplit_once('-').unwrap_or((label, ""));
    (name == "cpython", version.split('.').map(|p| p.parse().unwrap_or(0)).collect())
}

/// Places worth asking. A pyenv shim on PATH answers with an error and drops out.
fn candidates() -> Vec<PathBuf> {
    let names = ["python3.13", "python3.12", "python3.11", "python3", "pypy3"];
    let mut folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    folders.push(PathBuf::from("/usr/bin"));
    let home = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|h| Path::new(&h).join(".pyenv")));
    if let Some(root) = home {
        let mut versions: Vec<PathBuf> =
            std::fs::read_dir(root.join("versions")).into_iter().flatten().flatten().map(|e| e.path().join("bin")).collect();
        versions.sort();
        folders.extend(versions);
    }
    let mut out = Vec::new();
    for name in names {
        for folder in &folders {
            let path = folder.join(name);
            // Under a folder of one version, `python3` is that version's, whichever it is: only its named one counts.
            let versions = folder.components().any(|c| c.as_os_str() == "versions");
            if path.exists() && !(versions && name == "python3") {
                out.push(path);
            }
        }
    }
    out
}

fn ask(path: &Path) -> Option<Peer> {
    let said = Command::new(path).args(["-c", ASK]).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    let mut parts = text.trim().split('|');
    let (label, about, real) = (parts.next()?, parts.next()?, parts.next()?);
    if !said.status.success() || label.is_empty() {
        return None;
    }
    // The executable itself, not a shim before it: a shim would be measured too.
    let path = if Path::new(real).exists() { PathBuf::from(real) } else { path.to_path_buf() };
    Some(Peer { label: label.to_string(), path, about: about.to_string(), kind: Kind::Other, workers: None })
}

fn named(path: &Path) -> Result<Peer, String> {
    let missing = || format!("--with {}: cannot be run", path.display());
    let label = path.display().to_string();
    let label = label.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
    let mut peer = ask(path).ok_or_else(missing)?;
    peer.about = format!("{}: {}", peer.label, peer.about);
    if peer.label.starts_with("fora") {
        peer.kind = Kind::Fora;
    }
    peer.label = label;
    peer.path = path.to_path_buf();
    Ok(peer)
}
