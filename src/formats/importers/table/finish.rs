//! How do the series of a table become usage: in bytes, with a name, with what was left out?

use std::collections::BTreeMap;

use super::super::days::Days;
use super::super::{Import, Measured, Told, input};
use super::chunks::{BETWEEN, Partial, REASONS, coarse};
use super::daily::{HISTOGRAM_ERROR, Series};
use super::names::{Kind, meaning};
use super::shape::{Role, Shape};
use crate::diag::Problem;
use crate::model::Resource;
use crate::units::{Day, SizeUnit};

/// A series by what its name and its column say.
struct Named {
    host: Option<String>,
    part: Option<String>,
    /// The heading, or the metric where rows name it.
    name: String,
    kind: Kind,
    resource: Option<Resource>,
    unit: Option<SizeUnit>,
}

pub(super) fn finish(partial: Partial, shape: &Shape, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(super::NAME);
    import.note(shape.to_string());
    if shape.moment.is_none() {
        import.day_told(told);
    }
    columns_left_out(shape, &mut import);
    for ((reason, what), left) in REASONS.iter().zip(&partial.left) {
        let at = left
            .first
            .map(|(line, column)| told.place(usize::try_from(line).unwrap_or(usize::MAX), column));
        debug_assert!(partial.left[*reason as usize] == *left, "reasons stand in their order");
        import.leave_out(what, left.count, at);
    }
    import.leave_out(
        "instants with two values, of which the higher counts",
        partial.seen.twice,
        None,
    );
    for note in &shape.notes {
        import.note(note.clone());
    }
    if partial.seen.backwards > 0 {
        let rows = partial.seen.backwards;
        import.note(format!("rows that are earlier than the one before them: {rows}"));
    }
    let (histograms, nothing) = coarse(&partial);
    if histograms > 0 {
        import.note(format!(
            "the 95th percentile of {histograms} days is off by at most {HISTOGRAM_ERROR} %: it is of a histogram"
        ));
    }
    if nothing > 0 {
        import.note(format!(
            "{nothing} days have no 95th percentile: their rows do not stand together"
        ));
    }
    let mut named: Vec<(Named, Series)> =
        partial.series.into_iter().map(|(key, series)| (name(&key, shape, told), series)).collect();
    let totals = totals(&mut named);
    let (used, other): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|(named, _)| named.kind == Kind::Used);
    for (named, _) in other {
        left_out(&named.name, named.kind, &mut import);
    }
    let (known, unknown): (Vec<_>, Vec<_>) =
        used.into_iter().partition(|(named, _)| named.resource.is_some());
    if let (true, Some((first, _))) = (known.is_empty(), unknown.first()) {
        let what = if first.name.is_empty() { "the values" } else { &first.name };
        let message = format!("which resource is `{what}`? its name does not say");
        return Err(Problem::error("resource-needed", message)
            .hint("say so: `--resource ram`, `--resource storage` or `--resource backup`"));
    }
    for (named, _) in &unknown {
        let what = format!("`{}`: its name is of no resource", named.name);
        import.leave_out(&what, 1, None);
    }
    series(known, &totals, told, &mut import)?;
    if import.series.is_empty() {
        return Err(input::no_usage(told, &import));
    }
    Ok(import)
}

/// Host, part and resource of a series.
type Of = (Option<String>, Option<String>, Option<Resource>);

/// Takes the series that say how much there is; their last figures, in bytes, by what they are of.
fn totals(named: &mut Vec<(Named, Series)>) -> BTreeMap<Of, f64> {
    let mut totals = BTreeMap::new();
    let has_used: Vec<Of> =
        named.iter().filter(|(n, _)| n.kind == Kind::Used).map(|(n, _)| of(n)).collect();
    named.retain(|(named, series)| {
        let is_total = named.kind == Kind::Total && has_used.contains(&of(named));
        if let (true, Some(last)) = (is_total, series.runs.iter().max_by_key(|run| run.day)) {
            let each = each(named);
            totals.insert(of(named), last.last() * each.unwrap_or(f64::NAN));
        }
        !is_total
    });
    totals
}

fn of(named: &Named) -> Of {
    (named.host.clone(), named.part.clone(), named.resource.clone())
}

