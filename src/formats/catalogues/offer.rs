//! What stands in a scenario for something chosen out of a catalogue?
//!
//! A plan, the add-ons chosen with it and a way to pay become one offer. Only such offers are copied into a scenario, so that it stays
//! whole when the catalogue is gone.

use rust_decimal::{Decimal, RoundingStrategy};

use super::prices::{Payment, payment};
use super::ron::Fields;
use crate::diag::Problem;
use crate::document::quote;
use crate::model::{
    AddOn, Answer, Catalogue, CataloguePlan, CatalogueTax, DiskSet, Family, Gives, OfferKind,
    Pricing, Raid, Renewal,
};
use crate::units::{Basis, Currency, Money, SizeUnit};

/// An entry of a scenario's `offers`, as key and RON.
///
/// `plan` is an index into the catalogue's plans, `chosen` holds indices into its add-ons: one of each mandatory family, at most one of each
/// other. `mode` is the name of a way to pay; behind `@` stands the place, where prices differ by place: `default@fsn1`. The key is as
/// `ovh/24rise01-v1/64g-2x512nvme/default`: what could not be chosen otherwise is not in it.
///
/// Prices keep every digit. One payment for several months becomes its part a month with as many decimals as an amount may have, rounded away
/// from nothing, so that so many months give the payment to the cent.
///
/// Refused: what the catalogue does not have, a choice that is missing or made twice, and prices that it has twice or beyond 10¹⁵.
pub fn as_offer(
    catalogue: &Catalogue,
    plan: usize,
    chosen: &[u32],
    mode: &str,
) -> Result<(String, String), Problem> {
    as_offer_joined(catalogue, plan, chosen, mode, Raid::None)
}

/// The same with its disks joined, each set that has disks enough for it; what the catalogue joins itself stays.
pub fn as_offer_joined(
    catalogue: &Catalogue,
    plan: usize,
    chosen: &[u32],
    mode: &str,
    raid: Raid,
) -> Result<(String, String), Problem> {
    let Some(plan) = catalogue.plans.get(plan) else {
        let message = format!("there is no plan {plan}");
        return Err(Problem::error("no-such-plan", message)
            .hint(format!("the catalogue has {} plans", catalogue.plans.len())));
    };
    let picks = picks(catalogue, plan, chosen)?;
    let addons: Vec<&AddOn> = picks.iter().map(|pick| pick.addon).collect();
    let (mode, place) = mode.split_once('@').map_or((mode, None), |(m, p)| (m, Some(p)));
    let payment = payment(plan, &addons, mode, place)?;
    let key = key(catalogue, plan, &picks, mode, place);
    let way = place.map_or_else(|| mode.to_owned(), |place| format!("{mode}@{place}"));
    Ok((key, entry(catalogue, plan, &addons, (&payment, &way), raid)?))
}

/// Entries of a scenario's `regions` for the places where a plan can be had, as code and RON; those alone whose country is known.
pub fn regions_of(catalogue: &Catalogue, plan: &CataloguePlan) -> Vec<(String, String)> {
    let known = plan.regions.iter().filter_map(|code| {
        let region = catalogue.regions.get(code)?;
        let mut fields = Fields::default();
        fields.text("country", Some(&region.country));
        fields.text("name", region.name.as_ref());
        Some((code.to_string(), fields.entry()))
    });
    known.collect()
}

/// An add-on that was chosen, and of which family.
struct Pick<'a> {
    family: &'a Family,
    addon: &'a AddOn,
}

