"""The implementation behind datetime: the Python one, under the name of the native one."""

try:
    from _pydatetime import *
    from _pydatetime import __doc__
except ImportError:
    # Somebody blocked that module to have the native one alone: run its text here.
    import sys
    exec(compile(sys._source('_pydatetime'), '<fora>/lib/_pydatetime.py', 'exec'), globals())
