# multiprocessing.Pool: every way to call, exceptions, initialisers, closing.
import multiprocessing as mp
import os
import sys
import time
from multiprocessing import Pool, TimeoutError

STATE = {'n': 0}
COUNTER = 0


def square(x):
    return x * x


def add(a, b=10):
    return a + b


def fail(x):
    if x == 3:
        raise ValueError(f'bad {x}')
    return x


class Custom(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b


def custom(x):
    raise Custom(x, [x])


def init(value):
    global COUNTER
    COUNTER = value


def with_state(x):
    return COUNTER + x


def write_global(x):
    global COUNTER
    COUNTER += 1
    STATE['n'] += 1
    return x


def mutate(l):
    l.append('changed')
    return l


def who(_):
    time.sleep(0.01)
    return os.getpid()


def name(_):
    return type(mp.current_process()).__name__, mp.current_process().name.startswith('ForkPoolWorker-'), mp.current_process().daemon, mp.parent_process() is not None


def slow(x):
    time.sleep(0.05 * x)
    return x


def leave(x):
    sys.exit(x)


class Point:
    def __init__(self, x):
        self.x = x

    def moved(self, d):
        return Point(self.x + d)

    def __eq__(self, o):
        return self.x == o.x

    def __repr__(self):
        return f'Point({self.x})'


if __name__ == '__main__':
    with Pool(2) as p:
        print(p.map(square, range(10)))
        print(p.map(square, range(10), chunksize=3))
        print(p.map(square, []))
        print(p.map(square, iter([1, 2, 3])))
        print(p.starmap(add, [(1,), (1, 2), (3, 4)]))
        print(list(p.imap(square, range(5))))
        print(list(p.imap(square, range(7), 2)))
        print(sorted(p.imap_unordered(square, range(10))))
        print(p.apply(add, (1,), {'b': 2}))
        print(p.apply(add, (1,)))
        r = p.apply_async(add, (5, 6))
        print(r.get(), r.ready(), r.successful())
        r = p.map_async(square, [1, 2, 3])
        r.wait()
        print(r.get(timeout=10))
        print(p.starmap_async(add, [(1, 2), (3, 4)]).get())
        print(p.map(len, ['a', 'bb', 'ccc']))
        print(p.map(str.upper, ['a', 'b']))
        print(p.map(Point(1).moved, [1, 2, 3]))
        print(p.map(Point, [1, 2]))
        it = p.imap(square, [3, 4])
        print(it.next(), next(it), it.next(timeout=1) if False else None)
        try:
            next(it)
        except StopIteration:
            print('end of imap')

    # arguments and results are copies; a worker's writes are its own
    with Pool(2) as p:
        x = [1]
        out = p.map(mutate, [x, x])
        print(x, out)
        p.map(write_global, range(4))
        print(COUNTER, STATE)
        pids = set(p.map(who, range(6), chunksize=1))
        print(os.getpid() in pids, 1 <= len(pids) <= 2)
        print(set(p.map(name, range(3))))

    # initialisers
    with Pool(2, init, (100,)) as p:
        print(p.map(with_state, range(4)), COUNTER)
    with Pool(processes=1, initializer=init, initargs=(7,), maxtasksperchild=1) as p:
        print(p.map(with_state, range(4), chunksize=1))

    # exceptions
    with Pool(2) as p:
        try:
            p.map(fail, range(6))
        except ValueError as e:
            print('map:', repr(e), type(e.__cause__).__name__)
            text = str(e.__cause__).strip().splitlines()
            print(text[0], text[1], text[-1], sep='\n')
            print([line.strip() for line in text if 'raise' in line or ', in fail' in line][-1])
        try:
            p.apply(custom, (4,))
        except Custom as e:
            print(e.a, e.b, e.args)
        it = p.imap(fail, range(5))
        got = []
        while True:
            try:
                got.append(next(it))
            except StopIteration:
                break
            except ValueError as e:
                got.append(str(e))
        print(got)
        r = p.apply_async(fail, (3,))
        r.wait()
        print(r.ready(), r.successful())
        try:
            r.get()
        except ValueError as e:
            print(e)
        try:
            p.map(lambda x: x, [1])
        except Exception as e:
            print(type(e).__name__, str(e)[:29])
        try:
            p.apply(int, ('x',))
        except ValueError as e:
            print(e)
        errors = []
        results = []
        p.apply_async(fail, (3,), callback=results.append, error_callback=lambda e: errors.append(str(e))).wait()
        p.apply_async(fail, (4,), callback=results.append, error_callback=errors.append).wait()
        p.map_async(square, [1, 2], callback=results.append).wait()
        while len(results) < 2 or not errors:
            time.sleep(0.01)
        print(results, errors)
        r = p.apply_async(slow, (20,))
        try:
            r.get(timeout=0.05)
        except TimeoutError:
            print('timeout')
        try:
            r.successful()
        except ValueError as e:
            print(str(e)[-9:])

    p = Pool(2)
    r = p.map_async(square, range(20))
    p.close()
    p.join()
    print(r.get()[-1])
    for bad in (lambda: p.map(square, [1]), lambda: p.apply_async(square, (1,))):
        try:
            bad()
        except ValueError as e:
            print(e)
    p = Pool(1)
    p.terminate()
    p.join()
    try:
        p.map(square, [1])
    except ValueError as e:
        print(e)
    for n in (0, -1):
        try:
            Pool(n)
        except ValueError as e:
            print(e)
    try:
        Pool(1, initializer=5)
    except TypeError as e:
        print(e)
    with Pool(1) as p:
        try:
            p.join()
        except ValueError as e:
            print(e)

    with Pool(4) as p:
        print(p.map(slow, [2, 2, 2, 2], chunksize=1))
