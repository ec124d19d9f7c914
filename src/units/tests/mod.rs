//! What is read is printed again, sums lose nothing, and what makes no sense says so.

#![allow(
    clippy::inconsistent_digit_grouping,
    clippy::mistyped_literal_suffixes,
    reason = "cents are set off: 161_32 is 161.32"
)]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::arith::long_product;
use super::*;

mod amounts;
mod numbers;

/// Reads, prints the same, and reads that again as the same value.
#[track_caller]
fn stays<T: FromStr<Err = Wrong> + Display + PartialEq + Debug>(text: &str) {
    becomes::<T>(text, text);
}

/// Reads, and prints in the house's way.
#[track_caller]
fn becomes<T: FromStr<Err = Wrong> + Display + PartialEq + Debug>(text: &str, printed: &str) {
    let value: T = text.parse().unwrap();
    assert_eq!(value.to_string(), printed);
    assert_eq!(printed.parse::<T>().unwrap(), value);
}

/// Is refused with this message and this hint ("" for none).
#[track_caller]
fn refused<T: FromStr<Err = Wrong> + Debug>(text: &str, message: &str, hint: &str) {
    let wrong = text.parse::<T>().unwrap_err();
    assert_eq!((wrong.message.as_str(), wrong.hint.as_deref().unwrap_or("")), (message, hint));
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rate(text: &str) -> Rate {
    text.parse::<Percent>().unwrap().rate()
}

fn cad() -> Currency {
    "CAD".parse().unwrap()
}

#[test]
fn texts_of_the_design_print_as_they_were_written() {
    for text in ["64 GiB", "1 TB", "1.50 TB", "500 GB", "0 B", "12 kB", "1000 PB"] {
        stays::<Size>(text);
    }
    for text in ["2..4 GiB", "2 GiB", "0..0.5 TB", "1.5..2 GiB"] {
        stays::<SizeRange>(text);
    }
    for text in [
        "101.04 CAD before tax",
        "89.70 CAD after tax",
        "16 CAD",
        "0..100 CAD before tax",
        "unknown",
        "unknown, at most 161.32 CAD before tax",
        "about 130 CAD",
        "-2.35 EUR",
        "-5..5 CHF",
        "0.12345678 JPY",
        "1000000000000000 BHD before tax",
    ] {
        stays::<Money>(text);
    }
    for text in ["13 %", "9.975 %", "0 %", "1000 %", "0.00000001 %"] {
        stays::<Percent>(text);
    }
    for text in [
        "1 % per month",
        "12 % per year straight-line",
        "5 GB per week",
        "0..2 % per month",
        "-100 % per day",
        "3 per year",
        "-1.5..2 GiB per month",
    ] {
        stays::<Growth>(text);
    }
    for text in ["24 h", "1 day", "3 days", "2 weeks", "12 months", "1 year", "0 days"] {
        stays::<Span>(text);
    }
    stays::<Day>("2021-06-19");
    stays::<Day>("2024-02-29");
    stays::<Month>("2021-05");
    stays::<Currency>("CAD");
    stays::<Quantity>("4");
    stays::<Quantity>("64 GiB");
    stays::<Use>("82 %");
    stays::<Use>("29.1 GiB");
}

#[test]
fn what_is_clear_is_read_however_it_is_typed() {
    becomes::<Size>(" 64gib ", "64 GiB");
    becomes::<Size>("1,5 tb", "1.5 TB");
    becomes::<SizeRange>("2 .. 4GiB", "2..4 GiB");
    becomes::<Money>("101,04 cad  Before Tax", "101.04 CAD before tax");
    becomes::<Money>("Unknown, at most 5 EUR", "unknown, at most 5 EUR");
    becomes::<Money>("−2.35 CAD", "-2.35 CAD");
    becomes::<Money>("0,125 CAD", "0.125 CAD");
    becomes::<Percent>("13%", "13 %");
    becomes::<Span>("6 hours", "6 h");
    becomes::<Span>("1 months", "1 month");
    becomes::<Growth>("0 .. 2% per month", "0..2 % per month");
    becomes::<Quantity>("4.5", "4.5");
}

#[test]
fn what_is_typed_into_a_field_takes_the_fields_unit() {
    let ram = |text| Size::parse_loosely(text, SizeUnit::Gib).map(|size| size.to_string());
    assert_eq!(ram("64g").unwrap(), "64 GiB");
    assert_eq!(ram("64").unwrap(), "64 GiB");
    assert_eq!(ram("64 GB").unwrap(), "64 GB");
    assert!(ram("lots").is_err() && ram("").is_err());
    let disk = |text| Size::parse_loosely(text, SizeUnit::Gb).map(|size| size.to_string());
    assert_eq!(disk("1.5 t").unwrap(), "1.5 TB");
    assert_eq!(disk("500").unwrap(), "500 GB");
    let range = |text| SizeRange::parse_loosely(text, SizeUnit::Gib).map(|size| size.to_string());
    assert_eq!(range("2..4").unwrap(), "2..4 GiB");
    assert_eq!(Money::parse_in("16", cad()).unwrap().to_string(), "16 CAD");
    assert_eq!(Money::parse_in("16 before tax", cad()).unwrap().to_string(), "16 CAD before tax");
    assert_eq!(Money::parse_in("16 EUR after tax", cad()).unwrap().to_string(), "16 EUR after tax");
}

#[test]
fn what_is_wrong_says_what_would_be_right() {
    let day_hint = "days are written year-month-day, as `2021-06-19`";
    let codes = "currencies are written by their ISO 4217 code, as `CAD` or `EUR`";
    refused::<Day>("2021-02-30", "`2021-02-30` is not a day: February 2021 has 28 days", "");
    refused::<Day>("2021-13-01", "`2021-13-01` is not a day: there is no month 13", "");
    refused::<Day>("2021-01-00", "`2021-01-00` is not a day: January 2021 has 31 days", "");
    refused::<Day>("19.06.2021", "`19.06.2021` is not a day", day_hint);
    refused::<Day>("2021-05", "`2021-05` is not a day", day_hint);
    refused::<Day>(
        "2021-6-9",
        "`2021-6-9` is not a day",
        "write month and day with two digits: `2021-06-09`",
    );
    refused::<Day>(
        "1899-12-31",
        "`1899-12-31` is too far away",
        "years from 1900 to 2200 can be planned",
    );
    refused::<Month>("2021-00", "`2021-00` is not a month: there is no month 0", "");
    refused::<Size>(
        "64 GX",
        "`64 GX` is not a size",
        "units are B, kB, MB, GB, TB, PB and KiB, MiB, GiB, TiB, PiB",
    );
    refused::<Size>("64 Gb", "`64 Gb` is not a size", "`Gb` counts bits: for bytes write `GB`");
    refused::<Size>("64 G", "`64 G` is not a size", "write `GB` or `GiB`");
    refused::<Size>(
        "64",
        "`64` has no unit",
        "memory is counted in GiB, disks in GB or TB, as `64 GiB` or `1.5 TB`",
    );
    refused::<Size>("-4 GiB", "`-4 GiB` is less than nothing", "sizes begin at 0");
    refused::<Size>("1,380 GB", "`1,380` can be read in two ways", "write `1380` or `1.380`");
    refused::<Size>("1001 PB", "`1001 PB` is too large", "sizes go up to 1000 PB");
    refused::<Size>("2..4 GiB", "`2..4 GiB` is a range", "one size is needed here, as `64 GiB`");
    refused::<SizeRange>("4..2 GiB", "`4..2 GiB` ends below where it begins", "write `2..4 GiB`");
    refused::<Money>("16", "`16` has no currency", "write it behind the number, as `16 CAD`");
    refused::<Money>(
        "CAD 16",
        "`CAD 16` is not an amount",
        "write the currency behind the number, as `16 CAD`",
    );
    refused::<Money>(
        "$16",
        "`$16` is not an amount",
        "several currencies write `$`: say which, as `CAD` or `USD`",
    );
    refused::<Money>("16 CDA", "`CDA` is not a currency", "did you mean `CAD`?");
    refused::<Money>("16 XAU", "`XAU` is not a currency", codes);
    refused::<Money>(
        "16 CAD plus tax",
        "`plus tax` is neither before nor after tax",
        "write `before tax` or `after tax`",
    );
    refused::<Money>("5..1 CAD", "`5..1 CAD` ends below where it begins", "write `1..5 CAD`");
    refused::<Money>(
        "1000000000000001 CAD",
        "`1000000000000001 CAD` is too large",
        "amounts go up to 10¹⁵",
    );
    refused::<Money>("0.12345678901 CAD", "`0.12345678901 CAD` has more than 10 decimals", "");
    refused::<Money>("1e3 CAD", "`e3` is not a currency", codes);
    refused::<Percent>("13", "`13` is not a percentage", "write a number and `%`, as `13 %`");
    refused::<Percent>("1001 %", "`1001 %` is out of range", "0 % to 1000 % is allowed");
    refused::<Percent>("-1 %", "`-1 %` is out of range", "0 % to 1000 % is allowed");
    refused::<Span>(
        "1.5 h",
        "`1.5 h` is not a length of time",
        "write a whole number and a unit, as `24 h`, `3 days` or `1 month`",
    );
    refused::<Span>(
        "3 m",
        "`3 m` is not a length of time",
        "`m` can be minutes or months: write `month`",
    );
    refused::<Span>(
        "10000 months",
        "`10000 months` is longer than can be planned",
        "at most 1200 months",
    );
    refused::<Growth>(
        "2 % per fortnight",
        "`2 % per fortnight` is not a growth",
        "growth is per `day`, `week`, `month` or `year`; `straight-line` comes last",
    );
    refused::<Growth>(
        "-101 % per month",
        "`-101 % per month` is out of range",
        "-100 % to 1000 % is allowed",
    );
    refused::<Growth>(
        "2..1 % per month",
        "`2..1 % per month` ends below where it begins",
        "write `1..2 % per month`",
    );
    refused::<Quantity>("-4", "`-4` is less than nothing", "counts begin at 0");
}

#[test]
fn long_and_broken_texts_are_shown_short_and_on_one_line() {
    let wrong = format!("{}\n", "x".repeat(1000)).parse::<Percent>().unwrap_err();
    assert_eq!(wrong.message, format!("`{}…` is not a percentage", "x".repeat(60)));
    refused::<Percent>("a\nb", "`a b` is not a percentage", "write a number and `%`, as `13 %`");
    let digits = "9".repeat(1000);
    for unit in ["GB", "CAD", "%", "days", "% per month", ""] {
        let text = format!("{digits} {unit}");
        assert!(text.parse::<Size>().is_err() && text.parse::<Money>().is_err());
        assert!(text.parse::<Percent>().is_err() && text.parse::<Span>().is_err());
        assert!(text.parse::<Growth>().is_err() && text.parse::<Quantity>().is_err());
    }
}

#[test]
fn scenario_files_give_texts_and_bare_counts() {
    let read = |text: &str| ron::from_str::<Quantity>(text).map(|q| q.to_string());
    assert_eq!(read("4").unwrap(), "4");
    assert_eq!(read("0.1").unwrap(), "0.1");
    assert_eq!(read("\"64 GiB\"").unwrap(), "64 GiB");
    assert_eq!(ron::from_str::<Money>("\"16 CAD\"").unwrap().to_string(), "16 CAD");
    let wrong = ron::from_str::<Size>("64").unwrap_err().code.to_string();
    assert_eq!(wrong, "`64` is not a size\nhint: write it in quotes, as `\"64 GiB\"`");
    let wrong = ron::from_str::<Percent>("\"13\"").unwrap_err().code.to_string();
    assert_eq!(wrong, "`13` is not a percentage\nhint: write a number and `%`, as `13 %`");
}

#[test]
fn a_month_later_is_counted_from_the_anchor_itself() {
    let end = day("2021-01-31");
    let days: Vec<String> = billing_days(end, 1).take(4).map(|day| day.to_string()).collect();
    assert_eq!(days, ["2021-01-31", "2021-02-28", "2021-03-31", "2021-04-30"]);
    assert_eq!(nth_month(day("2024-03-31"), -1), day("2024-02-29"));
    assert_eq!(day("2021-12-31").plus_months(1), day("2022-01-31"));
}

#[test]
fn arithmetic_with_days_stops_at_the_ends() {
    assert_eq!(Day::FIRST, Day::new(1800, 1, 1).unwrap());
    assert_eq!(Day::LAST, Day::new(2400, 12, 31).unwrap());
    assert_eq!(Day::LAST.plus_days(1), Day::LAST);
    assert_eq!(Day::LAST.plus_months(i32::MAX), Day::LAST);
    assert_eq!(Day::FIRST.plus_months(i32::MIN), Day::FIRST);
    assert_eq!(Day::FIRST.plus_days(i64::MIN), Day::FIRST);
    assert_eq!(Day::new(2401, 1, 1), None);
    assert_eq!(Month::of(Day::LAST).plus(5), Month::new(2400, 12).unwrap());
}

#[test]
fn the_real_case_is_ordered_and_cancelled_in_time() {
    let leave = day("2021-06-19");
    assert_eq!(leave.minus("1 month".parse().unwrap()), day("2021-05-19"));
    assert_eq!(leave.minus("24 h".parse().unwrap()), day("2021-06-18"));
    assert_eq!(leave.minus("25 h".parse().unwrap()), day("2021-06-17"));
    assert_eq!(leave.plus("1 year".parse().unwrap()), day("2022-06-19"));
    assert_eq!(leave.plus("2 weeks".parse().unwrap()), day("2021-07-03"));
    assert_eq!(day("2021-05-19").days_until(leave), 31);
    assert_eq!(leave.words(), "19 June 2021");
    assert_eq!(leave.words_short(), "19 June");
    assert_eq!(leave.month_of().words(), "June 2021");
    assert_eq!(leave.month_of().until(), day("2021-07-01"));
}

#[test]
fn ranges_of_days_leave_their_last_day_out() {
    let may = DayRange::new(day("2021-05-01"), day("2021-06-01"));
    assert!(may.contains(day("2021-05-01")) && !may.contains(day("2021-06-01")));
    assert_eq!(may.days(), Some(31));
    let later = DayRange::since(day("2021-05-19"));
    assert_eq!(may.overlap_days(later), 13); // 19 to 31 May
    assert_eq!(may.intersect(later), Some(DayRange::new(day("2021-05-19"), day("2021-06-01"))));
    assert_eq!(may.intersect(DayRange::since(day("2021-06-01"))), None);
    assert!(DayRange::new(day("2021-05-02"), day("2021-05-01")).is_empty());
}

#[test]
fn sizes_are_whole_bytes_and_shown_as_they_are_sold() {
    let bytes = |text: &str| text.parse::<Size>().unwrap().bytes();
    assert_eq!(bytes("64 GiB"), 64 << 30);
    assert_eq!(bytes("1.5 TB"), 1_500_000_000_000);
    assert_eq!(bytes("0.1 KiB"), 102); // 102.4
    assert_eq!(show_ram(bytes("32 GiB") * 9 / 10), "28.8 GiB");
    assert_eq!(show_ram(bytes("36 GiB")), "36 GiB");
    assert_eq!(show_ram(bytes("28.8 GiB") - bytes("36 GiB")), "-7.2 GiB");
    assert_eq!(show_ram(bytes("512 MiB")), "0.5 GiB");
    assert_eq!(show_ram(bytes("819 MiB")), "0.8 GiB"); // 0.7998
    assert_eq!(show_ram(bytes("64 MiB")), "0.1 GiB"); // 0.0625
    assert_eq!(show_ram(-bytes("32 MiB")), "-0.03 GiB"); // 0.03125
    assert_eq!(show_ram(bytes("4 MiB")), "0.004 GiB"); // 0.0039
    assert_eq!(show_ram(bytes("1 KiB")), "under 0.001 GiB");
    assert_eq!(show_ram(0), "0 GiB");
    assert_eq!(show_disk(bytes("500 GB")), "500 GB");
    assert_eq!(show_disk(bytes("1380 GB")), "1.4 TB");
    assert_eq!(show_disk(bytes("999.96 GB")), "1 TB");
    assert_eq!(show_disk(bytes("33.1 GB")), "33.1 GB");
    assert_eq!(show_disk(bytes("300 MB")), "300 MB");
    assert_eq!(show_disk(0), "0 GB");
    let range: SizeRange = "2..4 GiB".parse().unwrap();
    assert_eq!((range.expected(), range.cautious()), (3 << 30, 4 << 30));
    let share: Use = "82 %".parse().unwrap();
    assert_eq!(share.level_of(1000), 820);
}

#[test]
fn growth_reads_the_middle_and_the_upper_end() {
    let growth: Growth = "0..2 % per month".parse().unwrap();
    assert_eq!(growth.expected(), Step::Compound(rate("1 %")));
    assert_eq!(growth.cautious(), Step::Compound(rate("2 %")));
    assert!(growth.is_range());
    let odd: Growth = "1..2 % per year straight-line".parse().unwrap();
    assert_eq!(odd.expected(), Step::StraightLine(rate("1.5 %")));
    let disk: Growth = "5 GB per week".parse().unwrap();
    assert_eq!((disk.expected(), disk.per()), (Step::Level(5_000_000_000), Per::Week));
    let users: Growth = "-1.5 per month".parse().unwrap();
    assert_eq!(users.expected(), Step::Level(-1500));
    assert!(!users.is_range());
}

#[test]
fn amounts_of_two_bases_do_not_subtract() {
    let money = |text: &str| text.parse::<Money>().unwrap();
    let (before, after) = (money("101.04 CAD before tax"), money("89.70 CAD after tax"));
    let wrong = before.checked_sub(&after).unwrap_err();
    assert_eq!(wrong.message, "cannot subtract 89.70 CAD after tax from 101.04 CAD before tax");
    assert_eq!(
        before.checked_sub(&money("16 CAD")).unwrap_err().hint.unwrap(),
        "say whether 16 CAD is before or after tax"
    );
    assert!(before.checked_sub(&money("16 EUR before tax")).is_err());
    let less = |a: &str, b: &str| money(a).checked_sub(&money(b)).unwrap().to_string();
    assert_eq!(less("101.04 CAD before tax", "79.38 CAD before tax"), "21.66 CAD before tax");
    assert_eq!(less("10..20 CAD", "1..2 CAD"), "8..19 CAD"); // 10 − 2, 20 − 1
    assert_eq!(less("about 10 CAD", "4 CAD"), "about 6 CAD");
    assert_eq!(less("10 CAD", "unknown"), "unknown");
    assert_eq!(money("16 CAD").checked_add(&money("101.04 CAD")).unwrap(), money("117.04 CAD"));
}

#[test]
fn unknown_is_never_nothing() {
    let total = |text: &str| Total::<BeforeTax>::stated(&text.parse().unwrap(), cad());
    assert_eq!(total("unknown"), Total::at_least(Amount::ZERO));
    let up_to = Total::between(Amount::ZERO, Amount::from_minor(161_32));
    assert_eq!(total("unknown, at most 161.32 CAD before tax"), up_to);
    let sum: Total<BeforeTax> = [total("16 CAD"), total("0..100 CAD")].into_iter().sum();
    assert_eq!(sum, Total::between(Amount::from_minor(16_00), Amount::from_minor(116_00)));
    assert!((sum + total("unknown")).is_open());
    assert!(total("about 130 CAD").is_exact());
    assert_eq!(Total::<BeforeTax>::at_least(Amount::ZERO).times(0), Total::ZERO);
}

#[test]
fn amounts_show_all_minor_digits_of_their_currency() {
    let show = |text: &str, code: &str| {
        let currency = code.parse().unwrap();
        Amount::<BeforeTax>::from_decimal(dec(text), currency).show(currency)
    };
    assert_eq!(show("430.5", "CAD"), "430.50");
    assert_eq!(show("-0.05", "CAD"), "-0.05");
    assert_eq!(show("-0.004", "CAD"), "0.00");
    assert_eq!(show("1234.5", "JPY"), "1235");
    assert_eq!(show("0.0625", "BHD"), "0.063");
    assert_eq!(show("0.125", "EUR"), "0.13");
    assert_eq!(show("-0.125", "EUR"), "-0.13");
    let amount = Amount::<BeforeTax>::from_minor(-235);
    assert_eq!(amount.to_decimal(cad()), dec("-2.35"));
}

#[test]
fn tax_is_rounded_where_it_is_said_to_be() {
    let charges = [79_38, 101_04, 16_00];
    let by_line: i128 = charges.iter().map(|net| tax_on(*net, rate("13 %"))).sum();
    assert_eq!(by_line, 25_54); // 10.32 + 13.14 + 2.08
    let mut exact = ExactTax::ZERO;
    for net in charges {
        exact.add(net, rate("13 %"));
    }
    assert_eq!(exact.rounded(), 25_53); // 25.5346
    exact.add(100_00, rate("9.975 %"));
    assert_eq!(exact.rounded(), 35_51); // 25.5346 + 9.975 = 35.5096
}

#[test]
fn net_of_gross_is_the_one_whole_cent_amount_or_names_the_nearest_two() {
    assert_eq!(net_of_gross(89_70, &[rate("13 %")]), NetOfGross::Exact(79_38));
    let none = NetOfGross::Between { below: (3, 3), above: (4, 5) };
    assert_eq!(net_of_gross(4, &[rate("13 %")]), none);
    assert_eq!(none.net(4, &[rate("13 %")]), 4); // 3.54
    assert_eq!(net_of_gross(5, &[]), NetOfGross::Exact(5));
    assert_eq!(net_of_gross(-89_70, &[rate("13 %")]), NetOfGross::Exact(-79_38));
    assert_eq!(net_of_gross(0, &[rate("1000 %")]), NetOfGross::Exact(0));
}

#[test]
fn lines_are_rounded_once() {
    let line = |quantity, price, discounts: &[&str]| {
        let discounts: Vec<Percent> = discounts.iter().map(|d| d.parse().unwrap()).collect();
        line_amount(dec(quantity), dec(price), &discounts, cad())
    };
    assert_eq!(line("3", "1.115", &["0 %"]), 3_35); // 3.345
    assert_eq!(line("1", "100.00", &["10 %", "5 %"]), 85_50); // 100 × 0.9 × 0.95
    assert_eq!(line("-3", "1.115", &[]), -3_35);
    assert_eq!(line("5", "10", &["100 %"]), 0);
    // 10^15 − 10^-10, three times: cents 3 × 10^17 − 3 × 10^-8, which rounds up; beyond i128 inside.
    let long = "999999999999999.9999999999";
    assert_eq!(line("3", long, &["0.00000001 %"]), 299_999_999_970_000_000);
    assert_eq!(line("3.0000000000000000000000001", long, &[]), 300_000_000_000_000_000);
}

#[test]
fn parts_add_up_to_the_total() {
    assert_eq!(allocate(100_00, &[1, 1, 1]), [33_34, 33_33, 33_33]);
    assert_eq!(allocate(-100_00, &[1, 1, 1]), [-33_34, -33_33, -33_33]);
    assert_eq!(allocate(5, &[0, 0]), [3, 2]);
    assert_eq!(allocate(5, &[0, 1]), [0, 5]);
    assert_eq!(allocate(5, &[-7, 1]), [0, 5]);
    assert!(allocate(5, &[]).is_empty());
    let most = allocate(i128::MAX, &[i128::MAX, i128::MAX, i128::MAX]);
    assert_eq!(most.iter().sum::<i128>(), i128::MAX);
    let accrued = accrue(31_00, day("2021-01-16"), day("2021-02-16"));
    let months = ["2021-01", "2021-02"].map(|month| month.parse::<Month>().unwrap());
    assert_eq!(accrued, [(months[0], 16_00), (months[1], 15_00)]);
    assert_eq!(accrue(5, day("2021-01-16"), day("2021-01-16")), [(months[0], 5)]);
}

#[test]
fn part_months_pay_for_their_days() {
    let part = prorate(30_00, day("2021-01-13"));
    assert_eq!((part.days, part.of, part.amount), (19, 31, 18_39)); // 30 × 19 / 31 = 18.387…
    assert_eq!(part.next_billing_day, day("2021-02-01"));
    assert_eq!(prorate(30_00, day("2021-02-01")).amount, 30_00);
}

#[test]
fn words_join_as_in_a_sentence() {
    assert_eq!(plural(1, "month"), "1 month");
    assert_eq!(plural(0, "copy"), "0 copies");
    assert_eq!(plural(3, "day"), "3 days");
    assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    assert_eq!(list(&["a"]), "a");
    assert_eq!(list::<&str>(&[]), "");
}

#[test]
fn every_length_of_quotient_rounds_half_away() {
    assert_eq!(round_ratio(5, 10), 1);
    assert_eq!(round_ratio(-5, 10), -1);
    assert_eq!(round_ratio(5, -10), -1);
    assert_eq!(round_ratio(4, 10), 0);
    assert_eq!(round_ratio(5, 0), 0);
    assert_eq!(round_ratio(i128::MIN, 1), -i128::MAX);
    assert_eq!(round_ratio(i128::MAX, i128::MIN), -1);
}

fn number() -> impl Strategy<Value = String> {
    (0_u64..1_000_000_000, 0_u32..6)
        .prop_map(|(n, scale)| Decimal::new(n as i64, scale).to_string())
}

fn pair() -> impl Strategy<Value = (String, String)> {
    (number(), number()).prop_map(|(a, b)| if dec(&a) <= dec(&b) { (a, b) } else { (b, a) })
}

fn currency() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["CAD", "EUR", "JPY", "BHD", "CLF"])
}

