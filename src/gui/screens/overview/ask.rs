//! What do we ask for, by when must it be decided, and what does the plan change?

use egui::{Ui, vec2};
use rust_decimal::Decimal;

use crate::document::{Edit, Path, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::in_place::{self, Choice, Value};
use crate::gui::kit::{card, icon, link, text, why};
use crate::gui::parts;
use crate::gui::theme::{self, Palette, Tone};
use crate::model::Evidence;
use crate::report::{self, Block, Cell, Paragraph, Report};
use crate::units::{Day, Money};

/// A plan with an error says so first, with a way to the cheapest that has none.
pub(super) fn objection(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let bad = paragraphs(report).find(|paragraph| paragraph.tone == report::Tone::Bad);
    let Some(bad) = bad else { return };
    ui.horizontal_wrapped(|ui| {
        icon::status(ui, crate::diag::Severity::Error);
        text::label(ui, &bad.text(), theme::BODY, Tone::Error);
        let best = view.session.outlook().and_then(|outlook| {
            crate::checks::cheapest_good_plan(outlook, view.session.findings())
        });
        if let Some(best) = best.filter(|best| *best != view.session.plan())
            && link::action(ui, "Choose it", &format!("Choose {best}")).clicked()
        {
            answers.push(Answer::ChoosePlan(best.clone()));
        }
    });
    card::rule(ui);
}

/// The ask at the left, the day to decide by at the right.
pub(super) fn halves(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let whole = ui.available_width();
    let left = (whole * 0.54).floor();
    let row = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.vertical(|ui| {
            ui.set_width(left - 6.0);
            request(ui, view, report, answers);
        });
        ui.add_space(22.0);
        ui.vertical(|ui| {
            ui.set_width(whole - left - 16.0);
            decide(ui, view, report, answers);
        });
    });
    let rect = row.response.rect;
    let x = rect.left() + left;
    let stroke = egui::Stroke::new(1.0, Palette::of(ui).grid);
    ui.painter().vline(x, rect.y_range(), stroke);
}

fn request(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let Some(outlook) = view.session.outlook() else { return };
    ui.spacing_mut().item_spacing.y = 3.0;
    let period = find(report, |cell| cell.edit.as_deref() == Some("request.from"));
    let asked = money(report, "before_tax");
    let basis = asked.and_then(|of| of.0.basis).map_or(String::new(), |basis| format!(", {basis}"));
    text::sentence(ui, theme::BODY, |ui| {
        text::toned(ui, "We ask for, ", Tone::Dim);
        if let Some(period) = period {
            answers.extend(parts::value(ui, view, "request.from", &period.text));
        }
        if let Some(months) = view.session.scenario().and_then(|s| s.request.as_ref()) {
            let months = crate::units::plural(i128::from(months.months), "month");
            text::toned(ui, " (", Tone::Dim);
            answers.extend(parts::value(ui, view, "request.months", &months));
            text::toned(ui, ")", Tone::Dim);
        }
        text::toned(ui, &basis, Tone::Dim);
    });
    if let Some((money, cell)) = asked {
        let lead = if money.at_least && money.amount.is_some() { "at least" } else { "" };
        let amount = money
            .amount
            .map_or("not known".to_owned(), |a| format!("{a} {}", money.currency.code()));
        let name = format!("Request for the period: {}", cell.text);
        let response = why::amount(ui, &name, lead, &amount, theme::HUGE);
        if let Some(path) = &cell.why {
            why::why(&response, || parts::explained(view.session, path));
        }
    }
    if let Some((money, _)) = asked
        && let Some(up_to) = money.up_to
    {
        small(ui, |ui| {
            text::piece(ui, &format!("up to {}", shown(up_to)));
            let missing = &plan_of(view).map_or(&[][..], |plan| plan.request.missing.as_slice());
            if let [missing] = missing
                && let Some(cell) = find(report, |c| c.edit.as_deref() == Some(&missing.path))
            {
                text::piece(ui, " if the setup costs ");
                answers.extend(ceiling(ui, view, &missing.path, &missing.what, &cell.text));
                text::piece(ui, ", its ceiling");
            }
        });
    }
    small(ui, |ui| {
        text::piece(ui, "of it new ");
        named(ui, view, report, "more", "Of it new");
        text::piece(ui, " · now ");
        named(ui, view, report, "monthly_now", "Monthly now");
        text::piece(ui, " a month, then ");
        named(ui, view, report, "monthly_afterwards", "Monthly afterwards");
    });
    small(ui, |ui| {
        let taxes = view.session.scenario().map_or(&[][..], |s| s.taxes.as_slice());
        let words = match taxes {
            [tax] => format!("after {} {}: ", tax.rate, tax.name),
            _ => "after tax: ".to_owned(),
        };
        text::toned(ui, &words, Tone::Dim);
        if let Some((money, cell)) = money(report, "after_tax") {
            let dim = Cell { tone: report::Tone::Dim, ..cell.clone() };
            parts::figure(ui, view, "Request after tax", &dim, theme::SMALL);
            if let Some(up_to) = money.up_to {
                text::toned(ui, &format!(", up to {}", shown(up_to)), Tone::Dim);
            }
        }
    });
    if outlook.period.until.is_none() {
        text::second(ui, "without an end");
    }
}

