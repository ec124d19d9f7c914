//! What is needed: proposed by the scenario, changed and cleared here?

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};

use crate::document::unquote;
use crate::engine::configure::{Budget, DiskSafety, NeedSource, Needs, Proposed};
use crate::gui::kit::{Refusal, button, field, link, text};
use crate::gui::screens::entries::Kind;
use crate::gui::theme;
use crate::model::{Catalogue, OfferKind, Raid, Resource};
use crate::report::configurations;
use crate::session::Session;
use crate::units::{Amount, Basis, Money, Size, show_disk, show_ram};

/// Something that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    Kind,
    Ram,
    Disk,
    Safety,
    Threads,
    Backup,
    Where,
    Ecc,
    Bandwidth,
    Term,
    Monthly,
    Period,
}

impl Need {
    const ALL: [Self; 12] = [
        Self::Kind,
        Self::Ram,
        Self::Disk,
        Self::Safety,
        Self::Threads,
        Self::Backup,
        Self::Where,
        Self::Ecc,
        Self::Bandwidth,
        Self::Term,
        Self::Monthly,
        Self::Period,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Kind => "Looking for",
            Self::Ram => "RAM",
            Self::Disk => "Usable disk",
            Self::Safety => "Disks joined",
            Self::Threads => "CPU threads",
            Self::Backup => "Backup space with it",
            Self::Where => "Where",
            Self::Ecc => "Memory",
            Self::Bandwidth => "Bandwidth, Mbit/s",
            Self::Term => "Bound for at most",
            Self::Monthly => "A month at most",
            Self::Period => "Request at most",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Ram => "any, as 64 GiB",
            Self::Disk => "any, as 2 TB",
            Self::Backup => "any, as 500 GB",
            Self::Monthly | Self::Period => "any, as 250",
            _ => "any",
        }
    }
}

/// What a person said of needs, as it is typed; an empty text clears what was proposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said(BTreeMap<Need, String>);

impl Said {
    /// What was proposed, with what was said instead.
    pub(super) fn needs(&self, proposed: &Needs) -> Needs {
        let mut needs = proposed.clone();
        for (need, text) in &self.0 {
            put(*need, text, &mut needs);
        }
        needs
    }

    /// Asks for a kind of thing.
    #[cfg(test)]
    fn say(&mut self, need: Need, text: &str) {
        self.0.insert(need, text.to_owned());
    }
}

/// Puts what was said, which was checked before.
fn put(need: Need, text: &str, needs: &mut Needs) {
    let size = || text.parse::<Size>().ok().map(Size::bytes);
    match need {
        Need::Kind => {
            needs.kind = kinds()
                .into_iter()
                .find(|(name, _)| *name == text)
                .map_or(OfferKind::Server, |(_, kind)| kind);
        }
        Need::Ram => needs.ram = size(),
        Need::Disk => needs.disk = size(),
        Need::Safety => {
            let found = safeties().into_iter().find(|(name, _)| *name == text);
            needs.safety = found.map_or(DiskSafety::OneMayFail, |(_, safety)| safety);
        }
        Need::Threads => needs.threads = text.parse().ok(),
        Need::Backup => needs.backup = size(),
        Need::Where => {
            needs.country = text.strip_prefix("in ").map(str::to_owned);
            needs.regions = text.strip_prefix("at ").map(str::to_owned).into_iter().collect();
        }
        Need::Ecc => needs.ecc = text == ECC,
        Need::Bandwidth => needs.bandwidth = text.parse().ok(),
        Need::Term => needs.term = text.parse().ok(),
        Need::Monthly => needs.monthly = budget(text),
        Need::Period => needs.period = budget(text),
    }
}

/// Before tax where nothing else is said.
fn budget(text: &str) -> Option<Budget> {
    let money = text.parse::<Money>().ok()?;
    let (amount, currency) = (money.high()?, money.currency?);
    Some(match money.basis {
        Some(Basis::AfterTax) => Budget::AfterTax(Amount::from_decimal(amount, currency)),
        _ => Budget::BeforeTax(Amount::from_decimal(amount, currency)),
    })
}

const ECC: &str = "with ECC";

