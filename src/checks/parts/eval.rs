//! What do parts come to, as they are written or with one of them changed?

use rust_decimal::{Decimal, RoundingStrategy};

use crate::document::Path;
use crate::units::{Basis, Currency, Day, Dims, Growth, Measured, Unit, Value, Written, Wrong};

use crate::units::SpanUnit;

use super::{Function, Id, Kind, Op, Parts, Sign};

/// Where parts find the values that they name.
pub(in crate::checks) trait Env {
    /// A figure of the file or of its results.
    fn figure(&self, path: &Path) -> Option<Value>;
    /// A path near one that is not there.
    fn nearest(&self, path: &str) -> Option<String>;
    /// A stated figure by its name; `None` where none is called so.
    fn stated(&self, name: &str) -> Option<Result<Value, Wrong>>;
    /// Rates of tax that hold, each and all together, as fractions.
    fn rates(&self) -> &[Decimal];
    /// An amount before tax after it, or the other way round; `None` where no tax is stated.
    fn other_basis(&self, amount: Decimal, to: Basis) -> Option<Decimal>;
    /// An amount in another currency, by a stated rate.
    fn exchanged(&self, amount: Decimal, from: Currency, to: Currency) -> Option<Decimal>;
    /// Currencies that have a stated rate to this one.
    fn exchangeable(&self, from: Currency) -> Vec<Currency>;
    /// The day that growth in months is counted from.
    fn day(&self) -> Day;
}

/// How amounts of another basis or currency are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::checks) struct Readings {
    /// All of this basis, as far as taxes are stated; `None`: as they stand.
    pub(in crate::checks) basis: Option<Basis>,
    /// All in this currency, as far as rates are stated; `None`: as if all were one.
    pub(in crate::checks) currency: Option<Currency>,
}

/// One slip in a sum.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) enum Change {
    /// None.
    Nothing,
    /// A term of this sum is left out.
    Skip(Id, usize),
    /// A term of this sum is counted so many times.
    Often(Id, usize, i64),
    /// These parts have other values.
    Values(Vec<(Id, Value)>),
    /// A factor of this product divides instead of multiplying, or the other way round.
    Turn(Id, usize),
    /// Growth here is straight-line instead of compound, or the other way round.
    Grow(Id),
}

/// What parts come to.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) struct Worked {
    pub(in crate::checks) value: Value,
    /// What was added though it is not alike, each once.
    pub(in crate::checks) mixes: Vec<Mix>,
}

/// Two amounts that are not alike.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) enum Mix {
    /// One after tax, one before.
    Basis { after: String, before: String },
    /// Of two currencies.
    Currency { one: Currency, other: Currency },
}

impl Parts<'_> {
    /// What they come to.
    pub(in crate::checks) fn work(
        &self,
        env: &dyn Env,
        readings: Readings,
        change: &Change,
    ) -> Result<Worked, Wrong> {
        let mut work = Work::new(self, env, readings, change);
        let value = work.value(self.root())?;
        Ok(Worked { value, mixes: work.mixes })
    }

    /// What one part comes to, by itself.
    pub(in crate::checks) fn part(
        &self,
        env: &dyn Env,
        readings: Readings,
        id: Id,
    ) -> Option<Value> {
        let change = &Change::Nothing;
        let mut work = Work::new(self, env, readings, change);
        work.value(id).ok()
    }
}

struct Work<'a> {
    parts: &'a Parts<'a>,
    env: &'a dyn Env,
    readings: Readings,
    /// The currency of the whole, wherever the work is just now.
    whole: Option<Currency>,
    change: &'a Change,
    mixes: Vec<Mix>,
}

impl<'a> Work<'a> {
    fn new(parts: &'a Parts<'a>, env: &'a dyn Env, readings: Readings, change: &'a Change) -> Self {
        Work { parts, env, readings, whole: readings.currency, change, mixes: Vec::new() }
    }

