# status: 1
# stderr-last:     +------------------------------------
print("before")
raise ExceptionGroup("many", [ValueError(1), KeyError("k")])
