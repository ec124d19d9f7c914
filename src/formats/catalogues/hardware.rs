//! What hardware do words name: `4x RAM 8192 MB DDR4 ECC`, `2 × 512 GB NVMe + 2x HDD SATA 4,0 TB`?

use rust_decimal::Decimal;

use crate::model::{DiskSet, Raid, Resource};
use crate::units::{Size, SizeUnit};

/// A size in a text, how often it is there, and the words around it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) count: u32,
    /// The number as written, its decimal sign a point.
    pub(super) number: Decimal,
    /// What it counts; `None` where no unit stands behind it.
    pub(super) unit: Option<SizeUnit>,
    /// In small letters.
    words: String,
}

/// Memory, in GiB: what is sold as GB is counted by 1024, as modules are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Memory {
    pub(super) size: Size,
    /// Whether it mends errors, where that is said.
    pub(super) ecc: Option<bool>,
}

/// Sizes in a text, one a part; parts stand between `+`, `;`, `/`, `&`, line ends and commas before a blank.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut pieces = vec![String::new()];
    let signs: Vec<char> = text.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let next = signs.get(at + 1);
        let parts = match sign {
            '+' | ';' | '&' | '\n' | '|' => true,
            ',' => next.is_none_or(|next| !next.is_ascii_digit()),
            _ => false,
        };
        match pieces.last_mut() {
            Some(last) if !parts => last.push(*sign),
            _ => pieces.push(String::new()),
        }
    }
    pieces.iter().filter_map(|piece| part(piece)).collect()
}

fn part(text: &str) -> Option<Part> {
    let lower = text.to_lowercase().replace('×', " x ").replace(['\u{a0}', '\u{202f}'], " ");
    let lower = lower.trim();
    let (count, rest) = counted(lower);
    // The last number with a unit behind it; else a number that stands alone.
    let mut found: Option<(Decimal, SizeUnit)> = None;
    let mut bare: Option<Decimal> = None;
    let mut words: Vec<String> = Vec::new();
    let mut tokens = rest.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let token = token.trim_matches(|c: char| "()[]:".contains(c));
        let end = token.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (number, behind) = token.split_at(end.unwrap_or(token.len()));
        let Some(number) = plain_number(number) else {
            words.push(token.to_owned());
            continue;
        };
        let unit = if behind.is_empty() {
            let next = tokens.peek().and_then(|next| unit(next));
            if next.is_some() {
                tokens.next();
            }
            next
        } else {
            unit(behind)
        };
        match unit {
            Some(unit) if found.is_none() => found = Some((number, unit)),
            None if behind.is_empty() && bare.is_none() => bare = Some(number),
            _ => words.push(token.to_owned()),
        }
    }
    let words = words.join(" ");
    match (found, bare) {
        (Some((number, unit)), _) => Some(Part { count, number, unit: Some(unit), words }),
        (None, Some(number)) => Some(Part { count, number, unit: None, words }),
        (None, None) => None,
    }
}

/// `2x …`, `2 x …`: how often, and what is behind it.
fn counted(text: &str) -> (u32, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (digits, rest) = text.split_at(end);
    let behind = rest.trim_start();
    let times = behind.strip_prefix(['x', '*']).filter(|rest| {
        // `2x 512`, `2x512`, `2x ram`, not `2xlarge`.
        rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit())
    });
    match (digits.parse::<u32>(), times) {
        (Ok(count @ 1..=10_000), Some(rest)) => (count, rest),
        _ => (1, text),
    }
}

fn plain_number(text: &str) -> Option<Decimal> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 12 {
        return None;
    }
    text.trim_end_matches(['.', ',']).replace(',', ".").parse().ok()
}

/// A unit as providers write it, French ones among them.
pub(super) fn unit(text: &str) -> Option<SizeUnit> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    Some(match text.as_str() {
        "mb" | "mo" => SizeUnit::Mb,
        "gb" | "go" | "g" | "gbyte" => SizeUnit::Gb,
        "tb" | "to" | "t" | "tbyte" => SizeUnit::Tb,
        "pb" | "po" => SizeUnit::Pb,
        "mib" => SizeUnit::Mib,
        "gib" => SizeUnit::Gib,
        "tib" => SizeUnit::Tib,
        _ => return None,
    })
}

/// The same counted by 1024.
fn binary(unit: SizeUnit) -> SizeUnit {
    match unit {
        SizeUnit::Kb => SizeUnit::Kib,
        SizeUnit::Mb => SizeUnit::Mib,
        SizeUnit::Gb => SizeUnit::Gib,
        SizeUnit::Tb => SizeUnit::Tib,
        SizeUnit::Pb => SizeUnit::Pib,
        other => other,
    }
}