/// Bytes of one, or 1 for what is counted; `None` where the unit is open.
fn each(named: &Named) -> Option<f64> {
    match named.resource {
        Some(Resource::Cpu | Resource::Count(_)) => Some(1.0),
        _ => named.unit.map(|unit| unit.bytes() as f64),
    }
}

fn series(
    known: Vec<(Named, Series)>,
    totals: &BTreeMap<Of, f64>,
    told: &Told,
    import: &mut Import,
) -> Result<(), Problem> {
    let mut counts: BTreeMap<Of, usize> = BTreeMap::new();
    for (named, _) in &known {
        *counts.entry(of(named)).or_default() += 1;
    }
    let mut hosts: Vec<&Option<String>> = known.iter().map(|(named, _)| &named.host).collect();
    hosts.dedup();
    let one_host = hosts.windows(2).all(|two| two[0] == two[1]);
    let host = told.host.clone().filter(|_| one_host);
    for (named, mut series) in known {
        let Some(each) = each(&named) else {
            let what = if named.name.is_empty() { "the values" } else { &named.name };
            let message = format!("in which unit is `{what}`? its name does not say");
            return Err(Problem::error("unit-needed", message)
                .hint("say so: `--unit GiB`, or `--unit B` for bytes"));
        };
        let own = of(&named);
        let several = counts.get(&own).is_some_and(|count| *count > 1);
        let total = totals.get(&own).copied().filter(|total| total.is_finite());
        let part = match named.part {
            Some(part) if several => Some(format!("{part} {}", named.name)),
            None if several => Some(named.name),
            part => part,
        };
        let days: Vec<(Day, _)> =
            series.runs.iter_mut().map(|run| (run.day, run.value(each))).collect();
        let resource = named.resource.expect("only series with a resource are kept");
        import.series.push(Measured {
            host: host.clone().or(named.host),
            part,
            resource,
            days: Days::new(days),
            total,
            off: false,
            estimated_full: None,
        });
    }
    Ok(())
}

/// What the key of a series says; see [`Partial`].
fn name(key: &[u8], shape: &Shape, told: &Told) -> Named {
    let slot = usize::from(key[0]) << 8 | usize::from(key[1]);
    let mut parts = key[2..].split(|byte| *byte == BETWEEN);
    let mut part = || {
        let text = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        (!text.is_empty()).then_some(text)
    };
    let (host, place, metric) = (part(), part(), part());
    let (_, column) = shape.values().nth(slot).expect("a slot is the number of a value's column");
    let alone = shape.values().count() == 1;
    let says = metric.as_ref().map(|metric| meaning(metric));
    let kind = match (&says, column.role) {
        (_, Role::Total) => Kind::Total,
        (Some(says), _) => says.kind,
        // The column was named as one of values.
        (None, _) => Kind::Used,
    };
    let resource = says.as_ref().and_then(|says| says.resource.clone());
    let resource = resource.or_else(|| column.resource.clone()).or_else(|| told.resource.clone());
    let unit =
        if column.suffixed { column.unit } else { says.and_then(|says| says.unit).or(column.unit) };
    Named {
        host: host.or_else(|| told.host.clone()),
        part: place,
        name: match metric {
            Some(metric) if alone => metric,
            Some(metric) => format!("{metric} {}", column.heading),
            None => column.heading.clone(),
        },
        kind,
        resource,
        unit: unit.or(told.unit),
    }
}

/// Says of each column with figures that is not taken why it is not.
fn columns_left_out(shape: &Shape, import: &mut Import) {
    for (at, column) in shape.columns.iter().enumerate() {
        if column.role == Role::Ignored && (column.figures || column.kind == Kind::Percent) {
            let name = if column.heading.is_empty() {
                format!("column {}", at + 1)
            } else {
                column.heading.clone()
            };
            left_out(&name, column.kind, import);
        }
    }
}

fn left_out(name: &str, kind: Kind, import: &mut Import) {
    let why = match kind {
        Kind::Percent => "a share, and of what is not said",
        Kind::Free => "what is free says not what is in use",
        Kind::Total => "a total without what is in use",
        Kind::Other => "no usage of a resource",
        Kind::Used => "its name is of no resource",
    };
    import.leave_out(&format!("`{name}`: {why}"), 1, None);
}
