"""Calls of a pool that this process makes itself, where nobody could tell.

`_fora_apart.run` makes them as if they were made by a process that was copied when the pool was made: what they write, or where they
reach out, they are dropped and the pool's workers are asked. Loops among them run in parallel like any other.
"""
from pickle import dumps, loads

from _fora_apart import end, own, plain, run, watch


def _arguments(chunk):
    return chunk if plain(chunk) else loads(dumps(chunk))


def _results(r):
    return r if own(r) else loads(dumps(r))


def _one(f, chunk):
    return _results([f(x) for x in _arguments(chunk)])


def _one_star(f, chunk):
    return _results([f(*x) for x in _arguments(chunk)])


def _all(f, chunks):
    return [_one(f, c) for c in chunks]


def _all_star(f, chunks):
    return [_one_star(f, c) for c in chunks]


def mapped(token, f, items, size, star, workers):
    """[f(x) for x in items], or NotImplemented."""
    try:
        if not isinstance(items, (list, tuple)):
            items = list(items)
        if not items:
            return NotImplemented
        # a worker has to find the function
        dumps(f)
    except Exception:
        return NotImplemented
    if size is None:
        size = -(-len(items) // (workers * 4))
    if size < 1:
        return NotImplemented
    chunks = [items[i:i + size] for i in range(0, len(items), size)]
    r = run(token, _all_star if star else _all, f, chunks)
    if r is NotImplemented:
        return r
    out = []
    for part in r:
        out += part
    return out
