use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{EXPORTERS, exporter};
use crate::report::{
    AreaRole, Block, Bridge, BridgeStep, Cell, Column, DayArea, DayLine, LineRole, Lines, Mark,
    MarkRole, MoneyValue, Paragraph, Piece, Plot, Report, Row, RowKind, Series, SeriesRole, Stacks,
    Table, Tone, Value,
};
use crate::units::{Basis, Currency, Day};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn money(amount: &str, up_to: Option<&str>) -> Value {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    Value::Money(MoneyValue {
        amount: Some(decimal(amount)),
        up_to: up_to.map(decimal),
        at_least: up_to.is_some(),
        currency: Currency::from_code("CAD").unwrap(),
        basis: Some(Basis::BeforeTax),
    })
}

fn invoices() -> Table {
    let mut table = Table::new(
        "invoices",
        "Invoices",
        vec![
            Column::words("day", "Invoice"),
            Column::words("what", "What"),
            Column::numbers("before_tax", "Before tax, CAD"),
        ],
    );
    table.rows = vec![
        Row::item(vec![
            Cell::of("19 May", Value::Day(day("2021-05-19"))),
            Cell::words("Rise-4 | first month"),
            Cell::of("at least 256.70", money("256.70", Some("418.02"))).because("plans[\"A\"].x"),
        ]),
        Row::item(vec![
            Cell::of("19 June", Value::Day(day("2021-06-19"))),
            Cell::words("=HYPERLINK(\"http://x\")"),
            Cell::of("-3.5", money("-3.5", None)),
        ]),
        Row {
            kind: RowKind::Total,
            cells: vec![
                Cell::default(),
                Cell::words("Together"),
                Cell::of("at least 253.20", money("253.20", None)),
            ],
        },
    ];
    table
}

fn report_of(blocks: Vec<Block>) -> Report {
    Report { name: "schedule", title: "When it is paid".to_owned(), blocks }
}

fn everything() -> Report {
    let bar = |name: &str, total| BridgeStep {
        name: name.to_owned(),
        detail: "3 months".to_owned(),
        amount: 238.14,
        text: "238.14".to_owned(),
        total,
        unknown: Some(161.32),
    };
    report_of(vec![
        Block::Heading("Why".to_owned()),
        Block::Text(
            Paragraph::of(vec![
                Cell::words("We ask for "),
                Cell::of("at least 611.34", money("611.34", Some("772.66")))
                    .because("plans[\"A\"].request.before_tax")
                    .edited("request.from"),
                Cell::of("28.8 GiB", Value::Bytes(30_923_764_531)),
                Cell::of("5 days", Value::Count(5.into())),
                Cell::of("13 %", Value::Percent(13.into())),
                Cell::of("error", Value::Text("error".to_owned())),
            ])
            .toned(Tone::Bad),
        ),
        Block::Table(invoices()),
        Block::Plot(Plot::Stacks(Stacks {
            title: "Cost by month".to_owned(),
            unit: "CAD".to_owned(),
            labels: vec!["May".to_owned()],
            series: vec![Series {
                name: "Rise-4".to_owned(),
                role: SeriesRole::OneOff,
                values: vec![161.32],
            }],
            marked: Some((0, 1)),
            level: Some(("now 79.38".to_owned(), 79.38)),
        })),
        Block::Plot(Plot::Lines(Lines {
            title: "RAM".to_owned(),
            unit: "GiB".to_owned(),
            lines: vec![DayLine {
                name: "usable".to_owned(),
                role: LineRole::CapacityUnchanged,
                points: vec![(day("2021-05-19"), 28.8)],
            }],
            areas: vec![DayArea {
                name: "staging, off but wanted, 4".to_owned(),
                brief: "staging, 4".to_owned(),
                role: AreaRole::Off,
                pieces: vec![Piece {
                    from: day("2021-04-20"),
                    until: day("2021-06-01"),
                    low: 24.0,
                    high: 28.0,
                }],
            }],
            marks: vec![Mark {
                day: day("2021-04-20"),
                until: None,
                at: Some(36.0),
                what: "today".to_owned(),
                role: MarkRole::Day,
            }],
        })),
        Block::Plot(Plot::Bridge(Bridge {
            title: "From one to the other".to_owned(),
            unit: "CAD".to_owned(),
            steps: vec![bar("Do nothing", true), bar("Rise-4", false)],
        })),
    ])
}

