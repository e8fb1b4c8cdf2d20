//! Python's three text-formatting languages, less the objects: the format spec mini-language, `%` conversions and
//! `str.format` templates.

mod complex;
mod field;
mod number;
mod printf;
mod spec;
mod text;

pub use complex::format_complex;
pub use field::{conversion_error, AutoNumber, Field, FieldName, First, Part, Piece, Pieces};
pub use number::{format_float, format_int, Locale};
pub use printf::{
    printf_char, printf_float, printf_int, printf_text, Amount, Conversion, PrintfPiece, PrintfPieces,
};
pub use spec::{Align, Grouping, SignOption, Spec};
pub use text::format_str;

#[cfg(test)]
mod tests;
