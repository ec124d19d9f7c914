//! How many bytes, and in which unit were they written?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::arith::{round_product, round_ratio};
use super::number::{decimal, decimals, split};
use super::wrong::{Wrong, from_text, quoted};

/// A number of bytes as written: `64 GiB`, `1.5 TB`. From 0 to 10¹⁸ bytes, at most 12 decimals; what
/// is not whole bytes is rounded to them. Equal only where number and unit are: 1000 GB is not 1 TB,
/// compare [`Size::bytes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    bytes: i64,
    written: Decimal,
    unit: SizeUnit,
}

/// What sizes are written in. RAM is sold in powers of 2¹⁰, disks in powers of 10³.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SizeUnit {
    /// One byte.
    B,
    /// 10³ bytes.
    Kb,
    /// 10⁶ bytes.
    Mb,
    /// 10⁹ bytes.
    Gb,
    /// 10¹² bytes.
    Tb,
    /// 10¹⁵ bytes.
    Pb,
    /// 2¹⁰ bytes.
    Kib,
    /// 2²⁰ bytes.
    Mib,
    /// 2³⁰ bytes.
    Gib,
    /// 2⁴⁰ bytes.
    Tib,
    /// 2⁵⁰ bytes.
    Pib,
}

impl SizeUnit {
    /// Each once, smaller before larger, decimal before binary.
    pub const ALL: [Self; 11] = [
        Self::B,
        Self::Kb,
        Self::Mb,
        Self::Gb,
        Self::Tb,
        Self::Pb,
        Self::Kib,
        Self::Mib,
        Self::Gib,
        Self::Tib,
        Self::Pib,
    ];

    /// Bytes of one.
    pub fn bytes(self) -> i64 {
        match self {
            Self::B => 1,
            Self::Kb => 1_000,
            Self::Mb => 1_000_000,
            Self::Gb => 1_000_000_000,
            Self::Tb => 1_000_000_000_000,
            Self::Pb => 1_000_000_000_000_000,
            Self::Kib => 1 << 10,
            Self::Mib => 1 << 20,
            Self::Gib => 1 << 30,
            Self::Tib => 1 << 40,
            Self::Pib => 1 << 50,
        }
    }

    /// As written: `GiB`.
    pub fn name(self) -> &'static str {
        match self {
            Self::B => "B",
            Self::Kb => "kB",
            Self::Mb => "MB",
            Self::Gb => "GB",
            Self::Tb => "TB",
            Self::Pb => "PB",
            Self::Kib => "KiB",
            Self::Mib => "MiB",
            Self::Gib => "GiB",
            Self::Tib => "TiB",
            Self::Pib => "PiB",
        }
    }

    /// Whether it is a power of 2¹⁰, as memory is counted; a byte is neither.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Kib | Self::Mib | Self::Gib | Self::Tib | Self::Pib)
    }

    /// In any case but one: `Gb` and its like are bits.
    pub(super) fn named(name: &str) -> Option<Self> {
        if is_bits(name) {
            return None;
        }
        Self::ALL.into_iter().find(|unit| unit.name().eq_ignore_ascii_case(name))
    }

    /// By its letter, as people type it: `g` is GiB beside a binary unit, else GB.
    fn lettered(name: &str, beside: Self) -> Option<Self> {
        let suffix = if beside.is_binary() { "iB" } else { "B" };
        let letter = matches!(name.to_ascii_lowercase().as_str(), "k" | "m" | "g" | "t" | "p");
        letter.then(|| Self::named(&format!("{}{suffix}", name.to_ascii_lowercase()))).flatten()
    }
}

fn is_bits(name: &str) -> bool {
    matches!(name, "b" | "Kb" | "Mb" | "Gb" | "Tb" | "Pb" | "Kib" | "Mib" | "Gib" | "Tib" | "Pib")
}

impl fmt::Display for SizeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The most bytes that can be stated.
const MOST: i128 = 1_000_000_000_000_000_000;
/// Decimals that a stated size may have.
const MOST_DECIMALS: u32 = 12;

