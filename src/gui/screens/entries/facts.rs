//! How is a value that stands alone shown and changed: a line with its name, changed where it stands?

use egui::{Align, Layout, Ui, vec2};

use crate::document::Path;
use crate::gui::answer::Answer;
use crate::gui::kit::in_place::{self, Choice, Value};
use crate::gui::kit::text;
use crate::gui::theme::{self, Tone};
use crate::session::Session;

use super::{Column, Entry, Group, edits};

/// A value of the file that belongs to no list.
pub(in crate::gui::screens) struct Fact {
    /// What it is called, where it stands from the top, and how it is typed.
    pub(in crate::gui::screens) column: Column,
    /// What is shown where the file does not state it.
    pub(in crate::gui::screens) absent: &'static str,
}

/// Width of the names, in points.
const NAMES: f32 = 128.0;
/// Height of a line, in points.
const LINE: f32 = 20.0;

/// The whole scenario, as if it were an entry.
static WHOLE: Group = Group {
    name: "Scenario",
    field: "",
    within: None,
    keyed: false,
    one: "scenario",
    add: "",
    fresh: |_, _| String::new(),
    filters: &[],
    columns: &[],
};

/// Draws a line for each value.
pub(in crate::gui::screens) fn facts(
    ui: &mut Ui,
    session: &Session,
    facts: &'static [Fact],
) -> Vec<Answer> {
    let Some(document) = session.document() else { return vec![] };
    let at = document.root().inner();
    let span = at.span();
    let whole = Entry { name: "the scenario".into(), index: 0, path: Path::new(), at, span };
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.spacing_mut().interact_size.y = LINE;
    facts.iter().filter_map(|fact| line(ui, session, &whole, fact)).collect()
}

fn line(
    ui: &mut Ui,
    session: &Session,
    whole: &Entry<'_>,
    Fact { column, absent }: &'static Fact,
) -> Option<Answer> {
    let stated = column.fields(whole).ok().and_then(|fields| whole.get(fields));
    let choices = column.kind.choices(session);
    let typed = stated.map_or_else(String::new, |at| column.kind.typed(at));
    let shown = stated.map(|at| column.kind.shown(session, &choices, at));
    let shown = shown.filter(|text| !text.is_empty());
    let value =
        Value { name: column.title, shown: shown.as_deref().unwrap_or(absent), typed: &typed };
    let edit = |text: &str| edits::set(session, whole, &WHOLE, column, text);
    let given = ui
        .horizontal(|ui| {
            ui.allocate_ui_with_layout(
                vec2(NAMES, LINE),
                Layout::left_to_right(Align::Center),
                |ui| {
                    ui.set_min_width(NAMES);
                    text::label(ui, column.title, theme::BODY, Tone::Dim);
                },
            );
            let given = if choices.is_empty() {
                in_place::text_value(ui, value, &|text| edit(text).map(drop))
            } else {
                let choices: Vec<Choice<'_>> = choices
                    .iter()
                    .map(|(value, label)| Choice { value, label, note: "" })
                    .collect();
                in_place::choice_value(ui, value, &choices)
            };
            if !column.note.is_empty() {
                text::second(ui, column.note);
            }
            given
        })
        .inner?;
    match edit(&given) {
        Ok(edit) => edit.map(Answer::Edit),
        Err((what, hint)) => {
            Some(Answer::Tell(hint.map_or_else(|| what.clone(), |hint| format!("{what}: {hint}"))))
        }
    }
}
