use super::fake::{Fake, enter, job, of_tenant, only, options, run, until, wide};
use crate::ErrorKind;
use crate::sandbox::Start;
use crate::sandbox::pool::state::State;
use crate::sandbox::pool::{Concurrency, Job, PoolOptions};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

fn warm() -> Job {
    job("a", Start::Warm)
}

#[tokio::test]
async fn those_who_wait_share_one_start_and_more_begin_while_more_wait() {
    let fake = Fake::gated();
    let pool = fake.pool(options(3), wide());
    let mut callers: Vec<_> = (0..5).map(|_| enter(&pool, warm())).collect();
    until(|| fake.opened() == 1 && only(&pool).waiting == 5).await;
    assert_eq!(only(&pool).starting, 1);
    fake.0.opening.add_permits(1);
    let first = callers.remove(0).await.unwrap().unwrap();
    until(|| fake.opened() == 2).await;
    fake.0.opening.add_permits(9);
    until(|| only(&pool).busy == 3).await;
    assert_eq!((fake.opened(), only(&pool).waiting), (3, 2));
    drop(first);
    for caller in callers {
        drop(caller.await.unwrap().unwrap());
    }
    assert_eq!((fake.opened(), only(&pool).idle, fake.live()), (3, 3, 3));
}

#[tokio::test]
async fn a_session_that_is_free_is_used_again_by_its_like_only() {
    let fake = Fake::new();
    let pool = fake.pool(options(3), wide());
    for _ in 0..3 {
        assert_eq!(run(pool.enter(of_tenant("x", warm())).await.unwrap()).await, 1);
    }
    let granted = Job { identity: vec!["release".into(), "network".into()], ..warm() };
    assert_eq!(run(pool.enter(granted).await.unwrap()).await, 2);
    let mut larger = warm();
    larger.spec.limits.memory += 1;
    assert_eq!(run(pool.enter(larger).await.unwrap()).await, 3);
    assert_eq!(run(pool.enter(warm()).await.unwrap()).await, 1);
    assert_eq!(pool.statistics().len(), 3);
}

#[tokio::test]
async fn without_warm_sessions_each_execution_has_its_own() {
    let fake = Fake::new();
    let pool = fake.pool(PoolOptions::cold(), wide());
    for number in 1..4 {
        assert_eq!(run(pool.enter(warm()).await.unwrap()).await, number);
    }
    assert_eq!(*fake.0.opened.lock().unwrap(), [Start::Cold; 3]);
    assert_eq!((fake.live(), pool.statistics().len()), (0, 0));
}

#[tokio::test]
async fn a_plugin_that_can_not_be_kept_warm_runs_cold_and_tells_why() {
    let fake = Fake::new();
    fake.0.is_cold.store(true, Ordering::SeqCst);
    let pool = fake.pool(options(3), wide());
    for _ in 0..2 {
        run(pool.enter(warm()).await.unwrap()).await;
    }
    assert_eq!(*fake.0.opened.lock().unwrap(), [Start::Warm, Start::Cold, Start::Cold]);
    assert_eq!(only(&pool).cold_reason.as_deref(), Some("it starts a thread"));
    until(|| fake.live() == 0).await;
}

#[tokio::test]
async fn a_dead_session_is_replaced_when_it_is_asked_for() {
    let fake = Fake::new();
    let pool = fake.pool(options(3), wide());
    run(pool.enter(warm()).await.unwrap()).await;
    fake.0.dead.store(1, Ordering::SeqCst);
    assert_eq!(run(pool.enter(warm()).await.unwrap()).await, 2);
    // One that is never ready is used nevertheless, as it has to make itself ready then.
    fake.0.dead.store(99, Ordering::SeqCst);
    assert_eq!(run(pool.enter(warm()).await.unwrap()).await, 3);
    until(|| fake.live() == 1).await;
}

#[tokio::test]
async fn a_dead_session_is_replaced_before_it_is_asked_for() {
    let fake = Fake::new();
    let pool = fake.pool(PoolOptions { least: 2, ..options(3) }, wide());
    pool.keep_ready(warm()).unwrap();
    until(|| only(&pool).idle == 2).await;
    fake.0.dead.store(1, Ordering::SeqCst);
    pool.shared().maintain(Instant::now()).await;
    until(|| fake.opened() == 3 && fake.live() == 2 && only(&pool).idle == 2).await;
}

