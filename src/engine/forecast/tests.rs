//! Each step of a forecast with figures worked out by hand.

use super::backtest::{Ahead, Backtest};
use super::buckets::{Buckets, CannotTell, History, Step};
use super::clean::{LeftOut, Sample, clean};
use super::crossing::{Declared, Left};
use super::draws::{Draws, Shared, fnv_1a, limit_of, one_of};
use super::futures::{Futures, PATHS, Reach};
use super::level::{drift, kept_misses, level};
use super::order::{Nearby, Places, median};
use super::paths::Forecast;
use super::season::season;
use super::shifts::{Kind, kinds};
use super::spread::spread;
use super::together::{first_out, together};
use crate::units::Day;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Values every so many days from 2021-01-01 on.
fn every(days: i64, values: &[f64]) -> Vec<(Day, f64)> {
    let first = day("2021-01-01");
    (0..).zip(values).map(|(i, value)| (first.plus_days(i * days), *value)).collect()
}

/// Values of the first of each month from January 2018 on.
fn monthly(values: &[f64]) -> Vec<(Day, f64)> {
    let first = day("2018-01-01");
    (0..).zip(values).map(|(i, value)| (first.plus_months(i), *value)).collect()
}

fn buckets(samples: Vec<(Day, f64)>) -> Buckets {
    History::of(samples, None).buckets().cloned().unwrap()
}

#[track_caller]
fn near(got: f64, expected: f64) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{got} for {expected}");
}

#[track_caller]
fn all_near(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len(), "{got:?}");
    got.iter().zip(expected).for_each(|(got, expected)| near(*got, *expected));
}

// Samples.

#[test]
fn what_is_no_value_has_no_day_or_comes_later_is_left_out() {
    let on = |text: &str, value: f64| Sample::from((day(text), value));
    let samples = [
        on("2021-01-01", f64::NAN),
        on("2021-01-02", f64::INFINITY),
        on("2021-01-03", -1.0),
        on("2021-01-04", -0.0),
        Sample { day: None, instant: 0, value: 1.0 },
        on("2021-01-05", 2.0),
        on("2021-01-06", 3.0),
    ];
    let cleaned = clean(samples.into_iter(), Some(day("2021-01-05")));
    assert_eq!(cleaned.left_out, LeftOut { undated: 1, not_a_value: 3, later: 1 });
    assert_eq!(cleaned.left_out.all(), 5);
    assert_eq!(cleaned.days, [(day("2021-01-04"), 0.0), (day("2021-01-05"), 2.0)]);
    assert!(cleaned.days[0].1.is_sign_positive());
}

#[test]
fn of_one_day_the_highest_counts_and_one_instant_with_two_values_is_found() {
    let at = |instant: i64, value: f64| Sample { day: Some(day("2021-01-01")), instant, value };
    let cleaned =
        clean([at(1, 5.0), at(2, 9.0), at(2, 7.0), at(3, 8.0), at(3, 8.0)].into_iter(), None);
    assert_eq!(cleaned.days, [(day("2021-01-01"), 9.0)]);
    assert_eq!(cleaned.twice, [day("2021-01-01")]); // only instant 2
}

// Buckets.

#[test]
fn the_step_follows_from_how_far_samples_lie_apart() {
    for (apart, span, step) in [
        (1.0, 730, Step::Day),
        (3.0, 730, Step::Day),
        (3.0, 731, Step::Week),
        (3.5, 100, Step::Week),
        (14.0, 400, Step::Week),
        (15.0, 400, Step::Month),
        (45.0, 900, Step::Month),
        (46.0, 900, Step::Quarter),
        (135.0, 900, Step::Quarter),
        (136.0, 3_000, Step::Year),
    ] {
        assert_eq!(Step::of(apart, span), step, "{apart} days apart, over {span}");
    }
}

#[test]
fn steps_end_whole_steps_from_the_last_sample_and_a_month_end_stays_one() {
    let ends = |last: &str, every: i32| {
        let samples = (0..8).map(|i| (day(last).plus_months(-i * every), 1.0)).collect();
        let buckets = buckets(samples);
        [-1, 1, 2].map(|from| buckets.end(from).to_string())
    };
    assert_eq!(ends("2021-02-28", 1), ["2021-01-31", "2021-03-31", "2021-04-30"]);
    assert_eq!(ends("2021-01-30", 1), ["2020-12-30", "2021-02-28", "2021-03-30"]);
    assert_eq!(ends("2021-06-30", 3), ["2021-03-31", "2021-09-30", "2021-12-31"]);
    let weekly = buckets(every(7, &[1.0; 8])); // the last one is 2021-02-19, a Friday
    assert_eq!([-1, 1].map(|i| weekly.end(i).to_string()), ["2021-02-12", "2021-02-26"]);
}

