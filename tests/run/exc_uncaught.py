# status: 1
# stderr-last: ValueError: the last word
print("before")
def f():
    try:
        raise KeyError("first")
    finally:
        print("cleanup")
try:
    f()
except KeyError as e:
    raise ValueError("the last word") from e
print("never")
