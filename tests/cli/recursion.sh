. "$(dirname "$0")/common.sh"
printf 'def f(n):\n    return f(n + 1) + 1\nf(0)\n' >a.py; run a.py
printf 'class A:\n    def __getattr__(self, n): return self.x\nA().y\n' >b.py; run b.py
printf 'def g():\n    yield from g()\nlist(g())\n' >c.py; run c.py
printf 'import sys\nsys.setrecursionlimit(100000)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(50000))\n' >d.py; run d.py
printf 'x = []\nfor _ in range(200000): x = [x]\nprint("deep list made")\ndel x\nprint("and freed")\n' >e.py; run e.py
printf 'class L: pass\nn = None\nfor _ in range(300000):\n    m = L(); m.next = n; n = m\nprint("chain")\ndel n, m\nprint("freed")\n' >f.py; run f.py
