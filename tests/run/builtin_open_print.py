import os, sys, tempfile
d = tempfile.mkdtemp()
p = os.path.join(d, "t.txt")
with open(p, "w") as f:
    print("line one", file=f)
    print("two", 3, sep=",", end=";\n", file=f)
    print(f.write("é日\n"), f.writable(), f.readable(), f.mode, f.closed, f.encoding.lower())
    f.writelines(["x\n", "y"])
print(f.closed, os.path.getsize(p))
with open(p) as f:
    print(f.readline(), end="")
    print(f.read(4), f.tell() > 0, f.readlines())
    print(repr(f.read()), f.seek(0), next(f), list(f)[:1])
for line in open(p):
    print(repr(line))
with open(p, "rb") as f:
    data = f.read()
    print(data[:8], len(data), f.seek(-1, 2), f.read(), f.tell(), f.seek(2), f.read(3), f.seek(1, 1), f.peek(1)[:1])
with open(p, "a") as f:
    f.write("\nappended")
print(open(p).read().splitlines()[-1], open(p, encoding="utf-8").read().count("é"))
with open(p, "r+") as f:
    f.write("LINE")
    f.seek(0)
    print(f.readline())
with open(p, "wb") as f:
    print(f.write(b"a\r\nb\rc\n"))
print(repr(open(p).read()), repr(open(p, newline="").read()), open(p, newline="\r").readlines())
with open(p, "x" if False else "w", newline="\r\n") as f:
    f.write("1\n2\n")
print(open(p, "rb").read())
def err(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, str(e).replace(d, "DIR"))
err(lambda: open(os.path.join(d, "missing")))
err(lambda: open(d))
err(lambda: open(p, "x"))
err(lambda: open(p, "q"))
err(lambda: open(p, "rw"))
err(lambda: open(p, "r").write("x"))
err(lambda: open(p, "w").read())
err(lambda: f.read())
err(lambda: open(p, "rb", encoding="utf-8"))
err(lambda: open(p, "wb").write("str"))
err(lambda: open(p, "w").write(b"bytes"))
err(lambda: open(None))
err(lambda: print("x", file=5))
err(lambda: print("x", sep=5))
err(lambda: print("x", bad=1))
open(p, "wb").write(b"\xff\xfe bad")
err(lambda: open(p, encoding="utf-8").read())
print(open(p, encoding="utf-8", errors="replace").read(), open(p, encoding="latin-1").read())
with open(p, "w+") as f:
    f.write("0123456789")
    f.truncate(5)
    f.seek(0)
    print(f.read(), f.fileno() > 2, f.isatty(), f.seekable(), f.name == p)
print("to stdout", file=sys.stdout, flush=True)
sys.stdout.write("written\n")
print("err", file=sys.stderr)
class W:
    def write(self, s): out.append(s)
out = []
print("a", 1, file=W())
print("x", end="", file=W())
print(out)
os.remove(p)
os.rmdir(d)
print(os.path.exists(d))