    fn value(&mut self, id: Id) -> Result<Value, Wrong> {
        if let Change::Values(values) = self.change
            && let Some((_, value)) = values.iter().find(|(changed, _)| *changed == id)
        {
            return Ok(value.clone());
        }
        match self.parts.kind(id) {
            Kind::Value(value) => Ok(self.read_as_asked(value.clone())),
            Kind::Path(path) => match self.env.figure(path) {
                Some(value) => Ok(self.read_as_asked(value)),
                None => Err(self.no_figure(&path.to_string())),
            },
            Kind::Text(name) => match self.env.stated(name) {
                Some(value) => Ok(self.read_as_asked(value?)),
                None => Err(Wrong::new(format!("no stated figure is called `{name}`"))
                    .hint("write its `what` as it stands in the file")),
            },
            Kind::Name(name) => self.name(name),
            Kind::Negative(of) => self.value(*of)?.negative(),
            Kind::Sum(terms) => self.sum(id, terms),
            Kind::Product(factors) => self.product(id, factors),
            Kind::Power(base, power) => self.power(id, *base, *power),
            Kind::Call(function, arguments) => self.call(id, *function, arguments),
        }
    }

    fn no_figure(&self, path: &str) -> Wrong {
        let wrong = Wrong::new(format!("`{path}` is no figure of this scenario"));
        match self.env.nearest(path) {
            Some(near) => wrong.hint(format!("did you mean `{near}`?")),
            None => wrong.hint("write a path as `request.before_tax`, or a stated figure's name"),
        }
    }

    /// A stated figure, a figure of one word, or one of a unit.
    fn name(&mut self, name: &str) -> Result<Value, Wrong> {
        if let Some(value) = self.env.stated(name) {
            return Ok(self.read_as_asked(value?));
        }
        let path = (!name.contains(' ')).then(|| name.parse::<Path>().ok()).flatten();
        if let Some(value) = path.and_then(|path| self.env.figure(&path)) {
            return Ok(self.read_as_asked(value));
        }
        match Unit::read(name, name) {
            Ok(unit) if !unit.is_number() => Ok(Value::of(Decimal::ONE, unit)),
            _ => Err(self.no_figure(name)),
        }
    }

    /// In the basis and currency that were asked for.
    fn read_as_asked(&self, value: Value) -> Value {
        let Value::Amount(amount) = &value else { return value };
        let (Some(number), Some(currency)) = (amount.exactly(), amount.unit.currency) else {
            return value;
        };
        if amount.dims().money != 1 {
            return value;
        }
        let (mut number, mut currency) = (number, currency);
        if let Some(to) = self.readings.currency.filter(|to| *to != currency)
            && let Some(exchanged) = self.env.exchanged(number, currency, to)
        {
            (number, currency) = (exchanged, to);
        }
        let mut basis = amount.unit.basis;
        if let (Some(is), Some(to)) = (basis, self.readings.basis)
            && is != to
            && let Some(other) = self.env.other_basis(number, to)
        {
            (number, basis) = (other, Some(to));
        }
        if amount.dims() != Dims::MONEY {
            return value; // a price per something stays as it is written
        }
        Value::Amount(Measured {
            loose: amount.loose,
            ..Measured::exact(number, Unit::money(currency, basis))
        })
    }

    fn sum(&mut self, id: Id, terms: &[(Sign, Id)]) -> Result<Value, Wrong> {
        if let Change::Grow(changed) = self.change
            && *changed == id
        {
            return self.compounded(terms);
        }
        let mut sum: Option<(Value, Id)> = None;
        for (place, (sign, term)) in terms.iter().enumerate() {
            let often = match self.change {
                Change::Skip(changed, skipped) if (*changed, *skipped) == (id, place) => continue,
                Change::Often(changed, at, often) if (*changed, *at) == (id, place) => *often,
                _ => 1,
            };
            let mut value = self.value(*term)?;
            if often != 1 {
                value = value.times(&Value::number(Decimal::from(often)))?;
            }
            sum = Some(match (sum, sign) {
                (None, Sign::Plus) => (value, *term),
                (None, Sign::Minus) => (value.negative()?, *term),
                (Some((sum, first)), sign) => {
                    let value = share_of(&sum, value)?;
                    self.compare((&sum, first), (&value, *term));
                    let sum = match sign {
                        Sign::Plus => sum.plus(&value)?,
                        Sign::Minus => sum.minus(&value)?,
                    };
                    (sum, first)
                }
            });
        }
        sum.map(|(sum, _)| sum).ok_or_else(|| Wrong::new("nothing is left to be added"))
    }

