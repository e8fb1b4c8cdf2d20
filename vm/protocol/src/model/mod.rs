//! The model: tasks that run programs under the protocol, one step of one task at a time.
//!
//! A step either makes progress or finds that it must wait (`Stop::Wait`) and is tried again later. Everything a step does
//! before it finds that out may be repeated without harm. Who steps, who promotes and what is taken back is up to the dice.
//!
//! A cancelled task that runs on a worker does not stop at once: it may go on with what needs no slow path until it comes to a
//! safepoint. That is what quiescence waits for.
//!
//! `oracle` watches the invariants of the proof (what a task can reach; that what it can see stands still); a breach counts like a
//! wrong answer.
//!
//! Absent: memory ordering (that is `fora-task` under loom), remote tasks, traces, costs.

mod accumulate;
mod barrier;
mod drive;
mod forks;
mod join;
mod oracle;
mod step;

pub use drive::Limits;

use crate::dice::Dice;
use crate::program::*;
use crate::rules::{Rule, Rules};
use std::rc::Rc;

pub type TaskId = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State { Queued, Running, Done, Joined, Retracted, Cancelled }

/// Why a step ended early.
#[derive(Debug)]
enum Stop {
    /// try again later
    Wait,
    /// the task that stepped was discarded
    Gone,
    /// the model caught a breach of an invariant
    Breach(String),
}

type Step<T = ()> = Result<T, Stop>;

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure { Differs(String), Deadlock, Endless, Breach(String) }

struct Object {
    stamp: u64,
    maker: TaskId,
    body: Body,
}

/// A loop or call group that is being run.
struct Range {
    /// place of its op
    pc: usize,
    group: bool,
    /// current iteration or operand, and the end of the range that was ever ours
    at: i64,
    end: i64,
    /// outstanding ones; the last is the leftmost
    children: Vec<TaskId>,
    joining: bool,
    /// its first iteration here was begun
    begun: bool,
    /// of the iteration before, for those who forget to take a new one
    bound: Option<u64>,
    /// it is the piece that its task was made for
    base: bool,
    accs: Rc<[ObjId]>,
    written: u16,
}

struct Frame {
    func: usize,
    pc: usize,
    regs: Regs,
    ranges: Vec<Range>,
    /// objects whose check is skipped, if permissions do not end
    permits: Vec<ObjId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fork { Latent { dirty: bool }, Outstanding(TaskId) }

struct Record {
    bound: u64,
    fork: Fork,
    /// frame and range that it belongs to
    frame: usize,
    range: usize,
    accs: Rc<[ObjId]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit { Normal, Break, Return(Value), Raise(i64) }

struct Outcome { exit: Exit, regs: Vec<(Reg, Option<Value>)> }

struct Task {
    parent: Option<TaskId>,
    state: State,
    frames: Vec<Frame>,
    records: Vec<Record>,
    base: u64,
    clock: u64,
    /// what its fork can see lies below
    bound: u64,
    prefix: bool,
    cancel: bool,
    /// the last step found that it must wait: no worker runs it
    parked: bool,
    /// steps since it was cancelled
    lag: u32,
    views: Vec<(ObjId, Vec<Delta>)>,
    output: Vec<i64>,
    readings: Vec<(u8, u32)>,
    /// the piece it was made for
    low: i64,
    high: i64,
    leaving: Option<Exit>,
    outcome: Option<Outcome>,
    joined_into: Option<TaskId>,
    /// objects that the loop it is a piece of registered
    accs: Rc<[ObjId]>,
    /// inserted late, if the record does not stand first
    late_record: Option<Record>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts { pub promoted: u64, pub cancelled: u64, pub joined: u64, pub retracted: u64, pub discarded: u64, pub waits: u64, pub dirtied: u64 }

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, o: Counts) {
        self.promoted += o.promoted;
        self.cancelled += o.cancelled;
        self.joined += o.joined;
        self.retracted += o.retracted;
        self.discarded += o.discarded;
        self.waits += o.waits;
        self.dirtied += o.dirtied;
    }
}

pub struct Model<'c, D: Dice> {
    code: &'c Code,
    rules: Rules,
    limits: Limits,
    dice: D,
    heap: Vec<Object>,
    tasks: Vec<Task>,
    /// tasks that are neither joined, retracted nor cancelled
    live: Vec<TaskId>,
    files: [i64; FILES],
    epochs: [u32; FILES],
    pub counts: Counts,
}

