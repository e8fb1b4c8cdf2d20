"""The disassembler's interface over code objects that hold no CPython bytecode.

What can be told of a code object (names, constants, flags, line table) is told as
CPython tells it. There are no CPython instructions to list: get_instructions() yields
what is done to module variables, which is what tools ask for, and dis() prints the VM's own listing where sys._dump_code offers one.
"""

import collections
import io
import sys
import types

from _opcode import _global_ops
from opcode import *
from opcode import __all__ as _opcode_names

__all__ = ["code_info", "dis", "disassemble", "distb", "disco",
           "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcode_names
del _opcode_names

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
}

Positions = collections.namedtuple(
    'Positions', ['lineno', 'end_lineno', 'col_offset', 'end_col_offset'], defaults=[None] * 4)

_Fields = collections.namedtuple(
    '_Instruction',
    ['opname', 'opcode', 'arg', 'argval', 'argrepr', 'offset', 'starts_line', 'is_jump_target', 'positions'],
    defaults=[None])


class Instruction(_Fields):
    """One instruction of a code object: opname, opcode, arg, argval, argrepr, offset,
    starts_line, is_jump_target, positions."""

    __slots__ = ()


def pretty_flags(flags):
    """Return pretty representation of code flags."""
    names = []
    bit = 1
    while flags:
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
        bit <<= 1
    return ", ".join(names) or "0"


def _get_code_object(x):
    for attr in ('__func__', '__code__', 'gi_code', 'ag_code', 'cr_code'):
        inner = getattr(x, attr, None)
        if inner is not None:
            x = inner
    if isinstance(x, str):
        try:
            x = compile(x, "<disassembly>", "eval")
        except SyntaxError:
            x = compile(x, "<disassembly>", "exec")
    if hasattr(x, 'co_code'):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def code_info(x):
    """Formatted details of methods, functions, or code."""
    co = _get_code_object(x)
    lines = [
        f"Name:              {co.co_name}",
        f"Filename:          {co.co_filename}",
        f"Argument count:    {co.co_argcount}",
        f"Positional-only arguments: {co.co_posonlyargcount}",
        f"Kw-only arguments: {co.co_kwonlyargcount}",
        f"Number of locals:  {co.co_nlocals}",
        f"Stack size:        {co.co_stacksize}",
        f"Flags:             {pretty_flags(co.co_flags)}",
    ]
    for title, items, show in (("Constants", co.co_consts, repr), ("Names", co.co_names, str),
                               ("Variable names", co.co_varnames, str), ("Free variables", co.co_freevars, str),
                               ("Cell variables", co.co_cellvars, str)):
        if items:
            lines.append(f"{title}:")
            lines += [f"{i:4d}: {show(item)}" for i, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print details of methods, functions, or code to *file*.

    If *file* is not provided, the output is printed on stdout.
    """
    print(code_info(co), file=file)


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """Iterator for the opcodes in methods, functions or code: those of module variables, see the module's docstring."""
    code = _get_code_object(x)
    for name, variable, offset in _global_ops(code):
        yield Instruction(name, opmap[name], 0, variable, variable, offset, None, False)


def findlinestarts(code):
    """Find the offsets in a code object which are the start of a line: (offset, lineno) pairs."""
    last = None
    for start, end, line in code.co_lines():
        if line is not None and line != last:
            last = line
            yield start, line


def findlabels(code):
    """Detect all offsets in bytecode which are jump targets."""
    return []


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Disassemble a code object."""
    dump = getattr(sys, '_dump_code', None)
    if dump is not None:
        print(dump(co), end='', file=file)


disco = disassemble


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Disassemble classes, methods, functions, and other compiled objects.

    With no argument, disassemble the last traceback.
    """
    if x is None:
        distb(file=file)
        return
    if hasattr(x, '__dict__') and not hasattr(x, '__code__') and not hasattr(x, '__func__'):
        for name, item in sorted(x.__dict__.items()):
            if isinstance(item, (types.FunctionType, types.MethodType, types.CodeType, classmethod, staticmethod, type)):
                print("Disassembly of %s:" % name, file=file)
                try:
                    dis(item, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
        return
    waiting = [(_get_code_object(x), depth)]
    first = True
    while waiting:
        co, left = waiting.pop(0)
        if not first:
            print(file=file)
            print("Disassembly of %r:" % (co,), file=file)
        first = False
        disassemble(co, file=file)
        if left is None or left > 0:
            inner = [c for c in co.co_consts if hasattr(c, 'co_code')]
            waiting[:0] = [(c, None if left is None else left - 1) for c in inner]


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        last = getattr(sys, 'last_exc', None)
        tb = last.__traceback__ if last is not None else getattr(sys, 'last_traceback', None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Compute the stack effect of the opcode: this VM has no operand stack."""
    return 0


class Bytecode:
    """The bytecode operations of a piece of code

    Instantiate this with a function, method, other compiled object, string of
    code, or a code object (as returned by compile()).
    """

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = _get_code_object(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self.show_caches = show_caches
        self.adaptive = adaptive
        self._original_object = x

    def __iter__(self):
        return get_instructions(self.codeobj)

    def __repr__(self):
        return "{}({!r})".format(self.__class__.__name__, self._original_object)

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Construct a Bytecode from the given traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """Return formatted information about the code object."""
        return code_info(self.codeobj)

    def dis(self):
        """Return a formatted view of the bytecode operations."""
        out = io.StringIO()
        disassemble(self.codeobj, file=out)
        return out.getvalue()