fn basis() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " before tax", " after tax"])
}

fn unit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["B", "kB", "MB", "GB", "KiB", "MiB"]) // 10^9 of these are few enough
}

fn money() -> impl Strategy<Value = String> {
    let front = prop::sample::select(vec!["", "-", "about ", "unknown, at most ", "0..", "-7.5.."]);
    (front, number(), currency(), basis()).prop_map(|(f, n, c, b)| format!("{f}{n} {c}{b}"))
}

/// Any text that is near to a value.
fn near() -> impl Strategy<Value = String> {
    "[-−0-9.,% a-zA-Z$€é\n]{0,24}"
}

/// Reads as nothing, or as a value that prints as one that reads the same.
fn round_trip<T: FromStr<Err = Wrong> + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let printed = value.to_string();
        let again = printed.parse::<T>().unwrap();
        assert_eq!(again, value, "{text} → {printed}");
        assert_eq!(again.to_string(), printed);
    }
}

fn round_trip_of_all(text: &str) {
    round_trip::<Size>(text);
    round_trip::<SizeRange>(text);
    round_trip::<Money>(text);
    round_trip::<Percent>(text);
    round_trip::<Growth>(text);
    round_trip::<Span>(text);
    round_trip::<Day>(text);
    round_trip::<Month>(text);
    round_trip::<Currency>(text);
    round_trip::<Quantity>(text);
    round_trip::<Use>(text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn amounts_print_as_they_were_written(text in money()) {
        // A negative low end may lie above nothing here: every high end is positive.
        stays::<Money>(&text);
    }

    #[test]
    fn sizes_print_as_they_were_written((low, high) in pair(), unit in unit()) {
        stays::<SizeRange>(&format!("{high} {unit}"));
        stays::<Size>(&format!("{high} {unit}"));
        if dec(&low) < dec(&high) {
            stays::<SizeRange>(&format!("{low}..{high} {unit}"));
        }
    }

    #[test]
    fn days_print_as_they_were_written(number in 693_596_i64..=803_533, months in -1200..=1200_i32) {
        let day = Day::from_number(number);
        stays::<Day>(&day.to_string());
        stays::<Month>(&day.month_of().to_string());
        let later = day.plus_months(months);
        prop_assert_eq!(day.month_of().months_until(later.month_of()), months);
        prop_assert!(later.day_of_month() <= day.day_of_month());
        prop_assert_eq!(day.plus_days(400).days_until(day), -400);
    }

    #[test]
    fn spans_and_percentages_print_as_they_were_written(count in 0_u32..100, share in 0..1_000_i64) {
        for unit in [SpanUnit::Hour, SpanUnit::Day, SpanUnit::Week, SpanUnit::Month, SpanUnit::Year] {
            stays::<Span>(&Span::new(count, unit).unwrap().to_string());
        }
        stays::<Percent>(&format!("{} %", Decimal::new(share, 2)));
        stays::<Growth>(&format!("-1..{} % per month", Decimal::new(share, 2)));
    }

    #[test]
    fn any_text_is_refused_or_reads_again_as_it_prints(text in near(), any in any::<String>()) {
        round_trip_of_all(&text);
        round_trip_of_all(&any);
    }

    #[test]
    fn splitting_loses_no_unit(
        total in any::<i64>(),
        weights in prop::collection::vec(0..i128::from(u64::MAX), 1..20),
    ) {
        let parts = allocate(total.into(), &weights);
        prop_assert_eq!(parts.iter().sum::<i128>(), i128::from(total));
        let mirrored: Vec<i128> = allocate(-i128::from(total), &weights).iter().map(|p| -p).collect();
        prop_assert_eq!(parts, mirrored);
    }

    #[test]
    fn splitting_beyond_the_fast_path_loses_no_unit(
        total in any::<i128>(), weights in prop::collection::vec(any::<i128>(), 1..9),
    ) {
        prop_assume!(total != i128::MIN);
        prop_assert_eq!(allocate(total, &weights).iter().sum::<i128>(), total);
    }

    #[test]
    fn rounding_is_symmetrical_and_near(top in -(1_i128 << 100)..(1 << 100), bottom in 1..(1_i128 << 64)) {
        let rounded = round_ratio(top, bottom);
        prop_assert_eq!(round_ratio(-top, bottom), -rounded);
        prop_assert!((top - rounded * bottom).abs() * 2 <= bottom);
    }

    #[test]
    fn long_products_agree_with_short_ones(a in any::<u32>(), b in any::<u64>(), scale in 2_u32..12) {
        let long = long_product([u128::from(a), u128::from(b)].into_iter(), scale, 2);
        let short = round_ratio(i128::from(a) * i128::from(b), 10_i128.pow(scale - 2));
        prop_assert_eq!(long as i128, short);
    }

    #[test]
    fn the_net_found_gives_the_gross(gross in -1_000_000_000_i128..1_000_000_000, share in 0..30_000_i64) {
        let rates = [Percent::new(Decimal::new(share, 3)).unwrap().rate(), rate("9.975 %")];
        match net_of_gross(gross, &rates) {
            NetOfGross::Exact(net) => prop_assert_eq!(gross_of(net, &rates), gross),
            NetOfGross::Between { below, above } => {
                prop_assert!(below.1 < gross && gross < above.1 && above.0 == below.0 + 1);
                prop_assert_eq!((gross_of(below.0, &rates), gross_of(above.0, &rates)), (below.1, above.1));
            }
        }
    }
}
