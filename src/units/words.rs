//! How is it said in a sentence?

/// `1 month`, `3 months`, `-1 month`; words that end in y after a consonant: `2 copies`.
pub fn plural(count: i128, one: &str) -> String {
    if count.abs() == 1 {
        return format!("{count} {one}");
    }
    match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{count} {stem}ies"),
        _ => format!("{count} {one}s"),
    }
}

/// `a`, `a and b`, `a, b and c`; nothing for none.
pub fn list<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
