//! How long does a provider's catalogue take, from its bytes to what can be ordered?
//!
//! `benches/catalogue.sh [FILE]` prints it beside Python's bare `json.load` of the same file. Without a file the bench makes one
//! of the size and shape of OVH's: `catalogue --make FILE` writes it.

use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use headroom::formats::catalogues::{PriceTold, reader};
use headroom::model::Catalogue;
use headroom::units::Day;

/// Rounds of which the median is told.
const ROUNDS: usize = 21;

fn main() {
    // `cargo bench` adds `--bench`.
    let given: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match &given[..] {
        [make, path] if make == "--make" => {
            fs::write(path, made()).expect("the file can be written");
        }
        [path] => measure(&fs::read(path).expect("the file can be read")),
        _ => measure(made().as_bytes()),
    }
}

fn read(bytes: &[u8]) -> Catalogue {
    let told = PriceTold::new(Day::new(2022, 1, 24).expect("a day"), "bench.json");
    let ovh = reader("ovh").expect("OVH's reader is in the list");
    (ovh.read)(bytes, &told).expect("the catalogue is sound")
}

/// `headroom MILLISECONDS BYTES PLANS ADD-ONS PRICES`: the median.
#[expect(clippy::print_stdout, reason = "what a bench finds is printed")]
fn measure(bytes: &[u8]) {
    let mut spent: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let catalogue = std::hint::black_box(read(std::hint::black_box(bytes)));
            let spent = start.elapsed().as_secs_f64() * 1e3;
            drop(catalogue);
            spent
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    let catalogue = read(bytes);
    let prices = catalogue.plans.iter().map(|plan| plan.prices.len()).sum::<usize>()
        + catalogue.addons.iter().map(|addon| addon.prices.len()).sum::<usize>();
    println!(
        "headroom {:.3} {} {} {} {prices}",
        spent.get(ROUNDS / 2).expect("there are rounds"),
        bytes.len(),
        catalogue.plans.len(),
        catalogue.addons.len()
    );
}

