//! What people do with plans and with the request, told by accessible names.

use egui::accesskit::Role;
use egui::{Context, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use headroom::disk::{Recent, Settings};
use headroom::gui::dialogs::{Chosen, Dialogs, Wanted};
use headroom::gui::{Options, Window};
use headroom::session::Session;
use headroom::units::Day;

const CASE: &str = include_str!("../../scenarios/hypha-2021-04.headroom.ron");

/// Answers nothing: no story here needs a dialog.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: &Wanted, _: &Context) {}

    fn answer(&mut self) -> Option<Chosen> {
        None
    }
}

/// The real case, open on a screen.
struct Story(Harness<'static, Window>);

impl Story {
    fn on(screen: Key) -> Self {
        Self::of(CASE, screen)
    }

    fn of(text: &str, screen: Key) -> Self {
        let session = Session::new(text, "case.ron", Day::parse("2021-04-20").unwrap());
        let mut window =
            Harness::builder().with_size([1280.0, 1900.0]).build_eframe(move |context| {
                headroom::gui::theme::look(&context.egui_ctx);
                let theme = egui::ThemePreference::Light;
                let recent = Recent::default();
                let settings = Settings::default();
                let options = Options { theme, dialogs: Box::new(NoDialogs), recent, settings };
                Window::new(&context.egui_ctx, session, options)
            });
        window.key_press_modifiers(Modifiers::COMMAND, screen);
        window.run();
        Self(window)
    }

    fn press(&mut self, role: Role, name: &str) {
        self.0.get_by_role_and_label(role, name).click();
        self.0.run();
    }

    /// Presses what may be there several times; the first of them.
    fn press_first(&mut self, role: Role, name: &str) {
        self.0.get_all_by_role_and_label(role, name).next().unwrap().click();
        self.0.run();
    }

    fn type_over(&mut self, text: &str) {
        self.0.event(egui::Event::Text(text.to_owned()));
        self.0.run();
        self.key(Key::Enter);
    }

    fn key(&mut self, key: Key) {
        self.0.key_press(key);
        self.0.run();
    }

    fn session(&self) -> &Session {
        self.0.state().session()
    }

    /// The request of the chosen plan before tax: `at least..at most`, or both in one.
    fn request(&self) -> String {
        let outlook = self.session().outlook().unwrap();
        let plan = &outlook.plans[self.session().plan()];
        let (total, currency) = (plan.request.before_tax, plan.ledger.currency);
        let low = total.low.to_decimal(currency).to_string();
        match total.high.map(|high| high.to_decimal(currency).to_string()) {
            Some(high) if high == low => low,
            Some(high) => format!("{low}..{high}"),
            None => format!("{low}.."),
        }
    }

    /// The lower end of it.
    fn at_least(&self) -> String {
        self.request().split("..").next().unwrap_or_default().to_owned()
    }

    /// The file says that, however it is laid out.
    #[track_caller]
    fn has(&self, wanted: &str) {
        let close = |text: &str| text.split_whitespace().collect::<String>();
        assert!(
            close(self.session().text()).contains(&close(wanted)),
            "`{wanted}` is not in the file"
        );
        assert_eq!(self.session().problems(), []);
    }

    #[track_caller]
    fn undone(&mut self, label: &str) {
        assert_eq!(self.session().undo_label(), Some(label));
        self.0.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        self.0.run();
        assert!(self.session().text() == CASE, "not all was taken back");
    }
}

#[test]
fn a_move_is_switched_off_and_on() {
    let mut story = Story::on(Key::Num2);
    assert_eq!(story.request(), "611.34..772.66");
    story.press(Role::Button, "Switch off move 2");
    // 3 × 16 less.
    assert_eq!(story.request(), "563.34..724.66");
    story.press(Role::Button, "Switch on move 2");
    assert_eq!(story.request(), "611.34..772.66");
    assert!(story.session().text() == CASE);
}

#[test]
fn a_move_is_copied_moved_and_deleted() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Copy move 1");
    story.press(Role::Button, "Move down move 2");
    story.press(Role::Button, "Delete move 3");
    assert!(story.session().text() == CASE);
}

