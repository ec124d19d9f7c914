//! How does an importer take its input without being drowned by it?

use std::io::{self, Read};

use super::{Import, Told};
use crate::diag::Problem;

/// A text that is read whole may be so long, in bytes; longer ones are tables, which are streamed.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;

/// The whole input as text; refused where it is too long or not UTF-8, with the place of the first bad byte.
pub(super) fn whole(input: &mut dyn Read, told: &Told) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let taken = input.take(LARGEST + 1).read_to_end(&mut bytes);
    taken.map_err(|error| cannot_read(told, &error))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("`{}` is longer than 256 MiB", told.name);
        return Err(Problem::error("too-large", message).hint(
            "ask the tool for fewer hosts or a shorter period, or for CSV, which is streamed",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column =
            String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count() + 1;
        let byte = error.as_bytes().get(good).copied().unwrap_or_default();
        not_utf8(byte).at(told.place(line, column))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What is said of a byte that is not UTF-8, with the letter that it is in the encoding of old texts of the West.
pub(super) fn not_utf8(byte: u8) -> Problem {
    let message = match byte {
        // What ISO 8859-1 and Windows-1252 have in common are the first 256 characters of Unicode from here on.
        0xa0.. => {
            format!("byte `{byte:#04x}` is not UTF-8: in Latin-1 it is `{}`", char::from(byte))
        }
        _ => format!("byte `{byte:#04x}` is not UTF-8, nor a letter of Latin-1"),
    };
    Problem::error("not-utf8", message)
        .hint("save it as UTF-8, or give the tool's output as it was")
}

/// Refuses UTF-16, which consoles of Windows write, by the beginning of an input: by its mark, or where every second byte is nought.
pub(super) fn not_utf16(head: &[u8], told: &Told) -> Result<(), Problem> {
    let noughts = |first: usize| {
        let all = head.iter().skip(first).step_by(2).take(32);
        all.len() > 3 && all.clone().all(|byte| *byte == 0)
    };
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    // All of nought is no text at all.
    if !marked && noughts(0) == noughts(1) {
        return Ok(());
    }
    Err(Problem::error("not-utf8", "this text is UTF-16, not UTF-8")
        .at(told.place(1, 1))
        .hint("save it as UTF-8; in PowerShell: `… | Out-File -Encoding utf8 FILE`"))
}

/// The whole input as JSON; refused with line and column where it is none or is cut off.
pub(super) fn json(input: &mut dyn Read, told: &Told) -> Result<serde_json::Value, Problem> {
    let text = whole(input, told)?;
    serde_json::from_str(&text).map_err(|error| {
        let place = told.place(error.line().max(1), error.column().max(1));
        let cut_off = error.is_eof();
        let message = if cut_off { "the JSON ends too early" } else { "this is not JSON" };
        let problem =
            Problem::error(if cut_off { "cut-off" } else { "not-json" }, message).at(place);
        problem.hint("give the tool's output whole, as it was")
    })
}

/// The input could not be read.
pub(super) fn cannot_read(told: &Told, error: &io::Error) -> Problem {
    Problem::error("cannot-read", format!("cannot read `{}`: {error}", told.name))
}

/// What was read holds no usage: what was left out says why.
pub(super) fn no_usage(told: &Told, import: &Import) -> Problem {
    let problem = Problem::error("no-usage", format!("`{}` holds no usage", told.name));
    match import.left_out.first() {
        Some(left) => problem.hint(format!("left out: {} {}", left.count, left.what)),
        None => problem,
    }
}
