//! What the end of ringlog cuts off, and what rests since an earlier end.

use super::effect::SyncRange;
use super::jobs::RunningJob;
use super::overlay::{Overlay, Question};
use super::state::State;
use super::waiting_jobs::has_missed;
use crate::model::{Job, JobState};

/// Something that would be cut off by quitting.
#[derive(Clone, Copy, Debug)]
pub enum CutOff<'a> {
    /// A file half written; it goes.
    Export(&'a super::export_dialog::RunningExport),
    /// A job; what is finished stays, and it can go on.
    Job(&'a RunningJob),
    /// Calls that a person asked for again. What comes by itself at every start is no loss.
    Calls,
}

impl State {
    /// What quitting now would cut off; nothing where nobody has to be asked.
    #[must_use]
    pub fn cut_off_by_quitting(&self) -> Vec<CutOff<'_>> {
        let is_asked_for = |range: SyncRange| match range {
            SyncRange::Again(_) => true,
            SyncRange::Newer | SyncRange::All | SyncRange::Latest => false,
        };
        let calls = self.sync.running.as_ref().filter(|sync| is_asked_for(sync.range)).map(|_| CutOff::Calls);
        let export = self.export.as_ref().map(CutOff::Export);
        export.into_iter().chain(self.jobs.running.iter().map(CutOff::Job)).chain(calls).collect()
    }

    /// Jobs that go on only when a person says so: cut off, paused, or past their time.
    #[must_use]
    pub fn resting_jobs(&self) -> usize {
        let rests = |job: &&Job| match job.state {
            JobState::Running | JobState::Paused => !self.jobs.runs(job.id),
            JobState::Waiting => has_missed(job, self.now),
            JobState::Done | JobState::Cancelled | JobState::Failed => false,
        };
        self.jobs.stored().iter().filter(rests).count()
    }
}

/// Takes the question whether to quit away once nothing is left that would be cut off.
pub(super) fn settle(state: &mut State) {
    if state.cut_off_by_quitting().is_empty() {
        state.overlays.retain(|overlay| !matches!(overlay, Overlay::Question(Question::Quit)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::effect::Effect;
    use super::super::media_tests::{job, with_job};
    use super::super::message::Message;
    use super::super::testing::{press, ready, sync_of};
    use super::super::update::update;
    use super::*;

    fn is_asked(state: &State) -> bool {
        matches!(state.overlays.last(), Some(Overlay::Question(Question::Quit))) && !state.quit
    }

    #[test]
    fn quitting_asks_while_a_job_runs_and_not_after_its_end() {
        let mut state = ready(80, 24, 3);
        let effects = press(&mut state, "B");
        let [Effect::RunJob { request, .. }] = effects[..] else { panic!("{effects:?}") };
        press(&mut state, "q");
        assert!(is_asked(&state));
        let _ = update(&mut state, Message::JobEnded { request, result: Ok(None) });
        assert!(state.overlays.is_empty(), "there is nothing to ask any more");
        press(&mut state, "q");
        assert!(state.quit);
    }

    #[test]
    fn a_yes_quits_though_a_job_runs() {
        let mut state = ready(80, 24, 3);
        press(&mut state, "Bqn");
        assert!(state.overlays.is_empty() && !state.quit);
        press(&mut state, "qy");
        assert!(state.quit);
    }

    #[test]
    fn what_comes_by_itself_at_every_start_is_not_asked_about_and_what_was_asked_for_is() {
        let mut state = ready(80, 24, 3);
        let _ = sync_of(&press(&mut state, "r"));
        press(&mut state, "q");
        assert!(state.quit);
        let mut state = ready(80, 24, 3);
        let _ = sync_of(&press(&mut state, "R"));
        press(&mut state, "q");
        assert!(is_asked(&state));
    }

    #[test]
    fn what_was_cut_off_or_paused_rests_until_it_runs() {
        for (how, rests) in
            [(JobState::Running, 1), (JobState::Paused, 1), (JobState::Cancelled, 0), (JobState::Done, 0)]
        {
            let mut state = with_job(job(how, 3, 0));
            assert_eq!(state.resting_jobs(), rests, "{how:?}");
            press(&mut state, "␣");
            assert_eq!(state.resting_jobs(), 0, "{how:?}");
        }
    }
}