fn decide(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let (Some(plan), Some(outlook)) = (plan_of(view), view.session.outlook()) else { return };
    ui.spacing_mut().item_spacing.y = 3.0;
    text::label(ui, "Decide by", theme::BODY, Tone::Dim);
    ui.add_space(4.0);
    let as_of = outlook.as_of;
    let mut meeting_name = None;
    text::sentence(ui, theme::SECOND, |ui| match &plan.deadlines.decide {
        None => {
            text::piece(ui, "nothing to decide");
        }
        Some(decide) => {
            meeting_name = decide.meeting.as_ref().map(|(name, _)| name.clone());
            if decide.already_late {
                text::toned(ui, "already late", Tone::Error);
                let next = decide.meeting.as_ref().map(|(_, on)| day(*on, as_of));
                let next = next.map_or(": no meeting is planned".to_owned(), |on| {
                    format!(": next chance {on}")
                });
                text::piece(ui, &next);
            } else {
                let on = decide.meeting.as_ref().map_or(decide.latest, |(_, on)| *on);
                text::piece(ui, &day(on, as_of));
            }
        }
    });
    ui.add_space(2.0);
    let order = find(report, |cell| {
        let is_it =
            |path: &str| path.starts_with("plans") && path.rsplit('.').next() == Some("from");
        cell.edit.as_deref().is_some_and(is_it)
    });
    let anything = meeting_name.is_some() || order.is_some();
    let next = |ui: &mut Ui| {
        let before = match (&meeting_name, order.is_some()) {
            (Some(name), true) => format!("{name} · then order on "),
            (Some(name), false) => name.clone(),
            (None, true) => "order on ".to_owned(),
            (None, false) => String::new(),
        };
        text::piece(ui, &before);
        if let Some((cell, path)) = order.and_then(|cell| Some((cell, cell.edit.as_deref()?))) {
            answers.extend(parts::value(ui, view, path, &cell.text));
        }
    };
    if anything {
        small(ui, next);
    }
    for leave in plan.deadlines.leaves.iter().take(2) {
        let said = match (leave.cancel_by, leave.renews_on) {
            (Some(by), _) if by < as_of => {
                format!("{} had to be cancelled by {}", leave.name, day(by, as_of))
            }
            (Some(by), Some(_)) => {
                format!("cancel {} by {}, or it renews", leave.name, day(by, as_of))
            }
            (Some(by), None) => format!("cancel {} by {}", leave.name, day(by, as_of)),
            (None, _) => format!("by when to cancel {} is not known", leave.name),
        };
        small(ui, |ui| {
            text::piece(ui, &said);
        });
    }
    let short = outlook
        .do_nothing()
        .resources
        .iter()
        .find(|of| matches!(of.runway, crate::engine::outlook::Runway::Already { .. }));
    let because = match (short, &plan.deadlines.decide) {
        (Some(of), _) => {
            let known = match of.evidence {
                Some(Evidence::Estimate) => ", by the estimates",
                _ => "",
            };
            format!("{} is short already{known}", super::bars::name_of(&of.resource))
        }
        (None, Some(decide)) => decide.because.clone(),
        (None, None) => String::new(),
    };
    small(ui, |ui| {
        text::toned(ui, &because, Tone::Dim);
    });
}

