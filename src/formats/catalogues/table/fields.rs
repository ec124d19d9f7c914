//! Which heading names what, in English, German and French?

use crate::diag::Problem;
use crate::formats::catalogues::PriceTold;

/// What a column of a price list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What the provider calls it.
    Name,
    /// What people call the processor.
    Cpu,
    /// CPU threads.
    Threads,
    /// Memory.
    Ram,
    /// Disks.
    Disk,
    /// The size of a tier or of a disk.
    Space,
    /// Price a month, or a unit and month.
    Monthly,
    /// The same for who buys there for the first time.
    MonthlyNew,
    /// The same for who is a customer already.
    MonthlyExisting,
    /// Price a year, paid at once.
    Yearly,
    /// Price an hour.
    Hourly,
    /// Charged once.
    Setup,
    /// Where it can be had.
    Region,
    /// How long one is bound.
    Term,
    /// How long before the end one says so.
    Notice,
    /// Currency of the row.
    Currency,
    /// Whether tax is in the row's prices.
    Basis,
    /// Backup space that comes with it.
    Backup,
    /// Bandwidth to the outside.
    Bandwidth,
    /// Server, backup, disk or something else.
    Kind,
    /// What is used up before a meter counts.
    Included,
    /// Price by a meter, beyond what is included.
    Overage,
    /// The least that is paid a month.
    Minimum,
    /// Whether several can be had side by side.
    Stackable,
    /// Anything else worth keeping.
    Note,
}

/// Each field, what it is called when it is told, and the words of its headings: the longest that stands in a heading counts.
const FIELDS: [(Field, &str, &[&str]); 25] = [
    (
        Field::Name,
        "name",
        &[
            "name",
            "nom",
            "product",
            "produkt",
            "produit",
            "plan",
            "model",
            "modell",
            "modèle",
            "server",
            "serveur",
            "offer",
            "angebot",
            "offre",
            "paket",
            "package",
            "tier",
            "artikel",
            "bezeichnung",
            "désignation",
            "instance",
            "stufe",
            "palier",
            "formule",
        ],
    ),
    (Field::Cpu, "cpu", &["cpu", "processor", "prozessor", "processeur"]),
    (Field::Threads, "threads", &["threads", "vcpu", "vcpus", "cpu threads", "vcores"]),
    (
        Field::Ram,
        "ram",
        &["ram", "memory", "arbeitsspeicher", "hauptspeicher", "mémoire", "memoire"],
    ),
    (
        Field::Disk,
        "disk",
        &[
            "disk",
            "disks",
            "storage",
            "drive",
            "drives",
            "ssd",
            "hdd",
            "nvme",
            "festplatte",
            "festplatten",
            "laufwerke",
            "disque",
            "disques",
            "stockage",
            "speicher",
            "datenträger",
        ],
    ),
    (
        Field::Space,
        "space",
        &[
            "size",
            "capacity",
            "space",
            "größe",
            "grösse",
            "groesse",
            "kapazität",
            "capacité",
            "espace",
            "taille",
            "speicherplatz",
            "storage space",
        ],
    ),
    (
        Field::Monthly,
        "monthly",
        &[
            "monthly",
            "month",
            "per month",
            "monthly price",
            "price",
            "preis",
            "prix",
            "monatlich",
            "monat",
            "pro monat",
            "mois",
            "par mois",
            "mensuel",
            "mrc",
            "kosten",
            "cost",
            "mtl",
            "coût",
            "rate",
        ],
    ),
    (Field::MonthlyNew, "monthly-new", &["new customers", "neukunden", "nouveaux clients"]),
    (
        Field::MonthlyExisting,
        "monthly-existing",
        &["existing customers", "bestandskunden", "clients existants"],
    ),
    (
        Field::Yearly,
        "yearly",
        &["yearly", "per year", "annual", "annually", "pro jahr", "jährlich", "par an", "annuel"],
    ),
    (
        Field::Hourly,
        "hourly",
        &[
            "hourly",
            "per hour",
            "stunde",
            "stündlich",
            "pro stunde",
            "heure",
            "par heure",
            "horaire",
        ],
    ),
    (
        Field::Setup,
        "setup",
        &[
            "setup",
            "set-up",
            "setup fee",
            "installation",
            "einrichtung",
            "einrichtungsgebühr",
            "einmalig",
            "one-off",
            "one-time",
            "frais d'installation",
            "frais de mise en service",
            "nrc",
            "aktivierung",
            "activation",
        ],
    ),
    (
        Field::Region,
        "region",
        &[
            "region",
            "regions",
            "location",
            "locations",
            "datacenter",
            "data center",
            "data centre",
            "datacentre",
            "standort",
            "rechenzentrum",
            "localisation",
            "lieu",
            "région",
            "centre de données",
        ],
    ),
    (
        Field::Term,
        "term",
        &[
            "term",
            "minimum term",
            "commitment",
            "contract",
            "laufzeit",
            "mindestlaufzeit",
            "vertragslaufzeit",
            "bindung",
            "engagement",
            "durée",
            "durée d'engagement",
            "duration",
        ],
    ),
    (
        Field::Notice,
        "notice",
        &["notice", "notice period", "kündigungsfrist", "préavis", "cancellation"],
    ),
    (Field::Currency, "currency", &["currency", "währung", "waehrung", "devise", "monnaie"]),
    (Field::Basis, "basis", &["basis", "tax", "vat", "mwst", "steuer", "tva", "taxe"]),
    (
        Field::Backup,
        "backup",
        &[
            "backup",
            "backups",
            "backup space",
            "backup storage",
            "included backup",
            "backup-speicher",
            "backupspeicher",
            "sicherung",
            "sauvegarde",
            "espace de sauvegarde",
        ],
    ),
    (
        Field::Bandwidth,
        "bandwidth",
        &[
            "bandwidth",
            "uplink",
            "port",
            "bandbreite",
            "anbindung",
            "bande passante",
            "network",
            "netzwerk",
            "réseau",
        ],
    ),
    (Field::Kind, "kind", &["kind", "category", "kategorie", "art", "catégorie", "typ", "type"]),
    (
        Field::Included,
        "included",
        &["included", "free", "inklusive", "inkl", "enthalten", "inclus", "freimenge"],
    ),
    (
        Field::Overage,
        "overage",
        &[
            "overage",
            "additional",
            "beyond",
            "tariff",
            "mehrverbrauch",
            "zusätzlich",
            "dépassement",
        ],
    ),
    (
        Field::Minimum,
        "minimum",
        &["minimum", "minimum charge", "minimum price", "mindestpreis", "mindestumsatz"],
    ),
    (Field::Stackable, "stackable", &["stackable", "kombinierbar", "cumulable"]),
    (
        Field::Note,
        "note",
        &[
            "note",
            "notes",
            "remark",
            "bemerkung",
            "hinweis",
            "remarque",
            "description",
            "beschreibung",
            "traffic",
            "trafic",
        ],
    ),
];