/// What was chosen, family by family; refused where that is no choice.
fn picks<'a>(
    catalogue: &'a Catalogue,
    plan: &'a CataloguePlan,
    chosen: &[u32],
) -> Result<Vec<Pick<'a>>, Problem> {
    let of = |index: &u32| catalogue.addons.get(*index as usize);
    let codes = |indices: &[u32]| {
        let codes: Vec<String> =
            indices.iter().filter_map(of).map(|a| format!("`{}`", a.code)).collect();
        codes.join(", ")
    };
    let offered = |index: &u32| plan.families.iter().any(|family| family.options.contains(index));
    if let Some(stray) = chosen.iter().find(|index| !offered(index)) {
        let name = of(stray).map_or_else(|| stray.to_string(), |addon| addon.code.to_string());
        let message = format!("`{name}` is no choice of `{}`", plan.code);
        let problem = Problem::error("no-such-choice", message);
        let options: Vec<u32> =
            plan.families.iter().flat_map(|f| f.options.iter().copied()).collect();
        return Err(if options.is_empty() {
            problem.hint("nothing is chosen with it")
        } else {
            problem.hint(format!("there are {}", codes(&options)))
        });
    }
    let mut picks = Vec::new();
    for family in &plan.families {
        let of_it: Vec<u32> =
            family.options.iter().copied().filter(|option| chosen.contains(option)).collect();
        match of_it.as_slice() {
            [] if family.mandatory => {
                let message = format!("`{}` needs a choice of {}", plan.code, family.name);
                return Err(Problem::error("choice-missing", message)
                    .hint(format!("one of {}", codes(&family.options))));
            }
            [] => {}
            [one] => {
                if let Some(addon) = of(one) {
                    picks.push(Pick { family, addon });
                }
            }
            several => {
                let message = format!("`{}` takes one choice of {}", plan.code, family.name);
                return Err(Problem::error("chosen-twice", message)
                    .hint(format!("one of {}", codes(several))));
            }
        }
    }
    Ok(picks)
}

fn key(
    catalogue: &Catalogue,
    plan: &CataloguePlan,
    picks: &[Pick<'_>],
    mode: &str,
    place: Option<&str>,
) -> String {
    let choices: Vec<String> = picks
        .iter()
        .filter(|pick| pick.family.options.len() > 1 || !pick.family.mandatory)
        .map(|pick| {
            let short = short(&pick.addon.gives);
            let others =
                pick.family.options.iter().filter_map(|o| catalogue.addons.get(*o as usize));
            let alike = others.filter(|other| self::short(&other.gives) == short).count();
            match short {
                Some(short) if alike == 1 => short,
                _ => slug(&pick.addon.code),
            }
        })
        .collect();
    let mut parts = vec![slug(&catalogue.provider), slug(&plan.code)];
    if !choices.is_empty() {
        parts.push(choices.join("-"));
    }
    parts.push(place.map_or_else(|| slug(mode), |p| format!("{}@{}", slug(mode), slug(p))));
    parts.join("/")
}

/// Memory and disks in a few letters: `64g`, `2x512nvme`.
fn short(gives: &Gives) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(ram) = gives.ram {
        parts.push(format!("{}g", ram.bytes() / i128::from(SizeUnit::Gib.bytes())));
    }
    for set in &gives.disks {
        let gigabytes = set.size.bytes() / i128::from(SizeUnit::Gb.bytes());
        let what = set.what.as_deref().unwrap_or_default().to_lowercase();
        let known = ["nvme", "ssd", "hdd"].into_iter().find(|known| what.contains(known));
        parts.push(format!("{}x{gigabytes}{}", set.count, known.unwrap_or_default()));
    }
    (!parts.is_empty()).then(|| parts.join("-"))
}

/// What may stand between the strokes of a key.
fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "._+-".contains(c) { c } else { '-' };
    text.trim().to_lowercase().chars().map(plain).collect()
}

