//! Writes the seeds of every target to `corpus/<target>/` below the folder given as the only argument.

use std::fs;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("tests/fuzz"), PathBuf::from);
    for target in bodies::TARGETS {
        let corpus = folder.join("corpus").join(target.name);
        fs::create_dir_all(&corpus)?;
        for (index, seed) in (target.seeds)().iter().enumerate() {
            fs::write(corpus.join(format!("seed_{index}")), seed)?;
        }
    }
    Ok(())
}
