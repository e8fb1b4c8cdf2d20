//! Tokens.
use crate::ast::{Span, Sym};

macro_rules! tokens {
    ($($plain:ident),*; $($op:ident = $os:literal),*; $($kw:ident = $ks:literal),* $(,)?) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum T { $($plain,)* $($op,)* $($kw,)* }
        /// The keyword spelled `s`.
        pub fn keyword(s: &[u8]) -> Option<T> {
            if s.len() > 8 || s.len() < 2 { return None; }
            Some(match s { $(x if x == $ks.as_bytes() => T::$kw,)* _ => return None })
        }
    };
}
tokens! {
    End, Newline, Indent, Dedent, Name, Number, String, FStart, FMiddle, FEnd, Unknown, Error;
    LPar = "(", RPar = ")", LSqb = "[", RSqb = "]", LBrace = "{", RBrace = "}", Colon = ":", Comma = ",", Semi = ";",
    Plus = "+", Minus = "-", Star = "*", Slash = "/", VBar = "|", Amper = "&", Less = "<", Greater = ">", Equal = "=",
    Dot = ".", Percent = "%", EqEqual = "==", NotEqual = "!=", LessEqual = "<=", GreaterEqual = ">=", Tilde = "~",
    Caret = "^", LShift = "<<", RShift = ">>", DStar = "**", PlusEq = "+=", MinusEq = "-=", StarEq = "*=", SlashEq = "/=",
    PercentEq = "%=", AmperEq = "&=", VBarEq = "|=", CaretEq = "^=", LShiftEq = "<<=", RShiftEq = ">>=", DStarEq = "**=",
    DSlash = "//", DSlashEq = "//=", At = "@", AtEq = "@=", Arrow = "->", Ellipsis = "...", Walrus = ":=", Bang = "!";
    False = "False", None = "None", True = "True", And = "and", As = "as", Assert = "assert", Async = "async", Await = "await",
    Break = "break", Class = "class", Continue = "continue", Def = "def", Del = "del", Elif = "elif", Else = "else",
    Except = "except", Finally = "finally", For = "for", From = "from", Global = "global", If = "if", Import = "import",
    In = "in", Is = "is", Lambda = "lambda", Nonlocal = "nonlocal", Not = "not", Or = "or", Pass = "pass", Raise = "raise",
    Return = "return", Try = "try", While = "while", With = "with", Yield = "yield",
}

/// One token. `sym`: the name of a Name; for the parts of an f-string, bit 0 raw, bit 1 inside a format specification.
#[derive(Clone, Copy, Debug)]
pub struct Token { pub kind: T, pub level: u16, pub sym: Sym, pub start: u32, pub end: u32 }

impl Token {
    pub fn span(&self) -> Span { Span::new(self.start, self.end) }
}

impl T {
    pub fn is_keyword(self) -> bool { self as u8 >= T::False as u8 }
}
