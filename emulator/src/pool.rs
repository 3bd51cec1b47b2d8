//! Threads that share the work of one descriptor.
//!
//! Whoever has work cuts it into parts that write to different places, and takes part after part; the other threads of
//! the pool take parts as well, as soon as they look up. Nobody is waited for but those who have begun, so that a thread
//! that gets no processor costs nothing, and results do not depend on who took what.

#![allow(unsafe_code, reason = "threads that outlive a call are lent what the call borrows")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most threads of a pool.
pub(crate) const MOST_THREADS: usize = 64;

/// The least work worth a part of its own, in products of bytes or whatever takes as long: some microseconds.
const GRAIN: usize = 1 << 18;
/// Parts for each thread: the last to finish is not far behind the others.
const PARTS: usize = 3;
/// How long an idle thread watches for work before it sleeps: longer than most descriptors that are not shared.
const PATIENCE: Duration = Duration::from_micros(100);

/// Threads that share work; the calling one is among them.
#[derive(Debug)]
pub(crate) struct Pool {
    shared: Option<Arc<Shared>>,
    others: Vec<JoinHandle<()>>,
    grain: usize,
}

/// What the threads have in common.
struct Shared {
    call: Mutex<Call>,
    /// There is work, or there will never be any again.
    work: Condvar,
    /// Somebody left.
    left: Condvar,
    /// The number of the latest call, for those who watch.
    latest: AtomicU64,
    /// Threads at work besides the one whose work it is.
    inside: AtomicUsize,
    patience: Duration,
    /// Held by the one who has work.
    host: Mutex<()>,
}

/// What is to be done.
type Work = &'static (dyn Fn() + Sync);

#[derive(Default)]
struct Call {
    /// The work, for as long as it may be joined.
    work: Option<Work>,
    number: u64,
    sleeping: usize,
    panic: Option<Box<dyn Any + Send>>,
    ending: bool,
}

impl Pool {
    /// Nobody but the calling thread.
    pub(crate) const ALONE: Pool = Pool { shared: None, others: Vec::new(), grain: usize::MAX };

    /// A pool of `threads` threads, the calling one included.
    ///
    /// # Errors
    /// When the operating system gives no more threads.
    pub(crate) fn new(threads: usize) -> std::io::Result<Pool> {
        Self::with_grain(threads, GRAIN)
    }

    /// As [`Pool::new`], where work of more than `grain` is shared.
    pub(crate) fn with_grain(threads: usize, grain: usize) -> std::io::Result<Pool> {
        let mut pool = Pool { shared: None, others: Vec::new(), grain };
        if threads <= 1 {
            return Ok(pool);
        }
        let shared = Arc::new(Shared::new(threads));
        pool.shared = Some(Arc::clone(&shared));
        for number in 1..threads.min(MOST_THREADS) {
            let shared = Arc::clone(&shared);
            let name = format!("tpuscope {number}");
            pool.others.push(std::thread::Builder::new().name(name).spawn(move || shared.serve())?);
        }
        Ok(pool)
    }

    /// Number of threads.
    pub(crate) fn threads(&self) -> usize {
        1 + self.others.len()
    }

    /// Into how many parts to cut work that takes as long as `cost` products of bytes.
    pub(crate) fn parts(&self, cost: usize) -> usize {
        if self.others.is_empty() { 1 } else { (cost / self.grain).clamp(1, PARTS * self.threads()) }
    }

    /// Does the `work` on all parts, which together takes as long as `cost` products of bytes. Each thread that takes part
    /// has a desk of its own; with too few desks some take no part, without any nothing is done.
    pub(crate) fn share<D: Send, P: Send>(
        &self,
        cost: usize,
        desks: &mut [D],
        mut parts: impl Iterator<Item = P> + Send,
        work: impl Fn(&mut D, P) + Sync,
    ) {
        if self.parts(cost) == 1 {
            return desks.iter_mut().take(1).for_each(|desk| parts.by_ref().for_each(|part| work(desk, part)));
        }
        let (parts, desks) = (Mutex::new(parts), Mutex::new(desks.iter_mut()));
        self.together(&|| {
            let Some(desk) = lock(&desks).next() else { return };
            loop {
                let Some(part) = lock(&parts).next() else { return };
                work(desk, part);
            }
        });
    }

    /// As [`Pool::share`], where nobody needs a desk.
    pub(crate) fn each<P: Send>(&self, cost: usize, parts: impl Iterator<Item = P> + Send, work: impl Fn(P) + Sync) {
        self.share(cost, &mut [(); MOST_THREADS], parts, |(), part| work(part));
    }

    /// Calls `work` on this thread, and meanwhile on those that come.
    fn together(&self, work: &(dyn Fn() + Sync)) {
        let Some(shared) = &self.shared else { return work() };
        let _host = match shared.host.try_lock() {
            Ok(host) => host,
            Err(TryLockError::Poisoned(host)) => host.into_inner(),
            // The threads are busy: this is a part of what they do.
            Err(TryLockError::WouldBlock) => return work(),
        };
        // SAFETY: others call the work only between `open` and the end of `close`, which the guest book does not let
        // this function outlive, not even by a panic.
        let lent = unsafe { std::mem::transmute::<&(dyn Fn() + Sync), Work>(work) };
        shared.open(lent);
        let open = GuestBook(shared);
        work();
        drop(open);
        let panic = lock(&shared.call).panic.take();
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            lock(&shared.call).ending = true;
            shared.latest.store(u64::MAX, Ordering::Release);
            shared.work.notify_all();
        }
        // Their panics were those of the calls.
        self.others.drain(..).for_each(|thread| _ = thread.join());
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("latest", &self.latest).finish_non_exhaustive()
    }
}