impl Field {
    /// As it is told: `ram`.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| *name)
    }

    /// Names of all, in their order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, _)| *name)
    }
}

/// What a heading says, and by how long a word: the longer, the surer.
fn guess(heading: &str) -> Option<(Field, usize)> {
    let heading = plain(heading);
    let mut best: Option<(Field, usize)> = None;
    for (field, _, words) in &FIELDS {
        for word in *words {
            let found = format!(" {heading} ").contains(&format!(" {} ", plain(word)));
            if found && best.is_none_or(|(_, length)| word.chars().count() > length) {
                best = Some((*field, word.chars().count()));
            }
        }
    }
    best
}

/// In small letters, words one blank apart, without brackets and signs.
fn plain(heading: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ' ' };
    let text: String = heading.to_lowercase().chars().map(kept).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What each column holds: as its heading says, the surest of several, and as was told.
pub(super) fn assign(headings: &[String], told: &PriceTold) -> Result<Vec<Option<Field>>, Problem> {
    let mut fields: Vec<Option<Field>> = vec![None; headings.len()];
    let guesses: Vec<Option<(Field, usize)>> = headings.iter().map(|h| guess(h)).collect();
    for (at, found) in guesses.iter().enumerate() {
        let Some((field, _)) = found else { continue };
        let first = guesses.iter().position(|other| other.is_some_and(|(f, _)| f == *field));
        // Several disks add up, several notes stand beside each other; else the first counts.
        if first == Some(at) || matches!(field, Field::Disk | Field::Note) {
            fields[at] = Some(*field);
        }
    }
    for (name, heading) in &told.columns {
        let at = headings
            .iter()
            .position(|known| known.trim().eq_ignore_ascii_case(heading.trim()))
            .or_else(|| heading.trim().parse::<usize>().ok()?.checked_sub(1));
        let Some(slot) = at.filter(|at| *at < headings.len()) else {
            let known: Vec<String> = headings.iter().map(|h| format!("`{h}`")).collect();
            let message = format!("there is no column `{heading}`");
            return Err(Problem::error("no-such-column", message)
                .hint(format!("there are {}", known.join(", "))));
        };
        if name.eq_ignore_ascii_case("none") {
            fields[slot] = None;
            continue;
        }
        let Some((field, ..)) =
            FIELDS.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name))
        else {
            let message = format!("`{name}` is nothing that a column holds");
            let names: Vec<&str> = Field::names().collect();
            return Err(Problem::error("no-such-field", message)
                .hint(format!("write {} or none", names.join(", "))));
        };
        for other in fields.iter_mut().filter(|other| **other == Some(*field)) {
            *other = None;
        }
        fields[slot] = Some(*field);
    }
    Ok(fields)
}

/// Whether a row names columns: what something is, and what it costs.
pub(super) fn is_heading(row: &[String]) -> bool {
    let guesses: Vec<Field> = row
        .iter()
        .filter(|cell| cell.chars().count() <= 60)
        .filter_map(|cell| guess(cell).map(|(field, _)| field))
        .collect();
    let priced = |field: &Field| {
        matches!(
            field,
            Field::Monthly
                | Field::MonthlyNew
                | Field::MonthlyExisting
                | Field::Yearly
                | Field::Hourly
                | Field::Overage
        )
    };
    let figures = row.iter().filter(|cell| cell.starts_with(|c: char| c.is_ascii_digit())).count();
    let mut distinct = guesses.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() >= 2 && guesses.iter().any(priced) && figures * 2 < row.len()
}