/// What is short, and what ordering changes, with the values that a person may change.
pub(super) fn sentences(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let said: Vec<&Paragraph> = paragraphs(report)
        .filter(|paragraph| {
            let of = |span: &Cell| span.why.as_deref().is_some_and(|w| w.contains(".headroom["));
            paragraph.spans.iter().any(of)
        })
        .collect();
    if said.is_empty() {
        return;
    }
    card::rule(ui);
    let size = if text::narrow(ui) { 16.0 } else { theme::SENTENCE };
    text::sentence(ui, size, |ui| {
        for (index, paragraph) in said.into_iter().enumerate() {
            if index > 0 {
                text::piece(ui, " ");
            }
            let is_plan = paragraph.spans.first().is_some_and(|s| s.text == **view.session.plan());
            if is_plan {
                answers.extend(plan_choice(ui, view));
            }
            let spans = paragraph.spans.iter().skip(usize::from(is_plan));
            // What the demand is made of stands below the bars.
            let spans = spans.map(|span| match span.text.split_once(". Wanted:") {
                Some((before, _)) => Cell { text: format!("{before}."), ..span.clone() },
                None => span.clone(),
            });
            let short = Paragraph { spans: spans.collect(), tone: paragraph.tone };
            parts::paragraph(ui, view, &short, size, answers);
        }
    });
}

/// The plan's name, which is chosen where it stands.
fn plan_choice(ui: &mut Ui, view: &View<'_>) -> Option<Answer> {
    let outlook = view.session.outlook()?;
    let at = view.session.plan();
    let notes: Vec<(&str, &str)> = outlook
        .plans
        .keys()
        .map(|name| {
            let error = crate::checks::plan_errors(view.session.findings(), name).next();
            (name.as_ref(), error.map_or("", |finding| finding.what.as_str()))
        })
        .collect();
    let choices: Vec<Choice<'_>> =
        notes.iter().map(|(name, note)| Choice { value: name, label: name, note }).collect();
    let value = Value { name: "Plan", shown: at, typed: at };
    let chosen = in_place::choice_value(ui, value, &choices)?;
    Some(Answer::ChoosePlan(chosen.as_str().into()))
}

/// The most that an unknown amount can be, typed as a number or as an amount.
fn ceiling(ui: &mut Ui, view: &View<'_>, path: &str, what: &str, shown: &str) -> Option<Answer> {
    let parsed: Path = path.parse().ok()?;
    let currency = view.session.scenario()?.currency;
    let written = |given: &str| {
        let bare = given.chars().all(|c| c.is_ascii_digit() || ".,'’ ".contains(c));
        let unit = if bare { format!(" {} before tax", currency.code()) } else { String::new() };
        format!("unknown, at most {given}{unit}")
    };
    let validate = |given: &str| {
        Money::parse_in(&written(given), currency)
            .map(drop)
            .map_err(|wrong| (wrong.message, wrong.hint))
    };
    let name = format!("Ceiling of the {what}");
    let value = Value { name: &name, shown, typed: shown };
    let given = in_place::text_value(ui, value, &validate)?;
    Some(Answer::Edit(Edit::new(name.as_str()).set(parsed, quote(&written(&given)))))
}

fn named(ui: &mut Ui, view: &View<'_>, report: &Report, key: &str, name: &str) {
    if let Some((_, cell)) = money(report, key) {
        parts::figure(ui, view, name, cell, theme::SMALL);
    }
}

/// A line of small words and figures.
fn small<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.spacing_mut().interact_size.y = 16.0;
        ui.style_mut().override_font_id = Some(egui::FontId::proportional(theme::SMALL));
        ui.horizontal_wrapped(add);
    });
}

fn plan_of<'a>(view: &View<'a>) -> Option<&'a crate::engine::outlook::PlanOutlook> {
    let outlook = view.session.outlook()?;
    outlook.plans.get(view.session.plan()).map(AsRef::as_ref)
}

fn paragraphs(report: &Report) -> impl Iterator<Item = &Paragraph> {
    report.blocks.iter().filter_map(|block| match block {
        Block::Text(paragraph) => Some(paragraph),
        _ => None,
    })
}

fn find(report: &Report, is: impl Fn(&Cell) -> bool) -> Option<&Cell> {
    paragraphs(report).flat_map(|paragraph| &paragraph.spans).find(|cell| is(cell))
}

/// An amount of the request, by the last step of its path.
fn money<'a>(report: &'a Report, key: &str) -> Option<(&'a report::MoneyValue, &'a Cell)> {
    let end = format!(".request.{key}");
    let cell = find(report, |cell| cell.why.as_deref().is_some_and(|why| why.ends_with(&end)))?;
    match &cell.value {
        report::Value::Money(money) => Some((money, cell)),
        _ => None,
    }
}

fn shown(amount: Decimal) -> String {
    amount.to_string()
}

fn day(on: Day, as_of: Day) -> String {
    if on.year() == as_of.year() { on.words_short() } else { on.words() }
}
