def plain():
    yield 1
    yield 2
def catcher():
    try: yield 1
    except ValueError as e: print("in", repr(e.__context__)); raise
def handling():
    try: 1 / 0
    except ZeroDivisionError: yield 1
def rethrow():
    try: yield 1
    except ValueError: raise KeyError("k")
def sub(): yield from catcher()
def own():
    yield 1
    raise ValueError("own")
async def co(): pass
def show(make, start, arg):
    try: [][0]
    except IndexError:
        g = make()
        if start: next(g)
        try: g.throw(arg)
        except BaseException as e: print(make.__name__, start, repr(e), repr(e.__context__), e.__context__ and repr(e.__context__.__context__))
for make in plain, catcher, handling, rethrow, sub:
    for start in False, True:
        for arg in ValueError, ValueError("x"):
            show(make, start, arg)
c = co()
try: [][0]
except IndexError:
    try: c.throw(ValueError("c"))
    except ValueError as e: print(e.__context__)
    g = own(); next(g)
    try: next(g)
    except ValueError as e: print(repr(e.__context__))
    g = plain(); g.close()
    try: raise ValueError("direct")
    except ValueError as e: print(repr(e.__context__))
    g = plain()
    try: g.throw(5)
    except TypeError as e: print(e, repr(e.__context__))
def closing():
    try: yield 1
    except GeneratorExit as e: print("closing", repr(e.__context__)); raise
try: [][0]
except IndexError:
    g = closing(); next(g); g.close()
g = closing(); next(g); g.close()
c.close()
