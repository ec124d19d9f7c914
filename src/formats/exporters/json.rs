//! How does a program read a report? Keys that stay; docs/report.schema.json says which.
//!
//! Money is text with all its digits, days are ISO, sizes are bytes.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

use crate::report::{
    AreaRole, Block, Cell, DayArea, LineRole, Mark, MarkRole, MoneyValue, Piece, Plot, Report,
    RowKind, SeriesRole, Table, Tone, Value,
};
use crate::units::Basis;

use super::Exporter;

pub(super) const JSON: Exporter = Exporter {
    name: "json",
    ending: "json",
    what: "for programs: stable keys, a schema in docs/report.schema.json",
    write,
};

/// Version of the keys; a key that changes its meaning raises it.
const FORMAT: u32 = 1;

fn write(reports: &[Report]) -> Vec<u8> {
    let reports: Vec<Json> = reports.iter().map(report).collect();
    let whole = json!({ "format": FORMAT, "reports": reports });
    let mut text = format!("{whole:#}");
    text.push('\n');
    text.into_bytes()
}

fn report(report: &Report) -> Json {
    let blocks: Vec<Json> = report.blocks.iter().map(block).collect();
    json!({ "name": report.name, "title": report.title, "blocks": blocks })
}

fn block(block: &Block) -> Json {
    match block {
        Block::Heading(heading) => json!({ "type": "heading", "text": heading }),
        Block::Text(paragraph) => {
            let values: Vec<Json> =
                paragraph.spans.iter().filter(|span| says_more(span)).map(cell).collect();
            let mut object = Map::new();
            object.insert("type".into(), json!("text"));
            object.insert("text".into(), json!(paragraph.text()));
            insert_tone(&mut object, paragraph.tone);
            if !values.is_empty() {
                object.insert("values".into(), json!(values));
            }
            Json::Object(object)
        }
        Block::Table(table) => write_table(table),
        Block::Plot(plot) => write_plot(plot),
    }
}

fn says_more(span: &Cell) -> bool {
    span.value != Value::None || span.why.is_some() || span.edit.is_some()
}

fn write_table(table: &Table) -> Json {
    let columns: Vec<Json> = table
        .columns
        .iter()
        .map(|column| json!({ "key": column.key, "title": column.title }))
        .collect();
    let rows: Vec<Json> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Map<String, Json> = table
                .columns
                .iter()
                .zip(&row.cells)
                .map(|(column, value)| (column.key.to_owned(), cell(value)))
                .collect();
            let kind = match row.kind {
                RowKind::Item => "item",
                RowKind::Total => "total",
                RowKind::Chosen => "chosen",
            };
            json!({ "kind": kind, "cells": cells })
        })
        .collect();
    let mut object = Map::new();
    object.insert("type".into(), json!("table"));
    object.insert("key".into(), json!(table.key));
    object.insert("title".into(), json!(table.title));
    object.insert("columns".into(), json!(columns));
    object.insert("rows".into(), json!(rows));
    if let Some(note) = &table.note {
        object.insert("note".into(), json!(note));
    }
    Json::Object(object)
}

fn cell(cell: &Cell) -> Json {
    let mut object = Map::new();
    object.insert("text".into(), json!(cell.text));
    match &cell.value {
        Value::None => {}
        Value::Text(key) => drop(object.insert("key".into(), json!(key))),
        Value::Money(value) => drop(object.insert("money".into(), money(value))),
        Value::Day(day) => drop(object.insert("day".into(), json!(day.to_string()))),
        Value::Bytes(bytes) => drop(object.insert("bytes".into(), whole(*bytes))),
        Value::Count(count) => drop(object.insert("count".into(), number(*count))),
        Value::Percent(percent) => drop(object.insert("percent".into(), number(*percent))),
    }
    insert_tone(&mut object, cell.tone);
    if let Some(why) = &cell.why {
        object.insert("why".into(), json!(why));
    }
    if let Some(edit) = &cell.edit {
        object.insert("edit".into(), json!(edit));
    }
    Json::Object(object)
}

fn money(money: &MoneyValue) -> Json {
    let digits = |amount: Decimal| {
        let mut amount = amount;
        if amount.scale() < money.currency.minor_digits() {
            amount.rescale(money.currency.minor_digits());
        }
        amount.to_string()
    };
    let basis = money.basis.map(|basis| match basis {
        Basis::BeforeTax => "before-tax",
        Basis::AfterTax => "after-tax",
    });
    let mut object = Map::new();
    object.insert("amount".into(), json!(money.amount.map(digits)));
    object.insert("currency".into(), json!(money.currency.code()));
    object.insert("basis".into(), json!(basis));
    object.insert("at_least".into(), json!(money.at_least));
    if let Some(up_to) = money.up_to {
        object.insert("up_to".into(), json!(digits(up_to)));
    }
    Json::Object(object)
}

