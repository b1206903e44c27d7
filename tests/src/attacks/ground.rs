//! What attacks aim at on the host: a secret file, a process, and open sockets.

use serde_json::{Value, json};
use std::fs;
use std::io::{ErrorKind, Read};
use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::PathBuf;
use std::process::{Child, Command};
use tempfile::TempDir;

/// Targets on the host. None of them may be read, reached, changed or stopped from a sandbox.
#[derive(Debug)]
pub struct Ground {
    folder: TempDir,
    secret: String,
    marker: String,
    process: Child,
    tcp: TcpListener,
    udp: UdpSocket,
    path: UnixListener,
    abstract_name: String,
    named: UnixListener,
}

impl Ground {
    /// Makes the targets: whoever is on the host may read the file and reach the sockets.
    ///
    /// # Panics
    /// Where the host can't make them.
    pub fn new() -> Self {
        let secret = random();
        let marker = format!("86400.{}", std::process::id());
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = fs::Permissions::from_mode(0o777);
        fs::set_permissions(folder.path(), open.clone()).expect("the folder is ours");
        let canary = folder.path().join("canary");
        fs::write(&canary, &secret).expect("the folder is ours");
        fs::set_permissions(&canary, open).expect("the file is ours");
        let abstract_name = format!("omniplug-canary-{}", random());
        let address = SocketAddr::from_abstract_name(&abstract_name).expect("a short name");
        let ground = Self {
            process: Command::new("sleep").arg(&marker).spawn().expect("`sleep` runs"),
            tcp: TcpListener::bind("127.0.0.1:0").expect("a free port"),
            udp: UdpSocket::bind("127.0.0.1:0").expect("a free port"),
            path: UnixListener::bind(folder.path().join("socket")).expect("the folder is ours"),
            named: UnixListener::bind_addr(&address).expect("a free name"),
            folder,
            secret,
            marker,
            abstract_name,
        };
        ground.tcp.set_nonblocking(true).expect("a socket");
        ground.udp.set_nonblocking(true).expect("a socket");
        ground.path.set_nonblocking(true).expect("a socket");
        ground.named.set_nonblocking(true).expect("a socket");
        ground
    }

    /// What the file holds.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The number of the process that attacks aim at.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    fn canary(&self) -> PathBuf {
        self.folder.path().join("canary")
    }

    /// Where the targets are: the input of every attack. The secret is not in it.
    pub fn describe(&self) -> Value {
        let port = |address: std::io::Result<std::net::SocketAddr>| address.map_or(0, |a| a.port());
        json!({
            "canary": self.canary(),
            "home": std::env::var("HOME").unwrap_or_else(|_| "/root".into()),
            "marker": self.marker,
            "process": self.process.id(),
            "tcp": port(self.tcp.local_addr()),
            "udp": port(self.udp.local_addr()),
            "socket": self.folder.path().join("socket"),
            "abstract": self.abstract_name,
        })
    }

    /// Says which target was touched.
    ///
    /// # Errors
    /// A text that names it.
    pub fn check(&self) -> Result<(), String> {
        if fs::read_to_string(self.canary()).ok().as_ref() != Some(&self.secret) {
            return Err("the file of the host was changed".into());
        }
        let entries = fs::read_dir(self.folder.path()).map_err(|error| error.to_string())?;
        if entries.count() != 2 {
            return Err("the folder of the host was changed".into());
        }
        let status = fs::read_to_string(format!("/proc/{}/stat", self.process.id()));
        if !status.is_ok_and(|status| status.contains(") S ") || status.contains(") R ")) {
            return Err("the process of the host was stopped or killed".into());
        }
        let mut byte = [0; 1];
        let quiet = [
            ("TCP", self.tcp.accept().map(drop)),
            ("UDP", self.udp.recv(&mut byte).map(drop)),
            ("named socket", self.path.accept().map(drop)),
            ("abstract socket", self.named.accept().map(drop)),
        ];
        for (name, heard) in quiet {
            if heard.err().map(|error| error.kind()) != Some(ErrorKind::WouldBlock) {
                return Err(format!("the host's {name} was reached"));
            }
        }
        Ok(())
    }
}

impl Default for Ground {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn random() -> String {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .expect("random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
