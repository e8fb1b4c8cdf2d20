use super::scan::{Event, Scanner};

/// Events of a document, fed in pieces of `n` bytes.
fn events(doc: &str, n: usize) -> String {
    let mut s = Scanner::new(None, Some(Some('}')));
    let mut out = String::new();
    let parts: Vec<&[u8]> = doc.as_bytes().chunks(n).collect();
    for (i, p) in parts.iter().enumerate() {
        s.feed(p, i + 1 == parts.len());
        loop {
            match s.next() {
                Ok(None) => break,
                Ok(Some(i)) => match i.event {
                    Event::Start { name, attrs, .. } => out.push_str(&format!("<{name}{}>", attrs.iter().map(|a| format!(" {}={:?}", a.0, a.1)).collect::<String>())),
                    Event::End { name } => out.push_str(&format!("</{name}>")),
                    Event::Text(t) => out.push_str(&t),
                    Event::Comment(t) => out.push_str(&format!("#{t}#")),
                    _ => {}
                },
                Err(f) => { let (l, c, _) = s.place(f.at); out.push_str(&format!("!{:?} {l} {c}", f.code)); return out; }
            }
        }
    }
    out
}
#[test]
fn documents_in_pieces() {
    for (doc, want) in [
        ("<a/>", "<a></a>"),
        ("<?xml version='1.0'?>\n<a x='1&lt;2' y=\"b\nc\">t&#65;&amp;<b>é</b>\r\nz</a>\n", "<a x=\"1<2\" y=\"b c\">tA&<b>é</b>\nz</a>"),
        ("<a xmlns='u' xmlns:p='v' p:q='1'><p:b/></a>", "<u}a v}q=\"1\"><v}b></v}b></u}a>"),
        ("<!DOCTYPE a [<!ENTITY e '<b>x</b>'><!ATTLIST a d CDATA 'dd'>]><a>&e;</a>", "<a d=\"dd\"><b>x</b></a>"),
        ("<a><![CDATA[<&]]]]></a>", "<a><&]]</a>"),
        ("<a><!--c--></a>", "<a>#c#</a>"),
    ] {
        for n in [1, 2, 3, 7, 1000] { assert_eq!(events(doc, n), want, "{doc} by {n}") }
    }
}
#[test]
fn errors() {
    for (doc, want) in [
        ("<a></b>", "<a>!TagMismatch 1 5"), ("<a>", "<a>!NoElements 1 3"), ("<a", "!UnclosedToken 1 0"), ("<a/><b/>", "<a></a>!JunkAfterDocElement 1 4"), ("abc", "!Syntax 1 0"),
        ("<a>&x;</a>", "<a>!UndefinedEntity 1 3"), ("<a b='1' b='2'/>", "!DuplicateAttribute 1 9"), ("<a b=1/>", "!InvalidToken 1 5"), ("<a>\n&</a>", "<a>\n!InvalidToken 2 1"), ("<p:a/>", "!UnboundPrefix 1 0"), (" <?xml version='1.0'?><a/>", "!MisplacedXmlPi 1 1"),
    ] { assert_eq!(events(doc, 1000), want, "{doc}") }
}
