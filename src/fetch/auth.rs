//! Who asks? What proves it is sent to the server that was named, and shown nowhere.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ureq::http::{HeaderName, header};

use crate::diag::Problem;

/// What stands for a secret wherever it would be shown.
const HIDDEN: &str = "…";

/// How a person proves who they are.
#[derive(Clone, Debug, Default)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// By a bearer token.
    Bearer(Secret),
    /// By name and password (RFC 7617); the name has no colon.
    Basic {
        /// Name.
        user: String,
        /// Password.
        password: Secret,
    },
    /// As one of these, with headers of a person's own beside it, as `X-Scope-OrgID`: they go to the same host alone.
    With(Box<Self>, Vec<Header>),
}

/// A header that a person adds to each question.
#[derive(Clone, Debug)]
pub struct Header {
    name: HeaderName,
    value: Secret,
    shown: Shown,
}

/// Whether a value may stand in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Yes,
    No,
}

/// What ureq writes by itself, and what belongs into options of their own.
const OURS: [HeaderName; 6] = [
    header::AUTHORIZATION,
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::ACCEPT_ENCODING,
];

impl Header {
    /// A header whose value is no secret. Refused: names and values that are none, and names that are sent anyhow.
    pub fn plain(name: &str, value: &str) -> Result<Self, Problem> {
        let value = Secret::new(value, &format!("the header `{name}`"))?;
        Ok(Self { shown: Shown::Yes, ..Self::secret(name, value)? })
    }

    /// A header whose value stands in no message.
    pub fn secret(name: &str, value: Secret) -> Result<Self, Problem> {
        let wrong = |what: &str| Problem::error("no-header", format!("`{name}` {what}"));
        let parsed: HeaderName = name.trim().parse().map_err(|_bad| {
            wrong("is not the name of a header").hint("write one as `X-Scope-OrgID`")
        })?;
        if parsed == header::AUTHORIZATION {
            return Err(wrong("has options of its own")
                .hint("give `--token-file`, or `--user` and `--password-file`"));
        }
        if OURS.contains(&parsed) {
            return Err(wrong("is written by Headroom itself"));
        }
        if !value.0.is_ascii() {
            return Err(wrong("has a value that is not ASCII"));
        }
        Ok(Self { name: parsed, value, shown: Shown::No })
    }
}

/// A token or password: never empty, without line breaks. What prints it prints an ellipsis.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret as it stood in a file or variable, without the white space around it. `from` is what problems call its
    /// source. Refused: nothing, and what has control characters or does not fit a header.
    pub fn new(text: &str, from: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::error("empty-secret", format!("{from} holds no secret")));
        }
        if text.chars().any(char::is_control) {
            let what = format!("{from} holds more than one line");
            return Err(Problem::error("not-a-secret", what)
                .hint("the token or password alone belongs in it"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl Auth {
    /// Whether anything is proved.
    pub fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether it is a token or password.
    pub(super) fn is_proof(&self) -> bool {
        match self {
            Self::None => false,
            Self::With(auth, _) => auth.is_proof(),
            Self::Bearer(_) | Self::Basic { .. } => true,
        }
    }

    /// Headers of the person's own.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        let own = if let Self::With(_, headers) = self { headers.as_slice() } else { &[] };
        own.iter().map(|header| (&header.name, header.value.0.as_str()))
    }

    /// The header `Authorization`.
    pub(super) fn header(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Bearer(token) => Some(format!("Bearer {}", token.0)),
            Self::Basic { user, password } => Some(format!("Basic {}", pair(user, password))),
            Self::With(auth, _) => auth.header(),
        }
    }

    /// What a server says, without what it may have repeated of the secret.
    pub(super) fn hide(&self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Bearer(token) => text.replace(&token.0, HIDDEN),
            Self::Basic { user, password } => {
                text.replace(&pair(user, password), HIDDEN).replace(&password.0, HIDDEN)
            }
            Self::With(auth, headers) => headers
                .iter()
                .filter(|header| header.shown == Shown::No)
                .fold(auth.hide(text), |text, header| text.replace(&header.value.0, HIDDEN)),
        }
    }
}

fn pair(user: &str, password: &Secret) -> String {
    STANDARD.encode(format!("{user}:{}", password.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text, "the test").unwrap()
    }

    #[test]
    fn a_secret_is_not_printed() {
        let bearer = Auth::Bearer(secret("s3cret"));
        let basic = Auth::Basic { user: "el".to_owned(), password: secret("s3cret") };
        for auth in [bearer, basic] {
            assert!(!format!("{auth:?}").contains("s3cret"));
            assert!(!format!("{auth:#?}").contains("s3cret"));
        }
    }

    #[test]
    fn basic_is_name_and_password_in_base_64() {
        // The example of RFC 7617, section 2.
        let auth = Auth::Basic { user: "Aladdin".to_owned(), password: secret("open sesame") };
        assert_eq!(auth.header().unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    #[test]
    fn what_a_server_repeats_is_hidden() {
        let auth = Auth::Basic { user: "Aladdin".to_owned(), password: secret("open sesame") };
        let said = auth.hide("no `QWxhZGRpbjpvcGVuIHNlc2FtZQ==` and no `open sesame`");
        assert_eq!(said, "no `…` and no `…`");
        assert_eq!(Auth::Bearer(secret("abc")).hide("bad token abc"), "bad token …");
    }

    #[test]
    fn headers_of_ones_own_go_beside_the_proof() {
        let tenant = Header::plain("X-Scope-OrgID", "1").unwrap();
        let key = Header::secret("X-Api-Key", secret("s3cret")).unwrap();
        let auth = Auth::With(Box::new(Auth::Bearer(secret("abc"))), vec![tenant, key]);
        assert_eq!(auth.header().unwrap(), "Bearer abc");
        let own: Vec<_> = auth.headers().map(|(name, value)| (name.as_str(), value)).collect();
        assert_eq!(own, [("x-scope-orgid", "1"), ("x-api-key", "s3cret")]);
        // A tenant is no secret; a key is.
        assert_eq!(auth.hide("1 of abc by s3cret"), "1 of … by …");
        assert!(!format!("{auth:?}").contains("s3cret"));
    }

    #[test]
    fn a_header_that_is_none_or_ours_is_refused() {
        let code = |name: &str, value: &str| Header::plain(name, value).unwrap_err().code;
        for name in ["", "a b", "a:b", "ä", "Authorization", "host", "Content-Length"] {
            assert_eq!(code(name, "x"), "no-header", "{name}");
        }
        assert_eq!(code("X-A", " "), "empty-secret");
        assert_eq!(code("X-A", "a\nB: c"), "not-a-secret");
        assert_eq!(code("X-A", "ä"), "no-header");
    }

    #[test]
    fn the_line_end_of_a_file_is_no_part_of_the_secret() {
        assert_eq!(secret("abc\r\n"), secret("abc"));
        assert_eq!(Secret::new(" \n", "`t`").unwrap_err().code, "empty-secret");
        assert_eq!(Secret::new("a\nb", "`t`").unwrap_err().code, "not-a-secret");
    }
}
