//! Is every importer and every reader of price lists described, by its name?

use std::fs;
use std::path::{Path, PathBuf};

use headroom::formats::IMPORTERS;
use headroom::formats::catalogues::READERS;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")
}

#[test]
fn each_importer_stands_in_the_docs_with_its_command() {
    let docs = fs::read_to_string(path()).unwrap();
    let told: Vec<&str> =
        docs.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let there: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
    assert_eq!(told, there);
    for importer in IMPORTERS {
        assert!(docs.contains(importer.command), "`{}` is not there", importer.command);
    }
}

/// The table of price lists is that of the list; `HEADROOM_UPDATE=1 cargo test --test core formats` writes it anew.
#[test]
#[allow(clippy::disallowed_methods, reason = "whoever writes it anew says so")]
fn each_reader_of_price_lists_stands_in_the_docs() {
    const HEAD: &str = "| list | what it is |\n| --- | --- |\n";
    let docs = fs::read_to_string(path()).unwrap();
    let (before, rest) = docs.split_once(HEAD).unwrap();
    let told: String = rest.split_inclusive('\n').take_while(|row| row.starts_with('|')).collect();
    let rows = READERS.iter().map(|reader| format!("| `{}` | {} |\n", reader.name, reader.what));
    let there: String = rows.collect();
    if std::env::var_os("HEADROOM_UPDATE").is_some() {
        fs::write(path(), [before, HEAD, &there, &rest[told.len()..]].concat()).unwrap();
        return;
    }
    assert_eq!(told, there);
}