impl Size {
    /// So many of a unit; `None` where it is negative, beyond 10¹⁸ bytes or has over 12 decimals.
    pub fn new(number: Decimal, unit: SizeUnit) -> Option<Self> {
        if number.is_sign_negative() && !number.is_zero() || decimals(number) > MOST_DECIMALS {
            return None;
        }
        let bytes = bytes_of(number, unit);
        let bytes = if bytes <= MOST { i64::try_from(bytes).ok()? } else { return None };
        Some(Self { bytes, written: number, unit })
    }

    /// As people type it into a field whose values are in `usual`: `64` and `64g` are in its kind of
    /// unit, the rest as in [`str::parse`].
    pub fn parse_loosely(text: &str, usual: SizeUnit) -> Result<Self, Wrong> {
        let (number, unit) = split(text);
        if unit.is_empty() {
            return format!("{number} {usual}").parse();
        }
        match SizeUnit::lettered(unit, usual) {
            Some(unit) => format!("{number} {unit}").parse(),
            None => text.parse(),
        }
    }

    /// Bytes, 0 to 10¹⁸.
    pub fn bytes(self) -> i128 {
        i128::from(self.bytes)
    }

    /// The unit that it was written in.
    pub fn unit(self) -> SizeUnit {
        self.unit
    }

    /// The number that was written before the unit.
    pub fn written(self) -> Decimal {
        self.written
    }
}

/// Bytes of so many of a unit, rounded half away from zero.
pub(super) fn bytes_of(number: Decimal, unit: SizeUnit) -> i128 {
    round_product(&[number, Decimal::from(unit.bytes())], 0)
}

/// The unit, or why it is none.
pub(super) fn unit_of(name: &str, given: &str) -> Result<SizeUnit, Wrong> {
    let not = || Wrong::new(format!("{} is not a size", quoted(given)));
    if name.is_empty() {
        return Err(Wrong::new(format!("{} has no unit", quoted(given)))
            .hint("memory is counted in GiB, disks in GB or TB, as `64 GiB` or `1.5 TB`"));
    }
    SizeUnit::named(name).ok_or_else(|| {
        if is_bits(name) {
            let bytes = SizeUnit::ALL.into_iter().find(|u| u.name().eq_ignore_ascii_case(name));
            return not().hint(format!(
                "`{name}` counts bits: for bytes write `{}`",
                bytes.map_or("B", SizeUnit::name)
            ));
        }
        if let Some(unit) = SizeUnit::lettered(name, SizeUnit::Gb) {
            let binary = SizeUnit::lettered(name, SizeUnit::Gib).unwrap_or(unit);
            return not().hint(format!("write `{unit}` or `{binary}`"));
        }
        not().hint("units are B, kB, MB, GB, TB, PB and KiB, MiB, GiB, TiB, PiB")
    })
}

/// A number that a size can have.
fn number_of(number: &str, unit: SizeUnit, given: &str) -> Result<Size, Wrong> {
    let not = || {
        Wrong::new(format!("{} is not a size", quoted(given)))
            .hint("write a number and a unit, as `64 GiB`; a range as `2..4 GiB`")
    };
    let number = decimal(number, not)?;
    if number.is_sign_negative() {
        return Err(
            Wrong::new(format!("{} is less than nothing", quoted(given))).hint("sizes begin at 0")
        );
    }
    if decimals(number) > MOST_DECIMALS {
        let message = format!("{} has more than {MOST_DECIMALS} decimals", quoted(given));
        return Err(Wrong::new(message));
    }
    Size::new(number, unit).ok_or_else(|| {
        Wrong::new(format!("{} is too large", quoted(given))).hint("sizes go up to 1000 PB")
    })
}

impl FromStr for Size {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let (number, unit) = split(text);
        if text.contains("..") && !number.is_empty() {
            return Err(Wrong::new(format!("{} is a range", quoted(text)))
                .hint("one size is needed here, as `64 GiB`"));
        }
        if number.is_empty() {
            return number_of(text, SizeUnit::B, text);
        }
        number_of(number, unit_of(unit, text)?, text)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.written, self.unit)
    }
}

from_text!(Size, "a size", "64 GiB");

/// A size that is not known exactly: `2..4 GiB`; a single size is a range of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SizeRange {
    low: Size,
    high: Size,
}

