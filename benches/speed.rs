//! How long does it take from a key press to the new figures, from a text to its problems, and for a report?
//!
//! `cargo bench` prints all of it. Where two things are compared, both are in one group of one run.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use headroom::checks::check;
use headroom::document::{Document, Edit, Path};
use headroom::engine::project;
use headroom::model::Scenario;

mod made;

const REAL: &str = include_str!("../scenarios/hypha-2021-04.headroom.ron");
const SEED: u64 = 20_210_420;

fn open(text: &str) -> Document<Scenario> {
    Document::new("bench", text).expect("the scenario is sound")
}

/// One edit, from the text to all checks, with what still holds of the old outlook.
fn edit(c: &mut Criterion, scenario: &str, text: &str, edits: &[(&str, &str, &str)]) {
    let document = open(text);
    let outlook = project(document.model(), None);
    let mut group = c.benchmark_group(format!("edit to checks, {scenario}"));
    for (name, path, value) in edits {
        let path: Path = path.parse().expect("a path");
        let edit = Edit::new(*name).set(path, *value);
        group.bench_function(*name, |b| {
            b.iter_batched(
                || (),
                |()| {
                    let applied = document.apply(&edit).expect("the edit is sound");
                    let new = project(applied.document.model(), Some(&outlook));
                    let findings = check(applied.document.model(), &new);
                    (applied.document, new, findings)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn edits(c: &mut Criterion) {
    edit(
        c,
        "real case",
        REAL,
        &[
            ("service", "services.staging.ram", "\"5 GiB\""),
            ("overlap", "plans[\"Rise-4 and 1 TB\"][0].overlap", "\"2 months\""),
            ("price", "offers[\"ovh/rise-4\"].monthly", "\"150 CAD before tax\""),
            ("tax", "taxes[0].rate", "\"15 %\""),
        ],
    );
    edit(
        c,
        "made scenario",
        &made::scenario(SEED),
        &[
            ("service", "services.s500.ram", "\"5 GiB\""),
            ("window", "services.s500.windows[0].days_around", "9"),
            ("move", "plans[\"plan 7\"][0].overlap", "\"2 months\""),
            ("price of an offer", "offers[\"p/7\"].monthly", "\"150 EUR before tax\""),
            ("price of a contract", "contracts.c7.monthly", "\"150 EUR before tax\""),
            ("tax", "taxes[0].rate", "\"6 %\""),
        ],
    );
}

fn from_nothing(c: &mut Criterion) {
    let mut group = c.benchmark_group("project from nothing");
    for (name, text) in [("real case", REAL.to_owned()), ("made scenario", made::scenario(SEED))] {
        let document = open(&text);
        group.bench_function(name, |b| {
            b.iter_batched(|| (), |()| project(document.model(), None), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read 10,000 lines");
    group.sample_size(10);
    for (name, mistakes) in [("sound", 0), ("40 mistakes", 40)] {
        let text = made::with_mistakes(10_000, mistakes);
        group
            .bench_function(name, |b| b.iter(|| Document::<Scenario>::new("bench", text.as_str())));
    }
    group.finish();
}

/// One frame of each screen, laid out, without the graphics card.
#[cfg(feature = "window")]
fn frames(c: &mut Criterion) {
    frames_of(c, "real case", REAL);
    frames_of(c, "made scenario", &made::scenario(SEED));
}

#[cfg(feature = "window")]
fn frames_of(c: &mut Criterion, scenario: &str, text: &str) {
    use egui_kittest::Harness;
    use headroom::disk::{Recent, Settings};
    use headroom::gui::dialogs::{Chosen, Dialogs, Wanted};
    use headroom::gui::{Options, Window};
    use headroom::session::Session;
    use headroom::units::Day;

    struct NoDialogs;

    impl Dialogs for NoDialogs {
        fn ask(&mut self, _: &Wanted, _: &egui::Context) {}

        fn answer(&mut self) -> Option<Chosen> {
            None
        }
    }

    let mut group = c.benchmark_group(format!("one frame, {scenario}"));
    for (name, key) in [
        ("Overview", egui::Key::Num1),
        ("Plans", egui::Key::Num2),
        ("Request", egui::Key::Num3),
        ("Services", egui::Key::Num4),
        ("Contracts", egui::Key::Num5),
        ("Findings", egui::Key::Num6),
        ("Basics", egui::Key::Num7),
        ("Prices", egui::Key::Num8),
        ("Other costs", egui::Key::Num9),
        ("Usage, backups", egui::Key::U),
        ("Notes", egui::Key::T),
    ] {
        let today = Day::new(2021, 4, 20).expect("a day");
        let session = Session::new(text, "bench", today);
        let mut harness =
            Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |creation| {
                headroom::gui::theme::look(&creation.egui_ctx);
                let options = Options {
                    theme: egui::ThemePreference::Light,
                    dialogs: Box::new(NoDialogs),
                    recent: Recent::default(),
                    settings: Settings::default(),
                };
                Window::new(&creation.egui_ctx, session, options)
            });
        harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
        harness.run();
        group.bench_function(name, |b| b.iter(|| harness.step()));
    }
    group.finish();
}

#[cfg(not(feature = "window"))]
fn frames(_: &mut Criterion) {}

criterion_group!(benches, edits, from_nothing, reading, frames);
criterion_main!(benches);
