//! Where is the API of a server, by the address that a person knows?

use ureq::http::Uri;

use crate::diag::Problem;

/// Pages of a Prometheus whose address a person may have copied.
const PAGES: [&str; 7] =
    ["/api/v1/query_range", "/api/v1/query", "/api/v1", "/graph", "/query", "/targets", "/vmui"];

/// The address of `query_range`. Refused: what is not `http://` or `https://` with a host, and what has a password in it.
pub(super) fn of(text: &str) -> Result<Uri, Problem> {
    let text = text.trim();
    let text = text.split(['?', '#']).next().unwrap_or_default();
    // Before anything is repeated of it.
    if text.split('/').nth(2).unwrap_or(text).contains('@') {
        return Err(Problem::error(
            "secret-in-address",
            "a name or password stands in the address",
        )
        .hint("give `--user`, and `--password-file` or `--password-env`"));
    }
    let wrong = || Problem::error("no-address", format!("`{text}` is not the address of a server"));
    if !text.contains("://") {
        return Err(wrong().hint(format!("write `http://{text}` or `https://{text}`")));
    }
    let url: Uri = text
        .parse()
        .map_err(|_bad| wrong().hint("write it as `https://metrics.example.org/prometheus`"))?;
    let (Some(scheme @ ("http" | "https")), Some(authority)) = (url.scheme_str(), url.authority())
    else {
        return Err(wrong().hint("it begins with `http://` or `https://`"));
    };
    let mut path = url.path().trim_end_matches('/');
    path = PAGES.iter().find_map(|page| path.strip_suffix(page)).unwrap_or(path);
    let full = format!("{scheme}://{authority}{path}/api/v1/query_range");
    full.parse().map_err(|_bad| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(given: &str, expected: &str) {
        assert_eq!(of(given).unwrap().to_string(), expected);
    }

    #[test]
    fn the_api_is_below_what_is_given() {
        is("http://localhost:9090", "http://localhost:9090/api/v1/query_range");
        is("https://m.example/prom/", "https://m.example/prom/api/v1/query_range");
        is(
            "https://m.example/prometheus/graph?g0.expr=up",
            "https://m.example/prometheus/api/v1/query_range",
        );
        is(
            "http://m.example/select/0/prometheus/api/v1",
            "http://m.example/select/0/prometheus/api/v1/query_range",
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for given in ["", "localhost:9090", "ftp://a.example", "http://", "http://a b", "file:///x"]
        {
            assert_eq!(of(given).unwrap_err().code, "no-address", "{given}");
        }
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        for given in ["https://el:s3cret@a.example", "el:s3cret@a.example", "http://el:s3cret@a b/"]
        {
            let problem = of(given).unwrap_err();
            assert_eq!(problem.code, "secret-in-address");
            assert!(!problem.to_string().contains("s3cret"));
        }
    }
}