/// Closes the call when dropped.
struct GuestBook<'s>(&'s Shared);

impl Drop for GuestBook<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Shared {
    fn new(threads: usize) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Shared {
            call: Mutex::default(),
            work: Condvar::new(),
            left: Condvar::new(),
            latest: AtomicU64::new(0),
            inside: AtomicUsize::new(0),
            // Watching takes the processor from whoever has work, unless there are enough.
            patience: if threads <= processors { PATIENCE } else { Duration::ZERO },
            host: Mutex::new(()),
        }
    }

    /// Lets others join.
    fn open(&self, work: Work) {
        let mut call = lock(&self.call);
        call.work = Some(work);
        call.panic = None;
        call.number += 1;
        self.latest.store(call.number, Ordering::Release);
        if call.sleeping > 0 {
            self.work.notify_all();
        }
    }

    /// Lets nobody join any more and waits for those inside.
    fn close(&self) {
        lock(&self.call).work = None;
        self.watch(|| self.inside.load(Ordering::Acquire) > 0);
        let mut call = lock(&self.call);
        while self.inside.load(Ordering::Acquire) > 0 {
            call = self.left.wait(call).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Joins call after call.
    fn serve(&self) {
        let mut last = 0;
        while let Some((number, work)) = self.next(last) {
            last = number;
            let done = catch_unwind(AssertUnwindSafe(work));
            let mut call = lock(&self.call);
            if let Err(panic) = done {
                call.panic.get_or_insert(panic);
            }
            if self.inside.fetch_sub(1, Ordering::Release) == 1 && call.work.is_none() {
                self.left.notify_one();
            }
        }
    }

    /// Joins the first call behind number `last`; `None` when there will be none.
    fn next(&self, last: u64) -> Option<(u64, Work)> {
        self.watch(|| self.latest.load(Ordering::Acquire) <= last);
        let mut call = lock(&self.call);
        loop {
            if call.ending {
                return None;
            }
            match call.work {
                Some(work) if call.number > last => {
                    self.inside.fetch_add(1, Ordering::Relaxed);
                    return Some((call.number, work));
                }
                _ => {
                    call.sleeping += 1;
                    call = self.work.wait(call).unwrap_or_else(PoisonError::into_inner);
                    call.sleeping -= 1;
                }
            }
        }
    }

    /// Returns soon after it is no longer time to wait, or when patience ends.
    fn watch(&self, wait: impl Fn() -> bool) {
        let start = Instant::now();
        while wait() && start.elapsed() < self.patience {
            (0..32).for_each(|_| std::hint::spin_loop());
        }
    }
}

/// A panic while one of these locks is held leaves what it guards in order.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise, and makes one")]
    use super::*;

    /// Numbers from 0, each written by whoever took it; how many numbers were taken at each desk.
    fn count(pool: &Pool, numbers: &mut [usize]) -> Vec<usize> {
        let mut desks = vec![0; pool.threads()];
        pool.share(usize::MAX, &mut desks, numbers.iter_mut().enumerate(), |desk, (number, place)| {
            *place = number;
            *desk += 1;
        });
        desks
    }

    #[test]
    fn every_part_is_done_once() {
        for threads in [1, 2, 3, 8] {
            let pool = Pool::new(threads).unwrap();
            assert_eq!(pool.threads(), threads);
            for round in 0..500 {
                let mut numbers = vec![usize::MAX; round % 40];
                let desks = count(&pool, &mut numbers);
                assert!(numbers.iter().copied().eq(0..round % 40));
                assert_eq!(desks.iter().sum::<usize>(), numbers.len());
            }
        }
    }

    #[test]
    fn others_take_part() {
        let pool = Pool::new(2).unwrap();
        let barrier = std::sync::Barrier::new(2);
        pool.each(usize::MAX, 0..2, |_| _ = barrier.wait());
    }

    #[test]
    fn a_panic_anywhere_reaches_the_caller_and_leaves_a_usable_pool() {
        let pool = Pool::new(3).unwrap();
        for unlucky in 0..20 {
            let work = || {
                pool.each(usize::MAX, 0..20, |part| {
                    std::thread::sleep(Duration::from_micros(50));
                    assert!(part != unlucky, "on purpose");
                });
            };
            assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
            let barrier = std::sync::Barrier::new(3);
            pool.each(usize::MAX, 0..3, |_| _ = barrier.wait());
        }
    }

    #[test]
    fn work_inside_of_work_is_done_by_its_own_thread() {
        let pool = Pool::new(2).unwrap();
        pool.each(usize::MAX, 0..4, |_| assert_eq!(count(&pool, &mut [0; 5]).iter().sum::<usize>(), 5));
    }

    #[test]
    fn little_work_stays_in_one_part() {
        let pool = Pool::new(2).unwrap();
        assert_eq!([0, GRAIN, 2 * GRAIN, usize::MAX].map(|cost| pool.parts(cost)), [1, 1, 2, 2 * PARTS]);
        assert_eq!(Pool::ALONE.parts(usize::MAX), 1);
    }
}
