#!/usr/bin/env python3
"""Random programs under CPython 3.12 and under fora: prints every seed whose outputs differ, keeps and shrinks the program.

    run.py --fora target/release/fora [--seeds 0:1000] [--time SECONDS] [--jobs N] [--mode gcstress] [--out DIR]
    run.py --fora … --replay SEED          one seed, with both outputs' first difference
    run.py --fora … --file PROGRAM.py      one program, shrunk if they differ

Compared: stdout, exit status, and the last line of stderr if the program failed. A seed makes the same program for ever
(for one version of gen.py); `--time` stops after that many seconds, whatever seeds are left.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gen
from reduce import reduce

MODES = {"gcstress": {"FORA_GC": "stress"}, "verify": {"FORA_GC": "verify"}, "promote": {"FORA_PROMOTE": "every", "FORA_WORKERS": "3"}, "jit": {"FORA_JIT": "1"},
         "nojit": {"FORA_JIT": "off"}, "one": {"FORA_WORKERS": "1"}, "four": {"FORA_WORKERS": "4"}, "lanes": {"FORA_LANES": "emulate"}}


def find_python():
    candidates = [os.environ.get("FORA_PYTHON"), sys.executable, "python3.12"]
    versions = os.path.join(os.path.expanduser(os.environ.get("PYENV_ROOT", "~/.pyenv")), "versions")
    if os.path.isdir(versions):
        candidates += [os.path.join(versions, v, "bin", "python3.12") for v in sorted(os.listdir(versions))]
    for c in candidates:
        try:
            ask = "import sys; print(sys.implementation.name, sys.version_info[:2])"
            if c and subprocess.run([c, "-c", ask], capture_output=True, text=True).stdout.strip() == "cpython (3, 12)":
                return c
        except OSError:
            pass
    sys.exit("no CPython 3.12 found: name it with --python")


NAN_SET = re.compile(r"\{[^{}:]*\bnan\b[^{}:]*\}")


def settled(text):
    """Output with the members of printed sets that hold a nan in one order: a nan is hashed by its address, so its place there,
    and that of what it collides with, is up to the allocator."""
    return NAN_SET.sub(lambda m: "{" + ", ".join(sorted(m.group()[1:-1].split(", "))) + "}", text) if "nan" in text else text


class Pair:
    """The two interpreters and how to run a program under them."""

    def __init__(self, options):
        self.python, self.fora = options.python, os.path.abspath(options.fora)
        self.timeout = options.timeout
        self.mode = {}
        for m in filter(None, (options.mode or "").split("+")):
            self.mode.update(MODES[m])

    def one(self, command, path, extra):
        base = dict(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8", NO_COLOR="1")
        env = {**{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}, **base, **extra}
        try:
            r = subprocess.run([*command, path], stdin=subprocess.DEVNULL, capture_output=True, env=env, timeout=self.timeout)
        except subprocess.TimeoutExpired:
            return ("", "timeout", "")
        stderr = r.stderr.decode("utf-8", "replace").strip().splitlines()
        last = stderr[-1] if stderr and r.returncode else ""
        return (settled(r.stdout.decode("utf-8", "replace")), r.returncode, last)

    def run(self, source, seed=0):
        """(CPython's, fora's) outcome: stdout, status, last stderr line."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "program.py")
            with open(path, "w") as f:
                f.write(source)
            return (self.one([self.python, "-W", "ignore"], path, {}),
                    self.one([self.fora, "run", "-W", "ignore"], path, {**self.mode, "FORA_SEED": str(seed)}))

    def steady(self, source, expected):
        """Whether CPython gives this answer under other hash seeds and allocators too: what does not is no finding."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "program.py")
            with open(path, "w") as f:
                f.write(source)
            others = [("1", "pymalloc"), ("2", "malloc"), ("0", "pymalloc_debug"), ("0", "malloc_debug")]
            return all(self.one([self.python, "-W", "ignore"], path, {"PYTHONHASHSEED": h, "PYTHONMALLOC": m}) == expected for h, m in others)


def crashed(outcome):
    return isinstance(outcome[1], int) and (outcome[1] < 0 or outcome[1] >= 128 or outcome[1] == 101)


def difference(a, b):
    """The first thing that differs, in words; None if nothing does."""
    if a == b:
        return None
    if b[1] == "timeout":
        return "fora does not end"
    if crashed(b) and not crashed(a):
        return f"fora crashed: status {b[1]}, {b[2]}"
    x, y = a[0].split("\n"), b[0].split("\n")
    for n, (p, q) in enumerate(zip(x + [None], y + [None]), 1):
        if p != q:
            end = "(end)"
            said = f"\n    stderr:  {b[2]}" if b[2] else ""
            return f"line {n}\n    CPython: {(end if p is None else p)[:300]}\n    fora:    {(end if q is None else q)[:300]}{said}"
    if a[1] != b[1]:
        return f"status: CPython {a[1]}, fora {b[1]} ({b[2]})"
    return f"stderr\n    CPython: {a[2]}\n    fora:    {b[2]}"


def finding(pair, source, seed=0):
    a, b = pair.run(source, seed)
    if a[1] == "timeout":
        return None
    why = difference(a, b)
    return why if why and pair.steady(source, a) else None


def shrink(pair, source, tries, seed=0):
    crash = crashed(pair.run(source, seed)[1])

    def holds(text):
        a, b = pair.run(text, seed)
        if a == b or a[1] == "timeout" or a[2].startswith(("SyntaxError", "IndentationError", "NameError", "UnboundLocalError")):
            return False
        return crashed(b) if crash else a != b

    text = reduce(source, holds, tries)
    return text if finding(pair, text, seed) else source


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--fora", default="target/release/fora")
    p.add_argument("--python", help="CPython 3.12 (found if absent)")
    p.add_argument("--seeds", default="0:1000", help="A:B, or A: for no end")
    p.add_argument("--time", type=float, help="stop after so many seconds")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    p.add_argument("--mode", help="one of " + ", ".join(MODES) + "; + combines")
    p.add_argument("--timeout", type=float, default=20, help="seconds per program")
    p.add_argument("--out", default="target/fuzz", help="where findings are kept")
    p.add_argument("--size", type=int, help="statements, roughly; by the seed if absent")
    p.add_argument("--tries", type=int, default=300, help="runs spent on shrinking a finding; 0 keeps it as it is")
    p.add_argument("--max", type=int, default=20, help="stop after so many findings")
    p.add_argument("--replay", type=int, metavar="SEED")
    p.add_argument("--file", metavar="PROGRAM")
    options = p.parse_args()
    options.python = options.python or find_python()
    pair = Pair(options)
    if options.replay is not None or options.file:
        seed = options.replay or 0
        source = open(options.file).read() if options.file else gen.make(seed, options.size)
        why = finding(pair, source, seed)
        print(why or "no difference")
        if why and options.tries:
            print("--- shrunk:\n" + shrink(pair, source, options.tries, seed))
        return 1 if why else 0
    first, _, last = options.seeds.partition(":")
    seed, last = int(first), int(last) if last else 1 << 60
    end = time.monotonic() + options.time if options.time else float("inf")
    started = time.monotonic()
    found = done = 0

    def job(seed):
        if time.monotonic() > end:
            return seed, None, None, False
        source = gen.make(seed, options.size)
        return seed, source, finding(pair, source, seed), True

    with ThreadPoolExecutor(options.jobs) as pool:
        while seed < last and time.monotonic() < end and found < options.max:
            batch = range(seed, min(last, seed + 16 * options.jobs))
            seed = batch.stop
            for n, source, why, ran in pool.map(job, batch):
                done += ran
                if why and found < options.max:
                    found += 1
                    keep(pair, options, n, source, why)
            if sys.stderr.isatty():
                print(f"\r{done} programs, {found} differ", end="", file=sys.stderr)
    print(f"{done} programs in {time.monotonic() - started:.0f} s, {found} differ (seeds {first} to {seed - 1})")
    return 1 if found else 0


def keep(pair, options, seed, source, why):
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, f"seed-{seed}.py")
    with open(path, "w") as f:
        f.write(source)
    print(f"seed {seed}: {why}\n    kept in {path}", flush=True)
    if options.tries:
        text = shrink(pair, source, options.tries, seed)
        small = os.path.join(options.out, f"seed-{seed}.min.py")
        with open(small, "w") as f:
            f.write(text)
        print(f"    shrunk from {len(source)} to {len(text)} characters: {small}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
