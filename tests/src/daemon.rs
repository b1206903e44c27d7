//! A Docker daemon of a test's own, to be stopped, killed and reached over the network.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long the daemon may take to answer, and to end.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A daemon with a folder, a socket and a port on loopback of its own; it and all that it made are gone when this is
/// dropped. It ends with the thread that started it, too.
///
/// Only root can start one: [`PrivateDaemon::missing`].
#[derive(Debug)]
pub struct PrivateDaemon {
    folder: TempDir,
    arguments: Vec<String>,
    port: u16,
    process: Option<Child>,
}

impl PrivateDaemon {
    /// What keeps this machine from starting one.
    pub fn missing() -> Option<&'static str> {
        if !rustix::process::geteuid().is_root() {
            return Some("only root can start a Docker daemon");
        }
        let runs = |program: &str, argument: &str| {
            let output = Command::new(program).arg(argument).output();
            output.is_ok_and(|output| output.status.success())
        };
        match (runs("dockerd", "--version"), runs("ip", "-Version")) {
            (false, _) => Some("there is no `dockerd`"),
            (true, false) => Some("there is no `ip`"),
            (true, true) => None,
        }
    }

    /// Starts one that speaks in the clear.
    pub fn start() -> Self {
        Self::start_with(json!({}))
    }

    /// Starts one that speaks TLS on its port, with certificates made for it; both sides must have one.
    pub fn start_with_tls() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        make_certificates(folder.path());
        let file = |name: &str| folder.path().join(name).display().to_string();
        let arguments = [
            "--tlsverify".to_owned(),
            format!("--tlscacert={}", file("ca.pem")),
            format!("--tlscert={}", file("server.pem")),
            format!("--tlskey={}", file("server-key.pem")),
        ];
        Self::start_in(folder, json!({}), arguments.into())
    }

    /// Starts one with settings of a `daemon.json`, as in `{"runtimes": {"runsc": {"path": "/usr/bin/runsc"}}}`.
    pub fn start_with(settings: Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::start_in(folder, settings, Vec::new())
    }

    fn start_in(folder: TempDir, mut settings: Value, arguments: Vec<String>) -> Self {
        settings["shutdown-timeout"] = json!(1);
        // A file of its own, as flags may not repeat what stands in the machine's.
        let file = folder.path().join("daemon.json");
        fs::write(file, settings.to_string()).expect("the settings can be written");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its own address").port();
        let mut daemon = Self { folder, arguments, port, process: None };
        drop(listener);
        // A daemon without a bridge takes away that of the machine's own.
        let [high, low] = port.to_be_bytes();
        let address = format!("198.18.{high}.{}/30", (low & 0xfc) + 1);
        ip(&["link", "add", &daemon.bridge(), "type", "bridge"]);
        ip(&["address", "add", &address, "dev", &daemon.bridge()]);
        daemon.begin();
        daemon
    }

    fn bridge(&self) -> String {
        format!("omniplug{}", self.port)
    }

    /// Its socket, as in `unix:///tmp/…/docker.sock`.
    pub fn socket(&self) -> String {
        format!("unix://{}", self.path("docker.sock").display())
    }

    /// Its address on loopback, as in `tcp://127.0.0.1:2375`.
    pub fn tcp_url(&self) -> String {
        format!("tcp://127.0.0.1:{}", self.port)
    }

    /// The folder with `ca.pem`, `cert.pem` and `key.pem` for clients; only with TLS.
    pub fn tls_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Gives it an image of the machine's own daemon.
    pub fn load(&self, image: &str) {
        let mut save = Command::new("docker")
            .args(["save", image])
            .stdout(Stdio::piped())
            .spawn()
            .expect("`docker save` starts");
        let archive = save.stdout.take().expect("its standard output is a pipe");
        let loaded = self.docker(&["load"]).stdin(archive).output().expect("`docker load` runs");
        assert!(save.wait().expect("`docker save` ends").success(), "`{image}` can be saved");
        assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    }

    /// The command `docker`, which speaks to this daemon.
    pub fn docker(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("docker");
        command.arg("--host").arg(self.socket()).args(arguments).stdin(Stdio::null());
        for variable in ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"] {
            command.env_remove(variable);
        }
        command
    }

    /// The ids of all its containers, running or not.
    pub fn containers(&self) -> Vec<String> {
        let listed = self.docker(&["ps", "--all", "--quiet"]).output().expect("`docker ps` runs");
        assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
        String::from_utf8_lossy(&listed.stdout).lines().map(str::to_owned).collect()
    }

    /// Asks it to end, and its containers with it; waits until it has.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            signal(&process, Signal::TERM);
            let started = Instant::now();
            while process.try_wait().expect("the daemon is ours").is_none() {
                assert!(started.elapsed() < TIMEOUT, "the daemon does not end: {}", self.log());
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    /// Ends it as a crash would: its containers go on.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("the daemon is ours");
            process.wait().expect("the daemon is ours");
            self.forget_containerd();
        }
    }

    /// Waits for the end of the process that the daemon keeps its containers with and that dies with it. A daemon that
    /// starts before would take it for one that runs.
    fn forget_containerd(&self) {
        let file = self.path("run/containerd/containerd.pid");
        let id = fs::read_to_string(&file).unwrap_or_default();
        let process = Path::new("/proc").join(id.trim()).join("cmdline");
        let started = Instant::now();
        // What is dead and not yet waited for has no command line.
        while !id.is_empty() && fs::read(&process).is_ok_and(|line| !line.is_empty()) {
            assert!(started.elapsed() < TIMEOUT, "containerd does not end: {}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
        let _ = fs::remove_file(file);
    }

    /// Starts it again, after stopping it where it still runs.
    pub fn restart(&mut self) {
        self.stop();
        self.begin();
    }

    /// Holds it still: it takes connections and answers nothing.
    pub fn pause(&self) {
        signal(self.process.as_ref().expect("the daemon runs"), Signal::STOP);
    }

    /// Lets it go on.
    pub fn resume(&self) {
        signal(self.process.as_ref().expect("the daemon runs"), Signal::CONT);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn begin(&mut self) {
        let log = fs::File::options().create(true).append(true).open(self.path("log"));
        let log = log.expect("the log can be written");
        let argument = |name: &str, value: &str| format!("--{name}={}", self.path(value).display());
        let process = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "dockerd"])
            .args([argument("config-file", "daemon.json"), argument("data-root", "data")])
            .args([argument("exec-root", "run"), argument("pidfile", "pid")])
            .arg(format!("--host={}", self.socket()))
            .arg(format!("--host={}", self.tcp_url()))
            .arg(format!("--bridge={}", self.bridge()))
            .args(["--iptables=false", "--ip6tables=false"])
            .args(["--ip-forward=false", "--ip-masq=false"])
            .arg(format!("--storage-driver={}", storage_driver()))
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be written"))
            .stderr(log)
            .spawn();
        self.process = Some(process.expect("`dockerd` starts"));
        let started = Instant::now();
        while !self.docker(&["version"]).output().is_ok_and(|output| output.status.success()) {
            assert!(started.elapsed() < TIMEOUT, "the daemon does not answer: {}", self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Removes all containers by a daemon that runs, which one that was killed or paused does not.
    fn clear(&mut self) {
        match &self.process {
            Some(_) => self.resume(),
            None => self.begin(),
        }
        let containers = self.containers();
        if !containers.is_empty() {
            let removed = self.docker(&["rm", "--force"]).args(containers).output();
            removed.expect("`docker rm` runs");
        }
        self.stop();
    }
}

/// Changes the machine's network.
fn ip(arguments: &[&str]) {
    let done = Command::new("ip").args(arguments).output().expect("`ip` runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

impl Drop for PrivateDaemon {
    fn drop(&mut self) {
        // A test that fails has told why; what remains is to leave nothing behind.
        if !thread::panicking() {
            self.clear();
        } else if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.clear())).is_err() {
            self.kill();
        }
        let _ = Command::new("ip").args(["link", "delete", &self.bridge()]).output();
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        let own = mounts.lines().filter_map(|line| line.split(' ').nth(1));
        for mount in own.filter(|mount| Path::new(mount).starts_with(self.folder.path())) {
            let _ = Command::new("umount").args(["--lazy", mount]).output();
        }
    }
}

fn signal(process: &Child, signal: Signal) {
    kill_process(Pid::from_child(process), signal).expect("the daemon is ours");
}

/// The storage driver of the machine's own daemon, which is known to work here.
fn storage_driver() -> String {
    let told = Command::new("docker").args(["info", "--format", "{{.Driver}}"]).output();
    let told = told.ok().filter(|output| output.status.success());
    let told = told.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    told.filter(|driver| !driver.is_empty()).unwrap_or_else(|| "vfs".to_owned())
}

/// Makes an authority (`ca.pem`) and certificates of a server on loopback and of a client, valid for a day.
fn make_certificates(folder: &Path) {
    // Nothing of the machine's own settings, which would make each certificate an authority.
    let settings = "[req]\ndistinguished_name = none\n[none]\n";
    fs::write(folder.join("openssl.conf"), settings).expect("the settings can be written");
    let make = |name: &str, key: &str, subject: &str, more: &[&str]| {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-config", "openssl.conf", "-newkey", "ec"])
            .args(["-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"])
            .args(["-subj", subject, "-keyout", key, "-out", name])
            .args(more)
            .current_dir(folder)
            .output()
            .expect("`openssl` starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    let authority = "basicConstraints=critical,CA:TRUE";
    make("ca.pem", "ca-key.pem", "/CN=authority", &["-addext", authority]);
    let signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-addext"];
    let names = ["subjectAltName=IP:127.0.0.1,DNS:localhost", "-addext"];
    let server = [&signed[..], &names, &["extendedKeyUsage=serverAuth"]].concat();
    make("server.pem", "server-key.pem", "/CN=server", &server);
    let client = [&signed[..], &["extendedKeyUsage=clientAuth"]].concat();
    make("cert.pem", "key.pem", "/CN=client", &client);
}
