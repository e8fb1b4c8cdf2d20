//! fora's front end: Python 3.12 source text to Fora IR.
pub mod ast;
pub mod error;
mod lexer;
pub mod parser;
pub mod source;
mod token;
