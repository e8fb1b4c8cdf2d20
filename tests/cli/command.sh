. "$(dirname "$0")/common.sh"
run -c 'print("hi", 1 + 1)'
run -c 'import sys; print(sys.argv)' a b --c
run -c 'import sys; sys.exit(5)'
run -c 'raise ValueError("x")'
run -c 'print(__name__, __file__ if "__file__" in globals() else "no file")'
run -c 'x ='
run -c
run -c ''
run -c 'import sys; print(sys.path[0] == "", sys.flags.optimize)'