/// A number, or its digits as text where no JSON number of 64 bits holds them.
fn whole(bytes: i128) -> Json {
    i64::try_from(bytes).map_or_else(|_| json!(bytes.to_string()), |bytes| json!(bytes))
}

fn number(value: Decimal) -> Json {
    let value = value.normalize();
    match value.to_i64() {
        Some(count) if value.scale() == 0 => json!(count),
        _ => json!(value.to_f64()),
    }
}

fn insert_tone(object: &mut Map<String, Json>, tone: Tone) {
    let tone = match tone {
        Tone::Plain => return,
        Tone::Dim => "dim",
        Tone::Strong => "strong",
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    };
    object.insert("tone".into(), json!(tone));
}

fn write_plot(plot: &Plot) -> Json {
    match plot {
        Plot::Stacks(stacks) => {
            let series: Vec<Json> = stacks
                .series
                .iter()
                .map(|s| json!({ "name": s.name, "role": stack_role(s.role), "values": s.values }))
                .collect();
            json!({
                "type": "plot", "plot": "stacks", "title": stacks.title, "unit": stacks.unit,
                "labels": stacks.labels, "series": series,
                "marked": stacks.marked.map(|(first, after)| json!({ "first": first, "after": after })),
                "level": stacks.level.as_ref().map(|(name, at)| json!({ "name": name, "at": at })),
            })
        }
        Plot::Lines(lines) => {
            let drawn: Vec<Json> = lines
                .lines
                .iter()
                .map(|line| {
                    let points: Vec<Json> = line
                        .points
                        .iter()
                        .map(|(day, value)| json!({ "day": day.to_string(), "value": value }))
                        .collect();
                    json!({ "name": line.name, "role": line_role(line.role), "points": points })
                })
                .collect();
            let marks: Vec<Json> = lines.marks.iter().map(write_mark).collect();
            let areas: Vec<Json> = lines.areas.iter().map(write_area).collect();
            json!({
                "type": "plot", "plot": "lines", "title": lines.title, "unit": lines.unit,
                "areas": areas, "lines": drawn, "marks": marks,
            })
        }
        Plot::Bridge(bridge) => {
            let steps: Vec<Json> = bridge
                .steps
                .iter()
                .map(|step| {
                    json!({
                        "name": step.name, "detail": step.detail, "amount": step.amount,
                        "text": step.text, "total": step.total, "unknown": step.unknown,
                    })
                })
                .collect();
            json!({
                "type": "plot", "plot": "bridge", "title": bridge.title, "unit": bridge.unit,
                "steps": steps,
            })
        }
    }
}

fn write_mark(mark: &Mark) -> Json {
    let role = match mark.role {
        MarkRole::Day => "day",
        MarkRole::Event => "event",
        MarkRole::Move => "move",
        MarkRole::Window => "window",
        MarkRole::Level => "level",
        MarkRole::RunOut => "run-out",
    };
    json!({
        "day": mark.day.to_string(), "until": mark.until.map(|until| until.to_string()),
        "at": mark.at, "text": mark.what, "role": role,
    })
}

fn write_area(area: &DayArea) -> Json {
    let role = match area.role {
        AreaRole::Always => "always",
        AreaRole::ForATime => "for-a-time",
        AreaRole::Off => "off",
    };
    let piece = |of: &Piece| {
        let (from, until) = (of.from.to_string(), of.until.to_string());
        json!({ "from": from, "until": until, "low": of.low, "high": of.high })
    };
    let pieces: Vec<Json> = area.pieces.iter().map(piece).collect();
    json!({ "name": area.name, "brief": area.brief, "role": role, "pieces": pieces })
}

fn stack_role(role: SeriesRole) -> &'static str {
    match role {
        SeriesRole::Now => "now",
        SeriesRole::New => "new",
        SeriesRole::Backup => "backup",
        SeriesRole::Overlap => "overlap",
        SeriesRole::OneOff => "one-off",
        SeriesRole::Unknown => "unknown",
        SeriesRole::Other => "other",
    }
}

fn line_role(role: LineRole) -> &'static str {
    match role {
        LineRole::Capacity => "capacity",
        LineRole::CapacityUnchanged => "capacity-unchanged",
        LineRole::Declared => "declared",
        LineRole::DeclaredHigh => "declared-high",
        LineRole::Measured => "measured",
        LineRole::Expected => "expected",
        LineRole::ExpectedFurther => "expected-further",
        LineRole::Cautious => "cautious",
        LineRole::Low => "low",
        LineRole::Cost => "cost",
    }
}
