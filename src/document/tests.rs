use std::sync::Arc;

use indexmap::IndexMap;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename = "Scenario", deny_unknown_fields)]
struct Plan {
    format: u32,
    #[serde(default)]
    title: String,
    request: Option<Request>,
    #[serde(default)]
    buffers: IndexMap<Kind, String>,
    #[serde(default)]
    offers: IndexMap<Arc<str>, Arc<Offer>>,
    #[serde(default)]
    contracts: IndexMap<Arc<str>, Arc<Contract>>,
    #[serde(default)]
    plans: IndexMap<Arc<str>, Arc<Vec<Move>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
enum Kind {
    Ram,
    Disk,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    months: u32,
    level: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    ram: Option<Size>,
    setup: Option<String>,
    #[serde(default)]
    regions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Size(u32);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text.strip_suffix(" GiB").and_then(|n| n.parse().ok());
        number.map(Self).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a memory size\nhint: memory is counted in GiB"
            ))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    offer: String,
    count: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
enum Move {
    Order { offer: String },
    Replace { contract: String, overlap: Option<String> },
}

impl Parts for Plan {
    const REFERENCES: References = References {
        rules: &[("contracts.*.offer", "offers"), ("plans.*.*.contract", "contracts")],
    };

    fn replace(&mut self, part: &Part<'_>) -> bool {
        match part.field {
            "title" => part.into_field(&mut self.title),
            "request" => part.into_field(&mut self.request),
            "offers" => part.into_map(&mut self.offers),
            "contracts" => part.into_map(&mut self.contracts),
            "plans" => part.into_map(&mut self.plans),
            _ => false,
        }
    }

    fn share(&mut self, old: &Self) {
        share_map(&mut self.offers, &old.offers);
        share_map(&mut self.contracts, &old.contracts);
        share_map(&mut self.plans, &old.plans);
    }
}

const SOUND: &str = r#"#![enable(implicit_some)]
// What we rent.
Scenario(
    format: 1,
    title: "Infrastructure", // for the minutes
    request: (months: 3, level: "medium"),
    buffers: {Ram: "10 %"},
    offers: {
        // small
        "ovh/rise-1": (ram: "32 GiB", regions: ["bhs"]), // the old one
        "ovh/rise-3": (
            ram: Some("64 GiB"),
            setup: "unknown", /* ask */
            regions: ["gra", "rbx"],
        ),
    },
    contracts: {"server": (offer: "ovh/rise-1")},
    plans: {
        "Move up": [
            Replace(contract: "server", overlap: "1 month"),
            Order(offer: "ovh/rise-3")
        ],
    },
)
"#;

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn open(text: &str) -> Document<Plan> {
    Document::new("plan.ron", text).unwrap()
}

#[track_caller]
fn edited(edit: &Edit, old: &str, new: &str) {
    let before = open(SOUND);
    let after = before.apply(edit).unwrap();
    assert!(SOUND.contains(old), "the text has what is changed");
    assert_eq!(after.document.text(), SOUND.replacen(old, new, 1));
    assert_eq!(after.document.problems(), []);
    let back = after.document.undo(&after.undo).unwrap();
    assert_eq!(back.document.text(), SOUND);
    assert_eq!(back.document.model(), before.model());
    let again = back.document.undo(&back.undo).unwrap();
    assert_eq!(again.document.text(), after.document.text());
    let windows = SOUND.replace('\n', "\r\n");
    let after = open(&windows).apply(edit).unwrap();
    let expected = SOUND.replacen(old, new, 1).replace('\n', "\r\n");
    assert_eq!(after.document.text(), expected, "with the line ends of Windows");
}

#[track_caller]
fn told(text: &str, expected: &[&str]) {
    let reading = read::<Plan>(text, "p", Plan::REFERENCES);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, expected);
}

#[test]
fn a_set_value_replaces_only_itself() {
    edited(&Edit::new("t").set(path("title"), "\"x\""), "\"Infrastructure\"", "\"x\"");
    edited(&Edit::new("t").set(path("request.months"), "6"), "months: 3", "months: 6");
    edited(
        &Edit::new("t").set(path("plans[\"Move up\"][0].overlap"), "\"2 months\""),
        "1 month",
        "2 months",
    );
}

