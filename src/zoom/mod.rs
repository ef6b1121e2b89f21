//! The room `zoom`.
