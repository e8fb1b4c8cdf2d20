import os, tempfile, errno, stat
d = tempfile.mkdtemp()
j = os.path.join
print(os.sep, os.linesep == "\n", os.name, os.curdir, os.pardir, os.extsep, os.pathsep, os.devnull, os.path.sep)
for p in ("/a/b.tar.gz", "a", "", "/", "a/", "//x/y", "/a/../b", ".hidden", "a/.b/c.", "~/x"):
    print(repr(p), os.path.split(p), os.path.splitext(p), os.path.basename(p), os.path.dirname(p), os.path.normpath(p), os.path.isabs(p))
print(j("a", "b", "/c", "d"), j("a", ""), os.path.commonprefix(["abc", "abd"]), os.path.commonpath(["/a/b", "/a/c"]), os.path.relpath("/a/b", "/a/c/d"), os.path.splitdrive("/x"), os.path.normcase("A"), os.path.expanduser("~") == os.environ.get("HOME"), os.path.expandvars("$NOPE_X/${NOPE_Y}"), os.path.abspath("x") == j(os.getcwd(), "x"), os.path.realpath("/") )
f = j(d, "f.txt")
fd = os.open(f, os.O_CREAT | os.O_RDWR, 0o644)
print(os.write(fd, b"hello"), os.lseek(fd, 0, 0), os.read(fd, 10), os.fstat(fd).st_size, os.close(fd), os.path.exists(f), os.path.isfile(f), os.path.isdir(d), os.path.getsize(f), os.stat(f).st_size, stat.S_ISREG(os.stat(f).st_mode), os.access(f, os.R_OK))
os.mkdir(j(d, "sub")); os.makedirs(j(d, "x", "y"), exist_ok=True); os.rename(f, j(d, "g.txt"))
print(sorted(os.listdir(d)), sorted((e.name, e.is_dir(), e.is_file()) for e in os.scandir(d)), [(os.path.relpath(r, d), sorted(ds), sorted(fs)) for r, ds, fs in sorted(os.walk(d))])
os.symlink("g.txt", j(d, "ln")); os.link(j(d, "g.txt"), j(d, "hard"))
print(os.readlink(j(d, "ln")), os.path.islink(j(d, "ln")), os.stat(j(d, "hard")).st_nlink, os.path.samefile(j(d, "hard"), j(d, "g.txt")), os.lstat(j(d, "ln")).st_size)
os.chmod(j(d, "g.txt"), 0o600); os.truncate(j(d, "g.txt"), 2); os.utime(j(d, "g.txt"), (1000, 2000))
print(oct(os.stat(j(d, "g.txt")).st_mode)[-3:], os.path.getmtime(j(d, "g.txt")), os.stat(j(d, "g.txt")).st_mtime_ns, os.path.getsize(j(d, "g.txt")))
os.environ["FORA_T"] = "v"
print(os.environ["FORA_T"], os.getenv("FORA_T"), os.getenv("NOPE_Z", "dflt"), "FORA_T" in os.environ, os.environ.pop("FORA_T"), os.environ.get("FORA_T"), type(os.environ).__name__)
print(os.getpid() > 0, isinstance(os.cpu_count(), int), len(os.urandom(5)), os.fspath("x"), os.fsencode("é"), os.fsdecode(b"\xc3\xa9"), os.strerror(2), errno.ENOENT, errno.errorcode[13], os.getcwd() != "", os.umask(0o22) >= 0, os.get_terminal_size if False else os.isatty(0) in (True, False))
r, w = os.pipe(); os.write(w, b"pipe"); os.close(w); print(os.read(r, 9), os.read(r, 9), os.close(r))
print(os.system("exit 3") >> 8, os.popen("echo hi").read(), os.waitstatus_to_exitcode(256))
def err(fn):
    try: print(fn())
    except Exception as e: print(type(e).__name__, str(e).replace(d, "D"))
err(lambda: os.listdir(j(d, "no"))); err(lambda: os.mkdir(j(d, "sub"))); err(lambda: os.rmdir(d)); err(lambda: os.remove(j(d, "no"))); err(lambda: os.remove(j(d, "sub"))); err(lambda: os.stat(j(d, "no"))); err(lambda: os.rename(j(d, "no"), "x")); err(lambda: os.environ["NOPE_Q"]); err(lambda: os.fspath(5)); err(lambda: os.open(j(d, "no"), os.O_RDONLY)); err(lambda: os.close(9999)); err(lambda: os.chdir(j(d, "no"))); err(lambda: os.path.join(5)); err(lambda: os.environ.__setitem__("a", 5)); err(lambda: os.listdir(j(d, "g.txt"))); err(lambda: os.path.getsize(j(d, "no"))); err(lambda: os.path.commonpath([])); err(lambda: os.readlink(j(d, "g.txt"))); err(lambda: os.makedirs(j(d, "sub"))); err(lambda: os.kill(os.getpid(), 0))
old = os.getcwd(); os.chdir(d); print(sorted(os.listdir())); os.chdir(old)
import shutil
shutil.copy(j(d, "g.txt"), j(d, "copy")); shutil.copytree(j(d, "x"), j(d, "x2")); shutil.move(j(d, "copy"), j(d, "moved"))
print(sorted(os.listdir(d)), shutil.which("sh") is not None, shutil.which("nope-x-y"), shutil.disk_usage("/").total > 0)
shutil.rmtree(d)
print(os.path.exists(d))
