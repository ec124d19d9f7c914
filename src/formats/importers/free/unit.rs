//! What do the plain numbers of `free` count, which does not say it?
//!
//! The kernel counts memory in pages of at least 4 KiB. So in bytes every number is a multiple of 1024, in KiB of 4; in MiB and GiB
//! they are cut to whole ones, and are multiples by chance only.

use crate::units::SizeUnit;

/// From 64 MiB, the least that runs Linux with a `free`, to 24 TiB, the largest machine that is let (2026).
const MACHINES: std::ops::RangeInclusive<f64> = 67_108_864.0..=26_388_279_066_624.0;
/// Larger machines, in bytes, are believed only where the numbers prove it: 2 TiB.
const BELIEVED: f64 = 2_199_023_255_552.0;
/// So many numbers that are all multiples of 4 are so by chance once in 1,024.
const ENOUGH: u32 = 5;

/// What the numbers of outputs in one unit say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Evidence {
    /// Numbers that are not 0.
    numbers: u32,
    /// Those that are a multiple of 4.
    by_4: u32,
    /// Those that are a multiple of 1024.
    by_1024: u32,
}

impl Evidence {
    pub(in super::super) fn take(&mut self, number: f64) {
        if number > 0.0 {
            self.numbers = self.numbers.saturating_add(1);
            self.by_4 = self.by_4.saturating_add(u32::from(number % 4.0 == 0.0));
            self.by_1024 = self.by_1024.saturating_add(u32::from(number % 1024.0 == 0.0));
        }
    }

    /// The unit and why; `Err` with the units that it may be, where more than one or none can be believed.
    pub(in super::super) fn unit(
        self,
        total: f64,
    ) -> Result<(SizeUnit, &'static str), Vec<SizeUnit>> {
        let of = |unit: SizeUnit| total * unit.bytes() as f64;
        let mut can_be = Vec::new();
        if self.by_1024 == self.numbers && MACHINES.contains(&of(SizeUnit::B)) {
            if self.numbers >= 3 || !MACHINES.contains(&of(SizeUnit::Kib)) {
                return Ok((SizeUnit::B, "every number is a multiple of 1024"));
            }
            can_be.push(SizeUnit::B);
        }
        if self.by_4 == self.numbers && MACHINES.contains(&of(SizeUnit::Kib)) {
            let alone = can_be.is_empty() && !MACHINES.contains(&of(SizeUnit::Mib));
            if can_be.is_empty() && (alone || self.numbers >= ENOUGH) {
                return Ok((SizeUnit::Kib, "every number is a multiple of 4"));
            }
            can_be.push(SizeUnit::Kib);
        }
        // `free -g` cuts off: 1 may be nearly 2.
        let larger = [SizeUnit::Mib, SizeUnit::Gib];
        can_be.extend(larger.into_iter().filter(|unit| MACHINES.contains(&of(*unit))));
        let believed: Vec<SizeUnit> =
            can_be.iter().copied().filter(|unit| of(*unit) < BELIEVED).collect();
        match believed.as_slice() {
            [SizeUnit::Kib] => Ok((SizeUnit::Kib, "in MiB it would be over 2 TiB of memory")),
            [SizeUnit::Mib] if can_be.contains(&SizeUnit::Gib) => {
                Ok((SizeUnit::Mib, "in GiB it would be over 2 TiB of memory"))
            }
            [SizeUnit::Mib] => Ok((SizeUnit::Mib, "in KiB every number is a multiple of 4")),
            [SizeUnit::Gib] => Ok((SizeUnit::Gib, "in MiB it would be under 64 MiB of memory")),
            _ => Err(can_be),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn unit(numbers: &[f64], unit: Option<SizeUnit>) {
        let mut evidence = Evidence::default();
        for number in numbers {
            evidence.take(*number);
        }
        assert_eq!(evidence.unit(numbers[0]).ok().map(|found| found.0), unit, "{numbers:?}");
    }

    #[test]
    fn bytes_are_multiples_of_1024() {
        unit(&[25_276_502_016.0, 671_285_248.0, 24_605_216_768.0], Some(SizeUnit::B));
        unit(&[134_217_728.0, 67_108_864.0, 1_048_576.0], Some(SizeUnit::B));
    }

    #[test]
    fn kibibytes_are_multiples_of_4() {
        let numbers = [24_684_084.0, 655_552.0, 1_827_432.0, 12_872.0, 22_615_264.0];
        unit(&numbers, Some(SizeUnit::Kib));
        // 503 GiB: in bytes it would be 503 MiB, but 263,889,660 / 1024 is not whole.
        unit(&[527_779_320.0, 263_889_660.0, 100.0, 8.0, 12.0], Some(SizeUnit::Kib));
    }

    #[test]
    fn mebibytes_are_whatever_they_are() {
        unit(&[15_899.0, 3_421.0, 801.0, 120.0, 11_676.0, 12_001.0], Some(SizeUnit::Mib));
        unit(&[257_650.0, 100_001.0, 3.0, 7.0, 9.0, 150_000.0], Some(SizeUnit::Mib));
    }

    #[test]
    fn a_few_gibibytes_are_no_mebibytes() {
        unit(&[31.0, 4.0, 1.0, 25.0, 26.0], Some(SizeUnit::Gib));
    }

    #[test]
    fn two_readings_that_both_can_be_are_asked_for() {
        // 1.9 GiB as MiB, 1.9 TiB as GiB.
        unit(&[1_987.0, 512.0, 101.0, 3.0, 1_300.0, 1_402.0], None);
        // `free --si`: 16.7 GB in kB; as MiB it would be 16 TiB.
        unit(&[16_777_215.0, 512.0, 101.0, 3.0, 1_300.0], None);
        // Three numbers alone may be multiples of 4 by chance: 1.9 GiB, or 1.9 TiB.
        unit(&[1_999_996.0, 400.0, 800.0], None);
        unit(&[0.0], None);
    }
}
