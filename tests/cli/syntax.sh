. "$(dirname "$0")/common.sh"
printf 'print(1)\nx = (\n' >a.py; run a.py
printf 'def f(:\n' >b.py; "$PY" b.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'if 1:\nprint()\n' >c.py; "$PY" c.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'x = 1 +\n' >d.py; "$PY" d.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'a = 5\nprint a\n' >e.py; "$PY" e.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf '  x\n' >f.py; "$PY" f.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'x = "abc\n' >g.py; "$PY" g.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'for x in range(3)\n    pass\n' >h.py; "$PY" h.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'f(a=1, 2)\n' >i.py; "$PY" i.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'x = [1, 2\ny = 3\n' >j.py; "$PY" j.py 2>err; echo $?; sed "s#$PWD#DIR#" err
