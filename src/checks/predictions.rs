//! Did what somebody foretold come so, and did it follow from what was known then?

use rust_decimal::Decimal;

use crate::engine::figures::used_of;
use crate::engine::outlook::Outlook;
use crate::model::{Prediction, Scenario, Usage};
use crate::units::{Day, Value};

use super::stated::{Judged, Nearness, judge};
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["prediction-off"];

/// How far a prediction may be off, in tenths of what came.
const TENTHS: i64 = 1;
/// The longest gap between two samples that is drawn straight, and twice as far as a sample counts for
/// a day near it.
const GAP_MOST: i64 = 62;
/// Days of samples that tell a trend.
const TREND_LEAST: i64 = 60;

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let each = scenario.predictions.iter().enumerate();
    each.filter_map(|(index, prediction)| {
        let usage = scenario.usage.get(prediction.of.as_str())?;
        let series = Series::of(usage, outlook.as_of);
        let case = Case { index, prediction, series: &series };
        case.against_outcome().or_else(|| case.against_known(outlook.as_of))
    })
    .collect()
}

/// Samples by day, each with its number in one unit.
struct Series {
    samples: Vec<(Day, Decimal)>,
    /// One of what is sampled, to make values of numbers.
    one: Option<Value>,
}

impl Series {
    fn of(usage: &Usage, as_of: Day) -> Self {
        let known = usage.all_samples().filter(|(day, _)| *day <= as_of);
        let values: Vec<(Day, Value)> = known.map(|(day, used)| (*day, used_of(*used))).collect();
        let mut samples: Vec<(Day, Decimal)> = values
            .iter()
            .filter_map(|(day, value)| Some((*day, value.measured()?.exactly()?)))
            .collect();
        samples.sort_by_key(|(day, _)| *day);
        Self { samples, one: values.into_iter().next().map(|(_, value)| value) }
    }

    fn value(&self, number: Decimal) -> Option<Value> {
        let mut like = self.one.as_ref()?.measured()?.clone();
        (like.low, like.high) = (Some(number), Some(number));
        Some(Value::Amount(like))
    }

    /// What was in use on a day: measured, or between two samples not too far apart.
    fn on(&self, day: Day) -> Option<Decimal> {
        let after = self.samples.partition_point(|(at, _)| *at < day);
        let next = self.samples.get(after);
        if let Some((_, number)) = next.filter(|(at, _)| *at == day) {
            return Some(*number);
        }
        let last = after.checked_sub(1).and_then(|before| self.samples.get(before));
        match (last, next) {
            (Some((from, low)), Some((to, high))) if from.days_until(*to) <= GAP_MOST => {
                let (part, all) = (from.days_until(day), from.days_until(*to));
                let step = high.checked_sub(*low)?.checked_mul(part.into())?;
                low.checked_add(step.checked_div(all.into())?)
            }
            (last, next) => {
                let off = |sample: &&(Day, Decimal)| sample.0.days_until(day).abs();
                let near = last.into_iter().chain(next).min_by_key(off)?;
                (off(&near) * 2 <= GAP_MOST).then_some(near.1)
            }
        }
    }

    /// Those of a day and before.
    fn known_on(&self, day: Day) -> &[(Day, Decimal)] {
        &self.samples[..self.samples.partition_point(|(at, _)| *at <= day)]
    }
}

struct Case<'a> {
    index: usize,
    prediction: &'a Prediction,
    series: &'a Series,
}

impl Case<'_> {
    /// How near it is to a number; within a tenth is near.
    fn judged(&self, number: Decimal) -> Option<Judged> {
        let judged = judge(&self.prediction.says, &self.series.value(number)?)?;
        let (off, _) = judged.off()?;
        let right = judged.number()?;
        let near = off.abs().checked_mul(Decimal::TEN)? <= right.abs() * Decimal::from(TENTHS);
        (judged.nearness == Nearness::Differs && !near).then_some(judged)
    }

    fn against_outcome(&self) -> Option<Finding> {
        let came = self.series.on(self.prediction.on)?;
        let judged = self.judged(came)?;
        let (right, says) = Self::shown(&judged);
        let day = words::day(self.prediction.on, self.prediction.made);
        let path = at::item("predictions", self.index).key("says");
        let what = format!("{}: {right} on {day}, not {says}", self.prediction.what);
        let why = self.trend_words();
        let low = judged.off()?.0.is_sign_negative();
        let finding = if low {
            Finding::warning("prediction-off", path)
        } else {
            Finding::note("prediction-off", path)
        };
        let share = Self::share(&judged)?;
        let side = if low { "more" } else { "less" };
        Some(
            finding
                .says(what, format!("{share} {side} than was foretold{why}"))
                .hint("look at what has grown, and plan with what was measured"),
        )
    }

    /// Nothing has come yet: what the samples of then point to.
    fn against_known(&self, as_of: Day) -> Option<Finding> {
        let Prediction { made, on, .. } = *self.prediction;
        if on <= as_of && self.series.on(on).is_some() {
            return None;
        }
        let path = at::item("predictions", self.index).key("says");
        let trend = self.trend()?;
        let judged = self.judged(trend)?;
        let (right, says) = Self::shown(&judged);
        let day = words::day(on, made);
        let low = judged.off()?.0.is_sign_negative();
        let (_, last) = self.series.known_on(made).last()?;
        let under = judge(&self.prediction.says, &self.series.value(*last)?)
            .and_then(|last| last.off().map(|(off, _)| off.is_sign_negative() && !off.is_zero()));
        let finding = if low && under == Some(true) {
            Finding::warning("prediction-off", path)
        } else {
            Finding::note("prediction-off", path)
        };
        Some(
            finding
                .says(
                    format!("{}: {says} on {day} was foretold", self.prediction.what),
                    format!("what was measured until {} points to {right}", made.words()),
                )
                .hint("ask what was to change, or foretell it anew"),
        )
    }

    /// The line from the first to the last sample of the year before it was made.
    fn trend(&self) -> Option<Decimal> {
        let Prediction { made, on, .. } = *self.prediction;
        let year = made.plus_months(-12);
        let known = self.series.known_on(made);
        let from = known.iter().find(|(day, _)| *day >= year)?;
        let to = known.last()?;
        let days = from.0.days_until(to.0);
        if days < TREND_LEAST {
            return None;
        }
        let step = to.1.checked_sub(from.1)?.checked_mul(to.0.days_until(on).into())?;
        to.1.checked_add(step.checked_div(days.into())?)
    }

    fn trend_words(&self) -> String {
        let judged =
            self.trend().and_then(|trend| judge(&self.prediction.says, &self.series.value(trend)?));
        judged.map_or_else(String::new, |judged| {
            format!("; what was known then pointed to {}", Self::shown(&judged).0)
        })
    }

    fn shown(judged: &Judged) -> (String, String) {
        judged.shown(|_| None)
    }

    /// `23 %` of what was foretold.
    fn share(judged: &Judged) -> Option<String> {
        let (off, _) = judged.off()?;
        let says = judged.number()?.checked_add(off)?;
        let share = off.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(says.abs());
        Some(match share {
            Some(share) => format!("{} %", words::rounded(share, 0)),
            None => "much".to_owned(),
        })
    }
}
