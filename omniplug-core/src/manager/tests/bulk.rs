use super::fake::{Fixture, call};
use crate::manager::{
    Execution, ExecutionFilter, ExecutionRequest, Executions, PluginManager, concat_tables,
};
use crate::payload::{Payload, csv};
use crate::policy::Policy;
use crate::sandbox::pool::Concurrency;
use crate::sandbox::{Control, Event, Seed, Status};
use crate::{Error, ErrorKind, Result};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

async fn fixture(executions: usize, waiting: usize) -> Fixture {
    let concurrency = Concurrency { executions, waiting, ..Concurrency::default() };
    let fixture = Fixture::with_policy(Policy { concurrency, ..Policy::default() }).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture
}

fn many(
    fixture: &Fixture,
    requests: Vec<Result<ExecutionRequest>>,
    control: &Control,
) -> Executions {
    let manager = Arc::clone(&fixture.manager) as Arc<dyn PluginManager>;
    Executions::new(manager, "scaler", Box::new(requests.into_iter()), control)
}

fn echo(input: Value) -> Result<ExecutionRequest> {
    Ok(ExecutionRequest { input: Payload::from_json(input)?, ..call("input") })
}

fn data(execution: &Execution) -> Value {
    execution.reply.as_ref().unwrap().data.to_json()
}

async fn all(mut executions: Executions) -> Vec<Result<Execution>> {
    let mut all = Vec::new();
    while let Some(execution) = executions.next().await {
        all.push(execution);
    }
    all
}