fn entry(
    catalogue: &Catalogue,
    plan: &CataloguePlan,
    addons: &[&AddOn],
    (payment, way): (&Payment<'_>, &str),
    raid: Raid,
) -> Result<String, Problem> {
    let has = plan.gives.with(addons.iter().map(|addon| &addon.gives));
    let pricing = payment.pricing;
    let mut notes: Vec<String> = plan.note.iter().cloned().collect();
    let mut fields = Fields::default();
    fields.bare("kind", kind_name(plan.kind));
    fields.text("name", Some(&name(plan, addons)));
    fields.text("provider", Some(&catalogue.provider));
    fields.text("ram", has.ram.as_ref());
    match (plan.kind, has.space) {
        (OfferKind::Server, space) => fields.text("storage", space.as_ref()),
        (_, space) => fields.text("size", space.as_ref()),
    }
    if !has.disks.is_empty() {
        let sets: Vec<String> = has.disks.iter().map(|set| disk_set(set, raid)).collect();
        fields.bare("disks", &format!("[{}]", sets.join(", ")));
    }
    fields.bare_if("threads", has.threads.map(|threads| threads.to_string()));
    fields.bare_if("gives", has.bandwidth.map(|mbit| format!("{{\"Mbit/s\": {mbit}}}")));
    fields.bare_if("has", (has.ecc == Some(true)).then(|| "[\"ecc\"]".to_owned()));
    if !payment.regions.is_empty() {
        let codes: Vec<String> = payment.regions.iter().map(|code| quote(code)).collect();
        fields.bare("regions", &format!("[{}]", codes.join(", ")));
    }
    let money = |amount: Option<Decimal>| amount_of(catalogue, plan, amount);
    let price = match pricing.every {
        0 | 1 => payment.price,
        every => payment.price.map(|price| a_month(price, every, catalogue.currency)),
    };
    let metered_only = plan.tariff.is_some() && payment.price.is_none();
    let hourly_only = payment.hourly.is_some() && payment.price.is_none();
    if !metered_only && !hourly_only {
        fields.text("monthly", Some(&money(price)?));
    }
    if payment.hourly.is_some() {
        fields.text("hourly", Some(&money(payment.hourly)?));
    }
    if let Some(tariff) = &plan.tariff {
        fields.bare("tariff", &super::ron::tariff(tariff));
    }
    if payment.setup.is_none_or(|setup| !setup.is_zero()) {
        fields.text("setup", Some(&money(payment.setup)?));
    }
    terms(&mut fields, pricing, payment.price, catalogue.currency, &mut notes);
    if let Some(backup) = has.backup {
        fields.bare("includes", &format!("{{Backup: {}}}", quote(&backup.to_string())));
    }
    fields.bare_if("stackable", plan.stackable.map(|answer| answer_name(answer).to_owned()));
    fields.text("until", plan.until.as_ref());
    if let Some(day) = pricing.falls {
        notes.push(format!("its price is said to fall on {day}"));
    }
    match pricing.customers {
        crate::model::Customers::All => {}
        crate::model::Customers::New => notes.push("for new customers only".to_owned()),
        crate::model::Customers::Existing => notes.push("for existing customers only".to_owned()),
    }
    fields.text("source", Some(&source(catalogue, plan, addons, way)));
    fields.text("checked", Some(&catalogue.date));
    fields.text("note", (!notes.is_empty()).then(|| notes.join("; ")).as_ref());
    Ok(fields.entry())
}

/// How long one is bound, when it is paid, and what follows.
fn terms(
    fields: &mut Fields,
    pricing: &Pricing,
    payment: Option<Decimal>,
    currency: Currency,
    notes: &mut Vec<String>,
) {
    let every = pricing.every.max(1);
    let term = if every > 1 { pricing.term.max(every) } else { pricing.term };
    if term > 0 {
        fields.text("term", Some(&format!("{term} months")));
        let renews = match pricing.renews {
            None | Some(Renewal::Unknown) => "unknown".to_owned(),
            Some(Renewal::No) => "no".to_owned(),
            Some(Renewal::Automatically) => "automatically".to_owned(),
            Some(Renewal::For(months)) => format!("{months} months"),
        };
        fields.text("renews", Some(&renews));
    }
    if every == 1 {
        return;
    }
    if term == every {
        fields.bare("billing", "UpFront");
    } else {
        notes.push(format!("paid each {every} months; counted here as paid by the month"));
    }
    if let Some(payment) = payment {
        notes.push(format!("{payment} {currency} for {every} months"));
    }
}

/// So much a month that `every` months give the payment again.
fn a_month(payment: Decimal, every: u32, currency: Currency) -> Decimal {
    let month = payment / Decimal::from(every);
    // As many decimals as an amount may have; away from nothing, so that half a cent of the payment is still half a cent.
    let digits = currency.minor_digits() + 8;
    month.round_dp_with_strategy(digits, RoundingStrategy::AwayFromZero).normalize()
}

fn amount_of(
    catalogue: &Catalogue,
    plan: &CataloguePlan,
    amount: Option<Decimal>,
) -> Result<String, Problem> {
    let Some(amount) = amount else { return Ok(Money::UNKNOWN.to_string()) };
    let basis = match catalogue.tax {
        CatalogueTax::Before(_) => Basis::BeforeTax,
        CatalogueTax::In(_) => Basis::AfterTax,
    };
    let digits = catalogue.currency.minor_digits();
    // What an amount cannot hold is rounded, once; zeros behind the smallest unit say nothing.
    let mut amount = amount.round_dp(digits + 8);
    if amount.scale() > digits {
        amount = amount.normalize();
        amount.rescale(amount.scale().max(digits));
    }
    let written = Money::exact(amount, catalogue.currency, Some(basis)).to_string();
    match written.parse::<Money>() {
        Ok(_) => Ok(written),
        Err(wrong) => {
            let message = format!("the price of `{}` cannot be: {}", plan.code, wrong.message);
            let problem = Problem::error("price-not-valid", message);
            Err(wrong.hint.into_iter().fold(problem, Problem::hint))
        }
    }
}

fn name(plan: &CataloguePlan, addons: &[&AddOn]) -> String {
    // What is chosen and free of hardware, as traffic that is included, says nothing of what it is.
    let of_it =
        addons.iter().filter(|addon| addon.gives.ram.is_some() || !addon.gives.disks.is_empty());
    let names = of_it.map(|addon| addon.name.trim());
    std::iter::once(plan.name.trim()).chain(names).collect::<Vec<_>>().join(", ")
}

/// As [`Copied`](crate::engine::configure::Copied) reads it again.
fn source(catalogue: &Catalogue, plan: &CataloguePlan, addons: &[&AddOn], way: &str) -> String {
    let code = |code: &str| format!("`{}`", code.replace('`', "'"));
    let mut text = format!(
        "{}, catalogue of {}, plan {}",
        catalogue.range(),
        catalogue.date,
        code(&plan.code)
    );
    if !addons.is_empty() {
        let codes: Vec<String> = addons.iter().map(|addon| code(&addon.code)).collect();
        text.push_str(" with ");
        text.push_str(&codes.join(", "));
    }
    text.push_str(" by ");
    text.push_str(&code(way));
    if let Some(source) = &catalogue.source {
        text.push_str(", ");
        text.push_str(source);
    }
    text
}

fn disk_set(set: &DiskSet, raid: Raid) -> String {
    let joined =
        if set.raid == Raid::None && set.joined() >= raid.least() { raid } else { set.raid };
    let mut fields = Fields::default();
    fields.bare("count", &set.count.to_string());
    fields.text("size", Some(&set.size));
    fields.text("raid", (joined != Raid::None).then(|| joined.name()).as_ref());
    fields.bare_if("spares", (set.spares > 0).then(|| set.spares.to_string()));
    fields
        .bare_if("for", (set.holds == crate::model::Resource::Backup).then(|| "Backup".to_owned()));
    fields.text("what", set.what.as_ref());
    fields.text("note", set.note.as_ref());
    fields.entry()
}

fn kind_name(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Server => "Server",
        OfferKind::Backup => "Backup",
        OfferKind::Disk => "Disk",
        OfferKind::Other => "Other",
    }
}

fn answer_name(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "true",
        Answer::No => "false",
        Answer::Unknown => "\"unknown\"",
    }
}
