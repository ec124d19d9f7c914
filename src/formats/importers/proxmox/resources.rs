//! What nodes, guests and storages of a cluster use now: `cluster/resources`.

use std::collections::BTreeSet;

use super::super::book::{Book, Key};
use super::super::json::Json;
use super::super::when::When;
use super::super::{Import, Told};
use super::rrd;
use crate::model::Resource;

/// Takes every entry; those without a size are left out with the reason.
pub(super) fn take(rows: &[&Json], book: &mut Book, import: &mut Import, told: &Told) {
    let now = Some(When::of_day(import.day_told(told)));
    let mut shared = BTreeSet::new();
    let (mut nodes, mut guests, mut storages) = (false, false, false);
    for row in rows {
        match row.text_of("type") {
            Some("node") => nodes |= node(row, now, book, import),
            Some(kind @ ("qemu" | "lxc")) => guests |= guest(row, kind, now, book, import),
            Some("storage") => storages |= storage(row, now, &mut shared, book, import),
            _ => import.leave_out("entries that are no node, guest or storage", 1, None),
        }
    }
    if nodes {
        import.note(rrd::ARC);
    }
    if nodes && storages {
        import.note(ROOT);
    }
    if nodes && guests {
        import.note("a node's memory in use holds that of its guests: plan with one of the two");
    }
}

const ROOT: &str =
    "a node's root may be the disk that its storage `local` lies on: plan with one of the two";

fn node(row: &Json, now: Option<When>, book: &mut Book, import: &mut Import) -> bool {
    let host = row.text_of("node");
    if row.text_of("status").is_some_and(|status| status != "online") {
        import.leave_out("nodes that are not online", 1, None);
        return false;
    }
    if let Some(memory) = row.number_of("mem") {
        let key = Key::of(host, Resource::Ram);
        book.take(key, now, Some(memory), row.number_of("maxmem"));
    }
    if let Some(disk) = row.number_of("disk") {
        let key = Key::of(host, Resource::Storage).part("root");
        book.take(key, now, Some(disk), row.number_of("maxdisk"));
    }
    true
}

fn guest(row: &Json, kind: &str, now: Option<When>, book: &mut Book, import: &mut Import) -> bool {
    if row.says("template") {
        import.leave_out("templates, which never run", 1, None);
        return false;
    }
    let off = match row.text_of("status") {
        Some("stopped") => true,
        Some("unknown") => {
            import.leave_out("guests whose state is not known", 1, None);
            return false;
        }
        Some(_) => false,
        None => row.number_of("uptime") == Some(0.0),
    };
    let host = row.text_of("node");
    let part = name(row);
    let memory = Key::of(host, Resource::Ram).part(part.clone());
    let value = if off { Some(0.0) } else { row.number_of("mem") };
    book.take(memory.clone(), now, value, row.number_of("maxmem"));
    book.switched(memory, now, off);
    if off {
        import.note(
            "guests that are switched off use no memory now; their total is what they want when on",
        );
    }
    match (kind, row.number_of("disk")) {
        (_, None) => {}
        ("lxc", Some(used)) if !off || used > 0.0 => {
            let key = Key::of(host, Resource::Storage).part(part);
            book.take(key, now, Some(used), row.number_of("maxdisk"));
        }
        ("lxc", Some(_)) => {
            import.leave_out("disk figures of containers that are switched off", 1, None);
        }
        _ => import.leave_out(rrd::NO_DISK, 1, None),
    }
    true
}

/// `web (100)`, or what there is of the two.
fn name(row: &Json) -> String {
    let number = row.label_of("vmid").or_else(|| {
        let id = row.text_of("id")?;
        Some(id.rsplit_once('/').map_or(id, |(_, number)| number).to_owned())
    });
    match (row.text_of("name"), number) {
        (Some(name), Some(number)) => format!("{name} ({number})"),
        (Some(name), None) => name.to_owned(),
        (None, Some(number)) => format!("({number})"),
        (None, None) => "guest".to_owned(),
    }
}

fn storage(
    row: &Json,
    now: Option<When>,
    shared: &mut BTreeSet<String>,
    book: &mut Book,
    import: &mut Import,
) -> bool {
    if row.text_of("status").is_some_and(|status| status != "available") {
        import.leave_out("storages that are not available", 1, None);
        return false;
    }
    let Some(total) = row.number_of("maxdisk").filter(|total| *total > 0.0) else {
        import.leave_out("storages without a size", 1, None);
        return false;
    };
    let name = row.text_of("storage").or_else(|| row.text_of("id")).unwrap_or("storage");
    let is_shared = row.says("shared");
    if is_shared && !shared.insert(name.to_owned()) {
        import.leave_out("shared storages that another node lists too", 1, None);
        return false;
    }
    if is_shared {
        import.note("shared storages lie on no one node: they have no host");
    }
    let host = row.text_of("node").filter(|_| !is_shared);
    let is_backup =
        row.text_of("plugintype") == Some("pbs") || row.text_of("content") == Some("backup");
    let resource = if is_backup { Resource::Backup } else { Resource::Storage };
    let key = Key::of(host, resource).part(name);
    book.take(key, now, row.number_of("disk"), Some(total));
    true
}
