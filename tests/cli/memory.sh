. "$(dirname "$0")/common.sh"
ulimit -v 4000000
printf 'try:\n    x = []\n    while True: x.append("a" * 10**7)\nexcept MemoryError as e:\n    x = None\n    print("caught", type(e).__name__)\n' >a.py; run a.py
printf 'try:\n    x = "a" * 10**12\nexcept MemoryError as e:\n    print("caught", e)\n' >b.py; run b.py
printf 'try:\n    x = [0] * 10**12\nexcept MemoryError as e:\n    print("caught", e)\n' >c.py; run c.py
printf 'try:\n    [0] * 2**62\nexcept (MemoryError, OverflowError) as e:\n    print(type(e).__name__, e)\n' >d.py; run d.py
printf 'try:\n    bytearray(10**12)\nexcept MemoryError as e:\n    print("caught", e)\n' >e.py; run e.py
printf 'x = []\nwhile True: x.append("a" * 10**7)\n' >f.py; run f.py
