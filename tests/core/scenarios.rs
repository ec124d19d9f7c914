//! Do the scenarios that come along say what they always said? A snapshot a scenario and report.

use std::path::Path;

use headroom::document;
use headroom::formats::exporter;
use headroom::model::DO_NOTHING;
use headroom::report::REPORTS;
use headroom::session::Session;
use headroom::units::Day;

const NAMES: [&str; 8] = [
    "hypha-2021-04",
    "hypha-2021-04-answered",
    "club-two-servers",
    "club-measured-2026",
    "foundation-levels-2022",
    "storage-node-2024",
    "disks-to-a-target-2019",
    "blank",
];

fn open(name: &str) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.headroom.ron"));
    let today = Day::new(2026, 1, 15).unwrap();
    Session::open(&path, today).unwrap()
}

#[test]
fn every_report_of_every_scenario_is_as_before() {
    let text = exporter("text").unwrap();
    for name in NAMES {
        let session = open(name);
        assert_eq!(session.problems(), [], "{name}");
        for question in REPORTS {
            let report = session
                .report_of(question, session.plan(), Some(DO_NOTHING), None)
                .unwrap_or_else(|| panic!("{name} answers {}", question.name));
            let bytes = (text.write)(&[report]);
            insta::assert_snapshot!(
                format!("{name}.{}", question.name),
                String::from_utf8(bytes).unwrap()
            );
        }
    }
}

#[test]
fn every_scenario_is_laid_out_as_fmt_lays_it_out() {
    for name in NAMES {
        let session = open(name);
        let laid_out = document::format(session.text(), name).unwrap();
        assert!(laid_out == session.text(), "{name}: run `headroom fmt` on it");
    }
}
