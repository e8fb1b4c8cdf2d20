# status: 1
# stderr-last: Outer.Problem: it broke
class Outer:
    class Problem(Exception):
        pass
def f():
    raise Outer.Problem("it broke")
try:
    f()
except ValueError:
    print("no")
else:
    print("no")
finally:
    print("cleanup")
