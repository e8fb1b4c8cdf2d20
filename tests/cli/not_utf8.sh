. "$(dirname "$0")/common.sh"
printf 'print("\xff")\n' >bad.py; run bad.py
printf 'x = 1\n# caf\xe9\n' >bad2.py; run bad2.py
printf '# coding: nonsense\nprint(1)\n' >bad3.py; run bad3.py
printf 'print("a\0b")\n' >nul.py; run nul.py
