//! How is a catalogue written down beside its scenario? JSON lines: the heading, then a line a note, a place, an add-on, a plan.
//!
//! The same catalogue gives the same bytes, and all of it is kept: prices with every digit, as texts. A change of one price is one
//! changed line. What is damaged is left out and told with its place; the rest counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diag::{Place, Problem};
use crate::document::content_name;
use crate::model::{AddOn, Catalogue, CataloguePlan, Family, Region};

mod lines;
mod parts;
mod values;

#[cfg(test)]
mod tests;

use lines::{AddOnLine, Counted, FamilyLine, Heading, Line, Named, PlanLine, RegionLine};

/// Ending of such a text's name.
pub const ENDING: &str = "jsonl";
/// What such a text's name begins with.
pub const KIND: &str = "catalogue";
/// The version that is written, and the newest that is read.
pub const VERSION: u32 = 1;

/// How every such text begins, whoever wrote it.
const BEGINNING: &str = r#"{"catalogue":"#;
/// Most lines: more than any provider sells.
const MOST_LINES: usize = 500_000;
/// So many problems are told one by one.
const MOST_TOLD: usize = 50;

/// What a text is called by its content; line ends as Windows writes them are not a part of it.
pub fn name_of(text: &str) -> String {
    if text.contains('\r') {
        return content_name(KIND, &text.replace("\r\n", "\n"), ENDING);
    }
    content_name(KIND, text, ENDING)
}

/// Whether a text is meant as a catalogue's, by its beginning.
pub fn looks_like(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(BEGINNING)
}

/// A catalogue as text.
pub fn write(catalogue: &Catalogue) -> String {
    let Catalogue { regions, plans, addons, notes, .. } = catalogue;
    let names = numbered(addons);
    let heading = std::iter::once(Line::Catalogue(Heading::of(catalogue)));
    let notes = notes.iter().map(|note| Line::Note(note.clone()));
    let regions = regions.iter().map(|(code, region)| Line::Region(RegionLine::of(code, region)));
    let addons = addons.iter().zip(&names).map(|(of, name)| Line::Addon(AddOnLine::of(of, name.1)));
    let plans = plans.iter().map(|plan| Line::Plan(Box::new(PlanLine::of(plan, &names))));
    let mut text = Vec::new();
    for line in heading.chain(notes).chain(regions).chain(addons).chain(plans) {
        put(&mut text, &line);
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn put(text: &mut Vec<u8>, line: &Line) {
    serde_json::to_writer(&mut *text, line).expect("a line has texts as keys and goes to memory");
    text.push(b'\n');
}

/// The catalogue of such a text, beside what is wrong with it; none where its heading cannot be read. `name` is what problems call
/// the text.
pub fn read(text: &str, name: &str) -> (Option<Catalogue>, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| (index + 1, line.strip_suffix('\r').unwrap_or(line)))
        .filter(|(_, line)| !line.trim().is_empty());
    let mut told = Told { name, problems: Vec::new(), more: 0 };
    let (heading, promised) = match lines.next().map(|(line, text)| heading(text, line, &told)) {
        Some(Ok(heading)) => heading.into_parts(),
        Some(Err(problem)) => return (None, vec![problem]),
        None => return (None, vec![told.wrong(1, 1, "catalogue-heading", no_heading(""))]),
    };
    let mut reading = Reading::of(heading);
    let mut last = 1;
    for (number, line) in lines {
        last = number;
        if number > MOST_LINES {
            let message = format!("a catalogue ends after {MOST_LINES} lines");
            told.tell(told.wrong(number, 1, "catalogue-line", message));
            break;
        }
        match serde_json::from_str(line) {
            Ok(of) => reading.take(of, number, &mut told),
            Err(error) => {
                let problem = not_read(line, number, &error, &told);
                told.tell(problem);
            }
        }
    }
    let catalogue = reading.finish(&mut told);
    let there = Counted::of(&catalogue);
    if told.problems.is_empty() && there != promised {
        let message = format!("the heading promises {promised}, and there are {there}");
        let hint = "put the whole text back, or import the price list again";
        told.tell(told.wrong(last, 1, "catalogue-cut-off", message).hint(hint));
    }
    (Some(catalogue), told.finish())
}

/// Code and number among those of the same code, from 1, of each add-on.
fn numbered(addons: &[AddOn]) -> Vec<(Arc<str>, u32)> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut names = Vec::with_capacity(addons.len());
    for addon in addons {
        let nth = seen.entry(&addon.code).or_default();
        *nth += 1;
        names.push((Arc::clone(&addon.code), *nth));
    }
    names
}

/// The problems of a text, at most so many of them one by one.
struct Told<'a> {
    name: &'a str,
    problems: Vec<Problem>,
    more: usize,
}

impl Told<'_> {
    fn wrong(&self, line: usize, column: usize, code: &'static str, message: String) -> Problem {
        let place = Place { text: self.name.to_owned(), line, column };
        Problem::error(code, message).at(place)
    }

    fn tell(&mut self, problem: Problem) {
        if self.problems.len() < MOST_TOLD {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let message = format!("`{}` has {} more lines that are left out", self.name, self.more);
            self.problems.push(Problem::error("catalogue-line", message));
        }
        self.problems
    }
}

fn no_heading(first: &str) -> String {
    let shown: String = first.chars().take(40).collect();
    format!("`{shown}` is not the heading of a catalogue")
}

