//! Is every importer described, by its name and a command?

use std::fs;
use std::path::Path;

use headroom::formats::IMPORTERS;

#[test]
fn each_importer_stands_in_the_docs_with_its_command() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let docs = fs::read_to_string(path).unwrap();
    let told: Vec<&str> =
        docs.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let there: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
    assert_eq!(told, there);
    for importer in IMPORTERS {
        assert!(docs.contains(importer.command), "`{}` is not there", importer.command);
    }
}
