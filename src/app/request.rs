//! Which answer belongs to which question.

/// Names one effect; its answers carry the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

/// Gives out request numbers, each once.
#[derive(Debug, Default)]
pub struct Requests(u64);

impl Requests {
    /// The next number.
    pub const fn issue(&mut self) -> RequestId {
        self.0 += 1;
        RequestId(self.0)
    }
}