    /// Notes amounts that are not alike.
    fn compare(&mut self, (one, first): (&Value, Id), (other, term): (&Value, Id)) {
        let (Some(a), Some(b)) = (one.measured(), other.measured()) else { return };
        if a.dims().money != 1 || b.dims().money != 1 {
            return;
        }
        if let (Some(one), Some(other)) = (a.unit.currency, b.unit.currency)
            && one != other
            && !(a.loose || b.loose)
        {
            self.mix(Mix::Currency { one, other });
        }
        let (first, term) = (self.parts.text(first), self.parts.text(term));
        let (after, before) = match (a.unit.basis, b.unit.basis) {
            (Some(Basis::AfterTax), Some(Basis::BeforeTax)) => (first, term),
            (Some(Basis::BeforeTax), Some(Basis::AfterTax)) => (term, first),
            _ => return,
        };
        self.mix(Mix::Basis { after: after.to_owned(), before: before.to_owned() });
    }

    fn mix(&mut self, mix: Mix) {
        if !self.mixes.contains(&mix) {
            self.mixes.push(mix);
        }
    }

    /// The factors as they stand; then, if that is asked for, all in one currency: `20 USD ÷ 1.08` may be
    /// in euro already.
    fn product(&mut self, id: Id, factors: &[(Op, Id)]) -> Result<Value, Wrong> {
        let asked = self.readings.currency.take();
        let product = self.multiplied(id, factors);
        self.readings.currency = asked;
        product.map(|product| self.in_currency(product))
    }

    fn in_currency(&self, value: Value) -> Value {
        let Value::Amount(amount) = &value else { return value };
        let (Some(number), Some(from), Some(to)) =
            (amount.exactly(), amount.unit.currency, self.readings.currency)
        else {
            return value;
        };
        match self.env.exchanged(number, from, to).filter(|_| amount.dims() == Dims::MONEY) {
            Some(exchanged) if from != to => Value::Amount(Measured {
                loose: amount.loose,
                ..Measured::exact(exchanged, Unit::money(to, amount.unit.basis))
            }),
            _ => value,
        }
    }

    fn multiplied(&mut self, id: Id, factors: &[(Op, Id)]) -> Result<Value, Wrong> {
        let mut product: Option<(Value, Id)> = None;
        let hourly = factors.iter().any(|(_, factor)| self.is_in(*factor, &["hours"]));
        for (place, (op, factor)) in factors.iter().enumerate() {
            let turned = matches!(self.change, Change::Turn(at, n) if (*at, *n) == (id, place));
            let mut value = self.value(*factor)?;
            // `24 h × 30 days`: so many hours on so many days.
            if hourly && self.is_in(*factor, &["days", "weeks"]) {
                value = value.over(&Value::of(Decimal::ONE, Unit::span(SpanUnit::Day)))?;
            }
            product = Some(match product {
                None => (value, *factor),
                Some((product, first)) => {
                    let over = (*op == Op::Over) != turned;
                    let result = if over {
                        self.compare((&product, first), (&value, *factor));
                        product.over(&value)?
                    } else {
                        product.times(&value)?
                    };
                    let result = self.taxed(&product, &value, over, result);
                    (self.exchanged(&product, &value, over, result), first)
                }
            });
        }
        product.map(|(product, _)| product).ok_or_else(|| Wrong::new("nothing is multiplied"))
    }