fn kinds() -> [(&'static str, OfferKind); 3] {
    [
        ("a server", OfferKind::Server),
        ("a backup tier", OfferKind::Backup),
        ("a disk", OfferKind::Disk),
    ]
}

fn safeties() -> [(&'static str, DiskSafety); 6] {
    [
        ("any one may fail", DiskSafety::OneMayFail),
        ("as RAID 1", DiskSafety::Raid(Raid::Raid1)),
        ("as RAID 5", DiskSafety::Raid(Raid::Raid5)),
        ("as RAID 6", DiskSafety::Raid(Raid::Raid6)),
        ("as RAID 10", DiskSafety::Raid(Raid::Raid10)),
        ("not joined", DiskSafety::Raid(Raid::None)),
    ]
}

/// How a need is typed; empty where it is left open.
fn typed(need: Need, needs: &Needs, session: &Session) -> String {
    let name = |found: Option<&str>| found.unwrap_or_default().to_owned();
    match need {
        Need::Kind => name(kinds().iter().find(|(_, of)| *of == needs.kind).map(|(name, _)| *name)),
        Need::Ram => needs.ram.map(show_ram).unwrap_or_default(),
        Need::Disk => needs.disk.map(show_disk).unwrap_or_default(),
        Need::Safety => {
            name(safeties().iter().find(|(_, of)| *of == needs.safety).map(|(name, _)| *name))
        }
        Need::Threads => needs.threads.map(|n| n.to_string()).unwrap_or_default(),
        Need::Backup => needs.backup.map(show_disk).unwrap_or_default(),
        Need::Where => match (&needs.country, needs.regions.first()) {
            (_, Some(region)) => format!("at {region}"),
            (Some(country), None) => format!("in {country}"),
            (None, None) => String::new(),
        },
        Need::Ecc => name(needs.ecc.then_some(ECC)),
        Need::Bandwidth => needs.bandwidth.map(|n| n.to_string()).unwrap_or_default(),
        Need::Term => needs.term.map(|n| n.to_string()).unwrap_or_default(),
        Need::Monthly => needs.monthly.map(|of| shown(of, session)).unwrap_or_default(),
        Need::Period => needs.period.map(|of| shown(of, session)).unwrap_or_default(),
    }
}

fn shown(budget: Budget, session: &Session) -> String {
    let Some(currency) = session.scenario().map(|scenario| scenario.currency) else {
        return String::new();
    };
    let code = currency.code();
    match budget {
        Budget::BeforeTax(most) => format!("{} {code} before tax", most.to_decimal(currency)),
        Budget::AfterTax(most) => format!("{} {code} after tax", most.to_decimal(currency)),
    }
}

/// What was typed, as it is kept; refused with the reason.
fn checked(need: Need, given: &str, session: &Session) -> Result<String, Refusal> {
    let kind = match need {
        Need::Ram => Kind::OneRam,
        Need::Disk | Need::Backup => Kind::OneDisk,
        Need::Threads | Need::Bandwidth => Kind::Count,
        Need::Monthly | Need::Period => Kind::Money,
        _ => return Ok(given.to_owned()),
    };
    let Some(ron) = kind.ron(session, given)? else { return Ok(String::new()) };
    let plain = unquote(&ron).map_or_else(|| ron.clone(), std::borrow::Cow::into_owned);
    if matches!(kind, Kind::Money) && budget(&plain).is_none() {
        return Err((
            "a budget is an amount".to_owned(),
            Some("as 250 or 250 after tax".to_owned()),
        ));
    }
    Ok(plain)
}

/// Where a need comes from, where the scenario asked for it.
fn source(need: Need, sources: &[NeedSource]) -> Option<&NeedSource> {
    sources.iter().find(|source| match (need, source) {
        (Need::Ram, NeedSource::Demand { resource: Resource::Ram, .. })
        | (Need::Disk, NeedSource::Demand { resource: Resource::Storage, .. })
        | (Need::Threads, NeedSource::Demand { resource: Resource::Cpu, .. })
        | (Need::Where, NeedSource::Country(_)) => true,
        (Need::Ecc, NeedSource::Feature(feature)) => feature.eq_ignore_ascii_case("ecc"),
        _ => false,
    })
}

const GAP: f32 = 10.0;

/// Draws all fields; `lists` say where something can be had.
pub(super) fn fields(
    ui: &mut Ui,
    session: &Session,
    (said, proposed): (&mut Said, &Proposed),
    lists: &[Arc<Catalogue>],
) {
    let needs = said.needs(&proposed.needs);
    let in_row = match ui.available_width() {
        wide if wide > 900.0 => 6.0,
        some if some > 600.0 => 4.0,
        _ => 2.0,
    };
    let width = ((ui.available_width() - GAP * (in_row - 1.0)) / in_row).floor();
    for row in Need::ALL.chunks(in_row as usize) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, 8.0);
            for need in row {
                one(ui, session, (*need, width), (said, proposed, &needs), lists);
            }
        });
        ui.add_space(2.0);
    }
}

