//! One open scenario: its text, what follows from it, and how it came to be.
//!
//! Everything that is shown is worked out again after each edit, from what still holds of before.
//! Nothing here draws or prints; files are read and written through [`crate::disk`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::checks::{self, Finding};
use crate::diag::{Place, Problem, Severity};
use crate::disk::{self, Over, Stamp};
use crate::document::{self, Document, Edit};
use crate::engine;
use crate::engine::levels::plan_asked;
use crate::engine::outlook::Outlook;
use crate::model::{DO_NOTHING, Scenario};
use crate::report::{self, Ask, Question, Report};
use crate::units::Day;

mod beside;
pub mod examples;
mod format;
mod history;
pub mod import;
mod picking;
mod price_list;
mod setting;
mod taking_in;

use beside::Filled;
pub use history::Gesture;
use history::{Back, History};
pub use picking::picking;
pub use price_list::{
    Taken, TakenIn, is_price_list, looks_like_prices, price_list, read_price_list,
};
pub use setting::{as_of, setting, typed};
pub use taking_in::{Ground, entries_of, import_report, read_usage};

/// One open scenario. A clone is a what-if.
#[derive(Clone, Debug)]
pub struct Session {
    content: Content,
    /// The text as it is on disk, or as it was opened.
    saved: Arc<str>,
    name: String,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    today: Day,
    history: History,
    plan: Arc<str>,
    /// Names of texts beside it whose content was not what the name says, and is again.
    renewed: Vec<String>,
}

/// What is open.
#[derive(Clone, Debug)]
enum Content {
    /// A text that could be read, at least in part, and what follows from it.
    Read(Box<Read>),
    /// A text that could not.
    Broken { text: Arc<str>, problems: Vec<Problem>, beside: Vec<(String, Arc<str>)> },
}

#[derive(Clone, Debug)]
struct Read {
    document: Document<Scenario>,
    /// The document's, with its day and its series.
    scenario: Arc<Scenario>,
    filled: Filled,
    problems: Vec<Problem>,
    outlook: Arc<Outlook>,
    findings: Arc<[Finding]>,
}

impl Session {
    /// Opens a text that is in no file yet. `today` is the scenario's day where it names none.
    ///
    /// A text that cannot be read is open all the same: [`Session::problems`] says what is wrong.
    pub fn new(text: impl Into<Arc<str>>, name: impl Into<String>, today: Day) -> Self {
        let (text, name) = (text.into(), name.into());
        let mut session = Self {
            content: Content::of(&name, Arc::clone(&text), today, None, Vec::new()),
            saved: text,
            name,
            path: None,
            stamp: None,
            today,
            history: History::default(),
            plan: DO_NOTHING.into(),
            renewed: Vec::new(),
        };
        session.plan = session.first_plan();
        session
    }

    /// Opens a file; `-` is standard input.
    pub fn open(path: &Path, today: Day) -> Result<Self, Problem> {
        let opened = disk::read(path)?;
        let mut session = Self::new(opened.text, opened.name, today);
        session.path = (path != Path::new(disk::STANDARD)).then(|| path.to_owned());
        session.stamp = opened.stamp;
        session.load_beside();
        Ok(session)
    }

    /// Looks beside its file for the texts that it names and does not have yet.
    fn load_beside(&mut self) {
        let (Some(path), Some(document)) = (&self.path, self.document()) else { return };
        let missing = |name: &&str| document.text_beside(name).is_none();
        if beside::names(document.model()).iter().any(missing) {
            self.put(beside::load(document, path));
        }
    }

