//! What of an answer of OVH's order catalogue is wanted, as it was served?
//!
//! Fields by their documented names (`products.catalog.Catalog` and below); every one of them may be missing.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::loose::{Given, Loose, Name, Room, Seed, Step, Text, object};

/// What was read of a file, all of it or up to where it ends.
#[derive(Debug, Default)]
pub(super) struct Served<'de> {
    pub(super) locale: Given<Locale<'de>>,
    pub(super) plans: List<Plan<'de>>,
    pub(super) products: List<Product<'de>>,
    pub(super) addons: List<Plan<'de>>,
}

/// A list of the top level.
#[derive(Debug, Default)]
pub(super) enum List<T> {
    /// Its name does not stand there, or there is no list behind it.
    #[default]
    Missing,
    /// It was read so far, and its end was not met.
    Begun(Vec<Given<T>>),
    /// All of it.
    Whole(Vec<Given<T>>),
}

impl<T> List<T> {
    pub(super) fn elements(&self) -> &[Given<T>] {
        match self {
            Self::Missing => &[],
            Self::Begun(elements) | Self::Whole(elements) => elements,
        }
    }

    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

object! {
    /// Of whom the catalogue is.
    Locale {
        currency: "currencyCode" => Text<'de>,
        subsidiary: "subsidiary" => Text<'de>,
        tax_rate: "taxRate" => Decimal,
    }
}

object! {
    /// A plan, or an add-on, which has the same shape.
    Plan {
        code: "planCode" => Text<'de>,
        product: "product" => Text<'de>,
        invoice_name: "invoiceName" => Text<'de>,
        families: "addonFamilies" => Vec<Given<AddonFamily<'de>>>,
        blobs: "blobs" => Blobs<'de>,
        configurations: "configurations" => Vec<Given<Configuration<'de>>>,
        pricings: "pricings" => Vec<Given<Rate<'de>>>,
    }
}

object! {
    AddonFamily {
        name: "name" => Text<'de>,
        addons: "addons" => Vec<Given<Text<'de>>>,
        default: "default" => Text<'de>,
        mandatory: "mandatory" => bool,
    }
}

object! {
    Configuration {
        name: "name" => Text<'de>,
        values: "values" => Vec<Given<Text<'de>>>,
    }
}

object! {
    /// One price of a plan or an add-on.
    Rate {
        capacities: "capacities" => Capacities,
        /// In 10⁻⁸ of the currency.
        price: "price" => i128,
        /// Likewise.
        tax: "tax" => i128,
        mode: "mode" => Text<'de>,
        commitment: "commitment" => i128,
        engagement: "engagementConfiguration" => Engagement<'de>,
        interval: "interval" => i128,
        unit: "intervalUnit" => Text<'de>,
        phase: "phase" => i128,
        promotions: "promotions" => Vec<Given<Promotion<'de>>>,
        quantity: "quantity" => Quantity<'de>,
    }
}

object! {
    Engagement {
        end_action: "defaultEndAction" => Text<'de>,
        duration: "duration" => Text<'de>,
    }
}

object! {
    Promotion {
        name: "name" => Text<'de>,
        description: "description" => Text<'de>,
        ends: "endDate" => Text<'de>,
    }
}

object! {
    Quantity {
        min: "min" => i128,
    }
}

object! {
    Product {
        name: "name" => Text<'de>,
        description: "description" => Text<'de>,
        blobs: "blobs" => Blobs<'de>,
        configurations: "configurations" => Vec<Given<Configuration<'de>>>,
    }
}

object! {
    Blobs {
        commercial: "commercial" => Commercial<'de>,
        technical: "technical" => Technical<'de>,
    }
}

object! {
    Commercial {
        name: "name" => Text<'de>,
    }
}

object! {
    Technical {
        server: "server" => Server<'de>,
        memory: "memory" => Memory<'de>,
        storage: "storage" => Storage<'de>,
        bandwidth: "bandwidth" => Bandwidth<'de>,
    }
}

object! {
    Server {
        cpu: "cpu" => Cpu<'de>,
        services: "services" => Services<'de>,
    }
}

object! {
    Cpu {
        brand: "brand" => Text<'de>,
        model: "model" => Text<'de>,
        /// How many processors.
        number: "number" => i128,
        /// Of one processor.
        threads: "threads" => i128,
    }
}

object! {
    Services {
        /// In GB.
        backup: "includedBackup" => Decimal,
    }
}

object! {
    Memory {
        /// In GiB, unless the unit says otherwise.
        size: "size" => Decimal,
        unit: "sizeUnit" => Text<'de>,
        ecc: "ecc" => bool,
    }
}

object! {
    Storage {
        disks: "disks" => Vec<Given<Disk<'de>>>,
        /// `Soft RAID`, `Hard RAID`, `none`.
        raid: "raid" => Text<'de>,
    }
}

object! {
    Disk {
        /// In GB, unless the unit says otherwise.
        capacity: "capacity" => Decimal,
        unit: "sizeUnit" => Text<'de>,
        number: "number" => i128,
        technology: "technology" => Text<'de>,
        interface: "interface" => Text<'de>,
        /// `data`, `os`, `cache`.
        usage: "usage" => Text<'de>,
    }
}

object! {
    Bandwidth {
        /// In Mbit a second, unless the unit says otherwise.
        level: "level" => Decimal,
        unit: "unit" => Text<'de>,
    }
}

/// Any number, to the digit that stands there.
impl Loose<'_> for Decimal {
    fn whole(number: i128) -> Option<Self> {
        Self::try_from_i128_with_scale(number, 0).ok()
    }

