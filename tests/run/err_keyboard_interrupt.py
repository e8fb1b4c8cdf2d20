# status: 130
# stderr-last: KeyboardInterrupt
print("before", flush=True)
try:
    raise KeyboardInterrupt
finally:
    print("finally")