/// Memory of all parts together; a bare number counts `usual`. `None` where no part is a size.
pub(super) fn memory(text: &str, usual: SizeUnit) -> Option<Memory> {
    let mut bytes = 0_i128;
    let parts = parts(text);
    for part in &parts {
        let unit = binary(part.unit.unwrap_or(usual));
        let one = Size::new(part.number, unit)?.bytes();
        bytes = bytes.checked_add(one.checked_mul(i128::from(part.count))?)?;
    }
    let lower = text.to_lowercase();
    let ecc = lower.contains("ecc").then(|| {
        !["non-ecc", "non ecc", "no ecc", "ohne ecc", "sans ecc"]
            .iter()
            .any(|not| lower.contains(not))
    });
    (bytes > 0).then_some(())?;
    Some(Memory { size: sized(bytes, [SizeUnit::Gib, SizeUnit::Mib])?, ecc })
}

/// Disks of all parts; a bare number counts `usual`. Empty where no part is a size.
pub(super) fn disks(text: &str, usual: SizeUnit) -> Vec<DiskSet> {
    let all = text.to_lowercase();
    let set = |part: &Part| {
        let size = Size::new(part.number, part.unit.unwrap_or(usual))?;
        let what = disk_kind(&part.words).or_else(|| disk_kind(&all));
        (size.bytes() > 0).then(|| disk_set(part.count, size, what))
    };
    parts(text).iter().filter_map(set).collect()
}

/// Disks of one size that are not joined.
pub(super) fn disk_set(count: u32, size: Size, what: Option<&str>) -> DiskSet {
    DiskSet {
        count,
        size,
        raid: Raid::None,
        spares: 0,
        holds: Resource::Storage,
        what: what.map(str::to_owned),
        note: None,
    }
}

fn disk_kind(words: &str) -> Option<&'static str> {
    let kinds =
        [("nvme", "NVMe"), ("ssd", "SSD"), ("hdd", "HDD"), ("sas", "SAS"), ("sata", "SATA")];
    kinds.into_iter().find(|(word, _)| words.contains(word)).map(|(_, kind)| kind)
}

/// In the first unit of which they are whole ones.
fn sized(bytes: i128, units: [SizeUnit; 2]) -> Option<Size> {
    let whole = |unit: &SizeUnit| bytes % i128::from(unit.bytes()) == 0;
    let unit = units.into_iter().find(whole).unwrap_or(SizeUnit::B);
    Size::new(Decimal::from_i128_with_scale(bytes / i128::from(unit.bytes()), 0), unit)
}

/// Bytes in TB or GB where they are whole ones, in TiB or GiB where they are whole ones of those.
pub(super) fn of_bytes(bytes: i128) -> Option<Size> {
    let whole = |unit: &SizeUnit| bytes > 0 && bytes % i128::from(unit.bytes()) == 0;
    let units = [SizeUnit::Tb, SizeUnit::Tib, SizeUnit::Gb, SizeUnit::Gib];
    let unit = units.into_iter().find(whole).unwrap_or(SizeUnit::B);
    Size::new(Decimal::try_from_i128_with_scale(bytes / i128::from(unit.bytes()), 0).ok()?, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn ram(text: &str, size: &str, ecc: Option<bool>) {
        let memory = memory(text, SizeUnit::Gb).unwrap();
        assert_eq!((memory.size.to_string().as_str(), memory.ecc), (size, ecc), "{text}");
    }

    #[test]
    fn memory_is_counted_by_1024() {
        ram("64 GB DDR4", "64 GiB", None);
        ram("64 GB DDR4 ECC", "64 GiB", Some(true));
        ram("64GB non-ECC", "64 GiB", Some(false));
        // 4 × 8192 MB = 32 GB
        ram("4x RAM 8192 MB DDR3", "32 GiB", None);
        ram("128", "128 GiB", None);
        ram("32 Go DDR4 2666 MHz", "32 GiB", None);
        ram("0,5 GB", "512 MiB", None);
        ram("2 × 32 GiB", "64 GiB", None);
    }

    #[track_caller]
    fn sets(text: &str, expected: &[&str]) {
        let found: Vec<String> =
            disks(text, SizeUnit::Gb).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn disks_are_taken_apart() {
        sets("2x 512 GB NVMe", &["2 × 512 GB NVMe"]);
        sets("4 × 22 TB", &["4 × 22 TB"]);
        sets("2x HDD SATA 2,0 TB Enterprise", &["2 × 2.0 TB HDD"]);
        sets("2×4 TB HDD + 2x512GB NVMe", &["2 × 4 TB HDD", "2 × 512 GB NVMe"]);
        sets("2 x 960 GB SSD, 1 x 500 GB NVMe SSD", &["2 × 960 GB SSD", "1 × 500 GB NVMe"]);
        sets("3x 2 To HDD SATA", &["3 × 2 TB HDD"]);
        sets("500", &["1 × 500 GB"]);
        sets("on request", &[]);
    }
}
