//! What can a person ask for on a screen? Screens answer; the window does it before the next frame.

use std::sync::Arc;

use crate::checks::Finding;
use crate::document::{Edit, Path};
use crate::session::Session;

use super::command::{Command, Screen};

/// What a screen is drawn from. It changes nothing.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The open scenario.
    pub session: &'a Session,
}

/// What a person asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Change the scenario, as one step of undo.
    Edit(Edit),
    /// The same while something is dragged: all of one drag is one step of undo. The last one, where
    /// the pointer is let go, is answered so as well.
    Drag(Edit),
    /// The drag is given up: back to how it was before.
    CancelDrag,
    /// Do what a menu could do.
    Command(Command),
    /// Speak of this plan from now on.
    ChoosePlan(Arc<str>),
    /// Go to a screen.
    Go(Screen),
    /// Go to where the value of this path is changed.
    Show(String),
    /// Show all fields of an entry, or of the one that a value belongs to; the value gets the keyboard.
    Details(Path),
    /// This entry is meant now: where the details are open, they show it.
    Meant(Path),
    /// Begin a new entry, last in its group, whose fields are asked for before it stands in the file.
    /// With what is known of it: a field and its value, as RON.
    Begin(Path, Option<(&'static str, String)>),
    /// Explain the figure of this path over the page; figures on a page open theirs by
    /// [`super::parts::explained`] instead.
    Why(String),
    /// Show what this edit would change, old beside new, and ask whether to do it. With what is to
    /// be said about it.
    Preview {
        /// What is wrong, in a line.
        what: String,
        /// What to do about it, in a sentence.
        hint: String,
        /// What would be done.
        edit: Edit,
    },
    /// Open a finding: its reason, what its fix would change, and whether to do it.
    Finding(Box<Finding>),
    /// Put this text into the clipboard; then say the second.
    Copy(String, String),
    /// Say this for a moment.
    Tell(String),
}