#[test]
fn a_value_in_some_keeps_its_some() {
    let edit = Edit::new("t").set(path("offers[\"ovh/rise-3\"].ram"), "\"128 GiB\"");
    edited(&edit, "Some(\"64 GiB\")", "Some(\"128 GiB\")");
}

#[test]
fn a_field_that_is_not_there_is_added() {
    let edit = Edit::new("t").set(path("offers[\"ovh/rise-1\"].setup"), "\"unknown\"");
    edited(&edit, "[\"bhs\"])", "[\"bhs\"], setup: \"unknown\")");
    let edit = Edit::new("t").set(path("buffers.Disk"), "\"5 %\"");
    edited(&edit, "{Ram: \"10 %\"}", "{Ram: \"10 %\", Disk: \"5 %\"}");
    let edit = Edit::new("t").set(path("contracts.server.count"), "2");
    edited(&edit, "\"ovh/rise-1\")", "\"ovh/rise-1\", count: 2)");
}

#[test]
fn an_entry_is_added_in_the_manner_of_its_neighbours() {
    let edit = Edit::new("t").insert(path("offers"), "b", "(ram: \"1 GiB\")");
    edited(&edit, "        ),\n    },", "        ),\n        \"b\": (ram: \"1 GiB\"),\n    },");
    let edit = Edit::new("t").push(path("plans[\"Move up\"]"), "Order(offer: \"b\")");
    edited(&edit, "rise-3\")\n", "rise-3\"),\n            Order(offer: \"b\"),\n");
    let at =
        Op::Insert { into: path("offers"), key: Some("b".into()), value: "()".into(), at: Some(1) };
    let edit = Edit { label: "t".into(), ops: vec![at] };
    edited(&edit, "// the old one\n", "// the old one\n        \"b\": (),\n");
}

#[test]
fn an_entry_goes_into_an_empty_group() {
    for (empty, full) in [
        ("offers: {}", "offers: {\n    \"b\": (),\n}"),
        ("offers: {\n    }", "offers: {\n        \"b\": (),\n    }"),
        ("offers: { // none\n    }", "offers: { // none\n        \"b\": (),\n    }"),
    ] {
        let text = format!("(format: 1, {empty})");
        let edit = Edit::new("t").insert(path("offers"), "b", "()");
        let (new, inverse) = apply(&edit, &text).unwrap();
        assert_eq!(new, format!("(format: 1, {full})"));
        assert_eq!(inverse.splices.len(), 1);
    }
}

#[test]
fn groups_that_are_missing_are_made() {
    let new = |at: &str, value: &str| {
        apply(&Edit::new("t").set(path(at), value), "(format: 1)").unwrap().0
    };
    assert_eq!(new("request.months", "3"), "(format: 1, request: (months: 3))");
    assert_eq!(new("buffers.Ram", "\"5 %\""), "(format: 1, buffers: {Ram: \"5 %\"})");
    assert_eq!(
        new("offers[\"a/b\"].setup", "\"x\""),
        "(format: 1, offers: {\"a/b\": (setup: \"x\")})"
    );
}

#[test]
fn an_entry_is_removed_with_its_line_and_comma() {
    edited(
        &Edit::new("t").remove(path("title")),
        "    title: \"Infrastructure\", // for the minutes\n",
        "",
    );
    edited(&Edit::new("t").remove(path("request.level")), ", level: \"medium\"", "");
    edited(&Edit::new("t").remove(path("buffers.Ram")), "{Ram: \"10 %\"}", "{}");
    edited(
        &Edit::new("t").remove(path("offers[\"ovh/rise-3\"].regions[0]")),
        "[\"gra\", \"rbx\"]",
        "[\"rbx\"]",
    );
}

