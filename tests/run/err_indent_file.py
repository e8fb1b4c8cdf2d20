# status: 1
# stderr-last: IndentationError: expected an indented block after 'if' statement on line 3
if True:
print("x")
