//! Storage given out by `vgs`, and in use in the thin pools of `lvs`.

use std::io::Read;

use serde_json::Value;

use super::days::{DayValue, Days};
use super::lines::Lines;
use super::printed::{Printed, Suffix};
use super::{Head, Import, Importer, Measured, Told, input};
use crate::diag::{Place, Problem};
use crate::model::Resource;

pub(super) const LVM: Importer = Importer {
    name: "lvm",
    what: "storage given out or in thin pools, by LVM",
    command: "vgs --reportformat json --units b",
    recognises,
    read,
};

/// A report as JSON may be so long, in bytes: of 300 bytes a volume, those of 25,000.
const LARGEST: u64 = 8 * 1024 * 1024;
/// What most of LVM's users expect and cannot have.
const PLAIN: &str = "volumes that are no thin pool: `df` says what is in them";
const NOT_IN_THEM: &str = "plain volumes say nothing of what is in them: give `df -B1 -T`, or `vgs --reportformat json --units b` for what is given out";
const THIN: &str = "thin volumes, which count in their pool";

fn recognises(head: &Head<'_>) -> bool {
    let text = head.text.trim_start();
    if text.starts_with('{') {
        return text.contains("\"report\"") && text.contains("\"vg_name\"");
    }
    let mut lines = text.lines().filter(|line| !line.contains(['$', '#']) || is_heading(line));
    lines.next().is_some_and(is_heading)
}

/// `VG #PV #LV #SN Attr VSize VFree`, `LV VG Attr LSize …`
fn is_heading(line: &str) -> bool {
    let titles: Vec<&str> = line.split_whitespace().take(40).collect();
    let has = |names: &[&str]| names.iter().all(|name| titles.contains(name));
    has(&["VG", "VSize", "VFree"]) || titles.starts_with(&["LV", "VG", "Attr", "LSize"])
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(LVM.name);
    let mut input = std::io::BufReader::new(input);
    let first = {
        let ahead = std::io::BufRead::fill_buf(&mut input);
        let ahead = ahead.map_err(|error| input::cannot_read(told, &error))?;
        ahead.trim_ascii_start().first().copied()
    };
    if first == Some(b'{') {
        let mut limited = input.take(LARGEST + 1);
        let json = input::json(&mut limited, told);
        if limited.limit() == 0 {
            let message = format!("`{}` is longer than 8 MiB", told.name);
            return Err(Problem::error("too-large", message).hint("ask for fewer volumes at once"));
        }
        let json = json?;
        of_json(&json, &mut import, told);
    } else {
        of_text(&mut input, &mut import, told)?;
    }
    if import.series.is_empty() {
        let problem = input::no_usage(told, &import);
        let is_plain = import.left_out.iter().any(|left| left.what == PLAIN);
        return Err(if is_plain { problem.hint(NOT_IN_THEM) } else { problem });
    }
    Ok(import)
}

/// A size as LVM prints it, in bytes: small letters are binary, capitals decimal, `<` means rounded up.
fn size(text: &str, told: &Told) -> Option<f64> {
    let text = text.trim().trim_start_matches(['<', '>']);
    if let Some(sectors) = text.strip_suffix(['s', 'S']) {
        return Printed::parse(sectors)
            .filter(|n| n.suffix == Suffix::None)
            .map(|n| n.number * 512.0);
    }
    let sized = Printed::parse(text)?;
    let bytes = match (sized.suffix, told.unit) {
        (Suffix::None, Some(unit)) => sized.number * unit.bytes() as f64,
        // Without a unit nothing can be told, but of 0.
        (Suffix::None, None) if sized.number > 0.0 => return None,
        (Suffix::Capital, _) => sized.bytes(1000.0),
        _ => sized.bytes(1024.0),
    };
    (bytes.is_finite() && bytes >= 0.0).then_some(bytes)
}