#[test]
fn earlier_buckets_keep_their_days() {
    let all = buckets(monthly(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]));
    let known = all.first(7);
    assert_eq!((known.len(), known.last_value(), known.last_day()), (7, 7.0, day("2018-07-01")));
    assert_eq!(known.end(1), all.last_day());
    assert_eq!(all.first(2).len(), 6);
    assert_eq!(all.first(99), all);
}

#[test]
fn a_bucket_takes_its_worst_and_a_hole_a_straight_line() {
    let mut samples = every(1, &[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 130.0]);
    samples.drain(6..9);
    samples.push((samples[2].0, 31.0));
    let buckets = buckets(samples);
    let expected = [10.0, 20.0, 31.0, 40.0, 50.0, 60.0, 77.5, 95.0, 112.5, 130.0]; // 70 / 4 = 17.5
    all_near(&buckets.values, &expected);
    assert_eq!(buckets.filled, [false, false, false, false, false, false, true, true, true, false]);
}

#[test]
fn a_meter_that_was_off_leaves_a_hole() {
    let off = |values: &[f64]| {
        let filled = buckets(every(1, values)).filled;
        filled.iter().enumerate().filter(|(_, f)| **f).map(|(i, _)| i).collect::<Vec<_>>()
    };
    assert_eq!(off(&[100.0, 101.0, 102.0, 0.0, 103.0, 104.0, 105.0]), [3]);
    assert_eq!(off(&[100.0, 101.0, 102.0, 0.0, 4.0, 104.0, 105.0, 106.0]), [3, 4]);
    assert_eq!(off(&[100.0, 101.0, 102.0, 0.0, 0.0, 0.0, 106.0, 107.0]), [0; 0]); // three
    assert_eq!(off(&[100.0, 101.0, 102.0, 6.0, 103.0, 104.0, 105.0]), [0; 0]); // 6 %
    assert_eq!(off(&[100.0, 101.0, 102.0, 0.0, 40.0, 104.0, 105.0]), [0; 0]); // 40 % beside it
    assert_eq!(off(&[100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 0.0]), [0; 0]); // the last
}

#[test]
fn after_a_gap_of_over_a_third_only_what_follows_counts() {
    let with_gap = |gap: i64| {
        let start = day("2021-01-01");
        let before = (0..8).map(|i| (start.plus_days(i), 1.0));
        let after = (0..8).map(|i| (start.plus_days(8 + gap + i), 2.0));
        buckets(before.chain(after).collect()).len()
    };
    assert_eq!(with_gap(8), 24); // a third of 24
    assert_eq!(with_gap(9), 8);
}

#[test]
fn where_over_half_is_empty_the_next_step_is_taken() {
    // Two days together, then seven without: 2 of 9 days, but every week has one, or two.
    let days = (0..20).flat_map(|i| [9 * i, 9 * i + 1]);
    let samples = days.map(|i| (day("2021-01-01").plus_days(i), 5.0)).collect();
    assert_eq!(buckets(samples).step, Step::Week);
}

#[test]
fn five_buckets_are_too_few_and_a_counter_is_no_level() {
    let why = |samples: Vec<(Day, f64)>| History::of(samples, None).cannot_tell();
    assert_eq!(why(Vec::new()), Some(CannotTell::TooFew));
    assert_eq!(why(monthly(&[1.0; 5])), Some(CannotTell::TooFew));
    assert_eq!(why(vec![(day("2021-01-01"), 1.0); 9]), Some(CannotTell::TooFew));
    assert_eq!(why(monthly(&[1.0; 6])), None);
    let counter = [10.0, 20.0, 30.0, 40.0, 1.0, 11.0, 21.0, 31.0, 2.0, 12.0];
    assert_eq!(why(every(1, &counter)), Some(CannotTell::Counter));
    assert_eq!(why(every(1, &counter[..8])), None); // one fall
    let mut level = counter;
    level[6] = 10.9; // a smaller fall
    assert_eq!(why(every(1, &level)), None);
    assert_eq!(CannotTell::TooFew.to_string(), "fewer than six samples");
}

// Season.

#[test]
fn a_week_that_repeats_has_factors_by_its_place() {
    let week = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5]; // 6 / 7 in the mean
    let values: Vec<f64> = week.iter().cycle().take(35).map(|share| 60.0 * share).collect();
    let factors = season(&values, Some(7)).unwrap();
    all_near(&factors, &week.map(|share| share * 7.0 / 6.0));
    assert_eq!(season(&values[..20], Some(7)), None); // under three weeks
    assert_eq!(season(&values, None), None);
    let line: Vec<f64> = (1..=35).map(f64::from).collect();
    assert_eq!(season(&line, Some(7)), None);
    assert_eq!(season(&[5.0; 35], Some(7)), None);
}

#[test]
fn an_even_cycle_counts_its_ends_by_half() {
    let year = [2.0, 1.0, 1.0, 0.0001].map(|share| share * 100.0);
    let values: Vec<f64> = year.iter().cycle().take(24).copied().collect();
    assert_eq!(season(&values, Some(4)), None); // its least factor is 0.0001
    let values: Vec<f64> = [2.0, 1.0, 0.5, 0.5].iter().cycle().take(24).copied().collect();
    all_near(&season(&values, Some(4)).unwrap(), &[2.0, 1.0, 0.5, 0.5]);
}

