"""Runs the tests of one module of CPython's `test` package, one line of result per test method.

Usage: child.py MODULE RESULTS DONE [pretend]
Appends to the file RESULTS: `start<TAB>id` before and `ok|fail|skip<TAB>id<TAB>reason` after each test, so that the
driver knows which test a crash or a hang belongs to. Ids listed in the file DONE are left out.
With `pretend`, CPython says it is another implementation, so that tests of its own details skip themselves.
Kept to plain constructs: a young interpreter has to run it.
"""
import sys
import unittest



def import_missing_helper():
    """`_testcapi` is CPython's own C helper. A file that imports it at its top would be skipped whole; with an empty module only
    the methods that really call it fail."""
    try:
        import _testcapi
    except ImportError:
        import types
        sys.modules["_testcapi"] = types.ModuleType("_testcapi")

def flatten(suite, out):
    for t in suite:
        if isinstance(t, unittest.TestSuite):
            flatten(t, out)
        else:
            out.append(t)
    return out


def one_line(text):
    text = " ".join(str(text).split())
    return text[:300]


class Recorder(unittest.TestResult):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.state = None

    def emit(self, kind, name, reason=""):
        with open(self.path, "a") as f:
            f.write(kind + "\t" + name + "\t" + one_line(reason) + "\n")

    def describe(self, err):
        kind, value, _ = err
        try:
            return kind.__name__ + ": " + str(value)
        except Exception:
            return kind.__name__

    def startTest(self, test):
        super().startTest(test)
        self.state = ("ok", "")
        self.emit("start", test.id())

    def worse(self, test, kind, reason):
        if self.state is None:
            # A fixture of a class or a module: the driver counts its tests as not passed.
            self.emit("fixture", test.id(), reason)
        elif self.state[0] != "fail":
            self.state = (kind, reason)

    def addError(self, test, err):
        self.worse(test, "fail", self.describe(err))

    def addFailure(self, test, err):
        self.worse(test, "fail", self.describe(err))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.worse(test, "fail", self.describe(err))

    def addSkip(self, test, reason):
        if self.state is None:
            self.emit("skip", test.id(), reason)
        else:
            self.worse(test, "skip", reason)

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.worse(test, "fail", "unexpected success")

    def stopTest(self, test):
        super().stopTest(test)
        if self.state is not None:
            self.emit(self.state[0], test.id(), self.state[1])
        self.state = None


def main(module, results, done_path, pretend=None):
    if pretend:
        sys.implementation.name = "fora"
    with open(done_path) as f:
        done = set(f.read().splitlines())
    recorder = Recorder(results)
    try:
        import_missing_helper()
        __import__("test." + module)
    except unittest.SkipTest as e:
        recorder.emit("module", module, "skipped: " + str(e))
        return
    except BaseException as e:
        recorder.emit("module", module, type(e).__name__ + ": " + str(e))
        raise
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["test." + module])
    tests = [t for t in flatten(suite, []) if t.id() not in done]
    unittest.TestSuite(tests).run(recorder)
    recorder.emit("end", module)


if __name__ == "__main__":
    main(*sys.argv[1:5])
