//! Which check looks at which function.

use super::{
    arguments, code, command, data, document, files, identity, injected, native, network,
    persistence, resources, weakness,
};
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::value::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

type Check = fn(&mut Machine<'_>, &Invocation);

/// Looks at a call whose result is `value`.
pub(in crate::scanner::r) fn check(machine: &mut Machine<'_>, call: &Invocation, value: &Value) {
    arguments::check(machine, call);
    weakness::decodes(machine, call, value);
    if call.package.as_deref() == Some("python") {
        code::python(machine, call);
    }
    for check in checks_of(machine, call) {
        check(machine, call);
    }
}

fn checks_of(machine: &Machine<'_>, call: &Invocation) -> Vec<Check> {
    let found = |key: &str| BY_NAME.get(key).cloned().unwrap_or_default();
    match call.package.as_deref() {
        None => {
            let mut all = found(&call.name);
            if all.is_empty() && QUALIFIED_ONLY.contains(&*call.name) {
                let attached = machine.attached.iter();
                all = attached
                    .flat_map(|package| found(&format!("{package}::{}", call.name)))
                    .collect();
            }
            all
        }
        Some("base" | "utils" | "tools" | "stats" | "methods" | "parallel" | "grDevices") => {
            found(&call.name)
        }
        Some(package) => {
            let own = found(&format!("{package}::{}", call.name));
            if own.is_empty() && !BASE.contains(&&*call.name) { found(&call.name) } else { own }
        }
    }
}

/// Functions of the base packages: another package's function of that name is another function.
const BASE: &[&str] = &[
    "system", "shell", "source", "load", "eval", "get", "call", "trace", "file", "url", "pipe",
    "save", "cat", "dump", "write", "options", "parse", "assign", "quit", "q", "dir", "sink",
    "unlink", "setHook", "digest", "body<-",
];

static BY_NAME: LazyLock<HashMap<&str, Vec<Check>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<Check>> = HashMap::new();
    for (names, check) in CHECKS {
        for name in names.split_whitespace() {
            all.entry(name).or_default().push(*check);
        }
    }
    all
});

/// Names that mean something only in a package that is attached.
static QUALIFIED_ONLY: LazyLock<std::collections::HashSet<&str>> = LazyLock::new(|| {
    BY_NAME.keys().filter_map(|key| key.split_once("::")).map(|(_, name)| name).collect()
});