#[test]
fn an_entry_moves_with_its_comments() {
    edited(
        &Edit::new("t").shift(path("plans[\"Move up\"][0]"), 1),
        "            Replace(contract: \"server\", overlap: \"1 month\"),\n            Order(offer: \"ovh/rise-3\")\n",
        "            Order(offer: \"ovh/rise-3\"),\n            Replace(contract: \"server\", overlap: \"1 month\")\n",
    );
    edited(
        &Edit::new("t").shift(path("offers[\"ovh/rise-3\"].regions[1]"), 0),
        "[\"gra\", \"rbx\"]",
        "[\"rbx\", \"gra\"]",
    );
}

#[test]
fn a_key_is_renamed_with_what_names_it() {
    let before = open(SOUND);
    let mut edit = Edit::new("t").rename(path("offers[\"ovh/rise-1\"]"), "old \"one\"");
    for at in before.uses("offers", "ovh/rise-1") {
        edit = edit.set(at, quote("old \"one\""));
    }
    let after = before.apply(&edit).unwrap().document;
    assert_eq!(after.problems(), []);
    assert_eq!(after.text(), SOUND.replace("\"ovh/rise-1\"", "\"old \\\"one\\\"\""));
}

#[test]
fn an_edit_that_cannot_be_is_refused() {
    let refused = |edit: Edit| open(SOUND).apply(&edit).unwrap_err().to_string();
    assert_eq!(
        refused(Edit::new("t").set(path("requst.months"), "3").remove(path("offers.rise"))),
        "`offers.rise` is not in the scenario\nhint: known are `ovh/rise-1`, `ovh/rise-3`"
    );
    assert!(refused(Edit::new("t").set(path("title"), "\"x\", b: 2")).contains("is not one value"));
    assert!(refused(Edit::new("t").remove(path("format"))).contains("`format` is missing"));
    assert!(refused(Edit::new("t").insert(path("buffers"), "Ram", "\"\"")).contains("already"));
}

#[test]
fn what_an_edit_did_not_touch_is_the_same_pointer() {
    let before = open(SOUND);
    let edit = Edit::new("t").set(path("offers[\"ovh/rise-3\"].setup"), "\"0 CAD\"");
    let after = before.apply(&edit).unwrap().document;
    let (old, new) = (&before.model().offers, &after.model().offers);
    assert!(Arc::ptr_eq(&old["ovh/rise-1"], &new["ovh/rise-1"]));
    assert!(!Arc::ptr_eq(&old["ovh/rise-3"], &new["ovh/rise-3"]));
    let edit = Edit::new("t").insert(path("offers"), "b", "()");
    let new = before.apply(&edit).unwrap().document;
    assert!(Arc::ptr_eq(&old["ovh/rise-1"], &new.model().offers["ovh/rise-1"]));
}

#[test]
fn an_edit_may_bring_a_problem_and_undo_takes_it_away() {
    let edit = Edit::new("t").set(path("contracts.server.offer"), "\"ovh/rise-33\"");
    let after = open(SOUND).apply(&edit).unwrap();
    assert_eq!(
        after.document.problems()[0].to_string(),
        "plan.ron:17:35: offer `ovh/rise-33` is not in the file's offers\nhint: did you mean `ovh/rise-3`?"
    );
    assert_eq!(after.document.undo(&after.undo).unwrap().document.problems(), []);
}

#[test]
fn every_mistake_is_told_at_its_place() {
    told(
        "(\n  format: 1,\n  titel: \"x\",\n  request: (months: 3, level: 5),\n  offers: {\n    \"a\": (ram: \"64 GB\"),\n    \"b\": (regions: \"x\"),\n    \"b\": (),\n  },\n  contracts: {\n    \"c\": (count: 2),\n    \"d\": (offer: \"e\", count: \"two\"),\n  },\n  plans: {\"p\": [Ordr(offer: \"a\")]},\n)",
        &[
            "p:3:3: `titel` is not known here\nhint: did you mean `title`?",
            "p:4:31: `5` stands where a text in quotes is wanted\nhint: write `\"5\"`",
            "p:6:16: `64 GB` is not a memory size\nhint: memory is counted in GiB",
            "p:7:20: `\"x\"` stands where a list `[…]` is wanted",
            "p:8:5: `b` stands here twice\nhint: only the last counts: remove or rename one",
            "p:11:5: `offer` is missing here",
            "p:12:18: offer `e` is not in the file's offers\nhint: known are `a`, `b`",
            "p:12:30: `\"two\"` stands where a whole number is wanted",
            "p:14:17: `Ordr` is not one of `Order`, `Replace`\nhint: did you mean `Order`?",
        ],
    );
}