impl SizeRange {
    /// The lower end.
    pub fn low(self) -> Size {
        self.low
    }

    /// The upper end.
    pub fn high(self) -> Size {
        self.high
    }

    /// Bytes of the lower end.
    pub fn least(self) -> i128 {
        self.low.bytes()
    }

    /// Bytes of the middle, rounded up.
    pub fn expected(self) -> i128 {
        round_ratio(self.low.bytes() + self.high.bytes(), 2)
    }

    /// Bytes of the upper end.
    pub fn cautious(self) -> i128 {
        self.high.bytes()
    }

    /// Whether it has two ends.
    pub fn is_range(self) -> bool {
        self.low != self.high
    }

    /// As [`Size::parse_loosely`], for ranges too: `2..4` in a field of GiB.
    pub fn parse_loosely(text: &str, usual: SizeUnit) -> Result<Self, Wrong> {
        match text.split_once("..") {
            None => Size::parse_loosely(text, usual).map(Self::from),
            Some((low, high)) => {
                let high = Size::parse_loosely(high, usual)?;
                format!("{low}..{high}").parse()
            }
        }
    }
}

impl From<Size> for SizeRange {
    fn from(size: Size) -> Self {
        Self { low: size, high: size }
    }
}

impl FromStr for SizeRange {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let Some((low, rest)) = text.split_once("..") else {
            return text.parse().map(|size: Size| size.into());
        };
        let (high, unit) = split(rest);
        let unit = unit_of(unit, text)?;
        let (low, high) = (number_of(low, unit, text)?, number_of(high, unit, text)?);
        if low.bytes > high.bytes {
            return Err(Wrong::new(format!("{} ends below where it begins", quoted(text)))
                .hint(format!("write `{}..{} {unit}`", high.written, low.written)));
        }
        Ok(Self { low, high })
    }
}

impl fmt::Display for SizeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_range() {
            write!(f, "{}..", self.low.written)?;
        }
        write!(f, "{}", self.high)
    }
}

from_text!(SizeRange, "a size", "2..4 GiB");

/// Memory, always in GiB: to a tenth, as `28.8 GiB`, `0.8 GiB`; what is less than that, to the digit
/// in which it shows, as `0.06 GiB`. May be negative.
pub fn show_ram(bytes: i128) -> String {
    let gib = i128::from(SizeUnit::Gib.bytes());
    if bytes != 0 && tenths(bytes, SizeUnit::Gib) == 0 {
        let digits = [100, 1000].into_iter().zip([2, 3]);
        let shown = digits
            .map(|(one, decimals)| (round_ratio(bytes.saturating_mul(one), gib), decimals))
            .find(|(number, _)| *number != 0);
        let sign = if bytes < 0 { "-" } else { "" };
        return shown.map_or_else(
            || format!("under {sign}0.001 GiB"),
            |(number, decimals)| format!("{sign}0.{:0decimals$} GiB", number.abs()),
        );
    }
    format!("{} GiB", in_gib(bytes))
}

/// Disk, to a tenth: `500 GB`, `1.4 TB` from 1 TB on; below 1 GB `300 MB`. May be negative.
pub fn show_disk(bytes: i128) -> String {
    let mb = round_ratio(bytes, SizeUnit::Mb.bytes().into());
    if bytes != 0 && mb.abs() < 1000 {
        return format!("{mb} MB");
    }
    if tenths(bytes, SizeUnit::Gb).abs() >= 10_000 {
        return format!("{} TB", show_tenths(tenths(bytes, SizeUnit::Tb)));
    }
    format!("{} GB", in_gb(bytes))
}

/// GiB to a tenth, without the unit: `28.8`, `36`. For columns that name it.
pub fn in_gib(bytes: i128) -> String {
    show_tenths(tenths(bytes, SizeUnit::Gib))
}

/// GB to a tenth, without the unit: `33.1`, `500`. For columns that name it.
pub fn in_gb(bytes: i128) -> String {
    show_tenths(tenths(bytes, SizeUnit::Gb))
}

fn tenths(bytes: i128, unit: SizeUnit) -> i128 {
    round_ratio(bytes.saturating_mul(10), i128::from(unit.bytes()))
}

fn show_tenths(tenths: i128) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}