const CHECKS: &[(&str, Check)] = &[
    ("system system2 shell shell.exec pipe", command::starts),
    (
        "processx::run processx::process$new processx::process sys::exec_wait sys::exec_background sys::exec_internal \
         subprocess::spawn_process process$new run_process Rcmd processx::run_process callr::rscript callr::rcmd callr::rcmd_bg sys::r_wait \
         sys::r_background rstudioapi::terminalExecute rstudioapi::sendToConsole R.utils::Rscript xfun::Rscript",
        command::starts,
    ),
    ("fread data.table::fread", command::reads_output),
    (
        "mcfork mcparallel pskill quit q xfun::proc_kill ps::ps_kill ps::ps_terminate",
        command::process,
    ),
    (
        "install.packages install_github install_git install_url install_local install_cran install_gitlab \
         BiocManager::install pak::pkg_install pak::pak pkg_install renv::install biocLite install_bitbucket install_svn",
        command::installs,
    ),
    ("eval evalq eval_tidy eval_bare eval.parent with_env withVisible", code::evaluates),
    (
        "glue glue_data str_glue glue_collapse glue_sql cli_text cli_alert_info pluralize",
        document::interpolates,
    ),
    ("as.function new_function", code::makes_function),
    ("knit knit2html knit_child", document::knits),
    ("rmarkdown::render quarto::quarto_render", document::renders),
    (
        "source sys.source dget source_url source_gist devtools::source_url run_script loadcmp load_all sourceDirectory \
         modules::use box::use",
        code::sources,
    ),
    (
        "get get0 mget dynGet match.fun getFunction getFromNamespace getExportedValue getAnywhere as.name as.symbol sym do.call exec \
         invoke call call2 .Primitive getS3method findFunction rlang::exec",
        code::looks_up,
    ),
    (
        "py_run_string py_run_file py_eval py_call reticulate::source_python source_python V8::v8 julia_eval JuliaCall::julia_command \
         js_eval .jcall system.python python.exec jython rJava::.jeval .jnew rJava::J .Tcl tcl",
        code::other_language,
    ),
    (".Internal body<- functions<-", code::internals),
    (
        "load readRDS unserialize loadRDS qread qs::qread read_rds readr::read_rds attach.file unserializeJSON lazyLoad \
         base::unserialize attach load_image qload",
        data::unserializes,
    ),
    ("yaml.load yaml.load_file read_yaml", data::yaml),
    (
        "cat writeLines write write.table write.csv write.csv2 writeBin writeChar sink saveRDS save dump dput file.copy file.rename \
         file.append file.create dir.create file.symlink file.link write_csv write_tsv fwrite write_lines write_file \
         write_rds download.file",
        files::writes,
    ),
    ("unlink file.remove file_delete dir_delete fs::file_delete fs::dir_delete", files::deletes),
    ("Sys.chmod Sys.umask file_chmod", files::permits),
    ("untar unzip archive_extract gunzip_archive zip::unzip utils::untar", files::unpacks),
    ("list.files dir list.dirs Sys.glob dir_ls", files::searches),
    (
        "readLines scan read.table readBin readChar read_file read_lines fread file.info file.exists Sys.glob readRDS",
        files::reads,
    ),
    (
        "GET POST PUT PATCH DELETE HEAD getURL getURLContent postForm getForm httpGET httpPOST httpPUT ftpUpload curl_fetch_memory \
         curl_fetch_disk curl_download curl_upload download.file req_perform httr2::request req_body_json req_body_raw req_body_form \
         req_body_file req_body_multipart send.mail sendmail read_html rvest::session urlDownload download_file handle_setform \
         curl_fetch_stream curl_fetch_multi write.socket httr::upload_file curl::form_file blastula::smtp_send emayili::server mailR::send.mail \
         slackr::slackr telegram.bot::Bot googledrive::drive_upload aws.s3::put_object put_object RETRY crul::HttpClient$new \
         multi_run ws::WebSocket websocket::WebSocket$new gmailr::gm_send_message rtweet::post_tweet AzureStor::upload_blob \
         sftp::sftp_upload rsconnect::deployApp git_clone git2r::clone",
        network::requests,
    ),
    ("url file gzcon curl::curl", network::opens_address),
    (
        "readLines read.table read.csv read.delim fread scan read_csv readr::read_csv jsonlite::fromJSON fromJSON read_json \
         stream_in htmlParse readBin",
        network::reads_far,
    ),
    (
        "socketConnection make.socket serverSocket socketAccept ssh::ssh_connect mongolite::mongo redux::hiredis \
         rredis::redisConnect rzmq::connect.socket pbdZMQ::connect.socket nanonext::socket mqtt::mqtt_connect RSclient::RS.connect \
         Rserve::Rserve Rserve::run.Rserve svSocket::startSocketServer RSelenium::rsDriver chromote::ChromoteSession$new",
        network::connects,
    ),
    ("ssh::ssh_exec_wait ssh::ssh_exec_internal", command::starts),
    (
        "runApp shinyApp startServer runServer pr_run plumber::pr_run plumb$run startDaemonizedServer httpuv::startServer \
         httpuv::runServer opencpu::ocpu_start_server Rook::Rhttpd",
        network::serves,
    ),
    ("nsl nslookup curl::nslookup", network::resolves),
    ("browseURL", network::shows),
    ("dyn.load tcc::tcc", native::loads),
    (".Call .C .Fortran .External .External2 .External.graphics", native::calls),
    (
        "sourceCpp cppFunction evalCpp Rcpp::cppFunction cfunction cxxfunction inline::cfunction rcpp inline::cxxfunction \
         cpp11::cpp_function cpp_function cpp_source cpp_eval rust_source rust_function rextendr::rust_function",
        native::compiles,
    ),
    ("reg.finalizer addTaskCallback setHook", persistence::registers),
    ("options", persistence::options),
    (
        "assignInNamespace assignInMyNamespace fixInNamespace unlockBinding assign delayedAssign makeActiveBinding \
         unlockEnvironment reassignInPackage R.utils::reassignInPackage",
        persistence::replaces,
    ),
    ("trace", persistence::traces),
    ("Sys.setenv .libPaths", persistence::sets_variables),
    ("Sys.getenv", persistence::environment),
    ("Sys.unsetenv", persistence::changes_environment),
    (
        "cron_add cronR::cron_add taskscheduler_create taskscheduleR::taskscheduler_create cron_rscript",
        persistence::schedules,
    ),
    ("attach", persistence::masks),
    ("unloadNamespace detach remove.packages", persistence::takes_away),
    ("library require loadNamespace requireNamespace attachNamespace", persistence::loads_from),
    ("grepl grep regexpr startsWith str_detect", identity::searches),
    ("as.formula formula reformulate", injected::formulas),
    (
        "numeric character logical integer vector raw rep rep_len rep.int strrep matrix seq_len rnorm runif Sys.sleep",
        resources::exhausts,
    ),
    ("sys.frames sys.frame sys.function parent.frame", persistence::walks_frames),
    (
        "ls mget get get0 as.list as.list.environment eapply rm list2env eval evalq env2list env_poke env_bind",
        persistence::reaches_frame,
    ),
    (
        "digest openssl::md5 openssl::sha1 md5 sha1 digest::digest cli::hash_md5 hash_md5 hash_sha1 digest::hmac",
        weakness::digests,
    ),
    (
        "AES rc4 aes_encrypt PKI.encrypt digest::AES PKI::PKI.encrypt openssl::rc4 rc4_encrypt ARC4",
        weakness::ciphers,
    ),
    (
        "AES aes_cbc_encrypt aes_cbc_decrypt aes_ctr_encrypt aes_ctr_decrypt aes_gcm_encrypt aes_gcm_decrypt data_encrypt data_decrypt",
        weakness::keys,
    ),
    (
        "dbGetQuery dbExecute dbSendQuery dbSendStatement sqlQuery sqldf dbGetQuery dbSendUpdate RODBC::sqlQuery",
        weakness::queries,
    ),
    ("read_xml xmlParse xmlTreeParse xmlInternalTreeParse xmlEventParse", weakness::xml),
];
