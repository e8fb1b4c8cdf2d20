//! The cluster: a protocol core without I/O (events in, messages and timers out, time an argument), the driver that connects it to
//! QUIC, and the chunk store. Implements `fora_vm::port::Port`.
//!
//! Not built yet: this crate is empty. It depends on the VM only.