/// A catalogue of 57 plans, 378 add-ons and some 7,900 prices, with all that OVH writes beside them.
fn made() -> String {
    const MODES: [(&str, u32, u32); 7] = [
        ("default", 0, 1),
        ("degressivity6", 6, 1),
        ("degressivity12", 12, 1),
        ("degressivity24", 24, 1),
        ("upfront6", 6, 6),
        ("upfront12", 12, 12),
        ("upfront24", 24, 24),
    ];
    let mut text = String::from(
        "{\n \"catalogId\": 1,\n \"locale\": {\"currencyCode\": \"CAD\", \"subsidiary\": \"CA\", \"taxRate\": 0},\n \"plans\": [",
    );
    let pricings = |text: &mut String, base: u64| {
        let mut first = true;
        for (capacity, phase) in [("installation", 0), ("renew", 1), ("upgrade", 0)] {
            for (mode, term, every) in MODES {
                let (interval, unit) = if phase == 0 { (0, "none") } else { (every, "month") };
                let commitment = if phase == 0 { 0 } else { term };
                let price = if phase == 0 { 0 } else { base * u64::from(every) };
                let engagement = if commitment == 0 {
                    "null".to_owned()
                } else {
                    let kind = if every > 1 { "upfront" } else { "periodic" };
                    format!(
                        "{{\n      \"defaultEndAction\": \"REACTIVATE_ENGAGEMENT\",\n      \"duration\": \"P{term}M\",\n      \"type\": \"{kind}\"\n     }}"
                    )
                };
                let comma = if std::mem::take(&mut first) { "" } else { "," };
                write!(
                    text,
                    "{comma}\n    {{ \"capacities\": [\"{capacity}\"], \"price\": {price}, \"mode\": \"{mode}\", \
                     \"description\": \"rental for {every} month (only applicable for 12 times)\", \"commitment\": {commitment}, \
                     \"engagementConfiguration\": {engagement}, \"interval\": {interval}, \"intervalUnit\": \"{unit}\", \
                     \"mustBeCompleted\": false, \"phase\": {phase}, \"promotions\": [], \"quantity\": {{\"max\": null, \"min\": 1}}, \
                     \"repeat\": {{\"max\": 12, \"min\": 1}}, \"strategy\": \"tiered\", \"tax\": 0, \"type\": \"rental\" }}"
                )
                .expect("writing to a text cannot fail");
            }
        }
    };
    let tail = "\"consumptionConfiguration\": null,\n   \"family\": null,\n   \"pricingType\": \"rental\",\n   \"pricings\": [";
    for plan in 0..57_u64 {
        let comma = if plan == 0 { "" } else { "," };
        let named = |from: u64, count: u64| {
            let names = (from..from + count).map(|addon| format!("\"addon-{}\"", addon % 378));
            names.collect::<Vec<_>>().join(", ")
        };
        let families = ["memory", "storage", "bandwidth"].iter().enumerate().map(|(at, name)| {
            let from = plan * 6 + at as u64 * 2;
            format!(
                "{{ \"name\": \"{name}\", \"addons\": [{}], \"default\": \"addon-{}\", \"exclusive\": true, \"mandatory\": true }}",
                named(from, 4),
                from % 378
            )
        });
        write!(
            text,
            "{comma}\n  {{\n   \"planCode\": \"plan-{plan}\",\n   \"product\": \"product-{plan}\",\n   \"invoiceName\": \"PLAN-{plan}\",\n   \
             \"addonFamilies\": [\n    {},\n    {{ \"name\": \"licence\", \"addons\": [{}], \"default\": null, \"exclusive\": false, \"mandatory\": false }}\n   ],\n   \
             \"blobs\": {{\"commercial\": {{\"range\": \"made\"}}}},\n   \"configurations\": [\n    {{ \"name\": \"dedicated_datacenter\", \"isCustom\": false, \
             \"isMandatory\": true, \"values\": [\"bhs\", \"fra\", \"gra\", \"lon\", \"rbx\", \"sbg\", \"waw\"] }}\n   ],\n   {tail}",
            families.collect::<Vec<_>>().join(",\n    "),
            named(300, 60)
        )
        .expect("writing to a text cannot fail");
        pricings(&mut text, 9_899_000_000 + plan * 1_000_000);
        text += "\n   ]\n  }";
    }
    text += "\n ],\n \"products\": [";
    for product in 0..318 {
        let comma = if product == 0 { "" } else { "," };
        let name = if product < 57 { "product" } else { "part" };
        write!(
            text,
            "{comma}\n  {{ \"name\": \"{name}-{product}\", \"description\": \"Made {product}\", \"blobs\": {{\"technical\": {{\"server\": {{\"cpu\": {{\"boost\": 3.9, \
             \"brand\": \"Made\", \"cores\": 4, \"frequency\": 3.5, \"model\": \"M-{product}\", \"number\": 1, \"score\": 9888, \"threads\": 8}}, \"frame\": \
             {{\"dualPowerSupply\": false, \"model\": \"M\", \"size\": \"1U\"}}, \"services\": {{\"antiddos\": \"standard\", \"includedBackup\": 500, \"sla\": 99.9}}}}, \
             \"memory\": {{\"ecc\": true, \"frequency\": 2666, \"ramType\": \"DDR4\", \"size\": 64}}, \"storage\": {{\"disks\": [{{\"capacity\": 4000, \"interface\": \
             \"SATA\", \"number\": 2, \"specs\": \"3.5in\", \"technology\": \"HDD\", \"usage\": \"data\"}}], \"hotSwap\": false, \"raid\": \"Soft RAID\"}}}}}}, \
             \"configurations\": [] }}"
        )
        .expect("writing to a text cannot fail");
    }
    text += "\n ],\n \"addons\": [";
    for addon in 0..378_u64 {
        let comma = if addon == 0 { "" } else { "," };
        write!(
            text,
            "{comma}\n  {{\n   \"planCode\": \"addon-{addon}\",\n   \"product\": \"part-{}\",\n   \"invoiceName\": \"Add-on {addon}\",\n   \"addonFamilies\": [],\n   \
             \"blobs\": null,\n   \"configurations\": [],\n   {tail}",
            57 + addon % 261
        )
        .expect("writing to a text cannot fail");
        pricings(&mut text, 100_000_000 * (addon % 50));
        text += "\n   ]\n  }";
    }
    text + "\n ],\n \"planFamilies\": [ {\"name\": \"memory\"} ]\n}\n"
}
