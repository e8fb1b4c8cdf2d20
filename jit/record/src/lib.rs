//! The recorder: Fora IR under way in the interpreter becomes trace IR. Knows the VM's layouts; implements `fora_vm::tier::Tier`.
