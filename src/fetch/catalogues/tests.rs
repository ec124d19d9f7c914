//! What becomes of every answer that a server may give, well or badly.

use std::path::Path;

use super::super::loopback::{Reply, Server, http, parameter};
use super::*;

const MADE: &str = include_str!("../../../tests/prices/ovh-made.json");

fn ovh(subsidiary: &str, host: Option<&str>) -> Ask {
    let list = List::Ovh { subsidiary: subsidiary.to_owned(), line: "eco".to_owned() };
    let host = host.map(str::to_owned);
    let patience = Duration::from_secs(10);
    Ask { list, host, since: None, authorities: None, patience }
}

fn go_on(_: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What becomes of this answer, of at most 100,000 bytes.
fn answered(answer: impl Fn(usize, &str) -> Reply + Send + 'static) -> Result<Came, Stopped> {
    let server = Server::answering(answer);
    fetch_up_to(100_000, &ovh("CA", Some(&server.url)), &mut go_on)
}

#[track_caller]
fn fails(answer: impl Fn(usize, &str) -> Reply + Send + 'static, code: &str, says: &str) {
    match answered(answer) {
        Err(Stopped::Failed(problem)) => {
            assert_eq!(problem.code, code, "{problem}");
            assert!(problem.to_string().contains(says), "{problem}");
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn address(ask: &Ask, is: &str) {
    assert_eq!(ask.address().as_deref(), Ok(is));
}

#[test]
fn each_subsidiary_is_asked_for_at_its_own_host() {
    let at = |host: &str, subsidiary: &str| {
        let is = format!("https://{host}/1.0/order/catalog/public/eco?ovhSubsidiary={subsidiary}");
        address(&ovh(subsidiary, None), &is);
    };
    at("ca.api.ovh.com", "CA");
    at("ca.api.ovh.com", "ASIA");
    at("ca.api.ovh.com", "IN");
    at("eu.api.ovh.com", "FR");
    at("eu.api.ovh.com", "MA");
    at("api.us.ovhcloud.com", "US");
    // 16 in Europe, 8 in Canada, 1 in the United States.
    assert_eq!(subsidiaries().count(), 16 + 8 + 1);
    assert!(subsidiaries().all(|subsidiary| ovh(subsidiary, None).address().is_ok()));
}

#[test]
fn a_wrong_pair_is_refused_before_anything_is_asked() {
    #[track_caller]
    fn refused(ask: &Ask, code: &str, says: &str) {
        let Err(Stopped::Failed(problem)) = fetch(ask, &mut |_| panic!("it was asked")) else {
            panic!("{ask:?}")
        };
        assert_eq!(problem.code, code, "{problem}");
        assert!(problem.to_string().contains(says), "{problem}");
        assert_eq!(ask.address().unwrap_err(), problem);
    }
    refused(&ovh("CA", Some("eu.api.ovh.com")), "wrong-pair", "`CA` is served by `ca.api.ovh.com`");
    refused(&ovh("US", Some("https://ca.api.ovh.com")), "wrong-pair", "`api.us.ovhcloud.com`");
    refused(&ovh("FR", Some("api.us.ovhcloud.com/")), "wrong-pair", "serves US");
    refused(&ovh("XX", None), "no-such-subsidiary", "ASIA, AU, CA");
    refused(&ovh("ca", None), "no-such-subsidiary", "`ca`");
    refused(&ovh("CA", Some("api.example.org")), "wrong-host", "`api.example.org` is no host");
    refused(&ovh("CA", Some("http://ca.api.ovh.com")), "wrong-host", "over http");
    refused(&ovh("CA", Some("http://127.0.0.1.example.org")), "wrong-host", "no host");
    let mut other = ovh("CA", None);
    other.list = List::Ovh { subsidiary: "CA".to_owned(), line: "vps".to_owned() };
    refused(&other, "no-such-line", "eco, baremetalServers");
    other.list = List::HetznerAuction { currency: "CAD".to_owned() };
    refused(&other, "no-such-currency", "EUR, USD");
    address(
        &ovh("FR", Some("api.ovh.com")),
        "https://api.ovh.com/1.0/order/catalog/public/eco?ovhSubsidiary=FR",
    );
}

#[test]
fn the_auction_has_an_address_a_currency() {
    let mut ask = ovh("CA", None);
    ask.list = List::HetznerAuction { currency: "EUR".to_owned() };
    address(&ask, "https://www.hetzner.com/_resources/app/data/app/live_data_sb_EUR.json");
}

#[test]
fn the_answer_is_kept_as_it_was_sent() {
    let server = Server::answering(|_, _| http(200, &[], MADE));
    let ask = ovh("CA", Some(&server.url));
    let mut seen = Vec::new();
    let came = fetch(&ask, &mut |bytes| {
        seen.push(bytes);
        ControlFlow::Continue(())
    });
    assert_eq!(came, Ok(Came::New(MADE.as_bytes().to_vec())));
    assert_eq!((seen.first(), seen.last()), (Some(&0), Some(&MADE.len())));
    let heads = server.asked();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with("GET /1.0/order/catalog/public/eco?"), "{}", heads[0]);
    assert_eq!(parameter(&heads[0], "ovhSubsidiary"), "CA");
    assert!(!heads[0].to_lowercase().contains("authorization"), "{}", heads[0]);
    assert!(!heads[0].to_lowercase().contains("if-modified-since"), "{}", heads[0]);
}

#[test]
fn a_published_catalogue_comes_whole() {
    let Some(oracles) = crate::disk::variable("HEADROOM_ORACLES").ok() else { return };
    let samples = Path::new(&oracles).with_file_name("samples");
    let text = crate::disk::read(&samples.join("ovh/metal-CA-2022-01-24.json")).unwrap().text;
    let sent = text.clone();
    let server = Server::answering(move |_, _| http(200, &[], &sent));
    let came = fetch(&ovh("CA", Some(&server.url)), &mut go_on);
    assert_eq!(came, Ok(Came::New(text.into_bytes())));
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    const SINCE: &str = "Mon, 24 Jan 2022 00:00:00 GMT";
    let server = Server::answering(|_, head| {
        let asked =
            head.to_lowercase().contains(&format!("if-modified-since: {SINCE}").to_lowercase());
        if asked { http(304, &[], "") } else { http(200, &[], MADE) }
    });
    let mut ask = ovh("CA", Some(&server.url));
    ask.since = Some(SINCE.to_owned());
    assert_eq!(fetch(&ask, &mut go_on), Ok(Came::Unchanged));
    // Who asked for all of it cannot be told that nothing changed.
    fails(|_, _| http(304, &[], ""), "no-answer", "(304)");
}

#[test]
fn an_answer_that_breaks_off_is_not_kept() {
    fails(
        |_, _| {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n", MADE.len());
            Reply::Bytes([head.as_bytes(), &MADE.as_bytes()[..MADE.len() / 2]].concat())
        },
        "cut-off",
        "hint: ask again",
    );
    // Whole by its length, but not by what it says.
    fails(|_, _| http(200, &[], &MADE[..MADE.len() / 2]), "cut-off", "ends too early, after");
    fails(|_, _| http(200, &[], ""), "empty", "sends nothing");
}

#[test]
fn a_server_that_stops_in_the_middle_is_left_in_time() {
    let server = Server::answering(|_, _| {
        Reply::Hang(b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n{".to_vec())
    });
    let mut ask = ovh("CA", Some(&server.url));
    ask.patience = Duration::from_millis(300);
    let Err(Stopped::Failed(problem)) = fetch(&ask, &mut go_on) else { panic!("it came") };
    assert_eq!(problem.code, "timeout");
    assert!(problem.to_string().contains("`--timeout`"), "{problem}");
}

#[test]
fn it_is_broken_off_when_it_is_no_longer_wanted() {
    // One byte came, the next never does: the look in between ends it.
    let server = Server::answering(|_, _| {
        Reply::Hang(b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n{".to_vec())
    });
    let enough = &mut |bytes| {
        if bytes > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert_eq!(fetch(&ovh("CA", Some(&server.url)), enough), Err(Stopped::Cancelled));
}

#[test]
fn what_is_no_price_list_is_refused() {
    fails(
        |_, _| http(200, &[], "<!DOCTYPE html><p>Log in"),
        "not-json",
        "a page, not a price list",
    );
    fails(|_, _| http(200, &[], "no"), "not-json", "sends no JSON");
    let said = r#"{"class":"Client::BadRequest","message":"[ovhSubsidiary] Given data (XX)\nis not valid"}"#;
    fails(
        move |_, _| http(400, &[], said),
        "refused",
        "(400): [ovhSubsidiary] Given data (XX) is not valid",
    );
    fails(|_, _| http(404, &[], "<html>"), "not-there", "has no such list (404)");
    fails(|_, _| http(429, &["Retry-After: 7"], ""), "too-often", "hint: ask again in 7 s");
    fails(|_, _| http(503, &[], ""), "server-fails", "cannot answer now (503)");
}

#[test]
fn an_answer_without_end_is_not_kept() {
    fails(|_, _| http(200, &[], vec![b' '; 200_000]), "too-large", "more than 100000 bytes");
}

#[test]
fn a_redirect_is_followed_on_the_same_host_only() {
    let near = answered(|i, _| match i {
        0 => http(302, &["Location: /elsewhere"], ""),
        _ => http(200, &[], MADE),
    });
    assert_eq!(near, Ok(Came::New(MADE.as_bytes().to_vec())));
    fails(|_, _| http(302, &["Location: https://example.org/"], ""), "redirected", "example.org");
    fails(|_, _| http(302, &["Location: /again"], ""), "redirected", "on and on");
}
