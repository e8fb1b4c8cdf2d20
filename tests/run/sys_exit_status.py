# status: 3
import sys, atexit
atexit.register(print, "atexit one")
@atexit.register
def two(): print("atexit two")
try:
    sys.exit("text")
except SystemExit as e:
    print(repr(e.code))
try:
    sys.exit()
except SystemExit as e:
    print(e.code)
try:
    try:
        sys.exit(1)
    finally:
        print("finally")
except SystemExit as e:
    print(e.code, repr(e))
sys.exit(3)
