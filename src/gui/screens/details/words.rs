//! What are fields and variants of the file called on the screen? By their own names, in words; some
//! by better ones.

/// Fields whose name alone says too little.
const FIELDS: [(&str, &str); 19] = [
    ("is", "Known by"),
    ("requires", "Requirements"),
    ("do", "What"),
    ("as", "Name it"),
    ("ask", "Question"),
    ("ram", "RAM"),
    ("raid", "RAID"),
    ("threads", "CPU threads"),
    ("as_of", "As of"),
    ("checked", "Last checked"),
    ("has", "Features"),
    ("gives", "Gives also"),
    ("needs", "Needs also"),
    ("off", "Switched off"),
    ("says", "Stated figure"),
    ("every", "How often"),
    ("to", "Rounded to"),
    ("are", "They are"),
    ("in", "In group"),
];

/// Variants whose name alone says too little.
const VARIANTS: [(&str, &str); 13] = [
    ("Ram", "RAM"),
    ("Cpu", "CPU threads"),
    ("Count", "another count"),
    ("Anchored", "on its own day"),
    ("FirstOfMonth", "on the 1st"),
    ("FirstInFullThenFirst", "in full, then on the 1st"),
    ("Arrears", "in arrears"),
    ("UpFront", "for the whole term"),
    ("PerLine", "on each charge"),
    ("PerInvoice", "once an invoice"),
    ("PerPeriod", "once a period"),
    ("OneOff", "pay once"),
    ("KeepBackups", "keep other backups"),
];

/// A field as a label: `days_around` is `Days around`.
pub(in crate::gui::screens) fn field(name: &str) -> String {
    match FIELDS.iter().find(|(known, _)| *known == name) {
        Some((_, words)) => (*words).to_owned(),
        None => capital(&name.replace('_', " ")),
    }
}

/// A variant in a choice: `OffButWanted` is `off but wanted`.
pub(in crate::gui::screens) fn variant(name: &str) -> String {
    if let Some((_, words)) = VARIANTS.iter().find(|(known, _)| *known == name) {
        return (*words).to_owned();
    }
    let mut words = String::new();
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && at > 0 {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// A value that a reader names: `true` is `yes`, `"unknown"` is `unknown`.
pub(in crate::gui::screens) fn word(ron: &str) -> String {
    match ron {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        _ => match crate::document::unquote(ron) {
            Some(text) => text.into_owned(),
            None => variant(ron),
        },
    }
}

/// One of several fields of this name: `prices` is `price`.
pub(in crate::gui::screens) fn one(name: &str) -> String {
    let words = name.replace('_', " ");
    match words.as_str() {
        "has" => "feature".to_owned(),
        "gives" | "needs" | "at least" | "per" => "count".to_owned(),
        "growth" | "buffers" | "fill" | "reserved" | "includes" => "resource".to_owned(),
        "parts" | "keep" | "of" | "on" => words,
        _ => match words.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => words.strip_suffix('s').map_or(words.clone(), str::to_owned),
        },
    }
}

/// With a capital first.
pub(in crate::gui::screens) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |c| c.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::{field, one, variant};

    #[test]
    fn names_of_the_file_are_said_in_words() {
        assert_eq!(field("days_around"), "Days around");
        assert_eq!(variant("OffButWanted"), "off but wanted");
        assert_eq!(variant("FirstOfMonth"), "on the 1st");
        assert_eq!([one("prices"), one("entries"), one("disks")].join(" "), "price entry disk");
    }
}
