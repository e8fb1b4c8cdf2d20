. "$(dirname "$0")/common.sh"
printf 'import sys\nprint(sys.argv[1:], __name__, __file__[-4:])\n' >a.py
run a.py 1 -x --y=z
run ./a.py
mkdir sub; printf 'import helper; print(helper.v)' >sub/m.py; echo 'v = 42' >sub/helper.py
run sub/m.py
printf 'print("crlf")\r\nif True:\r\n    print("ok")\r\n' >crlf.py; run crlf.py
printf '\xef\xbb\xbfprint("bom")\n' >bom.py; run bom.py
printf '# -*- coding: latin-1 -*-\nprint("\xe9" == "\\xe9", len("\xe9"))\n' >latin.py; run latin.py
printf 'print("no newline at end")' >nonl.py; run nonl.py
: >empty.py; run empty.py
printf '#!/usr/bin/env python3\nprint("shebang")\n' >sb.py; run sb.py
printf 'def f():\n\tif 1:\n\t\treturn "tabs"\nprint(f())\n' >tabs.py; run tabs.py
printf 'x = 1\n\n\n\n' >blank.py; run blank.py
printf 'print("a")\nprint(undefined)\n' >err.py; run err.py
