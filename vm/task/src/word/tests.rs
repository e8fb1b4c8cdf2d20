use super::*;

type W = TaskWord<Native>;

#[test]
fn a_life() {
    let w = W::queued();
    let attempt = w.start().unwrap();
    assert!(w.start().is_err());
    w.park().unwrap();
    assert_eq!(w.await_prefix(), Prefix::Wait);
    assert_eq!(w.await_done(), Join::Wait { wake: true });
    assert!(w.unpark() && !w.unpark());
    assert_eq!(w.finish(attempt), Ok(true));
    assert_eq!(w.await_done(), Join::Done);
    w.collect().unwrap();
    assert_eq!(w.get().state(), State::Joined);
    assert!(!w.settle());
}

#[test]
fn cancel_wins_over_done() {
    let w = W::queued();
    let attempt = w.start().unwrap();
    w.request_cancel();
    assert!(w.finish(attempt).is_err() && w.park().is_err() && !w.settle());
    assert!(w.drop_running());
    assert_eq!(format!("{:?}", w.get()), "Cancelled#0+CANCEL");
    assert_eq!(w.await_done(), Join::Cancelled);
}

#[test]
fn late_answers_are_fenced() {
    let w = W::queued();
    let first = w.start().unwrap();
    let second = w.requeue(first).unwrap();
    assert_eq!(w.requeue(first).map_err(Snapshot::state), Err(State::Queued));
    assert!(w.finish(first).is_err());
    assert_eq!(w.start(), Ok(second));
    assert!(w.finish(first).is_err());
    assert_eq!(w.finish(second), Ok(false));
}

#[test]
fn retracted_before_anybody_began() {
    let w = W::queued();
    assert_eq!(w.await_done(), Join::Retracted);
    assert!(w.start().is_err() && !w.settle());
    assert_eq!(W::root().await_prefix(), Prefix::Done);
}
