import doctest, io, contextlib
def add(a, b):
    """Add.

    >>> add(1, 2)
    3
    >>> add("a", 1)
    Traceback (most recent call last):
      ...
    TypeError: can only concatenate str (not "int") to str
    >>> print("a\\n\\nb")
    a
    <BLANKLINE>
    b
    >>> list(range(20)) # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    >>> {"k": [1,
    ...        2]}
    {'k': [1, 2]}
    >>> add(1, 1)  # doctest: +SKIP
    99
    """
    return a + b
def wrong():
    """
    >>> 1 + 1
    3
    >>> [1,
    ...  2]
    [1]
    """
class C:
    """
    >>> C().m()
    'm'
    """
    def m(self):
        """>>> C().m() == 'm'
        True"""
        return "m"
buf = io.StringIO()
with contextlib.redirect_stdout(buf): r = doctest.testmod()
print(r, r.failed, r.attempted)
print(buf.getvalue().replace(__file__, "FILE"))
print([(e.source, e.want, e.lineno) for e in doctest.DocTestParser().get_examples(add.__doc__)][:2])
print([t.name for t in doctest.DocTestFinder().find(C, "C")], doctest.OutputChecker().check_output("a ... b\n", "a xx b\n", doctest.ELLIPSIS), doctest.script_from_examples("text\n>>> 1\n1\n"))
doctest.run_docstring_examples(lambda: 0, {}, name="none")
