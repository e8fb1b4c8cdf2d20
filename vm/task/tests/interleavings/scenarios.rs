//! One race each. "Plain" words are accessed relaxed: they stand for the data of a task, and reading an old value from one means
//! that a happens-before edge is missing.

use crate::machine::{check, spawn, Atom, NoFence, M};
use fora_task::{quiesce, Bell, Join, Memory, Prefix, Slot, State, TaskWord, Word};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::Arc;

/// A parent (task 1), its child (task 2), two workers, plain data.
struct World<X: Memory<Word = Atom>> {
    parent: TaskWord<X>,
    child: TaskWord<X>,
    slots: [Slot<X>; 3],
    /// an old object that the child reads
    heap: Atom,
    /// a saved context, a result: written by one side before a transition, read by the other after it
    data: Atom,
    /// how often something that must happen once happened
    count: Atom,
}

const PARENT: u64 = 1;
const CHILD: u64 = 2;

impl<X: Memory<Word = Atom>> World<X> {
    fn new() -> Arc<Self> {
        Arc::new(World {
            parent: TaskWord::root(),
            child: TaskWord::queued(),
            slots: [Slot::new(), Slot::new(), Slot::new()],
            heap: Atom::new(0),
            data: Atom::new(0),
            count: Atom::new(0),
        })
    }
    fn once(&self) { assert_eq!(self.count.fetch_add(1, Relaxed), 0, "happened twice") }
    fn void(&self, id: u64) -> bool { self.parent.get().cancel() || id == CHILD && self.child.get().cancel() }
    /// Takes a queued child, runs it: two reads of an old object, which must not change in between.
    fn steal(&self, n: usize) {
        if self.slots[n].enter(CHILD, || self.void(CHILD)).is_err() { return }
        if let Ok(attempt) = self.child.start() {
            self.once();
            assert_eq!(self.heap.load(Relaxed), 0, "read after the canceller's write");
            self.data.store(7, Relaxed);
            if self.child.finish(attempt).is_err() { self.child.drop_running(); }
        }
        self.slots[n].leave();
    }
    /// Cancels the child and writes the object that it reads.
    fn cancel(&self, n: usize) {
        self.slots[n].safe();
        self.child.request_cancel();
        quiesce(&self.slots, n, |id| id == CHILD, |_| ());
        self.slots[n].resume(|| false).unwrap();
        self.heap.store(1, Relaxed);
        self.child.settle();
        assert!(self.child.get().state().is_final());
    }
}

// [T1] Of two thieves and a parent that takes its work back, exactly one wins.
#[test]
fn start_against_start_and_retract() {
    check(|| {
        let w = World::<M>::new();
        let (a, b) = (w.clone(), w.clone());
        let threads = [spawn(move || if a.child.start().is_ok() { a.once() }), spawn(move || if b.child.start().is_ok() { b.once() })];
        if w.child.await_done() == Join::Retracted { w.once() }
        for thread in threads { thread.join().unwrap() }
        assert_eq!(w.count.load(Relaxed), 1);
    });
}

// [S1] [S2] [T2] Publish and start against cancel and write.
#[test]
fn start_against_cancel() {
    check(|| {
        let w = World::<M>::new();
        w.slots[0].enter(PARENT, || false).unwrap();
        let thief = w.clone();
        let thread = spawn(move || thief.steal(1));
        w.cancel(0);
        assert!(w.child.collect().is_err());
        thread.join().unwrap();
        assert_eq!(w.child.get().state(), State::Cancelled);
    });
}

// [S1] The mark stands on the parent only; the child's worker sees it there. (With the mark on the child itself its own word
// would order the two even without fences.)
fn start_against_cancel_of_an_ancestor_on<X: Memory<Word = Atom>>() {
    check(|| {
        let w = World::<X>::new();
        let thief = w.clone();
        let thread = spawn(move || thief.steal(1));
        w.parent.request_cancel();
        quiesce(&w.slots, 0, |id| id == CHILD || id == PARENT, |_| ());
        w.heap.store(1, Relaxed);
        let settled = w.child.settle();
        thread.join().unwrap();
        // Nobody ran it after the quiescence, so whatever it was then it still is.
        assert_eq!(w.child.get().state(), State::Cancelled);
        assert!(settled);
    });
}

#[test]
fn start_against_cancel_of_an_ancestor() { start_against_cancel_of_an_ancestor_on::<M>() }

// The fences are needed; and loom would notice.
#[test]
#[cfg(loom)]
#[should_panic]
fn start_against_cancel_of_an_ancestor_without_fences() { start_against_cancel_of_an_ancestor_on::<NoFence>() }

