//! Are the rules of ARCHITECTURE.md kept? Each guard reads one source file and answers what breaks
//! its rule; each is also shown a file that does.

use std::fs;
use std::path::Path;

mod source;

use source::{Source, without_tests};

/// What breaks a rule in a file: `line: what to do instead`.
type Guard = fn(&Source) -> Vec<String>;

/// Modules of `lib.rs` from which on the outside world is known.
const SHELL: [&str; 6] = ["disk", "fetch", "session", "cli", "gui", "main"];

/// Modules in the order of `lib.rs`; `main` comes after all.
fn order() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    order_in(&text)
}

fn order_in(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).chain(["main".to_owned()]).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_pure(source: &Source) -> bool {
    source.file != "lib.rs" && !SHELL.contains(&source.module())
}

// Rule 1: a module names only modules listed before it.

fn names_only_earlier_modules(source: &Source) -> Vec<String> {
    breaks_order(source, &order())
}

fn breaks_order(source: &Source, order: &[String]) -> Vec<String> {
    if source.file == "lib.rs" {
        return Vec::new();
    }
    let Some(own) = order.iter().position(|m| m == source.module()) else {
        return vec![format!("1: `{}` is not in lib.rs", source.module())];
    };
    let mut broken = Vec::new();
    for mention in source.mentions() {
        let mut parts = mention.path.split("::").peekable();
        let mut supers = 0;
        while parts.next_if_eq(&"super").is_some() {
            supers += 1;
        }
        let from_root = parts.next_if_eq(&"crate").is_some() || supers >= source.depth();
        let Some(name) = parts.next().filter(|_| from_root) else { continue };
        match order.iter().position(|m| m == name) {
            Some(place) if place <= own => {}
            Some(_) => broken.push(format!("{}: `{name}` comes later in lib.rs", mention.line)),
            None if supers > 0 => {} // a module inside the file
            None => broken.push(format!("{}: `crate::{name}` is no module", mention.line)),
        }
    }
    broken
}

// Rule 2 and 3: the core knows no file, clock, environment, network, thread or window, and nothing
// whose order differs from run to run.

fn core_knows_no_outside(source: &Source) -> Vec<String> {
    const OUTSIDE: [&str; 19] = [
        "std::fs",
        "std::env",
        "std::net",
        "std::thread",
        "std::process",
        "std::os",
        "std::sync::mpsc",
        "std::time::Instant",
        "std::time::SystemTime",
        "std::io::stdin",
        "std::io::stdout",
        "std::io::stderr",
        "egui",
        "eframe",
        "rfd",
        "clap",
        "etcetera",
        "atomic_write_file",
        "chrono::Local",
    ];
    const UNORDERED: [&str; 4] = ["HashMap", "HashSet", "RandomState", "DefaultHasher"];
    if !is_pure(source) {
        return Vec::new();
    }
    let is_outside = |path: &str| {
        OUTSIDE
            .iter()
            .any(|o| path.strip_prefix(o).is_some_and(|r| r.is_empty() || r.starts_with("::")))
            || path.split("::").any(|part| UNORDERED.contains(&part))
            || ["Instant::now", "SystemTime::now", "Local::now", "Utc::now"]
                .iter()
                .any(|n| path.ends_with(n))
    };
    let mentions = source.mentions();
    let outside = mentions.iter().filter(|m| is_outside(&m.path));
    outside.map(|m| format!("{}: `{}` belongs in the shell", m.line, m.path)).collect()
}

fn only_disk_touches_files(source: &Source) -> Vec<String> {
    only_in(source, &["disk/"], &["std::fs", "atomic_write_file"])
}

fn only_fetch_touches_the_network(source: &Source) -> Vec<String> {
    only_in(source, &["fetch.rs", "fetch/"], &["std::net"])
}

fn only_the_shell_starts_threads(source: &Source) -> Vec<String> {
    only_in(source, &["session/", "fetch.rs", "fetch/", "gui/"], &["std::thread"])
}

