//! Do providers' price lists come to the figures that a person works out from them?

use std::fs;
use std::path::{Path, PathBuf};

use headroom::diag::Problem;
use headroom::formats::catalogues::{PriceTold, reader};
use headroom::model::{Catalogue, CataloguePlan, Pricing};
use headroom::units::Day;
use rust_decimal::Decimal;

mod ovh;
mod ovh_samples;

/// Published files, from a folder outside: `samples`, beside the one that `HEADROOM_ORACLES` names.
#[allow(clippy::disallowed_methods, reason = "the samples stand outside the repository")]
fn samples() -> Option<PathBuf> {
    let Ok(oracles) = std::env::var("HEADROOM_ORACLES") else {
        println!("no samples: HEADROOM_ORACLES is not set");
        return None;
    };
    Some(Path::new(&oracles).parent()?.join("samples"))
}

fn told(name: &str) -> PriceTold {
    PriceTold::new(Day::new(2022, 1, 24).unwrap(), name)
}

fn read(by: &str, bytes: &[u8], name: &str) -> Result<Catalogue, Problem> {
    (reader(by).unwrap().read)(bytes, &told(name))
}

/// Reads a sample; none where there are no samples.
fn sample(by: &str, file: &str) -> Option<Catalogue> {
    let bytes = fs::read(samples()?.join(file)).unwrap();
    Some(read(by, &bytes, file).unwrap())
}

fn plan<'a>(catalogue: &'a Catalogue, code: &str) -> &'a CataloguePlan {
    catalogue.plans.iter().find(|plan| &*plan.code == code).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Which option of a family is taken.
#[derive(Clone, Copy)]
enum Taken {
    /// The provider's usual one.
    Usual,
    /// The one with the lowest price.
    Cheapest,
}

/// What a plan costs by a mode with one option of each mandatory family: each payment, and the setup fee.
#[track_caller]
fn full(catalogue: &Catalogue, code: &str, mode: &str, taken: Taken) -> (Decimal, Decimal) {
    let plan = plan(catalogue, code);
    let by = |prices: &[Pricing]| {
        let found = prices.iter().find(|pricing| &*pricing.mode == mode);
        found.map(|pricing| (pricing.price.unwrap(), pricing.setup.unwrap()))
    };
    let mut all = by(&plan.prices).unwrap();
    for family in plan.families.iter().filter(|family| family.mandatory) {
        let of = |index: &u32| by(&catalogue.addons[*index as usize].prices);
        let cost = match taken {
            Taken::Usual => of(&family.options[family.default.unwrap() as usize]),
            Taken::Cheapest => family.options.iter().filter_map(of).min(),
        };
        let (price, setup) = cost.unwrap();
        all = (all.0 + price, all.1 + setup);
    }
    all
}