    /// Takes in texts that stand beside the scenario, and the edit that names them, as one step of undo. An edit of nothing is no
    /// step: it puts back texts that were lost or damaged.
    pub fn take_in(&mut self, texts: &[(String, String)], edit: &Edit) -> Result<(), Problem> {
        let document = &self.read()?.document;
        let is_new =
            |name: &str, text: &str| document.text_beside(name).is_none_or(|t| **t != *text);
        let new = texts.iter().filter(|(name, text)| is_new(name, text));
        let new: Vec<(String, Arc<str>)> =
            new.map(|(name, text)| (name.clone(), Arc::from(text.as_str()))).collect();
        let known = |(name, _): &&(String, Arc<str>)| document.text_beside(name).is_some();
        let renewed: Vec<String> = new.iter().filter(known).map(|(name, _)| name.clone()).collect();
        let mut document = document.with_texts(new);
        if !edit.ops.is_empty() {
            let applied = document.apply(edit)?;
            self.history.note(&edit.label, Back::Splices(applied.undo), None);
            document = applied.document;
        }
        self.renewed.extend(renewed);
        self.put(document);
        Ok(())
    }

    /// Applies an edit as one step of undo. Refused edits change nothing: a path that leads
    /// nowhere, or a text that could not be read afterwards.
    ///
    /// An edit may leave new problems behind; [`Session::objections`] tells beforehand.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Problem> {
        self.apply_as(edit, None)
    }

    /// The same as part of a gesture: edits of one gesture that follow each other are one step.
    pub fn apply_merging(&mut self, edit: &Edit, gesture: Gesture) -> Result<(), Problem> {
        self.apply_as(edit, Some(gesture))
    }

    fn apply_as(&mut self, edit: &Edit, gesture: Option<Gesture>) -> Result<(), Problem> {
        let applied = self.read()?.document.apply(edit)?;
        self.history.note(&edit.label, Back::Splices(applied.undo), gesture);
        self.put(applied.document);
        Ok(())
    }

    /// Puts another text in the place of the whole, as one step of undo: where a person mends by
    /// hand what cannot be read.
    pub fn retype(&mut self, text: impl Into<Arc<str>>) {
        let before: Arc<str> = self.text().into();
        self.history.note("Edit the text", Back::Text(before), None);
        self.put_text(text.into());
    }

    /// What would be an error after an edit that is none now; nothing is changed.
    pub fn objections(&self, edit: &Edit) -> Vec<Problem> {
        let after = match self.read().and_then(|read| read.document.apply(edit)) {
            Ok(applied) => applied.document,
            Err(problem) => return vec![problem],
        };
        if let Some(problem) = format::refused(after.text(), &self.name()) {
            return vec![problem];
        }
        let how_often = |problems: &[Problem], p: &Problem| {
            problems.iter().filter(|q| (q.code, &q.message) == (p.code, &p.message)).count()
        };
        let is_new = |p: &&Problem| {
            p.severity == Severity::Error
                && how_often(after.problems(), p) > how_often(self.problems(), p)
        };
        after.problems().iter().filter(is_new).cloned().collect()
    }

    /// What it would be after an edit; this one stays as it is.
    pub fn what_if(&self, edit: &Edit) -> Result<Self, Problem> {
        let mut other = self.clone();
        other.apply(edit)?;
        Ok(other)
    }

    /// Takes the last step back; `false`: there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.history.last_done() else { return false };
        let Some(again) = self.run(&step.back.clone()) else { return false };
        self.history.took_back(again);
        true
    }

    /// Does the step last taken back again; `false`: there is none.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.history.last_undone() else { return false };
        let Some(back) = self.run(&step.back.clone()) else { return false };
        self.history.did_again(back);
        true
    }

    /// What undo would take back, as the menu says it.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.last_done().map(|step| step.label.as_str())
    }

    /// What redo would do again, as the menu says it.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.last_undone().map(|step| step.label.as_str())
    }

    /// Chooses the plan that reports speak of; `false`: there is none of this name.
    pub fn choose_plan(&mut self, name: &str) -> bool {
        let found = self.outlook().and_then(|o| o.plans.get_key_value(name));
        let Some(name) = found.map(|(name, _)| Arc::clone(name)) else { return false };
        self.plan = name;
        true
    }

    /// Chooses the plan that the request names, else the cheapest without an error, else the first: as a
    /// scenario is when it is opened.
    pub fn choose_best_plan(&mut self) {
        self.plan = self.first_plan();
    }

    /// Saves where it was opened or last saved. A file that somebody else has changed since is
    /// kept: save elsewhere, or say [`Over::Anything`] to [`Session::save_as`].
    pub fn save(&mut self) -> Result<(), Problem> {
        let Some(path) = self.path.clone() else {
            return Err(Problem::error("no-name", "this scenario has no file yet")
                .hint("save it under a name"));
        };
        let stamp = self.stamp.clone();
        self.save_as(&path, stamp.as_ref().map_or(Over::Anything, Over::Unchanged))
    }

    /// Saves under a name, which is its name from then on.
    pub fn save_as(&mut self, path: &Path, over: Over<'_>) -> Result<(), Problem> {
        if let Some(document) = self.document() {
            beside::save(document, path, &self.renewed)?;
        }
        let text: Arc<str> = self.text().into();
        self.stamp = Some(disk::save(path, text.as_bytes(), over)?);
        self.saved = text;
        self.renewed.clear();
        self.path = Some(path.to_owned());
        Ok(())
    }

    /// Whether somebody else has written to its file since it was opened or saved.
    pub fn changed_on_disk(&self) -> bool {
        match (&self.path, &self.stamp) {
            (Some(path), Some(stamp)) => disk::changed(path, stamp),
            _ => false,
        }
    }

    /// Whether there is something that is not saved.
    pub fn is_unsaved(&self) -> bool {
        *self.text() != *self.saved || !self.renewed.is_empty()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Read(read) => read.document.text(),
            Content::Broken { text, .. } => text,
        }
    }

    /// The text with its tree and model; `None` while it cannot be read.
    pub fn document(&self) -> Option<&Document<Scenario>> {
        self.known().map(|read| &read.document)
    }

    /// Its file, once it has one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What people call it: its file's name, or what it was opened as.
    pub fn name(&self) -> String {
        let file = self.path.as_deref().and_then(Path::file_name);
        file.map_or_else(|| self.name.clone(), |name| name.to_string_lossy().into_owned())
    }

    /// What is wrong with the text, in its order. What could be read is worked out nevertheless.
    pub fn problems(&self) -> &[Problem] {
        match &self.content {
            Content::Read(read) => &read.problems,
            Content::Broken { problems, .. } => problems,
        }
    }

    /// What the file says, the day filled in; `None` while it cannot be read.
    pub fn scenario(&self) -> Option<&Arc<Scenario>> {
        self.known().map(|read| &read.scenario)
    }

    /// What follows from it; `None` while it cannot be read.
    pub fn outlook(&self) -> Option<&Arc<Outlook>> {
        self.known().map(|read| &read.outlook)
    }

    /// What the checks have to say, worst first.
    pub fn findings(&self) -> &[Finding] {
        self.known().map_or(&[], |read| &read.findings)
    }

    /// Name of the plan that reports speak of.
    pub fn plan(&self) -> &Arc<str> {
        &self.plan
    }

    /// The day on which the program was started.
    pub fn today(&self) -> Day {
        self.today
    }

    /// Where the value of a path stands in the text; of what is around it where it is not stated.
    pub fn place_of(&self, path: &str) -> Option<Place> {
        Some(self.document()?.place(&path.parse().ok()?))
    }

    /// The answer to a question about the chosen plan; `None` while the text cannot be read.
    pub fn report(&self, question: &Question) -> Option<Report> {
        self.report_of(question, &self.plan, None, None)
    }

    /// The same about any plan, beside a second one, or about a path that `explain` explains.
    pub fn report_of(
        &self,
        question: &Question,
        plan: &str,
        second: Option<&str>,
        path: Option<&str>,
    ) -> Option<Report> {
        let Read { scenario, outlook, findings, .. } = self.known()?;
        Some((question.make)(&Ask { scenario, outlook, findings, plan, second, path }))
    }

    /// The charges and reasons behind a figure, by the path that its cell carries.
    pub fn why(&self, path: &str) -> Option<Report> {
        self.report_of(report::question("explain")?, &self.plan, None, Some(path))
    }

    /// Why [`Session::why`] cannot explain a path, with the nearest one that it can; `None` where it
    /// can, or nothing could be read.
    pub fn why_not(&self, path: &str) -> Option<Problem> {
        let Read { scenario, outlook, findings, .. } = self.known()?;
        let ask =
            Ask { scenario, outlook, findings, plan: &self.plan, second: None, path: Some(path) };
        ask.refuses(path)
    }

    fn known(&self) -> Option<&Read> {
        match &self.content {
            Content::Read(read) => Some(read),
            Content::Broken { .. } => None,
        }
    }

    fn read(&self) -> Result<&Read, Problem> {
        self.known().ok_or_else(|| {
            let problem = Problem::error("cannot-read", "the text cannot be read yet");
            match self.problems().first() {
                Some(first) => problem.hint(format!("mend it first: {}", first.message)),
                None => problem,
            }
        })
    }

    /// Does what takes steps back; answers what takes that back, in order.
    fn run(&mut self, back: &[Back]) -> Option<Vec<Back>> {
        let mut again = Vec::with_capacity(back.len());
        let mut document = self.document().cloned();
        let mut text: Option<Arc<str>> = None;
        for one in back {
            match one {
                Back::Splices(inverse) => {
                    let applied = document.as_ref()?.undo(inverse).ok()?;
                    document = Some(applied.document);
                    again.insert(0, Back::Splices(applied.undo));
                }
                Back::Text(before) => {
                    again.insert(0, Back::Text(self.text().into()));
                    text = Some(Arc::clone(before));
                }
            }
        }
        match (text, document) {
            (Some(text), _) => self.put_text(text),
            (None, Some(document)) => self.put(document),
            (None, None) => return None,
        }
        Some(again)
    }

    fn put(&mut self, document: Document<Scenario>) {
        self.content = Content::of_document(document, self.today, self.known());
        self.keep_plan();
    }

    fn put_text(&mut self, text: Arc<str>) {
        let beside = match &self.content {
            Content::Read(read) => read.document.texts_beside(),
            Content::Broken { beside, .. } => beside.clone(),
        };
        self.content = Content::of(&self.name, text, self.today, self.known(), beside);
        self.load_beside();
        self.keep_plan();
    }

    fn keep_plan(&mut self) {
        if self.outlook().is_some_and(|o| !o.plans.contains_key(&self.plan)) {
            self.plan = self.first_plan();
        }
    }

    fn first_plan(&self) -> Arc<str> {
        let Some(Read { outlook, findings, scenario, .. }) = self.known() else {
            return DO_NOTHING.into();
        };
        let asked = plan_asked(scenario);
        asked
            .and_then(|name| Some(outlook.plans.get_key_value(name)?.0))
            .or_else(|| checks::cheapest_good_plan(outlook, findings))
            .or_else(|| outlook.plans.keys().nth(1))
            .map_or_else(|| DO_NOTHING.into(), Arc::clone)
    }
}