fn only_the_window_knows_egui(source: &Source) -> Vec<String> {
    only_in(
        source,
        &["gui/"],
        &["egui", "eframe", "egui_extras", "egui_plot", "egui_material_icons", "rfd"],
    )
}

fn only_main_asks_the_day(source: &Source) -> Vec<String> {
    only_in(
        source,
        &["main.rs"],
        &["chrono::Local", "chrono::Utc", "Local::now", "Utc::now", "SystemTime::now"],
    )
}

fn only_in(source: &Source, places: &[&str], what: &[&str]) -> Vec<String> {
    if source.is_in(places) {
        return Vec::new();
    }
    let is_it = |path: &str| {
        what.iter()
            .any(|w| path.strip_prefix(w).is_some_and(|r| r.is_empty() || r.starts_with("::")))
    };
    let mentions = source.mentions();
    let wrong = mentions.iter().filter(|m| is_it(&m.path));
    wrong.map(|m| format!("{}: `{}` only in {}", m.line, m.path, places.join(", "))).collect()
}

fn only_the_command_line_prints(source: &Source) -> Vec<String> {
    if source.is_in(&["cli/", "main.rs"]) {
        return Vec::new();
    }
    ["println!", "print!", "eprintln!", "eprint!", "dbg!"]
        .iter()
        .flat_map(|m| {
            source.lines_with(m).into_iter().map(move |l| format!("{l}: `{m}` only in cli/"))
        })
        .collect()
}

// Rule 4: money is never a float, and the engine's arithmetic is the same on every machine.

fn money_is_never_a_float(source: &Source) -> Vec<String> {
    const EXACT: [&str; 6] = [
        "units/money.rs",
        "units/amount.rs",
        "engine/charge.rs",
        "engine/ledger.rs",
        "engine/tax.rs",
        "engine/request.rs",
    ];
    if !source.is_in(&EXACT) {
        return Vec::new();
    }
    let mentions = source.mentions();
    let floats = mentions.iter().filter(|m| m.path.split("::").any(|p| p == "f64" || p == "f32"));
    floats.map(|m| format!("{}: `{}` is no money", m.line, m.path)).collect()
}

fn engine_computes_alike_everywhere(source: &Source) -> Vec<String> {
    if source.module() != "engine" {
        return Vec::new();
    }
    let mut broken = Vec::new();
    for name in ["powf", "powi", "exp", "exp2", "ln", "log2", "log10", "sin", "cos"] {
        for written in [format!(".{name}("), format!("f64::{name}")] {
            let lines = source.lines_with(&written);
            broken.extend(lines.iter().map(|l| format!("{l}: `{name}` differs between machines")));
        }
    }
    broken
}

// Rule 5: a scenario changes only through an edit of its text.

fn a_scenario_changes_only_by_its_text(source: &Source) -> Vec<String> {
    if source.is_in(&["document/", "model/"]) {
        return Vec::new();
    }
    ["&mut Scenario", "mut Arc<Scenario>", "&mut model::Scenario"]
        .iter()
        .flat_map(|w| source.lines_with(w))
        .map(|l| format!("{l}: change the text by an `Edit` instead"))
        .collect()
}

// Rule 6: the engine does not fail.

fn the_engine_does_not_fail(source: &Source) -> Vec<String> {
    if source.module() != "engine" {
        return Vec::new();
    }
    let mut broken = Vec::new();
    for (i, line) in source.code.lines().enumerate() {
        let fails = line.trim_start().starts_with("pub fn") && line.contains("-> Result<");
        if fails || ["panic!", "unreachable!", "Problem"].iter().any(|w| line.contains(w)) {
            broken.push(format!("{}: the engine computes what it can; checks say the rest", i + 1));
        }
    }
    broken
}

// Rule 7: drawing answers, it does not act.

fn drawing_does_not_act(source: &Source) -> Vec<String> {
    // The one place that applies what the screens answer.
    if source.module() != "gui" || source.is_in(&["gui/window/"]) {
        return Vec::new();
    }
    let lines = source.lines_with("&mut Session");
    lines.iter().map(|l| format!("{l}: take `&Session`, answer edits and commands")).collect()
}