const ROOT: TaskId = 0;

impl<'c, D: Dice> Model<'c, D> {
    pub fn new(code: &'c Code, rules: Rules, limits: Limits, dice: D) -> Self {
        let mut m = Model {
            code, rules, limits, dice, heap: vec![], tasks: vec![], live: vec![], files: [0; FILES], epochs: [0; FILES], counts: Counts::default(),
        };
        let root = m.new_task(None);
        m.tasks[root].state = State::Running;
        m.tasks[root].prefix = true;
        m.tasks[root].frames.push(Frame::call(0, [None; REGS]));
        m
    }

    fn new_task(&mut self, parent: Option<TaskId>) -> TaskId {
        self.tasks.push(Task {
            parent, state: State::Queued, frames: vec![], records: vec![], base: 0, clock: 0, bound: 0, prefix: false, cancel: false,
            parked: false, lag: 0, views: vec![], output: vec![], readings: vec![], low: 0, high: 0, leaving: None, outcome: None,
            joined_into: None, accs: Rc::from([]), late_record: None,
        });
        self.live.push(self.tasks.len() - 1);
        self.tasks.len() - 1
    }

    fn lacks(&self, rule: Rule) -> bool { self.rules.lacks(rule) }
    fn stamp(&self, o: ObjId) -> u64 { self.heap[o as usize].stamp }
    fn body(&self, o: ObjId) -> &Body { &self.heap[o as usize].body }
    fn parent(&self, t: TaskId) -> TaskId { self.tasks[t].parent.unwrap_or(ROOT) }
    fn frame(&mut self, t: TaskId) -> &mut Frame { self.tasks[t].frames.last_mut().expect("a running task has a frame") }
    fn top(&self, t: TaskId) -> &Frame { self.tasks[t].frames.last().expect("a running task has a frame") }

    fn is_within(&self, mut t: TaskId, root: TaskId) -> bool {
        loop {
            if t == root { return true }
            match self.tasks[t].parent { Some(p) => t = p, None => return false }
        }
    }
    /// The nearest of the task and its ancestors that something may still come before; `None` for the head.
    fn unsettled(&self, t: TaskId) -> Option<TaskId> {
        let mut at = Some(t);
        while let Some(a) = at {
            if !self.tasks[a].prefix { return Some(a) }
            at = self.tasks[a].parent;
        }
        None
    }

    /// What was seen of a run that ended.
    pub fn result(&self) -> Option<Observed> {
        let root = &self.tasks[ROOT];
        let outcome = root.outcome.as_ref()?;
        let ending = match outcome.exit {
            Exit::Return(v) => Ending::Return(v),
            Exit::Raise(k) => Ending::Raise(k),
            Exit::Normal | Exit::Break => return None,
        };
        let mut regs = [None; REGS];
        for &(r, v) in &outcome.regs { regs[r as usize] = v }
        Some(observe(ending, &regs, root.output.clone(), self.files, |o| self.body(o).clone()))
    }
}

impl Frame {
    fn call(func: usize, regs: Regs) -> Frame { Frame { func, pc: 0, regs, ranges: vec![], permits: vec![] } }
}

impl Range {
    /// Where the first child's piece begins.
    fn limit(&self, tasks: &[Task]) -> i64 { self.children.last().map_or(self.end, |&c| tasks[c].low) }
}
