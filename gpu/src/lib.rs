//! Lockstep execution on a GPU: PTX text for traces, the driver that loads and runs it, and the emulation of lanes on the CPU
//! under which the whole path is tested where there is no device. Implements `fora_trace::Target`.
//!
//! Not built yet: this crate is empty. It depends on the tracer and the VM, never on `jit` or `net`.