#[test]
fn what_is_not_ron_is_told_in_a_sentence() {
    told("", &["p:1:1: the text is empty\nhint: a scenario begins with `Scenario(format: 1, …)`"]);
    told("(a: 1,\n b: [2", &["p:2:5: this bracket is never closed by `]`"]);
    told("(a: 1\n b: 2)", &["p:2:2: a comma or `)` is missing before this: `b: 2)`"]);
    told("(a: \"x)", &["p:1:5: this text is never closed"]);
    told(&"[".repeat(5000), &["p:1:101: groups stand in each other deeper than 100"]);
    let message = decode(b"(title: \"\xff\")".to_vec(), "p").unwrap_err().to_string();
    assert_eq!(message, "p:1:10: byte 0xff here is not UTF-8 text\nhint: save the file as UTF-8");
    assert!(check_length(100 << 20, "p").unwrap_err().message.starts_with("100 MiB"));
}

/// A file of many offers; each whose number `wrong` holds has a mistake.
fn many(n: usize, wrong: impl Fn(usize) -> bool) -> String {
    let offer = |i| {
        let ram = if wrong(i) { "64 GB" } else { "64 GiB" };
        format!(
            "        \"o{i}\": (\n            ram: \"{ram}\",\n            regions: [\"a\", \"b\"],\n        ),\n"
        )
    };
    format!(
        "(\n    format: 1,\n    offers: {{\n{}    }},\n)\n",
        (0..n).map(offer).collect::<String>()
    )
}

#[test]
fn many_mistakes_cost_a_few_readings_of_the_file() {
    let text = many(1000, |i| i % 25 == 3);
    let reading = read::<Plan>(&text, "p", Plan::REFERENCES);
    assert_eq!(reading.problems.len(), 40, "1,000 ÷ 25");
    assert_eq!(reading.value.unwrap().offers.len(), 1000, "only the field is left out");
    let times = reading.bytes_read / text.len();
    assert!(times < 15, "the file was read {times} times");
}

#[test]
fn paths_are_written_as_they_are_read() {
    for text in
        ["offers[\"ovh/rise-3\"].setup", "plans[\"a ] \\\" b\"][0].overlap", "request.months"]
    {
        assert_eq!(path(text).to_string(), text);
    }
    assert_eq!(path("services.meet-coop"), Path::new().key("services").key("meet-coop"));
    for wrong in ["", "a.", "a[", "a[x]", ".a", "a[\"b]", "a b"] {
        assert!(wrong.parse::<Path>().is_err(), "{wrong}");
    }
}

#[test]
fn layout_keeps_comments_order_and_values() {
    let text = "(format:1,offers:{// all\n\"a\":(ram:\"1 GiB\"), // one\n\n\n // two\n\"b\":()},)";
    let expected = "(\n    format: 1,\n    offers: { // all\n        \"a\": (ram: \"1 GiB\"), // one\n\n        // two\n        \"b\": (),\n    },\n)\n";
    assert_eq!(format(text, "p").unwrap(), expected);
    assert_eq!(format(expected, "p").unwrap(), expected);
}