#[test]
fn a_move_is_added_by_its_kind() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Add a move");
    story.press(Role::Button, "Keep fewer or more backups");
    story.has(r#"KeepBackups(days: 5, from: "2021-05-19")"#);
    story.press(Role::SpinButton, "Days kept");
    story.type_over("9");
    story.has(r#"KeepBackups(days: 9, from: "2021-05-19")"#);
}

#[test]
fn every_kind_of_move_can_be_added() {
    let kinds = [
        "Replace a server",
        "Order a server",
        "Order backup space",
        "End a contract",
        "Start a service",
        "Stop a service",
        "Resize a service",
        "Keep fewer or more backups",
        "Pay something once",
        "Another price of a contract",
        "Another price of a line",
    ];
    let mut story = Story::on(Key::Num2);
    for kind in kinds {
        story.press(Role::Button, "Add a move");
        story.press(Role::Button, kind);
        assert_eq!(story.session().problems(), [], "{kind}");
        story.undone(&format!("{kind} in Rise-4 and 1 TB"));
    }
}

#[test]
fn a_plan_is_renamed_with_all_that_names_it() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Name of the plan");
    story.type_over("Rise-3 and 1 TB");
    story.0.get_by_label("there is a plan `Rise-3 and 1 TB` already");
    story.key(Key::Escape);
    story.press(Role::Button, "Name of the plan");
    story.type_over("The big one");
    story.has(r#"request: (from: "2021-05", months: 3, level: "medium", plan: "The big one")"#);
    story.has(r#"of: Month, plan: "The big one","#);
    assert_eq!(&**story.session().plan(), "The big one");
    story.undone("Rename Rise-4 and 1 TB");
}

#[test]
fn a_plan_is_copied_and_deleted() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Copy this plan");
    assert_eq!(&**story.session().plan(), "Rise-4 and 1 TB, copy");
    assert_eq!(story.request(), "611.34..772.66");
    story.press(Role::Button, "Delete this plan");
    assert!(story.session().text() == CASE);
}

#[test]
fn a_plan_that_is_named_elsewhere_can_be_deleted() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Delete this plan");
    assert_eq!(story.session().problems(), []);
    story.undone("Delete Rise-4 and 1 TB");
}

#[test]
fn the_order_date_moves_all_that_is_ordered() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::SpinButton, "Order date");
    story.type_over("2021-05-20");
    story.has(r#"with: "ovh/rise-4", from: "2021-05-20""#);
    story.has(r#"Order(offer: "ovh/backup-1tb", from: "2021-05-20")"#);
    // One more month of the old server: 611.34 + 79.38.
    assert_eq!(story.at_least(), "690.72");
    story.undone("Order of Rise-4 and 1 TB on 20 May 2021");
}

#[test]
fn a_day_that_does_not_exist_is_refused_where_it_is_typed() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::SpinButton, "Order date");
    story.type_over("2021-02-30");
    assert!(story.session().text() == CASE);
}

#[test]
fn the_curve_is_dragged_in_one_step_of_undo() {
    let mut story = Story::on(Key::Num2);
    let handle = story.0.get_by_role_and_label(Role::Slider, "Order date on the curve");
    let from = handle.rect().center();
    story.0.hover_at(from);
    story.0.step();
    story.0.drag_at(from);
    story.0.step();
    for way in [4.0, 12.0, 30.0, 60.0] {
        story.0.hover_at(from + egui::vec2(way, 0.0));
        story.0.step();
    }
    story.0.drop_at(from + egui::vec2(60.0, 0.0));
    story.0.run();
    assert_eq!(story.at_least(), "690.72");
    story.0.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    story.0.run();
    assert!(story.session().text() == CASE, "one step does not take it back");
}

#[test]
fn the_curve_goes_by_the_arrow_keys() {
    let mut story = Story::on(Key::Num2);
    story.0.get_by_role_and_label(Role::Slider, "Order date on the curve").focus();
    story.0.run();
    story.key(Key::ArrowRight);
    assert_eq!(story.at_least(), "690.72");
    story.undone("Order of Rise-4 and 1 TB on 20 May 2021");
}

#[test]
fn two_ticked_plans_stand_side_by_side() {
    let mut story = Story::on(Key::Num2);
    story.0.get_by_label("Do nothing and Rise-4 and 1 TB, only what differs");
    story.press(Role::CheckBox, "Compare Rise-3 and 1 TB");
    story.0.get_by_label("Rise-3 and 1 TB and Rise-4 and 1 TB, only what differs");
}

#[test]
fn overlap_is_typed_in_the_heading() {
    let mut story = Story::on(Key::Num2);
    story.press_first(Role::SpinButton, "Overlap");
    story.type_over("2 months");
    story.has(r#"from: "2021-05-19", overlap: "2 months", region: "bhs""#);
    // The old server goes on to 19 July, billed on 19 June once more.
    assert_eq!(story.at_least(), "690.72");
}

#[test]
fn a_question_is_answered_where_it_stands() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::Link, "Answer… What is the setup fee of Rise-4?");
    story.type_over("79 CAD before tax");
    story.has(r#"setup: "79 CAD before tax""#);
    story.has(r#"answer: "79 CAD before tax""#);
    // 611.34 + 79.00, nothing left open.
    assert_eq!(story.request(), "690.34");
    story.undone("Answer: What is the setup fee of Rise-4?");
}

#[test]
fn an_answer_that_cannot_be_read_stays_open() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::Link, "Answer… What is the setup fee of Rise-4?");
    story.type_over("a lot");
    assert!(story.session().text() == CASE);
    story.0.get_by_role_and_label(Role::TextInput, "Answer");
}

