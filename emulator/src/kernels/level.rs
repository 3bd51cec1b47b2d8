//! Which vector instructions the host has, and code compiled for each set of them.

#![allow(unsafe_code, reason = "calling code that was compiled for instructions found at run time")]

use std::sync::OnceLock;

/// A set of vector instructions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Plain Rust for what every host of its architecture has.
    #[default]
    Portable,
    /// 16-byte vectors, which every host of its architecture has.
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// 32-byte vectors of integers.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 64-byte vectors, masks, and sums of byte products.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// All levels, the narrowest first.
    #[cfg(test)]
    const ALL: &[Level] = &[
        Level::Portable,
        #[cfg(target_arch = "aarch64")]
        Level::Neon,
        #[cfg(target_arch = "x86_64")]
        Level::Avx2,
        #[cfg(target_arch = "x86_64")]
        Level::Avx512,
    ];

    /// The best level of this host, found once.
    pub(crate) fn best() -> Level {
        static BEST: OnceLock<Level> = OnceLock::new();
        *BEST.get_or_init(detect)
    }

    /// The levels this host can run.
    #[cfg(test)]
    pub(crate) fn available() -> impl Iterator<Item = Level> {
        Level::ALL.iter().copied().filter(|level| *level <= Level::best())
    }
}

#[cfg(target_arch = "x86_64")]
fn detect() -> Level {
    let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    let avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vnni");
    match (avx2, avx512) {
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        _ => Level::Portable,
    }
}

#[cfg(target_arch = "aarch64")]
fn detect() -> Level {
    Level::Neon
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn detect() -> Level {
    Level::Portable
}

/// Code to be compiled once for each level, so that its loops use the widest registers; `run` and all it calls should
/// be `#[inline(always)]`.
pub(crate) trait Task {
    /// What it returns.
    type Output;

    /// Does the work.
    fn run(self) -> Self::Output;
}

/// Runs `task` as compiled for `level`, or for the host's best level where that is lower.
#[inline]
pub(crate) fn dispatch<T: Task>(level: Level, task: T) -> T::Output {
    match level.min(Level::best()) {
        Level::Portable => task.run(),
        #[cfg(target_arch = "aarch64")]
        Level::Neon => task.run(),
        // SAFETY: the level is not above what the host was found to have.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { run_avx2(task) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { run_avx512(task) },
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2<T: Task>(task: T) -> T::Output {
    task.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn run_avx512<T: Task>(task: T) -> T::Output {
    task.run()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'a>(&'a [u32]);

    impl Task for Sum<'_> {
        type Output = u32;

        #[inline(always)]
        fn run(self) -> u32 {
            self.0.iter().sum()
        }
    }

    #[test]
    fn every_level_runs_the_same_code() {
        let values: Vec<u32> = (0..1000).collect();
        for level in Level::available() {
            assert_eq!(dispatch(level, Sum(&values)), 499_500);
        }
        assert_eq!(Level::available().next(), Some(Level::Portable));
    }
}
