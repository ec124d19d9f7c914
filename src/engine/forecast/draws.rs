//! Which numbers are drawn? The same on every machine and in every run.

use std::sync::{Arc, Mutex, PoisonError};

use super::futures::PATHS;

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

/// A number of 53 bits for each path, twice a step: those that all series of a file draw alike, so that
/// their bad months coincide.
#[derive(Debug)]
pub struct Shared {
    seed: u64,
    /// Step after step, path after path.
    drawn: Vec<(u64, u64)>,
    /// What they come to, for the latest numbers of misses.
    chosen: Mutex<Vec<(usize, Arc<Chosen>)>>,
}

/// Which of so many misses each path replays at each step, and which paths have a new one.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Step after step, path after path.
    pub(super) replayed: Vec<u16>,
    /// By step, the paths for which that does not hold.
    pub(super) fresh: Vec<Vec<u16>>,
}

/// For so many numbers of misses: series of one kind mostly have the same.
const CHOSEN: usize = 4;

impl Shared {
    /// For forecasts of so many steps or fewer; `seed`: from the file, or 1.
    pub fn of(seed: u64, ahead: usize) -> Self {
        let steps = ahead as u64;
        let draw = |step: u64, path: u64| {
            let before = STEP.wrapping_mul(2 * step);
            let mut draws = Draws(seed.wrapping_add(path).wrapping_add(before));
            (draws.whole() >> 11, draws.whole() >> 11)
        };
        let of_step = |step| (0..PATHS as u64).map(move |path| draw(step, path));
        let drawn = (0..steps).flat_map(of_step).collect();
        Self { seed, drawn, chosen: Mutex::default() }
    }

    /// Where chance begins.
    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    #[cfg(test)]
    pub(super) fn drawn(&self, step: usize, path: usize) -> (u64, u64) {
        self.drawn[step * PATHS + path]
    }

    /// How many steps are drawn.
    pub(super) fn steps(&self) -> usize {
        self.drawn.len() / PATHS
    }

    /// What the draws choose of so many misses, of which there are at most 65,535. One draw chooses between a new one
    /// (2 in `count` + 2) and those there are, the other one of those.
    pub(super) fn chosen(&self, count: usize) -> Arc<Chosen> {
        let mut known = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, chosen)) = known.iter().find(|(of, _)| *of == count) {
            return Arc::clone(chosen);
        }
        let limit = limit_of(2.0 / (2.0 + count as f64));
        let mut chosen = Chosen::default();
        chosen.replayed.reserve_exact(self.drawn.len());
        for drawn in self.drawn.chunks_exact(PATHS) {
            let place = |(_, y): &(u64, u64)| one_of(*y, count as u64) as u16;
            chosen.replayed.extend(drawn.iter().map(place));
            let fresh = drawn.iter().enumerate().filter(|(_, (x, _))| *x < limit);
            chosen.fresh.push(fresh.map(|(path, _)| path as u16).collect());
        }
        let chosen = Arc::new(chosen);
        known.insert(0, (count, Arc::clone(&chosen)));
        known.truncate(CHOSEN);
        chosen
    }

    /// Whether it will do for forecasts of so many steps with this seed.
    pub fn is_of(&self, seed: u64, ahead: usize) -> bool {
        self.seed == seed && self.drawn.len() >= ahead * PATHS
    }
}

/// Whether an even draw of 53 bits lies below a share: `drawn / 2⁵³ < share`.
pub(super) fn limit_of(share: f64) -> u64 {
    (share * (1_u64 << 53) as f64).ceil() as u64
}

/// One of so many, from 0 on, by a draw of 53 bits: `⌊drawn / 2⁵³ × count⌋`.
#[inline]
pub(super) fn one_of(drawn: u64, count: u64) -> usize {
    ((u128::from(drawn << 11) * u128::from(count)) >> 64) as usize
}

/// FNV-1a with 64 bits, of a text in UTF-8.
pub(super) fn fnv_1a(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, mix)
}