// Shifts.

#[test]
fn a_step_to_stay_is_a_shift_and_down_to_half_or_more_a_clean_up() {
    // The usual increment is 1 without any deviation, so 5 % of the usual value counts.
    let shift = |values: &[f64]| {
        let kinds = kinds(values, &[]);
        let place = kinds.iter().position(|kind| *kind != Kind::Usual);
        place.map(|i| (i, kinds[i]))
    };
    assert_eq!(shift(&[100.0, 101.0, 102.0, 150.0, 151.0, 152.0]), Some((2, Kind::Shift)));
    assert_eq!(shift(&[100.0, 101.0, 102.0, 51.0, 52.0, 53.0]), Some((2, Kind::CleanUp)));
    assert_eq!(shift(&[100.0, 101.0, 102.0, 50.0, 51.0, 52.0]), Some((2, Kind::Shift)));
    assert_eq!(shift(&[100.0, 101.0, 102.0, 107.0, 108.0, 109.0]), None); // 5 of 104.5
    // What goes up and comes down again has not shifted, until it comes down for good.
    let hill = [100.0, 101.0, 102.0, 150.0, 151.0, 152.0, 103.0, 104.0, 105.0];
    assert_eq!(shift(&hill), Some((5, Kind::CleanUp)));
}

// Drift and level.

#[test]
fn a_stated_move_is_no_growth_and_no_miss() {
    // 2 more each month, but for 8 less in June: not a shift by itself, as 12 lies on the midpoint of 16 and 8.
    let values = [10.0, 12.0, 14.0, 16.0, 8.0, 10.0, 12.0];
    let samples = || monthly(&values).into_iter();
    let moved = [(day("2018-05-01"), day("2018-05-02"))];
    let told = History::told(samples(), None, &moved).buckets().cloned().unwrap();
    assert_eq!(told.stated, [false, false, false, false, true, false, false]);
    let shown = kinds(&told.values, &told.stated);
    assert_eq!(shown.iter().filter(|kind| **kind == Kind::Stated).count(), 1);
    // Five increments of 2: 2 × 5 / 7; with the one of -8 among six: the mean of the middle four is 2, V = (8.333² +
    // 5 × 1.667²) / 5 = 16.667, T = 4 × 6 / 16.667 = 1.44, and 2 × 1.44 / 3.44 × 6 / 8.
    near(drift(&told.values, &shown).per_step, 2.0 * 5.0 / 7.0);
    let untold = kinds(&values, &[]);
    assert!((drift(&values, &untold).per_step - 0.627_907).abs() < 1e-6);
    // The level stands on the new one at once, and only usual misses are kept.
    let level = level(&told.values, &shown, 2.0);
    assert_eq!(
        (level.last, level.misses.as_slice()),
        (12.0, [0.0, 0.0, 0.0, -10.0, 0.0, 0.0].as_slice())
    );
    assert_eq!(kept_misses(&level.misses, &shown, &told.filled), [0.0; 5]);
}

#[test]
fn of_the_bucket_of_a_move_only_what_was_measured_after_it_counts() {
    // Two samples a month, on the 10th and the 20th; on 15 March 50 are taken away.
    let level = |month: i32| 100.0 + 10.0 * f64::from(month) - if month > 1 { 50.0 } else { 0.0 };
    let mut samples: Vec<(Day, f64)> = (0..7)
        .flat_map(|month| {
            let on = |day_of_month: i64| {
                day("2021-01-01").plus_months(month).plus_days(day_of_month - 1)
            };
            [(on(10), level(month)), (on(25), level(month) + 1.0)]
        })
        .collect();
    samples[4].1 = 122.0; // 10 March, before it
    let moved = [(day("2021-03-15"), day("2021-03-16"))];
    let told = History::told(samples.clone(), None, &moved).buckets().cloned().unwrap();
    assert_eq!(told.values[..4], [101.0, 111.0, 71.0, 81.0]);
    assert_eq!(told.stated[..4], [false, false, true, false]);
    // Without, March's worst is from before it.
    assert_eq!(buckets(samples.clone()).values[2], 122.0);
    // Where nothing was measured after it in its month, it shows in the next one.
    samples.remove(5);
    let told = History::told(samples, None, &moved).buckets().cloned().unwrap();
    assert_eq!(told.values[..4], [101.0, 111.0, 122.0, 81.0]);
    assert_eq!(told.stated[..4], [false, false, false, true]);
}

