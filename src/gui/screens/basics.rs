//! What holds for the whole scenario: whose it is, the period asked for, what must be met, taxes,
//! places and meetings? Lines and sheets.

use egui::{Align, Layout, Ui, vec2};

use super::details::words;
use super::entries::{self, Column, Fact, Group, Kind, facts, part};
use crate::document::{Edit, Path, Step, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::{button, card, link, text};
use crate::gui::theme::{self, Tone};
use crate::model::DO_NOTHING;
use crate::session::Session;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    counts: entries::State,
    taxes: entries::State,
    meetings: entries::State,
    regions: entries::State,
}

impl State {
    /// Puts the keyboard into the cell of a value; false where it stands in none, nor in a line.
    pub fn seek(&mut self, path: Path) -> bool {
        let Some(Step::Key(field)) = path.steps().first() else { return false };
        match field.as_str() {
            "taxes" => self.taxes.seek_in(&TAXES, path),
            "meetings" => self.meetings.seek_in(&MEETINGS, path),
            "regions" => self.regions.seek_in(&REGIONS, path),
            _ => {
                let stands = |fact: &Fact| fact.column.is_at(&path);
                [&WHOSE[..], &ASKED, &MUST, &KEPT_FREE].into_iter().flatten().any(stands)
            }
        }
    }
}

const fn fact(
    title: &'static str,
    kind: Kind,
    fields: &'static [&'static str],
    absent: &'static str,
) -> Fact {
    Fact { column: Column::new(title, 0.0, kind, fields), absent }
}

static WHOSE: [Fact; 5] = [
    fact("Organisation", Kind::Words, &["organisation"], "not stated"),
    fact("Title", Kind::Words, &["title"], "not stated"),
    fact("Currency", Kind::Words, &["currency"], "not stated"),
    fact("As of", Kind::Day, &["as_of"], "today, whenever it is opened"),
    fact("Look ahead", Kind::Span, &["horizon"], "24 months"),
];

static ASKED: [Fact; 4] = [
    fact("First month", Kind::Month, &["request", "from"], "not stated"),
    fact("Months", Kind::Count, &["request", "months"], "not stated"),
    fact(
        "Plan asked for",
        Kind::Name(plans),
        &["request", "plan"],
        "the cheapest without an error",
    ),
    fact("Level", Kind::Words, &["request", "level"], "not stated"),
];

const ROUNDED: &[(&str, &str)] = &[
    ("PerLine", "on each charge"),
    ("PerInvoice", "once an invoice"),
    ("PerPeriod", "once a period"),
];

static MUST: [Fact; 3] = [
    fact("Country", Kind::Country, &["requires", "country"], "any"),
    fact("Features", Kind::Names, &["requires", "has"], "none"),
    fact("Tax is rounded", Kind::Pick(ROUNDED), &["rounding", "tax"], "once an invoice"),
];

static KEPT_FREE: [Fact; 4] = [
    fact("RAM", Kind::Percent, &["buffers", "Ram"], "10 %"),
    fact("Storage", Kind::Percent, &["buffers", "Storage"], "15 %"),
    fact("Backup space", Kind::Percent, &["buffers", "Backup"], "0 %"),
    fact("CPU", Kind::Percent, &["buffers", "Cpu"], "0 %"),
];

static COUNTS: Group = Group {
    name: "Needed at least",
    field: "requires",
    within: None,
    keyed: true,
    one: "count",
    add: "type what is counted, as ipv4",
    fresh: |_, _| "1".to_owned(),
    filters: &[],
    columns: &[Column::key("What", 160.0), Column::new("At least", 90.0, Kind::Count, &[])],
};

static TAXES: Group = Group {
    name: "Taxes",
    field: "taxes",
    within: None,
    keyed: false,
    one: "tax",
    add: "type the name of a tax",
    fresh: |_, name| format!("(name: {}, rate: \"0 %\")", quote(name)),
    filters: &[],
    columns: &[
        Column::new("Name", 80.0, Kind::Words, &["name"]),
        Column::new("Rate", 66.0, Kind::Percent, &["rate"]),
        Column::new("From", 118.0, Kind::Day, &["from"]),
        Column::new("Until", 104.0, Kind::Day, &["until"]),
        Column::new("Recoverable", 90.0, Kind::Words, &["recoverable"]),
        Column::new("Source", 150.0, Kind::Words, &["source"]),
        Column::new("Note", 150.0, Kind::Words, &["note"]).more(),
    ],
};

static MEETINGS: Group = Group {
    name: "Meetings",
    field: "meetings",
    within: None,
    keyed: false,
    one: "meeting",
    add: "type the name of a meeting",
    fresh: |session, name| format!("(name: {}, on: {})", quote(name), day_of(session)),
    filters: &[],
    columns: &[
        Column::new("Name", 160.0, Kind::Words, &["name"]),
        Column::new("On", 120.0, Kind::Day, &["on"]),
    ],
};

static REGIONS: Group = Group {
    name: "Regions",
    field: "regions",
    within: None,
    keyed: true,
    one: "region",
    add: "type the key of a region, as bhs",
    fresh: |session, _| {
        let required = session.scenario().and_then(|scenario| scenario.requires.country.clone());
        format!("(country: {})", quote(&required.unwrap_or_else(|| "CA".to_owned())))
    },
    filters: &[],
    columns: &[
        Column::key("Key", 80.0),
        Column::new("Country", 140.0, Kind::Country, &["country"]),
        Column::new("Name", 160.0, Kind::Words, &["name"]),
    ],
};

