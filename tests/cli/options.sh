. "$(dirname "$0")/common.sh"
"$PY" -V | sed -E 's/[0-9]+\.[0-9]+\.[0-9]+.*/N/; s/^[A-Za-z]+/NAME/'; echo $?
run -O -c 'assert 0; print(__debug__)'
run -OO -c 'def f(): "doc"
print(f.__doc__)'
run -c 'assert 0, "m"'
run -B -c 'import sys; print(sys.dont_write_bytecode)'
run -u -c 'print("unbuffered")'
run -W error -c 'import warnings; warnings.warn("w")'
run -W ignore -c 'import warnings; warnings.warn("w"); print("quiet")'
run -q -c 'print("q")'
run -E -c 'print("E")'
run -S -c 'print("S")'
run -s -I -c 'import sys; print(sys.flags.isolated)'
run -X utf8 -c 'import sys; print(sys.flags.utf8_mode)'
run -bb -c 'print("b")'
run -x nope.py
run -Z 2>/dev/null | head -n 1
PYTHONOPTIMIZE=1 run -c 'print(__debug__)'
PYTHONWARNINGS=ignore run -c 'import warnings; warnings.warn("w"); print("quiet")'
PYTHONHASHSEED=3 run -c 'print(hash("a") == hash("a"))'
a=$(PYTHONHASHSEED=3 "$PY" -c 'print(hash("abc"))'); b=$(PYTHONHASHSEED=3 "$PY" -c 'print(hash("abc"))'); [ "$a" = "$b" ] && echo same
