import re
print(re.match(".*", "x" * 80))
print(re.match(".*", "é" * 80))
print(re.match(b".*", b"x" * 80))
print(re.match(".*", "x" * 10))