/// Every sheet of the screen.
#[cfg(test)]
pub(super) static GROUPS: [&Group; 4] = [&COUNTS, &TAXES, &MEETINGS, &REGIONS];

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let session = view.session;
    super::page(ui, |ui| {
        let mut answers = vec![];
        ui.horizontal(|ui| {
            text::title(ui, "Basics");
            text::label(ui, "What holds for all of it", theme::BODY, Tone::Dim);
        });
        ui.add_space(4.0);
        cards(ui, session, &mut answers);
        ui.add_space(theme::GAP);
        let taxes = "By their days; a rate as 13 %";
        answers.extend(part(ui, session, &TAXES, &mut state.taxes, (TAXES.name, taxes)));
        let decided = "When it can be decided";
        let meetings = (MEETINGS.name, decided);
        answers.extend(part(ui, session, &MEETINGS, &mut state.meetings, meetings));
        let regions = (REGIONS.name, "Country as ISO code, CA");
        answers.extend(part(ui, session, &REGIONS, &mut state.regions, regions));
        let at_least = Path::new().key("requires").key("at_least");
        let counts = Group { within: Some(at_least), ..COUNTS };
        let note = "Counts that every server must have, by name";
        answers.extend(part(ui, session, &counts, &mut state.counts, (counts.name, note)));
        text::second(
            ui,
            "What is underlined is changed where it stands: an empty text takes it out of the \
             file, and what is shown then holds. Ctrl+Z undoes.",
        );
        answers
    })
}

/// Cards side by side where there is room.
fn cards(ui: &mut Ui, session: &Session, answers: &mut Vec<Answer>) {
    let asked = session.scenario().is_some_and(|scenario| scenario.request.is_some());
    let period =
        if asked { "What the organisation is asked for" } else { "Nothing is asked for yet" };
    let mut rows: [[Card<'_>; 2]; 2] = [
        [("Organisation", "", &WHOSE), ("Request", period, if asked { &ASKED } else { &[] })],
        [("Requirements and rounding", "", &MUST), ("Kept free", "of what there is", &KEPT_FREE)],
    ];
    let narrow = text::narrow(ui);
    let width = ui.available_width();
    for row in &mut rows {
        if narrow {
            for of in row {
                one(ui, session, *of, answers);
                ui.add_space(theme::GAP);
            }
            continue;
        }
        let longest = row.iter().map(|(_, _, facts)| facts.len()).max().unwrap_or(0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GAP, 0.0);
            for (title, note, facts) in *row {
                ui.vertical(|ui| {
                    ui.set_width((width - theme::GAP) / 2.0);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    card::card(ui, |ui| {
                        ui.set_min_height(28.0 + 26.0 * longest as f32);
                        content(ui, session, (title, note, facts), answers);
                    });
                });
            }
        });
        ui.add_space(theme::GAP - 6.0);
    }
}

/// Its title, what stands beside that, and its lines.
type Card<'a> = (&'a str, &'a str, &'static [Fact]);

fn one(ui: &mut Ui, session: &Session, of: Card<'_>, answers: &mut Vec<Answer>) {
    card::card(ui, |ui| content(ui, session, of, answers));
}

fn content(ui: &mut Ui, session: &Session, (title, note, of): Card<'_>, answers: &mut Vec<Answer>) {
    ui.horizontal(|ui| {
        card::heading(ui, title, note);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| all_fields(ui, of, answers));
    });
    if of.is_empty() && button::plain(ui, "Ask for three months").clicked() {
        let day = session.outlook().map_or_else(|| session.today(), |outlook| outlook.as_of);
        let month = quote(&day.month_of().plus(1).to_string());
        let value = format!("(from: {month}, months: 3)");
        let edit = Edit::new("Ask for three months").set(Path::new().key("request"), value);
        answers.push(Answer::Edit(edit));
    }
    answers.extend(facts(ui, session, of));
}

/// The way to all fields of the groups that the lines stand in.
fn all_fields(ui: &mut Ui, of: &'static [Fact], answers: &mut Vec<Answer>) {
    let mut groups: Vec<&'static str> =
        of.iter().filter_map(|fact| fact.column.group_of_fields()).collect();
    groups.dedup();
    let several = groups.len() > 1;
    for group in groups.into_iter().rev() {
        let name = format!("All fields of {group}");
        let shown = if several {
            format!("All of {}…", words::field(group).to_lowercase())
        } else {
            "All fields…".to_owned()
        };
        if link::action(ui, &shown, &name).on_hover_text(&name).clicked() {
            answers.push(Answer::Details(Path::new().key(group)));
        }
    }
}

fn plans(session: &Session) -> Vec<(String, String)> {
    let mut plans = vec![(String::new(), "the cheapest without an error".to_owned())];
    let Some(scenario) = session.scenario() else { return plans };
    let names = std::iter::once(DO_NOTHING).chain(scenario.plans.keys().map(AsRef::as_ref));
    plans.extend(names.map(|name| (name.to_owned(), name.to_owned())));
    plans
}

fn day_of(session: &Session) -> String {
    let day = session.outlook().map_or_else(|| session.today(), |outlook| outlook.as_of);
    quote(&day.to_string())
}
