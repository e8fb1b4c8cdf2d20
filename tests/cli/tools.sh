. "$(dirname "$0")/common.sh"
printf 'import sys\nprint(1, __name__)\n' >m.py
run -m ast m.py
run -m py_compile m.py
echo 'x = = 1' >bad.py; run -m py_compile bad.py
run -m compileall -q m.py
"$PY" -m cProfile m.py | sed -E 's/[0-9]+ function calls.*/N calls/' | head -n 2
"$PY" -m http.server --help | grep -c -e '-p VERSION, --protocol VERSION'
cat >paths.py <<'END'
import os, sys
sys.path = [os.path.abspath(p) for p in sys.path]
import colorsys, site
print(type(site.getsitepackages()), site.getusersitepackages().endswith('python3.12/site-packages'))
import wave
END
run paths.py
