import threading, queue, time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
lock = threading.Lock(); total = 0
def work(n):
    global total
    for _ in range(n):
        with lock: total += 1
ts = [threading.Thread(target=work, args=(200,), name=f"t{i}") for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(total, [t.is_alive() for t in ts], ts[0].name, threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
q = queue.Queue()
def consumer(out):
    while (x := q.get()) is not None: out.append(x * 2); q.task_done()
out = []; c = threading.Thread(target=consumer, args=(out,)); c.start()
for i in range(5): q.put(i)
q.put(None); c.join(); print(out, q.empty(), q.qsize())
with ThreadPoolExecutor(3) as ex:
    print(list(ex.map(lambda x: x * x, range(5))), ex.submit(pow, 2, 5).result())
    fs = [ex.submit(lambda i=i: i + 1) for i in range(3)]
    print(sorted(f.result() for f in as_completed(fs)), all(f.done() for f in wait(fs).done))
    bad = ex.submit(lambda: 1 / 0); print(repr(bad.exception()))
    try: bad.result()
    except ZeroDivisionError as e: print(e)
ev = threading.Event(); res = []
t = threading.Thread(target=lambda: (ev.wait(), res.append("woken"))); t.start(); ev.set(); t.join(); print(res, ev.is_set())
rl = threading.RLock()
with rl:
    with rl: print("reentrant")
sem = threading.Semaphore(2); print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.release())
cond = threading.Condition(); items = []
def waiter():
    with cond:
        cond.wait_for(lambda: items); res.append(items[0])
t = threading.Thread(target=waiter); t.start()
with cond: items.append("item"); cond.notify()
t.join(); print(res)
bar = threading.Barrier(2); order = []
t = threading.Thread(target=lambda: order.append(bar.wait() in (0, 1))); t.start(); bar.wait(); t.join(); print(order)
loc = threading.local(); loc.x = 1; seen = []
t = threading.Thread(target=lambda: seen.append(hasattr(loc, "x"))); t.start(); t.join(); print(seen, loc.x)
tm = threading.Timer(0.01, lambda: res.append("timer")); tm.start(); tm.join(); print(res[-1])
errs = []; threading.excepthook = lambda a: errs.append((a.exc_type.__name__, str(a.exc_value)))
t = threading.Thread(target=lambda: {}["k"]); t.start(); t.join(); print(errs)
class T(threading.Thread):
    def run(self): self.result = "sub"
t = T(daemon=True); print(t.daemon); t.start(); t.join(); print(t.result)
for f in (lambda: t.start(), lambda: lock.release(), lambda: queue.Queue(1).get_nowait(), lambda: threading.current_thread().join(), lambda: lock.acquire(timeout=-5), lambda: threading.Thread(target=5, args=5).daemon, lambda: q.task_done() or q.task_done()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
full = queue.Queue(1); full.put(1)
try: full.put_nowait(2)
except queue.Full: print("full")
pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; print([pq.get() for _ in range(3)]); lq = queue.LifoQueue(); lq.put(1); lq.put(2); print(lq.get())
import contextvars
v = contextvars.ContextVar("v", default=0); tok = v.set(5); ctx = contextvars.copy_context(); print(v.get(), ctx[v], ctx.run(lambda: (v.set(9), v.get())[1]), v.get(), v.reset(tok), v.get())
