//! How does the request look on paper? The report of the same name, on a white page in both themes.

use egui::{CornerRadius, Frame, Margin, Stroke, Theme, Ui, UiBuilder, pos2, vec2};

use crate::gui::answer::View;
use crate::gui::kit::{table, text};
use crate::gui::parts;
use crate::gui::screens::shown::{self, Shown};
use crate::gui::theme::{self, Palette, Tone};
use crate::report::{Block, Cell, Report, Row, RowKind, Table};

/// Under this width of the page, in points, its columns stand below each other.
const TWO_COLUMNS: f32 = 520.0;
const GAP: f32 = 24.0;

/// A heading of the report and what stands under it.
struct Section<'a> {
    heading: &'a str,
    blocks: Vec<&'a Block>,
}

/// Draws the page.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, report: &Report) {
    let style = ui.ctx().style_of(Theme::Light);
    ui.scope(|ui| {
        ui.set_style(style);
        let palette = Palette::of(ui);
        let side = if ui.available_width() < TWO_COLUMNS { 16 } else { 32 };
        Frame::new()
            .fill(palette.surface)
            .stroke(Stroke::new(1.0, palette.line))
            .corner_radius(CornerRadius::same(2))
            .inner_margin(Margin { left: side, right: side, top: 24, bottom: 28 })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
                content(ui, view, report);
            });
    });
}

fn content(ui: &mut Ui, view: &View<'_>, report: &Report) {
    let first = report.blocks.iter().position(|block| matches!(block, Block::Heading(_)));
    let (before, after) = report.blocks.split_at(first.unwrap_or(report.blocks.len()));
    let mut titled = false;
    for block in before {
        match block {
            Block::Table(of) if of.key == "amounts" => {
                title(ui, report, &mut titled);
                ui.add_space(6.0);
                amounts(ui, view, of);
            }
            Block::Text(of) if !titled => {
                shown::sentences(ui, view, of, theme::SMALL, &mut Vec::new());
                title(ui, report, &mut titled);
            }
            Block::Text(of) => shown::sentences(ui, view, of, theme::BODY, &mut Vec::new()),
            other => draw(ui, view, other),
        }
    }
    title(ui, report, &mut titled);
    let mut sections: Vec<Section<'_>> = Vec::new();
    for block in after {
        match (block, sections.last_mut()) {
            (Block::Heading(heading), _) => sections.push(Section { heading, blocks: Vec::new() }),
            (other, Some(last)) => last.blocks.push(other),
            (_, None) => {}
        }
    }
    let mut rest = sections.as_slice();
    while let Some((one, others)) = rest.split_first() {
        ui.add_space(10.0);
        match others.split_first() {
            Some((two, more))
                if one.is_words() && two.is_words() && ui.available_width() >= TWO_COLUMNS =>
            {
                side_by_side(ui, view, one, two);
                rest = more;
            }
            _ => {
                section(ui, view, one);
                rest = others;
            }
        }
    }
}

fn title(ui: &mut Ui, report: &Report, titled: &mut bool) {
    if !std::mem::replace(titled, true) {
        let response = text::label(ui, &report.title, 20.0, Tone::Plain);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, &report.title)
        });
    }
}

impl Section<'_> {
    fn is_words(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block, Block::Text(_)))
    }
}

fn side_by_side(ui: &mut Ui, view: &View<'_>, one: &Section<'_>, two: &Section<'_>) {
    let top = ui.cursor().min;
    let width = (ui.available_width() - GAP) / 2.0;
    let mut rect = egui::Rect::NOTHING;
    for (index, of) in [one, two].into_iter().enumerate() {
        let left = top.x + index as f32 * (width + GAP);
        let place = egui::Rect::from_min_size(pos2(left, top.y), vec2(width, f32::INFINITY));
        let mut inner = ui.new_child(UiBuilder::new().id_salt(of.heading).max_rect(place));
        section(&mut inner, view, of);
        rect = rect.union(inner.min_rect());
    }
    ui.advance_cursor_after_rect(rect);
}

fn section(ui: &mut Ui, view: &View<'_>, of: &Section<'_>) {
    let response = text::label(ui, of.heading, 15.0, Tone::Plain);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, of.heading)
    });
    for block in &of.blocks {
        draw(ui, view, block);
    }
}

fn draw(ui: &mut Ui, view: &View<'_>, block: &Block) {
    match block {
        Block::Heading(heading) => {
            text::label(ui, heading, 15.0, Tone::Plain);
        }
        Block::Text(of) => shown::sentences(ui, view, of, theme::DENSE, &mut Vec::new()),
        Block::Table(of) if of.key == "invoices" => invoices(ui, view, of),
        Block::Table(of) => {
            let keys: Vec<&str> = of.columns.iter().map(|column| column.key).collect();
            let wide = if keys.contains(&"what") { "what" } else { keys.first().unwrap_or(&"") };
            let shown = Shown {
                name: of.key,
                columns: &keys,
                marked: &[],
                wide,
                height: 25.0,
                said: &shown::as_reported,
                act: &shown::no_act,
            };
            let _pressed: Option<table::TableAnswer> =
                shown::table(ui, view, of, &shown, &|_| None);
            if let Some(note) = &of.note {
                text::second(ui, note);
            }
        }
        Block::Plot(_) => {}
    }
}

