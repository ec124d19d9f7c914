//! How long does a frame take while a person scrolls through all configurations of three price lists, and after a changed need?
//!
//! `cargo bench --bench price_table` draws the whole window, the list of what serves scrolled from its top to its end, and prints how many
//! rows and frames that was and how long a frame took. 60 frames a second leave 16.7 ms each. With `HEADROOM_CATALOGUE=FILE` it takes that
//! price list three times, as of three ranges, else a made one of the same size.
#![allow(clippy::print_stdout, reason = "a bench says what it measured")]

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use headroom::disk::{Recent, Settings};
use headroom::formats::catalogues::PriceTold;
use headroom::gui::dialogs::{Chosen, Dialogs, Wanted};
use headroom::gui::{Options, Window};
use headroom::model::Catalogue;
use headroom::session::{Session, price_list};
use headroom::units::Day;

mod made;

const REAL: &str = include_str!("../scenarios/hypha-2021-04.headroom.ron");
const SEED: u64 = 20_220_124;
/// Height of a row, in points.
const ROW: f32 = 29.0;

struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: &Wanted, _: &egui::Context) {}

    fn answer(&mut self) -> Option<Chosen> {
        None
    }
}

#[allow(clippy::disallowed_methods, reason = "the price list stands outside the repository")]
fn catalogues() -> Vec<Catalogue> {
    let named =
        |(n, list): (usize, Catalogue)| Catalogue { line: Some(format!("range {n}")), ..list };
    let lists: Vec<Catalogue> = match std::env::var("HEADROOM_CATALOGUE") {
        Ok(path) => {
            let bytes = std::fs::read(&path).expect("the price list can be read");
            let told = PriceTold::new(Day::new(2022, 1, 24).expect("a day"), path);
            let read = price_list(&bytes, None, &told).expect("it is sound");
            vec![read.clone(), read.clone(), read]
        }
        Err(_) => (0..3).map(|n| made::catalogue::catalogue(SEED + n)).collect(),
    };
    lists.into_iter().enumerate().map(named).collect()
}

fn window() -> Harness<'static, Window> {
    let mut session = Session::new(REAL, "bench", Day::new(2021, 4, 20).expect("a day"));
    for list in catalogues() {
        session.take_in_catalogue(&list).expect("it can be kept");
    }
    Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |creation| {
        headroom::gui::theme::look(&creation.egui_ctx);
        let options = Options {
            theme: egui::ThemePreference::Light,
            dialogs: Box::new(NoDialogs),
            recent: Recent::default(),
            settings: Settings::default(),
        };
        Window::new(&creation.egui_ctx, session, options)
    })
}

fn settle(window: &mut Harness<'_, Window>) {
    for _ in 0..20 {
        window.step();
    }
    let waits = ["Laying out", "working out"];
    while waits.iter().any(|text| window.query_all_by_label_contains(text).next().is_some()) {
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
}

/// Row of the list that is the last in view, from 0.
fn last_in_view(window: &Harness<'_, Window>) -> usize {
    let rows = window.query_all_by_role(Role::Row);
    rows.filter_map(|row| row.accesskit_node().data().row_index()).max().unwrap_or(0)
}

fn frame(window: &mut Harness<'_, Window>) -> f64 {
    let start = Instant::now();
    window.step();
    1e3 * start.elapsed().as_secs_f64()
}

fn told(what: &str, mut spent: Vec<f64>) {
    spent.sort_by(f64::total_cmp);
    let of = |share: f64| spent[((spent.len() - 1) as f64 * share) as usize];
    println!(
        "{what}: {} frames, median {:.2} ms, 99 of 100 within {:.2} ms, worst {:.2} ms (a frame has 16.7)",
        spent.len(),
        of(0.5),
        of(0.99),
        of(1.0)
    );
}

fn main() {
    let mut window = window();
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num8);
    settle(&mut window);
    window.get_by_role_and_label(Role::RadioButton, "Find what serves").click();
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "Clear all").click();
    settle(&mut window);
    let heading = window
        .query_all_by_role(Role::Heading)
        .find_map(|node| node.accesskit_node().label().filter(|label| label.contains(" of ")));
    let heading = heading.expect("the list says how many serve");
    let rows: usize = heading
        .split(" of ")
        .next()
        .map(|count| count.replace(',', ""))
        .and_then(|count| count.parse().ok())
        .expect("a count");
    println!("{heading}");

    let row = window.query_all_by_role(Role::Row).next().expect("a row").rect();
    window.hover_at(row.center());
    window.step();
    let mut spent = Vec::new();
    // Eight rows at a time, so that each is seen.
    while last_in_view(&window) + 1 < rows && spent.len() < rows {
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -8.0 * ROW),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        spent.push(frame(&mut window));
    }
    println!("last row in view: {} of {rows}", last_in_view(&window) + 1);
    told("scrolling through all", spent);

    let mut spent = Vec::new();
    for name in
        ["Sort by RAM", "Sort by Usable", "Sort by Monthly", "Sort by A GiB", "Sort by Name"]
    {
        window.get_by_role_and_label(Role::Button, name).click();
        // The pointer goes down, up, and what follows is drawn.
        spent.push((0..3).map(|_| frame(&mut window)).fold(0.0, f64::max));
        settle(&mut window);
    }
    told("another order", spent);
}
