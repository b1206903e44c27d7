//! Rules about R source. The first digit of an id is its file's.

pub(in crate::scanner) mod code;
pub(in crate::scanner) mod command;
pub(in crate::scanner) mod data;
pub(in crate::scanner) mod files;
pub(in crate::scanner) mod native;
pub(in crate::scanner) mod network;
pub(in crate::scanner) mod obfuscation;
pub(in crate::scanner) mod persistence;
pub(in crate::scanner) mod weakness;

use crate::scanner::Rule;

/// All of them, by id.
pub(in crate::scanner) static RULES: &[&Rule] = &[
    &code::EVALUATED_TEXT,
    &code::SOURCED_CODE,
    &code::FUNCTION_BY_NAME,
    &code::COMPUTED_FUNCTION,
    &code::NAMESPACE_REACH,
    &code::REPLACED_BODY,
    &code::OTHER_LANGUAGE,
    &code::INTERNAL_CALL,
    &code::FUNCTION_HANDED_OVER,
    &command::SYSTEM_COMMAND,
    &command::HOSTILE_COMMAND,
    &command::PIPED_COMMAND,
    &command::PROCESS_STARTED,
    &command::PROCESS_FORKED,
    &command::PROCESS_KILLED,
    &command::SESSION_ENDED,
    &command::PACKAGE_INSTALLED,
    &data::UNSERIALIZED,
    &data::YAML_EXPRESSIONS,
    &obfuscation::DECODED_CODE,
    &obfuscation::ASSEMBLED_NAME,
    &obfuscation::BIDIRECTIONAL_TEXT,
    &obfuscation::INVISIBLE_CHARACTER,
    &obfuscation::LOOKALIKE_NAME,
    &obfuscation::HUGE_LITERAL,
    &obfuscation::DECODED_TEXT,
    &network::NETWORK_REQUEST,
    &network::EXFILTRATION,
    &network::SOCKET,
    &network::DOWNLOADED_CODE,
    &network::TLS_CHECKS_OFF,
    &network::BOUND_TO_ALL,
    &network::NAME_LOOKUP,
    &files::SENSITIVE_FILE,
    &files::WRITE_OUTSIDE,
    &files::DELETION,
    &files::PERMISSIONS,
    &files::ARCHIVE,
    &files::SHARED_TEMPORARY_FILE,
    &files::FOLDER_SEARCH,
    &native::LIBRARY_LOADED,
    &native::NATIVE_CALL,
    &native::COMPILED_CODE,
    &persistence::DANGEROUS_HOOK,
    &persistence::SESSION_HOOK,
    &persistence::FINALIZER,
    &persistence::TASK_CALLBACK,
    &persistence::PACKAGE_HOOK,
    &persistence::ERROR_HANDLER,
    &persistence::NAMESPACE_CHANGED,
    &persistence::TRACED,
    &persistence::START_UP_FILE,
    &persistence::SANDBOX_PROBE,
    &persistence::LOADER_VARIABLE,
    &persistence::SCHEDULED,
    &persistence::FRAMES_WALKED,
    &persistence::ENVIRONMENT_KEPT,
    &persistence::RESOURCES_EXHAUSTED,
    &weakness::WEAK_DIGEST,
    &weakness::WEAK_CIPHER,
    &weakness::WEAK_RANDOM,
    &weakness::SECRET_IN_CODE,
    &weakness::ASSEMBLED_SQL,
    &weakness::XML_ENTITIES,
];
