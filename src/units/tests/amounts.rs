//! Whole smallest units: they add up by basis, round once, and stop at the ends.

use super::*;

fn net(minor: i128) -> Amount<BeforeTax> {
    Amount::from_minor(minor)
}

fn paid(minor: i128) -> Amount<AfterTax> {
    Amount::from_minor(minor)
}

fn tax(minor: i128) -> Amount<TaxAmount> {
    Amount::from_minor(minor)
}

#[test]
fn an_amount_and_its_tax_are_what_is_paid() {
    assert_eq!(net(79_38) + tax(10_32), paid(89_70));
    assert_eq!(net(79_38).with_tax(tax(10_32)), paid(89_70));
    assert_eq!(paid(89_70).tax_over(net(79_38)), tax(10_32));
    assert_eq!(paid(89_70).less_recovered(tax(5_16)), paid(84_54)); // half of 10.32 comes back
    let (one, two) = (Total::known(net(79_38)), Total::between(net(79_38), net(101_04)));
    assert_eq!(one.with_tax(Total::known(tax(10_32))), Total::known(paid(89_70)));
    let taxes = Total::between(tax(10_32), tax(13_14));
    assert_eq!(two.with_tax(taxes), Total::between(paid(89_70), paid(114_18)));
    assert_eq!(two.with_tax(Total::at_least(tax(10_32))), Total::at_least(paid(89_70)));
}

#[test]
fn amounts_add_up_and_go_down_in_place() {
    let mut sum = net(79_38);
    sum += net(101_04);
    assert_eq!(sum, net(180_42));
    sum -= net(16_00);
    assert_eq!(sum, net(164_42));
    assert_eq!(net(16_00).times(3), net(48_00));
    assert_eq!((sum.minor(), format!("{sum:?}")), (164_42, "16442 before tax".to_owned()));
    let parts = [net(79_38), net(101_04), net(16_00)];
    assert_eq!(parts.iter().sum::<Amount<BeforeTax>>(), net(196_42));
    assert_eq!(parts.into_iter().sum::<Amount<BeforeTax>>(), net(196_42));
    assert!(!sum.is_zero() && (sum - sum).is_zero());
}

#[test]
fn a_number_of_more_digits_than_can_be_shown_is_the_largest_of_its_sign() {
    assert_eq!(net(i128::MAX).to_decimal(cad()), Decimal::MAX);
    assert_eq!(net(i128::MIN).to_decimal(cad()), Decimal::MIN);
}

#[test]
fn a_total_less_or_times_what_is_known_keeps_its_ends() {
    let some = Total::between(net(10_00), net(25_00));
    assert_eq!(some.minus(net(4_00)), Total::between(net(6_00), net(21_00)));
    assert_eq!(some.times(3), Total::between(net(30_00), net(75_00)));
    assert_eq!(Total::at_least(net(10_00)).times(3), Total::at_least(net(30_00)));
    assert_eq!(Total::at_least(net(10_00)).minus(net(4_00)), Total::at_least(net(6_00)));
    assert_eq!(Total::from(net(10_00)), Total::known(net(10_00)));
    assert_eq!(Total::<BeforeTax>::default(), Total::known(net(0)));
    // Ends that come the other way round are put in order.
    assert_eq!(Total::between(net(25_00), net(10_00)), some);
}

#[test]
fn a_total_is_exact_only_where_both_ends_meet() {
    let (known, range, open) =
        (Total::known(net(16_00)), Total::between(net(0), net(16_00)), Total::at_least(net(16_00)));
    assert_eq!(known.exact(), Some(net(16_00)));
    assert_eq!((range.exact(), open.exact()), (None, None));
    assert_eq!([known, range, open].map(Total::is_exact), [true, false, false]);
    assert_eq!([known, range, open].map(Total::is_open), [false, false, true]);
    let mut sum = known;
    sum += range;
    assert_eq!(sum, Total::between(net(16_00), net(32_00)));
    assert_eq!([known, range].iter().sum::<Total<BeforeTax>>(), sum);
    assert_eq!([known, range, open].into_iter().sum::<Total<BeforeTax>>(), sum + open);
    assert_eq!(sum + open, Total::at_least(net(32_00)));
}

#[test]
fn tax_adds_up_whichever_rate_comes_first() {
    // 7.3746375 % of 100.00 is 7.3746375, 13 % of 1.00 is 0.13, 9.975 % of 10.00 is 0.9975.
    let taxes = [(100_00, "7.3746375 %"), (1_00, "13 %"), (10_00, "9.975 %")];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut exact = ExactTax::ZERO;
        for (amount, share) in order.map(|at| taxes[at]) {
            exact.add(amount, rate(share));
        }
        assert_eq!(exact.rounded(), 8_50, "{order:?}"); // 8.5021375
    }
    assert_eq!(tax_on(79_38, rate("13 %")), 10_32);
}

