//! Who asks? What proves it is sent to the server that was named, and shown nowhere.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

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

    /// The header `Authorization`.
    pub(super) fn header(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Bearer(token) => Some(format!("Bearer {}", token.0)),
            Self::Basic { user, password } => Some(format!("Basic {}", pair(user, password))),
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
    fn the_line_end_of_a_file_is_no_part_of_the_secret() {
        assert_eq!(secret("abc\r\n"), secret("abc"));
        assert_eq!(Secret::new(" \n", "`t`").unwrap_err().code, "empty-secret");
        assert_eq!(Secret::new("a\nb", "`t`").unwrap_err().code, "not-a-secret");
    }
}