// [T2] A child that finishes while it is cancelled is either refused, or finished before and settled; never collected after.
#[test]
fn done_against_cancel() {
    check(|| {
        let w = World::<M>::new();
        let attempt = w.child.start().unwrap();
        w.slots[1].enter(CHILD, || false).unwrap();
        let worker = w.clone();
        let thread = spawn(move || {
            assert_eq!(worker.heap.load(Relaxed), 0);
            if worker.child.finish(attempt).is_err() { assert!(worker.child.drop_running()) }
            worker.slots[1].leave();
        });
        w.cancel(0);
        assert_eq!((w.child.collect().is_err(), w.child.get().state()), (true, State::Cancelled));
        thread.join().unwrap();
    });
}

// [T3] [T4] The child sleeps until its prefix is done while the parent says that it is: its rest runs once, by whoever must.
#[test]
fn park_against_prefix() {
    check(|| {
        let w = World::<M>::new();
        w.child.start().unwrap();
        let sleeper = w.clone();
        let thread = spawn(move || {
            sleeper.data.store(7, Relaxed);
            sleeper.child.park().unwrap();
            if sleeper.child.await_prefix() == Prefix::Done && sleeper.child.unpark() { sleeper.once() }
        });
        if w.child.grant_prefix() && w.child.unpark() {
            assert_eq!(w.data.load(Relaxed), 7);
            w.once();
        }
        thread.join().unwrap();
        assert_eq!((w.count.load(Relaxed), w.child.get().state()), (1, State::Running));
    });
}

// [T3] [T4] The parent sleeps until the child is done while the child finishes.
#[test]
fn join_against_done() {
    check(|| {
        let w = World::<M>::new();
        let attempt = w.child.start().unwrap();
        let rest = |w: &World<M>| {
            w.child.collect().unwrap();
            assert_eq!((w.data.load(Relaxed), w.heap.load(Relaxed)), (7, 5));
            w.once();
        };
        let worker = w.clone();
        let thread = spawn(move || {
            worker.data.store(7, Relaxed);
            if worker.child.finish(attempt).unwrap() && worker.parent.unpark() { rest(&worker) }
        });
        w.heap.store(5, Relaxed);
        w.parent.park().unwrap();
        match w.child.await_done() {
            Join::Done => if w.parent.unpark() { rest(&w) },
            other => assert_eq!(other, Join::Wait { wake: false }),
        }
        thread.join().unwrap();
        assert_eq!((w.count.load(Relaxed), w.child.get().state()), (1, State::Joined));
    });
}

// The whole of a join: the child parks for its prefix while the parent comes to wait for it, and wakes the parent when it is done.
#[test]
fn join_against_park() {
    /// From where the child has its prefix, on whichever thread.
    fn finish(w: &World<M>, attempt: u32) {
        if w.child.finish(attempt).unwrap() && w.parent.unpark() {
            w.child.collect().unwrap();
            w.once();
        }
    }
    check(|| {
        let w = World::<M>::new();
        let attempt = w.child.start().unwrap();
        let sleeper = w.clone();
        let thread = spawn(move || {
            sleeper.child.park().unwrap();
            if sleeper.child.await_prefix() == Prefix::Done && sleeper.child.unpark() { finish(&sleeper, attempt) }
        });
        w.parent.park().unwrap();
        match w.child.await_done() {
            Join::Wait { wake } => if wake && w.child.unpark() { finish(&w, attempt) },
            other => panic!("{other:?}: it cannot be done without its prefix"),
        }
        thread.join().unwrap();
        assert_eq!((w.count.load(Relaxed), w.parent.get().state()), (1, State::Running));
    });
}

// [T5] A grandchild with its own prefix sleeps on its parent's; the root grants that one.
#[test]
fn prefix_of_an_ancestor() {
    check(|| {
        let w = World::<M>::new();
        let middle = Arc::new(TaskWord::<M>::queued());
        middle.start().unwrap();
        middle.park().unwrap();
        w.child.start().unwrap();
        w.child.grant_prefix();
        let (sleeper, above) = (w.clone(), middle.clone());
        let thread = spawn(move || {
            sleeper.child.park().unwrap();
            if above.await_prefix() == Prefix::Done && sleeper.child.unpark() { sleeper.once() }
        });
        match middle.await_done() {
            Join::Wait { wake } => if wake && w.child.unpark() { w.once() },
            other => panic!("{other:?}"),
        }
        thread.join().unwrap();
        assert_eq!(w.count.load(Relaxed), 1);
    });
}

