//! What does a line say on a day, and which of its points are worth drawing?

use super::{Line, Picture, Trace};

/// What a line says on a day: steps hold from their day on, other lines go straight; `None` before its first
/// and after its last point.
pub(super) fn value_at(line: &Line, day: f64) -> Option<f64> {
    let points = &line.points;
    let after = points.partition_point(|point| point[0] <= day);
    let [from, low] = *points.get(after.checked_sub(1)?)?;
    match points.get(after) {
        Some([to, high]) => {
            let share = if to > &from { (day - from) / (to - from) } else { 0.0 };
            Some(low + (high - low) * share)
        }
        None => (from >= day).then_some(low),
    }
}

/// What is read on a day, a line each: `measured 301.2 GB`.
pub(super) fn readings(picture: &Picture, day: f64) -> Vec<String> {
    let named = [
        (Trace::Usable, "usable"),
        (Trace::Untouched, "usable if nothing is done"),
        (Trace::Measured, "measured"),
        (Trace::Cautious, "cautious"),
        (Trace::Expected, "expected"),
        (Trace::Further, "expected"),
        (Trace::DeclaredHigh, "wanted at the most"),
        (Trace::Declared, "wanted"),
        (Trace::Low, "1 in 10 below"),
    ];
    let mut said: Vec<(&str, f64)> = Vec::new();
    for (trace, name) in named {
        let mut lines = picture.lines.iter().filter(|line| line.trace == trace);
        let value = lines.find_map(|line| value_at(line, day));
        if let Some(value) = value
            && said.iter().all(|(known, _)| *known != name)
        {
            said.push((name, value));
        }
    }
    said.into_iter()
        .map(|(name, value)| format!("{name} {} {}", short(value), picture.unit))
        .collect()
}

/// To a tenth; thousands apart.
pub(super) fn short(value: f64) -> String {
    crate::gui::kit::chart::plain((value * 10.0).round() / 10.0)
}

/// The points of a line between two days, with the one before and the one after. Where there are many more
/// than columns of pixels, of each column the first, the least, the greatest and the last: no peak is lost.
pub(crate) fn thinned(points: &[[f64; 2]], [from, to]: [f64; 2], columns: usize) -> Vec<[f64; 2]> {
    let first = points.partition_point(|point| point[0] < from).saturating_sub(1);
    let last = (points.partition_point(|point| point[0] <= to) + 1).min(points.len());
    let inside = points.get(first..last).unwrap_or_default();
    let columns = columns.max(1);
    if inside.len() <= columns * 4 {
        return inside.to_vec();
    }
    let width = ((to - from) / columns as f64).max(f64::MIN_POSITIVE);
    let column = |point: &[f64; 2]| ((point[0] - from) / width).floor();
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(columns * 4);
    for chunk in inside.chunk_by(|a, b| column(a).to_bits() == column(b).to_bits()) {
        let by = |a: &usize, b: &usize| chunk[*a][1].total_cmp(&chunk[*b][1]);
        let (low, high) = ((0..chunk.len()).min_by(by), (0..chunk.len()).max_by(by));
        let mut places: Vec<usize> =
            [Some(0), low, high, chunk.len().checked_sub(1)].into_iter().flatten().collect();
        places.sort_unstable();
        places.dedup();
        kept.extend(places.into_iter().map(|place| chunk[place]));
    }
    kept
}

/// The greatest amount of all that is drawn.
pub(super) fn greatest(picture: &Picture) -> f64 {
    let lines = picture.lines.iter().flat_map(|line| &line.points).map(|point| point[1]);
    let areas = picture.areas.iter().flat_map(|area| &area.pieces).map(|piece| piece[3]);
    lines.chain(areas).filter(|value| value.is_finite()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(trace: Trace, points: &[[f64; 2]]) -> Line {
        Line { label: String::new(), trace, points: points.to_vec() }
    }

    #[test]
    fn a_step_holds_from_its_day_on() {
        let steps =
            line(Trace::Usable, &[[0.0, 425.0], [10.0, 425.0], [10.0, 850.0], [20.0, 850.0]]);
        assert_eq!(value_at(&steps, 9.0), Some(425.0));
        assert_eq!(value_at(&steps, 10.0), Some(850.0));
        assert_eq!(value_at(&steps, 21.0), None);
        assert_eq!(value_at(&steps, -1.0), None);
    }

    #[test]
    fn between_two_points_it_goes_straight() {
        let drawn = line(Trace::Expected, &[[0.0, 100.0], [10.0, 200.0]]);
        assert_eq!(value_at(&drawn, 2.5), Some(125.0)); // a quarter of the way
    }

    #[test]
    fn ten_years_of_days_are_thinned_and_keep_their_peaks() {
        let mut points: Vec<[f64; 2]> = (0..3650).map(|n| [f64::from(n), 100.0]).collect();
        points[1234][1] = 900.0;
        points[2345][1] = 1.0;
        let thin = thinned(&points, [0.0, 3650.0], 400);
        assert!(thin.len() <= 1600, "{}", thin.len());
        assert!(thin.contains(&[1234.0, 900.0]) && thin.contains(&[2345.0, 1.0]));
        assert!(thin.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
    }

    #[test]
    fn what_is_not_looked_at_is_left_out_but_for_one_at_each_side() {
        let points: Vec<[f64; 2]> = (0..100).map(|n| [f64::from(n), 1.0]).collect();
        let thin = thinned(&points, [10.0, 20.0], 400);
        assert_eq!((thin[0][0], thin[thin.len() - 1][0]), (9.0, 21.0));
    }

    #[test]
    fn a_day_is_read_line_by_line() {
        let picture = Picture {
            unit: "GB".to_owned(),
            lines: vec![
                line(Trace::Usable, &[[0.0, 425.0], [10.0, 425.0]]),
                line(Trace::Further, &[[5.0, 301.24], [10.0, 301.24]]),
            ],
            ..Picture::default()
        };
        assert_eq!(readings(&picture, 6.0), ["usable 425 GB", "expected 301.2 GB"]);
        assert_eq!(readings(&picture, 2.0), ["usable 425 GB"]);
    }
}
