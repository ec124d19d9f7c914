//! The building blocks, each alone in a window.

use std::cell::RefCell;
use std::rc::Rc;

use egui::accesskit::Role;
use egui::{Key, Ui};
use egui_kittest::{Harness, kittest::Queryable as _};
use headroom::diag::Severity;
use headroom::gui::kit::table::{Cell, Head, Row, Side, Table, TableAnswer, table};
use headroom::gui::kit::why::{Why, WhyLine};
use headroom::gui::kit::{chip, cost_strip, curve, icon, in_place, nav, palette_list, sheet};
use headroom::gui::theme::{self, Tone};

type Draw<T> = Box<dyn FnMut(&mut Ui) -> Option<T>>;

/// A window of one piece, and what the piece answered, in order.
struct Piece<T: 'static> {
    draw: Draw<T>,
    heard: Rc<RefCell<Vec<T>>>,
}

impl<T> eframe::App for Piece<T> {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let answer = (self.draw)(ui);
        self.heard.borrow_mut().extend(answer);
    }
}

type Heard<T> = Rc<RefCell<Vec<T>>>;

fn window<T>(
    draw: impl FnMut(&mut Ui) -> Option<T> + 'static,
) -> (Harness<'static, Piece<T>>, Heard<T>) {
    let heard: Heard<T> = Rc::default();
    let kept = Rc::clone(&heard);
    let harness = Harness::builder().with_size([1000.0, 700.0]).build_eframe(move |context| {
        theme::look(&context.egui_ctx);
        Piece { draw: Box::new(draw), heard: kept }
    });
    (harness, heard)
}

fn digits(text: &str) -> Result<(), (String, Option<String>)> {
    let wrong = || (format!("`{text}` is not a number"), Some("write digits".to_owned()));
    text.parse::<u32>().map(drop).map_err(|_wrong| wrong())
}

fn type_over(harness: &mut Harness<'_, impl eframe::App>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

#[test]
fn a_typed_value_is_answered_once_it_is_committed() {
    let value = in_place::Value { name: "Overlap", shown: "12 days", typed: "12" };
    let (mut window, heard) = window(move |ui| in_place::text_value(ui, value, &digits));
    window.get_by_role_and_label(Role::Button, "Overlap").click();
    window.run();
    type_over(&mut window, "31");
    assert_eq!(*heard.borrow(), ["31"]);
    assert!(window.query_by_role_and_label(Role::TextInput, "Overlap").is_none());
}

#[test]
fn a_refused_text_says_why_and_stays() {
    let value = in_place::Value { name: "Overlap", shown: "12 days", typed: "12" };
    let (mut window, heard) = window(move |ui| in_place::text_value(ui, value, &digits));
    window.get_by_role_and_label(Role::Button, "Overlap").click();
    window.run();
    type_over(&mut window, "soon");
    window.get_by_label("`soon` is not a number");
    window.get_by_label("write digits");
    assert!(heard.borrow().is_empty());
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("write digits").is_none());
}

#[test]
fn a_choice_is_answered_by_its_value() {
    let value = in_place::Value { name: "Plan", shown: "Rise-4", typed: "b" };
    let (mut window, heard) = window(move |ui| {
        let choice = |value, label| in_place::Choice { value, label, note: "" };
        in_place::choice_value(ui, value, &[choice("a", "Rise-3"), choice("b", "Rise-4")])
    });
    window.get_by_role_and_label(Role::Button, "Plan").click();
    window.run();
    window.get_by_label("Rise-3").click();
    window.run();
    assert_eq!(*heard.borrow(), ["a"]);
}

fn stepped(text: &str, steps: i64) -> Option<String> {
    Some((text.parse::<i64>().ok()? + steps).to_string())
}

#[test]
fn a_dragged_value_moves_and_is_done_on_release() {
    let value = in_place::Value { name: "Overlap", shown: "12 days", typed: "12" };
    let (mut window, heard) = window(move |ui| in_place::drag_value(ui, value, &stepped, &digits));
    let from = window.get_by_role_and_label(Role::SpinButton, "Overlap").rect().center();
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for part in [0.5, 1.0] {
        window.hover_at(from + egui::vec2(36.0 * part, 0.0));
        window.step();
    }
    window.drop_at(from + egui::vec2(36.0, 0.0));
    window.run();
    let heard = heard.borrow();
    // 36 points are 4 steps of 9.
    assert!(heard.contains(&in_place::Dragged::Moving("16".to_owned())), "{heard:?}");
    assert_eq!(heard.last(), Some(&in_place::Dragged::Done("16".to_owned())));
}

