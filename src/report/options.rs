//! Which plan or offer would serve, for how long and for how much, and why not the others?

use std::sync::Arc;

use crate::checks::{self, Finding};
use crate::diag::Severity;
use crate::engine::fit::{self, OfferFit, Verdict, largest_host};
use crate::engine::outlook::{PlanOutlook, Runway};
use crate::model::{DO_NOTHING, OfferKind, Resource};
use crate::units::{Amount, Day};

use super::words::{self, request_path};
use super::{Ask, Cell, Column, Report, Row, RowKind, Table, Tone, amounts, configurations};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let mut report = Report::new("options", "Plans and offers, and why not");
    let code = ask.scenario.currency.code();
    report.say(format!("{}, {code} before tax.", words::period(ask.outlook.period)));
    report.heading("Plans");
    report.table(plans(ask));
    let fits = fit::fits(ask.scenario, ask.outlook);
    if !fits.is_empty() {
        report.heading("Offers");
        report.table(offers(ask, &fits));
        if let Some(table) = effective(ask, &fits) {
            report.heading("With the setup fee spread over a term");
            report.table(table);
        }
    }
    configurations::beside(ask, &fits, &mut report);
    report
}

fn plans(ask: &Ask<'_>) -> Table {
    let code = ask.scenario.currency.code();
    let mut table = Table::new(
        "plans",
        "",
        vec![
            Column::words("plan", "Plan"),
            Column::words("lasts", "Lasts"),
            Column::numbers("request", format!("Request, {code}")),
            Column::numbers("more", "More than today"),
            Column::numbers("monthly", "Monthly"),
            Column::numbers("one_off", "One-off"),
            Column::words("why_not", "Why not"),
        ],
    );
    for plan in ask.outlook.plans.values() {
        let lasts = would_last(ask, plan, words::lasts(ask.scenario, plan, ask.outlook));
        let more = if plan.name.as_ref() == DO_NOTHING {
            Cell::words("–")
        } else {
            amounts::cell(plan, "more")
        };
        let cells = vec![
            Cell::words(plan.name.to_string()),
            lasts,
            amounts::cell(plan, "before_tax"),
            more,
            amounts::cell(plan, "monthly_afterwards"),
            one_off(plan),
            why_not(ask, plan),
        ];
        let kind = if plan.name == ask.plan().name { RowKind::Chosen } else { RowKind::Item };
        table.rows.push(Row { kind, cells });
    }
    table
}

/// One-off charges with setup fees: `–`, an amount, `up to 161.32`, `not known`.
fn one_off(plan: &PlanOutlook) -> Cell {
    let money = amounts::before(plan.request.one_off, plan.ledger.currency);
    let nothing = money.amount.is_some_and(|amount| amount.is_zero());
    let text = if nothing { "–".to_owned() } else { words::amount_or_ceiling(&money) };
    let tone = if money.at_least { Tone::Warning } else { Tone::Plain };
    let mut cell = words::money_cell(money).toned(tone);
    cell.text = text;
    cell.because(request_path(&plan.name, "one_off"))
}

/// The worst there is to say against a plan, behind `chosen` where it is the one asked about.
fn why_not(ask: &Ask<'_>, plan: &PlanOutlook) -> Cell {
    let against = objection(ask, plan);
    if plan.name != ask.plan().name {
        return against.unwrap_or_default();
    }
    let Some(mut cell) = against else { return Cell::words("chosen").toned(Tone::Dim) };
    let what = cell.text.strip_prefix("The ").map(|rest| format!("the {rest}"));
    cell.text = format!("chosen; {}", what.as_deref().unwrap_or(&cell.text));
    cell
}

