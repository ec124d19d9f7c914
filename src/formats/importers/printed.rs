//! What does a tool's `31Gi`, `4.0K` or `<96.00g` say?

/// A number of bytes as a tool prints it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Printed {
    /// The number before the suffix; finite, may be negative.
    pub(super) number: f64,
    /// 1 for kilo, 2 for mega …; 0 without.
    pub(super) power: i32,
    /// How the suffix is written.
    pub(super) suffix: Suffix,
}

/// How a unit is written behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    /// Nothing.
    None,
    /// `B`: bytes.
    Bytes,
    /// `Gi`, `GiB`: 1024.
    Binary,
    /// `GB`, `kB`: 1000.
    Decimal,
    /// `G`: 1024 or 1000, by the tool.
    Capital,
    /// `k`, `g`: by the tool.
    Small,
}

impl Printed {
    /// `None` for what is no number with such a suffix. A comma is a decimal one, unless three digits follow each.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let (minus, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let end = rest.find(|c| !digits(c)).unwrap_or(rest.len());
        let (number, unit) = rest.split_at(end);
        if !number.starts_with(|c: char| c.is_ascii_digit()) || number.len() > 30 {
            return None;
        }
        let in_threes = number.split(',').skip(1).all(|group| group.len() == 3);
        let number = number.replace(',', if in_threes { "" } else { "." });
        let number = number.parse::<f64>().ok().filter(|number| number.is_finite())?;
        let (power, suffix) = suffix_of(unit)?;
        Some(Self { number: if minus { -number } else { number }, power, suffix })
    }

    /// In bytes, where a letter alone counts by `base`, 1024 or 1000.
    pub(super) fn bytes(self, base: f64) -> f64 {
        let base = match self.suffix {
            Suffix::None | Suffix::Bytes => 1.0,
            Suffix::Binary => 1024.0,
            Suffix::Decimal => 1000.0,
            Suffix::Capital | Suffix::Small => base,
        };
        self.number * base.powi(self.power)
    }

    /// Whether a letter stands alone behind it.
    pub(super) fn is_lettered(self) -> bool {
        matches!(self.suffix, Suffix::Capital | Suffix::Small)
    }
}

/// Power and writing of a suffix: ``, `B`, `K`, `k`, `Ki`, `KiB`, `kB`.
fn suffix_of(unit: &str) -> Option<(i32, Suffix)> {
    let mut chars = unit.chars();
    let Some(letter) = chars.next() else { return Some((0, Suffix::None)) };
    let rest = chars.as_str();
    if matches!(letter, 'B' | 'b') {
        return rest.is_empty().then_some((0, Suffix::Bytes));
    }
    let power = "KMGTPEZY".find(letter.to_ascii_uppercase())? as i32 + 1;
    let suffix = match rest {
        "" if letter.is_ascii_uppercase() => Suffix::Capital,
        "" => Suffix::Small,
        "i" | "iB" => Suffix::Binary,
        "B" => Suffix::Decimal,
        _ => return None,
    };
    Some((power, suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, bytes: f64) {
        assert_eq!(Printed::parse(text).map(|sized| sized.bytes(1024.0)), Some(bytes), "{text}");
    }

    #[test]
    fn every_tools_way_to_write_a_size_is_read() {
        says("0B", 0.0);
        says("24684084", 24_684_084.0);
        says("31Gi", 31.0 * 1_073_741_824.0);
        says("1,5Gi", 1.5 * 1_073_741_824.0);
        says("1,048,576", 1_048_576.0);
        says("4.0K", 4096.0);
        says("2MB", 2_000_000.0);
        says("-12K", -12_288.0);
    }

    #[test]
    fn what_is_no_size_is_none() {
        for text in ["", "-", "K", "1e9", "1x", "12%", "1GiBs", "1.2.3", "NaN", ".5"] {
            assert_eq!(Printed::parse(text), None, "{text}");
        }
        assert_eq!(Printed::parse(&"9".repeat(400)), None);
    }
}
