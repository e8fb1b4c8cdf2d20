//! Machine code for traces: x86-64 and SIMD lanes, made with dynasm. Implements `fora_trace::Target`.
//!
//! Not built yet: this crate is empty. It will hold the assembler, register allocation, the code cache with its write-xor-execute
//! pages, and the decision which loops become lanes. It never names `gpu` or `net`.
