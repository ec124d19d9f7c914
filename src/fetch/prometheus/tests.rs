use std::cell::RefCell;

use proptest::prelude::*;

use super::super::Secret;
use super::super::loopback::{Reply, Server, http, parameter};
use super::presets::preset;
use super::*;
use crate::formats::importers::DayValue;
use crate::model::Resource;

const DAY: i64 = 86_400;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Asks for RAM in use and in all, from 1 January 2021 for so many days.
pub(super) fn ask(url: &str, days: i64) -> Ask {
    let node = preset("node").unwrap();
    Ask {
        url: url.to_owned(),
        queries: node.queries[..2].to_vec(),
        notes: Vec::new(),
        matchers: String::new(),
        from: day("2021-01-01"),
        until: day("2021-01-01").plus_days(days),
        utc_offset: 0,
        statistics: Statistics::Counted,
        auth: Auth::None,
        authorities: None,
        patience: Duration::from_secs(10),
        tries: 3,
    }
}

/// What one host has in use, or in all, on each day asked for: its number counted from 1 January 2021, in GiB.
fn good(head: &str) -> Reply {
    let at = |name| parameter(head, name).split_once('.').unwrap().0.parse::<i64>().unwrap();
    let is_total = !parameter(head, "query").contains("MemAvailable");
    let values: Vec<_> = (at("start")..=at("end"))
        .step_by(DAY as usize)
        .map(|at| {
            // 2021-01-01 begins at 1,609,459,200.
            let number = (at - 1_609_459_200) / DAY + 1;
            let value = if is_total { 64 } else { number } * (1 << 30);
            format!("[{at}.999,\"{value}\"]")
        })
        .collect();
    matrix(&[("web1:9100", &values.join(","))])
}

fn matrix(series: &[(&str, &str)]) -> Reply {
    let series: Vec<_> = series
        .iter()
        .map(|(host, values)| {
            format!(r#"{{"metric":{{"instance":"{host}","job":"node"}},"values":[{values}]}}"#)
        })
        .collect();
    let series = series.join(",");
    let body =
        format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{series}]}}}}"#);
    http(200, &["Content-Type: application/json"], body)
}

