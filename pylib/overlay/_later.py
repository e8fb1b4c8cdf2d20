"""Modules and patterns that the library's own files name at the top but use in few of their functions.

A Module is imported, a Pattern compiled, when one of its attributes is first wanted, so that importing a file
does not import all it could ever need.
"""

import sys


class Module:
    def __init__(self, name):
        self.__dict__['_name'] = name

    def __getattr__(self, attr):
        name = self._name
        if name not in sys.modules:
            __import__(name)
        value = getattr(sys.modules[name], attr)
        if not attr.startswith('__'):
            self.__dict__[attr] = value
        return value


class Live(Module):
    """Keeps no values: for modules whose attributes scripts replace."""

    def __getattr__(self, attr):
        name = self._name
        if name not in sys.modules:
            __import__(name)
        return getattr(sys.modules[name], attr)


class Pattern:
    def __init__(self, text, flags=0):
        self._text = text
        self._flags = flags

    def __getattr__(self, attr):
        import re
        compiled = re.compile(self._text, self._flags)
        for name in ('match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'pattern', 'flags'):
            self.__dict__[name] = getattr(compiled, name)
        return getattr(compiled, attr)
