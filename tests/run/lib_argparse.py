import argparse, sys, io, contextlib
def parser():
    p = argparse.ArgumentParser(prog="prog", description="What it does.", epilog="The end.")
    p.add_argument("file", help="input file")
    p.add_argument("rest", nargs="*", type=int)
    p.add_argument("-v", "--verbose", action="count", default=0, help="more output")
    p.add_argument("-o", "--out", metavar="F", default="-", help="output (default: %(default)s)")
    p.add_argument("--n", type=int, choices=[1, 2, 3])
    p.add_argument("--flag", action="store_true")
    p.add_argument("--no", action="store_false", dest="yes")
    p.add_argument("--list", nargs="+", default=[])
    p.add_argument("--pair", nargs=2, type=float)
    p.add_argument("--opt", nargs="?", const="c", default="d")
    p.add_argument("--app", action="append")
    p.add_argument("--const", action="store_const", const=42)
    p.add_argument("--color", action=argparse.BooleanOptionalAction, default=True)
    p.add_argument("--version", action="version", version="%(prog)s 1.0")
    return p
for argv in (["f"], ["f", "1", "2", "-vvv", "--out=x", "--n", "2", "--flag", "--no"], ["f", "--list", "a", "b", "--pair", "1", "2.5", "--opt", "--app", "1", "--app=2", "--const", "--no-color"], ["-ofile", "f", "--opt", "v"], ["--", "-dash", "3"], ["f", "--verb", "--fl"]):
    print(sorted(vars(parser().parse_args(argv)).items(), key=str))
for argv in ([], ["f", "x"], ["f", "--n", "9"], ["f", "--unknown"], ["f", "--pair", "1"], ["f", "--n"], ["f", "--co"], ["--version"], ["f", "--n", "abc"], ["f", "--flag=5"]):
    err, out = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
            parser().parse_args(argv)
    except SystemExit as e:
        print(argv, e.code, err.getvalue().splitlines()[-1:] or out.getvalue())
import os
os.environ["COLUMNS"] = "80"
parser().print_help()
parser().print_usage()
p = argparse.ArgumentParser(prog="git", add_help=False)
sub = p.add_subparsers(dest="cmd", required=True, title="commands")
a = sub.add_parser("add", help="add files")
a.add_argument("paths", nargs="+")
a.set_defaults(func=lambda ns: len(ns.paths))
c = sub.add_parser("commit", aliases=["ci"])
g = c.add_mutually_exclusive_group(required=True)
g.add_argument("-m"); g.add_argument("-F")
ns = p.parse_args(["add", "x", "y"])
print(ns.cmd, ns.func(ns), p.parse_args(["ci", "-m", "msg"]), p.parse_known_args(["add", "x", "--zz"])[1])
for argv in (["nope"], [], ["commit"], ["commit", "-m", "a", "-F", "b"]):
    try:
        with contextlib.redirect_stderr(io.StringIO()) as err: p.parse_args(argv)
    except SystemExit as e: print(err.getvalue().splitlines()[-1])
print(p.format_help())
q = argparse.ArgumentParser(prog="q", prefix_chars="+-", fromfile_prefix_chars="@", formatter_class=argparse.ArgumentDefaultsHelpFormatter, exit_on_error=False)
q.add_argument("+x", type=float, default=1.5, help="an x")
grp = q.add_argument_group("special", "special options")
grp.add_argument("--long-name", dest="ln", required=False, help=argparse.SUPPRESS)
print(q.parse_args(["+x", "2"]), q.format_help())
try: q.parse_args(["+x", "bad"])
except argparse.ArgumentError as e: print(e)
print(argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1))
