# multiprocessing: processes and what they share.
import multiprocessing as mp
import os
import queue
import signal
import sys
import time
from multiprocessing import Process, Queue, SimpleQueue, JoinableQueue, Pipe, Lock, RLock, Semaphore, BoundedSemaphore, Event, Condition, Barrier, Value, Array, Manager

GLOBAL = ['here']


def put(q, *items):
    for i in items:
        q.put(i)


def change_global():
    GLOBAL.append('child')
    sys.exit(len(GLOBAL))


def fail():
    raise ValueError('in the child')


def leave(code):
    sys.exit(code)


def forever():
    while True:
        time.sleep(10)


def count(v, lock, n):
    for _ in range(n):
        with lock:
            v.value += 1


def count_own(v, n):
    for _ in range(n):
        with v.get_lock():
            v.value += 1


def echo(conn):
    while True:
        x = conn.recv()
        if x == 'stop':
            break
        conn.send((type(x).__name__, x))
    conn.close()


def consume(q, out):
    while True:
        x = q.get()
        if x is None:
            q.task_done()
            break
        out.put(x * 10)
        q.task_done()


def wait_event(e, q):
    q.put(('before', e.is_set()))
    e.wait()
    q.put(('after', e.is_set()))


def meet(b, q):
    b.wait()
    q.put('met')


def cond_wait(c, v, q):
    with c:
        c.wait_for(lambda: v.value > 0)
        q.put(v.value)


class Worker(Process):
    def __init__(self, q, n):
        super().__init__(name=f'worker {n}')
        self.q, self.n = q, n

    def run(self):
        self.q.put((self.name, self.n * 2))


def fill(d, l, ns):
    d['a'] = 1
    d['b'] = [1, 2]
    l.extend([3, 1, 2])
    l.sort()
    ns.x = 'set'


def array_fill(a, raw):
    for i in range(len(a)):
        a[i] = i * i
    raw[0] = 2.5