    /// Whether a part is a number written in one of these units.
    fn is_in(&self, id: Id, units: &[&str]) -> bool {
        let Kind::Value(value) = self.parts.kind(id) else { return false };
        value.measured().is_some_and(|amount| units.contains(&amount.unit.name()))
    }

    /// `x before tax × 113 %` is after tax, `x × 13 %` is the tax.
    fn taxed(&self, a: &Value, b: &Value, over: bool, result: Value) -> Value {
        let (Value::Amount(product), Some(a), Some(b)) = (&result, a.measured(), b.measured())
        else {
            return result;
        };
        let (money, factor) = if a.dims().money == 1 { (a, b) } else { (b, a) };
        let (Some(currency), Some(basis)) = (money.unit.currency, money.unit.basis) else {
            return result;
        };
        let Some(number) = factor.exactly().filter(|_| factor.dims() == Dims::NONE) else {
            return result;
        };
        let rates = self.env.rates();
        let is_whole = rates.iter().any(|rate| number == Decimal::ONE + rate);
        let is_tax = rates.contains(&number);
        let basis = match (basis, over) {
            (Basis::BeforeTax, false) if is_whole => Some(Basis::AfterTax),
            (Basis::AfterTax, true) if is_whole => Some(Basis::BeforeTax),
            (_, false) if is_tax => None,
            _ => return result,
        };
        if product.dims() != Dims::MONEY {
            return result;
        }
        Value::Amount(Measured { unit: Unit::money(currency, basis), ..product.clone() })
    }

    /// `20 USD ÷ 1.08` is in euro, where 1 EUR is stated to be 1.08 USD; `20 EUR × 1.08` in dollars. What is
    /// in the currency of the whole already stays in it: 1.21 may be a tax as well.
    fn exchanged(&self, a: &Value, b: &Value, over: bool, result: Value) -> Value {
        let (Value::Amount(product), Some(a), Some(b)) = (&result, a.measured(), b.measured())
        else {
            return result;
        };
        let (money, factor) = if a.dims().money == 1 { (a, b) } else { (b, a) };
        let from = money.unit.currency.filter(|from| Some(*from) != self.whole);
        let (Some(from), Some(number)) = (from, factor.exactly()) else {
            return result;
        };
        if product.dims() != Dims::MONEY || factor.dims() != Dims::NONE || number == Decimal::ONE {
            return result;
        }
        let by_rate = |to: &Currency| {
            if over {
                self.env.exchanged(Decimal::ONE, *to, from) == Some(number)
            } else {
                self.env.exchanged(Decimal::ONE, from, *to) == Some(number)
            }
        };
        match self.env.exchangeable(from).into_iter().find(by_rate) {
            Some(to) => Value::Amount(Measured {
                unit: Unit::money(to, product.unit.basis),
                ..product.clone()
            }),
            None => result,
        }
    }

    fn power(&mut self, id: Id, base: Id, power: Id) -> Result<Value, Wrong> {
        let (base, power) = (self.value(base)?, self.value(power)?);
        if matches!(self.change, Change::Grow(changed) if *changed == id) {
            // 1.15^5 as 1 + 5 × 0.15.
            let one = Value::number(Decimal::ONE);
            return base.minus(&one)?.times(&power)?.plus(&one);
        }
        base.to_the(&power)
    }

    /// `1 + 5 × 15 %` as 1.15^5.
    fn compounded(&mut self, terms: &[(Sign, Id)]) -> Result<Value, Wrong> {
        let not = || Wrong::new("it is no growth");
        let [(Sign::Plus, one), (Sign::Plus, more)] = terms else { return Err(not()) };
        let Kind::Product(factors) = self.parts.kind(*more) else { return Err(not()) };
        let [(_, a), (Op::Times, b)] = factors.as_slice() else { return Err(not()) };
        let mut number = |id: Id| {
            let value = self.value(id).ok()?;
            value.measured().filter(|n| n.dims() == Dims::NONE)?.exactly()
        };
        let (one, a, b) = (number(*one), number(*a), number(*b));
        let (Some(one), Some(a), Some(b)) = (one, a, b) else { return Err(not()) };
        let (times, share) = if a.is_integer() { (a, b) } else { (b, a) };
        if one != Decimal::ONE
            || !times.is_integer()
            || times < Decimal::TWO
            || share >= Decimal::ONE
        {
            return Err(not());
        }
        Value::number(Decimal::ONE + share).to_the(&Value::number(times))
    }

