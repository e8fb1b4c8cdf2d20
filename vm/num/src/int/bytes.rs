//! `int.to_bytes` and `int.from_bytes`.

use crate::error::{Error, Result};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// Byte order of `int.to_bytes` and its kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Little,
    Big,
}

impl Order {
    /// The `byteorder` argument; None: "byteorder must be either 'little' or 'big'".
    pub fn from_name(name: &str) -> Option<Order> {
        match name {
            "little" => Some(Order::Little),
            "big" => Some(Order::Big),
            _ => None,
        }
    }
}

/// `n.to_bytes(length, order, signed=signed)`.
pub fn int_to_bytes(n: &IBig, length: usize, order: Order, signed: bool) -> Result<Vec<u8>> {
    let negative = n.sign() == Sign::Negative;
    if negative && !signed {
        return Err(Error::overflow("can't convert negative int to unsigned"));
    }
    let too_big = || Error::overflow("int too big to convert");
    let magnitude = if negative { (!n).unsigned_abs() } else { n.unsigned_abs() };
    // bits of the two's complement form without its sign bit
    let bits = magnitude.bit_len();
    let room = length.saturating_mul(8);
    // CPython lets -1 pass as no bytes at all
    let sign_bit = signed && !n.is_zero() && (length > 0 || !negative);
    if bits + sign_bit as usize > room {
        return Err(too_big());
    }
    let mut bytes = magnitude.to_le_bytes().into_vec();
    bytes.resize(length, 0);
    if negative {
        bytes.iter_mut().for_each(|b| *b = !*b);
    }
    if order == Order::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `int.from_bytes(bytes, order, signed=signed)`.
pub fn int_from_bytes(bytes: &[u8], order: Order, signed: bool) -> IBig {
    let top = match order {
        Order::Little => bytes.last(),
        Order::Big => bytes.first(),
    };
    let negative = signed && top.is_some_and(|b| b & 0x80 != 0);
    let read = |b: &[u8]| match order {
        Order::Little => UBig::from_le_bytes(b),
        Order::Big => UBig::from_be_bytes(b),
    };
    if negative {
        let flipped: Vec<u8> = bytes.iter().map(|b| !b).collect();
        !IBig::from(read(&flipped))
    } else {
        IBig::from(read(bytes))
    }
}
