//! What does a price list say, and is it put beside the scenario? And what would a provider be asked?
//!
//! A file that was chosen or dropped, a text that was pasted and what a provider answered come to the same preview. Nothing is changed
//! before Take in is pressed; then it is one step of undo.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Ui};
use rust_decimal::Decimal;

use super::Window;
use super::asked::Asked;
use crate::diag::Problem;
use crate::formats::catalogues::{PriceTold, Reader};
use crate::gui::command::Screen;
use crate::gui::job::Job;
use crate::model::Catalogue;
use crate::session::{Taken, price_list, read_price_list};
use crate::units::{Basis, Currency, Day};

mod asking;
mod draw;
mod fields;

pub(super) use asking::{Asking, show as ask};

/// What a text without a name is called.
const PASTED: &str = "the pasted text";
/// So long a frame waits for what is read: most lists are read by then, and nothing flickers.
const AT_ONCE: Duration = Duration::from_millis(80);

/// A price list, from where it is read to where it is taken in.
#[derive(Debug)]
pub(super) struct PriceList {
    source: Source,
    /// What it is called: the file's name, or who was asked.
    name: String,
    said: Said,
    state: State,
}

/// Where a list comes from.
#[derive(Clone, Debug)]
enum Source {
    File(PathBuf),
    /// What was pasted, or what a provider answered.
    Bytes(Arc<[u8]>),
}

/// What the person said of the list, and what is known of where it came from.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    by: Option<&'static str>,
    date: Day,
    source: Option<String>,
    provider: String,
    line: Option<String>,
    currency: Option<Currency>,
    basis: Option<Basis>,
    rate: Option<Decimal>,
    /// Field and heading, where the guess is wrong.
    columns: Vec<(String, String)>,
}

#[derive(Debug)]
enum State {
    Reading(Job<Catalogue>),
    Wrong(Problem),
    Read(Box<Catalogue>),
}

impl Said {
    fn new(date: Day) -> Self {
        Self {
            by: None,
            date,
            source: None,
            provider: String::new(),
            line: None,
            currency: None,
            basis: None,
            rate: None,
            columns: Vec::new(),
        }
    }

    fn told(&self, name: &str) -> PriceTold {
        let provider = self.provider.trim();
        PriceTold {
            source: self.source.clone(),
            provider: (!provider.is_empty()).then(|| provider.to_owned()),
            line: self.line.clone(),
            currency: self.currency,
            basis: self.basis,
            tax_rate: self.rate,
            columns: self.columns.clone(),
            ..PriceTold::new(self.date, name)
        }
    }

    fn reader(&self) -> Option<&'static Reader> {
        self.by.and_then(crate::formats::catalogues::reader)
    }
}

impl PriceList {
    fn new(context: &Context, source: Source, name: String, said: Said) -> Self {
        let state = begin(context, &source, &name, &said);
        Self { source, name, said, state }
    }

    fn again(&mut self, context: &Context) {
        self.state = begin(context, &self.source, &self.name, &self.said);
    }

    fn take(&mut self) {
        if let State::Reading(job) = &self.state
            && let Some(read) = job.result()
        {
            self.state = State::of(read);
        }
    }
}

impl State {
    fn of(read: Result<Catalogue, Problem>) -> Self {
        match read {
            Ok(catalogue) => Self::Read(Box::new(catalogue)),
            Err(problem) => Self::Wrong(problem),
        }
    }
}

fn begin(context: &Context, source: &Source, name: &str, said: &Said) -> State {
    let (source, told, by) = (source.clone(), said.told(name), said.reader());
    let job = Job::begin(context, move |_| match source {
        Source::File(path) => read_price_list(&path, by, &told),
        Source::Bytes(bytes) => price_list(&bytes, by, &told),
    });
    match job.within(AT_ONCE) {
        Some(read) => State::of(read),
        None => State::Reading(job),
    }
}

/// The day in a file's name, as in `metal-CA-2022-01-24.json`.
fn day_in(name: &str) -> Option<Day> {
    let mut starts = name.char_indices().map(|(at, _)| at);
    starts.find_map(|at| Day::parse(name.get(at..at + 10)?).ok())
}

impl Window {
    /// Reads a price list, and shows what it says.
    pub(super) fn price_list_from(&mut self, context: &Context, path: &Path) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| path.display().to_string());
        let mut said = Said::new(day_in(&name).unwrap_or(self.session.today()));
        said.source = Some(name.clone());
        let list = PriceList::new(context, Source::File(path.to_owned()), name, said);
        self.asked = Some(Asked::PriceList(Box::new(list)));
    }

    /// The same of a text.
    pub(super) fn price_list_pasted(&mut self, context: &Context, text: &str) {
        let said = Said::new(self.session.today());
        let source = Source::Bytes(Arc::from(text.as_bytes()));
        let list = PriceList::new(context, source, PASTED.to_owned(), said);
        self.asked = Some(Asked::PriceList(Box::new(list)));
    }

    /// Takes in what was shown; says what came of it.
    fn take_prices(&mut self, context: &Context, of: &Catalogue) -> Result<(), Problem> {
        let taken = self.session.take_in_catalogue(of)?;
        let range = of.range();
        let date = of.date.words();
        match taken.change {
            Taken::New => {
                self.tell(context, format!("Took in prices of {range}, {date}"));
                if let Some(toast) = &mut self.toast {
                    toast.action = Some("Undo".to_owned());
                }
            }
            Taken::PutBack => {
                self.tell(context, format!("The text of {} is whole again", taken.key));
            }
            Taken::Known => self.tell(context, format!("{} is there already", taken.key)),
        }
        self.screen = Screen::Prices;
        self.states.prices.show_catalogue(&taken.key);
        Ok(())
    }
}

/// Draws the preview; `None` once it is answered.
pub(super) fn show(ui: &Ui, window: &mut Window, mut of: Box<PriceList>) -> Option<Asked> {
    of.take();
    match draw::preview(ui, &mut of, &window.session) {
        draw::Pressed::Nothing => {}
        draw::Pressed::Cancel => return None,
        draw::Pressed::Again => of.again(ui.ctx()),
        draw::Pressed::TakeIn => {
            if let State::Read(catalogue) = &of.state {
                match window.take_prices(ui.ctx(), catalogue) {
                    Ok(()) => return None,
                    Err(problem) => of.state = State::Wrong(problem),
                }
            }
        }
    }
    Some(Asked::PriceList(of))
}

#[cfg(test)]
mod tests {
    use super::day_in;

    #[test]
    fn the_day_is_taken_from_a_files_name() {
        let day = |name: &str| day_in(name).map(|day| day.to_string());
        assert_eq!(day("metal-CA-2022-01-24.json").as_deref(), Some("2022-01-24"));
        assert_eq!(day("prices.json"), None);
        assert_eq!(day("é2022-13-24.json"), None);
    }
}
