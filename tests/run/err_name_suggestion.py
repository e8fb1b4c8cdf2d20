# status: 1
# stderr-last: NameError: name 'lenght' is not defined. Did you mean: 'length'?
length = 5
print(lenght)