fn op() -> impl Strategy<Value = Op> {
    let paths = prop::sample::select(vec![
        "title",
        "request",
        "request.months",
        "request.level",
        "buffers",
        "buffers.Ram",
        "buffers.Disk",
        "offers",
        "offers[\"ovh/rise-1\"]",
        "offers[\"ovh/rise-1\"].ram",
        "offers[\"ovh/rise-1\"].setup",
        "offers[\"ovh/rise-3\"].regions",
        "offers[\"ovh/rise-3\"].regions[0]",
        "offers[\"ovh/rise-3\"]",
        "offers[\"ovh/rise-3\"].ram",
        "offers.b",
        "contracts",
        "contracts.server",
        "contracts.server.offer",
        "plans[\"Move up\"]",
        "plans[\"Move up\"][0]",
        "plans[\"Move up\"][1]",
        "plans[\"Move up\"][0].overlap",
    ]);
    let values = prop::sample::select(vec![
        "\"x\"",
        "3",
        "\"8 GiB\"",
        "()",
        "(ram: \"1 GiB\")",
        "[]",
        "{}",
        "[\"a\", \"b\"]",
        "None",
        "Order(offer: \"b\")",
        "{\"b\": (offer: \"ovh/rise-3\")}",
        "(months: 2)",
        "(offer: \"b\")",
    ]);
    let keys =
        prop::option::of(prop::sample::select(vec!["b", "c", "Ram", "Disk", "level", "x y"]));
    (0..5_u8, paths, values, keys, 0..4_usize).prop_map(|(kind, at, value, key, index)| {
        let at = path(at);
        match kind {
            0 => Op::Set(at, value.into()),
            1 => Op::Insert {
                into: at,
                key: key.map(Into::into),
                value: value.into(),
                at: (index < 3).then_some(index),
            },
            2 => Op::Remove(at),
            3 => Op::Move { path: at, to: index },
            _ => Op::Rename { path: at, key: key.unwrap_or("b").into() },
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    // That tree and model are what a full reading gives is asserted in `Document` after every edit.
    #[test]
    fn edits_taken_back_give_back_every_byte(ops in prop::collection::vec(op(), 1..10)) {
        let (mut document, mut undos) = (open(SOUND), vec![]);
        for op in ops {
            let edit = Edit { label: "t".into(), ops: vec![op] };
            if let Ok(applied) = document.apply(&edit) {
                document = applied.document;
                undos.push(applied.undo);
                let formatted = format(document.text(), "p").unwrap();
                prop_assert_eq!(&format(&formatted, "p").unwrap(), &formatted);
                let reread = read::<Plan>(&formatted, "p", Plan::REFERENCES);
                prop_assert_eq!(reread.value.as_ref(), Some(&**document.model()));
            }
        }
        for undo in undos.iter().rev() {
            document = document.undo(undo).unwrap().document;
        }
        prop_assert_eq!(document.text(), SOUND);
    }

    #[test]
    fn damaged_texts_are_read_without_panic(
        cut in 0..SOUND.len(), length in 0..20_usize, put in "[(){}\\[\\],:\"'/*r#\\\\é\n a1]{0,4}",
    ) {
        let mut text = SOUND.to_owned();
        text.replace_range(cut..(cut + length).min(SOUND.len()), &put);
        let reading = read::<Plan>(&text, "p", Plan::REFERENCES);
        prop_assert!(reading.value.is_some() || !reading.problems.is_empty());
        let tree = Tree::parse(SOUND).unwrap();
        let removed = length.min(SOUND.len() - cut);
        prop_assert_eq!(tree.changed(&text, cut, removed, put.len()), Tree::parse(&text));
        if let Ok(formatted) = format(&text, "p") {
            prop_assert_eq!(&format(&formatted, "p").unwrap(), &formatted);
        }
    }

    #[test]
    fn quoting_is_taken_back_by_reading(text in any::<String>()) {
        let quoted = quote(&text);
        prop_assert_eq!(unquote(&quoted).unwrap(), text.clone());
        let at = Path::new().key("a").key(text);
        prop_assert_eq!(at.to_string().parse::<Path>().unwrap(), at);
    }
}

#[test]
fn the_scenarios_that_come_along_are_read_without_a_problem() {
    for text in [
        include_str!("../../scenarios/hypha-2021-04.headroom.ron"),
        include_str!("../../scenarios/hypha-2021-04-answered.headroom.ron"),
    ] {
        let document = Document::<crate::model::Scenario>::new("s", text).unwrap();
        assert_eq!(document.problems(), []);
        let edit = Edit::new("t").set(path("services.loomio.ram"), "\"3 GiB\"");
        let after = document.apply(&edit).unwrap();
        assert_eq!(after.document.undo(&after.undo).unwrap().document.text(), text);
    }
}
