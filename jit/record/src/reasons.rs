//! Why something is not compiled: one row each. Shown by `fora explain`, never an error.
macro_rules! reasons { ($($id:ident $text:literal;)*) => {
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
    #[repr(u8)]
    pub enum Reason { $($id),* }
    impl Reason {
        pub const ALL: &'static [Reason] = &[$(Reason::$id),*];
        pub fn text(self) -> &'static str { match self { $(Reason::$id => $text),* } }
    }
} }
reasons! {
    LeftLoop "the loop was left while it was looked at";
    Yields "it yields: what runs over it may be compiled";
    Raises "an exception was raised while it was looked at";
    Returns "it returned while it was looked at";
    TooLong "one turn is too long";
    InnerLoop "an inner loop goes round often, and is not compiled itself";
    Outside "it calls what must know exactly which objects are alive";
    Tree "too many ways through the loop";
    Deep "calls too deep";
    Handler "an exception is handled in a function that it calls";
    Unexpected "control came back elsewhere than expected";
    Native "the activation of the interpreter ended";
    Unverified "the trace is not well formed (a bug)";
    Bug "the compiler failed (a bug)";
    Short "it goes round too few times to be worth entering";
    Forks "a loop in it ended that may run in parallel";
    Full "there is no room for more code";
    Machine "the machine's code could not be made";
}
