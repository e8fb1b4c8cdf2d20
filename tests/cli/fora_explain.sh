. "$(dirname "$0")/common.sh"
cat > static.py <<'P'
def chain(n):
    x = 1
    for i in range(n):
        x = x * 3 % 7 + x
    return x

def find(xs):
    for x in xs:
        if x > 3:
            return x

def items(n):
    for i in range(n):
        yield i

def shared(n):
    out = []
    for i in range(n):
        out.append(lambda: i)
    return out

n = 3
while n:
    n -= 1
print(chain(5), find([1, 5]), list(items(2)), len(shared(2)))
P
cat > forced.py <<'P'
class Box:
    n = 0

def squares(k):
    out = []
    for i in range(k):
        t = 0
        for j in range(20):
            t += i * j
        out.append(t)
    return out

def count(box, k):
    for i in range(k):
        box.n += i

box = Box()
print(sum(squares(100)))
count(box, 100)
print(box.n)
P
# the numbers change from run to run
verdicts() { sed -E 's/^[^|]*\| ?//; s/[0-9]+ tasks? given away.*/N given away/; s#.*/([a-z]+\.py): .*#\1#' "$1" | grep -E '^ *\^|\.py$|while|for ' | grep -v "calls:"; }
FORA_WORKERS=1 "$PY" explain static.py 2>err; echo "status $?"; verdicts err
FORA_PROMOTE=every FORA_SEED=2 FORA_WORKERS=2 "$PY" explain -o out forced.py; echo "status $?"; verdicts out
echo 'import sys; sys.exit(7)' > seven.py
"$PY" explain seven.py 2>/dev/null; echo "status $?"
"$PY" explain 2>err | head -n 1
"$PY" explain -c pass 2>&1; echo "status $?"
