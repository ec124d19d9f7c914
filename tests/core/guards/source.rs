//! What does a source file say, without its comments, texts and tests?

use std::path::{Path, PathBuf};
use std::{fs, iter};

/// A file under `src`.
pub struct Source {
    /// Its path from `src` on, with `/`.
    pub file: String,
    /// All of it.
    pub text: String,
    /// Without tests; comments and the insides of texts are blanks, lines as they were.
    pub code: String,
}

/// A path as `std::fs::read`, groups of `use` taken apart, and the line it stands on.
pub struct Mention {
    pub line: usize,
    pub path: String,
}

impl Source {
    pub fn new(file: &str, text: &str) -> Self {
        let code = if is_test(file) { String::new() } else { without_words(without_tests(text)) };
        Self { file: file.to_owned(), text: text.to_owned(), code }
    }

    /// Every file under `src`, in the order of their names.
    pub fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = files_under(&root);
        paths.sort();
        assert!(paths.len() > 10, "the sources were not found");
        let name =
            |path: &PathBuf| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        paths.iter().map(|p| Self::new(&name(p), &fs::read_to_string(p).unwrap())).collect()
    }

    /// The module of `lib.rs` that it belongs to.
    pub fn module(&self) -> &str {
        self.file.split(['/', '.']).next().unwrap()
    }

    /// How many `super` lead from it to the crate.
    pub fn depth(&self) -> usize {
        self.file.split('/').count() - usize::from(self.file.ends_with("/mod.rs"))
    }

    /// Whether it is one of these files, or in one of these folders (with `/` at the end).
    pub fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|p| self.file == *p || p.ends_with('/') && self.file.starts_with(p))
    }

    /// Every path that is named in the code.
    pub fn mentions(&self) -> Vec<Mention> {
        let code = &self.code;
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = code[at..].find(is_word).map(|i| i + at) {
            let mut paths = Vec::new();
            at = read_path(code, start, "", &mut paths);
            let line = code[..start].matches('\n').count() + 1;
            found.extend(paths.into_iter().map(|path| Mention { line, path }));
        }
        found
    }

    /// Lines of code in which a text stands, from 1.
    pub fn lines_with(&self, what: &str) -> Vec<usize> {
        let lines = self.code.lines().enumerate();
        lines.filter(|(_, line)| line.contains(what)).map(|(i, _)| i + 1).collect()
    }
}

pub fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/")
}

/// A file's tests come last: what stands before `#[cfg(test)] mod … {`.
pub fn without_tests(text: &str) -> &str {
    const MARK: &str = "#[cfg(test)]\nmod ";
    let opens = |at: &usize| {
        let name = text[at + MARK.len()..].trim_start_matches(is_word);
        name.starts_with(" {")
    };
    let end = text.match_indices(MARK).map(|(at, _)| at).find(opens);
    end.map_or(text, |end| &text[..end])
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_under(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Reads the path that starts at `start`, through groups, and answers where it ends.
fn read_path(code: &str, start: usize, before: &str, found: &mut Vec<String>) -> usize {
    let word_end = |at: usize| code[at..].find(|c| !is_word(c)).map_or(code.len(), |i| at + i);
    let mut path = before.to_owned();
    let mut at = start;
    loop {
        let end = word_end(at);
        path.push_str(&code[at..end]);
        at = end;
        if !code[at..].starts_with("::") {
            break;
        }
        at += 2;
        if code[at..].starts_with('{') {
            return read_group(code, at + 1, &format!("{path}::"), found);
        }
        if !code[at..].starts_with(is_word) {
            break; // a `*`, or `::<` of a generic
        }
        path.push_str("::");
    }
    found.push(path);
    at
}

fn read_group(code: &str, start: usize, before: &str, found: &mut Vec<String>) -> usize {
    let mut at = start;
    while let Some(next) = code[at..].find(|c: char| is_word(c) || c == '}').map(|i| at + i) {
        if code[next..].starts_with('}') {
            return next + 1;
        }
        at = read_path(code, next, before, found);
    }
    code.len()
}

/// Comments and the insides of texts become blanks.
fn without_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let end = match at(i) {
            '/' if at(i + 1) == '/' => until(&chars, i, |j| at(j) == '\n'),
            '/' if at(i + 1) == '*' => end_of_block(&chars, i),
            '"' => end_of_text(&chars, i + 1),
            'r' if !is_word(at(i.wrapping_sub(1))) && matches!(at(i + 1), '"' | '#') => {
                let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
                if at(i + 1 + hashes) == '"' {
                    end_of_raw(&chars, i + 2 + hashes, hashes)
                } else {
                    i + 1
                }
            }
            '\'' if at(i + 1) == '\\' => until(&chars, i + 3, |j| at(j) == '\'') + 1,
            '\'' if at(i + 2) == '\'' => i + 3,
            _ => i + 1,
        };
        if end == i + 1 {
            code.push(at(i));
        } else {
            let blanked = chars[i..end.min(chars.len())].iter();
            code.extend(blanked.map(|c| if *c == '\n' { '\n' } else { ' ' }));
        }
        i = end;
    }
    code
}

fn until(chars: &[char], from: usize, is_end: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|j| is_end(*j)).unwrap_or(chars.len())
}

fn end_of_block(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut i = start;
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    i
}

fn end_of_text(chars: &[char], start: usize) -> usize {
    let mut i = start;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    i
}

fn end_of_raw(chars: &[char], start: usize, hashes: usize) -> usize {
    let close: Vec<char> = iter::once('"').chain(iter::repeat_n('#', hashes)).collect();
    until(chars, start, |j| chars[j..].starts_with(&close)) + close.len()
}

#[test]
fn words_are_no_code() {
    let text =
        "let a = \"std::fs\"; // std::fs\n/* std::fs /* */ */ let b = r#\"std::fs\"#; 'x'; fs";
    let code = Source::new("a.rs", text).code;
    assert!(!code.contains("std::fs"), "{code}");
    assert!(code.contains("let b") && code.ends_with("fs"), "{code}");
    assert_eq!(code.lines().count(), text.lines().count());
}

#[test]
fn lifetimes_and_quotes_are_told_apart() {
    let code = Source::new("a.rs", "fn a<'a>(b: &'a str) { b == '\"'; '\\''; crate::x }").code;
    assert!(code.contains("crate::x"), "{code}");
}

#[test]
fn groups_are_taken_apart() {
    let source = Source::new("a.rs", "use std::{fs, io::{self, Read}};\nlet x = Vec::<u8>::new();");
    let found: Vec<_> = source.mentions().into_iter().map(|m| (m.line, m.path)).collect();
    for path in ["std::fs", "std::io::self", "std::io::Read"] {
        assert!(found.contains(&(1, path.to_owned())), "{found:?}");
    }
    assert!(found.contains(&(2, "Vec".to_owned())), "{found:?}");
}

#[test]
fn tests_are_cut_off() {
    let source = Source::new("a.rs", "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }");
    assert!(source.mentions().iter().all(|m| m.path != "std::fs"));
    let source = Source::new("a.rs", "#[cfg(test)]\nmod tests;\nuse std::fs;");
    assert!(source.mentions().iter().any(|m| m.path == "std::fs"));
    assert!(Source::new("a/tests.rs", "use std::fs;").mentions().is_empty());
}
