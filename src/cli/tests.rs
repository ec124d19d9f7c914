use super::*;

/// A scenario with one server and one plan.
const SMALL: &str = r#"Scenario(
    format: 1,
    as_of: "2021-04-20",
    currency: "CAD",
    request: (from: "2021-05", months: 3),
    offers: {
        "small": (kind: Server, provider: "P", ram: "8 GiB", monthly: "10 CAD before tax"),
        "big": (kind: Server, provider: "P", ram: "16 GiB", monthly: "20 CAD before tax"),
    },
    contracts: {"server": (offer: "small", from: "2020-01-01")},
    services: {"site": (state: Running, on: "server", ram: "4 GiB", is: Estimate)},
    plans: {"Bigger": [Replace(contract: "server", with: "big", from: "2021-05-01")]},
)
"#;

struct Ran {
    outcome: Outcome,
    out: String,
    err: String,
}

/// Runs a command line in which `FILE` is a file with this text.
fn run_on(text: &str, line: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    disk::save(&path, text.as_bytes(), Over::Anything).unwrap();
    let path = path.to_str().unwrap();
    let mut ran = run_line(&line.iter().map(|w| w.replace("FILE", path)).collect::<Vec<_>>());
    for text in [&mut ran.out, &mut ran.err] {
        *text = text.replace(path, "FILE");
    }
    ran
}

