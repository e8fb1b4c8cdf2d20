. "$(dirname "$0")/common.sh"
# -i with input that is no terminal: prompts and errors on stderr, statement by statement
session() { printf "$1" >typed; shift; "$PY" -q -i "$@" <typed 2>err; echo "status $?"; sed "s#$PWD#DIR#g" err; }
session 'print("a")\nx = = 2\nprint("b")\n'
session '@type\ndef f(): pass\n\nf\nif 0: print(1)\nelse: print(2)\n\ntry: 1/0\nexcept ZeroDivisionError: print("caught")\n\n'
session 'if 1: print(1)\nx\nprint(3)\n'
session 'for i in range(2):\n  # nothing\n\n  print(i)\n'
session "x = [1,\n\n2]\nx\n'''a\n\nb'''\nclass A:\n  y = 1\n\nA.y\n"
session 'if 1:\n'
session "class A:\n  def f(self):\n    try:\n      return 1\n    finally:\n      pass\n\nA().f()\nif 1:\n  1\n x\nprint(9)\n"
session '1/0\nimport sys\nsys.last_value\nsys.exit(3)\n'
session '' -c 'import sys; sys.exit(3)'
echo 'raise ValueError(1)' >fails.py
session 'import sys\nprint(repr(sys.last_value), sys.last_type, sys.last_exc is sys.last_value, sys.last_traceback.tb_lineno)\n' fails.py
run -Z
sed 's/^usage: .*/usage/' err
run --check-hash-based-pycs always -c 'print(1)'
run --check-hash-based-pycs sometimes -c 'print(1)'
"$PY" -V | sed 's/\.1[0-9]*$//'
