#!/usr/bin/env python3
"""Runs CPython 3.12's own tests under another interpreter and counts the test methods that pass.

    python3.12 tests/cpython/run.py --fora target/release/fora [MODULE …] [--json FILE] [--jobs N]

The tests are read from where CPython 3.12 is installed (`--python`, else the interpreter that runs this file, else
python3.12 on PATH); only its `test` folder is put on the tested interpreter's path. A method counts if CPython itself
passes it here. Left out of the count: what `skips.txt` lists with a reason, and what the tests themselves mark as a
detail of CPython's implementation. A crash or hang costs the one method it happened in.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
CHILD = os.path.join(HERE, "child.py")
MODULES = """int long float complex bool unicode bytes list tuple dict set range slice iter generators genexps listcomps
exceptions raise with class descr super property decorators scope patma unpack unpack_ex keywordonlyarg
positional_only_arg extcall fstring format sort enumerate itertools functools collections grammar string_literals"""
# What 3.13 calls test_str is test_unicode in 3.12.
ALIAS = {"test_str": "test_unicode"}


def read_skips():
    skips = {}
    path = os.path.join(HERE, "skips.txt")
    if os.path.exists(path):
        for line in open(path):
            line = line.strip()
            if line and not line.startswith("#"):
                name, _, reason = line.partition(" ")
                skips[name] = reason.strip()
    return skips


def skip_reason(skips, name):
    """An entry is a whole id or a leading part of one: module, module.Class, module.Class.method."""
    parts = name.split(".")
    for n in range(len(parts), 0, -1):
        reason = skips.get(".".join(parts[:n]))
        if reason is not None:
            return reason
    return None


def find_python(given):
    candidates = [given] if given else [sys.executable, "python3.12"]
    home = os.path.expanduser(os.environ.get("PYENV_ROOT", "~/.pyenv"))
    versions = os.path.join(home, "versions")
    if not given and os.path.isdir(versions):
        for v in sorted(os.listdir(versions)):
            candidates.append(os.path.join(versions, v, "bin", "python3.12"))
    ask = ("import sys, os, test; assert sys.version_info[:2] == (3, 12) and sys.implementation.name == 'cpython';"
           "print(os.path.dirname(test.__file__))")
    for c in candidates:
        try:
            out = subprocess.run([c, "-c", ask], capture_output=True, text=True, timeout=30)
        except OSError:
            continue
        if out.returncode == 0:
            return c, out.stdout.strip()
    sys.exit("no CPython 3.12 with its test package found: name it with --python")


def run_module(command, module, env, options, *extra):
    """(outcomes by id, complaint about the module or None)."""
    outcomes = {}
    complaint = None
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        results, done = os.path.join(scratch, "results"), os.path.join(scratch, "done")
        for attempt in range(options.restarts):
            open(results, "w").close()
            with open(done, "w") as f:
                f.write("\n".join(outcomes))
            with open(os.path.join(scratch, "log"), "w+b") as log:
                child = subprocess.Popen([*command, CHILD, module, results, done, *extra],
                                         stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=env, cwd=scratch, start_new_session=True)
                why = watch(child, results, started, options)
                log.seek(max(0, log.seek(0, 2) - 4000))
                tail = log.read().decode("utf-8", "replace").strip().splitlines()
            current = None
            ended = False
            for line in open(results, encoding="utf-8", errors="replace"):
                kind, name, reason = (line.rstrip("\n").split("\t") + ["", ""])[:3]
                name = name.removeprefix("test.")
                if kind == "start":
                    current = name
                elif kind == "end":
                    ended = True
                elif kind in ("module", "fixture"):
                    complaint = f"{name}: {reason}"
                    ended = ended or kind == "module"
                else:
                    outcomes["test." + name] = (kind, reason)
                    current = None
            if ended:
                break
            said = tail[-1] if tail else ""
            if current is None:
                complaint = complaint or f"ended early ({why}): {said}"
                break
            outcomes["test." + current] = ("crash" if why.startswith("status") else "timeout", f"{why}: {said}")
            if why == "module time limit":
                complaint = why
                break
    return {k.removeprefix("test."): v for k, v in outcomes.items()}, complaint


def watch(child, results, started, options):
    """Waits for the child; kills it when a test, or the module, takes too long. Says how it ended."""
    size, changed = 0, time.monotonic()
    try:
        while True:
            try:
                status = child.wait(timeout=0.05)
                return f"status {status}"
            except subprocess.TimeoutExpired:
                pass
            now = time.monotonic()
            if os.path.getsize(results) != size:
                size, changed = os.path.getsize(results), now
            if now - changed > options.test_timeout:
                return f"no end after {options.test_timeout:g} s"
            if now - started > options.timeout:
                return "module time limit"
    finally:
        try:
            os.killpg(child.pid, 9)
        except OSError:
            pass
        child.wait()


def environment(test_path, work):
    """Only the `test` package goes on the path: the tested interpreter brings its own library."""
    link = os.path.join(work, "path")
    os.makedirs(link, exist_ok=True)
    if not os.path.lexists(os.path.join(link, "test")):
        os.symlink(test_path, os.path.join(link, "test"))
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env.update(PYTHONPATH=link, PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0", LC_ALL="C.UTF-8", NO_COLOR="1")
    return env


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("modules", nargs="*", help="test_int or int; all of the list if none")
    p.add_argument("--fora", default="target/release/fora", help="the interpreter under test")
    p.add_argument("--python", help="CPython 3.12 with its test package")
    p.add_argument("--json", help="write the report there")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    p.add_argument("--timeout", type=float, default=600, help="seconds per module")
    p.add_argument("--test-timeout", type=float, default=60, help="seconds without news from a module")
    p.add_argument("--restarts", type=int, default=60, help="crashes and hangs allowed per module")
    p.add_argument("-v", "--verbose", action="store_true", help="name every method that does not pass, with the reason")
    options = p.parse_args()
    python, test_path = find_python(options.python)
    names = options.modules or MODULES.split()
    names = [n if n.startswith("test_") else "test_" + n for n in names]
    names = [ALIAS.get(n, n) for n in names]
    skips = read_skips()
    with tempfile.TemporaryDirectory() as work:
        env = environment(test_path, work)
        tested = os.path.abspath(options.fora) if os.path.sep in options.fora else options.fora

        def both(name):
            reference, trouble = run_module([python], name, env, options)
            if trouble:
                print(f"{name}: CPython itself: {trouble}", file=sys.stderr)
            details = run_module([python], name, env, options, "pretend")[0]
            for method, (kind, reason) in details.items():
                if kind == "skip" and "implementation detail" in reason:
                    skips.setdefault(method, reason)
            return name, reference, *run_module([tested], name, env, options)

        rows, report = [], {}
        with ThreadPoolExecutor(options.jobs) as pool:
            for name, reference, outcomes, complaint in pool.map(both, names):
                rows.append(judge(name, reference, outcomes, complaint, skips, report, options))
                print(rows[-1]["line"], flush=True)
                if options.verbose:
                    for method, (kind, reason) in sorted(rows[-1]["failed"].items()):
                        print(f"    {kind:8}{method}  {reason}", flush=True)
    passed = sum(r["passed"] for r in rows)
    total = sum(r["total"] for r in rows)
    left_out = sum(r["left_out"] for r in rows)
    share = 100 * passed / total if total else 0
    print(f"\n{passed} of {total} test methods pass ({share:.1f} %); {left_out} left out; {len(rows)} modules")
    if options.json:
        with open(options.json, "w") as f:
            json.dump({"passed": passed, "total": total, "left_out": left_out, "modules": report}, f, indent=1)
    return 0 if share >= 90 else 1


def judge(name, reference, outcomes, complaint, skips, report, options):
    passed, failed, left_out = [], {}, {}
    for method, (kind, _) in sorted(reference.items()):
        if kind != "ok":
            continue
        reason = skip_reason(skips, method)
        got = outcomes.get(method, ("missing", complaint or "did not run"))
        if reason is not None:
            left_out[method] = reason
        elif got[0] == "ok":
            passed.append(method)
        else:
            failed[method] = got
    total = len(passed) + len(failed)
    share = 100 * len(passed) / total if total else 0
    line = f"{name:28}{len(passed):5} / {total:<5}{share:6.1f} %"
    if left_out:
        line += f"  ({len(left_out)} left out)"
    if complaint:
        line += f"  {complaint[:200]}"
    report[name] = {"passed": passed, "failed": {k: list(v) for k, v in failed.items()}, "left_out": left_out,
                    "complaint": complaint}
    return {"line": line, "passed": len(passed), "total": total, "left_out": len(left_out), "failed": failed}


if __name__ == "__main__":
    sys.exit(main())