fn of_json(json: &Value, import: &mut Import, told: &Told) {
    let reports = json.get("report").and_then(Value::as_array);
    let rows = |kind: &'static str| {
        let all = reports.into_iter().flatten();
        all.filter_map(move |report| report.get(kind)?.as_array()).flatten()
    };
    // Numbers are texts in `json`, and numbers in `json_std`.
    let text = |row: &Value, field: &str| match row.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    for row in rows("vg") {
        let name = text(row, "vg_name");
        let sizes = (size(&text(row, "vg_size"), told), size(&text(row, "vg_free"), told));
        group(&name, sizes, None, import, told);
    }
    for row in rows("lv") {
        volume(
            &Volume {
                group: &text(row, "vg_name"),
                name: &text(row, "lv_name"),
                attr: &text(row, "lv_attr"),
                size: &text(row, "lv_size"),
                percent: &text(row, "data_percent"),
                in_pool: !text(row, "pool_lv").is_empty(),
            },
            None,
            import,
            told,
        );
    }
}

fn of_text(input: &mut dyn Read, import: &mut Import, told: &Told) -> Result<(), Problem> {
    let mut titles: Vec<String> = Vec::new();
    let mut lines = Lines::new(input, told);
    while let Some(line) = lines.next()? {
        let words: Vec<&str> = line.text.split_whitespace().take(40).collect();
        if is_heading(&line.text) {
            titles = words.into_iter().map(str::to_owned).collect();
            continue;
        }
        let word = |title: &str| {
            let place = titles.iter().position(|known| known == title)?;
            words.get(place).copied()
        };
        let at = Some(told.place(line.number, 1));
        if words.is_empty() || line.text.contains(['$', '#']) {
            continue;
        }
        if titles.iter().any(|title| title == "VFree") && words.len() == titles.len() {
            let sizes = (word("VSize").and_then(|s| size(s, told)), word("VFree"));
            let sizes = (sizes.0, sizes.1.and_then(|s| size(s, told)));
            group(word("VG").unwrap_or_default(), sizes, at, import, told);
        } else if let ([name, vg, attr, size, rest @ ..], Some("LV")) =
            (words.as_slice(), titles.first().map(String::as_str))
        {
            // Pool and Origin of a thin pool are blank: its data are next.
            let percent = rest.first().copied().unwrap_or_default();
            let in_pool = attr.starts_with('V');
            let volume_of = Volume { group: vg, name, attr, size, percent, in_pool };
            volume(&volume_of, at, import, told);
        } else {
            import.leave_out("lines that are of no output of vgs or lvs", 1, at);
        }
    }
    Ok(())
}

/// A group: what is given out to volumes.
fn group(
    name: &str,
    sizes: (Option<f64>, Option<f64>),
    at: Option<Place>,
    import: &mut Import,
    told: &Told,
) {
    let (Some(size), Some(free)) = sizes else {
        import.leave_out("groups without a size that can be read", 1, at);
        return;
    };
    if free > size || size <= 0.0 || name.is_empty() {
        import.leave_out("groups without a size that can be read", 1, at);
        return;
    }
    import.note(
        "of a group is counted what is given out to volumes, mirrors and parity with it; `df` says what is in them",
    );
    push(name.to_owned(), size - free, size, import, told);
}

/// A row of `lvs`.
struct Volume<'a> {
    group: &'a str,
    name: &'a str,
    attr: &'a str,
    size: &'a str,
    percent: &'a str,
    in_pool: bool,
}

fn volume(row: &Volume<'_>, at: Option<Place>, import: &mut Import, told: &Told) {
    if row.in_pool {
        import.leave_out(THIN, 1, at);
        return;
    }
    if !row.attr.starts_with('t') {
        import.leave_out(PLAIN, 1, at);
        return;
    }
    let percent = Printed::parse(row.percent).filter(|p| p.suffix == Suffix::None);
    let percent = percent.map(|p| p.number).filter(|p| (0.0..=100.0).contains(p));
    let (Some(size), Some(percent)) = (size(row.size, told), percent) else {
        import.leave_out("thin pools without a size or data that can be read", 1, at);
        return;
    };
    import.note("a thin pool's use is its size × its data_percent, to 0.01 %");
    push(format!("{}/{}", row.group, row.name), size * percent / 100.0, size, import, told);
}

