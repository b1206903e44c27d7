//! Clients of mail, files, queues, databases and clouds, and what watches the person in front.

use super::lookup::Sink;
use super::network::is_local;
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::Value;
use crate::scanner::rules::python::network;

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: &["ftplib.FTP", "ftplib.FTP_TLS"], rule: &network::FTP, judge: ftp },
    Sink {
        paths: &[
            "paramiko.SSHClient",
            "paramiko.Transport",
            "fabric.Connection",
            "xmlrpc.client.ServerProxy",
            "pymysql.connect",
            "psycopg2.connect",
            "redis.Redis",
            "pymongo.MongoClient",
            "paho.mqtt.client.Client",
            "boto3.client",
            "boto3.resource",
            "google.cloud.storage.Client",
            "azure.storage.blob.BlobServiceClient",
            "azure.storage.blob.BlobClient",
            "dropbox.Dropbox",
            "pysftp.Connection",
            "slack_sdk.WebClient",
            "slack_sdk.webhook.WebhookClient",
            "slack.WebClient",
            "tweepy.Client",
            "tweepy.API",
            "twilio.rest.Client",
            "sendgrid.SendGridAPIClient",
            "nmap.PortScanner",
            "tornado.httpclient.HTTPClient",
            "docker.from_env",
            "docker.DockerClient",
            "docker.APIClient",
            "kubernetes.config.load_incluster_config",
            "kubernetes.config.load_kube_config",
            "selenium.webdriver.Chrome",
            "selenium.webdriver.Firefox",
            "playwright.sync_api.sync_playwright",
            "pika.BlockingConnection",
            "irc.client.Reactor",
            "telebot.TeleBot",
            "telegram.Bot",
            "discord.Client",
            "dns.resolver.resolve",
            "dns.resolver.query",
            "ldap3.Connection",
            "winrm.Session",
            "Pyro4.Proxy",
            "rpyc.connect",
            "asyncssh.connect",
            "socketio.Client",
            "zmq.Context().socket",
            "stem.control.Controller",
            "discord_webhook.DiscordWebhook",
        ],
        rule: &network::PROTOCOL_CLIENT,
        judge: client,
    },
    Sink { paths: &["pysnmp.hlapi.CommunityData"], rule: &network::WEAK_SNMP, judge: community },
    Sink { paths: &["pysnmp.hlapi.UsmUserData"], rule: &network::WEAK_SNMP, judge: snmp_user },
    Sink {
        paths: &[
            "*.set_missing_host_key_policy",
            "paramiko.SSHClient().set_missing_host_key_policy",
            "paramiko.client.SSHClient().set_missing_host_key_policy",
        ],
        rule: &network::HOST_KEY_NOT_CHECKED,
        judge: host_keys,
    },
    Sink {
        paths: &[
            "pynput.keyboard.Listener",
            "pynput.mouse.Listener",
            "keyboard.on_press",
            "keyboard.hook",
            "keyboard.record",
            "keyboard.on_release",
            "pyperclip.paste",
            "pyautogui.screenshot",
            "PIL.ImageGrab.grab",
            "mss.mss",
            "cv2.VideoCapture",
            "pyscreenshot.grab",
            "sounddevice.rec",
            "pyaudio.PyAudio",
            "win32clipboard.GetClipboardData",
            "pyxhook.HookManager",
            "pyHook.HookManager",
            "browser_cookie3.load",
            "browser_cookie3.chrome",
            "browser_cookie3.firefox",
            "keyring.get_password",
            "secretstorage.dbus_init",
            "spwd.getspall",
            "spwd.getspnam",
            "pwd.getpwall",
            "win32crypt.CryptUnprotectData",
            "getpass.getpass",
            "pyautogui.typewrite",
            "pyautogui.click",
            "evdev.InputDevice",
        ],
        rule: &network::USER_WATCHED,
        judge: watches,
    },
    Sink { paths: &["telnetlib.Telnet"], rule: &network::TELNET, judge: plain },
    Sink {
        paths: &[
            "smtplib.SMTP",
            "smtplib.SMTP_SSL",
            "smtplib.LMTP",
            "yagmail.SMTP",
            "imaplib.IMAP4",
            "imaplib.IMAP4_SSL",
            "poplib.POP3",
            "nntplib.NNTP",
        ],
        rule: &network::MAIL_SENT,
        judge: plain,
    },
];

fn ftp(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path == "ftplib.FTP_TLS" { site.at(Severity::Low) } else { site.plain() }
}

fn client(site: &Site<'_, '_>) -> Option<Verdict> {
    let local = site
        .call
        .arguments
        .args
        .iter()
        .chain(site.keyword("host"))
        .any(|expr| is_local(&site.sketch(expr)));
    if local { site.at(Severity::Low) } else { site.plain() }
}

fn community(site: &Site<'_, '_>) -> Option<Verdict> {
    let model = site.constant_keyword("mpModel")?;
    if matches!(model, Value::Int(0 | 1)) { site.plain() } else { None }
}

fn snmp_user(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.call.arguments.args.len() < 3 { site.plain() } else { None }
}

fn host_keys(site: &Site<'_, '_>) -> Option<Verdict> {
    let policy = site.argument("policy", 0)?;
    let careless = |path: &String| path.contains("AutoAddPolicy") || path.contains("WarningPolicy");
    if site.paths(policy).iter().any(careless) { site.plain() } else { None }
}

fn watches(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "cv2.VideoCapture" => {
            let camera = site.first().and_then(|expr| site.constant(expr));
            if matches!(camera, Some(Value::Int(_))) { site.at(Severity::Medium) } else { None }
        }
        "getpass.getpass" => site.at(Severity::Low),
        _ => site.plain(),
    }
}
