use super::super::{import, tests::*};
use super::*;

/// `df -B1`: of 270,553,174,016 bytes 172,980,424,704 can be used by nobody but root.
const BYTES: &str = "Filesystem                 1B-blocks        Used   Available Use% Mounted on
devtmpfs                 12630487040           0 12630487040   0% /dev
tmpfs                    25276502016           0 25276502016   0% /dev/shm
/dev/vda                270553174016 67323445248 30249304064  69% /
/dev/loop3                  58720256    58720256           0 100% /snap/core18/2846
overlay                 270553174016 67323445248 30249304064  69% /var/lib/docker/overlay2/ab/merged
/dev/vda15                 109422592    10750976    98671616  10% /boot/efi
";

#[track_caller]
fn says(text: &str, expected: &[(&str, f64, f64)]) -> Import {
    let read = read_by("df", text);
    let found: Vec<_> = (0..read.series.len())
        .map(|at| {
            let series = &read.series[at];
            (series.part.as_deref().unwrap(), once(&read, at), series.total.unwrap())
        })
        .collect();
    assert_eq!(found, expected);
    read
}

fn refused(text: &str) -> Problem {
    import(&mut text.as_bytes(), None, &told()).unwrap_err()
}

#[test]
fn what_can_be_used_is_used_and_available() {
    // 67,323,445,248 + 30,249,304,064
    let read = says(BYTES, &[("/", 67_323_445_248.0, 97_572_749_312.0)]);
    assert!(read.notes[0].contains("kept back"), "{:?}", read.notes);
    assert_eq!(left(&read, "file systems that are not on a disk"), 3);
    assert_eq!(left(&read, "images"), 1);
    assert_eq!(left(&read, "small"), 1);
    assert_eq!(read.left_out[0].first.as_ref().unwrap().line, 2);
}

#[test]
fn the_heading_says_the_unit() {
    let row = "/dev/sda1   100 60 40 60% /\n";
    let table = |title: &str| format!("Filesystem {title} Used Available Use% Mounted on\n{row}");
    for (title, unit) in [
        ("1B-blocks", 1.0),
        ("1K-blocks", 1024.0),
        ("1024-blocks", 1024.0),
        ("512-blocks", 512.0),
        ("1M-blocks", 1_048_576.0),
        ("1MB-blocks", 1_000_000.0),
        ("4K-blocks", 4096.0),
        ("1G-blocks", 1_073_741_824.0),
    ] {
        says(&table(title), &[("/", 60.0 * unit, 100.0 * unit)]);
    }
    says(
        "Filesystem     1M-blocks   Used Available Use% Mounted on\n/dev/sda1         100M    60M       40M  60% /\n",
        &[("/", 60.0 * 1_048_576.0, 100.0 * 1_048_576.0)],
    );
}

#[test]
fn posix_and_type_are_columns_too() {
    let text = "Filesystem     Type 1024-blocks Used Available Capacity Mounted on\n/dev/sda1      ext4 100 60 30 67% /\nshm            tmpfs 100 60 30 67% /srv/a\n";
    let read = says(text, &[("/", 61_440.0, 92_160.0)]);
    assert_eq!(left(&read, "file systems that are not"), 1);
}

const HUMAN: &str =
    "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1       252G   63G   29G  69% /\n";

#[test]
fn letters_are_binary_unless_they_say_otherwise() {
    let gib = 1_073_741_824.0;
    let read = says(HUMAN, &[("/", 63.0 * gib, 92.0 * gib)]);
    assert!(read.notes.iter().any(|note| note.contains("--unit GB")), "{:?}", read.notes);
    let told = Told { unit: Some(SizeUnit::Gb), ..told() };
    let read = import(&mut HUMAN.as_bytes(), None, &told).unwrap();
    assert_eq!(once(&read, 0), 63e9);
    // Only `df -H` writes a small k.
    says(
        &format!("{HUMAN}tmpfs           4.1k     0  4.1k   0% /run/lock\n"),
        &[("/", 63e9, 92e9)],
    );
    let read = says(
        &format!("{HUMAN}tmpfs           4.0K     0  4.0K   0% /run/lock\n"),
        &[("/", 63.0 * gib, 92.0 * gib)],
    );
    assert!(read.notes.iter().all(|note| !note.contains("--unit")), "{:?}", read.notes);
}

#[test]
fn columns_may_stand_in_any_order() {
    let text = "Mounted on     Used Use%     1B-blocks Type Avail Filesystem\n/srv/my files  60   60% 100 ext4 40    /dev/sda1\n";
    says(text, &[("/srv/my files", 60.0, 100.0)]);
    let text = "Filesystem              Type       Inodes  IUsed    IFree IUse%    1B-blocks        Used       Avail Use% File Mounted on\n/dev/vda                ext4     16777216 517853 16259363    4% 270 67 30  69% -    /\n";
    says(text, &[("/", 67.0, 97.0)]);
    let text = "    Used Avail Mounted on\n     60    40 /srv\n";
    says(text, &[("/srv", 60.0, 100.0)]);
}

