//! Short checks; the broad ones are in `differential`.