#[tokio::test]
async fn sessions_that_nobody_uses_end_but_for_the_least() {
    let fake = Fake::new();
    let pool = fake.pool(PoolOptions { least: 1, ..options(3) }, wide());
    pool.keep_ready(warm()).unwrap();
    let places = [pool.enter(warm()).await.unwrap(), pool.enter(warm()).await.unwrap()];
    drop(places);
    let now = Instant::now();
    pool.shared().maintain(now).await;
    assert_eq!(only(&pool).idle, 2);
    pool.shared().maintain(now + Duration::from_secs(301)).await;
    until(|| fake.live() == 1).await;
    assert_eq!((only(&pool).idle, only(&pool).evicted), (1, 1));
}

#[tokio::test]
async fn beyond_the_memory_ceiling_those_unused_for_longest_end() {
    let fake = Fake::new();
    fake.0.memory.store(40, Ordering::SeqCst);
    let pool = fake.pool(PoolOptions { memory: 100, ..options(3) }, wide());
    for group in ["a", "b", "a", "c"] {
        run(pool.enter(job(group, Start::Warm)).await.unwrap()).await;
    }
    let idle = |group: &str| {
        pool.statistics().into_iter().find(|kind| kind.group == group).map(|kind| kind.idle)
    };
    assert_eq!((idle("a"), idle("b"), idle("c")), (Some(1), Some(0), Some(1)));
    until(|| fake.live() == 2).await;
    // A session larger than the ceiling runs, and is not kept.
    fake.0.memory.store(1000, Ordering::SeqCst);
    run(pool.enter(job("d", Start::Warm)).await.unwrap()).await;
    until(|| fake.live() == 0).await;
}

#[tokio::test]
async fn sessions_in_all_are_limited_and_nobody_starves() {
    let fake = Fake::new();
    let pool = fake.pool(PoolOptions { most_in_all: 1, ..options(3) }, wide());
    let place = pool.enter(warm()).await.unwrap();
    let other = enter(&pool, job("b", Start::Warm));
    let again = enter(&pool, warm());
    until(|| pool.statistics().iter().map(|kind| kind.waiting).sum::<usize>() == 2).await;
    assert_eq!(fake.opened(), 1);
    drop(place);
    drop(again.await.unwrap().unwrap());
    drop(other.await.unwrap().unwrap());
    until(|| fake.live() == 1).await;
}

#[tokio::test]
async fn a_failed_start_is_told_to_all_who_wait_for_it() {
    let fake = Fake::gated();
    fake.0.is_broken.store(true, Ordering::SeqCst);
    let pool = fake.pool(options(3), wide());
    let callers: Vec<_> = (0..3).map(|_| enter(&pool, warm())).collect();
    until(|| pool.statistics().first().is_some_and(|kind| kind.waiting == 3)).await;
    fake.0.opening.add_permits(9);
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Sandbox, "it broke"));
        assert_eq!(error.hint(), Some("mend it"));
    }
    fake.0.is_broken.store(false, Ordering::SeqCst);
    run(pool.enter(warm()).await.unwrap()).await;
    assert_eq!(fake.opened(), 2);
}

#[tokio::test]
async fn those_who_have_a_session_do_with_it_when_no_other_starts() {
    let fake = Fake::new();
    let pool = fake.pool(options(3), wide());
    let place = pool.enter(warm()).await.unwrap();
    fake.0.is_broken.store(true, Ordering::SeqCst);
    let waiting = enter(&pool, warm());
    until(|| fake.opened() == 2 && only(&pool).starting == 0).await;
    pool.shared().maintain(Instant::now()).await;
    assert_eq!((fake.opened(), only(&pool).waiting), (2, 1));
    drop(place);
    assert_eq!(run(waiting.await.unwrap().unwrap()).await, 1);
}