fn error(status: u16, headers: &[&str], why: &str) -> Reply {
    http(status, headers, format!(r#"{{"status":"error","errorType":"x","error":"{why}"}}"#))
}

fn at_once(_: Duration, wanted: &mut dyn FnMut() -> ControlFlow<()>) -> ControlFlow<()> {
    wanted()
}

/// Fetches without waiting; tells for how long it would have waited.
fn fetched(ask: &Ask, came: &mut Came) -> (Result<Import, Stopped>, Vec<u64>) {
    let mut waits = Vec::new();
    let done = run(
        ask,
        came,
        &mut |progress| {
            waits.extend(progress.waiting.map(|pause| pause.as_secs()));
            ControlFlow::Continue(())
        },
        at_once,
    );
    (done, waits)
}

fn failed(ask: &Ask) -> Problem {
    match fetched(ask, &mut Came::default()).0 {
        Err(Stopped::Failed(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

/// Windows that a server was asked for, as day numbers counted from 1 January 2021, each once.
fn windows(server: &Server) -> Vec<[i64; 2]> {
    let ends = |head: &String| {
        ["start", "end"].map(|name| {
            let at: i64 = parameter(head, name).split_once('.').unwrap().0.parse().unwrap();
            (at - 1_609_459_200) / DAY + 1
        })
    };
    let mut all: Vec<_> = server.asked().iter().map(ends).collect();
    all.dedup();
    all
}

#[test]
fn a_day_is_a_value() {
    let server = Server::answering(|_, head| good(head));
    let (import, waits) = fetched(&ask(&server.url, 40), &mut Came::default());
    let import = import.unwrap();
    assert!(waits.is_empty());
    assert_eq!(import.series.len(), 1);
    let ram = &import.series[0];
    assert_eq!((ram.host.as_deref(), ram.part.as_deref()), (Some("web1"), None));
    assert_eq!(
        (&ram.resource, ram.total, ram.off),
        (&Resource::Ram, Some(64.0 * 1_073_741_824.0), false)
    );
    // 40 days from 1 January: the last is 9 February.
    assert_eq!(ram.days.ends(), Some((day("2021-01-01"), day("2021-02-09"))));
    let last = ram.days.iter().next_back().unwrap().1;
    assert_eq!(last, DayValue::once(40.0 * 1_073_741_824.0));
    assert_eq!((import.notes, import.left_out), (vec![], vec![]));
    // The newest 31 days first, then the 9 before them.
    assert_eq!(windows(&server), [[10, 40], [1, 9]]);
}

#[test]
fn what_is_sent_is_a_query_range_of_days() {
    let server = Server::answering(|_, head| good(head));
    let asked =
        Ask { matchers: "job=\"node\"".to_owned(), ..ask(&(server.url.clone() + "/prom/"), 2) };
    fetched(&asked, &mut Came::default()).0.unwrap();
    let head = &server.asked()[0];
    assert!(head.starts_with("GET /prom/api/v1/query_range?"), "{head}");
    assert_eq!(parameter(head, "step"), "86400");
    assert_eq!(parameter(head, "start"), "1609545599.999");
    assert_eq!(parameter(head, "end"), "1609631999.999");
    assert!(parameter(head, "query").contains("node_memory_MemTotal_bytes{job=\"node\"}[1d]"));
    assert!(!head.to_lowercase().contains("authorization"));
}

#[test]
fn a_server_that_is_busy_is_asked_later_when_it_says() {
    let server = Server::answering(|i, head| match i {
        0 => error(429, &["Retry-After: 7"], "slow down"),
        1 => error(502, &[], "x"),
        _ => good(head),
    });
    let (import, waits) = fetched(&ask(&server.url, 5), &mut Came::default());
    // 7 s as it said, then 4 s: the second in a row of 2, 4, 8 …
    assert_eq!(waits, [7, 4]);
    assert_eq!(import.unwrap().series[0].days.len(), 5);
}

#[test]
fn a_server_that_asks_for_an_hour_is_left_alone() {
    let server = Server::answering(|_, _| error(429, &["Retry-After: 3600"], "slow down"));
    let problem = failed(&ask(&server.url, 5));
    assert_eq!(problem.code, "too-often");
    assert!(problem.hint.unwrap().contains("60 minutes"));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    for (status, code) in [(503, "busy"), (504, "busy"), (500, "broken-down"), (429, "too-often")] {
        let server = Server::answering(move |_, _| error(status, &[], "no"));
        let problem = failed(&ask(&server.url, 5));
        assert_eq!(problem.code, code);
        assert!(problem.message.ends_with("tried 3 times"), "{}", problem.message);
        assert_eq!(server.asked().len(), 3);
    }
}

#[test]
fn what_is_too_much_is_asked_for_in_smaller_windows() {
    let server = Server::answering(|_, head| {
        let at = |name| parameter(head, name).split_once('.').unwrap().0.parse::<i64>().unwrap();
        if at("end") - at("start") >= 10 * DAY {
            error(422, &[], "query processing would load too many samples into memory")
        } else {
            good(head)
        }
    });
    let (import, waits) = fetched(&ask(&server.url, 31), &mut Came::default());
    assert!(waits.is_empty());
    assert_eq!(import.unwrap().series[0].days.len(), 31);
    // 31 are too much, 15 as well; then 7 at a time.
    assert_eq!(
        windows(&server),
        [[1, 31], [17, 31], [25, 31], [18, 24], [11, 17], [4, 10], [1, 3]]
    );
}

#[test]
fn a_single_day_that_is_too_much_is_a_problem() {
    let server = Server::answering(|_, _| error(422, &[], "expanding series: exceeds limit"));
    let problem = failed(&ask(&server.url, 31));
    assert_eq!(problem.code, "too-much");
    assert_eq!(windows(&server).last(), Some(&[31, 31]));
}

#[test]
fn what_came_is_kept_and_the_rest_is_asked_for_again() {
    // The first window is answered, twice two queries; then the server is gone until its tenth request.
    let server =
        Server::answering(
            |i, head| if (2..10).contains(&i) { error(500, &[], "x") } else { good(head) },
        );
    let ask = Ask { tries: 8, ..ask(&server.url, 40) };
    let mut came = Came::default();
    let problem = match fetched(&ask, &mut came).0 {
        Err(Stopped::Failed(problem)) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem.code, "broken-down");
    let part = came.import(&ask);
    assert_eq!(part.series[0].days.ends(), Some((day("2021-01-10"), day("2021-02-09"))));
    assert_eq!(part.notes, ["only what was measured since 10 January 2021 came"]);
    let whole = fetched(&ask, &mut came).0.unwrap();
    assert_eq!(whole.series[0].days.len(), 40);
    assert_eq!(whole.notes, Vec::<String>::new());
    assert_eq!(windows(&server), [[10, 40], [1, 9]]);
}

#[test]
fn connections_that_are_cut_off_are_tried_again() {
    let cut = |bytes: &[u8]| Reply::Bytes(bytes.to_vec());
    let server = Server::answering(move |i, head| match i {
        0 => cut(b""),
        1 => cut(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"status\":"),
        2 => http(200, &[], "{\"status\":\"success\",\"data\":{"),
        _ => good(head),
    });
    let ask = Ask { tries: 4, ..ask(&server.url, 3) };
    let (import, waits) = fetched(&ask, &mut Came::default());
    assert_eq!(import.unwrap().series[0].days.len(), 3);
    assert_eq!(waits, [2, 4, 8]);
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"] {
        let server = Server::answering(|_, _| Reply::Hang(bytes.to_vec()));
        let ask = Ask { patience: Duration::from_millis(100), tries: 2, ..ask(&server.url, 4) };
        assert_eq!(failed(&ask).code, "timeout");
        // Less is asked for after it.
        assert_eq!(windows(&server), [[1, 4], [3, 4]]);
    }
}

#[test]
fn what_is_no_prometheus_is_told_as_that() {
    #[track_caller]
    fn is(code: &str, answer: fn() -> Reply) {
        let server = Server::answering(move |_, _| answer());
        let problem = failed(&ask(&server.url, 3));
        assert_eq!(problem.code, code, "{problem}");
        assert_eq!(server.asked().len(), 1);
    }
    is("no-prometheus", || http(200, &[], "<html>Log in</html>"));
    is("no-prometheus", || http(200, &[], "[1, 2]"));
    is("no-prometheus", || http(200, &[], "{\"status\": 7}"));
    is("no-prometheus", || http(200, &[], "{}"));
    is("no-prometheus", || http(200, &[], [0xff, 0xfe, 0x00, 0x80]));
    let vector = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    is("no-prometheus", move || {
        http(200, &[], r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#)
    });
    assert!(answer::read(vector.as_bytes()).is_ok());
    is("no-http", || Reply::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec()));
    is("not-found", || http(404, &[], "404 page not found"));
    is("refused", || http(418, &[], ""));
    is("query-refused", || error(400, &[], "parse error: unexpected end of input"));
}

#[test]
fn nobody_there_is_told_at_once() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let (done, waits) = fetched(&ask(&format!("http://127.0.0.1:{port}"), 3), &mut Came::default());
    let Err(Stopped::Failed(problem)) = done else { panic!("{done:?}") };
    assert_eq!((problem.code, waits), ("cannot-connect", vec![]));
}

#[test]
fn days_without_series_are_no_usage() {
    let server = Server::answering(|_, _| matrix(&[]));
    assert_eq!(failed(&ask(&server.url, 3)).code, "no-usage");
}

#[test]
fn who_asks_is_proved_by_the_header_and_shown_nowhere() {
    let secret = || Secret::new("s3cret", "the test").unwrap();
    let bearer = Auth::Bearer(secret());
    let basic = Auth::Basic { user: "el".to_owned(), password: secret() };
    // `el:s3cret` in base 64.
    for (auth, header) in [(bearer, "Bearer s3cret"), (basic, "Basic ZWw6czNjcmV0")] {
        let server = Server::answering(|i, head| {
            if i == 0 { good(head) } else { error(401, &[], head.lines().last().unwrap()) }
        });
        let ask = Ask { auth, ..ask(&server.url, 3) };
        let mut came = Came::default();
        let (done, _) = fetched(&ask, &mut came);
        let Err(Stopped::Failed(problem)) = done else { panic!("{done:?}") };
        assert_eq!(problem.code, "not-allowed");
        let heads = server.asked();
        assert!(heads.iter().all(|head| head.lines().any(|line| {
            line.split_once(": ").is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case("authorization") && value == header
            })
        })));
        let told = format!("{problem} {problem:?} {ask:?} {came:?}");
        assert!(!told.contains("s3cret") && !told.contains("ZWw6czNjcmV0"), "{told}");
    }
}

#[test]
fn a_redirect_on_the_same_server_is_followed_with_the_secret() {
    let server = Server::answering(|_, head| {
        let path = head.split(' ').nth(1).unwrap();
        match path.strip_prefix("/old") {
            Some(rest) => http(307, &[&format!("Location: /new{rest}")], ""),
            None => good(head),
        }
    });
    let auth = Auth::Bearer(Secret::new("s3cret", "the test").unwrap());
    let ask = Ask { auth, ..ask(&(server.url.clone() + "/old"), 3) };
    assert_eq!(fetched(&ask, &mut Came::default()).0.unwrap().series[0].days.len(), 3);
    assert!(server.asked()[1].to_lowercase().contains("authorization: bearer s3cret"));
}

#[test]
fn a_redirect_to_another_server_gets_no_secret() {
    let other = Server::answering(|_, head| good(head));
    let location = format!("Location: {}/x", other.url);
    let server = Server::answering(move |_, _| http(302, &[&location], ""));
    let auth = Auth::Bearer(Secret::new("s3cret", "the test").unwrap());
    let problem = failed(&Ask { auth, ..ask(&server.url, 3) });
    assert_eq!(problem.code, "redirected");
    assert_eq!(other.asked(), Vec::<String>::new());
}

#[test]
fn a_server_that_sends_round_in_circles_is_given_up() {
    let server = Server::answering(|_, _| http(302, &["Location: /again"], ""));
    assert_eq!(failed(&ask(&server.url, 3)).code, "redirected");
}

#[test]
fn a_person_may_have_enough_at_any_moment() {
    let server =
        Server::answering(|i, head| if i % 2 == 0 { error(500, &[], "x") } else { good(head) });
    let asked = Ask { tries: 20, ..ask(&server.url, 40) };
    let mut looks = 0;
    run(
        &asked,
        &mut Came::default(),
        &mut |_| {
            looks += 1;
            ControlFlow::Continue(())
        },
        at_once,
    )
    .unwrap();
    for enough in 0..looks {
        let server =
            Server::answering(|i, head| if i % 2 == 0 { error(500, &[], "x") } else { good(head) });
        let asked = Ask { url: server.url.clone(), ..asked.clone() };
        let left = RefCell::new(enough);
        let mut watch = |_| {
            let mut left = left.borrow_mut();
            if *left == 0 {
                return ControlFlow::Break(());
            }
            *left -= 1;
            ControlFlow::Continue(())
        };
        let mut came = Came::default();
        assert_eq!(run(&asked, &mut came, &mut watch, at_once), Err(Stopped::Cancelled));
        // What came before is still there to go on from.
        let since = came.since;
        let (whole, _) = fetched(&asked, &mut came);
        assert_eq!(whole.unwrap().series[0].days.len(), 40, "{enough} {since:?}");
    }
}

#[test]
fn progress_never_goes_back() {
    let server =
        Server::answering(|i, head| if i % 3 == 0 { error(500, &[], "x") } else { good(head) });
    let mut seen = Vec::new();
    let asked = Ask { tries: 20, ..ask(&server.url, 40) };
    run(
        &asked,
        &mut Came::default(),
        &mut |progress| {
            seen.push((progress.done, progress.of));
            ControlFlow::Continue(())
        },
        at_once,
    )
    .unwrap();
    // Two queries of 40 days.
    assert!(seen.iter().all(|(done, of)| done <= of && *of == 80), "{seen:?}");
    assert!(seen.windows(2).all(|two| two[0].0 <= two[1].0), "{seen:?}");
    assert_eq!(seen.first(), Some(&(0, 80)));
}

#[test]
fn what_the_server_warns_of_is_noted() {
    let server = Server::answering(|_, head| {
        let Reply::Bytes(bytes) = good(head) else { unreachable!() };
        let text = String::from_utf8(bytes).unwrap();
        let body = text.split_once("\r\n\r\n").unwrap().1.strip_suffix('}').unwrap();
        http(200, &[], format!("{body},\"warnings\":[\"store-2 did not answer\"]}}"))
    });
    let import = fetched(&ask(&server.url, 3), &mut Came::default()).0.unwrap();
    assert_eq!(import.notes, ["the server says: store-2 did not answer"]);
}

#[test]
fn odd_values_are_left_out_and_counted() {
    let server = Server::answering(|_, head| {
        if !parameter(head, "query").contains("MemAvailable") {
            return matrix(&[]);
        }
        // 1 to 4 January and a day that was not asked for: 1,609,545,599 is the last second of 1 January.
        let at = |day: i64| 1_609_545_599 + (day - 1) * DAY;
        let values = ["NaN", "+Inf", "-5", "7e9", "1"];
        let values: Vec<_> =
            (1..).zip(values).map(|(d, v)| format!("[{}.999,\"{v}\"]", at(d))).collect();
        matrix(&[("a", &values.join(","))])
    });
    let import = fetched(&ask(&server.url, 4), &mut Came::default()).0.unwrap();
    let days: Vec<_> = import.series[0].days.iter().collect();
    assert_eq!(days, [(day("2021-01-04"), DayValue::once(7e9))]);
    let left: Vec<_> =
        import.left_out.iter().map(|left| (left.what.as_str(), left.count)).collect();
    let expected = [
        ("values that are no number", 2),
        ("values below nought", 1),
        ("values of days that were not asked for", 1),
    ];
    assert_eq!(left, expected);
}

#[test]
fn a_day_on_which_the_total_changed_is_asked_for_again() {
    let server = Server::answering(|_, head| {
        let query = parameter(head, "query");
        let at = |day: i64| 1_609_545_599 + (day - 1) * DAY;
        let series = |statistic: &str, values: [f64; 3]| {
            let values: Vec<_> =
                (1..).zip(values).map(|(d, v)| format!("[{}.999,\"{v}\"]", at(d))).collect();
            let values = values.join(",");
            format!(
                r#"{{"metric":{{"instance":"a:1","job":"n\"x"{statistic}}},"values":[{values}]}}"#
            )
        };
        let lowest = ",\"headroom_statistic\":\"lowest\"";
        let found = if query.starts_with("max_over_time((") {
            series("", [99.0, 30.0, 99.0])
        } else if query.contains("MemAvailable") {
            series("", [20.0, 62.0, 31.0])
        } else {
            series("", [32.0, 64.0, 64.0]) + "," + &series(lowest, [32.0, 32.0, 64.0])
        };
        http(
            200,
            &[],
            format!(
                r#"{{"status":"success","data":{{"resultType":"matrix","result":[{found}]}}}}"#
            ),
        )
    });
    let import = fetched(&ask(&server.url, 3), &mut Came::default()).0.unwrap();
    // 64 in all less the 2 that were available when there were 32 is 62; minute by minute it was 30.
    let days: Vec<_> = import.series[0].days.iter().map(|(_, value)| value.highest).collect();
    assert_eq!(days, [20.0, 30.0, 31.0]);
    let again = server.asked().pop().unwrap();
    let matchers = "{instance=\"a:1\",job=\"n\\\"x\"}";
    assert_eq!(
        parameter(&again, "query"),
        format!(
            "max_over_time((node_memory_MemTotal_bytes{matchers} - node_memory_MemAvailable_bytes{matchers}\n)[1d:1m])"
        )
    );
    assert_eq!(windows(&server).last(), Some(&[2, 2]));
}

#[test]
fn http_with_a_secret_is_told() {
    let asked = |url: &str, auth| Ask { auth, ..ask(url, 3) };
    let secret = || Auth::Bearer(Secret::new("s3cret", "the test").unwrap());
    let notes = |ask: &Ask| Came { since: Some(ask.from), ..Came::default() }.import(ask).notes;
    assert_eq!(notes(&asked("http://metrics.example", secret())).len(), 1);
    assert_eq!(notes(&asked("https://metrics.example", secret())).len(), 0);
    assert_eq!(notes(&asked("http://metrics.example", Auth::None)).len(), 0);
    assert_eq!(notes(&asked("http://127.0.0.1:9090", secret())).len(), 0);
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 100_u16..600, body: Vec<u8>, at in 0_usize..400, cut: bool) {
        let Reply::Bytes(whole) = good("GET /?query=MemAvailable&start=1609545599.999&end=1609631999.999 HTTP/1.1") else { unreachable!() };
        let start = whole.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
        let mut good = whole[start..].to_vec();
        let at = at.min(good.len());
        if cut { good.truncate(at) } else { good.splice(at..at, body.iter().copied()); }
        let url = "http://a.example".parse().unwrap();
        for body in [body, good] {
            let given = web::Answer { status, after: None, body };
            if let Ok(answer) = refused::judge(&given, &url, &Auth::None) {
                let window = Window { from: day("2021-01-01"), until: day("2021-01-03") };
                let mut answered = Answered::default();
                answered.take(answer.data.unwrap_or_default().result, window, 0);
                let ask = ask("http://a.example", 2);
                for series in gather::import(&ask, &[answered, Answered::default()]).series {
                    prop_assert!(series.days.iter().all(|(_, value)| value.highest.is_finite()));
                }
            }
        }
    }
}

/// What Thanos, Mimir and VictoriaMetrics answer otherwise than a Prometheus, after what their documentation says.
mod others {
    use super::super::super::Header;
    use super::*;

    /// The good answer with more in it, before its data.
    fn with(reply: Reply, more: &str) -> Reply {
        let Reply::Bytes(bytes) = reply else { panic!("a good answer is whole") };
        let text = String::from_utf8(bytes).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        http(200, &[], body.replacen("\"data\"", &format!("{more},\"data\""), 1))
    }

    #[test]
    fn a_store_of_thanos_that_does_not_answer_is_told_with_the_figures() {
        let warning = r#""warnings":["No StoreAPIs matched for this query"],"infos":null"#;
        let server = Server::answering(move |_, head| with(good(head), warning));
        let import = fetched(&ask(&server.url, 3), &mut Came::default()).0.unwrap();
        assert_eq!(import.series[0].days.len(), 3);
        let says = "the server says: No StoreAPIs matched for this query".to_owned();
        assert_eq!(import.notes.iter().filter(|note| **note == says).count(), 1);
    }

    #[test]
    fn a_partial_answer_of_victoriametrics_is_told_with_the_figures() {
        let partial = r#""isPartial":true,"stats":{"seriesFetched":"1"}"#;
        let server = Server::answering(move |_, head| with(good(head), partial));
        let url = format!("{}/select/0/prometheus", server.url);
        let import = fetched(&ask(&url, 3), &mut Came::default()).0.unwrap();
        assert!(import.notes.iter().any(|note| note.contains("a part of its stores")));
        for head in server.asked() {
            assert!(head.starts_with("GET /select/0/prometheus/api/v1/query_range?"), "{head}");
        }
        let whole = r#""isPartial":false,"stats":{"seriesFetched":"1","executionTimeMsec":2}"#;
        let server = Server::answering(move |_, head| with(good(head), whole));
        let import = fetched(&ask(&server.url, 3), &mut Came::default()).0.unwrap();
        assert_eq!(import.notes, Vec::<String>::new());
    }

    /// Answers whoever names the tenant, below /prometheus.
    fn mimir(head: &str) -> Reply {
        let asked = head.to_lowercase();
        match () {
            () if !head.starts_with("GET /prometheus/api/v1/") => {
                http(404, &[], "404 page not found")
            }
            () if !asked.contains("\nx-scope-orgid: team-a\n") => http(401, &[], "no org id\n"),
            () => good(head),
        }
    }

    #[test]
    fn a_tenant_of_mimir_is_named_by_a_header() {
        let server = Server::answering(|_, head| mimir(head));
        let mut ask = ask(&format!("{}/prometheus", server.url), 3);
        let problem = failed(&ask);
        assert_eq!(problem.code, "not-allowed");
        assert!(problem.hint.unwrap().contains("--header X-Scope-OrgID=NAME"));
        let tenant = Header::plain("X-Scope-OrgID", "team-a").unwrap();
        ask.auth = Auth::With(Box::new(Auth::None), vec![tenant]);
        let import = fetched(&ask, &mut Came::default()).0.unwrap();
        assert_eq!(import.series[0].days.len(), 3);
        // No password was given: there is nothing to read on the way.
        assert_eq!(import.notes, Vec::<String>::new());
        ask.url = server.url.clone();
        assert_eq!(failed(&ask).code, "not-found");
    }

    #[test]
    fn a_header_of_ones_own_goes_to_no_other_host() {
        let elsewhere = Server::answering(|_, head| good(head));
        let to = elsewhere.url.replace("127.0.0.1", "localhost");
        let location = format!("Location: {to}/api/v1/query_range");
        let server = Server::answering(move |_, _| http(302, &[&location], ""));
        let mut ask = ask(&server.url, 3);
        let tenant = Header::plain("X-Scope-OrgID", "team-a").unwrap();
        ask.auth = Auth::With(Box::new(Auth::None), vec![tenant]);
        assert_eq!(failed(&ask).code, "redirected");
        assert_eq!(elsewhere.asked(), Vec::<String>::new());
    }
}
