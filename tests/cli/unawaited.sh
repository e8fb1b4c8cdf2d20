. "$(dirname "$0")/common.sh"
cat >a.py <<'END'
async def never(): pass
def f():
    never()
f()
END
"$PY" a.py 2>&1 | sed "s#$PWD#DIR#g"
