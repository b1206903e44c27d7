//! Executions in Docker against a container per execution, made through the same library, in the same run.
//!
//! The flow that is compared with: create, start, copy the input in, execute the interpreter in it, copy the output out,
//! remove. Needs a daemon with an image that has `python3`: `OMNIPLUG_BENCH_IMAGE`, else the one that
//! `tests/images/build` makes.

mod common;

use bollard::Docker;
use bollard::exec::{CreateExecOptions, StartExecResults};
use bollard::models::ContainerCreateBody;
use bollard::query_parameters::{
    DownloadFromContainerOptionsBuilder, RemoveContainerOptionsBuilder, StartContainerOptions,
    UploadToContainerOptionsBuilder,
};
use common::{Failure, median, percentile, release, request, run};
use futures_util::StreamExt;
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::docker::{DockerOptions, DockerSandbox};
use omniplug_core::sandbox::{Images, Language, Sandbox, SessionSpec, Start};
use serde_json::json;
use std::time::{Duration, Instant};

const ROUNDS: usize = 11;
/// Warm executions in each round.
const EACH: usize = 20;
const PAUSE: Duration = Duration::from_millis(8);
const PYTHON: &str = "def execute(data):\n    return data\n";
const SCRIPT: &str = "
import json
with open('/tmp/input.json') as file: data = json.load(file)
with open('/tmp/output.json', 'w') as file: json.dump(data, file)
";

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(compare())
}

async fn compare() -> Result<(), Failure> {
    let image = std::env::var("OMNIPLUG_BENCH_IMAGE")
        .unwrap_or_else(|_| "omniplug-test-python:latest".to_owned());
    let docker = Docker::connect_with_defaults()?.negotiate_version().await?;
    let folder = tempfile::tempdir()?;
    let here = sandbox(&folder.path().join("here"), &image, false)?;
    let elsewhere = sandbox(&folder.path().join("elsewhere"), &image, true)?;
    let spec = release(folder.path(), "echo", Language::Python, PYTHON, Start::Warm)?;
    let near = here.open(spec.clone()).await?;
    let far = elsewhere.open(spec.clone()).await?;
    warm(near.as_ref()).await?;
    warm(far.as_ref()).await?;
    let mut times: [Vec<f64>; 4] = Default::default();
    let [peer, cold, warm_here, warm_elsewhere] = &mut times;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        container_per_execution(&docker, &image).await?;
        peer.push(started.elapsed().as_secs_f64() * 1e3);
        let started = Instant::now();
        let session = here.open(SessionSpec { start: Start::Cold, ..spec.clone() }).await?;
        run(session.as_ref(), input()?, Start::Cold).await?;
        cold.push(started.elapsed().as_secs_f64() * 1e3);
        session.close().await?;
        warm_here.extend(warm(near.as_ref()).await?);
        warm_elsewhere.extend(warm(far.as_ref()).await?);
    }
    near.close().await?;
    far.close().await?;
    let [peer, cold, warm_here, warm_elsewhere] = times;
    let peer = median(peer);
    println!("container per execution: {peer:.1} ms");
    println!("{:24} {:>8} {:>8} {:>8} {:>8}", "", "p50 ms", "p99 ms", "ratio", "target");
    let rows =
        [("cold", cold, 1.0), ("warm", warm_here, 200.0), ("warm, elsewhere", warm_elsewhere, 0.0)];
    for (name, times, target) in rows {
        let (p50, p99) = (median(times.clone()), percentile(times, 0.99));
        println!("{name:24} {p50:8.2} {p99:8.2} {:8.1} {target:8.0}", peer / p50);
    }
    Ok(())
}

fn sandbox(root: &std::path::Path, image: &str, remote: bool) -> Result<DockerSandbox, Failure> {
    Ok(DockerSandbox::new(DockerOptions {
        remote,
        pull: false,
        images: Images { python: image.parse()?, ..Images::default() },
        ..DockerOptions::new(root)
    }))
}

fn input() -> Result<omniplug_core::sandbox::Request, Failure> {
    request(Payload::from_json(json!({"x": 3.0}))?)
}

async fn warm(session: &dyn omniplug_core::sandbox::Session) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(EACH);
    for _ in 0..EACH {
        tokio::time::sleep(PAUSE).await;
        let request = input()?;
        let started = Instant::now();
        run(session, request, Start::Warm).await?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}

async fn container_per_execution(docker: &Docker, image: &str) -> Result<(), Failure> {
    let body = ContainerCreateBody {
        image: Some(image.to_owned()),
        cmd: Some(vec!["sleep".to_owned(), "60".to_owned()]),
        ..ContainerCreateBody::default()
    };
    let options = None::<bollard::query_parameters::CreateContainerOptions>;
    let id = docker.create_container(options, body).await?.id;
    docker.start_container(&id, None::<StartContainerOptions>).await?;
    let upload = UploadToContainerOptionsBuilder::new().path("/tmp").build();
    let archive = archive(b"{\"x\": 3.0}")?;
    docker.upload_to_container(&id, Some(upload), bollard::body_full(archive.into())).await?;
    let exec = CreateExecOptions {
        cmd: Some(vec!["python3", "-I", "-c", SCRIPT]),
        attach_stdout: Some(true),
        attach_stderr: Some(true),
        ..CreateExecOptions::default()
    };
    let exec = docker.create_exec(&id, exec).await?.id;
    if let StartExecResults::Attached { mut output, .. } = docker.start_exec(&exec, None).await? {
        while output.next().await.is_some() {}
    }
    let download = DownloadFromContainerOptionsBuilder::new().path("/tmp/output.json").build();
    let mut pieces = Box::pin(docker.download_from_container(&id, Some(download)));
    let mut size = 0;
    while let Some(piece) = pieces.next().await {
        size += piece?.len();
    }
    let remove = RemoveContainerOptionsBuilder::new().force(true).build();
    docker.remove_container(&id, Some(remove)).await?;
    if size == 0 { Err("the container left no output".into()) } else { Ok(()) }
}

fn archive(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    archive.append_data(&mut header, "input.json", content)?;
    Ok(archive.into_inner()?)
}
