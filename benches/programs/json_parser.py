"""A JSON parser and printer written in Python: characters, recursion, dicts."""
import sys


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def space(self):
        text, pos = self.text, self.pos
        while text[pos] in " \n\t":
            pos += 1
        self.pos = pos
        return text[pos]

    def value(self):
        c = self.space()
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c == "t":
            self.pos += 4
            return True
        if c == "f":
            self.pos += 5
            return False
        if c == "n":
            self.pos += 4
            return None
        return self.number()

    def object(self):
        out = {}
        self.pos += 1
        if self.space() == "}":
            self.pos += 1
            return out
        while True:
            self.space()
            key = self.string()
            if self.space() != ":":
                raise ValueError("expected : at %d" % self.pos)
            self.pos += 1
            out[key] = self.value()
            c = self.space()
            self.pos += 1
            if c == "}":
                return out
            if c != ",":
                raise ValueError("expected , at %d" % self.pos)

    def array(self):
        out = []
        self.pos += 1
        if self.space() == "]":
            self.pos += 1
            return out
        while True:
            out.append(self.value())
            c = self.space()
            self.pos += 1
            if c == "]":
                return out
            if c != ",":
                raise ValueError("expected , at %d" % self.pos)

    def string(self):
        text = self.text
        pos = self.pos + 1
        out = []
        while True:
            c = text[pos]
            if c == '"':
                self.pos = pos + 1
                return "".join(out)
            if c == "\\":
                pos += 1
                c = text[pos]
                if c == "n":
                    c = "\n"
                elif c == "t":
                    c = "\t"
                elif c == "u":
                    c = chr(int(text[pos + 1:pos + 5], 16))
                    pos += 4
            out.append(c)
            pos += 1

    def number(self):
        text = self.text
        start = pos = self.pos
        real = False
        while pos < len(text) and text[pos] in "+-0123456789.eE":
            if text[pos] in ".eE":
                real = True
            pos += 1
        self.pos = pos
        return float(text[start:pos]) if real else int(text[start:pos])


def dump(v):
    if v is None:
        return "null"
    if v is True:
        return "true"
    if v is False:
        return "false"
    if isinstance(v, str):
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, list):
        return "[" + ",".join([dump(x) for x in v]) + "]"
    return "{" + ",".join([dump(k) + ":" + dump(x) for k, x in v.items()]) + "}"


def record(i):
    return {"id": i, "name": "name \"%d\"\n" % i, "score": i * 0.37, "ok": i % 2 == 0,
            "tags": ["t%d" % (i % 7), "u", None], "pos": {"x": i / 8, "y": [-i, i * i]}}


def main(scale):
    data = [record(i) for i in range(300)]
    text = dump(data)
    for _ in range(max(1, round(150 * scale))):
        again = Parser(text).value()
        text2 = dump(again)
    print(len(text), again == data, text2 == text)
    print(dump(again[299]))
    print(Parser('{"a": [1, 2.5e3, "\\u00e9\\t"], "b": {}}').value())


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