    fn call(&mut self, id: Id, function: Function, arguments: &[Id]) -> Result<Value, Wrong> {
        let by = |how| move |x: &Value, step: Option<&Value>| x.stepped(step, how);
        let rounding = match function {
            Function::Up => RoundingStrategy::ToPositiveInfinity,
            Function::Down => RoundingStrategy::ToNegativeInfinity,
            _ => RoundingStrategy::MidpointAwayFromZero,
        };
        match (function, arguments) {
            (Function::Up | Function::Down | Function::Round, [x]) => {
                by(rounding)(&self.value(*x)?, None)
            }
            (Function::Up | Function::Down | Function::Round, [x, step]) => {
                let (x, step) = (self.value(*x)?, self.value(*step)?);
                by(rounding)(&x, Some(&step))
            }
            (Function::Min | Function::Max, [first, rest @ ..]) => {
                let order = if function == Function::Min {
                    std::cmp::Ordering::Less
                } else {
                    std::cmp::Ordering::Greater
                };
                let mut best = self.value(*first)?;
                for other in rest {
                    best = best.choose(&self.value(*other)?, order)?;
                }
                Ok(best)
            }
            (Function::Sum, all) => {
                let terms: Vec<_> = all.iter().map(|id| (Sign::Plus, *id)).collect();
                self.sum(id, &terms)
            }
            (Function::Periods, [from, to, growth]) => {
                let (from, to) = (self.value(*from)?, self.value(*to)?);
                from.periods(&to, &self.growth(id, *growth)?)
            }
            (Function::Grown, [x, growth, time]) => {
                let x = self.value(*x)?;
                let growth = self.growth(id, *growth)?;
                let time = self.time(*time)?;
                x.grown(&growth, &time, self.env.day())
            }
            _ => Err(Wrong::new("a function lacks a part")), // parsing counted them
        }
    }

    /// A growth: in quotes, as it is written, or by its path.
    fn growth(&mut self, call: Id, id: Id) -> Result<Growth, Wrong> {
        let text = match self.parts.kind(id) {
            Kind::Text(text) => text.as_str(),
            _ => self.parts.text(id),
        };
        let growth = match (text.parse::<Growth>(), self.parts.kind(id)) {
            (Ok(growth), _) => growth,
            (Err(wrong), Kind::Text(_) | Kind::Value(_)) => return Err(wrong),
            _ => match self.value(id)? {
                Value::Growth(growth) => growth,
                other => return Err(Wrong::new(format!("`{other}` is no growth"))),
            },
        };
        if matches!(self.change, Change::Grow(changed) if *changed == call) {
            let text = growth.to_string();
            let turned = match text.strip_suffix(" straight-line") {
                Some(compound) => compound.to_owned(),
                None => format!("{text} straight-line"),
            };
            return turned.parse();
        }
        Ok(growth)
    }

    /// A length of time: in quotes, or any part.
    fn time(&mut self, id: Id) -> Result<Value, Wrong> {
        let Kind::Text(text) = self.parts.kind(id) else { return self.value(id) };
        match text.parse::<Written>() {
            Ok(Written::Amount { figure: crate::units::Figure::Exact(number), unit }) => {
                Ok(Value::of(number, unit))
            }
            _ => self.value(id),
        }
    }
}

/// A percentage after something else is one of it: `100 EUR + 15 %` is 115 EUR.
fn share_of(sum: &Value, value: Value) -> Result<Value, Wrong> {
    let is_share = |value: &Value| value.measured().is_some_and(|v| v.unit.is_percent());
    if is_share(&value) && !is_share(sum) { sum.times(&value) } else { Ok(value) }
}
