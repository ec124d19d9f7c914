use super::*;

fn written(text: &str) -> Value {
    match text.parse::<Written>().unwrap() {
        Written::Day(day) => Value::Day(day),
        Written::Month(_) => panic!("a month is no value"),
        Written::Amount { figure, unit } => match figure {
            Figure::Exact(number) => Value::of(number, unit),
            Figure::Range { low, high } => Value::Amount(Measured {
                low: Some(low * unit.factor),
                high: Some(high * unit.factor),
                unit,
                loose: false,
            }),
            other => panic!("{other:?}"),
        },
    }
}

#[track_caller]
fn is(result: Result<Value, Wrong>, shown: &str) {
    assert_eq!(result.unwrap().to_string(), shown);
}

#[track_caller]
fn refused(result: Result<Value, Wrong>, message: &str) {
    assert_eq!(result.unwrap_err().message, message);
}

#[test]
fn units_are_followed_through_sums_and_products() {
    let of = written;
    is(of("600 MB").plus(&of("1 GB")), "1600 MB");
    is(of("1 GiB").plus(&of("1 MiB")), "1 GiB"); // 1.0009…
    is(of("1 TB").over(&of("1 GB")), "1000");
    is(of("1 GiB").over(&of("1 MiB")), "1024");
    is(of("117.04 CAD before tax").times(&of("3")), "351.12 CAD before tax");
    is(of("3 servers").times(&of("104 EUR")), "312.00 EUR");
    is(of("7 EUR per TB").times(&of("790 GB")), "5.53 EUR");
    is(of("0.25 EUR per kWh").times(&of("1000 Wh")), "0.25 EUR");
    is(of("200 W").times(&of("30 days")), "144 kWh"); // 200 × 720 h
    is(of("12 EUR per month").times(&of("1 year")), "144.00 EUR");
    is(of("465 EUR").plus(&of("35")), "500.00 EUR");
    is(of("2021-06-19").minus(&of("2021-05-19")), "31 days");
    is(of("2021-01-31").plus(&of("1 month")), "2021-02-28");
    is(of("2021-06-19").minus(&of("1 day")), "2021-06-18");
    is(of("2..4 GiB").times(&of("2")), "4 to 8 GiB");
    is(of("10 EUR").minus(&of("2..4 EUR")), "6.00 to 8.00 EUR");
    is(of("5500 GB").times(&of("82 %")).unwrap().over(&of("65 %")), "6938.46 GB");
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence() {
    let of = written;
    let sum = of("16 CAD").plus(&of("1 TB"));
    refused(sum, "money and a size cannot be added: `16.00 CAD` and `1 TB`");
    refused(
        of("1 month").plus(&of("1 day")),
        "months and a time in days cannot be added: `1 month` and `1 day`",
    );
    refused(
        of("2 EUR").times(&of("3 EUR")),
        "money times money is nothing: `2.00 EUR` × `3.00 EUR`",
    );
    refused(of("1").over(&of("0")), "it divides by 0");
    refused(of("2 EUR").to_the(&of("2")), "money cannot be raised to a power");
    refused(of("2021-06-19").plus(&of("2021-06-19")), "a day and a day cannot be added");
    let large = of("1000000000000");
    refused(
        large.times(&large).and_then(|n| n.times(&large)),
        "it is too large to be reckoned with",
    );
}

#[test]
fn powers_and_periods_are_those_of_a_table() {
    let of = written;
    is(of("966 GB").times(&of("1.15").to_the(&of("5")).unwrap()), "1942.97 GB");
    is(of("2").to_the(&of("0.5")), "1.41");
    is(of("2").to_the(&of("-1")), "0.5");
    let growth = |text: &str| text.parse::<Growth>().unwrap();
    // 65 × 1.04^n = 80: n = 5.29.
    is(of("65 %").periods(&of("80 %"), &growth("4 % per month")), "5.29 months");
    is(of("1 TB").periods(&of("2 TB"), &growth("100 GB per week")), "10 weeks");
    is(of("100").periods(&of("150"), &growth("10 % per year straight-line")), "5 years");
    refused(
        of("2 TB").periods(&of("1 TB"), &growth("1 % per month")),
        "`2 TB` never becomes `1 TB` by `1 % per month`",
    );
    let day = Day::new(2021, 1, 1).unwrap();
    let grown = |text: &str, by: &str, time: &str| of(text).grown(&growth(by), &of(time), day);
    is(grown("966 GB", "15 % per year", "5 years"), "1942.97 GB");
    is(grown("966 GB", "15 % per year straight-line", "5 years"), "1690.5 GB");
    is(grown("100 GB", "10 % per year", "18 months"), "115.5 GB"); // 110 × 1.05
    is(grown("100 GB", "5 GB per week", "14 days"), "110 GB");
    is(grown("100 GB", "1 GB per day", "1 year"), "465 GB");
}

#[test]
fn logarithms_are_those_of_a_table() {
    let ln = |text: &str| power::ln(text.parse().unwrap()).unwrap().round_dp(15).to_string();
    assert_eq!(ln("2"), "0.693147180559945");
    assert_eq!(ln("10"), "2.302585092994046");
    assert_eq!(ln("0.001"), "-6.907755278982137");
    assert_eq!(power::ln(Decimal::ZERO), None);
}

#[test]
fn figures_are_read_with_their_unit_and_written_again() {
    for text in [
        "177.32 CAD before tax",
        "2682 GB",
        "6 months",
        "82 %",
        "1250",
        "about 6 months",
        "5..6 TB",
        "2027-07-01",
        "2027-07",
        "unknown",
        "unknown, at most 5 CAD",
        "24 hosts",
        "7 EUR per TB",
        "12.5 kWh",
    ] {
        let read: Written = text.parse().unwrap();
        assert_eq!(read.to_string().parse::<Written>().unwrap(), read, "{text}");
    }
}

#[test]
fn what_is_no_figure_is_told() {
    for (text, message) in [
        ("", "`` is no figure"),
        ("16 CDA", "`CDA` is not a currency"),
        ("CAD 16", "`CAD 16` is not an amount"),
        ("16 €", "`€` is not a currency"),
        ("100 Gb", "`100 Gb` is not a size"),
        ("about 2..3 GB", "`about 2..3 GB` says `about` of a range"),
        ("4..2 GB", "`4..2 GB` ends below where it begins"),
        ("12 GB before tax", "`12 GB before tax` is no money"),
        ("2021-13", "`2021-13` is not a month: there is no month 13"),
    ] {
        assert_eq!(text.parse::<Written>().unwrap_err().message, message, "{text}");
    }
}