#[test]
fn a_drift_weighs_what_its_increments_earn() {
    let usual = [Kind::Usual; 5];
    let steady = drift(&[40.0, 41.0, 42.0, 43.0, 44.0, 45.0], &usual);
    near(steady.per_step, 5.0 / 7.0);
    // Increments 1, 2, 3, 6: 2.5 without the ends, V = (4 + 1 + 0 + 9) / 3, T = 2.5² × 4 / V = 75/14.
    let uneven = drift(&[0.0, 1.0, 3.0, 6.0, 12.0], &usual[..4]);
    near(uneven.variance, 14.0 / 3.0);
    near(uneven.per_step, 2.5 * (75.0 / 103.0) * (4.0 / 6.0));
    // Without the clean-up 1, 1, 1 are left, of which none is cut off.
    let kinds = [Kind::Usual, Kind::CleanUp, Kind::Usual, Kind::Usual];
    near(drift(&[100.0, 101.0, 61.0, 62.0, 63.0], &kinds).per_step, 3.0 / 5.0);
    // Two would be left: all four count, the highest and the lowest cut off.
    let kinds = [Kind::CleanUp, Kind::CleanUp, Kind::Usual, Kind::Usual];
    assert_eq!(drift(&[100.0, 101.0, 61.0, 62.0, 63.0], &kinds).count, 4);
}

#[test]
fn the_level_follows_as_it_would_have_been_best() {
    // Squares 4 + (1 - 2a)², the least at a = 0.5.
    let followed = level(&[10.0, 12.0, 11.0], &[Kind::Usual; 2], 0.0);
    near(followed.alpha, 0.5);
    near(followed.last, 11.0);
    all_near(&followed.misses, &[2.0, 0.0]);
    // After a shift the level is the value, and its miss does not count: 0.5 stays the best.
    let kinds = [Kind::Usual, Kind::Usual, Kind::Shift, Kind::Usual];
    let shifted = level(&[10.0, 12.0, 11.0, 50.0, 50.0], &kinds, 0.0);
    near(shifted.alpha, 0.5);
    all_near(&shifted.misses, &[2.0, 0.0, 39.0, 0.0]);
    let same = level(&[7.0; 4], &[Kind::Usual; 3], 0.0);
    near(same.alpha, 1.0); // of equals the first
}

#[test]
fn misses_at_clean_ups_and_beside_guesses_are_not_replayed() {
    let misses = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let mut kinds = [Kind::Usual; 6];
    kinds[1] = Kind::CleanUp;
    let mut filled = [false; 7];
    assert_eq!(kept_misses(&misses, &kinds, &filled), [1.0, 3.0, 4.0, 5.0, 6.0]);
    filled[4] = true; // misses 3, to it, and 4, from it
    assert_eq!(kept_misses(&misses, &kinds, &filled), [1.0, 3.0, 6.0]);
    filled[1] = true; // only the last would be left
    assert_eq!(kept_misses(&misses, &kinds, &filled), misses);
}

#[test]
fn a_spread_is_made_of_the_misses_and_of_what_is_usual() {
    let values = [1.0, 100.0, 100.0, 100.0, 90.0, 110.0];
    let kinds = [Kind::Usual; 5];
    let mut drift = drift(&values, &kinds);
    (drift.variance, drift.count) = (9.0, 4);
    let mut level = level(&values, &kinds, 0.0);
    level.alpha = 1.0;
    // s = 5, S = √((2 × 25 + 9 + 16) / 3) = 5, u = max(5, 0.3 × 3) / 2.
    let spread_of = spread(&values, &[3.0, 4.0], &drift, &level);
    near(spread_of.sigma, 5.0);
    near(spread_of.drift_error, 2.5);
    // 4 and 3 less 3.5, times 5 / √(25 / 2) = √2.
    all_near(&spread_of.pool, &[0.5 * 2_f64.sqrt(), -0.5 * 2_f64.sqrt()]);
    level.alpha = 0.1; // max(0.5, 0.9) / 2
    near(spread(&values, &[3.0, 4.0], &drift, &level).drift_error, 0.45);
}

#[test]
fn a_fall_deeper_than_two_spreads_counts_as_two() {
    let values = [0.0; 6];
    let kinds = [Kind::Usual; 5];
    let (drift, level) = (drift(&values, &kinds), level(&values, &kinds, 0.0));
    // S = √(900 / 9) = 10: -30 counts as -20, 0 otherwise; the mean is -2.5, the stretch 10 / √(900 / 8).
    let spread = spread(&values, &[-30.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], &drift, &level);
    near(spread.sigma, 10.0);
    let stretch = 10.0 / 112.5_f64.sqrt();
    near(spread.pool[7], -17.5 * stretch);
    near(spread.pool[0], 2.5 * stretch);
}

// Draws and places.

