//! Comparison with a CPython 3.12 named by FORA_PYTHON, over seeded random inputs.
