//! A C program that is linked with the shared library and runs a command buffer on every chip.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise and says why it skips"
)]

mod common;

use isa::chip::{ChipProfile, PROFILES};
use isa::chip_info::ChipInfo;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder with the library, which lies beside the tests.
fn library_folder() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_path_buf()
}

/// What the C program is to run.
fn program() -> String {
    let chips: Vec<String> = PROFILES.iter().map(chip).collect();
    format!(
        "struct chip {{ const char *name; struct cvicmodel_chip_info info; uint8_t tiu[112]; uint8_t tdma[256]; }};\n\
         static const struct chip chips[] = {{\n{}\n}};\n",
        chips.join(",\n")
    )
}

fn chip(chip: &ChipProfile) -> String {
    let streams = common::squares(chip);
    let info = ChipInfo::of(chip);
    let mut text = format!("{{\"{}\", {{", chip.name);
    let small =
        [info.version, info.node_num, info.node_shift, info.npu_num, info.npu_shift, info.eu_num, info.eu_shift];
    let memory = [info.lmem_size, info.lmem_shift, info.lmem_banks, info.lmem_bank_size];
    small.iter().chain(&memory).for_each(|value| write!(text, "{value}, ").unwrap());
    [info.lmem_start, info.gmem_start, info.gmem_size].iter().for_each(|value| write!(text, "{value}, ").unwrap());
    write!(text, "0}}, {{{}}}, {{{}}}}}", list(&streams.tiu), list(&streams.tdma)).unwrap();
    text
}

fn list(bytes: &[u8]) -> String {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_c_program_runs_a_command_buffer_on_every_chip() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (library, executable) = (library_folder(), folder.join("smoke"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("program.h"), program()).unwrap();
    let mut compiler = Command::new("gcc");
    compiler.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-I"]).arg(source.join("include")).arg("-I").arg(&folder);
    compiler
        .arg(source.join("tests/smoke.c"))
        .arg("-o")
        .arg(&executable)
        .arg("-L")
        .arg(&library)
        .args(["-lcvicmodel", "-lm"]);
    let Ok(compiled) = compiler.status() else { return eprintln!("skipped: there is no gcc") };
    assert!(compiled.success());
    let ran = Command::new(&executable).env("LD_LIBRARY_PATH", &library).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}
