assert True
assert 1, "not shown"
try:
    assert False
except AssertionError as e:
    print(repr(e))
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e), e)
try:
    assert [], {"any": "object"}
except AssertionError as e:
    print(e.args)
def side():
    print("evaluated")
    return "msg"
assert True, side()
try:
    assert None, side()
except AssertionError as e:
    print(e)
print(__debug__)
