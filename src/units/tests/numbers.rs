//! Days of months, shares and numbers: the rarer cases.

use super::*;

#[test]
fn february_has_a_day_more_in_leap_years() {
    for (year, days) in [(2021, 28), (2024, 29), (2000, 29), (2100, 28), (2200, 28), (2400, 29)] {
        assert_eq!(Month::new(year, 2).unwrap().days(), days, "{year}");
        let end = nth_month(Day::new(year, 1, 31).unwrap(), 1);
        assert_eq!(end, Day::new(year, 2, days).unwrap());
        assert_eq!(Day::new(year, 2, days + 1), None);
    }
    let may: Month = "2021-05".parse().unwrap();
    assert_eq!((may.year(), may.month(), may.days()), (2021, 5, 31));
}

#[test]
fn equal_shares_are_equal_however_they_are_written() {
    let parts = |text: &str| (rate(text).numerator(), rate(text).scale());
    assert_eq!(parts("13 %"), (13, 2));
    assert_eq!(parts("20 %"), (2, 1));
    assert_eq!(parts("20.00 %"), (2, 1));
    assert_eq!(parts("100 %"), (1, 0));
    assert_eq!(parts("1000 %"), (10, 0));
    assert_eq!(parts("9.975 %"), (9975, 5));
    assert_eq!(parts("0 %"), (0, 0));
}

#[test]
fn a_share_is_a_fraction_of_the_whole() {
    let share: Percent = "12.5 %".parse().unwrap();
    assert_eq!(share.hundredths(), dec("12.5"));
    assert_eq!(share.as_fraction(), dec("0.125"));
    assert_eq!(share.of(dec("40")), dec("5"));
    assert_eq!(share.ppm(), 125_000);
    assert_eq!(share.rate().of(100), 13); // 12.5
}

#[test]
fn a_number_has_28_digits_at_most_and_no_blank_inside() {
    let read = |text: &str| format!("{text} CAD").parse::<Money>();
    let long = "0".repeat(30) + "12345.67";
    assert_eq!(read(&long).unwrap(), read("12345.67").unwrap());
    for broken in [".5", "5.", "5.5.5", "1,2,3", "--5", "5-5"] {
        assert!(read(broken).is_err(), "{broken}");
    }
    for broken in ["2021-5", "021-05", "2021-005", "2021-+5", "+021-05", "20a1-05"] {
        assert!(broken.parse::<Month>().is_err(), "{broken}");
    }
    for broken in ["2021-05-1a", "2021-0a-11", "a021-05-11", "2021-05-11-", "2021-005-11"] {
        assert!(broken.parse::<Day>().is_err(), "{broken}");
    }
}

#[test]
fn a_share_prints_as_it_is_written_and_knows_whether_it_is_nothing() {
    for text in ["13 %", "9.975 %", "1000 %", "0 %"] {
        assert_eq!(rate(text).to_string(), text);
        assert_eq!(rate(text).is_zero(), text == "0 %");
    }
}

#[test]
fn a_span_knows_its_count_and_whether_it_is_hours() {
    let span = |text: &str| text.parse::<Span>().unwrap();
    assert_eq!((span("24 h").count(), span("3 weeks").count()), (24, 3));
    assert_eq!((span("24 h").in_hours(), span("1 day").in_hours()), (Some(24), None));
    assert!(span("0 days").is_zero() && !span("1 day").is_zero());
}
