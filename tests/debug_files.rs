//! Files that the debugger writes are whole, or as they were.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("debug_files").join(name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What goes wrong when an operand goes to a file.
fn export(path: &Path) -> String {
    let line = format!("export {} src", path.display());
    let output = common::tpuscope(&["debug", "--demo", "--batch", "-ex", "context none", "-ex", &line]);
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn pictures_are_read_by_others() {
    let folder = folder("pictures");
    let files = ["x.png", "x.ppm", "x.pgm"].map(|name| folder.join(name));
    for path in &files {
        let line = format!("image input {}", path.display());
        let output = common::tpuscope(&["debug", "--demo", "--batch", "-ex", "goto tiu 0", "-ex", &line]);
        assert!(output.status.success());
    }
    let png = image::open(&files[0]).unwrap().into_rgb8();
    assert_eq!(png.dimensions(), (96, 25));
    let rest = |path: &Path, header: &str| std::fs::read(path).unwrap().split_off(header.len());
    assert_eq!(rest(&files[1], "P6\n96 25\n255\n"), *png.as_raw());
    let grey: Vec<u8> = png.pixels().map(|pixel| pixel.0[0]).collect();
    assert_eq!(rest(&files[2], "P5\n96 25\n255\n"), grey);
    assert_eq!(grey.iter().max(), Some(&255));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_file_is_replaced_and_not_overwritten() {
    let folder = folder("replaced");
    let (path, other) = (folder.join("x.npy"), folder.join("other"));
    std::fs::write(&path, "as it was").unwrap();
    std::fs::hard_link(&path, &other).unwrap();
    assert_eq!(export(&path), "");
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x93NUMPY"));
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "as it was");
    assert_eq!(names(&folder).len(), 2);
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = folder("refused");
    std::fs::create_dir(folder.join("x.npy")).unwrap();
    assert!(export(&folder.join("x.npy")).contains("cannot write"));
    assert!(export(&folder.join("missing/x.npy")).contains("cannot write"));
    assert_eq!(names(&folder), ["x.npy"]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay() {
    let folder = folder("links");
    let (file, link) = (folder.join("file"), folder.join("link.npy"));
    std::fs::write(&file, "as it was").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    assert_eq!(export(&link), "");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read(&file).unwrap().starts_with(b"\x93NUMPY"));
    let null = folder.join("null.npy");
    std::os::unix::fs::symlink("/dev/null", &null).unwrap();
    assert_eq!(export(&null), "");
    assert_eq!(std::fs::read("/dev/null").unwrap(), b"");
}