/// Many callers of many kinds, of whom some go away, over sessions of which some fail or die.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_in_a_crowd() {
    let fake = Fake::new();
    fake.0.memory.store(10, Ordering::SeqCst);
    let few = PoolOptions { least: 1, most_in_all: 4, memory: 35, ..options(2) };
    let limits = Concurrency { executions: 5, of_one_plugin: 3, waiting: 20, ..wide() };
    let pool = fake.pool(few, limits);
    let mut callers = Vec::new();
    for number in 0_usize..3000 {
        let (group, start) = (["a", "b", "c", "d", "e", "f", "g"][number % 7], Start::Warm);
        let start = if number.is_multiple_of(5) { Start::Cold } else { start };
        let tenant = (number % 11).to_string();
        let caller_pool = Arc::clone(&pool);
        fake.0.is_broken.store(number % 100 > 95, Ordering::SeqCst);
        fake.0.dead.store(number / 200, Ordering::SeqCst);
        let caller = tokio::spawn(async move {
            match caller_pool.enter(of_tenant(&tenant, job(group, start))).await {
                Ok(place) => drop(run(place).await),
                Err(error) => assert!(matches!(error.kind(), ErrorKind::Busy | ErrorKind::Sandbox)),
            }
        });
        if number.is_multiple_of(13) {
            caller.abort();
        } else if number.is_multiple_of(100) {
            pool.shared().maintain(Instant::now()).await;
            pool.drain(group);
        }
        callers.push(caller);
    }
    for caller in callers {
        let panicked = caller.await.is_err_and(|error| error.is_panic());
        assert!(!panicked);
    }
    fake.0.is_broken.store(false, Ordering::SeqCst);
    run(pool.enter(warm()).await.unwrap()).await;
    pool.close().await;
    assert_eq!(fake.live(), 0);
    let is_empty = |state: &State| state.running + state.queue.len() + state.sessions.len() == 0;
    assert!(pool.shared().look(is_empty));
    for kind in pool.statistics() {
        assert_eq!((kind.waiting, kind.busy, kind.idle, kind.starting), (0, 0, 0, 0), "{kind:?}");
    }
}

#[tokio::test]
async fn a_session_that_was_left_in_the_middle_of_an_execution_is_not_used_again() {
    let pool = Fake::new().pool(options(3), wide());
    let first = pool.enter(warm()).await.unwrap();
    let left = run(first);
    tokio::select! {
        biased;
        _ = left => panic!("it waits once"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(run(pool.enter(warm()).await.unwrap()).await, 2);
}

#[tokio::test]
async fn a_start_goes_on_when_the_one_who_asked_for_it_goes_away() {
    let fake = Fake::gated();
    let pool = fake.pool(options(3), wide());
    let caller = enter(&pool, warm());
    until(|| fake.opened() == 1).await;
    caller.abort();
    fake.0.opening.add_permits(1);
    until(|| only(&pool).idle == 1).await;
    assert_eq!(run(pool.enter(warm()).await.unwrap()).await, 1);
}

#[tokio::test]
async fn a_drained_group_keeps_nothing_and_what_runs_goes_on() {
    let fake = Fake::new();
    let pool = fake.pool(PoolOptions { least: 1, ..options(3) }, wide());
    let busy = pool.enter(warm()).await.unwrap();
    let other = pool.enter(job("b", Start::Warm)).await.unwrap();
    drop(pool.enter(warm()).await.unwrap());
    pool.drain("a");
    until(|| fake.live() == 2).await;
    drop(other);
    assert_eq!(run(busy).await, 1);
    until(|| fake.live() == 1).await;
    pool.shared().maintain(Instant::now()).await;
    assert_eq!(fake.opened(), 3);
    let mut sum = pool.statistics();
    sum.retain(|kind| kind.idle + kind.busy + kind.starting > 0);
    assert_eq!(sum.len(), 1);
    assert_eq!(sum[0].group, "b");
}

#[tokio::test]
async fn closing_refuses_who_waits_and_waits_for_what_runs() {
    let fake = Fake::new();
    let pool = fake.pool(options(1), wide());
    let place = pool.enter(warm()).await.unwrap();
    let waiting = enter(&pool, warm());
    until(|| only(&pool).waiting == 1).await;
    let closing = {
        let pool = Arc::clone(&pool);
        tokio::spawn(async move { pool.close().await })
    };
    assert_eq!(waiting.await.unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(pool.enter(warm()).await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert!(!closing.is_finished());
    run(place).await;
    closing.await.unwrap();
    assert_eq!(fake.live(), 0);
}

#[test]
fn sessions_outlast_the_runtimes_of_their_callers_and_end_with_the_pool() {
    let fake = Fake::new();
    let pool = fake.pool(options(3), wide());
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert_eq!(runtime.block_on(async { run(pool.enter(warm()).await.unwrap()).await }), 1);
    }
    assert_eq!(fake.live(), 1);
    drop(pool);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(until(|| fake.live() == 0));
}

#[tokio::test]
async fn a_pool_that_is_dropped_gives_up_what_it_starts() {
    let fake = Fake::gated();
    let pool = fake.pool(PoolOptions { least: 1, ..options(1) }, wide());
    pool.keep_ready(warm()).unwrap();
    until(|| fake.opened() == 1).await;
    drop(pool);
    until(|| Arc::strong_count(&fake.0) == 1).await;
}
