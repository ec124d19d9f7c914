//! Which numbers are drawn? The same on every machine and in every run.

/// What `SplitMix64` adds at each step.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The generator `SplitMix64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Draws(pub(super) u64);

impl Draws {
    /// Any whole number.
    #[inline]
    pub(super) fn whole(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    #[inline]
    pub(super) fn uniform(&mut self) -> f64 {
        (self.whole() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Nearly a standard bell curve: the sum of twelve even draws less its mean, from -6 to 6.
    #[inline]
    pub(super) fn bell(&mut self) -> f64 {
        let mut sum = 0.0;
        for _ in 0..6 {
            let drawn = self.whole();
            sum += ((drawn >> 32) + (drawn & 0xFFFF_FFFF)) as f64 / (1_u64 << 32) as f64;
        }
        sum - 6.0
    }
}

/// FNV-1a with 64 bits, of a text in UTF-8.
pub(super) fn fnv_1a(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, mix)
}
