# ProcessPoolExecutor.map: the program as it was at the first call, wherever the calls are made.
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor

SCALE = 2
SEEN = []
PARENT = os.getpid()


def scaled(x):
    return x * SCALE


def remember(x):
    SEEN.append(x)
    return len(SEEN)


def both(a, b):
    return [a] * b


def fails(x):
    if x == 2:
        raise KeyError(x)
    return x


def here(x):
    return os.getpid() == PARENT


class Item:
    def __init__(self, n):
        self.n = n


def bump(i):
    i.n += 1
    return i


if __name__ == '__main__':
    with ProcessPoolExecutor(2) as ex:
        print(list(ex.map(scaled, range(5))))
        SCALE = 3
        print(list(ex.map(scaled, range(5))))
        print(list(ex.map(both, [1, 2, 3], (2, 1, 0), chunksize=2)))
        print(ex.submit(scaled, 10).result())
    SCALE = 5
    with ProcessPoolExecutor(2) as ex:
        SCALE = 7
        print(list(ex.map(scaled, [1])), list(ex.map(scaled, [])), list(ex.map(scaled, iter([2]))))
        SCALE = 8
        print(ex.submit(scaled, 10).result())
    with ProcessPoolExecutor(1) as ex:
        print(list(ex.map(remember, [4, 5])), SEEN)
        it = ex.map(fails, [1, 2, 3])
        print(next(it))
        try:
            next(it)
        except KeyError as e:
            print('KeyError', e, type(e.__cause__).__name__)
        print(list(ex.map(here, [1, 2])))
    with ProcessPoolExecutor(2) as ex:
        items = [Item(1), Item(5)]
        out = list(ex.map(bump, items))
        print([i.n for i in items], [i.n for i in out])
        print(type(ex.map(scaled, [1])).__name__)
    try:
        ex.map(scaled, [1])
    except RuntimeError as e:
        print(e)
    # never shut down
    left = ProcessPoolExecutor(2)
    print(list(left.map(both, [1], [2])))
    other = ProcessPoolExecutor(2)
    print(list(other.map(scaled, [1, 2])), other.submit(scaled, 3).result())
    unused = ProcessPoolExecutor(2)
