"""Compares the packed library's public names with those of a reference interpreter.

    cargo run -p fora-pylib --example extract FOLDER
    python3.12 pylib/check_api.py FOLDER [MODULE ...]

Each module is imported twice, in fresh processes: once from the interpreter's own library, once with FOLDER as the only
place for Python files (the interpreter's native modules stay). Printed: what fails to import, and names that the
packed module lacks or has too many of, at top level and one level down inside its classes.
"""

import json
import os
import subprocess
import sys

PROBE = r"""
import sys, json
folder = sys.argv[1]
if folder:
    native = [p for p in sys.path if p.endswith("lib-dynload")]
    sys.path[:] = [folder] + native
    for name in [n for n, m in sys.modules.items() if getattr(m, "__file__", None) or n in ("os", "io", "abc", "codecs", "posixpath", "stat", "genericpath", "_collections_abc")]:
        if name not in ("__main__", "sys", "builtins", "encodings", "encodings.utf_8", "encodings.aliases", "codecs", "importlib._bootstrap_external", "importlib._bootstrap", "io", "abc"):
            del sys.modules[name]
def quiet(*args, **kwargs): pass
out = {}
import importlib, warnings
warnings.simplefilter("ignore")
def shape(value):
    out = {}
    for key in dir(value):
        if key in ("__builtins__", "__loader__", "__spec__", "__file__", "__cached__", "__doc__"): continue
        item = getattr(value, key, None)
        out[key] = sorted(dir(item)) if isinstance(item, type) and getattr(item, "__module__", None) == value.__name__ else None
    return out
name = sys.argv[2]
try:
    module = importlib.import_module(name)
    if folder and getattr(module, "__file__", None) and not module.__file__.startswith(folder):
        print(json.dumps({"!": "came from " + module.__file__}))
    else:
        print(json.dumps(shape(module)))
except BaseException as e:
    print(json.dumps({"!": type(e).__name__ + ": " + str(e)}))
"""


def probe(folder, name):
    done = subprocess.run([sys.executable, "-S", "-I", "-c", PROBE, folder, name], capture_output=True, text=True)
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"!": done.stderr.strip().splitlines()[-1:] or "no answer"}


def modules(folder):
    for root, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = os.path.relpath(os.path.join(root, file), folder)
            name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if path.endswith(".py") and not name.endswith("__main__") and name not in ("this", "antigravity", "idlelib"):
                yield name


def main():
    folder = os.path.abspath(sys.argv[1])
    names = sys.argv[2:] or list(modules(folder))
    good = 0
    for name in names:
        ours, theirs = probe(folder, name), probe("", name)
        lines = []
        if "!" in ours and ours != theirs:
            lines.append(f"does not import: {ours['!']}" + (" (nor in the reference)" if "!" in theirs else ""))
        elif "!" not in theirs:
            lacks = [n for n in theirs if n not in ours]
            extra = [n for n in ours if n not in theirs]
            for key, members in theirs.items():
                if members is not None and ours.get(key) is not None:
                    lacks += [f"{key}.{m}" for m in members if m not in ours[key]]
                    extra += [f"{key}.{m}" for m in ours[key] if m not in members]
            if lacks:
                lines.append("lacks " + " ".join(lacks))
            if extra:
                lines.append("extra " + " ".join(extra))
        good += not lines
        for line in lines:
            print(f"{name}: {line}")
    print(f"{good} of {len(names)} modules agree")


if __name__ == "__main__":
    main()