fn table(rows: usize) -> ExecutionRequest {
    let lines: String = (0..rows).map(|row| format!("{row},{}\n", row % 3)).collect();
    let table = csv::read(format!("x,y\n{lines}").as_bytes(), &csv::Options::csv()).unwrap();
    ExecutionRequest { input: Payload::from_table(table).unwrap(), ..call("input") }
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_inputs_with_progress_over_all() {
    let fixture = fixture(2, 100).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let control = {
        let told = Arc::clone(&told);
        let events = move |event| told.lock().unwrap().push(event);
        Control { events: Arc::new(events), ..Control::default() }
    };
    let requests = (0..37).map(|number| echo(json!([number]))).collect();
    let executions = many(&fixture, requests, &control);
    assert_eq!(executions.total(), 37);
    let answers: Vec<_> =
        all(executions).await.iter().map(|it| data(it.as_ref().unwrap())).collect();
    assert_eq!(answers, (0..37).map(|number| json!([number])).collect::<Vec<_>>());
    let told = told.lock().unwrap().clone();
    assert_eq!(told.len(), 37);
    let last = Event::Progress { fraction: 1.0, message: "37 of 37".into() };
    assert_eq!(told.last(), Some(&last));
    assert!(fixture.sandbox.busiest.load(Ordering::SeqCst) <= 2);
    let filter = ExecutionFilter { limit: 100, ..ExecutionFilter::default() };
    assert_eq!(fixture.manager.executions(&filter).await.unwrap().len(), 37);
}

#[tokio::test]
async fn an_error_is_one_item() {
    let fixture = fixture(2, 100).await;
    let unreadable = Err(Error::new(ErrorKind::NotFound, "there is no such file"));
    let requests = vec![echo(json!(1)), unreadable, Ok(call("fail")), echo(json!(4))];
    let answers = all(many(&fixture, requests, &Control::default())).await;
    assert_eq!(data(answers[0].as_ref().unwrap()), json!(1));
    assert_eq!(answers[1].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(answers[2].as_ref().unwrap().record.status, Some(Status::Failure));
    assert_eq!(data(answers[3].as_ref().unwrap()), json!(4));
}

#[tokio::test]
async fn no_more_than_a_window_is_begun() {
    let fixture = fixture(9, 100).await;
    let taken = Arc::new(Mutex::new(0));
    let requests = {
        let taken = Arc::clone(&taken);
        (0..50).map(move |number| {
            *taken.lock().unwrap() += 1;
            echo(json!(number))
        })
    };
    let manager = Arc::clone(&fixture.manager) as Arc<dyn PluginManager>;
    let control = Control::default();
    let mut executions = Executions::new(manager, "scaler", Box::new(requests), &control).window(5);
    assert_eq!(*taken.lock().unwrap(), 0);
    for handed_out in 0..3 {
        executions.next().await.unwrap().unwrap();
        assert_eq!(*taken.lock().unwrap(), handed_out + 5);
    }
}

#[tokio::test]
async fn what_finds_no_room_is_tried_again() {
    let fixture = fixture(1, 0).await;
    let requests = (0..6).map(|number| echo(json!(number))).collect();
    let answers = all(many(&fixture, requests, &Control::default())).await;
    let answers: Vec<_> = answers.iter().map(|it| data(it.as_ref().unwrap())).collect();
    assert_eq!(answers, [0, 1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn cancelling_ends_what_runs_and_leaves_out_the_rest() {
    let fixture = fixture(2, 100).await;
    let control = Control::default();
    let requests = (0..50).map(|_| Ok(call("wait"))).collect();
    let mut executions = many(&fixture, requests, &control).window(4);
    let cancelling = async {
        fixture.sandbox.started.notified().await;
        control.cancel.cancel();
    };
    let (first, ()) = tokio::join!(executions.next(), cancelling);
    assert_eq!(first.unwrap().unwrap().record.status, Some(Status::Cancelled));
    let rest = all(executions).await;
    assert_eq!(rest.len(), 3);
    for execution in rest {
        assert_eq!(execution.unwrap().record.status, Some(Status::Cancelled));
    }
}

#[tokio::test]
async fn rows_are_divided_and_put_together_again() {
    let fixture = fixture(4, 100).await;
    let whole = table(25);
    for rows in [1, 4, 25, 100] {
        let chunks = whole.clone().by_rows(rows).unwrap();
        assert_eq!(chunks.len(), 25_usize.div_ceil(rows));
        let answers = all(many(&fixture, chunks.collect(), &Control::default())).await;
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        let together = Payload::from_table(concat_tables(&answers).unwrap()).unwrap();
        assert_eq!(together.digest(), whole.input.digest());
    }
}

#[tokio::test]
async fn tables_that_do_not_fit_together_are_an_error() {
    let fixture = fixture(4, 100).await;
    let other = csv::read("x,y\na,1\n".as_bytes(), &csv::Options::csv()).unwrap();
    let other = ExecutionRequest { input: Payload::from_table(other).unwrap(), ..call("input") };
    for (second, message) in [
        (echo(json!([1])), "there is no table in result `1`"),
        (Ok(call("fail")), "as it was told"),
        (Ok(other), "the columns of result `1` are not those of the first"),
    ] {
        let requests = vec![Ok(table(3)), second];
        let answers = all(many(&fixture, requests, &Control::default())).await;
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        let error = concat_tables(&answers).unwrap_err();
        assert!(error.message().contains(message), "{error}");
    }
    assert!(concat_tables(&[]).is_err());
}

#[test]
fn chunks_have_seeds_of_their_own() {
    let seeds = |seed| -> Vec<_> {
        let chunks = ExecutionRequest { seed, ..table(3) }.by_rows(1).unwrap();
        chunks.map(|chunk| chunk.unwrap().seed).collect()
    };
    assert_eq!(seeds(Some(7)), [Some(7), Some(8), Some(9)]);
    assert_eq!(seeds(Some(Seed::MAX)), [Some(Seed::MAX), Some(0), Some(1)]);
    assert_eq!(seeds(Some(u64::MAX)), [Some(u64::MAX); 3]);
    assert_eq!(seeds(None), [None; 3]);
}

#[test]
fn only_tables_have_rows() {
    assert_eq!(call("").by_rows(3).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert_eq!(table(3).by_rows(0).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert_eq!(table(0).by_rows(9).unwrap().len(), 1);
}
