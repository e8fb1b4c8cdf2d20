# status: 1
# stderr-last: AttributeError: 'Point' object has no attribute 'lenght'. Did you mean: 'length'?
class Point:
    length = 1
print(Point().length)
Point().lenght
