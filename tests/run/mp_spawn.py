# multiprocessing with start methods that begin a new interpreter, shared memory by name.
import multiprocessing as mp
import sys
from multiprocessing import shared_memory

SEEN = []


def square(x):
    return x * x, len(SEEN), __name__


def put(q, x):
    q.put((x, mp.current_process().name, mp.get_start_method()))


def write(name):
    s = shared_memory.SharedMemory(name=name)
    s.buf[:5] = b'hello'
    s.close()


if __name__ == '__main__':
    SEEN.append(1)
    for method in ('spawn', 'forkserver'):
        ctx = mp.get_context(method)
        q = ctx.Queue()
        p = ctx.Process(target=put, args=(q, [1, 2]))
        p.start()
        print(q.get())
        p.join()
        print(p.exitcode)
        with ctx.Pool(2) as pool:
            print(pool.map(square, range(4)))
    s = shared_memory.SharedMemory(create=True, size=64)
    p = mp.Process(target=write, args=(s.name,))
    p.start()
    p.join()
    print(bytes(s.buf[:6]), s.size >= 64)
    s.close()
    s.unlink()
    try:
        shared_memory.SharedMemory(name='no_such_memory')
    except FileNotFoundError as e:
        print(e)
    l = shared_memory.ShareableList([1, 'two', 3.5, None, True, b'x'])
    print(repr(l).split(', name')[0], l[1], len(l))
    l[0] = 5
    print(list(l))
    l.shm.close()
    l.shm.unlink()
