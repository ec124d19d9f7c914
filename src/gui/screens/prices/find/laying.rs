//! How is everything that providers sell laid out and costed while the window goes on drawing?

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use crate::diag::Problem;
use crate::engine::configure::{Choice, Listed, Offered, Situation};
use crate::gui::job::Job;

/// So long a frame waits: a small price list is laid out by then, and nothing flickers.
const AT_ONCE: Duration = Duration::from_millis(40);

/// What is laid out, kept while the price lists and what it is laid into stay the same.
#[derive(Debug, Default)]
pub(super) struct Laid {
    wanted: Option<Wanted>,
    choice: Option<Choice>,
    job: Option<Job<Choice>>,
    wrong: Option<Problem>,
    /// How often another one came.
    made: u64,
}

/// From which lists, into what.
#[derive(Clone, Debug)]
struct Wanted {
    lists: Vec<Listed>,
    situation: Situation,
}

impl Wanted {
    fn has_lists(&self, lists: &[Listed]) -> bool {
        let same = |(one, two): (&Listed, &Listed)| {
            one.key == two.key && Arc::ptr_eq(&one.catalogue, &two.catalogue)
        };
        self.lists.len() == lists.len() && self.lists.iter().zip(lists).all(same)
    }
}

impl Laid {
    /// Sees to it that these lists are laid into that; what was there before stays until then.
    pub(super) fn see_to(&mut self, context: &Context, lists: Vec<Listed>, situation: Situation) {
        let same = |of: &Wanted| of.has_lists(&lists) && of.situation == situation;
        if !self.wanted.as_ref().is_some_and(same) {
            // What is laid out already need not be laid out again for other costs.
            let known = self.choice.as_ref().map(|choice| Arc::clone(choice.offered()));
            let known = known.filter(|offered| {
                let wanted =
                    Wanted { lists: offered.listed().to_vec(), situation: situation.clone() };
                wanted.has_lists(&lists)
            });
            let (for_lists, into) = (lists.clone(), situation.clone());
            let job = Job::begin(context, move |_| {
                let offered = known.unwrap_or_else(|| Arc::new(Offered::new(for_lists)));
                Ok(Choice::new(offered, into))
            });
            self.wanted = Some(Wanted { lists, situation });
            self.wrong = None;
            if let Some(done) = job.within(AT_ONCE) {
                self.job = None;
                self.take(done);
            } else {
                self.job = Some(job);
            }
        }
        if let Some(done) = self.job.as_ref().and_then(Job::result) {
            self.job = None;
            self.take(done);
        }
    }

    fn take(&mut self, done: Result<Choice, Problem>) {
        match done {
            Ok(choice) => {
                self.choice = Some(choice);
                self.made += 1;
            }
            Err(problem) => self.wrong = Some(problem),
        }
    }

    /// What there is; it may be of before.
    pub(super) fn choice(&mut self) -> Option<&mut Choice> {
        self.choice.as_mut()
    }

    /// The same, to be looked at.
    pub(super) fn known(&self) -> Option<&Choice> {
        self.choice.as_ref()
    }

    /// Which of all that were laid out it is.
    pub(super) fn made(&self) -> u64 {
        self.made
    }

    /// Whether something else is being laid out.
    pub(super) fn is_at_work(&self) -> bool {
        self.job.is_some()
    }

    /// Why nothing came.
    pub(super) fn wrong(&self) -> Option<&Problem> {
        self.wrong.as_ref()
    }
}
