try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("wrapped") from e
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        {}["x"]
    except KeyError:
        raise TypeError("ctx")
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        {}["x"]
    except KeyError:
        raise TypeError("none") from None
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    raise ValueError from KeyError
except ValueError as e:
    print(repr(e.__cause__))
try:
    raise
except RuntimeError as e:
    print(e)
def reraise():
    try:
        raise KeyError("k")
    except KeyError:
        raise
try:
    reraise()
except KeyError as e:
    print("again", e)
try:
    raise ValueError("x") from 5
except TypeError as e:
    print(e)
e = ValueError("note")
e.add_note("first")
e.add_note("second")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as x:
    print(x)
def a():
    try:
        b()
    finally:
        {}["in finally"]
def b(): raise ValueError("b")
try:
    a()
except KeyError as x:
    print(repr(x), repr(x.__context__))
try:
    try:
        raise ValueError(1)
    except ValueError as one:
        try:
            raise KeyError(2)
        except KeyError as two:
            raise one
except ValueError as x:
    print(repr(x.__context__), repr(x.__context__.__context__))
print(ValueError(1, 2).with_traceback(None))
try:
    raise ValueError("tb")
except ValueError as v:
    tb = v.__traceback__
    print(tb.tb_lineno, tb.tb_next, tb.tb_frame.f_code.co_name)
def gen():
    try:
        yield 1
    except ValueError as e:
        raise RuntimeError("gen") from e
g = gen()
next(g)
try:
    g.throw(ValueError("thrown"))
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))
