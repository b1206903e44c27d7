//! The parameters of R's functions, as far as rules ask for them by name.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The parameters of a function in their order; `...` ends partial matching as in R.
pub(super) fn of(name: &str) -> Option<&'static str> {
    BY_NAME.get(name).copied()
}

static BY_NAME: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let each =
        FORMALS.iter().flat_map(|(names, all)| names.split(' ').map(move |name| (name, *all)));
    each.collect()
});

const FORMALS: &[(&str, &str)] = &[
    ("system shell", "command intern ignore.stdout ignore.stderr wait input"),
    ("system2", "command args stdout stderr stdin input env wait"),
    ("shell.exec", "file"),
    ("pipe fifo", "description open encoding"),
    ("file url gzfile bzfile xzfile", "description open blocking encoding method"),
    ("eval evalq eval.parent", "expr envir enclos"),
    ("parse", "file n text prompt keep.source srcfile encoding"),
    ("str2lang str2expression", "text"),
    ("source", "file local echo print.eval"),
    ("sys.source", "file envir"),
    ("get get0 mget dynGet exists", "x envir mode inherits"),
    ("match.fun", "FUN descend"),
    ("getFromNamespace", "x ns"),
    ("getExportedValue", "ns name"),
    ("do.call", "what args quote envir"),
    ("call", "name ..."),
    ("assign", "x value pos envir inherits"),
    ("delayedAssign", "x value eval.env assign.env"),
    ("makeActiveBinding", "sym fun env"),
    ("assignInNamespace assignInMyNamespace", "x value ns"),
    ("unlockBinding lockBinding", "sym env"),
    ("unlink", "x recursive force expand"),
    ("file.copy", "from to overwrite recursive"),
    ("file.rename file.symlink file.link", "from to"),
    ("file.append", "file1 file2"),
    ("download.file", "url destfile method quiet mode cacheOK extra headers"),
    ("cat", "... file sep fill labels append"),
    ("write", "x file ncolumns append sep"),
    ("writeLines", "text con sep useBytes"),
    ("writeBin writeChar", "object con"),
    (
        "write.table write.csv write.csv2 write_csv write_tsv fwrite write_lines write_file",
        "x file append",
    ),
    ("saveRDS", "object file ascii version compress"),
    ("save", "... list file"),
    ("dump", "list file append"),
    ("dput", "x file control"),
    ("sink", "file append type split"),
    ("readLines", "con n ok"),
    ("readRDS", "file refhook"),
    ("load", "file envir verbose"),
    ("unserialize", "connection refhook"),
    ("untar", "tarfile files list exdir"),
    ("unzip", "zipfile files list overwrite junkpaths exdir"),
    ("Sys.chmod", "paths mode use_umask"),
    ("Sys.umask", "mode"),
    ("Sys.getenv", "x unset names"),
    ("dyn.load library.dynam", "x local now"),
    (".Call .C .Fortran .External .External2", ".NAME ..."),
    ("reg.finalizer", "e f onexit"),
    ("addTaskCallback", "f data name"),
    ("setHook", "hookName value action"),
    ("trace", "what tracer exit at"),
    ("lapply sapply vapply", "X FUN ..."),
    ("Map mapply", "f ..."),
    ("Reduce Filter Position Find", "f x init right accumulate"),
    ("outer", "X Y FUN"),
    ("apply", "X MARGIN FUN"),
    ("tapply", "X INDEX FUN"),
    ("dbGetQuery dbExecute dbSendQuery dbSendStatement sqlQuery sqldf", "conn statement"),
    ("digest", "object algo serialize file"),
    ("paste", "... sep collapse"),
    ("paste0", "... collapse"),
    ("POST PUT PATCH", "url config ... body encode"),
    ("GET", "url config ..."),
    ("read_xml", "x encoding ... as_html options"),
    ("sub gsub", "pattern replacement x ignore.case perl fixed"),
    ("quit q", "save status runLast"),
    ("list.files dir", "path pattern all.files full.names recursive"),
    ("socketConnection", "host port server"),
    ("pskill", "pid signal"),
    ("strsplit", "x split"),
    ("chartr", "old new x"),
    ("substr substring", "x start stop"),
    ("strtoi", "x base"),
];