impl Content {
    fn of(
        name: &str,
        text: Arc<str>,
        today: Day,
        old: Option<&Read>,
        beside: Vec<(String, Arc<str>)>,
    ) -> Self {
        if let Some(problem) = format::refused(&text, name) {
            return Self::Broken { text, problems: vec![problem], beside };
        }
        match Document::new(name, Arc::clone(&text)) {
            Ok(document) => Self::of_document(document.with_texts(beside), today, old),
            Err(problems) => Self::Broken { text, problems, beside },
        }
    }

    fn of_document(document: Document<Scenario>, today: Day, old: Option<&Read>) -> Self {
        let nothing = Filled::default();
        let known = old.map_or(&nothing, |old| &old.filled);
        let (scenario, filled, of_texts) = beside::whole(&document, today, known);
        let outlook = Arc::new(engine::project(&scenario, old.map(|old| &*old.outlook)));
        let findings = checks::check(&scenario, &outlook).into();
        let problems = document.problems().iter().cloned().chain(of_texts).collect();
        Self::Read(Box::new(Read { document, scenario, filled, problems, outlook, findings }))
    }
}

/// The canonical layout of a text, with its comments; a problem where it is not RON.
pub fn laid_out(text: &str, name: &str) -> Result<String, Problem> {
    document::format(text, name)
}

#[cfg(test)]
mod tests;
