//! Which file systems take no disk that is rented, or are too small to plan?

use super::row::Row;

/// File systems in memory, made up by the kernel, laid over others, or never written to.
const KINDS: &[&str] = &[
    "tmpfs",
    "devtmpfs",
    "ramfs",
    "overlay",
    "overlayfs",
    "aufs",
    "squashfs",
    "erofs",
    "iso9660",
    "udf",
    "efivarfs",
    "proc",
    "sysfs",
    "devfs",
    "devpts",
    "cgroup",
    "cgroup2",
    "debugfs",
    "tracefs",
    "securityfs",
    "pstore",
    "bpf",
    "configfs",
    "mqueue",
    "hugetlbfs",
    "autofs",
    "binfmt_misc",
    "nsfs",
    "fusectl",
    "rpc_pipefs",
    "fuse.lxcfs",
    "fuse.snapfuse",
    "fuse.portal",
    "fuse.gvfsd-fuse",
    "nullfs",
    "fdescfs",
    "none",
];
/// The same by the name of their device.
const DEVICES: &[&str] = &[
    "tmpfs",
    "devtmpfs",
    "udev",
    "overlay",
    "overlayfs",
    "shm",
    "none",
    "efivarfs",
    "dev",
    "run",
    "proc",
    "sysfs",
    "devfs",
    "cgroup",
    "cgroup2",
    "cgmfs",
    "lxcfs",
    "snapfuse",
    "portal",
    "gvfsd-fuse",
    "rootfs",
    "map",
    "squashfs",
    "ramfs",
    "fdescfs",
    "procfs",
];
/// Where a machine starts from; smaller than this, in bytes: 4 GiB.
const SMALL: f64 = 4_294_967_296.0;

/// Why it is left out; `None` where it counts. `size` in bytes.
pub(super) fn why(row: &Row, size: Option<f64>) -> Option<&'static str> {
    let device = row.device.split_whitespace().next().unwrap_or_default();
    let kind = row.kind.as_deref().unwrap_or_default();
    if row.device == "total" && matches!(row.mount.as_str(), "-" | "") {
        return Some("the total that `df --total` adds");
    }
    let is = |names: &[&str], name: &str| names.contains(&name);
    let under = |folder: &str| {
        let rest = row.mount.strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if device.starts_with("/dev/loop") || under("/snap") || is(&["squashfs"], kind) {
        return Some("images that are never written to (loop, snap)");
    }
    let made_up = ["/proc", "/sys", "/dev"].into_iter().any(under)
        || (under("/run") && !under("/run/media") && !under("/run/mount"));
    let by_name = kind.is_empty() && is(DEVICES, device);
    if is(KINDS, kind) || by_name || device == "/dev/fuse" || made_up {
        return Some("file systems that are not on a disk of their own (tmpfs, overlay …)");
    }
    let starts = ["/boot", "/efi"].into_iter().any(under);
    if starts && size.is_some_and(|size| size < SMALL) {
        return Some("small file systems to start from (/boot, /boot/efi)");
    }
    None
}
