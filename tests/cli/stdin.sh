. "$(dirname "$0")/common.sh"
echo 'print("piped", __name__)' | "$PY"; echo $?
echo 'import sys; print(sys.argv)' | "$PY" - a b; echo $?
printf 'x = 5\nprint(x)\nraise KeyError("k")\n' | "$PY" 2>err; echo $?; cat err
printf 'def f(:\n' | "$PY" 2>err; echo $?; tail -n 1 err
echo 'Ann' | "$PY" -c 'print("hello", input())'; echo $?
printf 'a\nb\n' | "$PY" -c 'import sys; print(sys.stdin.read().split(), sys.stdin.isatty())'
printf 'l1\nl2' | "$PY" -c 'import sys
for line in sys.stdin: print(repr(line))'
"$PY" -c 'print(input("prompt> "))' </dev/null 2>err; echo $?; tail -n 1 err
printf '1\n2\n3\n' | "$PY" -c 'print(sum(int(x) for x in open(0)))'
printf '\xff\n' | "$PY" -c 'import sys; print(sys.stdin.buffer.read())'
printf 'x = 1\n\n\nif x:\n    print("block")\n' | "$PY" -; echo $?
"$PY" </dev/null; echo $?