#[test]
fn a_long_name_that_wraps_the_line_is_put_together() {
    let text = "Filesystem           1K-blocks      Used Available Use% Mounted on\n/dev/mapper/VolGroup00-LogVol00\n                           100        60        30  67% /\n/dev/sda1                  100        10        90  10% /home\n";
    says(text, &[("/", 61_440.0, 92_160.0), ("/home", 10_240.0, 102_400.0)]);
}

#[test]
fn names_with_blanks_are_kept_whole() {
    let text = "Filesystem       1B-blocks Used Available Use% Mounted on\n//nas/My Share         100   60        40  60% /mnt/two  blanks\n";
    says(text, &[("/mnt/two  blanks", 60.0, 100.0)]);
}

#[test]
fn a_device_counts_once() {
    let text = "Filesystem 1B-blocks Used Available Use% Mounted on\n/dev/sda1 100 60 40 60% /\n/dev/sda1 100 60 40 60% /srv/chroot\n";
    let read = says(text, &[("/", 60.0, 100.0)]);
    assert_eq!(left(&read, "mounts of a device"), 1);
}

#[test]
fn datasets_of_one_pool_are_said_to_share_it() {
    let text = "Filesystem Type 1B-blocks Used Available Use% Mounted on\nrpool zfs 1000 100 900 10% /rpool\nrpool/data zfs 1200 300 900 25% /rpool/data\n";
    let read = says(text, &[("/rpool", 100.0, 1000.0), ("/rpool/data", 300.0, 1200.0)]);
    assert!(read.notes.iter().any(|note| note.contains("zfs list -Hp")), "{:?}", read.notes);
}

#[test]
fn the_file_system_of_proxmox_itself_is_left_out() {
    let text = "Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/fuse 131072 20 131052 1% /etc/pve\nudev 100 0 100 0% /dev\n/dev/sda1 100 60 40 60% /\n";
    let read = says(text, &[("/", 61_440.0, 102_400.0)]);
    assert_eq!(left(&read, "file systems that are not"), 2);
}

#[test]
fn root_may_use_what_is_kept_back() {
    // Below nought is available: over 100 % is used.
    let text =
        "Filesystem 512-blocks Used Avail Capacity Mounted on\n/dev/ada0p2 100 95 -3 103% /\n";
    says(text, &[("/", 48_640.0, 47_104.0)]);
}

#[test]
fn another_language_is_told_by_place() {
    let text = "Dateisystem    1K-Blöcke Benutzt Verfügbar Verw% Eingehängt auf\n/dev/sda1            100      60        40   60% /\n/dev/sdb1            100      10        90   10% /srv\n";
    says(text, &[("/", 61_440.0, 102_400.0), ("/srv", 10_240.0, 102_400.0)]);
    let text = "Dateisystem    Typ  Größe Benutzt Verf. Verw% Eingehängt auf\n/dev/sda1      ext4  1,5T    1,0T  0,5T   67% /\n";
    let tib = 1_099_511_627_776.0;
    says(text, &[("/", tib, 1.5 * tib)]);
}

#[test]
fn the_unit_is_found_where_other_languages_have_it() {
    let row = "/dev/sda1 100 60 40 60% /\n";
    for heading in [
        "Sys. de fichiers blocs de 1K Utilisé Disponible Uti% Monté sur",
        "文件系统          1K的块  已用   可用 已用% 挂载点",
        "System plików  1K-bl   użyte dostępne %uż. zamont. na",
    ] {
        says(&format!("{heading}\n{row}"), &[("/", 61_440.0, 102_400.0)]);
    }
}

#[test]
fn the_sum_of_all_is_no_file_system() {
    let text = "Filesystem 1B-blocks Used Available Use% Mounted on\n/dev/sda1 100 60 40 60% /\ntotal 100 60 40 60% -\n";
    let read = says(text, &[("/", 60.0, 100.0)]);
    assert_eq!(left(&read, "the total"), 1);
}

#[test]
fn inodes_and_what_does_not_say_the_use_are_refused() {
    let text = "Filesystem      Inodes  IUsed    IFree IUse% Mounted on\n/dev/vda      16777216 517853 16259363    4% /\n";
    let problem = refused(text);
    assert_eq!((problem.code, problem.place.unwrap().line), ("inodes", 1));
    let problem = refused("Filesystem Use% Mounted on\n/dev/vda 4% /\n");
    assert_eq!(problem.code, "no-columns");
    assert_eq!(refused("Filesystem 1B-blocks Used Available Use% Mounted on\n").code, "cut-off");
}

#[test]
fn a_million_file_systems_are_refused() {
    let mut text = String::from("Filesystem 1B-blocks Used Available Use% Mounted on\n");
    for n in 0..100_001 {
        text.push_str(&format!("/dev/d{n} 2 1 1 50% /m{n}\n"));
    }
    let problem = refused(&text);
    assert_eq!((problem.code, problem.place.unwrap().line), ("too-many", 100_002));
}
