//! A small scheduler built on the core: workers over stealing deques, idle workers that ask for work and sleep by the bell, promotion at
//! safepoints, joins that hand over directly, tasks that park for their prefix, cancelling.
//!
//! What runs is one loop. Its iterations read shared words into a log (unchecked), change shared words (which every later piece of the
//! loop can see, so only the head may, after cancelling all of them), and have effects (head only). The log, the words and the effects must
//! be those of the plain loop. (There are no new objects, so nothing here needs the clean gate; `fora-protocol` is about that.) Plain data of a task stands behind `try_lock`: two owners at a time are a failure. [T1]

use crate::machine::{self, M};
use crossbeam_deque::{Steal, Stealer, Worker};
use fora_task::{quiesce, Bell, Join, Memory, Native, Prefix, Slot, State, TaskWord, Word};
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};

/// Threads of a machine.
trait Threads: Memory {
    fn spawn(f: impl FnOnce() + Send + 'static) -> Box<dyn FnOnce()>;
}
impl Threads for M {
    fn spawn(f: impl FnOnce() + Send + 'static) -> Box<dyn FnOnce()> {
        let thread = machine::spawn(f);
        Box::new(move || thread.join().unwrap())
    }
}
impl Threads for Native {
    fn spawn(f: impl FnOnce() + Send + 'static) -> Box<dyn FnOnce()> {
        let thread = std::thread::spawn(f);
        Box::new(move || thread.join().unwrap())
    }
}

/// A rule to go without, for tests that must fail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Without { Nothing, Quiescence, AncestorsForks, Prefix }

const SHARED: usize = 2;
const OPS: u64 = 3;

#[derive(Clone, Copy)]
enum Op { Read(usize), Write(usize), Effect }

/// What the loop does in an iteration, from a seed: mostly reads.
fn op(seed: u64, i: u64, n: u64) -> Op {
    let h = (seed.wrapping_mul(31).wrapping_add(i * OPS + n)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let k = (h >> 8) as usize % SHARED;
    match h % 16 { 0 | 1 => Op::Write(k), 2 => Op::Effect, _ => Op::Read(k) }
}

fn after_write(old: u64, i: u64) -> u64 { (old * 3 + i + 1) % 1_000_003 }

type Answer = (Vec<u64>, Vec<u64>, Vec<u64>);

fn sequential(seed: u64, times: u64) -> Answer {
    let (mut log, mut words, mut effects) = (vec![], vec![0; SHARED], vec![]);
    for i in 0..times {
        for n in 0..OPS {
            match op(seed, i, n) {
                Op::Read(k) => log.push(words[k]),
                Op::Write(k) => words[k] = after_write(words[k], i),
                Op::Effect => effects.push(i),
            }
        }
    }
    (log, words, effects)
}

struct Plain<X: Memory> {
    at: u64,
    op: u64,
    end: u64,
    log: Vec<u64>,
    /// the last is the leftmost
    children: Vec<Arc<Task<X>>>,
}

struct Task<X: Memory> {
    id: u64,
    low: u64,
    high: u64,
    parent: Option<Arc<Task<X>>>,
    word: TaskWord<X>,
    /// who sleeps on this task's prefix [T5]
    sleeper: Mutex<Option<Arc<Task<X>>>>,
    plain: Mutex<Plain<X>>,
}

impl<X: Memory> Task<X> {
    fn own(&self) -> MutexGuard<'_, Plain<X>> { self.plain.try_lock().expect("two owners") }
    fn is_void(&self) -> bool { self.word.get().cancel() || self.parent.as_ref().is_some_and(|p| p.is_void()) }
    fn is_within(&self, root: u64) -> bool { self.id == root || self.parent.as_ref().is_some_and(|p| p.is_within(root)) }
}

struct Shop<X: Memory> {
    seed: u64,
    without: Without,
    words: Vec<X::Word>,
    effects: Mutex<Vec<u64>>,
    slots: Vec<Slot<X>>,
    /// per worker: somebody asks it to promote
    asked: Vec<X::Word>,
    stealers: Vec<Stealer<Arc<Task<X>>>>,
    bell: Bell<X>,
    done: X::Word,
    /// by id, from 1
    tasks: Mutex<Vec<Arc<Task<X>>>>,
    promoted: X::Word,
    cancelled: X::Word,
}

struct Hand<X: Memory> { n: usize, shop: Arc<Shop<X>>, deque: Worker<Arc<Task<X>>> }

impl<X: Threads> Shop<X> {
    fn task(&self, parent: Option<Arc<Task<X>>>, low: u64, high: u64, word: TaskWord<X>) -> Arc<Task<X>> {
        let mut tasks = self.tasks.lock().unwrap();
        let plain = Plain { at: low, op: 0, end: high, log: vec![], children: vec![] };
        let id = tasks.len() as u64 + 1;
        let task = Arc::new(Task { id, low, high, parent, word, sleeper: Mutex::new(None), plain: Mutex::new(plain) });
        tasks.push(task.clone());
        task
    }
    fn find(&self, id: u64) -> Arc<Task<X>> { self.tasks.lock().unwrap()[id as usize - 1].clone() }

    fn run(seed: u64, times: u64, workers: usize, without: Without) -> (Answer, u64, u64) {
        let deques: Vec<Worker<Arc<Task<X>>>> = (0..workers).map(|_| Worker::new_lifo()).collect();
        let words = |n| (0..n).map(|_| X::Word::new(0)).collect::<Vec<_>>();
        let shop = Arc::new(Shop {
            seed, without, words: words(SHARED), effects: Mutex::new(vec![]), slots: (0..workers).map(|_| Slot::new()).collect(),
            asked: words(workers), stealers: deques.iter().map(Worker::stealer).collect(), bell: Bell::new(), done: X::Word::new(0),
            tasks: Mutex::new(vec![]), promoted: X::Word::new(0), cancelled: X::Word::new(0),
        });
        let root = shop.task(None, 0, times, TaskWord::root());
        let threads: Vec<_> = deques.into_iter().enumerate().map(|(n, deque)| {
            let hand = Hand { n, shop: shop.clone(), deque };
            let first = (n == 0).then(|| root.clone());
            X::spawn(move || hand.work(first))
        }).collect();
        for join in threads { join() }
        let log = std::mem::take(&mut root.own().log);
        let values = shop.words.iter().map(|w| w.load(Relaxed)).collect();
        let effects = shop.effects.lock().unwrap().clone();
        // Parents and sleepers refer to each other.
        for task in shop.tasks.lock().unwrap().drain(..) {
            task.own().children.clear();
            *task.sleeper.lock().unwrap() = None;
        }
        ((log, values, effects), shop.promoted.load(Relaxed), shop.cancelled.load(Relaxed))
    }
}

impl<X: Threads> Hand<X> {
    fn slot(&self) -> &Slot<X> { &self.shop.slots[self.n] }

    fn work(&self, first: Option<Arc<Task<X>>>) {
        if let Some(root) = first {
            self.slot().enter(root.id, || false).unwrap();
            self.carry_on(root);
        }
        while self.shop.done.load(SeqCst) == 0 {
            if let Some(task) = self.find_work() {
                if self.slot().enter(task.id, || task.is_void()).is_err() { continue }
                match task.word.start() {
                    Ok(_) => self.carry_on(task),
                    Err(_) => self.slot().leave(),
                }
                continue;
            }
            for asked in &self.shop.asked { asked.store(1, Relaxed) }
            let ticket = self.shop.bell.prepare();
            if self.shop.done.load(SeqCst) == 1 || self.shop.stealers.iter().any(|s| !s.is_empty()) {
                self.shop.bell.cancel(ticket);
            } else {
                self.shop.bell.wait(ticket);
            }
        }
    }

    fn find_work(&self) -> Option<Arc<Task<X>>> {
        self.deque.pop().or_else(|| self.shop.stealers.iter().find_map(|s| loop {
            match s.steal() { Steal::Success(t) => break Some(t), Steal::Empty => break None, Steal::Retry => {} }
        }))
    }

    /// Runs a task that is entered and RUNNING, and whatever it hands over to, until there is nothing to hand over to.
    fn carry_on(&self, task: Arc<Task<X>>) {
        let mut next = Some(task);
        while let Some(task) = next { next = self.execute(&task) }
    }

    /// Enters and wakes a parked task.
    fn wake(&self, task: Arc<Task<X>>) -> Option<Arc<Task<X>>> {
        self.slot().enter(task.id, || task.is_void()).ok()?;
        if task.word.unpark() { return Some(task) }
        self.slot().leave();
        None
    }

    fn drop_task(&self, task: &Arc<Task<X>>, plain: MutexGuard<'_, Plain<X>>) -> Option<Arc<Task<X>>> {
        drop(plain);
        assert!(task.word.drop_running());
        self.slot().leave();
        None
    }

    /// Runs until the task ends, parks or is dropped; gives the task that this worker goes on with.
    fn execute(&self, task: &Arc<Task<X>>) -> Option<Arc<Task<X>>> {
        let mut plain = task.own();
        loop {
            if task.is_void() { return self.drop_task(task, plain) }
            self.promote(task, &mut plain);
            if plain.at == plain.end {
                let Some(child) = plain.children.last().cloned() else { return self.finish(task, plain) };
                if child.word.get().state() == State::Done {
                    child.word.collect().expect("its parent runs");
                    plain.log.append(&mut child.own().log);
                    (plain.at, plain.end) = (child.high, child.high);
                    plain.children.pop();
                    let next = plain.children.last().map_or(task.high, |c| c.low);
                    plain.end = next;
                    continue;
                }
                drop(plain);
                if task.word.park().is_err() { return self.drop_task(task, task.own()) }
                self.slot().leave();
                match child.word.await_done() {
                    Join::Wait { wake: true } => {
                        let sleeper = child.sleeper.lock().unwrap().take().expect("somebody sleeps");
                        return self.wake(sleeper);
                    }
                    Join::Wait { wake: false } | Join::Cancelled => return None,
                    Join::Done => { self.wake(task.clone())?; }
                    Join::Retracted => {
                        self.wake(task.clone())?;
                        let mut plain = task.own();
                        plain.children.pop();
                        plain.end = child.high;
                    }
                }
                plain = task.own();
                continue;
            }
            let what = op(self.shop.seed, plain.at, plain.op);
            match what {
                Op::Read(k) => { let seen = self.shop.words[k].load(Relaxed); plain.log.push(seen) }
                Op::Write(_) | Op::Effect => {
                    if let Some(above) = self.unsettled(task) {
                        *above.sleeper.lock().unwrap() = Some(task.clone());
                        drop(plain);
                        if task.word.park().is_err() { return self.drop_task(task, task.own()) }
                        self.slot().leave();
                        if above.word.await_prefix() == Prefix::Wait { return None }
                        self.wake(task.clone())?;
                        plain = task.own();
                        continue;
                    }
                    match what {
                        Op::Write(k) => {
                            self.cancel_all_later(task, &mut plain);
                            let word = &self.shop.words[k];
                            word.store(after_write(word.load(Relaxed), plain.at), Relaxed);
                        }
                        _ => self.shop.effects.lock().unwrap().push(plain.at),
                    }
                }
            }
            plain.op += 1;
            if plain.op == OPS { (plain.at, plain.op) = (plain.at + 1, 0) }
        }
    }

    /// The nearest of the task and its ancestors that something may still come before.
    fn unsettled(&self, task: &Arc<Task<X>>) -> Option<Arc<Task<X>>> {
        if self.shop.without == Without::Prefix { return None }
        let mut at = Some(task.clone());
        while let Some(t) = at {
            if !t.word.get().prefix_done() { return Some(t) }
            at = t.parent.clone();
        }
        None
    }

    fn promote(&self, task: &Arc<Task<X>>, plain: &mut Plain<X>) {
        let asked = &self.shop.asked[self.n];
        if asked.load(Relaxed) == 0 || plain.at + 1 >= plain.end { return }
        asked.store(0, Relaxed);
        let middle = plain.at + 1 + (plain.end - plain.at - 1) / 2;
        let child = self.shop.task(Some(task.clone()), middle, plain.end, TaskWord::queued());
        plain.end = middle;
        plain.children.push(child.clone());
        self.shop.promoted.fetch_add(1, Relaxed);
        self.deque.push(child);
        self.shop.bell.ring();
    }

    /// The head is about to change what all later pieces see.
    fn cancel_all_later(&self, task: &Arc<Task<X>>, plain: &mut Plain<X>) {
        let mut victims = std::mem::take(&mut plain.children);
        let end = victims.first().map_or(plain.end, |c| c.high);
        plain.end = end;
        let mut at = task.clone();
        while let (Some(parent), true) = (at.parent.clone(), self.shop.without != Without::AncestorsForks) {
            // It is parked for us, so its data are ours to change.
            let mut above = parent.own();
            let mine = above.children.iter().position(|c| c.id == at.id).expect("a child of its parent");
            // Those before it in the list are later pieces; what they covered is the parent's own again, after us.
            let later: Vec<_> = above.children.drain(..mine).collect();
            victims.extend(later);
            drop(above);
            at = parent;
        }
        if victims.is_empty() { return }
        self.slot().safe();
        for v in &victims { v.word.request_cancel(); }
        let inside = |id: u64| { let t = self.shop.find(id); victims.iter().any(|v| t.is_within(v.id)) };
        if self.shop.without != Without::Quiescence { quiesce(&self.shop.slots, self.n, inside, |_| ()) }
        self.slot().resume(|| task.is_void()).expect("nobody cancels the head");
        let mut all = victims;
        while let Some(v) = all.pop() {
            v.word.settle();
            assert!(v.word.get().state().is_final() || self.shop.without == Without::Quiescence, "{:?}", v.word.get());
            self.shop.cancelled.fetch_add(1, Relaxed);
            all.append(&mut v.own().children);
        }
    }

    fn finish(&self, task: &Arc<Task<X>>, plain: MutexGuard<'_, Plain<X>>) -> Option<Arc<Task<X>>> {
        drop(plain);
        match task.word.finish(0) {
            Ok(joiner) => {
                self.slot().leave();
                match &task.parent {
                    Some(parent) if joiner => self.wake(parent.clone()),
                    Some(_) => None,
                    None => {
                        self.shop.done.store(1, SeqCst);
                        self.shop.bell.ring();
                        None
                    }
                }
            }
            Err(_) => self.drop_task(task, task.own()),
        }
    }
}

fn try_seed<X: Threads>(seed: u64, times: u64, workers: usize, without: Without) -> (u64, u64) {
    let (answer, promoted, cancelled) = Shop::<X>::run(seed, times, workers, without);
    assert_eq!(answer, sequential(seed, times), "seed {seed}");
    (promoted, cancelled)
}

fn under_shuttle(without: Without, seeds: u64, runs: usize) {
    for seed in 0..seeds {
        shuttle::check_random(move || { try_seed::<M>(seed, 8, 3, without); }, machine::runs(runs));
        shuttle::check_pct(move || { try_seed::<M>(seed, 8, 3, without); }, machine::runs(runs), 3);
    }
}

#[test]
fn random_schedules() { under_shuttle(Without::Nothing, 12, 60) }

#[test]
fn real_threads() {
    let (mut promoted, mut cancelled) = (0, 0);
    for seed in 0..machine::runs(300) as u64 {
        let (p, c) = try_seed::<Native>(seed, 40 + seed % 200, 2 + (seed % 3) as usize, Without::Nothing);
        (promoted, cancelled) = (promoted + p, cancelled + c);
    }
    println!("{promoted} promoted, {cancelled} cancelled");
}

#[test]
#[should_panic]
fn without_quiescence() { under_shuttle(Without::Quiescence, 40, 200) }

#[test]
#[should_panic]
fn without_step_three() { under_shuttle(Without::AncestorsForks, 40, 200) }

#[test]
#[should_panic]
fn without_prefix() { under_shuttle(Without::Prefix, 40, 200) }
