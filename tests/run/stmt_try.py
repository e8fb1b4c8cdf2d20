def t(f):
    try:
        r = f()
    except ZeroDivisionError as e:
        print("zero:", e)
    except (KeyError, IndexError) as e:
        print("lookup:", type(e).__name__, e)
    except Exception as e:
        print("other:", type(e).__name__, e)
    else:
        print("ok", r)
    finally:
        print("finally")
t(lambda: 1)
t(lambda: 1 / 0)
t(lambda: 1 // 0)
t(lambda: 1 % 0)
t(lambda: 1.0 / 0)
t(lambda: {}["k"])
t(lambda: [][0])
t(lambda: int("x"))
t(lambda: None.foo)
t(lambda: "a" + 1)
t(lambda: undefined)
try:
    try:
        raise ValueError("inner")
    finally:
        print("cleanup")
except ValueError as e:
    print("outer", e)
try:
    e
except NameError as x:
    print(x)
try:
    pass
except:
    print("never")
else:
    print("else")
try:
    try:
        raise KeyError("a")
    except ValueError:
        print("no")
except LookupError as e:
    print("base class", repr(e))
for i in range(3):
    try:
        if i == 1:
            continue
        print(i)
    finally:
        print("f", i)
try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args, str(e) == "")
try:
    raise ValueError("a", 1)
except ValueError as e:
    print(repr(e), e.args, str(e))
def order():
    out = []
    try:
        try:
            out.append(1)
            raise TypeError
        except TypeError:
            out.append(2)
            raise KeyError
        else:
            out.append("no")
        finally:
            out.append(3)
    except KeyError:
        out.append(4)
    finally:
        out.append(5)
    return out
print(order())
try:
    raise 5
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except "str":
        pass
except TypeError as e:
    print(e)
class E(Exception):
    def __init__(self, code): self.code = code
try:
    raise E(7)
except E as e:
    print(e.code, e.args, repr(e))