#[test]
fn a_question_is_given_to_somebody() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::Link, "Assign… Do 1 TB tiers stack?");
    story.type_over("gi");
    story.has(r#"(ask: "Do 1 TB tiers stack?", of: "OVH", about: "offers[\"ovh/backup-1tb\"].stackable", owner: "gi")"#);
}

#[test]
fn the_level_is_typed() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::Button, "Level");
    story.type_over("large");
    story.has(r#"level: "large""#);
}

#[test]
fn what_is_asked_for_follows_the_chosen_plan_when_told_so() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::RadioButton, "Rise-3 and 1 TB, error");
    story.press(Role::Button, "Ask for Rise-3 and 1 TB");
    story.has(r#"level: "medium", plan: "Rise-3 and 1 TB")"#);
}

#[test]
fn a_figure_of_a_table_says_why() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Request, CAD of Rise-4 and 1 TB");
    let heard = story.0.get_all_by_label_contains("Why this number? at least 611.34");
    assert_eq!(heard.count(), 1);
    story.key(Key::Escape);
    assert_eq!(story.0.query_all_by_label_contains("Why this number? at least").count(), 0);
}

#[test]
fn a_new_plan_begins_without_moves() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "Add plan");
    story.0.get_by_label("No move yet.");
    assert_eq!(story.request(), "238.14");
    story.press(Role::Button, "Add a move");
    story.press(Role::Button, "Replace a server");
    assert_ne!(story.request(), "238.14");
}

#[test]
fn a_finding_is_fixed_before_the_request_goes_out() {
    let mut story = Story::on(Key::Num3);
    story.press(Role::Link, "Fix… 161.32 + 16 is 177.32, not 117.04");
    assert!(story.session().text() == CASE, "it is shown before it is done");
}

#[test]
fn the_page_is_copied_as_text() {
    let mut story = Story::on(Key::Num3);
    story.0.get_by_role_and_label(Role::Button, "Copy as text").click();
    let copied = (0..6).find_map(|_| {
        story.0.step();
        story.0.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    assert!(copied.is_some_and(|text| text.contains("690.81")));
}

#[test]
fn every_example_is_shown_on_both_screens() {
    for example in headroom::session::examples::EXAMPLES {
        for screen in [Key::Num2, Key::Num3] {
            let story = Story::of(example.text, screen);
            assert_eq!(story.session().problems(), [], "{}", example.name);
        }
    }
}

#[test]
fn an_empty_scenario_is_shown_on_both_screens() {
    for screen in [Key::Num2, Key::Num3] {
        Story::of(r#"Scenario(format: 1, currency: "CAD")"#, screen);
    }
}

#[test]
fn what_was_agreed_otherwise_is_typed_under_the_move() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Button, "More of move 1");
    story.press(Role::Button, "Setup fee agreed");
    story.type_over("0 CAD before tax");
    story.has(r#"options: (setup: "0 CAD before tax")"#);
    // Nothing is open any more.
    assert_eq!(story.request(), "611.34");
    story.undone("Setup fee agreed of a move of Rise-4 and 1 TB");
}

#[test]
fn an_offer_becomes_a_plan_in_one_click() {
    let mut story = Story::on(Key::Num2);
    story.press(Role::Link, "Make a plan of Rise-4");
    assert_eq!(&**story.session().plan(), "Rise-4");
    // Decided at the next meeting, on 5 May.
    story.has(
        r#""Rise-4": [Replace(contract: "server", with: "ovh/rise-4", from: "2021-05-05", overlap: "1 month")]"#,
    );
    // 3 × 161.32, the old server once more on 19 May, and a setup fee of 161.32 at most.
    assert_eq!(story.request(), "563.34..724.66");
    story.undone("Make a plan of Rise-4");
    story.press(Role::Link, "Make a plan of 1 TB backup");
    story.has(r#""1 TB backup": [Order(offer: "ovh/backup-1tb", from: "2021-05-05")]"#);
    // What cannot be had here makes no plan.
    assert!(story.0.query_by_label("Make a plan of Rise-3").is_none());
}

#[test]
fn what_is_about_a_renamed_plan_is_about_it_still() {
    let about = r#"tasks: [(do: "tell them", about: "plans[\"Rise-4 and 1 TB\"][0].from"), "#;
    let text = CASE.replacen("tasks: [", about, 1);
    let mut story = Story::of(&text, Key::Num2);
    story.press(Role::Button, "Name of the plan");
    story.type_over("Large");
    story.has(r#"about: "plans.Large[0].from""#);
}
