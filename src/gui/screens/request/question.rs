//! What does a person say to an open question: the answer, who asks whom, until when?

use egui::{TextEdit, Ui};

use crate::document::{Edit, Path, quote};
use crate::gui::answer::View;
use crate::gui::kit::modal::{answers, modal};
use crate::gui::kit::{Refusal, in_place, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::Question;
use crate::session;
use crate::units::Day;

/// A question being answered.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Its place in the file; `None`: it is not in the file yet.
    index: Option<usize>,
    ask: String,
    /// Path of the value that the answer fills in.
    about: Option<String>,
    answer: String,
    of: String,
    owner: String,
    due: String,
    refused: Option<Refusal>,
    fresh: bool,
    assign: bool,
}

/// What came of it in this frame.
pub(super) enum Done {
    /// It is still being answered.
    Not,
    /// It was put away.
    Closed,
    /// This says it.
    Answered(Edit),
}

impl Draft {
    /// A question of the file; `assign` begins where it is said who asks.
    pub(super) fn of(index: usize, question: &Question, assign: bool) -> Self {
        let text = |of: &Option<String>| of.clone().unwrap_or_default();
        Self {
            index: Some(index),
            ask: question.ask.clone(),
            about: question.about.clone(),
            answer: text(&question.answer),
            of: text(&question.of),
            owner: text(&question.owner),
            due: question.due.map_or_else(String::new, |day| day.to_string()),
            refused: None,
            fresh: true,
            assign,
        }
    }

    /// A question that is not in the file yet.
    pub(super) fn new(ask: String, about: String) -> Self {
        let question = Question {
            ask,
            of: None,
            owner: None,
            due: None,
            about: Some(about),
            answer: None,
            note: None,
        };
        Self { index: None, ..Self::of(0, &question, false) }
    }

    /// The edit that says all of it; what is wrong where it cannot be said.
    fn edit(&self, view: &View<'_>) -> Result<Edit, Refusal> {
        let answer = self.answer.trim();
        let what = if answer.is_empty() { "Assign" } else { "Answer" };
        let mut edit = Edit::new(format!("{what}: {}", self.ask));
        if !answer.is_empty()
            && let Some(path) = self.about.as_deref().and_then(|about| about.parse::<Path>().ok())
        {
            let filled = session::typed(view.session, &edit.label, &path, answer);
            edit.ops.extend(filled.map_err(parts::refusal)?.ops);
        }
        let due = self.due.trim();
        if !due.is_empty() {
            Day::parse(due).map_err(|wrong| (wrong.message, wrong.hint))?;
        }
        let fields = [
            ("of", self.of.trim()),
            ("owner", self.owner.trim()),
            ("due", due),
            ("answer", answer),
        ];
        let list = Path::new().key("questions");
        let Some(index) = self.index else {
            let mut parts = vec![format!("ask: {}", quote(&self.ask))];
            parts.extend(self.about.iter().map(|about| format!("about: {}", quote(about))));
            let stated = fields.iter().filter(|(_, text)| !text.is_empty());
            parts.extend(stated.map(|(key, text)| format!("{key}: {}", quote(text))));
            return Ok(edit.push(list, format!("({})", parts.join(", "))));
        };
        for (key, text) in fields {
            let path = list.clone().index(index).key(key);
            let before = parts::written(view.session, &path);
            if text == before {
                continue;
            }
            edit = if text.is_empty() { edit.remove(path) } else { edit.set(path, quote(text)) };
        }
        Ok(edit)
    }
}

/// Draws the question over the page.
pub(super) fn show(ui: &Ui, view: &View<'_>, draft: &mut Draft) -> Done {
    let mut done = Done::Not;
    let title = draft.ask.clone();
    let closed = modal(ui, &title, 440.0, |ui| {
        if let Some(about) = &draft.about {
            let now = about
                .parse()
                .map_or_else(|_| String::new(), |path| parts::written(view.session, &path));
            let now = if now.is_empty() { "not stated".to_owned() } else { format!("now {now}") };
            text::second(ui, &format!("The answer fills in {about}, {now}"));
        }
        let assign = draft.assign;
        let hint = "as in the file: 0 CAD before tax, 128 GiB, yes, no";
        field(ui, "Answer", hint, &mut draft.answer, draft.fresh && !assign);
        ui.columns(3, |columns| {
            let [one, two, three] = columns else { return };
            field(one, "Asked of", "who can say it", &mut draft.of, false);
            field(two, "Who asks", "nobody yet", &mut draft.owner, draft.fresh && assign);
            field(three, "Until", "2021-05-04", &mut draft.due, false);
        });
        draft.fresh = false;
        if let Some(refusal) = &draft.refused {
            in_place::refused(ui, refusal);
        }
        ui.add_space(6.0);
        let pressed = answers(ui, &["Keep", "Cancel"]);
        let entered = ui.input(|i| i.key_pressed(egui::Key::Enter));
        if pressed == Some(1) {
            done = Done::Closed;
        } else if pressed == Some(0) || entered {
            match draft.edit(view) {
                Ok(edit) if edit.ops.is_empty() => done = Done::Closed,
                Ok(edit) => done = Done::Answered(edit),
                Err(refusal) => draft.refused = Some(refusal),
            }
        }
    });
    if closed && matches!(done, Done::Not) { Done::Closed } else { done }
}

fn field(ui: &mut Ui, name: &str, hint: &str, value: &mut String, focus: bool) {
    let label = text::label(ui, name, theme::SMALL, Tone::Dim);
    let edit = TextEdit::singleline(value).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(edit).labelled_by(label.id);
    if focus {
        response.request_focus();
    }
}
