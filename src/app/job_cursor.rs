//! The cursor in the view of jobs: it stays on its job, whatever the order becomes.

use super::jobs::JobRow;
use super::loadable::Loadable;
use super::request::RequestId;
use super::state::State;
use crate::model::{JobId, JobKind};

/// Which line of the view.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct JobCursor {
    place: usize,
    /// What stands there, once that is known.
    on: Option<Standing>,
}

/// What stands in a line, under each name it has.
#[derive(Clone, Copy, Debug)]
struct Standing {
    run: Option<RequestId>,
    job: Option<JobId>,
    /// Of one that stands in the archive only after its end, and as the newest of its kind then.
    ends_as: Option<JobKind>,
}

impl Standing {
    fn of(row: &JobRow<'_>) -> Self {
        match row {
            JobRow::Sync(sync) => Self { run: Some(sync.request), job: None, ends_as: Some(JobKind::Calls) },
            JobRow::Export(export) => Self { run: Some(export.request), job: None, ends_as: Some(JobKind::Export) },
            JobRow::Listing(_, listing) => Self { run: Some(listing.request), job: None, ends_as: None },
            JobRow::Running(job) => Self { run: Some(job.request), job: job.id(), ends_as: None },
            JobRow::Resting(job) => Self { run: None, job: Some(job.id), ends_as: None },
        }
    }

    /// True for the line that it stands in.
    fn is(self, row: &JobRow<'_>) -> bool {
        let other = Self::of(row);
        (self.run.is_some() && self.run == other.run) || (self.job.is_some() && self.job == other.job)
    }

    /// True for what it may have become with its end; the newest of them it did.
    fn may_have_ended_as(self, row: &JobRow<'_>) -> bool {
        match row {
            JobRow::Resting(job) => Some(job.kind) == self.ends_as,
            JobRow::Sync(_) | JobRow::Listing(..) | JobRow::Export(_) | JobRow::Running(_) => false,
        }
    }
}

impl JobCursor {
    /// The line it is in.
    pub const fn place(&self) -> usize {
        self.place
    }

    /// Puts it into a line, and on what stands there.
    pub const fn go_to(&mut self, place: usize) {
        *self = Self { place, on: None };
    }

    /// Puts it on a run, wherever that comes to stand.
    pub const fn follow(&mut self, run: RequestId) {
        self.on = Some(Standing { run: Some(run), job: None, ends_as: None });
    }
}

/// Brings the cursor to where its job stands now.
pub(super) fn keep_in_view(state: &mut State) {
    let rows = state.job_rows();
    let mut cursor = state.jobs.cursor;
    let same = cursor.on.and_then(|on| rows.iter().position(|row| on.is(row)));
    let ended = || cursor.on.and_then(|on| rows.iter().position(|row| on.may_have_ended_as(row)));
    let place = same.or_else(ended).unwrap_or(cursor.place);
    cursor.place = place.min(rows.len().saturating_sub(1));
    // What has just ended is not let go of before the archive has told of it.
    let is_untold = matches!(state.jobs.list, Loadable::Loading { .. }) && cursor.on.is_some() && same.is_none();
    if !is_untold {
        cursor.on = rows.get(cursor.place).map(Standing::of);
    }
    state.jobs.cursor = cursor;
}

#[cfg(test)]
mod tests {
    use super::super::effect::Effect;
    use super::super::media_tests::{job, with_job};
    use super::super::message::{JobProgress, Message};
    use super::super::testing::{calls, press};
    use super::super::update::update;
    use super::*;
    use crate::model::{Batch, Job, JobState};

    /// The job under the cursor, as the screen shows it.
    fn selected(state: &State) -> Option<JobId> {
        match state.job_rows().get(state.jobs.selected())? {
            JobRow::Running(job) => job.id(),
            JobRow::Resting(job) => Some(job.id),
            JobRow::Sync(_) | JobRow::Listing(..) | JobRow::Export(_) => None,
        }
    }

