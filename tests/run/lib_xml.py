# XML: the parsers, trees over them, errors with their places.
import xml.etree.ElementTree as ET, xml.dom.minidom as M, plistlib, xml.sax, io
docs = ["<a/>", "<a x='1&amp;2' y='b\nc'>t<b>u</b>v</a>", "<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>", "<!DOCTYPE a [<!ENTITY e 'ee<b/>'><!ENTITY f '&e;&e;'><!ATTLIST a z CDATA 'dflt' i ID #IMPLIED>]><a>&f;</a>",
 "<a xmlns='u' xmlns:p='v' p:q='1'><p:b xmlns=''><c/></p:b></a>", "<a><![CDATA[x<y]]></a>", "<a><!--c--><?pi d?></a>", "<a>&#65;&#x42;</a>",
 "", "<a>", "<a></b>", "<a", "<a/><b/>", "abc", "<a>&x;</a>", "<a b='1' b='2'/>", "<a b=1/>", "<a>\n&</a>", "<p:a/>", " <?xml version='1.0'?><a/>", "<a>]]></a>", "<a>\x01</a>", "<a b='<'/>", "<1/>", "<a><!-- -- --></a>", "<a>&#0;</a>", "<a>&lt</a>", "<!DOCTYPE a SYSTEM 'x.dtd'><a>&foo;</a>", "<a/>junk", "<a/> &", "<a b/>", "<a b='1'c='2'/>", "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", "<a></a", "<a><b></a></b>", "<?xml version='1.1'?><a/>", "<?xml?><a/>", "<?xml version='1.0' encoding='nope'?><a/>", "<!DOCTYPE><a/>", "<!ELEMENT a><a/>", "<a \xe9='1'/>", "<a><![CDATA[x</a>", "<a><?xml version='1.0'?></a>", "&amp;", "<a>&amp</a>"]
for d in docs:
    for enc in (None, "utf-8"):
        try:
            e = ET.fromstring(d if enc is None else d.encode("latin-1" if "iso" in d else enc))
            print(ET.tostring(e), [x.tag for x in e.iter()], e.attrib)
        except ET.ParseError as x:
            print(repr(d), x, x.code, x.position)
        except Exception as x:
            print(repr(d), type(x), x)
p = M.parseString("<?xml version='1.0'?><!DOCTYPE a PUBLIC 'p' 's' [<!ENTITY e 'x'>]><a b='1'>t<!--c--><?x y?><c/>&e;<![CDATA[z]]></a>")
print(p.toxml()); print(p.toprettyxml(indent=" ")); print(p.doctype.internalSubset)
d = {"a": [1, 2.5, True, b"x", "é<&"], "b": {"c": "d"}}
print(plistlib.loads(plistlib.dumps(d)) == d)
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print("S", n, dict(a))
    def endElement(self, n): print("E", n)
    def characters(self, c): print("C", repr(c))
xml.sax.parseString(b"<a x='1'>one\ntwo<b/>&lt;</a>", H())
from xml.parsers import expat
def trace(doc, ns=None, n=None, **kw):
    p = expat.ParserCreate(namespace_separator=ns)
    for k, v in kw.items(): setattr(p, k, v)
    for h in dir(p):
        if h.endswith("Handler") and h not in ("DefaultHandlerExpand", "ExternalEntityRefHandler", "DefaultHandler"):
            setattr(p, h, lambda *a, h=h: print("  ", h, a, p.CurrentLineNumber, p.CurrentColumnNumber) or 1)
    p.DefaultHandlerExpand = lambda t: print("   D", repr(t))
    try:
        if n:
            for i in range(0, len(doc), n): p.Parse(doc[i:i+n])
            p.Parse("", True)
        else: p.Parse(doc, True)
    except expat.ExpatError as e: print(e, e.code, e.lineno, e.offset)
trace("<?xml version='1.0' standalone='yes'?>\n<a b='1'>x\ny<![CDATA[q]]></a>\n")
trace("<!DOCTYPE a [\n<!ELEMENT a (b|(c,d)*)+>\n<!ATTLIST a x (u|v) 'u' y CDATA #FIXED 'f' z NMTOKEN #REQUIRED>\n<!ENTITY e 'v'><!ENTITY x SYSTEM 's' NDATA n><!NOTATION n PUBLIC 'p'>\n<?pi x?><!--c-->]><a>&e;</a>", ordered_attributes=True, specified_attributes=True, buffer_text=True)
trace("<p:a xmlns:p='u' p:x='1'><b/></p:a>", ns=" ", namespace_prefixes=True)
trace("<a>one two\nthree</a>", n=3)
