//! What a plugin asks its host for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a plugin asks its host for. Nothing by default.
///
/// A manifest writes it as a list of names, `["read_data", "network"]`, in which `network` may also be an
/// object that names its hosts, `{"network": {"hosts": ["api.example.org:443"]}}`; or as one object,
/// `{"read_data": true, "network": {"hosts": […]}}`. It is always written back as a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Form", into = "Vec<Entry>")]
#[schemars(with = "Form")]
pub struct Permissions {
    /// To read the workspace's data.
    pub read_data: bool,
    /// To write the workspace's data.
    pub write_data: bool,
    /// To reach the network.
    pub network: Option<Network>,
    /// To keep files of its own.
    pub file_system: bool,
    /// To compute on a graphics processor.
    pub gpu: bool,
}

/// The part of the network that a plugin asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Network {
    /// The hosts; empty when the manifest asks for the network without naming any, which asks for all of it.
    #[schemars(length(min = 1, max = 100))]
    pub hosts: Vec<Host>,
}

/// A host on the network: `name` or `name:port`. The name may begin with `*.` for all names below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Host {
    /// The name or IPv4 address, in lower case.
    pub name: String,
    /// The port; any when absent.
    pub port: Option<u16>,
}

impl Permissions {
    /// The names of what is asked for, as a plugin sees them in its context.
    pub fn names(&self) -> Vec<&'static str> {
        [
            ("read_data", self.read_data),
            ("write_data", self.write_data),
            ("network", self.network.is_some()),
            ("file_system", self.file_system),
            ("gpu", self.gpu),
        ]
        .into_iter()
        .filter_map(|(name, asked)| asked.then_some(name))
        .collect()
    }
}

impl FromStr for Host {
    type Err = String;

    /// Reads `name` or `name:port`; the error is one line that says what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) => match port.parse::<u16>() {
                Ok(number) if number > 0 && port.bytes().all(|b| b.is_ascii_digit()) => {
                    (name, Some(number))
                }
                _ => return Err("its port is not a number from 1 to 65535".into()),
            },
            None => (text, None),
        };
        let below = name.strip_prefix("*.").unwrap_or(name);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if name.len() > 253 || !below.split('.').all(is_label) {
            return Err("is not a host's name".into());
        }
        Ok(Self { name: name.to_ascii_lowercase(), port })
    }
}

impl TryFrom<String> for Host {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.to_string()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Form {
    List(#[schemars(length(max = 100))] Vec<Entry>),
    Object(Object),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Entry {
    Name(Name),
    Object(Object),
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Name {
    ReadData,
    WriteData,
    Network,
    FileSystem,
    Gpu,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Object {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    read_data: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    write_data: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "NetworkForm")]
    network: Option<NetworkForm>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    file_system: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    gpu: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum NetworkForm {
    Asked(bool),
    Hosts(Network),
}

impl Permissions {
    fn add_name(&mut self, name: Name) {
        match name {
            Name::ReadData => self.read_data = true,
            Name::WriteData => self.write_data = true,
            Name::Network => self.network = Some(Network::default()),
            Name::FileSystem => self.file_system = true,
            Name::Gpu => self.gpu = true,
        }
    }

    /// The wider of two wishes for the network wins: all of it over some hosts, and hosts add up.
    fn add_object(&mut self, object: Object) {
        self.read_data |= object.read_data;
        self.write_data |= object.write_data;
        self.file_system |= object.file_system;
        self.gpu |= object.gpu;
        match object.network {
            None | Some(NetworkForm::Asked(false)) => {}
            Some(NetworkForm::Asked(true)) => self.network = Some(Network::default()),
            Some(NetworkForm::Hosts(more)) => match &mut self.network {
                Some(known) if known.hosts.is_empty() => {}
                Some(known) => known.hosts.extend(more.hosts),
                none => *none = Some(more),
            },
        }
    }
}

impl TryFrom<Form> for Permissions {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let mut permissions = Self::default();
        let entries = match form {
            Form::List(entries) => entries,
            Form::Object(object) => vec![Entry::Object(object)],
        };
        for entry in entries {
            match entry {
                Entry::Name(name) => permissions.add_name(name),
                Entry::Object(Object { network: Some(NetworkForm::Hosts(network)), .. })
                    if network.hosts.is_empty() =>
                {
                    return Err("`hosts` names no host".into());
                }
                Entry::Object(object) => permissions.add_object(object),
            }
        }
        Ok(permissions)
    }
}

impl From<Permissions> for Vec<Entry> {
    fn from(permissions: Permissions) -> Self {
        let mut entries = Vec::new();
        let Permissions { read_data, write_data, network, file_system, gpu } = permissions;
        let mut add = |asked: bool, name| {
            if asked {
                entries.push(Entry::Name(name));
            }
        };
        add(read_data, Name::ReadData);
        add(write_data, Name::WriteData);
        add(file_system, Name::FileSystem);
        add(gpu, Name::Gpu);
        match network {
            None => {}
            Some(network) if network.hosts.is_empty() => entries.push(Entry::Name(Name::Network)),
            Some(network) => entries.push(Entry::Object(Object {
                network: Some(NetworkForm::Hosts(network)),
                ..Object::default()
            })),
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: serde_json::Value) -> Permissions {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_list_of_names_is_read() {
        let permissions = read(json!(["read_data", "network"]));
        assert_eq!(permissions.names(), ["read_data", "network"]);
        assert_eq!(permissions.network, Some(Network::default()));
    }

    #[test]
    fn hosts_are_read_from_an_entry_and_from_an_object() {
        let hosts = json!({"network": {"hosts": ["API.example.org:443", "*.example.com"]}});
        let permissions = read(json!(["gpu", hosts]));
        assert_eq!(permissions.names(), ["network", "gpu"]);
        let network = permissions.network.clone().unwrap();
        assert_eq!(network.hosts[0].to_string(), "api.example.org:443");
        assert_eq!(network.hosts[1].port, None);
        assert_eq!(read(hosts).network, permissions.network);
        assert_eq!(read(json!({"network": false, "gpu": true})).names(), ["gpu"]);
    }

    #[test]
    fn the_wider_wish_for_the_network_wins() {
        let some = json!({"network": {"hosts": ["a.org"]}});
        assert_eq!(read(json!(["network", some])).network, Some(Network::default()));
        assert_eq!(read(json!([some, "network"])).network, Some(Network::default()));
        let both = read(json!([some, {"network": {"hosts": ["b.org"]}}]));
        assert_eq!(both.network.unwrap().hosts.len(), 2);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let permissions = read(json!(["write_data", {"network": {"hosts": ["a.org:80"]}}]));
        let written = serde_json::to_value(&permissions).unwrap();
        assert_eq!(written, json!(["write_data", {"network": {"hosts": ["a.org:80"]}}]));
        assert_eq!(read(written), permissions);
    }

    #[test]
    fn a_wrong_host_is_refused() {
        for text in [
            "",
            "http://a.org",
            "a.org:0",
            "a.org:70000",
            "a.org:+1",
            "a..org",
            "-a.org",
            "a b",
            "*.",
            "*",
            "a.org/x",
            "ä.org",
            "[::1]:80",
        ] {
            assert!(text.parse::<Host>().is_err(), "{text:?} was taken");
        }
    }
}
