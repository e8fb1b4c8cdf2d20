//! A small scheduler (to come).