#[test]
fn draws_are_those_of_the_published_generator() {
    // https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
    let mut chance = Draws(1_234_567);
    let drawn = [chance.whole(), chance.whole(), chance.whole()];
    assert_eq!(
        drawn,
        [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
    );
    // Two for each path and step; path 1 of seed 1234566 begins there.
    let shared = Shared::of(1_234_566, 2);
    assert_eq!(shared.drawn(0, 1), (drawn[0] >> 11, drawn[1] >> 11));
    assert_eq!(shared.drawn(1, 1).0, drawn[2] >> 11);
    // Of six misses the second draw chooses its share; 2 in 8 are new.
    let (chosen, (new, place)) = (shared.chosen(6), shared.drawn(0, 1));
    assert_eq!(usize::from(chosen.replayed[1]), one_of(place, 6));
    assert_eq!(chosen.fresh[0].contains(&1), new < limit_of(0.25));
    let fresh = chosen.fresh[0].len();
    assert!((200..300).contains(&fresh), "{fresh}"); // 250 of 1,000, and 14 either way
    // http://www.isthe.com/chongo/tech/comp/fnv/
    assert_eq!(fnv_1a(""), 0xCBF2_9CE4_8422_2325);
    assert_eq!(fnv_1a("a"), 0xAF63_DC4C_8601_EC8C);
    assert_eq!(fnv_1a("foobar"), 0x8594_4171_F739_67E8);
}

#[test]
fn an_even_draw_is_below_its_share_as_often_as_that() {
    let half = 1_u64 << 52;
    assert_eq!(limit_of(0.5), half);
    assert_eq!(limit_of(1.0), 1 << 53);
    assert_eq!(limit_of(2.0 / 3.0), 6_004_799_503_160_661); // 2⁵⁴ / 3 = 6004799503160661.33, as a float .0
    for (drawn, place) in [(0, 0), (half - 1, 2), (half, 3), ((1 << 53) - 1, 5)] {
        assert_eq!(one_of(drawn, 6), place);
    }
}

#[test]
fn a_guess_changes_no_median() {
    let mut chance = Draws(3);
    let row: Vec<f64> = (0..PATHS).map(|_| chance.bell()).collect();
    let median = Places::default().median(&row);
    for guess in [0.0, 0.1, -5.0, 50.0] {
        for width in [0.001, 0.2, 100.0] {
            near(Nearby::new(width).median(&row, guess), median);
        }
    }
    near(Nearby::new(0.0).median(&[7.0; PATHS], 7.0), 7.0);
}

#[test]
fn bells_have_no_mean_and_a_spread_of_one() {
    let mut chance = Draws(1);
    let drawn: Vec<f64> = (0..20_000).map(|_| chance.bell()).collect();
    let mean = drawn.iter().sum::<f64>() / 20_000.0;
    let variance = drawn.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
    assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
}

#[test]
fn places_are_those_of_the_sorted_values() {
    let mut chance = Draws(7);
    let row: Vec<f64> = (0..PATHS).map(|_| chance.bell() * 1e9).collect();
    let mut sorted = row.clone();
    sorted.sort_by(f64::total_cmp);
    let mut places = Places::default();
    assert_eq!(places.two(&row, 99, 899), (sorted[99], sorted[899]));
    near(places.median(&row), f64::midpoint(sorted[499], sorted[500]));
    near(median(&mut row[..999].to_vec()), places.median(&row[..999]));
    near(places.median(&[f64::MAX, f64::MAX]), f64::MAX);
    near(median(&mut []), 0.0);
}

// Paths.

#[test]
fn the_median_of_the_paths_is_the_line() {
    let buckets = buckets(monthly(&[40.0, 41.0, 43.0, 44.0, 46.0, 47.0, 49.0, 51.0, 52.0]));
    let forecast = Forecast::of(&buckets, "ram", 1, 9);
    let futures = &forecast.futures;
    assert_eq!(futures.reach, Reach { solid: 3, light: 9 });
    assert_eq!(futures.start, (day("2018-09-01"), 52.0));
    assert_eq!((futures.ends[0], futures.ends[8]), (day("2018-10-01"), day("2019-06-01")));
    for (i, row) in futures.steps().enumerate() {
        near(futures.line[i], forecast.level + forecast.drift * (i + 1) as f64);
        near(Places::default().median(row), futures.line[i]);
        let (low, high) = futures.band()[i];
        assert!(low < futures.line[i] && futures.line[i] < high);
        assert_eq!(row.iter().filter(|value| **value <= high).count(), 900);
        assert_eq!(row.iter().filter(|value| **value < low).count(), 99);
    }
    assert_eq!(Forecast::of(&buckets, "ram", 1, 99).futures.ends.len(), 9); // no further than history
    assert_ne!(Forecast::of(&buckets, "disk", 1, 9).futures, forecast.futures);
    assert_ne!(Forecast::of(&buckets, "ram", 2, 9).futures, forecast.futures);
}

#[test]
fn a_unit_changes_no_digit() {
    let values = [3.0, 3.5, 3.25, 4.0, 4.5, 5.0, 4.75, 5.5];
    let of = |factor: f64| {
        let buckets = buckets(monthly(&values.map(|value| value * factor)));
        Forecast::of(&buckets, "ram", 1, 3).futures.values
    };
    let (ones, many) = (of(1.0), of(1_099_511_627_776.0)); // 2⁴⁰
    assert!(
        ones.iter().zip(&many).all(|(a, b)| (a * 1_099_511_627_776.0).to_bits() == b.to_bits())
    );
}

#[test]
fn beyond_its_reach_each_path_grows_as_declared() {
    let buckets = buckets(monthly(&[40.0, 41.0, 43.0, 44.0, 46.0, 47.0]));
    let forecast = Forecast::of(&buckets, "ram", 1, 6);
    let futures = forecast.futures.clone();
    let growth = |on: Day| if on == day("2019-01-01") { 1.1 } else { f64::NAN };
    let grown = forecast.grown(&buckets, 8, growth).futures;
    assert_eq!(grown.ends[6..], [day("2019-01-01"), day("2019-02-01")]);
    near(grown.line[6], futures.line[5] * 1.1);
    near(grown.values[6 * PATHS + 17], futures.values[5 * PATHS + 17] * 1.1);
    near(grown.line[7], futures.line[5]);
}

#[test]
fn a_season_goes_on_beyond_reach() {
    let week = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5];
    let values: Vec<f64> = week.iter().cycle().take(35).map(|share| 60.0 * share).collect();
    let buckets = buckets(every(1, &values));
    let forecast = Forecast::of(&buckets, "cpu", 1, 35);
    let grown = forecast.grown(&buckets, 42, |_| 1.0).futures;
    all_near(&grown.line[35..], &values[..7]);
}

