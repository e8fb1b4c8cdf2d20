import sys
log = []
def f(kind):
    for i in range(3):
        try:
            try:
                if kind == "raise" and i == 1: raise ValueError(i)
                if kind == "return" and i == 1: return "returned"
                if kind == "break" and i == 1: break
                if kind == "continue" and i == 1: continue
                log.append(("body", i))
            except KeyError:
                log.append("never")
            else:
                log.append(("else", i))
            finally:
                log.append(("inner", i))
        except ValueError as e:
            log.append(("caught", str(e)))
            if kind == "raise": continue
        finally:
            log.append(("outer", i))
    else:
        return "loop else"
    return "after"
for k in ("none", "raise", "return", "break", "continue"):
    log.clear()
    print(k, f(k), log)
def g():
    try:
        try:
            raise KeyError("a")
        finally:
            raise ValueError("b")
    except ValueError as e:
        return repr(e.__context__)
print(g())
def exc_info_levels():
    out = [sys.exc_info()[0]]
    try:
        raise ValueError
    except ValueError:
        out.append(sys.exc_info()[0].__name__)
        try:
            raise KeyError
        except KeyError:
            out.append(sys.exc_info()[0].__name__)
        out.append(sys.exc_info()[0].__name__)
    out.append(sys.exc_info()[0])
    out.append(sys.exception())
    return out
print(exc_info_levels())
def finally_overrides():
    for i in range(2):
        try:
            return i
        finally:
            if i == 0: continue
    return "end"
print(finally_overrides())
def nested_finally():
    out = []
    try:
        try:
            try:
                return out
            finally:
                out.append(1)
        finally:
            out.append(2)
    finally:
        out.append(3)
print(nested_finally())
def handler_types(e):
    types = [KeyError, (ValueError, TypeError), Exception]
    for t in types:
        try:
            try:
                raise e
            except t:
                print("matched", t)
        except Exception as other:
            print("passed", t, other is e)
handler_types(TypeError("t"))
def dynamic():
    def which():
        print("evaluating except clause")
        return KeyError
    try:
        raise KeyError
    except ValueError:
        pass
    except which():
        print("dynamic")
    except (print("not evaluated"), ):
        pass
dynamic()
def reraise_changes():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            e.args = ("changed",)
            raise
    except ZeroDivisionError as e:
        print(e, len(str(e.__traceback__.tb_lineno)) > 0)
reraise_changes()
def with_and_try():
    class C:
        def __enter__(self): log.append("enter"); return self
        def __exit__(self, *a): log.append(("exit", a[0] and a[0].__name__)); return a[0] is KeyError
    log.clear()
    for exc in (KeyError, None, ValueError):
        try:
            with C():
                if exc: raise exc
        except ValueError:
            log.append("outer")
    return log
print(with_and_try())
class Unwind(BaseException): pass
def deep(n):
    try:
        if n == 0: raise Unwind
        deep(n - 1)
    except Exception:
        print("no")
    finally:
        log.append(n)
log.clear()
try: deep(4)
except Unwind: print(log)
try:
    try: raise ValueError("one")
    except ValueError as e: raise e.with_traceback(None) from None
except ValueError as e: print(e, e.__cause__, e.__suppress_context__)
def same_object():
    e = ValueError("shared")
    for i in range(2):
        try: raise e
        except ValueError as caught: print(caught is e, caught.__context__)
same_object()
