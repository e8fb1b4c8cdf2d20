# Writing to a file in a loop: what is written comes in order, and is there when somebody looks.
import os, sys, tempfile, traceback

def work(x, n=150):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 1000003
    return s
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'a.txt')
def digest(p=path):
    with open(p) as f: t = f.read()
    return len(t), t.count('\n'), hash(t) == hash(t), t[:20], t[-20:]

def writes(n):
    with open(path, 'w') as f:
        for i in range(n):
            f.write(f'{i} {work(i)}\n')
            if i % 3 == 0: print(i, work(i), 'é', file=f)
    return digest()
print(writes(0), writes(1), writes(90))
def several(n):
    other = os.path.join(folder, 'b.txt')
    f, g = open(path, 'w'), open(other, 'w', encoding='utf-8', newline='\r\n')
    for i in range(n):
        v = work(i)
        (f if v % 2 else g).write(f'{i}\n')
        print(i, v % 7)
        if v % 5 == 0: f.flush()
    f.close(); g.close()
    return digest(), digest(other)
print(several(50))
def looking(n):
    out = []
    with open(path, 'w') as f:
        for i in range(n):
            f.write('x' * (work(i) % 5))
            if i % 10 == 9:
                f.flush()
                out.append((f.tell(), os.path.getsize(path)))
    return out
print(looking(60))
def flushed(n):
    f = open(path, 'w')
    for i in range(n):
        f.write(str(work(i) % 10))
        f.flush()
    with open(path) as g: t = len(g.read())
    f.write('end')
    f.close()
    return t, digest()
print(flushed(40))
def closing(n, at):
    f = open(path, 'w')
    try:
        for i in range(n):
            work(i)
            if i == at: f.close()
            f.write(f'{i};')
    except ValueError as e: return type(e).__name__, str(e), f.closed, i, digest()
    finally: f.close()
    return 'ok', digest()
print(closing(30, 12), closing(30, 29), closing(30, 99))
def asking(n, at):
    f, seen = open(path, 'w'), 0
    for i in range(n):
        work(i)
        if i == at: f.close()
        seen += f.closed
    return seen
print(asking(40, 17))
def raising(n, at):
    try:
        with open(path, 'w') as f:
            for i in range(n):
                f.write(f'{work(i)},')
                if i == at: raise KeyError(i)
    except KeyError as e: return e.args, digest()
    return 'ok', digest()
print(raising(40, 25), raising(40, 60))
def breaking(n, at):
    with open(path, 'w') as f:
        for i in range(n):
            f.write(f'{work(i)},')
            if i == at: break
        f.write('after')
    return digest()
print(breaking(60, 33))
def own(n):
    total = 0
    for i in range(n):
        p = os.path.join(folder, f'{i}.txt')
        with open(p, 'w') as f: f.write(str(work(i)))
        with open(p) as f: total += int(f.read())
        os.remove(p)
    return total
print(own(20))
def reading(n):
    with open(path, 'w') as f: f.writelines(f'{work(i)}\n' for i in range(n))
    total = 0
    for line in open(path): total += int(line)
    with open(path) as f:
        for i, line in enumerate(f): total -= int(line) * (i % 2)
    return total
print(reading(60))
def odd(n):
    with open(path, 'w', encoding='ascii') as f:
        try:
            for i in range(n): f.write('é' if i == 20 else str(work(i)))
        except UnicodeEncodeError as e: print(e.reason, i)
    with open(path, 'w') as f:
        try:
            for i in range(n): f.write('\ud800' if i == 20 else str(work(i)))
        except UnicodeEncodeError as e: print(e.reason, i)
    with open(path, 'w') as f:
        try:
            for i in range(n): f.write(i if i == 20 else str(work(i)))
        except TypeError as e: print(e, i)
    return digest()
print(odd(30))
def binary(n):
    with open(path, 'wb') as f:
        for i in range(n): f.write(bytes([work(i) % 256]))
    return os.path.getsize(path)
print(binary(30))
with open(path, 'w') as f:
    for i in range(40): print(work(i), end=' ', file=f)
print(digest())
old = sys.stdout
with open(path, 'w') as f:
    sys.stdout = f
    for i in range(30): print(i, work(i))
    sys.stdout = old
print(digest())
# exceptions that handlers inside the loop see on their way
class Ctx:
    def __init__(self, n): self.n = n
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__)
def passing(n, at):
    for i in range(n):
        with Ctx(i):
            try:
                if work(i) and i == at: raise KeyError(i)
            finally:
                print('finally', i)
def again(n, at):
    for i in range(n):
        try:
            if work(i) and i == at: raise KeyError(i)
        except KeyError as e:
            print('handler', i)
            raise
for f in (passing, again):
    try: f(12, 7)
    except KeyError as e: print(e, [(t.name, t.lineno - traceback.extract_tb(e.__traceback__)[0].lineno) for t in traceback.extract_tb(e.__traceback__)])
def stopping(x):
    if work(x) and x == 7: raise StopIteration('value', x)
    return x
for f in (lambda: sorted(range(20), key=stopping), lambda: min(range(20), key=stopping), lambda: max([1, 7, 9], key=stopping)):
    try: print(f())
    except StopIteration as e: print('StopIteration', e.args)
for n in os.listdir(folder): os.remove(os.path.join(folder, n))
os.rmdir(folder)
