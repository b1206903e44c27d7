//! Advisories from a real server on this machine.

use super::tree::{Tree, found};
use crate::scanner::{AdvisorySource, Report, Scanner, Verdict};
use jiff::Timestamp;
use serde_json::json;
use std::io::{Cursor, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const FILES: &str = "== requirements.txt\nsome-package==1.0\n";

/// How a server answers.
type Answer = fn(&str, &mut TcpStream) -> std::io::Result<()>;

/// A server that notes what it is asked for and runs as long as the tests.
fn serve(answer: Answer) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/osv", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, log) = (stream.unwrap(), Arc::clone(&log));
            thread::spawn(move || {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                log.lock().unwrap().push(path.clone());
                // A client that goes away early is one of the cases.
                let _ = answer(&path, &mut stream);
            });
        }
    });
    (address, asked)
}

fn send(stream: &mut TcpStream, status: &str, body: &[u8]) -> std::io::Result<()> {
    let size = body.len();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(body)
}

fn archive(ecosystem: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("X-1.json", options).unwrap();
    let advisory = json!({
        "id": "X-1", "modified": Timestamp::now().to_string(), "summary": "It is bad",
        "affected": [{
            "package": {"ecosystem": ecosystem, "name": "some-package"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
        }],
    });
    archive.write_all(advisory.to_string().as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn osv(path: &str, stream: &mut TcpStream) -> std::io::Result<()> {
    match path {
        "/osv/PyPI/all.zip" => send(stream, "200 OK", &archive("PyPI")),
        "/osv/CRAN/all.zip" => send(stream, "200 OK", &archive("CRAN")),
        _ => send(stream, "404 Not Found", b""),
    }
}

async fn audit(files: &str, address: &str) -> Report {
    let tree = Tree::new(files);
    let mut scanner = tree.scanner();
    scanner.limits.time = Duration::from_secs(2);
    let mut request = tree.request();
    request.policy.advisories = vec![AdvisorySource::parse(address)];
    scanner.audit(&request).await.unwrap()
}

#[tokio::test]
async fn a_server_with_an_archive_for_each_ecosystem_is_asked_for_those_in_use() {
    let (address, asked) = serve(osv);
    let report = audit(FILES, &address).await;
    assert_eq!(found(&report), ["DEP002 requirements.txt:1"]);
    assert_eq!(report.verdict, Verdict::Warn);
    assert_eq!(*asked.lock().unwrap(), ["/osv/PyPI/all.zip"]);
    let data = report.dependencies.advisories.unwrap();
    assert_eq!(data.sources, std::slice::from_ref(&address));
    let both = "== requirements.txt\nsome-package==1.0\n\
                == DESCRIPTION\nPackage: x\nVersion: 1.0\nImports: some-package (== 1.0)\n";
    let report = audit(both, &address).await;
    assert_eq!(found(&report).len(), 2, "{report:?}");
}

#[tokio::test]
async fn an_archive_can_be_addressed_itself() {
    let (address, _) = serve(osv);
    let report = audit(FILES, &format!("{address}/PyPI/all.zip")).await;
    assert_eq!(found(&report), ["DEP002 requirements.txt:1"]);
}

#[tokio::test]
async fn nothing_is_asked_where_there_is_nothing_to_compare() {
    let (address, asked) = serve(osv);
    let report = audit("== plugin.py\nx = 1\n", &address).await;
    assert_eq!(report.verdict, Verdict::Pass);
    assert!(asked.lock().unwrap().is_empty());
}

/// An address, how its server answers, and what is said of it.
async fn fails(address: &str, what: &str) {
    let start = Instant::now();
    let report = audit(FILES, address).await;
    assert_eq!(report.verdict, Verdict::CouldNotScan, "{what}");
    assert!(report.reasons.iter().any(|it| it.contains(what)), "{what}: {:?}", report.reasons);
    assert!(start.elapsed() < Duration::from_secs(30), "{what}");
}

#[tokio::test]
async fn a_server_that_gives_no_advisories_leaves_the_audit_undone() {
    let answers: &[(Answer, &str)] = &[
        (|_, stream| send(stream, "404 Not Found", b"no"), "can't be fetched"),
        (|_, stream| send(stream, "500 Oh", b"no"), "can't be fetched"),
        (|_, stream| send(stream, "204 No Content", b""), "is not a zip archive"),
        (|_, stream| send(stream, "200 OK", b"<html>log in</html>"), "is not a zip archive"),
        (
            |_, stream| send(stream, "200 OK", &archive("npm")),
            "the advisories have none for `PyPI`",
        ),
        (|_, stream| stream.write_all(b"SSH-2.0-x\r\n\r\n"), "can't be fetched"),
        (
            |_, stream| {
                let all = archive("PyPI");
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", all.len())?;
                stream.write_all(&all[..all.len() / 2])
            },
            "can't be fetched",
        ),
        (
            |_, stream| {
                write!(stream, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x.zip\r\n\r\n")
            },
            "can't be fetched",
        ),
    ];
    for (answer, what) in answers {
        let (address, _) = serve(*answer);
        fails(&address, what).await;
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_or_takes_too_long_leaves_the_audit_undone() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fails(&format!("http://{free}/osv"), "can't be fetched").await;
    let (silent, _) = serve(|_, _| {
        thread::sleep(Duration::from_secs(20));
        Ok(())
    });
    fails(&silent, "can't be fetched").await;
    let (slow, _) = serve(|_, stream| {
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
        loop {
            stream.write_all(b"P")?;
            thread::sleep(Duration::from_millis(50));
        }
    });
    fails(&slow, "can't be fetched").await;
}

#[tokio::test]
async fn an_address_that_anybody_on_the_way_can_answer_is_not_asked() {
    fails("http://advisories.example/osv", "only addresses with `https://` are").await;
}
