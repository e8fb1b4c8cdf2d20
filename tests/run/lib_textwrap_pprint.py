import textwrap, pprint
s = "The quick brown fox jumped over the lazy dog, and then it ran-away into a supercalifragilistic forest."
print(textwrap.wrap(s, 20), textwrap.fill(s, 30, initial_indent="* ", subsequent_indent="  "), textwrap.shorten(s, 30), textwrap.shorten(s, 30, placeholder="..."), sep="\n")
print(textwrap.dedent("""
    a
      b
    c
"""), textwrap.indent("a\n\nb", "> "), textwrap.indent("a\nb", "-", lambda l: "b" in l), textwrap.wrap("a  b\tc\n\nd", 5), textwrap.wrap(s, 20, max_lines=2), textwrap.wrap("abcdefghij", 4), textwrap.wrap("abcdefghij k", 4, break_long_words=False), textwrap.wrap("a-b-c d", 3, break_on_hyphens=False), textwrap.wrap(""), textwrap.dedent("  x\n y\n\t z"), repr(textwrap.fill("  lead", 10, drop_whitespace=False)), textwrap.TextWrapper(width=10, fix_sentence_endings=True).wrap("Hi.  There. You"), sep="\n")
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"a": [1, {"b": ("t", 2)}], "c": {3, 1, 2}}, "long": "word " * 30, "empty": [{}, [], (), set()], 5: None}
pprint.pprint(data)
pprint.pprint(data, width=40, depth=2)
pprint.pprint([list(range(10))] * 3, compact=True, width=30)
pprint.pprint({"b": 1, "a": 2}, sort_dicts=False)
pprint.pp({"b": 1, "a": 2})
print(pprint.pformat([1, "two", (3,)]), pprint.pformat({"k" * 40: "v" * 50}), pprint.isreadable([1]), pprint.isrecursive([1]), pprint.saferepr({2: 1, 1: 2}), pprint.pformat(1234567, underscore_numbers=True), pprint.pformat("a\nb" * 30, width=20), pprint.pformat(b"x" * 100, width=40), pprint.pformat((1,)), pprint.pformat(["a" * 60, "b" * 60]), sep="\n")
r = [1]; r.append(r)
print(pprint.isrecursive(r), pprint.pformat(r).split(" with ")[0])
from dataclasses import dataclass
from collections import OrderedDict, defaultdict, Counter, deque, namedtuple
@dataclass
class D:
    name: str
    items: list
pprint.pprint(D("n" * 30, list(range(30))), width=50)
pprint.pprint([OrderedDict(a=1, b="x" * 70), defaultdict(int, z=1), Counter("aab"), deque(range(40)), namedtuple("P", "x y")(1, 2), frozenset([1, 2]), range(3)], width=60)