/// The invoices; their currency is said once, below.
fn invoices(ui: &mut Ui, view: &View<'_>, of: &Table) {
    let currency = view.session.scenario().map_or("", |scenario| scenario.currency.code());
    let mut of = of.clone();
    for column in &mut of.columns {
        if let Some(short) = column.title.strip_suffix(&format!(", {currency}")) {
            column.title = short.to_owned();
        }
    }
    let keys: Vec<&str> = of.columns.iter().map(|column| column.key).collect();
    let open = has_open_total(&of);
    let shown = Shown {
        name: "Invoices",
        columns: &keys,
        marked: &[],
        wide: "what",
        height: 25.0,
        said: &|key, cell| if open { said(key, cell) } else { None },
        act: &shown::no_act,
    };
    shown::table(ui, view, &of, &shown, &|_| None);
    let note = of.note.as_deref().map(|note| format!(" · {note}")).unwrap_or_default();
    text::second(ui, &format!("All in {currency}{note}"));
}

/// Whether the invoices come to "at least" their total.
fn has_open_total(of: &Table) -> bool {
    let total = of.rows.iter().find(|row| row.kind == RowKind::Total);
    let amount = total.and_then(|row| parts::cell_of(of, row, "before_tax"));
    amount.is_some_and(|cell| cell.text.starts_with(AT_LEAST))
}

const AT_LEAST: &str = "at least ";

/// The line of the total says "at least" once; the part that is not known stands in a line of its
/// own.
fn said(key: &str, cell: &Cell) -> Option<String> {
    match key {
        "what" => (cell.text == "Together").then(|| "Together, at least".to_owned()),
        _ => cell.text.strip_prefix(AT_LEAST).map(str::to_owned),
    }
}

/// The four amounts beside each other, each with what it is and what more it may come to.
fn amounts(ui: &mut Ui, view: &View<'_>, of: &Table) {
    let find = |key: &str| of.rows.iter().find(|row| is_of(of, row, key));
    let now = find("monthly_now").and_then(|row| parts::cell_of(of, row, "amount"));
    let four = ["before_tax", "more", "monthly_afterwards", "after_tax"];
    let rows: Vec<(&str, &Row)> = four.iter().filter_map(|key| Some((*key, find(key)?))).collect();
    let columns = if ui.available_width() < TWO_COLUMNS { 2 } else { rows.len().max(1) };
    let width = ui.available_width() / columns as f32;
    for line in rows.chunks(columns) {
        let top = ui.cursor().min;
        let mut rect = egui::Rect::NOTHING;
        for (index, (key, row)) in line.iter().enumerate() {
            let left = top.x + index as f32 * width;
            let place = egui::Rect::from_min_size(pos2(left, top.y), vec2(width - 10.0, 80.0));
            let mut inner = ui.new_child(UiBuilder::new().id_salt(*key).max_rect(place));
            amount(&mut inner, view, of, row, (key, now));
            rect = rect.union(inner.min_rect());
        }
        for index in 1..line.len() {
            let x = top.x + index as f32 * width - 12.0;
            let stroke = Stroke::new(1.0, Palette::of(ui).grid);
            ui.painter().vline(x, rect.y_range(), stroke);
        }
        ui.advance_cursor_after_rect(rect);
    }
    for row in of.rows.iter().filter(|row| is_of(of, row, "cost")) {
        let line: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        text::second(ui, line.join(" ").trim());
    }
}

/// Whether a row holds the amount whose path ends so.
fn is_of(of: &Table, row: &Row, key: &str) -> bool {
    let amount = parts::cell_of(of, row, "amount");
    amount.and_then(|cell| cell.why.as_deref()?.rsplit('.').next()).is_some_and(|last| last == key)
}

fn amount(ui: &mut Ui, view: &View<'_>, of: &Table, row: &Row, (key, now): (&str, Option<&Cell>)) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let words = |column: &str| {
        parts::cell_of(of, row, column).map_or_else(String::new, |cell| cell.text.clone())
    };
    let what = match key {
        "monthly_afterwards" => format!("Monthly, {}", words("basis")),
        "more" => format!("Of it new, {}", words("basis")),
        "after_tax" => format!("Period, {}", words("basis")),
        _ => format!("The period, {}", words("basis")),
    };
    text::second(ui, &what);
    if let Some(cell) = parts::cell_of(of, row, "amount") {
        parts::figure(ui, view, &what, cell, 17.0);
    }
    let up_to = words("up_to");
    if key == "monthly_afterwards" {
        let now = now.map_or_else(String::new, |cell| format!("; now {}", cell.text));
        text::second(ui, &format!("afterwards{now}"));
    } else if !up_to.is_empty() {
        text::second(ui, &format!("up to {}", up_to.trim_start_matches("up to ")));
    }
}
