print('a\'b', "a\"b", 'a"b', "a'b", '''it's "both"''', """multi
line""")
print("\a\b\f\v".encode(), "\0\x41\101\u00e9\U0001F389\N{SNOWMAN}", "a\
b", r"\n\x", R'\'', "\\", "\t|")
print(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\r\\\x00\x7f\x1b"), repr("é日🎉"), repr("\u200b\ufeff\xa0\xad"), repr("\ud800"), repr("\U0010ffff\u0378"))
print(ascii("aé日🎉\n'"), "implicit" " concat" 'enation', u"u prefix")
print(b"bytes\x00\xff", rb"\x", Rb"\n", bR"\t", b'a' b'b', b"'", b'"', b"'\"", b"\n\r\t\\\x7f")
print("%r %r" % ("x", 'y"'), [""], ["'"], ('"',), {"'\"": "\\"})
print(len("日本"), len("日本".encode()), "日本"[1], ord("a"), ord("🎉"), chr(97), chr(0x1F389), chr(0xe9))
print("e\u0301" == "é", len("e\u0301"), "\N{LATIN SMALL LETTER E WITH ACUTE}" == "é", "\N{greek small letter alpha}")
print("a" "b" * 2, ("a"
      "b"), "x" f"{1}" r"\d" 'z')
print('\x20|\40|\7'.encode(), "\08".encode(), "\1234".encode())
print("tab\there", "cr\\r", "nul:" + repr("\0"))
print("""
indented
    text\
 joined
""")
print("" == '' == """""", len(""), bool(""), "\
" == "")
def err(src):
    try:
        print(repr(eval(src)))
    except SyntaxError as e:
        print(src, "|", e.msg)
err(r"'\x4'")
err(r"'\u12'")
err(r"'\U00110000'")
err(r"'\N{NO SUCH THING}'")
err(r"b'\x4'")
err("b'é'")
err("'abc")
err("'''abc")
err("b'a' 'b'")
err("ur'a'")
err(r"'\xe9\u0394'")
err("'a' b'c'")
try:
    chr(0x110000)
except ValueError as e:
    print(e)
try:
    ord("ab")
except TypeError as e:
    print(e)
try:
    chr(-1)
except ValueError as e:
    print(e)
