//! The network: what is asked, what is sent, what is opened.

use crate::scanner::Severity;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::Kind;
use crate::scanner::r::value::{HOLE, Traits};
use crate::scanner::rules::r::network as rules;

/// Requests and downloads.
pub(super) fn requests(machine: &mut Machine<'_>, call: &Invocation) {
    let address = address(call);
    let sent = sent(machine, call);
    let sends = matches!(
        &*call.name,
        "POST"
            | "PUT"
            | "PATCH"
            | "postForm"
            | "curl_upload"
            | "httpPUT"
            | "httpPOST"
            | "ftpUpload"
            | "req_body_json"
            | "req_body_raw"
            | "req_body_form"
            | "req_body_file"
            | "req_body_multipart"
            | "send.mail"
            | "sendmail"
            | "upload_file"
            | "write.socket"
            | "handle_setform"
            | "form_file"
            | "send_message"
            | "send"
    );
    let query = call.named("query").is_some_and(|actual| actual.value.traits.any(Traits::MACHINE));
    let carries = sends || query || is_suspicious(&address) || has_query(&address);
    let stolen = sent.any(Traits::SECRET)
        || (sent.any(Traits::MACHINE) && carries)
        || (sent.any(Traits::FILE | Traits::LISTING | Traits::ENVIRONMENT)
            && carries
            && !machine.is_library())
        || (sent.any(Traits::INPUT) && sends && is_fixed(&address));
    let handed = sent.any(Traits::PARAMETER) && sends && is_fixed(&address);
    let file = call
        .arguments
        .iter()
        .any(|actual| matches!(actual.value.known(), Some(path) if opens(path)));
    let (rule, severity, what) = if stolen || (sends && file) {
        (&rules::EXFILTRATION, Severity::High, "what the code was given is sent away")
    } else if handed {
        (&rules::EXFILTRATION, Severity::Medium, "what the code was given is sent away")
    } else if is_suspicious(&address) {
        (&rules::NETWORK_REQUEST, Severity::High, "an address that hostile code uses is reached")
    } else if is_program(&address) {
        (&rules::NETWORK_REQUEST, Severity::Medium, "a program is fetched")
    } else if in_the_clear(&address) && !reads_table(&call.name) {
        (&rules::NETWORK_REQUEST, Severity::Medium, "the network is reached without encryption")
    } else if is_message(&call.name) && !machine.is_library() {
        (&rules::NETWORK_REQUEST, Severity::Medium, "something is sent over the network")
    } else {
        (&rules::NETWORK_REQUEST, Severity::Low, "the network is reached")
    };
    machine.report_call(call, rule, severity, what);
}

/// Whether what is asked or sent can be read and changed on its way, by a host that is known.
fn in_the_clear(address: &str) -> bool {
    let clear = ["http://", "ftp://", "ws://"].iter().any(|scheme| address.starts_with(scheme));
    let local = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];
    let host = address.split("://").nth(1).unwrap_or_default();
    clear && is_fixed(address) && !local.iter().any(|local| host.starts_with(local))
}

/// Functions that read a table or a document, of old often from addresses in the clear.
fn reads_table(name: &str) -> bool {
    matches!(
        name,
        "read.table"
            | "read.csv"
            | "read.delim"
            | "fread"
            | "scan"
            | "read_csv"
            | "htmlParse"
            | "read_html"
            | "stream_in"
    )
}

/// Functions that do nothing but send.
fn is_message(name: &str) -> bool {
    matches!(
        name,
        "send.mail"
            | "sendmail"
            | "smtp_send"
            | "slackr"
            | "Bot"
            | "drive_upload"
            | "put_object"
            | "upload_blob"
            | "write.socket"
            | "gm_send_message"
            | "post_tweet"
            | "WebSocket"
            | "WebSocket$new"
            | "deployApp"
            | "ftpUpload"
            | "curl_upload"
            | "sftp_upload"
            | "server"
    )
}

fn opens(path: &str) -> bool {
    super::paths::is_secret(path) && !path.contains("://")
}

/// The first text that looks like an address, with holes.
fn address(call: &Invocation) -> String {
    let texts = call.arguments.iter().flat_map(|actual| actual.value.patterns());
    let address = |text: &std::rc::Rc<str>| text.contains("://") || text.contains("www.");
    texts.into_iter().find(address).map(|text| text.to_string()).unwrap_or_default()
}

/// Whether what isn't known of an address stands in its query.
fn has_query(address: &str) -> bool {
    address.split_once('?').is_some_and(|(_, query)| query.contains(HOLE))
}

fn is_fixed(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or_default();
    host.split('/').next().is_some_and(|host| !host.is_empty() && !host.contains(HOLE))
}

/// What all arguments carry that leave the machine: headers that authorize are no part of it.
fn sent(machine: &Machine<'_>, call: &Invocation) -> Traits {
    let mut all = Traits::default();
    for actual in &call.arguments {
        let target = matches!(
            actual.name.as_deref(),
            Some(
                "destfile"
                    | "destination"
                    | "headers"
                    | "config"
                    | "handle"
                    | "password"
                    | "userpwd"
                    | "token"
                    | "auth"
            )
        );
        if !target && !authorizes(machine, actual) {
            all |= actual.value.traits;
        }
    }
    if matches!(&*call.name, "download.file" | "curl_download") {
        return call.arguments.first().map(|actual| actual.value.traits).unwrap_or_default();
    }
    all
}

