//! Archives of advisories over the network, as OSV exports them: one `all.zip` for each ecosystem.

use crate::scanner::Ecosystem;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::Duration;
use ureq::Agent;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};

/// The most bytes of one archive.
const MOST_BYTES: u64 = 1 << 30;
const CONNECT: Duration = Duration::from_secs(15);
const MOST_REDIRECTS: u32 = 5;

/// The addresses of the archives that concern some ecosystems: one, where the address is that of an archive.
pub(super) fn archives(address: &str, wanted: &BTreeSet<Ecosystem>) -> Vec<String> {
    let address = address.trim_end_matches('/');
    if address.ends_with(".zip") {
        return vec![address.to_owned()];
    }
    wanted.iter().map(|ecosystem| format!("{address}/{ecosystem}/all.zip")).collect()
}

/// Fetches an archive into a file without a name, within the time.
///
/// Advisories that somebody can change on their way are none: only HTTPS is asked, except of this machine itself.
pub(super) fn fetch(address: &str, time: Duration) -> Result<File, String> {
    let local = is_local(address)?;
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let mut config = Agent::config_builder()
        .timeout_global(Some(time))
        .timeout_connect(Some(CONNECT.min(time)))
        .https_only(!local)
        .max_redirects(if local { 0 } else { MOST_REDIRECTS })
        .tls_config(tls);
    if local {
        config = config.proxy(None);
    }
    let agent: Agent = config.build().into();
    let mut response =
        agent.get(address).call().map_err(|error| format!("can't be fetched: {error}"))?;
    if !response.status().is_success() {
        return Err(format!("can't be fetched: it answers {}", response.status()));
    }
    let mut body = response.body_mut().with_config().limit(u64::MAX).reader().take(MOST_BYTES + 1);
    let mut keep = || -> io::Result<(File, u64)> {
        let mut file = tempfile::tempfile()?;
        let size = io::copy(&mut body, &mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, size))
    };
    match keep() {
        Ok((_, size)) if size > MOST_BYTES => {
            Err(format!("is larger than {MOST_BYTES} bytes, the most that is fetched"))
        }
        Ok((file, _)) => Ok(file),
        Err(error) => Err(format!("can't be fetched: {error}")),
    }
}

/// Whether the address is one of this machine; any other must be of HTTPS.
fn is_local(address: &str) -> Result<bool, String> {
    let uri: Uri = address.parse().map_err(|error| format!("is no address: {error}"))?;
    let host = uri.host().unwrap_or_default();
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match uri.scheme_str() {
        Some("https") => Ok(false),
        Some("http") if local => Ok(true),
        _ => Err("is not fetched: only addresses with `https://` are".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_archives_of_what_is_wanted() {
        let both = BTreeSet::from([Ecosystem::PyPI, Ecosystem::Cran]);
        assert_eq!(
            archives("https://a.example/osv/", &both),
            ["https://a.example/osv/PyPI/all.zip", "https://a.example/osv/CRAN/all.zip"]
        );
        assert_eq!(archives("https://a.example/x.zip", &both), ["https://a.example/x.zip"]);
        assert_eq!(archives("https://a.example", &BTreeSet::new()), Vec::<String>::new());
    }

    #[test]
    fn only_this_machine_is_asked_without_encryption() {
        assert_eq!(is_local("http://127.0.0.1:80/x"), Ok(true));
        assert_eq!(is_local("https://a.example/x"), Ok(false));
        for address in ["http://a.example/x", "ftp://a.example/x", "http://127.0.0.1.example/x"] {
            assert!(is_local(address).is_err(), "{address}");
        }
    }
}
