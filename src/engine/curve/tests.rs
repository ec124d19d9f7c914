use proptest::prelude::*;

use super::*;
use crate::engine::runway::runway;
use crate::engine::tests::day;

/// From a day to a day, so much, growing so many per cent a month.
type Stretch = (u16, u16, u16, u8);

fn grid() -> Grid {
    Grid::new(day("2021-04-20"), day("2023-05-03"))
}

fn put(curve: &mut Curve, grid: &Grid, (from, days, level, growth): Stretch, count: Level) {
    let from = day("2021-03-01").plus_days(from.into());
    let level = Level::from(level);
    let reading = match growth % 3 {
        0 => all(level),
        _ => Reading { low: level / 2, expected: level, cautious: level * 2 },
    };
    let rate = match growth % 4 {
        0 => "0 % per month".to_owned(),
        1 => format!("0..{growth} % per month"),
        2 => format!("-{growth} % per month"),
        _ => format!("{growth} % per month"),
    };
    let course = Course::of(&rate.parse().expect("a growth"), grid);
    curve.put_times(grid, (from, from.plus_days(days.into())), reading, &course, count);
}

fn stretch() -> impl Strategy<Value = Stretch> {
    (0_u16..900, 0_u16..900, 0_u16..1000, 0_u8..9)
}

fn steps(totals: &[(u16, u16)]) -> Vec<Step> {
    let grid = grid();
    let mut steps: Vec<Step> = totals
        .iter()
        .map(|(days, usable)| {
            let usable = (usable % 7 != 0).then_some(Level::from(*usable));
            Step { from: grid.as_of.plus_days((*days).into()), total: usable, usable }
        })
        .collect();
    steps.push(Step { from: grid.as_of, total: Some(500), usable: Some(500) });
    steps.sort_by_key(|step| step.from);
    steps
}

proptest! {
    #[test]
    fn months_that_cannot_run_out_may_be_left_out(
        stretches in prop::collection::vec(stretch(), 0..6),
        totals in prop::collection::vec((0_u16..800, 0_u16..4000), 0..3),
        has_cautious: bool,
    ) {
        let (grid, steps) = (grid(), steps(&totals));
        let mut curve = Curve::default();
        for stretch in &stretches {
            put(&mut curve, &grid, *stretch, 1);
        }
        curve.settle();
        let judge = |segments: &mut dyn Iterator<Item = Segment>| {
            runway(segments, grid.as_of, has_cautious, || "not stated".to_owned())
        };
        let whole = judge(&mut curve.walk(&grid, &steps));
        prop_assert_eq!(judge(&mut curve.walk_above(&grid, &steps)), whole.clone());
        if curve.stays_within(&steps) {
            prop_assert_eq!(whole, crate::engine::outlook::Runway::Beyond(grid.horizon));
        }
    }

    #[test]
    fn what_is_taken_away_leaves_no_trace(
        stretches in prop::collection::vec(stretch(), 0..6),
        gone in stretch(),
    ) {
        let grid = grid();
        let mut curve = Curve::default();
        for stretch in &stretches {
            put(&mut curve, &grid, *stretch, 1);
        }
        let mut without = curve.clone();
        without.settle();
        put(&mut curve, &grid, gone, 1);
        curve.settle();
        put(&mut curve, &grid, gone, -1);
        curve.settle();
        let room = Room::default();
        prop_assert_eq!(curve.segments(&grid, &room), without.segments(&grid, &room));
    }
}

#[test]
fn a_stretch_is_there_on_its_days_alone() {
    let grid = grid();
    let mut curve = Curve::default();
    let days = (day("2021-05-20"), day("2021-07-25"));
    curve.put(&grid, days, all(70), &Course::Flat);
    curve.settle();
    let segments = curve.segments(&grid, &Room::default());
    for segment in &segments {
        let inside = days.0 <= segment.from && segment.until <= days.1;
        let level = if inside { 70 } else { 0 };
        assert_eq!((segment.first, segment.last), (all(level), all(level)), "{:?}", segment.from);
    }
    // 20 April 2021 to 3 May 2023 is 25 months begun; 25 July is the only other day of a change.
    assert_eq!(segments.len(), 26);
}
