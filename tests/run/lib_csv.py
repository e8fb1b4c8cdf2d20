import csv, io
data = 'a,b,c\n1,"x, y","say ""hi"""\n,,\n"multi\nline",2,3\n'
for row in csv.reader(io.StringIO(data)): print(row)
print(list(csv.reader(["a;b;'c;d'"], delimiter=";", quotechar="'")), list(csv.reader(["a\tb"], dialect="excel-tab")), list(csv.reader(['1,"2",a'], quoting=csv.QUOTE_NONNUMERIC)) if False else list(csv.reader(['1,"2"'], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(["a, b"], skipinitialspace=True)), list(csv.reader(["a\\,b,c"], escapechar="\\")), list(csv.reader(['a"b,c"'])), list(csv.reader(['"a"b,c'])), list(csv.reader(["a,b", "", "c"])), list(csv.reader(['"a,b'])), list(csv.reader(["x|y"], delimiter="|", quoting=csv.QUOTE_NONE)))
def w(rows, **k):
    o = io.StringIO(); csv.writer(o, **k).writerows(rows); return o.getvalue()
rows = [["a", 1, 2.5, None, "x,y", 'q"q', "n\nl", "", " sp", True]]
print(repr(w(rows)), repr(w(rows, quoting=csv.QUOTE_ALL)), repr(w(rows, quoting=csv.QUOTE_NONNUMERIC)), repr(w([["a", "b,c"]], quoting=csv.QUOTE_NONE, escapechar="\\")), repr(w(rows, delimiter=";", lineterminator="\n")), repr(w([["a'b"]], quotechar="'")), repr(w([[""], []])), repr(w([['a"b']], doublequote=False, escapechar="\\")), repr(w([[1, "s", None]], quoting=csv.QUOTE_STRINGS)), repr(w([[1, "s", None]], quoting=csv.QUOTE_NOTNULL)))
o = io.StringIO()
dw = csv.DictWriter(o, ["x", "y"], extrasaction="ignore", restval="-")
dw.writeheader(); dw.writerow({"x": 1, "z": 9}); dw.writerows([{"x": 2, "y": 3}])
print(repr(o.getvalue()))
dr = csv.DictReader(io.StringIO("x,y\n1,2\n3\n4,5,6\n"), restkey="more", restval="none")
print(list(dr), dr.fieldnames, dr.line_num, list(csv.DictReader(["1,2"], fieldnames=["p", "q"])))
class D(csv.Dialect):
    delimiter = ":"; quotechar = "'"; lineterminator = "|"; quoting = csv.QUOTE_MINIMAL; doublequote = True
csv.register_dialect("mine", D); csv.register_dialect("pipe", delimiter="|")
print(w([["a:b", "c"]], dialect="mine"), sorted(csv.list_dialects()), csv.get_dialect("mine").delimiter, list(csv.reader(["a|b"], "pipe")), csv.field_size_limit(), csv.unregister_dialect("pipe"), csv.excel.delimiter)
s = csv.Sniffer()
print(s.sniff("a;b;c\n1;2;3\n").delimiter, s.has_header("name,age\nbob,5\nal,7\n"))
r = csv.reader(["a,b", "c,d"]); print(next(r), r.line_num, r.dialect.delimiter, list(r), r.line_num)
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
err(lambda: list(csv.reader(["a"], delimiter="ab"))); err(lambda: w([["a,b"]], quoting=csv.QUOTE_NONE)); err(lambda: w([5])); err(lambda: csv.reader(5)); err(lambda: list(csv.reader([b"a"]))); err(lambda: csv.get_dialect("nope")); err(lambda: list(csv.reader(["x"], quoting=csv.QUOTE_NONNUMERIC))); err(lambda: csv.DictWriter(io.StringIO(), ["a"]).writerow({"b": 1})); err(lambda: list(csv.reader(['"a"b'], strict=True))); err(lambda: csv.writer(5)); err(lambda: csv.reader([], quotechar=5)); err(lambda: csv.reader([], bad=1)); err(lambda: list(csv.reader(["a\rb,c"])))
