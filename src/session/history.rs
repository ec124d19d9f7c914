//! What was done, and how is it taken back and done again?

use std::sync::Arc;

use crate::document::Inverse;

/// One gesture goes on over many edits, as a drag does: its edits are one step of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gesture(
    /// Any number that other gestures of the same window do not have.
    pub u64,
);

/// Steps done and steps taken back.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// One step of undo.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// What the menu says: the label of the (last) edit.
    pub(super) label: String,
    /// What takes it back, to be applied in order.
    pub(super) back: Vec<Back>,
    gesture: Option<Gesture>,
}

/// What takes a change back.
#[derive(Clone, Debug)]
pub(super) enum Back {
    /// The splices of an edit, reversed.
    Splices(Inverse),
    /// The text as it was, where the whole was typed anew.
    Text(Arc<str>),
}

impl History {
    /// Notes a change: as a step of its own, or with those of the same gesture just before it.
    pub(super) fn note(&mut self, label: &str, back: Back, gesture: Option<Gesture>) {
        let nothing_undone = self.undone.is_empty();
        self.undone.clear();
        match self.done.last_mut() {
            Some(last) if nothing_undone && gesture.is_some() && last.gesture == gesture => {
                label.clone_into(&mut last.label);
                last.back.insert(0, back);
            }
            _ => self.done.push(Step { label: label.to_owned(), back: vec![back], gesture }),
        }
    }

    pub(super) fn last_done(&self) -> Option<&Step> {
        self.done.last()
    }

    pub(super) fn last_undone(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// The last step was taken back; `again`, in order, would do it again.
    pub(super) fn took_back(&mut self, again: Vec<Back>) {
        if let Some(step) = self.done.pop() {
            self.undone.push(Step { label: step.label, back: again, gesture: None });
        }
    }

    /// The step last taken back was done again; `back`, in order, would take it back.
    pub(super) fn did_again(&mut self, back: Vec<Back>) {
        if let Some(step) = self.undone.pop() {
            self.done.push(Step { label: step.label, back, gesture: None });
        }
    }
}
