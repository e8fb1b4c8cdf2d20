# concurrent.futures: both executors.
import concurrent.futures as cf
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor, as_completed, wait, Future

SEEN = []


def square(x):
    return x * x


def add(a, b, c=0):
    return a + b + c


def fail(x):
    raise KeyError(x)


def slow(x):
    time.sleep(x)
    return x


def init(x):
    SEEN.append(x)


def seen(_):
    return list(SEEN)


def die(_):
    os._exit(3)


def bad_init():
    raise RuntimeError('no')


def common(make):
    with make(2) as ex:
        f = ex.submit(square, 5)
        print(f.result(), f.done(), f.running(), f.cancelled(), f.exception())
        print(ex.submit(add, 1, 2, c=3).result(timeout=10))
        print(list(ex.map(square, range(6))))
        print(list(ex.map(add, [1, 2, 3], [10, 20, 30])))
        print(list(ex.map(square, range(6), chunksize=2)))
        fs = [ex.submit(square, i) for i in range(5)]
        print(sorted(f.result() for f in as_completed(fs)))
        done, rest = wait(fs)
        print(len(done), len(rest))
        f = ex.submit(fail, 'k')
        print(repr(f.exception()), f.done())
        try:
            f.result()
        except KeyError as e:
            print('KeyError', e)
        called = []
        f = ex.submit(square, 3)
        f.add_done_callback(lambda f: called.append(f.result()))
        f.result()
        while not called:
            time.sleep(0.01)
        print(called)
        it = ex.map(fail, [1, 2])
        try:
            next(it)
        except KeyError as e:
            print('from map', e)
        f1, f2 = ex.submit(slow, 0.01), ex.submit(slow, 0.5)
        done, rest = wait([f1, f2], return_when=cf.FIRST_COMPLETED)
        print(f1 in done, f2 in rest)
        try:
            f2.result(timeout=0.01)
        except TimeoutError:
            print('timeout')
        print(f2.result())
    try:
        ex.submit(square, 1)
    except RuntimeError as e:
        print(e)
    with make(1, initializer=init, initargs=(4,)) as ex:
        print(list(ex.map(seen, [0])))
    ex = make(1)
    fs = [ex.submit(slow, 0.05) for _ in range(8)]
    ex.shutdown(wait=True, cancel_futures=True)
    n = sum(f.cancelled() for f in fs)
    print(n >= 4, all(f.done() for f in fs))
    try:
        next(f for f in fs if f.cancelled()).result()
    except cf.CancelledError as e:
        print('cancelled', e.args)
    for bad in (0, -2):
        try:
            make(bad)
        except ValueError as e:
            print(e)
    try:
        make(1, initializer=3)
    except TypeError as e:
        print(e)


if __name__ == '__main__':
    common(ThreadPoolExecutor)
    common(ProcessPoolExecutor)

    # threads see the program's own objects
    SEEN.clear()
    with ThreadPoolExecutor(max_workers=3, thread_name_prefix='work') as ex:
        list(ex.map(SEEN.append, range(5)))
        print(sorted(SEEN))
        print(ex.submit(lambda: threading.current_thread().name.startswith('work_')).result())
        print(sorted(ex.map(lambda x: x + 1, [1, 2])))
        print(list(ex.map(slow, [0.03, 0.02, 0.01])))
    # processes do not
    SEEN.clear()
    with ProcessPoolExecutor(2) as ex:
        list(ex.map(init, range(5)))
        print(SEEN)
        try:
            ex.submit(lambda: 1).result()
        except Exception as e:
            print(type(e).__name__)
        f = ex.submit(fail, 1)
        e = f.exception()
        print(type(e.__cause__).__name__, 'KeyError: 1' in str(e.__cause__))
    with ProcessPoolExecutor(1) as ex:
        try:
            ex.submit(die, 1).result()
        except cf.process.BrokenProcessPool as e:
            print(e)
        try:
            ex.submit(square, 1)
        except cf.process.BrokenProcessPool as e:
            print(str(e)[:50])
    with ProcessPoolExecutor(1, max_tasks_per_child=None) as ex:
        print(ex.submit(square, 4).result())

    f = Future()
    print(f.set_running_or_notify_cancel(), f.running())
    f.set_result(8)
    print(f.result(), repr(f).split(' at ')[0], repr(f).split('state=')[1])
    try:
        f.set_result(9)
    except cf.InvalidStateError as e:
        print(str(e).split(':')[0])
    f = Future()
    print(f.cancel(), f.cancelled(), f.cancel())
    try:
        f.result()
    except cf.CancelledError:
        print('CancelledError')
    try:
        list(as_completed([Future()], timeout=0.01))
    except TimeoutError as e:
        print(e)