fn run_line(line: &[String]) -> Ran {
    let words = std::iter::once("headroom".to_owned()).chain(line.iter().cloned());
    let arguments = parse(words.map(Into::into)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut ends = Ends { out: &mut out, err: &mut err };
    let today = Day::new(2021, 4, 20).unwrap();
    let outcome = run(&arguments.command.unwrap(), today, &mut ends);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { outcome, out: text(out), err: text(err) }
}

#[track_caller]
fn refused(line: &[&str], says: &str) {
    let words = std::iter::once("headroom").chain(line.iter().copied());
    let error = parse(words.map(Into::into)).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn every_report_answers_in_every_format() {
    for question in report::REPORTS {
        if ["explain", "compare"].contains(&question.name) {
            continue;
        }
        for exporter in formats::EXPORTERS {
            let ran = run_on(SMALL, &["report", "FILE", question.name, "--format", exporter.name]);
            assert_eq!(ran.outcome, Outcome::Done, "{}: {}", question.name, ran.err);
            assert!(!ran.out.is_empty(), "{} as {}", question.name, exporter.name);
            assert_eq!(ran.err, "");
        }
    }
}

#[test]
fn what_is_set_is_answered() {
    // The server costs 10 a month: three months of it, or six.
    let path = "plans[\"Do nothing\"].request.before_tax";
    let line = ["report", "FILE", "--plan", "Do nothing", "--why", path];
    assert!(run_on(SMALL, &line).out.contains("30.00"));
    let six = run_on(SMALL, &[&line[..], &["--set", "request.months=6"]].concat());
    assert!(six.out.contains("60.00"), "{}", six.out);
}

#[test]
fn a_wrong_setting_says_where() {
    let ran = run_on(SMALL, &["report", "FILE", "--set", "request.months=many"]);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert_eq!(ran.out, "");
    assert!(ran.err.starts_with("--set:1:16: "), "{}", ran.err);
}

#[test]
fn the_day_can_be_another() {
    let ran = run_on(SMALL, &["report", "FILE", "--as-of", "2021-02-30"]);
    assert!(ran.err.starts_with("--as-of:1:1: "), "{}", ran.err);
    assert_eq!(ran.outcome, Outcome::Failed);
    let ran = run_on(SMALL, &["report", "FILE", "--as-of", "2021-05-02"]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.err);
}

#[test]
fn a_plan_that_is_not_there_names_what_is() {
    let ran = run_on(SMALL, &["report", "FILE", "--plan", "Biger"]);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert_eq!(ran.err, "there is no plan `Biger`\nhint: did you mean `Bigger`?\n");
    let ran = run_on(SMALL, &["compare", "FILE", "Do nothing", "x"]);
    assert_eq!(ran.err, "there is no plan `x`\nhint: the plans are: `Do nothing`, `Bigger`\n");
}

#[test]
fn a_figure_that_is_not_there_is_refused_with_the_nearest() {
    let path = "plans[\"Biger\"].request.before_tax";
    let ran = run_on(SMALL, &["report", "FILE", "--why", path]);
    assert_eq!((ran.outcome, ran.out.as_str()), (Outcome::Failed, ""));
    let hint = "hint: did you mean `plans[\"Bigger\"].request.before_tax`?\n";
    assert_eq!(ran.err, format!("`{path}` is no figure of this scenario\n{hint}"));
    let ran = run_on(SMALL, &["report", "FILE", "--why", "offers[0"]);
    assert_eq!((ran.outcome, ran.out.as_str()), (Outcome::Failed, ""));
    assert!(ran.err.starts_with("`offers[0` is not a path"), "{}", ran.err);
}

#[test]
fn two_plans_are_compared() {
    let ran = run_on(SMALL, &["compare", "FILE", "Do nothing", "Bigger"]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.err);
    assert!(ran.out.contains("Bigger"), "{}", ran.out);
}

#[test]
fn mistakes_are_told_and_the_rest_is_answered() {
    let text = SMALL.replace("\"16 GiB\"", "\"16 GiX\"");
    let ran = run_on(&text, &["report", "FILE"]);
    assert_eq!(ran.outcome, Outcome::Wrong);
    assert!(ran.err.starts_with("FILE:8:"), "{}", ran.err);
    assert!(!ran.out.is_empty());
}

#[test]
fn what_cannot_be_read_fails() {
    let ran = run_on("Scenario(format: 1", &["report", "FILE"]);
    assert_eq!((ran.outcome, ran.out.as_str()), (Outcome::Failed, ""));
    assert!(ran.err.starts_with("FILE:1:"), "{}", ran.err);
    let set = run_on("Scenario(format: 1", &["report", "FILE", "--set", "title=x"]);
    assert_eq!((set.outcome, set.err), (Outcome::Failed, ran.err));
    let ran = run_on("", &["check", "FILE"]);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert!(ran.err.starts_with("`FILE` is empty"), "{}", ran.err);
}

#[test]
fn check_tells_findings_at_their_places() {
    let hypha = crate::session::examples::HYPHA.text;
    let ran = run_on(hypha, &["check", "FILE"]);
    assert_eq!(ran.outcome, Outcome::Wrong);
    assert_eq!(ran.err, "");
    let first = ran.out.lines().next().unwrap();
    assert!(first.starts_with("FILE:") && first.contains(": error: "), "{first}");
    let answered = crate::session::examples::ANSWERED.text;
    assert_eq!(run_on(answered, &["check", "FILE"]).outcome, Outcome::Done);
}

#[test]
fn the_worst_of_several_files_is_the_outcome() {
    let ran = run_on(SMALL, &["check", "FILE", "FILE.none"]);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert!(ran.err.contains("there is no file"), "{}", ran.err);
}

#[test]
fn the_request_is_exported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.md");
    let name = file.to_str().unwrap();
    let ran = run_on(SMALL, &["export", "FILE", "--format", "md", "-o", name]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.err);
    assert_eq!(ran.out, "");
    let same = run_on(SMALL, &["export", "FILE", "--format", "md", "-o", "-"]);
    assert_eq!(disk::read(&file).unwrap().text, same.out);
}

#[test]
fn a_scenario_is_not_exported_over_itself() {
    let ran = run_on(SMALL, &["export", "FILE", "--format", "md", "-o", "FILE"]);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert!(ran.err.starts_with("`FILE` is the scenario itself"), "{}", ran.err);
}

#[test]
fn laying_out_twice_changes_nothing_more() {
    let crowded = SMALL.replace("    currency", "currency");
    assert_eq!(run_on(&crowded, &["fmt", "--check", "FILE"]).outcome, Outcome::Wrong);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.ron");
    disk::save(&path, crowded.as_bytes(), Over::Anything).unwrap();
    let name = path.to_str().unwrap().to_owned();
    let ran = run_line(&["fmt".to_owned(), name.clone()]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.err);
    assert_eq!(run_line(&["fmt".to_owned(), "--check".to_owned(), name]).outcome, Outcome::Done);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut err = Vec::new();
    let mut ends = Ends { out: &mut Closed, err: &mut err };
    assert_eq!(ends.answer(b"x"), Outcome::Done);
    assert_eq!(err, b"");
}

#[test]
fn a_full_disk_behind_standard_output_is_told() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut err = Vec::new();
    let mut ends = Ends { out: &mut Full, err: &mut err };
    assert_eq!(ends.answer(b"x"), Outcome::Failed);
    assert!(!err.is_empty());
}