    fn number(number: f64) -> Option<Self> {
        format!("{number}").parse().ok()
    }
}

/// What a price is for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Capacities {
    pub(super) installation: bool,
    pub(super) renew: bool,
    pub(super) consumption: bool,
}

impl<'de> Loose<'de> for Capacities {
    fn list<A: SeqAccess<'de>>(mut list: A, room: &Room) -> Result<Option<Self>, A::Error> {
        let mut all = Self::default();
        while let Some(given) = list.next_element_seed(Seed::<Text<'de>>::new(room))? {
            match given.get().map(|text| &**text) {
                Some("installation") => all.installation = true,
                Some("renew") => all.renew = true,
                Some("consumption") => all.consumption = true,
                _ => {} // `upgrade`, `downgrade`, `detach`: of what one has already
            }
        }
        Ok(Some(all))
    }
}

/// Reads a file's text into what was served; what was read before an error stays.
pub(super) fn take<'de>(
    text: &'de str,
    room: &Room,
    served: &mut Served<'de>,
) -> Result<(), serde_json::Error> {
    let mut input = serde_json::Deserializer::from_str(text);
    Top { room, served }.deserialize(&mut input)?;
    input.end()
}

struct Top<'s, 'de> {
    room: &'s Room,
    served: &'s mut Served<'de>,
}

impl<'de> DeserializeSeed<'de> for Top<'_, 'de> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `plans`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { room, served } = self;
        while let Some(Name(name)) = map.next_key()? {
            match &*name {
                "locale" => {
                    let value = || map.next_value_seed(Seed::new(room));
                    served.locale = room.within(Step::Name("locale"), value)?;
                }
                "plans" => into("plans", room, &mut served.plans, &mut map)?,
                "products" => into("products", room, &mut served.products, &mut map)?,
                "addons" => into("addons", room, &mut served.addons, &mut map)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

fn into<'de, T: Loose<'de>, A: MapAccess<'de>>(
    name: &'static str,
    room: &Room,
    list: &mut List<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    room.within(Step::Name(name), || map.next_value_seed(Into { room, list }))
}

/// Reads a list element by element, so that those before an error stay.
struct Into<'s, T> {
    room: &'s Room,
    list: &'s mut List<T>,
}

impl<'de, T: Loose<'de>> DeserializeSeed<'de> for Into<'_, T> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de, T: Loose<'de>> Visitor<'de> for Into<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.room.is_wrong();
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.room.is_wrong();
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.room.is_wrong();
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.room.is_wrong();
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.room.is_wrong();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.room.is_wrong();
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.list = List::Begun(Vec::new());
        let List::Begun(elements) = &mut *self.list else { return Ok(()) };
        let room = self.room;
        let mut next = |at| room.within(Step::At(at), || list.next_element_seed(Seed::new(room)));
        while let Some(element) = next(elements.len())? {
            elements.push(element);
        }
        *self.list = List::Whole(std::mem::take(elements));
        Ok(())
    }
}
