//! Transfers and parking.
