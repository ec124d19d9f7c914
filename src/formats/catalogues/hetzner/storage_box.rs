//! Storage boxes: `/v1/storage_box_types`. Fixed sizes, each a box of its own, so that they do not stack.

use super::{CLOUD_PRICES, PROVIDER, PriceTold, at_places, document, not_this, plan};
use crate::diag::Problem;
use crate::formats::catalogues::Reader;
use crate::formats::catalogues::building::{self, Building};
use crate::formats::catalogues::hardware::of_bytes;
use crate::formats::importers::Head;
use crate::formats::importers::json::Json;
use crate::formats::importers::when::When;
use crate::model::{Answer, Catalogue, CatalogueTax, OfferKind};

pub(super) const READER: Reader = Reader {
    name: "hetzner-storage",
    what: "Hetzner's storage boxes",
    recognises: |head: &Head<'_>| head.is_json() && head.has_name("storage_box_types"),
    read,
};

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    let document = document(bytes, told)?;
    let Some(types) = document.get("storage_box_types").and_then(Json::list) else {
        return Err(not_this(told, "Hetzner's list of storage boxes", "storage_box_types"));
    };
    let currency = building::currency_told(told)?;
    let tax = CatalogueTax::Before(None);
    let mut building = Building::new(told, PROVIDER, Some("storage box"), currency, tax);
    for (at, entry) in types.iter().enumerate() {
        let Some(code) = entry.text_of("name") else {
            building.leave("without a name", &format!("entry {}", at + 1));
            continue;
        };
        let rows = entry.get("prices").and_then(Json::list).unwrap_or_default();
        let (prices, regions) = at_places(&mut building, rows, code, &CLOUD_PRICES);
        let name = entry.text_of("description").unwrap_or(code);
        let mut plan = plan(code, name, OfferKind::Backup, prices);
        plan.regions = regions;
        plan.stackable = Some(Answer::No);
        let bytes = entry.number_of("size").filter(|size| *size > 0.0 && *size < 1e18);
        plan.gives.space = bytes.and_then(|bytes| of_bytes(bytes as i128));
        if plan.gives.space.is_none() {
            building.leave("without a size", code);
            continue;
        }
        let limits = [
            ("snapshot_limit", "snapshots"),
            ("automatic_snapshot_limit", "snapshots by plan"),
            ("subaccounts_limit", "accounts below it"),
        ];
        let limits = limits
            .iter()
            .filter_map(|(field, what)| Some(format!("at most {} {what}", entry.label_of(field)?)));
        let limits: Vec<String> = limits.collect();
        plan.note = (!limits.is_empty()).then(|| limits.join(", "));
        let gone = entry.get("deprecation").and_then(|gone| gone.text_of("unavailable_after"));
        plan.until = gone.and_then(|text| Some(When::parse_iso(text)?.day));
        building.plan(plan);
    }
    building.finish(told)
}
