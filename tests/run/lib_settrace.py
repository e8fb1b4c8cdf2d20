# Events of trace and profile functions: which, in which order, on which lines.
import sys, threading, bdb, io, cProfile, pstats

seen = []
def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    what = "" if event in ("call", "line") else arg[0].__name__ if event == "exception" else repr(arg)
    seen.append((event, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_code.co_name, what))
    return tracer

def show(fn, *args):
    seen.clear()
    sys.settrace(tracer)
    try:
        fn(*args)
    except Exception:
        pass
    finally:
        sys.settrace(None)
    print("##", fn.__name__)
    for event in seen:
        print(*event)

def loops():
    x = 1
    if x: pass
    for i in range(2):
        pass
    while x < 3:
        x += 1
    while True:
        x += 1
        if x > 4: break
    return x

def handlers():
    try:
        y = 1
        y / 0
    except ZeroDivisionError as e:
        y = 2
    except KeyError:
        y = 3
    finally:
        y = 5
    try: 1 / 0
    except: pass
    try:
        return y
    finally:
        y = 6

def gen(n):
    for i in range(n):
        yield i
    return 7

def generators():
    for x in gen(1):
        y = x
    g = gen(3)
    next(g)
    try:
        g.throw(ValueError)
    except ValueError:
        pass
    def sub():
        yield (yield from gen(1))
    for x in sub(): pass
    sum(a for a in range(2))

def classes():
    class C:
        """doc"""
        def __init__(self):
            self.v = 1
        @property
        def p(self): return self.v
    c = C()
    c.p
    def inner():
        raise KeyError(1)
    try:
        inner()
    finally:
        c = None

def managers():
    with open("/dev/null") as f:
        x = 1
    match [1, 2]:
        case [1]:
            x = 1
        case [1, y] if y > 1:
            x = 2
    1
    assert x

for fn in loops, handlers, generators, classes, managers:
    show(fn)

# profile functions see natives
events = []
def profiler(frame, event, arg):
    events.append((event, frame.f_code.co_name, getattr(arg, "__name__", arg) if event[0] == "c" else arg))
def work(x=1):
    return len([x])
sys.setprofile(profiler)
work(); work(x=2); [].append(1); int(3); sorted([3], key=lambda q: q)
try:
    [].pop()
except IndexError:
    pass
sys.setprofile(None)
print(events)
print(sys.gettrace(), sys.getprofile())

# local variables can be changed, opcode events asked for, line events turned off
def changed():
    a = 1
    b = 2
    return a + b
def changer(frame, event, arg):
    if frame.f_code is not changed.__code__: return None
    if event == "line" and "b" in frame.f_locals: frame.f_locals["a"] = 40
    return changer
sys.settrace(changer); r = changed(); sys.settrace(None)
print(r)
kinds = set()
def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    kinds.add(event)
    return opcodes
sys.settrace(opcodes); changed(); sys.settrace(None)
kinds.discard("opcode")  # 3.12 tells of these after the next settrace only
print(sorted(kinds))

# jumps
def jumped(out):
    out.append(1)
    out.append(2)
    out.append(3)
    for i in range(1):
        out.append(i)
def jumper(frame, event, arg):
    if frame.f_code is not jumped.__code__: return None
    if event == "line" and frame.f_lineno == frame.f_code.co_firstlineno + 2 and 2 not in out:
        for line in 5, 50:
            try:
                frame.f_lineno = frame.f_code.co_firstlineno + line
            except ValueError as e:
                print(str(e).replace(str(frame.f_code.co_firstlineno + line), "LINE"))
        frame.f_lineno = frame.f_code.co_firstlineno + 3
    return jumper
out = []
sys.settrace(jumper); jumped(out); sys.settrace(None)
print(out)
try:
    sys._getframe().f_lineno = 1
except ValueError as e:
    print(e)

# an error in the function ends it
def failing(frame, event, arg):
    raise RuntimeError("no")
sys.settrace(failing)
try:
    work()
except RuntimeError as e:
    print(e, sys.gettrace())

# threads
names = []
def in_thread(frame, event, arg):
    if event == "call": names.append(frame.f_code.co_name)
threading.settrace(in_thread)
t = threading.Thread(target=work); t.start(); t.join()
threading.settrace(None)
print("work" in names)

class Stepper(bdb.Bdb):
    def user_line(self, frame):
        if frame.f_code.co_name == "loops":
            print("line", frame.f_lineno - frame.f_code.co_firstlineno)
            self.set_return(frame)
    def user_return(self, frame, value):
        print("return", value)
        self.set_continue()
Stepper().runcall(loops)

p = cProfile.Profile()
p.runcall(loops)
p.runcall(work)
text = io.StringIO()
pstats.Stats(p, stream=text).strip_dirs().sort_stats("name").print_stats()
print([line.split()[0::5] for line in text.getvalue().splitlines() if "lib_settrace" in line or "len" in line])
