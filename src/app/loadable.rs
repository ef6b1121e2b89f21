//! A value that has to be asked for.

use super::problem::Problem;
use super::request::RequestId;

/// A value on its way, here, or not to be had; the older value stays on screen beside both.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loadable<T> {
    /// Never asked for.
    #[default]
    Idle,
    /// Asked for.
    Loading {
        /// The question that is waited for.
        request: RequestId,
        /// What is shown meanwhile.
        shown: Option<T>,
    },
    /// Here.
    Ready(T),
    /// Not to be had.
    Failed {
        /// Why, and what helps.
        problem: Problem,
        /// What is still shown.
        shown: Option<T>,
    },
}

impl<T> Loadable<T> {
    /// What there is to show.
    #[must_use]
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Idle => None,
            Self::Loading { shown, .. } | Self::Failed { shown, .. } => shown.as_ref(),
            Self::Ready(value) => Some(value),
        }
    }

    /// What there is to show, to change it.
    pub const fn shown_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Idle => None,
            Self::Loading { shown, .. } | Self::Failed { shown, .. } => shown.as_mut(),
            Self::Ready(value) => Some(value),
        }
    }

    /// The question that is waited for.
    #[must_use]
    pub const fn awaited(&self) -> Option<RequestId> {
        match self {
            Self::Loading { request, .. } => Some(*request),
            Self::Idle | Self::Ready(_) | Self::Failed { .. } => None,
        }
    }

    /// Why it is not to be had.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Failed { problem, .. } => Some(problem),
            Self::Idle | Self::Loading { .. } | Self::Ready(_) => None,
        }
    }

    /// Notes that `request` asks for it; what was shown stays.
    pub fn ask(&mut self, request: RequestId) {
        let shown = self.take();
        *self = Self::Loading { request, shown };
    }

    /// Takes the answer to `request`. An answer to any other request is late, and is dropped.
    pub fn settle(&mut self, request: RequestId, answer: Result<T, Problem>) {
        if self.awaited() == Some(request) {
            let shown = self.take();
            *self = answer.map_or_else(|problem| Self::Failed { problem, shown }, Self::Ready);
        }
    }

    /// Shows a newer value that came by another way; what is waited for is still waited for.
    pub fn show(&mut self, value: T) {
        match self {
            Self::Idle | Self::Ready(_) => *self = Self::Ready(value),
            Self::Loading { shown, .. } | Self::Failed { shown, .. } => *shown = Some(value),
        }
    }

    fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Idle => None,
            Self::Loading { shown, .. } | Self::Failed { shown, .. } => shown,
            Self::Ready(value) => Some(value),
        }
    }
}
