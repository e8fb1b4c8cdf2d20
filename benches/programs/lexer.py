"""A hand-written tokeniser for a small language: character tests, slices, tuples."""
import sys

KEYWORDS = {"if", "else", "while", "let", "fn", "return", "and", "or", "not"}
TWO = {"==", "!=", "<=", ">=", "->", "&&", "||", "+="}

SOURCE = '''
fn area(w, h) -> num { // the product
    let r = w * h;
    if r >= 100 and not r == 250.5 { return "big\\n"; } else { return 'small'; }
}
let total = 0; let names_2 = [1, 0x1F, 3e4, .5];
while total != 10 || total <= 3 { total += area(total, 2) && 7 % 3; }
/* a longer comment
   over lines */ fn id(x) -> num { return (x); }
'''


def tokens(src):
    pos = 0
    line = 1
    end = len(src)
    while pos < end:
        c = src[pos]
        if c == "\n":
            line += 1
            pos += 1
        elif c.isspace():
            pos += 1
        elif c.isalpha() or c == "_":
            start = pos
            while pos < end and (src[pos].isalnum() or src[pos] == "_"):
                pos += 1
            word = src[start:pos]
            yield ("kw" if word in KEYWORDS else "name", word, line)
        elif c.isdigit() or (c == "." and src[pos + 1].isdigit()):
            start = pos
            while pos < end and (src[pos].isalnum() or src[pos] == "."):
                pos += 1
            yield ("num", src[start:pos], line)
        elif c in "\"'":
            start = pos
            pos += 1
            while src[pos] != c:
                if src[pos] == "\\":
                    pos += 1
                pos += 1
            pos += 1
            yield ("str", src[start:pos], line)
        elif src.startswith("//", pos):
            while src[pos] != "\n":
                pos += 1
        elif src.startswith("/*", pos):
            stop = src.index("*/", pos)
            line += src.count("\n", pos, stop)
            pos = stop + 2
        else:
            two = src[pos:pos + 2]
            if two in TWO:
                yield ("op", two, line)
                pos += 2
            else:
                yield ("op", c, line)
                pos += 1


def main(scale):
    kinds = {}
    last = None
    for _ in range(int(22_000 * scale)):
        for tok in tokens(SOURCE):
            kinds[tok[0]] = kinds.get(tok[0], 0) + 1
            last = tok
    print(sorted(kinds.items()), last)
    print(list(tokens(SOURCE))[:12])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
