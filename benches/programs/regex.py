"""Regular expressions: log lines, tokenising by alternation, substitution by function."""
import re
import sys

LINE = re.compile(r'(?P<ip>\d+\.\d+\.\d+\.\d+) - (\w+|-) \[(?P<when>[^\]]+)\] "(?P<verb>[A-Z]+) (?P<path>\S+)" (\d{3}) (\d+)')
TOKEN = re.compile(r"\s*(?:(?P<num>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/()=<>]))")
WORD = re.compile(r"\b([a-z])([a-z]*)\b", re.I)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def log(n):
    return ['10.%d.%d.%d - %s [0%d/Jan] "%s /p/%d/x%d.html" %d %d'
            % (i % 256, i % 13, i % 7, "bob" if i % 3 else "-", i % 9 + 1,
               ("GET", "POST")[i % 5 == 0], i % 40, i, 200 + i % 3 * 100, i * 17) for i in range(n)]


def main(scale):
    lines = log(1_000)
    source = "alpha = (beta_1 + 3.25) * gamma ** 2 - delta / (7 + x9)"
    text = "The quick brown fox, a.b+c@mail.example.org, jumps over x@y.zz the lazy dog. " * 3
    for _ in range(max(1, round(800 * scale))):
        by_verb = {}
        size = 0
        for line in lines:
            m = LINE.match(line)
            by_verb[m["verb"]] = by_verb.get(m["verb"], 0) + 1
            size += int(m.group(7)) + len(m.group("path"))
        kinds = {}
        for _ in range(60):
            for m in TOKEN.finditer(source):
                kinds[m.lastgroup] = kinds.get(m.lastgroup, 0) + 1
        swapped = WORD.sub(lambda m: m.group(2) + m.group(1).lower() + "ay", text)
        mails = MAIL.findall(text)
        parts = re.split(r"[\s,.]+", text)
        doubled = re.sub(r"(\w)(\w)", r"\2\1", text)
    print(by_verb, size, kinds)
    print(swapped[:60], mails[:2], len(parts), doubled[:40])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
