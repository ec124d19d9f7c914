//! Memory in use by `free`: total less available, never the column "used".

use std::io::Read;

use super::days::{DayValue, Days};
use super::{Head, Import, Importer, Measured, Told, input};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const FREE: Importer =
    Importer { name: "free", what: "memory in use, by free", command: "free -b", recognises, read };

fn recognises(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines().skip_while(|line| line.trim().is_empty());
    let heading = lines.next().unwrap_or_default();
    let titles: Vec<&str> = heading.split_whitespace().collect();
    titles.first() == Some(&"total")
        && titles.contains(&"used")
        && lines.any(|line| line.trim_start().starts_with("Mem:"))
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let text = input::whole(input, told)?;
    let mut import = Import::by(FREE.name);
    let heading: Vec<&str> = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let place = |name: &str| heading.iter().position(|title| *title == name);
    let memory = text.lines().enumerate().find(|(_, line)| line.trim_start().starts_with("Mem:"));
    let (Some(total), Some(available), Some((line, memory))) =
        (place("total"), place("available"), memory)
    else {
        return Err(Problem::error(
            "no-available",
            "this output of `free` has no column `available`",
        )
        .hint("free before 3.3.10 has none: give `cat /proc/meminfo`"));
    };
    let bytes = |at: usize| memory.split_whitespace().nth(at + 1)?.parse::<f64>().ok();
    let (Some(total), Some(available)) = (bytes(total), bytes(available)) else {
        return Err(Problem::error("not-a-number", "this line of `free` has no numbers")
            .at(told.place(line + 1, 1)));
    };
    import.series.push(Measured {
        host: told.host.clone(),
        part: None,
        resource: Resource::Ram,
        days: Days::new([(told.today, DayValue::once(total - available))]),
        total: Some(total),
        off: false,
    });
    Ok(import)
}