fn colours_come_from_the_theme(source: &Source) -> Vec<String> {
    if source.file == "gui/theme.rs" {
        return Vec::new();
    }
    let mentions = source.mentions();
    let is_colour = |path: &str| {
        ["Color32::", "Rgba::"].iter().any(|kind| {
            path.split_once(kind).is_some_and(|(_, rest)| {
                rest.starts_with("from_") || rest.starts_with(|c: char| c.is_ascii_uppercase())
            })
        })
    };
    let colours =
        mentions.iter().filter(|m| is_colour(&m.path) && !m.path.ends_with("TRANSPARENT"));
    colours.map(|m| format!("{}: `{}`: take a colour of gui/theme.rs", m.line, m.path)).collect()
}

// Rule 8: what can be added is one file and one list entry.

/// Folder, its list, and what a file that belongs in the list has.
const LISTS: [(&str, &str, &str); 4] = [
    ("checks", "CHECKS", "fn check("),
    ("report", "REPORTS", "fn make("),
    ("formats/exporters", "EXPORTERS", ": Exporter ="),
    ("formats/importers", "IMPORTERS", ": Importer ="),
];

fn not_in_the_list(list: &str, names: &[&str], mod_rs: &str) -> Vec<String> {
    let code = Source::new("mod.rs", mod_rs).code;
    let start = code.find(&format!("{list}:")).unwrap_or_else(|| panic!("no list `{list}`"));
    let end = code[start..].find("];").map_or(code.len(), |i| start + i);
    let entries = &code[start..end];
    let is_entry = |name: &str| {
        entries.match_indices(name).any(|(i, _)| {
            let before = entries[..i].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                && entries[i + name.len()..].starts_with("::")
        })
    };
    let missing = names.iter().filter(|n| !is_entry(n));
    missing.map(|n| format!("`{n}` is not in {list}")).collect()
}

// Rule 9: a file is read in one sitting, and says what question it answers.

fn a_file_is_short(source: &Source) -> Vec<String> {
    let is_test = source::is_test(&source.file);
    let lines = without_tests(&source.text).lines().count();
    if lines > 500 && !is_test {
        return vec![format!("500: {lines} lines: cut it where two ideas meet")];
    }
    Vec::new()
}

fn a_file_says_what_it_is_for(source: &Source) -> Vec<String> {
    let is_tests = source::is_test(&source.file);
    if source.text.starts_with("//!") || is_tests {
        return Vec::new();
    }
    vec!["1: begin with `//!` and the question that the file answers".to_owned()]
}

const GUARDS: [(&str, Guard); 16] = [
    ("names_only_earlier_modules", names_only_earlier_modules),
    ("core_knows_no_outside", core_knows_no_outside),
    ("only_disk_touches_files", only_disk_touches_files),
    ("only_fetch_touches_the_network", only_fetch_touches_the_network),
    ("only_the_shell_starts_threads", only_the_shell_starts_threads),
    ("only_the_window_knows_egui", only_the_window_knows_egui),
    ("only_main_asks_the_day", only_main_asks_the_day),
    ("only_the_command_line_prints", only_the_command_line_prints),
    ("money_is_never_a_float", money_is_never_a_float),
    ("engine_computes_alike_everywhere", engine_computes_alike_everywhere),
    ("a_scenario_changes_only_by_its_text", a_scenario_changes_only_by_its_text),
    ("the_engine_does_not_fail", the_engine_does_not_fail),
    ("drawing_does_not_act", drawing_does_not_act),
    ("colours_come_from_the_theme", colours_come_from_the_theme),
    ("a_file_is_short", a_file_is_short),
    ("a_file_says_what_it_is_for", a_file_says_what_it_is_for),
];