// Run-out.

/// Paths by hand: 0 on 1 January 2021, then `value(path, step)` at each end.
fn futures(ends: &[&str], value: impl Fn(usize, usize) -> f64) -> Futures {
    let place = |i: usize| value(i % PATHS, i / PATHS);
    let values: Vec<f64> = (0..ends.len() * PATHS).map(place).collect();
    Futures {
        start: (day("2021-01-01"), 0.0),
        ends: ends.iter().map(|end| day(end)).collect(),
        line: values.chunks(PATHS).map(|row| Places::default().median(row)).collect(),
        reach: Reach { solid: 1, light: ends.len() },
        values,
    }
}

#[test]
fn half_of_the_paths_are_out_on_the_expected_day_and_a_tenth_on_the_cautious() {
    // On 31 January path p stands at p: 500 are over 499.5, the 500th of them at 499.5 / 500 of 30
    // days, the 100th, path 900, after 499.5 / 900 × 30 = 16.65.
    let run_out = futures(&["2021-01-31"], |path, _| path as f64).run_out(|_| Some(499.5), |_| 0.0);
    assert_eq!(run_out.paths_over, 500);
    assert_eq!(run_out.expected, Some(day("2021-01-31")));
    assert_eq!(run_out.cautious, Some(day("2021-01-18")));
    // 101 needed beside it: over 398.5 are 601, the 500th path 500 after 398.5 - 0 of 500 × 30 = 23.9.
    let added = |on: Day| if on == day("2021-01-01") { 0.0 } else { 101.0 };
    let with = futures(&["2021-01-31"], |path, _| path as f64).run_out(|_| Some(499.5), added);
    // From 0 to 500 + 101: 499.5 / 601 × 30 = 24.93.
    assert_eq!((with.paths_over, with.expected), (601, Some(day("2021-01-26"))));
    let never = futures(&["2021-01-31"], |path, _| path as f64).run_out(|_| None, |_| 0.0);
    assert_eq!((never.paths_over, never.expected, never.cautious), (0, None, None));
}

#[test]
fn a_path_that_comes_back_is_out_from_its_first_day_over() {
    let futures = futures(&["2021-01-11", "2021-01-21"], |_, step| [20.0, 5.0][step]);
    // 10 of 20 is reached after half of ten days.
    let outs = futures.outs(|_| Some(10.0), |_| 0.0);
    assert!(outs.days().iter().all(|out| *out == Some(day("2021-01-06"))));
}

#[test]
fn capacity_that_comes_down_runs_out_on_the_day_it_does() {
    let futures = futures(&["2021-01-11", "2021-01-21"], |_, _| 8.0);
    let capacity = |on: Day| Some(if on < day("2021-01-15") { 10.0 } else { 5.0 });
    let run_out = futures.run_out(capacity, |_| 0.0);
    assert_eq!(run_out.expected, Some(day("2021-01-15")));
    // What is over from the first day on is out on that day.
    assert_eq!(futures.run_out(|_| Some(9.0), |_| 2.0).expected, Some(day("2021-01-10")));
    assert_eq!(futures.run_out(|_| Some(1.0), |_| 2.0).expected, Some(day("2021-01-01")));
}

// What is left from day to day.

#[track_caller]
fn left(from: &str, until: &str, ends: (f64, f64)) -> Left {
    Left { from: day(from), until: day(until), ends }
}