#[test]
fn a_dragged_value_steps_with_the_keys() {
    let value = in_place::Value { name: "Overlap", shown: "12 days", typed: "12" };
    let (mut window, heard) = window(move |ui| in_place::drag_value(ui, value, &stepped, &digits));
    window.get_by_role_and_label(Role::SpinButton, "Overlap").focus();
    window.run();
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(*heard.borrow(), [in_place::Dragged::Done("13".to_owned())]);
}

#[test]
fn a_chip_with_an_error_says_so() {
    let shown = chip::Chip { label: "Rise-3", mark: Some(Severity::Error), chosen: false };
    let (mut window, heard) = window(move |ui| chip::chip(ui, &shown).clicked().then_some(()));
    window.get_by_label("Rise-3, error").click();
    window.run();
    assert_eq!(heard.borrow().len(), 1);
}

#[test]
fn navigation_answers_where_to_go() {
    let (mut window, heard) = window(|ui| {
        let item = |icon, label, count| nav::NavItem { icon, label, count, gap: false };
        let items = [
            item(icon::all::ICON_DASHBOARD, "Overview", None),
            item(icon::all::ICON_FLAG, "Findings", Some((12, Tone::Error))),
        ];
        nav::nav(ui, &items, 1, 0)
    });
    window.get_by_label("Findings, 12").click();
    window.run();
    assert_eq!(*heard.borrow(), [1]);
}

#[test]
fn a_list_is_searched_and_picked_by_the_keyboard() {
    let (mut window, heard) = window(|ui| {
        let item = |name: &str| palette_list::Listed {
            name: name.to_owned(),
            note: String::new(),
            shortcut: String::new(),
        };
        palette_list::palette_list(ui, &[item("Save"), item("Add service"), item("Add plan")])
    });
    window.run();
    window.event(egui::Event::Text("add".to_owned()));
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(heard.borrow().first(), Some(&palette_list::Picked::One(2)));
}

fn services(ui: &mut Ui) -> Option<sheet::SheetAnswer> {
    let cell = |text: &str| sheet::SheetCell { shown: Cell::plain(text), ..Default::default() };
    let row = |name: &str, state: &str, ram: &str| sheet::SheetRow {
        name: name.to_owned(),
        cells: vec![cell(name), cell(state), cell(ram)],
    };
    let rows = [row("Jitsi", "retiring", "4"), row("Loomio", "running", "2")];
    let states = [("running", "running"), ("retiring", "retiring")];
    let column =
        |title, side, kind| sheet::SheetColumn { title, note: "", side, width: 120.0, kind };
    let columns = [
        column("Name", Side::Left, sheet::CellKind::ReadOnly),
        column("State", Side::Left, sheet::CellKind::Choice(&states)),
        column("RAM", Side::Right, sheet::CellKind::Text(&|_, text| digits(text))),
    ];
    let shown = sheet::Sheet {
        name: "Services",
        columns: &columns,
        rows: &rows,
        selected: Some(0),
        add: Some("type a name, or paste rows from a spreadsheet"),
        totals: Some(&[Cell::plain("Together"), Cell::default(), Cell::plain("6")]),
    };
    let answers = sheet::sheet(ui, &shown, 500.0);
    answers.into_iter().find(|answer| !matches!(answer, sheet::SheetAnswer::Select(_)))
}

#[test]
fn a_cell_is_typed_over_by_the_keyboard_alone() {
    let (mut window, heard) = window(services);
    window.get_by_label("RAM of Loomio").focus();
    window.run();
    window.event(egui::Event::Text("8".to_owned()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let text = "8".to_owned();
    assert_eq!(*heard.borrow(), [sheet::SheetAnswer::Set { row: 1, column: 2, text }]);
}

#[test]
fn a_cell_that_cannot_be_read_is_not_taken() {
    let (mut window, heard) = window(services);
    window.get_by_label("RAM of Loomio").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    type_over(&mut window, "2 GBi");
    window.get_by_label("`2 GBi` is not a number");
    assert!(heard.borrow().is_empty());
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("`2 GBi` is not a number").is_none());
}

#[test]
fn a_cell_is_chosen_from_a_list() {
    let (mut window, heard) = window(services);
    window.get_by_label("State of Jitsi").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "running").click();
    window.run();
    let text = "running".to_owned();
    assert_eq!(*heard.borrow(), [sheet::SheetAnswer::Set { row: 0, column: 1, text }]);
}

