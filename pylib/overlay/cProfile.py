"""Interface to the native profiler `_lsprof`: the same functions and class as `profile` has."""
import _lsprof
import importlib.machinery
import io
import types
import profile as _pyprofile

__all__ = ["run", "runctx", "Profile"]


def run(statement, filename=None, sort=-1):
    return _pyprofile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    return _pyprofile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


run.__doc__ = _pyprofile.run.__doc__
runctx.__doc__ = _pyprofile.runctx.__doc__


def label(code):
    """(file, line, name) of an entry's code; what is native has neither file nor line."""
    if isinstance(code, str):
        return "~", 0, code
    return code.co_filename, code.co_firstlineno, code.co_name


class Profile(_lsprof.Profiler):
    """Profile(timer=None, timeunit=None, subcalls=True, builtins=True)"""

    def print_stats(self, sort=-1):
        import pstats
        if not isinstance(sort, tuple):
            sort = (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        import marshal
        with open(file, "wb") as f:
            self.create_stats()
            marshal.dump(self.stats, f)

    def create_stats(self):
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        rows = self.getstats()
        self.stats = {}
        callers = {}
        for row in rows:
            mine = callers.setdefault(label(row.code), {})
            calls = row.callcount
            self.stats[label(row.code)] = (calls - row.reccallcount, calls, row.inlinetime, row.totaltime, mine)
        for row in rows:
            for sub in row.calls or ():
                found = callers.get(label(sub.code))
                if found is None:
                    continue
                cc, nc = sub.callcount - sub.reccallcount, sub.callcount
                tt, ct = sub.inlinetime, sub.totaltime
                before = found.get(label(row.code))
                if before is not None:
                    nc, cc, tt, ct = nc + before[0], cc + before[1], tt + before[2], ct + before[3]
                found[label(row.code)] = nc, cc, tt, ct

    def run(self, cmd):
        import __main__
        space = __main__.__dict__
        return self.runctx(cmd, space, space)

    def runctx(self, cmd, globals, locals):
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def main():
    import os
    import pstats
    import runpy
    import sys
    from optparse import OptionParser
    parser = OptionParser(usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", default=None, help="Save stats to <outfile>")
    parser.add_option("-s", "--sort", dest="sort", default=2, choices=sorted(pstats.Stats.sort_arg_dict_default),
                      help="Sort order when printing to stdout, based on pstats.Stats class")
    parser.add_option("-m", dest="module", action="store_true", default=False, help="Profile a library module")
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, args = parser.parse_args()
    sys.argv[:] = args
    if options.outfile is not None:
        options.outfile = os.path.abspath(options.outfile)
    if not args:
        parser.print_usage()
        return parser
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        space = {"run_module": runpy.run_module, "modname": args[0]}
    else:
        name = args[0]
        sys.path.insert(0, os.path.dirname(name))
        with io.open_code(name) as f:
            code = compile(f.read(), name, "exec")
        spec = importlib.machinery.ModuleSpec(name="__main__", loader=None, origin=name)
        module = types.ModuleType("__main__")
        module.__dict__.update(__spec__=spec, __file__=spec.origin, __name__=spec.name, __package__=None, __cached__=None)
        sys.modules["__main__"] = module
        space = module.__dict__
    try:
        runctx(code, space, None, options.outfile, options.sort)
    except BrokenPipeError as exc:
        sys.stdout = None
        sys.exit(exc.errno)
    return parser


if __name__ == "__main__":
    main()