if __name__ == '__main__':
    # start, join, exit codes
    q = Queue()
    ps = [Process(target=put, args=(q, i, i + 10)) for i in range(3)]
    for p in ps:
        p.start()
    print(sorted(q.get() for _ in range(6)))
    for p in ps:
        p.join()
    print([(p.exitcode, p.is_alive()) for p in ps])
    p = Process(target=change_global)
    p.start()
    p.join()
    print(p.exitcode, GLOBAL)
    for code in (0, 3, None):
        p = Process(target=leave, args=(code,))
        p.start()
        p.join()
        print(code, p.exitcode)
    p = Process(target=forever, daemon=True)
    print(p.daemon, p.exitcode, p.pid, p.is_alive())
    p.start()
    print(p.exitcode, p.is_alive(), p.pid != os.getpid())
    p.terminate()
    p.join()
    print(p.exitcode == -signal.SIGTERM)
    p = Process(target=forever)
    p.start()
    p.join(0.05)
    print(p.is_alive())
    p.kill()
    p.join()
    print(p.exitcode)
    p.close()
    try:
        p.is_alive()
    except ValueError as e:
        print(e)
    w = [Worker(q, i) for i in range(2)]
    for x in w:
        x.start()
    print(sorted(q.get() for _ in w))
    for x in w:
        x.join()
    try:
        w[0].start()
    except AssertionError as e:
        print(e)
    print(mp.active_children())
    print(mp.current_process().name, mp.parent_process(), mp.current_process().daemon)
    print(repr(Process(name='p', target=leave)).replace(str(os.getpid()), 'PID'))

    # queues
    q = Queue(maxsize=2)
    q.put(1)
    q.put('two')
    try:
        q.put(3, block=False)
    except queue.Full:
        print('full')
    print(q.get(), q.get())
    try:
        q.get(timeout=0.01)
    except queue.Empty:
        print('empty')
    try:
        q.get_nowait()
    except queue.Empty:
        print('empty')
    print(q.empty(), q.qsize())
    s = SimpleQueue()
    s.put([1])
    print(s.get(), s.empty())
    jq, out = JoinableQueue(), Queue()
    p = Process(target=consume, args=(jq, out))
    p.start()
    for i in range(4):
        jq.put(i)
    jq.put(None)
    jq.join()
    print([out.get() for _ in range(4)])
    p.join()

    # pipes
    a, b = Pipe()
    p = Process(target=echo, args=(b,))
    p.start()
    b.close()
    for x in (1, 'text', [1, {2: 3}], None, b'x' * 100000):
        a.send(x)
        t, y = a.recv()
        print(t, y == x)
    print(a.poll(0.01))
    a.send('stop')
    p.join()
    a.close()
    r, w2 = Pipe(duplex=False)
    w2.send_bytes(b'hello')
    print(r.recv_bytes(), r.readable, r.writable, w2.readable)
    w2.close()
    try:
        r.recv()
    except EOFError:
        print('EOF')

    # synchronisation
    v = Value('i', 0)
    lock = Lock()
    ps = [Process(target=count, args=(v, lock, 200)) for _ in range(3)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(v.value)
    v = Value('d', 0.5)
    ps = [Process(target=count_own, args=(v, 100)) for _ in range(3)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(v.value)
    print(lock.acquire(), lock.acquire(block=False), lock.acquire(timeout=0.01))
    lock.release()
    try:
        lock.release()
    except ValueError as e:
        print(e)
    rl = RLock()
    print(rl.acquire(), rl.acquire())
    rl.release()
    rl.release()
    try:
        rl.release()
    except AssertionError as e:
        print(e)
    sem = Semaphore(2)
    print(sem.acquire(), sem.acquire(), sem.acquire(False), sem.get_value())
    b = BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)
    print(lock, rl, sem, sep='\n')
    e, q = Event(), Queue()
    p = Process(target=wait_event, args=(e, q))
    p.start()
    print(q.get())
    e.set()
    print(q.get(), e.is_set())
    p.join()
    bar = Barrier(3)
    ps = [Process(target=meet, args=(bar, q)) for _ in range(2)]
    [p.start() for p in ps]
    bar.wait()
    print(q.get(), q.get())
    [p.join() for p in ps]
    c, v = Condition(), Value('i', 0)
    p = Process(target=cond_wait, args=(c, v, q))
    p.start()
    time.sleep(0.02)
    with c:
        v.value = 5
        c.notify_all()
    print(q.get())
    p.join()

    # shared values and arrays
    a, raw = Array('i', 5), mp.RawArray('d', [1, 2, 3])
    p = Process(target=array_fill, args=(a, raw))
    p.start()
    p.join()
    print(a[:], list(a), len(a), a[1:3], a[-1], raw[:], list(raw))
    a[0] = 7
    a[1:3] = [8, 9]
    print(a[:])
    print(Value('i', 3), Value('d', 1.5), mp.RawValue('c', b'x'), Value('i').value)
    s = Array('c', b'hello')
    print(s.value, s.raw, len(s), s[0], s[1:3])
    s.value = b'bye'
    print(s.value, s.raw)
    v = Value('B', 255)
    v.value += 1
    print(v.value)
    for bad in (lambda: Value('i', 'x'), lambda: a.__getitem__(9), lambda: Array('i', 'abc'), lambda: Value('i', 1.5)):
        try:
            bad()
        except Exception as e:
            print(type(e).__name__)

    # managers
    with Manager() as m:
        d, l, ns, lk = m.dict(), m.list([0]), m.Namespace(), m.Lock()
        p = Process(target=fill, args=(d, l, ns))
        p.start()
        p.join()
        print(d, l, ns.x, sorted(d.keys()), d['b'], d.get('zz'), len(l), l[1], 'a' in d)
        with lk:
            d['c'] = 3
        del d['a']
        print(sorted(d.items()), d.copy() == dict(d), l[:], l.count(3))
        try:
            d['none']
        except KeyError as e:
            print('KeyError', e)
        mq = m.Queue()
        mq.put(4)
        print(mq.get(), m.Value('i', 3).value, m.list([1, 2])[:])

    # contexts
    ctx = mp.get_context('fork')
    print(ctx.get_start_method(), mp.get_start_method(), mp.get_all_start_methods())
    p = ctx.Process(target=put, args=(q, 'from a context'))
    p.start()
    print(q.get())
    p.join()
    try:
        mp.get_context('nothing')
    except ValueError as e:
        print(e)
    try:
        mp.set_start_method('fork')
        mp.set_start_method('fork', force=True)
        mp.set_start_method('spawn')
    except RuntimeError as e:
        print(e)
    mp.freeze_support()
    print(mp.cpu_count() == os.cpu_count())
    sys.stdout.flush()
    p = Process(target=fail, name='failing')
    p.start()
    p.join()
    print(p.exitcode)
