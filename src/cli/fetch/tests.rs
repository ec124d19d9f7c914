use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use clap::Parser as _;

use super::*;
use crate::cli::Arguments;

const MATRIX: &str = r#"{"status":"success","data":{"resultType":"matrix","result":[
    {"metric":{"instance":"web1:9100"},"values":[[1618790399.999,"2147483648"],[1618876799.999,"1073741824"]]}]}}"#;

/// A server that gives the same answer to everything, and what it was asked.
fn serve(status: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                head.push(byte[0]);
            }
            let answer = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    url
}

fn parse(line: &[&str]) -> Result<FetchArguments, String> {
    let words = ["headroom", "fetch", "prometheus"].iter().chain(line);
    match Arguments::try_parse_from(words).map(|given| given.command) {
        Ok(Some(crate::cli::Command::Fetch { from })) => Ok(from),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.to_string()),
    }
}

fn ran(line: &[&str]) -> (Outcome, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut ends = Ends { out: &mut out, err: &mut err };
    let outcome = run(&parse(line).unwrap(), Day::new(2021, 4, 20).unwrap(), &mut ends);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (outcome, text(out), text(err))
}

#[test]
fn what_came_is_a_row_a_series() {
    // 1618876799.999 is the last millisecond of 19 April 2021, yesterday.
    let url = serve("200 OK", MATRIX);
    let (outcome, out, err) = ran(&[&url, "--query", "ram=x", "--format", "csv"]);
    assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
    // 1 GiB at last, 2 GiB at most.
    let row = "web1,,RAM,2,2021-04-18,2021-04-19,1073741824,2147483648,2021-04-18,";
    assert!(out.lines().any(|line| line.ends_with(row)), "{out}");
    let (_, daily, _) = ran(&[&url, "--query", "ram=x", "--daily", "--format", "csv"]);
    let rows: Vec<_> = daily.lines().filter(|line| line.contains("web1,")).collect();
    assert_eq!(rows.len(), 2, "{daily}");
    assert!(rows[0].contains("web1,,RAM,2021-04-18,2147483648"), "{daily}");
}

#[test]
fn a_server_that_refuses_is_told_on_standard_error() {
    let url = serve("401 Unauthorized", "");
    let (outcome, out, err) = ran(&[&url]);
    assert_eq!((outcome, out.as_str()), (Outcome::Failed, ""));
    assert!(err.contains("(401)") && err.contains("hint: give `--token-file`"), "{err}");
}

#[test]
fn a_dry_run_prints_the_queries_and_asks_nothing() {
    let line = ["http://127.0.0.1:9", "--dry-run", "--match", "env=\"live\"", "--without-p95"];
    let (outcome, out, err) = ran(&line);
    assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
    assert_eq!(out.lines().count(), 4);
    assert!(out.lines().all(|line| line.contains("{env=\"live\"")));
    assert!(!out.contains("quantile"));
}

#[test]
fn a_secret_comes_from_a_file_or_a_variable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    disk::save(&path, b"s3cret\n", disk::Over::Anything).unwrap();
    let path = path.to_str().unwrap();
    let auth_of = |line: &[&str]| {
        let FetchArguments::Prometheus(given) = parse(&[&["http://a"], line].concat()).unwrap();
        auth(&given)
    };
    assert!(matches!(auth_of(&["--token-file", path]).unwrap(), Auth::Bearer(_)));
    let basic = auth_of(&["--user", "el", "--password-file", path]).unwrap();
    assert!(matches!(&basic, Auth::Basic { user, .. } if user == "el"));
    assert!(!format!("{basic:?}").contains("s3cret"));
    assert!(matches!(auth_of(&["--token-env", "PATH"]).unwrap(), Auth::Bearer(_)));
    assert!(matches!(auth_of(&[]).unwrap(), Auth::None));
    for name in ["HEADROOM_IS_NOT_SET", "A=B", ""] {
        assert_eq!(auth_of(&["--token-env", name]).unwrap_err().code, "no-variable");
    }
    let problem = auth_of(&["--token-file", "no/such/file"]).unwrap_err();
    assert!(problem.message.contains("no/such/file"), "{problem}");
    let problem = auth_of(&["--user", "a:b", "--password-file", path]).unwrap_err();
    assert_eq!(problem.code, "no-user");
}

#[test]
fn one_proof_at_a_time() {
    #[track_caller]
    fn refused(line: &[&str]) {
        assert!(parse(&[&["http://a"], line].concat()).is_err(), "{line:?}");
    }
    refused(&["--token-file", "x", "--token-env", "y"]);
    refused(&["--user", "x"]);
    refused(&["--password-file", "x"]);
    refused(&["--user", "x", "--password-file", "y", "--token-env", "z"]);
    refused(&["--days", "0"]);
    refused(&["--preset", "windows"]);
    refused(&["--utc-offset", "2"]);
}

#[test]
fn an_expression_of_ones_own_names_its_resource() {
    assert_eq!(own("ram=a{b=\"c\"}").unwrap(), (Resource::Ram, "a{b=\"c\"}"));
    for text in ["a{b=\"c\"}", "ram", "ram= ", "cpu=x", ""] {
        assert_eq!(own(text).unwrap_err().code, "no-query", "{text}");
    }
}

#[test]
fn offsets_are_hours_and_minutes() {
    assert_eq!(utc_offset("+02:00"), Ok(120));
    assert_eq!(utc_offset("-03:30"), Ok(-210));
    for text in ["", "2", "+2", "+02:60", "+15:00", "+0200", "02:00", "+é2:00", "+-1:00"] {
        assert!(utc_offset(text).is_err(), "{text}");
    }
}