#[test]
fn what_makes_no_sense_is_refused_with_what_does() {
    refused(&["report", "a.ron", "overveiw"], "overview");
    refused(&["report", "a.ron", "--format", "xml"], "json");
    refused(&["check"], "SCENARIO");
    refused(&["export", "a.ron", "--format", "md"], "--output");
    refused(&["--window", "big"], "1280x800");
}

#[test]
fn the_window_is_what_is_meant_without_a_command() {
    let arguments = parse(["headroom", "a.ron"].map(Into::into)).unwrap();
    assert!(arguments.command.is_none());
    assert_eq!(arguments.scenario.as_deref(), Some(Path::new("a.ron")));
    let sized = parse(["headroom", "--window", "900x600", "--theme", "dark"].map(Into::into));
    let arguments = sized.unwrap();
    assert_eq!(arguments.window, Some(WindowSize { width: 900, height: 600 }));
    assert_eq!(arguments.theme, Some(Theme::Dark));
}

const FREE: &str = "               total        used        free      shared  buff/cache   available\n\
    Mem:     33554432000 1000 1000 0 0 20132659200\nSwap:  0 0 0\n";

/// Runs `import` of an output, `OUTPUT` in the line, into the small scenario, `FILE`; its text afterwards.
fn import_into(output: &str, line: &[&str]) -> (Ran, String) {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, file) = (folder.path().join("a.ron"), folder.path().join("ram.txt"));
    disk::save(&scenario, SMALL.as_bytes(), Over::Anything).unwrap();
    disk::save(&file, output.as_bytes(), Over::Anything).unwrap();
    let word = |word: &&str| {
        word.replace("FILE", scenario.to_str().unwrap()).replace("OUTPUT", file.to_str().unwrap())
    };
    let ran = run_line(&line.iter().map(word).collect::<Vec<_>>());
    (ran, disk::read(&scenario).unwrap().text)
}

