//! Generated files are what the tables say, and every operation has its page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use specs::{Output, Tables};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The first differing line, old and new.
fn first_difference(output: &Output, found: &str) -> Option<String> {
    if output.text == found {
        return None;
    }
    let pair = output.text.lines().zip(found.lines()).enumerate().find(|(_, (new, old))| new != old);
    let text = match pair {
        Some((line, (new, old))) => format!("line {}:\n  - {old}\n  + {new}", line + 1),
        None => format!("{} lines instead of {}", found.lines().count(), output.text.lines().count()),
    };
    Some(format!("{} is stale, {text}", output.path))
}

#[test]
fn generated_files_are_up_to_date() {
    let tables = Tables::load().unwrap();
    let stale: Vec<String> = specs::outputs(&tables)
        .iter()
        .filter_map(|output| {
            let found = std::fs::read_to_string(root().join(&output.path)).unwrap_or_default();
            first_difference(output, &found)
        })
        .collect();
    assert!(stale.is_empty(), "{}\nrun `cargo generate`", stale.join("\n"));
}

#[test]
fn no_generated_file_is_left_over() {
    let tables = Tables::load().unwrap();
    let outputs: Vec<String> = specs::outputs(&tables).into_iter().map(|output| output.path).collect();
    for folder in ["isa/src/generated", "specs/reference"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            assert!(outputs.contains(&path), "{path} comes from no table; delete it");
        }
    }
}

const SECTIONS: [&str; 8] = [
    "Summary",
    "Fields used",
    "Functional model",
    "Rounding and saturation",
    "Hazards and synchronisation",
    "Cycles",
    "Legality",
    "Evidence",
];

#[test]
fn every_operation_has_a_page_in_the_fixed_order() {
    let tables = Tables::load().unwrap();
    for op in &tables.ops.op {
        let path = root().join(format!("specs/ops/{}.md", op.page));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} {} has no page {}", op.engine, op.name, op.page));
        let found: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let known: Vec<&str> = found.iter().copied().filter(|heading| SECTIONS.contains(heading)).collect();
        assert_eq!(known, SECTIONS, "{} has other sections, or another order", op.page);
    }
}

#[test]
fn links_in_the_reference_lead_somewhere() {
    let tables = Tables::load().unwrap();
    let outputs = specs::outputs(&tables);
    let pages: Vec<&Output> = outputs.iter().filter(|output| output.path.starts_with("specs/reference/")).collect();
    for page in &pages {
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let own = page.path.rsplit('/').next().unwrap();
            let file = if file.is_empty() { own } else { file };
            if file.starts_with("..") {
                assert!(root().join("specs/reference").join(file).exists(), "{} links to {link}", page.path);
                continue;
            }
            let target = pages.iter().find(|other| other.path.ends_with(&format!("/{file}")));
            let target = target.unwrap_or_else(|| panic!("{} links to {link}", page.path));
            let anchors = target.text.lines().filter(|line| line.starts_with('#'));
            let mut anchors = anchors.map(|line| line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-"));
            assert!(anchor.is_empty() || anchors.any(|known| known == anchor), "{} links to {link}", page.path);
        }
    }
}