fn authorizes(machine: &Machine<'_>, actual: &Actual) -> bool {
    let Some(Kind::Call { function, .. }) = actual.node.map(|id| &machine.node(id).kind) else {
        return false;
    };
    match &machine.node(*function).kind {
        Kind::Name(name) | Kind::Qualified { name, .. } => {
            matches!(
                &**name,
                "add_headers" | "authenticate" | "config" | "oauth_app" | "new_handle"
            )
        }
        _ => false,
    }
}

/// Places where stolen things are left, and hosts without a name.
fn is_suspicious(address: &str) -> bool {
    const HOSTS: &[&str] = &[
        "pastebin.",
        "paste.ee",
        "ngrok",
        "webhook.site",
        "requestbin",
        "requestcatcher",
        "pipedream.net",
        "discord.com/api/webhooks",
        "discordapp.com/api/webhooks",
        "api.telegram.org",
        "hooks.slack.com",
        "transfer.sh",
        "interact.sh",
        "oast.",
        "burpcollaborator",
        ".onion",
        "file.io",
        "0x0.st",
        "anonfiles",
        "evil",
        "attacker",
        "malicious",
        "exfil",
        "169.254.169.254",
        "metadata.google",
        "c2.",
        "beeceptor",
        "localhost.run",
        "serveo.net",
        "hastebin",
        "ix.io",
        "dnslog",
        "malware",
    ];
    let host = address.split("://").nth(1).unwrap_or_default();
    let name = host.split(['/', ':']).next().unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let bare =
        name.split('.').count() == 4 && name.split('.').all(number) && !name.starts_with("127.");
    bare || HOSTS.iter().any(|sign| host.contains(sign))
}

fn is_program(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    [
        ".sh", ".exe", ".bat", ".ps1", ".so", ".dll", ".bin", ".elf", ".R", ".py", ".msi",
        ".dylib", ".jar",
    ]
    .iter()
    .any(|ending| path.ends_with(ending))
}

/// Connections and sockets.
pub(super) fn connects(machine: &mut Machine<'_>, call: &Invocation) {
    let all = call.arguments.iter().any(|actual| matches!(actual.value.known(), Some("0.0.0.0")));
    if all {
        machine.report_call(
            call,
            &rules::BOUND_TO_ALL,
            Severity::Medium,
            "a server listens on all interfaces",
        );
    }
    machine.report_call(call, &rules::SOCKET, rules::SOCKET.severity, "a socket is opened");
}

/// Servers.
pub(super) fn serves(machine: &mut Machine<'_>, call: &Invocation) {
    let all =
        call.arguments.iter().any(|actual| matches!(actual.value.known(), Some("0.0.0.0" | "::")));
    machine.able(crate::scanner::Capability::Network);
    if all && call.named("host").is_none() {
        machine.report_call(
            call,
            &rules::BOUND_TO_ALL,
            Severity::Medium,
            "a server listens on all interfaces",
        );
    }
}

/// Host names that are looked up.
pub(super) fn resolves(machine: &mut Machine<'_>, call: &Invocation) {
    let carries = Traits::FOREIGN | Traits::SECRET | Traits::MACHINE | Traits::ASSEMBLED;
    let severity = match call.traits() {
        traits if traits.any(carries) => Severity::High,
        traits if traits.any(Traits::PARAMETER) => Severity::Low,
        _ => Severity::Medium,
    };
    machine.report_call(call, &rules::NAME_LOOKUP, severity, "a host name is looked up");
}

/// `browseURL` sends what its address carries.
pub(super) fn shows(machine: &mut Machine<'_>, call: &Invocation) {
    let open = call.traits().any(Traits::FILE | Traits::ENVIRONMENT) && has_query(&address(call));
    if open || call.traits().any(Traits::SECRET | Traits::MACHINE) {
        machine.report_call(
            call,
            &rules::EXFILTRATION,
            Severity::High,
            "what the code was given is sent away",
        );
    } else if is_suspicious(&address(call)) {
        let what = "an address that hostile code uses is reached";
        machine.report_call(call, &rules::NETWORK_REQUEST, Severity::High, what);
    }
}

/// `url("…")`: an address that is opened.
pub(super) fn opens_address(machine: &mut Machine<'_>, call: &Invocation) {
    if crate::scanner::r::sources::of_location(call).any(Traits::NETWORK) || &*call.name == "url" {
        requests(machine, call);
    } else {
        machine.able(crate::scanner::Capability::FileRead);
        super::files::opens(machine, call);
    }
}

/// Readers that take an address as well as a file.
pub(super) fn reads_far(machine: &mut Machine<'_>, call: &Invocation) {
    machine.able(crate::scanner::Capability::FileRead);
    let Some(first) = call.arguments.first() else { return };
    let direct = first.value.pattern().is_some_and(|text| text.contains("://"));
    if direct {
        requests(machine, call);
    }
}