#[test]
fn what_free_says_comes_into_the_scenario() {
    let (ran, text) =
        import_into(FREE, &["import", "free", "OUTPUT", "--into", "FILE", "--unit", "B"]);
    assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""));
    // 33,554,432,000 − 20,132,659,200 bytes are 12.5 GiB.
    assert!(text.contains(r#"samples: [("2021-04-20", "12.5 GiB")]"#), "{text}");
}

#[test]
fn an_import_that_cannot_be_leaves_the_scenario_as_it_was() {
    for line in [
        &["import", "OUTPUT", "--into", "FILE", "--on", "nowhere"][..],
        &["import", "nothing", "OUTPUT", "--into", "FILE"],
    ] {
        let (ran, text) = import_into(FREE, line);
        assert_eq!((ran.outcome, text.as_str()), (Outcome::Failed, SMALL), "{}", ran.err);
    }
    let (ran, text) = import_into("hello\n", &["import", "OUTPUT", "--into", "FILE"]);
    assert_eq!((ran.outcome, text.as_str()), (Outcome::Failed, SMALL));
    assert!(ran.err.contains("is not the output of a tool that is known"), "{}", ran.err);
}

#[test]
fn a_table_is_read_as_it_is_told() {
    let table = "03/04/2021;1,5\n04/04/2021;2,5\n";
    let line =
        ["import", "table", "OUTPUT", "--into", "FILE", "--resource", "ram", "--unit", "GiB"];
    let more =
        ["--date-order", "dmy", "--decimal", "comma", "--separator", ";", "--column", "2=value"];
    let (ran, text) = import_into(table, &[&line[..], &more[..]].concat());
    assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""));
    assert!(text.contains(r#"[("2021-04-03", "1.5 GiB"), ("2021-04-04", "2.5 GiB")]"#), "{text}");
    let (ran, _) = import_into(table, &[&line[..], &["--column", "0=value"]].concat());
    assert!(ran.err.contains("`0=value` is not N=ROLE"), "{}", ran.err);
}

/// Writes files of these texts; their paths stand for `0`, `1`, … in the line, that of a scenario of its own for `FILE`.
fn import_several(scenario: &str, outputs: &[&str], line: &[&str]) -> (Ran, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    disk::save(&path, scenario.as_bytes(), Over::Anything).unwrap();
    for (at, output) in outputs.iter().enumerate() {
        let file = folder.path().join(at.to_string());
        disk::save(&file, output.as_bytes(), Over::Anything).unwrap();
    }
    let word = |word: &&str| match *word {
        "FILE" => path.display().to_string(),
        number if number.parse::<usize>().is_ok() => {
            folder.path().join(number).display().to_string()
        }
        other => other.to_owned(),
    };
    let ran = run_line(&line.iter().map(word).collect::<Vec<_>>());
    (ran, disk::read(&path).unwrap().text)
}

const TWO_HOSTS: &str = "time,host,ram_bytes\n2021-04-19,a,1073741824\n2021-04-19,b,2147483648\n";

#[test]
fn what_cannot_be_read_is_told_by_file_and_the_others_come_in() {
    let later = "time,ram_bytes\n2021-04-18,1073741824\n2021-04-19,2147483648\n";
    let earlier = "time,ram_bytes\n2021-04-17,1073741824\n2021-04-18,1073741824\n";
    let line = ["import", "0", "1", "2", "2", "--into", "FILE", "--format", "json"];
    let (ran, text) = import_several(SMALL, &[later, "hello\n", earlier], &line);
    assert_eq!(ran.outcome, Outcome::Failed);
    assert_eq!(ran.err.matches("is not the output of a tool that is known").count(), 1);
    let days = r#"("2021-04-18", "1 GiB"), ("2021-04-19", "2 GiB"), ("2021-04-17", "1 GiB")"#;
    assert!(text.contains(days), "{text}");
    // One answer for all three that were read.
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["reports"].as_array().unwrap().len(), 3);
}

#[test]
fn without_a_scenario_hosts_are_kept_apart() {
    let (ran, _) = import_several(SMALL, &[TWO_HOSTS, TWO_HOSTS], &["import", "0", "1"]);
    assert_eq!(ran.outcome, Outcome::Done);
    // One text to be put into a file: each host once, the second file brings nothing new.
    assert_eq!(ran.out.matches("usage:").count(), 1, "{}", ran.out);
    for (host, says) in [("a", "1 GiB"), ("b", "2 GiB")] {
        assert_eq!(ran.out.matches(&format!("\"{host} RAM\"")).count(), 1, "{}", ran.out);
        assert!(ran.out.contains(&format!("(\"2021-04-19\", \"{says}\")")), "{}", ran.out);
    }
}

