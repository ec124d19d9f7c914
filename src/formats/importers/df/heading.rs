//! Which columns has this output of `df`, and what do its numbers count?

use super::super::printed::{Printed, Suffix};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Device,
    Kind,
    Size,
    Used,
    Available,
    Percent,
    Mount,
    /// A name of a file, for which `df` was asked.
    File,
    /// Numbers of inodes.
    Inodes,
}

impl Field {
    /// Whether blanks may stand in it.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Device | Self::Mount | Self::File)
    }

    fn titled(title: &str) -> Option<Self> {
        Some(match title {
            "Filesystem" => Self::Device,
            "Type" => Self::Kind,
            "Size" => Self::Size,
            "Used" => Self::Used,
            "Avail" | "Available" => Self::Available,
            "Use%" | "Capacity" => Self::Percent,
            "Mounted" => Self::Mount,
            "File" => Self::File,
            "Inodes" | "IUsed" | "IFree" | "iused" | "ifree" => Self::Inodes,
            "IUse%" | "%iused" => Self::Percent,
            blocks => {
                let unit = blocks.strip_suffix("-blocks")?;
                return unit_of(unit).map(|_| Self::Size);
            }
        })
    }
}

/// The heading of an output.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Heading {
    pub(super) fields: Vec<Field>,
    /// Bytes of one; `None` where each number has a suffix.
    pub(super) unit: Option<f64>,
}

impl Heading {
    /// Of a line in English.
    pub(in super::super) fn of(line: &str) -> Option<Self> {
        if !line.contains("Filesystem") && !line.contains("Mounted") {
            return None;
        }
        let titles: Vec<&str> = line.split_whitespace().take(20).collect();
        let mut unit = None;
        let mut fields = Vec::new();
        for (at, title) in titles.iter().enumerate() {
            if *title == "on" && at > 0 && titles.get(at - 1) == Some(&"Mounted") {
                continue;
            }
            fields.push(Field::titled(title)?);
            unit = unit.or_else(|| unit_of(title.strip_suffix("-blocks")?));
        }
        let names = fields.contains(&Field::Mount) || fields.contains(&Field::Device);
        (names && fields.len() > 1).then_some(Self { fields, unit })
    }

    /// Of a line in another language, by the line under it: a device, three numbers, a percentage, and where it is mounted.
    pub(in super::super) fn by_place(heading: &str, row: &str) -> Option<Self> {
        let mut titles = heading.split_whitespace();
        if !titles.clone().any(|title| title.len() > 1 && title.contains('%')) {
            return None;
        }
        let words: Vec<&str> = row.split_whitespace().take(8).collect();
        let percent = words.iter().position(|word| is_percent(word))?;
        let figures = words.get(percent.checked_sub(3)?..percent)?;
        let sizes: Vec<Printed> =
            figures.iter().map(|figure| Printed::parse(figure)).collect::<Option<_>>()?;
        words.get(percent + 1).filter(|mount| mount.starts_with('/'))?;
        let begins_with_digit = |title: &&str| title.starts_with(|c: char| c.is_ascii_digit());
        let unit = titles.find(begins_with_digit).and_then(|title| {
            // `1K-Blöcke`, `1K的块`, `blocs de 1K`
            let end = title.find(|c: char| !c.is_ascii_alphanumeric());
            unit_of(title.get(..end.unwrap_or(title.len()))?)
        });
        let has_suffix = sizes.first().is_some_and(|size| size.suffix != Suffix::None);
        let mut fields = vec![Field::Device];
        match percent {
            4 => {}
            5 => fields.push(Field::Kind),
            _ => return None,
        }
        fields.extend([Field::Size, Field::Used, Field::Available, Field::Percent, Field::Mount]);
        (unit.is_some() || has_suffix).then_some(Self { fields, unit })
    }

    /// Whether it has inodes and no bytes: `df -i`.
    pub(in super::super) fn is_of_inodes(&self) -> bool {
        self.fields.contains(&Field::Inodes)
            && !self.fields.contains(&Field::Used)
            && !self.fields.contains(&Field::Available)
    }

    /// Whether what is used can be told by it.
    pub(in super::super) fn says_use(&self) -> bool {
        let has = |field: Field| self.fields.contains(&field);
        let n = [Field::Used, Field::Available, Field::Size].into_iter().filter(|f| has(*f));
        n.count() >= 2
    }
}

/// `12%`, or `-` where a file system has no size.
pub(super) fn is_percent(word: &str) -> bool {
    let digits = word.strip_suffix('%');
    digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
}

/// Bytes of a block: `1B`, `1K`, `1024`, `512`, `1M`, `1MB`, `4K`.
fn unit_of(text: &str) -> Option<f64> {
    let size = Printed::parse(text).filter(|size| size.number >= 1.0)?;
    let bytes = size.bytes(1024.0);
    (bytes <= 1e18).then_some(bytes)
}
