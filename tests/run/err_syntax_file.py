# status: 1
# stderr-last: SyntaxError: '(' was never closed
print("never printed")
x = (1,
