//! Modules that are worth knowing of.

use crate::scanner::Rule;
use crate::scanner::python::sinks::capability;
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::{command, crypto, data, injection, network, transport};
use ruff_python_ast::{StmtImport, StmtImportFrom};
use ruff_text_size::TextRange;

const MODULES: &[(&str, &Rule)] = &[
    ("telnetlib", &network::TELNET),
    ("ftplib", &network::FTP),
    ("pickle", &data::PICKLE_IMPORT),
    ("cPickle", &data::PICKLE_IMPORT),
    ("dill", &data::PICKLE_IMPORT),
    ("shelve", &data::PICKLE_IMPORT),
    ("_pickle", &data::PICKLE_IMPORT),
    ("subprocess", &command::SUBPROCESS_IMPORT),
    ("xml.etree.cElementTree", &injection::XML_IMPORT),
    ("xml.etree.ElementTree", &injection::XML_IMPORT),
    ("xml.sax", &injection::XML_IMPORT),
    ("xml.dom.expatbuilder", &injection::XML_IMPORT),
    ("xml.dom.minidom", &injection::XML_IMPORT),
    ("xml.dom.pulldom", &injection::XML_IMPORT),
    ("xmlrpc", &injection::XML_RPC_IMPORT),
    ("xmlrpclib", &injection::XML_RPC_IMPORT),
    ("SimpleXMLRPCServer", &injection::XML_RPC_IMPORT),
    ("wsgiref.handlers.CGIHandler", &transport::CGI_HANDLER),
    ("twisted.web.twcgi.CGIScript", &transport::CGI_HANDLER),
    ("twisted.web.twcgi.CGIDirectory", &transport::CGI_HANDLER),
    ("Crypto.Cipher", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.Hash", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.IO", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.Protocol", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.PublicKey", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.Random", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.Signature", &crypto::PYCRYPTO_IMPORT),
    ("Crypto.Util", &crypto::PYCRYPTO_IMPORT),
    ("pyghmi", &network::IPMI_IMPORT),
];

/// Reports what is said of importing a module or a name of it.
pub(in crate::scanner::python) fn module(
    visit: &mut Visit<'_, '_>,
    name: &str,
    range: TextRange,
) -> bool {
    let within = |known: &str| {
        name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let rule = MODULES.iter().find(|(known, _)| within(known)).map(|(_, rule)| *rule);
    if let Some(rule) = rule {
        visit.report(rule, rule.severity, name, range);
    }
    rule.is_some()
}

pub(in crate::scanner::python) fn import(visit: &mut Visit<'_, '_>, statement: &StmtImport) {
    for alias in &statement.names {
        module(visit, &alias.name, statement.range);
        visit.capabilities.extend(
            capability(&alias.name)
                .filter(|_| !matches!(alias.name.as_str(), "ctypes" | "multiprocessing")),
        );
    }
}

pub(in crate::scanner::python) fn import_from(
    visit: &mut Visit<'_, '_>,
    statement: &StmtImportFrom,
) {
    let Some(from) = statement.module.as_ref() else {
        for alias in &statement.names {
            module(visit, &alias.name, statement.range);
        }
        return;
    };
    for alias in &statement.names {
        let name = format!("{from}.{}", alias.name);
        visit.capabilities.extend(capability(&name));
        if module(visit, &name, statement.range) {
            return;
        }
    }
}