/// The worst there is to say against a plan: what makes it wrong, else what runs out, else what is
/// at risk.
pub(super) fn objection(ask: &Ask<'_>, plan: &PlanOutlook) -> Option<Cell> {
    let finding = ask.objection(&plan.name);
    let error = finding.filter(|finding| finding.severity == Severity::Error);
    let said = |finding: &Finding| Cell::words(finding.what.clone()).toned(finding.severity.into());
    match (error, words::ends_first(ask.scenario, plan)) {
        (Some(error), _) => Some(said(error)),
        (None, Some((resource, lasting))) => {
            let (text, tone) = runs_out(&resource, &lasting.runway);
            let path = words::runway_path(&plan.name, &resource);
            Some(Cell::words(text).toned(tone).because(path))
        }
        (None, None) => finding.map(said),
    }
}

/// `RAM 7.2 GiB short today`, `RAM runs out`.
fn runs_out(resource: &Resource, runway: &Runway) -> (String, Tone) {
    let name = words::resource(resource);
    match runway {
        Runway::Already { short, .. } if *resource != Resource::Backup => {
            (format!("{name} {} short today", words::level(resource, *short)), Tone::Bad)
        }
        _ if *resource == Resource::Backup => {
            ("backup space is too small".to_owned(), Tone::Warning)
        }
        _ => (format!("{name} runs out"), Tone::Warning),
    }
}

/// How long a plan lasts; of one that cannot be, how long it would.
pub(super) fn would_last(ask: &Ask<'_>, plan: &PlanOutlook, mut lasts: Cell) -> Cell {
    if lasts.tone == Tone::Good && has_error(ask, plan) {
        if let Some(rest) = lasts.text.strip_prefix("lasts ") {
            lasts.text = format!("would last {rest}");
        }
        lasts.tone = Tone::Dim;
    }
    lasts
}

/// Whether a check found an error in this plan.
pub(super) fn has_error(ask: &Ask<'_>, plan: &PlanOutlook) -> bool {
    ask.objection(&plan.name).is_some_and(|finding| finding.severity == Severity::Error)
}

/// The plan that asks for least among those without an error; doing nothing is none.
pub(super) fn cheapest_without_error<'a>(ask: &Ask<'a>) -> Option<&'a PlanOutlook> {
    checks::cheapest_good_plan(ask.outlook, ask.findings)
        .and_then(|name| ask.outlook.plans.get(name))
        .map(Arc::as_ref)
}

fn offers(ask: &Ask<'_>, fits: &[OfferFit]) -> Table {
    let code = ask.scenario.currency.code();
    let mut table = Table::new(
        "offers",
        "",
        vec![
            Column::words("offer", "Offer"),
            Column::words("kind", "Kind"),
            Column::words("where", "Where"),
            Column::numbers("monthly", format!("Monthly, {code}")),
            Column::words("verdict", "Would it serve"),
        ],
    );
    for fit in fits {
        let path = format!("offers[{}].monthly", words::quoted(&fit.offer));
        let kind = match fit.kind {
            OfferKind::Server => "server",
            OfferKind::Backup => "backup",
            OfferKind::Disk => "disk",
            OfferKind::Other => "other",
        };
        let place: Vec<String> =
            fit.regions.iter().map(|key| words::region(ask.scenario, key)).collect();
        let (verdict, tone) = verdict(ask, fit);
        table.rows.push(Row::item(vec![
            Cell::words(fit.name.to_string()),
            Cell::words(kind),
            Cell::words(place.join("; ")),
            words::money_cell(amounts::before(fit.monthly, ask.scenario.currency)).because(path),
            Cell::words(verdict).toned(tone),
        ]));
    }
    let kept = ask.outlook.do_nothing().backup.as_ref().map(|backup| backup.keeps);
    let kept = kept.filter(|_| fits.iter().any(|fit| days_in(ask, fit).is_some()));
    let beside = kept.map_or_else(String::new, |days| {
        format!("; {} of backups kept", words::count(i64::from(days), "day"))
    });
    table.note = Some(format!(
        "Each judged as if it took the place of what there is as soon as it can{beside}."
    ));
    table
}

/// Terms over which a setup fee is spread, in months, besides the offer's own.
const TERMS: [(u32, &str); 3] = [(12, "months_12"), (24, "months_24"), (36, "months_36")];

