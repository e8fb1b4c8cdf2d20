//! Where things are, for compiled code: one place that names every offset it may use.
use crate::class::ClassObj;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{FunctionObj, ModuleObj};
use crate::list::List;
use crate::object::{CellObj, MethodObj};
use fora_heap::Mutator;
use std::mem::offset_of;

pub const LIST_ITEMS: i64 = List::OFFSETS[0] as i64;
pub const LIST_LEN: i64 = List::OFFSETS[1] as i64;
pub const LIST_CAP: i64 = List::OFFSETS[2] as i64;
pub const LIST_META: i64 = List::OFFSETS[3] as i64;
/// first value of an array, tuple or row of slots
pub const ARRAY_DATA: i64 = 24;
pub const TUPLE_LEN: i64 = 16;
pub const TUPLE_DATA: i64 = 24;
pub const SLOTS: i64 = 16;
pub const DICT_VERSION: i64 = Dict::OFFSETS[1] as i64;
pub const ROW_VALUE: i64 = Dict::OFFSETS[2] as i64;
pub const ROW: i64 = Dict::OFFSETS[3] as i64;
pub const CLASS_VERSION: i64 = offset_of!(ClassObj, version) as i64;
pub const CELL: i64 = offset_of!(CellObj, value) as i64;
pub const METHOD_FUNC: i64 = offset_of!(MethodObj, func) as i64;
pub const METHOD_THIS: i64 = offset_of!(MethodObj, this) as i64;
pub const FUNCTION_CODE: i64 = offset_of!(FunctionObj, code) as i64;
pub const FUNCTION_DEFAULTS: i64 = offset_of!(FunctionObj, defaults) as i64;
pub const MODULE_DICT: i64 = offset_of!(ModuleObj, dict) as i64;
pub const CX_POLL: i64 = Mutator::POLL as i64;
pub const CX_FLOOR: i64 = Mutator::FLOOR as i64;
pub const CX_CURSOR: i64 = Mutator::CURSOR as i64;
pub const CX_LIMIT: i64 = Mutator::LIMIT as i64;
pub const CX_CLOCK: i64 = Mutator::CLOCK as i64;
pub const CX_PENDING: i64 = offset_of!(Cx, pending) as i64;
pub const CX_OBSERVED: i64 = offset_of!(Cx, observed) as i64;
const _: () = assert!(offset_of!(Cx, m) == 0);
