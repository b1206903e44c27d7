use super::fake::{Fake, enter, job, of_tenant, only, options, run, until, wide};
use crate::ErrorKind;
use crate::sandbox::Start;
use crate::sandbox::pool::{Concurrency, PoolOptions};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn one_at_once(waiting: usize) -> Concurrency {
    Concurrency { executions: 1, waiting, ..wide() }
}

#[tokio::test]
async fn tenants_take_turns_whatever_others_have_asked_for_before() {
    let pool = Fake::new().pool(PoolOptions::cold(), one_at_once(100));
    let first = pool.enter(job("a", Start::Cold)).await.unwrap();
    let order = Arc::new(Mutex::new(String::new()));
    let mut waiting = Vec::new();
    for tenant in ["a", "a", "a", "b", "b", "c"] {
        let (pool, order) = (Arc::clone(&pool), Arc::clone(&order));
        waiting.push(tokio::spawn(async move {
            let place = pool.enter(of_tenant(tenant, job("g", Start::Cold))).await.unwrap();
            order.lock().unwrap().push_str(tenant);
            run(place).await;
        }));
        tokio::task::yield_now().await;
    }
    drop(first);
    for task in waiting {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), "abcaba");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_callers_on_four_sessions_none_waits_much_longer_than_others() {
    let fake = Fake::new();
    let pool = fake.pool(options(4), wide());
    let (done, entered) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let callers: Vec<_> = (0..200)
        .map(|caller: usize| {
            let (pool, gate) = (Arc::clone(&pool), Arc::clone(&gate));
            let (done, entered) = (Arc::clone(&done), Arc::clone(&entered));
            // Nine in ten are of one tenant.
            let tenant = if caller.is_multiple_of(10) { caller.to_string() } else { "many".into() };
            tokio::spawn(async move {
                let place = pool.enter(of_tenant(&tenant, job("g", Start::Warm))).await.unwrap();
                let waited = done.load(Ordering::SeqCst);
                entered.fetch_add(1, Ordering::SeqCst);
                gate.acquire().await.unwrap().forget();
                assert!(only(&pool).busy <= 4);
                run(place).await;
                done.fetch_add(1, Ordering::SeqCst);
                waited
            })
        })
        .collect();
    until(|| only_waiting(&pool) == 196 && entered.load(Ordering::SeqCst) == 4).await;
    gate.add_permits(200);
    let mut waits = Vec::new();
    for caller in callers {
        waits.push(caller.await.unwrap());
    }
    waits.sort_unstable();
    // How many ran before each: the last of all waits at most five times as long as the median.
    assert!(waits[199] <= 5 * waits[100], "{waits:?}");
    assert_eq!((fake.opened(), only(&pool).executions), (4, 200));
}

fn only_waiting(pool: &crate::sandbox::pool::Pool) -> usize {
    pool.statistics().iter().map(|kind| kind.waiting).sum()
}

#[tokio::test]
async fn executions_of_a_group_are_limited_and_let_others_pass() {
    let limits = Concurrency { executions: 3, of_one_plugin: 1, ..wide() };
    let pool = Fake::new().pool(PoolOptions::cold(), limits);
    let first = pool.enter(job("a", Start::Cold)).await.unwrap();
    let second = enter(&pool, job("a", Start::Cold));
    tokio::task::yield_now().await;
    // The same user has another plugin.
    let other = pool.enter(of_tenant("a", job("b", Start::Cold))).await.unwrap();
    assert!(!second.is_finished());
    drop(first);
    let second = second.await.unwrap().unwrap();
    drop((second, other));
}

#[tokio::test]
async fn a_call_without_room_is_refused_and_told_when_to_come_back() {
    let pool = Fake::new().pool(PoolOptions::cold(), one_at_once(2));
    let running = pool.enter(job("a", Start::Cold)).await.unwrap();
    let waiting = [(); 2].map(|()| enter(&pool, job("a", Start::Cold)));
    tokio::task::yield_now().await;
    let error = pool.enter(job("a", Start::Cold)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(error.retry_after().is_some_and(|after| after > Duration::ZERO), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("try again in about")), "{error}");
    // Another tenant gets the place of the one who has most.
    let other = enter(&pool, job("b", Start::Cold));
    tokio::task::yield_now().await;
    drop(running);
    let [first, last] = waiting;
    drop(first.await.unwrap().unwrap());
    drop(other.await.unwrap().unwrap());
    assert_eq!(last.await.unwrap().unwrap_err().kind(), ErrorKind::Busy);
}

#[tokio::test]
async fn who_takes_the_place_of_the_last_of_its_kind_gets_its_turn() {
    let pool = Fake::new().pool(PoolOptions::cold(), one_at_once(2));
    let running = pool.enter(job("a", Start::Cold)).await.unwrap();
    let waiting = ["a", "b"].map(|group| enter(&pool, of_tenant("many", job(group, Start::Cold))));
    tokio::task::yield_now().await;
    let instead = enter(&pool, of_tenant("few", job("b", Start::Cold)));
    tokio::task::yield_now().await;
    drop(running);
    let [first, last] = waiting;
    assert_eq!(last.await.unwrap().unwrap_err().kind(), ErrorKind::Busy);
    drop(first.await.unwrap().unwrap());
    let turn = tokio::time::timeout(Duration::from_secs(10), instead).await;
    drop(turn.unwrap().unwrap().unwrap());
}

#[tokio::test]
async fn who_may_not_wait_runs_where_there_is_room_and_is_refused_where_there_is_none() {
    for start in [Start::Cold, Start::Warm] {
        let pool = Fake::new().pool(options(9), one_at_once(0));
        let place = pool.enter(job("a", start)).await.unwrap();
        let error = pool.enter(job("a", start)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy);
        run(place).await;
        run(pool.enter(job("a", start)).await.unwrap()).await;
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_refused() {
    let pool = Fake::new().pool(PoolOptions::cold(), one_at_once(9));
    let place = pool.enter(job("a", Start::Cold)).await.unwrap();
    let impatient = crate::sandbox::pool::Job {
        longest_wait: Some(Duration::from_millis(1)),
        ..job("a", Start::Cold)
    };
    let error = pool.enter(impatient.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(error.message().contains("no turn came within"), "{error}");
    // Once it is known how long they take, nobody waits in vain.
    tokio::time::sleep(Duration::from_millis(20)).await;
    pool.shared().change(|state, _| state.mean.add(Duration::from_secs(10)));
    let error = pool.enter(impatient).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
    assert!(error.message().contains("it would wait about 10.0 s"), "{error}");
    drop(place);
}

#[tokio::test]
async fn who_stops_waiting_leaves_the_line_at_once() {
    let pool = Fake::new().pool(PoolOptions::cold(), one_at_once(1));
    let running = pool.enter(job("a", Start::Cold)).await.unwrap();
    for _ in 0..3 {
        let waiting = enter(&pool, job("a", Start::Cold));
        tokio::task::yield_now().await;
        assert_eq!(pool.enter(job("a", Start::Cold)).await.unwrap_err().kind(), ErrorKind::Busy);
        waiting.abort();
        assert!(waiting.await.is_err());
    }
    drop(running);
    let place = pool.enter(job("a", Start::Cold)).await.unwrap();
    run(place).await;
    assert!(pool.shared().look(|state| state.is_quiet() && state.shelves.is_empty()));
}