#[test]
fn products_of_many_decimals_are_rounded_where_they_end() {
    let line = |quantity, price| line_amount(dec(quantity), dec(price), &[], cad());
    // 36 decimals dropped: 1.2345679…; 38 dropped: 1.23 cents; 39 dropped: 0.12 cents.
    assert_eq!(line("1.1111111111111111111", "1.1111111111111111111"), 1_23);
    assert_eq!(line("0.11111111111111111111", "0.11111111111111111111"), 1);
    assert_eq!(line("0.11111111111111111111", "0.011111111111111111111"), 0);
    assert_eq!(line("-0.11111111111111111111", "0.11111111111111111111"), -1);
    assert_eq!(long_product([12, 5].into_iter(), 0, 2), 6000); // whole, in cents
    assert_eq!(long_product([12, 5].into_iter(), 1, 2), 600);
    assert_eq!(long_product([12, 5].into_iter(), 2, 2), 60);
    assert_eq!(long_product([13, 5].into_iter(), 3, 2), 7); // 6.5
}

#[test]
fn what_is_left_of_a_split_goes_to_the_largest_remainders() {
    assert_eq!(allocate(4, &[1, 3]), [1, 3]);
    // 5/7, 1 3/7 and 2 6/7: two units are left, for 6/7 and 5/7.
    assert_eq!(allocate(5, &[1, 2, 4]), [1, 1, 3]);
    assert_eq!(allocate(-5, &[1, 2, 4]), [-1, -1, -3]);
    assert_eq!(allocate(0, &[1, 2]), [0, 0]);
    // Beyond 128 bits, still to the unit: 10^38 × 7 ÷ 10 and × 3 ÷ 10.
    let most = 10_i128.pow(38);
    let weights = [7 * 10_i128.pow(36), 3 * 10_i128.pow(36)];
    assert_eq!(allocate(most, &weights), [7 * 10_i128.pow(37), 3 * 10_i128.pow(37)]);
    assert_eq!(
        allocate(most + 1, &weights), // 0.7 and 0.3 of a unit more: it goes to the first
        [7 * 10_i128.pow(37) + 1, 3 * 10_i128.pow(37)]
    );
    // Weights whose sum is above 2^126 count by their upper digits.
    let half = i128::MAX / 2; // 2^126 − 1, rounded down
    assert_eq!(allocate(i128::MAX, &[i128::MAX, i128::MAX]), [half + 1, half]);
    // Beside such, what has no weight still gets nothing, and the least weight is not none.
    assert_eq!(allocate(i128::MAX, &[i128::MAX, i128::MAX, 0])[2], 0);
    assert!(allocate(i128::MAX, &[i128::MAX, i128::MAX, 1])[2] > 0);
}

#[test]
fn the_net_of_more_than_can_be_multiplied_is_found_too() {
    for gross in [10_i128.pow(37), -10_i128.pow(37), 10_i128.pow(37) + 3, 7 - 10_i128.pow(37)] {
        let rates = [rate("13 %")];
        match net_of_gross(gross, &rates) {
            NetOfGross::Exact(net) => assert_eq!(gross_of(net, &rates), gross),
            NetOfGross::Between { below, above } => {
                assert!(below.1 < gross && gross < above.1, "{gross}");
                assert_eq!(above.0, below.0 + 1);
            }
        }
    }
}

#[test]
fn a_sum_with_a_part_that_nobody_knows_is_unknown() {
    let money = |text: &str| text.parse::<Money>().unwrap();
    let (known, capped) = (money("10 CAD"), money("unknown, at most 5 CAD"));
    assert!(capped.is_unknown() && !known.is_unknown() && !money("0..5 CAD").is_unknown());
    for (one, two) in [(&known, &capped), (&capped, &known), (&capped, &capped)] {
        assert_eq!(one.checked_add(two).unwrap(), Money::UNKNOWN);
        assert_eq!(one.checked_sub(two).unwrap(), Money::UNKNOWN);
    }
}

#[test]
fn a_whole_month_is_paid_for_by_itself() {
    let months = |from, until| accrue(31_00, day(from), day(until)).len();
    assert_eq!(months("2021-01-01", "2021-02-01"), 1);
    assert_eq!(months("2021-01-01", "2021-02-02"), 2);
    assert_eq!(months("2021-01-31", "2021-03-01"), 2);
}
