//! What was found, as it is listed: kept while nothing of what was asked changes?

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive as _;

use crate::engine::configure::{Choice, Judged, Needs, Offered, Pick, Reason, Selection, Sort};
use crate::gui::kit::scatter::Mark;
use crate::report::configurations::{sort_of, thousands};
use crate::units::{Amount, BeforeTax};

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// Which of all that were laid out.
    pub(super) made: u64,
    pub(super) needs: Needs,
    pub(super) sort: Sort,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Answered {
    of: Question,
    search: Option<String>,
    selection: Selection,
    /// Why so many are out, in a line.
    pub(super) why_out: String,
    /// Those that serve and have what is searched for in their names, in order.
    pub(super) serving: Vec<Pick>,
    /// The others, the same way; those that come nearest first.
    pub(super) out: Vec<Judged>,
    /// What is drawn of those that serve.
    pub(super) marks: Vec<Mark>,
    /// Places in `marks` of the cheapest of each size of RAM, with their names.
    pub(super) labels: Vec<(usize, String)>,
}

impl Answered {
    /// What was found, anew where something else is asked.
    pub(super) fn see_to(
        kept: &mut Option<Self>,
        choice: &mut Choice,
        question: &Question,
        search: &str,
    ) {
        let search = search.trim().to_lowercase();
        let mut found = match kept.take().filter(|kept| kept.of == *question) {
            Some(kept) => kept,
            None => Self::new(choice, question.clone()),
        };
        if found.search.as_ref() != Some(&search) {
            found.narrow(choice, &search);
            found.search = Some(search);
        }
        *kept = Some(found);
    }

    fn new(choice: &mut Choice, of: Question) -> Self {
        let mut selection = choice.select(&of.needs, of.sort);
        // Those that would nearly do come first.
        selection.out.sort_by(|one, two| {
            let nearer = |a: &Reason, b: &Reason| a.is_nearer(b);
            match (nearer(&one.reason, &two.reason), nearer(&two.reason, &one.reason)) {
                (true, _) => std::cmp::Ordering::Less,
                (_, true) => std::cmp::Ordering::Greater,
                _ => one.pick.cmp(&two.pick),
            }
        });
        let counts = selection.counts();
        let counts: Vec<String> =
            counts.iter().map(|(of, n)| format!("{} {}", thousands(*n), sort_of(of))).collect();
        Self {
            of,
            search: None,
            why_out: counts.join(", "),
            serving: Vec::new(),
            out: Vec::new(),
            selection,
            marks: Vec::new(),
            labels: Vec::new(),
        }
    }

    fn narrow(&mut self, choice: &Choice, search: &str) {
        let finds = Finds::new(choice.offered(), search);
        let picks = self.selection.serving.iter().copied();
        self.serving = picks.filter(|pick| finds.one(*pick)).collect();
        let out = self.selection.out.iter().copied();
        self.out = out.filter(|judged| finds.one(judged.pick)).collect();
        (self.marks, self.labels) = marks(choice, &self.serving);
    }

    /// How many serve, whatever is searched for.
    pub(super) fn all_serving(&self) -> usize {
        self.selection.serving.len()
    }

    /// How many do not.
    pub(super) fn all_out(&self) -> usize {
        self.selection.out.len()
    }
}

/// What has the words that are searched for in its name or code.
struct Finds<'a> {
    offered: &'a Offered,
    words: Vec<&'a str>,
}

impl<'a> Finds<'a> {
    fn new(offered: &'a Offered, search: &'a str) -> Self {
        Self { offered, words: search.split_whitespace().collect() }
    }

    fn one(&self, pick: Pick) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let of = self.offered.configuration(pick, None);
        let has = |text: &str, word: &str| text.to_lowercase().contains(word);
        let mut whole = format!("{} {}", of.plan.name, self.offered.name(pick));
        for name in of.choices() {
            whole.push(' ');
            whole.push_str(name);
        }
        self.words.iter().all(|word| has(&whole, word))
    }
}

/// The mark of one; `None` where its price or its RAM is not known.
pub(super) fn mark(choice: &Choice, pick: Pick) -> Option<Mark> {
    let ram = choice.offered().ram(pick).filter(|ram| *ram > 0)?;
    let monthly = choice.cost(pick).monthly;
    let known = monthly.high.is_some() && monthly.low.minor() > 0;
    let price = monthly.low.to_decimal(choice.situation().currency()).to_f64()?;
    let size = ram as f64 / f64::from(1_u32 << 30);
    known.then_some(Mark { size, price, best: false, index: pick.0 as usize })
}

/// So many faint marks are drawn at most.
const MOST: usize = 3_000;

/// A mark a configuration: of a size and name the cheapest stands out, those at the same place are one.
fn marks(choice: &Choice, serving: &[Pick]) -> (Vec<Mark>, Vec<(usize, String)>) {
    let offered = choice.offered();
    let mut found: Vec<(Option<i128>, Amount<BeforeTax>, Pick)> = serving
        .iter()
        .map(|pick| (offered.ram(*pick), choice.cost(*pick).monthly.low, *pick))
        .collect();
    found.sort_unstable();
    let mut named = BTreeSet::new();
    let (mut faint, mut best, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    let (mut last, mut size) = (None, None);
    for (ram, _, pick) in found {
        let Some(mark) = mark(choice, pick) else { continue };
        let name = offered.plan_name(pick);
        if named.insert((ram, Arc::clone(name))) {
            if size != Some(ram) {
                size = Some(ram);
                labels.push((best.len(), name.trim().to_owned()));
            }
            best.push(Mark { best: true, ..mark });
            continue;
        }
        // What is nearer than this lies under the same mark.
        let place = (ram, (mark.price.log10() * 120.0) as i64);
        if last != Some(place) && faint.len() < MOST {
            faint.push(mark);
        }
        last = Some(place);
    }
    let before = faint.len();
    faint.extend(best);
    (faint, labels.into_iter().map(|(place, name)| (before + place, name)).collect())
}
