def run(make):
    try:
        raise make()
    except* ValueError as eg:
        print("values", eg, [str(e) for e in eg.exceptions])
    except* (KeyError, TypeError) as eg:
        print("key/type", repr(eg))
    else:
        print("else")
    finally:
        print("finally")
run(lambda: ExceptionGroup("g", [ValueError("a"), ValueError("b")]))
run(lambda: ExceptionGroup("g", [ValueError("a"), KeyError("k"), TypeError("t")]))
run(lambda: ValueError("naked"))
try:
    run(lambda: ExceptionGroup("g", [OSError("left"), ValueError("a")]))
except ExceptionGroup as e:
    print("rest:", repr(e))
nested = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [KeyError(2), ValueError(3)])])
try:
    try:
        raise nested
    except* ValueError as eg:
        print(repr(eg))
except ExceptionGroup as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("x", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except ExceptionGroup as e:
    print(repr(e), repr(e.exceptions[0].__context__))
try:
    pass
except* ValueError:
    print("never")
else:
    print("else only")
print(nested.subgroup(ValueError), nested.split(KeyError))
print(repr(nested.derive([OSError()])), nested.message, nested.exceptions)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup("x", [KeyboardInterrupt()]),
            lambda: ExceptionGroup("x"), lambda: ExceptionGroup(1, [ValueError()])):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(nested.subgroup(lambda e: isinstance(e, KeyError)))
def loop():
    for i in range(2):
        try:
            raise ValueError(i)
        except* ValueError as e:
            print("loop", e.exceptions)
loop()
try:
    try:
        raise ValueError("kept")
    except* TypeError:
        pass
except ValueError as e:
    print(repr(e))
