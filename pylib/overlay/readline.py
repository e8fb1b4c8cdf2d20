"""The module that scripts ask for line editing: history and settings are kept, but `input` does not edit lines."""

import os as _os

_READLINE_VERSION = _READLINE_RUNTIME_VERSION = 0x802
_READLINE_LIBRARY_VERSION = "8.2"
_history = []
_length = -1
_auto = True
_completer = None
_delims = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"
_hooks = {}


def parse_and_bind(string, /):
    """Take one line of an init file; there is nothing that it could change."""


def read_init_file(filename=None, /):
    if filename is not None:
        with open(filename):
            pass


def _default(filename):
    return _os.path.expanduser("~/.history") if filename is None else filename


def read_history_file(filename=None, /):
    with open(_default(filename), errors="surrogateescape") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line.startswith("_HiStOrY_V2_"):
                _history.append(line.replace("\\040", " ") if "\\040" in line else line)


def write_history_file(filename=None, /):
    rows = _history[-_length:] if _length > 0 else [] if _length == 0 else _history
    with open(_default(filename), "w", errors="surrogateescape") as f:
        f.writelines(row + "\n" for row in rows)


def append_history_file(nelements, filename=None, /):
    if nelements < 0:
        raise ValueError("nelements must be positive")
    with open(_default(filename), "a", errors="surrogateescape") as f:
        f.writelines(row + "\n" for row in (_history[-nelements:] if nelements else ()))


def get_history_length():
    return _length


def set_history_length(length, /):
    global _length
    _length = length


def get_current_history_length():
    return len(_history)


def get_history_item(index, /):
    return _history[index - 1] if 0 < index <= len(_history) else None


def _at(pos):
    if pos < 0:
        raise ValueError("History index cannot be negative")
    if pos >= len(_history):
        raise ValueError(f"No history item at position {pos}")
    return pos


def remove_history_item(pos, /):
    del _history[_at(pos)]


def replace_history_item(pos, line, /):
    _history[_at(pos)] = line


def add_history(line, /):
    _history.append(line)


def set_auto_history(enabled, /):
    global _auto
    _auto = bool(enabled)


def clear_history():
    _history.clear()


def get_line_buffer():
    return ""


def insert_text(string, /):
    pass


def redisplay():
    pass


def get_begidx():
    return 0


def get_endidx():
    return 0


def get_completion_type():
    return 0


def set_completer(function=None, /):
    global _completer
    _completer = function


def get_completer():
    return _completer


def set_completer_delims(string, /):
    global _delims
    _delims = string


def get_completer_delims():
    return _delims


def set_completion_display_matches_hook(function=None, /):
    _hooks["display"] = function


def set_startup_hook(function=None, /):
    _hooks["startup"] = function


def set_pre_input_hook(function=None, /):
    _hooks["input"] = function