#[test]
fn every_source_keeps_every_rule() {
    let sources = Source::all();
    let mut broken = Vec::new();
    for (name, guard) in GUARDS {
        for source in &sources {
            let found = guard(source).into_iter();
            broken.extend(found.map(|b| format!("src/{}:{b} ({name})", source.file)));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_folder_says_what_it_is_for() {
    let sources = Source::all();
    for source in &sources {
        if let Some((folder, _)) = source.file.rsplit_once('/') {
            let door = format!("{folder}/mod.rs");
            assert!(sources.iter().any(|s| s.file == door), "src/{door} is missing");
        }
    }
}

#[test]
fn every_check_report_exporter_and_importer_is_in_its_list() {
    let sources = Source::all();
    for (folder, list, mark) in LISTS {
        let door = format!("{folder}/mod.rs");
        let mod_rs = sources.iter().find(|s| s.file == door).unwrap_or_else(|| panic!("no {door}"));
        let names: Vec<_> = sources
            .iter()
            .filter(|s| s.file != door && s.code.contains(mark))
            .filter_map(|s| {
                s.file.strip_prefix(folder)?.strip_prefix('/')?.split(['/', '.']).next()
            })
            .collect();
        assert!(!names.is_empty(), "the entries of {list} were not found");
        let missing = not_in_the_list(list, &names, &mod_rs.text);
        assert!(missing.is_empty(), "src/{door}: {}", missing.join(", "));
    }
}

#[test]
fn the_window_is_a_feature_and_each_dependency_has_its_reason() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let wrong = wrong_dependencies(&text);
    assert!(wrong.is_empty(), "Cargo.toml: {}", wrong.join("; "));
}

fn wrong_dependencies(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut section = "";
    let lines: Vec<_> = text.lines().collect();
    for line in &lines {
        if line.starts_with('[') {
            section = line.trim();
            continue;
        }
        let Some((name, value)) = line.split_once(" = ") else { continue };
        if !section.ends_with("dependencies]") || name.starts_with(' ') || name.starts_with('#') {
            continue;
        }
        if !value.contains('#') {
            wrong.push(format!("`{name}` has no reason beside it"));
        }
        let of_window = ["egui", "eframe", "rfd"].iter().any(|w| name.starts_with(w));
        if section == "[dependencies]" && of_window && !value.contains("optional = true") {
            wrong.push(format!("`{name}` is not optional"));
        }
    }
    wrong
}

// Each guard is tried by breaking it.

#[track_caller]
fn catches(guard: Guard, file: &str, text: &str) {
    assert!(!guard(&Source::new(file, text)).is_empty(), "not caught: {text}");
}

#[track_caller]
fn passes(guard: Guard, file: &str, text: &str) {
    let broken = guard(&Source::new(file, text));
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_order_of_modules_is_guarded() {
    let order = order_in("//! X.\npub mod units;\npub mod model;\n\npub mod engine;\n");
    assert_eq!(order, ["units", "model", "engine", "main"]);
    let broken = |file: &str, text: &str| breaks_order(&Source::new(file, text), &order);
    assert_eq!(broken("model/plan.rs", "use crate::engine::x;").len(), 1);
    assert_eq!(broken("model/plan.rs", "use crate::{units::Day, engine::x};").len(), 1);
    assert_eq!(broken("model/plan.rs", "fn a() { crate::engine::project() }").len(), 1);
    assert_eq!(broken("model/plan.rs", "use super::super::engine::x;").len(), 1);
    assert_eq!(broken("model/mod.rs", "use super::engine::x;").len(), 1);
    assert_eq!(broken("unlisted.rs", "").len(), 1);
    assert_eq!(broken("engine/a.rs", "use crate::{model, units::Day}; use super::b;").len(), 0);
    assert_eq!(broken("model/a.rs", "/// See [`crate::engine`].\nuse super::b;").len(), 0);
}

#[test]
fn the_core_is_guarded() {
    catches(core_knows_no_outside, "engine/a.rs", "use std::fs;");
    catches(core_knows_no_outside, "units/a.rs", "use std::{env, fmt};");
    catches(core_knows_no_outside, "report/a.rs", "let t = std::time::Instant::now();");
    catches(core_knows_no_outside, "formats/a.rs", "use std::thread;");
    catches(core_knows_no_outside, "document/a.rs", "use std::net::TcpStream;");
    catches(core_knows_no_outside, "checks/a.rs", "use egui::Ui;");
    catches(core_knows_no_outside, "model/a.rs", "use std::collections::HashMap;");
    passes(core_knows_no_outside, "formats/a.rs", "use std::io::Read; use std::fmt;");
    passes(core_knows_no_outside, "session/a.rs", "use std::time::Instant;");
}

#[test]
fn the_doors_to_the_outside_are_guarded() {
    catches(only_disk_touches_files, "cli/a.rs", "use std::{fs, io};");
    passes(only_disk_touches_files, "disk/a.rs", "use std::fs;");
    catches(only_fetch_touches_the_network, "disk/a.rs", "std::net::lookup()");
    catches(only_the_shell_starts_threads, "cli/a.rs", "std::thread::spawn(f)");
    catches(only_the_window_knows_egui, "session/a.rs", "fn a(ui: &mut egui::Ui) {}");
    catches(only_main_asks_the_day, "session/a.rs", "chrono::Local::now()");
    catches(only_main_asks_the_day, "session/a.rs", "SystemTime::now()");
    catches(only_the_command_line_prints, "session/a.rs", "println!(\"x\")");
    passes(only_the_command_line_prints, "cli/a.rs", "println!(\"x\")");
}

#[test]
fn arithmetic_is_guarded() {
    catches(money_is_never_a_float, "engine/tax.rs", "fn a(x: f64) {}");
    passes(
        money_is_never_a_float,
        "engine/tax.rs",
        "// no f64 here\n#[cfg(test)]\nmod tests { f64 }",
    );
    catches(engine_computes_alike_everywhere, "engine/a.rs", "x.powf(2.0)");
    catches(engine_computes_alike_everywhere, "engine/a.rs", "f64::exp(x)");
    passes(engine_computes_alike_everywhere, "engine/a.rs", "let explain = x.expect(1);");
}

#[test]
fn change_is_guarded() {
    catches(a_scenario_changes_only_by_its_text, "session/a.rs", "fn a(s: &mut Scenario) {}");
    passes(a_scenario_changes_only_by_its_text, "model/a.rs", "fn a(s: &mut Scenario) {}");
    catches(the_engine_does_not_fail, "engine/a.rs", "pub fn a() -> Result<u8, String> {");
    catches(the_engine_does_not_fail, "engine/a.rs", "panic!()");
    passes(the_engine_does_not_fail, "engine/a.rs", "fn a() -> Option<u8> {");
    catches(drawing_does_not_act, "gui/overview.rs", "fn a(session: &mut Session) {}");
    catches(colours_come_from_the_theme, "gui/kit/bar.rs", "Color32::from_rgb(1, 2, 3)");
    catches(colours_come_from_the_theme, "gui/kit/bar.rs", "egui::Color32::RED");
    passes(colours_come_from_the_theme, "gui/theme.rs", "Color32::RED");
}

#[test]
fn lists_are_guarded() {
    let names = ["totals", "dates"];
    let mod_rs = "mod dates;\nmod totals;\npub const CHECKS: &[Check] = &[totals::CHECK];\n";
    assert_eq!(not_in_the_list("CHECKS", &names, mod_rs), ["`dates` is not in CHECKS"]);
}

#[test]
fn length_and_purpose_are_guarded() {
    catches(a_file_is_short, "a/b.rs", &"x\n".repeat(501));
    passes(a_file_is_short, "a/b.rs", &"x\n".repeat(500));
    passes(
        a_file_is_short,
        "a/b.rs",
        &format!("//! X.\n#[cfg(test)]\nmod tests {{\n{}}}", "x\n".repeat(900)),
    );
    catches(a_file_says_what_it_is_for, "a/b.rs", "use std::fmt;");
}

#[test]
fn dependencies_are_guarded() {
    assert_eq!(wrong_dependencies("[dependencies]\nron = \"1\"\n").len(), 1);
    assert_eq!(wrong_dependencies("[dependencies]\negui = \"1\" # widgets\n").len(), 1);
    let right = "[dependencies]\negui = { version = \"1\", optional = true } # widgets\nron = \"1\" # text\n";
    assert_eq!(wrong_dependencies(right).len(), 0);
}