fn push(part: String, used: f64, total: f64, import: &mut Import, told: &Told) {
    let today = import.day_told(told);
    import.series.push(Measured {
        host: told.host.clone(),
        part: Some(part),
        resource: Resource::Storage,
        days: Days::new([(today, DayValue::once(used))]),
        total: Some(total),
        off: false,
        estimated_full: None,
    });
}

#[cfg(test)]
mod tests {
    use super::super::{import, tests::*};
    use super::*;

    const VGS: &str = r#"{ "report": [ { "vg": [
        {"vg_name":"pve", "pv_count":"1", "lv_count":"3", "snap_count":"0", "vg_attr":"wz--n-", "vg_size":"511571918848B", "vg_free":"17175674880B"}
    ] } ] , "log": [] }"#;
    const LVS: &str = r#"{ "report": [ { "lv": [
        {"lv_name":"data", "vg_name":"pve", "lv_attr":"twi-aotz--", "lv_size":"400000000000B", "pool_lv":"", "origin":"", "data_percent":"12.50", "metadata_percent":"0.97", "move_pv":"", "mirror_log":"", "copy_percent":"", "convert_lv":""},
        {"lv_name":"root", "vg_name":"pve", "lv_attr":"-wi-ao----", "lv_size":"103079215104B", "pool_lv":"", "origin":"", "data_percent":"", "metadata_percent":""},
        {"lv_name":"vm-100-disk-0", "vg_name":"pve", "lv_attr":"Vwi-aotz--", "lv_size":"34359738368B", "pool_lv":"data", "origin":"", "data_percent":"40.22"}
    ] } ] }"#;

    #[test]
    fn a_group_is_what_it_has_given_out() {
        let read = read_by("lvm", VGS);
        // 511,571,918,848 − 17,175,674,880
        assert_eq!(once(&read, 0), 494_396_243_968.0);
        assert_eq!(read.series[0].total, Some(511_571_918_848.0));
        assert_eq!(read.series[0].part.as_deref(), Some("pve"));
    }

    #[test]
    fn a_thin_pool_is_its_share_of_data() {
        let read = read_by("lvm", LVS);
        // 12.5 % of 400 GB
        assert_eq!(once(&read, 0), 50_000_000_000.0);
        assert_eq!(read.series[0].part.as_deref(), Some("pve/data"));
        assert_eq!((left(&read, PLAIN), left(&read, THIN)), (1, 1));
    }

    #[test]
    fn tables_say_the_same() {
        let vgs =
            "  VG  #PV #LV #SN Attr   VSize   VFree  \n  pve   1   3   0 wz--n- 476.00g <16.00g\n";
        let read = read_by("lvm", vgs);
        assert_eq!(once(&read, 0), 460.0 * 1_073_741_824.0);
        let lvs = "  LV            VG  Attr       LSize   Pool Origin Data%  Meta%  Move Log Cpy%Sync Convert\n  data          pve twi-aotz-- 200.00g             12.50  0.97\n  root          pve -wi-ao----  96.00g\n  vm-100-disk-0 pve Vwi-aotz--  32.00g data        40.22\n";
        let read = read_by("lvm", lvs);
        assert_eq!(once(&read, 0), 25.0 * 1_073_741_824.0);
        assert_eq!((left(&read, PLAIN), left(&read, THIN)), (1, 1));
    }

    #[test]
    fn letters_are_as_lvm_means_them() {
        let told = told();
        assert_eq!(size("<1.00g", &told), Some(1_073_741_824.0));
        assert_eq!(size("1.00G", &told), Some(1_000_000_000.0));
        assert_eq!(size("8s", &told), Some(4096.0));
        assert_eq!(size("123", &told), None);
        assert_eq!(size("0", &told), Some(0.0));
    }

    #[test]
    fn plain_volumes_alone_are_refused_with_a_way_out() {
        let text = "  LV   VG  Attr       LSize\n  root pve -wi-ao---- 96.00g\n";
        let refused = import(&mut text.as_bytes(), None, &told()).unwrap_err();
        assert_eq!(refused.code, "no-usage");
        assert!(refused.hint.unwrap().contains("df -B1"));
    }
}
