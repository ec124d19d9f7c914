use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Problem>, code: &str) -> Problem {
    let problem = result.unwrap_err();
    assert_eq!(problem.code, code, "{problem}");
    assert!(problem.hint.is_some(), "{problem}");
    problem
}

fn saved(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_text_comes_back_as_it_was_saved() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, "(é)\r\n".as_bytes(), Over::Anything).unwrap();
    let opened = read(&path).unwrap();
    assert_eq!(opened.text, "(é)\r\n");
    assert_eq!(opened.name, path.display().to_string());
    assert!(!changed(&path, &opened.stamp.unwrap()));
}

#[test]
fn a_byte_order_mark_is_no_text() {
    assert_eq!(read_from(&mut "\u{feff}(a)".as_bytes()).unwrap().text, "(a)");
}

#[test]
fn what_is_not_there_names_what_is() {
    let folder = folder();
    fs::write(folder.path().join("hypha.ron"), "()").unwrap();
    let problem = refused(read(&folder.path().join("hypa.ron")), "no-such-file");
    assert!(problem.hint.unwrap().contains("hypha.ron"));
}

#[test]
fn a_folder_is_no_scenario_but_names_one() {
    let folder = folder();
    fs::write(folder.path().join("b.headroom.ron"), "()").unwrap();
    let problem = refused(read(folder.path()), "is-a-folder");
    assert!(problem.hint.unwrap().contains("b.headroom.ron"));
    refused(save(folder.path(), b"x", Over::Anything), "is-a-folder");
}

#[test]
fn an_empty_file_says_so() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, "").unwrap();
    refused(read(&path), "empty");
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let file = fs::File::create(&path).unwrap();
    file.set_len(100_000_000).unwrap();
    refused(read(&path), "too-large");
    refused(read_from(&mut io::repeat(b' ')), "too-large");
}

#[test]
fn the_first_bad_byte_has_a_place() {
    let problem = refused(read_from(&mut &b"(\n  a\xE9)"[..]), "not-utf-8");
    // Line 2, after two blanks and an `a`.
    assert_eq!(problem.place.unwrap().to_string(), "standard input:2:4");
    assert_eq!(problem.message, "byte `0xE9` is not UTF-8");
    let problem = refused(read_from(&mut &b"\xFF\xFE(\0)\0"[..]), "not-utf-8");
    assert!(problem.hint.unwrap().contains("UTF-16"));
}

#[test]
fn what_somebody_else_changed_is_kept() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, "mine").unwrap();
    let stamp = read(&path).unwrap().stamp.unwrap();
    fs::write(&path, "hers").unwrap();
    refused(save(&path, b"mine too", Over::Unchanged(&stamp)), "changed-on-disk");
    assert_eq!(saved(&path), "hers");
    let stamp = save(&path, b"mine too", Over::Anything).unwrap();
    assert_eq!(saved(&path), "mine too");
    save(&path, b"and more", Over::Unchanged(&stamp)).unwrap();
    assert_eq!(saved(&path), "and more");
}

#[test]
fn what_somebody_else_only_touched_is_not_changed() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, "same").unwrap();
    let stamp = read(&path).unwrap().stamp.unwrap();
    let file = fs::File::options().append(true).open(&path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert!(!changed(&path, &stamp));
    save(&path, b"new", Over::Unchanged(&stamp)).unwrap();
}

#[test]
fn a_missing_folder_and_a_read_only_file_are_told() {
    let folder = folder();
    refused(save(&folder.path().join("none/a.ron"), b"x", Over::Anything), "no-such-folder");
    let path = folder.path().join("a.ron");
    fs::write(&path, "kept").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    refused(save(&path, b"x", Over::Anything), "read-only");
    assert_eq!(saved(&path), "kept");
}

#[test]
fn each_error_of_saving_has_its_words() {
    #[track_caller]
    fn check(kind: io::ErrorKind, code: &str) {
        refused::<()>(Err(wrong::saving(Path::new("a.ron"), &kind.into())), code);
    }
    check(io::ErrorKind::StorageFull, "disk-full");
    check(io::ErrorKind::QuotaExceeded, "disk-full");
    check(io::ErrorKind::ReadOnlyFilesystem, "read-only");
    check(io::ErrorKind::PermissionDenied, "no-permission");
    check(io::ErrorKind::Other, "cannot-save");
}

#[cfg(unix)]
#[test]
fn saving_goes_through_a_link() {
    let folder = folder();
    let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
    fs::write(&real, "old").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    save(&link, b"new", Over::Anything).unwrap();
    assert_eq!(saved(&real), "new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    fs::remove_file(&real).unwrap();
    refused(save(&link, b"new", Over::Anything), "broken-link");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    refused(save(Path::new("/dev/full"), b"x", Over::Anything), "disk-full");
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    refused(read(Path::new("/dev/zero")), "not-a-file");
}

#[test]
fn recent_files_are_kept_once_and_the_last_first() {
    let folder = folder();
    let state = folder.path().join("state");
    let [a, b] = ["a.ron", "b.ron"].map(|name| {
        let path = folder.path().join(name);
        fs::write(&path, "()").unwrap();
        fs::canonicalize(path).unwrap()
    });
    let mut recent = Recent::load_from(&state);
    for path in [&a, &b, &a] {
        recent.remember(path).unwrap();
    }
    assert_eq!(Recent::load_from(&state).paths().collect::<Vec<_>>(), [&a, &b]);
    fs::remove_file(&b).unwrap();
    assert_eq!(Recent::load_from(&state).paths().collect::<Vec<_>>(), [&a]);
    recent.forget(&a).unwrap();
    assert_eq!(Recent::load_from(&state).paths().count(), 0);
}

#[test]
fn settings_are_kept_and_what_is_not_known_stays() {
    let folder = folder();
    let file = folder.path().join("settings");
    assert_eq!(Settings::load_from(folder.path()).window(), None);
    fs::write(&file, "theme: dark\nfont: large\nwindow: 900x\n").unwrap();
    let mut settings = Settings::load_from(folder.path());
    assert_eq!((settings.colours(), settings.window()), (Some(Colours::Dark), None));
    settings.choose_colours(Colours::Light).unwrap();
    settings.remember_window(1000.4, 700.0).unwrap();
    settings.remember_window(20.0, 10.0).unwrap(); // no window is that small
    assert_eq!(saved(&file), "font: large\ntheme: light\nwindow: 1000x700\n");
    assert_eq!(Settings::load_from(folder.path()), settings);
}