#[test]
fn what_is_left_may_change_on_any_day() {
    // Path p stands at p after 30 days: on day d at p × d / 30. 300 are left up to 10 January, 100 from 11 January on:
    // on 11 January path p stands at p / 3, so that those above 300 are over there, 699 of them.
    let paths = futures(&["2021-01-31"], |path, _| path as f64);
    let falls = [
        left("2021-01-01", "2021-01-11", (300.0, 300.0)),
        left("2021-01-11", "2021-02-01", (100.0, 100.0)),
    ];
    let outs = paths.over(&falls, &[], PATHS);
    // Path 999 passes 299.7 on 10 January only; path 210 passes 100 after 14.3 days, 16 January; path 100 never does.
    let out = |path: usize| outs.days()[path];
    assert_eq!((out(999), out(301)), (Some(day("2021-01-11")), Some(day("2021-01-11"))));
    assert_eq!((out(210), out(100)), (Some(day("2021-01-16")), None));
    assert_eq!((outs.by(100), outs.by(500)), (Some(day("2021-01-11")), Some(day("2021-01-11"))));
    assert_eq!((outs.by(899), outs.by(900)), (Some(day("2021-01-31")), None));
    // What else is wanted for five days only, in the middle of a step: 200 are left then, passed by those above 400 on
    // 16 January at p / 2.
    let window = [
        left("2021-01-01", "2021-01-16", (1e9, 1e9)),
        left("2021-01-16", "2021-01-21", (200.0, 200.0)),
        left("2021-01-21", "2021-02-01", (1e9, 1e9)),
    ];
    let outs = paths.over(&window, &[], PATHS);
    assert_eq!(outs.days()[401], Some(day("2021-01-16")));
    assert_eq!(outs.days()[400], Some(day("2021-01-17"))); // 200 on the 16th is not over 200
    assert_eq!(outs.days()[300], None); // 300 × 19 / 30 = 190 on the last day
}

#[test]
fn what_is_left_may_be_a_straight_line() {
    // All stand at 3 a day; what is left falls by 2 a day from 50: 3 d > 50 - 2 d after 10 days.
    let paths = futures(&["2021-01-31"], |_, _| 90.0);
    let outs = paths.over(&[left("2021-01-01", "2021-01-22", (50.0, 10.0))], &[], PATHS);
    assert!(outs.days().iter().all(|out| *out == Some(day("2021-01-11"))));
    // Nothing is looked for on days of which nothing is said.
    let later = [left("2021-01-20", "2021-01-22", (57.0, 57.0))];
    assert_eq!(paths.over(&later, &[], PATHS).by(1), Some(day("2021-01-21"))); // 57 on the 20th, 60 on the 21st
    assert_eq!(paths.over(&[], &[], PATHS).by(1), None);
}

#[test]
fn after_the_last_end_each_path_goes_on_as_declared() {
    // At the end path p stands at p; twice that, and 10, after 20 more days.
    let paths = futures(&["2021-01-31"], |path, _| path as f64);
    let all = [left("2021-01-01", "2021-03-01", (1_000.0, 1_000.0))];
    let declared = [Declared { day: day("2021-02-20"), times: 2.0, plus: 10.0 }];
    let outs = paths.over(&all, &declared, PATHS);
    // Path 800: from 800 to 1,610, over 1,000 after 200 / 810 × 20 = 4.9 days.
    assert_eq!(outs.days()[800], Some(day("2021-02-05")));
    assert_eq!((outs.days()[495], outs.days()[496]), (None, Some(day("2021-02-20")))); // 1,000 and 1,002
    assert_eq!(paths.over(&all, &[], PATHS).by(1), None);
}

#[test]
fn what_is_counted_is_the_same_by_ends_and_by_days() {
    let path = |path: usize, step: usize| ((path * 7_919 + step * 104_729) % 1_000) as f64 + 1.0;
    let paths = futures(&["2021-01-31", "2021-02-28", "2021-03-31"], path);
    let by_ends = paths.outs(|_| Some(700.0), |_| 0.0);
    let by_days = paths.over(&[left("2021-01-01", "2021-04-01", (700.0, 700.0))], &[], PATHS);
    assert_eq!(by_ends, by_days);
}

#[test]
fn a_step_is_on_every_path_from_its_day_on() {
    let paths = futures(&["2021-01-31", "2021-02-28"], |path, _| path as f64);
    let stepped = paths.clone().stepped(day("2021-02-01"), -100.0);
    assert_eq!(stepped.line, [499.5, 399.5]);
    assert_eq!((stepped.values[700], stepped.values[PATHS + 700]), (700.0, 600.0));
    assert_eq!(stepped.values[PATHS + 50], 0.0); // never below nothing
}

// Together.

#[test]
fn series_are_added_path_by_path() {
    let a = futures(&["2021-01-31", "2021-02-28"], |path, _| path as f64);
    let b = futures(&["2021-01-31", "2021-02-28"], |path, step| (1_000 * step + path) as f64);
    let both = together(&[&a, &b]).unwrap();
    assert_eq!(both.ends, a.ends);
    assert!((0..PATHS).all(|p| (both.values[PATHS + p] - (2 * p + 1_000) as f64).abs() < 1e-9));
    near(both.line[0], 999.0); // path 499 and 500: 998 and 1000
    assert_eq!(both.reach, Reach { solid: 1, light: 2 });
    assert_eq!(together(&[]), None);
    assert_eq!(together(&[&a]).unwrap(), a);
}