fn one(
    ui: &mut Ui,
    session: &Session,
    (need, width): (Need, f32),
    (said, proposed, needs): (&mut Said, &Proposed, &Needs),
    lists: &[Arc<Catalogue>],
) {
    let value = typed(need, needs, session);
    let source = source(need, &proposed.sources);
    let changed = said.0.contains_key(&need);
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().interact_size.y = 0.0;
            let label = text::second(ui, need.name());
            if let Some(source) = source {
                label.on_hover_text(configurations::source(source));
                ui.style_mut().override_font_id = Some(egui::FontId::proportional(theme::SMALL));
                if changed {
                    let name = format!("{}: as the scenario asks", need.name());
                    let back = link::action(ui, "as proposed", &name);
                    if back.on_hover_text(configurations::source(source)).clicked() {
                        said.0.remove(&need);
                    }
                } else {
                    text::second(ui, "· proposed").on_hover_text(configurations::source(source));
                }
            }
        });
        let given = if let Some(choices) = choices(need, lists) {
            field::chosen(
                ui,
                field::Chosen {
                    name: need.name(),
                    value: &value,
                    choices: &choices,
                    hint: need.hint(),
                    wrong: false,
                    focus: false,
                },
            )
        } else {
            let of = field::Typed {
                // Another value is another field: what was typed before is gone.
                id: egui::Id::unique("need").with((need.name(), &value)),
                name: need.name(),
                text: &value,
                hint: need.hint(),
                wrong: None,
                long: false,
                offered: &[],
                focus: false,
            };
            field::typed(ui, of, &|given| checked(need, given, session).map(drop))
        };
        if let Some(Ok(given)) = given.map(|given| checked(need, &given, session)) {
            said.0.insert(need, given);
        }
    });
}

/// What can be chosen; `None`: it is typed.
fn choices(need: Need, lists: &[Arc<Catalogue>]) -> Option<Vec<(String, String)>> {
    let both = |name: &str| (name.to_owned(), name.to_owned());
    let pair = |value: &str, shown: &str| (value.to_owned(), shown.to_owned());
    Some(match need {
        Need::Kind => kinds().iter().map(|(name, _)| both(name)).collect(),
        Need::Safety => safeties().iter().map(|(name, _)| both(name)).collect(),
        Need::Ecc => vec![pair("", "any"), both(ECC)],
        Need::Term => vec![
            pair("", "any"),
            pair("0", "month to month"),
            pair("1", "1 month"),
            pair("6", "6 months"),
            pair("12", "12 months"),
            pair("24", "24 months"),
        ],
        Need::Where => places(lists),
        _ => return None,
    })
}

/// Anywhere, countries, then places.
fn places(lists: &[Arc<Catalogue>]) -> Vec<(String, String)> {
    let mut countries: BTreeMap<String, String> = BTreeMap::new();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for (code, region) in lists.iter().flat_map(|list| &list.regions) {
        let country = crate::checks::country_name(&region.country).to_owned();
        let name = region.name.as_deref().unwrap_or(code);
        places.insert(format!("at {code}"), format!("{name}, {country}"));
        countries.insert(format!("in {}", region.country), format!("anywhere in {country}"));
    }
    let mut all = vec![(String::new(), "anywhere".to_owned())];
    for group in [countries, places] {
        let mut group: Vec<_> = group.into_iter().collect();
        group.sort_by(|one, two| one.1.cmp(&two.1));
        all.extend(group);
    }
    all
}

/// Leaves everything open but the kind; whether that was asked for.
pub(super) fn clear(ui: &mut Ui, said: &mut Said) {
    if !said.0.is_empty() && button::plain(ui, "As the scenario asks").clicked() {
        said.0.clear();
    }
    if button::plain(ui, "Clear all").clicked() {
        let all = Need::ALL.into_iter().filter(|need| !matches!(need, Need::Kind | Need::Safety));
        said.0.extend(all.map(|need| (need, String::new())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_takes_the_place_of_what_was_proposed() {
        let proposed =
            Needs { ram: Some(40 << 30), country: Some("CA".to_owned()), ..Needs::default() };
        let mut said = Said::default();
        said.say(Need::Ram, "64 GiB");
        said.say(Need::Where, "");
        said.say(Need::Monthly, "250 CAD after tax");
        let needs = said.needs(&proposed);
        assert_eq!((needs.ram, needs.country.as_deref()), (Some(64 << 30), None));
        assert_eq!(needs.monthly, Some(Budget::AfterTax(Amount::from_minor(25_000))));
    }
}
