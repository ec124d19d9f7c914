//! Is every bad input told, at its place, with nothing lost, no panic and no hang?
//!
//! `tests/errors/NAME.ron` is a file a problem, `NAME.txt` what is said about it: every problem, and
//! every finding of severity error. `HEADROOM_UPDATE=1 cargo test --test core bad_input` writes them
//! anew; read the difference before it is committed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use headroom::diag::Severity;
use headroom::disk::{self, Over};
use headroom::document::Edit;
use headroom::session::{Session, examples};
use headroom::units::Day;

fn today() -> Day {
    Day::new(2021, 4, 20).unwrap()
}

fn headroom(line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    command.args(line).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The program is run on bytes; they cannot be read, and it says this.
#[track_caller]
fn cannot_read(bytes: &[u8], says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.ron");
    fs::write(&path, bytes).unwrap();
    fails(&path, says);
}

#[track_caller]
fn fails(path: &Path, says: &str) {
    for line in [vec!["report"], vec!["check"], vec![]] {
        let output = headroom(&line).arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line:?}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{line:?}");
        let error = said(&output);
        // A text that cannot be read is shown in the window, where there is one.
        let error = error.strip_prefix("no window: ").map_or(&*error, after_hint);
        assert!(error.contains(says), "{line:?}: {error}");
        let name = path.to_str().unwrap();
        assert!(error.lines().next().unwrap().contains(name), "{line:?}: {error}");
    }
}

/// What follows a sentence and its hint.
fn after_hint(text: &str) -> &str {
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    match rest.strip_prefix("hint: ") {
        Some(hint) => hint.split_once('\n').map_or("", |(_, rest)| rest),
        None => rest,
    }
}

fn errors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

/// What is said about a scenario: problems in its order, then findings of severity error.
fn told(text: &str, name: &str) -> String {
    let session = Session::new(text, name, today());
    let problems = session.problems().iter().map(|p| format!("{p}\n"));
    let findings = session.findings().iter().filter(|f| f.severity == Severity::Error);
    let findings = findings.map(|f| {
        let place = session.place_of(&f.about);
        let place = place.map_or_else(|| name.to_owned(), |p| p.to_string());
        format!("{place}: {} [{}]\nhint: {}\n", f.what, f.code, f.hint)
    });
    problems.chain(findings).collect()
}

#[test]
fn every_error_of_the_corpus_is_told_in_its_words() {
    let update = std::env::var_os("HEADROOM_UPDATE").is_some();
    let mut names: Vec<_> = fs::read_dir(errors())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ron"))
        .collect();
    names.sort();
    assert!(names.len() > 15, "the corpus was not found");
    let mut wrong = Vec::new();
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let told = told(&fs::read_to_string(&path).unwrap(), name);
        let expected = path.with_extension("txt");
        if update {
            fs::write(&expected, &told).unwrap();
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        if told != expected || told.is_empty() {
            wrong.push(format!("{name} says\n{told}instead of\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_no_ron_has_a_place() {
    cannot_read(b"{\"a\": 1", "bad.ron:1:");
    cannot_read(b"Total request: 101.04 + 16 = 117.04\n", "bad.ron:1:");
    cannot_read(b"\x89PNG\r\n\x1a\n\0\0\0", "not UTF-8");
}

#[test]
fn what_is_not_utf8_has_the_place_of_its_first_bad_byte() {
    cannot_read(b"Scenario(\n  title: \"caf\xE9\"\n)", "bad.ron:2:14: ");
}

#[test]
fn nothing_at_all_is_told() {
    cannot_read(b"", "is empty");
    cannot_read(b"  \n// only a comment\n", "bad.ron:");
}

#[test]
fn a_hundred_megabytes_are_refused_before_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.ron");
    fs::File::create(&path).unwrap().set_len(100_000_000).unwrap();
    fails(&path, "more than");
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("Some(", ")"), ("/*", "*/")] {
        let text = format!("Scenario(title: {}{})", open.repeat(100_000), close.repeat(100_000));
        cannot_read(text.as_bytes(), "bad.ron:1:");
        cannot_read(open.repeat(100_000).as_bytes(), "bad.ron:1:");
    }
}

#[test]
fn a_folder_and_what_is_not_there_are_told() {
    let folder = tempfile::tempdir().unwrap();
    fails(folder.path(), "is a folder");
    fails(&folder.path().join("none.ron"), "there is no file");
}

#[cfg(unix)]
#[test]
fn no_permission_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.ron");
    fs::write(&path, examples::BLANK.text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The administrator may read everything: there is nothing to see then.
    if fs::read(&path).is_err() {
        fails(&path, "no permission to read");
    }
    let wrong = disk::save(&path, b"x", Over::Anything).unwrap_err();
    assert!(["read-only", "no-permission"].contains(&wrong.code), "{wrong}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_while_saving_loses_nothing() {
    let mut session = Session::new(examples::HYPHA.text, "a.ron", today());
    let edit = Edit::new("Six months").set("request.months".parse().unwrap(), "6");
    session.apply(&edit).unwrap();
    let wrong = session.save_as(Path::new("/dev/full"), Over::Anything).unwrap_err();
    assert_eq!(wrong.code, "disk-full", "{wrong}");
    assert!(session.is_unsaved());
    assert_eq!(session.path(), None);
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/blank.headroom.ron");
    let line = ["export", scenario.to_str().unwrap(), "--format", "md", "-o", "/dev/full"];
    let output = headroom(&line).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("the disk is full"), "{}", said(&output));
}

#[test]
fn a_file_that_somebody_else_changed_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    fs::write(&path, examples::HYPHA.text).unwrap();
    let mut session = Session::open(&path, today()).unwrap();
    fs::write(&path, examples::BLANK.text).unwrap();
    let edit = Edit::new("Six months").set("request.months".parse().unwrap(), "6");
    session.apply(&edit).unwrap();
    assert_eq!(session.save().unwrap_err().code, "changed-on-disk");
    assert_eq!(fs::read_to_string(&path).unwrap(), examples::BLANK.text);
    assert!(session.text().contains("months: 6"));
}

#[test]
fn damaged_scenarios_never_stop_the_program() {
    // Every eleventh cut and every seventh swallowed byte of a real file, each from another place.
    let text = examples::CLUB.text;
    let boundaries: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    for (n, at) in boundaries.iter().enumerate().filter(|(n, _)| n % 11 == 0) {
        let cut = &text[..*at];
        let swallowed =
            format!("{}{}", cut, text[*at..].chars().skip(1 + n % 7).collect::<String>());
        for damaged in [cut, &swallowed] {
            let session = Session::new(damaged, "damaged.ron", today());
            assert!(session.outlook().is_some() || !session.problems().is_empty());
        }
    }
}

#[test]
fn standard_input_is_read_and_a_closed_pipe_ends_quietly() {
    let mut child = headroom(&["report", "-", "schedule"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take()); // nobody reads
    child.stdin.take().unwrap().write_all(examples::HYPHA.text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(said(&output), "");
}

#[test]
fn without_a_screen_the_overview_is_answered_as_text() {
    let scenario =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/club-two-servers.headroom.ron");
    let window = headroom(&[]).arg(&scenario).output().unwrap();
    let report = headroom(&["report"]).arg(&scenario).output().unwrap();
    assert_eq!(window.status.code(), Some(0), "{}", said(&window));
    assert_eq!(window.stdout, report.stdout);
    assert!(!report.stdout.is_empty());
    assert!(said(&window).starts_with("no window: "), "{}", said(&window));
}
