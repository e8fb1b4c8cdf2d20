s = "hello"
print(s, len(s), s[0], s[-1], s[1:3], s + " world", s * 2, "ell" in s, s == "hello", s < "help")
for c in s:
    print(c, end=".")
print()
print(s.upper(), s.replace("l", "L"), s.find("l"), s.split("l"), "-".join(["a", "b"]), s.startswith("he"), "  x ".strip(), "a,b".split(","))
print("x=%d y=%s" % (1, "two"), "{} {}".format(1, 2), f"{s}!{1 + 1}", str(5) + "5", int("42") + 1, repr("q"), ord("A"), chr(66))
print("".join([c.upper() if c in "aeiou" else c for c in s]), s[::-1], sorted(s), list(s), "a" "b")
t = ""
for i in range(5):
    t += str(i)
print(t)