// [S1] [T4] A parked child is cancelled while another wakes it: after the quiescence it does not run.
#[test]
fn wake_against_cancel() {
    check(|| {
        let w = World::<M>::new();
        w.child.start().unwrap();
        w.child.park().unwrap();
        let waker = w.clone();
        let thread = spawn(move || {
            if waker.slots[1].enter(CHILD, || waker.void(CHILD)).is_err() { return }
            if waker.child.unpark() {
                assert_eq!(waker.heap.load(Relaxed), 0);
                waker.child.drop_running();
            }
            waker.slots[1].leave();
        });
        w.cancel(0);
        thread.join().unwrap();
        assert_eq!(w.child.get().state(), State::Cancelled);
    });
}

// [S3] The head cancels the parent and all below while the parent cancels its child: no circle of waiting, and whoever survives
// writes alone.
fn cancel_against_cancel_with(child_runs: bool) {
    check(move || {
        let w = World::<M>::new();
        w.slots[0].enter(PARENT, || false).unwrap();
        let mut threads = vec![];
        if child_runs {
            w.child.start().unwrap();
            w.slots[1].enter(CHILD, || false).unwrap();
            let child = w.clone();
            threads.push(spawn(move || {
                let first = child.heap.load(Relaxed);
                assert_eq!(child.heap.load(Relaxed), first);
                if child.void(CHILD) || child.child.finish(0).is_err() { child.child.drop_running(); }
                child.slots[1].leave();
            }));
        }
        let parent = w.clone();
        threads.push(spawn(move || {
            parent.slots[0].safe();
            parent.child.request_cancel();
            quiesce(&parent.slots, 0, |id| id == CHILD, |_| ());
            if parent.slots[0].resume(|| parent.void(PARENT)).is_ok() {
                parent.heap.store(1, Relaxed);
                assert_eq!(parent.heap.load(Relaxed), 1);
                if parent.parent.finish(0).is_err() { parent.parent.drop_running(); }
                parent.slots[0].leave();
            } else {
                parent.parent.drop_running();
            }
        }));
        w.parent.request_cancel();
        quiesce(&w.slots, 2, |id| id == CHILD || id == PARENT, |_| ());
        w.heap.store(2, Relaxed);
        for thread in threads { thread.join().unwrap() }
        assert_eq!(w.heap.load(Relaxed), 2);
        w.parent.settle();
        w.child.settle();
        assert_eq!((w.parent.get().state(), w.child.get().state()), (State::Cancelled, State::Cancelled));
    });
}

#[test]
fn cancel_against_cancel() { cancel_against_cancel_with(false) }

// Two that spin and one that runs are beyond loom, which lets the spinners take turns.
#[test]
#[cfg(not(loom))]
fn cancel_against_cancel_of_a_running_child() { cancel_against_cancel_with(true) }

// [T6] A late answer against the lease running out: one of them, and the late one never afterwards.
#[test]
fn requeue_against_finish() {
    check(|| {
        let w = World::<M>::new();
        let attempt = w.child.start().unwrap();
        let late = w.clone();
        let thread = spawn(move || if late.child.finish(attempt).is_ok() { late.once() });
        if let Ok(next) = w.child.requeue(attempt) {
            assert_eq!(w.child.start(), Ok(next));
            w.child.finish(next).unwrap();
            w.once();
        }
        thread.join().unwrap();
        assert_eq!((w.count.load(Relaxed), w.child.get().state()), (1, State::Done));
    });
}

fn bell_on<X: Memory<Word = Atom>>() {
    check(|| {
        let bell = Arc::new((Bell::<X>::new(), Atom::new(0)));
        let sleeper = bell.clone();
        let thread = spawn(move || {
            let (bell, work) = &*sleeper;
            let ticket = bell.prepare();
            if work.load(Relaxed) == 1 { bell.cancel(ticket) } else { bell.wait(ticket) }
            assert_eq!(work.load(Relaxed), 1);
        });
        bell.1.store(1, Relaxed);
        bell.0.ring();
        thread.join().unwrap();
        assert_eq!(bell.0.sleepers(), 0);
    });
}

// [B1] [B2] Nobody sleeps through work; a sleeper that was missed would be a deadlock, which the checkers report.
#[test]
fn sleep_against_ring() { bell_on::<M>() }

#[test]
#[cfg(loom)]
#[should_panic]
fn sleep_against_ring_without_fences() { bell_on::<NoFence>() }

#[test]
#[cfg(not(loom))]
fn shuttle_has_no_use_for_fences() {
    start_against_cancel_of_an_ancestor_on::<NoFence>();
    bell_on::<NoFence>();
}
