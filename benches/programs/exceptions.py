"""Exceptions as control flow: raise, match by class, finally, chaining, deep unwinding."""
import sys


class NotFound(Exception):
    def __init__(self, key):
        super().__init__(key)
        self.key = key


class Retry(Exception):
    pass


def lookup(table, key):
    try:
        return table[key]
    except KeyError:
        raise NotFound(key) from None


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None


def deep(n):
    if n == 0:
        raise Retry("bottom")
    return deep(n - 1) + 1


class Guard:
    depth = 0

    def __enter__(self):
        Guard.depth += 1
        return self

    def __exit__(self, kind, value, tb):
        Guard.depth -= 1
        return kind is Retry


def attempts(limit):
    tries = 0
    while True:
        try:
            tries += 1
            if tries < limit:
                raise Retry
            return tries
        except Retry:
            continue
        finally:
            tries += 0


def main(scale):
    table = {i: i * i for i in range(0, 100, 2)}
    found = missing = closed = 0
    words = ["12", "3.5", "x", "0x1f", "-7", "1e3", ""]
    parsed = 0.0
    for i in range(int(500_000 * scale)):
        try:
            found += lookup(table, i % 100)
        except NotFound as e:
            missing += e.key
        finally:
            closed += 1
        v = parse(words[i % 7])
        if v is not None:
            parsed += v
        if i % 50 == 0:
            with Guard():
                deep(30)
            closed += attempts(5)
        it = iter((1, 2))
        while True:
            try:
                closed += next(it)
            except StopIteration:
                break
    print(found, missing, closed, parsed, Guard.depth)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
