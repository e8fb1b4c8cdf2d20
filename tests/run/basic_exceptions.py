try:
    1 / 0
except ZeroDivisionError as e:
    print("caught", e)
try:
    [][1]
except (KeyError, IndexError) as e:
    print(type(e).__name__)
else:
    print("no")
finally:
    print("finally")
def risky(n):
    if n < 0:
        raise ValueError("negative")
    return n
for v in (1, -1):
    try:
        print(risky(v))
    except ValueError as e:
        print("error:", e)
class MyError(Exception):
    pass
def deep(n):
    if n == 0:
        raise MyError("deep")
    deep(n - 1)
try:
    deep(10)
except MyError as e:
    print(repr(e))
try:
    try:
        {}["k"]
    except KeyError:
        raise
except KeyError as e:
    print("outer", e)
def f():
    try:
        return 1
    finally:
        print("cleanup")
print(f())
with open(__file__) as fh:
    print(fh.readline().strip())
try:
    int("x")
except ValueError:
    print("not a number")
assert True