/// What offers with a setup fee come to a month over a term, the fee in it.
fn effective(ask: &Ask<'_>, fits: &[OfferFit]) -> Option<Table> {
    let currency = ask.scenario.currency;
    let free = |fit: &&OfferFit| !fit.setup.exact().is_some_and(Amount::is_zero);
    let own_terms = fits.iter().any(|fit| free(&fit) && fit.term.is_some());
    let mut columns = vec![Column::words("offer", "Offer")];
    columns.push(Column::numbers("setup", format!("Setup, {}", currency.code())));
    columns
        .extend(TERMS.map(|(months, key)| Column::numbers(key, format!("Over {months} months"))));
    if own_terms {
        columns.push(Column::words("own", "Over its own term"));
    }
    let mut table = Table::new("effective", "", columns);
    for fit in fits.iter().filter(free) {
        let money = |total| words::money_cell(amounts::before(total, currency));
        let mut cells = vec![Cell::words(fit.name.to_string()), money(fit.setup)];
        cells.extend(
            TERMS.map(|(months, _)| fit.effective(months).map_or_else(Cell::default, money)),
        );
        let own = fit.term.and_then(|months| Some((months, fit.effective(months)?)));
        let own = own.map_or_else(Cell::default, |(months, total)| {
            let amount = words::amount(&amounts::before(total, currency));
            Cell::words(format!("{amount} over {}", words::count(i64::from(months), "month")))
        });
        cells.extend(Some(own).filter(|_| own_terms));
        table.rows.push(Row::item(cells));
    }
    table.note = Some("A month: (setup + months × monthly) ÷ months, before tax.".to_owned());
    (!table.rows.is_empty()).then_some(table)
}

/// For how many days of backups a tier has room.
fn days_in(ask: &Ask<'_>, fit: &OfferFit) -> Option<u32> {
    let backup = ask.outlook.do_nothing().backup.as_ref()?;
    let step = backup.tariff.iter().find(|step| step.offer.as_ref() == Some(&fit.offer))?;
    step.days
}

/// First day of which nothing is said of what a server would have to hold.
fn looked_until(ask: &Ask<'_>, fit: &OfferFit) -> Day {
    let host = largest_host(ask.outlook).filter(|_| fit.kind == OfferKind::Server);
    let resources = host.into_iter().flat_map(|host| &host.resources);
    resources.map(|of| of.until).min().unwrap_or(ask.outlook.horizon)
}

fn verdict(ask: &Ask<'_>, fit: &OfferFit) -> (String, Tone) {
    let as_of = ask.outlook.as_of;
    match &fit.verdict {
        Verdict::Fits { lasts } => {
            let (mut text, tone) = words::runway(lasts, as_of, looked_until(ask, fit));
            if let Some(days) = days_in(ask, fit) {
                let room = format!("room for {}", words::count(i64::from(days), "day"));
                let lasts_on = matches!(lasts, Runway::Beyond(_));
                text = if lasts_on { room } else { format!("{room}; {text}") };
            }
            match lasts {
                Runway::CannotTell(_) => (format!("fits; how long {text}"), tone),
                _ => (format!("fits, {text}"), tone),
            }
        }
        Verdict::NotHere { regions } => {
            let country = ask.scenario.requires.country.as_deref().map(words::country);
            let there: Vec<String> =
                regions.iter().map(|key| words::region(ask.scenario, key)).collect();
            let country = country.unwrap_or_else(|| "where it is required".to_owned());
            let only = if there.is_empty() {
                String::new()
            } else {
                format!("; only in {}", there.join("; "))
            };
            (format!("not offered in {country}{only}"), Tone::Bad)
        }
        Verdict::NotOnSale => ("not on sale".to_owned(), Tone::Bad),
        Verdict::Lacks(what) => (format!("lacks {what}"), Tone::Bad),
        Verdict::TooSmall { resource, short, on } => (
            format!(
                "too small: {} {} short on {}",
                words::level(resource, *short),
                words::resource_inside(resource),
                words::day(*on, as_of)
            ),
            Tone::Bad,
        ),
        Verdict::Unknown(what) => (format!("cannot be told: {what}"), Tone::Dim),
    }
}