#[test]
fn of_shorter_steps_the_worst_counts_and_longer_ones_are_a_straight_line() {
    let weekly =
        futures(&["2021-01-11", "2021-01-21", "2021-01-31"], |_, step| [3.0, 9.0, 6.0][step]);
    let monthly = futures(&["2021-01-31", "2021-03-02"], |_, step| [100.0, 200.0][step]);
    let both = together(&[&weekly, &monthly]).unwrap();
    assert_eq!(both.ends, [day("2021-01-31")]); // as far as the shorter one goes
    near(both.values[0], 109.0);
    // One that was measured until ten days later: the other stands at a third of 90 there.
    let mut later = futures(&["2021-01-31"], |_, _| 50.0);
    later.start = (day("2021-01-11"), 40.0);
    let whole = futures(&["2021-01-31"], |_, _| 90.0);
    let both = together(&[&later, &whole]).unwrap();
    assert_eq!(both.start.0, day("2021-01-11"));
    near(both.start.1, 70.0);
    near(both.line[0], 140.0);
}

#[test]
fn the_resource_that_is_most_often_first_binds() {
    let of = |value: fn(usize) -> f64| {
        futures(&["2021-01-31"], |path, _| value(path)).outs(|_| Some(30.0), |_| 0.0)
    };
    // 300 paths at 300: after 3 days; the rest at 10 never. The other: all at 60, after 15 days.
    let disk = of(|path| if path < 300 { 300.0 } else { 10.0 });
    let ram = of(|_| 60.0);
    let first = first_out(&[disk.clone(), ram]);
    assert_eq!((first.first.as_slice(), first.binding), ([300, 700].as_slice(), Some(1)));
    assert_eq!(first.run_out.cautious, Some(day("2021-01-04")));
    assert_eq!(first.run_out.expected, Some(day("2021-01-16")));
    assert_eq!(first.run_out.paths_over, 1_000);
    assert_eq!(first_out(&[disk.clone(), disk]).first, [300, 0]); // a tie
    assert_eq!(first_out(&[of(|_| 1.0)]).binding, None);
}

// How wrong so far.

#[test]
fn nothing_is_said_of_under_four_earlier_days() {
    let all = buckets(monthly(&[5.0; 12]));
    // From 6 buckets on: 6 ends one ahead, 4 of three, 3 of four.
    let tested = Backtest::of(&all, "ram", 1, &[1, 3, 4, 0, 99]);
    let points: Vec<_> = tested.ahead.iter().map(|a| (a.steps, a.points)).collect();
    assert_eq!(points, [(1, 6), (3, 4)]);
    assert_eq!(
        tested.sentences().next().unwrap(),
        "1 month ahead: off by 0 % (no change: 0 %); never above cautious in 6 tries."
    );
    // Of a long history 24, evenly apart.
    let long = Backtest::of(&buckets(every(1, &[5.0; 100])), "ram", 1, &[10]);
    assert_eq!(long.ahead[0].points, 24);
}

#[test]
fn errors_are_shares_of_what_came() {
    // Steady growth by a tenth of the end: no change is off by 3 of 20 to 3 of 24 three months ahead.
    let values: Vec<f64> = (1..=24).map(f64::from).collect();
    let tested = Backtest::of(&buckets(monthly(&values)), "ram", 1, &[3]);
    let ahead = tested.ahead[0];
    assert_eq!(ahead.points, 10); // from 12 to 21 behind: 15 to 24 came
    near(ahead.no_change, f64::midpoint(3.0 / 19.0, 3.0 / 20.0));
    // 11 or more increments of 1: the drift is k / (k + 2), so the line lags by 6 / (k + 2).
    let off = |came: f64| 6.0 / (came - 3.0 - 1.0 + 2.0) / came;
    assert!((ahead.off - f64::midpoint(off(19.0), off(20.0))).abs() < 0.01, "{}", ahead.off);
    assert!(!ahead.no_change_is_better());
}

#[test]
fn how_wrong_so_far_is_said_in_a_sentence() {
    let ahead = Ahead { steps: 3, points: 24, off: 0.04, no_change: 0.06, above_cautious: 2 };
    assert_eq!(
        ahead.sentence(Step::Month),
        "3 months ahead: off by 4 % (no change: 6 %); above cautious 1 time in 12."
    );
    let often = Ahead { steps: 1, points: 9, off: 0.005, no_change: 0.004, above_cautious: 8 };
    assert_eq!(
        often.sentence(Step::Week),
        "1 week ahead: off by 0.5 % (no change: 0.4 %); above cautious 8 times in 9. No change was better."
    );
}
