//! Do the figures that people stated come out, case by case, and is nothing right called wrong?
//!
//! Each file of `tests/cases/` is a whole scenario with stated totals that are checked against it.
//! It has no error and no warning but those that a comment on its first line lists, and each of
//! those is raised: `// expect: stated-total (it is Rise-3's), mixed-tax-basis`. What stands in
//! parentheses is a part of what the finding says. A code may stand there more than once.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use headroom::checks::Finding;
use headroom::diag::Severity;
use headroom::document;
use headroom::session::Session;
use headroom::units::Day;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "ron"));
    files.sort();
    files
}

fn open(path: &Path) -> Session {
    Session::open(path, Day::new(2026, 1, 15).unwrap()).unwrap()
}

/// A finding that a case is to raise: its code, and words that it says.
#[derive(Debug, PartialEq)]
struct Expected<'t> {
    code: &'t str,
    words: Option<&'t str>,
}

impl<'t> Expected<'t> {
    /// All that the first line of a file lists.
    fn of(text: &'t str) -> Vec<Self> {
        let first = text.lines().next().unwrap_or_default();
        let mut rest = first.strip_prefix("// expect:").unwrap_or_default().trim();
        let mut all = Vec::new();
        while !rest.is_empty() {
            let end = rest.find([',', '(']).unwrap_or(rest.len());
            let code = rest[..end].trim();
            rest = &rest[end..];
            let mut words = None;
            if let Some(inside) = rest.strip_prefix('(') {
                let close = closing(inside);
                words = Some(inside[..close].trim());
                rest = &inside[(close + 1).min(inside.len())..];
            }
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            all.push(Self { code, words });
        }
        all
    }

    fn is(&self, finding: &Finding) -> bool {
        self.code == finding.code
            && self.words.is_none_or(|w| finding.what.contains(w) || finding.why.contains(w))
    }
}

/// Place of the parenthesis that closes one that was opened before.
fn closing(inside: &str) -> usize {
    let mut open = 1;
    let close = inside.char_indices().find(|(_, c)| {
        open += i32::from(*c == '(') - i32::from(*c == ')');
        open == 0
    });
    close.map_or(inside.len(), |(at, _)| at)
}

/// What is wrong with the findings of a file; empty where nothing is.
fn wrong(text: &str, findings: &[Finding]) -> String {
    let expected = Expected::of(text);
    let mut wrong = String::new();
    for expected in &expected {
        if !findings.iter().any(|finding| expected.is(finding)) {
            writeln!(wrong, "  not raised: {expected:?}").unwrap();
        }
    }
    for finding in findings {
        let known = expected.iter().any(|expected| expected.is(finding));
        if finding.severity < Severity::Note && !known {
            let Finding { severity, code, about, what, why, .. } = finding;
            writeln!(wrong, "  {severity} {code} at {about}: {what}; {why}").unwrap();
        }
    }
    wrong
}

#[test]
fn every_case_comes_out_as_it_was_stated() {
    let mut all = String::new();
    let files = files();
    assert!(!files.is_empty(), "the cases were not found");
    for path in files {
        let session = open(&path);
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut problems = String::new();
        for problem in session.problems() {
            writeln!(problems, "  {problem}").unwrap();
        }
        let wrong = problems + &wrong(session.text(), session.findings());
        if !wrong.is_empty() {
            writeln!(all, "{name}\n{wrong}").unwrap();
        }
    }
    assert!(all.is_empty(), "\n{all}");
}

#[test]
fn every_case_is_laid_out_as_fmt_lays_it_out() {
    for path in files() {
        let session = open(&path);
        let name = path.file_name().unwrap().to_str().unwrap();
        let laid_out = document::format(session.text(), name).unwrap();
        assert!(laid_out == session.text(), "{name}: run `headroom fmt` on it");
    }
}

#[test]
fn a_first_line_lists_codes_and_words() {
    let code = |code| Expected { code, words: None };
    assert_eq!(Expected::of("// expect: a, b-c\nScenario()"), [code("a"), code("b-c")]);
    assert_eq!(Expected::of("#![enable(implicit_some)]\n// expect: a"), []);
    let said = Expected { code: "a", words: Some("1, (2) and 3") };
    assert_eq!(Expected::of("// expect: a (1, (2) and 3), b"), [said, code("b")]);
}