#[test]
fn a_row_is_added_by_its_name() {
    let (mut window, heard) = window(services);
    window.get_by_label("New row of Services").focus();
    window.run();
    type_over(&mut window, "wiki");
    assert_eq!(*heard.borrow(), [sheet::SheetAnswer::Add("wiki".to_owned())]);
}

#[test]
fn rows_are_pasted_from_a_spreadsheet() {
    let (mut window, heard) = window(services);
    window.get_by_label("New row of Services").focus();
    window.run();
    window.event(egui::Event::Paste("wiki\t2\nforms\t1".to_owned()));
    window.run();
    let rows =
        vec![vec!["wiki".to_owned(), "2".to_owned()], vec!["forms".to_owned(), "1".to_owned()]];
    assert_eq!(*heard.borrow(), [sheet::SheetAnswer::Paste(rows)]);
}

#[test]
fn a_row_s_menu_duplicates_it() {
    let (mut window, heard) = window(services);
    window.get_by_label("Row 2, Loomio").click_secondary();
    window.run();
    window.get_by_label("Duplicate row").click();
    window.run();
    assert_eq!(*heard.borrow(), [sheet::SheetAnswer::Duplicate(1)]);
}

#[test]
fn a_figure_of_a_table_explains_itself() {
    let (mut window, heard) = window(|ui| {
        let heads = [Head::words("Plan").wide(), Head::numbers("Monthly, CAD before tax")];
        let cells = vec![Cell::plain("Rise-4"), Cell::figure("177.32")];
        let row =
            Row { name: "Rise-4".to_owned(), cells, chosen: false, tick: Some(true), act: None };
        let shown = Table { name: "Plans", heads: &heads, rows: &[row], row_height: theme::ROW };
        table(ui, &shown, &|_, _| Why {
            title: "177.32 a month".to_owned(),
            lines: vec![WhyLine {
                what: "rent of Rise-4".to_owned(),
                figure: "161.32".to_owned(),
                tone: Tone::Plain,
            }],
            total: None,
        })
    });
    window.get_by_label("Monthly, CAD before tax of Rise-4").click();
    window.run();
    window.get_by_label("rent of Rise-4");
    window.key_press(Key::Escape);
    window.run();
    window.get_by_label("Compare Rise-4").click();
    window.run();
    assert_eq!(*heard.borrow(), [TableAnswer::Tick(0)]);
}

#[test]
fn a_month_of_the_strip_can_be_pressed() {
    let (mut window, heard) = window(|ui| {
        let month = |name: &str| cost_strip::StripMonth {
            label: name.to_owned(),
            name: format!("{name} 2021, 177.32 CAD before tax"),
            parts: vec![(cost_strip::Paid::New, 161.32), (cost_strip::Paid::Backup, 16.0)],
            in_request: name == "May",
            notes: Vec::new(),
        };
        let months = [month("May"), month("June")];
        cost_strip::cost_strip(
            ui,
            &cost_strip::CostStrip {
                label: "Cost by month; figures in the table below",
                unit: "CAD",
                months: &months,
                now: Some((79.38, "now 79.38")),
                ends: &[],
                period: "request period",
                height: 180.0,
            },
        )
    });
    window.get_by_role_and_label(Role::Figure, "Cost by month; figures in the table below");
    window.get_by_label("June 2021, 177.32 CAD before tax").click();
    window.run();
    assert_eq!(*heard.borrow(), [1]);
}

#[test]
fn the_order_date_moves_by_a_day_with_the_arrow_keys() {
    let on = |month, day| chrono::NaiveDate::from_ymd_opt(2021, month, day).unwrap();
    let (mut window, heard) = window(move |ui| {
        let steps =
            [(on(5, 5), 611.34, "611.34".to_owned()), (on(5, 20), 690.72, "690.72".to_owned())];
        curve::curve(
            ui,
            &curve::Curve {
                label: "Total by order date; figures in the table below",
                handle: "Order date",
                unit: "CAD",
                height: 160.0,
                steps: &steps,
                until: on(6, 19),
                chosen: on(5, 19),
                days: &[],
            },
        )
    });
    window.get_by_role_and_label(Role::Slider, "Order date").focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    assert_eq!(*heard.borrow(), [curve::Moved::Done(on(5, 20))]);
}