    fn rested(id: i64) -> Job {
        Job { id: JobId(id), ..job(JobState::Paused, 3, 0) }
    }

    /// Three jobs that rest, the newest first.
    fn three() -> State {
        let mut state = with_job(rested(3));
        list(&mut state, vec![rested(3), rested(2), rested(1)]);
        state
    }

    fn list(state: &mut State, jobs: Vec<Job>) {
        let request = state.jobs.list.awaited().unwrap_or_else(|| {
            let effects = press(state, "15");
            let asked = effects
                .iter()
                .find_map(|effect| if let Effect::ListJobs { request } = effect { Some(*request) } else { None });
            asked.unwrap_or_else(|| panic!("{effects:?}"))
        });
        let _ = update(state, Message::JobsListed { request, result: Ok(jobs) });
    }

    #[test]
    fn a_job_that_runs_moves_up_and_the_cursor_with_it_and_back() {
        let mut state = three();
        press(&mut state, "jj");
        assert_eq!(selected(&state), Some(JobId(1)));
        let effects = press(&mut state, "␣");
        let [Effect::RunJob { request, .. }] = effects[..] else { panic!("{effects:?}") };
        assert_eq!((state.jobs.selected(), selected(&state)), (0, Some(JobId(1))));
        let progress = JobProgress { job: rested(1), under_way: 0, rate: 1.0, eta: None };
        let _ = update(&mut state, Message::JobProgressed { request, batch: calls(0..1), row: None, progress });
        assert_eq!(press(&mut state, "␣"), [Effect::Stop { request }], "pauses the one that is seen selected");
        let _ = update(&mut state, Message::JobEnded { request, result: Ok(None) });
        assert_eq!(selected(&state), Some(JobId(1)), "before the archive tells of it");
        list(&mut state, vec![rested(3), rested(2), rested(1)]);
        assert_eq!((state.jobs.selected(), selected(&state)), (2, Some(JobId(1))));
        let effects = press(&mut state, "x");
        assert!(matches!(effects[..], [Effect::SetJobState { job: JobId(1), .. }]), "{effects:?}");
    }

    #[test]
    fn a_job_that_others_are_added_above_keeps_the_cursor() {
        let mut state = three();
        press(&mut state, "j");
        list(&mut state, vec![rested(5), rested(4), rested(3), rested(2), rested(1)]);
        assert_eq!((state.jobs.selected(), selected(&state)), (3, Some(JobId(2))));
    }

    #[test]
    fn a_new_job_has_the_cursor_when_the_view_is_opened() {
        let mut state = three();
        let effects = press(&mut state, "1B");
        let request = effects
            .iter()
            .find_map(|effect| if let Effect::RunJob { request, .. } = effect { Some(*request) } else { None });
        press(&mut state, "5");
        let progress = JobProgress { job: rested(4), under_way: 0, rate: 1.0, eta: None };
        let batch = Batch::default();
        let _ = update(&mut state, Message::JobProgressed { request: request.unwrap(), batch, row: None, progress });
        assert_eq!(selected(&state), Some(JobId(4)));
    }

    #[test]
    fn a_fetch_of_calls_keeps_the_cursor_as_the_job_that_it_ends_as() {
        let mut state = three();
        press(&mut state, "1r5");
        press(&mut state, "k");
        assert!(matches!(state.job_rows()[state.jobs.selected()], JobRow::Sync(_)));
        let request = state.sync.running.as_ref().map(|sync| sync.request).unwrap();
        let _ = update(&mut state, Message::SyncEnded { request, result: Ok(super::super::testing::outcome(0)) });
        let fetched = Job { kind: JobKind::Calls, ..job(JobState::Done, 0, 0) };
        list(&mut state, vec![rested(9), fetched, rested(2)]);
        assert_eq!(selected(&state), Some(JobId(7)));
    }
}