fn heading(line: &str, number: usize, told: &Told<'_>) -> Result<Heading, Problem> {
    let hint =
        format!("it begins `{BEGINNING}{{\"version\":{VERSION}`; import the price list again");
    if !line.trim_start().starts_with(BEGINNING) {
        return Err(told.wrong(number, 1, "catalogue-heading", no_heading(line)).hint(hint));
    }
    let newer = lines::version(line).filter(|version| *version > u64::from(VERSION));
    if let Some(version) = newer {
        let message = format!("this catalogue is of version `{version}`");
        let hint = format!(
            "this program reads version {VERSION}: get a newer Headroom, nothing in the text is wrong"
        );
        return Err(told.wrong(number, 1, "catalogue-version", message).hint(hint));
    }
    match serde_json::from_str(line) {
        Ok(Line::Catalogue(heading)) => Ok(heading),
        Ok(_) => Err(told.wrong(number, 1, "catalogue-heading", no_heading(line)).hint(hint)),
        Err(error) => Err(not_read(line, number, &error, told)),
    }
}

/// Why a line is none of a catalogue, where serde stopped.
fn not_read(line: &str, number: usize, error: &serde_json::Error, told: &Told<'_>) -> Problem {
    let column = error.column();
    let before = line.get(..column.saturating_sub(1).min(line.len()));
    let place = before.map_or(column.max(1), |before| before.chars().count() + 1);
    let whole = error.to_string();
    let at = format!(" at line {} column {column}", error.line());
    let message = whole.strip_suffix(at.as_str()).unwrap_or(&whole);
    let (message, hint) = match message.split_once("\nhint: ") {
        Some((message, hint)) => (message, Some(hint)),
        None => (message, None),
    };
    let message = match error.classify() {
        serde_json::error::Category::Eof => "the line is cut off".to_owned(),
        serde_json::error::Category::Syntax => format!("the line is no JSON: {message}"),
        _ => message.to_owned(),
    };
    let problem = told.wrong(number, place, "catalogue-line", format!("{message}: left out"));
    problem.hint(hint.unwrap_or("put the line back as it was, or import the price list again"))
}

/// What was read up to here.
struct Reading {
    catalogue: Catalogue,
    /// Where each add-on is, by code and number.
    known: BTreeMap<Named, u32>,
    /// Plans with the line that they stand in; their add-ons are looked up last.
    plans: IndexMap<Arc<str>, (usize, Box<PlanLine>)>,
    words: values::Words,
}

impl Reading {
    fn of(catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            known: BTreeMap::new(),
            plans: IndexMap::new(),
            words: values::Words::default(),
        }
    }

    fn take(&mut self, line: Line, number: usize, told: &mut Told<'_>) {
        let twice = |what: &str, code: &str| {
            let message = format!("{what} `{code}` is there already: left out");
            told.wrong(number, 1, "catalogue-line", message).hint("the first of them counts")
        };
        let problem = match line {
            Line::Catalogue(_) => {
                let message = "a second heading: left out".to_owned();
                Some(
                    told.wrong(number, 1, "catalogue-line", message)
                        .hint("one text holds one catalogue"),
                )
            }
            Line::Note(note) => {
                self.catalogue.notes.push(note);
                None
            }
            Line::Region(RegionLine { code, country, name }) => {
                if self.catalogue.regions.contains_key(&code) {
                    Some(twice("region", &code))
                } else {
                    self.catalogue.regions.insert(code, Region { country, name });
                    None
                }
            }
            Line::Addon(addon) => {
                let named = addon.named();
                if self.known.contains_key(&named) {
                    Some(twice("add-on", &named.0))
                } else {
                    self.known.insert(named, self.catalogue.addons.len() as u32);
                    self.catalogue.addons.push(addon.into_model(&mut self.words));
                    None
                }
            }
            Line::Plan(plan) => {
                if self.plans.contains_key(&plan.code) {
                    Some(twice("plan", &plan.code))
                } else {
                    self.plans.insert(Arc::clone(&plan.code), (number, plan));
                    None
                }
            }
        };
        if let Some(problem) = problem {
            told.tell(problem);
        }
    }

    fn finish(mut self, told: &mut Told<'_>) -> Catalogue {
        for (code, (number, mut plan)) in std::mem::take(&mut self.plans) {
            let families = std::mem::take(&mut plan.families);
            let mut kept = Vec::with_capacity(families.len());
            let mut orderable = true;
            for family in families {
                let name = Arc::clone(&family.name);
                let (family, lost) = self.family(family);
                orderable &= !family.mandatory || !family.options.is_empty();
                if let Some(lost) = lost {
                    let message =
                        format!("{name} `{lost}` of plan `{code}` is no add-on here: left out");
                    let problem = told.wrong(number, 1, "catalogue-line", message);
                    told.tell(
                        problem.hint("put the add-on's line back, or import the price list again"),
                    );
                }
                kept.push(family);
            }
            if !orderable {
                // Without one of each its price would come out too low.
                let message = format!("plan `{code}` lacks what must be chosen with it: left out");
                let problem = told.wrong(number, 1, "catalogue-line", message);
                told.tell(problem.hint("put the add-ons back, or import the price list again"));
                continue;
            }
            let plan: CataloguePlan = plan.into_model(kept, &mut self.words);
            self.catalogue.plans.push(plan);
        }
        self.catalogue
    }

    /// A family by the add-ons that are there, and the first that is not.
    fn family(&mut self, line: FamilyLine) -> (Family, Option<Arc<str>>) {
        let mut lost = None;
        let mut options = Vec::with_capacity(line.options.len());
        let mut default = None;
        for option in line.options {
            let usual = line.default.as_ref() == Some(&option);
            match self.known.get(&option.named()) {
                Some(index) => {
                    if usual && default.is_none() {
                        default = Some(options.len() as u32);
                    }
                    options.push(*index);
                }
                None => lost = lost.or(Some(option.named().0)),
            }
        }
        let name = self.words.one(&line.name);
        (Family { name, mandatory: line.mandatory, options, default }, lost)
    }
}