#[test]
fn what_a_person_typed_gives_way_only_where_that_is_said() {
    let typed = r#"usage: {"ram": (resource: Ram, samples: [("2021-04-19", "30 GiB")])})"#;
    let scenario =
        format!("{}, {typed}", SMALL.rsplit_once(')').unwrap().0.trim_end().trim_end_matches(','));
    let output = "time,ram_bytes\n2021-04-19,1073741824\n2021-04-20,2147483648\n";
    let line = ["import", "0", "--into", "FILE"];
    let (ran, text) = import_several(&scenario, &[output], &line);
    assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""));
    assert!(ran.out.contains("What a person typed in ram is kept: 30 GiB"), "{}", ran.out);
    assert!(text.contains(r#"[("2021-04-19", "30 GiB"), ("2021-04-20", "2 GiB")]"#), "{text}");
    let (ran, text) =
        import_several(&scenario, &[output], &[&line[..], &["--replace", "ram"]].concat());
    assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""));
    assert!(text.contains(r#"[("2021-04-19", "1 GiB"), ("2021-04-20", "2 GiB")]"#), "{text}");
    let (ran, text) =
        import_several(&scenario, &[output], &[&line[..], &["--replace", "rum"]].concat());
    assert_eq!((ran.outcome, text), (Outcome::Failed, scenario.clone()));
    assert!(ran.err.contains("there is no usage `rum`"), "{}", ran.err);
}

#[test]
fn the_day_of_an_output_is_not_the_day_on_which_it_was_read() {
    let line = ["import", "free", "OUTPUT", "--into", "FILE", "--unit", "B"];
    let (_, text) = import_into(FREE, &[&line[..], &["--as-of", "2021-03-01"]].concat());
    assert!(text.contains(r#"samples: [("2021-03-01", "12.5 GiB")]"#), "{text}");
    assert!(text.contains(r#"checked: "2021-04-20""#), "{text}");
}

#[test]
fn several_hosts_are_not_taken_for_one_contract() {
    let table = "time,host,ram_bytes\n2021-04-19,a,1073741824\n2021-04-19,b,2147483648\n";
    let line = ["import", "OUTPUT", "--into", "FILE"];
    let (ran, text) = import_into(table, &line);
    assert_eq!((ran.outcome, text.as_str()), (Outcome::Failed, SMALL));
    assert!(ran.err.contains("several hosts would be one contract: a, b"), "{}", ran.err);
    let (ran, text) = import_into(table, &[&line[..], &["--host", "b"]].concat());
    assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""));
    assert!(text.contains(r#"("2021-04-19", "2 GiB")"#), "{text}");
}

/// A scenario with one server in Canada, and a plan that replaces it with an overlap.
const RENTED: &str = r#"#![enable(implicit_some)]
Scenario(
    format: 1,
    as_of: "2022-01-24",
    currency: "CAD",
    request: (from: "2022-02", months: 3),
    requires: (country: "CA"),
    offers: {
        "now": (kind: Server, provider: "OVH", ram: "32 GiB", regions: [], monthly: "79.38 CAD before tax"),
    },
    contracts: {"server": (offer: "now", from: "2021-06-19")},
    services: {"site": (state: Running, on: "server", ram: "36 GiB", is: Estimate)},
    plans: {"Later": [Replace(contract: "server", with: "now", from: "2022-02-19", overlap: "1 month")]},
)
"#;
const LIST: &str = "docs/example/ovh-ca-2022-01-24.json";

#[test]
fn a_price_list_is_asked_for_what_the_scenario_needs() {
    let ran = run_on(RENTED, &["prices", "find", "FILE", "--prices", LIST, "--format", "json"]);
    assert_eq!((ran.outcome, &*ran.err), (Outcome::Done, ""));
    // 36 GiB with a tenth kept free.
    assert!(
        ran.out.contains("40 GiB RAM (36 GiB on 19 February 2022, 10 % kept free)"),
        "{}",
        ran.out
    );
    // Rise-1 with 64 GiB, bound for 24 months: 89.08 + 14.00 on 19 February, March and April, and the old server on 19 February: 79.38.
    assert!(ran.out.contains("388.62"), "{}", ran.out);
    assert!(ran.out.contains("only in Singapore"), "{}", ran.out);
}

#[test]
fn what_is_taken_costs_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    disk::save(&path, RENTED.as_bytes(), Over::Anything).unwrap();
    let file = path.to_str().unwrap();
    let name = "22rise03/ram-64g-rise13+softraid-3x4000sa-rise/degressivity12";
    let line = ["prices", "take", file, name, "--prices", LIST].map(str::to_owned);
    let ran = run_line(&line);
    assert_eq!((ran.outcome, &*ran.err), (Outcome::Done, ""), "{}", ran.out);
    assert!(ran.out.ends_with("the plan \"RISE-3, 64 GiB, 12 months\" orders it\n"), "{}", ran.out);
    let report =
        |words: &[&str]| run_line(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    let plan = report(&["report", file, "options", "--format", "csv"]);
    // Charges on 19 February, March and April: 3 × (137.44 + 15.00) = 457.32, and the old server once more: 79.38.
    assert!(plan.out.contains("536.70"), "{}", plan.out);
    let found =
        ["prices", "find", file, "--prices", LIST, "--all", "--format", "csv"].map(str::to_owned);
    let found = run_line(&found);
    assert!(found.out.contains("536.70"), "{}", found.out);
    // Into a plan that replaces the server already: its move orders it, its days stay.
    let line = [
        "prices",
        "take",
        file,
        "22rise01/ram-64g-rise13+softraid-2x4000sa-rise/default",
        "--prices",
        LIST,
        "--plan",
        "Later",
    ];
    assert_eq!(report(&line).outcome, Outcome::Done);
    let text = disk::read(&path).unwrap().text;
    assert!(text.contains(r#"from: "2022-02-19", overlap: "1 month")],"#), "{text}");
    assert_eq!(text.matches("Replace(").count(), 2, "{text}");
    assert!(text.contains("\"bhs\": (country: \"CA\""), "{text}");
}

#[test]
fn price_lists_beside_the_scenario_are_options() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    disk::save(&path, RENTED.as_bytes(), Over::Anything).unwrap();
    let file = path.to_str().unwrap();
    let run = |words: &[&str]| run_line(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    let before = run(&["report", file, "options"]);
    assert!(!before.out.contains("price lists included"), "{}", before.out);
    let taken = run(&["prices", "import", LIST, "--into", file, "--date", "2022-01-24"]);
    assert_eq!(taken.outcome, Outcome::Done, "{}", taken.err);
    let after = run(&["report", file, "options"]);
    assert_eq!((after.outcome, &*after.err), (Outcome::Done, ""));
    assert!(after.out.contains("Servers that would serve, price lists included"), "{}", after.out);
    // As above: the cheapest of Rise-1.
    assert!(after.out.contains("388.62"), "{}", after.out);
    assert!(after.out.contains("too little RAM"), "{}", after.out);
    let found = run(&["prices", "find", file]);
    assert!(found.out.contains("388.62"), "{}", found.out);
}

#[test]
fn what_is_asked_of_a_price_list_has_to_make_sense() {
    let says = |words: &[&str], what: &str| {
        let line: Vec<&str> = ["prices", "find", LIST].iter().chain(words).copied().collect();
        let ran = run_on(RENTED, &line);
        assert_eq!(ran.outcome, Outcome::Failed, "{}", ran.out);
        assert!(ran.err.contains(what), "{}", ran.err);
    };
    says(&["--ram", "much"], "--ram:");
    says(&["--threads", "many"], "is not a whole number");
    says(&["--raid", "7"], "is no RAID level");
    says(&["--budget", "200 EUR"], "is not in CAD");
    says(&["--term", "3 days"], "is not whole months");
    says(&["--from", "soon"], "--from");
    let ran = run_on(RENTED, &["prices", "find", "FILE"]);
    assert!(ran.err.contains("has no price list beside it"), "{}", ran.err);
    let line = [
        "prices",
        "take",
        "FILE",
        "22rise03/ram-64g-rise13+softraid-3x4000sa/default",
        "--prices",
        LIST,
    ];
    let ran = run_on(RENTED, &line);
    assert!(
        ran.err.contains("did you mean `22rise03/ram-64g-rise13+softraid-3x4000sa-rise/default`?"),
        "{}",
        ran.err
    );
}