fn written(format: &str, reports: &[Report]) -> String {
    String::from_utf8((exporter(format).unwrap().write)(reports)).unwrap()
}

#[test]
fn same_reports_give_same_bytes_and_end_with_a_line_feed() {
    for exporter in EXPORTERS {
        let once = (exporter.write)(&[everything()]);
        assert_eq!(once, (exporter.write)(&[everything()]), "{}", exporter.name);
        assert_eq!(once.last(), Some(&b'\n'), "{}", exporter.name);
    }
}

#[test]
fn text_lays_out_a_table_with_numbers_at_the_right() {
    let text = written("text", &[report_of(vec![Block::Table(invoices())])]);
    let expected = "\
When it is paid
===============

Invoices

Invoice  What                    Before tax, CAD
------------------------------------------------
19 May   Rise-4 | first month    at least 256.70
19 June  =HYPERLINK(\"http://x\")             -3.5
------------------------------------------------
         Together                at least 253.20
";
    assert_eq!(text, expected);
}

#[test]
fn text_never_passes_a_hundred_columns() {
    let mut table = invoices();
    let long = "words that go on ".repeat(20) + &"x".repeat(150);
    table.rows[0].cells[1] = Cell::words(long.clone());
    table.note = Some(long.clone());
    table.title = long.clone();
    table.columns[2].title = long.clone();
    let mut wide = Table::new("wide", "", Vec::new());
    wide.columns = (0..30).map(|_| Column::numbers("n", "Number")).collect();
    wide.rows = vec![Row::item(vec![Cell::words("1234.56"); 30])];
    let blocks = vec![
        Block::Heading(long.clone()),
        Block::Text(Paragraph::plain(long.clone())),
        Block::Table(table),
        Block::Table(wide),
    ];
    let report = Report { name: "schedule", title: long, blocks };
    for line in written("text", &[report]).lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
}

#[test]
fn text_keeps_a_cell_with_line_breaks_and_escapes_on_its_line() {
    let report = report_of(vec![Block::Text(Paragraph::plain("a\nb\u{1b}[31mc\td"))]);
    assert!(written("text", &[report]).ends_with("\na b [31mc d\n"));
}

#[test]
fn csv_writes_values_with_their_unit_in_the_heading() {
    let text = written("csv", &[report_of(vec![Block::Table(invoices())])]);
    let expected = "\
report,table,day,what,before_tax_cad,before_tax_cad_up_to,before_tax_cad_at_least\r
schedule,invoices,2021-05-19,Rise-4 | first month,256.70,418.02,yes\r
schedule,invoices,2021-06-19,\"'=HYPERLINK(\"\"http://x\"\")\",-3.5,,\r
schedule,invoices,,Together,253.20,,\r
";
    assert_eq!(text, expected);
}

#[track_caller]
fn csv_cell(words: &str, expected: &str) {
    let mut table = Table::new("t", "", vec![Column::words("a", "A")]);
    table.rows = vec![Row::item(vec![Cell::words(words)])];
    let text = written("csv", &[report_of(vec![Block::Table(table)])]);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let record = reader.records().next().unwrap().unwrap();
    assert_eq!(&record[2], expected);
}

#[test]
fn csv_makes_formulas_harmless_and_leaves_numbers() {
    csv_cell("=1+1", "'=1+1");
    csv_cell("+79.38: Rise-1 renews", "'+79.38: Rise-1 renews");
    csv_cell("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0");
    csv_cell("@SUM(A1)", "'@SUM(A1)");
    csv_cell("\t=1+1", "'=1+1");
    csv_cell("-158.76", "-158.76");
    csv_cell("+48.00", "+48.00");
    csv_cell("a, \"b\"", "a, \"b\"");
    csv_cell("Rise-4", "Rise-4");
}

#[test]
fn csv_of_a_column_with_mixed_units_keeps_the_words() {
    let mut table = Table::new("t", "", vec![Column::numbers("wanted", "Wanted")]);
    table.rows = vec![
        Row::item(vec![Cell::of("36 GiB", Value::Bytes(38_654_705_664))]),
        Row::item(vec![Cell::of("8 threads", Value::Count(8.into()))]),
    ];
    let text = written("csv", &[report_of(vec![Block::Table(table)])]);
    assert_eq!(text, "report,table,wanted\r\nschedule,t,36 GiB\r\nschedule,t,8 threads\r\n");
}

#[test]
fn csv_of_a_report_without_tables_has_its_lines() {
    let blocks = vec![Block::Heading("Why".to_owned()), Block::Text(Paragraph::plain("RAM, full"))];
    let text = written("csv", &[report_of(blocks)]);
    let expected = "report,table,line\r\nschedule,text,Why\r\nschedule,text,\"RAM, full\"\r\n";
    assert_eq!(text, expected);
}

#[test]
fn csv_lines_are_all_equally_wide() {
    let mut narrow = Table::new("t", "", vec![Column::words("a", "A")]);
    narrow.rows = vec![Row::item(vec![Cell::words("x")])];
    let report = report_of(vec![Block::Table(narrow), Block::Table(invoices())]);
    let text = written("csv", &[report]);
    // Not flexible: a line of another width is an error.
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    assert_eq!(reader.records().map(|record| record.unwrap().len()).max(), Some(7));
}

#[test]
fn json_says_money_days_and_sizes_exactly() {
    let json: Json = serde_json::from_str(&written("json", &[everything()])).unwrap();
    let blocks = &json["reports"][0]["blocks"];
    let values = &blocks[1]["values"];
    assert_eq!(
        values[0]["money"],
        json!({
            "amount": "611.34", "currency": "CAD", "basis": "before-tax", "at_least": true,
            "up_to": "772.66"
        })
    );
    assert_eq!(values[1]["bytes"], json!(30_923_764_531_i64));
    assert_eq!(values[2]["count"], json!(5));
    let row = &blocks[2]["rows"][1]["cells"];
    assert_eq!(row["day"]["day"], json!("2021-06-19"));
    assert_eq!(row["before_tax"]["money"]["amount"], json!("-3.50"), "both minor digits");
}

#[test]
fn json_keeps_to_its_schema() {
    let schema: Json = serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let json: Json =
        serde_json::from_str(&written("json", &[everything(), report_of(Vec::new())])).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    let mut wrong = json.clone();
    wrong["reports"][0]["blocks"][1]["values"][0]["money"]["amount"] = json!(611.34);
    assert!(!validator.is_valid(&wrong), "money as a float must not pass");
}

#[test]
fn markdown_escapes_pipes_and_marks() {
    let text = written("md", &[report_of(vec![Block::Table(invoices())])]);
    let expected = "\
# When it is paid

### Invoices

| Invoice | What | Before tax, CAD |
| --- | --- | ---: |
| 19 May | Rise-4 \\| first month | at least 256.70 |
| 19 June | =HYPERLINK(\"http://x\") | -3.5 |
|  | **Together** | **at least 253.20** |
";
    assert_eq!(text, expected);
}

#[track_caller]
fn markdown_of(words: &str, expected: &str) {
    let report = report_of(vec![Block::Text(Paragraph::plain(words))]);
    let text = written("md", &[report]);
    assert_eq!(text, format!("# When it is paid\n\n{expected}\n"));
}

#[test]
fn markdown_paragraphs_stay_paragraphs() {
    markdown_of("# no heading", "\\# no heading");
    markdown_of("- no list", "\\- no list");
    markdown_of("1. no list", "1\\. no list");
    markdown_of("a *b* <script> [c](d) `e` f_g", "a \\*b\\* \\<script\\> \\[c\\](d) \\`e\\` f\\_g");
    markdown_of("28.8 GiB usable & more", "28.8 GiB usable &amp; more");
}

#[test]
fn exporters_have_names_and_endings_of_their_own() {
    for (index, exporter) in EXPORTERS.iter().enumerate() {
        let others = &EXPORTERS[index + 1..];
        assert!(others.iter().all(|o| o.name != exporter.name && o.ending != exporter.ending));
        assert!(!exporter.what.is_empty());
    }
    assert!(exporter("pdf").is_none());
}
